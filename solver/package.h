/*
 * package.h - from a choice to a finished package with every figure that a result shows.
 *
 * A choice is what a search hands over: for each offering of the catalog the units chosen, 0 for
 * not chosen. Members, bundles, content, ledger, licences and open questions follow from it in
 * integers.
 */
#ifndef CST_PACKAGE_H
#define CST_PACKAGE_H

#include "solver/screen.h"

/* A choice that holds, as judged (choice.h). */
typedef struct cst__chosen {
    const int64_t *units; /* [n_offerings] */
    cst_criteria criteria;
    size_t anchor; /* firm */
} cst__chosen;

/* Fills everything of the package but id, best_at and proof, all memory from the arena. False: out
 * of memory. */
bool cst__package_fill(cst_package *package, cst__arena *arena, const cst_opportunity *opportunity,
                       const cst__screening *screening, const cst__chosen *chosen);

#endif
