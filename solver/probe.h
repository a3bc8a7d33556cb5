/*
 * probe.h - a tender's linear relaxation, asked again and again about sets of firms: much faster
 * than a search, and right whenever it says that something can not be.
 */
#ifndef CST_PROBE_H
#define CST_PROBE_H

#include "solver/firm_set.h"
#include "solver/formulate.h"

/* A tender's program; every whole point of it is a package. */
typedef struct cst__relaxation {
    cst__formulation *formulation; /* NULL: it is a part of another one */
    cst__program program;
    int *member; /* [n_firms] the column of each firm; -1: it has nothing eligible */
    size_t n_firms;
    bool is_empty; /* nothing is there that some row asks for: no set of firms will do */
} cst__relaxation;

/* Of a tender under a side. Arguments are borrowed until it is cleared; to be cleared either way.
 */
cst_error cst__relaxation_new(const cst_opportunity *tender, const cst__screening *screening,
                              const int64_t *misfit_bp, const cst__side *side,
                              cst__relaxation *relaxation);
void cst__relaxation_clear(cst__relaxation *relaxation);

/* Adds rows that hold for all packages and cut off fractions (cuts.h). */
cst_error cst__relaxation_strengthen(cst__relaxation *relaxation, double deadline_s,
                                     const volatile int *stop);

/* The same for where each firm is a member by a share [n_firms] between 0 and 1 at most. The rows
 * hold for all packages, whoever is a member. */
cst_error cst__relaxation_strengthen_at(cst__relaxation *relaxation, const double *share,
                                        double deadline_s, const volatile int *stop);

/* The part of a relaxation that is left to some firms, which is much smaller: says the same of
 * every set of them. To be cleared either way. */
cst_error cst__relaxation_part(const cst__relaxation *whole, const uint64_t *firms,
                               cst__relaxation *part);

typedef struct cst__probe cst__probe;

/* New probe of a relaxation, which is borrowed until it is freed, by the thread that made it. */
cst_error cst__probe_new(const cst__relaxation *relaxation, cst__probe **probe);
void cst__probe_free(cst__probe *probe);

/* Proven: these firms alone, the anchor among the members (CST__NONE: whoever leads), have no
 * package that costs less. INT64_MAX: they have none at all; INT64_MIN: nothing is known. Takes at
 * most so many seconds (HUGE_VAL: as many as it likes). */
cst_error cst__probe_ask(cst__probe *probe, const uint64_t *firms, size_t anchor, double seconds,
                         int64_t *least_cents);

/* A plane under what sets of firms cost at least: each costs `base_cents` less the sum of what its
 * firms save, or more. Or, of_none: of a set that has a package the firms' parts come to
 * CST__TANGENT_WHOLE or more. It touches the cost of the linear relaxation, which is convex
 * (Benders 1962, Partitioning procedures for solving mixed-variables programming problems,
 * Numerische Mathematik 4), or is raised towards that of whole packages. */
typedef struct cst__tangent {
    bool of_none;
    double base_cents;
    double *saves; /* [n_firms] whole cents or parts, at least 0 */
} cst__tangent;

enum { CST__TANGENT_WHOLE = 1000000 };

/* The plane that touches the relaxation where each firm is a member by a share [n_firms] between 0
 * and 1; or, for a whole set of firms (shares of 0 and 1), a higher one, from a tree of so many
 * leaves at most (probe_tree.c), where no set of firms has a package for less than floor_cents.
 * False: nothing is known there. The plane's array is the caller's. */
cst_error cst__probe_touch(cst__probe *probe, const double *share, size_t most_leaves,
                           double floor_cents, double deadline_s, cst__tangent *tangent,
                           bool *known);

/* What a firm that was left out would save at most, as the multipliers of the last answer have it
 * (cents): whom to try next, and no more. 0 where that was not a cost. */
double cst__probe_worth(const cst__probe *probe, size_t firm);

#endif
