/*
 * search.c - the loop over the nodes of a branch and bound tree.
 *
 *     node: bounds of the way from the root, the last split propagated through the rows
 *           relax (relax.c): bound, close, or a point
 *           a whole point goes before the judge
 *           fixed bounds are kept in the node; split (branch.c); one child is opened, the other is
 *           followed at once (a dive), so that the linear program changes by one bound
 *     when a dive ends, the open node with the lowest bound is next
 */
#include "solver/search.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "solver/search_state.h"

double cst__clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double cst__worth_beside(const cst__search_task *task, bool found, double incumbent) {
    if (task->rungs != NULL) {
        return fmin(task->rungs->worth[task->rungs->n - 1], task->cutoff);
    }
    if (task->cases != NULL) {
        double worth = -HUGE_VAL;
        for (size_t k = 0; k < task->cases->n; k++) {
            worth = fmax(worth, task->cases->worth[k]);
        }
        return fmin(worth, task->cutoff);
    }
    if (!found) {
        return task->cutoff;
    }
    double better = incumbent - fmax(task->step, task->gap * fabs(incumbent));
    return fmin(better, task->cutoff);
}

double cst__worth_anywhere(const cst__search_state *s) {
    return cst__worth_beside(s->task, s->found, s->incumbent);
}

double cst__worth(const cst__search_state *s) {
    return s->task->cases != NULL ? cst__cases_worth(s) : cst__worth_anywhere(s);
}

cst__search_task cst__smaller_task(const cst__search_task *task, const cst__program *program,
                                   const double *lower, const double *upper) {
    cst__search_task small = *task;
    small.program = program;
    small.lower = lower;
    small.upper = upper;
    small.improve = NULL;
    small.start = NULL;
    small.hint = NULL;
    small.no_neighbours = true;
    small.news = NULL;
    small.witness = NULL;
    return small;
}

bool cst__time_is_up(double deadline_s, const volatile int *stop) {
    return (stop != NULL && *stop != 0) || cst__clock() > deadline_s;
}

double cst__seconds_left(double deadline_s) {
    return deadline_s < HUGE_VAL ? fmax(deadline_s - cst__clock(), 0.001) : HUGE_VAL;
}

bool cst__out_of_time(const cst__search_state *s) {
    return cst__time_is_up(s->task->deadline_s, s->task->stop);
}

/* ---------------------------------------------------------------- incumbents */

/* A better incumbent makes the root's reduced costs say more. */
static void tighten_root(cst__search_state *s) {
    if (s->root_bound > -HUGE_VAL) {
        cst__priced root = {s->root_bound, s->root_reduced_costs, s->root_from_lower,
                            s->root_from_upper};
        cst__fix_by_reduced_cost(s, &root, s->root_lower, s->root_upper);
        s->has_fixed = true;
    }
}

void cst__try_trial(cst__search_state *s) {
    const cst__program *program = s->task->program;
    double objective = 0;
    for (size_t j = 0; j < program->n_columns; j++) {
        s->trial[j] = program->columns[j].integer ? round(s->trial[j]) : s->trial[j];
    }
    if (!s->task->judge(s->task->judge_context, s->trial, &objective) ||
        objective > s->task->cutoff || (s->found && objective >= s->incumbent)) {
        return;
    }
    s->found = true;
    s->incumbent = objective;
    memcpy(s->best, s->trial, program->n_columns * sizeof *s->best);
    tighten_root(s);
}

/* The trial becomes a point of the reduced program: 0 in all other columns. */
static void expand_trial(cst__search_state *s, const double *x) {
    for (size_t j = 0; j < s->reduced.n_original; j++) {
        s->trial[j] = 0;
    }
    cst__reduced_expand(&s->reduced, x, s->trial);
}

void cst__try_point(cst__search_state *s, const double *x) {
    expand_trial(s, x);
    cst__try_trial(s);
}

bool cst__judge_reduced(void *context, const double *x, double *objective) {
    cst__search_state *s = context;
    expand_trial(s, x);
    return s->task->judge(s->task->judge_context, s->trial, objective);
}

