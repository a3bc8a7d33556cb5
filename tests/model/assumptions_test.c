/*
 * assumptions_test.c - assumptions: every fault that a file of them can have, by itself and beside
 * a catalog, and what becomes of the catalog.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/model.h"
#include "tests/support.h"

static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'r', 'groups': { 'west': [ 'US', 'CA' ], 'A:5': 'DE' },"
    "  'layers': [ { 'id': 'hardware', 'slots': [ 'chips', 'servers' ] },"
    "              { 'id': 'models', 'slots': [ 'models' ] } ], 'required_slots': [ 'audit' ] }";

static const char catalog_text[] =
    "{ 'format': 'consort-catalog/1',"
    "  'firms': [ { 'id': 'acme', 'incorporated': 'US', 'size': 'large' },"
    "             { 'id': 'bolt', 'parent': { 'country': 'DE' } }, { 'id': 'idle' } ],"
    "  'offerings': ["
    "    { 'id': 'acme-chip', 'firm': 'acme', 'slot': 'chips', 'lead_weeks': 1,"
    "      'delivery': 'hardware-sale', 'maker_country': 'TW', 'us_content': { 'made': 0.5 } },"
    "    { 'id': 'acme-model', 'firm': 'acme', 'slot': 'models', 'lead_weeks': 1,"
    "      'us_content': { 'made_low': 0.4 }, 'hosted_in': [] },"
    "    { 'id': 'bolt-audit', 'firm': 'bolt', 'slot': 'audit', 'lead_weeks': 1 },"
    "    { 'id': 'bolt-chip', 'firm': 'bolt', 'slot': 'chips', 'lead_weeks': 1,"
    "      'eccn': '4A090.a' } ] }";

/* ---------------------------------------------------------------- a file and its faults */

/* ' stands for ". The numbers are those of the lines. */
/* clang-format off */
static const char assumptions_text[] =
    /*  1 */ "{ 'format': 'consort-assumptions/1', 'id': 'test-set', 'note': 'n',\n"
    /*  2 */ "  'assume': [\n"
    /*  3 */ "    { 'id': 'A1', 'match': { 'slot': 'chips', 'maker_country': [ 'TW', 'A:5' ] },\n"
    /*  4 */ "      'set': { 'us_content.made': 0.3, 'us_content.made_low': 0.2 }, 'source': 's' },\n"
    /*  5 */ "    { 'id': 'A:2', 'match': { 'offering': 'acme-chip', 'firm': [ 'acme', 'bolt' ], 'layer': [ 'hardware' ],\n"
    /*  6 */ "        'delivery': 'hardware-sale', 'incorporated': 'west', 'eccn': [ '4A', 'EAR99' ],\n"
    /*  7 */ "        'principal_place': '*', 'parent': 'US', 'size': [ 'small', 'large' ] },\n"
    /*  8 */ "      'set': { 'us_content.value_added': 0.71, 'maker_country': 'TW', 'eccn': 'EAR99',\n"
    /*  9 */ "        'hosted_in': [ 'west', 'DE' ], 'weights_origin': 'FR', 'lineage': [],\n"
    /* 10 */ "        'incorporated': 'KE', 'principal_place': 'KE', 'parent': 'JP', 'size': 'medium' } } ] }\n";
/* clang-format on */

typedef struct row {
    const char *name;
    const char *from; /* stands once in the text */
    const char *to;
    const char *faults; /* "line:column pointer: message", one a line; "": the text is right */
} row;

