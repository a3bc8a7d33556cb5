/*
 * menu_draft_pool.c - the teams that were tried: their cost in every market, by searches, and what
 * a menu of them comes to.
 */
#include <math.h>

#include "solver/menu_draft_parts.h"
#include "solver/menu_estimate.h"

/* Less is noise of the linear programs. */
static const double least_gain = 1e-5;

/* ---------------------------------------------------------------- memory */

bool cst__draft_row_new(const cst__serving *s, cst__draft_row *r) {
    *r = (cst__draft_row){.team = {.firms = cst__firms_new(s->words), .anchor = CST__NONE},
                          .cents = malloc((s->n_markets + 1) * sizeof *r->cents)};
    for (size_t m = 0; r->cents != NULL && m < s->n_markets; m++) {
        r->cents[m] = INT64_MAX;
    }
    return r->team.firms != NULL && r->cents != NULL;
}

void cst__draft_row_clear(cst__draft_row *r) {
    free(r->team.firms);
    free(r->cents);
}

cst_error cst__draft_new(const cst__menu_ground *ground, cst__draft **draft) {
    cst__serving *s = ground->serving;
    cst__draft *d = calloc(1, sizeof *d);
    *draft = d;
    if (d == NULL) {
        return CST_E_MEMORY;
    }
    d->ground = ground;
    d->serving = s;
    d->menu = calloc(ground->most_teams + 1, sizeof *d->menu);
    d->spare = calloc(ground->most_teams + 1, sizeof *d->spare);
    d->some = calloc(s->n_markets + 1, sizeof *d->some);
    d->worth = calloc(s->n_markets * s->n_firms + 1, sizeof *d->worth);
    d->gain = calloc(s->n_firms + 1, sizeof *d->gain);
    bool ok = d->menu != NULL && d->spare != NULL && d->some != NULL && d->worth != NULL &&
              d->gain != NULL;
    for (size_t i = 0; i < CST__DRAFT_BATCH; i++) {
        ok = cst__draft_row_new(s, &d->trial[i]) && ok;
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

void cst__draft_free(cst__draft *d) {
    if (d == NULL) {
        return;
    }
    for (size_t i = 0; i < d->n_pool; i++) {
        cst__draft_row_clear(&d->pool[i]);
    }
    for (size_t i = 0; i < CST__DRAFT_BATCH; i++) {
        cst__draft_row_clear(&d->trial[i]);
    }
    free(d->pool);
    free(d->menu);
    free(d->spare);
    free(d->some);
    free(d->worth);
    free(d->gain);
    free(d);
}

static bool same_team(const cst__draft *d, const cst__menu_team *a, const cst__menu_team *b) {
    return a->anchor == b->anchor && cst__firms_same(a->firms, b->firms, d->serving->words);
}

/* Its place in the pool; that of an equal one where there is one. CST__NONE: out of memory. */
size_t cst__draft_keep(cst__draft *d, const cst__draft_row *r) {
    for (size_t i = 0; i < d->n_pool; i++) {
        if (same_team(d, &d->pool[i].team, &r->team)) {
            return i;
        }
    }
    if (d->n_pool == d->room) {
        size_t room = d->room == 0 ? 64 : 2 * d->room;
        cst__draft_row *pool = realloc(d->pool, room * sizeof *pool);
        if (pool == NULL) {
            return CST__NONE;
        }
        d->pool = pool;
        d->room = room;
    }
    cst__draft_row *kept = &d->pool[d->n_pool];
    if (!cst__draft_row_new(d->serving, kept)) {
        cst__draft_row_clear(kept);
        return CST__NONE;
    }
    cst__firms_copy(kept->team.firms, r->team.firms, d->serving->words);
    kept->team.anchor = r->team.anchor;
    memcpy(kept->cents, r->cents, d->serving->n_markets * sizeof *kept->cents);
    return d->n_pool++;
}

void cst__draft_set(const cst__draft *d, cst__draft_row *r, const uint64_t *firms, size_t anchor) {
    cst__firms_copy(r->team.firms, firms, d->serving->words);
    r->team.anchor = anchor;
}

/* ---------------------------------------------------------------- what a menu comes to */

double cst__draft_price(const cst__draft *d, size_t market, int64_t cents) {
    double weight = (double)d->serving->market[market].market->weight_milli;
    return cents < INT64_MAX ? (double)cents : weight * d->weight_cent;
}

/* The least that the teams of the menu but one (CST__NONE: all) take for a market. */
int64_t cst__draft_least(const cst__draft *d, size_t market, size_t but) {
    int64_t least = INT64_MAX;
    for (size_t k = 0; k < d->n_teams; k++) {
        int64_t cents = d->pool[d->menu[k]].cents[market];
        least = k != but && cents < least ? cents : least;
    }
    return least;
}

/* Of the menu with other prices for one of its teams (NULL: without it), or for a further one.
 * Where only some markets are asked about, the others go to the other teams. */
double cst__draft_value(const cst__draft *d, size_t k, const int64_t *cents, const bool *some) {
    double value = 0;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        if (d->ground->open[m]) {
            int64_t least = cst__draft_least(d, m, k);
            bool asked = cents != NULL && (some == NULL || some[m]);
            value += cst__draft_price(d, m, asked && cents[m] < least ? cents[m] : least);
        }
    }
    return value;
}

bool cst__draft_is_better(double value, double than) {
    return value < than - least_gain * fabs(than);
}

/* Whether no firm is in more teams than it may be, with this team in the place of one. */
bool cst__draft_fits(const cst__draft *d, size_t k, const cst__menu_team *team) {
    int most = d->ground->teams_per_firm;
    bool ok = true;
    for (size_t f = 0; most > 0 && ok && f < d->serving->n_firms; f++) {
        int n = cst__firms_has(team->firms, f);
        for (size_t other = 0; other < d->n_teams; other++) {
            n += other != k && cst__firms_has(d->pool[d->menu[other]].team.firms, f);
        }
        ok = n <= most;
    }
    return ok;
}

/* ---------------------------------------------------------------- estimating */

/* The first n trials, by linear programs. */
cst_error cst__draft_estimate(cst__draft *d, const bool *some, size_t n) {
    cst__estimate all[CST__DRAFT_BATCH];
    for (size_t i = 0; i < n; i++) {
        all[i] = (cst__estimate){.team = &d->trial[i].team, .cents = d->trial[i].cents};
    }
    return cst__menu_estimate(d->serving, some, all, n);
}

/* ---------------------------------------------------------------- the pool */

/* Who of these firms may lead in the greatest weight of open markets. */
size_t cst__draft_leader(const cst__draft *d, const uint64_t *firms) {
    size_t leader = CST__NONE;
    int64_t most = 0;
    for (size_t f = 0; f < d->serving->n_firms; f++) {
        int64_t weight = 0;
        for (size_t m = 0; cst__firms_has(firms, f) && m < d->serving->n_markets; m++) {
            const cst__served_market *it = &d->serving->market[m];
            bool may = d->ground->open[m] && cst__firms_has(it->leaders, f);
            weight += may ? it->market->weight_milli : 0;
        }
        leader = weight > most ? f : leader;
        most = weight > most ? weight : most;
    }
    return leader;
}

const cst__able *cst__draft_cheapest(const cst__draft *d, size_t market) {
    const cst__lore *lore = d->serving->market[market].lore;
    const cst__able *best = NULL;
    for (size_t i = 0; i < lore->n_able; i++) {
        bool better = best == NULL || lore->able[i].criteria.cost_cents < best->criteria.cost_cents;
        best = better ? &lore->able[i] : best;
    }
    return best;
}

/* What a trial costs in every market, by searches. */
cst_error cst__draft_measure(cst__draft *d, cst__draft_row *r) {
    cst__serving *s = d->serving;
    cst__request *requests = calloc(s->n_markets + 1, sizeof *requests);
    cst_error error = requests == NULL ? CST_E_MEMORY : CST_E_OK;
    size_t n = 0;
    for (size_t m = 0; error == CST_E_OK && m < s->n_markets; m++) {
        r->cents[m] = INT64_MAX;
        if (d->ground->open[m] && r->team.anchor != CST__NONE) {
            requests[n++] = cst__menu_request(d->ground, CST__MENU_QUICK, m, &r->team);
        }
    }
    if (error == CST_E_OK && !cst__serving_is_over(s)) {
        error = cst__serving_ask(s, requests, n);
    }
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        const cst__request *q = &requests[i];
        if (q->can == CST__CAN) {
            r->cents[q->market] = s->market[q->market].lore->able[q->package].criteria.cost_cents;
        }
    }
    free(requests);
    return error;
}

