/*
 * compare_menus_json.c - menus side by side as text: consort-comparison/1 with the key "of".
 *
 * Where something is said of each side it is a list with one entry for each, in the order of
 * `sides`; null where a side has nothing to say. Differences are to the first side that has a
 * value.
 */
#include <string.h>

#include "consort/compare_menus.h"
#include "solver/json_write.h"
#include "solver/result.h"

/* ---------------------------------------------------------------- sides */

static const cst_menu_point *last_point(const cst_menu *menu) {
    return menu->n_curve == 0 ? NULL : &menu->curve[menu->n_curve - 1];
}

static json_t *write_side(writer *w, const cst_menu_side *side) {
    const cst_menu *menu = side->menu;
    const cst_menu_point *last = last_point(menu);
    json_t *object = json_object();
    put_text(w, object, "label", side->label);
    put_text(w, object, "status", cst__status_ids[menu->status]);
    put_text(w, object, "markets_file", menu->markets_id);
    put_known(w, object, "region", menu->asked.region);
    put_text(w, object, "rules", menu->rules);
    put_known(w, object, "assumptions", menu->assumptions);
    put_known(w, object, "currency", menu->currency);
    put_count(w, object, "packages", menu->asked.packages);
    put_count(w, object, "max_members", menu->asked.max_members);
    cst__put_menu_asked(w, object, menu);
    put_count(w, object, "teams", (int64_t)menu->n_teams);
    put_count(w, object, "markets", (int64_t)menu->n_markets);
    put_amount(w, object, "weight_of_all", menu->all_milli);
    if (last != NULL) {
        put_count(w, object, "served", last->n_served);
        put_amount(w, object, "weight", last->weight_milli);
        put(w, object, "weight_proven", json_boolean(last->weight_proven));
        put_money(w, object, "cost", last->cost_cents);
        put(w, object, "cost_proven", json_boolean(last->cost_proven));
    }
    return object;
}

static json_t *write_sides(writer *w, const cst_menu_comparison *c) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        add(w, list, write_side(w, &c->sides[i]));
    }
    return list;
}

static json_t *write_same(writer *w, const cst_menu_comparison *c) {
    json_t *object = json_object();
    put(w, object, "markets_file", json_boolean(c->same_markets));
    put(w, object, "region", json_boolean(c->same_region));
    put(w, object, "rules", json_boolean(c->same_rules));
    put(w, object, "assumptions", json_boolean(c->same_assumptions));
    put(w, object, "currency", json_boolean(c->same_currency));
    put(w, object, "settings", json_boolean(c->same_settings));
    return object;
}

/* ---------------------------------------------------------------- the curve */

/* With so many teams, of each side that has the point. */
static json_t *write_point(writer *w, const cst_menu_comparison *c, int k) {
    json_t *object = json_object();
    json_t *weights = json_array();
    json_t *costs = json_array();
    json_t *proofs = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_menu_point *p = cst_menu_point_of(c->sides[i].menu, k);
        add(w, weights, p == NULL ? json_null() : decimal(w, p->weight_milli, CST__MILLI));
        add(w, costs, p == NULL ? json_null() : decimal(w, p->cost_cents, 100));
        add(w, proofs, p == NULL ? json_null() : json_boolean(p->weight_proven && p->cost_proven));
    }
    put_count(w, object, "packages", k);
    put(w, object, "weight", weights);
    put(w, object, "cost", costs);
    put(w, object, "proven", proofs);
    return object;
}

static json_t *write_curve(writer *w, const cst_menu_comparison *c) {
    json_t *list = json_array();
    for (int k = c->first_point; k <= c->last_point; k++) {
        add(w, list, write_point(w, c, k));
    }
    return list;
}

/* ---------------------------------------------------------------- teams */

static bool has_firm(const cst_menu_team *team, const char *firm) {
    for (size_t i = 0; team != NULL && i < team->n_members; i++) {
        if (strcmp(team->members[i], firm) == 0) {
            return true;
        }
    }
    return false;
}

static json_t *write_firm_of(writer *w, const cst_menu_comparison *c, const cst_team_group *group,
                             const char *firm) {
    json_t *object = json_object();
    json_t *here = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        add(w, here, json_boolean(has_firm(group->teams[i], firm)));
    }
    put_text(w, object, "firm", firm);
    put(w, object, "here", here);
    return object;
}

