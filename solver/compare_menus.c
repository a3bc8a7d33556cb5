/*
 * compare_menus.c - cst_menus_compare: menus side by side.
 *
 *     sides -> teams that answer to each other -> markets -> criteria -> firms
 *
 * Teams are matched by their firms, never by their names. A side's teams are put to the groups of
 * the sides before: first where they share the largest part of their firms, and only where that is
 * at least half of the firms that either has. What is left begins a group of its own.
 */
#include "consort/compare_menus.h"

#include <stdlib.h>
#include <string.h>

#include "model/model.h"

const char *cst_market_verdict_id(cst_market_verdict verdict) {
    static const char *const ids[] = {[CST_MARKET_SAME] = "same",
                                      [CST_MARKET_DIFFERS] = "differs",
                                      [CST_MARKET_FLIPS] = "flips",
                                      [CST_MARKET_ONLY] = "only"};
    return (size_t)verdict < sizeof ids / sizeof *ids ? ids[verdict] : "";
}

static const cst_menu *menu_of(const cst_menu_comparison *c, size_t side) {
    return c->sides[side].menu;
}

static int by_text(const void *a, const void *b) {
    const char *const *x = a;
    const char *const *y = b;
    return strcmp(*x, *y);
}

/* Sorts ids and keeps each once. */
static void settle(const char **ids, size_t *n) {
    size_t kept = 0;
    if (*n > 1) {
        qsort(ids, *n, sizeof *ids, by_text);
    }
    for (size_t i = 0; i < *n; i++) {
        if (kept == 0 || strcmp(ids[kept - 1], ids[i]) != 0) {
            ids[kept++] = ids[i];
        }
    }
    *n = kept;
}

/* ---------------------------------------------------------------- sides */

static bool same_asked(const cst_menu *a, const cst_menu *b) {
    return a->asked.packages == b->asked.packages && a->asked.max_members == b->asked.max_members &&
           a->asked.teams_per_firm == b->asked.teams_per_firm && a->gap == b->gap &&
           a->time_limit_s == b->time_limit_s && a->asked.small_team == b->asked.small_team &&
           a->asked.open_weight_team == b->asked.open_weight_team &&
           a->asked.share_units == b->asked.share_units &&
           a->asked.share_value == b->asked.share_value && a->n_kept == b->n_kept;
}

static const char *region_of(const cst_menu *menu) {
    return menu->asked.region == NULL ? "" : menu->asked.region;
}

static bool fill_sides(cst_menu_comparison *c, const cst_menu *const *menus,
                       const char *const *labels) {
    const cst_menu *first = menus[0];
    c->sides = cst__arena_alloc(c->arena, c->n_sides, sizeof *c->sides);
    c->same_markets = c->same_region = c->same_rules = true;
    c->same_assumptions = c->same_currency = c->same_settings = true;
    for (size_t i = 0; c->sides != NULL && i < c->n_sides; i++) {
        const cst_menu *menu = menus[i];
        c->sides[i] = (cst_menu_side){.label = labels[i], .menu = menu};
        int from = menu->n_kept > 1 ? (int)menu->n_kept : 1;
        int to = from + (int)menu->n_curve - 1;
        c->first_point = i == 0 || from < c->first_point ? from : c->first_point;
        c->last_point = to > c->last_point ? to : c->last_point;
        c->same_markets = c->same_markets && strcmp(menu->markets_id, first->markets_id) == 0;
        c->same_region = c->same_region && strcmp(region_of(menu), region_of(first)) == 0;
        c->same_rules = c->same_rules && strcmp(menu->rules, first->rules) == 0;
        c->same_assumptions =
            c->same_assumptions && strcmp(menu->assumptions, first->assumptions) == 0;
        c->same_currency = c->same_currency && strcmp(menu->currency, first->currency) == 0;
        c->same_settings = c->same_settings && same_asked(menu, first);
    }
    return c->sides != NULL;
}

/* ---------------------------------------------------------------- teams */

