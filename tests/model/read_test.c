/*
 * read_test.c - what rules, catalog and opportunity hold after reading: every field, its default,
 * and the order of every list. Faults are in the *_faults tests.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/model.h"
#include "tests/support.h"

static bool has(const cst__countries *set, const char *code) {
    return cst__countries_has(set, cst__country_parse(code));
}

static void expect_texts(const cst__texts *texts, const char *joined) {
    char text[256] = "";
    for (size_t i = 0; i < texts->n; i++) {
        strcat(strcat(text, i > 0 ? " " : ""), texts->item[i]);
    }
    assert_string_equal(text, joined);
}

/* ---------------------------------------------------------------- rules */

static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'test-rules', 'as_of': '2026-11-01',\n"
    "  'groups': { 'west': [ 'US', 'CA' ], 'A:5': 'DE' },\n"
    "  'layers': [ { 'id': 'hardware', 'slots': [ 'servers', 'chips' ], 'required': true },\n"
    "              { 'id': 'models', 'slots': [ 'models' ] } ],\n"
    "  'required_slots': [ 'training', 'chips', 'audit' ],\n"
    "  'content': { 'slots': [ 'chips' ], 'threshold': 0.51, 'method': 'value_added',\n"
    "               'mode': 'require', 'gamma': 3, 'source': 'call' },\n"
    "  'jurisdiction': [\n"
    "    { 'id': 'J2', 'test': 'owned', 'in': [ 'CN', 'west' ], 'threshold': 0.25,\n"
    "      'verdict': 'warn', 'source': 's2', 'grade': 'S' },\n"
    "    { 'id': 'J1', 'test': 'listed', 'lists': [ 'sdn', 'Entity List' ], 'verdict': 'refuse',\n"
    "      'layers': [ 'models' ] },\n"
    "    { 'id': 'J3', 'test': 'owned', 'in': '*', 'verdict': 'refuse' } ],\n"
    "  'export': [\n"
    "    { 'id': 'X1', 'eccn': [ '4A', '3A090' ], 'destination': [ 'A:5', 'MO' ],\n"
    "      'status': 'licence', 'weeks': 12, 'posture': 'case by case', 'grade': 'K' },\n"
    "    { 'id': 'X2', 'recipient_parent': 'CN', 'recipient_listed': [ 'sdn' ],\n"
    "      'buyer': [ 'G42', 'Abc' ], 'valid_from': '2026-01-01', 'valid_to': '2027-01-01',\n"
    "      'status': 'blocked', 'source': 's' } ],\n"
    "  'anchor': { 'incorporated_in': [ 'US' ] }, 'unknown': 'warn' }\n";

static void rules_and_their_slots(void **state) {
    cst_rules *rules = test_rules(rules_text);
    (void)state;
    assert_string_equal(cst_rules_id(rules), "test-rules");
    assert_string_equal(rules->as_of, "2026-11-01");
    assert_int_equal(rules->n_groups, 2);
    assert_string_equal(rules->groups[0].name, "A:5");
    assert_true(has(&rules->groups[0].countries, "DE"));
    assert_true(has(&rules->groups[1].countries, "US"));
    assert_false(has(&rules->groups[1].countries, "DE"));
    assert_int_equal(rules->n_layers, 2);
    assert_string_equal(rules->layers[0].id, "hardware");
    assert_true(rules->layers[0].required);
    assert_false(rules->layers[1].required);
    static const struct {
        const char *id;
        size_t layer;
        bool required;
        bool content;
    } slots[] = {{"servers", 0, false, false},
                 {"chips", 0, true, true},
                 {"models", 1, false, false},
                 {"audit", CST__NONE, true, false},
                 {"training", CST__NONE, true, false}};
    assert_int_equal(rules->n_slots, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(rules->slots[i].id, slots[i].id);
        assert_true(rules->slots[i].layer == slots[i].layer);
        assert_int_equal(rules->slots[i].required, slots[i].required);
        assert_int_equal(rules->slots[i].content, slots[i].content);
        assert_int_equal(cst__rules_slot(rules, slots[i].id), i);
    }
    assert_true(cst__rules_slot(rules, "chip") == CST__NONE);
    assert_true(cst__rules_group(rules, "west") == 1);
    assert_true(cst__rules_group(rules, "east") == CST__NONE);
    cst_rules_free(rules);
}

