/*
 * best.c - the best value of a criterion, by the way that suits it:
 *
 *   members, licences, misfit   are linear: one search;
 *   us_content                  is a ratio: Dinkelbach (1967, On nonlinear fractional programming,
 *                               Management Science 13(7)): ask for any package whose share is at
 *                               least one basis point above the best known; its margin is linear,
 *                               and when the search proves that there is none the best is known
 *                               exactly, in the basis points in which packages are compared;
 *   largest_share               is one, too: the same way down, asking for the least excess of any
 *                               firm above the share;
 *   delivery                    takes few values, and what is feasible at one is feasible at every
 *                               larger one: halving.
 *
 * Then the cheapest among the packages with that value, then the fewest members among those that
 * cost no more.
 */
#include "solver/best.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static cst__ask ask_for(cst__aim aim, const cst__side *side) {
    return (cst__ask){.objective = {.aim = aim}, .side = *side, .cutoff = HUGE_VAL};
}

/* Takes over an answer's choice. */
static void adopt(const cst__solver *solver, cst__best *best, const cst__answer *answer) {
    size_t n = solver->formulation->opportunity->catalog->n_offerings;
    if (best->units != answer->units) {
        memcpy(best->units, answer->units, n * sizeof *best->units);
    }
    best->found = true;
    best->criteria = answer->criteria;
    best->anchor = answer->anchor;
}

/* ---------------------------------------------------------------- the cheapest */

int64_t cst__trivial_bound(const cst__solver *solver) {
    const cst_catalog *catalog = solver->formulation->opportunity->catalog;
    int64_t bound = 0;
    for (size_t b = 0; b < catalog->n_bundles; b++) {
        bound -= catalog->bundles[b].discount_cents;
    }
    return bound;
}

/* Costs are whole cents: a bound rounds up. */
static int64_t bound_in_cents(const cst__solver *solver, const cst__answer *answer) {
    int64_t cost = answer->criteria.cost_cents;
    int64_t least = cst__trivial_bound(solver);
    if (answer->bound < (double)least) {
        return least;
    }
    int64_t bound = answer->bound >= (double)cost ? cost : (int64_t)ceil(answer->bound);
    return bound < cost ? bound : cost;
}

cst_error cst__cheapest(const cst__solver *solver, const cst__side *side, const int64_t *start,
                        cst__best *best) {
    cst__answer answer = {.units = best->units};
    cst__ask ask = ask_for(CST__AIM_COST, side);
    ask.start = start;
    cst_error error = cst__solve(solver, &ask, &answer);
    best->found = false;
    best->cost_proven = error == CST_E_OK && answer.status != CST__SEARCH_LIMIT;
    if (error == CST_E_OK && answer.found) {
        adopt(solver, best, &answer);
        best->bound_cents = bound_in_cents(solver, &answer);
    }
    return error;
}

/* ---------------------------------------------------------------- the best value */

/* A value of a criterion that is known to be reached, and by what. */
typedef struct reached {
    int64_t value;
    cst__answer answer; /* its units are scratch of the caller */
    bool has_choice;    /* the units reach the value (else the cheapest package does) */
    bool proven;
} reached;

static void note_reached(reached *r, cst_criterion criterion) {
    r->value = cst_criteria_get(&r->answer.criteria, criterion);
    r->has_choice = true;
}

static cst_error least_of_linear(const cst__solver *solver, cst_criterion criterion, cst__aim aim,
                                 const cst__best *cheapest, reached *r) {
    cst__side none = cst__side_none();
    cst__ask ask = ask_for(aim, &none);
    ask.start = cheapest->units;
    cst_error error = cst__solve(solver, &ask, &r->answer);
    r->proven = error == CST_E_OK && r->answer.status == CST__SEARCH_OPTIMAL;
    if (error == CST_E_OK && r->answer.found) {
        note_reached(r, criterion);
    }
    return error;
}

/* One way to a better ratio: what is asked for, how it changes, and where no better can be. */
typedef struct ratio {
    cst_criterion criterion;
    cst__aim aim;
    int step_bp;
    int64_t perfect;
    double gap; /* how far from the best a step may stop: any progress is progress */
} ratio;

static const ratio content = {CST_CRITERION_US_CONTENT, CST__AIM_CONTENT, 1, CST__BP, 0.05};
/* A share falls by large steps from where the cheapest package leaves it. */
static const ratio largest_share = {CST_CRITERION_LARGEST_SHARE, CST__AIM_SHARE, -1, 0, 0.4};

/* Some package that is at least one basis point better, again and again until there is none. */
static cst_error best_ratio(const cst__solver *solver, const ratio *it, reached *r) {
    r->proven = true;
    while (r->value != it->perfect) {
        cst__side none = cst__side_none();
        cst__ask ask = ask_for(it->aim, &none);
        ask.objective.threshold_bp = (int)r->value + it->step_bp;
        ask.cutoff = 0;
        ask.gap = it->gap;
        cst_error error = cst__solve(solver, &ask, &r->answer);
        if (error != CST_E_OK) {
            return error;
        }
        if (r->answer.found) {
            note_reached(r, it->criterion);
        }
        if (r->answer.status == CST__SEARCH_LIMIT) {
            r->proven = false;
            return CST_E_OK;
        }
        if (!r->answer.found) {
            return CST_E_OK;
        }
    }
    return CST_E_OK;
}

