/*
 * search.h - branch and bound over a program: the engine behind every question.
 *
 * The search knows nothing of packages. It gets a program, a judge who says of a whole point
 * whether it counts and what it is worth exactly, and limits. It returns the best point and a
 * proven bound.
 *
 * Trust: a node is closed only (a) by a safe bound (bound.h), (b) by a checked certificate that it
 * is infeasible, (c) by propagation (propagate.h), or (d) when all its integer columns are fixed
 * and the judge has spoken. Whatever GLPK says beyond that only guides the search. Where a search
 * has rungs, a bound closes a node for the lower ones alone, and it goes on above them; where it
 * has cases, for some of them.
 */
#ifndef CST_SEARCH_H
#define CST_SEARCH_H

#include <math.h>

#include "solver/program.h"

/* Says whether the whole point x counts, and its exact objective. */
typedef bool (*cst__judge_fn)(void *context, const double *x, double *objective);

/* Replaces a whole point that counts [n_columns] by a better one, if it finds one: then better is
 * set. No objective below the bound need be looked for. */
typedef cst_error (*cst__improve_fn)(void *context, double *x, double bound, bool *better);

/* Called now and then; may read the numbers of the running search. */
typedef struct cst__search_news {
    bool has_incumbent;
    double incumbent, bound;
    long nodes;
} cst__search_news;
typedef void (*cst__news_fn)(void *context, const cst__search_news *news);

/* One search for the answers to many questions, which differ in a limit that gets stricter rung by
 * rung: wanted is the least objective on each. Rung 0 is the program as it is; each further one has
 * a column, continuous and without a cost, that is 1 where its limit is asked and costs nothing to
 * leave at 0 (CST__COLUMN_RUNG). The judge keeps what it gets to see and lowers `worth` by it; it
 * says of no point that it counts. A node whose bound is above the worth of the lower rungs asks
 * the first one on which it is not (the two criteria of a bound set with objective branching:
 * Parragh and Tricoire 2019, Branch-and-bound for bi-objective integer programming, INFORMS Journal
 * on Computing 31(4)). */
typedef struct cst__rungs {
    size_t n;
    const double *worth; /* [n] the largest objective that is worth finding of a point that keeps to
                            this rung and to no higher one; never smaller on a higher one */
} cst__rungs;

/* One search for the answers to many questions, each of which asks for one thing more than the
 * program: wanted is the least objective of each case. Case k has a column (CST__COLUMN_CASE),
 * whole and without a cost, that is 1 where a point is meant for it and asks for its one thing
 * then; exactly one of them is 1. The judge keeps what it gets to see and lowers `worth` by it; it
 * says of no point that it counts. A node whose bound is above the worth of a case is closed for
 * that case alone. */
typedef struct cst__cases {
    size_t n;
    const double *worth; /* [n] the largest objective that is worth finding of a point of a case */
} cst__cases;

typedef struct cst__search_task {
    const cst__program *program;
    const double *lower, *upper; /* bounds instead of the program's [n_columns], or NULL */
    cst__judge_fn judge;
    void *judge_context;
    cst__improve_fn improve; /* of incumbents, with the judge's context; NULL: nothing can */
    double step;             /* two different exact objectives differ by at least this */
    double gap;              /* relative gap at which the incumbent is taken for optimal */
    double tie;    /* objectives that differ by less only break ties; 0: none do (compact.h) */
    double cutoff; /* only points with an objective of at most this count; HUGE_VAL: all */
    const double *start; /* a whole point to begin with [n_columns], or NULL */
    const double *hint;  /* one that need not count: where to look until one is found, or NULL */
    bool first;          /* any point that counts is good enough */
    bool is_near;        /* mostly the proof is left, or soon will be (compact.h) */
    double deadline_s;   /* on cst__clock(), HUGE_VAL: none */
    bool no_neighbours;  /* do not look for incumbents in smaller searches: this is one */
    const cst__rungs *rungs;  /* NULL: none */
    const cst__cases *cases;  /* NULL: none; there are no rungs then */
    const volatile int *stop; /* stop soon when it becomes non-zero; NULL: never */
    cst__news_fn news;        /* NULL: none */
    void *news_context;
    const double *witness;    /* for tests: a whole point known to count, with its objective. The */
    double witness_objective; /* result says if a node that holds it was closed too early */
} cst__search_task;

