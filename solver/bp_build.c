/*
 * bp_build.c - packages: slots filled one after the other, those who consume before those who
 * provide, each with the configuration that is cheapest at the master's prices and covers what the
 * slots before it left open.
 *
 * What a slot provides is a hard window then, no longer a price; what it consumes from slots still
 * to come is charged at the multiplier of the ledger row. Firms that are members already cost
 * nothing more. Limits that a package breaks get dearer and it is built anew.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/bp_state.h"

enum { TRIES = 4, THOROUGH_TRIES = 24, BUILD_WORK = 20000 };

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

/* ---------------------------------------------------------------- one package */

/* A package under construction. */
typedef struct site {
    bp *s;
    double *fixed, *each; /* [items of the largest block] */
    double *charge;       /* [parties] */
    double *tag_charge, *tag_reward;
    double *sum;          /* [program rows] scratch of the repair */
    bool *member;         /* [firms] */
    int64_t n_members;
    uint64_t has, lacks;
    double *balance;      /* [resources] provided less consumed */
    double *x;            /* [program columns] */
    cst__config *chosen;  /* [blocks] */
} site;

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

/* Whether all that might still provide or consume the resource, but this block, is placed. */
static bool is_last_to_provide(const site *t, size_t block, size_t resource, const bool *placed) {
    const cst__blocks *b = t->s->blocks;
    for (size_t f = 0; f < b->n_forms; f++) {
        if (b->forms[f].resource == resource && b->forms[f].block != block &&
            b->forms[f].sign > 0 && !placed[b->forms[f].block]) {
            return false;
        }
    }
    return true;
}

/* Prices of the block's items: at the master's multipliers, but for what is now a window. */
static void price_items(site *t, size_t block, cst__quote *q, const bool *placed) {
    bp *s = t->s;
    const cst__blocks *b = s->blocks;
    const cst__block *it = &b->blocks[block];
    bp_set_prices(s, block);
    memcpy(t->fixed, s->fixed + s->first_item[block], it->n_items * sizeof *t->fixed);
    memcpy(t->each, s->each + s->first_item[block], it->n_items * sizeof *t->each);
    for (size_t f = it->first_form; f < it->first_form + it->n_forms; f++) {
        const cst__form *form = &b->forms[f];
        double need = need_of(t, form->resource);
        if (form->sign < 0 || !is_last_to_provide(t, block, form->resource, placed)) {
            continue;
        }
        double price = ledger_price(s, form->resource);
        for (size_t i = 0; i < it->n_items; i++) {
            t->each[i] += price * form->amount[i];
        }
        bool known = false;
        for (int w = 0; w < q->n_windows; w++) {
            if (q->windows[w].amount == form->amount) {
                q->windows[w].least = fmax(q->windows[w].least, need);
                known = true;
            }
        }
        if (!known && need > 0 && q->n_windows < CST__MOST_WINDOWS) {
            q->windows[q->n_windows++] =
                (cst__window){form->amount, form->unit, need, HUGE_VAL};
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
        t->charge[p] = t->member[firm] ? 0 : fmax(all, 0);
    }
}

static void charge_tags(site *t) {
    const bp *s = t->s;
    double dear = ldexp(1, 14) / s->master->cost_scale; /* as much as a package */
    for (int tag = 0; tag < s->blocks->n_tags; tag++) {
        uint64_t bit = UINT64_C(1) << tag;
        bool had = (t->has & bit) != 0;
        bool lacked = (t->lacks & bit) != 0;
        t->tag_reward[tag] = lacked && !had ? dear * 1e-3 : 0;
        t->tag_charge[tag] = had ? 0 : dear * 1e-4;
    }
}

static void place(site *t, size_t block, const cst__config *c) {
    const bp *s = t->s;
    const cst__block *it = &s->blocks->blocks[block];
    t->chosen[block] = *c;
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
        int y = s->blocks->formulation->member[item->firm];
        t->x[y] = 1;
    }
    t->lacks &= ~t->has;
    for (size_t f = it->first_form; f < it->first_form + it->n_forms; f++) {
        const cst__form *form = &s->blocks->forms[f];
        for (int k = 0; k < c->n; k++) {
            t->balance[form->resource] += form->sign * form->amount[c->item[k]] * c->units[k];
        }
    }
}

static void start_over(site *t) {
    const bp *s = t->s;
    const cst_catalog *catalog = s->blocks->formulation->opportunity->catalog;
    memset(t->member, 0, catalog->n_firms * sizeof *t->member);
    memset(t->balance, 0, catalog->n_resources * sizeof *t->balance);
    memset(t->x, 0, s->n_columns * sizeof *t->x);
    t->n_members = 0;
    t->has = 0;
    t->lacks = 0;
}

