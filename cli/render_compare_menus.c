/*
 * render_compare_menus.c - menus side by side: what they are, what they come to, teams that answer
 * to each other, every market, the criteria in which a market differs, what rests on each firm.
 *
 * Sides are called by letters, as in render_compare.c. Nothing is ranked; a difference is to the
 * first side that has a value, and what a menu has not proven says UNPROVEN.
 */
#include "cli/render_compare_menus.h"

#include <stdlib.h>
#include <string.h>

#include "cli/render_compare.h"
#include "cli/render_text.h"
#include "cli/text.h"

#define INDENT 2

static const cst_menu *menu_of(const cst_menu_comparison *c, size_t side) {
    return c->sides[side].menu;
}

/* ---------------------------------------------------------------- the top */

static const char *status_words(const cst_menu *menu) {
    switch (menu->status) {
        case CST_STATUS_SOLVED:
            return "proven";
        case CST_STATUS_INFEASIBLE:
            return "serves nothing: proven";
        case CST_STATUS_LIMIT:
        default:
            return "UNPROVEN";
    }
}

static void put_side(table *t, const cst_menu_comparison *c, size_t i) {
    const cst_menu *menu = menu_of(c, i);
    const char *region = menu->asked.region;
    table_cell(t, side_name(i).text);
    table_cell(t, c->sides[i].label);
    table_format(t, "%s%s%s", menu->markets_id, region != NULL ? ", " : "",
                 region != NULL ? region : "");
    table_cell(t, menu->rules);
    if (!c->same_assumptions) {
        table_cell(t, *menu->assumptions == '\0' ? "none" : menu->assumptions);
    }
    table_format(t, "%d of %d", menu->asked.packages, menu->asked.max_members);
    table_cell(t, status_words(menu));
}

static void put_sides(page *p, const cst_menu_comparison *c) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "");
    table_column(&t, COLUMN_TEXT, "menu");
    table_column(&t, COLUMN_TEXT, "markets");
    table_column(&t, COLUMN_TEXT, "rules");
    if (!c->same_assumptions) {
        table_column(&t, COLUMN_TEXT, "assumptions");
    }
    table_column(&t, COLUMN_TEXT, "teams, firms at most");
    table_column(&t, COLUMN_TEXT, "status");
    for (size_t i = 0; i < c->n_sides; i++) {
        put_side(&t, c, i);
    }
    table_print(&t, p, 0);
    table_clear(&t);
    page_newline(p);
}

static void put_cautions(page *p, const cst_menu_comparison *c) {
    if (!c->same_markets || !c->same_region) {
        page_line(p, STYLE_CAUTION, "They are of different markets.");
    }
    if (menus_ask_other_markets(c)) {
        page_line(p, STYLE_CAUTION,
                  "Some markets of one id are not the same market: country, title or weight "
                  "differ.");
    }
    if (!c->same_currency) {
        page_line(p, STYLE_CAUTION,
                  "They are in different currencies, which are not converted: costs are not "
                  "compared.");
    }
    if (!c->same_settings) {
        page_line(p, STYLE_CAUTION, "They were asked for with different settings.");
    }
}

static void put_top(page *p, const cst_menu_comparison *c) {
    page_style(p, STYLE_STRONG);
    page_format(p, "%zu menus side by side", c->n_sides);
    page_style(p, STYLE_PLAIN);
    page_newline(p);
    page_newline(p);
    put_sides(p, c);
    put_cautions(p, c);
    page_wrapped(p, 0, 0,
                 "They stand in the order in which they were given, and so do their letters: that "
                 "is no ranking. Differences are to the first that has a value. The choice is "
                 "yours.");
    page_newline(p);
}

/* ---------------------------------------------------------------- rows of figures */

/* A figure of each side; where there is none its cell is "-". */
typedef struct row {
    int64_t *values;
    bool *known;
    bool *proven;
} row;

static bool row_new(row *r, size_t n) {
    *r = (row){calloc(n, sizeof(int64_t)), calloc(n, sizeof(bool)), calloc(n, sizeof(bool))};
    return r->values != NULL && r->known != NULL && r->proven != NULL;
}

