/*
 * choice.c - constraints (1) to (9) on chosen units, each a short function in the order of the
 * contract, all in integers; products of value and share in 128 bits.
 *
 * The judge first lists what is chosen and sums value by firm; every test then walks that short
 * list, so that a judgement costs time in the size of the package and not of the catalog (but for
 * one pass over the units to find it).
 */
#include "solver/choice.h"

#include <stdlib.h>
#include <string.h>

struct cst__judge {
    const cst_opportunity *opportunity;
    const cst_catalog *catalog;
    const cst__screening *screening;
    const int64_t *misfit_bp;
    size_t *chosen; /* offerings, ascending */
    size_t n_chosen;
    int64_t *value;      /* of each chosen one */
    int64_t *firm_value; /* [n_firms] */
    bool *is_member;     /* [n_firms] */
    int64_t total_cents;
    int n_members;
    cst__wide *balance;  /* [n_resources] */
    size_t *slot_count;  /* [n_slots] */
    size_t *layer_count; /* [n_layers] */
    cst__wide *falls;    /* of the content shares */
    size_t n_falls;
    const int64_t *units;
    int64_t gift_cents; /* that count for nothing */
};

cst_error cst__judge_new(const cst_opportunity *opportunity, const cst__screening *screening,
                         const int64_t *misfit_bp, cst__judge **judge) {
    *judge = NULL;
    cst__judge *j = calloc(1, sizeof *j);
    if (j == NULL) {
        return CST_E_MEMORY;
    }
    const cst_catalog *catalog = opportunity->catalog;
    j->opportunity = opportunity;
    j->catalog = catalog;
    j->screening = screening;
    j->misfit_bp = misfit_bp;
    j->chosen = malloc((catalog->n_offerings + 1) * sizeof *j->chosen);
    j->value = malloc((catalog->n_offerings + 1) * sizeof *j->value);
    j->falls = malloc((catalog->n_offerings + 1) * sizeof *j->falls);
    j->firm_value = malloc((catalog->n_firms + 1) * sizeof *j->firm_value);
    j->is_member = malloc((catalog->n_firms + 1) * sizeof *j->is_member);
    j->balance = malloc((catalog->n_resources + 1) * sizeof *j->balance);
    j->slot_count = malloc((opportunity->rules->n_slots + 1) * sizeof *j->slot_count);
    j->layer_count = malloc((opportunity->rules->n_layers + 1) * sizeof *j->layer_count);
    if (j->chosen == NULL || j->value == NULL || j->falls == NULL || j->firm_value == NULL ||
        j->is_member == NULL || j->balance == NULL || j->slot_count == NULL ||
        j->layer_count == NULL) {
        cst__judge_free(j);
        return CST_E_MEMORY;
    }
    *judge = j;
    return CST_E_OK;
}

void cst__judge_free(cst__judge *j) {
    if (j == NULL) {
        return;
    }
    free(j->chosen);
    free(j->value);
    free(j->falls);
    free(j->firm_value);
    free(j->is_member);
    free(j->balance);
    free(j->slot_count);
    free(j->layer_count);
    free(j);
}

static const cst__offering *offering_at(const cst__judge *j, size_t i) {
    return &j->catalog->offerings[j->chosen[i]];
}

/* Lists what is chosen; false where an offering is refused or its units are out of range. */
static bool list_chosen(cst__judge *j, const int64_t *units) {
    j->units = units;
    j->n_chosen = 0;
    j->total_cents = 0;
    j->n_members = 0;
    memset(j->firm_value, 0, j->catalog->n_firms * sizeof *j->firm_value);
    memset(j->is_member, 0, j->catalog->n_firms * sizeof *j->is_member);
    for (size_t o = 0; o < j->catalog->n_offerings; o++) {
        if (units[o] == 0) {
            continue;
        }
        const cst__offering *offering = &j->catalog->offerings[o];
        if (!j->screening->eligible[o] || units[o] < offering->min_units ||
            units[o] > offering->max_units) {
            return false;
        }
        int64_t value = cst__value_cents(offering, units[o], j->opportunity->term_years);
        j->chosen[j->n_chosen] = o;
        j->value[j->n_chosen++] = value;
        j->firm_value[offering->firm] += value;
        j->total_cents += value;
        j->n_members += !j->is_member[offering->firm];
        j->is_member[offering->firm] = true;
    }
    return true;
}

