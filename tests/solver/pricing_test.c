/*
 * pricing_test.c - thousands of small slots, priced and tried out: the least cost of a
 * configuration, the bound of each item, and what is kept to when units are many.
 *
 * Every slot is drawn from a seed: items of a few firms with prices of either sign, variants of one
 * offering, charges for firms and tags, rewards, forced and closed items, one to three windows with
 * ends. CST_PRICING_SEEDS=N tries N seeds.
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

#include "solver/pricing.h"
#include "tests/dice.h"
#include "tests/sanitized.h"

enum { MOST = 7, WANT = 5, DEFAULT_SEEDS = TEST_SANITIZED ? 2000 : 20000 };

/* A slot with its prices. */
typedef struct market {
    cst__block block;
    cst__item items[MOST];
    int crowd[MOST];
    size_t firms[MOST];
    cst__quote quote;
    double fixed[MOST], each[MOST], lo[MOST], hi[MOST];
    unsigned char state[MOST];
    double party_charge[MOST];
    double tag_charge[3], tag_reward[3];
    double amount[3][MOST];
} market;

/* ---------------------------------------------------------------- drawing */

static void draw_items(market *m, dice *d, int most_units) {
    int n = dice_from(d, 1, MOST);
    m->block.items = m->items;
    m->block.crowd = m->crowd;
    m->block.firms = m->firms;
    m->block.n_items = (size_t)n;
    m->block.n_marks = dice_from(d, 0, 2);
    m->block.n_parties = 3;
    m->block.most = dice_from(d, 1, 5);
    m->block.required = dice_chance(d, 50);
    for (int i = 0; i < n; i++) {
        bool again = i > 0 && dice_chance(d, 20);
        m->items[i] =
            (cst__item){.offering = again ? m->items[i - 1].offering : (size_t)i,
                        .party = again ? m->items[i - 1].party : dice_from(d, 0, 2),
                        .marks = (unsigned)dice_from(d, 0, 3) & ((1U << m->block.n_marks) - 1),
                        .has = dice_chance(d, 50) ? (uint64_t)dice_from(d, 0, 7) : 0,
                        .needs = dice_chance(d, 50) ? (uint64_t)dice_from(d, 0, 7) : 0};
        m->items[i].needs &= ~m->items[i].has;
        m->crowd[m->items[i].party] += again ? 0 : 1;
        m->fixed[i] = dice_from(d, -200, 600);
        m->each[i] = dice_from(d, -40, 120);
        m->lo[i] = dice_from(d, 1, 3);
        m->hi[i] = m->lo[i] + dice_from(d, 0, most_units);
        m->state[i] = dice_chance(d, 8)   ? CST__ITEM_OUT
                      : dice_chance(d, 4) ? CST__ITEM_IN
                                          : CST__ITEM_FREE;
    }
    for (int p = 0; p < 3; p++) {
        m->crowd[p] = m->crowd[p] < m->block.most ? m->crowd[p] : m->block.most;
        m->party_charge[p] = dice_chance(d, 60) ? dice_from(d, 0, 400) : 0;
        m->tag_charge[p] = dice_chance(d, 50) ? dice_from(d, 0, 300) : 0;
        m->tag_reward[p] = dice_chance(d, 50) ? dice_from(d, 0, 300) : 0;
    }
}

static void draw_windows(market *m, dice *d, int scale) {
    m->quote.n_windows = dice_from(d, 0, 3);
    for (int w = 0; w < m->quote.n_windows; w++) {
        double size = dice_chance(d, 10) ? 0x1p43 : 1; /* some resources come in huge amounts */
        double step = size * dice_from(d, 1, 5);
        for (size_t i = 0; i < m->block.n_items; i++) {
            m->amount[w][i] = dice_chance(d, 75) ? step * dice_from(d, 1, 9) : 0;
        }
        double least = dice_chance(d, 70) ? size * dice_from(d, 1, 40 * scale) : 0;
        double most = dice_chance(d, 30) ? least + size * dice_from(d, 0, 40 * scale) : HUGE_VAL;
        m->quote.windows[w] = (cst__window){m->amount[w], step, least, most};
    }
}

