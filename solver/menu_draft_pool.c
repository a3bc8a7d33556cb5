/*
 * menu_draft_pool.c - the teams that were tried, and what a menu of them comes to.
 */
#include <math.h>

#include "solver/menu_draft_parts.h"

/* Less is noise of the linear programs. */
static const double least_gain = 1e-5;

/* ---------------------------------------------------------------- memory */

bool cst__draft_row_new(const cst__serving *s, cst__draft_row *r) {
    *r = (cst__draft_row){.team = {.firms = cst__firms_new(s->words), .anchor = CST__NONE},
                          .cents = malloc((s->n_markets + 1) * sizeof *r->cents),
                          .known = calloc(s->n_markets + 1, sizeof *r->known),
                          .guess = malloc((s->n_markets + 1) * sizeof *r->guess)};
    bool ok = r->team.firms != NULL && r->cents != NULL && r->known != NULL && r->guess != NULL;
    for (size_t m = 0; ok && m < s->n_markets; m++) {
        r->cents[m] = INT64_MAX;
        r->guess[m] = INT64_MIN;
    }
    return ok;
}

void cst__draft_row_clear(cst__draft_row *r) {
    free(r->team.firms);
    free(r->cents);
    free(r->known);
    free(r->guess);
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

/* Its place in the pool; CST__NONE: it is not there. */
static size_t find_row(const cst__draft *d, const cst__draft_row *r) {
    for (size_t i = 0; i < d->n_pool; i++) {
        const cst__menu_team *team = &d->pool[i].team;
        if (team->anchor == r->team.anchor && team->open == r->team.open &&
            team->kept == r->team.kept &&
            cst__firms_same(team->firms, r->team.firms, d->serving->words)) {
            return i;
        }
    }
    return CST__NONE;
}

/* Its place in the pool; that of an equal one where there is one. CST__NONE: out of memory. */
size_t cst__draft_keep(cst__draft *d, const cst__draft_row *r) {
    size_t known = find_row(d, r);
    if (known != CST__NONE) {
        return known;
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
    kept->team.open = r->team.open;
    kept->team.kept = r->team.kept;
    memcpy(kept->cents, r->cents, d->serving->n_markets * sizeof *kept->cents);
    memcpy(kept->known, r->known, d->serving->n_markets * sizeof *kept->known);
    memcpy(kept->guess, r->guess, d->serving->n_markets * sizeof *kept->guess);
    return d->n_pool++;
}

void cst__draft_forget(const cst__draft *d, cst__draft_row *r) {
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        r->cents[m] = INT64_MAX;
        r->known[m] = false;
        r->guess[m] = INT64_MIN;
    }
}

void cst__draft_set(const cst__draft *d, cst__draft_row *r, const uint64_t *firms, size_t anchor,
                    bool open) {
    cst__draft_forget(d, r);
    if (firms != r->team.firms) {
        cst__firms_copy(r->team.firms, firms, d->serving->words);
    }
    r->team.anchor = anchor;
    r->team.open = open;
    r->team.kept = false;
}

/* Makes the first trial a kept team, as it is. */
static void set_kept(cst__draft *d, size_t k, bool open) {
    const cst__kept_team *team = &d->ground->kept->teams[k];
    cst__draft_row *r = &d->trial[0];
    cst__draft_forget(d, r);
    cst__firms_clear(r->team.firms, d->serving->words);
    for (size_t i = 0; i < team->n_firms; i++) {
        cst__firms_put(r->team.firms, team->firms[i]);
    }
    r->team.anchor = team->anchor;
    r->team.open = open;
    r->team.kept = true;
}

/* Where open teams are asked for, kept teams may be meant to be such. */
static cst_error keep_fixed(cst__draft *d) {
    bool both = d->serving->n_entries > d->serving->n_markets;
    cst_error error = CST_E_OK;
    for (size_t k = 0; k < cst__menu_n_kept(d->ground); k++) {
        for (int open = 0; error == CST_E_OK && open <= both; open++) {
            set_kept(d, k, open == 1);
            error = cst__draft_keep(d, &d->trial[0]) == CST__NONE ? CST_E_MEMORY : CST_E_OK;
        }
    }
    d->n_fixed = d->n_pool;
    return error;
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
    return ok ? keep_fixed(d) : CST_E_MEMORY;
}

/* ---------------------------------------------------------------- what a menu comes to */

double cst__draft_price(const cst__draft *d, size_t market, int64_t cents) {
    double weight = (double)d->serving->market[market].market->weight_milli;
    return cents < INT64_MAX ? (double)cents : weight * d->weight_cent;
}

int64_t cst__draft_least_of_others(const cst__draft *d, size_t market, size_t but, size_t nor) {
    int64_t least = INT64_MAX;
    for (size_t k = 0; k < d->n_teams; k++) {
        int64_t cents = d->pool[d->menu[k]].cents[market];
        least = k != but && k != nor && cents < least ? cents : least;
    }
    return least;
}

int64_t cst__draft_least(const cst__draft *d, size_t market, size_t but) {
    return cst__draft_least_of_others(d, market, but, CST__NONE);
}

static void weigh(cst__draft *d) {
    double sum = 1;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        sum += d->ground->open[m] ? fabs((double)d->ground->alone_cents[m]) : 0;
    }
    d->weight_cent = 100 * sum / (double)d->ground->step_milli;
}

