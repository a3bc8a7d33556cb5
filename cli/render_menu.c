/*
 * render_menu.c - a menu as a planner reads it: what was asked, the curve (what one team, two teams
 * and so on come to), the teams, every market, what is uncovered and why, what rests on each firm.
 *
 * The words keep the rules of render_text.c: nothing is ranked, and nothing unproven is worded like
 * something proven. Teams, markets and firms stand in the order of their ids.
 */
#include "cli/render_menu.h"

#include <stdlib.h>
#include <string.h>

#include "cli/figures.h"
#include "cli/table.h"
#include "cli/text.h"

#define LABEL_WIDTH 13 /* of the lines at the top */
#define INDENT 2

/* ---------------------------------------------------------------- the top */

static void put_field(page *p, const char *label, const char *text) {
    page_style(p, STYLE_STRONG);
    page_format(p, "%-*s", LABEL_WIDTH, label);
    page_style(p, STYLE_PLAIN);
    page_wrapped(p, -1, LABEL_WIDTH, text);
}

static void put_status(page *p, const cst_menu *menu) {
    switch (menu->status) {
        case CST_STATUS_SOLVED:
            put_field(p, "Status", "proven: every point of the curve is the best there is");
            break;
        case CST_STATUS_INFEASIBLE:
            put_field(p, "Status",
                      menu->n_demands > 0 ? "proven: no menu has the teams that are asked for"
                                          : "proven: no team can serve any of the markets");
            break;
        case CST_STATUS_LIMIT:
        default:
            page_style(p, STYLE_CAUTION);
            put_field(p, "Status",
                      menu_shares(menu)
                          ? "UNPROVEN: a better menu may be possible. What follows is the best "
                            "that was found; the curve says how much better another could be at "
                            "most, even one whose markets share no capacity."
                          : "UNPROVEN: stopped at a limit before proof. What follows is the best "
                            "menu that was found; the curve says how much better another could be "
                            "at most.");
            page_style(p, STYLE_PLAIN);
            break;
    }
}

static void put_asked(page *p, const cst_menu *menu) {
    page_style(p, STYLE_STRONG);
    page_format(p, "%-*s", LABEL_WIDTH, "Asked");
    page_style(p, STYLE_PLAIN);
    const char *region = menu->asked.region;
    page_wrapped_format(p, -1, LABEL_WIDTH,
                        "at most %d team%s of at most %d firm%s for %zu market%s%s%s, of weight %s "
                        "together",
                        menu->asked.packages, plural(menu->asked.packages), menu->asked.max_members,
                        plural(menu->asked.max_members), menu->n_markets,
                        plural((int64_t)menu->n_markets), region != NULL ? " of " : "",
                        region != NULL ? region : "", figure_amount(menu->all_milli).text);
    if (menu->asked.teams_per_firm > 0) {
        page_repeat(p, " ", LABEL_WIDTH);
        page_wrapped_format(p, -1, LABEL_WIDTH, "no firm in more than %d team%s",
                            menu->asked.teams_per_firm, plural(menu->asked.teams_per_firm));
    }
    render_menu_demand_words(p, menu, LABEL_WIDTH);
    if (menu->asked.share_units) {
        page_wrapped(p, LABEL_WIDTH, LABEL_WIDTH,
                     "all markets together take no more units of an offering than there are");
    }
    if (menu->asked.share_value) {
        page_wrapped(p, LABEL_WIDTH, LABEL_WIDTH,
                     "all markets together are worth no more to a firm than it can carry");
    }
    if (menu->n_kept > 0) {
        page_repeat(p, " ", LABEL_WIDTH);
        page_wrapped_format(p, -1, LABEL_WIDTH, "%zu team%s kept as given, firms and anchor",
                            menu->n_kept, plural((int64_t)menu->n_kept));
    }
}

static void put_top(page *p, const cst_menu *menu) {
    put_field(p, "Markets", menu->markets_id);
    if (*menu->title != '\0') {
        put_field(p, "", menu->title);
    }
    put_field(p, "Rules", menu->rules);
    if (*menu->assumptions != '\0') {
        put_field(p, "Assumptions", menu->assumptions);
    }
    put_asked(p, menu);
    put_status(p, menu);
    page_newline(p);
}

/* ---------------------------------------------------------------- the curve */

/* How far from what no menu can better, rounded up: "proven" or "gap 1.20% UNPROVEN". */
static void put_gap(table *t, bool proven, int64_t found, int64_t bound, int64_t whole) {
    int64_t apart = found > bound ? found - bound : bound - found;
    if (proven) {
        table_cell(t, "proven");
    } else if (whole <= 0) {
        table_cell(t, "UNPROVEN");
    } else {
        double share = 1e4 * (double)apart / (double)whole;
        table_format(t, "UNPROVEN, gap %s", figure_percent((int64_t)(share + 0.999999)).text);
    }
}

