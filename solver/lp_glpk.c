/*
 * lp_glpk.c - the customs post to GLPK 5.0: the one file that includes glpk.h.
 *
 * What it knows about GLPK: arrays start at 1. Misuse and lack of memory call abort(), unless an
 * error hook jumps out; after that the environment of the thread is unusable until glp_free_env(),
 * which frees every object of the thread and forgets the hooks. Messages go to standard output
 * unless a terminal hook swallows them. A dual simplex that finds no point reports the basic
 * variable it could not repair (glp_get_unbnd_ray); the row of the simplex tableau of that variable
 * is a combination of the rows that proves infeasibility.
 *
 * Every entry arms the hooks of its thread and a place to jump to; a jump marks all LPs of the
 * thread as dead by raising the thread's generation.
 */
#include "solver/lp.h"

#include <glpk.h>
#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* What a solve costs beside its steps, in steps. */
enum { STEPS_OF_SOLVE = 10 };

struct cst__lp {
    glp_prob *problem;
    const cst__program *program; /* NULL: a growing LP */
    size_t n_columns;
    size_t *rows; /* program row of each LP row */
    size_t n_rows, room_rows;
    int *ind; /* scratch for one row or column, from 1 */
    double *val;
    size_t room_entries;
    double scale; /* the objective is multiplied by this power of two */
    bool scaled;
    double work;
    unsigned generation; /* of the thread's environment when the problem was made */
};

/* The environment of GLPK in this thread. */
static _Thread_local struct {
    jmp_buf *landing;    /* where an error of GLPK jumps to */
    bool out_of_memory;  /* what the last message was about */
    unsigned generation; /* raised when the environment is freed */
} thread;

/* ---------------------------------------------------------------- hooks */

static int swallow(void *info, const char *text) {
    (void)info;
    if (strstr(text, "no memory available") != NULL) {
        thread.out_of_memory = true;
    }
    return 1;
}

static void jump_out(void *info) {
    (void)info;
    longjmp(*thread.landing, 1);
}

static void arm(jmp_buf *landing) {
    thread.landing = landing;
    thread.out_of_memory = false;
    glp_term_hook(swallow, NULL);
    glp_error_hook(jump_out, NULL);
}

static void disarm(void) {
    glp_error_hook(NULL, NULL);
    thread.landing = NULL;
}

/* After a jump: the environment is gone, and with it every LP of the thread. */
static cst_error recover(void) {
    bool out_of_memory = thread.out_of_memory;
    glp_free_env();
    thread.landing = NULL;
    thread.generation++;
    return out_of_memory ? CST_E_MEMORY : CST_E_ENGINE;
}

static bool is_dead(const cst__lp *lp) {
    return lp->problem == NULL || lp->generation != thread.generation;
}

void cst__lp_leave_thread(void) {
    glp_free_env();
    thread.generation++;
}

/* ---------------------------------------------------------------- making */

static int bound_type(double lower, double upper) {
    if (lower == -HUGE_VAL) {
        return upper == HUGE_VAL ? GLP_FR : GLP_UP;
    }
    if (upper == HUGE_VAL) {
        return GLP_LO;
    }
    return lower == upper ? GLP_FX : GLP_DB;
}

/* Brings the largest cost near 1, where the tolerances of GLPK are meant to be. */
static double objective_scale(const cst__program *program) {
    double largest = 0;
    for (size_t j = 0; j < program->n_columns; j++) {
        largest = fmax(largest, fabs(program->columns[j].cost));
    }
    int exponent = 0;
    frexp(largest, &exponent);
    return largest == 0 ? 1 : ldexp(1, 10 - exponent);
}

static void add_columns(cst__lp *lp) {
    const cst__program *program = lp->program;
    if (program->n_columns == 0) {
        return;
    }
    lp->n_columns = program->n_columns;
    glp_add_cols(lp->problem, (int)program->n_columns);
    for (size_t j = 0; j < program->n_columns; j++) {
        const cst__column *column = &program->columns[j];
        glp_set_col_bnds(lp->problem, (int)j + 1, bound_type(column->lower, column->upper),
                         column->lower, column->upper);
        glp_set_obj_coef(lp->problem, (int)j + 1, column->cost * lp->scale);
    }
}

