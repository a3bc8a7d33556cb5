/*
 * posing.h - a question on its way to an engine and back: points of the compact program as
 * choices, what a search has to prove, and the charges that decide ties.
 *
 * Ties on cost fall to fewer members: each member is charged a sum so small that all members
 * together cost less than the step between two costs, or than half the gap below which costs count
 * as equal. The search then goes on until nothing better by nine tenths of that sum is left, or,
 * once the cost is proven within the gap, for a few turns or some hundred nodes more.
 */
#ifndef CST_POSING_H
#define CST_POSING_H

#include "solver/solve.h"

/* The gap up to which ties are decided to the end. A wider one is asked for to be done sooner: the
 * fewest members among costs that far apart would take longer than the cheapest to the cent. */
#define CST__TIE_GAP 1e-6

typedef struct cst__posing {
    const cst__formulation *formulation;
    const cst__ask *ask;
    cst__judge *judge;
    int64_t *units; /* scratch */
    double *start;  /* the ask's, as points of the compact program; NULL: none */
    double *hint;
    double member_cents; /* what each member is charged to break ties */
    bool is_within_gap;  /* all of them are charged at most half of it */
    double most_members;
    double bound;                /* of cost, that this was set by */
    const cst__program *program; /* of the points that are improved */
    int64_t improved_cents;      /* least cost of these; INT64_MAX: none was */
} cst__posing;

/* Of a question without a judge and points yet; to be cleared in either case. */
cst_error cst__posing_begin(const cst__solver *solver, cst__posing *posing);
void cst__posing_clear(cst__posing *posing);

bool cst__is_on_cost(const cst__ask *ask);

/* Two costs differ by a multiple of what divides every price and discount: this, in cents. */
double cst__cost_step(const cst__formulation *formulation);

/* Whether members are charged: where any choice will do, ties need no breaking. */
bool cst__breaks_ties(const cst__ask *ask);

/* Of a question about cost the budget, or another limit on it, becomes a cutoff rather than a row:
 * a node beyond it is closed by its bound, which is sooner told than that its linear program has no
 * solution. */
void cst__posing_cut_off(cst__ask *ask, cst__program *program);

/* Whether a point of the program is a choice that counts, with its objective: a cst__judge_fn whose
 * context is the posing. */
bool cst__posing_judge(void *posing, const double *x, double *objective);

/* The search of a program that answers it. */
cst__search_task cst__posing_task(const cst__solver *solver, cst__posing *posing,
                                  const cst__program *program);

/* What a search of a charged program has to prove. */
void cst__posing_set_precision(const cst__solver *solver, const cst__posing *posing,
                               cst__search_task *task);

/* Makes it one search for many questions (search.h), with a judge that keeps what they come to. */
void cst__posing_ask_many(cst__search_task *task, cst__judge_fn judge, void *context);

/* Charges members, so little that it decides ties and nothing else. bound: a lower bound on cost.
 */
void cst__posing_charge(const cst__solver *solver, cst__posing *posing, double bound,
                        cst__program *program);

/* Sums for the program, where slots lend themselves, and for the points of the question. */
cst_error cst__posing_add_sums(const cst__solver *solver, const cst__posing *posing,
                               cst__program *program);

/* What was found, as the answer. */
void cst__posing_read(const cst__solver *solver, cst__posing *posing,
                      const cst__search_result *found, cst__answer *answer);

#endif
