/*
 * solve.c - poses a question as a program, has it searched, and reads the answer as a choice.
 *
 * Questions about cost go to two engines in turn (race.h). All others, those with a limit on nodes
 * too, and those with one on the largest share, since rows that weigh each firm against all others
 * make configurations poor columns, go to the compact engine alone: after a short search on the
 * plain program, since cuts make it harder to come upon good packages, as they make it easier to
 * prove.
 */
#include "solver/solve.h"

#include <limits.h>
#include <math.h>

#include "solver/compact.h"
#include "solver/race.h"

/* ---------------------------------------------------------------- the compact engine alone */

static cst_error search_on(const cst__solver *solver, cst__posing *q, cst__program *program,
                           long nodes, cst__search_result *first, cst__search_result *found) {
    if (cst__breaks_ties(q->ask)) {
        cst__posing_charge(solver, q, first->bound, program);
    }
    cst__search_task task = cst__posing_task(solver, q, program);
    task.start = first->found ? first->x : NULL;
    cst__posing_set_precision(solver, q, &task);
    task.first = task.first || q->ask->any_progress;
    cst__compact *compact = NULL;
    cst_error error = cst__compact_begin(&task, &compact);
    if (error == CST_E_OK) {
        error = cst__compact_go(compact, cst__so_many_nodes(nodes), found);
    }
    cst__compact_end(compact);
    return error;
}

long cst__first_nodes = 1000;

static cst_error search_compact(const cst__solver *solver, cst__posing *q, cst__program *program,
                                cst__answer *answer) {
    cst__search_result first = {0};
    cst__search_result found = {0};
    q->program = program;
    cst__search_task task = cst__posing_task(solver, q, program);
    long nodes = q->ask->nodes > 0 ? q->ask->nodes : LONG_MAX;
    long plain_nodes = q->ask->is_strong ? 1 : nodes < cst__first_nodes ? nodes : cst__first_nodes;
    task.no_neighbours = q->ask->is_strong && q->ask->hint == NULL;
    cst_error error = cst__posing_add_sums(solver, q, program);
    if (error == CST_E_OK) {
        error = cst__search(&task, plain_nodes, &first);
    }
    bool done =
        first.status == CST__SEARCH_NONE || (first.found && q->ask->any_progress) ||
        (first.status == CST__SEARCH_OPTIMAL && (q->ask->first || !cst__is_on_cost(q->ask)));
    if (error == CST_E_OK && !done) {
        error = search_on(solver, q, program, nodes, &first, &found);
    }
    if (error == CST_E_OK) {
        cst__posing_read(solver, q, done ? &first : &found, answer);
        answer->bound = fmax(answer->bound, first.bound);
    }
    cst__search_result_clear(&first);
    cst__search_result_clear(&found);
    return error;
}

/* ---------------------------------------------------------------- the door */

bool cst__compact_alone = false;

cst_error cst__solve(const cst__solver *solver, const cst__ask *ask, cst__answer *answer) {
    const cst__formulation *f = solver->formulation;
    cst__program program;
    cst__ask asked = *ask;
    answer->nodes = 0;
    cst__program_init(&program);
    cst__posing q = {.formulation = f, .ask = &asked, .improved_cents = INT64_MAX};
    cst_error error = cst__posing_begin(solver, &q);
    if (error == CST_E_OK) {
        error = cst__pose(f, ask->objective, &ask->side, &program);
    }
    if (error == CST_E_OK) {
        cst__posing_cut_off(&asked, &program);
        bool by_blocks = solver->blocks != NULL && cst__is_on_cost(ask) && ask->nodes == 0 &&
                         !cst__limits_shares(&ask->side) && !cst__compact_alone;
        error = by_blocks ? cst__race(solver, &q, &program, answer)
                          : search_compact(solver, &q, &program, answer);
    }
    if (solver->nodes != NULL) {
        *solver->nodes += answer->nodes;
    }
    cst__program_clear(&program);
    cst__posing_clear(&q);
    return error;
}
