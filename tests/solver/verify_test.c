/*
 * verify_test.c - would the verifier notice? A right result (verify_sample.h) passes; then every
 * row of the tables below breaks one thing, in the result or in what it answers to, and names the
 * checks that must find it. Where a limit is involved both sides of it are tried.
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
#include "solver/verify.h"
#include "tests/solver/verify_rows.h"
#include "tests/support.h"

/* ---------------------------------------------------------------- changes that many rows make */

/* Without the content rule, and p1 alone. */
#define IGNORED                                                                                \
    {OPPORTUNITY, "/content/mode", "'ignore'"}, {RESULT, "/criteria_proven/us_content", NULL}, \
        {RESULT, "/x-p1", "@/packages/0"}, {RESULT, "/packages", "[ ]"},                       \
        {RESULT, "/packages/+0", "@/x-p1"}, {RESULT, "/packages/0/criteria/us_content", NULL}, \
        {RESULT, "/packages/0/content", "{ 'mode': 'ignore' }"}, {                             \
        RESULT, "/packages/0/open_questions/1", NULL                                           \
    }
#define BEST_BUT_CONTENT \
    "['cost', 'delivery_weeks', 'members', 'licences', 'misfit', 'largest_share']"

#define EACH(check) "p1:" check " p2:" check " p3:" check " p4:" check " p5:" check " p6:" check

/* ---------------------------------------------------------------- rows: what must pass */

static const row passing[] = {
    {"the right result", "", {{0}}},
    {"without settings", "", {{RESULT, "/settings", NULL}}},
    {"without names",
     "",
     {{RESULT, "/packages/0/lines/0/name", NULL},
      {RESULT, "/packages/0/lines/0/layer", NULL},
      {RESULT, "/packages/0/lines/0/unit", NULL},
      {RESULT, "/packages/0/ledger/0/unit", NULL},
      {RESULT, "/packages/0/licences/0/source", NULL},
      {RESULT, "/packages/0/open_questions/0/source", NULL},
      {RESULT, "/refused/0/source", NULL},
      {RESULT, "/title", NULL},
      {RESULT, "/currency", NULL},
      {RESULT, "/eligible", NULL}}},
    {"without sums",
     "",
     {{RESULT, "/packages/0/member_values", NULL},
      {RESULT, "/packages/0/gross", NULL},
      {RESULT, "/packages/0/discount", NULL}}},
    {"without the frame of the worksheet",
     "",
     {{RESULT, "/packages/0/content/mode", NULL},
      {RESULT, "/packages/0/content/threshold", NULL},
      {RESULT, "/packages/0/content/gamma", NULL},
      {RESULT, "/packages/0/content/value", NULL}}},
    {"the curve of the worst case",
     "",
     {{RESULT, "/packages/0/content/guaranteed", "[ 0.5761, 0.4571, 0.3428 ]"},
      {RESULT, "/packages/1/content/guaranteed", "[ 0.4174, 0.313 ]"}}},
    {"content ignored", "", {IGNORED, {RESULT, "/packages/0/best_at", BEST_BUT_CONTENT}}},
    {"content ignored, by cost",
     "",
     {IGNORED, {RESULT, "/packages/0/best_at", "[ ]"}, {RESULT, "/settings/by", "'cost'"}}},
    {"infeasible", "", {{RESULT, "/status", "'infeasible'"}, {RESULT, "/packages", "[ ]"}}},
    {"currency of the tender alone", "", {{CATALOG, "/currency", NULL}}},
    {"currency of the catalog alone", "", {{OPPORTUNITY, "/currency", NULL}}},
    {"no share asked of small firms",
     "",
     {{CATALOG, "/firms/2/size", "null"},
      {CATALOG, "/firms/3/size", "null"},
      {OPPORTUNITY, "/consortium/small_share", "0"}}},
    {"stopped at the limit",
     "",
     {{RESULT, "/status", "'limit'"},
      {RESULT, "/packages/2/proof", "{ 'status': 'unproven', 'bound': -7.5 }"},
      {RESULT, "/criteria_proven/us_content", "false"}}},
};

/* ---------------------------------------------------------------- rows: lines and screening */

