/*
 * screen_test.c - one offering before every test of screening: each refusal code, each fact that
 * can be unknown (under "refuse" and under "warn"), and both sides of every threshold and date.
 *
 * What screening says is written on one line, parts joined by "; ":
 *     ok            the offering is eligible
 *     +X1           the export row X1 asks for a licence
 *     code=fact     it is refused; an unknown fact has no value: unknown:eccn
 *     ?row=fact     an open question
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/screen.h"
#include "tests/solver/instance.h"
#include "tests/support.h"
#include "tests/tree.h"

static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'r', 'groups': { 'east': [ 'CN', 'RU' ] },"
    "  'layers': [ { 'id': 'iron', 'slots': [ 'chips' ] }, { 'id': 'soft', 'slots': [ 'apps' ] } ],"
    "  'required_slots': [ 'hall' ], 'jurisdiction': [], 'export': [] }";

static const char catalog_text[] =
    "{ 'format': 'consort-catalog/1',"
    "  'firms': [ { 'id': 'maker', 'incorporated': 'US', 'principal_place': 'US',"
    "               'parent': { 'country': 'US' }, 'owners': [], 'can_anchor': true } ],"
    "  'offerings': [ { 'id': 'it', 'firm': 'maker', 'slot': 'chips', 'lead_weeks': 8,"
    "                   'maker_country': 'US', 'eccn': '3A090.a', 'hosted_in': [ 'KE' ],"
    "                   'capabilities': [ 'a' ], 'weights': 'open', 'weights_origin': 'US',"
    "                   'lineage': [ 'US', 'DE' ] } ] }";

static const char opportunity_text[] =
    "{ 'format': 'consort-opportunity/1', 'id': 'o', 'award_by': '2027-03-01', 'demand': {},"
    "  'buyer': { 'name': 'Ministry', 'country': 'KE', 'parent_country': 'KE' } }";

/* ---------------------------------------------------------------- rows */

typedef enum file { END, RULES, CATALOG, OPPORTUNITY } file;

typedef struct edit {
    file file;
    const char *pointer;
    const char *value; /* as in tree_edit */
} edit;

enum { MOST_EDITS = 7 };

typedef struct row {
    const char *name;
    const char *expected;
    edit edits[MOST_EDITS];
} row;

#define FIRM(key, value) \
    { CATALOG, "/firms/0/" key, value }
#define OFFERING(key, value) \
    { CATALOG, "/offerings/0/" key, value }
#define TENDER(key, value) \
    { OPPORTUNITY, "/" key, value }
#define WARN \
    { RULES, "/unknown", "'warn'" }

/* Rows of the rules: an id and the rest of the row. */
#define JURISDICTION(id, rest) \
    { RULES, "/jurisdiction/-", "{ 'id': '" id "', " rest " }" }
#define REFUSES(test) JURISDICTION("J1", test ", 'verdict': 'refuse'")
#define WARNS(test) JURISDICTION("J1", test ", 'verdict': 'warn'")
#define EXPORT(id, rest) \
    { RULES, "/export/-", "{ 'id': '" id "', " rest " }" }
#define BLOCKS(match) EXPORT("X1", match "'status': 'blocked'")

/* ---------------------------------------------------------------- the tender */

