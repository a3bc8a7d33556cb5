/*
 * probe.c - one linear program for each tender; a set of firms closes the columns of all others.
 * What the engine says counts only with a bound or a certificate that holds in spite of rounding
 * (bound.h).
 */
#include "solver/probe.h"

#include <limits.h>
#include <math.h>

#include "solver/bound.h"

struct cst__probe {
    cst__formulation *formulation;
    cst__program program;
    cst__lp *lp;
    double *lower, *upper; /* [n_columns] */
    double *y;             /* [n_rows] */
    long double *work;     /* [n_columns] */
};

static cst_error add_rows(cst__probe *p) {
    size_t *rows = malloc((p->program.n_rows + 1) * sizeof *rows);
    size_t n = 0;
    if (rows == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < p->program.n_rows; i++) {
        if (p->program.rows[i].n > 0) {
            rows[n++] = i;
        }
    }
    cst_error error = cst__lp_add_rows(p->lp, rows, n);
    free(rows);
    return error;
}

static cst_error make_arrays(cst__probe *p) {
    size_t n = p->program.n_columns + 1;
    p->lower = malloc(n * sizeof *p->lower);
    p->upper = malloc(n * sizeof *p->upper);
    p->y = malloc((p->program.n_rows + 1) * sizeof *p->y);
    p->work = malloc(n * sizeof *p->work);
    bool ok = p->lower != NULL && p->upper != NULL && p->y != NULL && p->work != NULL;
    for (size_t j = 0; ok && j < p->program.n_columns; j++) {
        p->lower[j] = p->program.columns[j].lower;
        p->upper[j] = p->program.columns[j].upper;
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

cst_error cst__probe_new(const cst_opportunity *tender, const cst__screening *screening,
                         const int64_t *misfit_bp, const cst__side *side, cst__probe **probe) {
    cst__probe *p = calloc(1, sizeof *p);
    *probe = p;
    if (p == NULL) {
        return CST_E_MEMORY;
    }
    cst__objective cost = {.aim = CST__AIM_COST};
    cst__program_init(&p->program);
    cst_error error = cst__formulate(tender, screening, misfit_bp, &p->formulation);
    if (error == CST_E_OK) {
        error = cst__pose(p->formulation, cost, side, &p->program);
    }
    if (error == CST_E_OK) {
        error = make_arrays(p);
    }
    if (error == CST_E_OK) {
        error = cst__lp_new(&p->program, &p->lp);
    }
    if (error == CST_E_OK) {
        error = add_rows(p);
    }
    return error;
}

void cst__probe_free(cst__probe *p) {
    if (p != NULL) {
        cst__lp_free(p->lp);
        cst__program_clear(&p->program);
        cst__formulation_free(p->formulation);
        free(p->lower);
        free(p->upper);
        free(p->y);
        free(p->work);
        free(p);
    }
}

/* Closes the members that are not among the firms. False where one of them has to be in. */
static bool close_others(cst__probe *p, const uint64_t *firms, cst_error *error) {
    const cst_catalog *catalog = p->formulation->opportunity->catalog;
    bool possible = true;
    for (size_t f = 0; f < catalog->n_firms; f++) {
        int j = p->formulation->member[f];
        if (j < 0) {
            continue;
        }
        double upper = cst__firms_has(firms, f) ? p->program.columns[j].upper : 0;
        possible = possible && upper >= p->lower[j];
        if (possible && upper != p->upper[j] && *error == CST_E_OK) {
            p->upper[j] = upper;
            *error = cst__lp_set_bounds(p->lp, j, p->lower[j], upper);
        }
    }
    return possible;
}

static int64_t in_cents(double bound) {
    double most = 4e18;
    return bound > -most ? (int64_t)ceil(fmin(bound, most)) : INT64_MIN;
}

cst_error cst__probe_ask(cst__probe *p, const uint64_t *firms, double seconds,
                         int64_t *least_cents) {
    cst_error error = CST_E_OK;
    *least_cents = INT64_MAX;
    if (!close_others(p, firms, &error) || error != CST_E_OK) {
        return error;
    }
    cst__lp_limits limits = {.cutoff = HUGE_VAL, .seconds = seconds, .iterations = INT_MAX};
    cst__lp_status status = CST__LP_TROUBLE;
    *least_cents = INT64_MIN;
    error = cst__lp_solve(p->lp, &limits, &status);
    if (error == CST_E_OK && status == CST__LP_OPTIMAL) {
        cst__lp_duals(p->lp, p->y);
        *least_cents =
            in_cents(cst__safe_bound(&p->program, p->lp, p->y, p->lower, p->upper, p->work));
    } else if (error == CST_E_OK && status == CST__LP_INFEASIBLE &&
               cst__lp_certificate(p->lp, p->y) &&
               cst__proves_infeasible(&p->program, p->lp, p->y, p->lower, p->upper, p->work)) {
        *least_cents = INT64_MAX;
    }
    return error;
}
