/*
 * menu_fill.h - a menu that was found as a caller gets it: teams, markets, firms, and what rests on
 * each of them.
 */
#ifndef CST_MENU_FILL_H
#define CST_MENU_FILL_H

#include "consort/menu.h"
#include "solver/menu_choice.h"

/* Fills teams, markets and firms of the menu from a trimmed choice, all memory from its arena.
 * Every package passes the verifier, or the call fails. */
cst_error cst__menu_fill(const cst__menu_ground *ground, const cst__menu_choice *choice,
                         cst_menu *menu);

/* The same with what is asked of its teams; after the teams and markets. */
cst_error cst__menu_fill_demands(const cst__menu_ground *ground, const cst__menu_choice *choice,
                                 cst_menu *menu);

/* What is sold over all markets, where capacity is shared; after the firms. */
cst_error cst__menu_fill_capacity(const cst__menu_ground *ground, cst_menu *menu);

#endif
