/* explain_gaps.c - one question after the other: is there anybody left who could? */
#include "tests/solver/explain_gaps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *explain_gap_name(cst_gap_kind kind) {
    static const char *const names[] = {"slot", "layer", "tag", "amount", "party", "anchor"};
    return names[kind];
}

typedef struct search {
    const oracle *o;
    const cst_opportunity *p;
    const cst_catalog *catalog;
    explain_gap *list;
    size_t n;
} search;

/* Whether an offering could serve, if it were not refused. */
typedef bool (*could_fn)(const search *s, size_t offering, size_t of, const char *tag);

/* Marks the refused ones that could serve; true when none of those that could is eligible. */
static bool nobody_can(const search *s, explain_gap *gap, could_fn could, size_t of) {
    bool none = true;
    for (size_t i = 0; i < s->catalog->n_offerings; i++) {
        bool can = could(s, i, of, gap->tag);
        gap->serves[i] = can && !s->o->eligible[i];
        none = none && !(can && s->o->eligible[i]);
    }
    return none;
}

static void add(search *s, const explain_gap *gap) {
    if (s->n == GAPS_MOST) {
        abort();
    }
    s->list[s->n++] = *gap;
}

static void set_pointer(explain_gap *gap, const search *s, demand_kind kind, size_t of) {
    demand d = demand_of(s->p, kind, of);
    snprintf(gap->pointer, sizeof gap->pointer, "%s", d.pointer);
}

/* ---------------------------------------------------------------- slots, layers, tags */

static bool is_in_slot(const search *s, size_t offering, size_t slot, const char *tag) {
    const cst__offering *it = &s->catalog->offerings[offering];
    bool has = tag[0] == '\0';
    for (size_t i = 0; i < it->capabilities.n; i++) {
        has = has || strcmp(it->capabilities.item[i], tag) == 0;
    }
    return it->slot == slot && has;
}

static bool is_in_layer(const search *s, size_t offering, size_t layer, const char *tag) {
    (void)tag;
    return s->p->rules->slots[s->catalog->offerings[offering].slot].layer == layer;
}

/* The rules ask first, then the tender outright, then some_has. */
static void point_to_slot(explain_gap *gap, const search *s, const json_t *file, size_t slot) {
    const cst__slot *of = &s->p->rules->slots[slot];
    json_t *ask = json_object_get(json_object_get(file, "slots"), of->id);
    if (of->required) {
        gap->pointer[0] = '\0';
    } else if (json_is_true(json_object_get(ask, "required"))) {
        set_pointer(gap, s, DEMAND_REQUIRED, slot);
    } else {
        set_pointer(gap, s, DEMAND_SOME_HAS, slot);
    }
}

static void search_slots(search *s, const json_t *file) {
    for (size_t i = 0; i < s->p->rules->n_slots; i++) {
        const cst__slot_ask *ask = &s->p->slots[i];
        explain_gap gap = {.kind = CST_GAP_SLOT, .subject = s->p->rules->slots[i].id, .tag = ""};
        if (ask->required && nobody_can(s, &gap, is_in_slot, i)) {
            point_to_slot(&gap, s, file, i);
            add(s, &gap);
            continue; /* that no tag is there either goes without saying */
        }
        gap.kind = CST_GAP_TAG;
        for (size_t t = 0; t < ask->some_has.n; t++) {
            gap.tag = ask->some_has.item[t];
            if (nobody_can(s, &gap, is_in_slot, i)) {
                set_pointer(&gap, s, DEMAND_SOME_HAS, i);
                add(s, &gap);
            }
        }
    }
}

static void search_layers(search *s) {
    for (size_t i = 0; i < s->p->rules->n_layers; i++) {
        const cst__layer *layer = &s->p->rules->layers[i];
        explain_gap gap = {.kind = CST_GAP_LAYER, .subject = layer->id, .tag = ""};
        if (layer->required && nobody_can(s, &gap, is_in_layer, i)) {
            add(s, &gap);
        }
    }
}

