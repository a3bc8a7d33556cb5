/*
 * result_json_test.c - results as text: what is written, what is read back, what is refused.
 *
 * One small result in memory is compared with its text, byte by byte. Reading and writing that text
 * again must change nothing. The reader's faults are a table: an edit of the text, and the fault.
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

#include "consort/result.h"
#include "model/model.h"
#include "tests/solver/result_text.h"
#include "tests/support.h"

/* ---------------------------------------------------------------- a result and its text */

typedef struct sample {
    cst_member members[2];
    cst_line lines[2];
    const char *bundles[1];
    cst_ledger_row ledger[1];
    cst_licence licences[1];
    cst_open_question questions[1];
    cst_package packages[1];
    cst_refusal refused[2];
    cst_result result;
} sample;

static void fill_package(sample *s) {
    s->members[0] = (cst_member){"alpha", "Alpha \"A\" Corp.", "US", 123456, 6173};
    s->members[1] = (cst_member){"beta", "Beta", "", 76544, 3828};
    s->lines[0] = (cst_line){"chip-a", "A1", "alpha", "chips", "hardware", "card", 5, 123456};
    s->lines[1] = (cst_line){"help-b", "", "beta", "support", "", "", 1, 76544};
    s->bundles[0] = "b-1";
    s->ledger[0] = (cst_ledger_row){"power", "kW", 0, 12000500, 0, 9100250, 2900250};
    s->licences[0] = (cst_licence){"chip-a", "X1", "case by case", "law 1", 6};
    s->questions[0] = (cst_open_question){"help-b", "us_content.made", "content", "law 2"};
    s->packages[0] = (cst_package){
        .id = "p1",
        .best_at = {[CST_CRITERION_COST] = true, [CST_CRITERION_LARGEST_SHARE] = true},
        .anchor = "alpha",
        .members = s->members,
        .n_members = 2,
        .lines = s->lines,
        .n_lines = 2,
        .bundles = s->bundles,
        .n_bundles = 1,
        .gross_cents = 200000,
        .discount_cents = 10,
        .criteria = {199990, 5312, 26, 2, 1, 12500, 6173},
        .content =
            {
                .mode = CST_MODE_REQUIRE,
                .method = CST_METHOD_MADE,
                .threshold_bp = 5100,
                .gamma = 1,
                .share_bp = {5312, 7100},
                .worst_case_bp = 4800,
                .met = true,
                .value_cents = 123456,
            },
        .ledger = s->ledger,
        .n_ledger = 1,
        .licences = s->licences,
        .n_licences = 1,
        .questions = s->questions,
        .n_questions = 1,
        .proof = CST_PROOF_OPTIMAL,
        .bound_cents = 199989,
    };
}

static void fill(sample *s) {
    fill_package(s);
    s->refused[0] = (cst_refusal){"app-x", "far", "jurisdiction:J1", "CN", "law 3"};
    s->refused[1] = (cst_refusal){"app-x", "far", "unknown:eccn", NULL, "law 4"};
    s->result = (cst_result){
        .verb = "match",
        .status = CST_STATUS_SOLVED,
        .opportunity = "tender",
        .title = "A test",
        .rules = "rules",
        .currency = "USD",
        .asked = {.by = CST_BY_SLATE, .candidates = 5, .differ = 1, .gap = 1e-6},
        .packages = s->packages,
        .n_packages = 1,
        .refused = s->refused,
        .n_refused = 2,
        .n_eligible = 7,
    };
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        s->result.criteria_proven[c] = c != CST_CRITERION_MISFIT;
    }
}

