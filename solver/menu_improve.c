/*
 * menu_improve.c - local search over the firms of the teams of a menu.
 *
 *     wish     each market of a team is solved once more with further firms beside the team's own,
 *              those that its best known package has and others of the team's markets
 *     score    a firm counts what the markets that then use it would save
 *     exchange the firms that count most are let in, for those that are used least
 *
 * An exchange is kept when the whole menu gets better. Nothing is proven here.
 */
#include "solver/menu_improve.h"

enum { MOST_GUESTS = 12, MOST_WISHES = 4, MOST_LEAVERS = 4, MOST_SEEDS = 3 };

typedef struct improving {
    const cst__menu_ground *ground;
    cst__serving *serving;
    cst__menu_choice *best; /* the caller's */
    cst__menu_choice trial;
    int64_t *score; /* [n_firms] */
    size_t *rank;   /* [n_firms] scratch */
    cst__request *requests;
    cst__menu_team wide; /* a team with its guests */
    bool *touched;       /* [n_markets] by an exchange */
    uint64_t *wanted;    /* [n_markets][words] firms of the package with guests */
    bool improved;
} improving;

/* ---------------------------------------------------------------- counting firms */

static const cst__able *package_of(const improving *v, size_t m) {
    return cst__menu_package(v->ground, v->best, m);
}

/* The cheapest package that is known of a market, whoever leads it. */
static const cst__able *cheapest_of(const improving *v, size_t m) {
    const cst__lore *lore = v->serving->market[m].lore;
    const cst__able *best = NULL;
    for (size_t i = 0; i < lore->n_able; i++) {
        bool better = best == NULL || lore->able[i].criteria.cost_cents < best->criteria.cost_cents;
        best = better ? &lore->able[i] : best;
    }
    return best;
}

static void clear_scores(improving *v) {
    memset(v->score, 0, v->serving->n_firms * sizeof *v->score);
}

static void count(improving *v, const cst__able *able, int64_t value) {
    for (size_t f = 0; able != NULL && f < v->serving->n_firms; f++) {
        v->score[f] += cst__firms_has(able->members, f) ? value : 0;
    }
}

/* The firms outside (or inside) a team by score, the largest (or smallest) first, ties by id. Those
 * outside need a score. */
static size_t rank_firms(improving *v, const cst__menu_team *team, bool inside, size_t most) {
    size_t n = 0;
    for (size_t f = 0; f < v->serving->n_firms; f++) {
        bool in = cst__firms_has(team->firms, f);
        if (in != inside || f == team->anchor || (!inside && v->score[f] <= 0)) {
            continue;
        }
        size_t at = n;
        int64_t score = inside ? -v->score[f] : v->score[f];
        while (at > 0) {
            int64_t before = inside ? -v->score[v->rank[at - 1]] : v->score[v->rank[at - 1]];
            if (before >= score) {
                break;
            }
            at--;
        }
        if (at < most) {
            n = n < most ? n + 1 : n;
            memmove(&v->rank[at + 1], &v->rank[at], (n - at - 1) * sizeof *v->rank);
            v->rank[at] = f;
        }
    }
    return n;
}

/* ---------------------------------------------------------------- wishes */

/* A market counts for a team that serves it, or for every team where nobody does. */
static bool concerns(const improving *v, size_t m, size_t k) {
    return v->ground->open[m] && (v->best->served_by[m] == k || v->best->served_by[m] == CST__NONE);
}

static void invite_guests(improving *v, size_t k) {
    const cst__menu_team *team = &v->best->teams[k];
    clear_scores(v);
    for (size_t m = 0; m < v->serving->n_markets; m++) {
        if (concerns(v, m, k)) {
            count(v, cheapest_of(v, m), 1);
        }
    }
    size_t n = rank_firms(v, team, false, MOST_GUESTS);
    cst__firms_copy(v->wide.firms, team->firms, v->serving->words);
    v->wide.anchor = team->anchor;
    v->wide.open = team->open;
    for (size_t i = 0; i < n; i++) {
        cst__firms_put(v->wide.firms, v->rank[i]);
    }
}

/* What a market that is not served counts, beside what others save: more than all of them. */
static int64_t worth_of_market(const improving *v, size_t m) {
    return v->serving->market[m].market->weight_milli * (v->best->cost_cents / 1000 + 1);
}

