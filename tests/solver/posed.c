/* posed.c - a tender screened and formulated. See posed.h. */
#include "tests/solver/posed.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "solver/fit.h"
#include "tests/solver/seeds.h"

posed posed_new(const cst_opportunity *opportunity) {
    posed p = {.opportunity = opportunity,
               .misfit_bp = calloc(opportunity->catalog->n_offerings + 1, sizeof(int64_t))};
    assert_non_null(p.misfit_bp);
    assert_int_equal(cst__screen(opportunity, &p.screening), CST_E_OK);
    assert_int_equal(cst__misfit(&opportunity, 1, p.misfit_bp), CST_E_OK);
    assert_int_equal(cst__formulate(opportunity, p.screening, p.misfit_bp, &p.formulation),
                     CST_E_OK);
    assert_int_equal(cst__judge_new(opportunity, p.screening, p.misfit_bp, &p.judge), CST_E_OK);
    return p;
}

void posed_clear(posed *p) {
    cst__judge_free(p->judge);
    cst__formulation_free(p->formulation);
    cst__screening_free(p->screening);
    free(p->misfit_bp);
}

static void try_seed(const posed_seeds *all, uint64_t seed) {
    instance it = instance_new(seed);
    tender t = seeds_read(seed, &it);
    if (all->change != NULL) {
        all->change(seed, &t);
    }
    oracle *o = oracle_new(t.opportunity, all->most_choices);
    if (o != NULL) {
        posed p = posed_new(t.opportunity);
        all->try_tender(&p, o, seed, all->context);
        posed_clear(&p);
    }
    oracle_free(o);
    tender_clear(&t);
    instance_clear(&it);
}

void posed_each(const posed_seeds *all) {
    for (uint64_t seed = 1; seed <= all->n; seed++) {
        try_seed(all, seed);
    }
}

double posed_activity(const cst__program *program, const cst__row *row, const double *x) {
    double sum = 0;
    for (size_t e = row->start; e < row->start + row->n; e++) {
        sum += program->entry_value[e] * x[program->entry_column[e]];
    }
    return sum;
}

bool posed_keeps(const cst__program *program, const cst__row *row, const double *x) {
    double scale = 1;
    for (size_t e = row->start; e < row->start + row->n; e++) {
        scale = fmax(scale, fabs(program->entry_value[e] * x[program->entry_column[e]]));
    }
    double sum = posed_activity(program, row, x);
    return sum >= row->lower - 1e-12 * scale && sum <= row->upper + 1e-12 * scale;
}
