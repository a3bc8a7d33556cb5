/*
 * menu_read.c - the reader of consort-menu/1, the way back from what menu_json.c wrote.
 *
 * It reads form, not truth: every figure is taken as it stands, for the verifier to judge. Only
 * what could not be held is a fault: a market whose team is none of those listed.
 */
#include "solver/menu_read.h"

#include <limits.h>
#include <string.h>

#include "solver/result.h"
#include "solver/result_read.h"

enum { MOST_PACKAGES = 100 };

const char *const cst__cover_ids[] = {[CST_COVER_SERVED] = "served",
                                      [CST_COVER_LEFT] = "left",
                                      [CST_COVER_NONE] = "none",
                                      [CST_COVER_OPEN] = "open",
                                      NULL};

const char *const cst__unmet_ids[] = {[CST_UNMET_NOT] = "",
                                      [CST_UNMET_MARKET] = "no_market",
                                      [CST_UNMET_NOBODY] = "nobody",
                                      [CST_UNMET_REFUSED] = "refused",
                                      [CST_UNMET_ANCHOR] = "no_anchor",
                                      [CST_UNMET_PACKAGE] = "no_package",
                                      [CST_UNMET_TOGETHER] = "not_together",
                                      [CST_UNMET_OPEN] = "open",
                                      NULL};

const char *cst_unmet_id(cst_unmet why) {
    return (size_t)why <= CST_UNMET_OPEN ? cst__unmet_ids[why] : "";
}

const char *cst_cover_id(cst_cover cover) {
    return (size_t)cover <= CST_COVER_OPEN ? cst__cover_ids[cover] : "";
}

/* The curve begins with the teams that are kept, or with one. */
const cst_menu_point *cst_menu_point_of(const cst_menu *menu, int packages) {
    int first = menu->n_kept > 1 ? (int)menu->n_kept : 1;
    bool has = packages >= first && (size_t)(packages - first) < menu->n_curve;
    return has ? &menu->curve[packages - first] : NULL;
}

/* The objects of a list, one after the other. */
typedef void (*read_item)(cst__reader *r, const cst__at *at, cst_menu *menu);

static void read_list(cst__reader *r, const cst__at *top, const char *key, cst_menu *menu,
                      read_item read) {
    cst__at list;
    size_t n = cst__list(r, top, key, CST__REQUIRED, &list);
    for (size_t i = 0; i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        read(r, &at, menu);
    }
}

static int read_count(cst__reader *r, const cst__at *up, const char *key) {
    return (int)cst__whole(r, up, key, CST__REQUIRED, 0, INT_MAX, 0);
}

static size_t read_size(cst__reader *r, const cst__at *up, const char *key) {
    return (size_t)read_count(r, up, key);
}

/* ---------------------------------------------------------------- curve */

typedef struct interval {
    int64_t found, bound;
    bool proven;
} interval;

static interval read_interval(cst__reader *r, const cst__at *up, const char *key,
                              const unit_of *unit) {
    static const char *const keys[] = {"found", "bound", "proven", NULL};
    interval it = {0};
    cst__at at;
    if (cst__object(r, up, key, CST__REQUIRED, keys, &at)) {
        it.found = read_sum(r, &at, "found", CST__REQUIRED, unit, 0);
        it.bound = read_sum(r, &at, "bound", CST__REQUIRED, unit, 0);
        it.proven = cst__boolean(r, &at, "proven", CST__REQUIRED, false);
    }
    return it;
}

static void read_point(cst__reader *r, const cst__at *at, cst_menu *menu) {
    static const char *const keys[] = {"packages", "teams", "served", "weight",
                                       "gain",     "cost",  NULL};
    if (menu->curve == NULL || !cst__as_object(r, at, keys)) {
        return;
    }
    interval weight = read_interval(r, at, "weight", &amount);
    interval cost = read_interval(r, at, "cost", &money);
    menu->curve[menu->n_curve++] =
        (cst_menu_point){.packages = read_count(r, at, "packages"),
                         .n_teams = read_count(r, at, "teams"),
                         .n_served = read_count(r, at, "served"),
                         .gain_milli = read_sum(r, at, "gain", CST__REQUIRED, &amount, 0),
                         .weight_milli = weight.found,
                         .weight_bound_milli = weight.bound,
                         .weight_proven = weight.proven,
                         .cost_cents = cost.found,
                         .cost_bound_cents = cost.bound,
                         .cost_proven = cost.proven};
}

/* ---------------------------------------------------------------- teams and firms */

