/*
 * conflicts.h - the irreducible conflicts of a tender: sets of demands that can not hold together,
 * and can without any one of them.
 */
#ifndef CST_CONFLICTS_H
#define CST_CONFLICTS_H

#include "solver/lattice.h"

typedef struct cst__conflicts {
    cst__sets found; /* each irreducible, proven */
    bool complete;   /* proven: there are no others */
    bool stopped;    /* a limit came first: what is missing is not known */
} cst__conflicts;

/* Finds at most `most` of them, all where there are no more. */
cst_error cst__conflicts_find(cst__lattice *lattice, size_t most, cst__conflicts *conflicts);

/* Whether the demands outside a set can hold together, as far as the conflicts found tell; where
 * they can not, one more conflict is found and taken in. hits: the demands that are let go. */
cst_error cst__conflicts_try(cst__lattice *lattice, const bool *hits, cst__conflicts *conflicts,
                             cst_status *status, const cst__witness **witness);

/* The first conflict found that has no demand in the set; their number where each has one. */
size_t cst__conflicts_first_open(const cst__lattice *lattice, const cst__conflicts *conflicts,
                                 const bool *set);

#endif
