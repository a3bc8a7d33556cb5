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

/* LAPACK under the names of its Fortran symbols, which OpenBLAS carries without a header; behind
 * the arguments comes the length of each text. (The C interface, lapacke.h, is another package and
 * another library in Debian.) */
extern void dgelqf_(const int *m, const int *n, double *a, const int *lda, double *tau,
                    double *work, const int *lwork, int *info);
extern void dorglq_(const int *m, const int *n, const int *k, double *a, const int *lda,
                    const double *tau, double *work, const int *lwork, int *info);
extern void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda,
                    double *w, double *work, const int *lwork, int *iwork, const int *liwork,
                    int *info, size_t jobz_length, size_t uplo_length);

/* ---------------------------------------------------------------- products */

void cst__dense_product(size_t m, size_t n, size_t k, const double *a, const double *b, double *c) {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)m, (int)n, (int)k, 1.0, a, (int)k,
                b, (int)n, 0.0, c, (int)n);
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
