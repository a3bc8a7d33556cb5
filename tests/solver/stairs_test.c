/*
 * stairs_test.c - the cheapest package for every limit on US content in one search, of hundreds of
 * tiny tenders beside all their packages: wide and narrow ranges, with and without a limit on the
 * cost and on delivery, with nothing known and with some packages known before. A search that ends
 * after a few nodes may find less, and then does not say that it is complete. Of packages that tie
 * with a stair the one that stands first is found: here the one with the most members.
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

#include "solver/compact.h"
#include "solver/result.h"
#include "solver/stairs.h"
#include "tests/dice.h"
#include "tests/sanitized.h"
#include "tests/solver/oracle.h"
#include "tests/solver/posed.h"

enum {
    N_SEEDS = TEST_SANITIZED ? 300 : 600,
    MOST_CHOICES = 3000,
    RANGES = 4,
    WIDEST = 4000,
    MANY_KNOWN = 3,
    NEAR_BP = 4000,
    SPREAD_BP = 40
};

static struct seen { long searches, stairs, most_stairs, stopped, cut_off, ties; } seen;

typedef struct range {
    int64_t from_bp, to_bp, most_cents, most_weeks;
    double gap;
    long nodes;
} range;

static int64_t content_of(const oracle_choice *choice) {
    return choice->criteria[CST_CRITERION_US_CONTENT];
}

/* The least cost of the packages that keep to a limit on content within the range; INT64_MAX: there
 * is none. */
static int64_t least_at(const oracle *o, const range *asked, int64_t limit_bp) {
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < o->n_feasible; i++) {
        const int64_t *it = o->feasible[i].criteria;
        bool counts = content_of(&o->feasible[i]) >= limit_bp &&
                      it[CST_CRITERION_COST] <= asked->most_cents &&
                      it[CST_CRITERION_DELIVERY] <= asked->most_weeks;
        least = counts && it[CST_CRITERION_COST] < least ? it[CST_CRITERION_COST] : least;
    }
    return least;
}

/* The same of the stairs. */
static int64_t found_at(const cst__stairs *stairs, int64_t limit_bp) {
    for (size_t i = 0; i < stairs->n; i++) {
        if (stairs->list[i].criteria.us_content_bp >= limit_bp) {
            return stairs->list[i].criteria.cost_cents;
        }
    }
    return INT64_MAX;
}

/* No bound is above what there is, nor further below what was found than the gap. */
static void check_within_gap(const range *asked, const cst__stairs *stairs, int64_t limit_bp,
                             int64_t least) {
    size_t i = 0;
    while (i < stairs->n && stairs->list[i].criteria.us_content_bp < limit_bp) {
        i++;
    }
    if (i == stairs->n) {
        assert_int_equal(least, INT64_MAX);
        return;
    }
    int64_t cost = stairs->list[i].criteria.cost_cents;
    int64_t bound = stairs->list[i].bound_cents;
    assert_true(bound <= least && least <= cost);
    assert_true((double)(cost - bound) <= asked->gap * fabs((double)cost) + 1e-6);
}

static void compare(const posed *p, const oracle *o, const range *asked,
                    const cst__stairs *stairs) {
    cst__side side = cst__side_none();
    side.limit[CST_CRITERION_DELIVERY] = asked->most_weeks;
    for (size_t i = 0; i < stairs->n; i++) {
        const cst__stair *it = &stairs->list[i];
        cst_criteria criteria;
        assert_true(cst__choice_holds(p->judge, it->units, &side, &criteria));
        assert_int_equal(criteria.cost_cents, it->criteria.cost_cents);
        assert_int_equal(criteria.us_content_bp, it->criteria.us_content_bp);
        assert_true(criteria.us_content_bp >= asked->from_bp);
        assert_true(criteria.cost_cents <= asked->most_cents);
        assert_int_not_equal(it->anchor, CST__NONE);
        assert_true(i == 0 || criteria.cost_cents > stairs->list[i - 1].criteria.cost_cents);
        assert_true(i == 0 || criteria.us_content_bp > stairs->list[i - 1].criteria.us_content_bp);
    }
    for (int64_t limit = asked->from_bp; limit <= asked->to_bp; limit++) {
        int64_t least = least_at(o, asked, limit);
        if (stairs->complete && asked->gap == 0) {
            assert_int_equal(found_at(stairs, limit), least);
        } else if (stairs->complete) {
            check_within_gap(asked, stairs, limit, least);
        } else {
            assert_true(found_at(stairs, limit) >= least);
        }
    }
}

