/*
 * best.c - the best value of a criterion, by the way that suits it:
 *
 *   members, licences           take few values: halving, with searches for any package;
 *   misfit                      is linear: one search; where that is not soon over, halving, near
 *                               the packages found on the way;
 *   us_content                  is a ratio: Dinkelbach (1967, On nonlinear fractional programming,
 *                               Management Science 13(7)): ask for any package whose share is at
 *                               least one basis point above the best known; its margin is linear,
 *                               and when the search proves that there is none the best is known
 *                               exactly, in the basis points in which packages are compared;
 *   largest_share               is one, too: first some halving, with short searches near the
 *                               package that is known, then the same way down, asking for the least
 *                               excess of any firm above the share; and both again with more nodes,
 *                               until nothing is undecided;
 *   delivery                    takes few values, and what is feasible at one is feasible at every
 *                               larger one: halving.
 *
 * Then the cheapest among the packages with that value, then the fewest members among those that
 * cost no more.
 */
#include "solver/best.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/result.h"

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

int64_t cst__trivial_bound(const cst_catalog *catalog) {
    int64_t bound = 0;
    for (size_t b = 0; b < catalog->n_bundles; b++) {
        bound -= catalog->bundles[b].discount_cents;
    }
    return bound;
}

/* Costs are whole cents: a bound rounds up. */
static int64_t bound_in_cents(const cst__solver *solver, const cst__answer *answer) {
    int64_t cost = answer->found ? answer->criteria.cost_cents : CST__CATALOG_VALUE_MAX;
    int64_t least = cst__trivial_bound(solver->formulation->opportunity->catalog);
    if (answer->bound < (double)least) {
        return least;
    }
    int64_t bound = answer->bound >= (double)cost ? cost : (int64_t)ceil(answer->bound);
    return bound < cost ? bound : cost;
}

cst_error cst__cheapest(const cst__solver *solver, const cst__side *side, cst__given given,
                        bool any_tie, cst__best *best) {
    cst__answer answer = {.units = best->units};
    cst__ask ask = ask_for(CST__AIM_COST, side);
    ask.start = given.start;
    ask.hint = given.hint;
    ask.any_tie = any_tie;
    cst_error error = cst__solve(solver, &ask, &answer);
    best->found = false;
    best->cost_proven = error == CST_E_OK && answer.status != CST__SEARCH_LIMIT;
    if (error == CST_E_OK && answer.found) {
        adopt(solver, best, &answer);
    }
    if (error == CST_E_OK && (answer.found || !best->cost_proven)) {
        best->bound_cents = bound_in_cents(solver, &answer);
    }
    return error;
}

int64_t cst__least_loss(const cst_catalog *catalog, cst_criterion criterion) {
    switch (criterion) {
        case CST_CRITERION_COST:
            return cst__trivial_bound(catalog);
        case CST_CRITERION_US_CONTENT:
            return cst__loss(criterion, CST__BP);
        case CST_CRITERION_MEMBERS:
            return 1;
        case CST_CRITERION_DELIVERY:
        case CST_CRITERION_LICENCES:
        case CST_CRITERION_MISFIT:
        case CST_CRITERION_LARGEST_SHARE:
        case CST_N_CRITERIA:
            break;
    }
    return 0;
}

/* ---------------------------------------------------------------- the best value */

/* The search for the best value of a criterion: under which side, and how far it has come. */
typedef struct climb {
    const cst__side *side;
    int64_t value;      /* that is reached; while nothing is found, what any package reaches */
    cst__answer answer; /* its units are those of the best so far */
    bool found;
    bool proven;
} climb;

static void reach(climb *r, cst_criterion criterion, const cst__answer *answer) {
    r->answer = *answer;
    r->value = cst_criteria_get(&r->answer.criteria, criterion);
    r->found = true;
}

/* The side, and the criterion at most so much. */
static cst__side limited(const cst__side *side, cst_criterion criterion, int64_t value) {
    cst__side it = *side;
    it.limit[criterion] = value < side->limit[criterion] ? value : side->limit[criterion];
    return it;
}

/* Any package at which the criterion is at most so much, looked for near the hint, if there is one;
 * the cheapest are come upon soonest. */
static cst_error try_value(const cst__solver *solver, cst_criterion criterion, int64_t value,
                           const cst__side *side, const int64_t *hint, cst__answer *answer) {
    cst__side better = limited(side, criterion, value);
    cst__ask ask = ask_for(CST__AIM_COST, &better);
    ask.first = true;
    ask.hint = hint;
    return cst__solve(solver, &ask, answer);
}

