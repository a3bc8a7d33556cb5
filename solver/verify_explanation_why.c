/*
 * verify_explanation_why.c - firms and offerings beside the cheapest package, and its members one
 * by one: who is refused and by what, who is in, what the tender with or without them comes to, and
 * how far prices are apart.
 */
#include <string.h>

#include "model/vary.h"
#include "solver/result.h"
#include "solver/verify_explanation_parts.h"

/* The tender in which a firm or an offering must be, or must not. */
static cst_opportunity *tender_with(const cst__explanation_check *c, const char *id, bool is_firm,
                                    bool included) {
    cst_opportunity *tender = cst__opportunity_copy(c->v.opportunity);
    if (tender == NULL) {
        return NULL;
    }
    bool *firms = included ? tender->include_firm : tender->exclude_firm;
    bool *offerings = included ? tender->include_offering : tender->exclude_offering;
    if (is_firm) {
        firms[cst__catalog_firm(c->v.catalog, id)] = true;
    } else {
        offerings[cst__catalog_offering(c->v.catalog, id)] = true;
    }
    return tender;
}

/* ---------------------------------------------------------------- who is refused */

static bool is_of(const cst__explanation_check *c, const cst_why *why, size_t offering) {
    const cst__offering *it = &c->v.catalog->offerings[offering];
    return strcmp(why->is_firm ? c->v.catalog->firms[it->firm].id : it->id, why->id) == 0;
}

/* What a way out must speak of: the row, the fact, or what the tender asks. */
static const char *named_by_way_out(cst__explanation_check *c, const cst__refused *refused) {
    const cst_opportunity *p = c->v.opportunity;
    const char *colon = strchr(refused->code, ':');
    const char *text = refused->fact == NULL ? "" : refused->fact;
    if (strncmp(refused->code, "export:", 7) == 0) {
        const char *eccn = c->v.catalog->offerings[refused->offering].eccn;
        return eccn == NULL ? "unknown" : eccn;
    }
    if (colon != NULL) {
        return colon + 1;
    }
    if (strcmp(refused->code, "deadline") == 0) {
        text = cst__arena_format(c->v.arena, " %d weeks", p->deadline_weeks);
    } else if (strcmp(refused->code, "residency") == 0) {
        text = p->residency_in.text;
    } else if (strcmp(refused->code, "unavailable") == 0) {
        char country[3];
        cst__country_text(p->buyer_country, country);
        text = cst__arena_format(c->v.arena, " %s", country);
    }
    c->v.out_of_memory = c->v.out_of_memory || text == NULL;
    return text == NULL ? "" : text;
}

static void check_bar(cst__explanation_check *c, const cst__refused *refused, const cst_bar *bar) {
    cst__verifier *v = &c->v;
    const cst__offering *offering = &v->catalog->offerings[refused->offering];
    const cst_refusal *said = &bar->refusal;
    const char *names = named_by_way_out(c, refused);
    cst__expect_text(v, CST__AT("refusals", offering->id, refused->code, "firm"),
                     v->catalog->firms[offering->firm].id, said->firm);
    cst__expect_text(v, CST__AT("refusals", offering->id, refused->code, "fact"),
                     refused->fact == NULL ? "null" : refused->fact,
                     said->fact == NULL ? "null" : said->fact);
    cst__expect_stated(v, CST__AT("refusals", offering->id, refused->code, "source"),
                       refused->source, said->source);
    if (strstr(bar->way_out, names) == NULL) {
        cst__wrong(v, CST__AT("refusals", offering->id, refused->code, "way_out"),
                   "it does not speak of \"%s\"", names);
    }
}

typedef struct bars {
    cst__explanation_check *c;
    const cst_why *why;
} bars;

static void pair_bar(cst__verifier *v, const void *context, size_t expected, size_t found) {
    const bars *b = context;
    check_bar(b->c, &v->screening->refused[expected], &b->why->bars[found]);
}

static void check_bars(cst__explanation_check *c, const cst_why *why) {
    const cst__screening *s = c->v.screening;
    const bars context = {c, why};
    cst__lists lists = {.name = "refusals", .pair = pair_bar, .context = &context};
    if (!cst__lists_room(&c->v, &lists, s->n_refused, why->n_bars)) {
        return;
    }
    for (size_t i = 0; i < s->n_refused; i++) {
        if (is_of(c, why, s->refused[i].offering)) {
            const char *id = c->v.catalog->offerings[s->refused[i].offering].id;
            cst__lists_expect(&lists, id, s->refused[i].code, i);
        }
    }
    for (size_t i = 0; i < why->n_bars; i++) {
        cst__lists_find(&lists, why->bars[i].refusal.offering, why->bars[i].refusal.code);
    }
    cst__lists_match(&c->v, &lists);
}

/* ---------------------------------------------------------------- who is in */

