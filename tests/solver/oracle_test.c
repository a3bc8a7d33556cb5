/*
 * oracle_test.c - thousands of tiny tenders, each solved and each tried out choice by choice: both
 * must agree on what is refused, on whether there is a package, and on what every listed package
 * is. A seed that has a package is asked again with one more demand at the edge of its cheapest
 * package (sharpen.h), and again, until there is none or it was asked often enough.
 *
 * CST_ORACLE_SEEDS=N tries N seeds, CST_ORACLE_FIRST=S begins with seed S. A seed on which they
 * differ is made smaller and written to a folder that the message names.
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
#include "solver/best.h"
#include "solver/compact.h"
#include "solver/solve.h"
#include "tests/sanitized.h"
#include "tests/solver/compare.h"
#include "tests/solver/instance.h"
#include "tests/solver/oracle.h"
#include "tests/solver/seeds.h"
#include "tests/solver/sharpen.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 400 : 4000 };
enum { SEEDS_IN_A_ROW = 100, MOST_CHOICES = 200000, CANDIDATES = 3, MOST_TIMES = 4 };

/* ---------------------------------------------------------------- the list of packages */

typedef struct listing {
    const oracle *o;
    const cst_result *result;
    const cst_settings *settings;
    oracle_choice *choices; /* what the packages are */
    uint32_t *members;
} listing;

/* Cost to the cent, or within the gap; then the fewest members, where the cost is exact. */
static void compare_cost(report *r, const listing *l, size_t i, const oracle_choice *expected) {
    const cst_package *package = &l->result->packages[i];
    int64_t least = expected->criteria[CST_CRITERION_COST];
    int64_t cost = package->criteria.cost_cents;
    int64_t allowed = (int64_t)(l->settings->gap * (double)cost);
    if (cost < least || cost > least + allowed) {
        expect(r, package->id, "cost", cost, least);
    }
    if (package->bound_cents > least || package->bound_cents < cost - allowed) {
        expect(r, package->id, "the bound", package->bound_cents, least);
    }
    if (allowed == 0) {
        expect(r, package->id, "members", package->criteria.members,
               expected->criteria[CST_CRITERION_MEMBERS]);
    }
    expect(r, package->id, "proof", (int64_t)package->proof, CST_PROOF_OPTIMAL);
}

static bool is_labelled(const cst_package *package) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (package->best_at[c]) {
            return true;
        }
    }
    return false;
}

/* The packages from number `from` on are the next cheapest, each of those that differ from all
 * before, and there are as many as asked or as there can be. */
static void compare_next(report *r, const listing *l, size_t from) {
    size_t n = l->result->n_packages;
    for (size_t i = from; i < n && agrees(r); i++) {
        const oracle_choice *expected = oracle_next(l->o, l->members, i, l->settings->differ);
        if (expected == NULL || is_labelled(&l->result->packages[i])) {
            differ(r, "package %zu is labelled or does not differ from those before", i + 1);
        } else {
            compare_cost(r, l, i, expected);
        }
    }
    if (n < CANDIDATES && oracle_next(l->o, l->members, n, l->settings->differ) != NULL) {
        differ(r, "%zu packages are listed, but there are more", n);
    }
    if (n > CANDIDATES && n > from) {
        differ(r, "%zu packages are listed, more than were asked for", n);
    }
}

/* Whether a package is as good as the best on a criterion, as cheap and with as few members. */
static bool serves(const oracle_choice *it, const oracle_choice *best, cst_criterion c) {
    return it->criteria[c] == best->criteria[c] &&
           it->criteria[CST_CRITERION_COST] == best->criteria[CST_CRITERION_COST] &&
           it->criteria[CST_CRITERION_MEMBERS] == best->criteria[CST_CRITERION_MEMBERS];
}

/* One package is labelled as the best on the criterion: the first that is. */
static void compare_label(report *r, const listing *l, cst_criterion c, size_t *n_labelled) {
    const oracle_choice *best = oracle_best(l->o, c);
    const char *name = cst_criterion_id(c);
    size_t labelled = SIZE_MAX;
    for (size_t i = 0; i < l->result->n_packages; i++) {
        if (!l->result->packages[i].best_at[c]) {
            continue;
        }
        if (labelled != SIZE_MAX) {
            differ(r, "two packages are labelled %s", name);
        }
        labelled = i;
    }
    if (labelled == SIZE_MAX) {
        differ(r, "no package is labelled %s", name);
        return;
    }
    *n_labelled = labelled + 1 > *n_labelled ? labelled + 1 : *n_labelled;
    if (c != CST_CRITERION_COST) { /* which may be off by the gap: below */
        expect(r, l->result->packages[labelled].id, name, l->choices[labelled].criteria[c],
               best->criteria[c]);
    }
    compare_cost(r, l, labelled, best);
    for (size_t i = 0; i < labelled && l->settings->gap == 0; i++) {
        if (serves(&l->choices[i], best, c)) {
            differ(r, "p%zu is labelled %s, but p%zu is best at it too", labelled + 1, name, i + 1);
        }
    }
    expect(r, name, "proven", l->result->criteria_proven[c], true);
}

