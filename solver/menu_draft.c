/*
 * menu_draft.c - a menu as medians: every market goes to the team that is cheapest for it.
 *
 *     pool      teams with their cost in every market, guessed by linear programs: at first the
 *               members of the cheapest known package of each market, later all that seemed better
 *     exchange  a team of the menu for one of the pool; what the new menu would rest on is searched
 *               for, until the best exchange rests on no guess
 *     build     a team for some markets: all firms of their cheapest packages, of which those whose
 *               loss costs least leave until it is small enough
 *     around    likewise for each market that costs most too much, and those like it
 *     firms     one firm of a team for another: who comes is told by the multipliers of the linear
 *               programs, who leaves by those without it; the best pairs are guessed, then searched
 *
 * until none of these helps.
 */
#include "solver/menu_draft.h"

#include <math.h>

#include "solver/menu_draft_parts.h"

enum {
    MOST_TURNS = 40,
    MOST_PAIRS = 5000000 /* of teams for pairs of places: a fraction of a second */
};

/* ---------------------------------------------------------------- exchanging teams */

/* The best team of the pool for one of the menu, or for a further one; CST__NONE: none helps. */
static size_t best_of_pool(const cst__draft *d, size_t k, double *value) {
    size_t best = CST__NONE;
    for (size_t i = 0; i < d->n_pool; i++) {
        double with = cst__draft_value(d, k, &d->pool[i], NULL);
        if (cst__draft_is_better(with, *value) && cst__draft_fits(d, k, &d->pool[i].team)) {
            *value = with;
            best = i;
        }
    }
    return best;
}

/* An exchange: teams of the pool for those at one or two places. */
typedef struct exchange {
    size_t at[2], with[2]; /* at[1] CST__NONE: one place */
    double value;
} exchange;

static exchange best_exchange(const cst__draft *d, size_t n_teams) {
    size_t places = d->n_teams < n_teams ? d->n_teams + 1 : d->n_teams;
    exchange best = {{CST__NONE, CST__NONE}, {CST__NONE, CST__NONE}, d->value};
    for (size_t k = 0; k < places; k++) {
        size_t found = best_of_pool(d, k, &best.value);
        best.at[0] = found != CST__NONE ? k : best.at[0];
        best.with[0] = found != CST__NONE ? found : best.with[0];
    }
    return best;
}

/* What each market takes from the teams of the menu but those at two places. */
static void price_others(const cst__draft *d, size_t k, size_t l, double *price) {
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        int64_t least = cst__draft_least_of_others(d, m, k, l);
        price[m] = d->ground->open[m] ? cst__draft_price(d, m, least) : 0;
    }
}

/* Less than most: what the menu comes to with two teams beside the others; else at least that. */
static double value_with(const cst__draft *d, const double *others, size_t i, size_t j,
                         double most) {
    double value = 0;
    for (size_t m = 0; m < d->serving->n_markets && value < most; m++) {
        int64_t a = d->pool[i].cents[m];
        int64_t b = d->pool[j].cents[m];
        double own = cst__draft_price(d, m, a < b ? a : b);
        value += own < others[m] ? own : others[m];
    }
    return value;
}

/* The best two teams of the pool for those at two places. */
static void best_pair_at(const cst__draft *d, size_t k, size_t l, double *others, exchange *best) {
    price_others(d, k, l, others);
    for (size_t i = d->n_fixed; i < d->n_pool; i++) {
        for (size_t j = i + 1; j < d->n_pool; j++) {
            double value = value_with(d, others, i, j, best->value);
            if (cst__draft_is_better(value, best->value)) {
                *best = (exchange){{k, l}, {i, j}, value};
            }
        }
    }
}

/* Whether nothing but costs is to be looked at, and there are not too many pairs. */
static bool may_pair(const cst__draft *d) {
    const cst__menu_ground *g = d->ground;
    double teams = (double)d->n_teams;
    double tried = (double)d->n_pool;
    return !g->demands.small_team && !g->demands.open_team && g->teams_per_firm == 0 &&
           teams * teams / 2 * tried * tried / 2 < MOST_PAIRS;
}

/* Two teams at once, where none alone helps. */
static cst_error best_pair(const cst__draft *d, exchange *best) {
    double *others = malloc((d->serving->n_markets + 1) * sizeof *others);
    if (others == NULL) {
        return CST_E_MEMORY;
    }
    size_t places = may_pair(d) ? d->n_teams : 0;
    for (size_t k = cst__menu_n_kept(d->ground); k < places; k++) {
        for (size_t l = k + 1; l < places && !cst__serving_is_over(d->serving); l++) {
            best_pair_at(d, k, l, others, best);
        }
    }
    free(others);
    return CST_E_OK;
}

static void put_in(cst__draft *d, const exchange *it) {
    for (int i = 0; i < 2 && it->at[i] != CST__NONE; i++) {
        d->menu[it->at[i]] = it->with[i];
        d->n_teams = it->at[i] == d->n_teams ? d->n_teams + 1 : d->n_teams;
    }
}

/* Searches for what the menu would rest on after an exchange; whether it was known. */
static cst_error settle_exchange(cst__draft *d, const exchange *it, bool *is_known) {
    size_t before = d->menu[it->at[0]];
    cst_error error = CST_E_OK;
    if (it->at[1] == CST__NONE) {
        return cst__draft_settle(d, it->at[0], &d->pool[it->with[0]], is_known);
    }
    d->menu[it->at[0]] = it->with[0];
    error = cst__draft_settle(d, it->at[1], &d->pool[it->with[1]], is_known);
    d->menu[it->at[0]] = before;
    return error;
}

