/*
 * market.h - a synthetic market at any size, and a tender in it that can be met.
 *
 * Ten slots in a chain: seats of applications want tokens of models, these want accelerators, these
 * want hosts, ports and power. An offering provides its slot's own resource in units of its size
 * and consumes what lies further down. Prices fall with size and rise with US content and quality,
 * so that no offering is best at all of them, and a few units suffice although many are for sale:
 * that is what makes the bound of a plain linear program weak.
 *
 * All amounts are whole: cents, thousandths, basis points.
 */
#ifndef CST_BENCH_MARKET_H
#define CST_BENCH_MARKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "tests/dice.h"

/* In the order of the chain: who consumes comes before who provides. */
typedef enum market_slot {
    MARKET_APPLICATIONS,
    MARKET_SECURITY,
    MARKET_MODELS,
    MARKET_DATA,
    MARKET_CLOUD,
    MARKET_CHIPS,
    MARKET_SERVERS,
    MARKET_STORAGE,
    MARKET_NETWORKING,
    MARKET_DATA_CENTER,
    MARKET_SLOTS
} market_slot;

/* The resource r is the one that slot r provides. */
typedef struct market_class {
    const char *slot;     /* id in the rules */
    const char *resource; /* its own */
    const char *unit;     /* of that resource */
    int64_t need_milli;   /* about what a tender needs of it */
    int64_t step_milli;   /* sizes are multiples of this */
    int64_t worth_cents;  /* about what that costs */
    int64_t demand_milli; /* of the tender itself; the rest is what the others consume */
    bool whole;           /* one unit of any offering is enough */
    bool content;         /* counts for US content */
} market_class;

extern const market_class market_classes[MARKET_SLOTS];

enum { MARKET_TIERS = 2, MARKET_FIRM_SLOTS = 4, MARKET_BUNDLE = 3 };

typedef struct market_firm {
    const char *country;
    const char *size;
    bool can_anchor;
    int price_permille;           /* its prices against those of others */
    int slots[MARKET_FIRM_SLOTS]; /* where it sells */
    int n_slots;
    int64_t min_value, max_value; /* 0: none */
    int64_t planted_value;        /* of the planted package; 0: no member */
} market_firm;

typedef struct market_tier {
    int64_t from, per_unit;
} market_tier;

typedef struct market_offering {
    int firm;
    market_slot slot;
    int64_t size;                 /* of the own resource in one unit */
    int64_t second[MARKET_SLOTS]; /* further amounts provided, by resource */
    int64_t consumes[MARKET_SLOTS];
    int64_t min, max; /* units */
    int64_t fixed, per_unit, per_year;
    market_tier tiers[MARKET_TIERS];
    int n_tiers;
    int made, made_low; /* US content */
    int quality;
    int lead_weeks;
    unsigned has, needs; /* tags, one bit each */
    int64_t planted;     /* units in the planted package; 0: not chosen */
} market_offering;

/* Capabilities: one slot has them, another needs them or the tender asks for them. */
typedef enum market_tag {
    MARKET_LIQUID,
    MARKET_FABRIC_IB,
    MARKET_FABRIC_ETH,
    MARKET_API_CHAT,
    MARKET_API_TOOLS,
    MARKET_RUNTIME_A,
    MARKET_RUNTIME_B,
    MARKET_OBJECTS,
    MARKET_LANGUAGE,  /* asked of applications and of models */
    MARKET_CERTIFIED, /* asked of security */
    MARKET_TAGS
} market_tag;

extern const char *const market_tags[MARKET_TAGS];

typedef struct market_bundle {
    int offerings[MARKET_BUNDLE];
    int n;
    int64_t discount;
} market_bundle;

typedef struct market_relation {
    bool requires, between_firms;
    int a, b;
} market_relation;

/* The tender, drawn around the planted package. */
typedef struct market_tender {
    int term_years, deadline_weeks;
    int64_t budget;
    int gamma;
    int max_member_share, local_share, small_share; /* 10000, 0, 0: none */
    int anchor, include_firm;                       /* -1: none */
    int *exclude;                                   /* offerings */
    int n_exclude;
} market_tender;

typedef struct market {
    dice dice;
    bool full; /* every feature of the contract; else only the simplified model */
    market_firm *firms;
    int n_firms;
    market_offering *offerings;
    int n_offerings;
    market_bundle *bundles;
    int n_bundles;
    market_relation *relations;
    int n_relations;
    market_tender tender;
} market;

/* New market with all its parts, planted, linked and limited; ends the program when out of memory.
 */
market *market_new(int n_offerings, int n_firms, uint64_t seed, bool full);
void market_free(market *m);

/* The two files. */
void market_write_catalog(const market *m, FILE *out);
void market_write_opportunity(const market *m, FILE *out);

/* ---------------------------------------------------------------- parts, in this order */

void market_draw(market *m);  /* market_draw.c: firms, offerings */
void market_plant(market *m); /* market_plant.c: a package that fits, and the tender around it */
void market_link(market *m);  /* market_link.c: bundles, relations, limits of firms */

/* Value of so many units, discounts of tiers and all years included. */
int64_t market_value(const market *m, const market_offering *o, int64_t units);

/* Part of amount, in thousandths. */
int64_t market_permille(int64_t amount, int permille);

/* New zeroed memory; ends the program when there is none. */
void *market_alloc(size_t n, size_t size);

#endif