static bool has_firm(const cst_menu_team *team, const char *firm) {
    for (size_t i = 0; i < team->n_members; i++) {
        if (strcmp(team->members[i], firm) == 0) {
            return true;
        }
    }
    return false;
}

/* How much alike two teams are: the firms that both have, of those that either has. */
typedef struct likeness {
    size_t shared, either;
    bool same_anchor;
} likeness;

static likeness likeness_of(const cst_menu_team *a, const cst_menu_team *b) {
    likeness l = {.same_anchor = strcmp(a->anchor, b->anchor) == 0};
    for (size_t i = 0; i < a->n_members; i++) {
        l.shared += has_firm(b, a->members[i]);
    }
    l.either = a->n_members + b->n_members - l.shared;
    return l;
}

static bool is_alike(const likeness *l) {
    return l->shared > 0 && 2 * l->shared >= l->either;
}

static bool is_liker(const likeness *a, const likeness *b) {
    size_t x = a->shared * b->either;
    size_t y = b->shared * a->either;
    return x != y ? x > y : a->same_anchor && !b->same_anchor;
}

static const cst_menu_team *first_team(const cst_menu_comparison *c, const cst_team_group *group) {
    size_t side = 0;
    while (side + 1 < c->n_sides && group->teams[side] == NULL) {
        side++;
    }
    return group->teams[side];
}

static bool is_placed(const cst_menu_comparison *c, size_t side, const cst_menu_team *team) {
    for (size_t g = 0; g < c->n_groups; g++) {
        if (c->groups[g].teams[side] == team) {
            return true;
        }
    }
    return false;
}

/* Puts the team that is most like a group of the sides before to it; false when none is left. */
static bool place_one(cst_menu_comparison *c, size_t side, size_t n_before) {
    likeness best = {0};
    const cst_menu_team *team = NULL;
    cst_team_group *group = NULL;
    for (size_t g = 0; g < n_before; g++) {
        if (c->groups[g].teams[side] != NULL) {
            continue;
        }
        for (size_t k = 0; k < menu_of(c, side)->n_teams; k++) {
            const cst_menu_team *it = &menu_of(c, side)->teams[k];
            likeness l = likeness_of(first_team(c, &c->groups[g]), it);
            if (is_alike(&l) && (team == NULL || is_liker(&l, &best)) && !is_placed(c, side, it)) {
                best = l;
                team = it;
                group = &c->groups[g];
            }
        }
    }
    if (team != NULL) {
        group->teams[side] = team;
        group->n_teams++;
    }
    return team != NULL;
}

static bool place_side(cst_menu_comparison *c, size_t side) {
    size_t n_before = c->n_groups;
    while (place_one(c, side, n_before)) {
    }
    for (size_t k = 0; k < menu_of(c, side)->n_teams; k++) {
        const cst_menu_team *team = &menu_of(c, side)->teams[k];
        if (is_placed(c, side, team)) {
            continue;
        }
        cst_team_group *group = &c->groups[c->n_groups];
        group->teams = cst__arena_alloc(c->arena, c->n_sides, sizeof(const cst_menu_team *));
        if (group->teams == NULL) {
            return false;
        }
        group->teams[side] = team;
        group->n_teams = 1;
        c->n_groups++;
    }
    return true;
}

static bool fill_group(cst_menu_comparison *c, cst_team_group *group) {
    const cst_menu_team *first = first_team(c, group);
    size_t most = 0;
    group->same = group->n_teams > 1;
    for (size_t i = 0; i < c->n_sides; i++) {
        most += group->teams[i] == NULL ? 0 : group->teams[i]->n_members;
    }
    group->firms = cst__arena_alloc(c->arena, most, sizeof *group->firms);
    for (size_t i = 0; group->firms != NULL && i < c->n_sides; i++) {
        const cst_menu_team *team = group->teams[i];
        if (team == NULL) {
            continue;
        }
        likeness l = likeness_of(first, team);
        group->same = group->same && l.same_anchor && l.shared == l.either;
        for (size_t k = 0; k < team->n_members; k++) {
            group->firms[group->n_firms++] = team->members[k];
        }
    }
    if (group->firms != NULL) {
        settle(group->firms, &group->n_firms);
    }
    return group->firms != NULL;
}

