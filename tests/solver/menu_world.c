/* menu_world.c - markets from a seed, each with limits around a package of its own. */
#include "tests/solver/menu_world.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/solver/instance_parts.h"
#include "tests/tree.h"

/* ---------------------------------------------------------------- markets from a seed */

/* Whether something is planted in a slot, or in its layer where the layer is what is required. */
static bool is_filled(const sketch *s, int slot) {
    for (int i = 0; i < s->n_offerings; i++) {
        const sketch_offering *o = &s->offerings[i];
        bool fills =
            s->slot_required[slot] ? o->slot == slot : s->layer_of[o->slot] == s->layer_of[slot];
        if (o->planted > 0 && fills) {
            return true;
        }
    }
    return false;
}

/* What the rules require is planted too. */
static void fill_required(sketch *s) {
    for (int i = 0; i < s->n_offerings; i++) {
        sketch_offering *o = &s->offerings[i];
        int layer = s->layer_of[o->slot];
        bool required = s->slot_required[o->slot] || (layer >= 0 && s->layer_required[layer]);
        if (required && !is_filled(s, o->slot)) {
            o->planted = o->min;
        }
    }
}

/* Another choice is planted, so that the limits of a market lie around a package of its own. */
static void plant(sketch *s) {
    static const char *const buyers[] = {"KE", "US", "GB"};
    dice *d = &s->dice;
    unsigned team = (unsigned)(1 << dice_from(d, 0, s->n_firms - 1));
    for (int f = 0; f < s->n_firms; f++) {
        s->firms[f].planted = false;
        team |= dice_chance(d, 30) ? 1U << f : 0;
    }
    for (int i = 0; i < s->n_offerings; i++) {
        sketch_offering *o = &s->offerings[i];
        bool chosen = (team >> o->firm & 1U) != 0 && dice_chance(d, 85);
        o->planted = chosen ? dice_from(d, o->min, o->max) : 0;
    }
    fill_required(s);
    for (int i = 0; i < s->n_offerings; i++) {
        sketch_firm *firm = &s->firms[s->offerings[i].firm];
        firm->planted = firm->planted || s->offerings[i].planted > 0;
    }
    s->buyer = dice_chance(d, 60) ? s->buyer : DICE_PICK(d, buyers);
    s->tightness = dice_from(d, 0, 30);
}

/* Fewer facts that screening stumbles over, and more who may lead. */
static void ease(sketch *s) {
    s->trouble /= 4;
    for (int f = 0; f < s->n_firms; f++) {
        s->firms[f].can_anchor = s->firms[f].can_anchor || dice_chance(&s->dice, 60);
        s->firms[f].country = dice_chance(&s->dice, 60) ? "US" : s->firms[f].country;
    }
}

/* Often somebody must be in it, which sets markets apart. */
static void include_one(sketch *s, json_t *opportunity) {
    json_t *list = json_array();
    for (int f = 0; f < s->n_firms && json_array_size(list) == 0; f++) {
        if (s->firms[f].planted && dice_chance(&s->dice, 40)) {
            json_array_append_new(list, json_string(s->firms[f].id));
        }
    }
    tree_put(json_object_get(opportunity, "consortium"), "include", list);
}

static json_t *make_market(sketch *s, int m) {
    char id[16];
    snprintf(id, sizeof id, "m%d", m);
    plant(s);
    json_t *market = json_object();
    json_t *opportunity = instance_opportunity(s);
    include_one(s, opportunity);
    json_object_del(opportunity, "format");
    json_object_del(opportunity, "id");
    tree_put_text(market, "id", id);
    tree_put_amount(market, "weight", dice_from(&s->dice, 1, 3) * 500);
    tree_put(market, "opportunity", opportunity);
    return market;
}

static bool read_world(json_t *rules, json_t *catalog, json_t *markets, menu_world *w) {
    char *text = tree_text(rules);
    cst_error error = cst_rules_read(text, strlen(text), "rules", NULL, &w->rules, NULL);
    free(text);
    if (error == CST_E_OK) {
        text = tree_text(catalog);
        error = cst_catalog_read(text, strlen(text), "catalog", w->rules, NULL, &w->catalog, NULL);
        free(text);
    }
    if (error == CST_E_OK) {
        text = tree_text(markets);
        error = cst_markets_read(text, strlen(text), "markets", w->rules, w->catalog, NULL,
                                 &w->markets, NULL);
        free(text);
    }
    return error == CST_E_OK;
}

bool menu_world_shares(const menu_world *w) {
    return w->share_units || w->share_value;
}

cst_menu_ask menu_world_ask(const menu_world *w) {
    return (cst_menu_ask){.packages = w->packages,
                          .max_members = w->max_members,
                          .teams_per_firm = w->teams_per_firm,
                          .small_team = w->small_team,
                          .open_weight_team = w->open_weight_team,
                          .share_units = w->share_units,
                          .share_value = w->share_value,
                          .keep = w->kept};
}

/* A team of any firms, led by any of them, whether it can serve anything or not. */
static bool choose_kept(menu_world *w, dice *d, int k) {
    int n_firms = (int)w->catalog->n_firms;
    uint32_t team = 0;
    for (int i = dice_from(d, 1, w->max_members); i > 0; i--) {
        team |= 1U << dice_from(d, 0, n_firms - 1);
    }
    size_t anchor = (size_t)dice_from(d, 0, n_firms - 1);
    while ((team >> anchor & 1U) == 0) {
        anchor = (anchor + 1) % (size_t)n_firms;
    }
    for (int i = 0; w->teams_per_firm > 0 && i < k; i++) {
        if ((w->kept_team[i] & team) != 0) {
            return false;
        }
    }
    w->kept_team[k] = team;
    w->kept_anchor[k] = anchor;
    return true;
}

