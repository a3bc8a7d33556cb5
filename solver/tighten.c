/*
 * tighten.c - one linear program for each bound that might be tightened, all from one basis.
 *
 * A column that some solution seen on the way puts near its upper bound can not be tightened much
 * there, one that some solution puts at its lower bound not at all, and is passed over; that spares
 * most of the work.
 */
#include "solver/tighten.h"

#include <math.h>
#include <stdlib.h>

#include "solver/propagate.h"
#include "solver/reduce.h"
#include "solver/root.h"

typedef struct tightener {
    cst__reduced reduced;  /* the program, with a row that holds the objective */
    cst__program *program; /* of it */
    cst__tightened what;
    cst__root root;
    double *most, *least; /* of each column in any solution so far */
    unsigned char *basis; /* of the first solution, with so many rows */
    size_t n_rows;
} tightener;

/* The program and one more row: objective <= worth. */
static cst_error copy_program(tightener *t, const cst__program *program, double worth) {
    cst_error error = cst__reduce(program, NULL, NULL, &t->reduced);
    t->program = &t->reduced.program;
    if (error != CST_E_OK) {
        return error;
    }
    cst__program_begin_row(t->program, CST__ROW_LIMIT, 0, -HUGE_VAL, worth);
    for (size_t j = 0; j < t->program->n_columns; j++) {
        cst__program_add_entry(t->program, (int)j, t->program->columns[j].cost);
    }
    return t->program->out_of_memory ? CST_E_MEMORY : CST_E_OK;
}

/* ---------------------------------------------------------------- columns */

static void note_seen(tightener *t) {
    for (size_t j = 0; j < t->program->n_columns; j++) {
        t->most[j] = fmax(t->most[j], t->root.x[j]);
        t->least[j] = fmin(t->least[j], t->root.x[j]);
    }
}

/* Solves from the basis at hand, and where that fails once more from the first: a basis that has
 * gone bad is of no use to the columns that follow either. */
static bool solve(tightener *t) {
    cst__root *root = &t->root;
    bool solved = root->error == CST_E_OK && cst__root_solve(root, true);
    if (!solved && root->error == CST_E_OK && !cst__root_out_of_time(root)) {
        root->error = cst__lp_load_basis(root->lp, t->basis, t->program->n_columns, t->n_rows);
        solved = root->error == CST_E_OK && cst__root_solve(root, true);
    }
    return solved;
}

/* A safe bound on the sum with this one cost. */
static bool bound_sum(tightener *t, int j, double cost, double *bound) {
    cst__root *root = &t->root;
    t->program->columns[j].cost = cost;
    root->error = cst__lp_take_costs(root->lp);
    bool solved = solve(t);
    if (solved) {
        note_seen(t);
        *bound = cst__root_bound(root);
    }
    t->program->columns[j].cost = 0;
    return solved;
}

static void set_bounds(tightener *t, int j, double lower, double upper) {
    cst__root *root = &t->root;
    if (lower <= upper && (lower > root->lower[j] || upper < root->upper[j])) {
        root->lower[j] = lower;
        root->upper[j] = upper;
        root->error = cst__lp_set_bounds(root->lp, j, lower, upper);
    }
}

/* The largest value of a column, rounded down to a whole number. */
static void bound_above(tightener *t, int j) {
    double bound = 0;
    if (bound_sum(t, j, -1, &bound)) {
        double upper = fmax(floor(-bound + 1e-6), t->root.lower[j]);
        set_bounds(t, j, t->root.lower[j], fmin(upper, t->root.upper[j]));
    }
}

/* The smallest, rounded up: of something large, like a hall, that says much. */
static void bound_below(tightener *t, int j) {
    double bound = 0;
    if (bound_sum(t, j, 1, &bound)) {
        double lower = fmin(ceil(bound - 1e-6), t->root.upper[j]);
        set_bounds(t, j, fmax(lower, t->root.lower[j]), t->root.upper[j]);
    }
}

