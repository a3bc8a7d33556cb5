/*
 * formulate.c - constraints (1) to (9) of the contract as rows of a program.
 *
 * Sets       o offerings that passed screening, f firms, s slots, r resources, b bundles;
 *            v variants: an offering with one tier of its price, units low_v .. high_v.
 * Parameters unit_v, least_v: value of one unit, and of low_v units with the fixed part (cents).
 * Variables  z_v in {0,1}                 variant chosen;  Z_o = sum of z over the variants of o
 *            0 <= n'_v <= high_v - low_v  whole units beyond the least
 *            y_f in {0,1}                 firm is a member
 *            0 <= w_b <= 1                discount of the bundle is taken
 *            T >= 0                       V, the sum of all V_o; at most budget + sum discount_b
 *            p, q_v >= 0                  the falls of content shares (Bertsimas and Sim 2004)
 * Short      N_o = sum (low_v z_v + n'_v),  V_o = sum (least_v z_v + unit_v n'_v)
 *
 *   (1) ledger      sum (provides - consumes) N_o >= demand_r - site_r
 *   (2) slots       sum Z_o >= 1 over a required slot or layer; <= max_offerings over a slot
 *   (3) some_has    sum Z_o >= 1 over the offerings of the slot that have the tag
 *   (4) needs       Z_o <= sum Z_p over the offerings p that have the tag
 *   (5) relations   A + B <= 1 (excludes), A <= B (requires), for Z or y
 *   (6) members     min <= sum y_f <= max; includes are 1; sum y_f >= 1 over those who may lead
 *   (7) values      min_value y_f <= V_f <= max_value; V_f <= share * V; local V >= share * V ...
 *   (8) content     sum (m_o - threshold) V_o - gamma p - sum q_o >= 0,  p + q_o >= fall_o V_o:
 *                   by linear programming duality gamma p + sum q_o bounds the gamma largest
 *                   falls and is equal to them at best (op. cit., theorem 1)
 *   (9) budget      sum V_o - sum discount_b w_b <= budget
 *   linking         sum of z over variants of an offering <= 1;  n'_v <= (high - low) z_v;
 *                   Z_o <= y_f (with max_offerings 1: the sum over a firm's offerings of the slot);
 *                   y_f <= sum Z_o;  w_b <= Z_o
 *
 * What makes it tight: tiers are variants of their own, so that the price of a unit never mixes;
 * units are counted beyond the least, so that low z <= n needs no row; and a firm with a single
 * variant shares its column. Columns come in canonical order (firms, then variants), since an
 * engine breaks ties by position.
 */
#include "solver/formulate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/terms.h"

/* ---------------------------------------------------------------- (1) ledger */

static void add_ledger_rows(cst__formulation *f) {
    const cst_opportunity *p = f->opportunity;
    const cst_catalog *catalog = p->catalog;
    for (size_t r = 0; r < catalog->n_resources; r++) {
        for (size_t o = 0; o < catalog->n_offerings; o++) {
            const cst__offering *offering = &catalog->offerings[o];
            if (!cst__is_eligible(f, o)) {
                continue;
            }
            for (size_t i = 0; i < offering->n_provides; i++) {
                if (offering->provides[i].resource == r) {
                    cst__add_units(f, o, (double)offering->provides[i].milli);
                }
            }
            for (size_t i = 0; i < offering->n_consumes; i++) {
                if (offering->consumes[i].resource == r) {
                    cst__add_units(f, o, -(double)offering->consumes[i].milli);
                }
            }
        }
        double lower = (double)(p->demand_milli[r] - p->site_milli[r]);
        cst__end_row(f, &f->program, CST__ROW_LEDGER, r, lower, HUGE_VAL, false);
    }
}

/* ---------------------------------------------------------------- (2) slots, (3) some_has */

static void add_slot_offerings(cst__formulation *f, size_t slot, const char *tag) {
    const cst_catalog *catalog = f->opportunity->catalog;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        const cst__offering *offering = &catalog->offerings[o];
        if (cst__is_eligible(f, o) && offering->slot == slot &&
            (tag == NULL || cst__texts_has(&offering->capabilities, tag))) {
            cst__add_chosen(f, o, 1);
        }
    }
}

