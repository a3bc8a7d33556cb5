/*
 * menu_steps.c - the state of a search for menus as lines of JSON, and back.
 *
 * A package is written by its offerings and units, and judged again when it is read. What teams can
 * not do is taken as it stands: to prove it again would be to search again.
 */
#include "solver/menu_steps.h"

#include <string.h>

#include "solver/json_write.h"
#include "solver/result.h"

/* ---------------------------------------------------------------- marks */

cst_error cst__menu_marks_new(const cst__serving *s, cst__menu_marks *marks) {
    marks->able = calloc(s->n_entries + 1, sizeof *marks->able);
    marks->unable = calloc(s->n_entries + 1, sizeof *marks->unable);
    return marks->able == NULL || marks->unable == NULL ? CST_E_MEMORY : CST_E_OK;
}

void cst__menu_marks_clear(cst__menu_marks *marks) {
    free(marks->able);
    free(marks->unable);
    *marks = (cst__menu_marks){NULL, NULL, 0};
}

void cst__menu_marks_set(const cst__serving *s, const cst__draft *draft, cst__menu_marks *marks) {
    marks->tried = cst__draft_n_tried(draft);
    for (size_t m = 0; m < s->n_entries; m++) {
        marks->able[m] = s->market[m].own.n_able;
        marks->unable[m] = s->market[m].own.n_unable;
    }
}

/* ---------------------------------------------------------------- writing */

static json_t *write_set(writer *w, const cst__serving *s, const uint64_t *set) {
    json_t *list = json_array();
    for (size_t f = 0; f < s->n_firms; f++) {
        if (cst__firms_has(set, f)) {
            add(w, list, json_string(s->markets->catalog->firms[f].id));
        }
    }
    return list;
}

static void put_firm(writer *w, json_t *object, const char *key, const cst__serving *s,
                     size_t firm) {
    put(w, object, key,
        firm == CST__NONE ? json_null() : json_string(s->markets->catalog->firms[firm].id));
}

static json_t *write_able(writer *w, const cst__serving *s, const cst__able *able) {
    json_t *object = json_object();
    for (size_t o = 0; o < s->n_offerings; o++) {
        if (able->units[o] > 0) {
            put_count(w, object, s->markets->catalog->offerings[o].id, able->units[o]);
        }
    }
    return object;
}

static json_t *write_unable(writer *w, const cst__serving *s, const cst__unable *unable) {
    json_t *object = json_object();
    put_firm(w, object, "anchor", s, unable->anchor);
    put(w, object, "firms", write_set(w, s, unable->within));
    put(w, object, "least_cents",
        unable->least_cents == INT64_MAX ? json_null() : json_integer(unable->least_cents));
    put(w, object, "grown", json_boolean(unable->grown));
    return object;
}

static json_t *write_lore(writer *w, const cst__serving *s, size_t m,
                          const cst__menu_marks *marks) {
    const cst__lore *lore = &s->market[m].own;
    json_t *object = json_object();
    json_t *packages = json_array();
    json_t *bounds = json_array();
    for (size_t i = marks->able[m]; i < lore->n_able; i++) {
        add(w, packages, write_able(w, s, &lore->able[i]));
    }
    for (size_t i = marks->unable[m]; i < lore->n_unable; i++) {
        add(w, bounds, write_unable(w, s, &lore->unable[i]));
    }
    put_text(w, object, "market", s->market[m].market->id);
    if (m >= s->n_markets) {
        put(w, object, "open_weights", json_true());
    }
    put(w, object, "packages", packages);
    put(w, object, "bounds", bounds);
    return object;
}

static json_t *write_learned(writer *w, const cst__serving *s, const cst__menu_marks *marks) {
    json_t *list = json_array();
    for (size_t m = 0; m < s->n_entries; m++) {
        const cst__lore *lore = &s->market[m].own;
        if (lore->n_able > marks->able[m] || lore->n_unable > marks->unable[m]) {
            add(w, list, write_lore(w, s, m, marks));
        }
    }
    return list;
}

static json_t *write_team(writer *w, const cst__serving *s, const cst__menu_team *team) {
    json_t *object = json_object();
    put_firm(w, object, "anchor", s, team->anchor);
    put(w, object, "firms", write_set(w, s, team->firms));
    if (team->open) {
        put(w, object, "open_weights", json_true());
    }
    return object;
}

static json_t *write_tried(writer *w, const cst__serving *s, const cst__draft *draft,
                           const cst__menu_marks *marks) {
    json_t *list = json_array();
    for (size_t i = marks->tried; i < cst__draft_n_tried(draft); i++) {
        add(w, list, write_team(w, s, cst__draft_tried(draft, i)));
    }
    return list;
}

