/*
 * verify_explanation_rules.c - what each demand and each row of the rules costs, and the least cost
 * under a limit on one criterion. Which entries there must be follows from tender and rules; in the
 * tender of each the one thing is let go, and the package of its answer must hold there.
 */
#include <string.h>

#include "model/vary.h"
#include "solver/demands.h"
#include "solver/result.h"
#include "solver/verify_explanation_parts.h"

/* ---------------------------------------------------------------- what there is to let go */

typedef enum loose_kind { DEMAND, CONTENT, JURISDICTION, EXPORT, UNKNOWN } loose_kind;

/* An entry that must be there. */
typedef struct loose {
    loose_kind kind;
    size_t of; /* demand or row */
    const char *name, *source;
    cst_level level;
} loose;

typedef struct looses {
    loose *list;
    size_t n;
    cst__demands demands;
} looses;

static const cst_level yes = {.measure = CST_MEASURE_YES, .number = 1, .unit = ""};
static const char *presumption[] = {"presumption"};

static void add(cst__explanation_check *c, looses *all, loose it, const char *row) {
    if (row != NULL) {
        it.name = cst__arena_format(c->v.arena, "%s:%s", it.name, row);
        c->v.out_of_memory = c->v.out_of_memory || it.name == NULL;
    }
    it.source = it.source == NULL ? "" : it.source;
    all->list[all->n++] = it;
}

static void add_demands(cst__explanation_check *c, looses *all) {
    const cst_level word = {
        .measure = CST_MEASURE_WORD, .items = presumption, .n_items = 1, .unit = ""};
    for (size_t d = 0; d < all->demands.n; d++) {
        const cst_demand *shown = &all->demands.list[d].shown;
        add(c, all, (loose){DEMAND, d, shown->pointer, "", shown->level}, NULL);
    }
    if (c->v.opportunity->content_mode == CST_MODE_PRESUMPTION) {
        add(c, all, (loose){CONTENT, 0, "content", c->v.rules->content_source, word}, NULL);
    }
}

static bool list_looses(cst__explanation_check *c, looses *all) {
    const cst_rules *rules = c->v.rules;
    if (!cst__demands_list(c->v.opportunity, c->v.arena, &all->demands)) {
        c->v.out_of_memory = true;
        return false;
    }
    size_t most = all->demands.n + rules->n_jurisdiction + rules->n_exports + 2;
    all->list = cst__verifier_alloc(&c->v, most, sizeof *all->list);
    if (all->list == NULL) {
        return false;
    }
    add_demands(c, all);
    for (size_t r = 0; r < rules->n_jurisdiction; r++) {
        const cst__jurisdiction *row = &rules->jurisdiction[r];
        add(c, all, (loose){JURISDICTION, r, "jurisdiction", row->source, yes}, row->id);
    }
    for (size_t r = 0; r < rules->n_exports; r++) {
        const cst__export_row *row = &rules->exports[r];
        add(c, all, (loose){EXPORT, r, "export", row->source, yes}, row->id);
    }
    if (rules->unknown == CST__REFUSE) {
        add(c, all, (loose){UNKNOWN, 0, "unknown", "", yes}, NULL);
    }
    return !c->v.out_of_memory;
}

/* ---------------------------------------------------------------- the tender without it */

/* Owns the copy of the rules, where the tender has its own. */
typedef struct loosened {
    cst_opportunity *tender; /* NULL: out of memory */
    cst_rules *rules;
} loosened;

static void loosen_rules(const loose *it, loosened *to) {
    if (to->rules == NULL) {
        cst_opportunity_free(to->tender);
        to->tender = NULL;
        return;
    }
    if (it->kind == JURISDICTION) {
        cst__rules_drop_jurisdiction(to->rules, it->of);
    } else if (it->kind == EXPORT) {
        cst__rules_drop_export(to->rules, it->of);
    } else {
        to->rules->unknown = CST__WARN;
    }
    to->tender->rules = to->rules;
}

static loosened loosen(const cst__explanation_check *c, const looses *all, const loose *it) {
    loosened to = {cst__opportunity_copy(c->v.opportunity), NULL};
    if (to.tender == NULL) {
        return to;
    }
    if (it->kind == DEMAND) {
        cst__demand_drop(&all->demands.list[it->of], to.tender);
    } else if (it->kind == CONTENT) {
        to.tender->content_mode = CST_MODE_REQUIRE;
    } else {
        to.rules = cst__rules_copy(c->v.rules);
        loosen_rules(it, &to);
    }
    return to;
}