static json_t *write_kept(const menu_world *w) {
    json_t *file = json_object();
    json_t *teams = json_array();
    for (int k = 0; k < w->n_kept; k++) {
        json_t *team = json_object();
        json_t *members = json_array();
        for (size_t f = 0; f < w->catalog->n_firms; f++) {
            if ((w->kept_team[k] >> f & 1U) != 0) {
                json_array_append_new(members, json_string(w->catalog->firms[f].id));
            }
        }
        tree_put_text(team, "anchor", w->catalog->firms[w->kept_anchor[k]].id);
        tree_put(team, "members", members);
        json_array_append_new(teams, team);
    }
    tree_put_text(file, "format", "consort-menu/1");
    tree_put(file, "teams", teams);
    return file;
}

/* Some worlds keep a team, or as many as there may be. */
static void keep_some(menu_world *w, dice *d) {
    int most = dice_chance(d, 75) ? 1 : w->packages;
    while (w->n_kept < most && choose_kept(w, d, w->n_kept)) {
        w->n_kept++;
    }
    json_t *file = write_kept(w);
    char *text = tree_text(file);
    cst_menu_ask ask = menu_world_ask(w);
    assert_int_equal(
        cst_kept_read(text, strlen(text), "kept", w->catalog, &ask, NULL, &w->kept, NULL),
        CST_E_OK);
    assert_int_equal(cst_kept_count(w->kept), w->n_kept);
    free(text);
    json_decref(file);
}

void menu_world_clear(menu_world *w) {
    cst_kept_free(w->kept);
    cst_markets_free(w->markets);
    cst_catalog_free(w->catalog);
    cst_rules_free(w->rules);
}

/* More models with open weights than a catalog from a seed has. */
static void open_some(json_t *catalog, dice *d) {
    size_t i = 0;
    json_t *offering = NULL;
    json_array_foreach(json_object_get(catalog, "offerings"), i, offering) {
        if (json_object_get(offering, "weights") == NULL && dice_chance(d, 45)) {
            tree_put_text(offering, "weights", "open");
            tree_put_text(offering, "weights_origin", "US");
            tree_put(offering, "lineage", tree_list("US", "US"));
        }
    }
}

/* More small firms. */
static void shrink_some(json_t *catalog, dice *d) {
    size_t i = 0;
    json_t *firm = NULL;
    json_array_foreach(json_object_get(catalog, "firms"), i, firm) {
        if (dice_chance(d, 60)) {
            tree_put_text(firm, "size", "small");
        }
    }
}

bool menu_world_make(uint64_t seed, uint64_t shuffle, menu_world *w) {
    sketch s = sketch_new(seed);
    ease(&s);
    json_t *rules = instance_rules(&s);
    json_t *catalog = instance_catalog(&s);
    json_t *markets = json_object();
    json_t *list = json_array();
    int n = dice_from(&s.dice, 3, MENU_MARKETS);
    for (int m = 0; m < n; m++) {
        json_array_append_new(list, make_market(&s, m));
    }
    tree_put_text(markets, "format", "consort-markets/1");
    tree_put_text(markets, "id", "seeded");
    tree_put(markets, "markets", list);
    *w = (menu_world){.packages = dice_from(&s.dice, 2, MENU_TEAMS),
                      .max_members = dice_from(&s.dice, 1, 4)};
    if (dice_chance(&s.dice, 25)) {
        w->teams_per_firm = 1;
        w->packages = 2;
    }
    w->small_team = w->teams_per_firm == 0 && dice_chance(&s.dice, 25);
    w->open_weight_team = w->teams_per_firm == 0 && dice_chance(&s.dice, 25);
    if (w->teams_per_firm == 0 && dice_chance(&s.dice, 35)) {
        w->share_units = dice_chance(&s.dice, 75);
        w->share_value = !w->share_units || dice_chance(&s.dice, 50);
    }
    if (w->open_weight_team) {
        open_some(catalog, &s.dice);
    }
    if (w->small_team) {
        shrink_some(catalog, &s.dice);
    }
    if (shuffle > 0) {
        json_t *other = tree_shuffled(catalog, shuffle);
        json_decref(catalog);
        catalog = other;
        other = tree_shuffled(markets, shuffle);
        json_decref(markets);
        markets = other;
    }
    bool read = read_world(rules, catalog, markets, w);
    json_decref(rules);
    json_decref(catalog);
    json_decref(markets);
    if (read && w->catalog->n_firms <= 8 && dice_chance(&s.dice, 40)) {
        keep_some(w, &s.dice);
    }
    return read;
}

/* ---------------------------------------------------------------- teams */

int menu_bits(uint32_t set) {
    int n = 0;
    for (; set != 0; set &= set - 1) {
        n++;
    }
    return n;
}

bool menu_states_open(const cst__offering *it) {
    return it->has_weights && cst__texts_has(&it->capabilities, "weights:open");
}

bool menu_world_is_small(const menu_world *w, uint32_t team) {
    bool small = true;
    for (size_t f = 0; f < w->catalog->n_firms; f++) {
        small = small && ((team >> f & 1U) == 0 || w->catalog->firms[f].size == CST__SIZE_SMALL);
    }
    return small;
}
