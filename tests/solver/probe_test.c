/*
 * probe_test.c - what the linear relaxation of a market says of sets of firms, on hundreds of tiny
 * markets, beside all their packages.
 *
 * The bound for a team is at most the cost of its cheapest package, and a team that is said to have
 * none has none. The part of a relaxation that is left to some firms says the same of every set of
 * these as the whole.
 *
 * A plane under the cost, touched where firms are members in whole or in part, made stronger there
 * or raised to what a team costs, lies under the cheapest package of every team, and says of no
 * team that has one that it has none.
 *
 * CST_PROBE_SEEDS=N tries N seeds, CST_PROBE_FIRST=S begins with seed S.
 */
#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/menu_tangents.h"
#include "tests/dice.h"
#include "tests/sanitized.h"
#include "tests/solver/menu_brute.h"
#include "tests/solver/seeds.h"

enum { TOUCHES = 12, LIFTS = 6 };
enum { DEFAULT_SEEDS = TEST_SANITIZED ? 40 : 400, SEEDS_IN_A_ROW = 20 };

/* The two ask the same of programs of different size, which differ in their last digits. */
static const double same_within = 1e-7;

static long asked, unsaid, none, sharp, smaller;
static long planes, planes_of_none, tight, lifts, grown, exact;

static int64_t ask(cst__probe *probe, uint32_t team, size_t anchor) {
    uint64_t firms = team;
    int64_t least = 0;
    assert_int_equal(cst__probe_ask(probe, &firms, anchor, HUGE_VAL, &least), CST_E_OK);
    return least;
}

static void compare(int64_t whole, int64_t part, int64_t least) {
    assert_true(whole <= least);
    assert_true(part <= least);
    if (whole == INT64_MIN || part == INT64_MIN) { /* numbers too hard: nothing is said */
        unsaid++;
        return;
    }
    assert_int_equal(whole == INT64_MAX, part == INT64_MAX);
    if (whole < INT64_MAX) {
        assert_true(fabs((double)whole - (double)part) <= 4 + same_within * fabs((double)whole));
    }
    asked++;
    none += whole == INT64_MAX;
    sharp += whole < INT64_MAX && least < INT64_MAX && whole * 100 >= least * 99;
}

/* The least cost of a team's packages that are not too large. */
static int64_t least_cost(const oracle *all, uint32_t team, size_t anchor, int most) {
    oracle few = *all;
    few.feasible = calloc(all->n_feasible + 1, sizeof *few.feasible);
    few.n_feasible = 0;
    assert_non_null(few.feasible);
    for (size_t i = 0; i < all->n_feasible; i++) {
        if (menu_bits((uint32_t)all->feasible[i].members) <= most) {
            few.feasible[few.n_feasible++] = all->feasible[i];
        }
    }
    int64_t least = menu_brute_least(&few, team, anchor);
    free(few.feasible);
    return least;
}

/* Whoever leads. */
static int64_t least_of_any(const cst__serving *s, size_t m, const oracle *o, uint32_t team) {
    int64_t least = INT64_MAX;
    for (size_t anchor = 0; anchor < s->n_firms; anchor++) {
        if (cst__firms_has(s->market[m].leaders, anchor)) {
            int64_t cost = least_cost(o, team, anchor, (int)s->most_members);
            least = cost < least ? cost : least;
        }
    }
    return least;
}

/* Some of these firms, under each anchor and under any: a part that is asked about one set after
 * the other. */
