/*
 * partners_json.c - firms beside tenders as text: the writer of consort-partners/1, whole or line
 * by line. Teams stand in it as whole packages; other packages by their members and criteria.
 */
#include "solver/json_write.h"
#include "solver/partners_parts.h"
#include "solver/result.h"

/* ---------------------------------------------------------------- packages in short */

/* The keys "status", "cost", "members" and "criteria"; the last three null where none was found. */
static json_t *write_short(writer *w, const cst_outcome *outcome) {
    const cst_package *package = &outcome->package;
    json_t *object = json_object();
    bool found = outcome->found;
    put_text(w, object, "status", cst__status_ids[outcome->status]);
    put(w, object, "cost", found ? decimal(w, package->criteria.cost_cents, 100) : json_null());
    put(w, object, "members", found ? write_member_ids(w, package) : json_null());
    put(w, object, "criteria", found ? cst__write_criteria(w, &package->criteria) : json_null());
    return object;
}

static json_t *write_seats(writer *w, const cst_seat *seats, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        json_t *object = json_object();
        put_text(w, object, "slot", seats[i].slot);
        put(w, object, "mine", json_boolean(seats[i].mine));
        put(w, object, "firms", write_texts(w, seats[i].firms, seats[i].n_firms));
        add(w, list, object);
    }
    return list;
}

/* ---------------------------------------------------------------- where it can play */

static json_t *write_play(writer *w, const cst_play *play) {
    json_t *object = json_object();
    json_t *bars = json_array();
    put_text(w, object, "offering", play->offering);
    put_known(w, object, "name", play->name);
    put_text(w, object, "slot", play->slot);
    put(w, object, "eligible", json_boolean(play->eligible));
    for (size_t i = 0; i < play->n_bars; i++) {
        add(w, bars, cst__write_bar(w, &play->bars[i]));
    }
    put(w, object, "refusals", bars);
    return object;
}

static json_t *write_plays(writer *w, const cst_prospect *prospect) {
    json_t *list = json_array();
    for (size_t i = 0; i < prospect->n_plays; i++) {
        add(w, list, write_play(w, &prospect->plays[i]));
    }
    return list;
}

/* ---------------------------------------------------------------- teams and needs */

static json_t *write_teams(writer *w, const cst_prospect *prospect) {
    json_t *list = json_array();
    for (size_t i = 0; i < prospect->n_teams; i++) {
        const cst_team *team = &prospect->teams[i];
        json_t *object = json_object();
        put(w, object, "seats", write_seats(w, team->seats, team->n_seats));
        put(w, object, "package", cst__write_package(w, &team->package));
        add(w, list, object);
    }
    return list;
}

static json_t *write_amount(writer *w, int64_t amount, int64_t low, int64_t high) {
    json_t *object = json_object();
    put_money(w, object, "amount", amount);
    put_money(w, object, "at_least", low);
    put_money(w, object, "at_most", high);
    return object;
}

static json_t *write_need(writer *w, const cst_need *need) {
    json_t *object = json_object();
    put_text(w, object, "firm", need->firm);
    put(w, object, "on_team", json_boolean(need->on_team));
    put(w, object, "critical", json_boolean(need->critical));
    put(w, object, "saving",
        need->has_saving
            ? write_amount(w, need->saving_cents, need->saving_low_cents, need->saving_high_cents)
            : json_null());
    put(w, object, need->on_team ? "without" : "with", write_short(w, &need->other));
    if (need->on_team) {
        put(w, object, "substitutes", write_seats(w, need->substitutes, need->n_substitutes));
    }
    return object;
}

static json_t *write_needs(writer *w, const cst_prospect *prospect) {
    json_t *list = json_array();
    for (size_t i = 0; i < prospect->n_needs; i++) {
        add(w, list, write_need(w, &prospect->needs[i]));
    }
    return list;
}

/* ---------------------------------------------------------------- price and levers */

static json_t *write_rebate(writer *w, const cst_price *price) {
    json_t *object = json_object();
    put_money(w, object, "amount", price->rebate_cents);
    put_money(w, object, "at_least", price->rebate_low_cents);
    put_money(w, object, "bill", price->bill_cents);
    put(w, object, "over_budget", json_boolean(price->over_budget));
    if (price->over_budget) {
        put(w, object, "team", write_short(w, &price->other));
    }
    return object;
}

