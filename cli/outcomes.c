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

figure criterion_difference(cst_criterion criterion, const cst_criteria *from,
                            const cst_criteria *to) {
    int64_t before = cst_criteria_get(from, criterion);
    int64_t after = cst_criteria_get(to, criterion);
    if (before < 0 || after < 0) { /* US content is not computed */
        return (figure){""};
    }
    return figure_signed(after - before, render_difference(criterion, after - before));
}