static const row line_rows[] = {
    {"no such offering",
     "p1:lines/app-x p1:members/delta ...",
     {{RESULT, "/packages/0/lines/3/offering", "'app-x'"}}},
    {"an offering twice",
     "p1:lines/app-d",
     {{RESULT, "/packages/0/lines/+3", "@/packages/0/lines/3"}}},
    {"firm of a line", "p1:lines/app-d/firm", {{RESULT, "/packages/0/lines/3/firm", "'fox'"}}},
    {"slot of a line", "p1:lines/app-d/slot", {{RESULT, "/packages/0/lines/3/slot", "'models'"}}},
    {"name of a line", "p1:lines/app-d/name", {{RESULT, "/packages/0/lines/3/name", "'Offices'"}}},
    {"layer of a line",
     "p1:lines/app-d/layer",
     {{RESULT, "/packages/0/lines/3/layer", "'hardware'"}}},
    {"layer of a slot without one",
     "p1:lines/support-a/layer",
     {{RESULT, "/packages/0/lines/4/layer", "'software'"}}},
    {"unit of a line", "p1:lines/app-d/unit", {{RESULT, "/packages/0/lines/3/unit", "'seats'"}}},
    {"value a cent too high",
     "p1:lines/chip-a/value",
     {{RESULT, "/packages/0/lines/0/value", "1600.51"}}},
    {"value a cent too low",
     "p1:lines/chip-a/value",
     {{RESULT, "/packages/0/lines/0/value", "1600.49"}}},
    {"slots out of order",
     "p1:lines/order",
     {{RESULT, "/packages/0/lines/+0", "@/packages/0/lines/1"},
      {RESULT, "/packages/0/lines/2", NULL}}},
    {"ids out of order in a slot",
     "p6:lines/order",
     {{RESULT, "/packages/5/lines/+3", "@/packages/5/lines/4"},
      {RESULT, "/packages/5/lines/5", NULL}}},
    {"most units", "", {{CATALOG, "/offerings/2/units/max", "100"}}},
    {"one above the most units",
     "p4:lines/app-f/units p5:lines/app-f/units !p6:lines/app-f/units ...",
     {{CATALOG, "/offerings/2/units/max", "99"}}},
    {"one below the least units",
     "p6:lines/app-d/units !p1:lines/app-d/units ...",
     {{CATALOG, "/offerings/1/units/min", "11"}}},
    {"no units", "p1:lines/server-b/units ...", {{RESULT, "/packages/0/lines/1/units", "0"}}},
    {"units below the least, valued as the least",
     "p1:lines/server-b/units",
     {{CATALOG, "/offerings/7/units/min", "2"}, {RESULT, "/packages/0/lines/1/units", "1"}}},
    {"units above the most, valued as the most",
     "p1:lines/server-b/units",
     {{CATALOG, "/offerings/7/units/max", "2"}, {RESULT, "/packages/0/lines/1/units", "3"}}},
    {"another tier",
     "p1:lines/chip-a/value ...",
     {{CATALOG, "/offerings/3/price/tiers/0/from", "6"}}},
    {"another term", "p1:lines/chip-a/value ...", {{OPPORTUNITY, "/term_years", "4"}}},
    {"excluded firm",
     "p4:screening/app-f/excluded p5:screening/app-f/excluded p6:screening/app-f/excluded "
     "p4:consortium/exclude/fox p5:consortium/exclude/fox p6:consortium/exclude/fox "
     ":refused/app-f/excluded :eligible",
     {{OPPORTUNITY, "/consortium/exclude", "[ 'fox' ]"}}},
    {"excluded offering",
     "p2:screening/app-b/excluded p2:consortium/exclude/app-b :refused/app-b/excluded :eligible",
     {{OPPORTUNITY, "/consortium/exclude", "[ 'app-b' ]"}}},
    {"deadline",
     "p3:screening/server-d/deadline p4:screening/server-d/deadline :refused/server-d/deadline "
     ":eligible",
     {{OPPORTUNITY, "/deadline_weeks", "35"}}},
    {"unavailable, and of unknown number",
     "p2:screening/app-b/unavailable p2:screening/app-b/unknown:eccn :refused/app-b/unavailable "
     ":refused/app-b/unknown:eccn :eligible",
     {{CATALOG, "/offerings/0/available_in", "[ 'US' ]"}, {CATALOG, "/offerings/0/eccn", "null"}}},
};

/* ---------------------------------------------------------------- rows: (1) to (6) */

