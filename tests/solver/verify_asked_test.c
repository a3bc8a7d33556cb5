/*
 * verify_asked_test.c - would the verifier notice what is forged of that which is there only where
 * it was asked for: risk, resilience, packages that differ? Rows as in verify_test.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/solver/verify_rows.h"

/* ---------------------------------------------------------------- rows: risk and resilience */

/* p1 alone, by cost. */
#define ALONE                                                                  \
    {RESULT, "/settings/by", "'cost'"}, {RESULT, "/settings/candidates", "1"}, \
        {RESULT, "/x-p1", "@/packages/0"}, {RESULT, "/packages", "[ ]"},       \
        {RESULT, "/packages/+0", "@/x-p1"}, {                                  \
        RESULT, "/packages/0/best_at", "[]"                                    \
    }

/* It and the risk that it runs: the lead time of its chips may be longer. */
#define RISKY                                                                              \
    ALONE, {CATALOG, "/offerings/3/lead_weeks", "[ 18, 20, 40 ]"},                         \
        {RESULT, "/settings/risk", "{ 'samples': 1000, 'seed': 1 }"},                      \
        {RESULT, "/shocks",                                                                \
         "{ 'maker_country': 0.5, 'layer': 0.3, 'licence_row': 0.7, 'time_price': 0.5 }"}, \
    {                                                                                      \
        RESULT, "/packages/0/risk",                                                        \
            "{ 'in_time': { 'samples': 900, 'chance': 0.9, 'standard_error': 0.009487 },"  \
            "  'in_budget': { 'samples': 1000, 'chance': 1, 'standard_error': 0 },"        \
            "  'both': { 'samples': 900, 'chance': 0.9, 'standard_error': 0.009487 },"     \
            "  'cost': [ 2545.26, 2545.26, 2545.26 ], 'delivery_weeks': [ 24, 26, 46 ],"   \
            "  'stated': 1, 'unshared': [] }"                                              \
    }

#define RISK "/packages/0/risk"

static const row risk_rows[] = {
    {"the right risk", "", {RISKY}},
    {"not stated", "p1:risk", {RISKY, {RESULT, RISK, NULL}}},
    {"not asked for", "p1:risk", {RISKY, {RESULT, "/settings/risk", NULL}}},
    {"other shocks", ":shocks/layer", {RISKY, {RESULT, "/shocks/layer", "0.31"}}},
    {"shocks of other rules",
     ":shocks/time_price",
     {RISKY, {RULES, "/risk", "{ 'time_price': 1 }"}}},
    {"more samples than there are",
     "p1:risk/in_time/samples p1:risk/both/samples",
     {RISKY, {RESULT, RISK "/in_time/samples", "1001"}}},
    {"a chance that is not that of its samples",
     "p1:risk/in_time/chance",
     {RISKY, {RESULT, RISK "/in_time/chance", "0.900001"}}},
    {"a standard error too small",
     "p1:risk/in_time/standard_error",
     {RISKY, {RESULT, RISK "/in_time/standard_error", "0.009486"}}},
    {"a standard error too large",
     "p1:risk/both/standard_error",
     {RISKY, {RESULT, RISK "/both/standard_error", "0.009488"}}},
    {"both more often than one",
     "p1:risk/both/samples",
     {RISKY,
      {RESULT, RISK "/both", "{ 'samples': 901, 'chance': 0.901, 'standard_error': 0.009445 }"}}},
    {"both less often than can be",
     "p1:risk/both/samples",
     {RISKY,
      {RESULT, RISK "/both", "{ 'samples': 899, 'chance': 0.899, 'standard_error': 0.009529 }"}}},
    {"a deadline that the tender has not",
     "p1:risk/in_time p1:risk/both",
     {RISKY, {OPPORTUNITY, "/deadline_weeks", NULL}}},
    {"a budget that is not spoken of",
     "p1:risk/in_budget",
     {RISKY, {RESULT, RISK "/in_budget", "null"}}},
    {"quantiles that fall",
     "p1:risk/delivery_weeks",
     {RISKY, {RESULT, RISK "/delivery_weeks", "[ 24, 46, 26 ]"}}},
    {"a cost that varies without a spread",
     "p1:risk/cost",
     {RISKY, {RESULT, RISK "/cost/2", "2545.27"}}},
    {"a budget exceeded without a spread",
     "p1:risk/in_budget/samples p1:risk/both/samples",
     {RISKY, {RESULT, RISK "/in_budget", "{ 'samples': 0, 'chance': 0, 'standard_error': 0 }"}}},
    {"more stated than is", "p1:risk/stated", {RISKY, {RESULT, RISK "/stated", "2"}}},
    {"a spread more",
     "p1:risk/stated",
     {RISKY, {CATALOG, "/offerings/7/price/per_unit", "[ 250, 250, 250 ]"}}},
    {"a spread that does not count: of another tier",
     "",
     {RISKY, {CATALOG, "/offerings/3/price/per_unit", "[ 100, 100.25, 101 ]"}}},
    {"a maker's country unknown",
     "p1:risk/unshared/chip-a ...",
     {RISKY, {CATALOG, "/offerings/3/maker_country", NULL}}},
    {"a maker's country known",
     "p1:risk/unshared/chip-a",
     {RISKY, {RESULT, RISK "/unshared", "[ 'chip-a' ]"}}},
};

