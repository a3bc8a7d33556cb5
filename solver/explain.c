/*
 * explain.c - cst_explain: the cheapest package of a tender, and all that is asked beside it:
 *
 *     session -> cheapest -> why nothing fits
 *                          | why in and why not, cost of rules, drop-outs, curves, assumptions
 */
#include "consort/explain.h"

#include <stdlib.h>

#include "solver/assumed.h"
#include "solver/nothing_fits.h"
#include "solver/result_fill.h"
#include "solver/rules_cost.h"
#include "solver/verify.h"
#include "solver/verify_explanation.h"
#include "solver/why.h"

typedef struct explaining {
    cst__session session;
    const cst_opportunity *opportunity;
    const cst_settings *settings;
    cst_questions questions;
    cst__party_id *parties;
    size_t n_parties;
    cst__inquiry base;
    cst_explanation *out;
    cst__arena *arena; /* of the result, which owns everything */
} explaining;

/* ---------------------------------------------------------------- what is asked */

static cst__party_id party_of(const cst_catalog *catalog, const char *id) {
    return (cst__party_id){cst__catalog_firm(catalog, id), cst__catalog_offering(catalog, id)};
}

/* Nothing at all stands for everything but curves and single ids; of assumptions where there are
 * some. */
static cst_questions complete(const cst_questions *asked, const cst_catalog *catalog) {
    cst_questions questions = asked == NULL ? (cst_questions){0} : *asked;
    bool any = questions.n_ids > 0 || questions.every_firm || questions.rules_cost ||
               questions.dropouts || questions.assumptions;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        any = any || questions.curves[c];
    }
    questions.rules_cost = questions.rules_cost || !any;
    questions.dropouts = questions.dropouts || !any;
    questions.assumptions = catalog->assumptions != NULL && (questions.assumptions || !any);
    return questions;
}

