/* verify_menu.h - a finished menu against section 2.5 of the contract, apart from the search. */
#ifndef CST_VERIFY_MENU_H
#define CST_VERIFY_MENU_H

#include "consort/match.h"
#include "consort/menu.h"
#include "model/markets.h"

/* New list of everything that is wrong with the menu; empty when it holds. Where the teams that it
 * was to keep are known (not NULL), they must be those that it says are kept. */
cst_error cst__verify_menu(const cst_markets *markets, const cst_menu *menu, const cst_kept *keep,
                           cst_findings **findings);

#endif