/* It and what is left without its members: alpha and coast are critical. */
#define RESILIENT                                                          \
    ALONE, {RESULT, "/settings/resilience", "true"}, {                     \
        RESULT, "/packages/0/resilience",                                  \
            "{ 'one': { 'losses': 4, 'left': 2, 'none': 2, 'unproven': 0," \
            "           'share_left': 0.5 },"                              \
            "  'two': { 'losses': 6, 'left': 0, 'none': 6, 'unproven': 0," \
            "           'share_left': 0 },"                                \
            "  'critical_members': [ 'alpha', 'coast' ],"                  \
            "  'critical_pairs': [ [ 'beta', 'delta' ] ] }"                \
    }

#define RES "/packages/0/resilience"

static const row resilience_rows[] = {
    {"the right resilience", "", {RESILIENT}},
    {"not stated", "p1:resilience", {RESILIENT, {RESULT, RES, NULL}}},
    {"not asked for", "p1:resilience", {RESILIENT, {RESULT, "/settings/resilience", "false"}}},
    {"losses of others",
     "p1:resilience/one/losses p1:resilience/one/share_left ...",
     {RESILIENT, {RESULT, RES "/one/losses", "5"}}},
    {"cases that do not add up",
     "p1:resilience/two/losses",
     {RESILIENT, {RESULT, RES "/two/unproven", "1"}}},
    {"a share of its own",
     "p1:resilience/one/share_left",
     {RESILIENT, {RESULT, RES "/one/share_left", "0.75"}}},
    {"a critical member that is not counted",
     "p1:resilience/one/none ...",
     {RESILIENT, {RESULT, RES "/critical_members", "[ 'alpha' ]"}}},
    {"a critical member that is none",
     "p1:resilience/critical_members/fox p1:resilience/critical/fox",
     {RESILIENT, {RESULT, RES "/critical_members", "[ 'alpha', 'fox' ]"}}},
    {"critical members out of order",
     "p1:resilience/critical_members/alpha",
     {RESILIENT, {RESULT, RES "/critical_members", "[ 'coast', 'alpha' ]"}}},
    {"a pair of which one is critical",
     "p1:resilience/critical_pairs/alpha/beta",
     {RESILIENT, {RESULT, RES "/critical_pairs", "[ [ 'alpha', 'beta' ] ]"}}},
    {"a pair the wrong way round",
     "p1:resilience/critical_pairs/delta/beta",
     {RESILIENT, {RESULT, RES "/critical_pairs", "[ [ 'delta', 'beta' ] ]"}}},
    {"a pair too few",
     "p1:resilience/two/none",
     {RESILIENT, {RESULT, RES "/critical_pairs", "[]"}}},
    {"a package without the critical member is listed",
     "p1:resilience/critical/delta ...",
     {{RESULT, "/x-p2", "@/packages/1"},
      RESILIENT,
      {RESULT, "/packages/+1", "@/x-p2"},
      {RESULT, RES "/critical_members", "[ 'alpha', 'delta' ]"}}},
};

