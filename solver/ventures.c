/* ventures.c - from chosen offerings and their spreads to variates and correlations. */
#include "solver/ventures.h"

/* The p90 of a standard normal variate. */
static const double z90 = 1.2815515655446004;

/* What the lists are made from. */
typedef struct maker {
    const cst_opportunity *opportunity;
    const cst__screening *screening;
    const int64_t *units;
    cst__ventures *out;
} maker;

/* ---------------------------------------------------------------- numbers that vary */

static cst__varying fixed_at(int64_t number) {
    return (cst__varying){.variate = CST__NONE, .middle = (double)number};
}

static cst__varying varying(size_t variate, int64_t number, const cst__spread *spread) {
    return (cst__varying){.variate = variate,
                          .middle = (double)number,
                          .down = (double)(number - spread->p10) / z90,
                          .up = (double)(spread->p90 - number) / z90};
}

/* Fowler, Noll and Vo's hash FNV-1a of an id and a kind: other offerings of a catalog, or of a
 * package, do not move the random numbers of this one. */
static uint64_t stream_of(const char *id, cst__venture kind) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *id != '\0'; id++) {
        hash = (hash ^ (unsigned char)*id) * UINT64_C(0x100000001b3);
    }
    return (hash ^ (unsigned)kind) * UINT64_C(0x100000001b3);
}

static size_t new_variate(maker *m, size_t offering, cst__venture kind) {
    const char *id = m->opportunity->catalog->offerings[offering].id;
    m->out->variates[m->out->n_variates] = (cst__variate){offering, kind, stream_of(id, kind)};
    return m->out->n_variates++;
}

/* ---------------------------------------------------------------- times */

/* True where one of the two times is stated with a spread. */
static bool add_wait(maker *m, size_t offering) {
    const cst__offering *o = &m->opportunity->catalog->offerings[offering];
    size_t row = m->screening->licence_row[offering];
    const cst__export_row *licence = row == CST__NONE ? NULL : &m->opportunity->rules->exports[row];
    cst__awaited wait = {fixed_at(o->lead_weeks), fixed_at(licence == NULL ? 0 : licence->weeks)};
    bool lead_varies = o->lead_spread.stated;
    bool licence_varies = licence != NULL && licence->weeks_spread.stated;
    if (lead_varies) {
        wait.lead =
            varying(new_variate(m, offering, CST__VENTURE_LEAD), o->lead_weeks, &o->lead_spread);
    }
    if (licence_varies) {
        wait.licence = varying(new_variate(m, offering, CST__VENTURE_LICENCE), licence->weeks,
                               &licence->weeks_spread);
    }
    if (lead_varies || licence_varies) {
        m->out->waits[m->out->n_waits++] = wait;
    } else if (m->screening->weeks[offering] > m->out->latest_weeks) {
        m->out->latest_weeks = m->screening->weeks[offering];
    }
    return lead_varies || licence_varies;
}

/* ---------------------------------------------------------------- prices */

/* The parts of one price follow from one variate, which is made for the first. */
static void add_price(maker *m, size_t offering, size_t *variate, int64_t cents,
                      const cst__spread *spread, double times) {
    if (!spread->stated || times <= 0) {
        return;
    }
    if (*variate == CST__NONE) {
        *variate = new_variate(m, offering, CST__VENTURE_PRICE);
    }
    m->out->prices[m->out->n_prices++] = (cst__priced){varying(*variate, cents, spread), times};
}

/* True where a part of the price is stated with a spread. */
static bool add_prices(maker *m, size_t offering) {
    const cst__offering *o = &m->opportunity->catalog->offerings[offering];
    const cst__tier *tier = cst__tier_at(o, m->units[offering]);
    double units = (double)m->units[offering];
    size_t variate = CST__NONE;
    add_price(m, offering, &variate, o->fixed_cents, &o->fixed_spread, 1);
    add_price(m, offering, &variate, tier == NULL ? o->per_unit_cents : tier->per_unit_cents,
              tier == NULL ? &o->per_unit_spread : &tier->per_unit_spread, units);
    add_price(m, offering, &variate, o->per_unit_year_cents, &o->per_unit_year_spread,
              units * m->opportunity->term_years);
    return variate != CST__NONE;
}

