/*
 * remedies.h - what would let a package in: the least change of one demand that suffices, and where
 * none does the fewest demands that have to give way together.
 */
#ifndef CST_REMEDIES_H
#define CST_REMEDIES_H

#include "solver/conflicts.h"

/* Fills remedies and combination of the infeasibility; texts and packages from the arena. Conflicts
 * that turn up on the way are taken in. */
cst_error cst__remedies_find(cst__lattice *lattice, cst__conflicts *conflicts, cst__arena *arena,
                             cst_infeasibility *out);

#endif
