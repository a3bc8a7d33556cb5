/*
 * package.h - from chosen units to a finished package with every figure the result shows.
 *
 * A choice is what any search hands over: for each offering of the catalog the units chosen, 0 for
 * not chosen. Everything else of a package (members, anchor, bundles, criteria, content, ledger,
 * licences, open questions) follows from it in integers.
 */
#ifndef CST_PACKAGE_H
#define CST_PACKAGE_H

#include "solver/screen.h"

/* The compared values and sums of a choice. us_content_bp is computed in every mode but ignore. */
cst_criteria cst__choice_criteria(const cst_opportunity *opportunity,
                                  const cst__screening *screening, const int64_t *misfit_bp,
                                  const int64_t *units);

/* Fills a package from a choice, all memory from the arena. The choice must be feasible. misfit_bp
 * [n_offerings] is 1 - fit of each offering (fit.h). False: out of memory. */
bool cst__package_fill(cst_package *package, cst__arena *arena, const cst_opportunity *opportunity,
                       const cst__screening *screening, const int64_t *misfit_bp,
                       const int64_t *units);

#endif
