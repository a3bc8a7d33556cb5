/* serve.c - what is known of each market, and the searches that add to it. */
#include "solver/serve.h"

#include <math.h>

#include "solver/fit.h"
#include "solver/pool.h"
#include "solver/probe.h"
#include "solver/result.h"
#include "solver/twins.h"

/* ---------------------------------------------------------------- begin and end */

/* The fit of all offerings for all markets is one product. */
static cst_error find_misfit(cst__serving *s) {
    const cst_opportunity **tenders = calloc(s->n_markets + 1, sizeof(const cst_opportunity *));
    s->misfit_bp = malloc((s->n_markets * s->n_offerings + 1) * sizeof *s->misfit_bp);
    cst_error error = CST_E_MEMORY;
    if (tenders != NULL && s->misfit_bp != NULL) {
        for (size_t m = 0; m < s->n_markets; m++) {
            tenders[m] = &s->markets->markets[m].tender;
        }
        error = cst__misfit(tenders, s->n_markets, s->misfit_bp);
    }
    free(tenders);
    return error;
}

static cst_error begin_market(cst__serving *s, size_t m) {
    cst__served_market *it = &s->market[m];
    const cst_catalog *catalog = s->markets->catalog;
    it->market = &s->markets->markets[m];
    it->misfit_bp = s->misfit_bp + m * s->n_offerings;
    it->useful = cst__firms_new(s->words);
    it->leaders = cst__firms_new(s->words);
    cst_error error = it->useful == NULL || it->leaders == NULL
                          ? CST_E_MEMORY
                          : cst__screen(&it->market->tender, &it->screening);
    for (size_t o = 0; error == CST_E_OK && o < s->n_offerings; o++) {
        if (it->screening->eligible[o]) {
            cst__firms_put(it->useful, catalog->offerings[o].firm);
        }
    }
    size_t named = it->market->tender.anchor;
    for (size_t f = 0; error == CST_E_OK && f < s->n_firms; f++) {
        if (cst__firms_has(it->useful, f) && it->screening->may_anchor[f] &&
            (named == CST__NONE || named == f)) {
            cst__firms_put(it->leaders, f);
        }
    }
    return error;
}

static void find_twin(cst__serving *s, size_t m) {
    cst__served_market *it = &s->market[m];
    it->twin = m;
    for (size_t other = 0; it->screening != NULL && it->twin == m && other < m; other++) {
        const cst__served_market *first = &s->market[other];
        if (first->twin == other && cst__are_twins(&first->market->tender, first->screening,
                                                   &it->market->tender, it->screening)) {
            it->twin = other;
        }
    }
    it->lore = &s->market[it->twin].own;
}

/* The second question about every market, which shares all but what is known of it. */
static void ask_twice(cst__serving *s, const bool *either) {
    for (size_t m = 0; m < s->n_markets; m++) {
        cst__served_market *it = &s->market[s->n_markets + m];
        *it = s->market[m];
        it->twin += s->n_markets;
        it->own = (cst__lore){0};
        it->lore = &s->market[it->twin].own;
        it->wider = s->market[m].lore;
        it->either = either;
    }
}

cst_error cst__serving_begin(cst__serving *s, const cst_markets *markets, int64_t most_members,
                             const bool *either, const cst_settings *settings) {
    double now = cst__clock();
    double limit = settings->time_limit_s;
    *s = (cst__serving){.markets = markets,
                        .settings = settings,
                        .n_markets = markets->n_markets,
                        .n_entries = (either != NULL ? 2 : 1) * markets->n_markets,
                        .n_firms = markets->catalog->n_firms,
                        .n_offerings = markets->catalog->n_offerings,
                        .words = cst__firms_words(markets->catalog->n_firms),
                        .most_members = most_members,
                        .deadline_s = limit > 0 ? now + limit : HUGE_VAL,
                        .task = ""};
    s->market = calloc(s->n_entries + 1, sizeof *s->market);
    cst_error error = cst__teller_begin(&s->teller, settings, now);
    if (error == CST_E_OK) {
        error = s->market == NULL ? CST_E_MEMORY : find_misfit(s);
    }
    for (size_t m = 0; error == CST_E_OK && m < s->n_markets; m++) {
        error = begin_market(s, m);
        find_twin(s, m);
    }
    if (error == CST_E_OK && either != NULL) {
        ask_twice(s, either);
    }
    return error;
}

