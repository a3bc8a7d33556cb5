/*
 * branch.c - where to split a node: reliability branching.
 *
 * Each fractional column gets an expected gain of the bound for both sides, from what earlier
 * splits on it gained (pseudo-costs); the most promising ones that were seen too seldom are tried
 * with a few dual simplex steps first (Achterberg, Koch and Martin 2005, Branching rules revisited,
 * Operations Research Letters 33(1)). The score of a column is the product of both gains.
 */
#include <math.h>

#include "consort/result.h"
#include "solver/bound.h"
#include "solver/search_state.h"

enum {
    TRIALS = 8,       /* candidates tried by the simplex method at a node */
    RELIABLE = 2,     /* observations on each side after which no trial is needed */
    TRIAL_STEPS = 40, /* simplex steps of a trial */
    LOOK_NODES = 200  /* without an incumbent, during which sums are not split */
};

static const double whole_within = 1e-6;
static const double tiny_multiplier = 1e-6;  /* of rows of members, in cents or units each */
static const double sum_whole_within = 1e-4; /* sums are large, and told less precisely */

static double fraction(double value) {
    return value - floor(value);
}

static bool is_sum(const cst__search_state *s, size_t j) {
    return s->program->columns[j].kind == CST__COLUMN_SUM;
}

static bool is_fractional(const cst__search_state *s, size_t j, const double *x) {
    double within = is_sum(s, j) ? sum_whole_within : whole_within;
    return s->program->columns[j].integer && fabs(x[j] - round(x[j])) > within;
}

bool cst__is_whole(const cst__search_state *s, const double *x) {
    for (size_t j = 0; j < s->program->n_columns; j++) {
        if (!is_sum(s, j) && is_fractional(s, j, x)) { /* sums follow from the others */
            return false;
        }
    }
    return true;
}

void cst__learn(cst__search_state *s, const cst__node *child, double objective) {
    if (child->branch_column < 0 || child->branch_distance <= 0) {
        return;
    }
    cst__gains_add(&s->gains[child->branch_column], child->branch_up ? 1 : 0,
                   fmax(objective - child->parent_objective, 0), child->branch_distance);
}

/* ---------------------------------------------------------------- candidates */

typedef struct candidate {
    int column;
    double value;
    double guess; /* to pick whom to try */
} candidate;

/* The average gain over all columns and both sides, for columns never split on. */
static double usual_gain(const cst__search_state *s) {
    double sum = 0;
    int n = 0;
    for (size_t j = 0; j < s->program->n_columns; j++) {
        sum += s->gains[j].sum[0] + s->gains[j].sum[1];
        n += s->gains[j].n[0] + s->gains[j].n[1];
    }
    return n == 0 ? 1 : fmax(sum / n, 1e-9);
}

static double expected(const cst__search_state *s, int column, int side, double usual) {
    const cst__gains *gains = &s->gains[column];
    return gains->n[side] == 0 ? usual : cst__gains_mean(gains, side);
}

static double product(double down, double up, double least) {
    return fmax(down, least) * fmax(up, least);
}

/* Not the most that a tender allows, which mostly are more than a good package has. */
static bool limits_members(const cst__row *row) {
    return row->kind == CST__ROW_LIMIT && row->index == CST_CRITERION_MEMBERS &&
           row->upper < HUGE_VAL;
}

bool cst__members_are_scarce(const cst__search_state *s) {
    bool scarce = false;
    for (size_t k = 0; k < cst__lp_row_count(s->lp) && !scarce; k++) {
        const cst__row *row = &s->program->rows[cst__lp_row(s->lp, k)];
        scarce = limits_members(row) && s->y[k] < -tiny_multiplier;
    }
    return scarce;
}

/* Who is a member decides most, and nearly all where members are scarce: then a firm serves several
 * slots, and parts of many do what few whole ones can not. Next is what is chosen, then how many.
 * Sums tell most of what can not be, and little of what to choose: a search that looks for its
 * first incumbent leaves them. */
static double weight(const cst__search_state *s, const cst__column *column) {
    switch (column->kind) {
        case CST__COLUMN_MEMBER:
            return s->members_are_scarce ? 100 : 4;
        case CST__COLUMN_CHOSEN:
            return 2;
        case CST__COLUMN_SUM:
            return s->found || s->nodes >= LOOK_NODES ? 1 : 1e-9;
        case CST__COLUMN_UNITS:
        case CST__COLUMN_BUNDLE:
        case CST__COLUMN_FALL:
        case CST__COLUMN_FALL_OF:
        case CST__COLUMN_TOTAL:
        case CST__COLUMN_RUNG:
        case CST__COLUMN_CASE:
        case CST__COLUMN_OTHER:
            break;
    }
    return 1;
}

static double guess(const cst__search_state *s, int column, double value, double usual) {
    double f = fraction(value);
    double gains = product(f * expected(s, column, 0, usual),
                           (1 - f) * expected(s, column, 1, usual), 1e-6 * usual);
    return weight(s, &s->program->columns[column]) * gains;
}

/* Keeps the best few candidates, best first. */
static void keep(candidate *best, size_t *n, candidate c) {
    size_t i = *n;
    if (i == TRIALS) {
        if (c.guess <= best[TRIALS - 1].guess) {
            return;
        }
        i--;
    } else {
        (*n)++;
    }
    for (; i > 0 && best[i - 1].guess < c.guess; i--) {
        best[i] = best[i - 1];
    }
    best[i] = c;
}