static void loosened_free(loosened *to) {
    cst_opportunity_free(to->tender);
    cst_rules_free(to->rules);
}

/* ---------------------------------------------------------------- what keeps nothing out */

static const char *licence_of(const cst_rules *rules, const cst__screening *s, size_t offering) {
    size_t row = s->licence_row[offering];
    return row == CST__NONE ? "" : rules->exports[row].id;
}

/* Whether screening comes to the same: who may be chosen, when, by what licence, and who leads. */
static bool is_idle(const cst__explanation_check *c, const cst_rules *rules,
                    const cst__screening *other) {
    const cst__screening *s = c->v.screening;
    for (size_t o = 0; o < c->v.catalog->n_offerings; o++) {
        if (s->eligible[o] != other->eligible[o] || s->weeks[o] != other->weeks[o] ||
            strcmp(licence_of(c->v.rules, s, o), licence_of(rules, other, o)) != 0) {
            return false;
        }
    }
    for (size_t f = 0; f < c->v.catalog->n_firms; f++) {
        if (s->may_anchor[f] != other->may_anchor[f]) {
            return false;
        }
    }
    return true;
}

/* Demands are never called idle. */
static void check_idle(cst__explanation_check *c, const loose *it, const cst_opportunity *tender,
                       const cst_rule_cost *rule) {
    cst__screening *other = NULL;
    bool expected = false;
    if (it->kind != DEMAND && it->kind != CONTENT) {
        cst_error error = cst__screen(tender, &other);
        c->v.out_of_memory = c->v.out_of_memory || error != CST_E_OK;
        expected = error == CST_E_OK && is_idle(c, tender->rules, other);
        cst__screening_free(other);
    }
    if (expected != rule->idle) {
        cst__wrong(&c->v, CST__AT("idle"), "%s",
                   expected ? "without it screening is the same" : "without it more is possible");
    }
}

/* ---------------------------------------------------------------- one rule */

static void check_rule(cst__explanation_check *c, const looses *all, const loose *it,
                       const cst_rule_cost *rule, const cst__told *told) {
    loosened to = loosen(c, all, it);
    cst__expect_stated(&c->v, CST__AT("source"), it->source, rule->source);
    cst__expect_stated(&c->v, CST__AT("unit"), it->level.unit, rule->level.unit);
    if (!cst__verify_same_level(&it->level, &rule->level)) {
        cst__wrong(&c->v, CST__AT("value"), "the tender does not have this value");
    }
    if (rule->is_added != (it->kind == CONTENT)) {
        cst__wrong(&c->v, CST__AT("added"), "%s",
                   rule->is_added ? "it is asked for" : "it is not asked for");
    }
    if (to.tender == NULL) {
        c->v.out_of_memory = true;
    } else {
        check_idle(c, it, to.tender, rule);
    }
    if (rule->idle) {
        cst__explanation_no_outcome(c, &rule->other, told);
    } else {
        cst__explanation_outcome(c, to.tender, &rule->other, told);
    }
    loosened_free(&to);
}

/* All of them stand there in their order, or none was asked about. */
void cst__verify_rules_cost(cst__explanation_check *c) {
    const cst_explanation *x = c->x;
    looses all = {.n = 0};
    c->v.package = "";
    if (x->n_rules == 0 || !list_looses(c, &all)) {
        return;
    }
    cst__expect_count(&c->v, CST__AT("rules_cost"), (cst__wide)all.n, (int64_t)x->n_rules);
    for (size_t i = 0; i < all.n && i < x->n_rules; i++) {
        const cst_rule_cost *rule = &x->rules[i];
        cst__explanation_at(c, "rules_cost", rule->name);
        if (strcmp(all.list[i].name, rule->name) != 0) {
            cst__wrong(&c->v, CST__AT("name"), "expected \"%s\" here", all.list[i].name);
        } else {
            check_rule(c, &all, &all.list[i], rule, c->told == NULL ? NULL : &c->told->rules[i]);
        }
    }
}

/* ---------------------------------------------------------------- curves */

/* Whether a demand limits the criterion; the number of the limit. */
static bool limits(const cst__explanation_check *c, const cst__demand *demand,
                   cst_criterion criterion, int64_t *limit) {
    bool is_content = demand->kind == CST__DEMAND_CONTENT && criterion == CST_CRITERION_US_CONTENT;
    *limit = is_content ? c->v.rules->content_threshold_bp : demand->shown.level.number;
    return is_content ||
           (demand->kind == CST__DEMAND_DEADLINE && criterion == CST_CRITERION_DELIVERY) ||
           (demand->kind == CST__DEMAND_MAX_MEMBERS && criterion == CST_CRITERION_MEMBERS) ||
           (demand->kind == CST__DEMAND_MEMBER_SHARE && criterion == CST_CRITERION_LARGEST_SHARE);
}

