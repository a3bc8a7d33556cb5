/*
 * menu_kept.h - teams of an earlier menu that stay in a new one, as they are: their firms, their
 * anchor, by the index of the catalog.
 */
#ifndef CST_MENU_KEPT_H
#define CST_MENU_KEPT_H

#include "consort/menu.h"
#include "model/model.h"

/* Firms of a team at most, where nothing else is asked. */
enum { CST__MENU_MEMBERS = 10 };

typedef struct cst__kept_team {
    size_t anchor;
    size_t *firms; /* the anchor too, in the order of the catalog */
    size_t n_firms;
} cst__kept_team;

struct cst_kept {
    cst__arena *arena;
    const cst_catalog *catalog; /* borrowed */
    cst__kept_team *teams;      /* in the order of the file */
    size_t n_teams;
};

#endif