static json_t *write_teams(writer *w, const cst__serving *s, const cst__menu_choice *c) {
    json_t *list = json_array();
    for (size_t k = 0; k < c->n_teams; k++) {
        add(w, list, write_team(w, s, &c->teams[k]));
    }
    return list;
}

/* Who is served by which team, with which of the packages that were learned. */
static json_t *write_served(writer *w, const cst__serving *s, const cst__menu_choice *c) {
    json_t *list = json_array();
    for (size_t m = 0; m < s->n_markets; m++) {
        if (c->served_by[m] != CST__NONE) {
            json_t *object = json_object();
            put_text(w, object, "market", s->market[m].market->id);
            put_count(w, object, "team", (int64_t)c->served_by[m]);
            put_count(w, object, "package", (int64_t)c->package[m]);
            add(w, list, object);
        }
    }
    return list;
}

static void put_choice(writer *w, json_t *object, const cst__serving *s,
                       const cst__menu_choice *c) {
    put(w, object, "teams", write_teams(w, s, c));
    put(w, object, "served", write_served(w, s, c));
}

static json_t *write_held(writer *w, const cst__serving *s, const cst__menu_choice *c) {
    json_t *object = json_object();
    put_choice(w, object, s, c);
    return object;
}

cst_error cst__menu_step_write(const cst__menu_ground *ground, const cst__menu_step *step,
                               const cst__draft *draft, cst__menu_marks *marks, char **text,
                               size_t *size) {
    const cst__serving *s = ground->serving;
    const cst_menu_point *point = step->point;
    writer w = {.digits = DIGITS_EXACT};
    json_t *object = json_object();
    put_count(&w, object, "packages", point == NULL ? 0 : point->packages);
    put(&w, object, "final", json_boolean(step->is_final));
    if (!step->is_final) {
        double limit = s->settings->time_limit_s;
        put(&w, object, "time_limit", limit > 0 ? json_real(limit) : json_null());
    }
    if (point != NULL) {
        put_count(&w, object, "weight_milli", point->weight_milli);
        put_count(&w, object, "weight_bound_milli", point->weight_bound_milli);
        put_count(&w, object, "gain_milli", point->gain_milli);
        put_count(&w, object, "cost_cents", point->cost_cents);
        put_count(&w, object, "cost_bound_cents", point->cost_bound_cents);
        put(&w, object, "weight_proven", json_boolean(point->weight_proven));
        put(&w, object, "cost_proven", json_boolean(point->cost_proven));
        put_choice(&w, object, s, step->best);
    }
    if (point != NULL && step->held != NULL) {
        put(&w, object, "within_capacity", write_held(&w, s, step->held));
    }
    put(&w, object, "seeded", json_boolean(cst__draft_is_seeded(draft)));
    put(&w, object, "tried", write_tried(&w, s, draft, marks));
    put(&w, object, "learned", write_learned(&w, s, marks));
    cst__menu_marks_set(s, draft, marks);
    return print_line(&w, object, text, size);
}

/* ---------------------------------------------------------------- reading */

typedef struct reading {
    cst__serving *serving;
    const cst__menu_ground *ground;
    cst_error error;
} reading;

static void refuse(reading *r, cst_error error) {
    r->error = r->error == CST_E_OK ? error : r->error;
}

static int64_t read_number(reading *r, const json_t *object, const char *key, int64_t low) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value) || json_integer_value(value) < low) {
        refuse(r, CST_E_INPUT);
        return 0;
    }
    return json_integer_value(value);
}

static bool read_flag(reading *r, const json_t *object, const char *key) {
    const json_t *value = json_object_get(object, key);
    if (!json_is_boolean(value)) {
        refuse(r, CST_E_INPUT);
    }
    return json_is_true(value);
}

static const json_t *read_list(reading *r, const json_t *object, const char *key) {
    const json_t *list = json_object_get(object, key);
    if (!json_is_array(list)) {
        refuse(r, CST_E_INPUT);
    }
    return list;
}

static size_t read_firm(reading *r, const json_t *value) {
    const char *id = json_string_value(value);
    size_t firm = id == NULL ? CST__NONE : cst__catalog_firm(r->serving->markets->catalog, id);
    if (firm == CST__NONE) {
        refuse(r, CST_E_INPUT);
    }
    return firm;
}

static void read_set(reading *r, const json_t *object, cst__firms set) {
    const json_t *list = read_list(r, object, "firms");
    cst__firms_clear(set, r->serving->words);
    for (size_t i = 0; r->error == CST_E_OK && i < json_array_size(list); i++) {
        size_t firm = read_firm(r, json_array_get(list, i));
        if (firm != CST__NONE) {
            cst__firms_put(set, firm);
        }
    }
}

static size_t read_market(reading *r, const json_t *object) {
    const char *id = json_string_value(json_object_get(object, "market"));
    for (size_t m = 0; id != NULL && m < r->serving->n_markets; m++) {
        if (strcmp(r->serving->market[m].market->id, id) == 0) {
            return m;
        }
    }
    refuse(r, CST_E_INPUT);
    return 0;
}