static void read_team(cst__reader *r, const cst__at *at, cst_menu *menu) {
    static const char *const keys[] = {"id",   "anchor",       "members", "markets", "weight",
                                       "cost", "lost_without", "kept",    NULL};
    if (menu->teams == NULL) {
        return;
    }
    cst_menu_team *team = &menu->teams[menu->n_teams++];
    *team = (cst_menu_team){.id = "", .anchor = ""};
    if (!cst__as_object(r, at, keys)) {
        return;
    }
    team->id = cst__text(r, at, "id", CST__REQUIRED);
    team->anchor = cst__text(r, at, "anchor", CST__REQUIRED);
    team->members = read_ids(r, at, "members", &team->n_members);
    team->kept = cst__boolean(r, at, "kept", CST__OPTIONAL, false);
    team->n_markets = read_size(r, at, "markets");
    team->weight_milli = read_sum(r, at, "weight", CST__REQUIRED, &amount, 0);
    team->cost_cents = read_sum(r, at, "cost", CST__REQUIRED, &money, 0);
    team->lost = read_ids(r, at, "lost_without", &team->n_lost);
}

static void read_firm(cst__reader *r, const cst__at *at, cst_menu *menu) {
    static const char *const keys[] = {"firm",        "teams",      "markets",
                                       "weight",      "value",      "lost_markets",
                                       "lost_weight", "most_value", NULL};
    if (menu->firms == NULL || !cst__as_object(r, at, keys)) {
        return;
    }
    menu->firms[menu->n_firms++] =
        (cst_menu_firm){.id = cst__text(r, at, "firm", CST__REQUIRED),
                        .name = "",
                        .n_teams = read_size(r, at, "teams"),
                        .n_markets = read_size(r, at, "markets"),
                        .weight_milli = read_sum(r, at, "weight", CST__REQUIRED, &amount, 0),
                        .value_cents = read_sum(r, at, "value", CST__REQUIRED, &money, 0),
                        .most_cents = read_sum(r, at, "most_value", CST__OPTIONAL, &money, -1),
                        .n_lost = read_size(r, at, "lost_markets"),
                        .lost_milli = read_sum(r, at, "lost_weight", CST__REQUIRED, &amount, 0)};
}

/* ---------------------------------------------------------------- kinds of team */

static const char *const demand_ids[] = {"small_team", "open_weight_team", NULL};

static void read_demand(cst__reader *r, const cst__at *at, cst_menu *menu) {
    static const char *const keys[] = {"demand",  "met",         "teams", "why",       "able",
                                       "unknown", "possible_in", "slots", "resources", NULL};
    if (menu->demands == NULL) {
        return;
    }
    cst_menu_demand *demand = &menu->demands[menu->n_demands++];
    *demand = (cst_menu_demand){.id = ""};
    if (!cst__as_object(r, at, keys)) {
        return;
    }
    demand->id = demand_ids[cst__choice(r, at, "demand", CST__REQUIRED, demand_ids, 0)];
    demand->met = cst__boolean(r, at, "met", CST__REQUIRED, false);
    demand->teams = read_ids(r, at, "teams", &demand->n_teams);
    demand->why = (cst_unmet)(1 + cst__choice(r, at, "why", CST__OPTIONAL, cst__unmet_ids + 1, -1));
    demand->n_able = read_size(r, at, "able");
    demand->n_unknown = read_size(r, at, "unknown");
    demand->markets = read_ids(r, at, "possible_in", &demand->n_markets);
    if (cst__get(at, "slots").value != NULL) {
        demand->slots = read_ids(r, at, "slots", &demand->n_slots);
    }
    if (cst__get(at, "resources").value != NULL) {
        demand->resources = read_ids(r, at, "resources", &demand->n_resources);
    }
}

/* ---------------------------------------------------------------- shared capacity */

static void read_load(cst__reader *r, const cst__at *at, cst_menu *menu) {
    static const char *const keys[] = {"offering", "firm", "markets", "units", "most", NULL};
    if (menu->loads == NULL || !cst__as_object(r, at, keys)) {
        return;
    }
    menu->loads[menu->n_loads++] =
        (cst_menu_load){.offering = cst__text(r, at, "offering", CST__REQUIRED),
                        .firm = cst__text(r, at, "firm", CST__REQUIRED),
                        .n_markets = read_size(r, at, "markets"),
                        .units = cst__whole(r, at, "units", CST__REQUIRED, 0, INT64_MAX, 0),
                        .most = cst__whole(r, at, "most", CST__REQUIRED, 0, INT64_MAX, 0)};
}