static const row rule_rows[] = {
    {"ledger short by one",
     EACH("ledger/accelerators") " ...",
     {{OPPORTUNITY, "/demand/accelerators", "41"}}},
    {"ledger just enough of a site",
     "!p2:ledger/power ...",
     {{OPPORTUNITY, "/site/power", "20.625"}}},
    {"ledger short by a thousandth of a site",
     "p2:ledger/power !p1:ledger/power ...",
     {{OPPORTUNITY, "/site/power", "20.624"}}},
    {"slot required by the rules",
     EACH("slots/training/required"),
     {{RULES, "/required_slots/+2", "'training'"}}},
    {"slot required by the tender",
     EACH("slots/training/required"),
     {{RULES, "/layers/0/slots/+2", "'training'"},
      {OPPORTUNITY, "/slots/training", "{ 'required': true }"}}},
    {"slot not required", "", {{RULES, "/layers/0/slots/+2", "'training'"}}},
    {"layer required",
     EACH("layers/data/required"),
     {{RULES, "/layers/+2", "{ 'id': 'data', 'slots': [ 'datasets' ], 'required': true }"}}},
    {"layer not required",
     "",
     {{RULES, "/layers/+2", "{ 'id': 'data', 'slots': [ 'datasets' ], 'required': false }"}}},
    {"as many offerings as a slot may have",
     "",
     {{OPPORTUNITY, "/slots/apps", "{ 'max_offerings': 2 }"}}},
    {"one offering too many in a slot",
     "p6:slots/apps/max_offerings",
     {{OPPORTUNITY, "/slots/apps", "{ 'max_offerings': 1 }"}}},
    {"some_has",
     EACH("slots/models/some_has/lang:fr"),
     {{OPPORTUNITY, "/slots/models/some_has/+1", "'lang:fr'"}}},
    {"some_has in another slot",
     EACH("slots/apps/some_has/lang:sw"),
     {{OPPORTUNITY, "/slots/apps", "{ 'some_has': [ 'lang:sw' ] }"}}},
    {"a need the buyer met", EACH("needs/model-c/loop"), {{OPPORTUNITY, "/buyer_has", "[ ]"}}},
    {"a need another offering met",
     "p1:needs/chip-a/cooling p5:needs/chip-a/cooling p6:needs/chip-a/cooling",
     {{CATALOG, "/offerings/7/capabilities", NULL}}},
    {"a need the offering meets itself",
     "",
     {{CATALOG, "/offerings/0/capabilities", "[ 'self' ]"},
      {CATALOG, "/offerings/0/needs", "[ 'self' ]"}}},
    {"offerings exclude each other",
     "p2:relations/app-b/excludes/rack-b",
     {{CATALOG, "/relations/0/b", "'rack-b'"}}},
    {"offering requires offering",
     "p2:relations/model-c/requires/server-b p3:relations/model-c/requires/server-b "
     "p4:relations/model-c/requires/server-b",
     {{CATALOG, "/relations/2/b", "'server-b'"}}},
    {"required offering without the other",
     "",
     {{CATALOG, "/relations/2", "{ 'kind': 'requires', 'a': 'server-b', 'b': 'model-c' }"}}},
    {"firms exclude each other",
     "p4:relations/delta/excludes/fox p6:relations/delta/excludes/fox",
     {{CATALOG, "/relations/1", "{ 'kind': 'excludes', 'a': 'delta', 'b': 'fox' }"}}},
    {"firm requires firm",
     "p3:relations/delta/requires/beta p4:relations/delta/requires/beta",
     {{CATALOG, "/relations/3/b", "'beta'"}}},
    {"fewest members", "", {{OPPORTUNITY, "/consortium/min_members", "3"}}},
    {"one member too few",
     "p2:consortium/min_members p3:consortium/min_members",
     {{OPPORTUNITY, "/consortium/min_members", "4"}}},
    {"one member too many",
     "p6:consortium/max_members",
     {{OPPORTUNITY, "/consortium/max_members", "4"}}},
    {"firm to include",
     "p1:consortium/include/fox p2:consortium/include/fox p3:consortium/include/fox",
     {{OPPORTUNITY, "/consortium/include", "[ 'fox' ]"}}},
    {"offering to include",
     "p1:consortium/include/app-f p2:consortium/include/app-f p3:consortium/include/app-f",
     {{OPPORTUNITY, "/consortium/include", "[ 'app-f' ]"}}},
    {"anchor unknown", "p1:anchor", {{RESULT, "/packages/0/anchor", "'nobody'"}}},
    {"anchor no member", "p1:anchor/member", {{RESULT, "/packages/0/anchor", "'fox'"}}},
    {"anchor unable", "p1:anchor/allowed", {{RESULT, "/packages/0/anchor", "'delta'"}}},
    {"anchor incorporated elsewhere",
     "p1:anchor/allowed",
     {{RESULT, "/packages/0/anchor", "'coast'"}}},
    {"anchor not the largest", "p1:anchor/largest", {{RESULT, "/packages/0/anchor", "'beta'"}}},
    {"anchor not the smallest of equals",
     "p1:anchor/largest !p5:anchor/largest ...",
     {{CATALOG, "/offerings/7/price/per_unit", "830.25"},
      {RESULT, "/packages/0/anchor", "'beta'"}}},
    {"anchor not the one named",
     EACH("anchor/named"),
     {{OPPORTUNITY, "/consortium/anchor", "'beta'"}}},
    {"anchor named though not the largest",
     "p2:anchor/named p3:anchor/named p4:anchor/named p5:anchor/named p6:anchor/named",
     {{OPPORTUNITY, "/consortium/anchor", "'beta'"}, {RESULT, "/packages/0/anchor", "'beta'"}}},
};

/* ---------------------------------------------------------------- rows: (7) to (9) */

static const row value_rows[] = {
    {"least value of a member", "", {{CATALOG, "/firms/2/min_value", "300.01"}}},
    {"a cent below it",
     EACH("values/coast/min_value"),
     {{CATALOG, "/firms/2/min_value", "300.02"}}},
    {"largest value of a member", "", {{CATALOG, "/firms/0/max_value", "1660.50"}}},
    {"a cent above it",
     EACH("values/alpha/max_value"),
     {{CATALOG, "/firms/0/max_value", "1660.49"}}},
    {"largest share", "", {{OPPORTUNITY, "/consortium/max_member_share", "0.6374"}}},
    {"above the largest share",
     "p1:consortium/max_member_share/alpha",
     {{OPPORTUNITY, "/consortium/max_member_share", "0.6373"}}},
    {"exactly the largest share",
     "!p1:consortium/max_member_share/alpha ...",
     {{OPPORTUNITY, "/consortium/max_member_share", "0.625"},
      {CATALOG, "/offerings/7/price", "{ 'fixed': 0.01, 'per_unit': 275.64 }"}}},
    {"a cent above the largest share",
     "p1:consortium/max_member_share/alpha ...",
     {{OPPORTUNITY, "/consortium/max_member_share", "0.625"},
      {CATALOG, "/offerings/7/price", "{ 'per_unit': 275.64 }"}}},
    {"local share", "", {{OPPORTUNITY, "/consortium/local_share", "0.0980"}}},
    {"below the local share",
     "p4:consortium/local_share",
     {{OPPORTUNITY, "/consortium/local_share", "0.0981"}}},
    {"small share", "", {{OPPORTUNITY, "/consortium/small_share", "0.1030"}}},
    {"below the small share",
     "p2:consortium/small_share",
     {{OPPORTUNITY, "/consortium/small_share", "0.1031"}}},
    {"unknown size is not small",
     EACH("consortium/small_share"),
     {{CATALOG, "/firms/2/size", "null"}, {OPPORTUNITY, "/consortium/small_share", "0.38"}}},
    {"content required",
     EACH("content/mode") " p2:content",
     {{OPPORTUNITY, "/content/mode", "'require'"}}},
    {"content required without gamma",
     "!p2:content ...",
     {{OPPORTUNITY, "/content", "{ 'mode': 'require', 'gamma': 0 }"}}},
    {"content required with a larger gamma",
     "p1:content p2:content !p3:content ...",
     {{OPPORTUNITY, "/content", "{ 'mode': 'require', 'gamma': 2 }"}}},
    {"content required, the largest fall counts",
     "p1:content !p3:content ...",
     {{OPPORTUNITY, "/content/mode", "'require'"}, {RULES, "/content/threshold", "0.46"}}},
    {"content just enough",
     "!p2:content p2:content/met p2:content/shortfall ...",
     {{OPPORTUNITY, "/content/mode", "'require'"},
      {CATALOG, "/offerings/3/us_content/made_low", "0.4"},
      {CATALOG, "/offerings/6/us_content", "{ 'made': 0.4, 'made_low': 0.4 }"}}},
    {"content a basis point short",
     "p2:content ...",
     {{OPPORTUNITY, "/content/mode", "'require'"},
      {CATALOG, "/offerings/3/us_content/made_low", "0.3999"},
      {CATALOG, "/offerings/6/us_content", "{ 'made': 0.4, 'made_low': 0.4 }"}}},
    {"content by value added",
     "!p2:content ...",
     {{RULES, "/content/mode", "'require'"},
      {RULES, "/content/method", "'value_added'"},
      {OPPORTUNITY, "/content", NULL}}},
    {"budget", "", {{OPPORTUNITY, "/budget", "3050.51"}}},
    {"a cent above the budget", "p4:budget", {{OPPORTUNITY, "/budget", "3050.50"}}},
    {"no budget", "", {{OPPORTUNITY, "/budget", NULL}}},
};

