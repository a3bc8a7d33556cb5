/*
 * cases_test.c - the cheapest package that does one thing more than a tender asks for, for many
 * such things in one search, of hundreds of tiny tenders beside all their packages: with and
 * without a firm or an offering, to the cent and within a gap, begun with the dearest packages
 * there are or with cheap ones, ended after a few nodes or not at all, in cells of two nodes or
 * large ones.
 */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/cases.h"
#include "solver/compact.h"
#include "solver/search_state.h"
#include "tests/dice.h"
#include "tests/sanitized.h"
#include "tests/solver/oracle.h"
#include "tests/solver/posed.h"

enum { N_SEEDS = TEST_SANITIZED ? 300 : 800, MOST_CHOICES = 3000, MOST_CASES = 60, ROUNDS = 3 };

static struct seen {
    long searches, cases, bettered, open, looks, found, gaps, without, ties;
} seen;

/* Where cases begin: with any package, with the dearest of each, or so that some are done before
 * they begin and others are far from it. */
typedef enum start { ANYWHERE, FAR, FAR_AND_DONE, N_STARTS } start;

typedef struct asked {
    double gap;
    long nodes;
    bool any_tie;
    start start;
} asked;

/* ---------------------------------------------------------------- the oracle */

static bool has(const cst_catalog *catalog, const cst__party_id *party, const int64_t *units) {
    bool in = false;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        bool is_of = party->firm == CST__NONE ? party->offering == o
                                              : catalog->offerings[o].firm == party->firm;
        in = in || (is_of && units[o] > 0);
    }
    return in;
}

/* The cheapest with the fewest members, or the dearest; NULL: there is none. */
static const oracle_choice *end_of(const oracle *o, const cst_catalog *catalog,
                                   const cst__extra *extra, bool dearest) {
    const oracle_choice *best = NULL;
    for (size_t i = 0; i < o->n_feasible; i++) {
        const oracle_choice *it = &o->feasible[i];
        if (has(catalog, &extra->party, it->units) != extra->included) {
            continue;
        }
        const int64_t *a = it->criteria;
        const int64_t *b = best == NULL ? a : best->criteria;
        int64_t sign = dearest ? -1 : 1;
        bool before = sign * a[CST_CRITERION_COST] < sign * b[CST_CRITERION_COST] ||
                      (a[CST_CRITERION_COST] == b[CST_CRITERION_COST] &&
                       sign * a[CST_CRITERION_MEMBERS] < sign * b[CST_CRITERION_MEMBERS]);
        best = best == NULL || before ? it : best;
    }
    return best;
}

static int64_t least_of_all(const oracle *o) {
    return oracle_best(o, CST_CRITERION_COST)->criteria[CST_CRITERION_COST];
}

/* ---------------------------------------------------------------- asking */

static void begin_with(const posed *p, const oracle_choice *choice, cst__case *it) {
    cst__side none = cst__side_none();
    memcpy(it->best.units, choice->units,
           p->opportunity->catalog->n_offerings * sizeof *it->best.units);
    it->best.found = cst__choice_holds(p->judge, it->best.units, &none, &it->best.criteria);
    assert_true(it->best.found);
}

/* All that there is a package for. */
static size_t list_cases(const posed *p, const oracle *o, const asked *how, dice *d,
                         cst__case *list) {
    const cst_catalog *catalog = p->opportunity->catalog;
    size_t n_parties = catalog->n_firms + catalog->n_offerings;
    size_t n = 0;
    for (size_t i = 0; i < 2 * n_parties && n < MOST_CASES; i++) {
        size_t party = i / 2;
        bool is_firm = party < catalog->n_firms;
        cst__extra extra = {
            {is_firm ? party : CST__NONE, is_firm ? CST__NONE : party - catalog->n_firms},
            i % 2 == 0};
        const oracle_choice *least = end_of(o, catalog, &extra, false);
        bool is_done = least != NULL && least->criteria[CST_CRITERION_COST] == least_of_all(o);
        bool dearest =
            how->start == FAR || (how->start == FAR_AND_DONE ? !is_done : dice_from(d, 0, 1) == 0);
        const oracle_choice *begun = end_of(o, catalog, &extra, dearest);
        if (begun != NULL && dice_from(d, 0, 2) > 0) {
            list[n] = (cst__case){.extra = extra};
            list[n].best.units = calloc(catalog->n_offerings + 1, sizeof *list[n].best.units);
            assert_non_null(list[n].best.units);
            begin_with(p, begun, &list[n]);
            n++;
        }
    }
    return n;
}

