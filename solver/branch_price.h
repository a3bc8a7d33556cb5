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

/* The program of the task is the formulation's of the blocks, with further rows at its end. */
cst_error cst__branch_price(const cst__search_task *task, const cst__blocks *blocks,
                            cst__search_result *result);

#endif
