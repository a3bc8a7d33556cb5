/*
 * instance_rules.c - the rule file of a seeded tender: layers and slots of the sketch, a few rows
 * of each kind.
 */
#include "tests/solver/instance_parts.h"

static json_t *make_groups(void) {
    json_t *groups = json_object();
    tree_put(groups, "east", tree_list("CN", "RU"));
    tree_put(groups, "near", tree_list("KE", "UG"));
    return groups;
}

/* ---------------------------------------------------------------- layers, slots, content */

static json_t *make_layer(sketch *s, int layer) {
    json_t *object = json_object();
    json_t *slots = json_array();
    tree_put_text(object, "id", sketch_layer_names[layer]);
    for (int i = 0; i < s->n_slots; i++) {
        if (s->layer_of[i] == layer) {
            json_array_append_new(slots, json_string(sketch_slot_names[i]));
        }
    }
    tree_put(object, "slots", slots);
    if (s->layer_required[layer] || dice_chance(&s->dice, 50)) {
        tree_put(object, "required", json_boolean(s->layer_required[layer]));
    }
    return object;
}

static void put_slots(sketch *s, json_t *rules) {
    json_t *layers = json_array();
    json_t *required = json_array();
    for (int i = 0; i < s->n_layers; i++) {
        json_array_append_new(layers, make_layer(s, i));
    }
    for (int i = 0; i < s->n_slots; i++) {
        if (s->slot_required[i]) {
            json_array_append_new(required, json_string(sketch_slot_names[i]));
        }
    }
    tree_put(rules, "layers", layers);
    tree_put(rules, "required_slots", required);
}

/* The share of the planted choice, where it is a whole number of basis points: then it is met
 * exactly. Falls to made_low are not looked at. */
static int planted_share(const sketch *s, bool made) {
    int64_t value = 0;
    int64_t us = 0;
    for (int i = 0; i < s->n_offerings; i++) {
        const sketch_offering *o = &s->offerings[i];
        if (o->planted > 0 && s->content_slot[o->slot]) {
            int64_t worth = sketch_value(o, o->planted, s->term_years);
            int share = made ? o->made : o->added;
            value += worth;
            us += share > 0 ? share * worth : 0;
        }
    }
    return value > 0 && us % value == 0 ? (int)(us / value) : -1;
}

static json_t *make_content(sketch *s) {
    static const int thresholds[] = {3000, 4000, 5000, 5100, 2500};
    static const char *const modes[] = {"require", "require", "require", "presumption", "ignore"};
    dice *d = &s->dice;
    bool made = dice_chance(d, 75);
    int exact = planted_share(s, made);
    json_t *content = json_object();
    json_t *slots = json_array();
    for (int i = 0; i < s->n_slots; i++) {
        if (s->content_slot[i]) {
            json_array_append_new(slots, json_string(sketch_slot_names[i]));
        }
    }
    tree_put(content, "slots", slots);
    tree_put_share(content, "threshold",
                   exact >= 0 && dice_chance(d, 50) ? exact : DICE_PICK(d, thresholds));
    tree_put_text(content, "method", made ? "made" : "value_added");
    tree_put_text(content, "mode", DICE_PICK(d, modes));
    if (dice_chance(d, 35)) {
        tree_put(content, "gamma", json_integer(dice_from(d, 0, 3)));
    }
    return content;
}

/* ---------------------------------------------------------------- rows */

static json_t *draw_places(dice *d) {
    switch (dice_from(d, 1, 5)) {
        case 1:
            return json_string("east");
        case 2:
            return json_string("CN");
        case 3:
            return tree_list("RU", "TW");
        case 4:
            return tree_list("near", "RU");
        default:
            return tree_list("east", "TW");
    }
}

static void put_row_id(json_t *row, char kind, int i) {
    const char id[] = {kind, (char)('9' - i), '\0'}; /* not in the order of the file */
    tree_put_text(row, "id", id);
}

