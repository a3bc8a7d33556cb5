/* menu_improve.h - better menus near a menu: firms exchanged one by one. */
#ifndef CST_MENU_IMPROVE_H
#define CST_MENU_IMPROVE_H

#include "solver/menu_choice.h"

/* Makes a choice serve more, or as much for less, where an exchange of one firm does; until none
 * does or the time of the serving is up. */
cst_error cst__menu_improve(const cst__menu_ground *ground, size_t most_teams,
                            cst__menu_choice *choice);

#endif