static const row tender_rows[] = {
    {"nothing to refuse", "ok", {{END, NULL, NULL}}},
    {"excluded as an offering", "excluded=it", {TENDER("consortium", "{ 'exclude': [ 'it' ] }")}},
    {"excluded as a firm", "excluded=maker", {TENDER("consortium", "{ 'exclude': [ 'maker' ] }")}},
    {"excluded as both, listed once",
     "excluded=it",
     {TENDER("consortium", "{ 'exclude': [ 'maker', 'it' ] }")}},
    {"available in the buyer's country", "ok", {OFFERING("available_in", "[ 'DE', 'KE' ]")}},
    {"available everywhere", "ok", {OFFERING("available_in", "[ '*' ]")}},
    {"available in a group that has it not",
     "unavailable=DE, east",
     {OFFERING("available_in", "[ 'east', 'DE' ]")}},
    {"available nowhere", "unavailable=", {OFFERING("available_in", "[]")}},
    {"capabilities all there", "ok", {TENDER("slots", "{ 'chips': { 'every_has': [ 'a' ] } }")}},
    {"capability lacking",
     "capability=b",
     {TENDER("slots", "{ 'chips': { 'every_has': [ 'b', 'a' ] } }")}},
    {"capabilities lacking, one reason",
     "capability=b, c",
     {TENDER("slots", "{ 'chips': { 'every_has': [ 'c', 'b' ] } }")}},
    {"capability asked of another slot",
     "ok",
     {TENDER("slots", "{ 'apps': { 'every_has': [ 'b' ] } }")}},
    {"open weights are a capability",
     "ok",
     {TENDER("slots", "{ 'chips': { 'every_has': [ 'weights:open' ] } }")}},
    {"closed weights are another",
     "capability=weights:open",
     {TENDER("slots", "{ 'chips': { 'every_has': [ 'weights:open' ] } }"),
      OFFERING("weights", "'closed'")}},
    {"some_has does not refuse", "ok", {TENDER("slots", "{ 'chips': { 'some_has': [ 'b' ] } }")}},
    {"deadline just met", "ok", {TENDER("deadline_weeks", "8")}},
    {"deadline missed by a week",
     "deadline=8 weeks (8 lead, 0 licence)",
     {TENDER("deadline_weeks", "7")}},
    {"deadline of no weeks, just met",
     "ok",
     {TENDER("deadline_weeks", "0"), OFFERING("lead_weeks", "0")}},
    {"hosted where it must be",
     "ok",
     {TENDER("residency", "{ 'in': [ 'KE' ], 'slots': [ 'chips' ] }")}},
    {"hosted elsewhere",
     "residency=DE, FR",
     {TENDER("residency", "{ 'in': 'KE', 'slots': [ 'chips' ] }"),
      OFFERING("hosted_in", "[ 'FR', 'DE' ]")}},
    {"hosted in both",
     "ok",
     {TENDER("residency", "{ 'in': [ 'KE', 'US' ], 'slots': [ 'chips' ] }"),
      OFFERING("hosted_in", "[ 'US', 'DE' ]")}},
    {"hosted nowhere",
     "residency=",
     {TENDER("residency", "{ 'in': [ '*' ], 'slots': [ 'chips' ] }"), OFFERING("hosted_in", "[]")}},
    {"residency in no country",
     "residency=KE",
     {TENDER("residency", "{ 'in': [], 'slots': [ 'chips' ] }")}},
    {"residency in a group",
     "ok",
     {TENDER("residency", "{ 'in': 'east', 'slots': [ 'chips' ] }"),
      OFFERING("hosted_in", "'RU'")}},
    {"residency of another slot",
     "ok",
     {TENDER("residency", "{ 'in': [ 'FR' ], 'slots': [ 'apps' ] }")}},
    {"hosted_in unknown",
     "unknown:hosted_in",
     {TENDER("residency", "{ 'in': [ 'KE' ], 'slots': [ 'chips' ] }"),
      OFFERING("hosted_in", "null")}},
    {"hosted_in absent",
     "unknown:hosted_in",
     {TENDER("residency", "{ 'in': [ 'KE' ], 'slots': [ 'chips' ] }"),
      OFFERING("hosted_in", NULL)}},
    {"hosted_in unknown, warn",
     "ok; ?residency=hosted_in",
     {TENDER("residency", "{ 'in': [ 'KE' ], 'slots': [ 'chips' ] }"),
      OFFERING("hosted_in", "null"), WARN}},
    {"hosted_in unknown where nobody asks", "ok", {OFFERING("hosted_in", "null")}},
};

/* ---------------------------------------------------------------- jurisdiction */

#define INCORPORATED "'test': 'incorporated', 'in': 'east'"
#define PRINCIPAL "'test': 'principal_place', 'in': [ 'CN' ]"
#define PARENT "'test': 'parent', 'in': [ 'east', 'TW' ]"
#define MAKER "'test': 'maker_country', 'in': 'TW'"
#define LISTED "'test': 'listed', 'lists': [ 'entity list', 'debarred' ]"
#define OWNED "'test': 'owned', 'in': 'east'"
#define ORIGIN "'test': 'weights_origin', 'in': 'CN'"
#define LINEAGE "'test': 'lineage', 'in': 'CN'"

