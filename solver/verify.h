/*
 * verify.h - a finished result against section 3 of the contract, in integers and apart from the
 * formulation and the search: the verifier shares with them the data (model/) and the screening,
 * and nothing else.
 */
#ifndef CST_VERIFY_H
#define CST_VERIFY_H

#include "consort/match.h"
#include "solver/screen.h"

/* New list of everything that is wrong with the result; empty when it holds. */
cst_error cst__verify_result(const cst_opportunity *opportunity, const cst_result *result,
                             cst_findings **findings);

/* Frees findings of our own making: CST_E_INTERNAL where there are any. */
cst_error cst__findings_verdict(cst_findings *findings);

/* The same of one package that belongs to no result: of its constraints, figures and bound. */
cst_error cst__verify_package(const cst_opportunity *opportunity, const cst_package *package,
                              double gap, cst_findings **findings);

#endif
