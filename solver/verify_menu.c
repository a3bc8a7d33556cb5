/*
 * verify_menu.c - a finished menu, trusted in nothing.
 *
 * A menu says of every market which team serves it, with what package and at what cost. Each
 * package goes to the verifier of packages, in the tender as the team sees it: led by the team's
 * anchor, with no more members than a team has. What is said above packages (sums, the curve, what
 * rests on whom, what is proven) is summed anew and held against itself. Nothing here knows of the
 * search.
 *
 * That no better menu exists only a search can tell. What can be told without one is whether the
 * menu contradicts itself: see verify_menu_tries.c.
 */
#include "solver/verify_menu.h"

#include <string.h>

#include "solver/result.h"
#include "solver/verify.h"
#include "solver/verify_menu_parts.h"

/* ---------------------------------------------------------------- shared by the files */

size_t cst__menu_check_anchor(const cst__menu_check *c, const cst_menu_market *market) {
    return market->team == SIZE_MAX
               ? CST__NONE
               : cst__catalog_firm(c->markets->catalog, c->menu->teams[market->team].anchor);
}

cst_opportunity cst__menu_check_tender(const cst__menu_check *c, size_t market, size_t anchor) {
    cst_opportunity tender = c->of[market]->tender;
    int64_t most = c->menu->asked.max_members;
    tender.anchor = anchor == CST__NONE ? tender.anchor : anchor;
    tender.max_members = tender.max_members < most ? tender.max_members : most;
    return tender;
}

bool cst__menu_check_has(const cst_menu_team *team, const char *firm) {
    for (size_t i = 0; i < team->n_members; i++) {
        if (strcmp(team->members[i], firm) == 0) {
            return true;
        }
    }
    return false;
}

bool cst__menu_check_is_in(const cst_package *package, const char *firm) {
    for (size_t i = 0; i < package->n_members; i++) {
        if (strcmp(package->members[i].firm, firm) == 0) {
            return true;
        }
    }
    return false;
}

const cst_menu_point *cst__menu_check_last(const cst__menu_check *c) {
    return c->menu->n_curve == 0 ? NULL : &c->menu->curve[c->menu->n_curve - 1];
}

int cst__menu_check_first(const cst__menu_check *c) {
    return c->menu->n_kept > 1 ? (int)c->menu->n_kept : 1;
}

/* Findings of a part that was verified by itself, as findings of the market. Frees them. */
static void take_findings(cst__menu_check *c, cst_error error, cst_findings *findings) {
    c->v.out_of_memory = c->v.out_of_memory || error != CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < cst_findings_count(findings); i++) {
        const cst_finding *finding = cst_findings_get(findings, i);
        cst__wrong(&c->v, CST__AT(finding->check), "%s", finding->message);
    }
    cst_findings_free(findings);
}

/* ---------------------------------------------------------------- whose menu it is */

static void check_identity(cst__menu_check *c) {
    const cst_catalog *catalog = c->markets->catalog;
    const cst_menu *menu = c->menu;
    cst__expect_text(&c->v, CST__AT("markets_file"), c->markets->id, menu->markets_id);
    cst__expect_text(&c->v, CST__AT("rules"), c->markets->rules->id, menu->rules);
    cst__expect_text(&c->v, CST__AT("assumptions"),
                     catalog->assumptions == NULL ? "" : catalog->assumptions, menu->assumptions);
    cst__expect_stated(&c->v, CST__AT("title"), c->markets->title, menu->title);
    cst__expect_stated(&c->v, CST__AT("currency"), catalog->currency, menu->currency);
}

/* The markets of the region, if the menu is of one. */
static bool choose_markets(cst__menu_check *c) {
    const char *region = c->menu->asked.region;
    c->asked = cst__verifier_alloc(&c->v, c->markets->n_markets, sizeof(const cst__market *));
    c->of = cst__verifier_alloc(&c->v, c->menu->n_markets, sizeof(const cst__market *));
    if (c->asked == NULL || c->of == NULL) {
        return false;
    }
    for (size_t m = 0; m < c->markets->n_markets; m++) {
        const cst__market *market = &c->markets->markets[m];
        if (region == NULL || strcmp(market->region, region) == 0) {
            c->asked[c->n_asked++] = market;
        }
    }
    if (region != NULL && c->n_asked == 0) {
        cst__wrong(&c->v, CST__AT("settings", "region"), "no market is of the region \"%s\"",
                   region);
    }
    return true;
}