static void end_lore(cst__lore *lore) {
    for (size_t i = 0; i < lore->n_able; i++) {
        free(lore->able[i].units);
        free(lore->able[i].members);
    }
    for (size_t i = 0; i < lore->n_unable; i++) {
        free(lore->unable[i].within);
    }
    free(lore->able);
    free(lore->unable);
}

static void end_market(cst__served_market *it) {
    free(it->useful);
    free(it->leaders);
    cst__relaxation_clear(&it->relaxation);
    cst__screening_free(it->screening);
}

void cst__serving_end(cst__serving *s) {
    for (size_t m = 0; s->market != NULL && m < s->n_entries; m++) {
        end_lore(&s->market[m].own);
        if (m < s->n_markets) {
            end_market(&s->market[m]);
        }
    }
    free(s->market);
    free(s->misfit_bp);
    cst__teller_end(&s->teller);
    *s = (cst__serving){0};
}

bool cst__serving_is_over(const cst__serving *s) {
    return cst__time_is_up(s->deadline_s, s->settings->stop);
}

/* ---------------------------------------------------------------- what is known */

/* Whether a package can be led by this firm, or by anybody. */
static bool is_led(const cst__serving *s, const cst__served_market *it, const cst__able *able,
                   size_t anchor) {
    return anchor == CST__NONE
               ? cst__firms_meet(able->members, it->leaders, s->words)
               : cst__firms_has(able->members, anchor) && cst__firms_has(it->leaders, anchor);
}

bool cst__serving_serves(const cst__serving *s, size_t market, const cst__able *able,
                         const uint64_t *firms, size_t anchor) {
    return cst__firms_within(able->members, firms, s->words) &&
           is_led(s, &s->market[market], able, anchor);
}

/* The cheapest known package of these firms. */
static void look_for_package(const cst__serving *s, cst__request *q) {
    const cst__served_market *it = &s->market[q->market];
    const cst__lore *lore = it->lore;
    q->can = CST__CAN_UNKNOWN;
    for (size_t i = 0; i < lore->n_able; i++) {
        const cst__able *able = &lore->able[i];
        bool better = q->can != CST__CAN ||
                      cst__is_preferred(&able->criteria, &lore->able[q->package].criteria,
                                        CST_CRITERION_COST);
        if (better && able->criteria.cost_cents <= q->most_cents &&
            cst__serving_serves(s, q->market, able, q->firms, q->anchor)) {
            q->can = CST__CAN;
            q->package = i;
        }
    }
}

static void look_in_lore(const cst__serving *s, const cst__lore *lore, cst__request *q) {
    const cst__served_market *it = &s->market[q->market];
    for (size_t i = 0; i < lore->n_unable && q->least_cents < INT64_MAX; i++) {
        const cst__unable *unable = &lore->unable[i];
        if (unable->least_cents > q->least_cents &&
            (unable->anchor == CST__NONE || unable->anchor == q->anchor)) {
            bool within = true;
            for (size_t w = 0; within && w < s->words; w++) {
                within = (q->firms[w] & it->useful[w] & ~unable->within[w]) == 0;
            }
            q->least_cents = within ? unable->least_cents : q->least_cents;
        }
    }
}

/* The greatest cost below which these firms are known to have nothing. */
static void look_for_bound(const cst__serving *s, cst__request *q) {
    const cst__served_market *it = &s->market[q->market];
    q->least_cents = INT64_MIN;
    if (q->anchor != CST__NONE &&
        (!cst__firms_has(it->leaders, q->anchor) || !cst__firms_has(q->firms, q->anchor))) {
        q->least_cents = INT64_MAX;
    } else if (q->anchor == CST__NONE && !cst__firms_meet(q->firms, it->leaders, s->words)) {
        q->least_cents = INT64_MAX;
    }
    look_in_lore(s, it->lore, q);
    if (it->wider != NULL) {
        look_in_lore(s, it->wider, q);
    }
}

static double gap_of(const cst__serving *s, const cst__request *q) {
    return q->gap < 0 ? s->settings->gap : q->gap;
}

