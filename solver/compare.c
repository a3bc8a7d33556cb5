/*
 * compare.c - cst_compare: results side by side.
 *
 *     sides -> packages that answer to each other -> best values, conclusions that flip
 *           -> reasons why not
 *
 * A conclusion is compared where it is known, and is called the same only where nothing is open.
 * It is proven by proven values alone: a package that was merely found is not the cheapest one.
 */
#include <stdlib.h>
#include <string.h>

#include "model/model.h"
#include "solver/compare_parts.h"

/* ---------------------------------------------------------------- equals together */

static int place_order(size_t side, size_t index, size_t other_side, size_t other_index) {
    if (side != other_side) {
        return side < other_side ? -1 : 1;
    }
    return (index > other_index) - (index < other_index);
}

static int by_thing(const void *a, const void *b) {
    const cst__entry *x = a;
    const cst__entry *y = b;
    int order = x->order(x->item, y->item);
    return order != 0 ? order : place_order(x->side, x->index, y->side, y->index);
}

static int by_appearance_of_equals(const void *a, const void *b) {
    const cst__entry *x = a;
    const cst__entry *y = b;
    int order = place_order(x->first_side, x->first_index, y->first_side, y->first_index);
    return order != 0 ? order : place_order(x->side, x->index, y->side, y->index);
}

void cst__gather(cst__entry *entries, size_t n, cst__order order, bool by_appearance) {
    for (size_t i = 0; i < n; i++) {
        entries[i].order = order;
    }
    qsort(entries, n, sizeof *entries, by_thing);
    for (size_t i = 0; i < n; i++) {
        bool equal = i > 0 && order(entries[i - 1].item, entries[i].item) == 0;
        entries[i].first_side = equal ? entries[i - 1].first_side : entries[i].side;
        entries[i].first_index = equal ? entries[i - 1].first_index : entries[i].index;
    }
    if (by_appearance) {
        qsort(entries, n, sizeof *entries, by_appearance_of_equals);
    }
}

size_t cst__equals_end(const cst__entry *entries, size_t n, size_t at) {
    size_t end = at + 1;
    while (end < n && entries[end].first_side == entries[at].first_side &&
           entries[end].first_index == entries[at].first_index) {
        end++;
    }
    return end;
}

bool *cst__sides_of(const cst_comparison *c, const cst__entry *entries, size_t at, size_t end) {
    bool *here = cst__arena_alloc(c->arena, c->n_sides, sizeof *here);
    for (size_t i = at; here != NULL && i < end; i++) {
        here[entries[i].side] = true;
    }
    return here;
}

/* ---------------------------------------------------------------- sides */

/* The package that is listed for its cost; where none is, the cheapest of those listed. */
static const cst_package *cheapest_of(const cst_result *result) {
    const cst_package *cheapest = result->n_packages > 0 ? &result->packages[0] : NULL;
    for (size_t i = 0; i < result->n_packages; i++) {
        const cst_package *package = &result->packages[i];
        if (package->best_at[CST_CRITERION_COST]) {
            return package;
        }
        if (result->asked.by != CST_BY_COST &&
            package->criteria.cost_cents < cheapest->criteria.cost_cents) {
            cheapest = package;
        }
    }
    return cheapest;
}

/* A further package of a slate is cheapest among those that differ, which proves nothing here. */
static bool is_proven_cheapest(const cst_result *result, const cst_package *package) {
    if (package == NULL || package->proof != CST_PROOF_OPTIMAL) {
        return false;
    }
    bool labelled = package->best_at[CST_CRITERION_COST];
    bool frontier = result->frontier != NULL && result->frontier->named[CST_CRITERION_COST] &&
                    package == result->packages;
    return result->asked.by == CST_BY_COST || frontier ||
           (labelled && result->criteria_proven[CST_CRITERION_COST]);
}

/* Whether content is computed, and by the same method, in two results. */
static bool same_method(const cst_result *a, const cst_result *b) {
    if (a->n_packages == 0 || b->n_packages == 0) {
        return false;
    }
    const cst_content *x = &a->packages[0].content;
    const cst_content *y = &b->packages[0].content;
    return x->mode != CST_MODE_IGNORE && y->mode != CST_MODE_IGNORE && x->method == y->method;
}

static void fill_side(cst_side *side, const cst_result *result, const cst_result *first,
                      const char *label) {
    side->label = label;
    side->result = result;
    side->cheapest = cheapest_of(result);
    side->cheapest_proven = is_proven_cheapest(result, side->cheapest);
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        side->comparable[c] = true;
    }
    side->comparable[CST_CRITERION_COST] = strcmp(result->currency, first->currency) == 0;
    side->comparable[CST_CRITERION_US_CONTENT] = same_method(result, first);
}

