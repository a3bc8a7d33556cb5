/* partners_compare.c - firms beside tenders, by trying every choice. */
#include "tests/solver/partners_compare.h"

#include <stdlib.h>
#include <string.h>

#include "model/vary.h"

static const int64_t none = INT64_MAX;

/* ---------------------------------------------------------------- all packages of a tender */

bool partners_ground_begin(partners_ground *g, const cst_opportunity *tender) {
    *g = (partners_ground){.tender = tender, .unlimited = cst__opportunity_copy(tender)};
    if (g->unlimited == NULL) {
        abort();
    }
    g->unlimited->budget_cents = CST__NO_LIMIT;
    g->within = oracle_new(tender, PARTNERS_MOST_CHOICES);
    g->at_any_price = oracle_new(g->unlimited, PARTNERS_MOST_CHOICES);
    if (g->within == NULL || g->at_any_price == NULL) {
        return false;
    }
    const oracle_choice *best = oracle_best(g->within, CST_CRITERION_COST);
    g->least = best == NULL ? none : best->criteria[CST_CRITERION_COST];
    return true;
}

void partners_ground_clear(partners_ground *g) {
    oracle_free(g->within);
    oracle_free(g->at_any_price);
    cst_opportunity_free(g->unlimited);
}

static uint32_t bit(size_t firm) {
    return UINT32_C(1) << firm;
}

static int64_t cost_of(const oracle_choice *c) {
    return c->criteria[CST_CRITERION_COST];
}

/* The least cost of packages that have all of some firms and none of others. */
static int64_t least_with(const oracle *o, uint32_t all, uint32_t without) {
    int64_t least = none;
    for (size_t i = 0; o != NULL && i < o->n_feasible; i++) {
        const oracle_choice *c = &o->feasible[i];
        if ((c->members & all) == all && (c->members & without) == 0 && cost_of(c) < least) {
            least = cost_of(c);
        }
    }
    return least;
}

static bool has_eligible(const partners_ground *g, size_t firm) {
    const cst_catalog *catalog = g->tender->catalog;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (g->within->eligible[o] && catalog->offerings[o].firm == firm) {
            return true;
        }
    }
    return false;
}

static uint32_t members_of(const cst_catalog *catalog, const cst_package *package) {
    uint32_t members = 0;
    for (size_t i = 0; i < package->n_members; i++) {
        members |= bit(cst__catalog_firm(catalog, package->members[i].firm));
    }
    return members;
}

static int count(uint32_t bits) {
    return __builtin_popcount(bits);
}

/* What a prospect is compared with. */
typedef struct pcase {
    report *r;
    const partners_ground *g;
    const cst_prospect *p;
    const cst_settings *settings;
    size_t firm;
    int64_t mine; /* the cheapest package with the firm */
    bool prices_only;
} pcase;

/* ---------------------------------------------------------------- where it can play */

static void compare_plays(const pcase *c) {
    const cst_catalog *catalog = c->g->tender->catalog;
    size_t n = 0;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        size_t bars = 0;
        if (catalog->offerings[o].firm != c->firm) {
            continue;
        }
        const cst_play *play = &c->p->plays[n++];
        for (size_t i = 0; i < c->g->within->n_refused; i++) {
            const oracle_note *note = &c->g->within->refused[i];
            if (note->offering == o) {
                bool same =
                    bars < play->n_bars && strcmp(play->bars[bars].refusal.code, note->text) == 0;
                bars++;
                if (!same || play->bars[bars - 1].way_out[0] == '\0') {
                    differ(c->r, "%s is refused by %s", play->offering, note->text);
                }
            }
        }
        if (n > c->p->n_plays || play->eligible != c->g->within->eligible[o] ||
            play->n_bars != bars || strcmp(play->offering, catalog->offerings[o].id) != 0) {
            differ(c->r, "where %s stands", catalog->offerings[o].id);
        }
    }
    if (n != c->p->n_plays) {
        differ(c->r, "%zu offerings, not %zu", n, c->p->n_plays);
    }
}

