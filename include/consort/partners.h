/*
 * partners.h - for a company: which tenders it can take part in, with whom, and at what price.
 *
 * One prospect for each firm and tender: where its offerings stand, the cheapest packages with it
 * (its teams), whom it needs in them, and what its price, US content and lead time would have to be
 * for the cheapest package to be one with it. What each figure means to the cent stands in
 * docs/formats.md, section 9. Nothing here ranks firms; every figure is proven, or said not to be.
 *
 * A prospect depends on its firm, its tender and the settings alone: asking for more firms or
 * tenders, or on more threads, changes none of its bytes.
 */
#ifndef CONSORT_PARTNERS_H
#define CONSORT_PARTNERS_H

#include "consort/explain.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------- where the firm can play */

/* One offering of the firm beside the tender. */
typedef struct cst_play {
    const char *offering;
    const char *name; /* "" when the catalog gives none */
    const char *slot;
    bool eligible;
    cst_bar *bars; /* why not, each with what would lift it */
    size_t n_bars;
} cst_play;

/* ---------------------------------------------------------------- teams */

/* Who fills a slot. */
typedef struct cst_seat {
    const char *slot;
    bool mine;          /* the firm is among them */
    const char **firms; /* by id */
    size_t n_firms;
} cst_seat;

/* A package with the firm: the cheapest, or the next cheapest that differs. */
typedef struct cst_team {
    cst_package package; /* "t1", "t2", ... which is no rank */
    cst_seat *seats;     /* slots that it fills, in the order of the layers */
    size_t n_seats;
} cst_team;

/* ---------------------------------------------------------------- whom the firm needs */

/* Another firm beside the cheapest team. */
typedef struct cst_need {
    const char *firm;
    bool on_team;      /* a member of the cheapest team; else one that could come along */
    bool critical;     /* on the team; proven: without it the firm fits nowhere */
    cst_outcome other; /* on the team: the cheapest team without it; else the cheapest with it;
                          infeasible there: proven that the two are in no package together */
    bool has_saving;
    int64_t saving_cents; /* the cheapest team without it less the cheapest with it: what it saves
                             the team; below 0: what it costs to take it along */
    int64_t saving_low_cents, saving_high_cents; /* proven: between these */
    cst_seat *substitutes; /* on the team: slots that it fills, and who fills them without it */
    size_t n_substitutes;
} cst_need;

/* ---------------------------------------------------------------- price to win */

/* What ends the room that a firm in the cheapest package has to raise its price. */
typedef enum cst_room_end {
    CST_ROOM_RIVAL,  /* a package without it, which then costs as little */
    CST_ROOM_BUDGET, /* the budget */
    CST_ROOM_NONE    /* nothing: no package is without it, and there is no budget */
} cst_room_end;

/* Identifier in files: "rival", "budget", "none". */
CST_API const char *cst_room_end_id(cst_room_end end);

/*
 * The rebate on the bill of the firm at which a package with it costs no more than any other, and
 * the rise that it can take before each costs more; of a rebate or rise cost and budget see the
 * rest, all values and shares stay as they are.
 */
typedef struct cst_price {
    cst_status status;      /* solved: the rebate is known to the cent; infeasible: proven that no
                               rebate helps, whatever its size */
    cst_status for_nothing; /* infeasible: proven that no rebate helps that is no more than the
                               bill; solved: one does */
    bool has_rebate;        /* 0: in a cheapest package as it is */
    int64_t rebate_cents;
    int64_t rebate_low_cents; /* proven: none below this is enough */
    int64_t bill_cents; /* gross value of the firm in the package that the rebate makes least */
    bool over_budget;   /* that package fits no budget without the rebate */
    cst_outcome other;  /* that package, where it is over the budget */
    bool has_room;      /* in the cheapest package as it is */
    cst_room_end room_end;
    int64_t room_cents, room_low_cents; /* of an end but none */
    cst_outcome rival; /* the cheapest package without the firm, where it is in the cheapest */
} cst_price;