/* As the writer lays it out, with ' for ". */
static const char head[] =
    "{\n"
    "  'format': 'consort-result/1',\n"
    "  'consort': '" CST_VERSION
    "',\n"
    "  'verb': 'match',\n"
    "  'status': 'solved',\n"
    "  'opportunity': 'tender',\n"
    "  'rules': 'rules',\n"
    "  'settings': {\n"
    "    'by': 'slate',\n"
    "    'candidates': 5,\n"
    "    'differ': 1,\n"
    "    'gap': 1e-6,\n"
    "    'time_limit': null\n"
    "  },\n"
    "  'title': 'A test',\n"
    "  'currency': 'USD',\n"
    "  'eligible': 7,\n"
    "  'criteria_proven': {\n"
    "    'cost': true,\n"
    "    'us_content': true,\n"
    "    'delivery_weeks': true,\n"
    "    'members': true,\n"
    "    'licences': true,\n"
    "    'misfit': false,\n"
    "    'largest_share': true\n"
    "  },\n"
    "  'packages': [\n"
    "    {\n"
    "      'id': 'p1',\n"
    "      'best_at': [\n"
    "        'cost',\n"
    "        'largest_share'\n"
    "      ],\n"
    "      'anchor': 'alpha',\n"
    "      'members': [\n"
    "        'alpha',\n"
    "        'beta'\n"
    "      ],\n"
    "      'member_values': [\n"
    "        {\n"
    "          'firm': 'alpha',\n"
    "          'name': 'Alpha \\'A\\' Corp.',\n"
    "          'incorporated': 'US',\n"
    "          'value': 1234.56,\n"
    "          'share': 0.6173\n"
    "        },\n"
    "        {\n"
    "          'firm': 'beta',\n"
    "          'name': 'Beta',\n"
    "          'value': 765.44,\n"
    "          'share': 0.3828\n"
    "        }\n"
    "      ],\n";

static const char middle[] =
    "      'lines': [\n"
    "        {\n"
    "          'offering': 'chip-a',\n"
    "          'firm': 'alpha',\n"
    "          'slot': 'chips',\n"
    "          'units': 5,\n"
    "          'value': 1234.56,\n"
    "          'name': 'A1',\n"
    "          'layer': 'hardware',\n"
    "          'unit': 'card'\n"
    "        },\n"
    "        {\n"
    "          'offering': 'help-b',\n"
    "          'firm': 'beta',\n"
    "          'slot': 'support',\n"
    "          'units': 1,\n"
    "          'value': 765.44\n"
    "        }\n"
    "      ],\n"
    "      'bundles': [\n"
    "        'b-1'\n"
    "      ],\n"
    "      'gross': 2000,\n"
    "      'discount': 0.1,\n"
    "      'criteria': {\n"
    "        'cost': 1999.9,\n"
    "        'us_content': 0.5312,\n"
    "        'delivery_weeks': 26,\n"
    "        'members': 2,\n"
    "        'licences': 1,\n"
    "        'misfit': 1.25,\n"
    "        'largest_share': 0.6173\n"
    "      },\n"
    "      'content': {\n"
    "        'method': 'made',\n"
    "        'share': 0.5312,\n"
    "        'met': true,\n"
    "        'shortfall': 0,\n"
    "        'by_method': {\n"
    "          'value_added': 0.71\n"
    "        },\n"
    "        'worst_case': 0.48,\n"
    "        'mode': 'require',\n"
    "        'threshold': 0.51,\n"
    "        'gamma': 1,\n"
    "        'value': 1234.56\n"
    "      },\n";

static const char tail[] =
    "      'ledger': [\n"
    "        {\n"
    "          'resource': 'power',\n"
    "          'demand': 0,\n"
    "          'site': 12000.5,\n"
    "          'provided': 0,\n"
    "          'consumed': 9100.25,\n"
    "          'slack': 2900.25,\n"
    "          'unit': 'kW'\n"
    "        }\n"
    "      ],\n"
    "      'licences': [\n"
    "        {\n"
    "          'offering': 'chip-a',\n"
    "          'row': 'X1',\n"
    "          'posture': 'case by case',\n"
    "          'weeks': 6,\n"
    "          'source': 'law 1'\n"
    "        }\n"
    "      ],\n"
    "      'open_questions': [\n"
    "        {\n"
    "          'subject': 'help-b',\n"
    "          'fact': 'us_content.made',\n"
    "          'row': 'content',\n"
    "          'source': 'law 2'\n"
    "        }\n"
    "      ],\n"
    "      'proof': {\n"
    "        'status': 'optimal',\n"
    "        'bound': 1999.89\n"
    "      }\n"
    "    }\n"
    "  ],\n"
    "  'refused': [\n"
    "    {\n"
    "      'offering': 'app-x',\n"
    "      'firm': 'far',\n"
    "      'code': 'jurisdiction:J1',\n"
    "      'fact': 'CN',\n"
    "      'source': 'law 3'\n"
    "    },\n"
    "    {\n"
    "      'offering': 'app-x',\n"
    "      'firm': 'far',\n"
    "      'code': 'unknown:eccn',\n"
    "      'fact': null,\n"
    "      'source': 'law 4'\n"
    "    }\n"
    "  ],\n"
    "  'conflicts': [],\n"
    "  'remedies': []\n"
    "}\n";

