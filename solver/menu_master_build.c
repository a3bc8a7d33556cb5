/*
 * menu_master_build.c - the columns and rows of the program over firms.
 *
 * Sets: k teams, f firms with anything eligible in an open market, m open markets.
 *
 * Variables: y_kf in {0,1}, the firm is in the team; a_kf in {0,1}, it is the anchor; x_mk in
 * {0,1}, the market is served by the team; e_m >= 0, what it costs beyond the least for which any
 * team serves it (alone_m).
 *
 * team: sum_f y_kf <= most members; sum_f a_kf <= 1; a_kf <= y_kf.
 *
 * firm: sum_k y_kf <= the teams that a firm may be in.
 *
 * served: sum_k x_mk <= 1; x_mk <= sum of a_kf over those who may lead in m.
 *
 * asked: sum of y_kf over firms with something eligible for a slot, layer or tag that m asks for
 * >= x_mk; so many members as it asks; local, small and included firms; firms that can provide what
 * it demands.
 *
 * can not: of firms T that can not serve m, sum of y_kf outside T >= x_mk; and not below c,
 * e_m >= (c - alone_m) (x_mk - sum of y_kf outside T). Where that is known of T with one anchor,
 * 1 - a_kf stands beside the sum.
 *
 * planes under what m costs (probe.h): e_m >= (c - alone_m) x_mk - sum of what the y_kf save, each
 * at most c - alone_m; or sum of parts of y_kf >= x_mk.
 *
 * order: market m may be the first of team k only if an earlier one is served by team k - 1; of
 * menus that differ in the numbers of their teams one is left.
 *
 * small: s_k in {0,1}; y_kf + s_k <= 1 for firms that are not small; s_k <= sum_m x_mk;
 * sum_k s_k >= 1.
 *
 * open: o_k in {0,1}; of team k only packages with an open-weight model count; what is known of
 * these holds with 1 - o_k beside the sum; o_k <= sum_m x_mk; sum_k o_k = 1.
 *
 * kept: the first teams may be given; then their y_kf and a_kf are, and the order is of the others.
 *
 * The greatest sum of weights, or the least cost  sum (alone_m sum_k x_mk + e_m)  with so much
 * weight. Of one team beside others: less what the markets it serves cost with these, plus what all
 * of them do; a market that the others do not serve is served.
 */
#include "solver/menu_master_parts.h"

#include <math.h>

/* Slopes of a plane are at least so much of its height: numbers of very different size are no good
 * to GLPK. */
static const double least_slope = 1e-6;

/* ---------------------------------------------------------------- columns */

static int add_choice(cst__master *w, cst__column_kind kind, size_t index, double cost) {
    return cst__program_add_column(
        &w->program,
        (cst__column){.kind = kind, .index = index, .integer = true, .upper = 1, .cost = cost});
}

/* Whether a firm is of use in any open market, or may lead in one. */
static bool is_wanted(const cst__master *w, size_t f, bool to_lead) {
    for (size_t m = 0; m < w->n_markets; m++) {
        const cst__served_market *it = &w->serving->market[m];
        if (cst__master_is_open(w, m) && cst__firms_has(to_lead ? it->leaders : it->useful, f)) {
            return true;
        }
    }
    return false;
}

/* Of a kept team: nothing is left to choose. */
static void add_kept_columns(cst__master *w, size_t k) {
    const cst__kept_team *team = &w->ask->ground->kept->teams[k];
    cst__column fixed = {.kind = CST__COLUMN_MEMBER, .integer = true, .lower = 1, .upper = 1};
    for (size_t f = 0; f < w->n_firms; f++) {
        *cst__master_member_at(w, k, f) = -1;
        *cst__master_lead_at(w, k, f) = -1;
    }
    for (size_t i = 0; i < team->n_firms; i++) {
        fixed.index = team->firms[i];
        *cst__master_member_at(w, k, team->firms[i]) = cst__program_add_column(&w->program, fixed);
    }
    fixed.index = team->anchor;
    *cst__master_lead_at(w, k, team->anchor) = cst__program_add_column(&w->program, fixed);
}

