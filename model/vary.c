/* vary.c - shallow copies, deep where they may be written to. */
#include "model/vary.h"

#include <string.h>

/* New copy of an array of n objects; *failed when out of memory. */
static void *copy_of(cst__arena *arena, const void *from, size_t n, size_t size, bool *failed) {
    void *to = cst__arena_alloc(arena, n, size);
    if (to == NULL) {
        *failed = true;
    } else if (n > 0) {
        memcpy(to, from, n * size);
    }
    return to;
}

static void copy_tags(cst__arena *arena, cst__texts *texts, bool *failed) {
    texts->item = copy_of(arena, texts->item, texts->n, sizeof *texts->item, failed);
}

static void copy_slots(cst_opportunity *copy, const cst_opportunity *from, bool *failed) {
    size_t n = from->rules->n_slots;
    copy->slots = copy_of(copy->arena, from->slots, n, sizeof *from->slots, failed);
    for (size_t s = 0; !*failed && s < n; s++) {
        copy_tags(copy->arena, &copy->slots[s].every_has, failed);
        copy_tags(copy->arena, &copy->slots[s].some_has, failed);
    }
}

static void copy_arrays(cst_opportunity *copy, const cst_opportunity *from, bool *failed) {
    cst__arena *arena = copy->arena;
    size_t resources = from->catalog->n_resources;
    size_t firms = from->catalog->n_firms;
    size_t offerings = from->catalog->n_offerings;
    size_t slots = from->rules->n_slots;
    copy->demand_milli = copy_of(arena, from->demand_milli, resources, sizeof(int64_t), failed);
    copy->site_milli = copy_of(arena, from->site_milli, resources, sizeof(int64_t), failed);
    copy->residency_slots = copy_of(arena, from->residency_slots, slots, sizeof(bool), failed);
    copy->include_firm = copy_of(arena, from->include_firm, firms, sizeof(bool), failed);
    copy->exclude_firm = copy_of(arena, from->exclude_firm, firms, sizeof(bool), failed);
    copy->include_offering =
        copy_of(arena, from->include_offering, offerings, sizeof(bool), failed);
    copy->exclude_offering =
        copy_of(arena, from->exclude_offering, offerings, sizeof(bool), failed);
    copy_slots(copy, from, failed);
}

cst_opportunity *cst__opportunity_copy(const cst_opportunity *original) {
    cst__arena *arena = cst__arena_new();
    cst_opportunity *copy = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *copy);
    bool failed = copy == NULL;
    if (!failed) {
        *copy = *original;
        copy->arena = arena;
        copy_arrays(copy, original, &failed);
    }
    if (failed) {
        cst__arena_free(arena);
        return NULL;
    }
    return copy;
}

/* Lists of filled facts are short, and may change with the facts. */
static void copy_filled(cst__arena *arena, cst__filled **filled, size_t n, bool *failed) {
    *filled = copy_of(arena, *filled, n, sizeof **filled, failed);
}

cst_catalog *cst__opportunity_own_catalog(cst_opportunity *opportunity) {
    const cst_catalog *from = opportunity->catalog;
    cst__arena *arena = opportunity->arena;
    bool failed = false;
    cst_catalog *copy = copy_of(arena, from, 1, sizeof *copy, &failed);
    if (!failed) {
        copy->firms = copy_of(arena, from->firms, from->n_firms, sizeof *from->firms, &failed);
        copy->offerings =
            copy_of(arena, from->offerings, from->n_offerings, sizeof *from->offerings, &failed);
    }
    for (size_t f = 0; !failed && f < from->n_firms; f++) {
        copy_filled(arena, &copy->firms[f].filled, from->firms[f].n_filled, &failed);
    }
    for (size_t o = 0; !failed && o < from->n_offerings; o++) {
        copy_filled(arena, &copy->offerings[o].filled, from->offerings[o].n_filled, &failed);
    }
    if (failed) {
        return NULL;
    }
    copy->arena = arena;
    opportunity->catalog = copy;
    return copy;
}

cst_rules *cst__rules_copy(const cst_rules *original) {
    cst__arena *arena = cst__arena_new();
    cst_rules *copy = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *copy);
    bool failed = copy == NULL;
    if (!failed) {
        *copy = *original;
        copy->arena = arena;
        copy->jurisdiction = copy_of(arena, original->jurisdiction, original->n_jurisdiction,
                                     sizeof *original->jurisdiction, &failed);
        copy->exports = copy_of(arena, original->exports, original->n_exports,
                                sizeof *original->exports, &failed);
    }
    if (failed) {
        cst__arena_free(arena);
        return NULL;
    }
    return copy;
}

void cst__rules_drop_jurisdiction(cst_rules *copy, size_t row) {
    copy->n_jurisdiction--;
    memmove(&copy->jurisdiction[row], &copy->jurisdiction[row + 1],
            (copy->n_jurisdiction - row) * sizeof *copy->jurisdiction);
}

void cst__rules_drop_export(cst_rules *copy, size_t row) {
    copy->n_exports--;
    memmove(&copy->exports[row], &copy->exports[row + 1],
            (copy->n_exports - row) * sizeof *copy->exports);
}
