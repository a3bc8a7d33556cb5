/*
 * probe_tree_test.c - planes under what sets of firms cost, on drawn programs of five firms, beside
 * every package there is.
 *
 * A firm offers whole units of one thing, at a fixed cost and a cost of each; two demands and a
 * least number of members have to be met. So a leaf of a tree often has no point with the firms it
 * is grown for and has one with others, which is where such a plane is easily too high. Whatever
 * the shares and however large the tree, no plane is above the least cost of any set, and none says
 * of a set that has a package that it has none.
 *
 * CST_PROBE_TREE_SEEDS=N tries N seeds, CST_PROBE_TREE_FIRST=S begins with seed S.
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

#include "solver/probe.h"
#include "tests/dice.h"
#include "tests/sanitized.h"
#include "tests/solver/menu_brute.h"
#include "tests/solver/seeds.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 200 : 2000, SEEDS_IN_A_ROW = 100 };
enum { FIRMS = 5, SETS = 1 << FIRMS, DEMANDS = 2, LARGE_TREE = 40, FRACTIONS = 16 };

typedef struct market {
    int most[FIRMS], fixed[FIRMS], each[FIRMS], gives[DEMANDS][FIRMS];
    int demand[DEMANDS], members;
    int64_t least[SETS]; /* the cheapest package of each set of firms; INT64_MAX: it has none */
} market;

static long planes, of_none, grown, exact;

/* ---------------------------------------------------------------- a market */

static market draw(dice *d) {
    market it = {.demand = {dice_from(d, 1, 20), dice_from(d, 0, 20)},
                 .members = dice_from(d, 0, 3)};
    for (int f = 0; f < FIRMS; f++) {
        it.most[f] = dice_from(d, 1, 4);
        it.fixed[f] = dice_from(d, 0, dice_chance(d, 75) ? 20000 : 100);
        it.each[f] = dice_from(d, 0, 3000);
        it.gives[0][f] = dice_from(d, 0, 5);
        it.gives[1][f] = dice_from(d, 0, 5);
    }
    return it;
}

static bool meets_demands(const market *it, const int *units) {
    bool meets = true;
    for (int i = 0; i < DEMANDS; i++) {
        int sum = 0;
        for (int f = 0; f < FIRMS; f++) {
            sum += it->gives[i][f] * units[f];
        }
        meets = meets && sum >= it->demand[i];
    }
    return meets;
}

/* The next units of the members, like the digits of a number; false: these were the last. */
static bool count_on(const market *it, uint32_t members, int *units) {
    int f = 0;
    while (f < FIRMS && units[f] == ((members >> f & 1U) != 0 ? it->most[f] : 0)) {
        units[f++] = 0;
    }
    if (f < FIRMS) {
        units[f]++;
    }
    return f < FIRMS;
}

/* The cheapest package of just these members. */
static int64_t least_of(const market *it, uint32_t members) {
    int units[FIRMS] = {0};
    int64_t least = INT64_MAX;
    bool more = menu_bits(members) >= it->members;
    while (more) {
        int64_t cost = 0;
        for (int f = 0; f < FIRMS; f++) {
            cost += ((members >> f & 1U) != 0 ? it->fixed[f] : 0) + it->each[f] * units[f];
        }
        least = meets_demands(it, units) && cost < least ? cost : least;
        more = count_on(it, members, units);
    }
    return least;
}

/* Sets of firms in the order of their numbers: parts of a set come before it. */
static void enumerate(market *it) {
    for (uint32_t set = 0; set < SETS; set++) {
        it->least[set] = least_of(it, set);
        for (int f = 0; f < FIRMS; f++) {
            uint32_t less = set & ~(UINT32_C(1) << f);
            it->least[set] = it->least[less] < it->least[set] ? it->least[less] : it->least[set];
        }
    }
}

/* ---------------------------------------------------------------- as a program */

static int add(cst__program *p, cst__column_kind kind, int firm, double upper, double cost) {
    return cst__program_add_column(
        p, (cst__column){
               .kind = kind, .index = (size_t)firm, .integer = true, .upper = upper, .cost = cost});
}

