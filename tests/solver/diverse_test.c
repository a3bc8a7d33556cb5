/*
 * diverse_test.c - hundreds of tiny tenders beside all packages: packages that differ as much as
 * they can within a share of the least cost, and packages that fill one slot by others.
 *
 * CST_DIVERSE_SEEDS=N tries N seeds, CST_DIVERSE_FIRST=S begins with seed S.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/sanitized.h"
#include "tests/solver/compare.h"
#include "tests/solver/oracle.h"
#include "tests/solver/seeds.h"
#include "tests/solver/tighten.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 40 : 400 };
enum { SEEDS_IN_A_ROW = 50, MOST_CHOICES = 4000, CANDIDATES = 4 };

static struct seen { long diverse, far, few, slots, slot_packages, skipped; } seen;

static int64_t cost_of(const oracle_choice *it) {
    return it->criteria[CST_CRITERION_COST];
}

/* The choices of the packages of a result. */
static void read_choices(report *r, const oracle *o, const cst_result *result,
                         oracle_choice *choices) {
    for (size_t i = 0; i < result->n_packages && i < CANDIDATES; i++) {
        compare_package(r, o, &result->packages[i], &choices[i]);
    }
}

static cst_result *ask(report *r, const tender *t, const cst_settings *settings) {
    cst_result *result = NULL;
    cst_error error = cst_match(t->rules, t->catalog, t->opportunity, settings, &result);
    if (error != CST_E_OK) {
        differ(r, "cst_match failed: %s", cst_error_text(error));
    } else if (result->status != CST_STATUS_SOLVED) {
        differ(r, "not solved");
    }
    return result;
}

/* ---------------------------------------------------------------- diverse */

static int nearest(uint32_t members, const oracle_choice *listed, size_t n) {
    int least = INT32_MAX;
    for (size_t i = 0; i < n; i++) {
        int far = __builtin_popcount(members ^ listed[i].members);
        least = far < least ? far : least;
    }
    return least;
}

/* Of those that are farthest from all listed the cheapest; NULL where none differs. */
static const oracle_choice *farthest(const oracle *o, const oracle_choice *listed, size_t n,
                                     int64_t limit) {
    const oracle_choice *best = NULL;
    int most = 0;
    for (size_t i = 0; i < o->n_feasible; i++) {
        const oracle_choice *it = &o->feasible[i];
        int far = cost_of(it) <= limit ? nearest(it->members, listed, n) : 0;
        if (far > most || (far == most && best != NULL && cost_of(it) < cost_of(best))) {
            most = far;
            best = it;
        }
    }
    return most > 0 ? best : NULL;
}

/* The largest least distance of any choice of k packages that begins with these. */
static int best_spread(const oracle *o, int64_t limit, oracle_choice *chosen, size_t n, size_t k) {
    if (n == k || n == CANDIDATES) {
        int least = INT32_MAX;
        for (size_t i = 1; i < n; i++) {
            int far = nearest(chosen[i].members, chosen, i);
            least = far < least ? far : least;
        }
        return least;
    }
    int most = 0;
    for (size_t i = 0; i < o->n_feasible; i++) {
        if (cost_of(&o->feasible[i]) <= limit) {
            chosen[n] = o->feasible[i];
            int spread = best_spread(o, limit, chosen, n + 1, k);
            most = spread > most ? spread : most;
        }
    }
    return most;
}

static void compare_bound(report *r, const oracle *o, const cst_result *result) {
    const cst_diversity *d = result->diversity;
    oracle_choice chosen[CANDIDATES];
    size_t n = 0;
    for (size_t i = 0; i < o->n_feasible; i++) {
        n += cost_of(&o->feasible[i]) <= d->limit_cents;
    }
    double work = 1;
    for (size_t i = 0; i < result->n_packages; i++) {
        work *= (double)n;
    }
    if (result->n_packages < 2 || work > 100000) {
        seen.skipped++;
        return;
    }
    int best = best_spread(o, d->limit_cents, chosen, 0, result->n_packages);
    if (best > d->bound) {
        differ(r, "%zu packages can differ in %d members, said are %d", result->n_packages, best,
               d->bound);
    }
}

static void compare_diverse(report *r, const tender *t, const oracle *o, uint64_t seed) {
    static const double within[] = {0.1, 1, 1};
    cst_settings settings = cst_settings_default();
    settings.by = CST_BY_DIVERSE;
    settings.candidates = 2 + (int)(seed % 3);
    settings.within = within[seed / 3 % 3];
    settings.threads = 1;
    settings.gap = 0;
    cst_result *result = ask(r, t, &settings);
    if (agrees(r)) {
        oracle_choice listed[CANDIDATES];
        read_choices(r, o, result, listed);
        int64_t least = cost_of(oracle_best(o, CST_CRITERION_COST));
        int64_t limit =
            least + (least > 0 ? least * (int64_t)(settings.within * 10000 + .5) / 10000 : 0);
        expect(r, "diverse", "limit", result->diversity->limit_cents, limit);
        expect(r, "p1", "cost", cost_of(&listed[0]), least);
        int spread = 0;
        for (size_t i = 1; i < result->n_packages; i++) {
            const oracle_choice *far = farthest(o, listed, i, limit);
            spread = far == NULL ? 0 : nearest(far->members, listed, i);
            expect(r, result->packages[i].id, "how far", nearest(listed[i].members, listed, i),
                   spread);
            expect(r, result->packages[i].id, "cost", cost_of(&listed[i]),
                   far == NULL ? -1 : cost_of(far));
        }
        expect(r, "diverse", "differ", result->diversity->least, spread);
        bool more = farthest(o, listed, result->n_packages, limit) != NULL;
        if (more && result->n_packages < (size_t)settings.candidates) {
            differ(r, "there are more packages");
        }
        compare_bound(r, o, result);
        seen.diverse++;
        seen.far += result->diversity->least >= 2;
        seen.few += result->n_packages < (size_t)settings.candidates;
    }
    cst_result_free(result);
}

