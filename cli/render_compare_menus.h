/* render_compare_menus.h - menus side by side, as a planner reads them. */
#ifndef CLI_RENDER_COMPARE_MENUS_H
#define CLI_RENDER_COMPARE_MENUS_H

#include <consort.h>

#include "cli/page.h"

void render_menu_comparison(page *p, const cst_menu_comparison *c);

/* ---- parts, in a file of their own ---- */

/* Whether some markets of one id are not the same market. */
bool menus_ask_other_markets(const cst_menu_comparison *c);

/* Every market; the criteria, counted and market by market; why markets that differ are not served;
 * what rests on each firm. */
void render_compared_markets(page *p, const cst_menu_comparison *c);
void render_compared_criteria(page *p, const cst_menu_comparison *c);
void render_compared_reasons(page *p, const cst_menu_comparison *c);
void render_compared_firms(page *p, const cst_menu_comparison *c);

#endif
