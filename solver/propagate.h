/*
 * propagate.h - what the rows of a program say about the bounds of its columns.
 *
 * Feasibility-based bound tightening: the least and the largest activity of a row over the bounds
 * of its columns bound each single column (Savelsbergh 1994, Preprocessing and probing techniques
 * for mixed integer programming problems, ORSA Journal on Computing 6(4)). Only bounds of integer
 * columns are changed, rounded with a margin for the rounding of doubles, so that no whole point
 * of the program is ever lost.
 */
#ifndef CST_PROPAGATE_H
#define CST_PROPAGATE_H

#include "solver/program.h"

typedef struct cst__propagator cst__propagator;

/* New propagator; the program is borrowed until it is freed. */
cst_error cst__propagator_new(const cst__program *program, cst__propagator **propagator);
void cst__propagator_free(cst__propagator *propagator);

/* Tightens lower and upper [n_columns] from the rows of the changed columns on, or from all rows
 * when changed is NULL. False: no whole point lies within the bounds (proven). */
bool cst__propagate(cst__propagator *propagator, double *lower, double *upper, const int *changed,
                    size_t n_changed);

#endif
