/* forgery.c - files with one thing broken, and what a verifier says of them. */
#include "tests/solver/forgery.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const forged *at_hand;

char *forgery_findings(const forged *file, const char *text) {
    cst_findings *findings = NULL;
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_error error = file->verify(text, strlen(text), &findings, faults);
    char *said = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&said, &size);
    assert_non_null(out);
    if (error == CST_E_INPUT) {
        char *list = test_faults(faults); /* less the place */
        fprintf(out, "%s", strchr(list, ' ') + 1);
        free(list);
    } else {
        assert_int_equal(error, CST_E_OK);
        for (size_t i = 0; i < cst_findings_count(findings); i++) {
            const cst_finding *it = cst_findings_get(findings, i);
            fprintf(out, "%s %s: %s\n", *it->package == '\0' ? "-" : it->package, it->check,
                    it->message);
        }
    }
    fclose(out);
    cst_findings_free(findings);
    cst_diagnostics_free(faults);
    return said;
}

static void change(json_t *tree, const tree_change *c) {
    if (c->text == NULL || *c->text != '@') {
        tree_edit(tree, c->pointer, c->text);
        return;
    }
    json_t *from = tree_of(at_hand->right);
    char *copy = tree_text(tree_at(from, c->text + 1));
    tree_edit(tree, c->pointer, copy);
    free(copy);
    json_decref(from);
}

static void check_row(void **state) {
    const forgery *row = *state;
    json_t *tree = tree_of(at_hand->right);
    for (const tree_change *c = row->changes; c->pointer != NULL; c++) {
        change(tree, c);
    }
    char *text = tree_text(tree);
    char *said = forgery_findings(at_hand, text);
    char *expected = test_quoted(row->expected);
    if (strcmp(said, expected) != 0) {
        fail_msg("expected\n%sfound\n%s", expected, said);
    }
    free(expected);
    free(said);
    free(text);
    json_decref(tree);
}

int forgery_rows(const char *group, const forged *file, const forgery *rows, size_t n) {
    at_hand = file;
    return test_rows(group, rows, n, sizeof *rows, check_row);
}
