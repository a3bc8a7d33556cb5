/*
 * demands.c - the demands of a tender by kind: found, dropped, loosened, measured.
 *
 * The numbers of the contract (section 2.2) that mean "no limit" are those of the reader: a demand
 * that is dropped leaves the copy as if the key had never been written.
 */
#include "solver/demands.h"

#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- finding them */

typedef struct lister {
    const cst_opportunity *p;
    cst__arena *arena;
    cst__demands *out;
    bool failed;
} lister;

static cst_level number_level(cst_measure measure, int64_t number) {
    return (cst_level){.measure = measure, .number = number, .unit = ""};
}

static void add(lister *l, cst__demand_kind kind, size_t of, const char *pointer, cst_level level) {
    if (pointer == NULL) {
        l->failed = true;
    } else {
        l->out->list[l->out->n++] =
            (cst__demand){.kind = kind, .of = of, .shown = {.pointer = pointer, .level = level}};
    }
}

static void add_if(lister *l, bool asked, cst__demand_kind kind, const char *pointer,
                   cst_level level) {
    if (asked) {
        add(l, kind, 0, pointer, level);
    }
}

/* A list whose items are strings that outlive the demand. */
static void add_list(lister *l, cst__demand_kind kind, size_t of, const char *pointer,
                     const char **items, size_t n) {
    if (n > 0) {
        cst_level level = {.measure = CST_MEASURE_LIST, .items = items, .n_items = n, .unit = ""};
        add(l, kind, of, pointer, level);
    }
}

static void add_word(lister *l, cst__demand_kind kind, const char *pointer, const char *word) {
    const char **items = cst__arena_alloc(l->arena, 1, sizeof *items);
    if (items == NULL) {
        l->failed = true;
        return;
    }
    items[0] = word;
    cst_level level = {.measure = CST_MEASURE_WORD, .items = items, .n_items = 1, .unit = ""};
    add(l, kind, 0, pointer, level);
}

static void list_amounts(lister *l) {
    const cst_catalog *catalog = l->p->catalog;
    for (size_t r = 0; r < catalog->n_resources; r++) {
        if (l->p->demand_milli[r] > 0) {
            cst_level level = number_level(CST_MEASURE_AMOUNT, l->p->demand_milli[r]);
            level.unit = catalog->resources[r].unit;
            add(l, CST__DEMAND_AMOUNT, r,
                cst__arena_format(l->arena, "demand/%s", catalog->resources[r].id), level);
        }
    }
}

static void list_slots(lister *l) {
    for (size_t s = 0; s < l->p->rules->n_slots; s++) {
        const cst__slot_ask *ask = &l->p->slots[s];
        const char *id = l->p->rules->slots[s].id;
        if (ask->required_here) {
            add(l, CST__DEMAND_REQUIRED, s, cst__arena_format(l->arena, "slots/%s/required", id),
                number_level(CST_MEASURE_YES, 1));
        }
        if (ask->max_offerings != CST__NO_LIMIT) {
            add(l, CST__DEMAND_MAX_OFFERINGS, s,
                cst__arena_format(l->arena, "slots/%s/max_offerings", id),
                number_level(CST_MEASURE_COUNT, ask->max_offerings));
        }
        add_list(l, CST__DEMAND_EVERY_HAS, s, cst__arena_format(l->arena, "slots/%s/every_has", id),
                 ask->every_has.item, ask->every_has.n);
        add_list(l, CST__DEMAND_SOME_HAS, s, cst__arena_format(l->arena, "slots/%s/some_has", id),
                 ask->some_has.item, ask->some_has.n);
    }
}

static void list_residency(lister *l) {
    const cst_rules *rules = l->p->rules;
    const char **items = cst__arena_alloc(l->arena, rules->n_slots, sizeof *items);
    size_t n = 0;
    if (items == NULL) {
        l->failed = true;
        return;
    }
    for (size_t s = 0; l->p->has_residency && s < rules->n_slots; s++) {
        if (l->p->residency_slots[s]) {
            items[n++] = rules->slots[s].id;
        }
    }
    add_list(l, CST__DEMAND_RESIDENCY, 0, "residency", items, n);
}

