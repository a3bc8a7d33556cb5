/* menu_json.c - a menu as JSON (consort-menu/1), in the order of the struct. */
#include "consort/menu.h"
#include "solver/json_write.h"
#include "solver/result.h"

/* ---------------------------------------------------------------- curve */

static json_t *write_bounded(writer *w, json_t *found, json_t *bound, bool proven) {
    json_t *object = json_object();
    put(w, object, "found", found);
    put(w, object, "bound", bound);
    put(w, object, "proven", json_boolean(proven));
    return object;
}

static json_t *write_point(writer *w, const cst_menu_point *point) {
    json_t *object = json_object();
    put_count(w, object, "packages", point->packages);
    put_count(w, object, "teams", point->n_teams);
    put_count(w, object, "served", point->n_served);
    put(w, object, "weight",
        write_bounded(w, decimal(w, point->weight_milli, CST__MILLI),
                      decimal(w, point->weight_bound_milli, CST__MILLI), point->weight_proven));
    put_amount(w, object, "gain", point->gain_milli);
    put(w, object, "cost",
        write_bounded(w, decimal(w, point->cost_cents, 100),
                      decimal(w, point->cost_bound_cents, 100), point->cost_proven));
    return object;
}

static json_t *write_curve(writer *w, const cst_menu *menu) {
    json_t *list = json_array();
    for (size_t i = 0; i < menu->n_curve; i++) {
        add(w, list, write_point(w, &menu->curve[i]));
    }
    return list;
}

/* ---------------------------------------------------------------- teams that are asked for */

static json_t *write_demand(writer *w, const cst_menu_demand *demand) {
    json_t *object = json_object();
    put_text(w, object, "demand", demand->id);
    put(w, object, "met", json_boolean(demand->met));
    put(w, object, "teams", write_texts(w, demand->teams, demand->n_teams));
    put_known(w, object, "why", cst_unmet_id(demand->why));
    put_count(w, object, "able", (int64_t)demand->n_able);
    put_count(w, object, "unknown", (int64_t)demand->n_unknown);
    put(w, object, "possible_in", write_texts(w, demand->markets, demand->n_markets));
    if (demand->n_slots > 0) {
        put(w, object, "slots", write_texts(w, demand->slots, demand->n_slots));
    }
    if (demand->n_resources > 0) {
        put(w, object, "resources", write_texts(w, demand->resources, demand->n_resources));
    }
    return object;
}

static void put_demands(writer *w, json_t *object, const cst_menu *menu) {
    if (menu->n_demands == 0) {
        return;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < menu->n_demands; i++) {
        add(w, list, write_demand(w, &menu->demands[i]));
    }
    put(w, object, "demands", list);
}

/* ---------------------------------------------------------------- shared capacity */

static void put_loads(writer *w, json_t *object, const cst_menu *menu) {
    if (!menu->asked.share_units) {
        return;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < menu->n_loads; i++) {
        const cst_menu_load *load = &menu->loads[i];
        json_t *item = json_object();
        put_text(w, item, "offering", load->offering);
        put_text(w, item, "firm", load->firm);
        put_count(w, item, "markets", (int64_t)load->n_markets);
        put_count(w, item, "units", load->units);
        put_count(w, item, "most", load->most);
        add(w, list, item);
    }
    put(w, object, "capacity", list);
}

/* ---------------------------------------------------------------- teams and firms */

static json_t *write_team(writer *w, const cst_menu_team *team) {
    json_t *object = json_object();
    put_text(w, object, "id", team->id);
    put_text(w, object, "anchor", team->anchor);
    put(w, object, "members", write_texts(w, team->members, team->n_members));
    if (team->kept) {
        put(w, object, "kept", json_true());
    }
    put_count(w, object, "markets", (int64_t)team->n_markets);
    put_amount(w, object, "weight", team->weight_milli);
    put_money(w, object, "cost", team->cost_cents);
    put(w, object, "lost_without", write_texts(w, team->lost, team->n_lost));
    return object;
}

static json_t *write_teams(writer *w, const cst_menu *menu) {
    json_t *list = json_array();
    for (size_t i = 0; i < menu->n_teams; i++) {
        add(w, list, write_team(w, &menu->teams[i]));
    }
    return list;
}

static json_t *write_firm(writer *w, const cst_menu_firm *firm) {
    json_t *object = json_object();
    put_text(w, object, "firm", firm->id);
    put_count(w, object, "teams", (int64_t)firm->n_teams);
    put_count(w, object, "markets", (int64_t)firm->n_markets);
    put_amount(w, object, "weight", firm->weight_milli);
    put_money(w, object, "value", firm->value_cents);
    if (firm->most_cents >= 0) {
        put_money(w, object, "most_value", firm->most_cents);
    }
    put_count(w, object, "lost_markets", (int64_t)firm->n_lost);
    put_amount(w, object, "lost_weight", firm->lost_milli);
    return object;
}

