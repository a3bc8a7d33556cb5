/* branch_price.c - the loop over the nodes. See branch_price.h. */
#include "solver/branch_price.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/bp_state.h"

enum {
    ROOT_STEPS = 100,      /* of the walk over packages at the root; */
    MORE_ROOT_STEPS = 300, /* at most so many more; */
    NODE_STEPS = 20,       /* and at other nodes */
    ROUND_WORK = 15000     /* of a round, in steps of pricing */
};

/* As a share of the incumbent. */
static const double wide_gap = 0.005;

/* As a share of the way from the best bound to what is worth finding. */
static const double leave_at = 0.3;

double bp_worth(const bp *s) {
    if (!s->found) {
        return s->task->cutoff;
    }
    double better = s->incumbent - fmax(s->task->step, s->task->gap * fabs(s->incumbent));
    return fmin(better, s->task->cutoff);
}

bool bp_out_of_time(const bp *s) {
    return cst__time_is_up(s->task->deadline_s, s->task->stop);
}

bool bp_try_point(bp *s, const double *x) {
    double objective = 0;
    for (size_t j = 0; j < s->n_columns; j++) {
        s->trial[j] = s->program->columns[j].integer ? round(x[j]) : x[j];
    }
    if (!s->task->judge(s->task->judge_context, s->trial, &objective) ||
        objective > s->task->cutoff) {
        return false;
    }
    if (!s->found || objective < s->incumbent) {
        s->found = true;
        s->incumbent = objective;
        memcpy(s->best, s->trial, s->n_columns * sizeof *s->best);
    }
    return true;
}

/* ---------------------------------------------------------------- nodes */

static void open_node(bp *s, size_t node) {
    if (!cst__tree_open(&s->tree, node)) {
        s->error = CST_E_MEMORY;
    }
}

static bool keep_bounds(bp *s, size_t node) {
    const double *lower = s->entered_lower;
    const double *upper = s->entered_upper;
    size_t n = 0;
    for (size_t j = 0; j < s->n_bounds; j++) {
        n += s->lower[j] != lower[j] || s->upper[j] != upper[j];
    }
    cst__node *it = &s->tree.nodes[node];
    cst__change *changes = realloc(it->changes, (it->n_changes + n + 1) * sizeof *changes);
    if (changes == NULL) {
        s->error = CST_E_MEMORY;
        return false;
    }
    it->changes = changes;
    for (size_t j = 0; j < s->n_bounds; j++) {
        if (s->lower[j] != lower[j] || s->upper[j] != upper[j]) {
            changes[it->n_changes++] = (cst__change){(int)j, s->lower[j], s->upper[j]};
        }
    }
    return true;
}

static size_t add_child(bp *s, size_t parent, const bp_split *split, bool up) {
    cst__change *change = malloc(sizeof *change);
    if (change == NULL) {
        s->error = CST_E_MEMORY;
        return CST__NO_NODE;
    }
    size_t j = split->bound;
    *change = up ? (cst__change){(int)j, split->above, s->upper[j]}
                 : (cst__change){(int)j, s->lower[j], split->at};
    size_t child = cst__tree_add(&s->tree, (cst__node){.parent = parent,
                                                       .changes = change,
                                                       .n_changes = 1,
                                                       .bound = s->tree.nodes[parent].bound,
                                                       .depth = s->tree.nodes[parent].depth + 1,
                                                       .branch_column = (int)j,
                                                       .branch_up = up});
    s->error = child == CST__NO_NODE ? CST_E_MEMORY : s->error;
    return child;
}

/* A node is closed by its bound. */
static void note_bound(bp *s, double bound) {
    if (bound > -HUGE_VAL && s->found && bound < s->incumbent) {
        s->pruned_bound = fmin(s->pruned_bound, bound);
    }
}

static void note_closed(bp *s, size_t node) {
    note_bound(s, s->tree.nodes[node].bound);
}

/* ---------------------------------------------------------------- witness */

