/* lattice.c - what is known of the sets of demands, and the search for what is not. */
#include "solver/lattice.h"

#include <stdlib.h>
#include <string.h>

#include "model/vary.h"

/* ---------------------------------------------------------------- begin and end */

bool *cst__lattice_set(const cst__lattice *l) {
    return cst__arena_alloc(l->arena, l->demands.n, sizeof(bool));
}

cst_opportunity *cst__lattice_tender(const cst__lattice *l, const bool *set) {
    cst_opportunity *copy = cst__opportunity_copy(l->session->opportunity);
    for (size_t d = 0; copy != NULL && d < l->demands.n; d++) {
        if (!set[d]) {
            cst__demand_drop(&l->demands.list[d], copy);
        }
    }
    return copy;
}

static bool make_alone(cst__lattice *l) {
    bool *set = cst__lattice_set(l);
    l->alone = cst__arena_alloc(l->arena, l->demands.n, sizeof(cst_opportunity *));
    bool ok = set != NULL && l->alone != NULL;
    for (size_t d = 0; ok && d < l->demands.n; d++) {
        set[d] = true;
        l->alone[d] = cst__lattice_tender(l, set);
        set[d] = false;
        ok = l->alone[d] != NULL;
    }
    return ok;
}

/* All tests are made of every offering, so the refusals say who does not reside. */
static cst_error find_residents(cst__lattice *l) {
    const cst_opportunity *p = l->session->opportunity;
    size_t n = p->catalog->n_offerings;
    bool *resides = cst__arena_alloc(l->arena, n, sizeof *resides);
    cst__screening *screening = NULL;
    cst_error error = resides == NULL ? CST_E_MEMORY : cst__screen(p, &screening);
    if (error != CST_E_OK) {
        return error;
    }
    for (size_t o = 0; o < n; o++) {
        resides[o] = true;
    }
    for (size_t i = 0; i < screening->n_refused; i++) {
        const char *code = screening->refused[i].code;
        if (strcmp(code, "residency") == 0 || strcmp(code, "unknown:hosted_in") == 0) {
            resides[screening->refused[i].offering] = false;
        }
    }
    l->resides = resides;
    cst__screening_free(screening);
    return CST_E_OK;
}

cst_error cst__lattice_begin(cst__session *session, cst__lattice *l) {
    *l = (cst__lattice){.session = session, .arena = cst__arena_new()};
    if (l->arena == NULL || !cst__demands_list(session->opportunity, l->arena, &l->demands) ||
        !make_alone(l)) {
        return CST_E_MEMORY;
    }
    return find_residents(l);
}

void cst__lattice_end(cst__lattice *l) {
    for (size_t d = 0; l->alone != NULL && d < l->demands.n; d++) {
        cst_opportunity_free(l->alone[d]);
    }
    free(l->witnesses);
    free((void *)l->conflicts);
    cst__arena_free(l->arena);
    *l = (cst__lattice){0};
}

/* ---------------------------------------------------------------- what is known */

static bool is_within(const cst__lattice *l, const bool *a, const bool *b) {
    for (size_t d = 0; d < l->demands.n; d++) {
        if (a[d] && !b[d]) {
            return false;
        }
    }
    return true;
}

static const cst__witness *known_witness(const cst__lattice *l, const bool *set) {
    for (size_t i = 0; i < l->n_witnesses; i++) {
        if (is_within(l, set, l->witnesses[i].met)) {
            return &l->witnesses[i];
        }
    }
    return NULL;
}

static bool is_known_conflict(const cst__lattice *l, const bool *set) {
    for (size_t i = 0; i < l->n_conflicts; i++) {
        if (is_within(l, l->conflicts[i], set)) {
            return true;
        }
    }
    return false;
}

/* Doubles the room of an array that is full; false: out of memory. */
static bool make_room(void **array, size_t n, size_t *room, size_t size) {
    if (n < *room) {
        return true;
    }
    size_t more = *room == 0 ? 16 : 2 * *room;
    void *grown = realloc(*array, more * size);
    if (grown == NULL) {
        return false;
    }
    *array = grown;
    *room = more;
    return true;
}

