/*
 * master.h - the linear program over slot configurations (Dantzig and Wolfe 1960, Decomposition
 * principle for linear programs, Operations Research 8(1)).
 *
 *     minimise   sum over configurations k  cost_k x_k  +  sum over side columns j  cost_j x_j
 *     subject    rows of the program that no block absorbs, in terms of both
 *                sum of x over the configurations of a block = 1          (convexity)
 *                y_f >= sum of x over those of a block that hold firm f   (link, one a block and
 * firm) sum of x over those of block s that need tag t and lack it
 *                    <= sum of x over those of other blocks that have it  (tag, one a block and
 * tag)
 *
 * Side columns are the columns of the program that belong to no item: members, bundles, falls. The
 * rows "link" and "tag" stand for the rows MEMBER and NEEDS of the program; they are stronger,
 * since a configuration counts once however many of its offerings are concerned, and they say the
 * same where the choice is whole: then all configurations in use agree on what is chosen.
 *
 * Bound: for any multipliers y (0 where a row has no such side)
 *     sum y_i (the side y_i leans on) + sum over blocks (least priced cost of a configuration)
 *                                     + sum over side columns (least d_j x_j within its bounds)
 * is at most the cost of every whole point within the bounds: Lagrangian relaxation of the rows. So
 * nothing is asked of GLPK but multipliers worth trying.
 */
#ifndef CST_MASTER_H
#define CST_MASTER_H

#include "solver/blocks.h"
#include "solver/lp.h"
#include "solver/pricing.h"

typedef enum cst__master_row_kind {
    CST__MASTER_PROGRAM, /* index: row of the program */
    CST__MASTER_CONVEX,  /* block */
    CST__MASTER_LINK,    /* block, index: party */
    CST__MASTER_TAG      /* block, index: tag */
} cst__master_row_kind;

typedef struct cst__master_row {
    cst__master_row_kind kind;
    int block;
    size_t index;
    double lower, upper;
    double scale; /* the LP has the row times this power of two */
    double y;     /* multiplier of the last solve, in the units of the program; sign as usable */
} cst__master_row;

typedef enum cst__pool_kind {
    CST__POOL_CONFIG,
    CST__POOL_SIDE,
    CST__POOL_ARTIFICIAL
} cst__pool_kind;

/* A column of the LP. */
typedef struct cst__pool_column {
    cst__pool_kind kind;
    int block; /* of a configuration */
    int index; /* side: column of the program; artificial: row of the master */
    int n;     /* items, ascending, with their units */
    int *item;
    double *units; /* in the same allocation */
    double cost;
    double unit; /* of a side column: the LP counts it in multiples of this power of two */
    double x;    /* in the last point */
    int idle;    /* solves since it was last of use */
    bool open;   /* within the bounds of the node */
} cst__pool_column;

typedef struct cst__master {
    const cst__blocks *blocks;   /* borrowed */
    const cst__program *program; /* borrowed: the posed program */
    const bool *absorbed;        /* borrowed: [rows of the program] not for the LP */
    cst__lp *lp;
    cst__master_row *rows;
    size_t n_rows, room_rows;
    cst__pool_column *pool;
    size_t n_pool, room_pool;
    int *row_of;   /* [program rows] row of the master, -1: not in it */
    int *side_of;  /* [program columns] pool column of a side column, -1 */
    int **link_of; /* [blocks][parties] row of the master, -1 */
    int **tag_of;  /* [blocks][tags] */
    size_t *start; /* entries of the program by column */
    int *entry_row;
    double *entry_value;
    double cost_scale;               /* the LP has the objective times this */
    double penalty;                  /* cost of an artificial column in the LP */
    bool without_cost;               /* phase one: only artificial columns cost */
    double *x;                       /* [program columns] the last point */
    double *d;                       /* [program columns] reduced costs at the multipliers */
    double *d_size;                  /* what was added up for each */
    double *dense;                   /* [program columns] scratch, all zero */
    double *tag_charge, *tag_reward; /* [blocks * tags] */
    double *party_charge;            /* [sum of parties], by block */
    size_t *first_party;             /* [blocks] */
    double *work_value;              /* scratch by row or column */
    int *work_index;
    double *sum; /* [program rows] scratch */
    size_t room_work;
    double artificial; /* how much of them is in the last point */
} cst__master;

/* New master with the convexity rows, the rows that are not lazy, and artificial columns. Typical:
 * what a package about costs, for scaling. */
cst_error cst__master_new(const cst__blocks *blocks, const cst__program *program,
                          const bool *absorbed, double typical, cst__master **master);
void cst__master_free(cst__master *master);

/* Bounds of a side column in the LP. */
cst_error cst__master_set_side(cst__master *m, size_t pool_column, double lower, double upper);

/* Adds a configuration unless it is there; *added says so. */
cst_error cst__master_add(cst__master *m, int block, const cst__config *config, bool *added);

/* Solves the LP and reads the point. */
cst_error cst__master_solve(cst__master *m, bool primal, double seconds, cst__lp_status *status);

/* Adds the lazy rows, links and tags that the last point violates. */
cst_error cst__master_separate(cst__master *m, int *added);

/* Reads the multipliers of the last solve and prices all columns of the program with them. */
void cst__master_take_prices(cst__master *m);

/* Prices all columns of the program with the multipliers in the rows, whoever put them there. */
void cst__master_charge(cst__master *m);

/* The part of the bound that is not the blocks', at the multipliers last taken. */
double cst__master_bound(const cst__master *m, const double *lower, const double *upper);

/* The multiplier of a block's convexity row in the last solve. */
double cst__master_sigma(const cst__master *m, int block);

/* Costs of the LP anew, after a change of penalty or phase. */
void cst__master_take_costs(cst__master *m);

/* Deletes configurations that were of no use for long, down to about `keep`. */
cst_error cst__master_purge(cst__master *m, size_t keep);

#endif
