/* tighten.c - one demand more, or one step more of a demand, around a choice. */
#include "tests/solver/tighten.h"

#include <stdlib.h>
#include <string.h>

#include "tests/solver/explain_oracle.h"
#include "tests/tree.h"

typedef struct edge {
    instance *it; /* a copy that becomes the instance when it can be read */
    const oracle *o;
    const cst_opportunity *p;
    const oracle_choice *around;
    demand_kind kind;
    bool misses;
    dice *d;
} edge;

static size_t draw(const edge *e, size_t n) {
    return (size_t)dice_from(e->d, 0, (int)n - 1);
}

/* A demand of the kind, for a resource or slot that is drawn, asking for nothing yet. */
static bool draw_demand(const edge *e, demand *d) {
    size_t n = e->kind == DEMAND_AMOUNT ? e->p->catalog->n_resources : e->p->rules->n_slots;
    if (n == 0) {
        return false;
    }
    *d = demand_of(e->p, e->kind, draw(e, n));
    return true;
}

/* ---------------------------------------------------------------- numbers */

static bool is_share(demand_kind kind) {
    return kind == DEMAND_MAX_MEMBER_SHARE || kind == DEMAND_LOCAL_SHARE ||
           kind == DEMAND_SMALL_SHARE;
}

static bool tighten_number(const edge *e) {
    demand d;
    if (!draw_demand(e, &d)) {
        return false;
    }
    int64_t step = e->misses ? 1 : 0;
    int64_t number = demand_needs(e->o, &d, e->around).number;
    number += demand_form_of(e->kind) == DEMAND_AT_MOST ? -step : step;
    if (number < 0 || (is_share(e->kind) && number > 10000)) {
        return false;
    }
    demand_put_number(e->it->opportunity, &d, number);
    return true;
}

/* ---------------------------------------------------------------- items */

static void add_once(demand *d, const char *item) {
    for (size_t i = 0; i < d->n_items; i++) {
        if (strcmp(d->items[i], item) == 0) {
            return;
        }
    }
    if (d->n_items < DEMAND_MOST_ITEMS) {
        d->items[d->n_items++] = item;
    }
}

static void add_parties(demand *d, const cst_catalog *catalog) {
    for (size_t i = 0; i < catalog->n_firms; i++) {
        add_once(d, catalog->firms[i].id);
    }
    for (size_t i = 0; i < catalog->n_offerings; i++) {
        add_once(d, catalog->offerings[i].id);
    }
}

static void add_tags(demand *d, const cst_catalog *catalog) {
    for (size_t i = 0; i < catalog->n_offerings; i++) {
        const cst__texts *tags = &catalog->offerings[i].capabilities;
        for (size_t t = 0; t < tags->n; t++) {
            add_once(d, tags->item[t]);
        }
    }
}

/* Adds to what is asked everything that could be asked; the bits of what is. */
static uint32_t add_all(const edge *e, demand *d) {
    demand list[DEMANDS_MOST];
    size_t n = demands_of(e->p, e->it->opportunity, list);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].pointer, d->pointer) == 0) {
            *d = list[i];
        }
    }
    uint32_t asked = (UINT32_C(1) << d->n_items) - 1;
    if (e->kind == DEMAND_INCLUDE || e->kind == DEMAND_EXCLUDE) {
        add_parties(d, e->p->catalog);
    } else if (e->kind == DEMAND_RESIDENCY) {
        for (size_t i = 0; i < e->p->rules->n_slots; i++) {
            add_once(d, e->p->rules->slots[i].id);
        }
    } else {
        add_tags(d, e->p->catalog);
    }
    return asked;
}

/* Where to host, if the tender does not say so yet. */
static void put_places(const edge *e, demand *d) {
    static const char *const codes[] = {"KE", "US", "DE", "UG", "RU"};
    json_t *file = e->it->opportunity;
    if (!e->p->has_residency) {
        const char *code = DICE_PICK(e->d, codes);
        d->places = (cst__countries){{0}};
        cst__countries_add(&d->places, cst__country_parse(code));
        tree_put(file, "residency", json_object());
        tree_put(json_object_get(file, "residency"), "in", json_string(code));
    }
}

/* One or two of a set. */
static uint32_t draw_items(const edge *e, uint32_t set) {
    uint32_t drawn = 0;
    for (int k = dice_from(e->d, 1, 2); k > 0 && set != 0; k--) {
        uint32_t item = UINT32_C(1) << draw(e, 32);
        while ((set & item) == 0) {
            item = item == UINT32_C(1) << 31 ? 1 : item << 1;
        }
        drawn |= item;
        set &= ~item;
    }
    return drawn;
}

