/*
 * dense.c - the one file that speaks BLAS and LAPACK, both out of OpenBLAS.
 *
 * LAPACK takes matrices column by column. A matrix that lies row by row is its transpose there, so
 * that columns are made orthonormal by a factorization LQ in place of QR, and eigenvectors, which
 * LAPACK leaves in columns, are found in rows.
 */
#include "solver/dense.h"

#include <cblas.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* LAPACK under the names of its Fortran symbols, which OpenBLAS carries without a header; behind
 * the arguments comes the length of each text. (The C interface, lapacke.h, is another package and
 * another library in Debian.) */
extern void dgelqf_(const int *m, const int *n, double *a, const int *lda, double *tau,
                    double *work, const int *lwork, int *info);
extern void dorglq_(const int *m, const int *n, const int *k, double *a, const int *lda,
                    const double *tau, double *work, const int *lwork, int *info);
extern void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info,
                    size_t uplo_length);
extern void dpstrf_(const char *uplo, const int *n, double *a, const int *lda, int *pivots,
                    int *rank, const double *tolerance, double *work, int *info,
                    size_t uplo_length);
extern void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda,
                    double *w, double *work, const int *lwork, int *iwork, const int *liwork,
                    int *info, size_t jobz_length, size_t uplo_length);

/* ---------------------------------------------------------------- products */

void cst__dense_product(size_t m, size_t n, size_t k, const double *a, const double *b, double *c) {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)m, (int)n, (int)k, 1.0, a, (int)k,
                b, (int)n, 0.0, c, (int)n);
}

/* Up to so many multiplications OpenBLAS stays on the thread that calls it (SMP_THRESHOLD_MIN times
 * GEMM_MULTITHREAD_THRESHOLD in its interface/gemm.c). */
static const size_t most_alone = 65536 * 4;

void cst__dense_product_alone(size_t m, size_t n, size_t k, const double *a, const double *b,
                              double *c) {
    size_t rows = most_alone / (n * k);
    rows = rows == 0 ? 1 : rows;
    for (size_t first = 0; first < m; first += rows) {
        size_t panel = m - first < rows ? m - first : rows;
        cst__dense_product(panel, n, k, a + first * k, b, c + first * n);
    }
}

void cst__dense_product_of_columns(size_t m, size_t n, size_t k, const double *a, const double *b,
                                   double *c) {
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)m, (int)n, (int)k, 1.0, a, (int)m, b,
                (int)n, 0.0, c, (int)n);
}

/* ---------------------------------------------------------------- factorizations */

#define BLOCK 64 /* rows of room that LAPACK likes for its blocked steps */

cst_error cst__dense_orthonormal(size_t m, size_t n, double *a) {
    if (m > INT_MAX / BLOCK || n > m) {
        return CST_E_INTERNAL;
    }
    int columns = (int)m;
    int rows = (int)n;
    int room = rows * BLOCK;
    int info = 0;
    double *tau = malloc(n * (BLOCK + 1) * sizeof *tau);
    if (tau == NULL) {
        return CST_E_MEMORY;
    }
    dgelqf_(&rows, &columns, a, &rows, tau, tau + n, &room, &info);
    if (info == 0) {
        dorglq_(&rows, &columns, &rows, a, &rows, tau, tau + n, &room, &info);
    }
    free(tau);
    return info == 0 ? CST_E_OK : CST_E_INTERNAL;
}

cst_error cst__dense_eigen(size_t n, double *a, double *values) {
    if (n > 10000) { /* the room that is asked for stays within int */
        return CST_E_INTERNAL;
    }
    int order = (int)n;
    int room = 1 + 6 * order + 2 * order * order; /* as dsyevd asks */
    int whole_room = 3 + 5 * order;
    int info = 0;
    double *work = malloc((size_t)room * sizeof *work);
    int *whole = malloc((size_t)whole_room * sizeof *whole);
    if (work != NULL && whole != NULL) {
        dsyevd_("V", "U", &order, a, &order, values, work, &room, whole, &whole_room, &info, 1, 1);
    }
    bool had_room = work != NULL && whole != NULL;
    free(work);
    free(whole);
    return !had_room ? CST_E_MEMORY : info == 0 ? CST_E_OK : CST_E_INTERNAL;
}

/* The factor row by row from what LAPACK left column by column below the diagonal, of which only
 * the first columns count; row i of it is row pivots[i] - 1 of the matrix. */
static void take_factor(size_t n, size_t rank, const double *columns, const int *pivots,
                        double *factor) {
    memset(factor, 0, n * n * sizeof *factor);
    for (size_t i = 0; i < n; i++) {
        size_t row = pivots == NULL ? i : (size_t)pivots[i] - 1;
        for (size_t j = 0; j <= i && j < rank; j++) {
            factor[row * n + j] = columns[j * n + i];
        }
    }
}

/* With pivots, which stops where nothing is left that varies. */
static cst_error factor_semidefinite(size_t n, double *columns, double *factor) {
    int order = (int)n;
    int rank = 0;
    int info = 0;
    double tolerance = -1; /* that of LAPACK: n times the precision times the largest entry */
    int *pivots = malloc(n * sizeof *pivots);
    double *work = malloc(2 * n * sizeof *work);
    bool ok = pivots != NULL && work != NULL;
    if (ok) {
        dpstrf_("L", &order, columns, &order, pivots, &rank, &tolerance, work, &info, 1);
        take_factor(n, (size_t)rank, columns, pivots, factor);
    }
    free(pivots);
    free(work);
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* Cholesky's factor, and where that meets a pivot which is not positive, the one with pivots. */
cst_error cst__dense_factor(size_t n, const double *matrix, double *factor) {
    int order = (int)n;
    int info = 0;
    if (n == 0) {
        return CST_E_OK;
    }
    double *columns = malloc(n * n * sizeof *columns);
    if (columns == NULL) {
        return CST_E_MEMORY;
    }
    cst_error error = CST_E_OK;
    memcpy(columns, matrix, n * n * sizeof *columns); /* symmetric: rows are columns */
    dpotrf_("L", &order, columns, &order, &info, 1);
    if (info == 0) {
        take_factor(n, n, columns, NULL, factor);
    } else {
        memcpy(columns, matrix, n * n * sizeof *columns);
        error = factor_semidefinite(n, columns, factor);
    }
    free(columns);
    return error;
}