static const row file_rows[] = {
    /* right */
    {"nothing wrong", "'test-set'", "'test.set'", ""},
    {"free keys of a row", "'source': 's'", "'source': null, 'note': 'n', 'x-more': [ 1 ]", ""},
    {"free keys of match and set", "'lineage': []", "'lineage': [], 'note': 'n', 'x-a': 1", ""},
    {"no list of rows", "'note': 'n',\n  'assume': [", "'x-rest': [",
     "1:1 : missing key 'assume'\n"},
    {"a row that asks nothing", "{ 'slot': 'chips', 'maker_country': [ 'TW', 'A:5' ] }", "{}", ""},
    {"a share that falls to itself", "'us_content.made_low': 0.2", "'us_content.made_low': 0.3",
     ""},
    /* the top */
    {"of another kind", "consort-assumptions/1", "consort-rules/1",
     "1:13 /format: expected 'consort-assumptions/1', found 'consort-rules/1'\n"},
    {"no id", "'id': 'test-set', ", "", "1:1 : missing key 'id'\n"},
    {"an id with a space", "'test-set'", "'test set'",
     "1:44 /id: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter or a digit, "
     "found 'test set'\n"},
    {"unknown key at the top", "'assume'", "'asume'",
     "2:3 /asume: unknown key 'asume': did you mean 'assume'?\n"},
    {"a note that is a number", "'note': 'n'", "'note': 5", "1:64 /note: expected text, found 5\n"},
    /* rows */
    {"a row that is a text", "'source': 's' },", "'source': 's' }, 'A3',",
     "4:87 /assume/1: expected an object, found 'A3'\n"},
    {"a row without id", "'id': 'A1', ", "", "3:5 /assume/0: missing key 'id'\n"},
    {"a row id with a space", "'A1'", "'A 1'",
     "3:13 /assume/0/id: expected a row id of up to 64 of A-Z a-z 0-9 : . _ - that begins with a "
     "letter or a digit, found 'A 1'\n"},
    {"two rows of one id", "'A:2'", "'A1'",
     "5:13 /assume/1/id: the id 'A1' is taken by /assume/0\n"},
    {"unknown key of a row", "'match': { 'slot'", "'mach': { 'slot'",
     "3:19 /assume/0/mach: unknown key 'mach': did you mean 'match'?\n"},
    {"no match", "'match': { 'slot': 'chips', 'maker_country': [ 'TW', 'A:5' ] },\n", "",
     "3:5 /assume/0: missing key 'match'\n"},
    {"no set", "'set': { 'us_content.made': 0.3, 'us_content.made_low': 0.2 }, 'source'",
     "'source'", "3:5 /assume/0: missing key 'set'\n"},
    {"match is a list", "{ 'slot': 'chips', 'maker_country': [ 'TW', 'A:5' ] }", "[]",
     "3:28 /assume/0/match: expected an object, found a list\n"},
    {"set is null", "{ 'us_content.made': 0.3, 'us_content.made_low': 0.2 }", "null",
     "4:14 /assume/0/set: expected an object, found null\n"},
    /* match */
    {"unknown key of a match", "'delivery'", "'delivry'",
     "6:9 /assume/1/match/delivry: unknown key 'delivry': did you mean 'delivery'?\n"},
    {"an unknown slot", "'slot': 'chips'", "'slot': 'chip'",
     "3:38 /assume/0/match/slot: the rules have no slot 'chip': did you mean 'chips'?\n"},
    {"an unknown layer", "[ 'hardware' ]", "[ 'hardwere' ]",
     "5:95 /assume/1/match/layer/0: the rules have no layer 'hardwere': did you mean "
     "'hardware'?\n"},
    {"a slot that is null", "'slot': 'chips'", "'slot': null",
     "3:38 /assume/0/match/slot: expected text or a list of texts, found null\n"},
    {"a firm that is a number", "[ 'acme', 'bolt' ]", "[ 'acme', 5 ]",
     "5:74 /assume/1/match/firm/1: expected text, found 5\n"},
    {"an offering in capitals", "'offering': 'acme-chip'", "'offering': 'Chip'",
     "5:43 /assume/1/match/offering: expected an id of up to 64 of a-z 0-9 . _ - that begins with "
     "a letter or a digit, found 'Chip'\n"},
    {"an unknown group", "[ 'TW', 'A:5' ]", "[ 'TW', 'A:6' ]",
     "3:72 /assume/0/match/maker_country/1: 'A:6' is neither a country code of ISO 3166-1 nor a "
     "group of the rules: did you mean 'A:5'?\n"},
    {"an unknown country", "'incorporated': 'west'", "'incorporated': 'Germany'",
     "6:54 /assume/1/match/incorporated: 'Germany' is neither a country code of ISO 3166-1 nor a "
     "group of the rules: did you mean 'DE'?\n"},
    {"a country that is null", "'principal_place': '*'", "'principal_place': null",
     "7:28 /assume/1/match/principal_place: expected a country code, a group or a list of them, "
     "found null\n"},
    {"an eccn with a space", "[ '4A', 'EAR99' ]", "[ '4A 0' ]",
     "6:72 /assume/1/match/eccn/0: expected the beginning of an export control number such as "
     "'4A090', found '4A 0'\n"},
    {"an unknown size", "[ 'small', 'large' ]", "[ 'small', 'huge' ]",
     "7:68 /assume/1/match/size/1: expected 'small', 'medium' or 'large', found 'huge'\n"},
    {"an empty delivery", "'hardware-sale'", "''",
     "6:21 /assume/1/match/delivery: expected text that is not empty, found ''\n"},
    /* set */
    {"nothing set", "{ 'us_content.made': 0.3, 'us_content.made_low': 0.2 }", "{ 'note': 'n' }",
     "4:14 /assume/0/set: a row sets at least one fact, such as 'us_content.made'\n"},
    {"unknown fact", "'us_content.value_added'", "'us_content.value_aded'",
     "8:16 /assume/1/set/us_content.value_aded: unknown key 'us_content.value_aded': did you mean "
     "'us_content.value_added'?\n"},
    {"a fact that can not be assumed", "'us_content.value_added': 0.71", "'owners': []",
     "8:16 /assume/1/set/owners: unknown key 'owners'\n"},
    {"a share in percent", "'us_content.made': 0.3", "'us_content.made': 30",
     "4:35 /assume/0/set/us_content.made: expected a share from 0 to 1, found 30\n"},
    {"a share that is null", "'us_content.made': 0.3", "'us_content.made': null",
     "4:35 /assume/0/set/us_content.made: expected a share from 0 to 1, found null\n"},
    {"a share that falls to more than it is", "'us_content.made_low': 0.2",
     "'us_content.made_low': 0.31",
     "4:63 /assume/0/set/us_content.made_low: made_low 0.31 is above made 0.3\n"},
    {"a group for a country", "'weights_origin': 'FR'", "'weights_origin': 'west'",
     "9:58 /assume/1/set/weights_origin: expected a country code of ISO 3166-1, found 'west'\n"},
    {"a country in lower case", "'incorporated': 'KE'", "'incorporated': 'ke'",
     "10:25 /assume/1/set/incorporated: expected a country code of ISO 3166-1, found 'ke': did "
     "you mean 'KE'?\n"},
    {"a parent with a name", "'parent': 'JP'", "'parent': { 'country': 'JP' }",
     "10:66 /assume/1/set/parent: expected a country code of ISO 3166-1, found an object\n"},
    {"an eccn that is none", "'eccn': 'EAR99'", "'eccn': '4A'",
     "8:79 /assume/1/set/eccn: expected an export control number such as '4A090' or '4A090.a', or "
     "'EAR99', found '4A'\n"},
    {"an eccn that is null", "'eccn': 'EAR99'", "'eccn': null",
     "8:79 /assume/1/set/eccn: expected text, found null\n"},
    {"unknown places", "[ 'west', 'DE' ]", "[ 'east', 'DE' ]",
     "9:24 /assume/1/set/hosted_in/0: 'east' is neither a country code of ISO 3166-1 nor a group "
     "of the rules\n"},
    {"a size that is none", "'size': 'medium'", "'size': 'unknown'",
     "10:80 /assume/1/set/size: expected 'small', 'medium' or 'large', found 'unknown'\n"},
    {"several at once", "'slot': 'chips', 'maker_country': [ 'TW', 'A:5' ] },\n      'set': {",
     "'slots': 'chips', 'size': 'big' },\n      'set': { 'eccn': 5,",
     "3:30 /assume/0/match/slots: unknown key 'slots': did you mean 'slot'?\n"
     "3:56 /assume/0/match/size: expected 'small', 'medium' or 'large', found 'big'\n"
     "4:24 /assume/0/set/eccn: expected text, found 5\n"},
};

