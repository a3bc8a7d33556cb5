/*
 * frontier.c - the nondominated set by an epsilon-constraint method over local upper bounds.
 *
 * Every question asks for the least value of the first axis under limits on all others. Whatever
 * package answers it, no package under these limits is better on the first axis; so the answer is
 * weakly nondominated, and what it dominates is taken out of the search region (zones.h). A zone is
 * closed when an answered question says that nothing in it can be better on the first axis. When no
 * zone is left every point of the nondominated set is among the answers (Tamby and Vanderpooten
 * 2021, Enumeration of the nondominated set of multiobjective discrete optimization problems,
 * INFORMS Journal on Computing 33(1), with the answers of all earlier questions in place of their
 * tests on single zones). Limits are whole numbers: cents, basis points, weeks, so that the step
 * beyond a value is exact, and US content, a ratio, is a linear row once its limit is a number.
 *
 * Zones of which no package can lie in both are independent, and are asked about at the same time;
 * where there is only one, a question about its better half keeps a second core busy. Which zones
 * that are depends on answers alone, never on threads.
 *
 * Where points lie close together on the axis of US content all points of a narrow zone are asked
 * for at once (stairs.h), and the answer counts as one question for each of them.
 *
 * With --at-most the zone that is worst represented is halved next, until there are as many points
 * as asked; each of those is then shown to be nondominated by questions of its own.
 */
#include "solver/frontier_parts.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "solver/result.h"

enum {
    MOST_POINTS = 10000 /* then it stops, and says what is open */
};

/* ---------------------------------------------------------------- axes */

/* Of criteria other than cost those whose best value takes one search come first. */
cst__axes cst__axes_of(unsigned mask) {
    static const cst_criterion by_effort[] = {CST_CRITERION_COST,         CST_CRITERION_MEMBERS,
                                              CST_CRITERION_LICENCES,     CST_CRITERION_MISFIT,
                                              CST_CRITERION_DELIVERY,     CST_CRITERION_US_CONTENT,
                                              CST_CRITERION_LARGEST_SHARE};
    cst__axes axes = {.p = 0};
    for (size_t i = 0; i < CST_N_CRITERIA; i++) {
        if ((mask >> by_effort[i] & 1U) != 0) {
            axes.criterion[axes.p++] = by_effort[i];
        }
    }
    return axes;
}

static void losses_of(const cst__axes *axes, const cst_criteria *criteria, int64_t *loss) {
    for (size_t j = 0; j < axes->p; j++) {
        loss[j] = cst__criteria_loss(criteria, axes->criterion[j]);
    }
}

size_t cst__content_axis(const cst__finder *x) {
    for (size_t j = 1; x->axes.criterion[0] == CST_CRITERION_COST && j < x->axes.p; j++) {
        if (x->axes.criterion[j] == CST_CRITERION_US_CONTENT) {
            return j;
        }
    }
    return 0;
}

bool cst__axes_name(const cst__axes *axes, cst_criterion criterion) {
    for (size_t j = 0; j < axes->p; j++) {
        if (axes->criterion[j] == criterion) {
            return true;
        }
    }
    return false;
}

void cst__axes_limit(const cst__axes *axes, const int64_t *loss, cst__side *side) {
    for (size_t j = 0; j < axes->p; j++) {
        if (loss[j] != CST__NO_BOUND) {
            side->limit[axes->criterion[j]] = cst__loss(axes->criterion[j], loss[j]);
        }
    }
}

/* ---------------------------------------------------------------- points */

static bool is_in_a_zone(const cst__frontier *f, const int64_t *loss) {
    for (size_t i = 0; i < f->open.n; i++) {
        if (cst__zone_holds(&f->open, i, loss)) {
            return true;
        }
    }
    return false;
}

void cst__point_set(const cst__frontier *f, const cst_catalog *catalog, cst__point *point,
                    const cst__best *best) {
    int64_t *units = point->best.units;
    point->best = *best;
    point->best.units = units;
    memcpy(units, best->units, catalog->n_offerings * sizeof *units);
    losses_of(&f->axes, &best->criteria, point->loss);
}

