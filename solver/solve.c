/*
 * solve.c - poses a question as a program, searches it, and reads the answer as a choice.
 *
 * Questions about cost go to two engines that take turns and tell each other what they find: branch
 * and price over slot configurations, and the compact engine (compact.h). All others, those with a
 * limit on nodes or on the largest share too, go to the compact engine alone: after a short search
 * on the plain program, since cuts make it harder to come upon good packages, as they make it
 * easier to prove.
 *
 * Ties on cost fall to fewer members: each member is charged a sum so small that all members
 * together cost less than the step between two costs, or than half the gap below which costs count
 * as equal. The search then goes on until nothing better by nine tenths of that sum is left, or,
 * once the cost is proven within the gap, for a few turns or some hundred nodes more.
 */
#include "solver/solve.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/branch_price.h"
#include "solver/compact.h"
#include "solver/exchange.h"
#include "solver/sums.h"

enum {
    BLOCK_WORK = 3000000, /* of the first turns of the two engines */
    COMPACT_NODES = 2000,
    TIE_TURNS = 2,
    MOST_DOUBLED = 9,
    PATIENCE = 5 /* turns of branch and price alone where the other is far behind */
};

/* As a share of the bound of branch and price: the compact engine, whose bound without cuts lies
 * further below, is far behind. */
static const double far_behind = 0.15;

/* The gap up to which ties are decided to the end. A wider one is asked for to be done sooner: the
 * fewest members among costs that far apart would take longer than the cheapest to the cent. */
static const double tie_gap = 1e-6;

/* What the judge of the search needs: the way from a point to a choice. */
typedef struct bench {
    const cst__formulation *formulation;
    const cst__ask *ask;
    cst__judge *judge;
    int64_t *units; /* scratch */
    double *start;  /* the ask's, as points of the compact program; NULL: none */
    double *hint;
    double member_cents; /* what each member is charged to break ties */
    bool is_within_gap;  /* all of them are charged at most half of it */
    double most_members;
    double bound;                /* of cost, that this was set by */
    const cst__program *program; /* of the points that are improved */
    int64_t improved_cents;      /* least cost of these; INT64_MAX: none was */
} bench;

/* Of the choice that was judged last. */
static double objective_of(const bench *b, const cst_criteria *criteria) {
    return cst__judge_objective(b->judge, b->ask->objective, criteria) +
           b->member_cents * criteria->members;
}

static bool judge_point(void *context, const double *x, double *objective) {
    bench *b = context;
    cst_criteria criteria;
    cst__decode(b->formulation, x, b->units);
    if (!cst__choice_holds(b->judge, b->units, &b->ask->side, &criteria)) {
        return false;
    }
    *objective = objective_of(b, &criteria);
    return true;
}

/* By units of the same offerings. The best that was made so far is not looked at again, though a
 * lower bound might leave more to look for. */
static cst_error improve_by_exchange(void *context, double *x, double bound, bool *better) {
    bench *b = context;
    cst_criteria criteria;
    cst__decode(b->formulation, x, b->units);
    if (bound == -HUGE_VAL || !cst__choice_holds(b->judge, b->units, &b->ask->side, &criteria) ||
        criteria.cost_cents == b->improved_cents) {
        return CST_E_OK;
    }
    double most = fmax(objective_of(b, &criteria) - bound, 0);
    most = fmin(most, (double)CST__CATALOG_VALUE_MAX);
    int64_t saved = 0;
    cst_error error = cst__exchange_units(b->formulation, b->judge, &b->ask->side, (int64_t)most,
                                          b->units, &saved);
    int64_t made = criteria.cost_cents - saved;
    b->improved_cents = made < b->improved_cents ? made : b->improved_cents;
    *better = saved > 0;
    if (*better) {
        cst__encode(b->formulation, b->units, x);
        cst__fill_sums(b->program, x);
    }
    return error;
}

/* Two costs differ by a multiple of what divides every price and discount. */
static double cost_step(const cst__formulation *f) {
    int64_t step = 0;
    for (size_t v = 0; v < f->n_variants; v++) {
        step = cst__common_divisor(f->variants[v].least_cents, step);
        step = cst__common_divisor(f->variants[v].unit_cents, step);
    }
    const cst_catalog *catalog = f->opportunity->catalog;
    for (size_t b = 0; b < catalog->n_bundles; b++) {
        step = cst__common_divisor(catalog->bundles[b].discount_cents, step);
    }
    return step > 0 ? (double)step : 1;
}

