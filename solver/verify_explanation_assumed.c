/*
 * verify_explanation_assumed.c - what follows from one assumed fact: for whom the catalog has it
 * filled, that the ranges of a share meet and cover all its values, and that the package of each
 * range holds where the fact has the value that is named. Lists of places and sizes are not read
 * from text here: of them only the value that is assumed is tried.
 *
 * Which values rules and tender can not tell apart, and that neighbours differ, is not checked.
 */
#include <string.h>

#include "model/assumptions.h"
#include "model/json.h"
#include "model/vary.h"
#include "solver/verify_explanation_parts.h"

/* A fact that a row fills. */
typedef struct assumed {
    const char *row, *value;
    cst__fact fact;
} assumed;

static bool is_share(cst__fact fact) {
    return fact == CST__FACT_MADE || fact == CST__FACT_MADE_LOW || fact == CST__FACT_VALUE_ADDED;
}

static bool is_of_firm(cst__fact fact) {
    return fact >= CST__FIRST_FIRM_FACT;
}

/* The fact of a firm or offering that a row fills; NULL: none. */
static const cst__filled *filled_by(const cst_catalog *catalog, size_t of, const char *row,
                                    cst__fact fact) {
    const cst__filled *list =
        is_of_firm(fact) ? catalog->firms[of].filled : catalog->offerings[of].filled;
    size_t n = is_of_firm(fact) ? catalog->firms[of].n_filled : catalog->offerings[of].n_filled;
    for (size_t i = 0; i < n; i++) {
        if (list[i].fact == fact && strcmp(list[i].row, row) == 0) {
            return &list[i];
        }
    }
    return NULL;
}

static size_t count_of(const cst_catalog *catalog, cst__fact fact) {
    return is_of_firm(fact) ? catalog->n_firms : catalog->n_offerings;
}

static const char *id_of(const cst_catalog *catalog, cst__fact fact, size_t of) {
    return is_of_firm(fact) ? catalog->firms[of].id : catalog->offerings[of].id;
}

static cst__fact fact_named(const char *name) {
    int fact = 0;
    while (fact < CST__N_FACTS && strcmp(cst__fact_ids[fact], name) != 0) {
        fact++;
    }
    return (cst__fact)fact;
}

/* For whom a row fills a fact, in their order. False: for nobody. */
static bool check_subjects(cst__explanation_check *c, const cst_sensitivity *it, cst__fact fact) {
    const cst_catalog *catalog = c->v.catalog;
    size_t n = 0;
    for (size_t of = 0; of < count_of(catalog, fact); of++) {
        const cst__filled *filled = filled_by(catalog, of, it->row, fact);
        if (filled == NULL) {
            continue;
        }
        const char *id = id_of(catalog, fact, of);
        cst__expect_text(&c->v, CST__AT("subjects", id), id,
                         n < it->n_subjects ? it->subjects[n] : "");
        cst__expect_text(&c->v, CST__AT("value"), filled->value, it->value);
        n++;
    }
    if (n == 0) {
        cst__wrong(&c->v, CST__AT("row"), "the row fills no such fact");
    } else if (it->n_subjects > n) {
        cst__wrong(&c->v, CST__AT("subjects", it->subjects[n]), "the row does not fill it there");
    }
    return n > 0;
}

/* ---------------------------------------------------------------- a tender with another value */

/* The value of a range as a fact; false where it is not read from text here. */
static bool take_value(const cst_value_range *range, cst__taken *taken) {
    taken->text = range->value;
    switch (taken->fact) {
        case CST__FACT_ECCN:
            return true;
        case CST__FACT_MAKER_COUNTRY:
        case CST__FACT_WEIGHTS_ORIGIN:
        case CST__FACT_INCORPORATED:
        case CST__FACT_PRINCIPAL_PLACE:
        case CST__FACT_PARENT:
            taken->number =
                range->value == NULL ? CST__COUNTRY_UNKNOWN : (int)cst__country_parse(range->value);
            return range->value == NULL || taken->number != CST__COUNTRY_UNKNOWN;
        case CST__FACT_MADE:
        case CST__FACT_MADE_LOW:
        case CST__FACT_VALUE_ADDED:
        case CST__FACT_HOSTED_IN:
        case CST__FACT_LINEAGE:
        case CST__FACT_SIZE:
        case CST__N_FACTS:
            break;
    }
    return false;
}

static cst_opportunity *suppose(cst__explanation_check *c, const cst_sensitivity *it,
                                const cst__taken *taken) {
    cst_opportunity *tender = cst__opportunity_copy(c->v.opportunity);
    cst_catalog *catalog = tender == NULL ? NULL : cst__opportunity_own_catalog(tender);
    for (size_t of = 0; catalog != NULL && of < count_of(catalog, taken->fact); of++) {
        if (filled_by(c->v.catalog, of, it->row, taken->fact) != NULL) {
            cst__catalog_suppose(catalog, of, taken);
        }
    }
    if (catalog == NULL) {
        c->v.out_of_memory = true;
        cst_opportunity_free(tender);
        return NULL;
    }
    return tender;
}