static void compare_standing(const pcase *c) {
    cst_standing standing = !has_eligible(c->g, c->firm) ? CST_STANDING_REFUSED
                            : c->mine == none            ? CST_STANDING_IMPOSSIBLE
                            : c->mine == c->g->least     ? CST_STANDING_CHOSEN
                                                         : CST_STANDING_BEATEN;
    bool found = c->g->least != none;
    if (c->p->standing != standing) {
        differ(c->r, "it stands %s, not %s", cst_standing_id(standing),
               cst_standing_id(c->p->standing));
    }
    if (c->p->has_least != found || (found && c->p->least_cents != c->g->least)) {
        differ(c->r, "the least cost");
    }
    int64_t gap = c->mine == none ? 0 : c->mine - c->g->least;
    if (c->p->has_gap != (c->mine != none) ||
        (c->p->has_gap && c->p->gap_proven ? c->p->gap_cents != gap : c->p->gap_cents < gap)) {
        differ(c->r, "the gap to the least cost");
    }
    if (c->p->has_gap &&
        (c->p->gap_low_cents > gap || (c->p->gap_proven && c->p->gap_low_cents != gap))) {
        differ(c->r, "the least that the gap can be");
    }
    if (!c->p->complete) {
        differ(c->r, "it is called unproven");
    }
}

/* ---------------------------------------------------------------- teams */

static bool fills(const cst_package *package, const char *slot, const char *firm) {
    for (size_t i = 0; i < package->n_lines; i++) {
        if (strcmp(package->lines[i].slot, slot) == 0 &&
            (firm == NULL || strcmp(package->lines[i].firm, firm) == 0)) {
            return true;
        }
    }
    return false;
}

static void compare_seats(const pcase *c, const cst_team *team) {
    size_t n = 0;
    for (size_t s = 0; s < c->g->tender->rules->n_slots; s++) {
        const char *slot = c->g->tender->rules->slots[s].id;
        size_t firms = 0;
        if (!fills(&team->package, slot, NULL)) {
            continue;
        }
        const cst_seat *seat = &team->seats[n++];
        for (size_t f = 0; n <= team->n_seats && f < c->g->tender->catalog->n_firms; f++) {
            const char *id = c->g->tender->catalog->firms[f].id;
            if (fills(&team->package, slot, id)) {
                firms += firms < seat->n_firms && strcmp(seat->firms[firms], id) == 0;
            }
        }
        if (n > team->n_seats || strcmp(seat->slot, slot) != 0 || firms != seat->n_firms ||
            seat->mine != fills(&team->package, slot, c->p->firm)) {
            differ(c->r, "who fills %s in %s", slot, team->package.id);
            return;
        }
    }
    if (n != team->n_seats) {
        differ(c->r, "%zu slots are filled, not %zu", n, team->n_seats);
    }
}

/* The cheapest with the firm that differs from all teams before it. */
static const oracle_choice *next_team(const pcase *c, const uint32_t *earlier, size_t n) {
    const oracle_choice *best = NULL;
    for (size_t i = 0; i < c->g->within->n_feasible; i++) {
        const oracle_choice *it = &c->g->within->feasible[i];
        bool differs = (it->members & bit(c->firm)) != 0;
        for (size_t k = 0; differs && k < n; k++) {
            differs = count(it->members ^ earlier[k]) >= c->settings->differ;
        }
        if (differs &&
            (best == NULL || cost_of(it) < cost_of(best) ||
             (cost_of(it) == cost_of(best) && count(it->members) < count(best->members)))) {
            best = it;
        }
    }
    return best;
}

static void compare_teams(const pcase *c) {
    uint32_t earlier[16];
    for (size_t i = 0; i < (size_t)c->settings->candidates && agrees(c->r); i++) {
        const oracle_choice *best = next_team(c, earlier, i);
        if (best == NULL || i >= c->p->n_teams) {
            if ((best == NULL) != (i >= c->p->n_teams)) {
                differ(c->r, "there are not %zu teams", c->p->n_teams);
            }
            break;
        }
        const cst_package *package = &c->p->teams[i].package;
        earlier[i] = members_of(c->g->tender->catalog, package);
        if (package->criteria.cost_cents != cost_of(best) ||
            count(earlier[i]) != count(best->members) || (earlier[i] & bit(c->firm)) == 0) {
            differ(c->r, "team %zu costs %lld, not %lld", i + 1, (long long)cost_of(best),
                   (long long)package->criteria.cost_cents);
        }
        compare_seats(c, &c->p->teams[i]);
    }
    if (!c->p->teams_complete) {
        differ(c->r, "the teams are called unproven");
    }
}