static void rules_and_their_rows(void **state) {
    cst_rules *rules = test_rules(rules_text);
    (void)state;
    assert_int_equal(rules->content_mode, CST_MODE_REQUIRE);
    assert_int_equal(rules->content_method, CST_METHOD_VALUE_ADDED);
    assert_int_equal(rules->content_threshold_bp, 5100);
    assert_int_equal(rules->content_gamma, 3);
    assert_string_equal(rules->content_source, "call");
    assert_int_equal(rules->n_jurisdiction, 3);
    const cst__jurisdiction *j = rules->jurisdiction;
    assert_string_equal(j[0].id, "J2"); /* the order of the file */
    assert_int_equal(j[0].test, CST__TEST_OWNED);
    assert_int_equal(j[0].threshold_bp, 2500);
    assert_true(has(&j[0].in, "CN") && has(&j[0].in, "CA") && !has(&j[0].in, "DE"));
    assert_true(j[0].layers[0] && j[0].layers[1] && j[0].other_slots);
    assert_int_equal(j[0].verdict, CST__WARN);
    assert_string_equal(j[0].source, "s2");
    assert_string_equal(j[0].grade, "S");
    assert_int_equal(j[1].test, CST__TEST_LISTED);
    expect_texts(&j[1].lists, "Entity List sdn");
    assert_true(!j[1].layers[0] && j[1].layers[1] && !j[1].other_slots);
    assert_int_equal(j[1].verdict, CST__REFUSE);
    assert_string_equal(j[1].source, "");
    assert_int_equal(j[2].threshold_bp, 5000);
    assert_true(has(&j[2].in, "ZW"));
    assert_true(rules->has_anchor_rule);
    assert_true(has(&rules->anchor_incorporated_in, "US"));
    assert_int_equal(rules->unknown, CST__WARN);
    cst_rules_free(rules);
}

static void rules_and_export(void **state) {
    cst_rules *rules = test_rules(rules_text);
    const cst__export_row *x = rules->exports;
    (void)state;
    assert_int_equal(rules->n_exports, 2);
    assert_string_equal(x[0].id, "X1");
    assert_true(x[0].has_eccn && x[0].has_destination);
    assert_false(x[0].has_recipient_parent || x[0].has_recipient_listed || x[0].has_buyer);
    expect_texts(&x[0].eccn, "3A090 4A");
    assert_true(has(&x[0].destination, "DE") && has(&x[0].destination, "MO"));
    assert_null(x[0].valid_from);
    assert_null(x[0].valid_to);
    assert_int_equal(x[0].status, CST__EXPORT_LICENCE);
    assert_int_equal(x[0].weeks, 12);
    assert_string_equal(x[0].posture, "case by case");
    assert_string_equal(x[0].grade, "K");
    assert_false(x[1].has_eccn || x[1].has_destination);
    assert_true(x[1].has_recipient_parent && x[1].has_recipient_listed && x[1].has_buyer);
    assert_true(has(&x[1].recipient_parent, "CN"));
    expect_texts(&x[1].recipient_listed, "sdn");
    expect_texts(&x[1].buyer, "Abc G42");
    assert_string_equal(x[1].valid_from, "2026-01-01");
    assert_string_equal(x[1].valid_to, "2027-01-01");
    assert_int_equal(x[1].status, CST__EXPORT_BLOCKED);
    assert_int_equal(x[1].weeks, 0);
    assert_string_equal(x[1].source, "s");
    cst_rules_free(rules);
}

static void rules_of_nothing(void **state) {
    cst_rules *rules = test_rules("{ 'format': 'consort-rules/1', 'id': 'r' }");
    (void)state;
    assert_string_equal(rules->as_of, "");
    assert_int_equal(rules->n_slots + rules->n_layers + rules->n_groups, 0);
    assert_int_equal(rules->n_jurisdiction + rules->n_exports, 0);
    assert_int_equal(rules->content_mode, CST_MODE_IGNORE);
    assert_string_equal(rules->content_source, "");
    assert_false(rules->has_anchor_rule);
    assert_int_equal(rules->unknown, CST__REFUSE);
    cst_rules_free(rules);
}

static void rules_of_the_library(void **state) {
    cst_rules *rules = NULL;
    (void)state;
    assert_int_equal(cst_rules_default(&rules), CST_E_OK);
    assert_string_equal(cst_rules_id(rules), "us-ai-exports-2026-11");
    assert_int_equal(rules->n_layers, 5);
    assert_int_equal(rules->n_slots, 10);
    cst_rules_free(rules);
    cst_rules_free(NULL);
}

/* ---------------------------------------------------------------- catalog */

