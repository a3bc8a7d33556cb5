/*
 * menu_draft.h - good menus found by linear programs (menu_estimate.h) and a few searches: drafts,
 * which are then tried like any other menu. Nothing is proven here.
 */
#ifndef CST_MENU_DRAFT_H
#define CST_MENU_DRAFT_H

#include "solver/menu_choice.h"

/* Teams that were estimated so far; they serve for menus of any number of teams. */
typedef struct cst__draft cst__draft;

/* New draft of no teams; the ground is borrowed until it is freed. */
cst_error cst__draft_new(const cst__menu_ground *ground, cst__draft **draft);
void cst__draft_free(cst__draft *draft);

/* Drafts a menu of at most so many teams, beginning with the teams of the choice, and puts its
 * teams in the choice, whose markets are nobody's then. Kept teams stay; kinds of team that are
 * asked for count like weight that nobody serves where the menu has none. It rests on the teams
 * that were tried, on what is known of the markets and on the choice, and on nothing else. Work is
 * counted, not time: the deadline of the serving only stops it. */
cst_error cst__draft_menu(cst__draft *draft, size_t n_teams, cst__menu_choice *choice);

/* Takes over the teams of a choice that was found elsewhere, as tried. */
cst_error cst__draft_learn(cst__draft *draft, const cst__menu_choice *choice);

/* Begins a draft of the kept teams alone, with what is known now of all that were tried. */
void cst__draft_begin(cst__draft *draft);

/* A draft of the teams that were tried so far alone, which takes no search. To be begun, then to be
 * asked with fewer teams first: each goes on from the one before. */
cst_error cst__draft_from_pool(cst__draft *draft, size_t n_teams, cst__menu_choice *choice);

/* The teams that were tried, in their order; and one that an earlier run has tried, which is
 * copied: what it costs is looked up when the next draft begins. */
size_t cst__draft_n_tried(const cst__draft *draft);
const cst__menu_team *cst__draft_tried(const cst__draft *draft, size_t i);
cst_error cst__draft_recall(cst__draft *draft, const cst__menu_team *team);

/* Whether the members of the cheapest packages of all markets are among them. */
bool cst__draft_is_seeded(const cst__draft *draft);
void cst__draft_recall_seeded(cst__draft *draft, bool seeded);

#endif