static void count_wish(improving *v, const cst__request *q) {
    const cst__able *able = &v->serving->market[q->market].lore->able[q->package];
    size_t m = cst__serving_market(v->serving, q->market);
    bool is_new = v->best->served_by[m] == CST__NONE;
    int64_t saved = is_new ? worth_of_market(v, m)
                           : package_of(v, m)->criteria.cost_cents - able->criteria.cost_cents;
    if (saved > 0) {
        count(v, able, saved);
        cst__firms_copy(v->wanted + m * v->serving->words, able->members, v->serving->words);
    }
}

static cst_error score_wishes(improving *v, size_t k) {
    size_t n = 0;
    invite_guests(v, k);
    for (size_t m = 0; m < v->serving->n_markets; m++) {
        if (concerns(v, m, k)) {
            v->requests[n++] = cst__menu_request(v->ground, CST__MENU_QUICK, m, &v->wide);
        }
    }
    cst_error error = cst__serving_ask(v->serving, v->requests, n);
    clear_scores(v);
    cst__firms_clear(v->wanted, v->serving->n_markets * v->serving->words);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        if (v->requests[i].can == CST__CAN) {
            count_wish(v, &v->requests[i]);
        }
    }
    return error;
}

/* ---------------------------------------------------------------- exchanges */

/* Markets whose package uses who leaves, and those that would use who comes. */
static bool is_touched(const improving *v, size_t m, size_t k, size_t comes, size_t leaves) {
    bool served = v->best->served_by[m] != CST__NONE;
    bool loses = served && v->best->served_by[m] == k && leaves != CST__NONE &&
                 cst__firms_has(package_of(v, m)->members, leaves);
    return !served || loses || cst__firms_has(v->wanted + m * v->serving->words, comes);
}

static cst_error try_exchange(improving *v, size_t k, size_t comes, size_t leaves) {
    cst__menu_choice_copy(v->ground, v->best, &v->trial);
    cst__firms_put(v->trial.teams[k].firms, comes);
    if (leaves != CST__NONE) {
        cst__firms_drop(v->trial.teams[k].firms, leaves);
    }
    for (size_t m = 0; m < v->serving->n_markets; m++) {
        v->touched[m] = is_touched(v, m, k, comes, leaves);
    }
    cst_error error = cst__menu_evaluate_some(v->ground, CST__MENU_QUICK, v->touched, &v->trial);
    if (error == CST_E_OK && cst__menu_choice_fits(v->ground, &v->trial) &&
        cst__menu_choice_beats(&v->trial, v->best)) {
        cst__menu_choice_copy(v->ground, &v->trial, v->best);
        v->improved = true;
    }
    return error;
}

/* Who of the team is used least, by the cost of the packages that use it. */
static size_t rank_leavers(improving *v, size_t k, size_t *leavers) {
    clear_scores(v);
    for (size_t m = 0; m < v->serving->n_markets; m++) {
        if (v->best->served_by[m] == k) {
            count(v, package_of(v, m), v->serving->market[m].market->weight_milli);
        }
    }
    size_t n = rank_firms(v, &v->best->teams[k], true, MOST_LEAVERS);
    memcpy(leavers, v->rank, n * sizeof *leavers);
    return n;
}

/* The first exchange that helps. */
static cst_error improve_team(improving *v, size_t k) {
    size_t wishes[MOST_WISHES];
    size_t leavers[MOST_LEAVERS];
    cst_error error = score_wishes(v, k);
    size_t n_wishes = rank_firms(v, &v->best->teams[k], false, MOST_WISHES);
    memcpy(wishes, v->rank, n_wishes * sizeof *wishes);
    size_t size = cst__firms_count(v->best->teams[k].firms, v->serving->words);
    bool full = (int64_t)size >= v->serving->most_members;
    size_t n_leavers = full ? rank_leavers(v, k, leavers) : 1;
    leavers[0] = full ? leavers[0] : CST__NONE;
    v->improved = false;
    for (size_t i = 0; i < n_wishes; i++) {
        for (size_t j = 0; error == CST_E_OK && !v->improved && j < n_leavers; j++) {
            if (!cst__serving_is_over(v->serving)) {
                error = try_exchange(v, k, wishes[i], leavers[j]);
            }
        }
    }
    return error;
}

/* ---------------------------------------------------------------- a further team */

/* What a market could still gain: its whole weight, or what it costs too much. */
static int64_t loss_of(const improving *v, size_t m) {
    const cst__able *able = cheapest_of(v, m);
    if (!v->ground->open[m] || able == NULL) {
        return 0;
    }
    return v->best->served_by[m] == CST__NONE
               ? worth_of_market(v, m)
               : package_of(v, m)->criteria.cost_cents - able->criteria.cost_cents;
}