/* A point in all columns of the task's program. */
static void try_whole_point(cst__search_state *s, const double *x) {
    memcpy(s->trial, x, s->reduced.n_original * sizeof *s->trial);
    cst__try_trial(s);
}

/* ---------------------------------------------------------------- nodes */

static void open_node(cst__search_state *s, size_t node) {
    if (!cst__tree_open(&s->tree, node)) {
        s->error = CST_E_MEMORY;
    }
}

/* What relaxing and propagating found goes into the node, for its children to start from. */
static bool keep_bounds(cst__search_state *s, size_t node, const double *lower,
                        const double *upper) {
    size_t n = 0;
    for (size_t j = 0; j < s->program->n_columns; j++) {
        n += s->lower[j] != lower[j] || s->upper[j] != upper[j];
    }
    cst__node *it = &s->tree.nodes[node];
    cst__change *changes = realloc(it->changes, (it->n_changes + n + 1) * sizeof *changes);
    if (changes == NULL) {
        s->error = CST_E_MEMORY;
        return false;
    }
    it->changes = changes;
    for (size_t j = 0; j < s->program->n_columns; j++) {
        if (s->lower[j] != lower[j] || s->upper[j] != upper[j]) {
            changes[it->n_changes++] = (cst__change){(int)j, s->lower[j], s->upper[j]};
        }
    }
    return true;
}

/* The basis of the relaxation, for both children. */
static cst__basis *share_basis(cst__search_state *s, bool has_point) {
    if (!has_point) {
        return NULL;
    }
    size_t size = cst__lp_basis_size(s->lp);
    cst__basis *basis = malloc(sizeof *basis + size);
    if (basis == NULL) {
        s->error = CST_E_MEMORY;
        return NULL;
    }
    basis->users = 0;
    basis->n_rows = cst__lp_row_count(s->lp);
    memcpy(basis->status, s->basis, size);
    return basis;
}

static size_t add_child(cst__search_state *s, size_t parent, const cst__split *split, bool up,
                        cst__basis *basis, double objective) {
    cst__change *change = malloc(sizeof *change);
    if (change == NULL) {
        s->error = CST_E_MEMORY;
        return CST__NO_NODE;
    }
    int j = split->column;
    *change = up ? (cst__change){j, split->at + 1, s->upper[j]}
                 : (cst__change){j, s->lower[j], split->at};
    double distance = up ? split->at + 1 - split->value : split->value - split->at;
    size_t child = cst__tree_add(&s->tree, (cst__node){.parent = parent,
                                                       .changes = change,
                                                       .n_changes = 1,
                                                       .basis = basis,
                                                       .bound = s->tree.nodes[parent].bound,
                                                       .depth = s->tree.nodes[parent].depth + 1,
                                                       .branch_column = j,
                                                       .branch_up = up,
                                                       .branch_distance = distance,
                                                       .alone = split->closed[!up],
                                                       .parent_objective = objective});
    if (child == CST__NO_NODE) {
        s->error = CST_E_MEMORY;
    }
    return child;
}

/* Dives where the point leans; without an incumbent, towards choosing. */
static bool dive_up(const cst__search_state *s, const cst__split *split) {
    double f = split->value - split->at;
    bool choice = s->program->columns[split->column].upper == 1;
    return f > (choice && !s->found ? 0.2 : 0.5);
}

/* Two children: one is opened, the other is returned to be followed. One, where the other side is
 * closed. */
static size_t split_node(cst__search_state *s, size_t node, const cst__split *split,
                         bool has_point) {
    cst__basis *basis = share_basis(s, has_point);
    if (s->error != CST_E_OK) {
        return CST__NO_NODE;
    }
    double objective = has_point ? s->objective : 0;
    cst__split known = *split;
    if (!has_point) {
        known.value = known.at; /* distance 0 or 1, and nothing is learned from it */
    }
    bool one_sided = split->closed[0] || split->closed[1];
    bool up = one_sided ? split->closed[0] : dive_up(s, split);
    size_t other = CST__NO_NODE;
    if (!one_sided) {
        other = add_child(s, node, &known, !up, basis, objective);
    }
    size_t next =
        s->error == CST_E_OK ? add_child(s, node, &known, up, basis, objective) : CST__NO_NODE;
    if (basis != NULL && basis->users == 0) {
        free(basis);
    }
    if (next != CST__NO_NODE && other != CST__NO_NODE) {
        open_node(s, other);
    }
    return s->error == CST_E_OK ? next : CST__NO_NODE;
}

