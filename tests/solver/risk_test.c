/*
 * risk_test.c - chances and quantiles of packages against what can be worked out: spreads that are
 * met, limits that lie on a quantile, products and bivariate normals in closed form, spreads that
 * are none. And that the same seed gives the same bytes, whatever else is asked.
 *
 * The tender has one package: an offering for each of the slots, of two layers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "consort.h"
#include "model/model.h"
#include "solver/ventures.h"
#include "tests/solver/instance.h"
#include "tests/solver/result_text.h"
#include "tests/support.h"

/* ---------------------------------------------------------------- the tender */

/* What differs from test to test, as JSON with ' for ". */
typedef struct facts {
    const char *chip_price, *chip_weeks, *chip_maker;
    const char *model_price, *model_weeks, *model_maker;
    const char *licence_weeks;
    const char *shocks;
    const char *limits; /* of the opportunity, ending in a comma */
} facts;

static const facts certain = {.chip_price = "{ 'per_unit': 100 }",
                              .chip_weeks = "20",
                              .chip_maker = "'US'",
                              .model_price = "{ 'fixed': 500 }",
                              .model_weeks = "10",
                              .model_maker = "'US'",
                              .licence_weeks = "6",
                              .shocks = "{ 'maker_country': 0, 'layer': 0, 'licence_row': 0 }",
                              .limits = "'deadline_weeks': 30, 'budget': 2000,"};

static char text[4000];

static json_t *tree_of_text(void) {
    char *quoted = test_quoted(text);
    json_t *tree = json_loads(quoted, 0, NULL);
    assert_non_null(tree);
    free(quoted);
    return tree;
}

#define TREE(...) (snprintf(text, sizeof text, __VA_ARGS__), tree_of_text())

/* Ten chips at 3 years and one model; the chips need a licence. */
static instance files_of(const facts *f) {
    return (instance){
        .rules = TREE("{ 'format': 'consort-rules/1', 'id': 'r', 'layers': ["
                      "  { 'id': 'hardware', 'slots': [ 'chips' ], 'required': true },"
                      "  { 'id': 'software', 'slots': [ 'models' ], 'required': true } ],"
                      "  'export': [ { 'id': 'X1', 'eccn': [ '4A' ], 'status': 'licence',"
                      "                'weeks': %s, 'source': 's' } ],"
                      "  'risk': %s, 'unknown': 'refuse' }",
                      f->licence_weeks, f->shocks),
        .catalog = TREE("{ 'format': 'consort-catalog/1', 'currency': 'USD',"
                        "  'resources': { 'cards': {} },"
                        "  'firms': [ { 'id': 'a', 'incorporated': 'US', 'can_anchor': true },"
                        "             { 'id': 'b', 'incorporated': 'US' } ],"
                        "  'offerings': ["
                        "    { 'id': 'chip', 'firm': 'a', 'slot': 'chips', 'units': { 'max': 10 },"
                        "      'provides': { 'cards': 1 }, 'eccn': '4A090',"
                        "      'price': %s, 'lead_weeks': %s, 'maker_country': %s },"
                        "    { 'id': 'model', 'firm': 'b', 'slot': 'models', 'eccn': 'EAR99',"
                        "      'price': %s, 'lead_weeks': %s, 'maker_country': %s } ] }",
                        f->chip_price, f->chip_weeks, f->chip_maker, f->model_price, f->model_weeks,
                        f->model_maker),
        .opportunity = TREE("{ 'format': 'consort-opportunity/1', 'id': 'o', %s 'term_years': 3,"
                            "  'buyer': { 'country': 'KE' }, 'demand': { 'cards': 10 } }",
                            f->limits)};
}

static cst_settings settings_of(int samples, int seed, int threads) {
    cst_settings settings = cst_settings_default();
    settings.by = CST_BY_COST;
    settings.candidates = 1;
    settings.risk = 1;
    settings.samples = samples;
    settings.seed = seed;
    settings.threads = threads;
    return settings;
}

static cst_result *result_with(const facts *f, const cst_settings *settings) {
    instance it = files_of(f);
    tender t;
    char *faults = NULL;
    cst_result *result = NULL;
    if (!tender_read(&it, &t, &faults)) {
        fail_msg("%s", faults);
    }
    assert_int_equal(cst_match(t.rules, t.catalog, t.opportunity, settings, &result), CST_E_OK);
    assert_int_equal(result->n_packages, 1);
    tender_clear(&t);
    instance_clear(&it);
    return result;
}

static cst_result *risk_of(const facts *f) {
    cst_settings settings = settings_of(100000, 1, 1);
    return result_with(f, &settings);
}

/* ---------------------------------------------------------------- closed forms */

static const double z90 = 1.2815515655446004;

