/*
 * locate.c - where a value of a JSON text stands.
 *
 * The pointers asked for are sorted, so that those which lead through the same value lie next to
 * each other. The walk carries the range of pointers that lead to the value at hand; at a key or an
 * index the range is narrowed by halving. A value that no pointer leads to is skipped token by
 * token. So many pointers take one pass: O(bytes + members on the way x log pointers).
 *
 * Pointers compare part by part: the slash that ends a part is lower than any letter of it.
 */
#include "model/locate.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/scan.h"

typedef struct walk {
    cst__scan scan;
    cst__sought *sought;
    size_t open; /* questions without an answer */
    char *part;  /* the part of a pointer for the key at hand */
    size_t room;
    bool failed; /* out of memory, or the text is no JSON after all */
} walk;

/* The pointers sought[low..high) lead to one value; length bytes of each are already walked. */
typedef struct range {
    size_t low;
    size_t high;
    size_t length;
} range;

/* ---------------------------------------------------------------- order of pointers */

static int rank(char c) {
    return c == '\0' ? 0 : c == '/' ? 1 : (unsigned char)c + 1;
}

static int compare_sought(const void *a, const void *b) {
    const char *p = ((const cst__sought *)a)->pointer;
    const char *q = ((const cst__sought *)b)->pointer;
    while (*p && *p == *q) {
        p++;
        q++;
    }
    return rank(*p) - rank(*q);
}

/* Compares the part that begins in the pointer with a part that ends in NUL. */
static int compare_part(const char *pointer, const char *part) {
    while (*part && *pointer == *part) {
        pointer++;
        part++;
    }
    int left = *pointer == '/' ? 0 : rank(*pointer);
    return left - rank(*part);
}

/* The first pointer of the range whose next part is not below (or, with past, is above) the part.
 */
static size_t bound(const walk *w, range at, const char *part, int past) {
    while (at.low < at.high) {
        size_t middle = at.low + (at.high - at.low) / 2;
        if (compare_part(w->sought[middle].pointer + at.length + 1, part) < past) {
            at.low = middle + 1;
        } else {
            at.high = middle;
        }
    }
    return at.low;
}

/* The pointers of the range that go on with the part. */
static range narrow(const walk *w, range at) {
    range within = at;
    within.low = bound(w, at, w->part, 0);
    within.high = bound(w, at, w->part, 1);
    within.length = at.length + 1 + strlen(w->part);
    return within;
}

/* ---------------------------------------------------------------- the walk */

static bool room_for(walk *w, size_t bytes) {
    if (bytes <= w->room) {
        return true;
    }
    char *larger = realloc(w->part, bytes);
    if (!larger) {
        w->failed = true;
        return false;
    }
    w->part = larger;
    w->room = bytes;
    return true;
}

/* Turns "~" into "~0" and "/" into "~1", in place and from the end. */
static void escape_part(char *part, size_t n) {
    size_t more = 0;
    for (size_t i = 0; i < n; i++) {
        more += part[i] == '~' || part[i] == '/';
    }
    for (size_t i = n + 1; i-- > 0 && more > 0;) {
        char c = part[i];
        if (c == '~' || c == '/') {
            part[i + more] = c == '~' ? '0' : '1';
            more--;
            part[i + more] = '~';
        } else {
            part[i + more] = c;
        }
    }
}

/* The key just read as a part of a pointer. */
static bool take_key(walk *w) {
    if (!room_for(w, 2 * (w->scan.at - w->scan.begin))) {
        return false;
    }
    escape_part(w->part, cst__scan_text(&w->scan, w->part));
    return true;
}

/* Answers the pointers of the range that end at this value, and passes over them. */
static void answer(walk *w, range *at, bool key) {
    for (size_t i = at->low; i < at->high; i++) {
        cst__sought *one = &w->sought[i];
        if (one->pointer[at->length] != '\0') {
            at->low = key ? at->low : i;
            return;
        }
        if (one->key == key && one->offset == CST__NOWHERE) {
            one->offset = w->scan.begin;
            w->open--;
        }
    }
    at->low = key ? at->low : at->high;
}

static void walk_value(walk *w, cst__token token, range at);

static void walk_object(walk *w, range at) {
    cst__token token = cst__scan_next(&w->scan);
    while (token == CST__TOKEN_STRING && w->open > 0 && take_key(w)) {
        range within = narrow(w, at);
        answer(w, &within, true);
        cst__scan_next(&w->scan); /* colon */
        walk_value(w, cst__scan_next(&w->scan), within);
        token = cst__scan_next(&w->scan); /* comma or end */
        if (token == CST__TOKEN_COMMA) {
            token = cst__scan_next(&w->scan);
        }
    }
}

static void walk_list(walk *w, range at) {
    cst__token token = cst__scan_next(&w->scan);
    for (size_t i = 0; token != CST__TOKEN_LIST_END && w->open > 0 && !w->failed; i++) {
        if (!room_for(w, 32)) {
            return;
        }
        snprintf(w->part, w->room, "%zu", i);
        walk_value(w, token, narrow(w, at));
        token = cst__scan_next(&w->scan);
        if (token == CST__TOKEN_COMMA) {
            token = cst__scan_next(&w->scan);
        }
    }
}

static void walk_value(walk *w, cst__token token, range at) {
    answer(w, &at, false);
    if (at.low < at.high && token == CST__TOKEN_OBJECT) {
        walk_object(w, at);
    } else if (at.low < at.high && token == CST__TOKEN_LIST) {
        walk_list(w, at);
    } else if (!cst__scan_skip(&w->scan, token)) {
        w->failed = true;
    }
}

bool cst__locate(const char *bytes, size_t size, cst__sought *sought, size_t n) {
    walk w = {.scan = cst__scan_of(bytes, size), .sought = sought};
    range all = {0, n, 0};
    for (size_t i = 0; i < n; i++) {
        w.open += sought[i].offset == CST__NOWHERE;
    }
    if (n > 0) {
        qsort(sought, n, sizeof *sought, compare_sought);
    }
    while (all.high > 0 && rank(sought[all.high - 1].pointer[0]) > rank('/')) {
        all.high--; /* no pointer: it has no slash in front */
    }
    if (w.open > 0 && room_for(&w, 64)) {
        walk_value(&w, cst__scan_next(&w.scan), all);
    }
    free(w.part);
    return !w.failed;
}

/* ---------------------------------------------------------------- lines and columns */

cst__place cst__place_start(void) {
    return (cst__place){.line = 1, .column = 1};
}

void cst__place_advance(cst__place *place, const char *bytes, size_t offset) {
    const char *newline;
    while ((newline = memchr(bytes + place->offset, '\n', offset - place->offset))) {
        place->offset = (size_t)(newline - bytes) + 1;
        place->line_begin = place->offset;
        place->line++;
        place->column = 1;
    }
    for (size_t i = place->offset; i < offset; i++) {
        place->column += ((unsigned char)bytes[i] & 0xc0) != 0x80;
    }
    place->offset = offset;
}
