/*
 * prospect_price.c - the price to win, and what is left to rise.
 *
 * A rebate of d on the bill of the firm, values and shares as they are, lowers the cost of every
 * package with the firm by d and of no other; the budget sees the lowered cost. So a package with
 * the firm is a cheapest one from that rebate on by which the cheapest package with it, whatever
 * the budget, exceeds the cheapest of the tender - or, where nothing fits, the budget. A package
 * that holds but for the budget may thus be what wins; it is asked for where nothing with the firm
 * is within the budget.
 *
 * Before that it is asked whether a package with the firm would be a cheapest one if its whole bill
 * were let off. That is soon told even where the cheapest package with the firm is not: most often
 * the proof is that what all others have to be paid is more than the least cost already. Where a
 * firm would be in one, mostly members of the cheapest package alone do beside it, which takes a
 * fraction of the time to see: they are asked about first.
 *
 * A rise works the other way round, and ends where a package without the firm costs as little, or
 * where the budget does.
 */
#include <math.h>
#include <stdlib.h>

#include "model/vary.h"
#include "solver/partners_parts.h"
#include "solver/why.h"

enum {
    MOST_ROUNDS = 16, /* of sifting a group of firms */
    GROUP_PART = 16,  /* a question about a group may take this part of what its firms may alone, */
    GROUP_TIMES = 4   /* and no longer than so many firms */
};

static int64_t bill_of(const cst_catalog *catalog, const cst_opportunity *tender,
                       const int64_t *units, size_t firm) {
    int64_t bill = 0;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (units[o] > 0 && catalog->offerings[o].firm == firm) {
            bill += cst__value_cents(&catalog->offerings[o], units[o], tender->term_years);
        }
    }
    return bill;
}

static int64_t not_below_zero(int64_t cents) {
    return cents > 0 ? cents : 0;
}

/* ---------------------------------------------------------------- for nothing */

/* The cheapest package, or one that is over the budget where nothing fits; NULL: none is known. */
static const int64_t *known_package(const cst__ground *g) {
    return g->base.best.found                              ? g->base.best.units
           : g->asked_any_price && g->any_price.best.found ? g->any_price.best.units
                                                           : NULL;
}

static cst_status known_for_nothing(const cst__prospecting *p) {
    const cst__ground *g = p->ground;
    bool found = g->base.best.found;
    if (!cst__firm_may_fill(p, CST__NONE)) {
        return CST_STATUS_INFEASIBLE;
    }
    if (g->base.status == CST_STATUS_INFEASIBLE && !g->asked_any_price) {
        return CST_STATUS_INFEASIBLE; /* no budget kept it out */
    }
    if (g->asked_any_price && g->any_price.status == CST_STATUS_INFEASIBLE) {
        return CST_STATUS_INFEASIBLE;
    }
    if (g->beyond != NULL && g->beyond[p->firm]) {
        return CST_STATUS_INFEASIBLE;
    }
    if (g->does != NULL && g->does[p->firm]) {
        return CST_STATUS_SOLVED;
    }
    bool chosen =
        found && cst__choice_fills(g->tender->catalog, g->base.best.units, p->firm, CST__NONE);
    return chosen && g->base.status == CST_STATUS_SOLVED ? CST_STATUS_SOLVED : CST_STATUS_LIMIT;
}

/* Only firms of the package known and those that are asked about may take part. */
static void keep_near(const cst__ground *g, const bool *firms, cst_opportunity *tender) {
    const int64_t *units = known_package(g);
    for (size_t f = 0; f < tender->catalog->n_firms; f++) {
        bool in = firms[f] || cst__choice_fills(tender->catalog, units, f, CST__NONE);
        tender->exclude_firm[f] = tender->exclude_firm[f] || !in;
    }
}

/* Is there a package with one of some firms that costs no more than is to be met, their bills let
 * off? The members of one that there is [n_firms]. Near: only among those who would join the
 * package known, which is soon told. Undecided after so many seconds (0: never). */
