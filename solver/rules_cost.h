/*
 * rules_cost.h - what each demand and each row of the rules costs: the cheapest package without it
 * beside the cheapest with it; and the least cost as a function of a limit on one criterion.
 */
#ifndef CST_RULES_COST_H
#define CST_RULES_COST_H

#include "solver/session.h"

/* One entry for each demand, jurisdiction row and export row, for unknown facts where the rules
 * refuse them, and for content where it is only presumed. base: the answer to the tender as it is.
 * Memory of the entries from the arena. */
cst_error cst__rules_cost_find(cst__session *session, const cst__inquiry *base, cst__arena *arena,
                               cst_rule_cost **costs, size_t *n_costs);

/* The curves of the criteria that are asked, in their order, also where nothing fits. */
cst_error cst__curves_find(cst__session *session, const cst__inquiry *base,
                           const bool asked[CST_N_CRITERIA], cst__arena *arena, cst_curve **curves,
                           size_t *n_curves);

#endif
