/*
 * render_menu_markets.c - every market of a menu: the matrix of markets and teams with what the
 * packages come to, region by region; and each market that is not served, with what keeps it out.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/figures.h"
#include "cli/render_menu.h"
#include "cli/render_text.h"
#include "cli/table.h"

#define INDENT 2

/* ---------------------------------------------------------------- the matrix */

static void put_package_cells(table *t, const cst_package *package) {
    const cst_content *content = &package->content;
    table_cell(t, figure_money(package->criteria.cost_cents).text);
    if (content->mode == CST_MODE_IGNORE) {
        table_cell(t, "-");
    } else {
        table_format(t, "%s%s", figure_percent(content->share_bp[content->method]).text,
                     content->met ? "" : " !");
    }
    table_format(t, "%d", package->criteria.delivery_weeks);
    table_format(t, "%d", package->criteria.licences);
    table_format(t, "%d", package->criteria.members);
    table_cell(t, package->proof == CST_PROOF_OPTIMAL ? "" : "UNPROVEN");
}

static const char *cover_words(cst_cover cover) {
    switch (cover) {
        case CST_COVER_LEFT:
            return "not by this menu";
        case CST_COVER_NONE:
            return "by no team";
        case CST_COVER_OPEN:
            return "UNPROVEN";
        case CST_COVER_SERVED:
        default:
            return "";
    }
}

static void put_market(table *t, const cst_menu *menu, const cst_menu_market *market) {
    table_cell(t, market->id);
    table_cell(t, market->country);
    table_cell(t, figure_amount(market->weight_milli).text);
    if (market->package != NULL) {
        table_cell(t, menu->teams[market->team].id);
        put_package_cells(t, market->package);
        return;
    }
    table_cell(t, cover_words(market->cover));
    for (int i = 0; i < 5; i++) {
        table_cell(t, "-");
    }
    table_cell(t, "");
}

static bool is_first_of_region(const cst_menu *menu, size_t i) {
    for (size_t k = 0; k < i; k++) {
        if (strcmp(menu->list[k].region, menu->list[i].region) == 0) {
            return false;
        }
    }
    return true;
}

static void put_region(table *t, const cst_menu *menu, size_t first) {
    const char *region = menu->list[first].region;
    if (*region != '\0') {
        table_section(t, region);
    }
    for (size_t i = first; i < menu->n_markets; i++) {
        if (strcmp(menu->list[i].region, region) == 0) {
            put_market(t, menu, &menu->list[i]);
        }
    }
}

void render_menu_markets(page *p, const cst_menu *menu) {
    table t;
    page_line(p, STYLE_STRONG, "Markets");
    page_wrapped_format(
        p, 0, 0,
        "Each with the team that serves it and %s. Content: the share of US content; "
        "! where the presumption or the requirement is not met.",
        menu_shares(menu) ? "a package of that team that fits beside those of the other markets; "
                            "UNPROVEN: that team may have a cheaper one there, alone"
                          : "the cheapest package of that team there");
    page_newline(p);
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "market");
    table_column(&t, COLUMN_TEXT, "buyer");
    table_column(&t, COLUMN_FIGURE, "weight");
    table_column(&t, COLUMN_TEXT, "team");
    table_column(&t, COLUMN_FIGURE, "cost");
    table_column(&t, COLUMN_FIGURE, "content");
    table_column(&t, COLUMN_FIGURE, "weeks");
    table_column(&t, COLUMN_FIGURE, "licences");
    table_column(&t, COLUMN_FIGURE, "firms");
    table_column(&t, COLUMN_TEXT, "");
    for (size_t i = 0; i < menu->n_markets; i++) {
        if (is_first_of_region(menu, i)) {
            put_region(&t, menu, i);
        }
    }
    table_print(&t, p, INDENT);
    table_clear(&t);
    page_newline(p);
}

/* ---------------------------------------------------------------- what is not served */

static void put_left(page *p, const cst_menu *menu, const cst_menu_market *market) {
    page_wrapped_format(p, 2 * INDENT, 2 * INDENT,
                        "A team of its own could serve it, for %s%s%s; none of this menu does.",
                        figure_money(market->alone_cents).text, *menu->currency != '\0' ? " " : "",
                        menu->currency);
    if (*market->nearest_anchor == '\0') {
        page_wrapped(p, 2 * INDENT, 2 * INDENT,
                     "No team of this menu was found to be able to, whoever joins it.");
        return;
    }
    if (market->n_missing == 0) {
        page_wrapped_format(p, 2 * INDENT, 2 * INDENT,
                            menu_shares(menu)
                                ? "The team led by %s could, of what it sells to other markets."
                                : "The team led by %s can, which was found too late for this menu.",
                            market->nearest_anchor);
        return;
    }
    page_repeat(p, " ", 2 * INDENT);
    page_format(p, "The team led by %s would need ", market->nearest_anchor);
    for (size_t i = 0; i < market->n_missing; i++) {
        page_format(p, "%s%s", i > 0 ? ", " : "", market->missing[i]);
    }
    page_text(p, " as well.");
    page_newline(p);
}

/* The words for one tender say it. */
static void put_none(page *p, const cst_menu *menu, const cst_menu_market *market) {
    cst_result result = {.status = CST_STATUS_INFEASIBLE,
                         .opportunity = market->id,
                         .title = market->title,
                         .rules = menu->rules,
                         .assumptions = menu->assumptions,
                         .currency = menu->currency,
                         .nothing_fits = market->nothing_fits};
    render_nothing(p, &result);
}

void render_menu_uncovered(page *p, const cst_menu *menu) {
    bool any = false;
    for (size_t i = 0; i < menu->n_markets; i++) {
        const cst_menu_market *market = &menu->list[i];
        if (market->package != NULL) {
            continue;
        }
        if (!any) {
            page_line(p, STYLE_STRONG, "Not served");
            page_newline(p);
        }
        any = true;
        page_format(p, "  %s", market->id);
        if (*market->title != '\0') {
            page_format(p, ": %s", market->title);
        }
        page_newline(p);
        if (market->cover == CST_COVER_LEFT) {
            put_left(p, menu, market);
        } else if (market->cover == CST_COVER_NONE) {
            put_none(p, menu, market);
        } else {
            page_line(p, STYLE_CAUTION, "    Whether any team can serve it is UNPROVEN.");
        }
        page_newline(p);
    }
}
