/*
 * bp_forms.c - what the ledger says of single slots.
 *
 * A form is the sum of one resource over one slot, provided or consumed. With need_r = demand -
 * site, the ledger row of a resource r that no slot both provides and consumes is
 *
 *     sum over providing slots p of F_p  -  sum over consuming slots c of F_c  >=  need_r
 *
 * so that F_p >= need_r + sum least F_c - sum of the most of the other providers, and likewise from
 * above for consumers. The least of a consuming form is itself a pricing problem of its slot: the
 * configuration, within the windows of the slot, that consumes least. Windows thus travel along the
 * chain from applications to power.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/bp_state.h"

enum { ROUNDS = 6, LEAST_WORK = 20000 };

/* ---------------------------------------------------------------- single forms */

/* The most of a form: its largest items at most units, as many as fit. */
static double most_of(const bp *s, const cst__form *form) {
    const cst__block *block = &s->blocks->blocks[form->block];
    const cst__quote *q = &s->quotes[form->block];
    double largest[CST__MOST_PICKS] = {0};
    for (size_t i = 0; i < block->n_items; i++) {
        double value = q->state[i] == CST__ITEM_OUT ? 0 : form->amount[i] * q->hi[i];
        for (int k = 0; k < block->most && value > 0; k++) {
            if (value > largest[k]) {
                double moved = largest[k];
                largest[k] = value;
                value = moved;
            }
        }
    }
    double sum = 0;
    for (int k = 0; k < block->most; k++) {
        sum += largest[k];
    }
    return sum;
}

/* The least of a form over the configurations of its block; HUGE_VAL: there are none. */
static double least_of(bp *s, const cst__form *form) {
    cst__quote q = s->quotes[form->block];
    size_t n = s->blocks->blocks[form->block].n_items;
    double *zero = calloc(n + (size_t)s->blocks->n_tags + 1, sizeof *zero);
    if (zero == NULL) {
        s->error = CST_E_MEMORY;
        return 0;
    }
    q.fixed = zero;
    q.each = form->amount;
    q.party_charge = zero;
    q.tag_charge = zero;
    q.tag_reward = zero;
    q.error = 0;
    q.below = HUGE_VAL;
    q.want = 1;
    q.work = LEAST_WORK;
    cst__priced_block priced = {.configs = s->priced[form->block].configs};
    bp_price(s, &q, &priced);
    free(zero);
    if (s->error != CST_E_OK) {
        return 0;
    }
    if (priced.bound == HUGE_VAL) {
        return HUGE_VAL;
    }
    return fmax(ceil(priced.bound / form->unit - 1e-6), 0) * form->unit;
}

/* ---------------------------------------------------------------- ledger */

static double net_need(const bp *s, size_t resource) {
    const cst_opportunity *p = s->blocks->formulation->opportunity;
    return (double)(p->demand_milli[resource] - p->site_milli[resource]);
}

/* Whether every slot has the resource as a form, if at all. */
static bool is_split_in_forms(const bp *s, size_t resource) {
    const cst__blocks *b = s->blocks;
    for (size_t k = 0; k < b->n_blocks; k++) {
        const cst__block *block = &b->blocks[k];
        bool has_form = false;
        for (size_t f = block->first_form; f < block->first_form + block->n_forms; f++) {
            has_form = has_form || b->forms[f].resource == resource;
        }
        for (size_t i = 0; i < block->n_items && !has_form; i++) {
            const cst__offering *o =
                &b->formulation->opportunity->catalog->offerings[block->items[i].offering];
            for (size_t a = 0; a < o->n_provides; a++) {
                if (o->provides[a].resource == resource) {
                    return false;
                }
            }
            for (size_t a = 0; a < o->n_consumes; a++) {
                if (o->consumes[a].resource == resource) {
                    return false;
                }
            }
        }
    }
    return true;
}

static double least_form(const bp *s, const double *lower, size_t f) {
    return fmax(lower[s->n_columns + f], s->form_least[f]);
}

static double most_form(const bp *s, const double *upper, size_t f) {
    return fmin(upper[s->n_columns + f], s->form_most[f]);
}

