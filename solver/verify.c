/*
 * verify.c - a finished result, trusted in nothing.
 *
 * A result may come from the search of this library, from a file, or from anywhere. The verifier
 * takes from each package only which offerings it chooses and how many units of each; all else it
 * works out anew, in integers, from rules, catalog and opportunity (verify_recount.c), asks whether
 * the contract is kept (verify_rules.c), and compares every figure (verify_figures.c). What remains
 * for this file is what no package shows alone: whose result it is, who was refused, and whether
 * labels, order, differences and proofs agree with each other.
 *
 * What it can not see without a solver is whether a package exists that nobody listed. It does see
 * when a listed package contradicts what is said of another: better where another is called best,
 * or cheaper than another's bound allows.
 */
#include "solver/verify.h"

#include <string.h>

#include "solver/verify_parts.h"

/* More than can be asked for: the largest number of candidates (settings.def) and one for each
 * criterion. Pairs of packages are compared, so a file must not list without end. */
enum { MOST_PACKAGES = 10000 + CST_N_CRITERIA };

/* A package of the result with its recount. */
typedef struct listed {
    const cst_package *package;
    cst__recount recount;
} listed;

typedef struct listing {
    listed *item;
    size_t n;
} listing;

void *cst__verifier_alloc(cst__verifier *v, size_t count, size_t size) {
    void *memory = cst__arena_alloc(v->arena, count, size);
    if (memory == NULL) {
        v->out_of_memory = true;
    }
    return memory;
}

/* ---------------------------------------------------------------- whose result it is */

static void check_identity(cst__verifier *v) {
    const cst_opportunity *p = v->opportunity;
    const char *currency = p->currency[0] != '\0' ? p->currency : v->catalog->currency;
    cst__expect_text(v, CST__AT("opportunity"), p->id, v->result->opportunity);
    cst__expect_text(v, CST__AT("rules"), v->rules->id, v->result->rules);
    cst__expect_text(v, CST__AT("assumptions"),
                     v->catalog->assumptions == NULL ? "" : v->catalog->assumptions,
                     v->result->assumptions);
    cst__expect_stated(v, CST__AT("title"), p->title, v->result->title);
    cst__expect_stated(v, CST__AT("currency"), currency, v->result->currency);
}

/* ---------------------------------------------------------------- who was refused */

static const char *fact_text(const char *fact) {
    return fact == NULL ? "null" : fact;
}

static void pair_refused(cst__verifier *v, const void *context, size_t expected, size_t found) {
    (void)context;
    const cst__refused *refused = &v->screening->refused[expected];
    const cst_refusal *said = &v->result->refused[found];
    const cst__offering *offering = &v->catalog->offerings[refused->offering];
    cst__expect_text(v, CST__AT("refused", offering->id, refused->code, "firm"),
                     v->catalog->firms[offering->firm].id, said->firm);
    cst__expect_text(v, CST__AT("refused", offering->id, refused->code, "fact"),
                     fact_text(refused->fact), fact_text(said->fact));
    cst__expect_stated(v, CST__AT("refused", offering->id, refused->code, "source"),
                       refused->source, said->source);
}

static void check_refused(cst__verifier *v) {
    const cst__screening *s = v->screening;
    cst__lists lists = {.name = "refused", .pair = pair_refused};
    if (!cst__lists_room(v, &lists, s->n_refused, v->result->n_refused)) {
        return;
    }
    for (size_t i = 0; i < s->n_refused; i++) {
        const char *id = v->catalog->offerings[s->refused[i].offering].id;
        cst__lists_expect(&lists, id, s->refused[i].code, i);
    }
    for (size_t i = 0; i < v->result->n_refused; i++) {
        cst__lists_find(&lists, v->result->refused[i].offering, v->result->refused[i].code);
    }
    cst__lists_match(v, &lists);
    if (v->result->n_eligible != CST__NONE) {
        cst__expect_count(v, CST__AT("eligible"), (cst__wide)s->n_eligible,
                          (int64_t)v->result->n_eligible);
    }
}

/* ---------------------------------------------------------------- one package after the other */

static bool is_labelled(const listed *item) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (item->package->best_at[c]) {
            return true;
        }
    }
    return false;
}