static const char catalog_text[] =
    "{ 'format': 'consort-catalog/1', 'as_of': '2026-11-01', 'currency': 'USD',\n"
    "  'resources': { 'power-kw': { 'unit': 'kW' }, 'accelerators': {} },\n"
    "  'firms': [\n"
    "    { 'id': 'zeta' },\n"
    "    { 'id': 'alpha', 'name': 'Alpha, Inc.', 'size': 'small', 'incorporated': 'US',\n"
    "      'principal_place': 'CA', 'parent': { 'name': 'P', 'country': 'DE' },\n"
    "      'owners': [ { 'name': 'f', 'country': 'US', 'share': 0.62, 'state_owned': false },\n"
    "                  { 'share': 0.1 } ],\n"
    "      'listed_as': [ 'sdn', 'a' ], 'can_anchor': true, 'min_value': 1.5, 'max_value': 90 },\n"
    "    { 'id': 'mu', 'owners': [], 'size': null } ],\n"
    "  'offerings': [\n"
    "    { 'id': 'rack', 'firm': 'alpha', 'slot': 'chips', 'name': 'Rack', 'lead_weeks': 38,\n"
    "      'delivery': 'sale', 'unit': 'rack of 72', 'units': { 'min': 2, 'max': 60 },\n"
    "      'price': { 'fixed': 100, 'per_unit': 50.25, 'per_unit_year': 1,\n"
    "                 'tiers': [ { 'from': 20, 'per_unit': 40 }, { 'from': 30, 'per_unit': 45 } ] "
    "},\n"
    "      'provides': { 'power-kw': 0, 'accelerators': 72 },\n"
    "      'consumes': { 'power-kw': 132.125, 'accelerators': 0.001 },\n"
    "      'us_content': { 'made': 0.41, 'made_low': 0.33, 'value_added': 0.66,\n"
    "                      'evidence': 'declared' },\n"
    "      'maker_country': 'TW', 'eccn': '4A090.a', 'capabilities': [ 'b', 'a', 'b' ],\n"
    "      'needs': [ 'loop' ], 'ratings': { 'training': 0.95, 'inference': 0.7 },\n"
    "      'available_in': [ 'west', 'KE', 'A:5' ], 'hosted_in': [], 'description': 'free' },\n"
    "    { 'id': 'gpt', 'firm': 'zeta', 'slot': 'models', 'lead_weeks': 4, 'units': { 'min': 3 },\n"
    "      'weights': 'open', 'weights_origin': 'US', 'lineage': 'CA', 'capabilities': [ 'z' ] },\n"
    "    { 'id': 'bare', 'firm': 'mu', 'slot': 'servers', 'lead_weeks': 0 } ],\n"
    "  'bundles': [ { 'id': 'two', 'offerings': [ 'rack', 'bare' ], 'discount': 12.5 },\n"
    "               { 'id': 'one', 'offerings': [ 'gpt' ], 'discount': 0 } ],\n"
    "  'relations': [ { 'kind': 'requires', 'a': 'zeta', 'b': 'alpha' },\n"
    "                 { 'kind': 'requires', 'a': 'rack', 'b': 'gpt' },\n"
    "                 { 'kind': 'excludes', 'a': 'zeta', 'b': 'mu' },\n"
    "                 { 'kind': 'excludes', 'a': 'mu', 'b': 'zeta' },\n"
    "                 { 'kind': 'excludes', 'a': 'gpt', 'b': 'bare' } ] }\n";

typedef struct ground {
    cst_rules *rules;
    cst_catalog *catalog;
} ground;

static ground make_ground(void) {
    ground on = {.rules = test_rules(rules_text)};
    on.catalog = test_catalog(catalog_text, on.rules);
    return on;
}

static void free_ground(ground *on) {
    cst_catalog_free(on->catalog);
    cst_rules_free(on->rules);
}

static void catalog_and_its_firms(void **state) {
    ground on = make_ground();
    const cst_catalog *c = on.catalog;
    (void)state;
    assert_string_equal(c->currency, "USD");
    assert_string_equal(c->as_of, "2026-11-01");
    assert_int_equal(cst_catalog_firm_count(c), 3);
    assert_int_equal(cst_catalog_offering_count(c), 3);
    assert_string_equal(c->resources[0].id, "accelerators");
    assert_string_equal(c->resources[0].unit, "");
    assert_string_equal(c->resources[1].unit, "kW");
    const cst__firm *alpha = &c->firms[0];
    assert_string_equal(alpha->id, "alpha");
    assert_string_equal(alpha->name, "Alpha, Inc.");
    assert_int_equal(alpha->size, CST__SIZE_SMALL);
    assert_int_equal(alpha->incorporated, cst__country_parse("US"));
    assert_int_equal(alpha->principal_place, cst__country_parse("CA"));
    assert_int_equal(alpha->parent, cst__country_parse("DE"));
    assert_true(alpha->owners_known);
    assert_int_equal(alpha->n_owners, 2);
    assert_string_equal(alpha->owners[0].name, "f");
    assert_int_equal(alpha->owners[0].share_bp, 6200);
    assert_int_equal(alpha->owners[1].country, CST__COUNTRY_UNKNOWN);
    expect_texts(&alpha->listed_as, "a sdn");
    assert_true(alpha->can_anchor);
    assert_int_equal(alpha->min_value_cents, 150);
    assert_int_equal(alpha->max_value_cents, 9000);
    free_ground(&on);
}

