/*
 * explain_read.h - what a file with an explanation says beside what consort/explain.h holds: sums
 * and differences that follow from the rest, for the verifier to hold against it.
 */
#ifndef CST_EXPLAIN_READ_H
#define CST_EXPLAIN_READ_H

#include "consort/explain.h"
#include "model/diagnostics.h"

/* Of one entry that has, or may have, an outcome. */
typedef struct cst__told {
    bool has_outcome; /* a status stands there */
    bool has_cost, has_difference, has_us_content;
    int64_t cost_cents;
    cst_criteria difference;
    bool is_room, is_rebate; /* of a firm or offering: which of the two stands there */
    bool has_met, met;       /* of a range: false where it is null */
    bool has_costs;          /* of a range: its two costs */
} cst__told;

/* The same for each entry of an explanation. */
typedef struct cst__explanation_told {
    cst__told *whys, *rules, *dropouts;
    cst__told **steps;  /* of each curve */
    cst__told **ranges; /* of each assumption */
} cst__explanation_told;

/* Reads an explanation, and what else the file says of it, which lives as long. */
cst_error cst__explanation_read(const cst__source *source, const cst_limits *limits,
                                cst_explanation **explanation, cst__explanation_told *told,
                                cst_diagnostics *diagnostics);

#endif
