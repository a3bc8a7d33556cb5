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

/* The same of why nothing fits a tender, and of who is refused there: those parts of the result. */
cst_error cst__verify_nothing(const cst_opportunity *opportunity, const cst_result *said,
                              cst_findings **findings);

#define CST__UNFIT INT64_MAX

/* What each of some packages would cost in a tender that it was not made for, by its offerings and
 * units alone, led by its anchor; CST__UNFIT where it does not satisfy the tender. */
cst_error cst__verify_elsewhere(const cst_opportunity *opportunity,
                                const cst_package *const *packages, size_t n, int64_t *cost_cents);

#endif
