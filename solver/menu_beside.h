/*
 * menu_beside.h - the best team beside the other teams of a menu, by the program over firms.
 */
#ifndef CST_MENU_BESIDE_H
#define CST_MENU_BESIDE_H

#include "solver/menu_choice.h"

/* Exchanges one team after the other for the best one beside those that stay, as long as the menu
 * gets cheaper, or until the deadline. Nothing is proven. Only where teams do not depend on each
 * other and no kind of them is asked for. */
cst_error cst__menu_exchange_teams(const cst__menu_ground *ground, size_t n_teams,
                                   double deadline_s, cst__menu_choice *choice);

#endif
