/*
 * locate.h - where a value of a JSON text stands: from JSON pointer (RFC 6901) to byte, line and
 * column. The tree of values keeps no places, so the text is walked again when a fault is to be
 * shown, once for all faults of a file.
 */
#ifndef CST_LOCATE_H
#define CST_LOCATE_H

#include <stdbool.h>
#include <stddef.h>

#define CST__NOWHERE ((size_t)-1)

/* One question: where is the value of this pointer, or the key that leads to it? */
typedef struct cst__sought {
    const char *pointer; /* borrowed */
    bool key;
    size_t offset; /* the answer in bytes; CST__NOWHERE asks, anything else is left alone */
    size_t tag;    /* of the caller: the questions are sorted */
} cst__sought;

/*
 * Answers all questions in one pass over the text, which must be JSON; sorts them by pointer. Where
 * keys repeat, the first one counts. What is not found stays CST__NOWHERE. False: out of memory.
 */
bool cst__locate(const char *bytes, size_t size, cst__sought *sought, size_t n);

/* A place in a text. Lines and columns count from 1, columns in Unicode characters. */
typedef struct cst__place {
    size_t offset;
    size_t line_begin; /* byte */
    int line;
    int column;
} cst__place;

cst__place cst__place_start(void);

/* Moves a place forward to a byte that is not before it. */
void cst__place_advance(cst__place *place, const char *bytes, size_t offset);

#endif