static void try_part(const cst__serving *s, size_t m, const oracle *o, uint32_t firms) {
    const cst__served_market *it = &s->market[m];
    size_t n = s->n_firms;
    int most = (int)s->most_members;
    uint64_t set = firms;
    cst__relaxation part;
    cst__probe *of_part = NULL;
    cst__probe *of_whole = NULL;
    assert_int_equal(cst__relaxation_part(&it->relaxation, &set, &part), CST_E_OK);
    assert_int_equal(cst__probe_new(&part, &of_part), CST_E_OK);
    assert_int_equal(cst__probe_new(&it->relaxation, &of_whole), CST_E_OK);
    smaller += part.program.n_columns < it->relaxation.program.n_columns;
    for (size_t without = 0; without <= n; without++) {
        uint32_t team = firms & ~(without < n ? UINT32_C(1) << without : 0);
        compare(ask(of_whole, team, CST__NONE), ask(of_part, team, CST__NONE),
                least_of_any(s, m, o, team));
    }
    for (size_t anchor = 0; anchor < n; anchor++) {
        for (size_t without = 0; without <= n; without++) {
            uint32_t team = firms & ~(without < n ? UINT32_C(1) << without : 0);
            if ((team >> anchor & 1U) != 0 && cst__firms_has(it->leaders, anchor)) {
                compare(ask(of_whole, team, anchor), ask(of_part, team, anchor),
                        least_cost(o, team, anchor, most));
            }
        }
    }
    cst__probe_free(of_part);
    cst__probe_free(of_whole);
    cst__relaxation_clear(&part);
}

/* ---------------------------------------------------------------- planes */

/* What a plane says of a team: INT64_MAX, it has nothing. */
static double height(const cst__tangent *plane, uint32_t team) {
    double sum = 0;
    for (size_t f = 0; f < 32; f++) {
        sum += (team >> f & 1U) != 0 ? plane->saves[f] : 0;
    }
    return plane->of_none ? (sum < CST__TANGENT_WHOLE ? HUGE_VAL : -HUGE_VAL)
                          : plane->base_cents - sum;
}

/* least[team] is what its cheapest package costs, whoever leads. */
static void check_plane(const cst__serving *s, const cst__tangent *plane, const int64_t *least) {
    for (uint32_t team = 0; team < UINT32_C(1) << s->n_firms; team++) {
        if (least[team] < INT64_MAX) {
            assert_true(height(plane, team) <= (double)least[team]);
        }
    }
}

static uint32_t draw_shares(const cst__serving *s, dice *d, double *share) {
    bool whole = dice_chance(d, 50);
    uint32_t team = 0;
    for (size_t f = 0; f < s->n_firms; f++) {
        share[f] = whole ? dice_chance(d, 80) : dice_from(d, 2, 8) / 8.0;
        team |= share[f] > 0 ? UINT32_C(1) << f : 0;
    }
    return whole ? team : 0;
}

/* At a team a plane says what the relaxation does, or more where that was made stronger. */
static void check_touch(const cst__serving *s, size_t m, const cst__tangent *plane, uint32_t team) {
    cst__probe *probe = NULL;
    assert_int_equal(cst__probe_new(&s->market[m].relaxation, &probe), CST_E_OK);
    int64_t bound = ask(probe, team, CST__NONE);
    double here = height(plane, team);
    tight += bound == INT64_MAX ? here == HUGE_VAL
                                : here >= (double)bound - 16 - same_within * fabs((double)bound);
    cst__probe_free(probe);
}

static void touch_planes(const cst__serving *s, size_t m, cst__tangents *t, const int64_t *least,
                         dice *d) {
    double share[32] = {0};
    for (int i = 0; i < TOUCHES; i++) {
        const cst__tangent *plane = NULL;
        uint32_t team = draw_shares(s, d, share);
        if (dice_chance(d, 33)) {
            assert_int_equal(cst__tangents_sharpen(t, m, share, HUGE_VAL), CST_E_OK);
        }
        assert_int_equal(cst__tangents_touch(t, m, share, HUGE_VAL, &plane), CST_E_OK);
        if (plane == NULL) {
            continue;
        }
        planes++;
        planes_of_none += plane->of_none;
        check_plane(s, plane, least);
        if (team != 0) {
            check_touch(s, m, plane, team);
        } else {
            tight++;
        }
    }
}

static uint64_t draw_team(const cst__serving *s, dice *d) {
    int most = (1 << s->n_firms) - 1;
    return (uint64_t)(dice_from(d, 0, most) | dice_from(d, 0, most));
}

