/*
 * pricing_tables.h - what the search of pricing.c is cut off by: the least cost of completing a
 * configuration, for so many further items, for the marks still to be met and for the levels of the
 * main window still to be covered.
 *
 *     one_j[M][g]  at most j items of one firm, its charge included
 *     rest_k[M][g] at most k items:  min over j of  one_j (+) rest_(k-j)
 *     after_f,k    the same when firm f has been paid already: its items cost no charge
 *
 * where (+) folds two tables: the least sum over all ways to share marks and levels between them.
 * Items may repeat, and an item covers its level rounded up: both can only lower an entry. Rewards
 * and charges for tags are left to the search. For more than MOST_COUNTED items there is one table
 * for any number, in which firms are not charged: what pays for itself is counted once (free_gain),
 * and what is left of an item's cost, 0 or more, may repeat.
 */
#ifndef CST_PRICING_TABLES_H
#define CST_PRICING_TABLES_H

#include "solver/pricing.h"

enum {
    LEVELS = 48,        /* of the main window */
    ROOM = LEVELS + 12, /* levels that rounding up may reach */
    MOST_MARKS = 4,     /* tags and other things that some item must bring */
    MASKS = 1 << MOST_MARKS,
    MOST_COUNTED = 6,
    ANY_NUMBER = MOST_COUNTED + 1,
    N_TABLES = ANY_NUMBER + 1,
    MOST_AXES = 3,
    MOST_OPTIONS = 256,
    MOST_WITHIN = 6 /* items of a slot whose main window may have an upper end */
};

typedef double table[MASKS][ROOM];

/* Not to be had at any cost. */
extern const double cst__unpriced;

/* An item, where it stands in the order of the search, and what it can be part of at best. */
typedef struct cst__ranked {
    int item;
    double cluster_lead, offering_lead, bound;
    size_t cluster; /* firm where it is charged once for several offerings, else the offering */
    size_t offering;
} cst__ranked;

/* What is asked of the levels of an axis. What an item covers is rounded up, what it uses of an
 * upper end alone is rounded down. Only the first axis is AXIS_WITHIN, only the last AXIS_AT_MOST.
 */
typedef enum axis_kind {
    AXIS_AT_LEAST, /* states: still to be covered, more does not matter */
    AXIS_WITHIN,   /* still to be covered, exactly; an upper end is looked at last */
    AXIS_AT_MOST   /* may still be used */
} axis_kind;

/* A window whose levels are counted. */
typedef struct axis {
    int window;
    axis_kind kind;
    double width; /* of a level: a whole multiple of the window's unit */
    int levels;   /* that are asked for, or may be used */
    int n;        /* 0 .. n - 1 in the tables */
    int stride;
} axis;

/* Units of an item, by what they cover. */
typedef struct option {
    double cost;
    int levels[MOST_AXES];
} option;

/* A firm with a charge and several offerings in the slot. */
typedef struct group {
    int party;
    bool has_after;
    double charge;
    table *own;   /* [MOST_COUNTED + 1] at most j of its items, without the charge */
    table *after; /* [N_TABLES] */
} group;

struct cst__pricer {
    const cst__quote *quote; /* &asked */
    cst__quote asked;        /* with the units that the windows leave of each item */
    double *high;            /* [items] units, at most */
    const cst__block *block;
    cst__priced_block *result;
    size_t n_items; /* room */

    int main_window; /* -1: none */
    bool upper_ends; /* some window has one */
    axis plain;      /* the main window in the tables up to group_of; what has only an upper end is
                        within there. AXIS_AT_LEAST without a main window, or where its upper end
                        is not looked at */
    int n_marks;
    unsigned all;          /* marks to be met */
    unsigned *marks;       /* [items] */
    double *charge;        /* [parties] still to be paid: 0 for firms of forced items */
    double paid;           /* charges of those */
    double (*cover)[ROOM]; /* [items] least cost of the item for each level, without charges */
    double *own_gain;      /* [items] min(0, least cost of the item alone) */
    double free_gain;
    table one[MOST_COUNTED + 1];
    table counted[N_TABLES]; /* before the window's upper end is taken into account */
    table rest[N_TABLES];
    group *groups;
    int n_groups, room_groups;
    int *group_of; /* [parties] -1: none */

