/*
 * risk.c - a package many times over: correlated variates in blocks, the facts that follow from
 * them, and from these the cost and the delivery of each sample.
 *
 *     ventures.c (what varies) -> random.c, sampler.c (variates) -> cost and weeks by sample
 *         -> cst_risk
 *
 * Costs are held as what they differ by from the package's own, so that what does not vary takes
 * no part and stays exact.
 */
#include "solver/risk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/pool.h"
#include "solver/random.h"
#include "solver/sampler.h"
#include "solver/ventures.h"

enum { MILLION = 1000000 };

/* Sums beyond what a result can hold are held at its largest: 9e16 in money. */
static const double most_cents = 9e18;

/* Samples times packages that are in memory at a time. */
static const size_t most_at_a_time = 5000000;

/* Blocks that one task draws. */
enum { BLOCKS = 16 };

/* One package while it is sampled. */
typedef struct rider {
    cst_package *package;
    cst__ventures ventures;
    cst__sampler sampler;
    size_t *rows;  /* of the streams of its variates */
    double *more;  /* [samples] cents that the cost is above that of the package */
    double *weeks; /* [samples] */
} rider;

/* Packages that are sampled together: what is drawn for an offering is drawn once. */
typedef struct sampling {
    const cst_opportunity *opportunity;
    const cst__screening *screening;
    rider *riders;
    size_t n_riders;
    uint64_t *streams; /* of all variates, each once, in order */
    size_t n_streams;
    size_t n;        /* samples */
    size_t n_blocks; /* of them; the last may be more than is asked for */
    uint64_t seed;
} sampling;

/* Numbers of one block, row by row. */
typedef struct scratch {
    double *drawn;       /* [n_streams] independent, of all packages */
    double *independent; /* of the package at hand */
    double *z;
} scratch;

/* ---------------------------------------------------------------- samples */

static void add_price(const cst__priced *price, const double *z, double *more) {
    for (size_t i = 0; i < CST__BLOCK; i++) {
        more[i] += price->times * (cst__varying_at(&price->cents, z[i]) - price->cents.middle);
    }
}

/* Adds the numbers of a block to what is there. */
static void add_weeks(const cst__varying *varying, const double *z, double *weeks) {
    if (varying->variate == CST__NONE) {
        for (size_t i = 0; i < CST__BLOCK; i++) {
            weeks[i] += varying->middle;
        }
        return;
    }
    const double *row = z + varying->variate * CST__BLOCK;
    for (size_t i = 0; i < CST__BLOCK; i++) {
        weeks[i] += cst__varying_at(varying, row[i]);
    }
}

static void take_later(const cst__awaited *wait, const double *z, double *latest) {
    double weeks[CST__BLOCK] = {0};
    add_weeks(&wait->lead, z, weeks);
    add_weeks(&wait->licence, z, weeks);
    for (size_t i = 0; i < CST__BLOCK; i++) {
        latest[i] = weeks[i] > latest[i] ? weeks[i] : latest[i];
    }
}

/* What the block is for one package: what costs more, and when the last offering is there. */
static void ride(const rider *r, size_t block, scratch *s) {
    double *more = r->more + block * CST__BLOCK;
    double *weeks = r->weeks + block * CST__BLOCK;
    for (size_t k = 0; k < r->ventures.n_variates; k++) {
        memcpy(s->independent + k * CST__BLOCK, s->drawn + r->rows[k] * CST__BLOCK,
               CST__BLOCK * sizeof *s->drawn);
    }
    cst__sampler_mix(&r->sampler, s->independent, s->z);
    for (size_t i = 0; i < CST__BLOCK; i++) {
        more[i] = 0;
        weeks[i] = r->ventures.latest_weeks;
    }
    for (size_t k = 0; k < r->ventures.n_prices; k++) {
        const cst__priced *price = &r->ventures.prices[k];
        add_price(price, s->z + price->cents.variate * CST__BLOCK, more);
    }
    for (size_t k = 0; k < r->ventures.n_waits; k++) {
        take_later(&r->ventures.waits[k], s->z, weeks);
    }
}

static void draw_blocks(const sampling *all, size_t first, scratch *s) {
    for (size_t b = first; b < first + BLOCKS && b < all->n_blocks; b++) {
        for (size_t k = 0; k < all->n_streams; k++) {
            cst__random_normals(all->seed, all->streams[k], (uint32_t)b, CST__BLOCK,
                                s->drawn + k * CST__BLOCK);
        }
        for (size_t i = 0; i < all->n_riders; i++) {
            ride(&all->riders[i], b, s);
        }
    }
}

