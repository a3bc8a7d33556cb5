/*
 * render_why.c - why a firm or an offering is in the cheapest package or not: a table of all that
 * were asked for, and a block for each that was asked for by name.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/demands.h"
#include "cli/render_explain.h"
#include "cli/render_text.h"
#include "cli/text.h"

#define INDENT 2
#define MOST_CODES 4 /* in the table; told at length there are all */

/* Of a package that is not proven to be the cheapest nothing is said as if it were. */
static const char *standing_words(const cst_explanation *explanation, cst_standing standing) {
    const cst_package *cheapest = explained_package(explanation);
    bool proven = cheapest != NULL && cheapest->proof == CST_PROOF_OPTIMAL;
    switch (standing) {
        case CST_STANDING_REFUSED:
            return "refused by screening";
        case CST_STANDING_IMPOSSIBLE:
            return "eligible, but in no package: proven";
        case CST_STANDING_BEATEN:
            return proven ? "not in the cheapest package" : "not in the cheapest package found";
        case CST_STANDING_CHOSEN:
            return proven ? "in the cheapest package" : "in the cheapest package found";
        case CST_STANDING_UNDECIDED:
        default:
            return "UNPROVEN where it stands";
    }
}

/* ---------------------------------------------------------------- refusals */

static void put_bars(page *p, const cst_why *why) {
    table t;
    if (why->n_bars == 0) {
        return;
    }
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Refused");
    table_column(&t, COLUMN_TEXT, "reason");
    table_column(&t, COLUMN_TEXT, "fact");
    table_column(&t, COLUMN_TEXT, "what would have to change");
    table_column(&t, COLUMN_TEXT, "source");
    for (size_t i = 0; i < why->n_bars; i++) {
        const cst_refusal *refusal = &why->bars[i].refusal;
        table_cell(&t, refusal->offering);
        table_cell(&t, refusal->code);
        table_cell(&t, refusal->fact != NULL ? refusal->fact : "unknown");
        table_cell(&t, why->bars[i].way_out);
        table_cell(&t, refusal->source);
    }
    table_print(&t, p, INDENT);
    table_clear(&t);
}

/* ---------------------------------------------------------------- beside the cheapest */

static void put_beside(page *p, const cst_result *result, const cst_package *cheapest,
                       const cst_package *other, const char *header) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "");
    table_column(&t, COLUMN_FIGURE, "cheapest");
    table_column(&t, COLUMN_FIGURE, header);
    table_column(&t, COLUMN_FIGURE, "difference");
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        cst_criterion criterion = (cst_criterion)c;
        bool money = criterion == CST_CRITERION_COST && *result->currency != '\0';
        table_format(&t, money ? "%s (%s)" : "%s", cst_criterion_label(criterion),
                     result->currency);
        table_cell(
            &t, render_criterion(criterion, cst_criteria_get(&cheapest->criteria, criterion)).text);
        table_cell(&t,
                   render_criterion(criterion, cst_criteria_get(&other->criteria, criterion)).text);
        table_cell(&t, criterion_difference(criterion, &cheapest->criteria, &other->criteria).text);
    }
    table_print(&t, p, INDENT);
    table_clear(&t);
}

/* Whether there is such a package, and whether it is proven to be the cheapest. */
static void put_other(page *p, const cst_explanation *explanation, const cst_why *why,
                      const char *header, const char *none) {
    const cst_package *cheapest = explained_package(explanation);
    bool limit = why->other.status == CST_STATUS_LIMIT;
    if (why->other.found && cheapest != NULL) {
        put_beside(p, explanation->result, cheapest, &why->other.package, header);
    }
    page_style(p, limit ? STYLE_CAUTION : STYLE_PLAIN);
    if (limit && why->other.found) {
        page_wrapped_format(p, INDENT, INDENT, "UNPROVEN: there may be a cheaper package %s it.",
                            header);
    } else if (!why->other.found) {
        page_wrapped(p, INDENT, INDENT, none);
    }
    page_style(p, STYLE_PLAIN);
}

/* From which rebate on it enters the cheapest package, or from which rise on it leaves: what that
 * does, to the cent, between two amounts, or between what is proven and what was found. */
static void put_threshold(page *p, const cst_why *why, const char *change, const char *effect) {
    figure most = figure_money(why->cut_cents);
    figure least = figure_money(why->cut_low_cents);
    if (!why->has_cut) {
        return;
    }
    if (why->cut_cents == why->cut_low_cents) {
        page_wrapped_format(p, INDENT, INDENT, "%s of %s %s: proven, to the cent.", change,
                            most.text, effect);
    } else if (why->other.status == CST_STATUS_SOLVED) {
        page_wrapped_format(p, INDENT, INDENT,
                            "%s of %s %s, and one of less than %s does not: proven.", change,
                            most.text, effect, least.text);
    } else if (why->cut_low_cents <= 0) {
        page_wrapped_format(p, INDENT, INDENT,
                            "%s of %s %s; whether a smaller one does is UNPROVEN.", change,
                            most.text, effect);
    } else {
        page_wrapped_format(p, INDENT, INDENT,
                            "%s of %s %s; that one of less than %s does not is proven, what lies "
                            "between is UNPROVEN.",
                            change, most.text, effect, least.text);
    }
}

