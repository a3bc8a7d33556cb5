/*
 * root.h - the relaxation of a whole program, outside any tree: what tighten.c and cuts.c ask.
 *
 * Rows that are lazy, and rows added to the program later, enter the linear program when its point
 * violates them.
 */
#ifndef CST_ROOT_H
#define CST_ROOT_H

#include "solver/lp.h"

typedef struct cst__root {
    cst__program *program; /* borrowed; rows may be added to it, costs changed */
    cst__lp *lp;
    double *lower, *upper; /* column bounds, at first those of the program */
    double *x;             /* the last point */
    double *y;             /* multipliers */
    long double *reduced;
    bool *in_lp;
    size_t *new_rows;
    size_t room_rows;
    double deadline_s;        /* on cst__clock() */
    const volatile int *stop; /* NULL: none */
    cst_error error;          /* the first that happened */
} cst__root;

/* Makes the linear program with the rows that are not lazy. */
cst_error cst__root_init(cst__root *root, cst__program *program, double deadline_s,
                         const volatile int *stop);
void cst__root_clear(cst__root *root);

/* Solves once more; true when root->x is an optimal point. */
bool cst__root_solve(cst__root *root, bool primal);

/* Solves, adding violated rows, until the point violates none; true when it is optimal. */
bool cst__root_relax(cst__root *root);

/* A safe bound on the program's objective from the last solve. */
double cst__root_bound(cst__root *root);

bool cst__root_out_of_time(const cst__root *root);

#endif
