/* explain_compare.c - why nothing fits, statement by statement. */
#include "tests/solver/explain_compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/solver/explain_gaps.h"
#include "tests/tree.h"

/* ---------------------------------------------------------------- changes */

static int64_t units_in_one(cst_measure measure) {
    switch ((int)measure) {
        case CST_MEASURE_MONEY:
            return 100;
        case CST_MEASURE_SHARE:
            return 10000;
        case CST_MEASURE_AMOUNT:
            return 1000;
        default:
            return 1;
    }
}

/* New value; NULL for what can only be dropped. */
static json_t *value_of(const cst_level *level) {
    if (level->measure == CST_MEASURE_LIST) {
        json_t *list = json_array();
        for (size_t i = 0; i < level->n_items; i++) {
            json_array_append_new(list, json_string(level->items[i]));
        }
        return list;
    }
    if (level->measure == CST_MEASURE_YES || level->measure == CST_MEASURE_WORD) {
        return NULL;
    }
    return tree_decimal(level->number, units_in_one(level->measure));
}

/* The object that holds the last key of a pointer, made where it is missing; the key. */
static json_t *holder_of(json_t *file, char *way, const char **key) {
    char *rest = way;
    for (char *slash = strchr(rest, '/'); slash != NULL; slash = strchr(rest, '/')) {
        *slash = '\0';
        if (!json_is_object(json_object_get(file, rest))) {
            tree_put(file, rest, json_object());
        }
        file = json_object_get(file, rest);
        rest = slash + 1;
    }
    *key = rest;
    return file;
}

bool explain_change(json_t *file, const cst_change *change) {
    char way[2 * DEMAND_POINTER];
    const char *key;
    json_t *value = change->to.dropped ? NULL : value_of(&change->to);
    snprintf(way, sizeof way, "%s", change->pointer);
    if (strcmp(way, "content") == 0) {
        snprintf(way, sizeof way, "content/mode");
        value = change->to.dropped ? json_string("presumption") : NULL;
    } else if (strcmp(way, "residency/slots") == 0 && change->to.dropped) {
        snprintf(way, sizeof way, "residency");
    }
    json_t *holder = holder_of(file, way, &key);
    if (value != NULL) {
        tree_put(holder, key, value);
        return true;
    }
    return change->to.dropped && json_object_del(holder, key) == 0;
}

/* ---------------------------------------------------------------- outcomes */

/* Adds to the first difference what it is about. */
static void name_it(report *r, bool agreed, const char *what) {
    if (agreed && !agrees(r)) {
        size_t n = strlen(r->text);
        snprintf(r->text + n, sizeof r->text - n, " (%s)", what);
    }
}

changed_tender changed_new(const instance *files) {
    changed_tender c = {.o = NULL};
    if (tender_read(files, &c.t, NULL)) {
        c.o = oracle_screen(c.t.opportunity);
    }
    return c;
}

void changed_clear(changed_tender *c) {
    oracle_free(c->o);
    tender_clear(&c->t);
    c->o = NULL;
}

void check_outcome(report *r, const char *what, const oracle *o, const cst_outcome *outcome) {
    oracle_choice choice;
    bool agreed = agrees(r);
    if (o == NULL) {
        differ(r, "%s: the tender it answers to can not be read", what);
    } else if (agreed && outcome->found) {
        compare_package(r, o, &outcome->package, &choice);
        name_it(r, agreed, what);
    }
}

void compare_outcome(report *r, const char *what, const oracle *o, const cst_outcome *outcome,
                     int64_t cost_cents) {
    bool exists = cost_cents < INT64_MAX;
    expect(r, what, "status", (int64_t)outcome->status,
           exists ? CST_STATUS_SOLVED : CST_STATUS_INFEASIBLE);
    expect(r, what, "a package", outcome->found, exists);
    if (agrees(r) && exists) {
        expect(r, what, "cost", outcome->package.criteria.cost_cents, cost_cents);
        expect(r, what, "the bound", outcome->package.bound_cents, cost_cents);
        expect(r, what, "proof", (int64_t)outcome->package.proof, CST_PROOF_OPTIMAL);
    }
    check_outcome(r, what, o, outcome);
}

