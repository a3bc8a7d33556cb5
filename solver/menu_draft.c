/*
 * menu_draft.c - a menu as medians: every market goes to the team that is cheapest for it.
 *
 *     pool      teams with their cost in every market, by searches: at first the members of the
 *               cheapest known package of each market, later all that were worth a search
 *     exchange  a team of the menu for one of the pool, which takes no further search at all
 *     build     a team for some markets: all firms of their cheapest packages, of which those whose
 *               loss costs least leave until it is small enough
 *     firms     one firm of a team for another: who comes is guessed from the multipliers of the
 *               linear programs, who leaves from those without it; the best guesses are estimated
 *
 * until neither helps.
 */
#include "solver/menu_draft.h"

#include <math.h>

#include "solver/menu_draft_parts.h"

enum { MOST_TURNS = 40 };

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

static bool exchange_once(cst__draft *d, size_t n_teams) {
    double value = d->value;
    size_t at = CST__NONE;
    size_t best = CST__NONE;
    size_t places = d->n_teams < n_teams ? d->n_teams + 1 : d->n_teams;
    for (size_t k = 0; k < places; k++) {
        size_t found = best_of_pool(d, k, &value);
        at = found != CST__NONE ? k : at;
        best = found != CST__NONE ? found : best;
    }
    if (best != CST__NONE) {
        d->menu[at] = best;
        d->n_teams = at == d->n_teams ? d->n_teams + 1 : d->n_teams;
        d->value = value;
    }
    return best != CST__NONE;
}

static void exchange_teams(cst__draft *d, size_t n_teams) {
    while (exchange_once(d, n_teams)) {
    }
}

/* The teams of fewer may be dear ones, there for the sake of the weight: begins with the kept ones
 * alone as well, and keeps the better menu. */
static void begin_anew(cst__draft *d, size_t n_teams) {
    cst__draft fresh = *d;
    fresh.menu = d->spare;
    fresh.n_teams = cst__menu_n_kept(d->ground);
    memcpy(fresh.menu, d->menu, fresh.n_teams * sizeof *fresh.menu);
    fresh.value = cst__draft_value(&fresh, CST__NONE, NULL, NULL);
    exchange_teams(&fresh, n_teams);
    if (cst__draft_is_better(fresh.value, d->value)) {
        memcpy(d->menu, d->spare, fresh.n_teams * sizeof *d->menu);
        d->n_teams = fresh.n_teams;
        d->value = fresh.value;
    }
}

/* The better menu of the two ways to begin. */
static void take_from_pool(cst__draft *d, size_t n_teams) {
    d->value = cst__draft_value(d, CST__NONE, NULL, NULL);
    exchange_teams(d, n_teams);
    begin_anew(d, n_teams);
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

cst_error cst__draft_menu(cst__draft *d, size_t n_teams, cst__menu_choice *choice) {
    cst__draft_begin(d);
    cst_error error = cst__draft_take_in(d, choice);
    if (error == CST_E_OK && !d->seeded) {
        error = cst__draft_seed(d);
        d->seeded = !cst__serving_is_over(d->serving);
    }
    take_from_pool(d, n_teams); /* takes no time, so that a part of the pool is of use too */
    int turns = MOST_TURNS * (int)n_teams;
    bool goes_on = true;
    while (error == CST_E_OK && goes_on && turns > 0 && !cst__serving_is_over(d->serving)) {
        double before = d->value;
        error = cst__draft_build_some(d);
        exchange_teams(d, n_teams);
        goes_on = cst__draft_is_better(d->value, before);
        if (error == CST_E_OK && !goes_on && d->n_teams > 0) {
            error = cst__draft_exchange_firms(d, &turns);
            exchange_teams(d, n_teams);
            goes_on = cst__draft_is_better(d->value, before);
        }
        turns--;
    }
    if (error == CST_E_OK) {
        put_in_choice(d, choice);
    }
    return error;
}

void cst__draft_from_pool(cst__draft *d, size_t n_teams, cst__menu_choice *choice) {
    take_from_pool(d, n_teams);
    put_in_choice(d, choice);
}