static void compare_slate(report *r, const listing *l) {
    bool is_ignored = l->o->opportunity->content_mode == CST_MODE_IGNORE;
    size_t n_labelled = 0;
    for (int c = 0; c < CST_N_CRITERIA && l->result->n_packages > 0; c++) {
        if (c != CST_CRITERION_US_CONTENT || !is_ignored) {
            compare_label(r, l, (cst_criterion)c, &n_labelled);
        }
    }
    for (size_t i = 0; i < n_labelled; i++) {
        if (!is_labelled(&l->result->packages[i])) {
            differ(r, "p%zu is not labelled, but stands before one that is", i + 1);
        }
    }
    compare_next(r, l, n_labelled);
}

static void compare_list(report *r, const listing *l) {
    for (size_t i = 0; i < l->result->n_packages && agrees(r); i++) {
        compare_package(r, l->o, &l->result->packages[i], &l->choices[i]);
        l->members[i] = l->choices[i].members;
    }
    if (agrees(r) && l->settings->by == CST_BY_SLATE) {
        compare_slate(r, l);
    } else if (agrees(r)) {
        compare_next(r, l, 0);
    }
}

static void compare_result(report *r, const oracle *o, const cst_settings *settings,
                           const cst_result *result) {
    cst_status status = o->n_feasible > 0 ? CST_STATUS_SOLVED : CST_STATUS_INFEASIBLE;
    compare_refused(r, o, result);
    expect(r, "result", "status", (int64_t)result->status, (int64_t)status);
    size_t n = result->n_packages + 1;
    listing l = {o, result, settings, calloc(n, sizeof *l.choices), calloc(n, sizeof *l.members)};
    assert_non_null(l.choices);
    assert_non_null(l.members);
    if (agrees(r)) {
        compare_list(r, &l);
    }
    free(l.choices);
    free(l.members);
}

/* ---------------------------------------------------------------- a seed */

static void compare_match(report *r, const oracle *o, const tender *t, cst_by by, int differ_by,
                          double gap) {
    cst_settings settings = cst_settings_default();
    settings.by = by;
    settings.candidates = CANDIDATES;
    settings.differ = differ_by;
    settings.gap = gap;
    settings.threads = 1;
    cst_result *result = NULL;
    cst_error error = cst_match(t->rules, t->catalog, t->opportunity, &settings, &result);
    if (error == CST_E_OK) {
        compare_result(r, o, &settings, result);
    } else {
        differ(r, "cst_match failed: %s", cst_error_text(error));
    }
    cst_result_free(result);
    if (!agrees(r)) {
        size_t n = strlen(r->text);
        snprintf(r->text + n, sizeof r->text - n, " (by %s, differ %d, gap %g)",
                 by == CST_BY_SLATE ? "slate" : "cost", differ_by, gap);
    }
}

/* By the compact engine alone, in cells that are parted node by node. */
static void match_in_cells(report *r, const oracle *o, const tender *t) {
    long first_nodes = cst__first_nodes;
    long cell_nodes = cst__cell_nodes;
    cst__compact_alone = true;
    cst__first_nodes = 1;
    cst__cell_nodes = 1;
    compare_match(r, o, t, CST_BY_SLATE, 1, 0);
    cst__compact_alone = false;
    cst__first_nodes = first_nodes;
    cst__cell_nodes = cell_nodes;
}

/* In how many members further packages differ goes by chance; every eighth seed is also asked with
 * a gap, and once more with best values by halving. */