static void add_team_columns(cst__master *w) {
    for (size_t k = 0; k < cst__master_n_kept(w); k++) {
        add_kept_columns(w, k);
    }
    for (size_t k = cst__master_n_kept(w); k < w->n_teams; k++) {
        for (size_t f = 0; f < w->n_firms; f++) {
            *cst__master_member_at(w, k, f) =
                is_wanted(w, f, false) ? add_choice(w, CST__COLUMN_MEMBER, f, 0) : -1;
        }
        for (size_t f = 0; f < w->n_firms; f++) {
            *cst__master_lead_at(w, k, f) =
                is_wanted(w, f, true) ? add_choice(w, CST__COLUMN_MEMBER, f, 0) : -1;
        }
    }
}

static bool is_kept_small(const cst__master *w, size_t k) {
    const cst__kept_team *team = &w->ask->ground->kept->teams[k];
    bool small = true;
    for (size_t i = 0; i < team->n_firms; i++) {
        small = small && cst__firms_has(w->ask->ground->demands.small, team->firms[i]);
    }
    return small;
}

/* Beyond what it costs by itself; less what it costs otherwise. */
static double cost_of_serving(const cst__master *w, size_t m) {
    const int64_t *otherwise = w->ask->else_cents;
    if (!w->ask->cost) {
        return -(double)w->serving->market[m].market->weight_milli;
    }
    bool spared = otherwise != NULL && otherwise[m] < INT64_MAX;
    return (double)(w->ask->ground->alone_cents[m] - (spared ? otherwise[m] : 0));
}

/* No more than all may cost, and, beside others, than it saves. */
static double most_extra(const cst__master *w, size_t m) {
    const int64_t *otherwise = w->ask->else_cents;
    bool spared = otherwise != NULL && otherwise[m] < INT64_MAX;
    double saved = spared ? (double)(otherwise[m] - w->ask->ground->alone_cents[m]) : HUGE_VAL;
    double most = (double)w->ask->most_cents;
    for (size_t other = 0; other < w->n_markets; other++) { /* whose costs may be below 0 */
        int64_t alone = w->ask->ground->alone_cents[other];
        most -= cst__master_is_open(w, other) && alone < 0 ? (double)alone : 0;
    }
    return fmax(0, fmin(saved, most));
}

/* Beside other teams: what they serve costs what it does, and what they do not is served. */
static void add_others(cst__master *w) {
    const int64_t *otherwise = w->ask->else_cents;
    cst__column all = {.kind = CST__COLUMN_OTHER, .integer = true, .lower = 1, .upper = 1};
    size_t n = otherwise != NULL && w->n_teams == 1 && !w->program.out_of_memory ? w->n_markets : 0;
    for (size_t m = 0; m < n; m++) {
        if (cst__master_is_open(w, m) && otherwise[m] == INT64_MAX) {
            w->program.columns[*cst__master_served_at(w, m, 0)].lower = 1;
        } else if (cst__master_is_open(w, m)) {
            all.cost += (double)otherwise[m];
        }
    }
    if (otherwise != NULL) {
        cst__program_add_column(&w->program, all);
    }
}

static void add_market_columns(cst__master *w) {
    for (size_t m = 0; m < w->n_markets; m++) {
        w->extra[m] = -1;
        for (size_t k = 0; k < w->n_teams; k++) {
            *cst__master_served_at(w, m, k) =
                cst__master_is_open(w, m)
                    ? add_choice(w, CST__COLUMN_CHOSEN, m, cost_of_serving(w, m))
                    : -1;
        }
        if (cst__master_is_open(w, m) && w->ask->cost) {
            w->extra[m] = cst__program_add_column(
                &w->program,
                (cst__column){
                    .kind = CST__COLUMN_OTHER, .index = m, .upper = most_extra(w, m), .cost = 1});
        }
    }
}

/* A kept team is small or not; any other may be what is asked for. */
static void add_demand_columns(cst__master *w) {
    const cst__menu_ground *g = w->ask->ground;
    for (size_t k = 0; k < w->n_teams; k++) {
        bool can = k >= cst__master_n_kept(w) || is_kept_small(w, k);
        w->small[k] = g->demands.small_team && can ? add_choice(w, CST__COLUMN_OTHER, k, 0) : -1;
        w->open[k] = g->demands.open_team ? add_choice(w, CST__COLUMN_OTHER, k, 0) : -1;
    }
}

/* ---------------------------------------------------------------- rows */

static void begin(cst__master *w, double lower, double upper) {
    cst__program_begin_row(&w->program, CST__ROW_CUT, 0, lower, upper);
}