static void add_slot_rows(cst__formulation *f) {
    const cst_opportunity *p = f->opportunity;
    for (size_t s = 0; s < p->rules->n_slots; s++) {
        const cst__slot_ask *ask = &p->slots[s];
        if (ask->required) {
            add_slot_offerings(f, s, NULL);
            cst__end_row(f, &f->program, CST__ROW_SLOT, s, 1, HUGE_VAL, false);
        }
        if (ask->max_offerings != CST__NO_LIMIT) {
            add_slot_offerings(f, s, NULL);
            cst__end_row(f, &f->program, CST__ROW_MAX_OFFERINGS, s, -HUGE_VAL,
                         (double)ask->max_offerings, false);
        }
        for (size_t i = 0; i < ask->some_has.n; i++) {
            add_slot_offerings(f, s, ask->some_has.item[i]);
            cst__end_row(f, &f->program, CST__ROW_SOME_HAS, s, 1, HUGE_VAL, false);
        }
    }
}

static void add_layer_rows(cst__formulation *f) {
    const cst_rules *rules = f->opportunity->rules;
    for (size_t l = 0; l < rules->n_layers; l++) {
        if (!rules->layers[l].required) {
            continue;
        }
        for (size_t s = 0; s < rules->n_slots; s++) {
            if (rules->slots[s].layer == l) {
                add_slot_offerings(f, s, NULL);
            }
        }
        cst__end_row(f, &f->program, CST__ROW_LAYER, l, 1, HUGE_VAL, false);
    }
}

/* ---------------------------------------------------------------- (4) needs */

typedef struct tagged {
    const char *tag;
    size_t offering;
} tagged;

static int compare_tagged(const void *a, const void *b) {
    const tagged *x = a;
    const tagged *y = b;
    int order = strcmp(x->tag, y->tag);
    if (order != 0) {
        return order;
    }
    return (x->offering > y->offering) - (x->offering < y->offering);
}

/* All (capability, offering) pairs of the eligible offerings, by tag: who can meet a need. */
static tagged *list_capabilities(const cst__formulation *f, size_t *n) {
    const cst_catalog *catalog = f->opportunity->catalog;
    size_t room = 1;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        room += catalog->offerings[o].capabilities.n;
    }
    tagged *list = malloc(room * sizeof *list);
    *n = 0;
    if (list == NULL) {
        return NULL;
    }
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        const cst__texts *tags = &catalog->offerings[o].capabilities;
        for (size_t i = 0; cst__is_eligible(f, o) && i < tags->n; i++) {
            list[(*n)++] = (tagged){tags->item[i], o};
        }
    }
    qsort(list, *n, sizeof *list, compare_tagged);
    return list;
}

/* Where the pairs of a tag begin. */
static size_t first_with(const tagged *list, size_t n, const char *tag) {
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(list[middle].tag, tag) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void add_need_row(cst__formulation *f, size_t offering, const char *tag, const tagged *list,
                         size_t n) {
    for (size_t i = first_with(list, n, tag); i < n && strcmp(list[i].tag, tag) == 0; i++) {
        cst__add_chosen(f, list[i].offering, 1);
    }
    cst__add_chosen(f, offering, -1);
    cst__end_row(f, &f->program, CST__ROW_NEEDS, offering, 0, HUGE_VAL, true);
}

static bool add_need_rows(cst__formulation *f) {
    const cst_opportunity *p = f->opportunity;
    size_t n = 0;
    tagged *list = list_capabilities(f, &n);
    if (list == NULL) {
        return false;
    }
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        const cst__offering *offering = &p->catalog->offerings[o];
        for (size_t i = 0; cst__is_eligible(f, o) && i < offering->needs.n; i++) {
            const char *tag = offering->needs.item[i];
            if (!cst__texts_has(&offering->capabilities, tag) &&
                !cst__texts_has(&p->buyer_has, tag)) {
                add_need_row(f, o, tag, list, n);
            }
        }
    }
    free(list);
    return true;
}