/* ---------------------------------------------------------------- ties */

static bool has_more_members(const cst_criteria *a, const cst_criteria *b) {
    return a->members > b->members;
}

/* The most members of packages that tie with a stair. */
static int64_t most_members(const oracle *o, const range *asked, const cst_criteria *stair) {
    int64_t most = -1;
    for (size_t i = 0; i < o->n_feasible; i++) {
        const int64_t *it = o->feasible[i].criteria;
        bool ties = it[CST_CRITERION_COST] == stair->cost_cents &&
                    content_of(&o->feasible[i]) == stair->us_content_bp &&
                    it[CST_CRITERION_DELIVERY] <= asked->most_weeks;
        most = ties && it[CST_CRITERION_MEMBERS] > most ? it[CST_CRITERION_MEMBERS] : most;
    }
    return most;
}

/* Asks again, of stairs that are all known, for what stands first of each. */
static void ask_for_ties(const oracle *o, const cst__solver *solver, const cst__side *side,
                         const range *asked, const cst__stairs *known) {
    const cst__stair *last = &known->list[known->n - 1];
    cst__stairs again = {.from_bp = known->list[0].criteria.us_content_bp,
                         .to_bp = last->criteria.us_content_bp,
                         .most_cents = last->criteria.cost_cents,
                         .most_nodes = LONG_MAX,
                         .is_before = has_more_members};
    const cst_catalog *catalog = solver->formulation->opportunity->catalog;
    for (size_t i = 0; i < known->n; i++) {
        assert_int_equal(cst__stairs_offer(&again, catalog, known->list[i].units), CST_E_OK);
    }
    assert_int_equal(cst__stairs_find(solver, side, &again), CST_E_OK);
    assert_true(again.complete);
    assert_int_equal(again.n, known->n);
    for (size_t i = 0; i < known->n; i++) {
        const cst_criteria *before = &known->list[i].criteria;
        const cst_criteria *after = &again.list[i].criteria;
        assert_int_equal(after->cost_cents, before->cost_cents);
        assert_int_equal(after->us_content_bp, before->us_content_bp);
        assert_int_equal(after->members, most_members(o, asked, before));
        seen.ties += after->members > before->members;
    }
    cst__stairs_end(&again);
}

/* ---------------------------------------------------------------- asking */

static const oracle_choice *some_package(const oracle *o, dice *d) {
    return &o->feasible[dice_from(d, 0, (int)o->n_feasible - 1)];
}

static void ask(const posed *p, const oracle *o, const range *asked, size_t n_known, dice *d) {
    cst__blocks *blocks = NULL;
    const cst_catalog *catalog = p->opportunity->catalog;
    cst__stairs stairs = {.from_bp = asked->from_bp,
                          .to_bp = asked->to_bp,
                          .most_cents = asked->most_cents,
                          .most_nodes = asked->nodes};
    cst__side side = cst__side_none();
    side.limit[CST_CRITERION_DELIVERY] = asked->most_weeks;
    assert_int_equal(cst__blocks_new(p->formulation, &blocks), CST_E_OK);
    cst__solver solver = {
        .formulation = p->formulation, .blocks = blocks, .gap = asked->gap, .deadline_s = HUGE_VAL};
    for (size_t i = 0; i < n_known; i++) {
        const int64_t *units = some_package(o, d)->units;
        assert_int_equal(cst__stairs_offer(&stairs, catalog, units), CST_E_OK);
    }
    assert_int_equal(cst__stairs_find(&solver, &side, &stairs), CST_E_OK);
    assert_true(stairs.complete || asked->nodes < LONG_MAX);
    compare(p, o, asked, &stairs);
    if (stairs.complete && asked->gap == 0 && stairs.n > 0) {
        ask_for_ties(o, &solver, &side, asked, &stairs);
    }
    seen.searches++;
    seen.stairs += (long)stairs.n;
    seen.most_stairs = (long)stairs.n > seen.most_stairs ? (long)stairs.n : seen.most_stairs;
    seen.stopped += !stairs.complete;
    cst__stairs_end(&stairs);
    cst__blocks_free(blocks);
}

