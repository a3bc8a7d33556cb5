/*
 * explain.h - why: what keeps packages out, what would let them in, and what each rule costs.
 *
 * Everything that is said rests on packages that were found and checked, or on proofs that there is
 * none. Where a proof was not finished the outcome says so (CST_STATUS_LIMIT).
 */
#ifndef CONSORT_EXPLAIN_H
#define CONSORT_EXPLAIN_H

#include "consort/match.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------- demands */

/* How the level of a demand is measured. */
typedef enum cst_measure {
    CST_MEASURE_MONEY,  /* number in cents */
    CST_MEASURE_WEEKS,  /* number in weeks */
    CST_MEASURE_COUNT,  /* number */
    CST_MEASURE_SHARE,  /* number in basis points */
    CST_MEASURE_AMOUNT, /* number in thousandths of the resource's unit */
    CST_MEASURE_YES,    /* asked for or not */
    CST_MEASURE_WORD,   /* items[0] */
    CST_MEASURE_LIST    /* items */
} cst_measure;

/* What a tender asks under one of its keys. */
typedef struct cst_level {
    cst_measure measure;
    bool dropped; /* nothing is asked: null in a file */
    int64_t number;
    const char **items;
    size_t n_items;
    const char *unit; /* of an amount; "" when the catalog gives none */
} cst_level;

/* A demand or limit of the tender: a JSON pointer into it without the leading slash
 * ("deadline_weeks", "demand/accelerators", "consortium/max_members"). */
typedef struct cst_demand {
    const char *pointer;
    cst_level level;
} cst_demand;

/* One value of the tender changed. */
typedef struct cst_change {
    const char *pointer;
    cst_level from, to;
} cst_change;

/* ---------------------------------------------------------------- outcomes */

/* The answer to one question: the cheapest package under some changed tender. */
typedef struct cst_outcome {
    cst_status status;
    bool found;
    cst_package package; /* when found; its id is "" */
} cst_outcome;

/* ---------------------------------------------------------------- nothing fits */

/* Offerings that screening refused for the same reason. An offering refused for several reasons
 * counts under each. */
typedef struct cst_refused_by {
    const char *code;
    size_t n_offerings;
    const char **facts; /* distinct values that failed, sorted; empty for "unknown:" codes */
    size_t n_facts;
} cst_refused_by;

typedef enum cst_gap_kind {
    CST_GAP_SLOT,   /* nothing eligible fills a slot that must be filled */
    CST_GAP_LAYER,  /* ... or a layer */
    CST_GAP_TAG,    /* nothing eligible in a slot has a tag that some_has asks for */
    CST_GAP_AMOUNT, /* all that is eligible together does not provide what is demanded */
    CST_GAP_PARTY,  /* a firm or offering that must be included has nothing eligible */
    CST_GAP_ANCHOR  /* nobody eligible may lead */
} cst_gap_kind;

/* A reason why nothing fits that screening alone gives. */
typedef struct cst_gap {
    cst_gap_kind kind;
    const char *subject; /* slot, layer, slot, resource, firm or offering, named anchor or "" */
    const char *tag;     /* of CST_GAP_TAG; else "" */
    const char *pointer; /* the demand behind it, "" where the rules ask it themselves */
    size_t n_offerings;  /* that could serve if they were not refused */
    int64_t demand_milli, most_milli; /* of CST_GAP_AMOUNT: asked for, and what can be had */
    cst_refused_by *by;               /* by number of offerings, most first, then code */
    size_t n_by;
} cst_gap;

/* Demands that can not hold together, even if every other demand is dropped, and can without any
 * one of them: an irreducible infeasible subset, proven so. Empty: catalog and rules alone allow no
 * package, whatever is dropped. */
typedef struct cst_conflict {
    const char **demands; /* pointers, in the order of cst_infeasibility.demands */
    size_t n_demands;
} cst_conflict;

/* Changes after which there is a package, each the least that suffices given its pointer. */
typedef struct cst_remedy {
    cst_change *changes; /* one, but in a combination */
    size_t n_changes;
    bool proven; /* that no lesser change of the value suffices */
    cst_outcome outcome;
} cst_remedy;