/* ---------------------------------------------------------------- (5) relations */

/* weight * Z_o or weight * y_f; nothing where it can not be chosen, which makes it 0. */
static void add_party(cst__formulation *f, bool is_firm, size_t index, double weight) {
    if (!is_firm) {
        cst__add_chosen(f, index, weight);
    } else if (f->member[index] >= 0) {
        cst__add(f, f->member[index], weight);
    }
}

static void add_relation_rows(cst__formulation *f) {
    const cst_catalog *catalog = f->opportunity->catalog;
    for (size_t i = 0; i < catalog->n_relations; i++) {
        const cst__relation *relation = &catalog->relations[i];
        add_party(f, relation->between_firms, relation->a, 1);
        add_party(f, relation->between_firms, relation->b, relation->requires_b ? -1 : 1);
        cst__end_row(f, &f->program, CST__ROW_RELATION, i, -HUGE_VAL, relation->requires_b ? 0 : 1,
                     true);
    }
}

/* ---------------------------------------------------------------- (6) members */

static void add_member_count_row(cst__formulation *f) {
    const cst_opportunity *p = f->opportunity;
    double most = p->max_members == CST__NO_LIMIT ? HUGE_VAL : (double)p->max_members;
    for (size_t firm = 0; firm < p->catalog->n_firms; firm++) {
        add_party(f, true, firm, 1);
    }
    cst__end_row(f, &f->program, CST__ROW_MEMBERS, 0, (double)p->min_members, most, false);
}

static void add_include_rows(cst__formulation *f) {
    const cst_opportunity *p = f->opportunity;
    for (size_t firm = 0; firm < p->catalog->n_firms; firm++) {
        if (p->include_firm[firm]) {
            add_party(f, true, firm, 1);
            cst__end_row(f, &f->program, CST__ROW_INCLUDE, firm, 1, HUGE_VAL, false);
        }
    }
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        if (p->include_offering[o]) {
            cst__add_chosen(f, o, 1);
            cst__end_row(f, &f->program, CST__ROW_INCLUDE, o, 1, HUGE_VAL, false);
        }
    }
}

/* Someone among the members may lead: the one who is named, if one is. */
static void add_anchor_row(cst__formulation *f) {
    const cst_opportunity *p = f->opportunity;
    for (size_t firm = 0; firm < p->catalog->n_firms; firm++) {
        if (f->screening->may_anchor[firm] && (p->anchor == CST__NONE || p->anchor == firm)) {
            add_party(f, true, firm, 1);
        }
    }
    cst__end_row(f, &f->program, CST__ROW_ANCHOR, 0, 1, HUGE_VAL, false);
}

/* ---------------------------------------------------------------- (7) values and shares */

static void add_firm_value_rows(cst__formulation *f) {
    const cst_catalog *catalog = f->opportunity->catalog;
    for (size_t firm = 0; firm < catalog->n_firms; firm++) {
        const cst__firm *it = &catalog->firms[firm];
        if (f->member[firm] < 0) {
            continue;
        }
        if (it->min_value_cents > 0) {
            cst__add_firm_value(f, firm, 1);
            add_party(f, true, firm, -(double)it->min_value_cents);
            cst__end_row(f, &f->program, CST__ROW_MIN_VALUE, firm, 0, HUGE_VAL, true);
        }
        if (it->max_value_cents != CST__NO_LIMIT) {
            cst__add_firm_value(f, firm, 1);
            add_party(f, true, firm, -(double)it->max_value_cents);
            cst__end_row(f, &f->program, CST__ROW_MAX_VALUE, firm, -HUGE_VAL, 0, true);
        }
    }
}

static bool is_local(const cst_opportunity *p, const cst__firm *firm) {
    return firm->incorporated == p->buyer_country;
}

static bool is_small(const cst_opportunity *p, const cst__firm *firm) {
    (void)p;
    return firm->size == CST__SIZE_SMALL;
}

