/*
 * random.c - Philox, and normal variates by inversion: each takes one random number, so that places
 * never shift.
 */
#include "solver/random.h"

#include <math.h>

/* ---------------------------------------------------------------- Philox */

enum { ROUNDS = 10 };

static void philox_round(uint32_t c[4], const uint32_t k[2]) {
    uint64_t a = (uint64_t)0xD2511F53U * c[0];
    uint64_t b = (uint64_t)0xCD9E8D57U * c[2];
    uint32_t next[4] = {(uint32_t)(b >> 32) ^ c[1] ^ k[0], (uint32_t)b,
                        (uint32_t)(a >> 32) ^ c[3] ^ k[1], (uint32_t)a};
    for (int i = 0; i < 4; i++) {
        c[i] = next[i];
    }
}

void cst__philox(const uint32_t counter[4], const uint32_t key[2], uint32_t bits[4]) {
    uint32_t k[2] = {key[0], key[1]};
    for (int i = 0; i < 4; i++) {
        bits[i] = counter[i];
    }
    for (int round = 0; round < ROUNDS; round++) {
        philox_round(bits, k);
        k[0] += 0x9E3779B9U;
        k[1] += 0xBB67AE85U;
    }
}

/* ---------------------------------------------------------------- normal variates */

/* A quotient of two polynomials of degree 7, their coefficients from the constant on. */
static inline double quotient(const double top[8], const double bottom[8], double x) {
    double above = top[7];
    double below = bottom[7];
    for (int i = 6; i >= 0; i--) {
        above = above * x + top[i];
        below = below * x + bottom[i];
    }
    return above / below;
}

/* Where p is at most 0.425 from the middle, by its distance q. */
static inline double in_the_middle(double q) {
    static const double a[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                               1.9715909503065514427e+3, 1.3731693765509461125e+4,
                               4.5921953931549871457e+4, 6.7265770927008700853e+4,
                               3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static const double b[] = {1.0,
                               4.2313330701600911252e+1,
                               6.8718700749205790830e+2,
                               5.3941960214247511077e+3,
                               2.1213794301586595867e+4,
                               3.9307895800092710610e+4,
                               2.8729085735721942674e+4,
                               5.2264952788528545610e+3};
    return q * quotient(a, b, 0.180625 - q * q);
}

/* Elsewhere, by the distance of p from the nearer end. */
static double at_an_end(double distance) {
    static const double c[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                               5.76949722146069140550e0,  3.64784832476320460504e0,
                               1.27045825245236838258e0,  2.41780725177450611770e-1,
                               2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[] = {1.0,
                               2.05319162663775882187e0,
                               1.67638483018380384940e0,
                               6.89767334985100004550e-1,
                               1.48103976427480074590e-1,
                               1.51986665636164571966e-2,
                               5.47593808499534494600e-4,
                               1.05075007164441684324e-9};
    static const double e[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                               1.78482653991729133580e0,  2.96560571828504891230e-1,
                               2.65321895265761230930e-2, 1.24266094738807843860e-3,
                               2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[] = {1.0,
                               5.99832206555887937690e-1,
                               1.36929880922735805310e-1,
                               1.48753612908506148525e-2,
                               7.86869131145613259100e-4,
                               1.84631831751005468180e-5,
                               1.42151175831644588870e-7,
                               2.04426310338993978564e-15};
    double r = sqrt(-log(distance));
    return r <= 5 ? quotient(c, d, r - 1.6) : quotient(e, f, r - 5);
}

static const double middle = 0.425;

double cst__normal_quantile(double p) {
    double q = p - 0.5;
    if (fabs(q) <= middle) {
        return in_the_middle(q);
    }
    return q < 0 ? -at_an_end(p) : at_an_end(1 - p);
}

/* The middle of one of 2^52 equal parts of the range from 0 to 1, so that it is neither. */
static double uniform(uint32_t high, uint32_t low) {
    uint64_t bits = (uint64_t)high << 32 | low;
    return ((double)(bits >> 12) + 0.5) * 0x1p-52;
}

enum { CHUNK = 256 };

/* n uniform numbers, beginning at a pair of them. */
static void draw_uniforms(uint64_t seed, uint64_t stream, uint32_t block, uint32_t pair, size_t n,
                          double *p) {
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    for (size_t i = 0; i < n; i += 2) {
        const uint32_t counter[4] = {pair + (uint32_t)(i / 2), block, (uint32_t)stream,
                                     (uint32_t)(stream >> 32)};
        uint32_t bits[4];
        cst__philox(counter, key, bits);
        p[i] = uniform(bits[0], bits[1]);
        if (i + 1 < n) {
            p[i + 1] = uniform(bits[2], bits[3]);
        }
    }
}

/* First all as if they stood in the middle, which a compiler does several at a time, then those at
 * the ends, one in seven. */
void cst__random_normals(uint64_t seed, uint64_t stream, uint32_t block, size_t n, double *z) {
    double p[CHUNK];
    for (size_t first = 0; first < n; first += CHUNK) {
        size_t m = n - first < CHUNK ? n - first : CHUNK;
        draw_uniforms(seed, stream, block, (uint32_t)(first / 2), m, p);
        for (size_t i = 0; i < m; i++) {
            z[first + i] = in_the_middle(p[i] - 0.5);
        }
        for (size_t i = 0; i < m; i++) {
            double q = p[i] - 0.5;
            if (fabs(q) > middle) {
                z[first + i] = q < 0 ? -at_an_end(p[i]) : at_an_end(1 - p[i]);
            }
        }
    }
}