static range some_range(const oracle *o, dice *d) {
    const oracle_choice *low = some_package(o, d);
    const oracle_choice *dear = some_package(o, d);
    const oracle_choice *late = some_package(o, d);
    range r = {.from_bp = content_of(low),
               .most_cents = CST__CATALOG_VALUE_MAX,
               .most_weeks = CST__NO_LIMIT,
               .nodes = dice_from(d, 0, 7) == 0 ? 2 : LONG_MAX};
    r.gap = dice_from(d, 0, 3) == 0 ? 0.1 : 0;
    r.from_bp = dice_from(d, 0, 2) == 0 ? 0 : r.from_bp;
    r.to_bp = r.from_bp + dice_from(d, 0, 1) * WIDEST + dice_from(d, 0, 60);
    r.to_bp = r.to_bp < CST__BP ? r.to_bp : CST__BP;
    if (dice_from(d, 0, 1) == 0) {
        r.most_cents = dear->criteria[CST_CRITERION_COST] - dice_from(d, 0, 1);
        seen.cut_off++;
    }
    if (dice_from(d, 0, 3) == 0) {
        r.most_weeks = late->criteria[CST_CRITERION_DELIVERY];
    }
    return r;
}

static void try_tender(posed *p, const oracle *o, uint64_t seed, void *context) {
    (void)context;
    dice d = dice_new(seed);
    long cell_nodes = cst__cell_nodes;
    cst__cell_nodes = seed % 3 == 0 ? 2 : cell_nodes; /* so that cells are parted */
    for (int i = 0; i < RANGES && o->n_feasible > 0; i++) {
        range asked = some_range(o, &d);
        ask(p, o, &asked, i % 2 == 0 ? 0 : MANY_KNOWN, &d);
    }
    cst__cell_nodes = cell_nodes;
}

/* On every other seed all shares lie within some basis points, and so do the contents of packages.
 */
static void draw_near(uint64_t seed, tender *t) {
    for (size_t o = 0; o < t->catalog->n_offerings && seed % 2 == 0; o++) {
        cst__offering *it = &t->catalog->offerings[o];
        for (int m = 0; m < CST_N_METHODS; m++) {
            it->us_bp[m] = it->us_bp[m] == CST__BP_UNKNOWN ? CST__BP_UNKNOWN
                                                           : NEAR_BP + it->us_bp[m] % SPREAD_BP;
        }
        it->us_made_low_bp = CST__BP_UNKNOWN;
    }
    t->opportunity->content_mode = CST_MODE_PRESUMPTION;
}

static void every_stair(void **state) {
    (void)state;
    posed_each(&(posed_seeds){N_SEEDS, MOST_CHOICES, draw_near, try_tender, NULL});
    print_message(
        "%ld searches, %ld stairs, at most %ld; %ld stopped, %ld with a limit on cost, "
        "%ld ties won\n",
        seen.searches, seen.stairs, seen.most_stairs, seen.stopped, seen.cut_off, seen.ties);
    assert_true(seen.ties > 0);
    assert_true(seen.stairs > seen.searches && seen.most_stairs > 4 && seen.stopped > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_stair)};
    return cmocka_run_group_tests_name("stairs", tests, NULL, NULL);
}
