/*
 * frontier_ties.c - of the packages with the same point the one that is listed: what comes first in
 * the order of ties is decided first, by asking whether any package is better on it that is no
 * worse on any axis and on what was decided before. Where a point is not known to be nondominated,
 * because not all points are, its axes come before all else.
 *
 * Such a question has the cost of the point as cutoff and is mostly answered at once: that nothing
 * is as cheap and better.
 */
#include "solver/frontier_parts.h"

#include <stdlib.h>

#include "solver/result.h"

typedef struct breaker {
    cst__session *session;
    cst__frontier *f;
} breaker;

static const cst_catalog *catalog_of(const breaker *x) {
    return x->session->opportunity->catalog;
}

/* How far the ties of a point are broken: axes first, where that is not proven already, then the
 * criteria that were not named. */
typedef struct tie {
    cst_criterion order[2 * CST_N_CRITERIA];
    size_t n, next;
} tie;

/* Ties after cost fall to fewer members; then as the criteria come. */
static const cst_criterion tie_order[] = {CST_CRITERION_COST,         CST_CRITERION_MEMBERS,
                                          CST_CRITERION_US_CONTENT,   CST_CRITERION_DELIVERY,
                                          CST_CRITERION_LICENCES,     CST_CRITERION_MISFIT,
                                          CST_CRITERION_LARGEST_SHARE};

static tie tie_of(const breaker *x, bool axes_too) {
    tie t = {.n = 0};
    for (size_t j = 1; axes_too && j < x->f->axes.p; j++) {
        t.order[t.n++] = x->f->axes.criterion[j];
    }
    bool ignored = x->session->opportunity->content_mode == CST_MODE_IGNORE;
    for (size_t i = 0; i < CST_N_CRITERIA; i++) {
        bool counts = tie_order[i] != CST_CRITERION_US_CONTENT || !ignored;
        if (counts && !cst__axes_name(&x->f->axes, tie_order[i])) {
            t.order[t.n++] = tie_order[i];
        }
    }
    return t;
}

/* Nothing is worse on any axis, nor on what was decided before; better on what comes next. */
static cst__inquiry tie_question(const breaker *x, const cst__point *point, const tie *t) {
    cst__inquiry q = cst__inquiry_on(x->session, x->session->opportunity);
    const cst_criteria *criteria = &point->best.criteria;
    cst_criterion next = t->order[t->next];
    cst__axes_limit(&x->f->axes, point->loss, &q.side);
    for (size_t i = 0; i < t->next; i++) {
        q.side.limit[t->order[i]] = cst_criteria_get(criteria, t->order[i]);
    }
    if (next == CST_CRITERION_COST) {
        return q;
    }
    q.first = true;
    q.side.limit[next] = cst__loss(next, cst__criteria_loss(criteria, next) - 1);
    return q;
}

/* Whether no package at all is better on what comes next. */
static bool is_best_possible(const breaker *x, const cst__point *point, const tie *t) {
    cst_criterion next = t->order[t->next];
    return next != CST_CRITERION_COST &&
           cst__criteria_loss(&point->best.criteria, next) <= cst__least_loss(catalog_of(x), next);
}

static void take_tie(const breaker *x, const cst__inquiry *q, cst__point *point, tie *t) {
    bool cost = t->order[t->next] == CST_CRITERION_COST;
    if (q->best.found) {
        int64_t bound = cost ? q->best.bound_cents : point->best.bound_cents;
        bool cost_proven = cost ? q->best.cost_proven : point->best.cost_proven;
        cst__point_set(x->f, catalog_of(x), point, &q->best);
        point->best.bound_cents = bound;
        point->best.cost_proven = cost_proven;
    }
    if (q->status == CST_STATUS_LIMIT) {
        /* Whether it is beaten, or how little it may cost, is then not proven either. */
        point->proven = point->proven && !cost && !cst__axes_name(&x->f->axes, t->order[t->next]);
        point->ties_proven = false;
        t->next = t->n;
    } else if (cost || !q->best.found) {
        t->next++;
    }
}

static void skip_decided(const breaker *x, const cst__point *point, tie *t) {
    while (t->next < t->n && is_best_possible(x, point, t)) {
        t->next++;
    }
}

/* One question for every point that is not decided; whether there was any. */
static cst_error break_more(breaker *x, tie *ties, cst__inquiry *inquiries, bool *any) {
    cst__frontier *f = x->f;
    size_t n = 0;
    for (size_t i = 0; i < f->n_points; i++) {
        skip_decided(x, &f->points[i], &ties[i]);
        if (ties[i].next < ties[i].n) {
            inquiries[n++] = tie_question(x, &f->points[i], &ties[i]);
        }
    }
    *any = n > 0;
    cst_error error = cst__session_ask(x->session, inquiries, n);
    for (size_t i = 0, asked = 0; error == CST_E_OK && i < f->n_points; i++) {
        if (ties[i].next < ties[i].n) {
            take_tie(x, &inquiries[asked++], &f->points[i], &ties[i]);
        }
    }
    for (size_t i = 0; i < n; i++) {
        cst__inquiry_clear(&inquiries[i]);
    }
    return error;
}

cst_error cst__frontier_break_ties(cst__session *session, cst__frontier *f, bool axes_too) {
    breaker x = {session, f};
    tie *ties = malloc((f->n_points + 1) * sizeof *ties);
    cst__inquiry *inquiries = calloc(f->n_points + 1, sizeof *inquiries);
    cst_error error = ties == NULL || inquiries == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < f->n_points; i++) {
        ties[i] = f->points[i].ties_proven ? (tie){.n = 0} : tie_of(&x, axes_too);
        f->points[i].ties_proven = true;
    }
    bool any = true;
    while (error == CST_E_OK && any) {
        error = break_more(&x, ties, inquiries, &any);
    }
    for (size_t i = 0; error == CST_E_OK && i < f->n_points; i++) {
        error = cst__zones_add(&f->open, f->points[i].loss);
    }
    free(ties);
    free(inquiries);
    return error;
}
