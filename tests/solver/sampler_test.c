/*
 * sampler_test.c - random numbers against published ones, the normal quantile against the error
 * function, factors against the matrix they are of, and samples against the correlations asked for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>

#include "solver/dense.h"
#include "solver/random.h"
#include "solver/sampler.h"
#include "tests/dice.h"

/* ---------------------------------------------------------------- Philox */

/* The known answers of the authors' library (Random123, kat_vectors, philox4x32 10). */
static void gives_known_answers(void **state) {
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], bits[4];
    } rows[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint32_t bits[4];
        cst__philox(rows[i].counter, rows[i].key, bits);
        assert_memory_equal(bits, rows[i].bits, sizeof bits);
    }
}

/* ---------------------------------------------------------------- the normal quantile */

static double below(double z) {
    return 0.5 * erfc(-z / sqrt(2));
}

static void inverts_the_distribution(void **state) {
    (void)state;
    static const double exact[][2] = {{0.5, 0},
                                      {0.1, -1.2815515655446004},
                                      {0.9, 1.2815515655446004},
                                      {0.025, -1.9599639845400545},
                                      {1e-10, -6.3613409024040557},
                                      {1e-16, -8.2220822161304356}};
    for (size_t i = 0; i < sizeof exact / sizeof exact[0]; i++) {
        assert_true(fabs(cst__normal_quantile(exact[i][0]) - exact[i][1]) < 1e-14 * 10);
    }
    for (double p = 1e-15; p < 1; p = p < 0.001 ? p * 1.7 : p + 0.00037) {
        double error = below(cst__normal_quantile(p)) - p;
        assert_true(fabs(error) <= 4e-14 * p + 1e-16);
        assert_true(cst__normal_quantile(p) <= cst__normal_quantile(p * (1 + 1e-9)));
    }
}

/* ---------------------------------------------------------------- normal variates */

enum { MANY = 1 << 18 };

static void draws_normal_variates(void **state) {
    (void)state;
    double *z = malloc(MANY * sizeof *z);
    assert_non_null(z);
    cst__random_normals(7, 5, 3, MANY, z);
    double moments[5] = {0};
    size_t beyond = 0;
    for (size_t i = 0; i < MANY; i++) {
        double power = 1;
        for (int k = 0; k < 5; k++) {
            moments[k] += power / MANY;
            power *= z[i];
        }
        beyond += z[i] > 3;
    }
    double error = 1 / sqrt(MANY); /* of the mean; that of z^k has the variance of z^2k */
    assert_true(fabs(moments[1]) < 4 * error);
    assert_true(fabs(moments[2] - 1) < 4 * error * sqrt(2));
    assert_true(fabs(moments[3]) < 4 * error * sqrt(15));
    assert_true(fabs(moments[4] - 3) < 4 * error * sqrt(96));
    double share = below(-3);
    assert_true(fabs((double)beyond / MANY - share) < 4 * sqrt(share / MANY));
    free(z);
}

/* Places do not shift: what is drawn does not depend on how much is drawn. */
static void place_decides(void **state) {
    (void)state;
    double few[3];
    double many[8];
    double other[8];
    cst__random_normals(7, 5, 3, 3, few);
    cst__random_normals(7, 5, 3, 8, many);
    assert_memory_equal(few, many, sizeof few);
    cst__random_normals(7, 5, 4, 8, other);
    assert_memory_not_equal(many, other, sizeof many);
    cst__random_normals(8, 5, 3, 8, other);
    assert_memory_not_equal(many, other, sizeof many);
    cst__random_normals(UINT64_C(7) << 32, 5, 3, 8, other);
    assert_memory_not_equal(many, other, sizeof many);
    cst__random_normals(7, UINT64_C(5) << 32, 3, 8, other);
    assert_memory_not_equal(many, other, sizeof many);
}

/* ---------------------------------------------------------------- factors */

enum { MOST = 40 };

static void expect_factor(size_t n, const double *matrix) {
    double factor[MOST * MOST];
    assert_int_equal(cst__dense_factor(n, matrix, factor), CST_E_OK);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double sum = 0;
            for (size_t k = 0; k < n; k++) {
                sum += factor[i * n + k] * factor[j * n + k];
            }
            assert_true(fabs(sum - matrix[i * n + j]) < 1e-12);
        }
    }
}

