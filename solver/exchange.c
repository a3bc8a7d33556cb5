/*
 * exchange.c - units exchanged between a few offerings. See exchange.h.
 *
 * All changes but the last are tried out; the last follows from what may be saved and what the
 * ledger still lacks. Balances and values are kept along the way in floating point, which holds
 * them exactly up to 2^53; beyond, good changes may be missed. On these and on all other
 * constraints the judge decides.
 */
#include "solver/exchange.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_CHANGES = 3,      /* at once, with the last */
    REACH = 20,            /* units by which the others change at most */
    MOST_TRIED = 10000000, /* changes ... */
    JUDGEMENT = 100        /* ... of which one before the judge counts for so many */
};

/* What a unit of an offering adds to the balance of a resource. */
typedef struct effect {
    size_t resource;
    double milli;
} effect;

/* A chosen offering whose units can change, and what each of them costs. */
typedef struct part {
    size_t offering, firm;
    int64_t low, high; /* of its tier */
    double price_cents;
    size_t first_effect, n_effects;
    bool is_moved;
} part;

typedef struct exchange {
    const cst__formulation *formulation;
    const cst_catalog *catalog;
    cst__judge *judge;
    const cst__side *side;
    double most_cents; /* that can still be saved */
    int64_t saved_cents;
    long tried;
    part *parts;
    size_t n_parts;
    effect *effects;
    /* With the changes that are being tried out: */
    int64_t *units;
    double *balance;    /* [n_resources] */
    double *firm_value; /* [n_firms] in cents */
    double total;
    double added_cents; /* to the total */
    size_t moved[MOST_CHANGES], n_moved;
    size_t largest; /* firm, without them */
    double share;   /* that a firm may have at most */
} exchange;

/* ---------------------------------------------------------------- what there is */

static bool is_movable(const exchange *e, const cst__variant *variant) {
    int64_t n = e->units[variant->offering];
    size_t firm = e->catalog->offerings[variant->offering].firm;
    bool is_gift = e->side->gift != NULL && e->side->gift[firm];
    return n > 0 && n >= variant->low && n <= variant->high && variant->low < variant->high &&
           !is_gift;
}

static void add_effect(exchange *e, part *it, const cst__amount *amount, double sign) {
    effect *list = e->effects + it->first_effect;
    size_t k = 0;
    while (k < it->n_effects && list[k].resource != amount->resource) {
        k++;
    }
    if (k == it->n_effects) {
        list[it->n_effects++] = (effect){.resource = amount->resource};
    }
    list[k].milli += sign * (double)amount->milli;
}

static void add_part(exchange *e, const cst__variant *variant, size_t *n_effects) {
    const cst__offering *offering = &e->catalog->offerings[variant->offering];
    part *it = &e->parts[e->n_parts++];
    *it = (part){.offering = variant->offering,
                 .firm = offering->firm,
                 .low = variant->low,
                 .high = variant->high,
                 .price_cents = (double)variant->unit_cents,
                 .first_effect = *n_effects};
    for (size_t a = 0; a < offering->n_provides; a++) {
        add_effect(e, it, &offering->provides[a], 1);
    }
    for (size_t a = 0; a < offering->n_consumes; a++) {
        add_effect(e, it, &offering->consumes[a], -1);
    }
    *n_effects += it->n_effects;
}

static void list_parts(exchange *e) {
    size_t n_effects = 0;
    for (size_t v = 0; v < e->formulation->n_variants; v++) {
        if (is_movable(e, &e->formulation->variants[v])) {
            add_part(e, &e->formulation->variants[v], &n_effects);
        }
    }
}

static size_t count_amounts(const exchange *e) {
    size_t n = 0;
    for (size_t o = 0; o < e->catalog->n_offerings; o++) {
        const cst__offering *it = &e->catalog->offerings[o];
        n += e->units[o] > 0 ? it->n_provides + it->n_consumes : 0;
    }
    return n;
}

