/*
 * bp_node.c - one node of branch and price: linear program and pricing in turn, until no
 * configuration of negative reduced cost is left or the bound closes the node.
 *
 * The bound needs neither: after every round the sum of master.h holds, whatever GLPK made of its
 * tolerances. A round whose pricing was cut short adds the bound of its tables instead.
 *
 * A node whose linear program needs artificial columns in the end is asked once more with the
 * objective left out (phase one): if the bound of that is above 0, no point exists at all.
 */
#include <float.h>
#include <math.h>
#include <string.h>

#include "solver/bp_state.h"

enum {
    /* Of the pricing of a slot before it is cut short, and for each of its items, times a patience:
     * the first root begins with little, since its bound may be all that is wanted of this engine;
     * other nodes and all probes, which are compared with one another, with more. */
    STEPS = 400,
    STEPS_OF_ITEM = 10,
    ROOT_PATIENCE = 1,
    TREE_PATIENCE = 16,
    MORE_PATIENT = 10, /* times as much where it was cut short */
    MOST_PATIENCE = 1000,
    FINER = 5,
    MOST_ROUNDS = 2000,
    KEEP_COLUMNS = 300,
    PURGE_AT = 600
};

/* Configurations are worth adding when they are below the price of their slot by this share of what
 * a package costs: at the end, and at the beginning of a node. */
static const double finest = 1e-10;
static const double coarse = 1e-5;

/* ---------------------------------------------------------------- view */

static void view_item(bp *s, size_t block, size_t i) {
    const cst__item *item = &s->blocks->blocks[block].items[i];
    size_t at = s->first_item[block] + i;
    double low = item->units < 0 ? 0 : s->lower[item->units];
    double high = item->units < 0 ? 0 : s->upper[item->units];
    bool in = s->lower[item->chosen] > 0.5 || low > 0;
    bool out = s->upper[item->chosen] < 0.5 || low > high;
    s->lo[at] = item->low + low;
    s->hi[at] = item->low + (in && out ? low - 1 : high); /* both at once: nothing is possible */
    s->state[at] = in ? CST__ITEM_IN : out ? CST__ITEM_OUT : CST__ITEM_FREE;
}

void bp_set_windows(bp *s, size_t block) {
    const cst__block *b = &s->blocks->blocks[block];
    cst__quote *q = &s->quotes[block];
    q->n_windows = 0;
    for (size_t f = b->first_form; f < b->first_form + b->n_forms; f++) {
        double low = s->lower[s->n_columns + f];
        double high = s->upper[s->n_columns + f];
        if ((low > 0 || high < HUGE_VAL) && q->n_windows < CST__MOST_WINDOWS) {
            const cst__form *form = &s->blocks->forms[f];
            q->windows[q->n_windows++] = (cst__window){form->amount, form->unit, low, high};
        }
    }
}

static bool is_allowed(const bp *s, const cst__pool_column *c) {
    const cst__block *block = &s->blocks->blocks[c->block];
    const cst__quote *q = &s->quotes[c->block];
    int in = 0;
    for (int k = 0; k < c->n; k++) {
        int i = c->item[k];
        if (q->state[i] == CST__ITEM_OUT || c->units[k] < q->lo[i] || c->units[k] > q->hi[i]) {
            return false;
        }
        in += q->state[i] == CST__ITEM_IN;
    }
    int needed = 0;
    for (size_t i = 0; i < block->n_items; i++) {
        needed += q->state[i] == CST__ITEM_IN;
    }
    if (in < needed) {
        return false;
    }
    for (int w = 0; w < q->n_windows; w++) {
        double sum = 0;
        for (int k = 0; k < c->n; k++) {
            sum += q->windows[w].amount[c->item[k]] * c->units[k];
        }
        if (sum < q->windows[w].least || sum > q->windows[w].most) {
            return false;
        }
    }
    return true;
}

static void set_column(bp *s, size_t j, double lower, double upper) {
    cst_error error = cst__lp_set_bounds(s->master->lp, (int)j, lower, upper);
    s->error = error != CST_E_OK ? error : s->error;
}

