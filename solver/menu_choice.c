/* menu_choice.c - teams tried on the markets. */
#include "solver/menu_choice.h"

#include <math.h>

/* While menus are looked for, packages need not be proven better than to these gaps; the second one
 * only where time is limited. Only there a search is cut off by the clock, too: else the menu would
 * depend on how fast the machine is. */
static const double quick_gap = 5e-3;
static const double quick_seconds = 1;
static const double close_gap = 1e-4;
static const double close_seconds = 5;

/* ---------------------------------------------------------------- memory */

size_t cst__menu_n_kept(const cst__menu_ground *g) {
    return g->kept == NULL ? 0 : g->kept->n_teams;
}

static void put_kept(const cst__menu_ground *g, cst__menu_choice *c) {
    c->n_teams = cst__menu_n_kept(g);
    for (size_t k = 0; k < c->n_teams; k++) {
        const cst__kept_team *team = &g->kept->teams[k];
        c->teams[k].anchor = team->anchor;
        c->teams[k].kept = true;
        for (size_t i = 0; i < team->n_firms; i++) {
            cst__firms_put(c->teams[k].firms, team->firms[i]);
        }
    }
}

cst_error cst__menu_choice_new(const cst__menu_ground *g, cst__menu_choice *c) {
    size_t n_markets = g->serving->n_markets;
    *c = (cst__menu_choice){.teams = calloc(g->most_teams + 1, sizeof *c->teams),
                            .served_by = malloc((n_markets + 1) * sizeof *c->served_by),
                            .package = calloc(n_markets + 1, sizeof *c->package)};
    bool ok = c->teams != NULL && c->served_by != NULL && c->package != NULL;
    for (size_t k = 0; ok && k < g->most_teams; k++) {
        c->teams[k] =
            (cst__menu_team){.firms = cst__firms_new(g->serving->words), .anchor = CST__NONE};
        ok = c->teams[k].firms != NULL;
    }
    for (size_t m = 0; ok && m < n_markets; m++) {
        c->served_by[m] = CST__NONE;
    }
    if (ok) {
        put_kept(g, c);
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

void cst__menu_choice_clear(cst__menu_choice *c, size_t most_teams) {
    for (size_t k = 0; c->teams != NULL && k < most_teams; k++) {
        free(c->teams[k].firms);
    }
    free(c->teams);
    free(c->served_by);
    free(c->package);
    *c = (cst__menu_choice){0};
}

void cst__menu_choice_copy(const cst__menu_ground *g, const cst__menu_choice *from,
                           cst__menu_choice *to) {
    size_t n_markets = g->serving->n_markets;
    to->n_teams = from->n_teams;
    for (size_t k = 0; k < g->most_teams; k++) {
        cst__firms_copy(to->teams[k].firms, from->teams[k].firms, g->serving->words);
        to->teams[k].anchor = from->teams[k].anchor;
        to->teams[k].kept = from->teams[k].kept;
        to->teams[k].open = from->teams[k].open;
    }
    memcpy(to->served_by, from->served_by, n_markets * sizeof *to->served_by);
    memcpy(to->package, from->package, n_markets * sizeof *to->package);
    to->weight_milli = from->weight_milli;
    to->cost_cents = from->cost_cents;
}

size_t cst__menu_entry(const cst__menu_ground *g, size_t market, const cst__menu_team *team) {
    return team->open ? g->serving->n_markets + market : market;
}

const cst__able *cst__menu_package(const cst__menu_ground *g, const cst__menu_choice *c,
                                   size_t market) {
    size_t entry = cst__menu_entry(g, market, &c->teams[c->served_by[market]]);
    return &g->serving->market[entry].lore->able[c->package[market]];
}

bool cst__menu_is_small(const cst__menu_ground *g, const cst__menu_team *team) {
    return cst__firms_within(team->firms, g->demands.small, g->serving->words);
}

/* Whether a team that serves something is small, and whether one is open. */
static bool has_teams(const cst__menu_ground *g, const cst__menu_choice *c) {
    bool small = !g->demands.small_team;
    bool open = !g->demands.open_team;
    for (size_t m = 0; (!small || !open) && m < g->serving->n_markets; m++) {
        if (c->served_by[m] != CST__NONE) {
            const cst__menu_team *team = &c->teams[c->served_by[m]];
            small = small || cst__menu_is_small(g, team);
            open = open || team->open;
        }
    }
    return small && open;
}

bool cst__menu_choice_fits(const cst__menu_ground *g, const cst__menu_choice *c) {
    bool fits = has_teams(g, c);
    for (size_t f = 0; g->teams_per_firm > 0 && fits && f < g->serving->n_firms; f++) {
        int n = 0;
        for (size_t k = 0; k < c->n_teams; k++) {
            n += cst__firms_has(c->teams[k].firms, f);
        }
        fits = n <= g->teams_per_firm;
    }
    return fits;
}

bool cst__menu_choice_beats(const cst__menu_choice *a, const cst__menu_choice *b) {
    return a->weight_milli != b->weight_milli ? a->weight_milli > b->weight_milli
                                              : a->cost_cents < b->cost_cents;
}

size_t cst__menu_leader(const cst__menu_ground *g, size_t m, const cst__able *able) {
    const cst__serving *s = g->serving;
    size_t leader = CST__NONE;
    size_t most = 0;
    for (size_t f = 0; f < s->n_firms; f++) {
        size_t n = 0;
        bool may = cst__firms_has(able->members, f) && cst__firms_has(s->market[m].leaders, f);
        for (size_t other = 0; may && other < s->n_markets; other++) {
            n += g->open[other] && cst__firms_has(s->market[other].leaders, f);
        }
        leader = n > most ? f : leader;
        most = n > most ? n : most;
    }
    return leader;
}

/* ---------------------------------------------------------------- trying teams */

/* What each team is known to have for each market. */
typedef struct offers {
    size_t *package; /* [n_markets][n_teams], CST__NONE: nothing */
    size_t n_teams;
} offers;

static void assign(const cst__menu_ground *g, cst__menu_choice *c, const cst__request *q,
                   size_t team, offers *all) {
    if (q->can != CST__CAN) {
        return;
    }
    size_t m = cst__serving_market(g->serving, q->market);
    all->package[m * all->n_teams + team] = q->package;
    int64_t cost = g->serving->market[q->market].lore->able[q->package].criteria.cost_cents;
    int64_t before =
        c->served_by[m] == CST__NONE ? INT64_MAX : cst__menu_package(g, c, m)->criteria.cost_cents;
    if (cost < before || (cost == before && team < c->served_by[m])) {
        c->served_by[m] = team;
        c->package[m] = q->package;
    }
}

void cst__menu_sum_up(const cst__menu_ground *g, cst__menu_choice *c) {
    const cst__serving *s = g->serving;
    c->weight_milli = 0;
    c->cost_cents = 0;
    for (size_t m = 0; m < s->n_markets; m++) {
        if (c->served_by[m] != CST__NONE) {
            c->weight_milli += s->market[m].market->weight_milli;
            c->cost_cents += cst__menu_package(g, c, m)->criteria.cost_cents;
        }
    }
}

cst__request cst__menu_request(const cst__menu_ground *g, cst__menu_care care, size_t market,
                               const cst__menu_team *team) {
    const cst_settings *settings = g->serving->settings;
    bool is_limited = settings->time_limit_s > 0;
    cst__request q = cst__request_on(cst__menu_entry(g, market, team), team->firms, team->anchor);
    q.cheapest = care == CST__MENU_QUICK || care == CST__MENU_CLOSE;
    if (care == CST__MENU_QUICK) {
        q.gap = fmax(settings->gap, quick_gap);
        q.seconds = is_limited ? quick_seconds : 0;
    } else if (care == CST__MENU_CLOSE && is_limited) {
        q.gap = fmax(settings->gap, close_gap);
        q.seconds = close_seconds;
    }
    return q;
}

/* Answers what can be answered without a search; the others move up. How many are left. */
static size_t answer_known(const cst__menu_ground *g, const bool *some, cst__menu_care care,
                           cst__menu_choice *c, cst__request *requests, offers *all) {
    const cst__serving *s = g->serving;
    size_t n = 0;
    for (size_t m = 0; m < s->n_markets; m++) {
        c->served_by[m] = CST__NONE;
        for (size_t k = 0; g->open[m] && k < c->n_teams; k++) {
            if (c->teams[k].anchor == CST__NONE) {
                continue;
            }
            cst__request q = cst__menu_request(g, care, m, &c->teams[k]);
            bool known = cst__serving_knows(s, &q) || care == CST__MENU_KNOWN;
            if (known || (some != NULL && !some[m])) {
                assign(g, c, &q, k, all);
            } else {
                requests[n++] = q;
            }
        }
    }
    return n;
}

/* ---------------------------------------------------------------- teams that are asked for */

/* What it costs more to give a market to a team; false where the team has nothing for it. */
static bool costs_more(const cst__menu_ground *g, const cst__menu_choice *c, const offers *all,
                       size_t m, size_t k, int64_t *more) {
    size_t package = all->package[m * all->n_teams + k];
    if (package == CST__NONE) {
        return false;
    }
    size_t entry = cst__menu_entry(g, m, &c->teams[k]);
    *more = g->serving->market[entry].lore->able[package].criteria.cost_cents -
            cst__menu_package(g, c, m)->criteria.cost_cents;
    return true;
}

/* One market for a small team and one for an open team, which may be the same. */
typedef struct moves {
    size_t market[2], team[2];
    int64_t more;
    bool found;
} moves;

static void keep_cheaper(moves *best, const size_t *market, const size_t *team, int64_t more) {
    if (!best->found || more < best->more) {
        *best = (moves){{market[0], market[1]}, {team[0], team[1]}, more, true};
    }
}

/* With the first market for a team, the second for one that is open. */
static void try_second(const cst__menu_ground *g, const cst__menu_choice *c, const offers *all,
                       size_t m, size_t k, int64_t more, moves *best) {
    for (size_t other = 0; other < g->serving->n_markets; other++) {
        for (size_t i = 0; i < c->n_teams; i++) {
            int64_t again = 0;
            if (!c->teams[i].open || (other == m && i != k) ||
                !costs_more(g, c, all, other, i, &again)) {
                continue;
            }
            again = other == m ? 0 : again;
            keep_cheaper(best, (size_t[]){m, other}, (size_t[]){k, i}, more + again);
        }
    }
}

/* Of all ways to give the teams that are asked for a market, one that costs least; nothing moves
 * where they have one already. Every market stays served. */
static void move_for_demands(const cst__menu_ground *g, cst__menu_choice *c, const offers *all) {
    const cst__menu_demands *d = &g->demands;
    moves best = {.found = false};
    for (size_t m = 0; (d->small_team || d->open_team) && m < g->serving->n_markets; m++) {
        for (size_t k = 0; k < c->n_teams; k++) {
            int64_t more = 0;
            bool wanted = d->small_team ? cst__menu_is_small(g, &c->teams[k]) : c->teams[k].open;
            if (!wanted || !costs_more(g, c, all, m, k, &more)) {
                continue;
            }
            if (d->small_team && d->open_team) {
                try_second(g, c, all, m, k, more, &best);
            } else {
                keep_cheaper(&best, (size_t[]){m, m}, (size_t[]){k, k}, more);
            }
        }
    }
    for (int i = 0; best.found && i < 2; i++) {
        size_t m = best.market[i];
        c->served_by[m] = best.team[i];
        c->package[m] = all->package[m * all->n_teams + best.team[i]];
    }
}

static size_t team_of(const cst__menu_choice *c, const cst__request *q) {
    size_t k = 0;
    while (c->teams[k].firms != q->firms) {
        k++;
    }
    return k;
}

cst_error cst__menu_evaluate_some(const cst__menu_ground *g, cst__menu_care care, const bool *some,
                                  cst__menu_choice *c) {
    cst__serving *s = g->serving;
    size_t n_offers = s->n_markets * c->n_teams;
    cst__request *requests = calloc(n_offers + 1, sizeof *requests);
    offers all = {malloc((n_offers + 1) * sizeof *all.package), c->n_teams};
    cst_error error = requests == NULL || all.package == NULL ? CST_E_MEMORY : CST_E_OK;
    if (error == CST_E_OK) {
        for (size_t i = 0; i < n_offers; i++) {
            all.package[i] = CST__NONE;
        }
        size_t n = answer_known(g, some, care, c, requests, &all);
        error = cst__serving_ask(s, requests, n);
        for (size_t i = 0; error == CST_E_OK && i < n; i++) {
            assign(g, c, &requests[i], team_of(c, &requests[i]), &all);
        }
        move_for_demands(g, c, &all);
        cst__menu_sum_up(g, c);
    }
    free(requests);
    free(all.package);
    return error;
}

cst_error cst__menu_evaluate(const cst__menu_ground *g, cst__menu_care care, cst__menu_choice *c) {
    return cst__menu_evaluate_some(g, care, NULL, c);
}

/* ---------------------------------------------------------------- what is not needed */

static bool comes_before(const cst__menu_ground *g, const cst__menu_team *a,
                         const cst__menu_team *b) {
    if (a->anchor != b->anchor) {
        return a->anchor < b->anchor;
    }
    for (size_t f = 0; f < g->serving->n_firms; f++) {
        bool in_a = cst__firms_has(a->firms, f);
        if (in_a != cst__firms_has(b->firms, f)) {
            return in_a;
        }
    }
    return false;
}

/* Exchanges the teams at two places. */
static void exchange(const cst__menu_ground *g, cst__menu_choice *c, size_t i, size_t j) {
    cst__menu_team team = c->teams[i];
    c->teams[i] = c->teams[j];
    c->teams[j] = team;
    for (size_t m = 0; m < g->serving->n_markets; m++) {
        c->served_by[m] = c->served_by[m] == i ? j : c->served_by[m] == j ? i : c->served_by[m];
    }
}

static void sort_teams(const cst__menu_ground *g, cst__menu_choice *c, size_t first) {
    for (size_t i = first + 1; i < c->n_teams; i++) {
        for (size_t j = i; j > first && comes_before(g, &c->teams[j], &c->teams[j - 1]); j--) {
            exchange(g, c, j, j - 1);
        }
    }
}

/* The firms of a team are those of its packages; those of a kept one hold them already. */
static void find_firms(const cst__menu_ground *g, cst__menu_choice *c) {
    const cst__serving *s = g->serving;
    for (size_t k = cst__menu_n_kept(g); k < c->n_teams; k++) {
        cst__firms_clear(c->teams[k].firms, s->words);
    }
    for (size_t m = 0; m < s->n_markets; m++) {
        if (c->served_by[m] != CST__NONE) {
            cst__firms_add(c->teams[c->served_by[m]].firms, cst__menu_package(g, c, m)->members,
                           s->words);
        }
    }
}

/* A team that has come to be the same as one before it is that one. */
static void join_same(const cst__menu_ground *g, cst__menu_choice *c) {
    const cst__serving *s = g->serving;
    for (size_t k = cst__menu_n_kept(g); k < c->n_teams; k++) {
        cst__menu_team *team = &c->teams[k];
        size_t first = 0;
        while (first < k &&
               (c->teams[first].anchor != team->anchor || c->teams[first].open != team->open ||
                !cst__firms_same(c->teams[first].firms, team->firms, s->words))) {
            first++;
        }
        for (size_t m = 0; first < k && m < s->n_markets; m++) {
            c->served_by[m] = c->served_by[m] == k ? first : c->served_by[m];
        }
        if (first < k) {
            cst__firms_clear(team->firms, s->words);
        }
    }
}

void cst__menu_trim(const cst__menu_ground *g, cst__menu_choice *c) {
    const cst__serving *s = g->serving;
    size_t kept = cst__menu_n_kept(g);
    find_firms(g, c);
    join_same(g, c);
    for (size_t k = kept; k < c->n_teams; k++) {
        if (cst__firms_count(c->teams[k].firms, s->words) == 0) {
            c->teams[k].anchor = CST__NONE;
            c->teams[k].open = false;
        } else {
            exchange(g, c, k, kept++);
        }
    }
    c->n_teams = kept;
    sort_teams(g, c, cst__menu_n_kept(g));
}

void cst__menu_order(const cst__menu_ground *g, cst__menu_choice *c) {
    sort_teams(g, c, 0);
}