static json_t *make_jurisdiction_row(sketch *s, int i) {
    static const char *const tests[] = {"incorporated",   "principal_place", "parent",
                                        "maker_country",  "listed",          "owned",
                                        "weights_origin", "lineage"};
    static const int thresholds[] = {2500, 3000, 5000};
    dice *d = &s->dice;
    int test = dice_from(d, 0, 7);
    json_t *row = json_object();
    put_row_id(row, 'J', i);
    tree_put_text(row, "test", tests[test]);
    if (test == 4) {
        tree_put(row, "lists", tree_list("entity list", NULL));
    } else {
        tree_put(row, "in", draw_places(d));
    }
    if (test == 5 && dice_chance(d, 70)) {
        tree_put_share(row, "threshold", DICE_PICK(d, thresholds));
    }
    if (dice_chance(d, 40)) {
        tree_put(row, "layers",
                 tree_list(sketch_layer_names[dice_from(d, 0, s->n_layers - 1)], NULL));
    }
    tree_put_text(row, "verdict", dice_chance(d, 65) ? "refuse" : "warn");
    return row;
}

static void put_dates(dice *d, json_t *row) {
    static const char *const days[] = {"2027-01-31", "2027-03-01", "2027-03-02"};
    int from = dice_from(d, 0, 2);
    if (dice_chance(d, 70)) {
        tree_put_text(row, "valid_from", days[from]);
    } else {
        from = 0;
    }
    if (dice_chance(d, 60)) {
        tree_put_text(row, "valid_to", days[dice_from(d, from, 2)]);
    }
}

/* The keys that say which sales a row is about. */
static void put_match(sketch *s, json_t *row) {
    dice *d = &s->dice;
    if (dice_chance(d, 80)) {
        static const char *const numbers[] = {"3A090", "4A", "4A090.a", "5A002", "EAR99"};
        tree_put(
            row, "eccn",
            tree_list(DICE_PICK(d, numbers), dice_chance(d, 30) ? DICE_PICK(d, numbers) : NULL));
    }
    if (dice_chance(d, 45)) {
        tree_put(row, "destination", dice_chance(d, 60) ? json_string("near") : draw_places(d));
    }
    if (dice_chance(d, 15)) {
        tree_put(row, "recipient_parent", dice_chance(d, 60) ? json_string("*") : draw_places(d));
    }
    if (dice_chance(d, 12)) {
        tree_put(row, "recipient_listed", tree_list("watch list", NULL));
    }
    if (dice_chance(d, 10)) {
        tree_put(row, "buyer", tree_list("Ministry", "Agency"));
    }
    if (dice_chance(d, 25)) {
        put_dates(d, row);
    }
}

static json_t *make_export_row(sketch *s, int i) {
    static const char *const statuses[] = {"none",    "licence", "licence", "licence",
                                           "licence", "blocked", "unknown"};
    json_t *row = json_object();
    put_row_id(row, 'X', i);
    put_match(s, row);
    tree_put_text(row, "status", DICE_PICK(&s->dice, statuses));
    tree_put(row, "weeks", json_integer(dice_from(&s->dice, 0, 3)));
    return row;
}

static json_t *make_rows(sketch *s, int n, json_t *(*make)(sketch *, int)) {
    json_t *rows = json_array();
    for (int i = 0; i < n; i++) {
        json_array_append_new(rows, make(s, i));
    }
    return rows;
}

/* ---------------------------------------------------------------- the file */

json_t *instance_rules(sketch *s) {
    dice *d = &s->dice;
    json_t *rules = json_object();
    tree_put_text(rules, "format", "consort-rules/1");
    tree_put_text(rules, "id", "seeded-rules");
    tree_put(rules, "groups", make_groups());
    put_slots(s, rules);
    if (dice_chance(d, 80)) {
        tree_put(rules, "content", make_content(s));
    }
    tree_put(rules, "jurisdiction", make_rows(s, dice_from(d, 0, 3), make_jurisdiction_row));
    tree_put(rules, "export", make_rows(s, dice_from(d, 0, 4), make_export_row));
    if (dice_chance(d, 40)) {
        json_t *anchor = json_object();
        tree_put(anchor, "incorporated_in",
                 dice_chance(d, 50) ? json_string("US") : tree_list("US", "near"));
        tree_put(rules, "anchor", anchor);
    }
    if (dice_chance(d, 70)) {
        tree_put_text(rules, "unknown", dice_chance(d, 60) ? "warn" : "refuse");
    }
    return rules;
}