/* Adds an offering that is chosen to balances and values. */
static void count_in(exchange *e, const cst__offering *it, int64_t units) {
    for (size_t a = 0; a < it->n_provides; a++) {
        e->balance[it->provides[a].resource] += (double)it->provides[a].milli * (double)units;
    }
    for (size_t a = 0; a < it->n_consumes; a++) {
        e->balance[it->consumes[a].resource] -= (double)it->consumes[a].milli * (double)units;
    }
    int years = e->formulation->opportunity->term_years;
    double value = (double)cst__value_cents(it, units, years);
    e->firm_value[it->firm] += value;
    e->total += value;
}

static void find_largest(exchange *e) {
    e->largest = 0;
    for (size_t f = 1; f < e->catalog->n_firms; f++) {
        e->largest = e->firm_value[f] > e->firm_value[e->largest] ? f : e->largest;
    }
}

static void measure(exchange *e) {
    const cst_opportunity *p = e->formulation->opportunity;
    for (size_t r = 0; r < e->catalog->n_resources; r++) {
        e->balance[r] = (double)p->site_milli[r] - (double)p->demand_milli[r];
    }
    for (size_t o = 0; o < e->catalog->n_offerings; o++) {
        if (e->units[o] > 0) {
            count_in(e, &e->catalog->offerings[o], e->units[o]);
        }
    }
    find_largest(e);
    int64_t asked = e->side->limit[CST_CRITERION_LARGEST_SHARE];
    e->share = (double)(asked < p->max_member_share_bp ? asked : p->max_member_share_bp) / CST__BP;
}

static cst_error set_up(exchange *e) {
    e->parts = malloc((e->catalog->n_offerings + 1) * sizeof *e->parts);
    e->effects = calloc(count_amounts(e) + 1, sizeof *e->effects);
    e->balance = calloc(e->catalog->n_resources + 1, sizeof *e->balance);
    e->firm_value = calloc(e->catalog->n_firms + 1, sizeof *e->firm_value);
    if (e->parts == NULL || e->effects == NULL || e->balance == NULL || e->firm_value == NULL) {
        return CST_E_MEMORY;
    }
    list_parts(e);
    measure(e);
    return CST_E_OK;
}

static void clear(exchange *e) {
    free(e->parts);
    free(e->effects);
    free(e->balance);
    free(e->firm_value);
}

/* ---------------------------------------------------------------- changes */

static void move(exchange *e, const part *it, int64_t by) {
    const effect *list = e->effects + it->first_effect;
    double cost = it->price_cents * (double)by;
    for (size_t k = 0; k < it->n_effects; k++) {
        e->balance[list[k].resource] += list[k].milli * (double)by;
    }
    e->units[it->offering] += by;
    e->firm_value[it->firm] += cost;
    e->total += cost;
    e->added_cents += cost;
}

static size_t count_lacking(const exchange *e) {
    size_t n = 0;
    for (size_t r = 0; r < e->catalog->n_resources; r++) {
        n += e->balance[r] < 0;
    }
    return n;
}

typedef struct range {
    double from, to;
} range;

static void keep_between(range *it, double from, double to) {
    it->from = fmax(it->from, ceil(from));
    it->to = fmin(it->to, floor(to));
}

/* The last changes that leave nothing lacking, of so many resources that do: from > to for none. */
static range keeping_ledger(const exchange *e, const part *it, size_t n_lacking) {
    int64_t n = e->units[it->offering];
    range all = {(double)(it->low - n), (double)(it->high - n)};
    const effect *list = e->effects + it->first_effect;
    for (size_t k = 0; k < it->n_effects; k++) {
        double balance = e->balance[list[k].resource];
        n_lacking -= balance < 0;
        if (list[k].milli > 0) {
            keep_between(&all, -balance / list[k].milli, HUGE_VAL);
        } else if (list[k].milli < 0) {
            keep_between(&all, -HUGE_VAL, balance / -list[k].milli);
        } else if (balance < 0) {
            keep_between(&all, 1, 0);
        }
    }
    return n_lacking == 0 ? all : (range){1, 0};
}