static cst_error ask_for_nothing(const cst__ground *g, cst__session *session, const bool *firms,
                                 bool near, double seconds, cst_status *status, bool *members) {
    cst__asking a;
    cst_opportunity *tender = cst__opportunity_copy(g->tender);
    cst__inquiry *q = cst__asking_one(&a, session, tender);
    if (q == NULL) {
        cst__asking_end(&a);
        return CST_E_MEMORY;
    }
    tender->budget_cents = CST__NO_LIMIT; /* it sees the bill let off, as the limit does */
    if (near) {
        keep_near(g, firms, tender);
    }
    q->first = true;
    q->deadline_s = seconds > 0 ? cst__clock() + seconds : HUGE_VAL;
    q->side.gift = firms;
    q->side.some = firms;
    q->side.limit[CST_CRITERION_COST] = cst__cost_to_meet(g);
    session->task = "price";
    cst_error error = cst__session_ask(session, q, 1);
    *status = q->status;
    if (error == CST_E_OK && q->best.found) {
        cst__choice_members(tender->catalog, q->best.units, members);
    }
    cst__asking_end(&a);
    return error;
}

/* One firm: with the members of the package known alone, then with all. */
static cst_error ask_of_one(const cst__ground *g, cst__session *session, size_t firm,
                            bool near_alone, cst_status *status) {
    size_t n_firms = g->tender->catalog->n_firms;
    bool *firms = calloc(2 * (n_firms + 1), sizeof *firms);
    if (firms == NULL) {
        return CST_E_MEMORY;
    }
    cst_error error = CST_E_OK;
    *status = CST_STATUS_LIMIT;
    firms[firm] = true;
    if (known_package(g) != NULL) {
        error = ask_for_nothing(g, session, firms, true, 0, status, firms + n_firms + 1);
    }
    if (error == CST_E_OK && *status != CST_STATUS_SOLVED && !near_alone) {
        error = ask_for_nothing(g, session, firms, false, 0, status, firms + n_firms + 1);
    }
    free(firms);
    return error;
}

/* In a session of its own: what it finds does not depend on whether it was asked here or for all
 * firms at once, and no more does what is found after it. */
cst_error cst__price_for_nothing(cst__prospecting *p) {
    const cst__ground *g = p->ground;
    cst_status *status = &p->out->price.for_nothing;
    cst__session own;
    *status = known_for_nothing(p);
    if (*status != CST_STATUS_LIMIT || g->base.status == CST_STATUS_LIMIT) {
        return CST_E_OK;
    }
    cst_error error = cst__session_begin(&own, g->tender, p->session->settings);
    own.deadline_s = p->session->deadline_s;
    if (error == CST_E_OK) {
        error = ask_of_one(g, &own, p->firm, false, status);
    }
    cst__session_end(&own);
    return error;
}

/* ---------------------------------------------------------------- many firms for nothing */

typedef struct sifting {
    cst__ground *ground;
    double each_limit_s; /* of one firm; 0: none */
    bool *members;       /* scratch [n_firms] */
} sifting;

/* Of some firms those that may be chosen, are not in the cheapest package, and would not join it
 * for nothing. */
static cst_error list_open(cst__ground *g, const size_t *firms, size_t n, bool *group,
                           size_t *n_open) {
    const cst_catalog *catalog = g->tender->catalog;
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        size_t f = firms[i];
        bool in =
            g->base.best.found && cst__choice_fills(catalog, g->base.best.units, f, CST__NONE);
        if (!in && cst__ground_may_fill(g, f, CST__NONE)) {
            cst_status status = CST_STATUS_LIMIT;
            error = ask_of_one(g, &g->session, f, true, &status);
            g->does[f] = status == CST_STATUS_SOLVED;
            group[f] = !g->does[f];
            *n_open += group[f];
        }
    }
    return error;
}

/* Those of the group whom a package has leave it; of one alone it says what it does. */
static size_t take_out(cst__ground *g, bool *group, const bool *members) {
    size_t n_firms = g->tender->catalog->n_firms;
    size_t n = 0;
    for (size_t f = 0; f < n_firms; f++) {
        n += group[f] && members[f];
    }
    for (size_t f = 0; f < n_firms; f++) {
        bool leaves = group[f] && members[f];
        g->does[f] = g->does[f] || (leaves && n == 1);
        group[f] = group[f] && !leaves;
    }
    return n;
}

typedef struct billed {
    int64_t least_cents;
    size_t firm;
} billed;

static int compare_billed(const void *a, const void *b) {
    const billed *x = a;
    const billed *y = b;
    if (x->least_cents != y->least_cents) {
        return x->least_cents < y->least_cents ? -1 : 1;
    }
    return (x->firm > y->firm) - (x->firm < y->firm);
}