bool cst__serving_knows(const cst__serving *s, cst__request *q) {
    const cst__served_market *it = &s->market[q->market];
    look_for_package(s, q);
    look_for_bound(s, q);
    q->proven = false;
    if (q->can == CST__CAN) {
        double cost = (double)it->lore->able[q->package].criteria.cost_cents;
        q->proven = q->least_cents > INT64_MIN &&
                    cost - (double)q->least_cents <= gap_of(s, q) * fabs(cost);
        return q->proven || !q->cheapest;
    }
    if (q->least_cents == INT64_MAX || q->least_cents > q->most_cents) {
        q->can = CST__CAN_NOT;
        q->proven = true;
        return true;
    }
    return false;
}

/* New set of the firms of a choice, NULL when out of memory. */
static cst__firms members_of(const cst__serving *s, const int64_t *units) {
    cst__firms members = cst__firms_new(s->words);
    for (size_t o = 0; members != NULL && o < s->n_offerings; o++) {
        if (units[o] > 0) {
            cst__firms_put(members, s->markets->catalog->offerings[o].firm);
        }
    }
    return members;
}

static cst_error remember_package(cst__serving *s, size_t market, const int64_t *units,
                                  const cst_criteria *criteria) {
    cst__lore *it = &s->market[s->market[market].twin].own;
    for (size_t i = 0; i < it->n_able; i++) {
        if (memcmp(it->able[i].units, units, s->n_offerings * sizeof *units) == 0) {
            return CST_E_OK;
        }
    }
    if (it->n_able == it->room_able) {
        size_t room = it->room_able == 0 ? 16 : 2 * it->room_able;
        cst__able *able = realloc(it->able, room * sizeof *able);
        if (able == NULL) {
            return CST_E_MEMORY;
        }
        it->able = able;
        it->room_able = room;
    }
    cst__able able = {.units = malloc((s->n_offerings + 1) * sizeof *units),
                      .members = members_of(s, units),
                      .criteria = *criteria};
    if (able.units == NULL || able.members == NULL) {
        free(able.units);
        free(able.members);
        return CST_E_MEMORY;
    }
    memcpy(able.units, units, s->n_offerings * sizeof *units);
    it->able[it->n_able++] = able;
    return CST_E_OK;
}

static cst_error remember_bound(cst__serving *s, size_t market, const uint64_t *firms,
                                size_t anchor, int64_t least_cents, bool grown) {
    cst__lore *it = &s->market[s->market[market].twin].own;
    if (it->n_unable == it->room_unable) {
        size_t room = it->room_unable == 0 ? 16 : 2 * it->room_unable;
        cst__unable *unable = realloc(it->unable, room * sizeof *unable);
        if (unable == NULL) {
            return CST_E_MEMORY;
        }
        it->unable = unable;
        it->room_unable = room;
    }
    cst__firms within = cst__firms_new(s->words);
    if (within == NULL) {
        return CST_E_MEMORY;
    }
    cst__firms_copy(within, firms, s->words);
    it->unable[it->n_unable++] = (cst__unable){within, anchor, least_cents, grown};
    return CST_E_OK;
}

/* ---------------------------------------------------------------- one question */

cst__request cst__request_on(size_t market, const uint64_t *firms, size_t anchor) {
    return (cst__request){
        .market = market, .firms = firms, .anchor = anchor, .gap = -1, .most_cents = INT64_MAX};
}

cst_opportunity cst__serving_tender(const cst__serving *s, size_t market, size_t anchor) {
    cst_opportunity tender = s->market[market].market->tender;
    tender.anchor = anchor != CST__NONE ? anchor : tender.anchor;
    tender.max_members =
        tender.max_members < s->most_members ? tender.max_members : s->most_members;
    return tender;
}

/* What a market asks beyond its tender. */
static cst__side side_of(const cst__served_market *it) {
    cst__side side = cst__side_none();
    side.either = it->either;
    return side;
}

/* The screening as a team sees it: what others offer is not there. */
typedef struct view {
    cst_opportunity tender;
    cst__screening screening;
    cst_catalog catalog; /* where there is less of something: with these */
    cst__offering *offerings;
    cst__firm *firms;
} view;

