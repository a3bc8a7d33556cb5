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
 * With --at-most the zone that is worst represented is halved next, until there are as many points
 * as asked; each of those is then shown to be nondominated by questions of its own.
 */
#include "solver/frontier_parts.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/result.h"

enum {
    MOST_AT_ONCE = 8,   /* independent zones */
    LEAST_AT_ONCE = 2,  /* halves fill up to it */
    MOST_POINTS = 10000 /* then it stops, and says what is open */
};

/* What an answered question says: under these limits nothing is below the floor. */
typedef struct known {
    int64_t limit[CST_N_CRITERIA]; /* [p] largest losses; of the first axis: none */
    int64_t floor;                 /* INT64_MAX: there is no package */
} known;

typedef struct finder {
    cst__session *session;
    cst__frontier *f;
    cst__axes axes;
    int64_t least[CST_N_CRITERIA]; /* [p] no package has a smaller loss */
    int64_t largest[CST_N_CRITERIA],
        range[CST_N_CRITERIA]; /* [p] of the points; range at least 1 */
    known *known;
    size_t n_known, room_known;
    size_t at_most; /* points; 0: all */
    bool stopped;
} finder;

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

/* ---------------------------------------------------------------- what is known */

/* Whether every package of the zone satisfies the limits of a question, but for that on one axis;
 * for that too where the axis is 0, which has none. */
static bool covers_but(const finder *x, const known *k, const int64_t *u, size_t axis) {
    for (size_t j = 1; j < x->axes.p; j++) {
        if (j != axis && k->limit[j] != CST__NO_BOUND &&
            (u[j] == CST__NO_BOUND || u[j] - 1 > k->limit[j])) {
            return false;
        }
    }
    return true;
}

/* Whether nothing above the floor is below the bound; costs within the gap count as equal. */
static bool is_shut(const finder *x, int64_t floor, int64_t bound) {
    if (floor >= bound) {
        return true;
    }
    bool cost = x->axes.criterion[0] == CST_CRITERION_COST && bound != CST__NO_BOUND;
    return cost && (double)bound - (double)floor <= x->session->settings->gap * fabs((double)bound);
}

static bool is_empty(const finder *x, const int64_t *u) {
    for (size_t j = 0; j < x->axes.p; j++) {
        if (u[j] <= x->least[j]) {
            return true;
        }
    }
    for (size_t i = 0; i < x->n_known; i++) {
        if (covers_but(x, &x->known[i], u, 0) && is_shut(x, x->known[i].floor, u[0])) {
            return true;
        }
    }
    return false;
}

static void close_empty(finder *x) {
    for (size_t i = x->f->open.n; i > 0; i--) {
        if (is_empty(x, cst__zone(&x->f->open, i - 1))) {
            cst__zones_close(&x->f->open, i - 1);
        }
    }
}

/* Whether a question says that a zone is empty as far as its limit on one axis reaches. */
static bool reaches_into(const finder *x, const known *k, const int64_t *u, size_t axis) {
    return k->limit[axis] != CST__NO_BOUND && is_shut(x, k->floor, u[0]) &&
           covers_but(x, k, u, axis);
}

/* Lower corner of a zone: no package in it has a smaller loss on any axis. */
static void corner_of(const finder *x, const int64_t *u, int64_t *corner) {
    memcpy(corner, x->least, x->axes.p * sizeof *corner);
    for (size_t i = 0; i < x->n_known; i++) {
        const known *k = &x->known[i];
        if (covers_but(x, k, u, 0) && k->floor > corner[0]) {
            corner[0] = k->floor;
        }
        for (size_t j = 1; j < x->axes.p; j++) {
            if (reaches_into(x, k, u, j) && k->limit[j] + 1 > corner[j]) {
                corner[j] = k->limit[j] + 1;
            }
        }
    }
}