static void firms_of_which_little_is_known(void **state) {
    ground on = make_ground();
    const cst__firm *mu = &on.catalog->firms[1];
    const cst__firm *zeta = &on.catalog->firms[2];
    (void)state;
    assert_string_equal(mu->id, "mu");
    assert_true(mu->owners_known);
    assert_int_equal(mu->n_owners, 0);
    assert_string_equal(zeta->name, "zeta");
    assert_int_equal(zeta->size, CST__SIZE_UNKNOWN);
    assert_int_equal(zeta->incorporated, CST__COUNTRY_UNKNOWN);
    assert_int_equal(zeta->parent, CST__COUNTRY_UNKNOWN);
    assert_false(zeta->owners_known || zeta->can_anchor);
    assert_int_equal(zeta->min_value_cents, 0);
    assert_true(zeta->max_value_cents == CST__NO_LIMIT);
    assert_int_equal(cst__catalog_firm(on.catalog, "zeta"), 2);
    assert_true(cst__catalog_firm(on.catalog, "rack") == CST__NONE);
    free_ground(&on);
}

static void an_offering_with_everything(void **state) {
    ground on = make_ground();
    const cst__offering *o = &on.catalog->offerings[2];
    (void)state;
    assert_string_equal(o->id, "rack");
    assert_string_equal(o->name, "Rack");
    assert_string_equal(o->unit, "rack of 72");
    assert_string_equal(o->delivery, "sale");
    assert_string_equal(o->description, "free");
    assert_int_equal(o->firm, 0);
    assert_int_equal(o->slot, cst__rules_slot(on.rules, "chips"));
    assert_int_equal(o->min_units, 2);
    assert_int_equal(o->max_units, 60);
    assert_int_equal(o->fixed_cents, 10000);
    assert_int_equal(o->per_unit_cents, 5025);
    assert_int_equal(o->per_unit_year_cents, 100);
    assert_int_equal(o->n_tiers, 2);
    assert_int_equal(o->tiers[1].from, 30);
    assert_int_equal(o->tiers[1].per_unit_cents, 4500);
    assert_int_equal(o->n_provides, 1); /* an amount of zero is none */
    assert_int_equal(o->provides[0].resource, 0);
    assert_int_equal(o->provides[0].milli, 72000);
    assert_int_equal(o->n_consumes, 2);
    assert_int_equal(o->consumes[0].milli, 1);
    assert_int_equal(o->consumes[1].resource, 1);
    assert_int_equal(o->consumes[1].milli, 132125);
    assert_int_equal(o->us_bp[CST_METHOD_MADE], 4100);
    assert_int_equal(o->us_bp[CST_METHOD_VALUE_ADDED], 6600);
    assert_int_equal(o->us_made_low_bp, 3300);
    assert_string_equal(o->evidence, "declared");
    assert_int_equal(o->maker_country, cst__country_parse("TW"));
    assert_string_equal(o->eccn, "4A090.a");
    assert_int_equal(o->lead_weeks, 38);
    free_ground(&on);
}

static void an_offering_and_its_lists(void **state) {
    ground on = make_ground();
    const cst__offering *o = &on.catalog->offerings[2];
    (void)state;
    expect_texts(&o->capabilities, "a b");
    expect_texts(&o->needs, "loop");
    assert_int_equal(o->n_ratings, 2);
    assert_string_equal(o->ratings[0].name, "inference");
    assert_int_equal(o->ratings[1].share_bp, 9500);
    assert_true(o->available_in.known);
    assert_string_equal(o->available_in.text, "A:5, KE, west");
    assert_true(has(&o->available_in.set, "KE") && has(&o->available_in.set, "CA"));
    assert_false(has(&o->available_in.set, "FR"));
    assert_true(o->hosted_in.known);
    assert_string_equal(o->hosted_in.text, "");
    assert_false(has(&o->hosted_in.set, "US"));
    assert_false(o->has_weights);
    assert_false(o->lineage.known);
    free_ground(&on);
}

static void a_model_and_a_bare_offering(void **state) {
    ground on = make_ground();
    const cst__offering *bare = &on.catalog->offerings[0];
    const cst__offering *gpt = &on.catalog->offerings[1];
    (void)state;
    expect_texts(&gpt->capabilities, "weights:open z");
    assert_true(gpt->has_weights);
    assert_int_equal(gpt->weights_origin, cst__country_parse("US"));
    assert_string_equal(gpt->lineage.text, "CA");
    assert_int_equal(gpt->min_units, 3);
    assert_int_equal(gpt->max_units, 3);
    assert_int_equal(bare->min_units, 1);
    assert_int_equal(bare->max_units, 1);
    assert_int_equal(bare->fixed_cents + bare->per_unit_cents + bare->per_unit_year_cents, 0);
    assert_string_equal(bare->name, "");
    assert_string_equal(bare->evidence, "");
    assert_int_equal(bare->us_bp[CST_METHOD_MADE], CST__BP_UNKNOWN);
    assert_int_equal(bare->us_bp[CST_METHOD_VALUE_ADDED], CST__BP_UNKNOWN);
    assert_int_equal(bare->us_made_low_bp, CST__BP_UNKNOWN);
    assert_null(bare->eccn);
    assert_int_equal(bare->maker_country, CST__COUNTRY_UNKNOWN);
    assert_string_equal(bare->available_in.text, "*");
    assert_true(bare->available_in.known && has(&bare->available_in.set, "FR"));
    assert_false(bare->hosted_in.known);
    assert_int_equal(bare->n_provides + bare->n_consumes + bare->n_ratings, 0);
    free_ground(&on);
}

