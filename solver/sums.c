/* sums.c - one column and one row for each form. See sums.h. */
#include "solver/sums.h"

#include <math.h>

/* A sum of more multiples than that is as good as continuous, and larger than what the linear
 * programs can tell whole numbers at. */
static const double most_multiples = 1e6;

static bool is_open(const cst__program *program, const cst__item *item) {
    return program->columns[item->chosen].upper > 0.5;
}

/* The greatest sum of all that can be chosen at once, in multiples; 0 for fewer than two. */
static double greatest(const cst__blocks *blocks, size_t f, const cst__program *program) {
    const cst__form *form = &blocks->forms[f];
    const cst__block *block = &blocks->blocks[form->block];
    double sum = 0;
    int n = 0;
    for (size_t i = 0; i < block->n_items; i++) {
        const cst__item *item = &block->items[i];
        if (form->amount[i] > 0 && is_open(program, item)) {
            double more = item->units < 0 ? 0 : program->columns[item->units].upper;
            sum += form->amount[i] / form->unit * (item->low + more);
            n++;
        }
    }
    return n < 2 ? 0 : sum;
}

/* sum of amounts - unit S = 0, divided by the unit. */
static void add_sum(const cst__blocks *blocks, size_t f, double most, cst__program *program) {
    const cst__form *form = &blocks->forms[f];
    const cst__block *block = &blocks->blocks[form->block];
    int column = cst__program_add_column(
        program,
        (cst__column){.kind = CST__COLUMN_SUM, .index = f, .integer = true, .upper = most});
    cst__program_begin_row(program, CST__ROW_SUM, form->resource, 0, 0);
    for (size_t i = 0; i < block->n_items; i++) {
        const cst__item *item = &block->items[i];
        double amount = is_open(program, item) ? form->amount[i] / form->unit : 0;
        cst__program_add_entry(program, item->chosen, amount * item->low);
        if (item->units >= 0) {
            cst__program_add_entry(program, item->units, amount);
        }
    }
    cst__program_add_entry(program, column, -1);
}

void cst__add_sums(const cst__blocks *blocks, cst__program *program) {
    for (size_t f = 0; f < blocks->n_forms && !program->out_of_memory; f++) {
        double most = greatest(blocks, f, program);
        if (most > 0 && most <= most_multiples) {
            add_sum(blocks, f, most, program);
        }
    }
}

void cst__fill_sums(const cst__program *program, double *x) {
    for (size_t i = 0; i < program->n_rows; i++) {
        const cst__row *row = &program->rows[i];
        if (row->kind != CST__ROW_SUM) {
            continue;
        }
        size_t last = row->start + row->n - 1; /* the sum itself */
        double sum = 0;
        for (size_t e = row->start; e < last; e++) {
            sum += program->entry_value[e] * x[program->entry_column[e]];
        }
        x[program->entry_column[last]] = sum;
    }
}