static int compare_values(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The weeks of delivery below those reached, ascending and distinct. */
static size_t list_weeks(const cst__solver *solver, int64_t reached_weeks, int64_t *values) {
    const cst__screening *screening = solver->formulation->screening;
    size_t n = 0;
    for (size_t o = 0; o < solver->formulation->opportunity->catalog->n_offerings; o++) {
        if (screening->eligible[o] && screening->weeks[o] < reached_weeks) {
            values[n++] = screening->weeks[o];
        }
    }
    qsort(values, n, sizeof *values, compare_values);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || values[kept - 1] != values[i]) {
            values[kept++] = values[i];
        }
    }
    return kept;
}

/* Any package delivered within so many weeks. */
static cst_error try_weeks(const cst__solver *solver, int64_t weeks, cst__answer *answer) {
    cst__side side = cst__side_none();
    side.limit[CST_CRITERION_DELIVERY] = weeks;
    cst__ask ask = ask_for(CST__AIM_COST, &side);
    ask.first = true;
    return cst__solve(solver, &ask, answer);
}

/* Weeks before the one at `low` are proven out of reach, those in r are reached. */
static cst_error halve(const cst__solver *solver, const int64_t *weeks, size_t n, reached *r) {
    size_t low = 0;
    r->proven = true;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        cst_error error = try_weeks(solver, weeks[middle], &r->answer);
        if (error != CST_E_OK) {
            return error;
        }
        if (r->answer.found) {
            note_reached(r, CST_CRITERION_DELIVERY);
            while (n > low && weeks[n - 1] >= r->value) {
                n--;
            }
        } else if (r->answer.status == CST__SEARCH_NONE) {
            low = middle + 1;
        } else {
            r->proven = false;
            return CST_E_OK;
        }
    }
    return CST_E_OK;
}

static cst_error soonest_delivery(const cst__solver *solver, reached *r) {
    size_t room = solver->formulation->opportunity->catalog->n_offerings + 1;
    int64_t *weeks = malloc(room * sizeof *weeks);
    if (weeks == NULL) {
        return CST_E_MEMORY;
    }
    size_t n = list_weeks(solver, r->value, weeks);
    cst_error error = halve(solver, weeks, n, r);
    free(weeks);
    return error;
}

/* Whether no package at all could be better, whatever the tender. */
static bool is_perfect(cst_criterion criterion, int64_t value) {
    switch (criterion) {
        case CST_CRITERION_US_CONTENT:
            return value == CST__BP;
        case CST_CRITERION_MEMBERS:
            return value == 1;
        case CST_CRITERION_COST:
        case CST_CRITERION_DELIVERY:
        case CST_CRITERION_LICENCES:
        case CST_CRITERION_MISFIT:
        case CST_CRITERION_LARGEST_SHARE:
        case CST_N_CRITERIA:
            break;
    }
    return value == 0;
}

static cst_error best_value(const cst__solver *solver, cst_criterion criterion,
                            const cst__best *cheapest, reached *r) {
    r->value = cst_criteria_get(&cheapest->criteria, criterion);
    r->proven = is_perfect(criterion, r->value);
    if (r->proven) {
        return CST_E_OK;
    }
    switch (criterion) {
        case CST_CRITERION_MEMBERS:
            return least_of_linear(solver, criterion, CST__AIM_MEMBERS, cheapest, r);
        case CST_CRITERION_LICENCES:
            return least_of_linear(solver, criterion, CST__AIM_LICENCES, cheapest, r);
        case CST_CRITERION_MISFIT:
            return least_of_linear(solver, criterion, CST__AIM_MISFIT, cheapest, r);
        case CST_CRITERION_US_CONTENT:
            return best_ratio(solver, &content, r);
        case CST_CRITERION_LARGEST_SHARE:
            return best_ratio(solver, &largest_share, r);
        case CST_CRITERION_DELIVERY:
            return soonest_delivery(solver, r);
        case CST_CRITERION_COST:
        case CST_N_CRITERIA:
            break;
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- the whole */

static void copy_best(const cst__solver *solver, const cst__best *from, cst__best *to) {
    int64_t *units = to->units;
    *to = *from;
    to->units = units;
    size_t n = solver->formulation->opportunity->catalog->n_offerings;
    memcpy(units, from->units, n * sizeof *units);
}

/* The cheapest of all is the cheapest of those with its own value; else search among the others. */
static cst_error cheapest_at(const cst__solver *solver, cst_criterion criterion,
                             const cst__best *cheapest, const reached *r, cst__best *best) {
    if (r->value == cst_criteria_get(&cheapest->criteria, criterion)) {
        copy_best(solver, cheapest, best);
        best->value_proven = r->proven;
        return CST_E_OK;
    }
    cst__side side = cst__side_none();
    side.limit[criterion] = r->value;
    cst_error error = cst__cheapest(solver, &side, r->has_choice ? r->answer.units : NULL, best);
    best->value_proven = r->proven;
    return error;
}

cst_error cst__best_on(const cst__solver *solver, cst_criterion criterion,
                       const cst__best *cheapest, cst__best *best) {
    if (criterion == CST_CRITERION_COST) {
        copy_best(solver, cheapest, best);
        best->value_proven = cheapest->cost_proven;
        return CST_E_OK;
    }
    size_t n = solver->formulation->opportunity->catalog->n_offerings;
    int64_t *units = malloc((n + 1) * sizeof *units);
    if (units == NULL) {
        return CST_E_MEMORY;
    }
    reached r = {.answer = {.units = units}};
    cst_error error = best_value(solver, criterion, cheapest, &r);
    if (error == CST_E_OK) {
        error = cheapest_at(solver, criterion, cheapest, &r, best);
    }
    free(units);
    return error;
}