static bool fill_groups(cst_menu_comparison *c) {
    size_t most = 0;
    for (size_t i = 0; i < c->n_sides; i++) {
        most += menu_of(c, i)->n_teams;
    }
    c->groups = cst__arena_alloc(c->arena, most, sizeof *c->groups);
    bool ok = c->groups != NULL;
    for (size_t i = 0; ok && i < c->n_sides; i++) {
        ok = place_side(c, i);
    }
    for (size_t g = 0; ok && g < c->n_groups; g++) {
        ok = fill_group(c, &c->groups[g]);
    }
    return ok;
}

/* ---------------------------------------------------------------- markets */

static size_t group_of(const cst_menu_comparison *c, size_t side, const cst_menu_market *market) {
    for (size_t g = 0; market->team != SIZE_MAX && g < c->n_groups; g++) {
        if (c->groups[g].teams[side] == &menu_of(c, side)->teams[market->team]) {
            return g;
        }
    }
    return SIZE_MAX;
}

static bool same_lines(const cst_package *a, const cst_package *b) {
    bool same = a->n_lines == b->n_lines && strcmp(a->anchor, b->anchor) == 0;
    for (size_t i = 0; same && i < a->n_lines; i++) {
        same = strcmp(a->lines[i].offering, b->lines[i].offering) == 0 &&
               a->lines[i].units == b->lines[i].units;
    }
    return same;
}

/* All figures too: under other rules the same choice may need licences or have other content. */
static bool same_package(const cst_package *a, const cst_package *b) {
    bool content = a->content.mode != CST_MODE_IGNORE && b->content.mode != CST_MODE_IGNORE;
    bool same = same_lines(a, b) && a->n_licences == b->n_licences &&
                (!content || a->content.met == b->content.met);
    for (int k = 0; same && k < CST_N_CRITERIA; k++) {
        same = cst_criteria_get(&a->criteria, (cst_criterion)k) ==
               cst_criteria_get(&b->criteria, (cst_criterion)k);
    }
    for (size_t i = 0; same && i < a->n_licences; i++) {
        same = strcmp(a->licences[i].offering, b->licences[i].offering) == 0 &&
               strcmp(a->licences[i].row, b->licences[i].row) == 0;
    }
    return same;
}

static bool same_conflicts(const cst_infeasibility *a, const cst_infeasibility *b) {
    if (a == NULL || b == NULL) {
        return a == b;
    }
    bool same = a->n_conflicts == b->n_conflicts;
    for (size_t i = 0; same && i < a->n_conflicts; i++) {
        const cst_conflict *x = &a->conflicts[i];
        const cst_conflict *y = &b->conflicts[i];
        same = x->n_demands == y->n_demands;
        for (size_t k = 0; same && k < x->n_demands; k++) {
            same = strcmp(x->demands[k], y->demands[k]) == 0;
        }
    }
    return same;
}

/* How the cover of a market in one side compares with that in another. */
static cst_market_verdict compare_covers(const cst_menu_market *a, const cst_menu_market *b) {
    if ((a->package == NULL) != (b->package == NULL)) {
        return CST_MARKET_FLIPS;
    }
    bool same = a->package != NULL
                    ? same_package(a->package, b->package)
                    : a->cover == b->cover && same_conflicts(a->nothing_fits, b->nothing_fits);
    return same ? CST_MARKET_SAME : CST_MARKET_DIFFERS;
}

