/*
 * assumed_ranges_test.c - where the conclusion flips as an assumed fact changes: on a small tender
 * whose flips can be worked out by hand, and on seeded ones, where an oracle tries every choice
 * under many values, each time with the files as somebody would edit them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/dice.h"
#include "tests/sanitized.h"
#include "tests/solver/instance.h"
#include "tests/solver/oracle.h"
#include "tests/support.h"
#include "tests/tree.h"

/* ---------------------------------------------------------------- reading and asking */

static void read_tender(const instance *it, const json_t *assumed, tender *t) {
    char *rules = tree_text(it->rules);
    char *catalog = tree_text(it->catalog);
    char *opportunity = tree_text(it->opportunity);
    char *text = tree_text(assumed);
    cst_assumptions *assumptions = NULL;
    t->rules = test_rules(rules);
    t->catalog = test_catalog(catalog, t->rules);
    assert_int_equal(
        cst_assumptions_read(text, strlen(text), "a", t->rules, NULL, &assumptions, NULL),
        CST_E_OK);
    assert_int_equal(cst_catalog_assume(t->catalog, assumptions, NULL), CST_E_OK);
    assert_int_equal(cst_opportunity_read(opportunity, strlen(opportunity), "o", t->rules,
                                          t->catalog, NULL, &t->opportunity, NULL),
                     CST_E_OK);
    cst_assumptions_free(assumptions);
    free(text);
    free(rules);
    free(catalog);
    free(opportunity);
}

static cst_explanation *explain(const tender *t, int threads) {
    cst_explanation *explanation = NULL;
    cst_questions questions = {.assumptions = true};
    cst_settings settings = cst_settings_default();
    settings.gap = 0;
    settings.conflicts = 0;
    settings.threads = threads;
    assert_int_equal(
        cst_explain(t->rules, t->catalog, t->opportunity, &settings, &questions, &explanation),
        CST_E_OK);
    return explanation;
}

/* ---------------------------------------------------------------- a tender made by hand */

static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'r', 'groups': { 'east': [ 'CN', 'RU' ] },"
    "  'layers': [ { 'id': 'iron', 'slots': [ 'chips' ], 'required': true },"
    "              { 'id': 'soft', 'slots': [ 'apps' ], 'required': true } ],"
    "  'content': { 'slots': [ 'chips' ], 'threshold': 0.4, 'method': 'made',"
    "               'mode': 'presumption' },"
    "  'jurisdiction': [], 'export': [], 'anchor': { 'incorporated_in': [ 'US' ] } }";

/* Chips for 100 of which 30 are known to be made in the US, or for 130 with more. */
static const char catalog_text[] =
    "{ 'format': 'consort-catalog/1', 'resources': { 'kw': { 'unit': 'kW' } },"
    "  'firms': [ { 'id': 'a', 'incorporated': 'US', 'can_anchor': true, 'size': 'large' },"
    "             { 'id': 'b', 'incorporated': 'US' }, { 'id': 'c', 'incorporated': 'US' } ],"
    "  'offerings': [ { 'id': 'a1', 'firm': 'a', 'slot': 'apps', 'lead_weeks': 1,"
    "                   'price': { 'fixed': 50 } },"
    "                 { 'id': 'b1', 'firm': 'b', 'slot': 'chips', 'lead_weeks': 1,"
    "                   'price': { 'fixed': 70 }, 'provides': { 'kw': 7 } },"
    "                 { 'id': 'b2', 'firm': 'b', 'slot': 'chips', 'lead_weeks': 1,"
    "                   'price': { 'fixed': 30 }, 'provides': { 'kw': 3 },"
    "                   'us_content': { 'made': 1, 'made_low': 1 } },"
    "                 { 'id': 'c1', 'firm': 'c', 'slot': 'chips', 'lead_weeks': 1,"
    "                   'price': { 'fixed': 130 }, 'provides': { 'kw': 10 },"
    "                   'us_content': { 'made': 0.45, 'made_low': 0.41 } } ] }";

static const char opportunity_text[] =
    "{ 'format': 'consort-opportunity/1', 'id': 'o', 'demand': { 'kw': 10 },"
    "  'award_by': '2027-01-01',"
    "  'buyer': { 'name': 'Ministry', 'country': 'KE', 'parent_country': 'KE' } }";

static const char assumptions_text[] =
    "{ 'format': 'consort-assumptions/1', 'id': 's', 'assume': [] }";

typedef enum file { END, RULES, CATALOG, OPPORTUNITY, ASSUMPTIONS } file;

typedef struct edit {
    file file;
    const char *pointer;
    const char *value; /* as in tree_edit */
} edit;

enum { MOST_EDITS = 5 };

typedef struct row {
    const char *name;
    const char *expected;
    edit edits[MOST_EDITS];
} row;

