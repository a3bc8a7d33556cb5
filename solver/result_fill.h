/*
 * result_fill.h - what a result says of its tender whatever was found.
 */
#ifndef CST_RESULT_FILL_H
#define CST_RESULT_FILL_H

#include "solver/result.h"
#include "solver/screen.h"

/* Who asked what: verb, tender, rules, currency, settings. False: out of memory. */
bool cst__result_head(cst_result *result, const char *verb, const cst_opportunity *opportunity,
                      const cst_settings *settings);

/* One refusal as a result shows it, its texts copied to the arena. False: out of memory. */
bool cst__result_refusal(cst__arena *arena, const cst_catalog *catalog, const cst__refused *refused,
                         cst_refusal *refusal);

/* What screening refused, and how many offerings are left. False: out of memory. */
bool cst__result_screening(cst_result *result, const cst_opportunity *opportunity,
                           const cst__screening *screening);

#endif
