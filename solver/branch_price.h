/*
 * branch_price.h - branch and price over slot configurations: the fast engine (Barnhart, Johnson,
 * Nemhauser, Savelsbergh and Vance 1998, Branch-and-price: column generation for solving huge
 * integer programs, Operations Research 46(3)).
 *
 * It answers the same question as search.h, for programs that come from a formulation: the best
 * whole point that the judge lets pass, with a proven bound. docs/engine.md follows one solve from
 * top to bottom.
 */
#ifndef CST_BRANCH_PRICE_H
#define CST_BRANCH_PRICE_H

#include "solver/blocks.h"
#include "solver/search.h"

typedef struct cst__branch_price cst__branch_price;

/* New search, as in search.h. The program of the task is the formulation's of the blocks, with
 * further rows at its end; columns are those of the formulation. */
cst_error cst__branch_price_begin(const cst__search_task *task, const cst__blocks *blocks,
                                  cst__branch_price **search);

/* Goes on until about so much more work is done (LONG_MAX: to the end): steps of pricing, of which
 * some ten million make a second, and what a round of the linear program costs in such steps. */
cst_error cst__branch_price_go(cst__branch_price *search, long work, cst__search_result *result);
void cst__branch_price_offer(cst__branch_price *search, const double *x);
void cst__branch_price_end(cst__branch_price *search);

#endif
