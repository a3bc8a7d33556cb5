/*
 * solve.c - poses a question as a program, searches it, and reads the answer as a choice.
 *
 * Three steps: a short search for a first package and a bound; the program made stronger for what is
 * still worth finding (tighten.h, cuts.h); the search to the end. The first step works on the plain
 * program, since cuts make it harder to come upon good packages, as they make it easier to prove.
 *
 * Ties on cost fall to fewer members: each member is charged a sum so small that all members
 * together cost less than the step between two costs, or than half the gap below which costs count
 * as equal. The search then goes on until nothing better by nine tenths of that sum is left.
 */
#include "solver/solve.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "solver/branch_price.h"
#include "solver/cuts.h"
#include "solver/tighten.h"

enum { FIRST_NODES = 1000 };

/* The gap up to which ties are decided to the end. A wider one is asked for to be done sooner: the
 * fewest members among costs that far apart would take longer than the cheapest to the cent. */
static const double tie_gap = 1e-6;

/* What the judge of the search needs: the way from a point to a choice. */
typedef struct bench {
    const cst__formulation *formulation;
    const cst__ask *ask;
    cst__judge *judge;
    int64_t *units;     /* scratch */
    double member_cents; /* what each member is charged to break ties */
    double most_members;
} bench;

static bool judge_point(void *context, const double *x, double *objective) {
    bench *b = context;
    cst_criteria criteria;
    cst__decode(b->formulation, x, b->units);
    if (!cst__choice_holds(b->judge, b->units, &b->ask->side, &criteria)) {
        return false;
    }
    *objective = cst__judge_objective(b->judge, b->ask->objective, &criteria) +
                 b->member_cents * criteria.members;
    return true;
}

static int64_t common_divisor(int64_t a, int64_t b) {
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Two costs differ by a multiple of what divides every price and discount. */
static double cost_step(const cst__formulation *f) {
    int64_t step = 0;
    for (size_t v = 0; v < f->n_variants; v++) {
        step = common_divisor(f->variants[v].least_cents, step);
        step = common_divisor(f->variants[v].unit_cents, step);
    }
    const cst_catalog *catalog = f->opportunity->catalog;
    for (size_t b = 0; b < catalog->n_bundles; b++) {
        step = common_divisor(catalog->bundles[b].discount_cents, step);
    }
    return step > 0 ? (double)step : 1;
}

static bool on_cost(const cst__ask *ask) {
    return ask->objective.aim == CST__AIM_COST;
}

static double most_members(const cst__formulation *f) {
    double n = 0;
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        n += f->member[firm] >= 0;
    }
    return fmin(n, (double)f->opportunity->max_members);
}

/* Charges members, so little that it decides ties and nothing else. bound: a lower bound on cost. */
static void charge_members(const cst__solver *solver, bench *b, double bound,
                           cst__program *program) {
    const cst__formulation *f = solver->formulation;
    double equal = fmax(fmin(solver->gap, tie_gap) * fmax(bound, 0) / 2, cost_step(f));
    b->most_members = most_members(f);
    b->member_cents = equal / (b->most_members + 1);
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        if (f->member[firm] >= 0) {
            program->columns[f->member[firm]].cost += b->member_cents;
        }
    }
}

/* ---------------------------------------------------------------- the steps */

static void read_answer(const cst__solver *solver, bench *b, const cst__search_result *found,
                        cst__answer *answer) {
    answer->status = found->status;
    answer->found = found->found;
    answer->bound = found->bound;
    if (b->member_cents > 0 && found->bound < HUGE_VAL) { /* every cost is a multiple of the step */
        double step = cost_step(solver->formulation);
        double cost = found->bound - b->member_cents * b->most_members;
        answer->bound = ceil(cost / step - 1e-9) * step;
    }
    answer->nodes += found->nodes;
    if (found->found) {
        cst__decode(solver->formulation, found->x, answer->units);
        cst__choice_holds(b->judge, answer->units, &b->ask->side, &answer->criteria);
        answer->anchor = cst__judge_anchor(b->judge);
    }
}

static cst__search_task task_for(const cst__solver *solver, bench *b,
                                 const cst__program *program) {
    return (cst__search_task){.program = program,
                              .judge = judge_point,
                              .judge_context = b,
                              .step = 1,
                              .gap = b->ask->gap,
                              .cutoff = b->ask->cutoff,
                              .first = b->ask->first,
                              .deadline_s = solver->deadline_s,
                              .max_nodes = LONG_MAX,
                              .stop = solver->stop,
                              .news = on_cost(b->ask) ? solver->news : NULL,
                              .news_context = solver->news_context};
}

/* A short search. */
static cst_error look_first(const cst__solver *solver, bench *b, const cst__program *program,
                              const double *start, cst__search_result *first) {
    cst__search_task task = task_for(solver, b, program);
    task.start = start;
    task.max_nodes = FIRST_NODES;
    return cst__search(&task, first);
}

/* What is worth finding after the short search. */
static double worth_after(const cst__search_result *first, const cst__ask *ask) {
    return first->found ? fmin(first->objective, ask->cutoff) : ask->cutoff;
}

/* What a search of a charged program has to prove. */
static void set_precision(const cst__solver *solver, const bench *b, cst__search_task *task) {
    if (on_cost(b->ask)) {
        task->step = 0.9 * b->member_cents;
        task->gap = solver->gap > tie_gap ? solver->gap / 2 : 0;
        task->cutoff += b->member_cents * b->most_members;
    }
}

