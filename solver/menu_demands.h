/*
 * menu_demands.h - what is asked of the teams of a menu: that some team is of small firms only,
 * that some team has an open-weight model in each of its packages (contract, section 2.5).
 *
 * A small team is known by its firms. An open team is marked as such (cst__menu_team): of its
 * packages only those with such a model count, which the serving is asked about by entries of their
 * own (serve.h). Either must serve a market, or it is no team of the menu.
 */
#ifndef CST_MENU_DEMANDS_H
#define CST_MENU_DEMANDS_H

#include "solver/serve.h"

typedef struct cst__menu_demands {
    bool small_team, open_team; /* what is asked */
    const bool *open_weights;   /* [n_offerings] of an open team; borrowed */
    cst__firms small;           /* the small firms */
    cst__can *small_can;        /* [n_markets] whether small firms alone can serve it */
    cst__can *open_can;         /* [n_markets] whether a package has an open-weight model */
} cst__menu_demands;

/* Marks the offerings [n_offerings] that state open weights. */
void cst__open_weights(const cst_catalog *catalog, bool *open);

/* New demands. open_weights: NULL where no open team is asked for. */
cst_error cst__menu_demands_new(const cst__serving *serving, bool small_team,
                                const bool *open_weights, cst__menu_demands *demands);

/* What the markets that are open to some team come to for such teams: asked of the serving. */
cst_error cst__menu_demands_search(cst__serving *serving, const bool *open_markets,
                                   cst__menu_demands *demands);
void cst__menu_demands_clear(cst__menu_demands *demands);

#endif
