/*
 * sums.h - whole sums as columns of their own, for the compact engine.
 *
 * What one slot provides or consumes of a resource is a whole multiple of what divides all its
 * amounts (the forms of blocks.h). Written as a column, such a sum can be split like any other: at
 * most t, or at least one multiple more. That says more than a split of the units of one offering,
 * which others make up for at nearly the same cost, again and again. Branch and price has the same
 * splits as windows.
 */
#ifndef CST_SUMS_H
#define CST_SUMS_H

#include "solver/blocks.h"

/* Adds a column, and the row that defines it, for every form of at least two offerings that can
 * still be chosen. Memory: the program's own flag. */
void cst__add_sums(const cst__blocks *blocks, cst__program *program);

/* Sets the sums of a point whose other columns are known [n_columns]. */
void cst__fill_sums(const cst__program *program, double *x);

#endif
