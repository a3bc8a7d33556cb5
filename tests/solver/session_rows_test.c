/*
 * session_rows_test.c - a session on a tender small enough to know every answer by heart: which
 * second question is settled by the first without a search, and which must not be; questions that
 * make no sense, after which the session goes on.
 *
 * The tender asks for 5 kW. A unit of any offering provides one: a of acme for 100 each beside 50
 * at once, b of bolt for 150, c of cove for 200 less 1. So the cheapest package is five of a for
 * 550.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/solver/instance.h"
#include "tests/support.h"
#include "tests/tree.h"

static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'r',"
    "  'layers': [ { 'id': 'iron', 'slots': [ 'chips' ], 'required': true } ],"
    "  'content': { 'mode': 'presumption', 'method': 'made', 'threshold': 0.5,"
    "               'slots': [ 'chips' ] },"
    "  'jurisdiction': [], 'export': [] }";

#define OFFERING(id, firm, lead, made, price)                                          \
    "{ 'id': '" id "', 'firm': '" firm                                                 \
    "', 'slot': 'chips', 'units': { 'min': 1, 'max': 10 },"                            \
    "  'provides': { 'kw': 1 }, 'lead_weeks': " lead ", 'us_content': { 'made': " made \
    " },"                                                                              \
    "  'price': " price " }"

static const char catalog_text[] =
    "{ 'format': 'consort-catalog/1', 'resources': { 'kw': {} },"
    "  'firms': [ { 'id': 'acme', 'can_anchor': true, 'incorporated': 'US' },"
    "             { 'id': 'bolt', 'can_anchor': true, 'incorporated': 'US' },"
    "             { 'id': 'cove', 'can_anchor': true, 'incorporated': 'KE' } ],"
    "  'offerings': ["
    OFFERING("a", "acme", "20", "0.2", "{ 'fixed': 50, 'per_unit': 100 }") ","
    OFFERING("b", "bolt", "10", "0.8", "{ 'per_unit': 150 }") ","
    OFFERING("c", "cove", "2", "0.2", "{ 'per_unit': 200 }") " ],"
    "  'bundles': [ { 'id': 'x', 'offerings': [ 'c' ], 'discount': 1 } ] }";

static const char opportunity_text[] =
    "{ 'format': 'consort-opportunity/1', 'id': 'o', 'award_by': '2027-03-01',"
    "  'buyer': { 'name': 'Ministry', 'country': 'KE' }, 'demand': { 'kw': 5 },"
    "  'consortium': {} }";

static tender read_tender(const char *pointer, const char *value, bool of_catalog) {
    instance it = {tree_of(rules_text), tree_of(catalog_text), tree_of(opportunity_text)};
    tender t;
    char *faults = NULL;
    if (pointer != NULL) {
        tree_edit(of_catalog ? it.catalog : it.opportunity, pointer, value);
    }
    if (!tender_read(&it, &t, &faults)) {
        fail_msg("the tender can not be read: %s", faults);
    }
    instance_clear(&it);
    return t;
}

static cst_session *begin(const tender *t) {
    cst_settings settings = cst_settings_default();
    cst_session *session = NULL;
    settings.gap = 0;
    settings.threads = 1;
    assert_int_equal(cst_session_new(t->rules, t->catalog, t->opportunity, &settings, &session),
                     CST_E_OK);
    return session;
}

/* ---------------------------------------------------------------- one after the other */

enum { NOTHING_FITS = -1 };

typedef struct row {
    const char *name;
    cst_session_question first, second;
    bool searched;               /* the second */
    int64_t cost_cents;          /* of its answer */
    const char *pointer, *value; /* a change of the tender, or ... */
    bool of_catalog;
} row;

static const char *const acme[] = {"acme"};
static const char *const bolt[] = {"bolt"};
static const char *const cove[] = {"cove"};
static const char *const offering_a[] = {"a"};
static const char *const a_and_b[] = {"a", "b"};
static const cst_new_price b_dearer[] = {{"b", CST_PRICE_PER_UNIT, 30000}};
static const cst_new_price b_cheaper[] = {{"b", CST_PRICE_PER_UNIT, 10000}};
static const cst_new_price a_less[] = {{"a", CST_PRICE_FIXED, 4000}};
static const cst_new_price a_more[] = {{"a", CST_PRICE_FIXED, 6000}};
static const cst_new_price a_flat[] = {{"a", CST_PRICE_PER_UNIT, 9800}};