/* Firms, then offerings, in the order of the catalog. */
static void list_parties(lister *l, cst__demand_kind kind, const char *pointer, const bool *firms,
                         const bool *offerings) {
    const cst_catalog *catalog = l->p->catalog;
    const char **items =
        cst__arena_alloc(l->arena, catalog->n_firms + catalog->n_offerings, sizeof *items);
    size_t n = 0;
    if (items == NULL) {
        l->failed = true;
        return;
    }
    for (size_t f = 0; f < catalog->n_firms; f++) {
        if (firms[f]) {
            items[n++] = catalog->firms[f].id;
        }
    }
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (offerings[o]) {
            items[n++] = catalog->offerings[o].id;
        }
    }
    add_list(l, kind, 0, pointer, items, n);
}

static void list_consortium(lister *l) {
    const cst_opportunity *p = l->p;
    add_if(l, p->min_members > 0, CST__DEMAND_MIN_MEMBERS, "consortium/min_members",
           number_level(CST_MEASURE_COUNT, p->min_members));
    add_if(l, p->max_members != CST__NO_LIMIT, CST__DEMAND_MAX_MEMBERS, "consortium/max_members",
           number_level(CST_MEASURE_COUNT, p->max_members));
    list_parties(l, CST__DEMAND_INCLUDE, "consortium/include", p->include_firm,
                 p->include_offering);
    list_parties(l, CST__DEMAND_EXCLUDE, "consortium/exclude", p->exclude_firm,
                 p->exclude_offering);
    if (p->anchor != CST__NONE) {
        add_word(l, CST__DEMAND_ANCHOR, "consortium/anchor", p->catalog->firms[p->anchor].id);
    }
    add_if(l, p->max_member_share_bp < CST__BP, CST__DEMAND_MEMBER_SHARE,
           "consortium/max_member_share", number_level(CST_MEASURE_SHARE, p->max_member_share_bp));
    add_if(l, p->local_share_bp > 0, CST__DEMAND_LOCAL_SHARE, "consortium/local_share",
           number_level(CST_MEASURE_SHARE, p->local_share_bp));
    add_if(l, p->small_share_bp > 0, CST__DEMAND_SMALL_SHARE, "consortium/small_share",
           number_level(CST_MEASURE_SHARE, p->small_share_bp));
}

bool cst__demands_list(const cst_opportunity *p, cst__arena *arena, cst__demands *demands) {
    size_t most = 16 + p->catalog->n_resources + 4 * p->rules->n_slots;
    *demands = (cst__demands){.list = cst__arena_alloc(arena, most, sizeof *demands->list)};
    lister l = {.p = p, .arena = arena, .out = demands};
    if (demands->list == NULL) {
        return false;
    }
    add_if(&l, p->deadline_weeks >= 0, CST__DEMAND_DEADLINE, "deadline_weeks",
           number_level(CST_MEASURE_WEEKS, p->deadline_weeks));
    add_if(&l, p->budget_cents != CST__NO_LIMIT, CST__DEMAND_BUDGET, "budget",
           number_level(CST_MEASURE_MONEY, p->budget_cents));
    list_amounts(&l);
    list_slots(&l);
    list_residency(&l);
    list_consortium(&l);
    if (p->content_mode == CST_MODE_REQUIRE) {
        add_word(&l, CST__DEMAND_CONTENT, "content", cst_mode_id(p->content_mode));
    }
    return !l.failed;
}

cst__demand cst__demand_gamma(const cst_opportunity *p) {
    return (cst__demand){.kind = CST__DEMAND_GAMMA,
                         .shown = {.pointer = "content/gamma",
                                   .level = number_level(CST_MEASURE_COUNT, p->content_gamma)}};
}

/* ---------------------------------------------------------------- taking them back */

static void ask_for_slot(const cst_opportunity *p, cst__slot_ask *ask, size_t slot) {
    ask->required = p->rules->slots[slot].required || ask->required_here || ask->some_has.n > 0;
}

