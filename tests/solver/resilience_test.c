/*
 * resilience_test.c - hundreds of tiny tenders in which something fits: what is left when members
 * of the packages are lost, beside all packages that there are.
 *
 * CST_RESILIENCE_SEEDS=N tries N seeds, CST_RESILIENCE_FIRST=S begins with seed S.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "model/model.h"
#include "solver/resilience.h"
#include "tests/sanitized.h"
#include "tests/solver/oracle.h"
#include "tests/solver/result_text.h"
#include "tests/solver/seeds.h"
#include "tests/solver/tighten.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 30 : 130, SEEDS_IN_A_ROW = 26, MOST_CHOICES = 4000 };

static struct seen { long tenders, one, critical, two, pairs, left; } seen;

/* ---------------------------------------------------------------- beside all packages */

/* Whether some package has none of the firms, as bits. */
static bool is_left(const oracle *o, uint32_t lost) {
    for (size_t i = 0; i < o->n_feasible; i++) {
        if ((o->feasible[i].members & lost) == 0) {
            return true;
        }
    }
    return false;
}

static uint32_t bit_of(const cst_catalog *catalog, const cst_package *package, size_t member) {
    return UINT32_C(1) << cst__catalog_firm(catalog, package->members[member].firm);
}

static void expect_losses(const cst_losses *losses, int64_t n, int64_t left) {
    assert_int_equal(losses->n, n);
    assert_int_equal(losses->left, left);
    assert_int_equal(losses->none, n - left);
    assert_int_equal(losses->open, 0);
    assert_int_equal(losses->left_bp, n == 0 ? -1 : left * 10000 / n);
}

/* The pairs of the package in order, each of which must be the next one told. */
static void compare_losses(const oracle *o, const cst_catalog *catalog,
                           const cst_package *package) {
    const cst_resilience *told = package->resilience;
    int64_t left[2] = {0, 0};
    size_t critical = 0;
    size_t pairs = 0;
    assert_non_null(told);
    for (size_t i = 0; i < package->n_members; i++) {
        uint32_t a = bit_of(catalog, package, i);
        left[0] += is_left(o, a);
        if (!is_left(o, a)) {
            assert_true(critical < told->n_critical);
            assert_string_equal(told->critical[critical++], package->members[i].firm);
        }
        for (size_t j = i + 1; j < package->n_members; j++) {
            uint32_t b = bit_of(catalog, package, j);
            left[1] += is_left(o, a | b);
            if (!is_left(o, a | b) && is_left(o, a) && is_left(o, b)) {
                assert_true(pairs < told->n_pairs);
                assert_string_equal(told->pairs[pairs].a, package->members[i].firm);
                assert_string_equal(told->pairs[pairs++].b, package->members[j].firm);
            }
        }
    }
    int64_t n = (int64_t)package->n_members;
    assert_int_equal(told->n_critical, critical);
    assert_int_equal(told->n_pairs, pairs);
    expect_losses(&told->one, n, left[0]);
    expect_losses(&told->two, n * (n - 1) / 2, left[1]);
    seen.one += (long)n;
    seen.critical += (long)critical;
    seen.two += (long)told->two.n;
    seen.left += (long)told->two.left;
    seen.pairs += (long)pairs;
}

/* ---------------------------------------------------------------- a seed */

static cst_result *match(const tender *t, int threads, int resilience) {
    cst_settings settings = cst_settings_default();
    cst_result *result = NULL;
    settings.threads = threads;
    settings.by = CST_BY_COST;
    settings.candidates = 4;
    settings.resilience = resilience;
    assert_int_equal(cst_match(t->rules, t->catalog, t->opportunity, &settings, &result), CST_E_OK);
    return result;
}

static void try_seed(uint64_t seed) {
    instance it = instance_feasible(seed, MOST_CHOICES);
    tender t;
    assert_true(tender_read(&it, &t, NULL));
    oracle *o = oracle_new(t.opportunity, MOST_CHOICES);
    if (o != NULL && o->n_feasible > 0) {
        cst_result *result = match(&t, 1, 1);
        for (size_t i = 0; i < result->n_packages; i++) {
            compare_losses(o, t.catalog, &result->packages[i]);
        }
        if (seed % 10 == 0) {
            cst_result *again = match(&t, 3, 1);
            char *texts[] = {result_text(result), result_text(again)};
            assert_string_equal(texts[0], texts[1]);
            expect_rewritten(result);
            cst_result_free(again);
            free(texts[0]);
            free(texts[1]);
        }
        seen.tenders++;
        cst_result_free(result);
    }
    oracle_free(o);
    tender_clear(&t);
    instance_clear(&it);
}

static void test_seen(void **state) {
    (void)state;
    print_message(
        "%ld tenders; of %ld members %ld are critical; of %ld pairs %ld leave something "
        "and %ld are critical\n",
        seen.tenders, seen.one, seen.critical, seen.two, seen.left, seen.pairs);
    if (seen.tenders >= 100) {
        assert_true(seen.critical >= 20 && seen.critical < seen.one);
        assert_true(seen.pairs >= 20 && seen.left >= 20);
    }
}

/* ---------------------------------------------------------------- stopped */

/* The packages are there, and no time is left: what they show of each other is said, and nothing
 * else. */
static void test_stopped(void **state) {
    (void)state;
    static volatile int stop = 1;
    long open = 0;
    long left = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        instance it = instance_feasible(seed, MOST_CHOICES);
        tender t;
        assert_true(tender_read(&it, &t, NULL));
        cst_result *result = match(&t, 1, 0);
        cst_settings settings = cst_settings_default();
        cst__session session;
        settings.stop = &stop;
        assert_int_equal(cst__session_begin(&session, t.opportunity, &settings), CST_E_OK);
        assert_int_equal(
            cst__resilience_fill(&session, result->packages, result->n_packages, result->arena),
            CST_E_OK);
        cst__session_end(&session);
        for (size_t i = 0; i < result->n_packages; i++) {
            const cst_resilience *told = result->packages[i].resilience;
            assert_int_equal(told->n_critical + told->n_pairs, 0);
            assert_int_equal(told->one.none + told->two.none, 0);
            open += (long)(told->one.open + told->two.open);
            left += (long)told->one.left;
        }
        result->asked.resilience = true;
        expect_rewritten(result);
        cst_result_free(result);
        tender_clear(&t);
        instance_clear(&it);
    }
    assert_true(open > 20 && left > 5);
}

int main(void) {
    static const seeded all = {.group = "resilience",
                               .first_variable = "CST_RESILIENCE_FIRST",
                               .seeds_variable = "CST_RESILIENCE_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .before_name = "nothing is said of what was not searched",
                               .before = test_stopped,
                               .after_name = "every kind of loss occurs",
                               .after = test_seen};
    return seeds_run(&all);
}
