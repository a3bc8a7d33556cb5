/*
 * explain_sample.c - explanations made by hand. The figures belong together as far as a reader
 * looks: differences and steps are those of the packages beside them. Nothing was solved.
 */
#include "tests/solver/explain_sample.h"

#define N_OF(list) (sizeof(list) / sizeof *(list))

/* ---------------------------------------------------------------- packages */

static cst_member alone[] = {{"alder", "Alder Silicon, Inc.", "US", 4200000000, 10000}};
static cst_line one_line[] = {
    {"alder-rack", "Rack", "alder", "chips", "hardware", "rack of 8", 8, 4200000000}};

static cst_member pair[] = {{"alder", "Alder Silicon, Inc.", "US", 4200000050, 9091},
                            {"dogwood", "Dogwood", "KE", 420000000, 910}};
static cst_line pair_lines[] = {
    {"alder-rack", "Rack", "alder", "chips", "hardware", "rack of 8", 8, 4200000050},
    {"dogwood-model", "", "dogwood", "models", "", "", 4, 420000000}};

/* A package of one member for so much. Content is ignored where its share is -1. */
static cst_package package_of(int64_t cost_cents, int weeks, int content_bp) {
    cst_package package = {
        .id = "",
        .anchor = "alder",
        .members = alone,
        .n_members = N_OF(alone),
        .lines = one_line,
        .n_lines = N_OF(one_line),
        .gross_cents = cost_cents,
        .criteria = {cost_cents, content_bp, weeks, 1, 1, 0, 10000},
        .content = {.mode = CST_MODE_IGNORE},
        .bound_cents = cost_cents,
    };
    if (content_bp >= 0) {
        package.content = (cst_content){.mode = CST_MODE_PRESUMPTION,
                                        .threshold_bp = 5100,
                                        .share_bp = {content_bp, 7000},
                                        .worst_case_bp = 3000,
                                        .met = content_bp >= 5100,
                                        .shortfall_cents = content_bp >= 5100 ? 0 : 46200000,
                                        .value_cents = cost_cents};
    }
    return package;
}

static cst_package package_of_two(int64_t cost_cents, int weeks, int content_bp) {
    cst_package package = package_of(cost_cents, weeks, content_bp);
    package.members = pair;
    package.n_members = N_OF(pair);
    package.lines = pair_lines;
    package.n_lines = N_OF(pair_lines);
    package.criteria.members = 2;
    package.criteria.misfit_bp = 12500;
    package.criteria.largest_share_bp = 9091;
    return package;
}

static cst_outcome proven(cst_package package) {
    return (cst_outcome){CST_STATUS_SOLVED, true, package};
}

static cst_outcome unproven(cst_package package) {
    package.proof = CST_PROOF_UNPROVEN;
    package.bound_cents = package.criteria.cost_cents / 2;
    return (cst_outcome){CST_STATUS_LIMIT, true, package};
}

static const cst_outcome none = {.status = CST_STATUS_INFEASIBLE};
static const cst_outcome unknown = {.status = CST_STATUS_LIMIT};

/* ---------------------------------------------------------------- levels */

static cst_level level(cst_measure measure, int64_t number) {
    return (cst_level){.measure = measure, .number = number, .unit = ""};
}

static cst_level amount(int64_t milli, const char *unit) {
    return (cst_level){.measure = CST_MEASURE_AMOUNT, .number = milli, .unit = unit};
}

static cst_level list(const char **items, size_t n_items) {
    return (cst_level){.measure = CST_MEASURE_LIST, .items = items, .n_items = n_items, .unit = ""};
}

static cst_level word(const char **items) {
    return (cst_level){.measure = CST_MEASURE_WORD, .items = items, .n_items = 1, .unit = ""};
}

static cst_level dropped(cst_level from) {
    from.dropped = true;
    from.number = 0;
    from.items = NULL;
    from.n_items = 0;
    return from;
}

static const char *slots_before[] = {"cloud", "data", "models"};
static const char *slots_after[] = {"cloud", "data"};
static const char *anchor[] = {"cedar"};
static const char *required[] = {"require"};

enum {
    BUDGET,
    CHIPS,
    POWER,
    DEADLINE,
    MODELS,
    RESIDENCY,
    ANCHOR,
    MEMBERS,
    LOCAL,
    CONTENT,
    N_DEMANDS
};

static cst_demand demands[N_DEMANDS];

