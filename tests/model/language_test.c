/*
 * language_test.c - names of languages behind tags.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/embedded.h"
#include "model/language.h"
#include "tests/support.h"

typedef struct language_row {
    const char *name; /* the tag */
    const char *names;
    const char *first;
} language_row;

static const language_row language_rows[] = {
    {"lang:sw", "Swahili", "Swahili"},
    {"lang:ar", "Arabic; arabe", "Arabic"},
    {"lang:ca", "Catalan; Valencian; valencien", "Catalan"},
    {"lang:fil", "Filipino; Pilipino", "Filipino"},
    {"lang:zu", "Zulu; zoulou", "Zulu"},
    {"lang:xx", "", ""},
    {"lang:s", "", ""},
    {"lang:swa", "", ""}, /* it has a code of two letters */
    {"lang:", "", ""},
    {"sector:sw", "", ""},
    {"lang", "", ""},
};

static void names_language(void **state) {
    const language_row *row = *state;
    cst__language found = cst__language_of(row->name);
    assert_int_equal(found.names == NULL, *row->names == '\0');
    assert_int_equal(found.size, strlen(row->names));
    assert_int_equal(found.size_of_first, strlen(row->first));
    if (found.names != NULL) {
        assert_memory_equal(found.names, row->names, found.size);
    }
}

/* Each line is a code, a space and a name, and the codes rise. */
static void keeps_its_table(void **state) {
    (void)state;
    cst__embedded file = cst__embedded_languages();
    char before[4] = "";
    size_t n = 0;
    for (const char *line = file.bytes; line < file.bytes + file.size;
         line = strchr(line, '\n') + 1) {
        char code[4] = "";
        if (*line != '#') {
            assert_int_equal(sscanf(line, "%3[a-z] %*1[^ \n;]", code), 1);
            assert_true(strcmp(before, code) < 0);
            strcpy(before, code);
            n++;
        }
    }
    assert_int_equal(n, 421);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(keeps_its_table)};
    return TEST_ROWS("names of languages", language_rows, names_language) +
           cmocka_run_group_tests_name("the table of languages", tests, NULL, NULL);
}