void compare_proven(report *r, const char *what, const oracle *o, const cst_outcome *outcome,
                    int64_t cost_cents, bool complete) {
    if (complete || outcome->status != CST_STATUS_LIMIT) {
        compare_outcome(r, what, o, outcome, cost_cents);
        return;
    }
    check_outcome(r, what, o, outcome);
    if (outcome->found && outcome->package.criteria.cost_cents < cost_cents) {
        differ(r, "%s: %lld is less than the cheapest", what,
               (long long)outcome->package.criteria.cost_cents);
    }
}

/* ---------------------------------------------------------------- demands */

static bool has_item(const cst_level *level, const char *item) {
    for (size_t i = 0; i < level->n_items; i++) {
        if (strcmp(level->items[i], item) == 0) {
            return true;
        }
    }
    return false;
}

/* The level is what the tender says, in any order of the items. */
static void compare_level(report *r, const demand *d, const cst_level *level) {
    demand_form form = demand_form_of(d->kind);
    expect(r, d->pointer, "dropped", level->dropped, false);
    if (form == DEMAND_AT_MOST || form == DEMAND_AT_LEAST) {
        expect(r, d->pointer, "what is asked", level->number, d->number);
    }
    if (form != DEMAND_ITEMS || level->measure != CST_MEASURE_LIST) {
        return;
    }
    expect(r, d->pointer, "the number of items", (int64_t)level->n_items, (int64_t)d->n_items);
    for (size_t i = 0; i < d->n_items; i++) {
        if (!has_item(level, d->items[i])) {
            differ(r, "%s lacks %s", d->pointer, d->items[i]);
        }
    }
}

static void compare_demands(report *r, const explain_oracle *e, const cst_infeasibility *found) {
    for (size_t i = 0; i < e->n_demands && i < found->n_demands; i++) {
        if (strcmp(found->demands[i].pointer, e->demands[i].pointer) != 0) {
            differ(r, "demand %zu is %s, the oracle says %s", i, found->demands[i].pointer,
                   e->demands[i].pointer);
        } else if (e->demands[i].kind != DEMAND_RESIDENCY) {
            compare_level(r, &e->demands[i], &found->demands[i].level);
        }
    }
    expect(r, "tender", "the number of demands", (int64_t)found->n_demands, (int64_t)e->n_demands);
}

/* ---------------------------------------------------------------- conflicts */

static void show_set(report *r, const explain_oracle *e, uint64_t set, const char *what) {
    char *text = explain_text(e, set);
    differ(r, "conflict %s %s", text, what);
    free(text);
}

/* The set of a conflict, whose demands must go up. */
static uint64_t set_of(report *r, const explain_oracle *e, const cst_conflict *conflict) {
    uint64_t set = 0;
    for (size_t i = 0; i < conflict->n_demands; i++) {
        uint64_t more = explain_bit(e, conflict->demands[i]);
        if (more <= set) {
            differ(r, "a conflict names %s out of order, or there is no such demand",
                   conflict->demands[i]);
        }
        set |= more;
    }
    return set;
}

/* Irreducible by definition: no package meets all, some package meets all but any one. */
static void check_conflict(report *r, const explain_oracle *e, uint64_t set) {
    if (explain_holds(e, set)) {
        show_set(r, e, set, "can be met");
    }
    for (uint64_t rest = set; rest != 0; rest &= rest - 1) {
        if (!explain_holds(e, set & ~(rest & -rest))) {
            show_set(r, e, set, "is reducible");
        }
    }
}

static void check_distinct(report *r, const explain_oracle *e, const uint64_t *sets, size_t n) {
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++) {
            if (sets[i] == sets[k]) {
                show_set(r, e, sets[i], "is listed twice");
            }
        }
    }
}

