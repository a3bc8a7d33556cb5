/*
 * number_test.c - decimal numbers: from digits to double, back to digits, and to scaled integers.
 */
#include <float.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/json.h"
#include "tests/support.h"

/* ---------------------------------------------------------------- digits to double and back */

typedef struct digits_row {
    const char *name; /* the digits */
    const char *text; /* the shortest that reads back */
} digits_row;

static const digits_row digits[] = {
    {"0.1", "0.1"},
    {"1.0", "1"},
    {"1e3", "1000"},
    {"-2.50", "-2.5"},
    {"0.3333333333333333", "0.3333333333333333"},
    {"0.1234567890123456789", "0.12345678901234568"},
    {"9007199254740993.0", "9007199254740992"},
    {"123456789012345e22", "1.23456789012345e+36"},
    {"1e22", "1e+22"},
    {"1e23", "1e+23"},
    {"1e-22", "1e-22"},
    {"1e-23", "1e-23"},
    {"5e-324", "4.94065645841247e-324"},
    {"1e-400", "0"},
    {"0.000000000000000000000000000000000000001", "1e-39"},
    {"1e999", "1.7976931348623157e+308"},
    {"-1e99999999999", "-1.7976931348623157e+308"},
    {"1e-99999999999", "0"},
    {"2.2250738585072011e-308", "2.225073858507201e-308"},
};

static void check_digits(void **state) {
    const digits_row *r = *state;
    double number;
    char text[CST__NUMBER_TEXT];
    assert_true(cst__json_number(r->name, strlen(r->name), &number));
    double expected = strtod(r->name, NULL);
    if (expected > DBL_MAX || expected < -DBL_MAX) {
        expected = expected > 0 ? DBL_MAX : -DBL_MAX;
    }
    assert_memory_equal(&number, &expected, sizeof number);
    cst__json_number_text(number, text);
    assert_string_equal(text, r->text);
}

/* The library neither sets nor obeys a locale. Where no such locale is installed there is nothing
 * to try. */
static void a_decimal_comma_changes_nothing(void **state) {
    static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
    const char *set = NULL;
    double number;
    char text[CST__NUMBER_TEXT];
    (void)state;
    for (size_t i = 0; !set && i < sizeof locales / sizeof locales[0]; i++) {
        set = setlocale(LC_NUMERIC, locales[i]);
    }
    assert_true(cst__json_number("0.12345678901234567", 19, &number));
    cst__json_number_text(number, text);
    setlocale(LC_NUMERIC, "C");
    assert_string_equal(text, "0.12345678901234566");
}

/* ---------------------------------------------------------------- double to scaled integer */

typedef struct scaled_row {
    const char *name; /* JSON number */
    int64_t scale;
    cst__scaled answer;
    int64_t scaled; /* where the answer is CST__SCALED */
} scaled_row;

static const scaled_row scaled[] = {
    {"12", 100, CST__SCALED, 1200},
    {"12.34", 100, CST__SCALED, 1234},
    {"-12.34", 100, CST__SCALED, -1234},
    {"0.01", 100, CST__SCALED, 1},
    {"0.1", 100, CST__SCALED, 10},
    {"1.15", 100, CST__SCALED, 115},
    {"1.005", 100, CST__SCALED_TOO_FINE, 0},
    {"12.345", 100, CST__SCALED_TOO_FINE, 0},
    {"0.001", 100, CST__SCALED_TOO_FINE, 0},
    {"9999999999999.99", 100, CST__SCALED, 999999999999999},
    {"10000000000000", 100, CST__SCALED, 1000000000000000},
    {"10000000000000.0", 100, CST__SCALED, 1000000000000000},
    {"1e13", 100, CST__SCALED, 1000000000000000},
    {"90071992547409.91", 100, CST__SCALED, 9007199254740991},
    {"90071992547409.93", 100, CST__SCALED_TOO_FINE, 0},
    {"1e300", 100, CST__SCALED_TOO_LARGE, 0},
    {"9223372036854775807", 1, CST__SCALED, INT64_MAX},
    {"9223372036854775807", 10, CST__SCALED_TOO_LARGE, 0},
    {"-9223372036854775808", 10, CST__SCALED_TOO_LARGE, 0},
    {"9007199254740991.0", 1000, CST__SCALED, INT64_C(9007199254740991000)},
    {"9007199254740991.0", 10000, CST__SCALED_TOO_LARGE, 0},
    {"0.0001", 10000, CST__SCALED, 1},
    {"0.00015", 10000, CST__SCALED_TOO_FINE, 0},
    {"0.57", 10000, CST__SCALED, 5700},
    {"0.29", 10000, CST__SCALED, 2900},
    {"132.125", 1000, CST__SCALED, 132125},
    {"2.001", 1000, CST__SCALED, 2001},
    {"2.0015", 1000, CST__SCALED_TOO_FINE, 0},
    {"0.0", 1000, CST__SCALED, 0},
    {"-0.0", 1000, CST__SCALED, 0},
    {"5.0", 1, CST__SCALED, 5},
    {"5.5", 1, CST__SCALED_TOO_FINE, 0},
};

static void check_scaled(void **state) {
    const scaled_row *r = *state;
    int64_t value = 0;
    json_t *number = json_loads(r->name, JSON_DECODE_ANY, NULL);
    assert_non_null(number);
    assert_int_equal(cst__json_scaled(number, r->scale, &value), r->answer);
    if (r->answer == CST__SCALED) {
        assert_true(value == r->scaled);
    }
    json_decref(number);
}

/* Every share, and every amount of money in a stretch, is read as what it says. */
static void every_decimal_is_exact(void **state) {
    (void)state;
    for (int64_t k = 0; k <= 200000; k++) {
        json_t *share = json_real((double)k / 10000.0);
        json_t *money = json_real((double)(k + INT64_C(99999999900000)) / 100.0);
        int64_t value = 0;
        assert_int_equal(cst__json_scaled(share, 10000, &value), CST__SCALED);
        assert_true(value == k);
        assert_int_equal(cst__json_scaled(money, 100, &value), CST__SCALED);
        assert_true(value == k + INT64_C(99999999900000));
        json_decref(share);
        json_decref(money);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_decimal_comma_changes_nothing),
        cmocka_unit_test(every_decimal_is_exact),
    };
    int failed = TEST_ROWS("number: digits", digits, check_digits);
    failed += TEST_ROWS("number: scaled", scaled, check_scaled);
    failed += cmocka_run_group_tests_name("number", tests, NULL, NULL);
    return failed;
}