/* ---------------------------------------------------------------- one market */

/* A market that is served has a team and a package, and no other has. */
static bool check_cover(cst__menu_check *c, const cst_menu_market *market) {
    bool served = market->cover == CST_COVER_SERVED;
    if (served != (market->team != SIZE_MAX) || served != (market->package != NULL)) {
        cst__wrong(&c->v, CST__AT("cover"),
                   served ? "served, but no team or no package is named"
                          : "not served, but a team or a package is named");
        return false;
    }
    return true;
}

static void check_team_of(cst__menu_check *c, const cst__market *of,
                          const cst_menu_market *market) {
    const cst_menu_team *team = &c->menu->teams[market->team];
    const cst_package *package = market->package;
    size_t named = of->tender.anchor;
    const cst__firm *firms = c->markets->catalog->firms;
    if (strcmp(package->anchor, team->anchor) != 0) {
        cst__wrong(&c->v, CST__AT("team", "anchor"), "the team is led by %s, the package by %s",
                   team->anchor, package->anchor);
    }
    if (named != CST__NONE && strcmp(firms[named].id, team->anchor) != 0) {
        cst__wrong(&c->v, CST__AT("team", "anchor"),
                   "the market asks that %s leads, the team is led by %s", firms[named].id,
                   team->anchor);
    }
    for (size_t i = 0; i < package->n_members; i++) {
        if (!cst__menu_check_has(team, package->members[i].firm)) {
            cst__wrong(&c->v, CST__AT("team", package->members[i].firm),
                       "the firm is in the package, but not in the team %s", team->id);
        }
    }
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        if (package->best_at[k]) {
            cst__wrong(&c->v, CST__AT("best_at"), "the package of a market is not called best");
            break;
        }
    }
}

static void check_package(cst__menu_check *c, size_t m, const cst_menu_market *market) {
    cst_opportunity tender = cst__menu_check_tender(c, m, cst__menu_check_anchor(c, market));
    cst_findings *findings = NULL;
    cst_error error = cst__verify_package(&tender, market->package, c->menu->gap, &findings);
    take_findings(c, error, findings);
}

/* What is told of the market with any team. */
static void check_alone(cst__menu_check *c, const cst_menu_market *market) {
    cst__wide alone = market->alone_cents;
    cst__figure a;
    cst__figure b;
    bool expected = market->cover == CST_COVER_SERVED || market->cover == CST_COVER_LEFT;
    if (market->found_alone != expected) {
        cst__wrong(&c->v, CST__AT("alone", "cost"),
                   expected ? "some team can serve the market, but no cost is named"
                            : "a cost is named, but no team is known to serve the market");
        return;
    }
    if (market->found_alone && market->alone_bound_cents > alone + cst__gap_cents(&c->v, alone)) {
        cst__wrong(&c->v, CST__AT("alone", "bound"), "the bound %s is above the cost %s",
                   cst__money_text(&a, market->alone_bound_cents), cst__money_text(&b, alone));
    }
    if (market->package != NULL && alone > market->package->criteria.cost_cents) {
        cst__wrong(&c->v, CST__AT("alone", "cost"),
                   "the least known cost %s is above the cost %s of the package",
                   cst__money_text(&a, alone),
                   cst__money_text(&b, market->package->criteria.cost_cents));
    }
}

/* Some team has the anchor, and lacks all that is said to be missing. */
static bool is_missing_somewhere(const cst__menu_check *c, const cst_menu_market *market) {
    for (size_t k = 0; k < c->menu->n_teams; k++) {
        const cst_menu_team *team = &c->menu->teams[k];
        bool lacks = strcmp(team->anchor, market->nearest_anchor) == 0;
        for (size_t i = 0; lacks && i < market->n_missing; i++) {
            lacks = !cst__menu_check_has(team, market->missing[i]);
        }
        if (lacks) {
            return true;
        }
    }
    return false;
}