static void row_free(row *r) {
    free(r->values);
    free(r->known);
    free(r->proven);
}

static void row_set(row *r, size_t side, int64_t value, bool proven) {
    r->values[side] = value;
    r->known[side] = true;
    r->proven[side] = proven;
}

typedef figure (*figure_of)(int64_t value);

/* "5", "5 (=)", "6 +1", "6 +1 UNPROVEN" */
static char *cell_new(const row *r, size_t first, size_t i, figure_of of, bool compares) {
    int64_t difference = 0;
    if (!r->known[i]) {
        return text_new("-");
    }
    char *text = text_new("%s", of(r->values[i]).text);
    if (i != first && compares &&
        !__builtin_sub_overflow(r->values[i], r->values[first], &difference)) {
        text_append(&text, " ",
                    difference == 0 ? "(=)" : figure_signed(difference, of(difference)).text);
    }
    if (!r->proven[i]) {
        text_append(&text, " ", "UNPROVEN");
    }
    return text;
}

static void put_cells(table *t, const side_block *block, const row *r, size_t n, figure_of of,
                      bool compares) {
    size_t first = 0;
    while (first + 1 < n && !r->known[first]) {
        first++;
    }
    for (int i = 0; i < block->n; i++) {
        table_take(t, cell_new(r, first, block->sides[i], of, compares));
    }
}

/* ---------------------------------------------------------------- what they come to */

static void put_weights(table *t, const cst_menu_comparison *c, const side_block *block, int k,
                        row *r) {
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_menu_point *point = cst_menu_point_of(menu_of(c, i), k);
        if (point != NULL) {
            row_set(r, i, point->weight_milli, point->weight_proven);
        }
    }
    table_format(t, "weight, %d team%s", k, plural(k));
    put_cells(t, block, r, c->n_sides, figure_amount, true);
}

static void put_costs(table *t, const cst_menu_comparison *c, const side_block *block, int k,
                      row *r) {
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_menu_point *point = cst_menu_point_of(menu_of(c, i), k);
        if (point != NULL) {
            row_set(r, i, point->cost_cents, point->cost_proven);
        }
    }
    bool money = c->same_currency && *menu_of(c, 0)->currency != '\0';
    table_format(t, money ? "cost, %d team%s (%s)" : "cost, %d team%s", k, plural(k),
                 menu_of(c, 0)->currency);
    put_cells(t, block, r, c->n_sides, figure_money, c->same_currency);
}

static void put_all(table *t, const cst_menu_comparison *c, const side_block *block, row *r) {
    for (size_t i = 0; i < c->n_sides; i++) {
        row_set(r, i, menu_of(c, i)->all_milli, true);
    }
    table_cell(t, "weight of all");
    put_cells(t, block, r, c->n_sides, figure_amount, true);
}

static void put_totals(page *p, const cst_menu_comparison *c) {
    side_block block = {.only = NULL};
    row r = {.values = NULL};
    p->failed = p->failed || !row_new(&r, c->n_sides);
    while (!p->failed && side_block_next(&block, p, c->n_sides)) {
        table t;
        table_init(&t);
        table_column(&t, COLUMN_TEXT, "What they come to");
        put_side_columns(&t, &block);
        put_all(&t, c, &block, &r);
        for (int k = c->first_point; k <= c->last_point; k++) {
            memset(r.known, 0, c->n_sides * sizeof *r.known);
            put_weights(&t, c, &block, k, &r);
            put_costs(&t, c, &block, k, &r);
        }
        table_print(&t, p, 0);
        table_clear(&t);
        page_newline(p);
    }
    row_free(&r);
}

/* ---------------------------------------------------------------- teams */

/* "t1 of A, t2 of B" */
static char *group_name_new(const cst_menu_comparison *c, const cst_team_group *group) {
    char *text = text_new("%s", "");
    const char *between = "";
    for (size_t i = 0; i < c->n_sides; i++) {
        if (group->teams[i] != NULL) {
            text_append(&text, between, group->teams[i]->id);
            text_append(&text, " of ", side_name(i).text);
            between = ", ";
        }
    }
    return text;
}

