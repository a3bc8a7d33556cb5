/*
 * match.c - cst_match: the whole way from catalog and opportunity to a verified result.
 *
 *     screen -> fit -> formulate -> slate (solve, judge) -> packages | why nothing fits -> verify
 *
 * and before the verifier, where it is asked for, what risks a package runs and what is left of the
 * tender when its members are lost.
 */
#include "consort/match.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/blocks.h"
#include "solver/diverse.h"
#include "solver/fit.h"
#include "solver/formulate.h"
#include "solver/frontier.h"
#include "solver/nothing_fits.h"
#include "solver/package.h"
#include "solver/resilience.h"
#include "solver/result.h"
#include "solver/result_fill.h"
#include "solver/risk.h"
#include "solver/screen.h"
#include "solver/slate.h"
#include "solver/teller.h"
#include "solver/verify.h"

/* The parts on the way, freed together. */
typedef struct matching {
    const cst_opportunity *opportunity;
    const cst_settings *settings;
    cst__screening *screening;
    int64_t *misfit_bp;
    cst__formulation *formulation;
    cst__blocks *blocks;
    cst__slate slate; /* one of the three */
    cst__frontier frontier;
    cst__diverse diverse;
    cst_result *result;
    double began_s;
    cst__teller teller;
} matching;

/* ---------------------------------------------------------------- progress */

static void tell(void *context, const cst__search_news *news) {
    matching *m = context;
    cst__teller_tell(&m->teller, "cost", (int)m->slate.n_listed, news);
}

/* ---------------------------------------------------------------- the way */

static cst_error prepare(matching *m) {
    const cst_opportunity *p = m->opportunity;
    cst_error error = cst__screen(p, &m->screening);
    if (error != CST_E_OK) {
        return error;
    }
    m->misfit_bp = malloc((p->catalog->n_offerings + 1) * sizeof *m->misfit_bp);
    if (m->misfit_bp == NULL) {
        return CST_E_MEMORY;
    }
    error = cst__misfit(&p, 1, m->misfit_bp);
    if (error == CST_E_OK) {
        error = cst__formulate(p, m->screening, m->misfit_bp, &m->formulation);
    }
    return error == CST_E_OK ? cst__blocks_new(m->formulation, &m->blocks) : error;
}

static bool by_frontier(const matching *m) {
    return m->settings->by == CST_BY_FRONTIER;
}

/* The time limit is on all of the call. */
static cst_error begin_session(const matching *m, cst__session *session) {
    cst_error error = cst__session_begin(session, m->opportunity, m->settings);
    session->deadline_s += m->began_s - session->teller.began_s;
    session->teller.began_s = m->began_s;
    return error;
}

static cst_error search_related(matching *m) {
    cst__session session;
    cst_error error = begin_session(m, &session);
    if (error == CST_E_OK) {
        error = by_frontier(m) ? cst__frontier_find(&session, &m->frontier)
                               : cst__diverse_find(&session, &m->diverse);
    }
    cst__session_end(&session);
    return error;
}

static cst_error search_slate(matching *m) {
    const cst_settings *settings = m->settings;
    double limit = settings->time_limit_s;
    cst__solver solver = {.formulation = m->formulation,
                          .blocks = m->blocks,
                          .gap = settings->gap,
                          .deadline_s = limit > 0 ? m->began_s + limit : HUGE_VAL,
                          .stop = settings->stop,
                          .news = settings->progress == NULL ? NULL : tell,
                          .news_context = m};
    return cst__slate_make(&solver, settings, &m->slate);
}

static cst_error search(matching *m) {
    bool related = by_frontier(m) || m->settings->by == CST_BY_DIVERSE;
    return related ? search_related(m) : search_slate(m);
}

/* ---------------------------------------------------------------- the result */

static const cst__slate *slate_of(const matching *m) {
    return m->settings->by == CST_BY_DIVERSE ? &m->diverse.slate : &m->slate;
}

static bool is_none(const matching *m) {
    return slate_of(m)->none || m->frontier.none;
}

static void fill_status(matching *m) {
    cst_result *r = m->result;
    bool none = is_none(m);
    bool proven = by_frontier(m) ? m->frontier.proven : slate_of(m)->proven;
    r->status = none ? CST_STATUS_INFEASIBLE : proven ? CST_STATUS_SOLVED : CST_STATUS_LIMIT;
    memcpy(r->criteria_proven, m->slate.value_proven, sizeof r->criteria_proven);
}

