/*
 * verify_rows.c - a row of forgeries: its edits made in the sample, the files read, what the
 * verifier finds beside what the row expects.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "tests/solver/verify_rows.h"
#include "tests/solver/verify_sample.h"

/* ---------------------------------------------------------------- texts and edits */

static const char *const *const base[N_FILES] = {
    [RULES] = rules_parts,
    [CATALOG] = catalog_parts,
    [OPPORTUNITY] = opportunity_parts,
    [RESULT] = result_parts,
};

/* New tree of a JSON text with ' for ". */
static json_t *parse(const char *text) {
    char *quoted = test_quoted(text);
    json_error_t error;
    json_t *tree = json_loads(quoted, JSON_DECODE_ANY, &error);
    if (tree == NULL) {
        fail_msg("%d:%d: %s in %s", error.line, error.column, error.text, quoted);
    }
    free(quoted);
    return tree;
}

static json_t *parse_parts(const char *const *parts) {
    size_t size = 1;
    for (size_t i = 0; parts[i] != NULL; i++) {
        size += strlen(parts[i]);
    }
    char *text = malloc(size);
    assert_non_null(text);
    text[0] = '\0';
    for (size_t i = 0; parts[i] != NULL; i++) {
        strcat(text, parts[i]);
    }
    json_t *tree = parse(text);
    free(text);
    return tree;
}

/* The value one step of a pointer leads to. Ids here need no escapes. */
static json_t *step_into(json_t *value, const char *step) {
    return json_is_array(value) ? json_array_get(value, (size_t)atoi(step))
                                : json_object_get(value, step);
}

/* Walks to the value that holds the last step, and gives that step. */
static json_t *walk(json_t *value, const char *pointer, char step[64]) {
    while (*pointer == '/') {
        size_t n = strcspn(++pointer, "/");
        assert_true(n < 64);
        memcpy(step, pointer, n);
        step[n] = '\0';
        pointer += n;
        if (*pointer == '/') {
            value = step_into(value, step);
            assert_non_null(value);
        }
    }
    return value;
}

static void delete_at(json_t *holder, const char *step) {
    if (json_is_array(holder)) {
        assert_int_equal(json_array_remove(holder, (size_t)atoi(step)), 0);
    } else {
        assert_int_equal(json_object_del(holder, step), 0);
    }
}

static void put_at(json_t *holder, const char *step, json_t *value) {
    if (step[0] == '+') {
        assert_int_equal(json_array_insert_new(holder, (size_t)atoi(step + 1), value), 0);
    } else if (json_is_array(holder)) {
        assert_int_equal(json_array_set_new(holder, (size_t)atoi(step), value), 0);
    } else {
        assert_int_equal(json_object_set_new(holder, step, value), 0);
    }
}

static void apply(json_t *tree, const edit *change) {
    char step[64];
    json_t *holder = walk(tree, change->pointer, step);
    if (change->value == NULL) {
        delete_at(holder, step);
    } else if (change->value[0] == '@') {
        char from[64];
        json_t *source = walk(tree, change->value + 1, from);
        put_at(holder, step, json_deep_copy(step_into(source, from)));
    } else {
        put_at(holder, step, parse(change->value));
    }
}

/* New text of a file with the edits of the row. */
static char *edited_text(const row *r, file which) {
    json_t *tree = parse_parts(base[which]);
    for (size_t i = 0; r != NULL && i < MOST_EDITS && r->edits[i].pointer != NULL; i++) {
        if (r->edits[i].file == which) {
            apply(tree, &r->edits[i]);
        }
    }
    char *text = json_dumps(tree, JSON_REAL_PRECISION(15));
    assert_non_null(text);
    json_decref(tree);
    return text;
}

/* ---------------------------------------------------------------- the case */

