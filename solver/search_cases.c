/*
 * search_cases.c - which cases the current node is open for: those whose columns may be 1 there.
 *
 * A node is closed for a case by setting its column to 0, which its children inherit. Since exactly
 * one column of all is 1, the last case that is left is asked for by propagation, and where none is
 * nothing is.
 */
#include "solver/search_state.h"

static bool is_open(const cst__search_state *s, size_t k) {
    int j = s->case_column[k];
    return j >= 0 && s->upper[j] > 0.5;
}

double cst__cases_worth(const cst__search_state *s) {
    const cst__cases *cases = s->task->cases;
    double worth = -HUGE_VAL;
    for (size_t k = 0; k < cases->n; k++) {
        worth = is_open(s, k) ? fmax(worth, cases->worth[k]) : worth;
    }
    return fmin(worth, s->task->cutoff);
}

double cst__worth_where_set(const cst__search_state *s, size_t column) {
    const cst__cases *cases = s->task->cases;
    const cst__column *it = &s->program->columns[column];
    bool is_case = cases != NULL && it->kind == CST__COLUMN_CASE;
    return is_case ? cases->worth[it->index] : HUGE_VAL;
}

static bool is_below(const cst__search_state *s, size_t k, double bound) {
    return is_open(s, k) && s->task->cases->worth[k] < bound;
}

bool cst__has_case_below(const cst__search_state *s, double bound) {
    bool has = false;
    for (size_t k = 0; s->task->cases != NULL && k < s->task->cases->n && !has; k++) {
        has = is_below(s, k, bound);
    }
    return has;
}

bool cst__close_cases(cst__search_state *s, double bound, bool *again) {
    size_t n = 0;
    bool possible = true;
    for (size_t k = 0; k < s->task->cases->n; k++) {
        int j = s->case_column[k];
        if (is_below(s, k, bound)) {
            possible = possible && s->lower[j] < 1;
            s->upper[j] = 0;
            s->moved[n++] = j;
        }
    }
    possible = possible && cst__propagate(s->propagator, s->lower, s->upper, s->moved, n);
    *again = *again || possible;
    return possible;
}
