/*
 * lsa.h - latent semantic analysis: texts and words in a space of few dimensions, where words that
 * keep the same company lie close together (Deerwester, Dumais, Furnas, Landauer and Harshman 1990,
 * Indexing by latent semantic analysis, Journal of the American Society for Information Science
 * 41(6)).
 */
#ifndef CST_LSA_H
#define CST_LSA_H

#include <stdint.h>

#include "consort/error.h"
#include "model/arena.h"

/* A matrix of which most is zero, row by row. */
typedef struct cst__sparse {
    size_t n_rows, n_columns;
    size_t *begin;    /* [n_rows + 1] where the entries of a row begin */
    uint32_t *column; /* rising within a row */
    double *value;
} cst__sparse;

/* The space of the largest singular values of a matrix of texts (rows) and words (columns). */
typedef struct cst__lsa {
    size_t rank;    /* dimensions; 0: there is none that stands out */
    double *words;  /* [n_columns][rank] orthonormal columns: right singular vectors */
    double *texts;  /* [n_rows][rank] the rows of the matrix in that space */
    double *values; /* [rank] singular values, falling */
} cst__lsa;

/*
 * The space of about so many dimensions: fewer where the matrix has fewer; one that would part
 * equal singular values takes all of them, or none, so that it does not depend on chance. Lies in
 * the arena. Where the smaller side of the matrix is at most CST__LSA_EXTRA more than the
 * dimensions asked for, it is exact but for rounding.
 */
cst_error cst__lsa_find(const cst__sparse *matrix, size_t rank, cst__arena *arena, cst__lsa *lsa);

#define CST__LSA_EXTRA 20

#endif