/* Packages are p1, p2, ...; beyond the number asked for only what is best at something stands. */
static void check_place(cst__verifier *v, const listing *all, size_t i) {
    const char *id = cst__arena_format(v->arena, "p%zu", i + 1);
    if (id == NULL) {
        v->out_of_memory = true;
        return;
    }
    cst__expect_text(v, CST__AT("id"), id, all->item[i].package->id);
    int candidates = v->result->asked.by == CST_BY_FRONTIER ? 0 : v->result->asked.candidates;
    if (candidates > 0 && i >= (size_t)candidates && !is_labelled(&all->item[i])) {
        cst__wrong(v, CST__AT("candidates"), "the package is one more than the %d asked for",
                   candidates);
    }
}

static bool check_packages(cst__verifier *v, listing *all) {
    all->n = v->result->n_packages;
    if (all->n > MOST_PACKAGES) {
        all->n = MOST_PACKAGES;
        cst__wrong(v, CST__AT("packages"), "%zu packages are listed, only %zu are looked at",
                   v->result->n_packages, all->n);
    }
    all->item = cst__verifier_alloc(v, all->n, sizeof *all->item);
    for (size_t i = 0; all->item != NULL && i < all->n; i++) {
        listed *item = &all->item[i];
        item->package = &v->result->packages[i];
        v->package = item->package->id;
        check_place(v, all, i);
        if (!cst__verify_recount(v, item->package, &item->recount)) {
            break;
        }
        cst__verify_rules(v, item->package, &item->recount);
        cst__verify_figures(v, item->package, &item->recount);
        cst__verify_risk(v, item->package, &item->recount);
        cst__verify_resilience(v, item->package);
    }
    v->package = "";
    return !v->out_of_memory;
}

/* ---------------------------------------------------------------- differences */

static bool is_same(const cst__recount *a, const cst__recount *b) {
    if (a->n_picks != b->n_picks) {
        return false;
    }
    for (size_t i = 0; i < a->n_picks; i++) {
        if (a->picks[i].offering != b->picks[i].offering ||
            a->picks[i].units != b->picks[i].units) {
            return false;
        }
    }
    return true;
}

/* Firms that are members of exactly one of the two. */
static size_t count_differing(const cst__recount *a, const cst__recount *b) {
    size_t common = 0;
    for (size_t i = 0; i < a->n_mates; i++) {
        common += cst__recount_mate(b, a->mates[i].firm) != NULL;
    }
    return a->n_mates + b->n_mates - 2 * common;
}

static bool fills(const cst__verifier *v, const cst__recount *recount, size_t firm, size_t slot) {
    for (size_t i = 0; i < recount->n_picks; i++) {
        const cst__offering *it = &v->catalog->offerings[recount->picks[i].offering];
        if (it->firm == firm && it->slot == slot) {
            return true;
        }
    }
    return false;
}

/* Not all firms that fill the slot in the earlier package fill it again. */
static void check_slot(cst__verifier *v, const listed *earlier, const listed *later) {
    const char *id = v->result->asked.differ_slot;
    size_t slot = id == NULL ? CST__NONE : cst__rules_slot(v->rules, id);
    if (id != NULL && slot == CST__NONE) {
        cst__wrong(v, CST__AT("differ_slot"), "the rules have no slot '%s'", id);
    }
    bool any = false;
    for (size_t i = 0; slot != CST__NONE && i < earlier->recount.n_mates; i++) {
        size_t firm = earlier->recount.mates[i].firm;
        bool filled = fills(v, &earlier->recount, firm, slot);
        any = any || filled;
        if (filled && !fills(v, &later->recount, firm, slot)) {
            return;
        }
    }
    if (any) {
        cst__wrong(v, CST__AT("differ_slot", earlier->package->id),
                   "all firms that fill %s in it fill it again", id);
    }
}

static void check_differs(cst__verifier *v, const listed *earlier, const listed *later) {
    size_t differ = count_differing(&earlier->recount, &later->recount);
    size_t least = v->result->asked.differ > 1 ? (size_t)v->result->asked.differ : 1;
    cst_by by = v->result->asked.by;
    bool must = by == CST_BY_COST || (by == CST_BY_SLATE && !is_labelled(later));
    must = must || by == CST_BY_DIVERSE;
    if (is_same(&earlier->recount, &later->recount)) {
        cst__wrong(v, CST__AT("identical", earlier->package->id),
                   "the packages choose the same offerings and units");
    } else if (must && differ < least) {
        cst__wrong(v, CST__AT("differ", earlier->package->id),
                   "expected at least %zu differing members, found %zu", least, differ);
    }
    if (must && v->result->asked.differ_slot != NULL) {
        check_slot(v, earlier, later);
    }
}

