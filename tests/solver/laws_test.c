/*
 * laws_test.c - what must not matter does not, and what must follow does: on tenders made by hand
 * (mostly of ties, where chance would show) and on seeded ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "consort.h"
#include "tests/dice.h"
#include "tests/sanitized.h"
#include "tests/solver/instance.h"
#include "tests/solver/result_text.h"
#include "tests/solver/seeds.h"
#include "tests/support.h"
#include "tests/tree.h"

enum { SEEDS = TEST_SANITIZED ? 25 : 200 };

/* ---------------------------------------------------------------- tenders made by hand */

#define RULES(more)                                                                    \
    "{ 'format': 'consort-rules/1', 'id': 'r',"                                        \
    "  'layers': [ { 'id': 'iron', 'slots': [ 'chips', 'cloud' ], 'required': true }," \
    "              { 'id': 'soft', 'slots': [ 'apps' ], 'required': true } ]" more " }"

#define FIRM(id) "{ 'id': '" id "', 'can_anchor': true, 'size': 'small' }"
#define OFFER(id, firm, slot, more) \
    "{ 'id': '" id "', 'firm': '" firm "', 'slot': '" slot "', 'lead_weeks': 3" more " }"
#define PRICE(n) ", 'price': { 'per_unit': " n " }"

static const char *const by_hand[][3] = {
    /* The same offering six times over. */
    {RULES(""),
     "{ 'format': 'consort-catalog/1', 'firms': [" FIRM("c") "," FIRM("a") "," FIRM("f") "," FIRM("b") "," FIRM("e") "," FIRM("d") "], 'offerings': [" OFFER(
         "o1", "c", "chips",
         PRICE(
             "5")) "," OFFER("o2", "a", "chips",
                             PRICE(
                                 "5")) "," OFFER("o3", "f", "chips",
                                                 PRICE(
                                                     "5")) "," OFFER("o4", "b", "apps",
                                                                     PRICE(
                                                                         "5")) "," OFFER("o5", "e",
                                                                                         "apps",
                                                                                         PRICE(
                                                                                             "5")) "," OFFER("o6",
                                                                                                             "d",
                                                                                                             "apps",
                                                                                                             PRICE(
                                                                                                                 "5")) "] }",
     "{ 'format': 'consort-opportunity/1', 'id': 'ties', 'buyer': { 'country': 'KE' },"
     "  'demand': {} }"},
    /* Many ways to make the same number of units, with bundles that overlap. */
    {RULES(", 'content': { 'slots': [ 'chips' ], 'threshold': 0.5, 'method': 'made',"
           " 'mode': 'presumption' }"),
     "{ 'format': 'consort-catalog/1', 'resources': { 'flops': {}, 'watts': {} },"
     "  'firms': [" FIRM("x") "," FIRM("y") "," FIRM("z") "], 'offerings': [" OFFER(
         "m1", "x", "chips",
         PRICE(
             "10") ", 'units': { 'max': 9 }, 'provides': { "
                   "'flops': 2 },"
                   " 'consumes': { 'watts': 1 }, 'us_content': { "
                   "'made': 0.5 }") "," OFFER("m2", "y", "chips",
                                              PRICE(
                                                  "10") ", "
                                                        "'units':"
                                                        " { "
                                                        "'max': "
                                                        "9 }, "
                                                        "'provide"
                                                        "s': { "
                                                        "'flops':"
                                                        " 2 },"
                                                        " '"
                                                        "consumes"
                                                        "': { "
                                                        "'watts':"
                                                        " 1 }, "
                                                        "'us_"
                                                        "content'"
                                                        ": { "
                                                        "'made': "
                                                        "0.5 }") "," OFFER("m3", "z", "cloud",
                                                                           PRICE(
                                                                               "10") ", 'units': { "
                                                                                     "'max': 9 }, "
                                                                                     "'provides': "
                                                                                     "{ 'flops': 2 "
                                                                                     "}") "," OFFER("m4",
                                                                                                    "x",
                                                                                                    "apps",
                                                                                                    PRICE(
                                                                                                        "20")) "," OFFER("m5",
                                                                                                                         "y",
                                                                                                                         "apps",
                                                                                                                         PRICE(
                                                                                                                             "20")) "],"
                                                                                                                                    "  'bundles': [ { 'id': 'k2', 'offerings': [ 'm1', 'm5' ], 'discount': 5 },"
                                                                                                                                    "               { 'id': 'k1', 'offerings': [ 'm2', 'm4' ], 'discount': 5 },"
                                                                                                                                    "               { 'id': 'k3', 'offerings': [ 'm4', 'm5' ], 'discount': 20 } ] }",
     "{ 'format': 'consort-opportunity/1', 'id': 'many-ways', 'buyer': { 'country': 'KE' },"
     "  'demand': { 'flops': 18 }, 'site': { 'watts': 7 } }"},
    /* Nothing fits. */
    {RULES(""),
     "{ 'format': 'consort-catalog/1', 'firms': [" FIRM("a") "], 'offerings': [" OFFER(
         "o1", "a", "chips", PRICE("5")) "] }",
     "{ 'format': 'consort-opportunity/1', 'id': 'nothing', 'buyer': { 'country': 'KE' },"
     "  'demand': {} }"},
};
enum { BY_HAND = sizeof by_hand / sizeof *by_hand };

