/* menu_fill.c - from a choice of teams to the menu that is shown. */
#include "solver/menu_fill.h"

#include <math.h>

#include "model/country.h"
#include "solver/nothing_fits.h"
#include "solver/package.h"
#include "solver/result_fill.h"
#include "solver/verify.h"

typedef struct filling {
    const cst__menu_ground *ground;
    cst__serving *serving;
    const cst_catalog *catalog;
    const cst__menu_choice *choice;
    cst_menu *menu;
    cst__arena *arena;
    cst__firms scratch;
} filling;

static const char *keep(const filling *f, const char *text) {
    return cst__arena_text(f->arena, text);
}

/* ---------------------------------------------------------------- what is known */

/* Each package of the menu is tried on every other market. The verifier does so too, and what it
 * finds must be known here, also where no time is left to search for it. */
static cst_error try_everywhere(filling *f) {
    cst__serving *s = f->serving;
    int64_t *units = calloc(s->n_offerings + 1, sizeof *units);
    cst_error error = units == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t m = 0; error == CST_E_OK && m < s->n_markets; m++) {
        if (f->choice->served_by[m] == CST__NONE) {
            continue;
        }
        memcpy(units, cst__menu_package(f->ground, f->choice, m)->units,
               s->n_offerings * sizeof *units); /* what is known moves as it grows */
        for (size_t entry = 0; error == CST_E_OK && entry < s->n_entries; entry++) {
            bool holds = false;
            if (s->market[entry].twin == entry) {
                error = cst__serving_remember(s, entry, units, &holds);
            }
        }
    }
    free(units);
    return error;
}

/* ---------------------------------------------------------------- packages */

/* A package that does not pass the verifier is an error, never an answer. */
static cst_error verify(const filling *f, const cst_opportunity *tender,
                        const cst_package *package) {
    cst_findings *findings = NULL;
    double gap = f->serving->settings->gap;
    cst_error error = cst__verify_package(tender, package, gap, &findings);
    return error == CST_E_OK ? cst__findings_verdict(findings) : error;
}

static cst_error fill_package(filling *f, size_t m, cst_menu_market *market) {
    const cst__menu_team *team = &f->choice->teams[f->choice->served_by[m]];
    const cst__served_market *it = &f->serving->market[m];
    const cst__able *able = cst__menu_package(f->ground, f->choice, m);
    size_t entry = cst__menu_entry(f->ground, m, team);
    cst_opportunity tender = cst__serving_tender(f->serving, m, team->anchor);
    cst__request q = cst__request_on(entry, team->firms, team->anchor);
    q.cheapest = true;
    cst__serving_knows(f->serving, &q);
    int64_t bound =
        q.least_cents > f->ground->alone_cents[m] ? q.least_cents : f->ground->alone_cents[m];
    bound = bound < able->criteria.cost_cents ? bound : able->criteria.cost_cents;
    cst_package *package = cst__arena_alloc(f->arena, 1, sizeof *package);
    if (package == NULL) {
        return CST_E_MEMORY;
    }
    double apart =
        (double)(able->criteria.cost_cents - bound); /* it may be another one's that is */
    bool proven = apart <= f->serving->settings->gap * fabs((double)able->criteria.cost_cents);
    *package = (cst_package){
        .id = "", .proof = proven ? CST_PROOF_OPTIMAL : CST_PROOF_UNPROVEN, .bound_cents = bound};
    bool holds = false; /* of a twin its weeks, licences and fit may be other ones */
    cst_criteria criteria;
    cst_error error =
        cst__serving_judge(f->serving, entry, team->anchor, able->units, &holds, &criteria);
    if (error != CST_E_OK || !holds) {
        return error != CST_E_OK ? error : CST_E_INTERNAL;
    }
    cst__chosen chosen = {able->units, criteria, team->anchor};
    if (!cst__package_fill(package, f->arena, &tender, it->screening, &chosen)) {
        return CST_E_MEMORY;
    }
    market->package = package;
    return verify(f, &tender, package);
}

/* ---------------------------------------------------------------- what is left, and why */

/* Further firms with which a team could serve a market: those of a package of the market that are
 * not in the team, less all that can be spared. */
typedef struct stretch {
    size_t team;
    cst__firms missing;
    size_t n;
} stretch;