static void compare(const posed *p, const oracle *o, const asked *how, int64_t begun_cents,
                    const cst__case *it) {
    const cst_catalog *catalog = p->opportunity->catalog;
    const oracle_choice *least = end_of(o, catalog, &it->extra, false);
    int64_t cost = it->best.criteria.cost_cents;
    cst__side none = cst__side_none();
    cst_criteria criteria;
    assert_true(cst__choice_holds(p->judge, it->best.units, &none, &criteria));
    assert_int_equal(criteria.cost_cents, cost);
    assert_true(has(catalog, &it->extra.party, it->best.units) == it->extra.included);
    assert_true(it->best.bound_cents <= least->criteria[CST_CRITERION_COST]);
    assert_true(cost >= least->criteria[CST_CRITERION_COST]);
    assert_true((double)(cost - begun_cents) <= how->gap * fabs((double)cost)); /* fewer members */
    assert_true(it->best.cost_proven || how->nodes < LONG_MAX);
    if (it->best.cost_proven) {
        assert_true((double)(cost - it->best.bound_cents) <= how->gap * fabs((double)cost) + 1e-6);
    }
    if (it->best.cost_proven && how->gap == 0 && !how->any_tie && how->nodes == LONG_MAX) {
        assert_int_equal(criteria.members, least->criteria[CST_CRITERION_MEMBERS]);
        seen.ties++;
    }
    seen.cases++;
    seen.bettered += cost < begun_cents;
    seen.open += !it->best.cost_proven;
    seen.without += !it->extra.included;
}

static void ask(const posed *p, const oracle *o, const asked *how, const cst__solver *solver,
                dice *d) {
    cst__case list[MOST_CASES];
    int64_t begun[MOST_CASES];
    cst__side none = cst__side_none();
    size_t n = list_cases(p, o, how, d, list);
    for (size_t k = 0; k < n; k++) {
        begun[k] = list[k].best.criteria.cost_cents;
    }
    cst__cases_ask cases = {.list = list,
                            .n = n,
                            .floor_cents = least_of_all(o) - dice_from(d, 0, 1),
                            .any_tie = how->any_tie,
                            .most_nodes = how->nodes};
    if (n > 0) {
        assert_int_equal(cst__cases_find(solver, &none, &cases), CST_E_OK);
        seen.searches++;
        seen.gaps += how->gap > 0;
    }
    for (size_t k = 0; k < n; k++) {
        compare(p, o, how, begun[k], &list[k]);
        free(list[k].best.units);
    }
}

/* What is looked for near the cheapest does what is asked, or is not found. */
static void look(const posed *p, const oracle *o, const cst__solver *solver, dice *d) {
    const cst_catalog *catalog = p->opportunity->catalog;
    int64_t units[ORACLE_MOST_OFFERINGS];
    cst__side none = cst__side_none();
    cst__case one = {.extra = {{CST__NONE, CST__NONE}, dice_from(d, 0, 1) == 0}};
    if (dice_from(d, 0, 1) == 0) {
        one.extra.party.firm = (size_t)dice_from(d, 0, (int)catalog->n_firms - 1);
    } else {
        one.extra.party.offering = (size_t)dice_from(d, 0, (int)catalog->n_offerings - 1);
    }
    one.best.units = units;
    cst__cases_ask cases = {.list = &one,
                            .n = 1,
                            .near = oracle_best(o, CST_CRITERION_COST)->units,
                            .floor_cents = least_of_all(o),
                            .most_nodes = LONG_MAX};
    assert_int_equal(cst__cases_find(solver, &none, &cases), CST_E_OK);
    if (one.best.found) {
        cst_criteria criteria;
        assert_true(cst__choice_holds(p->judge, units, &none, &criteria));
        assert_int_equal(criteria.cost_cents, one.best.criteria.cost_cents);
        assert_true(has(catalog, &one.extra.party, units) == one.extra.included);
    }
    seen.looks++;
    seen.found += one.best.found;
}

