/*
 * remedy_parts.h - what single remedies (remedies.c) and combinations (combinations.c) share.
 */
#ifndef CST_REMEDY_PARTS_H
#define CST_REMEDY_PARTS_H

#include "solver/conflicts.h"

typedef struct cst__healer {
    cst__lattice *lattice;
    cst__session *session;
    cst__conflicts *conflicts;
    cst__arena *arena; /* of what is found */
    cst_infeasibility *out;
} cst__healer;

/* A change of a demand to a level, under the pointer of the value that changes. */
cst_error cst__remedy_change(const cst__healer *healer, const cst__demand *demand,
                             const cst_level *to, cst_change *change);

/* The cheapest package of the tender that has given way; floor_cents: known, or INT64_MIN. */
cst_error cst__remedy_buy(const cst__healer *healer, const cst_opportunity *tender,
                          int64_t floor_cents, cst_outcome *outcome);

/* The fewest changes that let a package in together, of those the ones with the cheapest. */
cst_error cst__combination_find(const cst__healer *healer);

#endif