/* ---------------------------------------------------------------- another slot */

static bool fills(const oracle *o, const oracle_choice *it, size_t firm, size_t slot) {
    const cst_catalog *c = o->opportunity->catalog;
    for (size_t i = 0; i < c->n_offerings; i++) {
        if (it->units[i] > 0 && c->offerings[i].firm == firm && c->offerings[i].slot == slot) {
            return true;
        }
    }
    return false;
}

static bool repeats(const oracle *o, const oracle_choice *it, const oracle_choice *earlier,
                    size_t slot) {
    bool any = false;
    for (size_t f = 0; f < o->opportunity->catalog->n_firms; f++) {
        any = any || fills(o, earlier, f, slot);
        if (fills(o, earlier, f, slot) && !fills(o, it, f, slot)) {
            return false;
        }
    }
    return any;
}

static bool may_follow(const oracle *o, const oracle_choice *it, const oracle_choice *listed,
                       size_t n, size_t slot) {
    for (size_t i = 0; i < n; i++) {
        if (it->members == listed[i].members || repeats(o, it, &listed[i], slot)) {
            return false;
        }
    }
    return true;
}

static const oracle_choice *next_in_slot(const oracle *o, const oracle_choice *listed, size_t n,
                                         size_t slot) {
    const oracle_choice *best = NULL;
    for (size_t i = 0; i < o->n_feasible; i++) {
        const oracle_choice *it = &o->feasible[i];
        if (may_follow(o, it, listed, n, slot) && (best == NULL || cost_of(it) < cost_of(best))) {
            best = it;
        }
    }
    return best;
}

static void compare_slot(report *r, const tender *t, const oracle *o, size_t slot) {
    cst_settings settings = cst_settings_default();
    settings.by = CST_BY_COST;
    settings.candidates = CANDIDATES;
    settings.differ_slot = cst_rules_slot_id(t->rules, slot);
    settings.threads = 1;
    settings.gap = 0;
    cst_result *result = ask(r, t, &settings);
    if (agrees(r)) {
        oracle_choice listed[CANDIDATES];
        read_choices(r, o, result, listed);
        for (size_t i = 0; i < result->n_packages; i++) {
            const oracle_choice *next = next_in_slot(o, listed, i, slot);
            expect(r, result->packages[i].id, "cost", cost_of(&listed[i]),
                   next == NULL ? -1 : cost_of(next));
            if (i > 0 && !may_follow(o, &listed[i], listed, i, slot)) {
                differ(r, "%s fills the slot by the same", result->packages[i].id);
            }
        }
        if (result->n_packages < CANDIDATES &&
            next_in_slot(o, listed, result->n_packages, slot) != NULL) {
            differ(r, "there are more packages that fill the slot by others");
        }
        seen.slots++;
        seen.slot_packages += (long)result->n_packages - 1;
    }
    cst_result_free(result);
}

/* ---------------------------------------------------------------- a seed */

/* What is seen is counted while a seed is made smaller, too: the test has failed then. */
static void compare_tender(report *r, const instance *it, const tender *t, uint64_t seed,
                           bool counts) {
    (void)it;
    (void)counts;
    oracle *o = oracle_new(t->opportunity, MOST_CHOICES);
    if (o != NULL && o->n_feasible > 0) {
        compare_diverse(r, t, o, seed);
    }
    if (o != NULL && o->n_feasible > 0 && agrees(r)) {
        compare_slot(r, t, o, seed % t->rules->n_slots);
    }
    oracle_free(o);
}

static void try_seed(uint64_t seed) {
    static const seed_check check = {"consort-diverse", "CST_DIVERSE", compare_tender};
    instance it = instance_feasible(seed, MOST_CHOICES);
    seeds_try(&check, seed, &it);
}

static void test_seen(void **state) {
    (void)state;
    print_message(
        "%ld lists of diverse packages, %ld with 2 members or more between any two, %ld "
        "of fewer than asked, %ld bounds not tried; %ld slots, %ld further packages\n",
        seen.diverse, seen.far, seen.few, seen.skipped, seen.slots, seen.slot_packages);
    assert_true(seen.diverse < 400 || (seen.far > 20 && seen.few > 50 && seen.few < seen.diverse));
    assert_true(seen.diverse < 400 || (seen.slot_packages > 50 && seen.skipped < seen.diverse));
}

int main(void) {
    static const seeded all = {.group = "diverse",
                               .first_variable = "CST_DIVERSE_FIRST",
                               .seeds_variable = "CST_DIVERSE_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .after_name = "packages differ, and fill slots by others",
                               .after = test_seen};
    return seeds_run(&all);
}
