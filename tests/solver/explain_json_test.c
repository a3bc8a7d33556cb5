/*
 * explain_json_test.c - explanations as text: what is written, and that the part of it which a
 * result holds (why nothing fits) is read back so that writing it again changes no byte.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/solver/explain_sample.h"
#include "tests/solver/result_text.h"
#include "tests/support.h"

/* ---------------------------------------------------------------- writing */

typedef struct result_row {
    const char *name;
    cst_result *(*make)(void);
    const char *path;
} result_row;

static const result_row result_rows[] = {
    {"every kind of reason", sample_nothing_fits, "tests/solver/data/nothing-fits.json"},
    {"the empty conflict", sample_no_way_out, "tests/solver/data/no-way-out.json"},
    {"no reasons", sample_no_reasons, "tests/solver/data/no-reasons.json"},
};

static void writes_and_reads(void **state) {
    const result_row *row = *state;
    char *text = result_text(row->make());
    test_expect_file(row->path, text);
    cst_result *read = result_of(text);
    assert_non_null(read->nothing_fits);
    char *again = result_text(read);
    assert_string_equal(again, text);
    cst_result_free(read);
    free(again);
    free(text);
}

typedef struct explanation_row {
    const char *name;
    cst_explanation *(*make)(void);
    const char *path;
} explanation_row;

static const explanation_row explanation_rows[] = {
    {"proven", sample_explanation, "tests/solver/data/explanation.json"},
    {"unproven", sample_unproven, "tests/solver/data/explanation-unproven.json"},
    {"nothing fits", sample_explained_nothing, "tests/solver/data/explanation-nothing-fits.json"},
};

static void writes_explanation(void **state) {
    const explanation_row *row = *state;
    char *text = NULL;
    size_t size = 0;
    assert_int_equal(cst_explanation_to_json(row->make(), &text, &size), CST_E_OK);
    assert_int_equal(strlen(text), size);
    test_expect_file(row->path, text);
    free(text);
}

/* ---------------------------------------------------------------- the plain form */

/* Why nothing fits with the keys of the contract alone, as somebody may write it by hand. */
static const char plain[] =
    "{ 'format': 'consort-result/1', 'consort': '0.1.0', 'verb': 'match', 'status': 'infeasible',"
    "  'opportunity': 'o', 'rules': 'r', 'packages': [ ],"
    "  'conflicts': [ [ 'deadline_weeks', 'demand/accelerators' ] ],"
    "  'remedies': ["
    "    { 'change': 'deadline_weeks', 'from': 20, 'to': 34, 'cost': 498000000.05 },"
    "    { 'change': 'budget', 'from': 100.25, 'to': 200, 'cost': 3 },"
    "    { 'change': 'consortium/max_member_share', 'from': 0.4321, 'to': null, 'cost': 3 },"
    "    { 'change': 'consortium/max_members', 'from': 3, 'to': 4, 'cost': 3 },"
    "    { 'change': 'demand/power', 'from': 10.125, 'to': 0.5, 'cost': 3 },"
    "    { 'change': 'residency/in', 'from': [ 'KE', 'US' ], 'to': [ 'KE' ], 'cost': 3 },"
    "    { 'change': 'consortium/anchor', 'from': 'a', 'to': null, 'cost': 3 },"
    "    { 'change': 'slots/s/required', 'from': true, 'to': null, 'cost': null } ] }";

static const struct {
    cst_measure measure;
    int64_t from, to;
    bool dropped, found;
} plain_rows[] = {
    {CST_MEASURE_WEEKS, 20, 34, false, true},      {CST_MEASURE_MONEY, 10025, 20000, false, true},
    {CST_MEASURE_SHARE, 4321, 0, true, true},      {CST_MEASURE_COUNT, 3, 4, false, true},
    {CST_MEASURE_AMOUNT, 10125, 500, false, true}, {CST_MEASURE_LIST, 0, 0, false, true},
    {CST_MEASURE_WORD, 0, 0, true, true},          {CST_MEASURE_YES, 0, 0, true, false},
};