static void find_missing(report *r, const explain_oracle *e, const uint64_t *sets, size_t n) {
    for (size_t i = 0; i < e->n_conflicts; i++) {
        bool found = false;
        for (size_t k = 0; k < n; k++) {
            found = found || sets[k] == e->conflicts[i];
        }
        if (!found) {
            show_set(r, e, e->conflicts[i], "is missing");
        }
    }
}

/* All of them when there are fewer than may be listed; complete only when that is so. */
static void check_number(report *r, const explain_case *c, const cst_infeasibility *found,
                         const uint64_t *sets) {
    size_t most = (size_t)c->most_conflicts;
    size_t n = found->n_conflicts;
    if (n > most) {
        differ(r, "%zu conflicts are listed, more than %zu", n, most);
    }
    if (found->conflicts_complete && (!c->e->has_all_conflicts || n < c->e->n_conflicts)) {
        find_missing(r, c->e, sets, n);
        differ(r, "the conflicts are not complete");
    }
    if (c->complete && n < most) {
        expect(r, "conflicts", "complete", found->conflicts_complete, true);
    }
}

static void compare_conflicts(report *r, const explain_case *c, const cst_infeasibility *found) {
    uint64_t *sets = calloc(found->n_conflicts + 1, sizeof *sets);
    if (sets == NULL) {
        abort();
    }
    for (size_t i = 0; i < found->n_conflicts; i++) {
        sets[i] = set_of(r, c->e, &found->conflicts[i]);
        check_conflict(r, c->e, sets[i]);
    }
    check_distinct(r, c->e, sets, found->n_conflicts);
    check_number(r, c, found, sets);
    free(sets);
}

/* ---------------------------------------------------------------- changes of one value */

/* The demand that a pointer changes; NULL: none. */
static const demand *changed_by(const explain_oracle *e, const cst_change *change) {
    const char *pointer = change->pointer;
    if (strcmp(pointer, "residency/slots") == 0) {
        pointer = "residency";
    } else if (strcmp(pointer, "content/gamma") == 0) {
        pointer = "content";
    }
    for (size_t i = 0; i < e->n_demands; i++) {
        if (strcmp(e->demands[i].pointer, pointer) == 0) {
            return &e->demands[i];
        }
    }
    return NULL;
}

/* Only items of the tender are left, each once. */
static void compare_items_left(report *r, const cst_change *change) {
    for (size_t i = 0; i < change->to.n_items; i++) {
        if (!has_item(&change->from, change->to.items[i])) {
            differ(r, "%s: %s was not asked", change->pointer, change->to.items[i]);
        }
    }
}

static void check_change(report *r, const demand *d, const cst_change *change) {
    bool gamma = strcmp(change->pointer, "content/gamma") == 0;
    compare_level(r, d, &change->from);
    if (d->kind == DEMAND_RESIDENCY) {
        expect(r, change->pointer, "residency/slots",
               strcmp(change->pointer, "residency/slots") == 0, true);
    }
    if (gamma) {
        expect(r, change->pointer, "what is asked", change->from.number, d->number);
    }
    if (demand_form_of(d->kind) == DEMAND_ITEMS) {
        expect(r, change->pointer, "the measure is a list", change->from.measure, CST_MEASURE_LIST);
        compare_items_left(r, change);
    }
}

static int64_t removed_by(const cst_change *change) {
    size_t left = change->to.dropped ? 0 : change->to.n_items;
    return (int64_t)change->from.n_items - (int64_t)left;
}

/* The least that suffices. */
static void compare_change(report *r, const demand *d, const explain_remedy *least,
                           const cst_change *change) {
    bool gamma = demand_form_of(d->kind) == DEMAND_GAMMA && !least->dropped;
    expect(r, d->pointer, "content/gamma", strcmp(change->pointer, "content/gamma") == 0, gamma);
    expect(r, d->pointer, "dropped by the remedy", change->to.dropped, least->dropped);
    if (demand_form_of(d->kind) == DEMAND_ITEMS) {
        expect(r, d->pointer, "items removed", removed_by(change), least->n_removed);
    } else if (!least->dropped) {
        expect(r, d->pointer, "what suffices", change->to.number, least->number);
    }
}

