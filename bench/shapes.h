/*
 * shapes.h - two problems of the literature as tenders, with rules of their own.
 */
#ifndef CST_BENCH_SHAPES_H
#define CST_BENCH_SHAPES_H

#include <stdint.h>
#include <stdio.h>

typedef struct shape {
    uint64_t seed;
    int offerings;
    int groups;  /* mmkp */
    int rows;    /* resources of mmkp, rows of setcover */
    int density; /* setcover: of a hundred rows, how many a set has */
} shape;

/*
 * Multiple-choice multidimensional knapsack: one item of each group, capacities, the largest
 * profit. Drawn as by Khan, Li, Manning and Akbar 2002, Solving the knapsack problem for adaptive
 * multimedia systems, Studia Informatica Universalis 2(1): weights uniform, profits correlated with
 * them, capacities half of what the groups can take. A group is a slot, a capacity what the site
 * provides; an item costs what its profit lacks to the largest, so that cost is a constant less the
 * profit.
 */
void shape_mmkp(const shape *s, FILE *rules, FILE *catalog, FILE *opportunity);

/*
 * Set covering: the cheapest sets that have every row. Drawn as by Balas and Ho 1980, Set covering
 * algorithms using cutting planes, heuristics, and subgradient optimization, Mathematical
 * Programming Study 12: costs 1 to 100, each row in at least two sets, no set without a row. A row
 * is a resource of which 1 is in demand; each set is sold by a firm of its own.
 */
void shape_setcover(const shape *s, FILE *rules, FILE *catalog, FILE *opportunity);

#endif