void bp_open_columns(bp *s) {
    cst__master *m = s->master;
    for (size_t j = 0; j < m->n_pool; j++) {
        cst__pool_column *c = &m->pool[j];
        if (c->kind == CST__POOL_SIDE) {
            cst_error error = cst__master_set_side(m, j, s->lower[c->index], s->upper[c->index]);
            s->error = error != CST_E_OK ? error : s->error;
        } else if (c->kind == CST__POOL_CONFIG) {
            bool open = is_allowed(s, c);
            if (open != c->open) {
                c->open = open;
                set_column(s, j, 0, open ? HUGE_VAL : 0);
            }
        }
    }
}

void bp_view(bp *s) {
    for (size_t k = 0; k < s->blocks->n_blocks; k++) {
        for (size_t i = 0; i < s->blocks->blocks[k].n_items; i++) {
            view_item(s, k, i);
        }
        bp_set_windows(s, k);
    }
}

/* ---------------------------------------------------------------- prices */

void bp_set_prices(bp *s, size_t block) {
    const cst__master *m = s->master;
    const cst__block *b = &s->blocks->blocks[block];
    cst__quote *q = &s->quotes[block];
    double terms = (double)m->n_rows + 4;
    q->error = 0;
    for (size_t i = 0; i < b->n_items; i++) {
        const cst__item *item = &b->items[i];
        size_t at = s->first_item[block] + i;
        s->each[at] = item->units < 0 ? 0 : m->d[item->units];
        s->fixed[at] = m->d[item->chosen] - s->each[at] * item->low;
        double size = m->d_size[item->chosen];
        if (item->units >= 0) {
            size += m->d_size[item->units] * (q->hi[i] + item->low);
        }
        q->error = fmax(q->error, terms * DBL_EPSILON * size);
    }
    q->party_charge = m->party_charge + m->first_party[block];
    q->tag_charge = m->tag_charge + block * (size_t)s->blocks->n_tags;
    q->tag_reward = m->tag_reward + block * (size_t)s->blocks->n_tags;
    q->n_tags = s->blocks->n_tags;
    q->want = BP_WANT;
    q->work = s->patience * (STEPS + STEPS_OF_ITEM * (long)b->n_items);
}

static double typical(const bp *s) {
    return ldexp(1, 14) / s->master->cost_scale;
}

void bp_price(bp *s, const cst__quote *quote, cst__priced_block *priced) {
    cst__price(s->pricer, quote, priced);
    if (priced->out_of_memory) {
        s->error = CST_E_MEMORY;
    }
}

/* Prices every block and adds what is of use; fills the bound of these prices. */
static int price_blocks(bp *s) {
    cst__master *m = s->master;
    int added = 0;
    cst__master_take_prices(m);
    s->bound = cst__master_bound(m, s->lower, s->upper);
    double least = m->without_cost ? 1e-9 : s->tolerance;
    for (size_t k = 0; k < s->blocks->n_blocks && s->error == CST_E_OK; k++) {
        bp_set_prices(s, k);
        s->quotes[k].below = cst__master_sigma(m, (int)k) - least;
        s->priced[k].item_bound = s->item_bound + s->first_item[k];
        bp_price(s, &s->quotes[k], &s->priced[k]);
        s->block_bound[k] = s->priced[k].bound;
        s->steps += s->priced[k].steps;
        s->bound += s->priced[k].bound;
    }
    for (size_t k = 0; k < s->blocks->n_blocks && s->error == CST_E_OK; k++) {
        for (int c = 0; c < s->priced[k].n_configs && s->error == CST_E_OK; c++) {
            bool is_new = false;
            s->error = cst__master_add(m, (int)k, &s->priced[k].configs[c], &is_new);
            added += is_new;
        }
    }
    return added;
}

/* ---------------------------------------------------------------- phases */

static void set_phase(bp *s, bool without_cost) {
    s->master->without_cost = without_cost;
    cst__master_take_costs(s->master);
}

typedef enum round_end {
    ROUND_AGAIN,
    ROUND_DONE,
    ROUND_CLOSED,
    ROUND_BLIND,
    ROUND_STOPPED
} round_end;

static bool is_cut_short(const bp *s) {
    for (size_t k = 0; k < s->blocks->n_blocks; k++) {
        if (!s->priced[k].exact) {
            return true;
        }
    }
    return false;
}

static void begin_impatient(bp *s, long patience) {
    s->patience = s->first_patience = patience;
    for (size_t k = 0; k < s->blocks->n_blocks; k++) {
        s->quotes[k].fine = 1;
    }
}