static bool apply(report *r, instance *files, const cst_remedy *remedy) {
    for (size_t i = 0; i < remedy->n_changes; i++) {
        if (!explain_change(files->opportunity, &remedy->changes[i])) {
            differ(r, "%s: the change can not be made", remedy->changes[i].pointer);
            return false;
        }
    }
    return true;
}

/* What the files lead to after the changes; a cost below 0 is not proven. */
static void compare_after(report *r, const explain_case *c, const cst_remedy *remedy,
                          const char *what, int64_t cost_cents) {
    instance files = instance_copy(c->files);
    if (agrees(r) && apply(r, &files, remedy)) {
        changed_tender after = changed_new(&files);
        if (cost_cents >= 0) {
            compare_outcome(r, what, after.o, &remedy->outcome, cost_cents);
        } else {
            check_outcome(r, what, after.o, &remedy->outcome);
        }
        changed_clear(&after);
    }
    instance_clear(&files);
}

static const explain_remedy *least_of(const explain_oracle *e, const demand *d) {
    for (size_t i = 0; i < e->n_remedies; i++) {
        if (&e->demands[e->remedies[i].demand] == d) {
            return &e->remedies[i];
        }
    }
    return NULL;
}

/* A remedy that is proven is the least, and its package the cheapest when that is solved. Any other
 * remedy still leads to its package. */
static void compare_remedy(report *r, const explain_case *c, const cst_remedy *remedy) {
    const demand *d = remedy->n_changes == 1 ? changed_by(c->e, &remedy->changes[0]) : NULL;
    const explain_remedy *least = d == NULL ? NULL : least_of(c->e, d);
    if (least == NULL) {
        differ(r, "a remedy changes %s", d == NULL ? "nothing known" : d->pointer);
        return;
    }
    check_change(r, d, &remedy->changes[0]);
    bool exact = remedy->proven && remedy->outcome.status == CST_STATUS_SOLVED;
    if (c->complete) {
        expect(r, d->pointer, "proven", exact, true);
    }
    if (remedy->proven) {
        compare_change(r, d, least, &remedy->changes[0]);
    }
    compare_after(r, c, remedy, d->pointer, exact ? least->cost_cents : -1);
}

static void name_missing_remedy(report *r, const explain_oracle *e,
                                const cst_infeasibility *found) {
    for (size_t i = 0; i < e->n_remedies; i++) {
        const demand *d = &e->demands[e->remedies[i].demand];
        bool has = false;
        for (size_t k = 0; k < found->n_remedies; k++) {
            has = has || (found->remedies[k].n_changes == 1 &&
                          changed_by(e, &found->remedies[k].changes[0]) == d);
        }
        if (!has) {
            differ(r, "a remedy by %s is missing", d->pointer);
        }
    }
}

static void compare_remedies(report *r, const explain_case *c, const cst_infeasibility *found) {
    const demand *last = NULL;
    for (size_t i = 0; i < found->n_remedies; i++) {
        compare_remedy(r, c, &found->remedies[i]);
        if (!agrees(r)) {
            return;
        }
        const demand *d = changed_by(c->e, &found->remedies[i].changes[0]);
        if (last != NULL && d <= last) {
            differ(r, "the remedy by %s is out of order", d->pointer);
        }
        last = d;
    }
    if (c->complete) {
        expect(r, "remedies", "complete", found->remedies_complete, true);
    }
    if (found->remedies_complete) {
        name_missing_remedy(r, c->e, found);
    }
}

/* ---------------------------------------------------------------- a combination */