/* Parts a group of n firms: the half with the larger bills goes into another group. */
static cst_error part(const cst__ground *g, bool *group, size_t n, bool *larger) {
    size_t n_firms = g->tender->catalog->n_firms;
    size_t n_listed = 0;
    billed *list = malloc((n + 1) * sizeof *list);
    if (list == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t f = 0; f < n_firms; f++) {
        if (group[f]) {
            list[n_listed++] = (billed){cst__least_bill(g, f), f};
        }
    }
    qsort(list, n_listed, sizeof *list, compare_billed);
    for (size_t i = n_listed / 2; i < n_listed; i++) {
        group[list[i].firm] = false;
        larger[list[i].firm] = true;
    }
    free(list);
    return CST_E_OK;
}

static cst_error sift(sifting *s, bool *group, size_t n);

static cst_error sift_halves(sifting *s, bool *group, size_t n) {
    size_t n_firms = s->ground->tender->catalog->n_firms;
    bool *larger = calloc(n_firms + 1, sizeof *larger);
    cst_error error = larger == NULL ? CST_E_MEMORY : part(s->ground, group, n, larger);
    if (error == CST_E_OK) {
        error = sift(s, group, n / 2);
    }
    if (error == CST_E_OK) {
        error = sift(s, larger, n - n / 2);
    }
    free(larger);
    return error;
}

/* With all of a group of n firms for nothing a package is soon found that is cheap enough; those
 * whom it has leave the group, and the rest is asked again. What is left when there is none would
 * not do alone. A group that can not be decided in time is parted, the smaller bills from the
 * larger: to let off small ones changes little, and is soon decided. A firm that is left alone is
 * asked about when its turn comes. */
static cst_error sift(sifting *s, bool *group, size_t n) {
    cst__ground *g = s->ground;
    size_t n_firms = g->tender->catalog->n_firms;
    cst_status status = CST_STATUS_SOLVED;
    cst_error error = CST_E_OK;
    for (int round = 0;
         error == CST_E_OK && n > 1 && round < MOST_ROUNDS && status == CST_STATUS_SOLVED;
         round++) {
        double seconds = fmin((double)n / GROUP_PART, GROUP_TIMES) * s->each_limit_s;
        error = ask_for_nothing(g, &g->session, group, false, seconds, &status, s->members);
        if (error == CST_E_OK && status == CST_STATUS_SOLVED) {
            n -= take_out(g, group, s->members);
        }
    }
    for (size_t f = 0; error == CST_E_OK && f < n_firms; f++) {
        g->beyond[f] = g->beyond[f] || (group[f] && status == CST_STATUS_INFEASIBLE);
    }
    bool undecided = status == CST_STATUS_LIMIT && !cst__session_is_over(&g->session);
    return error == CST_E_OK && undecided ? sift_halves(s, group, n) : error;
}

cst_error cst__ground_sift(cst__ground *g, const size_t *firms, size_t n, double each_limit_s) {
    size_t n_firms = g->tender->catalog->n_firms;
    bool known = g->base.best.found ? g->base.status == CST_STATUS_SOLVED
                                    : g->asked_any_price && g->any_price.best.found;
    if (!known) {
        return CST_E_OK;
    }
    size_t n_open = 0;
    bool *group = calloc(n_firms + 1, sizeof *group);
    sifting s = {g, each_limit_s, calloc(n_firms + 1, sizeof *s.members)};
    g->beyond = calloc(n_firms + 1, sizeof *g->beyond);
    g->does = calloc(n_firms + 1, sizeof *g->does);
    bool ok = group != NULL && s.members != NULL && g->beyond != NULL && g->does != NULL;
    cst_error error = ok ? list_open(g, firms, n, group, &n_open) : CST_E_MEMORY;
    if (error == CST_E_OK) {
        error = sift(&s, group, n_open);
    }
    free(group);
    free(s.members);
    return error;
}

/* ---------------------------------------------------------------- a rise */

/* The cheapest without the firm is the rival of a firm that is in the cheapest package. */
static cst_error ask_rival(cst__prospecting *p, cst__asking *a) {
    const cst__party_id party = {p->firm, CST__NONE};
    cst__inquiry *q =
        cst__asking_add(a, p->session, cst__tender_with(p->ground->tender, &party, false));
    if (q == NULL) {
        return CST_E_MEMORY;
    }
    q->gap = 0;
    q->any_tie = p->questions->prices_only;
    q->floor_cents = p->ground->base.best.bound_cents;
    p->session->task = "rival";
    return cst__session_ask(p->session, q, 1);
}