/* Lists that only a menu has of which more was asked. */
static void read_further(cst__reader *r, const cst__at *top, cst_menu *menu) {
    if (cst__get(top, "demands").value != NULL) {
        menu->demands = cst__room_for(r, top, "demands", sizeof *menu->demands);
        read_list(r, top, "demands", menu, read_demand);
    }
    if (cst__get(top, "capacity").value != NULL) {
        menu->loads = cst__room_for(r, top, "capacity", sizeof *menu->loads);
        read_list(r, top, "capacity", menu, read_load);
    }
}

/* ---------------------------------------------------------------- markets */

static size_t read_team_of(cst__reader *r, const cst__at *up, const cst_menu *menu) {
    cst__at at = cst__get(up, "team");
    if (!cst__present(r, &at, CST__NULLABLE)) {
        return SIZE_MAX;
    }
    const char *id = cst__as_text(r, &at);
    for (size_t k = 0; id != NULL && k < menu->n_teams; k++) {
        if (strcmp(menu->teams[k].id, id) == 0) {
            return k;
        }
    }
    if (id != NULL) {
        cst__fault_at(r, &at, "the menu has no team \"%s\"", id);
    }
    return SIZE_MAX;
}

static void read_alone(cst__reader *r, const cst__at *up, cst_menu_market *market) {
    static const char *const keys[] = {"cost", "bound", NULL};
    cst__at at;
    if (cst__object(r, up, "alone", CST__OPTIONAL, keys, &at)) {
        cst__at cost = cst__get(&at, "cost");
        market->found_alone = cst__present(r, &cost, CST__NULLABLE);
        market->alone_cents = read_sum(r, &at, "cost", CST__NULLABLE, &money, 0);
        market->alone_bound_cents = read_sum(r, &at, "bound", CST__REQUIRED, &money, 0);
    }
}

static void read_package_of(cst__reader *r, const cst__at *up, cst_menu_market *market) {
    cst__at at = cst__get(up, "package");
    if (cst__present(r, &at, CST__NULLABLE)) {
        market->package = cst__room(r, 1, sizeof *market->package);
        if (market->package != NULL) {
            cst__read_package(r, &at, market->package);
        }
    }
}

/* Why no team can serve it. */
static void read_none(cst__reader *r, const cst__at *at, cst_menu_market *market) {
    cst_result part = {.nothing_fits = NULL};
    cst__read_nothing_fits(r, at, &part);
    market->nothing_fits = part.nothing_fits;
    market->refused = cst__read_refused(r, at, "refused", &market->n_refused);
}

static void read_market(cst__reader *r, const cst__at *at, cst_menu *menu) {
    static const char *const keys[] = {"market",
                                       "region",
                                       "title",
                                       "country",
                                       "weight",
                                       "cover",
                                       "team",
                                       "alone",
                                       "package",
                                       "nearest_anchor",
                                       "missing",
                                       "refused",
                                       "conflicts",
                                       "remedies",
                                       "conflicts_complete",
                                       "remedies_complete",
                                       "combination",
                                       "gaps",
                                       "demands",
                                       NULL};
    if (menu->list == NULL) {
        return;
    }
    cst_menu_market *market = &menu->list[menu->n_markets++];
    *market = (cst_menu_market){
        .id = "", .region = "", .title = "", .country = "", .nearest_anchor = "", .team = SIZE_MAX};
    if (!cst__as_object(r, at, keys)) {
        return;
    }
    market->id = cst__text(r, at, "market", CST__REQUIRED);
    market->region = cst__text(r, at, "region", CST__OPTIONAL);
    market->title = cst__text(r, at, "title", CST__OPTIONAL);
    market->country = cst__text(r, at, "country", CST__REQUIRED);
    market->weight_milli = read_sum(r, at, "weight", CST__REQUIRED, &amount, 0);
    market->cover =
        (cst_cover)cst__choice(r, at, "cover", CST__REQUIRED, cst__cover_ids, CST_COVER_OPEN);
    market->team = read_team_of(r, at, menu);
    read_alone(r, at, market);
    read_package_of(r, at, market);
    market->nearest_anchor = cst__text(r, at, "nearest_anchor", CST__OPTIONAL);
    if (cst__get(at, "missing").value != NULL) {
        market->missing = read_ids(r, at, "missing", &market->n_missing);
    }
    read_none(r, at, market);
}

/* ---------------------------------------------------------------- the menu */