static void check_missing(cst__menu_check *c, const cst_menu_market *market) {
    bool nearest = *market->nearest_anchor != '\0';
    if (market->cover != CST_COVER_LEFT || !nearest) {
        if (nearest || market->n_missing > 0) {
            cst__wrong(&c->v, CST__AT("missing"), "no team is said to be near to the market");
        }
        return;
    }
    if (!is_missing_somewhere(c, market)) {
        cst__wrong(&c->v, CST__AT("missing"), "no team is led by %s and lacks these firms",
                   market->nearest_anchor);
    }
    for (size_t i = 0; i < market->n_missing; i++) {
        if (cst__catalog_firm(c->markets->catalog, market->missing[i]) == CST__NONE) {
            cst__wrong(&c->v, CST__AT("missing", market->missing[i]),
                       "the catalog has no such firm");
        }
        if (i > 0 && strcmp(market->missing[i - 1], market->missing[i]) >= 0) {
            cst__wrong(&c->v, CST__AT("missing", "order"), "\"%s\" stands after \"%s\"",
                       market->missing[i], market->missing[i - 1]);
        }
    }
}

static void check_none(cst__menu_check *c, size_t m, const cst_menu_market *market) {
    cst_opportunity tender = cst__menu_check_tender(c, m, CST__NONE);
    cst_result said = {.nothing_fits = market->nothing_fits,
                       .refused = market->refused,
                       .n_refused = market->n_refused,
                       .asked = {.gap = c->menu->gap}};
    cst_findings *findings = NULL;
    cst_error error = cst__verify_nothing(&tender, &said, &findings);
    take_findings(c, error, findings);
}

static void check_market(cst__menu_check *c, size_t m, const cst__market *of) {
    const cst_menu_market *market = &c->menu->list[m];
    char country[3];
    cst__country_text(of->tender.buyer_country, country);
    cst__expect_text(&c->v, CST__AT("region"), of->region, market->region);
    cst__expect_stated(&c->v, CST__AT("title"), of->tender.title, market->title);
    cst__expect_text(&c->v, CST__AT("country"), country, market->country);
    cst__expect_amount(&c->v, CST__AT("weight"), of->weight_milli, market->weight_milli);
    if (check_cover(c, market) && market->package != NULL) {
        check_team_of(c, of, market);
        check_package(c, m, market);
    }
    check_alone(c, market);
    check_missing(c, market);
    if (market->cover == CST_COVER_NONE) {
        check_none(c, m, market);
    }
}

static void pair_market(cst__verifier *v, const void *context, size_t expected, size_t found) {
    (void)v;
    const cst__menu_check *c = context;
    c->of[found] = c->asked[expected];
}

static void check_markets(cst__menu_check *c) {
    cst__lists lists = {.name = "markets", .pair = pair_market, .context = c};
    cst__wide all = 0;
    if (!cst__lists_room(&c->v, &lists, c->n_asked, c->menu->n_markets)) {
        return;
    }
    for (size_t m = 0; m < c->n_asked; m++) {
        cst__lists_expect(&lists, c->asked[m]->id, "", m);
        all += c->asked[m]->weight_milli;
    }
    for (size_t m = 0; m < c->menu->n_markets; m++) {
        cst__lists_find(&lists, c->menu->list[m].id, "");
    }
    cst__lists_match(&c->v, &lists);
    cst__expect_amount(&c->v, CST__AT("weight_of_all"), all, c->menu->all_milli);
    for (size_t m = 0; m < c->menu->n_markets; m++) {
        c->v.package = c->menu->list[m].id;
        if (c->of[m] != NULL) {
            check_market(c, m, c->of[m]);
        }
    }
    c->v.package = "";
}

/* ---------------------------------------------------------------- the curve */

/* "curve/2/weight": with two teams. */
static const char *name_of(cst__menu_check *c, const cst_menu_point *point) {
    const char *name = cst__arena_format(c->v.arena, "%d", point->packages);
    c->v.out_of_memory = c->v.out_of_memory || name == NULL;
    return name == NULL ? "" : name;
}

