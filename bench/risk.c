/*
 * risk.c - what the samples of a slate cost.
 *
 *     risk CATALOG OPPORTUNITY
 *
 * Matches the tender, with a spread put on every lead time, price and licence, and then draws
 * 100,000 samples for all of its packages once more, on one thread and on two. Prints packages,
 * lines, threads, and seconds of the clock and of the processor.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cli/options.h"
#include "cli/tender.h"
#include "model/vary.h"
#include "solver/risk.h"

enum { CANDIDATES = 10 };

static double seconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* From a fifth less to half as much again. */
static cst__spread spread_of(int64_t number) {
    return (cst__spread){true, number - number / 5, number + number / 2};
}

static void put_spreads(cst_catalog *catalog, cst_rules *rules) {
    for (size_t i = 0; i < catalog->n_offerings; i++) {
        cst__offering *o = &catalog->offerings[i];
        o->lead_spread = spread_of(o->lead_weeks);
        o->fixed_spread = spread_of(o->fixed_cents);
        o->per_unit_spread = spread_of(o->per_unit_cents);
        o->per_unit_year_spread = spread_of(o->per_unit_year_cents);
    }
    for (size_t i = 0; i < rules->n_exports; i++) {
        rules->exports[i].weeks_spread = spread_of(rules->exports[i].weeks);
    }
}

/* What the lines of a package choose, as units by offering. */
static int64_t *units_of(const cst_catalog *catalog, const cst_package *package) {
    int64_t *units = calloc(catalog->n_offerings + 1, sizeof *units);
    for (size_t i = 0; units != NULL && i < package->n_lines; i++) {
        units[cst__catalog_offering(catalog, package->lines[i].offering)] = package->lines[i].units;
    }
    return units;
}

static int measure(const cst_opportunity *p, const cst__screening *screening,
                   const cst_settings *settings, cst_result *result) {
    cst__risky *risky = calloc(result->n_packages + 1, sizeof *risky);
    cst_error error = risky == NULL ? CST_E_MEMORY : CST_E_OK;
    size_t lines = 0;
    for (size_t i = 0; error == CST_E_OK && i < result->n_packages; i++) {
        risky[i] = (cst__risky){&result->packages[i], units_of(p->catalog, &result->packages[i])};
        lines += result->packages[i].n_lines;
        error = risky[i].units == NULL ? CST_E_MEMORY : CST_E_OK;
    }
    double clock_s = seconds(CLOCK_MONOTONIC);
    double processor_s = seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (error == CST_E_OK) {
        error = cst__risk_fill(p, screening, settings, risky, result->n_packages, result->arena);
    }
    printf("%zu packages, %zu lines, %d threads: %.3f s, %.3f s of the processor\n",
           result->n_packages, lines, settings->threads, seconds(CLOCK_MONOTONIC) - clock_s,
           seconds(CLOCK_PROCESS_CPUTIME_ID) - processor_s);
    for (size_t i = 0; risky != NULL && i < result->n_packages; i++) {
        free((void *)(uintptr_t)risky[i].units);
    }
    free(risky);
    return (int)error;
}

static int run(cst_opportunity *p, cst_settings *settings) {
    cst__screening *screening = NULL;
    cst_result *result = NULL;
    cst_error error = cst__screen(p, &screening);
    if (error == CST_E_OK) {
        error = cst_match(p->rules, p->catalog, p, settings, &result);
    }
    int code = (int)error;
    for (settings->threads = 1; code == 0 && settings->threads <= 2; settings->threads++) {
        code = measure(p, screening, settings, result);
    }
    cst_result_free(result);
    cst__screening_free(screening);
    return code;
}

int main(int argc, char **argv) {
    options asked = options_default();
    tender t;
    if (argc != 3) {
        fputs("usage: risk CATALOG OPPORTUNITY\n", stderr);
        return CODE_USAGE;
    }
    asked.catalog = argv[1];
    asked.files = argv + 2;
    asked.n_files = 1;
    asked.settings.by = CST_BY_COST;
    asked.settings.candidates = CANDIDATES;
    int code = (int)tender_read(&t, &asked);
    cst_opportunity *copy = code == 0 ? cst__opportunity_copy(t.opportunity) : NULL;
    cst_catalog *catalog = copy == NULL ? NULL : cst__opportunity_own_catalog(copy);
    if (catalog != NULL) {
        put_spreads(catalog, t.rules);
        code = run(copy, &asked.settings);
    }
    cst_opportunity_free(copy);
    tender_clear(&t);
    return code;
}
