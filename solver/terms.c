/*
 * terms.c - the sums that rows are made of. A row is collected in a scratch array by column, so
 * that terms may overlap, and moved into the program when it ends.
 */
#include "solver/terms.h"

#include <math.h>
#include <stdlib.h>

void cst__add(cst__formulation *f, int column, double value) {
    if (f->work[column] == 0 && value != 0) {
        f->touched[f->n_touched++] = column;
    }
    f->work[column] += value;
}

static int compare_ints(const void *a, const void *b) {
    int x = *(const int *)a;
    int y = *(const int *)b;
    return (x > y) - (x < y);
}

void cst__end_row(cst__formulation *f, cst__program *program, cst__row_kind kind, size_t index,
                  double lower, double upper, bool lazy) {
    qsort(f->touched, f->n_touched, sizeof *f->touched, compare_ints);
    cst__program_begin_row(program, kind, index, lower, upper);
    for (size_t i = 0; i < f->n_touched; i++) {
        int column = f->touched[i];
        if (i == 0 || column != f->touched[i - 1]) {
            cst__program_add_entry(program, column, f->work[column]);
        }
        f->work[column] = 0;
    }
    f->n_touched = 0;
    if (!program->out_of_memory) {
        program->rows[program->n_rows - 1].lazy = lazy;
    }
}

void cst__add_chosen(cst__formulation *f, size_t offering, double weight) {
    for (size_t v = f->first_variant[offering]; v < f->first_variant[offering + 1]; v++) {
        cst__add(f, f->variants[v].chosen, weight);
    }
}

void cst__add_units(cst__formulation *f, size_t offering, double weight) {
    for (size_t v = f->first_variant[offering]; v < f->first_variant[offering + 1]; v++) {
        const cst__variant *variant = &f->variants[v];
        cst__add(f, variant->chosen, weight * (double)variant->low);
        if (variant->units >= 0) {
            cst__add(f, variant->units, weight);
        }
    }
}

void cst__add_variant_value(cst__formulation *f, const cst__variant *variant, double weight) {
    cst__add(f, variant->chosen, weight * (double)variant->least_cents);
    if (variant->units >= 0) {
        cst__add(f, variant->units, weight * (double)variant->unit_cents);
    }
}

void cst__add_firm_value(cst__formulation *f, size_t firm, double weight) {
    for (size_t i = f->firm_start[firm]; i < f->firm_start[firm + 1]; i++) {
        cst__add_variant_value(f, &f->variants[f->firm_variants[i]], weight);
    }
}

/* The gross value of everything on offer. */
static double value_on_offer(const cst__formulation *f) {
    double sum = 0;
    for (size_t v = 0; v < f->n_variants; v++) {
        const cst__variant *it = &f->variants[v];
        sum += (double)it->least_cents + (double)it->unit_cents * (double)(it->high - it->low);
    }
    return sum;
}

double cst__most_value(const cst__formulation *f) {
    int64_t budget = f->opportunity->budget_cents;
    return budget == CST__NO_LIMIT ? value_on_offer(f) : cst__most_value_for(f, budget);
}

double cst__most_value_for(const cst__formulation *f, int64_t cost_cents) {
    double most = (double)cost_cents;
    for (size_t j = 0; j < f->program.n_columns; j++) {
        const cst__column *column = &f->program.columns[j];
        if (column->kind == CST__COLUMN_BUNDLE) {
            most += (double)f->opportunity->catalog->bundles[column->index].discount_cents;
        }
    }
    return fmin(value_on_offer(f), fmax(most, 0));
}

void cst__add_all_values(cst__formulation *f, double weight) {
    for (size_t v = 0; v < f->n_variants; v++) {
        cst__add_variant_value(f, &f->variants[v], weight);
    }
}

void cst__add_total_value(cst__formulation *f, double weight) {
    cst__add(f, f->total, weight * CST__TOTAL_UNIT);
}

bool cst__is_eligible(const cst__formulation *f, size_t offering) {
    return f->screening->eligible[offering];
}

void cst__add_member_share_rows(cst__formulation *f, cst__program *program, cst__row_kind kind,
                                int64_t share_bp, int excess) {
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        if (f->member[firm] >= 0) {
            cst__add_firm_value(f, firm, CST__BP);
            cst__add_total_value(f, -(double)share_bp);
            size_t index = kind == CST__ROW_LIMIT ? CST_CRITERION_LARGEST_SHARE : firm;
            cst__end_row(f, program, kind, index, -HUGE_VAL, 0, excess < 0);
            if (excess >= 0) {
                cst__program_add_entry(program, excess, -CST__BP);
            }
        }
    }
}

bool cst__counts_for_content(const cst__formulation *f, const cst__variant *variant) {
    const cst_opportunity *p = f->opportunity;
    return p->rules->slots[p->catalog->offerings[variant->offering].slot].content;
}

int cst__variant_share_bp(const cst__formulation *f, const cst__variant *variant) {
    const cst_opportunity *p = f->opportunity;
    int share = p->catalog->offerings[variant->offering].us_bp[p->rules->content_method];
    return share == CST__BP_UNKNOWN ? 0 : share;
}

int cst__variant_fall_bp(const cst__formulation *f, const cst__variant *variant) {
    int low = f->opportunity->catalog->offerings[variant->offering].us_made_low_bp;
    int fall = cst__variant_share_bp(f, variant) - (low == CST__BP_UNKNOWN ? 0 : low);
    return fall > 0 ? fall : 0;
}

void cst__add_content_margin(cst__formulation *f, double sign, int threshold_bp) {
    for (size_t v = 0; v < f->n_variants; v++) {
        const cst__variant *variant = &f->variants[v];
        if (cst__counts_for_content(f, variant)) {
            cst__add_variant_value(f, variant,
                                   sign * (cst__variant_share_bp(f, variant) - threshold_bp));
        }
    }
}

void cst__add_cost(cst__formulation *f) {
    cst__add_all_values(f, 1);
    for (size_t j = 0; j < f->program.n_columns; j++) {
        const cst__column *column = &f->program.columns[j];
        if (column->kind == CST__COLUMN_BUNDLE) {
            cst__add(f, (int)j,
                     -(double)f->opportunity->catalog->bundles[column->index].discount_cents);
        }
    }
}
