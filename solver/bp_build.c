/*
 * bp_build.c - packages: slots filled one after the other, those who consume before those who
 * provide, each with the configuration that is cheapest at the master's prices and covers what the
 * others leave open; then again and again a few slots emptied and filled anew (Shaw 1998, Using
 * constraint programming and local search methods to solve vehicle routing problems, CP98, whose
 * large neighbourhoods these are).
 *
 * What a slot provides to slots that are filled is a hard window then, no longer a price, and so is
 * what it consumes from slots that are filled; what it exchanges with slots still empty is charged
 * at the multiplier of the ledger row. Firms that are members already cost nothing more. A package
 * is measured by its cost and by what it breaks of the master's rows; see measure().
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/bp_state.h"

enum { BUILD_WORK = 400 };

/* How far a walk may stray above the best package it has seen (Dueck 1993, New optimization
 * heuristics: the great deluge algorithm and the record-to-record travel, Journal of Computational
 * Physics 104(1)), at its beginning. */
static const double stray = 0.03;

/* What a row may seem to be broken by, as a share of its size, when it is not. */
static const double rounding = 1e-12;

static const double without_fee = 0.3; /* how often new members cost no fee; */
static const double most_fee = 0.03;   /* as a share of what a package costs */

/* ---------------------------------------------------------------- order */

/* How many slots not yet placed consume what the block provides. */
static int waiting_for(const bp *s, size_t block, const bool *placed) {
    const cst__blocks *b = s->blocks;
    int n = 0;
    for (size_t f = 0; f < b->n_forms; f++) {
        if (b->forms[f].block != block || b->forms[f].sign < 0) {
            continue;
        }
        for (size_t g = 0; g < b->n_forms; g++) {
            n += b->forms[g].resource == b->forms[f].resource && b->forms[g].sign < 0 &&
                 !placed[b->forms[g].block];
        }
    }
    return n;
}

bool bp_order_blocks(bp *s) {
    size_t n = s->blocks->n_blocks;
    bool *placed = calloc(n + 1, sizeof *placed);
    if (placed == NULL) {
        return false;
    }
    for (size_t at = 0; at < n; at++) {
        size_t best = n;
        int fewest = 0;
        for (size_t k = 0; k < n; k++) {
            int waiting = placed[k] ? 0 : waiting_for(s, k, placed);
            if (!placed[k] && (best == n || waiting < fewest)) {
                best = k;
                fewest = waiting;
            }
        }
        placed[best] = true;
        s->order[at] = (int)best;
    }
    free(placed);
    return true;
}

/* ---------------------------------------------------------------- the site */

/* A package under construction. */
typedef struct bp_site {
    bp *s;
    double *fixed, *each; /* [items] of the block being filled, numbered within it */
    unsigned char *state; /* [items] */
    double *charge;       /* [parties] */
    double *tag_charge, *tag_reward;
    bool *member;          /* [firms] */
    bool *barred_firm;     /* [firms] excluded by a member */
    bool *barred_offering; /* [offerings] */
    bool *filled;          /* [blocks] */
    bool *emptied;         /* [blocks] */
    int64_t n_members;
    uint64_t has, lacks;
    double *balance;     /* [resources] provided less consumed */
    double *x;           /* [program columns] */
    cst__config *chosen; /* [blocks] */
    cst__config *kept;   /* [blocks] of the best package so far of this walk */
    bool complete;
    double kept_merit;
    double record; /* the best merit so far */
    double fee;    /* of a new member, above what the master charges */
    uint64_t dice;
} site;

