/*
 * read_rules.c - from a file of format consort-rules/1 to cst_rules, in the order of the contract
 * (section 2.3): groups, layers and slots, content, jurisdiction, export, anchor, risk, unknown.
 *
 * Groups and layers come first, since everything after names them. Rows keep the order of the file.
 */
#include <stdlib.h>
#include <string.h>

#include "model/embedded.h"
#include "model/reader.h"
#include "model/refer.h"

/* Beside the keys of the contract: "grade", the strength of the evidence for a row. */
#define GRADE "grade"

/* There are a dozen slots, and they are looked up one by one. */
#define MOST_LAYERS ((size_t)1000)
#define MOST_SLOTS ((size_t)1000)

typedef struct reading {
    cst__reader *reader;
    cst_rules *rules;
    cst__ids ids;    /* of the list at hand */
    bool has_layers; /* whether layers and slots can be referred to */
} reading;

/* The id of item i of a list, "" where it has none. */
static const char *read_id(reading *r, const cst__at *at, const char *list, cst__pattern pattern) {
    const char *id = cst__name(r->reader, at, "id", CST__REQUIRED, pattern);
    if (id) {
        cst__ids_add(&r->ids, id, list, at->way.index);
    }
    return id ? id : "";
}

/* ---------------------------------------------------------------- groups */

static int compare_groups(const void *a, const void *b) {
    return strcmp(((const cst__group *)a)->name, ((const cst__group *)b)->name);
}

static void read_groups(reading *r, const cst__at *top) {
    cst__at map;
    cst_rules *rules = r->rules;
    if (!cst__object(r->reader, top, "groups", CST__OPTIONAL, NULL, &map)) {
        r->reader->no_groups = map.value != NULL;
        return;
    }
    rules->groups = cst__room(r->reader, json_object_size(map.value), sizeof *rules->groups);
    if (!rules->groups) {
        return;
    }
    const char *name;
    json_t *value;
    json_object_foreach(map.value, name, value) {
        if (cst__is_free_key(name)) {
            continue;
        }
        cst__at at = cst__member(&map, name, value);
        cst__fits(r->reader, &at, true, name, CST__PATTERN_GROUP);
        cst__places codes = cst__places_field(r->reader, &map, name, CST__REQUIRED, NULL);
        rules->groups[rules->n_groups].name = cst__keep(r->reader, name);
        rules->groups[rules->n_groups++].countries = codes.set;
    }
    if (rules->n_groups > 0) {
        qsort(rules->groups, rules->n_groups, sizeof *rules->groups, compare_groups);
    }
}

/* ---------------------------------------------------------------- layers and slots */

/* The index of a slot that is new, CST__NONE where there are too many. */
static size_t new_slot(reading *r, const cst__at *at, const char *id, size_t layer) {
    cst_rules *rules = r->rules;
    if (rules->n_slots == MOST_SLOTS) {
        cst__fault_at(r->reader, at, "more than %zu slots, which is the limit", MOST_SLOTS);
        return CST__NONE;
    }
    rules->slots[rules->n_slots] = (cst__slot){.id = id, .layer = layer};
    return rules->n_slots++;
}

static void add_slot(reading *r, const cst__at *at, size_t layer) {
    cst_rules *rules = r->rules;
    const char *id = cst__as_text(r->reader, at);
    if (!id) {
        return;
    }
    cst__fits(r->reader, at, false, id, CST__PATTERN_ID);
    size_t slot = cst__rules_slot(rules, id);
    if (slot == CST__NONE) {
        new_slot(r, at, cst__keep(r->reader, id), layer);
    } else if (rules->slots[slot].layer == layer) {
        cst__fault_at(r->reader, at, "the slot \"%s\" is named twice", id);
    } else {
        cst__fault_at(r->reader, at, "the slot \"%s\" belongs to the layer \"%s\" already", id,
                      rules->layers[rules->slots[slot].layer].id);
    }
}

