/*
 * compare_sample.c - results made by hand to be put side by side. Nothing was solved; what a
 * comparison looks at is there.
 */
#include "tests/solver/compare_sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_OF(list) (sizeof(list) / sizeof *(list))

/* ---------------------------------------------------------------- packages */

static cst_member alder_cedar[] = {{"alder", "Alder", "US", 4000000000, 8000},
                                   {"cedar", "Cedar", "US", 1000000000, 2000}};
static cst_member alder_birch[] = {{"alder", "Alder", "US", 4000000000, 8000},
                                   {"birch", "Birch", "US", 1000000000, 2000}};
static cst_member all_three[] = {{"alder", "Alder", "US", 4000000000, 6000},
                                 {"birch", "Birch", "US", 1000000000, 2000},
                                 {"cedar", "Cedar", "US", 1000000000, 2000}};

#define LINE(offering, firm, slot, units) \
    { offering, "", firm, slot, "hardware", "", units, 1000000000 }
static cst_line racks[] = {LINE("alder-rack", "alder", "chips", 57),
                           LINE("cedar-model", "cedar", "models", 1)};
static cst_line more_racks[] = {LINE("alder-rack", "alder", "chips", 64),
                                LINE("birch-server", "birch", "servers", 12),
                                LINE("birch-model", "birch", "models", 1)};
static cst_line all_lines[] = {LINE("alder-rack", "alder", "chips", 57),
                               LINE("birch-server", "birch", "servers", 12),
                               LINE("cedar-model", "cedar", "models", 1)};

static cst_licence rack_licence[] = {
    {"alder-rack", "X3-licence", "case by case", "15 CFR 742.4", 12}};
static cst_licence two_licences[] = {
    {"alder-rack", "X5-item", "presumption of approval", "15 CFR 742.6", 8},
    {"birch-server", "X5-item", "presumption of approval", "15 CFR 742.6", 8}};

/* Which members, lines and licences a package has. */
typedef enum shape { PAIR, OTHER_PAIR, TRIO } shape;

static cst_package package_of(const char *id, shape s, int64_t cost_cents, int content_bp) {
    cst_member *members[] = {alder_cedar, alder_birch, all_three};
    cst_line *lines[] = {racks, more_racks, all_lines};
    cst_licence *licences[] = {rack_licence, two_licences, rack_licence};
    static const size_t n_members[] = {2, 2, 3};
    static const size_t n_lines[] = {2, 3, 3};
    static const size_t n_licences[] = {1, 2, 1};
    return (cst_package){
        .id = id,
        .anchor = s == OTHER_PAIR ? "birch" : "alder",
        .members = members[s],
        .n_members = n_members[s],
        .lines = lines[s],
        .n_lines = n_lines[s],
        .gross_cents = cost_cents,
        .criteria = {cost_cents, content_bp, s == OTHER_PAIR ? 62 : 51, (int)n_members[s],
                     (int)n_licences[s], 12500, s == TRIO ? 6000 : 8000},
        .content = {.mode = CST_MODE_PRESUMPTION,
                    .threshold_bp = 5100,
                    .share_bp = {content_bp, content_bp + 1200},
                    .met = content_bp >= 5100,
                    .shortfall_cents = content_bp >= 5100 ? 0 : 46200005},
        .licences = licences[s],
        .n_licences = n_licences[s],
        .bound_cents = cost_cents,
    };
}

static cst_package best_at(cst_package package, cst_criterion a, cst_criterion b) {
    package.best_at[a] = true;
    package.best_at[b] = true;
    return package;
}

static cst_result result_of(const char *rules, cst_package *packages, size_t n) {
    cst_result result = {.verb = "match",
                         .status = CST_STATUS_SOLVED,
                         .opportunity = "ke-national-compute",
                         .title = "National compute",
                         .rules = rules,
                         .assumptions = "",
                         .currency = "USD",
                         .asked = {.by = CST_BY_SLATE, .candidates = 3, .differ = 1, .gap = 1e-6},
                         .packages = packages,
                         .n_packages = n,
                         .n_eligible = 40};
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        result.criteria_proven[c] = true;
    }
    return result;
}

