/*
 * zones.c - local upper bounds, kept by splitting those that a new point lies in.
 *
 * A zone that holds the point z is replaced by its p children, in the j-th of which the j-th
 * component is bounded by z. A child that lies within another zone adds nothing and is left out
 * (the "redundancy elimination" of the paper): that is what keeps the list short also where points
 * share components, as ours do.
 */
#include "solver/zones.h"

#include <stdlib.h>
#include <string.h>

cst_error cst__zones_begin(cst__zones *zones, size_t p) {
    *zones = (cst__zones){.p = p, .room = 16};
    zones->upper = malloc(zones->room * p * sizeof *zones->upper);
    if (zones->upper == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t j = 0; j < p; j++) {
        zones->upper[j] = CST__NO_BOUND;
    }
    zones->n = 1;
    return CST_E_OK;
}

void cst__zones_end(cst__zones *zones) {
    free(zones->upper);
    *zones = (cst__zones){0};
}

const int64_t *cst__zone(const cst__zones *zones, size_t i) {
    return &zones->upper[i * zones->p];
}

bool cst__zone_holds(const cst__zones *zones, size_t i, const int64_t *z) {
    const int64_t *u = cst__zone(zones, i);
    for (size_t j = 0; j < zones->p; j++) {
        if (z[j] >= u[j]) {
            return false;
        }
    }
    return true;
}

void cst__zones_close(cst__zones *zones, size_t i) {
    size_t p = zones->p;
    zones->n--;
    memmove(&zones->upper[i * p], &zones->upper[(i + 1) * p],
            (zones->n - i) * p * sizeof *zones->upper);
}

/* ---------------------------------------------------------------- a new point */

static bool is_within(const int64_t *u, const int64_t *v, size_t p) {
    for (size_t j = 0; j < p; j++) {
        if (u[j] > v[j]) {
            return false;
        }
    }
    return true;
}

/* Appends a zone with one component changed, unless it lies within one that is there. A zone that
 * is there and does not hold the point can not lie within a child, since its parent did not hold
 * it; a child can lie within a later one. */
static bool append_child(cst__zones *zones, size_t first_child, const int64_t *child) {
    size_t p = zones->p;
    for (size_t i = 0; i < zones->n; i++) {
        if (is_within(child, cst__zone(zones, i), p)) {
            return true;
        }
    }
    for (size_t i = zones->n; i > first_child; i--) {
        if (is_within(cst__zone(zones, i - 1), child, p)) {
            cst__zones_close(zones, i - 1);
        }
    }
    if (zones->n == zones->room) {
        size_t room = 2 * zones->room;
        int64_t *upper = realloc(zones->upper, room * p * sizeof *upper);
        if (upper == NULL) {
            return false;
        }
        zones->upper = upper;
        zones->room = room;
    }
    memcpy(&zones->upper[zones->n * p], child, p * sizeof *child);
    zones->n++;
    return true;
}

/* Moves the zones that hold the point out of the list; how many they are. */
static size_t take_out(cst__zones *zones, const int64_t *point, int64_t *taken) {
    size_t p = zones->p;
    size_t n = 0;
    size_t kept = 0;
    for (size_t i = 0; i < zones->n; i++) {
        bool holds = cst__zone_holds(zones, i, point);
        int64_t *to = holds ? &taken[n++ * p] : &zones->upper[kept++ * p];
        memmove(to, cst__zone(zones, i), p * sizeof *to);
    }
    zones->n = kept;
    return n;
}

cst_error cst__zones_add(cst__zones *zones, const int64_t *point) {
    size_t p = zones->p;
    int64_t *taken = malloc((zones->n + 2) * p * sizeof *taken);
    if (taken == NULL) {
        return CST_E_MEMORY;
    }
    int64_t *child = &taken[(zones->n + 1) * p];
    size_t n = take_out(zones, point, taken);
    size_t first_child = zones->n;
    bool ok = true;
    for (size_t i = 0; ok && i < n; i++) {
        for (size_t j = 0; ok && j < p; j++) {
            memcpy(child, &taken[i * p], p * sizeof *child);
            child[j] = point[j];
            ok = append_child(zones, first_child, child);
        }
    }
    free(taken);
    return ok ? CST_E_OK : CST_E_MEMORY;
}
