/* render_explain.h - an explanation as an officer reads it. */
#ifndef CLI_RENDER_EXPLAIN_H
#define CLI_RENDER_EXPLAIN_H

#include <consort.h>

#include "cli/figures.h"
#include "cli/page.h"
#include "cli/table.h"

/* What the page is to tell at length. */
typedef struct explain_view {
    const char *const *ids; /* of the firms and offerings that were asked for by name */
    size_t n_ids;
    bool list_refused; /* where nothing fits, every refusal on a line of its own */
} explain_view;

/* The whole explanation. */
void render_explanation(page *p, const cst_explanation *explanation, const explain_view *view);

/* ---- parts, in files of their own ---- */

/* Each only where there is something of its kind. */
void render_whys(page *p, const cst_explanation *explanation, const explain_view *view);
void render_rules_cost(page *p, const cst_explanation *explanation);
void render_dropouts(page *p, const cst_explanation *explanation);
void render_curves(page *p, const cst_explanation *explanation);
void render_assumptions(page *p, const cst_explanation *explanation);

/* ---- what they share (outcomes.c) ---- */

/* The cheapest package, NULL where there is none. */
const cst_package *explained_package(const cst_explanation *explanation);

/* Two cells of a table: what the package of an outcome costs, and that less the cheapest one. */
void put_cost_cells(table *t, const cst_package *cheapest, const cst_outcome *outcome);

/* What is to be said of an outcome beside its cost, "" for nothing. */
const char *outcome_remark(const cst_outcome *outcome);

/* A criterion of one package less that of another: "+4,200.00", "-9 weeks", "+13.12 points". */
figure criterion_difference(cst_criterion criterion, const cst_criteria *from,
                            const cst_criteria *to);

#endif
