/*
 * posed.h - a tender screened and formulated, for tests of what the solver does inside.
 */
#ifndef CST_TESTS_POSED_H
#define CST_TESTS_POSED_H

#include "solver/choice.h"

typedef struct posed {
    const cst_opportunity *opportunity; /* borrowed */
    cst__screening *screening;
    int64_t *misfit_bp;
    cst__formulation *formulation;
    cst__judge *judge;
} posed;

/* The test fails where it can not be done. */
posed posed_new(const cst_opportunity *opportunity);
void posed_clear(posed *p);

/* What a row comes to at a point of the program, and whether the point keeps it. */
double posed_activity(const cst__program *program, const cst__row *row, const double *x);
bool posed_keeps(const cst__program *program, const cst__row *row, const double *x);

#endif
