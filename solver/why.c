/*
 * why.c - why in, why not, and if someone drops out.
 *
 * "The best package that contains it" is the cheapest of the same tender with one more name under
 * consortium/include, "the best without it" that with one more under consortium/exclude. Both ask
 * for more than the tender does, so the least cost of the tender bounds theirs from below.
 *
 * A rebate of d on the whole package that leaves gross values as they are lowers every package with
 * the party by d and no other: it enters the cheapest where d is the difference of the two costs.
 */
#include "solver/why.h"

#include <stdlib.h>
#include <string.h>

#include "model/vary.h"
#include "solver/result_fill.h"

/* ---------------------------------------------------------------- who is where */

static bool is_eligible(const cst_catalog *catalog, const cst__party_id *party,
                        const cst__screening *screening) {
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (screening->eligible[o] && cst__party_has(catalog, party, o)) {
            return true;
        }
    }
    return false;
}

cst_opportunity *cst__tender_with(const cst_opportunity *p, const cst__party_id *party,
                                  bool included) {
    cst_opportunity *copy = cst__opportunity_copy(p);
    if (copy != NULL && party->firm != CST__NONE) {
        (included ? copy->include_firm : copy->exclude_firm)[party->firm] = true;
    } else if (copy != NULL) {
        (included ? copy->include_offering : copy->exclude_offering)[party->offering] = true;
    }
    return copy;
}

/* ---------------------------------------------------------------- what would have to change */

/* The row of a code "jurisdiction:ROW"; NULL where it is of another kind. */
static const cst__jurisdiction *row_of(const cst_rules *rules, const char *code) {
    static const char kind[] = "jurisdiction:";
    if (strncmp(code, kind, sizeof kind - 1) != 0) {
        return NULL;
    }
    for (size_t r = 0; r < rules->n_jurisdiction; r++) {
        if (strcmp(rules->jurisdiction[r].id, code + sizeof kind - 1) == 0) {
            return &rules->jurisdiction[r];
        }
    }
    return NULL;
}

/* What the test of a row asks about. */
static const char *asked_by(cst__test test) {
    switch (test) {
        case CST__TEST_INCORPORATED:
            return "incorporated";
        case CST__TEST_PRINCIPAL_PLACE:
            return "a principal place of business";
        case CST__TEST_PARENT:
            return "a parent";
        case CST__TEST_MAKER_COUNTRY:
            return "made";
        case CST__TEST_WEIGHTS_ORIGIN:
            return "weights from";
        case CST__TEST_LINEAGE:
            return "a lineage";
        case CST__TEST_LISTED:
        case CST__TEST_OWNED:
        case CST__N_TESTS:
            break;
    }
    return "";
}

static const char *way_out_of_row(const cst__jurisdiction *row, cst__arena *arena) {
    if (row->test == CST__TEST_LISTED) {
        return cst__arena_format(arena, "taken off the lists that %s names", row->id);
    }
    if (row->test == CST__TEST_OWNED) {
        return cst__arena_format(arena, "owners from where %s names below %d.%02d %%", row->id,
                                 row->threshold_bp / 100, row->threshold_bp % 100);
    }
    return cst__arena_format(arena, "%s outside of the countries that %s names",
                             asked_by(row->test), row->id);
}

/* What the fact, or what is asked, would have to become for the refusal to fall. */
static const char *way_out(const cst_opportunity *p, const cst__refused *refused,
                           cst__arena *arena) {
    const cst__offering *o = &p->catalog->offerings[refused->offering];
    const char *code = refused->code;
    const cst__jurisdiction *row = row_of(p->rules, code);
    if (row != NULL) {
        return way_out_of_row(row, arena);
    }
    if (strncmp(code, "unknown:", 8) == 0) {
        return cst__arena_format(arena, "%s stated, and such that it passes", code + 8);
    }
    if (strcmp(code, "deadline") == 0) {
        return cst__arena_format(arena, "delivered within %d weeks, licence included",
                                 p->deadline_weeks);
    }
    if (strcmp(code, "residency") == 0) {
        return cst__arena_format(arena, "hosted in %s", p->residency_in.text);
    }
    if (strcmp(code, "capability") == 0) {
        return cst__arena_format(arena, "the capability %s", refused->fact);
    }
    if (strcmp(code, "unavailable") == 0) {
        char country[3];
        cst__country_text(p->buyer_country, country);
        return cst__arena_format(arena, "available in %s", country);
    }
    if (strcmp(code, "excluded") == 0) {
        return cst__arena_format(arena, "%s taken off consortium/exclude", refused->fact);
    }
    return cst__arena_format(arena, "another classification than %s, or another status of the row",
                             o->eccn == NULL ? "unknown" : o->eccn);
}

