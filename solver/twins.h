/* twins.h - markets whose tenders have the same packages at the same cost. */
#ifndef CST_TWINS_H
#define CST_TWINS_H

#include "solver/screen.h"

/* Whether every package of one tender is one of the other and costs the same there, whoever leads
 * it: both ask the same in constraints (1) to (9) of the same eligible offerings. Fit, weeks and
 * licences may differ. Tenders of one catalog. */
bool cst__are_twins(const cst_opportunity *a, const cst__screening *of_a, const cst_opportunity *b,
                    const cst__screening *of_b);

#endif
