/*
 * solve.h - one question about packages, answered by the search: the best choice for an objective
 * under a side, judged in integers.
 */
#ifndef CST_SOLVE_H
#define CST_SOLVE_H

#include "solver/blocks.h"
#include "solver/choice.h"
#include "solver/search.h"

/* What stays the same over all questions of one call. */
typedef struct cst__solver {
    const cst__formulation *formulation; /* borrowed */
    const cst__blocks *blocks;           /* borrowed; NULL: for the compact engine only */
    double gap;                          /* on cost; 0: to the cent */
    double deadline_s;                   /* on cst__clock(), HUGE_VAL: none */
    const volatile int *stop;            /* NULL: none */
    cst__news_fn news;                   /* of questions about cost; NULL: none */
    void *news_context;
    long *nodes; /* that all questions together took are added to it; NULL: not counted */
} cst__solver;

typedef struct cst__ask {
    cst__objective objective;
    cst__side side;
    double cutoff;        /* only choices whose objective is at most this; HUGE_VAL: all */
    double gap;           /* relative, for aims other than cost */
    bool first;           /* any such choice will do */
    bool any_progress;    /* any will do that is the best after some hundred nodes, or else the next
                             that is found: a better question can be asked then */
    long nodes;           /* of each search of the compact engine, to which the question goes alone;
                             0: no limit */
    bool is_strong;       /* the program is made stronger before anything is looked for, as far as
                             there is a cutoff */
    bool any_tie;         /* on cost: of equally cheap ones any will do */
    const int64_t *start; /* a choice to begin with [n_offerings], or NULL */
    const int64_t *hint;  /* one that need not hold: where to look until one is found, or NULL */
} cst__ask;

typedef struct cst__answer {
    cst__search_status status;
    bool found;
    int64_t *units; /* [n_offerings], the caller's room */
    cst_criteria criteria;
    size_t anchor;
    double bound; /* proven lower bound on the objective */
    long nodes;
} cst__answer;

/* Answers an ask; answer->units points to room for [n_offerings]. */
cst_error cst__solve(const cst__solver *solver, const cst__ask *ask, cst__answer *answer);

/* For tests: every question goes to the compact engine alone, which else sees of small tenders only
 * what branch and price leaves. To be set while nothing is solved. */
extern bool cst__compact_alone;

/* Likewise: nodes of its search before the program is strengthened and searched in cells. */
extern long cst__first_nodes;

#endif
