/*
 * cuts.c - the separation of rounding cuts at the root.
 *
 * A combination of ledger rows  sum a_j x_j >= b  is rewritten in variables v >= 0 that are whole:
 *     v = x - lower   or   v = upper - x,  whichever is smaller at the point, or, for units,
 *     v = U z - n'    where that is smaller still (it adds a U to the coefficient of z).
 * For a divisor d, with f the fraction of b / d, every whole point satisfies
 *     sum F(a_j / d) v_j >= ceil(b / d),   F(t) = floor(t) + min(1, (t - floor(t)) / f).
 * The arithmetic is in extended precision, and the right-hand side is lowered by far more than it
 * can be wrong by.
 */
#include "solver/cuts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/root.h"

enum {
    ROUNDS = 20,
    MOST_ADDED = 5, /* ledger rows in one combination beyond the first */
    DIVISORS = 12,  /* tried for one combination */
    MOST_CUTS = 400
};

static const double worth_cutting = 1e-3; /* violation over the length of the cut */

typedef enum counted { FROM_LOWER, FROM_UPPER, FROM_LINK } counted;

typedef struct cutter {
    cst__root root;
    size_t n_columns, n_cuts;
    int *link;          /* [n_columns] of units: their z; -1: none */
    double *link_upper; /* U of that link */
    long double *sum;   /* [n_columns] the combination of rows */
    long double side;   /* its right-hand side */
    bool *used;         /* [n_rows] rows in the combination */
    long double *alpha; /* [n_columns] coefficients of v ... */
    int *support;       /* ... and where they are not 0 */
    size_t n_support;
    double *v; /* its value at the point */
    counted *from;
    long double beta; /* right-hand side for v */
    long double *cut; /* [n_columns] the finished cut */
} cutter;

/* ---------------------------------------------------------------- combinations */

static void add_row(cutter *c, size_t index, long double factor) {
    const cst__program *program = c->root.program;
    const cst__row *row = &program->rows[index];
    for (size_t e = row->start; e < row->start + row->n; e++) {
        c->sum[program->entry_column[e]] += factor * program->entry_value[e];
    }
    c->side += factor * row->lower;
    c->used[index] = true;
}

/* How far a units column is from where v could be 0. */
static double distance(const cutter *c, size_t j) {
    double x = c->root.x[j];
    double d = fmin(x - c->root.lower[j], c->root.upper[j] - x);
    if (c->link[j] >= 0) {
        d = fmin(d, c->link_upper[j] * c->root.x[c->link[j]] - x);
    }
    return d;
}

/* The column of the combination that would be rounded worst. */
static int worst_column(const cutter *c) {
    int worst = -1;
    double most = 1e-6;
    for (size_t j = 0; j < c->n_columns; j++) {
        if (fabsl(c->sum[j]) > 1e-9L && c->root.program->columns[j].kind == CST__COLUMN_UNITS) {
            double d = distance(c, j);
            if (d > most) {
                most = d;
                worst = (int)j;
            }
        }
    }
    return worst;
}

static double entry_of(const cst__program *program, const cst__row *row, int column) {
    for (size_t e = row->start; e < row->start + row->n; e++) {
        if (program->entry_column[e] == column) {
            return program->entry_value[e];
        }
    }
    return 0;
}

/* Adds a tight ledger row that removes the worst column; false when there is none. */
static bool aggregate(cutter *c) {
    const cst__program *program = c->root.program;
    int worst = worst_column(c);
    for (size_t i = 0; worst >= 0 && i < program->n_rows; i++) {
        const cst__row *row = &program->rows[i];
        if (row->kind != CST__ROW_LEDGER || c->used[i]) {
            continue;
        }
        double value = entry_of(program, row, worst);
        if (value * (double)c->sum[worst] < 0) {
            add_row(c, i, -c->sum[worst] / value);
            c->sum[worst] = 0;
            return true;
        }
    }
    return false;
}

/* ---------------------------------------------------------------- rewriting */

/* Units near U z (or all whose z is in use) are counted down from it; that moves weight to z. */
static void count_from_links(cutter *c, bool all, long double *weight) {
    memcpy(weight, c->sum, c->n_columns * sizeof *weight);
    for (size_t j = 0; j < c->n_columns; j++) {
        c->from[j] = FROM_LOWER;
        if (c->sum[j] == 0 || c->link[j] < 0) {
            continue;
        }
        double below = c->link_upper[j] * c->root.x[c->link[j]] - c->root.x[j];
        double near = fmin(c->root.x[j] - c->root.lower[j], c->root.upper[j] - c->root.x[j]);
        if (all ? c->root.x[c->link[j]] > 1e-9 : c->root.x[j] > 1e-9 && below <= near + 1e-9) {
            c->from[j] = FROM_LINK;
            weight[c->link[j]] += c->sum[j] * c->link_upper[j];
        }
    }
}

