/*
 * menu_capacity.c - menus whose markets share what offerings and firms can sell.
 *
 *     wish      the cheapest package of each market alone; where they fit together nothing is to do
 *     select    of the packages that are known, those that fit together best (menu_select.c)
 *     fill up   what nobody serves, the heaviest first, within what is left
 *     stretch   where a wish is not granted: its market within what the others leave, and each
 *               other market within what is left beside the wish; then selected anew
 *     add       where there may be more teams: one of its own for a market that nobody serves
 *
 * A heuristic. What no menu can better is what no menu could if nothing were shared.
 */
#include "solver/menu_capacity.h"

#include <math.h>

enum { MOST_ROUNDS = 8, MOST_ASKED = 64, MOST_TRIED = 3 };

/* ---------------------------------------------------------------- what is taken */

cst_error cst__taken_new(const cst__serving *s, cst__taken *t) {
    *t = (cst__taken){.units = calloc(s->n_offerings + 1, sizeof *t->units),
                      .cents = calloc(s->n_firms + 1, sizeof *t->cents)};
    return t->units != NULL && t->cents != NULL ? CST_E_OK : CST_E_MEMORY;
}

void cst__taken_clear(cst__taken *t) {
    free(t->units);
    free(t->cents);
    *t = (cst__taken){NULL, NULL};
}

void cst__taken_none(const cst__serving *s, cst__taken *t) {
    memset(t->units, 0, s->n_offerings * sizeof *t->units);
    memset(t->cents, 0, s->n_firms * sizeof *t->cents);
}

void cst__taken_add(const cst__serving *s, cst__taken *t, size_t market, const int64_t *units,
                    int times) {
    int years = s->market[market].market->tender.term_years;
    for (size_t o = 0; o < s->n_offerings; o++) {
        const cst__offering *it = &s->markets->catalog->offerings[o];
        if (units[o] > 0) {
            t->units[o] += (cst__wide)times * units[o];
            t->cents[it->firm] += (cst__wide)times * cst__value_cents(it, units[o], years);
        }
    }
}

int64_t cst__menu_most_units(const cst__menu_ground *g, size_t offering) {
    int64_t most = g->serving->markets->catalog->offerings[offering].max_units;
    return g->share_units && most > 1 ? most : CST__NO_LIMIT;
}

int64_t cst__menu_most_cents(const cst__menu_ground *g, size_t firm) {
    return g->share_value ? g->serving->markets->catalog->firms[firm].max_value_cents
                          : CST__NO_LIMIT;
}

/* CST__NO_LIMIT is more than anything that can be taken of one of them, but not of all markets. */
static bool is_within(cst__wide taken, int64_t most) {
    return most == CST__NO_LIMIT || taken <= most;
}

static bool offering_holds(const cst__menu_ground *g, const cst__taken *t, size_t o) {
    return is_within(t->units[o], cst__menu_most_units(g, o));
}

static bool firm_holds(const cst__menu_ground *g, const cst__taken *t, size_t f) {
    return is_within(t->cents[f], cst__menu_most_cents(g, f));
}

bool cst__taken_holds(const cst__menu_ground *g, const cst__taken *t) {
    bool holds = true;
    for (size_t o = 0; holds && o < g->serving->n_offerings; o++) {
        holds = offering_holds(g, t, o);
    }
    for (size_t f = 0; holds && f < g->serving->n_firms; f++) {
        holds = firm_holds(g, t, f);
    }
    return holds;
}

size_t cst__menu_heaviest(const cst__menu_ground *g, const bool *done) {
    const cst__serving *s = g->serving;
    size_t at = CST__NONE;
    for (size_t m = 0; m < s->n_markets; m++) {
        int64_t weight = s->market[m].market->weight_milli;
        if (g->open[m] && !done[m] &&
            (at == CST__NONE || weight > s->market[at].market->weight_milli)) {
            at = m;
        }
    }
    return at;
}

static bool fits_beside(const cst__menu_ground *g, cst__taken *taken, size_t m,
                        const cst__able *able) {
    cst__taken_add(g->serving, taken, m, able->units, 1);
    bool fits = cst__taken_holds(g, taken);
    cst__taken_add(g->serving, taken, m, able->units, -1);
    return fits;
}

