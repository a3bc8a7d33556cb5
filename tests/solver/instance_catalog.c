/*
 * instance_catalog.c - the catalog of a seeded tender: the sketch, and the facts that screening
 * looks at, of which a few are unknown or ones to stumble over.
 */
#include <string.h>

#include "tests/solver/instance_parts.h"

/* A fact that is mostly harmless. */
static const char *draw_country(sketch *s) {
    static const char *const troubles[] = {"CN", "TW", "RU", NULL, NULL};
    static const char *const homes[] = {"US", "DE", "KE"};
    return dice_chance(&s->dice, s->trouble) ? DICE_PICK(&s->dice, troubles)
                                             : DICE_PICK(&s->dice, homes);
}

/* ---------------------------------------------------------------- firms */

static json_t *make_owners(sketch *s) {
    static const int shares[] = {2500, 3000, 2000, 1000};
    json_t *owners = json_array();
    int n = dice_from(&s->dice, 0, 3);
    for (int i = 0; i < n; i++) {
        json_t *owner = json_object();
        instance_put_fact(&s->dice, owner, "country", draw_country(s));
        tree_put_share(owner, "share", DICE_PICK(&s->dice, shares));
        json_array_append_new(owners, owner);
    }
    return owners;
}

static void put_parent(sketch *s, json_t *firm) {
    if (dice_chance(&s->dice, s->trouble)) {
        instance_put_unknown(&s->dice, firm, "parent");
    } else {
        json_t *parent = json_object();
        instance_put_fact(&s->dice, parent, "country", draw_country(s));
        tree_put(firm, "parent", parent);
    }
}

/* A firm joins for no less than min_value and carries no more than max_value. */
static void put_value_limits(sketch *s, json_t *object, int f) {
    int64_t exact = sketch_planted_value(s, f);
    int64_t least = 0;
    if (dice_chance(&s->dice, s->tightness / 2)) {
        least = sketch_limit(s, exact, 1 + s->money * dice_from(&s->dice, 0, 1), -1);
        tree_put_money(object, "min_value", least);
    }
    if (dice_chance(&s->dice, s->tightness / 2)) {
        int64_t most = sketch_limit(s, exact, 1 + s->money * dice_from(&s->dice, 0, 1), 1);
        tree_put_money(object, "max_value", most > least ? most : least);
    }
}

static json_t *make_firm(sketch *s, int f) {
    const sketch_firm *it = &s->firms[f];
    dice *d = &s->dice;
    json_t *firm = json_object();
    tree_put_text(firm, "id", it->id);
    instance_put_fact(d, firm, "size", it->size);
    instance_put_fact(d, firm, "incorporated", it->country);
    instance_put_fact(d, firm, "principal_place", draw_country(s));
    put_parent(s, firm);
    if (dice_chance(d, s->trouble)) {
        instance_put_unknown(d, firm, "owners");
    } else {
        tree_put(firm, "owners", make_owners(s));
    }
    if (dice_chance(d, s->trouble)) {
        tree_put(firm, "listed_as", tree_list("entity list", "other list"));
    }
    if (it->can_anchor || dice_chance(d, 50)) {
        tree_put(firm, "can_anchor", json_boolean(it->can_anchor));
    }
    put_value_limits(s, firm, f);
    return firm;
}

/* ---------------------------------------------------------------- offerings */

static json_t *make_price(const sketch_offering *o) {
    json_t *price = json_object();
    json_t *tiers = json_array();
    tree_put_money(price, "fixed", o->fixed);
    tree_put_money(price, "per_unit", o->per_unit);
    tree_put_money(price, "per_unit_year", o->per_year);
    for (int t = 0; t < o->n_tiers; t++) {
        json_t *tier = json_object();
        tree_put(tier, "from", json_integer(o->tier_from[t]));
        tree_put_money(tier, "per_unit", o->tier_price[t]);
        json_array_append_new(tiers, tier);
    }
    tree_put(price, "tiers", tiers);
    return price;
}