static void put(cst__master *w, int column, double value) {
    if (column >= 0) {
        cst__program_add_entry(&w->program, column, value);
    }
}

static void add_team_rows(cst__master *w) {
    for (size_t k = 0; k < w->n_teams; k++) {
        begin(w, -HUGE_VAL, (double)w->serving->most_members);
        for (size_t f = 0; f < w->n_firms; f++) {
            put(w, *cst__master_member_at(w, k, f), 1);
        }
        begin(w, -HUGE_VAL, 1);
        for (size_t f = 0; f < w->n_firms; f++) {
            put(w, *cst__master_lead_at(w, k, f), 1);
        }
        for (size_t f = 0; f < w->n_firms; f++) {
            if (*cst__master_lead_at(w, k, f) >= 0) {
                begin(w, 0, HUGE_VAL);
                put(w, *cst__master_member_at(w, k, f), 1);
                put(w, *cst__master_lead_at(w, k, f), -1);
            }
        }
    }
}

/* No firm is in more teams than it may be. */
static void add_firm_rows(cst__master *w) {
    int most = w->ask->ground->teams_per_firm;
    for (size_t f = 0; most > 0 && f < w->n_firms; f++) {
        begin(w, -HUGE_VAL, most);
        for (size_t k = 0; k < w->n_teams; k++) {
            put(w, *cst__master_member_at(w, k, f), 1);
        }
    }
}

static void add_served_rows(cst__master *w, size_t m) {
    const cst__served_market *it = &w->serving->market[m];
    begin(w, -HUGE_VAL, 1);
    for (size_t k = 0; k < w->n_teams; k++) {
        put(w, *cst__master_served_at(w, m, k), 1);
    }
    for (size_t k = 0; k < w->n_teams; k++) {
        begin(w, 0, HUGE_VAL);
        for (size_t f = 0; f < w->n_firms; f++) {
            if (cst__firms_has(it->leaders, f)) {
                put(w, *cst__master_lead_at(w, k, f), 1);
            }
        }
        put(w, *cst__master_served_at(w, m, k), -1);
    }
}

static void add_order_rows(cst__master *w) {
    for (size_t k = cst__master_n_kept(w) + 1; k < w->n_teams; k++) {
        for (size_t m = 0; m < w->n_markets; m++) {
            if (cst__master_is_open(w, m)) {
                begin(w, 0, HUGE_VAL);
                for (size_t before = 0; before < m; before++) {
                    put(w, *cst__master_served_at(w, before, k - 1), 1);
                }
                put(w, *cst__master_served_at(w, m, k), -1);
            }
        }
    }
}

/* In every team that serves m there are so many of these firms. */
static void add_need(cst__master *w, size_t m, const uint64_t *firms, int64_t least) {
    for (size_t k = 0; k < w->n_teams; k++) {
        begin(w, 0, HUGE_VAL);
        for (size_t f = 0; f < w->n_firms; f++) {
            if (cst__firms_has(firms, f)) {
                put(w, *cst__master_member_at(w, k, f), 1);
            }
        }
        put(w, *cst__master_served_at(w, m, k), -(double)least);
    }
}

/* ---------------------------------------------------------------- what a market asks of firms */

typedef bool (*cst__counts_fn)(const cst__master *w, size_t m, size_t offering, const void *what);

/* Some firm with an eligible offering that counts. */
static void add_need_of(cst__master *w, size_t m, uint64_t *firms, cst__counts_fn counts,
                        const void *what) {
    const cst__served_market *it = &w->serving->market[m];
    cst__firms_clear(firms, w->serving->words);
    for (size_t o = 0; o < w->serving->n_offerings; o++) {
        if (it->screening->eligible[o] && counts(w, m, o, what)) {
            cst__firms_put(firms, cst__master_catalog_of(w)->offerings[o].firm);
        }
    }
    add_need(w, m, firms, 1);
}

static bool is_in_slot(const cst__master *w, size_t m, size_t o, const void *what) {
    (void)m;
    return cst__master_catalog_of(w)->offerings[o].slot == *(const size_t *)what;
}

static bool is_in_layer(const cst__master *w, size_t m, size_t o, const void *what) {
    (void)m;
    size_t slot = cst__master_catalog_of(w)->offerings[o].slot;
    return cst__master_catalog_of(w)->rules->slots[slot].layer == *(const size_t *)what;
}

