/*
 * prospect_levers.c - which US content, and which lead time, would put the firm into the cheapest
 * package.
 *
 * Each is a ladder: rung by rung the fact of all offerings of the firm gets better, and whatever
 * holds on one rung holds on every higher one. More US content never hurts (the margin of the
 * content rule grows with it), less lead time only lets offerings in. Packages without the firm do
 * not change at all. So there is a first rung on which a package with the firm costs no more than
 * the cheapest of the tender as it is, or none up to the top.
 *
 * It is found between a rung that is proven not to be enough and a package that holds from some
 * rung on, which the judge tells by halving. Of lead times it is first asked one rung below that
 * package, which most often proves it to be the first; of shares, of which there are thousands, in
 * the middle: far from the first rung that is soon told.
 */
#include <stdlib.h>
#include <string.h>

#include "model/vary.h"
#include "solver/partners_parts.h"

/* What a search on a ladder knows. */
typedef struct ladder {
    cst__prospecting *p;
    cst_lever_fact fact;
    int64_t *rungs; /* values [n], from little to much betterment */
    size_t n;
    int64_t *units; /* of the package known to hold on the top rung or below */
} ladder;

/* ---------------------------------------------------------------- tenders with a better fact */

static void better_offering(const cst_opportunity *tender, cst__offering *o, cst_lever_fact fact,
                            int64_t value) {
    if (fact == CST_LEVER_LEAD) {
        o->lead_weeks = value < o->lead_weeks ? (int)value : o->lead_weeks;
        return;
    }
    int *share = &o->us_bp[tender->rules->content_method];
    *share = value > *share ? (int)value : *share;
}

cst_opportunity *cst__lever_tender(const cst_opportunity *tender, size_t firm, cst_lever_fact fact,
                                   int64_t value) {
    cst_opportunity *copy = cst__tender_of_firm(tender, firm);
    cst_catalog *catalog = copy == NULL ? NULL : cst__opportunity_own_catalog(copy);
    if (catalog == NULL) {
        cst_opportunity_free(copy);
        return NULL;
    }
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (catalog->offerings[o].firm == firm) {
            better_offering(copy, &catalog->offerings[o], fact, value);
        }
    }
    return copy;
}

static cst_opportunity *tender_on(const ladder *l, size_t rung) {
    return cst__lever_tender(l->p->ground->tender, l->p->firm, l->fact, l->rungs[rung]);
}

/* ---------------------------------------------------------------- the rungs */

static const cst_opportunity *tender_of(const cst__prospecting *p) {
    return p->ground->tender;
}

static bool counts_for_content(const cst__prospecting *p, size_t o) {
    const cst__offering *it = &tender_of(p)->catalog->offerings[o];
    return it->firm == p->firm && p->ground->screening->eligible[o] &&
           tender_of(p)->rules->slots[it->slot].content;
}

/* Every basis point above the least share that counts. */
static cst_error list_shares(ladder *l) {
    const cst_opportunity *tender = tender_of(l->p);
    int least = CST__BP;
    for (size_t o = 0; o < tender->catalog->n_offerings; o++) {
        int share = tender->catalog->offerings[o].us_bp[tender->rules->content_method];
        if (counts_for_content(l->p, o)) {
            share = share == CST__BP_UNKNOWN ? 0 : share;
            least = share < least ? share : least;
        }
    }
    l->n = (size_t)(CST__BP - least);
    l->rungs = cst__arena_alloc(l->p->arena, l->n, sizeof *l->rungs);
    for (size_t i = 0; l->rungs != NULL && i < l->n; i++) {
        l->rungs[i] = least + 1 + (int64_t)i;
    }
    return l->rungs == NULL ? CST_E_MEMORY : CST_E_OK;
}

/* Whether the deadline alone refuses an offering. */
static bool only_late(const cst__screening *screening, size_t offering) {
    bool late = false;
    for (size_t i = 0; i < screening->n_refused; i++) {
        if (screening->refused[i].offering == offering) {
            if (strcmp(screening->refused[i].code, "deadline") != 0) {
                return false;
            }
            late = true;
        }
    }
    return late;
}