static void note_closed(cst__search_state *s, size_t node) {
    double bound = s->tree.nodes[node].bound;
    if (bound > -HUGE_VAL && s->found && bound < s->incumbent) {
        s->pruned_bound = fmin(s->pruned_bound, bound);
    }
}

/* Bounds of a node, as the tree has them (before) and propagated; false when there are none. */
static bool enter(cst__search_state *s, size_t node, double *before_lower, double *before_upper) {
    size_t n = s->program->n_columns;
    memcpy(s->lower, s->root_lower, n * sizeof *s->lower);
    memcpy(s->upper, s->root_upper, n * sizeof *s->upper);
    cst__tree_apply(&s->tree, node, s->lower, s->upper);
    memcpy(before_lower, s->lower, n * sizeof *before_lower);
    memcpy(before_upper, s->upper, n * sizeof *before_upper);
    int column = s->tree.nodes[node].branch_column;
    for (size_t j = 0; j < n; j++) {
        if (s->lower[j] > s->upper[j]) {
            return false;
        }
    }
    return column < 0 ? cst__propagate(s->propagator, s->lower, s->upper, NULL, 0)
                      : cst__propagate(s->propagator, s->lower, s->upper, &column, 1);
}

/* ---------------------------------------------------------------- witness */

/* Whether the witness is within the bounds and still worth finding. */
static bool holds_witness(const cst__search_state *s, const double *lower, const double *upper) {
    const double *x = s->task->witness;
    if (x == NULL || s->task->witness_objective > cst__worth(s)) {
        return false;
    }
    for (size_t j = 0; j < s->program->n_columns; j++) {
        double value = x[s->reduced.original[j]];
        if (s->program->columns[j].integer && (value < lower[j] || value > upper[j])) {
            return false;
        }
    }
    return true;
}

/* What the root says goes on to count: its reduced costs fix columns whenever the incumbent gets
 * better. */
static void keep_root(cst__search_state *s) {
    size_t n = s->program->n_columns;
    s->root_bound = s->bound;
    s->members_are_scarce = cst__members_are_scarce(s);
    memcpy(s->root_reduced_costs, s->reduced_costs, n * sizeof *s->root_reduced_costs);
    memcpy(s->root_from_lower, s->priced_lower, n * sizeof *s->root_from_lower);
    memcpy(s->root_from_upper, s->priced_upper, n * sizeof *s->root_from_upper);
}

/* Whether the witness lies on a side that is closed. */
static bool loses_witness(const cst__search_state *s, const cst__split *split) {
    if (split->column < 0 || !holds_witness(s, s->lower, s->upper)) {
        return false;
    }
    double value = s->task->witness[s->reduced.original[split->column]];
    return split->closed[value > split->at];
}

/* Relaxes a node; where many questions are asked, until its point is not a whole one, or does not
 * settle any of those that are left of them there. */
static cst__relaxed relax(cst__search_state *s, size_t node) {
    cst__relaxed relaxed = cst__relax(s, node);
    while (cst__asks_many(s->task) && relaxed == CST__RELAXED_POINT && cst__is_whole(s, s->x)) {
        cst__try_point(s, s->x);
        if (!cst__has_settled(s, node)) {
            break;
        }
        relaxed = cst__relax(s, node);
    }
    return relaxed;
}