static void check_share_tender(cst__explanation_check *c, const cst_sensitivity *it, cst__fact fact,
                               const cst_value_range *range, const cst__told *told) {
    char text[CST__NUMBER_TEXT];
    cst__json_number_text((double)range->at_bp / CST__BP, text);
    const cst__taken taken = {.fact = fact, .text = text, .number = range->at_bp};
    cst_opportunity *tender = suppose(c, it, &taken);
    if (tender != NULL) {
        cst__explanation_outcome(c, tender, &range->outcome, told);
    }
    cst_opportunity_free(tender);
}

static void check_value_tender(cst__explanation_check *c, const cst_sensitivity *it, cst__fact fact,
                               const cst_value_range *range, const cst__told *told) {
    cst__taken taken = {.fact = fact};
    if (range->value != NULL && strcmp(range->value, it->value) == 0) {
        cst__explanation_outcome(c, c->v.opportunity, &range->outcome, told);
    } else if (take_value(range, &taken)) {
        cst_opportunity *tender = suppose(c, it, &taken);
        if (tender != NULL) {
            cst__explanation_outcome(c, tender, &range->outcome, told);
        }
        cst_opportunity_free(tender);
    } else {
        c->open = c->open || range->outcome.status == CST_STATUS_LIMIT;
    }
}

/* ---------------------------------------------------------------- the conclusion */

static bool is_same_members(const cst_package *a, const cst_package *b) {
    bool same = a->n_members == b->n_members;
    for (size_t i = 0; same && i < a->n_members; i++) {
        same = strcmp(a->members[i].firm, b->members[i].firm) == 0;
    }
    return same;
}

static void expect_flag(cst__explanation_check *c, const char *key, bool expected, bool found) {
    if (expected != found) {
        cst__wrong(&c->v, CST__AT(key), "expected %s, found %s", expected ? "true" : "false",
                   found ? "true" : "false");
    }
}

static void check_conclusion(cst__explanation_check *c, const cst_value_range *range,
                             const cst__told *told) {
    const cst_outcome *here = &range->outcome;
    bool both = here->found && c->cheapest != NULL;
    bool members = both && is_same_members(&here->package, c->cheapest);
    bool same = both ? members && here->package.content.met == c->cheapest->content.met
                     : !here->found && c->cheapest == NULL && here->status == c->x->result->status;
    bool has_met = here->found && here->package.content.mode != CST_MODE_IGNORE;
    expect_flag(c, "same_members", members, range->same_members);
    expect_flag(c, "same", same, range->same);
    if (told != NULL &&
        (told->has_met != has_met || (has_met && told->met != here->package.content.met))) {
        cst__wrong(&c->v, CST__AT("met"), "the package says otherwise");
    }
}

/* ---------------------------------------------------------------- ranges */

/* More US content never costs more. */
static void check_costs(cst__explanation_check *c, const cst_value_range *range,
                        const cst__told *told) {
    int64_t cost = range->outcome.package.criteria.cost_cents;
    if (told != NULL && told->has_costs != range->outcome.found) {
        cst__wrong(&c->v, CST__AT("cost_from"), "%s",
                   told->has_costs ? "there is no package" : "there is a package, but no cost");
    } else if (range->outcome.found &&
               (range->cost_low_cents < range->cost_high_cents || cost > range->cost_low_cents ||
                cost < range->cost_high_cents)) {
        cst__wrong(&c->v, CST__AT("cost_to"),
                   "the cost of the package is not between those of the ends");
    }
}

static void check_bounds(cst__explanation_check *c, const cst_sensitivity *it, size_t i,
                         int assumed_bp) {
    const cst_value_range *range = &it->ranges[i];
    int from = i == 0 ? it->least_bp : it->ranges[i - 1].high_bp + 1;
    bool holds_it = range->low_bp <= assumed_bp && assumed_bp <= range->high_bp;
    int at = assumed_bp < range->low_bp    ? range->low_bp
             : assumed_bp > range->high_bp ? range->high_bp
                                           : assumed_bp;
    cst__expect_share(&c->v, CST__AT("from"), from, range->low_bp);
    cst__expect_share(&c->v, CST__AT("at"), at, range->at_bp);
    expect_flag(c, "assumed", holds_it, range->assumed);
    if (range->high_bp < range->low_bp) {
        cst__wrong(&c->v, CST__AT("to"), "it ends before it begins");
    }
    if (i + 1 == it->n_ranges) {
        cst__expect_share(&c->v, CST__AT("to"), it->most_bp, range->high_bp);
    }
}

/* A share does not fall to more than it is. */
static void check_least_and_most(cst__explanation_check *c, const cst_sensitivity *it,
                                 cst__fact fact) {
    int least = 0;
    int most = CST__BP;
    for (size_t o = 0; o < c->v.catalog->n_offerings; o++) {
        const cst__offering *offering = &c->v.catalog->offerings[o];
        int made = offering->us_bp[CST_METHOD_MADE];
        int low = offering->us_made_low_bp;
        if (filled_by(c->v.catalog, o, it->row, fact) == NULL) {
            continue;
        }
        least = fact == CST__FACT_MADE && low > least ? low : least;
        most = fact == CST__FACT_MADE_LOW && made != CST__BP_UNKNOWN && made < most ? made : most;
    }
    cst__expect_share(&c->v, CST__AT("least"), least, it->least_bp);
    cst__expect_share(&c->v, CST__AT("most"), most, it->most_bp);
}

