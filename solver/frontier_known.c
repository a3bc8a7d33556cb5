/*
 * frontier_known.c - what answered questions say of zones: which are empty, the lower corner of
 * each, and how well the points found represent what may be in it.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/frontier_parts.h"

/* ---------------------------------------------------------------- what is known */

/* Whether every package of the zone satisfies the limits of a question, but for that on one axis;
 * for that too where the axis is 0, which has none. */
static bool covers_but(const cst__finder *x, const cst__frontier_known *k, const int64_t *u,
                       size_t axis) {
    for (size_t j = 1; j < x->axes.p; j++) {
        if (j != axis && k->limit[j] != CST__NO_BOUND &&
            (u[j] == CST__NO_BOUND || u[j] - 1 > k->limit[j])) {
            return false;
        }
    }
    return true;
}

/* Whether nothing above the floor is below the bound; costs within the gap count as equal. */
static bool is_shut(const cst__finder *x, int64_t floor, int64_t bound) {
    if (floor >= bound) {
        return true;
    }
    bool cost = x->axes.criterion[0] == CST_CRITERION_COST && bound != CST__NO_BOUND;
    return cost && (double)bound - (double)floor <= x->session->settings->gap * fabs((double)bound);
}

static bool is_empty(const cst__finder *x, const int64_t *u) {
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

void cst__finder_close_empty(cst__finder *x) {
    for (size_t i = x->f->open.n; i > 0; i--) {
        if (is_empty(x, cst__zone(&x->f->open, i - 1))) {
            cst__zones_close(&x->f->open, i - 1);
        }
    }
}

/* Whether a question says that a zone is empty as far as its limit on one axis reaches. */
static bool reaches_into(const cst__finder *x, const cst__frontier_known *k, const int64_t *u,
                         size_t axis) {
    return k->limit[axis] != CST__NO_BOUND && is_shut(x, k->floor, u[0]) &&
           covers_but(x, k, u, axis);
}

/* Lower corner of a zone: no package in it has a smaller loss on any axis. */
void cst__finder_corner(const cst__finder *x, const int64_t *u, int64_t *corner) {
    memcpy(corner, x->least, x->axes.p * sizeof *corner);
    for (size_t i = 0; i < x->n_known; i++) {
        const cst__frontier_known *k = &x->known[i];
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

cst_error cst__finder_learn(cst__finder *x, const int64_t *limit, int64_t floor) {
    if (x->n_known == x->room_known) {
        size_t room = x->room_known == 0 ? 64 : 2 * x->room_known;
        cst__frontier_known *longer = realloc(x->known, room * sizeof *longer);
        if (longer == NULL) {
            return CST_E_MEMORY;
        }
        x->known = longer;
        x->room_known = room;
    }
    cst__frontier_known *k = &x->known[x->n_known++];
    memcpy(k->limit, limit, x->axes.p * sizeof *limit);
    k->floor = floor;
    return CST_E_OK;
}

/* ---------------------------------------------------------------- how well points represent */

/* What the points span on each axis: whatever is measured by it is measured anew after they
 * change. */
void cst__finder_measure(cst__finder *x) {
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
static int64_t error_of(const cst__finder *x, const cst__point *point, const int64_t *corner) {
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
int64_t cst__finder_gap(const cst__finder *x, const int64_t *u) {
    int64_t corner[CST_N_CRITERIA] = {0};
    int64_t least = INT_MAX;
    cst__finder_corner(x, u, corner);
    for (size_t i = 0; i < x->f->n_points; i++) {
        int64_t error = error_of(x, &x->f->points[i], corner);
        least = error < least ? error : least;
    }
    return least;
}

int cst__finder_coverage(cst__finder *x) {
    int64_t worst = 0;
    cst__finder_measure(x);
    for (size_t i = 0; i < x->f->open.n; i++) {
        int64_t gap = cst__finder_gap(x, cst__zone(&x->f->open, i));
        worst = gap > worst ? gap : worst;
    }
    return (int)worst;
}