/* Follows one node; returns a child to go on with, or CST__NO_NODE. */
static size_t process(cst__search_state *s, size_t node, double *before_lower,
                      double *before_upper) {
    s->nodes += !s->tree.nodes[node].alone;
    bool possible = enter(s, node, before_lower, before_upper);
    bool held = holds_witness(s, before_lower, before_upper);
    if (held && (!possible || !holds_witness(s, s->lower, s->upper))) {
        s->lost = "propagation";
    }
    if (!possible) {
        return CST__NO_NODE; /* proven empty: no bound to note */
    }
    cst__relaxed relaxed = relax(s, node);
    bool has_point = relaxed == CST__RELAXED_POINT;
    if (node == 0 && has_point) {
        keep_root(s);
    }
    if (held && s->tree.nodes[node].bound > s->task->witness_objective) {
        s->lost = "bound";
    }
    if (held && holds_witness(s, before_lower, before_upper) &&
        (relaxed == CST__RELAXED_CLOSED || !holds_witness(s, s->lower, s->upper))) {
        s->lost = relaxed == CST__RELAXED_CLOSED ? "relaxation" : "reduced costs";
    }
    if (relaxed == CST__RELAXED_STOPPED) {
        s->stopped = true;
        open_node(s, node); /* its bound still counts */
        return CST__NO_NODE;
    }
    if (relaxed == CST__RELAXED_CLOSED) {
        note_closed(s, node);
        return CST__NO_NODE;
    }
    cst__split split = {.column = -1};
    if (has_point) {
        cst__learn(s, &s->tree.nodes[node], s->objective);
        if (cst__is_whole(s, s->x)) {
            cst__try_point(s, s->x);
        } else {
            cst__look_around(s, node);
            split = cst__choose_split(s);
            s->has_fixed = s->has_fixed || (s->found && (split.closed[0] || split.closed[1]));
            if (held && loses_witness(s, &split)) {
                s->lost = "trial";
            }
        }
        if (s->tree.nodes[node].bound > cst__worth(s)) {
            note_closed(s, node);
            return CST__NO_NODE;
        }
    }
    if (split.column < 0) {
        split = cst__any_split(s, has_point);
    }
    if (split.column < 0) { /* every integer column is fixed: there is one point to judge */
        cst__try_point(s, s->lower);
        return CST__NO_NODE;
    }
    if (s->error != CST_E_OK || !keep_bounds(s, node, before_lower, before_upper)) {
        return CST__NO_NODE;
    }
    return split_node(s, node, &split, has_point);
}

/* ---------------------------------------------------------------- the loop */

static bool is_enough(const cst__search_state *s) {
    return s->task->first && s->found;
}

/* Proven: no point that counts is below it. */
static double proven_bound(const cst__search_state *s) {
    double open = fmin(cst__tree_bound(&s->tree), s->pruned_bound);
    open = s->found && s->has_fixed ? fmin(open, cst__worth(s)) : open;
    return s->found ? fmin(open, s->incumbent) : open;
}

/* node: the one that a dive follows next, which is not open; CST__NO_NODE: none. */
static void tell(const cst__search_state *s, size_t node) {
    if (s->task->news != NULL) {
        double bound = proven_bound(s);
        bound = node != CST__NO_NODE ? fmin(bound, s->tree.nodes[node].bound) : bound;
        cst__search_news news = {s->found, s->incumbent, bound, s->nodes};
        s->task->news(s->task->news_context, &news);
    }
}

/* Where the lower rungs are settled below a node already, dives come upon little that is new. */
static bool is_climbing(const cst__search_state *s, size_t node) {
    const cst__rungs *rungs = s->task->rungs;
    return rungs != NULL && s->tree.nodes[node].bound > rungs->worth[0];
}

static size_t next_node(cst__search_state *s, size_t child) {
    if (child != CST__NO_NODE && !is_climbing(s, child)) {
        return child;
    }
    if (child != CST__NO_NODE) {
        open_node(s, child);
    }
    size_t node = cst__tree_pop(&s->tree);
    while (node != CST__NO_NODE && s->tree.nodes[node].bound > cst__worth_anywhere(s)) {
        note_closed(s, node);
        node = cst__tree_pop(&s->tree);
    }
    if (node != CST__NO_NODE && s->tree.nodes[node].basis != NULL) {
        const cst__basis *basis = s->tree.nodes[node].basis;
        cst_error error =
            cst__lp_load_basis(s->lp, basis->status, s->program->n_columns, basis->n_rows);
        s->error = error != CST_E_OK ? error : s->error;
    }
    return node;
}

