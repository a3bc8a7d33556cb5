/*
 * pointer.h - the way to a value as it is walked, and its text as a JSON pointer (RFC 6901).
 *
 * Each step lives on the stack of the function that takes it and borrows the step before, so a way
 * costs nothing until a fault asks for its text.
 */
#ifndef CST_POINTER_H
#define CST_POINTER_H

#include <stddef.h>

#include "model/arena.h"

typedef struct cst__way {
    const struct cst__way *up; /* NULL: the top of the file */
    const char *key;           /* in an object; NULL in a list */
    size_t index;              /* in a list */
} cst__way;

/* The pointer of a way, for instance "/offerings/3/price"; NULL as way is the whole file, "". The
 * text belongs to the arena; NULL when memory is out. */
const char *cst__way_text(const cst__way *way, cst__arena *arena);

#endif
