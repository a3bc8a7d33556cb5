/*
 * stairs.h - the cheapest package for every step of US content within a range, in one search.
 *
 * Where content rises by a basis point or two from one nondominated package to the next, the proofs
 * of their costs are nearly the same tree. Here one tree serves all of them (`rungs` of search.h):
 * a part of it in which nothing with little content can be cheap enough asks for more.
 *
 * The same tree finds ties: where all stairs are known, all packages that are as cheap as one of
 * them, with as much content.
 */
#ifndef CST_STAIRS_H
#define CST_STAIRS_H

#include "solver/best.h"

typedef struct cst__stair {
    int64_t *units; /* [n_offerings] */
    cst_criteria criteria;
    size_t anchor;
    int64_t bound_cents; /* proven where the stairs are complete: nothing costs less that has more
                            content than the stair before */
} cst__stair;

typedef struct cst__stairs {
    int64_t from_bp, to_bp; /* asked: from the first of these limits to the last */
    int64_t most_cents;     /* of packages that cost no more */
    long most_nodes;        /* after which it ends, not complete */
    /* NULL: any package of a stair will do. Else ties are asked for with the stairs in the list, of
     * which those with more content cost more; it says whether a package stands before another that
     * costs no less and has no more content. Where the search is complete no package stands before
     * the one that is listed then for each of them; bounds say nothing. */
    bool (*is_before)(const cst_criteria *a, const cst_criteria *b);
    cst__stair *list; /* ascending by content and by cost; none costs as much as another that
                         has as much content */
    size_t n, room;
    bool complete; /* proven: the bounds hold, and beyond the last stair nothing is left that is
                      asked */
    long nodes;
} cst__stairs;

/* Answers stairs: with what is in the list already, as units, as packages known; those that do not
 * hold under the side are dropped. To be ended in either case. */
cst_error cst__stairs_find(const cst__solver *solver, const cst__side *side, cst__stairs *stairs);

/* Makes a package known [n_offerings], before they are found. */
cst_error cst__stairs_offer(cst__stairs *stairs, const cst_catalog *catalog, const int64_t *units);
void cst__stairs_end(cst__stairs *stairs);

#endif
