/*
 * render_frontier.c - a frontier as a person weighs it: one row for each point with all criteria,
 * what was named first; whether it is complete; and, where it is not, how far a package that is not
 * listed may be from one that is, and where there may be more.
 */
#include <stdlib.h>

#include "cli/figures.h"
#include "cli/render_text.h"
#include "cli/table.h"
#include "cli/text.h"

/* "cost, US content and members"; new text. */
static char *names_of(const cst_frontier *frontier) {
    char *text = text_new("%s", "");
    int left = 0;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        left += frontier->named[c];
    }
    for (int c = 0, done = 0; c < CST_N_CRITERIA && text != NULL; c++) {
        if (frontier->named[c]) {
            const char *separator = done == 0 ? "" : done == left - 1 ? " and " : ", ";
            char *longer =
                text_new("%s%s%s", text, separator, cst_criterion_label((cst_criterion)c));
            free(text);
            text = longer;
            done++;
        }
    }
    return text;
}

static void put_what(page *p, const cst_result *result) {
    const cst_frontier *f = result->frontier;
    char *names = names_of(f);
    p->failed = p->failed || names == NULL;
    page_format(p, "%zu package%s on the frontier of %s", result->n_packages,
                plural((int64_t)result->n_packages), names == NULL ? "" : names);
    free(names);
    page_newline(p);
    if (f->complete) {
        page_wrapped(p, 0, 0,
                     "No package of the tender beats a listed one on these criteria, and every "
                     "other one is beaten by a listed one or has the same values: complete.");
    } else if (result->status == CST_STATUS_SOLVED) {
        page_wrapped(p, 0, 0,
                     "No package of the tender beats a listed one on these criteria. There may be "
                     "more that are not beaten: as many as asked stand for them.");
    }
    page_wrapped(
        p, 0, 0,
        "Of packages with the same values one is listed: with the least cost, the fewest "
        "members, then the best of the other criteria in turn. The order is no ranking: no "
        "criterion outweighs another, and the choice is yours.");
    page_newline(p);
}

/* The criteria that were named, then the others. */
static int in_order(const cst_frontier *f, cst_criterion *order) {
    int n = 0;
    for (int named = 1; named >= 0; named--) {
        for (int c = 0; c < CST_N_CRITERIA; c++) {
            if (f->named[c] == (named == 1)) {
                order[n++] = (cst_criterion)c;
            }
        }
    }
    return n;
}

static void put_points(page *p, const cst_result *result) {
    cst_criterion order[CST_N_CRITERIA];
    int n = in_order(result->frontier, order);
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "");
    for (int k = 0; k < n; k++) {
        table_column(&t, COLUMN_FIGURE, cst_criterion_label(order[k]));
    }
    table_column(&t, COLUMN_TEXT, "");
    for (size_t i = 0; i < result->n_packages; i++) {
        const cst_package *package = &result->packages[i];
        table_cell(&t, package->id);
        for (int k = 0; k < n; k++) {
            int64_t value = cst_criteria_get(&package->criteria, order[k]);
            bool none = order[k] == CST_CRITERION_US_CONTENT && value < 0;
            table_cell(&t, none ? "" : render_criterion(order[k], value).text);
        }
        table_cell(&t, package->proof == CST_PROOF_OPTIMAL ? "" : "UNPROVEN");
    }
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
}

static void put_coverage(page *p, const cst_frontier *f) {
    if (f->complete || f->coverage_bp < 0) {
        return;
    }
    page_wrapped_format(
        p, 0, 0,
        "For every package of the tender there is a listed one that is worse by at most %s of the "
        "range of the listed ones on any of the named criteria: proven.",
        figure_percent(f->coverage_bp).text);
    page_newline(p);
}

/* "cost below 512,345,678.90, US content above 53.12%"; new text. */
static char *region_text(const cst_open_region *region) {
    char *text = text_new("%s", "");
    for (int c = 0; c < CST_N_CRITERIA && text != NULL; c++) {
        if (region->has_limit[c]) {
            char *longer = text_new("%s%s%s %s %s", text, *text == '\0' ? "" : ", ",
                                    cst_criterion_label((cst_criterion)c),
                                    c == CST_CRITERION_US_CONTENT ? "above" : "below",
                                    render_criterion((cst_criterion)c, region->limit[c]).text);
            free(text);
            text = longer;
        }
    }
    return text;
}

static void put_open(page *p, const cst_frontier *f) {
    if (f->n_open == 0) {
        return;
    }
    page_line(p, STYLE_CAUTION, "Not decided: whether there is a package with");
    for (size_t i = 0; i < f->n_open; i++) {
        char *text = region_text(&f->open[i]);
        p->failed = p->failed || text == NULL;
        page_format(p, "  ");
        page_wrapped(p, -1, 4, text == NULL || *text == '\0' ? "any values" : text);
        free(text);
    }
    page_newline(p);
}

void render_frontier(page *p, const cst_result *result) {
    put_what(p, result);
    put_points(p, result);
    put_coverage(p, result->frontier);
    put_open(p, result->frontier);
}
