/* result_text.c - writing and reading results, with everything checked that must always hold. */
#include "tests/solver/result_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support.h"

char *result_text(const cst_result *result) {
    char *text = NULL;
    size_t size = 0;
    assert_int_equal(cst_result_to_json(result, &text, &size), CST_E_OK);
    assert_int_equal(strlen(text), size);
    return text;
}

cst_result *result_of(const char *text) {
    cst_result *result = NULL;
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_error error = cst_result_read(text, strlen(text), "r.json", NULL, &result, faults);
    test_expect_faults(faults, error, "");
    assert_int_equal(error, CST_E_OK);
    cst_diagnostics_free(faults);
    return result;
}

void expect_rewritten(const cst_result *result) {
    char *once = result_text(result);
    cst_result *read = result_of(once);
    char *twice = result_text(read);
    assert_string_equal(once, twice);
    cst_result_free(read);
    free(twice);
    free(once);
}

void expect_first_fault(const char *text, const char *pointer, const char *message) {
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_result *result = NULL;
    assert_int_equal(cst_result_read(text, strlen(text), "r.json", NULL, &result, faults),
                     CST_E_INPUT);
    assert_null(result);
    assert_true(cst_diagnostics_count(faults) > 0);
    const cst_diagnostic *first = cst_diagnostics_get(faults, 0);
    assert_string_equal(first->pointer, pointer);
    if (strncmp(first->message, message, strlen(message)) != 0) {
        assert_string_equal(first->message, message);
    }
    cst_diagnostics_free(faults);
}