/* A matrix A A' of some rank. */
static void fill_of_rank(dice *d, size_t n, size_t rank, double *matrix) {
    double a[MOST * MOST];
    for (size_t i = 0; i < n * rank; i++) {
        a[i] = dice_from(d, -100, 100) / 100.0;
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            matrix[i * n + j] = 0;
            for (size_t k = 0; k < rank; k++) {
                matrix[i * n + j] += a[i * rank + k] * a[j * rank + k];
            }
        }
    }
}

static void factors_any_semidefinite_matrix(void **state) {
    (void)state;
    dice d = dice_new(11);
    double matrix[MOST * MOST];
    for (int round = 0; round < 300; round++) {
        size_t n = (size_t)dice_from(&d, 1, MOST);
        size_t rank = (size_t)dice_from(&d, 0, (int)n);
        fill_of_rank(&d, n, rank, matrix);
        expect_factor(n, matrix);
    }
    assert_int_equal(cst__dense_factor(0, matrix, matrix), CST_E_OK);
}

static void multiplies_in_panels(void **state) {
    (void)state;
    enum { M = 90, N = 130, K = 80 };
    dice d = dice_new(12);
    static double a[M * K], b[K * N], c[M * N], alone[M * N];
    for (size_t i = 0; i < M * K; i++) {
        a[i] = dice_from(&d, -9, 9);
    }
    for (size_t i = 0; i < K * N; i++) {
        b[i] = dice_from(&d, -9, 9);
    }
    cst__dense_product(M, N, K, a, b, c);
    cst__dense_product_alone(M, N, K, a, b, alone);
    assert_memory_equal(c, alone, sizeof c);
    for (size_t i = 0; i < M; i++) {
        double sum = 0;
        for (size_t k = 0; k < K; k++) {
            sum += a[i * K + k] * b[k * N + 5];
        }
        assert_true(c[i * N + 5] == sum);
    }
}

/* ---------------------------------------------------------------- samples */

enum { FOUR = 4, BLOCKS = 1600 };

/* Of each two variates the mean product over many samples, which is their correlation. */
static void measure(const double *correlation, double found[FOUR * FOUR]) {
    cst__sampler s;
    static double independent[FOUR * CST__BLOCK], z[FOUR * CST__BLOCK];
    memset(found, 0, FOUR * FOUR * sizeof *found);
    assert_int_equal(cst__sampler_begin(&s, FOUR, correlation), CST_E_OK);
    for (uint32_t block = 0; block < BLOCKS; block++) {
        for (size_t i = 0; i < FOUR; i++) {
            cst__random_normals(5, i, block, CST__BLOCK, independent + i * CST__BLOCK);
        }
        cst__sampler_mix(&s, independent, z);
        for (size_t i = 0; i < FOUR * FOUR; i++) {
            for (size_t k = 0; k < CST__BLOCK; k++) {
                found[i] += z[i / FOUR * CST__BLOCK + k] * z[i % FOUR * CST__BLOCK + k];
            }
        }
    }
    cst__sampler_end(&s);
    for (size_t i = 0; i < FOUR * FOUR; i++) {
        found[i] /= (double)BLOCKS * CST__BLOCK;
    }
}

static void correlates_as_asked(void **state) {
    (void)state;
    static const double rows[][FOUR * FOUR] = {
        {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1},
        {1, .25, .34, 0, .25, 1, .17, 0, .34, .17, 1, .49, 0, 0, .49, 1},
        {1, 1, .5, 1, 1, 1, .5, 1, .5, .5, 1, .5, 1, 1, .5, 1}, /* singular */
        {1, -1, 0, 0, -1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1},     /* twice */
    };
    double error = sqrt(2 / ((double)BLOCKS * CST__BLOCK)); /* at most, of a mean product */
    for (size_t r = 0; r < sizeof rows / sizeof rows[0]; r++) {
        double found[FOUR * FOUR];
        measure(rows[r], found);
        for (size_t i = 0; i < FOUR * FOUR; i++) {
            assert_true(fabs(found[i] - rows[r][i]) < 4 * error);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_known_answers),
        cmocka_unit_test(inverts_the_distribution),
        cmocka_unit_test(draws_normal_variates),
        cmocka_unit_test(place_decides),
        cmocka_unit_test(factors_any_semidefinite_matrix),
        cmocka_unit_test(multiplies_in_panels),
        cmocka_unit_test(correlates_as_asked),
    };
    return cmocka_run_group_tests_name("sampler", tests, NULL, NULL);
}
