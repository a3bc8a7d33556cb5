/* menu_brute.c - the best of all menus, by trying them. */
#include "tests/solver/menu_brute.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MOST_CHOICES = 3000, MOST_SHARED = 300000, MOST_FIRMS = 8 };

/* ---------------------------------------------------------------- all menus */

int64_t menu_brute_least(const oracle *o, uint32_t team, size_t anchor) {
    const cst_opportunity *p = o->opportunity;
    int64_t least = INT64_MAX;
    if (!oracle_may_lead(p, anchor) || (p->anchor != CST__NONE && p->anchor != anchor)) {
        return least;
    }
    for (size_t i = 0; i < o->n_feasible; i++) {
        const oracle_choice *choice = &o->feasible[i];
        int64_t cost = choice->criteria[CST_CRITERION_COST];
        if ((choice->members & ~team) == 0 && (choice->members >> anchor & 1U) != 0 &&
            cost < least) {
            least = cost;
        }
    }
    return least;
}

static bool is_listed(const menu_brute *b, const ability *it) {
    for (size_t i = 0; i < b->n_kinds; i++) {
        if (memcmp(&b->kinds[i], it, sizeof *it) == 0) {
            return true;
        }
    }
    return false;
}

/* Every team with every anchor; those that can do the same are one kind. */
static void list_kinds(menu_brute *b) {
    size_t n_firms = b->world->catalog->n_firms;
    for (uint32_t team = 1; team < 1U << n_firms; team++) {
        for (size_t anchor = 0; anchor < n_firms; anchor++) {
            if (menu_bits(team) > b->world->max_members || (team >> anchor & 1U) == 0) {
                continue;
            }
            ability it = {.team = b->world->teams_per_firm > 0 ? team : 0};
            bool serves = false;
            for (size_t m = 0; m < b->n_markets; m++) {
                it.cost[m] = menu_brute_least(b->oracles[m], team, anchor);
                serves = serves || it.cost[m] < INT64_MAX;
            }
            if (serves && !is_listed(b, &it)) {
                assert_true(b->n_kinds < MENU_KINDS);
                b->kinds[b->n_kinds++] = it;
            }
        }
    }
}

/* ---------------------------------------------------------------- kinds of team */

/* What the best team does for each set of markets: of any kind; small; open; small and open. */
enum { SMALL = 1, OPEN = 2, KINDS = 4, SETS = 1 << MENU_MARKETS };

typedef struct best_team {
    int64_t cost[KINDS][SETS]; /* INT64_MAX: none serves them all */
} best_team;

static bool has_open(const oracle *o, const oracle_choice *choice) {
    bool has = false;
    for (size_t i = 0; i < o->opportunity->catalog->n_offerings; i++) {
        has = has ||
              (choice->units[i] > 0 && menu_states_open(&o->opportunity->catalog->offerings[i]));
    }
    return has;
}

int64_t menu_brute_least_open(const oracle *all, uint32_t team, size_t anchor) {
    oracle open = *all; /* with fewer packages, in room of its own */
    open.feasible = calloc(all->n_feasible + 1, sizeof *open.feasible);
    open.n_feasible = 0;
    for (size_t i = 0; open.feasible != NULL && i < all->n_feasible; i++) {
        if (has_open(all, &all->feasible[i])) {
            open.feasible[open.n_feasible++] = all->feasible[i];
        }
    }
    int64_t least = menu_brute_least(&open, team, anchor);
    free(open.feasible);
    return least;
}

static void clear_best(best_team *best) {
    for (int kind = 0; kind < KINDS; kind++) {
        for (int set = 0; set < SETS; set++) {
            best->cost[kind][set] = INT64_MAX;
        }
    }
}

/* One team more that could be the best. */
static void note_team(const menu_brute *b, uint32_t team, size_t anchor, best_team *best) {
    int64_t cost[2][MENU_MARKETS];
    bool small = menu_world_is_small(b->world, team);
    for (size_t m = 0; m < b->n_markets; m++) {
        cost[0][m] = menu_brute_least(b->oracles[m], team, anchor);
        cost[1][m] = cost[0][m] == INT64_MAX ? INT64_MAX
                                             : menu_brute_least_open(b->oracles[m], team, anchor);
    }
    for (int kind = 0; kind < KINDS; kind++) {
        for (int set = 0; ((kind & SMALL) == 0 || small) && set < 1 << b->n_markets; set++) {
            int64_t sum = 0;
            for (size_t m = 0; m < b->n_markets && sum < INT64_MAX; m++) {
                int64_t more = (set >> m & 1) != 0 ? cost[(kind & OPEN) != 0][m] : 0;
                sum = more == INT64_MAX ? INT64_MAX : sum + more;
            }
            best->cost[kind][set] = sum < best->cost[kind][set] ? sum : best->cost[kind][set];
        }
    }
}

