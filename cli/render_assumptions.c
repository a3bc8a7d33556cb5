/*
 * render_assumptions.c - what the conclusion owes to each assumption: under which values of the
 * fact it stays as it is, and what it becomes under the others.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/demands.h"
#include "cli/render_explain.h"
#include "cli/text.h"

enum { MOST_SUBJECTS = 6, MOST_COUNTRIES = 4 };

/* ---------------------------------------------------------------- pieces of text */

static bool is_share(const cst_sensitivity *it) {
    return it->least_bp >= 0;
}

/* ---------------------------------------------------------------- the values */

static char *shares_new(const cst_value_range *range) {
    figure low = figure_percent(range->low_bp);
    figure high = figure_percent(range->high_bp);
    return range->low_bp == range->high_bp ? text_new("%s", low.text)
                                           : text_new("%s to %s", low.text, high.text);
}

/* "US", or "AD and 240 others like it". */
static char *values_new(const cst_value_range *range) {
    if (range->value == NULL) {
        return text_new("unknown");
    }
    const char *value = *range->value == '\0' ? "none" : range->value;
    if (range->n_countries > MOST_COUNTRIES) {
        return text_new("%s and %s others like it", value,
                        figure_count((int64_t)range->n_countries - 1).text);
    }
    char *list = demand_list(range->countries, range->n_countries, ", ", range->n_countries);
    char *text = list == NULL ? NULL : text_new("%s", *list != '\0' ? list : value);
    free(list);
    return text;
}

static void put_values(table *t, const cst_sensitivity *it, const cst_value_range *range) {
    table_take(t, is_share(it) ? shares_new(range) : values_new(range));
    if (!is_share(it)) {
        const char *none = range->value == NULL ? "" : "none";
        table_take(t, range->n_among > 0
                          ? demand_list(range->among, range->n_among, ", ", range->n_among)
                          : text_new("%s", none));
    }
}

/* ---------------------------------------------------------------- the conclusion */

static bool is_member(const cst_package *package, const char *firm) {
    for (size_t i = 0; i < package->n_members; i++) {
        if (strcmp(package->members[i].firm, firm) == 0) {
            return true;
        }
    }
    return false;
}

/* "join birch, cedar": members of a package who are not of another; "" for none. */
static char *others_new(const char *verb, const cst_package *of, const cst_package *not_of) {
    const char **firms = calloc(of->n_members + 1, sizeof *firms);
    size_t n = 0;
    for (size_t i = 0; firms != NULL && i < of->n_members; i++) {
        if (!is_member(not_of, of->members[i].firm)) {
            firms[n++] = of->members[i].firm;
        }
    }
    char *text = firms == NULL ? NULL : demand_verb(verb, firms, n);
    free(firms);
    return text;
}

static char *members_new(const cst_package *cheapest, const cst_value_range *range) {
    const cst_package *here = &range->outcome.package;
    if (cheapest == NULL || range->same_members) {
        return text_new("%s", "");
    }
    return text_join(others_new("join", here, cheapest), others_new("leave", cheapest, here));
}

static char *content_new(const cst_package *cheapest, const cst_package *here) {
    bool counts = here->content.mode != CST_MODE_IGNORE;
    bool flips = counts && (cheapest == NULL || cheapest->content.met != here->content.met);
    const char *words = here->content.met ? "content is met" : "content is not met";
    return text_new("%s", flips ? words : "");
}

/* What differs from the value assumed, "the same", or that it is the value assumed. */
static char *conclusion_new(const cst_package *cheapest, const cst_value_range *range) {
    const cst_outcome *outcome = &range->outcome;
    char *text = text_new("%s", range->assumed ? "as assumed" : range->same ? "the same" : "");
    if (outcome->found && !range->same) {
        text = text_join(text, text_new("%s", cheapest == NULL ? "there is a package" : ""));
        text = text_join(text, content_new(cheapest, &outcome->package));
        text = text_join(text, members_new(cheapest, range));
    }
    if (outcome->found && range->low_bp >= 0 && range->cost_low_cents != range->cost_high_cents) {
        text = text_join(
            text, text_new("the cost falls from %s to %s", figure_money(range->cost_low_cents).text,
                           figure_money(range->cost_high_cents).text));
    }
    return text_join(text, text_new("%s", outcome_remark(outcome)));
}

/* ---------------------------------------------------------------- one assumption */

static void put_heading(page *p, const cst_sensitivity *it) {
    size_t most = it->n_subjects < MOST_SUBJECTS ? it->n_subjects : MOST_SUBJECTS;
    char *subjects = demand_list(it->subjects, it->n_subjects, ", ", most);
    p->failed = p->failed || subjects == NULL;
    page_style(p, STYLE_STRONG);
    page_wrapped_format(p, 0, 2, "Assumption %s: %s is %s for %s", it->row, it->fact,
                        *it->value == '\0' ? "none" : it->value, subjects == NULL ? "" : subjects);
    page_style(p, STYLE_PLAIN);
    free(subjects);
}

/* A share is limited by the other one that it goes with. */
static void put_limits(page *p, const cst_sensitivity *it) {
    if (is_share(it) && (it->least_bp > 0 || it->most_bp < 10000)) {
        page_wrapped_format(p, 2, 2, "Between %s and %s, since made_low is not above made.",
                            figure_percent(it->least_bp).text, figure_percent(it->most_bp).text);
    }
}

static void put_ranges(page *p, const cst_sensitivity *it, const cst_package *cheapest) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "value");
    if (!is_share(it)) {
        table_column(&t, COLUMN_TEXT, "named by");
    }
    table_column(&t, COLUMN_TEXT, "conclusion");
    table_column(&t, COLUMN_FIGURE, "cost");
    table_column(&t, COLUMN_FIGURE, "difference");
    for (size_t i = 0; i < it->n_ranges; i++) {
        const cst_value_range *range = &it->ranges[i];
        put_values(&t, it, range);
        table_take(&t, conclusion_new(cheapest, range));
        put_cost_cells(&t, cheapest, &range->outcome);
    }
    table_print(&t, p, 2);
    table_clear(&t);
}

void render_assumptions(page *p, const cst_explanation *explanation) {
    const cst_package *cheapest = explained_package(explanation);
    for (size_t i = 0; i < explanation->n_assumptions; i++) {
        const cst_sensitivity *it = &explanation->assumptions[i];
        put_heading(p, it);
        if (it->idle) {
            page_wrapped(p, 2, 2,
                         "Nothing here asks for it: the conclusion is the same whatever "
                         "the value.");
        } else {
            put_limits(p, it);
            put_ranges(p, it, cheapest);
        }
        page_newline(p);
    }
}
