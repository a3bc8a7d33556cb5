/*
 * frontier_ties.c - of the packages with the same point the one that is listed: what comes first in
 * the order of ties is decided first, by asking whether any package is better on it that is no
 * worse on any axis and on what was decided before. Where a point is not known to be nondominated,
 * because not all points are, its axes come before all else.
 *
 * Such a question has the cost of the point as cutoff and is mostly answered at once: that nothing
 * is as cheap and better. Mostly nothing else is as cheap at all: so where cost is an axis that is
 * asked first, once for all criteria. And where cost and US content are the axes and points lie
 * close together, ties with all points of a narrow range are found in one search (stairs.h).
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
    bool for_any; /* whether any other package is no worse on the axes is to be asked yet */
} tie;

/* Ties after cost fall to fewer members; then as the criteria come. */
static const cst_criterion tie_order[] = {CST_CRITERION_COST,         CST_CRITERION_MEMBERS,
                                          CST_CRITERION_US_CONTENT,   CST_CRITERION_DELIVERY,
                                          CST_CRITERION_LICENCES,     CST_CRITERION_MISFIT,
                                          CST_CRITERION_LARGEST_SHARE};

static tie tie_of(const breaker *x, bool axes_too) {
    tie t = {.n = 0, .for_any = cst__axes_name(&x->f->axes, CST_CRITERION_COST)};
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
    if (t->for_any) {
        q.side.other = point->best.units;
        q.first = true;
        return q;
    }
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
    if (t->for_any && q->status != CST_STATUS_LIMIT) { /* nothing else: nothing is better */
        t->for_any = false;
        t->next = q->status == CST_STATUS_INFEASIBLE ? t->n : t->next;
        return;
    }
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

/* ---------------------------------------------------------------- of many points at once */

/* What comes first among packages with the same cost and content. */
static bool is_before(const cst_criteria *a, const cst_criteria *b) {
    for (size_t i = 0; i < CST_N_CRITERIA; i++) {
        int64_t u = cst__criteria_loss(a, tie_order[i]);
        int64_t v = cst__criteria_loss(b, tie_order[i]);
        bool is_axis =
            tie_order[i] == CST_CRITERION_COST || tie_order[i] == CST_CRITERION_US_CONTENT;
        if (!is_axis && u != v) {
            return u < v;
        }
    }
    return false;
}

static bool are_cost_and_content(const cst__axes *axes) {
    return axes->p == 2 && cst__axes_name(axes, CST_CRITERION_COST) &&
           cst__axes_name(axes, CST_CRITERION_US_CONTENT);
}

static const cst_criteria *criteria_of(const void *point) {
    return &(*(cst__point *const *)point)->best.criteria;
}

static int compare_content(const void *a, const void *b) {
    int u = criteria_of(a)->us_content_bp;
    int v = criteria_of(b)->us_content_bp;
    return (u > v) - (u < v);
}

/* Points whose ties are to be found together: points[0 .. n). */
typedef struct range {
    cst__point **points;
    size_t n;
    cst__stairs stairs;
} range;

/* The range that begins with the first of the points. */
static range range_at(cst__point **points, size_t n) {
    range r = {.points = points, .n = 1};
    int64_t first = criteria_of(&points[0])->us_content_bp;
    while (r.n < n && criteria_of(&points[r.n])->us_content_bp - first < cst__narrow.width) {
        r.n++;
    }
    r.stairs = (cst__stairs){.from_bp = first,
                             .to_bp = criteria_of(&points[r.n - 1])->us_content_bp,
                             .most_cents = criteria_of(&points[r.n - 1])->cost_cents,
                             .most_nodes = cst__narrow.most_nodes,
                             .is_before = is_before};
    return r;
}

/* The package that stands first of all that are no worse than the point. */
static void take_first(const breaker *x, const cst__stairs *stairs, cst__point *point) {
    for (size_t i = 0; i < stairs->n; i++) {
        const cst__stair *it = &stairs->list[i];
        const cst_criteria *criteria = &point->best.criteria;
        if (it->criteria.cost_cents <= criteria->cost_cents &&
            it->criteria.us_content_bp >= criteria->us_content_bp &&
            is_before(&it->criteria, criteria)) {
            cst__best best = point->best;
            best.units = it->units;
            best.criteria = it->criteria;
            best.anchor = it->anchor;
            cst__point_set(x->f, catalog_of(x), point, &best);
        }
    }
}

static cst_error ask_ranges(breaker *x, range *ranges, size_t n, tie *ties) {
    cst__inquiry *inquiries = calloc(n + 1, sizeof *inquiries);
    cst_error error = inquiries == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        inquiries[i] = cst__inquiry_on(x->session, x->session->opportunity);
        inquiries[i].stairs = &ranges[i].stairs;
        for (size_t k = 0; error == CST_E_OK && k < ranges[i].n; k++) {
            error = cst__stairs_offer(&ranges[i].stairs, catalog_of(x),
                                      ranges[i].points[k]->best.units);
        }
    }
    if (error == CST_E_OK) {
        error = cst__session_ask(x->session, inquiries, n);
    }
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        for (size_t k = 0; ranges[i].stairs.complete && k < ranges[i].n; k++) {
            take_first(x, &ranges[i].stairs, ranges[i].points[k]);
            ties[ranges[i].points[k] - x->f->points].n = 0;
        }
    }
    for (size_t i = 0; inquiries != NULL && i < n; i++) {
        cst__inquiry_clear(&inquiries[i]);
    }
    free(inquiries);
    return error;
}

/* Of points that lie close together; of what is left the ties are broken one by one. */
static cst_error break_together(breaker *x, tie *ties) {
    size_t n = 0;
    size_t n_ranges = 0;
    cst__point **points = malloc((x->f->n_points + 1) * sizeof *points);
    range *ranges = malloc((x->f->n_points + 1) * sizeof *ranges);
    cst_error error = points == NULL || ranges == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < x->f->n_points; i++) {
        points[n] = &x->f->points[i];
        n += ties[i].n > 0 && x->f->points[i].proven;
    }
    if (error == CST_E_OK) {
        qsort(points, n, sizeof *points, compare_content);
    }
    for (size_t at = 0; error == CST_E_OK && at < n;) {
        range r = range_at(points + at, n - at);
        at += r.n;
        if (r.n >= cst__narrow.together) {
            ranges[n_ranges++] = r;
        }
    }
    if (error == CST_E_OK) {
        error = ask_ranges(x, ranges, n_ranges, ties);
    }
    for (size_t i = 0; i < n_ranges; i++) {
        cst__stairs_end(&ranges[i].stairs);
    }
    free(points);
    free(ranges);
    return error;
}

/* ---------------------------------------------------------------- all of them */

cst_error cst__frontier_break_ties(cst__session *session, cst__frontier *f, bool axes_too) {
    breaker x = {session, f};
    tie *ties = malloc((f->n_points + 1) * sizeof *ties);
    cst__inquiry *inquiries = calloc(f->n_points + 1, sizeof *inquiries);
    cst_error error = ties == NULL || inquiries == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < f->n_points; i++) {
        ties[i] = f->points[i].ties_proven ? (tie){.n = 0} : tie_of(&x, axes_too);
        f->points[i].ties_proven = true;
    }
    if (error == CST_E_OK && !axes_too && are_cost_and_content(&f->axes) &&
        !cst__session_is_over(session)) {
        error = break_together(&x, ties);
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