/* ---------------------------------------------------------------- facts that would win */

/* A fact that the firm could better. */
typedef enum cst_lever_fact {
    CST_LEVER_CONTENT, /* us_content of all its offerings raised to at least a share: basis points
                        */
    CST_LEVER_LEAD,    /* lead_weeks of all its offerings cut to at most a number: weeks */
    CST_N_LEVERS
} cst_lever_fact;

/* Identifier in files: "us_content.made" (or value_added, by the rules), "lead_weeks". */
typedef struct cst_threshold {
    cst_status status; /* solved: `at` is enough, and proven to be the least betterment that is;
                          infeasible: proven that no value is; limit: not known */
    bool found;        /* a value that is enough is known */
    int64_t at;
    cst_outcome outcome; /* at that value */
} cst_threshold;

typedef struct cst_lever {
    cst_lever_fact fact;
    const char *name;       /* of the fact in files */
    bool idle;              /* it changes nothing here: why says why */
    const char *why;        /* of an idle one, words; else "" */
    cst_threshold possible; /* from which value on the firm is in a package at all */
    cst_threshold wins;     /* from which value on in a cheapest one */
    bool has_rebate;        /* where no value wins: the rebate that is needed at the best value */
    bool rebate_open;       /* the same, but the search for it was stopped */
    int64_t rebate_cents;
} cst_lever;

/* ---------------------------------------------------------------- one firm, one tender */

typedef struct cst_prospect {
    size_t firm_at, tender_at; /* of those asked for, in the order asked */
    const char *firm;
    const char *opportunity;  /* id */
    cst_standing standing;    /* beside the cheapest package: chosen also in a tie */
    cst_status tender_status; /* of the cheapest package of the tender; infeasible: nothing fits */
    bool has_least;
    int64_t least_cents;   /* what it costs */
    bool has_gap;          /* there is a team, and a cheapest package */
    int64_t gap_cents;     /* cheapest team less cheapest package */
    int64_t gap_low_cents; /* proven: it is no less */
    bool gap_proven;       /* else it is at most so much */
    cst_play *plays;       /* its offerings, by id */
    size_t n_plays;
    const char **fills; /* slots for which it has something eligible */
    size_t n_fills;
    const char **lacks; /* slots that its teams fill and it never could */
    size_t n_lacks;
    bool has_teams; /* they were asked for */
    cst_team *teams;
    size_t n_teams;
    bool teams_complete; /* as many as asked, or proven that there are no more */
    cst_price price;
    cst_lever levers[CST_N_LEVERS];
    bool has_needs;
    cst_need *needs; /* members of the cheapest team, then others; by id */
    size_t n_needs;
    int n_rechecked;    /* searches from nothing that agreed with a threshold, from either side */
    int n_recheck_open; /* those that were stopped before they could */
    bool complete;      /* everything asked is proven */
    bool cut_off;       /* if not: the call as a whole was over (not part of files) */
    struct cst__arena *arena;
} cst_prospect;

/* ---------------------------------------------------------------- across tenders */

/* A tender as all prospects see it. */
typedef struct cst_ground {
    const char *opportunity;
    const char *title;
    const char *currency;
    int64_t weight_milli;
    cst_status status; /* of its cheapest package; infeasible: nothing fits */
    bool has_least;
    int64_t least_cents;
} cst_ground;

/* Partners with whom alone the firm is competitive in the most tenders. */
typedef struct cst_partner_set {
    const char *firm;
    cst_status status; /* solved: no set of so many partners reaches more weight, and none of fewer
                          as much; limit: that is not proven */
    const char **partners;
    size_t n_partners;
    const char **opportunities; /* in which it is competitive with them */
    int64_t *costs_cents;       /* the cheapest package of them alone there */
    int64_t *limits_cents;      /* what counts as competitive */
    size_t n_opportunities;
    int64_t weight_milli;      /* of these together */
    int64_t most_weight_milli; /* proven: no set reaches more */
    bool cut_off;              /* not proven: the call as a whole was over (not part of files) */
} cst_partner_set;