/* The best of each team: the kept ones as they are, all others alike. */
static void find_best(const menu_brute *b, best_team *best) {
    const menu_world *w = b->world;
    for (int k = 0; k < w->packages; k++) {
        clear_best(&best[k]);
        if (k < w->n_kept) {
            note_team(b, w->kept_team[k], w->kept_anchor[k], &best[k]);
        }
    }
    best_team *any = &best[w->n_kept];
    for (uint32_t team = 1; w->n_kept < w->packages && team < 1U << w->catalog->n_firms; team++) {
        for (size_t anchor = 0; anchor < w->catalog->n_firms; anchor++) {
            if (menu_bits(team) <= w->max_members && (team >> anchor & 1U) != 0) {
                note_team(b, team, anchor, any);
            }
        }
    }
    for (int k = w->n_kept + 1; k < w->packages; k++) {
        best[k] = *any;
    }
}

/* The markets of each team; which of them is the small one, which the open one (-1: not asked). */
static void note_division(menu_brute *b, const best_team *best, const int *sets, int small,
                          int open) {
    int64_t weight = 0;
    int64_t cost = 0;
    int last = b->world->n_kept;
    for (int k = 0; k < b->world->packages; k++) {
        int kind = (k == small ? SMALL : 0) | (k == open ? OPEN : 0);
        int64_t more = best[k].cost[kind][sets[k]];
        if (more == INT64_MAX || (kind != 0 && sets[k] == 0)) {
            return;
        }
        cost += more;
        last = sets[k] != 0 && k >= last ? k + 1 : last;
        for (size_t m = 0; m < b->n_markets; m++) {
            weight += (sets[k] >> m & 1) != 0 ? b->world->markets->markets[m].weight_milli : 0;
        }
    }
    for (int k = last; k <= b->world->packages; k++) {
        if (weight > b->weight[k] || (weight == b->weight[k] && cost < b->cost[k])) {
            b->weight[k] = weight;
            b->cost[k] = cost;
        }
    }
}

/* Every way to divide the markets among the teams. */
static void divide(menu_brute *b, const best_team *best, size_t m, int *sets) {
    const menu_world *w = b->world;
    if (m < b->n_markets) {
        divide(b, best, m + 1, sets);
        for (int k = 0; k < w->packages; k++) {
            sets[k] |= 1 << m;
            divide(b, best, m + 1, sets);
            sets[k] &= ~(1 << m);
        }
        return;
    }
    for (int small = w->small_team ? 0 : -1; small < (w->small_team ? w->packages : 0); small++) {
        int end = w->open_weight_team ? w->packages : 0;
        for (int open = w->open_weight_team ? 0 : -1; open < end; open++) {
            note_division(b, best, sets, small, open);
        }
    }
}

static void try_divisions(menu_brute *b) {
    best_team *best = calloc(MENU_TEAMS, sizeof *best);
    int sets[MENU_TEAMS] = {0};
    if (best == NULL) {
        abort();
    }
    find_best(b, best);
    divide(b, best, 0, sets);
    free(best);
}

/* ---------------------------------------------------------------- shared capacity */

/* A menu while it is made, market by market: a package of one of its teams, or none. */
typedef struct sharing {
    menu_brute *b;
    int packages;
    int n_teams; /* so far, the kept ones first */
    uint32_t firms[MENU_TEAMS], leaders[MENU_TEAMS];
    bool serves[MENU_TEAMS], open[MENU_TEAMS];
    int64_t units[ORACLE_MOST_OFFERINGS], cents[ORACLE_MOST_FIRMS];
    int64_t weight, cost, rest; /* rest: the weight of the markets that are left */
} sharing;

static uint32_t leaders_of(const oracle *o, uint32_t members) {
    uint32_t leaders = 0;
    for (size_t f = 0; f < o->opportunity->catalog->n_firms; f++) {
        bool named = o->opportunity->anchor == CST__NONE || o->opportunity->anchor == f;
        leaders |= named && oracle_may_lead(o->opportunity, f) ? 1U << f : 0;
    }
    return leaders & members;
}

