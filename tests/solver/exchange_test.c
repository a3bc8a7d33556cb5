/*
 * exchange_test.c - units exchanged between three offerings, of every package of hundreds of tiny
 * tenders: what comes out holds, costs as much less as is said and no more than was asked for, and
 * no change of the units of three offerings saves anything more within that. All of it is said by
 * a judge and by trying every change, which these packages are small enough for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/exchange.h"
#include "tests/solver/oracle.h"
#include "tests/solver/posed.h"
#include "tests/support.h"

enum { N_SEEDS = 400, MOST_CHOICES = 1000, LEAST_PARTS = 3, FAR = 20 };

/* From all down to a few units of cheap things: where less may be saved than one change does,
 * others are left to try, and what several save counts together. */
static const int64_t most_cents[] = {INT64_MAX / 2, 200000, 50000, 20000, 7000, 1000};

/* INT64_MAX where the choice does not hold. */
static int64_t cost_of(const posed *p, const int64_t *units, const cst__side *side) {
    cst_criteria criteria;
    bool holds = cst__choice_holds(p->judge, units, side, &criteria);
    return holds ? criteria.cost_cents : INT64_MAX;
}

/* Sets the units of an offering to what they were and so many more; false where it is not chosen,
 * or its price or range would be another. */
static bool change(const posed *p, const int64_t *was, size_t o, int64_t by, int64_t *units) {
    const cst__offering *it = &p->opportunity->catalog->offerings[o];
    int64_t n = was[o] + by;
    units[o] = n;
    return was[o] > 0 && n >= it->min_units && n <= it->max_units &&
           cst__tier_at(it, n) == cst__tier_at(it, was[o]);
}

/* Whether changing the units of these three saves something, at most so much. */
static bool three_save(const posed *p, const int64_t *was, const size_t o[3], const cst__side *side,
                       int64_t most, int64_t *units) {
    int64_t cost = cost_of(p, was, side);
    bool saves = false;
    for (int64_t a = -FAR; a <= FAR; a++) {
        for (int64_t b = -FAR; b <= FAR && change(p, was, o[0], a, units); b++) {
            for (int64_t c = -FAR; c <= FAR && change(p, was, o[1], b, units); c++) {
                bool may = change(p, was, o[2], c, units);
                int64_t now = may ? cost_of(p, units, side) : INT64_MAX;
                saves = saves || (now < cost && cost - now <= most);
            }
        }
    }
    for (int k = 0; k < 3; k++) {
        units[o[k]] = was[o[k]];
    }
    return saves;
}

static bool any_three_save(const posed *p, const int64_t *units, const cst__side *side,
                           int64_t most) {
    size_t n = p->opportunity->catalog->n_offerings;
    int64_t *scratch = malloc((n + 1) * sizeof *scratch);
    assert_non_null(scratch);
    memcpy(scratch, units, n * sizeof *scratch);
    bool saves = false;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n && units[i] > 0; j++) {
            for (size_t k = j + 1; k < n && units[j] > 0; k++) {
                size_t o[3] = {i, j, k};
                saves = saves || (units[k] > 0 && three_save(p, units, o, side, most, scratch));
            }
        }
    }
    free(scratch);
    return saves;
}

typedef struct count {
    size_t tried, saved;
} count;

static void exchange(const posed *p, const oracle_choice *choice, int64_t most, count *n) {
    cst__side side = cst__side_none();
    side.limit[CST_CRITERION_LARGEST_SHARE] = choice->criteria[CST_CRITERION_LARGEST_SHARE];
    int64_t *units = malloc((p->opportunity->catalog->n_offerings + 1) * sizeof *units);
    assert_non_null(units);
    memcpy(units, choice->units, p->opportunity->catalog->n_offerings * sizeof *units);
    int64_t before = cost_of(p, units, &side);
    int64_t saved = -1;
    assert_int_equal(cst__exchange_units(p->formulation, p->judge, &side, most, units, &saved),
                     CST_E_OK);
    assert_in_range(saved, 0, most);
    assert_int_equal(cost_of(p, units, &side), before - saved);
    for (size_t o = 0; o < p->opportunity->catalog->n_offerings; o++) {
        assert_true((units[o] > 0) == (choice->units[o] > 0));
    }
    assert_false(any_three_save(p, units, &side, most - saved));
    n->tried++;
    n->saved += saved > 0;
    free(units);
}

static size_t count_chosen(const posed *p, const oracle_choice *choice) {
    size_t n = 0;
    for (size_t o = 0; o < p->opportunity->catalog->n_offerings; o++) {
        n += choice->units[o] > 0;
    }
    return n;
}

static void try_tender(posed *p, const oracle *o, uint64_t seed, void *context) {
    (void)seed;
    for (size_t i = 0; i < o->n_feasible; i++) {
        if (count_chosen(p, &o->feasible[i]) >= LEAST_PARTS) {
            for (size_t k = 0; k < sizeof most_cents / sizeof *most_cents; k++) {
                exchange(p, &o->feasible[i], most_cents[k], context);
            }
        }
    }
}

static void every_package(void **state) {
    (void)state;
    count n = {0};
    posed_each(&(posed_seeds){N_SEEDS, MOST_CHOICES, NULL, try_tender, &n});
    print_message("tried %zu saved %zu\n", n.tried, n.saved);
    assert_true(n.tried > 1000 && n.saved > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_package)};
    return cmocka_run_group_tests_name("exchange", tests, NULL, NULL);
}
