/*
 * fit.h - how well each offering meets the wants of its slot (contract, section 3, "Criteria").
 */
#ifndef CST_FIT_H
#define CST_FIT_H

#include "model/model.h"

/*
 * misfit_bp [n][n_offerings] = 10,000 - fit of every offering for each of n opportunities over the
 * same catalog. fit is the mean of the ratings weighted by the wants, rounded down to basis points;
 * a missing rating counts as 0, and where nothing is wanted fit is 1.
 */
cst_error cst__misfit(const cst_opportunity *const *opportunities, size_t n, int64_t *misfit_bp);

#endif