/* Tightens the windows of one resource; false when they are empty. */
static bool propagate_resource(const bp *s, size_t resource, double *lower, double *upper,
                               bool *changed) {
    const cst__blocks *b = s->blocks;
    double slack = -net_need(s, resource); /* most provided - least consumed - need */
    for (size_t f = 0; f < b->n_forms; f++) {
        if (b->forms[f].resource == resource) {
            slack += b->forms[f].sign > 0 ? most_form(s, upper, f) : -least_form(s, lower, f);
        }
    }
    if (slack < 0) {
        return false;
    }
    for (size_t f = 0; f < b->n_forms; f++) {
        const cst__form *form = &b->forms[f];
        if (form->resource != resource) {
            continue;
        }
        double *low = &lower[s->n_columns + f];
        double *high = &upper[s->n_columns + f];
        if (form->sign > 0) {
            double least = ceil((most_form(s, upper, f) - slack) / form->unit) * form->unit;
            if (least > *low) {
                *low = least;
                *changed = true;
            }
        } else {
            double most = floor((least_form(s, lower, f) + slack) / form->unit) * form->unit;
            if (most < *high && most < s->form_most[f]) {
                *high = most;
                *changed = true;
            }
        }
        if (*low > *high || *low > s->form_most[f]) {
            return false;
        }
    }
    return true;
}

bool bp_propagate_forms(const bp *s, double *lower, double *upper) {
    bool changed = true;
    for (int round = 0; round < ROUNDS && changed; round++) {
        changed = false;
        for (size_t r = 0; r < s->blocks->formulation->opportunity->catalog->n_resources; r++) {
            if (is_split_in_forms(s, r) && !propagate_resource(s, r, lower, upper, &changed)) {
                return false;
            }
        }
    }
    return true;
}

/* ---------------------------------------------------------------- root */

/* With one provider and no consumer the window of the provider says all that the row says. One row
 * for each block: the others stay, so that their multipliers tell the pricing what they cost. */
static void absorb_ledger(bp *s) {
    bool taken[CST__MOST_BLOCKS] = {false};
    for (size_t i = 0; i < s->program->n_rows; i++) {
        const cst__row *row = &s->program->rows[i];
        if (row->kind != CST__ROW_LEDGER || !is_split_in_forms(s, row->index)) {
            continue;
        }
        int providers = 0;
        int consumers = 0;
        double least = 0;
        size_t block = 0;
        for (size_t f = 0; f < s->blocks->n_forms; f++) {
            const cst__form *form = &s->blocks->forms[f];
            if (form->resource == row->index) {
                providers += form->sign > 0;
                consumers += form->sign < 0;
                least = s->root_lower[s->n_columns + f];
                block = form->block;
            }
        }
        bool implied = consumers == 0 && providers == 1 && least >= row->lower;
        if (implied && block < CST__MOST_BLOCKS && !taken[block]) {
            taken[block] = true;
            s->absorbed[i] = true;
        }
    }
}

bool bp_root_forms(bp *s) {
    const cst__blocks *b = s->blocks;
    for (size_t f = 0; f < b->n_forms; f++) {
        s->form_least[f] = 0;
        s->form_most[f] = most_of(s, &b->forms[f]);
    }
    for (int round = 0; round < ROUNDS; round++) {
        bool changed = false;
        if (!bp_propagate_forms(s, s->root_lower, s->root_upper)) {
            return false;
        }
        memcpy(s->lower, s->root_lower, s->n_bounds * sizeof *s->lower);
        memcpy(s->upper, s->root_upper, s->n_bounds * sizeof *s->upper);
        for (size_t k = 0; k < b->n_blocks; k++) {
            bp_set_windows(s, k);
        }
        for (size_t f = 0; f < b->n_forms; f++) {
            double least = b->forms[f].sign < 0 ? least_of(s, &b->forms[f]) : 0;
            if (least == HUGE_VAL) {
                return false;
            }
            if (least > s->form_least[f]) {
                s->form_least[f] = least;
                changed = true;
            }
        }
        if (!changed) {
            break;
        }
    }
    absorb_ledger(s);
    return true;
}