/* (1) */
static bool ledger_holds(cst__judge *j) {
    const cst_opportunity *p = j->opportunity;
    for (size_t r = 0; r < j->catalog->n_resources; r++) {
        j->balance[r] = (cst__wide)p->site_milli[r] - p->demand_milli[r];
    }
    for (size_t i = 0; i < j->n_chosen; i++) {
        const cst__offering *o = offering_at(j, i);
        int64_t n = j->units[j->chosen[i]];
        for (size_t a = 0; a < o->n_provides; a++) {
            j->balance[o->provides[a].resource] += (cst__wide)o->provides[a].milli * n;
        }
        for (size_t a = 0; a < o->n_consumes; a++) {
            j->balance[o->consumes[a].resource] -= (cst__wide)o->consumes[a].milli * n;
        }
    }
    for (size_t r = 0; r < j->catalog->n_resources; r++) {
        if (j->balance[r] < 0) {
            return false;
        }
    }
    return true;
}

/* (2) */
static bool slots_hold(cst__judge *j) {
    const cst_rules *rules = j->opportunity->rules;
    memset(j->slot_count, 0, rules->n_slots * sizeof *j->slot_count);
    memset(j->layer_count, 0, rules->n_layers * sizeof *j->layer_count);
    for (size_t i = 0; i < j->n_chosen; i++) {
        size_t slot = offering_at(j, i)->slot;
        j->slot_count[slot]++;
        if (rules->slots[slot].layer != CST__NONE) {
            j->layer_count[rules->slots[slot].layer]++;
        }
    }
    for (size_t s = 0; s < rules->n_slots; s++) {
        const cst__slot_ask *ask = &j->opportunity->slots[s];
        if ((ask->required && j->slot_count[s] == 0) ||
            (int64_t)j->slot_count[s] > ask->max_offerings) {
            return false;
        }
    }
    for (size_t l = 0; l < rules->n_layers; l++) {
        if (rules->layers[l].required && j->layer_count[l] == 0) {
            return false;
        }
    }
    return true;
}

/* Whether some chosen offering (of the slot, or of any) has the capability. */
static bool someone_has(const cst__judge *j, size_t slot, const char *tag) {
    for (size_t i = 0; i < j->n_chosen; i++) {
        const cst__offering *o = offering_at(j, i);
        if ((slot == CST__NONE || o->slot == slot) && cst__texts_has(&o->capabilities, tag)) {
            return true;
        }
    }
    return false;
}

/* (3) */
static bool some_has_holds(const cst__judge *j) {
    for (size_t s = 0; s < j->opportunity->rules->n_slots; s++) {
        const cst__texts *tags = &j->opportunity->slots[s].some_has;
        for (size_t t = 0; t < tags->n; t++) {
            if (!someone_has(j, s, tags->item[t])) {
                return false;
            }
        }
    }
    return true;
}

/* (4) */
static bool needs_hold(const cst__judge *j) {
    for (size_t i = 0; i < j->n_chosen; i++) {
        const cst__texts *needs = &offering_at(j, i)->needs;
        for (size_t t = 0; t < needs->n; t++) {
            if (!cst__texts_has(&j->opportunity->buyer_has, needs->item[t]) &&
                !someone_has(j, CST__NONE, needs->item[t])) {
                return false;
            }
        }
    }
    return true;
}

/* (5) */
static bool relations_hold(const cst__judge *j) {
    for (size_t i = 0; i < j->catalog->n_relations; i++) {
        const cst__relation *relation = &j->catalog->relations[i];
        bool a = relation->between_firms ? j->is_member[relation->a] : j->units[relation->a] > 0;
        bool b = relation->between_firms ? j->is_member[relation->b] : j->units[relation->b] > 0;
        if (a && b != relation->requires_b) {
            return false;
        }
    }
    return true;
}

/* (6) */
static bool members_hold(cst__judge *j) {
    const cst_opportunity *p = j->opportunity;
    if (j->n_members < p->min_members || j->n_members > p->max_members) {
        return false;
    }
    for (size_t f = 0; f < j->catalog->n_firms; f++) {
        if (p->include_firm[f] && !j->is_member[f]) {
            return false;
        }
    }
    for (size_t o = 0; o < j->catalog->n_offerings; o++) {
        if (p->include_offering[o] && j->units[o] == 0) {
            return false;
        }
    }
    return cst__judge_anchor(j) != CST__NONE;
}

size_t cst__judge_anchor(const cst__judge *j) {
    size_t best = CST__NONE;
    for (size_t f = 0; f < j->catalog->n_firms; f++) {
        bool may = j->is_member[f] && j->screening->may_anchor[f] &&
                   (j->opportunity->anchor == CST__NONE || j->opportunity->anchor == f);
        if (may && (best == CST__NONE || j->firm_value[f] > j->firm_value[best])) {
            best = f;
        }
    }
    return best;
}

