/*
 * assumptions_test.c - what assumptions do to a match: a refused offering becomes eligible, every
 * package names what it rests on and nothing else, and a verifier notices where it does not.
 *
 * Two firms with an offering each, of which little is known, and one row that fills every fact: so
 * the list of a package is what the rules and the tender ask for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/result_json.h"
#include "tests/solver/instance.h"
#include "tests/support.h"
#include "tests/tree.h"

static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'r', 'groups': { 'east': [ 'CN', 'RU' ] },"
    "  'layers': [ { 'id': 'iron', 'slots': [ 'chips' ], 'required': true },"
    "              { 'id': 'soft', 'slots': [ 'apps' ], 'required': true } ],"
    "  'content': { 'slots': [ 'chips' ], 'threshold': 0.4, 'method': 'made',"
    "               'mode': 'presumption' },"
    "  'jurisdiction': [], 'export': [] }";

static const char catalog_text[] =
    "{ 'format': 'consort-catalog/1',"
    "  'firms': [ { 'id': 'a', 'incorporated': 'US', 'can_anchor': true }, { 'id': 'b' } ],"
    "  'offerings': [ { 'id': 'a1', 'firm': 'a', 'slot': 'chips', 'lead_weeks': 1,"
    "                   'price': { 'fixed': 50 } },"
    "                 { 'id': 'b1', 'firm': 'b', 'slot': 'apps', 'lead_weeks': 1,"
    "                   'price': { 'fixed': 50 }, 'weights': 'open' } ] }";

static const char opportunity_text[] =
    "{ 'format': 'consort-opportunity/1', 'id': 'o', 'demand': {}, 'award_by': '2027-01-01',"
    "  'buyer': { 'name': 'Ministry', 'country': 'KE', 'parent_country': 'KE' } }";

#define EVERY_FACT                                                                           \
    "'us_content.made': 0.5, 'us_content.made_low': 0.2, 'us_content.value_added': 0.6,"     \
    "'maker_country': 'TW', 'eccn': 'EAR99', 'hosted_in': [ 'KE' ], 'weights_origin': 'FR'," \
    "'lineage': [ 'FR' ], 'incorporated': 'DE', 'principal_place': 'DE', 'parent': 'DE',"    \
    "'size': 'small'"

static const char assumptions_text[] =
    "{ 'format': 'consort-assumptions/1', 'id': 's',"
    "  'assume': [ { 'id': 'A', 'match': {}, 'set': { " EVERY_FACT " } } ] }";

/* ---------------------------------------------------------------- rows and reading */

typedef enum file { END, RULES, CATALOG, OPPORTUNITY, ASSUMPTIONS } file;

typedef struct edit {
    file file;
    const char *pointer;
    const char *value; /* as in tree_edit */
} edit;

enum { MOST_EDITS = 4 };

typedef struct row {
    const char *name;
    const char *expected;
    edit edits[MOST_EDITS];
} row;

/* The files of a row as trees. */
typedef struct files {
    instance it;
    json_t *assumptions;
} files;

static files files_of(const edit *edits) {
    files f = {{tree_of(rules_text), tree_of(catalog_text), tree_of(opportunity_text)},
               tree_of(assumptions_text)};
    json_t *const trees[] = {NULL, f.it.rules, f.it.catalog, f.it.opportunity, f.assumptions};
    for (size_t i = 0; edits != NULL && i < MOST_EDITS && edits[i].file != END; i++) {
        tree_edit(trees[edits[i].file], edits[i].pointer, edits[i].value);
    }
    return f;
}

static void files_clear(files *f) {
    instance_clear(&f->it);
    json_decref(f->assumptions);
}

static void assume(const json_t *tree, tender *t) {
    char *text = tree_text(tree);
    cst_assumptions *assumptions = NULL;
    assert_int_equal(
        cst_assumptions_read(text, strlen(text), "a", t->rules, NULL, &assumptions, NULL),
        CST_E_OK);
    assert_int_equal(cst_catalog_assume(t->catalog, assumptions, NULL), CST_E_OK);
    cst_assumptions_free(assumptions);
    free(text);
}

