/*
 * catalog_faults_test.c - every fault that a catalog can have, told with its place and its words.
 *
 * The table changes one right catalog (below), one change a row, and names all faults that must
 * then be found: no more and no fewer.
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

static const char rules_text[] =
    "{ \"format\": \"consort-rules/1\", \"id\": \"r\", \"groups\": { \"eu-core\": [ \"DE\", \"FR\" ] },\n"
    "  \"layers\": [ { \"id\": \"hardware\", \"slots\": [ \"chips\", \"cloud\" ] },\n"
    "                { \"id\": \"models\", \"slots\": [ \"models\" ] } ] }\n";

static const char catalog_text[] =
    /*  1 */ "{ \"format\": \"consort-catalog/1\", \"as_of\": \"2026-11-01\", \"currency\": \"USD\",\n"
    /*  2 */ "  \"provenance\": { \"kind\": \"synthetic\" },\n"
    /*  3 */ "  \"resources\": { \"accelerators\": { \"unit\": \"pieces\" }, \"power-kw\": {} },\n"
    /*  4 */ "  \"firms\": [\n"
    /*  5 */ "    { \"id\": \"alpha\", \"name\": \"Alpha\", \"size\": \"large\", \"incorporated\": \"US\",\n"
    /*  6 */ "      \"parent\": { \"name\": \"Alpha\", \"country\": \"US\" },\n"
    /*  7 */ "      \"owners\": [ { \"country\": \"US\", \"share\": 0.62 }, { \"country\": null, \"share\": 0.38 } ],\n"
    /*  8 */ "      \"listed_as\": [ \"watch\" ], \"can_anchor\": true, \"min_value\": 10, \"max_value\": 90 },\n"
    /*  9 */ "    { \"id\": \"beta\" } ],\n"
    /* 10 */ "  \"offerings\": [\n"
    /* 11 */ "    { \"id\": \"rack\", \"firm\": \"alpha\", \"slot\": \"chips\", \"lead_weeks\": 38,\n"
    /* 12 */ "      \"units\": { \"min\": 2, \"max\": 60 },\n"
    /* 13 */ "      \"price\": { \"fixed\": 100, \"per_unit\": 50.25, \"per_unit_year\": 1,\n"
    /* 14 */ "                 \"tiers\": [ { \"from\": 20, \"per_unit\": 40 }, { \"from\": 30, \"per_unit\": 20 } ] },\n"
    /* 15 */ "      \"provides\": { \"accelerators\": 72 }, \"consumes\": { \"power-kw\": 132.125 },\n"
    /* 16 */ "      \"us_content\": { \"made\": 0.41, \"made_low\": 0.33, \"evidence\": \"declared\" },\n"
    /* 17 */ "      \"maker_country\": \"TW\", \"eccn\": \"4A090.a\", \"capabilities\": [ \"cooling:liquid\" ],\n"
    /* 18 */ "      \"needs\": [ \"loop\" ], \"ratings\": { \"training\": 0.95 },\n"
    /* 19 */ "      \"available_in\": [ \"eu-core\", \"KE\" ], \"hosted_in\": null },\n"
    /* 20 */ "    { \"id\": \"model\", \"firm\": \"beta\", \"slot\": \"models\", \"lead_weeks\": 4, \"price\": { \"fixed\": 7 },\n"
    /* 21 */ "      \"weights\": \"open\", \"weights_origin\": \"US\", \"lineage\": [ \"US\" ] } ],\n"
    /* 22 */ "  \"bundles\": [ { \"id\": \"both\", \"offerings\": [ \"rack\", \"model\" ], \"discount\": 12.5 } ],\n"
    /* 23 */ "  \"relations\": [ { \"kind\": \"excludes\", \"a\": \"alpha\", \"b\": \"beta\" } ] }\n";

typedef struct row {
    const char *name;
    const char *from; /* stands once in the catalog */
    const char *to;
    const char *faults; /* "" where the changed catalog is right */
} row;

static const row rows[] = {
    {"nothing wrong", "\"synthetic\"", "\"real\"", ""},
#include "catalog_faults.inc"
};
