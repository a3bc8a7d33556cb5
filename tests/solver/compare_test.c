/*
 * compare_test.c - results side by side: what is written, which packages are put together, which
 * conclusions flip and whether that is proven; and the same of a tiny tender that is matched under
 * several rules.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "consort.h"
#include "tests/solver/compare_sample.h"
#include "tests/solver/instance.h"
#include "tests/support.h"
#include "tests/tree.h"

/* ---------------------------------------------------------------- writing */

typedef struct json_row {
    const char *name;
    compare_sample (*make)(void);
    const char *path;
} json_row;

static const json_row json_rows[] = {
    {"three rules", sample_regimes, "tests/solver/data/comparison.json"},
    {"several tenders", sample_markets, "tests/solver/data/comparison-markets.json"},
    {"nothing fits", sample_hopeless, "tests/solver/data/comparison-hopeless.json"},
};

static char *written(const cst_comparison *comparison, bool whole) {
    char *text = NULL;
    size_t size = 0;
    assert_int_equal(cst_comparison_to_json(comparison, whole, &text, &size), CST_E_OK);
    assert_int_equal(strlen(text), size);
    return text;
}

static void writes(void **state) {
    const json_row *row = *state;
    cst_comparison *comparison = sample_compared(row->make());
    char *text = written(comparison, false);
    test_expect_file(row->path, text);
    free(text);
    cst_comparison_free(comparison);
}

/* ---------------------------------------------------------------- conclusions */

static char *verdicts(const cst_comparison *c) {
    static char text[256];
    text[0] = '\0';
    for (int k = 0; k < CST_N_CONCLUSIONS; k++) {
        const cst_flip *flip = &c->flips[k];
        strcat(text, k > 0 ? " " : "");
        strcat(text, cst_verdict_id(flip->verdict));
        strcat(text, flip->verdict == CST_VERDICT_OPEN || flip->proven ? "" : "?");
    }
    return text;
}

typedef struct flip_row {
    const char *name;
    void (*edit)(cst_result *a, cst_result *b, cst_package *of_b);
    const char *verdicts; /* feasible, cost, anchor, members, licences, content; ?: unproven */
} flip_row;

static void edit_nothing(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)b;
    (void)of_b;
}

static void edit_cost(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)b;
    of_b->criteria.cost_cents += 100000;
}

/* 51,234 cents are a millionth of the cost. */
static void edit_cost_within_gap(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)b;
    of_b->criteria.cost_cents += 51000;
}

static void edit_cost_to_the_cent(cst_result *a, cst_result *b, cst_package *of_b) {
    a->asked.gap = b->asked.gap = 0;
    of_b->criteria.cost_cents += 1;
}

static void edit_anchor(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)b;
    of_b->anchor = "cedar";
}

static void edit_members(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)b;
    of_b->n_members = 1;
}

static void edit_licences(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)b;
    of_b->n_licences = 0;
}

static void edit_content(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)b;
    of_b->content.met = true;
}

static void edit_content_ignored(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)b;
    of_b->content.mode = CST_MODE_IGNORE;
}

static void edit_currency(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)of_b;
    b->currency = "EUR";
}

static void edit_proof(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)b;
    of_b->anchor = "cedar";
    of_b->proof = CST_PROOF_UNPROVEN;
}

static void edit_best_unproven(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)b;
    (void)of_b;
    a->criteria_proven[CST_CRITERION_COST] = false;
}

/* A package of a slate that is listed for nothing is the cheapest of those found, and no more. */
static void edit_no_label(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)b;
    of_b->best_at[CST_CRITERION_COST] = false;
}

static void edit_by_cost(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    b->asked.by = CST_BY_COST;
    of_b->best_at[CST_CRITERION_COST] = false;
}

static void edit_infeasible(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)of_b;
    b->n_packages = 0;
    b->status = CST_STATUS_INFEASIBLE;
}

static void edit_stopped(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    (void)of_b;
    b->n_packages = 0;
    b->status = CST_STATUS_LIMIT;
}

static void edit_both_infeasible(cst_result *a, cst_result *b, cst_package *of_b) {
    edit_infeasible(a, b, of_b);
    a->n_packages = 0;
    a->status = CST_STATUS_INFEASIBLE;
}

/* A package that was found proves that there is one. */
static void edit_limit(cst_result *a, cst_result *b, cst_package *of_b) {
    (void)a;
    b->status = CST_STATUS_LIMIT;
    b->criteria_proven[CST_CRITERION_COST] = false;
    of_b->proof = CST_PROOF_UNPROVEN;
}

