/*
 * verify_menu_asked.c - what was asked of a menu beside its size: teams that it keeps, kinds of
 * team that it must have, capacity that all its markets share. Who is of a kind and what is sold in
 * all is counted anew from the catalog and from the lines of the packages.
 */
#include <string.h>

#include "solver/verify_menu_parts.h"

/* ---------------------------------------------------------------- teams that are kept */

static bool is_given(const cst__menu_check *c, const cst__kept_team *given,
                     const cst_menu_team *team) {
    const cst__firm *firms = c->markets->catalog->firms;
    bool same =
        strcmp(firms[given->anchor].id, team->anchor) == 0 && given->n_firms == team->n_members;
    for (size_t i = 0; same && i < given->n_firms; i++) {
        same = cst__menu_check_has(team, firms[given->firms[i]].id);
    }
    return same;
}

/* How many of the given teams, and of the kept ones, are this one. */
static void check_given(cst__menu_check *c, size_t given) {
    const cst__kept_team *team = &c->keep->teams[given];
    cst__wide expected = 0;
    int64_t found = 0;
    for (size_t i = 0; i < c->keep->n_teams; i++) {
        const cst__kept_team *other = &c->keep->teams[i];
        expected += other->anchor == team->anchor && other->n_firms == team->n_firms &&
                    memcmp(other->firms, team->firms, team->n_firms * sizeof *team->firms) == 0;
    }
    for (size_t k = 0; k < c->menu->n_teams; k++) {
        found += c->menu->teams[k].kept && is_given(c, team, &c->menu->teams[k]);
    }
    const char *name = cst__arena_format(c->v.arena, "%zu", given + 1);
    c->v.out_of_memory = c->v.out_of_memory || name == NULL;
    cst__expect_count(&c->v, CST__AT("kept", name == NULL ? "" : name), expected, found);
}

void cst__verify_menu_kept(cst__menu_check *c) {
    int64_t n = 0;
    for (size_t k = 0; k < c->menu->n_teams; k++) {
        n += c->menu->teams[k].kept;
    }
    cst__expect_count(&c->v, CST__AT("teams", "kept"), (cst__wide)c->menu->n_kept, n);
    if (c->menu->n_kept > (size_t)c->menu->asked.packages) {
        cst__wrong(&c->v, CST__AT("settings", "kept"),
                   "more teams are kept than the menu may have");
    }
    for (size_t i = 0; c->keep != NULL && i < c->keep->n_teams; i++) {
        check_given(c, i);
    }
}

/* ---------------------------------------------------------------- kinds of team */

/* One demand beside what it should say. */
typedef struct asking {
    cst__menu_check *c;
    const cst_catalog *catalog;
    const cst_menu_demand *said;
    bool small; /* else with open weights */
} asking;

static bool is_small(const cst_catalog *catalog, const char *id) {
    size_t firm = cst__catalog_firm(catalog, id);
    return firm != CST__NONE && catalog->firms[firm].size == CST__SIZE_SMALL;
}

/* The word of the catalog is `weights`; a tag that looks like it is none. */
static bool states_open(const cst__offering *it) {
    return it->has_weights && cst__texts_has(&it->capabilities, "weights:open") &&
           !cst__texts_has(&it->capabilities, "weights:closed");
}

static bool has_open(const cst_catalog *catalog, const cst_package *package) {
    for (size_t i = 0; i < package->n_lines; i++) {
        size_t o = cst__catalog_offering(catalog, package->lines[i].offering);
        if (o != CST__NONE && package->lines[i].units > 0 && states_open(&catalog->offerings[o])) {
            return true;
        }
    }
    return false;
}

/* Serves something, and all its firms are small, or all its packages have open weights. */
static bool is_of_kind(const asking *a, size_t k) {
    const cst_menu_team *team = &a->c->menu->teams[k];
    bool is = true;
    bool serves = false;
    for (size_t i = 0; a->small && is && i < team->n_members; i++) {
        is = is_small(a->catalog, team->members[i]);
    }
    for (size_t m = 0; is && m < a->c->menu->n_markets; m++) {
        const cst_menu_market *market = &a->c->menu->list[m];
        if (market->team == k && market->package != NULL) {
            serves = true;
            is = a->small || has_open(a->catalog, market->package);
        }
    }
    return is && serves;
}

static bool is_in(const char *const *ids, size_t n, const char *id) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(ids[i], id) == 0) {
            return true;
        }
    }
    return false;
}

