/*
 * compare_reasons.c - what is refused, left empty or in conflict in some results and not in others.
 */
#include <stdlib.h>
#include <string.h>

#include "solver/compare_parts.h"

/* ---------------------------------------------------------------- things of all results */

/* Thing i of a list in a result, NULL beyond the last. */
typedef const void *(*thing_at)(const cst_result *result, size_t i);

static cst__entry *list_all(cst_comparison *c, thing_at at, size_t *n) {
    cst__entry *entries = NULL;
    for (int pass = 0; pass < 2; pass++) {
        *n = 0;
        for (size_t side = 0; side < c->n_sides; side++) {
            const void *item = NULL;
            for (size_t i = 0; (item = at(c->sides[side].result, i)) != NULL; i++) {
                if (pass == 1) {
                    entries[*n] = (cst__entry){.item = item, .side = side, .index = i};
                }
                (*n)++;
            }
        }
        if (pass == 0 && (entries = cst__arena_alloc(c->arena, *n, sizeof *entries)) == NULL) {
            return NULL;
        }
    }
    return entries;
}

/* ---------------------------------------------------------------- refusals */

static const void *refusal_at(const cst_result *result, size_t i) {
    return i < result->n_refused ? &result->refused[i] : NULL;
}

static int order_refusals(const void *a, const void *b) {
    const cst_refusal *x = a;
    const cst_refusal *y = b;
    int order = strcmp(x->code, y->code);
    return order != 0 ? order : strcmp(x->offering, y->offering);
}

static int order_refused(const void *a, const void *b) {
    return strcmp(((const cst_refusal *)a)->offering, ((const cst_refusal *)b)->offering);
}

/* The refusals of one offering among all, sorted by offering. */
static bool *refused_where(const cst_comparison *c, const cst__entry *by_offering, size_t n,
                           const cst_refusal *refusal) {
    size_t low = 0;
    for (size_t high = n; low < high;) {
        size_t middle = low + (high - low) / 2;
        bool before = order_refused(by_offering[middle].item, refusal) < 0;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return cst__sides_of(c, by_offering, low, cst__equals_end(by_offering, n, low));
}

static bool add_refusal(cst_comparison *c, const cst_refusal *refusal, const bool *here,
                        const bool *refused) {
    if (here == NULL || refused == NULL) {
        return false;
    }
    c->refusals[c->n_refusals++] = (cst_refusal_change){.offering = refusal->offering,
                                                        .firm = refusal->firm,
                                                        .code = refusal->code,
                                                        .source = refusal->source,
                                                        .fact = refusal->fact,
                                                        .here = here,
                                                        .refused = refused};
    return true;
}

static bool is_everywhere(const cst_comparison *c, const cst__entry *equals, size_t n) {
    size_t sides = n > 0;
    for (size_t i = 1; i < n; i++) {
        sides += equals[i].side != equals[i - 1].side;
    }
    return sides == c->n_sides;
}

static bool compare_refusals(cst_comparison *c) {
    size_t n = 0;
    cst__entry *entries = list_all(c, refusal_at, &n);
    cst__entry *by_offering = list_all(c, refusal_at, &n);
    c->refusals = cst__arena_alloc(c->arena, n, sizeof *c->refusals);
    if (entries == NULL || by_offering == NULL || c->refusals == NULL) {
        return false;
    }
    cst__gather(entries, n, order_refusals, false);
    cst__gather(by_offering, n, order_refused, false);
    for (size_t at = 0, end; at < n; at = end) {
        end = cst__equals_end(entries, n, at);
        const cst_refusal *refusal = entries[at].item;
        if (!is_everywhere(c, &entries[at], end - at) &&
            !add_refusal(c, refusal, cst__sides_of(c, entries, at, end),
                         refused_where(c, by_offering, n, refusal))) {
            return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- gaps */

static const void *gap_at(const cst_result *result, size_t i) {
    const cst_infeasibility *why = result->nothing_fits;
    return why != NULL && i < why->n_gaps ? &why->gaps[i] : NULL;
}

static int order_gaps(const void *a, const void *b) {
    const cst_gap *x = a;
    const cst_gap *y = b;
    int order = (x->kind > y->kind) - (x->kind < y->kind);
    order = order != 0 ? order : strcmp(x->subject, y->subject);
    order = order != 0 ? order : strcmp(x->tag, y->tag);
    return order != 0 ? order : strcmp(x->pointer, y->pointer);
}

static bool compare_gaps(cst_comparison *c) {
    size_t n = 0;
    cst__entry *entries = list_all(c, gap_at, &n);
    c->gaps = cst__arena_alloc(c->arena, n, sizeof *c->gaps);
    if (entries == NULL || c->gaps == NULL) {
        return false;
    }
    cst__gather(entries, n, order_gaps, true);
    for (size_t at = 0, end; at < n; at = end) {
        end = cst__equals_end(entries, n, at);
        cst_gap_where *where = &c->gaps[c->n_gaps++];
        *where = (cst_gap_where){entries[at].item, cst__sides_of(c, entries, at, end)};
        if (where->here == NULL) {
            return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- conflicts */

static const void *conflict_at(const cst_result *result, size_t i) {
    const cst_infeasibility *why = result->nothing_fits;
    return why != NULL && i < why->n_conflicts ? &why->conflicts[i] : NULL;
}

/* The demands of a conflict stand in the order of the tender. */
static int order_conflicts(const void *a, const void *b) {
    const cst_conflict *x = a;
    const cst_conflict *y = b;
    for (size_t i = 0; i < x->n_demands && i < y->n_demands; i++) {
        int order = strcmp(x->demands[i], y->demands[i]);
        if (order != 0) {
            return order;
        }
    }
    return (x->n_demands > y->n_demands) - (x->n_demands < y->n_demands);
}

static bool compare_conflicts(cst_comparison *c) {
    size_t n = 0;
    cst__entry *entries = list_all(c, conflict_at, &n);
    c->conflicts = cst__arena_alloc(c->arena, n, sizeof *c->conflicts);
    if (entries == NULL || c->conflicts == NULL) {
        return false;
    }
    cst__gather(entries, n, order_conflicts, true);
    for (size_t at = 0, end; at < n; at = end) {
        end = cst__equals_end(entries, n, at);
        cst_conflict_where *where = &c->conflicts[c->n_conflicts++];
        *where = (cst_conflict_where){entries[at].item, cst__sides_of(c, entries, at, end)};
        if (where->here == NULL) {
            return false;
        }
    }
    return true;
}

bool cst__compare_reasons(cst_comparison *c) {
    return compare_refusals(c) && compare_gaps(c) && compare_conflicts(c);
}
