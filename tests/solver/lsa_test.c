/*
 * lsa_test.c - the dense routines against loops, and the truncated decomposition against a whole
 * one by another way: one-sided Jacobi rotations (Hestenes 1958), which need no library.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/dense.h"
#include "solver/lsa.h"
#include "tests/dice.h"
#include "tests/support.h"

static double *matrix_new(size_t m, size_t n) {
    double *a = calloc(m * n + 1, sizeof *a);
    assert_non_null(a);
    return a;
}

static double number(dice *d) {
    return dice_from(d, -1000, 1000) / 1000.0;
}

static void expect_near(double a, double b, double most) {
    if (!(fabs(a - b) <= most)) {
        fail_msg("%.12g is not %.12g", a, b);
    }
}

/* ---------------------------------------------------------------- dense */

static void multiplies(void **state) {
    (void)state;
    dice d = dice_new(1);
    size_t m = 5;
    size_t n = 3;
    size_t k = 4;
    double *a = matrix_new(m, k);
    double *turned = matrix_new(k, m);
    double *b = matrix_new(k, n);
    double *c = matrix_new(m, n);
    double *same = matrix_new(m, n);
    for (size_t i = 0; i < m * k; i++) {
        a[i] = number(&d);
        turned[i % k * m + i / k] = a[i];
    }
    for (size_t i = 0; i < k * n; i++) {
        b[i] = number(&d);
    }
    cst__dense_product(m, n, k, a, b, c);
    cst__dense_product_of_columns(m, n, k, turned, b, same);
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            double sum = 0;
            for (size_t l = 0; l < k; l++) {
                sum += a[i * k + l] * b[l * n + j];
            }
            expect_near(c[i * n + j], sum, 1e-12);
            expect_near(same[i * n + j], sum, 1e-12);
        }
    }
    free(a);
    free(turned);
    free(b);
    free(c);
    free(same);
}

/* The columns become orthonormal, and what was a combination of them is one still. */
static void makes_orthonormal(void **state) {
    (void)state;
    dice d = dice_new(2);
    size_t m = 30;
    size_t n = 7;
    double *a = matrix_new(m, n);
    double *q = matrix_new(m, n);
    for (size_t i = 0; i < m * n; i++) {
        a[i] = q[i] = number(&d);
    }
    assert_int_equal(cst__dense_orthonormal(m, n, q), CST_E_OK);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double dot = 0;
            for (size_t r = 0; r < m; r++) {
                dot += q[r * n + i] * q[r * n + j];
            }
            expect_near(dot, i == j, 1e-12);
        }
    }
    for (size_t i = 0; i < n; i++) { /* column i of a less its projection is nothing */
        double rest[30];
        for (size_t r = 0; r < m; r++) {
            rest[r] = a[r * n + i];
        }
        for (size_t j = 0; j < n; j++) {
            double dot = 0;
            for (size_t r = 0; r < m; r++) {
                dot += q[r * n + j] * a[r * n + i];
            }
            for (size_t r = 0; r < m; r++) {
                rest[r] -= dot * q[r * n + j];
            }
        }
        for (size_t r = 0; r < m; r++) {
            expect_near(rest[r], 0, 1e-12);
        }
    }
    assert_int_equal(cst__dense_orthonormal(3, 4, q), CST_E_INTERNAL);
    free(a);
    free(q);
}

static void finds_eigenvectors(void **state) {
    (void)state;
    dice d = dice_new(3);
    size_t n = 9;
    double values[9];
    double *a = matrix_new(n, n);
    double *v = matrix_new(n, n);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            a[i * n + j] = a[j * n + i] = number(&d);
        }
    }
    memcpy(v, a, n * n * sizeof *v);
    assert_int_equal(cst__dense_eigen(n, v, values), CST_E_OK);
    for (size_t i = 0; i < n; i++) {
        double length = 0;
        assert_true(i == 0 || values[i] >= values[i - 1]);
        for (size_t r = 0; r < n; r++) {
            double sum = 0;
            for (size_t c = 0; c < n; c++) {
                sum += a[r * n + c] * v[i * n + c];
            }
            expect_near(sum, values[i] * v[i * n + r], 1e-12);
            length += v[i * n + r] * v[i * n + r];
        }
        expect_near(length, 1, 1e-12);
    }
    free(a);
    free(v);
}

/* ---------------------------------------------------------------- a whole decomposition */

typedef struct whole {
    size_t m, n;
    double *u;      /* [m][n] the matrix, turned until its columns are orthogonal */
    double *v;      /* [n][n] by these turns */
    double *values; /* [n] lengths of the columns */
    size_t *order;  /* [n] by falling value */
} whole;

