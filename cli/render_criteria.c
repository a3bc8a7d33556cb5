/*
 * render_criteria.c - all packages side by side: criteria as rows, packages as columns, in as many
 * tables as the width asks for. What is best on a criterion is said in words in the first row and
 * nowhere else: no colour and no order makes one package look better than another.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/figures.h"
#include "cli/render_text.h"
#include "cli/table.h"
#include "cli/text.h"

#define LABELS 22 /* columns for the names of the criteria */
#define LEAST 18  /* columns for a package */

/* ---------------------------------------------------------------- what a package is best at */

/* Replaces *text by a longer one; false when out of memory. */
static bool append(char **text, const char *separator, const char *word, const char *remark) {
    char *longer = text_new("%s%s%s%s", *text, separator, word, remark);
    free(*text);
    *text = longer;
    return longer != NULL;
}

/* A package that is listed for no criterion is listed for its cost, or as a point. */
static const char *place_by_cost(const cst_result *result, const cst_package *package) {
    if (result->asked.by == CST_BY_FRONTIER) {
        return "on the frontier";
    }
    bool first = result->asked.by != CST_BY_SLATE && package == result->packages;
    bool far = result->asked.by == CST_BY_DIVERSE;
    return first ? "cheapest" : far ? "differs most" : "next cheapest";
}

/* By how much over the next best value that is listed. */
static void append_lead(char **text, const cst_package *package, cst_criterion criterion) {
    int64_t lead = package->lead[criterion];
    if (lead > 0 && *text != NULL) {
        append(text, " by ", render_difference(criterion, lead).text, "");
    }
}

char *render_labels(const cst_result *result, const cst_package *package, bool leads) {
    char *text = text_new("%s", "");
    const char *separator = "best at ";
    for (int c = 0; c < CST_N_CRITERIA && text != NULL; c++) {
        const char *label = cst_criterion_label((cst_criterion)c);
        if (package->best_at[c]) {
            append(&text, separator, label, result->criteria_proven[c] ? "" : " (UNPROVEN)");
            if (leads) {
                append_lead(&text, package, (cst_criterion)c);
            }
            separator = ", ";
        }
    }
    if (text != NULL && *text == '\0') {
        bool proven = package->proof == CST_PROOF_OPTIMAL;
        bool frontier = result->asked.by == CST_BY_FRONTIER;
        const char *remark = proven ? "" : frontier ? " (UNPROVEN)" : " found (UNPROVEN)";
        append(&text, "", place_by_cost(result, package), remark);
    }
    return text;
}

/* ---------------------------------------------------------------- cells */

static void put_labels(table *t, const cst_result *result, const cst_package *package) {
    table_take(t, render_labels(result, package, false));
}

figure render_criterion(cst_criterion criterion, int64_t value) {
    switch (criterion) {
        case CST_CRITERION_COST:
            return figure_money(value);
        case CST_CRITERION_US_CONTENT:
            return value < 0 ? (figure){"not computed"} : figure_percent(value);
        case CST_CRITERION_LARGEST_SHARE:
            return figure_percent(value);
        case CST_CRITERION_DELIVERY:
            return figure_weeks(value);
        case CST_CRITERION_MISFIT:
            return figure_decimal(value);
        case CST_CRITERION_MEMBERS:
        case CST_CRITERION_LICENCES:
        case CST_N_CRITERIA:
        default:
            return figure_count(value);
    }
}

figure render_difference(cst_criterion criterion, int64_t difference) {
    bool share = criterion == CST_CRITERION_US_CONTENT || criterion == CST_CRITERION_LARGEST_SHARE;
    return share ? figure_points(difference) : render_criterion(criterion, difference);
}

static void put_content(table *t, const cst_content *content) {
    if (content->mode == CST_MODE_IGNORE) {
        table_cell(t, "not asked");
    } else if (content->met) {
        table_cell(t, "met");
    } else {
        table_format(t, "not met, short by %s", figure_money(content->shortfall_cents).text);
    }
}

/* ---------------------------------------------------------------- the table */

/* Packages from first to before last. */
typedef struct span {
    size_t first;
    size_t last;
} span;

static void put_criterion_rows(table *t, const cst_result *result, span s) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        const char *label = cst_criterion_label((cst_criterion)c);
        bool money = c == CST_CRITERION_COST && *result->currency != '\0';
        table_format(t, money ? "%s (%s)" : "%s", label, result->currency);
        for (size_t i = s.first; i < s.last; i++) {
            int64_t value = cst_criteria_get(&result->packages[i].criteria, (cst_criterion)c);
            table_cell(t, render_criterion((cst_criterion)c, value).text);
        }
    }
}

