/*
 * verify_remedies.c - why nothing fits, as far as it can be told without a search: conflicts are
 * made of demands of the tender, every remedy has a demand of each conflict give way, and its
 * package holds in the tender so changed.
 *
 * That a conflict is one, and that no lesser change would do, only a search can tell.
 */
#include <string.h>

#include "consort/explain.h"
#include "model/vary.h"
#include "solver/demands.h"
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

static bool is_same_level(const cst_level *a, const cst_level *b) {
    bool same = a->measure == b->measure && a->dropped == b->dropped && a->n_items == b->n_items;
    bool is_number = a->measure != CST_MEASURE_YES && a->measure != CST_MEASURE_WORD &&
                     a->measure != CST_MEASURE_LIST;
    same = same && (!is_number || a->number == b->number);
    for (size_t i = 0; same && i < a->n_items; i++) {
        same = has_item(b, a->items[i]);
    }
    return same;
}

static void check_from(cst__verifier *v, const cst__demand *demand, const cst_change *change) {
    cst_level gamma = {.measure = CST_MEASURE_COUNT, .number = v->opportunity->content_gamma};
    bool of_gamma = strcmp(change->pointer, content_gamma) == 0;
    if (!is_same_level(&change->from, of_gamma ? &gamma : &demand->shown.level)) {
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
    if (strcmp(change->pointer, content_gamma) == 0) {
        tender->content_gamma = (int)change->to.number;
    } else if (change->to.dropped) {
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
            check_from(v, demand, change);
            apply(v, demand, change, tender);
        }
    }
    return all;
}

/* ---------------------------------------------------------------- what it buys */

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
    if (known && remedy->outcome.found && remedy->outcome.package.n_lines > 0) {
        check_package(v, remedy, tender);
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
