/* session.c - related questions, answered one batch after the other. */
#include "solver/session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/fit.h"
#include "solver/package.h"
#include "solver/pool.h"
#include "solver/verify.h"

/* ---------------------------------------------------------------- begin and end */

cst_error cst__session_begin(cst__session *s, const cst_opportunity *opportunity,
                             const cst_settings *settings) {
    double now = cst__clock();
    double limit = settings->time_limit_s;
    *s = (cst__session){.opportunity = opportunity,
                        .settings = settings,
                        .began_s = now,
                        .deadline_s = limit > 0 ? now + limit : HUGE_VAL,
                        .task = ""};
    size_t n = opportunity->catalog->n_offerings;
    s->misfit_bp = malloc((n + 1) * sizeof *s->misfit_bp);
    if (s->misfit_bp == NULL) {
        return CST_E_MEMORY;
    }
    if (pthread_mutex_init(&s->lock, NULL) != 0) {
        free(s->misfit_bp);
        s->misfit_bp = NULL;
        return CST_E_MEMORY;
    }
    return cst__misfit(&opportunity, 1, s->misfit_bp);
}

void cst__session_end(cst__session *s) {
    for (size_t i = 0; i < s->n_known; i++) {
        free(s->known[i]);
    }
    free(s->known);
    if (s->misfit_bp != NULL) {
        pthread_mutex_destroy(&s->lock);
    }
    free(s->misfit_bp);
    *s = (cst__session){0};
}

/* ---------------------------------------------------------------- what is known */

static size_t n_offerings(const cst__session *s) {
    return s->opportunity->catalog->n_offerings;
}

static bool is_known(const cst__session *s, const int64_t *units) {
    size_t size = n_offerings(s) * sizeof *units;
    for (size_t i = 0; i < s->n_known; i++) {
        if (memcmp(s->known[i], units, size) == 0) {
            return true;
        }
    }
    return false;
}

static cst_error remember(cst__session *s, const int64_t *units) {
    if (is_known(s, units)) {
        return CST_E_OK;
    }
    if (s->n_known == s->room_known) {
        size_t room = s->room_known == 0 ? 64 : 2 * s->room_known;
        int64_t **known = realloc(s->known, room * sizeof *known);
        if (known == NULL) {
            return CST_E_MEMORY;
        }
        s->known = known;
        s->room_known = room;
    }
    int64_t *copy = malloc((n_offerings(s) + 1) * sizeof *copy);
    if (copy == NULL) {
        return CST_E_MEMORY;
    }
    memcpy(copy, units, n_offerings(s) * sizeof *copy);
    s->known[s->n_known++] = copy;
    return CST_E_OK;
}

/* Whether a is to be preferred to b: cheaper, then fewer members. */
static bool is_cheaper(const cst_criteria *a, const cst_criteria *b) {
    return a->cost_cents != b->cost_cents ? a->cost_cents < b->cost_cents : a->members < b->members;
}

/* The cheapest known package that holds under a question, as its best so far. */
static cst_error begin_with_known(const cst__session *s, const cst__screening *screening,
                                  cst__inquiry *q) {
    cst__judge *judge = NULL;
    cst_error error = cst__judge_new(q->tender, screening, s->misfit_bp, &judge);
    for (size_t i = 0; error == CST_E_OK && i < s->n_known; i++) {
        cst_criteria criteria;
        if (cst__choice_holds(judge, s->known[i], &q->side, &criteria) &&
            (!q->best.found || is_cheaper(&criteria, &q->best.criteria))) {
            memcpy(q->best.units, s->known[i], n_offerings(s) * sizeof *s->known[i]);
            q->best.found = true;
            q->best.criteria = criteria;
            q->best.anchor = cst__judge_anchor(judge);
        }
    }
    cst__judge_free(judge);
    return error;
}

/* ---------------------------------------------------------------- one question */

cst__inquiry cst__inquiry_on(const cst__session *session, const cst_opportunity *tender) {
    return (cst__inquiry){.tender = tender,
                          .side = cst__side_none(),
                          .gap = session->settings->gap,
                          .floor_cents = INT64_MIN,
                          .status = CST_STATUS_LIMIT};
}

