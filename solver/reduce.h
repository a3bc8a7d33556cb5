/*
 * reduce.h - a program without the columns that are fixed at 0.
 *
 * A program made stronger for what is still worth finding, or narrowed to a neighbourhood, keeps a
 * tenth to a half of its columns open; but every linear program is handed all of them, time and
 * again. What is left out is 0 exactly, so that no coefficient and no side of a row changes, and a
 * row that holds for all points within the bounds is left out as well: every bound for the reduced
 * program is one for the program.
 */
#ifndef CST_REDUCE_H
#define CST_REDUCE_H

#include "solver/program.h"

typedef struct cst__reduced {
    cst__program program;
    int *original; /* [program.n_columns] the column in the program that was reduced */
    size_t n_original;
} cst__reduced;

/* Leaves out the columns between bounds [n_columns] of 0 and 0, and rows that say nothing more.
 * Without bounds (NULL, NULL) those of the program's columns count. */
cst_error cst__reduce(const cst__program *program, const double *lower, const double *upper,
                      cst__reduced *reduced);
void cst__reduced_clear(cst__reduced *reduced);

/* The columns of the reduced program, among all; the others are left as they are. */
void cst__reduced_expand(const cst__reduced *reduced, const double *x, double *all);

#endif
