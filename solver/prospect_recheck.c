/*
 * prospect_recheck.c - every threshold once more, from nothing: just below it a search that knows
 * no package proves that there is none, and just above it one finds one.
 *
 * A package that a rebate of d would make a cheapest one is a package of the tender whose budget is
 * the least cost and d more; so each threshold is a tender that fits nothing, beside one that does.
 */
#include <stdlib.h>

#include "model/vary.h"
#include "solver/partners_parts.h"
#include "solver/why.h"

/* Whether anything fits a tender, which is taken over; told by a session of its own. */
static cst_error fits(cst__prospecting *p, cst_opportunity *tender, int64_t budget_cents,
                      cst_status *status) {
    cst__session fresh;
    if (tender == NULL) {
        return CST_E_MEMORY;
    }
    tender->budget_cents = budget_cents;
    cst_error error = cst__session_begin(&fresh, tender, p->session->settings);
    cst__inquiry q = cst__inquiry_on(&fresh, tender);
    fresh.deadline_s = p->session->deadline_s;
    fresh.task = "recheck";
    q.first = true;
    if (error == CST_E_OK) {
        error = cst__session_ask(&fresh, &q, 1);
    }
    *status = q.status;
    cst__inquiry_clear(&q);
    cst__session_end(&fresh);
    cst_opportunity_free(tender);
    return error;
}

/* Looks once: what should be is what a fresh search says, unless that is stopped. */
static cst_error look(cst__prospecting *p, cst_opportunity *tender, int64_t budget_cents,
                      bool should_fit) {
    cst_status status = CST_STATUS_LIMIT;
    cst_error error = fits(p, tender, budget_cents, &status);
    if (error != CST_E_OK || status == CST_STATUS_LIMIT) {
        return error;
    }
    p->out->n_rechecked++;
    return (status == CST_STATUS_SOLVED) == should_fit ? CST_E_OK : CST_E_INTERNAL;
}

static int64_t lesser(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* ---------------------------------------------------------------- price */

static cst_opportunity *with(const cst__prospecting *p) {
    return cst__tender_of_firm(p->ground->tender, p->firm);
}

static cst_opportunity *without(const cst__prospecting *p) {
    const cst__party_id party = {p->firm, CST__NONE};
    return cst__tender_with(p->ground->tender, &party, false);
}

static cst_error recheck_rebate(cst__prospecting *p) {
    const cst_price *price = &p->out->price;
    int64_t meet = cst__cost_to_meet(p->ground);
    if (price->status == CST_STATUS_INFEASIBLE && p->out->standing == CST_STANDING_IMPOSSIBLE) {
        return look(p, with(p), CST__NO_LIMIT, false);
    }
    if (!price->has_rebate || price->rebate_cents != price->rebate_low_cents) {
        return CST_E_OK;
    }
    cst_error error = look(p, with(p), meet + price->rebate_cents, true);
    return error == CST_E_OK ? look(p, with(p), meet + price->rebate_cents - 1, false) : error;
}

static cst_error recheck_room(cst__prospecting *p) {
    const cst_price *price = &p->out->price;
    int64_t budget = p->ground->tender->budget_cents;
    int64_t end = p->out->least_cents + price->room_cents;
    if (!price->has_room) {
        return CST_E_OK;
    }
    if (price->room_end != CST_ROOM_RIVAL) {
        return look(p, without(p), budget, false);
    }
    if (price->room_cents != price->room_low_cents) {
        return CST_E_OK;
    }
    cst_error error = look(p, without(p), end, true);
    return error == CST_E_OK ? look(p, without(p), end - 1, false) : error;
}

/* ---------------------------------------------------------------- facts */

static cst_error recheck_threshold(cst__prospecting *p, const cst_lever *lever,
                                   const cst_threshold *threshold, int64_t most_cents) {
    const cst_opportunity *tender = p->ground->tender;
    int64_t budget = lesser(most_cents, tender->budget_cents);
    int64_t worse = threshold->at + (lever->fact == CST_LEVER_CONTENT ? -1 : 1);
    if (threshold->status != CST_STATUS_SOLVED || !threshold->found) {
        return CST_E_OK;
    }
    cst_error error =
        look(p, cst__lever_tender(tender, p->firm, lever->fact, threshold->at), budget, true);
    return error == CST_E_OK
               ? look(p, cst__lever_tender(tender, p->firm, lever->fact, worse), budget, false)
               : error;
}

cst_error cst__prospect_recheck(cst__prospecting *p) {
    cst_error error = recheck_rebate(p);
    if (error == CST_E_OK) {
        error = recheck_room(p);
    }
    for (int l = 0; error == CST_E_OK && l < CST_N_LEVERS; l++) {
        const cst_lever *lever = &p->out->levers[l];
        if (lever->idle || lever->name == NULL) {
            continue;
        }
        error = recheck_threshold(p, lever, &lever->possible, CST__NO_LIMIT);
        if (error == CST_E_OK) {
            error = recheck_threshold(p, lever, &lever->wins, cst__cost_to_meet(p->ground));
        }
    }
    return error;
}
