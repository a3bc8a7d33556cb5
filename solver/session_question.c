/*
 * session_question.c - a question of a session: whether it makes sense, as a scope that can be
 * compared with others, and as a tender that asks the same.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "model/vary.h"
#include "solver/result.h"
#include "solver/session_parts.h"

/* ---------------------------------------------------------------- limits */

static bool is_share(cst_criterion criterion) {
    return criterion == CST_CRITERION_US_CONTENT || criterion == CST_CRITERION_LARGEST_SHARE;
}

static bool limits_make_sense(const cst_session_question *q, const cst_opportunity *p) {
    bool ignored = p->content_mode == CST_MODE_IGNORE;
    if ((unsigned)q->aim >= CST_N_CRITERIA || (ignored && q->aim == CST_CRITERION_US_CONTENT)) {
        return false;
    }
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        bool known = !ignored || c != CST_CRITERION_US_CONTENT;
        bool within = q->limit[c] >= 0 && (!is_share((cst_criterion)c) || q->limit[c] <= CST__BP);
        if (q->has_limit[c] && !(known && within)) {
            return false;
        }
    }
    return (!q->new_budget || q->budget_cents >= 0) &&
           (!q->new_deadline || q->deadline_weeks >= 0) &&
           (!q->new_max_members || q->max_members >= 0);
}

static void limit_to(cst__scope *scope, cst_criterion criterion, int64_t loss) {
    int64_t *limit = &scope->limit[criterion];
    *limit = loss < *limit ? loss : *limit;
}

/* A limit of the tender and one on the criterion are the same: the stricter one holds. */
static void set_limits(cst__scope *scope, const cst_session_question *q, const cst_opportunity *p) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        scope->limit[c] =
            q->has_limit[c] ? cst__loss((cst_criterion)c, q->limit[c]) : CST__NO_LIMIT;
    }
    int64_t weeks = p->deadline_weeks < 0 ? CST__NO_LIMIT : p->deadline_weeks;
    limit_to(scope, CST_CRITERION_COST, q->new_budget ? q->budget_cents : p->budget_cents);
    limit_to(scope, CST_CRITERION_DELIVERY, q->new_deadline ? q->deadline_weeks : weeks);
    limit_to(scope, CST_CRITERION_MEMBERS, q->new_max_members ? q->max_members : p->max_members);
}

/* ---------------------------------------------------------------- who is in and who is not */

static int compare_places(const void *a, const void *b) {
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* Reads names as places, sorted and distinct; false where the catalog has not one of them. */
static bool set_parties(const char *const *ids, size_t n, const cst_catalog *catalog,
                        size_t *parties, size_t *n_parties) {
    for (size_t i = 0; i < n; i++) {
        size_t firm =
            ids == NULL || ids[i] == NULL ? CST__NONE : cst__catalog_firm(catalog, ids[i]);
        size_t offering = ids == NULL || ids[i] == NULL || firm != CST__NONE
                              ? CST__NONE
                              : cst__catalog_offering(catalog, ids[i]);
        if (firm == CST__NONE && offering == CST__NONE) {
            return false;
        }
        parties[i] = firm != CST__NONE ? firm : catalog->n_firms + offering;
    }
    qsort(parties, n, sizeof *parties, compare_places);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || parties[i] != parties[i - 1]) {
            parties[(*n_parties)++] = parties[i];
        }
    }
    return true;
}

static bool has_place(const size_t *places, size_t n, size_t place) {
    return bsearch(&place, places, n, sizeof *places, compare_places) != NULL;
}

bool cst__scope_excludes(const cst__scope *scope, const cst_catalog *catalog, size_t party) {
    return has_place(scope->without, scope->n_without, party) ||
           (party >= catalog->n_firms &&
            has_place(scope->without, scope->n_without,
                      catalog->offerings[party - catalog->n_firms].firm));
}

/* ---------------------------------------------------------------- prices */

/* The place of an offering among those with a new price, which stay sorted; a new one if need be.
 */