static cst_error add_point(cst__finder *x, const cst__best *best, bool proven) {
    cst__frontier *f = x->f;
    int64_t loss[CST_N_CRITERIA];
    losses_of(&x->axes, &best->criteria, loss);
    if (!is_in_a_zone(f, loss)) {
        return CST_E_OK; /* nothing new */
    }
    if (f->n_points == f->room) {
        size_t room = f->room == 0 ? 32 : 2 * f->room;
        cst__point *points = realloc(f->points, room * sizeof *points);
        if (points == NULL) {
            return CST_E_MEMORY;
        }
        f->points = points;
        f->room = room;
    }
    const cst_catalog *catalog = x->session->opportunity->catalog;
    int64_t *units = malloc((catalog->n_offerings + 1) * sizeof *units);
    if (units == NULL) {
        return CST_E_MEMORY;
    }
    cst__point *point = &f->points[f->n_points++];
    *point = (cst__point){.best = {.units = units}, .proven = proven};
    cst__point_set(f, catalog, point, best);
    return cst__zones_add(&f->open, loss);
}

static bool is_as_good(const cst__point *a, const cst__point *b, size_t p) {
    for (size_t j = 0; j < p; j++) {
        if (a->loss[j] > b->loss[j]) {
            return false;
        }
    }
    return true;
}

/* Whether another point is better, or is the same and stands before it. */
static bool is_dominated(const cst__finder *x, size_t i) {
    const cst__point *it = &x->f->points[i];
    for (size_t k = 0; k < x->f->n_points; k++) {
        const cst__point *other = &x->f->points[k];
        bool same = is_as_good(it, other, x->axes.p);
        if (k != i && is_as_good(other, it, x->axes.p) && (!same || k < i)) {
            return true;
        }
    }
    return false;
}

/* Answers that were only weakly nondominated, and points that met while their ties were broken. */
static void drop_dominated(cst__finder *x) {
    cst__frontier *f = x->f;
    for (size_t i = f->n_points; i > 0; i--) {
        if (is_dominated(x, i - 1)) {
            free(f->points[i - 1].best.units);
            f->n_points--;
            memmove(&f->points[i - 1], &f->points[i], (f->n_points - i + 1) * sizeof *f->points);
        }
    }
}

/* ---------------------------------------------------------------- asking */

/* The least loss on the first axis that an answered question leaves possible. */
static int64_t floor_of(const cst__inquiry *q) {
    if (q->status == CST_STATUS_INFEASIBLE) {
        return INT64_MAX;
    }
    return q->aim == CST_CRITERION_COST ? q->best.bound_cents
                                        : cst__criteria_loss(&q->best.criteria, q->aim);
}

static cst_error add_stair(cst__finder *x, const cst__stair *stair, bool proven) {
    int64_t trivial = cst__trivial_bound(x->session->opportunity->catalog);
    cst__best found = {.found = true,
                       .cost_proven = proven,
                       .units = stair->units,
                       .criteria = stair->criteria,
                       .anchor = stair->anchor,
                       .bound_cents = proven ? stair->bound_cents : trivial};
    return add_point(x, &found, proven);
}

/* Stairs that ended before their time are asked again by other questions, to which what was found
 * is known. Where the time is up it is shown. */
static cst_error take_unproven(cst__finder *x, const cst__stairs *stairs) {
    cst_error error = CST_E_OK;
    bool is_over = cst__session_is_over(x->session);
    for (size_t i = 0; error == CST_E_OK && is_over && i < stairs->n; i++) {
        error = add_stair(x, &stairs->list[i], false);
    }
    x->stopped = x->stopped || is_over;
    return error;
}

/* Every stair is a point, and nothing with more content than the one before it has is cheaper; with
 * more than the last nothing is cheaper than what was asked for. */
