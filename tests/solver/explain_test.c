/*
 * explain_test.c - hundreds of tiny tenders in which nothing fits: what the library says on why,
 * and on what would help, beside what trying everything says.
 *
 * CST_EXPLAIN_SEEDS=N tries N seeds, CST_EXPLAIN_FIRST=S begins with seed S. A seed on which they
 * differ is made smaller and written to a folder that the message names.
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
#include "tests/solver/explain_answers.h"
#include "tests/solver/seeds.h"
#include "tests/solver/tighten.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 80 : 560, SELF_SEEDS = TEST_SANITIZED ? 10 : 150 };
enum { SEEDS_IN_A_ROW = 50, MOST_CHOICES = 20000 };

/* ---------------------------------------------------------------- asking */

typedef struct manner {
    int most_conflicts;
    bool by_match;
} manner;

static manner manner_of(uint64_t seed) {
    static const int most[] = {1000, 1000, 1000, 1000, 1000, 1, 2, 0};
    return (manner){most[seed % 8], seed % 2 == 0};
}

static const cst_questions asked = {.every_firm = true, .rules_cost = true, .dropouts = true};

/* Nothing fits, and why: from match, or as an explanation. */
static cst_error ask(const tender *t, manner how, cst_explanation **explanation,
                     cst_result **result) {
    cst_settings settings = cst_settings_default();
    settings.threads = 1;
    settings.gap = 0;
    settings.conflicts = how.most_conflicts;
    if (how.by_match) {
        return cst_match(t->rules, t->catalog, t->opportunity, &settings, result);
    }
    return cst_explain(t->rules, t->catalog, t->opportunity, &settings, &asked, explanation);
}

static void compare_answer(report *r, const explain_case *c, const tender *t, manner how) {
    cst_explanation *explanation = NULL;
    cst_result *result = NULL;
    cst_error error = ask(t, how, &explanation, &result);
    const cst_result *found = explanation == NULL ? result : explanation->result;
    if (error != CST_E_OK) {
        differ(r, "the call failed: %s", cst_error_text(error));
    } else {
        compare_refused(r, c->screened, found);
        expect(r, "result", "status", (int64_t)found->status, CST_STATUS_INFEASIBLE);
    }
    if (agrees(r)) {
        compare_infeasibility(r, c, found);
    }
    if (agrees(r) && explanation != NULL) {
        answers_case answers = {c->files, t, c->screened, c->e, &asked, true};
        compare_answers(r, &answers, explanation);
    }
    cst_explanation_free(explanation);
    cst_result_free(result);
}

/* ---------------------------------------------------------------- what was seen */

enum { MOST_SIZE = 6 };

static struct seen {
    long tenders, hopeless, singles, combinations, several_items, gammas;
    long conflicts, of_size[MOST_SIZE], tenders_with_several;
    long in_conflict[DEMAND_N_KINDS], in_remedy[DEMAND_N_KINDS];
} seen;

static void count_conflict(const explain_oracle *e, uint64_t set) {
    int size = 0;
    bool has[DEMAND_N_KINDS] = {false};
    for (size_t i = 0; i < e->n_demands; i++) {
        if ((set >> i & 1U) != 0) {
            size++;
            has[e->demands[i].kind] = true;
        }
    }
    seen.conflicts++;
    seen.of_size[size < MOST_SIZE ? size : MOST_SIZE - 1]++;
    for (int kind = 0; kind < DEMAND_N_KINDS; kind++) {
        seen.in_conflict[kind] += has[kind] ? 1 : 0;
    }
}

static void count_tender(const explain_oracle *e) {
    seen.tenders++;
    seen.hopeless += e->n_fewest < 0 ? 1 : 0;
    seen.singles += e->n_fewest == 1 ? 1 : 0;
    seen.combinations += e->n_fewest > 1 ? 1 : 0;
    seen.tenders_with_several += e->n_conflicts > 1 ? 1 : 0;
    for (size_t i = 0; i < e->n_conflicts; i++) {
        count_conflict(e, e->conflicts[i]);
    }
    for (size_t i = 0; i < e->n_remedies; i++) {
        const explain_remedy *remedy = &e->remedies[i];
        demand_kind kind = e->demands[remedy->demand].kind;
        seen.in_remedy[kind]++;
        seen.several_items += remedy->n_removed > 1 && !remedy->dropped ? 1 : 0;
        seen.gammas += kind == DEMAND_CONTENT && !remedy->dropped ? 1 : 0;
    }
}

/* ---------------------------------------------------------------- a seed */