/* Between what is proven out of reach, all below low, and what is reached. Where something was out
 * of reach, any better value is asked for next: there may be none, and that ends it. Misfit takes
 * many values, and a package of less is often near; another count takes another package. */
static cst_error halve_values(const cst__solver *solver, cst_criterion criterion, int64_t low,
                              climb *r) {
    bool refuted = false;
    r->proven = true;
    while (r->proven && low < r->value) {
        int64_t value = !r->found ? r->side->limit[criterion]
                        : refuted ? r->value - 1
                                  : low + (r->value - low) / 2;
        bool near = criterion == CST_CRITERION_MISFIT && r->found && !refuted;
        cst__answer answer = {.units = r->answer.units};
        cst_error error =
            try_value(solver, criterion, value, r->side, near ? r->answer.units : NULL, &answer);
        if (error != CST_E_OK) {
            return error;
        }
        refuted = answer.status == CST__SEARCH_NONE;
        if (answer.found) {
            reach(r, criterion, &answer);
        } else if (refuted) {
            low = r->found ? value + 1 : r->value;
        } else {
            r->proven = false;
        }
    }
    return CST_E_OK;
}

enum { MISFIT_NODES = 1000 };

bool cst__halve_alone = false;

/* One search; where it is stopped, a bound on the value is left in low. */
static cst_error search_misfit(const cst__solver *solver, climb *r, int64_t *low) {
    cst__ask ask = ask_for(CST__AIM_MISFIT, r->side);
    ask.start = r->found ? r->answer.units : NULL;
    ask.nodes = MISFIT_NODES;
    cst__answer answer = {.units = r->answer.units};
    cst_error error = cst__solve(solver, &ask, &answer);
    if (error != CST_E_OK) {
        return error;
    }
    r->proven = answer.status != CST__SEARCH_LIMIT;
    if (answer.found) {
        reach(r, CST_CRITERION_MISFIT, &answer);
    }
    if (!r->proven && answer.bound > (double)*low) { /* all values are whole */
        *low = (int64_t)ceil(fmin(answer.bound, (double)INT32_MAX) - 1e-6);
    }
    return CST_E_OK;
}

static cst_error least_misfit(const cst__solver *solver, climb *r) {
    int64_t low = 0;
    r->proven = false;
    cst_error error = cst__halve_alone ? CST_E_OK : search_misfit(solver, r, &low);
    return error != CST_E_OK || r->proven ? error
                                          : halve_values(solver, CST_CRITERION_MISFIT, low, r);
}

/* Members and licences are few. */
static cst_error least_count(const cst__solver *solver, cst_criterion criterion, climb *r) {
    int64_t low = cst__least_loss(solver->formulation->opportunity->catalog, criterion);
    return halve_values(solver, criterion, low, r);
}

/* One way to a better ratio: what is asked for, how it changes, and where no better can be. */
typedef struct ratio {
    cst_criterion criterion;
    cst__aim aim;
    int step_bp;
    int64_t perfect;
    double gap;   /* how far from the best a step may stop: any progress is progress */
    bool is_near; /* steps are short: what some hundred nodes find, near the last, is enough */
} ratio;

static const ratio content = {CST_CRITERION_US_CONTENT, CST__AIM_CONTENT, 1, CST__BP, 0.05, true};
/* A share falls by large steps from where the cheapest package leaves it. */
static const ratio largest_share = {CST_CRITERION_LARGEST_SHARE, CST__AIM_SHARE, -1, 0, 0.4, false};

/* Some package that is at least one basis point better, again and again until there is none, or
 * until a search ends after so many nodes (0: none does) without one. */