static bool is_open(const tightener *t, size_t j) {
    cst__column_kind kind = t->program->columns[j].kind;
    bool asked =
        kind == CST__COLUMN_SUM ||
        (t->what == CST__TIGHTEN_ALL && (kind == CST__COLUMN_CHOSEN || kind == CST__COLUMN_UNITS));
    return asked && t->root.lower[j] < t->root.upper[j];
}

static bool may_fall(const tightener *t, size_t j) {
    bool chosen = t->program->columns[j].kind == CST__COLUMN_CHOSEN;
    return t->most[j] < (chosen ? 1 - 1e-6 : 0.9 * t->root.upper[j]);
}

static bool may_rise(const tightener *t, size_t j) {
    return t->least[j] > t->root.lower[j] + 1e-6;
}

/* Solutions from before the upper bounds say too little. */
static void forget_least(tightener *t) {
    for (size_t j = 0; j < t->program->n_columns; j++) {
        t->least[j] = HUGE_VAL;
    }
    if (t->root.error == CST_E_OK && !cst__root_out_of_time(&t->root) && solve(t)) {
        note_seen(t);
    }
}

static bool save_basis(tightener *t) {
    t->n_rows = cst__lp_row_count(t->root.lp);
    t->basis = malloc(cst__lp_basis_size(t->root.lp) + 1);
    if (t->basis == NULL) {
        t->root.error = CST_E_MEMORY;
        return false;
    }
    cst__lp_save_basis(t->root.lp, t->basis);
    return true;
}

static void bound_columns(tightener *t) {
    note_seen(t);
    for (size_t j = 0; j < t->program->n_columns; j++) {
        t->program->columns[j].cost = 0;
    }
    for (size_t j = 0; j < t->program->n_columns && t->root.error == CST_E_OK; j++) {
        if (is_open(t, j) && may_fall(t, j) && !cst__root_out_of_time(&t->root)) {
            bound_above(t, (int)j);
        }
    }
    forget_least(t);
    for (size_t j = 0; j < t->program->n_columns && t->root.error == CST_E_OK; j++) {
        if (is_open(t, j) && may_rise(t, j) && !cst__root_out_of_time(&t->root)) {
            bound_below(t, (int)j);
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
    cst_error error = cst__propagator_new(t->program, &propagator);
    if (error == CST_E_OK && cst__propagate(propagator, t->root.lower, t->root.upper, NULL,
                                            0)) { /* else: the search will see */
        for (size_t j = 0; j < t->program->n_columns; j++) {
            cst__column *column = &program->columns[t->reduced.original[j]];
            column->lower = t->root.lower[j];
            column->upper = t->root.upper[j];
        }
        tighten_links(program);
    }
    cst__propagator_free(propagator);
    return error;
}

static bool has_sums(const cst__program *program) {
    for (size_t j = 0; j < program->n_columns; j++) {
        if (program->columns[j].kind == CST__COLUMN_SUM) {
            return true;
        }
    }
    return false;
}

static bool make_arrays(tightener *t, size_t n_columns) {
    t->most = calloc(n_columns + 1, sizeof *t->most);
    t->least = calloc(n_columns + 1, sizeof *t->least); /* not looked at before forget_least */
    return t->most != NULL && t->least != NULL;
}

cst_error cst__tighten(cst__program *program, cst__tightened what, double worth, double deadline_s,
                       const volatile int *stop) {
    tightener t = {.what = has_sums(program) ? what : CST__TIGHTEN_ALL};
    cst_error error =
        make_arrays(&t, program->n_columns) ? copy_program(&t, program, worth) : CST_E_MEMORY;
    if (error == CST_E_OK) {
        error = cst__root_init(&t.root, t.program, deadline_s, stop);
    }
    if (error == CST_E_OK) {
        if (cst__root_relax(&t.root) && save_basis(&t)) {
            bound_columns(&t);
        }
        error = t.root.error == CST_E_OK ? propagate(&t, program) : t.root.error;
    }
    cst__root_clear(&t.root);
    cst__reduced_clear(&t.reduced);
    free(t.most);
    free(t.least);
    free(t.basis);
    return error;
}