static void pose(const market *it, cst__program *p, int *member) {
    int chosen[FIRMS];
    int units[FIRMS];
    for (int f = 0; f < FIRMS; f++) {
        member[f] = add(p, CST__COLUMN_MEMBER, f, 1, 0);
        chosen[f] = add(p, CST__COLUMN_CHOSEN, f, 1, it->fixed[f]);
        units[f] = add(p, CST__COLUMN_UNITS, f, it->most[f], it->each[f]);
        cst__program_begin_row(p, CST__ROW_UNITS, 0, -HUGE_VAL, 0);
        cst__program_add_entry(p, units[f], 1);
        cst__program_add_entry(p, chosen[f], -it->most[f]);
        cst__program_begin_row(p, CST__ROW_MEMBER, 0, 0, 0);
        cst__program_add_entry(p, member[f], 1);
        cst__program_add_entry(p, chosen[f], -1);
    }
    for (int i = 0; i < DEMANDS; i++) {
        cst__program_begin_row(p, CST__ROW_LEDGER, 0, it->demand[i], HUGE_VAL);
        for (int f = 0; f < FIRMS; f++) {
            cst__program_add_entry(p, units[f], it->gives[i][f]);
        }
    }
    cst__program_begin_row(p, CST__ROW_MEMBERS, 0, it->members, HUGE_VAL);
    for (int f = 0; f < FIRMS; f++) {
        cst__program_add_entry(p, member[f], 1);
    }
    assert_false(p->out_of_memory);
}

/* ---------------------------------------------------------------- planes */

static double sum_over(const cst__tangent *plane, uint32_t set) {
    double sum = 0;
    for (int f = 0; f < FIRMS; f++) {
        sum += (set >> f & 1U) != 0 ? plane->saves[f] : 0;
    }
    return sum;
}

static void check(const market *it, const cst__tangent *plane) {
    for (uint32_t set = 0; set < SETS; set++) {
        if (it->least[set] == INT64_MAX) {
            continue;
        }
        double sum = sum_over(plane, set);
        if (plane->of_none) {
            assert_true(sum >= CST__TANGENT_WHOLE);
        } else {
            assert_true(plane->base_cents - sum <= (double)it->least[set]);
        }
    }
}

static void touch(const market *it, cst__probe *probe, const double *share, size_t leaves,
                  uint32_t set) {
    double saves[FIRMS] = {0};
    cst__tangent plane = {.saves = saves};
    bool known = false;
    double least = (double)it->least[SETS - 1];
    assert_int_equal(cst__probe_touch(probe, share, leaves, least, HUGE_VAL, &plane, &known),
                     CST_E_OK);
    if (!known) {
        return;
    }
    planes++;
    of_none += plane.of_none;
    check(it, &plane);
    if (leaves == LARGE_TREE && it->least[set] < INT64_MAX) {
        grown++;
        exact += plane.base_cents - sum_over(&plane, set) >= (double)it->least[set] - 16;
    }
}

/* At every set, with trees of all sizes, and at parts of firms. */
static void touch_all(const market *it, cst__probe *probe, dice *d) {
    double share[FIRMS];
    for (uint32_t set = 0; set < SETS; set++) {
        for (int f = 0; f < FIRMS; f++) {
            share[f] = set >> f & 1U;
        }
        touch(it, probe, share, LARGE_TREE, set);
        touch(it, probe, share, (size_t)dice_from(d, 1, 10), set);
    }
    for (int i = 0; i < FRACTIONS; i++) {
        for (int f = 0; f < FIRMS; f++) {
            share[f] = dice_from(d, 0, 4) / 4.0;
        }
        touch(it, probe, share, 1, 0);
    }
}

static void try_seed(uint64_t seed) {
    dice d = dice_new(seed);
    market it = draw(&d);
    int member[FIRMS];
    cst__relaxation relaxation = {.member = member, .n_firms = FIRMS};
    cst__probe *probe = NULL;
    enumerate(&it);
    cst__program_init(&relaxation.program);
    pose(&it, &relaxation.program, member);
    assert_int_equal(cst__probe_new(&relaxation, &probe), CST_E_OK);
    if (it.least[SETS - 1] < INT64_MAX) {
        touch_all(&it, probe, &d);
    }
    cst__probe_free(probe);
    cst__program_clear(&relaxation.program);
}

static void test_variety(void **state) {
    (void)state;
    print_message("# %ld planes, %ld of them of none; %ld of large trees, %ld of these exact\n",
                  planes, of_none, grown, exact);
    assert_true(of_none * 10 > planes && grown * 10 > planes && exact * 10 > grown * 8);
}

int main(void) {
    static const seeded all = {.group = "planes of drawn programs",
                               .first_variable = "CST_PROBE_TREE_FIRST",
                               .seeds_variable = "CST_PROBE_TREE_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .after_name = "the seeds are varied",
                               .after = test_variety};
    return seeds_run(&all);
}