/* Those who belong hold at least the share of V. */
static void add_group_share_row(cst__formulation *f, cst__row_kind kind, int share_bp,
                                bool (*belongs)(const cst_opportunity *, const cst__firm *)) {
    const cst_opportunity *p = f->opportunity;
    for (size_t firm = 0; firm < p->catalog->n_firms; firm++) {
        if (belongs(p, &p->catalog->firms[firm])) {
            cst__add_firm_value(f, firm, CST__BP);
        }
    }
    cst__add_total_value(f, -(double)share_bp);
    cst__end_row(f, &f->program, kind, 0, 0, HUGE_VAL, false);
}

/* T = V, in larger units. */
static void add_total_value(cst__formulation *f) {
    double most = ceil(cst__most_value(f) / CST__TOTAL_UNIT);
    f->total = cst__program_add_column(&f->program,
                                       (cst__column){.kind = CST__COLUMN_TOTAL, .upper = most});
    if (f->program.out_of_memory) {
        return;
    }
    cst__add_all_values(f, 1);
    cst__add_total_value(f, -1);
    cst__end_row(f, &f->program, CST__ROW_TOTAL, 0, 0, 0, false);
}

static void add_value_rows(cst__formulation *f) {
    const cst_opportunity *p = f->opportunity;
    add_firm_value_rows(f);
    add_total_value(f);
    if (f->program.out_of_memory) {
        return;
    }
    if (p->max_member_share_bp < CST__BP) {
        cst__add_member_share_rows(f, &f->program, CST__ROW_MEMBER_SHARE, p->max_member_share_bp,
                                   -1);
    }
    if (p->local_share_bp > 0) {
        add_group_share_row(f, CST__ROW_LOCAL_SHARE, p->local_share_bp, is_local);
    }
    if (p->small_share_bp > 0) {
        add_group_share_row(f, CST__ROW_SMALL_SHARE, p->small_share_bp, is_small);
    }
}

/* ---------------------------------------------------------------- (8) content */

static double largest_fall(const cst__formulation *f, const cst__variant *variant) {
    return (double)cst__variant_fall_bp(f, variant) *
           ((double)variant->least_cents +
            (double)variant->unit_cents * (double)(variant->high - variant->low));
}

/* p + q_v >= fall_v V_v. Of the variants of an offering at most one is chosen, so that a row for
 * each variant counts no fall twice. Returns the column q_v. */
static int add_fall_row(cst__formulation *f, size_t v, int p_column) {
    const cst__variant *variant = &f->variants[v];
    int q = cst__program_add_column(
        &f->program,
        (cst__column){.kind = CST__COLUMN_FALL_OF, .index = v, .upper = largest_fall(f, variant)});
    if (f->program.out_of_memory) {
        return q;
    }
    cst__add(f, p_column, 1);
    cst__add(f, q, 1);
    cst__add_variant_value(f, variant, -(double)cst__variant_fall_bp(f, variant));
    cst__end_row(f, &f->program, CST__ROW_FALL, v, 0, HUGE_VAL, true);
    return q;
}

/* The columns and rows of the falls; adds  -gamma p - sum q  to the row that is being built last.
 */
static void add_falls(cst__formulation *f, int *q, int *p_column) {
    double largest = 0;
    for (size_t v = 0; v < f->n_variants; v++) {
        if (cst__counts_for_content(f, &f->variants[v]) &&
            cst__variant_fall_bp(f, &f->variants[v]) > 0) {
            largest = fmax(largest, largest_fall(f, &f->variants[v]));
        }
    }
    *p_column = cst__program_add_column(&f->program,
                                        (cst__column){.kind = CST__COLUMN_FALL, .upper = largest});
    for (size_t v = 0; v < f->n_variants && !f->program.out_of_memory; v++) {
        bool falls = cst__counts_for_content(f, &f->variants[v]) &&
                     cst__variant_fall_bp(f, &f->variants[v]) > 0;
        q[v] = falls ? add_fall_row(f, v, *p_column) : -1;
    }
}

