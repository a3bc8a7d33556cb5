/*
 * compare_menus_text_test.c - menus side by side for a person, exactly as in tests/cli/data, and
 * never wider than the page.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/render_compare_menus.h"
#include "tests/cli/pages.h"
#include "tests/solver/menu_sample.h"
#include "tests/support.h"

enum { N_MENUS = 5 };

static cst_menu *menus[N_MENUS];

/* As it is, under stricter rules, with one team more, with a market that is not the same, stopped.
 */
static int begin(void **state) {
    (void)state;
    static const tree_change strict[] = {{"/id", "'strict'"},
                                         {"/content/mode", "'require'"},
                                         {"/export/0/weeks", "30"},
                                         {NULL, NULL}};
    static const tree_change heavier[] = {
        {"/id", "'heavier'"}, {"/markets/3/weight", "4"}, {NULL, NULL}};
    menu_sample plain = menu_sample_of(NULL, NULL);
    menu_sample under = menu_sample_of(NULL, strict);
    menu_sample other = menu_sample_of(heavier, NULL);
    menus[0] = menu_sample_find(&plain, 2);
    menus[1] = menu_sample_find(&under, 2);
    menus[2] = menu_sample_find(&plain, 3);
    menus[3] = menu_sample_find(&other, 1);
    menus[4] = menu_sample_find(&plain, 2);
    menus[4]->status = CST_STATUS_LIMIT;
    menus[4]->curve[1].weight_proven = false;
    menus[4]->list[0].package->proof = CST_PROOF_UNPROVEN;
    menu_sample_clear(&plain);
    menu_sample_clear(&under);
    menu_sample_clear(&other);
    return 0;
}

static int end(void **state) {
    (void)state;
    for (size_t i = 0; i < N_MENUS; i++) {
        cst_menu_free(menus[i]);
    }
    return 0;
}

static page made(size_t n, int width) {
    static const char *const labels[] = {"plain.json", "strict.json", "three.json", "heavier.json",
                                         "stopped.json"};
    page p;
    cst_menu_comparison *comparison = NULL;
    assert_int_equal(cst_menus_compare((const cst_menu *const *)menus, labels, n, &comparison),
                     CST_E_OK);
    page_init(&p, width, false);
    render_menu_comparison(&p, comparison);
    assert_false(p.failed);
    cst_menu_comparison_free(comparison);
    return p;
}

static void shows_two(void **state) {
    (void)state;
    page p = made(2, 100);
    test_expect_file("tests/cli/data/comparison-menus.txt", p.bytes);
    page_clear(&p);
}

static void shows_five(void **state) {
    (void)state;
    page p = made(N_MENUS, 100);
    test_expect_file("tests/cli/data/comparison-menus-five.txt", p.bytes);
    page_clear(&p);
}

/* Sides that serve other markets have nothing to be compared in. */
static void says_that_nothing_is_common(void **state) {
    (void)state;
    const cst_menu *sides[] = {menus[0], menus[4]};
    const char *const labels[] = {"one", "two"};
    cst_menu_comparison *comparison = NULL;
    cst_package *packages[5];
    page p;
    for (size_t m = 0; m < 5; m++) {
        packages[m] = menus[4]->list[m].package;
        menus[4]->list[m].package = NULL;
    }
    assert_int_equal(cst_menus_compare(sides, labels, 2, &comparison), CST_E_OK);
    page_init(&p, 100, false);
    render_menu_comparison(&p, comparison);
    assert_non_null(strstr(p.bytes, "there are no criteria to compare"));
    assert_null(strstr(p.bytes, "together"));
    page_clear(&p);
    cst_menu_comparison_free(comparison);
    for (size_t m = 0; m < 5; m++) {
        menus[4]->list[m].package = packages[m];
    }
}

static void keeps_within(void **state) {
    (void)state;
    for (size_t n = 2; n <= N_MENUS; n++) {
        for (int width = 80; width <= 160; width += 20) {
            page p = made(n, width);
            expect_within(&p, width);
            page_clear(&p);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(shows_two), cmocka_unit_test(shows_five),
                                       cmocka_unit_test(says_that_nothing_is_common),
                                       cmocka_unit_test(keeps_within)};
    return cmocka_run_group_tests_name("menus side by side, as text", tests, begin, end);
}