/* The last of the points that say no more than this one: all further teams bring nothing. */
static size_t last_alike(const cst_menu *menu, size_t i) {
    const cst_menu_point *a = &menu->curve[i];
    size_t last = i;
    while (last + 1 < menu->n_curve) {
        const cst_menu_point *b = &menu->curve[last + 1];
        if (b->n_teams != a->n_teams || b->weight_milli != a->weight_milli ||
            b->cost_cents != a->cost_cents || b->gain_milli != a->gain_milli || !a->weight_proven ||
            !a->cost_proven || !b->weight_proven || !b->cost_proven) {
            break;
        }
        last++;
    }
    return last;
}

static void put_point(table *t, const cst_menu_point *point, int last) {
    if (last > point->packages) {
        table_format(t, "%d to %d", point->packages, last);
    } else {
        table_format(t, "%d", point->packages);
    }
    table_format(t, "%d", point->n_teams);
    table_format(t, "%d", point->n_served);
    table_cell(t, figure_amount(point->weight_milli).text);
    table_cell(t, figure_signed(point->gain_milli, figure_amount(point->gain_milli)).text);
    put_gap(t, point->weight_proven, point->weight_milli, point->weight_bound_milli,
            point->weight_bound_milli);
    table_cell(t, figure_money(point->cost_cents).text);
    put_gap(t, point->cost_proven, point->cost_cents, point->cost_bound_cents, point->cost_cents);
}

static void put_curve(page *p, const cst_menu *menu) {
    table t;
    char *cost = *menu->currency != '\0' ? text_new("cost (%s)", menu->currency) : text_new("cost");
    page_line(p, STYLE_STRONG, "What each further team brings");
    table_init(&t);
    table_column(&t, COLUMN_FIGURE, "at most");
    table_column(&t, COLUMN_FIGURE, "teams");
    table_column(&t, COLUMN_FIGURE, "markets");
    table_column(&t, COLUMN_FIGURE, "weight");
    table_column(&t, COLUMN_FIGURE, "gain");
    table_column(&t, COLUMN_TEXT, "no menu has more");
    table_column(&t, COLUMN_FIGURE, cost == NULL ? "" : cost);
    table_column(&t, COLUMN_TEXT, "none costs less");
    for (size_t i = 0; i < menu->n_curve; i++) {
        const cst_menu_point *point = &menu->curve[i];
        i = last_alike(menu, i);
        put_point(&t, point, menu->curve[i].packages);
    }
    table_print(&t, p, INDENT);
    table_clear(&t);
    p->failed = p->failed || cost == NULL;
    free(cost);
    page_newline(p);
}

/* ---------------------------------------------------------------- the teams */

/* New text: "a, b, c"; "none" for nothing. */
static char *list_new(const char *const *items, size_t n) {
    char *text = text_new("%s", n == 0 ? "none" : "");
    for (size_t i = 0; i < n && text != NULL; i++) {
        char *longer = text_new("%s%s%s", text, i > 0 ? ", " : "", items[i]);
        free(text);
        text = longer;
    }
    return text;
}

static void put_list(page *p, const char *label, const char *const *items, size_t n) {
    char *list = list_new(items, n);
    p->failed = p->failed || list == NULL;
    page_wrapped_format(p, 2 * INDENT, 3 * INDENT, "%s: %s", label, list == NULL ? "" : list);
    free(list);
}

static void put_team(page *p, const cst_menu *menu, const cst_menu_team *team) {
    page_repeat(p, " ", INDENT);
    page_style(p, STYLE_STRONG);
    page_format(p, "%s", team->id);
    page_style(p, STYLE_PLAIN);
    page_text(p, "  ");
    page_wrapped_format(
        p, -1, 2 * INDENT, "%sled by %s: %zu market%s of weight %s, %s%s%s together",
        team->kept ? "kept, " : "", team->anchor, team->n_markets, plural((int64_t)team->n_markets),
        figure_amount(team->weight_milli).text, figure_money(team->cost_cents).text,
        *menu->currency != '\0' ? " " : "", menu->currency);
    put_list(p, "firms", team->members, team->n_members);
    put_list(p, "without it nobody serves", team->lost, team->n_lost);
}

static void put_teams(page *p, const cst_menu *menu) {
    page_line(p, STYLE_STRONG, "Teams");
    for (size_t i = 0; i < menu->n_teams; i++) {
        put_team(p, menu, &menu->teams[i]);
    }
    page_newline(p);
}

/* ---------------------------------------------------------------- the whole */

void render_menu(page *p, const cst_menu *menu) {
    put_top(p, menu);
    put_curve(p, menu);
    if (menu->n_demands > 0) {
        render_menu_demands(p, menu);
    }
    if (menu->n_teams > 0) {
        put_teams(p, menu);
    }
    render_menu_markets(p, menu);
    render_menu_uncovered(p, menu);
    if (menu_shares(menu) && menu->n_teams > 0) {
        render_menu_loads(p, menu);
    }
    if (menu->n_teams > 0) {
        render_menu_firms(p, menu);
    }
}
