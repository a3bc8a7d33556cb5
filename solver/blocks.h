/*
 * blocks.h - a posed program seen as slots that are filled one configuration at a time.
 *
 * A configuration of a slot is a set of its variants, at most one for each offering, with units. A
 * block lists the variants of one slot as items and keeps what can be said of a configuration
 * without looking at other slots: how many offerings, which tags must be met, and its sums of each
 * resource. Everything that ties slots together stays a row of the program; see master.h.
 */
#ifndef CST_BLOCKS_H
#define CST_BLOCKS_H

#include "solver/formulate.h"

enum {
    CST__MOST_BLOCKS = 256,
    CST__MOST_MARKS = 4,  /* tags of a slot that its pricing looks after */
    CST__MOST_PICKS = 64, /* offerings in a configuration; a slot that may hold more has no block */
    CST__MOST_NEEDS = 64  /* tags that offerings of one slot need from another */
};

/* A variant in its slot. */
typedef struct cst__item {
    size_t variant, offering, firm;
    int chosen, units; /* columns of the program; units -1: none */
    double low;        /* units where its column of units is 0 */
    int party;         /* firm, numbered within the block */
    unsigned marks;    /* which of the block's tags it has (cst__block.n_marks bits) */
    uint64_t has;      /* which needed tags it has, and which it needs and does not have itself */
    uint64_t needs;
} cst__item;

/* The sum of one resource over a slot, where all its items have it with the same sign. */
typedef struct cst__form {
    size_t block, resource;
    double sign;    /* +1: provided, -1: consumed */
    double *amount; /* [items] of one unit, at least 0, thousandths */
    double unit;    /* every sum is a whole multiple of it */
} cst__form;

typedef struct cst__block {
    size_t slot;
    cst__item *items; /* by variant */
    size_t n_items;
    int most; /* offerings; at most CST__MOST_PICKS */
    bool required;
    int n_marks;
    int n_parties;
    int *crowd;    /* [n_parties] offerings of the party that one configuration may hold */
    size_t *firms; /* [n_parties] */
    size_t first_form, n_forms;
} cst__block;

typedef struct cst__blocks {
    const cst__formulation *formulation; /* borrowed */
    cst__block *blocks;
    size_t n_blocks;
    cst__form *forms;
    size_t n_forms;
    const char *tags[CST__MOST_NEEDS]; /* needed across slots, borrowed from the catalog */
    int n_tags;
    int *block_of; /* [n_columns] of the columns that items own, -1: a column of the master */
    int *item_of;
    bool *absorbed; /* [n_rows] the pricing of the blocks keeps this row by itself */
} cst__blocks;

/* New view of the formulation's program. Its rows are absorbed where the blocks keep them. Null and
 * CST_E_OK where a slot does not lend itself to it: the program is then for search.h. */
cst_error cst__blocks_new(const cst__formulation *formulation, cst__blocks **blocks);
void cst__blocks_free(cst__blocks *blocks);

#endif