static void read_layer(reading *r, const cst__at *at) {
    static const char *const keys[] = {"id", "slots", "required", GRADE, NULL};
    cst_rules *rules = r->rules;
    size_t layer = rules->n_layers++;
    rules->layers[layer].id = "";
    if (!cst__as_object(r->reader, at, keys)) {
        return;
    }
    cst__at slots;
    rules->layers[layer].id = read_id(r, at, "layers", CST__PATTERN_ID);
    rules->layers[layer].required = cst__boolean(r->reader, at, "required", CST__OPTIONAL, false);
    cst__text(r->reader, at, GRADE, CST__OPTIONAL);
    size_t n = cst__list(r->reader, at, "slots", CST__REQUIRED, &slots);
    for (size_t i = 0; i < n; i++) {
        cst__at slot = cst__item(r->reader, &slots, i);
        add_slot(r, &slot, layer);
    }
}

/* Slots that only stand here follow those of the layers, by id. */
static void read_required_slots(reading *r, const cst__at *top) {
    cst_rules *rules = r->rules;
    cst__at at = cst__get(top, "required_slots");
    cst__texts ids = cst__tags(r->reader, top, "required_slots", CST__OPTIONAL, CST__PATTERN_ID);
    for (size_t i = 0; i < ids.n; i++) {
        size_t slot = cst__rules_slot(rules, ids.item[i]);
        if (slot == CST__NONE) {
            slot = new_slot(r, &at, ids.item[i], CST__NONE);
        }
        if (slot != CST__NONE) {
            rules->slots[slot].required = true;
        }
    }
}

static void read_slots(reading *r, const cst__at *top) {
    cst__at list;
    cst_rules *rules = r->rules;
    rules->slots = cst__room(r->reader, MOST_SLOTS, sizeof *rules->slots);
    size_t n = cst__list(r->reader, top, "layers", CST__OPTIONAL, &list);
    if (n > MOST_LAYERS) {
        cst__fault_at(r->reader, &list, "%zu layers: at most %zu are allowed", n, MOST_LAYERS);
        n = 0;
    }
    rules->layers = cst__room(r->reader, n, sizeof *rules->layers);
    r->has_layers = !list.value || cst__is_read(&list, n);
    if (!rules->slots || !rules->layers) {
        return;
    }
    cst__ids_begin(r->reader, &r->ids, n);
    for (size_t i = 0; i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        read_layer(r, &at);
    }
    cst__ids_end(r->reader, &r->ids);
    read_required_slots(r, top);
}

/* ---------------------------------------------------------------- content */

static void read_content_slots(reading *r, const cst__at *content, cst__need need) {
    cst__at list;
    size_t n = cst__list(r->reader, content, "slots", need, &list);
    for (size_t i = 0; i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        const char *id = cst__as_text(r->reader, &at);
        size_t slot = id && r->has_layers
                          ? cst__refer_slot(r->reader, &at, CST__AS_VALUE, r->rules, id)
                          : CST__NONE;
        if (slot != CST__NONE) {
            r->rules->slots[slot].content = true;
        }
    }
}

/* A rule that is ignored needs no more than to say so. */
static void read_content(reading *r, const cst__at *top) {
    static const char *const keys[] = {"slots", "threshold", "method", "mode",
                                       "gamma", GRADE,       NULL};
    static const char *const methods[] = {"made", "value_added", NULL};
    cst__at at;
    cst_rules *rules = r->rules;
    rules->content_mode = CST_MODE_IGNORE;
    rules->content_source = "";
    if (!cst__object(r->reader, top, "content", CST__OPTIONAL, keys, &at)) {
        return;
    }
    rules->content_mode = cst__mode(r->reader, &at, CST__REQUIRED, CST_MODE_IGNORE);
    cst__need need = rules->content_mode == CST_MODE_IGNORE ? CST__OPTIONAL : CST__REQUIRED;
    read_content_slots(r, &at, need);
    rules->content_threshold_bp = cst__share_bp(r->reader, &at, "threshold", need, 0);
    rules->content_method = (cst_method)cst__choice(r->reader, &at, "method", need, methods, 0);
    rules->content_gamma =
        (int)cst__whole(r->reader, &at, "gamma", CST__OPTIONAL, 0, CST__GAMMA_MAX, 0);
    rules->content_source = cst__free_text(r->reader, &at, "source");
    cst__text(r->reader, &at, GRADE, CST__OPTIONAL);
}

