/*
 * read_catalog.c - from a file of format consort-catalog/1 to cst_catalog, in the order of the
 * contract (section 2.1): resources, firms, offerings, bundles, relations.
 *
 * Each list is sorted by id as soon as it is read, so that the lists after it refer to it by index
 * and each reference is checked where it stands. What can only be judged over the whole catalog,
 * the bounds on sums, is in check_catalog.c.
 */
#include "model/read_catalog.h"

#include <stdlib.h>
#include <string.h>

typedef cst__catalog_reading reading;

/* All structs that are sorted here begin with their id. */
static int compare_ids(const void *a, const void *b) {
    const char *const *p = a;
    const char *const *q = b;
    return strcmp(*p, *q);
}

void cst__sort_by_id(void *items, size_t n, size_t size) {
    if (n > 0) {
        qsort(items, n, size, compare_ids);
    }
}

/* ---------------------------------------------------------------- resources */

static void read_resource(reading *r, const cst__at *map, const char *id, json_t *value) {
    static const char *const keys[] = {"unit", NULL};
    cst__at at = cst__member(map, id, value);
    cst__resource *resource = &r->catalog->resources[r->catalog->n_resources++];
    cst__fits(r->reader, &at, true, id, CST__PATTERN_ID);
    resource->id = cst__keep(r->reader, id);
    resource->unit = "";
    if (cst__as_object(r->reader, &at, keys)) {
        resource->unit = cst__text(r->reader, &at, "unit", CST__OPTIONAL);
    }
}

static void read_resources(reading *r, const cst__at *top) {
    cst__at map;
    cst_catalog *catalog = r->catalog;
    if (!cst__object(r->reader, top, "resources", CST__OPTIONAL, NULL, &map)) {
        r->has_resources = !map.value;
        return;
    }
    r->has_resources = true;
    catalog->resources =
        cst__room(r->reader, json_object_size(map.value), sizeof *catalog->resources);
    if (!catalog->resources) {
        return;
    }
    const char *id;
    json_t *value;
    json_object_foreach(map.value, id, value) {
        if (!cst__is_free_key(id)) {
            read_resource(r, &map, id, value);
        }
    }
    cst__sort_by_id(catalog->resources, catalog->n_resources, sizeof *catalog->resources);
}

/* ---------------------------------------------------------------- the file */

static void check_provenance(reading *r, const cst__at *top) {
    static const char *const keys[] = {"kind", NULL};
    cst__at at;
    if (cst__object(r->reader, top, "provenance", CST__OPTIONAL, keys, &at)) {
        cst__text(r->reader, &at, "kind", CST__OPTIONAL);
    }
}

static void read_firms_and_offerings(reading *r, const cst__at *top) {
    cst__at firms;
    cst__at offerings;
    size_t n_firms = cst__list(r->reader, top, "firms", CST__REQUIRED, &firms);
    size_t n_offerings = cst__list(r->reader, top, "offerings", CST__REQUIRED, &offerings);
    r->has_firms = cst__is_read(&firms, n_firms);
    r->has_offerings = cst__is_read(&offerings, n_offerings);
    cst__ids_begin(r->reader, &r->ids, n_firms + n_offerings);
    cst__read_firms(r, &firms, n_firms);
    cst__read_offerings(r, &offerings, n_offerings);
    cst__ids_end(r->reader, &r->ids);
}

static void read_file(reading *r, const cst__at *top) {
    static const char *const keys[] = {"format", "as_of",     "currency", "provenance", "resources",
                                       "firms",  "offerings", "bundles",  "relations",  NULL};
    cst_catalog *catalog = r->catalog;
    cst__as_object(r->reader, top, keys);
    const char *as_of = cst__date(r->reader, top, "as_of", CST__OPTIONAL);
    catalog->as_of = as_of ? as_of : "";
    catalog->currency = cst__currency(r->reader, top, "currency");
    check_provenance(r, top);
    read_resources(r, top);
    if (!cst__totals_open(r->reader, catalog, &r->totals)) {
        return;
    }
    read_firms_and_offerings(r, top);
    cst__read_bundles(r, top);
    cst__read_relations(r, top);
    cst__check_totals(r->reader, top, catalog, &r->totals);
}

cst_error cst_catalog_read(const char *bytes, size_t size, const char *name, const cst_rules *rules,
                           const cst_limits *limits, cst_catalog **catalog,
                           cst_diagnostics *diagnostics) {
    cst__reader reader;
    cst__at top;
    cst__source source = {name, bytes, size};
    cst__arena *arena = cst__arena_new();
    cst_catalog *read = arena ? cst__arena_alloc(arena, 1, sizeof *read) : NULL;
    *catalog = NULL;
    if (!read) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    read->arena = arena;
    read->rules = rules;
    if (cst__reader_open(&reader, &source, limits, "consort-catalog/1", arena, diagnostics, &top)) {
        reading r = {.reader = &reader, .catalog = read, .rules = rules};
        read_file(&r, &top);
    }
    cst_error error = cst__reader_close(&reader);
    if (error != CST_E_OK) {
        cst_catalog_free(read);
        return error;
    }
    *catalog = read;
    return CST_E_OK;
}