/* The tenders that laws are tried on: those made by hand, then seeds far from those of the oracle.
 */
static instance take(uint64_t i) {
    if (i < BY_HAND) {
        return (instance){tree_of(by_hand[i][0]), tree_of(by_hand[i][1]), tree_of(by_hand[i][2])};
    }
    return instance_new(UINT64_C(0x6c617773) + i);
}

/* ---------------------------------------------------------------- answers */

typedef struct asked {
    cst_by by;
    int differ, threads;
} asked;

static const asked slate = {CST_BY_SLATE, 1, 1};
static const asked by_cost = {CST_BY_COST, 1, 1};

static cst_result *solve_tender(const tender *t, asked how) {
    cst_settings settings = cst_settings_default();
    settings.by = how.by;
    settings.candidates = 4;
    settings.differ = how.differ;
    settings.threads = how.threads;
    settings.gap = 0;
    cst_result *result = NULL;
    assert_int_equal(cst_match(t->rules, t->catalog, t->opportunity, &settings, &result), CST_E_OK);
    assert_int_not_equal(result->status, CST_STATUS_LIMIT);
    return result;
}

static tender read_tender(const instance *it) {
    tender t;
    char *faults = NULL;
    if (!tender_read(it, &t, &faults)) {
        fail_msg("%s", faults);
    }
    return t;
}

static cst_result *solve(const instance *it, asked how) {
    tender t = read_tender(it);
    cst_result *result = solve_tender(&t, how);
    tender_clear(&t);
    return result;
}

/* New bytes of the result. */
static char *answer(const instance *it, asked how) {
    cst_result *result = solve(it, how);
    char *text = NULL;
    size_t size = 0;
    assert_int_equal(cst_result_to_json(result, &text, &size), CST_E_OK);
    assert_int_equal(strlen(text), size);
    cst_result_free(result);
    return text;
}

/* The cost of the cheapest; INT64_MAX where nothing fits. */
static int64_t least_cost(const instance *it) {
    tender t = read_tender(it);
    cst_settings settings = cst_settings_default();
    settings.by = CST_BY_COST;
    settings.candidates = 1;
    settings.threads = 1;
    settings.gap = 0;
    cst_result *result = NULL;
    assert_int_equal(cst_match(t.rules, t.catalog, t.opportunity, &settings, &result), CST_E_OK);
    int64_t cost = result->n_packages == 0 ? INT64_MAX : result->packages[0].criteria.cost_cents;
    cst_result_free(result);
    tender_clear(&t);
    return cost;
}