/* ---------------------------------------------------------------- jurisdiction */

static void read_row_layers(reading *r, const cst__at *at, cst__jurisdiction *row) {
    cst__at list = cst__get(at, "layers");
    row->other_slots = !list.value;
    row->layers = cst__room(r->reader, r->rules->n_layers, sizeof *row->layers);
    if (!row->layers) {
        return;
    }
    for (size_t i = 0; i < r->rules->n_layers; i++) {
        row->layers[i] = row->other_slots;
    }
    size_t n = cst__list(r->reader, at, "layers", CST__OPTIONAL, &list);
    for (size_t i = 0; i < n; i++) {
        cst__at item = cst__item(r->reader, &list, i);
        const char *id = cst__as_text(r->reader, &item);
        size_t layer =
            id && r->has_layers ? cst__refer_layer(r->reader, &item, r->rules, id) : CST__NONE;
        if (layer != CST__NONE) {
            row->layers[layer] = true;
        }
    }
}

/* A key that the test of the row makes no use of would mislead. */
static void refuse_key(reading *r, const cst__at *at, const char *key, const char *test) {
    cst__at part = cst__get(at, key);
    if (part.value) {
        cst__fault_key(r->reader, &part, "the test \"%s\" has no key \"%s\"", test, key);
    }
}

static const char *const test_names[] = {
#define TEST_NAME(name, id) id,
    CST__TEST_MAP(TEST_NAME)
#undef TEST_NAME
        NULL};

/* What the test compares with. */
static void read_test(reading *r, const cst__at *at, cst__jurisdiction *row) {
    int test = cst__choice(r->reader, at, "test", CST__REQUIRED, test_names, -1);
    row->threshold_bp = CST__BP / 2;
    if (test < 0) {
        return;
    }
    row->test = (cst__test)test;
    if (row->test == CST__TEST_LISTED) {
        row->lists = cst__texts_read(r->reader, at, "lists", CST__REQUIRED);
        refuse_key(r, at, "in", test_names[test]);
    } else {
        row->in = cst__places_field(r->reader, at, "in", CST__REQUIRED, r->rules).set;
        refuse_key(r, at, "lists", test_names[test]);
    }
    if (row->test == CST__TEST_OWNED) {
        row->threshold_bp =
            cst__share_bp(r->reader, at, "threshold", CST__OPTIONAL, row->threshold_bp);
    } else {
        refuse_key(r, at, "threshold", test_names[test]);
    }
}

static const char *const verdict_names[] = {"refuse", "warn", NULL};

static void read_jurisdiction_row(reading *r, const cst__at *at, cst__jurisdiction *row) {
    static const char *const keys[] = {"id",     "test",    "in",  "lists", "threshold",
                                       "layers", "verdict", GRADE, NULL};
    row->id = row->source = row->grade = "";
    if (!cst__as_object(r->reader, at, keys)) {
        return;
    }
    row->id = read_id(r, at, "jurisdiction", CST__PATTERN_ROW);
    read_test(r, at, row);
    read_row_layers(r, at, row);
    row->verdict = (cst__verdict)cst__choice(r->reader, at, "verdict", CST__REQUIRED, verdict_names,
                                             CST__REFUSE);
    row->source = cst__free_text(r->reader, at, "source");
    row->grade = cst__text(r->reader, at, GRADE, CST__OPTIONAL);
}

static void read_jurisdiction(reading *r, const cst__at *top) {
    cst__at list;
    cst_rules *rules = r->rules;
    size_t n = cst__list(r->reader, top, "jurisdiction", CST__OPTIONAL, &list);
    rules->jurisdiction = cst__room(r->reader, n, sizeof *rules->jurisdiction);
    if (!rules->jurisdiction) {
        return;
    }
    cst__ids_begin(r->reader, &r->ids, n);
    for (size_t i = 0; i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        read_jurisdiction_row(r, &at, &rules->jurisdiction[i]);
    }
    rules->n_jurisdiction = n;
    cst__ids_end(r->reader, &r->ids);
}

