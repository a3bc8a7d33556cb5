/*
 * menu_master_parts.h - the program over firms, as its files share it: menu_master_build.c makes
 * it, menu_master.c asks it.
 */
#ifndef CST_MENU_MASTER_PARTS_H
#define CST_MENU_MASTER_PARTS_H

#include "solver/menu_master.h"

typedef struct cst__master {
    const cst__master_ask *ask;
    const cst__serving *serving;
    size_t n_teams, n_firms, n_markets;
    int *member; /* [n_teams][n_firms] column, -1: none */
    int *lead;   /* [n_teams][n_firms] */
    int *served; /* [n_markets][n_teams] */
    int *extra;  /* [n_markets] */
    int *small;  /* [n_teams] */
    int *open;   /* [n_teams] */
    cst__program program;
    double *point; /* scratch of the judge */
} cst__master;

/* Columns and rows, from what is known. To be cleared either way. */
cst_error cst__master_build(const cst__master_ask *ask, cst__master *master);
void cst__master_clear(cst__master *master);

/* Adds a plane of a market as a row for a team; where it says nothing there is none. */
void cst__master_add_tangent(cst__master *master, size_t market, size_t team,
                             const cst__tangent *tangent);

static inline const cst_catalog *cst__master_catalog_of(const cst__master *w) {
    return w->serving->markets->catalog;
}

static inline int *cst__master_member_at(const cst__master *w, size_t k, size_t f) {
    return &w->member[k * w->n_firms + f];
}

static inline int *cst__master_lead_at(const cst__master *w, size_t k, size_t f) {
    return &w->lead[k * w->n_firms + f];
}

static inline int *cst__master_served_at(const cst__master *w, size_t m, size_t k) {
    return &w->served[m * w->n_teams + k];
}

static inline size_t cst__master_n_kept(const cst__master *w) {
    return cst__menu_n_kept(w->ask->ground);
}

static inline bool cst__master_is_open(const cst__master *w, size_t m) {
    return w->ask->ground->open[m];
}

#endif
