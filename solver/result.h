/*
 * result.h - the making of results inside the library. What a result holds, and how it is freed,
 * stands in consort/result.h.
 */
#ifndef CST_SOLVER_RESULT_H
#define CST_SOLVER_RESULT_H

#include "consort/result.h"

/* New empty result, whose texts are "". It lies in its own arena, as everything it will own does:
 * cst_result_free frees both. NULL when out of memory. */
cst_result *cst__result_new(void);

/* A value of a criterion as something to be minimised: US content with its sign turned. The same
 * way back. */
int64_t cst__loss(cst_criterion criterion, int64_t value);
int64_t cst__criteria_loss(const cst_criteria *criteria, cst_criterion criterion);

/* Whether a is to be preferred to b: better on the criterion, or as good and cheaper, or with fewer
 * members. */
bool cst__is_preferred(const cst_criteria *a, const cst_criteria *b, cst_criterion criterion);

/* The words of a result file for each enum, in its order, ending in NULL. */
extern const char *const cst__criterion_ids[];
extern const char *const cst__method_ids[];
extern const char *const cst__mode_ids[];
extern const char *const cst__status_ids[];
extern const char *const cst__proof_ids[];
extern const char *const cst__by_ids[];
extern const char *const cst__measure_ids[];
extern const char *const cst__gap_ids[];
extern const char *const cst__standing_ids[];

#endif