/* Drops one firm after the other as long as the team can still serve it. */
static cst_error spare(filling *f, size_t m, const cst__menu_team *team, stretch *s) {
    cst_error error = CST_E_OK;
    for (size_t firm = 0; error == CST_E_OK && firm < f->serving->n_firms; firm++) {
        if (!cst__firms_has(s->missing, firm)) {
            continue;
        }
        cst__firms_copy(f->scratch, team->firms, f->serving->words);
        cst__firms_add(f->scratch, s->missing, f->serving->words);
        cst__firms_drop(f->scratch, firm);
        cst__request q =
            cst__request_on(cst__menu_entry(f->ground, m, team), f->scratch, team->anchor);
        error = cst__serving_ask(f->serving, &q, 1);
        if (error == CST_E_OK && q.can == CST__CAN) {
            cst__firms_drop(s->missing, firm);
            s->n--;
        }
    }
    return error;
}

static cst_error try_stretch(filling *f, size_t m, const uint64_t *members, size_t k,
                             stretch *best) {
    const cst__menu_team *team = &f->choice->teams[k];
    size_t words = f->serving->words;
    stretch s = {.team = k, .missing = cst__firms_new(words)};
    cst__firms wide = cst__firms_new(words);
    cst_error error = s.missing == NULL || wide == NULL ? CST_E_MEMORY : CST_E_OK;
    cst__request q = cst__request_on(cst__menu_entry(f->ground, m, team), wide, team->anchor);
    if (error == CST_E_OK) {
        for (size_t w = 0; w < words; w++) {
            s.missing[w] = members[w] & ~team->firms[w];
            wide[w] = members[w] | team->firms[w];
        }
        error = cst__serving_ask(f->serving, &q, 1);
    }
    if (error == CST_E_OK && q.can == CST__CAN) {
        s.n = cst__firms_count(s.missing, words);
        error = spare(f, m, team, &s);
        if (error == CST_E_OK && (best->missing == NULL || s.n < best->n)) {
            cst__firms old = best->missing;
            *best = s;
            s.missing = old;
        }
    }
    free(s.missing);
    free(wide);
    return error;
}

