/*
 * fit_test.c - fit of the offerings of one catalog for several opportunities at once: worked out by
 * hand, and the same as of each opportunity alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/fit.h"
#include "tests/support.h"

#define OFFERING(id, slot, ratings)                 \
    "{ 'id': '" id "', 'firm': 'f', 'slot': '" slot \
    "', 'name': 'n', 'delivery': 'other',"          \
    "  'lead_weeks': 1, 'ratings': { " ratings " } }"

#define TENDER(id, slots)                             \
    "{ 'format': 'consort-opportunity/1', 'id': '" id \
    "', 'buyer': { 'country': 'KE' }, "               \
    "'demand': {}, 'slots': { " slots " } }"

enum { N_OFFERINGS = 4, N_TENDERS = 4 };

static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'r', 'as_of': '2026-11-01',"
    "  'layers': [ { 'id': 'all', 'slots': [ 'chips', 'models' ] } ] }";

/* In the order of their ids. */
static const char catalog_text[] =
    "{ 'format': 'consort-catalog/1', 'resources': {}, 'firms': [ { 'id': 'f' } ], 'offerings': "
    "[ " OFFERING("a", "chips", "'training': 0.95, 'inference': 0.7") ", " OFFERING(
        "b", "chips",
        "") ", " OFFERING("c", "models",
                          "'training': 1, 'speech': 0.3333") ", " OFFERING("d", "models",
                                                                           "'speech': 1") " ] }";

static const char *const tenders[N_TENDERS] = {
    TENDER("nothing-wanted", ""),
    TENDER("both-slots",
           "'chips': { 'wants': { 'training': 3, 'inference': 1 } }, "
           "'models': { 'wants': { 'training': 1, 'speech': 2 } }"),
    TENDER("one-slot", "'models': { 'wants': { 'speech': 0.5, 'unheard-of': 0.25 } }"),
    TENDER("weights-of-nothing", "'chips': { 'wants': { 'training': 0 } }"),
};

static const int64_t misfit[N_TENDERS][N_OFFERINGS] = {
    {0, 0, 0, 0},
    /* a: 1 - (3 * 0.95 + 0.7) / 4; c: 1 - (1 + 2 * 0.3333) / 3, fit rounded down; d: 1 - 2 / 3 */
    {10000 - 8875, 10000, 10000 - 5555, 10000 - 6666},
    /* c: 1 - 0.3333 * 2 / 3; the slot that nothing is wanted of is not judged */
    {0, 0, 10000 - 2222, 10000 - 6666},
    {0, 0, 0, 0},
};

static cst_opportunity *read_tender(const char *text, const cst_rules *rules,
                                    const cst_catalog *catalog) {
    char *quoted = test_quoted(text);
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_opportunity *opportunity = NULL;
    cst_error error = cst_opportunity_read(quoted, strlen(quoted), "tender", rules, catalog, NULL,
                                           &opportunity, faults);
    test_expect_faults(faults, error, "");
    cst_diagnostics_free(faults);
    free(quoted);
    return opportunity;
}

static void expect_misfit(const int64_t *found, const int64_t *expected) {
    for (int o = 0; o < N_OFFERINGS; o++) {
        assert_int_equal(found[o], expected[o]);
    }
}

static void fits_many_tenders_as_one(void **state) {
    (void)state;
    cst_rules *rules = test_rules(rules_text);
    cst_catalog *catalog = test_catalog(catalog_text, rules);
    cst_opportunity *all[N_TENDERS];
    int64_t together[N_TENDERS * N_OFFERINGS];
    for (int k = 0; k < N_TENDERS; k++) {
        all[k] = read_tender(tenders[k], rules, catalog);
    }
    const cst_opportunity *const *some = (const cst_opportunity *const *)all;
    assert_int_equal(cst__misfit(some, N_TENDERS, together), CST_E_OK);
    for (int k = 0; k < N_TENDERS; k++) {
        int64_t alone[N_OFFERINGS];
        expect_misfit(together + k * N_OFFERINGS, misfit[k]);
        assert_int_equal(cst__misfit(some + k, 1, alone), CST_E_OK);
        expect_misfit(alone, misfit[k]);
    }
    for (int k = 0; k < N_TENDERS; k++) {
        cst_opportunity_free(all[k]);
    }
    cst_catalog_free(catalog);
    cst_rules_free(rules);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(fits_many_tenders_as_one)};
    return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