static void bundles_and_relations(void **state) {
    ground on = make_ground();
    const cst_catalog *c = on.catalog;
    (void)state;
    assert_int_equal(c->n_bundles, 2);
    assert_string_equal(c->bundles[0].id, "one");
    assert_int_equal(cst__catalog_bundle(c, "two"), 1);
    assert_int_equal(c->bundles[1].n_offerings, 2);
    assert_int_equal(c->bundles[1].offerings[0], 0); /* bare */
    assert_int_equal(c->bundles[1].offerings[1], 2); /* rack */
    assert_int_equal(c->bundles[1].discount_cents, 1250);
    static const cst__relation expected[] = {
        {false, false, 0, 1}, {false, true, 1, 2}, {true, false, 2, 1}, {true, true, 2, 0}};
    assert_int_equal(c->n_relations, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(c->relations[i].requires_b, expected[i].requires_b);
        assert_int_equal(c->relations[i].between_firms, expected[i].between_firms);
        assert_int_equal(c->relations[i].a, expected[i].a);
        assert_int_equal(c->relations[i].b, expected[i].b);
    }
    free_ground(&on);
}

/* ---------------------------------------------------------------- opportunity */

static const char opportunity_text[] =
    "{ 'format': 'consort-opportunity/1', 'id': 'tender', 'title': 'A tender',\n"
    "  'buyer': { 'name': 'Ministry', 'country': 'KE', 'kind': 'public', 'parent_country': 'US',\n"
    "             'listed_as': [ 'b', 'a' ] },\n"
    "  'award_by': '2027-03-01', 'deadline_weeks': 78, 'term_years': 5, 'budget': 620.5,\n"
    "  'currency': 'USD', 'demand': { 'accelerators': 4096 }, 'site': { 'power-kw': 0.125 },\n"
    "  'slots': { 'models': { 'max_offerings': 2, 'every_has': [ 'y', 'x' ],\n"
    "                         'some_has': [ 'lang:sw' ],\n"
    "                         'wants': { 'b': 3, 'a': 0.125, 'c': 0 } },\n"
    "             'servers': { 'required': true } },\n"
    "  'residency': { 'in': [ 'KE' ], 'slots': [ 'models' ] }, 'buyer_has': [ 'loop' ],\n"
    "  'consortium': { 'min_members': 2, 'max_members': 10, 'include': [ 'alpha', 'gpt' ],\n"
    "                  'exclude': [ 'mu', 'bare' ], 'anchor': 'alpha', 'max_member_share': 0.6,\n"
    "                  'local_share': 0.1, 'small_share': 0.05 },\n"
    "  'content': { 'mode': 'presumption', 'gamma': 2 } }\n";

static cst_opportunity *read_opportunity(const char *text, const ground *on) {
    char *quoted = test_quoted(text);
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_opportunity *opportunity = NULL;
    cst_error error = cst_opportunity_read(quoted, strlen(quoted), "o", on->rules, on->catalog,
                                           NULL, &opportunity, diagnostics);
    test_expect_faults(diagnostics, error, "");
    cst_diagnostics_free(diagnostics);
    free(quoted);
    return opportunity;
}

static void an_opportunity_with_everything(void **state) {
    ground on = make_ground();
    cst_opportunity *o = read_opportunity(opportunity_text, &on);
    (void)state;
    assert_string_equal(cst_opportunity_id(o), "tender");
    assert_string_equal(o->title, "A tender");
    assert_string_equal(o->currency, "USD");
    assert_string_equal(o->buyer_name, "Ministry");
    assert_int_equal(o->buyer_country, cst__country_parse("KE"));
    assert_int_equal(o->buyer_parent, cst__country_parse("US"));
    expect_texts(&o->buyer_listed_as, "a b");
    assert_string_equal(o->award_by, "2027-03-01");
    assert_int_equal(o->deadline_weeks, 78);
    assert_int_equal(o->term_years, 5);
    assert_int_equal(o->budget_cents, 62050);
    assert_int_equal(o->demand_milli[0], 4096000);
    assert_int_equal(o->demand_milli[1], 0);
    assert_int_equal(o->site_milli[0], 0);
    assert_int_equal(o->site_milli[1], 125);
    assert_true(o->has_residency);
    assert_string_equal(o->residency_in.text, "KE");
    assert_true(o->residency_slots[cst__rules_slot(on.rules, "models")]);
    assert_false(o->residency_slots[cst__rules_slot(on.rules, "chips")]);
    expect_texts(&o->buyer_has, "loop");
    assert_int_equal(o->content_mode, CST_MODE_PRESUMPTION);
    assert_int_equal(o->content_gamma, 0); /* the method of the rules is not made */
    cst_opportunity_free(o);
    free_ground(&on);
}