/* What is half known when time is up may be known next time. */
cst_error cst__draft_keep_trials(cst__draft *d, size_t n) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        error = cst__draft_measure(d, &d->trial[i]);
        if (error == CST_E_OK && cst__serving_is_over(d->serving)) {
            break;
        }
        if (error == CST_E_OK) {
            error = cst__draft_keep(d, &d->trial[i]) == CST__NONE ? CST_E_MEMORY : CST_E_OK;
        }
    }
    return error;
}

/* The members of the cheapest known package of each market. */
cst_error cst__draft_seed(cst__draft *d) {
    cst_error error = CST_E_OK;
    size_t n = 0;
    for (size_t m = 0; error == CST_E_OK && m < d->serving->n_markets; m++) {
        const cst__able *able = d->ground->open[m] ? cst__draft_cheapest(d, m) : NULL;
        if (able == NULL || d->serving->market[m].twin != m) {
            continue;
        }
        cst__draft_set(d, &d->trial[n++], able->members, cst__draft_leader(d, able->members));
        if (n == CST__DRAFT_BATCH) {
            error = cst__draft_keep_trials(d, n);
            n = 0;
        }
    }
    return error == CST_E_OK ? cst__draft_keep_trials(d, n) : error;
}

/* Teams from elsewhere. */
cst_error cst__draft_take_in(cst__draft *d, const cst__menu_choice *choice) {
    size_t n = 0;
    for (size_t k = 0; k < choice->n_teams && n < CST__DRAFT_BATCH; k++) {
        if (choice->teams[k].anchor != CST__NONE) {
            cst__draft_set(d, &d->trial[n++], choice->teams[k].firms, choice->teams[k].anchor);
        }
    }
    return cst__draft_keep_trials(d, n);
}

/* A team without a firm: another leads where it was the anchor. */
void cst__draft_set_without(const cst__draft *d, cst__draft_row *r, const cst__menu_team *team,
                            size_t firm) {
    cst__draft_set(d, r, team->firms, team->anchor);
    if (firm != CST__NONE) {
        cst__firms_drop(r->team.firms, firm);
        if (firm == team->anchor) {
            r->team.anchor = cst__draft_leader(d, r->team.firms);
        }
    }
}

/* The markets that a team serves, and those that nobody does. */
void cst__draft_mark(cst__draft *d, size_t k) {
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        int64_t own = d->pool[d->menu[k]].cents[m];
        int64_t others = cst__draft_least(d, m, k);
        d->some[m] = d->ground->open[m] && (own < others || others == INT64_MAX);
    }
}
