/*
 * next.c - differences in members are rows of one search (pose.c). That not all firms which filled
 * a slot fill it again is a choice between them, and is branched on: the cheapest package that
 * differs in members; where it repeats a slot, one search for each firm that is kept out of the
 * slot; and so on, the cheapest first. The first one that repeats no slot is the cheapest of all,
 * since each is the cheapest of a set, and the sets together hold every package that is asked for.
 */
#include "solver/next.h"

#include <stdlib.h>
#include <string.h>

#include "solver/pool.h"
#include "solver/result.h"

/* A set of packages: some offerings are closed. Its cheapest. */
typedef struct subset {
    bool *closed; /* [n_offerings] */
    cst__best best;
    int64_t floor_cents; /* nothing in it costs less: what is known of the set it was made from */
    bool split;          /* into smaller ones */
} subset;

typedef struct splitting {
    const cst__solver *solver;
    const cst__differing *from;
    const cst_catalog *catalog;
    const bool **earlier; /* [n] members */
    subset *subsets;
    size_t n, room;
} splitting;

/* ---------------------------------------------------------------- one search */

typedef struct search_task {
    const cst__solver *solver;
    const cst__side *side;
    cst__best *best;
} search_task;

/* GLPK's environment is the thread's: searches run on threads of their own. */
static cst_error run_search(void *context, size_t task) {
    search_task *it = context;
    (void)task;
    return cst__cheapest(it->solver, it->side, (cst__given){0}, false, it->best);
}

static cst_error search(const splitting *s, const bool *closed, cst__best *best) {
    cst__side side = cst__side_none();
    side.earlier = s->earlier;
    side.n_earlier = s->from->n;
    side.differ = s->from->differ;
    side.closed = closed;
    search_task task = {s->solver, &side, best};
    return cst__pool_run(1, 1, run_search, &task);
}

/* ---------------------------------------------------------------- who fills the slot */

static bool fills(const splitting *s, const int64_t *units, size_t firm) {
    return cst__choice_fills(s->catalog, units, firm, s->from->slot);
}

/* Whether all firms that fill the slot in an earlier package, if any does, fill it again. */
static bool repeats(const splitting *s, const int64_t *units, const cst__earlier *earlier) {
    bool any = false;
    for (size_t f = 0; f < s->catalog->n_firms; f++) {
        if (earlier->members[f] && fills(s, earlier->units, f)) {
            any = true;
            if (!fills(s, units, f)) {
                return false;
            }
        }
    }
    return any;
}

static const cst__earlier *repeated(const splitting *s, const int64_t *units) {
    for (size_t i = 0; s->from->slot != CST__NONE && i < s->from->n; i++) {
        if (repeats(s, units, &s->from->earlier[i])) {
            return &s->from->earlier[i];
        }
    }
    return NULL;
}

/* ---------------------------------------------------------------- sets of packages */

/* Appends a set in which a firm (CST__NONE: nobody) is kept out of the slot as well, and searches
 * it. */
static cst_error add_subset(splitting *s, const bool *closed, size_t firm, int64_t floor_cents) {
    size_t n = s->catalog->n_offerings;
    if (s->n == s->room) {
        size_t room = s->room == 0 ? 8 : 2 * s->room;
        subset *subsets = realloc(s->subsets, room * sizeof *subsets);
        if (subsets == NULL) {
            return CST_E_MEMORY;
        }
        s->subsets = subsets;
        s->room = room;
    }
    subset *it = &s->subsets[s->n];
    *it = (subset){.closed = calloc(n + 1, sizeof *it->closed),
                   .best = {.units = malloc((n + 1) * sizeof *it->best.units)},
                   .floor_cents = floor_cents};
    s->n++;
    if (it->closed == NULL || it->best.units == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t o = 0; o < n; o++) {
        const cst__offering *offering = &s->catalog->offerings[o];
        it->closed[o] = (closed != NULL && closed[o]) ||
                        (offering->firm == firm && offering->slot == s->from->slot);
    }
    return search(s, it->closed, &it->best);
}

static void clear(splitting *s) {
    for (size_t i = 0; i < s->n; i++) {
        free(s->subsets[i].closed);
        free(s->subsets[i].best.units);
    }
    free(s->subsets);
    free(s->earlier);
}

/* The set whose cheapest package is the cheapest; NULL when none has one. */
static subset *cheapest(const splitting *s) {
    subset *found = NULL;
    for (size_t i = 0; i < s->n; i++) {
        subset *it = &s->subsets[i];
        if (!it->split && it->best.found &&
            (found == NULL ||
             cst__is_preferred(&it->best.criteria, &found->best.criteria, CST_CRITERION_COST))) {
            found = it;
        }
    }
    return found;
}

/* A set by each firm that may be kept out of the slot in which its cheapest repeats another. */
static cst_error split(splitting *s, size_t index, const cst__earlier *earlier) {
    cst_error error = CST_E_OK;
    int64_t floor = s->subsets[index].best.bound_cents;
    s->subsets[index].split = true;
    for (size_t f = 0; error == CST_E_OK && f < s->catalog->n_firms; f++) {
        if (earlier->members[f] && fills(s, earlier->units, f)) {
            error = add_subset(s, s->subsets[index].closed, f, floor);
        }
    }
    return error;
}

static bool all_proven(const splitting *s) {
    for (size_t i = 0; i < s->n; i++) {
        if (!s->subsets[i].best.cost_proven) {
            return false;
        }
    }
    return true;
}

/* No package that is asked for costs less. */
static int64_t bound_of(const splitting *s) {
    int64_t bound = INT64_MAX;
    for (size_t i = 0; i < s->n; i++) {
        const subset *it = &s->subsets[i];
        bool empty = !it->best.found && it->best.cost_proven;
        int64_t floor = it->best.found ? it->best.bound_cents : it->floor_cents;
        bound = !it->split && !empty && floor < bound ? floor : bound;
    }
    return bound;
}

static cst_error find(splitting *s, cst__best *best) {
    cst_error error = add_subset(s, NULL, CST__NONE, cst__trivial_bound(s->catalog));
    subset *it = cheapest(s);
    const cst__earlier *again = it == NULL ? NULL : repeated(s, it->best.units);
    while (error == CST_E_OK && again != NULL && it->best.cost_proven) {
        error = split(s, (size_t)(it - s->subsets), again);
        it = cheapest(s);
        again = it == NULL ? NULL : repeated(s, it->best.units);
    }
    if (error != CST_E_OK) {
        return error;
    }
    int64_t *units = best->units;
    bool found = it != NULL && again == NULL; /* one that repeats a slot was left when stopped */
    *best = found ? it->best : (cst__best){.found = false};
    best->units = units;
    best->cost_proven = all_proven(s);
    if (found) {
        memcpy(units, it->best.units, s->catalog->n_offerings * sizeof *units);
        best->bound_cents = bound_of(s);
    }
    return CST_E_OK;
}

cst_error cst__next_find(const cst__solver *solver, const cst__differing *from, cst__best *best) {
    splitting s = {.solver = solver,
                   .from = from,
                   .catalog = solver->formulation->opportunity->catalog,
                   .earlier = malloc((from->n + 1) * sizeof *s.earlier)};
    if (s.earlier == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < from->n; i++) {
        s.earlier[i] = from->earlier[i].members;
    }
    cst_error error = find(&s, best);
    clear(&s);
    return error;
}
