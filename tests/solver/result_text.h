/*
 * result_text.h - results as text and back, for tests of what is written and read.
 */
#ifndef CST_TESTS_RESULT_TEXT_H
#define CST_TESTS_RESULT_TEXT_H

#include "consort.h"

/* New text of a result. To be freed. */
char *result_text(const cst_result *result);

/* New result from a text that must have no faults. */
cst_result *result_of(const char *text);

/* Written, read and written again it must be the same, byte for byte. */
void expect_rewritten(const cst_result *result);

/* The first fault of the text: where it is, and how its message begins. */
void expect_first_fault(const char *text, const char *pointer, const char *message);

#endif