static void open_root(cst__search_state *s) {
    cst__node root = {.parent = CST__NO_NODE, .bound = -HUGE_VAL, .branch_column = -1};
    size_t node = cst__tree_add(&s->tree, root);
    if (node == CST__NO_NODE) {
        s->error = CST_E_MEMORY;
    } else {
        open_node(s, node);
    }
}

static double work_done(const cst__search_state *s) {
    return cst__lp_work(s->lp) + s->around_work;
}

static void run(cst__search_state *s, cst__grant grant) {
    size_t n = s->program->n_columns;
    double *before = malloc(2 * (n + 1) * sizeof *before);
    s->error = before == NULL ? CST_E_MEMORY : s->error;
    s->stopped = false;
    long end = grant.nodes < LONG_MAX - s->nodes ? s->nodes + grant.nodes : LONG_MAX;
    double end_of_work = work_done(s) + grant.work;
    size_t node = CST__NO_NODE;
    while (s->error == CST_E_OK && !s->stopped && !is_enough(s)) {
        node = next_node(s, node);
        if (node == CST__NO_NODE || s->error != CST_E_OK) {
            break;
        }
        if (s->nodes >= end || work_done(s) >= end_of_work || cst__out_of_time(s)) {
            s->stopped = true;
            open_node(s, node);
            break;
        }
        node = process(s, node, before, before + n);
        if (node != CST__NO_NODE && is_enough(s)) {
            open_node(s, node);
        }
        tell(s, is_enough(s) ? CST__NO_NODE : node);
    }
    free(before);
}

/* ---------------------------------------------------------------- life */

static bool make_arrays(cst__search_state *s) {
    size_t n_all = s->reduced.n_original + 1;
    size_t n = s->program->n_columns + 1;
    size_t m = s->program->n_rows + 1;
    size_t n_rungs = s->task->rungs == NULL ? 0 : s->task->rungs->n;
    size_t n_cases = s->task->cases == NULL ? 0 : s->task->cases->n;
    s->root_lower = malloc(n * sizeof(double));
    s->root_upper = malloc(n * sizeof(double));
    s->lower = malloc(n * sizeof(double));
    s->upper = malloc(n * sizeof(double));
    s->lp_lower = malloc(n * sizeof(double));
    s->lp_upper = malloc(n * sizeof(double));
    s->priced_lower = malloc(n * sizeof(double));
    s->priced_upper = malloc(n * sizeof(double));
    s->root_from_lower = malloc(n * sizeof(double));
    s->root_from_upper = malloc(n * sizeof(double));
    s->in_lp = calloc(m, sizeof(bool));
    s->new_rows = malloc(m * sizeof(size_t));
    s->moved = malloc(n * sizeof(int));
    s->x = calloc(n, sizeof(double));
    s->y = calloc(m, sizeof(double));
    s->reduced_costs = calloc(n, sizeof(long double));
    s->trial_costs = calloc(n, sizeof(long double));
    s->root_reduced_costs = calloc(n, sizeof(long double));
    s->basis = calloc(n + m, 1);
    s->gains = calloc(n, sizeof(cst__gains));
    s->rung_column = malloc((n_rungs + 1) * sizeof *s->rung_column);
    s->case_column = malloc((n_cases + 1) * sizeof *s->case_column);
    s->best = malloc(n_all * sizeof(double));
    s->trial = malloc(n_all * sizeof(double));
    return s->root_lower != NULL && s->root_upper != NULL && s->lower != NULL && s->upper != NULL &&
           s->lp_lower != NULL && s->lp_upper != NULL && s->in_lp != NULL &&
           s->priced_lower != NULL && s->priced_upper != NULL && s->root_from_lower != NULL &&
           s->root_from_upper != NULL && s->new_rows != NULL && s->moved != NULL && s->x != NULL &&
           s->y != NULL && s->reduced_costs != NULL && s->trial_costs != NULL &&
           s->root_reduced_costs != NULL && s->basis != NULL && s->gains != NULL &&
           s->rung_column != NULL && s->case_column != NULL && s->best != NULL && s->trial != NULL;
}

