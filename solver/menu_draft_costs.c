/*
 * menu_draft_costs.c - what teams cost in each market: guessed by linear programs, and searched for
 * where a menu would rest on a guess.
 *
 * The linear program of a market falls short of its cost for most teams by about the same share by
 * which it does for all firms together, of whom a better bound is known. So a guess is the bound of
 * the program times that share. It is off by a tenth, this way or that, and whatever it makes seem
 * better is searched for before it counts.
 *
 * The guess for a team of the pool depends on the team and the market alone, so that it is the same
 * for a run that is gone on with. Trials are guessed together, which is quicker.
 */
#include <math.h>

#include "solver/menu_draft_parts.h"
#include "solver/menu_estimate.h"

/* ---------------------------------------------------------------- guesses */

/* What a market costs a team, where its linear program says so much; INT64_MIN: it says nothing. */
static int64_t corrected(const cst__draft *d, size_t m, int64_t cents) {
    const cst__serving *s = d->serving;
    int64_t relaxed = s->market[s->market[m].twin].relaxed_cents;
    int64_t alone = d->ground->alone_cents[m];
    if (cents == INT64_MIN) {
        return alone;
    }
    if (cents == INT64_MAX || relaxed <= 0 || relaxed >= alone) {
        return cents;
    }
    double guess = (double)cents * ((double)alone / (double)relaxed);
    return guess < 4e18 ? (int64_t)guess : INT64_MAX - 1;
}

/* Known is what is proven, within the gap of searches; or, without guesses, whatever is known. */
static void look_up(const cst__draft *d, cst__draft_row *r, size_t m, bool guessing) {
    const cst__serving *s = d->serving;
    cst__request q = cst__menu_request(d->ground, CST__MENU_QUICK, m, &r->team);
    bool asked = d->ground->open[m] && r->team.anchor != CST__NONE;
    bool settled = !asked || cst__serving_knows(s, &q);
    int64_t cents = asked && q.can == CST__CAN
                        ? s->market[q.market].lore->able[q.package].criteria.cost_cents
                        : INT64_MAX;
    r->known[m] = settled || !guessing || r->guess[m] == INT64_MAX;
    r->cents[m] = r->known[m] || cents < r->guess[m] ? cents : r->guess[m];
}

void cst__draft_look_up(const cst__draft *d, cst__draft_row *r, bool guessing) {
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        look_up(d, r, m, guessing);
    }
}

static void take_guess(const cst__draft *d, cst__draft_row *r) {
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        r->guess[m] = corrected(d, m, r->guess[m]);
        r->known[m] = r->guess[m] == INT64_MAX;
        r->cents[m] = r->guess[m];
    }
}

static void begin_guess(const cst__draft *d, cst__draft_row *r, cst__estimate *it) {
    *it = (cst__estimate){.team = &r->team, .cents = r->guess};
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        r->guess[m] = INT64_MAX;
    }
}

cst_error cst__draft_guess(cst__draft *d, const bool *some, size_t n, int64_t *worth) {
    cst__estimate all[CST__DRAFT_BATCH];
    for (size_t i = 0; i < n; i++) {
        begin_guess(d, &d->trial[i], &all[i]);
    }
    all[0].worth = worth;
    cst_error error = cst__menu_estimate(d->serving, some, all, n);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        take_guess(d, &d->trial[i]);
    }
    return error;
}

cst_error cst__draft_guess_alone(cst__draft *d, cst__draft_row *r) {
    cst__estimate it;
    begin_guess(d, r, &it);
    cst_error error = cst__menu_estimate(d->serving, d->ground->open, &it, 1);
    if (error == CST_E_OK) {
        take_guess(d, r);
    }
    if (cst__serving_is_over(d->serving)) { /* another time */
        cst__draft_forget(d, r);
    }
    return error;
}