/* ---------------------------------------------------------------- export control */

static bool has(const cst__at *at, const char *key) {
    return json_object_get(at->value, key) != NULL;
}

/* The keys that a row is matched by. */
static void read_match(reading *r, const cst__at *at, cst__export_row *row) {
    cst__reader *reader = r->reader;
    row->has_eccn = has(at, "eccn");
    row->eccn = cst__tags(reader, at, "eccn", CST__OPTIONAL, CST__PATTERN_ECCN_PREFIX);
    row->has_destination = has(at, "destination");
    row->destination = cst__places_field(reader, at, "destination", CST__OPTIONAL, r->rules).set;
    row->has_recipient_parent = has(at, "recipient_parent");
    row->recipient_parent =
        cst__places_field(reader, at, "recipient_parent", CST__OPTIONAL, r->rules).set;
    row->has_recipient_listed = has(at, "recipient_listed");
    row->recipient_listed = cst__texts_read(reader, at, "recipient_listed", CST__OPTIONAL);
    row->has_buyer = has(at, "buyer");
    row->buyer = cst__texts_read(reader, at, "buyer", CST__OPTIONAL);
    row->valid_from = cst__date(reader, at, "valid_from", CST__NULLABLE);
    row->valid_to = cst__date(reader, at, "valid_to", CST__NULLABLE);
    if (row->valid_from && row->valid_to && strcmp(row->valid_from, row->valid_to) > 0) {
        cst__at to = cst__get(at, "valid_to");
        cst__fault_at(reader, &to, "valid_to %s is before valid_from %s", row->valid_to,
                      row->valid_from);
    }
}

static void read_export_row(reading *r, const cst__at *at, cst__export_row *row) {
    static const char *const keys[] = {
        "id",    "eccn",       "destination", "recipient_parent", "recipient_listed",
        "buyer", "valid_from", "valid_to",    "status",           "posture",
        "weeks", GRADE,        NULL};
    static const char *const statuses[] = {"none", "licence", "blocked", "unknown", NULL};
    row->id = row->posture = row->source = row->grade = "";
    if (!cst__as_object(r->reader, at, keys)) {
        return;
    }
    row->id = read_id(r, at, "export", CST__PATTERN_ROW);
    read_match(r, at, row);
    row->status = (cst__export_status)cst__choice(r->reader, at, "status", CST__REQUIRED, statuses,
                                                  CST__EXPORT_UNKNOWN);
    row->posture = cst__text(r->reader, at, "posture", CST__OPTIONAL);
    row->weeks = (int)cst__whole_spread(r->reader, at, "weeks", CST__OPTIONAL, 0, CST__WEEKS_MAX, 0,
                                        &row->weeks_spread);
    row->source = cst__free_text(r->reader, at, "source");
    row->grade = cst__text(r->reader, at, GRADE, CST__OPTIONAL);
}

static void read_export(reading *r, const cst__at *top) {
    cst__at list;
    cst_rules *rules = r->rules;
    size_t n = cst__list(r->reader, top, "export", CST__OPTIONAL, &list);
    rules->exports = cst__room(r->reader, n, sizeof *rules->exports);
    if (!rules->exports) {
        return;
    }
    cst__ids_begin(r->reader, &r->ids, n);
    for (size_t i = 0; i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        read_export_row(r, &at, &rules->exports[i]);
    }
    rules->n_exports = n;
    cst__ids_end(r->reader, &r->ids);
}

/* ---------------------------------------------------------------- anchor, unknown, the file */

static void read_anchor(reading *r, const cst__at *top) {
    static const char *const keys[] = {"incorporated_in", GRADE, NULL};
    cst__at at;
    if (cst__object(r->reader, top, "anchor", CST__OPTIONAL, keys, &at)) {
        r->rules->has_anchor_rule = true;
        r->rules->anchor_incorporated_in =
            cst__places_field(r->reader, &at, "incorporated_in", CST__REQUIRED, r->rules).set;
        cst__text(r->reader, &at, GRADE, CST__OPTIONAL);
    }
}

