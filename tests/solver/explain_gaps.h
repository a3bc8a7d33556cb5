/*
 * explain_gaps.h - what screening alone leaves impossible.
 */
#ifndef CST_TESTS_EXPLAIN_GAPS_H
#define CST_TESTS_EXPLAIN_GAPS_H

#include "consort/explain.h"
#include "tests/solver/explain_demands.h"

enum { GAPS_MOST = 128 };

typedef struct explain_gap {
    cst_gap_kind kind;
    const char *subject, *tag; /* borrowed from the tender */
    char pointer[DEMAND_POINTER];
    bool serves[ORACLE_MOST_OFFERINGS]; /* refused, and else it could serve */
    int64_t demand_milli, most_milli;
} explain_gap;

/* All gaps of a screened tender; how many. The tree is the file of the tender. */
size_t explain_gaps(const oracle *o, const json_t *file, explain_gap list[GAPS_MOST]);

/* Two words for a person. */
const char *explain_gap_name(cst_gap_kind kind);

#endif