cst_error cst__draft_guess_pool(cst__draft *d) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < d->n_pool; i++) {
        cst__draft_row *r = &d->pool[i];
        bool is_new = d->serving->n_markets > 0 && r->guess[0] == INT64_MIN;
        if (is_new && !cst__serving_is_over(d->serving)) {
            error = cst__draft_guess_alone(d, r);
        }
        cst__draft_look_up(d, r, r->guess[0] != INT64_MIN);
    }
    return error;
}

/* ---------------------------------------------------------------- what a menu would rest on */

typedef struct settling {
    cst__draft *draft;
    size_t but; /* of the menu, without the team there */
    cst__draft_row *row;
    cst__request *requests;
    cst__draft_row **asked; /* [n] whose cost each request is about */
    size_t n;
} settling;

/* The i-th team of the menu, the row behind the last; NULL: not there. */
static cst__draft_row *row_at(const settling *w, size_t i) {
    const cst__draft *d = w->draft;
    if (i == d->n_teams) {
        return w->row;
    }
    return i == w->but ? NULL : &d->pool[d->menu[i]];
}

/* The team that would serve a market; of several at one cost one of which it is known. */
static const cst__draft_row *server_of(const settling *w, size_t m) {
    const cst__draft_row *best = NULL;
    for (size_t i = 0; i <= w->draft->n_teams; i++) {
        const cst__draft_row *it = row_at(w, i);
        if (it == NULL || it->cents[m] == INT64_MAX) {
            continue;
        }
        bool better = best == NULL || it->cents[m] < best->cents[m] ||
                      (it->cents[m] == best->cents[m] && it->known[m] && !best->known[m]);
        best = better ? it : best;
    }
    return best;
}

/* Of a kind of team that is asked for all is of interest. */
static bool is_of_kind_asked(const cst__draft *d, const cst__draft_row *r) {
    const cst__menu_demands *asked = &d->ground->demands;
    return (asked->small_team && cst__draft_is_of_kind(d, &r->team, true)) ||
           (asked->open_team && cst__draft_is_of_kind(d, &r->team, false));
}

static void list_guessed(settling *w) {
    const cst__draft *d = w->draft;
    w->n = 0;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        const cst__draft_row *server = d->ground->open[m] ? server_of(w, m) : NULL;
        for (size_t i = 0; server != NULL && i <= d->n_teams; i++) {
            cst__draft_row *it = row_at(w, i);
            if (it != NULL && !it->known[m] && (it == server || is_of_kind_asked(d, it))) {
                w->requests[w->n] = cst__menu_request(d->ground, CST__MENU_QUICK, m, &it->team);
                w->asked[w->n++] = it;
            }
        }
    }
}

static cst_error search_guessed(settling *w) {
    cst__draft *d = w->draft;
    cst_error error = cst__serving_ask(d->serving, w->requests, w->n);
    for (size_t i = 0; error == CST_E_OK && i < w->n; i++) {
        const cst__request *q = &w->requests[i];
        size_t m = cst__serving_market(d->serving, q->market);
        const cst__able *able = d->serving->market[q->market].lore->able;
        w->asked[i]->known[m] = true;
        w->asked[i]->cents[m] =
            q->can == CST__CAN ? able[q->package].criteria.cost_cents : INT64_MAX;
    }
    return error;
}

cst_error cst__draft_settle(cst__draft *d, size_t k, cst__draft_row *row, bool *was_known) {
    size_t room = d->serving->n_markets * (d->n_teams + 1) + 1;
    settling w = {.draft = d,
                  .but = k,
                  .row = row,
                  .requests = calloc(room, sizeof *w.requests),
                  .asked = calloc(room, sizeof(cst__draft_row *))};
    cst_error error = w.requests == NULL || w.asked == NULL ? CST_E_MEMORY : CST_E_OK;
    if (error == CST_E_OK) {
        list_guessed(&w);
    }
    *was_known = w.n == 0;
    while (error == CST_E_OK && w.n > 0 && !cst__serving_is_over(d->serving)) {
        error = search_guessed(&w);
        list_guessed(&w);
    }
    free(w.requests);
    free(w.asked);
    return error;
}
