/*
 * compare_menus_test.c - menus side by side. What is said of two menus is looked up in the JSON of
 * their comparison, row by row: the second one is the sample (menu_sample.h) with some changes. And
 * laws: a menu beside itself is the same in everything, and sides that change places turn every
 * difference round.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/solver/menu_sample.h"
#include "tests/support.h"
#include "tests/tree.h"

enum { MOST_EDITS = 12, MOST_FACTS = 12 };

static char *right; /* the sample, as text */

static int begin(void **state) {
    (void)state;
    menu_sample sample = menu_sample_of(NULL, NULL);
    cst_menu *menu = menu_sample_find(&sample, 2);
    right = menu_sample_text(menu);
    cst_menu_free(menu);
    menu_sample_clear(&sample);
    return 0;
}

static int end(void **state) {
    (void)state;
    free(right);
    return 0;
}

/* New menu: the sample with some changes. */
static cst_menu *changed(const tree_change *edits) {
    json_t *tree = tree_of(right);
    for (; edits->pointer != NULL; edits++) {
        tree_edit(tree, edits->pointer, edits->text);
    }
    char *text = tree_text(tree);
    cst_menu *menu = menu_sample_read(text);
    free(text);
    json_decref(tree);
    return menu;
}

/* New tree of the comparison of some menus. */
static json_t *compared(const cst_menu *const *menus, size_t n) {
    static const char *const labels[] = {"one", "two", "three"};
    cst_menu_comparison *comparison = NULL;
    char *text = NULL;
    size_t size = 0;
    assert_int_equal(cst_menus_compare(menus, labels, n, &comparison), CST_E_OK);
    assert_int_equal(cst_menu_comparison_to_json(comparison, &text, &size), CST_E_OK);
    assert_int_equal(strlen(text), size);
    json_t *tree = json_loads(text, 0, NULL);
    assert_non_null(tree);
    free(text);
    cst_menu_comparison_free(comparison);
    return tree;
}

/* ---------------------------------------------------------------- one change */

typedef struct fact {
    const char *pointer;
    const char *value; /* JSON with ' for " */
} fact;

typedef struct row {
    const char *name;
    tree_change edits[MOST_EDITS + 1];
    fact facts[MOST_FACTS + 1];
} row;

static void expect_fact(json_t *tree, const fact *f) {
    json_t *expected = tree_of(f->value);
    json_t *found = tree_at(tree, f->pointer);
    if (!json_equal(expected, found)) {
        char *said = found == NULL ? NULL : tree_text(found);
        fail_msg("%s: expected %s, found %s", f->pointer, f->value,
                 said == NULL ? "nothing" : said);
    }
    json_decref(expected);
}

static void check_row(void **state) {
    static const tree_change none[] = {{NULL, NULL}};
    const row *r = *state;
    cst_menu *a = changed(none);
    cst_menu *b = changed(r->edits);
    const cst_menu *menus[] = {a, b};
    json_t *tree = compared(menus, 2);
    for (const fact *f = r->facts; f->pointer != NULL; f++) {
        expect_fact(tree, f);
    }
    json_decref(tree);
    cst_menu_free(a);
    cst_menu_free(b);
}

#define LEFT(market)                                                                 \
    {"/markets/" market "/cover", "'left'"}, {"/markets/" market "/team", "null"}, { \
        "/markets/" market "/package", "null"                                        \
    }
#define NONE(market)                          \
    LEFT(market), {                           \
        "/markets/" market "/cover", "'none'" \
    }

