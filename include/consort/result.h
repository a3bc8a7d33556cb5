/*
 * result.h - what was found: packages, refusals, proof. Plain structs to be read field by field.
 *
 * A result owns all its strings and lists; it does not borrow from catalog, rules or opportunity.
 * Units are part of the names: _cents (money), _bp (basis points, 10,000 = 1), _milli
 * (thousandths of a resource's unit).
 */
#ifndef CONSORT_RESULT_H
#define CONSORT_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "consort/error.h"
#include "consort/model.h"
#include "consort/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The axes on which packages differ; there is no score over them. */
#define CST_CRITERION_MAP(X)                  \
    X(COST, "cost", "cost")                   \
    X(US_CONTENT, "us_content", "US content") \
    X(DELIVERY, "delivery_weeks", "delivery") \
    X(MEMBERS, "members", "members")          \
    X(LICENCES, "licences", "licences")       \
    X(MISFIT, "misfit", "misfit")             \
    X(LARGEST_SHARE, "largest_share", "largest share")

typedef enum cst_criterion {
#define CST_CRITERION_ENUM(name, id, label) CST_CRITERION_##name,
    CST_CRITERION_MAP(CST_CRITERION_ENUM)
#undef CST_CRITERION_ENUM
        CST_N_CRITERIA
} cst_criterion;

/* Identifier in files ("us_content") and words for a person ("US content"), borrowed for ever. */
CST_API const char *cst_criterion_id(cst_criterion criterion);
CST_API const char *cst_criterion_label(cst_criterion criterion);

typedef enum cst_status {
    CST_STATUS_SOLVED,     /* what was asked is found and proven */
    CST_STATUS_INFEASIBLE, /* proven that there is no package */
    CST_STATUS_LIMIT       /* stopped at a limit before proof */
} cst_status;

typedef enum cst_proof { CST_PROOF_OPTIMAL, CST_PROOF_UNPROVEN } cst_proof;

/* How the share of US content of an offering is measured. */
typedef enum cst_method { CST_METHOD_MADE, CST_METHOD_VALUE_ADDED, CST_N_METHODS } cst_method;
CST_API const char *cst_method_id(cst_method method); /* "made", "value_added" */

/* What the content rule asks: a constraint, a report, or nothing. */
typedef enum cst_mode { CST_MODE_PRESUMPTION, CST_MODE_REQUIRE, CST_MODE_IGNORE } cst_mode;
CST_API const char *cst_mode_id(cst_mode mode);

/* A chosen offering with its units. */
typedef struct cst_line {
    const char *offering;
    const char *offering_name; /* "" when the catalog gives none */
    const char *firm;
    const char *slot;
    const char *layer; /* "" when the slot belongs to none */
    const char *unit;  /* what one unit is; "" when the catalog does not say */
    int64_t units;
    int64_t value_cents; /* fixed, units by tier, all years */
} cst_line;

typedef struct cst_member {
    const char *firm;
    const char *name;
    const char *incorporated; /* country code, "" when unknown */
    int64_t value_cents;      /* gross, over its lines */
    int share_bp;             /* of the gross value of the package, rounded up */
} cst_member;

/* Money in cents, shares in basis points. */
typedef struct cst_criteria {
    int64_t cost_cents;
    int us_content_bp; /* rounded down; -1 where the mode is ignore */
    int delivery_weeks;
    int members;
    int licences;
    int64_t misfit_bp;
    int largest_share_bp; /* rounded up */
} cst_criteria;

/* The value of one criterion, as it is compared. */
CST_API int64_t cst_criteria_get(const cst_criteria *criteria, cst_criterion criterion);

/* The content worksheet. Not computed where mode is ignore. */
typedef struct cst_content {
    cst_mode mode;
    cst_method method; /* of the rules */
    int threshold_bp;
    int gamma;                   /* shares that may fall to made_low; 0: none */
    int share_bp[CST_N_METHODS]; /* by each method, rounded down */
    int worst_case_bp;           /* the made share if every share falls to made_low */
    bool met;                    /* with gamma */
    int64_t shortfall_cents;     /* 0 when met, rounded up */
    int64_t value_cents;         /* value of the offerings in the content slots */
    int *guaranteed_bp;          /* [n_guaranteed]: the made share if 0, 1, 2, ... of the declared
                                    shares fall to made_low, those whose fall hurts most; the last
                                    is worst_case_bp. NULL: a file did not say */
    size_t n_guaranteed;         /* one more than made shares are declared; 0: a file did not say */
} cst_content;

