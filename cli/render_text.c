/*
 * render_text.c - a result as an officer reads it: what was asked, whether the answer is proven,
 * the packages side by side, each package in full, and what was refused and why.
 *
 * A renderer computes nothing but sums of what it lists: every figure is the library's. The words
 * keep three rules of the program. Nothing is ranked or scored: a package is marked only by what it
 * is best at. The content rule yields a presumption, not a verdict. And nothing that is unproven is
 * worded like something proven.
 */
#include "cli/render_text.h"

#include <string.h>

#include "cli/figures.h"

#define LABEL_WIDTH 13 /* of the lines at the top */

/* ---------------------------------------------------------------- the top */

static void put_label(page *p, const char *label) {
    page_style(p, STYLE_STRONG);
    page_format(p, "%-*s", LABEL_WIDTH, label);
    page_style(p, STYLE_PLAIN);
}

static void put_field(page *p, const char *label, const char *text) {
    put_label(p, label);
    page_wrapped(p, -1, LABEL_WIDTH, text);
}

static void put_opportunity(page *p, const cst_result *result) {
    put_field(p, "Opportunity", result->opportunity);
    if (*result->title != '\0') {
        put_field(p, "", result->title);
    }
    put_field(p, "Rules", result->rules);
    if (*result->assumptions != '\0') {
        put_field(p, "Assumptions", result->assumptions);
    }
}

static void put_precision(page *p, double gap) {
    if (gap > 0) {
        page_wrapped_format(p, -1, LABEL_WIDTH,
                            "proven; costs within a relative gap of %g count as equal", gap);
    } else {
        page_wrapped(p, -1, LABEL_WIDTH, "proven, to the cent");
    }
}

static void put_status(page *p, const cst_result *result) {
    put_label(p, "Status");
    switch (result->status) {
        case CST_STATUS_SOLVED:
            put_precision(p, result->asked.gap);
            break;
        case CST_STATUS_INFEASIBLE:
            page_wrapped(p, -1, LABEL_WIDTH, "proven: there is no package");
            break;
        case CST_STATUS_LIMIT:
        default:
            page_style(p, STYLE_CAUTION);
            page_wrapped(p, -1, LABEL_WIDTH,
                         "UNPROVEN: stopped at a limit before proof. What follows is what was "
                         "found until then; there may be better, other or cheaper packages.");
            page_style(p, STYLE_PLAIN);
            break;
    }
}

static size_t refused_offerings(const cst_result *result) {
    size_t n = 0;
    for (size_t i = 0; i < result->n_refused; i++) {
        const char *before = i == 0 ? NULL : result->refused[i - 1].offering;
        n += before == NULL || strcmp(before, result->refused[i].offering) != 0;
    }
    return n;
}

static void put_screening(page *p, const cst_result *result) {
    int64_t eligible = (int64_t)result->n_eligible;
    put_label(p, "Screening");
    page_wrapped_format(p, -1, LABEL_WIDTH, "%s offering%s may be chosen, %s refused",
                        figure_count(eligible).text, plural(eligible),
                        figure_count((int64_t)refused_offerings(result)).text);
}

/* ---------------------------------------------------------------- the packages */

static void put_slate(page *p, const cst_result *result) {
    int differ = result->asked.differ;
    page_wrapped_format(
        p, 0, 0,
        "Each package is listed for what it is best at%s, then the next cheapest that differ "
        "in at least %d member%s from all before. The order is no ranking: no criterion "
        "outweighs another, and the choice is yours.",
        result->status == CST_STATUS_LIMIT ? " among those found" : "", differ, plural(differ));
}

static void put_by_cost(page *p, const cst_result *result) {
    int differ = result->asked.differ;
    page_wrapped_format(
        p, 0, 0,
        "The cheapest packages%s, each of which differs in at least %d member%s from all "
        "before. They stand in the order of cost, which is no ranking: cost does not outweigh "
        "the other criteria, and the choice is yours.",
        result->status == CST_STATUS_LIMIT ? " among those found" : "", differ, plural(differ));
}

static void put_diverse(page *p, const cst_result *result) {
    const cst_diversity *d = result->diversity;
    page_wrapped_format(
        p, 0, 0,
        "The cheapest package, then each time the one that differs in the most members from all "
        "before, of those that cost at most %s. The order is no ranking: the choice is yours.",
        figure_money(d->limit_cents).text);
    if (d->least > 0 && d->bound >= 0) {
        page_wrapped_format(p, 0, 0,
                            "Any two differ in at least %d member%s; proven: in no other choice of "
                            "as many packages do all differ in more than %d.",
                            d->least, plural(d->least), d->bound);
    }
}

/* Why these packages, and why in this order. */
static void put_order(page *p, const cst_result *result) {
    page_format(p, "%zu candidate package%s", result->n_packages,
                plural((int64_t)result->n_packages));
    page_newline(p);
    if (result->asked.by == CST_BY_SLATE) {
        put_slate(p, result);
    } else if (result->diversity != NULL) {
        put_diverse(p, result);
    } else {
        put_by_cost(p, result);
    }
    if (result->asked.differ_slot != NULL) {
        page_wrapped_format(p, 0, 0,
                            "Not all firms that fill %s in a package fill it again in a further "
                            "one.",
                            result->asked.differ_slot);
    }
    page_newline(p);
}

static void put_packages(page *p, const cst_result *result) {
    if (result->frontier != NULL) {
        render_frontier(p, result);
    } else {
        put_order(p, result);
        render_criteria(p, result);
    }
    render_risk_basis(p, result);
    for (size_t i = 0; i < result->n_packages; i++) {
        render_package(p, result, &result->packages[i]);
    }
}

void render_nothing(page *p, const cst_result *result) {
    if (result->status == CST_STATUS_INFEASIBLE) {
        page_line(p, STYLE_FAULT, "No package satisfies the tender: proven.");
    } else {
        page_line(
            p, STYLE_CAUTION,
            "No package was found before the search stopped; that there is none is UNPROVEN.");
    }
    page_newline(p);
    if (result->nothing_fits != NULL) {
        render_nothing_fits(p, result);
    }
}

void render_top(page *p, const cst_result *result) {
    put_opportunity(p, result);
    put_status(p, result);
    put_screening(p, result);
    page_newline(p);
}

void render_result(page *p, const cst_result *result, bool list_refused) {
    render_top(p, result);
    if (result->n_packages > 0) {
        put_packages(p, result);
    } else {
        render_nothing(p, result);
    }
    render_refused(p, result, list_refused);
}