void cst__inquiry_clear(cst__inquiry *inquiry) {
    free(inquiry->best.units);
    inquiry->best.units = NULL;
}

/* Whether a package that is known already answers the question. */
static bool is_answered(cst__inquiry *q) {
    if (!q->best.found) {
        return false;
    }
    double cost = (double)q->best.criteria.cost_cents;
    bool cheap = q->floor_cents > INT64_MIN && cost - (double)q->floor_cents <= q->gap * fabs(cost);
    if (!q->first && !cheap) {
        return false;
    }
    q->best.cost_proven = cheap;
    q->best.bound_cents = cheap ? q->floor_cents : q->best.bound_cents;
    q->status = CST_STATUS_SOLVED;
    return true;
}

/* Any package of the tender at all. */
static cst_error find_any(const cst__solver *solver, cst__inquiry *q) {
    cst__answer answer = {.units = q->best.units};
    cst__ask ask = {
        .objective = {.aim = CST__AIM_COST}, .side = q->side, .cutoff = HUGE_VAL, .first = true};
    cst_error error = cst__solve(solver, &ask, &answer);
    q->best.found = error == CST_E_OK && answer.found;
    q->best.criteria = answer.criteria;
    q->best.anchor = answer.anchor;
    q->status = q->best.found                       ? CST_STATUS_SOLVED
                : answer.status == CST__SEARCH_NONE ? CST_STATUS_INFEASIBLE
                                                    : CST_STATUS_LIMIT;
    return error;
}

/* What was known before stays where the search is stopped without anything. */
static cst_error find_cheapest(const cst__solver *solver, cst__inquiry *q) {
    size_t n = solver->formulation->opportunity->catalog->n_offerings;
    cst__best known = q->best;
    int64_t *start = NULL;
    if (known.found) {
        start = malloc((n + 1) * sizeof *start);
        if (start == NULL) {
            return CST_E_MEMORY;
        }
        memcpy(start, known.units, n * sizeof *start);
    }
    cst_error error = cst__cheapest(solver, &q->side, start, &q->best);
    if (error == CST_E_OK && !q->best.found && known.found) {
        q->best = known;
        q->best.cost_proven = false;
        q->best.bound_cents = cst__trivial_bound(solver);
        memcpy(q->best.units, start, n * sizeof *start);
    }
    free(start);
    q->status = !q->best.cost_proven ? CST_STATUS_LIMIT
                : q->best.found      ? CST_STATUS_SOLVED
                                     : CST_STATUS_INFEASIBLE;
    if (q->best.found && q->best.bound_cents < q->floor_cents) {
        q->best.bound_cents = q->floor_cents;
    }
    return error;
}

static void tell(void *context, const cst__search_news *news);

static cst_error search(cst__session *s, const cst__screening *screening, cst__inquiry *q) {
    cst__formulation *formulation = NULL;
    cst__blocks *blocks = NULL;
    cst_error error = cst__formulate(q->tender, screening, s->misfit_bp, &formulation);
    if (error == CST_E_OK) {
        error = cst__blocks_new(formulation, &blocks);
    }
    if (error == CST_E_OK) {
        cst__solver solver = {.formulation = formulation,
                              .blocks = blocks,
                              .gap = q->gap,
                              .deadline_s = s->deadline_s,
                              .stop = s->settings->stop,
                              .news = s->settings->progress == NULL ? NULL : tell,
                              .news_context = s};
        error = q->first ? find_any(&solver, q) : find_cheapest(&solver, q);
    }
    cst__blocks_free(blocks);
    cst__formulation_free(formulation);
    return error;
}

static cst_error answer(cst__session *s, cst__inquiry *q) {
    q->best.units = malloc((n_offerings(s) + 1) * sizeof *q->best.units);
    if (q->best.units == NULL) {
        return CST_E_MEMORY;
    }
    cst__screening *screening = NULL;
    cst_error error = cst__screen(q->tender, &screening);
    if (error == CST_E_OK) {
        error = begin_with_known(s, screening, q);
    }
    if (error == CST_E_OK && !is_answered(q)) {
        error = search(s, screening, q);
    }
    cst__screening_free(screening);
    return error;
}

/* ---------------------------------------------------------------- a batch */

typedef struct batch {
    cst__session *session;
    cst__inquiry *inquiries;
} batch;

