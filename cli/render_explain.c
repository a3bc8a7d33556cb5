/*
 * render_explain.c - an explanation as an officer reads it: the top of a result, the cheapest
 * package in a few words, and then what was asked about it, one block for each kind of question.
 *
 * Every package in it is the cheapest one of some changed tender, and is compared with the cheapest
 * package of the tender itself and with nothing else. Lists stand in the order of ids or demands.
 */
#include "cli/render_explain.h"

#include <stdlib.h>

#include "cli/demands.h"
#include "cli/render_text.h"
#include "cli/text.h"

static char *members_new(const cst_package *package) {
    const char **firms = malloc((package->n_members + 1) * sizeof *firms);
    for (size_t i = 0; firms != NULL && i < package->n_members; i++) {
        firms[i] = package->members[i].firm;
    }
    char *text =
        firms == NULL ? NULL : demand_list(firms, package->n_members, ", ", package->n_members);
    free(firms);
    return text;
}

static void put_cheapest(page *p, const cst_result *result, const cst_package *package) {
    const cst_criteria *criteria = &package->criteria;
    bool proven = package->proof == CST_PROOF_OPTIMAL;
    char *members = members_new(package);
    p->failed = p->failed || members == NULL;
    page_line(p, STYLE_STRONG, "The cheapest package");
    page_wrapped_format(
        p, 2, 2, "cost %s%s%s, US content %s, delivery %s, licences %s",
        figure_money(criteria->cost_cents).text, *result->currency == '\0' ? "" : " ",
        result->currency, render_criterion(CST_CRITERION_US_CONTENT, criteria->us_content_bp).text,
        figure_weeks(criteria->delivery_weeks).text, figure_count(criteria->licences).text);
    page_wrapped_format(p, 2, 2, "anchor %s; members %s", package->anchor,
                        members == NULL ? "" : members);
    if (!proven) {
        page_line(p, STYLE_CAUTION,
                  "UNPROVEN: it is the cheapest that was found before the search stopped.");
    }
    page_wrapped(p, 0, 0,
                 "What follows compares it with the cheapest packages of changed tenders. A "
                 "difference is the other package less this one. Nothing stands in an order of "
                 "merit: cost does not outweigh the other criteria, and the choice is yours.");
    page_newline(p);
    free(members);
}

void render_explanation(page *p, const cst_explanation *explanation, const explain_view *view) {
    const cst_result *result = explanation->result;
    const cst_package *cheapest = explained_package(explanation);
    render_top(p, result);
    if (cheapest != NULL) {
        put_cheapest(p, result, cheapest);
    } else {
        render_nothing(p, result);
    }
    if (!explanation->complete && result->status != CST_STATUS_LIMIT) {
        page_line(p, STYLE_CAUTION, "Not everything here is proven: what is not says UNPROVEN.");
        page_newline(p);
    }
    render_whys(p, explanation, view);
    render_rules_cost(p, explanation);
    render_dropouts(p, explanation);
    render_curves(p, explanation);
    render_assumptions(p, explanation);
    if (cheapest == NULL) {
        render_refused(p, result, view->list_refused);
    }
}
