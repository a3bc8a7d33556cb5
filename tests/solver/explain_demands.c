/*
 * explain_demands.c - a tender as a list of demands, and a choice held against each: what it comes
 * to, counted anew from its units.
 */
#include "tests/solver/explain_demands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tree.h"

__extension__ typedef __int128 wide;

const char *demand_key(demand_kind kind) {
    static const char *const keys[] = {
#define DEMAND_KIND_KEY(name, key, form) key,
        DEMAND_KIND_MAP(DEMAND_KIND_KEY)
#undef DEMAND_KIND_KEY
    };
    return keys[kind];
}

demand_form demand_form_of(demand_kind kind) {
    static const demand_form forms[] = {
#define DEMAND_KIND_FORM(name, key, form) DEMAND_##form,
        DEMAND_KIND_MAP(DEMAND_KIND_FORM)
#undef DEMAND_KIND_FORM
    };
    return forms[kind];
}

/* ---------------------------------------------------------------- one demand */

static bool is_of_slot(demand_kind kind) {
    return kind >= DEMAND_REQUIRED && kind <= DEMAND_SOME_HAS;
}

static bool is_of_consortium(demand_kind kind) {
    return kind >= DEMAND_MIN_MEMBERS && kind <= DEMAND_SMALL_SHARE;
}

demand demand_of(const cst_opportunity *p, demand_kind kind, size_t of) {
    demand d = {.kind = kind, .of = of};
    const char *key = demand_key(kind);
    if (kind == DEMAND_AMOUNT) {
        snprintf(d.pointer, sizeof d.pointer, "demand/%s", p->catalog->resources[of].id);
    } else if (is_of_slot(kind)) {
        snprintf(d.pointer, sizeof d.pointer, "slots/%s/%s", p->rules->slots[of].id, key);
    } else if (is_of_consortium(kind)) {
        snprintf(d.pointer, sizeof d.pointer, "consortium/%s", key);
    } else {
        snprintf(d.pointer, sizeof d.pointer, "%s", key);
    }
    return d;
}

static void add_item(demand *d, const char *item) {
    if (d->n_items == DEMAND_MOST_ITEMS) {
        abort();
    }
    d->items[d->n_items++] = item;
}

static void add_tags(demand *d, const cst__texts *tags) {
    for (size_t i = 0; i < tags->n; i++) {
        add_item(d, tags->item[i]);
    }
}

/* Firms, then offerings, both by id. */
static void add_parties(demand *d, const cst_catalog *catalog, const bool *firms,
                        const bool *offerings) {
    for (size_t i = 0; i < catalog->n_firms; i++) {
        if (firms[i]) {
            add_item(d, catalog->firms[i].id);
        }
    }
    for (size_t i = 0; i < catalog->n_offerings; i++) {
        if (offerings[i]) {
            add_item(d, catalog->offerings[i].id);
        }
    }
}

static void add_slots(demand *d, const cst_opportunity *p) {
    d->places = p->residency_in.set;
    for (size_t i = 0; p->has_residency && i < p->rules->n_slots; i++) {
        if (p->residency_slots[i]) {
            add_item(d, p->rules->slots[i].id);
        }
    }
}

static void fill_items(demand *d, const cst_opportunity *p) {
    if (d->kind == DEMAND_EVERY_HAS) {
        add_tags(d, &p->slots[d->of].every_has);
    } else if (d->kind == DEMAND_SOME_HAS) {
        add_tags(d, &p->slots[d->of].some_has);
    } else if (d->kind == DEMAND_RESIDENCY) {
        add_slots(d, p);
    } else if (d->kind == DEMAND_INCLUDE) {
        add_parties(d, p->catalog, p->include_firm, p->include_offering);
    } else if (d->kind == DEMAND_EXCLUDE) {
        add_parties(d, p->catalog, p->exclude_firm, p->exclude_offering);
    }
}

/* The number that is asked, and whether anything is. */
static bool ask_number(demand *d, int64_t number, int64_t nothing) {
    d->number = number;
    return number != nothing;
}

static bool is_required(const cst_opportunity *p, const json_t *file, size_t slot) {
    const json_t *slots = json_object_get(file, "slots");
    const json_t *object = json_object_get(slots, p->rules->slots[slot].id);
    return json_is_true(json_object_get(object, "required")) && !p->rules->slots[slot].required;
}

