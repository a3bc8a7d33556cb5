/*
 * gaps.h - why nothing fits, as far as screening alone tells: what must be filled, and nothing that
 * is eligible fills it.
 */
#ifndef CST_GAPS_H
#define CST_GAPS_H

#include "consort/explain.h"
#include "solver/screen.h"

/* All of them, by kind, then in the order of rules and catalog; texts and lists from the arena.
 * False: out of memory. */
bool cst__gaps_list(const cst_opportunity *opportunity, const cst__screening *screening,
                    cst__arena *arena, cst_gap **gaps, size_t *n_gaps);

#endif
