/*
 * terminal_test.c - what stands between foreign bytes and a terminal: visible forms and widths,
 * wrapping, cutting, tables; and the numbers and words of a command line. Everything here is a
 * table of cases with one checker.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/figures.h"
#include "cli/nearest.h"
#include "cli/numbers.h"
#include "cli/options.h"
#include "cli/page.h"
#include "cli/table.h"
#include "cli/visible.h"

#define N_OF(cases) (sizeof(cases) / sizeof *(cases))

static void assert_page(page *p, const char *expected) {
    assert_false(p->failed);
    assert_string_equal(p->bytes == NULL ? "" : p->bytes, expected);
    page_clear(p);
}

/* ---------------------------------------------------------------- visible forms */

static void test_visible(void **state) {
    static const struct {
        const char *text;
        const char *visible;
        int width;
    } cases[] = {
        {"", "", 0},
        {"plain", "plain", 5},
        {"\033[31m", "\\u001b[31m", 10},
        {"a\nb\tc\r", "a\\nb\\tc\\r", 9},
        {"\x7f", "\\u007f", 6},
        {"\xc2\x9b"
         "31m",
         "\\u009b31m", 9},                       /* CSI in one character */
        {"\xff", "\\xff", 4},                    /* no UTF-8 */
        {"\xc3", "\\xc3", 4},                    /* cut short */
        {"\xc0\x80", "\\xc0\\x80", 8},           /* too long a form of NUL */
        {"\xed\xa0\x80", "\\xed\\xa0\\x80", 12}, /* a surrogate */
        {"a\xe2\x80\xae"
         "b",
         "a\\u202eb", 8},                    /* turns the direction of writing */
        {"\xe2\x80\x8b", "\\u200b", 6},      /* a space of no width */
        {"\xf3\xa0\x81\x81", "\\ue0041", 7}, /* an invisible tag */
        {"北海", "北海", 4},
        {"e\xcc\x81", "e\xcc\x81", 1}, /* a mark on a letter */
        {"Zürich", "Zürich", 6},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(cases); i++) {
        page p;
        page_init(&p, 80, false);
        page_text(&p, cases[i].text);
        assert_page(&p, cases[i].visible);
        assert_int_equal(visible_width(cases[i].text), cases[i].width);
    }
}

static void test_slice(void **state) {
    page p;
    (void)state;
    page_init(&p, 80, false);
    page_slice(&p, "ab\ncd", 4);
    assert_page(&p, "ab\\nc");
}

static void test_style(void **state) {
    page p;
    (void)state;
    page_init(&p, 80, true);
    page_style(&p, STYLE_PLAIN); /* is plain already */
    page_line(&p, STYLE_STRONG, "x");
    assert_page(&p, "\033[1mx\n\033[0m");
    page_init(&p, 80, false);
    page_line(&p, STYLE_STRONG, "x");
    assert_page(&p, "x\n");
}

/* ---------------------------------------------------------------- wrapping and cutting */

static void test_wrap(void **state) {
    static const struct {
        int width;
        const char *text;
        const char *lines; /* separated by | */
    } cases[] = {
        {10, "", ""},
        {10, "   ", ""},
        {10, "one", "one"},
        {10, "one two three", "one two|three"},
        {7, "one two", "one two"},
        {6, "one two", "one|two"},
        {10, "one  two   three  ", "one  two|three"},
        {8, "us-ai-exports", "us-ai-|exports"},
        {4, "abcdefghij", "abcd|efgh|ij"},
        {1, "北海", "北|海"},
        {3, "北海道", "北|海|道"},
        {4, "北海道", "北海|道"},
        {2,
         "e\xcc\x81"
         "e\xcc\x81"
         "e",
         "e\xcc\x81"
         "e\xcc\x81|e"},
        {5, "a\nb c", "a\\nb|c"},
        {6, "12,345,678.90", "12,|345,|678.90"},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(cases); i++) {
        page p;
        visible_line line;
        const char *text = cases[i].text;
        page_init(&p, 80, false);
        for (int n = 0; visible_wrap(&text, cases[i].width, &line); n++) {
            page_repeat(&p, "|", n > 0);
            page_slice(&p, line.start, line.length);
        }
        assert_page(&p, cases[i].lines);
    }
}

