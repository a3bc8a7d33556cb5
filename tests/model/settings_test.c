/*
 * settings_test.c - settings and their ranges, error texts, version, kinds of files.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/support.h"

static void defaults_are_in_range(void **state) {
    cst_settings settings = cst_settings_default();
    const char *field = "x";
    (void)state;
    assert_int_equal(cst_settings_check(&settings, &field), CST_E_OK);
    assert_null(field);
    assert_int_equal(settings.by, CST_BY_SLATE);
    assert_int_equal(settings.candidates, 5);
    assert_int_equal(settings.differ, 1);
    assert_int_equal(settings.threads, 0);
    assert_true(settings.time_limit_s == 0 && settings.gap == 1e-6);
    assert_null(settings.stop);
    assert_null(settings.progress);
}

/* Every setting is refused below its lowest and above its highest value, and accepted at both. */
static void every_range_is_checked(void **state) {
    const char *field = NULL;
    (void)state;
#define TRY(name, type, value, answer)                                   \
    do {                                                                 \
        cst_settings settings = cst_settings_default();                  \
        settings.name = (type)(value);                                   \
        assert_int_equal(cst_settings_check(&settings, &field), answer); \
        assert_true(answer == CST_E_OK || strcmp(field, #name) == 0);    \
    } while (0)
#define CST_SETTING_INT(name, type, value, low, high, flag, arg, help) \
    TRY(name, type, low, CST_E_OK);                                    \
    TRY(name, type, high, CST_E_OK);                                   \
    TRY(name, type, (int)(low)-1, CST_E_SETTING);                      \
    TRY(name, type, (int)(high) + 1, CST_E_SETTING);
#define CST_SETTING_REAL(name, value, low, high, flag, arg, help) \
    TRY(name, double, low, CST_E_OK);                             \
    TRY(name, double, high, CST_E_OK);                            \
    TRY(name, double, nextafter(low, -HUGE_VAL), CST_E_SETTING);  \
    TRY(name, double, nextafter(high, HUGE_VAL), CST_E_SETTING);  \
    TRY(name, double, (double)NAN, CST_E_SETTING);
#include "consort/settings.def"
#undef CST_SETTING_INT
#undef CST_SETTING_REAL
#undef TRY
    cst_settings settings = cst_settings_default();
    settings.gap = -1;
    assert_int_equal(cst_settings_check(&settings, NULL), CST_E_SETTING);
}

static void every_error_has_words(void **state) {
    (void)state;
#define ERROR(name, number, text)           \
    assert_int_equal(CST_E_##name, number); \
    assert_string_equal(cst_error_text(CST_E_##name), text);
    CST_ERROR_MAP(ERROR)
#undef ERROR
    assert_string_equal(cst_error_text((cst_error)99), "unknown error");
}

static void version_of_header_and_library(void **state) {
    (void)state;
    assert_string_equal(cst_version(), CST_VERSION);
}

/* ---------------------------------------------------------------- kinds */

typedef struct row {
    const char *name;
    const char *text;
    cst_kind kind;
} row;

static const row kinds[] = {
    {"catalog", "{'format':'consort-catalog/1'", CST_KIND_CATALOG},
    {"opportunity", "{ 'format' : 'consort-opportunity/1', 'id': 1 }", CST_KIND_OPPORTUNITY},
    {"rules", "{'id':'r','format':'consort-rules/1'}", CST_KIND_RULES},
    {"result", "{'a':[{'format':1}],'b':{},'format':'consort-result/1'}", CST_KIND_RESULT},
    {"assumptions", "{'format':'consort-assumptions/1'}", CST_KIND_ASSUMPTIONS},
    {"a format deeper inside", "{'a':{'format':'consort-rules/1'}}", CST_KIND_UNKNOWN},
    {"another version", "{'format':'consort-rules/2'}", CST_KIND_UNKNOWN},
    {"a number", "{'format':1}", CST_KIND_UNKNOWN},
    {"no format", "{'id':'r'}", CST_KIND_UNKNOWN},
    {"nothing", "", CST_KIND_UNKNOWN},
    {"a list", "['format','consort-rules/1']", CST_KIND_UNKNOWN},
    {"text", "format: consort-rules/1", CST_KIND_UNKNOWN},
    {"an empty object", "{}", CST_KIND_UNKNOWN},
    {"no colon", "{'format' 'consort-rules/1'}", CST_KIND_UNKNOWN},
    {"a cut value before", "{'a': [", CST_KIND_UNKNOWN},
    {"a stray bracket before", "{'a': ], 'format': 'consort-rules/1'}", CST_KIND_UNKNOWN},
    {"no comma", "{'a': 1 'format': 'consort-rules/1'}", CST_KIND_UNKNOWN},
};

static void check_kind(void **state) {
    const row *r = *state;
    char *text = test_quoted(r->text);
    assert_int_equal(cst_kind_of(text, strlen(text)), r->kind);
    free(text);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_are_in_range),
        cmocka_unit_test(every_range_is_checked),
        cmocka_unit_test(every_error_has_words),
        cmocka_unit_test(version_of_header_and_library),
    };
    int failed = TEST_ROWS("kinds", kinds, check_kind);
    failed += cmocka_run_group_tests_name("settings", tests, NULL, NULL);
    return failed;
}
