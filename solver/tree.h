/*
 * tree.h - the nodes of a search tree: what each changed, and which of them are still open.
 *
 * A node keeps the bounds that differ from its parent's, the basis its parent ended with, and the
 * bound proven for it. Open nodes wait in a heap, lowest bound first (ties: the older first, so
 * that the order never depends on anything but the program).
 */
#ifndef CST_TREE_H
#define CST_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CST__NO_NODE SIZE_MAX

/* A column's new bounds. */
typedef struct cst__change {
    int column;
    double lower, upper;
} cst__change;

/* A saved basis, shared by the children of a node. */
typedef struct cst__basis {
    int users;
    size_t n_rows;
    unsigned char status[];
} cst__basis;

typedef struct cst__node {
    size_t parent;
    cst__change *changes; /* against the parent; the branching change is the last */
    size_t n_changes;
    cst__basis *basis; /* NULL: from where the LP stands */
    double bound;
    int depth;
    int branch_column; /* -1 at the root */
    bool branch_up;
    double branch_distance; /* how far the branching moved the column's value */
    bool alone;             /* the other side of the split was closed: its parent, gone on with */
    double parent_objective;
} cst__node;

typedef struct cst__tree {
    cst__node *nodes;
    size_t n_nodes, room_nodes;
    size_t *open; /* heap */
    size_t n_open, room_open;
} cst__tree;

void cst__tree_clear(cst__tree *tree);

/* Adds a node that takes over changes (malloc'ed) and counts one more user of its basis.
 * CST__NO_NODE when out of memory: the changes are then freed. */
size_t cst__tree_add(cst__tree *tree, cst__node node);

/* Puts a node among the open ones; false when out of memory. */
bool cst__tree_open(cst__tree *tree, size_t node);

/* Takes the open node with the lowest bound; CST__NO_NODE when there is none. */
size_t cst__tree_pop(cst__tree *tree);

/* Whether a node is another one or lies below it. */
bool cst__tree_is_below(const cst__tree *tree, size_t node, size_t ancestor);

/* Drops the open nodes that are that node or lie below it. */
void cst__tree_drop_below(cst__tree *tree, size_t ancestor);

/* The lowest bound of the open nodes; HUGE_VAL when there is none. */
double cst__tree_bound(const cst__tree *tree);

/* Writes the changes on the way from the root to the node over the root's bounds. */
void cst__tree_apply(const cst__tree *tree, size_t node, double *lower, double *upper);

void cst__basis_release(cst__basis *basis);

#endif
