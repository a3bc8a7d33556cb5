/*
 * search_part.c - what a search leaves to those that take over from it: the boxes of what is still
 * open, and what splits gained.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/search_state.h"

void cst__search_learned(const cst__search_state *s, cst__gains *gains) {
    for (size_t k = 0; k < s->program->n_columns; k++) {
        gains[s->reduced.original[k]] = s->gains[k];
    }
}

void cst__search_teach(cst__search_state *s, const cst__gains *gains) {
    for (size_t k = 0; k < s->program->n_columns; k++) {
        s->gains[k] = gains[s->reduced.original[k]];
    }
}

/* Takes up the bounds of an open node; false where nothing worth finding is left in it. */
static bool take_up(cst__search_state *s, size_t node) {
    if (s->tree.nodes[node].bound > cst__worth_anywhere(s)) {
        return false;
    }
    size_t n = s->program->n_columns;
    memcpy(s->lower, s->root_lower, n * sizeof *s->lower);
    memcpy(s->upper, s->root_upper, n * sizeof *s->upper);
    cst__tree_apply(&s->tree, node, s->lower, s->upper);
    bool possible = true;
    for (size_t j = 0; j < n && possible; j++) {
        possible = s->lower[j] <= s->upper[j];
    }
    return possible;
}

/* Counts for each node the open ones at or below it. */
static size_t count_open(cst__search_state *s, size_t *below) {
    size_t n = 0;
    for (size_t k = 0; k < s->tree.n_open; k++) {
        size_t node = s->tree.open[k];
        if (take_up(s, node)) {
            n++;
            for (size_t up = node; up != CST__NO_NODE; up = s->tree.nodes[up].parent) {
                below[up]++;
            }
        }
    }
    return n;
}

/* Makes the box large enough for the bounds taken up. */
static void widen(const cst__search_state *s, bool is_first, cst__box *box) {
    for (size_t j = 0; j < s->program->n_columns; j++) {
        double *lower = &box->lower[s->reduced.original[j]];
        double *upper = &box->upper[s->reduced.original[j]];
        *lower = is_first ? s->lower[j] : fmin(*lower, s->lower[j]);
        *upper = is_first ? s->upper[j] : fmax(*upper, s->upper[j]);
    }
}

/* The smallest box around the open nodes below a node. */
static void bound_open(cst__search_state *s, size_t ancestor, cst__box *box) {
    memset(box->lower, 0, s->reduced.n_original * sizeof *box->lower);
    memset(box->upper, 0, s->reduced.n_original * sizeof *box->upper);
    box->bound = HUGE_VAL;
    box->node = ancestor;
    for (size_t k = 0; k < s->tree.n_open; k++) {
        size_t node = s->tree.open[k];
        if (cst__tree_is_below(&s->tree, node, ancestor) && take_up(s, node)) {
            widen(s, box->bound == HUGE_VAL, box);
            box->bound = fmin(box->bound, s->tree.nodes[node].bound);
        }
    }
}

/* Of the nodes that all open ones are below, the last has two children that each have some. */
cst_error cst__search_part(cst__search_state *s, cst__box boxes[3], int *n_parts) {
    *n_parts = 0;
    size_t *below = calloc(s->tree.n_nodes + 1, sizeof *below);
    if (below == NULL) {
        return CST_E_MEMORY;
    }
    size_t n_open = count_open(s, below);
    if (n_open > 0) {
        bound_open(s, 0, &boxes[0]);
        *n_parts = 1;
    }
    int n_sides = 0;
    for (size_t node = 1; node < s->tree.n_nodes && n_open > 1; node++) {
        bool is_side =
            below[node] > 0 && below[node] < n_open && below[s->tree.nodes[node].parent] == n_open;
        if (is_side) {
            bound_open(s, node, &boxes[1 + n_sides++]);
        }
    }
    *n_parts = n_sides == 2 ? 2 : *n_parts;
    free(below);
    return CST_E_OK;
}

void cst__search_leave(cst__search_state *s, const cst__box *side) {
    cst__tree_drop_below(&s->tree, side->node);
}
