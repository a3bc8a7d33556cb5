/*
 * menu_draft.c - a menu as medians: every market goes to the team that is cheapest for it.
 *
 *     pool      teams with their cost in every market, by searches: at first the members of the
 *               cheapest known package of each market, later all that were worth a search
 *     exchange  a team of the menu for one of the pool, which takes no further search at all
 *     build     a team for some markets: all firms of their cheapest packages, of which those whose
 *               loss costs least leave until it is small enough
 *     firms     one firm of a team for another: who comes is guessed from the multipliers of the
 *               linear programs, who leaves from those without it; the best guesses are estimated
 *
 * until neither helps.
 */
#include "solver/menu_draft.h"

#include <math.h>

#include "solver/menu_estimate.h"

enum {
    MOST_COMERS = 10,
    MOST_PAIRS = 16,
    MOST_TRIES = 3,
    MOST_TURNS = 40,
    MOST_BATCH = 64,
    MOST_UNION = 36
};
enum { FEW_MARKETS = 6, MANY_MARKETS = 14 }; /* that cost too much, for a team of their own */

/* Less is noise of the linear programs. */
static const double least_gain = 1e-5;

typedef struct row {
    cst__menu_team team;
    int64_t *cents; /* [n_markets] of the pool by searches, of trials by linear programs at first */
} row;

struct cst__draft {
    const cst__menu_ground *ground;
    cst__serving *serving;
    row *pool;
    size_t n_pool, room;
    size_t *menu;  /* [most_teams] of the pool */
    size_t *spare; /* [most_teams] another menu, to begin with */
    size_t n_teams;
    double value;       /* of the menu, by searches */
    double estimate;    /* of the menu with the team at hand, by linear programs */
    double weight_cent; /* that a thousandth of weight not served counts: more than all costs */
    row trial[MOST_BATCH];
    bool *some;     /* [n_markets] */
    int64_t *worth; /* [n_markets][n_firms] */
    double *gain;   /* [n_firms] */
    bool seeded;
};

/* ---------------------------------------------------------------- memory */

static bool row_new(const cst__serving *s, row *r) {
    *r = (row){.team = {.firms = cst__firms_new(s->words), .anchor = CST__NONE},
               .cents = malloc((s->n_markets + 1) * sizeof *r->cents)};
    for (size_t m = 0; r->cents != NULL && m < s->n_markets; m++) {
        r->cents[m] = INT64_MAX;
    }
    return r->team.firms != NULL && r->cents != NULL;
}

