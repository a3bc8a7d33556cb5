/*
 * compact.h - the compact engine: branch and bound over a program made stronger, in cells.
 *
 * A cell is a box of the program. It is made stronger for what is still worth finding there (bounds
 * tightened, cuts), and searched for a while (search.h). Where that does not end it, what is left
 * of it becomes one cell, if the smallest box around it has a much better bound, or else two, on
 * either side of the split that parts it; and these are made stronger in their turn. So what the
 * first splits decide, like how many halls there are, strengthens the whole program, not only the
 * linear programs below them. Where a part would not make up for the tree that is lost with the
 * cell, the cell stays; the other part, where it would, becomes one, and leaves the tree.
 *
 * Where mostly the proof is left (`is_near` of the task) only sums are tightened at first, and all
 * columns of the first cell that follows: it takes longer than most such proofs.
 *
 * Once only ties are left to be broken (`tie` of the task), they are followed for some hundred
 * nodes; the point is then optimal but for them.
 */
#ifndef CST_COMPACT_H
#define CST_COMPACT_H

#include "solver/search.h"

/* A search that can be stopped and gone on with. */
typedef struct cst__compact cst__compact;

/* New search of the task's program; what the task points to, but for its start, is borrowed until
 * the search ends. Cells are made stronger as soon as there is a cutoff or an incumbent. */
cst_error cst__compact_begin(const cst__search_task *task, cst__compact **compact);

/* Goes on for a while; the result's x is the caller's. */
cst_error cst__compact_go(cst__compact *compact, cst__grant grant, cst__search_result *result);

/* Tells it of a whole point found elsewhere [n_columns], with its objective. */
void cst__compact_offer(cst__compact *compact, const double *x, double objective);
void cst__compact_end(cst__compact *compact);

/* Nodes searched in a cell before it may be parted, and what a part of it has to regain of what its
 * tree had gained; tests set them differently. */
extern long cst__cell_nodes;
extern double cst__part_regains;

#endif