/* How far spreads move together: modelling choices that no source gives, which rules that say
 * nothing leave as they are here (docs/rules.md). */
static const cst_shocks assumed_shocks = {
    .maker_country_bp = 5000, .layer_bp = 3000, .licence_row_bp = 7000, .time_price_bp = 5000};

/* A fact of an offering answers to the shock of its country and to that of its layer, and what is
 * left of 1 in squares is its own. */
static void read_risk(reading *r, const cst__at *top) {
    static const char *const keys[] = {"maker_country", "layer", "licence_row",
                                       "time_price",    GRADE,   NULL};
    cst__reader *reader = r->reader;
    cst__at at;
    cst_shocks *shocks = &r->rules->shocks;
    *shocks = assumed_shocks;
    if (!cst__object(reader, top, "risk", CST__OPTIONAL, keys, &at)) {
        return;
    }
    shocks->maker_country_bp =
        cst__share_bp(reader, &at, "maker_country", CST__OPTIONAL, shocks->maker_country_bp);
    shocks->layer_bp = cst__share_bp(reader, &at, "layer", CST__OPTIONAL, shocks->layer_bp);
    shocks->licence_row_bp =
        cst__share_bp(reader, &at, "licence_row", CST__OPTIONAL, shocks->licence_row_bp);
    shocks->time_price_bp =
        cst__share_bp(reader, &at, "time_price", CST__OPTIONAL, shocks->time_price_bp);
    cst__text(reader, &at, GRADE, CST__OPTIONAL);
    int64_t country = shocks->maker_country_bp;
    int64_t layer = shocks->layer_bp;
    if (country * country + layer * layer > (int64_t)CST__BP * CST__BP) {
        cst__fault_at(reader, &at,
                      "the squares of maker_country and layer are more than 1 together");
    }
}

static void read_file(reading *r, const cst__at *top) {
    static const char *const keys[] = {
        "format", "id",     "as_of",   "groups",         "layers", "content", "jurisdiction",
        "export", "anchor", "unknown", "required_slots", "risk",   NULL};
    cst_rules *rules = r->rules;
    cst__as_object(r->reader, top, keys);
    const char *id = cst__name(r->reader, top, "id", CST__REQUIRED, CST__PATTERN_ID);
    const char *as_of = cst__date(r->reader, top, "as_of", CST__OPTIONAL);
    rules->id = id ? id : "";
    rules->as_of = as_of ? as_of : "";
    read_groups(r, top);
    read_slots(r, top);
    read_content(r, top);
    read_jurisdiction(r, top);
    read_export(r, top);
    read_anchor(r, top);
    read_risk(r, top);
    rules->unknown = (cst__verdict)cst__choice(r->reader, top, "unknown", CST__OPTIONAL,
                                               verdict_names, CST__REFUSE);
}

cst_error cst_rules_read(const char *bytes, size_t size, const char *name, const cst_limits *limits,
                         cst_rules **rules, cst_diagnostics *diagnostics) {
    cst__reader reader;
    cst__at top;
    cst__source source = {name, bytes, size};
    cst__arena *arena = cst__arena_new();
    cst_rules *read = arena ? cst__arena_alloc(arena, 1, sizeof *read) : NULL;
    *rules = NULL;
    if (!read) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    read->arena = arena;
    if (cst__reader_open(&reader, &source, limits, "consort-rules/1", arena, diagnostics, &top)) {
        reading r = {.reader = &reader, .rules = read};
        read_file(&r, &top);
    }
    cst_error error = cst__reader_close(&reader);
    if (error != CST_E_OK) {
        cst_rules_free(read);
        return error;
    }
    *rules = read;
    return CST_E_OK;
}

cst_error cst_rules_default(cst_rules **rules) {
    cst__embedded file = cst__embedded_rules();
    cst_error error = cst_rules_read(file.bytes, file.size, "rules", NULL, rules, NULL);
    return error == CST_E_INPUT ? CST_E_INTERNAL : error;
}
