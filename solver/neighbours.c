/*
 * neighbours.c - incumbents from smaller searches.
 *
 * Most offerings play no part in any good package. A neighbourhood keeps the few that might (chosen
 * in the incumbent or a hint, in use in the relaxation, or of the least reduced cost), closes all
 * others, and is searched with a limit on nodes: relaxation induced neighbourhood search (Danna,
 * Rothberg and Le Pape 2005, Exploring relaxation induced neighborhoods to improve MIP solutions,
 * Mathematical Programming 102), opened by a core of least reduced cost as long as there is no
 * incumbent. What the task can improve without a search, the incumbent and what small searches
 * find, is improved: a local search from several starts. Nothing here proves anything: what is
 * found goes before the judge of the search itself.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/search_state.h"

enum {
    CORE = 50,        /* offerings kept by reduced cost alone */
    CORE_NODES = 400, /* nodes of a small search near the best, */
    FAR_NODES = 800,  /* and where much is left to be found */
    FIRMS = 10,       /* firms opened beside the members of the centre */
    FIRM_NODES = 600, /* nodes of such a search */
    LOOK_FIRST = 100, /* nodes after which to look a second time */
    LOOK_GROWTH = 3   /* and by how much the distance grows from there */
};

/* Of what is above the bound of the root: where a small search has gained this share, others
 * follow. */
static const double worth_a_pass = 0.05;

/* Below the root small searches wait until they have done no more than this share of the work of
 * the search itself. */
static const double share_of_work = 0.5;

/* As a share of the incumbent, above the bound of the root. */
static const double nearly_best = 0.01;

/* A small search for packages to improve goes so far above the incumbent. */
static const double improvable = 3e-5;

typedef struct ranked {
    double reduced;
    int column;
} ranked;

static int compare_ranked(const void *a, const void *b) {
    const ranked *x = a;
    const ranked *y = b;
    if (x->reduced != y->reduced) {
        return x->reduced < y->reduced ? -1 : 1;
    }
    return x->column - y->column;
}

static bool is_choice(const cst__search_state *s, size_t j) {
    return s->program->columns[j].kind == CST__COLUMN_CHOSEN;
}

/* Whether the column is not 0 at the point whose neighbours are looked at. */
static bool is_central(const cst__search_state *s, size_t j) {
    const double *centre = s->found ? s->best : s->task->hint;
    return centre != NULL && centre[s->reduced.original[j]] > 0.5;
}

static bool is_in_use(const cst__search_state *s, size_t j) {
    return s->x[j] > 1e-6 || s->lower[j] > 0 || is_central(s, j);
}

/* Closes every choice but those in use and the CORE of least reduced cost among the others. */
static bool close_others(const cst__search_state *s, double *upper) {
    size_t n = s->program->n_columns;
    ranked *others = malloc((n + 1) * sizeof *others);
    if (others == NULL) {
        return false;
    }
    size_t n_others = 0;
    for (size_t j = 0; j < n; j++) {
        if (is_choice(s, j) && upper[j] > 0 && !is_in_use(s, j)) {
            others[n_others++] = (ranked){(double)s->reduced_costs[j], (int)j};
        }
    }
    qsort(others, n_others, sizeof *others, compare_ranked);
    for (size_t k = CORE; k < n_others; k++) {
        upper[others[k].column] = 0;
    }
    free(others);
    return true;
}

/* What the task can make, without a search, of a point in all its columns. */
static void improve(cst__search_state *s, const double *x) {
    if (s->task->improve == NULL) {
        return;
    }
    bool better = false;
    memmove(s->trial, x, s->reduced.n_original * sizeof *s->trial);
    s->error = s->task->improve(s->task->judge_context, s->trial, s->root_bound, &better);
    if (s->error == CST_E_OK && better) {
        cst__try_trial(s);
    }
}

/* What is worth finding, and, where it can be improved, what is a little above it: of another
 * package more can be made than of the incumbent. */
static double worth_nearby(const cst__search_state *s) {
    bool may_improve = s->found && s->task->improve != NULL;
    double beyond = may_improve ? improvable * fabs(s->incumbent) : 0;
    return fmin(cst__worth(s) + beyond, s->task->cutoff);
}

/* A small search between the bounds; what it finds, and what can be made of that, goes before the
 * judge. */
static void search_within(cst__search_state *s, const double *lower, const double *upper,
                          long max_nodes) {
    cst__search_task task = cst__smaller_task(s->task, s->program, lower, upper);
    task.judge = cst__judge_reduced;
    task.judge_context = s;
    task.cutoff = worth_nearby(s);
    cst__search_state *small = NULL;
    cst__search_result found = {0};
    cst_error error = cst__search_begin(&task, &small);
    if (error == CST_E_OK) {
        cst__search_teach(small, s->gains);
        error = cst__search_go(small, cst__so_many_nodes(max_nodes), &found);
        cst__search_learned(small, s->gains);
    }
    cst__search_end(small);
    s->around_work += found.work;
    if (error != CST_E_OK) {
        s->error = error;
    } else if (found.found) {
        cst__try_point(s, found.x); /* the trial is in all columns */
        improve(s, s->trial);
    }
    cst__search_result_clear(&found);
}

static bool is_nearly_best(const cst__search_state *s) {
    return s->found && s->incumbent - s->root_bound < nearly_best * fabs(s->incumbent);
}

