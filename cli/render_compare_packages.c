/*
 * render_compare_packages.c - packages of several results that answer to each other: in what they
 * differ, criterion by criterion and thing by thing. What is the same in all of them is left out,
 * but for the cheapest ones, of which every criterion is shown.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/render_compare.h"
#include "cli/render_text.h"
#include "cli/text.h"

/* ---------------------------------------------------------------- the heading */

/* "Best at cost, members", "The same members" */
static char *match_words(const cst_counterparts *group) {
    char *text = text_new("%s", "");
    const char *between = "Best at ";
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        if (group->best_at[k]) {
            text_append(&text, between, cst_criterion_label((cst_criterion)k));
            between = ", ";
        }
    }
    if (text != NULL && *text == '\0') {
        text_append(&text, "", "The same members");
    }
    return text;
}

/* Whether a side has proven that its package is best at what it is put here for. */
static bool is_best(const cst_comparison *c, const cst_counterparts *group, size_t side) {
    bool proven = true;
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        proven = proven && (!group->best_at[k] || c->best[k][side].proven);
    }
    return proven;
}

/* "Best at cost: p1 of A, p2 of B (UNPROVEN)" */
static char *heading(const cst_comparison *c, const cst_counterparts *group) {
    char *text = match_words(group);
    const char *between = ": ";
    for (size_t i = 0; i < c->n_sides; i++) {
        if (group->packages[i] != NULL) {
            text_append(&text, between, group->packages[i]->id);
            text_append(&text, " of ", side_name(i).text);
            text_append(&text, "", is_best(c, group, i) ? "" : " (UNPROVEN)");
            between = ", ";
        }
    }
    return text;
}

/* ---------------------------------------------------------------- criteria */

static void fill_values(const cst_comparison *c, const cst_counterparts *group,
                        cst_criterion criterion, cst_best *values) {
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_package *package = group->packages[i];
        int64_t value = package == NULL ? 0 : cst_criteria_get(&package->criteria, criterion);
        bool ignored = criterion == CST_CRITERION_US_CONTENT && value < 0;
        values[i] = (cst_best){package != NULL && !ignored, true, value};
    }
}

static bool all_equal(const cst_comparison *c, const cst_best *values) {
    const cst_best *first = NULL;
    for (size_t i = 0; i < c->n_sides; i++) {
        if (values[i].known && first != NULL && values[i].value != first->value) {
            return false;
        }
        first = values[i].known && first == NULL ? &values[i] : first;
    }
    return true;
}

/* Where rules measure content differently: the share by each method, which each package has. */
static void put_method_rows(table *t, const cst_counterparts *group, const side_block *block) {
    for (int m = 0; m < CST_N_METHODS; m++) {
        table_format(t, "  by %s", cst_method_id((cst_method)m));
        for (int i = 0; i < block->n; i++) {
            const cst_package *package = group->packages[block->sides[i]];
            bool asked = package != NULL && package->content.mode != CST_MODE_IGNORE;
            table_cell(t, asked ? figure_percent(package->content.share_bp[m]).text : "-");
        }
    }
}

/* Every criterion of the cheapest packages, of others those that differ. */
static void put_criteria(table *t, const cst_comparison *c, const cst_counterparts *group,
                         const side_block *block, cst_best *values) {
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        fill_values(c, group, (cst_criterion)k, values);
        if (group->best_at[CST_CRITERION_COST] || !all_equal(c, values)) {
            put_value_row(t, c, block, (cst_criterion)k, values);
            if (k == CST_CRITERION_US_CONTENT && methods_differ(c)) {
                put_method_rows(t, group, block);
            }
        }
    }
}

/* ---------------------------------------------------------------- things */

static void put_thing(table *t, const cst_presence *thing, const side_block *block,
                      const char *kind) {
    const char *beside = *thing->row != '\0' ? thing->row : thing->slot;
    bool counted = *thing->slot != '\0';
    table_format(t, *beside == '\0' ? "%s %s" : "%s %s (%s)", kind, thing->id, beside);
    for (int i = 0; i < block->n; i++) {
        int64_t amount = thing->amounts[block->sides[i]];
        table_cell(t, amount == 0 ? "-" : counted ? figure_count(amount).text : "yes");
    }
}

/* Those that are not the same in all of them. */
static void put_things(table *t, const cst_presences *things, const side_block *block,
                       const char *kind) {
    for (size_t i = 0; i < things->n; i++) {
        if (!things->items[i].same) {
            put_thing(t, &things->items[i], block, kind);
        }
    }
}