static const flip_row flip_rows[] = {
    {"the same", edit_nothing, "same same same same same same"},
    {"cost", edit_cost, "same flips same same same same"},
    {"cost within the gap", edit_cost_within_gap, "same same same same same same"},
    {"cost to the cent", edit_cost_to_the_cent, "same flips same same same same"},
    {"anchor", edit_anchor, "same same flips same same same"},
    {"members", edit_members, "same same same flips same same"},
    {"licences", edit_licences, "same same same same flips same"},
    {"content", edit_content, "same same same same same flips"},
    {"content ignored", edit_content_ignored, "same same same same same open"},
    {"currency", edit_currency, "same open same same same same"},
    {"a package unproven", edit_proof, "same same? flips? same? same? same?"},
    {"the best unproven", edit_best_unproven, "same same? same? same? same? same?"},
    {"no label", edit_no_label, "same same? same? same? same? same?"},
    {"by cost", edit_by_cost, "same same same same same same"},
    {"stopped with a package", edit_limit, "same same? same? same? same? same?"},
    {"infeasible", edit_infeasible, "flips open open open open open"},
    {"stopped without a package", edit_stopped, "open open open open open open"},
    {"both infeasible", edit_both_infeasible, "same open open open open open"},
};

static void judges(void **state) {
    const flip_row *row = *state;
    compare_sample sample = sample_twice();
    cst_result a = *sample.results[0];
    cst_result b = *sample.results[1];
    cst_package of_b = b.packages[0];
    b.packages = &of_b;
    b.n_packages = 1;
    row->edit(&a, &b, &of_b);
    const cst_result *results[] = {&a, &b};
    cst_comparison *comparison = NULL;
    assert_int_equal(cst_compare(results, sample.labels, 2, &comparison), CST_E_OK);
    assert_string_equal(verdicts(comparison), row->verdicts);
    cst_comparison_free(comparison);
    results[0] = &b; /* and the other way round */
    results[1] = &a;
    assert_int_equal(cst_compare(results, sample.labels, 2, &comparison), CST_E_OK);
    assert_string_equal(verdicts(comparison), row->verdicts);
    cst_comparison_free(comparison);
}

/* Of three sides, what is proven of two is proven, whatever the third did not prove. */
static void judges_by_what_is_proven(void **state) {
    (void)state;
    cst_comparison *c = sample_compared(sample_regimes());
    assert_string_equal(verdicts(c), "flips flips? flips? flips? flips? flips?");
    cst_comparison_free(c);
    compare_sample sample = sample_regimes();
    cst_result last = *sample.results[0];
    cst_package package = last.packages[0];
    package.anchor = "cedar";
    last.packages = &package;
    last.n_packages = 1;
    sample.results[2] = &last;
    c = sample_compared(sample);
    assert_string_equal(verdicts(c), "same flips? flips flips? flips? flips?");
    cst_comparison_free(c);
}

static void needs_two(void **state) {
    (void)state;
    cst_comparison *c = NULL;
    compare_sample sample = sample_twice();
    assert_int_equal(cst_compare(sample.results, sample.labels, 1, &c), CST_E_SETTING);
    assert_null(c);
    assert_int_equal(cst_compare(sample.results, sample.labels, 0, &c), CST_E_SETTING);
    cst_comparison_free(NULL);
}

/* ---------------------------------------------------------------- packages put together */

/* "p1 p3 -: cost" for each group. */
static void expect_group(const cst_counterparts *group, const char *a, const char *b,
                         cst_criterion criterion) {
    assert_string_equal(group->packages[0] == NULL ? "-" : group->packages[0]->id, a);
    assert_string_equal(group->packages[1] == NULL ? "-" : group->packages[1]->id, b);
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        assert_int_equal(group->best_at[k] && k == (int)criterion, k == (int)criterion);
    }
}

static void puts_packages_together(void **state) {
    (void)state;
    cst_comparison *c = sample_compared(sample_regimes());
    assert_int_equal(c->n_counterparts, 4);
    expect_group(&c->counterparts[0], "p1", "p3", CST_CRITERION_COST);
    expect_group(&c->counterparts[1], "p2", "p1", CST_CRITERION_US_CONTENT);
    /* Members of all that are left: first where they appear first. A package that has its place
     * already is lent where there is no other. */
    expect_group(&c->counterparts[2], "p1", "p4", CST_N_CRITERIA);
    expect_group(&c->counterparts[3], "p3", "p2", CST_N_CRITERIA);
    assert_false(c->counterparts[0].same);
    assert_true(c->counterparts[1].same);
    const cst_presences *offerings = &c->counterparts[0].offerings;
    assert_int_equal(offerings->n, 4);
    assert_string_equal(offerings->items[0].id, "alder-rack");
    assert_int_equal(offerings->items[0].amounts[0], 57);
    assert_int_equal(offerings->items[0].amounts[1], 64);
    assert_int_equal(offerings->items[0].amounts[2], 0);
    assert_true(offerings->items[0].everywhere);
    assert_false(offerings->items[0].same);
    cst_comparison_free(c);
}