static json_t *make_amounts(const sketch *s, const int64_t *amounts) {
    json_t *object = json_object();
    for (int r = 0; r < s->n_resources; r++) {
        if (amounts[r] > 0) {
            tree_put_amount(object, sketch_resource_names[r], amounts[r]);
        }
    }
    return object;
}

static void put_known_share(dice *d, json_t *object, const char *key, int bp) {
    if (bp < 0) {
        instance_put_unknown(d, object, key);
    } else {
        tree_put_share(object, key, bp);
    }
}

static json_t *make_content(dice *d, const sketch_offering *o) {
    json_t *content = json_object();
    put_known_share(d, content, "made", o->made);
    put_known_share(d, content, "made_low", o->low);
    put_known_share(d, content, "value_added", o->added);
    return content;
}

static json_t *make_ratings(dice *d) {
    static const int shares[] = {0, 2500, 5000, 7500, 10000, 3333};
    json_t *ratings = json_object();
    if (dice_chance(d, 80)) {
        tree_put_share(ratings, "speed", DICE_PICK(d, shares));
    }
    if (dice_chance(d, 60)) {
        tree_put_share(ratings, "tongue", DICE_PICK(d, shares));
    }
    return ratings;
}

static void put_weights(sketch *s, json_t *offering) {
    dice *d = &s->dice;
    if (!dice_chance(d, 20)) {
        return;
    }
    tree_put_text(offering, "weights", dice_chance(d, 50) ? "open" : "closed");
    instance_put_fact(d, offering, "weights_origin", draw_country(s));
    const char *from = draw_country(s);
    if (from == NULL) {
        instance_put_unknown(d, offering, "lineage");
    } else {
        tree_put(offering, "lineage", tree_list("US", from));
    }
}

static void put_places(sketch *s, json_t *offering) {
    dice *d = &s->dice;
    if (dice_chance(d, s->trouble)) {
        instance_put_unknown(d, offering, "hosted_in");
    } else if (dice_chance(d, s->trouble)) {
        tree_put(offering, "hosted_in", dice_chance(d, 30) ? json_array() : tree_list("DE", NULL));
    } else {
        tree_put(offering, "hosted_in",
                 dice_chance(d, 50) ? tree_list("near", "US") : json_string("*"));
    }
    if (dice_chance(d, 30)) {
        bool here = !dice_chance(d, s->trouble);
        tree_put(offering, "available_in", here ? tree_list("near", "US") : tree_list("DE", NULL));
    }
}

static void put_export(sketch *s, json_t *offering) {
    static const char *const numbers[] = {"EAR99",   "EAR99",   "EAR99", "EAR99",
                                          "4A090.a", "4A090.b", "3A090", "5A002.a.1"};
    bool unknown = dice_chance(&s->dice, s->trouble);
    instance_put_fact(&s->dice, offering, "eccn", unknown ? NULL : DICE_PICK(&s->dice, numbers));
    instance_put_fact(&s->dice, offering, "maker_country", draw_country(s));
}

static json_t *make_offering(sketch *s, const sketch_offering *o) {
    json_t *offering = json_object();
    json_t *units = json_object();
    tree_put_text(offering, "id", o->id);
    tree_put_text(offering, "firm", s->firms[o->firm].id);
    tree_put_text(offering, "slot", sketch_slot_names[o->slot]);
    tree_put(units, "min", json_integer(o->min));
    tree_put(units, "max", json_integer(o->max));
    tree_put(offering, "units", units);
    tree_put(offering, "price", make_price(o));
    tree_put(offering, "provides", make_amounts(s, o->provides));
    tree_put(offering, "consumes", make_amounts(s, o->consumes));
    tree_put(offering, "us_content", make_content(&s->dice, o));
    tree_put(offering, "lead_weeks", json_integer(o->lead));
    tree_put(offering, "capabilities", instance_tags(o->has));
    tree_put(offering, "needs", instance_tags(o->needs));
    tree_put(offering, "ratings", make_ratings(&s->dice));
    put_weights(s, offering);
    put_places(s, offering);
    put_export(s, offering);
    return offering;
}