/* ---------------------------------------------------------------- order */

static cst__wide cost_of(const listed *item) {
    return item->recount.criterion[CST_CRITERION_COST];
}

/* Whether a is cheaper than b by more than the gap. */
static bool is_cheaper(const cst__verifier *v, const listed *a, const listed *b) {
    return cost_of(a) < cost_of(b) - cst__gap_cents(v, cost_of(b));
}

/* By cost the costs rise. In a slate those who are best at something come first; of the others
 * each was the cheapest when it was listed, if that is proven. */
static void check_order(cst__verifier *v, const listed *earlier, const listed *later) {
    bool slate = v->result->asked.by == CST_BY_SLATE;
    bool asked = !slate || (!is_labelled(earlier) && earlier->package->proof == CST_PROOF_OPTIMAL);
    if (slate && is_labelled(later) && !is_labelled(earlier)) {
        cst__wrong(v, CST__AT("order", "best_at"),
                   "the package is best at something, but stands after %s", earlier->package->id);
    } else if (asked && is_cheaper(v, later, earlier)) {
        cst__figure a;
        cst__figure b;
        cst__wrong(v, CST__AT("order", "cost"), "%s is less than the %s of %s before it",
                   cst__money_text(&a, cost_of(later)), cst__money_text(&b, cost_of(earlier)),
                   earlier->package->id);
    }
}

/* ---------------------------------------------------------------- labels */

/* The value of a criterion as something to be minimised. */
static cst__wide loss_of(const listed *item, int criterion) {
    cst__wide value = item->recount.criterion[criterion];
    return criterion == CST_CRITERION_US_CONTENT ? -value : value;
}

/* Whether a is better than b on a criterion; costs closer than the gap count as equal. */
static bool is_better(const cst__verifier *v, cst_criterion c, const listed *a, const listed *b) {
    if (c == CST_CRITERION_COST) {
        return is_cheaper(v, a, b);
    }
    cst__wide x = a->recount.criterion[c];
    cst__wide y = b->recount.criterion[c];
    return c == CST_CRITERION_US_CONTENT ? x > y : x < y;
}

static bool is_equal(const listed *a, const listed *b, cst_criterion c) {
    return a->recount.criterion[c] == b->recount.criterion[c];
}

/* Whether a criterion is compared at all: US content only where it is computed. */
static bool is_compared(const cst__verifier *v, cst_criterion c) {
    return c != CST_CRITERION_US_CONTENT || v->opportunity->content_mode != CST_MODE_IGNORE;
}

/* The best on a criterion is beaten by nobody on it, and of those as good none is cheaper. */
static void check_label(cst__verifier *v, const listing *all, const listed *best, cst_criterion c) {
    const cst__where *where = CST__AT("best_at", cst_criterion_id(c));
    if (!is_compared(v, c)) {
        cst__wrong(v, where, "the content rule is ignored");
        return;
    }
    for (size_t i = 0; i < all->n; i++) {
        const listed *other = &all->item[i];
        if (is_better(v, c, other, best)) {
            cst__wrong(v, where, "%s is better", other->package->id);
            return;
        }
        if (is_equal(other, best, c) && is_cheaper(v, other, best)) {
            cst__wrong(v, where, "%s is as good and cheaper", other->package->id);
            return;
        }
    }
}

/* By how much it is best over the next value that is listed. */
static void check_lead(cst__verifier *v, const listing *all, const listed *best, int c) {
    cst__wide lead = 0;
    for (size_t i = 0; i < all->n && best->package->best_at[c]; i++) {
        cst__wide more = loss_of(&all->item[i], c) - loss_of(best, c);
        lead = more > 0 && (lead == 0 || more < lead) ? more : lead;
    }
    if (lead != best->package->lead[c]) {
        cst__wrong(v, CST__AT("best_by", cst_criterion_id((cst_criterion)c)),
                   "expected %lld in the smallest unit of the criterion, found %lld",
                   (long long)lead, (long long)best->package->lead[c]);
    }
}

static void check_labels(cst__verifier *v, const listing *all, const listed *item) {
    bool stated = false;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        stated = stated || item->package->lead[c] != 0;
    }
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (stated) { /* a file may say nothing of it */
            check_lead(v, all, item, c);
        }
        if (item->package->best_at[c]) {
            check_label(v, all, item, (cst_criterion)c);
        }
    }
}