void cst__demand_set(const cst__demand *d, int64_t number, cst_opportunity *copy) {
    switch (d->kind) {
        case CST__DEMAND_DEADLINE:
            copy->deadline_weeks = (int)number;
            break;
        case CST__DEMAND_BUDGET:
            copy->budget_cents = number;
            break;
        case CST__DEMAND_AMOUNT:
            copy->demand_milli[d->of] = number;
            break;
        case CST__DEMAND_MAX_OFFERINGS:
            copy->slots[d->of].max_offerings = number;
            break;
        case CST__DEMAND_MIN_MEMBERS:
            copy->min_members = number;
            break;
        case CST__DEMAND_MAX_MEMBERS:
            copy->max_members = number;
            break;
        case CST__DEMAND_MEMBER_SHARE:
            copy->max_member_share_bp = (int)number;
            break;
        case CST__DEMAND_LOCAL_SHARE:
            copy->local_share_bp = (int)number;
            break;
        case CST__DEMAND_SMALL_SHARE:
            copy->small_share_bp = (int)number;
            break;
        case CST__DEMAND_GAMMA:
            copy->content_gamma = (int)number;
            break;
        case CST__DEMAND_REQUIRED:
        case CST__DEMAND_EVERY_HAS:
        case CST__DEMAND_SOME_HAS:
        case CST__DEMAND_RESIDENCY:
        case CST__DEMAND_INCLUDE:
        case CST__DEMAND_EXCLUDE:
        case CST__DEMAND_ANCHOR:
        case CST__DEMAND_CONTENT:
            break;
    }
}

/* The number of a demand that asks nothing. */
static int64_t no_demand(cst__demand_kind kind) {
    switch (kind) {
        case CST__DEMAND_DEADLINE:
        case CST__DEMAND_GAMMA: /* 0 is a gamma like another */
            return -1;
        case CST__DEMAND_BUDGET:
        case CST__DEMAND_MAX_OFFERINGS:
        case CST__DEMAND_MAX_MEMBERS:
            return CST__NO_LIMIT;
        case CST__DEMAND_MEMBER_SHARE:
            return CST__BP;
        case CST__DEMAND_AMOUNT:
        case CST__DEMAND_MIN_MEMBERS:
        case CST__DEMAND_LOCAL_SHARE:
        case CST__DEMAND_SMALL_SHARE:
        case CST__DEMAND_REQUIRED:
        case CST__DEMAND_EVERY_HAS:
        case CST__DEMAND_SOME_HAS:
        case CST__DEMAND_RESIDENCY:
        case CST__DEMAND_INCLUDE:
        case CST__DEMAND_EXCLUDE:
        case CST__DEMAND_ANCHOR:
        case CST__DEMAND_CONTENT:
            break;
    }
    return 0;
}

static bool is_list(const cst__demand *d) {
    return d->shown.level.measure == CST_MEASURE_LIST;
}

bool cst__demand_has_steps(const cst__demand *d) {
    return !is_list(d) && d->kind != CST__DEMAND_REQUIRED && d->kind != CST__DEMAND_ANCHOR &&
           d->kind != CST__DEMAND_CONTENT;
}

static void keep_none(const cst__demand *d, cst_opportunity *copy) {
    const cst_catalog *catalog = copy->catalog;
    if (d->kind == CST__DEMAND_EVERY_HAS) {
        copy->slots[d->of].every_has.n = 0;
    } else if (d->kind == CST__DEMAND_SOME_HAS) {
        copy->slots[d->of].some_has.n = 0;
    } else if (d->kind == CST__DEMAND_RESIDENCY) {
        memset(copy->residency_slots, 0, copy->rules->n_slots * sizeof(bool));
        copy->has_residency = false;
    } else if (d->kind == CST__DEMAND_INCLUDE) {
        memset(copy->include_firm, 0, catalog->n_firms * sizeof(bool));
        memset(copy->include_offering, 0, catalog->n_offerings * sizeof(bool));
    } else if (d->kind == CST__DEMAND_EXCLUDE) {
        memset(copy->exclude_firm, 0, catalog->n_firms * sizeof(bool));
        memset(copy->exclude_offering, 0, catalog->n_offerings * sizeof(bool));
    }
}

void cst__demand_drop(const cst__demand *d, cst_opportunity *copy) {
    if (is_list(d)) {
        keep_none(d, copy);
    } else if (d->kind == CST__DEMAND_REQUIRED) {
        copy->slots[d->of].required_here = false;
    } else if (d->kind == CST__DEMAND_ANCHOR) {
        copy->anchor = CST__NONE;
    } else if (d->kind == CST__DEMAND_CONTENT) {
        copy->content_mode = CST_MODE_PRESUMPTION;
    } else {
        cst__demand_set(d, no_demand(d->kind), copy);
    }
    if (d->kind == CST__DEMAND_REQUIRED || d->kind == CST__DEMAND_SOME_HAS) {
        ask_for_slot(copy, &copy->slots[d->of], d->of);
    }
}