static char *members_everywhere(const cst_presences *members) {
    char *text = text_new("%s", "");
    const char *between = "Members of all: ";
    for (size_t i = 0; i < members->n; i++) {
        if (members->items[i].everywhere) {
            text_append(&text, between, members->items[i].id);
            between = ", ";
        }
    }
    return text;
}

static void put_members(page *p, const cst_counterparts *group) {
    char *text = members_everywhere(&group->members);
    if (text == NULL || *text != '\0') {
        take_paragraph(p, 2, 4, text);
    } else {
        free(text);
    }
}

/* ---------------------------------------------------------------- one table for all of it */

static void put_block(page *p, const cst_comparison *c, const cst_counterparts *group,
                      const side_block *block, cst_best *values) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "");
    put_side_columns(&t, block);
    put_criteria(&t, c, group, block, values);
    put_things(&t, &group->members, block, "member");
    put_things(&t, &group->offerings, block, "units of");
    put_things(&t, &group->licences, block, "licence for");
    table_print(&t, p, 2);
    table_clear(&t);
}

static void put_blocks(page *p, const cst_comparison *c, const cst_counterparts *group) {
    side_block block = {.only = group->packages};
    cst_best *values = malloc(c->n_sides * sizeof *values);
    p->failed = p->failed || values == NULL;
    while (values != NULL && side_block_next(&block, p, c->n_sides)) {
        put_block(p, c, group, &block, values);
    }
    free(values);
}

/* ---------------------------------------------------------------- groups */

static bool same_criteria(const cst_package *a, const cst_package *b) {
    bool same = true;
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        cst_criterion criterion = (cst_criterion)k;
        same = same && cst_criteria_get(&a->criteria, criterion) ==
                           cst_criteria_get(&b->criteria, criterion);
    }
    return same;
}

static bool is_equal(const cst_comparison *c, const cst_counterparts *group) {
    const cst_package *first = NULL;
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_package *package = group->packages[i];
        if (package != NULL && first != NULL && !same_criteria(first, package)) {
            return false;
        }
        first = first == NULL ? package : first;
    }
    return group->same;
}

static void put_group(page *p, const cst_comparison *c, const cst_counterparts *group) {
    page_style(p, STYLE_STRONG);
    take_paragraph(p, 0, 2, heading(c, group));
    page_style(p, STYLE_PLAIN);
    if (is_equal(c, group)) {
        page_wrapped(p, 2, 2, "The same offerings, units and licences, and the same figures.");
        if (!group->best_at[CST_CRITERION_COST]) {
            page_newline(p);
            return;
        }
    }
    put_members(p, group);
    put_blocks(p, c, group);
    page_newline(p);
}

/* ---------------------------------------------------------------- without a counterpart */

static void put_alone(table *t, const cst_comparison *c, const cst_counterparts *group) {
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_package *package = group->packages[i];
        if (package == NULL) {
            continue;
        }
        const cst_criteria *criteria = &package->criteria;
        table_format(t, "%s of %s", package->id, side_name(i).text);
        table_take(t, render_labels(c->sides[i].result, package, false));
        table_cell(t, figure_money(criteria->cost_cents).text);
        table_cell(t, render_criterion(CST_CRITERION_US_CONTENT, criteria->us_content_bp).text);
        table_cell(t, figure_weeks(criteria->delivery_weeks).text);
        table_cell(t, figure_count(criteria->members).text);
    }
}

static void put_all_alone(page *p, const cst_comparison *c) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "No counterpart");
    table_column(&t, COLUMN_TEXT, "listed as");
    table_column(&t, COLUMN_FIGURE, "cost");
    table_column(&t, COLUMN_FIGURE, "US content");
    table_column(&t, COLUMN_FIGURE, "delivery");
    table_column(&t, COLUMN_FIGURE, "members");
    size_t n = 0;
    for (size_t i = 0; i < c->n_counterparts; i++) {
        if (c->counterparts[i].n_packages == 1) {
            put_alone(&t, c, &c->counterparts[i]);
            n++;
        }
    }
    table_print(&t, p, 0);
    table_clear(&t);
    if (n > 0) {
        page_newline(p);
    }
}

void render_counterparts(page *p, const cst_comparison *c) {
    for (size_t i = 0; i < c->n_counterparts; i++) {
        if (c->counterparts[i].n_packages > 1) {
            put_group(p, c, &c->counterparts[i]);
        }
    }
    put_all_alone(p, c);
}
