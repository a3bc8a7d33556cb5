/* session.c - related questions, answered one batch after the other. */
#include "solver/session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/fit.h"
#include "solver/package.h"
#include "solver/pool.h"
#include "solver/result.h"
#include "solver/verify.h"

/* ---------------------------------------------------------------- begin and end */

cst_error cst__session_begin(cst__session *s, const cst_opportunity *opportunity,
                             const cst_settings *settings) {
    double now = cst__clock();
    double limit = settings->time_limit_s;
    *s = (cst__session){.opportunity = opportunity,
                        .settings = settings,
                        .deadline_s = limit > 0 ? now + limit : HUGE_VAL,
                        .task = ""};
    size_t n = opportunity->catalog->n_offerings;
    s->misfit_bp = malloc((n + 1) * sizeof *s->misfit_bp);
    cst_error error = cst__teller_begin(&s->teller, settings, now);
    if (error == CST_E_OK) {
        error = s->misfit_bp == NULL ? CST_E_MEMORY : cst__misfit(&opportunity, 1, s->misfit_bp);
    }
    return error;
}

void cst__session_end(cst__session *s) {
    for (size_t i = 0; i < s->n_known; i++) {
        free(s->known[i]);
    }
    free(s->known);
    free(s->misfit_bp);
    cst__teller_end(&s->teller);
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

cst_error cst__session_learn(cst__session *s, const int64_t *units) {
    if (is_known(s, units)) {
        return CST_E_OK;
    }
    if (s->most_known > 0 && s->n_known == s->most_known) {
        memcpy(s->known[s->oldest], units, n_offerings(s) * sizeof *units);
        s->oldest = (s->oldest + 1) % s->most_known;
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

/* How far a package of the tender is beyond the limits of a side, as a sum of shares of them. */
static double beyond(const cst__side *side, const cst_criteria *criteria) {
    double sum = 0;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (side->limit[c] != CST__NO_LIMIT) {
            double limit = (double)cst__loss((cst_criterion)c, side->limit[c]);
            double loss = (double)cst__criteria_loss(criteria, (cst_criterion)c);
            sum += fmax(loss - limit, 0) / (fabs(limit) + 1);
        }
    }
    return sum;
}

/* Of the known packages the best that holds under a question, as its best so far; and as a hint the
 * nearest of those that would without its side, or else, unless shares are limited, one that was
 * known before. */
static cst_error recall(const cst__session *s, const cst__screening *screening, cst__inquiry *q,
                        const int64_t **hint) {
    cst__judge *judge = NULL;
    cst__side none = cst__side_none();
    double nearest = HUGE_VAL;
    cst_error error = cst__judge_new(q->tender, screening, s->misfit_bp, &judge);
    for (size_t i = 0; error == CST_E_OK && i < s->n_known; i++) {
        cst_criteria criteria;
        if (cst__choice_holds(judge, s->known[i], &q->side, &criteria)) {
            if (!q->best.found || cst__is_preferred(&criteria, &q->best.criteria, q->aim)) {
                memcpy(q->best.units, s->known[i], n_offerings(s) * sizeof *s->known[i]);
                q->best.found = true;
                q->best.criteria = criteria;
                q->best.anchor = cst__judge_anchor(judge);
            }
        } else if (cst__choice_holds(judge, s->known[i], &none, &criteria)) {
            double distance = beyond(&q->side, &criteria);
            *hint = distance < nearest ? s->known[i] : *hint;
            nearest = fmin(distance, nearest);
        }
    }
    cst__judge_free(judge);
    if (*hint == NULL && s->n_known > 0 && !cst__limits_shares(&q->side)) {
        *hint = s->known[0];
    }
    return error;
}

cst_error cst__session_judge(const cst__session *s, const cst_opportunity *tender,
                             const int64_t *units, cst__judged *judged) {
    cst__screening *screening = NULL;
    cst__judge *judge = NULL;
    cst__side none = cst__side_none();
    *judged = (cst__judged){.anchor = CST__NONE};
    cst_error error = cst__screen(tender, &screening);
    if (error == CST_E_OK) {
        error = cst__judge_new(tender, screening, s->misfit_bp, &judge);
    }
    if (error == CST_E_OK) {
        judged->holds = cst__choice_holds(judge, units, &none, &judged->criteria);
        judged->anchor = judged->holds ? cst__judge_anchor(judge) : CST__NONE;
    }
    cst__judge_free(judge);
    cst__screening_free(screening);
    return error;
}

/* ---------------------------------------------------------------- one question */

cst__inquiry cst__inquiry_on(const cst__session *session, const cst_opportunity *tender) {
    return (cst__inquiry){.tender = tender,
                          .side = cst__side_none(),
                          .gap = session->settings->gap,
                          .floor_cents = INT64_MIN,
                          .least_loss = INT64_MIN,
                          .deadline_s = HUGE_VAL,
                          .status = CST_STATUS_LIMIT};
}

void cst__inquiry_clear(cst__inquiry *inquiry) {
    free(inquiry->best.units);
    inquiry->best.units = NULL;
}

/* The same of another aim than cost. */
static bool is_best_value(cst__inquiry *q) {
    if (cst__criteria_loss(&q->best.criteria, q->aim) > q->least_loss) {
        return false;
    }
    q->best.value_proven = true;
    q->best.cost_proven = false;
    q->best.bound_cents = cst__trivial_bound(q->tender->catalog);
    q->status = CST_STATUS_SOLVED;
    return true;
}

/* Whether a package that is known already answers the question. */
static bool is_answered(cst__inquiry *q) {
    if (!q->best.found) {
        return false;
    }
    if (q->aim != CST_CRITERION_COST && !q->first) {
        return is_best_value(q);
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

/* Any package of the tender at all. That none of a small largest share is as cheap as one that is
 * known is mostly to be proven. */
static cst_error find_any(const cst__solver *solver, cst__inquiry *q) {
    cst__answer answer = {.units = q->best.units};
    bool limits_cost = q->side.limit[CST_CRITERION_COST] != CST__NO_LIMIT;
    cst__ask ask = {.objective = {.aim = CST__AIM_COST},
                    .side = q->side,
                    .cutoff = HUGE_VAL,
                    .first = true,
                    .is_strong = limits_cost && cst__limits_shares(&q->side)};
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
static cst_error find_cheapest(const cst__solver *solver, const int64_t *hint, cst__inquiry *q) {
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
    cst_error error =
        cst__cheapest(solver, &q->side, (cst__given){start, hint}, q->any_tie, &q->best);
    if (error == CST_E_OK && !q->best.found && known.found) {
        q->best = known;
        q->best.cost_proven = false;
        q->best.bound_cents = cst__trivial_bound(q->tender->catalog);
        memcpy(q->best.units, start, n * sizeof *start);
    }
    free(start);
    q->status = !q->best.cost_proven ? CST_STATUS_LIMIT
                : q->best.found      ? CST_STATUS_SOLVED
                                     : CST_STATUS_INFEASIBLE;
    if (q->best.bound_cents < q->floor_cents) {
        q->best.bound_cents = q->floor_cents;
    }
    return error;
}

/* Of another criterion than cost. */
static cst_error find_best_value(const cst__solver *solver, cst__inquiry *q) {
    cst_error error = cst__best_value(solver, q->aim, &q->side, &q->best);
    q->best.cost_proven = false;
    q->best.bound_cents = cst__trivial_bound(q->tender->catalog);
    q->status = !q->best.value_proven ? CST_STATUS_LIMIT
                : q->best.found       ? CST_STATUS_SOLVED
                                      : CST_STATUS_INFEASIBLE;
    return error;
}

static void tell(void *context, const cst__search_news *news) {
    cst__session *s = context;
    cst__teller_tell(&s->teller, s->task, s->n_packages, news);
}

/* With every package known, unless it is for ties with some of them. */
static cst_error find_stairs(const cst__session *s, const cst__solver *solver, cst__inquiry *q) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && q->stairs->is_before == NULL && i < s->n_known; i++) {
        error = cst__stairs_offer(q->stairs, s->opportunity->catalog, s->known[i]);
    }
    if (error == CST_E_OK) {
        error = cst__stairs_find(solver, &q->side, q->stairs);
    }
    q->nodes += q->stairs->nodes;
    q->status = q->stairs->complete ? CST_STATUS_SOLVED : CST_STATUS_LIMIT;
    return error;
}

static cst_error search(cst__session *s, const cst__screening *screening, const int64_t *hint,
                        cst__inquiry *q) {
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
                              .deadline_s = fmin(s->deadline_s, q->deadline_s),
                              .stop = s->settings->stop,
                              .news = s->settings->progress == NULL ? NULL : tell,
                              .news_context = s,
                              .nodes = &q->nodes};
        q->searched = true;
        error = q->stairs != NULL              ? find_stairs(s, &solver, q)
                : q->cases != NULL             ? cst__cases_find(&solver, &q->side, q->cases)
                : q->first                     ? find_any(&solver, q)
                : q->aim == CST_CRITERION_COST ? find_cheapest(&solver, hint, q)
                                               : find_best_value(&solver, q);
    }
    cst__blocks_free(blocks);
    cst__formulation_free(formulation);
    return error;
}

/* Room for a package, unless the question has one to begin with. */
static cst_error make_room(const cst__session *s, cst__inquiry *q) {
    if (q->best.units == NULL) {
        q->best.units = malloc((n_offerings(s) + 1) * sizeof *q->best.units);
    }
    return q->best.units == NULL ? CST_E_MEMORY : CST_E_OK;
}

/* What there is before a search: the screening, which is the caller's, and what is known. */
static cst_error look_up(const cst__session *s, cst__inquiry *q, cst__screening **screening,
                         const int64_t **hint, bool *answered) {
    bool asks_many = q->stairs != NULL || q->cases != NULL;
    cst_error error = make_room(s, q);
    if (error == CST_E_OK) {
        error = cst__screen(q->tender, screening);
    }
    if (error == CST_E_OK && !asks_many) {
        error = recall(s, *screening, q, hint);
    }
    *answered = error == CST_E_OK && !asks_many && is_answered(q);
    return error;
}

cst_error cst__session_recall(const cst__session *s, cst__inquiry *q, bool *answered) {
    cst__screening *screening = NULL;
    const int64_t *hint = NULL;
    cst_error error = look_up(s, q, &screening, &hint, answered);
    cst__screening_free(screening);
    return error;
}

cst_error cst__session_answer(cst__session *s, cst__inquiry *q) {
    cst__screening *screening = NULL;
    const int64_t *hint = NULL;
    bool answered = false;
    cst_error error = look_up(s, q, &screening, &hint, &answered);
    if (error == CST_E_OK && !answered) {
        error = search(s, screening, hint, q);
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
    return cst__session_answer(b->session, &b->inquiries[task]);
}

bool cst__session_is_over(const cst__session *s) {
    return cst__time_is_up(s->deadline_s, s->settings->stop);
}

cst_error cst__session_take_over(cst__session *s, const cst__inquiry *inquiry) {
    size_t n_stairs = inquiry->stairs == NULL ? 0 : inquiry->stairs->n;
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < n_stairs; i++) {
        s->n_packages++;
        error = cst__session_learn(s, inquiry->stairs->list[i].units);
    }
    if (error != CST_E_OK || !inquiry->best.found) {
        return error;
    }
    s->n_packages++;
    return cst__session_learn(s, inquiry->best.units);
}

cst_error cst__session_ask(cst__session *s, cst__inquiry *inquiries, size_t n) {
    batch b = {s, inquiries};
    cst_error error = cst__pool_run((size_t)s->settings->threads, n, run_question, &b);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        error = cst__session_take_over(s, &inquiries[i]);
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

cst__inquiry *cst__asking_one(cst__asking *a, const cst__session *session,
                              cst_opportunity *tender) {
    if (!cst__asking_begin(a, 1)) {
        cst_opportunity_free(tender);
        return NULL;
    }
    return cst__asking_add(a, session, tender);
}

/* ---------------------------------------------------------------- packages */

/* A package that does not pass the verifier is an error, never an answer. */
static cst_error verify(const cst__inquiry *q, const cst_package *package) {
    cst_findings *findings = NULL;
    cst_error error = cst__verify_package(q->tender, package, q->gap, &findings);
    return error == CST_E_OK ? cst__findings_verdict(findings) : error;
}

cst_error cst__inquiry_package(const cst__inquiry *q, cst__arena *arena, cst_package *package) {
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

cst_error cst__inquiry_outcome(const cst__inquiry *q, cst__arena *arena, cst_outcome *outcome) {
    *outcome = (cst_outcome){.status = q->status, .found = q->best.found};
    return q->best.found ? cst__inquiry_package(q, arena, &outcome->package) : CST_E_OK;
}