/* Of a file that was read a sum may be so large that a difference leaves 64 bits. */
bool cst_side_difference(const cst_side *from, const cst_side *to, cst_criterion criterion,
                         int64_t from_value, int64_t to_value, int64_t *difference) {
    *difference = 0;
    return from->comparable[criterion] && to->comparable[criterion] &&
           !__builtin_sub_overflow(to_value, from_value, difference);
}

static bool same_asked(const cst_asked *a, const cst_asked *b) {
    return a->by == b->by && a->candidates == b->candidates && a->differ == b->differ &&
           a->gap == b->gap && a->time_limit_s == b->time_limit_s;
}

static bool fill_sides(cst_comparison *c, const cst_result *const *results,
                       const char *const *labels) {
    const cst_result *first = results[0];
    c->sides = cst__arena_alloc(c->arena, c->n_sides, sizeof *c->sides);
    if (c->sides == NULL) {
        return false;
    }
    c->same_opportunity = c->same_rules = c->same_assumptions = true;
    c->same_currency = c->same_settings = true;
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_result *r = results[i];
        fill_side(&c->sides[i], r, first, labels[i]);
        c->same_opportunity =
            c->same_opportunity && strcmp(r->opportunity, first->opportunity) == 0;
        c->same_rules = c->same_rules && strcmp(r->rules, first->rules) == 0;
        c->same_assumptions =
            c->same_assumptions && strcmp(r->assumptions, first->assumptions) == 0;
        c->same_currency = c->same_currency && strcmp(r->currency, first->currency) == 0;
        c->same_settings = c->same_settings && same_asked(&r->asked, &first->asked);
    }
    return true;
}

/* ---------------------------------------------------------------- best values */

static cst_best best_of(const cst_side *side, cst_criterion criterion) {
    const cst_result *result = side->result;
    if (criterion == CST_CRITERION_COST) {
        bool known = side->cheapest != NULL;
        return (cst_best){known, side->cheapest_proven,
                          known ? side->cheapest->criteria.cost_cents : 0};
    }
    for (size_t i = 0; i < result->n_packages; i++) {
        if (result->packages[i].best_at[criterion]) {
            return (cst_best){true, result->criteria_proven[criterion],
                              cst_criteria_get(&result->packages[i].criteria, criterion)};
        }
    }
    return (cst_best){.known = false};
}