static void fill_demands(void) {
    demands[BUDGET] = (cst_demand){"budget", level(CST_MEASURE_MONEY, 2500000050)};
    demands[CHIPS] = (cst_demand){"demand/accelerators", amount(4096000, "accelerators")};
    demands[POWER] = (cst_demand){"demand/power-kw", amount(12000500, "kW")};
    demands[DEADLINE] = (cst_demand){"deadline_weeks", level(CST_MEASURE_WEEKS, 20)};
    demands[MODELS] = (cst_demand){"slots/models/required", level(CST_MEASURE_YES, 1)};
    demands[RESIDENCY] = (cst_demand){"residency/slots", list(slots_before, N_OF(slots_before))};
    demands[ANCHOR] = (cst_demand){"consortium/anchor", word(anchor)};
    demands[MEMBERS] = (cst_demand){"consortium/max_members", level(CST_MEASURE_COUNT, 3)};
    demands[LOCAL] = (cst_demand){"consortium/local_share", level(CST_MEASURE_SHARE, 1250)};
    demands[CONTENT] = (cst_demand){"content", word(required)};
}

/* ---------------------------------------------------------------- gaps */

static const char *countries[] = {"CN", "HK", "MO", "RU", "VE"};
static const char *elm[] = {"elm"};
static const char *hosts[] = {"US", "CA, US"};
static const char *weeks[] = {"40 weeks (30 lead, 10 licence)", "44 weeks (44 lead, 0 licence)"};

static cst_refused_by by_models[] = {
    {"jurisdiction:J4-incorporated", 5, countries, 1},
    {"residency", 2, hosts, 2},
    {"unknown:eccn", 1, NULL, 0},
};
static cst_refused_by by_data[] = {{"jurisdiction:J4-incorporated", 9, countries, 5}};
static cst_refused_by by_elm[] = {{"excluded", 1, elm, 1}};
static cst_refused_by by_chips[] = {{"deadline", 2, weeks, 2}, {"export:X7-D5", 1, countries, 1}};

static cst_gap gaps[] = {
    {CST_GAP_SLOT, "models", "", "slots/models/required", 7, 0, 0, by_models, N_OF(by_models)},
    {CST_GAP_SLOT, "security", "", "", 0, 0, 0, NULL, 0},
    {CST_GAP_LAYER, "data", "", "", 9, 0, 0, by_data, N_OF(by_data)},
    {CST_GAP_TAG, "models", "lang:sw", "slots/models/some_has/lang:sw", 0, 0, 0, NULL, 0},
    {CST_GAP_AMOUNT, "accelerators", "", "demand/accelerators", 3, 4096000, 1024500, by_chips,
     N_OF(by_chips)},
    {CST_GAP_PARTY, "elm", "", "consortium/include", 1, 0, 0, by_elm, 1},
    {CST_GAP_ANCHOR, "", "", "", 0, 0, 0, NULL, 0},
    {CST_GAP_ANCHOR, "cedar", "", "consortium/anchor", 2, 0, 0, by_chips, N_OF(by_chips)},
};

/* ---------------------------------------------------------------- nothing fits */

static const char *two[] = {"demand/accelerators", "deadline_weeks"};
static const char *one[] = {"slots/models/required"};
static const char *three[] = {"budget", "demand/power-kw", "consortium/max_members"};
static cst_conflict conflicts[] = {{two, N_OF(two)}, {one, N_OF(one)}, {three, N_OF(three)}};

static cst_change changes[9];
static cst_remedy remedies[9];
static cst_change both_changes[2];
static cst_remedy combination;

/* The remedy i: one demand changed. */
static void remedy(size_t i, size_t demand, cst_level to, bool least, cst_outcome outcome) {
    changes[i] = (cst_change){demands[demand].pointer, demands[demand].level, to};
    remedies[i] = (cst_remedy){&changes[i], 1, least, outcome};
}

static void fill_remedies(void) {
    cst_package other = package_of_two(49800000000, 34, 5312);
    remedy(0, BUDGET, level(CST_MEASURE_MONEY, 49800000000), true, proven(other));
    remedy(1, CHIPS, amount(1024500, "accelerators"), true,
           proven(package_of(4200000000, 20, 4000)));
    remedy(2, DEADLINE, level(CST_MEASURE_WEEKS, 34), true, proven(other));
    remedy(3, MODELS, dropped(demands[MODELS].level), true,
           unproven(package_of(4200000000, 20, -1)));
    remedy(4, RESIDENCY, list(slots_after, N_OF(slots_after)), true, proven(other));
    remedy(5, ANCHOR, dropped(demands[ANCHOR].level), true, proven(other));
    remedy(6, MEMBERS, level(CST_MEASURE_COUNT, 5), false, proven(other));
    remedy(7, LOCAL, level(CST_MEASURE_SHARE, 910), false, unproven(other));
    remedy(8, CONTENT, dropped(demands[CONTENT].level), false, unknown);
    both_changes[0] = changes[2];
    both_changes[1] = changes[5];
    combination = (cst_remedy){both_changes, 2, true, proven(other)};
}