/* A package that may not have all of something sees a catalog that has no more. */
static bool view_left(const cst__serving *s, const cst__left *left, view *v) {
    const cst_catalog *from = s->markets->catalog;
    v->catalog = *from;
    v->offerings = malloc((s->n_offerings + 1) * sizeof *v->offerings);
    v->firms = malloc((s->n_firms + 1) * sizeof *v->firms);
    if (v->offerings == NULL || v->firms == NULL) {
        return false;
    }
    for (size_t o = 0; o < s->n_offerings; o++) {
        v->offerings[o] = from->offerings[o];
        if (left->units[o] < v->offerings[o].max_units) {
            v->offerings[o].max_units = left->units[o];
        }
        if (v->offerings[o].max_units < v->offerings[o].min_units && v->screening.eligible[o]) {
            v->screening.eligible[o] = false;
            v->screening.n_eligible--;
        }
    }
    for (size_t f = 0; f < s->n_firms; f++) {
        v->firms[f] = from->firms[f];
        if (left->cents[f] < v->firms[f].max_value_cents) {
            v->firms[f].max_value_cents = left->cents[f];
        }
    }
    v->catalog.offerings = v->offerings;
    v->catalog.firms = v->firms;
    v->tender.catalog = &v->catalog;
    return true;
}

static void view_end(view *v) {
    free(v->screening.eligible);
    free(v->offerings);
    free(v->firms);
}

static bool view_begin(const cst__serving *s, const cst__request *q, view *v) {
    const cst__served_market *it = &s->market[q->market];
    *v = (view){.tender = cst__serving_tender(s, q->market, q->anchor)};
    v->screening = *it->screening;
    v->screening.eligible = calloc(s->n_offerings + 1, sizeof(bool));
    v->screening.n_eligible = 0;
    for (size_t o = 0; v->screening.eligible != NULL && o < s->n_offerings; o++) {
        v->screening.eligible[o] = it->screening->eligible[o] &&
                                   cst__firms_has(q->firms, s->markets->catalog->offerings[o].firm);
        v->screening.n_eligible += v->screening.eligible[o];
    }
    return v->screening.eligible != NULL && (q->left == NULL || view_left(s, q->left, v));
}

static void tell(void *context, const cst__search_news *news) {
    cst__serving *s = context;
    cst__teller_tell(&s->teller, s->task, s->n_done, news);
}

static cst_error find_any(const cst__serving *s, const cst__solver *solver, cst__request *q) {
    cst__answer answer = {.units = q->found};
    cst__ask ask = {.objective = {.aim = CST__AIM_COST},
                    .side = side_of(&s->market[q->market]),
                    .cutoff = q->most_cents < INT64_MAX ? (double)q->most_cents : HUGE_VAL,
                    .first = true};
    cst_error error = cst__solve(solver, &ask, &answer);
    q->has_found = error == CST_E_OK && answer.found;
    q->found_criteria = answer.criteria;
    if (error == CST_E_OK && !answer.found && answer.status == CST__SEARCH_NONE) {
        q->least_cents = q->most_cents < INT64_MAX ? q->most_cents + 1 : INT64_MAX;
        q->proven = true;
    }
    return error;
}

static cst_error find_cheapest(const cst__serving *s, const cst__solver *solver, cst__request *q) {
    cst__best best = {.units = q->found};
    cst__side side = side_of(&s->market[q->market]);
    const int64_t *start =
        q->can == CST__CAN ? s->market[q->market].lore->able[q->package].units : NULL;
    bool any_tie = solver->gap > 0; /* to the cent, ties make the bound sharp */
    cst_error error = cst__cheapest(solver, &side, (cst__given){.start = start}, any_tie, &best);
    q->has_found = error == CST_E_OK && best.found;
    q->found_criteria = best.criteria;
    q->proven = error == CST_E_OK && best.cost_proven;
    if (error == CST_E_OK && best.found) {
        q->least_cents = best.bound_cents > q->least_cents ? best.bound_cents : q->least_cents;
    } else if (q->proven) {
        q->least_cents = INT64_MAX;
    }
    return error;
}

static double deadline_of(const cst__serving *s, const cst__request *q) {
    return q->seconds > 0 ? fmin(s->deadline_s, cst__clock() + q->seconds) : s->deadline_s;
}

