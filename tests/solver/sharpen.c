/*
 * sharpen.c - one more demand around the cheapest package.
 *
 * Limits that can be counted are set to exactly what the package comes to, or one step beyond (a
 * cent, a basis point, a thousandth, a week, a member). So the best package of the first tender is
 * at the very edge of the second, on the one side of it or on the other.
 */
#include "tests/solver/sharpen.h"

#include <stdlib.h>
#include <string.h>

#include "tests/tree.h"

/* What a demand is made from. */
typedef struct edge {
    instance *it;
    const oracle *o;
    const cst_catalog *catalog;
    const oracle_choice *best;
    dice *d;
    int beyond; /* 0: the package meets the demand exactly; 1: it fails by one step */
} edge;

/* ---------------------------------------------------------------- places in the files */

/* The object under a key, made where there is none. */
static json_t *part(json_t *object, const char *key) {
    json_t *found = json_object_get(object, key);
    if (!json_is_object(found)) {
        tree_put(object, key, json_object());
        found = json_object_get(object, key);
    }
    return found;
}

/* Adds to the list under a key, which is made where there is none. */
static void add_to(json_t *object, const char *key, json_t *item) {
    if (!json_is_array(json_object_get(object, key))) {
        tree_put(object, key, json_array());
    }
    json_array_append_new(json_object_get(object, key), item);
}

static json_t *with_id(const json_t *list, const char *id) {
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) {
        if (strcmp(json_string_value(json_object_get(item, "id")), id) == 0) {
            return item;
        }
    }
    abort();
}

static json_t *consortium(const edge *e) {
    return part(e->it->opportunity, "consortium");
}

static json_t *slot_of(const edge *e, size_t slot) {
    return part(part(e->it->opportunity, "slots"), e->o->opportunity->rules->slots[slot].id);
}

/* ---------------------------------------------------------------- parts of the package */

static size_t draw(const edge *e, size_t n) {
    return (size_t)dice_from(e->d, 0, (int)n - 1);
}

/* An offering that is chosen, or is not; CST__NONE when there is none. */
static size_t draw_offering(const edge *e, bool chosen) {
    size_t n = e->catalog->n_offerings;
    size_t first = draw(e, n);
    for (size_t i = 0; i < n; i++) {
        size_t o = (first + i) % n;
        if ((e->best->units[o] > 0) == chosen) {
            return o;
        }
    }
    return CST__NONE;
}

static size_t draw_firm(const edge *e, bool member) {
    size_t n = e->catalog->n_firms;
    size_t first = draw(e, n);
    for (size_t i = 0; i < n; i++) {
        size_t f = (first + i) % n;
        if (((e->best->members >> f & 1U) != 0) == member) {
            return f;
        }
    }
    return CST__NONE;
}

static int64_t value_of(const edge *e, size_t o) {
    int64_t n = e->best->units[o];
    return n == 0 ? 0
                  : cst__value_cents(&e->catalog->offerings[o], n, e->o->opportunity->term_years);
}

typedef bool (*belongs_fn)(const edge *e, size_t firm);

static int64_t value_of_firms(const edge *e, belongs_fn belongs) {
    int64_t sum = 0;
    for (size_t o = 0; o < e->catalog->n_offerings; o++) {
        sum += belongs(e, e->catalog->offerings[o].firm) ? value_of(e, o) : 0;
    }
    return sum;
}

static bool is_any(const edge *e, size_t firm) {
    (void)e;
    (void)firm;
    return true;
}

static bool is_local(const edge *e, size_t firm) {
    return e->catalog->firms[firm].incorporated == e->o->opportunity->buyer_country;
}

static bool is_small(const edge *e, size_t firm) {
    return e->catalog->firms[firm].size == CST__SIZE_SMALL;
}

static int64_t value_of_firm(const edge *e, size_t firm) {
    int64_t sum = 0;
    for (size_t o = 0; o < e->catalog->n_offerings; o++) {
        sum += e->catalog->offerings[o].firm == firm ? value_of(e, o) : 0;
    }
    return sum;
}

/* ---------------------------------------------------------------- demands that are counted */

static void sharpen_budget(edge *e) {
    int64_t cost = e->best->criteria[CST_CRITERION_COST];
    tree_put_money(e->it->opportunity, "budget", cost > 0 ? cost - e->beyond : 0);
}

