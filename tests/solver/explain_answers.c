/* explain_answers.c - answers about a tender in which something fits, one after the other. */
#include "tests/solver/explain_answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tree.h"

enum { MOST_CHOICES = 1000000 };

static int64_t cost_of(const oracle_choice *choice) {
    return choice == NULL ? INT64_MAX : choice->criteria[CST_CRITERION_COST];
}

/* ---------------------------------------------------------------- packages with somebody */

/* A firm or an offering. */
typedef struct party {
    const char *id;
    bool is_firm;
    size_t index;
} party;

static party party_of(const cst_catalog *catalog, const char *id) {
    size_t firm = cst__catalog_firm(catalog, id);
    bool is_firm = firm != CST__NONE;
    return (party){id, is_firm, is_firm ? firm : cst__catalog_offering(catalog, id)};
}

static bool contains(const oracle_choice *choice, party who) {
    return who.is_firm ? (choice->members >> who.index & 1U) != 0 : choice->units[who.index] > 0;
}

static const oracle_choice *cheapest(const oracle *o, party who, bool with) {
    const oracle_choice *best = NULL;
    for (size_t i = 0; i < o->n_feasible; i++) {
        const oracle_choice *it = &o->feasible[i];
        if (contains(it, who) == with && (best == NULL || cost_of(it) < cost_of(best))) {
            best = it;
        }
    }
    return best;
}

static bool has_member(const cst_package *package, const char *firm) {
    for (size_t i = 0; i < package->n_members; i++) {
        if (strcmp(package->members[i].firm, firm) == 0) {
            return true;
        }
    }
    return false;
}

static bool has_party(const cst_package *package, party who) {
    bool chosen = false;
    for (size_t i = 0; i < package->n_lines; i++) {
        chosen = chosen || strcmp(package->lines[i].offering, who.id) == 0;
    }
    return who.is_firm ? has_member(package, who.id) : chosen;
}

/* ---------------------------------------------------------------- the cheapest */

static const cst_package *base_of(const cst_explanation *found) {
    return found->result->n_packages == 0 ? NULL : &found->result->packages[0];
}

/* Whether the first package is known to be the cheapest. */
static bool is_base_proven(const answers_case *c, const cst_explanation *found) {
    const cst_package *base = base_of(found);
    return base != NULL &&
           base->criteria.cost_cents == cost_of(oracle_best(c->o, CST_CRITERION_COST));
}

static void compare_base(report *r, const answers_case *c, const cst_explanation *found) {
    const oracle_choice *best = oracle_best(c->o, CST_CRITERION_COST);
    const cst_package *base = base_of(found);
    if (base == NULL) {
        expect(r, "result", "a package", c->complete, false);
        return;
    }
    oracle_choice choice;
    compare_package(r, c->o, base, &choice);
    if (c->complete || found->result->status == CST_STATUS_SOLVED) {
        expect(r, "cheapest", "status", (int64_t)found->result->status, CST_STATUS_SOLVED);
        expect(r, "cheapest", "cost", base->criteria.cost_cents, cost_of(best));
        expect(r, "cheapest", "members", base->criteria.members,
               best->criteria[CST_CRITERION_MEMBERS]);
    }
}

/* ---------------------------------------------------------------- why in, why not */

static bool is_refused(const oracle *o, party who) {
    bool refused = true;
    for (size_t i = 0; i < o->opportunity->catalog->n_offerings; i++) {
        bool of =
            who.is_firm ? o->opportunity->catalog->offerings[i].firm == who.index : i == who.index;
        refused = refused && !(of && o->eligible[i]);
    }
    return refused;
}

static bool has_offerings(const oracle *o, party who) {
    bool has = !who.is_firm;
    for (size_t i = 0; i < o->opportunity->catalog->n_offerings; i++) {
        has = has || o->opportunity->catalog->offerings[i].firm == who.index;
    }
    return has;
}

/* What is true of it beside a cheapest package. */
static cst_standing standing_of(const oracle *o, const cst_package *base, party who) {
    if (is_refused(o, who)) {
        return CST_STANDING_REFUSED;
    }
    if (base != NULL && has_party(base, who)) {
        return CST_STANDING_CHOSEN;
    }
    return cheapest(o, who, true) == NULL ? CST_STANDING_IMPOSSIBLE : CST_STANDING_BEATEN;
}