/* A team more, of the firms of one market's cheapest package. */
static cst_error try_seed(improving *v, size_t m) {
    const cst__able *able = cheapest_of(v, m);
    size_t leader = cst__menu_leader(v->ground, m, able);
    if (leader == CST__NONE) {
        return CST_E_OK;
    }
    cst__menu_choice_copy(v->ground, v->best, &v->trial);
    size_t k = v->trial.n_teams++;
    cst__firms_copy(v->trial.teams[k].firms, able->members, v->serving->words);
    v->trial.teams[k].anchor = leader;
    v->trial.teams[k].open = false;
    cst_error error = cst__menu_evaluate(v->ground, CST__MENU_QUICK, &v->trial);
    if (error == CST_E_OK && cst__menu_choice_fits(v->ground, &v->trial) &&
        cst__menu_choice_beats(&v->trial, v->best)) {
        cst__menu_choice_copy(v->ground, &v->trial, v->best);
        v->improved = true;
    }
    return error;
}

/* Begins with the market that could gain most. */
static cst_error add_team(improving *v) {
    cst_error error = CST_E_OK;
    int64_t below = INT64_MAX;
    v->improved = false;
    for (int tries = 0; error == CST_E_OK && !v->improved && tries < MOST_SEEDS; tries++) {
        size_t at = CST__NONE;
        for (size_t m = 0; m < v->serving->n_markets; m++) {
            int64_t loss = loss_of(v, m);
            bool larger = at == CST__NONE || loss > loss_of(v, at);
            at = loss > 0 && loss < below && larger ? m : at;
        }
        if (at == CST__NONE || cst__serving_is_over(v->serving)) {
            break;
        }
        below = loss_of(v, at);
        error = try_seed(v, at);
    }
    return error;
}

/* ---------------------------------------------------------------- the whole */

/* One exchange after the other, until no team has one that helps. */
static cst_error exchange_all(improving *v) {
    cst_error error = CST_E_OK;
    size_t team = 0;
    size_t idle = 0; /* teams in a row that could not be improved */
    while (error == CST_E_OK && idle < v->best->n_teams && !cst__serving_is_over(v->serving)) {
        v->improved = false;
        if (v->best->teams[team].anchor != CST__NONE && !v->best->teams[team].kept) {
            error = improve_team(v, team);
        }
        idle = v->improved ? 0 : idle + 1;
        team = v->improved ? team : (team + 1) % v->best->n_teams;
    }
    return error;
}

static cst_error improve(improving *v, size_t most_teams) {
    cst_error error = cst__menu_evaluate(v->ground, CST__MENU_QUICK, v->best);
    bool goes_on = true;
    while (error == CST_E_OK && goes_on) {
        error = exchange_all(v);
        goes_on = error == CST_E_OK && v->best->n_teams < most_teams;
        if (goes_on) {
            error = add_team(v);
            goes_on = v->improved;
        }
    }
    if (error == CST_E_OK && !cst__serving_is_over(v->serving)) {
        error = cst__menu_evaluate(v->ground, CST__MENU_CLOSE, v->best);
    }
    return error;
}

cst_error cst__menu_improve(const cst__menu_ground *ground, size_t most_teams,
                            cst__menu_choice *choice) {
    cst__serving *s = ground->serving;
    improving v = {.ground = ground,
                   .serving = s,
                   .best = choice,
                   .score = calloc(s->n_firms + 1, sizeof *v.score),
                   .rank = calloc(s->n_firms + 2, sizeof *v.rank),
                   .requests = calloc(s->n_markets + 1, sizeof *v.requests),
                   .touched = calloc(s->n_markets + 1, sizeof *v.touched),
                   .wanted = calloc(s->n_markets * s->words + 1, sizeof *v.wanted),
                   .wide = {.firms = cst__firms_new(s->words), .anchor = CST__NONE}};
    cst_error error = cst__menu_choice_new(ground, &v.trial);
    if (v.score == NULL || v.rank == NULL || v.requests == NULL || v.wide.firms == NULL ||
        v.touched == NULL || v.wanted == NULL) {
        error = CST_E_MEMORY;
    }
    if (error == CST_E_OK) {
        error = improve(&v, most_teams);
    }
    free(v.score);
    free(v.rank);
    free(v.requests);
    free(v.wide.firms);
    free(v.touched);
    free(v.wanted);
    cst__menu_choice_clear(&v.trial, ground->most_teams);
    return error;
}
