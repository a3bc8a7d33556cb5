/*
 * rules_cost.c - the tender once more without each demand and each row of the rules.
 *
 * Every entry is a relaxation: the tender without one thing. A row without which screening comes to
 * the same for every offering keeps nothing out, and needs no search. Content that is presumed is
 * no constraint: its price is that of requiring it.
 *
 * Most relaxations do not make the cheapest package cheaper, and many of those are settled at once:
 * what costs no less when a whole group is let go costs no less when any one of the group is. So
 * the groups (demands, rows) begin whole, and are asked for their cheapest package. If it is
 * cheaper than that of the tender it names the entries it needs; they leave the group to be asked
 * about alone, and the rest is asked again, until nothing cheaper is left.
 *
 * A row of the rules that is taken out can also let a later one decide. So what the group proves
 * holds of a member only where screening without the group refuses nobody whom it lets pass without
 * the member alone.
 */
#include "solver/rules_cost.h"

#include <stdlib.h>
#include <string.h>

#include "model/vary.h"
#include "solver/demands.h"

typedef enum entry_kind {
    OF_DEMAND,
    OF_CONTENT,
    OF_JURISDICTION,
    OF_EXPORT,
    OF_UNKNOWN
} entry_kind;

/* What is let go, and how far its price is known. */
typedef struct entry {
    entry_kind kind;
    size_t of;           /* demand or row */
    int64_t floor_cents; /* proven: without it no package costs less; INT64_MIN: not known */
} entry;

typedef struct pricer {
    cst__session *session;
    const cst__inquiry *base;
    cst__arena *arena;
    cst__screening *screening; /* of the tender as it is */
    cst__demands demands;
    entry *entries;
    cst_rule_cost *costs; /* [n], as the entries */
    size_t n;
    cst_rules **rules; /* copies that tenders borrow, until all is asked */
    size_t n_rules, room_rules;
} pricer;

static const cst_opportunity *tender_of(const pricer *c) {
    return c->session->opportunity;
}

/* ---------------------------------------------------------------- tenders without some entries */

/* A copy of the rules that lives as long as the pricer. */
static cst_rules *copy_rules(pricer *c) {
    if (c->n_rules == c->room_rules) {
        size_t room = c->room_rules == 0 ? 64 : 2 * c->room_rules;
        cst_rules **rules = realloc(c->rules, room * sizeof *rules);
        if (rules == NULL) {
            return NULL;
        }
        c->rules = rules;
        c->room_rules = room;
    }
    cst_rules *copy = cst__rules_copy(tender_of(c)->rules);
    if (copy != NULL) {
        c->rules[c->n_rules++] = copy;
    }
    return copy;
}

static void let_go_row(const entry *it, cst_rules *rules) {
    if (it->kind == OF_JURISDICTION) {
        cst__rules_drop_jurisdiction(rules, it->of);
    } else if (it->kind == OF_EXPORT) {
        cst__rules_drop_export(rules, it->of);
    } else {
        rules->unknown = CST__WARN;
    }
}

/* New copy of the tender without all that is marked [n]; last rows first, so that those before stay
 * where they are. NULL when out of memory. */
static cst_opportunity *tender_without(pricer *c, const bool *marked) {
    cst_opportunity *tender = cst__opportunity_copy(tender_of(c));
    cst_rules *rules = NULL;
    for (size_t i = c->n; tender != NULL && i-- > 0;) {
        const entry *it = &c->entries[i];
        if (!marked[i]) {
            continue;
        }
        if (it->kind == OF_DEMAND) {
            cst__demand_drop(&c->demands.list[it->of], tender);
        } else if (it->kind == OF_CONTENT) {
            tender->content_mode = CST_MODE_REQUIRE;
        } else {
            rules = rules == NULL ? copy_rules(c) : rules;
            if (rules == NULL) {
                cst_opportunity_free(tender);
                return NULL;
            }
            let_go_row(it, rules);
            tender->rules = rules;
        }
    }
    return tender;
}