/* Each change is of another demand; their bits. */
static uint64_t changed_demands(report *r, const explain_oracle *e, const cst_remedy *remedy) {
    uint64_t set = 0;
    for (size_t i = 0; i < remedy->n_changes; i++) {
        const demand *d = changed_by(e, &remedy->changes[i]);
        if (d == NULL) {
            differ(r, "the combination changes %s", remedy->changes[i].pointer);
            return 0;
        }
        check_change(r, d, &remedy->changes[i]);
        uint64_t more = explain_bit(e, d->pointer);
        if (more <= set) {
            differ(r, "the combination changes %s out of order", d->pointer);
        }
        set |= more;
    }
    return set;
}

static void compare_combination(report *r, const explain_case *c, const cst_infeasibility *found) {
    const cst_remedy *it = found->combination;
    bool needed = c->e->n_fewest > 1;
    if (it == NULL) {
        expect(r, "combination", "missing", needed && c->complete, false);
        return;
    }
    if (!needed && (found->remedies_complete || c->e->n_fewest < 0)) {
        differ(r, "there is a combination, but a single change helps or nothing does");
        return;
    }
    uint64_t set = changed_demands(r, c->e, it);
    if (explain_cost_without(c->e, set) == INT64_MAX) {
        differ(r, "the combination does not help");
    }
    bool exact = it->proven && it->outcome.status == CST_STATUS_SOLVED;
    if (c->complete) {
        expect(r, "combination", "proven", exact, true);
    }
    if (it->proven) {
        expect(r, "combination", "changes", (int64_t)it->n_changes, c->e->n_fewest);
    }
    compare_after(r, c, it, "combination", exact ? c->e->fewest_cents : -1);
}

/* ---------------------------------------------------------------- gaps */

/* Refusals of the offerings that could serve, by code. */
typedef struct tally {
    const char *code;
    size_t n;
} tally;

enum { MOST_CODES = 64 };

static size_t tally_codes(const oracle *o, const explain_gap *gap, tally list[MOST_CODES]) {
    size_t n = 0;
    for (size_t i = 0; i < o->n_refused; i++) {
        size_t k = 0;
        if (!gap->serves[o->refused[i].offering]) {
            continue;
        }
        while (k < n && strcmp(list[k].code, o->refused[i].text) != 0) {
            k++;
        }
        if (k == MOST_CODES) {
            abort();
        }
        list[k] = (tally){o->refused[i].text, k == n ? 1 : list[k].n + 1};
        n = k == n ? n + 1 : n;
    }
    return n;
}

static int most_first(const void *a, const void *b) {
    const tally *x = a;
    const tally *y = b;
    if (x->n != y->n) {
        return x->n > y->n ? -1 : 1;
    }
    return strcmp(x->code, y->code);
}

/* The facts are those of the refusals, sorted, each once. */
static void compare_facts(report *r, const explain_case *c, const explain_gap *gap,
                          const cst_refused_by *by, const cst_result *result) {
    const cst_catalog *catalog = c->screened->opportunity->catalog;
    for (size_t i = 0; i + 1 < by->n_facts; i++) {
        if (strcmp(by->facts[i], by->facts[i + 1]) >= 0) {
            differ(r, "facts of %s are not sorted or not distinct", by->code);
        }
    }
    size_t n_seen = 0;
    for (size_t k = 0; k < by->n_facts; k++) {
        bool seen = false;
        for (size_t i = 0; i < result->n_refused; i++) {
            const cst_refusal *it = &result->refused[i];
            seen = seen || (gap->serves[cst__catalog_offering(catalog, it->offering)] &&
                            strcmp(it->code, by->code) == 0 && it->fact != NULL &&
                            strcmp(it->fact, by->facts[k]) == 0);
        }
        n_seen += seen ? 1 : 0;
    }
    expect(r, by->code, "facts that are none", (int64_t)(by->n_facts - n_seen), 0);
    for (size_t i = 0; i < result->n_refused; i++) {
        const cst_refusal *it = &result->refused[i];
        bool counts = gap->serves[cst__catalog_offering(catalog, it->offering)] &&
                      strcmp(it->code, by->code) == 0 && it->fact != NULL;
        bool has = !counts;
        for (size_t k = 0; k < by->n_facts; k++) {
            has = has || strcmp(by->facts[k], it->fact) == 0;
        }
        if (!has) {
            differ(r, "the fact %s of %s is missing", it->fact, by->code);
        }
    }
}