static cst_error name_missing(filling *f, const stretch *s, cst_menu_market *market) {
    const cst_catalog *catalog = f->catalog;
    market->missing = cst__arena_alloc(f->arena, s->n, sizeof *market->missing);
    market->nearest_anchor = keep(f, catalog->firms[f->choice->teams[s->team].anchor].id);
    bool ok = market->missing != NULL && market->nearest_anchor != NULL;
    for (size_t firm = 0; ok && firm < catalog->n_firms; firm++) {
        if (cst__firms_has(s->missing, firm)) {
            market->missing[market->n_missing] = keep(f, catalog->firms[firm].id);
            ok = market->missing[market->n_missing++] != NULL;
        }
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

static cst_error fill_left(filling *f, size_t m, cst_menu_market *market) {
    const cst__served_market *it = &f->serving->market[m];
    stretch best = {.missing = NULL};
    cst_error error = CST_E_OK;
    size_t cheapest = CST__NONE;
    for (size_t i = 0; i < it->lore->n_able; i++) {
        bool better = cheapest == CST__NONE || it->lore->able[i].criteria.cost_cents <
                                                   it->lore->able[cheapest].criteria.cost_cents;
        cheapest = better ? i : cheapest;
    }
    for (size_t k = 0; cheapest != CST__NONE && error == CST_E_OK && k < f->choice->n_teams; k++) {
        error = try_stretch(f, m, it->lore->able[cheapest].members, k, &best);
    }
    if (error == CST_E_OK && best.missing != NULL) {
        error = name_missing(f, &best, market);
    }
    free(best.missing);
    return error;
}

/* Why no team at all can serve it: the tender by itself, with no more members than a team has. */
static cst_error fill_nothing_fits(filling *f, size_t m, cst_menu_market *market) {
    cst_opportunity tender = cst__serving_tender(f->serving, m, CST__NONE);
    const cst_settings *settings = f->serving->settings;
    cst__session session;
    cst_error error = cst__session_begin(&session, &tender, settings);
    if (error == CST_E_OK) {
        session.deadline_s = f->serving->deadline_s;
        error = cst__nothing_fits(&session, (size_t)settings->conflicts, f->arena,
                                  &market->nothing_fits);
    }
    cst__session_end(&session);
    const cst__screening *screening = f->serving->market[m].screening;
    cst_refusal *refused =
        cst__arena_alloc(f->arena, screening->n_refused, sizeof *market->refused);
    bool ok = refused != NULL;
    for (size_t i = 0; ok && i < screening->n_refused; i++) {
        ok = cst__result_refusal(f->arena, f->catalog, &screening->refused[i], &refused[i]);
        market->n_refused = i + 1;
    }
    market->refused = refused;
    return error == CST_E_OK && !ok ? CST_E_MEMORY : error;
}

/* ---------------------------------------------------------------- markets */

/* What is known of the market by itself. */
static void fill_alone(const filling *f, size_t m, cst_menu_market *market) {
    const cst__served_market *it = &f->serving->market[m];
    market->alone_bound_cents = f->ground->alone_cents[m];
    for (size_t i = 0; i < it->lore->n_able; i++) {
        int64_t cost = it->lore->able[i].criteria.cost_cents;
        if (!market->found_alone || cost < market->alone_cents) {
            market->found_alone = true;
            market->alone_cents = cost;
        }
    }
}

static cst_error fill_market(filling *f, size_t m) {
    const cst__market *from = &f->serving->markets->markets[m];
    cst_menu_market *market = &f->menu->list[m];
    char country[3];
    cst__country_text(from->tender.buyer_country, country);
    size_t team = f->choice->served_by[m];
    *market = (cst_menu_market){.id = keep(f, from->id),
                                .region = keep(f, from->region),
                                .title = keep(f, from->tender.title),
                                .country = keep(f, country),
                                .weight_milli = from->weight_milli,
                                .team = team,
                                .nearest_anchor = ""};
    if (market->id == NULL || market->region == NULL || market->title == NULL ||
        market->country == NULL) {
        return CST_E_MEMORY;
    }
    fill_alone(f, m, market);
    if (team != CST__NONE) {
        market->cover = CST_COVER_SERVED;
        return fill_package(f, m, market);
    }
    if (!f->ground->open[m]) {
        market->cover = CST_COVER_NONE;
        return fill_nothing_fits(f, m, market);
    }
    market->cover = market->found_alone ? CST_COVER_LEFT : CST_COVER_OPEN;
    return fill_left(f, m, market);
}

static cst_error fill_markets(filling *f) {
    cst_menu *menu = f->menu;
    menu->list = cst__arena_alloc(f->arena, f->serving->n_markets, sizeof *menu->list);
    cst_error error = menu->list == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t m = 0; error == CST_E_OK && m < f->serving->n_markets; m++) {
        error = fill_market(f, m);
        menu->n_markets = m + 1;
        menu->all_milli += menu->list[m].weight_milli;
    }
    return error;
}

/* ---------------------------------------------------------------- what rests on a team or a firm
 */

/* Whether somebody of the menu can serve a market without a team, or without a firm. */
static cst_error serves_without(filling *f, size_t m, size_t team, size_t firm, bool *serves) {
    *serves = false;
    cst_error error = CST_E_OK;
    for (size_t k = 0; error == CST_E_OK && !*serves && k < f->choice->n_teams; k++) {
        const cst__menu_team *other = &f->choice->teams[k];
        if (k == team || other->anchor == firm) {
            continue;
        }
        cst__firms_copy(f->scratch, other->firms, f->serving->words);
        if (firm != CST__NONE) {
            cst__firms_drop(f->scratch, firm);
        }
        cst__request q =
            cst__request_on(cst__menu_entry(f->ground, m, other), f->scratch, other->anchor);
        error = cst__serving_ask(f->serving, &q, 1);
        *serves = q.can == CST__CAN;
    }
    return error;
}

static cst_error fill_lost(filling *f, size_t k, cst_menu_team *team) {
    team->lost = cst__arena_alloc(f->arena, team->n_markets, sizeof *team->lost);
    cst_error error = team->lost == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t m = 0; error == CST_E_OK && m < f->serving->n_markets; m++) {
        bool serves = true;
        if (f->choice->served_by[m] == k) {
            error = serves_without(f, m, k, CST__NONE, &serves);
        }
        if (error == CST_E_OK && !serves) {
            team->lost[team->n_lost++] = f->menu->list[m].id;
        }
    }
    return error;
}

