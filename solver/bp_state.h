/*
 * bp_state.h - what the rooms of one running branch and price share:
 *
 *     branch_price.c  the loop over nodes
 *     bp_node.c       one node: windows, columns, prices, bound, what the bound rules out
 *     bp_forms.c      what the ledger says of the sums of single slots
 *     bp_branch.c     where to split
 *     bp_build.c      packages: slots filled one after the other at the master's prices
 */
#ifndef CST_BP_STATE_H
#define CST_BP_STATE_H

#include "solver/branch_price.h"
#include "solver/master.h"
#include "solver/propagate.h"
#include "solver/tree.h"

/* Bounds are arrays over the columns of the program, followed by the forms (bp_forms.c): the sum of
 * a form lies between them in every configuration of its block. */
struct cst__branch_price {
    const cst__search_task *task;
    const cst__program *program;
    const cst__blocks *blocks;
    cst__master *master;
    cst__pricer *pricer;
    cst__propagator *propagator;
    cst__tree tree;
    bool *absorbed;             /* [program rows] kept by blocks, or implied by root windows */
    size_t n_columns, n_bounds; /* of the program; with the forms */
    double *root_lower, *root_upper;
    double *lower, *upper; /* of the node */
    double *form_least;    /* [forms] no configuration within the root's bounds has less ... */
    double *form_most;     /* ... or more */
    cst__quote *quotes;    /* [blocks] what is allowed at the node, and its prices: */
    double *fixed, *each;  /* [items of all blocks] */
    double *lo, *hi;
    unsigned char *state;
    cst__priced_block *priced; /* [blocks] */
    double *block_bound;       /* [blocks] that belongs to the prices ... */
    double bound;              /* ... as does this */
    double *item_bound;        /* [items of all blocks] */
    size_t *first_item;        /* [blocks + 1] */
    int *order;                /* [blocks] those who consume before those who provide */
    bool found;
    double incumbent;
    double *best; /* [n_columns] */
    double *trial;
    double pruned_bound;
    bool has_fixed;       /* something, to what is worth finding: see search_state.h */
    struct bp_site *site; /* bp_build.c: the package under construction */
    long nodes, rounds;
    long steps;          /* of pricing */
    double tolerance;    /* by which a configuration has to be below its slot's price */
    long patience;       /* how long pricing may search before it is cut short, */
    long first_patience; /* and what that began with at this node */
    cst__gains *gains;   /* [n_bounds] what the sides of probed splits gained (bp_branch.c); */
    double promised;     /* what trials on configurations at hand said they would, and */
    double gained;       /* what they did */
    bool impossible;     /* proven before the first node */
    bool stopped;
    /* The node that was visited last: */
    double *entered_lower; /* [n_bounds] its bounds before they were propagated */
    double *entered_upper;
    bool has_point; /* its linear program is solved, in the master */
    bool held;      /* it held the witness when it was entered */
    size_t paused;  /* that is still to be split; CST__NO_NODE: none */
    const char *lost;
    cst_error error;
};

typedef cst__branch_price bp;

enum { BP_WANT = 12 }; /* configurations for each call of the pricing */

/* ---------------------------------------------------------------- branch_price.c */

double bp_worth(const bp *s);
bool bp_out_of_time(const bp *s);

/* Puts a point [n_columns] before the judge. */
bool bp_try_point(bp *s, const double *x);

/* ---------------------------------------------------------------- bp_forms.c */

/* Least and most of every form, and windows from them, at the root; ledger rows that the windows
 * imply are absorbed. False: nothing is possible. */
bool bp_root_forms(bp *s);

/* What the ledger says of the windows of a node; false: nothing is possible. */
bool bp_propagate_forms(const bp *s, double *lower, double *upper);

/* ---------------------------------------------------------------- bp_node.c */

typedef enum bp_solved {
    BP_POINT,  /* s->master->x is an optimal point of the relaxation */
    BP_CLOSED, /* proven: nothing worth finding here */
    BP_BLIND,  /* nothing to rely on but the bounds */
    BP_STOPPED
} bp_solved;

/* Quotes and columns for the node's bounds. */
void bp_view(bp *s);

/* Windows of a block, in its quote, from the node's bounds. */
void bp_set_windows(bp *s, size_t block);

/* cst__price; out of memory is the search's error. */
void bp_price(bp *s, const cst__quote *quote, cst__priced_block *priced);

/* Prices the items of a block at the master's multipliers. */
void bp_set_prices(bp *s, size_t block);

bp_solved bp_solve_node(bp *s, size_t node);

struct bp_split;

/* What a few rounds say of one side of a split: HUGE_VAL, it is empty. */
typedef struct bp_side {
    double bound;  /* proven */
    double likely; /* its linear program so far, at least `bound`: a guess, of what the bound comes
                      to when the prices are searched to the end */
} bp_side;

/* Bounds one side of a split in a few rounds, by at least `bound`. The bounds, quotes and columns
 * are then the side's. */
bp_side bp_probe(bp *s, const struct bp_split *split, bool up, int rounds, double bound);

/* Opens the columns that lie within the node's bounds, and closes the others. */
void bp_open_columns(bp *s);

/* Drops items that can not be in anything worth finding, by the bound of the last prices. */
void bp_fix(bp *s);

/* ---------------------------------------------------------------- bp_branch.c */

typedef struct bp_split {
    size_t bound; /* column or form; SIZE_MAX: none */
    double at;    /* <= at, or >= above */
    double above;
    double value;
    double below_bound, above_bound; /* proven for the two sides, -HUGE_VAL: nothing */
} bp_split;

bp_split bp_choose_split(bp *s, size_t node);
bp_split bp_any_split(const bp *s);

/* ---------------------------------------------------------------- bp_build.c */

bool bp_order_blocks(bp *s);

/* New site and its end; false when out of memory. */
bool bp_site_new(bp *s);
void bp_site_free(bp *s);

/* Looks for packages at the multipliers of the master, beginning with one of its own (fresh) or
 * with the last one, and changing a few slots at a time, so many times. */
void bp_build(bp *s, bool fresh, int times);

#endif
