/*
 * render_menu_demands.c - which teams of a menu are of a kind that is asked for, or why none is.
 */
#include <stdlib.h>

#include "cli/figures.h"
#include "cli/page.h"
#include "cli/render_menu.h"
#include "cli/text.h"

#define INDENT 2

static bool is_small(const cst_menu_demand *demand) {
    return demand->id[0] == 's';
}

void render_menu_demand_words(page *p, const cst_menu *menu, int column) {
    if (menu->asked.small_team) {
        page_wrapped(p, column, column, "some team of small firms only");
    }
    if (menu->asked.open_weight_team) {
        page_wrapped(p, column, column,
                     "some team with an open-weight model in each of its packages");
    }
}

/* New text. */
static char *reason(const cst_menu *menu, const cst_menu_demand *demand) {
    bool small = is_small(demand);
    switch (demand->why) {
        case CST_UNMET_MARKET:
            return text_new("no team whatever can serve any of the markets: proven");
        case CST_UNMET_NOBODY:
            return text_new("the catalog has no %s: proven",
                            small ? "firm of size small" : "offering that states open weights");
        case CST_UNMET_REFUSED:
            return text_new("every %s is refused in every market that a team can serve: proven",
                            small ? "offering of a small firm" : "offering with open weights");
        case CST_UNMET_ANCHOR:
            return text_new("no small firm may lead in any of the markets: proven");
        case CST_UNMET_PACKAGE:
            return text_new("in no market is there a package %s, of at most %d firms: proven",
                            small ? "of small firms only" : "with an open-weight model",
                            menu->asked.max_members);
        case CST_UNMET_TOGETHER:
            return text_new(
                "there are such packages in %zu market%s, but no menu of at most %d "
                "team%s has all that is asked: proven",
                demand->n_markets, plural((int64_t)demand->n_markets), menu->asked.packages,
                plural(menu->asked.packages));
        case CST_UNMET_OPEN:
            return text_new("none was found before the limit; that there is none is UNPROVEN");
        case CST_UNMET_NOT:
        default:
            return text_new("%s", "");
    }
}

static void put_reason(page *p, const cst_menu *menu, const cst_menu_demand *demand) {
    char *why = reason(menu, demand);
    p->failed = p->failed || why == NULL;
    page_wrapped_format(p, 2 * INDENT, 2 * INDENT, "none: %s.", why == NULL ? "" : why);
    free(why);
    for (size_t i = 0; i < demand->n_slots; i++) {
        page_wrapped_format(p, 2 * INDENT, 2 * INDENT,
                            "Every market asks for the slot %s, and no small firm can fill it.",
                            demand->slots[i]);
    }
    for (size_t i = 0; i < demand->n_resources; i++) {
        page_wrapped_format(p, 2 * INDENT, 2 * INDENT,
                            "Every market demands %s, which no small firm can provide.",
                            demand->resources[i]);
    }
}

/* What is unknown is no pass, which is worth knowing whether the menu has such a team or not. */
static void put_unknown(page *p, const cst_menu_demand *demand) {
    bool small = is_small(demand);
    if (demand->n_unknown > 0) {
        page_wrapped_format(p, 2 * INDENT, 2 * INDENT,
                            small
                                ? "%zu firm%s of the catalog state%s no size, which does not count."
                                : "%zu offering%s of the catalog state%s no weights where others "
                                  "do, which does not count.",
                            demand->n_unknown, plural((int64_t)demand->n_unknown),
                            demand->n_unknown == 1 ? "s" : "");
    }
}

static void put_demand(page *p, const cst_menu *menu, const cst_menu_demand *demand) {
    page_repeat(p, " ", INDENT);
    page_text(p, is_small(demand) ? "a team of small firms only:"
                                  : "a team with an open-weight model in each package:");
    for (size_t i = 0; i < demand->n_teams; i++) {
        page_format(p, "%s%s", i > 0 ? ", " : " ", demand->teams[i]);
    }
    page_newline(p);
    if (!demand->met) {
        put_reason(p, menu, demand);
    }
    put_unknown(p, demand);
}

void render_menu_demands(page *p, const cst_menu *menu) {
    page_line(p, STYLE_STRONG, "Teams that are asked for");
    for (size_t i = 0; i < menu->n_demands; i++) {
        put_demand(p, menu, &menu->demands[i]);
    }
    page_newline(p);
}