/* A range as text: values, conclusion, members, cost. */
static void say_range(FILE *out, const cst_value_range *range) {
    const cst_package *package = &range->outcome.package;
    if (range->low_bp >= 0) {
        fprintf(out, "%d-%d", range->low_bp, range->high_bp);
    } else {
        fprintf(out, "%s", range->value == NULL ? "?" : *range->value ? range->value : "none");
        for (size_t i = 0; i < range->n_among; i++) {
            fprintf(out, "+%s", range->among[i]);
        }
    }
    fprintf(out, "%s%s:", range->assumed ? "*" : "", range->same ? "=" : "");
    for (size_t i = 0; range->outcome.found && i < package->n_members; i++) {
        fprintf(out, "%s", package->members[i].firm);
    }
    fprintf(out, "%s ",
            !range->outcome.found                      ? "nothing"
            : package->content.mode == CST_MODE_IGNORE ? ""
            : package->content.met                     ? "/met"
                                                       : "/short");
}

static char *say(const cst_explanation *explanation) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (size_t i = 0; i < explanation->n_assumptions; i++) {
        const cst_sensitivity *it = &explanation->assumptions[i];
        fprintf(out, "%s[", it->row);
        for (size_t k = 0; k < it->n_subjects; k++) {
            fprintf(out, "%s%s", k > 0 ? "," : "", it->subjects[k]);
        }
        fprintf(out, "] %s", it->idle ? "idle " : "");
        for (size_t r = 0; r < it->n_ranges; r++) {
            say_range(out, &it->ranges[r]);
        }
    }
    fclose(out);
    return text;
}

#define ASSUME(match, set) \
    { ASSUMPTIONS, "/assume/-", "{ 'id': 'A', 'match': { " match " }, 'set': { " set " } }" }
#define ALSO(match, set) \
    { ASSUMPTIONS, "/assume/-", "{ 'id': 'B', 'match': { " match " }, 'set': { " set " } }" }
#define CONTENT(value) \
    { OPPORTUNITY, "/content", "{ 'mode': " value " }" }
#define TEST(test, layers)                                                                  \
    {                                                                                       \
        RULES, "/jurisdiction/-",                                                           \
            "{ 'id': 'J', 'test': '" test "', 'in': 'east', 'verdict': 'refuse'" layers "}" \
    }
#define TENDER(key, value) \
    { OPPORTUNITY, "/" key, value }