/* Of these, those with which something is saved, and not more than can be. */
static void keep_saving(const exchange *e, const part *it, range *all) {
    if (it->price_cents > 0) {
        keep_between(all, (-e->most_cents - e->added_cents) / it->price_cents,
                     (-1 - e->added_cents) / it->price_cents);
    } else if (e->added_cents > -1 || e->added_cents < -e->most_cents) {
        keep_between(all, 1, 0);
    }
}

static bool has_share(const exchange *e, size_t firm) {
    return e->firm_value[firm] <= e->share * e->total + 0.5;
}

/* Of those that changed and the largest; of others the judge will see. */
static bool keep_shares(const exchange *e, const part *last) {
    bool kept = has_share(e, e->largest) && has_share(e, last->firm);
    for (size_t k = 0; k < e->n_moved && kept; k++) {
        kept = has_share(e, e->parts[e->moved[k]].firm);
    }
    return kept;
}

/* Where the judge agrees, what has been changed stays so. */
static bool settle(exchange *e, const part *last) {
    cst_criteria criteria;
    if (!keep_shares(e, last)) {
        return false;
    }
    e->tried += JUDGEMENT;
    if (!cst__choice_holds(e->judge, e->units, e->side, &criteria)) {
        return false;
    }
    e->saved_cents -= (int64_t)e->added_cents;
    e->most_cents += e->added_cents;
    e->added_cents = 0;
    find_largest(e);
    return true;
}

/* A last change by which all of them together save something, of any one part; most first. */
static bool try_last(exchange *e) {
    size_t n_lacking = count_lacking(e);
    for (size_t i = 0; i < e->n_parts; i++) {
        const part *it = &e->parts[i];
        e->tried++;
        if (it->is_moved) {
            continue;
        }
        range all = keeping_ledger(e, it, n_lacking);
        keep_saving(e, it, &all);
        if (all.from > all.to) {
            continue;
        }
        for (int64_t by = (int64_t)all.from; by <= (int64_t)all.to && e->tried < MOST_TRIED; by++) {
            e->tried++;
            move(e, it, by);
            if (settle(e, it)) {
                return true;
            }
            move(e, it, -by);
        }
    }
    return false;
}

static bool try_changes(exchange *e, size_t first);

/* One part changes by so much, and others after it. */
static bool try_change(exchange *e, size_t i, int64_t by) {
    part *it = &e->parts[i];
    int64_t n = e->units[it->offering] + by;
    if (by == 0 || n < it->low || n > it->high) {
        return false;
    }
    e->moved[e->n_moved++] = i;
    it->is_moved = true;
    move(e, it, by);
    bool saved = try_changes(e, i + 1);
    if (!saved) {
        move(e, it, -by);
    }
    it->is_moved = false;
    e->n_moved--;
    return saved;
}

/* With what has been changed so far: the last change, or one more before it. */
static bool try_changes(exchange *e, size_t first) {
    bool saved = try_last(e);
    for (size_t i = first; i < e->n_parts && e->n_moved + 1 < MOST_CHANGES && !saved; i++) {
        for (int64_t by = -REACH; by <= REACH && !saved && e->tried < MOST_TRIED; by++) {
            saved = try_change(e, i, by);
        }
    }
    return saved;
}

cst_error cst__exchange_units(const cst__formulation *formulation, cst__judge *judge,
                              const cst__side *side, int64_t most_cents, int64_t *units,
                              int64_t *saved_cents) {
    exchange e = {.formulation = formulation,
                  .catalog = formulation->opportunity->catalog,
                  .judge = judge,
                  .side = side,
                  .units = units,
                  .most_cents = (double)most_cents};
    cst_error error = set_up(&e);
    bool saved = error == CST_E_OK;
    while (saved) {
        saved = try_changes(&e, 0);
    }
    *saved_cents = e.saved_cents;
    clear(&e);
    return error;
}