/* Fills in what the tender asks; false when it asks nothing. */
static bool fill(demand *d, const cst_opportunity *p, const json_t *file) {
    switch (d->kind) {
        case DEMAND_DEADLINE:
            return ask_number(d, p->deadline_weeks, -1);
        case DEMAND_BUDGET:
            return ask_number(d, p->budget_cents, CST__NO_LIMIT);
        case DEMAND_AMOUNT:
            return ask_number(d, p->demand_milli[d->of], 0);
        case DEMAND_REQUIRED:
            return is_required(p, file, d->of);
        case DEMAND_MAX_OFFERINGS:
            return ask_number(d, p->slots[d->of].max_offerings, CST__NO_LIMIT);
        case DEMAND_MIN_MEMBERS:
            return ask_number(d, p->min_members, 0);
        case DEMAND_MAX_MEMBERS:
            return ask_number(d, p->max_members, CST__NO_LIMIT);
        case DEMAND_ANCHOR:
            d->of = p->anchor;
            return p->anchor != CST__NONE;
        case DEMAND_MAX_MEMBER_SHARE:
            return ask_number(d, p->max_member_share_bp, 10000);
        case DEMAND_LOCAL_SHARE:
            return ask_number(d, p->local_share_bp, 0);
        case DEMAND_SMALL_SHARE:
            return ask_number(d, p->small_share_bp, 0);
        case DEMAND_CONTENT:
            d->number = p->content_gamma;
            return p->content_mode == CST_MODE_REQUIRE;
        case DEMAND_EVERY_HAS:
        case DEMAND_SOME_HAS:
        case DEMAND_RESIDENCY:
        case DEMAND_INCLUDE:
        case DEMAND_EXCLUDE:
            fill_items(d, p);
            return d->n_items > 0;
        case DEMAND_N_KINDS:
            break;
    }
    abort();
}

static void add_demand(const cst_opportunity *p, const json_t *file, demand d, demand *list,
                       size_t *n) {
    if (!fill(&d, p, file)) {
        return;
    }
    if (*n == DEMANDS_MOST) {
        abort();
    }
    list[(*n)++] = d;
}

size_t demands_of(const cst_opportunity *p, const json_t *file, demand list[DEMANDS_MOST]) {
    size_t n = 0;
    add_demand(p, file, demand_of(p, DEMAND_DEADLINE, CST__NONE), list, &n);
    add_demand(p, file, demand_of(p, DEMAND_BUDGET, CST__NONE), list, &n);
    for (size_t r = 0; r < p->catalog->n_resources; r++) {
        add_demand(p, file, demand_of(p, DEMAND_AMOUNT, r), list, &n);
    }
    for (size_t s = 0; s < p->rules->n_slots; s++) {
        for (int kind = DEMAND_REQUIRED; kind <= DEMAND_SOME_HAS; kind++) {
            add_demand(p, file, demand_of(p, (demand_kind)kind, s), list, &n);
        }
    }
    for (int kind = DEMAND_RESIDENCY; kind < DEMAND_N_KINDS; kind++) {
        add_demand(p, file, demand_of(p, (demand_kind)kind, CST__NONE), list, &n);
    }
    return n;
}

/* ---------------------------------------------------------------- a choice, counted */

typedef struct count {
    const oracle *o;
    const cst_opportunity *p;
    const cst_catalog *catalog;
    const oracle_choice *choice;
    int64_t value[ORACLE_MOST_OFFERINGS];
    int64_t gross;
} count;

static count count_choice(const oracle *o, const oracle_choice *choice) {
    count c = {.o = o, .p = o->opportunity, .catalog = o->opportunity->catalog, .choice = choice};
    for (size_t i = 0; i < c.catalog->n_offerings; i++) {
        if (choice->units[i] > 0) {
            c.value[i] = oracle_value(&c.catalog->offerings[i], choice->units[i], c.p->term_years);
            c.gross += c.value[i];
        }
    }
    return c;
}

static bool is_chosen(const count *c, size_t offering) {
    return c->choice->units[offering] > 0;
}

static bool is_member(const count *c, size_t firm) {
    return (c->choice->members >> firm & 1U) != 0;
}

static bool has_tag(const cst__offering *it, const char *tag) {
    for (size_t i = 0; i < it->capabilities.n; i++) {
        if (strcmp(it->capabilities.item[i], tag) == 0) {
            return true;
        }
    }
    return false;
}

static int64_t amount_in(const cst__amount *list, size_t n, size_t resource) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += list[i].resource == resource ? list[i].milli : 0;
    }
    return sum;
}

/* What is left for the buyer. */
static int64_t balance(const count *c, size_t resource) {
    int64_t sum = c->p->site_milli[resource];
    for (size_t i = 0; i < c->catalog->n_offerings; i++) {
        const cst__offering *it = &c->catalog->offerings[i];
        sum += c->choice->units[i] * (amount_in(it->provides, it->n_provides, resource) -
                                      amount_in(it->consumes, it->n_consumes, resource));
    }
    return sum;
}

