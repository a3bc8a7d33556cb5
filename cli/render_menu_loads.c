/*
 * render_menu_loads.c - what a menu sells over all its markets of each offering and of each firm
 * that can carry only so much.
 */
#include "cli/figures.h"
#include "cli/render_menu.h"
#include "cli/table.h"

#define INDENT 2

/* More than half is worth a line. */
static bool is_heavy(const cst_menu_load *load) {
    return load->units > load->most / 2;
}

static void put_offerings(page *p, const cst_menu *menu) {
    table t;
    size_t light = 0;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "offering");
    table_column(&t, COLUMN_TEXT, "firm");
    table_column(&t, COLUMN_FIGURE, "markets");
    table_column(&t, COLUMN_FIGURE, "units");
    table_column(&t, COLUMN_FIGURE, "of");
    for (size_t i = 0; i < menu->n_loads; i++) {
        const cst_menu_load *load = &menu->loads[i];
        light += is_heavy(load) ? 0 : 1;
        if (is_heavy(load)) {
            table_cell(&t, load->offering);
            table_cell(&t, load->firm);
            table_format(&t, "%zu", load->n_markets);
            table_format(&t, "%lld", (long long)load->units);
            table_format(&t, "%lld", (long long)load->most);
        }
    }
    if (light < menu->n_loads) {
        table_print(&t, p, INDENT);
    }
    table_clear(&t);
    if (light > 0) {
        page_wrapped_format(p, INDENT, INDENT, "Of %zu %soffering%s at most half is sold.", light,
                            light < menu->n_loads ? "other " : "", plural((int64_t)light));
    }
}

static void put_firms(page *p, const cst_menu *menu) {
    table t;
    bool any = false;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "firm");
    table_column(&t, COLUMN_FIGURE, "value");
    table_column(&t, COLUMN_FIGURE, "can carry");
    for (size_t i = 0; i < menu->n_firms; i++) {
        const cst_menu_firm *firm = &menu->firms[i];
        if (firm->most_cents >= 0) {
            any = true;
            table_cell(&t, firm->id);
            table_cell(&t, figure_money(firm->value_cents).text);
            table_cell(&t, figure_money(firm->most_cents).text);
        }
    }
    if (any) {
        page_newline(p);
        table_print(&t, p, INDENT);
    }
    table_clear(&t);
}

void render_menu_loads(page *p, const cst_menu *menu) {
    page_line(p, STYLE_STRONG, "What all markets take together");
    put_offerings(p, menu);
    put_firms(p, menu);
    page_newline(p);
}