/* Marks of firms or offerings by the ids that are kept. */
static void keep_party(cst_opportunity *copy, const char *id, bool *firms, bool *offerings) {
    size_t firm = cst__catalog_firm(copy->catalog, id);
    if (firm != CST__NONE) {
        firms[firm] = true;
    } else {
        offerings[cst__catalog_offering(copy->catalog, id)] = true;
    }
}

static void keep_item(const cst__demand *d, const char *item, cst_opportunity *copy) {
    cst__slot_ask *ask = &copy->slots[d->of];
    if (d->kind == CST__DEMAND_EVERY_HAS) {
        ask->every_has.item[ask->every_has.n++] = item;
    } else if (d->kind == CST__DEMAND_SOME_HAS) {
        ask->some_has.item[ask->some_has.n++] = item;
    } else if (d->kind == CST__DEMAND_RESIDENCY) {
        copy->residency_slots[cst__rules_slot(copy->rules, item)] = true;
        copy->has_residency = true;
    } else if (d->kind == CST__DEMAND_INCLUDE) {
        keep_party(copy, item, copy->include_firm, copy->include_offering);
    } else if (d->kind == CST__DEMAND_EXCLUDE) {
        keep_party(copy, item, copy->exclude_firm, copy->exclude_offering);
    }
}

void cst__demand_keep(const cst__demand *d, const bool *kept, cst_opportunity *copy) {
    const cst_level *level = &d->shown.level;
    keep_none(d, copy);
    for (size_t i = 0; i < level->n_items; i++) {
        if (kept[i]) {
            keep_item(d, level->items[i], copy);
        }
    }
    if (d->kind == CST__DEMAND_SOME_HAS) {
        ask_for_slot(copy, &copy->slots[d->of], d->of);
    }
}

/* ---------------------------------------------------------------- measuring a choice */

static int64_t provided(const cst__offering *o, size_t resource) {
    int64_t sum = 0;
    for (size_t a = 0; a < o->n_provides; a++) {
        sum += o->provides[a].resource == resource ? o->provides[a].milli : 0;
    }
    for (size_t a = 0; a < o->n_consumes; a++) {
        sum -= o->consumes[a].resource == resource ? o->consumes[a].milli : 0;
    }
    return sum;
}

/* At most the demand itself, at least 0. */
static int64_t amount_reached(const cst__demand *d, const cst_opportunity *p,
                              const int64_t *units) {
    cst__wide sum = p->site_milli[d->of];
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        if (units[o] > 0) {
            sum += (cst__wide)provided(&p->catalog->offerings[o], d->of) * units[o];
        }
    }
    cst__wide demand = d->shown.level.number;
    return (int64_t)(sum < 0 ? 0 : sum > demand ? demand : sum);
}

static int64_t count_in_slot(const cst_opportunity *p, size_t slot, const int64_t *units) {
    int64_t n = 0;
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        n += units[o] > 0 && p->catalog->offerings[o].slot == slot;
    }
    return n;
}

/* The share of some firms of the gross value, rounded down; all of it where there is no value. */
static int64_t share_of(const cst_opportunity *p, const int64_t *units, cst__demand_kind kind) {
    int64_t part = 0;
    int64_t total = 0;
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        const cst__offering *offering = &p->catalog->offerings[o];
        const cst__firm *firm = &p->catalog->firms[offering->firm];
        if (units[o] == 0) {
            continue;
        }
        bool counts = kind == CST__DEMAND_LOCAL_SHARE ? firm->incorporated == p->buyer_country
                                                      : firm->size == CST__SIZE_SMALL;
        int64_t value = cst__value_cents(offering, units[o], p->term_years);
        total += value;
        part += counts ? value : 0;
    }
    return total == 0 ? CST__BP : cst__mul_div_floor(part, CST__BP, total);
}