static cst_refusal refused[] = {
    {"elm-model", "elm", "jurisdiction:J4-incorporated", "CN", "EO 14320, section 3"},
    {"fir-model", "fir", "unknown:eccn", NULL, "15 CFR 774"}};

static cst_result infeasible(cst_infeasibility *why) {
    return (cst_result){
        .verb = "match",
        .status = CST_STATUS_INFEASIBLE,
        .opportunity = "ke-rush",
        .title = "A small tender",
        .rules = "cli-test-rules",
        .assumptions = "",
        .currency = "USD",
        .asked = {.by = CST_BY_SLATE, .candidates = 5, .differ = 1, .gap = 1e-6},
        .refused = refused,
        .n_refused = N_OF(refused),
        .n_eligible = 3,
        .nothing_fits = why,
    };
}

cst_result *sample_nothing_fits(void) {
    static cst_infeasibility why;
    static cst_result result;
    fill_demands();
    fill_remedies();
    why = (cst_infeasibility){demands,         N_DEMANDS, gaps,     N_OF(gaps),     conflicts,
                              N_OF(conflicts), false,     remedies, N_OF(remedies), true,
                              &combination,    true};
    result = infeasible(&why);
    return &result;
}

cst_result *sample_no_way_out(void) {
    static cst_conflict empty[1];
    static cst_infeasibility why = {.conflicts = empty,
                                    .n_conflicts = 1,
                                    .conflicts_complete = true,
                                    .remedies_complete = true};
    static cst_result result;
    result = infeasible(&why);
    return &result;
}

cst_result *sample_no_reasons(void) {
    static cst_infeasibility why;
    static cst_result result;
    result = infeasible(&why);
    return &result;
}

/* ---------------------------------------------------------------- a cheapest package */

static cst_package cheapest[1];
static cst_result solved;

static void fill_solved(bool is_proven) {
    cheapest[0] = package_of(4200000000, 40, 4000);
    cheapest[0].id = "p1";
    cheapest[0].best_at[CST_CRITERION_COST] = true;
    cheapest[0].proof = is_proven ? CST_PROOF_OPTIMAL : CST_PROOF_UNPROVEN;
    solved = infeasible(NULL);
    solved.verb = "explain";
    solved.status = is_proven ? CST_STATUS_SOLVED : CST_STATUS_LIMIT;
    solved.asked = (cst_asked){.by = CST_BY_COST, .candidates = 1, .differ = 1, .gap = 1e-6};
    solved.packages = cheapest;
    solved.n_packages = 1;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        solved.criteria_proven[c] = is_proven;
    }
}

/* ---------------------------------------------------------------- why in, why not */

static cst_bar bars[] = {
    {{"elm-model", "elm", "jurisdiction:J4-incorporated", "CN", "EO 14320, section 3"},
     "incorporated outside of coc-compelled-access"},
    {{"elm-model", "elm", "unknown:eccn", NULL, "15 CFR 774"}, "eccn known"},
};

static cst_why refused_why(void) {
    return (cst_why){.id = "elm",
                     .name = "Elm \033[31mLtd",
                     .is_firm = true,
                     .standing = CST_STANDING_REFUSED,
                     .bars = bars,
                     .n_bars = N_OF(bars)};
}

static cst_why why_of(const char *id, bool is_firm, cst_standing standing, cst_outcome other) {
    return (cst_why){
        .id = id, .name = "", .is_firm = is_firm, .standing = standing, .other = other};
}

static cst_why with_cut(cst_why why, int64_t cents, int64_t low_cents) {
    why.has_cut = true;
    why.cut_cents = cents;
    why.cut_low_cents = low_cents;
    return why;
}

/* ---------------------------------------------------------------- all that can be asked */

static cst_why whys[8];
static cst_rule_cost rules[8];
static cst_dropout dropouts[3];
static cst_step steps[2][3];
static cst_curve curves[2];
static const char *only_slots[] = {"chips", "servers"};
static const char *joining[] = {"birch", "cedar"};
static const char *leaving[] = {"dogwood"};

static cst_rule_cost rule(const char *name, const char *source, cst_level asked,
                          cst_outcome other) {
    return (cst_rule_cost){.name = name, .source = source, .level = asked, .other = other};
}

