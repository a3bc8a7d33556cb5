/*
 * verify_explanation_parts.h - what the files that verify an explanation share.
 *
 *     verify_explanation.c          the whole; one answer, whatever was asked
 *     verify_explanation_why.c      firms and offerings in or out; members that drop out
 *     verify_explanation_rules.c    what rules cost; curves
 *     verify_explanation_assumed.c  ranges of assumptions
 */
#ifndef CST_VERIFY_EXPLANATION_PARTS_H
#define CST_VERIFY_EXPLANATION_PARTS_H

#include "solver/verify_explanation.h"
#include "solver/verify_parts.h"

typedef struct cst__explanation_check {
    cst__verifier v; /* of the tender as it is */
    const cst_explanation *x;
    const cst__explanation_told *told; /* NULL: nothing is told beside */
    const cst_package *cheapest;       /* NULL: none is found */
    const cst_package **packages;      /* of all answers, each choice once */
    size_t n_packages;
    size_t n_plain;          /* the first ones, of tenders with the same rules and facts */
    int64_t *elsewhere;      /* [n_packages] what each costs in the tender at hand */
    const cst_curve *curve;  /* at hand; NULL: none */
    const cst_step *reached; /* of the curve at hand: the step before; NULL: none */
    bool open;               /* something is not proven */
} cst__explanation_check;

/* Names the entry at hand: it is the "package" of what is found wrong from here on. */
void cst__explanation_at(cst__explanation_check *c, const char *list, const char *entry);

/* Whether a package is there and proven to be the cheapest. */
bool cst__explanation_is_proven(const cst__explanation_check *c);

/* Checks an answer: the cheapest package of a tender, or that there is none; of a curve at hand
 * that with a better value than the step before. What the file tells beside it may be NULL. */
void cst__explanation_outcome(cst__explanation_check *c, const cst_opportunity *tender,
                              const cst_outcome *outcome, const cst__told *told);

/* Checks that nothing is said where nothing was asked. */
void cst__explanation_no_outcome(cst__explanation_check *c, const cst_outcome *outcome,
                                 const cst__told *told);

/* Whether a package chooses something of the firm, or the offering. */
bool cst__explanation_has(const cst_package *package, const char *id, bool is_firm);

void cst__verify_whys(cst__explanation_check *c);
void cst__verify_dropouts(cst__explanation_check *c);
void cst__verify_rules_cost(cst__explanation_check *c);
void cst__verify_curves(cst__explanation_check *c);
void cst__verify_sensitivities(cst__explanation_check *c);

#endif