static void reads_the_plain_form(void **state) {
    (void)state;
    char *text = test_quoted(plain);
    cst_result *result = result_of(text);
    const cst_infeasibility *why = result->nothing_fits;
    assert_non_null(why);
    assert_int_equal(why->n_conflicts, 1);
    assert_string_equal(why->conflicts[0].demands[1], "demand/accelerators");
    assert_false(why->conflicts_complete);
    assert_null(why->combination);
    assert_int_equal(why->remedies[0].outcome.package.criteria.cost_cents, 49800000005);
    assert_int_equal(why->n_remedies, sizeof plain_rows / sizeof *plain_rows);
    for (size_t i = 0; i < why->n_remedies; i++) {
        const cst_change *change = &why->remedies[i].changes[0];
        assert_int_equal(change->from.measure, plain_rows[i].measure);
        assert_int_equal(change->from.number, plain_rows[i].from);
        assert_int_equal(change->to.number, plain_rows[i].to);
        assert_int_equal(change->to.dropped, plain_rows[i].dropped);
        assert_int_equal(why->remedies[i].outcome.found, plain_rows[i].found);
    }
    expect_rewritten(result);
    cst_result_free(result);
    free(text);
}

/* ---------------------------------------------------------------- faults */

typedef struct fault_row {
    const char *name;
    const char *from, *to; /* with ' for " */
    const char *pointer;
    const char *message; /* its beginning */
} fault_row;

static const fault_row fault_rows[] = {
    {"conflicts no list", "[ [ 'deadline_weeks', 'demand/accelerators' ] ]", "{ }", "/conflicts",
     "expected a list"},
    {"conflict no list", "[ [ 'deadline_weeks', 'demand/accelerators' ] ]", "[ 'budget' ]",
     "/conflicts/0", "expected a list of demands, found \"budget\""},
    {"demand no text", "'deadline_weeks', 'demand/accelerators'", "7", "/conflicts/0/0",
     "expected text"},
    {"unknown key", "'from': 100.25", "'form': 100.25", "/remedies/1/form", "unknown key"},
    {"no change", "'change': 'budget', ", "", "/remedies/1", "missing key \"change\""},
    {"fraction of a cent", "100.25", "100.255", "/remedies/1/from", "expected an amount of money"},
    {"fraction of a week", "'to': 34", "'to': 34.5", "/remedies/0/to", "expected a whole number"},
    {"measure", "'from': 20", "'measure': 'days', 'from': 20", "/remedies/0/measure", "expected"},
    {"another measure", "'from': 20", "'measure': 'list', 'from': 20", "/remedies/0/from",
     "expected a list"},
    {"remedies no list", "'packages': [ ],", "'packages': [ ], 'gaps': { },", "/gaps",
     "expected a list"},
    {"kind of a gap", "'packages': [ ],",
     "'packages': [ ], 'gaps': [ { 'kind': 'hole', 'subject': 's', 'offerings': 1,"
     " 'refused_by': [ ] } ],",
     "/gaps/0/kind", "expected"},
    {"amount of a gap", "'packages': [ ],",
     "'packages': [ ], 'gaps': [ { 'kind': 'amount', 'subject': 's', 'offerings': 1, 'asked': 1,"
     " 'refused_by': [ ] } ],",
     "/gaps/0", "missing key \"most\""},
    {"combination", "'packages': [ ],", "'packages': [ ], 'combination': [ ],", "/combination",
     "expected an object"},
    {"package of a remedy", "'cost': 498000000.05", "'package': { }", "/remedies/0/package",
     "missing key"},
};

static void reports_the_fault(void **state) {
    const fault_row *row = *state;
    char *edited = test_change(plain, row->from, row->to);
    expect_first_fault(edited, row->pointer, row->message);
    free(edited);
}

/* ---------------------------------------------------------------- names */

static void names_every_standing(void **state) {
    static const char *const ids[] = {"refused", "impossible", "beaten", "chosen", "undecided", ""};
    (void)state;
    for (int s = 0; s < (int)(sizeof ids / sizeof *ids); s++) {
        assert_string_equal(cst_standing_id((cst_standing)s), ids[s]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_plain_form),
        cmocka_unit_test(names_every_standing),
    };
    return cmocka_run_group_tests_name("explain_json", tests, NULL, NULL) +
           TEST_ROWS("explain_json: results", result_rows, writes_and_reads) +
           TEST_ROWS("explain_json: explanations", explanation_rows, writes_explanation) +
           TEST_ROWS("explain_json: faults", fault_rows, reports_the_fault);
}
