/*
 * session_proven.c - what is proven of one question, said of another.
 *
 * A proof says: every package of a scope F has a loss of at least b on a criterion a (b infinite:
 * there is none). Let G be the scope of a later question. Three steps lead from one to the other.
 *
 * Parts. What a question asks are demands that a package meets or does not, each by itself. G lets
 * in no more than F where each demand of F is one of G, or follows from one: a limit from a
 * stricter one, a firm that is out from nothing but itself, an offering that is out from its firm,
 * a firm that is in from one of its offerings.
 *
 * The limit that is looser. Let G ask all that F asks but for the limit l of F on a criterion c. A
 * package of G keeps to l, and is one of F, or its loss on c is at least l + 1, whole as losses
 * are. So on c = a every package of G has a loss of at least min(b, l + 1); and where b is infinite
 * the same holds of any one criterion c. (Where no limit is looser, this says the same as the
 * parts.)
 *
 * Prices. Offerings that G excludes are in none of its packages: what they cost does not matter.
 * Let d(n) be the new value less the old one of n units of any other offering. A package of G has
 * at its new prices a cost of its old ones plus the sum of d over what it holds, which is at least
 * S = the sum of min(0, min d), and min d where G says that the offering is in. So it costs at old
 * prices at most its limit less S, and what costs at least x at old prices costs at least x + S.
 * That it is a package of F at old prices takes more, since values are in other demands too:
 *
 *   - shares of members, in the tender or as a limit: only at the same prices;
 *   - the share of local firms: only where values of theirs do not rise and values of others do not
 *     fall, so that it was at least as large before; the same of small firms;
 *   - US content, required or as a limit: only where nothing in a content slot changes;
 *   - max_value of the firm: only where no value falls, for it might have been too much before;
 *   - min_value of the firm: only where no value rises, for it might have been too little before.
 *
 * All else (ledger, slots, tags, relations, members, who may lead) does not look at prices, nor do
 * the criteria delivery, members, licences and misfit.
 */
#include <stdlib.h>
#include <string.h>

#include "solver/best.h"
#include "solver/session_parts.h"

/* Beyond all that is asked by one session in earnest; then the oldest proof goes. */
enum { MOST_PROOFS = 4096 };

/* ---------------------------------------------------------------- parts */

/* Whether a firm is to be in, by itself or by one of its offerings, or an offering by itself. */
static bool is_in(const cst__scope *g, const cst_catalog *catalog, size_t party) {
    for (size_t i = 0; i < g->n_with; i++) {
        size_t it = g->with[i];
        bool of_firm =
            it >= catalog->n_firms && catalog->offerings[it - catalog->n_firms].firm == party;
        if (it == party || of_firm) {
            return true;
        }
    }
    return false;
}