typedef const cst_chance *(*chance_fn)(const cst_risk *risk);

static const cst_chance *in_time(const cst_risk *risk) {
    return &risk->in_time;
}

static const cst_chance *in_budget(const cst_risk *risk) {
    return &risk->in_budget;
}

static const cst_chance *both(const cst_risk *risk) {
    return &risk->both;
}

static void put_chances(table *t, const cst_result *result, span s) {
    static const struct {
        const char *label;
        chance_fn of;
    } rows[] = {{"chance in time", in_time}, {"chance in budget", in_budget}, {"of both", both}};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        table_cell(t, rows[r].label);
        for (size_t i = s.first; i < s.last; i++) {
            const cst_risk *risk = result->packages[i].risk;
            table_cell(t, risk == NULL ? "" : render_chance(rows[r].of(risk)).text);
        }
    }
}

static void put_losses(table *t, const cst_losses *losses) {
    if (losses->n == 0) {
        table_cell(t, "no two members");
        return;
    }
    table_format(t, losses->open > 0 ? "%s of %s, %s UNPROVEN" : "%s of %s",
                 figure_count(losses->left).text, figure_count(losses->n).text,
                 figure_count(losses->open).text);
}

static void put_resilience(table *t, const cst_result *result, span s) {
    for (int two = 0; two < 2; two++) {
        table_cell(t, two ? "left without any two" : "left without any one");
        for (size_t i = s.first; i < s.last; i++) {
            const cst_resilience *r = result->packages[i].resilience;
            if (r == NULL) {
                table_cell(t, "");
            } else {
                put_losses(t, two ? &r->two : &r->one);
            }
        }
    }
}

static void put_other_rows(table *t, const cst_result *result, span s) {
    const cst_package *packages = result->packages;
    bool required = packages[s.first].content.mode == CST_MODE_REQUIRE;
    table_cell(t, "anchor");
    for (size_t i = s.first; i < s.last; i++) {
        table_cell(t, packages[i].anchor);
    }
    table_cell(t, required ? "content requirement" : "content presumption");
    for (size_t i = s.first; i < s.last; i++) {
        put_content(t, &packages[i].content);
    }
    table_cell(t, "open questions");
    for (size_t i = s.first; i < s.last; i++) {
        table_cell(t, figure_count((int64_t)packages[i].n_questions).text);
    }
    if (*result->assumptions != '\0') {
        table_cell(t, "assumptions");
        for (size_t i = s.first; i < s.last; i++) {
            table_cell(t, figure_count((int64_t)packages[i].n_assumed).text);
        }
    }
    if (result->asked.samples > 0) {
        put_chances(t, result, s);
    }
    if (result->asked.resilience) {
        put_resilience(t, result, s);
    }
    table_cell(t, "proof");
    for (size_t i = s.first; i < s.last; i++) {
        table_cell(t, packages[i].proof == CST_PROOF_OPTIMAL ? "proven" : "UNPROVEN");
    }
}

static void put_table(page *p, const cst_result *result, span s) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "");
    for (size_t i = s.first; i < s.last; i++) {
        table_column(&t, COLUMN_TEXT, result->packages[i].id);
    }
    table_cell(&t, "listed as");
    for (size_t i = s.first; i < s.last; i++) {
        put_labels(&t, result, &result->packages[i]);
    }
    put_criterion_rows(&t, result, s);
    put_other_rows(&t, result, s);
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
}

/* How many packages stand side by side: as many as the width holds without breaking a cost. */
static size_t packages_in_a_table(const page *p, const cst_result *result) {
    int widest = LEAST;
    for (size_t i = 0; i < result->n_packages; i++) {
        int width = (int)strlen(figure_money(result->packages[i].criteria.cost_cents).text);
        widest = width > widest ? width : widest;
    }
    int n = (p->width - LABELS) / (widest + 2);
    return n < 1 ? 1 : n > TABLE_COLUMNS - 1 ? TABLE_COLUMNS - 1 : (size_t)n;
}

void render_criteria(page *p, const cst_result *result) {
    size_t most = packages_in_a_table(p, result);
    for (size_t first = 0; first < result->n_packages; first += most) {
        size_t last = first + most;
        put_table(p, result, (span){first, last < result->n_packages ? last : result->n_packages});
    }
}
