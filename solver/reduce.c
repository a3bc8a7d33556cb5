/* reduce.c - columns that stay are counted and renamed, rows copied without the others. */
#include "solver/reduce.h"

#include <math.h>
#include <stdlib.h>

/* Copies the columns that stay, with the bounds; fills the name of each in the reduced program, -1
 * for none. */
static void keep_columns(const cst__program *program, const double *lower, const double *upper,
                         cst__reduced *reduced, int *name) {
    for (size_t j = 0; j < program->n_columns; j++) {
        name[j] = -1;
        if (lower[j] != 0 || upper[j] != 0) {
            cst__column column = program->columns[j];
            column.lower = lower[j];
            column.upper = upper[j];
            reduced->original[reduced->program.n_columns] = (int)j;
            name[j] = cst__program_add_column(&reduced->program, column);
        }
    }
}

/* Whether every point within the bounds meets the row. */
static bool always_holds(const cst__program *program, const cst__row *row, const double *lower,
                         const double *upper) {
    double least = 0;
    double most = 0;
    for (size_t e = row->start; e < row->start + row->n; e++) {
        int j = program->entry_column[e];
        double value = program->entry_value[e];
        least += value > 0 ? value * lower[j] : value * upper[j];
        most += value > 0 ? value * upper[j] : value * lower[j];
    }
    return least >= row->lower && most <= row->upper;
}

static void keep_row(const cst__program *program, const cst__row *row, cst__program *reduced,
                     const int *name) {
    cst__program_begin_row(reduced, row->kind, row->index, row->lower, row->upper);
    for (size_t e = row->start; e < row->start + row->n; e++) {
        int column = name[program->entry_column[e]];
        if (column >= 0) {
            cst__program_add_entry(reduced, column, program->entry_value[e]);
        }
    }
    if (!reduced->out_of_memory) {
        reduced->rows[reduced->n_rows - 1].lazy = row->lazy;
    }
}

static cst_error reduce(const cst__program *program, const double *lower, const double *upper,
                        cst__reduced *reduced) {
    int *name = malloc((program->n_columns + 1) * sizeof *name);
    reduced->original = malloc((program->n_columns + 1) * sizeof *reduced->original);
    if (name == NULL || reduced->original == NULL) {
        free(name);
        return CST_E_MEMORY;
    }
    keep_columns(program, lower, upper, reduced, name);
    for (size_t i = 0; i < program->n_rows && !reduced->program.out_of_memory; i++) {
        if (!always_holds(program, &program->rows[i], lower, upper)) {
            keep_row(program, &program->rows[i], &reduced->program, name);
        }
    }
    free(name);
    return reduced->program.out_of_memory ? CST_E_MEMORY : CST_E_OK;
}

cst_error cst__reduce(const cst__program *program, const double *lower, const double *upper,
                      cst__reduced *reduced) {
    *reduced = (cst__reduced){.n_original = program->n_columns};
    if (lower != NULL) {
        return reduce(program, lower, upper, reduced);
    }
    size_t n = program->n_columns;
    double *own = malloc(2 * (n + 1) * sizeof *own);
    if (own == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t j = 0; j < n; j++) {
        own[j] = program->columns[j].lower;
        own[n + j] = program->columns[j].upper;
    }
    cst_error error = reduce(program, own, own + n, reduced);
    free(own);
    return error;
}

void cst__reduced_clear(cst__reduced *reduced) {
    cst__program_clear(&reduced->program);
    free(reduced->original);
    reduced->original = NULL;
}

void cst__reduced_expand(const cst__reduced *reduced, const double *x, double *all) {
    for (size_t k = 0; k < reduced->program.n_columns; k++) {
        all[reduced->original[k]] = x[k];
    }
}
