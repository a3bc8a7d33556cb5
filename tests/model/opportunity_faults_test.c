/*
 * opportunity_faults_test.c - every fault that an opportunity can have, told with its place and its
 * words.
 *
 * Each row makes one change to a right file and names all faults that must then be found: no more
 * and no fewer. The references of the last rows are faults only where there is a catalog.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/support.h"

/* ' stands for ". The numbers are those of the lines. */
/* clang-format off */
static const char rules_text[] =
    /*  1 */ "{ 'format': 'consort-rules/1', 'id': 'r', 'groups': { 'eu-core': [ 'DE', 'FR' ] },\n"
    /*  2 */ "  'layers': [ { 'id': 'hardware', 'slots': [ 'chips', 'cloud' ] },\n"
    /*  3 */ "              { 'id': 'models', 'slots': [ 'models' ] } ], 'required_slots': [ 'cloud' ] }\n";
/* clang-format on */

/* clang-format off */
static const char catalog_text[] =
    /*  1 */ "{ 'format': 'consort-catalog/1', 'as_of': '2026-11-01', 'currency': 'USD',\n"
    /*  2 */ "  'provenance': { 'kind': 'synthetic' },\n"
    /*  3 */ "  'resources': { 'accelerators': { 'unit': 'pieces' }, 'power-kw': {} },\n"
    /*  4 */ "  'firms': [\n"
    /*  5 */ "    { 'id': 'alpha', 'name': 'Alpha', 'size': 'large', 'incorporated': 'US',\n"
    /*  6 */ "      'principal_place': 'CA', 'parent': { 'name': 'Alpha', 'country': 'US' },\n"
    /*  7 */ "      'owners': [ { 'country': 'US', 'share': 0.62 }, { 'country': null, 'share': 0.38 } ],\n"
    /*  8 */ "      'listed_as': [ 'Watch List' ], 'can_anchor': true, 'min_value': 10, 'max_value': 90 },\n"
    /*  9 */ "    { 'id': 'beta' } ],\n"
    /* 10 */ "  'offerings': [\n"
    /* 11 */ "    { 'id': 'rack', 'firm': 'alpha', 'slot': 'chips', 'lead_weeks': 38,\n"
    /* 12 */ "      'units': { 'min': 2, 'max': 60 },\n"
    /* 13 */ "      'price': { 'fixed': 100, 'per_unit': 50.25, 'per_unit_year': 1,\n"
    /* 14 */ "                 'tiers': [ { 'from': 20, 'per_unit': 40 }, { 'from': 30, 'per_unit': 20 } ] },\n"
    /* 15 */ "      'provides': { 'accelerators': 72 }, 'consumes': { 'power-kw': 132.125 },\n"
    /* 16 */ "      'us_content': { 'made': 0.41, 'made_low': 0.33, 'evidence': 'declared' },\n"
    /* 17 */ "      'maker_country': 'TW', 'eccn': '4A090.a', 'capabilities': [ 'cooling:liquid' ],\n"
    /* 18 */ "      'needs': [ 'loop' ], 'ratings': { 'training': 0.95 },\n"
    /* 19 */ "      'available_in': [ 'eu-core', 'KE' ], 'hosted_in': null },\n"
    /* 20 */ "    { 'id': 'model', 'firm': 'beta', 'slot': 'models', 'lead_weeks': 4, 'price': { 'fixed': 7 },\n"
    /* 21 */ "      'weights': 'open', 'weights_origin': 'US', 'lineage': [ 'CA' ] } ],\n"
    /* 22 */ "  'bundles': [ { 'id': 'both', 'offerings': [ 'rack', 'model' ], 'discount': 150 } ],\n"
    /* 23 */ "  'relations': [ { 'kind': 'excludes', 'a': 'alpha', 'b': 'beta' } ] }\n";
/* clang-format on */

