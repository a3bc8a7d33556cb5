/*
 * verify_rows.h - rows of forgeries: each breaks one thing of a right result (verify_sample.h), or
 * of what it answers to, and names the checks that must find it.
 */
#ifndef TESTS_SOLVER_VERIFY_ROWS_H
#define TESTS_SOLVER_VERIFY_ROWS_H

#include "consort.h"
#include "tests/support.h"

typedef enum file { RULES, CATALOG, OPPORTUNITY, RESULT, N_FILES } file;

/*
 * One change of a file. The pointer is a JSON pointer; a last step "+2" inserts before item 2. The
 * value is JSON with ' for ", or "@" and a pointer to copy from; NULL deletes.
 */
typedef struct edit {
    file file;
    const char *pointer;
    const char *value;
} edit;

enum { MOST_EDITS = 16 };

/*
 * The checks that must be found, as "package:check" (no package: the result as a whole), and no
 * others. "..." allows others; "!check" is one that must not be found.
 */
typedef struct row {
    const char *name;
    const char *expected;
    edit edits[MOST_EDITS]; /* ends at a NULL pointer */
} row;

/* The files of a row as they were read; the result is its text. */
typedef struct verify_case {
    char *text[N_FILES];
    cst_rules *rules;
    cst_catalog *catalog;
    cst_opportunity *opportunity;
    cst_diagnostics *diagnostics;
} verify_case;

void verify_case_begin(verify_case *c, const row *r);
void verify_case_end(verify_case *c);

/* Fails, and says what the faults are, where there is an error. */
void verify_case_must(const verify_case *c, cst_error error, const char *what);

/* What the verifier finds; to be freed. */
cst_findings *verify_case_findings(const verify_case *c);

/* A test: *state is a row. */
void verify_row(void **state);

#endif