/* With the assumptions or without. */
static tender read_files(const files *f, bool with) {
    tender t = {0};
    char *rules = tree_text(f->it.rules);
    char *catalog = tree_text(f->it.catalog);
    char *opportunity = tree_text(f->it.opportunity);
    t.rules = test_rules(rules);
    t.catalog = test_catalog(catalog, t.rules);
    if (with) {
        assume(f->assumptions, &t);
    }
    assert_int_equal(cst_opportunity_read(opportunity, strlen(opportunity), "o", t.rules, t.catalog,
                                          NULL, &t.opportunity, NULL),
                     CST_E_OK);
    free(rules);
    free(catalog);
    free(opportunity);
    return t;
}

static cst_result *match(const tender *t) {
    cst_result *result = NULL;
    cst_settings settings = cst_settings_default();
    settings.by = CST_BY_COST;
    settings.candidates = 1;
    settings.threads = 1;
    assert_int_equal(cst_match(t->rules, t->catalog, t->opportunity, &settings, &result), CST_E_OK);
    return result;
}

static char *json_of(const cst_result *result) {
    char *text = NULL;
    size_t size = 0;
    assert_int_equal(cst_result_to_json(result, &text, &size), CST_E_OK);
    return text;
}

/* ---------------------------------------------------------------- what a package rests on */

/* New text: each assumption of the package, or each refusal where there is none. */
static char *say(const cst_result *result) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (size_t i = 0; i < result->n_refused; i++) {
        fprintf(out, "%s:%s ", result->refused[i].offering, result->refused[i].code);
    }
    for (size_t i = 0; result->n_packages > 0 && i < result->packages[0].n_assumed; i++) {
        const cst_assumed *assumed = &result->packages[0].assumed[i];
        fprintf(out, "%s.%s=%s/%s ", assumed->subject, assumed->fact, assumed->value, assumed->row);
    }
    fclose(out);
    return text;
}

#define CONTENT \
    "a1.us_content.made=0.5/A a1.us_content.made_low=0.2/A a1.us_content.value_added=0.6/A "
#define SEAT "b.incorporated=DE/A "
#define IGNORE \
    { RULES, "/content", "{ 'mode': 'ignore' }" }
#define TEST(test, layers)                                                                  \
    {                                                                                       \
        RULES, "/jurisdiction/-",                                                           \
            "{ 'id': 'J', 'test': '" test "', 'in': 'east', 'verdict': 'refuse'" layers "}" \
    }
#define IRON ", 'layers': [ 'iron' ]"
#define SOFT ", 'layers': [ 'soft' ]"
#define EXPORT(id, rest) \
    { RULES, "/export/-", "{ 'id': '" id "', " rest " }" }

