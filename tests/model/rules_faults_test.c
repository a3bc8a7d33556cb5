/*
 * rules_faults_test.c - every fault that a rule file can have, told with its place and its words.
 *
 * Each row makes one change to a right file and names all faults that must then be found: no more
 * and no fewer.
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
#include "tests/support.h"

/* ' stands for ". The numbers are those of the lines. */
/* clang-format off */
static const char rules_text[] =
    /*  1 */ "{ 'format': 'consort-rules/1', 'id': 'test-rules', 'as_of': '2026-11-01',\n"
    /*  2 */ "  'groups': { 'A:5': [ 'AU', 'DE' ], 'control': 'CN' },\n"
    /*  3 */ "  'layers': [ { 'id': 'hardware', 'slots': [ 'chips', 'cloud' ], 'required': true, 'grade': 'P' },\n"
    /*  4 */ "              { 'id': 'models', 'slots': [ 'models' ] } ],\n"
    /*  5 */ "  'required_slots': [ 'training', 'chips' ],\n"
    /*  6 */ "  'content': { 'slots': [ 'chips' ], 'threshold': 0.51, 'method': 'made', 'mode': 'presumption' },\n"
    /*  7 */ "  'jurisdiction': [\n"
    /*  8 */ "    { 'id': 'J1', 'test': 'incorporated', 'in': 'control', 'layers': [ 'models' ],\n"
    /*  9 */ "      'verdict': 'refuse', 'source': 'call' },\n"
    /* 10 */ "    { 'id': 'J2', 'test': 'owned', 'in': [ 'control', 'RU' ], 'threshold': 0.25, 'verdict': 'warn' },\n"
    /* 11 */ "    { 'id': 'J3', 'test': 'listed', 'lists': [ 'Entity List' ], 'verdict': 'refuse' } ],\n"
    /* 12 */ "  'export': [\n"
    /* 13 */ "    { 'id': 'X1', 'eccn': [ '3A090', '4A' ], 'destination': [ 'A:5', 'MO' ], 'status': 'blocked',\n"
    /* 14 */ "      'posture': 'denial', 'weeks': 0, 'source': 'ear' },\n"
    /* 15 */ "    { 'id': 'X2', 'buyer': [ 'G42' ], 'valid_from': '2026-01-01', 'valid_to': '2027-04-06',\n"
    /* 16 */ "      'recipient_parent': '*', 'recipient_listed': [ 'sdn' ], 'status': 'licence', 'weeks': 12 } ],\n"
    /* 17 */ "  'anchor': { 'incorporated_in': [ 'US' ] }, 'unknown': 'refuse' }\n";
/* clang-format on */

typedef struct row {
    const char *name;
    const char *from; /* stands once in the text */
    const char *to;
    const char *faults; /* "line:column pointer: message", one a line; "": the text is right */
} row;

