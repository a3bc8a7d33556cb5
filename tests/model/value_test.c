/*
 * value_test.c - what an offering costs: tiers, years, the largest and the least value.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/model.h"
#include "tests/support.h"

/* Two fixed, 10 a unit, 8 from 20 units, a dearer 12 from 50, and 1 a unit and year; in cents. */
static cst__tier tiers[] = {{.from = 20, .per_unit_cents = 800},
                            {.from = 50, .per_unit_cents = 1200}};
static const cst__offering offering = {
    .id = "o",
    .min_units = 2,
    .max_units = 60,
    .fixed_cents = 200,
    .per_unit_cents = 1000,
    .per_unit_year_cents = 100,
    .tiers = tiers,
    .n_tiers = 2,
};

typedef struct row {
    const char *name;
    int64_t units;
    int years;
    int64_t price;
    int64_t value;
} row;

static const row rows[] = {
    {"one unit", 1, 1, 1000, 200 + 1100},
    {"before the first tier", 19, 1, 1000, 200 + 19 * 1100},
    {"the first tier", 20, 1, 800, 200 + 20 * 900},
    {"before the second tier", 49, 1, 800, 200 + 49 * 900},
    {"the second tier", 50, 1, 1200, 200 + 50 * 1300},
    {"beyond", 60, 1, 1200, 200 + 60 * 1300},
    {"five years", 20, 5, 800, 200 + 20 * 1300},
    {"no unit", 0, 1, 1000, 200},
};

static void check_row(void **state) {
    const row *r = *state;
    assert_int_equal(cst__unit_price_cents(&offering, r->units), r->price);
    assert_int_equal(cst__value_cents(&offering, r->units, r->years), r->value);
}

/* Against all units, one by one. */
static void check_extremes(const cst__offering *o, int years) {
    int64_t largest = INT64_MIN;
    int64_t least = INT64_MAX;
    for (int64_t units = o->min_units; units <= o->max_units; units++) {
        int64_t value = cst__value_cents(o, units, years);
        largest = value > largest ? value : largest;
        least = value < least ? value : least;
    }
    assert_int_equal(cst__largest_value_cents(o, years), largest);
    assert_int_equal(cst__least_value_cents(o, years), least);
}

static void extremes_are_those_of_all_units(void **state) {
    (void)state;
    for (int64_t min = 1; min <= 12; min++) {
        for (int64_t max = min; max <= 12; max++) {
            for (int64_t from = 1; from <= 12; from++) {
                for (int64_t price = 0; price <= 2000; price += 250) {
                    cst__tier two[] = {{.from = from, .per_unit_cents = price},
                                       {.from = from + 3, .per_unit_cents = 2000 - price}};
                    cst__offering o = offering;
                    o.min_units = min;
                    o.max_units = max;
                    o.tiers = two;
                    o.n_tiers = 2;
                    check_extremes(&o, 1);
                    check_extremes(&o, 3);
                }
            }
        }
    }
}

static void too_large_is_the_largest_number(void **state) {
    cst__offering o = {.min_units = 1,
                       .max_units = 1000000,
                       .fixed_cents = INT64_C(1000000000000000),
                       .per_unit_cents = INT64_C(1000000000000000),
                       .per_unit_year_cents = INT64_C(1000000000000000)};
    (void)state;
    assert_true(cst__value_cents(&o, 1000000, 100) == INT64_MAX);
    assert_true(cst__largest_value_cents(&o, 100) == INT64_MAX);
    assert_true(cst__least_value_cents(&o, 100) == INT64_C(102000000000000000));
}

static void products_in_128_bits(void **state) {
    int64_t large = INT64_C(9000000000000000000);
    (void)state;
    assert_true(cst__mul_div_floor(7, 3, 2) == 10);
    assert_true(cst__mul_div_ceil(7, 3, 2) == 11);
    assert_true(cst__mul_div_ceil(8, 3, 2) == 12);
    assert_true(cst__mul_div_floor(0, 3, 2) == 0);
    assert_true(cst__mul_div_ceil(0, 3, 2) == 0);
    assert_true(cst__mul_div_floor(large, 10000, 10000) == large);
    assert_true(cst__mul_div_floor(large, 9999, 10000) == INT64_C(8999100000000000000));
    assert_true(cst__mul_div_floor(large - 1, 9999, 10000) == INT64_C(8999099999999999999));
    assert_true(cst__mul_div_ceil(large - 1, 9999, 10000) == INT64_C(8999100000000000000));
    assert_true(cst__mul_div_floor(large, large, 1) == INT64_MAX);
    assert_true(cst__mul_div_ceil(large, large, 1) == INT64_MAX);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(extremes_are_those_of_all_units),
        cmocka_unit_test(too_large_is_the_largest_number),
        cmocka_unit_test(products_in_128_bits),
    };
    int failed = TEST_ROWS("value: tiers", rows, check_row);
    failed += cmocka_run_group_tests_name("value", tests, NULL, NULL);
    return failed;
}
