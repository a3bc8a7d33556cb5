/*
 * refer.c - references by id.
 *
 * Each list that can be referred to is a row of one table of names: how many, and the name of the
 * i-th. The search for the nearest name compares with all of them, so it is on a budget.
 */
#include "model/refer.h"

#include <string.h>

typedef const char *(*name_fn)(const void *list, size_t i);

typedef struct names {
    const void *list;
    size_t n;
    name_fn name;
} names;

static const char *slot_name(const void *list, size_t i) {
    return ((const cst__slot *)list)[i].id;
}

static const char *layer_name(const void *list, size_t i) {
    return ((const cst__layer *)list)[i].id;
}

static const char *resource_name(const void *list, size_t i) {
    return ((const cst__resource *)list)[i].id;
}

static const char *firm_name(const void *list, size_t i) {
    return ((const cst__firm *)list)[i].id;
}

static const char *offering_name(const void *list, size_t i) {
    return ((const cst__offering *)list)[i].id;
}

static void offer_all(cst__nearest *nearest, const names *in) {
    for (size_t i = 0; i < in->n; i++) {
        cst__nearest_offer(nearest, in->name(in->list, i));
    }
}

/* Reports that an id is declared nowhere among one or two lists. Always CST__NONE. */
static size_t dangling(cst__reader *reader, const cst__at *at, cst__standing standing,
                       const char *where, const char *id, const names *in, const names *and) {
    cst__nearest nearest = cst__nearest_to(id);
    if (cst__suggests(reader, in->n)) {
        offer_all(&nearest, in);
    }
    if (and&&cst__suggests(reader, and->n)) {
        offer_all(&nearest, and);
    }
    const char *end = cst__suggest(reader, &nearest);
    if (standing == CST__AS_KEY) {
        cst__fault_key(reader, at, "%s \"%s\"%s", where, id, end);
    } else {
        cst__fault_at(reader, at, "%s \"%s\"%s", where, id, end);
    }
    return CST__NONE;
}

size_t cst__refer_slot(cst__reader *reader, const cst__at *at, cst__standing standing,
                       const cst_rules *rules, const char *id) {
    size_t slot = cst__rules_slot(rules, id);
    names slots = {rules->slots, rules->n_slots, slot_name};
    return slot != CST__NONE
               ? slot
               : dangling(reader, at, standing, "the rules have no slot", id, &slots, NULL);
}

size_t cst__refer_layer(cst__reader *reader, const cst__at *at, const cst_rules *rules,
                        const char *id) {
    for (size_t i = 0; i < rules->n_layers; i++) {
        if (strcmp(rules->layers[i].id, id) == 0) {
            return i;
        }
    }
    names layers = {rules->layers, rules->n_layers, layer_name};
    return dangling(reader, at, CST__AS_VALUE, "the rules have no layer", id, &layers, NULL);
}

size_t cst__refer_resource(cst__reader *reader, const cst__at *at, const cst_catalog *catalog,
                           const char *id) {
    size_t resource = cst__catalog_resource(catalog, id);
    names resources = {catalog->resources, catalog->n_resources, resource_name};
    return resource != CST__NONE ? resource
                                 : dangling(reader, at, CST__AS_KEY, "the catalog has no resource",
                                            id, &resources, NULL);
}

size_t cst__refer_firm(cst__reader *reader, const cst__at *at, const cst_catalog *catalog,
                       const char *id) {
    size_t firm = cst__catalog_firm(catalog, id);
    names firms = {catalog->firms, catalog->n_firms, firm_name};
    return firm != CST__NONE
               ? firm
               : dangling(reader, at, CST__AS_VALUE, "the catalog has no firm", id, &firms, NULL);
}

size_t cst__refer_offering(cst__reader *reader, const cst__at *at, const cst_catalog *catalog,
                           const char *id) {
    size_t offering = cst__catalog_offering(catalog, id);
    names offerings = {catalog->offerings, catalog->n_offerings, offering_name};
    return offering != CST__NONE ? offering
                                 : dangling(reader, at, CST__AS_VALUE,
                                            "the catalog has no offering", id, &offerings, NULL);
}

cst__party cst__refer_party(cst__reader *reader, const cst__at *at, const cst_catalog *catalog,
                            const char *id) {
    cst__party party = {cst__catalog_firm(catalog, id), CST__NONE};
    if (party.firm == CST__NONE) {
        party.offering = cst__catalog_offering(catalog, id);
    }
    if (party.firm == CST__NONE && party.offering == CST__NONE) {
        names firms = {catalog->firms, catalog->n_firms, firm_name};
        names offerings = {catalog->offerings, catalog->n_offerings, offering_name};
        dangling(reader, at, CST__AS_VALUE, "the catalog has no firm or offering", id, &firms,
                 &offerings);
    }
    return party;
}
