/*
 * render_menu_firms.c - what rests on each firm of a menu: in how many packages it is, what they
 * are worth to it, and what nobody of the menu could serve without it.
 */
#include "cli/figures.h"
#include "cli/render_menu.h"
#include "cli/table.h"

#define INDENT 2

static int64_t served_milli(const cst_menu *menu) {
    int64_t sum = 0;
    for (size_t i = 0; i < menu->n_markets; i++) {
        sum += menu->list[i].package != NULL ? menu->list[i].weight_milli : 0;
    }
    return sum;
}

static void put_firm(table *t, const cst_menu_firm *firm, int64_t served) {
    table_cell(t, firm->id);
    table_format(t, "%zu", firm->n_teams);
    table_format(t, "%zu", firm->n_markets);
    table_cell(t, figure_money(firm->value_cents).text);
    table_format(t, "%zu", firm->n_lost);
    table_cell(t, figure_percent(served > 0 ? firm->lost_milli * 10000 / served : 0).text);
}

void render_menu_firms(page *p, const cst_menu *menu) {
    table t;
    page_line(p, STYLE_STRONG, "What rests on each firm");
    page_wrapped(
        p, 0, 0,
        "Lost without it: markets that no team of the menu could serve any more, and their "
        "share of the weight that is served.");
    if (menu_shares(menu)) {
        page_wrapped(
            p, 0, 0,
            "What the others sell then is counted as if nothing were shared: more may be lost.");
    }
    page_newline(p);
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "firm");
    table_column(&t, COLUMN_FIGURE, "teams");
    table_column(&t, COLUMN_FIGURE, "markets");
    table_column(&t, COLUMN_FIGURE, "value");
    table_column(&t, COLUMN_FIGURE, "lost without it");
    table_column(&t, COLUMN_FIGURE, "share of weight");
    for (size_t i = 0; i < menu->n_firms; i++) {
        put_firm(&t, &menu->firms[i], served_milli(menu));
    }
    table_print(&t, p, INDENT);
    table_clear(&t);
    page_newline(p);
}