/* ---------------------------------------------------------------- one tender under three rules */

static cst_refusal refused_first[] = {
    {"elm-model", "elm", "jurisdiction:J4-incorporated", "CN", "EO 14320, section 3"}};
static cst_refusal refused_second[] = {
    {"elm-model", "elm", "jurisdiction:J4-incorporated", "CN", "EO 14320, section 3"},
    {"fir-model", "fir", "unknown:parent", NULL, "the programme's own test"},
    {"oak-rack", "oak", "deadline", "90 weeks", "opportunity /deadline_weeks"},
    {"oak-rack", "oak", "jurisdiction:J2-owned", "FR", "Call 2026-06952"}};
static cst_refusal refused_third[] = {
    {"alder-rack", "alder", "jurisdiction:J2-owned", "FR", "Call 2026-06952"},
    {"elm-model", "elm", "jurisdiction:J2-owned", "CN", "Call 2026-06952"},
    {"fir-model", "fir", "unknown:parent", NULL, "the programme's own test"},
    {"oak-rack", "oak", "deadline", "90 weeks", "opportunity /deadline_weeks"},
    {"oak-rack", "oak", "jurisdiction:J2-owned", "FR", "Call 2026-06952"}};

static const char *two_demands[] = {"deadline_weeks", "demand/accelerators"};
static const char *one_demand[] = {"budget"};
static cst_conflict conflicts[] = {{two_demands, 2}, {one_demand, 1}, {NULL, 0}};
static cst_gap gaps[] = {
    {.kind = CST_GAP_SLOT, .subject = "chips", .tag = "", .pointer = ""},
    {.kind = CST_GAP_AMOUNT,
     .subject = "accelerators",
     .tag = "",
     .pointer = "demand/accelerators"},
    {.kind = CST_GAP_TAG,
     .subject = "models",
     .tag = "lang:sw",
     .pointer = "slots/models/some_has/lang:sw"},
    {.kind = CST_GAP_PARTY, .subject = "elm", .tag = "", .pointer = "consortium/include"},
    {.kind = CST_GAP_LAYER, .subject = "data", .tag = "", .pointer = ""},
    {.kind = CST_GAP_ANCHOR, .subject = "", .tag = "", .pointer = ""}};
static cst_infeasibility some_reasons = {
    .gaps = gaps, .n_gaps = 2, .conflicts = conflicts, .n_conflicts = 2};
static cst_infeasibility all_reasons = {.gaps = gaps,
                                        .n_gaps = N_OF(gaps),
                                        .conflicts = conflicts + 1,
                                        .n_conflicts = 2,
                                        .conflicts_complete = true};

static cst_package first_packages[3];
static cst_package second_packages[4];
static cst_result first, second, third;

static void fill_first(void) {
    first_packages[0] = best_at(package_of("p1", PAIR, 51234567890, 4000), CST_CRITERION_COST,
                                CST_CRITERION_DELIVERY);
    first_packages[1] = best_at(package_of("p2", TRIO, 53000000000, 5600), CST_CRITERION_US_CONTENT,
                                CST_CRITERION_LARGEST_SHARE);
    first_packages[2] = package_of("p3", OTHER_PAIR, 52000000000, 4800);
    first = result_of("us-rules", first_packages, N_OF(first_packages));
    first.refused = refused_first;
    first.n_refused = N_OF(refused_first);
}

