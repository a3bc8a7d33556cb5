/* cases.c - a judge that keeps the cheapest of every case. See cases.h. */
#include "solver/cases.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/compact.h"
#include "solver/members.h"
#include "solver/posing.h"

/* The search looks up that often, to see whether only ties are left, which it follows for so many
 * nodes more. */
enum { AT_ONCE = 500, TIE_NODES = 500 };

typedef struct casework {
    cst__ask ask;
    cst__posing posing; /* of the ask */
    const cst__solver *solver;
    cst__cases_ask *cases;
    cst__program program;
    cst__search_task task; /* of the posing and the program */
    cst__extra *extras;    /* [n] */
    double *worth;         /* [n] */
} casework;

static const cst_catalog *catalog_of(const casework *w) {
    return w->solver->formulation->opportunity->catalog;
}

/* ---------------------------------------------------------------- the judge */

static double objective_of(const casework *w, const cst_criteria *criteria) {
    return (double)criteria->cost_cents + w->posing.member_cents * criteria->members;
}

/* Whether a choice does what the case asks for. */
static bool is_meant(const casework *w, const cst__case *it, const int64_t *units) {
    return cst__choice_has(catalog_of(w), &it->extra.party, units) == it->extra.included;
}

/* What is worth finding beside the best of a case. Of the gap a little is left for rounding. */
static double worth_beside(const casework *w, const cst__best *best) {
    double objective = objective_of(w, &best->criteria);
    return objective - fmax(w->task.step, 0.99 * w->task.gap * fabs(objective));
}

/* Keeps what it is shown for the cases that it is better for, and says that it does not count: the
 * search goes on below it. */
static bool judge(void *context, const double *x, double *objective) {
    casework *w = context;
    cst__posing *q = &w->posing;
    cst_criteria criteria;
    *objective = HUGE_VAL;
    cst__decode(q->formulation, x, q->units);
    if (!cst__choice_holds(q->judge, q->units, &w->ask.side, &criteria)) {
        return false;
    }
    for (size_t k = 0; k < w->cases->n; k++) {
        cst__case *it = &w->cases->list[k];
        if (is_meant(w, it, q->units) &&
            objective_of(w, &criteria) < objective_of(w, &it->best.criteria)) {
            memcpy(it->best.units, q->units, catalog_of(w)->n_offerings * sizeof *q->units);
            it->best.criteria = criteria;
            it->best.anchor = cst__judge_anchor(q->judge);
            w->worth[k] = worth_beside(w, &it->best);
        }
    }
    return false;
}

/* ---------------------------------------------------------------- the search */

/* No package of the case has an objective up to what is worth finding, or up to the bound of what
 * is still open, if that is lower. */
static void settle(const casework *w, const cst__search_result *found, cst__case *it,
                   double worth) {
    double charged = w->posing.member_cents * w->posing.most_members;
    double step = cst__cost_step(w->solver->formulation);
    bool is_over = found->status == CST__SEARCH_NONE;
    double least = (is_over ? worth : fmin(worth, found->bound)) - charged;
    double cost = (double)it->best.criteria.cost_cents;
    double bound = least > -HUGE_VAL ? fmin(ceil(least / step - 1e-9) * step, cost) : least;
    double floor_cents =
        fmax((double)w->cases->floor_cents, (double)cst__trivial_bound(catalog_of(w)));
    it->best.bound_cents = (int64_t)fmin(fmax(bound, floor_cents), cost);
    it->best.cost_proven =
        cost - (double)it->best.bound_cents <= w->solver->gap * fabs(cost) + 1e-6;
}

/* Whether all costs are proven within the gap, and only who has the fewest members is not. */
static bool has_only_ties(const casework *w, const cst__search_result *found) {
    double charged = w->posing.member_cents * w->posing.most_members;
    bool only = true;
    for (size_t k = 0; k < w->cases->n && only; k++) {
        double cost = (double)w->cases->list[k].best.criteria.cost_cents;
        only = cost - (found->bound - charged) <= w->solver->gap * fabs(cost);
    }
    return only;
}

static cst_error run(casework *w, cst__compact *compact, cst__search_result *found) {
    const cst__solver *solver = w->solver;
    cst_error error = CST_E_OK;
    bool only_ties = false;
    long tie_nodes = 0;
    do {
        long before = found->nodes;
        long left = w->cases->most_nodes - before;
        long now = left < AT_ONCE ? left : AT_ONCE;
        cst__search_result_clear(found);
        error = cst__compact_go(compact, cst__so_many_nodes(now), found);
        tie_nodes += only_ties ? found->nodes - before : 0;
        only_ties = error == CST_E_OK && has_only_ties(w, found);
    } while (error == CST_E_OK && found->status == CST__SEARCH_LIMIT && tie_nodes < TIE_NODES &&
             found->nodes < w->cases->most_nodes &&
             !cst__time_is_up(solver->deadline_s, solver->stop));
    return error;
}

