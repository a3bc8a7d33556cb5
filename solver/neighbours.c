/*
 * neighbours.c - incumbents from smaller searches.
 *
 * Most offerings play no part in any good package. A neighbourhood keeps the few that might (chosen
 * in the incumbent, in use in the relaxation, or of the least reduced cost), closes all others, and
 * is searched with a limit on nodes: relaxation induced neighbourhood search (Danna, Rothberg and Le
 * Pape 2005, Exploring relaxation induced neighborhoods to improve MIP solutions, Mathematical
 * Programming 102), opened by a core of least reduced cost as long as there is no incumbent. Nothing
 * here proves anything: what is found goes before the judge of the search itself.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/search_state.h"

enum {
    CORE = 50,           /* offerings kept by reduced cost alone */
    CORE_NODES = 400,    /* nodes of a small search */
    LOOK_FIRST = 50,     /* nodes after which to look a second time */
    LOOK_GROWTH = 3      /* and by how much the distance grows from there */
};

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

static bool is_in_use(const cst__search_state *s, size_t j) {
    return s->x[j] > 1e-6 || s->lower[j] > 0 || (s->found && s->best[j] > 0.5);
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
            others[n_others++] = (ranked){(double)s->reduced[j], (int)j};
        }
    }
    qsort(others, n_others, sizeof *others, compare_ranked);
    for (size_t k = CORE; k < n_others; k++) {
        upper[others[k].column] = 0;
    }
    free(others);
    return true;
}

/* Searches between the root's lower bounds and the given upper bounds. */
static void search_within(cst__search_state *s, const double *upper) {
    cst__search_task task = *s->task;
    task.lower = s->root_lower;
    task.upper = upper;
    task.start = NULL;
    task.cutoff = cst__worth(s);
    task.max_nodes = CORE_NODES;
    task.no_neighbours = true;
    task.news = NULL;
    task.witness = NULL;
    cst__search_result found;
    cst_error error = cst__search(&task, &found);
    if (error != CST_E_OK) {
        s->error = error;
    } else if (found.found) {
        cst__try_point(s, found.x);
    }
    cst__search_result_clear(&found);
}

void cst__look_around(cst__search_state *s, size_t node) {
    if (s->task->no_neighbours || (node != 0 && s->nodes < s->look_at)) {
        return;
    }
    s->look_at = node == 0 ? LOOK_FIRST : LOOK_GROWTH * s->nodes;
    size_t n = s->program->n_columns;
    double *upper = malloc((n + 1) * sizeof *upper);
    if (upper == NULL) {
        s->error = CST_E_MEMORY;
        return;
    }
    memcpy(upper, s->root_upper, n * sizeof *upper);
    if (close_others(s, upper)) {
        search_within(s, upper);
    } else {
        s->error = CST_E_MEMORY;
    }
    free(upper);
}
