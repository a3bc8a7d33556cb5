/*
 * compare.h - what the library says beside what the oracle says: the first difference is kept as
 * a sentence.
 */
#ifndef CST_TESTS_COMPARE_H
#define CST_TESTS_COMPARE_H

#include "consort.h"
#include "tests/solver/oracle.h"

/* The first difference that was found, if any; "" at the beginning. */
typedef struct report {
    char text[600];
} report;

bool agrees(const report *r);
__attribute__((format(printf, 2, 3))) void differ(report *r, const char *format, ...);

/* A number, named in two words: of which package (or thing), and what. */
void expect(report *r, const char *package, const char *what, int64_t found, int64_t expected);

/* The list of refusals, reason by reason. */
void compare_refused(report *r, const oracle *o, const cst_result *result);

/* The package must be one of the feasible choices, and be what it says. Gives that choice. */
void compare_package(report *r, const oracle *o, const cst_package *package, oracle_choice *choice);

#endif
