/*
 * verify_risk.c - what a package says of its risk and of its resilience, as far as that can be told
 * without drawing samples and without a solver.
 *
 * Of chances: counts within the samples and consistent with each other, chances and standard errors
 * recomputed from the counts, and all of them exact where nothing is stated to vary. What is stated
 * is counted again from the lines. Of losses: counts that add up, and no listed package that shows
 * what is said to be critical to be dispensable. Whether the samples were drawn as they should, and
 * whether a search that found nothing was right, is not seen here.
 */
#include <string.h>

#include "solver/verify_parts.h"

enum { MILLION = 1000000 };

/* ---------------------------------------------------------------- what is stated */

/* The spreads that count in this package, of one line. */
typedef struct stated {
    bool lead, licence, price;
} stated;

static stated stated_of(const cst__verifier *v, const cst__pick *pick) {
    const cst__offering *o = &v->catalog->offerings[pick->offering];
    size_t row = v->screening->licence_row[pick->offering];
    const cst__spread *unit = &o->per_unit_spread;
    for (size_t t = 0; t < o->n_tiers && o->tiers[t].from <= pick->units; t++) {
        unit = &o->tiers[t].per_unit_spread;
    }
    bool yearly = o->per_unit_year_spread.stated && v->opportunity->term_years > 0;
    return (stated){.lead = o->lead_spread.stated,
                    .licence = row != CST__NONE && v->rules->exports[row].weeks_spread.stated,
                    .price = o->fixed_spread.stated || unit->stated || yearly};
}

static void check_stated(cst__verifier *v, const cst_risk *risk, const cst__recount *recount) {
    size_t n = 0;
    cst__lists lists = {.name = "risk/unshared"};
    if (!cst__lists_room(v, &lists, recount->n_picks, risk->n_unshared)) {
        return;
    }
    for (size_t i = 0; i < recount->n_picks; i++) {
        const cst__offering *o = &v->catalog->offerings[recount->picks[i].offering];
        stated it = stated_of(v, &recount->picks[i]);
        n += it.lead || it.licence || it.price;
        if ((it.lead || it.price) && o->maker_country == CST__COUNTRY_UNKNOWN) {
            cst__lists_expect(&lists, o->id, "", i);
        }
    }
    for (size_t i = 0; i < risk->n_unshared; i++) {
        cst__lists_find(&lists, risk->unshared[i], "");
    }
    cst__lists_match(v, &lists);
    cst__expect_count(v, CST__AT("risk", "stated"), (cst__wide)n, (int64_t)risk->n_stated);
}

/* ---------------------------------------------------------------- chances */

/* The least whole number of millionths that is not below the root of p (1 - p) / n. */
static bool is_error(int64_t count, int64_t n, int64_t error) {
    cst__wide spread = (cst__wide)count * (n - count) * MILLION * MILLION;
    cst__wide cube = (cst__wide)n * n * n;
    bool enough = (cst__wide)error * error * cube >= spread;
    bool least = error == 0 || (cst__wide)(error - 1) * (error - 1) * cube < spread;
    return error >= 0 && enough && least;
}

static void check_chance(cst__verifier *v, const char *name, bool asked, const cst_chance *chance) {
    int64_t n = v->result->asked.samples;
    cst__expect_text(v, CST__AT("risk", name), asked ? "stated" : "null",
                     chance->asked ? "stated" : "null");
    if (!asked || !chance->asked) {
        return;
    }
    if (chance->count < 0 || chance->count > n) {
        cst__wrong(v, CST__AT("risk", name, "samples"), "%lld of %lld samples",
                   (long long)chance->count, (long long)n);
        return;
    }
    cst__wide ppm = (cst__wide)chance->count * MILLION / n;
    if (chance->ppm != ppm) {
        cst__wrong(v, CST__AT("risk", name, "chance"), "expected %lld millionths, found %d",
                   (long long)ppm, chance->ppm);
    }
    if (!is_error(chance->count, n, chance->error_ppm)) {
        cst__wrong(v, CST__AT("risk", name, "standard_error"),
                   "%d millionths are not that of %lld of %lld samples", chance->error_ppm,
                   (long long)chance->count, (long long)n);
    }
}

