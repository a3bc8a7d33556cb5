/*
 * render_compare.c - results side by side: what they are, which conclusions flip, and the best
 * values of each criterion. A side is called by a letter, in the order in which it was given, which
 * is no ranking; differences are to the first that has a value.
 *
 * That a conclusion flips is said in a word in the last column, and a value or a verdict that is
 * not proven says UNPROVEN where it stands.
 */
#include "cli/render_compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/render_text.h"
#include "cli/text.h"

#define LABELS 18   /* columns for the names of rows */
#define VERDICTS 10 /* columns for "FLIPS" */
#define LEAST 20    /* columns for a side, which hold a cost */
#define LETTERS 26

/* ---------------------------------------------------------------- texts */

void take_paragraph(page *p, int first, int indent, char *text) {
    p->failed = p->failed || text == NULL;
    page_wrapped(p, first, indent, text == NULL ? "" : text);
    free(text);
}

void text_append(char **text, const char *between, const char *more) {
    char *longer = *text == NULL ? NULL : text_new("%s%s%s", *text, between, more);
    free(*text);
    *text = longer;
}

/* ---------------------------------------------------------------- sides */

figure side_name(size_t side) {
    figure f;
    char letter = (char)('A' + side % LETTERS);
    if (side < LETTERS) {
        snprintf(f.text, sizeof f.text, "%c", letter);
    } else {
        snprintf(f.text, sizeof f.text, "%c%zu", letter, side / LETTERS + 1);
    }
    return f;
}

char *side_names(const cst_comparison *c, const bool *flags, bool wanted) {
    char *text = text_new("%s", "");
    const char *between = "";
    for (size_t i = 0; i < c->n_sides; i++) {
        if (flags[i] == wanted) {
            text_append(&text, between, side_name(i).text);
            between = ", ";
        }
    }
    return text;
}

/* The first side to be shown at or after one, n_sides when there is none. */
static size_t shown_from(const side_block *block, size_t n_sides, size_t side) {
    while (side < n_sides && block->only != NULL && block->only[side] == NULL) {
        side++;
    }
    return side;
}

bool side_block_next(side_block *block, const page *p, size_t n_sides) {
    int most = (p->width - LABELS - VERDICTS) / (LEAST + 2);
    most = most < 2 ? 2 : most > TABLE_COLUMNS - 2 ? TABLE_COLUMNS - 2 : most;
    size_t first = shown_from(block, n_sides, 0);
    size_t next = shown_from(block, n_sides, block->next > first ? block->next : first + 1);
    bool begun = block->next > 0;
    if (first >= n_sides || (begun && next >= n_sides)) {
        return false;
    }
    block->n = 1;
    block->sides[0] = first;
    while (block->n < most && next < n_sides) {
        block->sides[block->n++] = next;
        next = shown_from(block, n_sides, next + 1);
    }
    block->next = next;
    return true;
}

void put_side_columns(table *t, const side_block *block) {
    for (int i = 0; i < block->n; i++) {
        table_column(t, COLUMN_TEXT, side_name(block->sides[i]).text);
    }
}

/* ---------------------------------------------------------------- values of a criterion */

static figure difference_figure(cst_criterion criterion, int64_t difference) {
    return figure_signed(difference, render_difference(criterion, difference));
}

static void put_value(table *t, const cst_comparison *c, cst_criterion criterion,
                      const cst_best *values, size_t first, size_t i) {
    int64_t difference = 0;
    if (!values[i].known) {
        table_cell(t, "-");
        return;
    }
    char *text = text_new("%s", render_criterion(criterion, values[i].value).text);
    if (i != first && cst_side_difference(&c->sides[first], &c->sides[i], criterion,
                                          values[first].value, values[i].value, &difference)) {
        text_append(&text, " ",
                    difference == 0 ? "(=)" : difference_figure(criterion, difference).text);
    }
    if (!values[i].proven) {
        text_append(&text, " ", "UNPROVEN");
    }
    table_take(t, text);
}