static cst_error list_parties(explaining *e) {
    const cst_catalog *catalog = e->opportunity->catalog;
    size_t most = e->questions.n_ids + (e->questions.every_firm ? catalog->n_firms : 0);
    e->parties = malloc((most + 1) * sizeof *e->parties);
    if (e->parties == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < e->questions.n_ids; i++) {
        cst__party_id party = party_of(catalog, e->questions.ids[i]);
        if (party.firm == CST__NONE && party.offering == CST__NONE) {
            return CST_E_SETTING;
        }
        e->parties[e->n_parties++] = party;
    }
    for (size_t f = 0; e->questions.every_firm && f < catalog->n_firms; f++) {
        e->parties[e->n_parties++] = (cst__party_id){f, CST__NONE};
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- the cheapest */

/* Single ids are answered to the cent. */
static cst_error find_base(explaining *e) {
    e->base = cst__inquiry_on(&e->session, e->opportunity);
    if (e->questions.n_ids > 0) {
        e->base.gap = 0;
    }
    e->session.task = "cost";
    return cst__session_ask(&e->session, &e->base, 1);
}

static cst_error fill_package(explaining *e) {
    cst_result *r = e->out->result;
    r->packages = cst__arena_alloc(r->arena, 1, sizeof *r->packages);
    if (r->packages == NULL) {
        return CST_E_MEMORY;
    }
    cst_error error = cst__inquiry_package(&e->base, r->arena, &r->packages[0]);
    r->packages[0].id = "p1";
    r->n_packages = 1;
    return error;
}

static cst_error fill_result(explaining *e) {
    cst_result *r = e->out->result;
    cst__screening *screening = NULL;
    cst_error error = cst__screen(e->opportunity, &screening);
    if (error == CST_E_OK && (!cst__result_head(r, "explain", e->opportunity, e->settings) ||
                              !cst__result_screening(r, e->opportunity, screening))) {
        error = CST_E_MEMORY;
    }
    cst__screening_free(screening);
    r->asked.by = CST_BY_COST;
    r->asked.candidates = 1;
    r->asked.gap = e->base.gap;
    r->status = e->base.status;
    return error == CST_E_OK && e->base.best.found ? fill_package(e) : error;
}

/* ---------------------------------------------------------------- the answers */

static cst_error answer_whys(explaining *e) {
    cst_explanation *out = e->out;
    out->whys = cst__arena_alloc(e->arena, e->n_parties, sizeof *out->whys);
    out->n_whys = e->n_parties;
    return out->whys == NULL ? CST_E_MEMORY
                             : cst__why_find(&e->session, &e->base, e->parties, e->n_parties,
                                             e->arena, out->whys);
}

static cst_error answer(explaining *e) {
    cst_explanation *out = e->out;
    bool found = e->base.best.found;
    cst_error error = CST_E_OK;
    if (e->base.status == CST_STATUS_INFEASIBLE) {
        error = cst__nothing_fits(&e->session, (size_t)e->settings->conflicts, e->arena,
                                  &out->result->nothing_fits);
    }
    if (error == CST_E_OK && e->n_parties > 0) {
        error = answer_whys(e);
    }
    if (error == CST_E_OK && e->questions.rules_cost) {
        error = cst__rules_cost_find(&e->session, &e->base, e->arena, &out->rules, &out->n_rules);
    }
    if (error == CST_E_OK && e->questions.dropouts && found) {
        error =
            cst__dropouts_find(&e->session, &e->base, e->arena, &out->dropouts, &out->n_dropouts);
    }
    if (error == CST_E_OK) {
        error = cst__curves_find(&e->session, &e->base, e->questions.curves, e->arena, &out->curves,
                                 &out->n_curves);
    }
    if (error == CST_E_OK && e->questions.assumptions) {
        error = cst__assumed_find(&e->session, &e->base, e->arena, &out->assumptions,
                                  &out->n_assumptions);
    }
    return error;
}

/* ---------------------------------------------------------------- is it all proven */

static bool is_decided(const cst_outcome *outcome) {
    return outcome->status != CST_STATUS_LIMIT;
}

static bool is_answered(const cst_sensitivity *sensitivity) {
    bool answered = true;
    for (size_t i = 0; i < sensitivity->n_ranges; i++) {
        answered = answered && is_decided(&sensitivity->ranges[i].outcome);
    }
    return answered;
}

static bool is_complete(const cst_explanation *x) {
    const cst_infeasibility *n = x->result->nothing_fits;
    bool complete = x->result->status != CST_STATUS_LIMIT;
    complete = complete && (n == NULL || n->settled);
    for (size_t i = 0; i < x->n_whys; i++) {
        bool asked =
            x->whys[i].standing != CST_STANDING_REFUSED && x->result->status == CST_STATUS_SOLVED;
        complete = complete && (!asked || is_decided(&x->whys[i].other));
    }
    for (size_t i = 0; i < x->n_rules; i++) {
        complete = complete && (x->rules[i].idle || is_decided(&x->rules[i].other));
    }
    for (size_t i = 0; i < x->n_dropouts; i++) {
        complete = complete && is_decided(&x->dropouts[i].other);
    }
    for (size_t i = 0; i < x->n_curves; i++) {
        complete = complete && x->curves[i].complete;
    }
    for (size_t i = 0; i < x->n_assumptions; i++) {
        complete = complete && is_answered(&x->assumptions[i]);
    }
    return complete;
}

/* ---------------------------------------------------------------- the door */

/* What does not pass the verifier is an error, never an answer. */
static cst_error verify(const explaining *e) {
    cst_findings *findings = NULL;
    cst_error error = cst__verify_explanation(e->opportunity, e->out, NULL, &findings);
    return error == CST_E_OK ? cst__findings_verdict(findings) : error;
}

static cst_error explain(explaining *e) {
    cst_result *result = cst__result_new();
    e->out = result == NULL ? NULL : cst__arena_alloc(result->arena, 1, sizeof *e->out);
    if (e->out == NULL) {
        cst_result_free(result);
        return CST_E_MEMORY;
    }
    e->out->result = result;
    e->arena = result->arena;
    cst_error error = list_parties(e);
    if (error == CST_E_OK) {
        error = cst__session_begin(&e->session, e->opportunity, e->settings);
    }
    if (error == CST_E_OK) {
        error = find_base(e);
    }
    if (error == CST_E_OK) {
        error = fill_result(e);
    }
    if (error == CST_E_OK) {
        error = answer(e);
    }
    if (error != CST_E_OK) {
        return error;
    }
    e->out->complete = is_complete(e->out);
    return verify(e);
}

cst_error cst_explain(const cst_rules *rules, const cst_catalog *catalog,
                      const cst_opportunity *opportunity, const cst_settings *settings,
                      const cst_questions *questions, cst_explanation **explanation) {
    *explanation = NULL;
    cst_settings used = settings == NULL ? cst_settings_default() : *settings;
    const char *field = NULL;
    if (cst_settings_check(&used, &field) != CST_E_OK ||
        !cst__belong_together(rules, catalog, opportunity) ||
        (questions != NULL && questions->curves[CST_CRITERION_COST])) {
        return CST_E_SETTING;
    }
    explaining e = {
        .opportunity = opportunity, .settings = &used, .questions = complete(questions, catalog)};
    cst_error error = explain(&e);
    cst__inquiry_clear(&e.base);
    cst__session_end(&e.session);
    free(e.parties);
    if (error != CST_E_OK) {
        cst_explanation_free(e.out);
        e.out = NULL;
    }
    *explanation = e.out;
    return error;
}

void cst_explanation_free(cst_explanation *explanation) {
    if (explanation != NULL) {
        cst_result_free(explanation->result);
    }
}