static void read_able(reading *r, size_t m, const json_t *object, int64_t *units) {
    cst__serving *s = r->serving;
    const char *id = NULL;
    json_t *value = NULL;
    bool holds = false;
    memset(units, 0, s->n_offerings * sizeof *units);
    if (!json_is_object(object)) {
        refuse(r, CST_E_INPUT);
        return;
    }
    json_object_foreach((json_t *)(uintptr_t)object, id, value) {
        size_t o = cst__catalog_offering(s->markets->catalog, id);
        const cst__offering *it = o == CST__NONE ? NULL : &s->markets->catalog->offerings[o];
        int64_t n = json_integer_value(value);
        if (it == NULL || n < it->min_units || n > it->max_units ||
            !s->market[m].screening->eligible[o]) {
            refuse(r, CST_E_INPUT);
            return;
        }
        units[o] = n;
    }
    refuse(r, cst__serving_remember(s, m, units, &holds));
    refuse(r, holds ? CST_E_OK : CST_E_INPUT);
}

static void read_unable(reading *r, size_t m, const json_t *object, cst__firms set) {
    const json_t *anchor = json_object_get(object, "anchor");
    const json_t *least = json_object_get(object, "least_cents");
    cst__unable unable = {.within = set, .anchor = CST__NONE, .least_cents = INT64_MAX};
    read_set(r, object, set);
    if (!json_is_null(anchor)) {
        unable.anchor = read_firm(r, anchor);
    }
    if (!json_is_null(least)) {
        unable.least_cents = read_number(r, object, "least_cents", INT64_MIN + 1);
    }
    unable.grown = read_flag(r, object, "grown");
    if (r->error == CST_E_OK) {
        refuse(r, cst__serving_remember_unable(r->serving, m, &unable));
    }
}

/* The market, or the question whether it is served with open weights. */
static size_t read_entry(reading *r, const json_t *object) {
    size_t m = read_market(r, object);
    if (json_is_true(json_object_get(object, "open_weights"))) {
        m += r->serving->n_markets;
        refuse(r, m < r->serving->n_entries ? CST_E_OK : CST_E_INPUT);
    }
    return m;
}

static void read_lore(reading *r, const json_t *object, int64_t *units, cst__firms set) {
    size_t m = read_entry(r, object);
    const json_t *packages = read_list(r, object, "packages");
    const json_t *bounds = read_list(r, object, "bounds");
    for (size_t i = 0; r->error == CST_E_OK && i < json_array_size(packages); i++) {
        read_able(r, m, json_array_get(packages, i), units);
    }
    for (size_t i = 0; r->error == CST_E_OK && i < json_array_size(bounds); i++) {
        read_unable(r, m, json_array_get(bounds, i), set);
    }
}

static void read_learned(reading *r, const json_t *line) {
    const json_t *list = read_list(r, line, "learned");
    int64_t *units = calloc(r->serving->n_offerings + 1, sizeof *units);
    cst__firms set = cst__firms_new(r->serving->words);
    if (units == NULL || set == NULL) {
        refuse(r, CST_E_MEMORY);
    }
    for (size_t i = 0; r->error == CST_E_OK && i < json_array_size(list); i++) {
        read_lore(r, json_array_get(list, i), units, set);
    }
    free(units);
    free(set);
}

/* ---------------------------------------------------------------- menus */

/* The first teams are those that are kept, and nothing else. */
static bool is_as_kept(const reading *r, size_t k, const cst__menu_team *team) {
    const cst_kept *kept = r->ground->kept;
    if (kept == NULL || k >= kept->n_teams) {
        return true;
    }
    const cst__kept_team *given = &kept->teams[k];
    bool same = team->anchor == given->anchor &&
                cst__firms_count(team->firms, r->serving->words) == given->n_firms;
    for (size_t i = 0; same && i < given->n_firms; i++) {
        same = cst__firms_has(team->firms, given->firms[i]);
    }
    return same;
}

static void read_team(reading *r, const json_t *object, cst__menu_team *team) {
    team->anchor = read_firm(r, json_object_get(object, "anchor"));
    team->open = json_is_true(json_object_get(object, "open_weights"));
    read_set(r, object, team->firms);
    if (team->open && r->serving->n_entries == r->serving->n_markets) {
        refuse(r, CST_E_INPUT);
    }
}

static void read_teams(reading *r, const json_t *object, cst__menu_choice *c) {
    const json_t *list = read_list(r, object, "teams");
    size_t n = json_array_size(list);
    if (n > r->ground->most_teams || n < cst__menu_n_kept(r->ground)) {
        refuse(r, CST_E_INPUT);
        return;
    }
    c->n_teams = n;
    for (size_t k = 0; r->error == CST_E_OK && k < n; k++) {
        read_team(r, json_array_get(list, k), &c->teams[k]);
        c->teams[k].kept = k < cst__menu_n_kept(r->ground);
        refuse(r, is_as_kept(r, k, &c->teams[k]) ? CST_E_OK : CST_E_INPUT);
    }
}

