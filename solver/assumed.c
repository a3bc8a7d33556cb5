/*
 * assumed.c - what the conclusion owes to each assumption.
 *
 * A study is one fact that one row of the assumptions fills. Its ranges come from tenders that are
 * the same but for that fact, which all firms or offerings filled by the row share. Shares are
 * studied in assumed_shares.c, all other facts in assumed_values.c; here is what both need.
 *
 * Of packages that cost the same the one that is the answer to the tender as it is counts, so that
 * a conclusion does not seem to flip where it need not.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/vary.h"
#include "solver/assumed_parts.h"

bool cst__fact_is_share(cst__fact fact) {
    return fact == CST__FACT_MADE || fact == CST__FACT_MADE_LOW || fact == CST__FACT_VALUE_ADDED;
}

static bool is_of_firm(cst__fact fact) {
    return fact >= CST__FIRST_FIRM_FACT;
}

static const cst_catalog *catalog_of(const cst__assumed *a) {
    return a->session->opportunity->catalog;
}

/* ---------------------------------------------------------------- the studies */

static cst__study *study_of(cst__assumed *a, const cst__filled *filled) {
    for (size_t i = 0; i < a->n; i++) {
        if (a->studies[i].fact == filled->fact &&
            strcmp(a->studies[i].shown->row, filled->row) == 0) {
            return &a->studies[i];
        }
    }
    return NULL;
}

/* New study of a fact, with room for every firm or offering. NULL when out of memory. */
static cst__study *begin_study(cst__assumed *a, const cst__filled *filled) {
    const cst_catalog *catalog = catalog_of(a);
    size_t most = is_of_firm(filled->fact) ? catalog->n_firms : catalog->n_offerings;
    cst__study *study = &a->studies[a->n];
    *study = (cst__study){.shown = cst__arena_alloc(a->scratch, 1, sizeof *study->shown),
                          .fact = filled->fact,
                          .subjects = cst__arena_alloc(a->scratch, most, sizeof(size_t))};
    if (study->shown == NULL || study->subjects == NULL) {
        return NULL;
    }
    cst_sensitivity *shown = study->shown;
    *shown = (cst_sensitivity){.row = cst__arena_text(a->arena, filled->row),
                               .fact = cst__fact_ids[filled->fact],
                               .value = cst__arena_text(a->arena, filled->value),
                               .least_bp = -1,
                               .most_bp = -1};
    if (shown->row == NULL || shown->value == NULL) {
        return NULL;
    }
    a->n++;
    return study;
}

static cst_error note_filled(cst__assumed *a, const cst__filled *filled, size_t n, size_t of) {
    for (size_t i = 0; i < n; i++) {
        cst__study *study = study_of(a, &filled[i]);
        study = study == NULL ? begin_study(a, &filled[i]) : study;
        if (study == NULL) {
            return CST_E_MEMORY;
        }
        study->subjects[study->n_subjects++] = of;
    }
    return CST_E_OK;
}

/* More studies than facts that are filled there can not be. */
static size_t count_filled(const cst_catalog *catalog) {
    size_t n = 0;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        n += catalog->offerings[o].n_filled;
    }
    for (size_t f = 0; f < catalog->n_firms; f++) {
        n += catalog->firms[f].n_filled;
    }
    return n;
}