/* clang-format off */
static const char opportunity_text[] =
    /*  1 */ "{ 'format': 'consort-opportunity/1', 'id': 'tender', 'title': 'A tender',\n"
    /*  2 */ "  'buyer': { 'name': 'Ministry', 'country': 'KE', 'kind': 'public', 'parent_country': 'KE', 'listed_as': [] },\n"
    /*  3 */ "  'award_by': '2027-03-01', 'deadline_weeks': 78, 'term_years': 5, 'budget': 620000000, 'currency': 'USD',\n"
    /*  4 */ "  'demand': { 'accelerators': 4096, 'power-kw': 0 },\n"
    /*  5 */ "  'site': { 'power-kw': 12000.5 },\n"
    /*  6 */ "  'slots': { 'models': { 'required': true, 'max_offerings': 2, 'every_has': [ 'weights:open' ],\n"
    /*  7 */ "                         'some_has': [ 'lang:sw' ], 'wants': { 'multilingual': 3, 'reasoning': 0.125 } },\n"
    /*  8 */ "             'chips': { 'required': false } },\n"
    /*  9 */ "  'residency': { 'in': [ 'KE' ], 'slots': [ 'cloud', 'models' ] },\n"
    /* 10 */ "  'buyer_has': [ 'loop' ],\n"
    /* 11 */ "  'consortium': { 'min_members': 1, 'max_members': 10, 'include': [ 'alpha' ], 'exclude': [ 'model' ],\n"
    /* 12 */ "                  'anchor': 'beta', 'max_member_share': 0.6, 'local_share': 0.1, 'small_share': 0 },\n"
    /* 13 */ "  'content': { 'mode': 'require', 'gamma': 2 } }\n";
/* clang-format on */

typedef struct row {
    const char *name;
    const char *from; /* stands once in the text */
    const char *to;
    const char *faults; /* "line:column pointer: message", one a line; "": the text is right */
} row;