static void row_clear(row *r) {
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
    for (size_t i = 0; i < MOST_BATCH; i++) {
        ok = row_new(s, &d->trial[i]) && ok;
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

void cst__draft_free(cst__draft *d) {
    if (d == NULL) {
        return;
    }
    for (size_t i = 0; i < d->n_pool; i++) {
        row_clear(&d->pool[i]);
    }
    for (size_t i = 0; i < MOST_BATCH; i++) {
        row_clear(&d->trial[i]);
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
static size_t keep_row(cst__draft *d, const row *r) {
    for (size_t i = 0; i < d->n_pool; i++) {
        if (same_team(d, &d->pool[i].team, &r->team)) {
            return i;
        }
    }
    if (d->n_pool == d->room) {
        size_t room = d->room == 0 ? 64 : 2 * d->room;
        row *pool = realloc(d->pool, room * sizeof *pool);
        if (pool == NULL) {
            return CST__NONE;
        }
        d->pool = pool;
        d->room = room;
    }
    row *kept = &d->pool[d->n_pool];
    if (!row_new(d->serving, kept)) {
        row_clear(kept);
        return CST__NONE;
    }
    cst__firms_copy(kept->team.firms, r->team.firms, d->serving->words);
    kept->team.anchor = r->team.anchor;
    memcpy(kept->cents, r->cents, d->serving->n_markets * sizeof *kept->cents);
    return d->n_pool++;
}

static void set_team(const cst__draft *d, row *r, const uint64_t *firms, size_t anchor) {
    cst__firms_copy(r->team.firms, firms, d->serving->words);
    r->team.anchor = anchor;
}

/* ---------------------------------------------------------------- what a menu comes to */

static double price(const cst__draft *d, size_t market, int64_t cents) {
    double weight = (double)d->serving->market[market].market->weight_milli;
    return cents < INT64_MAX ? (double)cents : weight * d->weight_cent;
}

/* The least that the teams of the menu but one (CST__NONE: all) take for a market. */
static int64_t least_without(const cst__draft *d, size_t market, size_t but) {
    int64_t least = INT64_MAX;
    for (size_t k = 0; k < d->n_teams; k++) {
        int64_t cents = d->pool[d->menu[k]].cents[market];
        least = k != but && cents < least ? cents : least;
    }
    return least;
}

/* Of the menu with other prices for one of its teams (NULL: without it), or for a further one.
 * Where only some markets are asked about, the others go to the other teams. */
static double value_with(const cst__draft *d, size_t k, const int64_t *cents, const bool *some) {
    double value = 0;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        if (d->ground->open[m]) {
            int64_t least = least_without(d, m, k);
            bool asked = cents != NULL && (some == NULL || some[m]);
            value += price(d, m, asked && cents[m] < least ? cents[m] : least);
        }
    }
    return value;
}

static bool is_better(double value, double than) {
    return value < than - least_gain * fabs(than);
}

/* Whether no firm is in more teams than it may be, with this team in the place of one. */
static bool fits(const cst__draft *d, size_t k, const cst__menu_team *team) {
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
static cst_error estimate(cst__draft *d, const bool *some, size_t n) {
    cst__estimate all[MOST_BATCH];
    for (size_t i = 0; i < n; i++) {
        all[i] = (cst__estimate){.team = &d->trial[i].team, .cents = d->trial[i].cents};
    }
    return cst__menu_estimate(d->serving, some, all, n);
}

/* ---------------------------------------------------------------- the pool */

/* Who of these firms may lead in the greatest weight of open markets. */
static size_t best_leader(const cst__draft *d, const uint64_t *firms) {
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

static const cst__able *cheapest_of(const cst__draft *d, size_t market) {
    const cst__lore *lore = d->serving->market[market].lore;
    const cst__able *best = NULL;
    for (size_t i = 0; i < lore->n_able; i++) {
        bool better = best == NULL || lore->able[i].criteria.cost_cents < best->criteria.cost_cents;
        best = better ? &lore->able[i] : best;
    }
    return best;
}

/* What a trial costs in every market, by searches. */
static cst_error measure(cst__draft *d, row *r) {
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
static cst_error keep_trials(cst__draft *d, size_t n) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        error = measure(d, &d->trial[i]);
        if (error == CST_E_OK && cst__serving_is_over(d->serving)) {
            break;
        }
        if (error == CST_E_OK) {
            error = keep_row(d, &d->trial[i]) == CST__NONE ? CST_E_MEMORY : CST_E_OK;
        }
    }
    return error;
}

/* The members of the cheapest known package of each market. */
static cst_error seed(cst__draft *d) {
    cst_error error = CST_E_OK;
    size_t n = 0;
    for (size_t m = 0; error == CST_E_OK && m < d->serving->n_markets; m++) {
        const cst__able *able = d->ground->open[m] ? cheapest_of(d, m) : NULL;
        if (able == NULL || d->serving->market[m].twin != m) {
            continue;
        }
        set_team(d, &d->trial[n++], able->members, best_leader(d, able->members));
        if (n == MOST_BATCH) {
            error = keep_trials(d, n);
            n = 0;
        }
    }
    return error == CST_E_OK ? keep_trials(d, n) : error;
}

/* Teams from elsewhere. */
static cst_error take_in(cst__draft *d, const cst__menu_choice *choice) {
    size_t n = 0;
    for (size_t k = 0; k < choice->n_teams && n < MOST_BATCH; k++) {
        if (choice->teams[k].anchor != CST__NONE) {
            set_team(d, &d->trial[n++], choice->teams[k].firms, choice->teams[k].anchor);
        }
    }
    return keep_trials(d, n);
}

/* ---------------------------------------------------------------- exchanging teams */

/* The best team of the pool for one of the menu, or for a further one; CST__NONE: none helps. */
static size_t best_of_pool(const cst__draft *d, size_t k, double *value) {
    size_t best = CST__NONE;
    for (size_t i = 0; i < d->n_pool; i++) {
        double with = value_with(d, k, d->pool[i].cents, NULL);
        if (is_better(with, *value) && fits(d, k, &d->pool[i].team)) {
            *value = with;
            best = i;
        }
    }
    return best;
}

static bool exchange_once(cst__draft *d, size_t n_teams) {
    double value = d->value;
    size_t at = CST__NONE;
    size_t best = CST__NONE;
    size_t places = d->n_teams < n_teams ? d->n_teams + 1 : d->n_teams;
    for (size_t k = 0; k < places; k++) {
        size_t found = best_of_pool(d, k, &value);
        at = found != CST__NONE ? k : at;
        best = found != CST__NONE ? found : best;
    }
    if (best != CST__NONE) {
        d->menu[at] = best;
        d->n_teams = at == d->n_teams ? d->n_teams + 1 : d->n_teams;
        d->value = value;
    }
    return best != CST__NONE;
}

static void exchange_teams(cst__draft *d, size_t n_teams) {
    while (exchange_once(d, n_teams)) {
    }
}

/* The teams of fewer may be dear ones, there for the sake of the weight: begins with none as well,
 * and keeps the better menu. */
static void begin_anew(cst__draft *d, size_t n_teams) {
    cst__draft fresh = *d;
    fresh.menu = d->spare;
    fresh.n_teams = 0;
    fresh.value = value_with(&fresh, CST__NONE, NULL, NULL);
    exchange_teams(&fresh, n_teams);
    if (is_better(fresh.value, d->value)) {
        memcpy(d->menu, d->spare, fresh.n_teams * sizeof *d->menu);
        d->n_teams = fresh.n_teams;
        d->value = fresh.value;
    }
}

/* The better menu of the two ways to begin. */
static void take_from_pool(cst__draft *d, size_t n_teams) {
    d->value = value_with(d, CST__NONE, NULL, NULL);
    exchange_teams(d, n_teams);
    begin_anew(d, n_teams);
}

/* ---------------------------------------------------------------- building teams */

/* A team without a firm: another leads where it was the anchor. */
static void set_without(const cst__draft *d, row *r, const cst__menu_team *team, size_t firm) {
    set_team(d, r, team->firms, team->anchor);
    if (firm != CST__NONE) {
        cst__firms_drop(r->team.firms, firm);
        if (firm == team->anchor) {
            r->team.anchor = best_leader(d, r->team.firms);
        }
    }
}

/* Counts of every firm the markets whose cheapest known package has it, by what these cost. */
static void count_firms(cst__draft *d) {
    memset(d->gain, 0, d->serving->n_firms * sizeof *d->gain);
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        const cst__able *able = d->some[m] ? cheapest_of(d, m) : NULL;
        for (size_t f = 0; able != NULL && f < d->serving->n_firms; f++) {
            double cost = 1 + fabs((double)able->criteria.cost_cents);
            d->gain[f] += cst__firms_has(able->members, f) ? cost : 0;
        }
    }
}

/* The markets asked about in which a firm may lead. */
static int64_t weight_led(const cst__draft *d, size_t firm) {
    int64_t weight = 0;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        const cst__served_market *it = &d->serving->market[m];
        weight += d->some[m] && cst__firms_has(it->leaders, firm) ? it->market->weight_milli : 0;
    }
    return weight;
}

/* All firms that count, or those that count most, and who leads them. */
static void unite(cst__draft *d, row *r) {
    cst__firms_clear(r->team.firms, d->serving->words);
    r->team.anchor = CST__NONE;
    for (size_t n = 0; n < MOST_UNION; n++) {
        size_t best = CST__NONE;
        for (size_t f = 0; f < d->serving->n_firms; f++) {
            bool is_new = d->gain[f] > 0 && !cst__firms_has(r->team.firms, f);
            best = is_new && (best == CST__NONE || d->gain[f] > d->gain[best]) ? f : best;
        }
        if (best == CST__NONE) {
            break;
        }
        cst__firms_put(r->team.firms, best);
        int64_t led = weight_led(d, best);
        size_t anchor = r->team.anchor;
        r->team.anchor =
            led > 0 && (anchor == CST__NONE || led > weight_led(d, anchor)) ? best : anchor;
    }
}

/* Of the markets asked about alone. */
static double value_of_row(const cst__draft *d, const row *r) {
    double value = 0;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        value += d->some[m] ? price(d, m, r->cents[m]) : 0;
    }
    return value;
}

/* Lets those go whose loss costs least: several at once while the team is much too large. */
static cst_error shrink_once(cst__draft *d, row *r, size_t surplus) {
    size_t leaver[MOST_BATCH];
    double value[MOST_BATCH];
    size_t n = 0;
    for (size_t f = 0; f < d->serving->n_firms && n < MOST_BATCH; f++) {
        if (cst__firms_has(r->team.firms, f) && f != r->team.anchor) {
            set_without(d, &d->trial[n], &r->team, f);
            leaver[n++] = f;
        }
    }
    cst_error error = estimate(d, d->some, n);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        value[i] = value_of_row(d, &d->trial[i]);
    }
    for (size_t gone = 0; error == CST_E_OK && gone < (surplus + 1) / 2; gone++) {
        size_t least = CST__NONE;
        for (size_t i = 0; i < n; i++) {
            bool is_there = cst__firms_has(r->team.firms, leaver[i]);
            least = is_there && (least == CST__NONE || value[i] < value[least]) ? i : least;
        }
        if (least != CST__NONE) {
            cst__firms_drop(r->team.firms, leaver[least]);
        }
    }
    return error;
}