static cst_error search(cst__serving *s, cst__request *q) {
    view v = {.offerings = NULL};
    cst__formulation *formulation = NULL;
    cst__blocks *blocks = NULL;
    q->found = malloc((s->n_offerings + 1) * sizeof *q->found);
    cst_error error = view_begin(s, q, &v) && q->found != NULL ? CST_E_OK : CST_E_MEMORY;
    if (error == CST_E_OK) {
        const int64_t *misfit_bp = s->market[q->market].misfit_bp;
        error = cst__formulate(&v.tender, &v.screening, misfit_bp, &formulation);
    }
    if (error == CST_E_OK) {
        error = cst__blocks_new(formulation, &blocks);
    }
    if (error == CST_E_OK) {
        cst__solver solver = {.formulation = formulation,
                              .blocks = blocks,
                              .gap = gap_of(s, q),
                              .deadline_s = deadline_of(s, q),
                              .stop = s->settings->stop,
                              .news = s->settings->progress == NULL ? NULL : tell,
                              .news_context = s};
        error = q->cheapest ? find_cheapest(s, &solver, q) : find_any(s, &solver, q);
    }
    q->searched = true;
    cst__blocks_free(blocks);
    cst__formulation_free(formulation);
    view_end(&v);
    return error;
}

/* ---------------------------------------------------------------- a batch */

typedef struct batch {
    cst__serving *serving;
    cst__request *requests;
} batch;

/* Whether an earlier question of the batch has the same answer: one of a twin. */
static bool is_asked_before(const batch *b, size_t task) {
    const cst__serving *s = b->serving;
    const cst__request *q = &b->requests[task];
    for (size_t i = 0; i < task && q->left == NULL; i++) {
        const cst__request *first = &b->requests[i];
        if (first->left == NULL && s->market[first->market].twin == s->market[q->market].twin &&
            first->anchor == q->anchor && first->cheapest == q->cheapest &&
            first->most_cents == q->most_cents && first->gap == q->gap &&
            cst__firms_same(first->firms, q->firms, s->words)) {
            return true;
        }
    }
    return false;
}

static cst_error run_request(void *context, size_t task) {
    batch *b = context;
    cst__request *q = &b->requests[task];
    q->searched = false;
    q->has_found = false;
    q->found = NULL;
    if (q->left != NULL) {
        q->can = CST__CAN_UNKNOWN;
        q->least_cents = INT64_MIN;
        return search(b->serving, q);
    }
    if (is_asked_before(b, task)) {
        return CST_E_OK;
    }
    return cst__serving_knows(b->serving, q) ? CST_E_OK : search(b->serving, q);
}

/* What a search found is known from now on, and the answer is what is known. */
static cst_error settle(cst__serving *s, cst__request *q) {
    cst_error error = CST_E_OK;
    if (q->searched && q->has_found) {
        error = remember_package(s, q->market, q->found, &q->found_criteria);
    }
    if (q->left != NULL) { /* what is not to be had within little says nothing of more */
        q->can = q->has_found ? CST__CAN : q->proven ? CST__CAN_NOT : CST__CAN_UNKNOWN;
        free(q->found);
        q->found = NULL;
        return error;
    }
    if (error == CST_E_OK && q->searched && q->least_cents > INT64_MIN &&
        (q->cheapest || q->proven)) {
        error = remember_bound(s, q->market, q->firms, q->anchor, q->least_cents, false);
    }
    if (error == CST_E_OK) {
        cst__serving_knows(s, q);
    }
    free(q->found);
    q->found = NULL;
    return error;
}

cst_error cst__serving_ask(cst__serving *s, cst__request *requests, size_t n) {
    batch b = {s, requests};
    cst_error error = cst__pool_run((size_t)s->settings->threads, n, run_request, &b);
    for (size_t i = 0; i < n; i++) {
        if (error == CST_E_OK) {
            error = settle(s, &requests[i]);
        } else {
            free(requests[i].found);
        }
    }
    return error;
}

/* ---------------------------------------------------------------- one package, many markets */

cst_error cst__serving_judge(const cst__serving *s, size_t market, size_t anchor,
                             const int64_t *units, bool *holds, cst_criteria *criteria) {
    const cst__served_market *it = &s->market[market];
    cst_opportunity tender = cst__serving_tender(s, market, anchor);
    cst__side side = side_of(it);
    cst__judge *judge = NULL;
    cst_error error = cst__judge_new(&tender, it->screening, it->misfit_bp, &judge);
    *holds = error == CST_E_OK && cst__choice_holds(judge, units, &side, criteria);
    cst__judge_free(judge);
    return error;
}

cst_error cst__serving_remember(cst__serving *s, size_t market, const int64_t *units, bool *holds) {
    cst_criteria criteria;
    cst_error error = cst__serving_judge(s, market, CST__NONE, units, holds, &criteria);
    return error == CST_E_OK && *holds ? remember_package(s, market, units, &criteria) : error;
}