typedef struct cst_ledger_row {
    const char *resource;
    const char *unit; /* "" when the catalog gives none */
    int64_t demand_milli;
    int64_t site_milli;
    int64_t provided_milli;
    int64_t consumed_milli;
    int64_t slack_milli; /* site + provided - consumed - demand, at least 0 */
} cst_ledger_row;

typedef struct cst_licence {
    const char *offering;
    const char *row; /* id of the export row that decided */
    const char *posture;
    const char *source;
    int weeks;
} cst_licence;

typedef struct cst_open_question {
    const char *subject; /* offering */
    const char *fact;    /* the fact that is unknown, or the value that drew a warning */
    const char *row;     /* rule row, or "content" */
    const char *source;
} cst_open_question;

/* A fact that the catalog leaves unknown and that an assumption fills. */
typedef struct cst_assumed {
    const char *subject; /* offering or firm */
    const char *fact;    /* "us_content.made", "incorporated", ... */
    const char *value;   /* as text: "0.3", "US" */
    const char *row;     /* of the assumptions */
} cst_assumed;

/* ---- what is told of a package only when it is asked for ---- */

/* How far facts that are stated with a spread move together (correlations between 0 and 1, of the
 * rules): assumed, not measured. */
typedef struct cst_shocks {
    int maker_country_bp; /* loading of lead times and prices on the shock of the maker's country */
    int layer_bp;         /* ... on that of the layer; in squares at most 1 together */
    int licence_row_bp;   /* loading of licence times on the shock of the export row */
    int time_price_bp;    /* correlation of a shock to times with the same shock to prices */
} cst_shocks;

/* In how many of the samples a limit of the tender is kept. */
typedef struct cst_chance {
    bool asked;    /* the tender has the limit; else the rest says nothing */
    int64_t count; /* samples in which it is kept */
    int ppm;       /* the same in millionths of all samples, rounded down */
    int error_ppm; /* its standard error, rounded up */
} cst_chance;

/* What the stated spreads of lead times, licence times and prices make of a package. */
typedef struct cst_risk {
    cst_chance in_time;    /* latest lead and licence within the deadline */
    cst_chance in_budget;  /* cost within the budget */
    cst_chance both;       /* asked where both are */
    int64_t cost_cents[3]; /* p10, p50, p90 over the samples */
    int delivery_weeks[3];
    size_t n_stated;       /* lines with a stated spread; no spread stated is not certainty */
    const char **unshared; /* of these the offerings of unknown maker country, which share no shock
                              of a country with others; by id */
    size_t n_unshared;
} cst_risk;

/* Sets of members of one size that may be lost. Sums: left + none + open = n. */
typedef struct cst_losses {
    int64_t n;
    int64_t left; /* a package of the tender is left without them */
    int64_t none; /* proven: nothing fits without them */
    int64_t open; /* unproven either way: the search was stopped */
    int left_bp;  /* left in basis points of n, rounded down; -1 where n is 0 */
} cst_losses;

typedef struct cst_pair {
    const char *a, *b; /* firms, a before b */
} cst_pair;

/* Whether any package of the tender is left when one or two members of this one are lost. */
typedef struct cst_resilience {
    cst_losses one, two;
    const char **critical; /* members without each of whom nothing fits: proven; by id */
    size_t n_critical;
    cst_pair *pairs; /* likewise pairs, neither of whom is proven critical alone; by a, then b */
    size_t n_pairs;
} cst_resilience;

typedef struct cst_package {
    const char *id;               /* "p1", "p2", ... in the order of listing, which is no rank */
    bool best_at[CST_N_CRITERIA]; /* all false for a further, next cheapest package */
    int64_t lead[CST_N_CRITERIA]; /* of what it is best at: by how much over the next best value
                                     that is listed; 0: no other value is */
    const char *anchor;           /* firm */
    cst_member *members;          /* by id */
    size_t n_members;
    cst_line *lines; /* by slot in the order of the layers, then id */
    size_t n_lines;
    const char **bundles; /* whose discount is taken, by id */
    size_t n_bundles;
    int64_t gross_cents;    /* sum of the values of the lines */
    int64_t discount_cents; /* sum of the discounts of the bundles */
    cst_criteria criteria;
    cst_content content;
    cst_ledger_row *ledger; /* one row for each resource of the catalog, by id */
    size_t n_ledger;
    cst_licence *licences; /* by offering */
    size_t n_licences;
    cst_open_question *questions; /* by offering, then row */
    size_t n_questions;
    cst_assumed *assumed; /* what the package rests on, by subject, then fact; NULL where no
                             assumptions were used */
    size_t n_assumed;
    cst_risk *risk;             /* NULL: not asked for */
    cst_resilience *resilience; /* NULL: not asked for */
    cst_proof proof;
    int64_t bound_cents; /* no package with the same value of what this one is best at (or, for the
                            next cheapest, none that differs from all before) costs less */
} cst_package;

