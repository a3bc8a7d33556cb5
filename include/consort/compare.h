/*
 * compare.h - results side by side: the same tender under several rules, or slates of several
 * tenders; what is the same, what differs, and which conclusions flip.
 *
 * Nothing is solved here and nothing is ranked: the sides stand in the order in which they are
 * given, and differences are those to the first. What is said rests on the results as they stand
 * (cst_verify judges one), and where a result has not proven something, what rests on it is marked
 * so.
 */
#ifndef CONSORT_COMPARE_H
#define CONSORT_COMPARE_H

#include "consort/explain.h"
#include "consort/result.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------- sides */

/* One of the results. */
typedef struct cst_side {
    const char *label;               /* borrowed from the caller */
    const cst_result *result;        /* borrowed from the caller */
    const cst_package *cheapest;     /* of those listed; NULL: none is listed */
    bool cheapest_proven;            /* that there is no cheaper one */
    bool comparable[CST_N_CRITERIA]; /* with the first side: the cost where both are in the same
                                        currency, US content where both have it by the same method,
                                        the others always */
} cst_side;

/* The value of a criterion in one side less that in another; false where the two can not be
 * compared. */
CST_API bool cst_side_difference(const cst_side *from, const cst_side *to, cst_criterion criterion,
                                 int64_t from_value, int64_t to_value, int64_t *difference);

/* ---------------------------------------------------------------- conclusions */

/* What a reader of one result would conclude; all but the first are of its cheapest package. */
#define CST_CONCLUSION_MAP(X)                   \
    X(FEASIBLE, "feasible", "a package exists") \
    X(COST, "cost", "least cost")               \
    X(ANCHOR, "anchor", "who leads")            \
    X(MEMBERS, "members", "members")            \
    X(LICENCES, "licences", "licences")         \
    X(CONTENT_MET, "content_met", "content is met")

typedef enum cst_conclusion {
#define CST_CONCLUSION_ENUM(name, id, label) CST_CONCLUSION_##name,
    CST_CONCLUSION_MAP(CST_CONCLUSION_ENUM)
#undef CST_CONCLUSION_ENUM
        CST_N_CONCLUSIONS
} cst_conclusion;

/* Identifier in files ("content_met") and words for a person, borrowed for ever. */
CST_API const char *cst_conclusion_id(cst_conclusion conclusion);
CST_API const char *cst_conclusion_label(cst_conclusion conclusion);

typedef enum cst_verdict {
    CST_VERDICT_SAME,  /* in every side that has it */
    CST_VERDICT_FLIPS, /* two sides say different things */
    CST_VERDICT_OPEN   /* fewer than two sides have it, a search was stopped before it was known, or
                          the values can not be compared (currencies) */
} cst_verdict;

CST_API const char *cst_verdict_id(cst_verdict verdict); /* "same", "flips", "open" */

/* Values stand in the sides; these say which are there and what follows. */
typedef struct cst_flip {
    cst_verdict verdict;
    bool proven;  /* the verdict holds by proven values alone; false where it is open */
    bool *known;  /* for each side: it has a value */
    bool *proofs; /* for each side: the value is proven */
} cst_flip;

/* ---------------------------------------------------------------- what is where */

/* A member, an offering or a licence, and in which packages it is. */
typedef struct cst_presence {
    const char *id;     /* firm or offering */
    const char *slot;   /* of an offering; else "" */
    const char *row;    /* of a licence; else "" */
    const char *source; /* of a licence; else "" */
    int64_t *amounts;   /* for each side: units of an offering, else 1; 0: it is not there */
    bool everywhere;    /* in each of the packages */
    bool same;          /* everywhere, and with the same units */
} cst_presence;

/* In the order in which they first appear, side by side. */
typedef struct cst_presences {
    cst_presence *items;
    size_t n;
    bool same; /* each of the items is */
} cst_presences;

/* Packages of different sides that answer to each other: best at the same criteria, or else with
 * the same members. What each of them is called in its list has no bearing. */
typedef struct cst_counterparts {
    bool best_at[CST_N_CRITERIA]; /* all false: matched by equal members */
    const cst_package **packages; /* for each side; NULL: it lists none */
    size_t n_packages;            /* that are not NULL */
    cst_presences members, offerings, licences;
    bool same; /* two packages or more, with the same offerings, units and licences */
} cst_counterparts;

/* The best value of a criterion in one side. */
typedef struct cst_best {
    bool known; /* the side lists a package for being best at it */
    bool proven;
    int64_t value;
} cst_best;

/* ---------------------------------------------------------------- why not */

/* A reason to refuse an offering that holds in some sides and not in others. */
typedef struct cst_refusal_change {
    const char *offering, *firm, *code, *source;
    const char *fact;    /* of the first side that has it; NULL for "unknown:" codes */
    const bool *here;    /* for each side: refused for this reason */
    const bool *refused; /* for each side: refused for this or another reason */
} cst_refusal_change;

/* Why nothing fits, with the sides in which that is so. */
typedef struct cst_conflict_where {
    const cst_conflict *conflict; /* borrowed from the first result that has it */
    const bool *here;
} cst_conflict_where;

typedef struct cst_gap_where {
    const cst_gap *gap; /* borrowed from the first result that has it */
    const bool *here;
} cst_gap_where;

/* ---------------------------------------------------------------- the comparison */

typedef struct cst_comparison {
    const char *verb; /* "compare", which a program may change to what it did; borrowed */
    cst_side *sides;  /* in the order given */
    size_t n_sides;
    bool same_opportunity, same_rules, same_assumptions, same_currency, same_settings;
    cst_flip flips[CST_N_CONCLUSIONS];
    cst_best *best[CST_N_CRITERIA]; /* for each side */
    cst_counterparts *counterparts; /* first the cheapest packages, then by criterion, then by
                                       members, then what has no counterpart */
    size_t n_counterparts;
    cst_refusal_change *refusals; /* by code, then offering */
    size_t n_refusals;
    cst_gap_where *gaps;
    size_t n_gaps;
    cst_conflict_where *conflicts;
    size_t n_conflicts;
    struct cst__arena *arena; /* owns everything above but what is borrowed */
} cst_comparison;

/*
 * New comparison of so many results, at least two, each with a label. Results and labels are
 * borrowed until the comparison is freed. CST_E_SETTING for fewer than two.
 */
CST_API cst_error cst_compare(const cst_result *const *results, const char *const *labels, size_t n,
                              cst_comparison **comparison);
CST_API void cst_comparison_free(cst_comparison *comparison);

/* New text as JSON (consort-comparison/1), ending in a newline and NUL; to be freed with free().
 * With whole_results each result stands in it as a file of its own would hold it. */
CST_API cst_error cst_comparison_to_json(const cst_comparison *comparison, bool whole_results,
                                         char **text, size_t *size);

#ifdef __cplusplus
}
#endif
#endif