typedef enum cst__search_status {
    CST__SEARCH_OPTIMAL, /* the point is optimal within the gap (or a first one was enough) */
    CST__SEARCH_NONE,    /* proven: no point counts */
    CST__SEARCH_LIMIT    /* stopped; the bound holds, the point (if any) is unproven */
} cst__search_status;

typedef struct cst__search_result {
    cst__search_status status;
    bool found;
    double objective; /* of the point */
    double bound;     /* proven: no point that counts is below it (with NONE: HUGE_VAL) */
    double *x;        /* [n_columns] the point; freed by cst__search_result_clear */
    long nodes;
    double work;      /* of its linear programs (lp.h), those of small searches too */
    const char *lost; /* why the witness was lost though still worth finding; NULL: it was not */
} cst__search_result;

/* Whether it is one search for many questions, whose judge keeps what they come to. */
static inline bool cst__asks_many(const cst__search_task *task) {
    return task->rungs != NULL || task->cases != NULL;
}

/* The task of a smaller search within it, between bounds as above: it begins with nothing, looks
 * for no incumbents in smaller searches still, improves none, and tells nothing on the way. */
cst__search_task cst__smaller_task(const cst__search_task *task, const cst__program *program,
                                   const double *lower, const double *upper);

/* Seconds on a clock that never goes back. */
double cst__clock(void);

/* The largest objective that is still worth finding beside an incumbent, if there is one. */
double cst__worth_beside(const cst__search_task *task, bool found, double incumbent);

/* Whether somebody asked to stop (NULL: nobody can) or the deadline on that clock is over. */
bool cst__time_is_up(double deadline_s, const volatile int *stop);

/* What a linear program may still take: HUGE_VAL without a deadline, and never nothing. */
double cst__seconds_left(double deadline_s);

/* A search that can be stopped and gone on with. */
typedef struct cst__search_state cst__search_state;

/* New search; the task and what it points to are borrowed until it ends. */
cst_error cst__search_begin(const cst__search_task *task, cst__search_state **search);

/* How long it goes on for at a time: whichever ends first. */
typedef struct cst__grant {
    long nodes;  /* at most; LONG_MAX: any number */
    double work; /* about so much of the result's; HUGE_VAL: any */
} cst__grant;

static inline cst__grant cst__so_many_nodes(long nodes) {
    return (cst__grant){nodes, HUGE_VAL};
}

/* Goes on for a while; result says where it stands then. Its x is the caller's. */
cst_error cst__search_go(cst__search_state *search, cst__grant grant, cst__search_result *result);

/* Tells it of a whole point found elsewhere [n_columns]. */
void cst__search_offer(cst__search_state *search, const double *x);
void cst__search_end(cst__search_state *search);

/* A box of all columns, and a proven bound for what is worth finding in it. */
typedef struct cst__box {
    double *lower, *upper; /* [n_columns] */
    double bound;
    size_t node; /* of the tree: the box is around what is open and worth finding below it */
} cst__box;

/* What is still open and worth finding: the smallest box around all of it in boxes[0], around what
 * lies on either side of the split that parts it in boxes[1] and boxes[2]; their arrays are the
 * caller's. n_parts becomes 0: nothing is open, 1: it can not be parted, 2: all three are filled.
 */
cst_error cst__search_part(cst__search_state *search, cst__box boxes[3], int *n_parts);

/* One of the two sides, boxes[1] or [2] as they were just filled, is for somebody else to search
 * from now on: its nodes are no longer open. What the search says of bounds and of its end then
 * holds for the rest alone. */
void cst__search_leave(cst__search_state *search, const cst__box *side);

/* What splits gained on each column so far [n_columns], from and to other searches of the program.
 */
typedef struct cst__gains {
    double sum[2]; /* for each unit its value is moved, down and up */
    int n[2];
} cst__gains;

static inline void cst__gains_add(cst__gains *gains, int side, double gain, double distance) {
    gains->sum[side] += gain / distance;
    gains->n[side]++;
}

/* For each unit, where there were any. */
static inline double cst__gains_mean(const cst__gains *gains, int side) {
    return gains->sum[side] / gains->n[side];
}

void cst__search_learned(const cst__search_state *search, cst__gains *gains);
void cst__search_teach(cst__search_state *search, const cst__gains *gains);

/* All of that at once. */
cst_error cst__search(const cst__search_task *task, long nodes, cst__search_result *result);

/* A result of nothing yet, with room for a point. */
cst_error cst__search_result_new(const cst__program *program, cst__search_result *result);
void cst__search_result_clear(cst__search_result *result);

#endif