static void compare_bars(report *r, const cst_why *why, const cst_result *result) {
    size_t n = 0;
    for (size_t i = 0; i < result->n_refused && agrees(r); i++) {
        const cst_refusal *it = &result->refused[i];
        if (strcmp(why->is_firm ? it->firm : it->offering, why->id) != 0) {
            continue;
        }
        if (n == why->n_bars || strcmp(why->bars[n].refusal.offering, it->offering) != 0 ||
            strcmp(why->bars[n].refusal.code, it->code) != 0) {
            differ(r, "%s: the bar %s of %s is missing", why->id, it->code, it->offering);
        } else if (why->bars[n].way_out == NULL || why->bars[n].way_out[0] == '\0') {
            differ(r, "%s: no way out of %s", why->id, it->code);
        }
        n++;
    }
    expect(r, why->id, "bars", (int64_t)why->n_bars, (int64_t)n);
}

/* From the cheapest package to the other one. */
static void compare_cut(report *r, const answers_case *c, const cst_why *why, int64_t other) {
    int64_t cut = other - cost_of(oracle_best(c->o, CST_CRITERION_COST));
    expect(r, why->id, "has a cut", why->has_cut, other < INT64_MAX);
    if (other < INT64_MAX) {
        expect(r, why->id, "the cut", why->cut_cents, cut);
        expect(r, why->id, "the cut, proven", why->cut_low_cents, cut);
    }
}

/* The other package has it, or has it not. */
static void compare_other(report *r, const answers_case *c, const cst_why *why, party who,
                          bool proven) {
    bool with = why->standing == CST_STANDING_BEATEN;
    int64_t cost = cost_of(cheapest(c->o, who, with));
    compare_proven(r, why->id, c->o, &why->other, cost, c->complete);
    if (why->other.found) {
        expect(r, why->id, "is in the other package", has_party(&why->other.package, who), with);
    }
    if (c->complete || (proven && why->other.status != CST_STATUS_LIMIT)) {
        compare_cut(r, c, why, cost);
    } else if (proven && why->has_cut && cost < INT64_MAX &&
               why->cut_low_cents > cost - cost_of(oracle_best(c->o, CST_CRITERION_COST))) {
        differ(r, "%s: the cut is less than is said to be proven", why->id);
    }
}

static void compare_why(report *r, const answers_case *c, const cst_explanation *found,
                        const cst_why *why) {
    party who = party_of(c->o->opportunity->catalog, why->id);
    cst_standing standing = standing_of(c->o, base_of(found), who);
    expect(r, why->id, "is a firm", why->is_firm, who.is_firm);
    if (!has_offerings(c->o, who) && why->standing == CST_STANDING_IMPOSSIBLE) {
        standing = CST_STANDING_IMPOSSIBLE; /* which is as true */
    }
    if (c->complete || why->standing != CST_STANDING_UNDECIDED) {
        expect(r, why->id, "standing", (int64_t)why->standing, (int64_t)standing);
    }
    compare_bars(r, why, found->result);
    if (why->standing == CST_STANDING_BEATEN || why->standing == CST_STANDING_CHOSEN) {
        compare_other(r, c, why, who, is_base_proven(c, found));
    } else if (why->standing != CST_STANDING_UNDECIDED) {
        expect(r, why->id, "another package", why->other.found, false);
        expect(r, why->id, "has a cut", why->has_cut, false);
    }
}

/* The ids in their order, then the firms; where both are asked a firm may be named once. */
static void compare_whys(report *r, const answers_case *c, const cst_explanation *found) {
    const cst_questions *q = c->questions;
    const cst_catalog *catalog = c->o->opportunity->catalog;
    size_t n = q->n_ids + (q->every_firm ? catalog->n_firms : 0);
    expect(r, "explanation", "whys", (int64_t)found->n_whys, (int64_t)n);
    for (size_t i = 0; i < n && agrees(r); i++) {
        const char *id = i < q->n_ids ? q->ids[i] : catalog->firms[i - q->n_ids].id;
        if (strcmp(found->whys[i].id, id) != 0) {
            differ(r, "why %zu is of %s, not of %s", i, found->whys[i].id, id);
            return;
        }
        compare_why(r, c, found, &found->whys[i]);
    }
}

/* ---------------------------------------------------------------- what each rule costs */

static const cst_rule_cost *find_rule(report *r, const cst_explanation *found, const char *name,
                                      bool is_added) {
    const cst_rule_cost *rule = NULL;
    for (size_t i = 0; i < found->n_rules; i++) {
        if (strcmp(found->rules[i].name, name) != 0 || found->rules[i].is_added != is_added) {
            continue;
        }
        if (rule != NULL) {
            differ(r, "the cost of %s is listed twice", name);
        }
        rule = &found->rules[i];
    }
    if (rule == NULL) {
        differ(r, "the cost of %s is missing", name);
    }
    return rule;
}