static int assumed_share(const cst__explanation_check *c, const cst_sensitivity *it,
                         cst__fact fact) {
    for (size_t o = 0; o < c->v.catalog->n_offerings; o++) {
        const cst__offering *offering = &c->v.catalog->offerings[o];
        if (filled_by(c->v.catalog, o, it->row, fact) != NULL) {
            return fact == CST__FACT_MADE_LOW ? offering->us_made_low_bp
                   : fact == CST__FACT_MADE   ? offering->us_bp[CST_METHOD_MADE]
                                              : offering->us_bp[CST_METHOD_VALUE_ADDED];
        }
    }
    return 0;
}

static void check_range(cst__explanation_check *c, const cst_sensitivity *it, cst__fact fact,
                        size_t i, const cst__told *told) {
    const cst_value_range *range = &it->ranges[i];
    bool share = is_share(fact);
    if (share != (range->low_bp >= 0)) {
        cst__wrong(&c->v, CST__AT("from"), "%s", share ? "a share" : "no share");
        return;
    }
    if (share) {
        check_bounds(c, it, i, assumed_share(c, it, fact));
        check_costs(c, range, told);
        check_share_tender(c, it, fact, range, told);
    } else {
        expect_flag(c, "assumed", i == 0, range->assumed);
        if (i == 0) {
            cst__expect_text(&c->v, CST__AT("ranges", "value"), it->value,
                             range->value == NULL ? "null" : range->value);
        }
        check_value_tender(c, it, fact, range, told);
    }
    check_conclusion(c, range, told);
}

/* ---------------------------------------------------------------- all of them */

static void check_one(cst__explanation_check *c, size_t i) {
    const cst_sensitivity *it = &c->x->assumptions[i];
    cst__fact fact = fact_named(it->fact);
    const char *name = cst__arena_format(c->v.arena, "%s/%s", it->row, it->fact);
    c->v.out_of_memory = c->v.out_of_memory || name == NULL;
    cst__explanation_at(c, "assumptions", name == NULL ? "" : name);
    if (fact == CST__N_FACTS) {
        cst__wrong(&c->v, CST__AT("fact"), "there is no such fact");
        return;
    }
    if (!check_subjects(c, it, fact)) {
        return;
    }
    if (is_share(fact)) {
        check_least_and_most(c, it, fact);
    }
    if (it->n_ranges == 0 || (it->idle && it->n_ranges > 1)) {
        cst__wrong(&c->v, CST__AT("ranges"), "%s",
                   it->idle ? "what nothing asks for has one range" : "there is none");
    }
    for (size_t k = 0; k < it->n_ranges; k++) {
        check_range(c, it, fact, k, c->told == NULL ? NULL : &c->told->ranges[i][k]);
    }
}

/* Whether nobody before has the fact from the same row. */
static bool is_first(const cst_catalog *catalog, size_t of, const cst__filled *filled) {
    for (size_t before = 0; before < of; before++) {
        if (filled_by(catalog, before, filled->row, filled->fact) != NULL) {
            return false;
        }
    }
    return true;
}

static size_t count_filled(const cst_catalog *catalog) {
    size_t n = 0;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        for (size_t i = 0; i < catalog->offerings[o].n_filled; i++) {
            n += is_first(catalog, o, &catalog->offerings[o].filled[i]);
        }
    }
    for (size_t f = 0; f < catalog->n_firms; f++) {
        for (size_t i = 0; i < catalog->firms[f].n_filled; i++) {
            n += is_first(catalog, f, &catalog->firms[f].filled[i]);
        }
    }
    return n;
}

/* Each fact that a row fills once, by row, then fact. */
static void check_list(cst__explanation_check *c) {
    const cst_explanation *x = c->x;
    c->v.package = "";
    cst__expect_count(&c->v, CST__AT("assumptions"), (cst__wide)count_filled(c->v.catalog),
                      (int64_t)x->n_assumptions);
    for (size_t i = 1; i < x->n_assumptions; i++) {
        const cst_sensitivity *a = &x->assumptions[i - 1];
        const cst_sensitivity *b = &x->assumptions[i];
        int order = strcmp(a->row, b->row);
        if (order > 0 || (order == 0 && fact_named(a->fact) >= fact_named(b->fact))) {
            cst__wrong(&c->v, CST__AT("assumptions", "order"), "\"%s\" stands after \"%s\"", b->row,
                       a->row);
        }
    }
}

void cst__verify_sensitivities(cst__explanation_check *c) {
    if (c->x->n_assumptions > 0) {
        check_list(c);
    }
    for (size_t i = 0; i < c->x->n_assumptions; i++) {
        check_one(c, i);
    }
}
