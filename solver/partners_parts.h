/*
 * partners_parts.h - what partners.c, prospect*.c and partner_sets.c share: a tender as every firm
 * meets it, and one firm in it.
 *
 * A prospect has a session of its own, which begins with nothing but the cheapest package of the
 * tender. So its answers, ties included, do not depend on who else is asked for.
 */
#ifndef CST_PARTNERS_PARTS_H
#define CST_PARTNERS_PARTS_H

#include "consort/partners.h"
#include "solver/session.h"

/* One tender, with what is the same for all firms. */
typedef struct cst__ground {
    const cst_opportunity *tender; /* borrowed */
    cst__session session;
    cst__screening *screening;
    cst__inquiry base; /* the cheapest package, to the cent */
    cst_opportunity *unlimited;
    cst__inquiry any_price; /* where nothing fits: the cheapest without the budget */
    bool asked_any_price;
    bool *beyond; /* [n_firms] proven: with these no package is a cheapest one, not even for
                     nothing; NULL: not asked */
    bool *does;   /* [n_firms] proven: each of these is in one for nothing; NULL: not asked */
} cst__ground;

/* New ground: asks for the cheapest package. To be ended, also where this fails. */
cst_error cst__ground_begin(const cst_opportunity *tender, const cst_settings *settings,
                            double deadline_s, cst__ground *ground);
void cst__ground_end(cst__ground *ground);

/* One firm in one tender. */
typedef struct cst__prospecting {
    const cst__ground *ground;
    const cst_partner_questions *questions;
    cst__session *session;
    size_t firm;
    cst_opportunity *with; /* the tender that includes the firm */
    cst__inquiry best;     /* the cheapest package with it */
    cst__arena *arena;     /* of the prospect */
    cst_prospect *out;
} cst__prospecting;

/* New prospect: all memory from an arena of its own, which its `arena` names. */
cst_error cst__prospect_make(const cst__ground *ground, const cst_partner_questions *questions,
                             const cst_settings *settings, double deadline_s, size_t firm,
                             cst_prospect **prospect);
void cst__prospect_free(cst_prospect *prospect);

/* Whether a firm, or the one that asks, has something eligible in a slot; CST__NONE: in any. */
bool cst__ground_may_fill(const cst__ground *ground, size_t firm, size_t slot);
bool cst__firm_may_fill(const cst__prospecting *prospecting, size_t slot);

/* The least that a firm is paid in any package, in cents; 0: nothing of it could be chosen. */
int64_t cst__least_bill(const cst__ground *ground, size_t firm);

/* New copy of the tender that includes the firm; NULL when out of memory. */
cst_opportunity *cst__tender_of_firm(const cst_opportunity *tender, size_t firm);

/* Its first team is the cheapest package with it; further ones until there are as many as asked. */
cst_error cst__teams_find(cst__prospecting *p);

/* Whom the firm needs; it has a team. */
cst_error cst__needs_find(cst__prospecting *p);

/* Of many firms at once, which would be in a cheapest package for nothing and which not even then,
 * as far as that is told in so many seconds for one firm, and a few times that for a question
 * about many (0: however long it takes). */
cst_error cst__ground_sift(cst__ground *ground, const size_t *firms, size_t n, double each_limit_s);

/* Whether only the price is asked for, and it is known that none up to the bill would do. */
bool cst__is_priced(const cst__prospecting *p);

/* Whether its price alone could put it into the cheapest package; before all else. */
cst_error cst__price_for_nothing(cst__prospecting *p);

/* What it costs to enter the cheapest package, or how far the price may rise in it. */
cst_error cst__price_find(cst__prospecting *p);

/* Which US content and which lead time would let it in. */
cst_error cst__levers_find(cst__prospecting *p);

/* Solves every threshold of a prospect anew, just below and just above it: CST_E_INTERNAL where one
 * does not hold. */
cst_error cst__prospect_recheck(cst__prospecting *p);

/* The tender in which all offerings of the firm have at least that share, or at most that lead
 * time, and which includes the firm. NULL when out of memory. */
cst_opportunity *cst__lever_tender(const cst_opportunity *tender, size_t firm, cst_lever_fact fact,
                                   int64_t value);

/* The cheapest package of a tender counts as one with the firm where it costs no more than this:
 * the least cost, or the budget where nothing fits. CST__NO_LIMIT: any cost will do. */
int64_t cst__cost_to_meet(const cst__ground *ground);

/* A tender as the choice of partners sees it. */
typedef struct cst__contest {
    const cst_opportunity *tender;
    int64_t weight_milli;
    bool has_least;
    int64_t least_cents;
} cst__contest;

/* The partners with whom alone the firm is competitive in the most tenders. */
cst_error cst__partner_set_find(const cst__contest *contests, size_t n, size_t firm,
                                const cst_partner_questions *questions,
                                const cst_settings *settings, double deadline_s, cst__arena *arena,
                                cst_partner_set *set);

#endif