/* A tree says of most teams what they cost. */
static void grow_planes(const cst__serving *s, size_t m, cst__tangents *t, const int64_t *least,
                        dice *d) {
    for (int i = 0; i < LIFTS; i++) {
        uint64_t team = draw_team(s, d);
        size_t before = cst__tangents_count(t, m);
        assert_int_equal(cst__tangents_grow(t, &m, 1, &team, HUGE_VAL), CST_E_OK);
        for (size_t at = before; at < cst__tangents_count(t, m); at++) {
            check_plane(s, cst__tangents_at(t, m, at), least);
        }
        if (least[team] < INT64_MAX) {
            grown++;
            exact += cst__tangents_height(t, m, &team) * 1000 >= (double)least[team] * 999 - 16000;
        }
    }
}

static void lift_planes(const cst__serving *s, size_t m, cst__tangents *t, const int64_t *least,
                        dice *d) {
    for (int i = 0; i < LIFTS; i++) {
        uint64_t team = draw_team(s, d);
        size_t before = cst__tangents_count(t, m);
        if (least[team] < INT64_MAX) {
            assert_int_equal(cst__tangents_lift(t, m, &team, least[team]), CST_E_OK);
        }
        if (cst__tangents_count(t, m) > before) {
            const cst__tangent *plane = cst__tangents_at(t, m, before);
            assert_true(height(plane, (uint32_t)team) == (double)least[team]);
            check_plane(s, plane, least);
            lifts++;
        }
    }
}

static void try_planes(const cst__serving *s, size_t m, const oracle *o, uint64_t seed) {
    int64_t *least = malloc(sizeof *least << s->n_firms);
    cst__tangents *t = NULL;
    dice d = dice_new(seed + m);
    assert_non_null(least);
    for (uint32_t team = 0; team < UINT32_C(1) << s->n_firms; team++) {
        least[team] = least_of_any(s, m, o, team);
    }
    assert_int_equal(cst__tangents_new(s, &t), CST_E_OK);
    touch_planes(s, m, t, least, &d);
    grow_planes(s, m, t, least, &d);
    lift_planes(s, m, t, least, &d);
    cst__tangents_rest(t);
    cst__tangents_free(t);
    free(least);
}

static void try_market(cst__serving *s, size_t m, const oracle *o, uint64_t seed) {
    uint32_t all = (UINT32_C(1) << s->n_firms) - 1;
    uint32_t some = (uint32_t)(seed * 2654435761U >> 7) & all;
    assert_int_equal(cst__serving_relax(s, &m, 1), CST_E_OK);
    try_part(s, m, o, all);
    try_part(s, m, o, some);
    try_planes(s, m, o, seed);
}

static void try_seed(uint64_t seed) {
    menu_world w;
    cst_settings settings = cst_settings_default();
    cst__serving s;
    assert_true(menu_world_make(seed, 0, &w));
    menu_brute *b = menu_brute_new(&w);
    settings.threads = 1;
    if (b != NULL) {
        assert_int_equal(cst__serving_begin(&s, w.markets, w.max_members, NULL, &settings),
                         CST_E_OK);
        for (size_t m = 0; m < s.n_markets; m++) {
            if (s.market[m].twin == m) {
                try_market(&s, m, b->oracles[m], seed);
            }
        }
        cst__serving_end(&s);
    }
    menu_brute_free(b);
    menu_world_clear(&w);
}

/* The seeds are no easy ones. */
static void test_variety(void **state) {
    (void)state;
    print_message(
        "# %ld answers: %ld times none, %ld bounds within 1 %%; %ld times nothing is said; "
        "%ld parts are smaller\n",
        asked, none, sharp, unsaid, smaller);
    print_message(
        "# %ld planes, %ld of them of none, %ld tight; %ld raised; %ld of trees, %ld of "
        "these exact\n",
        planes, planes_of_none, tight, lifts, grown, exact);
    assert_true(planes_of_none * 20 > planes && tight * 20 > planes * 19 && lifts * 20 > planes);
    assert_true(grown * 20 > planes && exact * 20 > grown * 19);
    assert_true(none * 20 > asked && sharp * 20 > asked && unsaid * 20 < asked && smaller > 20);
}

int main(void) {
    static const seeded all = {.group = "probes of seeded markets",
                               .first_variable = "CST_PROBE_FIRST",
                               .seeds_variable = "CST_PROBE_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .after_name = "the seeds are varied",
                               .after = test_variety};
    return seeds_run(&all);
}