static bool tighten_items(const edge *e) {
    demand d;
    if (!draw_demand(e, &d)) {
        return false;
    }
    uint32_t asked = add_all(e, &d);
    if (e->kind == DEMAND_RESIDENCY) {
        put_places(e, &d);
    }
    uint32_t all = d.n_items == 32 ? UINT32_MAX : (UINT32_C(1) << d.n_items) - 1;
    uint32_t breaks = demand_needs(e->o, &d, e->around).breaks;
    uint32_t more = draw_items(e, (e->misses ? breaks : ~breaks) & all & ~asked);
    if (more == 0) {
        return false;
    }
    demand_put_items(e->it->opportunity, &d, asked | more);
    if (e->kind == DEMAND_SOME_HAS) { /* which the slot must not deny */
        json_t *slots = json_object_get(e->it->opportunity, "slots");
        json_t *slot = json_object_get(slots, e->p->rules->slots[d.of].id);
        if (json_is_false(json_object_get(slot, "required"))) {
            json_object_del(slot, "required");
        }
    }
    return true;
}

/* ---------------------------------------------------------------- all or nothing, content */

static json_t *part(json_t *object, const char *key) {
    if (!json_is_object(json_object_get(object, key))) {
        tree_put(object, key, json_object());
    }
    return json_object_get(object, key);
}

static bool tighten_yes(const edge *e) {
    json_t *file = e->it->opportunity;
    bool anchor = e->kind == DEMAND_ANCHOR;
    size_t n = anchor ? e->p->catalog->n_firms : e->p->rules->n_slots;
    demand d = demand_of(e->p, e->kind, draw(e, n));
    if (demand_needs(e->o, &d, e->around).met == e->misses) {
        return false;
    }
    if (anchor) {
        tree_put_text(part(file, "consortium"), "anchor", e->p->catalog->firms[d.of].id);
    } else {
        json_t *slot = part(part(file, "slots"), e->p->rules->slots[d.of].id);
        tree_put(slot, "required", json_true());
    }
    return true;
}

/* The rules ask for a share that the choice just has, or just misses; or for one fall more. */
static bool tighten_content(const edge *e) {
    json_t *rules = json_object_get(e->it->rules, "content");
    const cst_rules *read = e->p->rules;
    if (!json_is_object(rules)) {
        return false;
    }
    if (read->content_method == CST_METHOD_MADE && dice_chance(e->d, 50)) {
        tree_put(part(e->it->opportunity, "content"), "gamma",
                 json_integer(e->p->content_gamma + dice_from(e->d, 1, 2)));
    } else {
        int share = e->around->share_bp[read->content_method] + (e->misses ? 1 : 0);
        tree_put_share(rules, "threshold", share < 10000 ? share : 10000);
    }
    tree_put_text(part(e->it->opportunity, "content"), "mode", "require");
    return true;
}

/* ---------------------------------------------------------------- one demand */

static bool tighten(const edge *e) {
    switch (demand_form_of(e->kind)) {
        case DEMAND_AT_MOST:
        case DEMAND_AT_LEAST:
            return tighten_number(e);
        case DEMAND_ITEMS:
            return tighten_items(e);
        case DEMAND_YES:
            return tighten_yes(e);
        case DEMAND_GAMMA:
            return tighten_content(e);
    }
    abort();
}

static bool can_be_read(const instance *it) {
    tender t;
    bool read = tender_read(it, &t, NULL);
    tender_clear(&t);
    return read;
}

bool instance_tighten(instance *it, const oracle *o, const oracle_choice *around, demand_kind kind,
                      bool misses, dice *d) {
    instance trial = instance_copy(it);
    edge e = {.it = &trial,
              .o = o,
              .p = o->opportunity,
              .around = around,
              .kind = kind,
              .misses = misses,
              .d = d};
    if (tighten(&e) && can_be_read(&trial)) {
        instance_clear(it);
        *it = trial;
        return true;
    }
    instance_clear(&trial);
    return false;
}

/* ---------------------------------------------------------------- until nothing fits */

/* How much a choice asks for, where that is a number of the whole tender; 0 elsewhere. */
static int64_t need_of(const oracle *o, demand_kind kind, const oracle_choice *choice) {
    demand_form form = demand_form_of(kind);
    bool counts = (form == DEMAND_AT_MOST || form == DEMAND_AT_LEAST) && kind != DEMAND_AMOUNT &&
                  kind != DEMAND_MAX_OFFERINGS;
    demand d = demand_of(o->opportunity, kind, 0);
    int64_t need = counts ? demand_needs(o, &d, choice).number : 0;
    return form == DEMAND_AT_MOST ? need : -need;
}

/* One of all choices, or the cheapest, which those near it miss too, or of some the one that asks
 * for most, so that few others miss what it misses: then it takes many demands until nothing fits.
 */
