/*
 * nearest.h - the known name that a misspelt one was probably meant to be.
 */
#ifndef CST_NEAREST_H
#define CST_NEAREST_H

#include <stddef.h>

/* A search among candidates: begin, offer each, take the best. */
typedef struct cst__nearest {
    const char *text; /* borrowed */
    const char *best; /* the nearest candidate so far, borrowed; NULL: none is near */
    size_t length;
    size_t distance; /* of the best; candidates must be nearer */
} cst__nearest;

cst__nearest cst__nearest_to(const char *text);
void cst__nearest_offer(cst__nearest *nearest, const char *candidate);

/* Edits between two texts: insertions, deletions, substitutions and swaps of neighbours (optimal
 * string alignment); limit where there are that many or more, or a text is longer than
 * CST__NEAREST_LONGEST bytes. */
size_t cst__edit_distance(const char *a, const char *b, size_t limit);
#define CST__NEAREST_LONGEST ((size_t)64)

#endif