/* b1 for 70 and b2 for 30 make 10 kW: met from (40 - 30) / 70 on, which is 14.2857 %. */
static const row rows[] = {
    {"presumed",
     "A[b1] 0-1428:ab/short 1429-10000*=:ab/met ",
     {ASSUME("'offering': 'b1'", "'us_content.made': 0.5")}},
    {"presumed, and assumed too low",
     "A[b1] 0-1428*=:ab/short 1429-10000:ab/met ",
     {ASSUME("'offering': 'b1'", "'us_content.made': 0.1428")}},
    {"required",
     "A[b1] 0-1428:ac/met 1429-10000*=:ab/met ",
     {CONTENT("'require'"), ASSUME("'offering': 'b1'", "'us_content.made': 0.5")}},
    {"required, and assumed too low",
     "A[b1] 0-1428*=:ac/met 1429-10000:ab/met ",
     {CONTENT("'require'"), ASSUME("'offering': 'b1'", "'us_content.made': 0")}},
    {"required, and nothing else there",
     "A[b1] 0-1428:nothing 1429-10000*=:ab/met ",
     {CONTENT("'require'"), ASSUME("'offering': 'b1'", "'us_content.made': 0.5"),
      TENDER("budget", "150")}},
    {"required, and nothing fits",
     "A[b1] 0-1428*=:nothing 1429-10000:ab/met ",
     {CONTENT("'require'"), ASSUME("'offering': 'b1'", "'us_content.made': 0"),
      TENDER("budget", "150")}},
    {"nothing fits whatever the share",
     "A[b1] 0-10000*=:nothing ",
     {CONTENT("'require'"), ASSUME("'offering': 'b1'", "'us_content.made': 0"),
      TENDER("budget", "99")}},
    {"ignored",
     "A[b1] idle 0-10000*=:ab ",
     {CONTENT("'ignore'"), ASSUME("'offering': 'b1'", "'us_content.made': 0.5")}},
    {"another method",
     "A[b1] idle 0-10000*=:ab/short ",
     {ASSUME("'offering': 'b1'", "'us_content.value_added': 0.5")}},
    {"a slot that does not count",
     "A[a1] idle 0-10000*=:ab/short ",
     {ASSUME("'offering': 'a1'", "'us_content.made': 0.5")}},
    {"a refused offering",
     "A[b1] idle 0-10000*=:ac/met ",
     {ASSUME("'offering': 'b1'", "'us_content.made': 0.5"),
      TENDER("consortium", "{ 'exclude': [ 'b1' ] }")}},
    {"the low share, not asked for",
     "A[b1] idle 0-5000*=:ab/met ",
     {{CATALOG, "/offerings/1/us_content", "{ 'made': 0.5 }"},
      ASSUME("'offering': 'b1'", "'us_content.made_low': 0.1")}},
    {"the low share, below what is made",
     "A[b1] 0-1428*=:ab/short 1429-5000:ab/met ",
     {{CATALOG, "/offerings/1/us_content", "{ 'made': 0.5 }"},
      ASSUME("'offering': 'b1'", "'us_content.made_low': 0.1"),
      {OPPORTUNITY, "/content", "{ 'gamma': 1 }"}}},
    {"what is made, above the low share",
     "A[b1] 2000-10000*=:ab/met ",
     {{CATALOG, "/offerings/1/us_content", "{ 'made_low': 0.2 }"},
      ASSUME("'offering': 'b1'", "'us_content.made': 0.5"),
      {OPPORTUNITY, "/content", "{ 'gamma': 1 }"}}},
    {"what is made, with nothing to fall to",
     "A[b1] 0-10000*=:ab/short ",
     {ASSUME("'offering': 'b1'", "'us_content.made': 0.5"),
      {OPPORTUNITY, "/content", "{ 'gamma': 1 }"}}},
    {"two rows",
     "A[b1] 0-1428:ab/short 1429-10000*=:ab/met B[a] US+anchor*=:ab/met AD:nothing ?:nothing ",
     {{CATALOG, "/firms/0/incorporated", NULL},
      ALSO("'firm': 'a'", "'incorporated': 'US'"),
      ASSUME("'offering': 'b1'", "'us_content.made': 0.5")}},
    {"who may lead, where the unknown may",
     "B[a] US+anchor*=:ab/short AD:nothing ?=:ab/short ",
     {{CATALOG, "/firms/0/incorporated", NULL},
      {RULES, "/unknown", "'warn'"},
      ALSO("'firm': 'a'", "'incorporated': 'US'")}},
    {"a country of the buyer's",
     "B[b] KE*=:ab/short US+anchor=:ab/short ?=:ab/short ",
     {{CATALOG, "/firms/1/incorporated", NULL},
      TENDER("consortium", "{ 'local_share': 0 }"),
      {CATALOG, "/firms/1/can_anchor", "true"},
      ALSO("'firm': 'b'", "'incorporated': 'KE'")}},
    {"local",
     "B[b] KE+consortium/local_share*=:ab/short AD:nothing ?:nothing ",
     {{CATALOG, "/firms/1/incorporated", NULL},
      TENDER("consortium", "{ 'local_share': 0.5 }"),
      ALSO("'firm': 'b'", "'incorporated': 'KE'")}},
    {"local, assumed elsewhere",
     "B[b] US*=:nothing KE+consortium/local_share:ab/short ?=:nothing ",
     {{CATALOG, "/firms/1/incorporated", NULL},
      TENDER("consortium", "{ 'local_share': 0.5 }"),
      ALSO("'firm': 'b'", "'incorporated': 'US'")}},
    {"a maker",
     "B[b1] US*=:ab/short CN+jurisdiction:J:ac/met ?:ac/met ",
     {TEST("maker_country", ""),
      {CATALOG, "/offerings/2/maker_country", "'US'"},
      {CATALOG, "/offerings/3/maker_country", "'US'"},
      {CATALOG, "/offerings/0/maker_country", "'US'"},
      ALSO("'offering': 'b1'", "'maker_country': 'US'")}},
    {"a maker in another layer",
     "B[b1] idle US*=:ab/short ",
     {TEST("maker_country", ", 'layers': [ 'soft' ]"),
      {CATALOG, "/offerings/0/maker_country", "'US'"},
      ALSO("'offering': 'b1'", "'maker_country': 'US'")}},
    {"lineage",
     "B[b1] DE, FR*=:ab/short CN+jurisdiction:J:ac/met ?:ac/met ",
     {TEST("lineage", ""),
      {CATALOG, "/offerings/1/weights", "'open'"},
      ALSO("'offering': 'b1'", "'lineage': [ 'FR', 'DE' ]")}},
    {"a small firm",
     "B[b] large*=:nothing small+consortium/small_share:ab/short ?=:nothing ",
     {TENDER("consortium", "{ 'small_share': 0.5 }"), ALSO("'firm': 'b'", "'size': 'large'")}},
    {"a size that nobody asks for",
     "B[b] idle large*=:ab/short ",
     {ALSO("'firm': 'b'", "'size': 'large'")}},
    {"hosting",
     "B[b1] none*=:ac/met KE+residency:ab/short ?=:ac/met ",
     {TENDER("residency", "{ 'in': [ 'KE' ], 'slots': [ 'chips' ] }"),
      {CATALOG, "/offerings/2/hosted_in", "'*'"},
      {CATALOG, "/offerings/3/hosted_in", "'*'"},
      ALSO("'offering': 'b1'", "'hosted_in': []")}},
    {"numbers of export control",
     "B[b1] 3A090.a+export:X1+export:X2*=:ac/met 3A+export:X2=:ac/met 5D+export:X3:ab/short "
     "EAR99:ab/short ?=:ac/met ",
     {{RULES, "/export",
       "[ { 'id': 'X1', 'eccn': [ '3A090' ], 'status': 'blocked' },"
       "  { 'id': 'X0', 'eccn': [ '4' ], 'destination': 'DE', 'status': 'blocked' },"
       "  { 'id': 'X2', 'eccn': [ '3A' ], 'status': 'blocked' },"
       "  { 'id': 'X3', 'eccn': [ '5D', '5E' ], 'status': 'licence', 'weeks': 2 } ]"},
      {CATALOG, "/offerings/0/eccn", "'EAR99'"},
      {CATALOG, "/offerings/2/eccn", "'EAR99'"},
      {CATALOG, "/offerings/3/eccn", "'EAR99'"},
      ALSO("'offering': 'b1'", "'eccn': '3A090.a'")}},
};