static void check_weight(cst__menu_check *c, const char *name, const cst_menu_point *p) {
    cst__figure a;
    cst__figure b;
    if (p->weight_bound_milli < p->weight_milli) {
        cst__wrong(&c->v, CST__AT("curve", name, "weight"),
                   "the bound %s is below the weight %s that is served",
                   cst__amount_text(&a, p->weight_bound_milli),
                   cst__amount_text(&b, p->weight_milli));
    }
    if (p->weight_bound_milli > c->menu->all_milli) {
        cst__wrong(&c->v, CST__AT("curve", name, "weight"),
                   "the bound %s is above the weight of all markets",
                   cst__amount_text(&a, p->weight_bound_milli));
    }
    if (p->weight_proven && p->weight_bound_milli != p->weight_milli) {
        cst__wrong(&c->v, CST__AT("curve", name, "weight"),
                   "called proven, but the bound %s is not what is served",
                   cst__amount_text(&a, p->weight_bound_milli));
    }
}

static void check_cost(cst__menu_check *c, const char *name, const cst_menu_point *p) {
    cst__figure a;
    cst__figure b;
    if (p->cost_bound_cents > p->cost_cents) {
        cst__wrong(&c->v, CST__AT("curve", name, "cost"), "the bound %s is above the cost %s",
                   cst__money_text(&a, p->cost_bound_cents), cst__money_text(&b, p->cost_cents));
    }
    if (p->cost_proven &&
        p->cost_cents > p->cost_bound_cents + cst__gap_cents(&c->v, p->cost_cents)) {
        cst__wrong(&c->v, CST__AT("curve", name, "cost"),
                   "called proven, but the bound %s is further below than the gap",
                   cst__money_text(&a, p->cost_bound_cents));
    }
}

/* Fewer teams can not do better than more. */
static void check_step(cst__menu_check *c, const char *name, const cst_menu_point *before,
                       const cst_menu_point *p) {
    cst__wide gain = (cst__wide)p->weight_milli - (before == NULL ? 0 : before->weight_milli);
    cst__expect_amount(&c->v, CST__AT("curve", name, "gain"), gain, p->gain_milli);
    if (gain < 0) {
        cst__wrong(&c->v, CST__AT("curve", name, "weight"), "a menu of fewer teams serves more");
    }
    if (before != NULL && gain == 0 && p->cost_cents > before->cost_cents) {
        cst__wrong(&c->v, CST__AT("curve", name, "cost"),
                   "a menu of fewer teams serves as much for less");
    }
}

static void check_point(cst__menu_check *c, size_t i) {
    const cst_menu_point *p = &c->menu->curve[i];
    const char *name = name_of(c, p);
    cst__expect_count(&c->v, CST__AT("curve", "packages"), (cst__wide)i + cst__menu_check_first(c),
                      p->packages);
    if (p->n_teams > p->packages) {
        cst__wrong(&c->v, CST__AT("curve", name, "teams"), "%d teams are more than asked for",
                   p->n_teams);
    }
    bool any_team = p->n_teams > (int)c->menu->n_kept;
    if ((p->weight_milli > 0) != (p->n_served > 0) || (any_team && p->n_served == 0) ||
        (p->n_served > 0 && p->n_teams == 0)) {
        cst__wrong(&c->v, CST__AT("curve", name, "served"),
                   "teams, markets and weight are not all there, or all absent");
    }
    if (p->n_teams < (int)c->menu->n_kept) {
        cst__wrong(&c->v, CST__AT("curve", name, "teams"), "%d teams are fewer than are kept",
                   p->n_teams);
    }
    check_weight(c, name, p);
    check_cost(c, name, p);
    check_step(c, name, i == 0 ? NULL : p - 1, p);
}