static const row rows[] = {
    /* right */
    {"nothing wrong", "'test-rules'", "'test.rules'", ""},
    {"free keys of a row", "'source': 'ear'", "'source': 'ear', 'note': null, 'x-more': [ 1 ]", ""},
    {"an ignored content rule needs no more",
     "'content': { 'slots': [ 'chips' ], 'threshold': 0.51, 'method': 'made', 'mode': "
     "'presumption' }",
     "'content': { 'mode': 'ignore' }", ""},
    {"free keys among groups", "'control': 'CN'", "'control': 'CN', 'x-more': 1, 'note': 'n'", ""},
    {"open ends of validity", "'valid_from': '2026-01-01'", "'valid_from': null", ""},
    {"the same row id in two tables", "'id': 'X1'", "'id': 'J1'", ""},
    {"weeks with a spread", "'weeks': 12", "'weeks': [ 8, 12, 30 ]", ""},
    {"loadings that use all there is", "'unknown': 'refuse'",
     "'risk': { 'maker_country': 0.6, 'layer': 0.8, 'licence_row': 1, 'time_price': 0, 'grade': "
     "'I', 'source': 's' }, 'unknown': 'refuse'",
     ""},
    /* spreads and shocks */
    {"weeks that fall", "'weeks': 12", "'weeks': [ 8, 7, 30 ]",
     "16:98 /export/1/weeks/1: p50 7 is below p10 8\n"},
    {"loadings beyond 1", "'unknown': 'refuse'",
     "'risk': { 'maker_country': 0.6, 'layer': 0.8001 }, 'unknown': 'refuse'",
     "17:54 /risk: the squares of maker_country and layer are more than 1 together\n"},
    {"a loading above 1", "'unknown': 'refuse'",
     "'risk': { 'licence_row': 1.5 }, 'unknown': 'refuse'",
     "17:71 /risk/licence_row: expected a share from 0 to 1, found 1.5\n"},
    {"unknown key of shocks", "'unknown': 'refuse'",
     "'risk': { 'country': 0.5 }, 'unknown': 'refuse'",
     "17:56 /risk/country: unknown key 'country'\n"},
    {"shocks as a list", "'unknown': 'refuse'", "'risk': [ 0.5 ], 'unknown': 'refuse'",
     "17:54 /risk: expected an object, found a list\n"},
    /* keys */
    {"unknown key at the top", "'required_slots'", "'required_slot'",
     "5:3 /required_slot: unknown key 'required_slot': did you mean 'required_slots'?\n"},
    {"unknown key of a layer", "'required': true", "'require': true",
     "3:66 /layers/0/require: unknown key 'require': did you mean 'required'?\n"},
    {"unknown key of content", "'threshold': 0.51", "'treshold': 0.51",
     "6:38 /content/treshold: unknown key 'treshold': did you mean 'threshold'?\n"},
    {"unknown key of a jurisdiction row", "'verdict': 'warn'", "'veredict': 'warn'",
     "10:82 /jurisdiction/1/veredict: unknown key 'veredict': did you mean 'verdict'?\n"},
    {"unknown key of an export row", "'posture'", "'postures'",
     "14:7 /export/0/postures: unknown key 'postures': did you mean 'posture'?\n"},
    {"unknown key of the anchor", "'anchor': { 'incorporated_in'", "'anchor': { 'incorporated'",
     "17:15 /anchor/incorporated: unknown key 'incorporated': did you mean 'incorporated_in'?\n"},
    {"repeated group", "'control': 'CN'", "'control': 'CN', 'A:5': 'NZ'",
     "2:55 /groups/A:5: the key 'A:5' is given twice\n"},
    {"no id", "'id': 'test-rules', ", "", "1:1 : missing key 'id'\n"},
    {"no format", "'format': 'consort-rules/1', ", "", "1:1 : missing key 'format'\n"},
    /* groups */
    {"groups is a list", "{ 'A:5': [ 'AU', 'DE' ], 'control': 'CN' }", "[]",
     "2:13 /groups: expected an object, found a list\n"},
    {"a group of two capitals", "'control': 'CN'", "'control': 'CN', 'EU': [ 'FR' ]",
     "2:55 /groups/EU: expected a group name of up to 64 of A-Z a-z 0-9 : . _ - that begins with a "
     "letter or a digit and is not two capital letters, found 'EU'\n"},
    {"a group with a space", "'control': 'CN'", "'control': 'CN', 'a b': [ 'FR' ]",
     "2:55 /groups/a b: expected a group name of up to 64 of A-Z a-z 0-9 : . _ - that begins with "
     "a letter or a digit and is not two capital letters, found 'a b'\n"},
    {"a group in a group", "'control': 'CN'", "'control': 'A:5'",
     "2:49 /groups/control: expected a country code of ISO 3166-1, found 'A:5'\n"},
    {"everywhere in a group", "'control': 'CN'", "'control': '*'",
     "2:49 /groups/control: expected a country code of ISO 3166-1, found '*'\n"},
    {"a number in a group", "[ 'AU', 'DE' ]", "[ 'AU', 5 ]",
     "2:30 /groups/A:5/1: expected a country code of ISO 3166-1, found 5\n"},
    /* layers and slots */
    {"layers is an object",
     "'layers': [ { 'id': 'hardware', 'slots': [ 'chips', 'cloud' ], 'required': true, 'grade': "
     "'P' },\n"
     "              { 'id': 'models', 'slots': [ 'models' ] } ]",
     "'layers': {}", "3:13 /layers: expected a list, found an object\n"},
    {"a layer without slots", "{ 'id': 'models', 'slots': [ 'models' ] }", "{ 'id': 'models' }",
     "4:15 /layers/1: missing key 'slots'\n"},
    {"a layer without id", "{ 'id': 'models', 'slots'", "{ 'slots'",
     "4:15 /layers/1: missing key 'id'\n"
     "8:72 /jurisdiction/0/layers/0: the rules have no layer 'models'\n"},
    {"a layer id in capitals", "{ 'id': 'hardware'", "{ 'id': 'Hardware'",
     "3:23 /layers/0/id: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter or "
     "a digit, found 'Hardware'\n"},
    {"two layers of one id", "{ 'id': 'models', 'slots'", "{ 'id': 'hardware', 'slots'",
     "4:23 /layers/1/id: the id 'hardware' is taken by /layers/0\n"
     "8:72 /jurisdiction/0/layers/0: the rules have no layer 'models'\n"},
    {"a slot in two layers", "'slots': [ 'models' ]", "'slots': [ 'models', 'cloud' ]",
     "4:54 /layers/1/slots/1: the slot 'cloud' belongs to the layer 'hardware' already\n"},
    {"a slot twice in a layer", "[ 'chips', 'cloud' ]", "[ 'chips', 'cloud', 'chips' ]",
     "3:64 /layers/0/slots/2: the slot 'chips' is named twice\n"},
    {"a slot id in capitals", "[ 'chips', 'cloud' ]", "[ 'chips', 'cloud', 'CPU' ]",
     "3:64 /layers/0/slots/2: expected an id of up to 64 of a-z 0-9 . _ - that begins with a "
     "letter or a digit, found 'CPU'\n"},
    {"a slot that is a number", "[ 'chips', 'cloud' ]", "[ 'chips', 'cloud', 1 ]",
     "3:64 /layers/0/slots/2: expected text, found 1\n"},
    {"required is a text", "'required': true", "'required': 'yes'",
     "3:78 /layers/0/required: expected true or false, found 'yes'\n"},
    {"required_slots is a text", "[ 'training', 'chips' ]", "'training'",
     "5:21 /required_slots: expected a list, found 'training'\n"},
    {"a required slot in capitals", "[ 'training', 'chips' ]", "[ 'Training' ]",
     "5:23 /required_slots/0: expected an id of up to 64 of a-z 0-9 . _ - that begins with a "
     "letter or a digit, found 'Training'\n"},
    /* content */
    {"content is a number",
     "{ 'slots': [ 'chips' ], 'threshold': 0.51, 'method': 'made', 'mode': 'presumption' }", "0.51",
     "6:14 /content: expected an object, found 0.51\n"},
    {"an unknown slot", "'content': { 'slots': [ 'chips' ]", "'content': { 'slots': [ 'chip' ]",
     "6:27 /content/slots/0: the rules have no slot 'chip': did you mean 'chips'?\n"},
    {"no slots, threshold, method",
     "'slots': [ 'chips' ], 'threshold': 0.51, 'method': 'made', 'mode'", "'mode'",
     "6:14 /content: missing key 'slots'\n"
     "6:14 /content: missing key 'threshold'\n"
     "6:14 /content: missing key 'method'\n"},
    {"no mode", ", 'mode': 'presumption'", "", "6:14 /content: missing key 'mode'\n"},
    {"an unknown mode", "'presumption'", "'presume'",
     "6:83 /content/mode: expected 'presumption', 'require' or 'ignore', found 'presume'\n"},
    {"an unknown method", "'method': 'made'", "'method': 'value-added'",
     "6:67 /content/method: expected 'made' or 'value_added', found 'value-added'\n"},
    {"a threshold in percent", "'threshold': 0.51", "'threshold': 51",
     "6:51 /content/threshold: expected a share from 0 to 1, found 51\n"},
    {"gamma is half a number", "'mode': 'presumption'", "'mode': 'presumption', 'gamma': 1.5",
     "6:107 /content/gamma: expected a whole number from 0 to 1000000, found 1.5\n"},
    /* jurisdiction */
    {"a row that is a text", "'verdict': 'refuse' } ],", "'verdict': 'refuse' }, 'J4' ],",
     "11:88 /jurisdiction/3: expected an object, found 'J4'\n"},
    {"no test", "'test': 'incorporated', ", "", "8:5 /jurisdiction/0: missing key 'test'\n"},
    {"an unknown test", "'test': 'incorporated'", "'test': 'incorporation'",
     "8:27 /jurisdiction/0/test: expected 'incorporated', 'principal_place', 'parent', "
     "'maker_country', 'listed', 'owned', 'weights_origin' or 'lineage', found 'incorporation'\n"},
    {"no places", "'in': 'control', 'layers'", "'layers'",
     "8:5 /jurisdiction/0: missing key 'in'\n"},
    {"an unknown group", "[ 'control', 'RU' ]", "[ 'contrl', 'RU' ]",
     "10:44 /jurisdiction/1/in/0: 'contrl' is neither a country code of ISO 3166-1 nor a group of "
     "the rules: did you mean 'control'?\n"},
    {"lists for a test that has none", "'in': 'control', 'layers'",
     "'in': 'control', 'lists': [ 'sdn' ], 'layers'",
     "8:60 /jurisdiction/0/lists: the test 'incorporated' has no key 'lists'\n"},
    {"places for the listed test", "'lists': [ 'Entity List' ]",
     "'lists': [ 'Entity List' ], 'in': 'CN'",
     "11:65 /jurisdiction/2/in: the test 'listed' has no key 'in'\n"},
    {"no lists for the listed test", "'lists': [ 'Entity List' ], ", "",
     "11:5 /jurisdiction/2: missing key 'lists'\n"},
    {"a threshold for a test that has none", "'in': 'control', 'layers'",
     "'in': 'control', 'threshold': 0.5, 'layers'",
     "8:60 /jurisdiction/0/threshold: the test 'incorporated' has no key 'threshold'\n"},
    {"a threshold above 1", "'threshold': 0.25", "'threshold': 25",
     "10:76 /jurisdiction/1/threshold: expected a share from 0 to 1, found 25\n"},
    {"an unknown layer", "'layers': [ 'models' ]", "'layers': [ 'model' ]",
     "8:72 /jurisdiction/0/layers/0: the rules have no layer 'model': did you mean 'models'?\n"},
    {"a layer that is a number", "'layers': [ 'models' ]", "'layers': [ 1 ]",
     "8:72 /jurisdiction/0/layers/0: expected text, found 1\n"},
    {"no verdict", ", 'verdict': 'warn'", "", "10:5 /jurisdiction/1: missing key 'verdict'\n"},
    {"an unknown verdict", "'verdict': 'warn'", "'verdict': 'warning'",
     "10:93 /jurisdiction/1/verdict: expected 'refuse' or 'warn', found 'warning'\n"},
    {"a row id with a space", "'id': 'J2'", "'id': 'J 2'",
     "10:13 /jurisdiction/1/id: expected a row id of up to 64 of A-Z a-z 0-9 : . _ - that begins "
     "with a letter or a digit, found 'J 2'\n"},
    {"two rows of one id", "'id': 'J2'", "'id': 'J1'",
     "10:13 /jurisdiction/1/id: the id 'J1' is taken by /jurisdiction/0\n"},
    {"a row without id", "'id': 'J2', ", "", "10:5 /jurisdiction/1: missing key 'id'\n"},
    {"a source that is a list", "'source': 'call'", "'source': [ 'call' ]",
     "9:38 /jurisdiction/0/source: expected text, found a list\n"},
    /* export */
    {"an unknown status", "'status': 'blocked'", "'status': 'denied'",
     "13:88 /export/0/status: expected 'none', 'licence', 'blocked' or 'unknown', found "
     "'denied'\n"},
    {"no status", "'status': 'blocked',", "", "13:5 /export/0: missing key 'status'\n"},
    {"eccn is a text", "[ '3A090', '4A' ]", "'3A090'",
     "13:27 /export/0/eccn: expected a list, found '3A090'\n"},
    {"an eccn with a space", "[ '3A090', '4A' ]", "[ '3A 090' ]",
     "13:29 /export/0/eccn/0: expected the beginning of an export control number such as '4A090', "
     "found '3A 090'\n"},
    {"an empty eccn", "[ '3A090', '4A' ]", "[ '' ]",
     "13:29 /export/0/eccn/0: expected the beginning of an export control number such as '4A090', "
     "found ''\n"},
    {"an unknown destination", "[ 'A:5', 'MO' ]", "[ 'A:6', 'Macao' ]",
     "13:63 /export/0/destination/0: 'A:6' is neither a country code of ISO 3166-1 nor a group of "
     "the rules: did you mean 'A:5'?\n"
     "13:70 /export/0/destination/1: 'Macao' is neither a country code of ISO 3166-1 nor a group "
     "of the rules: did you mean 'MO'?\n"},
    {"a destination that is null", "[ 'A:5', 'MO' ]", "null",
     "13:61 /export/0/destination: expected a country code, a group or a list of them, found "
     "null\n"},
    {"validity that ends before it begins", "'valid_to': '2027-04-06'", "'valid_to': '2025-04-06'",
     "15:79 /export/1/valid_to: valid_to 2025-04-06 is before valid_from 2026-01-01\n"},
    {"no date", "'2026-01-01'", "'soon'",
     "15:53 /export/1/valid_from: expected a date of the calendar, 'YYYY-MM-DD', found 'soon'\n"},
    {"buyer is a text", "[ 'G42' ]", "'G42'",
     "15:28 /export/1/buyer: expected a list, found 'G42'\n"},
    {"too many weeks", "'weeks': 12", "'weeks': 5201",
     "16:93 /export/1/weeks: expected a whole number from 0 to 5200, found 5201\n"},
    {"two rows of one id", "'id': 'X2'", "'id': 'X1'",
     "15:13 /export/1/id: the id 'X1' is taken by /export/0\n"},
    /* the rest */
    {"an anchor without places", "{ 'incorporated_in': [ 'US' ] }", "{}",
     "17:13 /anchor: missing key 'incorporated_in'\n"},
    {"an unknown place of the anchor", "{ 'incorporated_in': [ 'US' ] }",
     "{ 'incorporated_in': [ 'USA' ] }",
     "17:36 /anchor/incorporated_in/0: 'USA' is neither a country code of ISO 3166-1 nor a group "
     "of the rules\n"},
    {"an unknown answer to unknown", "'unknown': 'refuse'", "'unknown': 'ask'",
     "17:57 /unknown: expected 'refuse' or 'warn', found 'ask'\n"},
    {"an id with a space", "'test-rules'", "'test rules'",
     "1:38 /id: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter or a digit, "
     "found 'test rules'\n"},
    {"a date that is none", "'as_of': '2026-11-01'", "'as_of': 'today'",
     "1:61 /as_of: expected a date of the calendar, 'YYYY-MM-DD', found 'today'\n"},
};