static bool on_cost(const cst__ask *ask) {
    return ask->objective.aim == CST__AIM_COST;
}

/* Where any choice will do, ties need no breaking. */
static bool breaks_ties(const cst__ask *ask) {
    return on_cost(ask) && !ask->first && !ask->any_tie;
}

static double most_members(const cst__formulation *f) {
    double n = 0;
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        n += f->member[firm] >= 0;
    }
    return fmin(n, (double)f->opportunity->max_members);
}

/* Charges members, so little that it decides ties and nothing else. bound: a lower bound on cost.
 */
static void charge_members(const cst__solver *solver, bench *b, double bound,
                           cst__program *program) {
    const cst__formulation *f = solver->formulation;
    double half = fmin(solver->gap, tie_gap) * fmax(bound, 0) / 2;
    double equal = fmax(half, cost_step(f));
    b->is_within_gap = equal == half;
    b->most_members = most_members(f);
    b->bound = fmax(bound, 0);
    b->member_cents = equal / (b->most_members + 1);
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        if (f->member[firm] >= 0) {
            program->columns[f->member[firm]].cost += b->member_cents;
        }
    }
}

/* ---------------------------------------------------------------- the steps */

static void read_answer(const cst__solver *solver, bench *b, const cst__search_result *found,
                        cst__answer *answer) {
    answer->status = found->status;
    answer->found = found->found;
    answer->bound = found->bound;
    if (on_cost(b->ask) && fabs(found->bound) < HUGE_VAL) { /* every cost is a multiple of it */
        double step = cost_step(solver->formulation);
        double cost = found->bound - b->member_cents * b->most_members;
        answer->bound = ceil(cost / step - 1e-9) * step;
    }
    answer->nodes += found->nodes;
    if (found->found) {
        cst__decode(solver->formulation, found->x, answer->units);
        cst__choice_holds(b->judge, answer->units, &b->ask->side, &answer->criteria);
        answer->anchor = cst__judge_anchor(b->judge);
    }
}

/* Rows that weigh each firm against all others make configurations poor columns. */
static bool limits_shares(const cst__side *side) {
    return side->limit[CST_CRITERION_LARGEST_SHARE] != CST__NO_LIMIT;
}

/* Where shares are limited many packages cost nearly the same. */
static bool is_improved(const cst__ask *ask) {
    return on_cost(ask) && !ask->first && !ask->any_progress && limits_shares(&ask->side);
}

static cst__search_task task_for(const cst__solver *solver, bench *b, const cst__program *program) {
    return (cst__search_task){.program = program,
                              .judge = judge_point,
                              .judge_context = b,
                              .improve = is_improved(b->ask) ? improve_by_exchange : NULL,
                              .step = 1,
                              .gap = b->ask->gap,
                              .cutoff = b->ask->cutoff,
                              .first = b->ask->first,
                              .start = b->start,
                              .hint = b->hint,
                              .deadline_s = solver->deadline_s,
                              .stop = solver->stop,
                              .news = on_cost(b->ask) ? solver->news : NULL,
                              .news_context = solver->news_context};
}

/* What a search of a charged program has to prove. */
static void set_precision(const cst__solver *solver, const bench *b, cst__search_task *task) {
    if (breaks_ties(b->ask)) {
        task->step = 0.9 * b->member_cents;
        task->gap = solver->gap > tie_gap && b->is_within_gap ? solver->gap / 2 : 0;
        double charged = b->member_cents * b->most_members;
        task->cutoff += charged;
        task->tie = b->is_within_gap ? solver->gap * b->bound - charged : 0;
    } else if (on_cost(b->ask)) {
        task->step = 0.9 * cost_step(solver->formulation); /* the next lower cost is well below */
        task->gap = solver->gap;
    }
}

/* Nothing above it is of interest. */
static double best_of(const cst__search_result *found, double cutoff) {
    return found->found ? fmin(found->objective, cutoff) : cutoff;
}