typedef struct tag_of {
    size_t slot;
    const char *tag;
} tag_of;

static bool has_tag(const cst__master *w, size_t m, size_t o, const void *what) {
    (void)m;
    const tag_of *t = what;
    const cst__offering *it = &cst__master_catalog_of(w)->offerings[o];
    return it->slot == t->slot && cst__texts_has(&it->capabilities, t->tag);
}

static bool is_local(const cst__master *w, size_t m, size_t o, const void *what) {
    (void)what;
    const cst__firm *firm =
        &cst__master_catalog_of(w)->firms[cst__master_catalog_of(w)->offerings[o].firm];
    return firm->incorporated == w->serving->market[m].market->tender.buyer_country;
}

static bool is_small(const cst__master *w, size_t m, size_t o, const void *what) {
    (void)m;
    (void)what;
    return cst__master_catalog_of(w)->firms[cst__master_catalog_of(w)->offerings[o].firm].size ==
           CST__SIZE_SMALL;
}

static bool is_of_firm(const cst__master *w, size_t m, size_t o, const void *what) {
    (void)m;
    return cst__master_catalog_of(w)->offerings[o].firm == *(const size_t *)what;
}

static bool provides(const cst__master *w, size_t m, size_t o, const void *what) {
    (void)m;
    const cst__offering *it = &cst__master_catalog_of(w)->offerings[o];
    for (size_t i = 0; i < it->n_provides; i++) {
        if (it->provides[i].resource == *(const size_t *)what) {
            return true;
        }
    }
    return false;
}

static void add_slot_needs(cst__master *w, size_t m, uint64_t *firms) {
    const cst_opportunity *p = &w->serving->market[m].market->tender;
    for (size_t s = 0; s < p->rules->n_slots; s++) {
        if (p->slots[s].required) {
            add_need_of(w, m, firms, is_in_slot, &s);
        }
        for (size_t i = 0; i < p->slots[s].some_has.n; i++) {
            tag_of tag = {s, p->slots[s].some_has.item[i]};
            add_need_of(w, m, firms, has_tag, &tag);
        }
    }
    for (size_t l = 0; l < p->rules->n_layers; l++) {
        if (p->rules->layers[l].required) {
            add_need_of(w, m, firms, is_in_layer, &l);
        }
    }
}

/* A share above 0 needs somebody who has it: what is chosen is worth something. (A package worth
 * nothing has every share: then nothing follows.) */
static void add_member_needs(cst__master *w, size_t m, uint64_t *firms) {
    const cst_opportunity *p = &w->serving->market[m].market->tender;
    bool worth = w->ask->ground->alone_cents[m] > 0;
    if (p->local_share_bp > 0 && worth) {
        add_need_of(w, m, firms, is_local, NULL);
    }
    if (p->small_share_bp > 0 && worth) {
        add_need_of(w, m, firms, is_small, NULL);
    }
    for (size_t f = 0; f < w->n_firms; f++) {
        if (p->include_firm[f]) {
            add_need_of(w, m, firms, is_of_firm, &f);
        }
    }
    for (size_t o = 0; o < w->serving->n_offerings; o++) {
        if (p->include_offering[o]) {
            add_need_of(w, m, firms, is_of_firm, &cst__master_catalog_of(w)->offerings[o].firm);
        }
    }
    if (p->min_members > 0) {
        add_need(w, m, w->serving->market[m].useful, p->min_members);
    }
}

static void add_resource_needs(cst__master *w, size_t m, uint64_t *firms) {
    const cst_opportunity *p = &w->serving->market[m].market->tender;
    for (size_t r = 0; r < cst__master_catalog_of(w)->n_resources; r++) {
        if (p->demand_milli[r] > p->site_milli[r]) {
            add_need_of(w, m, firms, provides, &r);
        }
    }
}

/* ---------------------------------------------------------------- what is known of sets of firms
 */

/* e_m >= more (x_mk - sum of y outside - (1 - a)); without e_m as a plain row, and more is 1. What
 * holds for open teams alone has 1 - o_k beside 1 - a. */
