/*
 * diagnostics_test.c - the list of faults: its order and cap, and the line that is shown with each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/support.h"

/* ---------------------------------------------------------------- excerpt and caret */

#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN
#define FORMAT "'format': 'consort-rules/1'"

/* A rule file whose only fault is a 7 where the id should be text. ' stands for ". */
typedef struct row {
    const char *name;
    const char *text;
    const char *excerpt;
    int line;
    int column;
    int caret;
} row;

static const row rows[] = {
    {"the line alone", "{ " FORMAT ",\n  'id': 7,\n  'as_of': '2026-01-01' }", "  'id': 7,", 2, 9,
     8},
    {"the first line", "{ 'id': 7,\n" FORMAT " }", "{ 'id': 7,", 1, 9, 8},
    {"the last line, without an end", "{ " FORMAT ",\n'id': 7}", "'id': 7}", 2, 7, 6},
    {"a carriage return is no part of the line", "{ " FORMAT ",\r\n'id': 7\r\n}", "'id': 7", 2, 7,
     6},
    {"tabs are shown as spaces", "{ " FORMAT ",\n\t'id':\t7 }", " 'id': 7 }", 2, 8, 7},
    {"wide characters take two cells", "{ " FORMAT ",\n'x-\xe4\xb8\xad\xe6\x96\x87': 0, 'id': 7 }",
     "'x-\xe4\xb8\xad\xe6\x96\x87': 0, 'id': 7 }", 2, 18, 19},
    {"combining characters take none", "{ " FORMAT ",\n'x-e\xcc\x81': 0, 'id': 7 }",
     "'x-e\xcc\x81': 0, 'id': 7 }", 2, 18, 16},
    {"marks of direction are shown as what they are not",
     "{ " FORMAT ",\n'x-\xe2\x80\xae\xe2\x81\xa6': 0, 'id': 7 }", "'x-?\?': 0, 'id': 7 }", 2, 18,
     17},
    {"control characters are replaced", "{ " FORMAT ",\n'x-\x7f\xc2\x9b': 0, 'id': 7 }",
     "'x-?\?': 0, 'id': 7 }", 2, 18, 17},
    {"a long line is cut after a hundred characters",
     "{ " FORMAT ",\n'id': 7, 'x-a': '" FIFTY FIFTY "' }",
     "'id': 7, 'x-a': '" FIFTY TEN TEN TEN "012...", 2, 7, 6},
    {"and before, where the fault is far to the right",
     "{ " FORMAT ",\n'x-a': '" FIFTY FIFTY "', 'id': 7, 'x-b': '" FIFTY "' }",
     "...9" FIFTY "', 'id': 7, 'x-b': '" TEN TEN "012345678...", 2, 118, 63},
};

static void check_row(void **state) {
    const row *r = *state;
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_rules *rules = NULL;
    char *text = test_quoted(r->text);
    char *excerpt = test_quoted(r->excerpt);
    assert_int_equal(cst_rules_read(text, strlen(text), "r", NULL, &rules, diagnostics),
                     CST_E_INPUT);
    assert_int_equal(cst_diagnostics_count(diagnostics), 1);
    const cst_diagnostic *one = cst_diagnostics_get(diagnostics, 0);
    assert_string_equal(one->excerpt, excerpt);
    assert_int_equal(one->line, r->line);
    assert_int_equal(one->column, r->column);
    assert_int_equal(one->caret, r->caret);
    assert_int_equal(text[one->offset], '7');
    assert_string_equal(one->file, "r");
    assert_string_equal(one->pointer, "/id");
    assert_string_equal(one->message, "expected text, found 7");
    free(excerpt);
    free(text);
    cst_diagnostics_free(diagnostics);
}

/* A text that is not UTF-8 is shown as well as can be. */
static void bytes_that_are_no_text(void **state) {
    static const char text[] = "{ \"a\": \"\x80\x80\xff\" }";
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_rules *rules = NULL;
    (void)state;
    assert_int_equal(cst_rules_read(text, sizeof text - 1, "r", NULL, &rules, diagnostics),
                     CST_E_INPUT);
    const cst_diagnostic *one = cst_diagnostics_get(diagnostics, 0);
    assert_string_equal(one->excerpt, "{ \"a\": \"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\" }");
    assert_int_equal(one->caret, 8);
    cst_diagnostics_free(diagnostics);
}

/* ---------------------------------------------------------------- the list */

static void read_rules(const char *text, const char *name, cst_diagnostics *diagnostics) {
    cst_rules *rules = NULL;
    char *quoted = test_quoted(text);
    assert_int_equal(cst_rules_read(quoted, strlen(quoted), name, NULL, &rules, diagnostics),
                     CST_E_INPUT);
    assert_null(rules);
    free(quoted);
}