/* The whole of it, to be freed. */
static char *whole_text(void) {
    size_t size = sizeof head + sizeof middle + sizeof tail;
    char *text = malloc(size);
    assert_non_null(text);
    snprintf(text, size, "%s%s%s", head, middle, tail);
    return text;
}

static char *sample_text(void) {
    char *text = whole_text();
    char *quoted = test_quoted(text);
    free(text);
    return quoted;
}

/* ---------------------------------------------------------------- writing */

static void writes_the_contract(void **state) {
    (void)state;
    sample s;
    fill(&s);
    char *expected = sample_text();
    char *text = result_text(&s.result);
    assert_string_equal(text, expected);
    free(text);
    free(expected);
}

static void ignores_content(void **state) {
    (void)state;
    sample s;
    fill(&s);
    s.packages[0].content = (cst_content){.mode = CST_MODE_IGNORE};
    s.packages[0].criteria.us_content_bp = -1;
    char *text = result_text(&s.result);
    assert_null(strstr(text, "us_content\":"));
    assert_null(strstr(text, "threshold"));
    assert_non_null(strstr(text, "\"content\": {\n        \"mode\": \"ignore\"\n      }"));
    cst_result *read = result_of(text);
    assert_int_equal(read->packages[0].content.mode, CST_MODE_IGNORE);
    assert_int_equal(read->packages[0].criteria.us_content_bp, -1);
    char *again = result_text(read);
    assert_string_equal(again, text);
    cst_result_free(read);
    free(again);
    free(text);
}