/* Fills alpha, v, from and beta. */
static void rewrite(cutter *c, bool all_from_links) {
    long double *weight = c->cut; /* scratch until the cut is made */
    count_from_links(c, all_from_links, weight);
    c->beta = c->side;
    c->n_support = 0;
    for (size_t j = 0; j < c->n_columns; j++) {
        double x = c->root.x[j];
        double lower = c->root.lower[j];
        double upper = c->root.upper[j];
        if (c->from[j] == FROM_LINK) {
            c->alpha[j] = -weight[j];
            c->v[j] = c->link_upper[j] * c->root.x[c->link[j]] - x;
        } else if (upper - x < x - lower) {
            c->from[j] = FROM_UPPER;
            c->alpha[j] = -weight[j];
            c->v[j] = upper - x;
            c->beta -= weight[j] * upper;
        } else {
            c->alpha[j] = weight[j];
            c->v[j] = x - lower;
            c->beta -= weight[j] * lower;
        }
        c->v[j] = fmax(c->v[j], 0);
        if (c->alpha[j] != 0) {
            c->support[c->n_support++] = (int)j;
        }
    }
}

/* ---------------------------------------------------------------- rounding */

static long double rounded(long double t, long double f) {
    long double whole = floorl(t);
    return whole + fminl(1, (t - whole) / f);
}

/* Violation over length at the point, for a divisor; negative when it is no cut. It only chooses
 * the divisor, and so is in plain doubles. */
static double efficacy(const cutter *c, double divisor) {
    double target = (double)c->beta / divisor;
    double f = target - floor(target);
    if (f < 0.01 || f > 0.999 || fabs(target) > 1e6) {
        return -1;
    }
    double activity = 0;
    double length = 0;
    for (size_t k = 0; k < c->n_support; k++) {
        int j = c->support[k];
        double t = (double)c->alpha[j] / divisor;
        double whole = floor(t);
        double value = whole + fmin(1, (t - whole) / f);
        activity += value * c->v[j];
        length += value * value;
    }
    return length == 0 ? -1 : (ceil(target) - activity) / sqrt(length);
}

/* The best divisor among the coefficients of columns in use, and halves of it. */
static long double best_divisor(const cutter *c, double *best) {
    long double tried[DIVISORS];
    size_t n = 0;
    long double divisor = 0;
    *best = worth_cutting;
    for (size_t i = 0; i < c->n_support && n < DIVISORS; i++) {
        int j = c->support[i];
        long double d = fabsl(c->alpha[j]);
        bool again = c->v[j] < 1e-7 || d < 1e-6L;
        for (size_t k = 0; k < n && !again; k++) {
            again = fabsl(tried[k] - d) < 1e-9L * d;
        }
        if (again) {
            continue;
        }
        tried[n++] = d;
        double it = efficacy(c, (double)d);
        if (it > *best) {
            *best = it;
            divisor = d;
        }
    }
    for (int k = 0; k < 3 && divisor > 0; k++) {
        double it = efficacy(c, (double)divisor / 2);
        if (it <= *best) {
            break;
        }
        *best = it;
        divisor /= 2;
    }
    return divisor;
}

/* The cut in the columns of the program; returns its right-hand side. */
static long double unwind(cutter *c, long double divisor) {
    long double target = c->beta / divisor;
    long double f = target - floorl(target);
    long double side = ceill(target);
    memset(c->cut, 0, c->n_columns * sizeof *c->cut);
    for (size_t j = 0; j < c->n_columns; j++) {
        long double value = c->alpha[j] == 0 ? 0 : rounded(c->alpha[j] / divisor, f);
        if (c->from[j] == FROM_LINK) {
            c->cut[j] -= value;
            c->cut[c->link[j]] += value * c->link_upper[j];
        } else if (c->from[j] == FROM_UPPER) {
            c->cut[j] -= value;
            side -= value * c->root.upper[j];
        } else {
            c->cut[j] += value;
            side += value * c->root.lower[j];
        }
    }
    return side;
}

/* Adds the cut as a row; very uneven coefficients are not worth their trouble. */
static bool add_cut(cutter *c, long double divisor) {
    long double side = unwind(c, divisor);
    long double largest = 0;
    long double smallest = HUGE_VALL;
    long double size = fabsl(side);
    for (size_t j = 0; j < c->n_columns; j++) {
        long double value = fabsl(c->cut[j]);
        if (value > 1e-12L) {
            largest = fmaxl(largest, value);
            smallest = fminl(smallest, value);
            size += value * fmax(fabs(c->root.lower[j]), fabs(c->root.upper[j]));
        }
    }
    if (largest > 1e5L * smallest) {
        return false;
    }
    cst__program *program = c->root.program;
    double lower = (double)(side - 1e-9L * size - 1e-9L);
    cst__program_begin_row(program, CST__ROW_CUT, c->n_cuts, lower, HUGE_VAL);
    for (size_t j = 0; j < c->n_columns; j++) {
        if (fabsl(c->cut[j]) > 1e-12L) {
            cst__program_add_entry(program, (int)j, (double)c->cut[j]);
        }
    }
    if (!program->out_of_memory) {
        program->rows[program->n_rows - 1].lazy = true;
        c->n_cuts++;
    }
    return true;
}