/* Fills all slots; false where one can not be. */
static bool fill(site *t, bool *placed) {
    bp *s = t->s;
    start_over(t);
    memset(placed, 0, s->blocks->n_blocks * sizeof *placed);
    for (size_t at = 0; at < s->blocks->n_blocks; at++) {
        size_t block = (size_t)s->order[at];
        cst__quote q = s->quotes[block];
        price_items(t, block, &q, placed);
        charge_parties(t, block);
        charge_tags(t);
        q.fixed = t->fixed;
        q.each = t->each;
        q.party_charge = t->charge;
        q.tag_charge = t->tag_charge;
        q.tag_reward = t->tag_reward;
        q.n_tags = s->blocks->n_tags;
        q.below = HUGE_VAL;
        q.want = 1;
        q.whole = true;
        q.work = BUILD_WORK;
        cst__priced_block priced = {.configs = s->priced[block].configs};
        cst__price(s->pricer, &q, &priced);
        if (priced.n_configs == 0) {
            return false;
        }
        place(t, block, &priced.configs[0]);
        placed[block] = true;
    }
    return true;
}

/* ---------------------------------------------------------------- repair */

/* Makes the rows dearer that the package breaks; false when it breaks none that has a price. */
static bool raise_prices(site *t, double by) {
    cst__master *m = t->s->master;
    const cst__program *p = t->s->program;
    bool raised = false;
    for (size_t i = 0; i < m->n_rows; i++) {
        cst__master_row *row = &m->rows[i];
        if (row->kind != CST__MASTER_PROGRAM) {
            continue;
        }
        const cst__row *it = &p->rows[row->index];
        double sum = 0;
        double size = 0;
        for (size_t e = it->start; e < it->start + it->n; e++) {
            double part = p->entry_value[e] * t->x[p->entry_column[e]];
            sum += part;
            size += fabs(part);
        }
        double side = sum < it->lower ? it->lower : it->upper;
        if ((sum >= it->lower && sum <= it->upper) || fabs(side) == HUGE_VAL) {
            continue;
        }
        double direction = sum < it->lower ? 1 : -1;
        double dear = ldexp(1, 14) / m->cost_scale; /* what a package costs */
        row->y += direction * by * fmax(fabs(row->y), 0.02 * dear / fmax(size, 1));
        raised = true;
    }
    return raised;
}

static void build_many(site *t, bool *placed, int tries) {
    double *y = malloc((t->s->master->n_rows + 1) * sizeof *y);
    if (y == NULL) {
        t->s->error = CST_E_MEMORY;
        return;
    }
    cst__master *m = t->s->master;
    for (size_t i = 0; i < m->n_rows; i++) {
        y[i] = m->rows[i].y;
    }
    double by = 0.05;
    for (int k = 0; k < tries && !bp_out_of_time(t->s); k++) {
        bool filled = fill(t, placed);
        if (filled) {
            bp_try_point(t->s, t->x);
        }
        if (!filled || !raise_prices(t, by)) {
            break;
        }
        by *= 1.5;
        cst__master_charge(m);
    }
    for (size_t i = 0; i < m->n_rows; i++) {
        m->rows[i].y = y[i];
    }
    cst__master_charge(m);
    free(y);
}

void bp_build(bp *s, bool thorough) {
    const cst_catalog *catalog = s->blocks->formulation->opportunity->catalog;
    size_t n_items = s->first_item[s->blocks->n_blocks];
    size_t n_tags = (size_t)s->blocks->n_tags + 1;
    site t = {.s = s};
    t.fixed = malloc((n_items + 1) * sizeof *t.fixed);
    t.each = malloc((n_items + 1) * sizeof *t.each);
    t.charge = malloc((n_items + 1) * sizeof *t.charge);
    t.tag_charge = malloc(n_tags * sizeof *t.tag_charge);
    t.tag_reward = malloc(n_tags * sizeof *t.tag_reward);
    t.member = malloc(catalog->n_firms + 1);
    t.balance = malloc((catalog->n_resources + 1) * sizeof *t.balance);
    t.x = malloc((s->n_columns + 1) * sizeof *t.x);
    t.chosen = malloc((s->blocks->n_blocks + 1) * sizeof *t.chosen);
    bool *placed = malloc(s->blocks->n_blocks + 1);
    if (t.fixed != NULL && t.each != NULL && t.charge != NULL && t.tag_charge != NULL &&
        t.tag_reward != NULL && t.member != NULL && t.balance != NULL && t.x != NULL &&
        t.chosen != NULL && placed != NULL) {
        build_many(&t, placed, thorough ? THOROUGH_TRIES : TRIES);
    } else {
        s->error = CST_E_MEMORY;
    }
    free(t.fixed);
    free(t.each);
    free(t.charge);
    free(t.tag_charge);
    free(t.tag_reward);
    free(t.member);
    free(t.balance);
    free(t.x);
    free(t.chosen);
    free(placed);
}