static const row rest_rows[] = {
    {"content, and where a member is incorporated", CONTENT SEAT, {{END, NULL, NULL}}},
    {"content ignored", SEAT, {IGNORE}},
    {"content of a slot that does not count", SEAT, {{RULES, "/content/slots", "[]"}}},
    {"maker, in one layer", "a1.maker_country=TW/A " SEAT, {IGNORE, TEST("maker_country", IRON)}},
    {"maker, in all layers",
     "a1.maker_country=TW/A " SEAT "b1.maker_country=TW/A ",
     {IGNORE, TEST("maker_country", "")}},
    {"a test that only warns",
     "a1.maker_country=TW/A " SEAT,
     {IGNORE,
      {RULES, "/jurisdiction/-",
       "{ 'id': 'J', 'test': 'maker_country', 'in': 'TW', 'verdict': 'warn' " IRON "}"}}},
    {"weights, only of models",
     SEAT "b1.weights_origin=FR/A ",
     {IGNORE, TEST("weights_origin", "")}},
    {"lineage, only of models", SEAT "b1.lineage=FR/A ", {IGNORE, TEST("lineage", "")}},
    {"owners can not be assumed",
     "a1:unknown:owners b1:unknown:owners ",
     {IGNORE, TEST("owned", "")}},
    {"principal place of all",
     "a.principal_place=DE/A " SEAT "b.principal_place=DE/A ",
     {IGNORE, TEST("principal_place", "")}},
    {"principal place of those in a layer",
     SEAT "b.principal_place=DE/A ",
     {IGNORE, TEST("principal_place", SOFT)}},
    {"parent", "a.parent=DE/A " SEAT, {IGNORE, TEST("parent", IRON)}},
    {"size where small firms are to have a share",
     "a.size=small/A " SEAT "b.size=small/A ",
     {IGNORE, {OPPORTUNITY, "/consortium", "{ 'small_share': 0.1 }"}}},
    {"residency",
     SEAT "b1.hosted_in=KE/A ",
     {IGNORE, {OPPORTUNITY, "/residency", "{ 'in': [ 'KE' ], 'slots': [ 'apps' ] }"}}},
    {"a number of export control",
     "a1.eccn=EAR99/A " SEAT "b1.eccn=EAR99/A ",
     {IGNORE, EXPORT("X", "'eccn': [ '3A' ], 'status': 'blocked'")}},
    {"a number for another country",
     SEAT,
     {IGNORE, EXPORT("X", "'eccn': [ '3A' ], 'destination': 'DE', 'status': 'blocked'")}},
    {"a number for another time",
     SEAT,
     {IGNORE, EXPORT("X", "'eccn': [ '3A' ], 'valid_to': '2026-12-31', 'status': 'blocked'")}},
    {"a number behind the row that decides",
     SEAT,
     {IGNORE, EXPORT("X1", "'destination': 'KE', 'status': 'none'"),
      EXPORT("X2", "'eccn': [ '3A' ], 'status': 'blocked'")}},
    {"a number before the row that decides",
     "a1.eccn=EAR99/A " SEAT "b1.eccn=EAR99/A ",
     {IGNORE, EXPORT("X1", "'eccn': [ '3A' ], 'status': 'blocked'"),
      EXPORT("X2", "'destination': 'KE', 'status': 'none'")}},
    {"a licence by a number that is assumed",
     "a1.eccn=EAR99/A " SEAT "b1.eccn=EAR99/A ",
     {IGNORE, EXPORT("X", "'eccn': [ 'EAR' ], 'status': 'licence', 'weeks': 3")}},
    {"known facts", CONTENT, {{CATALOG, "/firms/1/incorporated", "'KE'"}}},
    {"nothing assumed", "", {{ASSUMPTIONS, "/assume", "[]"}}},
    {"assumed, and refused for it",
     "b1:jurisdiction:J ",
     {IGNORE,
      TEST("principal_place", ""),
      {ASSUMPTIONS, "/assume/0/match", "{ 'firm': 'a' }"},
      {CATALOG, "/firms/1/principal_place", "'RU'"}}},
};

/* Without its assumptions a result is that of a catalog in which the facts stand. */
static void expect_as_if_known(const row *r, const char *text) {
    static const char *const offering[] = {
        "maker_country",  "'TW'",       "eccn",
        "'EAR99'",        "hosted_in",  "[ 'KE' ]",
        "weights_origin", "'FR'",       "lineage",
        "[ 'FR' ]",       "us_content", "{ 'made': 0.5, 'made_low': 0.2, 'value_added': 0.6 }"};
    static const char *const firm[] = {"incorporated", "'DE'",   "principal_place",
                                       "'DE'",         "parent", "{ 'country': 'DE' }",
                                       "size",         "'small'"};
    files f = files_of(r->edits);
    bool all = r->expected[0] != '\0'; /* else nothing is assumed */
    for (size_t i = 0; all && i < 2; i++) {
        json_t *o = json_array_get(json_object_get(f.it.catalog, "offerings"), i);
        json_t *it = json_array_get(json_object_get(f.it.catalog, "firms"), i);
        for (size_t k = 0; k < sizeof offering / sizeof *offering; k += 2) {
            tree_put(o, offering[k], tree_of(offering[k + 1]));
        }
        for (size_t k = 0; k < sizeof firm / sizeof *firm; k += 2) {
            if (json_object_get(it, firm[k]) == NULL) {
                tree_put(it, firm[k], tree_of(firm[k + 1]));
            }
        }
    }
    tender t = read_files(&f, false);
    cst_result *result = match(&t);
    char *known = json_of(result);
    json_t *found = json_loads(text, 0, NULL);
    json_t *expected = json_loads(known, 0, NULL);
    json_object_del(found, "assumptions");
    json_object_del(json_array_get(json_object_get(found, "packages"), 0), "assumptions");
    assert_true(!all || json_equal(found, expected));
    json_decref(found);
    json_decref(expected);
    free(known);
    cst_result_free(result);
    tender_clear(&t);
    files_clear(&f);
}

