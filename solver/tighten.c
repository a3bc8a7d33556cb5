/*
 * tighten.c - one linear program for each column that might be bounded, all from one basis.
 *
 * A column that some solution seen on the way puts near its upper bound can not be tightened much
 * and is passed over; that spares most of the work.
 */
#include "solver/tighten.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/bound.h"
#include "solver/lp.h"
#include "solver/propagate.h"
#include "solver/search.h"

typedef struct tightener {
    cst__program program; /* a copy, with a row that holds the objective */
    cst__lp *lp;
    double *lower, *upper;
    double *x, *y;
    double *seen; /* largest value of each column in any solution so far */
    long double *reduced;
    bool *in_lp;
    size_t *new_rows;
    double deadline_s;
    const volatile int *stop;
    cst_error error;
} tightener;

static bool out_of_time(const tightener *t) {
    return (t->stop != NULL && *t->stop != 0) || cst__clock() > t->deadline_s;
}

/* ---------------------------------------------------------------- life */

/* The program and one more row: objective <= worth. */
static bool copy_program(tightener *t, const cst__program *program, double worth) {
    if (!cst__program_copy(&t->program, program)) {
        return false;
    }
    cst__program_begin_row(&t->program, CST__ROW_LIMIT, 0, -HUGE_VAL, worth);
    for (size_t j = 0; j < program->n_columns; j++) {
        cst__program_add_entry(&t->program, (int)j, program->columns[j].cost);
    }
    return !t->program.out_of_memory;
}

static bool make_arrays(tightener *t) {
    size_t n = t->program.n_columns + 1;
    size_t m = t->program.n_rows + 1;
    t->lower = malloc(n * sizeof(double));
    t->upper = malloc(n * sizeof(double));
    t->x = calloc(n, sizeof(double));
    t->y = calloc(m, sizeof(double));
    t->seen = calloc(n, sizeof(double));
    t->reduced = calloc(n, sizeof(long double));
    t->in_lp = calloc(m, sizeof(bool));
    t->new_rows = malloc(m * sizeof(size_t));
    return t->lower != NULL && t->upper != NULL && t->x != NULL && t->y != NULL &&
           t->seen != NULL && t->reduced != NULL && t->in_lp != NULL && t->new_rows != NULL;
}

static void end(tightener *t) {
    cst__lp_free(t->lp);
    cst__program_clear(&t->program);
    free(t->lower);
    free(t->upper);
    free(t->x);
    free(t->y);
    free(t->seen);
    free(t->reduced);
    free(t->in_lp);
    free(t->new_rows);
}

static cst_error add_first_rows(tightener *t) {
    size_t n = 0;
    for (size_t i = 0; i < t->program.n_rows; i++) {
        const cst__row *row = &t->program.rows[i];
        t->in_lp[i] = !row->lazy || row->n == 0;
        if (!row->lazy && row->n > 0) {
            t->new_rows[n++] = i;
        }
    }
    return cst__lp_add_rows(t->lp, t->new_rows, n);
}

static cst_error begin(tightener *t, const cst__program *program, double worth) {
    if (!copy_program(t, program, worth) || !make_arrays(t)) {
        return CST_E_MEMORY;
    }
    for (size_t j = 0; j < program->n_columns; j++) {
        t->lower[j] = program->columns[j].lower;
        t->upper[j] = program->columns[j].upper;
    }
    cst_error error = cst__lp_new(&t->program, &t->lp);
    return error == CST_E_OK ? add_first_rows(t) : error;
}

/* ---------------------------------------------------------------- linear programs */

static bool solve(tightener *t, bool primal) {
    cst__lp_limits limits = {
        .cutoff = HUGE_VAL, .seconds = HUGE_VAL, .iterations = INT_MAX, .primal = primal};
    if (t->deadline_s < HUGE_VAL) {
        limits.seconds = fmax(t->deadline_s - cst__clock(), 0.001);
    }
    cst__lp_status status = CST__LP_TROUBLE;
    t->error = cst__lp_solve(t->lp, &limits, &status);
    if (t->error != CST_E_OK || status != CST__LP_OPTIMAL) {
        return false;
    }
    cst__lp_point(t->lp, t->x);
    return true;
}

static bool is_violated(const tightener *t, const cst__row *row) {
    double activity = 0;
    double largest = 0;
    for (size_t e = row->start; e < row->start + row->n; e++) {
        activity += t->program.entry_value[e] * t->x[t->program.entry_column[e]];
        largest = fmax(largest, fabs(t->program.entry_value[e]));
    }
    return activity > row->upper + 1e-6 * largest || activity < row->lower - 1e-6 * largest;
}