static cst_error read_text(const char *text, const cst_rules *rules, cst_assumptions **assumptions,
                           cst_diagnostics *diagnostics) {
    return cst_assumptions_read(text, strlen(text), "assumptions", rules, NULL, assumptions,
                                diagnostics);
}

static void check_file_row(void **state) {
    const row *r = *state;
    char *text = test_change(assumptions_text, r->from, r->to);
    cst_rules *rules = test_rules(rules_text);
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_assumptions *assumptions = NULL;
    cst_error error = read_text(text, rules, &assumptions, diagnostics);
    test_expect_faults(diagnostics, error, r->faults);
    assert_int_equal(assumptions != NULL, error == CST_E_OK);
    cst_assumptions_free(assumptions);
    cst_diagnostics_free(diagnostics);
    cst_rules_free(rules);
    free(text);
}

/* ---------------------------------------------------------------- beside a catalog */

typedef struct world {
    cst_rules *rules;
    cst_catalog *catalog;
    cst_assumptions *assumptions;
    cst_diagnostics *diagnostics;
} world;

/* The catalog, and assumptions of these rows. */
static world world_of(const char *rows) {
    world w = {.rules = test_rules(rules_text), .diagnostics = cst_diagnostics_new(0)};
    w.catalog = test_catalog(catalog_text, w.rules);
    size_t size = strlen(rows) + 100;
    char *text = malloc(size);
    assert_non_null(text);
    snprintf(text, size, "{'format':'consort-assumptions/1','id':'set','assume':[\n%s\n]}", rows);
    char *quoted = test_quoted(text);
    cst_error error = read_text(quoted, w.rules, &w.assumptions, w.diagnostics);
    test_expect_faults(w.diagnostics, error, "");
    memset(quoted, '?', strlen(quoted)); /* the file is not needed any more */
    free(quoted);
    free(text);
    return w;
}