static void judge_row(const cst_menu_comparison *c, cst_market_row *row) {
    const cst_menu_market *first = NULL;
    row->same_market = true;
    row->verdict = CST_MARKET_ONLY;
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_menu_market *market = row->markets[i];
        if (market == NULL || first == NULL) {
            first = first == NULL ? market : first;
            continue;
        }
        cst_market_verdict verdict = compare_covers(first, market);
        bool more = row->verdict == CST_MARKET_ONLY || verdict > row->verdict;
        row->verdict = more ? verdict : row->verdict;
        row->same_market = row->same_market && strcmp(first->country, market->country) == 0 &&
                           strcmp(first->title, market->title) == 0 &&
                           first->weight_milli == market->weight_milli;
    }
}

static const cst_menu_market *market_at(const cst_menu *menu, const char *id) {
    for (size_t m = 0; m < menu->n_markets; m++) {
        if (strcmp(menu->list[m].id, id) == 0) {
            return &menu->list[m];
        }
    }
    return NULL;
}

static bool fill_row(cst_menu_comparison *c, cst_market_row *row) {
    row->markets = cst__arena_alloc(c->arena, c->n_sides, sizeof(const cst_menu_market *));
    row->groups = cst__arena_alloc(c->arena, c->n_sides, sizeof *row->groups);
    if (row->markets == NULL || row->groups == NULL) {
        return false;
    }
    for (size_t i = 0; i < c->n_sides; i++) {
        row->markets[i] = market_at(menu_of(c, i), row->id);
        row->groups[i] = row->markets[i] == NULL ? SIZE_MAX : group_of(c, i, row->markets[i]);
    }
    judge_row(c, row);
    return true;
}

static bool fill_markets(cst_menu_comparison *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->n_sides; i++) {
        n += menu_of(c, i)->n_markets;
    }
    const char **ids = cst__arena_alloc(c->arena, n, sizeof *ids);
    c->markets = cst__arena_alloc(c->arena, n, sizeof *c->markets);
    n = 0;
    for (size_t i = 0; ids != NULL && i < c->n_sides; i++) {
        for (size_t m = 0; m < menu_of(c, i)->n_markets; m++) {
            ids[n++] = menu_of(c, i)->list[m].id;
        }
    }
    bool ok = ids != NULL && c->markets != NULL;
    if (ok) {
        settle(ids, &n);
    }
    for (size_t m = 0; ok && m < n; m++) {
        c->markets[m].id = ids[m];
        ok = fill_row(c, &c->markets[m]);
        c->n_markets = m + 1;
    }
    return ok;
}

/* ---------------------------------------------------------------- criteria */

static bool same_method(const cst_content *a, const cst_content *b) {
    return a->mode != CST_MODE_IGNORE && b->mode != CST_MODE_IGNORE && a->method == b->method;
}

/* Of a file that was read a value may be so large that a difference leaves 64 bits. */
bool cst_menus_difference(const cst_menu_comparison *c, cst_criterion criterion, size_t from_side,
                          const cst_package *from, size_t to_side, const cst_package *to,
                          int64_t *difference) {
    *difference = 0;
    if ((criterion == CST_CRITERION_COST &&
         strcmp(menu_of(c, from_side)->currency, menu_of(c, to_side)->currency) != 0) ||
        (criterion == CST_CRITERION_US_CONTENT && !same_method(&from->content, &to->content))) {
        return false;
    }
    return !__builtin_sub_overflow(cst_criteria_get(&to->criteria, criterion),
                                   cst_criteria_get(&from->criteria, criterion), difference);
}

static void count(const cst_menu_comparison *c, cst_criterion criterion, size_t side,
                  cst_tally *tally) {
    for (size_t m = 0; m < c->n_markets; m++) {
        const cst_menu_market *first = c->markets[m].markets[0];
        const cst_menu_market *it = c->markets[m].markets[side];
        int64_t difference = 0;
        if (first != NULL && it != NULL && first->package != NULL && it->package != NULL &&
            cst_menus_difference(c, criterion, 0, first->package, side, it->package, &difference)) {
            tally->lower += difference < 0;
            tally->same += difference == 0;
            tally->higher += difference > 0;
        }
    }
}