static size_t add_violated_rows(tightener *t) {
    size_t n = 0;
    for (size_t i = 0; i < t->program.n_rows; i++) {
        if (!t->in_lp[i] && is_violated(t, &t->program.rows[i])) {
            t->in_lp[i] = true;
            t->new_rows[n++] = i;
        }
    }
    if (n > 0) {
        t->error = cst__lp_add_rows(t->lp, t->new_rows, n);
    }
    return n;
}

/* The relaxation of the program itself, with all the rows it needs. */
static bool relax(tightener *t) {
    do {
        if (!solve(t, false) || out_of_time(t)) {
            return false;
        }
    } while (add_violated_rows(t) > 0 && t->error == CST_E_OK);
    return t->error == CST_E_OK;
}

/* ---------------------------------------------------------------- columns */

static void note_seen(tightener *t) {
    for (size_t j = 0; j < t->program.n_columns; j++) {
        t->seen[j] = fmax(t->seen[j], t->x[j]);
    }
}

/* The largest value of a column, rounded down to a whole number. */
static void bound_column(tightener *t, int j) {
    t->program.columns[j].cost = -1;
    t->error = cst__lp_take_costs(t->lp);
    if (t->error == CST_E_OK && solve(t, true)) {
        note_seen(t);
        cst__lp_duals(t->lp, t->y);
        double bound =
            -cst__safe_bound(&t->program, t->lp, t->y, t->lower, t->upper, t->reduced);
        double upper = fmax(floor(bound + 1e-6), t->lower[j]);
        if (upper < t->upper[j]) {
            t->upper[j] = upper;
            t->error = cst__lp_set_bounds(t->lp, j, t->lower[j], upper);
        }
    }
    t->program.columns[j].cost = 0;
}

static bool is_promising(const tightener *t, size_t j) {
    const cst__column *column = &t->program.columns[j];
    if ((column->kind != CST__COLUMN_CHOSEN && column->kind != CST__COLUMN_UNITS) ||
        t->lower[j] == t->upper[j]) {
        return false;
    }
    return t->seen[j] < (column->kind == CST__COLUMN_CHOSEN ? 1 - 1e-6 : 0.9 * t->upper[j]);
}

static void bound_columns(tightener *t) {
    note_seen(t);
    for (size_t j = 0; j < t->program.n_columns; j++) {
        t->program.columns[j].cost = 0;
    }
    for (size_t j = 0; j < t->program.n_columns && t->error == CST_E_OK; j++) {
        if (is_promising(t, j) && !out_of_time(t)) {
            bound_column(t, (int)j);
        }
    }
}

/* ---------------------------------------------------------------- the program */

/* n' <= upper z in place of n' <= (high - low) z. */
static void tighten_links(cst__program *program) {
    for (size_t i = 0; i < program->n_rows; i++) {
        const cst__row *row = &program->rows[i];
        if (row->kind != CST__ROW_UNITS || row->n != 2) {
            continue;
        }
        for (size_t e = row->start; e < row->start + 2; e++) {
            size_t other = e == row->start ? e + 1 : row->start;
            const cst__column *units = &program->columns[program->entry_column[other]];
            if (program->entry_value[e] < 0 && units->upper > 0) {
                program->entry_value[e] = -units->upper;
            }
        }
    }
}

static cst_error propagate(tightener *t, cst__program *program) {
    cst__propagator *propagator = NULL;
    cst_error error = cst__propagator_new(&t->program, &propagator);
    if (error == CST_E_OK &&
        cst__propagate(propagator, t->lower, t->upper, NULL, 0)) { /* else: the search will see */
        for (size_t j = 0; j < program->n_columns; j++) {
            program->columns[j].lower = t->lower[j];
            program->columns[j].upper = t->upper[j];
        }
        tighten_links(program);
    }
    cst__propagator_free(propagator);
    return error;
}

cst_error cst__tighten(cst__program *program, double worth, double deadline_s,
                       const volatile int *stop) {
    tightener t = {.deadline_s = deadline_s, .stop = stop};
    cst_error error = begin(&t, program, worth);
    if (error == CST_E_OK) {
        if (relax(&t)) {
            bound_columns(&t);
        }
        error = t.error == CST_E_OK ? propagate(&t, program) : t.error;
    }
    end(&t);
    return error;
}
