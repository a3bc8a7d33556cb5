/*
 * menu_draft_build.c - a team for some markets: all firms of their cheapest packages, of which
 * those whose loss costs least leave until it is small enough.
 */
#include <math.h>

#include "solver/menu_draft_parts.h"

enum { MOST_UNION = 36, MOST_AROUND = 16 };
enum { FEW_MARKETS = 6, MANY_MARKETS = 14 }; /* that cost too much, for a team of their own */

/* Counts of every firm the markets whose cheapest known package has it, by what these cost. */
static void count_firms(cst__draft *d) {
    memset(d->gain, 0, d->serving->n_firms * sizeof *d->gain);
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        const cst__able *able = d->some[m] ? cst__draft_cheapest(d, m) : NULL;
        for (size_t f = 0; able != NULL && f < d->serving->n_firms; f++) {
            double cost = 1 + fabs((double)able->criteria.cost_cents);
            d->gain[f] += cst__firms_has(able->members, f) ? cost : 0;
        }
    }
}

/* The markets asked about in which a firm may lead. */
static int64_t weight_led(const cst__draft *d, size_t firm) {
    int64_t weight = 0;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        const cst__served_market *it = &d->serving->market[m];
        weight += d->some[m] && cst__firms_has(it->leaders, firm) ? it->market->weight_milli : 0;
    }
    return weight;
}

/* All firms that count, or those that count most, and who leads them. */
static void unite(cst__draft *d, cst__draft_row *r) {
    cst__firms_clear(r->team.firms, d->serving->words);
    r->team.anchor = CST__NONE;
    for (size_t n = 0; n < MOST_UNION; n++) {
        size_t best = CST__NONE;
        for (size_t f = 0; f < d->serving->n_firms; f++) {
            bool is_new = d->gain[f] > 0 && !cst__firms_has(r->team.firms, f);
            best = is_new && (best == CST__NONE || d->gain[f] > d->gain[best]) ? f : best;
        }
        if (best == CST__NONE) {
            break;
        }
        cst__firms_put(r->team.firms, best);
        int64_t led = weight_led(d, best);
        size_t anchor = r->team.anchor;
        r->team.anchor =
            led > 0 && (anchor == CST__NONE || led > weight_led(d, anchor)) ? best : anchor;
    }
}

/* Of the markets asked about alone. */
static double value_of_row(const cst__draft *d, const cst__draft_row *r) {
    double value = 0;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        value += d->some[m] ? cst__draft_price(d, m, r->cents[m]) : 0;
    }
    return value;
}

/* Lets those go whose loss costs least: several at once while the team is much too large. */
static cst_error shrink_once(cst__draft *d, cst__draft_row *r, size_t surplus) {
    size_t leaver[CST__DRAFT_BATCH];
    double value[CST__DRAFT_BATCH];
    size_t n = 0;
    for (size_t f = 0; f < d->serving->n_firms && n < CST__DRAFT_BATCH; f++) {
        if (cst__firms_has(r->team.firms, f) && f != r->team.anchor) {
            cst__draft_set_without(d, &d->trial[n], &r->team, f);
            leaver[n++] = f;
        }
    }
    cst_error error = cst__draft_guess(d, d->some, n, NULL);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        value[i] = value_of_row(d, &d->trial[i]);
    }
    for (size_t gone = 0; error == CST_E_OK && gone < (surplus + 1) / 2; gone++) {
        size_t least = CST__NONE;
        for (size_t i = 0; i < n; i++) {
            bool is_there = cst__firms_has(r->team.firms, leaver[i]);
            least = is_there && (least == CST__NONE || value[i] < value[least]) ? i : least;
        }
        if (least != CST__NONE) {
            cst__firms_drop(r->team.firms, leaver[least]);
        }
    }
    return error;
}