static void rotate(double *a, size_t rows, size_t n, size_t p, size_t q, double c, double s) {
    for (size_t i = 0; i < rows; i++) {
        double x = a[i * n + p];
        double y = a[i * n + q];
        a[i * n + p] = c * x - s * y;
        a[i * n + q] = s * x + c * y;
    }
}

static double make_orthogonal(whole *w, size_t p, size_t q) {
    double pp = 0;
    double qq = 0;
    double pq = 0;
    for (size_t i = 0; i < w->m; i++) {
        pp += w->u[i * w->n + p] * w->u[i * w->n + p];
        qq += w->u[i * w->n + q] * w->u[i * w->n + q];
        pq += w->u[i * w->n + p] * w->u[i * w->n + q];
    }
    if (fabs(pq) <= 1e-15 * sqrt(pp * qq) || fabs(pq) < 1e-300) {
        return 0;
    }
    double zeta = (qq - pp) / (2 * pq);
    double t = (zeta >= 0 ? 1 : -1) / (fabs(zeta) + sqrt(1 + zeta * zeta));
    double c = 1 / sqrt(1 + t * t);
    rotate(w->u, w->m, w->n, p, q, c, c * t);
    rotate(w->v, w->n, w->n, p, q, c, c * t);
    return fabs(pq);
}

static whole whole_of(const double *a, size_t m, size_t n) {
    whole w = {m, n, matrix_new(m, n), matrix_new(n, n), matrix_new(n, 1), NULL};
    w.order = calloc(n + 1, sizeof *w.order);
    memcpy(w.u, a, m * n * sizeof *a);
    for (size_t i = 0; i < n; i++) {
        w.v[i * n + i] = 1;
    }
    double worst = 1;
    for (int sweep = 0; sweep < 60 && worst > 0; sweep++) {
        worst = 0;
        for (size_t p = 0; p < n; p++) {
            for (size_t q = p + 1; q < n; q++) {
                double left = make_orthogonal(&w, p, q);
                worst = left > worst ? left : worst;
            }
        }
    }
    for (size_t j = 0; j < n; j++) {
        double sum = 0;
        for (size_t i = 0; i < m; i++) {
            sum += w.u[i * n + j] * w.u[i * n + j];
        }
        w.values[j] = sqrt(sum);
        size_t at = j;
        while (at > 0 && w.values[w.order[at - 1]] < w.values[j]) {
            w.order[at] = w.order[at - 1];
            at--;
        }
        w.order[at] = j;
    }
    return w;
}

static void whole_free(whole *w) {
    free(w->u);
    free(w->v);
    free(w->values);
    free(w->order);
}

/* ---------------------------------------------------------------- the truncated one */

static cst__sparse sparse_of(const double *a, size_t m, size_t n) {
    cst__sparse s = {.n_rows = m, .n_columns = n};
    s.begin = calloc(m + 1, sizeof *s.begin);
    s.column = calloc(m * n + 1, sizeof *s.column);
    s.value = calloc(m * n + 1, sizeof *s.value);
    size_t at = 0;
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            if (a[i * n + j] < 0 || a[i * n + j] > 0) {
                s.column[at] = (uint32_t)j;
                s.value[at++] = a[i * n + j];
            }
        }
        s.begin[i + 1] = at;
    }
    return s;
}

static void sparse_free(cst__sparse *s) {
    free(s->begin);
    free(s->column);
    free(s->value);
}

/* The projectors on both spaces are the same matrix, and so are the rows projected. */
static void expect_same_space(const cst__lsa *lsa, const whole *w, const double *a, double most) {
    size_t n = w->n;
    double *projector = matrix_new(n, n);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double found = 0;
            for (size_t k = 0; k < lsa->rank; k++) {
                found += lsa->words[i * lsa->rank + k] * lsa->words[j * lsa->rank + k];
                projector[i * n + j] += w->v[i * n + w->order[k]] * w->v[j * n + w->order[k]];
            }
            expect_near(found, projector[i * n + j], most);
        }
    }
    for (size_t r = 0; r < w->m; r++) {
        for (size_t i = 0; i < n; i++) {
            double found = 0;
            double expected = 0;
            for (size_t k = 0; k < lsa->rank; k++) {
                found += lsa->texts[r * lsa->rank + k] * lsa->words[i * lsa->rank + k];
            }
            for (size_t j = 0; j < n; j++) {
                expected += a[r * n + j] * projector[j * n + i];
            }
            expect_near(found, expected, most);
        }
    }
    free(projector);
}

static void expect_as_whole(const double *a, size_t m, size_t n, size_t rank, double most) {
    cst__sparse s = sparse_of(a, m, n);
    cst__arena *arena = cst__arena_new();
    cst__lsa lsa;
    whole w = whole_of(a, m, n);
    assert_int_equal(cst__lsa_find(&s, rank, arena, &lsa), CST_E_OK);
    assert_int_equal(lsa.rank, rank);
    for (size_t k = 0; k < rank; k++) {
        expect_near(lsa.values[k], w.values[w.order[k]], most);
    }
    expect_same_space(&lsa, &w, a, most);
    whole_free(&w);
    sparse_free(&s);
    cst__arena_free(arena);
}