static cst__repriced *repriced_at(cst__scope *scope, size_t offering) {
    size_t i = scope->n_prices;
    while (i > 0 && scope->prices[i - 1].offering >= offering) {
        i--;
    }
    if (i == scope->n_prices || scope->prices[i].offering != offering) {
        memmove(&scope->prices[i + 1], &scope->prices[i],
                (scope->n_prices - i) * sizeof *scope->prices);
        scope->prices[i] = (cst__repriced){.offering = offering};
        scope->n_prices++;
    }
    return &scope->prices[i];
}

static bool set_price(cst__scope *scope, const cst_catalog *catalog, const cst_new_price *price) {
    bool makes_sense = price->offering != NULL && price->cents >= 0 &&
                       price->cents <= CST__MONEY_MAX &&
                       (unsigned)price->part <= CST_PRICE_PER_UNIT_YEAR;
    size_t offering = makes_sense ? cst__catalog_offering(catalog, price->offering) : CST__NONE;
    if (offering == CST__NONE) {
        return false;
    }
    cst__repriced *it = repriced_at(scope, offering);
    bool is_first = !it->has[price->part];
    it->has[price->part] = true;
    it->cents[price->part] = price->cents;
    return is_first;
}

static void reprice(const cst__repriced *it, cst__offering *offering) {
    if (it->has[CST_PRICE_FIXED]) {
        offering->fixed_cents = it->cents[CST_PRICE_FIXED];
    }
    if (it->has[CST_PRICE_PER_UNIT]) {
        offering->per_unit_cents = it->cents[CST_PRICE_PER_UNIT];
        offering->n_tiers = 0;
    }
    if (it->has[CST_PRICE_PER_UNIT_YEAR]) {
        offering->per_unit_year_cents = it->cents[CST_PRICE_PER_UNIT_YEAR];
    }
}

static int compare_repriced(const void *a, const void *b) {
    return compare_places(&((const cst__repriced *)a)->offering,
                          &((const cst__repriced *)b)->offering);
}

/* NULL: it keeps the price that it has. */
static const cst__repriced *find_price(const cst__scope *scope, size_t offering) {
    cst__repriced key = {.offering = offering};
    return bsearch(&key, scope->prices, scope->n_prices, sizeof key, compare_repriced);
}

bool cst__scope_reprices(const cst__scope *scope, size_t offering) {
    return find_price(scope, offering) != NULL;
}

cst__offering cst__scope_offering(const cst__scope *scope, const cst_catalog *catalog,
                                  size_t offering) {
    cst__offering it = catalog->offerings[offering];
    const cst__repriced *price = find_price(scope, offering);
    if (price != NULL) {
        reprice(price, &it);
    }
    return it;
}

cst__wide cst__largest_total(const cst_opportunity *p) {
    cst__wide sum = 0;
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        sum += cst__largest_value_cents(&p->catalog->offerings[o], p->term_years);
    }
    return sum;
}

/* A discount is never more than the offerings of its bundle cost at their cheapest (read_links.c).
 */
static bool discount_fits(const cst__scope *scope, const cst_catalog *catalog,
                          const cst__bundle *bundle) {
    cst__wide least = 0;
    bool changes = false;
    for (size_t i = 0; i < bundle->n_offerings; i++) {
        cst__offering it = cst__scope_offering(scope, catalog, bundle->offerings[i]);
        changes = changes || cst__scope_reprices(scope, bundle->offerings[i]);
        least += cst__least_value_cents(&it, 1);
    }
    return !changes || bundle->discount_cents <= least;
}

static bool discounts_fit(const cst__scope *scope, const cst_catalog *catalog) {
    for (size_t b = 0; scope->n_prices > 0 && b < catalog->n_bundles; b++) {
        if (!discount_fits(scope, catalog, &catalog->bundles[b])) {
            return false;
        }
    }
    return true;
}

/* The bounds that every catalog keeps (check_catalog.c). */
static bool values_fit(const cst__scope *scope, const cst_opportunity *p, cst__wide total_cents) {
    for (size_t i = 0; i < scope->n_prices; i++) {
        const cst__offering *old = &p->catalog->offerings[scope->prices[i].offering];
        cst__offering new = *old;
        reprice(&scope->prices[i], &new);
        int64_t largest = cst__largest_value_cents(&new, p->term_years);
        if (largest > CST__MONEY_MAX) {
            return false;
        }
        total_cents += largest - cst__largest_value_cents(old, p->term_years);
    }
    return total_cents <= CST__CATALOG_VALUE_MAX;
}

