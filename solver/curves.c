/*
 * curves.c - the least cost under a limit on one criterion, as a step function.
 *
 * From the cheapest package of the tender without a limit of its own on the criterion, the limit is
 * set one unit beyond what the last package has, until no package is left (the epsilon-constraint
 * method with exact steps: Haimes, Lasdon and Wismer 1971, IEEE Transactions on Systems, Man, and
 * Cybernetics 1). Between the values of two steps nothing is cheaper, since every search proves its
 * least cost. Of packages with the same cost only the one that is better on the criterion stays.
 */
#include "solver/rules_cost.h"

#include <stdlib.h>
#include <string.h>

#include "model/vary.h"
#include "solver/demands.h"
#include "solver/result.h"

typedef struct tracer {
    cst__session *session;
    const cst__inquiry *base;
    cst__arena *arena;
    cst_curve *curves;
    cst_opportunity **tenders; /* [n] without a limit of their own on the criterion */
    size_t *room;              /* [n] steps that each curve has room for */
    int64_t *floor;            /* [n] proven: what comes next does not cost less */
    bool *is_done;             /* [n] */
    size_t n;
} tracer;

/* The value of a criterion, which a package does not show where content is ignored. */
static int64_t value_of(const cst__inquiry *inquiry, cst_criterion criterion) {
    return cst_criteria_get(&inquiry->best.criteria, criterion);
}

/* Takes an answer in as the next step of a curve, in place of one that cost no less. */
static cst_error add_step(tracer *t, size_t i, const cst__inquiry *inquiry) {
    cst_curve *curve = &t->curves[i];
    int64_t cost = inquiry->best.criteria.cost_cents;
    if (curve->n_steps > 0 &&
        curve->steps[curve->n_steps - 1].outcome.package.criteria.cost_cents >= cost) {
        curve->n_steps--;
    }
    cst_step *steps =
        cst__arena_grow(t->arena, curve->steps, curve->n_steps, &t->room[i], sizeof *steps);
    if (steps == NULL) {
        return CST_E_MEMORY;
    }
    curve->steps = steps;
    cst_step *step = &steps[curve->n_steps++];
    step->at = value_of(inquiry, curve->criterion);
    return cst__inquiry_outcome(inquiry, t->arena, &step->outcome);
}

static cst_error take(tracer *t, size_t i, const cst__inquiry *inquiry) {
    t->is_done[i] = inquiry->status != CST_STATUS_SOLVED;
    t->curves[i].complete = inquiry->status == CST_STATUS_INFEASIBLE;
    t->floor[i] = inquiry->best.bound_cents;
    return inquiry->best.found ? add_step(t, i, inquiry) : CST_E_OK;
}

/* The first question of a curve, or that for the next step: one unit beyond the last. */
static cst__inquiry next_of(const tracer *t, size_t i) {
    const cst_curve *curve = &t->curves[i];
    cst__inquiry inquiry = cst__inquiry_on(t->session, t->tenders[i]);
    inquiry.gap = t->base->gap;
    inquiry.floor_cents = t->floor[i];
    if (curve->n_steps > 0) {
        int64_t last = curve->steps[curve->n_steps - 1].at;
        inquiry.side.limit[curve->criterion] =
            cst__loss(curve->criterion, cst__loss(curve->criterion, last) - 1);
    }
    return inquiry;
}

/* One more step of every curve that is not at its end; whether there was any. */
static cst_error go_on(tracer *t, cst__inquiry *inquiries, bool *any) {
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        if (!t->is_done[i]) {
            inquiries[n++] = next_of(t, i);
        }
    }
    *any = n > 0;
    cst_error error = cst__session_ask(t->session, inquiries, n);
    for (size_t i = 0, asked = 0; error == CST_E_OK && i < t->n; i++) {
        if (!t->is_done[i]) {
            error = take(t, i, &inquiries[asked++]);
        }
    }
    for (size_t i = 0; i < n; i++) {
        cst__inquiry_clear(&inquiries[i]);
    }
    return error;
}