static void add_unable(cst__master *w, size_t m, size_t k, const cst__unable *u, double more,
                       bool of_open) {
    const cst__served_market *it = &w->serving->market[m];
    bool led = u->anchor != CST__NONE;
    begin(w, -more * (led + of_open), HUGE_VAL);
    if (of_open) {
        put(w, w->open[k], -more);
    }
    for (size_t f = 0; f < w->n_firms; f++) {
        if (cst__firms_has(it->useful, f) && !cst__firms_has(u->within, f)) {
            put(w, *cst__master_member_at(w, k, f), more);
        }
    }
    if (led) {
        put(w, *cst__master_lead_at(w, k, u->anchor), -more);
    }
    put(w, *cst__master_served_at(w, m, k), -more);
    if (u->least_cents < INT64_MAX) {
        put(w, w->extra[m], 1);
    }
}

static void add_lore(cst__master *w, size_t m, const cst__lore *lore, bool of_open) {
    int64_t alone = w->ask->ground->alone_cents[m];
    for (size_t i = 0; i < lore->n_unable; i++) {
        const cst__unable *u = &lore->unable[i];
        bool none = u->least_cents == INT64_MAX;
        if (!u->grown || (!none && (!w->ask->cost || u->least_cents <= alone))) {
            continue;
        }
        for (size_t k = 0; k < w->n_teams; k++) {
            add_unable(w, m, k, u, none ? 1 : (double)(u->least_cents - alone), of_open);
        }
    }
}

void cst__master_add_tangent(cst__master *w, size_t m, size_t k, const cst__tangent *t) {
    double more =
        t->of_none ? CST__TANGENT_WHOLE : t->base_cents - (double)w->ask->ground->alone_cents[m];
    if (more <= 0 || (!t->of_none && !w->ask->cost)) {
        return;
    }
    double least = t->of_none ? 1 : ceil(more * least_slope);
    cst__program_begin_row(&w->program, CST__ROW_TANGENT, m, 0, HUGE_VAL);
    for (size_t f = 0; f < w->n_firms; f++) {
        double slope = fmin(t->saves[f], more);
        put(w, *cst__master_member_at(w, k, f), slope > 0 ? fmax(slope, least) : 0);
    }
    put(w, *cst__master_served_at(w, m, k), -more);
    put(w, t->of_none ? -1 : w->extra[m], 1);
    if (!w->program.out_of_memory) {
        w->program.rows[w->program.n_rows - 1].lazy = true;
    }
}

static void add_tangents(cst__master *w, size_t m) {
    const cst__tangents *known = w->ask->ground->tangents;
    for (size_t i = 0; i < cst__tangents_count(known, m); i++) {
        for (size_t k = 0; k < w->n_teams; k++) {
            cst__master_add_tangent(w, m, k, cst__tangents_at(known, m, i));
        }
    }
}

static void add_known(cst__master *w, size_t m) {
    add_lore(w, m, w->serving->market[m].lore, false);
    if (w->ask->ground->demands.open_team) {
        add_lore(w, m, w->serving->market[w->serving->n_markets + m].lore, true);
    }
}

/* ---------------------------------------------------------------- teams that are asked for */

/* Some team is of the kind, and serves a market that such a team can serve. */
static void add_kind_rows(cst__master *w, const int *kind, const cst__can *can, bool one) {
    begin(w, 1, one ? 1 : HUGE_VAL);
    for (size_t k = 0; k < w->n_teams; k++) {
        put(w, kind[k], 1);
    }
    for (size_t k = 0; k < w->n_teams; k++) {
        if (kind[k] < 0) {
            continue;
        }
        begin(w, 0, HUGE_VAL);
        for (size_t m = 0; m < w->n_markets; m++) {
            put(w, *cst__master_served_at(w, m, k), 1);
        }
        put(w, kind[k], -1);
        for (size_t m = 0; m < w->n_markets; m++) {
            if (cst__master_is_open(w, m) && can[m] == CST__CAN_NOT) {
                begin(w, -HUGE_VAL, 1);
                put(w, *cst__master_served_at(w, m, k), 1);
                put(w, kind[k], 1);
            }
        }
    }
}

static void add_small_rows(cst__master *w) {
    add_kind_rows(w, w->small, w->ask->ground->demands.small_can, false);
    for (size_t k = cst__master_n_kept(w); k < w->n_teams; k++) {
        for (size_t f = 0; f < w->n_firms; f++) {
            if (*cst__master_member_at(w, k, f) >= 0 &&
                !cst__firms_has(w->ask->ground->demands.small, f)) {
                begin(w, -HUGE_VAL, 1);
                put(w, *cst__master_member_at(w, k, f), 1);
                put(w, w->small[k], 1);
            }
        }
    }
}