static void read_shared(cst__reader *r, const cst__at *up, cst_menu_ask *asked) {
    static const char *const ids[] = {"units", "value", "all", NULL};
    int shared = 1 + cst__choice(r, up, "shared_capacity", CST__OPTIONAL, ids, -1);
    asked->share_units = (shared & 1) != 0;
    asked->share_value = (shared & 2) != 0;
}

static void read_settings(cst__reader *r, const cst__at *top, cst_menu *menu) {
    static const char *const keys[] = {"packages",
                                       "max_members",
                                       "teams_per_firm",
                                       "small_team",
                                       "open_weight_team",
                                       "shared_capacity",
                                       "kept",
                                       "region",
                                       "gap",
                                       "time_limit",
                                       NULL};
    cst__at at;
    if (!cst__object(r, top, "settings", CST__REQUIRED, keys, &at)) {
        return;
    }
    cst_menu_ask *asked = &menu->asked;
    asked->packages = (int)cst__whole(r, &at, "packages", CST__REQUIRED, 1, MOST_PACKAGES, 1);
    asked->max_members = (int)cst__whole(r, &at, "max_members", CST__REQUIRED, 1, INT_MAX, 1);
    asked->teams_per_firm = (int)cst__whole(r, &at, "teams_per_firm", CST__OPTIONAL, 1, INT_MAX, 0);
    asked->small_team = cst__boolean(r, &at, "small_team", CST__OPTIONAL, false);
    asked->open_weight_team = cst__boolean(r, &at, "open_weight_team", CST__OPTIONAL, false);
    read_shared(r, &at, asked);
    menu->n_kept = (size_t)cst__whole(r, &at, "kept", CST__OPTIONAL, 1, MOST_PACKAGES, 0);
    const char *region = cst__text(r, &at, "region", CST__OPTIONAL);
    asked->region = *region == '\0' ? NULL : region;
    menu->gap = read_real(r, &at, "gap", CST__REQUIRED, 1);
    menu->time_limit_s = read_real(r, &at, "time_limit", CST__NULLABLE, 1e9);
}

static void read_menu(cst__reader *r, const cst__at *top, cst_menu *menu) {
    static const char *const keys[] = {
        "format",  "consort",     "verb",     "status",        "markets_file", "title",
        "rules",   "assumptions", "currency", "weight_of_all", "curve",        "teams",
        "markets", "firms",       "settings", "demands",       "capacity",     NULL};
    if (!cst__as_object(r, top, keys)) {
        return;
    }
    cst__text(r, top, "consort", CST__OPTIONAL);
    cst__text(r, top, "verb", CST__OPTIONAL);
    menu->status =
        (cst_status)cst__choice(r, top, "status", CST__REQUIRED, cst__status_ids, CST_STATUS_LIMIT);
    menu->markets_id = cst__text(r, top, "markets_file", CST__REQUIRED);
    menu->title = cst__text(r, top, "title", CST__OPTIONAL);
    menu->rules = cst__text(r, top, "rules", CST__REQUIRED);
    menu->assumptions = cst__text(r, top, "assumptions", CST__OPTIONAL);
    menu->currency = cst__currency(r, top, "currency");
    read_settings(r, top, menu);
    menu->all_milli = read_sum(r, top, "weight_of_all", CST__REQUIRED, &amount, 0);
    menu->curve = cst__room_for(r, top, "curve", sizeof *menu->curve);
    menu->teams = cst__room_for(r, top, "teams", sizeof *menu->teams);
    menu->list = cst__room_for(r, top, "markets", sizeof *menu->list);
    menu->firms = cst__room_for(r, top, "firms", sizeof *menu->firms);
    read_list(r, top, "curve", menu, read_point);
    read_list(r, top, "teams", menu, read_team);
    read_list(r, top, "markets", menu, read_market);
    read_list(r, top, "firms", menu, read_firm);
    read_further(r, top, menu);
}

cst_error cst_menu_read(const char *bytes, size_t size, const char *name, const cst_limits *limits,
                        cst_menu **menu, cst_diagnostics *diagnostics) {
    *menu = NULL;
    cst__arena *arena = cst__arena_new();
    cst_menu *read = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *read);
    if (read == NULL) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    read->arena = arena;
    cst__source source = {name, bytes, size};
    cst__reader reader;
    cst__at top;
    if (cst__reader_open(&reader, &source, limits, "consort-menu/1", arena, diagnostics, &top)) {
        read_menu(&reader, &top, read);
    }
    cst_error error = cst__reader_close(&reader);
    if (error != CST_E_OK) {
        cst_menu_free(read);
        return error;
    }
    *menu = read;
    return CST_E_OK;
}