/* Compares when nothing fits; whether it did. */
static bool compare_tender(report *r, const instance *it, const tender *t, manner how,
                           bool counts) {
    oracle *screened = oracle_screen(t->opportunity);
    explain_oracle *e = explain_oracle_new(it, t, MOST_CHOICES);
    bool compared = e != NULL && e->n_fewest != 0;
    if (compared) {
        explain_case c = {it, e, screened, how.most_conflicts, true};
        compare_answer(r, &c, t, how);
    }
    if (compared && counts) {
        count_tender(e);
    }
    explain_oracle_free(e);
    oracle_free(screened);
    return compared;
}

static void compare_seed(report *r, const instance *it, const tender *t, uint64_t seed,
                         bool counts) {
    compare_tender(r, it, t, manner_of(seed), counts);
}

static void try_seed(uint64_t seed) {
    static const seed_check check = {"consort-explain", "CST_EXPLAIN", compare_seed};
    instance it = instance_infeasible(seed, MOST_CHOICES);
    seeds_try(&check, seed, &it);
}

/* ---------------------------------------------------------------- the oracle with itself */

/* The packages of a changed tender are those that the sets of the oracle allow. */
static void expect_choices(uint64_t seed, const explain_oracle *e, const instance *changed,
                           uint64_t dropped) {
    tender t = seeds_read(seed, changed);
    oracle *o = oracle_new(t.opportunity, MOST_CHOICES);
    size_t n = 0;
    for (size_t i = 0; i < e->ground->n_feasible; i++) {
        n += (e->meets[i] | dropped) == e->all ? 1 : 0;
    }
    const oracle_choice *best = oracle_best(o, CST_CRITERION_COST);
    int64_t cost = best == NULL ? INT64_MAX : best->criteria[CST_CRITERION_COST];
    if (o->n_feasible != n || cost != explain_cost_without(e, dropped)) {
        char *text = explain_text(e, dropped);
        fail_msg("seed %llu without %s: %zu packages, not %zu", (unsigned long long)seed, text,
                 o->n_feasible, n);
    }
    oracle_free(o);
    tender_clear(&t);
}

static void check_dropping(uint64_t seed, const instance *it, const explain_oracle *e) {
    dice d = dice_new(seed);
    expect_choices(seed, e, it, 0);
    for (size_t i = 0; i < e->n_demands; i++) {
        instance other = instance_copy(it);
        demand_drop(other.opportunity, &e->demands[i]);
        expect_choices(seed, e, &other, UINT64_C(1) << i);
        instance_clear(&other);
    }
    for (int tries = 0; tries < 10; tries++) {
        instance other = instance_copy(it);
        uint64_t set = dice_roll(&d) & e->all;
        for (size_t i = 0; i < e->n_demands; i++) {
            if ((set >> i & 1U) != 0) {
                demand_drop(other.opportunity, &e->demands[i]);
            }
        }
        expect_choices(seed, e, &other, set);
        instance_clear(&other);
    }
}

/* By definition, and none is missing where all sets can be tried. */
static void check_conflicts(const explain_oracle *e) {
    size_t n = 0;
    enum { MOST_TRIED = 10 };
    for (size_t i = 0; i < e->n_conflicts; i++) {
        uint64_t set = e->conflicts[i];
        assert_false(explain_holds(e, set));
        for (uint64_t rest = set; rest != 0; rest &= rest - 1) {
            assert_true(explain_holds(e, set & ~(rest & -rest)));
        }
    }
    if (e->n_demands > MOST_TRIED) {
        return;
    }
    for (uint64_t set = 0; set <= e->all; set++) {
        bool irreducible = !explain_holds(e, set);
        for (uint64_t rest = set; rest != 0 && irreducible; rest &= rest - 1) {
            irreducible = explain_holds(e, set & ~(rest & -rest));
        }
        n += irreducible ? 1 : 0;
    }
    assert_int_equal(n, e->n_conflicts);
}

static int64_t least_cost(const instance *it, uint64_t seed) {
    tender t = seeds_read(seed, it);
    oracle *o = oracle_new(t.opportunity, MOST_CHOICES);
    const oracle_choice *best = oracle_best(o, CST_CRITERION_COST);
    int64_t cost = best == NULL ? INT64_MAX : best->criteria[CST_CRITERION_COST];
    oracle_free(o);
    tender_clear(&t);
    return cost;
}

/* The number suffices, and gives that cost; one step less does not. */
static void check_number(uint64_t seed, const instance *it, const explain_oracle *e,
                         const explain_remedy *remedy) {
    const demand *d = &e->demands[remedy->demand];
    int64_t step = demand_form_of(d->kind) == DEMAND_AT_MOST ? -1 : 1;
    instance other = instance_copy(it);
    demand_put_number(other.opportunity, d, remedy->number);
    assert_int_equal(least_cost(&other, seed), remedy->cost_cents);
    demand_put_number(other.opportunity, d, remedy->number + step);
    tender t;
    if (remedy->number + step >= 0 && tender_read(&other, &t, NULL)) {
        assert_int_equal(least_cost(&other, seed), INT64_MAX);
        tender_clear(&t);
    }
    instance_clear(&other);
}

