/*
 * lsa.c - the truncated singular value decomposition behind latent semantic analysis.
 *
 * Ten thousand texts over twenty thousand words are 1.6 GB as a plain matrix, and their products
 * with each other, of which the singular values could be had exactly, take 10^12 operations to
 * decompose. So the matrix stays sparse and the space is found by subspace iteration from a random
 * start (Halko, Martinsson and Tropp 2011, Finding structure with randomness, SIAM Review 53(2),
 * algorithm 4.4), a few columns wider than what is asked for:
 *
 *     Y = A' S            S: random signs, of a seed that never changes
 *     Y = A' A orth(Y)    a few times
 *     Z = A orth(Y)       and the eigenvectors of Z' Z turn both into singular vectors
 *
 * Only the thin matrices Y and Z are dense. What follows is asked of the space as a whole: signs
 * and turns of its basis, which a library may choose as it likes, cancel.
 */
#include "solver/lsa.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/dense.h"

#define ROUNDS 6        /* of the iteration; see bench/README.md for what they are worth */
#define NEGLIGIBLE 1e-6 /* of the largest singular value: rounding, or nothing */
#define APART 1e-4      /* singular values closer than this, relatively, count as equal */

typedef struct finder {
    const cst__sparse *a;
    size_t width;
    double *y; /* [n_columns][width] */
    double *z; /* [n_rows][width] */
    double *turn, *values;
} finder;

/* ---------------------------------------------------------------- sparse times thin */

static void clear(double *thin, size_t n, size_t width) {
    memset(thin, 0, n * width * sizeof *thin);
}

static void add_scaled(double *restrict to, const double *restrict from, double factor, size_t n) {
    for (size_t i = 0; i < n; i++) {
        to[i] += factor * from[i];
    }
}

/* z = A y */
static void multiply(const finder *f) {
    const cst__sparse *a = f->a;
    clear(f->z, a->n_rows, f->width);
    for (size_t r = 0; r < a->n_rows; r++) {
        for (size_t i = a->begin[r]; i < a->begin[r + 1]; i++) {
            add_scaled(f->z + r * f->width, f->y + a->column[i] * f->width, a->value[i], f->width);
        }
    }
}

/* y = A' z */
static void multiply_back(const finder *f) {
    const cst__sparse *a = f->a;
    clear(f->y, a->n_columns, f->width);
    for (size_t r = 0; r < a->n_rows; r++) {
        for (size_t i = a->begin[r]; i < a->begin[r + 1]; i++) {
            add_scaled(f->y + a->column[i] * f->width, f->z + r * f->width, a->value[i], f->width);
        }
    }
}

/* ---------------------------------------------------------------- the iteration */

