/*
 * slate.c - first the cheapest package; then, on all cores, the best on each other criterion; then,
 * one after the other, the next cheapest that differs from all before.
 *
 * What is listed depends on nothing but the questions and their order: the criteria are independent
 * of each other (each knows only the cheapest package), and are put together in their own order.
 */
#include "solver/slate.h"

#include <stdlib.h>
#include <string.h>

#include "solver/next.h"
#include "solver/pool.h"
#include "solver/result.h"

/* ---------------------------------------------------------------- the list */

static const cst_catalog *catalog_of(const cst__solver *solver) {
    return solver->formulation->opportunity->catalog;
}

static size_t n_offerings(const cst__solver *solver) {
    return catalog_of(solver)->n_offerings;
}

void cst__slate_clear(cst__slate *slate) {
    for (size_t i = 0; i < slate->n_listed; i++) {
        free(slate->listed[i].best.units);
        free(slate->listed[i].members);
    }
    free(slate->listed);
    *slate = (cst__slate){0};
}

cst_error cst__slate_append(const cst_catalog *catalog, cst__slate *slate, const cst__best *best) {
    if (slate->n_listed == slate->room) {
        size_t room = slate->room == 0 ? 16 : 2 * slate->room;
        cst__listed *listed = realloc(slate->listed, room * sizeof *listed);
        if (listed == NULL) {
            return CST_E_MEMORY;
        }
        slate->listed = listed;
        slate->room = room;
    }
    cst__listed *it = &slate->listed[slate->n_listed];
    *it = (cst__listed){.best = *best};
    it->best.units = malloc((catalog->n_offerings + 1) * sizeof *it->best.units);
    it->members = malloc((catalog->n_firms + 1) * sizeof *it->members);
    if (it->best.units == NULL || it->members == NULL) {
        free(it->best.units);
        free(it->members);
        return CST_E_MEMORY;
    }
    memcpy(it->best.units, best->units, catalog->n_offerings * sizeof *best->units);
    cst__choice_members(catalog, best->units, it->members);
    slate->n_listed++;
    return CST_E_OK;
}

/* The slot in which packages are to differ, CST__NONE for none. */
static size_t slot_of(const cst__solver *solver, const cst_settings *settings) {
    const cst_rules *rules = solver->formulation->opportunity->rules;
    return settings->differ_slot == NULL ? CST__NONE
                                         : cst__rules_slot(rules, settings->differ_slot);
}

/* ---------------------------------------------------------------- the next cheapest */

/* The cheapest that differs from all listed; found or not in best. */
static cst_error find_next(const cst__solver *solver, const cst_settings *settings,
                           const cst__slate *slate, cst__best *best) {
    cst__earlier *earlier = malloc((slate->n_listed + 1) * sizeof *earlier);
    if (earlier == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < slate->n_listed; i++) {
        earlier[i] = (cst__earlier){slate->listed[i].best.units, slate->listed[i].members};
    }
    cst__differing from = {.earlier = earlier,
                           .n = slate->n_listed,
                           .differ = settings->differ,
                           .slot = slot_of(solver, settings)};
    cst_error error = cst__next_find(solver, &from, best);
    free(earlier);
    return error;
}

