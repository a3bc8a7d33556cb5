/*
 * read_markets.c - from a file of format consort-markets/1 to cst_markets (contract, section 2.5):
 * a list of tenders, each with the region it belongs to and what it weighs.
 *
 * Every tender is read by the reader of opportunities, so that a fault in one is told in the same
 * words, with its place in this file.
 */
#include "model/markets.h"

#include <string.h>

#include "model/read_catalog.h"
#include "model/read_opportunity.h"

typedef struct reading {
    cst__reader *reader;
    cst_markets *markets;
    cst__ids ids;
} reading;

/* A market that weighs nothing would never be worth a cent: it is not meant. */
static int64_t read_weight(reading *r, const cst__at *at) {
    cst__at weight = cst__get(at, "weight");
    if (!cst__present(r->reader, &weight, CST__OPTIONAL)) {
        return CST__MILLI;
    }
    size_t faults = r->reader->faults.n;
    int64_t milli = cst__weight_milli(r->reader, at, "weight", CST__OPTIONAL);
    if (milli == 0 && r->reader->faults.n == faults) {
        cst__fault_at(r->reader, &weight, "a market weighs more than 0");
    }
    return milli;
}

static void read_tender(reading *r, const cst__at *at, cst__market *market) {
    cst__at tender;
    market->tender.arena = r->markets->arena;
    market->tender.rules = r->markets->rules;
    market->tender.catalog = r->markets->catalog;
    market->tender.id = market->id;
    if (cst__object(r->reader, at, "opportunity", CST__REQUIRED, NULL, &tender)) {
        cst__read_opportunity(r->reader, &tender, market->id, &market->tender);
    }
}

static void read_market(reading *r, const cst__at *at, cst__market *market) {
    static const char *const keys[] = {"id", "region", "weight", "opportunity", NULL};
    market->id = "";
    market->region = "";
    if (!cst__as_object(r->reader, at, keys)) {
        return;
    }
    const char *id = cst__name(r->reader, at, "id", CST__REQUIRED, CST__PATTERN_ID);
    if (id != NULL) {
        market->id = id;
        cst__ids_add(&r->ids, id, "markets", at->way.index);
    }
    const char *region = cst__name(r->reader, at, "region", CST__OPTIONAL, CST__PATTERN_ID);
    market->region = region != NULL ? region : "";
    market->weight_milli = read_weight(r, at);
    read_tender(r, at, market);
}

static void read_file(reading *r, const cst__at *top) {
    static const char *const keys[] = {"format", "id", "title", "as_of", "markets", NULL};
    cst_markets *markets = r->markets;
    cst__at list;
    cst__as_object(r->reader, top, keys);
    const char *id = cst__name(r->reader, top, "id", CST__REQUIRED, CST__PATTERN_ID);
    markets->id = id != NULL ? id : "";
    markets->title = cst__text(r->reader, top, "title", CST__OPTIONAL);
    cst__date(r->reader, top, "as_of", CST__OPTIONAL);
    size_t n = cst__list(r->reader, top, "markets", CST__REQUIRED, &list);
    if (json_is_array(list.value) && json_array_size(list.value) == 0) {
        cst__fault_at(r->reader, &list, "there is no market: there must be at least one");
    }
    markets->markets = cst__room(r->reader, n, sizeof *markets->markets);
    cst__ids_begin(r->reader, &r->ids, n);
    for (size_t i = 0; markets->markets != NULL && i < n; i++) {
        cst__at at = cst__item(r->reader, &list, i);
        read_market(r, &at, &markets->markets[i]);
        markets->n_markets = i + 1;
    }
    cst__ids_end(r->reader, &r->ids);
    if (markets->n_markets > 0) {
        cst__sort_by_id(markets->markets, markets->n_markets, sizeof *markets->markets);
    }
}

cst_error cst_markets_read(const char *bytes, size_t size, const char *name, const cst_rules *rules,
                           const cst_catalog *catalog, const cst_limits *limits,
                           cst_markets **markets, cst_diagnostics *diagnostics) {
    cst__reader reader;
    cst__at top;
    cst__source source = {name, bytes, size};
    cst__arena *arena = cst__arena_new();
    cst_markets *read = arena != NULL ? cst__arena_alloc(arena, 1, sizeof *read) : NULL;
    *markets = NULL;
    if (read == NULL) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    read->arena = arena;
    read->rules = rules;
    read->catalog = catalog;
    if (cst__reader_open(&reader, &source, limits, "consort-markets/1", arena, diagnostics, &top)) {
        reading r = {.reader = &reader, .markets = read};
        read_file(&r, &top);
    }
    cst_error error = cst__reader_close(&reader);
    if (error != CST_E_OK) {
        cst_markets_free(read);
        return error;
    }
    *markets = read;
    return CST_E_OK;
}

void cst_markets_free(cst_markets *markets) {
    if (markets != NULL) {
        cst__arena_free(markets->arena);
    }
}

const char *cst_markets_id(const cst_markets *markets) {
    return markets->id;
}

size_t cst_markets_count(const cst_markets *markets) {
    return markets->n_markets;
}

const cst_opportunity *cst_markets_opportunity(const cst_markets *markets, size_t i) {
    return i < markets->n_markets ? &markets->markets[i].tender : NULL;
}

int64_t cst_markets_weight_milli(const cst_markets *markets, size_t i) {
    return i < markets->n_markets ? markets->markets[i].weight_milli : 0;
}