static void test_row(void **state) {
    const row *r = *state;
    instance it = {tree_of(rules_text), tree_of(catalog_text), tree_of(opportunity_text)};
    json_t *assumed = tree_of(assumptions_text);
    json_t *const trees[] = {NULL, it.rules, it.catalog, it.opportunity, assumed};
    for (size_t i = 0; i < MOST_EDITS && r->edits[i].file != END; i++) {
        tree_edit(trees[r->edits[i].file], r->edits[i].pointer, r->edits[i].value);
    }
    tender t = {0};
    read_tender(&it, assumed, &t);
    cst_explanation *explanation = explain(&t, 1);
    char *said = say(explanation);
    assert_string_equal(said, r->expected);
    assert_true(explanation->complete);
    free(said);
    cst_explanation_free(explanation);
    tender_clear(&t);
    json_decref(assumed);
    instance_clear(&it);
}

/* ---------------------------------------------------------------- seeded tenders */

enum { SEEDS = TEST_SANITIZED ? 60 : 300, MOST_CHOICES = 200000, STEP = 997 };

/* A seeded tender in which one row fills one fact. */
typedef struct seeded {
    dice dice;
    instance it;
    const char *fact; /* as in the set of a row */
    json_t *subjects; /* ids */
    bool of_firms;
    json_t *value;
} seeded;

static const char *const share_facts[] = {"us_content.made", "us_content.made_low",
                                          "us_content.value_added"};
static const char *const value_facts[] = {"maker_country",   "eccn",    "hosted_in",
                                          "weights_origin",  "lineage", "incorporated",
                                          "principal_place", "parent",  "size"};

/* Whether the row shall fill the fact of this one. Each has a chance, and the first always. */
static bool picks(seeded *s) {
    return json_array_size(s->subjects) == 0 || dice_chance(&s->dice, 60);
}

static void take_out(json_t *object, const char *fact) {
    const char *dot = strchr(fact, '.');
    if (dot == NULL) {
        json_object_del(object, fact);
    } else {
        json_object_del(json_object_get(object, "us_content"), dot + 1);
    }
}

static void take_out_facts(seeded *s) {
    json_t *list = json_object_get(s->it.catalog, s->of_firms ? "firms" : "offerings");
    size_t i;
    json_t *object;
    s->subjects = json_array();
    json_array_foreach(list, i, object) {
        if (picks(s)) {
            take_out(object, s->fact);
            json_array_append(s->subjects, json_object_get(object, "id"));
        }
    }
}

/* Offerings that are no subject keep their low share, which limits what is made. */
static void drop_shares(seeded *s, const char *key) {
    size_t i;
    json_t *object;
    json_array_foreach(json_object_get(s->it.catalog, "offerings"), i, object) {
        json_object_del(json_object_get(object, "us_content"), key);
    }
}

static json_t *row_of(const seeded *s, const json_t *value) {
    json_t *tree = tree_of(assumptions_text);
    json_t *assumption = json_object();
    json_t *match = json_object();
    json_t *set = json_object();
    json_object_set(match, s->of_firms ? "firm" : "offering", s->subjects);
    json_object_set_new(set, s->fact, json_deep_copy(value));
    tree_put_text(assumption, "id", "A");
    tree_put(assumption, "match", match);
    tree_put(assumption, "set", set);
    json_array_append_new(json_object_get(tree, "assume"), assumption);
    return tree;
}

/* NULL: the fact stays unknown. */
static tender tender_at(const seeded *s, const json_t *value) {
    tender t = {0};
    json_t *assumed = value == NULL ? tree_of(assumptions_text) : row_of(s, value);
    read_tender(&s->it, assumed, &t);
    json_decref(assumed);
    return t;
}

/* Whether a package costs as little as any and has the members and the content of a range. */
static bool is_least(const oracle *o, const oracle_choice *best, const cst_value_range *range) {
    const cst_package *package = &range->outcome.package;
    for (size_t i = 0; i < o->n_feasible; i++) {
        const oracle_choice *choice = &o->feasible[i];
        size_t n = 0;
        bool same = choice->criteria[CST_CRITERION_COST] == best->criteria[CST_CRITERION_COST] &&
                    (package->content.mode == CST_MODE_IGNORE ||
                     choice->content_met == package->content.met);
        for (size_t f = 0; f < o->opportunity->catalog->n_firms; f++) {
            n += choice->members >> f & 1;
        }
        same = same && n == package->n_members;
        for (size_t m = 0; same && m < n; m++) {
            size_t f = cst__catalog_firm(o->opportunity->catalog, package->members[m].firm);
            same = (choice->members >> f & 1) != 0;
        }
        if (same) {
            return true;
        }
    }
    return false;
}