/* Further packages until there are as many as asked, none is left, or the search is stopped. */
static cst_error fill_up(const cst__solver *solver, const cst_settings *settings, cst__slate *slate,
                         cst__best *scratch) {
    while (slate->n_listed < (size_t)settings->candidates) {
        cst_error error = find_next(solver, settings, slate, scratch);
        if (error != CST_E_OK) {
            return error;
        }
        slate->proven = slate->proven && scratch->cost_proven;
        if (!scratch->found) {
            slate->none = slate->n_listed == 0 && scratch->cost_proven;
            return CST_E_OK;
        }
        error = cst__slate_append(catalog_of(solver), slate, scratch);
        if (error != CST_E_OK) {
            return error;
        }
        if (!scratch->cost_proven) {
            return CST_E_OK; /* stopped: the next would only be worse founded */
        }
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- the best on each criterion */

typedef struct criteria_task {
    const cst__solver *solver;
    const cst__best *cheapest;
    cst__best best[CST_N_CRITERIA];
} criteria_task;

/* The long ones first, so that no core ends alone with one of them. */
static const cst_criterion by_effort[] = {CST_CRITERION_LARGEST_SHARE, CST_CRITERION_MISFIT,
                                          CST_CRITERION_US_CONTENT,    CST_CRITERION_MEMBERS,
                                          CST_CRITERION_DELIVERY,      CST_CRITERION_LICENCES};
enum { N_OTHERS = sizeof by_effort / sizeof *by_effort };

static bool is_asked(const cst__solver *solver, cst_criterion criterion) {
    return criterion != CST_CRITERION_US_CONTENT ||
           solver->formulation->opportunity->content_mode != CST_MODE_IGNORE;
}

static cst_error run_criterion(void *context, size_t task) {
    criteria_task *it = context;
    cst_criterion criterion = by_effort[task];
    if (!is_asked(it->solver, criterion)) {
        return CST_E_OK;
    }
    return cst__best_on(it->solver, criterion, it->cheapest, &it->best[criterion]);
}

/* Whether a listed package is what the best on the criterion is: the same value at no more cost and
 * with no more members. */
static bool serves(const cst__listed *listed, const cst__best *best, cst_criterion criterion) {
    const cst_criteria *a = &listed->best.criteria;
    const cst_criteria *b = &best->criteria;
    return cst_criteria_get(a, criterion) == cst_criteria_get(b, criterion) &&
           a->cost_cents <= b->cost_cents && a->members <= b->members;
}

/* A search that was stopped may have left a criterion with a package that one found for another
 * criterion outdoes: the better one is then what is known to be best. */
static cst__best best_known(const cst__solver *solver, const criteria_task *tasks,
                            cst_criterion criterion) {
    cst__best best = tasks->best[criterion];
    if (best.value_proven && best.cost_proven) {
        return best;
    }
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        const cst__best *other = &tasks->best[c];
        if (is_asked(solver, (cst_criterion)c) && other->found &&
            (!best.found || cst__is_preferred(&other->criteria, &best.criteria, criterion))) {
            best.found = true;
            best.cost_proven = false;
            best.criteria = other->criteria;
            best.anchor = other->anchor;
            best.units = other->units;
            best.bound_cents = best.bound_cents < other->criteria.cost_cents
                                   ? best.bound_cents
                                   : other->criteria.cost_cents;
        }
    }
    return best;
}

static cst_error list_best(const cst__solver *solver, cst__slate *slate, const cst__best *best,
                           cst_criterion criterion) {
    slate->value_proven[criterion] = best->value_proven;
    slate->proven = slate->proven && best->value_proven && best->cost_proven;
    if (!best->found) {
        return CST_E_OK;
    }
    cst__listed *it = NULL;
    for (size_t i = 0; i < slate->n_listed && it == NULL; i++) {
        it = serves(&slate->listed[i], best, criterion) ? &slate->listed[i] : NULL;
    }
    cst_error error = CST_E_OK;
    if (it == NULL) {
        error = cst__slate_append(catalog_of(solver), slate, best);
        it = error == CST_E_OK ? &slate->listed[slate->n_listed - 1] : NULL;
    } else {
        it->best.value_proven = it->best.value_proven && best->value_proven;
        it->best.cost_proven = it->best.cost_proven && best->cost_proven;
        it->best.bound_cents =
            it->best.bound_cents < best->bound_cents ? it->best.bound_cents : best->bound_cents;
    }
    if (it != NULL) {
        it->best_at[criterion] = true;
    }
    return error;
}

static cst_error best_on_each(const cst__solver *solver, const cst_settings *settings,
                              cst__slate *slate, const cst__best *cheapest) {
    criteria_task tasks = {.solver = solver, .cheapest = cheapest};
    cst_error error = CST_E_OK;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        tasks.best[c].units = malloc((n_offerings(solver) + 1) * sizeof(int64_t));
        error = tasks.best[c].units == NULL ? CST_E_MEMORY : error;
    }
    if (error == CST_E_OK) {
        error = cst__best_on(solver, CST_CRITERION_COST, cheapest, &tasks.best[CST_CRITERION_COST]);
    }
    if (error == CST_E_OK) {
        error = cst__pool_run((size_t)settings->threads, N_OTHERS, run_criterion, &tasks);
    }
    for (int c = 0; c < CST_N_CRITERIA && error == CST_E_OK; c++) {
        if (is_asked(solver, (cst_criterion)c)) {
            cst__best best = best_known(solver, &tasks, (cst_criterion)c);
            error = list_best(solver, slate, &best, (cst_criterion)c);
        }
    }
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        free(tasks.best[c].units);
    }
    return error;
}

/* ---------------------------------------------------------------- the whole */

static cst_error make_slate(const cst__solver *solver, const cst_settings *settings,
                            cst__slate *slate, cst__best *scratch) {
    cst_error error = find_next(solver, settings, slate, scratch); /* of all: nothing is listed */
    if (error != CST_E_OK) {
        return error;
    }
    if (!scratch->found) {
        slate->none = scratch->cost_proven;
        slate->proven = scratch->cost_proven;
        return CST_E_OK;
    }
    error = best_on_each(solver, settings, slate, scratch);
    if (error == CST_E_OK && slate->proven) { /* else it was stopped, and so would these be */
        error = fill_up(solver, settings, slate, scratch);
    }
    return error;
}

cst_error cst__slate_make(const cst__solver *solver, const cst_settings *settings,
                          cst__slate *slate) {
    *slate = (cst__slate){.proven = true};
    cst__best scratch = {.units = malloc((n_offerings(solver) + 1) * sizeof(int64_t))};
    cst_error error = CST_E_MEMORY;
    if (scratch.units != NULL) {
        error = settings->by == CST_BY_SLATE ? make_slate(solver, settings, slate, &scratch)
                                             : fill_up(solver, settings, slate, &scratch);
    }
    free(scratch.units);
    if (error != CST_E_OK) {
        cst__slate_clear(slate);
    }
    return error;
}
