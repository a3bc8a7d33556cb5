/*
 * probe.c - one linear program for each tender; a set of firms closes the columns of all others.
 * What the engine says counts only with a bound or a certificate that holds in spite of rounding
 * (bound.h).
 */
#include "solver/probe.h"

#include <limits.h>
#include <math.h>

#include "solver/bound.h"
#include "solver/cuts.h"

/* ---------------------------------------------------------------- the relaxation */

cst_error cst__relaxation_new(const cst_opportunity *tender, const cst__screening *screening,
                              const int64_t *misfit_bp, const cst__side *side,
                              cst__relaxation *relaxation) {
    cst__objective cost = {.aim = CST__AIM_COST};
    *relaxation = (cst__relaxation){.formulation = NULL};
    cst__program_init(&relaxation->program);
    cst_error error = cst__formulate(tender, screening, misfit_bp, &relaxation->formulation);
    return error == CST_E_OK ? cst__pose(relaxation->formulation, cost, side, &relaxation->program)
                             : error;
}

cst_error cst__relaxation_strengthen(cst__relaxation *relaxation, double deadline_s,
                                     const volatile int *stop) {
    return cst__add_cuts(&relaxation->program, deadline_s, stop);
}

void cst__relaxation_clear(cst__relaxation *relaxation) {
    if (relaxation->formulation != NULL) {
        cst__program_clear(&relaxation->program);
        cst__formulation_free(relaxation->formulation);
    }
    *relaxation = (cst__relaxation){.formulation = NULL};
}

/* ---------------------------------------------------------------- the probe */

struct cst__probe {
    const cst__relaxation *relaxation;
    cst__lp *lp;
    double *lower, *upper; /* [n_columns] */
    double *y;             /* [n_rows] */
    long double *work;     /* [n_columns] */
    bool priced;           /* work are the reduced costs of the last answer */
};

static cst_error add_rows(cst__probe *p) {
    size_t *rows = malloc((p->relaxation->program.n_rows + 1) * sizeof *rows);
    size_t n = 0;
    if (rows == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < p->relaxation->program.n_rows; i++) {
        if (p->relaxation->program.rows[i].n > 0) {
            rows[n++] = i;
        }
    }
    cst_error error = cst__lp_add_rows(p->lp, rows, n);
    free(rows);
    return error;
}

static cst_error make_arrays(cst__probe *p) {
    size_t n = p->relaxation->program.n_columns + 1;
    p->lower = malloc(n * sizeof *p->lower);
    p->upper = malloc(n * sizeof *p->upper);
    p->y = malloc((p->relaxation->program.n_rows + 1) * sizeof *p->y);
    p->work = malloc(n * sizeof *p->work);
    bool ok = p->lower != NULL && p->upper != NULL && p->y != NULL && p->work != NULL;
    for (size_t j = 0; ok && j < p->relaxation->program.n_columns; j++) {
        p->lower[j] = p->relaxation->program.columns[j].lower;
        p->upper[j] = p->relaxation->program.columns[j].upper;
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

cst_error cst__probe_new(const cst__relaxation *relaxation, cst__probe **probe) {
    cst__probe *p = calloc(1, sizeof *p);
    *probe = p;
    if (p == NULL) {
        return CST_E_MEMORY;
    }
    p->relaxation = relaxation;
    cst_error error = make_arrays(p);
    if (error == CST_E_OK) {
        error = cst__lp_new(&relaxation->program, &p->lp);
    }
    return error == CST_E_OK ? add_rows(p) : error;
}

void cst__probe_free(cst__probe *p) {
    if (p != NULL) {
        cst__lp_free(p->lp);
        free(p->lower);
        free(p->upper);
        free(p->y);
        free(p->work);
        free(p);
    }
}

/* Closes the members that are not among the firms, and lets the anchor in. False where that can not
 * be. */
static bool set_members(cst__probe *p, const uint64_t *firms, size_t anchor, cst_error *error) {
    const cst__formulation *formulation = p->relaxation->formulation;
    bool possible =
        anchor == CST__NONE || (cst__firms_has(firms, anchor) && formulation->member[anchor] >= 0);
    for (size_t f = 0; f < formulation->opportunity->catalog->n_firms; f++) {
        int j = formulation->member[f];
        if (j < 0 || !possible) {
            continue;
        }
        const cst__column *column = &p->relaxation->program.columns[j];
        double upper = cst__firms_has(firms, f) ? column->upper : 0;
        double lower = f == anchor ? 1 : column->lower;
        possible = upper >= lower;
        if (possible && (upper != p->upper[j] || lower != p->lower[j]) && *error == CST_E_OK) {
            p->upper[j] = upper;
            p->lower[j] = lower;
            *error = cst__lp_set_bounds(p->lp, j, lower, upper);
        }
    }
    return possible;
}

static int64_t in_cents(double bound) {
    double most = 4e18;
    return bound > -most ? (int64_t)ceil(fmin(bound, most)) : INT64_MIN;
}

cst_error cst__probe_ask(cst__probe *p, const uint64_t *firms, size_t anchor, double seconds,
                         int64_t *least_cents) {
    cst_error error = CST_E_OK;
    *least_cents = INT64_MAX;
    p->priced = false;
    if (!set_members(p, firms, anchor, &error) || error != CST_E_OK) {
        return error;
    }
    cst__lp_limits limits = {.cutoff = HUGE_VAL, .seconds = seconds, .iterations = INT_MAX};
    cst__lp_status status = CST__LP_TROUBLE;
    *least_cents = INT64_MIN;
    error = cst__lp_solve(p->lp, &limits, &status);
    if (error == CST_E_OK && status == CST__LP_OPTIMAL) {
        cst__lp_duals(p->lp, p->y);
        *least_cents = in_cents(
            cst__safe_bound(&p->relaxation->program, p->lp, p->y, p->lower, p->upper, p->work));
        p->priced = true;
    } else if (error == CST_E_OK && status == CST__LP_INFEASIBLE &&
               cst__lp_certificate(p->lp, p->y) &&
               cst__proves_infeasible(&p->relaxation->program, p->lp, p->y, p->lower, p->upper,
                                      p->work)) {
        *least_cents = INT64_MAX;
    }
    return error;
}

double cst__probe_worth(const cst__probe *p, size_t firm) {
    int j = p->relaxation->formulation->member[firm];
    return j >= 0 && p->priced && p->work[j] < 0 ? (double)-p->work[j] : 0;
}