static cst_opportunity *tender_without_one(pricer *c, size_t i) {
    bool *marked = calloc(c->n, sizeof *marked);
    if (marked == NULL) {
        return NULL;
    }
    marked[i] = true;
    cst_opportunity *tender = tender_without(c, marked);
    free(marked);
    return tender;
}

/* ---------------------------------------------------------------- the entries */

static cst_error add_entry(pricer *c, entry_kind kind, size_t of, const char *name,
                           const char *source, const cst_level *level) {
    cst_rule_cost *cost = &c->costs[c->n];
    c->entries[c->n++] = (entry){.kind = kind, .of = of, .floor_cents = INT64_MIN};
    *cost = (cst_rule_cost){.name = name == NULL ? NULL : cst__arena_text(c->arena, name),
                            .source = cst__arena_text(c->arena, source),
                            .is_added = kind == OF_CONTENT};
    bool ok = cost->name != NULL && cost->source != NULL &&
              cst__level_keep(c->arena, level, &cost->level);
    return ok ? CST_E_OK : CST_E_MEMORY;
}

static cst_error add_demands(pricer *c) {
    cst_error error = CST_E_OK;
    for (size_t d = 0; error == CST_E_OK && d < c->demands.n; d++) {
        const cst_demand *shown = &c->demands.list[d].shown;
        error = add_entry(c, OF_DEMAND, d, shown->pointer, "", &shown->level);
    }
    if (error == CST_E_OK && tender_of(c)->content_mode == CST_MODE_PRESUMPTION) {
        const char *word = cst_mode_id(CST_MODE_PRESUMPTION);
        const char *source = tender_of(c)->rules->content_source;
        cst_level level = {.measure = CST_MEASURE_WORD, .items = &word, .n_items = 1, .unit = ""};
        error = add_entry(c, OF_CONTENT, 0, "content", source == NULL ? "" : source, &level);
    }
    return error;
}

static cst_error add_rows(pricer *c) {
    static const cst_level yes = {.measure = CST_MEASURE_YES, .number = 1, .unit = ""};
    const cst_rules *rules = tender_of(c)->rules;
    cst_error error = CST_E_OK;
    for (size_t r = 0; error == CST_E_OK && r < rules->n_jurisdiction; r++) {
        const cst__jurisdiction *row = &rules->jurisdiction[r];
        error =
            add_entry(c, OF_JURISDICTION, r,
                      cst__arena_format(c->arena, "jurisdiction:%s", row->id), row->source, &yes);
    }
    for (size_t r = 0; error == CST_E_OK && r < rules->n_exports; r++) {
        const cst__export_row *row = &rules->exports[r];
        error = add_entry(c, OF_EXPORT, r, cst__arena_format(c->arena, "export:%s", row->id),
                          row->source, &yes);
    }
    if (error == CST_E_OK && rules->unknown == CST__REFUSE) {
        error = add_entry(c, OF_UNKNOWN, 0, "unknown", "", &yes);
    }
    return error;
}

/* ---------------------------------------------------------------- rows that keep nothing out */

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

static bool is_row(const entry *it) {
    return it->kind != OF_DEMAND && it->kind != OF_CONTENT;
}

static cst_error mark_idle(pricer *c) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < c->n; i++) {
        cst__screening *screening = NULL;
        cst_opportunity *tender = NULL;
        if (!is_row(&c->entries[i])) {
            continue;
        }
        tender = tender_without_one(c, i);
        error = tender == NULL ? CST_E_MEMORY : cst__screen(tender, &screening);
        if (error == CST_E_OK) {
            c->costs[i].idle = is_same_screening(tender_of(c), c->screening, tender, screening);
        }
        cst__screening_free(screening);
        cst_opportunity_free(tender);
    }
    return error;
}

/* ---------------------------------------------------------------- groups */

/* Entries that are let go together. */
typedef struct group {
    bool *members; /* [n] */
    bool is_done;
} group;

static size_t group_size(const pricer *c, const group *g) {
    size_t size = 0;
    for (size_t i = 0; i < c->n; i++) {
        size += g->members[i];
    }
    return size;
}