/* ---------------------------------------------------------------- points of a frontier */

static bool is_named(const cst__verifier *v, int criterion) {
    return v->result->frontier != NULL && v->result->frontier->named[criterion];
}

/* How two packages of a frontier stand to each other on the named criteria. */
typedef struct standing {
    bool first_better;  /* on some criterion */
    bool second_better; /* on some criterion */
    bool in_order;      /* the first has the better value where they first differ */
} standing;

static standing compare_points(const cst__verifier *v, const listed *a, const listed *b) {
    standing s = {.in_order = true};
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        cst__wide x = loss_of(a, c);
        cst__wide y = loss_of(b, c);
        if (is_named(v, c) && x != y) {
            s.in_order = s.first_better || s.second_better ? s.in_order : x < y;
            s.first_better = s.first_better || x < y;
            s.second_better = s.second_better || y < x;
        }
    }
    return s;
}

/* No package of a frontier beats another on the named criteria, and each point has one. */
static void check_points(cst__verifier *v, const listed *earlier, const listed *later) {
    standing s = compare_points(v, earlier, later);
    if (!s.first_better && !s.second_better) {
        cst__wrong(v, CST__AT("frontier", "point"),
                   "the package has the same values of all named criteria as %s",
                   earlier->package->id);
    } else if (!s.second_better) {
        cst__wrong(v, CST__AT("frontier", "beaten"), "%s beats the package", earlier->package->id);
    } else if (!s.first_better) {
        cst__wrong(v, CST__AT("frontier", "beaten"), "the package beats %s", earlier->package->id);
    } else if (!s.in_order) {
        cst__wrong(v, CST__AT("frontier", "order"), "the package should stand before %s",
                   earlier->package->id);
    }
}

/* Whether a package is better than every limit of a region. */
static bool is_in_region(const cst_open_region *region, const listed *item) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        int64_t limit = region->limit[c];
        bool content = c == CST_CRITERION_US_CONTENT;
        if (region->has_limit[c] && loss_of(item, c) >= (content ? -limit : limit)) {
            return false;
        }
    }
    return true;
}

static void check_region(cst__verifier *v, const listing *all, const cst_open_region *region) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (region->has_limit[c] && !is_named(v, c)) {
            cst__wrong(v, CST__AT("frontier", "open", cst_criterion_id((cst_criterion)c)),
                       "the criterion was not named");
        }
    }
    for (size_t i = 0; i < all->n; i++) {
        if (is_in_region(region, &all->item[i])) {
            cst__wrong(v, CST__AT("frontier", "open"),
                       "%s lies in a region of which it is said that no package of it is known",
                       all->item[i].package->id);
        }
    }
}

/* What the frontier says of itself; that nothing is missing takes a solver. */
static void check_frontier(cst__verifier *v, const listing *all) {
    const cst_frontier *f = v->result->frontier;
    if (f == NULL) {
        cst__wrong(v, CST__AT("frontier"), "the result does not say which criteria were named");
        return;
    }
    if (f->complete != (f->n_open == 0) || (f->complete && f->coverage_bp > 0)) {
        cst__wrong(v, CST__AT("frontier", "complete"),
                   "a frontier is complete when no region is open, and then only");
    }
    int at_most = v->result->asked.at_most;
    if (at_most > 0 && all->n > (size_t)at_most) {
        cst__wrong(v, CST__AT("frontier", "at_most"), "%zu packages are listed, %d were asked for",
                   all->n, at_most);
    }
    if (v->result->status == CST_STATUS_SOLVED && at_most == 0 && !f->complete) {
        cst__wrong(v, CST__AT("frontier", "complete"),
                   "the result is called solved, but regions are open");
    }
    for (size_t i = 0; i < f->n_open; i++) {
        check_region(v, all, &f->open[i]);
    }
}

/* ---------------------------------------------------------------- bounds */

/* The bound of a point is on the cost of packages that are as good on all other named criteria. */
static bool is_bounded_point(const cst__verifier *v, const listed *item, const listed *other) {
    for (int c = CST_CRITERION_COST + 1; c < CST_N_CRITERIA; c++) {
        if (is_named(v, c) && loss_of(other, c) > loss_of(item, c)) {
            return false;
        }
    }
    return true;
}