/* Of a market, with another team in the place of one. */
static int64_t least_with(const cst__draft *d, size_t m, size_t k, const cst__draft_row *r,
                          const bool *some) {
    int64_t least = cst__draft_least(d, m, k);
    bool asked = r != NULL && (some == NULL || some[m]);
    return asked && r->cents[m] < least ? r->cents[m] : least;
}

bool cst__draft_is_of_kind(const cst__draft *d, const cst__menu_team *team, bool small) {
    return small ? cst__menu_is_small(d->ground, team) : team->open;
}

/* What it costs more that some team of a kind serves a market; where there is none, more than all
 * markets are worth. */
static double price_of_kind(const cst__draft *d, size_t k, const cst__draft_row *r,
                            const bool *some, bool small) {
    int64_t more = INT64_MAX;
    for (size_t i = 0; i <= d->n_teams; i++) {
        const cst__draft_row *it = i == k ? r : i < d->n_teams ? &d->pool[d->menu[i]] : NULL;
        for (size_t m = 0;
             it != NULL && cst__draft_is_of_kind(d, &it->team, small) && m < d->serving->n_markets;
             m++) {
            bool asked = d->ground->open[m] && (it != r || some == NULL || some[m]);
            if (asked && it->cents[m] < INT64_MAX) {
                int64_t dearer = it->cents[m] - least_with(d, m, k, r, some);
                more = dearer < more ? dearer : more;
            }
        }
    }
    return more < INT64_MAX ? (double)more : 2 * d->weight_cent * (double)d->ground->open_milli;
}

double cst__draft_value(const cst__draft *d, size_t k, const cst__draft_row *r, const bool *some) {
    double value = 0;
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        if (d->ground->open[m]) {
            value += cst__draft_price(d, m, least_with(d, m, k, r, some));
        }
    }
    value += d->ground->demands.small_team ? price_of_kind(d, k, r, some, true) : 0;
    value += d->ground->demands.open_team ? price_of_kind(d, k, r, some, false) : 0;
    return value;
}

bool cst__draft_is_better(double value, double than) {
    return value < than - least_gain * fabs(than);
}

static bool is_same_team(const cst__draft *d, const cst__menu_team *a, const cst__menu_team *b) {
    return a->anchor == b->anchor && cst__firms_same(a->firms, b->firms, d->serving->words);
}

bool cst__draft_fits(const cst__draft *d, size_t k, const cst__menu_team *team) {
    int most = d->ground->teams_per_firm;
    bool fixed = k < cst__menu_n_kept(d->ground);
    bool ok = fixed == team->kept && (!fixed || is_same_team(d, team, &d->pool[d->menu[k]].team));
    for (size_t f = 0; most > 0 && ok && f < d->serving->n_firms; f++) {
        int n = cst__firms_has(team->firms, f);
        for (size_t other = 0; other < d->n_teams; other++) {
            n += other != k && cst__firms_has(d->pool[d->menu[other]].team.firms, f);
        }
        ok = n <= most;
    }
    return ok;
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
    const cst__serving *s = d->serving;
    const cst__lore *lore = s->market[market + (d->open ? s->n_markets : 0)].lore;
    const cst__able *best = NULL;
    for (size_t i = 0; i < lore->n_able; i++) {
        const cst__able *able = &lore->able[i];
        bool fits =
            !d->small || cst__firms_within(able->members, d->ground->demands.small, s->words);
        bool better = best == NULL || able->criteria.cost_cents < best->criteria.cost_cents;
        best = fits && better ? able : best;
    }
    return best;
}

cst_error cst__draft_keep_trials(cst__draft *d, size_t n) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < n && !cst__serving_is_over(d->serving); i++) {
        cst__draft_row *r = &d->trial[i];
        bool leads = r->team.anchor != CST__NONE && cst__firms_has(r->team.firms, r->team.anchor);
        if (!leads || find_row(d, r) != CST__NONE) {
            continue;
        }
        error = cst__draft_guess_alone(d, r);
        if (error == CST_E_OK && !cst__serving_is_over(d->serving)) {
            size_t at = cst__draft_keep(d, r);
            error = at == CST__NONE ? CST_E_MEMORY : CST_E_OK;
            if (error == CST_E_OK) {
                cst__draft_look_up(d, &d->pool[at], true);
            }
        }
    }
    return error;
}