/* ---------------------------------------------------------------- price, as it is defined */

/* Whether a package with the firm is no dearer than any other, or within the budget where nothing
 * fits, with the bill of the firm let off. */
static bool wins_for_nothing(const pcase *c) {
    const cst_opportunity *tender = c->g->tender;
    int64_t meet = c->g->least != none ? c->g->least : tender->budget_cents;
    for (size_t i = 0; i < c->g->at_any_price->n_feasible; i++) {
        const oracle_choice *it = &c->g->at_any_price->feasible[i];
        int64_t bill = 0;
        for (size_t o = 0; o < tender->catalog->n_offerings; o++) {
            const cst__offering *offering = &tender->catalog->offerings[o];
            if (offering->firm == c->firm && it->units[o] > 0) {
                bill += oracle_value(offering, it->units[o], tender->term_years);
            }
        }
        if ((it->members & bit(c->firm)) != 0 && cost_of(it) - bill <= meet) {
            return true;
        }
    }
    return false;
}

/* With a rebate on every package with the firm (a rise where it is below 0) that the budget sees:
 * whether one with it is among the cheapest. */
static bool wins_at(const pcase *c, int64_t rebate) {
    int64_t with = none;
    int64_t without = none;
    for (size_t i = 0; i < c->g->at_any_price->n_feasible; i++) {
        const oracle_choice *it = &c->g->at_any_price->feasible[i];
        bool mine = (it->members & bit(c->firm)) != 0;
        int64_t cost = cost_of(it) - (mine ? rebate : 0);
        int64_t *least = mine ? &with : &without;
        if (cost <= c->g->tender->budget_cents && cost < *least) {
            *least = cost;
        }
    }
    return with != none && with <= without;
}

static void compare_price(const pcase *c) {
    const cst_price *price = &c->p->price;
    const int64_t huge = INT64_C(1000000000000000000); /* beyond any sum */
    bool wins = wins_at(c, 0);
    bool ever = wins_at(c, huge);
    if (price->for_nothing != (wins_for_nothing(c) ? CST_STATUS_SOLVED : CST_STATUS_INFEASIBLE)) {
        differ(c->r, "what it could do for nothing");
    }
    if (c->prices_only && price->for_nothing == CST_STATUS_INFEASIBLE) {
        if (price->has_rebate || price->has_room) {
            differ(c->r, "a rebate beyond the bill");
        }
        return;
    }
    if (price->has_rebate != ever || price->has_room != wins) {
        differ(c->r, "whether a rebate or a rise is told");
        return;
    }
    if (price->status == CST_STATUS_LIMIT ||
        (price->status == CST_STATUS_SOLVED) != (price->has_rebate || price->has_room)) {
        differ(c->r, "the status of the price");
    }
    if (price->has_rebate) {
        bool least = price->rebate_cents == 0 || !wins_at(c, price->rebate_cents - 1);
        if (price->rebate_cents < 0 || !wins_at(c, price->rebate_cents) || !least ||
            price->rebate_low_cents != price->rebate_cents) {
            differ(c->r, "a rebate of %lld", (long long)price->rebate_cents);
        }
        if (price->over_budget != (c->mine == none)) {
            differ(c->r, "what the budget keeps out");
        }
    }
    if (price->has_room && price->room_end == CST_ROOM_NONE) {
        if (!wins_at(c, -huge)) {
            differ(c->r, "the room without an end");
        }
    } else if (price->has_room) {
        bool rival = least_with(c->g->within, 0, bit(c->firm)) != none;
        if (!wins_at(c, -price->room_cents) || wins_at(c, -price->room_cents - 1) ||
            price->room_low_cents != price->room_cents ||
            (price->room_end == CST_ROOM_RIVAL) != rival) {
            differ(c->r, "a room of %lld", (long long)price->room_cents);
        }
    }
}