/* A team for the markets that are marked, put in the pool. */
static cst_error build(cst__draft *d) {
    row r;
    cst_error error = row_new(d->serving, &r) ? CST_E_OK : CST_E_MEMORY;
    if (error == CST_E_OK) {
        count_firms(d);
        unite(d, &r);
    }
    size_t most = (size_t)d->serving->most_members;
    bool possible = r.team.firms != NULL && r.team.anchor != CST__NONE;
    while (error == CST_E_OK && possible && !cst__serving_is_over(d->serving)) {
        size_t size = cst__firms_count(r.team.firms, d->serving->words);
        if (size <= most) {
            set_team(d, &d->trial[0], r.team.firms, r.team.anchor);
            error = keep_trials(d, 1);
            break;
        }
        error = shrink_once(d, &r, size - most);
    }
    row_clear(&r);
    return error;
}

/* The markets that could gain most by a further team. */
static void mark_losers(cst__draft *d, size_t most) {
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        d->some[m] = false;
    }
    for (size_t n = 0; n < most; n++) {
        size_t worst = CST__NONE;
        double most_lost = 0;
        for (size_t m = 0; m < d->serving->n_markets; m++) {
            if (d->ground->open[m] && !d->some[m]) {
                double lost =
                    price(d, m, least_without(d, m, CST__NONE)) - (double)d->ground->alone_cents[m];
                worst = lost > most_lost ? m : worst;
                most_lost = fmax(most_lost, lost);
            }
        }
        if (worst == CST__NONE) {
            break;
        }
        d->some[worst] = true;
    }
}