static cst_error run_question(void *context, size_t task) {
    batch *b = context;
    return answer(b->session, &b->inquiries[task]);
}

cst_error cst__session_ask(cst__session *s, cst__inquiry *inquiries, size_t n) {
    batch b = {s, inquiries};
    cst_error error = cst__pool_run((size_t)s->settings->threads, n, run_question, &b);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        if (inquiries[i].best.found) {
            error = remember(s, inquiries[i].best.units);
            s->n_packages++;
        }
    }
    return error;
}

bool cst__asking_begin(cst__asking *a, size_t most) {
    *a = (cst__asking){.tenders = calloc(most + 1, sizeof *a->tenders),
                       .inquiries = calloc(most + 1, sizeof *a->inquiries)};
    return a->tenders != NULL && a->inquiries != NULL;
}

void cst__asking_clear(cst__asking *a) {
    for (size_t i = 0; i < a->n; i++) {
        cst__inquiry_clear(&a->inquiries[i]);
        cst_opportunity_free(a->tenders[i]);
    }
    a->n = 0;
}

void cst__asking_end(cst__asking *a) {
    cst__asking_clear(a);
    free(a->tenders);
    free(a->inquiries);
}

cst__inquiry *cst__asking_add(cst__asking *a, const cst__session *session,
                              cst_opportunity *tender) {
    if (tender == NULL) {
        return NULL;
    }
    cst__inquiry *inquiry = &a->inquiries[a->n];
    a->tenders[a->n++] = tender;
    *inquiry = cst__inquiry_on(session, tender);
    return inquiry;
}

/* ---------------------------------------------------------------- progress */

static const double tell_every_s = 0.2;

static void tell(void *context, const cst__search_news *news) {
    cst__session *s = context;
    double now = cst__clock();
    pthread_mutex_lock(&s->lock);
    if (now - s->told_s >= tell_every_s) {
        s->told_s = now;
        cst_progress progress = {.task = s->task,
                                 .elapsed_s = now - s->began_s,
                                 .has_incumbent = news->has_incumbent,
                                 .incumbent_cents = (int64_t)news->incumbent,
                                 .bound_cents = news->bound,
                                 .gap = 1,
                                 .nodes = news->nodes,
                                 .packages = s->n_packages};
        if (news->has_incumbent) {
            double above = news->incumbent - fmin(news->bound, news->incumbent);
            progress.gap = above / fmax(fabs(news->incumbent), 1);
        }
        s->settings->progress(&progress, s->settings->progress_context);
    }
    pthread_mutex_unlock(&s->lock);
}

/* ---------------------------------------------------------------- packages */

/* A package that does not pass the verifier is an error, never an answer. */
static cst_error verify(const cst__inquiry *q, const cst_package *package) {
    cst_findings *findings = NULL;
    cst_error error = cst__verify_package(q->tender, package, q->gap, &findings);
    if (error == CST_E_OK && cst_findings_count(findings) > 0) {
        error = CST_E_INTERNAL;
    }
    cst_findings_free(findings);
    return error;
}

cst_error cst__session_package(const cst__session *s, const cst__inquiry *q, cst__arena *arena,
                               cst_package *package) {
    (void)s;
    cst__screening *screening = NULL;
    cst_error error = cst__screen(q->tender, &screening);
    if (error != CST_E_OK) {
        return error;
    }
    cst__chosen chosen = {q->best.units, q->best.criteria, q->best.anchor};
    *package = (cst_package){.id = "",
                             .proof = q->best.cost_proven ? CST_PROOF_OPTIMAL : CST_PROOF_UNPROVEN,
                             .bound_cents = q->best.bound_cents};
    if (!cst__package_fill(package, arena, q->tender, screening, &chosen)) {
        error = CST_E_MEMORY;
    }
    if (error == CST_E_OK) {
        error = verify(q, package);
    }
    cst__screening_free(screening);
    return error;
}

cst_error cst__session_outcome(const cst__session *s, const cst__inquiry *q, cst__arena *arena,
                               cst_outcome *outcome) {
    *outcome = (cst_outcome){.status = q->status, .found = q->best.found};
    return q->best.found ? cst__session_package(s, q, arena, &outcome->package) : CST_E_OK;
}
