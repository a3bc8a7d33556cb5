/* stairs.c - a judge that keeps the cheapest of every rung. See stairs.h. */
#include "solver/stairs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/compact.h"
#include "solver/posing.h"

typedef struct ladder {
    cst__ask ask;
    cst__posing posing; /* of the ask */
    const cst__solver *solver;
    cst__stairs *stairs;
    size_t n;
    double *worth;      /* [n] */
    size_t *holder;     /* [n] which in the list is the cheapest known on the rung or above */
    double step;        /* between two costs */
    bool out_of_memory; /* a package was not kept */
} ladder;

/* ---------------------------------------------------------------- the list */

cst_error cst__stairs_offer(cst__stairs *s, const cst_catalog *catalog, const int64_t *units) {
    if (s->n == s->room) {
        size_t room = s->room == 0 ? 16 : 2 * s->room;
        cst__stair *list = realloc(s->list, room * sizeof *list);
        if (list == NULL) {
            return CST_E_MEMORY;
        }
        s->list = list;
        s->room = room;
    }
    size_t size = catalog->n_offerings * sizeof *units;
    int64_t *copy = malloc(size + sizeof *units);
    if (copy == NULL) {
        return CST_E_MEMORY;
    }
    memcpy(copy, units, size);
    s->list[s->n++] = (cst__stair){.units = copy, .anchor = CST__NONE};
    return CST_E_OK;
}

void cst__stairs_end(cst__stairs *s) {
    for (size_t i = 0; i < s->n; i++) {
        free(s->list[i].units);
    }
    free(s->list);
    s->list = NULL;
    s->n = s->room = 0;
}

/* ---------------------------------------------------------------- the judge */

/* The highest rung that a package keeps. */
static size_t rung_of(const ladder *l, const cst_criteria *criteria) {
    int64_t rung = criteria->us_content_bp - l->stairs->from_bp;
    return rung >= (int64_t)l->n ? l->n - 1 : (size_t)rung;
}

/* What the cheapest known package of a rung costs. */
static int64_t cost_on(const ladder *l, size_t rung) {
    size_t holder = l->holder[rung];
    return holder == CST__NONE ? INT64_MAX : l->stairs->list[holder].criteria.cost_cents;
}

/* What is in the list becomes the holder of all rungs on which nothing is cheaper: where something
 * costs as much it has less content. */
static void climb_with(ladder *l, size_t index) {
    const cst_criteria *criteria = &l->stairs->list[index].criteria;
    double cost = (double)criteria->cost_cents;
    size_t k = rung_of(l, criteria) + 1;
    for (; k > 0 && criteria->cost_cents <= cost_on(l, k - 1); k--) {
        l->holder[k - 1] = index;
        l->worth[k - 1] =
            fmin(cost - fmax(0.9 * l->step, l->solver->gap * fabs(cost)), l->worth[k - 1]);
    }
}

/* Whether a package as cheap stands before what is known of a rung. */
static bool wins(const ladder *l, const cst_criteria *criteria, size_t rung) {
    size_t holder = l->holder[rung];
    const cst_criteria *held = holder == CST__NONE ? NULL : &l->stairs->list[holder].criteria;
    return held != NULL && criteria->cost_cents <= held->cost_cents &&
           criteria->us_content_bp >= held->us_content_bp && l->stairs->is_before(criteria, held);
}

/* The highest of the rungs below one that a package wins, and one more; 0: there is none. */
static size_t after_won(const ladder *l, const cst_criteria *criteria, size_t below) {
    while (below > 0 && !wins(l, criteria, below - 1)) {
        below--;
    }
    return below;
}

/* What is in the list becomes the holder of all rungs of the stairs before which it stands. What is
 * worth finding stays. */
static void tie_with(ladder *l, size_t index) {
    const cst_criteria *criteria = &l->stairs->list[index].criteria;
    size_t k = after_won(l, criteria, rung_of(l, criteria) + 1);
    for (; k > 0; k = after_won(l, criteria, k - 1)) {
        l->holder[k - 1] = index;
    }
}

static bool finds_ties(const ladder *l) {
    return l->stairs->is_before != NULL;
}

/* Of a package that was found and holds: whether it stands before one that it ties with. */
static bool ties(const ladder *l, const cst_criteria *criteria) {
    return after_won(l, criteria, rung_of(l, criteria) + 1) > 0;
}

/* Of a package that holds: whether it is new, and cheap enough. */
static bool is_cheaper(const ladder *l, const cst_criteria *criteria) {
    return criteria->cost_cents <= l->stairs->most_cents &&
           criteria->cost_cents < cost_on(l, rung_of(l, criteria));
}

/* Keeps what it is shown, and says that it does not count: the search goes on below it. */
static bool judge(void *context, const double *x, double *objective) {
    ladder *l = context;
    cst__posing *q = &l->posing;
    cst_criteria criteria;
    *objective = HUGE_VAL;
    cst__decode(q->formulation, x, q->units);
    if (l->out_of_memory || !cst__choice_holds(q->judge, q->units, &q->ask->side, &criteria) ||
        !(finds_ties(l) ? ties : is_cheaper)(l, &criteria)) {
        return false;
    }
    const cst_catalog *catalog = q->formulation->opportunity->catalog;
    l->out_of_memory = cst__stairs_offer(l->stairs, catalog, q->units) != CST_E_OK;
    if (l->out_of_memory) {
        for (size_t k = 0; k < l->n; k++) {
            l->worth[k] = -HUGE_VAL; /* nothing is worth finding any more */
        }
    } else {
        cst__stair *stair = &l->stairs->list[l->stairs->n - 1];
        stair->criteria = criteria;
        stair->anchor = cst__judge_anchor(q->judge);
        (finds_ties(l) ? tie_with : climb_with)(l, l->stairs->n - 1);
    }
    return false;
}

