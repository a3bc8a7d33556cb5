/*
 * stopped_test.c - slates that are stopped at any moment claim no more than what is so. The clock
 * (tests/clock.h) goes on by a second whenever it is read. What is called proven is compared with
 * the oracle, which tries every choice.
 *
 * CST_STOPPED_SEEDS=N tries N seeds, CST_STOPPED_FIRST=S begins with seed S.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/clock.h"
#include "tests/dice.h"
#include "tests/solver/compare.h"
#include "tests/solver/instance.h"
#include "tests/solver/oracle.h"
#include "tests/solver/seeds.h"

enum { DEFAULT_SEEDS = 400, SEEDS_IN_A_ROW = 50 };
enum { MOST_CHOICES = 100000, CANDIDATES = 3, STOPS = 6, SECOND_NS = 1000000000 };

/* ---------------------------------------------------------------- what is claimed */

/* What was seen over all seeds, for the last test. */
static struct tally { long results, stopped, proven_of_stopped, listed_of_stopped; } tally;

static bool is_asked(const oracle *o, int criterion) {
    return criterion != CST_CRITERION_US_CONTENT || o->opportunity->content_mode != CST_MODE_IGNORE;
}

/* The cheapest package with the value of a criterion that this one has. */
static int64_t least_at(const oracle *o, const oracle_choice *choice, int criterion) {
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < o->n_feasible; i++) {
        const oracle_choice *it = &o->feasible[i];
        int64_t cost = it->criteria[CST_CRITERION_COST];
        bool counts = criterion == CST_CRITERION_COST ||
                      it->criteria[criterion] == choice->criteria[criterion];
        least = counts && cost < least ? cost : least;
    }
    return least;
}

static void check_label(report *r, const oracle *o, const cst_result *result, size_t p,
                        const oracle_choice *choice, int criterion) {
    const cst_package *package = &result->packages[p];
    const oracle_choice *best = oracle_best(o, (cst_criterion)criterion);
    const char *name = cst_criterion_id((cst_criterion)criterion);
    int64_t least = least_at(o, choice, criterion);
    if (result->criteria_proven[criterion] && criterion != CST_CRITERION_COST) {
        expect(r, name, "called proven", choice->criteria[criterion], best->criteria[criterion]);
    }
    if (package->bound_cents > least) {
        expect(r, package->id, "the bound", package->bound_cents, least);
    }
    if (package->proof == CST_PROOF_OPTIMAL) {
        expect(r, package->id, name, choice->criteria[criterion], best->criteria[criterion]);
        expect(r, package->id, "cost", package->criteria.cost_cents,
               best->criteria[CST_CRITERION_COST]);
        expect(r, package->id, "members", package->criteria.members,
               best->criteria[CST_CRITERION_MEMBERS]);
    }
}

/* No package at all costs less than the cheapest can. */
static void check_floor(report *r, const cst_result *result, const cst_package *package) {
    for (size_t p = 0; p < result->n_packages; p++) {
        const cst_package *cheapest = &result->packages[p];
        if (cheapest->best_at[CST_CRITERION_COST] && package->bound_cents < cheapest->bound_cents) {
            differ(r, "the bound %lld of %s is below the %lld of the cheapest",
                   (long long)package->bound_cents, package->id, (long long)cheapest->bound_cents);
        }
    }
}

static void check_next(report *r, const oracle *o, const cst_package *package,
                       const uint32_t *members, size_t p) {
    const oracle_choice *next = oracle_next(o, members, p, 1);
    if (next == NULL) {
        differ(r, "%s does not differ from those before", package->id);
        return;
    }
    int64_t least = next->criteria[CST_CRITERION_COST];
    if (package->bound_cents > least) {
        expect(r, package->id, "the bound", package->bound_cents, least);
    }
    if (package->proof == CST_PROOF_OPTIMAL) {
        expect(r, package->id, "cost", package->criteria.cost_cents, least);
    }
}