/* Chosen offerings of a slot; with a tag those that have it. */
static int64_t number_in(const count *c, size_t slot, const char *tag) {
    int64_t n = 0;
    for (size_t i = 0; i < c->catalog->n_offerings; i++) {
        const cst__offering *it = &c->catalog->offerings[i];
        bool counts = is_chosen(c, i) && it->slot == slot;
        n += counts && (tag == NULL || has_tag(it, tag)) ? 1 : 0;
    }
    return n;
}

/* Basis points of gross value, rounded down; the share of nothing is enough for everybody. */
static int64_t share_of(const count *c, bool local) {
    wide part = 0;
    for (size_t i = 0; i < c->catalog->n_offerings; i++) {
        const cst__firm *firm = &c->catalog->firms[c->catalog->offerings[i].firm];
        bool counts = local ? firm->incorporated == c->p->buyer_country &&
                                  firm->incorporated != CST__COUNTRY_UNKNOWN
                            : firm->size == CST__SIZE_SMALL;
        part += counts ? c->value[i] : 0;
    }
    return c->gross == 0 ? 10000 : (int64_t)(part * 10000 / c->gross);
}

/* ---------------------------------------------------------------- content */

static int64_t known(int share_bp) {
    return share_bp == CST__BP_UNKNOWN ? 0 : share_bp;
}

static int larger_first(const void *a, const void *b) {
    wide x = *(const wide *)a;
    wide y = *(const wide *)b;
    return (x < y) - (x > y);
}

/* The most falls up to a number that leave the content intact, -1: not even none. */
static int64_t falls_withstood(const count *c, int64_t asked) {
    const cst_rules *rules = c->p->rules;
    wide falls[ORACLE_MOST_OFFERINGS] = {0};
    wide margin = 0;
    for (size_t i = 0; i < c->catalog->n_offerings; i++) {
        const cst__offering *it = &c->catalog->offerings[i];
        if (!is_chosen(c, i) || !rules->slots[it->slot].content) {
            continue;
        }
        int64_t share = known(it->us_bp[rules->content_method]);
        margin += (wide)(share - rules->content_threshold_bp) * c->value[i];
        int64_t low = known(it->us_made_low_bp);
        falls[i] = low < share ? (wide)(share - low) * c->value[i] : 0;
    }
    qsort(falls, ORACLE_MOST_OFFERINGS, sizeof *falls, larger_first);
    for (int64_t n = 0; n <= asked; n++) {
        if (margin < 0) {
            return n - 1;
        }
        margin -= n < ORACLE_MOST_OFFERINGS ? falls[n] : 0;
    }
    return asked;
}

/* ---------------------------------------------------------------- items */

static bool lacks_somewhere(const count *c, size_t slot, const char *tag) {
    return number_in(c, slot, tag) < number_in(c, slot, NULL);
}

static bool is_hosted(const count *c, const demand *d, const cst__offering *it) {
    if (!it->hosted_in.known) {
        return c->p->rules->unknown == CST__WARN;
    }
    return cst__countries_meet(&it->hosted_in.set, &d->places);
}

static bool hosts_elsewhere(const count *c, const demand *d, const char *slot) {
    for (size_t i = 0; i < c->catalog->n_offerings; i++) {
        const cst__offering *it = &c->catalog->offerings[i];
        if (is_chosen(c, i) && strcmp(c->p->rules->slots[it->slot].id, slot) == 0 &&
            !is_hosted(c, d, it)) {
            return true;
        }
    }
    return false;
}

/* A firm or an offering. */
static bool takes_part(const count *c, const char *id) {
    for (size_t i = 0; i < c->catalog->n_firms; i++) {
        if (strcmp(c->catalog->firms[i].id, id) == 0) {
            return is_member(c, i);
        }
    }
    for (size_t i = 0; i < c->catalog->n_offerings; i++) {
        if (strcmp(c->catalog->offerings[i].id, id) == 0) {
            return is_chosen(c, i);
        }
    }
    abort();
}

static bool breaks_item(const count *c, const demand *d, const char *item) {
    switch ((int)d->kind) {
        case DEMAND_EVERY_HAS:
            return lacks_somewhere(c, d->of, item);
        case DEMAND_SOME_HAS:
            return number_in(c, d->of, item) == 0;
        case DEMAND_RESIDENCY:
            return hosts_elsewhere(c, d, item);
        case DEMAND_INCLUDE:
            return !takes_part(c, item);
        case DEMAND_EXCLUDE:
            return takes_part(c, item);
        default:
            abort();
    }
}

/* ---------------------------------------------------------------- what a choice comes to */