static cst_error add_first_rows(cst__search_state *s) {
    size_t n = 0;
    for (size_t i = 0; i < s->program->n_rows; i++) {
        const cst__row *row = &s->program->rows[i];
        s->in_lp[i] = !row->lazy || row->n == 0; /* an empty row is the propagator's business */
        if (!row->lazy && row->n > 0) {
            s->new_rows[n++] = i;
        }
    }
    return cst__lp_add_rows(s->lp, s->new_rows, n);
}

static bool is_between(const cst__program *program, const double *x, const double *lower,
                       const double *upper) {
    bool inside = true;
    for (size_t j = 0; j < program->n_columns && inside; j++) {
        inside = !program->columns[j].integer || (x[j] >= lower[j] && x[j] <= upper[j]);
    }
    return inside;
}

/* The bounds of the task, and what the rows make of them. */
static cst_error propagate_task(cst__search_state *s, double *lower, double *upper) {
    const cst__search_task *task = s->task;
    const cst__program *program = task->program;
    for (size_t j = 0; j < program->n_columns; j++) {
        lower[j] = task->lower != NULL ? task->lower[j] : program->columns[j].lower;
        upper[j] = task->upper != NULL ? task->upper[j] : program->columns[j].upper;
    }
    bool held = task->witness != NULL && is_between(program, task->witness, lower, upper);
    cst__propagator *propagator = NULL;
    cst_error error = cst__propagator_new(program, &propagator);
    if (error == CST_E_OK) {
        cst__propagate(propagator, lower, upper, NULL, 0); /* empty or not: the root will see */
    }
    if (held && !is_between(program, task->witness, lower, upper)) {
        s->lost = "propagation";
    }
    cst__propagator_free(propagator);
    return error;
}

static cst_error reduce_task(cst__search_state *s) {
    size_t n = s->task->program->n_columns;
    double *lower = malloc(2 * (n + 1) * sizeof *lower);
    if (lower == NULL) {
        return CST_E_MEMORY;
    }
    cst_error error = propagate_task(s, lower, lower + n);
    if (error == CST_E_OK) {
        error = cst__reduce(s->task->program, lower, lower + n, &s->reduced);
    }
    free(lower);
    s->program = &s->reduced.program;
    return error;
}

/* The columns of so many rungs or cases, by what the program calls them. */
static void name_columns(const cst__search_state *s, cst__column_kind kind, size_t n, int *named) {
    for (size_t k = 0; k < n; k++) {
        named[k] = -1;
    }
    for (size_t j = 0; j < s->program->n_columns; j++) {
        const cst__column *column = &s->program->columns[j];
        if (column->kind == kind && column->index < n) {
            named[column->index] = (int)j;
        }
    }
}

static void name_questions(cst__search_state *s) {
    const cst__search_task *task = s->task;
    size_t n_rungs = task->rungs == NULL ? 0 : task->rungs->n;
    size_t n_cases = task->cases == NULL ? 0 : task->cases->n;
    name_columns(s, CST__COLUMN_RUNG, n_rungs, s->rung_column);
    name_columns(s, CST__COLUMN_CASE, n_cases, s->case_column);
}