static void draw(market *m, uint64_t seed, int most_units, int scale) {
    dice d = dice_new(seed);
    memset(m, 0, sizeof *m);
    draw_items(m, &d, most_units);
    draw_windows(m, &d, scale);
    m->quote =
        (cst__quote){.block = &m->block,
                     .n_tags = 3,
                     .fixed = m->fixed,
                     .each = m->each,
                     .lo = m->lo,
                     .hi = m->hi,
                     .state = m->state,
                     .party_charge = m->party_charge,
                     .tag_charge = m->tag_charge,
                     .tag_reward = m->tag_reward,
                     .n_windows = m->quote.n_windows,
                     .windows = {m->quote.windows[0], m->quote.windows[1], m->quote.windows[2]},
                     .below = HUGE_VAL,
                     .want = WANT,
                     .work = 100000000,
                     .fine = pow(5, (double)(seed % 4))};
}

/* ---------------------------------------------------------------- trying out */

typedef struct tried {
    const market *m;
    double units[MOST]; /* 0: not chosen */
    double least;
    double with[MOST]; /* least that holds the item */
} tried;

static bool holds(const tried *t) {
    const market *m = t->m;
    int n = 0;
    unsigned marks = 0;
    for (size_t i = 0; i < m->block.n_items; i++) {
        if (m->state[i] == CST__ITEM_IN && t->units[i] == 0) {
            return false;
        }
        n += t->units[i] > 0;
        marks |= t->units[i] > 0 ? m->items[i].marks : 0;
        for (size_t k = 0; k < i; k++) {
            if (t->units[i] > 0 && t->units[k] > 0 &&
                m->items[i].offering == m->items[k].offering) {
                return false;
            }
        }
    }
    for (int w = 0; w < m->quote.n_windows; w++) {
        double sum = 0;
        for (size_t i = 0; i < m->block.n_items; i++) {
            sum += m->amount[w][i] * t->units[i];
        }
        if (sum < m->quote.windows[w].least || sum > m->quote.windows[w].most) {
            return false;
        }
    }
    return n <= m->block.most && (n > 0 || !m->block.required) &&
           marks == (1U << m->block.n_marks) - 1;
}

static double cost(const tried *t) {
    const market *m = t->m;
    double sum = 0;
    uint64_t has = 0;
    uint64_t needs = 0;
    bool paid[MOST] = {false};
    for (size_t i = 0; i < m->block.n_items; i++) {
        if (t->units[i] > 0) {
            sum += m->fixed[i] + m->each[i] * t->units[i];
            has |= m->items[i].has;
            needs |= m->items[i].needs;
            sum += paid[m->items[i].party] ? 0 : m->party_charge[m->items[i].party];
            paid[m->items[i].party] = true;
        }
    }
    for (int tag = 0; tag < 3; tag++) {
        sum -= (has >> tag & 1) != 0 ? m->tag_reward[tag] : 0;
        sum += (needs >> tag & 1) != 0 && (has >> tag & 1) == 0 ? m->tag_charge[tag] : 0;
    }
    return sum;
}

static void try_all(tried *t, size_t i) {
    if (i == MOST || i == t->m->block.n_items) {
        if (holds(t)) {
            double value = cost(t);
            t->least = fmin(t->least, value);
            for (size_t k = 0; k < i; k++) {
                t->with[k] = t->units[k] > 0 ? fmin(t->with[k], value) : t->with[k];
            }
        }
        return;
    }
    t->units[i] = 0;
    try_all(t, i + 1);
    for (double n = t->m->lo[i]; t->m->state[i] != CST__ITEM_OUT && n <= t->m->hi[i]; n++) {
        t->units[i] = n;
        try_all(t, i + 1);
    }
    t->units[i] = 0;
}

static void try_out(tried *t, const market *m) {
    *t = (tried){.m = m, .least = HUGE_VAL};
    for (size_t i = 0; i < MOST; i++) {
        t->with[i] = HUGE_VAL;
    }
    try_all(t, 0);
}

/* ---------------------------------------------------------------- tests */

static int seeds(void) {
    const char *asked = getenv("CST_PRICING_SEEDS");
    return asked == NULL ? DEFAULT_SEEDS : atoi(asked);
}

static void fail_seed(int seed, const char *what, double found, double expected) {
    print_error("seed %d: %s is %.17g, tried out %.17g\n", seed, what, found, expected);
    fail();
}

static bool close_to(double a, double b) {
    return a == b || fabs(a - b) <= 1e-6 * (1 + fabs(b));
}

