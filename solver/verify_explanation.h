/* verify_explanation.h - an explanation against what can be told of it without a search. */
#ifndef CST_VERIFY_EXPLANATION_H
#define CST_VERIFY_EXPLANATION_H

#include "solver/explain_read.h"

/* New list of everything that is wrong with the explanation; empty when it holds. What a file says
 * beside it may be NULL: nothing. */
cst_error cst__verify_explanation(const cst_opportunity *opportunity,
                                  const cst_explanation *explanation,
                                  const cst__explanation_told *told, cst_findings **findings);

#endif