static json_t *write_group(writer *w, const cst_menu_comparison *c, const cst_team_group *group) {
    json_t *object = json_object();
    json_t *ids = json_array();
    json_t *anchors = json_array();
    json_t *markets = json_array();
    json_t *weights = json_array();
    json_t *costs = json_array();
    json_t *firms = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_menu_team *t = group->teams[i];
        add(w, ids, t == NULL ? json_null() : json_string(t->id));
        add(w, anchors, t == NULL ? json_null() : json_string(t->anchor));
        add(w, markets, t == NULL ? json_null() : json_integer((json_int_t)t->n_markets));
        add(w, weights, t == NULL ? json_null() : decimal(w, t->weight_milli, CST__MILLI));
        add(w, costs, t == NULL ? json_null() : decimal(w, t->cost_cents, 100));
    }
    for (size_t f = 0; f < group->n_firms; f++) {
        add(w, firms, write_firm_of(w, c, group, group->firms[f]));
    }
    put(w, object, "teams", ids);
    put(w, object, "same", json_boolean(group->same));
    put(w, object, "anchors", anchors);
    put(w, object, "firms", firms);
    put(w, object, "markets", markets);
    put(w, object, "weight", weights);
    put(w, object, "cost", costs);
    return object;
}

static json_t *write_groups(writer *w, const cst_menu_comparison *c) {
    json_t *list = json_array();
    for (size_t g = 0; g < c->n_groups; g++) {
        add(w, list, write_group(w, c, &c->groups[g]));
    }
    return list;
}

/* ---------------------------------------------------------------- markets */

static const cst_package *package_of(const cst_market_row *row, size_t side) {
    return row->markets[side] == NULL ? NULL : row->markets[side]->package;
}

/* The value less that of the first side that serves it; null where these can not be compared. */
static json_t *write_difference(writer *w, const cst_menu_comparison *c, const cst_market_row *row,
                                cst_criterion criterion, size_t first, size_t i) {
    int64_t difference = 0;
    const cst_package *package = package_of(row, i);
    bool known =
        package != NULL &&
        cst_menus_difference(c, criterion, first, package_of(row, first), i, package, &difference);
    return known ? write_criterion(w, criterion, difference) : json_null();
}

static bool has_value(const cst_package *package, cst_criterion criterion) {
    return package != NULL &&
           (criterion != CST_CRITERION_US_CONTENT || package->content.mode != CST_MODE_IGNORE);
}

static json_t *write_values(writer *w, const cst_menu_comparison *c, const cst_market_row *row,
                            cst_criterion criterion) {
    json_t *object = json_object();
    json_t *values = json_array();
    json_t *differences = json_array();
    size_t first = c->n_sides;
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_package *p = package_of(row, i);
        bool known = has_value(p, criterion);
        first = known && first == c->n_sides ? i : first;
        add(w, values,
            known ? write_criterion(w, criterion, cst_criteria_get(&p->criteria, criterion))
                  : json_null());
        add(w, differences, known ? write_difference(w, c, row, criterion, first, i) : json_null());
    }
    put_text(w, object, "criterion", cst_criterion_id(criterion));
    put(w, object, "values", values);
    put(w, object, "differences", differences);
    return object;
}

static json_t *write_criteria(writer *w, const cst_menu_comparison *c, const cst_market_row *row) {
    json_t *list = json_array();
    bool served = false;
    for (size_t i = 0; i < c->n_sides; i++) {
        served = served || package_of(row, i) != NULL;
    }
    for (int k = 0; served && k < CST_N_CRITERIA; k++) {
        add(w, list, write_values(w, c, row, (cst_criterion)k));
    }
    return list;
}

/* Which demands can not hold together, of a side in which no team can serve the market. */
static json_t *write_conflicts(writer *w, const cst_menu_market *market) {
    if (market == NULL || market->nothing_fits == NULL) {
        return json_null();
    }
    json_t *list = json_array();
    for (size_t i = 0; i < market->nothing_fits->n_conflicts; i++) {
        const cst_conflict *conflict = &market->nothing_fits->conflicts[i];
        add(w, list, write_texts(w, conflict->demands, conflict->n_demands));
    }
    return list;
}