/* Sums for the program, where slots lend themselves, and for the points of the ask. */
static cst_error add_sums(const cst__solver *solver, const bench *b, cst__program *program) {
    if (solver->blocks != NULL) {
        cst__add_sums(solver->blocks, program);
    }
    if (program->out_of_memory) {
        return CST_E_MEMORY;
    }
    double *points[] = {b->start, b->hint};
    for (size_t k = 0; k < sizeof points / sizeof *points; k++) {
        if (points[k] != NULL) {
            cst__fill_sums(program, points[k]);
        }
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- the compact engine alone */

static cst_error search_on(const cst__solver *solver, bench *b, cst__program *program, long nodes,
                           cst__search_result *first, cst__search_result *found) {
    if (breaks_ties(b->ask)) {
        charge_members(solver, b, first->bound, program);
    }
    cst__search_task task = task_for(solver, b, program);
    task.start = first->found ? first->x : NULL;
    set_precision(solver, b, &task);
    task.first = task.first || b->ask->any_progress;
    cst__compact *compact = NULL;
    cst_error error = cst__compact_begin(&task, &compact);
    if (error == CST_E_OK) {
        error = cst__compact_go(compact, nodes, found);
    }
    cst__compact_end(compact);
    return error;
}

long cst__first_nodes = 1000;

static cst_error search_compact(const cst__solver *solver, bench *b, cst__program *program,
                                cst__answer *answer) {
    cst__search_result first = {0};
    cst__search_result found = {0};
    b->program = program;
    cst__search_task task = task_for(solver, b, program);
    long nodes = b->ask->nodes > 0 ? b->ask->nodes : LONG_MAX;
    long plain_nodes = b->ask->is_strong ? 1 : nodes < cst__first_nodes ? nodes : cst__first_nodes;
    task.no_neighbours = b->ask->is_strong && b->ask->hint == NULL;
    cst_error error = add_sums(solver, b, program);
    if (error == CST_E_OK) {
        error = cst__search(&task, plain_nodes, &first);
    }
    bool done = first.status == CST__SEARCH_NONE || (first.found && b->ask->any_progress) ||
                (first.status == CST__SEARCH_OPTIMAL && (b->ask->first || !on_cost(b->ask)));
    if (error == CST_E_OK && !done) {
        error = search_on(solver, b, program, nodes, &first, &found);
    }
    if (error == CST_E_OK) {
        read_answer(solver, b, done ? &first : &found, answer);
        answer->bound = fmax(answer->bound, first.bound);
    }
    cst__search_result_clear(&first);
    cst__search_result_clear(&found);
    return error;
}

/* ---------------------------------------------------------------- both engines in turn */

typedef enum racer { BLOCKS, COMPACT, N_RACERS } racer;

/* What the two have found between them. */
typedef struct race {
    const cst__solver *solver;
    bench *b;
    cst__search_task task; /* of branch and price */
    cst__branch_price *blocks;
    cst__program wide; /* of the compact engine: with sums */
    cst__compact *compact;
    cst__search_result best;                  /* its x is the best point of either, with sums */
    double bound[N_RACERS], before[N_RACERS]; /* proven by each, and a turn ago */
    int doubled[N_RACERS];                    /* how often their turns were */
    long nodes[N_RACERS];
    int tie_turns;
    int turns_alone; /* of branch and price, before the compact engine began */
    bool looked;     /* near the hint, with success */
    double plain;    /* bound of the compact engine without cuts; NAN: not known yet */
    bool done;
} race;

/* A point of either engine becomes the best. */
static void keep(race *r, const double *x, double objective) {
    r->best.found = true;
    r->best.objective = objective;
    memcpy(r->best.x, x, r->task.program->n_columns * sizeof *x);
    cst__fill_sums(&r->wide, r->best.x);
}

/* Takes over what one of them says. */
static void note(race *r, cst__search_result *result) {
    bool is_over = result->status != CST__SEARCH_LIMIT || (r->b->ask->first && result->found);
    if (result->found && (!r->best.found || result->objective < r->best.objective)) {
        keep(r, result->x, result->objective);
    }
    r->best.bound = fmax(r->best.bound, result->bound);
    if (is_over) {
        bool none = result->status == CST__SEARCH_NONE && !r->best.found;
        r->best.status = none ? CST__SEARCH_NONE : CST__SEARCH_OPTIMAL;
        r->best.bound = r->best.found ? fmin(r->best.bound, r->best.objective) : r->best.bound;
        r->done = true;
    }
}

static cst_error turn_of_blocks(race *r, cst__search_result *result) {
    if (r->best.found) {
        cst__branch_price_offer(r->blocks, r->best.x);
    }
    return cst__branch_price_go(r->blocks, (long)BLOCK_WORK << r->doubled[BLOCKS], result);
}

/* The compact engine, told of the best package known. */
static cst_error ready_compact(race *r) {
    if (r->compact != NULL) {
        if (r->best.found) {
            cst__compact_offer(r->compact, r->best.x, r->best.objective);
        }
        return CST_E_OK;
    }
    cst__search_task task = r->task;
    task.program = &r->wide;
    task.no_neighbours = r->looked;
    task.start = r->best.found ? r->best.x : NULL;
    return cst__compact_begin(&task, &r->compact);
}

/* What one linear program says of the program as it is, and, where there is a hint, what is near
 * it. */
static cst_error look_plainly(race *r, bool near_hint) {
    cst__search_task task = r->task;
    cst__search_result root = {0};
    task.program = &r->wide;
    task.no_neighbours = !near_hint;
    task.start = NULL; /* else a hint would not be looked at */
    task.news = NULL;
    if (r->best.found) {
        task.cutoff = fmin(task.cutoff, r->best.objective - task.step);
    }
    cst_error error = cst__search(&task, 1, &root);
    r->plain = root.bound;
    if (error == CST_E_OK) {
        note(r, &root);
    }
    cst__search_result_clear(&root);
    return error;
}

/* Whether the bound of the compact engine without cuts is far below another. */
static bool is_far_behind(const race *r, double other) {
    return other - r->plain > far_behind * fabs(other);
}

/* Whether the compact engine has so far to go that branch and price is left alone for some turns,
 * each twice as long: to make the program stronger would take longer than they do. */
static cst_error waits(race *r, bool *wait) {
    double bound = r->bound[BLOCKS];
    cst_error error = CST_E_OK;
    *wait = r->compact == NULL && r->turns_alone < PATIENCE && fabs(bound) < HUGE_VAL;
    if (*wait && isnan(r->plain)) {
        error = look_plainly(r, false);
    }
    *wait = *wait && is_far_behind(r, bound);
    r->turns_alone += *wait;
    r->doubled[BLOCKS] += *wait;
    return error;
}

static cst_error turn_of_compact(race *r, cst__search_result *result) {
    cst_error error = ready_compact(r);
    return error != CST_E_OK
               ? error
               : cst__compact_go(r->compact, (long)COMPACT_NODES << r->doubled[COMPACT], result);
}

static cst_error take_turn(race *r, racer who) {
    cst__search_result result = {.bound = -HUGE_VAL};
    cst_error error = who == BLOCKS ? turn_of_blocks(r, &result) : turn_of_compact(r, &result);
    if (error == CST_E_OK) {
        r->nodes[who] = result.nodes;
        r->before[who] = r->bound[who];
        r->bound[who] = result.bound;
        note(r, &result);
    }
    cst__search_result_clear(&result);
    return error;
}

/* After how many more turns of this size an engine would be done if it went on like this. */
static double turns_left(const race *r, racer who) {
    double gained = r->bound[who] - r->before[who];
    double left = best_of(&r->best, r->task.cutoff) - r->bound[who];
    return gained > 0 && gained < HUGE_VAL ? left / gained : HUGE_VAL;
}

/* The longer turn for the one that comes closer; for both while that can not be told. */
static void set_turns(race *r) {
    double blocks = turns_left(r, BLOCKS) * ldexp(1, r->doubled[BLOCKS]);
    double compact = turns_left(r, COMPACT) * ldexp(1, r->doubled[COMPACT]);
    bool same = blocks == compact;
    r->doubled[BLOCKS] += (same || blocks < compact) && r->doubled[BLOCKS] < MOST_DOUBLED;
    r->doubled[COMPACT] += (same || compact < blocks) && r->doubled[COMPACT] < MOST_DOUBLED;
}

static bool is_over(const cst__solver *solver) {
    return cst__time_is_up(solver->deadline_s, solver->stop);
}

/* Only ties are left to be decided. */
static bool is_nearly_done(const race *r) {
    return r->best.found && r->best.objective - r->bound[BLOCKS] < 1e-5 * fabs(r->best.objective);
}

/* The cost is proven within the gap, whatever members are charged: only which of the costs that
 * count as equal has the fewest members is not. */
static bool has_only_ties(const race *r) {
    double charged = r->b->member_cents * r->b->most_members;
    double gap = r->best.found ? r->best.objective - (r->best.bound - charged) : HUGE_VAL;
    return gap <= r->solver->gap * fabs(r->best.objective);
}

/* For a few turns, as short as the first. */
static void follow_ties(race *r) {
    r->doubled[BLOCKS] = 0;
    r->doubled[COMPACT] = 0;
    r->tie_turns++;
    if (r->tie_turns > TIE_TURNS) {
        r->best.status = CST__SEARCH_OPTIMAL;
        r->done = true;
    }
}

static double cost_of(const cst__program *program, const double *x) {
    double sum = 0;
    for (size_t j = 0; j < program->n_columns; j++) {
        sum += program->columns[j].cost * x[j];
    }
    return sum;
}

/* Where a package is known, or near a hint one is found that is almost the best, mostly its proof
 * is left: then the compact engine goes first. Where it would be far behind it does not, nor is a
 * hint worth a look. */
static cst_error begin_near(race *r) {
    bool begun = r->best.found;
    double cost = begun ? r->best.objective : cost_of(r->task.program, r->b->hint);
    cst_error error = look_plainly(r, false);
    if (error != CST_E_OK || r->done || is_far_behind(r, cost)) {
        return error;
    }
    if (!begun) {
        error = look_plainly(r, true);
        r->looked = r->best.found;
    }
    return error == CST_E_OK && !r->done && r->best.found ? take_turn(r, COMPACT) : error;
}

/* Turn by turn: which of the two is the faster can not be told before, and so neither costs more
 * than a few times what the other would have. */
static cst_error run_race(race *r) {
    cst_error error = r->best.found || r->b->hint != NULL ? begin_near(r) : CST_E_OK;
    while (error == CST_E_OK && !r->done && !is_over(r->solver)) {
        bool wait = false;
        error = take_turn(r, BLOCKS);
        if (error == CST_E_OK && !r->done && is_nearly_done(r)) {
            error = take_turn(r, BLOCKS);
        }
        if (error == CST_E_OK && !r->done && !is_over(r->solver)) {
            error = waits(r, &wait);
        }
        if (error == CST_E_OK && !r->done && !wait && !is_over(r->solver)) {
            error = take_turn(r, COMPACT);
            set_turns(r);
        }
        if (error == CST_E_OK && !r->done && has_only_ties(r)) {
            follow_ties(r);
        }
    }
    r->best.nodes = r->nodes[BLOCKS] + r->nodes[COMPACT];
    return error;
}

/* The bound that sets the charge of members: of every slot for itself. */
static cst_error charge_by_plain_bound(race *r, cst__program *program) {
    cst__search_result plain = {0};
    cst_error error = cst__branch_price_begin(&r->task, r->solver->blocks, &r->blocks);
    if (error == CST_E_OK) {
        error = cst__branch_price_go(r->blocks, 0, &plain);
    }
    if (error == CST_E_OK && plain.bound == HUGE_VAL) { /* some slot can not be filled at all */
        r->best.status = CST__SEARCH_NONE;
        r->best.bound = HUGE_VAL;
        r->done = true;
    } else if (error == CST_E_OK) {
        charge_members(r->solver, r->b, plain.bound, program);
        charge_members(r->solver, r->b, plain.bound, &r->wide);
    }
    cst__branch_price_end(r->blocks);
    r->blocks = NULL;
    cst__search_result_clear(&plain);
    return error;
}

/* A choice to begin with, if it counts. */
static void begin_with(race *r, const double *start) {
    double objective = 0;
    if (judge_point(r->b, start, &objective) && objective <= r->task.cutoff) {
        keep(r, start, objective);
    }
}

/* The program of the compact engine, and the points of the ask for it. */
static cst_error widen(race *r, const cst__program *program) {
    if (!cst__program_copy(&r->wide, program)) {
        return CST_E_MEMORY;
    }
    return add_sums(r->solver, r->b, &r->wide);
}

static cst_error search_blocks(const cst__solver *solver, bench *b, cst__program *program,
                               cst__answer *answer) {
    race r = {.solver = solver,
              .b = b,
              .task = task_for(solver, b, program),
              .plain = NAN,
              .bound = {-HUGE_VAL, -HUGE_VAL}};
    cst__program_init(&r.wide);
    cst_error error = widen(&r, program);
    if (error == CST_E_OK) {
        error = cst__search_result_new(&r.wide, &r.best);
    }
    if (error == CST_E_OK && breaks_ties(b->ask)) {
        error = charge_by_plain_bound(&r, program);
    }
    set_precision(solver, b, &r.task);
    if (error == CST_E_OK && !r.done && b->start != NULL) {
        begin_with(&r, b->start);
    }
    if (error == CST_E_OK && !r.done) {
        error = cst__branch_price_begin(&r.task, solver->blocks, &r.blocks);
    }
    if (error == CST_E_OK && !r.done) {
        error = run_race(&r);
    }
    if (error == CST_E_OK) {
        read_answer(solver, b, &r.best, answer);
    }
    cst__compact_end(r.compact);
    cst__branch_price_end(r.blocks);
    cst__program_clear(&r.wide);
    cst__search_result_clear(&r.best);
    return error;
}

static bool limits_cost(const cst__row *row) {
    return row->kind == CST__ROW_BUDGET ||
           (row->kind == CST__ROW_LIMIT && row->index == CST_CRITERION_COST);
}

/* Of a question about cost the budget, or another limit on it, is a cutoff rather than a row: a
 * node beyond it is closed by its bound, which is sooner told than that its linear program has no
 * solution. */
static void cut_off_cost(cst__program *program, cst__ask *ask) {
    for (size_t r = 0; on_cost(ask) && r < program->n_rows; r++) {
        if (limits_cost(&program->rows[r])) {
            ask->cutoff = fmin(ask->cutoff, program->rows[r].upper);
            program->rows[r].upper = HUGE_VAL;
        }
    }
}

bool cst__compact_alone = false;

enum { OBJECTIVE_COLUMNS = 1 }; /* that an objective may need of its own, at most */

/* A choice of the ask as a point, with room for sums; NULL for none. */
static cst_error encode(const cst__solver *solver, const int64_t *units, double **point) {
    const cst__formulation *f = solver->formulation;
    size_t n_sums = solver->blocks == NULL ? 0 : solver->blocks->n_forms;
    *point = NULL;
    if (units == NULL) {
        return CST_E_OK;
    }
    *point = calloc(f->program.n_columns + OBJECTIVE_COLUMNS + n_sums, sizeof **point);
    if (*point == NULL) {
        return CST_E_MEMORY;
    }
    cst__encode(f, units, *point);
    return CST_E_OK;
}

static cst_error set_up(const cst__solver *solver, bench *b) {
    const cst__formulation *f = solver->formulation;
    cst_error error = encode(solver, b->ask->start, &b->start);
    if (error == CST_E_OK) {
        error = encode(solver, b->ask->hint, &b->hint);
    }
    b->units = malloc((f->opportunity->catalog->n_offerings + 1) * sizeof *b->units);
    if (error == CST_E_OK) {
        error = b->units == NULL
                    ? CST_E_MEMORY
                    : cst__judge_new(f->opportunity, f->screening, f->misfit_bp, &b->judge);
    }
    return error;
}

static void clear(bench *b) {
    cst__judge_free(b->judge);
    free(b->units);
    free(b->start);
    free(b->hint);
}

cst_error cst__solve(const cst__solver *solver, const cst__ask *ask, cst__answer *answer) {
    const cst__formulation *f = solver->formulation;
    cst__program program;
    cst__ask asked = *ask;
    answer->nodes = 0;
    cst__program_init(&program);
    bench b = {.formulation = f, .ask = &asked, .improved_cents = INT64_MAX};
    cst_error error = set_up(solver, &b);
    if (error == CST_E_OK) {
        error = cst__pose(f, ask->objective, &ask->side, &program);
    }
    if (error == CST_E_OK) {
        cut_off_cost(&program, &asked);
        bool by_blocks = solver->blocks != NULL && on_cost(ask) && ask->nodes == 0 &&
                         !limits_shares(&ask->side) && !cst__compact_alone;
        error = by_blocks ? search_blocks(solver, &b, &program, answer)
                          : search_compact(solver, &b, &program, answer);
    }
    if (solver->nodes != NULL) {
        *solver->nodes += answer->nodes;
    }
    cst__program_clear(&program);
    clear(&b);
    return error;
}
