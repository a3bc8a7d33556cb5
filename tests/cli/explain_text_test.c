/*
 * explain_text_test.c - explanations as a person reads them: pages of the samples of
 * explain_sample.h, which have every kind of entry, compared with files; and what must hold of all
 * of them at any width.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/render_explain.h"
#include "cli/render_text.h"
#include "tests/cli/pages.h"
#include "tests/solver/explain_sample.h"
#include "tests/support.h"

/* ---------------------------------------------------------------- the pages */

static void page_nothing_fits(page *p) {
    render_result(p, sample_nothing_fits(), false);
}

static void page_no_way_out(page *p) {
    render_result(p, sample_no_way_out(), false);
}

static void page_no_reasons(page *p) {
    render_result(p, sample_no_reasons(), false);
}

static const char *const every_id[] = {"elm",   "fir",   "dogwood", "alder-rack",
                                       "alder", "birch", "cedar"};

static void page_explanation(page *p) {
    explain_view view = {every_id, sizeof every_id / sizeof *every_id, false};
    render_explanation(p, sample_explanation(), &view);
}

static void page_unproven(page *p) {
    explain_view view = {every_id, sizeof every_id / sizeof *every_id, false};
    render_explanation(p, sample_unproven(), &view);
}

/* As with --why-all: the table, and nothing at length. */
static void page_explained_nothing(page *p) {
    explain_view view = {NULL, 0, true};
    render_explanation(p, sample_explained_nothing(), &view);
}

typedef struct page_row {
    const char *name;
    void (*render)(page *p);
    const char *path;
} page_row;

static const page_row page_rows[] = {
    {"nothing fits", page_nothing_fits, "tests/cli/data/nothing-fits.txt"},
    {"no way out", page_no_way_out, "tests/cli/data/no-way-out.txt"},
    {"explanation", page_explanation, "tests/cli/data/explanation.txt"},
    {"unproven", page_unproven, "tests/cli/data/explanation-unproven.txt"},
    {"explained nothing", page_explained_nothing, "tests/cli/data/explanation-nothing-fits.txt"},
    {"no reasons", page_no_reasons, "tests/cli/data/no-reasons.txt"},
};

static page made(const page_row *row, int width) {
    page p;
    page_init(&p, width, false);
    row->render(&p);
    assert_false(p.failed);
    return p;
}

static void shows(void **state) {
    const page_row *row = *state;
    page p = made(row, 100);
    test_expect_file(row->path, p.bytes);
    page_clear(&p);
}

/* No line is wider than the page, where it is as wide as its tables need. */
static void keeps_within(void **state) {
    const page_row *row = *state;
    for (int width = 80; width <= 140; width += 20) {
        page p = made(row, width);
        expect_within(&p, width);
        page_clear(&p);
    }
}

int main(void) {
    return TEST_ROWS("explain_text: pages", page_rows, shows) +
           TEST_ROWS("explain_text: widths", page_rows, keeps_within);
}