/* ---------------------------------------------------------------- rows: figures of a package */

#define P1 "/packages/0"

static const row figure_rows[] = {
    {"member missing",
     "p1:members/delta",
     {{RESULT, P1 "/members/3", NULL}, {RESULT, P1 "/member_values/3", NULL}}},
    {"member too many",
     "p1:members/fox",
     {{RESULT, P1 "/members/+4", "'fox'"},
      {RESULT, P1 "/member_values/+4", "{ 'firm': 'fox', 'value': 0, 'share': 0 }"}}},
    {"members out of order",
     "p1:members/order",
     {{RESULT, P1 "/members", "[ 'beta', 'alpha', 'coast', 'delta' ]"},
      {RESULT, P1 "/member_values", NULL}}},
    {"name of a member", "p1:members/beta/name", {{RESULT, P1 "/member_values/1/name", "'B'"}}},
    {"country of a member",
     "p1:members/beta/incorporated",
     {{RESULT, P1 "/member_values/1/incorporated", "'KE'"}}},
    {"value of a member",
     "p1:members/beta/value",
     {{RESULT, P1 "/member_values/1/value", "500.01"}}},
    {"share of a member",
     "p1:members/beta/share",
     {{RESULT, P1 "/member_values/1/share", "0.1919"}}},
    {"bundle missing", "p1:bundles/b-full", {{RESULT, P1 "/bundles/1", NULL}}},
    {"bundle too many", "p1:bundles/b-desk", {{RESULT, P1 "/bundles/+1", "'b-desk'"}}},
    {"bundle twice", "p1:bundles/b-full", {{RESULT, P1 "/bundles/+1", "'b-full'"}}},
    {"bundles out of order", "p1:bundles/order", {{RESULT, P1 "/bundles", "['b-full','b-care']"}}},
    {"gross", "p1:gross", {{RESULT, P1 "/gross", "2605.52"}}},
    {"discount", "p1:discount", {{RESULT, P1 "/discount", "60.24"}}},
    {"cost a cent too high", "p1:criteria/cost", {{RESULT, P1 "/criteria/cost", "2545.27"}}},
    {"cost a cent too low", "p1:criteria/cost", {{RESULT, P1 "/criteria/cost", "2545.25"}}},
    {"US content rounded up",
     "p1:criteria/us_content",
     {{RESULT, P1 "/criteria/us_content", "0.5762"}}},
    {"US content too low",
     "p1:criteria/us_content",
     {{RESULT, P1 "/criteria/us_content", "0.5760"}}},
    {"US content left out", "p1:criteria/us_content", {{RESULT, P1 "/criteria/us_content", NULL}}},
    {"delivery without licence weeks",
     "p1:criteria/delivery_weeks",
     {{RESULT, P1 "/criteria/delivery_weeks", "20"}}},
    {"number of members", "p1:criteria/members", {{RESULT, P1 "/criteria/members", "3"}}},
    {"number of licences", "p1:criteria/licences", {{RESULT, P1 "/criteria/licences", "0"}}},
    {"fit rounded up", "p1:criteria/misfit", {{RESULT, P1 "/criteria/misfit", "0.2749"}}},
    {"largest share rounded down",
     "p1:criteria/largest_share",
     {{RESULT, P1 "/criteria/largest_share", "0.6373"}}},
    {"missing rating counts 0",
     EACH("criteria/misfit"),
     {{CATALOG, "/offerings/4/ratings/multilingual", NULL}}},
    {"other weights",
     EACH("criteria/misfit"),
     {{OPPORTUNITY, "/slots/models/wants/reasoning", "1"}}},
    {"nothing wanted", EACH("criteria/misfit"), {{OPPORTUNITY, "/slots/models/wants", "{ }"}}},
    {"content stated though ignored",
     EACH("content/mode") " " EACH("criteria/us_content") " p3:best_at/us_content ...",
     {{OPPORTUNITY, "/content/mode", "'ignore'"}}},
    {"content ignored though asked",
     "p1:content/mode",
     {{RESULT, P1 "/content", "{ 'mode': 'ignore' }"}}},
    {"content method",
     "p1:content/method",
     {{RESULT, P1 "/content/method", "'value_added'"},
      {RESULT, P1 "/content/share", "0.7238"},
      {RESULT, P1 "/content/by_method", "{ 'made': 0.5761 }"}}},
    {"content share", "p1:content/share", {{RESULT, P1 "/content/share", "0.5762"}}},
    {"content by the other method",
     "p1:content/by_method/value_added",
     {{RESULT, P1 "/content/by_method/value_added", "0.7239"}}},
    {"a point of the curve of the worst case",
     "p1:content/guaranteed/1",
     {{RESULT, "/packages/0/content/guaranteed", "[ 0.5761, 0.4572, 0.3428 ]"}}},
    {"a curve that begins elsewhere",
     "p1:content/guaranteed/0",
     {{RESULT, "/packages/0/content/guaranteed", "[ 0.576, 0.4571, 0.3428 ]"}}},
    {"a curve that ends too early",
     "p1:content/guaranteed",
     {{RESULT, "/packages/0/content/guaranteed", "[ 0.5761, 0.4571 ]"}}},
    {"a curve that counts what is not declared",
     "p2:content/guaranteed",
     {{RESULT, "/packages/1/content/guaranteed", "[ 0.4174, 0.313, 0.313 ]"}}},
    {"a curve of nothing",
     "p1:content/guaranteed",
     {{RESULT, "/packages/0/content/guaranteed", "[]"}}},
    {"content at worst", "p1:content/worst_case", {{RESULT, P1 "/content/worst_case", "0.3429"}}},
    {"content not met", "p2:content/met", {{RESULT, "/packages/1/content/met", "true"}}},
    {"content met", "p1:content/met", {{RESULT, P1 "/content/met", "false"}}},
    {"shortfall rounded down",
     "p2:content/shortfall",
     {{RESULT, "/packages/1/content/shortfall", "199.97"}}},
    {"shortfall of nothing", "p1:content/shortfall", {{RESULT, P1 "/content/shortfall", "0.01"}}},
    {"shortfall of whole cents",
     "!p2:content/shortfall !p2:content/met ...",
     {{RULES, "/content/threshold", "0.5"},
      {OPPORTUNITY, "/content/gamma", "0"},
      {RESULT, "/packages/1/content/shortfall", "189.95"}}},
    {"content threshold 0", "p1:content/threshold", {{RESULT, P1 "/content/threshold", "0"}}},
    {"content mode", "p1:content/mode", {{RESULT, P1 "/content/mode", "'require'"}}},
    {"content threshold", "p1:content/threshold", {{RESULT, P1 "/content/threshold", "0.4001"}}},
    {"content gamma", "p1:content/gamma", {{RESULT, P1 "/content/gamma", "2"}}},
    {"content value", "p1:content/value", {{RESULT, P1 "/content/value", "2100.49"}}},
    {"content slots", EACH("content/value") " ...", {{RULES, "/content/slots/1", NULL}}},
    {"a smaller gamma",
     "p1:content/gamma !p1:content/shortfall p2:content/met "
     "p2:content/shortfall ...",
     {{OPPORTUNITY, "/content/gamma", "0"}}},
    {"ledger row missing", "p1:ledger/accelerators", {{RESULT, P1 "/ledger/0", NULL}}},
    {"ledger row too many",
     "p1:ledger/water",
     {{RESULT, P1 "/ledger/+3", "@" P1 "/ledger/2"}, {RESULT, P1 "/ledger/3/resource", "'water'"}}},
    {"ledger out of order",
     "p1:ledger/order",
     {{RESULT, P1 "/ledger/+0", "@" P1 "/ledger/1"}, {RESULT, P1 "/ledger/2", NULL}}},
    {"ledger unit", "p1:ledger/power/unit", {{RESULT, P1 "/ledger/1/unit", "'MW'"}}},
    {"ledger demand", "p1:ledger/power/demand", {{RESULT, P1 "/ledger/1/demand", "0.001"}}},
    {"ledger site", "p1:ledger/power/site", {{RESULT, P1 "/ledger/1/site", "30.001"}}},
    {"ledger provided", "p1:ledger/power/provided", {{RESULT, P1 "/ledger/1/provided", "1"}}},
    {"ledger consumed", "p1:ledger/power/consumed", {{RESULT, P1 "/ledger/1/consumed", "19.624"}}},
    {"ledger slack", "p1:ledger/power/slack", {{RESULT, P1 "/ledger/1/slack", "-10.375"}}},
    {"licence missing", "p1:licences/chip-a", {{RESULT, P1 "/licences/0", NULL}}},
    {"licence too many",
     "p1:licences/server-b",
     {{RESULT, P1 "/licences/+1", "@" P1 "/licences/0"},
      {RESULT, P1 "/licences/1/offering", "'server-b'"}}},
    {"licence row", "p1:licences/chip-a/row", {{RESULT, P1 "/licences/0/row", "'X2'"}}},
    {"licence posture",
     "p1:licences/chip-a/posture",
     {{RESULT, P1 "/licences/0/posture", "'sure'"}}},
    {"licence weeks", "p1:licences/chip-a/weeks", {{RESULT, P1 "/licences/0/weeks", "5"}}},
    {"licence source", "p1:licences/chip-a/source", {{RESULT, P1 "/licences/0/source", "'x'"}}},
    {"question of a rule missing",
     "p1:open_questions/server-b/J2",
     {{RESULT, P1 "/open_questions/0", NULL}}},
    {"question of content missing",
     "p2:open_questions/rack-b/content",
     {{RESULT, "/packages/1/open_questions/1", NULL}}},
    {"question of gamma missing",
     "p1:open_questions/server-b/content.gamma",
     {{RESULT, P1 "/open_questions/1", NULL}}},
    {"question too many",
     "p1:open_questions/server-b/content",
     {{RESULT, P1 "/open_questions/+1", "@" P1 "/open_questions/0"},
      {RESULT, P1 "/open_questions/1/row", "'content'"}}},
    {"questions out of order",
     "p1:open_questions/order",
     {{RESULT, P1 "/open_questions/+0", "@" P1 "/open_questions/1"},
      {RESULT, P1 "/open_questions/2", NULL}}},
    {"two rules ask about one offering",
     "p1:open_questions/server-b/J3 p2:open_questions/rack-b/J3 p5:open_questions/server-b/J3 "
     "p6:open_questions/server-b/J3",
     {{RULES, "/jurisdiction/+2", "@/jurisdiction/1"}, {RULES, "/jurisdiction/2/id", "'J3'"}}},
    {"a rule asks after content in order",
     "p1:open_questions/server-b/zz "
     "p1:open_questions/server-b/J2 !p1:open_questions/server-b/content.gamma ...",
     {{RULES, "/jurisdiction/1/id", "'zz'"}}},
    {"questions about two offerings",
     "!p1:open_questions/chip-a/content.gamma !p1:open_questions/server-b/J2 "
     "p5:open_questions/chip-a/content.gamma ...",
     {{CATALOG, "/offerings/3/us_content/made_low", NULL},
      {RESULT, P1 "/open_questions/+0", "@" P1 "/open_questions/1"},
      {RESULT, P1 "/open_questions/0/subject", "'chip-a'"}}},
    {"fact of a question",
     "p1:open_questions/server-b/J2/fact",
     {{RESULT, P1 "/open_questions/0/fact", "'TW'"}}},
    {"source of a question",
     "p1:open_questions/server-b/J2/source",
     {{RESULT, P1 "/open_questions/0/source", "'hearsay'"}}},
    {"questions of value added",
     "p1:open_questions/server-b/content.gamma p3:open_questions/server-d/content "
     "!p2:open_questions/rack-b/J2 p2:open_questions/rack-b/content ...",
     {{RULES, "/content/method", "'value_added'"},
      {CATALOG, "/offerings/8/us_content/value_added", NULL}}},
    {"bound above the cost", "p1:proof/bound", {{RESULT, P1 "/proof/bound", "2545.27"}}},
    {"bound a cent below", "", {{RESULT, P1 "/proof/bound", "2545.25"}}},
    {"bound too far below", "p1:proof/gap", {{RESULT, P1 "/proof/bound", "2545.24"}}},
    {"bound within a wider gap",
     "",
     {{RESULT, "/settings/gap", "0.01"}, {RESULT, P1 "/proof/bound", "2519.80"}}},
    {"bound beyond a wider gap",
     "p1:proof/gap",
     {{RESULT, "/settings/gap", "0.01"}, {RESULT, P1 "/proof/bound", "2519.79"}}},
};

