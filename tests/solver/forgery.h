/*
 * forgery.h - would a verifier notice? A right file passes; then every row of a table breaks one
 * thing of it and says what must be found, all of it.
 */
#ifndef CST_TESTS_FORGERY_H
#define CST_TESTS_FORGERY_H

#include "consort.h"
#include "tests/support.h"
#include "tests/tree.h"

enum { MOST_FORGED = 8 };

/* Findings as "part check: message" on lines of their own, with ' for ", the part "-" for the
 * whole; of a file that can not be read the faults, as "pointer: message". A text "@/a/b" of a
 * change stands for what is there in the right file. */
typedef struct forgery {
    const char *name;
    const char *expected;
    tree_change changes[MOST_FORGED + 1];
} forgery;

/* A right file and who verifies it. */
typedef struct forged {
    const char *right; /* as text */
    cst_error (*verify)(const char *text, size_t size, cst_findings **findings,
                        cst_diagnostics *faults);
} forged;

/* New text of what is found in a file. */
char *forgery_findings(const forged *file, const char *text);

/* Runs the rows, each as a test; gives the number of failures. */
int forgery_rows(const char *group, const forged *file, const forgery *rows, size_t n);

#define FORGERIES(group, file, rows) \
    forgery_rows(group, file, rows, sizeof(rows) / sizeof((rows)[0]))

#endif