static const oracle_choice *draw_choice(const oracle *o, demand_kind kind, dice *d) {
    const oracle_choice *drawn = &o->feasible[dice_roll(d) % o->n_feasible];
    int tries = dice_chance(d, 60) ? 6 : 0;
    if (tries == 0 && dice_chance(d, 50)) {
        return oracle_best(o, CST_CRITERION_COST);
    }
    for (; tries > 0; tries--) {
        const oracle_choice *other = &o->feasible[dice_roll(d) % o->n_feasible];
        if (need_of(o, kind, other) > need_of(o, kind, drawn)) {
            drawn = other;
        }
    }
    return drawn;
}

static void tighten_somehow(instance *it, const oracle *o, dice *d) {
    for (int tries = 0; tries < 8; tries++) {
        demand_kind kind = (demand_kind)dice_from(d, 0, DEMAND_N_KINDS - 1);
        if (instance_tighten(it, o, draw_choice(o, kind, d), kind, dice_chance(d, 85), d)) {
            return;
        }
    }
}

/* One step; false when nothing fits any more. */
static bool tighten_feasible(instance *it, size_t most_choices, dice *d) {
    tender t;
    if (!tender_read(it, &t, NULL)) {
        abort();
    }
    oracle *o = oracle_new(t.opportunity, most_choices);
    bool fits = o != NULL && o->n_feasible > 0;
    if (fits) {
        tighten_somehow(it, o, d);
    }
    oracle_free(o);
    tender_clear(&t);
    return fits;
}

/* Whether something fits when every demand is dropped. If so and if asked to, one step more around
 * such a choice. */
static bool tighten_ground(instance *it, size_t most_choices, bool tightens, dice *d) {
    tender t;
    if (!tender_read(it, &t, NULL)) {
        abort();
    }
    explain_oracle *e = explain_oracle_new(it, &t, most_choices);
    bool fits = e != NULL && e->ground->n_feasible > 0;
    if (fits && tightens) {
        oracle asks = *e->ground; /* its choices, and the demands of the tender */
        asks.opportunity = t.opportunity;
        tighten_somehow(it, &asks, d);
    }
    explain_oracle_free(e);
    tender_clear(&t);
    return fits;
}

/* Of most seeds the first of several that has something to tighten. */
static instance draw_start(uint64_t seed, size_t most_choices, dice *d) {
    enum { MOST_TRIES = 12, HOPELESS = 25 };
    instance it = instance_new(seed);
    for (int tries = 0;
         tries < MOST_TRIES && seed % HOPELESS != 0 && !tighten_ground(&it, most_choices, false, d);
         tries++) {
        instance_clear(&it);
        it = instance_new(dice_roll(d));
    }
    return it;
}

instance instance_infeasible(uint64_t seed, size_t most_choices) {
    enum { MOST_STEPS = 20 };
    dice d = dice_new(seed ^ UINT64_C(0x7469676874));
    instance it = draw_start(seed, most_choices, &d);
    for (int step = 0; step < MOST_STEPS && tighten_feasible(&it, most_choices, &d); step++) {
    }
    for (int more = dice_chance(&d, 50) ? 0 : dice_from(&d, 1, 3); more > 0; more--) {
        tighten_ground(&it, most_choices, true, &d);
    }
    return it;
}

/* ---------------------------------------------------------------- while something fits */

/* The number of packages; 0 when there are too many choices, or fewer refusals than asked. */
static size_t count_packages(const instance *it, size_t least_refused, size_t most_choices) {
    tender t;
    if (!tender_read(it, &t, NULL)) {
        abort();
    }
    oracle *screened = oracle_screen(t.opportunity);
    bool counts = screened->n_refused >= least_refused;
    oracle *o = counts ? oracle_new(t.opportunity, most_choices) : NULL;
    size_t n = o == NULL ? 0 : o->n_feasible;
    oracle_free(screened);
    oracle_free(o);
    tender_clear(&t);
    return n;
}

/* The first of several that has so many packages and refusals. */
static instance draw_plenty(uint64_t seed, size_t packages, size_t refused, size_t most_choices,
                            dice *d) {
    instance it = instance_new(seed);
    while (count_packages(&it, refused, most_choices) < packages) {
        instance_clear(&it);
        it = instance_new(dice_roll(d));
    }
    return it;
}

instance instance_feasible(uint64_t seed, size_t most_choices) {
    dice d = dice_new(seed ^ UINT64_C(0x66697473));
    bool narrow = seed % 5 == 0; /* mostly one package and little else */
    instance it = draw_plenty(seed, narrow ? 1 : 25, seed % 4 < 2 ? 2 : 0, most_choices, &d);
    for (int more = dice_from(&d, 0, 5); more > 0; more--) {
        instance trial = instance_copy(&it);
        tighten_feasible(&trial, most_choices, &d);
        if (count_packages(&trial, 0, most_choices) >= (narrow ? 1 : 8)) {
            instance_clear(&it);
            it = trial;
        } else {
            instance_clear(&trial);
        }
    }
    return it;
}