/* Everything read for one row. */
void verify_case_must(const verify_case *c, cst_error error, const char *what) {
    for (size_t i = 0; error != CST_E_OK && i < cst_diagnostics_count(c->diagnostics); i++) {
        const cst_diagnostic *d = cst_diagnostics_get(c->diagnostics, i);
        print_error("%s %s: %s\n", what, d->pointer, d->message);
    }
    assert_int_equal(error, CST_E_OK);
}

void verify_case_begin(verify_case *c, const row *r) {
    memset(c, 0, sizeof *c);
    for (int f = 0; f < N_FILES; f++) {
        c->text[f] = edited_text(r, (file)f);
    }
    c->diagnostics = cst_diagnostics_new(0);
    const char *rules = c->text[RULES];
    const char *catalog = c->text[CATALOG];
    const char *opportunity = c->text[OPPORTUNITY];
    verify_case_must(
        c, cst_rules_read(rules, strlen(rules), "rules", NULL, &c->rules, c->diagnostics), "rules");
    verify_case_must(c,
                     cst_catalog_read(catalog, strlen(catalog), "catalog", c->rules, NULL,
                                      &c->catalog, c->diagnostics),
                     "catalog");
    verify_case_must(c,
                     cst_opportunity_read(opportunity, strlen(opportunity), "opportunity", c->rules,
                                          c->catalog, NULL, &c->opportunity, c->diagnostics),
                     "opportunity");
}

void verify_case_end(verify_case *c) {
    cst_opportunity_free(c->opportunity);
    cst_catalog_free(c->catalog);
    cst_rules_free(c->rules);
    cst_diagnostics_free(c->diagnostics);
    for (int f = 0; f < N_FILES; f++) {
        free(c->text[f]);
    }
}

cst_findings *verify_case_findings(const verify_case *c) {
    cst_findings *findings = NULL;
    const char *result = c->text[RESULT];
    verify_case_must(c,
                     cst_verify(c->rules, c->catalog, c->opportunity, result, strlen(result),
                                "result", NULL, &findings, c->diagnostics),
                     "result");
    assert_non_null(findings);
    return findings;
}

/* ---------------------------------------------------------------- expected and found */

static bool is_finding(const cst_finding *finding, const char *token, size_t n) {
    size_t package = strlen(finding->package);
    return n == package + 1 + strlen(finding->check) &&
           strncmp(token, finding->package, package) == 0 && token[package] == ':' &&
           strncmp(token + package + 1, finding->check, strlen(finding->check)) == 0;
}

static bool is_found(const cst_findings *findings, const char *token, size_t n) {
    for (size_t i = 0; i < cst_findings_count(findings); i++) {
        if (is_finding(cst_findings_get(findings, i), token, n)) {
            return true;
        }
    }
    return false;
}

static bool is_expected(const char *expected, const cst_finding *finding) {
    for (const char *at = expected; *at != '\0'; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (is_finding(finding, at, n)) {
            return true;
        }
        at += n;
    }
    return false;
}

/* How many expectations do not hold, each told. */
static size_t compare(const char *expected, const cst_findings *findings) {
    size_t wrong = 0;
    bool others = strstr(expected, "...") != NULL;
    for (const char *at = expected; *at != '\0'; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        bool must_not = *at == '!';
        bool found = is_found(findings, at + must_not, n - must_not);
        if (strncmp(at, "...", n) != 0 && found == must_not) {
            print_error("%s: %.*s\n", must_not ? "found" : "not found", (int)n, at);
            wrong++;
        }
        at += n;
    }
    for (size_t i = 0; !others && i < cst_findings_count(findings); i++) {
        const cst_finding *finding = cst_findings_get(findings, i);
        if (!is_expected(expected, finding)) {
            print_error("not expected: %s:%s: %s\n", finding->package, finding->check,
                        finding->message);
            wrong++;
        }
    }
    return wrong;
}

void verify_row(void **state) {
    const row *r = *state;
    verify_case c;
    verify_case_begin(&c, r);
    cst_findings *findings = verify_case_findings(&c);
    assert_int_equal(compare(r->expected, findings), 0);
    cst_findings_free(findings);
    verify_case_end(&c);
}
