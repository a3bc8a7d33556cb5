/* seeds.c - rows of seeds and laws as tests of cmocka; what becomes of a seed that fails. */
#include "tests/solver/seeds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/solver/shrink.h"

/* ---------------------------------------------------------------- seeds */

typedef struct range {
    char name[48];
    uint64_t first, n;
    void (*try_seed)(uint64_t seed);
} range;

static void test_range(void **state) {
    const range *it = *state;
    for (uint64_t seed = it->first; seed < it->first + it->n; seed++) {
        it->try_seed(seed);
    }
}

static uint64_t from_environment(const char *name, uint64_t otherwise) {
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static range range_of(const seeded *all, uint64_t first, uint64_t seeds, uint64_t done) {
    uint64_t left = seeds - done;
    range it = {.first = first + done,
                .n = left < all->in_a_row ? left : all->in_a_row,
                .try_seed = all->try_seed};
    snprintf(it.name, sizeof it.name, "seeds %llu to %llu", (unsigned long long)it.first,
             (unsigned long long)(it.first + it.n - 1));
    return it;
}

int seeds_run(const seeded *all) {
    uint64_t first = from_environment(all->first_variable, 1);
    uint64_t seeds = from_environment(all->seeds_variable, all->seeds);
    size_t n = (size_t)((seeds + all->in_a_row - 1) / all->in_a_row);
    range *ranges = calloc(n + 1, sizeof *ranges);
    struct CMUnitTest *tests = calloc(n + 2, sizeof *tests);
    size_t n_tests = 0;
    if (ranges == NULL || tests == NULL) {
        abort();
    }
    if (all->before != NULL) {
        tests[n_tests++] = (struct CMUnitTest){all->before_name, all->before, NULL, NULL, NULL};
    }
    for (size_t i = 0; i < n; i++) {
        ranges[i] = range_of(all, first, seeds, i * all->in_a_row);
        tests[n_tests++] = (struct CMUnitTest){ranges[i].name, test_range, NULL, NULL, &ranges[i]};
    }
    if (all->after != NULL) {
        tests[n_tests++] = (struct CMUnitTest){all->after_name, all->after, NULL, NULL, NULL};
    }
    int failed = _cmocka_run_group_tests(all->group, tests, n_tests, NULL, NULL);
    free(ranges);
    free(tests);
    return failed;
}

/* ---------------------------------------------------------------- one seed */

tender seeds_read(uint64_t seed, const instance *it) {
    tender t;
    char *faults = NULL;
    if (!tender_read(it, &t, &faults)) {
        fail_msg("seed %llu can not be read:\n%s", (unsigned long long)seed, faults);
    }
    return t;
}

void seeds_try(const seed_check *check, uint64_t seed, instance *it) {
    tender t = seeds_read(seed, it);
    report r = {.text = ""};
    check->compare(&r, it, &t, seed, true);
    tender_clear(&t);
    if (!agrees(&r)) {
        seeds_fail(check, seed, it, &r);
    }
    instance_clear(it);
}

/* The seed that failed, while it is made smaller. */
static const seed_check *failing;
static uint64_t failing_seed;

/* What can no longer be read does not show anything. */
static bool shows_difference(const instance *it) {
    tender t;
    report r = {.text = ""};
    if (tender_read(it, &t, NULL)) {
        failing->compare(&r, it, &t, failing_seed, false);
    }
    tender_clear(&t);
    return !agrees(&r);
}

void seeds_fail(const seed_check *check, uint64_t seed, instance *it, const report *r) {
    char folder[300];
    failing = check;
    failing_seed = seed;
    instance_shrink(it, shows_difference);
    char *written = instance_write(it, check->folder);
    snprintf(folder, sizeof folder, "%s", written);
    free(written);
    instance_clear(it);
    fail_msg("seed %llu: %s; made smaller: %s; again: %s_SEEDS=1 %s_FIRST=%llu",
             (unsigned long long)seed, r->text, folder, check->variables, check->variables,
             (unsigned long long)seed);
}

/* ---------------------------------------------------------------- laws */

enum { MOST_LAWS = 16 };

static const law_ground *on;

/* The tender at hand, for a person to look at when a law does not hold. */
static instance tried;

static void test_law(void **state) {
    const law *it = *state;
    for (uint64_t i = 0; i < on->n; i++) {
        tried = on->take(i);
        it->check(&tried);
        instance_clear(&tried);
    }
}

static int write_tried(void **state) {
    (void)state;
    if (tried.catalog != NULL) { /* the law stopped on it */
        char *folder = instance_write(&tried, on->folder);
        print_error("the tender is in %s\n", folder);
        free(folder);
        instance_clear(&tried);
    }
    return 0;
}

int laws_run(const law_ground *ground, const law *laws, size_t n) {
    struct CMUnitTest tests[MOST_LAWS];
    if (n > MOST_LAWS) {
        abort();
    }
    on = ground;
    for (size_t i = 0; i < n; i++) {
        tests[i] = (struct CMUnitTest){laws[i].name, test_law, NULL, write_tried,
                                       (void *)(uintptr_t)&laws[i]};
    }
    return _cmocka_run_group_tests(ground->group, tests, n, NULL, NULL);
}