/* False where there is not so much. */
static bool take(sharing *s, const oracle *o, const oracle_choice *choice) {
    const menu_world *w = s->b->world;
    const cst_catalog *catalog = o->opportunity->catalog;
    for (size_t i = 0; i < catalog->n_offerings; i++) {
        const cst__offering *it = &catalog->offerings[i];
        s->units[i] += choice->units[i];
        if (choice->units[i] > 0) {
            s->cents[it->firm] += oracle_value(it, choice->units[i], o->opportunity->term_years);
        }
        if (w->share_units && it->max_units > 1 && s->units[i] > it->max_units) {
            return false;
        }
    }
    for (size_t f = 0; f < catalog->n_firms; f++) {
        if (w->share_value && s->cents[f] > catalog->firms[f].max_value_cents) {
            return false;
        }
    }
    return true;
}

/* Whether a package can be one of a team's; the team becomes larger by it. */
static bool join(sharing *s, int k, const oracle *o, const oracle_choice *choice) {
    const menu_world *w = s->b->world;
    uint32_t leaders = leaders_of(o, choice->members);
    bool is_new = k >= s->n_teams;
    s->n_teams = is_new ? k + 1 : s->n_teams;
    s->leaders[k] = is_new ? leaders : s->leaders[k] & leaders;
    if (k < w->n_kept) {
        s->leaders[k] &= 1U << w->kept_anchor[k];
        if ((choice->members & ~s->firms[k]) != 0) {
            return false;
        }
    } else {
        s->firms[k] = (is_new ? 0 : s->firms[k]) | choice->members;
    }
    s->open[k] = (is_new || s->open[k]) && has_open(o, choice);
    s->serves[k] = true;
    return s->leaders[k] != 0 && menu_bits(s->firms[k]) <= w->max_members;
}

static void note_sharing(const sharing *s) {
    const menu_world *w = s->b->world;
    bool small = !w->small_team;
    bool open = !w->open_weight_team;
    for (int k = 0; k < s->n_teams; k++) {
        small = small || (s->serves[k] && menu_world_is_small(w, s->firms[k]));
        open = open || (s->serves[k] && s->open[k]);
    }
    int64_t *weight = &s->b->weight[s->packages];
    int64_t *cost = &s->b->cost[s->packages];
    if (small && open && (s->weight > *weight || (s->weight == *weight && s->cost < *cost))) {
        *weight = s->weight;
        *cost = s->cost;
    }
}

static void share_from(const sharing *s, size_t m) {
    const menu_brute *b = s->b;
    if (m == b->n_markets) {
        note_sharing(s);
        return;
    }
    int64_t weight = b->world->markets->markets[m].weight_milli;
    int64_t most = s->weight + s->rest;
    if (most < b->weight[s->packages] ||
        (most == b->weight[s->packages] && most > 0 && s->cost >= b->cost[s->packages])) {
        return;
    }
    for (size_t i = 0; i < b->oracles[m]->n_feasible; i++) {
        const oracle_choice *choice = &b->oracles[m]->feasible[i];
        sharing next = *s;
        next.weight += weight;
        next.rest -= weight;
        next.cost += choice->criteria[CST_CRITERION_COST];
        if (!take(&next, b->oracles[m], choice)) {
            continue;
        }
        for (int k = 0; k <= s->n_teams && k < s->packages; k++) {
            sharing joined = next;
            if (join(&joined, k, b->oracles[m], choice)) {
                share_from(&joined, m + 1);
            }
        }
    }
    sharing without = *s;
    without.rest -= weight;
    share_from(&without, m + 1);
}

static int compare_costs(const void *a, const void *b) {
    const oracle_choice *x = a;
    const oracle_choice *y = b;
    int64_t i = x->criteria[CST_CRITERION_COST];
    int64_t j = y->criteria[CST_CRITERION_COST];
    return (i > j) - (i < j);
}

/* Every package of every market beside every other. */
static void try_sharing(menu_brute *b) {
    const menu_world *w = b->world;
    for (size_t m = 0; m < b->n_markets; m++) { /* cheap ones first: sooner done */
        if (b->oracles[m]->n_feasible > 0) {
            qsort(b->oracles[m]->feasible, b->oracles[m]->n_feasible, sizeof(oracle_choice),
                  compare_costs);
        }
    }
    for (int k = w->n_kept > 1 ? w->n_kept : 1; k <= w->packages; k++) {
        sharing s = {.b = b, .packages = k, .n_teams = w->n_kept};
        for (int i = 0; i < w->n_kept; i++) {
            s.firms[i] = w->kept_team[i];
            s.leaders[i] = UINT32_MAX;
            s.open[i] = true;
        }
        for (size_t m = 0; m < b->n_markets; m++) {
            s.rest += w->markets->markets[m].weight_milli;
        }
        share_from(&s, 0);
    }
}

