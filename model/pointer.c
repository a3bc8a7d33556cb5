/*
 * pointer.c - the text of a way as a JSON pointer.
 */
#include "model/pointer.h"

#include <stdio.h>
#include <string.h>

/* A step as text: index, or key with "~" as "~0" and "/" as "~1". Gives the bytes that it takes;
 * writes them where to is not NULL. */
static size_t put_step(const cst__way *way, char *to) {
    if (!way->key) {
        char digits[32];
        int n = snprintf(digits, sizeof digits, "%zu", way->index);
        if (to) {
            memcpy(to, digits, (size_t)n);
        }
        return (size_t)n;
    }
    size_t n = 0;
    for (const char *c = way->key; *c; c++) {
        const char *escape = *c == '~' ? "~0" : *c == '/' ? "~1" : NULL;
        size_t length = escape ? 2 : 1;
        if (to) {
            memcpy(to + n, escape ? escape : c, length);
        }
        n += length;
    }
    return n;
}

const char *cst__way_text(const cst__way *way, cst__arena *arena) {
    size_t n = 0;
    for (const cst__way *step = way; step; step = step->up) {
        n += 1 + put_step(step, NULL);
    }
    char *text = cst__arena_alloc(arena, n + 1, 1);
    if (!text) {
        return NULL;
    }
    for (const cst__way *step = way; step; step = step->up) {
        n -= put_step(step, NULL);
        put_step(step, text + n);
        text[--n] = '/';
    }
    return text;
}