/* However packages are numbered and ordered, the same ones stand together. */
static void rank_plays_no_part(void **state) {
    (void)state;
    compare_sample sample = sample_regimes();
    cst_comparison *c = sample_compared(sample);
    cst_result turned = *sample.results[1];
    cst_package packages[4];
    for (size_t i = 0; i < 4; i++) {
        packages[i] = turned.packages[3 - i];
    }
    turned.packages = packages;
    sample.results[1] = &turned;
    cst_comparison *d = sample_compared(sample);
    assert_int_equal(c->n_counterparts, d->n_counterparts);
    for (size_t i = 0; i < c->n_counterparts; i++) {
        assert_string_equal(c->counterparts[i].packages[1]->id, d->counterparts[i].packages[1]->id);
    }
    cst_comparison_free(c);
    cst_comparison_free(d);
}

static void leaves_alone_what_has_no_counterpart(void **state) {
    (void)state;
    compare_sample sample = sample_twice();
    cst_result b = *sample.results[1];
    b.n_packages = 1;
    sample.results[1] = &b;
    cst_comparison *c = sample_compared(sample);
    assert_int_equal(c->n_counterparts, 3);
    assert_int_equal(c->counterparts[0].n_packages, 2);
    assert_int_equal(c->counterparts[1].n_packages, 1);
    assert_string_equal(c->counterparts[1].packages[0]->id, "p2");
    assert_string_equal(c->counterparts[2].packages[0]->id, "p3");
    cst_comparison_free(c);
}

/* Sums of a file may be so large that a difference has no room. */
static void differences_that_do_not_fit(void **state) {
    (void)state;
    cst_comparison *c = sample_compared(sample_markets());
    int64_t difference = 1;
    assert_false(cst_side_difference(&c->sides[0], &c->sides[1], CST_CRITERION_MISFIT,
                                     -9000000000000000000, 9000000000000000000, &difference));
    assert_true(
        cst_side_difference(&c->sides[0], &c->sides[1], CST_CRITERION_COST, 5, 3, &difference));
    assert_int_equal(difference, -2);
    assert_false(
        cst_side_difference(&c->sides[0], &c->sides[2], CST_CRITERION_COST, 5, 3, &difference));
    assert_false(cst_side_difference(&c->sides[0], &c->sides[3], CST_CRITERION_US_CONTENT, 5, 3,
                                     &difference));
    cst_comparison_free(c);
}

/* ---------------------------------------------------------------- refusals */

static void tells_which_refusals_change(void **state) {
    (void)state;
    static const struct {
        const char *code, *offering;
        bool here[3], refused[3];
    } expected[] = {
        {"deadline", "oak-rack", {false, true, true}, {false, true, true}},
        {"jurisdiction:J2-owned", "alder-rack", {false, false, true}, {false, false, true}},
        {"jurisdiction:J2-owned", "elm-model", {false, false, true}, {true, true, true}},
        {"jurisdiction:J2-owned", "oak-rack", {false, true, true}, {false, true, true}},
        {"jurisdiction:J4-incorporated", "elm-model", {true, true, false}, {true, true, true}},
        {"unknown:parent", "fir-model", {false, true, true}, {false, true, true}},
    };
    cst_comparison *c = sample_compared(sample_regimes());
    assert_int_equal(c->n_refusals, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < c->n_refusals; i++) {
        assert_string_equal(c->refusals[i].code, expected[i].code);
        assert_string_equal(c->refusals[i].offering, expected[i].offering);
        assert_memory_equal(c->refusals[i].here, expected[i].here, sizeof expected[i].here);
        assert_memory_equal(c->refusals[i].refused, expected[i].refused,
                            sizeof expected[i].refused);
    }
    cst_comparison_free(c);
}

/* ---------------------------------------------------------------- names */