static void try_tender(posed *p, const oracle *o, uint64_t seed, void *context) {
    (void)context;
    dice d = dice_new(seed);
    cst__blocks *blocks = NULL;
    long cell_nodes = cst__cell_nodes;
    double regains = cst__part_regains;
    cst__cell_nodes = seed % 3 == 0 ? 2 : cell_nodes; /* so that cells are parted */
    cst__part_regains = seed % 2 == 0 ? -HUGE_VAL : regains;
    assert_int_equal(cst__blocks_new(p->formulation, &blocks), CST_E_OK);
    for (int i = 0; i < ROUNDS && o->n_feasible > 0; i++) {
        static const double gaps[] = {0, 0, 1e-6, 1e-5, 1e-3, 0.1};
        asked how = {.gap = gaps[dice_from(&d, 0, 5)],
                     .nodes = dice_from(&d, 0, 4) == 0 ? 2 : LONG_MAX,
                     .any_tie = dice_from(&d, 0, 1) == 0,
                     .start = (start)dice_from(&d, 0, N_STARTS - 1)};
        cst__solver solver = {.formulation = p->formulation,
                              .blocks = blocks,
                              .gap = how.gap,
                              .deadline_s = HUGE_VAL};
        ask(p, o, &how, &solver, &d);
        look(p, o, &solver, &d);
    }
    cst__blocks_free(blocks);
    cst__cell_nodes = cell_nodes;
    cst__part_regains = regains;
}

static void every_case(void **state) {
    (void)state;
    posed_each(&(posed_seeds){N_SEEDS, MOST_CHOICES, NULL, try_tender, NULL});
    print_message(
        "%ld searches, %ld cases (%ld without), %ld bettered, %ld left open, %ld with a "
        "gap; %ld with the fewest members; %ld looks, %ld found\n",
        seen.searches, seen.cases, seen.without, seen.bettered, seen.open, seen.gaps, seen.ties,
        seen.looks, seen.found);
    assert_true(seen.cases > 4 * seen.searches && seen.bettered > seen.searches);
    assert_true(seen.open > 0 && seen.without > 0 && seen.gaps > 0 && seen.ties > 0 &&
                seen.found > 0);
}

/* ---------------------------------------------------------------- reduced costs */

typedef struct fixing {
    double reduced; /* cost of the first of two case columns, at a bound of 100 */
    double lower, upper;
} fixing;

/* Of the cases 105 and 150 are worth finding: without the first the second is left, and without the
 * second the first. */
static void check_fixing(const fixing *f) {
    cst__program program;
    int column[2];
    double worth[] = {105, 150};
    double lower[] = {0, 0};
    double upper[] = {1, 1};
    double from_lower[] = {0, 0};
    double from_upper[] = {1, 1};
    long double reduced[] = {f->reduced, 0};
    cst__program_init(&program);
    for (size_t k = 0; k < 2; k++) {
        column[k] = cst__program_add_column(
            &program,
            (cst__column){.kind = CST__COLUMN_CASE, .index = k, .integer = true, .upper = 1});
    }
    cst__cases cases = {2, worth};
    cst__search_task task = {.program = &program, .cases = &cases, .cutoff = HUGE_VAL};
    struct cst__search_state s = {
        .task = &task, .program = &program, .case_column = column, .lower = lower, .upper = upper};
    cst__priced priced = {100, reduced, from_lower, from_upper};
    cst__fix_by_reduced_cost(&s, &priced, lower, upper);
    assert_true(lower[0] == f->lower && upper[0] == f->upper);
    assert_true(lower[1] == 0 && upper[1] == 1);
    cst__program_clear(&program);
}

static void reduced_costs_close_a_case_by_its_own_worth(void **state) {
    (void)state;
    static const fixing all[] = {
        {4, 0, 1},   /* 104 with the first: worth finding */
        {10, 0, 0},  /* 110 with the first */
        {-10, 0, 1}, /* 110 without the first: worth finding, of the second */
        {-60, 1, 1}, /* 160 without the first */
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        check_fixing(&all[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reduced_costs_close_a_case_by_its_own_worth),
        cmocka_unit_test(every_case)};
    return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