/* "cost (USD)" where that is the currency of all. */
static void put_criterion_name(table *t, const cst_comparison *c, cst_criterion criterion) {
    const char *currency = c->sides[0].result->currency;
    bool money = criterion == CST_CRITERION_COST && c->same_currency && *currency != '\0';
    table_format(t, money ? "%s (%s)" : "%s", cst_criterion_label(criterion), currency);
}

void put_value_row(table *t, const cst_comparison *c, const side_block *block,
                   cst_criterion criterion, const cst_best *values) {
    size_t first = 0;
    while (first < c->n_sides && !values[first].known) {
        first++;
    }
    put_criterion_name(t, c, criterion);
    for (int i = 0; i < block->n; i++) {
        put_value(t, c, criterion, values, first, block->sides[i]);
    }
}

/* ---------------------------------------------------------------- the top */

static const char *status_words(const cst_result *result) {
    switch (result->status) {
        case CST_STATUS_SOLVED:
            return "proven";
        case CST_STATUS_INFEASIBLE:
            return "no package: proven";
        case CST_STATUS_LIMIT:
        default:
            return "UNPROVEN: stopped at a limit";
    }
}

/* Whether something is to be said of the sides one by one. */
typedef struct top_columns {
    bool rules, opportunity, assumptions;
} top_columns;

static top_columns columns_of(const cst_comparison *c) {
    top_columns columns = {false, !c->same_opportunity, !c->same_assumptions};
    for (size_t i = 0; i < c->n_sides; i++) {
        columns.rules = columns.rules || strcmp(c->sides[i].label, c->sides[i].result->rules) != 0;
    }
    return columns;
}

static void put_side(table *t, const cst_comparison *c, size_t i, top_columns columns) {
    const cst_result *result = c->sides[i].result;
    table_cell(t, side_name(i).text);
    table_cell(t, c->sides[i].label);
    if (columns.rules) {
        table_cell(t, result->rules);
    }
    if (columns.opportunity) {
        table_cell(t, result->opportunity);
    }
    if (columns.assumptions) {
        table_cell(t, *result->assumptions == '\0' ? "none" : result->assumptions);
    }
    table_cell(t, status_words(result));
    table_cell(t, figure_count((int64_t)result->n_packages).text);
}

static void put_sides(page *p, const cst_comparison *c) {
    top_columns columns = columns_of(c);
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "");
    table_column(&t, COLUMN_TEXT, columns.rules ? "result" : "rules");
    if (columns.rules) {
        table_column(&t, COLUMN_TEXT, "rules");
    }
    if (columns.opportunity) {
        table_column(&t, COLUMN_TEXT, "opportunity");
    }
    if (columns.assumptions) {
        table_column(&t, COLUMN_TEXT, "assumptions");
    }
    table_column(&t, COLUMN_TEXT, "status");
    table_column(&t, COLUMN_FIGURE, "packages");
    for (size_t i = 0; i < c->n_sides; i++) {
        put_side(&t, c, i, columns);
    }
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
}

bool methods_differ(const cst_comparison *c) {
    bool used[CST_N_METHODS] = {false};
    int n = 0;
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_package *cheapest = c->sides[i].cheapest;
        if (cheapest != NULL && cheapest->content.mode != CST_MODE_IGNORE) {
            n += !used[cheapest->content.method];
            used[cheapest->content.method] = true;
        }
    }
    return n > 1;
}

static void put_cautions(page *p, const cst_comparison *c) {
    if (!c->same_opportunity) {
        page_line(p, STYLE_CAUTION, "They answer different tenders.");
    }
    if (!c->same_currency) {
        page_line(p, STYLE_CAUTION,
                  "They are in different currencies, which are not converted: costs are not "
                  "compared.");
    }
    if (!c->same_settings) {
        page_line(p, STYLE_CAUTION, "They were asked for with different settings.");
    }
    if (methods_differ(c)) {
        page_line(p, STYLE_CAUTION,
                  "US content is measured by different methods: differences across them are left "
                  "out.");
    }
}