static void names(void **state) {
    (void)state;
    assert_string_equal(cst_conclusion_id(CST_CONCLUSION_CONTENT_MET), "content_met");
    assert_string_equal(cst_conclusion_label(CST_CONCLUSION_COST), "least cost");
    assert_string_equal(cst_conclusion_id(CST_N_CONCLUSIONS), "");
    assert_string_equal(cst_conclusion_label(CST_N_CONCLUSIONS), "");
    assert_string_equal(cst_verdict_id(CST_VERDICT_FLIPS), "flips");
    assert_string_equal(cst_verdict_id((cst_verdict)3), "");
}

/* ---------------------------------------------------------------- a tender under several rules */

static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'plain', 'groups': { 'east': [ 'CN' ] },"
    "  'layers': [ { 'id': 'iron', 'slots': [ 'chips' ], 'required': true },"
    "              { 'id': 'soft', 'slots': [ 'apps' ], 'required': true } ],"
    "  'content': { 'slots': [ 'chips' ], 'threshold': 0.5, 'method': 'made',"
    "               'mode': 'presumption' },"
    "  'jurisdiction': [ { 'id': 'J1', 'test': 'incorporated', 'in': 'east', 'verdict': 'refuse',"
    "                      'source': 'our policy' } ] }";

static const char catalog_text[] =
    "{ 'format': 'consort-catalog/1', 'currency': 'USD', 'resources': { 'flops': {} },"
    "  'firms': [ { 'id': 'a', 'incorporated': 'US', 'can_anchor': true },"
    "             { 'id': 'b', 'incorporated': 'JP', 'can_anchor': true },"
    "             { 'id': 'c', 'incorporated': 'CN' } ],"
    "  'offerings': ["
    "    { 'id': 'a1', 'firm': 'a', 'slot': 'chips', 'lead_weeks': 5, 'units': { 'max': 6 },"
    "      'price': { 'per_unit': 30 }, 'provides': { 'flops': 3 }, 'eccn': '3A090',"
    "      'us_content': { 'made': 0.6, 'value_added': 0.8 } },"
    "    { 'id': 'b1', 'firm': 'b', 'slot': 'chips', 'lead_weeks': 5, 'units': { 'max': 6 },"
    "      'price': { 'per_unit': 20 }, 'provides': { 'flops': 3 }, 'eccn': 'EAR99',"
    "      'us_content': { 'made': 0.1, 'value_added': 0.6 } },"
    "    { 'id': 'a2', 'firm': 'a', 'slot': 'apps', 'lead_weeks': 1, 'price': { 'fixed': 50 },"
    "      'eccn': 'EAR99' },"
    "    { 'id': 'c2', 'firm': 'c', 'slot': 'apps', 'lead_weeks': 1, 'price': { 'fixed': 5 },"
    "      'eccn': 'EAR99' } ] }";

static const char opportunity_text[] =
    "{ 'format': 'consort-opportunity/1', 'id': 'o', 'currency': 'USD',"
    "  'buyer': { 'country': 'KE' }, 'deadline_weeks': 20, 'demand': { 'flops': 9 } }";

/* The result under the rules with one thing changed; the tender is freed before it is used. */
static cst_result *match_under(const char *id, const char *pointer, const char *value) {
    instance it = {tree_of(rules_text), tree_of(catalog_text), tree_of(opportunity_text)};
    tender t;
    cst_result *result = NULL;
    cst_settings settings = cst_settings_default();
    settings.threads = 1;
    tree_edit(it.rules, "/id", id);
    tree_edit(it.rules, pointer, value);
    assert_true(tender_read(&it, &t, NULL));
    assert_int_equal(cst_match(t.rules, t.catalog, t.opportunity, &settings, &result), CST_E_OK);
    tender_clear(&t);
    instance_clear(&it);
    return result;
}

typedef struct regime_row {
    const char *name;
    const char *pointer, *value; /* the change of the rules */
    const char *verdicts;
    const char *code; /* of the first refusal that changes; NULL: none does */
} regime_row;

static const regime_row regime_rows[] = {
    {"a note alone", "/note", "'nothing else'", "same same same same same same", NULL},
    {"the cheap app is allowed", "/jurisdiction", "[ ]", "same flips same flips same same",
     "jurisdiction:J1"},
    {"another method", "/content/method", "'value_added'", "same same same same same flips", NULL},
    {"content is required", "/content/mode", "'require'", "same flips flips flips same flips",
     NULL},
    {"content is ignored", "/content/mode", "'ignore'", "same same same same same open", NULL},
    {"Japan is refused", "/groups/east", "[ 'CN', 'JP' ]", "same flips flips flips same flips",
     "jurisdiction:J1"},
    {"everybody is refused", "/groups/east", "[ 'CN', 'JP', 'US' ]",
     "flips open open open open open", "jurisdiction:J1"},
    {"a licence for what is chosen", "/export",
     "[ { 'id': 'X1', 'eccn': [ 'EAR99' ], 'status': 'licence', 'weeks': 2 } ]",
     "same same same same flips same", NULL},
    {"a layer less", "/layers/1/required", "false", "same flips same flips same same", NULL},
};