/* The conclusion of a range under a value that lies in it. at: its package was found there. */
static void check_value(const seeded *s, const json_t *value, const cst_value_range *range,
                        int bp) {
    tender t = tender_at(s, value);
    oracle *o = oracle_new(t.opportunity, MOST_CHOICES);
    assert_non_null(o);
    const oracle_choice *best = oracle_best(o, CST_CRITERION_COST);
    assert_int_equal(range->outcome.found, best != NULL);
    if (best != NULL) {
        int64_t cost = best->criteria[CST_CRITERION_COST];
        assert_true(is_least(o, best, range));
        if (bp < 0 || bp == range->at_bp) {
            assert_int_equal(range->outcome.package.criteria.cost_cents, cost);
        }
        if (bp >= 0) {
            assert_true(cost <= range->cost_low_cents && cost >= range->cost_high_cents);
            assert_true(bp != range->low_bp || cost == range->cost_low_cents);
            assert_true(bp != range->high_bp || cost == range->cost_high_cents);
        }
    }
    oracle_free(o);
    tender_clear(&t);
}

/* What holds of any range, whoever says so. */
static void check_flags(const cst_sensitivity *it) {
    const cst_value_range *assumed = NULL;
    for (size_t i = 0; i < it->n_ranges; i++) {
        assert_true(it->ranges[i].outcome.status != CST_STATUS_LIMIT);
        if (it->ranges[i].assumed) {
            assert_null(assumed);
            assumed = &it->ranges[i];
        }
    }
    assert_non_null(assumed);
    assert_true(assumed->same);
}

static bool is_small_enough(const seeded *s) {
    tender t = tender_at(s, s->value);
    oracle *o = oracle_new(t.opportunity, MOST_CHOICES / 20);
    bool small = o != NULL;
    oracle_free(o);
    tender_clear(&t);
    return small;
}

/* One thread or several, the answer is the same. */
static cst_explanation *explain_twice(const tender *t) {
    cst_explanation *explanation = explain(t, 1);
    cst_explanation *again = explain(t, 3);
    char *text = NULL;
    char *text_again = NULL;
    size_t size = 0;
    assert_int_equal(cst_explanation_to_json(explanation, &text, &size), CST_E_OK);
    assert_int_equal(cst_explanation_to_json(again, &text_again, &size), CST_E_OK);
    assert_string_equal(text, text_again);
    free(text);
    free(text_again);
    cst_explanation_free(again);
    return explanation;
}

static void clear(seeded *s) {
    json_decref(s->subjects);
    json_decref(s->value);
    instance_clear(&s->it);
}

/* ---------------------------------------------------------------- seeded shares */

static int share_between(seeded *s, int low, int high) {
    int bp = dice_from(&s->dice, 0, CST__BP);
    return bp < low ? low : bp > high ? high : bp;
}

static int64_t known_share(const json_t *offering, const char *key, int64_t other) {
    const json_t *share = json_object_get(json_object_get(offering, "us_content"), key);
    return json_is_number(share) ? tree_amount(share, CST__BP) : other;
}

/* A value that the file may have: made is not below made_low. */
static void draw_share(seeded *s) {
    int least = 0;
    int most = CST__BP;
    size_t i;
    json_t *id;
    json_array_foreach(s->subjects, i, id) {
        size_t k;
        json_t *offering;
        json_array_foreach(json_object_get(s->it.catalog, "offerings"), k, offering) {
            if (!json_equal(id, json_object_get(offering, "id"))) {
                continue;
            }
            int low = (int)known_share(offering, "made_low", 0);
            int made = (int)known_share(offering, "made", CST__BP);
            least = strcmp(s->fact, "us_content.made") == 0 && low > least ? low : least;
            most = strcmp(s->fact, "us_content.made_low") == 0 && made < most ? made : most;
        }
    }
    s->value = tree_decimal(share_between(s, least, most), CST__BP);
}

/* Whether a row of the rules asks for the fact. */
static bool asks(const seeded *s, const json_t *it) {
    const json_t *test = json_object_get(it, "test");
    return test != NULL ? strcmp(json_string_value(test), s->fact) == 0
                        : strcmp(s->fact, "eccn") == 0 && json_object_get(it, "eccn") != NULL;
}

/* Most rows that ask for something else. */
static void drop_rows(seeded *s, const char *key) {
    json_t *rows_of_rules = json_object_get(s->it.rules, key);
    for (size_t i = json_array_size(rows_of_rules); i-- > 0;) {
        if (!asks(s, json_array_get(rows_of_rules, i)) && dice_chance(&s->dice, 90)) {
            json_array_remove(rows_of_rules, i);
        }
    }
}

/* Tenders that allow a package, mostly: where nothing fits anyhow no value flips anything. */
static void loosen(seeded *s) {
    static const char *const limits[] = {"budget", "deadline_weeks", "slots", "consortium"};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        if (dice_chance(&s->dice, 80)) {
            json_object_del(s->it.opportunity, limits[i]);
        }
    }
    if (dice_chance(&s->dice, 70)) {
        tree_put_text(s->it.rules, "unknown", "warn");
    }
    drop_rows(s, "jurisdiction");
    drop_rows(s, "export");
}