static cst_error search_on(const cst__solver *solver, bench *b, cst__program *program,
                           cst__search_result *first, cst__search_result *found) {
    double worth = worth_after(first, b->ask);
    cst_error error = CST_E_OK;
    if (worth < HUGE_VAL) {
        error = cst__tighten(program, worth, solver->deadline_s, solver->stop);
    }
    if (error == CST_E_OK) {
        error = cst__add_cuts(program, solver->deadline_s, solver->stop);
    }
    if (on_cost(b->ask)) {
        charge_members(solver, b, first->bound, program);
    }
    cst__search_task task = task_for(solver, b, program);
    task.start = first->found ? first->x : NULL;
    set_precision(solver, b, &task);
    return error == CST_E_OK ? cst__search(&task, found) : error;
}

/* The rest, where branch and price has come to its limit: on the compact program, made stronger for
 * what is still worth finding. */
static cst_error search_compact(const cst__solver *solver, bench *b, cst__program *program,
                                cst__search_result *first, cst__search_result *found) {
    cst__search_task task = task_for(solver, b, program);
    set_precision(solver, b, &task);
    cst_error error = CST_E_OK;
    if (!first->found) {
        task.max_nodes = FIRST_NODES;
        double bound = first->bound;
        cst__search_result_clear(first);
        error = cst__search(&task, first);
        first->bound = fmax(first->bound, bound);
        if (error != CST_E_OK || first->status != CST__SEARCH_LIMIT) {
            *found = *first;
            *first = (cst__search_result){.bound = bound};
            return error;
        }
        task.max_nodes = LONG_MAX;
    }
    double worth = worth_after(first, b->ask);
    if (worth < HUGE_VAL) {
        error = cst__tighten(program, worth, solver->deadline_s, solver->stop);
    }
    if (error == CST_E_OK) {
        error = cst__add_cuts(program, solver->deadline_s, solver->stop);
    }
    task.start = first->found ? first->x : NULL;
    return error == CST_E_OK ? cst__search(&task, found) : error;
}

static bool is_over(const cst__solver *solver) {
    return (solver->stop != NULL && *solver->stop != 0) || cst__clock() > solver->deadline_s;
}

/* By branch and price, as far as that goes soon. */
static cst_error search_blocks(const cst__solver *solver, bench *b, cst__program *program,
                               const double *start, cst__answer *answer) {
    cst__search_result first = {0};
    cst__search_result found = {0};
    cst_error error = CST_E_OK;
    cst__search_task task = task_for(solver, b, program);
    task.start = start;
    if (on_cost(b->ask)) {
        task.max_nodes = 0;
        error = cst__branch_price(&task, solver->blocks, &first);
        charge_members(solver, b, first.bound, program);
        cst__search_result_clear(&first);
    }
    set_precision(solver, b, &task);
    task.max_nodes = LONG_MAX;
    task.while_cheap = true;
    if (error == CST_E_OK) {
        error = cst__branch_price(&task, solver->blocks, &first);
    }
    bool done = first.status != CST__SEARCH_LIMIT || is_over(solver) ||
                (b->ask->first && first.found);
    if (error == CST_E_OK && !done) {
        error = search_compact(solver, b, program, &first, &found);
    }
    if (error == CST_E_OK) {
        read_answer(solver, b, done ? &first : &found, answer);
    }
    cst__search_result_clear(&first);
    cst__search_result_clear(&found);
    return error;
}

static cst_error search(const cst__solver *solver, bench *b, cst__program *program,
                        const double *start, cst__answer *answer) {
    if (solver->blocks != NULL && on_cost(b->ask)) {
        return search_blocks(solver, b, program, start, answer);
    }
    cst__search_result first = {0};
    cst__search_result found = {0};
    cst_error error = look_first(solver, b, program, start, &first);
    bool done = first.status == CST__SEARCH_NONE ||
                (first.status == CST__SEARCH_OPTIMAL && (b->ask->first || !on_cost(b->ask)));
    if (error == CST_E_OK && !done) {
        error = search_on(solver, b, program, &first, &found);
    }
    if (error == CST_E_OK) {
        read_answer(solver, b, done ? &first : &found, answer);
        answer->bound = fmax(answer->bound, first.bound);
    }
    cst__search_result_clear(&first);
    cst__search_result_clear(&found);
    return error;
}

cst_error cst__solve(const cst__solver *solver, const cst__ask *ask, cst__answer *answer) {
    const cst__formulation *f = solver->formulation;
    const cst_catalog *catalog = f->opportunity->catalog;
    cst__program program;
    answer->nodes = 0;
    cst__program_init(&program);
    bench b = {.formulation = f, .ask = ask};
    b.units = malloc((catalog->n_offerings + 1) * sizeof *b.units);
    double *start = ask->start == NULL ? NULL : malloc((f->program.n_columns + 1) * sizeof *start);
    cst_error error = b.units == NULL || (ask->start != NULL && start == NULL) ? CST_E_MEMORY
                                                                              : CST_E_OK;
    if (error == CST_E_OK) {
        error = cst__judge_new(f->opportunity, f->screening, f->misfit_bp, &b.judge);
    }
    if (error == CST_E_OK) {
        error = cst__pose(f, ask->objective, &ask->side, &program);
    }
    if (error == CST_E_OK) {
        if (start != NULL) {
            cst__encode(f, ask->start, start);
        }
        error = search(solver, &b, &program, start, answer);
    }
    cst__program_clear(&program);
    cst__judge_free(b.judge);
    free(b.units);
    free(start);
    return error;
}