cst_error cst__serving_remember_unable(cst__serving *s, size_t market, const cst__unable *unable) {
    return remember_bound(s, market, unable->within, unable->anchor, unable->least_cents,
                          unable->grown);
}

static cst_error try_on(cst__serving *s, size_t from, size_t to) {
    const cst__lore *lore = s->market[from].lore;
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < lore->n_able; i++) {
        bool holds = false;
        cst_criteria criteria;
        error = cst__serving_judge(s, to, CST__NONE, lore->able[i].units, &holds, &criteria);
        if (error == CST_E_OK && holds) {
            error = remember_package(s, to, lore->able[i].units, &criteria);
        }
    }
    return error;
}

cst_error cst__serving_share(cst__serving *s) {
    cst_error error = CST_E_OK;
    for (size_t from = 0; error == CST_E_OK && from < s->n_entries; from++) {
        for (size_t to = 0; error == CST_E_OK && to < s->n_entries; to++) {
            bool apart = s->market[from].twin == from && s->market[to].twin == to && from != to;
            error = apart ? try_on(s, from, to) : CST_E_OK;
        }
    }
    return error;
}

/* ---------------------------------------------------------------- growing */

/* A package that was found on the way, known to others when all growing is done. */
typedef struct windfall {
    int64_t *units;
    cst__firms members;
    cst_criteria criteria;
} windfall;

typedef struct growing {
    cst__serving *serving;
    cst__request request;
    cst__firms firms, trial;
    size_t *candidates; /* firms that are not in yet, in canonical order */
    size_t n;
    windfall *found;
    size_t n_found, room_found;
    bool stopped;
    view open; /* the market as if all firms were there */
    cst__relaxation relaxation;
    cst__probe *probe;
    bool by_probe; /* the relaxation alone says it of the team, and so it is asked alone */
} growing;

/* Keeps what a search found; takes the units. */
static cst_error keep_windfall(growing *g, const cst__request *q) {
    const cst__serving *s = g->serving;
    if (g->n_found == g->room_found) {
        size_t room = g->room_found == 0 ? 8 : 2 * g->room_found;
        windfall *found = realloc(g->found, room * sizeof *found);
        if (found == NULL) {
            free(q->found);
            return CST_E_MEMORY;
        }
        g->found = found;
        g->room_found = room;
    }
    windfall *it = &g->found[g->n_found++];
    *it = (windfall){q->found, members_of(s, q->found), q->found_criteria};
    return it->members == NULL ? CST_E_MEMORY : CST_E_OK;
}

/* Whether a package found on the way is within these firms. */
static bool has_windfall(const growing *g, const cst__request *q) {
    const cst__serving *s = g->serving;
    const cst__served_market *it = &s->market[q->market];
    for (size_t i = 0; i < g->n_found; i++) {
        const cst__able able = {g->found[i].units, g->found[i].members, g->found[i].criteria};
        if (able.criteria.cost_cents <= q->most_cents &&
            cst__firms_within(able.members, q->firms, s->words) &&
            is_led(s, it, &able, q->anchor)) {
            return true;
        }
    }
    return false;
}

static cst_error check(growing *g, cst__request *q) {
    if (cst__serving_knows(g->serving, q)) {
        return CST_E_OK;
    }
    if (has_windfall(g, q)) {
        q->can = CST__CAN;
        return CST_E_OK;
    }
    cst_error error = search(g->serving, q);
    q->can = q->has_found ? CST__CAN : q->proven ? CST__CAN_NOT : CST__CAN_UNKNOWN;
    if (error == CST_E_OK && q->has_found) {
        return keep_windfall(g, q);
    }
    free(q->found);
    return error;
}

/* Asks the relaxation: what it does not rule out counts as possible. */
static cst_error probe(growing *g, cst__request *q) {
    int64_t least = INT64_MIN;
    double seconds = cst__seconds_left(g->serving->deadline_s);
    cst_error error = cst__probe_ask(g->probe, q->firms, CST__NONE, seconds, &least);
    q->can = least > q->most_cents || least == INT64_MAX ? CST__CAN_NOT : CST__CAN;
    return error;
}