/* Slots that were not priced to the end get finer tables, too. */
static void be_more_patient(bp *s) {
    s->patience *= MORE_PATIENT;
    for (size_t k = 0; k < s->blocks->n_blocks; k++) {
        s->quotes[k].fine *= s->priced[k].exact ? 1 : FINER;
    }
}

/* Nothing was found at this tolerance and within this patience. */
static round_end be_finer(bp *s) {
    double least = finest * typical(s);
    if (s->tolerance > least) {
        s->tolerance = fmax(s->tolerance / 100, least);
        return ROUND_AGAIN;
    }
    if (is_cut_short(s) && s->patience < MOST_PATIENCE) {
        be_more_patient(s);
        return ROUND_AGAIN;
    }
    return ROUND_DONE;
}

/* How fine pricing begins: a small part of what the bound has to gain. */
static double first_tolerance(const bp *s, size_t node) {
    double worth = bp_worth(s);
    double gap = worth < HUGE_VAL ? fmax(worth - s->tree.nodes[node].bound, 0) : HUGE_VAL;
    double tolerance = fmin(coarse * typical(s), 0.05 * gap / (double)s->blocks->n_blocks);
    return fmax(tolerance, finest * typical(s));
}

/* One solve of the LP, then its violated rows or else its pricing. ROUND_DONE: priced, with so many
 * configurations added; ROUND_AGAIN: rows were added. */
static round_end solve_and_price(bp *s, bool *primal, int *added) {
    cst__lp_status status = CST__LP_TROUBLE;
    s->rounds++;
    s->error =
        cst__master_solve(s->master, *primal, cst__seconds_left(s->task->deadline_s), &status);
    *primal = true;
    if (s->error != CST_E_OK || status == CST__LP_STOPPED) {
        return ROUND_STOPPED;
    }
    if (status != CST__LP_OPTIMAL) {
        return ROUND_BLIND;
    }
    s->error = cst__master_separate(s->master, added);
    if (*added > 0 || s->error != CST_E_OK) {
        *primal = false;
        return s->error == CST_E_OK ? ROUND_AGAIN : ROUND_STOPPED;
    }
    *added = price_blocks(s);
    return s->error == CST_E_OK ? ROUND_DONE : ROUND_STOPPED;
}

/* What a round says of the node. */
static round_end one_round(bp *s, size_t node, bool *primal) {
    int added = 0;
    round_end end = solve_and_price(s, primal, &added);
    if (end != ROUND_DONE) {
        return end;
    }
    if (s->master->without_cost) {
        return s->bound > 1e-7 ? ROUND_CLOSED : added > 0 ? ROUND_AGAIN : be_finer(s);
    }
    double *bound = &s->tree.nodes[node].bound;
    *bound = fmax(*bound, s->bound);
    if (*bound > bp_worth(s)) {
        return ROUND_CLOSED;
    }
    if (added > 0) {
        return ROUND_AGAIN;
    }
    double lp = cst__lp_objective(s->master->lp) / s->master->cost_scale;
    bool might_close = lp > bp_worth(s);
    bool needs_artificials = s->master->artificial > 1e-7;
    if (needs_artificials && !might_close && s->patience > s->first_patience) {
        return ROUND_DONE; /* phase one mostly knows sooner than ever more patience */
    }
    if (is_cut_short(s) && lp - s->bound > 0.1 * fabs(bp_worth(s) - lp) &&
        s->patience < MOST_PATIENCE) {
        be_more_patient(s);
        return ROUND_AGAIN;
    }
    return might_close || needs_artificials ? be_finer(s) : ROUND_DONE;
}

static round_end rounds(bp *s, size_t node) {
    bool primal = false;
    round_end end = ROUND_AGAIN;
    for (int round = 0; end == ROUND_AGAIN && round < MOST_ROUNDS; round++) {
        end = bp_out_of_time(s) ? ROUND_STOPPED : one_round(s, node, &primal);
        if (end == ROUND_AGAIN && s->master->n_pool > PURGE_AT + s->master->n_rows) {
            s->error = cst__master_purge(s->master, KEEP_COLUMNS);
        }
        if (node == 0 && end == ROUND_AGAIN && !s->master->without_cost && round % 4 == 3 &&
            s->master->artificial < 1e-6) {
            bp_build(s, true, 4);
        }
    }
    return s->error == CST_E_OK ? end : ROUND_STOPPED;
}