#define OWNERS(a, b) FIRM("owners", "[ { 'name': 'a', " a " }, { 'name': 'b', " b " } ]")

static const row jurisdiction_rows[] = {
    {"all tests pass",
     "ok",
     {REFUSES(INCORPORATED), JURISDICTION("J2", PRINCIPAL ", 'verdict': 'refuse'"),
      JURISDICTION("J3", PARENT ", 'verdict': 'refuse'"),
      JURISDICTION("J4", MAKER ", 'verdict': 'refuse'"),
      JURISDICTION("J5", LISTED ", 'verdict': 'refuse'"),
      JURISDICTION("J6", ORIGIN ", 'verdict': 'refuse'"),
      JURISDICTION("J7", LINEAGE ", 'verdict': 'refuse'")}},
    {"incorporated", "jurisdiction:J1=RU", {REFUSES(INCORPORATED), FIRM("incorporated", "'RU'")}},
    {"incorporated, warned of", "ok; ?J1=RU", {WARNS(INCORPORATED), FIRM("incorporated", "'RU'")}},
    {"incorporated unknown",
     "unknown:incorporated",
     {REFUSES(INCORPORATED), FIRM("incorporated", "null")}},
    {"incorporated absent",
     "unknown:incorporated",
     {REFUSES(INCORPORATED), FIRM("incorporated", NULL)}},
    {"incorporated unknown, warn",
     "ok; ?J1=incorporated",
     {REFUSES(INCORPORATED), FIRM("incorporated", "null"), WARN}},
    {"incorporated unknown, a row that warns",
     "ok; ?J1=incorporated",
     {WARNS(INCORPORATED), FIRM("incorporated", "null")}},
    {"a known failure is no matter of warn",
     "jurisdiction:J1=RU",
     {REFUSES(INCORPORATED), FIRM("incorporated", "'RU'"), WARN}},
    {"principal place",
     "jurisdiction:J1=CN",
     {REFUSES(PRINCIPAL), FIRM("principal_place", "'CN'")}},
    {"principal place unknown",
     "unknown:principal_place",
     {REFUSES(PRINCIPAL), FIRM("principal_place", "null")}},
    {"principal place unknown, warn",
     "ok; ?J1=principal_place",
     {REFUSES(PRINCIPAL), FIRM("principal_place", "null"), WARN}},
    {"parent", "jurisdiction:J1=TW", {REFUSES(PARENT), FIRM("parent", "{ 'country': 'TW' }")}},
    {"parent unknown", "unknown:parent", {REFUSES(PARENT), FIRM("parent", "null")}},
    {"country of the parent unknown",
     "unknown:parent",
     {REFUSES(PARENT), FIRM("parent", "{ 'name': 'Holding' }")}},
    {"parent unknown, warn", "ok; ?J1=parent", {REFUSES(PARENT), FIRM("parent", NULL), WARN}},
    {"maker country", "jurisdiction:J1=TW", {REFUSES(MAKER), OFFERING("maker_country", "'TW'")}},
    {"maker country unknown",
     "unknown:maker_country",
     {REFUSES(MAKER), OFFERING("maker_country", "null")}},
    {"maker country unknown, warn",
     "ok; ?J1=maker_country",
     {REFUSES(MAKER), OFFERING("maker_country", "null"), WARN}},
    {"listed",
     "jurisdiction:J1=debarred",
     {REFUSES(LISTED), FIRM("listed_as", "[ 'other', 'debarred' ]")}},
    {"listed, warned of", "ok; ?J1=debarred", {WARNS(LISTED), FIRM("listed_as", "[ 'debarred' ]")}},
    {"listed elsewhere", "ok", {REFUSES(LISTED), FIRM("listed_as", "[ 'entity' ]")}},
    {"weights origin", "jurisdiction:J1=CN", {REFUSES(ORIGIN), OFFERING("weights_origin", "'CN'")}},
    {"weights origin unknown",
     "unknown:weights_origin",
     {REFUSES(ORIGIN), OFFERING("weights_origin", "null")}},
    {"weights origin unknown, warn",
     "ok; ?J1=weights_origin",
     {REFUSES(ORIGIN), OFFERING("weights_origin", "null"), WARN}},
    {"weights origin where no weights are stated",
     "ok",
     {REFUSES(ORIGIN), OFFERING("weights_origin", "'CN'"), OFFERING("weights", NULL)}},
    {"weights origin unknown where no weights are stated",
     "ok",
     {REFUSES(ORIGIN), OFFERING("weights_origin", NULL), OFFERING("weights", NULL)}},
    {"lineage",
     "jurisdiction:J1=CN, US",
     {REFUSES(LINEAGE), OFFERING("lineage", "[ 'US', 'CN' ]")}},
    {"lineage of nothing", "ok", {REFUSES(LINEAGE), OFFERING("lineage", "[]")}},
    {"lineage unknown", "unknown:lineage", {REFUSES(LINEAGE), OFFERING("lineage", "null")}},
    {"lineage unknown, warn",
     "ok; ?J1=lineage",
     {REFUSES(LINEAGE), OFFERING("lineage", "null"), WARN}},
    {"lineage unknown where no weights are stated",
     "ok",
     {REFUSES(LINEAGE), OFFERING("lineage", "null"), OFFERING("weights", NULL)}},
    {"owned just at half",
     "jurisdiction:J1=50.00 %",
     {REFUSES(OWNED), OWNERS("'country': 'CN', 'share': 0.25", "'country': 'RU', 'share': 0.25")}},
    {"owned just below half",
     "ok",
     {REFUSES(OWNED),
      OWNERS("'country': 'CN', 'share': 0.25", "'country': 'RU', 'share': 0.2499")}},
    {"owned just above half",
     "jurisdiction:J1=50.01 %",
     {REFUSES(OWNED),
      OWNERS("'country': 'CN', 'share': 0.25", "'country': 'RU', 'share': 0.2501")}},
    {"owned by others",
     "ok",
     {REFUSES(OWNED), OWNERS("'country': 'CN', 'share': 0.2", "'country': 'DE', 'share': 0.8")}},
    {"owned at a threshold of the row",
     "jurisdiction:J1=25.00 %",
     {REFUSES(OWNED ", 'threshold': 0.25"),
      OWNERS("'country': 'CN', 'share': 0.25", "'country': 'DE', 'share': 0.75")}},
    {"owned just below a threshold of the row",
     "ok",
     {REFUSES(OWNED ", 'threshold': 0.2501"),
      OWNERS("'country': 'CN', 'share': 0.25", "'country': 'DE', 'share': 0.75")}},
    {"owned, warned of",
     "ok; ?J1=50.00 %",
     {WARNS(OWNED), OWNERS("'country': 'CN', 'share': 0.5", "'country': 'DE', 'share': 0.5")}},
    {"an owner of unknown country could tip it",
     "unknown:owners",
     {REFUSES(OWNED), OWNERS("'country': 'CN', 'share': 0.3", "'country': null, 'share': 0.2")}},
    {"an owner of unknown country could not",
     "ok",
     {REFUSES(OWNED), OWNERS("'country': 'CN', 'share': 0.3", "'country': null, 'share': 0.1999")}},
    {"an owner of unknown country is not needed",
     "jurisdiction:J1=50.00 %",
     {REFUSES(OWNED), OWNERS("'country': 'CN', 'share': 0.5", "'share': 0.5")}},
    {"an owner of unknown country, warn",
     "ok; ?J1=owners",
     {REFUSES(OWNED), OWNERS("'country': 'DE', 'share': 0.5", "'share': 0.5"), WARN}},
    {"owners unknown", "unknown:owners", {REFUSES(OWNED), FIRM("owners", "null")}},
    {"owners unknown, warn", "ok; ?J1=owners", {REFUSES(OWNED), FIRM("owners", NULL), WARN}},
    {"no owners", "ok", {REFUSES(OWNED)}},
    {"a row for the layer of the slot",
     "jurisdiction:J1=RU",
     {REFUSES(INCORPORATED ", 'layers': [ 'soft', 'iron' ]"), FIRM("incorporated", "'RU'")}},
    {"a row for another layer",
     "ok",
     {REFUSES(INCORPORATED ", 'layers': [ 'soft' ]"), FIRM("incorporated", "'RU'")}},
    {"a row for no layer in particular, a slot in none",
     "jurisdiction:J1=RU",
     {REFUSES(INCORPORATED), FIRM("incorporated", "'RU'"), OFFERING("slot", "'hall'")}},
    {"a row for a layer, a slot in none",
     "ok",
     {REFUSES(INCORPORATED ", 'layers': [ 'iron' ]"), FIRM("incorporated", "'RU'"),
      OFFERING("slot", "'hall'")}},
    {"an unknown fact that two rows ask for",
     "unknown:incorporated",
     {REFUSES(INCORPORATED), JURISDICTION("J2", INCORPORATED ", 'verdict': 'refuse'"),
      FIRM("incorporated", "null")}},
    {"a question for each row",
     "ok; ?J1=RU; ?J2=RU",
     {WARNS(INCORPORATED), JURISDICTION("J2", INCORPORATED ", 'verdict': 'warn'"),
      FIRM("incorporated", "'RU'")}},
    {"every reason is listed, by code",
     "jurisdiction:J1=RU; jurisdiction:J2=CN; unavailable=DE; unknown:parent; ?J4=TW",
     {REFUSES(INCORPORATED),
      JURISDICTION("J2", PRINCIPAL ", 'verdict': 'refuse'"),
      JURISDICTION("J3", PARENT ", 'verdict': 'refuse'"),
      JURISDICTION("J4", MAKER ", 'verdict': 'warn'"),
      {CATALOG, "/firms/0",
       "{ 'id': 'maker', 'incorporated': 'RU', 'principal_place': 'CN', 'owners': [] }"},
      OFFERING("available_in", "[ 'DE' ]"),
      OFFERING("maker_country", "'TW'")}},
};