/* What nothing costs less than without the whole group is a floor for each member. */
static cst_error settle(pricer *c, const group *g, const cst__inquiry *answer) {
    cst__screening *many = NULL;
    cst_error error = cst__screen(answer->tender, &many);
    for (size_t i = 0; error == CST_E_OK && i < c->n; i++) {
        cst__screening *few = NULL;
        if (!g->members[i]) {
            continue;
        }
        cst_opportunity *alone = tender_without_one(c, i);
        error = alone == NULL ? CST_E_MEMORY : cst__screen(alone, &few);
        if (error == CST_E_OK && cst__screening_within(alone->catalog, few, many)) {
            c->entries[i].floor_cents = answer->best.bound_cents;
        }
        cst__screening_free(few);
        cst_opportunity_free(alone);
    }
    cst__screening_free(many);
    return error;
}

static cst_error holds_under(pricer *c, const bool *marked, const int64_t *units, bool *holds) {
    cst__judged judged = {.holds = false};
    cst_opportunity *tender = tender_without(c, marked);
    cst_error error =
        tender == NULL ? CST_E_MEMORY : cst__session_judge(c->session, tender, units, &judged);
    *holds = judged.holds;
    cst_opportunity_free(tender);
    return error;
}

/* Takes out of a group every member that the cheaper package needs; all of them where it needs none
 * for itself. */
static cst_error thin_out(pricer *c, group *g, const int64_t *units) {
    bool *needed = calloc(c->n, sizeof *needed);
    bool any = false;
    cst_error error = needed == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < c->n; i++) {
        if (g->members[i]) {
            bool holds = true;
            g->members[i] = false;
            error = holds_under(c, g->members, units, &holds);
            g->members[i] = true;
            needed[i] = !holds;
            any = any || needed[i];
        }
    }
    for (size_t i = 0; error == CST_E_OK && i < c->n; i++) {
        g->members[i] = g->members[i] && any && !needed[i];
    }
    free(needed);
    return error;
}

/* What counts as no cheaper than the cheapest package of the tender. */
static int64_t least_that_settles(const pricer *c) {
    int64_t cost = c->base->best.criteria.cost_cents;
    return cost - (int64_t)(c->base->gap * (double)cost);
}

/* One round: each group that is not done is asked for a cheaper package. */
static cst_error ask_groups(pricer *c, group *groups, size_t n, cst__asking *a, bool *any) {
    cst_error error = CST_E_OK;
    *any = false;
    for (size_t g = 0; error == CST_E_OK && g < n; g++) {
        groups[g].is_done = groups[g].is_done || group_size(c, &groups[g]) < 2;
        if (!groups[g].is_done) {
            cst__inquiry *inquiry =
                cst__asking_add(a, c->session, tender_without(c, groups[g].members));
            if (inquiry == NULL) {
                return CST_E_MEMORY;
            }
            inquiry->gap = c->base->gap;
            *any = true;
        }
    }
    return cst__session_ask(c->session, a->inquiries, a->n);
}

static cst_error take_groups(pricer *c, group *groups, size_t n, const cst__asking *a) {
    cst_error error = CST_E_OK;
    for (size_t g = 0, asked = 0; error == CST_E_OK && g < n; g++) {
        if (groups[g].is_done) {
            continue;
        }
        const cst__inquiry *it = &a->inquiries[asked++];
        bool cheaper = it->best.found && it->best.criteria.cost_cents < least_that_settles(c);
        groups[g].is_done = !cheaper;
        if (cheaper) {
            error = thin_out(c, &groups[g], it->best.units);
        } else if (it->status == CST_STATUS_SOLVED) {
            error = settle(c, &groups[g], it);
        }
    }
    return error;
}

static cst_error settle_groups(pricer *c, group *groups, size_t n) {
    cst__asking asking;
    bool any = true;
    cst_error error = cst__asking_begin(&asking, n) ? CST_E_OK : CST_E_MEMORY;
    while (error == CST_E_OK && any) {
        error = ask_groups(c, groups, n, &asking, &any);
        if (error == CST_E_OK) {
            error = take_groups(c, groups, n, &asking);
        }
        cst__asking_clear(&asking);
    }
    cst__asking_end(&asking);
    return error;
}

