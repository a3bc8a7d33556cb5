/*
 * render_package.c - one package in full: what it is listed for, who is in it, the stack layer by
 * layer, the money, what the content rule makes of it, the ledger of resources, the licences it
 * needs, what is still open, what is assumed, what it risks, and what is proven.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/figures.h"
#include "cli/render_text.h"
#include "cli/table.h"
#include "cli/text.h"

#define INDENT 2

static void put_heading(page *p, const cst_result *result, const cst_package *package) {
    char *labels = render_labels(result, package, true);
    p->failed = p->failed || labels == NULL;
    page_style(p, STYLE_STRONG);
    page_format(p, "%s: ", package->id);
    page_wrapped(p, -1, (int)strlen(package->id) + 2, labels == NULL ? "" : labels);
    page_repeat(p, "═", p->width);
    page_style(p, STYLE_PLAIN);
    page_newline(p);
    page_newline(p);
    free(labels);
}

static void put_title(page *p, const char *title) {
    page_repeat(p, " ", INDENT);
    page_style(p, STYLE_STRONG);
    page_text(p, title);
    page_style(p, STYLE_PLAIN);
    page_newline(p);
}

/* Prints the table of a block under its title, and clears it. */
static void put_table(page *p, table *t) {
    table_print(t, p, INDENT);
    table_clear(t);
    page_newline(p);
}

/* ---------------------------------------------------------------- members */

static const cst_member *member(const cst_package *package, const char *firm) {
    for (size_t i = 0; i < package->n_members; i++) {
        if (strcmp(package->members[i].firm, firm) == 0) {
            return &package->members[i];
        }
    }
    return NULL;
}

static void put_members(page *p, const cst_package *package) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Members");
    table_column(&t, COLUMN_TEXT, "");
    table_column(&t, COLUMN_TEXT, "country");
    table_column(&t, COLUMN_FIGURE, "value");
    table_column(&t, COLUMN_FIGURE, "share");
    for (size_t i = 0; i < package->n_members; i++) {
        const cst_member *m = &package->members[i];
        bool leads = strcmp(m->firm, package->anchor) == 0;
        table_cell(&t, m->firm);
        table_format(&t, "%s%s", m->name, leads ? " (anchor)" : "");
        table_cell(&t, *m->incorporated != '\0' ? m->incorporated : "unknown");
        table_cell(&t, figure_money(m->value_cents).text);
        table_cell(&t, figure_percent(m->share_bp).text);
    }
    put_table(p, &t);
}

/* ---------------------------------------------------------------- the stack */

static bool begins_layer(const cst_package *package, size_t i) {
    return i == 0 || strcmp(package->lines[i].layer, package->lines[i - 1].layer) != 0;
}

static bool begins_slot(const cst_package *package, size_t i) {
    return begins_layer(package, i) ||
           strcmp(package->lines[i].slot, package->lines[i - 1].slot) != 0;
}

/* "57 × rack of 72 accelerators" */
static char *units_new(const cst_line *line) {
    figure units = figure_count(line->units);
    return *line->unit != '\0' ? text_new("%s × %s", units.text, line->unit)
                               : text_new("%s unit%s", units.text, plural(line->units));
}

/* Two rows: what for how much, then how many from whom. */
static void put_line(table *t, const cst_package *package, size_t i) {
    const cst_line *line = &package->lines[i];
    const cst_member *supplier = member(package, line->firm);
    bool named = *line->offering_name != '\0';
    char *units = units_new(line);
    t->failed = t->failed || units == NULL;
    table_cell(t, begins_slot(package, i) ? line->slot : "");
    table_format(t, named ? "%s (%s)" : "%s", named ? line->offering_name : line->offering,
                 line->offering);
    table_cell(t, figure_money(line->value_cents).text);
    table_cell(t, "");
    table_format(t, "%s · %s", units != NULL ? units : "",
                 supplier != NULL ? supplier->name : line->firm);
    table_cell(t, "");
    free(units);
}

static void put_stack(page *p, const cst_package *package) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "slot");
    table_column(&t, COLUMN_TEXT, "offering");
    table_column(&t, COLUMN_FIGURE, "value");
    for (size_t i = 0; i < package->n_lines; i++) {
        if (begins_layer(package, i)) {
            const char *layer = package->lines[i].layer;
            table_section(&t, *layer != '\0' ? layer : "in no layer");
        }
        put_line(&t, package, i);
    }
    put_title(p, "Stack");
    table_print_framed(&t, p, INDENT);
    table_clear(&t);
}

static void put_sum(table *t, const char *label, int64_t cents) {
    table_cell(t, label);
    table_cell(t, figure_money(cents).text);
}