/* ---------------------------------------------------------------- export */

#define LICENCE(match) EXPORT("X1", match "'status': 'licence', 'weeks': 4")

static const row export_rows[] = {
    {"no row matches", "ok", {BLOCKS("'eccn': [ '5A002' ], ")}},
    {"blocked", "export:X1=3A090.a", {BLOCKS("'eccn': [ '3A090' ], ")}},
    {"unknown as a status",
     "export:X1=3A090.a",
     {EXPORT("X1", "'eccn': [ '3A090' ], 'status': 'unknown'")}},
    {"unknown as a status, warn",
     "export:X1=3A090.a",
     {EXPORT("X1", "'eccn': [ '3A090' ], 'status': 'unknown'"), WARN}},
    {"no licence needed", "ok", {EXPORT("X1", "'eccn': [ '3A090' ], 'status': 'none'")}},
    {"a licence", "ok; +X1", {LICENCE("'eccn': [ '3A090' ], ")}},
    {"a row without keys matches everything", "export:X1=KE", {BLOCKS("")}},
    {"the first row that matches decides",
     "ok",
     {EXPORT("X2", "'eccn': [ '3A090' ], 'status': 'none'"), BLOCKS("'eccn': [ '3A090' ], ")}},
    {"the order of the file counts, not the id",
     "export:X1=3A090.a",
     {BLOCKS("'eccn': [ '3A090' ], "), EXPORT("X0", "'eccn': [ '3A090' ], 'status': 'none'")}},
    {"a row that does not match is passed over",
     "ok; +X2",
     {BLOCKS("'eccn': [ '3A090' ], 'destination': 'CN', "),
      EXPORT("X2", "'eccn': [ '3A' ], 'status': 'licence', 'weeks': 1")}},
    {"a prefix of one letter", "export:X1=3A090.a", {BLOCKS("'eccn': [ '3' ], ")}},
    {"the whole number is a prefix", "export:X1=3A090.a", {BLOCKS("'eccn': [ '3A090.a' ], ")}},
    {"a longer number is none", "ok", {BLOCKS("'eccn': [ '3A090.a.1' ], ")}},
    {"another paragraph is none", "ok", {BLOCKS("'eccn': [ '3A090.b' ], ")}},
    {"the middle of a number is no prefix", "ok", {BLOCKS("'eccn': [ 'A090' ], ")}},
    {"one of several prefixes", "export:X1=3A090.a", {BLOCKS("'eccn': [ '5A', '3A0' ], ")}},
    {"no prefixes match nothing", "ok", {BLOCKS("'eccn': [], ")}},
    {"where no number applies",
     "ok",
     {BLOCKS("'eccn': [ '3A090', '4A090' ], "), OFFERING("eccn", "'EAR99'")}},
    {"that no number applies can be asked for",
     "export:X1=EAR99",
     {BLOCKS("'eccn': [ 'EAR99' ], "), OFFERING("eccn", "'EAR99'")}},
    {"destination", "export:X1=KE", {BLOCKS("'destination': [ 'east', 'KE' ], ")}},
    {"another destination", "ok", {BLOCKS("'destination': 'east', ")}},
    {"destination everywhere", "export:X1=KE", {BLOCKS("'destination': '*', ")}},
    {"parent of the recipient",
     "export:X1=CN",
     {BLOCKS("'recipient_parent': 'east', "), TENDER("buyer/parent_country", "'CN'")}},
    {"another parent of the recipient", "ok", {BLOCKS("'recipient_parent': 'east', ")}},
    {"recipient on a list",
     "export:X1=watched",
     {BLOCKS("'recipient_listed': [ 'watched', 'banned' ], "),
      TENDER("buyer/listed_as", "[ 'other', 'watched' ]")}},
    {"recipient on another list",
     "ok",
     {BLOCKS("'recipient_listed': [ 'watched' ], "), TENDER("buyer/listed_as", "[ 'other' ]")}},
    {"recipient on no list", "ok", {BLOCKS("'recipient_listed': [ 'watched' ], ")}},
    {"buyer by name", "export:X1=Ministry", {BLOCKS("'buyer': [ 'Agency', 'Ministry' ], ")}},
    {"buyer of another name", "ok", {BLOCKS("'buyer': [ 'Ministry of Data', 'ministry' ], ")}},
    {"each key must match", "ok", {BLOCKS("'eccn': [ '3A090' ], 'destination': 'CN', ")}},
    {"in force from the day", "export:X1=KE", {BLOCKS("'valid_from': '2027-03-01', ")}},
    {"in force from the day after", "ok", {BLOCKS("'valid_from': '2027-03-02', ")}},
    {"in force to the day", "export:X1=KE", {BLOCKS("'valid_to': '2027-03-01', ")}},
    {"in force to the day before", "ok", {BLOCKS("'valid_to': '2027-02-28', ")}},
    {"in force on that one day",
     "export:X1=KE",
     {BLOCKS("'valid_from': '2027-03-01', 'valid_to': '2027-03-01', ")}},
    {"eccn unknown", "unknown:eccn", {BLOCKS("'eccn': [ '3A' ], "), OFFERING("eccn", "null")}},
    {"eccn absent", "unknown:eccn", {LICENCE("'eccn': [ '3A' ], "), OFFERING("eccn", NULL)}},
    {"eccn unknown, warn",
     "ok; ?X1=eccn",
     {BLOCKS("'eccn': [ '3A' ], "), OFFERING("eccn", "null"), WARN}},
    {"eccn unknown, a row that needs none",
     "ok",
     {EXPORT("X0", "'destination': 'KE', 'status': 'none'"), BLOCKS("'eccn': [ '3A' ], "),
      OFFERING("eccn", "null")}},
    {"eccn unknown, where another key fails",
     "ok",
     {BLOCKS("'eccn': [ '3A' ], 'destination': 'CN', "), OFFERING("eccn", "null")}},
    {"an unknown fact ends the search",
     "unknown:eccn",
     {LICENCE("'eccn': [ '3A' ], "), EXPORT("X2", "'status': 'blocked'"),
      OFFERING("eccn", "null")}},
    {"an unknown fact is passed over, warn",
     "export:X2=KE; ?X1=eccn",
     {LICENCE("'eccn': [ '3A' ], "), EXPORT("X2", "'status': 'blocked'"), OFFERING("eccn", "null"),
      WARN}},
    {"an unknown fact is passed over to a licence, warn",
     "ok; +X2; ?X1=eccn",
     {BLOCKS("'eccn': [ '3A' ], "), EXPORT("X2", "'status': 'licence', 'weeks': 1"),
      OFFERING("eccn", "null"), WARN}},
    {"parent of the recipient unknown",
     "unknown:buyer.parent_country",
     {BLOCKS("'recipient_parent': 'east', "), TENDER("buyer/parent_country", "null")}},
    {"parent of the recipient unknown, warn",
     "ok; ?X1=buyer.parent_country",
     {BLOCKS("'recipient_parent': 'east', "), TENDER("buyer/parent_country", NULL), WARN}},
    {"award_by unknown",
     "unknown:award_by",
     {BLOCKS("'valid_to': '2027-01-01', "), TENDER("award_by", "null")}},
    {"award_by unknown, warn",
     "ok; ?X1=award_by",
     {BLOCKS("'valid_from': '2027-01-01', "), TENDER("award_by", NULL), WARN}},
    {"several facts unknown",
     "unknown:award_by; unknown:buyer.parent_country; unknown:eccn",
     {BLOCKS("'eccn': [ '3A' ], 'recipient_parent': 'CN', 'valid_to': '2027-01-01', "),
      TENDER("award_by", NULL), TENDER("buyer/parent_country", NULL), OFFERING("eccn", NULL)}},
    {"several facts unknown, one question, warn",
     "ok; ?X1=eccn",
     {BLOCKS("'eccn': [ '3A' ], 'valid_to': '2027-01-01', "), TENDER("award_by", NULL),
      OFFERING("eccn", NULL), WARN}},
    {"deadline just met with the licence",
     "ok; +X1",
     {LICENCE("'eccn': [ '3A090' ], "), TENDER("deadline_weeks", "12")}},
    {"deadline missed with the licence",
     "deadline=12 weeks (8 lead, 4 licence); +X1",
     {LICENCE("'eccn': [ '3A090' ], "), TENDER("deadline_weeks", "11")}},
    {"weeks of a row that asks for no licence do not count",
     "ok",
     {EXPORT("X1", "'status': 'none', 'weeks': 4"), TENDER("deadline_weeks", "8")}},
    {"weeks of a row that blocks do not count",
     "export:X1=KE",
     {EXPORT("X1", "'status': 'blocked', 'weeks': 4"), TENDER("deadline_weeks", "8")}},
    {"weeks of an undecided licence do not count",
     "unknown:eccn",
     {LICENCE("'eccn': [ '3A' ], "), OFFERING("eccn", NULL), TENDER("deadline_weeks", "8")}},
};

