/*
 * verify_menu_teams.c - the teams of a menu and the firms in them, with all sums over markets that
 * are told of them. What would be lost without a team or a firm takes a search, but it lies between
 * bounds that can be counted; verify_menu_tries.c narrows them.
 */
#include <string.h>

#include "solver/verify_menu_parts.h"

/* Texts that must rise; equal ones are named twice. */
static void check_rising(cst__menu_check *c, const char *team, const char *list,
                         const char *const *ids, size_t n) {
    for (size_t i = 1; i < n; i++) {
        if (strcmp(ids[i - 1], ids[i]) >= 0) {
            cst__wrong(&c->v, CST__AT("teams", team, list, "order"), "\"%s\" stands after \"%s\"",
                       ids[i], ids[i - 1]);
            return;
        }
    }
}

/* ---------------------------------------------------------------- one team */

static bool takes_part(const cst__menu_check *c, size_t k, const char *firm) {
    for (size_t m = 0; m < c->menu->n_markets; m++) {
        const cst_menu_market *market = &c->menu->list[m];
        if (market->team == k && market->package != NULL &&
            cst__menu_check_is_in(market->package, firm)) {
            return true;
        }
    }
    return false;
}

static void check_members(cst__menu_check *c, size_t k) {
    const cst_menu_team *team = &c->menu->teams[k];
    if (team->n_members > (size_t)c->menu->asked.max_members) {
        cst__wrong(&c->v, CST__AT("teams", team->id, "members"),
                   "expected at most %d firms, found %zu", c->menu->asked.max_members,
                   team->n_members);
    }
    if (!cst__menu_check_has(team, team->anchor)) {
        cst__wrong(&c->v, CST__AT("teams", team->id, "anchor"), "%s is not in the team",
                   team->anchor);
    }
    check_rising(c, team->id, "members", team->members, team->n_members);
    for (size_t i = 0; i < team->n_members; i++) {
        const char *firm = team->members[i];
        if (cst__catalog_firm(c->markets->catalog, firm) == CST__NONE) {
            cst__wrong(&c->v, CST__AT("teams", team->id, firm), "the catalog has no such firm");
        } else if (!team->kept && !takes_part(c, k, firm)) {
            cst__wrong(&c->v, CST__AT("teams", team->id, firm),
                       "the firm is in no package of the team");
        }
    }
}

static void check_sums(cst__menu_check *c, size_t k) {
    const cst_menu_team *team = &c->menu->teams[k];
    cst__wide n = 0;
    cst__wide weight = 0;
    cst__wide cost = 0;
    for (size_t m = 0; m < c->menu->n_markets; m++) {
        const cst_menu_market *market = &c->menu->list[m];
        if (market->team == k && market->package != NULL) {
            n++;
            weight += market->weight_milli;
            cost += market->package->criteria.cost_cents;
        }
    }
    cst__expect_count(&c->v, CST__AT("teams", team->id, "markets"), n, (int64_t)team->n_markets);
    cst__expect_amount(&c->v, CST__AT("teams", team->id, "weight"), weight, team->weight_milli);
    cst__expect_money(&c->v, CST__AT("teams", team->id, "cost"), cost, team->cost_cents);
    if (n == 0 && !team->kept) {
        cst__wrong(&c->v, CST__AT("teams", team->id), "the team serves no market");
    }
}

static bool serves(const cst__menu_check *c, size_t k, const char *id) {
    for (size_t m = 0; m < c->menu->n_markets; m++) {
        const cst_menu_market *market = &c->menu->list[m];
        if (market->team == k && strcmp(market->id, id) == 0) {
            return true;
        }
    }
    return false;
}

