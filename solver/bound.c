/* bound.c - the two sums of bound.h, with what rounding can have done to them taken off. */
#include "solver/bound.h"

#include <float.h>
#include <math.h>

/* A sum in extended precision, and how much its terms and their rounding may weigh. */
typedef struct careful {
    long double sum;
    long double size;    /* of everything that was added, each time at most rounded once */
    long double inexact; /* of terms whose coefficient was itself rounded to a double */
} careful;

/* Beyond 2^53 a whole coefficient may have been rounded (basis points times cents, see program.h).
 */
static const double exact_below = 9007199254740992.0;

/* More than n roundings in extended precision of each part can amount to. */
static long double rounding(const careful *c, size_t n) {
    return c->size * (long double)(n + 16) * LDBL_EPSILON + c->inexact * DBL_EPSILON;
}

/* A multiplier that leans on a side which the row does not have is no use: any y gives a bound, and
 * 0 gives a better one. */
static double usable(double y, const cst__row *row) {
    bool missing = (y > 0 && row->lower == -HUGE_VAL) || (y < 0 && row->upper == HUGE_VAL);
    return missing ? 0 : y;
}

static double reach(const double *lower, const double *upper, int j) {
    return fmax(fabs(lower[j]), fabs(upper[j]));
}

/* Subtracts y times a row from the combination, and weighs the rounding that does. */
static void subtract_row(const cst__program *program, const cst__row *row, double y,
                         const double *lower, const double *upper, long double *combination,
                         careful *c) {
    for (size_t e = row->start; e < row->start + row->n; e++) {
        int j = program->entry_column[e];
        long double term = (long double)y * program->entry_value[e];
        long double weight = fabsl(term) * reach(lower, upper, j);
        combination[j] -= term;
        c->size += weight;
        if (fabs(program->entry_value[e]) >= exact_below) {
            c->inexact += weight;
        }
    }
}

/* sum over columns of the least (sign 1) or largest (sign -1) combination_j x_j, times sign */
static void add_columns(const cst__program *program, const long double *combination, int sign,
                        const double *lower, const double *upper, careful *c) {
    for (size_t j = 0; j < program->n_columns; j++) {
        long double d = sign * combination[j];
        long double term = d * (d > 0 ? lower[j] : upper[j]);
        c->sum += term;
        c->size += fabsl(term);
    }
}

double cst__safe_bound(const cst__program *program, const cst__lp *lp, const double *y,
                       const double *lower, const double *upper, long double *reduced) {
    careful c = {0, 0, 0};
    for (size_t j = 0; j < program->n_columns; j++) {
        reduced[j] = program->columns[j].cost;
        c.size += fabs(program->columns[j].cost) * reach(lower, upper, (int)j);
    }
    size_t n_rows = cst__lp_row_count(lp);
    for (size_t k = 0; k < n_rows; k++) {
        const cst__row *row = &program->rows[cst__lp_row(lp, k)];
        double multiplier = usable(y[k], row);
        if (multiplier != 0) {
            long double side = (long double)multiplier * (multiplier > 0 ? row->lower : row->upper);
            c.sum += side;
            c.size += fabsl(side);
            subtract_row(program, row, multiplier, lower, upper, reduced, &c);
        }
    }
    add_columns(program, reduced, 1, lower, upper, &c);
    long double safe = c.sum - rounding(&c, n_rows + program->n_columns);
    return (double)(safe - fabsl(safe) * DBL_EPSILON);
}

double cst__infeasibility(const cst__program *program, const cst__lp *lp, const double *y, int sign,
                          const double *lower, const double *upper, long double *combination) {
    careful c = {0, 0, 0};
    for (size_t j = 0; j < program->n_columns; j++) {
        combination[j] = 0;
    }
    size_t n_rows = cst__lp_row_count(lp);
    for (size_t k = 0; k < n_rows; k++) {
        const cst__row *row = &program->rows[cst__lp_row(lp, k)];
        double multiplier = usable(sign * y[k], row);
        if (multiplier != 0) {
            long double side = (long double)multiplier * (multiplier > 0 ? row->lower : row->upper);
            c.sum += side;
            c.size += fabsl(side);
            subtract_row(program, row, multiplier, lower, upper, combination, &c);
        }
    }
    /* it is minus the combination: its least is minus the largest of the combination. */
    add_columns(program, combination, 1, lower, upper, &c);
    long double safe = c.sum - rounding(&c, n_rows + program->n_columns);
    return (double)(safe - fabsl(safe) * DBL_EPSILON);
}

bool cst__proves_infeasible(const cst__program *program, const cst__lp *lp, const double *y,
                            const double *lower, const double *upper, long double *work) {
    return cst__infeasibility(program, lp, y, 1, lower, upper, work) > 0 ||
           cst__infeasibility(program, lp, y, -1, lower, upper, work) > 0;
}