/* ---------------------------------------------------------------- the checker */

static cst__screening *screen_row(const row *r, tender *t) {
    instance files = {tree_of(rules_text), tree_of(catalog_text), tree_of(opportunity_text)};
    json_t *trees[] = {NULL, files.rules, files.catalog, files.opportunity};
    for (size_t i = 0; i < MOST_EDITS && r->edits[i].file != END; i++) {
        tree_edit(trees[r->edits[i].file], r->edits[i].pointer, r->edits[i].value);
    }
    char *faults = NULL;
    if (!tender_read(&files, t, &faults)) {
        fail_msg("%s", faults);
    }
    instance_clear(&files);
    cst__screening *screening = NULL;
    assert_int_equal(cst__screen(t->opportunity, &screening), CST_E_OK);
    return screening;
}

/* New text of what screening says, as at the top of the file. */
static char *say(const cst__screening *s, const cst_rules *rules) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    const char *comma = "";
    if (s->eligible[0]) {
        fprintf(out, "ok");
        comma = "; ";
    }
    for (size_t i = 0; i < s->n_refused; i++) {
        const cst__refused *it = &s->refused[i];
        fprintf(out, "%s%s%s%s", comma, it->code, it->fact == NULL ? "" : "=",
                it->fact == NULL ? "" : it->fact);
        comma = "; ";
    }
    if (s->licence_row[0] != CST__NONE) {
        fprintf(out, "%s+%s", comma, rules->exports[s->licence_row[0]].id);
        comma = "; ";
    }
    for (size_t i = 0; i < s->n_questions; i++) {
        fprintf(out, "%s?%s=%s", comma, s->questions[i].row, s->questions[i].fact);
        comma = "; ";
    }
    fclose(out);
    return text;
}

