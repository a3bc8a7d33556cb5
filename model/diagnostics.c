/*
 * diagnostics.c - the list of faults, each with the line of the file around it.
 *
 * Readers add the faults of a file in the order of their places, so the list is in the order of
 * files and places without sorting. The excerpt is made to be shown on a terminal as it is: control
 * characters and marks that turn the direction of writing are replaced, long lines are cut to a
 * window, and the caret counts the cells of the terminal, in which a wide character takes two.
 */
#include "model/diagnostics.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>
#include <uniwidth.h>

#include "model/arena.h"

#define DEFAULT_CAP ((size_t)100)
#define WINDOW 100       /* characters of an excerpt */
#define WINDOW_BEFORE 60 /* of them before the fault, where the line is longer */
#define CUT "..."        /* stands where the excerpt is cut */
#define LONGEST_UTF8 4   /* bytes of one character */

struct cst_diagnostics {
    cst__arena *arena;
    cst_diagnostic *item;
    size_t n;
    size_t room;
    size_t cap;
    size_t dropped;
};

cst_diagnostics *cst_diagnostics_new(size_t cap) {
    cst_diagnostics *diagnostics = calloc(1, sizeof *diagnostics);
    if (!diagnostics) {
        return NULL;
    }
    diagnostics->cap = cap == 0 ? DEFAULT_CAP : cap;
    diagnostics->arena = cst__arena_new();
    if (!diagnostics->arena) {
        free(diagnostics);
        return NULL;
    }
    return diagnostics;
}

void cst_diagnostics_free(cst_diagnostics *diagnostics) {
    if (diagnostics) {
        cst__arena_free(diagnostics->arena);
        free(diagnostics->item);
        free(diagnostics);
    }
}

size_t cst_diagnostics_count(const cst_diagnostics *diagnostics) {
    return diagnostics->n;
}

size_t cst_diagnostics_dropped(const cst_diagnostics *diagnostics) {
    return diagnostics->dropped;
}

const cst_diagnostic *cst_diagnostics_get(const cst_diagnostics *diagnostics, size_t i) {
    return i < diagnostics->n ? &diagnostics->item[i] : NULL;
}

void cst__diagnostics_drop(cst_diagnostics *diagnostics, size_t count) {
    diagnostics->dropped += count;
}

/* ---------------------------------------------------------------- the excerpt */

/* An excerpt in the making. */
typedef struct excerpt {
    char text[(WINDOW + 2) * LONGEST_UTF8 + 2 * sizeof CUT];
    size_t n;
    int cells;
    int caret;
} excerpt;

static bool is_continuation(char c) {
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* Where the excerpt begins: with the line, or some characters before the fault. */
static size_t window_begin(const cst__source *source, const cst__place *place) {
    if (place->column - 1 <= WINDOW_BEFORE) {
        return place->line_begin;
    }
    size_t at = place->offset;
    for (int i = 0; i < WINDOW_BEFORE && at > place->line_begin; i++) {
        size_t bytes = 0;
        do {
            at--;
            bytes++;
        } while (at > place->line_begin && bytes < LONGEST_UTF8 &&
                 is_continuation(source->bytes[at]));
    }
    return at;
}

static bool line_ends(const cst__source *source, size_t at) {
    if (at < source->size && source->bytes[at] == '\r') {
        at++;
    }
    return at >= source->size || source->bytes[at] == '\n';
}

/* Marks that turn or isolate the direction of writing can make a line read as what it is not. */
static bool is_direction_mark(ucs4_t c) {
    return c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* The character as a terminal may show it. */
static ucs4_t visible(ucs4_t c) {
    if (c == '\t') {
        return ' ';
    }
    return is_direction_mark(c) || uc_width(c, "UTF-8") < 0 ? '?' : c;
}

static void put(excerpt *to, ucs4_t c) {
    c = visible(c);
    to->cells += uc_width(c, "UTF-8");
    int n = u8_uctomb((uint8_t *)to->text + to->n, c, LONGEST_UTF8);
    to->n += n > 0 ? (size_t)n : 0;
}

static void put_cut(excerpt *to) {
    for (const char *c = CUT; *c; c++) {
        put(to, (unsigned char)*c);
    }
}

static void fill_excerpt(excerpt *to, const cst__source *source, const cst__place *place) {
    size_t at = window_begin(source, place);
    if (at > place->line_begin) {
        put_cut(to);
    }
    to->caret = to->cells;
    for (int i = 0; i < WINDOW && !line_ends(source, at); i++) {
        ucs4_t c;
        int n = u8_mbtouc(&c, (const uint8_t *)source->bytes + at, source->size - at);
        put(to, c);
        at += (size_t)n;
        if (at <= place->offset) {
            to->caret = to->cells;
        }
    }
    if (!line_ends(source, at)) {
        put_cut(to);
    }
    to->text[to->n] = '\0';
}

/* ---------------------------------------------------------------- adding */

/* A copy of a message that quotes the file: what can not be shown is replaced, so it may shrink. */
static const char *visible_text(cst__arena *arena, const char *text) {
    size_t size = strlen(text);
    char *copy = cst__arena_alloc(arena, size + 1, 1);
    size_t n = 0;
    for (size_t at = 0; copy && at < size;) {
        ucs4_t c;
        at += (size_t)u8_mbtouc(&c, (const uint8_t *)text + at, size - at);
        int written = u8_uctomb((uint8_t *)copy + n, visible(c), (ptrdiff_t)(size - n));
        n += written > 0 ? (size_t)written : 0;
    }
    return copy;
}

static bool make_room(cst_diagnostics *diagnostics) {
    if (diagnostics->n < diagnostics->room) {
        return true;
    }
    size_t room = diagnostics->room == 0 ? 16 : 2 * diagnostics->room;
    cst_diagnostic *item = realloc(diagnostics->item, room * sizeof *item);
    if (!item) {
        return false;
    }
    diagnostics->item = item;
    diagnostics->room = room;
    return true;
}

bool cst__diagnostics_add(cst_diagnostics *diagnostics, const cst__source *source,
                          const cst__place *place, const char *pointer, const char *message) {
    if (diagnostics->n >= diagnostics->cap) {
        diagnostics->dropped++;
        return true;
    }
    excerpt line = {.n = 0};
    fill_excerpt(&line, source, place);
    cst__arena *arena = diagnostics->arena;
    cst_diagnostic one = {
        .file = cst__arena_text(arena, source->name),
        .pointer = cst__arena_text(arena, pointer),
        .message = visible_text(arena, message),
        .excerpt = cst__arena_text(arena, line.text),
        .line = place->line,
        .column = place->column,
        .caret = line.caret,
        .offset = place->offset,
    };
    if (!one.file || !one.pointer || !one.message || !one.excerpt || !make_room(diagnostics)) {
        return false;
    }
    diagnostics->item[diagnostics->n++] = one;
    return true;
}