#define WITHOUT(list) .without = (list), .n_without = sizeof(list) / sizeof((list)[0])
#define WITH(list) .with = (list), .n_with = sizeof(list) / sizeof((list)[0])
#define PRICES(list) .prices = (list), .n_prices = sizeof(list) / sizeof((list)[0])
#define LIMIT(c, value) .has_limit[c] = true, .limit[c] = (value)
#define BUDGET(value) .new_budget = true, .budget_cents = (value)

static const row rows[] = {
    {.name = "the same again", .cost_cents = 55000},
    {.name = "any package will do", .second = {.any = true}, .cost_cents = 55000},
    {.name = "without who is not in it", .second = {WITHOUT(cove)}, .cost_cents = 55000},
    {.name = "without who is in it",
     .second = {WITHOUT(acme)},
     .searched = true,
     .cost_cents = 75000},
    {.name = "without an offering after without its firm",
     .first = {WITHOUT(acme)},
     .second = {WITHOUT(offering_a)},
     .searched = true,
     .cost_cents = 75000},
    {.name = "without a firm after without its offering",
     .first = {WITHOUT(offering_a)},
     .second = {WITHOUT(acme)},
     .cost_cents = 75000},
    {.name = "with who is in it", .second = {WITH(acme)}, .cost_cents = 55000},
    {.name = "with a firm after with its offering",
     .first = {WITH(offering_a)},
     .second = {WITH(acme)},
     .searched = true,
     .cost_cents = 55000},
    {.name = "with an offering after with its firm",
     .first = {WITH(acme)},
     .second = {WITH(offering_a)},
     .cost_cents = 55000},
    {.name = "with somebody else", .second = {WITH(bolt)}, .searched = true, .cost_cents = 60000},
    {.name = "a budget just enough", .second = {BUDGET(55000)}, .cost_cents = 55000},
    {.name = "a budget a cent too low", .second = {BUDGET(54999)}, .cost_cents = NOTHING_FITS},
    {.name = "a budget lower still",
     .first = {BUDGET(54000)},
     .second = {BUDGET(53000)},
     .cost_cents = NOTHING_FITS},
    {.name = "a budget less low",
     .first = {BUDGET(54000)},
     .second = {BUDGET(54500)},
     .searched = true,
     .cost_cents = NOTHING_FITS},
    {.name = "no budget after one",
     .first = {BUDGET(60000)},
     .second = {BUDGET(CST_NO_LIMIT)},
     .cost_cents = 55000},
    {.name = "a limit on cost is a budget",
     .first = {LIMIT(CST_CRITERION_COST, 54000)},
     .second = {BUDGET(54000), .aim = CST_CRITERION_MEMBERS},
     .cost_cents = NOTHING_FITS},
    {.name = "sooner, and sooner yet",
     .first = {LIMIT(CST_CRITERION_DELIVERY, 5)},
     .second = {LIMIT(CST_CRITERION_DELIVERY, 3)},
     .cost_cents = 99900},
    {.name = "a deadline is a limit on delivery",
     .first = {LIMIT(CST_CRITERION_DELIVERY, 5)},
     .second = {.new_deadline = true, .deadline_weeks = 4},
     .cost_cents = 99900},
    {.name = "fewer members than the fewest",
     .first = {.aim = CST_CRITERION_MEMBERS, WITH(a_and_b)},
     .second = {LIMIT(CST_CRITERION_MEMBERS, 1), WITH(a_and_b)},
     .cost_cents = NOTHING_FITS},
    {.name = "fewer members than the tender asks for",
     .second = {.new_max_members = true, .max_members = 1},
     .cost_cents = NOTHING_FITS,
     .pointer = "/consortium/min_members",
     .value = "2"},
    {.name = "what is not in it is dearer", .second = {PRICES(b_dearer)}, .cost_cents = 55000},
    {.name = "what is not in it is cheaper",
     .second = {PRICES(b_cheaper)},
     .searched = true,
     .cost_cents = 50000},
    {.name = "what is in it is cheaper", .second = {PRICES(a_less)}, .cost_cents = 54000},
    {.name = "what is in it is dearer",
     .second = {PRICES(a_more)},
     .searched = true,
     .cost_cents = 56000},
    {.name = "what must be in it is dearer",
     .first = {WITH(offering_a)},
     .second = {WITH(offering_a), PRICES(a_more)},
     .cost_cents = 56000},
    {.name = "another price of what is out",
     .first = {WITHOUT(bolt)},
     .second = {WITHOUT(bolt), PRICES(b_cheaper)},
     .cost_cents = 55000},
    {.name = "a price without tiers, cheapest before one would begin",
     .second = {PRICES(a_flat)},
     .cost_cents = 54000,
     .pointer = "/offerings/0/price/tiers",
     .value = "[ { 'from': 6, 'per_unit': 95 } ]",
     .of_catalog = true},
    {.name = "cheaper, and thus within the most value of the firm",
     .second = {PRICES(a_less)},
     .searched = true,
     .cost_cents = 54000,
     .pointer = "/firms/0/max_value",
     .value = "540",
     .of_catalog = true},
    {.name = "dearer, and thus above the least value of the firm",
     .second = {PRICES(a_more)},
     .searched = true,
     .cost_cents = 56000,
     .pointer = "/firms/0/min_value",
     .value = "560",
     .of_catalog = true},
    {.name = "dearer, with a share for those of the country",
     .second = {PRICES(b_dearer)},
     .cost_cents = 64900,
     .pointer = "/consortium/local_share",
     .value = "0.1"},
    {.name = "the least largest share at other prices",
     .first = {.aim = CST_CRITERION_LARGEST_SHARE,
               .any_cost = true,
               WITH(a_and_b),
               WITHOUT(cove),
               PRICES(b_dearer)},
     .second = {WITH(a_and_b), WITHOUT(cove), LIMIT(CST_CRITERION_LARGEST_SHARE, 5100)},
     .searched = true,
     .cost_cents = 90000},
    {.name = "a limit on the largest share, at other prices",
     .first = {WITH(a_and_b), WITHOUT(cove), LIMIT(CST_CRITERION_LARGEST_SHARE, 5100),
               PRICES(b_dearer)},
     .second = {WITH(a_and_b), WITHOUT(cove), LIMIT(CST_CRITERION_LARGEST_SHARE, 5100)},
     .searched = true,
     .cost_cents = 90000},
    {.name = "the most US content at other prices",
     .first = {.aim = CST_CRITERION_US_CONTENT,
               .any_cost = true,
               WITH(a_and_b),
               WITHOUT(cove),
               PRICES(b_cheaper)},
     .second = {WITH(a_and_b), WITHOUT(cove), LIMIT(CST_CRITERION_US_CONTENT, 7400)},
     .searched = true,
     .cost_cents = 150000},
    {.name = "a limit on US content, at other prices",
     .first = {WITH(a_and_b), WITHOUT(cove), LIMIT(CST_CRITERION_US_CONTENT, 7400),
               PRICES(b_cheaper)},
     .second = {WITH(a_and_b), WITHOUT(cove), LIMIT(CST_CRITERION_US_CONTENT, 7400)},
     .searched = true,
     .cost_cents = 150000},
    {.name = "cheaper, with a share for those of the country",
     .second = {PRICES(a_less)},
     .searched = true,
     .cost_cents = 63900,
     .pointer = "/consortium/local_share",
     .value = "0.1"},
};

