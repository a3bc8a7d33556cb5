/*
 * menu_test.c - menus of tiny seeded markets beside all menus that there are: every team, every
 * anchor, every set of teams. Served weight, cost and number of teams are the same at every number
 * of teams, whether some teams are kept or some kinds of team asked for or not, and what is shown
 * of a menu hangs together.
 *
 * Where the markets share capacity, the menu keeps to it and its bounds hold; it is the best there
 * is wherever it says so, and mostly anyway.
 *
 * CST_MENU_SEEDS=N tries N seeds, CST_MENU_FIRST=S begins with seed S.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "model/markets.h"
#include "solver/menu_choice.h"
#include "tests/clock.h"
#include "tests/sanitized.h"
#include "tests/solver/instance_parts.h"
#include "tests/solver/oracle.h"
#include "tests/solver/seeds.h"
#include "tests/tree.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 60 : 450, SEEDS_IN_A_ROW = 25 };
enum { MOST_SHARED = 300000 };
enum { MOST_MARKETS = 4, MOST_CHOICES = 3000, MOST_KINDS = 4096, MOST_TEAMS = 3 };
enum { MOST_WEIGHTS = 1 << MOST_MARKETS };
enum { STEP_NS = 20000 }; /* of the clock: a second is 50,000 readings */

/* ---------------------------------------------------------------- markets from a seed */

/* Whether something is planted in a slot, or in its layer where the layer is what is required. */
static bool is_filled(const sketch *s, int slot) {
    for (int i = 0; i < s->n_offerings; i++) {
        const sketch_offering *o = &s->offerings[i];
        bool fills =
            s->slot_required[slot] ? o->slot == slot : s->layer_of[o->slot] == s->layer_of[slot];
        if (o->planted > 0 && fills) {
            return true;
        }
    }
    return false;
}

/* What the rules require is planted too. */
static void fill_required(sketch *s) {
    for (int i = 0; i < s->n_offerings; i++) {
        sketch_offering *o = &s->offerings[i];
        int layer = s->layer_of[o->slot];
        bool required = s->slot_required[o->slot] || (layer >= 0 && s->layer_required[layer]);
        if (required && !is_filled(s, o->slot)) {
            o->planted = o->min;
        }
    }
}

/* Another choice is planted, so that the limits of a market lie around a package of its own. */
static void plant(sketch *s) {
    static const char *const buyers[] = {"KE", "US", "GB"};
    dice *d = &s->dice;
    unsigned team = (unsigned)(1 << dice_from(d, 0, s->n_firms - 1));
    for (int f = 0; f < s->n_firms; f++) {
        s->firms[f].planted = false;
        team |= dice_chance(d, 30) ? 1U << f : 0;
    }
    for (int i = 0; i < s->n_offerings; i++) {
        sketch_offering *o = &s->offerings[i];
        bool chosen = (team >> o->firm & 1U) != 0 && dice_chance(d, 85);
        o->planted = chosen ? dice_from(d, o->min, o->max) : 0;
    }
    fill_required(s);
    for (int i = 0; i < s->n_offerings; i++) {
        sketch_firm *firm = &s->firms[s->offerings[i].firm];
        firm->planted = firm->planted || s->offerings[i].planted > 0;
    }
    s->buyer = dice_chance(d, 60) ? s->buyer : DICE_PICK(d, buyers);
    s->tightness = dice_from(d, 0, 30);
}

/* Fewer facts that screening stumbles over, and more who may lead. */
static void ease(sketch *s) {
    s->trouble /= 4;
    for (int f = 0; f < s->n_firms; f++) {
        s->firms[f].can_anchor = s->firms[f].can_anchor || dice_chance(&s->dice, 60);
        s->firms[f].country = dice_chance(&s->dice, 60) ? "US" : s->firms[f].country;
    }
}

/* Often somebody must be in it, which sets markets apart. */
static void include_one(sketch *s, json_t *opportunity) {
    json_t *list = json_array();
    for (int f = 0; f < s->n_firms && json_array_size(list) == 0; f++) {
        if (s->firms[f].planted && dice_chance(&s->dice, 40)) {
            json_array_append_new(list, json_string(s->firms[f].id));
        }
    }
    tree_put(json_object_get(opportunity, "consortium"), "include", list);
}

static json_t *make_market(sketch *s, int m) {
    char id[16];
    snprintf(id, sizeof id, "m%d", m);
    plant(s);
    json_t *market = json_object();
    json_t *opportunity = instance_opportunity(s);
    include_one(s, opportunity);
    json_object_del(opportunity, "format");
    json_object_del(opportunity, "id");
    tree_put_text(market, "id", id);
    tree_put_amount(market, "weight", dice_from(&s->dice, 1, 3) * 500);
    tree_put(market, "opportunity", opportunity);
    return market;
}

typedef struct world {
    cst_rules *rules;
    cst_catalog *catalog;
    cst_markets *markets;
    int packages, max_members, teams_per_firm;
    uint32_t kept_team[MOST_TEAMS];
    size_t kept_anchor[MOST_TEAMS];
    int n_kept;
    bool small_team, open_weight_team, share_units, share_value;
    cst_kept *kept;
} world;