static void world_clear(world *w) {
    cst_assumptions_free(w->assumptions);
    cst_catalog_free(w->catalog);
    cst_rules_free(w->rules);
    cst_diagnostics_free(w->diagnostics);
}

static void add_filled(FILE *out, const char *id, const cst__filled *filled, size_t n) {
    for (size_t i = 0; i < n; i++) {
        assert_true(i == 0 || filled[i].fact > filled[i - 1].fact);
        fprintf(out, "%s.%s=%s by %s\n", id, cst__fact_ids[filled[i].fact], filled[i].value,
                filled[i].row);
    }
}

/* New text: what was filled, firms first. */
static char *all_filled(const cst_catalog *catalog) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (size_t i = 0; i < catalog->n_firms; i++) {
        const cst__firm *it = &catalog->firms[i];
        add_filled(out, it->id, it->filled, it->n_filled);
    }
    for (size_t i = 0; i < catalog->n_offerings; i++) {
        const cst__offering *it = &catalog->offerings[i];
        add_filled(out, it->id, it->filled, it->n_filled);
    }
    fclose(out);
    return text;
}

typedef struct case_row {
    const char *name;
    const char *rows;
    const char *faults; /* "": none */
    const char *filled;
} case_row;

#define R(id, match, set) "{'id':'" id "','match':{" match "},'set':{" set "}}"
#define MADE(share) "'us_content.made':" share
#define LOW(share) "'us_content.made_low':" share

