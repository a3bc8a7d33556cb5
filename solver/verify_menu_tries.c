/*
 * verify_menu_tries.c - every package of a menu tried on every market.
 *
 * That a market is out of reach, that it is lost without a team, that nothing costs less: such
 * words rest on searches, which a verifier does not repeat. But each is refuted by a package that
 * says otherwise, and the menu itself lists packages. So each of them is taken by its offerings and
 * units alone, recounted in the tender of each other market, and held against what is said there.
 */
#include <stdlib.h>
#include <string.h>

#include "solver/verify.h"
#include "solver/verify_menu_parts.h"

/* What each package of the menu costs in the market at hand; CST__UNFIT: it does not hold there. */
typedef struct trying {
    cst__menu_check *c;
    size_t m; /* the market */
    const cst_package *
        *packages; /* of the markets that are served, each led by its team's anchor */
    size_t *from;  /* the market that each is from */
    size_t n;
    int64_t *cost_cents;
    size_t *kept; /* for each firm of the menu: its markets that others can serve without it */
    int64_t *kept_milli;
} trying;

static const cst_menu_market *market_at(const trying *t) {
    return &t->c->menu->list[t->m];
}

static bool holds(const trying *t, size_t p) {
    return t->from[p] != t->m && t->cost_cents[p] < CST__UNFIT;
}

static size_t team_of(const trying *t, size_t p) {
    return t->c->menu->list[t->from[p]].team;
}

static const char *id_from(const trying *t, size_t p) {
    return t->c->menu->list[t->from[p]].id;
}

/* ---------------------------------------------------------------- markets */

/* A market that is not served although a team of the menu can. Where capacity is shared it may not
 * fit beside the others, but the bound is one of menus that share nothing. */
static void try_unserved(trying *t, size_t p) {
    const cst_menu_market *market = market_at(t);
    const cst_menu_point *last = cst__menu_check_last(t->c);
    const char *team = t->c->menu->teams[team_of(t, p)].id;
    if (market->cover == CST_COVER_NONE) {
        cst__wrong(&t->c->v, CST__AT("cover"),
                   "no team can serve the market, it is said, but the package of %s holds there",
                   id_from(t, p));
    } else if (last != NULL &&
               last->weight_bound_milli - last->weight_milli < market->weight_milli) {
        cst__wrong(
            &t->c->v, CST__AT("cover"),
            "not served, but team %s can, with its package of %s: more could be served than is "
            "called proven",
            team, id_from(t, p));
    }
}

static void try_alone(trying *t, size_t p) {
    cst__figure a;
    cst__figure b;
    cst__wide cost = t->cost_cents[p];
    if (market_at(t)->cover != CST_COVER_NONE &&
        market_at(t)->alone_bound_cents > cost + cst__gap_cents(&t->c->v, cost)) {
        cst__wrong(&t->c->v, CST__AT("alone", "bound"),
                   "the bound %s is above the cost %s of the package of %s, which holds here",
                   cst__money_text(&a, market_at(t)->alone_bound_cents), cst__money_text(&b, cost),
                   id_from(t, p));
    }
}

/* A package of the same team bounds what the package of the market can claim. */
static void try_served(trying *t, size_t p) {
    const cst_package *package = market_at(t)->package;
    cst__figure a;
    cst__figure b;
    cst__wide cost = t->cost_cents[p];
    if (team_of(t, p) == market_at(t)->team &&
        package->bound_cents > cost + cst__gap_cents(&t->c->v, cost)) {
        cst__wrong(&t->c->v, CST__AT("proof", "bound"),
                   "the bound %s is above the cost %s of the package of %s, which holds here",
                   cst__money_text(&a, package->bound_cents), cst__money_text(&b, cost),
                   id_from(t, p));
    }
}

/* ---------------------------------------------------------------- what would be lost */

static bool is_listed(const cst_menu_team *team, const char *market) {
    for (size_t i = 0; i < team->n_lost; i++) {
        if (strcmp(team->lost[i], market) == 0) {
            return true;
        }
    }
    return false;
}