/* That a standard normal variate stays below z. */
static double below(double z) {
    return 0.5 * erfc(-z / sqrt(2));
}

/* That a fact with the spread is at most a number, which rounds to whole steps. */
static double at_most(double p10, double p50, double p90, double number) {
    double edge = number + 0.5;
    return below(edge < p50 ? z90 * (edge - p50) / (p50 - p10) : z90 * (edge - p50) / (p90 - p50));
}

/* That two standard normal variates of a correlation stay below x and y (Simpson's rule over the
 * first). */
static double both_below(double x, double y, double r) {
    enum { STEPS = 4000 };
    double from = -9;
    double step = (x - from) / STEPS;
    double sum = 0;
    for (int i = 0; i <= STEPS; i++) {
        double z = from + i * step;
        double weight = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
        sum += weight * exp(-z * z / 2) / sqrt(2 * 3.14159265358979323846) *
               below((y - r * z) / sqrt(1 - r * r));
    }
    return sum * step / 3;
}

static void expect_chance(const cst_chance *chance, double p, int64_t n) {
    double found = (double)chance->count / (double)n;
    assert_true(chance->asked);
    assert_true(fabs(found - p) <= 4 * sqrt(p * (1 - p) / (double)n) + 1e-9);
    assert_true(fabs(chance->ppm / 1e6 - found) <= 1e-6);
    double error = sqrt(found * (1 - found) / (double)n);
    assert_true(chance->error_ppm / 1e6 >= error && chance->error_ppm / 1e6 <= error + 1e-6);
}

/* ---------------------------------------------------------------- quantiles and chances */

static void meets_its_quantiles(void **state) {
    (void)state;
    facts f = certain;
    f.chip_weeks = "[ 14, 20, 50 ]";
    f.chip_price = "{ 'per_unit': [ 90, 100, 160 ] }";
    f.limits = "";
    cst_result *result = risk_of(&f);
    const cst_risk *risk = result->packages[0].risk;
    assert_int_equal(risk->delivery_weeks[0], 14 + 6);
    assert_int_equal(risk->delivery_weeks[1], 20 + 6);
    assert_int_equal(risk->delivery_weeks[2], 50 + 6);
    static const double expected[] = {900, 1000, 1600};
    static const double width[] = {10, 10, 60}; /* of the part of the spread on that side */
    for (int q = 0; q < 3; q++) {
        double cost = (double)risk->cost_cents[q] / 100 - 500;
        /* the standard error of a quantile, by the density there */
        double error = sqrt(0.25 / 100000) / 0.17 * 10 * width[q] / z90;
        assert_true(fabs(cost - expected[q]) < 4 * error);
    }
    assert_false(risk->in_time.asked || risk->in_budget.asked || risk->both.asked);
    assert_int_equal(risk->n_stated, 1);
    cst_result_free(result);
}

/* Prices and times vary independently of each other and from offering to offering. */
static void multiplies_what_is_independent(void **state) {
    (void)state;
    facts f = certain;
    f.chip_weeks = "[ 14, 20, 50 ]";
    f.model_weeks = "[ 5, 10, 40 ]";
    f.chip_price = "{ 'per_unit': [ 50, 100, 160 ] }";
    f.shocks = "{ 'maker_country': 0, 'layer': 0, 'licence_row': 0, 'time_price': 0 }";
    cst_result *result = risk_of(&f);
    const cst_risk *risk = result->packages[0].risk;
    double chip = at_most(14, 20, 50, 30 - 6);
    double model = at_most(5, 10, 40, 30);
    double cheap = at_most(5000, 10000, 16000, 15000);
    expect_chance(&risk->in_time, chip * model, 100000);
    expect_chance(&risk->in_budget, cheap, 100000);
    expect_chance(&risk->both, chip * model * cheap, 100000);
    cst_result_free(result);
}

/* Years and units, a fixed part, and the tier that holds: the parts of a price move together. */
static void adds_the_parts_of_a_price(void **state) {
    (void)state;
    facts f = certain;
    f.chip_price =
        "{ 'fixed': [ 100, 200, 300 ], 'per_unit': 999, 'per_unit_year': [ 8, 10, 14 ],"
        "  'tiers': [ { 'from': 5, 'per_unit': [ 30, 40, 60 ] } ] }";
    f.limits = "'budget': 1600,"; /* p50: 200 + 10 * (40 + 3 * 10) + 500 = 1400 */
    cst_result *result = risk_of(&f);
    const cst_risk *risk = result->packages[0].risk;
    double up = 100 + 10 * (20 + 3 * 4); /* from p50 to p90 */
    expect_chance(&risk->in_budget, below(z90 * 200 / up), 100000);
    assert_false(risk->in_time.asked || risk->both.asked);
    cst_result_free(result);
}