/* The markets that a team serves, and those that nobody does. */
static void mark_markets(cst__draft *d, size_t k) {
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        int64_t own = d->pool[d->menu[k]].cents[m];
        int64_t others = least_without(d, m, k);
        d->some[m] = d->ground->open[m] && (own < others || others == INT64_MAX);
    }
}

/* Teams for what each team of the menu serves, and for what costs most too much. */
static cst_error build_some(cst__draft *d) {
    cst_error error = CST_E_OK;
    for (size_t k = 0; error == CST_E_OK && k < d->n_teams; k++) {
        mark_markets(d, k);
        error = build(d);
    }
    if (error == CST_E_OK) {
        mark_losers(d, FEW_MARKETS);
        error = build(d);
    }
    if (error == CST_E_OK) {
        mark_losers(d, MANY_MARKETS);
        error = build(d);
    }
    return error;
}

/* ---------------------------------------------------------------- exchanging firms */

/* A firm counts what it might save; where nobody serves a market, the firms of its cheapest package
 * share what that is worth. */
static void count_gains(cst__draft *d, size_t k) {
    const row *own = &d->pool[d->menu[k]];
    size_t n_firms = d->serving->n_firms;
    memset(d->gain, 0, n_firms * sizeof *d->gain);
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        const cst__able *able = d->some[m] ? cheapest_of(d, m) : NULL;
        size_t missing = 0;
        for (size_t f = 0; able != NULL && f < n_firms; f++) {
            missing += cst__firms_has(able->members, f) && !cst__firms_has(own->team.firms, f);
        }
        double over = price(d, m, own->cents[m]) - (double)d->ground->alone_cents[m];
        for (size_t f = 0; d->some[m] && f < n_firms; f++) {
            bool is_missing = able != NULL && cst__firms_has(able->members, f) &&
                              !cst__firms_has(own->team.firms, f);
            if (own->cents[m] < INT64_MAX) {
                d->gain[f] += fmin((double)d->worth[m * n_firms + f], over);
            } else if (is_missing) {
                d->gain[f] += over / (double)missing;
            }
        }
    }
}