/* ---------------------------------------------------------------- facts, as they are defined */

/* The tender in which all offerings of the firm are bettered. */
static oracle *bettered(const pcase *c, cst_lever_fact fact, int64_t value,
                        cst_opportunity **tender) {
    *tender = cst__opportunity_copy(c->g->tender);
    cst_catalog *catalog = *tender == NULL ? NULL : cst__opportunity_own_catalog(*tender);
    if (catalog == NULL) {
        abort();
    }
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        cst__offering *it = &catalog->offerings[o];
        int *share = &it->us_bp[c->g->tender->rules->content_method];
        if (it->firm != c->firm) {
            continue;
        }
        if (fact == CST_LEVER_LEAD) {
            it->lead_weeks = it->lead_weeks > value ? (int)value : it->lead_weeks;
        } else {
            *share = *share < value ? (int)value : *share;
        }
    }
    return oracle_new(*tender, 4 * PARTNERS_MOST_CHOICES);
}

/* What a value of the fact comes to: whether the firm is in a package, and in a cheapest one. */
typedef struct effect {
    bool known, possible, wins;
    int64_t with, without;
} effect;

static effect effect_of(const pcase *c, cst_lever_fact fact, int64_t value) {
    cst_opportunity *tender = NULL;
    oracle *o = bettered(c, fact, value, &tender);
    int64_t with = least_with(o, bit(c->firm), 0);
    int64_t without = least_with(o, 0, bit(c->firm));
    bool known = o != NULL;
    oracle_free(o);
    cst_opportunity_free(tender);
    return (effect){known, with != none, with != none && with <= without, with, without};
}

/* The threshold against the values beside it. */
static void compare_threshold(const pcase *c, const cst_lever *lever, const cst_threshold *it,
                              bool wins, const char *what) {
    bool content = lever->fact == CST_LEVER_CONTENT;
    effect top = effect_of(c, lever->fact, content ? CST__BP : 0);
    bool is = wins ? top.wins : top.possible;
    if (!top.known) {
        return; /* too many choices for trying them all */
    }
    if (it->status == CST_STATUS_LIMIT ||
        it->status != (is ? CST_STATUS_SOLVED : CST_STATUS_INFEASIBLE)) {
        differ(c->r, "%s %s", lever->name, what);
        return;
    }
    if (!is || !it->found) {
        return;
    }
    effect at = effect_of(c, lever->fact, it->at);
    effect worse = effect_of(c, lever->fact, it->at + (content ? -1 : 1));
    if (!(wins ? at.wins : at.possible) || (wins ? worse.wins : worse.possible)) {
        differ(c->r, "%s %s at %lld", lever->name, what, (long long)it->at);
    }
    if (!it->outcome.found) {
        differ(c->r, "%s without a package", lever->name);
    }
}

static void compare_lever(const pcase *c, const cst_lever *lever) {
    bool content = lever->fact == CST_LEVER_CONTENT;
    effect top = effect_of(c, lever->fact, content ? CST__BP : 0);
    bool now = c->mine != none && c->mine == c->g->least;
    if (lever->idle) {
        if (lever->why[0] == '\0' || (top.known && top.wins != now)) {
            differ(c->r, "%s is no idle fact", lever->name);
        }
        return;
    }
    compare_threshold(c, lever, &lever->wins, true, "in a cheapest package");
    if (c->mine == none) {
        compare_threshold(c, lever, &lever->possible, false, "in a package");
    }
    int64_t meet = c->g->least != none ? c->g->least : c->g->tender->budget_cents;
    bool left = top.known && top.possible && !top.wins && !c->prices_only;
    if (top.known &&
        (lever->has_rebate != left || (left && lever->rebate_cents != top.with - meet))) {
        differ(c->r, "%s and a rebate", lever->name);
    }
}

/* ---------------------------------------------------------------- whom it needs */

