/* render_text.h - a result as an officer reads it. */
#ifndef CLI_RENDER_TEXT_H
#define CLI_RENDER_TEXT_H

#include <consort.h>

#include "cli/figures.h"
#include "cli/page.h"

/* The top of a page: opportunity, rules, status, screening. */
void render_top(page *p, const cst_result *result);

/* The whole result; with list_refused every refusal on a line of its own. */
void render_result(page *p, const cst_result *result, bool list_refused);

/* ---- parts, in files of their own ---- */

/* All packages side by side, criterion by criterion. */
void render_criteria(page *p, const cst_result *result);

/* The points of a frontier and what is said of them as a whole: of a result that has one. */
void render_frontier(page *p, const cst_result *result);

/* One package: members, stack, content, ledger, licences, open questions, proof. */
void render_package(page *p, const cst_result *result, const cst_package *package);

/* What a package has only where it was asked for: the risk that it runs, and what is left when its
 * members are lost. Nothing where it has neither. */
void render_risk(page *p, const cst_result *result, const cst_package *package);
void render_resilience(page *p, const cst_package *package);

/* What the risks of all packages rest on, and a chance as a cell: "93.21%". */
void render_risk_basis(page *p, const cst_result *result);
figure render_chance(const cst_chance *chance);

/* The refusals: how many by reason, or each one. */
void render_refused(page *p, const cst_result *result, bool list);

/* That there is no package, or that none was found, and what is known of why. */
void render_nothing(page *p, const cst_result *result);

/* Why nothing fits, and what would: of a result whose nothing_fits is not NULL. */
void render_nothing_fits(page *p, const cst_result *result);

/* The value of a criterion: "53.12%", "not computed". */
figure render_criterion(cst_criterion criterion, int64_t value);

/* A difference of two values: shares differ in percentage points. */
figure render_difference(cst_criterion criterion, int64_t difference);

/* What a package is best at, in words, and by how much over the next best value that is listed:
 * "best at cost by 500.00, members", "next cheapest". New text. */
char *render_labels(const cst_result *result, const cst_package *package, bool leads);

#endif