/* ---------------------------------------------------------------- rows: the result as a whole */

static const row result_rows[] = {
    {"opportunity", ":opportunity", {{RESULT, "/opportunity", "'other'"}}},
    {"rules", ":rules", {{RESULT, "/rules", "'other'"}}},
    {"title", ":title", {{RESULT, "/title", "'Another'"}}},
    {"currency", ":currency", {{RESULT, "/currency", "'EUR'"}}},
    {"currency of the catalog",
     ":currency",
     {{RESULT, "/currency", "'EUR'"}, {OPPORTUNITY, "/currency", NULL}}},
    {"refusal missing", ":refused/model-e/export:X2", {{RESULT, "/refused/0", NULL}}},
    {"refusals missing",
     ":refused/model-e/export:X2 :refused/model-e/jurisdiction:J1",
     {{RESULT, "/refused", NULL}}},
    {"refusal too many",
     ":refused/model-c/deadline",
     {{RESULT, "/refused/+0", "@/refused/0"},
      {RESULT, "/refused/0/offering", "'model-c'"},
      {RESULT, "/refused/0/code", "'deadline'"}}},
    {"refusals out of order",
     ":refused/order",
     {{RESULT, "/refused/+0", "@/refused/1"}, {RESULT, "/refused/2", NULL}}},
    {"refused firm", ":refused/model-e/export:X2/firm", {{RESULT, "/refused/0/firm", "'fox'"}}},
    {"refused fact", ":refused/model-e/export:X2/fact", {{RESULT, "/refused/0/fact", "'5D992'"}}},
    {"no refused fact", ":refused/model-e/export:X2/fact", {{RESULT, "/refused/0/fact", "null"}}},
    {"refused source",
     ":refused/model-e/export:X2/source",
     {{RESULT, "/refused/0/source", "'hearsay'"}}},
    {"eligible", ":eligible", {{RESULT, "/eligible", "8"}}},
    {"package id", "p7:id", {{RESULT, "/packages/5/id", "'p7'"}}},
    {"more than asked for", "p6:candidates", {{RESULT, "/settings/candidates", "5"}}},
    {"best beyond the number asked for",
     "p5:candidates p6:candidates",
     {{RESULT, "/settings/candidates", "2"}}},
    {"identical packages",
     "p6:identical/p5",
     {{RESULT, "/packages/5", "@/packages/4"}, {RESULT, "/packages/5/id", "'p6'"}}},
    {"same members",
     "p6:differ/p5 ...",
     {{RESULT, "/packages/5", "@/packages/4"},
      {RESULT, "/packages/5/id", "'p6'"},
      {RESULT, "/packages/5/lines/4/units", "2"}}},
    {"two members differ",
     "p5:differ/p2 p6:differ/p1 p6:differ/p4 p6:differ/p5",
     {{RESULT, "/settings/differ", "2"}}},
    {"two members differ, by cost",
     "p2:differ/p1 p3:differ/p1 p4:differ/p3 p5:differ/p2 p6:differ/p1 p6:differ/p4 p6:differ/p5 "
     "p5:order/cost p6:order/cost p4:proof/bound/p5 ...",
     {{RESULT, "/settings/differ", "2"}, {RESULT, "/settings/by", "'cost'"}}},
    {"costs in order",
     "!p6:order/cost !p5:proof/bound/p6 ...",
     {{CATALOG, "/bundles/+3",
       "{ 'id': 'b-app', 'offerings': [ 'app-d', 'app-f' ], 'discount': 2.51 }"}}},
    {"costs out of order",
     "p6:order/cost p5:proof/bound/p6 p6:bundles/b-app p6:discount p6:criteria/cost p6:proof/bound",
     {{CATALOG, "/bundles/+3",
       "{ 'id': 'b-app', 'offerings': [ 'app-d', 'app-f' ], 'discount': 2.52 }"}}},
    {"costs out of order after one not proven",
     "!p6:order/cost p5:proof/bound/p6 ...",
     {{CATALOG, "/bundles/+3",
       "{ 'id': 'b-app', 'offerings': [ 'app-d', 'app-f' ], 'discount': 2.52 }"},
      {RESULT, "/status", "'limit'"},
      {RESULT, "/packages/4/proof/status", "'unproven'"}}},
    {"best after further ones",
     "p4:order/best_at :best_at/us_content p5:order/cost p6:order/cost p3:proof/bound/p5",
     {{RESULT, "/packages/2/best_at", "[ ]"}}},
    {"bound above one as good",
     "p2:proof/bound/p3 p2:proof/bound",
     {{RESULT, "/packages/1/proof/bound", "2895.53"}}},
    {"not the cheapest",
     "p2:best_at/cost p2:proof/bound/p1",
     {{RESULT, "/packages/1/best_at/+0", "'cost'"}}},
    {"not the most US content",
     "p1:best_at/us_content",
     {{RESULT, P1 "/best_at/+0", "'us_content'"}}},
    {"not the cheapest of equals",
     "p4:best_at/us_content",
     {{RESULT, "/packages/3/best_at/+0", "'us_content'"}}},
    {"not the cheapest of equals by less than the gap",
     "!p4:best_at/us_content ...",
     {{RESULT, "/packages/3/best_at/+0", "'us_content'"}, {RESULT, "/settings/gap", "0.06"}}},
    {"not the soonest",
     "p3:best_at/delivery_weeks",
     {{RESULT, "/packages/2/best_at/+0", "'delivery_weeks'"}}},
    {"not the fewest members", "p1:best_at/members", {{RESULT, P1 "/best_at/+0", "'members'"}}},
    {"not the fewest licences",
     "p3:best_at/licences",
     {{RESULT, "/packages/2/best_at/+0", "'licences'"}}},
    {"not the best fit of equals",
     "p2:best_at/misfit",
     {{RESULT, "/packages/1/best_at/+0", "'misfit'"}}},
    {"not the smallest share",
     "p1:best_at/largest_share",
     {{RESULT, P1 "/best_at/+0", "'largest_share'"}}},
    {"nobody best", ":best_at/misfit", {{RESULT, P1 "/best_at/3", NULL}}},
    {"nobody best, content ignored",
     ":best_at/misfit",
     {IGNORED,
      {RESULT, "/packages/0/best_at",
       "['cost', 'delivery_weeks', 'members', 'licences', 'largest_share']"}}},
    {"best at content, content ignored",
     "p1:best_at/us_content",
     {IGNORED,
      {RESULT, "/packages/0/best_at", BEST_BUT_CONTENT},
      {RESULT, "/packages/0/best_at/+1", "'us_content'"}}},
    {"solved without packages", ":status", {{RESULT, "/packages", "[ ]"}}},
    {"infeasible with packages", ":status", {{RESULT, "/status", "'infeasible'"}}},
    {"solved without proof",
     "p3:proof/status",
     {{RESULT, "/packages/2/proof/status", "'unproven'"}}},
    {"solved with an unproven best",
     ":criteria_proven/misfit",
     {{RESULT, "/criteria_proven/misfit", "false"}}},
};