/* The core and what is in use. */
static void search_core(cst__search_state *s, double *lower, double *upper) {
    size_t n = s->program->n_columns;
    memcpy(lower, s->root_lower, n * sizeof *lower);
    memcpy(upper, s->root_upper, n * sizeof *upper);
    if (close_others(s, upper)) {
        search_within(s, lower, upper, is_nearly_best(s) ? CORE_NODES : FAR_NODES);
    } else {
        s->error = CST_E_MEMORY;
    }
}

/* ---------------------------------------------------------------- other members, a few at a time
 */

/* The firms by the least reduced cost of what they offer. */
static ranked *rank_firms(const cst__search_state *s, size_t *n_firms) {
    size_t n = 0;
    for (size_t j = 0; j < s->program->n_columns; j++) {
        if (is_choice(s, j) && s->program->columns[j].owner >= n) {
            n = s->program->columns[j].owner + 1;
        }
    }
    ranked *firms = calloc(n + 1, sizeof *firms);
    *n_firms = n;
    for (size_t f = 0; firms != NULL && f < n; f++) {
        firms[f] = (ranked){HUGE_VAL, (int)f};
    }
    for (size_t j = 0; firms != NULL && j < s->program->n_columns; j++) {
        if (is_choice(s, j) && s->root_upper[j] > 0) {
            ranked *firm = &firms[s->program->columns[j].owner];
            firm->reduced = fmin(firm->reduced, (double)s->reduced_costs[j] - s->x[j]);
        }
    }
    if (firms != NULL) {
        qsort(firms, n, sizeof *firms, compare_ranked);
    }
    return firms;
}

/* Only the members of the incumbent, or of the hint, and a few other firms may offer anything. */
static void search_firms(cst__search_state *s, const ranked *some, size_t n_some, bool *open,
                         size_t n_firms, double *lower, double *upper) {
    size_t n = s->program->n_columns;
    memcpy(lower, s->root_lower, n * sizeof *lower);
    memcpy(upper, s->root_upper, n * sizeof *upper);
    memset(open, 0, n_firms * sizeof *open);
    for (size_t k = 0; k < n_some; k++) {
        open[some[k].column] = true;
    }
    for (size_t j = 0; j < n; j++) {
        if (is_choice(s, j) && (is_central(s, j) || lower[j] > 0)) {
            open[s->program->columns[j].owner] = true;
        }
    }
    for (size_t j = 0; j < n; j++) {
        if (is_choice(s, j) && !open[s->program->columns[j].owner]) {
            upper[j] = 0;
        }
    }
    search_within(s, lower, upper, FIRM_NODES);
}

/* Whether the incumbent is so much better than what was known (HUGE_VAL: nothing) that it is worth
 * while to look for more. */
static bool has_gained(const cst__search_state *s, double known) {
    double share = known < HUGE_VAL ? (known - s->incumbent) / (known - s->root_bound) : 1;
    return s->found && share > worth_a_pass;
}

/* Firms a few at a time, again and again while that helps: all of them, beside a package that can
 * not be much improved the most promising alone. There is a centre. */
static void search_by_firms(cst__search_state *s, double *lower, double *upper) {
    size_t n = 0;
    ranked *firms = rank_firms(s, &n);
    bool *open = malloc((n + 1) * sizeof *open);
    if (firms == NULL || open == NULL) {
        s->error = CST_E_MEMORY;
    }
    bool helps = true;
    while (helps && s->error == CST_E_OK) {
        double before = s->found ? s->incumbent : HUGE_VAL;
        size_t n_tried = is_nearly_best(s) && FIRMS < n ? FIRMS : n;
        for (size_t k = 0; k < n_tried && firms[k].reduced < HUGE_VAL; k += FIRMS) {
            if (s->error == CST_E_OK && !cst__out_of_time(s)) {
                size_t some = n - k < FIRMS ? n - k : FIRMS;
                search_firms(s, firms + k, some, open, n, lower, upper);
            }
        }
        helps = has_gained(s, before);
    }
    free(firms);
    free(open);
}

/* ---------------------------------------------------------------- when */

static bool is_time_to_look(const cst__search_state *s, size_t node) {
    bool has_earned = s->around_work <= share_of_work * cst__lp_work(s->lp);
    return node == 0 || (s->nodes >= s->look_at && has_earned);
}

void cst__look_around(cst__search_state *s, size_t node) {
    if (s->task->no_neighbours) {
        return;
    }
    if (s->found && s->incumbent < s->improved) {
        s->improved = s->incumbent;
        improve(s, s->best);
    }
    if (s->error != CST_E_OK || !is_time_to_look(s, node)) {
        return;
    }
    s->look_at = node == 0 ? LOOK_FIRST : LOOK_GROWTH * s->nodes;
    size_t n = s->program->n_columns;
    double *lower = malloc(2 * (n + 1) * sizeof *lower);
    if (lower == NULL) {
        s->error = CST_E_MEMORY;
        return;
    }
    double known = s->found ? s->incumbent : HUGE_VAL;
    search_core(s, lower, lower + n);
    bool by_hint = !s->found && s->task->hint != NULL && node == 0;
    if (by_hint || has_gained(s, known)) {
        search_by_firms(s, lower, lower + n);
    }
    free(lower);
}
