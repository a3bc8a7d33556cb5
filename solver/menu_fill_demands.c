/*
 * menu_fill_demands.c - of each kind of team that is asked for: which teams of the menu are of it,
 * or why there is none.
 */
#include "solver/menu_fill.h"

typedef struct filling {
    const cst__menu_ground *ground;
    const cst__serving *serving;
    const cst_catalog *catalog;
    const cst__menu_choice *choice;
    cst_menu *menu;
    cst__arena *arena;
} filling;

/* ---------------------------------------------------------------- who counts */

static bool is_small(const filling *f, size_t firm) {
    return cst__firms_has(f->ground->demands.small, firm);
}

static void count_small(const filling *f, cst_menu_demand *it) {
    for (size_t firm = 0; firm < f->catalog->n_firms; firm++) {
        it->n_able += is_small(f, firm);
        it->n_unknown += f->catalog->firms[firm].size == CST__SIZE_UNKNOWN;
    }
}

/* An offering without weights, in a slot where others state them. */
static bool leaves_open(const filling *f, const cst__offering *it) {
    bool others = false;
    for (size_t o = 0; !it->has_weights && !others && o < f->catalog->n_offerings; o++) {
        others = f->catalog->offerings[o].slot == it->slot && f->catalog->offerings[o].has_weights;
    }
    return others;
}

static void count_open(const filling *f, cst_menu_demand *it) {
    for (size_t o = 0; o < f->catalog->n_offerings; o++) {
        it->n_able += f->ground->demands.open_weights[o];
        it->n_unknown += leaves_open(f, &f->catalog->offerings[o]);
    }
}

/* Whether an offering is one of those that are meant: of a small firm, or with open weights. */
static bool is_meant(const filling *f, bool small, size_t o) {
    return small ? is_small(f, f->catalog->offerings[o].firm) : f->ground->demands.open_weights[o];
}

static bool any_eligible(const filling *f, bool small, size_t slot) {
    bool any = false;
    for (size_t m = 0; !any && m < f->serving->n_markets; m++) {
        for (size_t o = 0; f->ground->open[m] && !any && o < f->catalog->n_offerings; o++) {
            any = f->serving->market[m].screening->eligible[o] && is_meant(f, small, o) &&
                  (slot == CST__NONE || f->catalog->offerings[o].slot == slot);
        }
    }
    return any;
}

static bool any_leader(const filling *f) {
    bool any = false;
    for (size_t m = 0; !any && m < f->serving->n_markets; m++) {
        any = f->ground->open[m] && cst__firms_meet(f->serving->market[m].leaders,
                                                    f->ground->demands.small, f->serving->words);
    }
    return any;
}

/* ---------------------------------------------------------------- why there is none */

static bool is_any(const filling *f, const cst__can *can, cst__can what) {
    bool any = false;
    for (size_t m = 0; !any && m < f->serving->n_markets; m++) {
        any = f->ground->open[m] && (can == NULL || can[m] == what);
    }
    return any;
}

static cst_unmet why_unmet(const filling *f, const cst_menu_demand *it, bool small,
                           const cst__can *can) {
    const cst_menu_point *last = &f->menu->curve[f->menu->n_curve - 1];
    if (!is_any(f, NULL, CST__CAN)) {
        return CST_UNMET_MARKET;
    }
    if (it->n_able == 0) {
        return CST_UNMET_NOBODY;
    }
    if (!any_eligible(f, small, CST__NONE)) {
        return CST_UNMET_REFUSED;
    }
    if (small && !any_leader(f)) {
        return CST_UNMET_ANCHOR;
    }
    if (!is_any(f, can, CST__CAN) && !is_any(f, can, CST__CAN_UNKNOWN)) {
        return CST_UNMET_PACKAGE;
    }
    return last->weight_proven && last->weight_milli == 0 ? CST_UNMET_TOGETHER : CST_UNMET_OPEN;
}

static bool every_market_asks(const filling *f, size_t slot) {
    bool all = true;
    for (size_t m = 0; all && m < f->serving->n_markets; m++) {
        all = !f->ground->open[m] || f->serving->market[m].market->tender.slots[slot].required;
    }
    return all;
}

static cst_error fill_slots(const filling *f, cst_menu_demand *it) {
    const cst_rules *rules = f->catalog->rules;
    it->slots = cst__arena_alloc(f->arena, rules->n_slots + 1, sizeof *it->slots);
    for (size_t s = 0; it->slots != NULL && s < rules->n_slots; s++) {
        if (every_market_asks(f, s) && !any_eligible(f, true, s)) {
            it->slots[it->n_slots] = cst__arena_text(f->arena, rules->slots[s].id);
            if (it->slots[it->n_slots++] == NULL) {
                return CST_E_MEMORY;
            }
        }
    }
    return it->slots == NULL ? CST_E_MEMORY : CST_E_OK;
}

static bool every_market_demands(const filling *f, size_t resource) {
    bool all = true;
    for (size_t m = 0; all && m < f->serving->n_markets; m++) {
        const cst_opportunity *tender = &f->serving->market[m].market->tender;
        all = !f->ground->open[m] || tender->demand_milli[resource] > tender->site_milli[resource];
    }
    return all;
}