static bool add_content_row(cst__formulation *f) {
    const cst_opportunity *p = f->opportunity;
    if (p->content_mode != CST_MODE_REQUIRE) {
        return true;
    }
    int *q = malloc((f->n_variants + 1) * sizeof *q);
    if (q == NULL) {
        return false;
    }
    for (size_t v = 0; v < f->n_variants; v++) {
        q[v] = -1;
    }
    if (p->content_gamma > 0) {
        int p_column = 0;
        add_falls(f, q, &p_column);
        if (f->program.out_of_memory) {
            free(q);
            return false;
        }
        cst__add(f, p_column, -(double)p->content_gamma);
        for (size_t v = 0; v < f->n_variants; v++) {
            if (q[v] >= 0) {
                cst__add(f, q[v], -1);
            }
        }
    }
    cst__add_content_margin(f, 1, p->rules->content_threshold_bp);
    cst__end_row(f, &f->program, CST__ROW_CONTENT, 0, 0, HUGE_VAL, false);
    free(q);
    return true;
}

/* ---------------------------------------------------------------- (9) budget, bundles */

static bool can_be_taken(const cst__formulation *f, const cst__bundle *bundle) {
    for (size_t i = 0; i < bundle->n_offerings; i++) {
        if (!cst__is_eligible(f, bundle->offerings[i])) {
            return false;
        }
    }
    return bundle->discount_cents > 0;
}

static void add_bundles(cst__formulation *f) {
    const cst_catalog *catalog = f->opportunity->catalog;
    for (size_t b = 0; b < catalog->n_bundles && !f->program.out_of_memory; b++) {
        const cst__bundle *bundle = &catalog->bundles[b];
        if (!can_be_taken(f, bundle)) {
            continue;
        }
        int w = cst__program_add_column(
            &f->program, (cst__column){.kind = CST__COLUMN_BUNDLE, .index = b, .upper = 1});
        for (size_t i = 0; i < bundle->n_offerings && !f->program.out_of_memory; i++) {
            cst__add(f, w, 1);
            cst__add_chosen(f, bundle->offerings[i], -1);
            cst__end_row(f, &f->program, CST__ROW_BUNDLE, b, -HUGE_VAL, 0, true);
        }
    }
}

static void add_budget_row(cst__formulation *f) {
    if (f->opportunity->budget_cents != CST__NO_LIMIT) {
        cst__add_cost(f);
        cst__end_row(f, &f->program, CST__ROW_BUDGET, 0, -HUGE_VAL,
                     (double)f->opportunity->budget_cents, false);
    }
}

/* ---------------------------------------------------------------- linking */

static void add_variant_rows(cst__formulation *f) {
    for (size_t v = 0; v < f->n_variants; v++) {
        const cst__variant *variant = &f->variants[v];
        if (variant->units >= 0) {
            cst__add(f, variant->units, 1);
            cst__add(f, variant->chosen, -(double)(variant->high - variant->low));
            cst__end_row(f, &f->program, CST__ROW_UNITS, v, -HUGE_VAL, 0, true);
        }
    }
    for (size_t o = 0; o < f->opportunity->catalog->n_offerings; o++) {
        if (f->first_variant[o + 1] - f->first_variant[o] > 1) {
            cst__add_chosen(f, o, 1);
            cst__end_row(f, &f->program, CST__ROW_ONE_TIER, o, -HUGE_VAL, 1, true);
        }
    }
}