static json_t *write_market(writer *w, const cst_menu_comparison *c, const cst_market_row *row) {
    json_t *object = json_object();
    json_t *covers = json_array();
    json_t *teams = json_array();
    json_t *groups = json_array();
    json_t *conflicts = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_menu_market *m = row->markets[i];
        bool served = m != NULL && m->team != SIZE_MAX;
        add(w, covers, m == NULL ? json_null() : json_string(cst_cover_id(m->cover)));
        add(w, teams, served ? json_string(c->sides[i].menu->teams[m->team].id) : json_null());
        add(w, groups, served ? json_integer((json_int_t)row->groups[i]) : json_null());
        add(w, conflicts, write_conflicts(w, m));
    }
    put_text(w, object, "market", row->id);
    put_text(w, object, "verdict", cst_market_verdict_id(row->verdict));
    put(w, object, "same_market", json_boolean(row->same_market));
    put(w, object, "cover", covers);
    put(w, object, "team", teams);
    put(w, object, "group", groups);
    put(w, object, "criteria", write_criteria(w, c, row));
    put(w, object, "conflicts", conflicts);
    return object;
}

static json_t *write_markets(writer *w, const cst_menu_comparison *c) {
    json_t *list = json_array();
    for (size_t m = 0; m < c->n_markets; m++) {
        add(w, list, write_market(w, c, &c->markets[m]));
    }
    return list;
}

/* ---------------------------------------------------------------- criteria and firms */

static json_t *write_tally(writer *w, const cst_tally *tally) {
    json_t *object = json_object();
    put_count(w, object, "lower", (int64_t)tally->lower);
    put_count(w, object, "same", (int64_t)tally->same);
    put_count(w, object, "higher", (int64_t)tally->higher);
    return object;
}

static json_t *write_tallies(writer *w, const cst_menu_comparison *c) {
    json_t *list = json_array();
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        json_t *object = json_object();
        json_t *sides = json_array();
        for (size_t i = 0; i < c->n_sides; i++) {
            add(w, sides, write_tally(w, &c->tallies[k][i]));
        }
        put_text(w, object, "criterion", cst_criterion_id((cst_criterion)k));
        put(w, object, "markets", sides);
        add(w, list, object);
    }
    return list;
}

static json_t *write_common(writer *w, const cst_menu_comparison *c) {
    json_t *object = json_object();
    json_t *costs = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        add(w, costs, decimal(w, c->common_cents[i], 100));
    }
    put_count(w, object, "markets", (int64_t)c->n_common);
    put(w, object, "cost", costs);
    return object;
}

static json_t *write_firm(writer *w, const cst_menu_comparison *c, const cst_firm_row *row) {
    json_t *object = json_object();
    json_t *teams = json_array();
    json_t *markets = json_array();
    json_t *weights = json_array();
    json_t *values = json_array();
    json_t *lost = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_menu_firm *f = row->firms[i];
        add(w, teams, f == NULL ? json_null() : json_integer((json_int_t)f->n_teams));
        add(w, markets, f == NULL ? json_null() : json_integer((json_int_t)f->n_markets));
        add(w, weights, f == NULL ? json_null() : decimal(w, f->weight_milli, CST__MILLI));
        add(w, values, f == NULL ? json_null() : decimal(w, f->value_cents, 100));
        add(w, lost, f == NULL ? json_null() : decimal(w, f->lost_milli, CST__MILLI));
    }
    put_text(w, object, "firm", row->id);
    put(w, object, "teams", teams);
    put(w, object, "markets", markets);
    put(w, object, "weight", weights);
    put(w, object, "value", values);
    put(w, object, "lost_weight", lost);
    return object;
}

static json_t *write_firms(writer *w, const cst_menu_comparison *c) {
    json_t *list = json_array();
    for (size_t f = 0; f < c->n_firms; f++) {
        add(w, list, write_firm(w, c, &c->firms[f]));
    }
    return list;
}

cst_error cst_menu_comparison_to_json(const cst_menu_comparison *comparison, char **text,
                                      size_t *size) {
    writer w = {.digits = DIGITS_FAITHFUL};
    json_t *object = json_object();
    put_text(&w, object, "format", "consort-comparison/1");
    put_text(&w, object, "consort", CST_VERSION);
    put_text(&w, object, "verb", "compare");
    put_text(&w, object, "of", "menus");
    put(&w, object, "sides", write_sides(&w, comparison));
    put(&w, object, "same", write_same(&w, comparison));
    put(&w, object, "curve", write_curve(&w, comparison));
    put(&w, object, "teams", write_groups(&w, comparison));
    put(&w, object, "markets", write_markets(&w, comparison));
    put(&w, object, "criteria", write_tallies(&w, comparison));
    put(&w, object, "common", write_common(&w, comparison));
    put(&w, object, "firms", write_firms(&w, comparison));
    return print(&w, object, text, size);
}
