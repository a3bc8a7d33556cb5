/*
 * search_state.h - what the rooms of one running search share: search.c (the loop over nodes),
 * relax.c (linear programs and bounds of a node), search_cases.c (which questions it is open for),
 * branch.c (where to split), neighbours.c (small searches) and search_part.c (what is left of it).
 */
#ifndef CST_SEARCH_STATE_H
#define CST_SEARCH_STATE_H

#include "solver/lp.h"
#include "solver/propagate.h"
#include "solver/reduce.h"
#include "solver/search.h"
#include "solver/tree.h"

struct cst__search_state {
    const cst__search_task *task;
    cst__reduced reduced; /* the program of the task, without what is closed from the start */
    const cst__program *program; /* of it: all that follows speaks of its columns but where said */
    cst__lp *lp;
    cst__propagator *propagator;
    cst__tree tree;
    double *root_lower, *root_upper;     /* hold everywhere */
    double *lower, *upper;               /* of the current node */
    double *lp_lower, *lp_upper;         /* that the LP has now */
    bool *in_lp;                         /* [n_rows] */
    int *moved;                          /* scratch [n_columns] */
    size_t *new_rows;                    /* scratch [n_rows] */
    double *x;                           /* the LP's point */
    double *y;                           /* multipliers [n_rows] */
    double objective;                    /* of the LP, at x */
    double bound;                        /* the last safe bound ... */
    long double *reduced_costs;          /* ... with these and the column bounds that belong */
    double *priced_lower, *priced_upper; /* to it, and only to it: a node's own bound may come from
                                            its parent, and bounds are tightened afterwards */
    long double *root_reduced_costs;     /* and those of the root, with its bound ... */
    double root_bound;
    double *root_from_lower,
        *root_from_upper;     /* ... and the column bounds that both were found at */
    long double *trial_costs; /* scratch: reduced costs [n_columns] */
    unsigned char *basis;     /* scratch: [n_rows + n_columns] */
    cst__gains *gains;        /* [n_columns] */
    bool members_are_scarce;  /* at the root: see branch.c */
    int *rung_column;         /* [rungs] of the reduced program; -1: none, or no point keeps it */
    int *case_column;         /* [cases] likewise */
    bool found;
    double incumbent;
    double improved;     /* the last incumbent that was improved, or could not be */
    double *best;        /* the incumbent's point, in all columns of the task's program */
    double *trial;       /* a point before the judge, likewise */
    double pruned_bound; /* lowest bound of a node closed within the gap of the incumbent */
    bool has_fixed; /* columns, to what is worth finding: nothing is known of what lies between */
                    /* that and the incumbent */
    long nodes;
    long look_at;       /* node count at which to look around again */
    double around_work; /* of the linear programs of small searches */
    bool stopped;
    const char *lost; /* see cst__search_result */
    cst_error error;
};

/* The largest objective that is still worth finding at the current node, which is closed where its
 * bound is above it; and at any node. They differ where there are cases. */
double cst__worth(const cst__search_state *s);
double cst__worth_anywhere(const cst__search_state *s);

/* The same of points where a column is not 0, where less is known to be: of the column of a case,
 * what is worth finding of it. It says nothing of points where the column is 0. */
double cst__worth_where_set(const cst__search_state *s, size_t column);

bool cst__out_of_time(const cst__search_state *s);

/* Puts a point before the judge; it becomes the incumbent if it counts and is better. */
void cst__try_point(cst__search_state *s, const double *x);

/* Likewise the trial, which is whole in all columns of the task's program. */
void cst__try_trial(cst__search_state *s);

/* The judge of the task for points of the reduced program; context: the search. */
bool cst__judge_reduced(void *context, const double *x, double *objective);

/* Now and then: looks for a better incumbent in a small neighbourhood of the node's point. */
void cst__look_around(cst__search_state *s, size_t node);

typedef enum cst__relaxed {
    CST__RELAXED_POINT,  /* s->x is an optimal point of the relaxation, s->basis its basis */
    CST__RELAXED_CLOSED, /* proven: nothing worth finding here */
    CST__RELAXED_BLIND,  /* the linear program gave nothing to rely on */
    CST__RELAXED_STOPPED
} cst__relaxed;

/* Bounds the current node (its bound in the tree is raised), fixes columns by reduced cost, and
 * propagates that. */
cst__relaxed cst__relax(cst__search_state *s, size_t node);

/* Whether the bound of the node settles a question for which the node is open: it is beyond what is
 * worth finding on the rung that is asked there, or of a case. */
bool cst__has_settled(const cst__search_state *s, size_t node);

/* The largest objective that is worth finding of any case which the current node is open for. */
double cst__cases_worth(const cst__search_state *s);

/* Whether it is open for a case of which nothing beyond the bound is worth finding. */
bool cst__has_case_below(const cst__search_state *s, double bound);

/* Closes it for those; again: the relaxation is to be solved once more. False: nothing is left. */
bool cst__close_cases(cst__search_state *s, double bound, bool *again);

/* The cutoff handed to GLPK. It lies a little above what is worth finding, so that the safe bound,
 * which is a little lower than GLPK's, closes the node as well. */
double cst__lp_cutoff(const cst__search_state *s);

/* A safe bound with all that belongs to it: reduced costs, and the column bounds it was found at.
 */
typedef struct cst__priced {
    double bound;
    const long double *reduced;
    const double *lower, *upper;
} cst__priced;

/* Tightens bounds by reduced costs to what is still worth finding. */
void cst__fix_by_reduced_cost(const cst__search_state *s, const cst__priced *priced, double *lower,
                              double *upper);

/* A split: x_column <= at on the lower side, x_column >= at + 1 on the upper. */
typedef struct cst__split {
    int column; /* -1: every integer column is fixed */
    double at;
    double value;   /* of the column in the relaxation */
    bool closed[2]; /* proven: nothing worth finding on the lower, on the upper side */
} cst__split;

/* Whether the relaxation at hand would have more members than a limit allows. */
bool cst__members_are_scarce(const cst__search_state *s);

/* Where to split a node with a fractional point, by expected gains. */
cst__split cst__choose_split(cst__search_state *s);

/* A split of any column that is not fixed, for a node whose point does not tell. */
cst__split cst__any_split(const cst__search_state *s, bool has_point);

/* Whether the point is whole in all integer columns. */
bool cst__is_whole(const cst__search_state *s, const double *x);

/* Learns from a child: what its relaxation gained over its parent's. */
void cst__learn(cst__search_state *s, const cst__node *child, double objective);

#endif
