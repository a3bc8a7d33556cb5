/*
 * posing.c - what a question is as a search, and what a point of it is as a choice.
 */
#include "solver/posing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/exchange.h"
#include "solver/sums.h"

/* Of the choice that was judged last. */
static double objective_of(const cst__posing *q, const cst_criteria *criteria) {
    return cst__judge_objective(q->judge, q->ask->objective, criteria) +
           q->member_cents * criteria->members;
}

bool cst__posing_judge(void *context, const double *x, double *objective) {
    cst__posing *q = context;
    cst_criteria criteria;
    cst__decode(q->formulation, x, q->units);
    if (!cst__choice_holds(q->judge, q->units, &q->ask->side, &criteria)) {
        return false;
    }
    *objective = objective_of(q, &criteria);
    return true;
}

/* By units of the same offerings. The best that was made so far is not looked at again, though a
 * lower bound might leave more to look for. */
static cst_error improve_by_exchange(void *context, double *x, double bound, bool *better) {
    cst__posing *q = context;
    cst_criteria criteria;
    cst__decode(q->formulation, x, q->units);
    if (bound == -HUGE_VAL || !cst__choice_holds(q->judge, q->units, &q->ask->side, &criteria) ||
        criteria.cost_cents == q->improved_cents) {
        return CST_E_OK;
    }
    double most = fmax(objective_of(q, &criteria) - bound, 0);
    most = fmin(most, (double)CST__CATALOG_VALUE_MAX);
    int64_t saved = 0;
    cst_error error = cst__exchange_units(q->formulation, q->judge, &q->ask->side, (int64_t)most,
                                          q->units, &saved);
    int64_t made = criteria.cost_cents - saved;
    q->improved_cents = made < q->improved_cents ? made : q->improved_cents;
    *better = saved > 0;
    if (*better) {
        cst__encode(q->formulation, q->units, x);
        cst__fill_sums(q->program, x);
    }
    return error;
}

double cst__cost_step(const cst__formulation *f) {
    int64_t step = 0;
    for (size_t v = 0; v < f->n_variants; v++) {
        step = cst__common_divisor(f->variants[v].least_cents, step);
        step = cst__common_divisor(f->variants[v].unit_cents, step);
    }
    const cst_catalog *catalog = f->opportunity->catalog;
    for (size_t b = 0; b < catalog->n_bundles; b++) {
        step = cst__common_divisor(catalog->bundles[b].discount_cents, step);
    }
    return step > 0 ? (double)step : 1;
}

bool cst__is_on_cost(const cst__ask *ask) {
    return ask->objective.aim == CST__AIM_COST;
}

bool cst__breaks_ties(const cst__ask *ask) {
    return cst__is_on_cost(ask) && !ask->first && !ask->any_tie;
}

static bool limits_cost(const cst__row *row) {
    return row->kind == CST__ROW_BUDGET ||
           (row->kind == CST__ROW_LIMIT && row->index == CST_CRITERION_COST);
}

void cst__posing_cut_off(cst__ask *ask, cst__program *program) {
    for (size_t r = 0; cst__is_on_cost(ask) && r < program->n_rows; r++) {
        if (limits_cost(&program->rows[r])) {
            ask->cutoff = fmin(ask->cutoff, program->rows[r].upper);
            program->rows[r].upper = HUGE_VAL;
        }
    }
}

static double most_members(const cst__formulation *f) {
    double n = 0;
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        n += f->member[firm] >= 0;
    }
    return fmin(n, (double)f->opportunity->max_members);
}

void cst__posing_charge(const cst__solver *solver, cst__posing *q, double bound,
                        cst__program *program) {
    const cst__formulation *f = solver->formulation;
    double half = fmin(solver->gap, CST__TIE_GAP) * fmax(bound, 0) / 2;
    double equal = fmax(half, cst__cost_step(f));
    q->is_within_gap = equal == half;
    q->most_members = most_members(f);
    q->bound = fmax(bound, 0);
    q->member_cents = equal / (q->most_members + 1);
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        if (f->member[firm] >= 0) {
            program->columns[f->member[firm]].cost += q->member_cents;
        }
    }
}

/* ---------------------------------------------------------------- to a search and back */