static bool is_served_by_all(const cst_menu_comparison *c, const cst_market_row *row) {
    for (size_t i = 0; i < c->n_sides; i++) {
        if (row->markets[i] == NULL || row->markets[i]->package == NULL) {
            return false;
        }
    }
    return true;
}

/* Costs of files that were read are bounded each, but their number is not. */
static int64_t plus(int64_t a, int64_t b) {
    int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? (a > 0 ? INT64_MAX : INT64_MIN) : sum;
}

static bool fill_criteria(cst_menu_comparison *c) {
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        c->tallies[k] = cst__arena_alloc(c->arena, c->n_sides, sizeof *c->tallies[k]);
        for (size_t i = 0; c->tallies[k] != NULL && i < c->n_sides; i++) {
            count(c, (cst_criterion)k, i, &c->tallies[k][i]);
        }
        if (c->tallies[k] == NULL) {
            return false;
        }
    }
    c->common_cents = cst__arena_alloc(c->arena, c->n_sides, sizeof *c->common_cents);
    for (size_t m = 0; c->common_cents != NULL && m < c->n_markets; m++) {
        bool all = is_served_by_all(c, &c->markets[m]);
        c->n_common += all;
        for (size_t i = 0; all && i < c->n_sides; i++) {
            c->common_cents[i] =
                plus(c->common_cents[i], c->markets[m].markets[i]->package->criteria.cost_cents);
        }
    }
    return c->common_cents != NULL;
}

/* ---------------------------------------------------------------- firms */

static const cst_menu_firm *firm_at(const cst_menu *menu, const char *id) {
    for (size_t f = 0; f < menu->n_firms; f++) {
        if (strcmp(menu->firms[f].id, id) == 0) {
            return &menu->firms[f];
        }
    }
    return NULL;
}

static bool fill_firms(cst_menu_comparison *c) {
    size_t n = 0;
    for (size_t i = 0; i < c->n_sides; i++) {
        n += menu_of(c, i)->n_firms;
    }
    const char **ids = cst__arena_alloc(c->arena, n, sizeof *ids);
    c->firms = cst__arena_alloc(c->arena, n, sizeof *c->firms);
    if (ids == NULL || c->firms == NULL) {
        return false;
    }
    n = 0;
    for (size_t i = 0; i < c->n_sides; i++) {
        for (size_t f = 0; f < menu_of(c, i)->n_firms; f++) {
            ids[n++] = menu_of(c, i)->firms[f].id;
        }
    }
    settle(ids, &n);
    for (size_t f = 0; f < n; f++) {
        cst_firm_row *row = &c->firms[f];
        row->id = ids[f];
        row->firms = cst__arena_alloc(c->arena, c->n_sides, sizeof(const cst_menu_firm *));
        if (row->firms == NULL) {
            return false;
        }
        for (size_t i = 0; i < c->n_sides; i++) {
            row->firms[i] = firm_at(menu_of(c, i), row->id);
        }
        c->n_firms = f + 1;
    }
    return true;
}

/* ---------------------------------------------------------------- the door */

cst_error cst_menus_compare(const cst_menu *const *menus, const char *const *labels, size_t n,
                            cst_menu_comparison **comparison) {
    *comparison = NULL;
    if (n < 2) {
        return CST_E_SETTING;
    }
    cst__arena *arena = cst__arena_new();
    cst_menu_comparison *c = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *c);
    if (c == NULL) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    c->arena = arena;
    c->n_sides = n;
    if (!fill_sides(c, menus, labels) || !fill_groups(c) || !fill_markets(c) || !fill_criteria(c) ||
        !fill_firms(c)) {
        cst_menu_comparison_free(c);
        return CST_E_MEMORY;
    }
    *comparison = c;
    return CST_E_OK;
}

void cst_menu_comparison_free(cst_menu_comparison *comparison) {
    if (comparison != NULL) {
        cst__arena_free(comparison->arena);
    }
}
