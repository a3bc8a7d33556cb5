/*
 * explain_sample.h - explanations made by hand, with every kind of entry, to be written and shown.
 * They lie in static memory and are not to be freed.
 */
#ifndef CST_TESTS_EXPLAIN_SAMPLE_H
#define CST_TESTS_EXPLAIN_SAMPLE_H

#include "consort.h"

/* Nothing fits: every kind of gap, conflicts of one, two and three demands, remedies of every
 * measure, proven and not, and a combination. */
cst_result *sample_nothing_fits(void);

/* Nothing fits, whatever the tender drops: the empty conflict. */
cst_result *sample_no_way_out(void);

/* Nothing fits, and the search for the reasons was stopped at once. */
cst_result *sample_no_reasons(void);

/* A cheapest package, and all that can be asked about it: proven and complete. */
cst_explanation *sample_explanation(void);

/* The same questions, with answers that are not proven. */
cst_explanation *sample_unproven(void);

/* Nothing fits: who is refused, and what dropping each rule would cost. */
cst_explanation *sample_explained_nothing(void);

#endif