static bool asks_parties(const cst__scope *g, const cst__scope *f, const cst_catalog *catalog) {
    for (size_t i = 0; i < f->n_without; i++) {
        if (!cst__scope_excludes(g, catalog, f->without[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < f->n_with; i++) {
        if (!is_in(g, catalog, f->with[i])) {
            return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- prices */

/* What changes in prices from F to G, of the offerings that G does not exclude. */
typedef struct change {
    cst__wide least_cents; /* S above */
    bool any, in_content, spoils_local, spoils_small;
    bool may_be_too_much; /* a value falls of a firm with a max_value */
    bool may_be_too_little;
} change;

typedef struct span {
    int64_t least, most;
} span;

static void stretch(span *s, const cst__offering *old, const cst__offering *new, int64_t units,
                    int years) {
    if (units >= old->min_units && units <= old->max_units) {
        int64_t d = cst__value_cents(new, units, years) - cst__value_cents(old, units, years);
        s->least = d < s->least ? d : s->least;
        s->most = d > s->most ? d : s->most;
    }
}

/* Between two places where a tier of either begins the difference is linear in the units. */
static void stretch_tiers(span *s, const cst__offering *old, const cst__offering *new,
                          const cst__offering *tiers, int years) {
    for (size_t t = 0; t < tiers->n_tiers; t++) {
        stretch(s, old, new, tiers->tiers[t].from - 1, years);
        stretch(s, old, new, tiers->tiers[t].from, years);
    }
}

static span differences(const cst__offering *old, const cst__offering *new, int years) {
    span s = {INT64_MAX, INT64_MIN};
    stretch(&s, old, new, old->min_units, years);
    stretch(&s, old, new, old->max_units, years);
    stretch_tiers(&s, old, new, old, years);
    stretch_tiers(&s, old, new, new, years);
    return s;
}

/* Whether a share of some firms may have been smaller before, for one of them or another firm. */
static bool spoils(bool is_one_of_them, span d) {
    return is_one_of_them ? d.most > 0 : d.least < 0;
}

static void note_change(const cst_opportunity *p, const cst__scope *f, const cst__scope *g,
                        size_t offering, change *c) {
    const cst_catalog *catalog = p->catalog;
    cst__offering old = cst__scope_offering(f, catalog, offering);
    cst__offering new = cst__scope_offering(g, catalog, offering);
    span d = differences(&old, &new, p->term_years);
    if (cst__scope_excludes(g, catalog, catalog->n_firms + offering) ||
        (d.least == 0 && d.most == 0)) {
        return;
    }
    const cst__firm *firm = &catalog->firms[old.firm];
    bool is_included =
        p->include_offering[offering] || is_in(g, catalog, catalog->n_firms + offering);
    c->any = true;
    c->in_content = c->in_content || p->rules->slots[old.slot].content;
    c->may_be_too_much =
        c->may_be_too_much || (d.least < 0 && firm->max_value_cents != CST__NO_LIMIT);
    c->may_be_too_little = c->may_be_too_little || (d.most > 0 && firm->min_value_cents > 0);
    c->spoils_local = c->spoils_local || spoils(firm->incorporated == p->buyer_country, d);
    c->spoils_small = c->spoils_small || spoils(firm->size == CST__SIZE_SMALL, d);
    c->least_cents += is_included || d.least < 0 ? d.least : 0;
}

static change change_of(const cst_opportunity *p, const cst__scope *f, const cst__scope *g) {
    change c = {0};
    for (size_t i = 0; i < g->n_prices; i++) {
        note_change(p, f, g, g->prices[i].offering, &c);
    }
    for (size_t i = 0; i < f->n_prices; i++) {
        if (!cst__scope_reprices(g, f->prices[i].offering)) {
            note_change(p, f, g, f->prices[i].offering, &c);
        }
    }
    return c;
}

/* Whether a package of G that keeps to the limits of F, but for that on a criterion, keeps all that
 * F asks also at the prices of F; and whether the criterion says the same at both. */
static bool is_comparable(const cst_opportunity *p, const cst__scope *f, const change *c,
                          cst_criterion criterion) {
    bool shares = p->max_member_share_bp < CST__BP || (p->local_share_bp > 0 && c->spoils_local) ||
                  (p->small_share_bp > 0 && c->spoils_small) ||
                  f->limit[CST_CRITERION_LARGEST_SHARE] != CST__NO_LIMIT ||
                  criterion == CST_CRITERION_LARGEST_SHARE;
    bool content = p->content_mode == CST_MODE_REQUIRE ||
                   f->limit[CST_CRITERION_US_CONTENT] != CST__NO_LIMIT ||
                   criterion == CST_CRITERION_US_CONTENT;
    return !c->any ||
           !(shares || (content && c->in_content) || c->may_be_too_much || c->may_be_too_little);
}

/* ---------------------------------------------------------------- one proof */

/* The one limit of F that G does not keep. */
typedef enum looser { LOOSER_NONE, LOOSER_ONE, LOOSER_SEVERAL } looser;

static looser find_looser(const cst__scope *f, const cst__scope *g, const change *c,
                          cst_criterion *which) {
    looser found = LOOSER_NONE;
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        cst__wide limit = g->limit[k];
        if (k == CST_CRITERION_COST && g->limit[k] != CST__NO_LIMIT) {
            limit -= c->least_cents;
        }
        bool kept =
            f->limit[k] == CST__NO_LIMIT || (g->limit[k] != CST__NO_LIMIT && limit <= f->limit[k]);
        if (!kept) {
            found = found == LOOSER_NONE ? LOOSER_ONE : LOOSER_SEVERAL;
            *which = (cst_criterion)k;
        }
    }
    return found;
}

static int64_t narrow(cst__wide value) {
    return value > INT64_MAX ? INT64_MAX : value < INT64_MIN ? INT64_MIN : (int64_t)value;
}

static void raise(cst__implied *all, cst_criterion criterion, cst__wide least) {
    int64_t *known = &all->least_loss[criterion];
    int64_t now = narrow(least);
    *known = now > *known ? now : *known;
}

static void apply(const cst__proofs *proofs, const cst__proven *proof, const cst__scope *g,
                  cst__implied *all) {
    const cst_opportunity *p = proofs->opportunity;
    const cst__scope *f = proof->scope;
    bool none = proof->least_loss == CST__NO_LIMIT;
    cst_criterion criterion = proof->criterion;
    if (!asks_parties(g, f, p->catalog)) {
        return;
    }
    change c = change_of(p, f, g);
    looser found = find_looser(f, g, &c, &criterion);
    if (found == LOOSER_SEVERAL || (!none && criterion != proof->criterion) ||
        !is_comparable(p, f, &c, criterion)) {
        return;
    }
    if (none && found == LOOSER_NONE) {
        all->nothing = true;
        return;
    }
    cst__wide least = proof->least_loss;
    if (found == LOOSER_ONE && (cst__wide)f->limit[criterion] + 1 < least) {
        least = (cst__wide)f->limit[criterion] + 1;
    }
    raise(all, criterion, criterion == CST_CRITERION_COST ? least + c.least_cents : least);
}

/* ---------------------------------------------------------------- all of them */

/* What holds of every package of the tender, whatever else is asked. */
static cst__implied known_of_all(const cst_opportunity *p) {
    cst__implied all = {0};
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        all.least_loss[c] = cst__least_loss(p->catalog, (cst_criterion)c);
    }
    raise(&all, CST_CRITERION_MEMBERS, p->min_members);
    return all;
}

cst__implied cst__proofs_imply(const cst__proofs *proofs, const cst__scope *scope) {
    cst__implied all = known_of_all(proofs->opportunity);
    for (size_t i = 0; i < proofs->n && !all.nothing; i++) {
        apply(proofs, &proofs->list[i], scope, &all);
    }
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        all.nothing = all.nothing || all.least_loss[c] > scope->limit[c];
    }
    return all;
}

cst_error cst__proofs_add(cst__proofs *proofs, cst__proven proven) {
    if (proofs->n == MOST_PROOFS) {
        free(proofs->list[proofs->oldest].scope);
        proofs->list[proofs->oldest] = proven;
        proofs->oldest = (proofs->oldest + 1) % MOST_PROOFS;
        return CST_E_OK;
    }
    if (proofs->n == proofs->room) {
        size_t room = proofs->room == 0 ? 64 : 2 * proofs->room;
        cst__proven *list = realloc(proofs->list, room * sizeof *list);
        if (list == NULL) {
            free(proven.scope);
            return CST_E_MEMORY;
        }
        proofs->list = list;
        proofs->room = room;
    }
    proofs->list[proofs->n++] = proven;
    return CST_E_OK;
}

void cst__proofs_end(cst__proofs *proofs) {
    for (size_t i = 0; i < proofs->n; i++) {
        free(proofs->list[i].scope);
    }
    free(proofs->list);
    *proofs = (cst__proofs){0};
}
