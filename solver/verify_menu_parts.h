/*
 * verify_menu_parts.h - what the files that verify a menu share.
 *
 *     verify_menu.c         the menu as a whole: whose it is, its curve, every market
 *     verify_menu_teams.c   the teams and the firms, and the sums that are told of them
 *     verify_menu_asked.c   teams that are kept, kinds of team, capacity that is shared
 *     verify_menu_tries.c   every package of the menu tried on every market: what that contradicts
 */
#ifndef CST_VERIFY_MENU_PARTS_H
#define CST_VERIFY_MENU_PARTS_H

#include "model/markets.h"
#include "solver/menu_kept.h"
#include "solver/menu_read.h"
#include "solver/verify_parts.h"

typedef struct cst__menu_check {
    cst__verifier v; /* of no tender; its result knows but the gap */
    cst_result frame;
    const cst_menu *menu;
    const cst_markets *markets;
    const cst_kept *keep;      /* the teams that it was to keep; NULL: none, or not known */
    const cst__market **asked; /* those that the menu is about, by id */
    size_t n_asked;
    const cst__market **of; /* for each market of the menu; NULL: there is none of this id */
} cst__menu_check;

/* The tender of a market of the menu as a team led by this firm sees it (CST__NONE: anybody).
 * Shares everything with the original: not to be freed. */
cst_opportunity cst__menu_check_tender(const cst__menu_check *c, size_t market, size_t anchor);

/* The firm that leads the team of a market; CST__NONE: there is no team, or no such firm. */
size_t cst__menu_check_anchor(const cst__menu_check *c, const cst_menu_market *market);

bool cst__menu_check_has(const cst_menu_team *team, const char *firm);
bool cst__menu_check_is_in(const cst_package *package, const char *firm);

/* The last point of the curve, which is the menu that is shown; NULL: there is none. */
const cst_menu_point *cst__menu_check_last(const cst__menu_check *c);

/* Of how many teams the curve begins: of those that are kept, or of one. */
int cst__menu_check_first(const cst__menu_check *c);

void cst__verify_menu_teams(cst__menu_check *c);
void cst__verify_menu_firms(cst__menu_check *c);
void cst__verify_menu_kept(cst__menu_check *c);
void cst__verify_menu_demands(cst__menu_check *c);
void cst__verify_menu_capacity(cst__menu_check *c);
cst_error cst__verify_menu_tries(cst__menu_check *c);

#endif