static void test_cut(void **state) {
    static const struct {
        int width;
        const char *text;
        const char *cut;
    } cases[] = {
        {5, "short", "short"}, {4, "short", "sho…"}, {1, "short", "…"},
        {0, "short", ""},      {4, "北海", "北海"},  {3, "北海", "北…"},
        {2, "北海", "…"},      {0, "", ""},          {8, "\033[31m", "\\u001b[…"},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(cases); i++) {
        page p;
        page_init(&p, 80, false);
        page_cut(&p, cases[i].text, cases[i].width);
        assert_page(&p, cases[i].cut);
    }
}

static void test_wrapped(void **state) {
    page p;
    (void)state;
    page_init(&p, 24, false);
    page_text(&p, "Label");
    page_wrapped(&p, -1, 4, "one two three four five");
    page_wrapped(&p, 2, 2, "");
    page_wrapped(&p, 2, 2, "x");
    assert_page(&p, "Labelone two three four\n    five\n  \n  x\n");
}

/* ---------------------------------------------------------------- tables */

static table small_table(void) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "name");
    table_column(&t, COLUMN_FIGURE, "sum");
    table_column(&t, COLUMN_TEXT, "why");
    table_cell(&t, "北海");
    table_cell(&t, "1,000");
    table_cell(&t, "a longer reason");
    table_cell(&t, "b");
    table_cell(&t, "2");
    table_cell(&t, "");
    return t;
}

static void test_table(void **state) {
    page p;
    table t = small_table();
    (void)state;
    page_init(&p, 80, false);
    table_print(&t, &p, 1);
    assert_page(&p,
                " name    sum  why\n"
                " 北海  1,000  a longer reason\n"
                " b         2\n");
    page_init(&p, 22, false); /* the widest text gives way, figures do not */
    table_print(&t, &p, 1);
    assert_page(&p,
                " name    sum  why\n"
                " 北海  1,000  a longer\n"
                "              reason\n"
                " b         2\n");
    table_clear(&t);
}

static void test_table_without_rows(void **state) {
    page p;
    table t;
    (void)state;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "name");
    page_init(&p, 80, false);
    table_print(&t, &p, 0);
    table_print_framed(&t, &p, 0);
    assert_page(&p, "");
    table_clear(&t);
}

static void test_frame(void **state) {
    page p;
    table t;
    (void)state;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "");
    table_column(&t, COLUMN_FIGURE, "");
    table_section(&t, "first");
    table_cell(&t, "a");
    table_cell(&t, "1");
    table_section(&t, "a label that is too long to be shown");
    table_cell(&t, "北");
    table_cell(&t, "22");
    page_init(&p, 20, false);
    table_print_framed(&t, &p, 0);
    assert_page(&p,
                "┌─ first ──────────┐\n"
                "│ a              1 │\n"
                "├─ a label that … ─┤\n"
                "│ 北            22 │\n"
                "└──────────────────┘\n");
    table_clear(&t);
}

/* ---------------------------------------------------------------- figures */

static void test_figures(void **state) {
    (void)state;
    assert_string_equal(figure_money(0).text, "0.00");
    assert_string_equal(figure_money(5).text, "0.05");
    assert_string_equal(figure_money(-5).text, "-0.05");
    assert_string_equal(figure_money(99999).text, "999.99");
    assert_string_equal(figure_money(100000).text, "1,000.00");
    assert_string_equal(figure_money(51234567890).text, "512,345,678.90");
    assert_string_equal(figure_money(INT64_MAX).text, "92,233,720,368,547,758.07");
    assert_string_equal(figure_money(INT64_MIN).text, "-92,233,720,368,547,758.08");
    assert_string_equal(figure_count(1234567).text, "1,234,567");
    assert_string_equal(figure_percent(5312).text, "53.12%");
    assert_string_equal(figure_percent(10000).text, "100.00%");
    assert_string_equal(figure_decimal(12500).text, "1.2500");
    assert_string_equal(figure_amount(12000000).text, "12,000");
    assert_string_equal(figure_amount(12500).text, "12.5");
    assert_string_equal(figure_amount(1).text, "0.001");
    assert_string_equal(figure_amount(-1010).text, "-1.01");
    assert_string_equal(figure_weeks(1).text, "1 week");
    assert_string_equal(figure_weeks(62).text, "62 weeks");
}

/* ---------------------------------------------------------------- command lines */