/* ---------------------------------------------------------------- rows: packages that differ */

/* p1, and p5 as the package that differs most from it: delta is not in it, but fox. */
#define DIVERSE                                                                      \
    {RESULT, "/settings/by", "'diverse'"}, {RESULT, "/settings/candidates", "2"},    \
        {RESULT, "/settings/within", "0.1"}, {RESULT, "/x-p1", "@/packages/0"},      \
        {RESULT, "/x-p5", "@/packages/4"}, {RESULT, "/packages", "[ ]"},             \
        {RESULT, "/packages/+0", "@/x-p1"}, {RESULT, "/packages/+1", "@/x-p5"},      \
        {RESULT, "/packages/0/best_at", "[]"}, {RESULT, "/packages/1/id", "'p2'"}, { \
        RESULT, "/diversity", "{ 'limit': 2799.78, 'differ': 2, 'bound': 3 }"        \
    }

static const row diverse_rows[] = {
    {"the right packages", "", {DIVERSE}},
    {"it is not said how far they differ", ":diversity", {DIVERSE, {RESULT, "/diversity", NULL}}},
    {"a limit a cent too high",
     ":diversity/limit",
     {DIVERSE, {RESULT, "/diversity/limit", "2799.79"}}},
    {"a limit a cent too low",
     ":diversity/limit",
     {DIVERSE, {RESULT, "/diversity/limit", "2799.77"}}},
    {"a smaller share within which they are",
     ":diversity/limit p2:diversity/limit",
     {DIVERSE, {RESULT, "/settings/within", "0.05"}}},
    {"a limit that a package exceeds",
     "p2:diversity/limit",
     {DIVERSE, {RESULT, "/settings/within", "0.06"}, {RESULT, "/diversity/limit", "2697.97"}}},
    {"a share within which a package just is",
     "",
     {DIVERSE, {RESULT, "/settings/within", "0.061"}, {RESULT, "/diversity/limit", "2700.52"}}},
    {"a further member in which they differ",
     ":diversity/differ",
     {DIVERSE, {RESULT, "/diversity/differ", "3"}}},
    {"fewer members than they differ in",
     ":diversity/differ",
     {DIVERSE, {RESULT, "/diversity/differ", "1"}}},
    {"a bound that they reach", "", {DIVERSE, {RESULT, "/diversity/bound", "2"}}},
    {"a bound that they exceed", ":diversity/bound", {DIVERSE, {RESULT, "/diversity/bound", "1"}}},
    {"solved without a bound", ":diversity/bound", {DIVERSE, {RESULT, "/diversity/bound", "null"}}},
    {"stopped without a bound",
     "",
     {DIVERSE, {RESULT, "/diversity/bound", "null"}, {RESULT, "/status", "'limit'"}}},
    {"one package twice",
     "...",
     {DIVERSE,
      {RESULT, "/packages/1", "@/packages/0"},
      {RESULT, "/packages/1/id", "'p2'"},
      {RESULT, "/diversity/differ", "0"}}},
    {"the cheapest is not the first",
     "p1:proof/bound/p2 ...",
     {DIVERSE,
      {RESULT, "/packages/0", "@/x-p5"},
      {RESULT, "/packages/0/id", "'p1'"},
      {RESULT, "/packages/1", "@/x-p1"},
      {RESULT, "/packages/1/id", "'p2'"}}},
    {"figures of packages that were not asked to differ",
     ":diversity",
     {{RESULT, "/diversity", "{ 'limit': 2799.78, 'differ': 2, 'bound': 3 }"}}},
    {"a frontier that was not asked for",
     ":frontier",
     {{RESULT, "/frontier",
       "{ 'criteria': [ 'cost', 'members' ], 'complete': true, 'coverage': 0, 'open': [] }"}}},
};

int main(void) {
    return TEST_ROWS("verify: risk", risk_rows, verify_row) +
           TEST_ROWS("verify: resilience", resilience_rows, verify_row) +
           TEST_ROWS("verify: packages that differ", diverse_rows, verify_row);
}
