/*
 * explain_compare.h - explanations beside what trying everything says. What an explanation calls
 * proven must be so to the cent; what it does not call proven must at least be true.
 */
#ifndef CST_TESTS_EXPLAIN_COMPARE_H
#define CST_TESTS_EXPLAIN_COMPARE_H

#include "consort.h"
#include "tests/solver/compare.h"
#include "tests/solver/explain_oracle.h"

/* Changes the file of a tender; false when it has no such place. */
bool explain_change(json_t *file, const cst_change *change);

/* Files as they are after a change, read and screened; no oracle when they can not be read. */
typedef struct changed_tender {
    tender t;
    oracle *o;
} changed_tender;

changed_tender changed_new(const instance *files);
void changed_clear(changed_tender *c);

/* An outcome that is said to be solved: a package of the tender of the oracle, which costs so much
 * and is proven; INT64_MAX: none, and that is proven. No oracle is a difference, too. */
void compare_outcome(report *r, const char *what, const oracle *o, const cst_outcome *outcome,
                     int64_t cost_cents);

/* The same for an outcome that may have been stopped, unless all must be proven: then its package,
 * if there is one, costs no less. */
void compare_proven(report *r, const char *what, const oracle *o, const cst_outcome *outcome,
                    int64_t cost_cents, bool complete);

/* The package of an outcome, if there is one, is a package of that tender. */
void check_outcome(report *r, const char *what, const oracle *o, const cst_outcome *outcome);

/* A tender in which nothing fits, as the oracles see it. */
typedef struct explain_case {
    const instance *files;
    const explain_oracle *e;
    const oracle *screened; /* of the tender itself */
    int most_conflicts;     /* that were asked for */
    bool complete;          /* nothing may be left unproven */
} explain_case;

/* All that is said on why nothing fits. */
void compare_infeasibility(report *r, const explain_case *c, const cst_result *result);

/* What a search that was stopped did not lose: whether everything above is called proven. */
bool explain_is_complete(const cst_infeasibility *it);

#endif
