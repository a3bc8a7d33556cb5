/*
 * posed.h - a tender screened and formulated, for tests of what the solver does inside; and such a
 * test on many seeded tenders, beside all their packages.
 */
#ifndef CST_TESTS_POSED_H
#define CST_TESTS_POSED_H

#include "solver/choice.h"
#include "tests/solver/instance.h"
#include "tests/solver/oracle.h"

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

typedef struct posed_seeds {
    uint64_t n;
    size_t most_choices;                      /* tenders with more are passed over */
    void (*change)(uint64_t seed, tender *t); /* of the tender of a seed; NULL: as it is */
    void (*try_tender)(posed *p, const oracle *o, uint64_t seed, void *context);
    void *context;
} posed_seeds;

/* Tries the tenders of the seeds 1 to n. */
void posed_each(const posed_seeds *all);

/* What a row comes to at a point of the program, and whether the point keeps it. */
double posed_activity(const cst__program *program, const cst__row *row, const double *x);
bool posed_keeps(const cst__program *program, const cst__row *row, const double *x);

#endif
