/*
 * conflicts.c - all irreducible infeasible subsets of the demands, one after the other.
 *
 * The way of MARCO (Liffiton, Previti, Malik and Marques-Silva 2016, Fast, flexible MUS
 * enumeration, Constraints 21): take a largest set of demands that is not yet explored; if a
 * package satisfies it, it is a largest feasible set and all its subsets are done with; if none
 * does, shrink it to an irreducible one, and all supersets of that are done with.
 *
 * Largest sets that contain no conflict found are the complements of the minimal hitting sets of
 * those conflicts. There are few demands and few conflicts, so a depth-first search over the first
 * conflict that is not hit lists them; those whose complement lies within a feasible set are
 * passed over. When none is left everything is explored, and the list is complete.
 *
 * Shrinking is QuickXplain (Junker 2004, QuickXplain: preferred explanations and relaxations for
 * over-constrained problems, AAAI): a conflict of k among n demands takes about k log(n / k)
 * questions instead of n.
 */
#include "solver/conflicts.h"

#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- shrinking one */

/* A running QuickXplain: `set` holds the background, to which parts are added and taken away. */
typedef struct shrinking {
    cst__lattice *lattice;
    bool *set;
    bool stopped;
    cst_error error;
} shrinking;

static bool is_infeasible(shrinking *s) {
    cst_status status = CST_STATUS_LIMIT;
    const cst__witness *witness = NULL;
    s->error = cst__lattice_ask(s->lattice, s->set, &status, &witness);
    s->stopped = s->stopped || s->error != CST_E_OK || status == CST_STATUS_LIMIT;
    return status == CST_STATUS_INFEASIBLE;
}

static void mark(bool *set, const size_t *demands, size_t n, bool value) {
    for (size_t i = 0; i < n; i++) {
        set[demands[i]] = value;
    }
}

/*
 * Of the demands [n], those that an irreducible conflict with the background needs; they are moved
 * to the front, and their number is returned. grown: the background has just been added to, so that
 * it may be infeasible by itself.
 */
static size_t explain(shrinking *s, size_t *demands, size_t n, bool grown) {
    if (s->stopped || (grown && is_infeasible(s))) {
        return 0;
    }
    if (n <= 1 || s->stopped) {
        return n;
    }
    size_t half = n / 2;
    size_t *second = demands + half;
    mark(s->set, demands, half, true);
    size_t n_second = explain(s, second, n - half, true);
    mark(s->set, demands, half, false);
    mark(s->set, second, n_second, true);
    size_t n_first = explain(s, demands, half, n_second > 0);
    mark(s->set, second, n_second, false);
    memmove(demands + n_first, second, n_second * sizeof *demands);
    return n_first + n_second;
}

/* An irreducible conflict within a set that is infeasible. Stopped: none is known to be. */
static cst_error shrink(cst__lattice *l, const bool *infeasible, bool **conflict, bool *stopped) {
    size_t n = 0;
    size_t *demands = malloc((l->demands.n + 1) * sizeof *demands);
    shrinking s = {.lattice = l, .set = cst__lattice_set(l)};
    if (demands == NULL || s.set == NULL) {
        free(demands);
        return CST_E_MEMORY;
    }
    for (size_t d = 0; d < l->demands.n; d++) {
        if (infeasible[d]) {
            demands[n++] = d;
        }
    }
    n = explain(&s, demands, n, true); /* the ground itself may allow nothing */
    mark(s.set, demands, n, true);
    free(demands);
    *conflict = s.set;
    *stopped = s.stopped;
    return s.error;
}

/* ---------------------------------------------------------------- what is left to explore */

static bool meet(size_t n, const bool *a, const bool *b) {
    for (size_t d = 0; d < n; d++) {
        if (a[d] && b[d]) {
            return true;
        }
    }
    return false;
}

size_t cst__conflicts_first_open(const cst__lattice *l, const cst__conflicts *c, const bool *set) {
    size_t open = 0;
    while (open < c->found.n && meet(l->demands.n, c->found.item[open], set)) {
        open++;
    }
    return open;
}

/* Takes out of a hitting set what it can spare, last demand first. */
static void make_minimal(const cst__lattice *l, const cst__conflicts *c, bool *hits) {
    for (size_t d = l->demands.n; d-- > 0;) {
        if (hits[d]) {
            hits[d] = false;
            hits[d] = cst__conflicts_first_open(l, c, hits) < c->found.n;
        }
    }
}

static void complement(size_t n, const bool *set, bool *rest) {
    for (size_t d = 0; d < n; d++) {
        rest[d] = !set[d];
    }
}

/* Whether all demands outside of the hitting set are satisfied by a package that is known. */
static bool is_settled(const cst__lattice *l, const bool *hits) {
    for (size_t i = 0; i < l->n_witnesses; i++) {
        bool all = true;
        for (size_t d = 0; all && d < l->demands.n; d++) {
            all = hits[d] || l->witnesses[i].met[d];
        }
        if (all) {
            return true;
        }
    }
    return false;
}

/* Looks for a minimal hitting set that is not settled, by branching on the first conflict that is
 * not hit; it is left in `minimal`. */
static bool find_unexplored(const cst__lattice *l, const cst__conflicts *c, bool *hits,
                            bool *minimal) {
    size_t open = cst__conflicts_first_open(l, c, hits);
    if (open == c->found.n) {
        memcpy(minimal, hits, l->demands.n * sizeof *hits);
        make_minimal(l, c, minimal);
        return !is_settled(l, minimal);
    }
    for (size_t d = 0; d < l->demands.n && !cst__lattice_is_over(l); d++) {
        if (c->found.item[open][d]) {
            hits[d] = true;
            bool found = find_unexplored(l, c, hits, minimal);
            hits[d] = false;
            if (found) {
                return true;
            }
        }
    }
    return false;
}

/* ---------------------------------------------------------------- the whole */

cst_error cst__conflicts_try(cst__lattice *l, const bool *hits, cst__conflicts *c,
                             cst_status *status, const cst__witness **witness) {
    bool *seed = cst__lattice_set(l);
    if (seed == NULL) {
        return CST_E_MEMORY;
    }
    complement(l->demands.n, hits, seed);
    cst_error error = cst__lattice_ask(l, seed, status, witness);
    if (error != CST_E_OK || *status != CST_STATUS_INFEASIBLE) {
        c->stopped = c->stopped || *status == CST_STATUS_LIMIT;
        return error;
    }
    bool *conflict = NULL;
    bool stopped = false;
    error = shrink(l, seed, &conflict, &stopped);
    if (error == CST_E_OK && !stopped) {
        error = cst__lattice_add_set(l, conflict, &c->found);
    }
    c->stopped = c->stopped || stopped;
    return error;
}

cst_error cst__conflicts_find(cst__lattice *l, size_t most, cst__conflicts *c) {
    bool *hits = cst__lattice_set(l);
    bool *minimal = cst__lattice_set(l);
    cst_error error = hits == NULL || minimal == NULL ? CST_E_MEMORY : CST_E_OK;
    while (error == CST_E_OK && !c->stopped) {
        if (!find_unexplored(l, c, hits, minimal)) {
            c->stopped = cst__lattice_is_over(l);
            c->complete = !c->stopped;
            break;
        }
        if (c->found.n >= most) {
            break;
        }
        cst_status status = CST_STATUS_LIMIT;
        const cst__witness *witness = NULL;
        error = cst__conflicts_try(l, minimal, c, &status, &witness);
    }
    return error;
}