/* Small matrices, of which the smaller side is within what is drawn besides: exact. */
static void is_exact_for_small_ones(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 60; seed++) {
        dice d = dice_new(seed);
        size_t m = (size_t)dice_from(&d, 4, 25);
        size_t n = (size_t)dice_from(&d, 4, 25);
        double *a = matrix_new(m, n);
        for (size_t i = 0; i < m * n; i++) {
            a[i] = dice_chance(&d, 40) ? number(&d) : 0;
        }
        for (size_t i = 0; i < (m < n ? m : n); i++) {
            a[i * n + i] += (double)(i + 1); /* of full rank, values apart */
        }
        expect_as_whole(a, m, n, (size_t)dice_from(&d, 1, 3), 1e-7);
        free(a);
    }
}

/* Larger ones, in which so many dimensions stand out of noise. */
static void finds_what_stands_out(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 4; seed++) {
        dice d = dice_new(seed);
        size_t m = 70;
        size_t n = 60;
        double *a = matrix_new(m, n);
        for (size_t k = 0; k < 4; k++) {
            double u[70];
            double v[60];
            for (size_t i = 0; i < m; i++) {
                u[i] = number(&d);
            }
            for (size_t j = 0; j < n; j++) {
                v[j] = number(&d);
            }
            for (size_t i = 0; i < m * n; i++) {
                a[i] += (double)(k + 1) * u[i / n] * v[i % n];
            }
        }
        for (size_t i = 0; i < m * n; i++) {
            a[i] += 0.05 * number(&d);
        }
        expect_as_whole(a, m, n, 4, 1e-7);
        free(a);
    }
}

/* ---------------------------------------------------------------- how many dimensions */

typedef struct rank_row {
    const char *name;
    size_t n;          /* rows and columns */
    size_t equal_from; /* of the falling diagonal the entries from ... */
    size_t equal_to;   /* ... up to here are equal */
    size_t zero_from;  /* and nothing from here on */
    size_t asked, found;
} rank_row;

static const rank_row rank_rows[] = {
    {"as asked", 8, 0, 0, 8, 3, 3},
    {"more than there is", 8, 0, 0, 5, 7, 5},
    {"as much as there is", 8, 0, 0, 5, 5, 5},
    {"equals are taken together", 8, 2, 5, 8, 3, 5},
    {"all are equal", 8, 0, 8, 8, 3, 8},
    {"nothing", 8, 0, 0, 0, 3, 0},
    {"too many equals to see their end", 60, 2, 60, 60, 3, 2},
    {"and nothing before them", 60, 0, 60, 60, 3, 0},
    {"equals beyond what is asked", 60, 5, 60, 60, 3, 3},
};

static void chooses_rank(void **state) {
    const rank_row *row = *state;
    double *a = matrix_new(row->n, row->n);
    for (size_t i = 0; i < row->zero_from; i++) {
        bool equal = i >= row->equal_from && i < row->equal_to;
        a[i * row->n + i] = 100.0 / (double)(equal ? row->equal_from + 1 : i + 1);
    }
    cst__sparse s = sparse_of(a, row->n, row->n);
    cst__arena *arena = cst__arena_new();
    cst__lsa lsa;
    assert_int_equal(cst__lsa_find(&s, row->asked, arena, &lsa), CST_E_OK);
    assert_int_equal(lsa.rank, row->found);
    cst__arena_free(arena);
    sparse_free(&s);
    free(a);
}

static void takes_empty_ones(void **state) {
    (void)state;
    double none[1] = {0};
    cst__lsa lsa;
    cst__arena *arena = cst__arena_new();
    cst__sparse rows = sparse_of(none, 3, 0);
    cst__sparse columns = sparse_of(none, 0, 3);
    assert_int_equal(cst__lsa_find(&rows, 2, arena, &lsa), CST_E_OK);
    assert_int_equal(lsa.rank, 0);
    assert_int_equal(cst__lsa_find(&columns, 2, arena, &lsa), CST_E_OK);
    assert_int_equal(lsa.rank, 0);
    sparse_free(&rows);
    sparse_free(&columns);
    cst__arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multiplies),
        cmocka_unit_test(makes_orthonormal),
        cmocka_unit_test(finds_eigenvectors),
        cmocka_unit_test(is_exact_for_small_ones),
        cmocka_unit_test(finds_what_stands_out),
        cmocka_unit_test(takes_empty_ones),
    };
    return TEST_ROWS("dimensions", rank_rows, chooses_rank) +
           cmocka_run_group_tests_name("latent semantic analysis", tests, NULL, NULL);
}
