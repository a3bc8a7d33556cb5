/*
 * explain_answers.h - why in and why not, what each rule costs, who may drop out, and curves: the
 * library's answers beside all packages of the tender.
 */
#ifndef CST_TESTS_EXPLAIN_ANSWERS_H
#define CST_TESTS_EXPLAIN_ANSWERS_H

#include "tests/solver/explain_compare.h"

/* A tender as the oracles see it, and what was asked of it. Where nothing fits, curves are not
 * compared, and the rest is: nobody is chosen, and without a demand something may fit. */
typedef struct answers_case {
    const instance *files;
    const tender *t;
    const oracle *o; /* has tried everything, or knows that nothing fits */
    const explain_oracle *e;
    const cst_questions *questions;
    bool complete; /* nothing may be left unproven */
} answers_case;

/* All that an explanation says, which was asked for at a gap of 0. */
void compare_answers(report *r, const answers_case *c, const cst_explanation *found);

#endif
