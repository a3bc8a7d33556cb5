/*
 * diagnostics.h - adding to the public list of faults (consort/error.h).
 */
#ifndef CST_DIAGNOSTICS_H
#define CST_DIAGNOSTICS_H

#include <stdbool.h>
#include <stddef.h>

#include "consort/error.h"
#include "model/locate.h"

/* The text in which a fault stands. */
typedef struct cst__source {
    const char *name;
    const char *bytes;
    size_t size;
} cst__source;

/* Adds a copy of a fault, with the excerpt around its place; beyond the cap it is only counted.
 * False: out of memory. */
bool cst__diagnostics_add(cst_diagnostics *diagnostics, const cst__source *source,
                          const cst__place *place, const char *pointer, const char *message);

/* Counts faults that were found and not kept. */
void cst__diagnostics_drop(cst_diagnostics *diagnostics, size_t count);

#endif