/* Only what the team serves can be lost without it. Of a single team that is all of it. */
static void check_lost(cst__menu_check *c, size_t k) {
    const cst_menu_team *team = &c->menu->teams[k];
    check_rising(c, team->id, "lost_without", team->lost, team->n_lost);
    for (size_t i = 0; i < team->n_lost; i++) {
        if (!serves(c, k, team->lost[i])) {
            cst__wrong(&c->v, CST__AT("teams", team->id, "lost_without", team->lost[i]),
                       "the team does not serve this market");
        }
    }
    if (c->menu->n_teams == 1 && team->n_lost != team->n_markets) {
        cst__wrong(&c->v, CST__AT("teams", team->id, "lost_without"),
                   "there is no other team: all its markets are lost");
    }
}

/* ---------------------------------------------------------------- all teams */

static int compare_teams(const cst_menu_team *a, const cst_menu_team *b) {
    int order = strcmp(a->anchor, b->anchor);
    for (size_t i = 0; order == 0 && (i < a->n_members || i < b->n_members); i++) {
        order = i == a->n_members   ? -1
                : i == b->n_members ? 1
                                    : strcmp(a->members[i], b->members[i]);
    }
    return order;
}

/* Two teams are the same only where they were given so, or where one of them must have open weights
 * in each of its packages and the other need not. */
static bool may_be_same(const cst__menu_check *c, const cst_menu_team *a, const cst_menu_team *b) {
    return (a->kept && b->kept) || c->menu->asked.open_weight_team;
}

static void check_place(cst__menu_check *c, size_t k) {
    const cst_menu_team *team = &c->menu->teams[k];
    const char *id = cst__arena_format(c->v.arena, "t%zu", k + 1);
    if (id == NULL) {
        c->v.out_of_memory = true;
        return;
    }
    cst__expect_text(&c->v, CST__AT("teams", "id"), id, team->id);
    if (k > 0 && compare_teams(team - 1, team) == 0 && !may_be_same(c, team - 1, team)) {
        cst__wrong(&c->v, CST__AT("teams", team->id), "the team is the same as %s", team[-1].id);
    }
}

void cst__verify_menu_teams(cst__menu_check *c) {
    const cst_menu *menu = c->menu;
    if (menu->n_teams > (size_t)menu->asked.packages) {
        cst__wrong(&c->v, CST__AT("teams"), "expected at most %d teams, found %zu",
                   menu->asked.packages, menu->n_teams);
    }
    for (size_t k = 0; k < menu->n_teams; k++) {
        check_place(c, k);
        check_members(c, k);
        check_sums(c, k);
        check_lost(c, k);
    }
}

/* ---------------------------------------------------------------- firms */

typedef struct load {
    cst__wide teams, markets, weight, value;
    cst__wide lost; /* markets that are lost without the firm for sure: every team is led by it */
    cst__wide lost_weight;
} load;

static load load_of(const cst__menu_check *c, const char *firm) {
    load sum = {0};
    bool leads_all = true;
    for (size_t k = 0; k < c->menu->n_teams; k++) {
        sum.teams += cst__menu_check_has(&c->menu->teams[k], firm);
        leads_all = leads_all && strcmp(c->menu->teams[k].anchor, firm) == 0;
    }
    for (size_t m = 0; m < c->menu->n_markets; m++) {
        const cst_menu_market *market = &c->menu->list[m];
        const cst_package *package = market->package;
        bool in_it = false;
        for (size_t i = 0; package != NULL && i < package->n_lines; i++) {
            if (strcmp(package->lines[i].firm, firm) == 0) {
                in_it = true;
                sum.value += package->lines[i].value_cents;
            }
        }
        sum.markets += in_it;
        sum.weight += in_it ? market->weight_milli : 0;
        sum.lost += in_it && leads_all;
        sum.lost_weight += in_it && leads_all ? market->weight_milli : 0;
    }
    return sum;
}