static void set_content(seeded *s) {
    static const char *const modes[] = {"require", "require", "require", "presumption", "ignore"};
    json_t *content = json_object();
    tree_put_text(content, "mode", DICE_PICK(&s->dice, modes));
    tree_put(content, "gamma", json_integer(dice_from(&s->dice, 0, 2)));
    tree_put(s->it.opportunity, "content", content);
    json_t *of_rules = json_object_get(s->it.rules, "content");
    if (of_rules != NULL) {
        tree_put_share(of_rules, "threshold", dice_from(&s->dice, 1000, 9000));
    }
}

/* Chips of six makers, in units, at prices of few kinds so that packages tie: nothing is asked but
 * power and content, and so there are many flips. */
static instance market_new(dice *d) {
    instance it = {tree_of(rules_text), tree_of(catalog_text), tree_of(opportunity_text)};
    for (int i = 0; i < 6; i++) {
        char text[400];
        int low = dice_from(d, 0, 99);
        int made = dice_from(d, low, 99);
        snprintf(text, sizeof text, "{ 'id': 'm%d', 'can_anchor': true, 'incorporated': 'US' }", i);
        tree_edit(it.catalog, "/firms/-", text);
        snprintf(text, sizeof text,
                 "{ 'id': 'm%d-chip', 'firm': 'm%d', 'slot': 'chips', 'lead_weeks': 1,"
                 "  'units': { 'min': 1, 'max': %d }, 'price': { 'fixed': %d, 'per_unit': %d },"
                 "  'provides': { 'kw': %d },"
                 "  'us_content': { 'made': 0.%02d, 'made_low': 0.%02d, 'value_added': 0.%02d } }",
                 i, i, dice_from(d, 1, 3), dice_from(d, 0, 2), dice_from(d, 2, 5),
                 dice_from(d, 1, 3), made, low, dice_from(d, 0, 99));
        tree_edit(it.catalog, "/offerings/-", text);
    }
    tree_edit(it.catalog, "/offerings/1", NULL);
    tree_edit(it.catalog, "/offerings/1", NULL);
    tree_edit(it.catalog, "/offerings/1", NULL);
    if (dice_chance(d, 30)) {
        tree_edit(it.rules, "/content/method", "'value_added'");
    }
    return it;
}

static seeded seeded_share(uint64_t seed) {
    seeded s = {.dice = dice_new(seed * 31 + 7)};
    s.it = seed % 2 == 0 ? instance_new(seed) : market_new(&s.dice);
    s.fact = dice_chance(&s.dice, 60) ? "us_content.made" : DICE_PICK(&s.dice, share_facts);
    take_out_facts(&s);
    if (dice_chance(&s.dice, 50) && strcmp(s.fact, "us_content.made") == 0) {
        drop_shares(&s, "made_low");
    }
    draw_share(&s);
    loosen(&s);
    set_content(&s);
    return s;
}

static bool is_same_conclusion(const cst_outcome *a, const cst_outcome *b) {
    bool same = a->found == b->found && a->package.content.met == b->package.content.met &&
                a->package.n_members == b->package.n_members;
    for (size_t i = 0; same && i < a->package.n_members; i++) {
        same = strcmp(a->package.members[i].firm, b->package.members[i].firm) == 0;
    }
    return same;
}

/* Neighbours differ, and together they are all values. */
static void check_row_of_ranges(const cst_sensitivity *it) {
    int next = it->least_bp;
    for (size_t i = 0; i < it->n_ranges; i++) {
        assert_int_equal(it->ranges[i].low_bp, next);
        assert_true(it->ranges[i].high_bp >= next);
        assert_true(i == 0 || it->ranges[i].outcome.status == CST_STATUS_LIMIT ||
                    !is_same_conclusion(&it->ranges[i].outcome, &it->ranges[i - 1].outcome));
        next = it->ranges[i].high_bp + 1;
    }
    assert_int_equal(next, it->most_bp + 1);
}

static void check_share_at(const seeded *s, const cst_sensitivity *it, int bp) {
    for (size_t i = 0; i < it->n_ranges; i++) {
        if (bp >= it->ranges[i].low_bp && bp <= it->ranges[i].high_bp) {
            json_t *value = tree_decimal(bp, CST__BP);
            check_value(s, value, &it->ranges[i], bp);
            json_decref(value);
        }
    }
}

/* How often there was something to see: a test that always sees one range sees nothing. */
static size_t n_flips, n_without;

static void check_shares(const seeded *s, const cst_sensitivity *it) {
    check_row_of_ranges(it);
    n_flips += it->n_ranges - 1;
    for (size_t i = 0; i < it->n_ranges; i++) {
        n_without += !it->ranges[i].outcome.found;
        check_share_at(s, it, it->ranges[i].low_bp);
        check_share_at(s, it, it->ranges[i].at_bp);
        check_share_at(s, it, it->ranges[i].high_bp);
    }
    for (int bp = it->least_bp; bp <= it->most_bp; bp += STEP) {
        check_share_at(s, it, bp);
    }
}