/* The teams of the kind, each once and in their order. */
static void check_teams(const asking *a) {
    cst__verifier *v = &a->c->v;
    size_t n = 0;
    for (size_t k = 0; k < a->c->menu->n_teams; k++) {
        const char *id = a->c->menu->teams[k].id;
        bool is = is_of_kind(a, k);
        bool said = is_in(a->said->teams, a->said->n_teams, id);
        n += is;
        if (is != said) {
            cst__wrong(v, CST__AT("demands", a->said->id, "teams", id),
                       is ? "the team is of the kind, but is not named"
                          : "the team is named, but is not of the kind");
        }
    }
    cst__expect_text(v, CST__AT("demands", a->said->id, "met"), n > 0 ? "true" : "false",
                     a->said->met ? "true" : "false");
    for (size_t i = 0; i < a->said->n_teams; i++) {
        bool is_team = false;
        for (size_t k = 0; !is_team && k < a->c->menu->n_teams; k++) {
            is_team = strcmp(a->c->menu->teams[k].id, a->said->teams[i]) == 0;
        }
        if (!is_team || is_in(a->said->teams, i, a->said->teams[i])) {
            cst__wrong(v, CST__AT("demands", a->said->id, "teams", a->said->teams[i]),
                       is_team ? "the team is named twice" : "the menu has no such team");
        }
    }
    if (n == 0 && cst__menu_check_last(a->c) != NULL &&
        cst__menu_check_last(a->c)->weight_milli > 0) {
        cst__wrong(v, CST__AT("demands", a->said->id),
                   "no team is of the kind: then nothing is served");
    }
}

/* An offering that states no weights, in a slot where others do. */
static bool leaves_open(const cst_catalog *catalog, size_t o) {
    bool others = false;
    for (size_t i = 0; !others && i < catalog->n_offerings; i++) {
        others = catalog->offerings[i].has_weights &&
                 catalog->offerings[i].slot == catalog->offerings[o].slot;
    }
    return others && !catalog->offerings[o].has_weights;
}

static void check_counts(const asking *a) {
    cst__wide able = 0;
    cst__wide unknown = 0;
    for (size_t f = 0; a->small && f < a->catalog->n_firms; f++) {
        able += a->catalog->firms[f].size == CST__SIZE_SMALL;
        unknown += a->catalog->firms[f].size == CST__SIZE_UNKNOWN;
    }
    for (size_t o = 0; !a->small && o < a->catalog->n_offerings; o++) {
        able += states_open(&a->catalog->offerings[o]);
        unknown += leaves_open(a->catalog, o);
    }
    cst__verifier *v = &a->c->v;
    cst__expect_count(v, CST__AT("demands", a->said->id, "able"), able, (int64_t)a->said->n_able);
    cst__expect_count(v, CST__AT("demands", a->said->id, "unknown"), unknown,
                      (int64_t)a->said->n_unknown);
}

static const cst_menu_market *market_of(const cst__menu_check *c, const char *id) {
    for (size_t m = 0; m < c->menu->n_markets; m++) {
        if (strcmp(c->menu->list[m].id, id) == 0) {
            return &c->menu->list[m];
        }
    }
    return NULL;
}

/* Where a team of the kind serves, one is possible; where no team can serve, none is. */
static void check_possible(const asking *a) {
    cst__verifier *v = &a->c->v;
    const cst_menu_demand *said = a->said;
    for (size_t i = 0; i < said->n_markets; i++) {
        const cst_menu_market *market = market_of(a->c, said->markets[i]);
        if (market == NULL || market->cover == CST_COVER_NONE) {
            cst__wrong(v, CST__AT("demands", said->id, "possible_in", said->markets[i]),
                       market == NULL ? "the menu has no such market"
                                      : "no team can serve the market, it is said");
        }
        if (i > 0 && strcmp(said->markets[i - 1], said->markets[i]) >= 0) {
            cst__wrong(v, CST__AT("demands", said->id, "possible_in", "order"),
                       "\"%s\" stands after \"%s\"", said->markets[i], said->markets[i - 1]);
        }
    }
    for (size_t m = 0; m < a->c->menu->n_markets; m++) {
        const cst_menu_market *market = &a->c->menu->list[m];
        if (market->package != NULL && market->team != SIZE_MAX && is_of_kind(a, market->team) &&
            !is_in(said->markets, said->n_markets, market->id)) {
            cst__wrong(v, CST__AT("demands", said->id, "possible_in", market->id),
                       "a team of the kind serves the market");
        }
    }
}

/* Whether no team at all can serve any of the markets. */
static bool serves_nowhere(const cst__menu_check *c) {
    bool nowhere = true;
    for (size_t m = 0; nowhere && m < c->menu->n_markets; m++) {
        nowhere = c->menu->list[m].cover == CST_COVER_NONE;
    }
    return nowhere;
}