static void compare_substitutes(const pcase *c, const cst_need *need) {
    size_t n = 0;
    for (size_t s = 0; s < c->g->tender->rules->n_slots; s++) {
        const char *slot = c->g->tender->rules->slots[s].id;
        size_t firms = 0;
        if (!need->other.found || !fills(&c->p->teams[0].package, slot, need->firm)) {
            continue;
        }
        const cst_seat *seat = &need->substitutes[n++];
        for (size_t f = 0; n <= need->n_substitutes && f < c->g->tender->catalog->n_firms; f++) {
            firms += fills(&need->other.package, slot, c->g->tender->catalog->firms[f].id);
        }
        if (n > need->n_substitutes || firms != seat->n_firms || strcmp(seat->slot, slot) != 0) {
            differ(c->r, "who fills %s without %s", slot, need->firm);
            return;
        }
    }
    if (n != need->n_substitutes) {
        differ(c->r, "the slots of %s", need->firm);
    }
}

static void compare_need(const pcase *c, const cst_need *need, bool on_team) {
    size_t other = cst__catalog_firm(c->g->tender->catalog, need->firm);
    int64_t with = least_with(c->g->within, bit(c->firm) | bit(other), 0);
    int64_t without = least_with(c->g->within, bit(c->firm), bit(other));
    bool found = (on_team ? without : with) != none;
    if (need->on_team != on_team || need->critical != (on_team && without == none) ||
        need->other.found != found || need->other.status == CST_STATUS_LIMIT) {
        differ(c->r, "whether %s is needed", need->firm);
        return;
    }
    if (found &&
        (!need->has_saving || need->saving_cents != without - with ||
         need->saving_low_cents != without - with || need->saving_high_cents != without - with)) {
        differ(c->r, "%s saves %lld, not %lld", need->firm, (long long)(without - with),
               (long long)need->saving_cents);
    }
    compare_substitutes(c, need);
}

static void compare_needs(const pcase *c, const cst_partner_questions *asked) {
    const cst_catalog *catalog = c->g->tender->catalog;
    size_t n = 0;
    if (c->p->n_teams == 0 || (!asked->needs && !asked->needs_of_all)) {
        if (c->p->n_needs > 0) {
            differ(c->r, "needs without a team");
        }
        return;
    }
    uint32_t team = members_of(catalog, &c->p->teams[0].package);
    for (size_t f = 0; f < catalog->n_firms && agrees(c->r); f++) {
        bool on_team = (team & bit(f)) != 0;
        if (f == c->firm || !(on_team || (asked->needs_of_all && has_eligible(c->g, f)))) {
            continue;
        }
        if (n >= c->p->n_needs || strcmp(c->p->needs[n].firm, catalog->firms[f].id) != 0) {
            differ(c->r, "%s is missing among the needs", catalog->firms[f].id);
            return;
        }
        compare_need(c, &c->p->needs[n++], on_team);
    }
    if (n != c->p->n_needs) {
        differ(c->r, "%zu needs, not %zu", n, c->p->n_needs);
    }
}

/* ---------------------------------------------------------------- slots */

static void compare_slots(const pcase *c) {
    const cst_opportunity *tender = c->g->tender;
    size_t n_fills = 0;
    size_t n_lacks = 0;
    for (size_t s = 0; s < tender->rules->n_slots; s++) {
        const char *slot = tender->rules->slots[s].id;
        bool mine = false;
        bool wanted = tender->slots[s].required;
        for (size_t o = 0; o < tender->catalog->n_offerings; o++) {
            mine = mine ||
                   (c->g->within->eligible[o] && tender->catalog->offerings[o].firm == c->firm &&
                    tender->catalog->offerings[o].slot == s);
        }
        for (size_t i = 0; i < c->p->n_teams; i++) {
            wanted = wanted || fills(&c->p->teams[i].package, slot, NULL);
        }
        if (mine) {
            bool same = n_fills < c->p->n_fills && strcmp(c->p->fills[n_fills], slot) == 0;
            n_fills += same;
        } else if (wanted) {
            bool same = n_lacks < c->p->n_lacks && strcmp(c->p->lacks[n_lacks], slot) == 0;
            n_lacks += same;
            if (!same) {
                differ(c->r, "%s is lacking", slot);
            }
        }
    }
    if (n_fills != c->p->n_fills || n_lacks != c->p->n_lacks) {
        differ(c->r, "what it fills and lacks");
    }
}

