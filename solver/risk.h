/*
 * risk.h - in time and in budget: how often, when facts come out otherwise than the number that
 * stands for them.
 */
#ifndef CST_RISK_H
#define CST_RISK_H

#include "solver/screen.h"

/* A finished package and its choice. */
typedef struct cst__risky {
    cst_package *package;
    const int64_t *units; /* [n_offerings] */
} cst__risky;

/*
 * Fills `risk` of the packages by so many samples as the settings ask for, with all memory from the
 * arena. The figures of a package depend on it, the number of samples and the seed, and neither on
 * the other packages nor on the number of threads.
 */
cst_error cst__risk_fill(const cst_opportunity *opportunity, const cst__screening *screening,
                         const cst_settings *settings, const cst__risky *risky, size_t n,
                         cst__arena *arena);

#endif
