/*
 * bp_branch.c - where to split a node.
 *
 * Four kinds, all of them bounds of columns or windows of forms, so that pricing stays what it is: a
 * firm is a member or not; a variant is chosen or not; units; and the sum of a form, the strongest:
 * a linear program mixes most of a small data center with a little of a large one to buy the few
 * kilowatts it lacks, and only "at most t" or "more than t" for the slot as a whole stops that.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "solver/bp_state.h"

static const double whole_within = 1e-6;

static bool is_fractional(double x) {
    return fabs(x - round(x)) > whole_within;
}

/* ---------------------------------------------------------------- candidates */

enum { CANDIDATES = 16, TRIALS = 14, TRIAL_STEPS = 60 };

typedef struct candidate {
    bp_split split;
    double rank;
} candidate;

typedef struct candidates {
    candidate best[CANDIDATES];
    int n;
} candidates;

static void offer(candidates *list, bp_split split, double rank) {
    int i = list->n;
    if (i == CANDIDATES) {
        if (rank <= list->best[i - 1].rank) {
            return;
        }
        i--;
    } else {
        list->n++;
    }
    for (; i > 0 && list->best[i - 1].rank < rank; i--) {
        list->best[i] = list->best[i - 1];
    }
    list->best[i] = (candidate){split, rank};
}

static void offer_columns(const bp *s, candidates *list) {
    const cst__program *p = s->program;
    for (size_t j = 0; j < s->n_columns; j++) {
        double x = s->master->x[j];
        if (!p->columns[j].integer || s->lower[j] >= s->upper[j] || !is_fractional(x)) {
            continue;
        }
        double weight = p->columns[j].kind == CST__COLUMN_MEMBER ? 3 : 1;
        if (p->columns[j].kind == CST__COLUMN_UNITS) {
            const cst__block *block = &s->blocks->blocks[s->blocks->block_of[j]];
            const cst__item *item = &block->items[s->blocks->item_of[j]];
            if (s->master->x[item->chosen] < 1 - whole_within) {
                continue;
            }
            weight = 0.5;
        }
        double f = x - floor(x);
        bp_split split = {j, floor(x), floor(x) + 1, x};
        offer(list, split, weight * f * (1 - f));
    }
}

static double form_sum(const cst__form *form, const cst__pool_column *c) {
    double sum = 0;
    for (int k = 0; k < c->n; k++) {
        sum += form->amount[c->item[k]] * c->units[k];
    }
    return sum;
}

static void offer_form(const bp *s, size_t f, candidates *list) {
    const cst__form *form = &s->blocks->forms[f];
    const cst__master *m = s->master;
    double mean = 0;
    double least = HUGE_VAL;
    double most = 0;
    for (size_t j = 0; j < m->n_pool; j++) {
        const cst__pool_column *c = &m->pool[j];
        if (c->kind == CST__POOL_CONFIG && c->block == (int)form->block && c->x > whole_within) {
            double sum = form_sum(form, c);
            mean += sum * c->x;
            least = fmin(least, sum);
            most = fmax(most, sum);
        }
    }
    if (most - least < form->unit / 2) {
        return;
    }
    double at = floor(mean / form->unit + 1e-9) * form->unit;
    at = fmin(fmax(at, least), most - form->unit);
    double below = 0;
    for (size_t j = 0; j < m->n_pool; j++) {
        const cst__pool_column *c = &m->pool[j];
        if (c->kind == CST__POOL_CONFIG && c->block == (int)form->block && c->x > whole_within) {
            below += form_sum(form, c) <= at ? c->x : 0;
        }
    }
    if (below < 1e-4 || below > 1 - 1e-4) {
        return;
    }
    bp_split split = {s->n_columns + f, at, at + form->unit, mean};
    offer(list, split, 2.5 * below * (1 - below) * fmin(1, (most - least) / fmax(mean, 1) + 0.1));
}

/* ---------------------------------------------------------------- trials */

static bool fits(const bp *s, const cst__pool_column *c, const bp_split *split, bool up) {
    if (split->bound >= s->n_columns) {
        const cst__form *form = &s->blocks->forms[split->bound - s->n_columns];
        if (c->block != (int)form->block) {
            return true;
        }
        double sum = form_sum(form, c);
        return up ? sum >= split->above : sum <= split->at;
    }
    int block = s->blocks->block_of[split->bound];
    if (block < 0) { /* a firm: out, its configurations go */
        size_t firm = s->program->columns[split->bound].index;
        for (int k = 0; !up && k < c->n; k++) {
            if (s->blocks->blocks[c->block].items[c->item[k]].firm == firm) {
                return false;
            }
        }
        return true;
    }
    if (c->block != block) {
        return true;
    }
    double x = 0;
    for (int k = 0; k < c->n; k++) {
        const cst__item *item = &s->blocks->blocks[block].items[c->item[k]];
        if (c->item[k] == s->blocks->item_of[split->bound]) {
            x = item->chosen == (int)split->bound ? 1 : c->units[k] - item->low;
        }
    }
    return up ? x >= split->above : x <= split->at;
}