static bool is_eligible(const cst__explanation_check *c, const cst_why *why) {
    for (size_t o = 0; o < c->v.catalog->n_offerings; o++) {
        if (c->v.screening->eligible[o] && is_of(c, why, o)) {
            return true;
        }
    }
    return false;
}

/* Where nothing fits at all, nothing fits with it. */
static cst_standing standing_of(const cst__explanation_check *c, const cst_why *why) {
    const cst_outcome *other = &why->other;
    if (!is_eligible(c, why)) {
        return CST_STANDING_REFUSED;
    }
    if (c->cheapest == NULL) {
        return c->x->result->status == CST_STATUS_INFEASIBLE ? CST_STANDING_IMPOSSIBLE
                                                             : CST_STANDING_UNDECIDED;
    }
    if (cst__explanation_has(c->cheapest, why->id, why->is_firm)) {
        return CST_STANDING_CHOSEN;
    }
    return other->found                             ? CST_STANDING_BEATEN
           : other->status == CST_STATUS_INFEASIBLE ? CST_STANDING_IMPOSSIBLE
                                                    : CST_STANDING_UNDECIDED;
}

/* ---------------------------------------------------------------- how far prices are apart */

static cst__wide at_least_0(cst__wide cents) {
    return cents > 0 ? cents : 0;
}

static void check_cut(cst__explanation_check *c, const cst_why *why, const cst__told *told) {
    bool chosen = why->standing == CST_STANDING_CHOSEN;
    const char *key = chosen ? "room" : "rebate";
    const cst_package *other = &why->other.package;
    bool expected =
        why->other.found && why->other.status == CST_STATUS_SOLVED && cst__explanation_is_proven(c);
    bool misnamed = told != NULL && (chosen ? told->is_rebate : told->is_room);
    if (why->has_cut != expected || misnamed) {
        cst__wrong(&c->v, CST__AT(key), "%s",
                   expected ? "both packages are proven, and the difference is not told so"
                            : "not both packages are there and proven");
        return;
    }
    if (expected) {
        cst__wide cost = c->cheapest->criteria.cost_cents;
        cst__expect_money(&c->v, CST__AT(key, "amount"),
                          at_least_0(other->criteria.cost_cents - cost), why->cut_cents);
        cst__expect_money(&c->v, CST__AT(key, "at_least"), at_least_0(other->bound_cents - cost),
                          why->cut_low_cents);
    }
}

/* ---------------------------------------------------------------- one firm or offering */

static const char *name_of(const cst__explanation_check *c, const cst_why *why) {
    size_t firm = why->is_firm ? cst__catalog_firm(c->v.catalog, why->id) : CST__NONE;
    size_t offering = why->is_firm ? CST__NONE : cst__catalog_offering(c->v.catalog, why->id);
    const char *name = firm != CST__NONE       ? c->v.catalog->firms[firm].name
                       : offering != CST__NONE ? c->v.catalog->offerings[offering].name
                                               : NULL;
    bool known = firm != CST__NONE || offering != CST__NONE;
    return name == NULL && known ? "" : name;
}

static void check_answer(cst__explanation_check *c, const cst_why *why, const cst__told *told) {
    bool chosen = why->standing == CST_STANDING_CHOSEN;
    cst_opportunity *tender = tender_with(c, why->id, why->is_firm, !chosen);
    bool is_told = why->standing != CST_STANDING_IMPOSSIBLE;
    if (!is_told) {
        cst__explanation_no_outcome(c, &why->other, told);
    }
    cst__explanation_outcome(c, tender, &why->other, is_told ? told : NULL);
    cst_opportunity_free(tender);
}

static void check_why(cst__explanation_check *c, const cst_why *why, const cst__told *told) {
    const char *name = name_of(c, why);
    if (name == NULL) {
        cst__wrong(&c->v, CST__AT("id"), "the catalog has no such %s",
                   why->is_firm ? "firm" : "offering");
        return;
    }
    cst__expect_stated(&c->v, CST__AT("name"), name, why->name);
    cst__expect_text(&c->v, CST__AT("standing"), cst_standing_id(standing_of(c, why)),
                     cst_standing_id(why->standing));
    check_bars(c, why);
    check_cut(c, why, told);
    if (why->standing == CST_STANDING_REFUSED) {
        cst__explanation_no_outcome(c, &why->other, told);
    } else {
        check_answer(c, why, told);
    }
}

void cst__verify_whys(cst__explanation_check *c) {
    for (size_t i = 0; i < c->x->n_whys; i++) {
        cst__explanation_at(c, "whys", c->x->whys[i].id);
        check_why(c, &c->x->whys[i], c->told == NULL ? NULL : &c->told->whys[i]);
    }
}

/* ---------------------------------------------------------------- if a member drops out */

/* A list of ids in their order, beside those that it should have. */
typedef struct ids {
    const char **list;
    size_t n;
} ids;