/* One that is idle is without effect on the cost, and need not say more. The oracle is of the
 * tender without it, and need not have tried anything. */
static void compare_rule(report *r, const answers_case *c, const cst_explanation *found,
                         const char *name, const oracle *without, int64_t cost) {
    const cst_rule_cost *rule = find_rule(r, found, name, false);
    if (rule == NULL) {
        return;
    }
    if (rule->idle && cost != cost_of(oracle_best(c->o, CST_CRITERION_COST))) {
        differ(r, "%s is not idle", name);
    }
    if (!rule->idle || rule->other.found) {
        compare_proven(r, name, without, &rule->other, cost, c->complete);
    }
}

static void compare_demand_costs(report *r, const answers_case *c, const cst_explanation *found) {
    for (size_t i = 0; i < c->e->n_demands && agrees(r); i++) {
        const demand *d = &c->e->demands[i];
        instance files = instance_copy(c->files);
        demand_drop(files.opportunity, d);
        changed_tender without = changed_new(&files);
        compare_rule(r, c, found, d->pointer, without.o,
                     explain_cost_without(c->e, UINT64_C(1) << i));
        changed_clear(&without);
        instance_clear(&files);
    }
}

/* Everything tried. */
static changed_tender try_changed(const instance *files) {
    changed_tender c = {.o = NULL};
    if (tender_read(files, &c.t, NULL)) {
        c.o = oracle_new(c.t.opportunity, MOST_CHOICES);
    }
    return c;
}

static int64_t least_cost(const changed_tender *c) {
    return c->o == NULL ? INT64_MAX : cost_of(oracle_best(c->o, CST_CRITERION_COST));
}

static void compare_row(report *r, const answers_case *c, const cst_explanation *found,
                        const char *name, const instance *files) {
    changed_tender without = try_changed(files);
    compare_rule(r, c, found, name, without.o, least_cost(&without));
    changed_clear(&without);
}

static void compare_rows(report *r, const answers_case *c, const cst_explanation *found,
                         const char *list) {
    size_t n = json_array_size(json_object_get(c->files->rules, list));
    for (size_t i = 0; i < n && agrees(r); i++) {
        char name[100];
        instance files = instance_copy(c->files);
        json_t *rows = json_object_get(files.rules, list);
        json_t *id = json_object_get(json_array_get(rows, i), "id");
        snprintf(name, sizeof name, "%s:%s", list, json_string_value(id));
        json_array_remove(rows, i);
        compare_row(r, c, found, name, &files);
        instance_clear(&files);
    }
}

static bool refuses_unknown(const answers_case *c) {
    return c->t->rules->unknown == CST__REFUSE;
}

static void compare_unknown(report *r, const answers_case *c, const cst_explanation *found) {
    instance files = instance_copy(c->files);
    tree_put_text(files.rules, "unknown", "warn");
    compare_row(r, c, found, "unknown", &files);
    instance_clear(&files);
}

/* Content that is not required: the cheapest package if it were. */
static void compare_added(report *r, const answers_case *c, const cst_explanation *found) {
    const cst_rule_cost *rule = find_rule(r, found, "content", true);
    instance files = instance_copy(c->files);
    json_t *content = json_object_get(files.opportunity, "content");
    if (!json_is_object(content)) {
        tree_put(files.opportunity, "content", json_object());
        content = json_object_get(files.opportunity, "content");
    }
    tree_put_text(content, "mode", "require");
    changed_tender with = try_changed(&files);
    if (rule != NULL) {
        compare_proven(r, "content, added", with.o, &rule->other, least_cost(&with), c->complete);
    }
    changed_clear(&with);
    instance_clear(&files);
}

static void compare_rules(report *r, const answers_case *c, const cst_explanation *found) {
    bool adds = c->o->opportunity->content_mode == CST_MODE_PRESUMPTION;
    size_t n = c->e->n_demands + c->t->rules->n_jurisdiction + c->t->rules->n_exports +
               (refuses_unknown(c) ? 1 : 0) + (adds ? 1 : 0);
    compare_demand_costs(r, c, found);
    compare_rows(r, c, found, "jurisdiction");
    compare_rows(r, c, found, "export");
    if (refuses_unknown(c)) {
        compare_unknown(r, c, found);
    }
    if (adds) {
        compare_added(r, c, found);
    }
    expect(r, "explanation", "rules", (int64_t)found->n_rules, (int64_t)n);
}