static void read_served(reading *r, const json_t *object, cst__menu_choice *c) {
    const json_t *list = read_list(r, object, "served");
    for (size_t m = 0; m < r->serving->n_markets; m++) {
        c->served_by[m] = CST__NONE;
    }
    for (size_t i = 0; r->error == CST_E_OK && i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        size_t m = read_market(r, item);
        size_t team = (size_t)read_number(r, item, "team", 0);
        size_t package = (size_t)read_number(r, item, "package", 0);
        if (r->error != CST_E_OK || team >= c->n_teams) {
            refuse(r, CST_E_INPUT);
            return;
        }
        size_t entry = cst__menu_entry(r->ground, m, &c->teams[team]);
        if (package >= r->serving->market[entry].lore->n_able) {
            refuse(r, CST_E_INPUT);
            return;
        }
        c->served_by[m] = team;
        c->package[m] = package;
    }
}

static void read_choice(reading *r, const json_t *object, cst__menu_choice *c) {
    read_teams(r, object, c);
    if (r->error == CST_E_OK) {
        read_served(r, object, c);
    }
    if (r->error == CST_E_OK) {
        cst__menu_sum_up(r->ground, c);
    }
}

static void read_point(reading *r, const json_t *line, cst_menu_point *point) {
    *point = (cst_menu_point){
        .packages = (int)read_number(r, line, "packages", 1),
        .weight_milli = read_number(r, line, "weight_milli", 0),
        .weight_bound_milli = read_number(r, line, "weight_bound_milli", 0),
        .gain_milli = read_number(r, line, "gain_milli", 0),
        .cost_cents = read_number(r, line, "cost_cents", INT64_MIN + 1),
        .cost_bound_cents = read_number(r, line, "cost_bound_cents", INT64_MIN + 1),
        .weight_proven = read_flag(r, line, "weight_proven"),
        .cost_proven = read_flag(r, line, "cost_proven"),
    };
}

/* What is shown of a point is the menu that keeps to what is shared, where something is. */
static void read_menus(reading *r, const json_t *line, const cst__menu_step *step) {
    read_point(r, line, step->point);
    read_choice(r, line, step->best);
    if (r->error == CST_E_OK && step->held != NULL) {
        read_choice(r, json_object_get(line, "within_capacity"), step->held);
    }
    const cst__menu_choice *shown = step->held != NULL ? step->held : step->best;
    step->point->n_teams = (int)shown->n_teams;
    for (size_t m = 0; m < r->serving->n_markets; m++) {
        step->point->n_served += shown->served_by[m] != CST__NONE;
    }
    if (r->error == CST_E_OK && (shown->weight_milli != step->point->weight_milli ||
                                 shown->cost_cents != step->point->cost_cents)) {
        refuse(r, CST_E_INPUT);
    }
}

cst_error cst__menu_step_read(const cst__menu_ground *ground, const json_t *line,
                              const cst__menu_step *step) {
    reading r = {.serving = ground->serving, .ground = ground};
    read_menus(&r, line, step);
    return r.error;
}

/* ---------------------------------------------------------------- teams that were tried */

/* Such as a menu may have. */
static bool is_possible(const reading *r, const cst__menu_team *team) {
    size_t n = cst__firms_count(team->firms, r->serving->words);
    return (int64_t)n <= r->serving->most_members && cst__firms_has(team->firms, team->anchor);
}

static void read_tried(reading *r, const json_t *line, cst__draft *draft) {
    const json_t *list = read_list(r, line, "tried");
    cst__menu_team team = {.firms = cst__firms_new(r->serving->words)};
    refuse(r, team.firms == NULL ? CST_E_MEMORY : CST_E_OK);
    for (size_t i = 0; r->error == CST_E_OK && i < json_array_size(list); i++) {
        read_team(r, json_array_get(list, i), &team);
        if (r->error == CST_E_OK && !is_possible(r, &team)) {
            refuse(r, CST_E_INPUT);
        }
        if (r->error == CST_E_OK) {
            refuse(r, cst__draft_recall(draft, &team));
        }
    }
    free(team.firms);
}

cst_error cst__menu_step_learn(const cst__menu_ground *ground, const json_t *line,
                               cst__draft *draft) {
    reading r = {.serving = ground->serving, .ground = ground};
    read_learned(&r, line);
    if (r.error == CST_E_OK) {
        read_tried(&r, line, draft);
        cst__draft_recall_seeded(draft, read_flag(&r, line, "seeded"));
    }
    return r.error;
}