static void an_opportunity_and_its_consortium(void **state) {
    ground on = make_ground();
    cst_opportunity *o = read_opportunity(opportunity_text, &on);
    const cst__slot_ask *models = &o->slots[cst__rules_slot(on.rules, "models")];
    (void)state;
    assert_true(models->required); /* by some_has */
    assert_int_equal(models->max_offerings, 2);
    expect_texts(&models->every_has, "x y");
    expect_texts(&models->some_has, "lang:sw");
    assert_int_equal(models->n_wants, 2);
    assert_string_equal(models->wants[0].name, "a");
    assert_int_equal(models->wants[0].weight_milli, 125);
    assert_int_equal(models->wants[1].weight_milli, 3000);
    assert_true(o->slots[cst__rules_slot(on.rules, "servers")].required);
    assert_true(o->slots[cst__rules_slot(on.rules, "chips")].required); /* by the rules */
    assert_true(o->slots[0].max_offerings == CST__NO_LIMIT);
    assert_int_equal(o->min_members, 2);
    assert_int_equal(o->max_members, 10);
    assert_true(o->include_firm[0] && !o->include_firm[1] && !o->include_firm[2]);
    assert_true(!o->exclude_firm[0] && o->exclude_firm[1]);
    assert_true(o->include_offering[1] && !o->include_offering[0]);
    assert_true(o->exclude_offering[0] && !o->exclude_offering[2]);
    assert_int_equal(o->anchor, 0);
    assert_int_equal(o->max_member_share_bp, 6000);
    assert_int_equal(o->local_share_bp, 1000);
    assert_int_equal(o->small_share_bp, 500);
    cst_opportunity_free(o);
    free_ground(&on);
}

static void an_opportunity_of_no_limits(void **state) {
    ground on = make_ground();
    cst_opportunity *o = read_opportunity(
        "{ 'format': 'consort-opportunity/1', 'id': 'o',\n"
        "  'buyer': { 'country': 'KE' }, 'demand': {} }",
        &on);
    (void)state;
    assert_string_equal(o->title, "");
    assert_string_equal(o->buyer_name, "");
    assert_string_equal(o->currency, "");
    assert_int_equal(o->buyer_parent, CST__COUNTRY_UNKNOWN);
    assert_null(o->award_by);
    assert_int_equal(o->deadline_weeks, -1);
    assert_int_equal(o->term_years, 1);
    assert_true(o->budget_cents == CST__NO_LIMIT);
    assert_false(o->has_residency);
    assert_int_equal(o->min_members, 0);
    assert_true(o->max_members == CST__NO_LIMIT);
    assert_true(o->anchor == CST__NONE);
    assert_int_equal(o->max_member_share_bp, 10000);
    assert_int_equal(o->local_share_bp + o->small_share_bp, 0);
    assert_int_equal(o->content_mode, CST_MODE_REQUIRE); /* of the rules */
    assert_false(o->slots[0].required);
    assert_true(o->slots[0].max_offerings == CST__NO_LIMIT);
    cst_opportunity_free(o);
    free_ground(&on);
    cst_opportunity_free(NULL);
    cst_catalog_free(NULL);
}

static void gamma_counts_where_the_method_is_made(void **state) {
    ground on = {.rules = NULL};
    char *text = test_change(rules_text, "'value_added'", "'made'");
    (void)state;
    on.rules = test_rules(text);
    on.catalog = test_catalog(catalog_text, on.rules);
    cst_opportunity *given = read_opportunity(opportunity_text, &on);
    cst_opportunity *left = read_opportunity(
        "{ 'format': 'consort-opportunity/1', 'id': 'o',\n"
        "  'buyer': { 'country': 'KE' }, 'demand': {} }",
        &on);
    assert_int_equal(given->content_gamma, 2);
    assert_int_equal(left->content_gamma, 3);
    cst_opportunity_free(left);
    cst_opportunity_free(given);
    free_ground(&on);
    free(text);
}

static void residency_that_says_half_does_not_bind(void **state) {
    ground on = make_ground();
    char *no_slots = test_change(opportunity_text, ", 'slots': [ 'models' ] }", " }");
    char *no_place = test_change(opportunity_text, "'in': [ 'KE' ], ", "");
    cst_opportunity *a = read_opportunity(no_slots, &on);
    cst_opportunity *b = read_opportunity(no_place, &on);
    (void)state;
    assert_false(a->has_residency || b->has_residency);
    cst_opportunity_free(a);
    cst_opportunity_free(b);
    free(no_slots);
    free(no_place);
    free_ground(&on);
}

static void an_opportunity_without_catalog(void **state) {
    ground on = {.rules = test_rules(rules_text)};
    cst_opportunity *o = read_opportunity(opportunity_text, &on);
    (void)state;
    assert_null(o->catalog);
    assert_null(o->demand_milli);
    assert_null(o->site_milli);
    assert_true(o->anchor == CST__NONE);
    cst_opportunity_free(o);
    free_ground(&on);
}

