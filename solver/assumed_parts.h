/*
 * assumed_parts.h - what assumed.c, assumed_shares.c and assumed_values.c share: one study for each
 * row and fact, tenders in which the fact has another value, and the answer to one of them.
 */
#ifndef CST_ASSUMED_PARTS_H
#define CST_ASSUMED_PARTS_H

#include "model/assumptions.h"
#include "solver/assumed.h"
#include "solver/choice.h"

/* One fact that one row fills. */
typedef struct cst__study {
    cst_sensitivity *shown;
    cst__fact fact;
    size_t *subjects; /* firms or offerings */
    size_t n_subjects;
} cst__study;

typedef struct cst__assumed {
    cst__session *session;
    const cst__inquiry *base;
    cst__arena *arena;         /* of what is shown */
    cst__arena *scratch;       /* of the rest */
    cst__screening *screening; /* of the tender as it is */
    bool base_met;             /* whether its cheapest package meets the content rule */
    cst__study *studies;
    size_t n;
} cst__assumed;

/* Whether a fact is a share, else one of a few values. */
bool cst__fact_is_share(cst__fact fact);

/* The value that is assumed for a fact, with texts of the catalog; of places their set. */
cst__taken cst__study_value(const cst__assumed *a, const cst__study *study);

/* New copy of the tender in which all subjects have another value; NULL when out of memory. */
cst_opportunity *cst__study_tender(const cst__assumed *a, const cst__study *study,
                                   const cst__taken *value);

/* A package that is known to cost least under a varied tender, down to the gap. */
typedef struct cst__least {
    cst_status status;
    const int64_t *units; /* [n_offerings]; NULL: none is found */
    int64_t bound_cents;
} cst__least;

/* The answer to the tender as it is. */
cst__least cst__base_least(const cst__assumed *a);

/* Whether so much is least, where nothing costs less than a bound. */
bool cst__is_least(const cst__assumed *a, int64_t cost_cents, int64_t bound_cents);

/* The outcome under a varied tender, verified, and how it compares with the tender as it is: fills
 * same and same_members of the range as well. CST_E_INTERNAL where the package does not hold. */
cst_error cst__study_outcome(const cst__assumed *a, const cst_opportunity *tender,
                             const cst__least *least, cst_value_range *range);

/* Whether two choices have the same members. */
bool cst__same_members(const cst_catalog *catalog, const int64_t *units, const int64_t *others);

/* The ranges of all studies of shares, and of all others. */
cst_error cst__study_shares(cst__assumed *a);
cst_error cst__study_values(cst__assumed *a);

#endif
