/* render_menu.h - a menu as a planner reads it. */
#ifndef CLI_RENDER_MENU_H
#define CLI_RENDER_MENU_H

#include <consort.h>

#include "cli/page.h"

/* The whole menu. */
void render_menu(page *p, const cst_menu *menu);

/* ---- parts, in files of their own ---- */

/* Every market: who serves it and what the package comes to; and what is not served, and why. */
void render_menu_markets(page *p, const cst_menu *menu);
void render_menu_uncovered(page *p, const cst_menu *menu);

/* The kinds of team that are asked for, as lines below what is asked; who is of them, or why none.
 */
void render_menu_demand_words(page *p, const cst_menu *menu, int column);
void render_menu_demands(page *p, const cst_menu *menu);

/* Whether the markets share anything. */
static inline bool menu_shares(const cst_menu *menu) {
    return menu->asked.share_units || menu->asked.share_value;
}

/* What is sold of each offering, where the markets share it. */
void render_menu_loads(page *p, const cst_menu *menu);

/* What rests on each firm. */
void render_menu_firms(page *p, const cst_menu *menu);

#endif