static cst_error trace(tracer *t) {
    cst__inquiry inquiries[CST_N_CRITERIA];
    cst_error error = CST_E_OK;
    bool any = true;
    t->session->task = "curves";
    while (error == CST_E_OK && any) {
        error = go_on(t, inquiries, &any);
    }
    return error;
}

/* ---------------------------------------------------------------- the tender's own limit */

/* Whether a demand limits the criterion. */
static bool limits(const cst__demand *demand, cst_criterion criterion) {
    switch (criterion) {
        case CST_CRITERION_US_CONTENT:
            return demand->kind == CST__DEMAND_CONTENT;
        case CST_CRITERION_DELIVERY:
            return demand->kind == CST__DEMAND_DEADLINE;
        case CST_CRITERION_MEMBERS:
            return demand->kind == CST__DEMAND_MAX_MEMBERS;
        case CST_CRITERION_LARGEST_SHARE:
            return demand->kind == CST__DEMAND_MEMBER_SHARE;
        case CST_CRITERION_COST:
        case CST_CRITERION_LICENCES:
        case CST_CRITERION_MISFIT:
        case CST_N_CRITERIA:
            break;
    }
    return false;
}

/* New copy of the tender without its own limit on the criterion, which the curve then names. */
static cst_opportunity *loosen(const tracer *t, const cst__demands *demands, cst_curve *curve) {
    const cst_opportunity *p = t->session->opportunity;
    cst_opportunity *copy = cst__opportunity_copy(p);
    for (size_t d = 0; copy != NULL && d < demands->n; d++) {
        const cst__demand *demand = &demands->list[d];
        if (limits(demand, curve->criterion)) {
            bool content = demand->kind == CST__DEMAND_CONTENT;
            curve->has_limit = true;
            curve->limit = content ? p->rules->content_threshold_bp : demand->shown.level.number;
            cst__demand_drop(demand, copy);
        }
    }
    return copy;
}

static cst_error loosen_all(tracer *t) {
    cst__demands demands;
    if (!cst__demands_list(t->session->opportunity, t->arena, &demands)) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < t->n; i++) {
        t->floor[i] = INT64_MIN;
        t->tenders[i] = loosen(t, &demands, &t->curves[i]);
        if (t->tenders[i] == NULL) {
            return CST_E_MEMORY;
        }
    }
    return CST_E_OK;
}

/* US content has no curve where it is ignored, and cost has none. */
static bool has_curve(const cst_opportunity *p, int criterion) {
    return criterion != CST_CRITERION_COST &&
           (criterion != CST_CRITERION_US_CONTENT || p->content_mode != CST_MODE_IGNORE);
}

cst_error cst__curves_find(cst__session *session, const cst__inquiry *base,
                           const bool asked[CST_N_CRITERIA], cst__arena *arena, cst_curve **curves,
                           size_t *n_curves) {
    size_t room[CST_N_CRITERIA] = {0};
    int64_t floor[CST_N_CRITERIA] = {0};
    bool is_done[CST_N_CRITERIA] = {false};
    cst_opportunity *tenders[CST_N_CRITERIA] = {NULL};
    tracer t = {.session = session,
                .base = base,
                .arena = arena,
                .curves = cst__arena_alloc(arena, CST_N_CRITERIA, sizeof *t.curves),
                .tenders = tenders,
                .room = room,
                .floor = floor,
                .is_done = is_done};
    if (t.curves == NULL) {
        return CST_E_MEMORY;
    }
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (asked[c] && has_curve(session->opportunity, c)) {
            t.curves[t.n++].criterion = (cst_criterion)c;
        }
    }
    cst_error error = t.n > 0 ? loosen_all(&t) : CST_E_OK;
    if (error == CST_E_OK) {
        error = trace(&t);
    }
    for (size_t i = 0; i < t.n; i++) {
        cst_opportunity_free(tenders[i]);
    }
    *curves = t.curves;
    *n_curves = t.n;
    return error;
}