static const row rows[] = {
    /* right */
    {"nothing wrong", "'A tender'", "'Another'", ""},
    {"no anchor", "'anchor': 'beta'", "'anchor': null", ""},
    {"unknown facts as null", "'parent_country': 'KE'", "'parent_country': null", ""},
    {"an award at a date unknown", "'award_by': '2027-03-01'", "'award_by': null", ""},
    {"free keys in other maps", "'reasoning': 0.125",
     "'reasoning': 0.125, 'x-more': [], 'note': ''", ""},
    {"free keys in a demand", "'accelerators': 4096", "'accelerators': 4096, 'source': 'call'", ""},
    {"free keys in a map of slots", "'chips': { 'required': false }",
     "'chips': { 'x-why': 1 }, 'note': 'n', 'x-slot': {}", ""},
    /* keys */
    {"unknown key at the top", "'deadline_weeks'", "'deadline'",
     "3:29 /deadline: unknown key 'deadline': did you mean 'deadline_weeks'?\n"},
    {"unknown key of the buyer", "'parent_country'", "'parent-country'",
     "2:69 /buyer/parent-country: unknown key 'parent-country': did you mean 'parent_country'?\n"},
    {"unknown key of a slot", "'max_offerings'", "'max_offering'",
     "6:44 /slots/models/max_offering: unknown key 'max_offering': did you mean "
     "'max_offerings'?\n"},
    {"unknown key of residency", "'residency': { 'in'", "'residency': { 'inn'",
     "9:18 /residency/inn: unknown key 'inn': did you mean 'in'?\n"},
    {"unknown key of the consortium", "'min_members'", "'min_member'",
     "11:19 /consortium/min_member: unknown key 'min_member': did you mean 'min_members'?\n"},
    {"unknown key of content", "'gamma'", "'gama'",
     "13:35 /content/gama: unknown key 'gama': did you mean 'gamma'?\n"},
    {"repeated key", "'term_years': 5", "'term_years': 5, 'budget': 1",
     "3:81 /budget: the key 'budget' is given twice\n"},
    {"repeated slot", "'chips': { 'required': false }", "'models': {}",
     "8:14 /slots/models: the key 'models' is given twice\n"},
    {"no id", "'id': 'tender', ", "", "1:1 : missing key 'id'\n"},
    {"no buyer", "'buyer': {", "'x-buyer': {", "1:1 : missing key 'buyer'\n"},
    {"no country of the buyer", "'country': 'KE', 'kind'", "'kind'",
     "2:12 /buyer: missing key 'country'\n"},
    {"no demand", "'demand'", "'x-demand'", "1:1 : missing key 'demand'\n"},
    /* types */
    {"buyer is a text",
     "{ 'name': 'Ministry', 'country': 'KE', 'kind': 'public', 'parent_country': 'KE', "
     "'listed_as': [] }",
     "'Ministry'", "2:12 /buyer: expected an object, found 'Ministry'\n"},
    {"demand is a list", "{ 'accelerators': 4096, 'power-kw': 0 }", "[]",
     "4:13 /demand: expected an object, found a list\n"},
    {"a limit that is null", "'budget': 620000000", "'budget': null",
     "3:78 /budget: expected an amount of money from 0 to 1e13, found null\n"},
    {"slots is a list",
     "'slots': { 'models': { 'required': true, 'max_offerings': 2, 'every_has': [ 'weights:open' "
     "],\n"
     "                         'some_has': [ 'lang:sw' ], 'wants': { 'multilingual': 3, "
     "'reasoning': 0.125 } },\n"
     "             'chips': { 'required': false } }",
     "'slots': []", "6:12 /slots: expected an object, found a list\n"},
    {"a slot is a flag", "{ 'required': false }", "false",
     "8:23 /slots/chips: expected an object, found false\n"},
    {"required is a number", "'required': true", "'required': 1",
     "6:38 /slots/models/required: expected true or false, found 1\n"},
    {"wants is a list", "{ 'multilingual': 3, 'reasoning': 0.125 }", "[ 'multilingual' ]",
     "7:62 /slots/models/wants: expected an object, found a list\n"},
    {"residency is a text", "{ 'in': [ 'KE' ], 'slots': [ 'cloud', 'models' ] }", "'KE'",
     "9:16 /residency: expected an object, found 'KE'\n"},
    {"include is a text", "[ 'alpha' ]", "'alpha'",
     "11:67 /consortium/include: expected a list, found 'alpha'\n"},
    {"a number in include", "[ 'alpha' ]", "[ 7 ]",
     "11:69 /consortium/include/0: expected text, found 7\n"},
    {"content is a text", "{ 'mode': 'require', 'gamma': 2 }", "'require'",
     "13:14 /content: expected an object, found 'require'\n"},
    /* values */
    {"an id with a space", "'tender'", "'a tender'",
     "1:44 /id: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter or a digit, "
     "found 'a tender'\n"},
    {"an unknown country", "'country': 'KE', 'kind'", "'country': 'Kenia', 'kind'",
     "2:45 /buyer/country: expected a country code of ISO 3166-1, found 'Kenia'\n"},
    {"a country by its name", "'country': 'KE', 'kind'", "'country': 'Kenya', 'kind'",
     "2:45 /buyer/country: expected a country code of ISO 3166-1, found 'Kenya': did you mean "
     "'KE'?\n"},
    {"a date that is none", "'2027-03-01'", "'2027-02-30'",
     "3:15 /award_by: expected a date of the calendar, 'YYYY-MM-DD', found '2027-02-30'\n"},
    {"a deadline below zero", "'deadline_weeks': 78", "'deadline_weeks': -1",
     "3:47 /deadline_weeks: expected a whole number from 0 to 5200, found -1\n"},
    {"no years", "'term_years': 5", "'term_years': 0",
     "3:65 /term_years: expected a whole number from 1 to 100, found 0\n"},
    {"more than a century", "'term_years': 5", "'term_years': 101",
     "3:65 /term_years: expected a whole number from 1 to 100, found 101\n"},
    {"a budget below zero", "620000000", "-620000000",
     "3:78 /budget: expected an amount of money from 0 to 1e13, found -620000000\n"},
    {"a budget with three places", "620000000", "620000000.125",
     "3:78 /budget: expected an amount of money from 0 to 1e13 with at most 2 decimal places, "
     "found 620000000.125\n"},
    {"another currency than the catalog", "'currency': 'USD'", "'currency': 'KES'",
     "3:101 /currency: expected the currency of the catalog, 'USD', found 'KES'\n"},
    {"a demand below zero", "'accelerators': 4096", "'accelerators': -4096",
     "4:31 /demand/accelerators: expected an amount from 0 to 1e15, found -4096\n"},
    {"a demand with four places", "'accelerators': 4096", "'accelerators': 0.0001",
     "4:31 /demand/accelerators: expected an amount from 0 to 1e15 with at most 3 decimal places, "
     "found 0.0001\n"},
    {"a demand above 1e15", "'accelerators': 4096", "'accelerators': 1000000000000001",
     "4:31 /demand/accelerators: expected an amount from 0 to 1e15, found 1000000000000001\n"},
    {"a weight with four places", "'reasoning': 0.125", "'reasoning': 0.1255",
     "7:96 /slots/models/wants/reasoning: expected a weight from 0 to 1e6 with at most 3 decimal "
     "places, found 0.1255\n"},
    {"a weight above 1e6", "'reasoning': 0.125", "'reasoning': 1000000.001",
     "7:96 /slots/models/wants/reasoning: expected a weight from 0 to 1e6, found 1000000.001\n"},
    {"a want in capitals", "'reasoning'", "'Reasoning'",
     "7:83 /slots/models/wants/Reasoning: expected a tag of up to 64 of a-z 0-9 : . _ - that "
     "begins with a letter or a digit, found 'Reasoning'\n"},
    {"a tag with a space", "[ 'lang:sw' ]", "[ 'lang sw' ]",
     "7:40 /slots/models/some_has/0: expected a tag of up to 64 of a-z 0-9 : . _ - that begins "
     "with a letter or a digit, found 'lang sw'\n"},
    {"half an offering", "'max_offerings': 2", "'max_offerings': 2.5",
     "6:61 /slots/models/max_offerings: expected a whole number from 0 to 1000000, found 2.5\n"},
    {"fewer slots than the rules", "'chips': { 'required': false }",
     "'cloud': { 'required': false }",
     "8:37 /slots/cloud/required: the rules require the slot 'cloud': expected true, found "
     "false\n"},
    {"a share above 1", "'max_member_share': 0.6", "'max_member_share': 60",
     "12:57 /consortium/max_member_share: expected a share from 0 to 1, found 60\n"},
    {"a share with five places", "'local_share': 0.1", "'local_share': 0.00001",
     "12:77 /consortium/local_share: expected a share from 0 to 1 with at most 4 decimal places, "
     "found 1e-05\n"},
    {"fewer members than none", "'min_members': 1", "'min_members': -1",
     "11:34 /consortium/min_members: expected a whole number from 0 to 1000000, found -1\n"},
    {"min_members above max_members", "'min_members': 1", "'min_members': 11",
     "11:34 /consortium/min_members: min_members 11 is above max_members 10\n"},
    {"an unknown mode", "'mode': 'require'", "'mode': 'required'",
     "13:24 /content/mode: expected 'presumption', 'require' or 'ignore', found 'required'\n"},
    {"gamma below zero", "'gamma': 2", "'gamma': -2",
     "13:44 /content/gamma: expected a whole number from 0 to 1000000, found -2\n"},
    /* references */
    {"an unknown resource demanded", "'accelerators': 4096", "'acelerators': 4096",
     "4:15 /demand/acelerators: the catalog has no resource 'acelerators': did you mean "
     "'accelerators'?\n"},
    {"an unknown resource of the site", "'power-kw': 12000.5", "'power-mw': 12000.5",
     "5:13 /site/power-mw: the catalog has no resource 'power-mw': did you mean 'power-kw'?\n"},
    {"an unknown slot", "'chips': { 'required': false }", "'chip': { 'requird': false }",
     "8:14 /slots/chip: the rules have no slot 'chip': did you mean 'chips'?\n"
     "8:24 /slots/chip/requird: unknown key 'requird': did you mean 'required'?\n"},
    {"an unknown slot of residency", "[ 'cloud', 'models' ]", "[ 'clouds', 'models' ]",
     "9:45 /residency/slots/0: the rules have no slot 'clouds': did you mean 'cloud'?\n"},
    {"an unknown group of residency", "'in': [ 'KE' ]", "'in': [ 'eu-cor' ]",
     "9:26 /residency/in/0: 'eu-cor' is neither a country code of ISO 3166-1 nor a group of the "
     "rules: did you mean 'eu-core'?\n"},
    {"an unknown id included", "[ 'alpha' ]", "[ 'alpa' ]",
     "11:69 /consortium/include/0: the catalog has no firm or offering 'alpa': did you mean "
     "'alpha'?\n"},
    {"an unknown id excluded", "[ 'model' ]", "[ 'modell' ]",
     "11:93 /consortium/exclude/0: the catalog has no firm or offering 'modell': did you mean "
     "'model'?\n"},
    {"an unknown anchor", "'anchor': 'beta'", "'anchor': 'bet'",
     "12:29 /consortium/anchor: the catalog has no firm 'bet': did you mean 'beta'?\n"},
    {"an anchor that is an offering", "'anchor': 'beta'", "'anchor': 'rack'",
     "12:29 /consortium/anchor: the catalog has no firm 'rack'\n"},
};