static json_t *write_room(writer *w, const cst_price *price) {
    json_t *object = json_object();
    put_text(w, object, "ends_at", cst_room_end_id(price->room_end));
    if (price->room_end != CST_ROOM_NONE) {
        put_money(w, object, "amount", price->room_cents);
        put_money(w, object, "at_least", price->room_low_cents);
    }
    put(w, object, "rival", write_short(w, &price->rival));
    return object;
}

static json_t *write_price(writer *w, const cst_price *price) {
    json_t *object = json_object();
    put_text(w, object, "status", cst__status_ids[price->status]);
    put_text(w, object, "for_nothing", cst__status_ids[price->for_nothing]);
    put(w, object, "rebate", price->has_rebate ? write_rebate(w, price) : json_null());
    put(w, object, "room", price->has_room ? write_room(w, price) : json_null());
    return object;
}

static json_t *write_threshold(writer *w, const cst_lever *lever, const cst_threshold *threshold) {
    json_t *object = json_object();
    put_text(w, object, "status", cst__status_ids[threshold->status]);
    if (!threshold->found) {
        put(w, object, "at", json_null());
        return object;
    }
    put(w, object, "at",
        lever->fact == CST_LEVER_CONTENT ? decimal(w, threshold->at, CST__BP)
                                         : json_integer(threshold->at));
    put(w, object, "team", write_short(w, &threshold->outcome));
    return object;
}

static json_t *write_lever(writer *w, const cst_lever *lever) {
    json_t *object = json_object();
    put_text(w, object, "fact", lever->name);
    if (lever->idle) {
        put_text(w, object, "idle", lever->why);
        return object;
    }
    put(w, object, "possible", write_threshold(w, lever, &lever->possible));
    put(w, object, "wins", write_threshold(w, lever, &lever->wins));
    if (lever->has_rebate) {
        put_money(w, object, "rebate_left", lever->rebate_cents);
    } else if (lever->rebate_open) {
        put(w, object, "rebate_left", json_null());
    }
    return object;
}

static json_t *write_levers(writer *w, const cst_prospect *prospect) {
    json_t *list = json_array();
    for (int l = 0; l < CST_N_LEVERS && prospect->levers[l].name != NULL; l++) {
        add(w, list, write_lever(w, &prospect->levers[l]));
    }
    return list;
}

/* ---------------------------------------------------------------- one firm, one tender */

static json_t *write_prospect(writer *w, const cst_prospect *prospect) {
    json_t *object = json_object();
    bool gap = prospect->has_gap;
    put_text(w, object, "firm", prospect->firm);
    put_text(w, object, "opportunity", prospect->opportunity);
    put_text(w, object, "standing", cst_standing_id(prospect->standing));
    put(w, object, "complete", json_boolean(prospect->complete));
    put_text(w, object, "tender_status", cst__status_ids[prospect->tender_status]);
    put(w, object, "least_cost",
        prospect->has_least ? decimal(w, prospect->least_cents, 100) : json_null());
    put(w, object, "cost",
        gap ? decimal(w, prospect->least_cents + prospect->gap_cents, 100) : json_null());
    put(w, object, "gap", gap ? decimal(w, prospect->gap_cents, 100) : json_null());
    put(w, object, "gap_at_least", gap ? decimal(w, prospect->gap_low_cents, 100) : json_null());
    put(w, object, "gap_proven", gap ? json_boolean(prospect->gap_proven) : json_null());
    put(w, object, "offerings", write_plays(w, prospect));
    put(w, object, "fills", write_texts(w, prospect->fills, prospect->n_fills));
    put(w, object, "lacks", write_texts(w, prospect->lacks, prospect->n_lacks));
    put(w, object, "price", write_price(w, &prospect->price));
    put(w, object, "facts", write_levers(w, prospect));
    if (prospect->has_teams) {
        put(w, object, "teams", write_teams(w, prospect));
        put(w, object, "teams_complete", json_boolean(prospect->teams_complete));
    }
    if (prospect->has_needs) {
        put(w, object, "needs", write_needs(w, prospect));
    }
    if (prospect->n_rechecked > 0) {
        put_count(w, object, "rechecked", prospect->n_rechecked);
    }
    if (prospect->n_recheck_open > 0) {
        put_count(w, object, "recheck_stopped", prospect->n_recheck_open);
    }
    return object;
}

