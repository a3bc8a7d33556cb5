/*
 * race.c - two engines that take turns and tell each other what they find.
 */
#include "solver/race.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/branch_price.h"
#include "solver/compact.h"
#include "solver/members.h"
#include "solver/sums.h"

enum {
    ROOT_WORK = 1,        /* of branch and price: its root, and no more */
    BLOCK_WORK = 3000000, /* of a turn from then on */
    FIRST_NODES = 100,    /* of the compact engine after its root: they tell its pace */
    LOOK_NODES = 2000,    /* of its turns where there is no pace to tell */
    MORE_TURNS = 3,       /* of an engine that would be done in the next */
    TIE_TURNS = 2,
    MOST_DOUBLED = 9,
    USUAL_COLUMNS = 1000,
    SOON = 16,    /* turns */
    PATIENCE = 1, /* of the compact engine: rounds that it waits before it begins, at most, ... */
    MORE_PATIENCE = 5 /* ... and all of them, those after that too */
};

/* Simplex steps times rows and columns, which the compact engine does in the time of one of the
 * work of branch and price. */
static const double lp_pace = 8;

/* Work of the compact engine where it goes first. */
static const double near_work = 1e8;

/* As a share of the bound of branch and price: the compact engine is far behind where its bound
 * (the one without cuts, before it begins) lies further below. */
static const double far_behind = 0.15;

/* Likewise, by how much branch and price is ahead at least where it is left alone because it would
 * be done soon. */
static const double ahead = 0.02;

/* Of what is eligible, so much has to be of others than the members: else to look among these would
 * be the whole question. */
static const double least_of_others = 0.25;

/* So many turns left, by what the last one gained: another one mostly is enough. */
static const double nearly = 1.5;

typedef enum racer { BLOCKS, COMPACT, N_RACERS } racer;

