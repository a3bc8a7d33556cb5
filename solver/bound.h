/*
 * bound.h - bounds that hold in spite of floating point.
 *
 * For any multipliers y of the rows and any point x of the program
 *     cost x  =  sum y_i a_i x + (cost - sum y_i a_i) x
 *            >=  sum over rows of y_i times the side it leans on + sum over columns of the least
 *                d_j x_j within the bounds of x_j,
 * whether or not y is dual feasible (Neumaier and Shcherbina 2004, Safe bounds in linear and mixed-
 * integer linear programming, Mathematical Programming 99). So GLPK's multipliers may be off; the
 * sum is added up in extended precision and lowered by a bound on its own rounding. A combination
 * of rows that no point within the bounds can satisfy proves infeasibility in the same way.
 */
#ifndef CST_BOUND_H
#define CST_BOUND_H

#include "solver/lp.h"

/* A proven lower bound on the objective over the rows of the LP and the column bounds [n_columns];
 * fills the reduced costs d [n_columns] that belong to it. */
double cst__safe_bound(const cst__program *program, const cst__lp *lp, const double *y,
                       const double *lower, const double *upper, long double *reduced);

/* By how much the rows, combined by the multipliers times sign (1 or -1), ask for more than any
 * point within the bounds can give: above 0 they prove that there is none. Fills minus the
 * combination [n_columns]. */
double cst__infeasibility(const cst__program *program, const cst__lp *lp, const double *y, int sign,
                          const double *lower, const double *upper, long double *combination);

/* Whether the multipliers prove that no point within the bounds meets the rows of the LP; work
 * [n_columns] is scratch. */
bool cst__proves_infeasible(const cst__program *program, const cst__lp *lp, const double *y,
                            const double *lower, const double *upper, long double *work);

#endif
