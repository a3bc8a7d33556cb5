/* tree.c - a growing pool of nodes and a binary heap of the open ones. */
#include "solver/tree.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

void cst__basis_release(cst__basis *basis) {
    if (basis != NULL && --basis->users == 0) {
        free(basis);
    }
}

void cst__tree_clear(cst__tree *tree) {
    for (size_t i = 0; i < tree->n_nodes; i++) {
        free(tree->nodes[i].changes);
        cst__basis_release(tree->nodes[i].basis);
    }
    free(tree->nodes);
    free(tree->open);
    *tree = (cst__tree){0};
}

size_t cst__tree_add(cst__tree *tree, cst__node node) {
    if (tree->n_nodes == tree->room_nodes) {
        size_t room = tree->room_nodes == 0 ? 256 : 2 * tree->room_nodes;
        cst__node *nodes = realloc(tree->nodes, room * sizeof *nodes);
        if (nodes == NULL) {
            free(node.changes);
            return CST__NO_NODE;
        }
        tree->nodes = nodes;
        tree->room_nodes = room;
    }
    if (node.basis != NULL) {
        node.basis->users++;
    }
    tree->nodes[tree->n_nodes] = node;
    return tree->n_nodes++;
}

static bool before(const cst__tree *tree, size_t a, size_t b) {
    double x = tree->nodes[a].bound;
    double y = tree->nodes[b].bound;
    return x < y || (x == y && a < b);
}

static void swap(cst__tree *tree, size_t i, size_t k) {
    size_t node = tree->open[i];
    tree->open[i] = tree->open[k];
    tree->open[k] = node;
}

/* Restores the order of the heap below and above position i. */
static void settle(cst__tree *tree, size_t i) {
    while (i > 0 && before(tree, tree->open[i], tree->open[(i - 1) / 2])) {
        swap(tree, i, (i - 1) / 2);
        i = (i - 1) / 2;
    }
    for (;;) {
        size_t least = i;
        for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < tree->n_open; child++) {
            if (before(tree, tree->open[child], tree->open[least])) {
                least = child;
            }
        }
        if (least == i) {
            return;
        }
        swap(tree, i, least);
        i = least;
    }
}

bool cst__tree_open(cst__tree *tree, size_t node) {
    if (tree->n_open == tree->room_open) {
        size_t room = tree->room_open == 0 ? 256 : 2 * tree->room_open;
        size_t *open = realloc(tree->open, room * sizeof *open);
        if (open == NULL) {
            return false;
        }
        tree->open = open;
        tree->room_open = room;
    }
    tree->open[tree->n_open++] = node;
    settle(tree, tree->n_open - 1);
    return true;
}

size_t cst__tree_pop(cst__tree *tree) {
    if (tree->n_open == 0) {
        return CST__NO_NODE;
    }
    size_t node = tree->open[0];
    tree->open[0] = tree->open[--tree->n_open];
    settle(tree, 0);
    return node;
}

bool cst__tree_is_below(const cst__tree *tree, size_t node, size_t ancestor) {
    while (node != CST__NO_NODE && node != ancestor) {
        node = tree->nodes[node].parent;
    }
    return node != CST__NO_NODE;
}

void cst__tree_drop_below(cst__tree *tree, size_t ancestor) {
    size_t n = tree->n_open;
    tree->n_open = 0;
    for (size_t k = 0; k < n; k++) { /* what is kept moves up, never beyond what is still to come */
        if (!cst__tree_is_below(tree, tree->open[k], ancestor)) {
            tree->open[tree->n_open++] = tree->open[k];
            settle(tree, tree->n_open - 1);
        }
    }
}

double cst__tree_bound(const cst__tree *tree) {
    return tree->n_open == 0 ? HUGE_VAL : tree->nodes[tree->open[0]].bound;
}

void cst__tree_apply(const cst__tree *tree, size_t node, double *lower, double *upper) {
    if (node == CST__NO_NODE) {
        return;
    }
    const cst__node *it = &tree->nodes[node];
    cst__tree_apply(tree, it->parent, lower, upper);
    for (size_t k = 0; k < it->n_changes; k++) {
        lower[it->changes[k].column] = fmax(lower[it->changes[k].column], it->changes[k].lower);
        upper[it->changes[k].column] = fmin(upper[it->changes[k].column], it->changes[k].upper);
    }
}