static void test_rest(void **state) {
    const row *r = *state;
    files f = files_of(r->edits);
    tender t = read_files(&f, true);
    cst_result *result = match(&t);
    char *said = say(result);
    assert_string_equal(said, r->expected);
    assert_string_equal(result->assumptions, "s");
    char *text = json_of(result);
    cst_result *again = NULL;
    assert_int_equal(cst__result_read(text, strlen(text), "r", NULL, &again, NULL), CST_E_OK);
    char *text_again = json_of(again);
    assert_string_equal(text_again, text);
    expect_as_if_known(r, text);
    free(text_again);
    free(text);
    free(said);
    cst_result_free(again);
    cst_result_free(result);
    tender_clear(&t);
    files_clear(&f);
}

/* ---------------------------------------------------------------- a refusal that is gone */

static const edit strict[MOST_EDITS] = {TEST("principal_place", SOFT)};

static void a_refused_offering_becomes_eligible(void **state) {
    (void)state;
    files f = files_of(strict);
    tender t = read_files(&f, false);
    cst_result *without = match(&t);
    assert_int_equal(without->status, CST_STATUS_INFEASIBLE);
    char *said = say(without);
    assert_string_equal(said, "b1:unknown:principal_place ");
    assert_string_equal(without->assumptions, "");
    char *text = json_of(without);
    assert_null(strstr(text, "assumptions"));
    free(text);
    free(said);
    cst_result_free(without);
    tender_clear(&t);
    t = read_files(&f, true);
    cst_result *with = match(&t);
    assert_int_equal(with->status, CST_STATUS_SOLVED);
    assert_int_equal(with->n_refused, 0);
    said = say(with);
    assert_string_equal(said, CONTENT SEAT "b.principal_place=DE/A ");
    free(said);
    cst_result_free(with);
    tender_clear(&t);
    files_clear(&f);
}

static void an_open_question_is_answered(void **state) {
    (void)state;
    files f = files_of(NULL);
    tender t = read_files(&f, false);
    cst_result *without = match(&t);
    assert_int_equal(without->packages[0].n_questions, 1);
    assert_int_equal(without->packages[0].content.share_bp[CST_METHOD_MADE], 0);
    assert_null(without->packages[0].assumed);
    cst_result_free(without);
    tender_clear(&t);
    t = read_files(&f, true);
    cst_result *with = match(&t);
    assert_int_equal(with->packages[0].n_questions, 0);
    assert_int_equal(with->packages[0].content.share_bp[CST_METHOD_MADE], 5000);
    assert_int_equal(with->packages[0].content.worst_case_bp, 2000);
    assert_true(with->packages[0].content.met);
    cst_result_free(with);
    tender_clear(&t);
    files_clear(&f);
}

/* ---------------------------------------------------------------- would a verifier notice? */

typedef struct forged {
    const char *name;
    const char *expected; /* "package:check" of each finding; "": the result holds */
    const char *pointer;  /* of the result */
    const char *value;
} forged;

#define PACKAGE "/packages/0/assumptions"

static const forged forged_rows[] = {
    {"the right result", "", "/x-nothing", "1"},
    {"an assumption left out", "p1:assumptions/a1/us_content.made ", PACKAGE "/0", NULL},
    {"all left out",
     "p1:assumptions/a1/us_content.made p1:assumptions/a1/us_content.made_low "
     "p1:assumptions/a1/us_content.value_added p1:assumptions/b/incorporated "
     "p1:assumptions/b/principal_place ",
     PACKAGE, NULL},
    {"another value", "p1:assumptions/b/incorporated/value ", PACKAGE "/3/value", "'FR'"},
    {"another row", "p1:assumptions/b/incorporated/row ", PACKAGE "/3/row", "'B'"},
    {"one too many", "p1:assumptions/b1/eccn ", PACKAGE "/-",
     "{ 'subject': 'b1', 'fact': 'eccn', 'value': 'EAR99', 'row': 'A' }"},
    {"one out of order", "p1:assumptions/order p1:assumptions/a1/us_content.made ", PACKAGE "/-",
     "{ 'subject': 'a1', 'fact': 'us_content.made', 'value': '0.5', 'row': 'A' }"},
    {"another file", ":assumptions ", "/assumptions", "'t'"},
    {"no file named", ":assumptions ", "/assumptions", NULL},
};