static cst_error best_ratio(const cst__solver *solver, const ratio *it, long nodes, climb *r) {
    r->proven = true;
    while (r->value != it->perfect) {
        cst__ask ask = ask_for(it->aim, r->side);
        ask.objective.threshold_bp = (int)r->value + it->step_bp;
        ask.cutoff = 0;
        ask.gap = it->gap;
        ask.nodes = nodes;
        ask.is_strong = !it->is_near;
        ask.any_progress = it->is_near;
        ask.hint = r->found ? r->answer.units : NULL;
        cst__answer answer = {.units = r->answer.units};
        cst_error error = cst__solve(solver, &ask, &answer);
        if (error != CST_E_OK) {
            return error;
        }
        r->proven = answer.status != CST__SEARCH_LIMIT || answer.found;
        if (!answer.found) {
            return CST_E_OK;
        }
        reach(r, it->criterion, &answer);
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- the least largest share */

enum {
    SHARE_NODES = 100, /* of a search that halves at first ... */
    RATIO_TIMES = 60,  /* ... of one for the least excess so many times more ... */
    NODES_GROWTH = 10, /* ... and all of that so many times more in the next round */
    CLOSE_PART = 8
};

/* Halving what lies between the shares that are out of reach and those reached, with short
 * searches. What they leave undecided lies between. */
typedef struct halving {
    const cst__solver *solver;
    climb *reached;
    int64_t low;      /* proven: no package has this share or a smaller one */
    int64_t from, to; /* the least and the greatest share that was left undecided */
    long nodes;       /* of a search */
} halving;

/* The cheapest near the package that is known, or else any: what is cheap has room for the next
 * step down. */
static cst_error try_share(halving *h, int64_t share) {
    climb *r = h->reached;
    cst__side side = limited(r->side, CST_CRITERION_LARGEST_SHARE, share);
    cst__ask ask = ask_for(CST__AIM_COST, &side);
    ask.any_progress = true;
    ask.hint = r->found ? r->answer.units : NULL;
    ask.nodes = h->nodes;
    ask.is_strong = true;
    cst__answer answer = {.units = r->answer.units};
    cst_error error = cst__solve(h->solver, &ask, &answer);
    if (error == CST_E_OK && answer.found) {
        reach(r, CST_CRITERION_LARGEST_SHARE, &answer);
    } else if (error == CST_E_OK && answer.status == CST__SEARCH_NONE) {
        h->low = share;
    } else {
        h->from = share < h->from ? share : h->from;
        h->to = share > h->to ? share : h->to;
    }
    return error;
}

/* Keeps what is undecided between what is proven and what is reached. */
static void trim_undecided(halving *h) {
    int64_t value = h->reached->value;
    h->from = h->from > h->low ? h->from : h->to;
    if (h->from >= value || h->to <= h->low) {
        h->from = value;
        h->to = h->low;
    } else if (h->to >= value) {
        h->to = h->from;
    }
}

/* The share to be asked about next; 0: what is undecided is close to both sides, or there is
 * nothing between them. */
static int64_t next_share(const halving *h) {
    int64_t value = h->reached->value;
    int64_t below = h->from - h->low;
    int64_t above = value - h->to;
    int64_t share = below > above ? h->low + below / 2 : h->to + above / 2;
    int64_t close = (value - h->low) / CLOSE_PART;
    bool asked_all = h->from < value && below <= close && above <= close;
    return asked_all || share <= h->low || share >= value || share == h->to ? 0 : share;
}

static cst_error halve_shares(halving *h) {
    const cst__solver *solver = h->solver;
    h->from = h->reached->value; /* nothing is undecided yet */
    h->to = h->low;
    cst_error error = CST_E_OK;
    int64_t share = next_share(h);
    while (error == CST_E_OK && share > 0 && !cst__time_is_up(solver->deadline_s, solver->stop)) {
        error = try_share(h, share);
        trim_undecided(h);
        share = next_share(h);
    }
    h->reached->proven = error == CST_E_OK && h->low + 1 >= h->reached->value;
    return error;
}

/* Where halving leaves some shares undecided the least excess is asked for, and where that does not
 * end both with more nodes. */
static cst_error least_share(const cst__solver *solver, climb *r) {
    halving h = {.solver = solver, .reached = r, .nodes = SHARE_NODES};
    cst_error error = halve_shares(&h);
    while (error == CST_E_OK && !r->proven && !cst__time_is_up(solver->deadline_s, solver->stop)) {
        error = best_ratio(solver, &largest_share, RATIO_TIMES * h.nodes, r);
        h.nodes *= h.nodes < LONG_MAX / NODES_GROWTH / RATIO_TIMES ? NODES_GROWTH : 1;
        if (error == CST_E_OK && !r->proven) {
            error = halve_shares(&h);
        }
    }
    return error;
}

/* ---------------------------------------------------------------- the soonest delivery */

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

/* Weeks before the one at `low` are proven out of reach, those in r are reached. */
static cst_error halve(const cst__solver *solver, const int64_t *weeks, size_t n, climb *r) {
    size_t low = 0;
    r->proven = true;
    while (low < n) {
        size_t middle = low + (n - low) / 2;
        cst__answer answer = {.units = r->answer.units};
        cst_error error =
            try_value(solver, CST_CRITERION_DELIVERY, weeks[middle], r->side, NULL, &answer);
        if (error != CST_E_OK) {
            return error;
        }
        if (answer.found) {
            reach(r, CST_CRITERION_DELIVERY, &answer);
            while (n > low && weeks[n - 1] >= r->value) {
                n--;
            }
        } else if (answer.status == CST__SEARCH_NONE) {
            low = middle + 1;
        } else {
            r->proven = false;
            return CST_E_OK;
        }
    }
    return CST_E_OK;
}

static cst_error soonest_delivery(const cst__solver *solver, climb *r) {
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

/* Where nothing is found yet: a value that every package reaches. */
static int64_t worst_value(cst_criterion criterion) {
    switch (criterion) {
        case CST_CRITERION_US_CONTENT:
            return -1;
        case CST_CRITERION_LARGEST_SHARE:
            return CST__BP + 1;
        case CST_CRITERION_COST:
        case CST_CRITERION_DELIVERY:
        case CST_CRITERION_MEMBERS:
        case CST_CRITERION_LICENCES:
        case CST_CRITERION_MISFIT:
        case CST_N_CRITERIA:
            break;
    }
    return INT64_MAX;
}

static cst_error climb_on(const cst__solver *solver, cst_criterion criterion, climb *r) {
    const cst_catalog *catalog = solver->formulation->opportunity->catalog;
    r->proven = r->found && cst__loss(criterion, r->value) == cst__least_loss(catalog, criterion);
    if (r->proven) {
        return CST_E_OK;
    }
    switch (criterion) {
        case CST_CRITERION_MEMBERS:
        case CST_CRITERION_LICENCES:
            return least_count(solver, criterion, r);
        case CST_CRITERION_MISFIT:
            return least_misfit(solver, r);
        case CST_CRITERION_US_CONTENT:
            return best_ratio(solver, &content, 0, r);
        case CST_CRITERION_LARGEST_SHARE:
            return least_share(solver, r);
        case CST_CRITERION_DELIVERY:
            return soonest_delivery(solver, r);
        case CST_CRITERION_COST:
        case CST_N_CRITERIA:
            break;
    }
    return CST_E_OK;
}

cst_error cst__best_value(const cst__solver *solver, cst_criterion criterion, const cst__side *side,
                          cst__best *best) {
    climb r = {.side = side, .answer = {.units = best->units}, .found = best->found};
    r.value = best->found ? cst_criteria_get(&best->criteria, criterion) : worst_value(criterion);
    r.answer.criteria = best->criteria;
    r.answer.anchor = best->anchor;
    cst_error error = climb_on(solver, criterion, &r);
    if (error == CST_E_OK && r.found) {
        adopt(solver, best, &r.answer);
    }
    best->value_proven = error == CST_E_OK && r.proven;
    return error;
}

/* ---------------------------------------------------------------- the whole */

static void copy_best(const cst__solver *solver, const cst__best *from, cst__best *to) {
    int64_t *units = to->units;
    *to = *from;
    to->units = units;
    size_t n = solver->formulation->opportunity->catalog->n_offerings;
    memcpy(units, from->units, n * sizeof *units);
}

/* The cheapest under the side, which the package that is known keeps to. That is mostly dear, but
 * with any package to begin with the program is made stronger at once. Its bound is at first that
 * of the cheapest of all, which holds for these too. */
static cst_error cheapest_from(const cst__solver *solver, const cst__side *side, cst__best *best) {
    int64_t bound = best->bound_cents;
    cst__given given = {.start = best->units};
    cst_error error = cst__cheapest(solver, side, given, false, best);
    int64_t cost = best->criteria.cost_cents;
    best->found = true; /* stopped or not, the package that is known stays */
    bound = best->bound_cents > bound ? best->bound_cents : bound;
    best->bound_cents = bound < cost ? bound : cost;
    return error;
}

/* The cheapest of all is the cheapest of those with its own value; else search among the others. */
static cst_error cheapest_at(const cst__solver *solver, cst_criterion criterion,
                             const cst__best *cheapest, cst__best *best) {
    int64_t value = cst_criteria_get(&best->criteria, criterion);
    if (value == cst_criteria_get(&cheapest->criteria, criterion)) {
        bool value_proven = best->value_proven;
        copy_best(solver, cheapest, best);
        best->value_proven = value_proven;
        return CST_E_OK;
    }
    cst__side side = cst__side_none();
    side.limit[criterion] = value;
    return cheapest_from(solver, &side, best);
}

cst_error cst__best_on(const cst__solver *solver, cst_criterion criterion,
                       const cst__best *cheapest, cst__best *best) {
    copy_best(solver, cheapest, best);
    if (criterion == CST_CRITERION_COST) {
        best->value_proven = cheapest->cost_proven;
        return CST_E_OK;
    }
    cst__side none = cst__side_none();
    cst_error error = cst__best_value(solver, criterion, &none, best);
    return error == CST_E_OK ? cheapest_at(solver, criterion, cheapest, best) : error;
}
