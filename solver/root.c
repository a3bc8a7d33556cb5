/* root.c - one linear program that grows by the rows it violates. */
#include "solver/root.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/bound.h"
#include "solver/search.h"

bool cst__root_out_of_time(const cst__root *root) {
    return cst__time_is_up(root->deadline_s, root->stop);
}

/* Room for all rows that the program has by now. */
static bool make_room(cst__root *root) {
    size_t n = root->program->n_rows;
    if (n <= root->room_rows) {
        return true;
    }
    size_t room = n + n / 2 + 16;
    bool *in_lp = realloc(root->in_lp, room * sizeof *in_lp);
    root->in_lp = in_lp != NULL ? in_lp : root->in_lp;
    double *y = realloc(root->y, room * sizeof *y);
    root->y = y != NULL ? y : root->y;
    size_t *new_rows = realloc(root->new_rows, room * sizeof *new_rows);
    root->new_rows = new_rows != NULL ? new_rows : root->new_rows;
    if (in_lp == NULL || y == NULL || new_rows == NULL) {
        return false;
    }
    memset(root->in_lp + root->room_rows, 0, (room - root->room_rows) * sizeof *in_lp);
    root->room_rows = room;
    return true;
}

static bool make_arrays(cst__root *root) {
    size_t n = root->program->n_columns + 1;
    root->lower = malloc(n * sizeof(double));
    root->upper = malloc(n * sizeof(double));
    root->x = calloc(n, sizeof(double));
    root->reduced = calloc(n, sizeof(long double));
    return root->lower != NULL && root->upper != NULL && root->x != NULL && root->reduced != NULL &&
           make_room(root);
}

static cst_error add_first_rows(cst__root *root) {
    size_t n = 0;
    for (size_t i = 0; i < root->program->n_rows; i++) {
        const cst__row *row = &root->program->rows[i];
        root->in_lp[i] = !row->lazy || row->n == 0;
        if (!row->lazy && row->n > 0) {
            root->new_rows[n++] = i;
        }
    }
    return cst__lp_add_rows(root->lp, root->new_rows, n);
}

cst_error cst__root_init(cst__root *root, cst__program *program, double deadline_s,
                         const volatile int *stop) {
    *root = (cst__root){.program = program, .deadline_s = deadline_s, .stop = stop};
    if (!make_arrays(root)) {
        return CST_E_MEMORY;
    }
    for (size_t j = 0; j < program->n_columns; j++) {
        root->lower[j] = program->columns[j].lower;
        root->upper[j] = program->columns[j].upper;
    }
    cst_error error = cst__lp_new(program, &root->lp);
    return error == CST_E_OK ? add_first_rows(root) : error;
}

void cst__root_clear(cst__root *root) {
    cst__lp_free(root->lp);
    free(root->lower);
    free(root->upper);
    free(root->x);
    free(root->y);
    free(root->reduced);
    free(root->in_lp);
    free(root->new_rows);
}

/* The primal simplex method is for one more objective over the same rows, which takes a few dozen
 * steps, unless it goes round in circles. */
enum { PRIMAL_STEPS = 2000 };

bool cst__root_solve(cst__root *root, bool primal) {
    cst__lp_limits limits = {.cutoff = HUGE_VAL,
                             .seconds = cst__seconds_left(root->deadline_s),
                             .iterations = primal ? PRIMAL_STEPS : INT_MAX,
                             .primal = primal};
    cst__lp_status status = CST__LP_TROUBLE;
    cst_error error = cst__lp_solve(root->lp, &limits, &status);
    if (error != CST_E_OK || status != CST__LP_OPTIMAL) {
        root->error = error != CST_E_OK ? error : root->error;
        return false;
    }
    cst__lp_point(root->lp, root->x);
    return true;
}

static bool is_violated(const cst__root *root, const cst__row *row) {
    const cst__program *program = root->program;
    double activity = 0;
    double largest = 0;
    for (size_t e = row->start; e < row->start + row->n; e++) {
        activity += program->entry_value[e] * root->x[program->entry_column[e]];
        largest = fmax(largest, fabs(program->entry_value[e]));
    }
    return activity > row->upper + 1e-6 * largest || activity < row->lower - 1e-6 * largest;
}

static size_t add_violated_rows(cst__root *root) {
    if (!make_room(root)) {
        root->error = CST_E_MEMORY;
        return 0;
    }
    size_t n = 0;
    for (size_t i = 0; i < root->program->n_rows; i++) {
        if (!root->in_lp[i] && is_violated(root, &root->program->rows[i])) {
            root->in_lp[i] = true;
            root->new_rows[n++] = i;
        }
    }
    if (n > 0) {
        cst_error error = cst__lp_add_rows(root->lp, root->new_rows, n);
        root->error = error != CST_E_OK ? error : root->error;
    }
    return n;
}

bool cst__root_relax(cst__root *root) {
    do {
        if (!cst__root_solve(root, false) || cst__root_out_of_time(root)) {
            return false;
        }
    } while (add_violated_rows(root) > 0 && root->error == CST_E_OK);
    return root->error == CST_E_OK;
}

double cst__root_bound(cst__root *root) {
    cst__lp_duals(root->lp, root->y);
    return cst__safe_bound(root->program, root->lp, root->y, root->lower, root->upper,
                           root->reduced);
}
