/*
 * sampler.h - samples of correlated standard normal variates, block by block.
 *
 * Each variate has a stream of its own (random.h): what is drawn for a block depends on the
 * correlations, the streams, the seed and the number of the block, and on nothing that was drawn
 * before or beside it.
 */
#ifndef CST_SAMPLER_H
#define CST_SAMPLER_H

#include <stddef.h>
#include <stdint.h>

#include "consort/error.h"

enum { CST__BLOCK = 128 }; /* samples of a block */

typedef struct cst__sampler {
    size_t n;       /* variates of a sample */
    double *factor; /* [n][n] */
} cst__sampler;

/* Begins a sampler of variates with these correlations [n][n], a matrix that is symmetric, positive
 * semidefinite and 1 on its diagonal. To be ended, also where this fails. */
cst_error cst__sampler_begin(cst__sampler *sampler, size_t n, const double *correlation);
void cst__sampler_end(cst__sampler *sampler);

/* The correlated variates z [n][CST__BLOCK] that independent ones [n][CST__BLOCK] become. */
void cst__sampler_mix(const cst__sampler *sampler, const double *independent, double *z);

#endif
