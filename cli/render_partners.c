/*
 * render_partners.c - firms beside tenders: the top of the page, the table of firms and tenders,
 * and the partners with whom alone a firm is competitive. Nothing here is in an order of merit:
 * firms and tenders come as they were asked for.
 */
#include "cli/render_partners.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/demands.h"
#include "cli/figures.h"
#include "cli/table.h"
#include "cli/text.h"

enum { COLUMNS_AT_A_TIME = 8 };

/* ---------------------------------------------------------------- the top */

static void put_top(page *p, const cst_partners_report *report) {
    size_t n = report->n_grounds;
    page_format(p, "Rules        %s", report->rules);
    page_newline(p);
    if (*report->assumptions != '\0') {
        page_format(p, "Assumptions  %s", report->assumptions);
        page_newline(p);
    }
    page_format(p, "Asked        %zu firm%s in %zu tender%s", report->n_firms,
                plural((int64_t)report->n_firms), n, plural((int64_t)n));
    page_newline(p);
    page_style(p, report->complete ? STYLE_PLAIN : STYLE_CAUTION);
    page_format(p, "Status       %s",
                report->complete ? "all of it proven" : "UNPROVEN in part: stopped at a limit");
    page_style(p, STYLE_PLAIN);
    page_newline(p);
    page_newline(p);
}

static bool has_weights(const cst_partners_report *report) {
    for (size_t i = 0; i < report->n_grounds; i++) {
        if (report->grounds[i].weight_milli != 1000) {
            return true;
        }
    }
    return false;
}

static void put_grounds(page *p, const cst_partners_report *report) {
    bool weights = has_weights(report);
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "");
    table_column(&t, COLUMN_TEXT, "Tender");
    table_column(&t, COLUMN_TEXT, "");
    if (weights) {
        table_column(&t, COLUMN_FIGURE, "weight");
    }
    table_column(&t, COLUMN_FIGURE, "cheapest package");
    for (size_t i = 0; i < report->n_grounds; i++) {
        const cst_ground *ground = &report->grounds[i];
        table_format(&t, "%zu", i + 1);
        table_cell(&t, ground->opportunity);
        table_cell(&t, ground->title);
        if (weights) {
            table_cell(&t, figure_amount(ground->weight_milli).text);
        }
        if (ground->has_least) {
            table_format(&t, "%s%s%s%s", ground->status == CST_STATUS_LIMIT ? "UNPROVEN " : "",
                         figure_money(ground->least_cents).text,
                         *ground->currency == '\0' ? "" : " ", ground->currency);
        } else {
            table_cell(
                &t, ground->status == CST_STATUS_INFEASIBLE ? "nothing fits: proven" : "UNPROVEN");
        }
    }
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
}

/* ---------------------------------------------------------------- firms and tenders */

/* By how much the cheapest package with the firm exceeds the cheapest, in parts of it. */
static void put_gap(table *t, const cst_prospect *prospect) {
    bool beaten = prospect->standing == CST_STANDING_BEATEN ||
                  (prospect->standing == CST_STANDING_UNDECIDED && prospect->has_gap);
    if (prospect->standing == CST_STANDING_CHOSEN) {
        table_cell(t, "in");
    } else if (prospect->standing == CST_STANDING_REFUSED) {
        table_cell(t, "refused");
    } else if (prospect->standing == CST_STANDING_IMPOSSIBLE) {
        table_cell(t, "no");
    } else if (beaten && prospect->has_gap && prospect->least_cents > 0) {
        double gap = (double)prospect->gap_cents / (double)prospect->least_cents;
        table_format(t, "%s+%.2f%%", prospect->gap_proven ? "" : "<", 100 * gap);
    } else if (beaten) {
        figure gap = figure_signed(prospect->gap_cents, figure_money(prospect->gap_cents));
        table_format(t, "%s%s", prospect->gap_proven ? "" : "<", gap.text);
    } else {
        table_cell(t, "?");
    }
}

