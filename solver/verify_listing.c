/*
 * verify_listing.c - what no package shows alone: whether labels, order, differences, points and
 * proofs of the packages of a result agree with each other.
 *
 * What it can not see without a solver is whether a package exists that nobody listed. It does see
 * when a listed package contradicts what is said of another: better where another is called best,
 * or cheaper than another's bound allows.
 */
#include "solver/verify_parts.h"

bool cst__is_labelled(const cst__listed *item) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (item->package->best_at[c]) {
            return true;
        }
    }
    return false;
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
static void check_slot(cst__verifier *v, const cst__listed *earlier, const cst__listed *later) {
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

static void check_differs(cst__verifier *v, const cst__listed *earlier, const cst__listed *later) {
    size_t differ = count_differing(&earlier->recount, &later->recount);
    size_t least = v->result->asked.differ > 1 ? (size_t)v->result->asked.differ : 1;
    cst_by by = v->result->asked.by;
    bool must = by == CST_BY_COST || (by == CST_BY_SLATE && !cst__is_labelled(later));
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

static cst__wide cost_of(const cst__listed *item) {
    return item->recount.criterion[CST_CRITERION_COST];
}

/* Whether a is cheaper than b by more than the gap. */
static bool is_cheaper(const cst__verifier *v, const cst__listed *a, const cst__listed *b) {
    return cost_of(a) < cost_of(b) - cst__gap_cents(v, cost_of(b));
}

/* By cost the costs rise. In a slate those who are best at something come first; of the others
 * each was the cheapest when it was listed, if that is proven. */
static void check_order(cst__verifier *v, const cst__listed *earlier, const cst__listed *later) {
    bool slate = v->result->asked.by == CST_BY_SLATE;
    bool asked =
        !slate || (!cst__is_labelled(earlier) && earlier->package->proof == CST_PROOF_OPTIMAL);
    if (slate && cst__is_labelled(later) && !cst__is_labelled(earlier)) {
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
static cst__wide loss_of(const cst__listed *item, int criterion) {
    cst__wide value = item->recount.criterion[criterion];
    return criterion == CST_CRITERION_US_CONTENT ? -value : value;
}

/* Whether a is better than b on a criterion; costs closer than the gap count as equal. */
static bool is_better(const cst__verifier *v, cst_criterion c, const cst__listed *a,
                      const cst__listed *b) {
    if (c == CST_CRITERION_COST) {
        return is_cheaper(v, a, b);
    }
    cst__wide x = a->recount.criterion[c];
    cst__wide y = b->recount.criterion[c];
    return c == CST_CRITERION_US_CONTENT ? x > y : x < y;
}

static bool is_equal(const cst__listed *a, const cst__listed *b, cst_criterion c) {
    return a->recount.criterion[c] == b->recount.criterion[c];
}

/* Whether a criterion is compared at all: US content only where it is computed. */
static bool is_compared(const cst__verifier *v, cst_criterion c) {
    return c != CST_CRITERION_US_CONTENT || v->opportunity->content_mode != CST_MODE_IGNORE;
}

/* The best on a criterion is beaten by nobody on it, and of those as good none is cheaper. */
static void check_label(cst__verifier *v, const cst__listing *all, const cst__listed *best,
                        cst_criterion c) {
    const cst__where *where = CST__AT("best_at", cst_criterion_id(c));
    if (!is_compared(v, c)) {
        cst__wrong(v, where, "the content rule is ignored");
        return;
    }
    for (size_t i = 0; i < all->n; i++) {
        const cst__listed *other = &all->item[i];
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
static void check_lead(cst__verifier *v, const cst__listing *all, const cst__listed *best, int c) {
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

static void check_labels(cst__verifier *v, const cst__listing *all, const cst__listed *item) {
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

static standing compare_points(const cst__verifier *v, const cst__listed *a, const cst__listed *b) {
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
static void check_points(cst__verifier *v, const cst__listed *earlier, const cst__listed *later) {
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
static bool is_in_region(const cst_open_region *region, const cst__listed *item) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        int64_t limit = region->limit[c];
        bool content = c == CST_CRITERION_US_CONTENT;
        if (region->has_limit[c] && loss_of(item, c) >= (content ? -limit : limit)) {
            return false;
        }
    }
    return true;
}

static void check_region(cst__verifier *v, const cst__listing *all, const cst_open_region *region) {
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
static void check_frontier(cst__verifier *v, const cst__listing *all) {
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
static bool is_bounded_point(const cst__verifier *v, const cst__listed *item,
                             const cst__listed *other) {
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
static bool is_bounded(const cst__verifier *v, const cst__listed *item, const cst__listed *other) {
    if (v->result->asked.by == CST_BY_FRONTIER) {
        return is_bounded_point(v, item, other);
    }
    if (v->result->asked.by == CST_BY_DIVERSE) {
        return item->package == v->result->packages;
    }
    if (v->result->asked.by == CST_BY_COST || !cst__is_labelled(item)) {
        return other->package > item->package;
    }
    for (int c = 0; c < CST_N_CRITERIA && !item->package->best_at[CST_CRITERION_COST]; c++) {
        if (item->package->best_at[c] && !is_equal(item, other, (cst_criterion)c)) {
            return false;
        }
    }
    return true;
}

static void check_bound(cst__verifier *v, const cst__listing *all, const cst__listed *item) {
    cst__wide bound = item->package->bound_cents;
    for (size_t i = 0; i < all->n; i++) {
        const cst__listed *other = &all->item[i];
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

void cst__verify_listing(cst__verifier *v, const cst__listing *all) {
    cst_by by = v->result->asked.by;
    for (size_t i = 0; i < all->n; i++) {
        const cst__listed *item = &all->item[i];
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
static void check_diversity(cst__verifier *v, const cst__listing *all) {
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

static bool is_any_best(const cst__listing *all, cst_criterion c) {
    for (size_t i = 0; i < all->n; i++) {
        if (all->item[i].package->best_at[c]) {
            return true;
        }
    }
    return false;
}

/* A solved slate names a best package on every criterion, and has proven each to be the best. */
static void check_solved_slate(cst__verifier *v, const cst__listing *all) {
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

static void check_solved(cst__verifier *v, const cst__listing *all) {
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

static void check_status(cst__verifier *v, const cst__listing *all) {
    if (v->result->status == CST_STATUS_SOLVED) {
        check_solved(v, all);
    } else if (v->result->status == CST_STATUS_INFEASIBLE && all->n > 0) {
        cst__wrong(v, CST__AT("status"), "infeasible, but packages are listed");
    }
}

/* What only lists of that kind say of themselves. */
static void check_unasked(cst__verifier *v) {
    cst_by by = v->result->asked.by;
    if (by != CST_BY_FRONTIER && v->result->frontier != NULL) {
        cst__wrong(v, CST__AT("frontier"), "not asked for");
    }
    if (by != CST_BY_DIVERSE && v->result->diversity != NULL) {
        cst__wrong(v, CST__AT("diversity"), "not asked for");
    }
}

void cst__verify_whole(cst__verifier *v, const cst__listing *all) {
    check_status(v, all);
    check_unasked(v);
    if (v->result->asked.by == CST_BY_FRONTIER) {
        check_frontier(v, all);
    } else if (v->result->asked.by == CST_BY_DIVERSE) {
        check_diversity(v, all);
    }
}