/* Whether that is soon done. */
static bool can_share(const menu_brute *b) {
    double n = 1;
    for (size_t m = 0; m < b->n_markets; m++) {
        n *= 1 + (double)b->oracles[m]->n_feasible;
    }
    return n <= MOST_SHARED;
}

/* ---------------------------------------------------------------- sets of teams */

static void note_least(menu_brute *b, int k, int64_t weight, int64_t cost) {
    int i = 0;
    while (i < b->n_least[k] && b->least[k][i].weight != weight) {
        i++;
    }
    assert_true(i < MENU_WEIGHTS);
    if (i == b->n_least[k]) {
        b->least[k][i].weight = weight;
        b->least[k][i].cost = cost;
        b->n_least[k]++;
    } else if (cost < b->least[k][i].cost) {
        b->least[k][i].cost = cost;
    }
}

static void note_menu(menu_brute *b, const ability *menu, int n_teams) {
    int64_t weight = 0;
    int64_t cost = 0;
    for (size_t m = 0; m < b->n_markets; m++) {
        if (menu->cost[m] < INT64_MAX) {
            weight += b->world->markets->markets[m].weight_milli;
            cost += menu->cost[m];
        }
    }
    for (int k = n_teams; k <= b->world->packages; k++) {
        note_least(b, k, weight, cost);
        if (weight > b->weight[k] || (weight == b->weight[k] && cost < b->cost[k])) {
            b->weight[k] = weight;
            b->cost[k] = cost;
        }
    }
}

static void add_teams(menu_brute *b, const ability *menu, size_t first, int n_teams) {
    note_menu(b, menu, n_teams);
    for (size_t i = first; n_teams < b->world->packages && i < b->n_kinds; i++) {
        ability more = *menu;
        bool helps = false;
        if ((more.team & b->kinds[i].team) != 0) {
            continue;
        }
        more.team |= b->kinds[i].team;
        for (size_t m = 0; m < b->n_markets; m++) {
            if (b->kinds[i].cost[m] < more.cost[m]) {
                more.cost[m] = b->kinds[i].cost[m];
                helps = true;
            }
        }
        if (helps) {
            add_teams(b, &more, i + 1, n_teams + 1);
        }
    }
}

/* Kept teams are in every menu. */
static void try_all(menu_brute *b) {
    if (menu_world_shares(b->world)) {
        try_sharing(b);
        return;
    }
    ability none = {.team = 0};
    for (size_t m = 0; m < b->n_markets; m++) {
        none.cost[m] = INT64_MAX;
        for (int k = 0; k < b->world->n_kept; k++) {
            int64_t cost =
                menu_brute_least(b->oracles[m], b->world->kept_team[k], b->world->kept_anchor[k]);
            none.cost[m] = cost < none.cost[m] ? cost : none.cost[m];
        }
    }
    for (int k = 0; b->world->teams_per_firm > 0 && k < b->world->n_kept; k++) {
        none.team |= b->world->kept_team[k];
    }
    if (b->world->small_team || b->world->open_weight_team) {
        try_divisions(b);
    } else {
        add_teams(b, &none, 0, b->world->n_kept);
    }
    b->fewest = b->world->packages;
    while (b->fewest > b->world->n_kept && b->weight[b->fewest - 1] == b->weight[b->fewest] &&
           b->cost[b->fewest - 1] == b->cost[b->fewest]) {
        b->fewest--;
    }
}

/* ---------------------------------------------------------------- the whole */

menu_brute *menu_brute_new(const menu_world *w) {
    menu_brute *b = calloc(1, sizeof *b);
    if (b == NULL) {
        abort();
    }
    b->world = w;
    b->n_markets = w->markets->n_markets;
    bool small = w->catalog->n_firms <= MOST_FIRMS;
    for (size_t m = 0; small && m < b->n_markets; m++) {
        b->oracles[m] = oracle_new(&w->markets->markets[m].tender, MOST_CHOICES);
        small = b->oracles[m] != NULL;
    }
    if (!small || (menu_world_shares(w) && !can_share(b))) {
        menu_brute_free(b);
        return NULL;
    }
    list_kinds(b);
    try_all(b);
    return b;
}

void menu_brute_free(menu_brute *b) {
    for (size_t m = 0; b != NULL && m < b->n_markets; m++) {
        oracle_free(b->oracles[m]);
    }
    free(b);
}