/* Makes the probe, for the anchor that was chosen. */
static cst_error begin_probe(growing *g) {
    const cst__serving *s = g->serving;
    cst__request all = g->request;
    cst__firms_copy(g->trial, s->market[all.market].useful, s->words);
    all.firms = g->trial;
    if (!view_begin(s, &all, &g->open)) {
        return CST_E_MEMORY;
    }
    const int64_t *misfit_bp = s->market[all.market].misfit_bp;
    cst__side side = side_of(&s->market[all.market]);
    cst_error error =
        cst__relaxation_new(&g->open.tender, &g->open.screening, misfit_bp, &side, &g->relaxation);
    if (error == CST_E_OK) {
        error = cst__probe_new(&g->relaxation, &g->probe);
    }
    cst__request team = g->request;
    if (error == CST_E_OK) {
        error = probe(g, &team);
    }
    g->by_probe = error == CST_E_OK && team.can == CST__CAN_NOT;
    return error;
}

/* Lets in as many of candidates [first, first + n) as can be: all of them, else half by half
 * (Junker 2004, QuickXplain, AAAI-04, turned round). */
static cst_error let_in(growing *g, size_t first, size_t n) {
    if (n == 0 || g->stopped) {
        return CST_E_OK;
    }
    size_t words = g->serving->words;
    cst__firms_copy(g->trial, g->firms, words);
    for (size_t i = first; i < first + n; i++) {
        cst__firms_put(g->trial, g->candidates[i]);
    }
    cst__request q = g->request;
    q.firms = g->trial;
    cst_error error = g->by_probe ? probe(g, &q) : check(g, &q);
    g->stopped = error == CST_E_OK && q.can == CST__CAN_UNKNOWN;
    if (error != CST_E_OK || g->stopped) {
        return error;
    }
    if (q.can == CST__CAN_NOT) {
        cst__firms_copy(g->firms, g->trial, words);
        return CST_E_OK;
    }
    if (n == 1) {
        return CST_E_OK;
    }
    error = let_in(g, first, n / 2);
    return error == CST_E_OK ? let_in(g, first + n / 2, n - n / 2) : error;
}

/* Whoever leads: else under the anchor that was asked about. False: neither is known to fail. */
static cst_error choose_anchor(growing *g, bool *fails) {
    cst__request q = g->request;
    q.anchor = CST__NONE;
    cst_error error = check(g, &q);
    *fails = error == CST_E_OK && q.can != CST__CAN_UNKNOWN;
    if (*fails && q.can == CST__CAN_NOT) {
        g->request.anchor = CST__NONE;
    }
    return error;
}

static cst_error run_growing(void *context, size_t task) {
    growing *g = (growing *)context + task;
    const cst__serving *s = g->serving;
    const cst__served_market *it = &s->market[g->request.market];
    bool fails = false;
    cst_error error = choose_anchor(g, &fails);
    g->stopped = !fails;
    cst__firms_copy(g->firms, g->request.firms, s->words);
    for (size_t f = 0; f < s->n_firms; f++) {
        if (!cst__firms_has(it->useful, f)) {
            cst__firms_put(g->firms, f);
        } else if (!cst__firms_has(g->firms, f)) {
            g->candidates[g->n++] = f;
        }
    }
    if (error == CST_E_OK && !g->stopped) {
        error = begin_probe(g);
    }
    if (error == CST_E_OK) {
        error = let_in(g, 0, g->n);
    }
    cst__probe_free(g->probe);
    g->probe = NULL;
    cst__relaxation_clear(&g->relaxation);
    return error;
}

static cst_error begin_growing(cst__serving *s, const cst__growth *growth, growing *g) {
    *g = (growing){.serving = s,
                   .request = growth->request,
                   .firms = cst__firms_new(s->words),
                   .trial = cst__firms_new(s->words),
                   .candidates = malloc((s->n_firms + 1) * sizeof *g->candidates)};
    g->request.cheapest = false;
    g->request.seconds = 0;
    g->request.most_cents = growth->most_cents;
    bool ok = g->firms != NULL && g->trial != NULL && g->candidates != NULL;
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* What was learned is known from now on; also what was grown half way holds. */
static cst_error settle_growing(cst__serving *s, const growing *g) {
    int64_t most = g->request.most_cents;
    int64_t least = most < INT64_MAX ? most + 1 : INT64_MAX;
    cst_error error =
        remember_bound(s, g->request.market, g->firms, g->request.anchor, least, true);
    for (size_t i = 0; error == CST_E_OK && i < g->n_found; i++) {
        error = remember_package(s, g->request.market, g->found[i].units, &g->found[i].criteria);
    }
    return error;
}

static void end_growing(growing *g) {
    for (size_t i = 0; i < g->n_found; i++) {
        free(g->found[i].units);
        free(g->found[i].members);
    }
    free(g->found);
    view_end(&g->open);
    free(g->firms);
    free(g->trial);
    free(g->candidates);
}

cst_error cst__serving_grow(cst__serving *s, const cst__growth *growths, size_t n) {
    growing *all = calloc(n + 1, sizeof *all);
    cst_error error = all == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        error = begin_growing(s, &growths[i], &all[i]);
    }
    if (error == CST_E_OK) {
        error = cst__pool_run((size_t)s->settings->threads, n, run_growing, all);
    }
    for (size_t i = 0; all != NULL && i < n; i++) {
        error = error == CST_E_OK ? settle_growing(s, &all[i]) : error;
        end_growing(&all[i]);
    }
    free(all);
    return error;
}