/* In a market that an open team serves some firm of it has an eligible open-weight model. */
static void add_open_needs(cst__master *w, size_t m) {
    const cst__served_market *it = &w->serving->market[w->serving->n_markets + m];
    for (size_t k = 0; k < w->n_teams; k++) {
        begin(w, -1, HUGE_VAL);
        for (size_t f = 0; f < w->n_firms; f++) {
            bool has = false;
            for (size_t o = 0; !has && o < w->serving->n_offerings; o++) {
                has = cst__master_catalog_of(w)->offerings[o].firm == f &&
                      it->screening->eligible[o] && it->either[o];
            }
            put(w, has ? *cst__master_member_at(w, k, f) : -1, 1);
        }
        put(w, *cst__master_served_at(w, m, k), -1);
        put(w, w->open[k], -1);
    }
}

static void add_demand_rows(cst__master *w) {
    if (w->ask->ground->demands.small_team) {
        add_small_rows(w);
    }
    if (w->ask->ground->demands.open_team) {
        add_kind_rows(w, w->open, w->ask->ground->demands.open_can, true);
        for (size_t m = 0; m < w->n_markets; m++) {
            if (cst__master_is_open(w, m)) {
                add_open_needs(w, m);
            }
        }
    }
}

static void add_weight_row(cst__master *w) {
    if (!w->ask->cost) {
        return;
    }
    begin(w, (double)w->ask->weight_milli, HUGE_VAL);
    for (size_t m = 0; m < w->n_markets; m++) {
        for (size_t k = 0; k < w->n_teams; k++) {
            put(w, *cst__master_served_at(w, m, k),
                (double)w->serving->market[m].market->weight_milli);
        }
    }
}

static bool add_rows(cst__master *w) {
    cst__firms firms = cst__firms_new(w->serving->words);
    if (firms == NULL) {
        return false;
    }
    add_team_rows(w);
    add_firm_rows(w);
    add_order_rows(w);
    add_weight_row(w);
    add_demand_rows(w);
    for (size_t m = 0; m < w->n_markets; m++) {
        if (cst__master_is_open(w, m)) {
            add_served_rows(w, m);
            add_slot_needs(w, m, firms);
            add_member_needs(w, m, firms);
            add_resource_needs(w, m, firms);
            add_known(w, m);
            add_tangents(w, m);
        }
    }
    free(firms);
    return !w->program.out_of_memory;
}

/* ---------------------------------------------------------------- the whole */

static bool make_room(cst__master *w, const cst__master_ask *ask) {
    const cst__serving *s = ask->ground->serving;
    *w = (cst__master){.ask = ask,
                       .serving = s,
                       .n_teams = ask->n_teams,
                       .n_firms = s->n_firms,
                       .n_markets = s->n_markets};
    cst__program_init(&w->program);
    w->member = malloc((w->n_teams * w->n_firms + 1) * sizeof(int));
    w->lead = malloc((w->n_teams * w->n_firms + 1) * sizeof(int));
    w->served = calloc(w->n_markets * w->n_teams + 1, sizeof(int));
    w->extra = malloc((w->n_markets + 1) * sizeof(int));
    w->small = malloc((w->n_teams + 1) * sizeof(int));
    w->open = malloc((w->n_teams + 1) * sizeof(int));
    return w->small != NULL && w->open != NULL && w->member != NULL && w->lead != NULL &&
           w->served != NULL && w->extra != NULL;
}

cst_error cst__master_build(const cst__master_ask *ask, cst__master *w) {
    if (!make_room(w, ask)) {
        return CST_E_MEMORY;
    }
    add_team_columns(w);
    add_market_columns(w);
    add_others(w);
    add_demand_columns(w);
    if (w->program.out_of_memory || !add_rows(w)) {
        return CST_E_MEMORY;
    }
    w->point = calloc(w->program.n_columns + 1, sizeof *w->point);
    return w->point == NULL ? CST_E_MEMORY : CST_E_OK;
}

void cst__master_clear(cst__master *w) {
    cst__program_clear(&w->program);
    free(w->member);
    free(w->lead);
    free(w->served);
    free(w->extra);
    free(w->small);
    free(w->open);
    free(w->point);
}