static bool read_world(json_t *rules, json_t *catalog, json_t *markets, world *w) {
    char *text = tree_text(rules);
    cst_error error = cst_rules_read(text, strlen(text), "rules", NULL, &w->rules, NULL);
    free(text);
    if (error == CST_E_OK) {
        text = tree_text(catalog);
        error = cst_catalog_read(text, strlen(text), "catalog", w->rules, NULL, &w->catalog, NULL);
        free(text);
    }
    if (error == CST_E_OK) {
        text = tree_text(markets);
        error = cst_markets_read(text, strlen(text), "markets", w->rules, w->catalog, NULL,
                                 &w->markets, NULL);
        free(text);
    }
    return error == CST_E_OK;
}

static bool shares(const world *w) {
    return w->share_units || w->share_value;
}

static cst_menu_ask ask_of(const world *w) {
    return (cst_menu_ask){.packages = w->packages,
                          .max_members = w->max_members,
                          .teams_per_firm = w->teams_per_firm,
                          .small_team = w->small_team,
                          .open_weight_team = w->open_weight_team,
                          .share_units = w->share_units,
                          .share_value = w->share_value,
                          .keep = w->kept};
}

/* A team of any firms, led by any of them, whether it can serve anything or not. */
static bool choose_kept(world *w, dice *d, int k) {
    int n_firms = (int)w->catalog->n_firms;
    uint32_t team = 0;
    for (int i = dice_from(d, 1, w->max_members); i > 0; i--) {
        team |= 1U << dice_from(d, 0, n_firms - 1);
    }
    size_t anchor = (size_t)dice_from(d, 0, n_firms - 1);
    while ((team >> anchor & 1U) == 0) {
        anchor = (anchor + 1) % (size_t)n_firms;
    }
    for (int i = 0; w->teams_per_firm > 0 && i < k; i++) {
        if ((w->kept_team[i] & team) != 0) {
            return false;
        }
    }
    w->kept_team[k] = team;
    w->kept_anchor[k] = anchor;
    return true;
}

static json_t *write_kept(const world *w) {
    json_t *file = json_object();
    json_t *teams = json_array();
    for (int k = 0; k < w->n_kept; k++) {
        json_t *team = json_object();
        json_t *members = json_array();
        for (size_t f = 0; f < w->catalog->n_firms; f++) {
            if ((w->kept_team[k] >> f & 1U) != 0) {
                json_array_append_new(members, json_string(w->catalog->firms[f].id));
            }
        }
        tree_put_text(team, "anchor", w->catalog->firms[w->kept_anchor[k]].id);
        tree_put(team, "members", members);
        json_array_append_new(teams, team);
    }
    tree_put_text(file, "format", "consort-menu/1");
    tree_put(file, "teams", teams);
    return file;
}

/* Some worlds keep a team, or as many as there may be. */
static void keep_some(world *w, dice *d) {
    int most = dice_chance(d, 75) ? 1 : w->packages;
    while (w->n_kept < most && choose_kept(w, d, w->n_kept)) {
        w->n_kept++;
    }
    json_t *file = write_kept(w);
    char *text = tree_text(file);
    cst_menu_ask ask = ask_of(w);
    assert_int_equal(
        cst_kept_read(text, strlen(text), "kept", w->catalog, &ask, NULL, &w->kept, NULL),
        CST_E_OK);
    assert_int_equal(cst_kept_count(w->kept), w->n_kept);
    free(text);
    json_decref(file);
}

static void clear_world(world *w) {
    cst_kept_free(w->kept);
    cst_markets_free(w->markets);
    cst_catalog_free(w->catalog);
    cst_rules_free(w->rules);
}

/* More models with open weights than a catalog from a seed has. */
static void open_some(json_t *catalog, dice *d) {
    size_t i = 0;
    json_t *offering = NULL;
    json_array_foreach(json_object_get(catalog, "offerings"), i, offering) {
        if (json_object_get(offering, "weights") == NULL && dice_chance(d, 45)) {
            tree_put_text(offering, "weights", "open");
            tree_put_text(offering, "weights_origin", "US");
            tree_put(offering, "lineage", tree_list("US", "US"));
        }
    }
}

/* More small firms. */
static void shrink_some(json_t *catalog, dice *d) {
    size_t i = 0;
    json_t *firm = NULL;
    json_array_foreach(json_object_get(catalog, "firms"), i, firm) {
        if (dice_chance(d, 60)) {
            tree_put_text(firm, "size", "small");
        }
    }
}

static bool make_world(uint64_t seed, uint64_t shuffle, world *w) {
    sketch s = sketch_new(seed);
    ease(&s);
    json_t *rules = instance_rules(&s);
    json_t *catalog = instance_catalog(&s);
    json_t *markets = json_object();
    json_t *list = json_array();
    int n = dice_from(&s.dice, 3, MOST_MARKETS);
    for (int m = 0; m < n; m++) {
        json_array_append_new(list, make_market(&s, m));
    }
    tree_put_text(markets, "format", "consort-markets/1");
    tree_put_text(markets, "id", "seeded");
    tree_put(markets, "markets", list);
    *w = (world){.packages = dice_from(&s.dice, 2, MOST_TEAMS),
                 .max_members = dice_from(&s.dice, 1, 4)};
    if (dice_chance(&s.dice, 25)) {
        w->teams_per_firm = 1;
        w->packages = 2;
    }
    w->small_team = w->teams_per_firm == 0 && dice_chance(&s.dice, 25);
    w->open_weight_team = w->teams_per_firm == 0 && dice_chance(&s.dice, 25);
    if (w->teams_per_firm == 0 && dice_chance(&s.dice, 35)) {
        w->share_units = dice_chance(&s.dice, 75);
        w->share_value = !w->share_units || dice_chance(&s.dice, 50);
    }
    if (w->open_weight_team) {
        open_some(catalog, &s.dice);
    }
    if (w->small_team) {
        shrink_some(catalog, &s.dice);
    }
    if (shuffle > 0) {
        json_t *other = tree_shuffled(catalog, shuffle);
        json_decref(catalog);
        catalog = other;
        other = tree_shuffled(markets, shuffle);
        json_decref(markets);
        markets = other;
    }
    bool read = read_world(rules, catalog, markets, w);
    json_decref(rules);
    json_decref(catalog);
    json_decref(markets);
    if (read && w->catalog->n_firms <= 8 && dice_chance(&s.dice, 40)) {
        keep_some(w, &s.dice);
    }
    return read;
}