/* ---------------------------------------------------------------- if someone drops out */

static bool is_in(const char *const *list, size_t n, const char *text) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i], text) == 0) {
            return true;
        }
    }
    return false;
}

/* The list has these members of one package that are not in the other, and no more. */
static void compare_members(report *r, const cst_dropout *it, const char *what,
                            const char *const *list, size_t n_list, const cst_package *in,
                            const cst_package *not_in) {
    int64_t n = 0;
    for (size_t i = 0; i < in->n_members; i++) {
        const char *firm = in->members[i].firm;
        if (strcmp(firm, it->firm) == 0 || has_member(not_in, firm)) {
            continue;
        }
        n++;
        if (!is_in(list, n_list, firm)) {
            differ(r, "without %s: %s does not name %s", it->firm, what, firm);
        }
    }
    expect(r, it->firm, what, (int64_t)n_list, n);
}

/* Slots in which the package has this firm and no other. */
static void compare_slots(report *r, const cst_dropout *it, const cst_package *base) {
    int64_t n = 0;
    for (size_t i = 0; i < base->n_lines; i++) {
        bool alone = true;
        bool seen = false;
        for (size_t k = 0; k < base->n_lines; k++) {
            bool same = strcmp(base->lines[k].slot, base->lines[i].slot) == 0;
            alone = alone && !(same && strcmp(base->lines[k].firm, it->firm) != 0);
            seen = seen || (same && k < i);
        }
        if (!alone || seen) {
            continue;
        }
        n++;
        if (!is_in(it->slots, it->n_slots, base->lines[i].slot)) {
            differ(r, "without %s: the slot %s is not named", it->firm, base->lines[i].slot);
        }
    }
    expect(r, it->firm, "slots", (int64_t)it->n_slots, n);
}

static void compare_dropout(report *r, const answers_case *c, const cst_dropout *it,
                            const cst_package *base) {
    party who = party_of(c->o->opportunity->catalog, it->firm);
    int64_t cost = cost_of(cheapest(c->o, who, false));
    compare_proven(r, it->firm, c->o, &it->other, cost, c->complete);
    if (c->complete || it->critical) {
        expect(r, it->firm, "critical", it->critical, cost == INT64_MAX);
    }
    compare_slots(r, it, base);
    if (it->other.found) {
        const cst_package *other = &it->other.package;
        expect(r, it->firm, "is in the package without it", has_party(other, who), false);
        compare_members(r, it, "joins", it->joins, it->n_joins, other, base);
        compare_members(r, it, "leaves", it->leaves, it->n_leaves, base, other);
    }
}

static void compare_dropouts(report *r, const answers_case *c, const cst_explanation *found) {
    const cst_package *base = base_of(found);
    size_t n = base == NULL ? 0 : base->n_members;
    expect(r, "explanation", "dropouts", (int64_t)found->n_dropouts, (int64_t)n);
    for (size_t i = 0; i < n && agrees(r); i++) {
        if (strcmp(found->dropouts[i].firm, base->members[i].firm) != 0) {
            differ(r, "dropout %zu is %s, not %s", i, found->dropouts[i].firm,
                   base->members[i].firm);
            return;
        }
        compare_dropout(r, c, &found->dropouts[i], base);
    }
}

/* ---------------------------------------------------------------- curves */

static int64_t limit_of(const oracle_choice *choice, cst_criterion criterion) {
    int64_t value = choice->criteria[criterion];
    return criterion == CST_CRITERION_US_CONTENT ? -value : value; /* less is tighter */
}

/* The cheapest choice below a limit, of those the one that is tightest; NULL: none. */
static const oracle_choice *next_step(const oracle *o, cst_criterion criterion, int64_t below) {
    const oracle_choice *best = NULL;
    for (size_t i = 0; i < o->n_feasible; i++) {
        const oracle_choice *it = &o->feasible[i];
        if (limit_of(it, criterion) >= below) {
            continue;
        }
        bool better =
            best == NULL || cost_of(it) < cost_of(best) ||
            (cost_of(it) == cost_of(best) && limit_of(it, criterion) < limit_of(best, criterion));
        best = better ? it : best;
    }
    return best;
}

/* One step below the limits of those before it; gives its own limit. The last step of a curve that
 * was stopped may go on, at the same cost, beyond where it is said to begin. */
