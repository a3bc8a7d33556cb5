/*
 * explain_demands.h - what a tender asks, one demand after the other, and what a choice comes to
 * by each of them. Written from the contract alone, beside oracle.h.
 */
#ifndef CST_TESTS_EXPLAIN_DEMANDS_H
#define CST_TESTS_EXPLAIN_DEMANDS_H

#include <jansson.h>

#include "tests/solver/oracle.h"

enum { DEMANDS_MOST = 64, DEMAND_MOST_ITEMS = 32, DEMAND_POINTER = 120 };

/* In the order of a list of demands; those of one slot follow each other. The key is of the slot,
 * of the consortium or of the tender itself. */
#define DEMAND_KIND_MAP(X)                           \
    X(DEADLINE, "deadline_weeks", AT_MOST)           \
    X(BUDGET, "budget", AT_MOST)                     \
    X(AMOUNT, "demand", AT_LEAST)                    \
    X(REQUIRED, "required", YES)                     \
    X(MAX_OFFERINGS, "max_offerings", AT_MOST)       \
    X(EVERY_HAS, "every_has", ITEMS)                 \
    X(SOME_HAS, "some_has", ITEMS)                   \
    X(RESIDENCY, "residency", ITEMS)                 \
    X(MIN_MEMBERS, "min_members", AT_LEAST)          \
    X(MAX_MEMBERS, "max_members", AT_MOST)           \
    X(INCLUDE, "include", ITEMS)                     \
    X(EXCLUDE, "exclude", ITEMS)                     \
    X(ANCHOR, "anchor", YES)                         \
    X(MAX_MEMBER_SHARE, "max_member_share", AT_MOST) \
    X(LOCAL_SHARE, "local_share", AT_LEAST)          \
    X(SMALL_SHARE, "small_share", AT_LEAST)          \
    X(CONTENT, "content", GAMMA)

typedef enum demand_kind {
#define DEMAND_KIND_ENUM(name, key, form) DEMAND_##name,
    DEMAND_KIND_MAP(DEMAND_KIND_ENUM)
#undef DEMAND_KIND_ENUM
        DEMAND_N_KINDS
} demand_kind;

/* How much is asked: a number not to be passed from above or from below, each of some items, all or
 * nothing, or US content that so many falls leave intact. */
typedef enum demand_form {
    DEMAND_AT_MOST,
    DEMAND_AT_LEAST,
    DEMAND_ITEMS,
    DEMAND_YES,
    DEMAND_GAMMA
} demand_form;

const char *demand_key(demand_kind kind);
demand_form demand_form_of(demand_kind kind);

typedef struct demand {
    demand_kind kind;
    size_t of; /* resource, slot, anchor; else CST__NONE */
    char pointer[DEMAND_POINTER];
    int64_t number;                       /* as it is counted: cents, weeks, thousandths, ... */
    const char *items[DEMAND_MOST_ITEMS]; /* borrowed from the tender */
    size_t n_items;
    cst__countries places; /* of residency: where to host */
} demand;

/* All that the tender asks and could leave, in order; how many. The tree is the file of the
 * tender. */
size_t demands_of(const cst_opportunity *p, const json_t *file, demand list[DEMANDS_MOST]);

/* One demand of a kind, for a resource or slot, whether or not the tender makes it; it asks nothing
 * yet. */
demand demand_of(const cst_opportunity *p, demand_kind kind, size_t of);

/* What a choice comes to: the least (or greatest) number that it would keep, for content the most
 * falls up to the number asked (-1: not even without), and the items that it does not keep. */
typedef struct demand_need {
    bool met;
    int64_t number;
    uint32_t breaks;
} demand_need;

demand_need demand_needs(const oracle *o, const demand *d, const oracle_choice *choice);

/* ---------------------------------------------------------------- in the file */

/* The tender without the demand. */
void demand_drop(json_t *file, const demand *d);

/* The tender with another number, or only with the items of which the bit is set (never none). */
void demand_put_number(json_t *file, const demand *d, int64_t number);
void demand_put_items(json_t *file, const demand *d, uint32_t items);

#endif