static const row rows[] = {
    {"the same menu",
     {{NULL, NULL}},
     {{"/of", "'menus'"},
      {"/sides/1/label", "'two'"},
      {"/sides/1/status", "'solved'"},
      {"/sides/1/weight", "6"},
      {"/sides/1/cost", "13856"},
      {"/same",
       "{ 'markets_file': true, 'region': true, 'rules': true, 'assumptions': true, "
       "'currency': true, 'settings': true }"},
      {"/teams/0/same", "true"},
      {"/teams/1/teams", "['t2', 't2']"},
      {"/common", "{ 'markets': 3, 'cost': [13856, 13856] }"}}},
    {"other markets, rules, assumptions, settings",
     {{"/markets_file", "'six'"},
      {"/rules", "'x'"},
      {"/assumptions", "'y'"},
      {"/settings/max_members", "4"},
      {"/settings/region", "'east'"}},
     {{"/same",
       "{ 'markets_file': false, 'region': false, 'rules': false, 'assumptions': false, "
       "'currency': true, 'settings': false }"},
      {"/sides/1/region", "'east'"},
      {"/sides/1/assumptions", "'y'"}}},
    {"another currency: costs are not compared",
     {{"/currency", "'EUR'"}},
     {{"/same/currency", "false"},
      {"/markets/0/criteria/0/values", "[3243, 3243]"},
      {"/markets/0/criteria/0/differences", "[0, null]"},
      {"/criteria/0/markets/1", "{ 'lower': 0, 'same': 0, 'higher': 0 }"},
      {"/criteria/2/markets/1", "{ 'lower': 0, 'same': 3, 'higher': 0 }"}}},
    {"content by another method is not compared",
     {{"/markets/0/package/content/method", "'value_added'"},
      {"/markets/0/package/content/by_method", "{ 'made': 0.4 }"}},
     {{"/markets/0/criteria/1/values", "[0.4, 0.4]"},
      {"/markets/0/criteria/1/differences", "[0, null]"},
      {"/criteria/1/markets/1", "{ 'lower': 0, 'same': 2, 'higher': 0 }"}}},
    {"content ignored has no value",
     {{"/markets/0/package/content", "{ 'mode': 'ignore' }"},
      {"/markets/0/package/criteria/us_content", NULL}},
     {{"/markets/0/criteria/1/values", "[0.4, null]"},
      {"/markets/0/criteria/1/differences", "[0, null]"},
      {"/criteria/1/markets/1", "{ 'lower': 0, 'same': 2, 'higher': 0 }"}}},
    {"a package with other figures",
     {{"/markets/0/package/criteria/cost", "3200"},
      {"/markets/0/package/criteria/delivery_weeks", "31"}},
     {{"/markets/0/verdict", "'differs'"},
      {"/markets/1/verdict", "'same'"},
      {"/markets/0/criteria/0/differences", "[0, -43]"},
      {"/markets/0/criteria/2/differences", "[0, 1]"},
      {"/criteria/0/markets/1", "{ 'lower': 1, 'same': 2, 'higher': 0 }"},
      {"/criteria/2/markets/1", "{ 'lower': 0, 'same': 2, 'higher': 1 }"},
      {"/common", "{ 'markets': 3, 'cost': [13856, 13813] }"}}},
    {"a package with other units",
     {{"/markets/0/package/lines/0/units", "4"}},
     {{"/markets/0/verdict", "'differs'"}}},
    {"content that is met",
     {{"/markets/0/package/content/met", "true"}},
     {{"/markets/0/verdict", "'differs'"}}},
    {"a licence by another row",
     {{"/markets/0/package/licences",
       "[ { 'offering': 'birch-rack', 'row': 'X', 'posture': '', 'weeks': 0 } ]"}},
     {{"/markets/0/verdict", "'differs'"}}},
    {"a market that is served no more",
     {LEFT("0"), {"/teams/1/markets", "1"}},
     {{"/markets/0/verdict", "'flips'"},
      {"/markets/0/cover", "['served', 'left']"},
      {"/markets/0/team", "['t2', null]"},
      {"/markets/0/group", "[1, null]"},
      {"/markets/0/criteria/0/values", "[3243, null]"},
      {"/teams/1/markets", "[2, 1]"},
      {"/common", "{ 'markets': 2, 'cost': [10613, 10613] }"},
      {"/criteria/0/markets/1", "{ 'lower': 0, 'same': 2, 'higher': 0 }"}}},
    {"a market that nobody can serve",
     {NONE("2"),
      {"/markets/2/nearest_anchor", NULL},
      {"/markets/2/missing", NULL},
      {"/markets/2/conflicts", "[ [ 'budget', 'demand/cards' ] ]"}},
     {{"/markets/2/verdict", "'differs'"},
      {"/markets/2/conflicts", "[ null, [ [ 'budget', 'demand/cards' ] ] ]"},
      {"/markets/2/criteria", "[]"}}},
    {"a market that nobody can serve for another reason",
     {{"/markets/4/conflicts/0", "[ 'demand/cards' ]"}},
     {{"/markets/4/verdict", "'differs'"},
      {"/markets/4/conflicts", "[ [ [ 'budget' ] ], [ [ 'demand/cards' ] ] ]"}}},
    {"a market that is not asked about",
     {{"/markets/4", NULL}},
     {{"/markets/4/market", "'ng'"},
      {"/markets/4/verdict", "'only'"},
      {"/markets/4/cover", "['none', null]"}}},
    {"another market",
     {{"/markets/4/market", "'zz'"}},
     {{"/markets/4/market", "'ng'"},
      {"/markets/4/verdict", "'only'"},
      {"/markets/5/market", "'zz'"},
      {"/markets/5/cover", "[null, 'none']"}}},
    {"not the same market",
     {{"/markets/0/weight", "9"}},
     {{"/markets/0/same_market", "false"}, {"/markets/1/same_market", "true"}}},
    {"teams in another order are the same teams",
     {{"/teams/0",
       "{ 'id': 't1', 'anchor': 'birch', 'members': ['birch', 'dogwood'], 'markets': 2,"
       " 'weight': 3, 'cost': 8286, 'lost_without': ['ke'] }"},
      {"/teams/1",
       "{ 'id': 't2', 'anchor': 'alder', 'members': ['alder', 'cedar'], 'markets': 1,"
       " 'weight': 3, 'cost': 5570, 'lost_without': ['in'] }"},
      {"/markets/0/team", "'t1'"},
      {"/markets/3/team", "'t1'"},
      {"/markets/1/team", "'t2'"}},
     {{"/teams/0/teams", "['t1', 't2']"},
      {"/teams/0/same", "true"},
      {"/teams/1/teams", "['t2', 't1']"},
      {"/teams/1/same", "true"},
      {"/markets/0/group", "[1, 1]"},
      {"/markets/0/verdict", "'same'"}}},
    {"half of the firms are enough",
     {{"/teams/0/members", "['alder', 'birch', 'cedar', 'dogwood']"}},
     {{"/teams/0/teams", "['t1', 't1']"},
      {"/teams/0/same", "false"},
      {"/teams/0/firms/1", "{ 'firm': 'birch', 'here': [false, true] }"},
      {"/teams/1/teams", "['t2', 't2']"},
      {"/teams/1/same", "true"}}},
    {"less than half is not",
     {{"/teams/0/members", "['alder', 'dogwood']"}},
     {{"/teams/0/teams", "['t1', null]"},
      {"/teams/1/teams", "['t2', 't2']"},
      {"/teams/2/teams", "[null, 't1']"},
      {"/teams/2/same", "false"},
      {"/teams/2/anchors", "[null, 'alder']"}}},
    {"of two that are alike the one that is more so",
     {{"/teams/0/members", "['alder', 'birch', 'dogwood']"}, {"/teams/0/anchor", "'birch'"}},
     {{"/teams/1/teams", "['t2', 't2']"}, {"/teams/2/teams", "[null, 't1']"}}},
    {"another anchor is another team",
     {{"/teams/0/anchor", "'cedar'"}},
     {{"/teams/0/teams", "['t1', 't1']"},
      {"/teams/0/same", "false"},
      {"/teams/0/anchors", "['alder', 'cedar']"}}},
    {"a shorter curve that is not proven",
     {{"/curve/1", NULL}, {"/curve/0/cost/proven", "false"}},
     {{"/curve/0",
       "{ 'packages': 1, 'weight': [5, 5], 'cost': [10130, 10130],"
       " 'proven': [true, false] }"},
      {"/curve/1",
       "{ 'packages': 2, 'weight': [6, null], 'cost': [13856, null],"
       " 'proven': [true, null] }"},
      {"/sides/1/cost_proven", "false"}}},
    {"a firm that is in no team",
     {{"/firms/0", NULL}, {"/firms/0/lost_weight", "3"}},
     {{"/firms/0",
       "{ 'firm': 'alder', 'teams': [1, null], 'markets': [1, null],"
       " 'weight': [3, null], 'value': [5000, null], 'lost_weight': [3, null] }"},
      {"/firms/1/lost_weight", "[1, 3]"}}},
};

