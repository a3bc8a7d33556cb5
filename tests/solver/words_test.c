/*
 * words_test.c - offerings found by words, and proposals for a tender's text: likeness against
 * figures worked out apart, words that mean the same although they never meet, laws, bad input.
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
#include "tests/support.h"
#include "tests/tree.h"

/* ---------------------------------------------------------------- worlds */

static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'r', 'layers': [ { 'id': 'l', 'slots': [ 'models', "
    "'data', 'data-center', 'tool' ] } ] }";

#define HEAD "{ 'format': 'consort-catalog/1', 'firms': [ { 'id': 'f1' }, { 'id': 'f2' } ],"
#define TOOL "'firm': 'f1', 'slot': 'tool', 'lead_weeks': 1, "

static const char three_text[] = HEAD "'offerings': [ { 'id': 'a', " TOOL
                                      "'name': 'ruby apple' },"
                                      "               { 'id': 'b', " TOOL
                                      "'name': 'Ruby, ruby: brick.' },"
                                      "               { 'id': 'c', " TOOL "'name': 'green' } ] }";

/* Clinics and hospitals have patients, and never meet; farms have a harvest. */
static const char company_text[] =
    HEAD "'offerings': [ { 'id': 'clinic-1', " TOOL
         "'name': 'Clinic patient nurse' },"
         "               { 'id': 'clinic-2', " TOOL
         "'name': 'Clinic nurse ward' },"
         "               { 'id': 'clinic-3', " TOOL
         "'name': 'Patient ward clinic' },"
         "               { 'id': 'hospital-1', " TOOL
         "'name': 'Hospital patient ward' },"
         "               { 'id': 'hospital-2', " TOOL
         "'name': 'Hospital nurse ward' },"
         "               { 'id': 'hospital-3', " TOOL
         "'name': 'Hospital patient nurse' },"
         "               { 'id': 'farm-1', " TOOL
         "'name': 'Farm harvest tractor' },"
         "               { 'id': 'farm-2', " TOOL
         "'name': 'Farm tractor field' },"
         "               { 'id': 'farm-3', " TOOL "'name': 'Field harvest farm' } ] }";

static const char stack_text[] =
    "{ 'format': 'consort-catalog/1', 'firms': [ { 'id': 'acme' }, { 'id': 'birch' }, { 'id': "
    "'cedar' } ], 'offerings': ["
    "  { 'id': 'm1', 'firm': 'acme', 'slot': 'models', 'lead_weeks': 1, 'name': 'Small model',"
    "    'capabilities': [ 'weights:open', 'modal:speech', 'lang:sw' ],"
    "    'ratings': { 'safety': 0.5, 'multilingual': 0.5 } },"
    "  { 'id': 'm2', 'firm': 'birch', 'slot': 'models', 'lead_weeks': 1, 'name': 'Large model',"
    "    'capabilities': [ 'lang:sw', 'api:chat' ], 'ratings': { 'safety': 0.5 } },"
    "  { 'id': 'm3', 'firm': 'cedar', 'slot': 'models', 'lead_weeks': 1, 'name': 'Old model',"
    "    'capabilities': [ 'lang:en', 'api:chat' ] },"
    "  { 'id': 'd1', 'firm': 'acme', 'slot': 'data', 'lead_weeks': 1,"
    "    'capabilities': [ 'function:corpora', 'lang:sw' ] },"
    "  { 'id': 'd2', 'firm': 'birch', 'slot': 'data', 'lead_weeks': 1,"
    "    'capabilities': [ 'function:pipeline', 'function:weights', 'os:open' ] },"
    "  { 'id': 'c1', 'firm': 'cedar', 'slot': 'data-center', 'lead_weeks': 1,"
    "    'capabilities': [ 'cooling:liquid-loop', 'backup' ] },"
    "  { 'id': 'c2', 'firm': 'acme', 'slot': 'data-center', 'lead_weeks': 1,"
    "    'capabilities': [ 'cooling:air' ] } ] }";

static const char tender_text[] =
    "{ 'format': 'consort-opportunity/1', 'id': 'o', 'buyer': { 'country': 'KE' }, 'demand': {},"
    "  'slots': { 'models': { 'some_has': [ 'lang:sw' ], 'wants': { 'safety': 2 } } },"
    "  'consortium': { 'exclude': [ 'm3' ] } }";

/* Rules, a catalog and its index; to be freed. */
typedef struct world {
    cst_rules *rules;
    cst_catalog *catalog;
    cst_words *words;
} world;

static world world_of(const char *text) {
    world w = {test_rules(rules_text), NULL, NULL};
    w.catalog = test_catalog(text, w.rules);
    assert_int_equal(cst_words_new(w.catalog, &w.words), CST_E_OK);
    return w;
}

static void world_free(world *w) {
    cst_words_free(w->words);
    cst_catalog_free(w->catalog);
    cst_rules_free(w->rules);
}

static cst_likenesses *like(const world *w, const char *text) {
    cst_likenesses *found = NULL;
    assert_int_equal(
        cst_words_like(w->words, text, strlen(text), "query", NULL, 1000, &found, NULL), CST_E_OK);
    return found;
}

static cst_proposal *propose(const world *w, const char *text, const cst_opportunity *opportunity) {
    cst_proposal *proposal = NULL;
    assert_int_equal(
        cst_words_propose(w->words, text, strlen(text), "tender", opportunity, &proposal, NULL),
        CST_E_OK);
    return proposal;
}

/* ---------------------------------------------------------------- by words, by hand */

/*
 * Of three offerings, each of slot "tool" (2) and firm "f1" (1): ruby 3 and apple 3; ruby 6 and
 * brick 3; green 3. A word that counts c and is in d of them weighs (1 + ln c) ln(4 / d). So the
 * first is ruby 1.4547, apple 2.9092, tool 0.4871, f1 0.2877, of length 3.3013.
 */
typedef struct hand_row {
    const char *name; /* the query */
    int a, b, c;      /* basis points; 0: not listed by its words */
} hand_row;

static const hand_row hand_rows[] = {
    {"ruby", 4406, 5467, 0},    {"RUBY apple", 9852, 2445, 0}, {"brick ruby brick", 1248, 9431, 0},
    {"tool", 1475, 1376, 1643}, {"nothing of it", 0, 0, 0},    {"", 0, 0, 0},
};

static int words_of(const cst_likenesses *found, const char *id) {
    for (size_t i = 0; i < found->n_items; i++) {
        if (strcmp(found->items[i].offering, id) == 0) {
            return found->items[i].words_bp;
        }
    }
    return 0;
}

static void weighs_words(void **state) {
    const hand_row *row = *state;
    world w = world_of(three_text);
    cst_likenesses *found = like(&w, row->name);
    assert_int_equal(words_of(found, "a"), row->a);
    assert_int_equal(words_of(found, "b"), row->b);
    assert_int_equal(words_of(found, "c"), row->c);
    cst_likenesses_free(found);
    world_free(&w);
}

/* ---------------------------------------------------------------- by meaning */

static void finds_the_same_company(void **state) {
    (void)state;
    world w = world_of(company_text);
    cst_likenesses *found = like(&w, "hospital");
    size_t n_clinics = 0;
    for (size_t i = 0; i < found->n_items; i++) {
        const cst_likeness *it = &found->items[i];
        assert_null(strstr(it->offering, "farm"));
        if (strstr(it->offering, "clinic") != NULL) {
            n_clinics++;
            assert_int_equal(it->words_bp, 0);
            assert_int_equal(it->n_matches, 0);
            assert_true(it->meaning_bp > 5000);
            assert_true(i >= 3);
        } else {
            assert_true(it->words_bp > 0);
            assert_string_equal(it->matches[0].word, "hospital");
        }
    }
    assert_int_equal(n_clinics, 3);
    assert_int_equal(found->n_alike, 6);
    cst_likenesses_free(found);
    world_free(&w);
}

/* ---------------------------------------------------------------- what is said of words */

static char *joined(const char *const *words, size_t n) {
    static char text[500];
    text[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        strcat(text, i > 0 ? " " : "");
        strcat(text, words[i]);
    }
    return text;
}

/* Twenty offerings, of which all but two have the word "shared" and two the word "rare"; "with" is
 * a little word, "LAW" is none. */
static char *many_text(void) {
    char *text = calloc(1, 8000);
    assert_non_null(text);
    strcat(text, HEAD "'offerings': [");
    for (int i = 0; i < 20; i++) {
        sprintf(text + strlen(text), "%s{ 'id': 'o%02d', " TOOL "'name': '%s %s words%d' }",
                i > 0 ? "," : "", i, i < 18 ? "shared" : "rare",
                i == 4   ? "of"
                : i == 5 ? "LAW"
                         : "thing",
                i);
    }
    strcat(text, "] }");
    return text;
}

static void says_what_is_common_and_unknown(void **state) {
    (void)state;
    char *text = many_text();
    world w = world_of(text);
    cst_likenesses *found = like(&w, "Shared zebra, rare ZEBRA on-the-moon");
    assert_string_equal(joined(found->common, found->n_common), "shared");
    assert_string_equal(joined(found->unknown, found->n_unknown), "zebra on the moon");
    assert_int_equal(found->items[0].words_bp, found->items[1].words_bp);
    assert_string_equal(found->items[0].offering, "o18"); /* ties by id */
    assert_string_equal(found->items[1].offering, "o19");
    assert_string_equal(joined(&found->items[0].matches[0].word, 1), "rare");
    cst_likenesses_free(found);
    found = like(&w, "shared");
    assert_int_equal(found->n_items, 0);
    cst_likenesses_free(found);
    world_free(&w);
    free(text);
}

static void little_words_weigh_little(void **state) {
    (void)state;
    char *text = many_text();
    world w = world_of(text);
    cst_likenesses *found = like(&w, "of law");
    assert_string_equal(found->items[0].offering, "o05");
    assert_true(words_of(found, "o05") > 4 * words_of(found, "o04"));
    assert_true(words_of(found, "o04") > 0);
    cst_likenesses_free(found);
    world_free(&w);
    free(text);
}

static void keeps_to_slot_and_most(void **state) {
    (void)state;
    world w = world_of(stack_text);
    cst_likenesses *found = NULL;
    assert_int_equal(cst_words_like(w.words, "lang:sw", 7, "q", "data", 5, &found, NULL), CST_E_OK);
    assert_true(found->n_items >= 1);
    assert_string_equal(found->items[0].offering, "d1");
    for (size_t i = 0; i < found->n_items; i++) {
        assert_string_equal(found->items[i].slot, "data");
    }
    cst_likenesses_free(found);
    assert_int_equal(cst_words_like(w.words, "lang:sw", 7, "q", NULL, 2, &found, NULL), CST_E_OK);
    assert_int_equal(found->n_items, 2);
    assert_true(found->n_alike > 2);
    cst_likenesses_free(found);
    assert_int_equal(cst_words_like(w.words, "x", 1, "q", "date", 2, &found, NULL), CST_E_SETTING);
    assert_null(found);
    world_free(&w);
}

/* ---------------------------------------------------------------- proposals */

typedef struct propose_row {
    const char *name; /* the text */
    const char *proposed;
} propose_row;

static const propose_row propose_rows[] = {
    {"", ""},
    {"zebras in the moonlight", ""},
    {"Open weights.", "models: every_has weights:open;"},
    {"Weights that are open.", "models: every_has weights:open;"},
    {"Weights.", "data: every_has function:weights;"},
    {"A loop of liquid air", "data-center: some_has cooling:air cooling:liquid-loop;"},
    {"An OPEN system.", "models: every_has weights:open; data: every_has os:open;"},
    {"lang:sw", "models: every_has lang:sw; data: every_has lang:sw;"},
    {"sw", ""},
    {"SWAHILI models, and in the data", "models: every_has lang:sw; data: every_has lang:sw;"},
    {"Swahili, lang:sw, swahili", "models: every_has lang:sw; data: every_has lang:sw;"},
    {"un mod\u00e8le anglais", "models: every_has lang:en;"},
    {"models in English and Swahili", "models: some_has lang:en lang:sw;"},
    {"The data must have lang:sw.", "data: every_has lang:sw;"},
    {"Data, then. It has lang:sw.", "models: every_has lang:sw; data: every_has lang:sw;"},
    {"corpora and pipelines", "data: some_has function:corpora function:pipeline;"},
    {"lang:sw and lang:en in models", "models: some_has lang:en lang:sw;"},
    {"speech, and to chat", "models: every_has api:chat; models: some_has modal:speech;"},
    {"speech. And speech again. To chat",
     "models: every_has modal:speech; models: some_has api:chat;"},
    {"speech and open weights", "models: every_has modal:speech weights:open;"},
    {"safe and multilingual", "models: wants multilingual safety;"},
    {"liquid", ""},
    {"a liquid in a loop", "data-center: every_has cooling:liquid-loop;"},
    {"liquid.\n\nloop", ""},
    {"cooling:liquid-loop", "data-center: every_has cooling:liquid-loop;"},
    {"Backups of the data center", "data-center: every_has backup;"},
};

/* "slot: key name name;" for each key of each slot. */
static char *written(const cst_proposal *proposal) {
    static char text[2000];
    text[0] = '\0';
    for (size_t i = 0; i < proposal->n_slots; i++) {
        const cst_slot_proposal *slot = &proposal->slots[i];
        for (size_t k = 0; k < slot->n_items; k++) {
            const cst_proposed *item = &slot->items[k];
            if (k == 0 || item[-1].asks != item->asks) {
                sprintf(text + strlen(text), "%s%s: %s", *text == '\0' ? "" : "; ", slot->slot,
                        cst_asks_id(item->asks));
            }
            sprintf(text + strlen(text), " %s%s", item->name, item->asked ? "!" : "");
        }
    }
    strcat(text, *text == '\0' ? "" : ";");
    return text;
}

static void proposes(void **state) {
    const propose_row *row = *state;
    world w = world_of(stack_text);
    cst_proposal *proposal = propose(&w, row->name, NULL);
    assert_string_equal(written(proposal), row->proposed);
    cst_proposal_free(proposal);
    world_free(&w);
}

static const char tender_words[] =
    "Terms.\n\nWe ask for models of\nspeech   in lang:sw. Safety "
    "first!\nAn api:chat would do.";

static cst_opportunity *opportunity_of(const world *w) {
    cst_opportunity *opportunity = NULL;
    char *text = test_quoted(tender_text);
    assert_int_equal(cst_opportunity_read(text, strlen(text), "o", w->rules, w->catalog, NULL,
                                          &opportunity, NULL),
                     CST_E_OK);
    free(text);
    return opportunity;
}

static void proposes_beside_an_opportunity(void **state) {
    (void)state;
    world w = world_of(stack_text);
    cst_opportunity *opportunity = opportunity_of(&w);
    cst_proposal *p = propose(&w, tender_words, opportunity);
    assert_string_equal(p->opportunity, "o");
    assert_string_equal(written(p),
                        "models: every_has api:chat; models: some_has lang:sw! "
                        "modal:speech; models: wants safety!;");
    const cst_slot_proposal *models = &p->slots[0];
    assert_int_equal(models->n_offerings, 3);
    assert_int_equal(models->n_open, 2);
    assert_int_equal(models->n_remain, 1);
    assert_int_equal(models->items[0].n_have, 2);
    assert_int_equal(models->items[0].n_remain, 1);
    const cst_mention *speech = &models->items[2].mentions[0];
    assert_string_equal(speech->word, "speech");
    assert_string_equal(p->sentences[speech->sentence].text,
                        "We ask for models of speech in lang:sw.");
    assert_int_equal(p->sentences[speech->sentence].line, 3);
    assert_int_equal(p->sentences[speech->sentence].column, 1);
    assert_int_equal(p->n_sentences, 3);
    cst_proposal_free(p);
    cst_opportunity_free(opportunity);
    world_free(&w);
}

static void says_how_words_mean_a_tag(void **state) {
    (void)state;
    json_t *tree = tree_of(company_text);
    for (size_t i = 0; i < 9; i++) {
        char pointer[40];
        sprintf(pointer, "/offerings/%zu/capabilities", i);
        tree_edit(tree, pointer,
                  i < 3   ? "[ 'sector:medicine' ]"
                  : i < 6 ? "[]"
                          : "[ 'sector:rural' ]");
    }
    tree_edit(tree, "/offerings/1/firm", "'f2'");
    tree_edit(tree, "/offerings/7/firm", "'f2'");
    char *text = tree_text(tree);
    world w = world_of(text);
    cst_proposal *p = propose(&w, "A clinic. The clinic and its nurses. Nothing. A tractor!", NULL);
    assert_string_equal(written(p), "tool: some_has sector:medicine sector:rural;");
    const cst_proposed *medicine = &p->slots[0].items[0];
    assert_int_equal(medicine->n_sentences, 2);
    assert_int_equal(medicine->n_mentions, 2);
    assert_true(medicine->mentions[0].by_meaning);
    assert_string_equal(medicine->mentions[0].of, "clinic");
    assert_int_equal(medicine->mentions[0].n_with, 3);
    assert_int_equal(medicine->mentions[0].n_both, 3);
    cst_proposal_free(p);
    world_free(&w);
    free(text);
    json_decref(tree);
}

static void keeps_five_sentences(void **state) {
    (void)state;
    world w = world_of(stack_text);
    char text[200] = "";
    for (int i = 0; i < 9; i++) {
        strcat(text, "Speech here. ");
    }
    cst_proposal *p = propose(&w, text, NULL);
    assert_int_equal(p->slots[0].items[0].n_sentences, 9);
    assert_int_equal(p->slots[0].items[0].n_mentions, 5);
    assert_int_equal(p->n_sentences, 5);
    cst_proposal_free(p);
    world_free(&w);
}

/* ---------------------------------------------------------------- written down */

static char *found_json(const world *w, const char *text) {
    cst_likenesses *found = like(w, text);
    char *json = NULL;
    size_t size = 0;
    assert_int_equal(cst_likenesses_to_json(found, &json, &size), CST_E_OK);
    assert_int_equal(strlen(json), size);
    cst_likenesses_free(found);
    return json;
}

static char *proposed_json(const world *w, const char *text, const cst_opportunity *opportunity) {
    cst_proposal *proposal = propose(w, text, opportunity);
    char *json = NULL;
    size_t size = 0;
    assert_int_equal(cst_proposal_to_json(proposal, &json, &size), CST_E_OK);
    assert_int_equal(strlen(json), size);
    cst_proposal_free(proposal);
    return json;
}

static void writes(void **state) {
    (void)state;
    world w = world_of(stack_text);
    cst_opportunity *opportunity = opportunity_of(&w);
    char *text = found_json(&w, "Models for speech, and a zebra");
    test_expect_file("tests/solver/data/likeness.json", text);
    free(text);
    text = proposed_json(&w, tender_words, opportunity);
    test_expect_file("tests/solver/data/proposal.json", text);
    free(text);
    cst_opportunity_free(opportunity);
    world_free(&w);
}

/* What is proposed for a tender can be copied into one. */
static void proposes_what_can_be_asked(void **state) {
    (void)state;
    world w = world_of(stack_text);
    char *text = proposed_json(&w, tender_words, NULL);
    json_t *proposal = json_loads(text, 0, NULL);
    char *quoted = test_quoted(tender_text);
    json_t *tree = json_loads(quoted, 0, NULL);
    assert_int_equal(json_object_set(tree, "slots", json_object_get(proposal, "slots")), 0);
    char *merged = tree_text(tree);
    cst_opportunity *opportunity = NULL;
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_error error = cst_opportunity_read(merged, strlen(merged), "o", w.rules, w.catalog, NULL,
                                           &opportunity, faults);
    test_expect_faults(faults, error, "");
    assert_non_null(strstr(merged, "modal:speech"));
    cst_diagnostics_free(faults);
    cst_opportunity_free(opportunity);
    json_decref(tree);
    json_decref(proposal);
    free(merged);
    free(quoted);
    free(text);
    world_free(&w);
}

/* ---------------------------------------------------------------- laws on the reference catalog */

static world reference(uint64_t seed) {
    size_t size = 0;
    world w = {NULL, NULL, NULL};
    char *text = test_file("scenarios/reference/catalog.json", &size);
    if (seed > 0) {
        json_t *tree = json_loadb(text, size, 0, NULL);
        json_t *other = tree_shuffled(tree, seed);
        free(text);
        text = tree_text(other);
        size = strlen(text);
        json_decref(tree);
        json_decref(other);
    }
    assert_int_equal(cst_rules_default(&w.rules), CST_E_OK);
    assert_int_equal(cst_catalog_read(text, size, "catalog", w.rules, NULL, &w.catalog, NULL),
                     CST_E_OK);
    assert_int_equal(cst_words_new(w.catalog, &w.words), CST_E_OK);
    free(text);
    return w;
}

static const char query[] = "arabic speech models for health, on premises";
static const char long_text[] =
    "Swahili speech for community health workers, with open weights and liquid cooling.\n"
    "The buyer holds its encryption keys. Corpora and labelling shall be offered.";

static void same_for_any_order(void **state) {
    (void)state;
    world one = reference(0);
    world other = reference(7);
    char *a = found_json(&one, query);
    char *b = found_json(&other, query);
    assert_string_equal(a, b);
    free(a);
    free(b);
    a = proposed_json(&one, long_text, NULL);
    b = proposed_json(&other, long_text, NULL);
    assert_string_equal(a, b);
    free(a);
    free(b);
    world_free(&one);
    world_free(&other);
}

/* An offering is most like its own text: by words it is 1 there, and nothing is likelier. */
static void is_most_like_itself(void **state) {
    (void)state;
    world w = world_of(company_text);
    cst_likenesses *found = like(&w,
                                 "Clinic nurse ward, clinic nurse ward, clinic nurse ward, "
                                 "tool tool f1 ");
    assert_string_equal(found->items[0].offering, "clinic-2");
    assert_int_equal(found->items[0].words_bp, 10000);
    assert_int_equal(found->items[0].meaning_bp, 10000);
    assert_true(found->items[1].words_bp < 10000);
    cst_likenesses_free(found);
    world_free(&w);
}

static void case_and_accents_change_nothing(void **state) {
    (void)state;
    world w = reference(0);
    char *a = found_json(&w, "speech models health");
    char *b = found_json(&w, "  SPE\u00c9CH; m\u00f6dels -- H\uff25ALTH!");
    assert_string_equal(a, b);
    free(a);
    free(b);
    world_free(&w);
}

/* ---------------------------------------------------------------- bad input */

static void tells_what_is_no_text(void **state) {
    (void)state;
    world w = world_of(three_text);
    static const char bad[] = "one\ntw\xff";
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_likenesses *found = NULL;
    cst_proposal *proposal = NULL;
    cst_error error = cst_words_like(w.words, bad, strlen(bad), "bad.txt", NULL, 5, &found, faults);
    test_expect_faults(faults, error, "2:3 : the text is not UTF-8 from here\n");
    assert_string_equal(cst_diagnostics_get(faults, 0)->file, "bad.txt");
    assert_null(found);
    error = cst_words_propose(w.words, bad, strlen(bad), "bad.txt", NULL, &proposal, NULL);
    assert_int_equal(error, CST_E_INPUT);
    assert_null(proposal);
    cst_diagnostics_free(faults);
    world_free(&w);
}

static void limits_the_text(void **state) {
    (void)state;
    world w = world_of(three_text);
    size_t size = CST_WORDS_MAX_BYTES + 1;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, ' ', size);
    memcpy(text, "green", 5);
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_likenesses *found = NULL;
    cst_error error = cst_words_like(w.words, text, size, "q", NULL, 5, &found, faults);
    test_expect_faults(faults, error,
                       "1:1 : the text is longer than 16 MiB, the most that is looked at\n");
    assert_int_equal(cst_words_like(w.words, text, size - 1, "q", NULL, 5, &found, NULL), CST_E_OK);
    assert_string_equal(found->items[0].offering, "c");
    cst_likenesses_free(found);
    cst_diagnostics_free(faults);
    free(text);
    world_free(&w);
}

/* A NUL, a text of one word a thousand times over, an index of nothing. */
static void takes_odd_texts(void **state) {
    (void)state;
    static const char odd[] = "gre\0green\x1b[31m";
    world w = world_of(three_text);
    cst_likenesses *found = NULL;
    assert_int_equal(cst_words_like(w.words, odd, sizeof odd - 1, "q", NULL, 5, &found, NULL),
                     CST_E_OK);
    assert_string_equal(found->items[0].offering, "c");
    cst_likenesses_free(found);
    world_free(&w);
    w = world_of("{ 'format': 'consort-catalog/1', 'firms': [], 'offerings': [] }");
    found = like(&w, "anything");
    assert_int_equal(found->n_items, 0);
    assert_int_equal(found->n_unknown, 1);
    cst_likenesses_free(found);
    cst_proposal *proposal = propose(&w, "anything", NULL);
    assert_int_equal(proposal->n_slots, 0);
    cst_proposal_free(proposal);
    world_free(&w);
    cst_words_free(NULL);
    cst_likenesses_free(NULL);
    cst_proposal_free(NULL);
}

static void refuses_a_stranger(void **state) {
    (void)state;
    world one = world_of(stack_text);
    world other = world_of(stack_text);
    cst_opportunity *opportunity = opportunity_of(&other);
    cst_proposal *proposal = NULL;
    assert_int_equal(cst_words_propose(one.words, "x", 1, "t", opportunity, &proposal, NULL),
                     CST_E_SETTING);
    assert_null(proposal);
    cst_opportunity_free(opportunity);
    world_free(&one);
    world_free(&other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_same_company),
        cmocka_unit_test(says_what_is_common_and_unknown),
        cmocka_unit_test(little_words_weigh_little),
        cmocka_unit_test(keeps_to_slot_and_most),
        cmocka_unit_test(proposes_beside_an_opportunity),
        cmocka_unit_test(says_how_words_mean_a_tag),
        cmocka_unit_test(keeps_five_sentences),
        cmocka_unit_test(writes),
        cmocka_unit_test(proposes_what_can_be_asked),
        cmocka_unit_test(same_for_any_order),
        cmocka_unit_test(is_most_like_itself),
        cmocka_unit_test(case_and_accents_change_nothing),
        cmocka_unit_test(tells_what_is_no_text),
        cmocka_unit_test(limits_the_text),
        cmocka_unit_test(takes_odd_texts),
        cmocka_unit_test(refuses_a_stranger),
    };
    return TEST_ROWS("likeness by words", hand_rows, weighs_words) +
           TEST_ROWS("proposals", propose_rows, proposes) +
           cmocka_run_group_tests_name("finding by words", tests, NULL, NULL);
}