static void sharpen_demand(edge *e) {
    if (e->catalog->n_resources == 0) {
        return;
    }
    size_t r = draw(e, e->catalog->n_resources);
    int64_t balance = e->o->opportunity->site_milli[r] + e->beyond;
    for (size_t o = 0; o < e->catalog->n_offerings; o++) {
        const cst__offering *it = &e->catalog->offerings[o];
        for (size_t i = 0; i < it->n_provides; i++) {
            balance +=
                it->provides[i].resource == r ? e->best->units[o] * it->provides[i].milli : 0;
        }
        for (size_t i = 0; i < it->n_consumes; i++) {
            balance -=
                it->consumes[i].resource == r ? e->best->units[o] * it->consumes[i].milli : 0;
        }
    }
    tree_put_amount(part(e->it->opportunity, "demand"), e->catalog->resources[r].id, balance);
}

static void sharpen_max_offerings(edge *e) {
    size_t slot = e->catalog->offerings[draw_offering(e, true)].slot;
    int64_t n = -e->beyond;
    for (size_t o = 0; o < e->catalog->n_offerings; o++) {
        n += e->catalog->offerings[o].slot == slot && e->best->units[o] > 0 ? 1 : 0;
    }
    tree_put(slot_of(e, slot), "max_offerings", json_integer(n));
}

static void sharpen_min_members(edge *e) {
    int64_t n = e->best->criteria[CST_CRITERION_MEMBERS] + e->beyond;
    if (n <= e->o->opportunity->max_members) {
        tree_put(consortium(e), "min_members", json_integer(n));
    }
}

static void sharpen_max_members(edge *e) {
    int64_t n = e->best->criteria[CST_CRITERION_MEMBERS] - e->beyond;
    if (n >= e->o->opportunity->min_members) {
        tree_put(consortium(e), "max_members", json_integer(n));
    }
}

static void sharpen_member_share(edge *e) {
    int64_t share = e->best->criteria[CST_CRITERION_LARGEST_SHARE];
    tree_put_share(consortium(e), "max_member_share", share > 0 ? share - e->beyond : 0);
}

static void sharpen_group_share(edge *e, const char *key, belongs_fn belongs) {
    int64_t gross = value_of_firms(e, is_any);
    int64_t share = gross == 0 ? 10000 : value_of_firms(e, belongs) * 10000 / gross;
    tree_put_share(consortium(e), key, share < 10000 ? share + e->beyond : 10000);
}

static void sharpen_local_share(edge *e) {
    sharpen_group_share(e, "local_share", is_local);
}

static void sharpen_small_share(edge *e) {
    sharpen_group_share(e, "small_share", is_small);
}

static void sharpen_min_value(edge *e) {
    size_t f = draw_firm(e, true);
    int64_t least = value_of_firm(e, f) + e->beyond;
    if (least <= e->catalog->firms[f].max_value_cents) {
        json_t *firm = with_id(json_object_get(e->it->catalog, "firms"), e->catalog->firms[f].id);
        tree_put_money(firm, "min_value", least);
    }
}

static void sharpen_max_value(edge *e) {
    size_t f = draw_firm(e, true);
    int64_t most = value_of_firm(e, f) - e->beyond;
    if (most >= e->catalog->firms[f].min_value_cents && most >= 0) {
        json_t *firm = with_id(json_object_get(e->it->catalog, "firms"), e->catalog->firms[f].id);
        tree_put_money(firm, "max_value", most);
    }
}

static void sharpen_deadline(edge *e) {
    int64_t weeks = e->best->criteria[CST_CRITERION_DELIVERY];
    tree_put(e->it->opportunity, "deadline_weeks", json_integer(weeks > 0 ? weeks - e->beyond : 0));
}

/* The share that is left after the falls, rounded down, or a basis point above it. */
static void sharpen_content(edge *e) {
    json_t *rules = json_object_get(e->it->rules, "content");
    const cst_rules *read = e->o->opportunity->rules;
    if (!json_is_object(rules)) {
        return;
    }
    int share = e->best->share_bp[read->content_method];
    if (e->o->opportunity->content_gamma >= 3) {
        share = e->best->worst_case_bp;
    }
    tree_put_share(rules, "threshold", share < 10000 ? share + e->beyond : 10000);
    tree_put_text(part(e->it->opportunity, "content"), "mode", "require");
}

/* ---------------------------------------------------------------- demands that are met or not */

static void sharpen_gamma(edge *e) {
    tree_put(part(e->it->opportunity, "content"), "gamma",
             json_integer(e->o->opportunity->content_gamma + 1));
}

