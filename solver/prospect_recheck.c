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

/* Whether anything fits a tender, which is taken over, with the bill of the firm let off or not;
 * told by a session of its own. */
static cst_error fits(cst__prospecting *p, cst_opportunity *tender, int64_t most_cents,
                      const bool *gift, cst_status *status) {
    cst__session fresh;
    if (tender == NULL) {
        return CST_E_MEMORY;
    }
    cst_error error = cst__session_begin(&fresh, tender, p->session->settings);
    cst__inquiry q = cst__inquiry_on(&fresh, tender);
    fresh.deadline_s = p->session->deadline_s;
    fresh.task = "recheck";
    q.first = true;
    q.side.gift = gift;
    if (gift != NULL) { /* the budget would see the whole bill */
        q.side.limit[CST_CRITERION_COST] = most_cents;
        tender->budget_cents = CST__NO_LIMIT;
    } else {
        tender->budget_cents = most_cents;
    }
    if (error == CST_E_OK) {
        error = cst__session_ask(&fresh, &q, 1);
    }
    *status = q.status;
    cst__inquiry_clear(&q);
    cst__session_end(&fresh);
    cst_opportunity_free(tender);
    return error;
}

/* What should be is what a fresh search says, unless that is stopped. */
static cst_error compare(cst__prospecting *p, cst_status status, bool should_fit) {
    if (status == CST_STATUS_LIMIT) {
        p->out->n_recheck_open++;
        return CST_E_OK;
    }
    p->out->n_rechecked++;
    return (status == CST_STATUS_SOLVED) == should_fit ? CST_E_OK : CST_E_INTERNAL;
}

/* Looks once whether anything fits. */
static cst_error look(cst__prospecting *p, cst_opportunity *tender, int64_t budget_cents,
                      bool should_fit) {
    cst_status status = CST_STATUS_LIMIT;
    cst_error error = fits(p, tender, budget_cents, NULL, &status);
    return error == CST_E_OK ? compare(p, status, should_fit) : error;
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

/* With its whole bill let off: is it in a package that costs no more than the cheapest? */
static cst_error recheck_for_nothing(cst__prospecting *p) {
    cst_status told = p->out->price.for_nothing;
    cst_status status = CST_STATUS_LIMIT;
    if (told == CST_STATUS_LIMIT || p->out->standing == CST_STANDING_REFUSED) {
        return CST_E_OK;
    }
    bool *gift = calloc(p->ground->tender->catalog->n_firms + 1, sizeof *gift);
    if (gift == NULL) {
        return CST_E_MEMORY;
    }
    gift[p->firm] = true;
    cst_error error = fits(p, with(p), cst__cost_to_meet(p->ground), gift, &status);
    free(gift);
    return error == CST_E_OK ? compare(p, status, told == CST_STATUS_SOLVED) : error;
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

static cst_error look_at(cst__prospecting *p, const cst_lever *lever, int64_t value,
                         int64_t most_cents, bool should_fit) {
    const cst_opportunity *tender = p->ground->tender;
    int64_t budget = lesser(most_cents, tender->budget_cents);
    return look(p, cst__lever_tender(tender, p->firm, lever->fact, value), budget, should_fit);
}

/* At the value and just below it; where none is enough, at the best there is. */
static cst_error recheck_threshold(cst__prospecting *p, const cst_lever *lever,
                                   const cst_threshold *threshold, int64_t most_cents) {
    bool content = lever->fact == CST_LEVER_CONTENT;
    if (threshold->status == CST_STATUS_INFEASIBLE) {
        return look_at(p, lever, content ? CST__BP : 0, most_cents, false);
    }
    if (threshold->status != CST_STATUS_SOLVED || !threshold->found) {
        return CST_E_OK;
    }
    int64_t worse = threshold->at + (content ? -1 : 1);
    cst_error error = look_at(p, lever, threshold->at, most_cents, true);
    return error == CST_E_OK ? look_at(p, lever, worse, most_cents, false) : error;
}

static cst_error recheck_rebate_left(cst__prospecting *p, const cst_lever *lever) {
    int64_t best = lever->fact == CST_LEVER_CONTENT ? CST__BP : 0;
    int64_t cost = cst__cost_to_meet(p->ground) + lever->rebate_cents;
    if (!lever->has_rebate) {
        return CST_E_OK;
    }
    cst_error error = look_at(p, lever, best, cost, true);
    return error == CST_E_OK ? look_at(p, lever, best, cost - 1, false) : error;
}

static cst_error recheck_lever(cst__prospecting *p, const cst_lever *lever) {
    if (lever->idle) {
        return CST_E_OK;
    }
    cst_error error = recheck_threshold(p, lever, &lever->possible, CST__NO_LIMIT);
    if (error == CST_E_OK) {
        error = recheck_threshold(p, lever, &lever->wins, cst__cost_to_meet(p->ground));
    }
    return error == CST_E_OK ? recheck_rebate_left(p, lever) : error;
}

/* ---------------------------------------------------------------- the whole */

cst_error cst__prospect_recheck(cst__prospecting *p) {
    cst_error error = recheck_rebate(p);
    if (error == CST_E_OK) {
        error = recheck_for_nothing(p);
    }
    if (error == CST_E_OK) {
        error = recheck_room(p);
    }
    for (int l = 0; error == CST_E_OK && l < CST_N_LEVERS; l++) {
        error = recheck_lever(p, &p->out->levers[l]);
    }
    return error;
}
