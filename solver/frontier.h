/*
 * frontier.h - all packages of a tender that no other beats on the named criteria, one for each
 * point: the nondominated set, each point proven.
 */
#ifndef CST_FRONTIER_H
#define CST_FRONTIER_H

#include "solver/session.h"
#include "solver/zones.h"

/* The named criteria; the first is the one that questions minimise. All values are losses (see
 * cst__loss, result.h): the less the better. */
typedef struct cst__axes {
    cst_criterion criterion[CST_N_CRITERIA];
    size_t p;
} cst__axes;

/* A point of the set, and a package that has it. */
typedef struct cst__point {
    int64_t loss[CST_N_CRITERIA]; /* [p] */
    cst__best best;               /* its units are owned */
    bool proven;                  /* no package is as good on all axes and better on one */
    bool ties_proven; /* nor is one with the same point better on the criteria that were not named,
                         taken in their order */
} cst__point;

typedef struct cst__frontier {
    cst__axes axes;
    cst__point *points; /* by the named criteria in their own order, the better first */
    size_t n_points, room;
    cst__zones open; /* what is not decided: nothing where the set is complete */
    bool none;       /* proven: there is no package at all */
    bool complete;   /* every point is listed */
    bool proven;     /* all that was asked is found and proven */
    int coverage_bp; /* see cst_frontier in consort/result.h */
} cst__frontier;

/* The axes that a mask of criteria (bit c: criterion c) names. */
cst__axes cst__axes_of(unsigned mask);

/* New frontier for the settings of the session. To be ended either way. */
cst_error cst__frontier_find(cst__session *session, cst__frontier *frontier);
void cst__frontier_end(cst__frontier *frontier);

#endif
