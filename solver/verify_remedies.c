/*
 * verify_remedies.c - why nothing fits, as far as it can be told without a search: the demands are
 * the tender's, the gaps are what screening leaves empty, conflicts are made of demands, every
 * remedy has a demand of each conflict give way as far as its package needs, and that package holds
 * in the tender so changed.
 *
 * That a conflict is one, and that no lesser change would do, only a search can tell.
 */
#include <string.h>

#include "consort/explain.h"
#include "model/vary.h"
#include "solver/demands.h"
#include "solver/gaps.h"
#include "solver/verify.h"
#include "solver/verify_parts.h"

static const char residency_slots[] = "residency/slots"; /* what changes under "residency" */
static const char content_gamma[] = "content/gamma";     /* and under "content" */

/* The demand behind a pointer; NULL: the tender asks nothing there. */
static const cst__demand *demand_at(const cst__demands *demands, const char *pointer) {
    const char *name = strcmp(pointer, residency_slots) == 0 ? "residency"
                       : strcmp(pointer, content_gamma) == 0 ? "content"
                                                             : pointer;
    for (size_t d = 0; d < demands->n; d++) {
        if (strcmp(demands->list[d].shown.pointer, name) == 0) {
            return &demands->list[d];
        }
    }
    return NULL;
}

static void check_conflict(cst__verifier *v, const cst__demands *demands,
                           const cst_conflict *conflict) {
    for (size_t i = 0; i < conflict->n_demands; i++) {
        const char *pointer = conflict->demands[i];
        const cst__demand *demand = demand_at(demands, pointer);
        if (demand == NULL || strcmp(demand->shown.pointer, pointer) != 0) {
            cst__wrong(v, CST__AT("conflicts", pointer), "the tender has no such demand");
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(conflict->demands[j], pointer) == 0) {
                cst__wrong(v, CST__AT("conflicts", pointer), "the demand is named twice");
            }
        }
    }
}

/* ---------------------------------------------------------------- what a remedy changes */

static bool has_item(const cst_level *level, const char *item) {
    for (size_t i = 0; i < level->n_items; i++) {
        if (strcmp(level->items[i], item) == 0) {
            return true;
        }
    }
    return false;
}

bool cst__verify_same_level(const cst_level *a, const cst_level *b) {
    bool same = a->measure == b->measure && a->dropped == b->dropped && a->n_items == b->n_items;
    bool is_number = a->measure != CST_MEASURE_YES && a->measure != CST_MEASURE_WORD &&
                     a->measure != CST_MEASURE_LIST;
    same = same && (!is_number || a->number == b->number);
    for (size_t i = 0; same && i < a->n_items; i++) {
        same = has_item(b, a->items[i]);
    }
    return same;
}

/* What the change is of: the demand, or of content its gamma. */
static cst__demand demand_of(const cst__verifier *v, const cst__demand *demand,
                             const cst_change *change) {
    bool of_gamma = strcmp(change->pointer, content_gamma) == 0;
    return of_gamma ? cst__demand_gamma(v->opportunity) : *demand;
}

static void check_from(cst__verifier *v, const cst__demand *demand, const cst_change *change) {
    if (!cst__verify_same_level(&change->from, &demand->shown.level)) {
        cst__wrong(v, CST__AT("remedies", change->pointer, "from"),
                   "the tender does not have this value");
    }
}

static void keep_items(cst__verifier *v, const cst__demand *demand, const cst_level *to,
                       cst_opportunity *tender) {
    const cst_level *level = &demand->shown.level;
    bool *kept = cst__verifier_alloc(v, level->n_items, sizeof *kept);
    for (size_t i = 0; kept != NULL && i < level->n_items; i++) {
        kept[i] = has_item(to, level->items[i]);
    }
    if (kept != NULL) {
        cst__demand_keep(demand, kept, tender);
    }
}

static void apply(cst__verifier *v, const cst__demand *demand, const cst_change *change,
                  cst_opportunity *tender) {
    if (change->to.dropped) {
        cst__demand_drop(demand, tender);
    } else if (demand->shown.level.measure == CST_MEASURE_LIST) {
        keep_items(v, demand, &change->to, tender);
    } else if (cst__demand_has_steps(demand)) {
        cst__demand_set(demand, change->to.number, tender);
    }
}

