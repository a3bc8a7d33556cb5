/*
 * support.c - what the unit tests share.
 */
#include "tests/support.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

int test_rows(const char *group, const void *rows, size_t n, size_t size,
              void (*checker)(void **state)) {
    struct CMUnitTest *tests = calloc(n, sizeof *tests);
    char *copy = malloc(n * size);
    if (!tests || !copy) {
        abort();
    }
    memcpy(copy, rows, n * size);
    for (size_t i = 0; i < n; i++) {
        char *row = copy + i * size;
        tests[i].name = *(const char **)(void *)row;
        tests[i].test_func = checker;
        tests[i].initial_state = row;
    }
    int failed = _cmocka_run_group_tests(group, tests, n, NULL, NULL);
    free(copy);
    free(tests);
    return failed;
}

char *test_file(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        fail_msg("no file %s: tests run in the root of the repository", path);
        return NULL;
    }
    size_t n = 0;
    size_t room = 1 << 16;
    char *bytes = malloc(room);
    assert_non_null(bytes);
    size_t got;
    while ((got = fread(bytes + n, 1, room - n, file)) > 0) {
        n += got;
        if (n == room) {
            room *= 2;
            bytes = realloc(bytes, room);
            assert_non_null(bytes);
        }
    }
    fclose(file);
    bytes[n] = '\0';
    *size = n;
    return bytes;
}

void test_expect_file(const char *path, const char *text) {
    if (getenv("REWRITE") != NULL) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs(text, file);
        assert_int_equal(fclose(file), 0);
        return;
    }
    size_t size = 0;
    char *expected = test_file(path, &size);
    if (strcmp(expected, text) != 0) {
        print_error("%s is not what was made; with REWRITE=1 it is written anew\n", path);
    }
    assert_string_equal(text, expected);
    free(expected);
}

char *test_quoted(const char *text) {
    char *quoted = strdup(text);
    assert_non_null(quoted);
    for (char *c = quoted; *c; c++) {
        *c = *c == '\'' ? '"' : *c;
    }
    return quoted;
}

char *test_change(const char *text, const char *from, const char *to) {
    const char *found = strstr(text, from);
    if (!found || strstr(found + 1, from)) {
        fail_msg("\"%s\" does not stand exactly once in the text", from);
        return NULL;
    }
    size_t size = strlen(text) + strlen(to) + 1;
    char *changed = malloc(size);
    assert_non_null(changed);
    snprintf(changed, size, "%.*s%s%s", (int)(found - text), text, to, found + strlen(from));
    char *quoted = test_quoted(changed);
    free(changed);
    return quoted;
}

cst_rules *test_rules(const char *text) {
    char *quoted = test_quoted(text);
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_rules *rules = NULL;
    cst_error error = cst_rules_read(quoted, strlen(quoted), "rules", NULL, &rules, diagnostics);
    test_expect_faults(diagnostics, error, "");
    cst_diagnostics_free(diagnostics);
    free(quoted);
    return rules;
}

cst_catalog *test_catalog(const char *text, const cst_rules *rules) {
    char *quoted = test_quoted(text);
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    cst_catalog *catalog = NULL;
    cst_error error =
        cst_catalog_read(quoted, strlen(quoted), "catalog", rules, NULL, &catalog, diagnostics);
    test_expect_faults(diagnostics, error, "");
    cst_diagnostics_free(diagnostics);
    free(quoted);
    return catalog;
}

char *test_faults(const cst_diagnostics *diagnostics) {
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    for (size_t i = 0; i < cst_diagnostics_count(diagnostics); i++) {
        const cst_diagnostic *one = cst_diagnostics_get(diagnostics, i);
        fprintf(out, "%d:%d %s: %s\n", one->line, one->column, one->pointer, one->message);
    }
    fclose(out);
    return text;
}

void test_expect_faults(const cst_diagnostics *diagnostics, cst_error error, const char *expected) {
    char *quoted = test_quoted(expected);
    char *found = test_faults(diagnostics);
    if (strcmp(found, quoted) != 0) { /* cmocka would cut them */
        fprintf(stderr, "found:\n%sexpected:\n%s", found, quoted);
        fail();
    }
    assert_int_equal(error, *expected ? CST_E_INPUT : CST_E_OK);
    free(found);
    free(quoted);
}