/* What the two have found between them. */
typedef struct race {
    const cst__solver *solver;
    cst__posing *q;
    cst__search_task task; /* of branch and price */
    cst__branch_price *blocks;
    cst__program wide; /* of the compact engine: with sums */
    cst__compact *compact;
    cst__search_result best;                  /* its x is the best point of either, with sums */
    double bound[N_RACERS], before[N_RACERS]; /* proven by each, and a turn ago */
    double work[N_RACERS];                    /* of their last turns */
    double compact_work;                      /* of all its turns, as it counts */
    int doubled[N_RACERS];                    /* how often their turns were */
    long nodes[N_RACERS];
    int tie_turns;
    int rounds_alone; /* of turns of branch and price, before both take turns */
    double looked_at; /* objective of the package whose members were looked at last */
    double plain;     /* bound of the compact engine without cuts; NAN: not known yet */
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
    bool is_over = result->status != CST__SEARCH_LIMIT || (r->q->ask->first && result->found);
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

/* Nothing above it is of interest. */
static double best_of(const cst__search_result *found, double cutoff) {
    return found->found ? fmin(found->objective, cutoff) : cutoff;
}

static cst_error turn_of_blocks(race *r, cst__search_result *result) {
    if (r->blocks == NULL) {
        cst_error error = cst__branch_price_begin(&r->task, r->solver->blocks, &r->blocks);
        if (error != CST_E_OK) {
            return error;
        }
    }
    if (r->best.found) {
        cst__branch_price_offer(r->blocks, r->best.x);
    }
    long work = r->nodes[BLOCKS] == 0 ? ROOT_WORK : (long)BLOCK_WORK << r->doubled[BLOCKS];
    r->work[BLOCKS] = (double)work;
    return cst__branch_price_go(r->blocks, work, result);
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
    task.start = r->best.found ? r->best.x : NULL;
    task.is_near = r->best.found; /* mostly its proof is left */
    return cst__compact_begin(&task, &r->compact);
}

/* A smaller search of the wide program, for what is better than the best so far. */
static cst__search_task task_beside_best(const race *r) {
    cst__search_task task = cst__smaller_task(&r->task, &r->wide, NULL, NULL);
    if (r->best.found) {
        task.cutoff = fmin(task.cutoff, r->best.objective - task.step);
    }
    return task;
}

/* What one linear program says of the program as it is. */
static cst_error look_plainly(race *r) {
    cst__search_task task = task_beside_best(r);
    cst__search_result root = {0};
    cst_error error = cst__search(&task, 1, &root);
    r->plain = root.bound;
    if (error == CST_E_OK) {
        note(r, &root);
    }
    cst__search_result_clear(&root);
    return error;
}

/* The bound of the compact engine: without cuts, as long as it has not begun. */
static double bound_of_compact(const race *r) {
    return r->compact == NULL ? r->plain : r->bound[COMPACT];
}

/* Whether it is far below another. */
static bool is_far_behind(const race *r, double other) {
    return other - bound_of_compact(r) > far_behind * fabs(other);
}

/* After how many more turns of this size an engine would be done if it went on like this. */
static double turns_left(const race *r, racer who) {
    double gained = r->bound[who] - r->before[who];
    double left = best_of(&r->best, r->task.cutoff) - r->bound[who];
    return gained > 0 && gained < HUGE_VAL ? left / gained : HUGE_VAL;
}

/* Whether that can be told: not after the first turn of an engine. */
static bool knows_pace(const race *r, racer who) {
    return r->before[who] != -HUGE_VAL;
}

/* How much larger than usual the program is: to make one of the compact engine stronger takes
 * longer by more than that. */
static double size_of(const race *r) {
    return fmax((double)r->task.program->n_columns / USUAL_COLUMNS, 1);
}

/* Rounds that the compact engine may wait longer for that: one each time the size doubles. */
static int rounds_for_size(const race *r) {
    return ilogb(size_of(r));
}

/* Branch and price is ahead, and would be done soon if it went on like this. How fast it goes is
 * not told by the first turn, which is the root: then a second one is let pass. */
static bool is_soon_done(const race *r) {
    double bound = r->bound[BLOCKS];
    bool is_ahead = bound - bound_of_compact(r) > ahead * fabs(bound);
    return is_ahead && (!knows_pace(r, BLOCKS) || turns_left(r, BLOCKS) < SOON * size_of(r));
}

/* Whether branch and price is left alone for one more round of turns, each twice as long: the
 * compact engine has so far to go that they are the better use of the time. Where any package will
 * do, and the program is of usual size, the compact engine mostly comes upon one, or sees that
 * there is none, in one turn: then it waits only if it is far behind. The round is counted. */
static cst_error decide_to_wait(race *r, bool *wait) {
    double bound = r->bound[BLOCKS];
    cst_error error = CST_E_OK;
    *wait = fabs(bound) < HUGE_VAL;
    if (*wait && r->compact == NULL && isnan(r->plain)) {
        error = look_plainly(r);
    }
    bool is_quick = r->q->ask->first && rounds_for_size(r) == 0;
    *wait = *wait && (is_far_behind(r, bound) || (!is_quick && is_soon_done(r)));
    r->rounds_alone += *wait;
    r->doubled[BLOCKS] += *wait;
    return error;
}

/* Its pace is told by what comes closer to the best package: without one there is none to tell. */
static cst__grant turn_granted(const race *r) {
    if (!r->best.found) {
        return cst__so_many_nodes((long)LOOK_NODES << r->doubled[COMPACT]);
    }
    if (r->nodes[COMPACT] <= FIRST_NODES) {
        return cst__so_many_nodes(r->nodes[COMPACT] == 0 ? 1 : FIRST_NODES);
    }
    return (cst__grant){LONG_MAX, lp_pace * ((long)BLOCK_WORK << r->doubled[COMPACT])};
}

static cst_error turn_of_compact(race *r, cst__search_result *result) {
    cst__grant grant = turn_granted(r);
    cst_error error = ready_compact(r);
    if (error == CST_E_OK) {
        error = cst__compact_go(r->compact, grant, result);
    }
    r->work[COMPACT] = (result->work - r->compact_work) / lp_pace;
    r->compact_work = result->work;
    return error;
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

static bool goes_on(const race *r, cst_error error) {
    return error == CST_E_OK && !r->done &&
           !cst__time_is_up(r->solver->deadline_s, r->solver->stop);
}

/* Turns of one engine, more than one where it would be done in the next. */
static cst_error take_turns(race *r, racer who) {
    cst_error error = take_turn(r, who);
    for (int i = 0; i < MORE_TURNS && goes_on(r, error) && turns_left(r, who) < nearly; i++) {
        error = take_turn(r, who);
    }
    return error;
}

/* The work that is left if an engine went on as in its last turn. */
static double work_left(const race *r, racer who) {
    return turns_left(r, who) * r->work[who];
}

/* The longer turn for the one that comes closer; for both where neither does. */
static void set_turns(race *r) {
    double blocks = work_left(r, BLOCKS);
    double compact = work_left(r, COMPACT);
    if (!knows_pace(r, BLOCKS) || !knows_pace(r, COMPACT)) {
        return;
    }
    r->doubled[BLOCKS] += blocks <= compact && r->doubled[BLOCKS] < MOST_DOUBLED;
    r->doubled[COMPACT] += compact <= blocks && r->doubled[COMPACT] < MOST_DOUBLED;
}

/* Only ties are left to be decided. */
static bool is_nearly_done(const race *r) {
    return r->best.found && r->best.objective - r->bound[BLOCKS] < 1e-5 * fabs(r->best.objective);
}

/* The cost is proven within the gap, whatever members are charged: only which of the costs that
 * count as equal has the fewest members is not. */
static bool has_only_ties(const race *r) {
    double charged = r->q->member_cents * r->q->most_members;
    double gap = r->best.found ? r->best.objective - (r->best.bound - charged) : HUGE_VAL;
    return gap <= r->solver->gap * fabs(r->best.objective);
}

/* For a few turns that are not doubled. */
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

/* The best package of the members of a choice [n_offerings], if they have any. */
static cst_error look_among_members(race *r, const int64_t *units) {
    cst__search_result found = {0};
    cst__search_task task = task_beside_best(r);
    cst_error error = cst__search_members(r->solver->formulation, &task, units, &found);
    if (error == CST_E_OK && found.found) {
        keep(r, found.x, found.objective);
    }
    cst__search_result_clear(&found);
    return error;
}

/* Whether the firms of a choice [n_offerings] have nearly all that is eligible. */
static cst_error have_all(const race *r, const int64_t *units, bool *all) {
    const cst__formulation *f = r->solver->formulation;
    const cst_catalog *catalog = f->opportunity->catalog;
    bool *members = calloc(catalog->n_firms + 1, sizeof *members);
    if (members == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        size_t firm = catalog->offerings[o].firm;
        members[firm] = members[firm] || units[o] > 0;
    }
    size_t n = 0;
    for (size_t v = 0; v < f->n_variants; v++) {
        n += !members[catalog->offerings[f->variants[v].offering].firm];
    }
    *all = (double)n < least_of_others * (double)f->n_variants;
    free(members);
    return CST_E_OK;
}

/* The best package of the members of the best package so far, once for each: the walk of branch and
 * price mostly has the right members sooner than the right offerings. */
static cst_error look_among_members_of_best(race *r) {
    const cst__formulation *f = r->solver->formulation;
    if (!r->best.found || r->best.objective >= r->looked_at) {
        return CST_E_OK;
    }
    int64_t *units = calloc(f->opportunity->catalog->n_offerings + 1, sizeof *units);
    if (units == NULL) {
        return CST_E_MEMORY;
    }
    bool all = false;
    cst__decode(f, r->best.x, units);
    cst_error error = have_all(r, units, &all);
    if (error == CST_E_OK && !all) {
        error = look_among_members(r, units);
    }
    r->looked_at = r->best.objective;
    free(units);
    return error;
}

/* The compact engine begins: with its root, and as long as it comes close. */
static cst_error begin_compact(race *r) {
    cst_error error = take_turn(r, COMPACT);
    return goes_on(r, error) ? take_turns(r, COMPACT) : error;
}

/* Where a package is known, or the members of a hint have one, which mostly is almost the best, its
 * proof is left: then the compact engine goes first. Where it would be far behind it does not, nor
 * are the members worth a look. */
static cst_error begin_near(race *r) {
    bool begun = r->best.found;
    double cost = begun ? r->best.objective : cost_of(r->task.program, r->q->hint);
    cst_error error = look_plainly(r);
    if (error != CST_E_OK || r->done || is_far_behind(r, cost)) {
        return error;
    }
    if (!begun) {
        error = look_among_members(r, r->q->ask->hint);
    }
    if (!goes_on(r, error) || !r->best.found) {
        return error;
    }
    error = begin_compact(r);
    while (goes_on(r, error) && r->compact_work < near_work) {
        error = take_turn(r, COMPACT);
    }
    return error;
}

/* Branch and price alone while that is worth it, for so many rounds in all at most, and for more
 * where the program is larger. */
static cst_error go_alone(race *r, int rounds) {
    int most = rounds + rounds_for_size(r);
    bool wait = true;
    cst_error error = look_among_members_of_best(r);
    while (goes_on(r, error) && wait && r->rounds_alone < most) {
        error = decide_to_wait(r, &wait);
        if (goes_on(r, error) && wait) {
            error = take_turns(r, BLOCKS);
        }
        if (goes_on(r, error)) {
            error = look_among_members_of_best(r);
        }
    }
    return error;
}

/* Branch and price with its root, and a round alone; then the compact engine begins, which tells
 * how far behind it is; then branch and price alone again, if it is and not any package will do. */
static cst_error begin_race(race *r) {
    cst_error error = take_turn(r, BLOCKS);
    if (goes_on(r, error) && is_nearly_done(r)) {
        error = take_turn(r, BLOCKS);
    }
    if (!goes_on(r, error) || r->compact != NULL) {
        return error;
    }
    error = go_alone(r, PATIENCE);
    if (goes_on(r, error)) {
        error = begin_compact(r);
    }
    return goes_on(r, error) && !r->q->ask->first ? go_alone(r, MORE_PATIENCE) : error;
}

/* Turn by turn: which of the two is the faster can not be told before, and so neither costs more
 * than a few times what the other would have. */
static cst_error run_race(race *r) {
    cst_error error = r->best.found || r->q->hint != NULL ? begin_near(r) : CST_E_OK;
    if (goes_on(r, error)) {
        error = begin_race(r);
    }
    while (goes_on(r, error)) {
        set_turns(r);
        if (has_only_ties(r)) {
            follow_ties(r);
        }
        if (goes_on(r, error)) {
            error = take_turns(r, BLOCKS);
        }
        if (goes_on(r, error)) {
            error = take_turns(r, COMPACT);
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
        cst__posing_charge(r->solver, r->q, plain.bound, program);
        cst__posing_charge(r->solver, r->q, plain.bound, &r->wide);
    }
    cst__branch_price_end(r->blocks);
    r->blocks = NULL;
    cst__search_result_clear(&plain);
    return error;
}

/* A choice to begin with, if it counts. */
static void begin_with(race *r, const double *start) {
    double objective = 0;
    if (cst__posing_judge(r->q, start, &objective) && objective <= r->task.cutoff) {
        keep(r, start, objective);
    }
}

/* The program of the compact engine, and the points of the ask for it. */
static cst_error widen(race *r, const cst__program *program) {
    if (!cst__program_copy(&r->wide, program)) {
        return CST_E_MEMORY;
    }
    return cst__posing_add_sums(r->solver, r->q, &r->wide);
}

cst_error cst__race(const cst__solver *solver, cst__posing *q, cst__program *program,
                    cst__answer *answer) {
    race r = {.solver = solver,
              .q = q,
              .task = cst__posing_task(solver, q, program),
              .plain = NAN,
              .looked_at = HUGE_VAL,
              .bound = {-HUGE_VAL, -HUGE_VAL}};
    cst__program_init(&r.wide);
    cst_error error = widen(&r, program);
    if (error == CST_E_OK) {
        error = cst__search_result_new(&r.wide, &r.best);
    }
    if (error == CST_E_OK && cst__breaks_ties(q->ask)) {
        error = charge_by_plain_bound(&r, program);
    }
    cst__posing_set_precision(solver, q, &r.task);
    if (error == CST_E_OK && !r.done && q->start != NULL) {
        begin_with(&r, q->start);
    }
    if (error == CST_E_OK && !r.done) {
        error = run_race(&r);
    }
    if (error == CST_E_OK) {
        cst__posing_read(solver, q, &r.best, answer);
    }
    cst__compact_end(r.compact);
    cst__branch_price_end(r.blocks);
    cst__program_clear(&r.wide);
    cst__search_result_clear(&r.best);
    return error;
}