static bool set_prices(cst__scope *scope, const cst_session_question *q, const cst_opportunity *p,
                       cst__wide largest_cents) {
    for (size_t i = 0; i < q->n_prices; i++) {
        if (q->prices == NULL || !set_price(scope, p->catalog, &q->prices[i])) {
            return false;
        }
    }
    return values_fit(scope, p, largest_cents) && discounts_fit(scope, p->catalog);
}

/* ---------------------------------------------------------------- the whole */

/* In one block, that it may be freed as one. */
static cst__scope *scope_alloc(const cst_session_question *q) {
    enum { MOST = INT_MAX / 2 };
    if (q->n_with > MOST || q->n_without > MOST || q->n_prices > MOST) {
        return NULL;
    }
    size_t n_parties = q->n_with + q->n_without;
    size_t size = sizeof(cst__scope) + q->n_prices * sizeof(cst__repriced);
    cst__scope *scope = calloc(1, size + n_parties * sizeof(size_t));
    if (scope != NULL) {
        scope->prices = (cst__repriced *)(scope + 1);
        scope->with = (size_t *)(scope->prices + q->n_prices);
        scope->without = scope->with + q->n_with;
    }
    return scope;
}

cst_error cst__scope_new(const cst_opportunity *p, const cst_session_question *q,
                         cst__wide largest_cents, cst__scope **scope) {
    *scope = NULL;
    if (q == NULL || !limits_make_sense(q, p)) {
        return CST_E_SETTING;
    }
    cst__scope *s = scope_alloc(q);
    if (s == NULL) {
        return CST_E_MEMORY;
    }
    set_limits(s, q, p);
    if (!set_parties(q->with, q->n_with, p->catalog, s->with, &s->n_with) ||
        !set_parties(q->without, q->n_without, p->catalog, s->without, &s->n_without) ||
        !set_prices(s, q, p, largest_cents)) {
        free(s);
        return CST_E_SETTING;
    }
    *scope = s;
    return CST_E_OK;
}

static void mark(const size_t *parties, size_t n, size_t n_firms, bool *firms, bool *offerings) {
    for (size_t i = 0; i < n; i++) {
        if (parties[i] < n_firms) {
            firms[parties[i]] = true;
        } else {
            offerings[parties[i] - n_firms] = true;
        }
    }
}

static bool give_prices(const cst__scope *scope, cst_opportunity *copy) {
    if (scope->n_prices == 0) {
        return true;
    }
    cst_catalog *catalog = cst__opportunity_own_catalog(copy);
    for (size_t i = 0; catalog != NULL && i < scope->n_prices; i++) {
        reprice(&scope->prices[i], &catalog->offerings[scope->prices[i].offering]);
    }
    return catalog != NULL;
}

cst_opportunity *cst__scope_tender(const cst__scope *scope, const cst_opportunity *opportunity,
                                   const cst_session_question *q) {
    cst_opportunity *copy = cst__opportunity_copy(opportunity);
    if (copy == NULL) {
        return NULL;
    }
    size_t n_firms = opportunity->catalog->n_firms;
    mark(scope->with, scope->n_with, n_firms, copy->include_firm, copy->include_offering);
    mark(scope->without, scope->n_without, n_firms, copy->exclude_firm, copy->exclude_offering);
    copy->budget_cents = q->new_budget ? q->budget_cents : copy->budget_cents;
    copy->max_members = q->new_max_members ? q->max_members : copy->max_members;
    if (q->new_deadline) {
        copy->deadline_weeks = q->deadline_weeks > INT_MAX ? -1 : (int)q->deadline_weeks;
    }
    if (!give_prices(scope, copy)) {
        cst_opportunity_free(copy);
        return NULL;
    }
    return copy;
}

cst__side cst__question_side(const cst_session_question *q) {
    cst__side side = cst__side_none();
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        side.limit[c] = q->has_limit[c] ? q->limit[c] : CST__NO_LIMIT;
    }
    return side;
}