static void put_money(page *p, const cst_result *result, const cst_package *package) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "");
    table_column(&t, COLUMN_FIGURE, "");
    put_sum(&t, "gross value", package->gross_cents);
    for (size_t i = 0; i < package->n_bundles; i++) {
        table_format(&t, "bundle %s", package->bundles[i]);
        table_cell(&t, "");
    }
    if (package->n_bundles > 0) {
        put_sum(&t, "discounts of the bundles", -package->discount_cents);
    }
    table_format(&t, *result->currency != '\0' ? "cost (%s)" : "cost", result->currency);
    table_cell(&t, figure_money(package->criteria.cost_cents).text);
    put_table(p, &t);
}

/* ---------------------------------------------------------------- content */

static void put_methods(page *p, const cst_content *content) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "method");
    table_column(&t, COLUMN_FIGURE, "share");
    table_column(&t, COLUMN_TEXT, "");
    for (int m = 0; m < CST_N_METHODS; m++) {
        table_cell(&t, cst_method_id((cst_method)m));
        table_cell(&t, figure_percent(content->share_bp[m]).text);
        table_cell(&t, m == (int)content->method ? "the method of the rules" : "");
    }
    table_cell(&t, "worst case");
    table_cell(&t, figure_percent(content->worst_case_bp).text);
    table_cell(&t, "made, if every share falls to its low estimate");
    table_print(&t, p, INDENT);
    table_clear(&t);
}

/* "1: 42.10%, 2 or more: 40.00%": from where the worst case is reached nothing more can fall. */
static char *guaranteed_new(const cst_content *content) {
    char *text = text_new("%s", "");
    for (size_t g = 1; text != NULL && g < content->n_guaranteed; g++) {
        bool rest = content->guaranteed_bp[g] == content->worst_case_bp;
        bool last = g + 1 == content->n_guaranteed;
        char *longer =
            text_new("%s%s%zu%s: %s", text, g == 1 ? "" : ", ", g, rest && !last ? " or more" : "",
                     figure_percent(content->guaranteed_bp[g]).text);
        free(text);
        text = longer;
        if (rest) {
            break;
        }
    }
    return text;
}

static void put_guaranteed(page *p, const cst_content *content) {
    if (content->n_guaranteed < 3) {
        return; /* the share and the worst case say it all */
    }
    char *text = guaranteed_new(content);
    p->failed = p->failed || text == NULL;
    page_wrapped_format(p, INDENT, INDENT, "Made, guaranteed if at most so many shares fall: %s",
                        text == NULL ? "" : text);
    free(text);
}

static void put_test(page *p, const cst_content *content) {
    bool required = content->mode == CST_MODE_REQUIRE;
    const char *noun = required ? "Requirement" : "Presumption";
    const char *meaning = required ? "" : ": a presumption, not a verdict";
    page_style(p, content->met ? STYLE_STRONG : STYLE_CAUTION);
    if (content->met) {
        page_wrapped_format(p, INDENT, INDENT, "%s met%s", noun, meaning);
    } else {
        page_wrapped_format(p, INDENT, INDENT, "%s not met, short by %s of US content%s", noun,
                            figure_money(content->shortfall_cents).text, meaning);
    }
    page_style(p, STYLE_PLAIN);
}

static void put_content(page *p, const cst_content *content) {
    put_title(p, "US content");
    if (content->mode == CST_MODE_IGNORE) {
        page_wrapped(p, INDENT, INDENT, "not computed: the rules or the opportunity ignore it");
        page_newline(p);
        return;
    }
    page_wrapped_format(
        p, INDENT, INDENT, "threshold %s of %s, the value of the offerings in the content slots",
        figure_percent(content->threshold_bp).text, figure_money(content->value_cents).text);
    put_methods(p, content);
    put_guaranteed(p, content);
    if (content->gamma > 0) {
        bool one = content->gamma == 1;
        page_wrapped_format(p, INDENT, INDENT,
                            "The test holds only if it does when the %d share%s whose fall hurts "
                            "most %s low estimate.",
                            content->gamma, plural(content->gamma),
                            one ? "falls to its" : "fall to their");
    }
    put_test(p, content);
    page_newline(p);
}

/* ---------------------------------------------------------------- ledger */