static char *findings_of(const tender *t, const json_t *result) {
    char *text = tree_text(result);
    cst_findings *findings = NULL;
    char *said = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&said, &size);
    assert_non_null(out);
    assert_int_equal(cst_verify(t->rules, t->catalog, t->opportunity, text, strlen(text), "r", NULL,
                                &findings, NULL),
                     CST_E_OK);
    for (size_t i = 0; i < cst_findings_count(findings); i++) {
        const cst_finding *finding = cst_findings_get(findings, i);
        fprintf(out, "%s:%s ", finding->package, finding->check);
    }
    fclose(out);
    cst_findings_free(findings);
    free(text);
    return said;
}

static json_t *result_tree(const tender *t) {
    cst_result *result = match(t);
    char *text = json_of(result);
    json_t *tree = json_loads(text, 0, NULL);
    assert_non_null(tree);
    free(text);
    cst_result_free(result);
    return tree;
}

static void test_forged(void **state) {
    const forged *r = *state;
    files f = files_of(strict);
    tender t = read_files(&f, true);
    json_t *tree = result_tree(&t);
    tree_edit(tree, r->pointer, r->value);
    char *said = findings_of(&t, tree);
    assert_string_equal(said, r->expected);
    free(said);
    json_decref(tree);
    tender_clear(&t);
    files_clear(&f);
}

/* Each result beside the other catalog. */
static void only_beside_the_same_assumptions(void **state) {
    (void)state;
    files f = files_of(NULL);
    tender without = read_files(&f, false);
    tender with = read_files(&f, true);
    json_t *tree = result_tree(&with);
    char *said = findings_of(&without, tree);
    assert_non_null(strstr(said, ":assumptions "));
    assert_non_null(strstr(said, "p1:assumptions/b/incorporated "));
    assert_non_null(strstr(said, "p1:open_questions/a1/content "));
    free(said);
    json_decref(tree);
    tree = result_tree(&without);
    said = findings_of(&with, tree);
    assert_non_null(strstr(said, ":assumptions "));
    assert_non_null(strstr(said, "p1:assumptions/b/incorporated "));
    free(said);
    json_decref(tree);
    tender_clear(&with);
    tender_clear(&without);
    files_clear(&f);
}

/* ---------------------------------------------------------------- faults of a result */

static const forged unreadable[] = {
    {"assumptions are an object", "/packages/0/assumptions: expected a list, found an object\n",
     PACKAGE, "{}"},
    {"an assumption is a text", "/packages/0/assumptions/0: expected an object, found \"A\"\n",
     PACKAGE "/0", "'A'"},
    {"no subject", "/packages/0/assumptions/0: missing key \"subject\"\n", PACKAGE "/0/subject",
     NULL},
    {"a value that is a number", "/packages/0/assumptions/0/value: expected text, found 0.5\n",
     PACKAGE "/0/value", "0.5"},
    {"an unknown key", "/packages/0/assumptions/0/why: unknown key \"why\"\n", PACKAGE "/0/why",
     "1"},
    {"the name of the file is a list", "/assumptions: expected text, found a list\n",
     "/assumptions", "[]"},
};

static void test_unreadable(void **state) {
    const forged *r = *state;
    files f = files_of(strict);
    tender t = read_files(&f, true);
    json_t *tree = result_tree(&t);
    tree_edit(tree, r->pointer, r->value);
    char *text = tree_text(tree);
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_result *result = NULL;
    assert_int_equal(cst__result_read(text, strlen(text), "r", NULL, &result, diagnostics),
                     CST_E_INPUT);
    char *faults = test_faults(diagnostics);
    assert_string_equal(strchr(faults, ' ') + 1, r->expected); /* without the place */
    free(faults);
    cst_diagnostics_free(diagnostics);
    free(text);
    json_decref(tree);
    tender_clear(&t);
    files_clear(&f);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refused_offering_becomes_eligible),
        cmocka_unit_test(an_open_question_is_answered),
        cmocka_unit_test(only_beside_the_same_assumptions),
    };
    int failed = TEST_ROWS("assumptions: what a package rests on", rest_rows, test_rest);
    failed += TEST_ROWS("assumptions: forged results", forged_rows, test_forged);
    failed += TEST_ROWS("assumptions: results that can not be read", unreadable, test_unreadable);
    failed += cmocka_run_group_tests_name("assumptions", tests, NULL, NULL);
    return failed;
}
