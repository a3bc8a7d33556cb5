/*
 * prospect.c - one firm in one tender: where its offerings stand, the cheapest package with it, and
 * then everything that is asked beside that.
 *
 * Where the firm is in the cheapest package of the tender that is its cheapest team, and no search
 * is needed; else it is asked for, and the least cost of the tender bounds what it can cost.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/vary.h"
#include "solver/partners_parts.h"
#include "solver/why.h"

/* ---------------------------------------------------------------- the tender for all firms */

/* Where nothing fits, a price is worth asking about only if something fits at some price. */
static cst_error ask_any_price(cst__ground *g) {
    if (g->base.status != CST_STATUS_INFEASIBLE || g->tender->budget_cents == CST__NO_LIMIT) {
        return CST_E_OK;
    }
    g->unlimited = cst__opportunity_copy(g->tender);
    if (g->unlimited == NULL) {
        return CST_E_MEMORY;
    }
    g->unlimited->budget_cents = CST__NO_LIMIT;
    g->any_price = cst__inquiry_on(&g->session, g->unlimited);
    g->any_price.first = true;
    g->asked_any_price = true;
    return cst__session_ask(&g->session, &g->any_price, 1);
}

cst_error cst__ground_begin(const cst_opportunity *tender, const cst_settings *settings,
                            double deadline_s, cst__ground *g) {
    *g = (cst__ground){.tender = tender};
    cst_error error = cst__session_begin(&g->session, tender, settings);
    g->session.deadline_s = deadline_s;
    g->session.task = "cost";
    g->base = cst__inquiry_on(&g->session, tender);
    g->base.gap = 0;
    if (error == CST_E_OK) {
        error = cst__screen(tender, &g->screening);
    }
    if (error == CST_E_OK) {
        error = cst__session_ask(&g->session, &g->base, 1);
    }
    return error == CST_E_OK ? ask_any_price(g) : error;
}

void cst__ground_end(cst__ground *g) {
    cst__inquiry_clear(&g->base);
    cst__inquiry_clear(&g->any_price);
    cst__screening_free(g->screening);
    cst_opportunity_free(g->unlimited);
    free(g->beyond);
    free(g->does);
    cst__session_end(&g->session);
    *g = (cst__ground){0};
}

int64_t cst__cost_to_meet(const cst__ground *g) {
    return g->base.best.found ? g->base.best.criteria.cost_cents : g->tender->budget_cents;
}

cst_opportunity *cst__tender_of_firm(const cst_opportunity *tender, size_t firm) {
    const cst__party_id party = {firm, CST__NONE};
    return cst__tender_with(tender, &party, true);
}

/* ---------------------------------------------------------------- where it can play */

static cst_error list_play(const cst__prospecting *p, size_t offering, cst_play *play) {
    const cst_opportunity *tender = p->ground->tender;
    const cst__offering *o = &tender->catalog->offerings[offering];
    const cst__party_id party = {CST__NONE, offering};
    play->offering = cst__arena_text(p->arena, o->id);
    play->name = cst__arena_text(p->arena, o->name);
    play->slot = cst__arena_text(p->arena, tender->rules->slots[o->slot].id);
    play->eligible = p->ground->screening->eligible[offering];
    if (play->offering == NULL || play->name == NULL || play->slot == NULL) {
        return CST_E_MEMORY;
    }
    return cst__list_bars(tender, p->ground->screening, &party, p->arena, &play->bars,
                          &play->n_bars);
}

static cst_error list_plays(cst__prospecting *p) {
    const cst_catalog *catalog = p->ground->tender->catalog;
    size_t n = 0;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        n += catalog->offerings[o].firm == p->firm;
    }
    cst_error error = CST_E_OK;
    p->out->plays = cst__arena_alloc(p->arena, n, sizeof *p->out->plays);
    if (p->out->plays == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t o = 0; error == CST_E_OK && o < catalog->n_offerings; o++) {
        if (catalog->offerings[o].firm == p->firm) {
            error = list_play(p, o, &p->out->plays[p->out->n_plays++]);
        }
    }
    return error;
}

bool cst__ground_may_fill(const cst__ground *g, size_t firm, size_t slot) {
    const cst_catalog *catalog = g->tender->catalog;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (g->screening->eligible[o] && catalog->offerings[o].firm == firm &&
            (slot == CST__NONE || catalog->offerings[o].slot == slot)) {
            return true;
        }
    }
    return false;
}

int64_t cst__least_bill(const cst__ground *g, size_t firm) {
    const cst_catalog *catalog = g->tender->catalog;
    int64_t least = INT64_MAX;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (g->screening->eligible[o] && catalog->offerings[o].firm == firm) {
            int64_t value = cst__least_value_cents(&catalog->offerings[o], g->tender->term_years);
            least = value < least ? value : least;
        }
    }
    return least == INT64_MAX ? 0 : least;
}

bool cst__firm_may_fill(const cst__prospecting *p, size_t slot) {
    return cst__ground_may_fill(p->ground, p->firm, slot);
}