/* The best exchange, as guessed; none counts before it is searched for. */
static cst_error exchange_once(cst__draft *d, size_t n_teams, bool *exchanged) {
    cst_error error = CST_E_OK;
    *exchanged = false;
    while (error == CST_E_OK) {
        exchange best = best_exchange(d, n_teams);
        if (best.at[0] == CST__NONE) {
            error = best_pair(d, &best);
        }
        if (error != CST_E_OK || best.at[0] == CST__NONE) {
            break;
        }
        bool is_known = false;
        error = settle_exchange(d, &best, &is_known);
        if (error == CST_E_OK && is_known) {
            put_in(d, &best);
            d->value = best.value;
            *exchanged = true;
        }
        if (is_known || cst__serving_is_over(d->serving)) {
            break;
        }
    }
    return error;
}

static cst_error exchange_teams(cst__draft *d, size_t n_teams) {
    bool exchanged = true;
    cst_error error = CST_E_OK;
    while (error == CST_E_OK && exchanged) {
        error = exchange_once(d, n_teams, &exchanged);
    }
    return error;
}

/* The menu as it is, by searches. */
static cst_error value_menu(cst__draft *d) {
    bool was_known = false;
    cst_error error = cst__draft_settle(d, CST__NONE, NULL, &was_known);
    d->value = cst__draft_value(d, CST__NONE, NULL, NULL);
    return error;
}

/* The teams of fewer may be dear ones, there for the sake of the weight: begins with the kept ones
 * alone as well, and keeps the better menu. */
static cst_error begin_anew(cst__draft *d, size_t n_teams) {
    cst__draft fresh = *d;
    fresh.menu = d->spare;
    fresh.n_teams = cst__menu_n_kept(d->ground);
    memcpy(fresh.menu, d->menu, fresh.n_teams * sizeof *fresh.menu);
    cst_error error = value_menu(&fresh);
    if (error == CST_E_OK) {
        error = exchange_teams(&fresh, n_teams);
    }
    if (error == CST_E_OK && cst__draft_is_better(fresh.value, d->value)) {
        memcpy(d->menu, d->spare, fresh.n_teams * sizeof *d->menu);
        d->n_teams = fresh.n_teams;
        d->value = fresh.value;
    }
    return error;
}

/* The better menu of the two ways to begin. */
static cst_error take_from_pool(cst__draft *d, size_t n_teams) {
    cst_error error = value_menu(d);
    if (error == CST_E_OK) {
        error = exchange_teams(d, n_teams);
    }
    return error == CST_E_OK ? begin_anew(d, n_teams) : error;
}

/* ---------------------------------------------------------------- the whole */

static void put_in_choice(const cst__draft *d, cst__menu_choice *choice) {
    choice->n_teams = d->n_teams;
    for (size_t k = 0; k < d->n_teams; k++) {
        const cst__menu_team *team = &d->pool[d->menu[k]].team;
        cst__firms_copy(choice->teams[k].firms, team->firms, d->serving->words);
        choice->teams[k].anchor = team->anchor;
        choice->teams[k].open = team->open;
        choice->teams[k].kept = team->kept;
    }
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        choice->served_by[m] = CST__NONE;
    }
    choice->weight_milli = 0;
    choice->cost_cents = 0;
}

typedef enum way { BUILD, FIRMS, AROUND, N_WAYS } way;

/* Further teams in one way, and what the menu makes of them. */
static cst_error go_one_way(cst__draft *d, size_t n_teams, way it, int *turns) {
    cst_error error = CST_E_OK;
    switch (it) {
        case BUILD:
            error = cst__draft_build_some(d);
            break;
        case FIRMS:
            error = cst__draft_exchange_firms(d, turns);
            break;
        case AROUND:
            error = cst__draft_build_around(d);
            break;
        case N_WAYS:
            break;
    }
    return error == CST_E_OK ? exchange_teams(d, n_teams) : error;
}

/* Each way in turn, the quicker ones first, as long as one helps. */
static cst_error improve(cst__draft *d, size_t n_teams) {
    int turns = MOST_TURNS * (int)n_teams;
    cst_error error = CST_E_OK;
    way next = BUILD;
    while (error == CST_E_OK && next < N_WAYS && turns > 0 && !cst__serving_is_over(d->serving)) {
        double before = d->value;
        error = go_one_way(d, n_teams, next, &turns);
        next = cst__draft_is_better(d->value, before) ? BUILD : next + 1;
        turns -= next == BUILD;
    }
    return error;
}

cst_error cst__draft_menu(cst__draft *d, size_t n_teams, cst__menu_choice *choice) {
    cst__draft_begin(d);
    cst_error error = cst__draft_take_in(d, choice);
    if (error == CST_E_OK && !d->seeded) {
        error = cst__draft_seed(d);
        d->seeded = !cst__serving_is_over(d->serving);
    }
    if (error == CST_E_OK) {
        error = cst__draft_guess_pool(d);
    }
    if (error == CST_E_OK) {
        error = take_from_pool(d, n_teams);
    }
    if (error == CST_E_OK) {
        error = improve(d, n_teams);
    }
    if (error == CST_E_OK) {
        put_in_choice(d, choice);
    }
    return error;
}

cst_error cst__draft_from_pool(cst__draft *d, size_t n_teams, cst__menu_choice *choice) {
    cst_error error = take_from_pool(d, n_teams);
    put_in_choice(d, choice);
    return error;
}
