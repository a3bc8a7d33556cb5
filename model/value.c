/*
 * value.c - exact arithmetic with money, units and shares.
 *
 * Products are formed in 128 bits, where no input can overflow them: units are at most 1e6, prices
 * 1e15 cents, years 100. Readers refuse whatever does not fit 64 bits in the end; until they have,
 * results beyond 64 bits are held at the largest number, which is above every bound they check.
 */
#include "model/model.h"

static int64_t narrow(cst__wide value) {
    return value > INT64_MAX ? INT64_MAX : (int64_t)value;
}

const cst__tier *cst__tier_at(const cst__offering *offering, int64_t units) {
    size_t n = 0; /* tiers that have begun */
    while (n < offering->n_tiers && offering->tiers[n].from <= units) {
        n++;
    }
    return n == 0 ? NULL : &offering->tiers[n - 1];
}

int64_t cst__unit_price_cents(const cst__offering *offering, int64_t units) {
    const cst__tier *tier = cst__tier_at(offering, units);
    return tier == NULL ? offering->per_unit_cents : tier->per_unit_cents;
}

int64_t cst__value_cents(const cst__offering *offering, int64_t units, int term_years) {
    cst__wide yearly = (cst__wide)offering->per_unit_year_cents * term_years;
    cst__wide unit = cst__unit_price_cents(offering, units) + yearly;
    return narrow(offering->fixed_cents + units * unit);
}

/* Between two tiers the value grows with the units, so the largest stands at the end of a tier and
 * the least at its beginning. */
int64_t cst__largest_value_cents(const cst__offering *offering, int term_years) {
    int64_t largest = cst__value_cents(offering, offering->max_units, term_years);
    for (size_t i = 0; i < offering->n_tiers; i++) {
        int64_t last = offering->tiers[i].from - 1;
        if (last >= offering->min_units && last < offering->max_units) {
            int64_t value = cst__value_cents(offering, last, term_years);
            largest = value > largest ? value : largest;
        }
    }
    return largest;
}

int64_t cst__least_value_cents(const cst__offering *offering, int term_years) {
    int64_t least = cst__value_cents(offering, offering->min_units, term_years);
    for (size_t i = 0; i < offering->n_tiers; i++) {
        int64_t first = offering->tiers[i].from;
        if (first > offering->min_units && first <= offering->max_units) {
            int64_t value = cst__value_cents(offering, first, term_years);
            least = value < least ? value : least;
        }
    }
    return least;
}

int64_t cst__mul_div_floor(int64_t a, int64_t b, int64_t c) {
    return narrow((cst__wide)a * b / c);
}

int64_t cst__mul_div_ceil(int64_t a, int64_t b, int64_t c) {
    return narrow(((cst__wide)a * b + c - 1) / c);
}

int64_t cst__common_divisor(int64_t a, int64_t b) {
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}