cst_error cst__serving_adopt(cst__serving *s, const cst__request *failed, size_t from,
                             bool *adopted) {
    const cst__lore *lore = s->market[from].lore;
    const cst__unable *last = NULL;
    *adopted = false;
    for (size_t i = 0; i < lore->n_unable; i++) {
        last = lore->unable[i].grown ? &lore->unable[i] : last;
    }
    if (last == NULL || last->least_cents < INT64_MAX ||
        !cst__firms_within(failed->firms, last->within, s->words) ||
        (last->anchor != CST__NONE && last->anchor != failed->anchor)) {
        return CST_E_OK;
    }
    cst__request q = cst__request_on(failed->market, last->within, last->anchor);
    cst__firms within = cst__firms_new(s->words);
    if (within == NULL) {
        return CST_E_MEMORY;
    }
    cst__firms_copy(within, last->within, s->words); /* which may move */
    q.firms = within;
    cst_error error = cst__serving_ask(s, &q, 1);
    *adopted = error == CST_E_OK && q.can == CST__CAN_NOT;
    if (*adopted) {
        error = remember_bound(s, failed->market, within, q.anchor, INT64_MAX, true);
    }
    free(within);
    return error;
}

/* ---------------------------------------------------------------- the relaxation alone */

typedef struct relaxing {
    cst__serving *serving;
    const size_t *markets;
    int64_t *least_cents; /* of each */
} relaxing;

/* Made stronger once, for all questions. */
static cst_error begin_relaxation(const cst__serving *s, size_t market) {
    cst__served_market *it = &s->market[market];
    it->seen = cst__serving_tender(s, market, CST__NONE);
    cst__side side = side_of(it);
    cst_error error =
        cst__relaxation_new(&it->seen, it->screening, it->misfit_bp, &side, &it->relaxation);
    return error == CST_E_OK
               ? cst__relaxation_strengthen(&it->relaxation, s->deadline_s, s->settings->stop)
               : error;
}

static cst_error run_relaxing(void *context, size_t task) {
    relaxing *r = context;
    size_t market = r->markets[task];
    const cst__served_market *it = &r->serving->market[market];
    cst__probe *probe = NULL;
    double seconds = cst__seconds_left(r->serving->deadline_s);
    cst_error error = begin_relaxation(r->serving, market);
    if (error == CST_E_OK) {
        error = cst__probe_new(&it->relaxation, &probe);
    }
    if (error == CST_E_OK) {
        error = cst__probe_ask(probe, it->useful, CST__NONE, seconds, &r->least_cents[task]);
    }
    cst__probe_free(probe);
    return error;
}

cst_error cst__serving_relax(cst__serving *s, const size_t *markets, size_t n) {
    relaxing r = {s, markets, malloc((n + 1) * sizeof *r.least_cents)};
    if (r.least_cents == NULL) {
        return CST_E_MEMORY;
    }
    cst_error error = cst__pool_run((size_t)s->settings->threads, n, run_relaxing, &r);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        cst__request known = cst__request_on(markets[i], s->market[markets[i]].useful, CST__NONE);
        look_for_bound(s, &known);
        s->market[markets[i]].relaxed_cents = r.least_cents[i];
        if (r.least_cents[i] > known.least_cents) {
            error = remember_bound(s, markets[i], known.firms, CST__NONE, r.least_cents[i], false);
        }
    }
    free(r.least_cents);
    return error;
}
