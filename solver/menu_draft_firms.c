/*
 * menu_draft_firms.c - one firm of a team for another: who comes is guessed from the multipliers of
 * the linear programs, who leaves from those without it; the best pairs are guessed, and the best
 * of these searched for.
 */
#include <math.h>

#include "solver/menu_draft_parts.h"

enum { MOST_COMERS = 16, MOST_PAIRS = 48, MOST_TRIES = 8 };

/* A firm counts what it might save; where nobody serves a market, the firms of its cheapest package
 * share what that is worth. */
static void count_gains(cst__draft *d, size_t k) {
    const cst__draft_row *own = &d->pool[d->menu[k]];
    size_t n_firms = d->serving->n_firms;
    memset(d->gain, 0, n_firms * sizeof *d->gain);
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        const cst__able *able = d->some[m] ? cst__draft_cheapest(d, m) : NULL;
        size_t missing = 0;
        for (size_t f = 0; able != NULL && f < n_firms; f++) {
            missing += cst__firms_has(able->members, f) && !cst__firms_has(own->team.firms, f);
        }
        double over = cst__draft_price(d, m, own->cents[m]) - (double)d->ground->alone_cents[m];
        for (size_t f = 0; d->some[m] && f < n_firms; f++) {
            bool is_missing = able != NULL && cst__firms_has(able->members, f) &&
                              !cst__firms_has(own->team.firms, f);
            if (own->cents[m] < INT64_MAX) {
                d->gain[f] += fmin((double)d->worth[m * n_firms + f], over);
            } else if (is_missing) {
                d->gain[f] += over / (double)missing;
            }
        }
    }
}

static cst_error guess_comers(cst__draft *d, size_t k, size_t *comers, size_t *n) {
    const cst__menu_team *team = &d->pool[d->menu[k]].team;
    cst__draft_row *same = &d->trial[0];
    cst__draft_set(d, same, team->firms, team->anchor, team->open);
    cst_error error = cst__draft_guess(d, d->some, 1, d->worth);
    if (error == CST_E_OK) {
        d->estimate = cst__draft_value(d, k, same, d->some);
        count_gains(d, k);
    }
    *n = 0;
    while (*n < MOST_COMERS) {
        size_t best = CST__NONE;
        for (size_t f = 0; f < d->serving->n_firms; f++) {
            bool may = !d->small || cst__firms_has(d->ground->demands.small, f);
            bool is_new = may && !cst__firms_has(team->firms, f) && d->gain[f] > 0;
            for (size_t i = 0; i < *n; i++) {
                is_new = is_new && comers[i] != f;
            }
            best = is_new && (best == CST__NONE || d->gain[f] > d->gain[best]) ? f : best;
        }
        if (best == CST__NONE) {
            break;
        }
        comers[(*n)++] = best;
    }
    return error;
}

/* What the menu loses with each firm of a team. */
static cst_error guess_leavers(cst__draft *d, size_t k, size_t *leavers, double *loss, size_t *n) {
    const cst__menu_team *team = &d->pool[d->menu[k]].team;
    size_t size = cst__firms_count(team->firms, d->serving->words);
    *n = 0;
    if ((int64_t)size < d->serving->most_members) {
        leavers[0] = CST__NONE;
        loss[0] = 0;
        *n = 1;
        return CST_E_OK;
    }
    for (size_t f = 0; f < d->serving->n_firms && *n < CST__DRAFT_BATCH; f++) {
        if (cst__firms_has(team->firms, f)) {
            cst__draft_set_without(d, &d->trial[*n], team, f);
            leavers[(*n)++] = f;
        }
    }
    cst_error error = cst__draft_guess(d, d->some, *n, NULL);
    for (size_t i = 0; error == CST_E_OK && i < *n; i++) {
        loss[i] = cst__draft_value(d, k, &d->trial[i], d->some) - d->estimate;
    }
    return error;
}

typedef struct pair {
    size_t comes, leaves;
    double guess;
} pair;

static void insert_pair(pair *pairs, size_t *n, pair p) {
    size_t at = *n;
    while (at > 0 && pairs[at - 1].guess < p.guess) {
        at--;
    }
    if (at < MOST_PAIRS) {
        *n = *n < MOST_PAIRS ? *n + 1 : *n;
        memmove(&pairs[at + 1], &pairs[at], (*n - at - 1) * sizeof *pairs);
        pairs[at] = p;
    }
}

/* Other anchors of the same firms, where there is room for trials. */
static size_t add_anchors(cst__draft *d, const cst__menu_team *team, size_t n) {
    for (size_t f = 0; f < d->serving->n_firms && n < CST__DRAFT_BATCH; f++) {
        bool leads = false;
        for (size_t m = 0; m < d->serving->n_markets; m++) {
            leads = leads || (d->some[m] && cst__firms_has(d->serving->market[m].leaders, f));
        }
        if (leads && f != team->anchor && cst__firms_has(team->firms, f)) {
            cst__draft_set(d, &d->trial[n++], team->firms, f, team->open);
        }
    }
    return n;
}