/* ---------------------------------------------------------------- texts and limits */

static void sorted_texts(void **state) {
    const char *items[] = {"a", "c", "e", "g"};
    const char *others[] = {"b", "d", "e"};
    cst__texts texts = {items, 4};
    cst__texts even = {others, 2};
    cst__texts last = {others, 3};
    cst__texts none = {NULL, 0};
    (void)state;
    assert_true(cst__texts_has(&texts, "a") && cst__texts_has(&texts, "g"));
    assert_false(cst__texts_has(&texts, "b") || cst__texts_has(&texts, "h"));
    assert_false(cst__texts_has(&none, "a"));
    assert_true(cst__texts_meet(&texts, &last) && cst__texts_meet(&last, &texts));
    assert_false(cst__texts_meet(&texts, &even) || cst__texts_meet(&texts, &none));
}

static void no_more_items_than_allowed(void **state) {
    cst_limits limits = cst_limits_default();
    cst_rules *rules = test_rules(rules_text);
    cst_catalog *catalog = NULL;
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    char *text = test_quoted(catalog_text);
    (void)state;
    limits.max_items = 3;
    cst_error error = cst_catalog_read(text, strlen(text), "c", rules, &limits, &catalog, NULL);
    assert_int_equal(error, CST_E_INPUT); /* five relations */
    limits.max_items = 5;
    error = cst_catalog_read(text, strlen(text), "c", rules, &limits, &catalog, NULL);
    assert_int_equal(error, CST_E_OK);
    cst_catalog_free(catalog);
    limits.max_items = 2;
    error = cst_catalog_read(text, strlen(text), "c", rules, &limits, &catalog, diagnostics);
    test_expect_faults(diagnostics, error,
                       "3:12 /firms: a list of 3 items: at most 2 are allowed\n"
                       "11:16 /offerings: a list of 3 items: at most 2 are allowed\n"
                       "28:16 /relations: a list of 5 items: at most 2 are allowed\n");
    free(text);
    cst_diagnostics_free(diagnostics);
    cst_rules_free(rules);
}

static void no_more_countries_than_allowed(void **state) {
    ground on = make_ground();
    cst_limits limits = cst_limits_default();
    cst_opportunity *opportunity = NULL;
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    char *text = test_change(opportunity_text, "'in': [ 'KE' ]", "'in': [ 'KE', 'US', 'CA' ]");
    (void)state;
    limits.max_items = 2;
    cst_error error = cst_opportunity_read(text, strlen(text), "o", on.rules, on.catalog, &limits,
                                           &opportunity, diagnostics);
    test_expect_faults(diagnostics, error,
                       "10:24 /residency/in: a list of 3 items: at most 2 are allowed\n");
    free(text);
    cst_diagnostics_free(diagnostics);
    free_ground(&on);
}

/* A catalog of so many offerings of one firm, each with the same price. */
static char *make_catalog(int offerings, const char *price, const char *last) {
    char *text = malloc((size_t)offerings * 128 + 1000);
    assert_non_null(text);
    char *end = text + sprintf(text,
                               "{\"format\":\"consort-catalog/1\",\"firms\":[{\"id\":\"f\"}],\n"
                               "\"offerings\":[");
    for (int i = 0; i <= offerings; i++) {
        end += sprintf(end,
                       "%s\n{\"id\":\"o%d\",\"firm\":\"f\",\"slot\":\"chips\",\"lead_weeks\":1,"
                       "\"price\":{%s}}",
                       i > 0 ? "," : "", i, i < offerings ? price : last);
    }
    sprintf(end, "]}");
    return text;
}

/* Nine thousand offerings of 1e13 are worth 9e16; one cent more is too much. */
static void a_catalog_of_the_largest_value(void **state) {
    cst_rules *rules = test_rules(rules_text);
    cst_catalog *catalog = NULL;
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    char *most = make_catalog(9000, "\"fixed\":1e13", "");
    char *more = make_catalog(9000, "\"fixed\":1e13", "\"fixed\":0.01");
    (void)state;
    assert_int_equal(cst_catalog_read(most, strlen(most), "c", rules, NULL, &catalog, NULL),
                     CST_E_OK);
    cst_catalog_free(catalog);
    cst_error error = cst_catalog_read(more, strlen(more), "c", rules, NULL, &catalog, diagnostics);
    test_expect_faults(
        diagnostics, error,
        "2:13 /offerings: all offerings at their most units are worth more than 9e16 together\n");
    free(more);
    free(most);
    cst_diagnostics_free(diagnostics);
    cst_rules_free(rules);
}