static void set_room(const cst__prospecting *p, const cst__inquiry *rival, cst_price *price) {
    int64_t least = p->out->least_cents;
    int64_t budget = p->ground->tender->budget_cents;
    price->has_room = rival->best.found || rival->status == CST_STATUS_INFEASIBLE;
    if (rival->best.found) {
        price->room_end = CST_ROOM_RIVAL;
        price->room_cents = not_below_zero(rival->best.criteria.cost_cents - least);
        price->room_low_cents = not_below_zero(rival->best.bound_cents - least);
    } else if (price->has_room && budget != CST__NO_LIMIT) {
        price->room_end = CST_ROOM_BUDGET;
        price->room_cents = budget - least;
        price->room_low_cents = price->room_cents;
    } else {
        price->room_end = CST_ROOM_NONE;
    }
}

static cst_error find_room(cst__prospecting *p) {
    cst_price *price = &p->out->price;
    cst__asking a;
    const cst__inquiry *rival = &p->ground->base; /* in a tie it is without the firm */
    bool tied =
        !cst__choice_fills(p->ground->tender->catalog, rival->best.units, p->firm, CST__NONE);
    cst_error error = cst__asking_begin(&a, 1) ? CST_E_OK : CST_E_MEMORY;
    if (error == CST_E_OK && !tied) {
        error = ask_rival(p, &a);
        rival = &a.inquiries[0];
    }
    if (error == CST_E_OK) {
        set_room(p, rival, price);
        price->status = rival->status == CST_STATUS_LIMIT ? CST_STATUS_LIMIT : CST_STATUS_SOLVED;
        error = cst__inquiry_outcome(rival, p->arena, &price->rival);
    }
    cst__asking_end(&a);
    return error;
}

/* ---------------------------------------------------------------- a rebate */

static void set_rebate(cst__prospecting *p, const cst__inquiry *q) {
    cst_price *price = &p->out->price;
    const cst_opportunity *tender = p->ground->tender;
    int64_t meet = cst__cost_to_meet(p->ground);
    price->status = q->status;
    price->has_rebate = q->best.found;
    if (q->best.found) {
        price->rebate_cents = not_below_zero(q->best.criteria.cost_cents - meet);
        price->rebate_low_cents = not_below_zero(q->best.bound_cents - meet);
        price->bill_cents = bill_of(tender->catalog, tender, q->best.units, p->firm);
    }
}

/* Nothing with the firm is within the budget. */
static cst_error ask_over_budget(cst__prospecting *p) {
    cst_opportunity *tender = cst__tender_of_firm(p->ground->tender, p->firm);
    cst__asking a;
    cst__inquiry *q = cst__asking_one(&a, p->session, tender);
    if (q == NULL) {
        cst__asking_end(&a);
        return CST_E_MEMORY;
    }
    tender->budget_cents = CST__NO_LIMIT;
    q->gap = 0;
    q->floor_cents = p->ground->tender->budget_cents + 1;
    p->session->task = "price";
    cst_error error = cst__session_ask(p->session, q, 1);
    if (error == CST_E_OK) {
        set_rebate(p, q);
        p->out->price.over_budget = q->best.found;
        error = cst__inquiry_outcome(q, p->arena, &p->out->price.other);
    }
    cst__asking_end(&a);
    return error;
}

/* Whether no rebate can help: nothing that the budget keeps out. */
static bool is_hopeless(const cst__prospecting *p) {
    const cst__ground *g = p->ground;
    return p->out->standing == CST_STANDING_REFUSED || g->tender->budget_cents == CST__NO_LIMIT ||
           (g->asked_any_price && g->any_price.status == CST_STATUS_INFEASIBLE);
}

cst_error cst__price_find(cst__prospecting *p) {
    cst_price *price = &p->out->price;
    price->room_end = CST_ROOM_NONE;
    price->status = CST_STATUS_LIMIT;
    if (cst__is_priced(p)) {
        bool refused = p->out->standing == CST_STANDING_REFUSED;
        price->status = refused ? CST_STATUS_INFEASIBLE : CST_STATUS_LIMIT;
        return CST_E_OK;
    }
    if (p->best.best.found) {
        set_rebate(p, &p->best);
        return p->out->standing == CST_STANDING_CHOSEN ? find_room(p) : CST_E_OK;
    }
    if (p->best.status != CST_STATUS_INFEASIBLE) {
        return CST_E_OK;
    }
    price->status = CST_STATUS_INFEASIBLE;
    return is_hopeless(p) ? CST_E_OK : ask_over_budget(p);
}
