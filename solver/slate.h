/*
 * slate.h - which packages a result lists: the best on each criterion and the next cheapest, or the
 * cheapest in order (contract, section 4, "match").
 */
#ifndef CST_SLATE_H
#define CST_SLATE_H

#include "solver/best.h"

/* One listed choice. */
typedef struct cst__listed {
    cst__best best;
    bool best_at[CST_N_CRITERIA];
    bool *members; /* [n_firms] */
} cst__listed;

typedef struct cst__slate {
    cst__listed *listed;
    size_t n_listed, room;
    bool value_proven[CST_N_CRITERIA]; /* slate: the best value of the criterion is proven */
    bool proven;                       /* all that was asked is found and proven */
    bool none;                         /* proven: there is no package at all */
} cst__slate;

/* New slate for the settings; each package in it holds. */
cst_error cst__slate_make(const cst__solver *solver, const cst_settings *settings,
                          cst__slate *slate);
/* Appends a copy of a package. */
cst_error cst__slate_append(const cst_catalog *catalog, cst__slate *slate, const cst__best *best);
void cst__slate_clear(cst__slate *slate);

#endif