static void check_bounds(const cst__priced_block *priced, const tried *t, int seed, bool exact) {
    if (exact ? !close_to(priced->bound, t->least) : priced->bound > t->least + 1e-6) {
        fail_seed(seed, "the bound", priced->bound, t->least);
    }
    for (size_t i = 0; i < t->m->block.n_items; i++) {
        if (priced->item_bound[i] > t->with[i] + 1e-6) {
            fail_seed(seed, "the bound of an item", priced->item_bound[i], t->with[i]);
        }
    }
}

/* Each configuration that is handed over is one, and costs what it says. */
static void check_configs(const cst__priced_block *priced, const market *m, int seed) {
    for (int c = 0; c < priced->n_configs; c++) {
        tried t = {.m = m};
        for (int k = 0; k < priced->configs[c].n; k++) {
            t.units[priced->configs[c].item[k]] = priced->configs[c].units[k];
        }
        if (!holds(&t) || !close_to(priced->configs[c].value, cost(&t))) {
            fail_seed(seed, "a configuration", priced->configs[c].value, cost(&t));
        }
    }
}

/* A market, all its configurations tried out, and what the pricing says of it. */
typedef struct trial {
    market m;
    tried tried;
    cst__priced_block priced;
    cst__config configs[WANT];
    double item_bound[MOST];
} trial;

static void draw_trial(trial *t, int seed, int most_units, int scale, size_t most_items) {
    draw(&t->m, (uint64_t)seed, most_units, scale);
    t->m.block.n_items = t->m.block.n_items < most_items ? t->m.block.n_items : most_items;
    try_out(&t->tried, &t->m);
}

static void price(trial *t) {
    cst__pricer *pricer = cst__pricer_new(MOST);
    assert_non_null(pricer);
    t->priced = (cst__priced_block){.configs = t->configs, .item_bound = t->item_bound};
    cst__price(pricer, &t->m.quote, &t->priced);
    assert_false(t->priced.out_of_memory);
    cst__pricer_free(pricer);
}

/* Few units: the least cost exactly. */
static void test_exact(void **state) {
    (void)state;
    for (int seed = 1; seed <= seeds(); seed++) {
        trial t;
        draw_trial(&t, seed, 2, 1, MOST);
        price(&t);
        assert_true(t.priced.exact);
        check_bounds(&t.priced, &t.tried, seed, true);
        check_configs(&t.priced, &t.m, seed);
    }
}

/* A pricing that is cut short still gives a bound. */
static void test_cut_short(void **state) {
    (void)state;
    int n_cut = 0;
    for (int seed = 1; seed <= seeds(); seed++) {
        trial t;
        draw_trial(&t, seed, 2, 1, MOST);
        t.m.quote.work = seed % 12;
        price(&t);
        n_cut += !t.priced.exact;
        check_bounds(&t.priced, &t.tried, seed, false);
        check_configs(&t.priced, &t.m, seed);
    }
    assert_true(n_cut > seeds() / 10);
}

/* Only what is below a limit is asked for: nothing above it is handed over, nothing below missed.
 */
static void test_below(void **state) {
    (void)state;
    for (int seed = 1; seed <= seeds(); seed++) {
        trial t;
        draw_trial(&t, seed, 2, 1, MOST);
        t.m.quote.below = 300;
        price(&t);
        assert_true((t.priced.n_configs > 0) == (t.tried.least < 300));
        if (t.priced.n_configs > 0) {
            check_bounds(&t.priced, &t.tried, seed, true);
        } else if (t.priced.bound < 300 - 1e-6) {
            fail_seed(seed, "the bound of what was not asked for", t.priced.bound, 300);
        }
    }
}

/* Many units: they need not be whole, and the bound is not above the least cost of whole ones. */
static void test_loose(void **state) {
    (void)state;
    int n = seeds() / 40;
    int tight = 0;
    for (int seed = 1; seed <= n; seed++) {
        trial t;
        draw_trial(&t, seed, 30, 12, 3);
        price(&t);
        check_bounds(&t.priced, &t.tried, seed, false);
        tight += t.tried.least == HUGE_VAL
                     ? t.priced.bound == HUGE_VAL
                     : t.priced.bound > t.tried.least - 0.1 * fabs(t.tried.least) - 120;
    }
    assert_true(tight > n * 8 / 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        {"the least cost, exactly", test_exact, NULL, NULL, NULL},
        {"cut short, still a bound", test_cut_short, NULL, NULL, NULL},
        {"only what is below a limit", test_below, NULL, NULL, NULL},
        {"many units: a bound, and not far", test_loose, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("pricing", tests, NULL, NULL);
}