void cst__posing_read(const cst__solver *solver, cst__posing *q, const cst__search_result *found,
                      cst__answer *answer) {
    answer->status = found->status;
    answer->found = found->found;
    answer->bound = found->bound;
    if (cst__is_on_cost(q->ask) &&
        fabs(found->bound) < HUGE_VAL) { /* every cost is a multiple of it */
        double step = cst__cost_step(solver->formulation);
        double cost = found->bound - q->member_cents * q->most_members;
        answer->bound = ceil(cost / step - 1e-9) * step;
    }
    answer->nodes += found->nodes;
    if (found->found) {
        cst__decode(solver->formulation, found->x, answer->units);
        cst__choice_holds(q->judge, answer->units, &q->ask->side, &answer->criteria);
        answer->anchor = cst__judge_anchor(q->judge);
    }
}

/* Where shares are limited many packages cost nearly the same. */
static bool is_improved(const cst__ask *ask) {
    return cst__is_on_cost(ask) && !ask->first && !ask->any_progress &&
           cst__limits_shares(&ask->side);
}

cst__search_task cst__posing_task(const cst__solver *solver, cst__posing *q,
                                  const cst__program *program) {
    return (cst__search_task){.program = program,
                              .judge = cst__posing_judge,
                              .judge_context = q,
                              .improve = is_improved(q->ask) ? improve_by_exchange : NULL,
                              .step = 1,
                              .gap = q->ask->gap,
                              .cutoff = q->ask->cutoff,
                              .first = q->ask->first,
                              .start = q->start,
                              .hint = q->hint,
                              .deadline_s = solver->deadline_s,
                              .stop = solver->stop,
                              .news = cst__is_on_cost(q->ask) ? solver->news : NULL,
                              .news_context = solver->news_context};
}

void cst__posing_set_precision(const cst__solver *solver, const cst__posing *q,
                               cst__search_task *task) {
    if (cst__breaks_ties(q->ask)) {
        task->step = 0.9 * q->member_cents;
        task->gap = solver->gap > CST__TIE_GAP && q->is_within_gap ? solver->gap / 2 : 0;
        double charged = q->member_cents * q->most_members;
        task->cutoff += charged;
        task->tie = q->is_within_gap ? solver->gap * q->bound - charged : 0;
    } else if (cst__is_on_cost(q->ask)) {
        task->step =
            0.9 * cst__cost_step(solver->formulation); /* the next lower cost is well below */
        task->gap = solver->gap;
    }
}

void cst__posing_ask_many(cst__search_task *task, cst__judge_fn judge, void *context) {
    task->judge = judge;
    task->judge_context = context;
    task->improve = NULL;       /* its context would be the posing */
    task->no_neighbours = true; /* the tree comes upon packages of every question by itself */
}

cst_error cst__posing_add_sums(const cst__solver *solver, const cst__posing *q,
                               cst__program *program) {
    if (solver->blocks != NULL) {
        cst__add_sums(solver->blocks, program);
    }
    if (program->out_of_memory) {
        return CST_E_MEMORY;
    }
    double *points[] = {q->start, q->hint};
    for (size_t k = 0; k < sizeof points / sizeof *points; k++) {
        if (points[k] != NULL) {
            cst__fill_sums(program, points[k]);
        }
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- life */

enum { OBJECTIVE_COLUMNS = 1 }; /* that an objective may need of its own, at most */

/* A choice of the ask as a point, with room for sums; NULL for none. */
static cst_error encode(const cst__solver *solver, const int64_t *units, double **point) {
    const cst__formulation *f = solver->formulation;
    size_t n_sums = solver->blocks == NULL ? 0 : solver->blocks->n_forms;
    *point = NULL;
    if (units == NULL) {
        return CST_E_OK;
    }
    *point = calloc(f->program.n_columns + OBJECTIVE_COLUMNS + n_sums, sizeof **point);
    if (*point == NULL) {
        return CST_E_MEMORY;
    }
    cst__encode(f, units, *point);
    return CST_E_OK;
}

cst_error cst__posing_begin(const cst__solver *solver, cst__posing *q) {
    const cst__formulation *f = solver->formulation;
    cst_error error = encode(solver, q->ask->start, &q->start);
    if (error == CST_E_OK) {
        error = encode(solver, q->ask->hint, &q->hint);
    }
    q->units = malloc((f->opportunity->catalog->n_offerings + 1) * sizeof *q->units);
    if (error == CST_E_OK) {
        error = q->units == NULL
                    ? CST_E_MEMORY
                    : cst__judge_new(f->opportunity, f->screening, f->misfit_bp, &q->judge);
    }
    return error;
}

void cst__posing_clear(cst__posing *q) {
    cst__judge_free(q->judge);
    free(q->units);
    free(q->start);
    free(q->hint);
}
