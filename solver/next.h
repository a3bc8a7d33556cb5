/*
 * next.h - the cheapest package that differs from those listed before: in its members, and where
 * asked also in who fills a slot ("the same, but another cloud").
 */
#ifndef CST_NEXT_H
#define CST_NEXT_H

#include "solver/best.h"

/* A package listed before. */
typedef struct cst__earlier {
    const int64_t *units; /* [n_offerings] */
    const bool *members;  /* [n_firms] */
} cst__earlier;

/* From what the next one is to differ. */
typedef struct cst__differing {
    const cst__earlier *earlier;
    size_t n;
    int differ; /* members that are in exactly one of the two, at least */
    size_t
        slot; /* that not all firms which fill it in an earlier one fill again; CST__NONE: none */
} cst__differing;

/* The cheapest, and among those one with the fewest members; or not found. */
cst_error cst__next_find(const cst__solver *solver, const cst__differing *from, cst__best *best);

#endif
