/*
 * market.c - what the slots are, and the order in which a market is made.
 */
#include "bench/market.h"

#include <stdlib.h>

/* clang-format off */
const market_class market_classes[MARKET_SLOTS] = {
    {"applications", "seats",        "seats",          5000000, 50000,  600000000, 5000000, false, false},
    {"security",     "covered",      "covered seats",  5000000, 50000,  150000000, 4000000, true,  false},
    {"models",       "tokens",       "1000 tokens/s",  1000000, 10000,  800000000,  100000, false, false},
    {"data",         "corpus-tb",    "TB",              200000,  2000,  150000000,  160000, true,  false},
    {"cloud",        "nodes",        "nodes",           160000,  2000,  200000000,  128000, true,  false},
    {"chips",        "accelerators", "accelerators",    512000,  4000, 2000000000,  128000, false, true},
    {"servers",      "hosts",        "host positions",  104000,  1000,  600000000,   48000, false, true},
    {"storage",      "storage-pb",   "PB",               40000,   500,  500000000,   16000, false, true},
    {"networking",   "ports",        "ports",          1000000,  8000,  250000000,  800000, true,  true},
    {"data-center",  "power-kw",     "kW",              900000, 10000, 1200000000,  150000, false, false},
};
/* clang-format on */

void *market_alloc(size_t n, size_t size) {
    void *memory = calloc(n + 1, size);
    if (memory == NULL) {
        fputs("generate: out of memory\n", stderr);
        exit(EXIT_FAILURE);
    }
    return memory;
}

int64_t market_permille(int64_t amount, int permille) {
    return amount * permille / 1000;
}

int64_t market_value(const market *m, const market_offering *o, int64_t units) {
    int64_t price = o->per_unit;
    for (int t = 0; t < o->n_tiers; t++) {
        price = units >= o->tiers[t].from ? o->tiers[t].per_unit : price;
    }
    return o->fixed + units * (price + o->per_year * m->tender.term_years);
}

market *market_new(int n_offerings, int n_firms, uint64_t seed, bool full) {
    market *m = market_alloc(1, sizeof *m);
    m->dice = dice_new(seed);
    m->full = full;
    m->n_offerings = n_offerings;
    m->n_firms = n_firms;
    m->offerings = market_alloc((size_t)n_offerings, sizeof *m->offerings);
    m->firms = market_alloc((size_t)n_firms, sizeof *m->firms);
    market_draw(m);
    market_plant(m);
    market_link(m);
    return m;
}

void market_free(market *m) {
    free(m->firms);
    free(m->offerings);
    free(m->bundles);
    free(m->relations);
    free(m->tender.exclude);
    free(m);
}
