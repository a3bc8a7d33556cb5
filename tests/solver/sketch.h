/*
 * sketch.h - the part of a seeded tender that its limits depend on: slots, firms, offerings with
 * units, prices, amounts and tags, and one choice that is planted in it.
 *
 * Limits are drawn around the planted choice, often exactly at what it comes to and sometimes one
 * step beyond, so that shares meet their limits to the basis point and the ledger ends at zero.
 */
#ifndef CST_TESTS_SKETCH_H
#define CST_TESTS_SKETCH_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/dice.h"

enum {
    SKETCH_FIRMS = 8,
    SKETCH_OFFERINGS = 9,
    SKETCH_SLOTS = 4,
    SKETCH_RESOURCES = 3,
    SKETCH_TIERS = 2,
    SKETCH_TAGS = 4,
    SKETCH_ID = 16
};

typedef struct sketch_offering {
    char id[SKETCH_ID];
    int firm, slot;
    int min, max;
    int64_t fixed, per_unit, per_year; /* cents */
    int n_tiers;
    int tier_from[SKETCH_TIERS];
    int64_t tier_price[SKETCH_TIERS];
    int64_t provides[SKETCH_RESOURCES], consumes[SKETCH_RESOURCES]; /* thousandths */
    unsigned has, needs;                                            /* tags as bits */
    int made, low, added; /* shares of US content in basis points; -1: unknown */
    int lead;             /* weeks */
    int planted;          /* units in the planted choice */
} sketch_offering;

typedef struct sketch_firm {
    char id[SKETCH_ID];
    const char *country; /* of incorporation, NULL: unknown */
    const char *size;    /* NULL: unknown */
    bool can_anchor;
    bool planted; /* has an offering in the planted choice */
} sketch_firm;

typedef struct sketch {
    dice dice;         /* all later drawing goes on from here */
    int tightness;     /* percent: how likely a limit is there at all */
    int trouble;       /* percent: how likely a fact is one that screening may stumble over */
    int64_t money;     /* cents in one point of price */
    bool odd_cents;    /* some prices are off the points */
    const char *buyer; /* country */
    int term_years;
    int n_layers, n_slots, n_firms, n_offerings, n_resources;
    int layer_of[SKETCH_SLOTS]; /* -1: in no layer */
    bool layer_required[SKETCH_SLOTS];
    bool slot_required[SKETCH_SLOTS]; /* by the rules */
    bool content_slot[SKETCH_SLOTS];
    sketch_firm firms[SKETCH_FIRMS];
    sketch_offering offerings[SKETCH_OFFERINGS];
} sketch;

/* Draws a sketch from a seed. */
sketch sketch_new(uint64_t seed);

extern const char *const sketch_slot_names[SKETCH_SLOTS];
extern const char *const sketch_layer_names[SKETCH_SLOTS];
extern const char *const sketch_resource_names[SKETCH_RESOURCES];
extern const char *const sketch_tag_names[SKETCH_TAGS];

/* What offering o is worth at n units, in cents over a term. */
int64_t sketch_value(const sketch_offering *o, int n, int years);

/* The least it can be worth in a term of one year. */
int64_t sketch_least_value(const sketch_offering *o);

/* Of the planted choice: the value of firm f (-1: of all), and its balance of a resource. */
int64_t sketch_planted_value(const sketch *s, int f);
int64_t sketch_planted_balance(const sketch *s, int resource);

/* One of the limits around what the planted choice comes to: mostly exactly that, else a little
 * looser or tighter by up to so many steps. Never below 0. */
int64_t sketch_limit(sketch *s, int64_t exact, int64_t step, int looser_sign);

#endif
