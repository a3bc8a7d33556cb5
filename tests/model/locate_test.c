/*
 * locate_test.c - where the value of a JSON pointer stands, one by one and all at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/locate.h"
#include "tests/support.h"

/* ' stands for ". Characters of two to four bytes stand before some of the values. */
static const char text[] =
    "{ 'a': 1,\n"
    "  'list': [ 10, [ 20, 21 ], { 'x': 30 }, 'eleven' ],\n"
    "\n"
    "\t'sl/ash': { '': 2, 'til~de': 3, '~1': 4 },\n"
    "  '\\u00e4\xc3\xa4\\n': { 'b': '\xe2\x82\xac', 'c': 5 }, '\xf0\x9f\x98\x80': 6,\n"
    "  'twice': { 'p': 1 }, 'twice': { 'p': 2, 'q': 3 },\n"
    "  'a/b': 7, 'a-b': 8, 'a!': 9, 'aa': { 'a': [] }, 'deep': [[[[ { 'k': null } ]]]] }\n";

typedef struct row {
    const char *name; /* the pointer */
    bool key;
    int line; /* 0: not found */
    int column;
} row;

static const row rows[] = {
    {"", false, 1, 1},
    {"/a", false, 1, 8},
    {"/a", true, 1, 3},
    {"/list", false, 2, 11},
    {"/list", true, 2, 3},
    {"/list/0", false, 2, 13},
    {"/list/1", false, 2, 17},
    {"/list/1/1", false, 2, 23},
    {"/list/2/x", true, 2, 31},
    {"/list/2/x", false, 2, 36},
    {"/list/3", false, 2, 42},
    {"/list/4", false, 0, 0},
    {"/list/-", false, 0, 0},
    {"/list/00", false, 0, 0},
    {"/list/x", false, 0, 0},
    {"/sl~1ash", false, 4, 12},
    {"/sl~1ash/", false, 4, 18},
    {"/sl~1ash/", true, 4, 14},
    {"/sl~1ash/til~0de", false, 4, 31},
    {"/sl~1ash/~01", false, 4, 40},
    {"/sl/ash", false, 0, 0},
    {"/\xc3\xa4\xc3\xa4\n", true, 5, 3},
    {"/\xc3\xa4\xc3\xa4\n/c", false, 5, 33},
    {"/\xf0\x9f\x98\x80", true, 5, 38},
    {"/\xf0\x9f\x98\x80", false, 5, 43},
    {"/twice", true, 6, 3},
    {"/twice/p", false, 6, 19},
    {"/a~1b", false, 7, 10},
    {"/a-b", false, 7, 20},
    {"/a!", false, 7, 29},
    {"/aa", false, 7, 38},
    {"/aa/a", false, 7, 45},
    {"/aa/a/0", false, 0, 0},
    {"/deep/0/0/0/0/k", false, 7, 71},
    {"/nothing", false, 0, 0},
    {"/a/b", false, 0, 0},
    {"a", false, 0, 0},
};

enum { N_ROWS = sizeof rows / sizeof rows[0] };

static void check_place(const row *r, size_t offset, const char *bytes) {
    cst__place place = cst__place_start();
    if (r->line == 0) {
        assert_true(offset == CST__NOWHERE);
        return;
    }
    assert_true(offset != CST__NOWHERE);
    cst__place_advance(&place, bytes, offset);
    assert_int_equal(place.line, r->line);
    assert_int_equal(place.column, r->column);
}

static void check_row(void **state) {
    const row *r = *state;
    char *bytes = test_quoted(text);
    cst__sought sought = {r->name, r->key, CST__NOWHERE, 0};
    assert_true(cst__locate(bytes, strlen(bytes), &sought, 1));
    check_place(r, sought.offset, bytes);
    free(bytes);
}

/* All pointers in one pass, in any order, each asked for twice. */
static void many_in_one_pass(void **state) {
    char *bytes = test_quoted(text);
    cst__sought sought[2 * N_ROWS];
    (void)state;
    for (size_t i = 0; i < 2 * N_ROWS; i++) {
        size_t r = i * 7 % N_ROWS;
        sought[i] = (cst__sought){rows[r].name, rows[r].key, CST__NOWHERE, r};
    }
    assert_true(cst__locate(bytes, strlen(bytes), sought, 2 * N_ROWS));
    for (size_t i = 0; i < 2 * N_ROWS; i++) {
        check_place(&rows[sought[i].tag], sought[i].offset, bytes);
    }
    free(bytes);
}

static void known_places_are_left_alone(void **state) {
    cst__sought sought[2] = {{"/a", false, 77, 0}, {"/a", false, CST__NOWHERE, 1}};
    (void)state;
    assert_true(cst__locate("{\"a\":1}", 7, sought, 2));
    assert_int_equal(sought[0].offset + sought[1].offset, 77 + 5);
}

static void a_text_that_is_no_json(void **state) {
    cst__sought sought = {"/b", false, CST__NOWHERE, 0};
    (void)state;
    assert_false(cst__locate("{\"a\": [ x", 10, &sought, 1));
    assert_false(cst__locate("{\"a\": ]", 8, &sought, 1));
}

static void no_questions(void **state) {
    (void)state;
    assert_true(cst__locate("{}", 2, NULL, 0));
}

/* A hundred pointers into a list of a hundred thousand items. */
static void a_long_list(void **state) {
    enum { ITEMS = 100000, ASKED = 100 };
    char *bytes = malloc(ITEMS * 16);
    char pointers[ASKED][32];
    cst__sought sought[ASKED];
    size_t n = 0;
    (void)state;
    assert_non_null(bytes);
    n += (size_t)sprintf(bytes + n, "{\"l\":[\n");
    for (int i = 0; i < ITEMS; i++) {
        n += (size_t)sprintf(bytes + n, " {\"k\":%d}%s\n", i % 10, i + 1 < ITEMS ? "," : "");
    }
    n += (size_t)sprintf(bytes + n, "]}");
    for (size_t i = 0; i < ASKED; i++) {
        sprintf(pointers[i], "/l/%zu/k", i * 999);
        sought[i] = (cst__sought){pointers[i], false, CST__NOWHERE, i * 999};
    }
    assert_true(cst__locate(bytes, n, sought, ASKED));
    for (size_t i = 0; i < ASKED; i++) {
        cst__place place = cst__place_start();
        cst__place_advance(&place, bytes, sought[i].offset);
        assert_int_equal(place.line, sought[i].tag + 2);
        assert_int_equal(place.column, 7);
    }
    free(bytes);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_in_one_pass),
        cmocka_unit_test(known_places_are_left_alone),
        cmocka_unit_test(a_text_that_is_no_json),
        cmocka_unit_test(no_questions),
        cmocka_unit_test(a_long_list),
    };
    int failed = TEST_ROWS("locate: one pointer", rows, check_row);
    failed += cmocka_run_group_tests_name("locate: many pointers", tests, NULL, NULL);
    return failed;
}