static int64_t larger(int64_t a, int64_t b) {
    return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

int64_t cst__demand_reached(const cst__demand *d, const cst_opportunity *p,
                            const cst__measured *choice) {
    int64_t asked = d->shown.level.number;
    switch (d->kind) {
        case CST__DEMAND_DEADLINE:
            return larger(asked, choice->criteria->delivery_weeks);
        case CST__DEMAND_BUDGET:
            return larger(asked, choice->criteria->cost_cents);
        case CST__DEMAND_AMOUNT:
            return amount_reached(d, p, choice->units);
        case CST__DEMAND_MAX_OFFERINGS:
            return larger(asked, count_in_slot(p, d->of, choice->units));
        case CST__DEMAND_MIN_MEMBERS:
            return smaller(asked, choice->criteria->members);
        case CST__DEMAND_MAX_MEMBERS:
            return larger(asked, choice->criteria->members);
        case CST__DEMAND_MEMBER_SHARE:
            return larger(asked, choice->criteria->largest_share_bp);
        case CST__DEMAND_LOCAL_SHARE:
        case CST__DEMAND_SMALL_SHARE:
            return smaller(asked, share_of(p, choice->units, d->kind));
        case CST__DEMAND_GAMMA:
            return smaller(asked, p->content_gamma);
        case CST__DEMAND_REQUIRED:
        case CST__DEMAND_EVERY_HAS:
        case CST__DEMAND_SOME_HAS:
        case CST__DEMAND_RESIDENCY:
        case CST__DEMAND_INCLUDE:
        case CST__DEMAND_EXCLUDE:
        case CST__DEMAND_ANCHOR:
        case CST__DEMAND_CONTENT:
            break;
    }
    return asked;
}

static bool is_of(const cst_opportunity *p, const cst__offering *offering, const char *id) {
    return strcmp(offering->id, id) == 0 || strcmp(p->catalog->firms[offering->firm].id, id) == 0;
}

/* Whether the offering, being chosen, is what the item of the list asks for (all that are chosen
 * must be) or forbids. */
static bool suits(const cst__demand *d, const cst_opportunity *p, const cst__measured *choice,
                  size_t o, const char *item) {
    const cst__offering *offering = &p->catalog->offerings[o];
    if (d->kind == CST__DEMAND_RESIDENCY) {
        return offering->slot != cst__rules_slot(p->rules, item) || choice->resides[o];
    }
    if (d->kind == CST__DEMAND_INCLUDE || d->kind == CST__DEMAND_EXCLUDE) {
        return is_of(p, offering, item) == (d->kind == CST__DEMAND_INCLUDE);
    }
    bool has = cst__texts_has(&offering->capabilities, item);
    return d->kind == CST__DEMAND_EVERY_HAS ? offering->slot != d->of || has
                                            : offering->slot == d->of && has;
}

void cst__demand_met_items(const cst__demand *d, const cst_opportunity *p,
                           const cst__measured *choice, bool *met) {
    bool one_is_enough = d->kind == CST__DEMAND_SOME_HAS || d->kind == CST__DEMAND_INCLUDE;
    for (size_t i = 0; i < d->shown.level.n_items; i++) {
        met[i] = !one_is_enough;
        for (size_t o = 0; o < p->catalog->n_offerings; o++) {
            if (choice->units[o] > 0 &&
                suits(d, p, choice, o, d->shown.level.items[i]) == one_is_enough) {
                met[i] = one_is_enough;
                break;
            }
        }
    }
}

/* ---------------------------------------------------------------- levels */

cst_level cst__demand_level(const cst__demand *d, int64_t number) {
    cst_level level = d->shown.level;
    level.number = number;
    level.dropped = number == no_demand(d->kind);
    return level;
}

cst_level cst__demand_dropped(const cst__demand *d) {
    cst_level level = d->shown.level;
    level.dropped = true;
    level.number = 0;
    level.n_items = 0;
    return level;
}

bool cst__demand_level_of(const cst__demand *d, const bool *kept, cst__arena *arena,
                          cst_level *level) {
    *level = d->shown.level;
    level->items = cst__arena_alloc(arena, d->shown.level.n_items, sizeof *level->items);
    level->n_items = 0;
    for (size_t i = 0; level->items != NULL && i < d->shown.level.n_items; i++) {
        if (kept[i]) {
            level->items[level->n_items++] = d->shown.level.items[i];
        }
    }
    level->dropped = level->n_items == 0;
    return level->items != NULL;
}

bool cst__level_keep(cst__arena *arena, const cst_level *from, cst_level *to) {
    *to = *from;
    to->unit = cst__arena_text(arena, from->unit);
    to->items = cst__arena_alloc(arena, from->n_items, sizeof *to->items);
    bool ok = to->unit != NULL && to->items != NULL;
    for (size_t i = 0; ok && i < from->n_items; i++) {
        to->items[i] = cst__arena_text(arena, from->items[i]);
        ok = to->items[i] != NULL;
    }
    return ok;
}
