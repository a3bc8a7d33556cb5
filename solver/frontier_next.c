/*
 * frontier_next.c - what to ask next about the open zones of a frontier.
 *
 * Zones are independent of each other where no package can lie in both. About each such zone one
 * question is asked, mostly for its best point. Where points lie close to each other on the axis of
 * US content, which is a matter of basis points on many tenders, a zone is first cut into narrow
 * ones by the cheapest packages at some limits, and all points of a narrow one are found in one
 * search (stairs.h). How narrow, is set by the nodes that the last such searches took.
 */
#include <stdlib.h>
#include <string.h>

#include "solver/frontier_parts.h"
#include "solver/result.h"

enum {
    MOST_AT_ONCE = 8,  /* independent zones */
    LEAST_AT_ONCE = 2, /* halves fill up to it */
    STEPS = CST__MOST_POSED / MOST_AT_ONCE,
    NEARBY = 24,     /* basis points before a zone, in which points are close or are not */
    DENSE_PART = 6,  /* points are close in a narrow zone if one part in so many of it has one */
    LEAST_WIDTH = 4, /* of a narrow zone */
    FEW_NODES = 1500 /* of a search after which zones may be wider */
};

/* ---------------------------------------------------------------- what to ask next */

/* Whether no package can lie in two zones: each below the smaller of the bounds would be better
 * than some point on every axis. (Unless by less than the gap: then both are asked in vain.) */
static bool are_independent(const cst__finder *x, const int64_t *u, const int64_t *v) {
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

static bool is_independent_of_all(const cst__finder *x, const size_t *zones, size_t n,
                                  size_t zone) {
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
static double looseness(const cst__finder *x, const int64_t *u) {
    if (x->at_most > 0) {
        return (double)cst__finder_gap(x, u);
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
static void ask_whole(const cst__finder *x, const int64_t *u, int64_t *limit) {
    limit[0] = CST__NO_BOUND;
    for (size_t j = 1; j < x->axes.p; j++) {
        limit[j] = u[j] == CST__NO_BOUND ? CST__NO_BOUND : u[j] - 1;
    }
}

/* Limits that hold the better half of a zone along the axis on which it is widest. False where it
 * is too narrow, or nothing is known yet to measure it by. */
static bool ask_half(const cst__finder *x, const int64_t *u, int64_t *limit) {
    int64_t corner[CST_N_CRITERIA];
    int64_t half = 0;
    size_t widest = 0;
    double most = 0;
    ask_whole(x, u, limit);
    cst__finder_corner(x, u, corner);
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

cst__narrowness cst__narrow = {
    .width = 24, .close = 4, .many_nodes = 6000, .most_nodes = 20000, .together = 3};

/* Whether points lie close to each other: in the zones that were asked about last, or just before
 * this one on the axis of content. */
static bool is_dense(const cst__finder *x, const int64_t *u, size_t axis) {
    int n = 0;
    for (size_t i = 0; i < x->f->n_points; i++) {
        int64_t loss = x->f->points[i].loss[axis];
        n += loss >= u[axis] && loss < u[axis] + NEARBY;
    }
    return x->is_dense || n >= cst__narrow.close;
}

/* The whole of a zone in one search: all its limits on content from the loosest to the last. */
static void ask_stairs(const cst__finder *x, const int64_t *u, int64_t last, cst__posed *question) {
    size_t axis = cst__content_axis(x);
    ask_whole(x, u, question->limit);
    question->by_stairs = true;
    question->stairs = (cst__stairs){.from_bp = cst__loss(CST_CRITERION_US_CONTENT, u[axis] - 1),
                                     .to_bp = cst__loss(CST_CRITERION_US_CONTENT, last),
                                     .most_cents = u[0] - 1,
                                     .most_nodes = cst__narrow.most_nodes};
}

/* Questions about a zone whose points lie close to each other: about all of it where it is narrow,
 * and else up to some places, between which the zones are narrow then. How many; 0: it is not such
 * a zone. */
static size_t ask_by_steps(const cst__finder *x, const int64_t *u, cst__posed *questions) {
    size_t axis = cst__content_axis(x);
    int64_t corner[CST_N_CRITERIA];
    if (axis == 0 || u[axis] == CST__NO_BOUND || x->width < LEAST_WIDTH || !is_dense(x, u, axis)) {
        return 0;
    }
    cst__finder_corner(x, u, corner);
    int64_t last = u[axis] - 1;
    if (last > corner[axis] && last - corner[axis] < x->width && u[0] != CST__NO_BOUND) {
        ask_stairs(x, u, corner[axis], &questions[0]);
        return 1;
    }
    size_t n = 0;
    for (; n < STEPS && last - corner[axis] >= x->width; n++) {
        last -= x->width;
        ask_whole(x, u, questions[n].limit);
        questions[n].limit[axis] = last;
    }
    return n;
}

/* Questions about one zone; how many. */
static size_t ask_about(const cst__finder *x, const int64_t *u, cst__posed *questions) {
    size_t n = x->at_most == 0 ? ask_by_steps(x, u, questions) : 0;
    if (n > 0) {
        return n;
    }
    if (x->at_most == 0 || !ask_half(x, u, questions[0].limit)) {
        ask_whole(x, u, questions[0].limit);
    }
    return 1;
}

static int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* What was too wide is not asked again as it is: then zones are narrower than half of it, down to
 * none. All that were asked together are measured by their own width. */
void cst__finder_set_pace(cst__finder *x, const cst__stairs *stairs) {
    int64_t width = stairs->to_bp - stairs->from_bp + 1;
    x->is_dense = (int64_t)stairs->n * DENSE_PART >= width;
    if (!stairs->complete) {
        x->width = smaller(x->width, width / 2);
    } else if (stairs->nodes > cst__narrow.many_nodes) {
        int64_t half = width / 2 > LEAST_WIDTH ? width / 2 : LEAST_WIDTH;
        x->width = smaller(x->width, half);
    } else if (stairs->nodes < FEW_NODES && width >= x->width) {
        x->width = smaller(x->width * 3 / 2, cst__narrow.width);
    }
}

cst_error cst__frontier_pose(cst__finder *x, cst__posed *questions, size_t *n_questions) {
    const cst__zones *open = &x->f->open;
    ordered *order = malloc((open->n + 1) * sizeof *order);
    size_t chosen[MOST_AT_ONCE];
    size_t n = 0;
    if (order == NULL) {
        return CST_E_MEMORY;
    }
    cst__finder_measure(x);
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
    memset(questions, 0, CST__MOST_POSED * sizeof *questions);
    for (size_t i = 0; i < n; i++) {
        asked += ask_about(x, cst__zone(open, chosen[i]), &questions[asked]);
    }
    for (size_t i = 0; i < n && x->at_most == 0 && asked < LEAST_AT_ONCE; i++) {
        asked += ask_half(x, cst__zone(open, chosen[i]), questions[asked].limit);
    }
    *n_questions = asked;
    return CST_E_OK;
}