/* What the menu itself refutes of the reason why there is no such team. */
static void check_why(const asking *a) {
    const cst_menu_demand *said = a->said;
    const cst_menu_point *last = cst__menu_check_last(a->c);
    bool nowhere = serves_nowhere(a->c);
    const char *wrong = NULL;
    if (said->met != (said->why == CST_UNMET_NOT)) {
        wrong = said->met ? "met, and yet there is a reason why it is not"
                          : "not met, but no reason is named";
    } else if (said->met) {
        wrong = NULL;
    } else if (nowhere != (said->why == CST_UNMET_MARKET)) {
        wrong = nowhere ? "no team can serve any market: that is the reason"
                        : "some market can be served, or may be";
    } else if (!nowhere && (said->n_able == 0) != (said->why == CST_UNMET_NOBODY)) {
        wrong = said->n_able == 0 ? "the catalog has nobody: that is the reason"
                                  : "the catalog has somebody";
    } else if (said->n_markets > 0 && said->why != CST_UNMET_TOGETHER &&
               said->why != CST_UNMET_OPEN) {
        wrong = "such a team is possible in a market, it is said";
    } else if (said->why == CST_UNMET_TOGETHER && last != NULL && !last->weight_proven) {
        wrong = "that there is no such menu is not proven";
    } else if (said->why == CST_UNMET_ANCHOR && !a->small) {
        wrong = "of open weights nobody leads";
    }
    if (wrong != NULL) {
        cst__wrong(&a->c->v, CST__AT("demands", said->id, "why"), "%s", wrong);
    }
}

static void check_demand(cst__menu_check *c, const cst_menu_demand *said, bool small) {
    asking a = {.c = c, .catalog = c->markets->catalog, .said = said, .small = small};
    check_teams(&a);
    check_counts(&a);
    check_possible(&a);
    check_why(&a);
}

/* What is asked, and nothing else, small firms first. */
void cst__verify_menu_demands(cst__menu_check *c) {
    const char *asked[2];
    size_t n = 0;
    if (c->menu->asked.small_team) {
        asked[n++] = "small_team";
    }
    if (c->menu->asked.open_weight_team) {
        asked[n++] = "open_weight_team";
    }
    cst__expect_count(&c->v, CST__AT("demands"), (cst__wide)n, (int64_t)c->menu->n_demands);
    for (size_t i = 0; i < n && i < c->menu->n_demands; i++) {
        const cst_menu_demand *said = &c->menu->demands[i];
        cst__expect_text(&c->v, CST__AT("demands", "demand"), asked[i], said->id);
        if (strcmp(asked[i], said->id) == 0) {
            check_demand(c, said, i == 0 && c->menu->asked.small_team);
        }
    }
}

/* ---------------------------------------------------------------- capacity that is shared */

typedef struct sold {
    cst__wide units;
    cst__wide markets;
} sold;

static sold sold_of(const cst__menu_check *c, const char *offering) {
    sold sum = {0, 0};
    for (size_t m = 0; m < c->menu->n_markets; m++) {
        const cst_package *package = c->menu->list[m].package;
        bool in_it = false;
        for (size_t i = 0; package != NULL && i < package->n_lines; i++) {
            if (strcmp(package->lines[i].offering, offering) == 0) {
                in_it = true;
                sum.units += package->lines[i].units;
            }
        }
        sum.markets += in_it;
    }
    return sum;
}

static void pair_load(cst__verifier *v, const void *context, size_t expected, size_t found) {
    const cst__menu_check *c = context;
    const cst__offering *it = &c->markets->catalog->offerings[expected];
    const cst_menu_load *load = &c->menu->loads[found];
    sold sum = sold_of(c, it->id);
    cst__expect_text(v, CST__AT("capacity", it->id, "firm"),
                     c->markets->catalog->firms[it->firm].id, load->firm);
    cst__expect_count(v, CST__AT("capacity", it->id, "markets"), sum.markets,
                      (int64_t)load->n_markets);
    cst__expect_count(v, CST__AT("capacity", it->id, "units"), sum.units, load->units);
    cst__expect_count(v, CST__AT("capacity", it->id, "most"), it->max_units, load->most);
    if (sum.units > it->max_units) {
        cst__wrong(v, CST__AT("capacity", it->id), "all markets together take more than there are");
    }
}

/* What a package takes at most one of is no amount. The value of firms is checked with them. */
void cst__verify_menu_capacity(cst__menu_check *c) {
    const cst_catalog *catalog = c->markets->catalog;
    cst__lists lists = {.name = "capacity", .pair = pair_load, .context = c};
    if (!cst__lists_room(&c->v, &lists, catalog->n_offerings, c->menu->n_loads)) {
        return;
    }
    for (size_t o = 0; c->menu->asked.share_units && o < catalog->n_offerings; o++) {
        const cst__offering *it = &catalog->offerings[o];
        if (it->max_units > 1 && it->max_units != CST__NO_LIMIT && sold_of(c, it->id).markets > 0) {
            cst__lists_expect(&lists, it->id, "", o);
        }
    }
    for (size_t i = 0; i < c->menu->n_loads; i++) {
        cst__lists_find(&lists, c->menu->loads[i].offering, "");
    }
    cst__lists_match(&c->v, &lists);
}