/* The changes of a remedy made in a copy of the tender; false where one has no demand behind it. */
static bool apply_all(cst__verifier *v, const cst__demands *demands, const cst_remedy *remedy,
                      cst_opportunity *tender) {
    bool all = true;
    for (size_t i = 0; i < remedy->n_changes; i++) {
        const cst_change *change = &remedy->changes[i];
        const cst__demand *demand = demand_at(demands, change->pointer);
        if (demand == NULL) {
            cst__wrong(v, CST__AT("remedies", change->pointer), "the tender has no such demand");
            all = false;
        } else {
            cst__demand changed = demand_of(v, demand, change);
            check_from(v, &changed, change);
            apply(v, &changed, change, tender);
        }
    }
    return all;
}

/* ---------------------------------------------------------------- demands and gaps */

/* The form of the contract alone has neither. */
static bool has_extras(const cst_infeasibility *it) {
    return it->n_demands > 0 || it->n_gaps > 0;
}

static void check_demands(cst__verifier *v, const cst__demands *demands) {
    const cst_infeasibility *it = v->result->nothing_fits;
    cst__expect_count(v, CST__AT("demands"), (cst__wide)demands->n, (int64_t)it->n_demands);
    for (size_t d = 0; d < demands->n && d < it->n_demands; d++) {
        const cst_demand *shown = &demands->list[d].shown;
        cst__expect_text(v, CST__AT("demands", "pointer"), shown->pointer, it->demands[d].pointer);
        if (!cst__verify_same_level(&shown->level, &it->demands[d].level)) {
            cst__wrong(v, CST__AT("demands", shown->pointer), "the tender asks something else");
        }
    }
}

static bool is_same_group(const cst_refused_by *a, const cst_refused_by *b) {
    bool same = strcmp(a->code, b->code) == 0 && a->n_offerings == b->n_offerings &&
                a->n_facts == b->n_facts;
    for (size_t i = 0; same && i < a->n_facts; i++) {
        same = strcmp(a->facts[i], b->facts[i]) == 0;
    }
    return same;
}

static bool is_same_gap(const cst_gap *a, const cst_gap *b) {
    bool same = a->kind == b->kind && strcmp(a->subject, b->subject) == 0 &&
                strcmp(a->tag, b->tag) == 0 && strcmp(a->pointer, b->pointer) == 0 &&
                a->n_offerings == b->n_offerings && a->n_by == b->n_by &&
                a->demand_milli == b->demand_milli && a->most_milli == b->most_milli;
    for (size_t i = 0; same && i < a->n_by; i++) {
        same = is_same_group(&a->by[i], &b->by[i]);
    }
    return same;
}

static void check_gaps(cst__verifier *v) {
    const cst_infeasibility *it = v->result->nothing_fits;
    cst_gap *gaps = NULL;
    size_t n = 0;
    if (!cst__gaps_list(v->opportunity, v->screening, v->arena, &gaps, &n)) {
        v->out_of_memory = true;
        return;
    }
    cst__expect_count(v, CST__AT("gaps"), (cst__wide)n, (int64_t)it->n_gaps);
    for (size_t i = 0; i < n && i < it->n_gaps; i++) {
        if (!is_same_gap(&gaps[i], &it->gaps[i])) {
            cst__wrong(v, CST__AT("gaps", gaps[i].subject),
                       "screening leaves something else empty, or for other reasons");
        }
    }
}

/* ---------------------------------------------------------------- what it buys */

/* The units that the lines of a package stand for; NULL when memory is out. */
static int64_t *units_of(cst__verifier *v, const cst_package *package) {
    int64_t *units = cst__verifier_alloc(v, v->catalog->n_offerings, sizeof *units);
    for (size_t i = 0; units != NULL && i < package->n_lines; i++) {
        size_t offering = cst__catalog_offering(v->catalog, package->lines[i].offering);
        if (offering != CST__NONE) {
            const cst__offering *it = &v->catalog->offerings[offering];
            int64_t n = package->lines[i].units;
            units[offering] = n < 0 ? 0 : n > it->max_units ? it->max_units : n;
        }
    }
    return units;
}