/* What the witness has in a column, or as the sum of a form. */
static double witness_value(const bp *s, size_t bound) {
    const double *x = s->task->witness;
    if (bound < s->n_columns) {
        return x[bound];
    }
    const cst__form *form = &s->blocks->forms[bound - s->n_columns];
    const cst__block *block = &s->blocks->blocks[form->block];
    double sum = 0;
    for (size_t i = 0; i < block->n_items; i++) {
        const cst__item *item = &block->items[i];
        double units = item->low * x[item->chosen] + (item->units < 0 ? 0 : x[item->units]);
        sum += form->amount[i] * units;
    }
    return sum;
}

static bool holds_witness(const bp *s, const double *lower, const double *upper) {
    if (s->task->witness == NULL || s->task->witness_objective > bp_worth(s)) {
        return false;
    }
    for (size_t j = 0; j < s->n_bounds; j++) {
        bool counts = j >= s->n_columns || s->program->columns[j].integer;
        double x = counts ? witness_value(s, j) : 0;
        if (counts && (x < lower[j] || x > upper[j])) {
            return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- two sides */

/* Whether the witness is on a side for which a probe has proven more than it costs, or on none. */
static bool loses_witness(const bp *s, const bp_split *split) {
    if (!holds_witness(s, s->lower, s->upper)) {
        return false;
    }
    double x = witness_value(s, split->bound);
    bool below = x <= split->at;
    double bound = below ? split->below_bound : split->above_bound;
    return (!below && x < split->above) || bound > s->task->witness_objective;
}

/* The child of one side; CST__NO_NODE where a probe has closed it. */
static size_t open_side(bp *s, size_t node, const bp_split *split, bool up) {
    double bound = up ? split->above_bound : split->below_bound;
    if (bound > bp_worth(s)) {
        note_bound(s, bound);
        return CST__NO_NODE;
    }
    size_t child = add_child(s, node, split, up);
    if (child != CST__NO_NODE) {
        s->tree.nodes[child].bound = fmax(s->tree.nodes[child].bound, bound);
    }
    return child;
}

/* Two children; one is opened, the other is returned to be followed. */
static size_t split_node(bp *s, size_t node, const bp_split *split) {
    bool up = split->value - split->at > (split->above - split->at) / 2;
    s->lost = loses_witness(s, split) ? "split" : s->lost;
    size_t other = open_side(s, node, split, !up);
    size_t next = s->error == CST_E_OK ? open_side(s, node, split, up) : CST__NO_NODE;
    if (next == CST__NO_NODE) {
        next = other;
        other = CST__NO_NODE;
    }
    if (other != CST__NO_NODE) {
        open_node(s, other);
    }
    return s->error == CST_E_OK ? next : CST__NO_NODE;
}

/* The bounds of a node, propagated; false when they leave nothing. */
static bool enter(bp *s, size_t node) {
    size_t n = s->n_bounds;
    memcpy(s->lower, s->root_lower, n * sizeof *s->lower);
    memcpy(s->upper, s->root_upper, n * sizeof *s->upper);
    cst__tree_apply(&s->tree, node, s->lower, s->upper);
    memcpy(s->entered_lower, s->lower, n * sizeof *s->lower);
    memcpy(s->entered_upper, s->upper, n * sizeof *s->upper);
    for (size_t j = 0; j < n; j++) {
        if (s->lower[j] > s->upper[j]) {
            return false;
        }
    }
    int column = s->tree.nodes[node].branch_column;
    bool by_column = column >= 0 && (size_t)column < s->n_columns;
    if (node == 0 || by_column) {
        if (!cst__propagate(s->propagator, s->lower, s->upper, by_column ? &column : NULL,
                            by_column)) {
            return false;
        }
    }
    return bp_propagate_forms(s, s->lower, s->upper);
}

/* ---------------------------------------------------------------- one node */

static bool is_whole(const bp *s) {
    for (size_t j = 0; j < s->n_columns; j++) {
        double x = s->master->x[j];
        if (s->program->columns[j].integer && fabs(x - round(x)) > 1e-6) {
            return false;
        }
    }
    return true;
}

/* The root's walk goes on while the gap is wide. */
static void look_at_root(bp *s, size_t node) {
    bp_build(s, true, ROOT_STEPS);
    for (int more = 0; more < MORE_ROOT_STEPS / ROOT_STEPS && s->error == CST_E_OK; more++) {
        double gap = s->found ? s->incumbent - s->tree.nodes[node].bound : HUGE_VAL;
        if (gap < wide_gap * fabs(s->incumbent)) {
            break;
        }
        bp_build(s, false, ROOT_STEPS);
    }
}

/* Often at first, then ever more seldom. */
static void look_for_packages(bp *s, size_t node) {
    long n = s->nodes;
    if (node == 0) {
        look_at_root(s, node);
    } else if (n < 8 || (n & (n - 1)) == 0 || n % 32 == 0) {
        bp_build(s, true, NODE_STEPS);
        bp_build(s, false, NODE_STEPS);
    }
}

/* Enters a node, bounds it, and looks for packages; whether it has to be split. */
static bool visit(bp *s, size_t node) {
    s->nodes++;
    bool possible = enter(s, node);
    s->held = holds_witness(s, s->entered_lower, s->entered_upper);
    if (s->held && (!possible || !holds_witness(s, s->lower, s->upper))) {
        s->lost = "propagation";
    }
    if (!possible) {
        return false;
    }
    bp_view(s);
    bp_solved solved = bp_solve_node(s, node);
    s->has_point = solved == BP_POINT;
    if (s->held && s->tree.nodes[node].bound > s->task->witness_objective) {
        s->lost = "bound";
    }
    if (solved == BP_STOPPED) {
        s->stopped = true;
        open_node(s, node);
        return false;
    }
    if (solved == BP_CLOSED) {
        note_closed(s, node);
        return false;
    }
    if (s->has_point && is_whole(s)) {
        bp_try_point(s, s->master->x);
    } else if (s->has_point) {
        look_for_packages(s, node);
    }
    return s->error == CST_E_OK;
}

/* Closes more of the node that was visited by its reduced costs, and chooses where to split it. */
static bp_split fix_and_split(bp *s, size_t node) {
    bp_fix(s);
    if (s->held && holds_witness(s, s->entered_lower, s->entered_upper) &&
        !holds_witness(s, s->lower, s->upper)) {
        s->lost = "reduced costs";
    }
    return bp_choose_split(s, node);
}

/* Whether nothing in the node that was visited is worth finding. */
static bool is_closed_by_bound(const bp *s, size_t node) {
    return s->has_point && s->tree.nodes[node].bound > bp_worth(s);
}

/* Splits the node that was visited; returns a child to go on with, or CST__NO_NODE. */
static size_t part(bp *s, size_t node) {
    bp_split split = {.bound = SIZE_MAX, .below_bound = -HUGE_VAL, .above_bound = -HUGE_VAL};
    if (is_closed_by_bound(s, node)) {
        note_closed(s, node);
        return CST__NO_NODE;
    }
    if (s->has_point) {
        split = fix_and_split(s, node);
    }
    if (split.bound == SIZE_MAX) {
        split = bp_any_split(s);
    }
    if (split.bound == SIZE_MAX) { /* every integer column is fixed: there is one point to judge */
        bp_try_point(s, s->lower);
        return CST__NO_NODE;
    }
    if (s->error != CST_E_OK || !keep_bounds(s, node)) {
        return CST__NO_NODE;
    }
    return split_node(s, node, &split);
}

/* ---------------------------------------------------------------- the loop */

/* A first bound: every slot for itself, at plain costs. */
static double plain_bound(bp *s) {
    bp_view(s);
    cst__master_charge(s->master);
    double bound = cst__master_bound(s->master, s->lower, s->upper);
    for (size_t k = 0; k < s->blocks->n_blocks; k++) {
        bp_set_prices(s, k);
        s->quotes[k].below = HUGE_VAL;
        s->quotes[k].want = 1;
        s->priced[k].item_bound = NULL;
        bp_price(s, &s->quotes[k], &s->priced[k]);
        bound += s->priced[k].bound;
    }
    return bound;
}

static bool is_enough(const bp *s) {
    return s->task->first && s->found;
}

/* Proven, beside a node that is followed (CST__NO_NODE: none). */
static double bound_with(const bp *s, size_t node) {
    double bound = fmin(cst__tree_bound(&s->tree), s->pruned_bound);
    return node == CST__NO_NODE ? bound : fmin(bound, s->tree.nodes[node].bound);
}

static void tell(const bp *s, size_t node) {
    if (s->task->news != NULL) {
        cst__search_news news = {s->found, s->incumbent, bound_with(s, node), s->nodes};
        s->task->news(s->task->news_context, &news);
    }
}

/* A dive is left when its bound has come a good part of the way to what is still worth finding, and
 * a better node is open. */
static bool is_worth_following(const bp *s, size_t child) {
    double best = cst__tree_bound(&s->tree);
    double worth = bp_worth(s);
    return !(worth < HUGE_VAL) || best == HUGE_VAL ||
           s->tree.nodes[child].bound <= best + leave_at * fmax(worth - best, 0);
}

static size_t next_node(bp *s, size_t child) {
    if (child != CST__NO_NODE && is_worth_following(s, child)) {
        return child;
    }
    if (child != CST__NO_NODE) {
        open_node(s, child);
    }
    if (s->error != CST_E_OK) {
        return CST__NO_NODE;
    }
    size_t node = cst__tree_pop(&s->tree);
    while (node != CST__NO_NODE && s->tree.nodes[node].bound > bp_worth(s)) {
        note_closed(s, node);
        node = cst__tree_pop(&s->tree);
    }
    return node;
}

static void open_root(bp *s) {
    cst__node root = {.parent = CST__NO_NODE, .bound = plain_bound(s), .branch_column = -1};
    size_t node = cst__tree_add(&s->tree, root);
    if (node == CST__NO_NODE) {
        s->error = CST_E_MEMORY;
    } else {
        open_node(s, node);
    }
}

static long work_done(const bp *s) {
    return s->steps + ROUND_WORK * s->rounds;
}

/* The next node to visit, if there is still time and work left for one. */
static size_t begin_node(bp *s, size_t child, bool is_spent) {
    size_t node = next_node(s, child);
    if (node != CST__NO_NODE && (is_spent || bp_out_of_time(s))) {
        s->stopped = true;
        open_node(s, node);
        return CST__NO_NODE;
    }
    return node;
}

/* A node is left between its visit and its split where the work is done by then: what the visit
 * found may be all that was asked. */
static void run(bp *s, long work) {
    s->stopped = false;
    long end = work < LONG_MAX - work_done(s) ? work_done(s) + work : LONG_MAX;
    size_t node = CST__NO_NODE;
    while (s->error == CST_E_OK && !s->stopped && !is_enough(s)) {
        bool is_visited = s->paused != CST__NO_NODE;
        node = is_visited ? s->paused : begin_node(s, node, work_done(s) >= end);
        s->paused = CST__NO_NODE;
        if (node == CST__NO_NODE) {
            break;
        }
        is_visited = is_visited || visit(s, node);
        bool is_spent = work_done(s) >= end && !is_closed_by_bound(s, node);
        if (is_visited && (is_enough(s) || is_spent)) {
            s->stopped = !is_enough(s);
            s->paused = node;
            tell(s, node);
            break;
        }
        node = is_visited ? part(s, node) : CST__NO_NODE;
        if (node != CST__NO_NODE && is_enough(s)) {
            open_node(s, node);
        }
        tell(s, node);
    }
}

/* ---------------------------------------------------------------- life */

static double typical_cost(const bp *s) {
    if (s->found) {
        return fmax(fabs(s->incumbent), 1);
    }
    double sum = 1;
    for (size_t k = 0; k < s->blocks->n_blocks; k++) {
        const cst__block *block = &s->blocks->blocks[k];
        double part = 0;
        for (size_t i = 0; i < block->n_items; i++) {
            const cst__item *item = &block->items[i];
            part += fabs(s->program->columns[item->chosen].cost);
            if (item->units >= 0) {
                part += fabs(s->program->columns[item->units].cost) *
                        fmin(s->program->columns[item->units].upper, 10);
            }
        }
        sum += part / fmax((double)block->n_items, 1);
    }
    for (size_t j = 0; j < s->n_columns; j++) {
        sum += s->blocks->block_of[j] < 0 ? fabs(s->program->columns[j].cost) / 10 : 0;
    }
    return sum;
}

static bool make_arrays(bp *s) {
    const cst__blocks *b = s->blocks;
    size_t n = s->n_bounds + 1;
    s->first_item = calloc(b->n_blocks + 1, sizeof *s->first_item);
    s->quotes = calloc(b->n_blocks + 1, sizeof *s->quotes);
    s->priced = calloc(b->n_blocks + 1, sizeof *s->priced);
    s->block_bound = calloc(b->n_blocks + 1, sizeof *s->block_bound);
    s->order = calloc(b->n_blocks + 1, sizeof *s->order);
    s->gains = calloc(n, sizeof *s->gains);
    if (s->first_item == NULL || s->quotes == NULL || s->priced == NULL || s->block_bound == NULL ||
        s->order == NULL || s->gains == NULL) {
        return false;
    }
    for (size_t k = 0; k < b->n_blocks; k++) {
        s->first_item[k + 1] = s->first_item[k] + b->blocks[k].n_items;
    }
    size_t n_items = s->first_item[b->n_blocks] + 1;
    s->absorbed = calloc(s->program->n_rows + 1, sizeof *s->absorbed);
    s->root_lower = malloc(n * sizeof(double));
    s->root_upper = malloc(n * sizeof(double));
    s->lower = malloc(n * sizeof(double));
    s->upper = malloc(n * sizeof(double));
    s->entered_lower = malloc(n * sizeof(double));
    s->entered_upper = malloc(n * sizeof(double));
    s->form_least = calloc(b->n_forms + 1, sizeof(double));
    s->form_most = calloc(b->n_forms + 1, sizeof(double));
    s->fixed = calloc(n_items, sizeof(double));
    s->each = calloc(n_items, sizeof(double));
    s->lo = calloc(n_items, sizeof(double));
    s->hi = calloc(n_items, sizeof(double));
    s->state = calloc(n_items, 1);
    s->item_bound = calloc(n_items, sizeof(double));
    s->best = malloc(n * sizeof(double));
    s->trial = malloc(n * sizeof(double));
    s->pricer = cst__pricer_new(n_items);
    bool ok = s->absorbed != NULL && s->root_lower != NULL && s->root_upper != NULL &&
              s->lower != NULL && s->upper != NULL && s->entered_lower != NULL &&
              s->entered_upper != NULL && s->form_least != NULL && s->form_most != NULL &&
              s->fixed != NULL && s->each != NULL && s->lo != NULL && s->hi != NULL &&
              s->state != NULL && s->item_bound != NULL && s->best != NULL && s->trial != NULL &&
              s->pricer != NULL;
    for (size_t k = 0; ok && k < b->n_blocks; k++) {
        size_t at = s->first_item[k];
        s->priced[k].configs = malloc(BP_WANT * sizeof *s->priced[k].configs);
        ok = s->priced[k].configs != NULL;
        s->quotes[k] = (cst__quote){.block = &b->blocks[k],
                                    .fixed = s->fixed + at,
                                    .each = s->each + at,
                                    .lo = s->lo + at,
                                    .hi = s->hi + at,
                                    .state = s->state + at};
    }
    return ok;
}

static void set_root_bounds(bp *s) {
    for (size_t j = 0; j < s->n_columns; j++) {
        s->root_lower[j] =
            s->task->lower != NULL ? s->task->lower[j] : s->program->columns[j].lower;
        s->root_upper[j] =
            s->task->upper != NULL ? s->task->upper[j] : s->program->columns[j].upper;
    }
    for (size_t j = s->n_columns; j < s->n_bounds; j++) {
        s->root_lower[j] = 0;
        s->root_upper[j] = HUGE_VAL;
    }
    memcpy(s->absorbed, s->blocks->absorbed,
           s->blocks->formulation->program.n_rows * sizeof *s->absorbed);
}

/* False: proven that nothing is possible. */
static bool begin(bp *s) {
    set_root_bounds(s);
    s->error = cst__propagator_new(s->program, &s->propagator);
    if (s->error != CST_E_OK ||
        !cst__propagate(s->propagator, s->root_lower, s->root_upper, NULL, 0)) {
        return false;
    }
    memcpy(s->lower, s->root_lower, s->n_bounds * sizeof *s->lower);
    memcpy(s->upper, s->root_upper, s->n_bounds * sizeof *s->upper);
    bp_view(s);
    if (!bp_root_forms(s) || s->error != CST_E_OK) {
        return false;
    }
    if (s->task->start != NULL) {
        bp_try_point(s, s->task->start);
    }
    if (s->error == CST_E_OK) {
        s->error = bp_order_blocks(s) && bp_site_new(s) ? CST_E_OK : CST_E_MEMORY;
    }
    if (s->error == CST_E_OK) {
        s->error = cst__master_new(s->blocks, s->program, s->absorbed, typical_cost(s), &s->master);
    }
    return true;
}

void cst__branch_price_end(bp *s) {
    if (s == NULL) {
        return;
    }
    for (size_t k = 0; s->priced != NULL && k < s->blocks->n_blocks; k++) {
        free(s->priced[k].configs);
    }
    bp_site_free(s);
    cst__master_free(s->master);
    cst__pricer_free(s->pricer);
    cst__propagator_free(s->propagator);
    cst__tree_clear(&s->tree);
    free(s->first_item);
    free(s->quotes);
    free(s->priced);
    free(s->block_bound);
    free(s->order);
    free(s->gains);
    free(s->absorbed);
    free(s->root_lower);
    free(s->root_upper);
    free(s->lower);
    free(s->upper);
    free(s->entered_lower);
    free(s->entered_upper);
    free(s->form_least);
    free(s->form_most);
    free(s->fixed);
    free(s->each);
    free(s->lo);
    free(s->hi);
    free(s->state);
    free(s->item_bound);
    free(s->best);
    free(s->trial);
    free(s);
}

static void report(bp *s, cst__search_result *result) {
    double open = bound_with(s, s->paused);
    open = s->found && s->has_fixed ? fmin(open, bp_worth(s)) : open;
    bool unfinished = s->stopped && (s->tree.n_open > 0 || s->paused != CST__NO_NODE);
    result->found = s->found;
    result->objective = s->incumbent;
    result->nodes = s->nodes;
    result->lost = s->lost;
    result->bound = s->found ? fmin(open, s->incumbent) : open;
    result->status = unfinished ? CST__SEARCH_LIMIT
                     : s->found ? CST__SEARCH_OPTIMAL
                                : CST__SEARCH_NONE;
    if (s->found) {
        memcpy(result->x, s->best, s->n_columns * sizeof *result->x);
    }
}

cst_error cst__branch_price_begin(const cst__search_task *task, const cst__blocks *blocks,
                                  bp **search) {
    bp *s = calloc(1, sizeof *s);
    *search = NULL;
    if (s == NULL) {
        return CST_E_MEMORY;
    }
    *s = (bp){.task = task,
              .program = task->program,
              .blocks = blocks,
              .n_columns = task->program->n_columns,
              .n_bounds = task->program->n_columns + blocks->n_forms,
              .patience = 10,
              .paused = CST__NO_NODE,
              .pruned_bound = HUGE_VAL};
    if (!make_arrays(s)) {
        s->error = CST_E_MEMORY;
    } else {
        s->impossible = !begin(s);
    }
    if (s->error == CST_E_OK && !s->impossible) {
        open_root(s);
    }
    if (task->witness != NULL &&
        (s->impossible || !holds_witness(s, s->root_lower, s->root_upper))) {
        s->lost = "root";
    }
    cst_error error = s->error;
    if (error != CST_E_OK) {
        cst__branch_price_end(s);
        return error;
    }
    *search = s;
    return CST_E_OK;
}

cst_error cst__branch_price_go(bp *s, long work, cst__search_result *result) {
    cst_error error = cst__search_result_new(s->program, result);
    if (error == CST_E_OK && !s->impossible) {
        run(s, work);
        error = s->error;
    }
    if (error == CST_E_OK) {
        report(s, result);
    }
    return error;
}

void cst__branch_price_offer(bp *s, const double *x) {
    if (!s->impossible) {
        bp_try_point(s, x);
    }
}