static void check_row(void **state) {
    const row *r = *state;
    char *text = test_change(rules_text, r->from, r->to);
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_rules *rules = NULL;
    cst_error error = cst_rules_read(text, strlen(text), "rules.json", NULL, &rules, diagnostics);
    test_expect_faults(diagnostics, error, r->faults);
    assert_int_equal(rules != NULL, error == CST_E_OK);
    cst_rules_free(rules);
    cst_diagnostics_free(diagnostics);
    free(text);
}

/* ---------------------------------------------------------------- how many */

/* Rules of so many layers, with so many slots in the first. */
static char *make_rules(int layers, int slots) {
    char *text = malloc((size_t)(layers + slots) * 48 + 200);
    assert_non_null(text);
    char *end = text + sprintf(text, "{\"format\":\"consort-rules/1\",\"id\":\"r\",\"layers\":[");
    for (int i = 0; i < layers; i++) {
        end += sprintf(end, "%s\n{\"id\":\"l%d\",\"slots\":[", i > 0 ? "," : "", i);
        for (int k = 0; i == 0 && k < slots; k++) {
            end += sprintf(end, "%s\"s%d\"", k > 0 ? "," : "", k);
        }
        end += sprintf(end, "]}");
    }
    sprintf(end, "]}");
    return text;
}

static void expect_rules(int layers, int slots, const char *faults) {
    char *text = make_rules(layers, slots);
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_rules *rules = NULL;
    cst_error error = cst_rules_read(text, strlen(text), "r", NULL, &rules, diagnostics);
    test_expect_faults(diagnostics, error, faults);
    cst_rules_free(rules);
    cst_diagnostics_free(diagnostics);
    free(text);
}

static void no_more_layers_and_slots_than_allowed(void **state) {
    (void)state;
    expect_rules(1000, 1000, "");
    expect_rules(1001, 1, "1:47 /layers: 1001 layers: at most 1000 are allowed\n");
    expect_rules(1, 1001,
                 "2:6911 /layers/0/slots/1000: more than 1000 slots, which is the limit\n");
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_more_layers_and_slots_than_allowed),
    };
    int failed = TEST_ROWS("rules_faults", rows, check_row);
    failed += cmocka_run_group_tests_name("rules_faults: how many", tests, NULL, NULL);
    return failed;
}