static void put_top(page *p, const cst_comparison *c) {
    const cst_result *first = c->sides[0].result;
    page_style(p, STYLE_STRONG);
    page_format(p, "%zu results side by side", c->n_sides);
    page_style(p, STYLE_PLAIN);
    page_newline(p);
    if (c->same_opportunity) {
        page_wrapped_format(p, 0, 0, "Opportunity %s%s%s", first->opportunity,
                            *first->title == '\0' ? "" : ": ", first->title);
    }
    page_newline(p);
    put_sides(p, c);
    put_cautions(p, c);
    page_wrapped(p, 0, 0,
                 "They stand in the order in which they were given, and so do their letters: that "
                 "is no ranking. Differences are to the first that has a value. The choice is "
                 "yours.");
    page_newline(p);
}

/* ---------------------------------------------------------------- conclusions */

/* The first side with a value. */
static size_t first_known(const cst_comparison *c, const cst_flip *flip) {
    size_t first = 0;
    while (first < c->n_sides && !flip->known[first]) {
        first++;
    }
    return first;
}

/* Appends "; joins a, b": what is in side i and not in the other. */
static void append_things(char **text, const cst_presences *things, const char *verb, size_t i,
                          size_t other) {
    const char *between = verb;
    for (size_t k = 0; k < things->n; k++) {
        const cst_presence *thing = &things->items[k];
        if (thing->amounts[i] > 0 && thing->amounts[other] == 0) {
            text_append(text, between, thing->id);
            if (*thing->row != '\0') {
                text_append(text, " by ", thing->row);
            }
            between = ", ";
        }
    }
}

/* "7", "7: the same", "8: with cedar; without dogwood" */
static char *things_words(const cst_presences *things, size_t i, size_t first) {
    size_t n = 0;
    bool same = true;
    for (size_t k = 0; k < things->n; k++) {
        bool here = things->items[k].amounts[i] > 0;
        n += here;
        same = same && here == (things->items[k].amounts[first] > 0);
    }
    char *text = text_new("%s%s", figure_count((int64_t)n).text,
                          i != first && same && n > 0 ? ": the same" : "");
    if (i != first && !same) {
        append_things(&text, things, ": with ", i, first);
        bool gained = text != NULL && strchr(text, ':') != NULL;
        append_things(&text, things, gained ? "; without " : ": without ", first, i);
    }
    return text;
}

static char *content_words(const cst_content *content) {
    return content->met
               ? text_new("met")
               : text_new("not met, short by %s", figure_money(content->shortfall_cents).text);
}

static char *cost_words(const cst_comparison *c, size_t i, size_t first) {
    const cst_side *side = &c->sides[i];
    int64_t cost = side->cheapest->criteria.cost_cents;
    int64_t difference = 0;
    char *text = text_new("%s", figure_money(cost).text);
    if (i != first &&
        cst_side_difference(&c->sides[first], side, CST_CRITERION_COST,
                            c->sides[first].cheapest->criteria.cost_cents, cost, &difference)) {
        text_append(
            &text, " ",
            difference == 0 ? "(=)" : difference_figure(CST_CRITERION_COST, difference).text);
    }
    return text;
}

/* Of a side that has a value. */
static char *value_words(const cst_comparison *c, cst_conclusion conclusion, size_t i,
                         size_t first) {
    const cst_package *cheapest = c->sides[i].cheapest;
    switch (conclusion) {
        case CST_CONCLUSION_FEASIBLE:
            return text_new(cheapest != NULL ? "yes" : "no");
        case CST_CONCLUSION_COST:
            return cost_words(c, i, first);
        case CST_CONCLUSION_ANCHOR:
            return text_new("%s", cheapest->anchor);
        case CST_CONCLUSION_MEMBERS:
            return things_words(&c->counterparts[0].members, i, first);
        case CST_CONCLUSION_LICENCES:
            return things_words(&c->counterparts[0].licences, i, first);
        case CST_CONCLUSION_CONTENT_MET:
        case CST_N_CONCLUSIONS:
        default:
            return content_words(&cheapest->content);
    }
}