static void put_columns(page *p, const cst_partners_report *report, size_t first, size_t last) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Firm");
    for (size_t i = first; i < last; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        table_column(&t, COLUMN_FIGURE, number);
    }
    for (size_t f = 0; f < report->n_firms; f++) {
        table_cell(&t, report->firms[f]);
        for (size_t i = first; i < last; i++) {
            put_gap(&t, report->prospects[i * report->n_firms + f]);
        }
    }
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
}

static void put_matrix(page *p, const cst_partners_report *report) {
    for (size_t i = 0; i < report->n_grounds; i += COLUMNS_AT_A_TIME) {
        size_t end = i + COLUMNS_AT_A_TIME;
        put_columns(p, report, i, end < report->n_grounds ? end : report->n_grounds);
    }
    page_wrapped(
        p, 0, 0,
        "in: in a cheapest package. +x%: by so much the cheapest package with the firm "
        "costs more than the cheapest (with <: at most by so much, UNPROVEN). no: eligible, "
        "but in no package, proven. refused: by screening. ?: UNPROVEN where it stands.");
    page_newline(p);
}

/* ---------------------------------------------------------------- partner sets */

static void put_set_heading(page *p, const cst_partner_set *set) {
    char *partners = demand_list(set->partners, set->n_partners, ", ", set->n_partners + 1);
    p->failed = p->failed || partners == NULL;
    page_style(p, STYLE_STRONG);
    if (set->n_opportunities == 0) {
        page_wrapped_format(p, 0, 2, "%s: no set of partners makes it competitive", set->firm);
    } else if (set->n_partners == 0) {
        page_wrapped_format(p, 0, 2, "%s: competitive alone", set->firm);
    } else if (partners != NULL) {
        page_wrapped_format(p, 0, 2, "%s with %zu partner%s: %s", set->firm, set->n_partners,
                            plural((int64_t)set->n_partners), partners);
    }
    page_style(p, STYLE_PLAIN);
    free(partners);
}

static void put_set(page *p, const cst_partner_set *set) {
    table t;
    put_set_heading(p, set);
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Competitive in");
    table_column(&t, COLUMN_FIGURE, "cost of these alone");
    table_column(&t, COLUMN_FIGURE, "competitive up to");
    for (size_t i = 0; i < set->n_opportunities; i++) {
        table_cell(&t, set->opportunities[i]);
        table_cell(&t, figure_money(set->costs_cents[i]).text);
        table_cell(&t, figure_money(set->limits_cents[i]).text);
    }
    table_print(&t, p, 2);
    table_clear(&t);
    if (set->status == CST_STATUS_SOLVED) {
        page_wrapped_format(p, 2, 2,
                            "Weight %s: no set of so many partners reaches more, and none of fewer "
                            "as much: proven.",
                            figure_amount(set->weight_milli).text);
    } else {
        page_style(p, STYLE_CAUTION);
        page_wrapped_format(p, 2, 2, "Weight %s; UNPROVEN that there is no better set: at most %s.",
                            figure_amount(set->weight_milli).text,
                            figure_amount(set->most_weight_milli).text);
        page_style(p, STYLE_PLAIN);
    }
    page_newline(p);
}

/* ---------------------------------------------------------------- the whole */

void render_partners(page *p, const cst_partners_report *report, bool matrix) {
    put_top(p, report);
    put_grounds(p, report);
    if (matrix || report->n_firms * report->n_grounds > 1) {
        put_matrix(p, report);
    }
    for (size_t i = 0; i < report->n_prospects && !matrix; i++) {
        render_prospect(p, report->prospects[i], &report->grounds[i / report->n_firms]);
    }
    for (size_t i = 0; i < report->n_sets; i++) {
        put_set(p, &report->sets[i]);
    }
    page_wrapped(
        p, 0, 0,
        "Firms and tenders stand in the order in which they were asked for. Nothing here is "
        "a ranking or a verdict: people decide.");
}