static void test_row(void **state) {
    const row *r = *state;
    tender t = read_tender(r->pointer, r->value, r->of_catalog);
    cst_session *session = begin(&t);
    cst_session_answer *first = NULL;
    cst_session_answer *second = NULL;
    assert_int_equal(cst_session_ask(session, &r->first, &first), CST_E_OK);
    assert_int_equal(cst_session_ask(session, &r->second, &second), CST_E_OK);
    bool fits = r->cost_cents != NOTHING_FITS;
    assert_int_equal(second->status, fits ? CST_STATUS_SOLVED : CST_STATUS_INFEASIBLE);
    assert_int_equal(second->found, fits);
    assert_int_equal(second->searched, r->searched);
    if (!r->searched) {
        assert_int_equal(second->nodes, 0);
    }
    if (fits) {
        assert_int_equal(second->package.criteria.cost_cents, r->cost_cents);
        assert_int_equal(second->package.bound_cents, r->cost_cents);
    }
    cst_session_answer_free(first);
    cst_session_answer_free(second);
    cst_session_free(session);
    tender_clear(&t);
}

/* ---------------------------------------------------------------- no questions */

static const char *const nobody[] = {"acme", "nobody"};
static const char *const no_name[] = {NULL};
static const cst_new_price no_offering[] = {{"acme", CST_PRICE_FIXED, 100}};
static const cst_new_price nameless[] = {{NULL, CST_PRICE_FIXED, 100}};
static const cst_new_price below_zero[] = {{"a", CST_PRICE_FIXED, -1}};
static const cst_new_price too_dear[] = {{"a", CST_PRICE_PER_UNIT, INT64_C(100000000000001)}};
static const cst_new_price dear_beyond[] = {{"a", CST_PRICE_PER_UNIT, INT64_MAX}};
static const cst_new_price twice[] = {{"a", CST_PRICE_FIXED, 1}, {"a", CST_PRICE_FIXED, 1}};
static const cst_new_price no_part[] = {{"a", (cst_price_part)3, 1}};
static const cst_new_price below_discount[] = {{"c", CST_PRICE_PER_UNIT, 1}};

