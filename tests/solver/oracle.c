/*
 * oracle.c - section 3 of the contract, read aloud: screening, then every choice of units, each
 * judged rule by rule. Nothing is shared between choices and nothing is skipped.
 */
#include "tests/solver/oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 wide;

const char *oracle_rule_name(oracle_rule rule) {
    static const char *const names[] = {
#define ORACLE_RULE_NAME(name) #name,
        ORACLE_RULE_MAP(ORACLE_RULE_NAME)
#undef ORACLE_RULE_NAME
    };
    return names[rule];
}

static bool is_in(const cst__texts *texts, const char *text) {
    for (size_t i = 0; i < texts->n; i++) {
        if (strcmp(texts->item[i], text) == 0) {
            return true;
        }
    }
    return false;
}

static bool have_common(const cst__texts *a, const cst__texts *b) {
    for (size_t i = 0; i < a->n; i++) {
        if (is_in(b, a->item[i])) {
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------- notes */

static void add_note(oracle_note **list, size_t *n, size_t offering, const char *a, const char *b) {
    oracle_note note = {.offering = offering};
    snprintf(note.text, sizeof note.text, "%s%s", a, b);
    for (size_t i = 0; i < *n; i++) {
        if ((*list)[i].offering == offering && strcmp((*list)[i].text, note.text) == 0) {
            return; /* every reason once */
        }
    }
    *list = realloc(*list, (*n + 1) * sizeof **list);
    if (*list == NULL) {
        abort();
    }
    (*list)[(*n)++] = note;
}

static void refuse(oracle *o, size_t offering, const char *code, const char *row) {
    add_note(&o->refused, &o->n_refused, offering, code, row);
}

static void ask(oracle *o, size_t offering, const char *row) {
    add_note(&o->questions, &o->n_questions, offering, row, "");
}

static int compare_notes(const void *a, const void *b) {
    const oracle_note *x = a;
    const oracle_note *y = b;
    if (x->offering != y->offering) {
        return x->offering < y->offering ? -1 : 1;
    }
    return strcmp(x->text, y->text);
}

/* ---------------------------------------------------------------- screening: jurisdiction */

typedef enum outcome { PASSES, FAILS, NOT_KNOWN } outcome;

static outcome country_in(cst__country country, const cst__countries *in) {
    if (country == CST__COUNTRY_UNKNOWN) {
        return NOT_KNOWN;
    }
    return cst__countries_has(in, country) ? FAILS : PASSES;
}

static outcome owned(const cst__firm *firm, const cst__jurisdiction *row) {
    int sure = 0;
    int possible = 0;
    if (!firm->owners_known) {
        return NOT_KNOWN;
    }
    for (size_t i = 0; i < firm->n_owners; i++) {
        const cst__owner *owner = &firm->owners[i];
        bool known = owner->country != CST__COUNTRY_UNKNOWN;
        bool counts = known && cst__countries_has(&row->in, owner->country);
        sure += counts ? owner->share_bp : 0;
        possible += counts || !known ? owner->share_bp : 0;
    }
    if (sure >= row->threshold_bp) {
        return FAILS;
    }
    return possible >= row->threshold_bp ? NOT_KNOWN : PASSES;
}

static outcome lineage(const cst__offering *offering, const cst__countries *in) {
    if (!offering->lineage.known) {
        return NOT_KNOWN;
    }
    return cst__countries_meet(&offering->lineage.set, in) ? FAILS : PASSES;
}

static outcome try_row(const oracle *o, size_t offering, const cst__jurisdiction *row,
                       const char **fact) {
    const cst__offering *it = &o->opportunity->catalog->offerings[offering];
    const cst__firm *firm = &o->opportunity->catalog->firms[it->firm];
    switch (row->test) {
        case CST__TEST_INCORPORATED:
            *fact = "incorporated";
            return country_in(firm->incorporated, &row->in);
        case CST__TEST_PRINCIPAL_PLACE:
            *fact = "principal_place";
            return country_in(firm->principal_place, &row->in);
        case CST__TEST_PARENT:
            *fact = "parent";
            return country_in(firm->parent, &row->in);
        case CST__TEST_MAKER_COUNTRY:
            *fact = "maker_country";
            return country_in(it->maker_country, &row->in);
        case CST__TEST_LISTED:
            return have_common(&firm->listed_as, &row->lists) ? FAILS : PASSES;
        case CST__TEST_OWNED:
            *fact = "owners";
            return owned(firm, row);
        case CST__TEST_WEIGHTS_ORIGIN:
            *fact = "weights_origin";
            return it->has_weights ? country_in(it->weights_origin, &row->in) : PASSES;
        case CST__TEST_LINEAGE:
            *fact = "lineage";
            return it->has_weights ? lineage(it, &row->in) : PASSES;
        case CST__N_TESTS:
            break;
    }
    abort();
}

static void screen_jurisdiction(oracle *o, size_t offering) {
    const cst_rules *rules = o->opportunity->rules;
    size_t slot = o->opportunity->catalog->offerings[offering].slot;
    size_t layer = rules->slots[slot].layer;
    for (size_t r = 0; r < rules->n_jurisdiction; r++) {
        const cst__jurisdiction *row = &rules->jurisdiction[r];
        if (layer == CST__NONE ? !row->other_slots : !row->layers[layer]) {
            continue;
        }
        const char *fact = "";
        outcome found = try_row(o, offering, row, &fact);
        bool refuses = row->verdict == CST__REFUSE;
        if (found == FAILS && refuses) {
            refuse(o, offering, "jurisdiction:", row->id);
        } else if (found == NOT_KNOWN && refuses && rules->unknown == CST__REFUSE) {
            refuse(o, offering, "unknown:", fact);
        } else if (found != PASSES) {
            ask(o, offering, row->id);
        }
    }
}

/* ---------------------------------------------------------------- screening: export */

static bool begins_with_one_of(const char *text, const cst__texts *beginnings) {
    for (size_t i = 0; i < beginnings->n; i++) {
        if (strstr(text, beginnings->item[i]) == text) {
            return true;
        }
    }
    return false;
}

static bool in_force(const cst__export_row *row, const char *day) {
    if (row->valid_from != NULL && strcmp(day, row->valid_from) < 0) {
        return false;
    }
    return row->valid_to == NULL || strcmp(day, row->valid_to) <= 0;
}

/* Whether all known keys of the row match. */
static bool known_keys_match(const cst_opportunity *p, const cst__export_row *row,
                             const cst__offering *it) {
    bool dated = row->valid_from != NULL || row->valid_to != NULL;
    bool parent_known = p->buyer_parent != CST__COUNTRY_UNKNOWN;
    if (row->has_eccn && it->eccn != NULL && !begins_with_one_of(it->eccn, &row->eccn)) {
        return false;
    }
    if (row->has_destination && !cst__countries_has(&row->destination, p->buyer_country)) {
        return false;
    }
    if (row->has_recipient_parent && parent_known &&
        !cst__countries_has(&row->recipient_parent, p->buyer_parent)) {
        return false;
    }
    if (row->has_recipient_listed && !have_common(&row->recipient_listed, &p->buyer_listed_as)) {
        return false;
    }
    if (row->has_buyer && !is_in(&row->buyer, p->buyer_name)) {
        return false;
    }
    return !dated || p->award_by == NULL || in_force(row, p->award_by);
}

/* The facts that the row asks for and nobody knows. */
static size_t unknown_keys(const cst_opportunity *p, const cst__export_row *row,
                           const cst__offering *it, const char *facts[3]) {
    size_t n = 0;
    if (row->has_eccn && it->eccn == NULL) {
        facts[n++] = "eccn";
    }
    if (row->has_recipient_parent && p->buyer_parent == CST__COUNTRY_UNKNOWN) {
        facts[n++] = "buyer.parent_country";
    }
    if ((row->valid_from != NULL || row->valid_to != NULL) && p->award_by == NULL) {
        facts[n++] = "award_by";
    }
    return n;
}

static void decide(oracle *o, size_t offering, const cst__export_row *row) {
    if (row->status == CST__EXPORT_LICENCE) {
        o->licence[offering] = true;
        o->weeks[offering] += row->weeks;
    } else if (row->status != CST__EXPORT_NONE) {
        refuse(o, offering, "export:", row->id);
    }
}

static void screen_export(oracle *o, size_t offering) {
    const cst_opportunity *p = o->opportunity;
    const cst__offering *it = &p->catalog->offerings[offering];
    for (size_t r = 0; r < p->rules->n_exports; r++) {
        const cst__export_row *row = &p->rules->exports[r];
        const char *facts[3];
        if (!known_keys_match(p, row, it)) {
            continue;
        }
        size_t n = unknown_keys(p, row, it, facts);
        if (n == 0) {
            decide(o, offering, row);
            return;
        }
        if (p->rules->unknown == CST__WARN) {
            ask(o, offering, row->id);
            continue;
        }
        for (size_t i = 0; i < n; i++) {
            refuse(o, offering, "unknown:", facts[i]);
        }
        return;
    }
}

/* ---------------------------------------------------------------- screening: the tender */

static void screen_residency(oracle *o, size_t offering) {
    const cst_opportunity *p = o->opportunity;
    const cst__offering *it = &p->catalog->offerings[offering];
    if (!p->has_residency || !p->residency_slots[it->slot]) {
        return;
    }
    if (it->hosted_in.known) {
        if (!cst__countries_meet(&it->hosted_in.set, &p->residency_in.set)) {
            refuse(o, offering, "residency", "");
        }
    } else if (p->rules->unknown == CST__REFUSE) {
        refuse(o, offering, "unknown:hosted_in", "");
    } else {
        ask(o, offering, "residency");
    }
}

static void screen_offering(oracle *o, size_t offering) {
    const cst_opportunity *p = o->opportunity;
    const cst__offering *it = &p->catalog->offerings[offering];
    const cst__texts *every = &p->slots[it->slot].every_has;
    size_t before = o->n_refused;
    o->weeks[offering] = it->lead_weeks;
    if (p->exclude_offering[offering] || p->exclude_firm[it->firm]) {
        refuse(o, offering, "excluded", "");
    }
    if (!cst__countries_has(&it->available_in.set, p->buyer_country)) {
        refuse(o, offering, "unavailable", "");
    }
    screen_jurisdiction(o, offering);
    screen_export(o, offering);
    screen_residency(o, offering);
    for (size_t i = 0; i < every->n; i++) {
        if (!is_in(&it->capabilities, every->item[i])) {
            refuse(o, offering, "capability", "");
        }
    }
    if (p->deadline_weeks >= 0 && o->weeks[offering] > p->deadline_weeks) {
        refuse(o, offering, "deadline", "");
    }
    o->eligible[offering] = o->n_refused == before;
}

/* ---------------------------------------------------------------- a choice, seen from all sides */

typedef struct sight {
    const oracle *o;
    const cst_opportunity *p;
    const cst_catalog *catalog;
    const int64_t *units;
    oracle_choice *out;
    int64_t value[ORACLE_MOST_OFFERINGS];
    int64_t firm_value[ORACLE_MOST_FIRMS];
    bool member[ORACLE_MOST_FIRMS];
    int64_t n_members;
    int64_t gross;
} sight;

/* Asks for  amount >= 0: broken below, tight from 0 to just before the step. */
static void at_least_zero(sight *s, oracle_rule rule, wide amount, wide step) {
    if (amount < 0) {
        s->out->broken |= UINT32_C(1) << rule;
    } else if (amount < step) {
        s->out->tight |= UINT32_C(1) << rule;
    }
}

int64_t oracle_value(const cst__offering *it, int64_t n, int years) {
    int64_t price = it->per_unit_cents;
    for (size_t t = 0; t < it->n_tiers; t++) {
        if (it->tiers[t].from <= n) {
            price = it->tiers[t].per_unit_cents;
        }
    }
    return it->fixed_cents + n * (price + it->per_unit_year_cents * years);
}

static void add_up(sight *s) {
    for (size_t o = 0; o < s->catalog->n_offerings; o++) {
        if (s->units[o] == 0) {
            continue;
        }
        const cst__offering *it = &s->catalog->offerings[o];
        s->value[o] = oracle_value(it, s->units[o], s->p->term_years);
        s->firm_value[it->firm] += s->value[o];
        s->gross += s->value[o];
        s->n_members += s->member[it->firm] ? 0 : 1;
        s->member[it->firm] = true;
        s->out->members |= UINT32_C(1) << it->firm;
    }
}

/* (1) */
static void check_ledger(sight *s) {
    for (size_t r = 0; r < s->catalog->n_resources; r++) {
        wide slack = (wide)s->p->site_milli[r] - s->p->demand_milli[r];
        for (size_t o = 0; o < s->catalog->n_offerings; o++) {
            const cst__offering *it = &s->catalog->offerings[o];
            for (size_t i = 0; i < it->n_provides; i++) {
                slack +=
                    it->provides[i].resource == r ? (wide)s->units[o] * it->provides[i].milli : 0;
            }
            for (size_t i = 0; i < it->n_consumes; i++) {
                slack -=
                    it->consumes[i].resource == r ? (wide)s->units[o] * it->consumes[i].milli : 0;
            }
        }
        at_least_zero(s, ORACLE_LEDGER, slack, 1);
    }
}

static int64_t chosen_in(const sight *s, size_t slot, const char *tag) {
    int64_t n = 0;
    for (size_t o = 0; o < s->catalog->n_offerings; o++) {
        const cst__offering *it = &s->catalog->offerings[o];
        bool counts = s->units[o] > 0 && (slot == CST__NONE || it->slot == slot);
        n += counts && (tag == NULL || is_in(&it->capabilities, tag)) ? 1 : 0;
    }
    return n;
}

/* (2) and (3) */
static void check_slots(sight *s) {
    const cst_rules *rules = s->p->rules;
    for (size_t i = 0; i < rules->n_slots; i++) {
        const cst__slot_ask *ask_of = &s->p->slots[i];
        int64_t n = chosen_in(s, i, NULL);
        if (ask_of->required) {
            at_least_zero(s, ORACLE_SLOT, n - 1, 1);
        }
        if (ask_of->max_offerings != CST__NO_LIMIT) {
            at_least_zero(s, ORACLE_MAX_OFFERINGS, ask_of->max_offerings - n, 1);
        }
        for (size_t t = 0; t < ask_of->some_has.n; t++) {
            at_least_zero(s, ORACLE_SOME_HAS, chosen_in(s, i, ask_of->some_has.item[t]) - 1, 1);
        }
    }
    for (size_t l = 0; l < rules->n_layers; l++) {
        int64_t n = 0;
        for (size_t i = 0; i < rules->n_slots; i++) {
            n += rules->slots[i].layer == l ? chosen_in(s, i, NULL) : 0;
        }
        if (rules->layers[l].required) {
            at_least_zero(s, ORACLE_LAYER, n - 1, 1);
        }
    }
}

/* (4) */
static void check_needs(sight *s) {
    for (size_t o = 0; o < s->catalog->n_offerings; o++) {
        const cst__texts *needs = &s->catalog->offerings[o].needs;
        for (size_t i = 0; s->units[o] > 0 && i < needs->n; i++) {
            if (!is_in(&s->p->buyer_has, needs->item[i])) {
                at_least_zero(s, ORACLE_NEEDS, chosen_in(s, CST__NONE, needs->item[i]) - 1, 1);
            }
        }
    }
}

/* (5) */
static void check_relations(sight *s) {
    for (size_t i = 0; i < s->catalog->n_relations; i++) {
        const cst__relation *r = &s->catalog->relations[i];
        bool a = r->between_firms ? s->member[r->a] : s->units[r->a] > 0;
        bool b = r->between_firms ? s->member[r->b] : s->units[r->b] > 0;
        if (r->requires_b) {
            at_least_zero(s, r->between_firms ? ORACLE_REQUIRES_FIRM : ORACLE_REQUIRES_OFFERING,
                          a && !b ? -1 : 1, 1);
        } else {
            at_least_zero(s, r->between_firms ? ORACLE_EXCLUDES_FIRM : ORACLE_EXCLUDES_OFFERING,
                          a && b ? -1 : 1, 1);
        }
    }
}

bool oracle_may_lead(const cst_opportunity *p, size_t f) {
    const cst__firm *firm = &p->catalog->firms[f];
    if (!firm->can_anchor || (p->anchor != CST__NONE && p->anchor != f)) {
        return false;
    }
    if (!p->rules->has_anchor_rule) {
        return true;
    }
    if (firm->incorporated == CST__COUNTRY_UNKNOWN) {
        return p->rules->unknown == CST__WARN;
    }
    return cst__countries_has(&p->rules->anchor_incorporated_in, firm->incorporated);
}

/* (6) Firms are in the order of their ids: of equal values the first stays. */
static void check_members(sight *s) {
    at_least_zero(s, ORACLE_MIN_MEMBERS, s->n_members - s->p->min_members, 1);
    if (s->p->max_members != CST__NO_LIMIT) {
        at_least_zero(s, ORACLE_MAX_MEMBERS, s->p->max_members - s->n_members, 1);
    }
    s->out->anchor = CST__NONE;
    for (size_t f = 0; f < s->catalog->n_firms; f++) {
        if (s->p->include_firm[f]) {
            at_least_zero(s, ORACLE_INCLUDE_FIRM, s->member[f] ? 1 : -1, 1);
        }
        if (s->member[f] && oracle_may_lead(s->p, f) &&
            (s->out->anchor == CST__NONE || s->firm_value[f] > s->firm_value[s->out->anchor])) {
            s->out->anchor = f;
        }
    }
    for (size_t o = 0; o < s->catalog->n_offerings; o++) {
        if (s->p->include_offering[o]) {
            at_least_zero(s, ORACLE_INCLUDE_OFFERING, s->units[o] > 0 ? 1 : -1, 1);
        }
    }
    at_least_zero(s, ORACLE_ANCHOR, s->out->anchor == CST__NONE ? -1 : 1, 1);
}

/* (7) One step of a share is a basis point of the whole. */
static void check_values(sight *s) {
    wide local = 0;
    wide small = 0;
    for (size_t f = 0; f < s->catalog->n_firms; f++) {
        const cst__firm *firm = &s->catalog->firms[f];
        wide value = s->firm_value[f];
        if (!s->member[f]) {
            continue;
        }
        at_least_zero(s, ORACLE_MIN_VALUE, value - firm->min_value_cents, 1);
        if (firm->max_value_cents != CST__NO_LIMIT) {
            at_least_zero(s, ORACLE_MAX_VALUE, firm->max_value_cents - value, 1);
        }
        at_least_zero(s, ORACLE_MEMBER_SHARE,
                      (wide)s->p->max_member_share_bp * s->gross - 10000 * value, s->gross);
        local += firm->incorporated == s->p->buyer_country ? value : 0;
        small += firm->size == CST__SIZE_SMALL ? value : 0;
    }
    at_least_zero(s, ORACLE_LOCAL_SHARE, 10000 * local - (wide)s->p->local_share_bp * s->gross,
                  s->gross);
    at_least_zero(s, ORACLE_SMALL_SHARE, 10000 * small - (wide)s->p->small_share_bp * s->gross,
                  s->gross);
}

/* ---------------------------------------------------------------- (8) content */

static int known(int share_bp) {
    return share_bp == CST__BP_UNKNOWN ? 0 : share_bp;
}

static bool counts_for_content(const sight *s, size_t o) {
    return s->units[o] > 0 && s->p->rules->slots[s->catalog->offerings[o].slot].content;
}

static wide fall_of(const sight *s, size_t o) {
    const cst__offering *it = &s->catalog->offerings[o];
    int fall = known(it->us_bp[CST_METHOD_MADE]) - known(it->us_made_low_bp);
    return fall > 0 && counts_for_content(s, o) ? (wide)fall * s->value[o] : 0;
}

/* What the gamma largest falls come to: each time the largest that is left. */
static wide worst_falls(const sight *s, int gamma) {
    bool fallen[ORACLE_MOST_OFFERINGS] = {false};
    wide sum = 0;
    for (int round = 0; round < gamma; round++) {
        size_t worst = CST__NONE;
        for (size_t o = 0; o < s->catalog->n_offerings; o++) {
            if (!fallen[o] && (worst == CST__NONE || fall_of(s, o) > fall_of(s, worst))) {
                worst = o;
            }
        }
        if (worst == CST__NONE) {
            break;
        }
        fallen[worst] = true;
        sum += fall_of(s, worst);
    }
    return sum;
}

static int share_of(wide part, wide whole) {
    return whole == 0 ? 10000 : (int)(part / whole);
}

static void check_content(sight *s) {
    const cst_rules *rules = s->p->rules;
    wide value = 0;
    wide us[CST_N_METHODS] = {0};
    for (size_t o = 0; o < s->catalog->n_offerings; o++) {
        value += counts_for_content(s, o) ? s->value[o] : 0;
        for (int m = 0; m < CST_N_METHODS && counts_for_content(s, o); m++) {
            us[m] += (wide)known(s->catalog->offerings[o].us_bp[m]) * s->value[o];
        }
    }
    for (int m = 0; m < CST_N_METHODS; m++) {
        s->out->share_bp[m] = share_of(us[m], value);
    }
    int gamma = rules->content_method == CST_METHOD_MADE ? s->p->content_gamma : 0;
    wide all_falls = worst_falls(s, ORACLE_MOST_OFFERINGS);
    wide margin = us[rules->content_method] - worst_falls(s, gamma) -
                  (wide)rules->content_threshold_bp * value;
    s->out->worst_case_bp = share_of(us[CST_METHOD_MADE] - all_falls, value);
    s->out->content_met = margin >= 0;
    s->out->shortfall_cents = margin >= 0 ? 0 : (int64_t)((-margin + 9999) / 10000);
    s->out->criteria[CST_CRITERION_US_CONTENT] = s->out->share_bp[rules->content_method];
    if (s->p->content_mode == CST_MODE_REQUIRE) {
        at_least_zero(s, ORACLE_CONTENT, margin, 1);
    }
}

/* ---------------------------------------------------------------- (9) budget, the criteria */

static void check_budget(sight *s) {
    int64_t cost = s->gross;
    for (size_t b = 0; b < s->catalog->n_bundles; b++) {
        const cst__bundle *bundle = &s->catalog->bundles[b];
        bool whole = true;
        for (size_t i = 0; i < bundle->n_offerings; i++) {
            whole = whole && s->units[bundle->offerings[i]] > 0;
        }
        cost -= whole ? bundle->discount_cents : 0;
    }
    s->out->criteria[CST_CRITERION_COST] = cost;
    if (s->p->budget_cents != CST__NO_LIMIT) {
        at_least_zero(s, ORACLE_BUDGET, (wide)s->p->budget_cents - cost, 1);
    }
}

/* 1 - fit in basis points; weights are thousandths, which cancel out. */
static int64_t misfit_of(const cst__offering *it, const cst__slot_ask *ask_of) {
    int64_t weights = 0;
    int64_t sum = 0;
    for (size_t w = 0; w < ask_of->n_wants; w++) {
        weights += ask_of->wants[w].weight_milli;
        for (size_t i = 0; i < it->n_ratings; i++) {
            if (strcmp(it->ratings[i].name, ask_of->wants[w].name) == 0) {
                sum += ask_of->wants[w].weight_milli * it->ratings[i].share_bp;
            }
        }
    }
    return weights == 0 ? 0 : 10000 - sum / weights;
}

static void measure(sight *s) {
    int64_t *criteria = s->out->criteria;
    int64_t largest = 0;
    for (size_t o = 0; o < s->catalog->n_offerings; o++) {
        const cst__offering *it = &s->catalog->offerings[o];
        if (s->units[o] > 0) {
            criteria[CST_CRITERION_MISFIT] += misfit_of(it, &s->p->slots[it->slot]);
            criteria[CST_CRITERION_LICENCES] += s->o->licence[o] ? 1 : 0;
            if (criteria[CST_CRITERION_DELIVERY] < s->o->weeks[o]) {
                criteria[CST_CRITERION_DELIVERY] = s->o->weeks[o];
            }
        }
    }
    for (size_t f = 0; f < s->catalog->n_firms; f++) {
        largest = s->firm_value[f] > largest ? s->firm_value[f] : largest;
    }
    criteria[CST_CRITERION_MEMBERS] = s->n_members;
    if (s->gross > 0) {
        wide share = ((wide)largest * 10000 + s->gross - 1) / s->gross; /* rounded up */
        criteria[CST_CRITERION_LARGEST_SHARE] = (int64_t)share;
    }
}

bool oracle_judge(const oracle *o, const int64_t *units, oracle_choice *choice) {
    const cst_catalog *catalog = o->opportunity->catalog;
    *choice = (oracle_choice){.anchor = CST__NONE};
    for (size_t i = 0; i < catalog->n_offerings; i++) {
        const cst__offering *it = &catalog->offerings[i];
        choice->units[i] = units[i];
        if (units[i] != 0 &&
            (!o->eligible[i] || units[i] < it->min_units || units[i] > it->max_units)) {
            return false;
        }
    }
    sight s = {.o = o, .p = o->opportunity, .catalog = catalog, .units = units, .out = choice};
    add_up(&s);
    check_ledger(&s);
    check_slots(&s);
    check_needs(&s);
    check_relations(&s);
    check_members(&s);
    check_values(&s);
    check_content(&s);
    check_budget(&s);
    measure(&s);
    return choice->broken == 0;
}

/* ---------------------------------------------------------------- every choice */

static void keep(oracle *o, const oracle_choice *choice, size_t *room) {
    if (o->n_feasible == *room) {
        *room = *room == 0 ? 64 : 2 * *room;
        o->feasible = realloc(o->feasible, *room * sizeof *o->feasible);
        if (o->feasible == NULL) {
            abort();
        }
    }
    o->feasible[o->n_feasible++] = *choice;
}

static void note_rules(oracle *o, const oracle_choice *choice) {
    int64_t cost = choice->criteria[CST_CRITERION_COST];
    for (int rule = 0; rule < ORACLE_N_RULES; rule++) {
        uint32_t bit = UINT32_C(1) << rule;
        if ((choice->broken & ~bit) == 0 && cost < o->without[rule]) {
            o->without[rule] = cost;
        }
        if (choice->broken == 0 && (choice->tight & bit) == 0 && cost < o->stricter[rule]) {
            o->stricter[rule] = cost;
        }
    }
}

/* Counts through all choices like an odometer; false after the last. */
static bool next_choice(const oracle *o, int64_t *units) {
    const cst_catalog *catalog = o->opportunity->catalog;
    for (size_t i = 0; i < catalog->n_offerings; i++) {
        const cst__offering *it = &catalog->offerings[i];
        if (!o->eligible[i]) {
            continue;
        }
        if (units[i] < it->max_units) {
            units[i] = units[i] == 0 ? it->min_units : units[i] + 1;
            return true;
        }
        units[i] = 0;
    }
    return false;
}

static bool is_too_large(const cst_catalog *catalog, size_t most_choices) {
    size_t n = 1;
    if (catalog->n_offerings > ORACLE_MOST_OFFERINGS || catalog->n_firms > ORACLE_MOST_FIRMS) {
        return true;
    }
    for (size_t i = 0; i < catalog->n_offerings && n <= most_choices; i++) {
        const cst__offering *it = &catalog->offerings[i];
        n *= (size_t)(it->max_units - it->min_units + 2);
    }
    return n > most_choices;
}

static void try_all(oracle *o) {
    int64_t units[ORACLE_MOST_OFFERINGS] = {0};
    size_t room = 0;
    for (int rule = 0; rule < ORACLE_N_RULES; rule++) {
        o->without[rule] = o->stricter[rule] = INT64_MAX;
    }
    do {
        oracle_choice choice;
        if (oracle_judge(o, units, &choice)) {
            keep(o, &choice, &room);
        }
        note_rules(o, &choice);
        o->n_choices++;
    } while (next_choice(o, units));
}

oracle *oracle_screen(const cst_opportunity *opportunity) {
    const cst_catalog *catalog = opportunity->catalog;
    oracle *o = calloc(1, sizeof *o);
    if (o == NULL || catalog->n_offerings > ORACLE_MOST_OFFERINGS ||
        catalog->n_firms > ORACLE_MOST_FIRMS) {
        abort();
    }
    o->opportunity = opportunity;
    for (size_t i = 0; i < opportunity->catalog->n_offerings; i++) {
        screen_offering(o, i);
    }
    if (o->n_refused > 0) {
        qsort(o->refused, o->n_refused, sizeof *o->refused, compare_notes);
    }
    if (o->n_questions > 0) {
        qsort(o->questions, o->n_questions, sizeof *o->questions, compare_notes);
    }
    return o;
}

oracle *oracle_new(const cst_opportunity *opportunity, size_t most_choices) {
    if (is_too_large(opportunity->catalog, most_choices)) {
        return NULL;
    }
    oracle *o = oracle_screen(opportunity);
    try_all(o);
    return o;
}

void oracle_free(oracle *o) {
    if (o != NULL) {
        free(o->refused);
        free(o->questions);
        free(o->feasible);
        free(o);
    }
}

/* ---------------------------------------------------------------- questions */

static bool is_cheaper(const oracle_choice *a, const oracle_choice *b) {
    if (a->criteria[CST_CRITERION_COST] != b->criteria[CST_CRITERION_COST]) {
        return a->criteria[CST_CRITERION_COST] < b->criteria[CST_CRITERION_COST];
    }
    return a->criteria[CST_CRITERION_MEMBERS] < b->criteria[CST_CRITERION_MEMBERS];
}

const oracle_choice *oracle_best(const oracle *o, cst_criterion criterion) {
    const oracle_choice *best = NULL;
    int64_t sign = criterion == CST_CRITERION_US_CONTENT ? -1 : 1;
    for (size_t i = 0; i < o->n_feasible; i++) {
        const oracle_choice *it = &o->feasible[i];
        int64_t lead = best == NULL ? 0 : it->criteria[criterion] - best->criteria[criterion];
        if (best == NULL || sign * lead < 0 || (lead == 0 && is_cheaper(it, best))) {
            best = it;
        }
    }
    return best;
}

static int distance(uint32_t a, uint32_t b) {
    int n = 0;
    for (uint32_t bits = a ^ b; bits != 0; bits >>= 1) {
        n += (int)(bits & 1);
    }
    return n;
}

const oracle_choice *oracle_next(const oracle *o, const uint32_t *earlier, size_t n, int differ) {
    const oracle_choice *best = NULL;
    for (size_t i = 0; i < o->n_feasible; i++) {
        const oracle_choice *it = &o->feasible[i];
        bool differs = true;
        for (size_t k = 0; k < n; k++) {
            differs = differs && distance(it->members, earlier[k]) >= differ;
        }
        if (differs && (best == NULL || is_cheaper(it, best))) {
            best = it;
        }
    }
    return best;
}
