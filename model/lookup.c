/*
 * lookup.c - asking rules, catalog and opportunity: by id, by name, by count; and releasing them.
 */
#include <string.h>

#include "model/model.h"

bool cst__texts_has(const cst__texts *texts, const char *text) {
    size_t low = 0;
    size_t high = texts->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(text, texts->item[middle]);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return false;
}

bool cst__texts_meet(const cst__texts *a, const cst__texts *b) {
    size_t i = 0;
    size_t j = 0;
    while (i < a->n && j < b->n) {
        int order = strcmp(a->item[i], b->item[j]);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            i++;
        } else {
            j++;
        }
    }
    return false;
}

/* Each list is sorted by its first member, the id: halving for the id in n items of a size. */
static size_t find(const void *items, size_t n, size_t size, const char *id) {
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *const *name = (const void *)((const char *)items + middle * size);
        int order = strcmp(id, *name);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return CST__NONE;
}

_Static_assert(offsetof(cst__firm, id) == 0, "find looks at the first member");
_Static_assert(offsetof(cst__offering, id) == 0, "find looks at the first member");
_Static_assert(offsetof(cst__resource, id) == 0, "find looks at the first member");
_Static_assert(offsetof(cst__bundle, id) == 0, "find looks at the first member");
_Static_assert(offsetof(cst__group, name) == 0, "find looks at the first member");

#define FACT_ID(name, id) id,
const char *const cst__fact_ids[] = {CST__FACT_MAP(FACT_ID) NULL};
#undef FACT_ID

const char *const cst__size_ids[] = {"unknown", "small", "medium", "large", NULL};

size_t cst__catalog_firm(const cst_catalog *catalog, const char *id) {
    return find(catalog->firms, catalog->n_firms, sizeof *catalog->firms, id);
}

size_t cst__catalog_offering(const cst_catalog *catalog, const char *id) {
    return find(catalog->offerings, catalog->n_offerings, sizeof *catalog->offerings, id);
}

size_t cst__catalog_resource(const cst_catalog *catalog, const char *id) {
    return find(catalog->resources, catalog->n_resources, sizeof *catalog->resources, id);
}

size_t cst__catalog_bundle(const cst_catalog *catalog, const char *id) {
    return find(catalog->bundles, catalog->n_bundles, sizeof *catalog->bundles, id);
}

size_t cst__rules_group(const cst_rules *rules, const char *name) {
    return find(rules->groups, rules->n_groups, sizeof *rules->groups, name);
}

/* Slots stand in the order of the layers, and there are few. */
size_t cst__rules_slot(const cst_rules *rules, const char *id) {
    for (size_t i = 0; i < rules->n_slots; i++) {
        if (strcmp(rules->slots[i].id, id) == 0) {
            return i;
        }
    }
    return CST__NONE;
}

const char *cst_rules_slot_id(const cst_rules *rules, size_t i) {
    return i < rules->n_slots ? rules->slots[i].id : NULL;
}

const char *cst_rules_id(const cst_rules *rules) {
    return rules->id;
}

size_t cst_catalog_firm_count(const cst_catalog *catalog) {
    return catalog->n_firms;
}

size_t cst_catalog_offering_count(const cst_catalog *catalog) {
    return catalog->n_offerings;
}

const char *cst_catalog_firm_id(const cst_catalog *catalog, size_t i) {
    return i < catalog->n_firms ? catalog->firms[i].id : NULL;
}

const char *cst_catalog_offering_id(const cst_catalog *catalog, size_t i) {
    return i < catalog->n_offerings ? catalog->offerings[i].id : NULL;
}

const char *cst_opportunity_id(const cst_opportunity *opportunity) {
    return opportunity->id;
}

bool cst__belong_together(const cst_rules *rules, const cst_catalog *catalog,
                          const cst_opportunity *opportunity) {
    return catalog != NULL && opportunity->catalog == catalog && catalog->rules == rules &&
           opportunity->rules == rules;
}

/* Each object lives in its own arena, so it goes with it. */

void cst_rules_free(cst_rules *rules) {
    if (rules) {
        cst__arena_free(rules->arena);
    }
}

void cst_catalog_free(cst_catalog *catalog) {
    if (catalog) {
        cst__arena_free(catalog->arena);
    }
}

void cst_opportunity_free(cst_opportunity *opportunity) {
    if (opportunity) {
        cst__arena_free(opportunity->arena);
    }
}