static void check_packages(report *r, const oracle *o, const cst_result *result) {
    uint32_t members[CST_N_CRITERIA + CANDIDATES] = {0};
    for (size_t p = 0; p < result->n_packages && agrees(r); p++) {
        const cst_package *package = &result->packages[p];
        oracle_choice choice;
        bool labelled = false;
        compare_package(r, o, package, &choice);
        for (int c = 0; c < CST_N_CRITERIA && agrees(r); c++) {
            if (package->best_at[c]) {
                labelled = true;
                check_label(r, o, result, p, &choice, c);
            }
        }
        if (labelled) {
            check_floor(r, result, package);
        } else if (agrees(r)) {
            check_next(r, o, package, members, p);
        }
        members[p] = choice.members;
    }
}

static void check_result(report *r, const oracle *o, const cst_result *result) {
    bool stopped = result->status == CST_STATUS_LIMIT;
    tally.results++;
    tally.stopped += stopped;
    for (size_t p = 0; stopped && p < result->n_packages; p++) {
        tally.listed_of_stopped++;
        tally.proven_of_stopped += result->packages[p].proof == CST_PROOF_OPTIMAL;
    }
    if (!stopped) {
        cst_status status = o->n_feasible > 0 ? CST_STATUS_SOLVED : CST_STATUS_INFEASIBLE;
        expect(r, "result", "status", (int64_t)result->status, (int64_t)status);
    }
    for (int c = 0; c < CST_N_CRITERIA && result->status == CST_STATUS_SOLVED; c++) {
        if (is_asked(o, c)) {
            expect(r, cst_criterion_id((cst_criterion)c), "proven", result->criteria_proven[c],
                   true);
        }
    }
    check_packages(r, o, result);
}

/* ---------------------------------------------------------------- a seed */

/* Limits of few readings and of many, since most searches are short. */
static double limit_of(dice *d) {
    return floor(pow(2, dice_from(d, 0, 900) / 100.0)) + dice_from(d, 0, 3);
}

static void compare_stopped(report *r, const instance *it, const tender *t, uint64_t seed,
                            bool counts) {
    (void)it;
    (void)counts;
    dice d = dice_new(seed);
    oracle *o = oracle_new(t->opportunity, MOST_CHOICES);
    for (int i = 0; o != NULL && i < STOPS && agrees(r); i++) {
        cst_settings settings = cst_settings_default();
        settings.candidates = CANDIDATES;
        settings.gap = 0;
        settings.threads = 1;
        settings.time_limit_s = limit_of(&d);
        test_clock_begin(SECOND_NS);
        cst_result *result = NULL;
        cst_error error = cst_match(t->rules, t->catalog, t->opportunity, &settings, &result);
        if (error == CST_E_OK) {
            check_result(r, o, result);
        } else {
            differ(r, "cst_match failed: %s", cst_error_text(error));
        }
        cst_result_free(result);
        if (!agrees(r)) {
            size_t n = strlen(r->text);
            snprintf(r->text + n, sizeof r->text - n, " (stopped after %g)", settings.time_limit_s);
        }
    }
    oracle_free(o);
}

static void try_seed(uint64_t seed) {
    static const seed_check check = {"consort-stopped", "CST_STOPPED", compare_stopped};
    instance it = instance_new(seed);
    seeds_try(&check, seed, &it);
}

/* Some were stopped, and had something to claim. */
static void test_tally(void **state) {
    (void)state;
    print_message("%ld of %ld slates were stopped, with %ld packages, %ld of them proven\n",
                  tally.stopped, tally.results, tally.listed_of_stopped, tally.proven_of_stopped);
    if (tally.results < 300) {
        return;
    }
    assert_true(10 * tally.stopped > tally.results);
    assert_true(10 * tally.listed_of_stopped > tally.results);
    assert_true(tally.proven_of_stopped > 0);
}

int main(void) {
    static const seeded all = {.group = "stopped",
                               .first_variable = "CST_STOPPED_FIRST",
                               .seeds_variable = "CST_STOPPED_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .after_name = "some were stopped with something to claim",
                               .after = test_tally};
    return seeds_run(&all);
}