static void match_ids(cst__explanation_check *c, const char *key, const ids *expected,
                      const char *const *found, size_t n_found) {
    cst__lists lists = {.name = key};
    if (!cst__lists_room(&c->v, &lists, expected->n, n_found)) {
        return;
    }
    for (size_t i = 0; i < expected->n; i++) {
        cst__lists_expect(&lists, expected->list[i], "", i);
    }
    for (size_t i = 0; i < n_found; i++) {
        cst__lists_find(&lists, found[i], "");
    }
    cst__lists_match(&c->v, &lists);
}

/* Whether nobody but the firm has a line in the slot, and it has one. */
static bool is_alone_in(const cst_package *package, const char *slot, const char *firm) {
    bool fills = false;
    for (size_t i = 0; i < package->n_lines; i++) {
        if (strcmp(package->lines[i].slot, slot) == 0) {
            if (strcmp(package->lines[i].firm, firm) != 0) {
                return false;
            }
            fills = true;
        }
    }
    return fills;
}

/* Slots go in the order of the rules. */
static void check_slots(cst__explanation_check *c, const cst_dropout *dropout) {
    size_t next = 0;
    for (size_t s = 0; s < c->v.rules->n_slots; s++) {
        const char *id = c->v.rules->slots[s].id;
        if (is_alone_in(c->cheapest, id, dropout->firm)) {
            const char *found = next < dropout->n_slots ? dropout->slots[next] : "";
            cst__expect_text(&c->v, CST__AT("slots", id), id, found);
            next++;
        }
    }
    if (dropout->n_slots > next) {
        cst__wrong(&c->v, CST__AT("slots", dropout->slots[next]),
                   "it does not fill so many slots alone");
    }
}

/* Members of one package that are not in the other, less the firm. */
static void check_others(cst__explanation_check *c, const char *key, const cst_package *of,
                         const cst_package *less, const cst_dropout *dropout,
                         const char *const *found, size_t n_found) {
    ids expected = {cst__verifier_alloc(&c->v, of->n_members, sizeof(const char *)), 0};
    if (expected.list == NULL) {
        return;
    }
    for (size_t i = 0; i < of->n_members; i++) {
        const char *firm = of->members[i].firm;
        if (strcmp(firm, dropout->firm) != 0 && !cst__explanation_has(less, firm, true)) {
            expected.list[expected.n++] = firm;
        }
    }
    match_ids(c, key, &expected, found, n_found);
}

static void check_dropout(cst__explanation_check *c, const cst_dropout *dropout,
                          const cst__told *told) {
    static const cst_package nobody = {.n_lines = 0};
    const cst_outcome *other = &dropout->other;
    const cst_package *package = other->found ? &other->package : &nobody;
    const cst_package *cheapest = other->found ? c->cheapest : &nobody;
    bool critical = other->status == CST_STATUS_INFEASIBLE;
    if (critical != dropout->critical) {
        cst__wrong(&c->v, CST__AT("critical"), "%s",
                   critical ? "nothing fits without it, and yet it is not critical"
                            : "it is not proven that nothing fits without it");
    }
    check_slots(c, dropout);
    check_others(c, "joins", package, cheapest, dropout, dropout->joins, dropout->n_joins);
    check_others(c, "leaves", cheapest, package, dropout, dropout->leaves, dropout->n_leaves);
    cst_opportunity *tender = tender_with(c, dropout->firm, true, false);
    cst__explanation_outcome(c, tender, other, told);
    cst_opportunity_free(tender);
}

/* One for each member of the cheapest package, where it was asked at all. */
void cst__verify_dropouts(cst__explanation_check *c) {
    const cst_explanation *x = c->x;
    ids members = {NULL, 0};
    size_t n = c->cheapest == NULL ? 0 : c->cheapest->n_members;
    members.list = cst__verifier_alloc(&c->v, n, sizeof(const char *));
    const char **found = cst__verifier_alloc(&c->v, x->n_dropouts, sizeof(const char *));
    if (x->n_dropouts == 0 || members.list == NULL || found == NULL) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        members.list[members.n++] = c->cheapest->members[i].firm;
    }
    for (size_t i = 0; i < x->n_dropouts; i++) {
        found[i] = x->dropouts[i].firm;
    }
    c->v.package = "";
    match_ids(c, "dropouts", &members, found, x->n_dropouts);
    for (size_t i = 0; i < x->n_dropouts; i++) {
        bool member = c->cheapest != NULL && cst__explanation_has(c->cheapest, found[i], true) &&
                      cst__catalog_firm(c->v.catalog, found[i]) != CST__NONE;
        cst__explanation_at(c, "dropouts", found[i]);
        if (member) {
            check_dropout(c, &x->dropouts[i], c->told == NULL ? NULL : &c->told->dropouts[i]);
        }
    }
}
