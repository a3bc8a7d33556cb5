/*
 * prospect_teams.c - with whom: the cheapest packages that contain the firm, and what each other
 * firm is worth to the cheapest of them.
 *
 * Only a member of the cheapest team can save it anything: whoever is not in it is not needed for
 * its cost. So a member is asked about by the cheapest team without it, and anybody else, who can
 * only cost something, by the cheapest team with it. One question each, and the cheapest team
 * bounds them all from below.
 */
#include <stdlib.h>
#include <string.h>

#include "model/vary.h"
#include "solver/partners_parts.h"
#include "solver/why.h"

static const cst_catalog *catalog_of(const cst__prospecting *p) {
    return p->ground->tender->catalog;
}

/* ---------------------------------------------------------------- who fills what */

/* The firms that fill a slot in a choice, by id. */
static cst_error fill_seat(const cst__prospecting *p, const int64_t *units, size_t slot,
                           cst_seat *seat) {
    const cst_catalog *catalog = catalog_of(p);
    seat->slot = cst__arena_text(p->arena, p->ground->tender->rules->slots[slot].id);
    seat->firms = cst__arena_alloc(p->arena, catalog->n_firms, sizeof *seat->firms);
    bool ok = seat->slot != NULL && seat->firms != NULL;
    for (size_t f = 0; ok && f < catalog->n_firms; f++) {
        if (cst__choice_fills(catalog, units, f, slot)) {
            seat->mine = seat->mine || f == p->firm;
            seat->firms[seat->n_firms] = cst__arena_text(p->arena, catalog->firms[f].id);
            ok = seat->firms[seat->n_firms++] != NULL;
        }
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* Slots that a choice fills, or of these those in which `only` has something in another choice. */
static cst_error list_seats(const cst__prospecting *p, const int64_t *units, const int64_t *other,
                            size_t only, cst_seat **seats, size_t *n) {
    const cst_catalog *catalog = catalog_of(p);
    size_t n_slots = p->ground->tender->rules->n_slots;
    cst_error error = CST_E_OK;
    *seats = cst__arena_alloc(p->arena, n_slots, sizeof **seats);
    *n = 0;
    if (*seats == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t s = 0; error == CST_E_OK && s < n_slots; s++) {
        bool listed = false;
        for (size_t o = 0; o < catalog->n_offerings && !listed; o++) {
            bool fills = other[o] > 0 && catalog->offerings[o].slot == s;
            listed = fills && (only == CST__NONE || catalog->offerings[o].firm == only);
        }
        if (listed) {
            error = fill_seat(p, units, s, &(*seats)[(*n)++]);
        }
    }
    return error;
}

/* ---------------------------------------------------------------- teams */

typedef struct teams {
    bool **members; /* of each team [n_firms] */
    size_t n;
} teams;

static cst_error add_team(cst__prospecting *p, teams *t, const cst__inquiry *found) {
    const cst_catalog *catalog = catalog_of(p);
    cst_team *team = &p->out->teams[p->out->n_teams];
    const int64_t *units = found->best.units;
    t->members[t->n] = malloc(catalog->n_firms + 1);
    if (t->members[t->n] == NULL) {
        return CST_E_MEMORY;
    }
    cst__choice_members(catalog, units, t->members[t->n++]);
    cst_error error = cst__inquiry_package(found, p->arena, &team->package);
    team->package.id = cst__arena_format(p->arena, "t%zu", t->n);
    p->out->n_teams++;
    if (error == CST_E_OK && team->package.id == NULL) {
        error = CST_E_MEMORY;
    }
    return error == CST_E_OK ? list_seats(p, units, units, CST__NONE, &team->seats, &team->n_seats)
                             : error;
}

/* The next cheapest that differs from all before costs no less than the one before it. */
static cst_error find_next(cst__prospecting *p, teams *t, int64_t *floor_cents, bool *more) {
    const cst_settings *settings = p->session->settings;
    cst__inquiry q = cst__inquiry_on(p->session, p->with);
    q.side.earlier = (const bool *const *)t->members;
    q.side.n_earlier = t->n;
    q.side.differ = settings->differ;
    q.floor_cents = *floor_cents;
    p->session->task = "team";
    cst_error error = cst__session_ask(p->session, &q, 1);
    if (error == CST_E_OK && q.best.found) {
        *floor_cents = q.best.bound_cents;
        error = add_team(p, t, &q);
    }
    *more = q.best.found && q.status == CST_STATUS_SOLVED;
    p->out->teams_complete = q.status != CST_STATUS_LIMIT;
    cst__inquiry_clear(&q);
    return error;
}

static cst_error find_all(cst__prospecting *p, teams *t, size_t most) {
    int64_t floor_cents = p->best.best.bound_cents;
    bool more = p->best.status == CST_STATUS_SOLVED;
    cst_error error = add_team(p, t, &p->best);
    while (error == CST_E_OK && more && t->n < most) {
        error = find_next(p, t, &floor_cents, &more);
    }
    return error;
}

cst_error cst__teams_find(cst__prospecting *p) {
    size_t most = (size_t)p->session->settings->candidates;
    teams t = {.members = calloc(most + 1, sizeof *t.members)};
    p->out->teams = cst__arena_alloc(p->arena, most, sizeof *p->out->teams);
    p->out->teams_complete = p->best.status != CST_STATUS_LIMIT;
    cst_error error = t.members == NULL || p->out->teams == NULL ? CST_E_MEMORY : CST_E_OK;
    if (error == CST_E_OK && p->best.best.found) {
        error = find_all(p, &t, most);
    }
    for (size_t i = 0; i < t.n; i++) {
        free(t.members[i]);
    }
    free(t.members);
    return error;
}

/* ---------------------------------------------------------------- whom it needs */

/* The tender of the firm, with or without another. */
static cst_opportunity *tender_beside(const cst__prospecting *p, size_t other, bool with) {
    const cst__party_id party = {other, CST__NONE};
    return cst__tender_with(p->with, &party, with);
}

/* Between the bounds of the two costs. */
static void set_saving(const cst__best *mine, const cst__best *other, cst_need *need) {
    int64_t cost = other->criteria.cost_cents - mine->criteria.cost_cents;
    int64_t low = other->bound_cents - mine->criteria.cost_cents;
    int64_t high = other->criteria.cost_cents - mine->bound_cents;
    need->has_saving = mine->cost_proven && other->cost_proven;
    need->saving_cents = need->on_team ? cost : -cost;
    need->saving_low_cents = need->on_team ? low : -high;
    need->saving_high_cents = need->on_team ? high : -low;
}

static cst_error fill_need(cst__prospecting *p, size_t firm, const cst__inquiry *answer,
                           cst_need *need) {
    need->firm = cst__arena_text(p->arena, catalog_of(p)->firms[firm].id);
    need->critical = need->on_team && answer->status == CST_STATUS_INFEASIBLE;
    cst_error error =
        need->firm == NULL ? CST_E_MEMORY : cst__inquiry_outcome(answer, p->arena, &need->other);
    if (error != CST_E_OK || !answer->best.found) {
        return error;
    }
    set_saving(&p->best.best, &answer->best, need);
    if (need->on_team) {
        error = list_seats(p, answer->best.units, p->best.best.units, firm, &need->substitutes,
                           &need->n_substitutes);
    }
    return error;
}

static cst_error ask_need(cst__prospecting *p, cst__asking *a, size_t firm, bool on_team) {
    cst__inquiry *q = cst__asking_add(a, p->session, tender_beside(p, firm, !on_team));
    if (q == NULL) {
        return CST_E_MEMORY;
    }
    q->floor_cents = p->best.best.bound_cents;
    return CST_E_OK;
}

/* Members of the team, and where all are asked about those who could come along. */
static bool is_asked(const cst__prospecting *p, size_t firm, bool on_team) {
    return firm != p->firm && (on_team || (p->questions->needs_of_all &&
                                           cst__ground_may_fill(p->ground, firm, CST__NONE)));
}

static cst_error ask_needs(cst__prospecting *p, const bool *members, cst__asking *a) {
    size_t n_firms = catalog_of(p)->n_firms;
    cst_prospect *out = p->out;
    cst_error error = CST_E_OK;
    for (size_t f = 0; error == CST_E_OK && f < n_firms; f++) {
        if (is_asked(p, f, members[f])) {
            error = ask_need(p, a, f, members[f]);
        }
    }
    if (error == CST_E_OK) {
        p->session->task = "partners";
        error = cst__session_ask(p->session, a->inquiries, a->n);
    }
    for (size_t f = 0; error == CST_E_OK && f < n_firms; f++) {
        if (is_asked(p, f, members[f])) {
            cst_need *need = &out->needs[out->n_needs];
            need->on_team = members[f];
            error = fill_need(p, f, &a->inquiries[out->n_needs++], need);
        }
    }
    return error;
}

cst_error cst__needs_find(cst__prospecting *p) {
    size_t n_firms = catalog_of(p)->n_firms;
    if (!p->best.best.found) {
        return CST_E_OK;
    }
    cst__asking a;
    bool *members = malloc(n_firms + 1);
    bool ok = cst__asking_begin(&a, n_firms) && members != NULL;
    p->out->needs = cst__arena_alloc(p->arena, n_firms, sizeof *p->out->needs);
    p->out->has_needs = true;
    cst_error error = ok && p->out->needs != NULL ? CST_E_OK : CST_E_MEMORY;
    if (error == CST_E_OK) {
        cst__choice_members(catalog_of(p), p->best.best.units, members);
        error = ask_needs(p, members, &a);
    }
    cst__asking_end(&a);
    free(members);
    return error;
}
