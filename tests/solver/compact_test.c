/*
 * compact_test.c - the compact engine in cells of one to three nodes, so that everything is parted
 * again and again: of thousands of small programs whose rows hold sums within narrow limits it
 * finds what trying all points finds, and its bound is never above that. In most of them a part has
 * more to regain than usual, so that one side leaves while the other keeps its tree.
 */
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "solver/compact.h"
#include "solver/pool.h"
#include "tests/dice.h"
#include "tests/support.h"

enum { N = 6, MOST = 3, N_POINTS = 4096, N_ROWS = 2, N_PROGRAMS = 6000 };

typedef struct drawn {
    cst__program program;
    cst__search_task task;
    double start[N];
    bool exists; /* by trying all points */
    double least;
    cst__grant grant; /* of each turn */
    int n_turns;
    bool misled; /* by news of a bound that is none */
    cst__search_result result;
} drawn;

static void draw_program(dice *at, cst__program *p) {
    cst__program_init(p);
    for (int j = 0; j < N; j++) {
        cst__column column = {.kind = CST__COLUMN_UNITS, .integer = true, .upper = MOST};
        column.cost = dice_from(at, -20, 90);
        cst__program_add_column(p, column);
    }
    for (int i = 0; i < N_ROWS; i++) {
        double side = dice_from(at, 60, 220);
        cst__program_begin_row(p, CST__ROW_LEDGER, (size_t)i, side, side + dice_from(at, 0, 12));
        for (int j = 0; j < N; j++) {
            cst__program_add_entry(p, j, dice_from(at, 5, 40));
        }
    }
}

static bool judge(void *context, const double *x, double *objective) {
    const cst__program *p = context;
    *objective = 0;
    for (size_t j = 0; j < p->n_columns; j++) {
        *objective += p->columns[j].cost * x[j];
        if (x[j] < 0 || x[j] > MOST) {
            return false;
        }
    }
    for (size_t i = 0; i < p->n_rows; i++) {
        const cst__row *row = &p->rows[i];
        double sum = 0;
        for (size_t e = row->start; e < row->start + row->n; e++) {
            sum += p->entry_value[e] * x[p->entry_column[e]];
        }
        if (sum < row->lower || sum > row->upper) {
            return false;
        }
    }
    return true;
}

/* Tries all points; the first that counts is a start, where one is asked for. */
static void try_all(drawn *d, bool with_start) {
    for (int code = 0; code < N_POINTS; code++) {
        double x[N];
        double objective = 0;
        for (int j = 0; j < N; j++) {
            x[j] = (code >> (2 * j)) & MOST;
        }
        if (!judge(&d->program, x, &objective) || objective > d->task.cutoff) {
            continue;
        }
        if (!d->exists && with_start) {
            memcpy(d->start, x, sizeof x);
            d->task.start = d->start;
        }
        d->least = d->exists ? fmin(d->least, objective) : objective;
        d->exists = true;
    }
}

static void hear(void *context, const cst__search_news *news) {
    drawn *d = context;
    d->misled = d->misled || (d->exists && news->bound > d->least + 1e-6);
}

static cst_error search(void *context, size_t task) {
    (void)task;
    drawn *d = context;
    cst__compact *compact = NULL;
    cst_error error = cst__compact_begin(&d->task, &compact);
    do {
        cst__search_result_clear(&d->result);
        if (error == CST_E_OK) {
            error = cst__compact_go(compact, d->grant, &d->result);
        }
        d->n_turns++;
    } while (error == CST_E_OK && d->result.status == CST__SEARCH_LIMIT);
    cst__compact_end(compact);
    return error;
}

static void in_cells(void **state) {
    (void)state;
    long usual_nodes = cst__cell_nodes;
    double usual_share = cst__part_regains;
    size_t n_existing = 0;
    size_t n_long = 0;
    size_t n_by_work = 0;
    static const cst__grant grants[] = {{4, HUGE_VAL}, {LONG_MAX, 1000}, {LONG_MAX, HUGE_VAL}};
    for (uint64_t k = 1; k <= N_PROGRAMS; k++) {
        dice at = dice_new(k);
        drawn d = {.grant = grants[k % 3]};
        draw_program(&at, &d.program);
        double gap = dice_from(&at, 0, 2) * 0.1;
        double most = dice_from(&at, 80, 600);
        d.task = (cst__search_task){.program = &d.program,
                                    .judge = judge,
                                    .judge_context = &d.program,
                                    .step = 1,
                                    .gap = gap,
                                    .cutoff = dice_from(&at, 0, 1) == 1 ? most : HUGE_VAL,
                                    .deadline_s = HUGE_VAL,
                                    .news = hear,
                                    .news_context = &d,
                                    .no_neighbours = k % 2 == 0,
                                    .is_near = k % 4 < 2};
        try_all(&d, dice_from(&at, 0, 1) == 1);
        cst__cell_nodes = dice_from(&at, 1, 3);
        cst__part_regains = k % 5 < 2 ? usual_share : dice_from(&at, 1, 40);
        assert_int_equal(cst__pool_run(1, 1, search, &d), CST_E_OK);
        assert_int_equal(d.result.found, d.exists);
        assert_false(d.misled);
        assert_int_equal(d.result.status, d.exists ? CST__SEARCH_OPTIMAL : CST__SEARCH_NONE);
        if (d.exists) {
            double allowed = d.task.gap * fabs(d.result.objective);
            assert_true(d.result.objective >= d.least && d.result.objective <= d.least + allowed);
            assert_true(d.result.bound <= d.least + 1e-6);
            assert_true(d.result.bound >= d.result.objective - fmax(1, allowed) - 1e-6);
        }
        n_existing += d.exists;
        n_long += d.result.nodes > 5;
        n_by_work += k % 3 == 1 && d.n_turns > 2;
        assert_true(k % 3 != 2 || d.n_turns == 1);
        cst__search_result_clear(&d.result);
        cst__program_clear(&d.program);
    }
    cst__cell_nodes = usual_nodes;
    cst__part_regains = usual_share;
    assert_true(n_existing > N_PROGRAMS / 4);
    assert_true(n_long > N_PROGRAMS / 5);     /* else nothing was parted */
    assert_true(n_by_work > N_PROGRAMS / 12); /* else work stopped nothing */
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(in_cells)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