/* Artificial columns are left: either nothing is possible, or their penalty was too low. */
static round_end settle_artificials(bp *s, size_t node) {
    begin_impatient(s, s->first_patience);
    set_phase(s, true);
    round_end end = rounds(s, node);
    set_phase(s, false);
    begin_impatient(s, s->first_patience);
    if (end == ROUND_CLOSED) {
        s->tree.nodes[node].bound = HUGE_VAL;
        return ROUND_CLOSED;
    }
    if (end != ROUND_DONE || s->master->artificial > 1e-6 || s->master->penalty > 1e12) {
        return end == ROUND_STOPPED ? end : ROUND_BLIND;
    }
    s->master->penalty *= 100;
    cst__master_take_costs(s->master);
    return ROUND_AGAIN;
}

bp_solved bp_solve_node(bp *s, size_t node) {
    bp_open_columns(s);
    begin_impatient(s, node == 0 ? ROOT_PATIENCE : TREE_PATIENCE);
    s->tolerance = first_tolerance(s, node);
    round_end end = ROUND_AGAIN;
    while (end == ROUND_AGAIN) {
        end = rounds(s, node);
        if (end == ROUND_DONE && s->master->artificial > 1e-7) {
            end = settle_artificials(s, node);
        }
    }
    switch (end) {
        case ROUND_DONE:
            return BP_POINT;
        case ROUND_CLOSED:
            return BP_CLOSED;
        case ROUND_STOPPED:
            return BP_STOPPED;
        case ROUND_BLIND:
        case ROUND_AGAIN:
            break;
    }
    return BP_BLIND;
}

/* ---------------------------------------------------------------- probing */

static bool enter_side(bp *s, const bp_split *split, bool up) {
    if (up) {
        s->lower[split->bound] = split->above;
    } else {
        s->upper[split->bound] = split->at;
    }
    int column = (int)split->bound;
    bool by_column = split->bound < s->n_columns;
    return (!by_column || cst__propagate(s->propagator, s->lower, s->upper, &column, 1)) &&
           bp_propagate_forms(s, s->lower, s->upper);
}

bp_side bp_probe(bp *s, const bp_split *split, bool up, int rounds, double bound) {
    if (!enter_side(s, split, up)) {
        return (bp_side){HUGE_VAL, HUGE_VAL};
    }
    bp_view(s);
    bp_open_columns(s);
    begin_impatient(s, TREE_PATIENCE);
    s->tolerance = coarse * typical(s);
    bp_side side = {bound, bound};
    bool primal = false;
    int added = 1;
    for (int round = 0; round < rounds && added > 0 && side.bound <= bp_worth(s); round++) {
        round_end end = bp_out_of_time(s) ? ROUND_STOPPED : solve_and_price(s, &primal, &added);
        if (end != ROUND_DONE && end != ROUND_AGAIN) {
            break;
        }
        side.bound = end == ROUND_DONE ? fmax(side.bound, s->bound) : side.bound;
        side.likely = cst__lp_objective(s->master->lp) / s->master->cost_scale;
    }
    side.likely = fmax(side.likely, side.bound);
    return side;
}

/* ---------------------------------------------------------------- fixing */

void bp_fix(bp *s) {
    double worth = bp_worth(s);
    if (!(worth < HUGE_VAL)) {
        return;
    }
    s->has_fixed = s->has_fixed || s->found;
    for (size_t k = 0; k < s->blocks->n_blocks; k++) {
        const cst__block *block = &s->blocks->blocks[k];
        double others = s->bound - s->block_bound[k];
        for (size_t i = 0; i < block->n_items; i++) {
            const cst__item *item = &block->items[i];
            if (others + s->item_bound[s->first_item[k] + i] > worth &&
                s->lower[item->chosen] < 1) {
                s->upper[item->chosen] = 0;
                if (item->units >= 0) {
                    s->upper[item->units] = 0;
                }
            }
        }
    }
    for (size_t j = 0; j < s->n_columns; j++) {
        double width = s->upper[j] - s->lower[j];
        if (s->blocks->block_of[j] < 0 && s->program->columns[j].integer && width > 0) {
            double d = s->master->d[j];
            if (d > 0 && s->bound + d * (1 - 1e-9) > worth) {
                s->upper[j] = s->lower[j];
            } else if (d < 0 && s->bound - d * (1 - 1e-9) > worth) {
                s->lower[j] = s->upper[j];
            }
        }
    }
}
