/*
 * country_test.c - the table of countries, single codes and sets of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/country.h"
#include "model/embedded.h"
#include "tests/support.h"

typedef struct row {
    const char *name; /* the text */
    bool is_country;
    const char *meant; /* the code that a person may have meant, "" for none */
} row;

static const row rows[] = {
    {"AD", true, "AD"},        {"ZW", true, "ZW"},       {"US", true, "US"},
    {"KE", true, "KE"},        {"TW", true, "TW"},       {"AX", true, "AX"},
    {"XK", false, ""},         {"AA", false, ""},        {"ZZ", false, ""},
    {"UK", false, "GB"},       {"us", false, "US"},      {"Us", false, "US"},
    {"U", false, ""},          {"USA", false, ""},       {"", false, ""},
    {"U1", false, ""},         {"*", false, ""},         {"Kenya", false, "KE"},
    {"KENYA", false, "KE"},    {"Keny", false, ""},      {"Kenya ", false, ""},
    {"Zimbabwe", false, "ZW"}, {"Andorra", false, "AD"}, {"T\xc3\xbcrkiye", false, "TR"},
    {"[\\", false, ""},
};

static void check_row(void **state) {
    const row *r = *state;
    char code[3];
    cst__country country = cst__country_parse(r->name);
    assert_int_equal(country != CST__COUNTRY_UNKNOWN, r->is_country);
    cst__country_text(country, code);
    assert_string_equal(code, r->is_country ? r->name : "");
    cst__country_text(cst__country_named(r->name), code);
    assert_string_equal(code, r->meant);
}

/* Each line of the table is found, and nothing else among all pairs of letters. */
static void the_whole_table(void **state) {
    cst__embedded file = cst__embedded_countries();
    size_t lines = 0;
    size_t found = 0;
    (void)state;
    for (const char *at = file.bytes; at < file.bytes + file.size;) {
        if (*at != '#') {
            char code[3] = {at[0], at[1], '\0'};
            assert_int_equal(at[2], ' ');
            assert_true(cst__country_parse(code) != CST__COUNTRY_UNKNOWN);
            lines++;
        }
        at = (const char *)memchr(at, '\n', file.size) + 1;
    }
    for (char first = 'A'; first <= 'Z'; first++) {
        for (char second = 'A'; second <= 'Z'; second++) {
            char code[3] = {first, second, '\0'};
            found += cst__country_parse(code) != CST__COUNTRY_UNKNOWN;
        }
    }
    assert_int_equal(lines, 249);
    assert_int_equal(found, lines);
}

static void sets(void **state) {
    cst__countries none = {{0}};
    cst__countries some = {{0}};
    cst__countries more = {{0}};
    cst__countries all = {{0}};
    cst__country first = cst__country_parse("AD");
    cst__country last = cst__country_parse("ZW");
    (void)state;
    cst__countries_add(&some, first);
    cst__countries_add(&more, last);
    cst__countries_fill(&all);
    assert_true(cst__countries_has(&some, first));
    assert_false(cst__countries_has(&some, last));
    assert_false(cst__countries_has(&none, first));
    assert_false(cst__countries_has(&all, CST__COUNTRY_UNKNOWN));
    assert_true(cst__countries_has(&all, last));
    assert_false(cst__countries_meet(&some, &more));
    assert_false(cst__countries_meet(&none, &all));
    assert_true(cst__countries_meet(&all, &more));
    cst__countries_add_all(&some, &more);
    assert_true(cst__countries_has(&some, first) && cst__countries_has(&some, last));
    assert_true(cst__countries_meet(&some, &more));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_table),
        cmocka_unit_test(sets),
    };
    int failed = TEST_ROWS("country: texts", rows, check_row);
    failed += cmocka_run_group_tests_name("country", tests, NULL, NULL);
    return failed;
}