/* ---------------------------------------------------------------- all of a package */

enum { VARIATES_OF_ONE = 3, PRICES_OF_ONE = 3 };

bool cst__ventures_of(const cst_opportunity *opportunity, const cst__screening *screening,
                      const int64_t *units, cst__arena *arena, cst__ventures *ventures) {
    const cst_catalog *catalog = opportunity->catalog;
    size_t n = 0;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        n += units[o] > 0;
    }
    *ventures = (cst__ventures){
        .variates = cst__arena_alloc(arena, VARIATES_OF_ONE * n, sizeof *ventures->variates),
        .prices = cst__arena_alloc(arena, PRICES_OF_ONE * n, sizeof *ventures->prices),
        .waits = cst__arena_alloc(arena, n, sizeof *ventures->waits),
        .unshared = cst__arena_alloc(arena, n, sizeof *ventures->unshared)};
    if (ventures->variates == NULL || ventures->prices == NULL || ventures->waits == NULL ||
        ventures->unshared == NULL) {
        return false;
    }
    maker m = {opportunity, screening, units, ventures};
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (units[o] == 0) {
            continue;
        }
        bool time = add_wait(&m, o);
        bool price = add_prices(&m, o);
        bool of_maker = price || catalog->offerings[o].lead_spread.stated;
        ventures->n_stated += time || price;
        if (of_maker && catalog->offerings[o].maker_country == CST__COUNTRY_UNKNOWN) {
            ventures->unshared[ventures->n_unshared++] = o;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- correlations */

static double squared(int share_bp) {
    double share = (double)share_bp / CST__BP;
    return share * share;
}

/* How much of their shocks the facts of two offerings share, in squares; all where they are one. */
static double shared_by(const cst_opportunity *p, size_t a, size_t b) {
    const cst__offering *x = &p->catalog->offerings[a];
    const cst__offering *y = &p->catalog->offerings[b];
    const cst_shocks *shocks = &p->rules->shocks;
    size_t layer = p->rules->slots[x->slot].layer;
    if (a == b) {
        return 1;
    }
    bool country = x->maker_country != CST__COUNTRY_UNKNOWN && x->maker_country == y->maker_country;
    bool same_layer = layer != CST__NONE && layer == p->rules->slots[y->slot].layer;
    return (country ? squared(shocks->maker_country_bp) : 0) +
           (same_layer ? squared(shocks->layer_bp) : 0);
}

static double correlation_of(const cst_opportunity *p, const cst__screening *screening,
                             const cst__variate *a, const cst__variate *b) {
    const cst_shocks *shocks = &p->rules->shocks;
    bool licences = a->kind == CST__VENTURE_LICENCE && b->kind == CST__VENTURE_LICENCE;
    if (licences) {
        bool same = screening->licence_row[a->offering] == screening->licence_row[b->offering];
        return same ? squared(shocks->licence_row_bp) : 0;
    }
    if (a->kind == CST__VENTURE_LICENCE || b->kind == CST__VENTURE_LICENCE) {
        return 0;
    }
    double across = a->kind == b->kind ? 1 : (double)shocks->time_price_bp / CST__BP;
    return across * shared_by(p, a->offering, b->offering);
}

void cst__ventures_correlate(const cst_opportunity *p, const cst__screening *screening,
                             const cst__ventures *ventures, double *correlation) {
    size_t n = ventures->n_variates;
    for (size_t i = 0; i < n; i++) {
        correlation[i * n + i] = 1;
        for (size_t j = 0; j < i; j++) {
            double r = correlation_of(p, screening, &ventures->variates[i], &ventures->variates[j]);
            correlation[i * n + j] = correlation[j * n + i] = r;
        }
    }
}