/* Why a side has no value that could be compared. */
static char *missing_words(const cst_side *side, cst_conclusion conclusion) {
    if (side->cheapest == NULL) {
        return text_new(side->result->status == CST_STATUS_INFEASIBLE ? "-" : "UNPROVEN");
    }
    if (conclusion == CST_CONCLUSION_CONTENT_MET) {
        return text_new("not asked");
    }
    return text_new("%s %s", figure_money(side->cheapest->criteria.cost_cents).text,
                    side->result->currency);
}

static void put_conclusion(table *t, const cst_comparison *c, cst_conclusion conclusion, size_t i) {
    const cst_flip *flip = &c->flips[conclusion];
    if (!flip->known[i]) {
        table_take(t, missing_words(&c->sides[i], conclusion));
        return;
    }
    char *text = value_words(c, conclusion, i, first_known(c, flip));
    if (!flip->proofs[i]) {
        text_append(&text, " ", "UNPROVEN");
    }
    table_take(t, text);
}

static const char *verdict_words(const cst_flip *flip) {
    switch (flip->verdict) {
        case CST_VERDICT_SAME:
            return flip->proven ? "same" : "same, UNPROVEN";
        case CST_VERDICT_FLIPS:
            return flip->proven ? "FLIPS" : "FLIPS, UNPROVEN";
        case CST_VERDICT_OPEN:
        default:
            return "open";
    }
}

static void put_conclusion_block(page *p, const cst_comparison *c, const side_block *block) {
    const char *currency = c->sides[0].result->currency;
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Conclusions");
    put_side_columns(&t, block);
    table_column(&t, COLUMN_TEXT, "");
    for (int k = 0; k < CST_N_CONCLUSIONS; k++) {
        bool money = k == CST_CONCLUSION_COST && c->same_currency && *currency != '\0';
        table_format(&t, money ? "%s (%s)" : "%s", cst_conclusion_label((cst_conclusion)k),
                     currency);
        for (int i = 0; i < block->n; i++) {
            put_conclusion(&t, c, (cst_conclusion)k, block->sides[i]);
        }
        table_cell(&t, verdict_words(&c->flips[k]));
    }
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
}

static void put_conclusions(page *p, const cst_comparison *c) {
    side_block block = {.only = NULL};
    while (side_block_next(&block, p, c->n_sides)) {
        put_conclusion_block(p, c, &block);
    }
    page_wrapped(p, 0, 0,
                 "All but the first are of the cheapest package of each side. A conclusion FLIPS "
                 "where two sides differ; what is open can not be compared, or is not known.");
    page_newline(p);
}

/* ---------------------------------------------------------------- best values */

/* Beside the cost, which is a conclusion already. */
static bool has_best(const cst_comparison *c) {
    for (int k = CST_CRITERION_COST + 1; k < CST_N_CRITERIA; k++) {
        for (size_t i = 0; i < c->n_sides; i++) {
            if (c->best[k][i].known) {
                return true;
            }
        }
    }
    return false;
}

static void put_best(page *p, const cst_comparison *c) {
    side_block block = {.only = NULL};
    while (has_best(c) && side_block_next(&block, p, c->n_sides)) {
        table t;
        table_init(&t);
        table_column(&t, COLUMN_TEXT, "Best on each");
        put_side_columns(&t, &block);
        for (int k = 0; k < CST_N_CRITERIA; k++) {
            put_value_row(&t, c, &block, (cst_criterion)k, c->best[k]);
        }
        table_print(&t, p, 0);
        table_clear(&t);
        page_newline(p);
    }
}

void render_comparison(page *p, const cst_comparison *c, bool list_refused) {
    put_top(p, c);
    put_conclusions(p, c);
    put_best(p, c);
    render_counterparts(p, c);
    render_reasons(p, c, list_refused);
}
