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
#include "solver/menu_choice.h"
#include "tests/clock.h"
#include "tests/sanitized.h"
#include "tests/solver/menu_brute.h"
#include "tests/solver/seeds.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 60 : 450, SEEDS_IN_A_ROW = 25 };
enum { STEP_NS = 20000 }; /* of the clock: a second is 50,000 readings */

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

static uint32_t firms_of(const menu_world *w, const cst_menu_team *team) {
    uint32_t set = 0;
    for (size_t f = 0; f < w->catalog->n_firms; f++) {
        set |= has_member(team, w->catalog->firms[f].id) ? 1U << f : 0;
    }
    return set;
}

/* Every kept team is there as it was given. */
static void check_kept(const menu_world *w, const cst_menu *menu) {
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
static bool is_open_team(const menu_world *w, const cst_menu *menu, size_t k) {
    bool open = menu->teams[k].n_markets > 0;
    for (size_t m = 0; m < menu->n_markets; m++) {
        bool has = menu->list[m].team != k;
        for (size_t i = 0; !has && i < menu->list[m].package->n_lines; i++) {
            for (size_t o = 0; !has && o < w->catalog->n_offerings; o++) {
                const cst__offering *it = &w->catalog->offerings[o];
                has = strcmp(menu->list[m].package->lines[i].offering, it->id) == 0 &&
                      menu_states_open(it);
            }
        }
        open = open && has;
    }
    return open;
}

/* Whether some team (a small one; one with such a model) can serve a market by itself. */
static bool is_possible(const menu_brute *b, size_t m, bool small, bool open) {
    const menu_world *w = b->world;
    bool can = false;
    for (uint32_t team = 1; !can && team < 1U << w->catalog->n_firms; team++) {
        bool fits = menu_bits(team) <= w->max_members && (!small || menu_world_is_small(w, team));
        for (size_t anchor = 0; fits && !can && anchor < w->catalog->n_firms; anchor++) {
            can = (team >> anchor & 1U) != 0 &&
                  (open ? menu_brute_least_open(b->oracles[m], team, anchor)
                        : menu_brute_least(b->oracles[m], team, anchor)) < INT64_MAX;
        }
    }
    return can;
}

/* What could be meant: whether there is any, any that is not refused, any that may lead. */
typedef struct meant {
    bool market, able, eligible, leads, possible;
} meant;

static meant find_meant(const menu_brute *b, const cst_menu_demand *demand, bool small) {
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
                            : menu_states_open(&catalog->offerings[o]);
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
static void check_demand(const menu_brute *b, const cst_menu_demand *demand) {
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
static void check_kinds(const menu_brute *b, const cst_menu *menu) {
    const menu_world *w = b->world;
    bool small = false;
    bool open = false;
    for (size_t k = 0; k < menu->n_teams; k++) {
        small = small || (menu->teams[k].n_markets > 0 &&
                          menu_world_is_small(w, firms_of(w, &menu->teams[k])));
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
static void check_loads(const menu_brute *b, const cst_menu *menu) {
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

static void check_shown(const menu_brute *b, const cst_menu *menu) {
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
    assert_true(menu->n_teams == (size_t)b->fewest || menu_world_shares(b->world));
    check_loads(b, menu);
}

static long shared, best_shared, proven_shared;

/* A menu of markets that share is found by a heuristic: its bounds hold, and what it says is proven
 * is so. */
static void check_shared_point(const menu_brute *b, const cst_menu_point *point) {
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

static void check_curve(const menu_brute *b, const cst_menu *menu) {
    int first = b->world->n_kept > 1 ? b->world->n_kept : 1;
    assert_int_equal(menu->n_curve, b->world->packages - first + 1);
    for (size_t i = 0; i < menu->n_curve; i++) {
        const cst_menu_point *point = &menu->curve[i];
        int k = point->packages;
        if (menu_world_shares(b->world)) {
            check_shared_point(b, point);
            continue;
        }
        assert_true(point->weight_proven && point->cost_proven);
        assert_int_equal(point->weight_milli, b->weight[k]);
        assert_int_equal(point->weight_bound_milli, b->weight[k]);
        assert_int_equal(point->cost_cents, b->cost[k]);
        assert_int_equal(point->cost_bound_cents, b->cost[k]);
    }
    if (menu_world_shares(b->world)) {
        return;
    }
    assert_int_equal(menu->status,
                     b->weight[b->world->packages] > 0 ? CST_STATUS_SOLVED : CST_STATUS_INFEASIBLE);
}

/* Of a menu that was stopped early: nothing that it says is refuted by any other menu. */
static void check_stopped(const menu_brute *b, const cst_menu *menu) {
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

static void menu_within(const menu_world *w, int threads, double seconds, cst_menu **menu) {
    cst_settings settings = cst_settings_default();
    cst_menu_ask ask = menu_world_ask(w);
    settings.time_limit_s = seconds;
    settings.gap = 0;
    settings.threads = threads;
    settings.conflicts = 1;
    assert_int_equal(cst_menu_find(w->rules, w->catalog, w->markets, &settings, &ask, menu),
                     CST_E_OK);
}

static void menu_of(const menu_world *w, int threads, cst_menu **menu) {
    menu_within(w, threads, 0, menu);
}

/* However soon time is up, what is said holds. */
static void check_short_of_time(const menu_brute *b, uint64_t seed) {
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
    menu_world w;
    cst_menu *other = NULL;
    char *texts[2];
    size_t size = 0;
    assert_true(menu_world_make(seed, seed, &w));
    menu_of(&w, 2, &other);
    assert_int_equal(cst_menu_to_json(menu, &texts[0], &size), CST_E_OK);
    assert_int_equal(cst_menu_to_json(other, &texts[1], &size), CST_E_OK);
    assert_string_equal(texts[0], texts[1]);
    free(texts[0]);
    free(texts[1]);
    cst_menu_free(other);
    menu_world_clear(&w);
}

/* The file of a menu is read back as it was, and holds. */
static void check_file(const menu_world *w, const cst_menu *menu) {
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
    menu_world w;
    assert_true(menu_world_make(seed, 0, &w));
    menu_brute *b = menu_brute_new(&w);
    if (b != NULL) {
        cst_menu *menu = NULL;
        menu_of(&w, 1, &menu);
        check_curve(b, menu);
        check_neighbours(menu);
        check_shown(b, menu);
        check_file(&w, menu);
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
    menu_brute_free(b);
    menu_world_clear(&w);
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