static cst_error guess_comers(cst__draft *d, size_t k, size_t *comers, size_t *n) {
    const cst__menu_team *team = &d->pool[d->menu[k]].team;
    cst__estimate own = {.team = team, .cents = d->trial[0].cents, .worth = d->worth};
    cst_error error = cst__menu_estimate(d->serving, d->some, &own, 1);
    if (error == CST_E_OK) {
        d->estimate = value_with(d, k, own.cents, d->some);
        count_gains(d, k);
    }
    *n = 0;
    while (*n < MOST_COMERS) {
        size_t best = CST__NONE;
        for (size_t f = 0; f < d->serving->n_firms; f++) {
            bool is_new = !cst__firms_has(team->firms, f) && d->gain[f] > 0;
            for (size_t i = 0; i < *n; i++) {
                is_new = is_new && comers[i] != f;
            }
            best = is_new && (best == CST__NONE || d->gain[f] > d->gain[best]) ? f : best;
        }
        if (best == CST__NONE) {
            break;
        }
        comers[(*n)++] = best;
    }
    return error;
}

/* What the menu loses with each firm of a team. */
static cst_error guess_leavers(cst__draft *d, size_t k, size_t *leavers, double *loss, size_t *n) {
    const cst__menu_team *team = &d->pool[d->menu[k]].team;
    size_t size = cst__firms_count(team->firms, d->serving->words);
    *n = 0;
    if ((int64_t)size < d->serving->most_members) {
        leavers[0] = CST__NONE;
        loss[0] = 0;
        *n = 1;
        return CST_E_OK;
    }
    for (size_t f = 0; f < d->serving->n_firms && *n < MOST_BATCH; f++) {
        if (cst__firms_has(team->firms, f)) {
            set_without(d, &d->trial[*n], team, f);
            leavers[(*n)++] = f;
        }
    }
    cst_error error = estimate(d, d->some, *n);
    for (size_t i = 0; error == CST_E_OK && i < *n; i++) {
        loss[i] = value_with(d, k, d->trial[i].cents, d->some) - d->estimate;
    }
    return error;
}

typedef struct pair {
    size_t comes, leaves;
    double guess;
} pair;

static void insert_pair(pair *pairs, size_t *n, pair p) {
    size_t at = *n;
    while (at > 0 && pairs[at - 1].guess < p.guess) {
        at--;
    }
    if (at < MOST_PAIRS) {
        *n = *n < MOST_PAIRS ? *n + 1 : *n;
        memmove(&pairs[at + 1], &pairs[at], (*n - at - 1) * sizeof *pairs);
        pairs[at] = p;
    }
}

/* Other anchors of the same firms, where there is room for trials. */
static size_t add_anchors(cst__draft *d, const cst__menu_team *team, size_t n) {
    for (size_t f = 0; f < d->serving->n_firms && n < MOST_BATCH; f++) {
        bool leads = false;
        for (size_t m = 0; m < d->serving->n_markets; m++) {
            leads = leads || (d->some[m] && cst__firms_has(d->serving->market[m].leaders, f));
        }
        if (leads && f != team->anchor && cst__firms_has(team->firms, f)) {
            set_team(d, &d->trial[n++], team->firms, f);
        }
    }
    return n;
}

/* The best of n estimated trials, where it seems better than the team; CST__NONE: none does. */
static size_t best_trial(const cst__draft *d, size_t k, size_t n) {
    double value = d->estimate;
    size_t best = CST__NONE;
    for (size_t i = 0; i < n; i++) {
        double with = value_with(d, k, d->trial[i].cents, d->some);
        if (is_better(with, value) && fits(d, k, &d->trial[i].team)) {
            value = with;
            best = i;
        }
    }
    return best;
}

/* Puts a trial in the place of a team, if searches find it better too. */
static cst_error adopt(cst__draft *d, size_t k, row *r, bool *improved) {
    cst_error error = measure(d, r);
    double value = value_with(d, k, r->cents, NULL);
    *improved = error == CST_E_OK && is_better(value, d->value);
    if (*improved) {
        size_t at = keep_row(d, r);
        d->menu[k] = at != CST__NONE ? at : d->menu[k];
        d->value = value;
        error = at != CST__NONE ? CST_E_OK : CST_E_MEMORY;
    }
    return error;
}

