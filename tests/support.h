/*
 * support.h - what the unit tests share: rows as tests, texts with one change, faults as text.
 */
#ifndef CST_TESTS_SUPPORT_H
#define CST_TESTS_SUPPORT_H

#include <stddef.h>

#include "consort.h"

/*
 * Runs a checker on each row of a table, every row as a test of its own. A row is a struct whose
 * first member is its name (const char *); the checker gets the row as *state. Gives the number of
 * failures.
 */
int test_rows(const char *group, const void *rows, size_t n, size_t size,
              void (*checker)(void **state));

#define TEST_ROWS(group, rows, checker) \
    test_rows(group, rows, sizeof(rows) / sizeof((rows)[0]), sizeof((rows)[0]), checker)

/* New text: the bytes of a file. Fails the test when there is none. To be freed. */
char *test_file(const char *path, size_t *size);

/* The text must be that of the file. With REWRITE=1 in the environment it is written there instead:
 * read the difference before you commit it. */
void test_expect_file(const char *path, const char *text);

/* New text with " for each '. Texts in tests are written with ', which needs no escape in C. To be
 * freed. */
char *test_quoted(const char *text);

/* New text with one part replaced and " for each '. The part must stand there exactly once. To be
 * freed. */
char *test_change(const char *text, const char *from, const char *to);

/* Rules and a catalog from a text with ' for ", which must have no faults. To be freed. */
cst_rules *test_rules(const char *text);
cst_catalog *test_catalog(const char *text, const cst_rules *rules);

/* New text: each fault as "line:column pointer: message" on a line of its own. To be freed. */
char *test_faults(const cst_diagnostics *diagnostics);

/* The faults must be these, in this form and with ' for ", and the error must fit: CST_E_INPUT
 * where there are some, else CST_E_OK. */
void test_expect_faults(const cst_diagnostics *diagnostics, cst_error error, const char *expected);

#endif
