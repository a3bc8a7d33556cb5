/*
 * bounds_test.c - the bounds that make a program stronger (solver/tighten.h): a hall that is needed
 * in part is needed as a whole, and of thousands of small programs no whole point worth finding is
 * lost, which is seen by trying all of them.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "solver/pool.h"
#include "solver/tighten.h"
#include "tests/dice.h"
#include "tests/support.h"

enum { N = 4, MOST = 3, N_ROWS = 3, N_PROGRAMS = 2000 };

static int add(cst__program *p, cst__column_kind kind, double upper, double cost) {
    return cst__program_add_column(
        p, (cst__column){.kind = kind, .integer = true, .upper = upper, .cost = cost});
}

/* GLPK is spoken to on the threads of a pool. */
static cst_error on_pool(cst_error (*run)(void *, size_t), void *context) {
    return cst__pool_run(1, 1, run, context);
}

/* ---------------------------------------------------------------- one hall */

static cst_error tighten_hall(void *context, size_t task) {
    (void)task;
    return cst__tighten(context, CST__TIGHTEN_ALL, 1000, HUGE_VAL, NULL);
}

/* 11 MW of halls with 5 MW each: one chosen, and two more, where 1.2 would do. */
static void whole_halls(void **state) {
    (void)state;
    cst__program p;
    cst__program_init(&p);
    int chosen = add(&p, CST__COLUMN_CHOSEN, 1, 1);
    int more = add(&p, CST__COLUMN_UNITS, 9, 1);
    cst__program_begin_row(&p, CST__ROW_UNITS, 0, -HUGE_VAL, 0);
    cst__program_add_entry(&p, more, 1);
    cst__program_add_entry(&p, chosen, -9);
    cst__program_begin_row(&p, CST__ROW_LEDGER, 0, 11, HUGE_VAL);
    cst__program_add_entry(&p, more, 5);
    cst__program_add_entry(&p, chosen, 5);
    assert_int_equal(on_pool(tighten_hall, &p), CST_E_OK);
    assert_true(p.columns[chosen].lower == 1);
    assert_true(p.columns[more].lower == 2);
    cst__program_clear(&p);
}

/* ---------------------------------------------------------------- many small programs */

typedef struct drawn {
    cst__program program;
    double worth;
} drawn;

static void draw_program(uint64_t seed, drawn *d) {
    dice at = dice_new(seed);
    cst__program_init(&d->program);
    for (int j = 0; j < N; j++) {
        add(&d->program, CST__COLUMN_UNITS, MOST, dice_from(&at, -2, 6));
    }
    for (int i = 0; i < N_ROWS; i++) {
        bool at_least = dice_from(&at, 0, 1) == 1;
        double side = dice_from(&at, -3, 14);
        cst__program_begin_row(&d->program, CST__ROW_LEDGER, (size_t)i, at_least ? side : -HUGE_VAL,
                               at_least ? HUGE_VAL : side);
        for (int j = 0; j < N; j++) {
            cst__program_add_entry(&d->program, j, dice_from(&at, -2, 6));
        }
    }
    d->worth = dice_from(&at, 0, 20);
}

static bool holds(const drawn *d, const int *x) {
    double objective = 0;
    for (int j = 0; j < N; j++) {
        objective += d->program.columns[j].cost * x[j];
    }
    bool ok = objective <= d->worth;
    for (size_t i = 0; ok && i < d->program.n_rows; i++) {
        const cst__row *row = &d->program.rows[i];
        double sum = 0;
        for (size_t e = row->start; e < row->start + row->n; e++) {
            sum += d->program.entry_value[e] * x[d->program.entry_column[e]];
        }
        ok = sum >= row->lower && sum <= row->upper;
    }
    return ok;
}

/* Counts the points that hold, and those of them that are out of bounds. */
static void count(const drawn *d, size_t *n_holding, size_t *n_lost) {
    for (int code = 0; code < (1 << (2 * N)); code++) {
        int x[N];
        bool inside = true;
        for (int j = 0; j < N; j++) {
            x[j] = (code >> (2 * j)) & MOST;
            inside = inside && x[j] >= d->program.columns[j].lower &&
                     x[j] <= d->program.columns[j].upper;
        }
        *n_holding += holds(d, x);
        *n_lost += holds(d, x) && !inside;
    }
}

static cst_error tighten_drawn(void *context, size_t task) {
    (void)task;
    drawn *d = context;
    return cst__tighten(&d->program, CST__TIGHTEN_ALL, d->worth, HUGE_VAL, NULL);
}

static void no_point_is_lost(void **state) {
    (void)state;
    size_t n_holding = 0;
    size_t n_lost = 0;
    size_t n_raised = 0;
    for (uint64_t seed = 1; seed <= N_PROGRAMS; seed++) {
        drawn d;
        draw_program(seed, &d);
        assert_int_equal(on_pool(tighten_drawn, &d), CST_E_OK);
        count(&d, &n_holding, &n_lost);
        for (int j = 0; j < N; j++) {
            n_raised += d.program.columns[j].lower > 0;
        }
        cst__program_clear(&d.program);
    }
    assert_int_equal(n_lost, 0);
    assert_true(n_holding > 1000); /* else there was nothing to lose */
    assert_true(n_raised > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(whole_halls),
                                       cmocka_unit_test(no_point_is_lost)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
