/*
 * session_parts.h - what the files of the public session share: questions as they are compared with
 * each other (session_question.c), and what is proven (session_proven.c).
 */
#ifndef CST_SESSION_PARTS_H
#define CST_SESSION_PARTS_H

#include "consort/session.h"
#include "solver/session.h"

/* ---------------------------------------------------------------- questions */

/* The price of an offering in a question. */
typedef struct cst__repriced {
    size_t offering;
    bool has[CST_PRICE_PER_UNIT_YEAR + 1];
    int64_t cents[CST_PRICE_PER_UNIT_YEAR + 1];
} cst__repriced;

/*
 * Which packages a question lets in: those of its tender that keep to the limits, hold the firms
 * and offerings that are to be in them, and none of those that are not, at these prices.
 */
typedef struct cst__scope {
    int64_t limit[CST_N_CRITERIA]; /* as losses (result.h), those of the tender's budget, deadline
                                      and members among them; CST__NO_LIMIT: none */
    size_t *with, *without; /* sorted and distinct: firms by index, offerings after all firms */
    size_t n_with, n_without;
    cst__repriced *prices; /* by offering */
    size_t n_prices;
} cst__scope;

/* New scope of a question, which is checked: CST_E_SETTING where it makes no sense. To be freed
 * with free(). largest_cents: what all offerings of the catalog are worth at most. */
cst_error cst__scope_new(const cst_opportunity *opportunity, const cst_session_question *question,
                         cst__wide largest_cents, cst__scope **scope);

/* What all offerings at their most are worth together. */
cst__wide cst__largest_total(const cst_opportunity *opportunity);

/* An offering at the price that it has in a scope. */
cst__offering cst__scope_offering(const cst__scope *scope, const cst_catalog *catalog,
                                  size_t offering);

/* Whether a firm or an offering (by its place in `without`) is not to be in a package: an offering
 * by itself or with its firm. */
bool cst__scope_excludes(const cst__scope *scope, const cst_catalog *catalog, size_t party);

/* Whether an offering has a new price. */
bool cst__scope_reprices(const cst__scope *scope, size_t offering);

/* New tender that asks what the scope asks, but for the limits of the question. NULL: out of
 * memory. */
cst_opportunity *cst__scope_tender(const cst__scope *scope, const cst_opportunity *opportunity,
                                   const cst_session_question *question);

/* The limits of the question as a side. */
cst__side cst__question_side(const cst_session_question *question);

/* ---------------------------------------------------------------- what is proven */

/* No package of a scope has a smaller loss on a criterion. */
typedef struct cst__proven {
    cst__scope *scope; /* its own */
    cst_criterion criterion;
    int64_t least_loss; /* CST__NO_LIMIT: there is no package at all */
} cst__proven;

typedef struct cst__proofs {
    const cst_opportunity *opportunity; /* borrowed */
    cst__proven *list;
    size_t n, room, oldest;
} cst__proofs;

/* What all proofs together say of a scope. */
typedef struct cst__implied {
    bool nothing;                       /* there is no package */
    int64_t least_loss[CST_N_CRITERIA]; /* on each criterion */
} cst__implied;

cst__implied cst__proofs_imply(const cst__proofs *proofs, const cst__scope *scope);

/* Takes the scope over, whether there is memory to keep the proof or not. */
cst_error cst__proofs_add(cst__proofs *proofs, cst__proven proven);
void cst__proofs_end(cst__proofs *proofs);

#endif