/* ---------------------------------------------------------------- what must not matter */

static void law_order(const instance *it) {
    for (int k = 0; k < 2; k++) {
        asked how = k == 0 ? slate : by_cost;
        char *expected = answer(it, how);
        for (uint64_t seed = 1; seed <= 3; seed++) {
            instance other = {json_incref(it->rules), tree_shuffled(it->catalog, seed),
                              tree_shuffled(it->opportunity, seed)};
            char *found = answer(&other, how);
            assert_string_equal(found, expected);
            free(found);
            instance_clear(&other);
        }
        free(expected);
    }
}

static void law_threads(const instance *it) {
    asked how = {CST_BY_SLATE, 2, 1};
    char *expected = answer(it, how);
    for (how.threads = 2; how.threads <= 4; how.threads += 2) {
        char *found = answer(it, how);
        assert_string_equal(found, expected);
        free(found);
    }
    free(expected);
}

/* The packages of an answer, as a tree. */
static json_t *packages_of(const char *text) {
    json_error_t error;
    json_t *tree = json_loads(text, 0, &error);
    assert_non_null(tree);
    json_t *packages = json_incref(json_object_get(tree, "packages"));
    assert_true(json_is_array(packages));
    json_decref(tree);
    return packages;
}

/* A firm before all others by id and one after, who would give everything for nothing, if only the
 * buyer could have it. */
static void add_outsiders(instance *it, const char *slot) {
    static const char *const ids[] = {"0-first", "zz-last"};
    for (size_t i = 0; i < 2; i++) {
        char text[300];
        snprintf(text, sizeof text, "{ 'id': '%s', 'can_anchor': true, 'incorporated': 'US' }",
                 ids[i]);
        tree_edit(it->catalog, "/firms/-", text);
        snprintf(
            text, sizeof text,
            "{ 'id': '%s-o', 'firm': '%s', 'slot': '%s', 'lead_weeks': 0, 'available_in': [] }",
            ids[i], ids[i], slot);
        tree_edit(it->catalog, "/offerings/-", text);
    }
}

static void law_outsiders(const instance *it) {
    instance other = instance_copy(it);
    add_outsiders(&other, "chips");
    char *a = answer(it, slate);
    char *b = answer(&other, slate);
    json_t *expected = packages_of(a);
    json_t *found = packages_of(b);
    assert_true(json_equal(found, expected));
    json_decref(expected);
    json_decref(found);
    free(a);
    free(b);
    instance_clear(&other);
}

/* ---------------------------------------------------------------- what must follow */

static void put_budget(instance *it, int64_t cents) {
    json_object_set_new(it->opportunity, "budget", tree_decimal(cents, 100));
}

/* With a budget the cheapest costs what it costs without, or nothing fits, and that up to a point.
 */
static void law_budget(const instance *it) {
    instance other = instance_copy(it);
    json_object_del(other.opportunity, "budget");
    int64_t cost = least_cost(&other);
    bool fits = cost < INT64_MAX;
    int64_t budgets[] = {0,
                         fits ? cost / 2 : 100,
                         fits ? cost - 1 : 200,
                         fits ? cost : 300,
                         fits ? cost + 1 : 400,
                         fits ? 2 * cost : 500};
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
        if (budgets[i] < 0) {
            continue;
        }
        put_budget(&other, budgets[i]);
        int64_t expected = budgets[i] >= cost ? cost : INT64_MAX;
        assert_int_equal(least_cost(&other), expected);
    }
    instance_clear(&other);
}

static const cst_package *labelled(const cst_result *result, int criterion) {
    for (size_t i = 0; i < result->n_packages; i++) {
        if (result->packages[i].best_at[criterion]) {
            return &result->packages[i];
        }
    }
    return NULL;
}