/* ---------------------------------------------------------------- all menus */

/* What a team can do: its least cost in each market, INT64_MAX where it serves it not. */
typedef struct ability {
    int64_t cost[MOST_MARKETS];
    uint64_t team; /* bit by firm, where firms may be in one team only; else 0 */
} ability;

typedef struct brute {
    const world *world;
    oracle *const *oracles;
    size_t n_markets;
    ability kinds[MOST_KINDS];
    size_t n_kinds;
    int64_t weight[MOST_TEAMS + 1], cost[MOST_TEAMS + 1]; /* best of at most so many teams */
    int fewest;                                           /* teams of the best of all */
    struct {
        int64_t weight, cost; /* the least cost of a menu of just this weight */
    } least[MOST_TEAMS + 1][MOST_WEIGHTS];
    int n_least[MOST_TEAMS + 1];
} brute;

static int64_t least_cost(const oracle *o, uint32_t team, size_t anchor) {
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

static int bits_of(uint32_t set) {
    int n = 0;
    for (; set != 0; set &= set - 1) {
        n++;
    }
    return n;
}

static bool is_listed(const brute *b, const ability *it) {
    for (size_t i = 0; i < b->n_kinds; i++) {
        if (memcmp(&b->kinds[i], it, sizeof *it) == 0) {
            return true;
        }
    }
    return false;
}

/* Every team with every anchor; those that can do the same are one kind. */
static void list_kinds(brute *b, oracle *const *oracles) {
    size_t n_firms = b->world->catalog->n_firms;
    for (uint32_t team = 1; team < 1U << n_firms; team++) {
        for (size_t anchor = 0; anchor < n_firms; anchor++) {
            if (bits_of(team) > b->world->max_members || (team >> anchor & 1U) == 0) {
                continue;
            }
            ability it = {.team = b->world->teams_per_firm > 0 ? team : 0};
            bool serves = false;
            for (size_t m = 0; m < b->n_markets; m++) {
                it.cost[m] = least_cost(oracles[m], team, anchor);
                serves = serves || it.cost[m] < INT64_MAX;
            }
            if (serves && !is_listed(b, &it)) {
                assert_true(b->n_kinds < MOST_KINDS);
                b->kinds[b->n_kinds++] = it;
            }
        }
    }
}

/* ---------------------------------------------------------------- kinds of team */

/* What the best team does for each set of markets: of any kind; small; open; small and open. */
enum { SMALL = 1, OPEN = 2, KINDS = 4, SETS = 1 << MOST_MARKETS };

typedef struct best_team {
    int64_t cost[KINDS][SETS]; /* INT64_MAX: none serves them all */
} best_team;

static bool states_open(const cst__offering *it) {
    return it->has_weights && cst__texts_has(&it->capabilities, "weights:open");
}

static bool has_open(const oracle *o, const oracle_choice *choice) {
    bool has = false;
    for (size_t i = 0; i < o->opportunity->catalog->n_offerings; i++) {
        has = has || (choice->units[i] > 0 && states_open(&o->opportunity->catalog->offerings[i]));
    }
    return has;
}

static int64_t least_open(const oracle *all, uint32_t team, size_t anchor) {
    oracle open = *all; /* with fewer packages, in room of its own */
    open.feasible = calloc(all->n_feasible + 1, sizeof *open.feasible);
    open.n_feasible = 0;
    for (size_t i = 0; open.feasible != NULL && i < all->n_feasible; i++) {
        if (has_open(all, &all->feasible[i])) {
            open.feasible[open.n_feasible++] = all->feasible[i];
        }
    }
    int64_t least = least_cost(&open, team, anchor);
    free(open.feasible);
    return least;
}

static bool is_small_team(const world *w, uint32_t team) {
    bool small = true;
    for (size_t f = 0; f < w->catalog->n_firms; f++) {
        small = small && ((team >> f & 1U) == 0 || w->catalog->firms[f].size == CST__SIZE_SMALL);
    }
    return small;
}

static void clear_best(best_team *best) {
    for (int kind = 0; kind < KINDS; kind++) {
        for (int set = 0; set < SETS; set++) {
            best->cost[kind][set] = INT64_MAX;
        }
    }
}

/* One team more that could be the best. */
static void note_team(const brute *b, oracle *const *oracles, uint32_t team, size_t anchor,
                      best_team *best) {
    int64_t cost[2][MOST_MARKETS];
    bool small = is_small_team(b->world, team);
    for (size_t m = 0; m < b->n_markets; m++) {
        cost[0][m] = least_cost(oracles[m], team, anchor);
        cost[1][m] = cost[0][m] == INT64_MAX ? INT64_MAX : least_open(oracles[m], team, anchor);
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
static void find_best(const brute *b, oracle *const *oracles, best_team *best) {
    const world *w = b->world;
    for (int k = 0; k < w->packages; k++) {
        clear_best(&best[k]);
        if (k < w->n_kept) {
            note_team(b, oracles, w->kept_team[k], w->kept_anchor[k], &best[k]);
        }
    }
    best_team *any = &best[w->n_kept];
    for (uint32_t team = 1; w->n_kept < w->packages && team < 1U << w->catalog->n_firms; team++) {
        for (size_t anchor = 0; anchor < w->catalog->n_firms; anchor++) {
            if (bits_of(team) <= w->max_members && (team >> anchor & 1U) != 0) {
                note_team(b, oracles, team, anchor, any);
            }
        }
    }
    for (int k = w->n_kept + 1; k < w->packages; k++) {
        best[k] = *any;
    }
}

/* The markets of each team; which of them is the small one, which the open one (-1: not asked). */
static void note_division(brute *b, const best_team *best, const int *sets, int small, int open) {
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
static void divide(brute *b, const best_team *best, size_t m, int *sets) {
    const world *w = b->world;
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

static void try_divisions(brute *b, oracle *const *oracles) {
    best_team *best = calloc(MOST_TEAMS, sizeof *best);
    int sets[MOST_TEAMS] = {0};
    if (best == NULL) {
        abort();
    }
    find_best(b, oracles, best);
    divide(b, best, 0, sets);
    free(best);
}

/* ---------------------------------------------------------------- shared capacity */

/* A menu while it is made, market by market: a package of one of its teams, or none. */
typedef struct sharing {
    brute *b;
    int packages;
    int n_teams; /* so far, the kept ones first */
    uint32_t firms[MOST_TEAMS], leaders[MOST_TEAMS];
    bool serves[MOST_TEAMS], open[MOST_TEAMS];
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
    const world *w = s->b->world;
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
    const world *w = s->b->world;
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
    return s->leaders[k] != 0 && bits_of(s->firms[k]) <= w->max_members;
}

static void note_sharing(const sharing *s) {
    const world *w = s->b->world;
    bool small = !w->small_team;
    bool open = !w->open_weight_team;
    for (int k = 0; k < s->n_teams; k++) {
        small = small || (s->serves[k] && is_small_team(w, s->firms[k]));
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
    const brute *b = s->b;
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
static void try_sharing(brute *b) {
    const world *w = b->world;
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
static bool can_share(const brute *b) {
    double n = 1;
    for (size_t m = 0; m < b->n_markets; m++) {
        n *= 1 + (double)b->oracles[m]->n_feasible;
    }
    return n <= MOST_SHARED;
}

/* ---------------------------------------------------------------- sets of teams */

static void note_least(brute *b, int k, int64_t weight, int64_t cost) {
    int i = 0;
    while (i < b->n_least[k] && b->least[k][i].weight != weight) {
        i++;
    }
    assert_true(i < MOST_WEIGHTS);
    if (i == b->n_least[k]) {
        b->least[k][i].weight = weight;
        b->least[k][i].cost = cost;
        b->n_least[k]++;
    } else if (cost < b->least[k][i].cost) {
        b->least[k][i].cost = cost;
    }
}

static void note_menu(brute *b, const ability *menu, int n_teams) {
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

static void add_teams(brute *b, const ability *menu, size_t first, int n_teams) {
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
static void try_all(brute *b, oracle *const *oracles) {
    if (shares(b->world)) {
        try_sharing(b);
        return;
    }
    ability none = {.team = 0};
    for (size_t m = 0; m < b->n_markets; m++) {
        none.cost[m] = INT64_MAX;
        for (int k = 0; k < b->world->n_kept; k++) {
            int64_t cost = least_cost(oracles[m], b->world->kept_team[k], b->world->kept_anchor[k]);
            none.cost[m] = cost < none.cost[m] ? cost : none.cost[m];
        }
    }
    for (int k = 0; b->world->teams_per_firm > 0 && k < b->world->n_kept; k++) {
        none.team |= b->world->kept_team[k];
    }
    if (b->world->small_team || b->world->open_weight_team) {
        try_divisions(b, oracles);
    } else {
        add_teams(b, &none, 0, b->world->n_kept);
    }
    b->fewest = b->world->packages;
    while (b->fewest > b->world->n_kept && b->weight[b->fewest - 1] == b->weight[b->fewest] &&
           b->cost[b->fewest - 1] == b->cost[b->fewest]) {
        b->fewest--;
    }
}

/* ---------------------------------------------------------------- what is shown of a menu */

static long why_unmet[CST_UNMET_OPEN + 1];

static bool has_member(const cst_menu_team *team, const char *firm) {
    for (size_t i = 0; i < team->n_members; i++) {
        if (strcmp(team->members[i], firm) == 0) {
            return true;
        }
    }
    return false;
}

static void check_market(const cst_menu *menu, const cst_menu_market *market) {
    if (market->package == NULL) {
        assert_true(market->team == SIZE_MAX);
        assert_true(market->cover == CST_COVER_LEFT || market->cover == CST_COVER_NONE);
        return;
    }
    const cst_menu_team *team = &menu->teams[market->team];
    assert_int_equal(market->cover, CST_COVER_SERVED);
    assert_string_equal(market->package->anchor, team->anchor);
    assert_true(market->package->proof == CST_PROOF_OPTIMAL || menu->asked.share_units ||
                menu->asked.share_value);
    for (size_t i = 0; i < market->package->n_members; i++) {
        assert_true(has_member(team, market->package->members[i].firm));
    }
}

static uint32_t firms_of(const world *w, const cst_menu_team *team) {
    uint32_t set = 0;
    for (size_t f = 0; f < w->catalog->n_firms; f++) {
        set |= has_member(team, w->catalog->firms[f].id) ? 1U << f : 0;
    }
    return set;
}

/* Every kept team is there as it was given. */
static void check_kept(const world *w, const cst_menu *menu) {
    int n_kept = 0;
    for (size_t i = 0; i < menu->n_teams; i++) {
        n_kept += menu->teams[i].kept;
    }
    assert_int_equal(n_kept, w->n_kept);
    assert_int_equal(menu->n_kept, w->n_kept);
    for (int k = 0; k < w->n_kept; k++) {
        bool found = false;
        for (size_t i = 0; i < menu->n_teams; i++) {
            const cst_menu_team *team = &menu->teams[i];
            const char *anchor = w->catalog->firms[w->kept_anchor[k]].id;
            found = found || (team->kept && firms_of(w, team) == w->kept_team[k] &&
                              strcmp(team->anchor, anchor) == 0);
        }
        assert_true(found);
    }
}

/* Whether all packages of a team have a model with open weights. */
static bool is_open_team(const world *w, const cst_menu *menu, size_t k) {
    bool open = menu->teams[k].n_markets > 0;
    for (size_t m = 0; m < menu->n_markets; m++) {
        bool has = menu->list[m].team != k;
        for (size_t i = 0; !has && i < menu->list[m].package->n_lines; i++) {
            for (size_t o = 0; !has && o < w->catalog->n_offerings; o++) {
                const cst__offering *it = &w->catalog->offerings[o];
                has = strcmp(menu->list[m].package->lines[i].offering, it->id) == 0 &&
                      states_open(it);
            }
        }
        open = open && has;
    }
    return open;
}

/* Whether some team (a small one; one with such a model) can serve a market by itself. */
static bool is_possible(const brute *b, size_t m, bool small, bool open) {
    const world *w = b->world;
    bool can = false;
    for (uint32_t team = 1; !can && team < 1U << w->catalog->n_firms; team++) {
        bool fits = bits_of(team) <= w->max_members && (!small || is_small_team(w, team));
        for (size_t anchor = 0; fits && !can && anchor < w->catalog->n_firms; anchor++) {
            can = (team >> anchor & 1U) != 0 &&
                  (open ? least_open(b->oracles[m], team, anchor)
                        : least_cost(b->oracles[m], team, anchor)) < INT64_MAX;
        }
    }
    return can;
}

/* What could be meant: whether there is any, any that is not refused, any that may lead. */
typedef struct meant {
    bool market, able, eligible, leads, possible;
} meant;

static meant find_meant(const brute *b, const cst_menu_demand *demand, bool small) {
    const cst_catalog *catalog = b->world->catalog;
    meant it = {.market = false};
    size_t at = 0;
    for (size_t m = 0; m < b->n_markets; m++) {
        bool market = is_possible(b, m, false, false);
        bool possible = is_possible(b, m, small, !small);
        it.market = it.market || market;
        it.possible = it.possible || possible;
        if (possible) {
            assert_true(at < demand->n_markets);
            assert_string_equal(demand->markets[at++], b->world->markets->markets[m].id);
        }
        for (size_t o = 0; o < catalog->n_offerings; o++) {
            size_t firm = catalog->offerings[o].firm;
            bool is = small ? catalog->firms[firm].size == CST__SIZE_SMALL
                            : states_open(&catalog->offerings[o]);
            bool eligible = market && is && b->oracles[m]->eligible[o];
            it.eligible = it.eligible || eligible;
            it.leads = it.leads || (eligible && oracle_may_lead(b->oracles[m]->opportunity, firm) &&
                                    (b->oracles[m]->opportunity->anchor == CST__NONE ||
                                     b->oracles[m]->opportunity->anchor == firm));
            it.able = it.able || is;
        }
        for (size_t f = 0; small && f < catalog->n_firms; f++) {
            it.able = it.able || catalog->firms[f].size == CST__SIZE_SMALL;
        }
    }
    assert_int_equal(demand->n_markets, at);
    return it;
}

/* Why there is no such team is what trying all packages says. */
static void check_demand(const brute *b, const cst_menu_demand *demand) {
    bool small = strcmp(demand->id, "small_team") == 0;
    meant it = find_meant(b, demand, small);
    cst_unmet why = demand->met          ? CST_UNMET_NOT
                    : !it.market         ? CST_UNMET_MARKET
                    : !it.able           ? CST_UNMET_NOBODY
                    : !it.eligible       ? CST_UNMET_REFUSED
                    : small && !it.leads ? CST_UNMET_ANCHOR
                    : !it.possible       ? CST_UNMET_PACKAGE
                                         : CST_UNMET_TOGETHER;
    assert_int_equal(demand->met, demand->n_teams > 0);
    assert_int_equal(demand->why, why);
    why_unmet[why]++;
}

/* The kinds of team that are asked for are there, where any menu has them. */
static void check_kinds(const brute *b, const cst_menu *menu) {
    const world *w = b->world;
    bool small = false;
    bool open = false;
    for (size_t k = 0; k < menu->n_teams; k++) {
        small = small ||
                (menu->teams[k].n_markets > 0 && is_small_team(w, firms_of(w, &menu->teams[k])));
        open = open || is_open_team(w, menu, k);
    }
    assert_int_equal(menu->n_demands, w->small_team + w->open_weight_team);
    for (size_t i = 0; i < menu->n_demands; i++) {
        check_demand(b, &menu->demands[i]);
    }
    bool any = b->weight[w->packages] > 0;
    assert_true(small || !w->small_team || !any);
    assert_true(open || !w->open_weight_team || !any);
}

/* Counted from the lines of all packages: nobody sells more than there is, and loads say so. */
static void check_loads(const brute *b, const cst_menu *menu) {
    const cst_catalog *catalog = b->world->catalog;
    size_t at = 0;
    for (size_t o = 0; b->world->share_units && o < catalog->n_offerings; o++) {
        int64_t units = 0;
        for (size_t m = 0; m < menu->n_markets; m++) {
            const cst_package *package = menu->list[m].package;
            for (size_t i = 0; package != NULL && i < package->n_lines; i++) {
                bool is = strcmp(package->lines[i].offering, catalog->offerings[o].id) == 0;
                units += is ? package->lines[i].units : 0;
            }
        }
        if (units > 0 && catalog->offerings[o].max_units > 1) {
            assert_string_equal(menu->loads[at].offering, catalog->offerings[o].id);
            assert_int_equal(menu->loads[at].units, units);
            assert_int_equal(menu->loads[at].most, catalog->offerings[o].max_units);
            assert_true(units <= catalog->offerings[o].max_units);
            at++;
        }
    }
    assert_int_equal(menu->n_loads, at);
    for (size_t i = 0; i < menu->n_firms; i++) {
        assert_true(menu->firms[i].most_cents < 0 ||
                    menu->firms[i].value_cents <= menu->firms[i].most_cents);
    }
}

static void check_shown(const brute *b, const cst_menu *menu) {
    int64_t weight = 0;
    int64_t cost = 0;
    assert_int_equal(menu->n_markets, b->n_markets);
    for (size_t m = 0; m < menu->n_markets; m++) {
        const cst_menu_market *market = &menu->list[m];
        check_market(menu, market);
        weight += market->package != NULL ? market->weight_milli : 0;
        cost += market->package != NULL ? market->package->criteria.cost_cents : 0;
    }
    for (size_t k = 0; k < menu->n_teams; k++) {
        assert_true(menu->teams[k].n_members <= (size_t)b->world->max_members);
        assert_true(menu->teams[k].n_markets > 0 || menu->teams[k].kept);
    }
    check_kept(b->world, menu);
    check_kinds(b, menu);
    const cst_menu_point *last = &menu->curve[menu->n_curve - 1];
    assert_int_equal(weight, last->weight_milli);
    assert_int_equal(cost, last->cost_cents);
    assert_true(menu->n_teams == (size_t)b->fewest || shares(b->world));
    check_loads(b, menu);
}

static long shared, best_shared, proven_shared;

/* A menu of markets that share is found by a heuristic: its bounds hold, and what it says is proven
 * is so. */
static void check_shared_point(const brute *b, const cst_menu_point *point) {
    int64_t weight = b->weight[point->packages];
    int64_t cost = b->cost[point->packages];
    assert_true(point->weight_milli <= weight && point->weight_bound_milli >= weight);
    assert_true(point->weight_milli < weight || point->cost_cents >= cost);
    assert_true(point->cost_bound_cents <= cost);
    assert_true(!point->weight_proven || point->weight_milli == weight);
    assert_true(!point->cost_proven || (point->weight_proven && point->cost_cents == cost));
    shared++;
    best_shared += point->weight_milli == weight && point->cost_cents == cost;
    proven_shared += point->cost_proven;
}

static void check_curve(const brute *b, const cst_menu *menu) {
    int first = b->world->n_kept > 1 ? b->world->n_kept : 1;
    assert_int_equal(menu->n_curve, b->world->packages - first + 1);
    for (size_t i = 0; i < menu->n_curve; i++) {
        const cst_menu_point *point = &menu->curve[i];
        int k = point->packages;
        if (shares(b->world)) {
            check_shared_point(b, point);
            continue;
        }
        assert_true(point->weight_proven && point->cost_proven);
        assert_int_equal(point->weight_milli, b->weight[k]);
        assert_int_equal(point->weight_bound_milli, b->weight[k]);
        assert_int_equal(point->cost_cents, b->cost[k]);
        assert_int_equal(point->cost_bound_cents, b->cost[k]);
    }
    if (shares(b->world)) {
        return;
    }
    assert_int_equal(menu->status,
                     b->weight[b->world->packages] > 0 ? CST_STATUS_SOLVED : CST_STATUS_INFEASIBLE);
}

/* Of a menu that was stopped early: nothing that it says is refuted by any other menu. */
static void check_stopped(const brute *b, const cst_menu *menu) {
    for (size_t i = 0; i < menu->n_curve; i++) {
        const cst_menu_point *point = &menu->curve[i];
        int k = point->packages;
        assert_true(point->weight_milli <= b->weight[k]);
        assert_true(point->weight_bound_milli >= b->weight[k]);
        assert_true(!point->weight_proven || point->weight_milli == b->weight[k]);
        assert_true(!point->cost_proven || point->weight_proven);
        assert_true(!point->cost_proven || point->cost_cents == b->cost[k]);
        for (int j = 0; j < b->n_least[k]; j++) {
            assert_true(b->least[k][j].weight < point->weight_milli ||
                        b->least[k][j].cost >= point->cost_bound_cents);
        }
    }
}

/* What another point shows is known at a point as well, if it has no more teams than that. */
static void check_neighbours(const cst_menu *menu) {
    for (size_t i = 0; i < menu->n_curve; i++) {
        for (size_t j = 0; j < menu->n_curve; j++) {
            const cst_menu_point *point = &menu->curve[i];
            const cst_menu_point *other = &menu->curve[j];
            assert_true(other->n_teams > point->packages ||
                        point->weight_milli > other->weight_milli ||
                        (point->weight_milli == other->weight_milli &&
                         point->cost_cents <= other->cost_cents));
        }
    }
}

/* ---------------------------------------------------------------- one seed */

static long tried, served, needed_several, of_kinds, met_kinds, stopped;

static void menu_within(const world *w, int threads, double seconds, cst_menu **menu) {
    cst_settings settings = cst_settings_default();
    cst_menu_ask ask = ask_of(w);
    settings.time_limit_s = seconds;
    settings.gap = 0;
    settings.threads = threads;
    settings.conflicts = 1;
    assert_int_equal(cst_menu_find(w->rules, w->catalog, w->markets, &settings, &ask, menu),
                     CST_E_OK);
}

static void menu_of(const world *w, int threads, cst_menu **menu) {
    menu_within(w, threads, 0, menu);
}

/* However soon time is up, what is said holds. */
static void check_short_of_time(const brute *b, uint64_t seed) {
    static const double seconds[] = {1e-6, 1e-3, 2e-3, 4e-3, 8e-3, 1.6e-2};
    double limit = seconds[seed % (sizeof seconds / sizeof *seconds)];
    cst_menu *menu = NULL;
    test_clock_begin(STEP_NS);
    menu_within(b->world, 1, limit, &menu);
    check_stopped(b, menu);
    check_neighbours(menu);
    stopped += menu->status == CST_STATUS_LIMIT;
    cst_menu_free(menu);
}

/* Another order of the input and another number of threads give the same bytes. */
static void check_same_bytes(uint64_t seed, const cst_menu *menu) {
    world w;
    cst_menu *other = NULL;
    char *texts[2];
    size_t size = 0;
    assert_true(make_world(seed, seed, &w));
    menu_of(&w, 2, &other);
    assert_int_equal(cst_menu_to_json(menu, &texts[0], &size), CST_E_OK);
    assert_int_equal(cst_menu_to_json(other, &texts[1], &size), CST_E_OK);
    assert_string_equal(texts[0], texts[1]);
    free(texts[0]);
    free(texts[1]);
    cst_menu_free(other);
    clear_world(&w);
}

/* ---------------------------------------------------------------- gone on with */

typedef struct told {
    char *line[MOST_TEAMS + 2];
    size_t n;
} told;

static bool note_line(const char *line, size_t size, void *context) {
    told *t = context;
    assert_true(t->n < MOST_TEAMS + 2);
    assert_int_equal(strlen(line), size);
    t->line[t->n] = strdup(line);
    return t->line[t->n++] != NULL;
}

static void free_told(told *t) {
    for (size_t i = 0; i < t->n; i++) {
        free(t->line[i]);
    }
    *t = (told){.n = 0};
}

/* New text of the menu; the lines, of which some are given. */
static char *menu_told(const world *w, const told *given, size_t n, told *t) {
    cst_settings settings = cst_settings_default();
    cst_menu *menu = NULL;
    cst_menu_ask ask = ask_of(w);
    ask.step = note_line;
    ask.step_context = t;
    ask.steps = n > 0 ? (const char *const *)given->line : NULL;
    ask.n_steps = n;
    char *text = NULL;
    size_t size = 0;
    settings.gap = 0;
    settings.threads = 1;
    settings.conflicts = 1;
    assert_int_equal(cst_menu_find(w->rules, w->catalog, w->markets, &settings, &ask, &menu),
                     CST_E_OK);
    assert_int_equal(cst_menu_to_json(menu, &text, &size), CST_E_OK);
    cst_menu_free(menu);
    return text;
}

/* Gone on with after any of its lines a run says the very same. */
static void check_steps(const world *w, const cst_menu *menu) {
    told all = {.n = 0};
    char *plain = NULL;
    size_t size = 0;
    assert_int_equal(cst_menu_to_json(menu, &plain, &size), CST_E_OK);
    char *text = menu_told(w, NULL, 0, &all);
    assert_string_equal(text, plain);
    free(text);
    assert_int_equal(all.n, menu->n_curve + 1);
    for (size_t n = 1; n <= all.n; n++) {
        told rest = {.n = 0};
        text = menu_told(w, &all, n, &rest);
        assert_int_equal(rest.n, all.n - n);
        for (size_t i = 0; i < rest.n; i++) {
            assert_string_equal(rest.line[i], all.line[n + i]);
        }
        assert_string_equal(text, plain);
        free(text);
        free_told(&rest);
    }
    free(plain);
    free_told(&all);
}

/* The file of a menu is read back as it was, and holds. */
static void check_file(const world *w, const cst_menu *menu) {
    char *texts[2];
    size_t size = 0;
    cst_menu *read = NULL;
    cst_findings *findings = NULL;
    assert_int_equal(cst_menu_to_json(menu, &texts[0], &size), CST_E_OK);
    assert_int_equal(cst_menu_read(texts[0], size, "menu", NULL, &read, NULL), CST_E_OK);
    assert_int_equal(cst_menu_to_json(read, &texts[1], &size), CST_E_OK);
    assert_string_equal(texts[0], texts[1]);
    assert_int_equal(cst_menu_verify(w->rules, w->catalog, w->markets, texts[0], size, "menu", NULL,
                                     &findings, NULL),
                     CST_E_OK);
    assert_int_equal(cst_findings_count(findings), 0);
    cst_findings_free(findings);
    cst_menu_free(read);
    free(texts[0]);
    free(texts[1]);
}

static void try_seed(uint64_t seed) {
    world w;
    oracle *oracles[MOST_MARKETS] = {NULL};
    brute *b = calloc(1, sizeof *b);
    if (b == NULL || !make_world(seed, 0, &w)) {
        abort();
    }
    b->world = &w;
    b->oracles = oracles;
    b->n_markets = w.markets->n_markets;
    bool small = w.catalog->n_firms <= 8;
    for (size_t m = 0; small && m < b->n_markets; m++) {
        oracles[m] = oracle_new(&w.markets->markets[m].tender, MOST_CHOICES);
        small = oracles[m] != NULL;
    }
    if (small && (!shares(&w) || can_share(b))) {
        list_kinds(b, oracles);
        try_all(b, oracles);
        cst_menu *menu = NULL;
        menu_of(&w, 1, &menu);
        check_curve(b, menu);
        check_neighbours(menu);
        check_shown(b, menu);
        check_file(&w, menu);
        if (seed % 8 == 0) {
            check_steps(&w, menu);
        }
        if (seed % 5 == 0) {
            check_same_bytes(seed, menu);
        }
        cst_menu_free(menu);
        check_short_of_time(b, seed);
        tried++;
        served += b->weight[w.packages] > 0;
        needed_several += b->fewest > 1;
        of_kinds += w.small_team || w.open_weight_team;
        met_kinds += (w.small_team || w.open_weight_team) && b->weight[w.packages] > 0;
    }
    for (size_t m = 0; m < b->n_markets; m++) {
        oracle_free(oracles[m]);
    }
    clear_world(&w);
    free(b);
}

/* Where no time limit is set no question has one of its own: what is found must not depend on how
 * fast the machine is. */
static void test_no_clock(void **state) {
    (void)state;
    cst_settings settings = cst_settings_default();
    cst__serving serving = {.settings = &settings, .n_markets = 1};
    cst__menu_ground ground = {.serving = &serving};
    cst__menu_team team = {.anchor = 0};
    for (cst__menu_care care = CST__MENU_KNOWN; care <= CST__MENU_CLOSE; care++) {
        assert_true(cst__menu_request(&ground, care, 0, &team).seconds == 0);
    }
    settings.time_limit_s = 60;
    assert_true(cst__menu_request(&ground, CST__MENU_QUICK, 0, &team).seconds > 0);
    assert_true(cst__menu_request(&ground, CST__MENU_CLOSE, 0, &team).seconds > 0);
}

/* The seeds are of use: most have something to serve, many need more than one team. */
static void test_worth(void **state) {
    (void)state;
    print_message("# %ld worlds, %ld with something served, %ld with several teams, %ld stopped\n",
                  tried, served, needed_several, stopped);
    print_message("# capacity is shared in %ld points, %ld are the best, %ld are proven to be\n",
                  shared, best_shared, proven_shared);
    print_message("# kinds of team are asked for in %ld, and there in %ld\n", of_kinds, met_kinds);
    assert_true(served * 5 > tried * 2);
    assert_true(needed_several * 20 > tried);
    for (int why = CST_UNMET_NOT; why < CST_UNMET_OPEN; why++) {
        print_message("# %ld times '%s'\n", why_unmet[why], cst_unmet_id((cst_unmet)why));
    }
    for (int why = CST_UNMET_ANCHOR; why < CST_UNMET_OPEN; why++) {
        assert_true(why_unmet[why] > 0 || TEST_SANITIZED);
    }
    assert_true(best_shared * 10 > shared * 9);
    assert_true(proven_shared * 2 > shared && proven_shared < best_shared);
    assert_true(met_kinds * 5 > of_kinds && met_kinds < of_kinds);
    assert_true(stopped > 0);
}

int main(void) {
    static const seeded all = {.group = "menus of seeded markets",
                               .first_variable = "CST_MENU_FIRST",
                               .seeds_variable = "CST_MENU_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .before_name = "no clock without a time limit",
                               .before = test_no_clock,
                               .after_name = "the seeds are of use",
                               .after = test_worth};
    return seeds_run(&all);
}
