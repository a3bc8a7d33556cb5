/* propagate.c - a queue of rows; a row that tightens a column puts that column's rows back in it.
 */
#include "solver/propagate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct cst__propagator {
    const cst__program *program;
    size_t *start; /* [n_columns + 1] rows of each column */
    int *row_of;
    int *queue; /* ring of rows to look at */
    bool *queued;
    size_t head, length;
};

/* Rows of each column: counted, then placed. */
static bool list_rows(cst__propagator *p) {
    const cst__program *program = p->program;
    p->start = calloc(program->n_columns + 2, sizeof *p->start);
    p->row_of = malloc((program->n_entries + 1) * sizeof *p->row_of);
    p->queue = malloc((program->n_rows + 1) * sizeof *p->queue);
    p->queued = calloc(program->n_rows + 1, sizeof *p->queued);
    if (p->start == NULL || p->row_of == NULL || p->queue == NULL || p->queued == NULL) {
        return false;
    }
    for (size_t e = 0; e < program->n_entries; e++) {
        p->start[program->entry_column[e] + 2]++;
    }
    for (size_t j = 0; j < program->n_columns; j++) {
        p->start[j + 2] += p->start[j + 1];
    }
    for (size_t i = 0; i < program->n_rows; i++) {
        const cst__row *row = &program->rows[i];
        for (size_t e = row->start; e < row->start + row->n; e++) {
            p->row_of[p->start[program->entry_column[e] + 1]++] = (int)i;
        }
    }
    return true;
}

cst_error cst__propagator_new(const cst__program *program, cst__propagator **propagator) {
    cst__propagator *p = calloc(1, sizeof *p);
    *propagator = NULL;
    if (p == NULL) {
        return CST_E_MEMORY;
    }
    p->program = program;
    if (!list_rows(p)) {
        cst__propagator_free(p);
        return CST_E_MEMORY;
    }
    *propagator = p;
    return CST_E_OK;
}

void cst__propagator_free(cst__propagator *p) {
    if (p != NULL) {
        free(p->start);
        free(p->row_of);
        free(p->queue);
        free(p->queued);
        free(p);
    }
}

static void push(cst__propagator *p, int row) {
    if (!p->queued[row]) {
        p->queued[row] = true;
        p->queue[(p->head + p->length++) % p->program->n_rows] = row;
    }
}

static int pop(cst__propagator *p) {
    int row = p->queue[p->head];
    p->head = (p->head + 1) % p->program->n_rows;
    p->length--;
    p->queued[row] = false;
    return row;
}

static void push_rows_of(cst__propagator *p, int column) {
    for (size_t k = p->start[column]; k < p->start[column + 1]; k++) {
        push(p, p->row_of[k]);
    }
}

/* The least and largest activity of a row, and the size of what was added up. */
typedef struct activity {
    double least, largest, size;
} activity;

static activity activity_of(const cst__program *program, const cst__row *row, const double *lower,
                            const double *upper) {
    activity a = {0, 0, 0};
    for (size_t e = row->start; e < row->start + row->n; e++) {
        int j = program->entry_column[e];
        double value = program->entry_value[e];
        double low = value > 0 ? value * lower[j] : value * upper[j];
        double high = value > 0 ? value * upper[j] : value * lower[j];
        a.least += low;
        a.largest += high;
        a.size += fmax(fabs(low), fabs(high));
    }
    return a;
}

/* What doubles can be wrong by in sums of this size, generously. */
static double margin(double size) {
    return 1e-6 + 1e-12 * size;
}

/* Tightens one integer column by a row with the given activity; true when a bound moved. */
static bool tighten(const cst__row *row, const activity *a, double value, double *lower,
                    double *upper) {
    double width = value * (*upper - *lower);
    double slack = margin(a->size) / fabs(value) + 1e-6;
    bool moved = false;
    if (row->upper < HUGE_VAL && fabs(width) > row->upper - a->least) {
        double room = (row->upper - a->least) / fabs(value);
        double span = floor(room + slack);
        if (value > 0 && *lower + span < *upper) {
            *upper = *lower + span;
            moved = true;
        } else if (value < 0 && *upper - span > *lower) {
            *lower = *upper - span;
            moved = true;
        }
    }
    width = value * (*upper - *lower);
    if (!moved && row->lower > -HUGE_VAL && fabs(width) > a->largest - row->lower) {
        double room = (a->largest - row->lower) / fabs(value);
        double span = floor(room + slack);
        if (value > 0 && *upper - span > *lower) {
            *lower = *upper - span;
            moved = true;
        } else if (value < 0 && *lower + span < *upper) {
            *upper = *lower + span;
            moved = true;
        }
    }
    return moved;
}

/* Looks at one row; false when it can not be met. */
static bool visit(cst__propagator *p, int index, double *lower, double *upper) {
    const cst__program *program = p->program;
    const cst__row *row = &program->rows[index];
    activity a = activity_of(program, row, lower, upper);
    double slack = margin(a.size);
    if (a.least > row->upper + slack || a.largest < row->lower - slack) {
        return false;
    }
    if (a.largest <= row->upper && a.least >= row->lower) {
        return true; /* nothing to learn */
    }
    for (size_t e = row->start; e < row->start + row->n; e++) {
        int j = program->entry_column[e];
        if (!program->columns[j].integer || lower[j] == upper[j]) {
            continue;
        }
        double value = program->entry_value[e];
        double low = lower[j];
        double high = upper[j];
        if (tighten(row, &a, value, &lower[j], &upper[j])) {
            if (lower[j] > upper[j]) {
                return false;
            }
            push_rows_of(p, j);
            a.least += value > 0 ? value * (lower[j] - low) : value * (upper[j] - high);
            a.largest += value > 0 ? value * (upper[j] - high) : value * (lower[j] - low);
        }
    }
    return true;
}

bool cst__propagate(cst__propagator *p, double *lower, double *upper, const int *changed,
                    size_t n_changed) {
    size_t n_rows = p->program->n_rows;
    p->head = 0;
    p->length = 0;
    memset(p->queued, 0, n_rows * sizeof *p->queued);
    if (changed == NULL) {
        for (size_t i = 0; i < n_rows; i++) {
            push(p, (int)i);
        }
    }
    for (size_t k = 0; k < n_changed; k++) {
        push_rows_of(p, changed[k]);
    }
    size_t visits = 0;
    size_t most = 10 * n_rows + 100; /* bounds of units could creep for long */
    while (p->length > 0 && visits++ < most) {
        if (!visit(p, pop(p), lower, upper)) {
            return false;
        }
    }
    return true;
}