static void fill_curves(void) {
    steps[0][0] = (cst_step){40, proven(package_of(4200000000, 40, 4000))};
    steps[0][1] = (cst_step){31, proven(package_of_two(4620000050, 31, 4100))};
    steps[0][2] = (cst_step){30, proven(package_of_two(5000000000, 30, 4000))};
    steps[1][0] = (cst_step){4000, proven(package_of(4200000000, 40, 4000))};
    steps[1][1] = (cst_step){5312, unproven(package_of_two(4620000050, 31, 5312))};
    curves[0] = (cst_curve){CST_CRITERION_DELIVERY, steps[0], 3, true, true, 60};
    curves[1] = (cst_curve){CST_CRITERION_US_CONTENT, steps[1], 2, false, false, 0};
}

static void fill_rules(void) {
    cst_level yes = level(CST_MEASURE_YES, 1);
    fill_demands();
    rules[0] = rule("budget", "", demands[BUDGET].level, none);
    rules[0].idle = true;
    rules[1] = rule("demand/accelerators", "", demands[CHIPS].level,
                    proven(package_of(1050000000, 40, 4000)));
    rules[2] = rule("deadline_weeks", "", demands[DEADLINE].level,
                    proven(package_of(4200000000, 40, 4000)));
    rules[3] =
        rule("content", "", dropped(word(anchor)), proven(package_of_two(4620000050, 31, 5312)));
    rules[3].is_added = true;
    rules[4] = rule("jurisdiction:J4-incorporated", "EO 14320, section 3", yes,
                    proven(package_of(4199999999, 40, 4000)));
    rules[5] =
        rule("export:X7-D5", "15 CFR 742.4(b)(2)", yes, unproven(package_of(4100000000, 40, 4000)));
    rules[6] = rule("unknown", "", yes, unknown);
}

/* ---------------------------------------------------------------- assumptions */

static const char *chips[] = {"alder-rack", "birch-rack"};
static const char *one_firm[] = {"alder"};
static const char *named[] = {"jurisdiction:J4-incorporated", "anchor"};
static const char *few[] = {"CN", "HK", "MO"};
static const char *many[] = {"AD", "AE", "AF", "AG", "AI", "AL"};
static cst_value_range by_share[3];
static cst_value_range by_country[4];
static cst_value_range by_number[2];
static cst_value_range only[1];
static cst_sensitivity sensitivities[4];

static cst_value_range share_range(int low_bp, int high_bp, int at_bp, cst_outcome outcome) {
    int64_t cost = outcome.package.criteria.cost_cents;
    return (cst_value_range){.low_bp = low_bp,
                             .high_bp = high_bp,
                             .at_bp = at_bp,
                             .cost_low_cents = cost,
                             .cost_high_cents = cost,
                             .value = "0.3",
                             .outcome = outcome};
}

static cst_value_range value_range(const char *value, cst_outcome outcome) {
    return (cst_value_range){
        .low_bp = -1, .high_bp = -1, .at_bp = -1, .value = value, .outcome = outcome};
}

static cst_value_range as_assumed(cst_value_range range) {
    range.assumed = range.same = range.same_members = true;
    return range;
}

static void fill_shares(void) {
    by_share[0] = share_range(2000, 2599, 2599, none);
    by_share[1] =
        as_assumed(share_range(2600, 5099, 3000, proven(package_of(4200000000, 40, 4000))));
    by_share[2] = share_range(5100, 10000, 5100, proven(package_of_two(4199000000, 40, 5312)));
    by_share[2].cost_high_cents = 4100000000;
    sensitivities[0] =
        (cst_sensitivity){"A1",  "us_content.made", "0.3",         chips, N_OF(chips), false, 2000,
                          10000, by_share,          N_OF(by_share)};
}

static void fill_countries(void) {
    by_country[0] = as_assumed(value_range("US", proven(package_of(4200000000, 40, 4000))));
    by_country[0].among = &named[1];
    by_country[0].n_among = 1;
    by_country[1] = value_range("AD", proven(package_of_two(4620000050, 31, 5312)));
    by_country[1].countries = many;
    by_country[1].n_countries = N_OF(many);
    by_country[2] = value_range("CN", none);
    by_country[2].among = named;
    by_country[2].n_among = 1;
    by_country[2].countries = few;
    by_country[2].n_countries = N_OF(few);
    by_country[3] = value_range(NULL, proven(package_of(4200000000, 40, 4000)));
    by_country[3].same = by_country[3].same_members = true;
    sensitivities[1] = (cst_sensitivity){
        "A2", "incorporated", "US", one_firm, 1, false, -1, -1, by_country, N_OF(by_country)};
}

