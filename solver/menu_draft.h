/*
 * menu_draft.h - good menus found by linear programs alone (menu_estimate.h): drafts, which are
 * then tried by searches like any other menu. Nothing is proven here.
 */
#ifndef CST_MENU_DRAFT_H
#define CST_MENU_DRAFT_H

#include "solver/menu_choice.h"

/* Teams that were estimated so far; they serve for menus of any number of teams. */
typedef struct cst__draft cst__draft;

/* New draft of no teams; the ground is borrowed until it is freed. */
cst_error cst__draft_new(const cst__menu_ground *ground, cst__draft **draft);
void cst__draft_free(cst__draft *draft);

/* Drafts a menu of at most so many teams, beginning with the last one and with the teams of the
 * choice, and puts its teams in the choice, whose markets are nobody's then. Work is counted, not
 * time: the deadline of the serving only stops it. */
cst_error cst__draft_menu(cst__draft *draft, size_t n_teams, cst__menu_choice *choice);

/* A draft of the teams that were tried so far alone, which takes no time. To be asked with fewer
 * teams first: each begins with the one before. */
void cst__draft_from_pool(cst__draft *draft, size_t n_teams, cst__menu_choice *choice);

#endif
