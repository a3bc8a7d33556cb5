/*
 * sampler.c - independent variates times a factor of the matrix of correlations: with a factor F,
 * F F' = R, the variates F e of independent e have the correlations R.
 */
#include "solver/sampler.h"

#include <stdlib.h>

#include "solver/dense.h"

cst_error cst__sampler_begin(cst__sampler *s, size_t n, const double *correlation) {
    *s = (cst__sampler){.n = n, .factor = malloc((n * n + 1) * sizeof *s->factor)};
    return s->factor == NULL ? CST_E_MEMORY : cst__dense_factor(n, correlation, s->factor);
}

void cst__sampler_end(cst__sampler *s) {
    free(s->factor);
    *s = (cst__sampler){.n = 0};
}

void cst__sampler_mix(const cst__sampler *s, const double *independent, double *z) {
    if (s->n > 0) {
        cst__dense_product_alone(s->n, CST__BLOCK, s->n, s->factor, independent, z);
    }
}