/* Why nothing fits, and what would. */
typedef struct cst_infeasibility {
    cst_demand *demands; /* everything the tender asks that could be dropped */
    size_t n_demands;
    cst_gap *gaps;
    size_t n_gaps;
    cst_conflict *conflicts;
    size_t n_conflicts;
    bool conflicts_complete; /* proven: there are no others */
    cst_remedy *remedies;    /* one change of one value, in the order of the demands */
    size_t n_remedies;
    bool remedies_complete;  /* proven: no other single demand would do */
    cst_remedy *combination; /* where no single change helps: as few as possible, and among those
                                the cheapest; NULL: none is needed, or none was found */
    bool settled;            /* no limit on time left any of this open (not part of files) */
} cst_infeasibility;

/* ---------------------------------------------------------------- why in, why not */

typedef enum cst_standing {
    CST_STANDING_REFUSED,    /* by screening: a firm with every offering */
    CST_STANDING_IMPOSSIBLE, /* eligible, but no package can contain it: proven */
    CST_STANDING_BEATEN,     /* in some package, not in the cheapest */
    CST_STANDING_CHOSEN,     /* in the cheapest package */
    CST_STANDING_UNDECIDED   /* stopped at a limit before that was known */
} cst_standing;

/* Identifier in files: "refused", "impossible", ... */
CST_API const char *cst_standing_id(cst_standing standing);

/* A refusal with what would have to change. */
typedef struct cst_bar {
    cst_refusal refusal;
    const char *way_out; /* "incorporated outside of coc-compelled-access" */
} cst_bar;

/* A firm or an offering beside the cheapest package. */
typedef struct cst_why {
    const char *id;
    const char *name; /* "" when the catalog gives none */
    bool is_firm;
    cst_standing standing;
    cst_bar *bars; /* refusals of the offering, or of the firm's offerings */
    size_t n_bars;
    cst_outcome other; /* beaten: the cheapest package that contains it;
                          chosen: the cheapest that does not */
    bool has_cut;
    int64_t cut_cents;     /* beaten: a rebate of so much on the whole package, gross values as
                              they are, makes it as cheap as the cheapest; chosen: the bill can
                              rise by so much before it is beaten */
    int64_t cut_low_cents; /* proven: not less than this; equal to cut_cents: to the cent */
} cst_why;

/* ---------------------------------------------------------------- what each rule costs */

/* One demand or rule row, and the cheapest package without it. */
typedef struct cst_rule_cost {
    const char *name;   /* pointer of a demand, "jurisdiction:ROW", "export:ROW", "unknown" */
    const char *source; /* of a rule row; "" for a demand */
    cst_level level;    /* of a demand; measure YES for rule rows */
    bool idle;          /* it keeps nothing out: the tender is the same without it */
    bool is_added;      /* content not required by the tender: `other` is the cheapest with it */
    cst_outcome other;  /* without it (with it where is_added) */
} cst_rule_cost;

/* From `at` on (deadline, members: at most; US content: at least) this is the cheapest package. */
typedef struct cst_step {
    int64_t at; /* the value that the package has: the limit at which the step begins */
    cst_outcome outcome;
} cst_step;

/* The least cost as a function of a limit on one criterion, in place of what the tender itself says
 * of it: a step function. Steps go from the loosest limit to the tightest; beyond the last there is
 * no package (when complete). US content counts as it is reported, without gamma. */
typedef struct cst_curve {
    cst_criterion criterion;
    cst_step *steps;
    size_t n_steps;
    bool complete;  /* proven to its end; false: what lies beyond the last step is not decided */
    bool has_limit; /* the tender limits the criterion itself ... */
    int64_t limit;  /* ... to this */
} cst_curve;

/* ---------------------------------------------------------------- if someone drops out */

typedef struct cst_dropout {
    const char *firm;
    bool critical;      /* proven: without it nothing fits */
    const char **slots; /* that only this firm fills in the cheapest package */
    size_t n_slots;
    cst_outcome other;  /* the cheapest package without it */
    const char **joins; /* members of that one who are not in the cheapest ... */
    size_t n_joins;
    const char **leaves; /* ... and the other way round, without the firm itself */
    size_t n_leaves;
} cst_dropout;

/* ---------------------------------------------------------------- what an assumption decides */

/* Values of an assumed fact under which the conclusion is the same: whether there is a package,
 * whether the cheapest meets the content rule, and who its members are.
 *
 * Shares: all from low_bp to high_bp. The one package stands in the range for all its values: it
 * holds wherever its members are named, and costs least at at_bp; what it costs elsewhere is
 * between the two ends. Other facts: all values that rules and tender can not tell from `value`. */