/* ---------------------------------------------------------------- bundles, relations */

static json_t *make_bundle(sketch *s, int i) {
    static const char *const ids[] = {"pair", "kit", "all-in"};
    json_t *bundle = json_object();
    json_t *list = json_array();
    int64_t most = 0;
    for (int o = 0; o < s->n_offerings; o++) {
        if (dice_chance(&s->dice, s->offerings[o].planted > 0 ? 40 : 20)) {
            json_array_append_new(list, json_string(s->offerings[o].id));
            most += sketch_least_value(&s->offerings[o]);
        }
    }
    if (json_array_size(list) == 0) {
        json_array_append_new(list, json_string(s->offerings[0].id));
        most = sketch_least_value(&s->offerings[0]);
    }
    int64_t discount = s->money * dice_from(&s->dice, 0, 6) + dice_from(&s->dice, 0, 1);
    tree_put_text(bundle, "id", ids[i]);
    tree_put(bundle, "offerings", list);
    tree_put_money(bundle, "discount", discount < most ? discount : most);
    return bundle;
}

/* Two different ones, mostly such that the planted choice keeps the relation. */
static json_t *make_relation(sketch *s) {
    dice *d = &s->dice;
    bool firms = dice_chance(d, 50);
    bool requires = dice_chance(d, 50);
    int n = firms ? s->n_firms : s->n_offerings;
    int a = dice_from(d, 0, n - 1);
    int b = (a + dice_from(d, 1, n - 1)) % n;
    bool has_a = firms ? s->firms[a].planted : s->offerings[a].planted > 0;
    bool has_b = firms ? s->firms[b].planted : s->offerings[b].planted > 0;
    if ((requires ? has_a && !has_b : has_a && has_b) && !dice_chance(d, 20)) {
        requires = !requires;
    }
    json_t *relation = json_object();
    tree_put_text(relation, "kind", requires ? "requires" : "excludes");
    tree_put_text(relation, "a", firms ? s->firms[a].id : s->offerings[a].id);
    tree_put_text(relation, "b", firms ? s->firms[b].id : s->offerings[b].id);
    return relation;
}

static void put_bundles_and_relations(sketch *s, json_t *catalog) {
    json_t *bundles = json_array();
    json_t *relations = json_array();
    int n = dice_from(&s->dice, 0, 3);
    for (int i = 0; i < n; i++) {
        json_array_append_new(bundles, make_bundle(s, i));
    }
    n = dice_chance(&s->dice, 60) ? dice_from(&s->dice, 1, 4) : 0;
    for (int i = 0; i < n; i++) {
        json_array_append_new(relations, make_relation(s));
    }
    tree_put(catalog, "bundles", bundles);
    tree_put(catalog, "relations", relations);
}

/* ---------------------------------------------------------------- the file */

json_t *instance_catalog(sketch *s) {
    json_t *catalog = json_object();
    json_t *resources = json_object();
    json_t *firms = json_array();
    json_t *offerings = json_array();
    tree_put_text(catalog, "format", "consort-catalog/1");
    tree_put_text(catalog, "currency", "USD");
    for (int r = 0; r < s->n_resources; r++) {
        tree_put(resources, sketch_resource_names[r], json_object());
    }
    for (int f = 0; f < s->n_firms; f++) {
        json_array_append_new(firms, make_firm(s, f));
    }
    for (int o = 0; o < s->n_offerings; o++) {
        json_array_append_new(offerings, make_offering(s, &s->offerings[o]));
    }
    tree_put(catalog, "resources", resources);
    tree_put(catalog, "firms", firms);
    tree_put(catalog, "offerings", offerings);
    put_bundles_and_relations(s, catalog);
    return catalog;
}