static void compare_tender(report *r, const oracle *o, const tender *t, bool with_gap) {
    compare_match(r, o, t, CST_BY_SLATE, 1, 0);
    if (agrees(r)) {
        compare_match(r, o, t, CST_BY_COST, 1 + (int)(o->n_feasible % 2), 0);
    }
    if (agrees(r)) {
        cst__compact_alone = true;
        compare_match(r, o, t, CST_BY_COST, 1, 0);
        cst__compact_alone = false;
    }
    if (agrees(r)) {
        match_in_cells(r, o, t);
    }
    if (agrees(r) && with_gap) {
        compare_match(r, o, t, CST_BY_SLATE, 2, cst_settings_default().gap);
    }
    if (agrees(r) && with_gap) {
        cst__halve_alone = true;
        compare_match(r, o, t, CST_BY_SLATE, 1, 0);
        cst__halve_alone = false;
    }
}

/* What was seen over all seeds, for the last test. Counts are of tenders. */
static struct tally {
    long tenders, feasible;
    size_t choices;
    long decides[ORACLE_N_RULES]; /* without the rule the cheapest were cheaper */
    long is_met[ORACLE_N_RULES];  /* if it asked one step more it were dearer */
} tally;

static void count_tender(const oracle *o) {
    const oracle_choice *cheapest = oracle_best(o, CST_CRITERION_COST);
    int64_t cost = cheapest == NULL ? INT64_MAX : cheapest->criteria[CST_CRITERION_COST];
    tally.tenders++;
    tally.choices += o->n_choices;
    tally.feasible += cheapest != NULL ? 1 : 0;
    for (int rule = 0; rule < ORACLE_N_RULES; rule++) {
        tally.decides[rule] += o->without[rule] < cost ? 1 : 0;
        tally.is_met[rule] += o->stricter[rule] > cost ? 1 : 0;
    }
}

static void compare_again(report *r, const instance *it, const tender *t, uint64_t seed,
                          bool counts) {
    (void)it;
    (void)seed;
    (void)counts;
    oracle *o = oracle_new(t->opportunity, MOST_CHOICES);
    if (o != NULL) {
        compare_tender(r, o, t, true);
    }
    oracle_free(o);
}

/* Asks once; true when there is a package and the instance has got one more demand. */
static bool ask_once(uint64_t seed, instance *it, dice *d, bool with_gap) {
    static const seed_check check = {"consort-oracle", "CST_ORACLE", compare_again};
    tender t = seeds_read(seed, it);
    report r = {.text = ""};
    oracle *o = oracle_new(t.opportunity, MOST_CHOICES);
    assert_non_null(o);
    count_tender(o);
    compare_tender(&r, o, &t, with_gap);
    bool found = o->n_feasible > 0;
    if (found && agrees(&r)) {
        instance_sharpen(it, o, d);
    }
    oracle_free(o);
    tender_clear(&t);
    if (!agrees(&r)) {
        seeds_fail(&check, seed, it, &r);
    }
    return found;
}

static void try_seed(uint64_t seed) {
    instance it = instance_new(seed);
    dice d = dice_new(~seed);
    int times = 1;
    while (ask_once(seed, &it, &d, seed % 8 == 0) && times < MOST_TIMES) {
        times++;
    }
    instance_clear(&it);
}

/* ---------------------------------------------------------------- all seeds */

/* Found by longer runs. 9174: a cell whose bound had passed what was worth finding, by rounding,
 * was begun anew without end. */
static void test_once_wrong(void **state) {
    static const uint64_t once_wrong[] = {9174};
    (void)state;
    for (size_t i = 0; i < sizeof once_wrong / sizeof *once_wrong; i++) {
        try_seed(once_wrong[i]);
    }
}

/* The seeds themselves are worth something only if they are hard enough: each rule must matter. */
static void test_tally(void **state) {
    (void)state;
    print_message("%ld of %ld tenders have a package; %zu choices were tried\n", tally.feasible,
                  tally.tenders, tally.choices);
    for (int rule = 0; rule < ORACLE_N_RULES; rule++) {
        print_message("%-18s decides %4ld, is met exactly %4ld\n",
                      oracle_rule_name((oracle_rule)rule), tally.decides[rule], tally.is_met[rule]);
    }
    if (tally.tenders < 1000) {
        return;
    }
    assert_in_range(100 * tally.feasible / tally.tenders, 30, 60);
    for (int rule = 0; rule < ORACLE_N_RULES; rule++) {
        assert_true(1000 * tally.decides[rule] >= 5 * tally.tenders);
    }
}

int main(void) {
    static const seeded all = {.group = "oracle",
                               .first_variable = "CST_ORACLE_FIRST",
                               .seeds_variable = "CST_ORACLE_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .before_name = "seeds that were wrong once",
                               .before = test_once_wrong,
                               .after_name = "every rule matters in some seeds",
                               .after = test_tally};
    return seeds_run(&all);
}
