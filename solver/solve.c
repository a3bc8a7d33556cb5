/*
 * solve.c - poses a question as a program, searches it, and reads the answer as a choice.
 */
#include "solver/solve.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

/* What the judge of the search needs: the way from a point to a choice. */
typedef struct bench {
    const cst__formulation *formulation;
    const cst__ask *ask;
    cst__judge *judge;
    int64_t *units; /* scratch */
} bench;

static bool judge_point(void *context, const double *x, double *objective) {
    bench *b = context;
    cst_criteria criteria;
    cst__decode(b->formulation, x, b->units);
    if (!cst__choice_holds(b->judge, b->units, &b->ask->side, &criteria)) {
        return false;
    }
    *objective = cst__judge_objective(b->judge, b->ask->objective, &criteria);
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

static void read_answer(const cst__solver *solver, const cst__ask *ask, bench *b,
                        const cst__search_result *found, cst__answer *answer) {
    answer->status = found->status;
    answer->found = found->found;
    answer->bound = found->bound;
    answer->nodes = found->nodes;
    if (found->found) {
        cst__decode(solver->formulation, found->x, answer->units);
        cst__choice_holds(b->judge, answer->units, &ask->side, &answer->criteria);
        answer->anchor = cst__judge_anchor(b->judge);
    }
}

static cst_error search(const cst__solver *solver, const cst__ask *ask, bench *b,
                        const cst__program *program, const double *start, cst__answer *answer) {
    bool on_cost = ask->objective.aim == CST__AIM_COST;
    cst__search_task task = {.program = program,
                             .judge = judge_point,
                             .judge_context = b,
                             .step = on_cost ? cost_step(solver->formulation) : 1,
                             .gap = on_cost ? solver->gap : ask->gap,
                             .cutoff = ask->cutoff,
                             .start = start,
                             .first = ask->first,
                             .deadline_s = solver->deadline_s,
                             .max_nodes = LONG_MAX,
                             .stop = solver->stop,
                             .news = on_cost ? solver->news : NULL,
                             .news_context = solver->news_context};
    cst__search_result found;
    cst_error error = cst__search(&task, &found);
    if (error == CST_E_OK) {
        read_answer(solver, ask, b, &found, answer);
    }
    cst__search_result_clear(&found);
    return error;
}

cst_error cst__solve(const cst__solver *solver, const cst__ask *ask, cst__answer *answer) {
    const cst__formulation *f = solver->formulation;
    const cst_catalog *catalog = f->opportunity->catalog;
    cst__program program;
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
        error = search(solver, ask, &b, &program, start, answer);
    }
    cst__program_clear(&program);
    cst__judge_free(b.judge);
    free(b.units);
    free(start);
    return error;
}
