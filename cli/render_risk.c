/*
 * render_risk.c - what a package has only where it was asked for: the chance to be in time and in
 * budget, and what is left of the tender when its members are lost.
 *
 * A chance rests on what was stated and on what is assumed; both are said beside it.
 */
#include <stdlib.h>

#include "cli/demands.h"
#include "cli/figures.h"
#include "cli/render_text.h"
#include "cli/table.h"
#include "cli/text.h"

#define INDENT 2

/* ---------------------------------------------------------------- risk */

figure render_chance(const cst_chance *chance) {
    return chance->asked ? figure_percent(chance->ppm / 100) : (figure){"not asked"};
}

static void put_quantiles(page *p, const cst_result *result, const cst_risk *risk) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Risk");
    table_column(&t, COLUMN_FIGURE, "p10");
    table_column(&t, COLUMN_FIGURE, "p50");
    table_column(&t, COLUMN_FIGURE, "p90");
    table_format(&t, *result->currency != '\0' ? "cost (%s)" : "cost", result->currency);
    for (int q = 0; q < 3; q++) {
        table_cell(&t, figure_money(risk->cost_cents[q]).text);
    }
    table_cell(&t, "delivery");
    for (int q = 0; q < 3; q++) {
        table_cell(&t, figure_weeks(risk->delivery_weeks[q]).text);
    }
    table_print(&t, p, INDENT);
    table_clear(&t);
}

static void put_chance(table *t, const char *label, const cst_chance *chance) {
    table_cell(t, label);
    table_cell(t, render_chance(chance).text);
    table_cell(t, chance->asked ? figure_percent((chance->error_ppm + 99) / 100).text : "");
}

/* What the tender does not limit has no chance to be kept. */
static const char *missing_limit(const cst_risk *risk) {
    if (!risk->in_time.asked && !risk->in_budget.asked) {
        return "The tender has neither a deadline nor a budget.";
    }
    return !risk->in_time.asked ? "The tender has no deadline." : "The tender has no budget.";
}

static void put_chances(page *p, const cst_risk *risk) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "");
    table_column(&t, COLUMN_FIGURE, "chance");
    table_column(&t, COLUMN_FIGURE, "standard error");
    put_chance(&t, "in time", &risk->in_time);
    put_chance(&t, "in budget", &risk->in_budget);
    put_chance(&t, "in time and in budget", &risk->both);
    table_print(&t, p, INDENT);
    table_clear(&t);
    if (!risk->both.asked) {
        page_wrapped(p, INDENT, INDENT, missing_limit(risk));
    }
}

static void put_stated(page *p, const cst_package *package) {
    size_t n = package->risk->n_stated;
    if (n == 0) {
        page_wrapped(
            p, INDENT, INDENT,
            "No line states a spread, so that nothing varies here: that is not certainty.");
    } else if (n < package->n_lines) {
        page_wrapped_format(p, INDENT, INDENT,
                            "%zu of %zu lines state a spread. The others are taken as they stand, "
                            "which is not certainty.",
                            n, package->n_lines);
    } else {
        page_wrapped_format(p, INDENT, INDENT, "Each of the %zu lines states a spread.",
                            package->n_lines);
    }
}

static void put_unshared(page *p, const cst_risk *risk) {
    if (risk->n_unshared == 0) {
        return;
    }
    char *ids = demand_list(risk->unshared, risk->n_unshared, ", ", risk->n_unshared);
    p->failed = p->failed || ids == NULL;
    page_wrapped_format(p, INDENT, INDENT,
                        "Open: the maker's country is unknown, and its shock left out, of %s",
                        ids == NULL ? "" : ids);
    free(ids);
}

void render_risk(page *p, const cst_result *result, const cst_package *package) {
    if (package->risk == NULL) {
        return;
    }
    put_quantiles(p, result, package->risk);
    put_chances(p, package->risk);
    put_stated(p, package);
    put_unshared(p, package->risk);
    page_newline(p);
}

void render_risk_basis(page *p, const cst_result *result) {
    const cst_shocks *shocks = &result->shocks;
    if (result->asked.samples == 0) {
        return;
    }
    page_wrapped_format(
        p, 0, 0,
        "Chances are those of %s sample%s (seed %d) of the spreads that catalog and rules state. "
        "How far facts move together is assumed by the rules and not measured: loadings on the "
        "shock of the maker's country %s, of the layer %s, of the licence row %s; times with "
        "prices %s.",
        figure_count(result->asked.samples).text, plural(result->asked.samples), result->asked.seed,
        figure_decimal(shocks->maker_country_bp).text, figure_decimal(shocks->layer_bp).text,
        figure_decimal(shocks->licence_row_bp).text, figure_decimal(shocks->time_price_bp).text);
    page_newline(p);
}

/* ---------------------------------------------------------------- resilience */

static void put_left(page *p, const cst_package *package) {
    const cst_resilience *r = package->resilience;
    page_wrapped_format(p, INDENT, INDENT,
                        "Resilience: without any one of its %zu member%s a package of the tender "
                        "is left in %s of %s case%s (%s)",
                        package->n_members, plural((int64_t)package->n_members),
                        figure_count(r->one.left).text, figure_count(r->one.n).text,
                        plural(r->one.n), figure_percent(r->one.left_bp).text);
    if (r->two.n > 0) {
        page_wrapped_format(p, INDENT, INDENT, "Without any two of them: in %s of %s case%s (%s)",
                            figure_count(r->two.left).text, figure_count(r->two.n).text,
                            plural(r->two.n), figure_percent(r->two.left_bp).text);
    }
}

static void put_critical(page *p, const cst_resilience *r) {
    for (size_t i = 0; i < r->n_critical; i++) {
        page_wrapped_format(p, INDENT, INDENT, "CRITICAL: without %s nothing fits, proven",
                            r->critical[i]);
    }
    for (size_t i = 0; i < r->n_pairs; i++) {
        page_wrapped_format(p, INDENT, INDENT,
                            "CRITICAL together: without both %s and %s nothing fits, proven",
                            r->pairs[i].a, r->pairs[i].b);
    }
}

static void put_open(page *p, const cst_resilience *r) {
    if (r->one.open + r->two.open == 0) {
        return;
    }
    page_style(p, STYLE_CAUTION);
    page_wrapped_format(p, INDENT, INDENT,
                        "UNPROVEN, stopped at a limit: %s of the cases of one lost, %s of two",
                        figure_count(r->one.open).text, figure_count(r->two.open).text);
    page_style(p, STYLE_PLAIN);
}

void render_resilience(page *p, const cst_package *package) {
    if (package->resilience == NULL) {
        return;
    }
    put_left(p, package);
    put_critical(p, package->resilience);
    put_open(p, package->resilience);
    page_newline(p);
}
