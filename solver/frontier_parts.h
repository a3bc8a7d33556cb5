/* frontier_parts.h - what the files of a frontier share. */
#ifndef CST_FRONTIER_PARTS_H
#define CST_FRONTIER_PARTS_H

#include "solver/frontier.h"

/* What an answered question says: under these limits nothing is below the floor. */
typedef struct cst__frontier_known {
    int64_t limit[CST_N_CRITERIA]; /* [p] largest losses; of the first axis: none */
    int64_t floor;                 /* INT64_MAX: there is no package */
} cst__frontier_known;

typedef struct cst__finder {
    cst__session *session;
    cst__frontier *f;
    cst__axes axes;
    int64_t least[CST_N_CRITERIA]; /* [p] no package has a smaller loss */
    int64_t largest[CST_N_CRITERIA],
        range[CST_N_CRITERIA]; /* [p] of the points; range at least 1 */
    cst__frontier_known *known;
    size_t n_known, room_known;
    size_t at_most; /* points; 0: all */
    bool is_dense;  /* the narrow zones asked about last had many points ... */
    int64_t width;  /* ... and this is how wide others may be, in basis points of content */
    bool stopped;
} cst__finder;

/* ---------------------------------------------------------------- frontier_known.c */

/* Closes the open zones in which, by what is known, nothing can lie. */
void cst__finder_close_empty(cst__finder *x);

/* Lower corner [p] of a zone u: no package in it has a smaller loss on any axis. */
void cst__finder_corner(const cst__finder *x, const int64_t *u, int64_t *corner);

/* Makes known that under some limits nothing is below the floor. */
cst_error cst__finder_learn(cst__finder *x, const int64_t *limit, int64_t floor);

/* What the points span on each axis: whatever is measured by it is measured anew after they
 * change. */
void cst__finder_measure(cst__finder *x);

/* How far the best of the points may be from a package in the zone, in basis points of the spans;
 * and in any open zone. */
int64_t cst__finder_gap(const cst__finder *x, const int64_t *u);
int cst__finder_coverage(cst__finder *x);

/* ---------------------------------------------------------------- frontier_next.c */

enum { CST__MOST_POSED = 32 };

/* A question: for the least value of the first axis under limits, or for all points under them. */
typedef struct cst__posed {
    int64_t limit[CST_N_CRITERIA];
    bool by_stairs;
    cst__stairs stairs; /* where it is for all points */
} cst__posed;

/* The next questions [CST__MOST_POSED]; how many. */
cst_error cst__frontier_pose(cst__finder *x, cst__posed *questions, size_t *n);

/* Learns from answered stairs how wide the next may be. */
void cst__finder_set_pace(cst__finder *x, const cst__stairs *stairs);

/* When zones are asked about as a whole. Tests set it otherwise, since their points are few and far
 * from each other; not while anything is solved. */
typedef struct cst__narrowness {
    int64_t width;   /* at most, in basis points of content */
    int close;       /* so many points just before a zone are close; 0: any zone will do */
    long many_nodes; /* of a search, after which zones are to be narrower */
    long most_nodes; /* of a search: there it ends, and its zone is cut into narrower ones */
    size_t together; /* so many points within `width` are close: their ties are found together */
} cst__narrowness;
extern cst__narrowness cst__narrow;

/* ---------------------------------------------------------------- frontier.c */

/* The axis of US content where cost is the first; 0: there is none. */
size_t cst__content_axis(const cst__finder *x);

/* Whether a criterion is one of the axes. */
bool cst__axes_name(const cst__axes *axes, cst_criterion criterion);

/* Sets the limits of a side to losses [p]; CST__NO_BOUND: none. */
void cst__axes_limit(const cst__axes *axes, const int64_t *loss, cst__side *side);

/* Sets a point to a package; its units stay where they are. */
void cst__point_set(const cst__frontier *frontier, const cst_catalog *catalog, cst__point *point,
                    const cst__best *best);

/* ---------------------------------------------------------------- frontier_ties.c */

/* Breaks the ties of all points on the criteria that were not named; with axes_too first on the
 * axes themselves. Takes what the points dominate then out of the open zones. */
cst_error cst__frontier_break_ties(cst__session *session, cst__frontier *frontier, bool axes_too);

#endif