static cst_error begin(cst__search_state *s) {
    s->root_bound = -HUGE_VAL;
    s->pruned_bound = HUGE_VAL;
    s->improved = HUGE_VAL;
    cst_error error = reduce_task(s);
    if (error == CST_E_OK && !make_arrays(s)) {
        error = CST_E_MEMORY;
    }
    if (error != CST_E_OK) {
        return error;
    }
    for (size_t j = 0; j < s->program->n_columns; j++) {
        s->lp_lower[j] = s->root_lower[j] = s->program->columns[j].lower;
        s->lp_upper[j] = s->root_upper[j] = s->program->columns[j].upper;
    }
    name_questions(s);
    error = cst__propagator_new(s->program, &s->propagator);
    if (error == CST_E_OK) {
        error = cst__lp_new(s->program, &s->lp);
    }
    if (error == CST_E_OK) {
        error = add_first_rows(s);
    }
    if (error == CST_E_OK && s->task->start != NULL) {
        try_whole_point(s, s->task->start);
    }
    if (error == CST_E_OK) {
        open_root(s);
        error = s->error;
    }
    return error;
}

void cst__search_end(cst__search_state *s) {
    if (s == NULL) {
        return;
    }
    cst__lp_free(s->lp);
    cst__propagator_free(s->propagator);
    cst__tree_clear(&s->tree);
    cst__reduced_clear(&s->reduced);
    free(s->root_lower);
    free(s->root_upper);
    free(s->lower);
    free(s->upper);
    free(s->lp_lower);
    free(s->lp_upper);
    free(s->priced_lower);
    free(s->priced_upper);
    free(s->root_from_lower);
    free(s->root_from_upper);
    free(s->in_lp);
    free(s->new_rows);
    free(s->moved);
    free(s->x);
    free(s->y);
    free(s->reduced_costs);
    free(s->trial_costs);
    free(s->root_reduced_costs);
    free(s->basis);
    free(s->gains);
    free(s->rung_column);
    free(s->case_column);
    free(s->best);
    free(s->trial);
    free(s);
}

static void report(cst__search_state *s, cst__search_result *result) {
    bool unfinished = s->stopped && s->tree.n_open > 0;
    result->found = s->found;
    result->objective = s->incumbent;
    result->nodes = s->nodes;
    result->work = work_done(s);
    result->lost = s->lost;
    result->bound = proven_bound(s);
    if (unfinished) {
        result->status = CST__SEARCH_LIMIT;
    } else {
        result->status = s->found ? CST__SEARCH_OPTIMAL : CST__SEARCH_NONE;
    }
    if (s->found) {
        memcpy(result->x, s->best, s->reduced.n_original * sizeof *result->x);
    }
}

cst_error cst__search_begin(const cst__search_task *task, cst__search_state **search) {
    cst__search_state *s = calloc(1, sizeof *s);
    *search = NULL;
    if (s == NULL) {
        return CST_E_MEMORY;
    }
    s->task = task;
    s->program = task->program;
    cst_error error = begin(s);
    if (error != CST_E_OK) {
        cst__search_end(s);
        return error;
    }
    *search = s;
    return CST_E_OK;
}

cst_error cst__search_result_new(const cst__program *program, cst__search_result *result) {
    *result = (cst__search_result){.status = CST__SEARCH_LIMIT, .bound = -HUGE_VAL};
    result->x = calloc(program->n_columns + 1, sizeof *result->x);
    return result->x == NULL ? CST_E_MEMORY : CST_E_OK;
}

cst_error cst__search_go(cst__search_state *s, cst__grant grant, cst__search_result *result) {
    cst_error error = cst__search_result_new(s->task->program, result);
    if (error == CST_E_OK) {
        run(s, grant);
        error = s->error;
    }
    if (error == CST_E_OK) {
        report(s, result);
    }
    return error;
}

void cst__search_offer(cst__search_state *s, const double *x) {
    try_whole_point(s, x);
}

cst_error cst__search(const cst__search_task *task, long nodes, cst__search_result *result) {
    *result = (cst__search_result){.status = CST__SEARCH_LIMIT, .bound = -HUGE_VAL};
    cst__search_state *s = NULL;
    cst_error error = cst__search_begin(task, &s);
    if (error == CST_E_OK) {
        error = cst__search_go(s, cst__so_many_nodes(nodes), result);
    }
    cst__search_end(s);
    return error;
}

void cst__search_result_clear(cst__search_result *result) {
    free(result->x);
    result->x = NULL;
}