/* ---------------------------------------------------------------- laws */

/* Numbers of a list with their signs turned, null where it has none. */
static void expect_turned(json_t *there, json_t *back) {
    json_t *a = json_array_get(there, 1);
    json_t *b = json_array_get(back, 1);
    assert_int_equal(json_is_null(a), json_is_null(b));
    if (json_is_number(a)) {
        assert_true(json_number_value(a) == -json_number_value(b));
    }
}

/* Under stricter rules, and back. */
static void test_turned(void **state) {
    (void)state;
    static const tree_change strict[] = {{"/id", "'strict'"},
                                         {"/content/mode", "'require'"},
                                         {"/export/0/weeks", "30"},
                                         {NULL, NULL}};
    static const tree_change none[] = {{NULL, NULL}};
    menu_sample sample = menu_sample_of(NULL, strict);
    cst_menu *b = menu_sample_find(&sample, 2);
    cst_menu *a = changed(none);
    const cst_menu *menus[] = {a, b, a};
    json_t *there = compared(menus, 2);
    json_t *back = compared(menus + 1, 2);
    size_t n_flips = 0;
    size_t n = json_array_size(json_object_get(there, "markets"));
    assert_int_equal(n, 5);
    for (size_t m = 0; m < n; m++) {
        json_t *x = json_array_get(json_object_get(there, "markets"), m);
        json_t *y = json_array_get(json_object_get(back, "markets"), m);
        assert_true(json_equal(json_object_get(x, "verdict"), json_object_get(y, "verdict")));
        n_flips += strcmp(json_string_value(json_object_get(x, "verdict")), "flips") == 0;
        for (size_t k = 0; k < json_array_size(json_object_get(x, "criteria")); k++) {
            json_t *one = json_array_get(json_object_get(x, "criteria"), k);
            json_t *other = json_array_get(json_object_get(y, "criteria"), k);
            if (!json_is_null(json_array_get(json_object_get(one, "values"), 0)) &&
                !json_is_null(json_array_get(json_object_get(one, "values"), 1))) {
                expect_turned(json_object_get(one, "differences"),
                              json_object_get(other, "differences"));
            }
        }
    }
    assert_true(n_flips > 0);
    json_decref(there);
    json_decref(back);
    cst_menu_free(a);
    cst_menu_free(b);
    menu_sample_clear(&sample);
}

static void test_alone(void **state) {
    (void)state;
    cst_menu_comparison *comparison = NULL;
    const cst_menu *menus[] = {NULL};
    const char *const labels[] = {"one"};
    assert_int_equal(cst_menus_compare(menus, labels, 1, &comparison), CST_E_SETTING);
    assert_null(comparison);
}

static void test_ids(void **state) {
    (void)state;
    assert_string_equal(cst_market_verdict_id(CST_MARKET_ONLY), "only");
    assert_string_equal(cst_market_verdict_id((cst_market_verdict)9), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_turned), cmocka_unit_test(test_alone),
                                       cmocka_unit_test(test_ids)};
    begin(NULL);
    int failed = cmocka_run_group_tests_name("menus side by side", tests, NULL, NULL);
    failed += TEST_ROWS("one change", rows, check_row);
    end(NULL);
    return failed;
}