/* ---------------------------------------------------------------- single tests */

/* The result in memory and the result in a file get the same answer. */
static void checks_in_memory(void **state) {
    (void)state;
    verify_case c;
    verify_case_begin(&c, NULL);
    cst_result *result = NULL;
    cst_findings *findings = NULL;
    verify_case_must(&c,
                     cst_result_read(c.text[RESULT], strlen(c.text[RESULT]), "result", NULL,
                                     &result, c.diagnostics),
                     "result");
    verify_case_must(&c, cst__verify_result(c.opportunity, result, &findings), "verify");
    assert_int_equal(cst_findings_count(findings), 0);
    cst_findings_free(findings);
    result->packages[0].gross_cents++;
    verify_case_must(&c, cst__verify_result(c.opportunity, result, &findings), "verify");
    assert_int_equal(cst_findings_count(findings), 1);
    const cst_finding *finding = cst_findings_get(findings, 0);
    assert_string_equal(finding->package, "p1");
    assert_string_equal(finding->check, "gross");
    assert_string_equal(finding->message, "expected 2605.51, found 2605.52");
    cst_findings_free(findings);
    cst_result_free(result);
    verify_case_end(&c);
}

/* One edit, and what the verifier says about it. */
typedef struct saying {
    edit edit;
    const char *check;
    const char *message;
} saying;

