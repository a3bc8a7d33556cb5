/*
 * catalog_faults_test.c - every fault that a catalog can have, told with its place and its words.
 *
 * Each row makes one change to a right file and names all faults that must then be found: no more
 * and no fewer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/support.h"

/* ' stands for ". The numbers are those of the lines. */
/* clang-format off */
static const char rules_text[] =
    /*  1 */ "{ 'format': 'consort-rules/1', 'id': 'r', 'groups': { 'eu-core': [ 'DE', 'FR' ] },\n"
    /*  2 */ "  'layers': [ { 'id': 'hardware', 'slots': [ 'chips', 'cloud' ] },\n"
    /*  3 */ "              { 'id': 'models', 'slots': [ 'models' ] } ], 'required_slots': [ 'cloud' ] }\n";
/* clang-format on */

/* clang-format off */
static const char catalog_text[] =
    /*  1 */ "{ 'format': 'consort-catalog/1', 'as_of': '2026-11-01', 'currency': 'USD',\n"
    /*  2 */ "  'provenance': { 'kind': 'synthetic' },\n"
    /*  3 */ "  'resources': { 'accelerators': { 'unit': 'pieces' }, 'power-kw': {} },\n"
    /*  4 */ "  'firms': [\n"
    /*  5 */ "    { 'id': 'alpha', 'name': 'Alpha', 'size': 'large', 'incorporated': 'US',\n"
    /*  6 */ "      'principal_place': 'CA', 'parent': { 'name': 'Alpha', 'country': 'US' },\n"
    /*  7 */ "      'owners': [ { 'country': 'US', 'share': 0.62 }, { 'country': null, 'share': 0.38 } ],\n"
    /*  8 */ "      'listed_as': [ 'Watch List' ], 'can_anchor': true, 'min_value': 10, 'max_value': 90 },\n"
    /*  9 */ "    { 'id': 'beta' } ],\n"
    /* 10 */ "  'offerings': [\n"
    /* 11 */ "    { 'id': 'rack', 'firm': 'alpha', 'slot': 'chips', 'lead_weeks': 38,\n"
    /* 12 */ "      'units': { 'min': 2, 'max': 60 },\n"
    /* 13 */ "      'price': { 'fixed': 100, 'per_unit': 50.25, 'per_unit_year': 1,\n"
    /* 14 */ "                 'tiers': [ { 'from': 20, 'per_unit': 40 }, { 'from': 30, 'per_unit': 20 } ] },\n"
    /* 15 */ "      'provides': { 'accelerators': 72 }, 'consumes': { 'power-kw': 132.125 },\n"
    /* 16 */ "      'us_content': { 'made': 0.41, 'made_low': 0.33, 'evidence': 'declared' },\n"
    /* 17 */ "      'maker_country': 'TW', 'eccn': '4A090.a', 'capabilities': [ 'cooling:liquid' ],\n"
    /* 18 */ "      'needs': [ 'loop' ], 'ratings': { 'training': 0.95 },\n"
    /* 19 */ "      'available_in': [ 'eu-core', 'KE' ], 'hosted_in': null },\n"
    /* 20 */ "    { 'id': 'model', 'firm': 'beta', 'slot': 'models', 'lead_weeks': 4, 'price': { 'fixed': 7 },\n"
    /* 21 */ "      'weights': 'open', 'weights_origin': 'US', 'lineage': [ 'CA' ] } ],\n"
    /* 22 */ "  'bundles': [ { 'id': 'both', 'offerings': [ 'rack', 'model' ], 'discount': 150 } ],\n"
    /* 23 */ "  'relations': [ { 'kind': 'excludes', 'a': 'alpha', 'b': 'beta' } ] }\n";
/* clang-format on */

typedef struct row {
    const char *name;
    const char *from; /* stands once in the text */
    const char *to;
    const char *faults; /* "line:column pointer: message", one a line; "": the text is right */
} row;