typedef struct cst_value_range {
    int low_bp, high_bp;    /* -1 of facts that are no shares */
    int at_bp;              /* the value at which the outcome is: the assumed one, or the nearest */
    int64_t cost_low_cents; /* the least cost at low_bp and at high_bp, where one is found */
    int64_t cost_high_cents;
    const char *value;  /* one of these values, as text; "" for an empty list, NULL: unknown */
    const char **among; /* what names it: "jurisdiction:ROW", "export:ROW", "anchor", "residency",
                           "consortium/local_share", "consortium/small_share" */
    size_t n_among;
    const char **countries; /* all of these values, where they are countries */
    size_t n_countries;
    bool assumed;        /* it holds the value that is assumed */
    bool same;           /* the conclusion is that of the value assumed */
    bool same_members;   /* there is a package here and there, of the same members */
    cst_outcome outcome; /* the cheapest package here */
} cst_value_range;

/* What follows from one fact that one row of the assumptions fills, other assumptions as they are.
 * Whoever the row fills it for has the same value in every range. */
typedef struct cst_sensitivity {
    const char *row;
    const char *fact;      /* "us_content.made", "incorporated", ... */
    const char *value;     /* that is assumed, as text: "0.3", "US" */
    const char **subjects; /* offerings or firms that it is filled for, by id */
    size_t n_subjects;
    bool idle;               /* nothing asks for it here: one range, with the value assumed */
    int least_bp, most_bp;   /* of a share: a share does not fall to more than it is, so that
                                made_low and made hold each other; -1 of other facts */
    cst_value_range *ranges; /* of shares from the least to the most; of other facts the value
                                assumed first, the unknown last; together all values */
    size_t n_ranges;
} cst_sensitivity;

/* ---------------------------------------------------------------- the call */

/* What to explain. Nothing at all: everything but curves and single ids, and the assumptions where
 * the catalog has some. */
typedef struct cst_questions {
    const char *const *ids; /* firms and offerings: why in, why not */
    size_t n_ids;
    bool every_firm; /* as if every firm of the catalog were among the ids */
    bool rules_cost;
    bool dropouts;
    bool assumptions; /* each that filled a fact of the catalog: where the conclusion flips */
    bool curves[CST_N_CRITERIA]; /* us_content, delivery_weeks, members, licences, misfit,
                                    largest_share; not cost */
} cst_questions;

typedef struct cst_explanation {
    cst_result *result; /* the cheapest package, or why there is none */
    cst_why *whys;      /* in the order of the ids, or of the firms */
    size_t n_whys;
    cst_rule_cost *rules;
    size_t n_rules;
    cst_dropout *dropouts; /* for each member of the cheapest package */
    size_t n_dropouts;
    cst_curve *curves;
    size_t n_curves;
    cst_sensitivity *assumptions; /* by row in the order of their ids, then fact */
    size_t n_assumptions;
    bool complete; /* everything asked is proven */
} cst_explanation;

/*
 * New explanation for the opportunity. CST_E_SETTING when an id is neither a firm nor an offering
 * of the catalog, or a curve of the cost is asked for. Every package in it passed the verifier
 * against the tender that it answers to.
 */
CST_API cst_error cst_explain(const cst_rules *rules, const cst_catalog *catalog,
                              const cst_opportunity *opportunity, const cst_settings *settings,
                              const cst_questions *questions, cst_explanation **explanation);
CST_API void cst_explanation_free(cst_explanation *explanation);

/* New text as JSON (consort-explanation/1), ending in a newline and NUL; to be freed with free().
 */
CST_API cst_error cst_explanation_to_json(const cst_explanation *explanation, char **text,
                                          size_t *size);

/*
 * New explanation from a file (consort-explanation/1). Its form is checked, not its truth:
 * CST_E_INPUT with diagnostics where it has another.
 */
CST_API cst_error cst_explanation_read(const char *bytes, size_t size, const char *name,
                                       const cst_limits *limits, cst_explanation **explanation,
                                       cst_diagnostics *diagnostics);

/*
 * Re-checks a file with an explanation apart from the solver: its result, each package in the
 * tender that it answers to, and all that is said of them. What takes a search is not proven anew,
 * but held against every package of the file. New list of findings, empty when it holds; of each
 * `package` is the id of a package of the result, or the place of an entry ("whys/alder").
 */
CST_API cst_error cst_explanation_verify(const cst_rules *rules, const cst_catalog *catalog,
                                         const cst_opportunity *opportunity, const char *bytes,
                                         size_t size, const char *name, const cst_limits *limits,
                                         cst_findings **findings, cst_diagnostics *diagnostics);

#ifdef __cplusplus
}
#endif
#endif