/* The packages known before: those that hold and are cheap enough become holders. */
static void judge_known(ladder *l) {
    cst__posing *q = &l->posing;
    for (size_t i = 0; i < l->stairs->n; i++) {
        cst__stair *it = &l->stairs->list[i];
        bool holds = cst__choice_holds(q->judge, it->units, &q->ask->side, &it->criteria);
        if (holds && is_cheaper(l, &it->criteria)) {
            it->anchor = cst__judge_anchor(q->judge);
            climb_with(l, i);
        }
    }
    for (size_t k = 0; finds_ties(l) && k < l->n; k++) { /* what costs as much, too */
        l->worth[k] = l->holder[k] == CST__NONE ? l->worth[k] : (double)cost_on(l, k);
    }
}

/* ---------------------------------------------------------------- the search */

static cst_error search(ladder *l, cst__program *program) {
    cst__rungs rungs = {l->n, l->worth};
    cst__search_result found = {0};
    cst__compact *compact = NULL;
    cst__search_task task = cst__posing_task(l->solver, &l->posing, program);
    cst__posing_set_precision(l->solver, &l->posing, &task);
    cst__posing_ask_many(&task, judge, l);
    task.rungs = &rungs;
    cst_error error = cst__compact_begin(&task, &compact);
    if (error == CST_E_OK) {
        error = cst__compact_go(compact, cst__so_many_nodes(l->stairs->most_nodes), &found);
    }
    cst__compact_end(compact);
    l->stairs->complete = error == CST_E_OK && found.status == CST__SEARCH_NONE;
    l->stairs->nodes += found.nodes;
    cst__search_result_clear(&found);
    return error == CST_E_OK && l->out_of_memory ? CST_E_MEMORY : error;
}

static cst_error pose_and_search(ladder *l) {
    cst__program program;
    cst__program_init(&program);
    cst_error error = cst__pose(l->posing.formulation, l->ask.objective, &l->ask.side, &program);
    if (error == CST_E_OK) {
        cst__posing_cut_off(&l->ask, &program);
        error = cst__pose_rungs(l->posing.formulation, (int)l->stairs->from_bp, l->n,
                                l->stairs->most_cents, &program);
    }
    if (error == CST_E_OK) {
        error = cst__posing_add_sums(l->solver, &l->posing, &program);
    }
    if (error == CST_E_OK) {
        error = search(l, &program);
    }
    cst__program_clear(&program);
    return error;
}

/* What costs less than a stair by no more than the gap may be left; every cost is a multiple of the
 * step. */
static int64_t bound_of(const ladder *l, const cst__stair *stair) {
    double cost = (double)stair->criteria.cost_cents;
    double least = cost - l->solver->gap * fabs(cost);
    return (int64_t)fmin(ceil(least / l->step - 1e-9) * l->step, cost);
}

/* Keeps those that hold a rung, by rung. */
static cst_error keep_holders(ladder *l) {
    cst__stairs *s = l->stairs;
    cst__stair *kept = malloc((l->n + 1) * sizeof *kept);
    if (kept == NULL) {
        return CST_E_MEMORY;
    }
    size_t n = 0;
    for (size_t k = 0; k < l->n; k++) {
        size_t holder = l->holder[k];
        if (holder != CST__NONE && s->list[holder].units != NULL) {
            kept[n] = s->list[holder];
            kept[n].bound_cents = bound_of(l, &kept[n]);
            n++;
            s->list[holder].units = NULL;
        }
    }
    cst__stairs_end(s);
    s->list = kept;
    s->n = n;
    s->room = l->n + 1;
    return CST_E_OK;
}

static cst_error find(ladder *l) {
    l->worth = malloc((l->n + 1) * sizeof *l->worth);
    l->holder = malloc((l->n + 1) * sizeof *l->holder);
    if (l->worth == NULL || l->holder == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t k = 0; k < l->n; k++) {
        l->worth[k] = (double)l->stairs->most_cents;
        l->holder[k] = CST__NONE;
    }
    cst_error error = cst__posing_begin(l->solver, &l->posing);
    if (error == CST_E_OK) {
        judge_known(l);
        error = pose_and_search(l);
    }
    return error == CST_E_OK ? keep_holders(l) : error;
}

cst_error cst__stairs_find(const cst__solver *solver, const cst__side *side, cst__stairs *stairs) {
    ladder l = {.ask = {.objective = {.aim = CST__AIM_COST},
                        .side = *side,
                        .cutoff = (double)stairs->most_cents,
                        .any_tie = true},
                .posing = {.formulation = solver->formulation},
                .solver = solver,
                .stairs = stairs,
                .n = (size_t)(stairs->to_bp - stairs->from_bp + 1),
                .step = cst__cost_step(solver->formulation)};
    l.posing.ask = &l.ask;
    l.ask.side.limit[CST_CRITERION_US_CONTENT] = stairs->from_bp;
    cst_error error = find(&l);
    cst__posing_clear(&l.posing);
    free(l.worth);
    free(l.holder);
    return error;
}
