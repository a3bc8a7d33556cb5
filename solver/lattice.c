/* lattice.c - what is known of the sets of demands, and the search for what is not. */
#include "solver/lattice.h"

#include <stdlib.h>
#include <string.h>

#include "model/vary.h"

/* ---------------------------------------------------------------- begin and end */

bool *cst__lattice_set(const cst__lattice *l) {
    return cst__arena_alloc(l->arena, l->demands.n, sizeof(bool));
}

cst_error cst__lattice_add_set(const cst__lattice *l, const bool *set, cst__sets *sets) {
    bool *copy = cst__lattice_set(l);
    const bool **item = cst__arena_grow(l->arena, sets->item, sets->n, &sets->room, sizeof *item);
    if (copy == NULL || item == NULL) {
        return CST_E_MEMORY;
    }
    memcpy(copy, set, l->demands.n * sizeof *copy);
    sets->item = item;
    sets->item[sets->n++] = copy;
    return CST_E_OK;
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

static cst_error make_one_alone(const cst__lattice *l, const bool *set, cst__alone *alone) {
    alone->tender = cst__lattice_tender(l, set);
    cst_error error =
        alone->tender == NULL ? CST_E_MEMORY : cst__screen(alone->tender, &alone->screening);
    return error == CST_E_OK ? cst__judge_new(alone->tender, alone->screening,
                                              l->session->misfit_bp, &alone->judge)
                             : error;
}

static cst_error make_alone(cst__lattice *l) {
    bool *set = cst__lattice_set(l);
    l->alone = cst__arena_alloc(l->arena, l->demands.n, sizeof *l->alone);
    cst_error error = set == NULL || l->alone == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t d = 0; error == CST_E_OK && d < l->demands.n; d++) {
        set[d] = true;
        error = make_one_alone(l, set, &l->alone[d]);
        set[d] = false;
    }
    return error;
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
    if (l->arena == NULL || !cst__demands_list(session->opportunity, l->arena, &l->demands)) {
        return CST_E_MEMORY;
    }
    cst_error error = make_alone(l);
    return error == CST_E_OK ? find_residents(l) : error;
}

void cst__lattice_end(cst__lattice *l) {
    for (size_t d = 0; l->alone != NULL && d < l->demands.n; d++) {
        cst__judge_free(l->alone[d].judge);
        cst__screening_free(l->alone[d].screening);
        cst_opportunity_free(l->alone[d].tender);
    }
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
    for (size_t i = 0; i < l->refuted.n; i++) {
        if (is_within(l, l->refuted.item[i], set)) {
            return true;
        }
    }
    return false;
}

cst_error cst__lattice_learn(cst__lattice *l, const int64_t *units, const cst_criteria *criteria) {
    size_t n = l->session->opportunity->catalog->n_offerings;
    int64_t *copy = cst__arena_alloc(l->arena, n, sizeof *copy);
    bool *met = cst__lattice_set(l);
    cst__witness *witnesses = cst__arena_grow(l->arena, l->witnesses, l->n_witnesses,
                                              &l->room_witnesses, sizeof *witnesses);
    if (copy == NULL || met == NULL || witnesses == NULL) {
        return CST_E_MEMORY;
    }
    l->witnesses = witnesses;
    memcpy(copy, units, n * sizeof *copy);
    cst__side none = cst__side_none();
    for (size_t d = 0; d < l->demands.n; d++) {
        cst_criteria ignored;
        met[d] = cst__choice_holds(l->alone[d].judge, units, &none, &ignored);
    }
    l->witnesses[l->n_witnesses++] = (cst__witness){copy, *criteria, met};
    return CST_E_OK;
}

cst_error cst__lattice_refute(cst__lattice *l, const bool *set) {
    return cst__lattice_add_set(l, set, &l->refuted);
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
    return cst__session_is_over(l->session);
}

cst__measured cst__lattice_measure(const cst__lattice *l, const cst__witness *witness) {
    return (cst__measured){witness->units, &witness->criteria, l->resides};
}