/* The tender without its own limit on the criterion, which the curve must name. */
static cst_opportunity *without_limit(cst__explanation_check *c, const cst__demands *demands) {
    const cst_curve *curve = c->curve;
    cst_opportunity *tender = cst__opportunity_copy(c->v.opportunity);
    bool found = false;
    for (size_t d = 0; tender != NULL && d < demands->n; d++) {
        int64_t limit = 0;
        if (limits(c, &demands->list[d], curve->criterion, &limit)) {
            found = true;
            cst__demand_drop(&demands->list[d], tender);
            if (!curve->has_limit || curve->limit != limit) {
                cst__wrong(&c->v, CST__AT("limit"), "the tender has another one");
            }
        }
    }
    if (tender != NULL && !found && curve->has_limit) {
        cst__wrong(&c->v, CST__AT("limit"), "the tender has none");
    }
    return tender;
}

/* Tighter than the step before, and dearer, but for the gap. */
static void check_step(cst__explanation_check *c, const cst_step *step) {
    const cst_package *package = &step->outcome.package;
    cst_criterion criterion = c->curve->criterion;
    if (!step->outcome.found) {
        cst__wrong(&c->v, CST__AT("package"), "a step has a package");
        return;
    }
    if (cst_criteria_get(&package->criteria, criterion) != step->at) {
        cst__wrong(&c->v, CST__AT("at"), "the package has another value");
    }
    if (c->reached == NULL) {
        return;
    }
    if (cst__loss(criterion, step->at) >= cst__loss(criterion, c->reached->at)) {
        cst__wrong(&c->v, CST__AT("at"), "it is not tighter than the step before");
    }
    cst__wide cost = package->criteria.cost_cents;
    if (cost + cst__gap_cents(&c->v, cost) <= c->reached->outcome.package.criteria.cost_cents) {
        cst__wrong(&c->v, CST__AT("cost"), "a looser limit costs more");
    }
}

static void check_steps(cst__explanation_check *c, const cst_opportunity *tender,
                        const cst__told *told) {
    for (size_t i = 0; i < c->curve->n_steps; i++) {
        const cst_step *step = &c->curve->steps[i];
        bool last = i + 1 == c->curve->n_steps;
        if (step->outcome.status != CST_STATUS_SOLVED && (!last || c->curve->complete)) {
            cst__wrong(&c->v, CST__AT("status"), "a step that is not proven has none after it");
        }
        check_step(c, step);
        cst__explanation_outcome(c, tender, &step->outcome, told == NULL ? NULL : &told[i]);
        c->reached = step;
    }
}

static void check_curve(cst__explanation_check *c, size_t i) {
    static const cst_outcome none = {.status = CST_STATUS_INFEASIBLE};
    cst__demands demands = {0};
    c->curve = &c->x->curves[i];
    c->reached = NULL;
    if (!cst__demands_list(c->v.opportunity, c->v.arena, &demands)) {
        c->v.out_of_memory = true;
        return;
    }
    cst_opportunity *tender = without_limit(c, &demands);
    check_steps(c, tender, c->told == NULL ? NULL : c->told->steps[i]);
    if (c->curve->complete) {
        cst__explanation_at(c, "curves", "end");
        cst__explanation_outcome(c, tender, &none, NULL);
    }
    c->open = c->open || !c->curve->complete;
    c->curve = NULL;
    c->reached = NULL;
    cst_opportunity_free(tender);
}

/* One for a criterion, in their order. */
void cst__verify_curves(cst__explanation_check *c) {
    for (size_t i = 0; i < c->x->n_curves; i++) {
        cst_criterion criterion = c->x->curves[i].criterion;
        bool ignored = c->v.opportunity->content_mode == CST_MODE_IGNORE;
        cst__explanation_at(c, "curves", cst_criterion_id(criterion));
        if (i > 0 && c->x->curves[i - 1].criterion >= criterion) {
            cst__wrong(&c->v, CST__AT("criterion"), "it stands in the place of another");
        }
        if (criterion == CST_CRITERION_COST || (criterion == CST_CRITERION_US_CONTENT && ignored)) {
            cst__wrong(&c->v, CST__AT("criterion"), "it has no curve");
        } else {
            check_curve(c, i);
        }
    }
}