static cst_error take_stairs(cst__finder *x, const cst__posed *question) {
    const cst__stairs *stairs = &question->stairs;
    cst__posed said = *question;
    int64_t *limit = &said.limit[cst__content_axis(x)];
    cst__finder_set_pace(x, stairs);
    if (!stairs->complete) {
        return take_unproven(x, stairs);
    }
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < stairs->n; i++) {
        error = cst__finder_learn(x, said.limit, stairs->list[i].bound_cents);
        if (error == CST_E_OK) {
            error = add_stair(x, &stairs->list[i], true);
        }
        *limit = cst__loss(CST_CRITERION_US_CONTENT, stairs->list[i].criteria.us_content_bp + 1);
    }
    bool any_left = *limit >= cst__loss(CST_CRITERION_US_CONTENT, stairs->to_bp);
    return error == CST_E_OK && any_left ? cst__finder_learn(x, said.limit, stairs->most_cents + 1)
                                         : error;
}

static cst_error take(cst__finder *x, const cst__posed *question, const cst__inquiry *q) {
    cst_error error =
        q->best.found ? add_point(x, &q->best, q->status == CST_STATUS_SOLVED) : CST_E_OK;
    if (q->status == CST_STATUS_LIMIT) {
        x->stopped = true;
    } else if (error == CST_E_OK) {
        error = cst__finder_learn(x, question->limit, floor_of(q));
    }
    return error;
}

static cst_error ask(cst__finder *x, cst__posed *questions, size_t n) {
    cst__inquiry inquiries[CST__MOST_POSED];
    for (size_t i = 0; i < n; i++) {
        inquiries[i] = cst__inquiry_on(x->session, x->session->opportunity);
        inquiries[i].aim = x->axes.criterion[0];
        inquiries[i].any_tie = true; /* ties are broken for the points that stay */
        inquiries[i].stairs = questions[i].by_stairs ? &questions[i].stairs : NULL;
        cst__axes_limit(&x->axes, questions[i].limit, &inquiries[i].side);
    }
    cst_error error = cst__session_ask(x->session, inquiries, n);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        error = questions[i].by_stairs ? take_stairs(x, &questions[i])
                                       : take(x, &questions[i], &inquiries[i]);
    }
    for (size_t i = 0; i < n; i++) {
        cst__stairs_end(&questions[i].stairs);
        cst__inquiry_clear(&inquiries[i]);
    }
    return error;
}

/* Question by question until no zone is open, there are enough points, or it is stopped. */
static cst_error enumerate(cst__finder *x) {
    cst__posed questions[CST__MOST_POSED];
    cst_error error = CST_E_OK;
    cst__finder_close_empty(x);
    while (error == CST_E_OK && !x->stopped && x->f->open.n > 0 &&
           (x->at_most == 0 || x->f->n_points < x->at_most)) {
        size_t n = 0;
        error = cst__frontier_pose(x, questions, &n);
        if (x->at_most > 0 && n > x->at_most - x->f->n_points) {
            n = x->at_most - x->f->n_points;
        }
        if (error == CST_E_OK) {
            error = ask(x, questions, n);
        }
        cst__finder_close_empty(x);
        x->stopped = x->stopped || (x->f->open.n > 0 && x->f->n_points >= MOST_POINTS);
    }
    return error;
}

/* ---------------------------------------------------------------- the ends of the axes */

/* The best value of each axis but the first, where points are to represent: what they are measured
 * by. */
static cst_error find_ideals(cst__finder *x) {
    cst__inquiry inquiries[CST_N_CRITERIA];
    size_t n = x->axes.p - 1;
    for (size_t j = 0; j < n; j++) {
        inquiries[j] = cst__inquiry_on(x->session, x->session->opportunity);
        inquiries[j].aim = x->axes.criterion[j + 1];
    }
    cst_error error = cst__session_ask(x->session, inquiries, n);
    for (size_t j = 0; error == CST_E_OK && j < n; j++) {
        if (inquiries[j].status == CST_STATUS_SOLVED) {
            x->least[j + 1] = cst__criteria_loss(&inquiries[j].best.criteria, inquiries[j].aim);
        }
        x->stopped = x->stopped || inquiries[j].status == CST_STATUS_LIMIT;
    }
    for (size_t j = 0; j < n; j++) {
        cst__inquiry_clear(&inquiries[j]);
    }
    return error;
}