/* Both hold in no more samples than each, and fail in no more than one of them does. */
static void check_both(cst__verifier *v, const cst_risk *risk) {
    int64_t n = v->result->asked.samples;
    int64_t a = risk->in_time.count;
    int64_t b = risk->in_budget.count;
    int64_t both = risk->both.count;
    if (both > a || both > b || both < a + b - n) {
        cst__wrong(v, CST__AT("risk", "both", "samples"),
                   "%lld samples can not be with %lld in time and %lld in budget of %lld",
                   (long long)both, (long long)a, (long long)b, (long long)n);
    }
}

static void check_rising(cst__verifier *v, const char *name, const int64_t figure[3]) {
    if (figure[0] > figure[1] || figure[1] > figure[2]) {
        cst__wrong(v, CST__AT("risk", name), "p10, p50 and p90 do not rise");
    }
}

static void check_quantiles(cst__verifier *v, const cst_risk *risk) {
    const int64_t weeks[3] = {risk->delivery_weeks[0], risk->delivery_weeks[1],
                              risk->delivery_weeks[2]};
    check_rising(v, "cost", risk->cost_cents);
    check_rising(v, "delivery_weeks", weeks);
}

/* Where no price, or no time, varies there is one value, and it keeps the limit or does not. */
static void check_certain(cst__verifier *v, const cst_risk *risk, const cst__recount *recount) {
    bool time = false;
    bool price = false;
    for (size_t i = 0; i < recount->n_picks; i++) {
        stated it = stated_of(v, &recount->picks[i]);
        time = time || it.lead || it.licence;
        price = price || it.price;
    }
    int64_t n = v->result->asked.samples;
    cst__wide weeks = recount->criterion[CST_CRITERION_DELIVERY];
    cst__wide cost = recount->criterion[CST_CRITERION_COST];
    for (int q = 0; q < 3; q++) {
        if (!time) {
            cst__expect_count(v, CST__AT("risk", "delivery_weeks"), weeks, risk->delivery_weeks[q]);
        }
        if (!price) {
            cst__expect_money(v, CST__AT("risk", "cost"), cost, risk->cost_cents[q]);
        }
    }
    if (!time && risk->in_time.asked) {
        cst__expect_count(v, CST__AT("risk", "in_time", "samples"),
                          weeks <= v->opportunity->deadline_weeks ? n : 0, risk->in_time.count);
    }
    if (!price && risk->in_budget.asked) {
        cst__expect_count(v, CST__AT("risk", "in_budget", "samples"),
                          cost <= v->opportunity->budget_cents ? n : 0, risk->in_budget.count);
    }
}

void cst__verify_risk(cst__verifier *v, const cst_package *package, const cst__recount *recount) {
    const cst_risk *risk = package->risk;
    bool asked = v->result->asked.samples > 0;
    if (asked != (risk != NULL)) {
        cst__wrong(v, CST__AT("risk"), asked ? "asked for, but not stated" : "not asked for");
    }
    if (!asked || risk == NULL) {
        return;
    }
    bool deadline = v->opportunity->deadline_weeks >= 0;
    bool budget = v->opportunity->budget_cents != CST__NO_LIMIT;
    check_chance(v, "in_time", deadline, &risk->in_time);
    check_chance(v, "in_budget", budget, &risk->in_budget);
    check_chance(v, "both", deadline && budget, &risk->both);
    if (risk->in_time.asked && risk->in_budget.asked && risk->both.asked) {
        check_both(v, risk);
    }
    check_quantiles(v, risk);
    check_stated(v, risk, recount);
    check_certain(v, risk, recount);
}

void cst__verify_shocks(cst__verifier *v) {
    const cst_shocks *ours = &v->rules->shocks;
    const cst_shocks *said = &v->result->shocks;
    if (v->result->asked.samples == 0) {
        return;
    }
    cst__expect_share(v, CST__AT("shocks", "maker_country"), ours->maker_country_bp,
                      said->maker_country_bp);
    cst__expect_share(v, CST__AT("shocks", "layer"), ours->layer_bp, said->layer_bp);
    cst__expect_share(v, CST__AT("shocks", "licence_row"), ours->licence_row_bp,
                      said->licence_row_bp);
    cst__expect_share(v, CST__AT("shocks", "time_price"), ours->time_price_bp, said->time_price_bp);
}