static const case_row case_rows[] = {
    {"no rows", "", "", ""},
    {"a row of a slot", R("A", "'slot':'chips'", LOW("0.25")), "",
     "acme-chip.us_content.made_low=0.25 by A\n"
     "bolt-chip.us_content.made_low=0.25 by A\n"},
    {"a known fact stays", R("A", "'slot':'chips'", MADE("0.3")), "",
     "bolt-chip.us_content.made=0.3 by A\n"},
    {"an empty list is known", R("A", "'slot':'models'", "'hosted_in':'US'"), "", ""},
    {"an empty list is assumed", R("A", "'slot':'audit'", "'hosted_in':[]"), "",
     "bolt-audit.hosted_in= by A\n"},
    {"the first row that matches",
     R("A", "'slot':'audit'", MADE("0.1")) "," R("B", "'firm':'bolt'", MADE("0.2")), "",
     "bolt-audit.us_content.made=0.1 by A\n"
     "bolt-chip.us_content.made=0.2 by B\n"},
    {"a row that does not set the fact leaves it to the next",
     R("A", "", "'eccn':'EAR99'") "," R("B", "'slot':'audit'", MADE("0.2") ",'eccn':'4A090'"), "",
     "acme-chip.eccn=EAR99 by A\n"
     "acme-model.eccn=EAR99 by A\n"
     "bolt-audit.us_content.made=0.2 by B\n"
     "bolt-audit.eccn=EAR99 by A\n"},
    {"what is filled does not match",
     R("A", "'slot':'audit'", "'maker_country':'DE'") "," R("B", "'maker_country':'DE'",
                                                            MADE("0.2")),
     "", "bolt-audit.maker_country=DE by A\n"},
    {"what is filled of a firm does not match",
     R("A", "'firm':'bolt'", "'incorporated':'DE'") "," R("B", "'incorporated':'DE'", MADE("0.2")),
     "", "bolt.incorporated=DE by A\n"},
    /* keys of a match */
    {"by offering", R("A", "'offering':['bolt-audit','acme-chip']", LOW("0")), "",
     "acme-chip.us_content.made_low=0 by A\n"
     "bolt-audit.us_content.made_low=0 by A\n"},
    {"by layer: a slot of no layer is in none", R("A", "'layer':['hardware','models']", MADE("1")),
     "", "acme-model.us_content.made=1 by A\nbolt-chip.us_content.made=1 by A\n"},
    {"by delivery: unknown does not match", R("A", "'delivery':['hardware-sale','x']", LOW("0.5")),
     "", "acme-chip.us_content.made_low=0.5 by A\n"},
    {"by maker: unknown does not match", R("A", "'maker_country':'*'", "'eccn':'EAR99'"), "",
     "acme-chip.eccn=EAR99 by A\n"},
    {"by maker, elsewhere", R("A", "'maker_country':'west'", "'eccn':'EAR99'"), "", ""},
    {"by eccn, its beginning", R("A", "'eccn':['3A','4A09']", MADE("0.2")), "",
     "bolt-chip.us_content.made=0.2 by A\n"},
    {"by eccn, longer than it is", R("A", "'eccn':'4A090.a.1'", MADE("0.2")), "", ""},
    {"by incorporation, a group", R("A", "'incorporated':'west'", "'principal_place':'CA'"), "",
     "acme.principal_place=CA by A\n"},
    {"by principal place: unknown everywhere", R("A", "'principal_place':'*'", "'parent':'US'"), "",
     ""},
    {"by parent", R("A", "'parent':'A:5'", "'size':'small'"), "", "bolt.size=small by A\n"},
    {"by size", R("A", "'size':['large','small']", "'parent':'US'"), "", "acme.parent=US by A\n"},
    {"by several keys, all of them", R("A", "'firm':'bolt','slot':'chips'", MADE("0.2")), "",
     "bolt-chip.us_content.made=0.2 by A\n"},
    {"by an empty list: nothing", R("A", "'firm':[]", MADE("0.2")), "", ""},
    /* facts of firms */
    {"every firm, also one without offerings", R("A", "", "'principal_place':'US'"), "",
     "acme.principal_place=US by A\nbolt.principal_place=US by A\nidle.principal_place=US by A\n"},
    {"a firm through one of its offerings", R("A", "'slot':'audit'", "'incorporated':'KE'"), "",
     "bolt.incorporated=KE by A\n"},
    {"of rows on both ways, the first",
     R("A", "'slot':'audit'", "'incorporated':'KE'") "," R("B", "'firm':'bolt'",
                                                           "'incorporated':'DE','size':'small'"),
     "", "bolt.incorporated=KE by A\nbolt.size=small by B\n"},
    {"of rows on both ways, the first, the other way round",
     R("B", "'firm':'bolt'", "'incorporated':'DE'") "," R("A", "'slot':'audit'",
                                                          "'incorporated':'KE'"),
     "", "bolt.incorporated=DE by B\n"},
    {"every fact",
     R("A", "'offering':'bolt-audit'",
       MADE("0.5") "," LOW("0.0001") ",'us_content.value_added':0.71,'maker_country':'TW',"
                                     "'eccn':'EAR99','hosted_in':['west','DE'],"
                                     "'weights_origin':'FR','lineage':['US','FR'],"
                                     "'incorporated':'KE','principal_place':'UG','parent':'JP',"
                                     "'size':'medium'"),
     "",
     "bolt.incorporated=KE by A\nbolt.principal_place=UG by A\nbolt.size=medium by A\n"
     "bolt-audit.us_content.made=0.5 by A\nbolt-audit.us_content.made_low=0.0001 by A\n"
     "bolt-audit.us_content.value_added=0.71 by A\nbolt-audit.maker_country=TW by A\n"
     "bolt-audit.eccn=EAR99 by A\nbolt-audit.hosted_in=DE, west by A\n"
     "bolt-audit.weights_origin=FR by A\nbolt-audit.lineage=FR, US by A\n"},
    /* faults */
    {"an unknown offering", R("A", "'offering':'acme-chp'", MADE("0.2")),
     "2:31 /assume/0/match/offering: the catalog has no offering 'acme-chp': did you mean "
     "'acme-chip'?\n",
     ""},
    {"an unknown firm in a list", R("A", "'firm':['bolt','bold']", MADE("0.2")),
     "2:35 /assume/0/match/firm/1: the catalog has no firm 'bold': did you mean 'bolt'?\n", ""},
    {"a firm is no offering", R("A", "'offering':'bolt'", MADE("0.2")),
     "2:31 /assume/0/match/offering: the catalog has no offering 'bolt': did you mean "
     "'bolt-audit'?\n",
     ""},
    {"a share falls to itself", R("A", "'slot':'chips'", LOW("0.5")), "",
     "acme-chip.us_content.made_low=0.5 by A\nbolt-chip.us_content.made_low=0.5 by A\n"},
    {"a share falls to more than it is known to be", R("A", "'slot':'chips'", LOW("0.51")),
     "2:65 /assume/0/set/us_content.made_low: with the row 'A' the offering 'acme-chip' has "
     "made_low 0.51 above made 0.5\n",
     ""},
    {"a share is assumed below what it falls to", R("A", "'slot':'models'", MADE("0.39")),
     "2:62 /assume/0/set/us_content.made: with the row 'A' the offering 'acme-model' has made_low "
     "0.4 above made 0.39\n",
     ""},
    {"both assumed, by two rows",
     R("A", "'slot':'audit'", LOW("0.5")) ",\n" R("B", "'firm':'bolt'", MADE("0.2")),
     "2:65 /assume/0/set/us_content.made_low: with the row 'A' the offering 'bolt-audit' has "
     "made_low 0.5 above made 0.2\n",
     ""},
    {"all faults at once", R("A", "'firm':'nobody'", MADE("0.2")) ",\n" R("B", "", LOW("0.51")),
     "2:27 /assume/0/match/firm: the catalog has no firm 'nobody'\n"
     "3:51 /assume/1/set/us_content.made_low: with the row 'B' the offering 'acme-chip' has "
     "made_low 0.51 above made 0.5\n",
     ""},
};