static void compare_step(report *r, const answers_case *c, const oracle *o, const cst_curve *curve,
                         size_t i, int64_t *below) {
    const cst_step *step = &curve->steps[i];
    const oracle_choice *next = next_step(o, curve->criterion, *below);
    bool stopped = !c->complete && !curve->complete && i + 1 == curve->n_steps;
    char what[80];
    snprintf(what, sizeof what, "step %zu of the curve of %s", i,
             cst_criterion_id(curve->criterion));
    if (next == NULL) {
        differ(r, "%s is too much", what);
        return;
    }
    compare_proven(r, what, o, &step->outcome, cost_of(next), !stopped);
    if (!step->outcome.found) {
        differ(r, "%s has no package", what);
        return;
    }
    expect(r, what, "its own value",
           cst_criteria_get(&step->outcome.package.criteria, curve->criterion), step->at);
    if (!stopped) {
        expect(r, what, "begins", step->at, next->criteria[curve->criterion]);
    }
    *below = limit_of(next, curve->criterion);
}

/* Steps of a curve that is not complete are those at its beginning. */
static void compare_steps(report *r, const answers_case *c, const oracle *o,
                          const cst_curve *curve) {
    const char *name = cst_criterion_id(curve->criterion);
    int64_t below = INT64_MAX;
    for (size_t i = 0; i < curve->n_steps && agrees(r); i++) {
        compare_step(r, c, o, curve, i, &below);
    }
    if (c->complete || curve->complete) {
        expect(r, name, "a complete curve", curve->complete, true);
        expect(r, name, "a step beyond the last", next_step(o, curve->criterion, below) != NULL,
               false);
    }
}

/* The demand by which the tender itself limits a criterion; NULL: it does not. */
static const demand *own_limit(const answers_case *c, cst_criterion criterion) {
    static const char *const pointers[CST_N_CRITERIA] = {
        [CST_CRITERION_US_CONTENT] = "content",
        [CST_CRITERION_DELIVERY] = "deadline_weeks",
        [CST_CRITERION_MEMBERS] = "consortium/max_members",
        [CST_CRITERION_LARGEST_SHARE] = "consortium/max_member_share"};
    for (size_t i = 0; pointers[criterion] != NULL && i < c->e->n_demands; i++) {
        if (strcmp(c->e->demands[i].pointer, pointers[criterion]) == 0) {
            return &c->e->demands[i];
        }
    }
    return NULL;
}

/* A curve is that of the tender without its own limit. */
static void compare_curve(report *r, const answers_case *c, const cst_curve *curve) {
    const demand *limit = own_limit(c, curve->criterion);
    expect(r, "curve", "has a limit", curve->has_limit, limit != NULL);
    if (limit == NULL) {
        compare_steps(r, c, c->o, curve);
        return;
    }
    instance files = instance_copy(c->files);
    demand_drop(files.opportunity, limit);
    changed_tender without = try_changed(&files);
    if (without.o != NULL) {
        compare_steps(r, c, without.o, curve);
    }
    changed_clear(&without);
    instance_clear(&files);
}

static void compare_curves(report *r, const answers_case *c, const cst_explanation *found) {
    size_t n = 0;
    for (int k = 0; k < CST_N_CRITERIA && agrees(r); k++) {
        if (!c->questions->curves[k]) {
            continue;
        }
        bool missing = n == found->n_curves || (int)found->curves[n].criterion != k;
        if (missing && !c->complete) {
            continue;
        }
        if (missing) {
            differ(r, "the curve of %s is missing", cst_criterion_id((cst_criterion)k));
            return;
        }
        compare_curve(r, c, &found->curves[n++]);
    }
    expect(r, "explanation", "curves", (int64_t)found->n_curves, (int64_t)n);
}

/* ---------------------------------------------------------------- the whole */

void compare_answers(report *r, const answers_case *c, const cst_explanation *found) {
    bool fits = c->o->n_feasible > 0;
    compare_refused(r, c->o, found->result);
    if (fits) {
        compare_base(r, c, found);
    }
    if (agrees(r)) {
        compare_whys(r, c, found);
    }
    if (agrees(r) && c->questions->rules_cost) {
        compare_rules(r, c, found);
    }
    if (agrees(r) && c->questions->dropouts) {
        compare_dropouts(r, c, found);
    }
    if (agrees(r) && fits) {
        compare_curves(r, c, found);
    }
    if (c->complete) {
        expect(r, "explanation", "complete", found->complete, true);
    }
}