static void licences_vary_too(void **state) {
    (void)state;
    facts f = certain;
    f.licence_weeks = "[ 4, 6, 30 ]";
    cst_result *result = risk_of(&f);
    const cst_risk *risk = result->packages[0].risk;
    expect_chance(&risk->in_time, at_most(4, 6, 30, 10), 100000);
    assert_int_equal(risk->in_budget.count, 100000);
    assert_int_equal(risk->both.count, risk->in_time.count);
    assert_int_equal(risk->n_stated, 1);
    cst_result_free(result);
}

/* Two lead times of one country: in time together more often than apart. */
static void shares_the_shock_of_a_country(void **state) {
    (void)state;
    facts f = certain;
    f.chip_weeks = "[ 14, 20, 50 ]";
    f.model_weeks = "[ 5, 10, 40 ]";
    f.shocks = "{ 'maker_country': 0.9, 'layer': 0.3, 'licence_row': 0 }";
    double x = z90 * (24.5 - 20) / (50 - 20);
    double y = z90 * (30.5 - 10) / (40 - 10);
    cst_result *result = risk_of(&f);
    expect_chance(&result->packages[0].risk->in_time, both_below(x, y, 0.81), 100000);
    assert_int_equal(result->packages[0].risk->n_unshared, 0);
    cst_result_free(result);
    f.model_maker = "'TW'";
    result = risk_of(&f);
    expect_chance(&result->packages[0].risk->in_time, below(x) * below(y), 100000);
    cst_result_free(result);
    f.model_maker = f.chip_maker = "null"; /* not known to be the same */
    result = risk_of(&f);
    expect_chance(&result->packages[0].risk->in_time, below(x) * below(y), 100000);
    assert_int_equal(result->packages[0].risk->n_unshared, 2);
    assert_string_equal(result->packages[0].risk->unshared[0], "chip");
    cst_result_free(result);
}

/* Whatever delays an offering makes it dearer, as far as the rules say. */
static void times_go_with_prices(void **state) {
    (void)state;
    facts f = certain;
    f.chip_weeks = "[ 14, 20, 50 ]";
    f.chip_price = "{ 'per_unit': [ 50, 100, 160 ] }";
    f.shocks = "{ 'time_price': 0.6 }";
    cst_result *result = risk_of(&f);
    double x = z90 * (24.5 - 20) / (50 - 20);
    double y = z90 * (150 - 100) / (160 - 100);
    expect_chance(&result->packages[0].risk->both, both_below(x, y, 0.6), 100000);
    cst_result_free(result);
}

/* A shock that is all there is: a matrix of correlations that has no inverse. */
static void moves_as_one(void **state) {
    (void)state;
    facts f = certain;
    f.chip_weeks = "[ 14, 20, 50 ]";
    f.model_weeks = "[ 14, 20, 50 ]";
    f.licence_weeks = "0";
    f.shocks = "{ 'maker_country': 1, 'layer': 0, 'licence_row': 1, 'time_price': 1 }";
    f.chip_price = "{ 'per_unit': [ 50, 100, 160 ] }";
    cst_result *result = risk_of(&f);
    double x = z90 * (30.5 - 20) / (50 - 20);
    expect_chance(&result->packages[0].risk->in_time, below(x), 100000);
    expect_chance(&result->packages[0].risk->both, below(x), 100000);
    cst_result_free(result);
}

/* ---------------------------------------------------------------- what does not vary */

static void is_certain_without_a_spread(void **state) {
    (void)state;
    facts f = certain;
    for (int stated = 0; stated < 2; stated++) {
        cst_result *result = risk_of(&f);
        const cst_risk *risk = result->packages[0].risk;
        for (int q = 0; q < 3; q++) {
            assert_int_equal(risk->cost_cents[q], 150000);
            assert_int_equal(risk->delivery_weeks[q], 26);
        }
        assert_int_equal(risk->both.count, 100000);
        assert_int_equal(risk->both.ppm, 1000000);
        assert_int_equal(risk->both.error_ppm, 0);
        assert_int_equal(risk->n_stated, stated == 0 ? 0 : 2);
        cst_result_free(result);
        f.chip_weeks = "[ 20, 20, 20 ]"; /* spreads that are none */
        f.model_price = "{ 'fixed': [ 500, 500, 500 ] }";
    }
}

/* Limits that a fact without a spread only just keeps, or that every sample breaks. */
static void is_exact_at_the_limit(void **state) {
    (void)state;
    facts f = certain;
    f.limits = "'deadline_weeks': 26, 'budget': 1500,";
    f.chip_weeks = "[ 20, 20, 90 ]";
    f.chip_price = "{ 'per_unit': [ 100, 100, 100.01 ] }";
    cst_result *result = risk_of(&f);
    const cst_risk *risk = result->packages[0].risk;
    expect_chance(&risk->in_time, at_most(20, 20, 90, 20), 100000);
    expect_chance(&risk->in_budget, at_most(10000, 10000, 10001, 10000), 100000);
    assert_int_equal(risk->cost_cents[0], 150000);
    assert_int_equal(risk->delivery_weeks[0], 26);
    cst_result_free(result);
}