static void expect_filled(const cst_catalog *catalog, const char *expected) {
    char *filled = all_filled(catalog);
    if (strcmp(filled, expected) != 0) {
        fprintf(stderr, "found:\n%sexpected:\n%s", filled, expected);
        fail();
    }
    free(filled);
}

static void check_case_row(void **state) {
    const case_row *r = *state;
    world w = world_of(r->rows);
    cst_error error = cst_assumptions_check(w.assumptions, w.catalog, w.diagnostics);
    test_expect_faults(w.diagnostics, error, r->faults);
    expect_filled(w.catalog, "");
    cst_diagnostics_free(w.diagnostics);
    w.diagnostics = cst_diagnostics_new(0);
    error = cst_catalog_assume(w.catalog, w.assumptions, w.diagnostics);
    test_expect_faults(w.diagnostics, error, r->faults);
    cst_assumptions_free(w.assumptions); /* the catalog needs them no more */
    w.assumptions = NULL;
    expect_filled(w.catalog, r->filled);
    if (error == CST_E_OK) {
        assert_string_equal(w.catalog->assumptions, "set");
    } else {
        assert_null(w.catalog->assumptions);
    }
    world_clear(&w);
}

/* ---------------------------------------------------------------- the rest */

static bool has(const cst__countries *set, const char *code) {
    return cst__countries_has(set, cst__country_parse(code));
}