static void test_whole_numbers(void **state) {
    static const char *const bad[] = {"",
                                      "-",
                                      "+1",
                                      " 1",
                                      "1 ",
                                      "1x",
                                      "0x1",
                                      "1.0",
                                      "1e2",
                                      "--1",
                                      "11",
                                      "-6",
                                      "99999999999999999999"};
    long number = 0;
    (void)state;
    assert_true(number_whole("-5", -5, 10, &number));
    assert_int_equal(number, -5);
    assert_true(number_whole("007", -5, 10, &number));
    assert_int_equal(number, 7);
    for (size_t i = 0; i < N_OF(bad); i++) {
        assert_false(number_whole(bad[i], -5, 10, &number));
    }
}

static void test_real_numbers(void **state) {
    static const char *const good[] = {"0",    "1",   "0.5",  ".5",      "1.",
                                       "5e-1", "1E0", "1e+0", "0.000001"};
    static const char *const bad[] = {"",   ".",  "-",   "e1",   "1e",   "nan", "inf", "0x1", " 1",
                                      "1 ", "+1", "0,5", "1e99", "-0.1", "1.1", "1..", "1e5"};
    double number = 0;
    (void)state;
    for (size_t i = 0; i < N_OF(good); i++) {
        assert_true(number_real(good[i], 0, 1, &number));
    }
    for (size_t i = 0; i < N_OF(bad); i++) {
        assert_false(number_real(bad[i], 0, 1, &number));
    }
}

static void test_nearest(void **state) {
    static const char *const words[] = {"match", "check", NULL, "verify", "time-limit"};
    static const struct {
        const char *word;
        const char *near;
    } cases[] = {
        {"mach", "match"},
        {"amtch", "match"},
        {"chekc", "check"},
        {"verfy", "verify"},
        {"ver", "verify"},
        {"tiem-limit", "time-limit"},
        {"zzz", NULL},
        {"", NULL},
        {"time", "time-limit"},
        {"a word that is far longer than any word that is known here", NULL},
    };
    (void)state;
    for (size_t i = 0; i < N_OF(cases); i++) {
        const char *near = nearest_word(cases[i].word, words, N_OF(words));
        if (cases[i].near == NULL) {
            assert_null(near);
        } else {
            assert_non_null(near);
            assert_string_equal(near, cases[i].near);
        }
    }
}

/* Every option can be told from the others, and each has its line of help. */
static void test_options_table(void **state) {
    size_t n = 0;
    const option_row *rows = options_table(&n);
    (void)state;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i && rows[i].name != NULL; j++) {
            assert_true(rows[j].name == NULL || strcmp(rows[i].name, rows[j].name) != 0);
            assert_true(rows[i].letter == 0 || rows[i].letter != rows[j].letter);
        }
        assert_true(rows[i].name == NULL || rows[i].help != NULL);
    }
}

static void test_options(void **state) {
    static char words[][20] = {"consort",      "match",        "--by=cost", "opportunity.json",
                               "-c",           "catalog.json", "--gap",     "0.001",
                               "--time-limit", "2.5",          "--refused"};
    char *argv[N_OF(words) + 1] = {NULL};
    options asked;
    (void)state;
    for (size_t i = 0; i < N_OF(words); i++) {
        argv[i] = words[i];
    }
    assert_int_equal(options_read(&asked, (int)N_OF(words), argv), OPTIONS_READ);
    assert_string_equal(asked.verb->name, "match");
    assert_string_equal(asked.catalog, "catalog.json");
    assert_int_equal(asked.n_files, 1);
    assert_string_equal(asked.files[0], "opportunity.json");
    assert_int_equal(asked.settings.by, CST_BY_COST);
    assert_int_equal(asked.settings.candidates, 5);
    assert_true(asked.settings.gap > 0.00099 && asked.settings.gap < 0.00101);
    assert_true(asked.settings.time_limit_s > 2.4 && asked.settings.time_limit_s < 2.6);
    assert_true(asked.list_refused);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_visible),       cmocka_unit_test(test_slice),
        cmocka_unit_test(test_style),         cmocka_unit_test(test_wrap),
        cmocka_unit_test(test_cut),           cmocka_unit_test(test_wrapped),
        cmocka_unit_test(test_table),         cmocka_unit_test(test_table_without_rows),
        cmocka_unit_test(test_frame),         cmocka_unit_test(test_figures),
        cmocka_unit_test(test_whole_numbers), cmocka_unit_test(test_real_numbers),
        cmocka_unit_test(test_nearest),       cmocka_unit_test(test_options_table),
        cmocka_unit_test(test_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