static void check_lost_firm(cst__verifier *v, const cst_menu_firm *firm, const load *sum) {
    if ((cst__wide)firm->n_lost > sum->markets || firm->lost_milli > sum->weight) {
        cst__wrong(v, CST__AT("firms", firm->id, "lost_markets"),
                   "more is lost without the firm than it takes part in");
    } else if ((cst__wide)firm->n_lost < sum->lost || firm->lost_milli < sum->lost_weight) {
        cst__wrong(v, CST__AT("firms", firm->id, "lost_markets"),
                   "every team is led by the firm: all its markets are lost without it");
    } else if ((firm->n_lost == 0) != (firm->lost_milli == 0)) {
        cst__wrong(v, CST__AT("firms", firm->id, "lost_weight"),
                   "markets and weight are not both lost");
    }
}

/* What the firm can carry over all markets, where value is shared. */
static void check_most(cst__verifier *v, const cst__menu_check *c, const cst_menu_firm *firm,
                       cst__wide value) {
    size_t at = cst__catalog_firm(c->markets->catalog, firm->id);
    bool shared = c->menu->asked.share_value && at != CST__NONE;
    int64_t most = shared ? c->markets->catalog->firms[at].max_value_cents : CST__NO_LIMIT;
    cst__figure a;
    cst__figure b;
    if (most == CST__NO_LIMIT) {
        if (firm->most_cents != -1) {
            cst__wrong(v, CST__AT("firms", firm->id, "most_value"),
                       "the firm has no limit over all markets");
        }
        return;
    }
    if (firm->most_cents < 0) {
        cst__wrong(v, CST__AT("firms", firm->id, "most_value"), "expected %s, found none",
                   cst__money_text(&a, most));
    } else {
        cst__expect_money(v, CST__AT("firms", firm->id, "most_value"), most, firm->most_cents);
    }
    if (value > most) {
        cst__wrong(v, CST__AT("firms", firm->id, "value"),
                   "all markets together take %s of the firm, which can carry %s",
                   cst__money_text(&a, value), cst__money_text(&b, most));
    }
}

static void pair_firm(cst__verifier *v, const void *context, size_t expected, size_t found) {
    (void)expected;
    const cst__menu_check *c = context;
    const cst_menu_firm *firm = &c->menu->firms[found];
    load sum = load_of(c, firm->id);
    cst__expect_count(v, CST__AT("firms", firm->id, "teams"), sum.teams, (int64_t)firm->n_teams);
    cst__expect_count(v, CST__AT("firms", firm->id, "markets"), sum.markets,
                      (int64_t)firm->n_markets);
    cst__expect_amount(v, CST__AT("firms", firm->id, "weight"), sum.weight, firm->weight_milli);
    cst__expect_money(v, CST__AT("firms", firm->id, "value"), sum.value, firm->value_cents);
    check_lost_firm(v, firm, &sum);
    check_most(v, c, firm, sum.value);
    int most = c->menu->asked.teams_per_firm;
    if (most > 0 && sum.teams > most) {
        cst__wrong(v, CST__AT("firms", firm->id, "teams"),
                   "expected to be in at most %d, found in %zu", most, (size_t)sum.teams);
    }
}

/* Every firm of a team, each once. */
void cst__verify_menu_firms(cst__menu_check *c) {
    const cst_catalog *catalog = c->markets->catalog;
    cst__lists lists = {.name = "firms", .pair = pair_firm, .context = c};
    if (!cst__lists_room(&c->v, &lists, catalog->n_firms, c->menu->n_firms)) {
        return;
    }
    for (size_t f = 0; f < catalog->n_firms; f++) {
        bool in_a_team = false;
        for (size_t k = 0; k < c->menu->n_teams && !in_a_team; k++) {
            in_a_team = cst__menu_check_has(&c->menu->teams[k], catalog->firms[f].id);
        }
        if (in_a_team) {
            cst__lists_expect(&lists, catalog->firms[f].id, "", f);
        }
    }
    for (size_t i = 0; i < c->menu->n_firms; i++) {
        cst__lists_find(&lists, c->menu->firms[i].id, "");
    }
    cst__lists_match(&c->v, &lists);
}
