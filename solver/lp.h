/*
 * lp.h - linear programs that grow by rows and are solved again and again, as the search needs
 * them.
 *
 * The adapter behind this header (lp_glpk.c) is the one file that speaks GLPK. An LP holds all
 * columns of a program and those of its rows that were added; it keeps its basis between solves.
 *
 * An LP belongs to the thread that made it. GLPK keeps an environment for each thread; a thread
 * that used LPs ends with cst__lp_leave_thread(), which frees what is left of it. When GLPK fails
 * inside, its abort() is caught: the LP is dead, every later call on it returns CST_E_ENGINE (or
 * CST_E_MEMORY), and it can only be freed.
 */
#ifndef CST_LP_H
#define CST_LP_H

#include "solver/program.h"

typedef struct cst__lp cst__lp;

typedef enum cst__lp_status {
    CST__LP_OPTIMAL,
    CST__LP_INFEASIBLE, /* as GLPK says, within its tolerances: ask for a certificate */
    CST__LP_CUTOFF,     /* the dual bound passed the cutoff */
    CST__LP_STOPPED,    /* time or iterations ran out */
    CST__LP_TROUBLE     /* numbers too hard: nothing is known */
} cst__lp_status;

/* New LP with the columns of the program (borrowed until it is freed) and none of its rows. Without
 * a program, NULL: a growing LP, which begins empty and is scaled by whoever fills it. */
cst_error cst__lp_new(const cst__program *program, cst__lp **lp);
void cst__lp_free(cst__lp *lp);
void cst__lp_leave_thread(void);

/* Adds rows of the program, by index. Row k of the LP (from 0) is the k-th ever added. */
cst_error cst__lp_add_rows(cst__lp *lp, const size_t *rows, size_t n);
/* All that the program has now and that say anything. */
cst_error cst__lp_add_all_rows(cst__lp *lp, const cst__program *program);
size_t cst__lp_row_count(const cst__lp *lp);
size_t cst__lp_row(const cst__lp *lp, size_t k); /* its index in the program */

/* For a growing LP: a row over the columns at hand, a column over the rows at hand; both are
 * numbered from 0 as they come. A new row is basic, a new column is not. */
cst_error cst__lp_add_row(cst__lp *lp, double lower, double upper, size_t n, const int *columns,
                          const double *values);
cst_error cst__lp_add_column(cst__lp *lp, double lower, double upper, double cost, size_t n,
                             const int *rows, const double *values);
void cst__lp_set_cost(cst__lp *lp, int column, double cost);
bool cst__lp_is_basic(const cst__lp *lp, int column);

/* Deletes the columns that are not to be kept; the others move up. */
cst_error cst__lp_keep_columns(cst__lp *lp, const bool *keep);

cst_error cst__lp_set_bounds(cst__lp *lp, int column, double lower, double upper);

/* Takes over the costs that the columns of the program have now. */
cst_error cst__lp_take_costs(cst__lp *lp);

typedef struct cst__lp_limits {
    double cutoff;  /* stop when the bound passes it; HUGE_VAL: never */
    double seconds; /* HUGE_VAL: none */
    int iterations; /* INT_MAX: none */
    bool primal;    /* by the primal method: for a new objective on an old basis */
} cst__lp_limits;

/* Solves from the basis at hand, by the dual simplex method unless the limits say otherwise. */
cst_error cst__lp_solve(cst__lp *lp, const cst__lp_limits *limits, cst__lp_status *status);

/* What all its solves took so far: simplex steps, times rows and columns. It depends on nothing but
 * what was asked, unlike seconds. */
double cst__lp_work(const cst__lp *lp);

/* After a solve: objective, the point [n_columns], the multipliers of the rows [row count]. */
double cst__lp_objective(cst__lp *lp);
void cst__lp_point(cst__lp *lp, double *x);
void cst__lp_duals(cst__lp *lp, double *y);

/*
 * After CST__LP_INFEASIBLE: multipliers of the rows [row count] whose combination no point within
 * the column bounds can satisfy (Farkas' lemma). They come from floating point: the caller checks
 * them. False where GLPK has none.
 */
bool cst__lp_certificate(cst__lp *lp, double *y);

/* The basis as one byte for each column and row: size, save, and load. A saved basis may have fewer
 * rows or columns than the LP has now; the new rows are then basic, the new columns are not. */
size_t cst__lp_basis_size(const cst__lp *lp);
size_t cst__lp_column_count(const cst__lp *lp);
void cst__lp_save_basis(cst__lp *lp, unsigned char *basis);
cst_error cst__lp_load_basis(cst__lp *lp, const unsigned char *basis, size_t n_columns,
                             size_t n_rows);

#endif