/* Whether the bound of a package speaks of another one: of those after it where it was the next
 * cheapest; of all where it is called the cheapest; of those with the same values where it is best
 * at something else. */
static bool is_bounded(const cst__verifier *v, const listed *item, const listed *other) {
    if (v->result->asked.by == CST_BY_FRONTIER) {
        return is_bounded_point(v, item, other);
    }
    if (v->result->asked.by == CST_BY_DIVERSE) {
        return item->package == v->result->packages;
    }
    if (v->result->asked.by == CST_BY_COST || !is_labelled(item)) {
        return other->package > item->package;
    }
    for (int c = 0; c < CST_N_CRITERIA && !item->package->best_at[CST_CRITERION_COST]; c++) {
        if (item->package->best_at[c] && !is_equal(item, other, (cst_criterion)c)) {
            return false;
        }
    }
    return true;
}

static void check_bound(cst__verifier *v, const listing *all, const listed *item) {
    cst__wide bound = item->package->bound_cents;
    for (size_t i = 0; i < all->n; i++) {
        const listed *other = &all->item[i];
        cst__wide cost = cost_of(other);
        if (other != item && is_bounded(v, item, other) && bound > cost + cst__gap_cents(v, cost)) {
            cst__figure a;
            cst__figure b;
            cst__wrong(v, CST__AT("proof", "bound", other->package->id),
                       "the bound %s is above the cost %s of a package it speaks of",
                       cst__money_text(&a, bound), cst__money_text(&b, cost));
            return;
        }
    }
}

static void check_listing(cst__verifier *v, const listing *all) {
    cst_by by = v->result->asked.by;
    for (size_t i = 0; i < all->n; i++) {
        const listed *item = &all->item[i];
        v->package = item->package->id;
        for (size_t j = 0; j < i; j++) {
            check_differs(v, &all->item[j], item);
            if (by == CST_BY_FRONTIER) {
                check_points(v, &all->item[j], item);
            } else if (by != CST_BY_DIVERSE) {
                check_order(v, &all->item[j], item);
            }
        }
        check_labels(v, all, item);
        check_bound(v, all, item);
    }
    v->package = "";
}

/* ---------------------------------------------------------------- diverse packages */

/* The first is the cheapest; none costs more than the share beyond it; all differ as is said. */
static void check_diversity(cst__verifier *v, const listing *all) {
    const cst_diversity *d = v->result->diversity;
    if (d == NULL || all->n == 0) {
        if (all->n > 0) {
            cst__wrong(v, CST__AT("diversity"), "the result does not say how far packages differ");
        }
        return;
    }
    cst__wide least = cost_of(&all->item[0]);
    cst__wide bp = (cst__wide)(v->result->asked.within * CST__BP + 0.5);
    cst__wide limit = least + (least > 0 ? least * bp / CST__BP : 0);
    cst__expect_money(v, CST__AT("diversity", "limit"), limit, d->limit_cents);
    size_t differ = 0;
    for (size_t i = 0; i < all->n; i++) {
        v->package = all->item[i].package->id;
        if (cost_of(&all->item[i]) > limit) {
            cst__wrong(v, CST__AT("diversity", "limit"), "the package costs more");
        }
        for (size_t j = 0; j < i; j++) {
            size_t n = count_differing(&all->item[j].recount, &all->item[i].recount);
            differ = differ == 0 || n < differ ? n : differ;
        }
    }
    v->package = "";
    cst__expect_count(v, CST__AT("diversity", "differ"), (cst__wide)differ, d->least);
    if (d->bound >= 0 && d->bound < d->least) {
        cst__wrong(v, CST__AT("diversity", "bound"), "the packages differ by more");
    }
    if (v->result->status == CST_STATUS_SOLVED && d->bound < 0) {
        cst__wrong(v, CST__AT("diversity", "bound"), "the result is called solved, but none is");
    }
}

/* ---------------------------------------------------------------- status */

static bool is_any_best(const listing *all, cst_criterion c) {
    for (size_t i = 0; i < all->n; i++) {
        if (all->item[i].package->best_at[c]) {
            return true;
        }
    }
    return false;
}

