/*
 * demands.h - what a tender asks, one demand at a time: named as the tender writes it, and taken
 * back, whole or in part, in a copy of the tender.
 *
 * A demand is anything whose absence lets more packages in. What a tender merely states (its site,
 * its buyer, what that has, its years) is the ground on which demands stand, as are catalog and
 * rules. Demands are independent: a choice satisfies several together exactly where it satisfies
 * the ground and each of them.
 */
#ifndef CST_DEMANDS_H
#define CST_DEMANDS_H

#include "consort/explain.h"
#include "solver/screen.h"

typedef enum cst__demand_kind {
    CST__DEMAND_DEADLINE,
    CST__DEMAND_BUDGET,
    CST__DEMAND_AMOUNT,   /* of resource `of` */
    CST__DEMAND_REQUIRED, /* of slot `of`, as the next three */
    CST__DEMAND_MAX_OFFERINGS,
    CST__DEMAND_EVERY_HAS, /* a list */
    CST__DEMAND_SOME_HAS,  /* a list */
    CST__DEMAND_RESIDENCY, /* a list of slots */
    CST__DEMAND_MIN_MEMBERS,
    CST__DEMAND_MAX_MEMBERS,
    CST__DEMAND_INCLUDE, /* a list */
    CST__DEMAND_EXCLUDE, /* a list */
    CST__DEMAND_ANCHOR,
    CST__DEMAND_MEMBER_SHARE,
    CST__DEMAND_LOCAL_SHARE,
    CST__DEMAND_SMALL_SHARE,
    CST__DEMAND_CONTENT,
    CST__DEMAND_GAMMA /* of content; not listed by itself: a way for content to give way in part */
} cst__demand_kind;

typedef struct cst__demand {
    cst__demand_kind kind;
    size_t of;
    cst_demand shown; /* pointer, and the level as the tender has it */
} cst__demand;

typedef struct cst__demands {
    cst__demand *list; /* in the order in which a tender is written (contract, 2.2) */
    size_t n;
} cst__demands;

/* Lists the demands of a tender; all memory from the arena. False: out of memory. */
bool cst__demands_list(const cst_opportunity *opportunity, cst__arena *arena,
                       cst__demands *demands);

/* The gamma of the tender's content, as a demand of its own. */
cst__demand cst__demand_gamma(const cst_opportunity *opportunity);

/* Takes the whole demand back in a copy of its tender. */
void cst__demand_drop(const cst__demand *demand, cst_opportunity *copy);

/* Whether its level is a number that can be changed step by step. */
bool cst__demand_has_steps(const cst__demand *demand);

/* Changes the number in a copy. */
void cst__demand_set(const cst__demand *demand, int64_t number, cst_opportunity *copy);

/* Keeps of a list only the items that are kept [shown.level.n_items], in a copy that still has all
 * of them. */
void cst__demand_keep(const cst__demand *demand, const bool *kept, cst_opportunity *copy);

/* A choice beside the tender: what demands are measured by. */
typedef struct cst__measured {
    const int64_t *units; /* [n_offerings] */
    const cst_criteria *criteria;
    const bool *resides; /* [n_offerings] would pass residency (of a list of slots) */
} cst__measured;

/* The strictest number that the choice satisfies, at least as loose as the demand's; for demands
 * that have steps. The tender is one in which the choice holds: its gamma is taken as reached. */
int64_t cst__demand_reached(const cst__demand *demand, const cst_opportunity *opportunity,
                            const cst__measured *choice);

/* The items of a list that the choice satisfies [shown.level.n_items]. */
void cst__demand_met_items(const cst__demand *demand, const cst_opportunity *opportunity,
                           const cst__measured *choice, bool *met);

/* A number of the demand as a level, and a list of what is kept; dropped where that is nothing at
 * all. False: out of memory (only lists need any). */
cst_level cst__demand_level(const cst__demand *demand, int64_t number);
cst_level cst__demand_dropped(const cst__demand *demand);
bool cst__demand_level_of(const cst__demand *demand, const bool *kept, cst__arena *arena,
                          cst_level *level);

/* A copy of a level whose texts belong to the arena. False: out of memory. */
bool cst__level_keep(cst__arena *arena, const cst_level *from, cst_level *to);

#endif