void cst__menu_take_cheapest(const cst__menu_ground *g, cst__taken *taken, cst__menu_choice *c,
                             size_t m) {
    const cst__serving *s = g->serving;
    int64_t best = INT64_MAX;
    c->served_by[m] = CST__NONE;
    for (size_t k = 0; k < c->n_teams; k++) {
        const cst__menu_team *team = &c->teams[k];
        size_t entry = cst__menu_entry(g, m, team);
        const cst__lore *lore = s->market[entry].lore;
        for (size_t i = 0; team->anchor != CST__NONE && i < lore->n_able; i++) {
            const cst__able *able = &lore->able[i];
            if (able->criteria.cost_cents < best &&
                cst__serving_serves(s, entry, able, team->firms, team->anchor) &&
                fits_beside(g, taken, m, able)) {
                best = able->criteria.cost_cents;
                c->served_by[m] = k;
                c->package[m] = i;
            }
        }
    }
    if (c->served_by[m] != CST__NONE) {
        cst__taken_add(s, taken, m, cst__menu_package(g, c, m)->units, 1);
    }
}

static int64_t rest_of(int64_t most, cst__wide taken) {
    cst__wide rest = most - taken;
    return most == CST__NO_LIMIT ? most : rest > 0 ? (int64_t)rest : 0;
}