/* Three times the money: three times the cost, and every best value is what it was. */
static void compare_tripled(const cst_result *one, const cst_result *three) {
    assert_int_equal(three->status, one->status);
    assert_int_equal(three->n_packages, one->n_packages);
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        const cst_package *a = labelled(one, c);
        const cst_package *b = labelled(three, c);
        assert_int_equal(b == NULL, a == NULL);
        if (a == NULL) {
            continue;
        }
        int64_t factor = c == CST_CRITERION_COST ? 3 : 1;
        assert_int_equal(cst_criteria_get(&b->criteria, (cst_criterion)c),
                         factor * cst_criteria_get(&a->criteria, (cst_criterion)c));
        assert_int_equal(b->criteria.cost_cents, 3 * a->criteria.cost_cents);
        assert_int_equal(b->criteria.members, a->criteria.members);
    }
}

static void law_money(const instance *it) {
    static const char *const money[] = {"fixed",     "per_unit",  "per_unit_year", "discount",
                                        "min_value", "max_value", "budget",        NULL};
    instance other = instance_copy(it);
    tree_multiply(other.catalog, money, 3, 100);
    tree_multiply(other.opportunity, money, 3, 100);
    cst_result *one = solve(it, slate);
    cst_result *three = solve(&other, slate);
    compare_tripled(one, three);
    cst_result_free(one);
    cst_result_free(three);
    instance_clear(&other);
}

/* Takes key after key out of an object; the cheapest never gets dearer. */
static void drop_each(const instance *it, const char *object) {
    int64_t cost = least_cost(it);
    const char *key;
    json_t *value;
    json_t *keys = json_object_get(it->opportunity, object);
    json_object_foreach(keys, key, value) {
        instance other = instance_copy(it);
        json_object_del(json_object_get(other.opportunity, object), key);
        assert_true(least_cost(&other) <= cost);
        instance_clear(&other);
    }
}

static void law_demands(const instance *it) {
    drop_each(it, "consortium");
    drop_each(it, "demand");
    drop_each(it, "slots");
    int64_t cost = least_cost(it);
    static const char *const limits[] = {"deadline_weeks", "residency", "budget"};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        instance other = instance_copy(it);
        json_object_del(other.opportunity, limits[i]);
        assert_true(least_cost(&other) <= cost);
        instance_clear(&other);
    }
}

/* ---------------------------------------------------------------- what a result is worth */

static void expect_no_findings(const tender *t, const char *text, size_t size) {
    cst_findings *findings = NULL;
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_error error = cst_verify(t->rules, t->catalog, t->opportunity, text, size, "result", NULL,
                                 &findings, diagnostics);
    test_expect_faults(diagnostics, error, "");
    for (size_t i = 0; i < cst_findings_count(findings); i++) {
        const cst_finding *it = cst_findings_get(findings, i);
        print_error("%s: %s: %s\n", it->package, it->check, it->message);
    }
    assert_int_equal(cst_findings_count(findings), 0);
    cst_findings_free(findings);
    cst_diagnostics_free(diagnostics);
}

static void law_verified(const instance *it) {
    static const asked ways[] = {{CST_BY_SLATE, 1, 1}, {CST_BY_COST, 2, 1}, {CST_BY_SLATE, 3, 1}};
    tender t = read_tender(it);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        cst_result *result = solve_tender(&t, ways[i]);
        char *text = result_text(result);
        expect_no_findings(&t, text, strlen(text));
        expect_rewritten(result);
        free(text);
        cst_result_free(result);
    }
    tender_clear(&t);
}

/* ---------------------------------------------------------------- the table */

static const law laws[] = {
    {"the order of the files does not matter", law_order},
    {"the number of threads does not matter", law_threads},
    {"firms with nothing to offer here do not matter", law_outsiders},
    {"a larger budget never hurts", law_budget},
    {"a demand less never hurts", law_demands},
    {"three times the money is three times the cost", law_money},
    {"a result holds, and reads back as it was written", law_verified},
};

int main(void) {
    static const law_ground ground = {"laws", "consort-laws", take, BY_HAND + SEEDS};
    return laws_run(&ground, laws, sizeof laws / sizeof *laws);
}