/* Faults are found shape first and references last, and listed by their places all the same. */
static void in_the_order_of_files_and_places(void **state) {
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    (void)state;
    read_rules("{ 'unknown': 1, 'anchor': {}, 'groups': [],\n'id': '', " FORMAT " }", "b",
               diagnostics);
    read_rules("{ " FORMAT ", 'idd': 'a' }", "a", diagnostics);
    char *found = test_faults(diagnostics);
    char *expected = test_quoted(
        "1:14 /unknown: expected 'refuse' or 'warn', found 1\n"
        "1:27 /anchor: missing key 'incorporated_in'\n"
        "1:41 /groups: expected an object, found a list\n"
        "2:7 /id: expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter or a "
        "digit, found ''\n"
        "1:32 /idd: unknown key 'idd': did you mean 'id'?\n");
    assert_string_equal(found, expected);
    assert_string_equal(cst_diagnostics_get(diagnostics, 3)->file, "b");
    assert_string_equal(cst_diagnostics_get(diagnostics, 4)->file, "a");
    assert_null(cst_diagnostics_get(diagnostics, 5));
    free(expected);
    free(found);
    cst_diagnostics_free(diagnostics);
}

static void no_more_than_the_cap(void **state) {
    cst_diagnostics *diagnostics = cst_diagnostics_new(2);
    (void)state;
    read_rules("{ 'a': 1, 'b': 2, 'c': 3, 'd': 4, 'id': 'x', " FORMAT " }", "r", diagnostics);
    assert_int_equal(cst_diagnostics_count(diagnostics), 2);
    assert_int_equal(cst_diagnostics_dropped(diagnostics), 2);
    assert_string_equal(cst_diagnostics_get(diagnostics, 0)->pointer, "/a");
    assert_string_equal(cst_diagnostics_get(diagnostics, 1)->pointer, "/b");
    cst_diagnostics_free(diagnostics);
}

/* Tens of thousands of faults are counted, and take no long time. */
static void very_many_faults(void **state) {
    enum { FAULTS = 200000 };
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_rules *rules = NULL;
    char *text = malloc(FAULTS * 24 + 100);
    size_t n = 0;
    (void)state;
    assert_non_null(text);
    n += (size_t)sprintf(text, "{\"format\":\"consort-rules/1\",\"id\":\"r\"");
    for (int i = 0; i < FAULTS; i++) {
        n += (size_t)sprintf(text + n, ",\n\"anchor%d\":0", i);
    }
    n += (size_t)sprintf(text + n, "}");
    assert_int_equal(cst_rules_read(text, n, "r", NULL, &rules, diagnostics), CST_E_INPUT);
    assert_int_equal(cst_diagnostics_count(diagnostics), 100);
    assert_int_equal(cst_diagnostics_dropped(diagnostics), FAULTS - 100);
    assert_string_equal(cst_diagnostics_get(diagnostics, 99)->pointer, "/anchor99");
    assert_int_equal(cst_diagnostics_get(diagnostics, 99)->line, 101);
    free(text);
    cst_diagnostics_free(diagnostics);
}

/* What a file says is quoted, but does not reach the terminal as it is. */
static void messages_are_safe_to_show(void **state) {
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    (void)state;
    read_rules("{ " FORMAT ", 'id': 'a\\u001b[31m\\n\\u202e' }", "r", diagnostics);
    assert_string_equal(cst_diagnostics_get(diagnostics, 0)->message,
                        "expected an id of up to 64 of a-z 0-9 . _ - that begins with a letter or "
                        "a digit, found \"a?[31m??\"");
    cst_diagnostics_free(diagnostics);
}

static void nobody_has_to_listen(void **state) {
    cst_rules *rules = NULL;
    (void)state;
    assert_int_equal(cst_rules_read("{", 1, "r", NULL, &rules, NULL), CST_E_INPUT);
    assert_int_equal(cst_rules_read(NULL, 0, NULL, NULL, &rules, NULL), CST_E_INPUT);
    cst_diagnostics_free(NULL);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_that_are_no_text),
        cmocka_unit_test(in_the_order_of_files_and_places),
        cmocka_unit_test(no_more_than_the_cap),
        cmocka_unit_test(very_many_faults),
        cmocka_unit_test(messages_are_safe_to_show),
        cmocka_unit_test(nobody_has_to_listen),
    };
    int failed = TEST_ROWS("diagnostics: excerpts", rows, check_row);
    failed += cmocka_run_group_tests_name("diagnostics", tests, NULL, NULL);
    return failed;
}
