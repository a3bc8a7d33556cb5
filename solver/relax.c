/*
 * relax.c - the relaxation of one node: its linear program, rows added as they are violated, a safe
 * bound from its multipliers, and what reduced costs say about single columns.
 */
#include <float.h>
#include <limits.h>
#include <math.h>
#include <string.h>

#include "solver/bound.h"
#include "solver/search_state.h"

/* A row counts as violated beyond this share of its largest coefficient. */
static const double violated_beyond = 1e-6;

/* ---------------------------------------------------------------- the linear program */

static void hand_over_bounds(cst__search_state *s) {
    for (size_t j = 0; j < s->program->n_columns; j++) {
        if (s->lower[j] != s->lp_lower[j] || s->upper[j] != s->lp_upper[j]) {
            cst_error error = cst__lp_set_bounds(s->lp, (int)j, s->lower[j], s->upper[j]);
            s->error = error != CST_E_OK ? error : s->error;
            s->lp_lower[j] = s->lower[j];
            s->lp_upper[j] = s->upper[j];
        }
    }
}

static cst__lp_status solve(cst__search_state *s, double cutoff) {
    cst__lp_limits limits = {
        .cutoff = cutoff, .seconds = cst__seconds_left(s->task->deadline_s), .iterations = INT_MAX};
    cst__lp_status status = CST__LP_TROUBLE;
    cst_error error = cst__lp_solve(s->lp, &limits, &status);
    s->error = error != CST_E_OK ? error : s->error;
    return status;
}

/* ---------------------------------------------------------------- rows left out so far */

static bool is_violated(const cst__search_state *s, const cst__row *row) {
    double activity = 0;
    double largest = 0;
    for (size_t e = row->start; e < row->start + row->n; e++) {
        double value = s->program->entry_value[e];
        activity += value * s->x[s->program->entry_column[e]];
        largest = fmax(largest, fabs(value));
    }
    double allowed = violated_beyond * largest;
    return activity < row->lower - allowed || activity > row->upper + allowed;
}

static size_t add_violated_rows(cst__search_state *s) {
    size_t n = 0;
    for (size_t i = 0; i < s->program->n_rows; i++) {
        if (!s->in_lp[i] && is_violated(s, &s->program->rows[i])) {
            s->in_lp[i] = true;
            s->new_rows[n++] = i;
        }
    }
    if (n > 0) {
        cst_error error = cst__lp_add_rows(s->lp, s->new_rows, n);
        s->error = error != CST_E_OK ? error : s->error;
    }
    return n;
}

/* ---------------------------------------------------------------- the node */

/* A safe bound from the multipliers at hand, raised into the node; true when it closes it. */
static bool raise_bound(cst__search_state *s, size_t node) {
    cst__lp_duals(s->lp, s->y);
    s->bound = cst__safe_bound(s->program, s->lp, s->y, s->lower, s->upper, s->reduced_costs);
    cst__node *it = &s->tree.nodes[node];
    it->bound = fmax(it->bound, s->bound);
    return it->bound > cst__worth(s);
}

/* A checked certificate that nothing at all is here: the node's bound is then infinite. */
static bool proven_infeasible(cst__search_state *s, size_t node) {
    if (!cst__lp_certificate(s->lp, s->y) ||
        !cst__proves_infeasible(s->program, s->lp, s->y, s->lower, s->upper, s->reduced_costs)) {
        return false;
    }
    s->tree.nodes[node].bound = HUGE_VAL;
    return true;
}

double cst__lp_cutoff(const cst__search_state *s) {
    double worth = cst__worth(s);
    return !(fabs(worth) < HUGE_VAL) ? HUGE_VAL : worth + 1e-7 * (fabs(worth) + 1);
}

/* Brings the point within the bounds: GLPK lets it leave them by a little, and what the reduced
 * costs fix may cut it off. A split at a value outside them would give a child that is the node
 * itself. */
static void clamp_point(cst__search_state *s) {
    for (size_t j = 0; j < s->program->n_columns; j++) {
        s->x[j] = fmin(fmax(s->x[j], s->lower[j]), s->upper[j]);
    }
}

/* Bounds by reduced costs, and what the rows make of those. Where that leaves nothing, all that was
 * closed is above what is worth finding. */
static cst__relaxed fix(cst__search_state *s, size_t node) {
    size_t n = s->program->n_columns;
    memcpy(s->priced_lower, s->lower, n * sizeof *s->priced_lower);
    memcpy(s->priced_upper, s->upper, n * sizeof *s->priced_upper);
    cst__priced here = {s->bound, s->reduced_costs, s->priced_lower, s->priced_upper};
    cst__fix_by_reduced_cost(s, &here, s->lower, s->upper);
    s->has_fixed = s->has_fixed || s->found;
    bool possible = true;
    size_t n_moved = 0;
    for (size_t j = 0; j < n; j++) {
        possible = possible && s->lower[j] <= s->upper[j];
        if (s->lower[j] != s->priced_lower[j] || s->upper[j] != s->priced_upper[j]) {
            s->moved[n_moved++] = (int)j;
        }
    }
    if (possible && n_moved > 0) {
        possible = cst__propagate(s->propagator, s->lower, s->upper, s->moved, n_moved);
    }
    if (!possible) {
        s->tree.nodes[node].bound = fmax(s->tree.nodes[node].bound, cst__worth(s));
        return CST__RELAXED_CLOSED;
    }
    clamp_point(s);
    hand_over_bounds(s); /* for trials */
    return CST__RELAXED_POINT;
}