static void fill_assumptions(void) {
    fill_shares();
    fill_countries();
    only[0] = as_assumed(value_range("", proven(package_of(4200000000, 40, 4000))));
    sensitivities[2] =
        (cst_sensitivity){"A2", "hosted_in", "", chips, N_OF(chips), true, -1, -1, only, 1};
}

/* Stopped: where the flips are is not known. */
static void fill_undecided(void) {
    by_share[0] = share_range(0, 2599, 2599, unknown);
    by_share[1] =
        as_assumed(share_range(2600, 10000, 3000, unproven(package_of(4200000000, 40, 4000))));
    by_number[0] = as_assumed(value_range("EAR99", unproven(package_of(4200000000, 40, 4000))));
    by_number[1] = value_range("3A", unproven(package_of_two(4620000050, 31, 5312)));
    sensitivities[0] = (cst_sensitivity){
        "A1", "us_content.made", "0.3", chips, N_OF(chips), false, 0, 10000, by_share, 2};
    sensitivities[1] = (cst_sensitivity){"A2",  "eccn", "EAR99", chips,     1,
                                         false, -1,     -1,      by_number, N_OF(by_number)};
}

/* With some values there would be a package. */
static void fill_would_fit(void) {
    by_share[0] = as_assumed(share_range(0, 2599, 1000, none));
    by_share[0].same_members = false;
    by_share[1] = share_range(2600, 10000, 2600, proven(package_of(4200000000, 40, 5312)));
    sensitivities[0] = (cst_sensitivity){
        "A1", "us_content.made", "0.1", chips, N_OF(chips), false, 0, 10000, by_share, 2};
}

/* ---------------------------------------------------------------- explanations */

cst_explanation *sample_explanation(void) {
    static cst_explanation explanation;
    fill_solved(true);
    fill_rules();
    fill_curves();
    cst_package other = package_of_two(4620000050, 31, 5312);
    whys[0] = refused_why();
    whys[1] = why_of("fir", true, CST_STANDING_IMPOSSIBLE, none);
    whys[2] =
        with_cut(why_of("dogwood", true, CST_STANDING_BEATEN, proven(other)), 420000050, 420000050);
    whys[3] = with_cut(why_of("alder-rack", false, CST_STANDING_CHOSEN, proven(other)), 420000050,
                       420000050);
    whys[4] = why_of("alder", true, CST_STANDING_CHOSEN, none);
    dropouts[0] = (cst_dropout){"alder", true, only_slots, 2, none, NULL, 0, NULL, 0};
    dropouts[1] = (cst_dropout){"birch", false, NULL, 0, proven(other), joining, 2, leaving, 1};
    fill_assumptions();
    explanation = (cst_explanation){&solved, whys,   5, rules,         5, dropouts,
                                    2,       curves, 1, sensitivities, 3, true};
    return &explanation;
}

cst_explanation *sample_unproven(void) {
    static cst_explanation explanation;
    fill_undecided();
    fill_solved(false);
    fill_rules();
    fill_curves();
    cst_package other = package_of_two(4620000050, 31, 5312);
    whys[0] = with_cut(why_of("dogwood", true, CST_STANDING_BEATEN, unproven(other)), 420000050,
                       100000000);
    whys[1] = with_cut(why_of("alder", true, CST_STANDING_CHOSEN, unproven(other)), 420000050, 0);
    whys[2] = why_of("birch", true, CST_STANDING_CHOSEN, unknown);
    whys[3] = why_of("fir", true, CST_STANDING_UNDECIDED, unknown);
    whys[4] = why_of("cedar", true, CST_STANDING_UNDECIDED, unproven(other));
    dropouts[0] =
        (cst_dropout){"alder", false, only_slots, 1, unproven(other), joining, 1, NULL, 0};
    dropouts[1] = (cst_dropout){"birch", false, NULL, 0, unknown, NULL, 0, NULL, 0};
    explanation = (cst_explanation){&solved, whys,       5, rules + 4,     3, dropouts,
                                    2,       curves + 1, 1, sensitivities, 2, false};
    return &explanation;
}

cst_explanation *sample_explained_nothing(void) {
    static cst_explanation explanation;
    static cst_result *result;
    fill_would_fit();
    fill_rules();
    result = sample_no_way_out();
    whys[0] = refused_why();
    whys[1] = why_of("cedar", true, CST_STANDING_IMPOSSIBLE, none);
    rules[0] = rule("budget", "", demands[BUDGET].level, none);
    explanation =
        (cst_explanation){result, whys, 2, rules, 3, NULL, 0, NULL, 0, sensitivities, 1, true};
    return &explanation;
}