static uint64_t roll(site *t) {
    uint64_t z = (t->dice += UINT64_C(0x9E3779B97F4A7C15)); /* splitmix64, Steele et al. 2014 */
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static double chance(site *t) {
    return (double)(roll(t) >> 11) * 0x1p-53;
}

/* About what a package costs. */
static double dear(const site *t) {
    return ldexp(1, 14) / t->s->master->cost_scale;
}

static double ledger_price(const bp *s, size_t resource) {
    for (size_t i = 0; i < s->master->n_rows; i++) {
        const cst__master_row *row = &s->master->rows[i];
        if (row->kind == CST__MASTER_PROGRAM &&
            s->program->rows[row->index].kind == CST__ROW_LEDGER &&
            s->program->rows[row->index].index == resource) {
            return row->y;
        }
    }
    return 0;
}

static double need_of(const site *t, size_t resource) {
    const cst_opportunity *p = t->s->blocks->formulation->opportunity;
    return (double)(p->demand_milli[resource] - p->site_milli[resource]) - t->balance[resource];
}

/* Whether some other slot that is still empty provides the resource; how much of it the linear
 * program takes from those. */
static bool may_still_come(const site *t, size_t block, size_t resource, double *expected) {
    const cst__blocks *b = t->s->blocks;
    bool may = false;
    *expected = 0;
    for (size_t f = 0; f < b->n_forms; f++) {
        const cst__form *form = &b->forms[f];
        if (form->resource != resource || form->block == block || form->sign < 0 ||
            t->filled[form->block]) {
            continue;
        }
        may = true;
        const cst__block *it = &b->blocks[form->block];
        for (size_t i = 0; i < it->n_items; i++) {
            const double *x = t->s->master->x;
            double units = it->items[i].low * x[it->items[i].chosen] +
                           (it->items[i].units < 0 ? 0 : x[it->items[i].units]);
            *expected += form->amount[i] * units;
        }
    }
    return may;
}

/* ---------------------------------------------------------------- filling a slot */

static void limit_form(cst__quote *q, const cst__form *form, double least, double most) {
    for (int w = 0; w < q->n_windows; w++) {
        if (q->windows[w].amount == form->amount) {
            q->windows[w].least = fmax(q->windows[w].least, least);
            q->windows[w].most = fmin(q->windows[w].most, most);
            return;
        }
    }
    if (q->n_windows < CST__MOST_WINDOWS && (least > 0 || most < HUGE_VAL)) {
        q->windows[q->n_windows++] = (cst__window){form->amount, form->unit, least, most};
    }
}

/* What the block exchanges with slots that are filled becomes a window instead of a price. */
static void set_exchange(site *t, size_t block, cst__quote *q) {
    bp *s = t->s;
    const cst__block *it = &s->blocks->blocks[block];
    for (size_t f = it->first_form; f < it->first_form + it->n_forms; f++) {
        const cst__form *form = &s->blocks->forms[f];
        double expected = 0;
        double need = need_of(t, form->resource);
        if (may_still_come(t, block, form->resource, &expected)) {
            if (form->sign > 0) {
                limit_form(q, form, fmax(need - expected, 0), HUGE_VAL);
            }
            continue;
        }
        double price = ledger_price(s, form->resource);
        for (size_t i = 0; i < it->n_items; i++) {
            t->each[i] += form->sign * price * form->amount[i];
        }
        if (form->sign > 0) {
            limit_form(q, form, need, HUGE_VAL);
        } else {
            limit_form(q, form, 0, -need);
        }
    }
}

static void charge_parties(site *t, size_t block) {
    const bp *s = t->s;
    const cst__block *it = &s->blocks->blocks[block];
    const int *member = s->blocks->formulation->member;
    for (int p = 0; p < it->n_parties; p++) {
        size_t firm = it->firms[p];
        double d = s->blocks->block_of[member[firm]] < 0 ? s->master->d[member[firm]] : 0;
        double all = d + s->master->party_charge[s->master->first_party[block] + (size_t)p];
        double out = 1 - fmin(fmax(s->master->x[member[firm]], 0), 1); /* of the LP's package */
        t->charge[p] = t->member[firm] ? 0 : fmax(all, 0) * out + t->fee;
    }
}

/* Tags that filled slots lack are worth much, tags that they have cost nothing. */
static void charge_tags(site *t, size_t block) {
    const bp *s = t->s;
    uint64_t later = 0;
    for (size_t k = 0; k < s->blocks->n_blocks; k++) {
        for (size_t i = 0; k != block && !t->filled[k] && i < s->blocks->blocks[k].n_items; i++) {
            bool out = s->state[s->first_item[k] + i] == CST__ITEM_OUT;
            later |= out ? 0 : s->blocks->blocks[k].items[i].has;
        }
    }
    for (int tag = 0; tag < s->blocks->n_tags; tag++) {
        uint64_t bit = UINT64_C(1) << tag;
        bool had = (t->has & bit) != 0;
        bool soon = (later & bit) != 0;
        t->tag_reward[tag] = (t->lacks & bit) != 0 && !had ? (soon ? 0.02 : 4) * dear(t) : 0;
        t->tag_charge[tag] = had ? 0 : (soon ? 0.005 : 4) * dear(t);
    }
}

/* Firms that would be too many, and parties that a member or a chosen offering excludes. */
static void close_items(site *t, size_t block) {
    const bp *s = t->s;
    const cst__block *it = &s->blocks->blocks[block];
    const cst_opportunity *p = s->blocks->formulation->opportunity;
    memcpy(t->state, s->state + s->first_item[block], it->n_items);
    for (size_t i = 0; i < it->n_items; i++) {
        const cst__item *item = &it->items[i];
        bool new_firm = !t->member[item->firm];
        bool full = new_firm && t->n_members >= p->max_members;
        if (t->state[i] == CST__ITEM_FREE &&
            (full || t->barred_firm[item->firm] || t->barred_offering[item->offering])) {
            t->state[i] = CST__ITEM_OUT;
        }
    }
}

static void place(site *t, size_t block, const cst__config *c) {
    const bp *s = t->s;
    const cst__block *it = &s->blocks->blocks[block];
    if (&t->chosen[block] != c) {
        t->chosen[block] = *c;
    }
    t->filled[block] = true;
    for (int k = 0; k < c->n; k++) {
        const cst__item *item = &it->items[c->item[k]];
        t->n_members += !t->member[item->firm];
        t->member[item->firm] = true;
        t->has |= item->has;
        t->lacks |= item->needs;
        t->x[item->chosen] = 1;
        if (item->units >= 0) {
            t->x[item->units] = c->units[k] - item->low;
        }
        t->x[s->blocks->formulation->member[item->firm]] = 1;
    }
    t->lacks &= ~t->has;
    for (size_t f = it->first_form; f < it->first_form + it->n_forms; f++) {
        const cst__form *form = &s->blocks->forms[f];
        for (int k = 0; k < c->n; k++) {
            t->balance[form->resource] += form->sign * form->amount[c->item[k]] * c->units[k];
        }
    }
}

static void bar(site *t) {
    const cst_catalog *catalog = t->s->blocks->formulation->opportunity->catalog;
    memset(t->barred_firm, 0, catalog->n_firms * sizeof *t->barred_firm);
    memset(t->barred_offering, 0, catalog->n_offerings * sizeof *t->barred_offering);
    for (size_t i = 0; i < catalog->n_relations; i++) {
        const cst__relation *r = &catalog->relations[i];
        if (r->requires_b) {
            continue;
        }
        if (r->between_firms) {
            t->barred_firm[r->b] = t->barred_firm[r->b] || t->member[r->a];
            t->barred_firm[r->a] = t->barred_firm[r->a] || t->member[r->b];
            continue;
        }
        const cst__formulation *f = t->s->blocks->formulation;
        for (int side = 0; side < 2; side++) {
            size_t one = side == 0 ? r->a : r->b;
            size_t other = side == 0 ? r->b : r->a;
            for (size_t v = f->first_variant[one]; v < f->first_variant[one + 1]; v++) {
                t->barred_offering[other] =
                    t->barred_offering[other] || t->x[f->variants[v].chosen] > 0.5;
            }
        }
    }
}

/* Without what other slots leave: better a package that breaks something than none. */
static void loosen(site *t, size_t block, cst__quote *q) {
    const bp *s = t->s;
    memcpy(t->state, s->state + s->first_item[block], s->blocks->blocks[block].n_items);
    for (int w = 0; w < q->n_windows; w++) {
        q->windows[w].most =
            w < s->quotes[block].n_windows ? s->quotes[block].windows[w].most : HUGE_VAL;
    }
}

/* Fills one slot as well as it goes; false where nothing fits. spurn: an item not to be used, -1.
 */
static bool fill(site *t, size_t block, int spurn, double noise) {
    bp *s = t->s;
    const cst__block *it = &s->blocks->blocks[block];
    cst__quote q = s->quotes[block];
    bp_set_prices(s, block);
    memcpy(t->fixed, s->fixed + s->first_item[block], it->n_items * sizeof *t->fixed);
    memcpy(t->each, s->each + s->first_item[block], it->n_items * sizeof *t->each);
    set_exchange(t, block, &q);
    charge_parties(t, block);
    charge_tags(t, block);
    bar(t);
    close_items(t, block);
    if (spurn >= 0 && t->state[spurn] == CST__ITEM_FREE) {
        t->state[spurn] = CST__ITEM_OUT;
    }
    for (size_t i = 0; noise > 0 && i < it->n_items; i++) {
        double size = fabs(t->fixed[i]) + fabs(t->each[i]) * q.lo[i];
        t->fixed[i] += noise * (chance(t) - 0.5) * size;
    }
    q.fixed = t->fixed;
    q.each = t->each;
    q.state = t->state;
    q.party_charge = t->charge;
    q.tag_charge = t->tag_charge;
    q.tag_reward = t->tag_reward;
    q.n_tags = s->blocks->n_tags;
    q.below = HUGE_VAL;
    q.want = 1;
    q.whole = true;
    q.fine = 1;
    q.work = BUILD_WORK;
    q.until_found = true;
    cst__priced_block priced = {.configs = s->priced[block].configs};
    bp_price(s, &q, &priced);
    if (priced.n_configs == 0) {
        loosen(t, block, &q);
        bp_price(s, &q, &priced);
    }
    if (priced.n_configs == 0) {
        memcpy(q.windows, s->quotes[block].windows, sizeof q.windows);
        q.n_windows = s->quotes[block].n_windows;
        bp_price(s, &q, &priced);
    }
    if (priced.n_configs == 0 || s->error != CST_E_OK) {
        return false;
    }
    place(t, block, &priced.configs[0]);
    return true;
}

/* ---------------------------------------------------------------- measuring a package */

static double program_cost(const site *t) {
    double cost = 0;
    for (size_t k = 0; k < t->s->blocks->n_blocks; k++) {
        const cst__config *c = &t->chosen[k];
        for (int i = 0; i < c->n; i++) {
            const cst__item *item = &t->s->blocks->blocks[k].items[c->item[i]];
            cost += t->s->program->columns[item->chosen].cost;
            cost +=
                item->units < 0 ? 0 : t->s->program->columns[item->units].cost * t->x[item->units];
        }
    }
    return cost;
}

/* By how much a row is broken, as a share of its size. */
static double broken(const site *t, const cst__row *row) {
    double sum = 0;
    double size = 1;
    for (size_t e = row->start; e < row->start + row->n; e++) {
        double part = t->s->program->entry_value[e] * t->x[t->s->program->entry_column[e]];
        sum += part;
        size += fabs(part);
    }
    double by = fmax(row->lower - sum, sum - row->upper);
    return by <= 0 ? 0 : by / size;
}

/* Cost, and what the broken rows of the master weigh. The falls and bundles of the package are left
 * to the judge. */
static double measure(site *t) {
    const cst__master *m = t->s->master;
    const cst__formulation *f = t->s->blocks->formulation;
    double merit = program_cost(t);
    t->x[f->total] = cst__total_value(f, t->x) / CST__TOTAL_UNIT;
    for (size_t i = 0; i < m->n_rows; i++) {
        const cst__master_row *row = &m->rows[i];
        if (row->kind != CST__MASTER_PROGRAM) {
            continue;
        }
        const cst__row *it = &t->s->program->rows[row->index];
        if (it->kind == CST__ROW_FALL || it->kind == CST__ROW_BUNDLE ||
            it->kind == CST__ROW_TOTAL) {
            continue;
        }
        double by = broken(t, it);
        if (by > rounding) {
            merit += 3 * dear(t) * fmax(by, 0.01);
        }
    }
    if (t->lacks != 0) {
        merit += 0.1 * dear(t) * __builtin_popcountll(t->lacks);
    }
    return merit;
}

/* ---------------------------------------------------------------- walking */

/* Fills the slots that are not filled, in order; false where one can not be. */
static bool fill_all(site *t, double noise) {
    for (size_t at = 0; at < t->s->blocks->n_blocks; at++) {
        size_t block = (size_t)t->s->order[at];
        if (t->filled[block]) {
            continue;
        }
        int spurn = -1;
        const cst__config *before = &t->kept[block];
        if (noise > 0 && before->n > 0 && chance(t) < 0.4) {
            spurn = before->item[roll(t) % (uint64_t)before->n];
        }
        if (!fill(t, block, spurn, noise)) {
            return false;
        }
    }
    return true;
}

static void start_over(site *t) {
    const bp *s = t->s;
    const cst_catalog *catalog = s->blocks->formulation->opportunity->catalog;
    memset(t->member, 0, catalog->n_firms * sizeof *t->member);
    memset(t->balance, 0, catalog->n_resources * sizeof *t->balance);
    memset(t->x, 0, s->n_columns * sizeof *t->x);
    memset(t->filled, 0, s->blocks->n_blocks * sizeof *t->filled);
    t->n_members = 0;
    t->has = 0;
    t->lacks = 0;
}

/* Two slots exchange something. */
static bool are_neighbours(const bp *s, size_t a, size_t b) {
    const cst__blocks *it = s->blocks;
    for (size_t f = it->blocks[a].first_form; f < it->blocks[a].first_form + it->blocks[a].n_forms;
         f++) {
        for (size_t g = it->blocks[b].first_form;
             g < it->blocks[b].first_form + it->blocks[b].n_forms; g++) {
            if (it->forms[f].resource == it->forms[g].resource) {
                return true;
            }
        }
    }
    return false;
}

/* A slot, and each of its neighbours with a chance. */
static void choose_emptied(site *t) {
    size_t n = t->s->blocks->n_blocks;
    size_t first = (size_t)(roll(t) % n);
    for (size_t k = 0; k < n; k++) {
        t->emptied[k] = k == first || chance(t) < (are_neighbours(t->s, first, k) ? 0.35 : 0.1);
    }
}

static void take(site *t, double merit) {
    t->kept_merit = merit;
    t->complete = true;
    memcpy(t->kept, t->chosen, t->s->blocks->n_blocks * sizeof *t->kept);
}

/* Where members are few, firms that serve several slots are worth more than the linear program
 * says, which takes small parts of many. How much more is tried out. */
static void draw_fee(site *t) {
    double u = chance(t);
    t->fee = chance(t) < without_fee ? 0 : most_fee * u * u * dear(t);
}

static void walk(site *t, int times) {
    size_t n = t->s->blocks->n_blocks;
    for (int k = 0; k < times && !bp_out_of_time(t->s); k++) {
        choose_emptied(t);
        draw_fee(t);
        start_over(t);
        for (size_t b = 0; b < n; b++) {
            if (!t->emptied[b]) {
                place(t, b, &t->kept[b]);
            }
        }
        if (!fill_all(t, 0.1)) {
            continue;
        }
        double merit = measure(t);
        t->record = fmin(t->record, merit);
        double leeway = t->record * (1 + stray * (1 - (double)k / times));
        if (merit <= t->kept_merit * (1 + 1e-12) || merit <= leeway) {
            take(t, merit);
        }
        bp_try_point(t->s, t->x);
    }
}

void bp_build(bp *s, bool fresh, int times) {
    site *t = s->site;
    if (fresh || !t->complete) {
        start_over(t);
        if (!fill_all(t, 0)) {
            return;
        }
        take(t, measure(t));
        t->record = t->kept_merit;
        bp_try_point(s, t->x);
    }
    walk(t, times);
}

/* ---------------------------------------------------------------- life */

bool bp_site_new(bp *s) {
    const cst_catalog *catalog = s->blocks->formulation->opportunity->catalog;
    size_t n_items = s->first_item[s->blocks->n_blocks] + 1;
    size_t n_tags = (size_t)s->blocks->n_tags + 1;
    site *t = calloc(1, sizeof *t);
    s->site = t;
    if (t == NULL) {
        return false;
    }
    t->s = s;
    t->fixed = malloc(n_items * sizeof *t->fixed);
    t->each = malloc(n_items * sizeof *t->each);
    t->state = malloc(n_items);
    t->charge = malloc(n_items * sizeof *t->charge);
    t->tag_charge = malloc(n_tags * sizeof *t->tag_charge);
    t->tag_reward = malloc(n_tags * sizeof *t->tag_reward);
    t->member = malloc(catalog->n_firms + 1);
    t->barred_firm = malloc(catalog->n_firms + 1);
    t->barred_offering = malloc(catalog->n_offerings + 1);
    t->filled = malloc(s->blocks->n_blocks + 1);
    t->emptied = malloc(s->blocks->n_blocks + 1);
    t->balance = malloc((catalog->n_resources + 1) * sizeof *t->balance);
    t->x = malloc((s->n_columns + 1) * sizeof *t->x);
    t->chosen = malloc((s->blocks->n_blocks + 1) * sizeof *t->chosen);
    t->kept = calloc(s->blocks->n_blocks + 1, sizeof *t->kept);
    return t->fixed != NULL && t->each != NULL && t->state != NULL && t->charge != NULL &&
           t->tag_charge != NULL && t->tag_reward != NULL && t->member != NULL &&
           t->barred_firm != NULL && t->barred_offering != NULL && t->filled != NULL &&
           t->emptied != NULL && t->balance != NULL && t->x != NULL && t->chosen != NULL &&
           t->kept != NULL;
}

void bp_site_free(bp *s) {
    site *t = s->site;
    if (t == NULL) {
        return;
    }
    free(t->fixed);
    free(t->each);
    free(t->state);
    free(t->charge);
    free(t->tag_charge);
    free(t->tag_reward);
    free(t->member);
    free(t->barred_firm);
    free(t->barred_offering);
    free(t->filled);
    free(t->emptied);
    free(t->balance);
    free(t->x);
    free(t->chosen);
    free(t->kept);
    free(t);
}