/* The first rung on which something above the bound may be worth finding; how many there are where
 * there is none. */
static size_t rung_above(const cst__rungs *rungs, double bound) {
    size_t k = 0;
    while (k < rungs->n && rungs->worth[k] < bound) {
        k++;
    }
    return k;
}

/* The rung that a node has to ask by its bound. A node that asks one has asked for no higher one:
 * bounds of its children are no lower. */
static bool is_asked(const cst__search_state *s, size_t rung) {
    int j = rung < s->task->rungs->n ? s->rung_column[rung] : -1;
    return rung == 0 || (j >= 0 && s->lower[j] > 0);
}

bool cst__has_settled(const cst__search_state *s, size_t node) {
    const cst__rungs *rungs = s->task->rungs;
    double bound = s->tree.nodes[node].bound;
    return rungs != NULL ? !is_asked(s, rung_above(rungs, bound)) : cst__has_case_below(s, bound);
}

/* Leaves the questions that the node's bound has settled: closes the node for cases, or asks the
 * rung that the bound calls for. Then the relaxation is to be solved again. False: nothing worth
 * finding is left. */
static bool leave_settled(cst__search_state *s, size_t node, bool *again) {
    if (!cst__has_settled(s, node)) {
        return true;
    }
    if (s->task->cases != NULL) {
        return cst__close_cases(s, s->tree.nodes[node].bound, again);
    }
    size_t rung = rung_above(s->task->rungs, s->tree.nodes[node].bound);
    int j = rung < s->task->rungs->n ? s->rung_column[rung] : -1;
    if (j < 0 || s->upper[j] < 1) {
        return false;
    }
    s->lower[j] = 1;
    bool possible = cst__propagate(s->propagator, s->lower, s->upper, &j, 1);
    *again = *again || possible;
    return possible;
}

static cst__relaxed after_optimum(cst__search_state *s, size_t node, bool *again) {
    if (raise_bound(s, node) || !leave_settled(s, node, again)) {
        return CST__RELAXED_CLOSED;
    }
    if (*again) {
        hand_over_bounds(s);
    }
    cst__lp_point(s->lp, s->x);
    clamp_point(s);
    *again = add_violated_rows(s) > 0 || *again;
    return CST__RELAXED_POINT;
}

cst__relaxed cst__relax(cst__search_state *s, size_t node) {
    bool again = true;
    if (!leave_settled(s, node, &again)) {
        return CST__RELAXED_CLOSED;
    }
    hand_over_bounds(s);
    double limit = cst__lp_cutoff(s);
    cst__relaxed found = CST__RELAXED_BLIND;
    while (again && s->error == CST_E_OK) {
        again = false;
        cst__lp_status status = solve(s, limit);
        if (s->error != CST_E_OK) {
            break;
        }
        switch (status) {
            case CST__LP_OPTIMAL:
                found = after_optimum(s, node, &again);
                break;
            case CST__LP_INFEASIBLE:
                found = proven_infeasible(s, node) ? CST__RELAXED_CLOSED : CST__RELAXED_BLIND;
                break;
            case CST__LP_CUTOFF:
                found = raise_bound(s, node) ? CST__RELAXED_CLOSED : CST__RELAXED_BLIND;
                again = found == CST__RELAXED_BLIND && limit < HUGE_VAL;
                limit = HUGE_VAL;
                break;
            case CST__LP_STOPPED:
                return CST__RELAXED_STOPPED;
            case CST__LP_TROUBLE:
                found = CST__RELAXED_BLIND;
                break;
        }
        if (again && cst__out_of_time(s)) {
            return CST__RELAXED_STOPPED;
        }
    }
    if (found == CST__RELAXED_POINT && s->error == CST_E_OK) {
        cst__lp_save_basis(s->lp, s->basis);
        s->objective = cst__lp_objective(s->lp);
        found = fix(s, node);
    }
    return s->error == CST_E_OK ? found : CST__RELAXED_STOPPED;
}

/* With d_j > 0 every point has an objective of at least bound + d_j (x_j - lower_j), with d_j < 0
 * of at least bound - d_j (upper_j - x_j): see bound.h. The bounds lower and upper may be tighter
 * by now than those that the reduced costs were found at. */
void cst__fix_by_reduced_cost(const cst__search_state *s, const cst__priced *priced, double *lower,
                              double *upper) {
    double most = cst__worth(s) - priced->bound;
    if (!(most < HUGE_VAL) || most < 0) {
        return;
    }
    for (size_t j = 0; j < s->program->n_columns; j++) {
        double d = (double)priced->reduced[j];
        if (!s->program->columns[j].integer || lower[j] == upper[j] || fabs(d) < DBL_MIN) {
            continue;
        }
        double of_set = d > 0 ? cst__worth_where_set(s, j) - priced->bound : HUGE_VAL;
        double room = fmax(fmin(most, of_set), 0);
        double steps = floor(room / fabs(d) * (1 + 1e-9) + 1e-9);
        if (d > 0) {
            upper[j] = fmin(upper[j], priced->lower[j] + steps);
        } else {
            lower[j] = fmax(lower[j], priced->upper[j] - steps);
        }
    }
}