/* What a few dual simplex steps gain on one side, in the LP's objective. */
static double try_side(bp *s, const bp_split *split, bool up, double from) {
    cst__master *m = s->master;
    for (size_t j = 0; j < m->n_pool; j++) {
        const cst__pool_column *c = &m->pool[j];
        if (c->kind == CST__POOL_CONFIG && c->open && !fits(s, c, split, up)) {
            cst__lp_set_bounds(m->lp, (int)j, 0, 0);
        } else if (c->kind == CST__POOL_SIDE && c->index == (int)split->bound) {
            cst__master_set_side(m, j, up ? split->above : s->lower[split->bound],
                                 up ? s->upper[split->bound] : split->at);
        }
    }
    cst__lp_limits limits = {.cutoff = HUGE_VAL, .seconds = HUGE_VAL, .iterations = TRIAL_STEPS};
    cst__lp_status status = CST__LP_TROUBLE;
    cst_error error = cst__lp_solve(m->lp, &limits, &status);
    s->error = error != CST_E_OK ? error : s->error;
    double gain = status == CST__LP_OPTIMAL || status == CST__LP_STOPPED
                      ? cst__lp_objective(m->lp) - from
                      : m->penalty;
    for (size_t j = 0; j < m->n_pool; j++) {
        const cst__pool_column *c = &m->pool[j];
        if (c->kind == CST__POOL_CONFIG && c->open && !fits(s, c, split, up)) {
            cst__lp_set_bounds(m->lp, (int)j, 0, HUGE_VAL);
        } else if (c->kind == CST__POOL_SIDE && c->index == (int)split->bound) {
            cst__master_set_side(m, j, s->lower[split->bound], s->upper[split->bound]);
        }
    }
    return fmax(gain, 0);
}

static bp_split try_candidates(bp *s, candidates *list) {
    cst__master *m = s->master;
    size_t size = cst__lp_basis_size(m->lp);
    unsigned char *basis = malloc(size + 1);
    if (basis == NULL || list->n <= 1) {
        free(basis);
        return list->n > 0 ? list->best[0].split : (bp_split){.bound = SIZE_MAX};
    }
    cst__lp_save_basis(m->lp, basis);
    double from = cst__lp_objective(m->lp);
    double least = 1e-4 + 1e-7 * fabs(from);
    int best = 0;
    double best_score = -1;
    for (int k = 0; k < list->n && k < TRIALS && s->error == CST_E_OK; k++) {
        double down = try_side(s, &list->best[k].split, false, from);
        cst__lp_load_basis(m->lp, basis, cst__lp_row_count(m->lp));
        double up = try_side(s, &list->best[k].split, true, from);
        cst__lp_load_basis(m->lp, basis, cst__lp_row_count(m->lp));
        double score = fmax(down, least) * fmax(up, least);
        if (score > best_score) {
            best_score = score;
            best = k;
        }
    }
    free(basis);
    return list->best[best].split;
}

/* ---------------------------------------------------------------- the choice */

bp_split bp_choose_split(bp *s) {
    candidates list = {.n = 0};
    offer_columns(s, &list);
    for (size_t f = 0; f < s->blocks->n_forms; f++) {
        offer_form(s, f, &list);
    }
    return try_candidates(s, &list);
}

bp_split bp_any_split(const bp *s) {
    for (int pass = 0; pass < 3; pass++) {
        static const cst__column_kind kinds[] = {CST__COLUMN_MEMBER, CST__COLUMN_CHOSEN,
                                                 CST__COLUMN_UNITS};
        for (size_t j = 0; j < s->n_columns; j++) {
            if (s->program->columns[j].kind == kinds[pass] && s->lower[j] < s->upper[j]) {
                double middle = floor((s->lower[j] + s->upper[j]) / 2);
                double x = fmin(fmax(floor(s->master->x[j]), s->lower[j]), s->upper[j] - 1);
                double at = pass == 2 && is_fractional(s->master->x[j]) ? x : middle;
                return (bp_split){j, at, at + 1, at};
            }
        }
    }
    return (bp_split){.bound = SIZE_MAX};
}
