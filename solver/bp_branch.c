/*
 * bp_branch.c - where to split a node.
 *
 * Four kinds, all of them bounds of columns or windows of forms, so that pricing stays what it is:
 * a firm is a member or not; a variant is chosen or not; units; and the sum of a form, the
 * strongest: a linear program mixes most of a small data center with a little of a large one to buy
 * the few kilowatts it lacks, and only "at most t" or "more than t" for the slot as a whole stops
 * that.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/bp_state.h"

static const double whole_within = 1e-6;

static bool is_fractional(double x) {
    return fabs(x - round(x)) > whole_within;
}

/* ---------------------------------------------------------------- candidates */

enum {
    CANDIDATES = 24,
    TRIAL_STEPS = 60, /* of the dual simplex method */
    PROBED = 6,       /* candidates */
    PROBE_ROUNDS = 6
};

typedef struct candidate {
    bp_split split;
    double rank;
    double gain[2]; /* of the bound that both sides promise, down and up */
    bool is_tried;  /* by a trial: no probe of its column or form was made earlier */
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
    list->best[i] = (candidate){.split = split, .rank = rank};
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
        bp_split split = {j, floor(x), floor(x) + 1, x, -HUGE_VAL, -HUGE_VAL};
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
    /* Units of a configuration need not be whole, nor sums then multiples; a split must not pass
     * between two multiples, or what lies on one of them is on neither side. */
    double at = fmin(fmax(mean, least), most - form->unit);
    at = floor(at / form->unit + 1e-9) * form->unit;
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
    bp_split split = {s->n_columns + f, at, at + form->unit, mean, -HUGE_VAL, -HUGE_VAL};
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

/* ---------------------------------------------------------------- probes */

/* What a probe changes and has to be put back. */
typedef struct before {
    unsigned char *basis;
    size_t n_columns, n_rows;
    double *lower, *upper;
} before;

static bool remember(const bp *s, before *b) {
    b->n_columns = cst__lp_column_count(s->master->lp);
    b->n_rows = cst__lp_row_count(s->master->lp);
    b->basis = malloc(cst__lp_basis_size(s->master->lp) + 1);
    b->lower = malloc((s->n_bounds + 1) * sizeof *b->lower);
    b->upper = malloc((s->n_bounds + 1) * sizeof *b->upper);
    if (b->basis == NULL || b->lower == NULL || b->upper == NULL) {
        return false;
    }
    cst__lp_save_basis(s->master->lp, b->basis);
    memcpy(b->lower, s->lower, s->n_bounds * sizeof *b->lower);
    memcpy(b->upper, s->upper, s->n_bounds * sizeof *b->upper);
    return true;
}

static void forget(before *b) {
    free(b->basis);
    free(b->lower);
    free(b->upper);
}

static void put_back_basis(bp *s, const before *b) {
    cst_error error = cst__lp_load_basis(s->master->lp, b->basis, b->n_columns, b->n_rows);
    s->error = error != CST_E_OK ? error : s->error;
}

static bp_side probe_side(bp *s, const bp_split *split, bool up, double bound, const before *b) {
    bp_side side = bp_probe(s, split, up, PROBE_ROUNDS, bound);
    memcpy(s->lower, b->lower, s->n_bounds * sizeof *b->lower);
    memcpy(s->upper, b->upper, s->n_bounds * sizeof *b->upper);
    bp_view(s);
    bp_open_columns(s);
    put_back_basis(s, b);
    return side;
}

/* The better the more both sides gain, and best of all where one of them is closed. */
static double score(double down, double up, double gap) {
    double least = 1e-3 * gap + 1e-9;
    double product = fmax(fmin(down, gap), least) * fmax(fmin(up, gap), least);
    return down > gap || up > gap ? HUGE_VAL : product;
}

/* How far a side moves the value of a column, by which gains are remembered for each unit; the sums
 * of a form are not told apart like that. */
static double distance(const bp *s, const bp_split *split, bool up) {
    if (split->bound >= s->n_columns) {
        return 1;
    }
    return up ? split->above - split->value : split->value - split->at;
}

static double remembered_gain(const bp *s, const bp_split *split, bool up) {
    return cst__gains_mean(&s->gains[split->bound], up) * distance(s, split, up);
}

/* By what the linear program gains, over what it is at the node, with the configurations at hand:
 * cheap, and mostly too much. */
static void try_both(bp *s, candidate *it, double from, double gap, const before *b) {
    for (int up = 0; up < 2; up++) {
        double gain = try_side(s, &it->split, up, from) / s->master->cost_scale;
        it->gain[up] = fmin(gain, gap);
        put_back_basis(s, b);
    }
}

/* By what probes of the same column or form gained earlier, or else by trials, of whose promises
 * about as much is believed as the ones that were probed have kept. */
static void rank_candidates(bp *s, candidates *list, double gap, const before *b) {
    double from = cst__lp_objective(s->master->lp); /* before trials change it */
    double kept = s->promised > 0 ? s->gained / s->promised : 1;
    for (int k = 0; k < list->n && s->error == CST_E_OK; k++) {
        candidate *it = &list->best[k];
        it->is_tried = s->gains[it->split.bound].n[0] == 0;
        if (it->is_tried) {
            try_both(s, it, from, gap, b);
        } else {
            it->gain[0] = remembered_gain(s, &it->split, false);
            it->gain[1] = remembered_gain(s, &it->split, true);
        }
        double share = it->is_tried ? kept : 1;
        it->rank = score(fmin(share * it->gain[0], gap), fmin(share * it->gain[1], gap), gap) *
                   (1 + 1e-6 * it->rank);
    }
    for (int a = 1; a < list->n; a++) {
        candidate it = list->best[a];
        int at = a;
        for (; at > 0 && list->best[at - 1].rank < it.rank; at--) {
            list->best[at] = list->best[at - 1];
        }
        list->best[at] = it;
    }
}

/* What a side is said to gain: its linear program knows more than its bound where the pricing was
 * cut short, and only a proof closes it. */
static double likely_gain(const bp_side *side, double bound, double gap) {
    return side->bound - bound > gap ? HUGE_VAL : fmin(side->likely - bound, gap);
}

/* Probes both sides of a candidate; returns its score. */
static double probe(bp *s, candidate *it, double bound, double gap, const before *b) {
    bp_side side[2] = {{bound, bound}, {bound, bound}};
    double gain[2] = {0, 0};
    for (int up = 0; up < 2 && s->error == CST_E_OK; up++) {
        side[up] = probe_side(s, &it->split, up, bound, b);
        gain[up] = likely_gain(&side[up], bound, gap);
        double gained = fmin(gain[up], gap);
        cst__gains_add(&s->gains[it->split.bound], up, gained, distance(s, &it->split, up));
        if (it->is_tried) {
            s->promised += it->gain[up];
            s->gained += gained;
        }
    }
    it->split.below_bound = side[0].bound;
    it->split.above_bound = side[1].bound;
    return score(gain[0], gain[1], gap);
}

/* By what a few rounds with pricing say of both sides: strong branching (Applegate, Bixby, Chvatal
 * and Cook 1995, Finding cuts in the TSP), in two phases as is usual where columns are generated
 * (Pecin et al. 2017, Improved branch-cut-and-price for capacitated vehicle routing, Mathematical
 * Programming Computation 9). */
static bp_split choose_by_probes(bp *s, candidates *list, double bound, double gap,
                                 const before *b) {
    int best = 0;
    double best_score = -1;
    for (int k = 0; k < list->n && k < PROBED && best_score < HUGE_VAL && s->error == CST_E_OK;
         k++) {
        double it = probe(s, &list->best[k], bound, gap, b);
        if (it > best_score) {
            best_score = it;
            best = k;
        }
    }
    return list->best[best].split;
}

static bp_split try_candidates(bp *s, candidates *list, size_t node) {
    bp_split split = list->n > 0 ? list->best[0].split : (bp_split){.bound = SIZE_MAX};
    double bound = s->tree.nodes[node].bound;
    double gap = bp_worth(s) - bound;
    before b = {.basis = NULL};
    if (list->n > 1 && !remember(s, &b)) {
        s->error = CST_E_MEMORY;
    } else if (list->n > 1) {
        bool open = !(gap < HUGE_VAL && bound > -HUGE_VAL);
        gap = open ? fabs(cst__lp_objective(s->master->lp)) / s->master->cost_scale : gap;
        rank_candidates(s, list, gap, &b);
        split = open ? list->best[0].split : choose_by_probes(s, list, bound, gap, &b);
    }
    forget(&b);
    return split;
}

/* ---------------------------------------------------------------- the choice */

bp_split bp_choose_split(bp *s, size_t node) {
    candidates list = {.n = 0};
    offer_columns(s, &list);
    for (size_t f = 0; f < s->blocks->n_forms; f++) {
        offer_form(s, f, &list);
    }
    return try_candidates(s, &list, node);
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
                return (bp_split){j, at, at + 1, at, -HUGE_VAL, -HUGE_VAL};
            }
        }
    }
    return (bp_split){.bound = SIZE_MAX};
}
