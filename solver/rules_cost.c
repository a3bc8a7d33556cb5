/*
 * rules_cost.c - the tender once more without each demand and each row of the rules.
 *
 * Without it more is allowed, so the cheapest package of the tender is where each search begins. A
 * row without which screening comes to the same for every offering keeps nothing out, and needs no
 * search. Content that is presumed is no constraint: its price is that of requiring it.
 */
#include "solver/rules_cost.h"

#include <stdlib.h>
#include <string.h>

#include "model/vary.h"
#include "solver/demands.h"
#include "solver/remedies.h"

typedef struct pricer {
    cst__session *session;
    const cst__inquiry *base;
    cst__arena *arena;
    cst__screening *screening; /* of the tender as it is */
    cst__asking asking;
    cst_rules **rules; /* copies that tenders of the asking borrow */
    size_t n_rules;
    cst_rule_cost *costs;
    size_t n;
} pricer;

static const cst_opportunity *tender_of(const pricer *c) {
    return c->session->opportunity;
}

/* ---------------------------------------------------------------- is there anything to ask */

/* Whether two rows of two rule sets are the same one. */
static bool is_same_row(const cst_rules *a, size_t row_a, const cst_rules *b, size_t row_b) {
    if (row_a == CST__NONE || row_b == CST__NONE) {
        return row_a == row_b;
    }
    return strcmp(a->exports[row_a].id, b->exports[row_b].id) == 0;
}

static bool is_same_screening(const cst_opportunity *p, const cst__screening *a,
                              const cst_opportunity *q, const cst__screening *b) {
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        if (a->eligible[o] != b->eligible[o] || a->weeks[o] != b->weeks[o] ||
            !is_same_row(p->rules, a->licence_row[o], q->rules, b->licence_row[o])) {
            return false;
        }
    }
    for (size_t f = 0; f < p->catalog->n_firms; f++) {
        if (a->may_anchor[f] != b->may_anchor[f]) {
            return false;
        }
    }
    return true;
}

/* Whether a tender that differs by its rules alone comes to the same. */
static cst_error is_idle(const pricer *c, const cst_opportunity *tender, bool *idle) {
    cst__screening *screening = NULL;
    cst_error error = cst__screen(tender, &screening);
    if (error == CST_E_OK) {
        *idle = is_same_screening(tender_of(c), c->screening, tender, screening);
    }
    cst__screening_free(screening);
    return error;
}

/* ---------------------------------------------------------------- the entries */