/* Demands, and rows that keep something out. */
static cst_error form_groups(pricer *c) {
    group groups[2] = {{.members = calloc(c->n, 1)}, {.members = calloc(c->n, 1)}};
    cst_error error =
        groups[0].members == NULL || groups[1].members == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < c->n; i++) {
        const entry *it = &c->entries[i];
        groups[0].members[i] = it->kind == OF_DEMAND;
        groups[1].members[i] = is_row(it) && !c->costs[i].idle;
    }
    if (error == CST_E_OK) {
        error = settle_groups(c, groups, 2);
    }
    free(groups[0].members);
    free(groups[1].members);
    return error;
}

/* ---------------------------------------------------------------- the answers */

/* Where the floor is what the cheapest package of the tender costs, and that holds without the
 * entry as well, the session answers by itself. */
static cst_error ask_alone(pricer *c, cst__asking *a) {
    bool is_proven = c->base->best.found && c->base->best.cost_proven;
    for (size_t i = 0; i < c->n; i++) {
        if (c->costs[i].idle) {
            continue;
        }
        cst__inquiry *inquiry = cst__asking_add(a, c->session, tender_without_one(c, i));
        if (inquiry == NULL) {
            return CST_E_MEMORY;
        }
        inquiry->gap = c->base->gap;
        inquiry->floor_cents = c->costs[i].is_added && is_proven ? c->base->best.bound_cents
                                                                 : c->entries[i].floor_cents;
    }
    return cst__session_ask(c->session, a->inquiries, a->n);
}

static cst_error fill(pricer *c, const cst__asking *a) {
    cst_error error = CST_E_OK;
    for (size_t i = 0, asked = 0; error == CST_E_OK && i < c->n; i++) {
        if (!c->costs[i].idle) {
            error = cst__inquiry_outcome(&a->inquiries[asked++], c->arena, &c->costs[i].other);
        }
    }
    return error;
}

static cst_error price(pricer *c) {
    cst__asking asking;
    c->session->task = "cost of rules";
    cst_error error = mark_idle(c);
    if (error == CST_E_OK && c->base->status == CST_STATUS_SOLVED) {
        error = form_groups(c);
    }
    if (!cst__asking_begin(&asking, c->n)) {
        error = CST_E_MEMORY;
    }
    if (error == CST_E_OK) {
        error = ask_alone(c, &asking);
    }
    if (error == CST_E_OK) {
        error = fill(c, &asking);
    }
    cst__asking_end(&asking);
    return error;
}

static cst_error list_entries(pricer *c) {
    const cst_rules *rules = tender_of(c)->rules;
    cst_error error = cst__screen(tender_of(c), &c->screening);
    if (error == CST_E_OK && !cst__demands_list(tender_of(c), c->arena, &c->demands)) {
        error = CST_E_MEMORY;
    }
    size_t most = c->demands.n + rules->n_jurisdiction + rules->n_exports + 2;
    c->costs = cst__arena_alloc(c->arena, most, sizeof *c->costs);
    c->entries = calloc(most, sizeof *c->entries);
    if (error == CST_E_OK && (c->costs == NULL || c->entries == NULL)) {
        error = CST_E_MEMORY;
    }
    if (error == CST_E_OK) {
        error = add_demands(c);
    }
    return error == CST_E_OK ? add_rows(c) : error;
}

cst_error cst__rules_cost_find(cst__session *session, const cst__inquiry *base, cst__arena *arena,
                               cst_rule_cost **costs, size_t *n_costs) {
    pricer c = {.session = session, .base = base, .arena = arena};
    cst_error error = list_entries(&c);
    if (error == CST_E_OK) {
        error = price(&c);
    }
    for (size_t i = 0; i < c.n_rules; i++) {
        cst_rules_free(c.rules[i]);
    }
    free(c.rules);
    free(c.entries);
    cst__screening_free(c.screening);
    *costs = c.costs;
    *n_costs = c.n;
    return error;
}