/* Z_o <= y_f; where the slot takes one offering, all that the firm has in it together. */
static void add_member_rows(cst__formulation *f, size_t firm) {
    const cst_opportunity *p = f->opportunity;
    for (size_t s = 0; s < p->rules->n_slots; s++) {
        bool one = p->slots[s].max_offerings == 1;
        size_t open = 0;
        for (size_t i = f->firm_start[firm]; i < f->firm_start[firm + 1]; i++) {
            size_t o = f->variants[f->firm_variants[i]].offering;
            if (p->catalog->offerings[o].slot != s) {
                continue;
            }
            cst__add(f, f->variants[f->firm_variants[i]].chosen, 1);
            open++;
            bool last = i + 1 == f->firm_start[firm + 1] ||
                        f->variants[f->firm_variants[i + 1]].offering != o;
            if (last && !one) {
                cst__add(f, f->member[firm], -1);
                cst__end_row(f, &f->program, CST__ROW_MEMBER, firm, -HUGE_VAL, 0, true);
                open = 0;
            }
        }
        if (open > 0) {
            cst__add(f, f->member[firm], -1);
            cst__end_row(f, &f->program, CST__ROW_MEMBER, firm, -HUGE_VAL, 0, true);
        }
    }
}

static void add_linking_rows(cst__formulation *f) {
    add_variant_rows(f);
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        size_t n = f->firm_start[firm + 1] - f->firm_start[firm];
        if (n < 2) {
            continue; /* none, or the variant's own column */
        }
        add_member_rows(f, firm);
        cst__add(f, f->member[firm], 1);
        for (size_t i = f->firm_start[firm]; i < f->firm_start[firm + 1]; i++) {
            cst__add(f, f->variants[f->firm_variants[i]].chosen, -1);
        }
        cst__end_row(f, &f->program, CST__ROW_MEMBER_ONLY, firm, -HUGE_VAL, 0, true);
    }
}

/* ---------------------------------------------------------------- columns */

/* The units at one price: from the start of a tier to just before the next. */
static void add_variant(cst__formulation *f, size_t o, int64_t from, int64_t to,
                        int64_t per_unit_cents) {
    const cst__offering *offering = &f->opportunity->catalog->offerings[o];
    int64_t low = from > offering->min_units ? from : offering->min_units;
    int64_t high = to < offering->max_units ? to : offering->max_units;
    if (low > high) {
        return;
    }
    int term_years = f->opportunity->term_years;
    int64_t unit = per_unit_cents + offering->per_unit_year_cents * term_years;
    f->variants[f->n_variants++] = (cst__variant){.offering = o,
                                                  .low = low,
                                                  .high = high,
                                                  .least_cents = offering->fixed_cents + low * unit,
                                                  .unit_cents = unit,
                                                  .chosen = -1,
                                                  .units = -1};
}

static void add_variants_of(cst__formulation *f, size_t o) {
    const cst__offering *offering = &f->opportunity->catalog->offerings[o];
    int64_t price = offering->per_unit_cents;
    int64_t from = 1;
    for (size_t t = 0; t < offering->n_tiers; t++) {
        add_variant(f, o, from, offering->tiers[t].from - 1, price);
        from = offering->tiers[t].from;
        price = offering->tiers[t].per_unit_cents;
    }
    add_variant(f, o, from, offering->max_units, price);
}

static bool list_variants(cst__formulation *f) {
    const cst_catalog *catalog = f->opportunity->catalog;
    size_t room = 1;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        room += cst__is_eligible(f, o) ? catalog->offerings[o].n_tiers + 1 : 0;
    }
    f->variants = malloc(room * sizeof *f->variants);
    f->first_variant = malloc((catalog->n_offerings + 1) * sizeof *f->first_variant);
    if (f->variants == NULL || f->first_variant == NULL) {
        return false;
    }
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        f->first_variant[o] = f->n_variants;
        if (cst__is_eligible(f, o)) {
            add_variants_of(f, o);
        }
    }
    f->first_variant[catalog->n_offerings] = f->n_variants;
    return true;
}

static size_t firm_of(const cst__formulation *f, size_t variant) {
    return f->opportunity->catalog->offerings[f->variants[variant].offering].firm;
}

