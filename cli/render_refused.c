/*
 * render_refused.c - what screening refused and why: how many offerings by reason, with what the
 * reason means and where it comes from; on request every refusal.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/figures.h"
#include "cli/render_text.h"
#include "cli/table.h"

/* ---------------------------------------------------------------- the words for a code */

/* By the code, or by its part before the colon. */
static const char *meaning_of(const char *code) {
    static const struct {
        const char *begin;
        const char *meaning;
    } meanings[] = {
        {"excluded", "excluded by the opportunity"},
        {"unavailable", "not available in the buyer's country"},
        {"jurisdiction:", "fails a jurisdiction test"},
        {"export:", "export is blocked, or its status unknown"},
        {"residency", "hosted outside of where the opportunity asks"},
        {"capability", "lacks what every offering of its slot must have"},
        {"deadline", "lead time and licence end after the deadline"},
        {"unknown:", "a fact is unknown that a test needs"},
    };
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (strncmp(code, meanings[i].begin, strlen(meanings[i].begin)) == 0) {
            return meanings[i].meaning;
        }
    }
    return "";
}

/* ---------------------------------------------------------------- by reason */

/* By code, then in the order of the result. */
static int compare(const void *a, const void *b) {
    const cst_refusal *left = *(const cst_refusal *const *)a;
    const cst_refusal *right = *(const cst_refusal *const *)b;
    int order = strcmp(left->code, right->code);
    return order != 0 ? order : (left > right) - (left < right);
}

/* New list of the refusals by code, NULL when out of memory. */
static const cst_refusal **sort(const cst_result *result) {
    const cst_refusal **sorted = malloc(result->n_refused * sizeof *sorted);
    if (sorted == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < result->n_refused; i++) {
        sorted[i] = &result->refused[i];
    }
    qsort(sorted, result->n_refused, sizeof *sorted, compare);
    return sorted;
}

static void put_summary(page *p, const cst_result *result) {
    size_t n = result->n_refused;
    const cst_refusal **sorted = sort(result);
    table t;
    if (sorted == NULL) {
        p->failed = true;
        return;
    }
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Refused");
    table_column(&t, COLUMN_FIGURE, "offerings");
    table_column(&t, COLUMN_TEXT, "meaning");
    table_column(&t, COLUMN_TEXT, "source");
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i + 1; next < n && strcmp(sorted[next]->code, sorted[i]->code) == 0;) {
            next++;
        }
        table_cell(&t, sorted[i]->code);
        table_cell(&t, figure_count((int64_t)(next - i)).text);
        table_cell(&t, meaning_of(sorted[i]->code));
        table_cell(&t, sorted[i]->source);
    }
    table_print(&t, p, 0);
    table_clear(&t);
    free(sorted);
}

/* ---------------------------------------------------------------- each one */

static void put_list(page *p, const cst_result *result) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Refused");
    table_column(&t, COLUMN_TEXT, "firm");
    table_column(&t, COLUMN_TEXT, "reason");
    table_column(&t, COLUMN_TEXT, "fact");
    table_column(&t, COLUMN_TEXT, "source");
    for (size_t i = 0; i < result->n_refused; i++) {
        const cst_refusal *refusal = &result->refused[i];
        table_cell(&t, refusal->offering);
        table_cell(&t, refusal->firm);
        table_cell(&t, refusal->code);
        table_cell(&t, refusal->fact != NULL ? refusal->fact : "unknown");
        table_cell(&t, refusal->source);
    }
    table_print(&t, p, 0);
    table_clear(&t);
}

void render_refused(page *p, const cst_result *result, bool list) {
    if (result->n_refused == 0) {
        page_line(p, STYLE_PLAIN, "Nothing was refused by screening.");
        return;
    }
    put_summary(p, result);
    if (list) {
        page_newline(p);
        put_list(p, result);
    } else {
        page_newline(p);
        page_line(p, STYLE_PLAIN,
                  "An offering may be refused for several reasons; --refused lists each.");
    }
}