/* ---------------------------------------------------------------- the whole */

static pcase case_of(report *r, const partners_ground *g, const cst_prospect *prospect,
                     const cst_settings *settings, const cst_partner_questions *questions) {
    size_t firm = cst__catalog_firm(g->tender->catalog, prospect->firm);
    return (pcase){.r = r,
                   .g = g,
                   .p = prospect,
                   .settings = settings,
                   .prices_only = questions->prices_only,
                   .firm = firm,
                   .mine = least_with(g->within, bit(firm), 0)};
}

void compare_prospect(report *r, const partners_ground *g, const cst_prospect *prospect,
                      const cst_settings *settings, const cst_partner_questions *questions) {
    pcase c = case_of(r, g, prospect, settings, questions);
    compare_plays(&c);
    compare_standing(&c);
    if (agrees(r)) {
        compare_price(&c);
    }
    if (agrees(r) && !c.prices_only) {
        compare_teams(&c);
        compare_slots(&c);
        compare_needs(&c, questions);
    }
    for (int l = 0; l < CST_N_LEVERS && agrees(r); l++) {
        compare_lever(&c, &prospect->levers[l]);
    }
}

/* ---------------------------------------------------------------- what a stopped one claims */

static void claim(const pcase *c, bool holds, const char *what) {
    if (!holds) {
        differ(c->r, "it is claimed that %s", what);
    }
}

/* What the tender costs, and where the firm stands. */
static void check_standing(const pcase *c) {
    const cst_prospect *p = c->p;
    int64_t least = c->g->least;
    claim(c, p->tender_status != CST_STATUS_INFEASIBLE || least == none, "nothing fits");
    claim(c, p->tender_status != CST_STATUS_SOLVED || (p->has_least && p->least_cents == least),
          "the least cost is proven");
    claim(c, !p->has_least || p->least_cents >= least, "a package costs so little");
    claim(c, (p->standing == CST_STANDING_REFUSED) == !has_eligible(c->g, c->firm),
          "it is refused");
    claim(c, p->standing != CST_STANDING_IMPOSSIBLE || c->mine == none, "it is in no package");
    claim(c, p->standing != CST_STANDING_CHOSEN || (c->mine != none && c->mine == least),
          "it is in a cheapest package");
    claim(c, p->standing != CST_STANDING_BEATEN || (c->mine != none && c->mine > least),
          "it is in none of the cheapest packages");
    if (p->has_gap) {
        int64_t gap = c->mine - p->least_cents;
        claim(c, p->gap_proven ? p->gap_cents == gap : p->gap_cents >= gap, "of the gap");
        claim(c, p->gap_low_cents <= gap, "the gap is at least so much");
    }
}

static void check_teams(const pcase *c) {
    uint32_t earlier[16];
    for (size_t i = 0; i < c->p->n_teams && agrees(c->r); i++) {
        const cst_package *package = &c->p->teams[i].package;
        const oracle_choice *best = next_team(c, earlier, i);
        int64_t cost = package->criteria.cost_cents;
        claim(c, best != NULL && cost >= cost_of(best), "a team costs so little");
        claim(c, best != NULL && package->bound_cents <= cost_of(best), "no team costs less");
        earlier[i] = members_of(c->g->tender->catalog, package);
        claim(c, (earlier[i] & bit(c->firm)) != 0, "the firm is in its team");
    }
    if (agrees(c->r) && c->p->teams_complete && !c->prices_only && c->p->has_gap) {
        compare_teams(c);
    }
}

static void check_room(const pcase *c) {
    const cst_price *price = &c->p->price;
    bool exact = price->status == CST_STATUS_SOLVED;
    if (price->room_end == CST_ROOM_NONE) {
        claim(c, wins_at(c, -INT64_C(1000000000000000000)), "its room is without an end");
        return;
    }
    claim(c, price->room_low_cents <= 0 || wins_at(c, -price->room_low_cents), "it has that room");
    claim(c, !wins_at(c, -price->room_cents - 1), "it has no more room");
    claim(c, !exact || price->room_low_cents == price->room_cents, "its room is known");
}