typedef struct bad {
    const char *name;
    cst_session_question question;
} bad;

static const bad bad_rows[] = {
    {"with a name that is unknown", {WITH(nobody)}},
    {"without a name that is unknown", {WITHOUT(nobody)}},
    {"a name of nothing", {WITH(no_name)}},
    {"a list of nothing", {.n_without = 1}},
    {"an aim beyond the last", {.aim = CST_N_CRITERIA}},
    {"an aim before the first", {.aim = (cst_criterion)-1}},
    {"US content as aim where it is ignored", {.aim = CST_CRITERION_US_CONTENT}},
    {"US content as limit where it is ignored", {LIMIT(CST_CRITERION_US_CONTENT, 100)}},
    {"a limit below zero", {LIMIT(CST_CRITERION_DELIVERY, -1)}},
    {"a share above one", {LIMIT(CST_CRITERION_LARGEST_SHARE, 10001)}},
    {"a budget below zero", {BUDGET(-1)}},
    {"a deadline below zero", {.new_deadline = true, .deadline_weeks = -1}},
    {"members below zero", {.new_max_members = true, .max_members = -1}},
    {"a price of a firm", {PRICES(no_offering)}},
    {"a price of nothing", {PRICES(nameless)}},
    {"prices of nothing", {.n_prices = 1}},
    {"a price below zero", {PRICES(below_zero)}},
    {"a price whose value is beyond every value", {PRICES(too_dear)}},
    {"a price beyond every price", {PRICES(dear_beyond)}},
    {"a price twice", {PRICES(twice)}},
    {"a price of no part", {PRICES(no_part)}},
    {"a price below the discount of a bundle", {PRICES(below_discount)}},
};

/* Alone, and in the midst of others, none of which is answered then; and the session goes on. */
static void test_bad(void **state) {
    const bad *r = *state;
    tender t = read_tender("/content", "{ 'mode': 'ignore' }", false);
    cst_session *session = begin(&t);
    const cst_session_question questions[] = {{0}, r->question, {0}};
    cst_session_answer *answers[] = {(void *)&t, (void *)&t, (void *)&t};
    assert_int_equal(cst_session_ask(session, &r->question, &answers[0]), CST_E_SETTING);
    assert_null(answers[0]);
    assert_int_equal(cst_session_ask_all(session, questions, 3, answers), CST_E_SETTING);
    for (size_t i = 0; i < 3; i++) {
        assert_null(answers[i]);
    }
    assert_int_equal(cst_session_ask(session, &questions[0], &answers[0]), CST_E_OK);
    assert_true(answers[0]->searched);
    assert_int_equal(answers[0]->package.criteria.cost_cents, 55000);
    cst_session_answer_free(answers[0]);
    cst_session_free(session);
    tender_clear(&t);
}

static void test_nothing(void **state) {
    (void)state;
    tender t = read_tender(NULL, NULL, false);
    cst_session *session = begin(&t);
    cst_session_answer *answer = NULL;
    assert_int_equal(cst_session_ask(session, NULL, &answer), CST_E_SETTING);
    assert_null(answer);
    assert_int_equal(cst_session_ask_all(session, NULL, 0, NULL), CST_E_OK);
    cst_session_answer_free(NULL);
    cst_session_free(session);
    cst_session_free(NULL);
    tender_clear(&t);
}

static void test_new(void **state) {
    (void)state;
    tender t = read_tender(NULL, NULL, false);
    tender other = read_tender(NULL, NULL, false);
    cst_settings settings = cst_settings_default();
    cst_session *session = NULL;
    settings.gap = -1;
    assert_int_equal(cst_session_new(t.rules, t.catalog, t.opportunity, &settings, &session),
                     CST_E_SETTING);
    assert_int_equal(cst_session_new(t.rules, other.catalog, t.opportunity, NULL, &session),
                     CST_E_SETTING);
    assert_null(session);
    assert_int_equal(cst_session_new(t.rules, t.catalog, t.opportunity, NULL, &session), CST_E_OK);
    cst_session_free(session);
    tender_clear(&t);
    tender_clear(&other);
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_nothing),
                                              cmocka_unit_test(test_new)};
    int failed = TEST_ROWS("one after the other", rows, test_row);
    failed += TEST_ROWS("no questions", bad_rows, test_bad);
    return failed + cmocka_run_group_tests_name("sessions", tests, NULL, NULL);
}