static cst_error run_blocks(void *context, size_t task) {
    const sampling *all = context;
    size_t room = (all->n_streams * CST__BLOCK + 1) * sizeof(double);
    scratch s = {malloc(room), malloc(room), malloc(room)};
    bool ok = s.drawn != NULL && s.independent != NULL && s.z != NULL;
    if (ok) {
        draw_blocks(all, task * BLOCKS, &s);
    }
    free(s.drawn);
    free(s.independent);
    free(s.z);
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* ---------------------------------------------------------------- figures */

/* The standard error of a share of n samples is the root of p (1 - p) / n: the least whole number
 * of millionths that is not below it. */
static int error_ppm(int64_t count, int64_t n) {
    cst__wide spread = (cst__wide)count * (n - count) * MILLION * MILLION;
    cst__wide cube = (cst__wide)n * n * n;
    int64_t error = (int64_t)sqrt((double)spread / (double)cube);
    while ((cst__wide)error * error * cube < spread) {
        error++;
    }
    while (error > 0 && (cst__wide)(error - 1) * (error - 1) * cube >= spread) {
        error--;
    }
    return (int)error;
}

static cst_chance chance_of(bool asked, int64_t count, size_t n) {
    cst_chance none = {.asked = false};
    cst_chance chance = {true, count, (int)((cst__wide)count * MILLION / (cst__wide)n),
                         error_ppm(count, (int64_t)n)};
    return asked ? chance : none;
}

static void count_kept(const sampling *s, const rider *r) {
    const cst_opportunity *p = s->opportunity;
    cst_risk *risk = r->package->risk;
    bool deadline = p->deadline_weeks >= 0;
    bool budget = p->budget_cents != CST__NO_LIMIT;
    double room = budget ? (double)(p->budget_cents - r->package->criteria.cost_cents) : 0;
    int64_t in_time = 0;
    int64_t in_budget = 0;
    int64_t both = 0;
    for (size_t i = 0; i < s->n; i++) {
        bool timely = r->weeks[i] <= p->deadline_weeks;
        bool cheap = r->more[i] <= room;
        in_time += timely;
        in_budget += cheap;
        both += timely && cheap;
    }
    risk->in_time = chance_of(deadline, in_time, s->n);
    risk->in_budget = chance_of(budget, in_budget, s->n);
    risk->both = chance_of(deadline && budget, both, s->n);
}

/* The number that stands at place k, from 0, when they are put in order; they are moved (Hoare
 * 1961, Algorithm 65: Find, Communications of the ACM 4(7)). */
static double number_at(double *v, size_t n, size_t k) {
    ptrdiff_t low = 0;
    ptrdiff_t high = (ptrdiff_t)n - 1;
    ptrdiff_t place = (ptrdiff_t)k;
    while (low < high) {
        double middle = v[low + (high - low) / 2];
        ptrdiff_t i = low;
        ptrdiff_t j = high;
        while (i <= j) {
            while (v[i] < middle) {
                i++;
            }
            while (v[j] > middle) {
                j--;
            }
            if (i <= j) {
                double held = v[i];
                v[i++] = v[j];
                v[j--] = held;
            }
        }
        if (place <= j) {
            high = j;
        } else if (place >= i) {
            low = i;
        } else {
            break;
        }
    }
    return v[place];
}

static int64_t cost_with(const rider *r, double more) {
    double cost = (double)r->package->criteria.cost_cents + more;
    if (fabs(more) >= most_cents / 2) { /* far beyond what a double tells apart in cents */
        return (int64_t)fmax(fmin(cost, most_cents), -most_cents);
    }
    int64_t sum = r->package->criteria.cost_cents + (int64_t)more;
    return fabs(cost) < most_cents ? sum : (int64_t)(cost < 0 ? -most_cents : most_cents);
}

/* The least number that so many percent of the samples do not exceed. Each is looked for above the
 * one before, where everything is at least as large already. */
static void take_quantiles(const sampling *s, const rider *r) {
    static const size_t percent[] = {10, 50, 90};
    size_t done = 0;
    for (size_t q = 0; q < 3; q++) {
        size_t place = (s->n * percent[q] + 99) / 100 - 1;
        double more = number_at(r->more + done, s->n - done, place - done);
        double weeks = number_at(r->weeks + done, s->n - done, place - done);
        r->package->risk->cost_cents[q] = cost_with(r, more);
        r->package->risk->delivery_weeks[q] = (int)weeks;
        done = place;
    }
}

static cst_error run_figures(void *context, size_t task) {
    const sampling *all = context;
    count_kept(all, &all->riders[task]);
    take_quantiles(all, &all->riders[task]);
    return CST_E_OK;
}

/* ---------------------------------------------------------------- what is sampled */

static bool name_unshared(const sampling *s, const rider *r, cst__arena *arena) {
    cst_risk *risk = r->package->risk;
    size_t n = r->ventures.n_unshared;
    risk->n_stated = r->ventures.n_stated;
    risk->unshared = cst__arena_alloc(arena, n, sizeof *risk->unshared);
    bool ok = risk->unshared != NULL;
    for (size_t i = 0; ok && i < n; i++) {
        const char *id = s->opportunity->catalog->offerings[r->ventures.unshared[i]].id;
        risk->unshared[i] = cst__arena_text(arena, id);
        risk->n_unshared = i + 1;
        ok = risk->unshared[i] != NULL;
    }
    return ok;
}

static bool list_ventures(const sampling *s, rider *r, const cst__risky *risky, cst__arena *arena) {
    r->package = risky->package;
    r->package->risk = cst__arena_alloc(arena, 1, sizeof *r->package->risk);
    return r->package->risk != NULL &&
           cst__ventures_of(s->opportunity, s->screening, risky->units, arena, &r->ventures) &&
           name_unshared(s, r, arena);
}

static int compare_streams(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The streams of all packages, each once. */
static bool list_streams(sampling *s) {
    size_t room = 0;
    for (size_t i = 0; i < s->n_riders; i++) {
        room += s->riders[i].ventures.n_variates;
    }
    s->streams = malloc((room + 1) * sizeof *s->streams);
    if (s->streams == NULL) {
        return false;
    }
    size_t n = 0;
    for (size_t i = 0; i < s->n_riders; i++) {
        for (size_t k = 0; k < s->riders[i].ventures.n_variates; k++) {
            s->streams[n++] = s->riders[i].ventures.variates[k].stream;
        }
    }
    qsort(s->streams, n, sizeof *s->streams, compare_streams);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || s->streams[i] != s->streams[s->n_streams - 1]) {
            s->streams[s->n_streams++] = s->streams[i];
        }
    }
    return true;
}

