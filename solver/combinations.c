/*
 * combinations.c - where no single demand is enough, the fewest that have to give way together.
 *
 * The smallest sets that hit every conflict are tried, each failure being a new conflict (the
 * implicit hitting set way: Reiter 1987, A theory of diagnosis from first principles, Artificial
 * Intelligence 32), until some of one size let a package in; all of that size are then compared by
 * the cost of theirs.
 */
#include <string.h>

#include "model/vary.h"
#include "solver/remedy_parts.h"

static bool has_set(const cst__sets *sets, const bool *set, size_t n) {
    for (size_t i = 0; i < sets->n; i++) {
        if (memcmp(sets->item[i], set, n * sizeof *set) == 0) {
            return true;
        }
    }
    return false;
}

/* Takes a set in that hits every conflict, where a package is let in without it. */
static cst_error try_set(const cst__healer *h, const bool *hits, cst__sets *c) {
    if (has_set(c, hits, h->lattice->demands.n)) {
        return CST_E_OK;
    }
    cst_status status = CST_STATUS_LIMIT;
    const cst__witness *witness = NULL;
    cst_error error = cst__conflicts_try(h->lattice, hits, h->conflicts, &status, &witness);
    bool lets_in = error == CST_E_OK && status == CST_STATUS_SOLVED;
    return lets_in ? cst__lattice_add_set(h->lattice, hits, c) : error;
}

/* All sets of at most so many demands that hit every conflict; a conflict that turns up on the way
 * is hit by those that come later, and the search is begun anew. */
static cst_error hit_all(const cst__healer *h, size_t left, bool *hits, cst__sets *c) {
    const cst__conflicts *conflicts = h->conflicts;
    size_t n = h->lattice->demands.n;
    size_t open = cst__conflicts_first_open(h->lattice, conflicts, hits);
    if (cst__lattice_is_over(h->lattice)) {
        h->conflicts->stopped = true;
        return CST_E_OK;
    }
    if (open == conflicts->found.n) {
        return try_set(h, hits, c);
    }
    cst_error error = CST_E_OK;
    for (size_t d = 0; left > 0 && d < n && error == CST_E_OK && !conflicts->stopped; d++) {
        if (conflicts->found.item[open][d]) {
            hits[d] = true;
            error = hit_all(h, left - 1, hits, c);
            hits[d] = false;
        }
    }
    return error;
}

/* The smallest size at which sets let a package in, and all of that size. */
static cst_error find_smallest(const cst__healer *h, cst__sets *c) {
    size_t n = h->lattice->demands.n;
    bool *hits = cst__lattice_set(h->lattice);
    cst_error error = hits == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t size = 2; error == CST_E_OK && c->n == 0 && size <= n; size++) {
        size_t known = 0;
        do {
            known = h->conflicts->found.n;
            c->n = 0;
            error = hit_all(h, size, hits, c);
        } while (error == CST_E_OK && !h->conflicts->stopped && h->conflicts->found.n > known);
        if (h->conflicts->stopped) {
            break;
        }
    }
    return error;
}

static cst_error level_reached(const cst__healer *h, const cst__demand *demand,
                               const cst__inquiry *inquiry, cst_opportunity *tender,
                               cst_level *level) {
    cst__measured choice = {inquiry->best.units, &inquiry->best.criteria, h->lattice->resides};
    if (cst__demand_has_steps(demand)) {
        int64_t number = cst__demand_reached(demand, h->session->opportunity, &choice);
        *level = cst__demand_level(demand, number);
        cst__demand_set(demand, number, tender);
        return CST_E_OK;
    }
    if (demand->shown.level.measure != CST_MEASURE_LIST) {
        *level = cst__demand_dropped(demand);
        cst__demand_drop(demand, tender);
        return CST_E_OK;
    }
    bool *met = cst__arena_alloc(h->arena, demand->shown.level.n_items, sizeof *met);
    if (met == NULL) {
        return CST_E_MEMORY;
    }
    cst__demand_met_items(demand, h->session->opportunity, &choice, met);
    cst__demand_keep(demand, met, tender);
    return cst__demand_level_of(demand, met, h->arena, level) ? CST_E_OK : CST_E_MEMORY;
}

/* The changes that the cheapest package of a set needs, and that package under them. */
static cst_error make_combination(const cst__healer *h, const bool *set,
                                  const cst__inquiry *inquiry, cst_remedy *out) {
    cst_opportunity *tender = cst__opportunity_copy(h->session->opportunity);
    size_t n = h->lattice->demands.n;
    out->changes = cst__arena_alloc(h->arena, n, sizeof *out->changes);
    cst_error error = out->changes == NULL || tender == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t d = 0; error == CST_E_OK && d < n; d++) {
        if (!set[d]) {
            continue;
        }
        const cst__demand *demand = &h->lattice->demands.list[d];
        cst_level to;
        error = level_reached(h, demand, inquiry, tender, &to);
        if (error == CST_E_OK) {
            error = cst__remedy_change(h, demand, &to, &out->changes[out->n_changes++]);
        }
    }
    if (error == CST_E_OK) { /* no cheaper under the changes than without the demands */
        error = cst__remedy_buy(h, tender, inquiry->best.bound_cents, &out->outcome);
    }
    cst_opportunity_free(tender);
    return error;
}

/* Asks for the cheapest package without the demands of each set. */
static cst_error ask_sets(const cst__healer *h, const cst__sets *c, cst__asking *a) {
    size_t n = h->lattice->demands.n;
    bool *kept = cst__lattice_set(h->lattice);
    cst_error error = kept == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < c->n; i++) {
        for (size_t d = 0; d < n; d++) {
            kept[d] = !c->item[i][d];
        }
        cst_opportunity *tender = cst__lattice_tender(h->lattice, kept);
        error = cst__asking_add(a, h->session, tender) == NULL ? CST_E_MEMORY : CST_E_OK;
    }
    return error == CST_E_OK ? cst__session_ask(h->session, a->inquiries, a->n) : error;
}

/* The set with the cheapest package, and whether that is proven. */
static size_t compare_sets(const cst__asking *a, bool *proven) {
    size_t best = 0;
    *proven = true;
    for (size_t i = 0; i < a->n; i++) {
        const cst__best *it = &a->inquiries[i].best;
        const cst__best *so_far = &a->inquiries[best].best;
        *proven = *proven && a->inquiries[i].status != CST_STATUS_LIMIT;
        if (it->found &&
            (!so_far->found || it->criteria.cost_cents < so_far->criteria.cost_cents)) {
            best = i;
        }
    }
    return best;
}

static cst_error choose_combination(const cst__healer *h, const cst__sets *c, cst__asking *a) {
    cst_error error = ask_sets(h, c, a);
    bool proven = false;
    size_t best = error == CST_E_OK ? compare_sets(a, &proven) : 0;
    if (error != CST_E_OK || !a->inquiries[best].best.found) {
        return error;
    }
    cst_remedy *out = cst__arena_alloc(h->arena, 1, sizeof *out);
    error =
        out == NULL ? CST_E_MEMORY : make_combination(h, c->item[best], &a->inquiries[best], out);
    if (error == CST_E_OK) {
        out->proven = proven;
        h->out->combination = out;
    }
    return error;
}

cst_error cst__combination_find(const cst__healer *h) {
    cst__sets c = {0};
    cst_error error = find_smallest(h, &c);
    if (error == CST_E_OK && c.n > 0) {
        cst__asking asking;
        error = cst__asking_begin(&asking, c.n) ? choose_combination(h, &c, &asking) : CST_E_MEMORY;
        cst__asking_end(&asking);
    }
    return error;
}