static void expect(const char *text, const cst_rules *rules, const cst_catalog *catalog,
                   const char *faults) {
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_opportunity *opportunity = NULL;
    cst_error error = cst_opportunity_read(text, strlen(text), "tender.json", rules, catalog, NULL,
                                           &opportunity, diagnostics);
    test_expect_faults(diagnostics, error, faults);
    assert_int_equal(opportunity != NULL, error == CST_E_OK);
    cst_opportunity_free(opportunity);
    cst_diagnostics_free(diagnostics);
}

static void check_row(void **state) {
    const row *r = *state;
    char *text = test_change(opportunity_text, r->from, r->to);
    cst_rules *rules = test_rules(rules_text);
    cst_catalog *catalog = test_catalog(catalog_text, rules);
    expect(text, rules, catalog, r->faults);
    cst_catalog_free(catalog);
    cst_rules_free(rules);
    free(text);
}

/* The values of a catalog that fits one year may be too large for many. */
static const row terms[] = {
    {"one offering too dear over the term", "'per_unit_year': 1,", "'per_unit_year': 40000000000,",
     "3:65 /term_years: over 5 years the offering 'rack' is worth more than 1e13\n"},
    {"no offering too dear over the term", "'per_unit_year': 1,", "'per_unit_year': 33000000000,",
     ""},
};

