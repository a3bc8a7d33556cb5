/*
 * render_curves.c - the least cost as a limit on one criterion gets tighter: a step function, as a
 * table of its steps, each with the range of limits for which its package is the cheapest.
 *
 * A criterion is compared as it is reported, in whole units (weeks, members, basis points), so a
 * step ends one unit before the next begins.
 */
#include "cli/render_explain.h"
#include "cli/render_text.h"

/* US content is limited from below, all others from above. */
static bool is_at_least(cst_criterion criterion) {
    return criterion == CST_CRITERION_US_CONTENT;
}

/* "40 weeks or more", "31 to 39 weeks", "up to 40.00%", "40.01% to 53.12%". */
static void put_range(table *t, const cst_curve *curve, size_t i) {
    cst_criterion criterion = curve->criterion;
    int64_t at = curve->steps[i].at;
    figure own = render_criterion(criterion, at);
    if (i == 0) {
        table_format(t, is_at_least(criterion) ? "up to %s" : "%s or more", own.text);
        return;
    }
    int64_t before = curve->steps[i - 1].at;
    int64_t end = is_at_least(criterion) ? before + 1 : before - 1;
    if (end == at) {
        table_cell(t, own.text);
    } else if (criterion == CST_CRITERION_DELIVERY) {
        table_format(t, "%s to %s", figure_count(at).text, figure_weeks(end).text);
    } else if (is_at_least(criterion)) {
        table_format(t, "%s to %s", render_criterion(criterion, end).text, own.text);
    } else {
        table_format(t, "%s to %s", own.text, render_criterion(criterion, end).text);
    }
}

/* What else is told of the package of a step, less the criterion that is limited. */
static const cst_criterion told[] = {CST_CRITERION_MEMBERS, CST_CRITERION_DELIVERY,
                                     CST_CRITERION_US_CONTENT};
#define N_TOLD (sizeof told / sizeof told[0])

static void put_step(table *t, const cst_curve *curve, size_t i, const cst_package *first) {
    const cst_outcome *outcome = &curve->steps[i].outcome;
    const cst_criteria *criteria = &outcome->package.criteria;
    put_range(t, curve, i);
    put_cost_cells(t, first, outcome);
    for (size_t k = 0; k < N_TOLD; k++) {
        figure f = render_criterion(told[k], cst_criteria_get(criteria, told[k]));
        if (told[k] != curve->criterion) {
            table_cell(t, outcome->found ? f.text : "");
        }
    }
    table_cell(t, outcome_remark(outcome));
}

static void put_curve(page *p, const cst_curve *curve, const cst_package *cheapest) {
    table t;
    page_style(p, STYLE_STRONG);
    page_wrapped_format(p, 0, 0, "The least cost where %s is limited",
                        cst_criterion_label(curve->criterion));
    page_style(p, STYLE_PLAIN);
    table_init(&t);
    table_column(&t, COLUMN_TEXT, is_at_least(curve->criterion) ? "at least" : "at most");
    table_column(&t, COLUMN_FIGURE, "cost");
    table_column(&t, COLUMN_FIGURE, "difference");
    for (size_t k = 0; k < N_TOLD; k++) {
        if (told[k] != curve->criterion) {
            table_column(&t, COLUMN_FIGURE, cst_criterion_label(told[k]));
        }
    }
    table_column(&t, COLUMN_TEXT, "");
    for (size_t i = 0; i < curve->n_steps; i++) {
        put_step(&t, curve, i, cheapest);
    }
    table_print(&t, p, 2);
    table_clear(&t);
    if (curve->has_limit) {
        page_wrapped_format(p, 2, 2, "The tender itself asks for %s %s; the curve is without that.",
                            is_at_least(curve->criterion) ? "at least" : "at most",
                            render_criterion(curve->criterion, curve->limit).text);
    }
    page_style(p, curve->complete ? STYLE_PLAIN : STYLE_CAUTION);
    page_wrapped(p, 2, 2,
                 curve->complete ? "Under a tighter limit there is no package: proven."
                                 : "UNPROVEN: what there is under a tighter limit.");
    page_style(p, STYLE_PLAIN);
    page_newline(p);
}

void render_curves(page *p, const cst_explanation *explanation) {
    for (size_t i = 0; i < explanation->n_curves; i++) {
        put_curve(p, &explanation->curves[i], explained_package(explanation));
    }
}