static size_t list_candidates(const cst__search_state *s, candidate *best) {
    size_t n = 0;
    double usual = usual_gain(s);
    for (size_t j = 0; j < s->program->n_columns; j++) {
        if (is_fractional(s, j, s->x)) {
            keep(best, &n, (candidate){(int)j, s->x[j], guess(s, (int)j, s->x[j], usual)});
        }
    }
    return n;
}

/* ---------------------------------------------------------------- trials */

/* Whether what the linear program says by now proves that nothing between these bounds of a column
 * is worth finding. */
static bool closes(cst__search_state *s, int column, double lower, double upper,
                   cst__lp_status status) {
    double low = s->lower[column];
    double high = s->upper[column];
    bool closed = false;
    s->lower[column] = lower;
    s->upper[column] = upper;
    if (status == CST__LP_INFEASIBLE) {
        closed =
            cst__lp_certificate(s->lp, s->y) &&
            cst__proves_infeasible(s->program, s->lp, s->y, s->lower, s->upper, s->trial_costs);
    } else {
        cst__lp_duals(s->lp, s->y);
        closed = cst__safe_bound(s->program, s->lp, s->y, s->lower, s->upper, s->trial_costs) >
                 cst__worth(s);
    }
    s->lower[column] = low;
    s->upper[column] = high;
    return closed;
}

/* The gain of the relaxation on one side after a few steps, as far as GLPK says, and whether that
 * side is closed by it. */
static double try_side(cst__search_state *s, int column, double lower, double upper, bool *closed) {
    double worth = cst__worth(s);
    double most = worth < HUGE_VAL ? fmax(worth - s->objective, 0) : HUGE_VAL;
    cst__lp_limits limits = {
        .cutoff = cst__lp_cutoff(s), .seconds = HUGE_VAL, .iterations = TRIAL_STEPS};
    cst__lp_status status = CST__LP_TROUBLE;
    size_t n_rows = cst__lp_row_count(s->lp);
    cst_error error = cst__lp_set_bounds(s->lp, column, lower, upper);
    if (error == CST_E_OK) {
        error = cst__lp_solve(s->lp, &limits, &status);
    }
    double gain = 0;
    if (status == CST__LP_INFEASIBLE) {
        gain = most < HUGE_VAL ? most : 10 * fabs(s->objective) + 1;
    } else if (status != CST__LP_TROUBLE) {
        gain = fmin(fmax(cst__lp_objective(s->lp) - s->objective, 0), most);
    }
    if (error == CST_E_OK && gain >= most) {
        *closed = closes(s, column, lower, upper, status);
    }
    if (error == CST_E_OK) {
        error = cst__lp_set_bounds(s->lp, column, s->lp_lower[column], s->lp_upper[column]);
    }
    if (error == CST_E_OK) {
        error = cst__lp_load_basis(s->lp, s->basis, s->program->n_columns, n_rows);
    }
    s->error = error != CST_E_OK ? error : s->error;
    return gain;
}

static cst__split split_of(const candidate *c) {
    return (cst__split){.column = c->column, .at = floor(c->value), .value = c->value};
}

/* What both sides of a candidate gain, for its pseudo-costs. */
static cst__split try_candidate(cst__search_state *s, const candidate *c) {
    cst__split split = split_of(c);
    int j = c->column;
    double f = fraction(c->value);
    double down = try_side(s, j, s->lp_lower[j], split.at, &split.closed[0]);
    double up = try_side(s, j, split.at + 1, s->lp_upper[j], &split.closed[1]);
    cst__gains_add(&s->gains[j], 0, down, f);
    cst__gains_add(&s->gains[j], 1, up, 1 - f);
    return split;
}

static bool is_reliable(const cst__search_state *s, int column) {
    return s->gains[column].n[0] >= RELIABLE && s->gains[column].n[1] >= RELIABLE;
}

/* The candidate with the best score; one of which a trial closes a side at once, since then there
 * is nothing to be split. */
cst__split cst__choose_split(cst__search_state *s) {
    candidate best[TRIALS];
    size_t n = list_candidates(s, best);
    for (size_t i = 0; i < n && s->error == CST_E_OK; i++) {
        if (!is_reliable(s, best[i].column) && n > 1) {
            cst__split tried = try_candidate(s, &best[i]);
            if (tried.closed[0] || tried.closed[1]) {
                return tried;
            }
        }
    }
    cst__split split = {.column = -1};
    double score = -1;
    double usual = usual_gain(s);
    for (size_t i = 0; i < n; i++) {
        double it = guess(s, best[i].column, best[i].value, usual);
        if (it > score) {
            score = it;
            split = split_of(&best[i]);
        }
    }
    return split;
}

cst__split cst__any_split(const cst__search_state *s, bool has_point) {
    for (size_t j = 0; j < s->program->n_columns; j++) {
        if (!s->program->columns[j].integer || s->lower[j] == s->upper[j]) {
            continue;
        }
        double value = has_point ? round(s->x[j]) : floor((s->lower[j] + s->upper[j]) / 2);
        value = fmin(fmax(value, s->lower[j]), s->upper[j]);
        double at = value < s->upper[j] ? value : value - 1;
        return (cst__split){.column = (int)j, .at = at, .value = value};
    }
    return (cst__split){.column = -1};
}
