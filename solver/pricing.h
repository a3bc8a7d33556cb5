/*
 * pricing.h - the configurations of one slot that cost least at given prices, and a bound on all.
 *
 * A quote prices the items of a block: `fixed + each * n` for n units, and what is paid once for a
 * configuration: for each firm in it, for each tag it needs and has not itself, less for each tag
 * it has. A configuration must lie within the windows on its sums, hold what is forced, and meet
 * the tags of the slot. It is a covering knapsack with few items, solved by depth-first search over
 * sets of items, cut off by tables of the cheapest completion:
 *
 *     rest_k[tags][g] = least cost of at most k further items that meet the tags and cover g levels
 *
 * where a level is a part of the main window and an item's cover is rounded up, so that every entry
 * is at most what any true completion costs. The tables let an item repeat and charge a firm in
 * parts (charge / crowd for each item); the search itself does not.
 *
 * Items of which many units are taken are loose: their units need not be whole, and only the main
 * window is kept by a configuration that holds one. That relaxes the slot (the rows of the master
 * still hold for the sums), and leaves few numbers of units to try: the optimum of a linear program
 * with one row has all units but one at an end of their range. Whole units of them are branched on.
 *
 * Bound: the least cost, exact when the search ends by itself. When its work runs out, the bound is
 * that of the tables. Either way it holds in spite of rounding: `blur` of the result, more than all
 * rounding can amount to, is already taken off.
 */
#ifndef CST_PRICING_H
#define CST_PRICING_H

#include "solver/blocks.h"

typedef enum cst__item_state { CST__ITEM_FREE, CST__ITEM_OUT, CST__ITEM_IN } cst__item_state;

/* sum amount * units within least .. most */
typedef struct cst__window {
    const double *amount; /* [n_items], at least 0 */
    double unit;          /* every sum is a whole multiple of it */
    double least, most;   /* -HUGE_VAL, HUGE_VAL: none */
} cst__window;

enum { CST__MOST_WINDOWS = 32 };

typedef struct cst__quote {
    const cst__block *block;
    int n_tags;
    const double *fixed, *each; /* [n_items] */
    const double *lo, *hi;      /* [n_items] units */
    const unsigned char *state; /* [n_items] cst__item_state */
    const double *party_charge; /* [n_parties], at least 0 */
    const double *tag_charge;   /* [n_tags], at least 0 */
    const double *tag_reward;   /* [n_tags], at least 0 */
    cst__window windows[CST__MOST_WINDOWS];
    int n_windows;
    bool whole; /* loose units rounded up, as far as that fits: for packages, not for bounds */
    bool until_found; /* go on for ten times the work while nothing is found */
    double error;     /* what fixed and each of one item may be wrong by, at most units */
    double below;     /* look only for configurations cheaper than this */
    int want;         /* at most so many */
    long work;        /* steps after which the search may stop */
    double fine;      /* how many times as many states the tables may have; below 1: as many */
} cst__quote;

typedef struct cst__config {
    double value;
    int n;
    int item[CST__MOST_PICKS]; /* ascending */
    double units[CST__MOST_PICKS];
} cst__config;

typedef struct cst__priced_block {
    cst__config *configs; /* the cheapest found, best first; room for `want` */
    int n_configs;
    bool exact;         /* the search went to the end */
    double bound;       /* no configuration is cheaper; HUGE_VAL: there is none */
    double *item_bound; /* [n_items] none that holds the item is cheaper; or NULL */
    long steps;
    bool out_of_memory; /* nothing else is to be believed */
} cst__priced_block;

typedef struct cst__pricer cst__pricer;

/* New scratch for blocks of at most n_items; NULL when out of memory. */
cst__pricer *cst__pricer_new(size_t n_items);
void cst__pricer_free(cst__pricer *pricer);

/* Fills result, whose lists are the caller's. */
void cst__price(cst__pricer *pricer, const cst__quote *quote, cst__priced_block *result);

#endif