static bool fill_best(cst_comparison *c) {
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        c->best[k] = cst__arena_alloc(c->arena, c->n_sides, sizeof *c->best[k]);
        for (size_t i = 0; c->best[k] != NULL && i < c->n_sides; i++) {
            c->best[k][i] = best_of(&c->sides[i], (cst_criterion)k);
        }
        if (c->best[k] == NULL) {
            return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- conclusions */

/* Costs closer than the gap count as equal, as they do in each result. */
static bool same_cost(const cst_side *a, const cst_side *b) {
    int64_t x = a->cheapest->criteria.cost_cents;
    int64_t y = b->cheapest->criteria.cost_cents;
    double gap =
        a->result->asked.gap > b->result->asked.gap ? a->result->asked.gap : b->result->asked.gap;
    double most = x > y ? (double)x : (double)y;
    double apart = x > y ? (double)x - (double)y : (double)y - (double)x;
    return x == y || apart <= gap * most;
}

/* Whether the packages of two sides hold the same things, amounts apart. */
static bool same_things(const cst_presences *things, size_t a, size_t b) {
    bool same = true;
    for (size_t i = 0; i < things->n && same; i++) {
        same = (things->items[i].amounts[a] > 0) == (things->items[i].amounts[b] > 0);
    }
    return same;
}

/* Of two sides that both have a value. */
static bool same_value(const cst_comparison *c, cst_conclusion conclusion, size_t a, size_t b) {
    const cst_package *x = c->sides[a].cheapest;
    const cst_package *y = c->sides[b].cheapest;
    switch (conclusion) {
        case CST_CONCLUSION_FEASIBLE:
            return (x == NULL) == (y == NULL);
        case CST_CONCLUSION_COST:
            return same_cost(&c->sides[a], &c->sides[b]);
        case CST_CONCLUSION_ANCHOR:
            return strcmp(x->anchor, y->anchor) == 0;
        case CST_CONCLUSION_MEMBERS:
            return same_things(&c->counterparts[0].members, a, b);
        case CST_CONCLUSION_LICENCES:
            return same_things(&c->counterparts[0].licences, a, b);
        case CST_CONCLUSION_CONTENT_MET:
        case CST_N_CONCLUSIONS:
        default:
            return x->content.met == y->content.met;
    }
}

static bool is_known(const cst_comparison *c, cst_conclusion conclusion, const cst_side *side) {
    const cst_package *package = side->cheapest;
    if (conclusion == CST_CONCLUSION_FEASIBLE) {
        return package != NULL || side->result->status == CST_STATUS_INFEASIBLE;
    }
    if (conclusion == CST_CONCLUSION_CONTENT_MET) {
        return package != NULL && package->content.mode != CST_MODE_IGNORE;
    }
    return package != NULL && (conclusion != CST_CONCLUSION_COST || c->same_currency);
}

/* Something that is not known and might be, had the search gone on. */
static bool is_open(const cst_side *side) {
    return side->cheapest == NULL && side->result->status != CST_STATUS_INFEASIBLE;
}

/* A package that was found proves that there is one; what the cheapest is takes more. */
static bool is_proven(cst_conclusion conclusion, const cst_side *side) {
    return conclusion == CST_CONCLUSION_FEASIBLE || side->cheapest_proven;
}

/* All values are compared with one of them, first with one that is proven. */
static void judge(const cst_comparison *c, cst_conclusion conclusion, cst_flip *flip) {
    size_t n_known = 0;
    size_t base = c->n_sides;
    bool open = false;
    bool all_proven = true;
    for (size_t i = 0; i < c->n_sides; i++) {
        n_known += flip->known[i];
        open = open || is_open(&c->sides[i]);
        all_proven = all_proven && (!flip->known[i] || flip->proofs[i]);
        bool better = base == c->n_sides || (flip->proofs[i] && !flip->proofs[base]);
        base = flip->known[i] && better ? i : base;
    }
    bool differs = false;
    bool proven_differs = false;
    for (size_t i = 0; i < c->n_sides; i++) {
        if (flip->known[i] && !same_value(c, conclusion, base, i)) {
            differs = true;
            proven_differs = proven_differs || (flip->proofs[base] && flip->proofs[i]);
        }
    }
    flip->verdict = differs               ? CST_VERDICT_FLIPS
                    : open || n_known < 2 ? CST_VERDICT_OPEN
                                          : CST_VERDICT_SAME;
    flip->proven = differs ? proven_differs : flip->verdict == CST_VERDICT_SAME && all_proven;
}

static bool fill_flips(cst_comparison *c) {
    for (int k = 0; k < CST_N_CONCLUSIONS; k++) {
        cst_flip *flip = &c->flips[k];
        flip->known = cst__arena_alloc(c->arena, c->n_sides, sizeof *flip->known);
        flip->proofs = cst__arena_alloc(c->arena, c->n_sides, sizeof *flip->proofs);
        if (flip->known == NULL || flip->proofs == NULL) {
            return false;
        }
        for (size_t i = 0; i < c->n_sides; i++) {
            flip->known[i] = is_known(c, (cst_conclusion)k, &c->sides[i]);
            flip->proofs[i] = flip->known[i] && is_proven((cst_conclusion)k, &c->sides[i]);
        }
        judge(c, (cst_conclusion)k, flip);
    }
    return true;
}

/* ---------------------------------------------------------------- the door */

cst_error cst_compare(const cst_result *const *results, const char *const *labels, size_t n,
                      cst_comparison **comparison) {
    *comparison = NULL;
    if (n < 2) {
        return CST_E_SETTING;
    }
    cst__arena *arena = cst__arena_new();
    cst_comparison *c = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *c);
    if (c == NULL) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    c->verb = "compare";
    c->arena = arena;
    c->n_sides = n;
    if (!fill_sides(c, results, labels) || !cst__compare_packages(c) || !fill_best(c) ||
        !fill_flips(c) || !cst__compare_reasons(c)) {
        cst_comparison_free(c);
        return CST_E_MEMORY;
    }
    *comparison = c;
    return CST_E_OK;
}

void cst_comparison_free(cst_comparison *comparison) {
    if (comparison != NULL) {
        cst__arena_free(comparison->arena);
    }
}

/* ---------------------------------------------------------------- names */

const char *cst_conclusion_id(cst_conclusion conclusion) {
#define CONCLUSION_ID(name, id, label) [CST_CONCLUSION_##name] = id,
    static const char *const ids[] = {CST_CONCLUSION_MAP(CONCLUSION_ID)};
#undef CONCLUSION_ID
    return (size_t)conclusion < CST_N_CONCLUSIONS ? ids[conclusion] : "";
}

const char *cst_conclusion_label(cst_conclusion conclusion) {
#define CONCLUSION_LABEL(name, id, label) [CST_CONCLUSION_##name] = label,
    static const char *const labels[] = {CST_CONCLUSION_MAP(CONCLUSION_LABEL)};
#undef CONCLUSION_LABEL
    return (size_t)conclusion < CST_N_CONCLUSIONS ? labels[conclusion] : "";
}

const char *cst_verdict_id(cst_verdict verdict) {
    static const char *const ids[] = {
        [CST_VERDICT_SAME] = "same", [CST_VERDICT_FLIPS] = "flips", [CST_VERDICT_OPEN] = "open"};
    return (size_t)verdict < sizeof ids / sizeof *ids ? ids[verdict] : "";
}