/* The variants of each firm: counted, then placed. */
static bool list_firms(cst__formulation *f) {
    size_t n_firms = f->opportunity->catalog->n_firms;
    f->firm_start = calloc(n_firms + 2, sizeof *f->firm_start);
    f->firm_variants = malloc((f->n_variants + 1) * sizeof *f->firm_variants);
    f->member = malloc((n_firms + 1) * sizeof *f->member);
    if (f->firm_start == NULL || f->firm_variants == NULL || f->member == NULL) {
        return false;
    }
    for (size_t v = 0; v < f->n_variants; v++) {
        f->firm_start[firm_of(f, v) + 2]++;
    }
    for (size_t firm = 0; firm < n_firms; firm++) {
        f->firm_start[firm + 2] += f->firm_start[firm + 1];
    }
    for (size_t v = 0; v < f->n_variants; v++) {
        f->firm_variants[f->firm_start[firm_of(f, v) + 1]++] = v;
    }
    return true;
}

static void add_variant_columns(cst__formulation *f) {
    for (size_t v = 0; v < f->n_variants; v++) {
        cst__variant *variant = &f->variants[v];
        variant->chosen =
            cst__program_add_column(&f->program, (cst__column){.kind = CST__COLUMN_CHOSEN,
                                                               .index = v,
                                                               .owner = firm_of(f, v),
                                                               .integer = true,
                                                               .upper = 1});
        if (variant->low < variant->high) {
            variant->units = cst__program_add_column(
                &f->program, (cst__column){.kind = CST__COLUMN_UNITS,
                                           .index = v,
                                           .integer = true,
                                           .upper = (double)(variant->high - variant->low)});
        }
    }
}

/* A firm with one variant is a member exactly where that is chosen: it shares the column. */
static void add_member_columns(cst__formulation *f) {
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        size_t n = f->firm_start[firm + 1] - f->firm_start[firm];
        f->member[firm] = -1;
        if (n == 1) {
            f->member[firm] = f->variants[f->firm_variants[f->firm_start[firm]]].chosen;
        } else if (n > 1) {
            f->member[firm] = cst__program_add_column(
                &f->program,
                (cst__column){
                    .kind = CST__COLUMN_MEMBER, .index = firm, .integer = true, .upper = 1});
        }
    }
}

/* ---------------------------------------------------------------- the whole */

static bool make_work(cst__formulation *f) {
    /* T, p and one q for each variant may still come; bundles too. */
    f->room_work = f->program.n_columns + f->n_variants + f->opportunity->catalog->n_bundles + 3;
    f->work = calloc(f->room_work, sizeof *f->work);
    f->touched = malloc(2 * f->room_work * sizeof *f->touched);
    return f->work != NULL && f->touched != NULL;
}

static bool build(cst__formulation *f) {
    if (!list_variants(f) || !list_firms(f)) {
        return false;
    }
    add_variant_columns(f);
    add_member_columns(f);
    if (f->program.out_of_memory || !make_work(f)) {
        return false;
    }
    add_bundles(f);
    add_ledger_rows(f);
    add_slot_rows(f);
    add_layer_rows(f);
    if (!add_need_rows(f)) {
        return false;
    }
    add_relation_rows(f);
    add_member_count_row(f);
    add_include_rows(f);
    add_anchor_row(f);
    add_value_rows(f);
    if (!add_content_row(f)) {
        return false;
    }
    add_budget_row(f);
    add_linking_rows(f);
    return !f->program.out_of_memory;
}

cst_error cst__formulate(const cst_opportunity *opportunity, const cst__screening *screening,
                         const int64_t *misfit_bp, cst__formulation **formulation) {
    *formulation = NULL;
    cst__formulation *f = calloc(1, sizeof *f);
    if (f == NULL) {
        return CST_E_MEMORY;
    }
    f->opportunity = opportunity;
    f->screening = screening;
    f->misfit_bp = misfit_bp;
    if (!build(f)) {
        cst__formulation_free(f);
        return CST_E_MEMORY;
    }
    *formulation = f;
    return CST_E_OK;
}

void cst__formulation_free(cst__formulation *formulation) {
    if (formulation == NULL) {
        return;
    }
    cst__program_clear(&formulation->program);
    free(formulation->variants);
    free(formulation->first_variant);
    free(formulation->firm_start);
    free(formulation->firm_variants);
    free(formulation->member);
    free(formulation->work);
    free(formulation->touched);
    free(formulation);
}