/* The point that is best on the first axis, then on each other. */
static cst_error ask_ends(cst__finder *x) {
    cst_error error = CST_E_OK;
    for (size_t j = 0; error == CST_E_OK && !x->stopped && j < x->axes.p; j++) {
        cst__posed question = {.by_stairs = false};
        for (size_t k = 0; k < x->axes.p; k++) {
            question.limit[k] = k == j && j > 0 ? x->least[j] : CST__NO_BOUND;
        }
        if (x->f->n_points < x->at_most) {
            error = ask(x, &question, 1);
        }
        if (error == CST_E_OK && j == 0 && !x->stopped && x->f->n_points > 0) {
            error = find_ideals(x);
        }
    }
    return error;
}

/* ---------------------------------------------------------------- the whole */

/* By the named criteria in their own order. */
static bool stands_before(const cst__finder *x, const cst__point *a, const cst__point *b) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        int64_t u = cst__criteria_loss(&a->best.criteria, (cst_criterion)c);
        int64_t v = cst__criteria_loss(&b->best.criteria, (cst_criterion)c);
        if (cst__axes_name(&x->axes, (cst_criterion)c) && u != v) {
            return u < v;
        }
    }
    return false;
}

static void put_in_order(cst__finder *x) {
    cst__point *points = x->f->points;
    for (size_t i = 1; i < x->f->n_points; i++) {
        cst__point it = points[i];
        size_t k = i;
        for (; k > 0 && stands_before(x, &it, &points[k - 1]); k--) {
            points[k] = points[k - 1];
        }
        points[k] = it;
    }
}

static void conclude(cst__finder *x) {
    cst__frontier *f = x->f;
    f->complete = f->open.n == 0;
    f->none = f->complete && f->n_points == 0;
    f->coverage_bp = f->n_points == 0 && !f->complete ? -1 : cst__finder_coverage(x);
    f->proven = !x->stopped;
    for (size_t i = 0; i < f->n_points; i++) {
        f->proven = f->proven && f->points[i].proven && f->points[i].ties_proven;
    }
    put_in_order(x);
}

static cst_error find(cst__finder *x) {
    cst_error error = cst__zones_begin(&x->f->open, x->axes.p);
    for (size_t j = 0; j < x->axes.p; j++) {
        x->least[j] = cst__least_loss(x->session->opportunity->catalog, x->axes.criterion[j]);
    }
    if (error == CST_E_OK && x->at_most > 0) {
        error = ask_ends(x);
    }
    bool enough = false;
    while (error == CST_E_OK && !enough) { /* more than once where points turned out dominated */
        error = enumerate(x);
        drop_dominated(x);
        if (error == CST_E_OK) {
            error = cst__frontier_break_ties(x->session, x->f, x->f->open.n > 0);
        }
        drop_dominated(x);
        enough = x->stopped || x->f->open.n == 0 || x->f->n_points >= x->at_most;
    }
    if (error == CST_E_OK) {
        conclude(x);
    }
    return error;
}

cst_error cst__frontier_find(cst__session *session, cst__frontier *f) {
    *f = (cst__frontier){.axes = cst__axes_of(session->settings->frontier)};
    cst__finder x = {.session = session,
                     .f = f,
                     .axes = f->axes,
                     .at_most = (size_t)session->settings->at_most,
                     .width = cst__narrow.width};
    session->task = "frontier";
    cst_error error = find(&x);
    free(x.known);
    return error;
}

void cst__frontier_end(cst__frontier *f) {
    for (size_t i = 0; i < f->n_points; i++) {
        free(f->points[i].best.units);
    }
    free(f->points);
    cst__zones_end(&f->open);
    *f = (cst__frontier){0};
}