cst_error cst__list_bars(const cst_opportunity *p, const cst__screening *screening,
                         const cst__party_id *party, cst__arena *arena, cst_bar **bars,
                         size_t *n_bars) {
    size_t n = 0;
    for (size_t i = 0; i < screening->n_refused; i++) {
        n += cst__party_has(p->catalog, party, screening->refused[i].offering);
    }
    *bars = cst__arena_alloc(arena, n, sizeof **bars);
    *n_bars = 0;
    if (*bars == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < screening->n_refused; i++) {
        const cst__refused *refused = &screening->refused[i];
        if (!cst__party_has(p->catalog, party, refused->offering)) {
            continue;
        }
        cst_bar *bar = &(*bars)[(*n_bars)++];
        bar->way_out = way_out(p, refused, arena);
        if (bar->way_out == NULL ||
            !cst__result_refusal(arena, p->catalog, refused, &bar->refusal)) {
            return CST_E_MEMORY;
        }
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- why in, why not */

/* Questions, and what each asks for beyond the base. */
typedef struct more {
    cst__asking asking;
    cst__extra *extras;
} more;

static bool begin_more(more *m, size_t most) {
    m->extras = malloc((most + 1) * sizeof *m->extras);
    return cst__asking_begin(&m->asking, most) && m->extras != NULL;
}

static void end_more(more *m) {
    cst__asking_end(&m->asking);
    free(m->extras);
}

/* Asks for more than the base does, which bounds what that costs. */
static cst_error ask_more(more *m, const cst__session *s, const cst__inquiry *base,
                          cst__extra extra) {
    m->extras[m->asking.n] = extra;
    cst__inquiry *inquiry = cst__asking_add(
        &m->asking, s, cst__tender_with(s->opportunity, &extra.party, extra.included));
    if (inquiry == NULL) {
        return CST_E_MEMORY;
    }
    inquiry->gap = base->gap;
    inquiry->floor_cents = base->best.cost_proven ? base->best.bound_cents : INT64_MIN;
    return CST_E_OK;
}

static cst_error name_party(const cst_catalog *catalog, const cst__party_id *party,
                            cst__arena *arena, cst_why *why) {
    why->is_firm = party->firm != CST__NONE;
    const char *id =
        why->is_firm ? catalog->firms[party->firm].id : catalog->offerings[party->offering].id;
    const char *name =
        why->is_firm ? catalog->firms[party->firm].name : catalog->offerings[party->offering].name;
    why->id = cst__arena_text(arena, id);
    why->name = cst__arena_text(arena, name);
    return why->id == NULL || why->name == NULL ? CST_E_MEMORY : CST_E_OK;
}

/* What can be said without a search; adds a question where one is needed. */
static cst_error begin_why(cst__session *s, const cst__inquiry *base,
                           const cst__screening *screening, const cst__party_id *party,
                           cst__arena *arena, more *m, cst_why *why) {
    const cst_opportunity *p = s->opportunity;
    *why = (cst_why){.standing = CST_STANDING_UNDECIDED};
    cst_error error = name_party(p->catalog, party, arena, why);
    if (error == CST_E_OK) {
        error = cst__list_bars(p, screening, party, arena, &why->bars, &why->n_bars);
    }
    if (error != CST_E_OK) {
        return error;
    }
    if (!is_eligible(p->catalog, party, screening)) {
        why->standing = CST_STANDING_REFUSED;
        return CST_E_OK;
    }
    if (!base->best.found) { /* no package at all is no package with it */
        bool none = base->status == CST_STATUS_INFEASIBLE;
        why->standing = none ? CST_STANDING_IMPOSSIBLE : CST_STANDING_UNDECIDED;
        why->other.status = none ? CST_STATUS_INFEASIBLE : CST_STATUS_LIMIT;
        return CST_E_OK;
    }
    if (cst__choice_has(p->catalog, party, base->best.units)) {
        why->standing = CST_STANDING_CHOSEN;
    }
    return ask_more(m, s, base, (cst__extra){*party, why->standing != CST_STANDING_CHOSEN});
}

/* The rebate, or the room to rise: between the bounds of the two costs. */
static void set_cut(const cst__inquiry *base, const cst__inquiry *other, cst_why *why) {
    int64_t least = other->best.bound_cents - base->best.criteria.cost_cents;
    why->has_cut = other->status == CST_STATUS_SOLVED && base->best.cost_proven;
    why->cut_cents = other->best.criteria.cost_cents - base->best.criteria.cost_cents;
    why->cut_cents = why->cut_cents > 0 ? why->cut_cents : 0;
    why->cut_low_cents = least > 0 ? least : 0;
}

static cst_error end_why(const cst__inquiry *base, const cst__inquiry *inquiry, cst__arena *arena,
                         cst_why *why) {
    cst_error error = cst__inquiry_outcome(inquiry, arena, &why->other);
    if (error == CST_E_OK && inquiry->best.found) {
        set_cut(base, inquiry, why);
    }
    if (why->standing == CST_STANDING_UNDECIDED) {
        why->standing = inquiry->best.found                        ? CST_STANDING_BEATEN
                        : inquiry->status == CST_STATUS_INFEASIBLE ? CST_STANDING_IMPOSSIBLE
                                                                   : CST_STANDING_UNDECIDED;
    }
    return error;
}

/* Whether a question was asked. */
static bool is_asked(const cst__inquiry *base, const cst_why *why) {
    return base->best.found && why->standing != CST_STANDING_REFUSED;
}

cst_error cst__why_find(cst__session *s, const cst__inquiry *base, const cst__party_id *parties,
                        size_t n, cst__arena *arena, cst_why *whys) {
    more m;
    cst__screening *screening = NULL;
    cst_error error = begin_more(&m, n) ? cst__screen(s->opportunity, &screening) : CST_E_MEMORY;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        error = begin_why(s, base, screening, &parties[i], arena, &m, &whys[i]);
    }
    if (error == CST_E_OK) {
        s->task = "why";
        error = cst__session_ask_cases(s, base, m.extras, m.asking.inquiries, m.asking.n);
    }
    for (size_t i = 0, asked = 0; error == CST_E_OK && i < n; i++) {
        if (is_asked(base, &whys[i])) {
            error = end_why(base, &m.asking.inquiries[asked++], arena, &whys[i]);
        }
    }
    end_more(&m);
    cst__screening_free(screening);
    return error;
}

/* ---------------------------------------------------------------- if someone drops out */

/* Whether nobody but the firm fills the slot. */
static bool fills_alone(const cst_catalog *catalog, const int64_t *units, size_t slot,
                        size_t firm) {
    bool fills = false;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (units[o] > 0 && catalog->offerings[o].slot == slot) {
            if (catalog->offerings[o].firm != firm) {
                return false;
            }
            fills = true;
        }
    }
    return fills;
}