/* ---------------------------------------------------------------- resilience */

static void check_losses(cst__verifier *v, const char *name, cst__wide n, cst__wide none,
                         const cst_losses *said) {
    cst__expect_count(v, CST__AT("resilience", name, "losses"), n, said->n);
    if ((cst__wide)said->left + said->none + said->open != said->n) {
        cst__wrong(v, CST__AT("resilience", name, "losses"), "%lld, %lld and %lld are not %lld",
                   (long long)said->left, (long long)said->none, (long long)said->open,
                   (long long)said->n);
    }
    cst__expect_count(v, CST__AT("resilience", name, "none"), none, said->none);
    cst__wide share = said->n <= 0 ? -1 : (cst__wide)said->left * CST__BP / said->n;
    if (share != said->left_bp) {
        cst__wrong(v, CST__AT("resilience", name, "share_left"), "not that of %lld of %lld cases",
                   (long long)said->left, (long long)said->n);
    }
}

static bool is_member(const cst_package *package, const char *firm) {
    for (size_t i = 0; i < package->n_members; i++) {
        if (strcmp(package->members[i].firm, firm) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_critical(const cst_resilience *told, const char *firm) {
    for (size_t i = 0; i < told->n_critical; i++) {
        if (strcmp(told->critical[i], firm) == 0) {
            return true;
        }
    }
    return false;
}

/* A listed package without the firms shows that something is left without them. */
static void check_witnesses(cst__verifier *v, const char *a, const char *b) {
    for (size_t i = 0; i < v->result->n_packages; i++) {
        const cst_package *other = &v->result->packages[i];
        if (!is_member(other, a) && !is_member(other, b)) {
            cst__wrong(v, CST__AT("resilience", "critical", a, b == a ? NULL : b),
                       "%s is left without", other->id);
            return;
        }
    }
}

/* Entries rise, each once, and name members. */
static void check_critical(cst__verifier *v, const cst_package *package) {
    const cst_resilience *told = package->resilience;
    for (size_t i = 0; i < told->n_critical; i++) {
        const char *firm = told->critical[i];
        bool rises = i == 0 || strcmp(told->critical[i - 1], firm) < 0;
        if (!rises || !is_member(package, firm)) {
            cst__wrong(v, CST__AT("resilience", "critical_members", firm),
                       rises ? "no member" : "out of order, or listed twice");
        }
        check_witnesses(v, firm, firm);
    }
    for (size_t i = 0; i < told->n_pairs; i++) {
        const cst_pair *pair = &told->pairs[i];
        const cst_pair *before = i == 0 ? NULL : &told->pairs[i - 1];
        int order = before == NULL ? -1 : strcmp(before->a, pair->a);
        bool rises = order < 0 || (order == 0 && strcmp(before->b, pair->b) < 0);
        bool members = is_member(package, pair->a) && is_member(package, pair->b);
        if (!rises || !members || strcmp(pair->a, pair->b) >= 0) {
            cst__wrong(v, CST__AT("resilience", "critical_pairs", pair->a, pair->b),
                       members ? "out of order, or listed twice" : "no two members");
        }
        if (is_critical(told, pair->a) || is_critical(told, pair->b)) {
            cst__wrong(v, CST__AT("resilience", "critical_pairs", pair->a, pair->b),
                       "one of the two is critical alone");
        }
        check_witnesses(v, pair->a, pair->b);
    }
}

void cst__verify_resilience(cst__verifier *v, const cst_package *package) {
    const cst_resilience *told = package->resilience;
    bool asked = v->result->asked.resilience;
    if (asked != (told != NULL)) {
        cst__wrong(v, CST__AT("resilience"), asked ? "asked for, but not stated" : "not asked for");
    }
    if (!asked || told == NULL) {
        return;
    }
    cst__wide n = (cst__wide)package->n_members;
    cst__wide dispensable = n - (cst__wide)told->n_critical;
    cst__wide with_critical = n * (n - 1) / 2 - dispensable * (dispensable - 1) / 2;
    check_losses(v, "one", n, (cst__wide)told->n_critical, &told->one);
    check_losses(v, "two", n * (n - 1) / 2, with_critical + (cst__wide)told->n_pairs, &told->two);
    check_critical(v, package);
}
