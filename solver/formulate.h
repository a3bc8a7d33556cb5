/*
 * formulate.h - a tender as a program: the variables of section 3 of the contract as columns, its
 * constraints (1) to (9) as rows. See formulate.c for the model in mathematics.
 */
#ifndef CST_FORMULATE_H
#define CST_FORMULATE_H

#include "solver/program.h"
#include "solver/screen.h"

/* T counts in so many cents, so that its own row has coefficients of about one size. */
enum { CST__TOTAL_UNIT = 100000 };

/* An eligible offering at one price: all of it, or one of its tiers. Units between low and high. */
typedef struct cst__variant {
    size_t offering;
    int64_t low, high;
    int64_t least_cents; /* value at low units */
    int64_t unit_cents;  /* value of each further unit: price by tier + all years */
    int chosen;          /* column z */
    int units;           /* column n' = n - low; -1 where low == high */
} cst__variant;

typedef struct cst__formulation {
    const cst_opportunity *opportunity; /* borrowed */
    const cst__screening *screening;    /* borrowed */
    const int64_t *misfit_bp;           /* [n_offerings], borrowed */
    cst__program program;               /* constraints only: no objective */
    cst__variant *variants;             /* by offering, then units */
    size_t n_variants;
    size_t *first_variant; /* [n_offerings + 1] variants of an offering */
    size_t *firm_start;    /* [n_firms + 1] into firm_variants */
    size_t *firm_variants; /* variants of each firm, in order */
    int *member;           /* [n_firms] column y, -1: nothing of it is eligible */
    int total;             /* column T */
    double *work;          /* scratch: the row being built, by column */
    int *touched;
    size_t n_touched, room_work;
} cst__formulation;

/* New formulation of the eligible offerings; its arguments are borrowed until it is freed. */
cst_error cst__formulate(const cst_opportunity *opportunity, const cst__screening *screening,
                         const int64_t *misfit_bp, cst__formulation **formulation);
void cst__formulation_free(cst__formulation *formulation);

/*
 * What one solve asks beyond the tender: limits on criteria (us_content: at least; all others: at
 * most; CST__NO_LIMIT: none), members that differ in at least `differ` from each of a list of
 * earlier member sets, offerings that are closed, and one choice that is not the answer.
 */
typedef struct cst__side {
    int64_t limit[CST_N_CRITERIA];
    const bool *const *earlier; /* [n_earlier][n_firms] */
    size_t n_earlier;
    int differ;
    const bool *closed; /* [n_offerings] not to be chosen; NULL: none */
    const bool *gift;   /* [n_firms] firms whose bill counts for nothing where cost is minimised or
                           limited here; not in the budget, in values and shares. NULL: none */
    const bool *some;   /* [n_firms] firms of which one at least is a member; NULL: not asked */
    const bool *either; /* [n_offerings] of which one at least is chosen; NULL: not asked */
    const int64_t *other; /* [n_offerings] units of a choice that does not count; NULL: none. Only
                             the judge knows of it */
} cst__side;

cst__side cst__side_none(void);

/* Whether the largest share is limited. */
bool cst__limits_shares(const cst__side *side);

/*
 * What a solve minimises. CONTENT is the margin  sum (threshold - m_o) value(o)  over the content
 * slots, in basis points times cents: at most 0 exactly where the share reaches the threshold.
 * SHARE is the largest  V_f - threshold V  over all firms, in cents: at most 0 exactly where no
 * member has a larger share than the threshold.
 */
typedef enum cst__aim {
    CST__AIM_COST,
    CST__AIM_MEMBERS,
    CST__AIM_LICENCES,
    CST__AIM_MISFIT,
    CST__AIM_CONTENT,
    CST__AIM_SHARE
} cst__aim;

typedef struct cst__objective {
    cst__aim aim;
    int threshold_bp; /* of CONTENT and SHARE */
} cst__objective;

/* The program of one solve: a copy of the formulation's with objective and side rows. */
cst_error cst__pose(const cst__formulation *formulation, cst__objective objective,
                    const cst__side *side, cst__program *program);

/* Rungs 1 to n - 1 of a program whose limit on US content is from_bp: rung k is that plus k basis
 * points, for packages that cost no more than so much. */
cst_error cst__pose_rungs(const cst__formulation *formulation, int from_bp, size_t n,
                          int64_t most_cents, cst__program *program);

/* A firm or an offering; the other index is CST__NONE. */
typedef struct cst__party_id {
    size_t firm, offering;
} cst__party_id;

/* One thing more than a tender asks for: that a party is in a package, or that it is not. */
typedef struct cst__extra {
    cst__party_id party;
    bool included;
} cst__extra;

/* Makes a program one of n cases (search.h), each of which asks for one thing more. */
cst_error cst__pose_cases(const cst__formulation *formulation, const cst__extra *extras, size_t n,
                          cst__program *program);

/* The units of each offering [n_offerings] that a point x stands for, rounded to whole numbers. */
void cst__decode(const cst__formulation *formulation, const double *x, int64_t *units);

/* The sum of all values at a point, in cents. */
double cst__total_value(const cst__formulation *formulation, const double *x);

/* The point of a choice: every column that follows from the units. */
void cst__encode(const cst__formulation *formulation, const int64_t *units, double *x);

#endif