/* splitmix64 (Steele, Lea and Flood 2014, Fast splittable pseudorandom number generators). */
static uint64_t next_random(uint64_t *state) {
    uint64_t x = *state += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static void draw_signs(const finder *f) {
    uint64_t state = 1990;
    for (size_t i = 0; i < f->a->n_rows * f->width; i++) {
        f->z[i] = (next_random(&state) >> 63) != 0 ? 1.0 : -1.0;
    }
}

/* Leaves in y an orthonormal basis of the space, and A y in z. */
static cst_error iterate(const finder *f) {
    draw_signs(f);
    for (int round = 0; round <= ROUNDS; round++) {
        multiply_back(f);
        cst_error error = cst__dense_orthonormal(f->a->n_columns, f->width, f->y);
        if (error != CST_E_OK) {
            return error;
        }
        multiply(f);
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- how many dimensions */

/* Falling singular values, of which those behind the first n are nothing. */
typedef struct spectrum {
    const double *values;
    size_t n;
    bool complete; /* there are no more than these n */
} spectrum;

static spectrum spectrum_of(const finder *f) {
    bool exact = f->width == f->a->n_rows || f->width == f->a->n_columns;
    spectrum s = {f->values, 0, exact};
    while (s.n < f->width && f->values[s.n] > NEGLIGIBLE * f->values[0]) {
        s.n++;
    }
    s.complete = exact || s.n < f->width;
    return s;
}

/* Whether the space of the first `rank` is one, and does not part equals. */
static bool stands_apart(const spectrum *s, size_t rank) {
    if (rank == 0 || rank == s->n) {
        return rank == 0 || s->complete;
    }
    return s->values[rank - 1] > s->values[rank] * (1 + APART);
}

/* As asked, else the next greater, else the next smaller one. */
static size_t choose_rank(const spectrum *s, size_t asked) {
    size_t start = asked < s->n ? asked : s->n;
    for (size_t rank = start; rank <= s->n; rank++) {
        if (stands_apart(s, rank)) {
            return rank;
        }
    }
    size_t rank = start;
    while (!stands_apart(s, rank)) {
        rank--;
    }
    return rank;
}

/* ---------------------------------------------------------------- singular vectors */

/* Eigenvalues of Z'Z, rising, become singular values, falling, with the rows of turn alike. */
static cst_error decompose(const finder *f) {
    size_t n = f->width;
    cst__dense_product_of_columns(n, n, f->a->n_rows, f->z, f->z, f->turn);
    cst_error error = cst__dense_eigen(n, f->turn, f->values);
    for (size_t i = 0; i < n / 2 && error == CST_E_OK; i++) {
        double value = f->values[i];
        f->values[i] = f->values[n - 1 - i];
        f->values[n - 1 - i] = value;
        for (size_t j = 0; j < n; j++) {
            double entry = f->turn[i * n + j];
            f->turn[i * n + j] = f->turn[(n - 1 - i) * n + j];
            f->turn[(n - 1 - i) * n + j] = entry;
        }
    }
    for (size_t i = 0; i < n; i++) {
        f->values[i] = f->values[i] > 0 ? sqrt(f->values[i]) : 0;
    }
    return error;
}

/* The first rank rows of turn as columns, and y and z turned by them. */
static cst_error turn(const finder *f, cst__arena *arena, cst__lsa *lsa) {
    size_t rank = lsa->rank;
    double *columns = malloc(f->width * rank * sizeof *columns);
    lsa->words = cst__arena_alloc(arena, f->a->n_columns * rank, sizeof *lsa->words);
    lsa->texts = cst__arena_alloc(arena, f->a->n_rows * rank, sizeof *lsa->texts);
    lsa->values = cst__arena_alloc(arena, rank, sizeof *lsa->values);
    bool room = columns != NULL && lsa->words != NULL && lsa->texts != NULL && lsa->values != NULL;
    if (room) {
        for (size_t i = 0; i < rank; i++) {
            lsa->values[i] = f->values[i];
            for (size_t j = 0; j < f->width; j++) {
                columns[j * rank + i] = f->turn[i * f->width + j];
            }
        }
        cst__dense_product(f->a->n_columns, rank, f->width, f->y, columns, lsa->words);
        cst__dense_product(f->a->n_rows, rank, f->width, f->z, columns, lsa->texts);
    }
    free(columns);
    return room ? CST_E_OK : CST_E_MEMORY;
}

static cst_error find(finder *f, size_t rank, cst__arena *arena, cst__lsa *lsa) {
    cst_error error = iterate(f);
    if (error == CST_E_OK) {
        error = decompose(f);
    }
    if (error != CST_E_OK) {
        return error;
    }
    spectrum s = spectrum_of(f);
    lsa->rank = choose_rank(&s, rank);
    return lsa->rank > 0 ? turn(f, arena, lsa) : CST_E_OK;
}

cst_error cst__lsa_find(const cst__sparse *matrix, size_t rank, cst__arena *arena, cst__lsa *lsa) {
    size_t smaller = matrix->n_rows < matrix->n_columns ? matrix->n_rows : matrix->n_columns;
    size_t width = rank + CST__LSA_EXTRA < smaller ? rank + CST__LSA_EXTRA : smaller;
    *lsa = (cst__lsa){.rank = 0};
    if (width == 0 || rank == 0) {
        return CST_E_OK;
    }
    finder f = {.a = matrix, .width = width};
    f.y = calloc(matrix->n_columns * width, sizeof *f.y);
    f.z = calloc(matrix->n_rows * width, sizeof *f.z);
    f.turn = malloc(width * width * sizeof *f.turn);
    f.values = malloc(width * sizeof *f.values);
    bool room = f.y != NULL && f.z != NULL && f.turn != NULL && f.values != NULL;
    cst_error error = room ? find(&f, rank, arena, lsa) : CST_E_MEMORY;
    free(f.y);
    free(f.z);
    free(f.turn);
    free(f.values);
    return error;
}