static int count_bits(uint32_t set) {
    int n = 0;
    for (; set != 0; set &= set - 1) {
        n++;
    }
    return n;
}

/* Every set of items that could go is tried. */
static void check_items(uint64_t seed, const instance *it, const explain_oracle *e,
                        const explain_remedy *remedy) {
    const demand *d = &e->demands[remedy->demand];
    int64_t least = INT64_MAX;
    for (uint32_t left = 0; d->n_items <= 4 && left < UINT32_C(1) << d->n_items; left++) {
        int removed = (int)d->n_items - count_bits(left);
        instance other = instance_copy(it);
        if (left == 0) {
            demand_drop(other.opportunity, d);
        } else {
            demand_put_items(other.opportunity, d, left);
        }
        if (removed <= remedy->n_removed) {
            int64_t cost = least_cost(&other, seed);
            assert_true(removed == remedy->n_removed || cost == INT64_MAX);
            least = cost < least ? cost : least;
        }
        instance_clear(&other);
    }
    assert_true(d->n_items > 4 || least == remedy->cost_cents);
}

static void check_remedies(uint64_t seed, const instance *it, const explain_oracle *e) {
    for (size_t i = 0; i < e->n_remedies; i++) {
        const explain_remedy *remedy = &e->remedies[i];
        demand_form form = demand_form_of(e->demands[remedy->demand].kind);
        if (form == DEMAND_ITEMS) {
            check_items(seed, it, e, remedy);
        } else if (!remedy->dropped) {
            check_number(seed, it, e, remedy);
        }
    }
}

/* Sets of demands, and tenders written anew without them, must say the same. */
static void test_itself(void **state) {
    (void)state;
    for (uint64_t seed = 1; seed <= SELF_SEEDS; seed++) {
        instance it = instance_infeasible(seed, MOST_CHOICES);
        tender t = seeds_read(seed, &it);
        explain_oracle *e = explain_oracle_new(&it, &t, MOST_CHOICES / 4);
        if (e != NULL) {
            check_dropping(seed, &it, e);
        }
        if (e != NULL && e->n_fewest != 0) {
            check_conflicts(e);
            check_remedies(seed, &it, e);
        }
        explain_oracle_free(e);
        tender_clear(&t);
        instance_clear(&it);
    }
}

/* ---------------------------------------------------------------- all seeds */

static void print_seen(void) {
    print_message("%ld tenders: %ld hopeless, %ld with one change that helps, %ld with several\n",
                  seen.tenders, seen.hopeless, seen.singles, seen.combinations);
    print_message("%ld conflicts, in %ld tenders more than one; of 0, 1, ... demands:",
                  seen.conflicts, seen.tenders_with_several);
    for (int size = 0; size < MOST_SIZE; size++) {
        print_message(" %ld", seen.of_size[size]);
    }
    print_message("\n%ld remedies take some of several items, %ld lower gamma\n",
                  seen.several_items, seen.gammas);
    for (int kind = 0; kind < DEMAND_N_KINDS; kind++) {
        print_message("%-18s in %5ld conflicts, %4ld remedies\n", demand_key((demand_kind)kind),
                      seen.in_conflict[kind], seen.in_remedy[kind]);
    }
}

/* The seeds are worth something only if everything that can be said is said in some. */
static void test_seen(void **state) {
    (void)state;
    print_seen();
    if (seen.tenders < 500) {
        return;
    }
    assert_true(seen.singles >= 100 && seen.combinations >= 100 && seen.hopeless >= 5);
    assert_true(seen.several_items >= 5 && seen.gammas >= 5);
    for (int size = 0; size < MOST_SIZE - 1; size++) {
        assert_true(seen.of_size[size] >= 5);
    }
    for (int kind = 0; kind < DEMAND_N_KINDS; kind++) {
        assert_true(seen.in_conflict[kind] >= 10 && seen.in_remedy[kind] >= 5);
    }
}

int main(void) {
    static const seeded all = {.group = "explain",
                               .first_variable = "CST_EXPLAIN_FIRST",
                               .seeds_variable = "CST_EXPLAIN_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .before_name = "the oracle agrees with itself",
                               .before = test_itself,
                               .after_name = "every kind of statement occurs",
                               .after = test_seen};
    return seeds_run(&all);
}