static const saying sayings[] = {
    {{OPPORTUNITY, "/site/power", "19.5"}, "ledger/power", "short by 0.125 kW"},
    {{OPPORTUNITY, "/demand/seats", "101"}, "ledger/seats", "short by 1"},
    {{OPPORTUNITY, "/budget", "2545.25"}, "budget", "expected at most 2545.25, found 2545.26"},
    {{OPPORTUNITY, "/consortium/max_member_share", "0.6"},
     "consortium/max_member_share/alpha",
     "expected at most 0.6000 of 2605.51, found 1660.50"},
    {{OPPORTUNITY, "/content", "{ 'mode': 'require', 'gamma': 3 }"},
     "content",
     "expected at least 840.20 of US content, found 720.22"},
    {{RESULT, P1 "/criteria/cost", "-0.05"}, "criteria/cost", "expected 2545.26, found -0.05"},
    {{RESULT, P1 "/criteria/us_content", "0.5"},
     "criteria/us_content",
     "expected 0.5761, found 0.5000"},
    {{RESULT, P1 "/criteria/us_content", NULL}, "criteria/us_content", "expected, but not stated"},
    {{RESULT, P1 "/criteria/delivery_weeks", "27"},
     "criteria/delivery_weeks",
     "expected 26, found 27"},
    {{RESULT, P1 "/criteria/members", "3"}, "criteria/members", "expected 4, found 3"},
    {{RESULT, P1 "/criteria/misfit", "1"}, "criteria/misfit", "expected 0.2750, found 1"},
    {{RESULT, P1 "/criteria/largest_share", "0.6"},
     "criteria/largest_share",
     "expected 0.6374, found 0.6000"},
    {{RESULT, P1 "/ledger/1/slack", "10"}, "ledger/power/slack", "expected 10.375, found 10"},
    {{RESULT, P1 "/lines/0/units", "11"}, "lines/chip-a/units", "expected 1 to 10, found 11"},
    {{RESULT, P1 "/bundles", "[ 'b-full', 'b-care' ]"},
     "bundles/order",
     "\"b-care\" stands after \"b-full\""},
    {{RESULT, P1 "/proof/bound", "2600"},
     "proof/bound",
     "the bound 2600 is above the cost 2545.26"},
};