/* A team for the markets that are marked, put in the pool. */
static cst_error build(cst__draft *d) {
    cst__draft_row r;
    cst_error error = cst__draft_row_new(d->serving, &r) ? CST_E_OK : CST_E_MEMORY;
    if (error == CST_E_OK) {
        count_firms(d);
        unite(d, &r);
    }
    size_t most = (size_t)d->serving->most_members;
    bool possible = r.team.firms != NULL && r.team.anchor != CST__NONE;
    while (error == CST_E_OK && possible && !cst__serving_is_over(d->serving)) {
        size_t size = cst__firms_count(r.team.firms, d->serving->words);
        if (size <= most) {
            cst__draft_set(d, &d->trial[0], r.team.firms, r.team.anchor, d->open);
            error = cst__draft_keep_trials(d, 1);
            break;
        }
        error = shrink_once(d, &r, size - most);
    }
    cst__draft_row_clear(&r);
    return error;
}

/* What a market could gain by a further team. */
static double lost(const cst__draft *d, size_t m) {
    return cst__draft_price(d, m, cst__draft_least(d, m, CST__NONE)) -
           (double)d->ground->alone_cents[m];
}

/* How many of the firms of the cheapest package of a market are in that of another; 1: all. */
static double likeness(const cst__draft *d, size_t m, size_t other) {
    const cst__able *a = cst__draft_cheapest(d, m);
    const cst__able *b = cst__draft_cheapest(d, other);
    size_t n = 0;
    size_t common = 0;
    for (size_t f = 0; a != NULL && b != NULL && f < d->serving->n_firms; f++) {
        n += cst__firms_has(a->members, f);
        common += cst__firms_has(a->members, f) && cst__firms_has(b->members, f);
    }
    return n == 0 ? 0 : (double)common / (double)n;
}

/* The market that is not marked and counts most, by what it lost and how like another one it is
 * (CST__NONE: by what it lost alone); CST__NONE: none lost anything. */
static size_t worst_market(const cst__draft *d, const bool *marked, size_t around) {
    size_t worst = CST__NONE;
    double most = 0;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        if (d->ground->open[m] && !marked[m]) {
            double counts = lost(d, m) * (around == CST__NONE ? 1 : likeness(d, m, around));
            worst = counts > most ? m : worst;
            most = fmax(most, counts);
        }
    }
    return worst;
}

/* The markets that could gain most by a further team; those like one of them. */
static void mark_losers(cst__draft *d, size_t most, size_t around) {
    d->small = false;
    d->open = false;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        d->some[m] = m == around;
    }
    for (size_t n = around == CST__NONE ? 0 : 1; n < most; n++) {
        size_t worst = worst_market(d, d->some, around);
        if (worst == CST__NONE) {
            break;
        }
        d->some[worst] = true;
    }
}

/* A team for each of the markets that lost most and those like it. */
cst_error cst__draft_build_around(cst__draft *d) {
    bool *done = calloc(d->serving->n_markets + 1, sizeof *done);
    cst_error error = done == NULL ? CST_E_MEMORY : CST_E_OK;
    d->small = false;
    d->open = false;
    for (int i = 0; error == CST_E_OK && i < MOST_AROUND; i++) {
        size_t m = worst_market(d, done, CST__NONE);
        if (m == CST__NONE || cst__serving_is_over(d->serving)) {
            break;
        }
        done[m] = true;
        mark_losers(d, FEW_MARKETS, m);
        error = build(d);
    }
    free(done);
    return error;
}

/* Teams for what each team of the menu serves, and for what costs most too much. */
cst_error cst__draft_build_some(cst__draft *d) {
    cst_error error = CST_E_OK;
    for (size_t k = cst__menu_n_kept(d->ground); error == CST_E_OK && k < d->n_teams; k++) {
        cst__draft_mark(d, k);
        error = build(d);
    }
    if (error == CST_E_OK) {
        mark_losers(d, FEW_MARKETS, CST__NONE);
        error = build(d);
    }
    if (error == CST_E_OK) {
        mark_losers(d, MANY_MARKETS, CST__NONE);
        error = build(d);
    }
    return error;
}