static void check_term(void **state) {
    const row *r = *state;
    char *changed = test_change(catalog_text, r->from, r->to);
    cst_rules *rules = test_rules(rules_text);
    cst_catalog *catalog = test_catalog(changed, rules);
    char *text = test_quoted(opportunity_text);
    expect(text, rules, catalog, r->faults);
    free(text);
    cst_catalog_free(catalog);
    cst_rules_free(rules);
    free(changed);
}

/* Without a catalog the form is checked, and nothing else. */
static const row alone[] = {
    {"references into a catalog", "[ 'alpha' ]", "[ 'nobody' ]", ""},
    {"a resource of no catalog", "'accelerators'", "'anything'", ""},
    {"a resource in capitals", "'accelerators'", "'Anything'",
     "4:15 /demand/Anything: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter "
     "or a digit, found 'Anything'\n"},
    {"another currency", "'currency': 'USD'", "'currency': 'KES'", ""},
    {"a slot is a matter of the rules", "'chips'", "'chip'",
     "8:14 /slots/chip: the rules have no slot 'chip': did you mean 'chips'?\n"},
};

static void check_alone(void **state) {
    const row *r = *state;
    char *text = test_change(opportunity_text, r->from, r->to);
    cst_rules *rules = test_rules(rules_text);
    expect(text, rules, NULL, r->faults);
    cst_rules_free(rules);
    free(text);
}

int main(void) {
    int failed = TEST_ROWS("opportunity_faults", rows, check_row);
    failed += TEST_ROWS("opportunity_faults over a term", terms, check_term);
    failed += TEST_ROWS("opportunity_faults without a catalog", alone, check_alone);
    return failed;
}