static cst_error name_subjects(const cst__assumed *a, const cst__study *study) {
    const cst_catalog *catalog = catalog_of(a);
    cst_sensitivity *shown = study->shown;
    shown->subjects = cst__arena_alloc(a->arena, study->n_subjects, sizeof *shown->subjects);
    bool ok = shown->subjects != NULL;
    for (size_t i = 0; ok && i < study->n_subjects; i++) {
        size_t of = study->subjects[i];
        const char *id = cst__arena_text(
            a->arena, is_of_firm(study->fact) ? catalog->firms[of].id : catalog->offerings[of].id);
        shown->subjects[shown->n_subjects++] = id;
        ok = id != NULL;
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

static int compare_studies(const void *a, const void *b) {
    const cst__study *x = a;
    const cst__study *y = b;
    int order = strcmp(x->shown->row, y->shown->row);
    return order != 0 ? order : (x->fact > y->fact) - (x->fact < y->fact);
}

static cst_error list_studies(cst__assumed *a) {
    const cst_catalog *catalog = catalog_of(a);
    cst_error error = CST_E_OK;
    a->studies = cst__arena_alloc(a->scratch, count_filled(catalog), sizeof *a->studies);
    if (a->studies == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t o = 0; error == CST_E_OK && o < catalog->n_offerings; o++) {
        const cst__offering *it = &catalog->offerings[o];
        error = note_filled(a, it->filled, it->n_filled, o);
    }
    for (size_t f = 0; error == CST_E_OK && f < catalog->n_firms; f++) {
        const cst__firm *it = &catalog->firms[f];
        error = note_filled(a, it->filled, it->n_filled, f);
    }
    for (size_t i = 0; error == CST_E_OK && i < a->n; i++) {
        error = name_subjects(a, &a->studies[i]);
    }
    if (error == CST_E_OK && a->n > 0) {
        qsort(a->studies, a->n, sizeof *a->studies, compare_studies);
    }
    return error;
}

/* ---------------------------------------------------------------- other values */

static cst__taken value_of_firm(const cst__firm *firm, cst__taken value) {
    value.number = value.fact == CST__FACT_INCORPORATED      ? firm->incorporated
                   : value.fact == CST__FACT_PRINCIPAL_PLACE ? firm->principal_place
                   : value.fact == CST__FACT_PARENT          ? firm->parent
                                                             : (int)firm->size;
    return value;
}

static cst__taken value_of_offering(const cst__offering *o, cst__taken value) {
    value.number = value.fact == CST__FACT_MADE            ? o->us_bp[CST_METHOD_MADE]
                   : value.fact == CST__FACT_MADE_LOW      ? o->us_made_low_bp
                   : value.fact == CST__FACT_VALUE_ADDED   ? o->us_bp[CST_METHOD_VALUE_ADDED]
                   : value.fact == CST__FACT_MAKER_COUNTRY ? o->maker_country
                                                           : o->weights_origin;
    value.places = value.fact == CST__FACT_HOSTED_IN ? o->hosted_in : o->lineage;
    return value;
}

cst__taken cst__study_value(const cst__assumed *a, const cst__study *study) {
    const cst_catalog *catalog = catalog_of(a);
    cst__taken value = {.fact = study->fact, .text = study->shown->value};
    return is_of_firm(study->fact)
               ? value_of_firm(&catalog->firms[study->subjects[0]], value)
               : value_of_offering(&catalog->offerings[study->subjects[0]], value);
}

cst_opportunity *cst__study_tender(const cst__assumed *a, const cst__study *study,
                                   const cst__taken *value) {
    cst_opportunity *tender = cst__opportunity_copy(a->session->opportunity);
    cst_catalog *catalog = tender == NULL ? NULL : cst__opportunity_own_catalog(tender);
    cst__taken kept = *value;
    if (catalog != NULL && value->text != NULL) {
        kept.text = cst__arena_text(tender->arena, value->text);
    }
    if (catalog == NULL || (kept.text == NULL && value->text != NULL)) {
        cst_opportunity_free(tender);
        return NULL;
    }
    for (size_t i = 0; i < study->n_subjects; i++) {
        cst__catalog_suppose(catalog, study->subjects[i], &kept);
    }
    return tender;
}

/* ---------------------------------------------------------------- answers */

cst__least cst__base_least(const cst__assumed *a) {
    const cst__best *best = &a->base->best;
    return (cst__least){.status = a->base->status,
                        .units = best->found ? best->units : NULL,
                        .bound_cents = best->bound_cents};
}

bool cst__is_least(const cst__assumed *a, int64_t cost_cents, int64_t bound_cents) {
    double cost = (double)cost_cents;
    return cost - (double)bound_cents <= a->base->gap * fabs(cost);
}

static bool has_member(const cst_catalog *catalog, const int64_t *units, size_t firm) {
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (units[o] > 0 && catalog->offerings[o].firm == firm) {
            return true;
        }
    }
    return false;
}

bool cst__same_members(const cst_catalog *catalog, const int64_t *units, const int64_t *others) {
    for (size_t f = 0; f < catalog->n_firms; f++) {
        if (has_member(catalog, units, f) != has_member(catalog, others, f)) {
            return false;
        }
    }
    return true;
}

/* The figures of a choice under a tender, which must allow it. */
static cst_error judge(const cst__assumed *a, const cst_opportunity *tender, cst__inquiry *inquiry,
                       const cst__least *least) {
    cst__judged judged;
    cst_error error = cst__session_judge(a->session, tender, least->units, &judged);
    inquiry->best.found = judged.holds;
    inquiry->best.criteria = judged.criteria;
    inquiry->best.anchor = judged.anchor;
    return error == CST_E_OK && !judged.holds ? CST_E_INTERNAL : error;
}

/* How the conclusion compares with that of the tender as it is. */
static void compare(const cst__assumed *a, const cst__least *least, cst_value_range *range) {
    const cst_outcome *here = &range->outcome;
    bool both = least->units != NULL && a->base->best.found;
    range->same_members =
        both && cst__same_members(catalog_of(a), least->units, a->base->best.units);
    range->same = both ? range->same_members && here->package.content.met == a->base_met
                       : !here->found && !a->base->best.found && here->status == a->base->status;
}

cst_error cst__study_outcome(const cst__assumed *a, const cst_opportunity *tender,
                             const cst__least *least, cst_value_range *range) {
    cst__inquiry inquiry = cst__inquiry_on(a->session, tender);
    int64_t *units = NULL;
    cst_error error = CST_E_OK;
    inquiry.status = least->status;
    inquiry.gap = a->base->gap;
    inquiry.best.bound_cents = least->bound_cents;
    inquiry.best.cost_proven = least->status == CST_STATUS_SOLVED;
    if (least->units != NULL) {
        size_t n = catalog_of(a)->n_offerings;
        units = malloc((n + 1) * sizeof *units);
        if (units == NULL) {
            return CST_E_MEMORY;
        }
        memcpy(units, least->units, n * sizeof *units);
        inquiry.best.units = units;
        error = judge(a, tender, &inquiry, least);
    }
    if (error == CST_E_OK) {
        error = cst__inquiry_outcome(&inquiry, a->arena, &range->outcome);
    }
    if (error == CST_E_OK) {
        compare(a, least, range);
    }
    cst__inquiry_clear(&inquiry);
    return error;
}

/* ---------------------------------------------------------------- the whole */

/* Whether the cheapest package meets the content rule, as it says of itself. */
static cst_error find_base_met(cst__assumed *a) {
    cst_outcome outcome;
    cst_error error = cst__inquiry_outcome(a->base, a->scratch, &outcome);
    a->base_met = error == CST_E_OK && outcome.found && outcome.package.content.met;
    return error;
}

static cst_error study_all(cst__assumed *a) {
    a->session->task = "assumptions";
    cst_error error = cst__screen(a->session->opportunity, &a->screening);
    if (error == CST_E_OK) {
        error = list_studies(a);
    }
    if (error == CST_E_OK) {
        error = find_base_met(a);
    }
    if (error == CST_E_OK) {
        error = cst__study_shares(a);
    }
    return error == CST_E_OK ? cst__study_values(a) : error;
}

cst_error cst__assumed_find(cst__session *session, const cst__inquiry *base, cst__arena *arena,
                            cst_sensitivity **list, size_t *n) {
    cst__assumed a = {
        .session = session, .base = base, .arena = arena, .scratch = cst__arena_new()};
    cst_error error = a.scratch == NULL ? CST_E_MEMORY : study_all(&a);
    *list = error == CST_E_OK ? cst__arena_alloc(arena, a.n, sizeof **list) : NULL;
    if (error == CST_E_OK && *list == NULL) {
        error = CST_E_MEMORY;
    }
    *n = error == CST_E_OK ? a.n : 0;
    for (size_t i = 0; i < *n; i++) {
        (*list)[i] = *a.studies[i].shown;
    }
    cst__screening_free(a.screening);
    cst__arena_free(a.scratch);
    return error;
}