/* A solved slate names a best package on every criterion, and has proven each to be the best. */
static void check_solved_slate(cst__verifier *v, const listing *all) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        const char *id = cst_criterion_id((cst_criterion)c);
        if (is_compared(v, (cst_criterion)c) && !is_any_best(all, (cst_criterion)c)) {
            cst__wrong(v, CST__AT("best_at", id), "no package is called best");
        }
        if (is_compared(v, (cst_criterion)c) && !v->result->criteria_proven[c]) {
            cst__wrong(v, CST__AT("criteria_proven", id),
                       "the result is called solved, but this value is not proven");
        }
    }
}

static void check_solved(cst__verifier *v, const listing *all) {
    if (all->n == 0) {
        cst__wrong(v, CST__AT("status"), "solved, but no package is listed");
        return;
    }
    for (size_t i = 0; i < all->n; i++) {
        v->package = all->item[i].package->id;
        if (all->item[i].package->proof != CST_PROOF_OPTIMAL) {
            cst__wrong(v, CST__AT("proof", "status"),
                       "the result is called solved, but the package is not proven");
        }
    }
    v->package = "";
    if (v->result->asked.by == CST_BY_SLATE) {
        check_solved_slate(v, all);
    }
}

static void check_status(cst__verifier *v, const listing *all) {
    if (v->result->status == CST_STATUS_SOLVED) {
        check_solved(v, all);
    } else if (v->result->status == CST_STATUS_INFEASIBLE && all->n > 0) {
        cst__wrong(v, CST__AT("status"), "infeasible, but packages are listed");
    }
}

/* ---------------------------------------------------------------- the whole */

static void check_result(cst__verifier *v) {
    listing all = {0};
    check_identity(v);
    check_refused(v);
    cst__verify_shocks(v);
    if (check_packages(v, &all)) {
        check_listing(v, &all);
        check_status(v, &all);
        if (v->result->asked.by == CST_BY_FRONTIER) {
            check_frontier(v, &all);
        } else if (v->result->asked.by == CST_BY_DIVERSE) {
            check_diversity(v, &all);
        }
    }
    cst__verify_nothing_fits(v);
}

/* Makes a verifier for the tender and lets it check. */
static cst_error verify(const cst_opportunity *opportunity, const cst_result *result,
                        void (*check)(cst__verifier *v), cst_findings **findings) {
    *findings = NULL;
    cst__screening *screening = NULL;
    cst__verifier v = {.opportunity = opportunity,
                       .catalog = opportunity->catalog,
                       .rules = opportunity->rules,
                       .result = result,
                       .arena = cst__arena_new(),
                       .package = "",
                       .findings = cst__findings_new()};
    cst_error error =
        v.arena == NULL || v.findings == NULL ? CST_E_MEMORY : cst__screen(opportunity, &screening);
    if (error == CST_E_OK) {
        v.screening = screening;
        check(&v);
        error = v.out_of_memory ? CST_E_MEMORY : CST_E_OK;
    }
    if (error == CST_E_OK) {
        *findings = v.findings;
    } else {
        cst_findings_free(v.findings);
    }
    cst__screening_free(screening);
    cst__arena_free(v.arena);
    return error;
}

cst_error cst__verify_result(const cst_opportunity *opportunity, const cst_result *result,
                             cst_findings **findings) {
    return verify(opportunity, result, check_result, findings);
}

static void check_package_alone(cst__verifier *v) {
    listing all = {0};
    if (check_packages(v, &all)) {
        check_listing(v, &all);
    }
}

cst_error cst__verify_package(const cst_opportunity *opportunity, const cst_package *package,
                              double gap, cst_findings **findings) {
    cst_package alone = *package;
    cst_result result = {.assumptions = "",
                         .packages = &alone,
                         .n_packages = 1,
                         .asked = {.by = CST_BY_COST, .candidates = 1, .differ = 1, .gap = gap}};
    alone.id = "p1";
    return verify(opportunity, &result, check_package_alone, findings);
}

cst_error cst_verify(const cst_rules *rules, const cst_catalog *catalog,
                     const cst_opportunity *opportunity, const char *bytes, size_t size,
                     const char *name, const cst_limits *limits, cst_findings **findings,
                     cst_diagnostics *diagnostics) {
    *findings = NULL;
    if (!cst__belong_together(rules, catalog, opportunity)) {
        return CST_E_SETTING;
    }
    cst_result *result = NULL;
    cst_error error = cst_result_read(bytes, size, name, limits, &result, diagnostics);
    if (error == CST_E_OK) {
        error = cst__verify_result(opportunity, result, findings);
    }
    cst_result_free(result);
    return error;
}
