/*
 * menu_estimate.c - a task for each market: one linear program, asked about all teams in their
 * order, so that answers do not depend on the number of threads.
 */
#include "solver/menu_estimate.h"

#include "solver/pool.h"

typedef struct estimating {
    cst__serving *serving;
    const size_t *markets; /* of each task; each its own twin */
    cst__estimate *estimates;
    size_t n;
    uint64_t *firms; /* of all teams together; NULL: more is asked about others than that they are
                        not there */
} estimating;

static void note_worth(const estimating *e, const cst__probe *probe, size_t market,
                       const cst__estimate *it) {
    size_t n_firms = e->serving->n_firms;
    for (size_t f = 0; it->worth != NULL && f < n_firms; f++) {
        double worth = cst__firms_has(it->team->firms, f) ? 0 : cst__probe_worth(probe, f);
        it->worth[market * n_firms + f] = worth < 4e18 ? (int64_t)worth : INT64_MAX;
    }
}

static cst_error ask_about(const estimating *e, cst__probe *probe, size_t market,
                           cst__estimate *it) {
    const cst__serving *s = e->serving;
    size_t anchor = it->team->anchor;
    cst_error error = CST_E_OK;
    it->cents[market] = INT64_MAX;
    if (anchor != CST__NONE && cst__firms_has(s->market[market].leaders, anchor) &&
        !cst__serving_is_over(s)) {
        double seconds = cst__seconds_left(s->deadline_s);
        error = cst__probe_ask(probe, it->team->firms, anchor, seconds, &it->cents[market]);
        note_worth(e, probe, market, it);
    }
    return error;
}

static cst_error run_estimating(void *context, size_t task) {
    const estimating *e = context;
    size_t market = e->markets[task];
    const cst__relaxation *whole = &e->serving->market[market].relaxation;
    cst__relaxation part = {.formulation = NULL};
    cst__probe *probe = NULL;
    cst_error error = CST_E_OK;
    if (e->firms != NULL) {
        error = cst__relaxation_part(whole, e->firms, &part);
    }
    if (error == CST_E_OK) {
        error = cst__probe_new(e->firms != NULL ? &part : whole, &probe);
    }
    for (size_t i = 0; error == CST_E_OK && i < e->n; i++) {
        error = ask_about(e, probe, market, &e->estimates[i]);
    }
    cst__probe_free(probe);
    cst__relaxation_clear(&part);
    return error;
}

/* All firms of all teams, where nothing is asked about others. */
static cst_error unite(estimating *e) {
    bool alone = true;
    for (size_t i = 0; i < e->n; i++) {
        alone = alone && e->estimates[i].worth == NULL;
    }
    e->firms = alone ? cst__firms_new(e->serving->words) : NULL;
    for (size_t i = 0; e->firms != NULL && i < e->n; i++) {
        cst__firms_add(e->firms, e->estimates[i].team->firms, e->serving->words);
    }
    return alone && e->firms == NULL ? CST_E_MEMORY : CST_E_OK;
}

/* What holds for a market holds for its twins. */
static void share_with_twins(const cst__serving *s, const bool *some, cst__estimate *it) {
    for (size_t m = 0; m < s->n_markets; m++) {
        size_t twin = s->market[m].twin;
        if (some[m] && twin != m) {
            it->cents[m] = it->cents[twin];
            if (it->worth != NULL) {
                memcpy(it->worth + m * s->n_firms, it->worth + twin * s->n_firms,
                       s->n_firms * sizeof *it->worth);
            }
        }
    }
}

cst_error cst__menu_estimate(cst__serving *s, const bool *some, cst__estimate *estimates,
                             size_t n) {
    size_t *markets = malloc((s->n_markets + 1) * sizeof *markets);
    bool *asked = calloc(s->n_markets + 1, sizeof *asked);
    estimating e = {s, markets, estimates, n, NULL};
    size_t n_tasks = 0;
    cst_error error = markets == NULL || asked == NULL ? CST_E_MEMORY : unite(&e);
    for (size_t m = 0; error == CST_E_OK && m < s->n_markets; m++) {
        size_t twin = s->market[m].twin;
        if (some[m] && !asked[twin] && s->market[twin].relaxation.formulation != NULL) {
            asked[twin] = true;
            markets[n_tasks++] = twin;
        }
    }
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        for (size_t m = 0; m < s->n_markets; m++) {
            estimates[i].cents[m] = some[m] ? INT64_MAX : estimates[i].cents[m];
        }
        if (estimates[i].worth != NULL) {
            memset(estimates[i].worth, 0, s->n_markets * s->n_firms * sizeof *estimates[i].worth);
        }
    }
    if (error == CST_E_OK) {
        error = cst__pool_run((size_t)s->settings->threads, n_tasks, run_estimating, &e);
    }
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        share_with_twins(s, some, &estimates[i]);
    }
    free(e.firms);
    free(markets);
    free(asked);
    return error;
}