/* Whether one of the teams fills a slot. */
static bool is_filled(const cst_prospect *out, const char *slot) {
    for (size_t t = 0; t < out->n_teams; t++) {
        for (size_t s = 0; s < out->teams[t].n_seats; s++) {
            if (strcmp(out->teams[t].seats[s].slot, slot) == 0) {
                return true;
            }
        }
    }
    return false;
}

static cst_error list_slots(cst__prospecting *p) {
    const cst_opportunity *tender = p->ground->tender;
    size_t n = tender->rules->n_slots;
    cst_prospect *out = p->out;
    out->fills = cst__arena_alloc(p->arena, n, sizeof *out->fills);
    out->lacks = cst__arena_alloc(p->arena, n, sizeof *out->lacks);
    bool ok = out->fills != NULL && out->lacks != NULL;
    for (size_t s = 0; ok && s < n; s++) {
        const char *id = cst__arena_text(p->arena, tender->rules->slots[s].id);
        ok = id != NULL;
        if (ok && cst__firm_may_fill(p, s)) {
            out->fills[out->n_fills++] = id;
        } else if (ok && (tender->slots[s].required || is_filled(out, id))) {
            out->lacks[out->n_lacks++] = id;
        }
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* ---------------------------------------------------------------- the cheapest with it */

/* The cheapest package of the tender, which has the firm. */
static cst_error take_base(cst__prospecting *p) {
    size_t size = (p->ground->tender->catalog->n_offerings + 1) * sizeof(int64_t);
    int64_t *units = malloc(size);
    if (units == NULL) {
        return CST_E_MEMORY;
    }
    memcpy(units, p->ground->base.best.units, size - sizeof(int64_t));
    p->best = p->ground->base;
    p->best.best.units = units;
    return CST_E_OK;
}

bool cst__is_priced(const cst__prospecting *p) {
    return p->questions->prices_only && p->out->price.for_nothing == CST_STATUS_INFEASIBLE;
}

/* The budget of a tender in which nothing fits says nothing of a price; what it asks else does. */
static cst_error ask_with(cst__prospecting *p) {
    p->best = cst__inquiry_on(p->session, p->with);
    p->best.gap = 0;
    p->best.first = cst__is_priced(p);
    p->best.any_tie = p->questions->prices_only; /* no team is shown */
    if (p->ground->base.status == CST_STATUS_INFEASIBLE) {
        p->best.status = CST_STATUS_INFEASIBLE;
        return CST_E_OK;
    }
    p->best.floor_cents = p->ground->base.best.bound_cents;
    p->session->task = "team";
    return cst__session_ask(p->session, &p->best, 1);
}

/* What the search has proven; and where not even the whole bill let off would do, more than the
 * least bill there can be. */
static int64_t least_gap(const cst__prospecting *p) {
    int64_t gap = p->best.first ? 0 : p->best.best.bound_cents - p->out->least_cents;
    if (p->out->price.for_nothing == CST_STATUS_INFEASIBLE) {
        int64_t bill = cst__least_bill(p->ground, p->firm) + 1;
        gap = bill > gap ? bill : gap;
    }
    return gap > 0 ? gap : 0;
}

/* A package with the firm is known, and the least cost: what is proven of the two. */
static void stand_beside_least(cst__prospecting *p) {
    cst__best *best = &p->best.best;
    cst_prospect *out = p->out;
    int64_t cost = best->criteria.cost_cents;
    bool bounded = !p->best.first && best->bound_cents > out->least_cents;
    if (cost <= out->least_cents) { /* also where the search was stopped */
        p->best.status = CST_STATUS_SOLVED;
        best->cost_proven = true;
        best->bound_cents = cost;
        out->standing = CST_STANDING_CHOSEN;
    } else if (bounded || out->price.for_nothing == CST_STATUS_INFEASIBLE) {
        out->standing = CST_STANDING_BEATEN;
    }
    out->has_gap = true;
    out->gap_cents = cost - out->least_cents;
    out->gap_low_cents = least_gap(p);
    out->gap_proven = best->cost_proven;
}

static cst_error find_best(cst__prospecting *p) {
    const cst__inquiry *base = &p->ground->base;
    cst_prospect *out = p->out;
    p->with = cst__tender_of_firm(p->ground->tender, p->firm);
    if (p->with == NULL) {
        return CST_E_MEMORY;
    }
    p->best = cst__inquiry_on(p->session, p->with);
    out->standing = CST_STANDING_UNDECIDED;
    out->tender_status = base->status;
    out->has_least = base->best.found;
    out->least_cents = base->best.found ? base->best.criteria.cost_cents : 0;
    if (!cst__firm_may_fill(p, CST__NONE)) {
        out->standing = CST_STANDING_REFUSED;
        p->best.status = CST_STATUS_INFEASIBLE;
        return CST_E_OK;
    }
    if (base->status == CST_STATUS_LIMIT) {
        return CST_E_OK;
    }
    bool chosen = base->best.found && cst__choice_fills(p->ground->tender->catalog,
                                                        base->best.units, p->firm, CST__NONE);
    cst_error error = chosen ? take_base(p) : ask_with(p);
    if (error == CST_E_OK && p->best.best.found) {
        stand_beside_least(p);
    } else if (p->best.status == CST_STATUS_INFEASIBLE) {
        out->standing = CST_STANDING_IMPOSSIBLE;
    }
    return error;
}

/* ---------------------------------------------------------------- is it all proven */

static bool is_decided(cst_status status) {
    return status != CST_STATUS_LIMIT;
}

static bool is_lever_decided(const cst_lever *lever) {
    return lever->idle || (is_decided(lever->possible.status) && is_decided(lever->wins.status) &&
                           !lever->rebate_open);
}

static bool is_complete(const cst__prospecting *p) {
    const cst_prospect *out = p->out;
    bool complete = is_decided(p->ground->base.status) && out->teams_complete;
    complete = complete && out->standing != CST_STANDING_UNDECIDED && is_decided(p->best.status) &&
               is_decided(out->price.for_nothing);
    complete = complete && (cst__is_priced(p) || is_decided(out->price.status));
    complete = complete && (!out->price.has_room || out->price.room_end == CST_ROOM_NONE ||
                            out->price.room_cents == out->price.room_low_cents);
    complete = complete && out->n_recheck_open == 0;
    for (int l = 0; l < CST_N_LEVERS; l++) {
        complete = complete && is_lever_decided(&out->levers[l]);
    }
    for (size_t i = 0; i < out->n_needs; i++) {
        complete = complete && is_decided(out->needs[i].other.status);
    }
    return complete;
}

/* ---------------------------------------------------------------- the whole */

static cst_error begin(cst__prospecting *p, size_t firm) {
    const cst_opportunity *tender = p->ground->tender;
    p->arena = cst__arena_new();
    p->out = p->arena == NULL ? NULL : cst__arena_alloc(p->arena, 1, sizeof *p->out);
    if (p->out == NULL) {
        cst__arena_free(p->arena);
        return CST_E_MEMORY;
    }
    p->out->arena = p->arena;
    p->firm = firm;
    p->out->firm = cst__arena_text(p->arena, tender->catalog->firms[firm].id);
    p->out->opportunity = cst__arena_text(p->arena, tender->id);
    bool ok = p->out->firm != NULL && p->out->opportunity != NULL;
    return ok ? CST_E_OK : CST_E_MEMORY;
}

static cst_error study(cst__prospecting *p) {
    cst_error error = list_plays(p);
    if (error == CST_E_OK && p->ground->base.best.found) {
        error = cst__session_learn(p->session, p->ground->base.best.units);
    }
    if (error == CST_E_OK) {
        error = cst__price_for_nothing(p);
    }
    if (error == CST_E_OK) {
        error = find_best(p);
    }
    p->out->teams_complete = true;
    p->out->has_teams = !p->questions->prices_only;
    if (error == CST_E_OK && p->out->has_teams) {
        error = cst__teams_find(p);
    }
    if (error == CST_E_OK) {
        error = list_slots(p);
    }
    if (error == CST_E_OK) {
        error = cst__price_find(p);
    }
    if (error == CST_E_OK) {
        error = cst__levers_find(p);
    }
    if (error == CST_E_OK && !p->questions->prices_only &&
        (p->questions->needs || p->questions->needs_of_all)) {
        error = cst__needs_find(p);
    }
    if (error == CST_E_OK && p->questions->recheck) {
        error = cst__prospect_recheck(p);
    }
    p->out->complete = error == CST_E_OK && is_complete(p);
    return error;
}

cst_error cst__prospect_make(const cst__ground *ground, const cst_partner_questions *questions,
                             const cst_settings *settings, double deadline_s, size_t firm,
                             cst_prospect **prospect) {
    cst__session session = {0};
    cst__prospecting p = {.ground = ground, .questions = questions, .session = &session};
    *prospect = NULL;
    cst_error error = begin(&p, firm);
    if (error != CST_E_OK) {
        cst__prospect_free(p.out);
        return error;
    }
    error = cst__session_begin(&session, ground->tender, settings);
    session.deadline_s = deadline_s;
    if (questions->each_limit_s > 0) {
        session.deadline_s = fmin(deadline_s, cst__clock() + questions->each_limit_s);
    }
    if (error == CST_E_OK) {
        error = study(&p);
    }
    p.out->cut_off = !p.out->complete && cst__time_is_up(deadline_s, settings->stop);
    cst__inquiry_clear(&p.best);
    cst_opportunity_free(p.with);
    cst__session_end(&session);
    if (error != CST_E_OK) {
        cst__prospect_free(p.out);
        p.out = NULL;
    }
    *prospect = p.out;
    return error;
}

void cst__prospect_free(cst_prospect *prospect) {
    if (prospect != NULL) {
        cst__arena_free(prospect->arena);
    }
}