static void add_relation(edge *e, const char *kind, const char *a, const char *b) {
    json_t *relation = json_object();
    tree_put_text(relation, "kind", kind);
    tree_put_text(relation, "a", a);
    tree_put_text(relation, "b", b);
    add_to(e->it->catalog, "relations", relation);
}

static void sharpen_offering_relation(edge *e) {
    bool excludes = dice_chance(e->d, 50);
    size_t a = draw_offering(e, true);
    size_t b = draw_offering(e, excludes);
    if (b != CST__NONE && a != b) {
        add_relation(e, excludes ? "excludes" : "requires", e->catalog->offerings[a].id,
                     e->catalog->offerings[b].id);
    }
}

static void sharpen_firm_relation(edge *e) {
    bool excludes = dice_chance(e->d, 50);
    size_t a = draw_firm(e, true);
    size_t b = draw_firm(e, excludes);
    if (b != CST__NONE && a != b) {
        add_relation(e, excludes ? "excludes" : "requires", e->catalog->firms[a].id,
                     e->catalog->firms[b].id);
    }
}

static void sharpen_exclude(edge *e) {
    bool firm = dice_chance(e->d, 50);
    const char *id = firm ? e->catalog->firms[draw_firm(e, true)].id
                          : e->catalog->offerings[draw_offering(e, true)].id;
    add_to(consortium(e), "exclude", json_string(id));
}

static void sharpen_include(edge *e) {
    size_t firm = draw_firm(e, false);
    size_t offering = draw_offering(e, false);
    if (dice_chance(e->d, 50) && firm != CST__NONE) {
        add_to(consortium(e), "include", json_string(e->catalog->firms[firm].id));
    } else if (offering != CST__NONE) {
        add_to(consortium(e), "include", json_string(e->catalog->offerings[offering].id));
    }
}

static void sharpen_anchor(edge *e) {
    size_t f = draw_firm(e, dice_chance(e->d, 50));
    if (f != CST__NONE) {
        tree_put_text(consortium(e), "anchor", e->catalog->firms[f].id);
    }
}

/* A tag that some offering has. */
static const char *draw_tag(const edge *e) {
    size_t n = e->catalog->n_offerings;
    size_t first = draw(e, n);
    for (size_t i = 0; i < n; i++) {
        const cst__texts *tags = &e->catalog->offerings[(first + i) % n].capabilities;
        if (tags->n > 0) {
            return tags->item[draw(e, tags->n)];
        }
    }
    return "lang:sw";
}

static void sharpen_tags(edge *e) {
    size_t slot = draw(e, e->o->opportunity->rules->n_slots);
    add_to(slot_of(e, slot), dice_chance(e->d, 70) ? "some_has" : "every_has",
           json_string(draw_tag(e)));
    json_object_del(slot_of(e, slot), "required"); /* which must not be false now */
}

static void sharpen_needs(edge *e) {
    size_t o = draw_offering(e, true);
    json_t *offering =
        with_id(json_object_get(e->it->catalog, "offerings"), e->catalog->offerings[o].id);
    add_to(offering, "needs", json_string(draw_tag(e)));
}

static void sharpen_slot(edge *e) {
    tree_put(slot_of(e, draw(e, e->o->opportunity->rules->n_slots)), "required", json_true());
}

static void sharpen_layer(edge *e) {
    json_t *layers = json_object_get(e->it->rules, "layers");
    if (json_array_size(layers) > 0) {
        tree_put(json_array_get(layers, draw(e, json_array_size(layers))), "required", json_true());
    }
}

void instance_sharpen(instance *it, const oracle *o, dice *d) {
    static void (*const ways[])(edge *) = {
        sharpen_budget,        sharpen_demand,      sharpen_demand,       sharpen_max_offerings,
        sharpen_min_members,   sharpen_max_members, sharpen_member_share, sharpen_local_share,
        sharpen_small_share,   sharpen_min_value,   sharpen_max_value,    sharpen_deadline,
        sharpen_content,       sharpen_content,     sharpen_gamma,        sharpen_offering_relation,
        sharpen_firm_relation, sharpen_exclude,     sharpen_include,      sharpen_anchor,
        sharpen_tags,          sharpen_needs,       sharpen_slot,         sharpen_layer,
    };
    edge e = {.it = it,
              .o = o,
              .catalog = o->opportunity->catalog,
              .best = oracle_best(o, CST_CRITERION_COST),
              .d = d,
              .beyond = dice_from(d, 0, 1)};
    DICE_PICK(d, ways)(&e);
}
