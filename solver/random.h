/*
 * random.h - random numbers that their place decides: the same seed, stream, block and place give
 * the same number, whoever asks first and whatever else is asked for.
 */
#ifndef CST_RANDOM_H
#define CST_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* 128 random bits from a counter and a key: Philox4x32 with 10 rounds (Salmon, Moraes, Dror and
 * Shaw 2011, Parallel random numbers: as easy as 1, 2, 3, SC11). */
void cst__philox(const uint32_t counter[4], const uint32_t key[2], uint32_t bits[4]);

/* The z that a standard normal variate stays below with probability p, 0 < p < 1, to about 16
 * digits: algorithm AS 241 (Wichura 1988, Applied Statistics 37(3)). */
double cst__normal_quantile(double p);

/* n independent standard normal variates: those of a block of a stream of a seed. */
void cst__random_normals(uint64_t seed, uint64_t stream, uint32_t block, size_t n, double *z);

#endif
