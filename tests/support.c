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
    return changed;
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