static void put_ledger(page *p, const cst_package *package) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Ledger");
    table_column(&t, COLUMN_FIGURE, "site");
    table_column(&t, COLUMN_FIGURE, "provided");
    table_column(&t, COLUMN_FIGURE, "consumed");
    table_column(&t, COLUMN_FIGURE, "demand");
    table_column(&t, COLUMN_FIGURE, "slack");
    for (size_t i = 0; i < package->n_ledger; i++) {
        const cst_ledger_row *row = &package->ledger[i];
        bool named = *row->unit == '\0' || strcmp(row->unit, row->resource) == 0;
        table_format(&t, named ? "%s" : "%s (%s)", row->resource, row->unit);
        table_cell(&t, figure_amount(row->site_milli).text);
        table_cell(&t, figure_amount(row->provided_milli).text);
        table_cell(&t, figure_amount(row->consumed_milli).text);
        table_cell(&t, figure_amount(row->demand_milli).text);
        table_cell(&t, figure_amount(row->slack_milli).text);
    }
    put_table(p, &t);
}

/* ---------------------------------------------------------------- licences and open questions */

static void put_none(page *p, const char *title, const char *text) {
    put_title(p, title);
    page_wrapped(p, INDENT, INDENT, text);
    page_newline(p);
}

static void put_licences(page *p, const cst_package *package) {
    table t;
    if (package->n_licences == 0) {
        put_none(p, "Licences", "no chosen offering needs one under these rules");
        return;
    }
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Licences");
    table_column(&t, COLUMN_TEXT, "row");
    table_column(&t, COLUMN_TEXT, "posture");
    table_column(&t, COLUMN_FIGURE, "weeks");
    table_column(&t, COLUMN_TEXT, "source");
    for (size_t i = 0; i < package->n_licences; i++) {
        const cst_licence *licence = &package->licences[i];
        table_cell(&t, licence->offering);
        table_cell(&t, licence->row);
        table_cell(&t, licence->posture);
        table_cell(&t, figure_count(licence->weeks).text);
        table_cell(&t, licence->source);
    }
    put_table(p, &t);
}

static void put_questions(page *p, const cst_package *package) {
    table t;
    if (package->n_questions == 0) {
        put_none(p, "Open questions", "none");
        return;
    }
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Open questions");
    table_column(&t, COLUMN_TEXT, "fact");
    table_column(&t, COLUMN_TEXT, "row");
    table_column(&t, COLUMN_TEXT, "source");
    for (size_t i = 0; i < package->n_questions; i++) {
        const cst_open_question *question = &package->questions[i];
        table_cell(&t, question->subject);
        table_cell(&t, question->fact);
        table_cell(&t, question->row);
        table_cell(&t, question->source);
    }
    put_table(p, &t);
}

/* ---------------------------------------------------------------- assumptions */

static void put_assumed(page *p, const cst_package *package) {
    table t;
    if (package->n_assumed == 0) {
        put_none(p, "Assumptions", "none fills a fact that this package rests on");
        return;
    }
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Assumptions");
    table_column(&t, COLUMN_TEXT, "fact");
    table_column(&t, COLUMN_TEXT, "taken for");
    table_column(&t, COLUMN_TEXT, "row");
    for (size_t i = 0; i < package->n_assumed; i++) {
        const cst_assumed *assumed = &package->assumed[i];
        table_cell(&t, assumed->subject);
        table_cell(&t, assumed->fact);
        table_cell(&t, *assumed->value != '\0' ? assumed->value : "none");
        table_cell(&t, assumed->row);
    }
    put_table(p, &t);
}

/* ---------------------------------------------------------------- proof */

/* What the bound is a bound on the cost of. */
static const char *bound_of(const cst_result *result, const cst_package *package) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (package->best_at[c]) {
            return "no package that is as good at what this one is best at";
        }
    }
    return package == result->packages ? "no package"
                                       : "no package that differs as asked from all before";
}

static void put_proof(page *p, const cst_result *result, const cst_package *package) {
    bool proven = package->proof == CST_PROOF_OPTIMAL;
    page_style(p, proven ? STYLE_PLAIN : STYLE_CAUTION);
    if (proven || package->bound_cents > 0) {
        page_wrapped_format(p, INDENT, INDENT, "%s: %s costs less than %s",
                            proven ? "Proven" : "UNPROVEN; only this is proven",
                            bound_of(result, package), figure_money(package->bound_cents).text);
    } else {
        page_wrapped(p, INDENT, INDENT, "UNPROVEN: the search ended before it bounded the cost");
    }
    page_style(p, STYLE_PLAIN);
    page_newline(p);
}

void render_package(page *p, const cst_result *result, const cst_package *package) {
    put_heading(p, result, package);
    put_members(p, package);
    put_stack(p, package);
    put_money(p, result, package);
    put_content(p, &package->content);
    put_ledger(p, package);
    put_licences(p, package);
    put_questions(p, package);
    if (package->assumed != NULL) {
        put_assumed(p, package);
    }
    render_risk(p, result, package);
    render_resilience(p, package);
    put_proof(p, result, package);
}
