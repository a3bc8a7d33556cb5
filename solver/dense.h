/*
 * dense.h - matrices of doubles, and what BLAS and LAPACK do with them: the one door to both.
 *
 * A matrix lies row by row in one piece: entry (i, j) of one with n columns is a[i * n + j].
 * Nothing here allocates but where it says so. Which of several equal answers comes out (signs,
 * order of additions) is the business of the library that is linked; whoever needs the same bytes
 * everywhere asks for what does not depend on it, or rounds.
 */
#ifndef CST_DENSE_H
#define CST_DENSE_H

#include <stddef.h>

#include "consort/error.h"

/* c [m][n] = a [m][k] b [k][n]. Nothing may be empty. */
void cst__dense_product(size_t m, size_t n, size_t k, const double *a, const double *b, double *c);

/* The same in panels, so that OpenBLAS does not put threads of its own to work: for products that
 * are tasks of a pool themselves. */
void cst__dense_product_alone(size_t m, size_t n, size_t k, const double *a, const double *b,
                              double *c);

/* c [m][n] = a^T b, with a [k][m] and b [k][n]. */
void cst__dense_product_of_columns(size_t m, size_t n, size_t k, const double *a, const double *b,
                                   double *c);

/* Puts in the place of the columns of a [m][n], m >= n, orthonormal ones that span the same space,
 * and beyond its dimension any. Allocates; CST_E_INTERNAL when LAPACK refuses. */
cst_error cst__dense_orthonormal(size_t m, size_t n, double *a);

/* factor [n][n] with factor * its transpose = matrix, which is symmetric and positive semidefinite:
 * directions in which nothing varies are no obstacle. Lower triangular but for the order of its
 * rows. Allocates. */
cst_error cst__dense_factor(size_t n, const double *matrix, double *factor);

/* Eigenvalues [n] of the symmetric a [n][n], in rising order; row i of a becomes the unit
 * eigenvector of value i. Allocates; CST_E_INTERNAL when LAPACK refuses. */
cst_error cst__dense_eigen(size_t n, double *a, double *values);

#endif