static void compare_gap(report *r, const explain_case *c, const explain_gap *gap,
                        const cst_gap *found, const cst_result *result) {
    tally codes[MOST_CODES] = {{0}};
    char what[200];
    size_t n = tally_codes(c->screened, gap, codes);
    int64_t n_serving = 0;
    snprintf(what, sizeof what, "gap %s %s %s", explain_gap_name(gap->kind), gap->subject,
             gap->tag);
    for (size_t i = 0; i < ORACLE_MOST_OFFERINGS; i++) {
        n_serving += gap->serves[i] ? 1 : 0;
    }
    if (strcmp(found->pointer, gap->pointer) != 0) {
        differ(r, "%s points to '%s', the oracle says '%s'", what, found->pointer, gap->pointer);
    }
    expect(r, what, "offerings", (int64_t)found->n_offerings, n_serving);
    expect(r, what, "codes", (int64_t)found->n_by, (int64_t)n);
    if (gap->kind == CST_GAP_AMOUNT) {
        expect(r, what, "asked for", found->demand_milli, gap->demand_milli);
        expect(r, what, "what can be had", found->most_milli, gap->most_milli);
    }
    if (n > 0) {
        qsort(codes, n, sizeof *codes, most_first);
    }
    for (size_t i = 0; i < n && agrees(r); i++) {
        if (strcmp(found->by[i].code, codes[i].code) != 0) {
            differ(r, "%s: code %zu is %s, the oracle says %s", what, i, found->by[i].code,
                   codes[i].code);
        }
        expect(r, what, codes[i].code, (int64_t)found->by[i].n_offerings, (int64_t)codes[i].n);
        compare_facts(r, c, gap, &found->by[i], result);
    }
}

static const cst_gap *find_gap(const cst_infeasibility *found, const explain_gap *gap) {
    for (size_t i = 0; i < found->n_gaps; i++) {
        const cst_gap *it = &found->gaps[i];
        if (it->kind == gap->kind && strcmp(it->subject, gap->subject) == 0 &&
            strcmp(it->tag, gap->tag) == 0) {
            return it;
        }
    }
    return NULL;
}

static void compare_gaps(report *r, const explain_case *c, const cst_infeasibility *found,
                         const cst_result *result) {
    explain_gap gaps[GAPS_MOST];
    size_t n = explain_gaps(c->screened, c->files->opportunity, gaps);
    for (size_t i = 0; i < n && agrees(r); i++) {
        const cst_gap *it = find_gap(found, &gaps[i]);
        if (it == NULL) {
            differ(r, "the gap %s %s %s is missing", explain_gap_name(gaps[i].kind),
                   gaps[i].subject, gaps[i].tag);
        } else {
            compare_gap(r, c, &gaps[i], it, result);
        }
    }
    expect(r, "tender", "the number of gaps", (int64_t)found->n_gaps, (int64_t)n);
}

/* ---------------------------------------------------------------- the whole */

bool explain_is_complete(const cst_infeasibility *it) {
    bool complete = it->conflicts_complete && it->remedies_complete;
    for (size_t i = 0; i < it->n_remedies; i++) {
        const cst_remedy *remedy = &it->remedies[i];
        complete = complete && remedy->proven && remedy->outcome.status == CST_STATUS_SOLVED;
    }
    return complete && (it->combination == NULL || it->combination->proven);
}

void compare_infeasibility(report *r, const explain_case *c, const cst_result *result) {
    const cst_infeasibility *found = result->nothing_fits;
    if (found == NULL) {
        differ(r, "nothing is said on why nothing fits");
        return;
    }
    compare_demands(r, c->e, found);
    compare_gaps(r, c, found, result);
    if (agrees(r)) {
        compare_conflicts(r, c, found);
        compare_remedies(r, c, found);
        compare_combination(r, c, found);
    }
}