static void test_row(void **state) {
    const row *r = *state;
    tender t;
    cst__screening *screening = screen_row(r, &t);
    char *text = say(screening, t.rules);
    assert_string_equal(text, r->expected);
    assert_int_equal(screening->n_eligible, screening->eligible[0] ? 1 : 0);
    assert_int_equal(screening->eligible[0], screening->n_refused == 0);
    free(text);
    cst__screening_free(screening);
    tender_clear(&t);
}

/* ---------------------------------------------------------------- sources, who may lead */

typedef struct source_row {
    row row;
    const char *source;
} source_row;

static const source_row source_rows[] = {
    {{"the source of a jurisdiction row",
      "",
      {REFUSES(INCORPORATED ", 'source': 'Act 1'"), FIRM("incorporated", "'RU'")}},
     "Act 1"},
    {{"the source of an unknown fact",
      "",
      {REFUSES(INCORPORATED ", 'source': 'Act 1'"), FIRM("incorporated", "null")}},
     "Act 1"},
    {{"the source of an export row", "", {BLOCKS("'source': 'Act 2', ")}}, "Act 2"},
    {{"the source of a row without one", "", {BLOCKS("")}}, ""},
    {{"the place of an exclusion", "", {TENDER("consortium", "{ 'exclude': [ 'it' ] }")}},
     "opportunity /consortium/exclude"},
    {{"the place of a capability", "", {TENDER("slots", "{ 'chips': { 'every_has': [ 'b' ] } }")}},
     "opportunity /slots/chips/every_has"},
    {{"the place of a deadline", "", {TENDER("deadline_weeks", "7")}},
     "opportunity /deadline_weeks"},
};