static void a_catalog_too_dear_over_two_years(void **state) {
    ground on = {.rules = test_rules(rules_text)};
    cst_opportunity *opportunity = NULL;
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    char *text = make_catalog(9000, "\"per_unit_year\":5e12", "\"per_unit_year\":0.01");
    char *tender = test_quoted(
        "{ 'format': 'consort-opportunity/1', 'id': 'o',\n"
        "  'buyer': { 'country': 'KE' }, 'demand': {},\n"
        "  'term_years': 2 }");
    (void)state;
    on.catalog = test_catalog(text, on.rules);
    cst_error error = cst_opportunity_read(tender, strlen(tender), "o", on.rules, on.catalog, NULL,
                                           &opportunity, diagnostics);
    test_expect_faults(
        diagnostics, error,
        "3:17 /term_years: over 2 years all offerings are worth more than 9e16 together\n");
    free(tender);
    free(text);
    cst_diagnostics_free(diagnostics);
    free_ground(&on);
}

/* Ten mistakes of ten kinds in one file are ten faults, each at its place. */
static void ten_mistakes(void **state) {
    static const char text[] =
        "{ 'format': 'consort-catalog/1', 'as_of': '2026-02-30',\n"
        "  'resources': { 'power-kw': {}, 'power-kw': {} },\n"
        "  'firms': [ { 'id': 'alpha', 'incorporated': 'Kenya' }, { 'id': 'alpha' } ],\n"
        "  'offerings': [\n"
        "    { 'id': 'rack', 'firm': 'alfa', 'slot': 'chips', 'lead_week': 3,\n"
        "      'price': { 'per_unit': 3.999 }, 'consumes': { 'power-kw': '12' },\n"
        "      'units': { 'min': 5, 'max': 4 } } ],\n"
        "  'bundles': [ { 'id': 'b', 'offerings': [ 'rack', 'rack' ], 'discount': 1 } ],\n"
        "  'relations': [ { 'kind': 'requires', 'a': 'rack', 'b': 'alpha' } ] }\n";
    cst_rules *rules = test_rules(rules_text);
    cst_catalog *catalog = NULL;
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    char *quoted = test_quoted(text);
    (void)state;
    cst_error error =
        cst_catalog_read(quoted, strlen(quoted), "c", rules, NULL, &catalog, diagnostics);
    test_expect_faults(
        diagnostics, error,
        "1:43 /as_of: expected a date of the calendar, 'YYYY-MM-DD', found '2026-02-30'\n"
        "2:34 /resources/power-kw: the key 'power-kw' is given twice\n"
        "3:47 /firms/0/incorporated: expected a country code of ISO 3166-1, found 'Kenya': did "
        "you mean 'KE'?\n"
        "3:66 /firms/1/id: the id 'alpha' is taken by /firms/0\n"
        "5:29 /offerings/0/firm: the catalog has no firm 'alfa'\n"
        "5:54 /offerings/0/lead_week: unknown key 'lead_week': did you mean 'lead_weeks'?\n"
        "6:30 /offerings/0/price/per_unit: expected an amount of money from 0 to 1e13 with at "
        "most 2 decimal places, found 3.999\n"
        "6:65 /offerings/0/consumes/power-kw: expected an amount from 0 to 1e15, found '12'\n"
        "7:25 /offerings/0/units/min: min 5 is above max 4\n"
        "8:52 /bundles/0/offerings/1: 'rack' is named twice\n"
        "9:58 /relations/0/b: 'alpha' is a firm, but a is an offering: a relation joins two of a "
        "kind\n");
    free(quoted);
    cst_diagnostics_free(diagnostics);
    cst_rules_free(rules);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_and_their_slots),
        cmocka_unit_test(rules_and_their_rows),
        cmocka_unit_test(rules_and_export),
        cmocka_unit_test(rules_of_nothing),
        cmocka_unit_test(rules_of_the_library),
        cmocka_unit_test(catalog_and_its_firms),
        cmocka_unit_test(firms_of_which_little_is_known),
        cmocka_unit_test(an_offering_with_everything),
        cmocka_unit_test(an_offering_and_its_lists),
        cmocka_unit_test(a_model_and_a_bare_offering),
        cmocka_unit_test(bundles_and_relations),
        cmocka_unit_test(an_opportunity_with_everything),
        cmocka_unit_test(an_opportunity_and_its_consortium),
        cmocka_unit_test(an_opportunity_of_no_limits),
        cmocka_unit_test(gamma_counts_where_the_method_is_made),
        cmocka_unit_test(residency_that_says_half_does_not_bind),
        cmocka_unit_test(an_opportunity_without_catalog),
        cmocka_unit_test(sorted_texts),
        cmocka_unit_test(no_more_items_than_allowed),
        cmocka_unit_test(no_more_countries_than_allowed),
        cmocka_unit_test(a_catalog_of_the_largest_value),
        cmocka_unit_test(a_catalog_too_dear_over_two_years),
        cmocka_unit_test(ten_mistakes),
    };
    return cmocka_run_group_tests_name("read", tests, NULL, NULL);
}