/* An offering that screening refused, one entry for each reason. */
typedef struct cst_refusal {
    const char *offering;
    const char *firm;
    const char *code; /* for instance "jurisdiction:J4-incorporated" */
    const char *fact; /* the value that failed; NULL for "unknown:" codes */
    const char *source;
} cst_refusal;

/* A part of the space of the named criteria of which it is not known whether it holds a package:
 * one that is better than the limit on each criterion that has one. */
typedef struct cst_open_region {
    bool has_limit[CST_N_CRITERIA];
    int64_t limit[CST_N_CRITERIA];
} cst_open_region;

/* What is said of a frontier as a whole. */
typedef struct cst_frontier {
    bool named[CST_N_CRITERIA];
    bool complete;         /* every package that no other beats is listed, one for each point */
    cst_open_region *open; /* where more may be; none where it is complete */
    size_t n_open;
    int coverage_bp; /* for every package of the tender some listed one is worse by at most so much
                        on any named criterion, as a share of the range of that criterion over the
                        listed packages; 0 where it is complete; -1: a file did not say */
} cst_frontier;

/* What is said of diverse packages together. */
typedef struct cst_diversity {
    int64_t limit_cents; /* none costs more: the cheapest and the share `within` of it */
    int least;           /* any two differ in at least so many members; 0: there is only one */
    int bound; /* proven: of no other choice of as many packages within the limit do all differ by
                  more; -1: not proven */
} cst_diversity;

/* What a result was asked with: goes into its file, so that it can be asked again. */
typedef struct cst_asked {
    cst_by by;
    int candidates;
    int differ;
    double gap;
    double time_limit_s;     /* 0: none */
    int at_most;             /* of a frontier; 0: all */
    const char *differ_slot; /* that a further package fills by others; NULL: none */
    double within;           /* of diverse packages: what they may cost beyond the cheapest */
    int samples;             /* 0: risk was not asked for */
    int seed;                /* of the samples */
    bool resilience;
} cst_asked;

typedef struct cst_result {
    const char *verb; /* "match" */
    cst_status status;
    const char *opportunity; /* id */
    const char *title;       /* of the opportunity, "" when it has none */
    const char *rules;       /* id */
    const char *assumptions; /* id, "" when none were used */
    const char *currency;    /* code, "" when none is named */
    cst_asked asked;
    cst_shocks shocks; /* where risk was asked for */
    cst_package *packages;
    size_t n_packages;
    bool criteria_proven[CST_N_CRITERIA]; /* slate only: whether the best value is proven */
    cst_refusal *refused;                 /* by offering, then code */
    size_t n_refused;
    cst_frontier *frontier;   /* by frontier; else NULL */
    cst_diversity *diversity; /* diverse packages; else NULL */
    size_t n_eligible;        /* offerings that passed screening; SIZE_MAX: a file did not say */
    struct cst_infeasibility *nothing_fits; /* infeasible: why (consort/explain.h); else NULL */
    struct cst__arena *arena;               /* owns everything above */
} cst_result;

CST_API void cst_result_free(cst_result *result);

/* New text of the result as JSON (consort-result/1), ending in a newline and NUL; to be freed with
 * free(). The same result gives the same bytes. */
CST_API cst_error cst_result_to_json(const cst_result *result, char **text, size_t *size);

/* New result from a file of format consort-result/1. It is taken as it stands: whether it holds is
 * for cst_verify to say. CST_E_INPUT with diagnostics where its form has faults. Names and texts
 * that the file does not hold (for instance offering_name) are "". */
CST_API cst_error cst_result_read(const char *bytes, size_t size, const char *name,
                                  const cst_limits *limits, cst_result **result,
                                  cst_diagnostics *diagnostics);

#ifdef __cplusplus
}
#endif
#endif