/* ---------------------------------------------------------------- one at length */

static void put_heading(page *p, const cst_explanation *explanation, const cst_why *why) {
    bool named = *why->name != '\0';
    page_style(p, STYLE_STRONG);
    page_wrapped_format(p, 0, INDENT, named ? "%s (%s, %s): %s" : "%s (%s%s): %s", why->id,
                        why->is_firm ? "firm" : "offering", why->name,
                        standing_words(explanation, why->standing));
    page_style(p, STYLE_PLAIN);
}

static void put_why(page *p, const cst_explanation *explanation, const cst_why *why) {
    put_heading(p, explanation, why);
    switch (why->standing) {
        case CST_STANDING_BEATEN:
            put_other(p, explanation, why, "with",
                      "UNPROVEN what the cheapest package with it is.");
            if (why->has_cut && why->cut_cents == 0) {
                page_wrapped(p, INDENT, INDENT, "A package with it costs as little: a tie.");
            } else {
                put_threshold(p, why, "A rebate",
                              "on that whole package makes it as cheap as the cheapest");
            }
            break;
        case CST_STANDING_CHOSEN:
            put_other(p, explanation, why, "without",
                      why->other.status == CST_STATUS_LIMIT
                          ? "UNPROVEN whether anything fits without it."
                          : "Without it nothing fits: proven.");
            put_threshold(p, why, "A rise", "in its bill makes a package without it as cheap");
            break;
        case CST_STANDING_UNDECIDED:
            put_other(p, explanation, why, "with", "The search stopped before that was known.");
            break;
        case CST_STANDING_IMPOSSIBLE:
            page_wrapped(p, INDENT, INDENT,
                         "What the tender asks keeps it out. With its id under consortium/include, "
                         "match says which demands, and what change of them would let it in.");
            break;
        case CST_STANDING_REFUSED:
        default:
            break;
    }
    put_bars(p, why);
    page_newline(p);
}

static bool asked_by_name(const explain_view *view, const char *id) {
    for (size_t i = 0; i < view->n_ids; i++) {
        if (strcmp(view->ids[i], id) == 0) {
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------- all of them */

/* The reasons of a refusal, each once. New text. */
static char *codes_new(const cst_why *why) {
    const char **codes = malloc((why->n_bars + 1) * sizeof *codes);
    size_t n = 0;
    for (size_t i = 0; codes != NULL && i < why->n_bars; i++) {
        size_t k = 0;
        while (k < n && strcmp(codes[k], why->bars[i].refusal.code) != 0) {
            k++;
        }
        codes[k] = why->bars[i].refusal.code;
        n = k == n ? n + 1 : n;
    }
    char *text = codes == NULL ? NULL : demand_list(codes, n, ", ", MOST_CODES);
    free(codes);
    return text;
}

static const char *remark(const cst_why *why) {
    bool chosen = why->standing == CST_STANDING_CHOSEN;
    if (!chosen && why->standing != CST_STANDING_BEATEN) {
        return "";
    }
    return chosen && !why->other.found && why->other.status == CST_STATUS_INFEASIBLE
               ? "without it nothing fits: proven"
               : outcome_remark(&why->other);
}

static void put_remark(table *t, const cst_why *why) {
    char *text =
        why->standing == CST_STANDING_REFUSED ? codes_new(why) : text_new("%s", remark(why));
    table_take(t, text);
}

static void put_all(page *p, const cst_explanation *explanation) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Why in, why not");
    table_column(&t, COLUMN_TEXT, "");
    table_column(&t, COLUMN_FIGURE, "cost");
    table_column(&t, COLUMN_FIGURE, "difference");
    table_column(&t, COLUMN_TEXT, "");
    for (size_t i = 0; i < explanation->n_whys; i++) {
        const cst_why *why = &explanation->whys[i];
        table_cell(&t, why->id);
        table_cell(&t, standing_words(explanation, why->standing));
        put_cost_cells(&t, explained_package(explanation), &why->other);
        put_remark(&t, why);
    }
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
    page_wrapped(p, 0, 0,
                 "The cost is of the cheapest package without it where it is in the cheapest "
                 "package, else of the cheapest with it. --why ID tells more of one.");
    page_newline(p);
}

void render_whys(page *p, const cst_explanation *explanation, const explain_view *view) {
    if (explanation->n_whys > 1) {
        put_all(p, explanation);
    }
    for (size_t i = 0; i < explanation->n_whys; i++) {
        if (asked_by_name(view, explanation->whys[i].id)) {
            put_why(p, explanation, &explanation->whys[i]);
        }
    }
}