static void check_price(const pcase *c) {
    const cst_price *price = &c->p->price;
    bool ever = wins_at(c, INT64_C(1000000000000000000));
    claim(c, price->for_nothing != CST_STATUS_SOLVED || wins_for_nothing(c), "for nothing it does");
    claim(c, price->for_nothing != CST_STATUS_INFEASIBLE || !wins_for_nothing(c),
          "not even for nothing it does");
    claim(c, price->status != CST_STATUS_INFEASIBLE || !ever, "no rebate helps");
    if (price->has_rebate) {
        claim(c, wins_at(c, price->rebate_cents), "that rebate is enough");
        claim(c, price->rebate_low_cents <= 0 || !wins_at(c, price->rebate_low_cents - 1),
              "no rebate below that is enough");
        claim(c,
              price->status != CST_STATUS_SOLVED || price->has_room ||
                  price->rebate_low_cents == price->rebate_cents,
              "the rebate is known");
    }
    if (price->has_room) {
        check_room(c);
    }
}

static void check_threshold(const pcase *c, const cst_lever *lever, const cst_threshold *it,
                            bool wins) {
    if (it->status != CST_STATUS_LIMIT) {
        compare_threshold(c, lever, it, wins, "as proven");
    } else if (it->found) {
        effect at = effect_of(c, lever->fact, it->at);
        claim(c, !at.known || (wins ? at.wins : at.possible), "that value is enough");
    }
}

static void check_lever(const pcase *c, const cst_lever *lever) {
    bool content = lever->fact == CST_LEVER_CONTENT;
    if (lever->idle) {
        compare_lever(c, lever);
        return;
    }
    check_threshold(c, lever, &lever->wins, true);
    if (!c->p->has_gap) {
        check_threshold(c, lever, &lever->possible, false);
    }
    if (lever->has_rebate) {
        effect top = effect_of(c, lever->fact, content ? CST__BP : 0);
        claim(c, !top.known || lever->rebate_cents == top.with - c->g->least, "of a rebate left");
    }
}

static void check_need(const pcase *c, const cst_need *need) {
    size_t other = cst__catalog_firm(c->g->tender->catalog, need->firm);
    int64_t with = least_with(c->g->within, bit(c->firm) | bit(other), 0);
    int64_t without = least_with(c->g->within, bit(c->firm), bit(other));
    int64_t asked = need->on_team ? without : with;
    claim(c, !need->critical || without == none, "it can not do without a firm");
    claim(c, need->other.status != CST_STATUS_INFEASIBLE || asked == none, "there is no such team");
    if (need->other.found) {
        int64_t saving = need->on_team ? without - c->mine : c->mine - with;
        claim(c, need->other.package.criteria.cost_cents >= asked, "it costs so little");
        claim(c, need->saving_low_cents <= saving && saving <= need->saving_high_cents,
              "it saves between these");
        claim(c, !need->has_saving || need->saving_cents == saving, "it saves just that");
    }
}

void compare_claims(report *r, const partners_ground *g, const cst_prospect *prospect,
                    const cst_settings *settings, const cst_partner_questions *questions) {
    pcase c = case_of(r, g, prospect, settings, questions);
    if (prospect->complete) {
        compare_prospect(r, g, prospect, settings, questions);
        return;
    }
    compare_plays(&c);
    check_standing(&c);
    check_teams(&c);
    check_price(&c);
    for (int l = 0; l < CST_N_LEVERS && agrees(r); l++) {
        check_lever(&c, &prospect->levers[l]);
    }
    for (size_t i = 0; i < prospect->n_needs && agrees(r); i++) {
        check_need(&c, &prospect->needs[i]);
    }
}

/* ---------------------------------------------------------------- partner sets */

/* The least cost of the firm and a set alone. */
static int64_t alone(const partners_ground *g, size_t firm, uint32_t set) {
    return least_with(g->within, bit(firm), ~(set | bit(firm)));
}