cst_error cst_prospect_to_line(const cst_prospect *prospect, char **text, size_t *size) {
    writer w = {.digits = DIGITS_FAITHFUL};
    return print_line(&w, write_prospect(&w, prospect), text, size);
}

/* ---------------------------------------------------------------- across tenders */

static json_t *write_set(writer *w, const cst_partner_set *set) {
    json_t *object = json_object();
    json_t *list = json_array();
    put_text(w, object, "firm", set->firm);
    put_text(w, object, "status", cst__status_ids[set->status]);
    put(w, object, "partners", write_texts(w, set->partners, set->n_partners));
    for (size_t i = 0; i < set->n_opportunities; i++) {
        json_t *it = json_object();
        put_text(w, it, "opportunity", set->opportunities[i]);
        put_money(w, it, "cost", set->costs_cents[i]);
        put_money(w, it, "limit", set->limits_cents[i]);
        add(w, list, it);
    }
    put(w, object, "competitive_in", list);
    put_amount(w, object, "weight", set->weight_milli);
    put_amount(w, object, "most_weight", set->most_weight_milli);
    return object;
}

cst_error cst_partner_set_to_line(const cst_partner_set *set, char **text, size_t *size) {
    writer w = {.digits = DIGITS_FAITHFUL};
    json_t *object = json_object();
    put(&w, object, "partner_set", write_set(&w, set));
    return print_line(&w, object, text, size);
}

static json_t *write_grounds(writer *w, const cst_partners_report *report) {
    json_t *list = json_array();
    for (size_t t = 0; t < report->n_grounds; t++) {
        const cst_ground *ground = &report->grounds[t];
        json_t *object = json_object();
        put_text(w, object, "id", ground->opportunity);
        put_known(w, object, "title", ground->title);
        put_known(w, object, "currency", ground->currency);
        put_amount(w, object, "weight", ground->weight_milli);
        put_text(w, object, "status", cst__status_ids[ground->status]);
        put(w, object, "least_cost",
            ground->has_least ? decimal(w, ground->least_cents, 100) : json_null());
        add(w, list, object);
    }
    return list;
}

static json_t *write_settings(writer *w, const cst_partners_report *report) {
    const cst_settings *settings = &report->settings;
    double limit = settings->time_limit_s;
    json_t *object = json_object();
    put_count(w, object, "candidates", settings->candidates);
    put_count(w, object, "differ", settings->differ);
    put(w, object, "gap", real(settings->gap));
    put(w, object, "time_limit", limit > 0 ? real(limit) : json_null());
    return object;
}

static json_t *write_report(writer *w, const cst_partners_report *report) {
    json_t *object = json_object();
    json_t *prospects = json_array();
    json_t *sets = json_array();
    put_text(w, object, "format", "consort-partners/1");
    put_text(w, object, "consort", CST_VERSION);
    put_text(w, object, "verb", "partners");
    put(w, object, "complete", json_boolean(report->complete));
    put_text(w, object, "rules", report->rules);
    put_known(w, object, "assumptions", report->assumptions);
    put(w, object, "settings", write_settings(w, report));
    put(w, object, "firms", write_texts(w, report->firms, report->n_firms));
    put(w, object, "opportunities", write_grounds(w, report));
    for (size_t i = 0; i < report->n_prospects; i++) {
        if (report->prospects[i] != NULL) {
            add(w, prospects, write_prospect(w, report->prospects[i]));
        }
    }
    for (size_t i = 0; i < report->n_sets; i++) {
        if (report->sets[i].firm != NULL) {
            add(w, sets, write_set(w, &report->sets[i]));
        }
    }
    put(w, object, "prospects", prospects);
    put(w, object, "partner_sets", sets);
    return object;
}

cst_error cst_partners_to_json(const cst_partners_report *report, char **text, size_t *size) {
    writer w = {.digits = DIGITS_FAITHFUL};
    return print(&w, write_report(&w, report), text, size);
}