static void test_shares(void **state) {
    (void)state;
    n_flips = n_without = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        seeded s = seeded_share(seed);
        if (is_small_enough(&s)) {
            tender t = tender_at(&s, s.value);
            cst_explanation *explanation = explain_twice(&t);
            assert_int_equal(explanation->n_assumptions, 1);
            check_flags(&explanation->assumptions[0]);
            check_shares(&s, &explanation->assumptions[0]);
            cst_explanation_free(explanation);
            tender_clear(&t);
        }
        clear(&s);
    }
    print_message("# %zu flips, %zu ranges without a package\n", n_flips, n_without);
    assert_true(n_flips >= SEEDS / 10);
}

/* ---------------------------------------------------------------- seeded values */

static json_t *draw_value(seeded *s) {
    static const char *const countries[] = {"CN", "TW", "RU", "US", "DE", "KE"};
    static const char *const numbers[] = {"EAR99", "3A090", "4A090.a", "5D002", "3A001.z"};
    static const char *const sizes[] = {"small", "large", "medium"};
    const char *country = DICE_PICK(&s->dice, countries);
    if (strcmp(s->fact, "eccn") == 0) {
        return json_string(DICE_PICK(&s->dice, numbers));
    }
    if (strcmp(s->fact, "size") == 0) {
        return json_string(DICE_PICK(&s->dice, sizes));
    }
    bool is_list = strcmp(s->fact, "hosted_in") == 0 || strcmp(s->fact, "lineage") == 0;
    return is_list ? tree_list(country, DICE_PICK(&s->dice, countries)) : json_string(country);
}

static void set_all(seeded *s, const char *list, const char *facts) {
    size_t i;
    json_t *object;
    json_array_foreach(json_object_get(s->it.catalog, list), i, object) {
        json_t *known = tree_of(facts);
        json_object_update(object, known);
        json_decref(known);
    }
}

/* A market in which rules and tender ask for the fact. */
static void ask_for_fact(seeded *s) {
    static const char *const places[] = {"'east'", "'CN'", "[ 'US', 'KE' ]", "[ 'DE', 'CN' ]"};
    static const char *const verdicts[] = {"refuse", "refuse", "warn"};
    static const char *const numbers[] = {"[ '3A' ]", "[ '3A090', '5D' ]", "[ '5', '4A' ]"};
    static const char *const states[] = {"blocked", "licence", "none"};
    bool is_test = strcmp(s->fact, "eccn") != 0 && strcmp(s->fact, "hosted_in") != 0 &&
                   strcmp(s->fact, "size") != 0;
    set_all(s, "firms",
            "{ 'incorporated': 'US', 'principal_place': 'US', 'size': 'large',"
            "  'parent': { 'country': 'US' } }");
    set_all(s, "offerings",
            "{ 'maker_country': 'US', 'eccn': 'EAR99', 'hosted_in': [ 'KE' ], 'weights': 'open',"
            "  'weights_origin': 'US', 'lineage': [ 'FR' ] }");
    for (int i = 0; i < 2; i++) {
        char text[200];
        snprintf(text, sizeof text, "{ 'id': 'J%d', 'test': '%s', 'in': %s, 'verdict': '%s' }", i,
                 s->fact, DICE_PICK(&s->dice, places), DICE_PICK(&s->dice, verdicts));
        if (is_test) {
            tree_edit(s->it.rules, "/jurisdiction/-", text);
        }
        snprintf(text, sizeof text, "{ 'id': 'X%d', 'eccn': %s, 'status': '%s' }", i,
                 DICE_PICK(&s->dice, numbers), DICE_PICK(&s->dice, states));
        tree_edit(s->it.rules, "/export/-", text);
    }
    tree_edit(s->it.opportunity, "/residency", "{ 'in': [ 'KE' ], 'slots': [ 'chips' ] }");
    bool is_size = strcmp(s->fact, "size") == 0;
    if (is_size || (strcmp(s->fact, "incorporated") == 0 && dice_chance(&s->dice, 60))) {
        tree_edit(s->it.opportunity, "/consortium",
                  is_size ? "{ 'small_share': 0.3 }" : "{ 'local_share': 0.1 }");
    }
    if (dice_chance(&s->dice, 30)) {
        tree_put_text(s->it.rules, "unknown", "warn");
    }
}

static seeded seeded_value(uint64_t seed) {
    seeded s = {.dice = dice_new(seed * 37 + 11)};
    int k = dice_from(&s.dice, 0, (int)(sizeof value_facts / sizeof *value_facts) - 1);
    s.it = seed % 2 == 0 ? instance_new(seed) : market_new(&s.dice);
    s.fact = value_facts[k];
    s.of_firms = k >= 5;
    if (seed % 2 != 0) {
        ask_for_fact(&s);
    }
    take_out_facts(&s);
    if (seed % 2 == 0) {
        loosen(&s);
    }
    s.value = draw_value(&s);
    return s;
}

