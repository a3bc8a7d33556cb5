/*
 * ventures.h - what of a package is uncertain: its facts with a stated spread, how each of them
 * follows from a standard normal variate, and how the variates are correlated.
 *
 * A variate stands for the lead time of an offering, for the time that its licence takes, or for
 * its price, of which the stated parts move together. A fact follows from its variate by a
 * two-piece normal (Wallis 2014, The two-piece normal, binormal, or double Gaussian distribution,
 * Statistical Science 29(1)): one width below the p50 and one above, so that p10, p50 and p90 are
 * met exactly; then it is rounded as it is held, and not below 0.
 *
 * Lead times and prices answer to a shock of the maker's country, a shock of the layer and one of
 * their own, times of licences to a shock of their export row and one of their own. So two
 * variates are correlated by the squares of what they share (a one-factor Gaussian copula for each
 * kind of shock; Li 2000, On default correlation: a copula function approach, Journal of Fixed
 * Income 9(4)).
 */
#ifndef CST_VENTURES_H
#define CST_VENTURES_H

#include "solver/screen.h"

typedef enum cst__venture {
    CST__VENTURE_LEAD,
    CST__VENTURE_LICENCE,
    CST__VENTURE_PRICE
} cst__venture;

typedef struct cst__variate {
    size_t offering;
    cst__venture kind;
    uint64_t stream; /* of its random numbers: by the id of the offering and the kind alone */
} cst__variate;

/* A number that follows from a variate; one without a spread does not vary. */
typedef struct cst__varying {
    size_t variate;  /* CST__NONE: none */
    double middle;   /* the p50 */
    double down, up; /* for each unit of the variate below and above 0 */
} cst__varying;

/* A part of a price, in cents for each of so many units (and years). */
typedef struct cst__priced {
    cst__varying cents;
    double times;
} cst__priced;

/* When an offering is there: its lead time and then its licence, in weeks. */
typedef struct cst__awaited {
    cst__varying lead, licence;
} cst__awaited;

typedef struct cst__ventures {
    cst__variate *variates;
    size_t n_variates;
    cst__priced *prices; /* parts of prices that vary */
    size_t n_prices;
    cst__awaited *waits; /* offerings whose time varies */
    size_t n_waits;
    int latest_weeks; /* of the offerings whose time does not vary; 0 where there is none */
    size_t n_stated;  /* offerings with a spread that counts here */
    size_t *unshared; /* offerings that would share a shock if their maker's country were known */
    size_t n_unshared;
} cst__ventures;

/* What varies of the chosen units [n_offerings]; all memory from the arena. False: out of memory.
 */
bool cst__ventures_of(const cst_opportunity *opportunity, const cst__screening *screening,
                      const int64_t *units, cst__arena *arena, cst__ventures *ventures);

/* The correlations of the variates [n_variates][n_variates], by the shocks of the rules. */
void cst__ventures_correlate(const cst_opportunity *opportunity, const cst__screening *screening,
                             const cst__ventures *ventures, double *correlation);

/* The nearest whole number (halves to even), as long as a double tells whole numbers apart. */
static inline double cst__whole_number(double number) {
    return number + 0x1.8p52 - 0x1.8p52;
}

/* The number for a value z of its variate. */
static inline double cst__varying_at(const cst__varying *it, double z) {
    double number = cst__whole_number(it->middle + z * (z < 0 ? it->down : it->up));
    return number > 0 ? number : 0;
}

#endif