typedef struct cst_partners_report {
    const char *rules;
    const char *assumptions; /* "" when none were used */
    const char **firms;      /* asked for, in this order */
    size_t n_firms;
    cst_ground *grounds; /* tenders, in the order asked */
    size_t n_grounds;
    cst_prospect **prospects; /* by tender, then firm; NULL: was given to `each`, or not asked */
    size_t n_prospects;
    cst_partner_set *sets; /* one for each firm, where asked; its firm is NULL where skipped */
    size_t n_sets;
    bool nowhere;  /* proven: each of the firms fits in none of the tenders */
    bool complete; /* everything asked is proven */
    cst_settings settings;
    struct cst__arena *arena;
    struct cst__arena **set_arenas; /* [n_sets] */
} cst_partners_report;

/* ---------------------------------------------------------------- the call */

/* Is told of each prospect as soon as all before it are told, from one thread at a time. What it is
 * given is valid during the call. False: out of memory or no room; the call ends with an error. */
typedef bool (*cst_prospect_fn)(const cst_prospect *prospect, void *context);

/* The same of each partner set. */
typedef bool (*cst_partner_set_fn)(const cst_partner_set *set, void *context);

typedef struct cst_partner_questions {
    const char *const *firms;
    size_t n_firms;
    bool every_firm;     /* as if every firm of the catalog were among them */
    bool needs;          /* whom it needs: members of its cheapest team */
    bool needs_of_all;   /* every other firm as well */
    bool prices_only;    /* at what price, and with what facts, the firm would win, and nothing that
                            this does not take: no teams and needs, no rebate beside a fact; where a
                            firm would not win for nothing, any package with it is enough */
    bool recheck;        /* solve each threshold anew just below and just above */
    double each_limit_s; /* seconds for one firm in one tender, after which what is left of it stays
                            unproven; 0: none */
    int most_partners;   /* 0: no partner set */
    int within_bp;       /* what counts as competitive: so much above the cheapest package */
    const int64_t *weight_milli; /* [n_tenders], NULL: each 1 */
    size_t skip_sets;            /* so many partner sets at the beginning are not asked for */
    size_t skip;                 /* so many prospects at the beginning are not asked about ... */
    const cst_ground
        *known;           /* ... and what an earlier call found of the first tenders, for those */
    size_t n_known;       /* that are wholly skipped: status and least cost */
    cst_prospect_fn each; /* NULL: the report keeps all prospects */
    cst_partner_set_fn each_set; /* NULL: not told; the report keeps all sets that were found */
    void *each_context;          /* of both */
} cst_partner_questions;

/*
 * New report on firms beside opportunities that were read with the same rules and catalog.
 * CST_E_SETTING when a firm is none of the catalog or no firm is asked for. Every package in it
 * passed the verifier against the tender that it answers to.
 */
CST_API cst_error cst_partners(const cst_rules *rules, const cst_catalog *catalog,
                               const cst_opportunity *const *opportunities, size_t n_opportunities,
                               const cst_settings *settings, const cst_partner_questions *questions,
                               cst_partners_report **report);
CST_API void cst_partners_report_free(cst_partners_report *report);

/* New text as JSON (consort-partners/1), ending in a newline and NUL; to be freed with free(). */
CST_API cst_error cst_partners_to_json(const cst_partners_report *report, char **text,
                                       size_t *size);

/* The same as one line: a prospect, or what stands across tenders. */
CST_API cst_error cst_prospect_to_line(const cst_prospect *prospect, char **text, size_t *size);
CST_API cst_error cst_partner_set_to_line(const cst_partner_set *set, char **text, size_t *size);

#ifdef __cplusplus
}
#endif
#endif
