/*
 * members_test.c - the cheapest package of the members of one that is known, of hundreds of tiny
 * tenders: beside all packages there is none so much cheaper whose offerings are of the members, of
 * firms that are asked for, or in slots that these could not fill; and what is found is one of
 * those. Choices that do not hold have members as well.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "solver/members.h"
#include "tests/solver/oracle.h"
#include "tests/solver/posed.h"
#include "tests/support.h"

enum { N_SEEDS = 1500, MOST_CHOICES = 1000, EVERY = 3 };

static const double precision = 1e-4;

typedef struct count {
    size_t found, none, dearer, others;
} count;

static bool judge(void *context, const double *x, double *objective) {
    posed *p = context;
    cst_criteria criteria;
    cst__side side = cst__side_none();
    int64_t *units = calloc(p->opportunity->catalog->n_offerings + 1, sizeof *units);
    assert_non_null(units);
    cst__decode(p->formulation, x, units);
    bool holds = cst__choice_holds(p->judge, units, &side, &criteria);
    *objective = (double)criteria.cost_cents;
    free(units);
    return holds;
}

/* Whose offerings may be chosen, as bits; and in which slots anyone's. */
typedef struct circle {
    uint32_t firms, slots;
} circle;

static circle circle_of(const posed *p, const int64_t *units) {
    const cst_opportunity *o = p->opportunity;
    circle c = {0};
    uint32_t filled = 0;
    for (size_t k = 0; k < o->catalog->n_offerings; k++) {
        size_t firm = o->catalog->offerings[k].firm;
        bool in = units[k] > 0 || o->include_firm[firm] || o->include_offering[k];
        c.firms |= (uint32_t)in << firm;
    }
    for (size_t k = 0; k < o->catalog->n_offerings; k++) {
        const cst__offering *it = &o->catalog->offerings[k];
        bool fills = p->screening->eligible[k] && (c.firms >> it->firm & 1) != 0;
        filled |= (uint32_t)fills << it->slot;
    }
    c.slots = ~filled;
    return c;
}

static bool is_within(const posed *p, circle c, const int64_t *units) {
    const cst_catalog *catalog = p->opportunity->catalog;
    bool within = true;
    for (size_t k = 0; k < catalog->n_offerings; k++) {
        const cst__offering *it = &catalog->offerings[k];
        bool may = ((c.firms >> it->firm | c.slots >> it->slot) & 1) != 0;
        within = within && (units[k] == 0 || may);
    }
    return within;
}

/* The least cost of the packages within; HUGE_VAL where there is none. */
static double least_cost(const posed *p, const oracle *o, circle c) {
    double least = HUGE_VAL;
    for (size_t i = 0; i < o->n_feasible; i++) {
        if (is_within(p, c, o->feasible[i].units)) {
            least = fmin(least, (double)o->feasible[i].criteria[CST_CRITERION_COST]);
        }
    }
    return least;
}

static void try_choice(posed *p, const oracle *o, const int64_t *units, count *n) {
    cst__program program;
    cst__side side = cst__side_none();
    cst__search_result found = {0};
    cst__program_init(&program);
    assert_int_equal(
        cst__pose(p->formulation, (cst__objective){.aim = CST__AIM_COST}, &side, &program),
        CST_E_OK);
    cst__search_task task = {.program = &program,
                             .judge = judge,
                             .judge_context = p,
                             .step = 1,
                             .cutoff = HUGE_VAL,
                             .deadline_s = HUGE_VAL};
    assert_int_equal(cst__search_members(p->formulation, &task, units, &found), CST_E_OK);
    circle c = circle_of(p, units);
    double least = least_cost(p, o, c);
    assert_int_equal(found.found, least < HUGE_VAL);
    if (found.found) {
        int64_t *made = calloc(p->opportunity->catalog->n_offerings + 1, sizeof *made);
        assert_non_null(made);
        cst__decode(p->formulation, found.x, made);
        assert_true(is_within(p, c, made));
        assert_true(found.objective >= least);
        assert_true(found.objective - least <= precision * fabs(found.objective));
        n->dearer += least > least_cost(p, o, (circle){UINT32_MAX, UINT32_MAX});
        n->others += !is_within(p, (circle){c.firms, 0}, made);
        free(made);
    }
    n->found += found.found;
    n->none += !found.found;
    cst__search_result_clear(&found);
    cst__program_clear(&program);
}

/* One offering alone, as far as the catalog goes: mostly no package. */
static void try_alone(posed *p, const oracle *o, size_t offering, count *n) {
    int64_t *units = calloc(p->opportunity->catalog->n_offerings + 1, sizeof *units);
    assert_non_null(units);
    units[offering % p->opportunity->catalog->n_offerings] = 1;
    try_choice(p, o, units, n);
    free(units);
}

static void try_tender(posed *p, const oracle *o, uint64_t seed, void *context) {
    if (o->n_feasible == 0) {
        return;
    }
    for (size_t i = 0; i < o->n_feasible; i += EVERY) {
        try_choice(p, o, o->feasible[i].units, context);
    }
    try_alone(p, o, (size_t)seed, context);
}

static void among_members(void **state) {
    (void)state;
    count n = {0};
    posed_each(&(posed_seeds){N_SEEDS, MOST_CHOICES, NULL, try_tender, &n});
    print_message("found %zu none %zu dearer %zu others %zu\n", n.found, n.none, n.dearer,
                  n.others);
    assert_true(n.found > 500 && n.none > 10 && n.dearer > 100 && n.others > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(among_members)};
    return cmocka_run_group_tests_name("members", tests, NULL, NULL);
}