/* The best few of n estimated trials, until one is found better. */
static cst_error adopt_best(cst__draft *d, size_t k, size_t n, bool *improved) {
    cst_error error = CST_E_OK;
    *improved = false;
    for (int tries = 0; error == CST_E_OK && !*improved && tries < MOST_TRIES; tries++) {
        size_t best = best_trial(d, k, n);
        if (best == CST__NONE || cst__serving_is_over(d->serving)) {
            break;
        }
        error = adopt(d, k, &d->trial[best], improved);
        for (size_t m = 0; m < d->serving->n_markets; m++) {
            d->trial[best].cents[m] = INT64_MAX; /* has been tried */
        }
    }
    return error;
}

static cst_error exchange_firm(cst__draft *d, size_t k, bool *improved) {
    size_t comers[MOST_COMERS];
    size_t leavers[MOST_BATCH];
    double loss[MOST_BATCH];
    pair pairs[MOST_PAIRS + 1];
    size_t n_comers = 0;
    size_t n_leavers = 0;
    size_t n = 0;
    *improved = false;
    mark_markets(d, k);
    cst_error error = guess_comers(d, k, comers, &n_comers);
    if (error == CST_E_OK) {
        error = guess_leavers(d, k, leavers, loss, &n_leavers);
    }
    for (size_t i = 0; error == CST_E_OK && i < n_comers; i++) {
        for (size_t j = 0; j < n_leavers; j++) {
            insert_pair(pairs, &n, (pair){comers[i], leavers[j], d->gain[comers[i]] - loss[j]});
        }
    }
    const cst__menu_team *team = &d->pool[d->menu[k]].team;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        set_without(d, &d->trial[i], team, pairs[i].leaves);
        cst__firms_put(d->trial[i].team.firms, pairs[i].comes);
    }
    n = error == CST_E_OK ? add_anchors(d, team, n) : 0;
    if (error == CST_E_OK) {
        error = estimate(d, d->some, n);
    }
    return error == CST_E_OK ? adopt_best(d, k, n, improved) : error;
}

/* One team after the other, until none has an exchange that helps. */
static cst_error exchange_firms(cst__draft *d, int *turns) {
    cst_error error = CST_E_OK;
    size_t idle = 0;
    for (size_t k = 0; error == CST_E_OK && idle<d->n_teams && * turns> 0; (*turns)--) {
        bool improved = false;
        if (cst__serving_is_over(d->serving)) {
            break;
        }
        error = exchange_firm(d, k, &improved);
        idle = improved ? 0 : idle + 1;
        k = improved ? k : (k + 1) % d->n_teams;
    }
    return error;
}

/* ---------------------------------------------------------------- the whole */

static void weigh(cst__draft *d) {
    double sum = 1;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        sum += d->ground->open[m] ? fabs((double)d->ground->alone_cents[m]) : 0;
    }
    d->weight_cent = 100 * sum / (double)d->ground->step_milli;
}

static void put_in_choice(const cst__draft *d, cst__menu_choice *choice) {
    choice->n_teams = d->n_teams;
    for (size_t k = 0; k < d->n_teams; k++) {
        const cst__menu_team *team = &d->pool[d->menu[k]].team;
        cst__firms_copy(choice->teams[k].firms, team->firms, d->serving->words);
        choice->teams[k].anchor = team->anchor;
    }
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        choice->served_by[m] = CST__NONE;
    }
    choice->weight_milli = 0;
    choice->cost_cents = 0;
}

cst_error cst__draft_menu(cst__draft *d, size_t n_teams, cst__menu_choice *choice) {
    weigh(d);
    cst_error error = take_in(d, choice);
    if (error == CST_E_OK && !d->seeded) {
        error = seed(d);
        d->seeded = !cst__serving_is_over(d->serving);
    }
    take_from_pool(d, n_teams); /* takes no time, so that a part of the pool is of use too */
    int turns = MOST_TURNS * (int)n_teams;
    bool goes_on = true;
    while (error == CST_E_OK && goes_on && turns > 0 && !cst__serving_is_over(d->serving)) {
        double before = d->value;
        error = build_some(d);
        exchange_teams(d, n_teams);
        goes_on = is_better(d->value, before);
        if (error == CST_E_OK && !goes_on && d->n_teams > 0) {
            error = exchange_firms(d, &turns);
            exchange_teams(d, n_teams);
            goes_on = is_better(d->value, before);
        }
        turns--;
    }
    if (error == CST_E_OK) {
        put_in_choice(d, choice);
    }
    return error;
}

void cst__draft_from_pool(cst__draft *d, size_t n_teams, cst__menu_choice *choice) {
    d->n_teams = d->n_teams < n_teams ? d->n_teams : 0;
    take_from_pool(d, n_teams);
    put_in_choice(d, choice);
}
