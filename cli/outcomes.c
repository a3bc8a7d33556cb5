/*
 * outcomes.c - the answer to one question of an explanation, a package or none, in cells and words,
 * always beside the cheapest package.
 */
#include <stdio.h>

#include "cli/render_explain.h"
#include "cli/render_text.h"

const cst_package *explained_package(const cst_explanation *explanation) {
    const cst_result *result = explanation->result;
    return result->n_packages > 0 ? &result->packages[0] : NULL;
}

void put_cost_cells(table *t, const cst_package *cheapest, const cst_outcome *outcome) {
    const cst_criteria *criteria = &outcome->package.criteria;
    table_cell(t, outcome->found ? figure_money(criteria->cost_cents).text : "");
    bool both = outcome->found && cheapest != NULL;
    table_cell(t, both
                      ? criterion_difference(CST_CRITERION_COST, &cheapest->criteria, criteria).text
                      : "");
}

const char *outcome_remark(const cst_outcome *outcome) {
    bool limit = outcome->status == CST_STATUS_LIMIT;
    if (outcome->found) {
        return limit ? "UNPROVEN that none is cheaper" : "";
    }
    return limit ? "UNPROVEN whether there is a package" : "no package: proven";
}

/* Shares differ in percentage points. */
static figure points(int64_t basis_points) {
    figure percent = figure_percent(basis_points);
    figure f;
    int digits = (int)sizeof f.text - 16;
    for (int i = 0; percent.text[i] != '\0'; i++) {
        digits = percent.text[i] == '%' && i < digits ? i : digits;
    }
    snprintf(f.text, sizeof f.text, "%.*s points", digits, percent.text);
    return f;
}

figure criterion_difference(cst_criterion criterion, const cst_criteria *from,
                            const cst_criteria *to) {
    int64_t before = cst_criteria_get(from, criterion);
    int64_t after = cst_criteria_get(to, criterion);
    bool share = criterion == CST_CRITERION_US_CONTENT || criterion == CST_CRITERION_LARGEST_SHARE;
    if (share && (before < 0 || after < 0)) {
        return (figure){""};
    }
    int64_t difference = after - before;
    return figure_signed(difference,
                         share ? points(difference) : render_criterion(criterion, difference));
}