static bool fill_package(matching *m, size_t i, const cst__best *best, bool proven) {
    cst_package *package = &m->result->packages[i];
    cst__chosen chosen = {best->units, best->criteria, best->anchor};
    package->id = cst__arena_format(m->result->arena, "p%zu", i + 1);
    package->proof = proven ? CST_PROOF_OPTIMAL : CST_PROOF_UNPROVEN;
    package->bound_cents = best->bound_cents;
    return package->id != NULL &&
           cst__package_fill(package, m->result->arena, m->opportunity, m->screening, &chosen);
}

static bool fill_listed(matching *m, size_t i) {
    const cst__listed *listed = &slate_of(m)->listed[i];
    bool labelled = false;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        labelled = labelled || listed->best_at[c];
    }
    memcpy(m->result->packages[i].best_at, listed->best_at, sizeof listed->best_at);
    return fill_package(m, i, &listed->best,
                        listed->best.cost_proven && (!labelled || listed->best.value_proven));
}

/* The proof of a point is of what it is on the named criteria; ties are told by the status. */
static bool fill_point(matching *m, size_t i) {
    const cst__point *point = &m->frontier.points[i];
    return fill_package(m, i, &point->best, point->proven);
}

static void fill_region(const cst__axes *axes, const int64_t *upper, cst_open_region *region) {
    for (size_t j = 0; j < axes->p; j++) {
        cst_criterion criterion = axes->criterion[j];
        region->has_limit[criterion] = upper[j] != CST__NO_BOUND;
        region->limit[criterion] =
            region->has_limit[criterion] ? cst__loss(criterion, upper[j]) : 0;
    }
}

static bool fill_frontier(matching *m) {
    const cst__frontier *f = &m->frontier;
    cst__arena *arena = m->result->arena;
    cst_frontier *out = cst__arena_alloc(arena, 1, sizeof *out);
    cst_open_region *open = cst__arena_alloc(arena, f->open.n, sizeof *open);
    m->result->frontier = out;
    if (out == NULL || open == NULL) {
        return false;
    }
    for (size_t j = 0; j < f->axes.p; j++) {
        out->named[f->axes.criterion[j]] = true;
    }
    out->complete = f->complete;
    out->coverage_bp = f->coverage_bp;
    out->open = open;
    out->n_open = f->open.n;
    for (size_t i = 0; i < f->open.n; i++) {
        fill_region(&f->axes, cst__zone(&f->open, i), &open[i]);
    }
    return true;
}

static bool fill_diversity(matching *m) {
    const cst__diverse *d = &m->diverse;
    if (m->settings->by != CST_BY_DIVERSE || d->slate.n_listed == 0) {
        return true;
    }
    cst_diversity *out = cst__arena_alloc(m->result->arena, 1, sizeof *out);
    m->result->diversity = out;
    if (out != NULL) {
        *out = (cst_diversity){d->limit_cents, d->least, d->bound == INT_MAX ? -1 : d->bound};
    }
    return out != NULL;
}

static bool fill_packages(matching *m) {
    cst_result *r = m->result;
    bool frontier = by_frontier(m);
    size_t n = frontier ? m->frontier.n_points : slate_of(m)->n_listed;
    r->packages = cst__arena_alloc(r->arena, n, sizeof *r->packages);
    bool ok = r->packages != NULL && (!frontier || fill_frontier(m)) && fill_diversity(m);
    for (size_t i = 0; ok && i < n; i++) {
        ok = frontier ? fill_point(m, i) : fill_listed(m, i);
        r->n_packages = i + 1;
    }
    return ok;
}

/* The least difference to a listed value that is not as good; 0 where there is none. */
static int64_t lead_of(const cst_result *r, size_t i, cst_criterion criterion) {
    int64_t best = cst__criteria_loss(&r->packages[i].criteria, criterion);
    int64_t lead = 0;
    for (size_t k = 0; k < r->n_packages; k++) {
        int64_t more = cst__criteria_loss(&r->packages[k].criteria, criterion) - best;
        lead = more > 0 && (lead == 0 || more < lead) ? more : lead;
    }
    return lead;
}

static void fill_leads(cst_result *r) {
    for (size_t i = 0; i < r->n_packages; i++) {
        for (int c = 0; c < CST_N_CRITERIA; c++) {
            cst_package *package = &r->packages[i];
            package->lead[c] = package->best_at[c] ? lead_of(r, i, (cst_criterion)c) : 0;
        }
    }
}

static cst_error fill(matching *m) {
    m->result = cst__result_new();
    if (m->result == NULL || !cst__result_head(m->result, "match", m->opportunity, m->settings) ||
        !cst__result_screening(m->result, m->opportunity, m->screening) || !fill_packages(m)) {
        return CST_E_MEMORY;
    }
    fill_leads(m->result);
    fill_status(m);
    return CST_E_OK;
}

/* ---------------------------------------------------------------- beyond the packages */