static void test_source(void **state) {
    const source_row *r = *state;
    tender t;
    cst__screening *screening = screen_row(&r->row, &t);
    assert_int_equal(screening->n_refused, 1);
    assert_string_equal(screening->refused[0].source, r->source);
    cst__screening_free(screening);
    tender_clear(&t);
}

#define ANCHOR(in) \
    { RULES, "/anchor", "{ 'incorporated_in': " in " }" }

/* Expected: whether the firm may lead. */
static const row anchor_rows[] = {
    {"leads without a rule", "yes", {{END, NULL, NULL}}},
    {"leads without a rule, incorporated unknown", "yes", {FIRM("incorporated", "null")}},
    {"may not lead by itself", "no", {FIRM("can_anchor", "false")}},
    {"does not say that it may lead", "no", {FIRM("can_anchor", NULL)}},
    {"meets the rule", "yes", {ANCHOR("[ 'US' ]")}},
    {"meets the rule by a group", "yes", {ANCHOR("'east'"), FIRM("incorporated", "'RU'")}},
    {"does not meet the rule", "no", {ANCHOR("[ 'US' ]"), FIRM("incorporated", "'RU'")}},
    {"does not meet the rule, warn",
     "no",
     {ANCHOR("[ 'US' ]"), FIRM("incorporated", "'RU'"), WARN}},
    {"meets the rule, but may not lead", "no", {ANCHOR("[ 'US' ]"), FIRM("can_anchor", "false")}},
    {"incorporated unknown where it counts",
     "no",
     {ANCHOR("[ 'US' ]"), FIRM("incorporated", "null")}},
    {"incorporated unknown where it counts, warn",
     "yes",
     {ANCHOR("[ 'US' ]"), FIRM("incorporated", "null"), WARN}},
};

static void test_anchor(void **state) {
    const row *r = *state;
    tender t;
    cst__screening *screening = screen_row(r, &t);
    assert_string_equal(screening->may_anchor[0] ? "yes" : "no", r->expected);
    cst__screening_free(screening);
    tender_clear(&t);
}

int main(void) {
    int failed = TEST_ROWS("the tender", tender_rows, test_row);
    failed += TEST_ROWS("jurisdiction", jurisdiction_rows, test_row);
    failed += TEST_ROWS("export control", export_rows, test_row);
    failed += TEST_ROWS("sources", source_rows, test_source);
    failed += TEST_ROWS("who may lead", anchor_rows, test_anchor);
    return failed;
}