/* ---------------------------------------------------------------- amounts */

/* What a unit provides beyond what it consumes itself. */
static int64_t provided(const cst__offering *it, size_t resource) {
    int64_t sum = 0;
    for (size_t i = 0; i < it->n_provides; i++) {
        sum += it->provides[i].resource == resource ? it->provides[i].milli : 0;
    }
    for (size_t i = 0; i < it->n_consumes; i++) {
        sum -= it->consumes[i].resource == resource ? it->consumes[i].milli : 0;
    }
    return sum > 0 ? sum : 0;
}

static bool provides(const search *s, size_t offering, size_t resource, const char *tag) {
    (void)tag;
    return provided(&s->catalog->offerings[offering], resource) > 0;
}

static void search_amounts(search *s) {
    for (size_t r = 0; r < s->catalog->n_resources; r++) {
        explain_gap gap = {.kind = CST_GAP_AMOUNT,
                           .subject = s->catalog->resources[r].id,
                           .tag = "",
                           .demand_milli = s->p->demand_milli[r],
                           .most_milli = s->p->site_milli[r]};
        for (size_t i = 0; i < s->catalog->n_offerings; i++) {
            const cst__offering *it = &s->catalog->offerings[i];
            gap.most_milli += s->o->eligible[i] ? it->max_units * provided(it, r) : 0;
        }
        if (gap.most_milli < gap.demand_milli) {
            nobody_can(s, &gap, provides, r);
            set_pointer(&gap, s, DEMAND_AMOUNT, r);
            add(s, &gap);
        }
    }
}

/* ---------------------------------------------------------------- parties, anchor */

static bool is_of_firm(const search *s, size_t offering, size_t firm, const char *tag) {
    (void)tag;
    return s->catalog->offerings[offering].firm == firm;
}

static bool is_it(const search *s, size_t offering, size_t which, const char *tag) {
    (void)s;
    (void)tag;
    return offering == which;
}

static void search_party(search *s, const char *id, could_fn could, size_t which) {
    explain_gap gap = {.kind = CST_GAP_PARTY, .subject = id, .tag = ""};
    if (nobody_can(s, &gap, could, which)) {
        set_pointer(&gap, s, DEMAND_INCLUDE, CST__NONE);
        add(s, &gap);
    }
}

static void search_parties(search *s) {
    for (size_t i = 0; i < s->catalog->n_firms; i++) {
        if (s->p->include_firm[i]) {
            search_party(s, s->catalog->firms[i].id, is_of_firm, i);
        }
    }
    for (size_t i = 0; i < s->catalog->n_offerings; i++) {
        if (s->p->include_offering[i]) {
            search_party(s, s->catalog->offerings[i].id, is_it, i);
        }
    }
}

static bool makes_leader(const search *s, size_t offering, size_t of, const char *tag) {
    (void)of;
    (void)tag;
    return oracle_may_lead(s->p, s->catalog->offerings[offering].firm);
}

static void search_anchor(search *s) {
    size_t named = s->p->anchor;
    explain_gap gap = {.kind = CST_GAP_ANCHOR, .subject = "", .tag = ""};
    if (nobody_can(s, &gap, makes_leader, CST__NONE)) {
        if (named != CST__NONE) {
            gap.subject = s->catalog->firms[named].id;
            set_pointer(&gap, s, DEMAND_ANCHOR, CST__NONE);
        }
        add(s, &gap);
    }
}

size_t explain_gaps(const oracle *o, const json_t *file, explain_gap list[GAPS_MOST]) {
    search s = {.o = o, .p = o->opportunity, .catalog = o->opportunity->catalog, .list = list};
    search_slots(&s, file);
    search_layers(&s);
    search_amounts(&s);
    search_parties(&s);
    search_anchor(&s);
    return s.n;
}
