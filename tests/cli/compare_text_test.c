/*
 * compare_text_test.c - results side by side for a person, exactly as in tests/cli/data, and never
 * wider than the page.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/render_compare.h"
#include "tests/cli/pages.h"
#include "tests/solver/compare_sample.h"
#include "tests/support.h"

typedef struct page_row {
    const char *name;
    compare_sample (*make)(void);
    bool list_refused;
    const char *path;
} page_row;

static const page_row page_rows[] = {
    {"three rules", sample_regimes, true, "tests/cli/data/comparison.txt"},
    {"several tenders", sample_markets, false, "tests/cli/data/comparison-markets.txt"},
    {"the same twice", sample_twice, false, "tests/cli/data/comparison-twice.txt"},
    {"nothing fits", sample_hopeless, false, "tests/cli/data/comparison-hopeless.txt"},
};

static page made(const page_row *row, int width) {
    page p;
    cst_comparison *comparison = sample_compared(row->make());
    page_init(&p, width, false);
    render_comparison(&p, comparison, row->list_refused);
    assert_false(p.failed);
    cst_comparison_free(comparison);
    return p;
}

static void shows(void **state) {
    const page_row *row = *state;
    page p = made(row, 100);
    test_expect_file(row->path, p.bytes);
    page_clear(&p);
}

static void keeps_within(void **state) {
    const page_row *row = *state;
    for (int width = 80; width <= 160; width += 20) {
        page p = made(row, width);
        expect_within(&p, width);
        page_clear(&p);
    }
}

static void calls_sides_by_letters(void **state) {
    (void)state;
    assert_string_equal(side_name(0).text, "A");
    assert_string_equal(side_name(25).text, "Z");
    assert_string_equal(side_name(26).text, "A2");
    assert_string_equal(side_name(53).text, "B3");
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(calls_sides_by_letters)};
    return cmocka_run_group_tests_name("compare_text", tests, NULL, NULL) +
           TEST_ROWS("compare_text: pages", page_rows, shows) +
           TEST_ROWS("compare_text: widths", page_rows, keeps_within);
}