static void the_facts_are_there(void **state) {
    (void)state;
    world w = world_of(R(
        "A", "'firm':'bolt'",
        MADE("0.5") "," LOW(
            "0.25") ",'us_content.value_added':0.71,"
                    "'maker_country':'TW','eccn':'EAR99',"
                    "'hosted_in':['west','DE'],"
                    "'weights_origin':'FR','lineage':'KE'") "," R("B", "'firm':'bolt'",
                                                                  "'incorporated':'KE','principal_"
                                                                  "place':'UG','size':'medium'"));
    assert_int_equal(cst_catalog_assume(w.catalog, w.assumptions, NULL), CST_E_OK);
    cst_assumptions_free(w.assumptions);
    w.assumptions = NULL;
    const cst__offering *o = &w.catalog->offerings[cst__catalog_offering(w.catalog, "bolt-audit")];
    assert_int_equal(o->us_bp[CST_METHOD_MADE], 5000);
    assert_int_equal(o->us_bp[CST_METHOD_VALUE_ADDED], 7100);
    assert_int_equal(o->us_made_low_bp, 2500);
    assert_int_equal(o->maker_country, cst__country_parse("TW"));
    assert_string_equal(o->eccn, "EAR99");
    assert_true(o->hosted_in.known && has(&o->hosted_in.set, "CA") && has(&o->hosted_in.set, "DE"));
    assert_string_equal(o->hosted_in.text, "DE, west");
    assert_int_equal(o->weights_origin, cst__country_parse("FR"));
    assert_true(o->lineage.known && has(&o->lineage.set, "KE") && !has(&o->lineage.set, "US"));
    const cst__firm *f = &w.catalog->firms[o->firm];
    assert_int_equal(f->incorporated, cst__country_parse("KE"));
    assert_int_equal(f->principal_place, cst__country_parse("UG"));
    assert_int_equal(f->parent, cst__country_parse("DE")); /* as it was */
    assert_int_equal(f->size, CST__SIZE_MEDIUM);
    world_clear(&w);
}

static void not_twice_and_not_beside_other_rules(void **state) {
    (void)state;
    world w = world_of(R("A", "", "'eccn':'EAR99'"));
    world other = world_of(R("A", "", "'eccn':'EAR99'"));
    assert_string_equal(cst_assumptions_id(w.assumptions), "set");
    assert_int_equal(cst_catalog_assume(w.catalog, other.assumptions, NULL), CST_E_SETTING);
    assert_int_equal(cst_assumptions_check(other.assumptions, w.catalog, NULL), CST_E_SETTING);
    assert_int_equal(cst_catalog_assume(w.catalog, w.assumptions, NULL), CST_E_OK);
    assert_int_equal(cst_catalog_assume(w.catalog, w.assumptions, NULL), CST_E_SETTING);
    world_clear(&w);
    world_clear(&other);
}

static void limits_hold_again(void **state) {
    (void)state;
    cst_rules *rules = test_rules(rules_text);
    cst_catalog *catalog = test_catalog(catalog_text, rules);
    cst_limits limits = cst_limits_default();
    limits.max_text = 100000; /* more than the default */
    char *text = malloc(200000);
    assert_non_null(text);
    snprintf(
        text, 200000,
        "{\"format\":\"consort-assumptions/1\",\"id\":\"s\",\"note\":\"%070000d\",\"assume\":[]}",
        0);
    cst_assumptions *assumptions = NULL;
    assert_int_equal(
        cst_assumptions_read(text, strlen(text), "long", rules, NULL, &assumptions, NULL),
        CST_E_INPUT);
    assert_int_equal(
        cst_assumptions_read(text, strlen(text), "long", rules, &limits, &assumptions, NULL),
        CST_E_OK);
    assert_int_equal(cst_catalog_assume(catalog, assumptions, NULL), CST_E_OK);
    cst_assumptions_free(assumptions);
    cst_catalog_free(catalog);
    cst_rules_free(rules);
    free(text);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_facts_are_there),
        cmocka_unit_test(not_twice_and_not_beside_other_rules),
        cmocka_unit_test(limits_hold_again),
    };
    int failed = TEST_ROWS("assumptions: the file", file_rows, check_file_row);
    failed += TEST_ROWS("assumptions: beside a catalog", case_rows, check_case_row);
    failed += cmocka_run_group_tests_name("assumptions: the rest", tests, NULL, NULL);
    return failed;
}