static cst_error fill_team(filling *f, size_t k) {
    const cst__menu_team *from = &f->choice->teams[k];
    cst_menu_team *team = &f->menu->teams[k];
    size_t n = cst__firms_count(from->firms, f->serving->words);
    team->id = cst__arena_format(f->arena, "t%zu", k + 1);
    team->anchor = keep(f, f->catalog->firms[from->anchor].id);
    team->kept = from->kept;
    team->members = cst__arena_alloc(f->arena, n, sizeof *team->members);
    bool ok = team->id != NULL && team->anchor != NULL && team->members != NULL;
    for (size_t firm = 0; ok && firm < f->serving->n_firms; firm++) {
        if (cst__firms_has(from->firms, firm)) {
            team->members[team->n_members] = keep(f, f->catalog->firms[firm].id);
            ok = team->members[team->n_members++] != NULL;
        }
    }
    for (size_t m = 0; m < f->serving->n_markets; m++) {
        const cst_menu_market *market = &f->menu->list[m];
        if (market->team == k) {
            team->n_markets++;
            team->weight_milli += market->weight_milli;
            team->cost_cents += market->package->criteria.cost_cents;
        }
    }
    return ok ? fill_lost(f, k, team) : CST_E_MEMORY;
}

static cst_error fill_teams(filling *f) {
    cst_menu *menu = f->menu;
    menu->teams = cst__arena_alloc(f->arena, f->choice->n_teams, sizeof *menu->teams);
    cst_error error = menu->teams == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t k = 0; error == CST_E_OK && k < f->choice->n_teams; k++) {
        error = fill_team(f, k);
        menu->n_teams = k + 1;
    }
    return error;
}

static bool is_member(const cst_package *package, const char *firm, int64_t *value_cents) {
    for (size_t i = 0; i < package->n_members; i++) {
        if (strcmp(package->members[i].firm, firm) == 0) {
            *value_cents = package->members[i].value_cents;
            return true;
        }
    }
    return false;
}

static cst_error fill_load(filling *f, size_t firm, cst_menu_firm *it) {
    cst_error error = CST_E_OK;
    for (size_t m = 0; error == CST_E_OK && m < f->menu->n_markets; m++) {
        const cst_menu_market *market = &f->menu->list[m];
        int64_t value = 0;
        bool serves = true;
        if (market->package == NULL || !is_member(market->package, it->id, &value)) {
            continue;
        }
        it->n_markets++;
        it->value_cents += value;
        it->weight_milli += market->weight_milli;
        error = serves_without(f, m, CST__NONE, firm, &serves);
        it->n_lost += !serves;
        it->lost_milli += serves ? 0 : market->weight_milli;
    }
    return error;
}

static cst_error fill_firms(filling *f) {
    cst_menu *menu = f->menu;
    menu->firms = cst__arena_alloc(f->arena, f->serving->n_firms, sizeof *menu->firms);
    cst_error error = menu->firms == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t firm = 0; error == CST_E_OK && firm < f->serving->n_firms; firm++) {
        cst_menu_firm *it = &menu->firms[menu->n_firms];
        for (size_t k = 0; k < f->choice->n_teams; k++) {
            it->n_teams += cst__firms_has(f->choice->teams[k].firms, firm);
        }
        if (it->n_teams == 0) {
            continue;
        }
        it->most_cents = -1;
        it->id = keep(f, f->catalog->firms[firm].id);
        it->name = keep(f, f->catalog->firms[firm].name);
        error = it->id == NULL || it->name == NULL ? CST_E_MEMORY : fill_load(f, firm, it);
        menu->n_firms++;
    }
    return error;
}

/* ---------------------------------------------------------------- the whole */

cst_error cst__menu_fill(const cst__menu_ground *ground, const cst__menu_choice *choice,
                         cst_menu *menu) {
    filling f = {.ground = ground,
                 .serving = ground->serving,
                 .catalog = ground->serving->markets->catalog,
                 .choice = choice,
                 .menu = menu,
                 .arena = menu->arena,
                 .scratch = cst__firms_new(ground->serving->words)};
    cst_error error = f.scratch == NULL ? CST_E_MEMORY : try_everywhere(&f);
    if (error == CST_E_OK) {
        error = fill_markets(&f);
    }
    if (error == CST_E_OK) {
        error = fill_teams(&f);
    }
    if (error == CST_E_OK) {
        error = fill_firms(&f);
    }
    if (error == CST_E_OK) {
        error = cst__menu_fill_demands(ground, choice, menu);
    }
    if (error == CST_E_OK && (ground->share_units || ground->share_value)) {
        error = cst__menu_fill_capacity(ground, menu);
    }
    free(f.scratch);
    return error;
}
