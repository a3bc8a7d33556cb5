/*
 * posed.h - a tender read, screened and formulated as Consort does it, for the tools of the bench.
 */
#ifndef CST_BENCH_POSED_H
#define CST_BENCH_POSED_H

#include "cli/tender.h"
#include "solver/formulate.h"

typedef struct posed {
    tender tender;
    cst_opportunity opportunity; /* a copy without what is put otherwise, see sparse.h */
    cst__screening *screening;
    int64_t *misfit_bp;
    cst__formulation *formulation;
} posed;

/* Reads [--rules FILE] CATALOG OPPORTUNITY from the command line, beginning at argv[*next], which
 * is moved on. Gives an exit code as those of the command; not 0: it has been said why. To be
 * cleared. */
int posed_read(posed *p, char **argv, int *next);
void posed_clear(posed *p);

#endif
