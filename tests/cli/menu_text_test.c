/*
 * menu_text_test.c - a menu as a file and for a person, exactly as in tests/cli/data: markets that
 * are served, left and out of reach; and what was stopped before proof. Never wider than the page.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/render_menu.h"
#include "tests/cli/pages.h"
#include "tests/solver/menu_sample.h"
#include "tests/support.h"

static cst_menu *menu, *stopped;

static int begin(void **state) {
    (void)state;
    menu_sample sample = menu_sample_of(NULL, NULL);
    menu = menu_sample_find(&sample, 2);
    stopped = menu_sample_find(&sample, 5);
    stopped->status = CST_STATUS_LIMIT;
    stopped->curve[3].weight_proven = false;
    stopped->curve[3].weight_bound_milli = 7500;
    stopped->curve[4].cost_proven = false;
    stopped->curve[4].cost_bound_cents -= 10000;
    stopped->list[2].cover = CST_COVER_OPEN;
    stopped->list[2].package = NULL;
    menu_sample_clear(&sample);
    return 0;
}

static int end(void **state) {
    (void)state;
    cst_menu_free(menu);
    cst_menu_free(stopped);
    return 0;
}

static page made(const cst_menu *shown, int width) {
    page p;
    page_init(&p, width, false);
    render_menu(&p, shown);
    assert_false(p.failed);
    return p;
}

static void shows(void **state) {
    (void)state;
    page p = made(menu, 100);
    test_expect_file("tests/cli/data/menu.txt", p.bytes);
    page_clear(&p);
}

static void shows_stopped(void **state) {
    (void)state;
    page p = made(stopped, 100);
    test_expect_file("tests/cli/data/menu-stopped.txt", p.bytes);
    page_clear(&p);
}

static void writes(void **state) {
    (void)state;
    char *text = menu_sample_text(menu);
    test_expect_file("tests/cli/data/menu.json", text);
    free(text);
}

static void keeps_within(void **state) {
    (void)state;
    for (int width = 80; width <= 160; width += 20) {
        page p = made(menu, width);
        expect_within(&p, width);
        page_clear(&p);
        p = made(stopped, width);
        expect_within(&p, width);
        page_clear(&p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(shows), cmocka_unit_test(shows_stopped),
                                       cmocka_unit_test(writes), cmocka_unit_test(keeps_within)};
    return cmocka_run_group_tests_name("a menu, as a file and as text", tests, begin, end);
}
