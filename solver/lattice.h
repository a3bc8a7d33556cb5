/*
 * lattice.h - the sets of a tender's demands, and which of them can hold together.
 *
 * Feasibility is monotone: what holds for a set holds for its subsets, and what can not hold
 * together can not with more beside it. So every package found settles all subsets of the demands
 * that it satisfies, and every proof all supersets of its set; only what is left is searched.
 *
 * A set is an array of flags, one for each demand.
 */
#ifndef CST_LATTICE_H
#define CST_LATTICE_H

#include "solver/demands.h"
#include "solver/session.h"

/* A list of sets; memory of the lattice's arena. */
typedef struct cst__sets {
    const bool **item;
    size_t n, room;
} cst__sets;

/* A copy of the tender that asks for one demand and nothing else, and who judges choices by it. */
typedef struct cst__alone {
    cst_opportunity *tender;
    cst__screening *screening;
    cst__judge *judge;
} cst__alone;

/* A package, and which demands it satisfies. */
typedef struct cst__witness {
    const int64_t *units; /* [n_offerings] */
    cst_criteria criteria;
    const bool *met; /* [n] */
} cst__witness;

typedef struct cst__lattice {
    cst__session *session; /* borrowed */
    cst__arena *arena;     /* owns what is found */
    cst__demands demands;
    cst__alone *alone;   /* [n] */
    const bool *resides; /* [n_offerings] passes the tender's residency */
    cst__witness *witnesses;
    size_t n_witnesses, room_witnesses;
    cst__sets refuted; /* proven infeasible */
} cst__lattice;

/* Begins with the demands of the session's tender; memory from an arena of its own. */
cst_error cst__lattice_begin(cst__session *session, cst__lattice *lattice);
void cst__lattice_end(cst__lattice *lattice);

/* New set, all false. NULL when out of memory. */
bool *cst__lattice_set(const cst__lattice *lattice);

/* Adds a copy of a set to a list. */
cst_error cst__lattice_add_set(const cst__lattice *lattice, const bool *set, cst__sets *sets);

/* New copy of the tender that asks for the demands of a set only; to be freed. */
cst_opportunity *cst__lattice_tender(const cst__lattice *lattice, const bool *set);

/* Whether the session's time is over, or somebody asked to stop. */
bool cst__lattice_is_over(const cst__lattice *lattice);

/* Whether the demands of a set can hold together: solved (then witness is a package that satisfies
 * them), infeasible (proven) or limit. */
cst_error cst__lattice_ask(cst__lattice *lattice, const bool *set, cst_status *status,
                           const cst__witness **witness);

/* Makes a package known that holds under the demands of some set. */
cst_error cst__lattice_learn(cst__lattice *lattice, const int64_t *units,
                             const cst_criteria *criteria);

/* Makes known that the demands of a set are proven not to hold together. */
cst_error cst__lattice_refute(cst__lattice *lattice, const bool *set);

/* How the choice of a witness is measured (demands.h). */
cst__measured cst__lattice_measure(const cst__lattice *lattice, const cst__witness *witness);

#endif