static bool has_firm(const cst_menu_team *team, const char *firm) {
    for (size_t i = 0; team != NULL && i < team->n_members; i++) {
        if (strcmp(team->members[i], firm) == 0) {
            return true;
        }
    }
    return false;
}

/* In how many of the group's teams a firm is. */
static size_t count_teams(const cst_menu_comparison *c, const cst_team_group *group,
                          const char *firm) {
    size_t n = 0;
    for (size_t i = 0; i < c->n_sides; i++) {
        n += has_firm(group->teams[i], firm);
    }
    return n;
}

static void put_group_firms(page *p, const cst_menu_comparison *c, const cst_team_group *group) {
    char *text = text_new("%s", "");
    const char *between = "";
    for (size_t f = 0; f < group->n_firms; f++) {
        if (count_teams(c, group, group->firms[f]) == group->n_teams) {
            text_append(&text, between, group->firms[f]);
            between = ", ";
        }
    }
    char *line = text_new("%s: %s", group->n_teams > 1 ? "firms of all" : "firms",
                          text == NULL || *text == '\0' ? "none" : text);
    p->failed = p->failed || text == NULL;
    free(text);
    take_paragraph(p, INDENT, 2 * INDENT, line);
}

/* "led by", what only this side's team has. */
static void put_group_side(page *p, const cst_menu_comparison *c, const cst_team_group *group,
                           size_t i) {
    const cst_menu_team *team = group->teams[i];
    char *text = text_new("%s: led by %s", side_name(i).text, team->anchor);
    const char *between = ", with ";
    for (size_t k = 0; k < team->n_members; k++) {
        if (count_teams(c, group, team->members[k]) < group->n_teams) {
            text_append(&text, between, team->members[k]);
            between = ", ";
        }
    }
    char *line =
        text == NULL
            ? NULL
            : text_new("%s; %zu market%s of weight %s, %s%s%s", text, team->n_markets,
                       plural((int64_t)team->n_markets), figure_amount(team->weight_milli).text,
                       figure_money(team->cost_cents).text,
                       *menu_of(c, i)->currency != '\0' ? " " : "", menu_of(c, i)->currency);
    free(text);
    take_paragraph(p, INDENT, 2 * INDENT, line);
}

static const char *group_words(const cst_team_group *group) {
    return group->same          ? "the same team"
           : group->n_teams > 1 ? "most of the firms are the same"
                                : "no team of another side is like it";
}

static void put_group(page *p, const cst_menu_comparison *c, const cst_team_group *group) {
    char *name = group_name_new(c, group);
    p->failed = p->failed || name == NULL;
    page_style(p, STYLE_STRONG);
    page_text(p, name == NULL ? "" : name);
    page_style(p, STYLE_PLAIN);
    page_format(p, ": %s", group_words(group));
    page_newline(p);
    free(name);
    put_group_firms(p, c, group);
    for (size_t i = 0; i < c->n_sides; i++) {
        if (group->teams[i] != NULL) {
            put_group_side(p, c, group, i);
        }
    }
}

static void put_groups(page *p, const cst_menu_comparison *c) {
    page_line(p, STYLE_STRONG, "Teams, by their firms");
    for (size_t g = 0; g < c->n_groups; g++) {
        put_group(p, c, &c->groups[g]);
    }
    page_wrapped(p, 0, 0,
                 "Teams of two sides answer to each other where at least half of the firms that "
                 "either has are in both.");
    page_newline(p);
}

/* ---------------------------------------------------------------- the whole */

void render_menu_comparison(page *p, const cst_menu_comparison *c) {
    put_top(p, c);
    put_totals(p, c);
    put_groups(p, c);
    render_compared_markets(p, c);
    render_compared_criteria(p, c);
    render_compared_reasons(p, c);
    render_compared_firms(p, c);
}