/* Whether a choice that holds on the ground satisfies one demand. */
static cst_error meets(const cst__lattice *l, size_t demand, const int64_t *units, bool *met) {
    const cst_opportunity *tender = l->alone[demand];
    cst__screening *screening = NULL;
    cst__judge *judge = NULL;
    cst__side none = cst__side_none();
    cst_criteria criteria;
    cst_error error = cst__screen(tender, &screening);
    if (error == CST_E_OK) {
        error = cst__judge_new(tender, screening, l->session->misfit_bp, &judge);
    }
    if (error == CST_E_OK) {
        *met = cst__choice_holds(judge, units, &none, &criteria);
    }
    cst__judge_free(judge);
    cst__screening_free(screening);
    return error;
}

cst_error cst__lattice_learn(cst__lattice *l, const int64_t *units, const cst_criteria *criteria) {
    size_t n = l->session->opportunity->catalog->n_offerings;
    int64_t *copy = cst__arena_alloc(l->arena, n, sizeof *copy);
    bool *met = cst__lattice_set(l);
    void *array = l->witnesses;
    if (copy == NULL || met == NULL ||
        !make_room(&array, l->n_witnesses, &l->room_witnesses, sizeof *l->witnesses)) {
        return CST_E_MEMORY;
    }
    l->witnesses = array;
    memcpy(copy, units, n * sizeof *copy);
    cst_error error = CST_E_OK;
    for (size_t d = 0; error == CST_E_OK && d < l->demands.n; d++) {
        error = meets(l, d, units, &met[d]);
    }
    if (error == CST_E_OK) {
        l->witnesses[l->n_witnesses++] = (cst__witness){copy, *criteria, met};
    }
    return error;
}

cst_error cst__lattice_refute(cst__lattice *l, const bool *set) {
    bool *copy = cst__lattice_set(l);
    void *array = (void *)l->conflicts;
    if (copy == NULL ||
        !make_room(&array, l->n_conflicts, &l->room_conflicts, sizeof *l->conflicts)) {
        return CST_E_MEMORY;
    }
    l->conflicts = array;
    memcpy(copy, set, l->demands.n * sizeof *copy);
    l->conflicts[l->n_conflicts++] = copy;
    return CST_E_OK;
}

/* ---------------------------------------------------------------- asking */

static cst_error search(cst__lattice *l, const bool *set, cst_status *status) {
    cst_opportunity *tender = cst__lattice_tender(l, set);
    if (tender == NULL) {
        return CST_E_MEMORY;
    }
    cst__inquiry inquiry = cst__inquiry_on(l->session, tender);
    inquiry.first = true;
    cst_error error = cst__session_ask(l->session, &inquiry, 1);
    *status = inquiry.status;
    if (error == CST_E_OK && inquiry.best.found) {
        error = cst__lattice_learn(l, inquiry.best.units, &inquiry.best.criteria);
    } else if (error == CST_E_OK && inquiry.status == CST_STATUS_INFEASIBLE) {
        error = cst__lattice_refute(l, set);
    }
    cst__inquiry_clear(&inquiry);
    cst_opportunity_free(tender);
    return error;
}

cst_error cst__lattice_ask(cst__lattice *l, const bool *set, cst_status *status,
                           const cst__witness **witness) {
    cst_error error = CST_E_OK;
    *witness = known_witness(l, set);
    if (*witness != NULL) {
        *status = CST_STATUS_SOLVED;
    } else if (is_known_conflict(l, set)) {
        *status = CST_STATUS_INFEASIBLE;
    } else {
        error = search(l, set, status);
        *witness = error == CST_E_OK ? known_witness(l, set) : NULL;
    }
    if (error == CST_E_OK && *status == CST_STATUS_SOLVED && *witness == NULL) {
        error = CST_E_INTERNAL; /* what was found does not satisfy what it was found for */
    }
    return error;
}

bool cst__lattice_is_over(const cst__lattice *l) {
    return cst__time_is_up(l->session->deadline_s, l->session->settings->stop);
}

cst__measured cst__lattice_measure(const cst__lattice *l, const cst__witness *witness) {
    return (cst__measured){witness->units, &witness->criteria, l->resides};
}