static cst_error list_slots(const cst_opportunity *p, const int64_t *units, size_t firm,
                            cst__arena *arena, cst_dropout *dropout) {
    size_t n = p->rules->n_slots;
    dropout->slots = cst__arena_alloc(arena, n, sizeof *dropout->slots);
    bool ok = dropout->slots != NULL;
    for (size_t s = 0; ok && s < n; s++) {
        if (fills_alone(p->catalog, units, s, firm)) {
            const char *id = cst__arena_text(arena, p->rules->slots[s].id);
            dropout->slots[dropout->n_slots++] = id;
            ok = id != NULL;
        }
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* Firms that are members of a and not of b, less one. */
static cst_error list_others(const cst_catalog *catalog, const bool *a, const bool *b, size_t less,
                             cst__arena *arena, const char ***list, size_t *n) {
    *list = cst__arena_alloc(arena, catalog->n_firms, sizeof **list);
    bool ok = *list != NULL;
    for (size_t f = 0; ok && f < catalog->n_firms; f++) {
        if (a[f] && !b[f] && f != less) {
            const char *id = cst__arena_text(arena, catalog->firms[f].id);
            (*list)[(*n)++] = id;
            ok = id != NULL;
        }
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

static cst_error fill_dropout(const cst__session *s, const cst__inquiry *base,
                              const cst__inquiry *inquiry, size_t firm, bool *members[2],
                              cst__arena *arena, cst_dropout *dropout) {
    const cst_opportunity *p = s->opportunity;
    dropout->firm = cst__arena_text(arena, p->catalog->firms[firm].id);
    dropout->critical = inquiry->status == CST_STATUS_INFEASIBLE;
    cst_error error = dropout->firm == NULL ? CST_E_MEMORY
                                            : list_slots(p, base->best.units, firm, arena, dropout);
    if (error == CST_E_OK) {
        error = cst__inquiry_outcome(inquiry, arena, &dropout->other);
    }
    if (error != CST_E_OK || !inquiry->best.found) {
        return error;
    }
    cst__choice_members(p->catalog, inquiry->best.units, members[1]);
    error = list_others(p->catalog, members[1], members[0], firm, arena, &dropout->joins,
                        &dropout->n_joins);
    if (error == CST_E_OK) {
        error = list_others(p->catalog, members[0], members[1], firm, arena, &dropout->leaves,
                            &dropout->n_leaves);
    }
    return error;
}

static cst_error ask_dropouts(cst__session *s, const cst__inquiry *base, bool *members[2], more *m,
                              cst__arena *arena, cst_dropout *dropouts) {
    const cst_opportunity *p = s->opportunity;
    cst_error error = CST_E_OK;
    for (size_t f = 0; error == CST_E_OK && f < p->catalog->n_firms; f++) {
        if (members[0][f]) {
            error = ask_more(m, s, base, (cst__extra){{f, CST__NONE}, false});
        }
    }
    if (error == CST_E_OK) {
        s->task = "drop-out";
        error = cst__session_ask_cases(s, base, m->extras, m->asking.inquiries, m->asking.n);
    }
    for (size_t f = 0, i = 0; error == CST_E_OK && f < p->catalog->n_firms; f++) {
        if (members[0][f]) {
            error = fill_dropout(s, base, &m->asking.inquiries[i], f, members, arena, &dropouts[i]);
            i++;
        }
    }
    return error;
}

cst_error cst__dropouts_find(cst__session *s, const cst__inquiry *base, cst__arena *arena,
                             cst_dropout **dropouts, size_t *n_dropouts) {
    const cst_catalog *catalog = s->opportunity->catalog;
    size_t n = (size_t)base->best.criteria.members;
    bool *members[2] = {malloc(catalog->n_firms + 1), malloc(catalog->n_firms + 1)};
    more m;
    bool ok = begin_more(&m, n) && members[0] != NULL && members[1] != NULL;
    *dropouts = cst__arena_alloc(arena, n, sizeof **dropouts);
    cst_error error = ok && *dropouts != NULL ? CST_E_OK : CST_E_MEMORY;
    if (error == CST_E_OK) {
        cst__choice_members(catalog, base->best.units, members[0]);
        error = ask_dropouts(s, base, members, &m, arena, *dropouts);
        *n_dropouts = n;
    }
    end_more(&m);
    free(members[0]);
    free(members[1]);
    return error;
}