static void count_nodes(const casework *w, const cst__search_result *found) {
    if (w->solver->nodes != NULL) {
        *w->solver->nodes += found->nodes;
    }
}

static cst_error search(casework *w) {
    cst__cases cases = {w->cases->n, w->worth};
    cst__search_result found = {0};
    cst__compact *compact = NULL;
    cst__search_task task = w->task;
    cst__posing_ask_many(&task, judge, w);
    task.cases = &cases;
    cst_error error = cst__compact_begin(&task, &compact);
    if (error == CST_E_OK) {
        error = run(w, compact, &found);
    }
    cst__compact_end(compact);
    for (size_t k = 0; error == CST_E_OK && k < w->cases->n; k++) {
        settle(w, &found, &w->cases->list[k], w->worth[k]);
    }
    count_nodes(w, &found);
    cst__search_result_clear(&found);
    return error;
}

/* ---------------------------------------------------------------- near a choice */

/* The choice with something of the party in it, or with nothing of it: who its members are is all
 * that counts. */
static void put_in(const casework *w, const cst__extra *extra, int64_t *units) {
    for (size_t o = 0; o < catalog_of(w)->n_offerings; o++) {
        bool is_of = cst__party_has(catalog_of(w), &extra->party, o);
        units[o] = is_of ? extra->included : units[o];
    }
}

static cst_error look(casework *w) {
    cst__case *it = &w->cases->list[0];
    size_t n = catalog_of(w)->n_offerings;
    cst__search_result found = {0};
    int64_t *units = malloc((n + 1) * sizeof *units);
    if (units == NULL) {
        return CST_E_MEMORY;
    }
    memcpy(units, w->cases->near, n * sizeof *units);
    put_in(w, &it->extra, units);
    cst_error error = cst__search_members(w->solver->formulation, &w->task, units, &found);
    if (error == CST_E_OK && found.found) {
        cst__decode(w->solver->formulation, found.x, it->best.units);
        it->best.found =
            is_meant(w, it, it->best.units) &&
            cst__choice_holds(w->posing.judge, it->best.units, &w->ask.side, &it->best.criteria);
        it->best.anchor = cst__judge_anchor(w->posing.judge);
    }
    count_nodes(w, &found);
    cst__search_result_clear(&found);
    free(units);
    return error;
}

/* ---------------------------------------------------------------- the whole */

static cst_error pose(casework *w) {
    cst__posing *q = &w->posing;
    cst_error error = cst__pose(q->formulation, w->ask.objective, &w->ask.side, &w->program);
    if (error == CST_E_OK) {
        cst__posing_cut_off(&w->ask, &w->program);
        error = cst__pose_cases(q->formulation, w->extras, w->cases->n, &w->program);
    }
    if (error == CST_E_OK && cst__breaks_ties(&w->ask)) {
        cst__posing_charge(w->solver, q, (double)w->cases->floor_cents, &w->program);
    }
    return error == CST_E_OK ? cst__posing_add_sums(w->solver, q, &w->program) : error;
}

static cst_error begin(casework *w) {
    size_t n = w->cases->n;
    w->extras = malloc((n + 1) * sizeof *w->extras);
    w->worth = malloc((n + 1) * sizeof *w->worth);
    if (w->extras == NULL || w->worth == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t k = 0; k < n; k++) {
        w->extras[k] = w->cases->list[k].extra;
    }
    cst_error error = cst__posing_begin(w->solver, &w->posing);
    error = error == CST_E_OK ? pose(w) : error;
    w->task = cst__posing_task(w->solver, &w->posing, &w->program);
    cst__posing_set_precision(w->solver, &w->posing, &w->task);
    for (size_t k = 0; error == CST_E_OK && w->cases->near == NULL && k < n; k++) {
        w->worth[k] = worth_beside(w, &w->cases->list[k].best);
    }
    return error;
}

cst_error cst__cases_find(const cst__solver *solver, const cst__side *side, cst__cases_ask *cases) {
    casework w = {.ask = {.objective = {.aim = CST__AIM_COST},
                          .side = *side,
                          .cutoff = HUGE_VAL,
                          .any_tie = cases->any_tie},
                  .posing = {.formulation = solver->formulation, .improved_cents = INT64_MAX},
                  .solver = solver,
                  .cases = cases};
    w.posing.ask = &w.ask;
    cst__program_init(&w.program);
    cst_error error = begin(&w);
    if (error == CST_E_OK) {
        error = cases->near != NULL ? look(&w) : search(&w);
    }
    cst__program_clear(&w.program);
    cst__posing_clear(&w.posing);
    free(w.extras);
    free(w.worth);
    return error;
}