static int64_t limit_of(const partners_ground *g, int within_bp) {
    return g->least <= 0 ? g->least
                         : g->least + g->least / CST__BP * within_bp +
                               g->least % CST__BP * within_bp / CST__BP;
}

static int64_t weight_of(const partners_ground *grounds, size_t n, size_t firm, uint32_t set,
                         const cst_partner_questions *asked) {
    int64_t weight = 0;
    for (size_t t = 0; t < n; t++) {
        bool fits = grounds[t].least != none &&
                    alone(&grounds[t], firm, set) <= limit_of(&grounds[t], asked->within_bp);
        weight += fits ? asked->weight_milli[t] : 0;
    }
    return weight;
}

void compare_set(report *r, const partners_ground *grounds, size_t n, size_t firm,
                 const cst_partner_questions *asked, const cst_partner_set *set) {
    const cst_catalog *catalog = grounds[0].tender->catalog;
    int64_t most = 0;
    int fewest = 0;
    uint32_t chosen = 0;
    for (uint32_t s = 0; s < bit(catalog->n_firms); s++) {
        if ((s & bit(firm)) != 0 || count(s) > asked->most_partners) {
            continue;
        }
        int64_t weight = weight_of(grounds, n, firm, s, asked);
        if (weight > most || (weight == most && count(s) < fewest)) {
            most = weight;
            fewest = count(s);
        }
    }
    for (size_t i = 0; i < set->n_partners; i++) {
        chosen |= bit(cst__catalog_firm(catalog, set->partners[i]));
    }
    if (set->status != CST_STATUS_SOLVED || set->weight_milli != most ||
        set->most_weight_milli != most || count(chosen) != fewest ||
        weight_of(grounds, n, firm, chosen, asked) != most) {
        differ(r, "partners of %s reach %lld with %d, not %lld with %d", set->firm, (long long)most,
               fewest, (long long)set->weight_milli, count(chosen));
    }
    for (size_t i = 0, t = 0; i < set->n_opportunities && agrees(r); i++, t++) {
        while (t < n && strcmp(grounds[t].tender->id, set->opportunities[i]) != 0) {
            t++;
        }
        if (t == n || set->costs_cents[i] != alone(&grounds[t], firm, chosen) ||
            set->limits_cents[i] != limit_of(&grounds[t], asked->within_bp)) {
            differ(r, "what partners cost in %s", set->opportunities[i]);
        }
    }
}

void compare_set_claims(report *r, const partners_ground *grounds, size_t n, size_t firm,
                        const cst_partner_questions *asked, const cst_partner_set *set) {
    const cst_catalog *catalog = grounds[0].tender->catalog;
    int64_t most = 0;
    uint32_t chosen = 0;
    if (set->status == CST_STATUS_SOLVED) {
        compare_set(r, grounds, n, firm, asked, set);
        return;
    }
    for (uint32_t s = 0; s < bit(catalog->n_firms); s++) {
        if ((s & bit(firm)) == 0 && count(s) <= asked->most_partners) {
            int64_t weight = weight_of(grounds, n, firm, s, asked);
            most = weight > most ? weight : most;
        }
    }
    for (size_t i = 0; i < set->n_partners; i++) {
        chosen |= bit(cst__catalog_firm(catalog, set->partners[i]));
    }
    if (set->most_weight_milli < most || set->weight_milli > most ||
        count(chosen) > asked->most_partners ||
        weight_of(grounds, n, firm, chosen, asked) < set->weight_milli) {
        differ(r, "partners of %s reach up to %lld, not %lld to %lld", set->firm, (long long)most,
               (long long)set->weight_milli, (long long)set->most_weight_milli);
    }
    for (size_t i = 0, t = 0; i < set->n_opportunities && agrees(r); i++, t++) {
        while (t < n && strcmp(grounds[t].tender->id, set->opportunities[i]) != 0) {
            t++;
        }
        if (t == n || set->costs_cents[i] < alone(&grounds[t], firm, chosen) ||
            set->limits_cents[i] != limit_of(&grounds[t], asked->within_bp)) {
            differ(r, "what partners are claimed to cost in %s", set->opportunities[i]);
        }
    }
}
