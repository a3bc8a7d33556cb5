/* posed.c - the way of solver/match.c up to the search. */
#include "bench/posed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/sparse.h"
#include "cli/options.h"
#include "solver/fit.h"

static cst_error formulate(posed *p) {
    const cst_opportunity *opportunity = &p->opportunity;
    cst_error error = cst__screen(opportunity, &p->screening);
    p->misfit_bp = malloc((opportunity->catalog->n_offerings + 1) * sizeof *p->misfit_bp);
    if (error == CST_E_OK && p->misfit_bp == NULL) {
        error = CST_E_MEMORY;
    }
    if (error == CST_E_OK) {
        error = cst__misfit(&opportunity, 1, p->misfit_bp);
    }
    if (error == CST_E_OK) {
        error = cst__formulate(opportunity, p->screening, p->misfit_bp, &p->formulation);
    }
    return error;
}

int posed_read(posed *p, char **argv, int *next) {
    options asked = options_default();
    *p = (posed){.screening = NULL};
    if (argv[*next] != NULL && strcmp(argv[*next], "--rules") == 0 && argv[*next + 1] != NULL) {
        asked.rules = argv[*next + 1];
        *next += 2;
    }
    if (argv[*next] == NULL || argv[*next + 1] == NULL) {
        fputs("usage: [--rules FILE] CATALOG OPPORTUNITY\n", stderr);
        return CODE_USAGE;
    }
    asked.catalog = argv[*next];
    asked.files = &argv[*next + 1];
    asked.n_files = 1;
    *next += 2;
    exit_code code = tender_read(&p->tender, &asked);
    if (code != CODE_PROVEN) {
        return (int)code;
    }
    p->opportunity = *p->tender.opportunity;
    sparse_begin(&p->opportunity);
    cst_error error = formulate(p);
    if (error != CST_E_OK) {
        fprintf(stderr, "%s\n", cst_error_text(error));
        return CODE_INTERNAL;
    }
    return 0;
}

void posed_clear(posed *p) {
    cst__formulation_free(p->formulation);
    cst__screening_free(p->screening);
    free(p->misfit_bp);
    sparse_end(&p->opportunity);
    tender_clear(&p->tender);
}
