/*
 * render_dropouts.c - for each member of the cheapest package: what there is without it.
 */
#include <stdlib.h>

#include "cli/demands.h"
#include "cli/render_explain.h"
#include "cli/text.h"

/* "join birch, cedar; leave dogwood" */
static char *others_new(const cst_dropout *dropout) {
    return text_join(demand_verb("join", dropout->joins, dropout->n_joins),
                     demand_verb("leave", dropout->leaves, dropout->n_leaves));
}

static char *remark_new(const cst_dropout *dropout) {
    const char *words = dropout->critical ? "CRITICAL: without it nothing fits, proven"
                                          : outcome_remark(&dropout->other);
    char *slots = demand_list(dropout->slots, dropout->n_slots, ", ", dropout->n_slots);
    bool alone = dropout->n_slots > 0;
    char *text = slots == NULL ? NULL
                               : text_new("%s%s%s%s", words, alone && *words != '\0' ? "; " : "",
                                          alone ? "alone fills " : "", slots);
    free(slots);
    return text;
}

static void put_content(table *t, const cst_package *cheapest, const cst_outcome *other) {
    bool both = cheapest != NULL && other->found;
    table_cell(t, both ? criterion_difference(CST_CRITERION_US_CONTENT, &cheapest->criteria,
                                              &other->package.criteria)
                             .text
                       : "");
}

void render_dropouts(page *p, const cst_explanation *explanation) {
    const cst_package *cheapest = explained_package(explanation);
    table t;
    if (explanation->n_dropouts == 0) {
        return;
    }
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "If it drops out");
    table_column(&t, COLUMN_FIGURE, "cost");
    table_column(&t, COLUMN_FIGURE, "difference");
    table_column(&t, COLUMN_FIGURE, "US content");
    table_column(&t, COLUMN_TEXT, "others");
    table_column(&t, COLUMN_TEXT, "");
    for (size_t i = 0; i < explanation->n_dropouts; i++) {
        const cst_dropout *dropout = &explanation->dropouts[i];
        table_cell(&t, dropout->firm);
        put_cost_cells(&t, cheapest, &dropout->other);
        put_content(&t, cheapest, &dropout->other);
        table_take(&t, others_new(dropout));
        table_take(&t, remark_new(dropout));
    }
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
    page_wrapped(p, 0, 0,
                 "The cost is of the cheapest package without the member, US content what it "
                 "differs in. Slots that it alone fills are those of the cheapest package.");
    page_newline(p);
}