/* (7) */
static bool values_hold(const cst__judge *j) {
    const cst_opportunity *p = j->opportunity;
    cst__wide local = 0;
    cst__wide small = 0;
    for (size_t f = 0; f < j->catalog->n_firms; f++) {
        const cst__firm *firm = &j->catalog->firms[f];
        if (!j->is_member[f]) {
            continue;
        }
        int64_t value = j->firm_value[f];
        if (value < firm->min_value_cents || value > firm->max_value_cents ||
            (cst__wide)value * CST__BP > (cst__wide)p->max_member_share_bp * j->total_cents) {
            return false;
        }
        local += firm->incorporated == p->buyer_country ? value : 0;
        small += firm->size == CST__SIZE_SMALL ? value : 0;
    }
    return local * CST__BP >= (cst__wide)p->local_share_bp * j->total_cents &&
           small * CST__BP >= (cst__wide)p->small_share_bp * j->total_cents;
}

static int known_or_zero(int share_bp) {
    return share_bp == CST__BP_UNKNOWN ? 0 : share_bp;
}

/* sum (share - threshold) * value over the content slots */
static cst__wide content_margin(const cst__judge *j, int threshold_bp) {
    const cst_rules *rules = j->opportunity->rules;
    cst__wide margin = 0;
    for (size_t i = 0; i < j->n_chosen; i++) {
        const cst__offering *o = offering_at(j, i);
        if (rules->slots[o->slot].content) {
            int share = known_or_zero(o->us_bp[rules->content_method]);
            margin += (cst__wide)(share - threshold_bp) * j->value[i];
        }
    }
    return margin;
}

static int compare_wide_down(const void *a, const void *b) {
    cst__wide x = *(const cst__wide *)a;
    cst__wide y = *(const cst__wide *)b;
    return (x < y) - (x > y);
}

/* The sum of the gamma largest falls (made - made_low) * value. */
static cst__wide largest_falls(cst__judge *j) {
    const cst_rules *rules = j->opportunity->rules;
    size_t n = 0;
    for (size_t i = 0; i < j->n_chosen; i++) {
        const cst__offering *o = offering_at(j, i);
        int fall = known_or_zero(o->us_bp[CST_METHOD_MADE]) - known_or_zero(o->us_made_low_bp);
        if (rules->slots[o->slot].content && fall > 0) {
            j->falls[n++] = (cst__wide)fall * j->value[i];
        }
    }
    qsort(j->falls, n, sizeof *j->falls, compare_wide_down);
    cst__wide sum = 0;
    for (size_t i = 0; i < n && (int64_t)i < j->opportunity->content_gamma; i++) {
        sum += j->falls[i];
    }
    return sum;
}

/* (8) */
static bool content_holds(cst__judge *j) {
    if (j->opportunity->content_mode != CST_MODE_REQUIRE) {
        return true;
    }
    cst__wide margin = content_margin(j, j->opportunity->rules->content_threshold_bp);
    if (j->opportunity->content_gamma > 0) {
        margin -= largest_falls(j);
    }
    return margin >= 0;
}

static bool is_taken(const cst__judge *j, const cst__bundle *bundle) {
    for (size_t i = 0; i < bundle->n_offerings; i++) {
        if (j->units[bundle->offerings[i]] == 0) {
            return false;
        }
    }
    return true;
}

static int64_t cost(const cst__judge *j) {
    int64_t sum = j->total_cents;
    for (size_t b = 0; b < j->catalog->n_bundles; b++) {
        if (is_taken(j, &j->catalog->bundles[b])) {
            sum -= j->catalog->bundles[b].discount_cents;
        }
    }
    return sum;
}

/* floor of the share of US content in basis points; the share of nothing is 1 */
static int content_share_bp(const cst__judge *j) {
    const cst_rules *rules = j->opportunity->rules;
    int64_t value = 0;
    for (size_t i = 0; i < j->n_chosen; i++) {
        value += rules->slots[offering_at(j, i)->slot].content ? j->value[i] : 0;
    }
    return value == 0 ? CST__BP : (int)(content_margin(j, 0) / value);
}

static int64_t largest_value(const cst__judge *j) {
    int64_t largest = 0;
    for (size_t f = 0; f < j->catalog->n_firms; f++) {
        largest = j->firm_value[f] > largest ? j->firm_value[f] : largest;
    }
    return largest;
}

static int largest_share_bp(const cst__judge *j) {
    return j->total_cents == 0 ? 0
                               : (int)cst__mul_div_ceil(largest_value(j), CST__BP, j->total_cents);
}

static cst_criteria criteria_of(const cst__judge *j) {
    cst_criteria c = {.cost_cents = cost(j),
                      .us_content_bp = content_share_bp(j),
                      .members = j->n_members,
                      .largest_share_bp = largest_share_bp(j)};
    for (size_t i = 0; i < j->n_chosen; i++) {
        size_t o = j->chosen[i];
        int weeks = j->screening->weeks[o];
        c.delivery_weeks = weeks > c.delivery_weeks ? weeks : c.delivery_weeks;
        c.licences += j->screening->licence_row[o] != CST__NONE;
        c.misfit_bp += j->misfit_bp[o];
    }
    return c;
}