static const row rows[] = {
    /* right */
    {"nothing wrong", "'synthetic'", "'real'", ""},
    {"free keys anywhere", "'kind': 'excludes',",
     "'kind': 'excludes', 'note': 'n', 'source': 's', 'x-why': { 'a': [ 1 ] },", ""},
    {"free keys in a map", "'accelerators': 72", "'accelerators': 72, 'note': 'n', 'x-max': 80",
     ""},
    {"free keys in a map of ratings", "'training': 0.95", "'training': 0.95, 'source': 's'", ""},
    {"unknown facts as null", "'incorporated': 'US'", "'incorporated': null", ""},
    {"unknown owners as null",
     "'owners': [ { 'country': 'US', 'share': 0.62 }, { 'country': null, 'share': 0.38 } ]",
     "'owners': null", ""},
    {"one string is a list of countries", "'available_in': [ 'eu-core', 'KE' ]",
     "'available_in': '*'", ""},
    {"whole numbers with a fraction of zero", "'max': 60", "'max': 6.0e1", ""},
    {"a format in the second place", "{ 'format': 'consort-catalog/1', 'as_of': '2026-11-01',",
     "{ 'as_of': '2026-11-01', 'format': 'consort-catalog/1',", ""},
    {"only what is required",
     "'name': 'Alpha', 'size': 'large', 'incorporated': 'US',\n"
     "      'principal_place': 'CA', 'parent': { 'name': 'Alpha', 'country': 'US' },\n"
     "      'owners': [ { 'country': 'US', 'share': 0.62 }, { 'country': null, 'share': 0.38 } ],\n"
     "      'listed_as': [ 'Watch List' ], 'can_anchor': true, 'min_value': 10, 'max_value': 90",
     "'x-nothing': 0", ""},
    {"an exclusion said twice", "{ 'kind': 'excludes', 'a': 'alpha', 'b': 'beta' }",
     "{ 'kind': 'excludes', 'a': 'alpha', 'b': 'beta' }, { 'kind': 'excludes', 'a': 'beta', 'b': "
     "'alpha' }",
     ""},
    {"a dearer tier", "'per_unit': 40", "'per_unit': 4000", ""},
    {"a discount as large as the least value", "'discount': 150", "'discount': 209.5", ""},
    {"spreads wherever they may stand", "'fixed': 100, 'per_unit': 50.25, 'per_unit_year': 1",
     "'fixed': [ 90, 100, 140 ], 'per_unit': [ 50.2, 50.25, 60 ], 'per_unit_year': [ 0, 1, 1.5 ]",
     ""},
    {"a spread of a lead time that is none", "'lead_weeks': 38", "'lead_weeks': [ 38, 38, 38 ]",
     ""},
    {"a spread of a tier", "'per_unit': 40", "'per_unit': [ 39.99, 40, 41 ]", ""},
    /* spreads */
    {"a spread of two", "'lead_weeks': 38", "'lead_weeks': [ 30, 38 ]",
     "11:69 /offerings/0/lead_weeks: expected a number or [p10, p50, p90], found a list of 2\n"},
    {"an empty spread", "'fixed': 100", "'fixed': []",
     "13:27 /offerings/0/price/fixed: expected a number or [p10, p50, p90], found a list of 0\n"},
    {"a p50 below its p10", "'lead_weeks': 38", "'lead_weeks': [ 39, 38, 50 ]",
     "11:75 /offerings/0/lead_weeks/1: p50 38 is below p10 39\n"},
    {"a p90 below its p50", "'per_unit': 40", "'per_unit': [ 40, 40.01, 40 ]",
     "14:68 /offerings/0/price/tiers/0/per_unit/2: p90 40 is below p50 40.01\n"},
    {"half a week in a spread", "'lead_weeks': 38", "'lead_weeks': [ 30, 38, 38.5 ]",
     "11:79 /offerings/0/lead_weeks/2: expected a whole number from 0 to 5200, found 38.5\n"},
    {"a spread beyond the bound", "'lead_weeks': 38", "'lead_weeks': [ 30, 38, 5201 ]",
     "11:79 /offerings/0/lead_weeks/2: expected a whole number from 0 to 5200, found 5201\n"},
    {"a price in a spread beyond the bound", "'fixed': 100", "'fixed': [ 1, 100, 1e14 ]",
     "13:37 /offerings/0/price/fixed/2: expected an amount of money from 0 to 1e13, found "
     "100000000000000\n"},
    {"a price in a spread too fine", "'fixed': 100", "'fixed': [ 0.001, 100, 101 ]",
     "13:29 /offerings/0/price/fixed/0: expected an amount of money from 0 to 1e13 with at most 2 "
     "decimal places, found 0.001\n"},
    {"a text in a spread", "'lead_weeks': 38", "'lead_weeks': [ 'soon', 38, 40 ]",
     "11:71 /offerings/0/lead_weeks/0: expected a whole number from 0 to 5200, found 'soon'\n"},
    {"a spread where none may stand", "'max': 60", "'max': [ 50, 60, 70 ]",
     "12:35 /offerings/0/units/max: expected a whole number from 1 to 1000000, found a list\n"},
    /* keys */
    {"unknown key at the top", "'currency': 'USD'", "'curency': 'USD'",
     "1:57 /curency: unknown key 'curency': did you mean 'currency'?\n"},
    {"unknown key far from any", "'synthetic' }", "'synthetic', 'colour': 1 }",
     "2:40 /provenance/colour: unknown key 'colour'\n"},
    {"unknown key of a resource", "{ 'unit': 'pieces' }", "{ 'units': 'pieces' }",
     "3:36 /resources/accelerators/units: unknown key 'units': did you mean 'unit'?\n"},
    {"unknown key of a firm", "'can_anchor'", "'canAnchor'",
     "8:38 /firms/0/canAnchor: unknown key 'canAnchor': did you mean 'can_anchor'?\n"},
    {"unknown key of a parent", "'parent': { 'name': 'Alpha',", "'parent': { 'nmae': 'Alpha',",
     "6:44 /firms/0/parent/nmae: unknown key 'nmae': did you mean 'name'?\n"},
    {"unknown key of an owner", "'share': 0.62", "'shares': 0.62",
     "7:38 /firms/0/owners/0/shares: unknown key 'shares': did you mean 'share'?\n"},
    {"a required key misspelt is one fault", "'lead_weeks': 38", "'lead_week': 38",
     "11:55 /offerings/0/lead_week: unknown key 'lead_week': did you mean 'lead_weeks'?\n"},
    {"unknown key of units", "'max': 60", "'maxx': 60",
     "12:28 /offerings/0/units/maxx: unknown key 'maxx': did you mean 'max'?\n"},
    {"unknown key of a price", "'fixed': 100", "'fix': 100",
     "13:18 /offerings/0/price/fix: unknown key 'fix': did you mean 'fixed'?\n"},
    {"unknown key of a tier", "{ 'from': 20,", "{ 'form': 20,",
     "14:31 /offerings/0/price/tiers/0/form: unknown key 'form': did you mean 'from'?\n"},
    {"unknown key of content", "'made': 0.41, 'made_low': 0.33", "'made': 0.41, 'made_lo': 0.33",
     "16:37 /offerings/0/us_content/made_lo: unknown key 'made_lo': did you mean 'made_low'?\n"},
    {"unknown key of a bundle", "'discount': 150", "'discount': 150, 'discuont': 1",
     "22:83 /bundles/0/discuont: unknown key 'discuont': did you mean 'discount'?\n"},
    {"unknown key of a relation", "'b': 'beta' }", "'b': 'beta', 'why': 1 }",
     "23:67 /relations/0/why: unknown key 'why'\n"},
    {"repeated key", "'lead_weeks': 38", "'lead_weeks': 38, 'eccn': '3A001', 'id': 'again'",
     "11:90 /offerings/0/id: the key 'id' is given twice\n"
     "17:30 /offerings/0/eccn: the key 'eccn' is given twice\n"},
    {"repeated key at the top", "'currency': 'USD'", "'currency': 'USD', 'currency': 'EUR'",
     "1:76 /currency: the key 'currency' is given twice\n"},
    {"repeated key in a free key of an item", "'kind': 'excludes',",
     "'kind': 'excludes', 'x-a': { 'k': 1, 'k': 2 },",
     "23:57 /relations/0/x-a/k: the key 'k' is given twice\n"},
    {"a note that is no text", "'kind': 'excludes',", "'kind': 'excludes', 'note': 7,",
     "23:48 /relations/0/note: expected text, found 7\n"},
    {"no format", "'format': 'consort-catalog/1', ", "", "1:1 : missing key 'format'\n"},
    {"a misspelt format", "consort-catalog/1", "consort-catalogue/1",
     "1:13 /format: expected 'consort-catalog/1', found 'consort-catalogue/1'\n"},
    {"another kind of file", "consort-catalog/1", "consort-rules/1",
     "1:13 /format: expected 'consort-catalog/1', found 'consort-rules/1'\n"},
    {"a format that is no text", "'consort-catalog/1'", "1",
     "1:13 /format: expected 'consort-catalog/1', found 1\n"},
    /* missing and wrong types */
    {"no firms",
     "'firms': [\n"
     "    { 'id': 'alpha',",
     "'x-firms': [\n"
     "    { 'id': 'alpha',",
     "1:1 : missing key 'firms'\n"},
    {"firms is an object",
     "'firms': [\n"
     "    { 'id': 'alpha',",
     "'firms': {}, 'x-firms': [\n"
     "    { 'id': 'alpha',",
     "4:12 /firms: expected a list, found an object\n"},
    {"no offerings",
     "'offerings': [\n"
     "    { 'id': 'rack',",
     "'x-offerings': [\n"
     "    { 'id': 'rack',",
     "1:1 : missing key 'offerings'\n"},
    {"resources is a list", "'resources': { 'accelerators': { 'unit': 'pieces' }, 'power-kw': {} }",
     "'resources': []", "3:16 /resources: expected an object, found a list\n"},
    {"a firm is a text", "{ 'id': 'beta' } ],", "{ 'id': 'beta' }, 'gamma' ],",
     "9:23 /firms/2: expected an object, found 'gamma'\n"},
    {"a firm without id", "{ 'id': 'beta' } ],", "{ 'id': 'beta' }, { 'name': 'Gamma' } ],",
     "9:23 /firms/2: missing key 'id'\n"},
    {"a firm whose id is a number", "{ 'id': 'beta' } ],", "{ 'id': 'beta' }, { 'id': 3 } ],",
     "9:31 /firms/2/id: expected text, found 3\n"},
    {"an offering without firm", "'firm': 'alpha', 'slot': 'chips'", "'slot': 'chips'",
     "11:5 /offerings/0: missing key 'firm'\n"},
    {"an offering without slot", "'firm': 'alpha', 'slot': 'chips'", "'firm': 'alpha'",
     "11:5 /offerings/0: missing key 'slot'\n"},
    {"an offering without lead_weeks", ", 'lead_weeks': 38", "",
     "11:5 /offerings/0: missing key 'lead_weeks'\n"},
    {"a name that is a number", "'name': 'Alpha', 'size'", "'name': 1, 'size'",
     "5:30 /firms/0/name: expected text, found 1\n"},
    {"a name that is null", "'name': 'Alpha', 'size'", "'name': null, 'size'",
     "5:30 /firms/0/name: expected text, found null\n"},
    {"can_anchor is a text", "'can_anchor': true", "'can_anchor': 'yes'",
     "8:52 /firms/0/can_anchor: expected true or false, found 'yes'\n"},
    {"units is a number", "'units': { 'min': 2, 'max': 60 }", "'units': 3",
     "12:16 /offerings/0/units: expected an object, found 3\n"},
    {"price is null", "'price': { 'fixed': 7 }", "'price': null",
     "20:82 /offerings/1/price: expected an object, found null\n"},
    {"tiers is an object", "'price': { 'fixed': 7 }", "'price': { 'fixed': 7, 'tiers': {} }",
     "20:105 /offerings/1/price/tiers: expected a list, found an object\n"},
    {"a tier is a number", "'price': { 'fixed': 7 }", "'price': { 'fixed': 7, 'tiers': [ 3 ] }",
     "20:107 /offerings/1/price/tiers/0: expected an object, found 3\n"},
    {"a tier without per_unit", "{ 'from': 20, 'per_unit': 40 }", "{ 'from': 20 }",
     "14:29 /offerings/0/price/tiers/0: missing key 'per_unit'\n"},
    {"provides is a list", "'provides': { 'accelerators': 72 }", "'provides': [ 72 ]",
     "15:19 /offerings/0/provides: expected an object, found a list\n"},
    {"capabilities is a text", "'capabilities': [ 'cooling:liquid' ]",
     "'capabilities': 'cooling:liquid'",
     "17:65 /offerings/0/capabilities: expected a list, found 'cooling:liquid'\n"},
    {"a capability is a number", "'capabilities': [ 'cooling:liquid' ]",
     "'capabilities': [ 'a', 7 ]", "17:72 /offerings/0/capabilities/1: expected text, found 7\n"},
    {"ratings is a list", "'ratings': { 'training': 0.95 }", "'ratings': []",
     "18:39 /offerings/0/ratings: expected an object, found a list\n"},
    {"us_content is a number",
     "'us_content': { 'made': 0.41, 'made_low': 0.33, 'evidence': 'declared' }",
     "'us_content': 0.41", "16:21 /offerings/0/us_content: expected an object, found 0.41\n"},
    {"owners is an object",
     "'owners': [ { 'country': 'US', 'share': 0.62 }, { 'country': null, 'share': 0.38 } ]",
     "'owners': {}", "7:17 /firms/0/owners: expected a list, found an object\n"},
    {"an owner without share", "{ 'country': 'US', 'share': 0.62 }", "{ 'country': 'US' }",
     "7:19 /firms/0/owners/0: missing key 'share'\n"},
    {"parent is a text", "'parent': { 'name': 'Alpha', 'country': 'US' }", "'parent': 'US'",
     "6:42 /firms/0/parent: expected an object, found 'US'\n"},
    {"a bundle without discount", ", 'discount': 150", "",
     "22:16 /bundles/0: missing key 'discount'\n"},
    {"a bundle without offerings", "'offerings': [ 'rack', 'model' ], ", "",
     "22:16 /bundles/0: missing key 'offerings'\n"},
    {"a bundle of nothing", "'offerings': [ 'rack', 'model' ]", "'offerings': []",
     "22:45 /bundles/0/offerings: a bundle has at least one offering\n"},
    {"a relation without kind", "'kind': 'excludes', ", "",
     "23:18 /relations/0: missing key 'kind'\n"},
    {"a relation without b", ", 'b': 'beta' }", " }", "23:18 /relations/0: missing key 'b'\n"},
    {"provenance is a text", "{ 'kind': 'synthetic' }", "'synthetic'",
     "2:17 /provenance: expected an object, found 'synthetic'\n"},
    {"relations is an object", "'relations': [ { 'kind': 'excludes', 'a': 'alpha', 'b': 'beta' } ]",
     "'relations': {}", "23:16 /relations: expected a list, found an object\n"},
    /* names */
    {"an id in capitals", "'id': 'beta'", "'id': 'Beta'",
     "9:13 /firms/1/id: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter or a "
     "digit, found 'Beta'\n"
     "20:30 /offerings/1/firm: the catalog has no firm 'beta': did you mean 'Beta'?\n"
     "23:59 /relations/0/b: the catalog has no firm or offering 'beta': did you mean 'Beta'?\n"},
    {"an id that begins with a sign", "'id': 'both'", "'id': '-both'",
     "22:24 /bundles/0/id: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter "
     "or a digit, found '-both'\n"},
    {"an empty id", "'id': 'both'", "'id': ''",
     "22:24 /bundles/0/id: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter "
     "or a digit, found ''\n"},
    {"an id of 65 letters", "'id': 'both'",
     "'id': 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'",
     "22:24 /bundles/0/id: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter "
     "or a digit, found 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'...\n"},
    {"a long id of letters of two bytes", "'id': 'both'",
     "'id': 'x\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
     "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
     "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9'",
     "22:24 /bundles/0/id: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter "
     "or "
     "a digit, found 'x\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
     "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
     "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9'...\n"},
    {"an id of 64 letters", "'id': 'both'",
     "'id': 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'", ""},
    {"an id with a colon", "'id': 'both'", "'id': 'a:b'",
     "22:24 /bundles/0/id: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter "
     "or a digit, found 'a:b'\n"},
    {"a resource in capitals", "'power-kw': {} }", "'power-kw': {}, 'Ports': {} }",
     "3:72 /resources/Ports: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter "
     "or a digit, found 'Ports'\n"},
    {"a capability with a space", "[ 'cooling:liquid' ]", "[ 'cooling liquid' ]",
     "17:67 /offerings/0/capabilities/0: expected a tag of up to 64 of a-z 0-9 : . _ - that begins "
     "with a letter or a digit, found 'cooling liquid'\n"},
    {"a need in capitals", "[ 'loop' ]", "[ 'Loop' ]",
     "18:18 /offerings/0/needs/0: expected a tag of up to 64 of a-z 0-9 : . _ - that begins with a "
     "letter or a digit, found 'Loop'\n"},
    {"a rating in capitals", "'training'", "'Training'",
     "18:41 /offerings/0/ratings/Training: expected a tag of up to 64 of a-z 0-9 : . _ - that "
     "begins with a letter or a digit, found 'Training'\n"},
    {"two firms of one id", "{ 'id': 'beta' } ],", "{ 'id': 'beta' }, { 'id': 'alpha' } ],",
     "9:31 /firms/2/id: the id 'alpha' is taken by /firms/0\n"},
    {"two offerings of one id", "{ 'id': 'model', 'firm'", "{ 'id': 'rack', 'firm'",
     "20:13 /offerings/1/id: the id 'rack' is taken by /offerings/0\n"
     "22:55 /bundles/0/offerings/1: the catalog has no offering 'model'\n"},
    {"a firm and an offering of one id", "{ 'id': 'beta' } ],",
     "{ 'id': 'beta' }, { 'id': 'model' } ],",
     "20:13 /offerings/1/id: the id 'model' is taken by /firms/2\n"},
    {"two bundles of one id", "'discount': 150 }",
     "'discount': 150 }, { 'id': 'both', 'offerings': [ 'rack' ], 'discount': 0 }",
     "22:93 /bundles/1/id: the id 'both' is taken by /bundles/0\n"},
    {"a bundle may share the id of a firm", "'id': 'both'", "'id': 'beta'", ""},
    /* references */
    {"unknown firm, near", "'firm': 'alpha'", "'firm': 'alhpa'",
     "11:29 /offerings/0/firm: the catalog has no firm 'alhpa': did you mean 'alpha'?\n"},
    {"unknown firm, far", "'firm': 'alpha'", "'firm': 'omega'",
     "11:29 /offerings/0/firm: the catalog has no firm 'omega'\n"},
    {"firm is a number", "'firm': 'alpha'", "'firm': 1",
     "11:29 /offerings/0/firm: expected text, found 1\n"},
    {"unknown slot", "'slot': 'chips'", "'slot': 'chip'",
     "11:46 /offerings/0/slot: the rules have no slot 'chip': did you mean 'chips'?\n"},
    {"unknown resource provided", "{ 'accelerators': 72 }", "{ 'accelerator': 72 }",
     "15:21 /offerings/0/provides/accelerator: the catalog has no resource 'accelerator': did you "
     "mean 'accelerators'?\n"},
    {"unknown resource consumed", "'power-kw': 132.125", "'ports': 3",
     "15:57 /offerings/0/consumes/ports: the catalog has no resource 'ports'\n"},
    {"unknown offering of a bundle", "[ 'rack', 'model' ]", "[ 'rack', 'modell' ]",
     "22:55 /bundles/0/offerings/1: the catalog has no offering 'modell': did you mean 'model'?\n"},
    {"a bundle of a firm", "[ 'rack', 'model' ]", "[ 'rack', 'alpha' ]",
     "22:55 /bundles/0/offerings/1: the catalog has no offering 'alpha'\n"},
    {"a bundle that names an offering twice", "[ 'rack', 'model' ]", "[ 'rack', 'model', 'rack' ]",
     "22:64 /bundles/0/offerings/2: 'rack' is named twice\n"},
    {"unknown party of a relation", "'a': 'alpha'", "'a': 'alpa'",
     "23:45 /relations/0/a: the catalog has no firm or offering 'alpa': did you mean 'alpha'?\n"},
    {"a relation of firm and offering", "'b': 'beta' }", "'b': 'rack' }",
     "23:59 /relations/0/b: 'rack' is an offering, but a is a firm: a relation joins two of a "
     "kind\n"},
    {"a relation of offering and firm", "'a': 'alpha'", "'a': 'rack'",
     "23:58 /relations/0/b: 'beta' is a firm, but a is an offering: a relation joins two of a "
     "kind\n"},
    {"a relation with itself", "'b': 'beta' }", "'b': 'alpha' }",
     "23:59 /relations/0/b: 'alpha' is the same as a: a relation joins two\n"},
    {"unknown kind of relation", "'kind': 'excludes'", "'kind': 'exclude'",
     "23:28 /relations/0/kind: expected 'excludes' or 'requires', found 'exclude'\n"},
    {"unknown group", "'eu-core'", "'eu-cor'",
     "19:25 /offerings/0/available_in/0: 'eu-cor' is neither a country code of ISO 3166-1 nor a "
     "group of the rules: did you mean 'eu-core'?\n"},
    {"a country by its name", "'maker_country': 'TW'", "'maker_country': 'Taiwan'",
     "17:24 /offerings/0/maker_country: expected a country code of ISO 3166-1, found 'Taiwan': did "
     "you mean 'TW'?\n"},
    {"a country in small letters", "'maker_country': 'TW'", "'maker_country': 'tw'",
     "17:24 /offerings/0/maker_country: expected a country code of ISO 3166-1, found 'tw': did you "
     "mean 'TW'?\n"},
    {"a country that is not assigned", "'maker_country': 'TW'", "'maker_country': 'XX'",
     "17:24 /offerings/0/maker_country: expected a country code of ISO 3166-1, found 'XX'\n"},
    {"a country that is a number", "'maker_country': 'TW'", "'maker_country': 1",
     "17:24 /offerings/0/maker_country: expected a country code of ISO 3166-1, found 1\n"},
    {"a group where one country stands", "'maker_country': 'TW'", "'maker_country': 'eu-core'",
     "17:24 /offerings/0/maker_country: expected a country code of ISO 3166-1, found 'eu-core'\n"},
    {"a country by its name in a list", "[ 'eu-core', 'KE' ]", "[ 'eu-core', 'Kenya' ]",
     "19:36 /offerings/0/available_in/1: 'Kenya' is neither a country code of ISO 3166-1 nor a "
     "group of the rules: did you mean 'KE'?\n"},
    {"a number in a list of countries", "[ 'eu-core', 'KE' ]", "[ 'eu-core', 1 ]",
     "19:36 /offerings/0/available_in/1: expected a country code of ISO 3166-1, found 1\n"},
    {"a number for a list of countries", "'available_in': [ 'eu-core', 'KE' ]", "'available_in': 1",
     "19:23 /offerings/0/available_in: expected a country code, a group or a list of them, found "
     "1\n"},
    {"available_in is null", "'available_in': [ 'eu-core', 'KE' ]", "'available_in': null",
     "19:23 /offerings/0/available_in: expected a country code, a group or a list of them, found "
     "null\n"},
    {"a country of an owner", "{ 'country': null, 'share': 0.38 }",
     "{ 'country': 'USA', 'share': 0.38 }",
     "7:68 /firms/0/owners/1/country: expected a country code of ISO 3166-1, found 'USA'\n"},
    /* choices, dates, codes */
    {"unknown size", "'size': 'large'", "'size': 'huge'",
     "5:47 /firms/0/size: expected 'small', 'medium' or 'large', found 'huge'\n"},
    {"size is a number", "'size': 'large'", "'size': 3",
     "5:47 /firms/0/size: expected 'small', 'medium' or 'large', found 3\n"},
    {"unknown weights", "'weights': 'open'", "'weights': 'public'",
     "21:18 /offerings/1/weights: expected 'open' or 'closed', found 'public'\n"},
    {"weights is null", "'weights': 'open'", "'weights': null",
     "21:18 /offerings/1/weights: expected 'open' or 'closed', found null\n"},
    {"a day that is not in the calendar", "2026-11-01", "2026-02-29",
     "1:43 /as_of: expected a date of the calendar, 'YYYY-MM-DD', found '2026-02-29'\n"},
    {"a month that is not in the calendar", "2026-11-01", "2026-13-01",
     "1:43 /as_of: expected a date of the calendar, 'YYYY-MM-DD', found '2026-13-01'\n"},
    {"a leap day", "2026-11-01", "2028-02-29", ""},
    {"a date with slashes", "2026-11-01", "2026/11/01",
     "1:43 /as_of: expected a date of the calendar, 'YYYY-MM-DD', found '2026/11/01'\n"},
    {"a date that is a number", "'2026-11-01'", "20261101",
     "1:43 /as_of: expected a date of the calendar, 'YYYY-MM-DD', found 20261101\n"},
    {"a currency in small letters", "'USD'", "'usd'",
     "1:69 /currency: expected a currency code of three capital letters, found 'usd'\n"},
    {"a currency of four letters", "'USD'", "'USDX'",
     "1:69 /currency: expected a currency code of three capital letters, found 'USDX'\n"},
    {"an export control number without digits", "'4A090.a'", "'A090'",
     "17:38 /offerings/0/eccn: expected an export control number such as '4A090' or '4A090.a', or "
     "'EAR99', found 'A090'\n"},
    {"an export control number with a wrong category", "'4A090.a'", "'4F090'",
     "17:38 /offerings/0/eccn: expected an export control number such as '4A090' or '4A090.a', or "
     "'EAR99', found '4F090'\n"},
    {"an export control number with a dot at the end", "'4A090.a'", "'4A090.'",
     "17:38 /offerings/0/eccn: expected an export control number such as '4A090' or '4A090.a', or "
     "'EAR99', found '4A090.'\n"},
    {"an export control number without a dot", "'4A090.a'", "'4A090a'",
     "17:38 /offerings/0/eccn: expected an export control number such as '4A090' or '4A090.a', or "
     "'EAR99', found '4A090a'\n"},
    {"no export control number applies", "'4A090.a'", "'EAR99'", ""},
    /* numbers */
    {"money with three places", "'per_unit': 50.25", "'per_unit': 50.255",
     "13:44 /offerings/0/price/per_unit: expected an amount of money from 0 to 1e13 with at most 2 "
     "decimal places, found 50.255\n"},
    {"money below zero", "'fixed': 100", "'fixed': -1",
     "13:27 /offerings/0/price/fixed: expected an amount of money from 0 to 1e13, found -1\n"},
    {"money below zero with three places", "'fixed': 100", "'fixed': -0.125",
     "13:27 /offerings/0/price/fixed: expected an amount of money from 0 to 1e13, found -0.125\n"},
    {"money above 1e13", "'max_value': 90", "'max_value': 10000000000000.01",
     "8:88 /firms/0/max_value: expected an amount of money from 0 to 1e13, found "
     "10000000000000.01\n"},
    {"money of 1e13", "'max_value': 90", "'max_value': 1e13", ""},
    {"money as a text", "'fixed': 100", "'fixed': '100'",
     "13:27 /offerings/0/price/fixed: expected an amount of money from 0 to 1e13, found '100'\n"},
    {"money beyond all numbers", "'max_value': 90", "'max_value': 1e999",
     "8:88 /firms/0/max_value: expected an amount of money from 0 to 1e13, found a number too "
     "large to hold\n"},
    {"a share above 1", "'made': 0.41", "'made': 1.0001",
     "16:31 /offerings/0/us_content/made: expected a share from 0 to 1, found 1.0001\n"},
    {"a share with five places", "'made': 0.41", "'made': 0.41111",
     "16:31 /offerings/0/us_content/made: expected a share from 0 to 1 with at most 4 decimal "
     "places, found 0.41111\n"},
    {"a rating below zero", "'training': 0.95", "'training': -0.1",
     "18:53 /offerings/0/ratings/training: expected a share from 0 to 1, found -0.1\n"},
    {"a rating that is null", "'training': 0.95", "'training': null",
     "18:53 /offerings/0/ratings/training: expected a share from 0 to 1, found null\n"},
    {"an amount with four places", "132.125", "132.1255",
     "15:69 /offerings/0/consumes/power-kw: expected an amount from 0 to 1e15 with at most 3 "
     "decimal places, found 132.1255\n"},
    {"an amount below zero", "132.125", "-1",
     "15:69 /offerings/0/consumes/power-kw: expected an amount from 0 to 1e15, found -1\n"},
    {"an amount above 1e15", "'accelerators': 72", "'accelerators': 1e16",
     "15:37 /offerings/0/provides/accelerators: expected an amount from 0 to 1e15, found 1e+16\n"},
    {"no lead time below zero", "'lead_weeks': 38", "'lead_weeks': -1",
     "11:69 /offerings/0/lead_weeks: expected a whole number from 0 to 5200, found -1\n"},
    {"a lead time that is a flag", "'lead_weeks': 38", "'lead_weeks': true",
     "11:69 /offerings/0/lead_weeks: expected a whole number from 0 to 5200, found true\n"},
    {"half a week", "'lead_weeks': 38", "'lead_weeks': 38.5",
     "11:69 /offerings/0/lead_weeks: expected a whole number from 0 to 5200, found 38.5\n"},
    {"a century of lead time", "'lead_weeks': 38", "'lead_weeks': 5201",
     "11:69 /offerings/0/lead_weeks: expected a whole number from 0 to 5200, found 5201\n"},
    {"a whole number beyond 64 bits", "'lead_weeks': 38", "'lead_weeks': 99999999999999999999",
     "11:69 /offerings/0/lead_weeks: expected a whole number from 0 to 5200, found 1e+20\n"},
    {"units from 0", "'min': 2", "'min': 0",
     "12:25 /offerings/0/units/min: expected a whole number from 1 to 1000000, found 0\n"},
    {"more than a million units", "'max': 60", "'max': 1000001",
     "12:35 /offerings/0/units/max: expected a whole number from 1 to 1000000, found 1000001\n"},
    {"min above max", "'min': 2", "'min': 61",
     "12:25 /offerings/0/units/min: min 61 is above max 60\n"},
    {"min_value above max_value", "'min_value': 10", "'min_value': 90.01",
     "8:71 /firms/0/min_value: min_value 90.01 is above max_value 90\n"},
    {"made_low above made", "'made_low': 0.33", "'made_low': 0.42",
     "16:49 /offerings/0/us_content/made_low: made_low 0.42 is above made 0.41\n"},
    {"owners of more than all", "'share': 0.38", "'share': 0.3801",
     "7:17 /firms/0/owners: the shares of the owners add up to 1.0001, above 1\n"},
    {"a tier from 0", "'from': 20", "'from': 0",
     "14:39 /offerings/0/price/tiers/0/from: expected a whole number from 1 to 1000000, found 0\n"},
    {"tiers out of order", "'from': 30", "'from': 20",
     "14:71 /offerings/0/price/tiers/1/from: the tier begins at 20, not above the 20 before it\n"},
    {"a discount above the least value", "'discount': 150", "'discount': 209.51",
     "22:78 /bundles/0/discount: the discount is above 209.50, the least value of the offerings "
     "together\n"},
    /* bounds */
    {"an offering above 1e13", "'per_unit': 50.25, 'per_unit_year': 1",
     "'per_unit': 600000000000, 'per_unit_year': 0",
     "13:16 /offerings/0/price: with up to 60 units the offering is worth more than 1e13\n"},
    {"the first tier ends above 1e13",
     "'max': 60 },\n"
     "      'price': { 'fixed': 100, 'per_unit': 50.25",
     "'max': 60 },\n"
     "      'price': { 'fixed': 100, 'per_unit': 1e12",
     "13:16 /offerings/0/price: with up to 60 units the offering is worth more than 1e13\n"},
    {"an amount above 8e15 at the most units", "'accelerators': 72",
     "'accelerators': 133333333333334",
     "15:37 /offerings/0/provides/accelerators: 133333333333334 for each of up to 60 units is more "
     "than 8e15\n"},
    {"the cheaper tier bounds the discount", "'from': 20, 'per_unit': 40",
     "'from': 3, 'per_unit': 0",
     "22:78 /bundles/0/discount: the discount is above 110.00, the least value of the offerings "
     "together\n"},
    {"a resource provided above 8e15", "'lead_weeks': 4,",
     "'lead_weeks': 4, 'units': { 'max': 1000000 }, 'provides': { 'accelerators': 7999999999.999 "
     "},",
     "3:34 /resources/accelerators: all offerings together provide more than 8e15\n"},
    {"a resource consumed above 8e15", "'lead_weeks': 4,",
     "'lead_weeks': 4, 'units': { 'max': 1000000 }, 'consumes': { 'power-kw': 7999999999.999 },",
     "3:68 /resources/power-kw: all offerings together consume more than 8e15\n"},
    /* several at once */
    {"a fault never hides another",
     "'units': { 'min': 2, 'max': 60 },\n"
     "      'price': { 'fixed': 100, 'per_unit': 50.25,",
     "'units': { 'min': 0, 'max': 6.5 },\n"
     "      'price': { 'fixd': 100, 'per_unit': '50.25',",
     "12:25 /offerings/0/units/min: expected a whole number from 1 to 1000000, found 0\n"
     "12:35 /offerings/0/units/max: expected a whole number from 1 to 1000000, found 6.5\n"
     "13:18 /offerings/0/price/fixd: unknown key 'fixd': did you mean 'fixed'?\n"
     "13:43 /offerings/0/price/per_unit: expected an amount of money from 0 to 1e13, found "
     "'50.25'\n"},
};

static void check_row(void **state) {
    const row *r = *state;
    char *text = test_change(catalog_text, r->from, r->to);
    cst_rules *rules = test_rules(rules_text);
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_catalog *catalog = NULL;
    cst_error error =
        cst_catalog_read(text, strlen(text), "catalog.json", rules, NULL, &catalog, diagnostics);
    test_expect_faults(diagnostics, error, r->faults);
    assert_int_equal(catalog != NULL, error == CST_E_OK);
    cst_catalog_free(catalog);
    cst_diagnostics_free(diagnostics);
    cst_rules_free(rules);
    free(text);
}

int main(void) {
    return TEST_ROWS("catalog_faults", rows, check_row);
}