/* Nothing costs less than nothing, and nothing is there before it is ordered. */
static void stays_above_nothing(void **state) {
    (void)state;
    facts f = certain;
    f.chip_price = "{ 'per_unit': [ 0, 0, 0.02 ] }";
    f.chip_weeks = "[ 0, 1, 2 ]";
    f.model_weeks = "0";
    f.licence_weeks = "[ 0, 0, 1 ]";
    cst_result *result = risk_of(&f);
    const cst_risk *risk = result->packages[0].risk;
    assert_int_equal(risk->cost_cents[0], 50000);
    assert_int_equal(risk->cost_cents[1], 50000);
    assert_true(risk->cost_cents[2] > 50000 && risk->cost_cents[2] <= 50030);
    assert_int_equal(risk->delivery_weeks[0], 0);
    cst_result_free(result);
}

/* ---------------------------------------------------------------- bytes */

static char *written_with(const facts *f, int samples, int seed, int threads) {
    cst_settings settings = settings_of(samples, seed, threads);
    cst_result *result = result_with(f, &settings);
    expect_rewritten(result);
    char *written = result_text(result);
    cst_result_free(result);
    return written;
}

static void same_seed_same_bytes(void **state) {
    (void)state;
    facts f = certain;
    f.chip_weeks = "[ 14, 20, 50 ]";
    f.model_price = "{ 'fixed': [ 400, 500, 2000 ] }";
    f.licence_weeks = "[ 4, 6, 30 ]";
    f.shocks = "{}";
    char *first = written_with(&f, 3001, 1, 1);
    for (int threads = 2; threads <= 3; threads++) {
        char *again = written_with(&f, 3001, 1, threads);
        assert_string_equal(again, first);
        free(again);
    }
    char *other = written_with(&f, 3001, 2, 1);
    assert_string_not_equal(strstr(other, "\"risk\": {\n        \"in_time\""),
                            strstr(first, "\"risk\": {\n        \"in_time\""));
    free(other);
    free(first);
    for (int samples = 1; samples < 12; samples++) { /* quantiles of a few */
        free(written_with(&f, samples, 1, 1));
    }
}

/* ---------------------------------------------------------------- correlations */

static void correlates_what_shares(void **state) {
    (void)state;
    facts f = certain;
    f.chip_weeks = "[ 14, 20, 50 ]";
    f.chip_price = "{ 'per_unit': [ 50, 100, 160 ] }";
    f.model_weeks = "[ 5, 10, 40 ]";
    f.licence_weeks = "[ 4, 6, 30 ]";
    f.shocks = "{ 'maker_country': 0.5, 'layer': 0.3, 'licence_row': 0.7, 'time_price': 0.4 }";
    instance it = files_of(&f);
    tender t;
    cst__screening *screening = NULL;
    cst__ventures v;
    double r[16];
    int64_t units[] = {10, 1};
    cst__arena *arena = cst__arena_new();
    assert_true(tender_read(&it, &t, NULL));
    assert_int_equal(cst__screen(t.opportunity, &screening), CST_E_OK);
    assert_true(cst__ventures_of(t.opportunity, screening, units, arena, &v));
    assert_int_equal(v.n_variates, 4); /* lead, licence, price of the chips; lead of the model */
    cst__ventures_correlate(t.opportunity, screening, &v, r);
    static const double expected[] = {1, 0, 0.4, 0.25, 0, 1, 0, 0, 0.4, 0, 1, 0.1, 0.25, 0, 0.1, 1};
    for (size_t i = 0; i < 16; i++) {
        assert_true(fabs(r[i] - expected[i]) < 1e-12);
    }
    cst__screening_free(screening);
    cst__arena_free(arena);
    tender_clear(&t);
    instance_clear(&it);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meets_its_quantiles),
        cmocka_unit_test(multiplies_what_is_independent),
        cmocka_unit_test(adds_the_parts_of_a_price),
        cmocka_unit_test(licences_vary_too),
        cmocka_unit_test(shares_the_shock_of_a_country),
        cmocka_unit_test(times_go_with_prices),
        cmocka_unit_test(moves_as_one),
        cmocka_unit_test(is_certain_without_a_spread),
        cmocka_unit_test(is_exact_at_the_limit),
        cmocka_unit_test(stays_above_nothing),
        cmocka_unit_test(same_seed_same_bytes),
        cmocka_unit_test(correlates_what_shares),
    };
    return cmocka_run_group_tests_name("risk", tests, NULL, NULL);
}