/* The last point is the menu that is shown. */
static void check_last(cst__menu_check *c) {
    const cst_menu_point *p = cst__menu_check_last(c);
    const char *name = name_of(c, p);
    cst__wide weight = 0;
    cst__wide cost = 0;
    cst__wide served = 0;
    for (size_t m = 0; m < c->menu->n_markets; m++) {
        const cst_menu_market *market = &c->menu->list[m];
        if (market->package != NULL) {
            served++;
            weight += market->weight_milli;
            cost += market->package->criteria.cost_cents;
        }
    }
    cst__expect_count(&c->v, CST__AT("curve", name, "teams"), (cst__wide)c->menu->n_teams,
                      p->n_teams);
    cst__expect_count(&c->v, CST__AT("curve", name, "served"), served, p->n_served);
    cst__expect_amount(&c->v, CST__AT("curve", name, "weight"), weight, p->weight_milli);
    cst__expect_money(&c->v, CST__AT("curve", name, "cost"), cost, p->cost_cents);
}

static void check_curve(cst__menu_check *c) {
    cst__expect_count(&c->v, CST__AT("curve"),
                      (cst__wide)c->menu->asked.packages - cst__menu_check_first(c) + 1,
                      (int64_t)c->menu->n_curve);
    for (size_t i = 0; i < c->menu->n_curve; i++) {
        check_point(c, i);
    }
    if (c->menu->n_curve > 0) {
        check_last(c);
    }
}

/* ---------------------------------------------------------------- what is called proven */

static void check_status(cst__menu_check *c) {
    bool proven = c->menu->n_curve > 0;
    bool serves = proven && cst__menu_check_last(c)->weight_milli > 0;
    for (size_t i = 0; i < c->menu->n_curve; i++) {
        proven = proven && c->menu->curve[i].weight_proven && c->menu->curve[i].cost_proven;
    }
    cst_status expected = !proven  ? CST_STATUS_LIMIT
                          : serves ? CST_STATUS_SOLVED
                                   : CST_STATUS_INFEASIBLE;
    cst__expect_text(&c->v, CST__AT("status"), cst__status_ids[expected],
                     cst__status_ids[c->menu->status]);
}

/* ---------------------------------------------------------------- the whole */

static cst_error check(cst__menu_check *c) {
    check_identity(c);
    if (choose_markets(c)) {
        check_markets(c);
        check_curve(c);
        check_status(c);
        cst__verify_menu_teams(c);
        cst__verify_menu_firms(c);
        cst__verify_menu_kept(c);
        cst__verify_menu_demands(c);
        cst__verify_menu_capacity(c);
    }
    cst_error error = c->v.out_of_memory ? CST_E_MEMORY : cst__verify_menu_tries(c);
    return error == CST_E_OK && c->v.out_of_memory ? CST_E_MEMORY : error;
}

cst_error cst__verify_menu(const cst_markets *markets, const cst_menu *menu, const cst_kept *keep,
                           cst_findings **findings) {
    *findings = NULL;
    cst__menu_check c = {.menu = menu,
                         .markets = markets,
                         .keep = keep,
                         .frame = {.assumptions = "", .asked = {.gap = menu->gap}},
                         .v = {.catalog = markets->catalog,
                               .rules = markets->rules,
                               .arena = cst__arena_new(),
                               .package = "",
                               .findings = cst__findings_new()}};
    c.v.result = &c.frame;
    bool ready = c.v.arena != NULL && c.v.findings != NULL;
    cst_error error = ready ? check(&c) : CST_E_MEMORY;
    if (error == CST_E_OK) {
        *findings = c.v.findings;
    } else {
        cst_findings_free(c.v.findings);
    }
    cst__arena_free(c.v.arena);
    return error;
}

cst_error cst_menu_verify(const cst_rules *rules, const cst_catalog *catalog,
                          const cst_markets *markets, const char *bytes, size_t size,
                          const char *name, const cst_limits *limits, cst_findings **findings,
                          cst_diagnostics *diagnostics) {
    *findings = NULL;
    if (catalog == NULL || markets->catalog != catalog || markets->rules != rules ||
        catalog->rules != rules) {
        return CST_E_SETTING;
    }
    cst_menu *menu = NULL;
    cst_error error = cst_menu_read(bytes, size, name, limits, &menu, diagnostics);
    if (error == CST_E_OK) {
        error = cst__verify_menu(markets, menu, NULL, findings);
    }
    cst_menu_free(menu);
    return error;
}