/* What is left beside it. */
static cst_error left_of(const cst__menu_ground *g, const cst__taken *t, cst__left *left) {
    const cst__serving *s = g->serving;
    *left = (cst__left){.units = calloc(s->n_offerings + 1, sizeof *left->units),
                        .cents = calloc(s->n_firms + 1, sizeof *left->cents)};
    if (left->units == NULL || left->cents == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t o = 0; o < s->n_offerings; o++) {
        left->units[o] = rest_of(cst__menu_most_units(g, o), t->units[o]);
    }
    for (size_t f = 0; f < s->n_firms; f++) {
        left->cents[f] = rest_of(cst__menu_most_cents(g, f), t->cents[f]);
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- looking */

typedef struct holding {
    const cst__menu_ground *ground;
    cst__serving *serving;
    cst__menu_choice *held; /* the caller's */
    cst__menu_choice wish;  /* of the same teams, as if nothing were shared */
    cst__taken taken;       /* by what is held */
    cst__request *asked;
    cst__left *left; /* of each */
    size_t n_asked;
    double deadline_s;
} holding;

static bool is_over(const holding *h) {
    return cst__time_is_up(h->deadline_s, h->serving->settings->stop);
}

static bool is_limited(const holding *h) {
    return h->serving->settings->time_limit_s > 0;
}

/* Where time is limited, what is about the cheapest is good enough. */
static cst__menu_care care_of(const holding *h) {
    return is_limited(h) ? CST__MENU_QUICK : CST__MENU_CLOSE;
}

/* Of the time that is left, a part for one selection. */
static cst_error choose(holding *h) {
    double now = cst__clock();
    double end = is_limited(h) ? now + fmax(h->deadline_s - now, 0) / 3 : h->deadline_s;
    return cst__menu_select(h->ground, end, h->held);
}

static void take_all(const holding *h, const cst__menu_choice *c, cst__taken *t) {
    const cst__serving *s = h->serving;
    cst__taken_none(s, t);
    for (size_t m = 0; m < s->n_markets; m++) {
        if (c->served_by[m] != CST__NONE) {
            cst__taken_add(s, t, m, cst__menu_package(h->ground, c, m)->units, 1);
        }
    }
}

/* A package of a team for a market within what is left beside what is taken now. */
static cst_error ask_within(holding *h, size_t m, const cst__menu_team *team) {
    if (h->n_asked == MOST_ASKED) {
        return CST_E_OK; /* another round */
    }
    cst__request *q = &h->asked[h->n_asked];
    cst__left *left = &h->left[h->n_asked++];
    *q = cst__menu_request(h->ground, care_of(h), m, team);
    q->left = left;
    return left_of(h->ground, &h->taken, left);
}

static void forget_asked(holding *h) {
    for (size_t i = 0; i < h->n_asked; i++) {
        free(h->left[i].units);
        free(h->left[i].cents);
    }
    h->n_asked = 0;
}

static cst_error answer_all(holding *h) {
    cst_error error = cst__serving_ask(h->serving, h->asked, h->n_asked);
    forget_asked(h);
    return error;
}

/* ---------------------------------------------------------------- wishes that are not granted */

/* Whether a market could be served, or for less, if nothing were shared. */
static bool is_denied(const holding *h, size_t m) {
    if (h->wish.served_by[m] == CST__NONE) {
        return false;
    }
    return h->held->served_by[m] == CST__NONE ||
           cst__menu_package(h->ground, &h->wish, m)->criteria.cost_cents <
               cst__menu_package(h->ground, h->held, m)->criteria.cost_cents;
}

/* Whether a package has a part in something of which too much is taken. */
static bool is_in_the_way(const holding *h, const cst__able *able) {
    const cst_catalog *catalog = h->serving->markets->catalog;
    bool is = false;
    for (size_t o = 0; !is && o < h->serving->n_offerings; o++) {
        is = able->units[o] > 0 && (!offering_holds(h->ground, &h->taken, o) ||
                                    !firm_holds(h->ground, &h->taken, catalog->offerings[o].firm));
    }
    return is;
}

/* Each other market that is in the way of a wish, within what is left beside it. */
static cst_error ask_others(holding *h, size_t denied) {
    const cst__able *wish = cst__menu_package(h->ground, &h->wish, denied);
    cst_error error = CST_E_OK;
    cst__taken_add(h->serving, &h->taken, denied, wish->units, 1);
    for (size_t m = 0; error == CST_E_OK && m < h->serving->n_markets; m++) {
        size_t k = h->held->served_by[m];
        if (m == denied || k == CST__NONE) {
            continue;
        }
        const cst__able *able = cst__menu_package(h->ground, h->held, m);
        if (is_in_the_way(h, able)) {
            cst__taken_add(h->serving, &h->taken, m, able->units, -1);
            error = ask_within(h, m, &h->held->teams[k]);
            cst__taken_add(h->serving, &h->taken, m, able->units, 1);
        }
    }
    cst__taken_add(h->serving, &h->taken, denied, wish->units, -1);
    return error;
}

/* A market that is denied its wish: of every team within what the others leave. */
static cst_error ask_denied(holding *h, size_t m) {
    const int64_t *own =
        h->held->served_by[m] != CST__NONE ? cst__menu_package(h->ground, h->held, m)->units : NULL;
    cst_error error = CST_E_OK;
    if (own != NULL) {
        cst__taken_add(h->serving, &h->taken, m, own, -1);
    }
    for (size_t k = 0; error == CST_E_OK && k < h->held->n_teams; k++) {
        if (h->held->teams[k].anchor != CST__NONE) {
            error = ask_within(h, m, &h->held->teams[k]);
        }
    }
    if (error == CST_E_OK) {
        error = ask_others(h, m);
    }
    if (own != NULL) {
        cst__taken_add(h->serving, &h->taken, m, own, 1);
    }
    return error;
}

/* First the markets that nobody serves. */
static cst_error ask_all_denied(holding *h) {
    cst_error error = CST_E_OK;
    take_all(h, h->held, &h->taken);
    for (int served = 0; served < 2; served++) {
        for (size_t m = 0; error == CST_E_OK && m < h->serving->n_markets; m++) {
            if ((h->held->served_by[m] != CST__NONE) == (served == 1) && is_denied(h, m)) {
                error = ask_denied(h, m);
            }
        }
    }
    return error == CST_E_OK ? answer_all(h) : error;
}

static size_t count_known(const holding *h) {
    size_t n = 0;
    for (size_t m = 0; m < h->serving->n_entries; m++) {
        n += h->serving->market[m].own.n_able;
    }
    return n;
}

/* Whether what the teams wish fits together; then that is what is held. */
static cst_error grant_wish(holding *h, bool *granted) {
    cst__menu_choice_copy(h->ground, h->held, &h->wish);
    cst_error error = cst__menu_evaluate(h->ground, care_of(h), &h->wish);
    take_all(h, &h->wish, &h->taken);
    *granted = error == CST_E_OK && cst__menu_choice_fits(h->ground, &h->wish) &&
               cst__taken_holds(h->ground, &h->taken);
    if (*granted) {
        cst__menu_choice_copy(h->ground, &h->wish, h->held);
    }
    return error;
}

/* Each market that nobody serves though a team could, the heaviest first: of any team within what
 * is left by then. */
static cst_error fill_up(holding *h) {
    bool *done = calloc(h->serving->n_markets + 1, sizeof *done);
    cst_error error = done == NULL ? CST_E_MEMORY : CST_E_OK;
    take_all(h, h->held, &h->taken);
    for (size_t m;
         error == CST_E_OK && !is_over(h) && (m = cst__menu_heaviest(h->ground, done)) != CST__NONE;
         done[m] = true) {
        if (h->held->served_by[m] != CST__NONE || h->wish.served_by[m] == CST__NONE) {
            continue;
        }
        for (size_t k = 0; error == CST_E_OK && k < h->held->n_teams; k++) {
            if (h->held->teams[k].anchor != CST__NONE) {
                error = ask_within(h, m, &h->held->teams[k]);
            }
        }
        error = error == CST_E_OK ? answer_all(h) : error;
        if (error == CST_E_OK) {
            cst__menu_take_cheapest(h->ground, &h->taken, h->held, m);
        }
    }
    cst__menu_sum_up(h->ground, h->held);
    free(done);
    return error;
}

/* The best that is found for the teams that are held. */
static cst_error hold_teams(holding *h) {
    bool granted = false;
    cst_error error = grant_wish(h, &granted);
    if (error != CST_E_OK || granted) {
        return error;
    }
    error = choose(h);
    if (error == CST_E_OK) {
        error = fill_up(h);
    }
    for (int round = 0; error == CST_E_OK && round < MOST_ROUNDS && !is_over(h); round++) {
        size_t known = count_known(h);
        error = ask_all_denied(h);
        if (error != CST_E_OK || count_known(h) == known) {
            break;
        }
        error = choose(h);
    }
    return error;
}

/* ---------------------------------------------------------------- further teams */

/* A team of its own for a market that nobody serves, of whatever is left. */
static cst_error found_team(holding *h, size_t m, bool *founded) {
    cst__serving *s = h->serving;
    cst__menu_team all = {.firms = cst__firms_all(s->n_firms), .anchor = CST__NONE};
    cst__lore *lore = &s->market[s->market[m].twin].own;
    size_t known = lore->n_able;
    *founded = false;
    if (all.firms == NULL) {
        return CST_E_MEMORY;
    }
    take_all(h, h->held, &h->taken);
    cst_error error = ask_within(h, m, &all);
    error = error == CST_E_OK ? answer_all(h) : error;
    for (size_t i = 0; error == CST_E_OK && !*founded && i < lore->n_able; i++) {
        size_t at =
            i < lore->n_able - known ? known + i : i - (lore->n_able - known); /* new first */
        cst__taken_add(s, &h->taken, m, lore->able[at].units, 1);
        size_t leader = cst__menu_leader(h->ground, m, &lore->able[at]);
        *founded = leader != CST__NONE && cst__taken_holds(h->ground, &h->taken);
        cst__taken_add(s, &h->taken, m, lore->able[at].units, -1);
        if (*founded) {
            cst__menu_team *team = &h->held->teams[h->held->n_teams++];
            cst__firms_copy(team->firms, lore->able[at].members, s->words);
            team->anchor = leader;
            team->open = false;
        }
    }
    free(all.firms);
    return error;
}

/* Whether a further team helped. */
static cst_error add_team(holding *h, bool *helped) {
    cst__menu_choice before;
    bool *tried = calloc(h->serving->n_markets + 1, sizeof *tried);
    cst_error error = cst__menu_choice_new(h->ground, &before);
    error = tried == NULL ? CST_E_MEMORY : error;
    *helped = false;
    if (error == CST_E_OK) {
        cst__menu_choice_copy(h->ground, h->held, &before);
    }
    for (int n = 0; error == CST_E_OK && n < MOST_TRIED && !*helped && !is_over(h); n++) {
        size_t m = CST__NONE;
        bool founded = false;
        do { /* the heaviest market that nobody serves and that has not been tried */
            m = cst__menu_heaviest(h->ground, tried);
            tried[m == CST__NONE ? h->serving->n_markets : m] = true;
        } while (m != CST__NONE && h->held->served_by[m] != CST__NONE);
        if (m == CST__NONE) {
            break;
        }
        error = found_team(h, m, &founded);
        if (error == CST_E_OK && founded) {
            error = hold_teams(h);
        }
        *helped = error == CST_E_OK && founded && cst__menu_choice_fits(h->ground, h->held) &&
                  cst__menu_choice_beats(h->held, &before);
        if (error == CST_E_OK && !*helped) {
            cst__menu_choice_copy(h->ground, &before, h->held);
        }
    }
    free(tried);
    cst__menu_choice_clear(&before, h->ground->most_teams);
    return error;
}

/* ---------------------------------------------------------------- the whole */

static cst_error hold(holding *h, size_t n_teams) {
    cst_error error = hold_teams(h);
    bool goes_on = true;
    while (error == CST_E_OK && goes_on && h->held->n_teams < n_teams && !is_over(h)) {
        error = add_team(h, &goes_on);
    }
    return error;
}

cst_error cst__menu_hold(const cst__menu_ground *g, size_t n_teams, double deadline_s,
                         cst__menu_choice *c) {
    cst__serving *s = g->serving;
    holding h = {.ground = g,
                 .serving = s,
                 .held = c,
                 .asked = calloc(MOST_ASKED, sizeof *h.asked),
                 .left = calloc(MOST_ASKED, sizeof *h.left),
                 .deadline_s = deadline_s};
    cst_error error = cst__menu_choice_new(g, &h.wish);
    if (error == CST_E_OK) {
        error = cst__taken_new(s, &h.taken);
    }
    if (h.asked == NULL || h.left == NULL) {
        error = CST_E_MEMORY;
    }
    for (size_t m = 0; m < s->n_markets; m++) {
        c->served_by[m] = CST__NONE;
    }
    cst__menu_sum_up(g, c);
    if (error == CST_E_OK) {
        error = hold(&h, n_teams);
    }
    forget_asked(&h);
    free(h.asked);
    free(h.left);
    cst__taken_clear(&h.taken);
    cst__menu_choice_clear(&h.wish, g->most_teams);
    return error;
}

/* ---------------------------------------------------------------- a bound on the cost */

/* Whether a cent of the first market buys more weight. */
static bool is_better(const cst__menu_ground *g, size_t a, size_t b) {
    const cst__serving *s = g->serving;
    return (cst__wide)g->alone_cents[a] * s->market[b].market->weight_milli <
           (cst__wide)g->alone_cents[b] * s->market[a].market->weight_milli;
}

/* The markets in the order of what their weight costs, the last one in part: no choice of markets
 * by what each costs alone does better (Dantzig 1957, Operations Research 5(2)). */
int64_t cst__menu_least_for(const cst__menu_ground *g, int64_t weight_milli) {
    const cst__serving *s = g->serving;
    int64_t sum = 0;
    size_t last = CST__NONE;
    for (;;) {
        size_t next = CST__NONE;
        for (size_t m = 0; m < s->n_markets; m++) {
            bool after =
                last == CST__NONE || is_better(g, last, m) || (!is_better(g, m, last) && m > last);
            if (g->open[m] && after && (next == CST__NONE || is_better(g, m, next))) {
                next = m;
            }
        }
        if (next == CST__NONE || (weight_milli <= 0 && g->alone_cents[next] >= 0)) {
            return sum;
        }
        int64_t weight = s->market[next].market->weight_milli;
        int64_t cents = g->alone_cents[next];
        bool whole = cents < 0 || weight <= weight_milli;
        cst__wide part = (cst__wide)cents * weight_milli / weight;
        sum += whole ? cents : (int64_t)part;
        weight_milli -= weight;
        last = next;
    }
}
