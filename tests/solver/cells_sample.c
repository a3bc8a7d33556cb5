/* cells_sample.c - two sums within narrow limits. */
#include "tests/solver/cells_sample.h"

#include <limits.h>
#include <math.h>

#include "solver/compact.h"
#include "solver/pool.h"

enum { N = 6, MOST = 3, N_ROWS = 2 };

static const double costs[N] = {33, 52, 2, 50, 79, 69};
static const double least[N_ROWS] = {150, 119};
static const double most[N_ROWS] = {152, 122};
static const double amounts[N_ROWS][N] = {{31, 8, 33, 15, 12, 19}, {31, 9, 12, 30, 23, 5}};

static bool judge(void *context, const double *x, double *objective) {
    (void)context;
    double sums[N_ROWS] = {0};
    *objective = 0;
    for (int j = 0; j < N; j++) {
        *objective += costs[j] * x[j];
        for (int i = 0; i < N_ROWS; i++) {
            sums[i] += amounts[i][j] * x[j];
        }
    }
    bool holds = true;
    for (int i = 0; i < N_ROWS; i++) {
        holds = holds && sums[i] >= least[i] && sums[i] <= most[i];
    }
    return holds;
}

static bool make_program(cst__program *program) {
    cst__program_init(program);
    for (int j = 0; j < N; j++) {
        cst__column column = {.kind = CST__COLUMN_UNITS, .integer = true, .upper = MOST};
        column.cost = costs[j];
        cst__program_add_column(program, column);
    }
    for (size_t i = 0; i < N_ROWS; i++) {
        cst__program_begin_row(program, CST__ROW_LEDGER, i, least[i], most[i]);
        for (int j = 0; j < N; j++) {
            cst__program_add_entry(program, j, amounts[i][j]);
        }
    }
    return !program->out_of_memory;
}

static cst_error search(void *context, size_t task) {
    (void)task;
    double *cost = context;
    cst__program program;
    cst__search_task asked = {
        .program = &program, .judge = judge, .step = 1, .cutoff = 409, .deadline_s = HUGE_VAL};
    cst__compact *compact = NULL;
    cst__search_result result = {0};
    cst_error error = make_program(&program) ? cst__compact_begin(&asked, &compact) : CST_E_MEMORY;
    if (error == CST_E_OK) {
        error = cst__compact_go(compact, cst__so_many_nodes(LONG_MAX), &result);
    }
    *cost = error == CST_E_OK && result.found ? result.objective : -1;
    cst__search_result_clear(&result);
    cst__compact_end(compact);
    cst__program_clear(&program);
    return error;
}

cst_error sample_in_cells(double *cost) {
    long usual = cst__cell_nodes;
    cst__cell_nodes = 1;
    cst_error error = cst__pool_run(1, 1, search, cost);
    cst__cell_nodes = usual;
    return error;
}
