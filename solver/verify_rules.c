/*
 * verify_rules.c - does a choice satisfy the contract, section 3? One function for each of its
 * numbers, in its order, each a comparison of sums from verify_recount.c with a limit of the
 * opportunity, the rules or the catalog.
 *
 * Shares are compared crosswise, value * 10,000 against share * total, in 128 bits: nothing is
 * divided, so nothing is rounded. A package without value keeps every share.
 */
#include <stdlib.h>
#include <string.h>

#include "solver/verify_parts.h"

static const cst__offering *picked(const cst__verifier *v, const cst__recount *recount, size_t i) {
    return &v->catalog->offerings[recount->picks[i].offering];
}

static const char *firm_id(const cst__verifier *v, size_t firm) {
    return v->catalog->firms[firm].id;
}

/* ---------------------------------------------------------------- screening */

/* The first refusal of an offering, or the place where it would stand. */
static size_t first_refusal(const cst__screening *screening, size_t offering) {
    size_t low = 0;
    size_t high = screening->n_refused;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (screening->refused[middle].offering < offering) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void check_refusals(cst__verifier *v, size_t offering) {
    const cst__screening *s = v->screening;
    for (size_t r = first_refusal(s, offering);
         r < s->n_refused && s->refused[r].offering == offering; r++) {
        const char *fact = s->refused[r].fact == NULL ? "unknown" : s->refused[r].fact;
        cst__wrong(v, CST__AT("screening", v->catalog->offerings[offering].id, s->refused[r].code),
                   "the offering is refused: %s", fact);
    }
}

static void check_screening(cst__verifier *v, const cst__recount *recount) {
    for (size_t i = 0; i < recount->n_picks; i++) {
        if (!v->screening->eligible[recount->picks[i].offering]) {
            check_refusals(v, recount->picks[i].offering);
        }
    }
}

/* ---------------------------------------------------------------- (1) ledger */

static void check_ledger(cst__verifier *v, const cst__recount *recount) {
    for (size_t r = 0; r < v->catalog->n_resources; r++) {
        cst__wide slack = v->opportunity->site_milli[r] + recount->provided[r] -
                          recount->consumed[r] - v->opportunity->demand_milli[r];
        if (slack < 0) {
            const cst__resource *resource = &v->catalog->resources[r];
            cst__figure lacking;
            cst__wrong(v, CST__AT("ledger", resource->id), "short by %s%s%s",
                       cst__amount_text(&lacking, -slack), resource->unit[0] == '\0' ? "" : " ",
                       resource->unit);
        }
    }
}

/* ---------------------------------------------------------------- (2) slots, (3) some_has */

static int64_t count_in_slot(const cst__verifier *v, const cst__recount *recount, size_t slot) {
    int64_t n = 0;
    for (size_t i = 0; i < recount->n_picks; i++) {
        n += picked(v, recount, i)->slot == slot;
    }
    return n;
}

static bool some_has(const cst__verifier *v, const cst__recount *recount, size_t slot,
                     const char *tag) {
    for (size_t i = 0; i < recount->n_picks; i++) {
        const cst__offering *o = picked(v, recount, i);
        if (o->slot == slot && cst__texts_has(&o->capabilities, tag)) {
            return true;
        }
    }
    return false;
}

static void check_slot(cst__verifier *v, const cst__recount *recount, size_t slot) {
    const cst__slot_ask *ask = &v->opportunity->slots[slot];
    const char *id = v->rules->slots[slot].id;
    int64_t n = count_in_slot(v, recount, slot);
    if (n == 0 && (ask->required || v->rules->slots[slot].required)) {
        cst__wrong(v, CST__AT("slots", id, "required"), "nothing is chosen for the slot");
    }
    if (n > ask->max_offerings) {
        cst__wrong(v, CST__AT("slots", id, "max_offerings"), "expected at most %lld, found %lld",
                   (long long)ask->max_offerings, (long long)n);
    }
    for (size_t t = 0; t < ask->some_has.n; t++) {
        if (!some_has(v, recount, slot, ask->some_has.item[t])) {
            cst__wrong(v, CST__AT("slots", id, "some_has", ask->some_has.item[t]),
                       "no chosen offering of the slot has this capability");
        }
    }
}

static bool has_layer(const cst__verifier *v, const cst__recount *recount, size_t layer) {
    for (size_t i = 0; i < recount->n_picks; i++) {
        if (v->rules->slots[picked(v, recount, i)->slot].layer == layer) {
            return true;
        }
    }
    return false;
}

static void check_slots(cst__verifier *v, const cst__recount *recount) {
    for (size_t s = 0; s < v->rules->n_slots; s++) {
        check_slot(v, recount, s);
    }
    for (size_t l = 0; l < v->rules->n_layers; l++) {
        if (v->rules->layers[l].required && !has_layer(v, recount, l)) {
            cst__wrong(v, CST__AT("layers", v->rules->layers[l].id, "required"),
                       "nothing is chosen for the layer");
        }
    }
}

/* ---------------------------------------------------------------- (4) needs */

static int compare_texts(const void *a, const void *b) {
    const char *const *x = a;
    const char *const *y = b;
    return strcmp(*x, *y);
}

/* Every capability of a chosen offering, sorted, so that many needs are met in n log n. */
static const char **all_capabilities(cst__verifier *v, const cst__recount *recount, size_t *n) {
    size_t room = 0;
    for (size_t i = 0; i < recount->n_picks; i++) {
        room += picked(v, recount, i)->capabilities.n;
    }
    const char **all = cst__verifier_alloc(v, room, sizeof *all);
    for (size_t i = 0; all != NULL && i < recount->n_picks; i++) {
        const cst__texts *have = &picked(v, recount, i)->capabilities;
        for (size_t t = 0; t < have->n; t++) {
            all[(*n)++] = have->item[t];
        }
    }
    if (*n > 0) {
        qsort(all, *n, sizeof *all, compare_texts);
    }
    return all;
}

static void check_needs(cst__verifier *v, const cst__recount *recount) {
    size_t n = 0;
    const char **all = all_capabilities(v, recount, &n);
    for (size_t i = 0; all != NULL && i < recount->n_picks; i++) {
        const cst__offering *o = picked(v, recount, i);
        for (size_t t = 0; t < o->needs.n; t++) {
            const char *tag = o->needs.item[t];
            bool met = n > 0 && bsearch(&tag, all, n, sizeof *all, compare_texts) != NULL;
            if (!met && !cst__texts_has(&v->opportunity->buyer_has, tag)) {
                cst__wrong(v, CST__AT("needs", o->id, tag),
                           "no chosen offering has this capability, nor the buyer");
            }
        }
    }
}

/* ---------------------------------------------------------------- (5) relations */

static bool in_choice(const cst__recount *recount, bool firm, size_t index) {
    return firm ? cst__recount_mate(recount, index) != NULL : cst__recount_has(recount, index);
}

static void check_relations(cst__verifier *v, const cst__recount *recount) {
    const cst_catalog *catalog = v->catalog;
    for (size_t i = 0; i < catalog->n_relations; i++) {
        const cst__relation *r = &catalog->relations[i];
        bool a = in_choice(recount, r->between_firms, r->a);
        bool b = in_choice(recount, r->between_firms, r->b);
        const char *id_a = r->between_firms ? firm_id(v, r->a) : catalog->offerings[r->a].id;
        const char *id_b = r->between_firms ? firm_id(v, r->b) : catalog->offerings[r->b].id;
        if (a && b && !r->requires_b) {
            cst__wrong(v, CST__AT("relations", id_a, "excludes", id_b), "both are in the package");
        } else if (a && !b && r->requires_b) {
            cst__wrong(v, CST__AT("relations", id_a, "requires", id_b),
                       "the first is in the package, the second is not");
        }
    }
}

/* ---------------------------------------------------------------- (6) members */

static void check_member_count(cst__verifier *v, const cst__recount *recount) {
    const cst_opportunity *p = v->opportunity;
    cst__wide n = (cst__wide)recount->n_mates;
    if (n < p->min_members) {
        cst__wrong(v, CST__AT("consortium", "min_members"), "expected at least %lld, found %zu",
                   (long long)p->min_members, recount->n_mates);
    }
    if (n > p->max_members) {
        cst__wrong(v, CST__AT("consortium", "max_members"), "expected at most %lld, found %zu",
                   (long long)p->max_members, recount->n_mates);
    }
}

static void check_named_firm(cst__verifier *v, const cst__recount *recount, size_t firm) {
    bool member = cst__recount_mate(recount, firm) != NULL;
    if (v->opportunity->include_firm[firm] && !member) {
        cst__wrong(v, CST__AT("consortium", "include", firm_id(v, firm)),
                   "the firm is not a member");
    }
    if (v->opportunity->exclude_firm[firm] && member) {
        cst__wrong(v, CST__AT("consortium", "exclude", firm_id(v, firm)), "the firm is a member");
    }
}

static void check_named_offering(cst__verifier *v, const cst__recount *recount, size_t offering) {
    bool chosen = cst__recount_has(recount, offering);
    const char *id = v->catalog->offerings[offering].id;
    if (v->opportunity->include_offering[offering] && !chosen) {
        cst__wrong(v, CST__AT("consortium", "include", id), "the offering is not chosen");
    }
    if (v->opportunity->exclude_offering[offering] && chosen) {
        cst__wrong(v, CST__AT("consortium", "exclude", id), "the offering is chosen");
    }
}

/* Of the members that may lead the one with the largest value, then the smallest id. */
static size_t leader(const cst__verifier *v, const cst__recount *recount) {
    const cst__mate *best = NULL;
    for (size_t i = 0; i < recount->n_mates; i++) {
        const cst__mate *mate = &recount->mates[i];
        bool better = best == NULL || mate->value_cents > best->value_cents;
        if (v->screening->may_anchor[mate->firm] && better) {
            best = mate;
        }
    }
    return best == NULL ? CST__NONE : best->firm;
}

static void check_anchor(cst__verifier *v, const cst_package *package,
                         const cst__recount *recount) {
    size_t firm = cst__catalog_firm(v->catalog, package->anchor);
    size_t named = v->opportunity->anchor;
    if (firm == CST__NONE) {
        cst__wrong(v, CST__AT("anchor"), "the catalog has no firm \"%s\"", package->anchor);
    } else if (cst__recount_mate(recount, firm) == NULL) {
        cst__wrong(v, CST__AT("anchor", "member"), "%s is not a member", package->anchor);
    } else if (!v->screening->may_anchor[firm]) {
        cst__wrong(v, CST__AT("anchor", "allowed"), "%s may not lead", package->anchor);
    } else if (named != CST__NONE && named != firm) {
        cst__wrong(v, CST__AT("anchor", "named"), "expected %s, found %s", firm_id(v, named),
                   package->anchor);
    } else if (named == CST__NONE && leader(v, recount) != firm) {
        cst__wrong(v, CST__AT("anchor", "largest"), "expected %s, found %s",
                   firm_id(v, leader(v, recount)), package->anchor);
    }
}

static void check_members(cst__verifier *v, const cst_package *package,
                          const cst__recount *recount) {
    check_member_count(v, recount);
    for (size_t f = 0; f < v->catalog->n_firms; f++) {
        check_named_firm(v, recount, f);
    }
    for (size_t o = 0; o < v->catalog->n_offerings; o++) {
        check_named_offering(v, recount, o);
    }
    check_anchor(v, package, recount);
}

/* ---------------------------------------------------------------- (7) values */

static bool at_least(cst__wide part, int share_bp, cst__wide whole) {
    return part * CST__BP >= whole * share_bp;
}

static bool at_most(cst__wide part, int share_bp, cst__wide whole) {
    return part * CST__BP <= whole * share_bp;
}

static void check_member_value(cst__verifier *v, const cst__recount *recount,
                               const cst__mate *mate) {
    const cst__firm *firm = &v->catalog->firms[mate->firm];
    cst__figure limit;
    cst__figure found;
    if (mate->value_cents < firm->min_value_cents) {
        cst__wrong(v, CST__AT("values", firm->id, "min_value"), "expected at least %s, found %s",
                   cst__money_text(&limit, firm->min_value_cents),
                   cst__money_text(&found, mate->value_cents));
    }
    if (mate->value_cents > firm->max_value_cents) {
        cst__wrong(v, CST__AT("values", firm->id, "max_value"), "expected at most %s, found %s",
                   cst__money_text(&limit, firm->max_value_cents),
                   cst__money_text(&found, mate->value_cents));
    }
    int share = v->opportunity->max_member_share_bp;
    if (!at_most(mate->value_cents, share, recount->gross_cents)) {
        cst__wrong(v, CST__AT("consortium", "max_member_share", firm->id),
                   "expected at most %s of %s, found %s", cst__share_text(&limit, share),
                   cst__money_text(&(cst__figure){0}, recount->gross_cents),
                   cst__money_text(&found, mate->value_cents));
    }
}

static void check_least_share(cst__verifier *v, const cst__recount *recount, const char *key,
                              int share_bp, int64_t value_cents) {
    if (!at_least(value_cents, share_bp, recount->gross_cents)) {
        cst__figure limit;
        cst__figure whole;
        cst__figure found;
        cst__wrong(v, CST__AT("consortium", key), "expected at least %s of %s, found %s",
                   cst__share_text(&limit, share_bp), cst__money_text(&whole, recount->gross_cents),
                   cst__money_text(&found, value_cents));
    }
}

/* A firm of unknown size or incorporation is neither small nor local. */
static void check_values(cst__verifier *v, const cst__recount *recount) {
    int64_t local = 0;
    int64_t small = 0;
    for (size_t i = 0; i < recount->n_mates; i++) {
        const cst__mate *mate = &recount->mates[i];
        const cst__firm *firm = &v->catalog->firms[mate->firm];
        check_member_value(v, recount, mate);
        if (firm->incorporated != CST__COUNTRY_UNKNOWN &&
            firm->incorporated == v->opportunity->buyer_country) {
            local += mate->value_cents;
        }
        if (firm->size == CST__SIZE_SMALL) {
            small += mate->value_cents;
        }
    }
    check_least_share(v, recount, "local_share", v->opportunity->local_share_bp, local);
    check_least_share(v, recount, "small_share", v->opportunity->small_share_bp, small);
}

/* ---------------------------------------------------------------- (8) content, (9) budget */

static void check_content(cst__verifier *v, const cst__recount *recount) {
    const cst__content_sums *sums = &recount->content;
    cst__wide asked = sums->value_cents * v->rules->content_threshold_bp;
    if (v->opportunity->content_mode == CST_MODE_REQUIRE && sums->guaranteed < asked) {
        cst__figure limit;
        cst__figure found;
        cst__wrong(v, CST__AT("content"), "expected at least %s of US content, found %s",
                   cst__money_text(&limit, asked / CST__BP),
                   cst__money_text(&found, sums->guaranteed / CST__BP));
    }
}

static void check_budget(cst__verifier *v, const cst__recount *recount) {
    if (recount->criterion[CST_CRITERION_COST] > v->opportunity->budget_cents) {
        cst__figure limit;
        cst__figure found;
        cst__wrong(v, CST__AT("budget"), "expected at most %s, found %s",
                   cst__money_text(&limit, v->opportunity->budget_cents),
                   cst__money_text(&found, recount->criterion[CST_CRITERION_COST]));
    }
}

void cst__verify_rules(cst__verifier *v, const cst_package *package, const cst__recount *recount) {
    check_screening(v, recount);
    check_ledger(v, recount);           /* (1) */
    check_slots(v, recount);            /* (2), (3) */
    check_needs(v, recount);            /* (4) */
    check_relations(v, recount);        /* (5) */
    check_members(v, package, recount); /* (6) */
    check_values(v, recount);           /* (7) */
    check_content(v, recount);          /* (8) */
    check_budget(v, recount);           /* (9) */
}