static size_t distance(const cst__judge *j, const bool *earlier) {
    size_t n = 0;
    for (size_t f = 0; f < j->catalog->n_firms; f++) {
        n += j->is_member[f] != earlier[f];
    }
    return n;
}

static bool has_some(const cst__judge *j, const bool *some) {
    bool has = some == NULL;
    for (size_t f = 0; !has && f < j->catalog->n_firms; f++) {
        has = some[f] && j->is_member[f];
    }
    return has;
}

static bool has_either(const cst__judge *j, const bool *either) {
    bool has = either == NULL;
    for (size_t i = 0; !has && i < j->n_chosen; i++) {
        has = either[j->chosen[i]];
    }
    return has;
}

static bool is_choice(const cst__judge *j, const int64_t *units, const int64_t *choice) {
    return choice != NULL && memcmp(units, choice, j->catalog->n_offerings * sizeof *units) == 0;
}

static bool side_holds(const cst__judge *j, const int64_t *units, const cst__side *side,
                       const cst_criteria *c) {
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        int64_t value = cst_criteria_get(c, (cst_criterion)k);
        value -= k == CST_CRITERION_COST ? j->gift_cents : 0;
        if (side->limit[k] == CST__NO_LIMIT) {
            continue;
        }
        if (k == CST_CRITERION_US_CONTENT ? value < side->limit[k] : value > side->limit[k]) {
            return false;
        }
    }
    for (size_t i = 0; side->closed != NULL && i < j->n_chosen; i++) {
        if (side->closed[j->chosen[i]]) {
            return false;
        }
    }
    if (!has_some(j, side->some) || !has_either(j, side->either) ||
        is_choice(j, units, side->other)) {
        return false;
    }
    for (size_t i = 0; i < side->n_earlier; i++) {
        if (distance(j, side->earlier[i]) < (size_t)side->differ) {
            return false;
        }
    }
    return true;
}

bool cst__choice_holds(cst__judge *j, const int64_t *units, const cst__side *side,
                       cst_criteria *criteria) {
    if (!list_chosen(j, units) || !ledger_holds(j) || !slots_hold(j) || !some_has_holds(j) ||
        !needs_hold(j) || !relations_hold(j) || !members_hold(j) || !values_hold(j) ||
        !content_holds(j)) {
        return false;
    }
    *criteria = criteria_of(j);
    j->gift_cents = 0;
    for (size_t f = 0; side->gift != NULL && f < j->catalog->n_firms; f++) {
        j->gift_cents += side->gift[f] ? j->firm_value[f] : 0;
    }
    return criteria->cost_cents <= j->opportunity->budget_cents &&
           side_holds(j, units, side, criteria);
}

double cst__judge_objective(const cst__judge *j, cst__objective objective,
                            const cst_criteria *criteria) {
    switch (objective.aim) {
        case CST__AIM_COST:
            return (double)(criteria->cost_cents - j->gift_cents);
        case CST__AIM_MEMBERS:
            return criteria->members;
        case CST__AIM_LICENCES:
            return criteria->licences;
        case CST__AIM_MISFIT:
            return (double)criteria->misfit_bp;
        case CST__AIM_CONTENT:
            return -(double)content_margin(j, objective.threshold_bp);
        case CST__AIM_SHARE:
            return (double)((cst__wide)largest_value(j) * CST__BP -
                            (cst__wide)objective.threshold_bp * j->total_cents) /
                   CST__BP;
    }
    return 0;
}

void cst__choice_members(const cst_catalog *catalog, const int64_t *units, bool *members) {
    memset(members, 0, catalog->n_firms * sizeof *members);
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (units[o] > 0) {
            members[catalog->offerings[o].firm] = true;
        }
    }
}

bool cst__choice_fills(const cst_catalog *catalog, const int64_t *units, size_t firm, size_t slot) {
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        const cst__offering *it = &catalog->offerings[o];
        if (units[o] > 0 && it->firm == firm && (slot == CST__NONE || it->slot == slot)) {
            return true;
        }
    }
    return false;
}

bool cst__party_has(const cst_catalog *catalog, const cst__party_id *party, size_t offering) {
    return party->firm == CST__NONE ? party->offering == offering
                                    : catalog->offerings[offering].firm == party->firm;
}

bool cst__choice_has(const cst_catalog *catalog, const cst__party_id *party, const int64_t *units) {
    return party->firm == CST__NONE ? units[party->offering] > 0
                                    : cst__choice_fills(catalog, units, party->firm, CST__NONE);
}