/* The best of n guessed trials, where it seems better than the team; CST__NONE: none does. */
static size_t best_trial(const cst__draft *d, size_t k, size_t n) {
    double value = d->estimate;
    size_t best = CST__NONE;
    for (size_t i = 0; i < n; i++) {
        double with = cst__draft_value(d, k, &d->trial[i], d->some);
        if (cst__draft_is_better(with, value) && cst__draft_fits(d, k, &d->trial[i].team)) {
            value = with;
            best = i;
        }
    }
    return best;
}

/* Makes a team that is better the k-th, with guesses for all other markets; not where time is up.
 */
static cst_error replace(cst__draft *d, size_t k, const cst__draft_row *r) {
    cst__draft_row *same = &d->trial[0];
    bool was_known = false;
    cst__draft_set(d, same, r->team.firms, r->team.anchor, r->team.open);
    cst_error error = cst__draft_keep_trials(d, 1);
    if (error != CST_E_OK || cst__serving_is_over(d->serving)) {
        return error;
    }
    size_t at = cst__draft_keep(d, same);
    if (at == CST__NONE) {
        return CST_E_MEMORY;
    }
    d->menu[k] = at;
    error = cst__draft_settle(d, CST__NONE, NULL, &was_known);
    d->value = cst__draft_value(d, CST__NONE, NULL, NULL);
    return error;
}

/* Puts a trial in the place of a team, if searches find it better too. */
static cst_error adopt(cst__draft *d, size_t k, cst__draft_row *r, bool *improved) {
    bool was_known = false;
    cst_error error = cst__draft_settle(d, k, r, &was_known);
    double value = cst__draft_value(d, k, r, NULL);
    *improved = error == CST_E_OK && cst__draft_is_better(value, d->value) &&
                !cst__serving_is_over(d->serving);
    return *improved ? replace(d, k, r) : error;
}

/* The best few of n guessed trials, until one is found better. */
static cst_error adopt_best(cst__draft *d, size_t k, size_t n, bool *improved) {
    cst_error error = CST_E_OK;
    *improved = false;
    for (int tries = 0; error == CST_E_OK && !*improved && tries < MOST_TRIES; tries++) {
        size_t best = best_trial(d, k, n);
        if (best == CST__NONE || cst__serving_is_over(d->serving)) {
            break;
        }
        error = adopt(d, k, &d->trial[best], improved);
        for (size_t m = 0; m < d->serving->n_markets; m++) {
            d->trial[best].cents[m] = INT64_MAX; /* has been tried */
        }
    }
    return error;
}

static cst_error exchange_firm(cst__draft *d, size_t k, bool *improved) {
    size_t comers[MOST_COMERS];
    size_t leavers[CST__DRAFT_BATCH];
    double loss[CST__DRAFT_BATCH];
    pair pairs[MOST_PAIRS + 1];
    size_t n_comers = 0;
    size_t n_leavers = 0;
    size_t n = 0;
    *improved = false;
    cst__draft_mark(d, k);
    cst_error error = guess_comers(d, k, comers, &n_comers);
    if (error == CST_E_OK) {
        error = guess_leavers(d, k, leavers, loss, &n_leavers);
    }
    for (size_t i = 0; error == CST_E_OK && i < n_comers; i++) {
        for (size_t j = 0; j < n_leavers; j++) {
            insert_pair(pairs, &n, (pair){comers[i], leavers[j], d->gain[comers[i]] - loss[j]});
        }
    }
    const cst__menu_team *team = &d->pool[d->menu[k]].team;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        cst__draft_set_without(d, &d->trial[i], team, pairs[i].leaves);
        cst__firms_put(d->trial[i].team.firms, pairs[i].comes);
    }
    n = error == CST_E_OK ? add_anchors(d, team, n) : 0;
    if (error == CST_E_OK) {
        error = cst__draft_guess(d, d->some, n, NULL);
    }
    return error == CST_E_OK ? adopt_best(d, k, n, improved) : error;
}

/* One team after the other, until none has an exchange that helps. */
cst_error cst__draft_exchange_firms(cst__draft *d, int *turns) {
    cst_error error = CST_E_OK;
    size_t kept = cst__menu_n_kept(d->ground);
    size_t idle = kept;
    size_t k = kept;
    while (error == CST_E_OK && idle<d->n_teams && * turns> 0 &&
           !cst__serving_is_over(d->serving)) {
        bool improved = false;
        error = exchange_firm(d, k, &improved);
        idle = improved ? kept : idle + 1;
        k = improved ? k : k + 1 < d->n_teams ? k + 1 : kept;
        (*turns)--;
    }
    return error;
}
