/*
 * diverse.h - a few packages that cost little more than the cheapest and differ from each other as
 * much as they can: first the cheapest, then each time the one that differs most from those listed.
 *
 * That is the farthest-first traversal of Gonzalez (1985, Clustering to minimize the maximum
 * intercluster distance, Theoretical Computer Science 38). The number of members by which two
 * packages differ is a metric, and each step is proven, so no choice of as many packages has all of
 * them differ by more than twice what these do. (Were there one, two of its packages would lie
 * within half of that of the same listed one, and so within less of each other.)
 */
#ifndef CST_DIVERSE_H
#define CST_DIVERSE_H

#include "solver/session.h"
#include "solver/slate.h"

typedef struct cst__diverse {
    cst__slate slate;    /* the packages */
    int64_t limit_cents; /* none costs more */
    int least;           /* any two differ in at least so many members; 0: there is only one */
    int bound;           /* proven: no choice of as many differs by more; INT_MAX: not proven */
} cst__diverse;

/* The largest cost within a share of the cheapest, counted in whole basis points. */
int64_t cst__within_cents(int64_t cost_cents, double within);

/* New packages for the settings of the session. To be ended either way. */
cst_error cst__diverse_find(cst__session *session, cst__diverse *diverse);
void cst__diverse_end(cst__diverse *diverse);

#endif
