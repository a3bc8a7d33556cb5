/*
 * market_link.c - what ties firms and offerings to each other: exclusive firms; and in a full
 * market bundles, requirements, and what a firm joins for and can carry. The planted package keeps
 * to it.
 */
#include "bench/market.h"

static bool is_planted(const market *m, bool firms, int i) {
    return firms ? m->firms[i].planted_value > 0 : m->offerings[i].planted > 0;
}

/* Two different ones; none where the planted package would break it. */
static void add_relation(market *m, bool firms, bool requires) {
    int n = firms ? m->n_firms : m->n_offerings;
    int a = dice_from(&m->dice, 0, n - 1);
    int b = (a + dice_from(&m->dice, 1, n - 1)) % n;
    bool has_b = is_planted(m, firms, b);
    if (!is_planted(m, firms, a) || has_b == requires) {
        m->relations[m->n_relations++] = (market_relation){requires, firms, a, b};
    }
}

static void draw_relations(market *m) {
    int of_firms = m->n_firms;
    int others = m->full ? m->n_firms / 20 + m->n_offerings / 15 * 2 : 0;
    m->relations = market_alloc((size_t)of_firms + (size_t)others, sizeof *m->relations);
    for (int i = 0; i < of_firms; i++) {
        add_relation(m, true, false);
    }
    for (int i = 0; m->full && i < m->n_firms / 20; i++) {
        add_relation(m, true, true);
    }
    for (int i = 0; m->full && i < m->n_offerings / 15; i++) {
        add_relation(m, false, false);
        add_relation(m, false, true);
    }
}

/* ---------------------------------------------------------------- bundles */

/* The next offering after i, going round, that is in the bundle's neighbourhood: of the same firm
 * or, with luck, of another; i itself where there is none nearby. */
static int companion(market *m, int i) {
    bool same_firm = dice_chance(&m->dice, 70);
    for (int step = 1; step < m->n_offerings && step < 2000; step++) {
        int j = (i + step) % m->n_offerings;
        bool same = m->offerings[j].firm == m->offerings[i].firm;
        if (m->offerings[j].slot != m->offerings[i].slot &&
            (same || (!same_firm && dice_chance(&m->dice, 5)))) {
            return j;
        }
    }
    return i;
}

static int64_t least_value(const market *m, const market_offering *o) {
    int64_t least = market_value(m, o, o->min);
    for (int t = 0; t < o->n_tiers; t++) {
        int64_t value = market_value(m, o, o->tiers[t].from);
        least = value < least ? value : least;
    }
    return least;
}

static void add_bundle(market *m) {
    market_bundle *bundle = &m->bundles[m->n_bundles];
    int64_t least = 0;
    int want = dice_from(&m->dice, 2, MARKET_BUNDLE);
    int at = dice_from(&m->dice, 0, m->n_offerings - 1);
    while (bundle->n < want) {
        bundle->offerings[bundle->n++] = at;
        least += least_value(m, &m->offerings[at]);
        int next = companion(m, at);
        for (int i = 0; i < bundle->n; i++) {
            want = bundle->offerings[i] == next ? bundle->n : want;
        }
        at = next;
    }
    bundle->discount = market_permille(least, dice_from(&m->dice, 40, 150)) / 10000 * 10000;
    m->n_bundles++;
}

/* ---------------------------------------------------------------- firms, offerings */

static void limit_firm(market *m, market_firm *firm) {
    if (dice_chance(&m->dice, 10)) {
        int64_t least = m->tender.budget / 1000 * dice_from(&m->dice, 5, 40) / 10000 * 10000;
        bool kept = firm->planted_value == 0 || least <= firm->planted_value;
        firm->min_value = kept ? least : 0;
    }
    if (dice_chance(&m->dice, 10)) {
        int64_t most = m->tender.budget / 1000 * dice_from(&m->dice, 60, 300) / 10000 * 10000;
        firm->max_value = most >= firm->planted_value ? most : 0;
    }
}

static void draw_excluded(market *m) {
    int wanted = m->n_offerings / 100;
    m->tender.exclude = market_alloc((size_t)wanted, sizeof *m->tender.exclude);
    for (int i = 0; i < wanted; i++) {
        int step = m->n_offerings / wanted;
        int o = i * step + dice_from(&m->dice, 0, step - 1);
        if (m->offerings[o].planted == 0) {
            m->tender.exclude[m->tender.n_exclude++] = o;
        }
    }
}

void market_link(market *m) {
    draw_relations(m);
    if (!m->full) {
        return;
    }
    m->bundles = market_alloc((size_t)m->n_offerings / 12, sizeof *m->bundles);
    for (int i = 0; i < m->n_offerings / 12; i++) {
        add_bundle(m);
    }
    for (int f = 0; f < m->n_firms; f++) {
        limit_firm(m, &m->firms[f]);
    }
    draw_excluded(m);
}