static int most_first(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

/* The lead times with which an offering that is late would not be: with each another one is in. */
static cst_error list_weeks(ladder *l) {
    const cst_opportunity *tender = tender_of(l->p);
    const cst__screening *screening = l->p->ground->screening;
    size_t n = 0;
    l->rungs = cst__arena_alloc(l->p->arena, tender->catalog->n_offerings, sizeof *l->rungs);
    if (l->rungs == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t o = 0; o < tender->catalog->n_offerings; o++) {
        const cst__offering *it = &tender->catalog->offerings[o];
        int64_t licence = screening->weeks[o] - it->lead_weeks;
        if (it->firm == l->p->firm && licence <= tender->deadline_weeks &&
            only_late(screening, o)) {
            l->rungs[n++] = tender->deadline_weeks - licence;
        }
    }
    qsort(l->rungs, n, sizeof *l->rungs, most_first);
    for (size_t i = 0; i < n; i++) {
        if (l->n == 0 || l->rungs[l->n - 1] != l->rungs[i]) {
            l->rungs[l->n++] = l->rungs[i];
        }
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- on one rung */

/* The first rung from low on at which the package known holds and costs no more than that; l->n:
 * on none. */
static cst_error holds_from(const ladder *l, size_t low, int64_t most_cents, size_t *first) {
    size_t high = l->n;
    cst_error error = CST_E_OK;
    while (error == CST_E_OK && low < high) {
        size_t middle = low + (high - low) / 2;
        cst__judged judged = {.holds = false};
        cst_opportunity *tender = tender_on(l, middle);
        error = tender == NULL ? CST_E_MEMORY
                               : cst__session_judge(l->p->session, tender, l->units, &judged);
        cst_opportunity_free(tender);
        if (judged.holds && judged.criteria.cost_cents <= most_cents) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    *first = high;
    return error;
}

/* Any package with the firm that costs no more than that, on a rung: it is the one known then. */
static cst_error ask_rung(ladder *l, size_t rung, int64_t most_cents, cst_status *status) {
    cst__asking a;
    cst_opportunity *tender = tender_on(l, rung);
    cst__inquiry *q = cst__asking_one(&a, l->p->session, tender);
    if (q == NULL) {
        cst__asking_end(&a);
        return CST_E_MEMORY;
    }
    tender->budget_cents = most_cents < tender->budget_cents ? most_cents : tender->budget_cents;
    q->first = true;
    cst_error error = cst__session_ask(l->p->session, q, 1);
    *status = q->status;
    if (error == CST_E_OK && q->best.found) {
        memcpy(l->units, q->best.units, tender->catalog->n_offerings * sizeof *l->units);
    }
    cst__asking_end(&a);
    return error;
}

/* The package known, on a rung on which it holds. */
static cst_error show(const ladder *l, size_t rung, cst_threshold *threshold) {
    cst__judged judged;
    cst_opportunity *tender = tender_on(l, rung);
    if (tender == NULL) {
        return CST_E_MEMORY;
    }
    cst__inquiry q = cst__inquiry_on(l->p->session, tender);
    cst_error error = cst__session_judge(l->p->session, tender, l->units, &judged);
    if (error == CST_E_OK && !judged.holds) {
        error = CST_E_INTERNAL;
    }
    q.best.found = true;
    q.best.units = l->units;
    q.best.criteria = judged.criteria;
    q.best.anchor = judged.anchor;
    q.best.bound_cents = judged.criteria.cost_cents < 0 ? judged.criteria.cost_cents : 0;
    q.status = CST_STATUS_SOLVED;
    if (error == CST_E_OK) {
        error = cst__inquiry_outcome(&q, l->p->arena, &threshold->outcome);
    }
    threshold->found = error == CST_E_OK;
    threshold->at = l->rungs[rung];
    cst_opportunity_free(tender);
    return error;
}

/* ---------------------------------------------------------------- the first rung that is enough */

/* The package known holds on the top rung and costs no more than that. Needed: it is proven that
 * without any betterment none does; else the first rung of all is not proven to be the first. */
static cst_error climb_down(ladder *l, int64_t most_cents, bool needed, cst_threshold *threshold) {
    size_t low = 0;
    size_t first = 0;
    bool alternates = l->fact == CST_LEVER_LEAD;
    bool below = alternates; /* ask one rung below the package, else in the middle */
    threshold->status = CST_STATUS_SOLVED;
    cst_error error = holds_from(l, 0, most_cents, &first);
    while (error == CST_E_OK && low < first && threshold->status == CST_STATUS_SOLVED) {
        size_t rung = below ? first - 1 : low + (first - low) / 2;
        cst_status status = CST_STATUS_LIMIT;
        below = alternates && !below;
        error = ask_rung(l, rung, most_cents, &status);
        if (error == CST_E_OK && status == CST_STATUS_SOLVED) {
            error = holds_from(l, low, most_cents, &first);
        } else if (status == CST_STATUS_INFEASIBLE) {
            low = rung + 1;
        } else {
            threshold->status = CST_STATUS_LIMIT;
        }
    }
    if (first == 0 && !needed) {
        threshold->status = CST_STATUS_LIMIT;
    }
    return error == CST_E_OK ? show(l, first, threshold) : error;
}

/* The cheapest package with the firm on the top rung, where none there costs so little: what is
 * left for a rebate. */
static cst_error ask_what_is_left(ladder *l, int64_t meet_cents, cst_status *top,
                                  cst_lever *lever) {
    cst__asking a;
    cst__inquiry *q = cst__asking_one(&a, l->p->session, tender_on(l, l->n - 1));
    if (q == NULL) {
        cst__asking_end(&a);
        return CST_E_MEMORY;
    }
    q->gap = 0;
    q->floor_cents = meet_cents + 1;
    cst_error error = cst__session_ask(l->p->session, q, 1);
    *top = q->best.found ? CST_STATUS_SOLVED : q->status;
    lever->rebate_open = q->status == CST_STATUS_LIMIT;
    if (error == CST_E_OK && q->best.found) {
        lever->has_rebate = !lever->rebate_open;
        lever->rebate_cents = q->best.criteria.cost_cents - meet_cents;
        memcpy(l->units, q->best.units, tender_of(l->p)->catalog->n_offerings * sizeof *l->units);
    }
    cst__asking_end(&a);
    return error;
}

/* On the top rung no package with the firm costs so little: is there any at all? Where nothing fits
 * the tender that is known. */
static cst_error look_beyond(ladder *l, int64_t meet_cents, cst_status *top, cst_lever *lever) {
    bool beyond = l->p->ground->base.best.found;
    if (beyond && !l->p->questions->prices_only) {
        return ask_what_is_left(l, meet_cents, top, lever);
    }
    return beyond && !l->p->best.best.found ? ask_rung(l, l->n - 1, CST__NO_LIMIT, top) : CST_E_OK;
}

/* Where the firm is in a package as it is, nothing is to be bettered for that. */
static cst_error find_possible(ladder *l, cst_status top, cst_lever *lever) {
    if (l->p->best.best.found) {
        lever->possible.status = CST_STATUS_SOLVED;
        return CST_E_OK;
    }
    lever->possible.status = top;
    bool needed = l->p->best.status == CST_STATUS_INFEASIBLE;
    return top == CST_STATUS_SOLVED ? climb_down(l, CST__NO_LIMIT, needed, &lever->possible)
                                    : CST_E_OK;
}

static cst_error climb(ladder *l, cst_lever *lever) {
    cst_status top = CST_STATUS_LIMIT;
    int64_t meet = cst__cost_to_meet(l->p->ground);
    size_t size = tender_of(l->p)->catalog->n_offerings * sizeof *l->units;
    int64_t *units = malloc(size + 1);
    cst_error error = units == NULL ? CST_E_MEMORY : ask_rung(l, l->n - 1, meet, &top);
    lever->wins.status = top;
    if (error == CST_E_OK && top == CST_STATUS_SOLVED) {
        memcpy(units, l->units, size);
        error = climb_down(l, meet, l->p->out->standing != CST_STANDING_UNDECIDED, &lever->wins);
        memcpy(l->units, units, size);
    } else if (error == CST_E_OK && top == CST_STATUS_INFEASIBLE) {
        error = look_beyond(l, meet, &top, lever);
    }
    if (error == CST_E_OK) {
        error = find_possible(l, top, lever);
    }
    free(units);
    return error;
}

/* ---------------------------------------------------------------- whether it matters */

static const char *why_content_is_idle(const ladder *l) {
    if (tender_of(l->p)->content_mode != CST_MODE_REQUIRE) {
        return "US content is not required here";
    }
    return l->n > 0 ? "" : "nothing eligible of the firm counts for US content and could have more";
}

static const char *why_idle(const ladder *l) {
    if (l->p->out->standing == CST_STANDING_CHOSEN) {
        return "the firm is in a cheapest package as it is";
    }
    if (l->fact == CST_LEVER_CONTENT) {
        return why_content_is_idle(l);
    }
    return l->n > 0 ? "" : "the deadline alone keeps out nothing of the firm";
}

static cst_error find_lever(cst__prospecting *p, cst_lever_fact fact, cst_lever *lever) {
    ladder l = {.p = p, .fact = fact};
    cst_error error = fact == CST_LEVER_CONTENT ? list_shares(&l) : list_weeks(&l);
    bool made = tender_of(p)->rules->content_method == CST_METHOD_MADE;
    lever->fact = fact;
    lever->name = fact == CST_LEVER_LEAD ? "lead_weeks"
                  : made                 ? "us_content.made"
                                         : "us_content.value_added";
    lever->why = why_idle(&l);
    lever->idle = lever->why[0] != '\0';
    lever->possible.status = CST_STATUS_LIMIT;
    lever->wins.status = CST_STATUS_LIMIT;
    if (error != CST_E_OK || lever->idle || p->ground->base.status == CST_STATUS_LIMIT) {
        return error;
    }
    l.units = malloc((tender_of(p)->catalog->n_offerings + 1) * sizeof *l.units);
    p->session->task = lever->name;
    error = l.units == NULL ? CST_E_MEMORY : climb(&l, lever);
    free(l.units);
    return error;
}

cst_error cst__levers_find(cst__prospecting *p) {
    cst_error error = CST_E_OK;
    for (int f = 0; error == CST_E_OK && f < CST_N_LEVERS; f++) {
        error = find_lever(p, (cst_lever_fact)f, &p->out->levers[f]);
    }
    return error;
}
