/*
 * cases.h - the cheapest packages of a tender that each ask for one thing more, in one search.
 *
 * The cheapest package with each of many firms: most of every such proof is that of the tender's
 * own cheapest package, to a higher cost, and nearly the same tree. Here one tree serves all of
 * them (`cases` of search.h): a part of it is closed for a firm when its bound, or that and the
 * reduced cost of the firm's case, is above the cheapest package known with that firm.
 */
#ifndef CST_CASES_H
#define CST_CASES_H

#include "solver/best.h"

typedef struct cst__case {
    cst__extra extra;
    cst__best best; /* what is known of it, and then what was found; its units are the caller's room
                       [n_offerings] */
} cst__case;

typedef struct cst__cases_ask {
    cst__case *list; /* each found */
    size_t n;
    const int64_t *near; /* instead: looks for a package of the only case near this choice
                            [n_offerings], and proves nothing; NULL: does not */
    int64_t floor_cents; /* known: no package of the tender costs less */
    bool any_tie;        /* of equally cheap packages any will do */
    long most_nodes;     /* after which it stops, about; LONG_MAX: never */
} cst__cases_ask;

/* Answers them under a side; costs are then proven but where it is stopped. A gap beyond that of
 * ties, and every gap where any tie will do, may leave packages with fewer members. */
cst_error cst__cases_find(const cst__solver *solver, const cst__side *side, cst__cases_ask *ask);

#endif
