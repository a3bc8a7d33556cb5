/*
 * best.h - the package that is best on one criterion, and among those the cheapest, and among those
 * the one with the fewest members: each step proven, or said not to be.
 */
#ifndef CST_BEST_H
#define CST_BEST_H

#include "solver/solve.h"

typedef struct cst__best {
    bool found;
    bool value_proven; /* that no package is better on the criterion */
    bool cost_proven;  /* that none with the same value is cheaper, within the gap */
    int64_t *units;    /* [n_offerings], the caller's room */
    cst_criteria criteria;
    size_t anchor;
    int64_t bound_cents; /* on the cost among packages with the same value; of a search for the
                            cheapest that was stopped without any, on the cost of all */
} cst__best;

/* No package costs less than nothing but its discounts. */
int64_t cst__trivial_bound(const cst_catalog *catalog);

/* No package of any tender has a smaller loss (result.h) on the criterion. */
int64_t cst__least_loss(const cst_catalog *catalog, cst_criterion criterion);

/* Choices known before a search [n_offerings], or NULL: one to begin with, and one that need not
 * hold, near which a package may be found. */
typedef struct cst__given {
    const int64_t *start;
    const int64_t *hint;
} cst__given;

/* The cheapest package under the side, and among those the one with the fewest members, unless any
 * of them will do. Not found and cost_proven: there is none, proven. */
cst_error cst__cheapest(const cst__solver *solver, const cst__side *side, cst__given given,
                        bool any_tie, cst__best *best);

/* The best value of a criterion but cost under the side, with a package that has it. The best comes
 * as any package that holds under the side, or not found. Not found and value_proven: there is
 * none, proven. */
cst_error cst__best_value(const cst__solver *solver, cst_criterion criterion, const cst__side *side,
                          cst__best *best);

/* The best on a criterion; cheapest is the cheapest of all and must have been found. */
cst_error cst__best_on(const cst__solver *solver, cst_criterion criterion,
                       const cst__best *cheapest, cst__best *best);

/* For tests, whose tenders are small: misfit is halved at once, which else only that of large ones
 * is. To be set while nothing is solved. */
extern bool cst__halve_alone;

#endif