/* Where nothing fits: why, and what would. */
static cst_error explain(matching *m, cst__session *session) {
    return cst__nothing_fits(session, (size_t)m->settings->conflicts, m->result->arena,
                             &m->result->nothing_fits);
}

static cst_error study_resilience(matching *m, cst__session *session) {
    m->result->asked.resilience = true;
    return cst__resilience_fill(session, m->result->packages, m->result->n_packages,
                                m->result->arena);
}

/* Further questions about the tender. */
static cst_error ask_further(matching *m, cst_error (*ask)(matching *m, cst__session *session)) {
    cst__session session;
    cst_error error = begin_session(m, &session);
    if (error == CST_E_OK) {
        error = ask(m, &session);
    }
    cst__session_end(&session);
    return error;
}

static cst_error study_risk(matching *m) {
    cst_result *r = m->result;
    cst__risky *risky = malloc((r->n_packages + 1) * sizeof *risky);
    if (risky == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t i = 0; i < r->n_packages; i++) {
        const cst__best *best =
            by_frontier(m) ? &m->frontier.points[i].best : &slate_of(m)->listed[i].best;
        risky[i] = (cst__risky){&r->packages[i], best->units};
    }
    r->asked.samples = m->settings->samples;
    r->asked.seed = m->settings->seed;
    r->shocks = m->opportunity->rules->shocks;
    cst_error error =
        cst__risk_fill(m->opportunity, m->screening, m->settings, risky, r->n_packages, r->arena);
    free(risky);
    return error;
}

/* What is told only when there is cause, or when it is asked for. */
static cst_error study(matching *m) {
    cst_error error = is_none(m) ? ask_further(m, explain) : CST_E_OK;
    if (error == CST_E_OK && m->settings->risk != 0) {
        error = study_risk(m);
    }
    if (error == CST_E_OK && m->settings->resilience != 0) {
        error = ask_further(m, study_resilience);
    }
    return error;
}

/* A result that does not pass the verifier is an error, never a result. */
static cst_error verify(const matching *m) {
    cst_findings *findings = NULL;
    cst_error error = cst__verify_result(m->opportunity, m->result, &findings);
    return error == CST_E_OK ? cst__findings_verdict(findings) : error;
}

/* ---------------------------------------------------------------- the door */

/* Frontiers and diverse packages differ in ways of their own. */
static bool differs_as_it_may(const cst_settings *s) {
    bool own = s->by == CST_BY_FRONTIER || s->by == CST_BY_DIVERSE;
    return !own || (s->differ == 1 && s->differ_slot == NULL);
}

/* A frontier is of two or more criteria, and of US content only where that is computed. */
static bool names_a_frontier(const cst_opportunity *p, unsigned mask) {
    bool content = (mask >> CST_CRITERION_US_CONTENT & 1U) != 0;
    bool several = (mask & (mask - 1)) != 0;
    return several && (!content || p->content_mode != CST_MODE_IGNORE);
}

static cst_error match(matching *m) {
    cst_error error = prepare(m);
    if (error == CST_E_OK) {
        error = search(m);
    }
    if (error == CST_E_OK) {
        error = fill(m);
    }
    if (error == CST_E_OK) {
        error = study(m);
    }
    return error == CST_E_OK ? verify(m) : error;
}

cst_error cst_match(const cst_rules *rules, const cst_catalog *catalog,
                    const cst_opportunity *opportunity, const cst_settings *settings,
                    cst_result **result) {
    *result = NULL;
    cst_settings used = settings == NULL ? cst_settings_default() : *settings;
    const char *field = NULL;
    if (cst_settings_check(&used, &field) != CST_E_OK ||
        !cst__belong_together(rules, catalog, opportunity) ||
        (used.differ_slot != NULL && cst__rules_slot(rules, used.differ_slot) == CST__NONE) ||
        !differs_as_it_may(&used) ||
        (used.by == CST_BY_FRONTIER && !names_a_frontier(opportunity, used.frontier))) {
        return CST_E_SETTING;
    }
    matching m = {.opportunity = opportunity, .settings = &used, .began_s = cst__clock()};
    cst_error error = cst__teller_begin(&m.teller, &used, m.began_s);
    if (error == CST_E_OK) {
        error = match(&m);
    }
    cst__blocks_free(m.blocks);
    cst__formulation_free(m.formulation);
    cst__screening_free(m.screening);
    cst__slate_clear(&m.slate);
    cst__frontier_end(&m.frontier);
    cst__diverse_end(&m.diverse);
    free(m.misfit_bp);
    cst__teller_end(&m.teller);
    if (error != CST_E_OK) {
        cst_result_free(m.result);
        m.result = NULL;
    }
    *result = m.result;
    return error;
}