/* A number gives way as far as the package needs, and no further. */
static void check_need(cst__verifier *v, const cst__demand *demand, const cst_change *change,
                       const cst_package *package, const int64_t *units) {
    cst__measured choice = {.units = units, .criteria = &package->criteria};
    if (!cst__demand_has_steps(demand) || strcmp(change->pointer, content_gamma) == 0) {
        return;
    }
    cst_level need =
        cst__demand_level(demand, cst__demand_reached(demand, v->opportunity, &choice));
    if (need.dropped != change->to.dropped || (!need.dropped && need.number != change->to.number)) {
        cst__wrong(v, CST__AT("remedies", change->pointer, "to"),
                   "its package needs another value");
    }
}

static void check_needs(cst__verifier *v, const cst__demands *demands, const cst_remedy *remedy) {
    int64_t *units = units_of(v, &remedy->outcome.package);
    for (size_t i = 0; units != NULL && remedy->proven && i < remedy->n_changes; i++) {
        const cst__demand *demand = demand_at(demands, remedy->changes[i].pointer);
        if (demand != NULL) {
            check_need(v, demand, &remedy->changes[i], &remedy->outcome.package, units);
        }
    }
}

static void check_package(cst__verifier *v, const cst_remedy *remedy,
                          const cst_opportunity *tender) {
    const char *pointer = remedy->changes[0].pointer;
    cst_findings *findings = NULL;
    cst_error error =
        cst__verify_package(tender, &remedy->outcome.package, v->result->asked.gap, &findings);
    v->out_of_memory = v->out_of_memory || error != CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < cst_findings_count(findings); i++) {
        const cst_finding *finding = cst_findings_get(findings, i);
        cst__wrong(v, CST__AT("remedies", pointer, finding->check), "%s", finding->message);
    }
    cst_findings_free(findings);
}

/* Whether a conflict has a demand that the remedy changes. */
static bool is_hit(const cst__demands *demands, const cst_conflict *conflict,
                   const cst_remedy *remedy) {
    for (size_t c = 0; c < remedy->n_changes; c++) {
        const cst__demand *demand = demand_at(demands, remedy->changes[c].pointer);
        for (size_t i = 0; demand != NULL && i < conflict->n_demands; i++) {
            if (strcmp(conflict->demands[i], demand->shown.pointer) == 0) {
                return true;
            }
        }
    }
    return false;
}

static void check_hits(cst__verifier *v, const cst__demands *demands, const cst_remedy *remedy) {
    const cst_infeasibility *it = v->result->nothing_fits;
    for (size_t i = 0; i < it->n_conflicts; i++) {
        if (!is_hit(demands, &it->conflicts[i], remedy)) {
            cst__wrong(v, CST__AT("remedies", remedy->changes[0].pointer),
                       "a conflict is left as it is");
            return;
        }
    }
}

static void check_remedy(cst__verifier *v, const cst__demands *demands, const cst_remedy *remedy) {
    cst_opportunity *tender = cst__opportunity_copy(v->opportunity);
    if (tender == NULL || remedy->n_changes == 0) {
        v->out_of_memory = v->out_of_memory || tender == NULL;
        cst_opportunity_free(tender);
        return;
    }
    check_hits(v, demands, remedy);
    bool known = apply_all(v, demands, remedy, tender);
    if (!remedy->outcome.found && remedy->outcome.status != CST_STATUS_LIMIT) {
        cst__wrong(v, CST__AT("remedies", remedy->changes[0].pointer), "it buys no package");
    }
    if (known && remedy->outcome.found && remedy->outcome.package.n_lines > 0) {
        check_package(v, remedy, tender);
        check_needs(v, demands, remedy);
    }
    cst_opportunity_free(tender);
}

void cst__verify_nothing_fits(cst__verifier *v) {
    const cst_infeasibility *it = v->result->nothing_fits;
    cst__demands demands = {0};
    if (it == NULL) {
        return;
    }
    if (v->result->status != CST_STATUS_INFEASIBLE) {
        cst__wrong(v, CST__AT("conflicts"), "the result does not say that nothing fits");
    }
    if (!cst__demands_list(v->opportunity, v->arena, &demands)) {
        v->out_of_memory = true;
        return;
    }
    if (has_extras(it)) {
        check_demands(v, &demands);
        check_gaps(v);
    }
    for (size_t i = 0; i < it->n_conflicts; i++) {
        check_conflict(v, &demands, &it->conflicts[i]);
    }
    for (size_t i = 0; i < it->n_remedies; i++) {
        check_remedy(v, &demands, &it->remedies[i]);
    }
    if (it->combination != NULL) {
        check_remedy(v, &demands, it->combination);
    }
}