static void find_rows(const sampling *s, rider *r) {
    for (size_t k = 0; k < r->ventures.n_variates; k++) {
        const uint64_t *found = bsearch(&r->ventures.variates[k].stream, s->streams, s->n_streams,
                                        sizeof *s->streams, compare_streams);
        r->rows[k] = (size_t)(found - s->streams);
    }
}

static cst_error begin_rider(const sampling *s, rider *r) {
    size_t n = r->ventures.n_variates;
    size_t samples = s->n_blocks * CST__BLOCK;
    double *correlation = malloc((n * n + 1) * sizeof *correlation);
    r->rows = malloc((n + 1) * sizeof *r->rows);
    r->more = malloc(samples * sizeof *r->more);
    r->weeks = malloc(samples * sizeof *r->weeks);
    cst_error error = CST_E_MEMORY;
    if (correlation != NULL && r->rows != NULL && r->more != NULL && r->weeks != NULL) {
        find_rows(s, r);
        cst__ventures_correlate(s->opportunity, s->screening, &r->ventures, correlation);
        error = cst__sampler_begin(&r->sampler, n, correlation);
    }
    free(correlation);
    return error;
}

static void end_rider(rider *r) {
    free(r->rows);
    free(r->more);
    free(r->weeks);
    cst__sampler_end(&r->sampler);
}

/* ---------------------------------------------------------------- packages */

/* Samples as many packages as memory may hold at a time. */
static cst_error sample(sampling *s, const cst__risky *risky, size_t n_threads, cst__arena *arena) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < s->n_riders; i++) {
        error = list_ventures(s, &s->riders[i], &risky[i], arena) ? CST_E_OK : CST_E_MEMORY;
    }
    if (error == CST_E_OK && !list_streams(s)) {
        error = CST_E_MEMORY;
    }
    for (size_t i = 0; error == CST_E_OK && i < s->n_riders; i++) {
        error = begin_rider(s, &s->riders[i]);
    }
    if (error == CST_E_OK) {
        size_t tasks = (s->n_blocks + BLOCKS - 1) / BLOCKS;
        error = cst__pool_run(n_threads, tasks, run_blocks, s);
    }
    return error == CST_E_OK ? cst__pool_run(n_threads, s->n_riders, run_figures, s) : error;
}

cst_error cst__risk_fill(const cst_opportunity *opportunity, const cst__screening *screening,
                         const cst_settings *settings, const cst__risky *risky, size_t n,
                         cst__arena *arena) {
    size_t samples = (size_t)settings->samples;
    size_t most = most_at_a_time / samples + 1;
    cst_error error = CST_E_OK;
    for (size_t first = 0; error == CST_E_OK && first < n; first += most) {
        sampling s = {.opportunity = opportunity,
                      .screening = screening,
                      .n_riders = n - first < most ? n - first : most,
                      .n = samples,
                      .n_blocks = (samples + CST__BLOCK - 1) / CST__BLOCK,
                      .seed = (uint64_t)settings->seed};
        s.riders = calloc(s.n_riders, sizeof *s.riders);
        error = s.riders == NULL ? CST_E_MEMORY
                                 : sample(&s, risky + first, (size_t)settings->threads, arena);
        for (size_t i = 0; s.riders != NULL && i < s.n_riders; i++) {
            end_rider(&s.riders[i]);
        }
        free(s.riders);
        free(s.streams);
    }
    return error;
}