static json_t *write_firms(writer *w, const cst_menu *menu) {
    json_t *list = json_array();
    for (size_t i = 0; i < menu->n_firms; i++) {
        add(w, list, write_firm(w, &menu->firms[i]));
    }
    return list;
}

/* ---------------------------------------------------------------- markets */

static json_t *write_alone(writer *w, const cst_menu_market *market) {
    json_t *object = json_object();
    put(w, object, "cost",
        market->found_alone ? decimal(w, market->alone_cents, 100) : json_null());
    put_money(w, object, "bound", market->alone_bound_cents);
    return object;
}

static void put_uncovered(writer *w, json_t *object, const cst_menu_market *market) {
    if (market->cover == CST_COVER_LEFT) {
        put_text(w, object, "nearest_anchor", market->nearest_anchor);
        put(w, object, "missing", write_texts(w, market->missing, market->n_missing));
    }
    if (market->cover == CST_COVER_NONE) {
        json_t *refused = json_array();
        for (size_t i = 0; i < market->n_refused; i++) {
            add(w, refused, cst__write_refusal(w, &market->refused[i]));
        }
        put(w, object, "refused", refused);
        cst__put_nothing_fits(w, object, market->nothing_fits);
    }
}

static json_t *write_market(writer *w, const cst_menu *menu, const cst_menu_market *market) {
    json_t *object = json_object();
    bool served = market->package != NULL;
    put_text(w, object, "market", market->id);
    put_known(w, object, "region", market->region);
    put_known(w, object, "title", market->title);
    put_text(w, object, "country", market->country);
    put_amount(w, object, "weight", market->weight_milli);
    put_text(w, object, "cover", cst_cover_id(market->cover));
    put(w, object, "team", served ? json_string(menu->teams[market->team].id) : json_null());
    if (market->cover != CST_COVER_NONE) {
        put(w, object, "alone", write_alone(w, market));
    }
    put(w, object, "package", served ? cst__write_package(w, market->package) : json_null());
    put_uncovered(w, object, market);
    return object;
}

static json_t *write_markets(writer *w, const cst_menu *menu) {
    json_t *list = json_array();
    for (size_t i = 0; i < menu->n_markets; i++) {
        add(w, list, write_market(w, menu, &menu->list[i]));
    }
    return list;
}

/* ---------------------------------------------------------------- the menu */

void cst__put_menu_asked(writer *w, json_t *object, const cst_menu *menu) {
    if (menu->asked.small_team) {
        put(w, object, "small_team", json_true());
    }
    if (menu->asked.open_weight_team) {
        put(w, object, "open_weight_team", json_true());
    }
    if (menu->asked.share_units || menu->asked.share_value) {
        put_text(w, object, "shared_capacity",
                 !menu->asked.share_value   ? "units"
                 : !menu->asked.share_units ? "value"
                                            : "all");
    }
    if (menu->n_kept > 0) {
        put_count(w, object, "kept", (int64_t)menu->n_kept);
    }
}

static json_t *write_settings(writer *w, const cst_menu *menu) {
    json_t *object = json_object();
    put_count(w, object, "packages", menu->asked.packages);
    put_count(w, object, "max_members", menu->asked.max_members);
    if (menu->asked.teams_per_firm > 0) {
        put_count(w, object, "teams_per_firm", menu->asked.teams_per_firm);
    }
    cst__put_menu_asked(w, object, menu);
    put_known(w, object, "region", menu->asked.region);
    put(w, object, "gap", real(menu->gap));
    put(w, object, "time_limit", menu->time_limit_s > 0 ? real(menu->time_limit_s) : json_null());
    return object;
}

static json_t *write_menu(writer *w, const cst_menu *menu) {
    json_t *object = json_object();
    put_text(w, object, "format", "consort-menu/1");
    put_text(w, object, "consort", CST_VERSION);
    put_text(w, object, "verb", "menu");
    put_text(w, object, "status", cst__status_ids[menu->status]);
    put_text(w, object, "markets_file", menu->markets_id);
    put_known(w, object, "title", menu->title);
    put_text(w, object, "rules", menu->rules);
    put_known(w, object, "assumptions", menu->assumptions);
    put_known(w, object, "currency", menu->currency);
    put(w, object, "settings", write_settings(w, menu));
    put_amount(w, object, "weight_of_all", menu->all_milli);
    put(w, object, "curve", write_curve(w, menu));
    put_demands(w, object, menu);
    put(w, object, "teams", write_teams(w, menu));
    put(w, object, "markets", write_markets(w, menu));
    put(w, object, "firms", write_firms(w, menu));
    put_loads(w, object, menu);
    return object;
}

cst_error cst_menu_to_json(const cst_menu *menu, char **text, size_t *size) {
    writer w = {.digits = DIGITS_FAITHFUL};
    json_t *object = write_menu(&w, menu);
    return print(&w, object, text, size);
}

cst_error cst_menu_to_line(const cst_menu *menu, char **text, size_t *size) {
    writer w = {.digits = DIGITS_FAITHFUL};
    json_t *object = write_menu(&w, menu);
    return print_line(&w, object, text, size);
}
