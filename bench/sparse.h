/*
 * sparse.h - needs put so that the matrix stays small, as anybody writes them who has to pass it
 * on. Where the rows of solver/formulate.c repeat a long sum in each of many rows, a column stands
 * for the sum here; the linear relaxation is as strong:
 *
 *   Z_o <= t_tag for each offering that needs the tag,  t_tag <= sum Z_p over those that have it
 *
 * Spelt out these would be 10^9 entries for 100,000 offerings.
 */
#ifndef CST_BENCH_SPARSE_H
#define CST_BENCH_SPARSE_H

#include "solver/formulate.h"

/* Takes the needs out of a copy of an opportunity, before it is formulated: the buyer has every
 * tag. To be ended. */
void sparse_begin(cst_opportunity *copy);
void sparse_end(cst_opportunity *copy);

/* Adds them to the program; asked is the opportunity as it was. */
void sparse_add(cst__formulation *f, const cst_opportunity *asked, cst__program *program);

#endif
