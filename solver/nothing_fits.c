/* nothing_fits.c - gaps; one conflict, whose demands are all that single remedies can change; the
 * remedies, which matter most when time is short; then further conflicts. */
#include "solver/nothing_fits.h"

#include <stdlib.h>
#include <string.h>

#include "solver/gaps.h"
#include "solver/remedies.h"

/* Fewer demands first, then those that come first in the tender. */
static size_t set_size(const bool *set, size_t n) {
    size_t size = 0;
    for (size_t d = 0; d < n; d++) {
        size += set[d];
    }
    return size;
}

static bool comes_before(const bool *a, const bool *b, size_t n) {
    size_t size_a = set_size(a, n);
    size_t size_b = set_size(b, n);
    return size_a != size_b ? size_a < size_b : memcmp(a, b, n * sizeof *a) > 0;
}

static void sort_conflicts(cst__conflicts *c, size_t n) {
    for (size_t i = 1; i < c->found.n; i++) {
        for (size_t j = i; j > 0 && comes_before(c->found.item[j], c->found.item[j - 1], n); j--) {
            const bool *set = c->found.item[j];
            c->found.item[j] = c->found.item[j - 1];
            c->found.item[j - 1] = set;
        }
    }
}

static bool keep_demands(const cst__demands *demands, cst__arena *arena, cst_infeasibility *out) {
    out->demands = cst__arena_alloc(arena, demands->n, sizeof *out->demands);
    out->n_demands = demands->n;
    bool ok = out->demands != NULL;
    for (size_t d = 0; ok && d < demands->n; d++) {
        const cst_demand *shown = &demands->list[d].shown;
        out->demands[d].pointer = cst__arena_text(arena, shown->pointer);
        ok = out->demands[d].pointer != NULL &&
             cst__level_keep(arena, &shown->level, &out->demands[d].level);
    }
    return ok;
}

static bool keep_conflict(const bool *set, cst__arena *arena, const cst_infeasibility *all,
                          cst_conflict *conflict) {
    conflict->demands = cst__arena_alloc(arena, all->n_demands, sizeof *conflict->demands);
    for (size_t d = 0; conflict->demands != NULL && d < all->n_demands; d++) {
        if (set[d]) {
            conflict->demands[conflict->n_demands++] = all->demands[d].pointer;
        }
    }
    return conflict->demands != NULL;
}

static bool keep_conflicts(cst__conflicts *c, size_t most, cst__arena *arena,
                           cst_infeasibility *out) {
    sort_conflicts(c, out->n_demands);
    out->n_conflicts = c->found.n < most ? c->found.n : most;
    out->conflicts_complete = c->complete && c->found.n <= most;
    out->conflicts = cst__arena_alloc(arena, out->n_conflicts, sizeof *out->conflicts);
    bool ok = out->conflicts != NULL;
    for (size_t i = 0; ok && i < out->n_conflicts; i++) {
        ok = keep_conflict(c->found.item[i], arena, out, &out->conflicts[i]);
    }
    return ok;
}

static cst_error find_gaps(const cst__session *s, cst__arena *arena, cst_infeasibility *out) {
    cst__screening *screening = NULL;
    cst_error error = cst__screen(s->opportunity, &screening);
    if (error == CST_E_OK &&
        !cst__gaps_list(s->opportunity, screening, arena, &out->gaps, &out->n_gaps)) {
        error = CST_E_MEMORY;
    }
    cst__screening_free(screening);
    return error;
}

/* All demands together are what was proven infeasible. */
static cst_error refute_all(cst__lattice *lattice) {
    bool *all = cst__lattice_set(lattice);
    for (size_t d = 0; all != NULL && d < lattice->demands.n; d++) {
        all[d] = true;
    }
    return all == NULL ? CST_E_MEMORY : cst__lattice_refute(lattice, all);
}

/* ---------------------------------------------------------------- conflicts that gaps show */

/* Whether the demand is one that screening alone asks. */
static bool is_screened(const cst__demand *demand) {
    return demand->kind == CST__DEMAND_DEADLINE || demand->kind == CST__DEMAND_RESIDENCY ||
           demand->kind == CST__DEMAND_EVERY_HAS || demand->kind == CST__DEMAND_EXCLUDE;
}

/* What screening asks, and the demand behind a gap, can not hold together: a small set, refuted at
 * once, within which there is a conflict. */
static cst_error find_in_gap(cst__lattice *l, const cst_gap *gap, cst__conflicts *conflicts) {
    bool *hits = cst__lattice_set(l);
    if (hits == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t d = 0; d < l->demands.n; d++) {
        const cst__demand *demand = &l->demands.list[d];
        hits[d] = !is_screened(demand) && strcmp(demand->shown.pointer, gap->pointer) != 0;
    }
    if (cst__conflicts_first_open(l, conflicts, hits) < conflicts->found.n) {
        return CST_E_OK; /* one within these demands is known */
    }
    cst_status status = CST_STATUS_LIMIT;
    const cst__witness *witness = NULL;
    return cst__conflicts_try(l, hits, conflicts, &status, &witness);
}

static cst_error find_in_gaps(cst__lattice *l, const cst_infeasibility *out, size_t most,
                              cst__conflicts *conflicts) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < out->n_gaps && conflicts->found.n < most; i++) {
        error = find_in_gap(l, &out->gaps[i], conflicts);
    }
    return error;
}

/* ---------------------------------------------------------------- the whole */

static bool is_proven(const cst_remedy *remedy) {
    return remedy->proven && remedy->outcome.status != CST_STATUS_LIMIT;
}

/* Whether everything was decided that was looked for. */
static bool is_settled(const cst_infeasibility *out, const cst__conflicts *conflicts) {
    bool settled = !conflicts->stopped && out->remedies_complete;
    for (size_t i = 0; i < out->n_remedies; i++) {
        settled = settled && is_proven(&out->remedies[i]);
    }
    return settled && (out->combination == NULL || is_proven(out->combination));
}

cst_error cst__nothing_fits(cst__session *session, size_t n_conflicts, cst__arena *arena,
                            cst_infeasibility **result) {
    cst_infeasibility *out = cst__arena_alloc(arena, 1, sizeof *out);
    cst__lattice lattice = {0};
    cst__conflicts conflicts = {0};
    cst_error error = out == NULL ? CST_E_MEMORY : cst__lattice_begin(session, &lattice);
    if (error == CST_E_OK) {
        error = refute_all(&lattice);
    }
    if (error == CST_E_OK) {
        error = find_gaps(session, arena, out);
    }
    if (error == CST_E_OK && !keep_demands(&lattice.demands, arena, out)) {
        error = CST_E_MEMORY;
    }
    if (error == CST_E_OK) {
        session->task = "conflicts";
        error = find_in_gaps(&lattice, out, n_conflicts > 0 ? n_conflicts : 1, &conflicts);
    }
    if (error == CST_E_OK) {
        error = cst__conflicts_find(&lattice, 1, &conflicts);
    }
    if (error == CST_E_OK) {
        session->task = "remedies";
        error = cst__remedies_find(&lattice, &conflicts, arena, out);
    }
    if (error == CST_E_OK) {
        session->task = "conflicts";
        error = cst__conflicts_find(&lattice, n_conflicts, &conflicts);
    }
    if (error == CST_E_OK && !keep_conflicts(&conflicts, n_conflicts, arena, out)) {
        error = CST_E_MEMORY;
    }
    if (error == CST_E_OK) {
        out->settled = is_settled(out, &conflicts);
    }
    cst__lattice_end(&lattice);
    *result = error == CST_E_OK ? out : NULL;
    return error;
}