static void speaks_in_human_units(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++) {
        row r = {"", "", {sayings[i].edit}};
        verify_case c;
        verify_case_begin(&c, &r);
        cst_findings *findings = verify_case_findings(&c);
        const char *message = "";
        for (size_t f = cst_findings_count(findings); f-- > 0;) {
            const cst_finding *finding = cst_findings_get(findings, f);
            if (strcmp(finding->check, sayings[i].check) == 0) {
                message = finding->message;
            }
        }
        assert_string_equal(message, sayings[i].message);
        cst_findings_free(findings);
        verify_case_end(&c);
    }
}

/* Many faults are told up to a number that can be read, and pairs are not compared without end. */
static void has_enough_at_last(void **state) {
    (void)state;
    enum { N = 3000 };
    verify_case c;
    verify_case_begin(&c, NULL);
    cst_package *packages = calloc(N, sizeof *packages);
    assert_non_null(packages);
    for (size_t i = 0; i < N; i++) {
        packages[i].id = "p1";
        packages[i].anchor = "";
    }
    cst_result result = {.opportunity = "test-tender",
                         .title = "",
                         .rules = "test-rules",
                         .assumptions = "",
                         .currency = "",
                         .packages = packages,
                         .n_packages = N};
    cst_findings *findings = NULL;
    verify_case_must(&c, cst__verify_result(c.opportunity, &result, &findings), "verify");
    size_t n = cst_findings_count(findings);
    assert_int_equal(n, 1001);
    assert_string_equal(cst_findings_get(findings, n - 1)->check, "findings");
    cst_findings_free(findings);
    free(packages);
    verify_case_end(&c);
}

/* An opportunity that was read beside other rules or another catalog is no ground to stand on. */
static void wants_what_belongs_together(void **state) {
    (void)state;
    verify_case c;
    verify_case_begin(&c, NULL);
    verify_case other;
    verify_case_begin(&other, NULL);
    cst_findings *findings = NULL;
    assert_int_equal(cst_verify(c.rules, other.catalog, c.opportunity, "{}", 2, "r", NULL,
                                &findings, c.diagnostics),
                     CST_E_SETTING);
    assert_int_equal(cst_verify(other.rules, c.catalog, c.opportunity, "{}", 2, "r", NULL,
                                &findings, c.diagnostics),
                     CST_E_SETTING);
    assert_int_equal(
        cst_verify(c.rules, c.catalog, c.opportunity, "{}", 2, "r", NULL, &findings, c.diagnostics),
        CST_E_INPUT);
    assert_null(findings);
    cst_findings_free(NULL);
    verify_case_end(&other);
    verify_case_end(&c);
}

int main(void) {
    const struct CMUnitTest single[] = {
        cmocka_unit_test(checks_in_memory),
        cmocka_unit_test(speaks_in_human_units),
        cmocka_unit_test(has_enough_at_last),
        cmocka_unit_test(wants_what_belongs_together),
    };
    return TEST_ROWS("verify: what is right", passing, verify_row) +
           TEST_ROWS("verify: lines and screening", line_rows, verify_row) +
           TEST_ROWS("verify: rules (1) to (6)", rule_rows, verify_row) +
           TEST_ROWS("verify: rules (7) to (9)", value_rows, verify_row) +
           TEST_ROWS("verify: figures", figure_rows, verify_row) +
           TEST_ROWS("verify: the result", result_rows, verify_row) +
           cmocka_run_group_tests_name("verify", single, NULL, NULL);
}