static cst_error make_problem(cst__lp *lp) {
    jmp_buf landing;
    if (setjmp(landing) != 0) {
        return recover();
    }
    if (glp_init_env() > 1) { /* 0: made, 1: there already; left to itself GLPK would abort */
        return CST_E_MEMORY;
    }
    arm(&landing);
    lp->problem = glp_create_prob();
    lp->generation = thread.generation;
    if (lp->program != NULL) {
        add_columns(lp);
    }
    disarm();
    return CST_E_OK;
}

/* Room for the entries of one row or column. */
static bool make_entries(cst__lp *lp, size_t n) {
    if (n < lp->room_entries) {
        return true;
    }
    free(lp->ind);
    free(lp->val);
    lp->room_entries = 2 * n + 64;
    lp->ind = malloc(lp->room_entries * sizeof *lp->ind);
    lp->val = malloc(lp->room_entries * sizeof *lp->val);
    bool ok = lp->ind != NULL && lp->val != NULL;
    lp->room_entries = ok ? lp->room_entries : 0;
    return ok;
}

cst_error cst__lp_new(const cst__program *program, cst__lp **lp) {
    *lp = NULL;
    cst__lp *new = calloc(1, sizeof *new);
    if (new == NULL) {
        return CST_E_MEMORY;
    }
    new->program = program;
    new->scale = program == NULL ? 1 : objective_scale(program);
    size_t n = program == NULL ? 0 : program->n_columns;
    cst_error error = make_entries(new, n) ? make_problem(new) : CST_E_MEMORY;
    if (error != CST_E_OK) {
        cst__lp_free(new);
        return error;
    }
    *lp = new;
    return CST_E_OK;
}

void cst__lp_free(cst__lp *lp) {
    if (lp == NULL) {
        return;
    }
    if (!is_dead(lp)) {
        glp_delete_prob(lp->problem);
    }
    free(lp->rows);
    free(lp->ind);
    free(lp->val);
    free(lp);
}

/* ---------------------------------------------------------------- rows and bounds */

static bool make_room(cst__lp *lp, size_t n) {
    if (lp->n_rows + n <= lp->room_rows) {
        return true;
    }
    size_t room = 2 * (lp->n_rows + n) + 64;
    size_t *rows = realloc(lp->rows, room * sizeof *rows);
    if (rows == NULL) {
        return false;
    }
    lp->rows = rows;
    lp->room_rows = room;
    return true;
}

/* A row that comes after the others were scaled is scaled as they are, by what its entries are in
 * the scale of their columns. */
static void add_row(cst__lp *lp, size_t index) {
    const cst__program *program = lp->program;
    const cst__row *row = &program->rows[index];
    int i = glp_add_rows(lp->problem, 1);
    glp_set_row_bnds(lp->problem, i, bound_type(row->lower, row->upper), row->lower, row->upper);
    double smallest = HUGE_VAL;
    double largest = 0;
    for (size_t k = 0; k < row->n; k++) {
        lp->ind[k + 1] = program->entry_column[row->start + k] + 1;
        lp->val[k + 1] = program->entry_value[row->start + k];
        double size = fabs(lp->val[k + 1]) * glp_get_sjj(lp->problem, lp->ind[k + 1]);
        smallest = fmin(smallest, size);
        largest = fmax(largest, size);
    }
    glp_set_mat_row(lp->problem, i, (int)row->n, lp->ind, lp->val);
    if (lp->scaled && row->n > 0) {
        int exponent = 0;
        frexp(sqrt(smallest) * sqrt(largest), &exponent);
        glp_set_rii(lp->problem, i, ldexp(1, -exponent));
    }
    lp->rows[lp->n_rows++] = index;
}

cst_error cst__lp_add_rows(cst__lp *lp, const size_t *rows, size_t n) {
    if (is_dead(lp)) {
        return CST_E_ENGINE;
    }
    if (!make_room(lp, n)) {
        return CST_E_MEMORY;
    }
    jmp_buf landing;
    if (setjmp(landing) != 0) {
        return recover();
    }
    arm(&landing);
    for (size_t i = 0; i < n; i++) {
        add_row(lp, rows[i]);
    }
    disarm();
    return CST_E_OK;
}