static void try_lost(trying *t, size_t p) {
    const cst_menu_market *market = market_at(t);
    const cst_menu_team *team = &t->c->menu->teams[market->team];
    if (team_of(t, p) != market->team && is_listed(team, market->id)) {
        cst__wrong(&t->c->v, CST__AT("teams", team->id, "lost_without", market->id),
                   "team %s can serve it, with its package of %s",
                   t->c->menu->teams[team_of(t, p)].id, id_from(t, p));
    }
}

/* Whether some team that the firm does not lead can serve the market with a package without it. */
static bool is_kept(const trying *t, const char *firm) {
    for (size_t p = 0; p < t->n; p++) {
        if (holds(t, p) && !cst__menu_check_is_in(t->packages[p], firm)) {
            return true;
        }
    }
    return false;
}

static void count_kept(trying *t) {
    const cst_package *package = market_at(t)->package;
    for (size_t f = 0; package != NULL && f < t->c->menu->n_firms; f++) {
        const char *firm = t->c->menu->firms[f].id;
        if (cst__menu_check_is_in(package, firm) && is_kept(t, firm)) {
            t->kept[f]++;
            t->kept_milli[f] += market_at(t)->weight_milli;
        }
    }
}

static void check_kept(trying *t) {
    for (size_t f = 0; f < t->c->menu->n_firms; f++) {
        const cst_menu_firm *firm = &t->c->menu->firms[f];
        if (t->kept[f] > 0 && (firm->n_lost + t->kept[f] > firm->n_markets ||
                               firm->lost_milli + t->kept_milli[f] > firm->weight_milli)) {
            cst__wrong(&t->c->v, CST__AT("firms", firm->id, "lost_markets"),
                       "packages of the menu without the firm hold in %zu of its %zu markets",
                       t->kept[f], firm->n_markets);
        }
    }
}

/* ---------------------------------------------------------------- all of it */

static void try_package(trying *t, size_t p) {
    try_alone(t, p);
    if (market_at(t)->package == NULL) {
        try_unserved(t, p);
    } else {
        try_served(t, p);
        try_lost(t, p);
    }
}

static cst_error try_market(trying *t) {
    cst_opportunity tender = cst__menu_check_tender(t->c, t->m, CST__NONE);
    cst_error error = cst__verify_elsewhere(&tender, t->packages, t->n, t->cost_cents);
    t->c->v.package = market_at(t)->id;
    for (size_t p = 0; error == CST_E_OK && p < t->n; p++) {
        if (holds(t, p)) {
            try_package(t, p);
        }
    }
    if (error == CST_E_OK) {
        count_kept(t);
    }
    t->c->v.package = "";
    return error;
}

/* Packages that are led by somebody else than their team are wrong already. */
static bool collect(trying *t) {
    const cst_menu *menu = t->c->menu;
    t->packages = cst__verifier_alloc(&t->c->v, menu->n_markets, sizeof(const cst_package *));
    t->from = cst__verifier_alloc(&t->c->v, menu->n_markets, sizeof *t->from);
    t->cost_cents = cst__verifier_alloc(&t->c->v, menu->n_markets, sizeof *t->cost_cents);
    t->kept = cst__verifier_alloc(&t->c->v, menu->n_firms, sizeof *t->kept);
    t->kept_milli = cst__verifier_alloc(&t->c->v, menu->n_firms, sizeof *t->kept_milli);
    if (t->packages == NULL || t->from == NULL || t->cost_cents == NULL || t->kept == NULL ||
        t->kept_milli == NULL) {
        return false;
    }
    for (size_t m = 0; m < menu->n_markets; m++) {
        const cst_menu_market *market = &menu->list[m];
        if (market->package != NULL && market->team != SIZE_MAX &&
            strcmp(market->package->anchor, menu->teams[market->team].anchor) == 0) {
            t->packages[t->n] = market->package;
            t->from[t->n++] = m;
        }
    }
    return true;
}

cst_error cst__verify_menu_tries(cst__menu_check *c) {
    trying t = {.c = c};
    cst_error error = collect(&t) ? CST_E_OK : CST_E_MEMORY;
    for (t.m = 0; error == CST_E_OK && t.m < c->menu->n_markets; t.m++) {
        if (c->of[t.m] != NULL) {
            error = try_market(&t);
        }
    }
    if (error == CST_E_OK) {
        check_kept(&t);
    }
    return error;
}