/* ---------------------------------------------------------------- rounds */

static bool try_combination(cutter *c, bool all_from_links) {
    rewrite(c, all_from_links);
    double best = 0;
    long double divisor = best_divisor(c, &best);
    return divisor > 0 && add_cut(c, divisor);
}

/* Starts with one ledger row and adds others until a cut is found. */
static bool separate(cutter *c, size_t index, size_t n_rows) {
    memset(c->sum, 0, c->n_columns * sizeof *c->sum);
    memset(c->used, 0, n_rows * sizeof *c->used);
    c->side = 0;
    add_row(c, index, 1);
    for (int added = 0; added <= MOST_ADDED; added++) {
        if (try_combination(c, false) || try_combination(c, true)) {
            return true;
        }
        if (!aggregate(c)) {
            return false;
        }
    }
    return false;
}

static bool run_round(cutter *c, size_t n_rows) {
    bool any = false;
    for (size_t i = 0; i < n_rows && c->n_cuts < MOST_CUTS; i++) {
        if (c->root.program->rows[i].kind == CST__ROW_LEDGER && c->root.program->rows[i].n > 0) {
            any = separate(c, i, n_rows) || any;
        }
    }
    return any;
}

static void list_links(cutter *c) {
    const cst__program *program = c->root.program;
    for (size_t j = 0; j < c->n_columns; j++) {
        c->link[j] = -1;
    }
    for (size_t i = 0; i < program->n_rows; i++) {
        const cst__row *row = &program->rows[i];
        if (row->kind != CST__ROW_UNITS || row->n != 2) {
            continue;
        }
        size_t a = row->start;
        size_t units = program->entry_value[a] > 0 ? a : a + 1;
        size_t chosen = units == a ? a + 1 : a;
        c->link[program->entry_column[units]] = program->entry_column[chosen];
        c->link_upper[program->entry_column[units]] = -program->entry_value[chosen];
    }
}

static bool make_arrays(cutter *c, const cst__program *program) {
    size_t n = program->n_columns + 1;
    c->n_columns = program->n_columns;
    c->link = malloc(n * sizeof *c->link);
    c->link_upper = calloc(n, sizeof *c->link_upper);
    c->sum = calloc(n, sizeof *c->sum);
    c->used = calloc(program->n_rows + 1, sizeof *c->used);
    c->alpha = calloc(n, sizeof *c->alpha);
    c->v = calloc(n, sizeof *c->v);
    c->support = malloc(n * sizeof *c->support);
    c->from = calloc(n, sizeof *c->from);
    c->cut = calloc(n, sizeof *c->cut);
    return c->link != NULL && c->link_upper != NULL && c->sum != NULL && c->used != NULL &&
           c->alpha != NULL && c->support != NULL && c->v != NULL && c->from != NULL &&
           c->cut != NULL;
}

static void end(cutter *c) {
    cst__root_clear(&c->root);
    free(c->link);
    free(c->link_upper);
    free(c->sum);
    free(c->used);
    free(c->alpha);
    free(c->support);
    free(c->v);
    free(c->from);
    free(c->cut);
}

/* The point is that of narrower bounds; cuts hold for the program's own. */
static cst_error narrow(cutter *c, const double *upper) {
    cst_error error = CST_E_OK;
    for (size_t j = 0; upper != NULL && j < c->n_columns && error == CST_E_OK; j++) {
        if (upper[j] < c->root.upper[j]) {
            error = cst__lp_set_bounds(c->root.lp, (int)j, c->root.lower[j], upper[j]);
        }
    }
    return error;
}

cst_error cst__add_cuts_at(cst__program *program, const double *upper, double deadline_s,
                           const volatile int *stop) {
    cutter c = {.n_cuts = 0};
    size_t n_rows = program->n_rows;
    cst_error error = make_arrays(&c, program) ? cst__root_init(&c.root, program, deadline_s, stop)
                                               : CST_E_MEMORY;
    error = error == CST_E_OK ? narrow(&c, upper) : error;
    if (error == CST_E_OK) {
        list_links(&c);
        for (int round = 0; round < ROUNDS && cst__root_relax(&c.root); round++) {
            if (!run_round(&c, n_rows)) {
                break;
            }
        }
        error = program->out_of_memory ? CST_E_MEMORY : c.root.error;
    }
    end(&c);
    return error;
}

cst_error cst__add_cuts(cst__program *program, double deadline_s, const volatile int *stop) {
    return cst__add_cuts_at(program, NULL, deadline_s, stop);
}
