/*
 * markets_faults_test.c - every fault that markets can have, told with its place and its words; and
 * what markets that are right come to.
 *
 * Each row makes one change to a right file and names all faults that must then be found. That the
 * tender of a market is read like any other is shown by a few of its faults: the others are those
 * of opportunity_faults_test.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "model/markets.h"
#include "tests/support.h"

/* ' stands for ". The numbers are those of the lines. */
/* clang-format off */
static const char rules_text[] =
    /*  1 */ "{ 'format': 'consort-rules/1', 'id': 'r',\n"
    /*  2 */ "  'layers': [ { 'id': 'hardware', 'slots': [ 'chips' ], 'required': true } ] }\n";

static const char catalog_text[] =
    /*  1 */ "{ 'format': 'consort-catalog/1', 'currency': 'USD', 'resources': { 'flops': {} },\n"
    /*  2 */ "  'firms': [ { 'id': 'alpha' } ],\n"
    /*  3 */ "  'offerings': [ { 'id': 'rack', 'firm': 'alpha', 'slot': 'chips', 'lead_weeks': 3 } ] }\n";

static const char markets_text[] =
    /*  1 */ "{ 'format': 'consort-markets/1', 'id': 'few', 'title': 'Few', 'as_of': '2027-01-01',\n"
    /*  2 */ "  'markets': [\n"
    /*  3 */ "    { 'id': 'ph', 'region': 'asean', 'weight': 2.5, 'note': 'free text',\n"
    /*  4 */ "      'opportunity': { 'buyer': { 'country': 'PH' }, 'demand': { 'flops': 4 } } },\n"
    /*  5 */ "    { 'id': 'ke', 'opportunity': { 'id': 'own', 'buyer': { 'country': 'KE' }, 'demand': {} } } ] }\n";
/* clang-format on */

typedef struct row {
    const char *name;
    const char *from; /* stands once in the text */
    const char *to;
    const char *faults;
} row;

static const row rows[] = {
    {"none", "'few'", "'few'", ""},
    {"no id", "'id': 'few', ", "", "1:1 : missing key 'id'\n"},
    {"no markets", "'markets'", "'x-markets'", "1:1 : missing key 'markets'\n"},
    {"a list without a market", "'markets': [", "'markets': [ ], 'x-markets': [",
     "2:14 /markets: there is no market: there must be at least one\n"},
    {"an id twice", "'id': 'ke'", "'id': 'ph'",
     "5:13 /markets/1/id: the id 'ph' is taken by /markets/0\n"},
    {"an unknown key", "'region'", "'regoin'",
     "3:19 /markets/0/regoin: unknown key 'regoin': did you mean 'region'?\n"},
    {"a weight of 0", "2.5", "0", "3:48 /markets/0/weight: a market weighs more than 0\n"},
    {"a weight that is too large", "2.5", "2000000",
     "3:48 /markets/0/weight: expected a weight from 0 to 1e6, found 2000000\n"},
    {"no opportunity", "'opportunity': { 'id'", "'x-opportunity': { 'id'",
     "5:5 /markets/1: missing key 'opportunity'\n"},
    {"no object", "{ 'buyer': { 'country': 'PH' }, 'demand': { 'flops': 4 } }", "7",
     "4:22 /markets/0/opportunity: expected an object, found 7\n"},
    {"a format within", "{ 'id': 'own'", "{ 'format': 'consort-opportunity/1', 'id': 'own'",
     "5:36 /markets/1/opportunity/format: unknown key 'format'\n"},
    {"a country that is none", "'PH'", "'PX'",
     "4:46 /markets/0/opportunity/buyer/country: expected a country code of ISO 3166-1, found "
     "'PX'\n"},
    {"a resource that is none", "'flops': 4", "'flop': 4",
     "4:66 /markets/0/opportunity/demand/flop: the catalog has no resource 'flop': did you mean "
     "'flops'?\n"},
    {"another format", "consort-markets/1", "consort-menu/1",
     "1:13 /format: expected 'consort-markets/1', found 'consort-menu/1'\n"},
};

static cst_markets *read(const char *text, const char *faults) {
    cst_rules *rules = test_rules(rules_text);
    cst_catalog *catalog = test_catalog(catalog_text, rules);
    cst_diagnostics *found = cst_diagnostics_new(0);
    cst_markets *markets = NULL;
    cst_error error =
        cst_markets_read(text, strlen(text), "markets", rules, catalog, NULL, &markets, found);
    test_expect_faults(found, error, faults);
    cst_diagnostics_free(found);
    assert_true((markets != NULL) == (*faults == '\0'));
    cst_catalog_free(catalog);
    cst_rules_free(rules);
    return markets;
}

static void check_row(void **state) {
    const row *r = *state;
    char *text = test_change(markets_text, r->from, r->to);
    cst_markets_free(read(text, r->faults));
    free(text);
}

/* By id, with what is left out filled in. */
static void test_right(void **state) {
    (void)state;
    char *text = test_quoted(markets_text);
    cst_markets *markets = read(text, "");
    assert_string_equal(cst_markets_id(markets), "few");
    assert_int_equal(cst_markets_count(markets), 2);
    const cst__market *ke = &markets->markets[0];
    const cst__market *ph = &markets->markets[1];
    assert_string_equal(ke->id, "ke");
    assert_string_equal(ke->region, "");
    assert_string_equal(ke->tender.id, "own");
    assert_int_equal(ke->weight_milli, 1000);
    assert_string_equal(ph->region, "asean");
    assert_string_equal(ph->tender.id, "ph");
    assert_int_equal(ph->weight_milli, 2500);
    assert_int_equal(ph->tender.demand_milli[0], 4000);
    assert_string_equal(cst_opportunity_id(cst_markets_opportunity(markets, 0)), "own");
    assert_ptr_equal(cst_markets_opportunity(markets, 1), &ph->tender);
    assert_null(cst_markets_opportunity(markets, 2));
    assert_int_equal(cst_markets_weight_milli(markets, 1), 2500);
    assert_int_equal(cst_markets_weight_milli(markets, 2), 0);
    cst_markets_free(markets);
    free(text);
}

int main(void) {
    const struct CMUnitTest right[] = {cmocka_unit_test(test_right)};
    int failed = TEST_ROWS("markets_faults", rows, check_row);
    return failed + cmocka_run_group_tests_name("markets that are right", right, NULL, NULL);
}
