/*
 * probe.c - one linear program for each tender; a set of firms closes the columns of all others.
 * What the engine says counts only with a bound or a certificate that holds in spite of rounding
 * (bound.h).
 */
#include "solver/probe_parts.h"

#include <math.h>
#include <string.h>

#include "solver/cuts.h"
#include "solver/reduce.h"

/* ---------------------------------------------------------------- the relaxation */

/* Whether a row asks for something of nothing. */
static bool asks_for_nothing(const cst__program *program) {
    bool asks = false;
    for (size_t i = 0; i < program->n_rows && !asks; i++) {
        const cst__row *row = &program->rows[i];
        asks = row->n == 0 && (row->lower > 0 || row->upper < 0);
    }
    return asks;
}

cst_error cst__relaxation_new(const cst_opportunity *tender, const cst__screening *screening,
                              const int64_t *misfit_bp, const cst__side *side,
                              cst__relaxation *relaxation) {
    cst__objective cost = {.aim = CST__AIM_COST};
    *relaxation = (cst__relaxation){.formulation = NULL};
    cst__program_init(&relaxation->program);
    relaxation->n_firms = tender->catalog->n_firms;
    relaxation->member = malloc((relaxation->n_firms + 1) * sizeof *relaxation->member);
    cst_error error = relaxation->member == NULL
                          ? CST_E_MEMORY
                          : cst__formulate(tender, screening, misfit_bp, &relaxation->formulation);
    if (error == CST_E_OK) {
        memcpy(relaxation->member, relaxation->formulation->member,
               relaxation->n_firms * sizeof *relaxation->member);
        error = cst__pose(relaxation->formulation, cost, side, &relaxation->program);
        relaxation->is_empty = error == CST_E_OK && asks_for_nothing(&relaxation->program);
    }
    return error;
}

cst_error cst__relaxation_strengthen(cst__relaxation *relaxation, double deadline_s,
                                     const volatile int *stop) {
    return cst__add_cuts(&relaxation->program, deadline_s, stop);
}

cst_error cst__relaxation_strengthen_at(cst__relaxation *relaxation, const double *share,
                                        double deadline_s, const volatile int *stop) {
    cst__program *program = &relaxation->program;
    double *upper = malloc((program->n_columns + 1) * sizeof *upper);
    if (upper == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t j = 0; j < program->n_columns; j++) {
        upper[j] = program->columns[j].upper;
    }
    for (size_t f = 0; f < relaxation->n_firms; f++) {
        int j = relaxation->member[f];
        if (j >= 0) {
            upper[j] = fmax(program->columns[j].lower, fmin(share[f], upper[j]));
        }
    }
    cst_error error = cst__add_cuts_at(program, upper, deadline_s, stop);
    free(upper);
    return error;
}

void cst__relaxation_clear(cst__relaxation *relaxation) {
    cst__program_clear(&relaxation->program);
    cst__formulation_free(relaxation->formulation);
    free(relaxation->member);
    *relaxation = (cst__relaxation){.formulation = NULL};
}

/* ---------------------------------------------------------------- a part of it */

static void close_column(const cst__program *program, int column, double *upper) {
    if (column >= 0 && program->columns[column].lower == 0) {
        upper[column] = 0;
    }
}

/* Closes what other firms have; whoever is asked for stays, and fails every set without it. */
static void close_others(const cst__relaxation *whole, const uint64_t *firms, double *upper) {
    const cst__formulation *f = whole->formulation;
    for (size_t v = 0; v < f->n_variants; v++) {
        const cst__variant *variant = &f->variants[v];
        size_t firm = f->opportunity->catalog->offerings[variant->offering].firm;
        if (!cst__firms_has(firms, firm)) {
            close_column(&whole->program, variant->chosen, upper);
            close_column(&whole->program, variant->units, upper);
        }
    }
    for (size_t firm = 0; firm < whole->n_firms; firm++) {
        if (!cst__firms_has(firms, firm)) {
            close_column(&whole->program, f->member[firm], upper);
        }
    }
}

/* The reduced program becomes the part's; a column of a member may be one of a choice, too. */
static void take_reduced(const cst__relaxation *whole, cst__reduced *reduced,
                         cst__relaxation *part) {
    for (size_t firm = 0; firm < whole->n_firms; firm++) {
        part->member[firm] = -1;
        for (size_t j = 0; j < reduced->program.n_columns && whole->member[firm] >= 0; j++) {
            if (reduced->original[j] == whole->member[firm]) {
                part->member[firm] = (int)j;
            }
        }
    }
    part->program = reduced->program;
    part->is_empty = asks_for_nothing(&part->program);
    cst__program_init(&reduced->program);
}

cst_error cst__relaxation_part(const cst__relaxation *whole, const uint64_t *firms,
                               cst__relaxation *part) {
    size_t n = whole->program.n_columns;
    cst__reduced reduced = {.original = NULL};
    *part = (cst__relaxation){.n_firms = whole->n_firms};
    cst__program_init(&part->program);
    part->member = malloc((whole->n_firms + 1) * sizeof *part->member);
    double *lower = malloc((n + 1) * sizeof *lower);
    double *upper = malloc((n + 1) * sizeof *upper);
    bool ok = part->member != NULL && lower != NULL && upper != NULL;
    cst_error error = ok ? CST_E_OK : CST_E_MEMORY;
    if (error == CST_E_OK) {
        for (size_t j = 0; j < n; j++) {
            lower[j] = whole->program.columns[j].lower;
            upper[j] = whole->program.columns[j].upper;
        }
        close_others(whole, firms, upper);
        error = cst__reduce(&whole->program, lower, upper, &reduced);
    }
    if (error == CST_E_OK) {
        take_reduced(whole, &reduced, part);
    }
    cst__reduced_clear(&reduced);
    free(lower);
    free(upper);
    return error;
}

/* ---------------------------------------------------------------- the probe */

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
    return error == CST_E_OK ? cst__lp_add_all_rows(p->lp, &relaxation->program) : error;
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
    const int *member = p->relaxation->member;
    bool possible = anchor == CST__NONE || (cst__firms_has(firms, anchor) && member[anchor] >= 0);
    for (size_t f = 0; f < p->relaxation->n_firms; f++) {
        int j = member[f];
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
    if (p->relaxation->is_empty || !set_members(p, firms, anchor, &error) || error != CST_E_OK) {
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
    int j = p->relaxation->member[firm];
    return j >= 0 && p->priced && p->work[j] < 0 ? (double)-p->work[j] : 0;
}