static cst_error add_entry(pricer *c, const char *name, const char *source,
                           const cst_level *level) {
    cst_rule_cost *entry = &c->costs[c->n++];
    *entry = (cst_rule_cost){.name = name == NULL ? NULL : cst__arena_text(c->arena, name),
                             .source = cst__arena_text(c->arena, source)};
    bool ok = entry->name != NULL && entry->source != NULL &&
              cst__level_keep(c->arena, level, &entry->level);
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* The question for the last entry; takes the tender, NULL when memory was out. */
static cst_error ask_for_entry(pricer *c, cst_opportunity *tender) {
    cst__inquiry *inquiry = cst__asking_add(&c->asking, c->session, tender);
    if (inquiry == NULL) {
        return CST_E_MEMORY;
    }
    inquiry->gap = c->base->gap;
    if (c->costs[c->n - 1].is_added && c->base->best.cost_proven && c->base->best.found) {
        inquiry->floor_cents = c->base->best.bound_cents;
    }
    return CST_E_OK;
}

static cst_error add_demands(pricer *c, const cst__demands *demands) {
    cst_error error = CST_E_OK;
    for (size_t d = 0; error == CST_E_OK && d < demands->n; d++) {
        const cst__demand *demand = &demands->list[d];
        cst_opportunity *tender = NULL;
        error = add_entry(c, demand->shown.pointer, "", &demand->shown.level);
        if (error == CST_E_OK) {
            tender = cst__opportunity_copy(tender_of(c));
            error = tender == NULL ? CST_E_MEMORY : CST_E_OK;
        }
        if (error == CST_E_OK) {
            cst__demand_drop(demand, tender);
            error = ask_for_entry(c, tender);
        }
    }
    return error;
}

static cst_error add_presumed_content(pricer *c) {
    const char *word = cst_mode_id(CST_MODE_PRESUMPTION);
    cst_level level = {.measure = CST_MEASURE_WORD, .items = &word, .n_items = 1, .unit = ""};
    const char *source = tender_of(c)->rules->content_source;
    if (tender_of(c)->content_mode != CST_MODE_PRESUMPTION) {
        return CST_E_OK;
    }
    cst_error error = add_entry(c, "content", source == NULL ? "" : source, &level);
    if (error != CST_E_OK) {
        return error;
    }
    c->costs[c->n - 1].is_added = true;
    cst_opportunity *tender = cst__opportunity_copy(tender_of(c));
    if (tender != NULL) {
        tender->content_mode = CST_MODE_REQUIRE;
    }
    return ask_for_entry(c, tender);
}

/* Takes a copy of the rules in which something has been changed. */
static cst_error add_rules(pricer *c, const char *name, const char *source, cst_rules *rules) {
    cst_level level = {.measure = CST_MEASURE_YES, .number = 1, .unit = ""};
    c->rules[c->n_rules++] = rules;
    cst_error error = add_entry(c, name, source, &level);
    cst_opportunity *tender = error == CST_E_OK ? cst__opportunity_copy(tender_of(c)) : NULL;
    if (tender == NULL) {
        return CST_E_MEMORY;
    }
    tender->rules = rules;
    bool idle = false;
    error = is_idle(c, tender, &idle);
    if (error == CST_E_OK && !idle) {
        return ask_for_entry(c, tender);
    }
    c->costs[c->n - 1].idle = idle;
    cst_opportunity_free(tender);
    return error;
}

static cst_error add_rows(pricer *c) {
    const cst_rules *rules = tender_of(c)->rules;
    cst_error error = CST_E_OK;
    for (size_t r = 0; error == CST_E_OK && r < rules->n_jurisdiction; r++) {
        cst_rules *copy = cst__rules_copy(rules);
        if (copy == NULL) {
            return CST_E_MEMORY;
        }
        cst__rules_drop_jurisdiction(copy, r);
        const cst__jurisdiction *row = &rules->jurisdiction[r];
        error = add_rules(c, cst__arena_format(c->arena, "jurisdiction:%s", row->id), row->source,
                          copy);
    }
    for (size_t r = 0; error == CST_E_OK && r < rules->n_exports; r++) {
        cst_rules *copy = cst__rules_copy(rules);
        if (copy == NULL) {
            return CST_E_MEMORY;
        }
        cst__rules_drop_export(copy, r);
        const cst__export_row *row = &rules->exports[r];
        error = add_rules(c, cst__arena_format(c->arena, "export:%s", row->id), row->source, copy);
    }
    return error;
}

/* Unknown facts, where the rules refuse what is not known. */
static cst_error add_unknown(pricer *c) {
    if (tender_of(c)->rules->unknown != CST__REFUSE) {
        return CST_E_OK;
    }
    cst_rules *copy = cst__rules_copy(tender_of(c)->rules);
    if (copy == NULL) {
        return CST_E_MEMORY;
    }
    copy->unknown = CST__WARN;
    return add_rules(c, "unknown", "", copy);
}

/* ---------------------------------------------------------------- the answers */

static cst_error ask_all(pricer *c) {
    c->session->task = "cost of rules";
    cst_error error = cst__session_ask(c->session, c->asking.inquiries, c->asking.n);
    for (size_t i = 0, asked = 0; error == CST_E_OK && i < c->n; i++) {
        if (!c->costs[i].idle) {
            error = cst__session_outcome(c->session, &c->asking.inquiries[asked++], c->arena,
                                         &c->costs[i].other);
        }
    }
    return error;
}

static cst_error price(pricer *c, const cst__demands *demands) {
    cst_error error = cst__screen(tender_of(c), &c->screening);
    if (error == CST_E_OK) {
        error = add_demands(c, demands);
    }
    if (error == CST_E_OK) {
        error = add_presumed_content(c);
    }
    if (error == CST_E_OK) {
        error = add_rows(c);
    }
    if (error == CST_E_OK) {
        error = add_unknown(c);
    }
    return error == CST_E_OK ? ask_all(c) : error;
}

cst_error cst__rules_cost_find(cst__session *session, const cst__inquiry *base, cst__arena *arena,
                               cst_rule_cost **costs, size_t *n_costs) {
    const cst_rules *rules = session->opportunity->rules;
    size_t n_rules = rules->n_jurisdiction + rules->n_exports + 1;
    pricer c = {.session = session, .base = base, .arena = arena};
    cst__demands demands = {0};
    cst_error error =
        cst__demands_list(session->opportunity, arena, &demands) ? CST_E_OK : CST_E_MEMORY;
    c.costs = cst__arena_alloc(arena, demands.n + n_rules + 1, sizeof *c.costs);
    c.rules = calloc(n_rules, sizeof *c.rules);
    if (!cst__asking_begin(&c.asking, demands.n + n_rules + 1) || c.costs == NULL ||
        c.rules == NULL) {
        error = CST_E_MEMORY;
    }
    if (error == CST_E_OK) {
        error = price(&c, &demands);
    }
    cst__asking_end(&c.asking);
    for (size_t i = 0; c.rules != NULL && i < c.n_rules; i++) {
        cst_rules_free(c.rules[i]);
    }
    free(c.rules);
    cst__screening_free(c.screening);
    *costs = c.costs;
    *n_costs = c.n;
    return error;
}
