/*
 * page.c - text for a person, gathered in memory line by line: the one way from foreign bytes to a
 * terminal. See the invariant in page.h.
 */
#include "cli/page.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/text.h"
#include "cli/visible.h"

#define LEAST_ROOM 20 /* columns for wrapped text, however narrow the page */

void page_init(page *p, int width, bool colour) {
    *p = (page){.width = width, .colour = colour};
}

void page_clear(page *p) {
    free(p->bytes);
    *p = (page){.width = p->width, .colour = p->colour};
}

static bool reserve(page *p, size_t more) {
    if (p->failed || more > SIZE_MAX / 4 - p->size) {
        p->failed = true;
        return false;
    }
    if (p->size + more <= p->capacity) {
        return true;
    }
    size_t capacity = 2 * (p->size + more) + 256;
    char *bytes = realloc(p->bytes, capacity);
    if (bytes == NULL) {
        p->failed = true;
        return false;
    }
    p->bytes = bytes;
    p->capacity = capacity;
    return true;
}

/* The only function that adds bytes; not for foreign ones. */
static void add(page *p, const char *bytes, size_t n) {
    if (reserve(p, n + 1)) {
        memcpy(p->bytes + p->size, bytes, n);
        p->size += n;
        p->bytes[p->size] = '\0';
    }
}

void page_text(page *p, const char *text) {
    glyph next;
    while (glyph_next(&text, &next)) {
        add(p, next.form, strlen(next.form));
    }
}

void page_slice(page *p, const char *text, size_t length) {
    const char *end = text + length;
    glyph next;
    while (text < end && glyph_next(&text, &next)) {
        add(p, next.form, strlen(next.form));
    }
}

void page_format(page *p, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = text_new_list(format, arguments);
    va_end(arguments);
    if (text == NULL) {
        p->failed = true;
        return;
    }
    page_text(p, text);
    free(text);
}

void page_repeat(page *p, const char *piece, int times) {
    for (int i = 0; i < times; i++) {
        add(p, piece, strlen(piece));
    }
}

void page_style(page *p, style s) {
    static const char *const codes[] = {
        [STYLE_PLAIN] = "\033[0m",      [STYLE_STRONG] = "\033[1m", [STYLE_FAULT] = "\033[1;31m",
        [STYLE_CAUTION] = "\033[1;33m", [STYLE_CARET] = "\033[32m",
    };
    if (p->colour && s != p->now) {
        p->now = s;
        add(p, codes[s], strlen(codes[s]));
    }
}

void page_newline(page *p) {
    add(p, "\n", 1);
}

void page_line(page *p, style s, const char *text) {
    page_style(p, s);
    page_wrapped(p, 0, 0, text);
    page_style(p, STYLE_PLAIN);
}

void page_wrapped(page *p, int first, int indent, const char *text) {
    visible_line line;
    int room = p->width - indent < LEAST_ROOM ? LEAST_ROOM : p->width - indent;
    bool more = visible_wrap(&text, room, &line);
    page_repeat(p, " ", first);
    while (more) {
        page_slice(p, line.start, line.length);
        more = visible_wrap(&text, room, &line);
        if (more) {
            page_newline(p);
            page_repeat(p, " ", indent);
        }
    }
    page_newline(p);
}

void page_wrapped_format(page *p, int first, int indent, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = text_new_list(format, arguments);
    va_end(arguments);
    if (text == NULL) {
        p->failed = true;
        return;
    }
    page_wrapped(p, first, indent, text);
    free(text);
}

void page_cut(page *p, const char *text, int width) {
    bool whole = visible_width(text) <= width;
    int room = whole ? width : width - 1;
    glyph next;
    while (glyph_next(&text, &next) && next.width <= room) {
        add(p, next.form, strlen(next.form));
        room -= next.width;
    }
    if (!whole && width > 0) {
        add(p, "…", strlen("…"));
    }
}