/* Whether an offering of a small firm that provides it is eligible in some market. */
static bool any_provides(const filling *f, size_t resource) {
    bool any = false;
    for (size_t o = 0; !any && o < f->catalog->n_offerings; o++) {
        const cst__offering *it = &f->catalog->offerings[o];
        bool provides = false;
        for (size_t i = 0; i < it->n_provides; i++) {
            provides = provides || it->provides[i].resource == resource;
        }
        for (size_t m = 0; provides && is_small(f, it->firm) && m < f->serving->n_markets; m++) {
            any = any || (f->ground->open[m] && f->serving->market[m].screening->eligible[o]);
        }
    }
    return any;
}

static cst_error fill_resources(const filling *f, cst_menu_demand *it) {
    size_t n = f->catalog->n_resources;
    it->resources = cst__arena_alloc(f->arena, n + 1, sizeof *it->resources);
    for (size_t r = 0; it->resources != NULL && r < n; r++) {
        if (every_market_demands(f, r) && !any_provides(f, r)) {
            it->resources[it->n_resources] = cst__arena_text(f->arena, f->catalog->resources[r].id);
            if (it->resources[it->n_resources++] == NULL) {
                return CST_E_MEMORY;
            }
        }
    }
    return it->resources == NULL ? CST_E_MEMORY : CST_E_OK;
}

/* ---------------------------------------------------------------- a demand */

/* The open team is known by its packages, so that others may be of the kind too. */
static bool is_open(const filling *f, size_t team) {
    bool all = true;
    for (size_t m = 0; all && m < f->serving->n_markets; m++) {
        bool has = f->choice->served_by[m] != team;
        for (size_t o = 0; !has && o < f->catalog->n_offerings; o++) {
            has = f->ground->demands.open_weights[o] &&
                  cst__menu_package(f->ground, f->choice, m)->units[o] > 0;
        }
        all = has;
    }
    return all;
}

static bool is_of_kind(const filling *f, size_t team, bool small) {
    bool is = small ? cst__menu_is_small(f->ground, &f->choice->teams[team]) : is_open(f, team);
    return is && f->menu->teams[team].n_markets > 0;
}

static cst_error fill_lists(const filling *f, cst_menu_demand *it, bool small,
                            const cst__can *can) {
    it->teams = cst__arena_alloc(f->arena, f->menu->n_teams + 1, sizeof *it->teams);
    it->markets = cst__arena_alloc(f->arena, f->menu->n_markets + 1, sizeof *it->markets);
    if (it->teams == NULL || it->markets == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t k = 0; k < f->menu->n_teams; k++) {
        if (is_of_kind(f, k, small)) {
            it->teams[it->n_teams++] = f->menu->teams[k].id;
        }
    }
    for (size_t m = 0; m < f->menu->n_markets; m++) {
        size_t team = f->choice->served_by[m];
        if (can[m] == CST__CAN || (team != CST__NONE && is_of_kind(f, team, small))) {
            it->markets[it->n_markets++] = f->menu->list[m].id;
        }
    }
    return CST_E_OK;
}

static cst_error fill_demand(const filling *f, bool small, cst_menu_demand *it) {
    const cst__menu_demands *d = &f->ground->demands;
    const cst__can *can = small ? d->small_can : d->open_can;
    *it = (cst_menu_demand){.id = small ? "small_team" : "open_weight_team"};
    if (small) {
        count_small(f, it);
    } else {
        count_open(f, it);
    }
    cst_error error = fill_lists(f, it, small, can);
    it->met = error == CST_E_OK && it->n_teams > 0;
    it->why = error != CST_E_OK || it->met ? CST_UNMET_NOT : why_unmet(f, it, small, can);
    if (error == CST_E_OK && small && it->why == CST_UNMET_PACKAGE) {
        error = fill_slots(f, it);
        error = error == CST_E_OK ? fill_resources(f, it) : error;
    }
    return error;
}

static cst_error fill_all(filling *f) {
    cst_menu *menu = f->menu;
    const cst__menu_demands *d = &f->ground->demands;
    cst_error error = CST_E_OK;
    menu->demands = cst__arena_alloc(f->arena, 2, sizeof *menu->demands);
    if (menu->demands == NULL) {
        return CST_E_MEMORY;
    }
    if (d->small_team) {
        error = fill_demand(f, true, &menu->demands[menu->n_demands++]);
    }
    if (error == CST_E_OK && d->open_team) {
        error = fill_demand(f, false, &menu->demands[menu->n_demands++]);
    }
    return error;
}

cst_error cst__menu_fill_demands(const cst__menu_ground *ground, const cst__menu_choice *choice,
                                 cst_menu *menu) {
    filling f = {.ground = ground,
                 .serving = ground->serving,
                 .catalog = ground->serving->markets->catalog,
                 .choice = choice,
                 .menu = menu,
                 .arena = menu->arena};
    return fill_all(&f);
}