    cst__ranked *ranked;
    int *order; /* items in play: forced ones first, then the most promising, firms kept together */
    int n_order, n_forced;
    /* pricing_suffix.c */
    bool by_suffix; /* the tables are made */
    bool presence;  /* the first mark is being there at all */
    unsigned tag_marks;
    int n_masks, n_states; /* of marks; of levels */
    int n_counts;          /* 1 + items that are counted; 1: any number */
    axis axes[MOST_AXES];  /* the main window first */
    int n_axes;
    option options[MOST_OPTIONS]; /* of one item */
    int n_options;
    double *fresh;    /* [n_order + 1][n_counts][n_masks][n_states] the next firm not yet paid */
    double *paid_for; /* the same, where the firm at this place has been paid */
    double *fresh_rest, *paid_rest; /* with the main window's upper end taken into account */
    int *next_offering;             /* [n_order] place of the next offering */
    size_t room_suffix;
    double *set_cover; /* [most + 1][n_states] of the set under search */
    size_t room_cover;
    option *kept;       /* options of the items in the order, one after the other */
    size_t *kept_start; /* [n_order + 1] */
    size_t room_kept;
    bool *loose;          /* [items] units need not be whole */
    double *bound;        /* [items] */
    double *cluster_lead; /* [parties] bound of the firm's most promising item */
    uint64_t open_has, stuck;
    double all_rewards;
    double threshold;
    double by_tables; /* the least cost by the tables alone */
    int picks[CST__MOST_PICKS];
    double units[CST__MOST_PICKS];
    double sums[CST__MOST_PICKS + 1][CST__MOST_WINDOWS];
    long steps;
    bool cut_short;
};

/* Everything above up to group_of, for the quote at hand; false when out of memory. */
bool cst__pricing_tables(cst__pricer *p);

/* The table for k items still to come; after a firm with a group, when it is the last one picked.
 */
const double *cst__pricing_rest(cst__pricer *p, int k, int group, unsigned marks);

/* Tables over the items from each place of the order on, each at most once: far sharper, for orders
 * that are not too long (by_suffix says so). False when out of memory. */
bool cst__pricing_suffixes(cst__pricer *p);

/* The least cost from a place on, with at most k items, after a pick of a party, by what is still
 * to be covered: a row of [n_states]. */
const double *cst__pricing_row(cst__pricer *p, int k, int place, int party, unsigned marks);

/* sum = cover with the item at a place added, by what is covered. */
void cst__pricing_add(cst__pricer *p, int place, const double *cover, double *sum);

void cst__table_clear(const cst__pricer *p, table t);
void cst__table_copy(const cst__pricer *p, table to, table from);

/* Gives the axis, of a kind, so many levels at most, but for those that rounding up may reach. */
void cst__axis_divide(const cst__pricer *p, axis *it, double levels);

/* How many levels further than what is asked for a sum may reach within the axis, when k items are
 * still to come: their sums of rounded-up levels may lie that much above the true ones. Where a
 * level is a unit, nothing is rounded. */
int cst__axis_ahead(const cst__pricer *p, const axis *it, int k);

/* to[g] = the least of from[g] .. from[g + more], as far as there are so many of the n. */
void cst__least_ahead(const double *from, int n, int more, double *restrict to);

/* The least over the levels that the window allows when k items are still to come. */
void cst__table_slide(const cst__pricer *p, int k, table from, table to);

bool cst__is_open(const cst__quote *q, int item);

/* Whether the table for k items is the one for any number. */
bool cst__is_any(int k);

int cst__last_table(const cst__pricer *p);

#endif