/* What is best at cost stands third, and that nothing is cheaper is not proven. */
static void fill_second(void) {
    second_packages[0] = best_at(package_of("p1", TRIO, 53000000000, 5600),
                                 CST_CRITERION_US_CONTENT, CST_CRITERION_MEMBERS);
    second_packages[1] = package_of("p2", OTHER_PAIR, 52500000000, 4800);
    second_packages[1].lines = all_lines;
    second_packages[2] = best_at(package_of("p3", OTHER_PAIR, 49800000000, 5312),
                                 CST_CRITERION_COST, CST_CRITERION_MISFIT);
    second_packages[2].proof = CST_PROOF_UNPROVEN;
    second_packages[2].bound_cents = 40000000000;
    second_packages[3] = package_of("p4", PAIR, 54000000000, 4100);
    second = result_of("us-rules.strict", second_packages, N_OF(second_packages));
    second.status = CST_STATUS_LIMIT;
    second.criteria_proven[CST_CRITERION_COST] = false;
    second.criteria_proven[CST_CRITERION_MISFIT] = false;
    second.refused = refused_second;
    second.n_refused = N_OF(refused_second);
}

static void fill_third(void) {
    third = result_of("us-rules.none", NULL, 0);
    third.status = CST_STATUS_INFEASIBLE;
    third.refused = refused_third;
    third.n_refused = N_OF(refused_third);
    third.n_eligible = 38;
    third.nothing_fits = &some_reasons;
}

compare_sample sample_regimes(void) {
    fill_first();
    fill_second();
    fill_third();
    return (compare_sample){{&first, &second, &third}, {first.rules, second.rules, third.rules}, 3};
}

/* ---------------------------------------------------------------- several tenders */

static cst_package by_cost[2];
static cst_package ignoring[1];
static cst_package by_value_added[1];
static cst_result cheapest, ignored, added, unknown;

static void fill_by_cost(void) {
    by_cost[0] = package_of("p1", PAIR, 51234567890, 4000);
    by_cost[1] = package_of("p2", TRIO, 53000000000, 5600);
    cheapest = result_of("us-rules", by_cost, N_OF(by_cost));
    cheapest.opportunity = "ae-stargate";
    cheapest.title = "";
    cheapest.asked.by = CST_BY_COST;
    cheapest.assumptions = "foundry-shares";
}

static void fill_ignored(void) {
    ignoring[0] = best_at(package_of("p1", PAIR, 900000000000000005, -1), CST_CRITERION_COST,
                          CST_CRITERION_MEMBERS);
    ignoring[0].content = (cst_content){.mode = CST_MODE_IGNORE};
    ignored = result_of("no-content", ignoring, 1);
    ignored.currency = "EUR";
}

static void fill_added(void) {
    by_value_added[0] = best_at(package_of("p1", PAIR, 51234567890, 4000), CST_CRITERION_COST,
                                CST_CRITERION_US_CONTENT);
    by_value_added[0].content.method = CST_METHOD_VALUE_ADDED;
    by_value_added[0].content.met = true;
    by_value_added[0].criteria.us_content_bp = 5200;
    added = result_of("us-rules.value-added", by_value_added, 1);
}

compare_sample sample_markets(void) {
    sample_regimes();
    fill_by_cost();
    fill_ignored();
    fill_added();
    unknown = result_of("us-rules", NULL, 0);
    unknown.status = CST_STATUS_LIMIT;
    return (compare_sample){
        {&first, &cheapest, &ignored, &added, &unknown, &second},
        {"ke.json", "ae.json", "eu.json", "added.json", "stopped\x1b[31m.json", "strict.json"},
        SAMPLE_MARKETS};
}

/* ---------------------------------------------------------------- the ends */

compare_sample sample_twice(void) {
    sample_regimes();
    return (compare_sample){{&first, &first}, {"once.json", "twice.json"}, 2};
}

compare_sample sample_hopeless(void) {
    static cst_result other;
    sample_regimes();
    other = third;
    other.rules = "us-rules.other";
    other.nothing_fits = &all_reasons;
    return (compare_sample){{&third, &other}, {third.rules, other.rules}, 2};
}

cst_comparison *sample_compared(compare_sample sample) {
    cst_comparison *comparison = NULL;
    if (cst_compare(sample.results, sample.labels, sample.n, &comparison) != CST_E_OK) {
        abort();
    }
    return comparison;
}