static int64_t number_for(const count *c, const demand *d) {
    switch ((int)d->kind) {
        case DEMAND_DEADLINE:
            return c->choice->criteria[CST_CRITERION_DELIVERY];
        case DEMAND_BUDGET:
            return c->choice->criteria[CST_CRITERION_COST];
        case DEMAND_AMOUNT:
            return balance(c, d->of);
        case DEMAND_MAX_OFFERINGS:
            return number_in(c, d->of, NULL);
        case DEMAND_MIN_MEMBERS:
        case DEMAND_MAX_MEMBERS:
            return c->choice->criteria[CST_CRITERION_MEMBERS];
        case DEMAND_MAX_MEMBER_SHARE:
            return c->choice->criteria[CST_CRITERION_LARGEST_SHARE];
        case DEMAND_LOCAL_SHARE:
            return share_of(c, true);
        case DEMAND_SMALL_SHARE:
            return share_of(c, false);
        default:
            abort();
    }
}

static bool is_met_at_all(const count *c, const demand *d) {
    if (d->kind == DEMAND_REQUIRED) {
        return number_in(c, d->of, NULL) > 0;
    }
    return is_member(c, d->of) && oracle_may_lead(c->p, d->of);
}

static uint32_t broken_items(const count *c, const demand *d) {
    uint32_t breaks = 0;
    for (size_t i = 0; i < d->n_items; i++) {
        breaks |= breaks_item(c, d, d->items[i]) ? UINT32_C(1) << i : 0;
    }
    return breaks;
}

demand_need demand_needs(const oracle *o, const demand *d, const oracle_choice *choice) {
    count c = count_choice(o, choice);
    demand_need need = {.number = 0};
    switch (demand_form_of(d->kind)) {
        case DEMAND_AT_MOST:
            need.number = number_for(&c, d);
            need.met = need.number <= d->number;
            break;
        case DEMAND_AT_LEAST:
            need.number = number_for(&c, d);
            need.met = need.number >= d->number;
            break;
        case DEMAND_ITEMS:
            need.breaks = broken_items(&c, d);
            need.met = need.breaks == 0;
            break;
        case DEMAND_YES:
            need.met = is_met_at_all(&c, d);
            break;
        case DEMAND_GAMMA:
            need.number = falls_withstood(&c, d->number);
            need.met = need.number == d->number;
            break;
    }
    return need;
}

/* ---------------------------------------------------------------- in the file */

/* The object under a key, made where there is none. */
static json_t *part(json_t *object, const char *key) {
    if (!json_is_object(json_object_get(object, key))) {
        tree_put(object, key, json_object());
    }
    return json_object_get(object, key);
}

/* The object that the key of the demand stands in. */
static json_t *holder_of(json_t *file, const demand *d) {
    if (d->kind == DEMAND_AMOUNT) {
        return part(file, "demand");
    }
    if (is_of_consortium(d->kind)) {
        return part(file, "consortium");
    }
    if (!is_of_slot(d->kind)) {
        return file;
    }
    char slot[DEMAND_POINTER];
    snprintf(slot, sizeof slot, "%s", d->pointer + strlen("slots/"));
    *strchr(slot, '/') = '\0';
    return part(part(file, "slots"), slot);
}

/* Its key there. */
static const char *key_of(const demand *d) {
    return d->kind == DEMAND_AMOUNT ? d->pointer + strlen("demand/") : demand_key(d->kind);
}

void demand_drop(json_t *file, const demand *d) {
    if (d->kind == DEMAND_CONTENT) {
        tree_put_text(part(file, "content"), "mode", "presumption");
    } else {
        json_object_del(holder_of(file, d), key_of(d));
    }
}

static int64_t units_in_one(demand_kind kind) {
    switch ((int)kind) {
        case DEMAND_BUDGET:
            return 100;
        case DEMAND_AMOUNT:
            return 1000;
        case DEMAND_MAX_MEMBER_SHARE:
        case DEMAND_LOCAL_SHARE:
        case DEMAND_SMALL_SHARE:
            return 10000;
        default:
            return 1;
    }
}

void demand_put_number(json_t *file, const demand *d, int64_t number) {
    if (d->kind == DEMAND_CONTENT) {
        tree_put(part(file, "content"), "gamma", json_integer(number));
    } else {
        tree_put(holder_of(file, d), key_of(d), tree_decimal(number, units_in_one(d->kind)));
    }
}

void demand_put_items(json_t *file, const demand *d, uint32_t items) {
    json_t *list = json_array();
    for (size_t i = 0; i < d->n_items; i++) {
        if ((items >> i & 1U) != 0) {
            json_array_append_new(list, json_string(d->items[i]));
        }
    }
    if (d->kind == DEMAND_RESIDENCY) {
        tree_put(part(file, "residency"), "slots", list);
    } else {
        tree_put(holder_of(file, d), key_of(d), list);
    }
}