static void compares_regimes(void **state) {
    const regime_row *row = *state;
    cst_result *results[] = {match_under("'plain'", "/note", "'as it is'"),
                             match_under("'changed'", row->pointer, row->value)};
    const char *const labels[] = {results[0]->rules, results[1]->rules};
    cst_comparison *c = NULL;
    assert_int_equal(cst_compare((const cst_result *const *)results, labels, 2, &c), CST_E_OK);
    assert_string_equal(verdicts(c), row->verdicts);
    assert_true(c->same_opportunity && c->same_settings && !c->same_rules);
    assert_int_equal(c->n_refusals > 0, row->code != NULL);
    if (row->code != NULL) {
        assert_string_equal(c->refusals[0].code, row->code);
    }
    cst_comparison_free(c);
    cst_result_free(results[0]);
    cst_result_free(results[1]);
}

/* Whole results stand in a comparison as a file of their own would hold them. */
static void holds_whole_results(void **state) {
    (void)state;
    cst_result *results[] = {match_under("'plain'", "/note", "'as it is'"),
                             match_under("'changed'", "/jurisdiction", "[ ]")};
    const char *const labels[] = {"plain", "changed"};
    cst_comparison *c = NULL;
    assert_int_equal(cst_compare((const cst_result *const *)results, labels, 2, &c), CST_E_OK);
    char *text = written(c, true);
    json_t *tree = json_loads(text, 0, NULL);
    for (size_t i = 0; i < 2; i++) {
        char *alone = NULL;
        size_t size = 0;
        assert_int_equal(cst_result_to_json(results[i], &alone, &size), CST_E_OK);
        json_t *result = json_loads(alone, 0, NULL);
        assert_true(json_equal(json_array_get(json_object_get(tree, "results"), i), result));
        json_decref(result);
        free(alone);
    }
    json_decref(tree);
    free(text);
    cst_comparison_free(c);
    cst_result_free(results[0]);
    cst_result_free(results[1]);
}

/* A result that is read again compares like the one that was written. */
static void compares_what_was_read(void **state) {
    (void)state;
    cst_result *result = match_under("'plain'", "/note", "'as it is'");
    cst_result *read = NULL;
    char *text = NULL;
    size_t size = 0;
    assert_int_equal(cst_result_to_json(result, &text, &size), CST_E_OK);
    assert_int_equal(cst_result_read(text, size, "r.json", NULL, &read, NULL), CST_E_OK);
    const cst_result *both[] = {result, read};
    const char *const labels[] = {"made", "read"};
    cst_comparison *c = NULL;
    assert_int_equal(cst_compare(both, labels, 2, &c), CST_E_OK);
    assert_string_equal(verdicts(c), "same same same same same same");
    for (size_t i = 0; i < c->n_counterparts; i++) {
        assert_true(c->counterparts[i].same);
        assert_ptr_equal(c->counterparts[i].packages[0], &result->packages[i]);
        assert_ptr_equal(c->counterparts[i].packages[1], &read->packages[i]);
    }
    assert_true(c->same_settings && c->same_rules && c->n_refusals == 0);
    cst_comparison_free(c);
    cst_result_free(result);
    cst_result_free(read);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_by_what_is_proven),
        cmocka_unit_test(needs_two),
        cmocka_unit_test(puts_packages_together),
        cmocka_unit_test(rank_plays_no_part),
        cmocka_unit_test(leaves_alone_what_has_no_counterpart),
        cmocka_unit_test(differences_that_do_not_fit),
        cmocka_unit_test(tells_which_refusals_change),
        cmocka_unit_test(names),
        cmocka_unit_test(holds_whole_results),
        cmocka_unit_test(compares_what_was_read),
    };
    return cmocka_run_group_tests_name("compare", tests, NULL, NULL) +
           TEST_ROWS("compare: JSON", json_rows, writes) +
           TEST_ROWS("compare: flips", flip_rows, judges) +
           TEST_ROWS("compare: regimes", regime_rows, compares_regimes);
}