static cst_error learn(finder *x, const int64_t *limit, int64_t floor) {
    if (x->n_known == x->room_known) {
        size_t room = x->room_known == 0 ? 64 : 2 * x->room_known;
        known *longer = realloc(x->known, room * sizeof *longer);
        if (longer == NULL) {
            return CST_E_MEMORY;
        }
        x->known = longer;
        x->room_known = room;
    }
    known *k = &x->known[x->n_known++];
    memcpy(k->limit, limit, x->axes.p * sizeof *limit);
    k->floor = floor;
    return CST_E_OK;
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

static cst_error add_point(finder *x, const cst__inquiry *q) {
    cst__frontier *f = x->f;
    int64_t loss[CST_N_CRITERIA];
    losses_of(&x->axes, &q->best.criteria, loss);
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
    *point = (cst__point){.best = {.units = units}, .proven = q->status == CST_STATUS_SOLVED};
    cst__point_set(f, catalog, point, &q->best);
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
static bool is_dominated(const finder *x, size_t i) {
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
static void drop_dominated(finder *x) {
    cst__frontier *f = x->f;
    for (size_t i = f->n_points; i > 0; i--) {
        if (is_dominated(x, i - 1)) {
            free(f->points[i - 1].best.units);
            f->n_points--;
            memmove(&f->points[i - 1], &f->points[i], (f->n_points - i + 1) * sizeof *f->points);
        }
    }
}

/* ---------------------------------------------------------------- how well points represent */

/* What the points span on each axis: whatever is measured by it is measured anew after they
 * change. */
static void measure(finder *x) {
    for (size_t j = 0; j < x->axes.p; j++) {
        int64_t low = INT64_MAX;
        int64_t high = INT64_MIN;
        for (size_t i = 0; i < x->f->n_points; i++) {
            int64_t loss = x->f->points[i].loss[j];
            low = loss < low ? loss : low;
            high = loss > high ? loss : high;
        }
        x->largest[j] = high;
        x->range[j] = high > low ? high - low : 1;
    }
}

/* By how much a point may be worse than a package at the corner, at most, as a share of the range
 * of the axis on which it is worst; in basis points, rounded up. */
static int64_t error_of(const finder *x, const cst__point *point, const int64_t *corner) {
    int64_t worst = 0;
    for (size_t j = 0; j < x->axes.p; j++) {
        cst__wide more = (cst__wide)point->loss[j] - corner[j];
        int64_t range = x->range[j];
        cst__wide share = more <= 0 ? 0 : (more * CST__BP + range - 1) / range;
        int64_t bp = share > INT_MAX ? INT_MAX : (int64_t)share;
        worst = bp > worst ? bp : worst;
    }
    return worst;
}

/* How far the best of the points may be from a package in the zone. */
static int64_t gap_of_zone(const finder *x, const int64_t *u) {
    int64_t corner[CST_N_CRITERIA];
    int64_t least = INT_MAX;
    corner_of(x, u, corner);
    for (size_t i = 0; i < x->f->n_points; i++) {
        int64_t error = error_of(x, &x->f->points[i], corner);
        least = error < least ? error : least;
    }
    return least;
}

static int coverage(finder *x) {
    int64_t worst = 0;
    measure(x);
    for (size_t i = 0; i < x->f->open.n; i++) {
        int64_t gap = gap_of_zone(x, cst__zone(&x->f->open, i));
        worst = gap > worst ? gap : worst;
    }
    return (int)worst;
}

/* ---------------------------------------------------------------- what to ask next */

/* Whether no package can lie in two zones: each below the smaller of the bounds would be better
 * than some point on every axis. (Unless by less than the gap: then both are asked in vain.) */
static bool are_independent(const finder *x, const int64_t *u, const int64_t *v) {
    size_t p = x->axes.p;
    for (size_t i = 0; i < x->f->n_points; i++) {
        const int64_t *loss = x->f->points[i].loss;
        size_t j = 0;
        while (j < p && loss[j] >= (u[j] < v[j] ? u[j] : v[j])) {
            j++;
        }
        if (j == p) {
            return true;
        }
    }
    return false;
}

static bool is_independent_of_all(const finder *x, const size_t *zones, size_t n, size_t zone) {
    for (size_t i = 0; i < n; i++) {
        if (!are_independent(x, cst__zone(&x->f->open, zones[i]), cst__zone(&x->f->open, zone))) {
            return false;
        }
    }
    return true;
}

/* How loose a zone is: the looser one is asked about before another it is not independent of, since
 * its answer may be the other's. Where points are to represent, the worst represented comes first.
 */
static double looseness(const finder *x, const int64_t *u) {
    if (x->at_most > 0) {
        return (double)gap_of_zone(x, u);
    }
    double sum = 0;
    for (size_t j = 1; j < x->axes.p; j++) {
        double range = (double)x->range[j];
        sum += u[j] == CST__NO_BOUND ? 1e6 : (double)(u[j] - x->least[j]) / range;
    }
    return sum;
}

typedef struct ordered {
    double key;
    size_t zone;
} ordered;

static int compare_ordered(const void *a, const void *b) {
    const ordered *x = a;
    const ordered *y = b;
    if (x->key != y->key) {
        return x->key > y->key ? -1 : 1;
    }
    return (x->zone > y->zone) - (x->zone < y->zone);
}

/* The limits that hold the whole zone. */
static void ask_whole(const finder *x, const int64_t *u, int64_t *limit) {
    limit[0] = CST__NO_BOUND;
    for (size_t j = 1; j < x->axes.p; j++) {
        limit[j] = u[j] == CST__NO_BOUND ? CST__NO_BOUND : u[j] - 1;
    }
}

/* Limits that hold the better half of a zone along the axis on which it is widest. False where it
 * is too narrow, or nothing is known yet to measure it by. */
static bool ask_half(const finder *x, const int64_t *u, int64_t *limit) {
    int64_t corner[CST_N_CRITERIA];
    int64_t half = 0;
    size_t widest = 0;
    double most = 0;
    ask_whole(x, u, limit);
    corner_of(x, u, corner);
    for (size_t j = 1; x->f->n_points > 0 && j < x->axes.p; j++) {
        int64_t high = limit[j] == CST__NO_BOUND ? x->largest[j] : limit[j];
        double width = (double)(high - corner[j]) / (double)x->range[j];
        if (high - corner[j] > 1 && width > most) {
            most = width;
            widest = j;
            half = corner[j] + (high - corner[j]) / 2;
        }
    }
    limit[widest] = widest > 0 ? half : CST__NO_BOUND;
    return widest > 0;
}

typedef struct posed {
    int64_t limit[CST_N_CRITERIA];
} posed;

/* The next questions; how many. */
static cst_error pose(finder *x, posed *questions, size_t *n_questions) {
    const cst__zones *open = &x->f->open;
    ordered *order = malloc((open->n + 1) * sizeof *order);
    size_t chosen[MOST_AT_ONCE];
    size_t n = 0;
    if (order == NULL) {
        return CST_E_MEMORY;
    }
    measure(x);
    for (size_t i = 0; i < open->n; i++) {
        order[i] = (ordered){looseness(x, cst__zone(open, i)), i};
    }
    qsort(order, open->n, sizeof *order, compare_ordered);
    for (size_t i = 0; i < open->n && n < MOST_AT_ONCE; i++) {
        if (is_independent_of_all(x, chosen, n, order[i].zone)) {
            chosen[n++] = order[i].zone;
        }
    }
    free(order);
    size_t asked = 0;
    for (size_t i = 0; i < n; i++) {
        const int64_t *u = cst__zone(open, chosen[i]);
        if (x->at_most == 0 || !ask_half(x, u, questions[asked].limit)) {
            ask_whole(x, u, questions[asked].limit);
        }
        asked++;
    }
    for (size_t i = 0; i < n && x->at_most == 0 && asked < LEAST_AT_ONCE; i++) {
        asked += ask_half(x, cst__zone(open, chosen[i]), questions[asked].limit);
    }
    *n_questions = asked;
    return CST_E_OK;
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

static cst_error take(finder *x, const posed *question, const cst__inquiry *q) {
    cst_error error = q->best.found ? add_point(x, q) : CST_E_OK;
    if (q->status == CST_STATUS_LIMIT) {
        x->stopped = true;
    } else if (error == CST_E_OK) {
        error = learn(x, question->limit, floor_of(q));
    }
    return error;
}

static cst_error ask(finder *x, const posed *questions, size_t n) {
    cst__inquiry inquiries[MOST_AT_ONCE];
    for (size_t i = 0; i < n; i++) {
        inquiries[i] = cst__inquiry_on(x->session, x->session->opportunity);
        inquiries[i].aim = x->axes.criterion[0];
        inquiries[i].any_tie = true; /* ties are broken for the points that stay */
        cst__axes_limit(&x->axes, questions[i].limit, &inquiries[i].side);
    }
    cst_error error = cst__session_ask(x->session, inquiries, n);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        error = take(x, &questions[i], &inquiries[i]);
    }
    for (size_t i = 0; i < n; i++) {
        cst__inquiry_clear(&inquiries[i]);
    }
    return error;
}

/* Question by question until no zone is open, there are enough points, or it is stopped. */
static cst_error enumerate(finder *x) {
    posed questions[MOST_AT_ONCE];
    cst_error error = CST_E_OK;
    close_empty(x);
    while (error == CST_E_OK && !x->stopped && x->f->open.n > 0 &&
           (x->at_most == 0 || x->f->n_points < x->at_most)) {
        size_t n = 0;
        error = pose(x, questions, &n);
        if (x->at_most > 0 && n > x->at_most - x->f->n_points) {
            n = x->at_most - x->f->n_points;
        }
        if (error == CST_E_OK) {
            error = ask(x, questions, n);
        }
        close_empty(x);
        x->stopped = x->stopped || (x->f->open.n > 0 && x->f->n_points >= MOST_POINTS);
    }
    return error;
}

/* ---------------------------------------------------------------- the ends of the axes */

/* The best value of each axis but the first, where points are to represent: what they are measured
 * by. */
static cst_error find_ideals(finder *x) {
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
static cst_error ask_ends(finder *x) {
    cst_error error = CST_E_OK;
    for (size_t j = 0; error == CST_E_OK && !x->stopped && j < x->axes.p; j++) {
        posed question;
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
static bool stands_before(const finder *x, const cst__point *a, const cst__point *b) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        int64_t u = cst__criteria_loss(&a->best.criteria, (cst_criterion)c);
        int64_t v = cst__criteria_loss(&b->best.criteria, (cst_criterion)c);
        if (cst__axes_name(&x->axes, (cst_criterion)c) && u != v) {
            return u < v;
        }
    }
    return false;
}

static void put_in_order(finder *x) {
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

static void conclude(finder *x) {
    cst__frontier *f = x->f;
    f->complete = f->open.n == 0;
    f->none = f->complete && f->n_points == 0;
    f->coverage_bp = f->n_points == 0 && !f->complete ? -1 : coverage(x);
    f->proven = !x->stopped;
    for (size_t i = 0; i < f->n_points; i++) {
        f->proven = f->proven && f->points[i].proven && f->points[i].ties_proven;
    }
    put_in_order(x);
}

static cst_error find(finder *x) {
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
    finder x = {
        .session = session, .f = f, .axes = f->axes, .at_most = (size_t)session->settings->at_most};
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