static cst_error seed_kind(cst__draft *d, bool small, bool open) {
    cst_error error = CST_E_OK;
    size_t n = 0;
    d->small = small;
    d->open = open;
    for (size_t m = 0; error == CST_E_OK && m < d->serving->n_markets; m++) {
        const cst__able *able = d->ground->open[m] ? cst__draft_cheapest(d, m) : NULL;
        if (able == NULL || d->serving->market[m].twin != m) {
            continue;
        }
        cst__draft_set(d, &d->trial[n++], able->members, cst__draft_leader(d, able->members), open);
        if (n == CST__DRAFT_BATCH) {
            error = cst__draft_keep_trials(d, n);
            n = 0;
        }
    }
    error = error == CST_E_OK ? cst__draft_keep_trials(d, n) : error;
    d->small = false;
    d->open = false;
    return error;
}

cst_error cst__draft_seed(cst__draft *d) {
    const cst__menu_demands *asked = &d->ground->demands;
    cst_error error = seed_kind(d, false, false);
    if (error == CST_E_OK && asked->small_team) {
        error = seed_kind(d, true, false);
    }
    if (error == CST_E_OK && asked->open_team) {
        error = seed_kind(d, false, true);
    }
    if (error == CST_E_OK && asked->small_team && asked->open_team) {
        error = seed_kind(d, true, true);
    }
    return error;
}

void cst__draft_begin(cst__draft *d) {
    weigh(d);
    for (size_t i = 0; i < d->n_pool; i++) {
        cst__draft_look_up(d, &d->pool[i], false);
    }
    d->n_teams = cst__menu_n_kept(d->ground);
    for (size_t k = 0; k < d->n_teams; k++) {
        set_kept(d, k, false);
        d->menu[k] = find_row(d, &d->trial[0]);
    }
}

/* Kept teams are known already. */
cst_error cst__draft_take_in(cst__draft *d, const cst__menu_choice *choice) {
    cst_error error = CST_E_OK;
    d->n_teams = 0;
    for (size_t k = 0; error == CST_E_OK && k < choice->n_teams; k++) {
        const cst__menu_team *team = &choice->teams[k];
        if (team->anchor == CST__NONE) {
            continue;
        }
        cst__draft_set(d, &d->trial[0], team->firms, team->anchor, team->open);
        d->trial[0].team.kept = team->kept;
        error = cst__draft_keep_trials(d, 1);
        size_t at = find_row(d, &d->trial[0]);
        if (at != CST__NONE) {
            d->menu[d->n_teams++] = at;
        }
    }
    return error;
}

cst_error cst__draft_learn(cst__draft *d, const cst__menu_choice *choice) {
    weigh(d);
    return cst__draft_take_in(d, choice);
}

/* ---------------------------------------------------------------- an earlier run */

size_t cst__draft_n_tried(const cst__draft *d) {
    return d->n_pool - d->n_fixed;
}

const cst__menu_team *cst__draft_tried(const cst__draft *d, size_t i) {
    return &d->pool[d->n_fixed + i].team;
}

cst_error cst__draft_recall(cst__draft *d, const cst__menu_team *team) {
    cst__draft_set(d, &d->trial[0], team->firms, team->anchor, team->open);
    return cst__draft_keep(d, &d->trial[0]) == CST__NONE ? CST_E_MEMORY : CST_E_OK;
}

bool cst__draft_is_seeded(const cst__draft *d) {
    return d->seeded;
}

void cst__draft_recall_seeded(cst__draft *d, bool seeded) {
    d->seeded = seeded;
}

/* ---------------------------------------------------------------- a team at hand */

/* A team without a firm: another leads where it was the anchor. */
void cst__draft_set_without(const cst__draft *d, cst__draft_row *r, const cst__menu_team *team,
                            size_t firm) {
    cst__draft_set(d, r, team->firms, team->anchor, team->open);
    if (firm != CST__NONE) {
        cst__firms_drop(r->team.firms, firm);
        if (firm == team->anchor) {
            r->team.anchor = cst__draft_leader(d, r->team.firms);
        }
    }
}

/* Whether no other team of the menu is of a kind. */
static bool is_last_of_kind(const cst__draft *d, size_t k, bool small) {
    bool last = k < d->n_teams && cst__draft_is_of_kind(d, &d->pool[d->menu[k]].team, small);
    for (size_t i = 0; last && i < d->n_teams; i++) {
        last = i == k || !cst__draft_is_of_kind(d, &d->pool[d->menu[i]].team, small);
    }
    return last;
}

void cst__draft_mark(cst__draft *d, size_t k) {
    for (size_t m = 0; m < d->serving->n_markets; m++) {
        int64_t own = d->pool[d->menu[k]].cents[m];
        int64_t others = cst__draft_least(d, m, k);
        d->some[m] = d->ground->open[m] && (own < others || others == INT64_MAX);
    }
    d->small = d->ground->demands.small_team && is_last_of_kind(d, k, true);
    d->open = d->ground->demands.open_team && is_last_of_kind(d, k, false);
}
