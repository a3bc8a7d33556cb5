/*
 * pose_test.c - limits on the largest share, of hundreds of tiny tenders, some of which give all
 * away: the program of a question that allows just the share of a package must have that package
 * among its points, and one that allows less must not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/solver/oracle.h"
#include "tests/solver/posed.h"
#include "tests/support.h"

enum { N_SEEDS = 300, MOST_CHOICES = 1000, FREE_ONE_IN = 4, EXTRA_COLUMNS = 1 };

/* Of some tenders everything costs nothing. */
static void give_some_away(uint64_t seed, tender *read) {
    cst_catalog *catalog = read->catalog;
    for (size_t o = 0; seed % FREE_ONE_IN == 0 && o < catalog->n_offerings; o++) {
        cst__offering *it = &catalog->offerings[o];
        it->fixed_cents = 0;
        it->per_unit_cents = 0;
        it->per_unit_year_cents = 0;
        for (size_t t = 0; t < it->n_tiers; t++) {
            it->tiers[t].per_unit_cents = 0;
        }
    }
}

/* A point of a choice says nothing of the falls of content shares. */
static bool is_asked(const cst__row *row) {
    return row->kind != CST__ROW_CONTENT && row->kind != CST__ROW_FALL;
}

static bool keeps_rows(const cst__program *p, const double *x) {
    for (size_t i = 0; i < p->n_rows; i++) {
        const cst__row *row = &p->rows[i];
        if (is_asked(row) && !posed_keeps(p, row, x)) {
            return false;
        }
    }
    return true;
}

/* Whether the choice is a point of the program that allows so large a share, asked by a limit or by
 * an excess of nothing. */
static bool is_point(const posed *p, const int64_t *units, int64_t share_bp, bool as_limit) {
    cst__program program;
    cst__side side = cst__side_none();
    cst__objective objective = {.aim = as_limit ? CST__AIM_COST : CST__AIM_SHARE,
                                .threshold_bp = (int)share_bp};
    if (as_limit) {
        side.limit[CST_CRITERION_LARGEST_SHARE] = share_bp;
    }
    cst__program_init(&program);
    assert_int_equal(cst__pose(p->formulation, objective, &side, &program), CST_E_OK);
    double *x = calloc(program.n_columns + EXTRA_COLUMNS, sizeof *x);
    assert_non_null(x);
    cst__encode(p->formulation, units, x); /* the excess is 0 */
    bool kept = keeps_rows(&program, x);
    free(x);
    cst__program_clear(&program);
    return kept;
}

typedef struct count {
    size_t points, less, free;
} count;

static void try_choice(const posed *p, const oracle_choice *choice, count *n) {
    int64_t share = choice->criteria[CST_CRITERION_LARGEST_SHARE];
    bool is_free = share == 0;
    int64_t allowed = is_free ? 3000 : share; /* nobody has a share of nothing */
    assert_true(is_point(p, choice->units, allowed, true));
    assert_true(is_point(p, choice->units, allowed, false));
    n->points++;
    n->free += is_free;
    if (share > 1) {
        assert_false(is_point(p, choice->units, share - 1, true));
        assert_false(is_point(p, choice->units, share - 1, false));
        n->less++;
    }
}

static void try_tender(posed *p, const oracle *o, uint64_t seed, void *context) {
    (void)seed;
    for (size_t i = 0; i < o->n_feasible; i++) {
        try_choice(p, &o->feasible[i], context);
    }
}

static void limits_of_shares(void **state) {
    (void)state;
    count n = {0};
    posed_each(&(posed_seeds){N_SEEDS, MOST_CHOICES, give_some_away, try_tender, &n});
    assert_true(n.points > 1000 && n.less > 1000 && n.free > 100);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(limits_of_shares)};
    return cmocka_run_group_tests_name("pose", tests, NULL, NULL);
}