/* Every amount is written as the decimal that it is, and read back as that amount. */
static void keeps_amounts(void **state) {
    (void)state;
    static const struct {
        int64_t cents;
        const char *text;
    } rows[] = {
        {0, "\"bound\": 0\n"},
        {1, "\"bound\": 0.01\n"},
        {-1, "\"bound\": -0.01\n"},
        {-12345, "\"bound\": -123.45\n"},
        {110, "\"bound\": 1.1\n"},
        {INT64_C(999999999999999), "\"bound\": 9999999999999.99\n"},   /* 15 digits */
        {INT64_C(1000000000000001), "\"bound\": 10000000000000.01\n"}, /* 16: all 17 are used */
        {INT64_C(9000000000000000000), "\"bound\": 90000000000000000\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        sample s;
        fill(&s);
        s.packages[0].bound_cents = rows[i].cents;
        char *text = result_text(&s.result);
        assert_non_null(strstr(text, rows[i].text));
        cst_result *read = result_of(text);
        assert_int_equal(read->packages[0].bound_cents, rows[i].cents);
        cst_result_free(read);
        free(text);
    }
}

static void writes_infeasible(void **state) {
    (void)state;
    cst_result result = {
        .verb = "match",
        .status = CST_STATUS_INFEASIBLE,
        .opportunity = "o",
        .title = "",
        .rules = "r",
        .currency = "",
        .asked = {.by = CST_BY_COST, .candidates = 3, .differ = 2, .time_limit_s = 2.5}};
    char *text = result_text(&result);
    assert_null(strstr(text, "title"));
    assert_null(strstr(text, "criteria_proven"));
    assert_non_null(strstr(text, "\"packages\": [],"));
    assert_non_null(strstr(text, "\"by\": \"cost\""));
    assert_non_null(strstr(text, "\"gap\": 0,\n    \"time_limit\": 2.5\n"));
    cst_result *read = result_of(text);
    assert_int_equal(read->status, CST_STATUS_INFEASIBLE);
    assert_int_equal(read->asked.by, CST_BY_COST);
    assert_true(read->asked.time_limit_s > 2.4 && read->asked.time_limit_s < 2.6);
    char *again = result_text(read);
    assert_string_equal(again, text);
    cst_result_free(read);
    free(again);
    free(text);
}

/* The n-th allocation of jansson fails, for every n until the call succeeds. */
static size_t allocations_left;

static void *scarce_malloc(size_t size) {
    if (allocations_left == 0) {
        return NULL;
    }
    allocations_left--;
    return malloc(size);
}

static void survives_failing_allocations(void **state) {
    (void)state;
    sample s;
    fill(&s);
    cst_error error = CST_E_MEMORY;
    size_t n = 0;
    for (; error == CST_E_MEMORY && n < 10000; n++) {
        char *text = NULL;
        size_t size = 0;
        allocations_left = n;
        json_set_alloc_funcs(scarce_malloc, free);
        error = cst_result_to_json(&s.result, &text, &size);
        json_set_alloc_funcs(malloc, free);
        assert_true((text == NULL) == (error != CST_E_OK));
        free(text);
    }
    assert_int_equal(error, CST_E_OK);
    assert_true(n > 100);
}

/* ---------------------------------------------------------------- reading */

static void reads_what_was_written(void **state) {
    (void)state;
    char *text = sample_text();
    cst_result *result = result_of(text);
    char *again = result_text(result);
    assert_string_equal(again, text);
    free(again);
    free(text);
    const cst_package *p = &result->packages[0];
    assert_int_equal(result->n_eligible, 7);
    assert_false(result->criteria_proven[CST_CRITERION_MISFIT]);
    assert_true(p->best_at[CST_CRITERION_LARGEST_SHARE]);
    assert_false(p->best_at[CST_CRITERION_MEMBERS]);
    assert_int_equal(p->gross_cents, 200000);
    assert_int_equal(p->content.share_bp[CST_METHOD_VALUE_ADDED], 7100);
    assert_int_equal(p->ledger[0].slack_milli, 2900250);
    assert_string_equal(p->members[0].name, "Alpha \"A\" Corp.");
    assert_string_equal(p->members[1].incorporated, "");
    assert_null(result->refused[1].fact);
    cst_result_free(result);
}

/* The example of the contract, with numbers, and without any key beyond it. */
static const char plain[] =
    "{ 'format': 'consort-result/1', 'consort': '0.1.0', 'verb': 'match', 'status': 'solved',"
    "  'opportunity': 'o', 'rules': 'r', 'x-by': { 'hand': true }, 'note': 'by hand',"
    "  'packages': [ { 'id': 'p1', 'best_at': [ 'cost' ], 'anchor': 'a', 'members': [ 'a', 'b' ],"
    "    'lines': ["
    "      { 'offering': 'x', 'firm': 'a', 'slot': 's', 'units': 2, 'value': 10 },"
    "      { 'offering': 'y', 'firm': 'b', 'slot': 's', 'units': 1, 'value': 5.5 },"
    "      { 'offering': 'z', 'firm': 'a', 'slot': 't', 'units': 1, 'value': 0.5 } ],"
    "    'bundles': [ ],"
    "    'criteria': { 'cost': 15, 'us_content': 0.5312, 'delivery_weeks': 62, 'members': 2,"
    "                  'licences': 0, 'misfit': 1.25, 'largest_share': 0.6563 },"
    "    'content': { 'method': 'made', 'share': 0.5312, 'met': true, 'shortfall': 0,"
    "                 'by_method': { 'value_added': 0.71 }, 'worst_case': 0.48 },"
    "    'ledger': [ ], 'licences': [ ],"
    "    'open_questions': [ { 'subject': 'x', 'fact': 'f', 'row': 'r' } ],"
    "    'proof': { 'status': 'optimal', 'bound': 15 } } ] }";

static void reads_the_plain_form(void **state) {
    (void)state;
    char *text = test_quoted(plain);
    cst_result *result = result_of(text);
    free(text);
    const cst_package *p = &result->packages[0];
    assert_int_equal(result->asked.candidates, 0);
    assert_true(result->asked.gap > 0);
    assert_true(result->n_eligible == CST__NONE);
    assert_true(result->criteria_proven[CST_CRITERION_MISFIT]);
    assert_int_equal(p->gross_cents, 1600);
    assert_int_equal(p->discount_cents, 100);
    assert_int_equal(p->members[0].value_cents, 1050);
    assert_int_equal(p->members[0].share_bp, 6563);
    assert_int_equal(p->members[1].value_cents, 550);
    assert_int_equal(p->content.threshold_bp, -1);
    assert_string_equal(p->questions[0].source, "");
    expect_rewritten(result);
    cst_result_free(result);
}

/* ---------------------------------------------------------------- faults */

typedef struct fault_row {
    const char *name;
    const char *from, *to; /* with ' for " */
    const char *pointer;
    const char *message; /* its beginning */
} fault_row;

static const fault_row fault_rows[] = {
    {"unknown key", "'anchor':", "'ancor':", "/packages/0/ancor", "unknown key \"ancor\": did you"},
    {"missing key", "'anchor': 'alpha',", "", "/packages/0", "missing key \"anchor\""},
    {"other format", "consort-result/1", "consort-catalog/1", "/format", "expected"},
    {"status", "'solved'", "'done'", "/status", "expected \"solved\", \"infeasible\" or"},
    {"by", "'slate'", "'frontal'", "/settings/by", "expected \"slate\", \"cost\""},
    {"no candidates", "'candidates': 5", "'candidates': 0", "/settings/candidates", "expected"},
    {"gap", "1e-6", "1.5", "/settings/gap", "expected a number from 0 to 1, found 1.5"},
    {"time limit", "'time_limit': null", "'time_limit': -1", "/settings/time_limit", "expected"},
    {"label", "'largest_share'\n      ]", "'price'\n      ]", "/packages/0/best_at/1",
     "expected the id of a criterion, found \"price\""},
    {"proven", "'misfit': false", "'misfit': 0", "/criteria_proven/misfit", "expected true"},
    {"fraction of a cent", "'gross': 2000", "'gross': 2000.001", "/packages/0/gross",
     "expected an amount of money"},
    {"fraction of a unit", "'units': 5", "'units': 5.5", "/packages/0/lines/0/units",
     "expected a whole number"},
    {"too large", "'bound': 1999.89", "'bound': 1e17", "/packages/0/proof/bound", "expected"},
    {"share above 1", "'share': 0.6173", "'share': 1.6173", "/packages/0/member_values/0/share",
     "expected a share"},
    {"fine share", "'misfit': 1.25", "'misfit': 1.25001", "/packages/0/criteria/misfit",
     "expected a sum of shares"},
    {"other member", "'firm': 'beta',\n          'name'", "'firm': 'gamma',\n          'name'",
     "/packages/0/member_values/1", "expected the member \"beta\", found \"gamma\""},
    {"fewer members", "'alpha',\n        'beta'", "'alpha'", "/packages/0/member_values",
     "expected 1 members, found 2"},
    {"method", "'method': 'made'", "'method': 'built'", "/packages/0/content/method", "expected"},
    {"own method", "'value_added': 0.71", "'made': 0.71", "/packages/0/content/by_method",
     "missing key \"value_added\""},
    {"mode", "'mode': 'require'", "'mode': 'required'", "/packages/0/content/mode", "expected"},
    {"part of the frame", "'threshold': 0.51,", "", "/packages/0/content",
     "missing key \"threshold\""},
    {"part of the frame, without its mode", "'mode': 'require',", "", "/packages/0/content",
     "missing key \"mode\""},
    {"a curve that is none", "'worst_case': 0.48,", "'worst_case': 0.48, 'guaranteed': 0.5,",
     "/packages/0/content/guaranteed", "expected a list"},
    {"a point of a curve", "'worst_case': 0.48,", "'worst_case': 0.48, 'guaranteed': [ 0.5, 1.5 ],",
     "/packages/0/content/guaranteed/1", "expected a share from 0 to 1, found 1.5"},
    {"samples", "'time_limit': null", "'time_limit': null, 'risk': { 'samples': 0, 'seed': 1 }",
     "/settings/risk/samples", "expected a whole number from 1 to 1000000"},
    {"seed", "'time_limit': null", "'time_limit': null, 'risk': { 'samples': 9, 'seed': -1 }",
     "/settings/risk/seed", "expected a whole number from 0 to"},
    {"shocks", "'title': 'A test',", "'shocks': { 'layer': 0.3 },", "/shocks",
     "missing key \"maker_country\""},
    {"resilience asked", "'time_limit': null", "'time_limit': null, 'resilience': 1",
     "/settings/resilience", "expected true or false"},
    {"no chance", "'proof': {", "'risk': { 'in_time': 0.5 }, 'proof': {", "/packages/0/risk",
     "missing key \"cost\""},
    {"a chance above 1", "'proof': {", "'risk': { 'in_time': { 'chance': 1.1 } }, 'proof': {",
     "/packages/0/risk", "missing key \"cost\""},
    {"two quantiles", "'proof': {", "'risk': { 'cost': [ 1, 2 ] }, 'proof': {", "/packages/0/risk",
     "missing key \"delivery_weeks\""},
    {"a pair of three", "'proof': {",
     "'resilience': { 'critical_pairs': [ [ 'a', 'b', 'c' ] ] }, 'proof': {",
     "/packages/0/resilience", "missing key \"one\""},
    {"met", "'met': true", "'met': 1", "/packages/0/content/met", "expected true or false"},
    {"proof", "'optimal'", "'sure'", "/packages/0/proof/status", "expected"},
    {"fact", "'fact': 'CN'", "'fact': 7", "/refused/0/fact", "expected text"},
    {"currency", "'USD'", "'dollars'", "/currency", "expected a currency code"},
    {"no list", "'conflicts': []", "'conflicts': {}", "/conflicts", "expected a list"},
    {"no object", "'bound': 1999.89\n      }", "'bound': 1999.89\n      }}", "", "expected"},
};

static void reports_the_fault(void **state) {
    const fault_row *row = *state;
    char *text = whole_text();
    char *edited = test_change(text, row->from, row->to);
    expect_first_fault(edited, row->pointer, row->message);
    free(edited);
    free(text);
}

/* ---------------------------------------------------------------- names */

static void names_everything(void **state) {
    (void)state;
    cst_criteria criteria = {1, 2, 3, 4, 5, 6, 7};
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        assert_int_equal(cst_criteria_get(&criteria, (cst_criterion)c), c + 1);
        assert_true(cst_criterion_id((cst_criterion)c)[0] != '\0');
        assert_true(cst_criterion_label((cst_criterion)c)[0] != '\0');
    }
    assert_string_equal(cst_criterion_id(CST_CRITERION_DELIVERY), "delivery_weeks");
    assert_string_equal(cst_criterion_label(CST_CRITERION_US_CONTENT), "US content");
    assert_string_equal(cst_criterion_id(CST_N_CRITERIA), "");
    assert_string_equal(cst_criterion_label(CST_N_CRITERIA), "");
    assert_string_equal(cst_method_id(CST_METHOD_VALUE_ADDED), "value_added");
    assert_string_equal(cst_method_id(CST_N_METHODS), "");
    assert_string_equal(cst_mode_id(CST_MODE_REQUIRE), "require");
    assert_int_equal(cst_criteria_get(&criteria, CST_N_CRITERIA), 0);
    cst_result_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_the_contract),
        cmocka_unit_test(ignores_content),
        cmocka_unit_test(keeps_amounts),
        cmocka_unit_test(writes_infeasible),
        cmocka_unit_test(survives_failing_allocations),
        cmocka_unit_test(reads_what_was_written),
        cmocka_unit_test(reads_the_plain_form),
        cmocka_unit_test(names_everything),
    };
    return cmocka_run_group_tests_name("result_json", tests, NULL, NULL) +
           TEST_ROWS("result_json: faults", fault_rows, reports_the_fault);
}