/* The value of a range as a file has it; NULL: the fact stays unknown. */
static json_t *value_of(const seeded *s, const cst_value_range *range) {
    if (range->value == NULL) {
        return NULL;
    }
    bool is_list = strcmp(s->fact, "hosted_in") == 0 || strcmp(s->fact, "lineage") == 0;
    if (range->assumed) {
        return json_incref(s->value);
    }
    if (is_list && *range->value != '\0') {
        json_t *list = json_array();
        char *text = strdup(range->value);
        for (char *name = strtok(text, ", "); name != NULL; name = strtok(NULL, ", ")) {
            json_array_append_new(list, json_string(name));
        }
        free(text);
        return list;
    }
    return is_list ? json_array() : json_string(range->value);
}

/* A number that begins with a prefix that a row names may be no whole one. */
static bool can_be_written(const seeded *s, const cst_value_range *range) {
    return strcmp(s->fact, "eccn") != 0 || range->value == NULL || strlen(range->value) >= 5;
}

/* Every country stands in one class, and some are tried. */
static void check_countries(seeded *s, const cst_sensitivity *it) {
    size_t n = 0;
    for (size_t i = 0; i < it->n_ranges; i++) {
        const cst_value_range *range = &it->ranges[i];
        n += range->n_countries;
        for (size_t k = 0; k < range->n_countries; k += 1 + range->n_countries / 3) {
            json_t *value = json_string(range->countries[k]);
            check_value(s, value, range, -1);
            json_decref(value);
        }
    }
    assert_true(n == 0 || n == 249);
}

static void check_values(seeded *s, const cst_sensitivity *it) {
    for (size_t i = 0; i < it->n_ranges; i++) {
        const cst_value_range *range = &it->ranges[i];
        if (can_be_written(s, range)) {
            json_t *value = value_of(s, range);
            check_value(s, value, range, -1);
            json_decref(value);
        }
        n_flips += !range->same;
        n_without += !range->outcome.found;
    }
    if (it->idle) { /* so nothing else makes a difference, and the unknown neither */
        check_value(s, NULL, &it->ranges[0], -1);
    }
    check_countries(s, it);
}

static void test_values(void **state) {
    (void)state;
    n_flips = n_without = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        seeded s = seeded_value(seed);
        if (is_small_enough(&s)) {
            tender t = tender_at(&s, s.value);
            cst_explanation *explanation = explain_twice(&t);
            assert_int_equal(explanation->n_assumptions, 1);
            check_flags(&explanation->assumptions[0]);
            check_values(&s, &explanation->assumptions[0]);
            cst_explanation_free(explanation);
            tender_clear(&t);
        }
        clear(&s);
    }
    print_message("# %zu flips, %zu ranges without a package\n", n_flips, n_without);
    assert_true(n_flips >= SEEDS / 3);
}

/* ---------------------------------------------------------------- what is asked, and limits */

static void nothing_without_assumptions(void **state) {
    (void)state;
    instance it = {tree_of(rules_text), tree_of(catalog_text), tree_of(opportunity_text)};
    tender t = {0};
    assert_true(tender_read(&it, &t, NULL));
    cst_explanation *explanation = explain(&t, 1);
    assert_int_equal(explanation->n_assumptions, 0);
    cst_explanation_free(explanation);
    tender_clear(&t);
    instance_clear(&it);
}

static void stopped_at_once(void **state) {
    (void)state;
    static const int stop = 1;
    instance it = {tree_of(rules_text), tree_of(catalog_text), tree_of(opportunity_text)};
    json_t *assumed = tree_of(assumptions_text);
    tree_edit(it.opportunity, "/content", "{ 'mode': 'require' }");
    tree_edit(assumed, "/assume/-",
              "{ 'id': 'A', 'match': { 'slot': 'chips' }, 'set': { 'us_content.made': 0.5,"
              "'maker_country': 'US' } }");
    tree_edit(it.rules, "/jurisdiction/-",
              "{ 'id': 'J', 'test': 'maker_country', 'in': 'CN', 'verdict': 'refuse',"
              "  'layers': [ 'iron' ] }");
    tender t = {0};
    read_tender(&it, assumed, &t);
    cst_settings settings = cst_settings_default();
    cst_questions questions = {.assumptions = true};
    cst_explanation *explanation = NULL;
    settings.stop = &stop;
    assert_int_equal(
        cst_explain(t.rules, t.catalog, t.opportunity, &settings, &questions, &explanation),
        CST_E_OK);
    assert_false(explanation->complete);
    assert_int_equal(explanation->n_assumptions, 2);
    check_row_of_ranges(&explanation->assumptions[0]);
    assert_int_equal(explanation->assumptions[1].n_ranges, 3);
    cst_explanation_free(explanation);
    tender_clear(&t);
    json_decref(assumed);
    instance_clear(&it);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_without_assumptions),
        cmocka_unit_test(stopped_at_once),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_values),
    };
    return TEST_ROWS("assumed_ranges: by hand", rows, test_row) +
           cmocka_run_group_tests_name("assumed_ranges", tests, NULL, NULL);
}