cst_error cst__lp_add_all_rows(cst__lp *lp, const cst__program *program) {
    size_t *rows = malloc((program->n_rows + 1) * sizeof *rows);
    size_t n = 0;
    if (rows == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < program->n_rows; i++) {
        if (program->rows[i].n > 0) {
            rows[n++] = i;
        }
    }
    cst_error error = cst__lp_add_rows(lp, rows, n);
    free(rows);
    return error;
}

size_t cst__lp_row_count(const cst__lp *lp) {
    return lp->n_rows;
}

size_t cst__lp_row(const cst__lp *lp, size_t k) {
    return lp->rows[k];
}

cst_error cst__lp_set_bounds(cst__lp *lp, int column, double lower, double upper) {
    if (is_dead(lp)) {
        return CST_E_ENGINE;
    }
    glp_set_col_bnds(lp->problem, column + 1, bound_type(lower, upper), lower, upper);
    return CST_E_OK;
}

cst_error cst__lp_take_costs(cst__lp *lp) {
    if (is_dead(lp)) {
        return CST_E_ENGINE;
    }
    lp->scale = objective_scale(lp->program);
    for (size_t j = 0; j < lp->program->n_columns; j++) {
        glp_set_obj_coef(lp->problem, (int)j + 1, lp->program->columns[j].cost * lp->scale);
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- growing */

/* Entries counted from 0 become GLPK's, counted from 1. */
static bool take_entries(cst__lp *lp, size_t n, const int *index, const double *value) {
    if (!make_entries(lp, n + 1)) {
        return false;
    }
    for (size_t k = 0; k < n; k++) {
        lp->ind[k + 1] = index[k] + 1;
        lp->val[k + 1] = value[k];
    }
    return true;
}

cst_error cst__lp_add_row(cst__lp *lp, double lower, double upper, size_t n, const int *columns,
                          const double *values) {
    if (is_dead(lp)) {
        return CST_E_ENGINE;
    }
    if (!take_entries(lp, n, columns, values)) {
        return CST_E_MEMORY;
    }
    jmp_buf landing;
    if (setjmp(landing) != 0) {
        return recover();
    }
    arm(&landing);
    int i = glp_add_rows(lp->problem, 1);
    glp_set_row_bnds(lp->problem, i, bound_type(lower, upper), lower, upper);
    glp_set_mat_row(lp->problem, i, (int)n, lp->ind, lp->val);
    lp->n_rows++;
    disarm();
    return CST_E_OK;
}

cst_error cst__lp_add_column(cst__lp *lp, double lower, double upper, double cost, size_t n,
                             const int *rows, const double *values) {
    if (is_dead(lp)) {
        return CST_E_ENGINE;
    }
    if (!take_entries(lp, n, rows, values)) {
        return CST_E_MEMORY;
    }
    jmp_buf landing;
    if (setjmp(landing) != 0) {
        return recover();
    }
    arm(&landing);
    int j = glp_add_cols(lp->problem, 1);
    glp_set_col_bnds(lp->problem, j, bound_type(lower, upper), lower, upper);
    glp_set_obj_coef(lp->problem, j, cost);
    glp_set_mat_col(lp->problem, j, (int)n, lp->ind, lp->val);
    lp->n_columns++;
    disarm();
    return CST_E_OK;
}

void cst__lp_set_cost(cst__lp *lp, int column, double cost) {
    if (!is_dead(lp)) {
        glp_set_obj_coef(lp->problem, column + 1, cost);
    }
}

bool cst__lp_is_basic(const cst__lp *lp, int column) {
    return !is_dead(lp) && glp_get_col_stat(lp->problem, column + 1) == GLP_BS;
}

static int list_dropped(cst__lp *lp, const bool *keep) {
    int n = 0;
    for (size_t j = 0; j < lp->n_columns; j++) {
        if (!keep[j]) {
            lp->ind[++n] = (int)j + 1;
        }
    }
    return n;
}

/* Deletes the first n columns listed in the scratch. */
static cst_error drop_columns(cst__lp *lp, int n) {
    jmp_buf landing;
    if (setjmp(landing) != 0) {
        return recover();
    }
    arm(&landing);
    glp_del_cols(lp->problem, n, lp->ind);
    disarm();
    return CST_E_OK;
}

cst_error cst__lp_keep_columns(cst__lp *lp, const bool *keep) {
    if (is_dead(lp)) {
        return CST_E_ENGINE;
    }
    if (!make_entries(lp, lp->n_columns + 1)) {
        return CST_E_MEMORY;
    }
    int n = list_dropped(lp, keep);
    if (n == 0) {
        return CST_E_OK;
    }
    lp->n_columns -= (size_t)n;
    return drop_columns(lp, n);
}

/* ---------------------------------------------------------------- solving */

static int milliseconds(double seconds) {
    double ms = ceil(seconds * 1000);
    return ms >= INT_MAX ? INT_MAX : ms < 1 ? 1 : (int)ms;
}

static cst__lp_status status_of(cst__lp *lp, int code) {
    switch (code) {
        case 0:
            switch (glp_get_status(lp->problem)) {
                case GLP_OPT:
                    return CST__LP_OPTIMAL;
                case GLP_NOFEAS:
                    return CST__LP_INFEASIBLE;
                default:
                    return CST__LP_TROUBLE;
            }
        case GLP_EOBJUL:
        case GLP_EOBJLL:
            return CST__LP_CUTOFF;
        case GLP_EITLIM:
        case GLP_ETMLIM:
            return CST__LP_STOPPED;
        default:
            return CST__LP_TROUBLE;
    }
}

/* The simplex method of GLPK can go round in circles for ever. A solve that takes more steps than
 * this is given up, which is far beyond what any takes that arrives. */
static int most_steps(const cst__lp *lp) {
    size_t size = lp->n_rows + lp->n_columns;
    size_t steps = 10000 + 100 * size;
    return steps < INT_MAX ? (int)steps : INT_MAX;
}

static int simplex(cst__lp *lp, const cst__lp_limits *limits) {
    glp_smcp parameters;
    glp_init_smcp(&parameters);
    parameters.msg_lev = GLP_MSG_OFF;
    parameters.meth = limits->primal ? GLP_PRIMAL : GLP_DUALP;
    bool limited = limits->iterations < most_steps(lp);
    parameters.it_lim = limited ? limits->iterations : most_steps(lp);
    parameters.tm_lim = milliseconds(limits->seconds);
    if (limits->cutoff < HUGE_VAL) {
        parameters.obj_ul = limits->cutoff * lp->scale;
    }
    if (!lp->scaled && lp->program != NULL) {
        glp_scale_prob(lp->problem, GLP_SF_GM | GLP_SF_EQ | GLP_SF_2N);
        lp->scaled = true;
    }
    int code = glp_simplex(lp->problem, &parameters);
    bool circles = code == GLP_EITLIM && !limited;
    if (code == GLP_EBADB || code == GLP_ESING || code == GLP_ECOND || code == GLP_EFAIL ||
        circles) { /* once more, from a fresh basis, and if it went in circles by the other way */
        if (circles) {
            parameters.meth = limits->primal ? GLP_DUALP : GLP_PRIMAL;
        }
        glp_adv_basis(lp->problem, 0);
        code = glp_simplex(lp->problem, &parameters);
    }
    return code == GLP_EITLIM && !limited ? GLP_EFAIL : code;
}

cst_error cst__lp_solve(cst__lp *lp, const cst__lp_limits *limits, cst__lp_status *status) {
    if (is_dead(lp)) {
        return CST_E_ENGINE;
    }
    jmp_buf landing;
    if (setjmp(landing) != 0) {
        return recover();
    }
    arm(&landing);
    int before = glp_get_it_cnt(lp->problem);
    *status = status_of(lp, simplex(lp, limits));
    int steps = glp_get_it_cnt(lp->problem) - before;
    lp->work += (steps + STEPS_OF_SOLVE) * (double)(lp->n_rows + lp->n_columns);
    disarm();
    return CST_E_OK;
}

double cst__lp_work(const cst__lp *lp) {
    return lp->work;
}

double cst__lp_objective(cst__lp *lp) {
    return is_dead(lp) ? -HUGE_VAL : glp_get_obj_val(lp->problem) / lp->scale;
}

void cst__lp_point(cst__lp *lp, double *x) {
    for (size_t j = 0; j < lp->n_columns; j++) {
        x[j] = is_dead(lp) ? 0 : glp_get_col_prim(lp->problem, (int)j + 1);
    }
}

void cst__lp_duals(cst__lp *lp, double *y) {
    for (size_t k = 0; k < lp->n_rows; k++) {
        y[k] = is_dead(lp) ? 0 : glp_get_row_dual(lp->problem, (int)k + 1) / lp->scale;
    }
}

/* ---------------------------------------------------------------- certificate */

/* Variable k (rows first, then columns, from 1) is basic and out of its bounds:
 *     x_k = sum over non-basic j of t_j x_j.
 * Moving all rows to the left gives multipliers: 1 for row k (if it is one), -t_j for rows j. */
static bool tableau_multipliers(cst__lp *lp, double *y, int *ind, double *val) {
    int m = (int)lp->n_rows;
    int k = glp_get_unbnd_ray(lp->problem);
    if (k == 0 || !glp_bf_exists(lp->problem)) {
        return false;
    }
    bool basic = k <= m ? glp_get_row_stat(lp->problem, k) == GLP_BS
                        : glp_get_col_stat(lp->problem, k - m) == GLP_BS;
    if (!basic) {
        return false;
    }
    int length = glp_eval_tab_row(lp->problem, k, ind, val);
    if (k <= m) {
        y[k - 1] = 1;
    }
    for (int i = 1; i <= length; i++) {
        if (ind[i] <= m) {
            y[ind[i] - 1] = k <= m ? -val[i] : val[i];
        }
    }
    return true;
}

static bool certificate(cst__lp *lp, double *y, int *ind, double *val) {
    jmp_buf landing;
    if (setjmp(landing) != 0) {
        recover();
        return false;
    }
    arm(&landing);
    bool found = tableau_multipliers(lp, y, ind, val);
    disarm();
    return found;
}

bool cst__lp_certificate(cst__lp *lp, double *y) {
    memset(y, 0, lp->n_rows * sizeof *y);
    if (is_dead(lp)) {
        return false;
    }
    size_t n = lp->n_rows + lp->n_columns + 1;
    int *ind = malloc(n * sizeof *ind); /* made and freed where no jump passes them by */
    double *val = malloc(n * sizeof *val);
    bool found = ind != NULL && val != NULL && certificate(lp, y, ind, val);
    free(ind);
    free(val);
    return found;
}

/* ---------------------------------------------------------------- basis */

size_t cst__lp_basis_size(const cst__lp *lp) {
    return lp->n_rows + lp->n_columns;
}

size_t cst__lp_column_count(const cst__lp *lp) {
    return lp->n_columns;
}

void cst__lp_save_basis(cst__lp *lp, unsigned char *basis) {
    size_t n = lp->n_columns;
    for (size_t j = 0; j < n && !is_dead(lp); j++) {
        basis[j] = (unsigned char)glp_get_col_stat(lp->problem, (int)j + 1);
    }
    for (size_t k = 0; k < lp->n_rows && !is_dead(lp); k++) {
        basis[n + k] = (unsigned char)glp_get_row_stat(lp->problem, (int)k + 1);
    }
}

cst_error cst__lp_load_basis(cst__lp *lp, const unsigned char *basis, size_t n_columns,
                             size_t n_rows) {
    if (is_dead(lp)) {
        return CST_E_ENGINE;
    }
    for (size_t j = 0; j < lp->n_columns; j++) {
        glp_set_col_stat(lp->problem, (int)j + 1, j < n_columns ? basis[j] : GLP_NL);
    }
    for (size_t k = 0; k < lp->n_rows; k++) {
        glp_set_row_stat(lp->problem, (int)k + 1, k < n_rows ? basis[n_columns + k] : GLP_BS);
    }
    return CST_E_OK;
}
