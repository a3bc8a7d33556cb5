/*
 * explain_why_test.c - hundreds of tiny tenders in which something fits: why each firm and offering
 * is in or out, what each rule costs, who may drop out, and every curve, beside all packages.
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
#include "solver/session.h"
#include "tests/sanitized.h"
#include "tests/solver/explain_answers.h"
#include "tests/solver/seeds.h"
#include "tests/solver/tighten.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 40 : 260 };
enum {
    SEEDS_IN_A_ROW = 25,
    MOST_CHOICES = 4000,
    MOST_IDS = ORACLE_MOST_OFFERINGS + ORACLE_MOST_FIRMS
};

/* ---------------------------------------------------------------- asking */

typedef struct asked {
    cst_questions questions;
    const char *ids[MOST_IDS];
} asked;

/* Everything; of odd seeds the firms are asked for as such. */
static void ask_all(asked *a, const cst_opportunity *p, bool every_firm) {
    *a = (asked){.questions = {.every_firm = every_firm, .rules_cost = true, .dropouts = true}};
    size_t n = 0;
    for (size_t i = 0; i < p->catalog->n_offerings && !every_firm; i++) {
        a->ids[n++] = p->catalog->offerings[i].id;
    }
    for (size_t i = 0; i < p->catalog->n_firms && !every_firm; i++) {
        a->ids[n++] = p->catalog->firms[i].id;
    }
    a->questions.ids = a->ids;
    a->questions.n_ids = n;
    for (int k = CST_CRITERION_COST + 1; k < CST_N_CRITERIA; k++) {
        a->questions.curves[k] =
            k != CST_CRITERION_US_CONTENT || p->content_mode != CST_MODE_IGNORE;
    }
}

static void compare_tender(report *r, const instance *it, const tender *t, bool every_firm,
                           void (*counts)(const answers_case *c, const cst_explanation *found)) {
    oracle *o = oracle_new(t->opportunity, MOST_CHOICES);
    explain_oracle *e = explain_oracle_new(it, t, MOST_CHOICES);
    cst_settings settings = cst_settings_default();
    cst_explanation *found = NULL;
    asked a;
    settings.threads = 1;
    settings.gap = 0;
    ask_all(&a, t->opportunity, every_firm);
    answers_case c = {it, t, o, e, &a.questions, true};
    if (o != NULL && o->n_feasible > 0) {
        cst_error error =
            cst_explain(t->rules, t->catalog, t->opportunity, &settings, &a.questions, &found);
        if (error != CST_E_OK) {
            differ(r, "cst_explain failed: %s", cst_error_text(error));
        } else {
            compare_answers(r, &c, found);
        }
    }
    if (agrees(r) && counts != NULL && found != NULL) {
        counts(&c, found);
    }
    cst_explanation_free(found);
    explain_oracle_free(e);
    oracle_free(o);
}

/* ---------------------------------------------------------------- what was seen */

static struct seen {
    long tenders, standings[CST_STANDING_UNDECIDED + 1], firms[CST_STANDING_UNDECIDED + 1];
    long last_chosen; /* nothing fits without it */
    long members, critical;
    long rows, dear_rows, added, added_impossible, impossible_without;
    long dear[DEMAND_N_KINDS];
    long steps[CST_N_CRITERIA]; /* beyond the first of a curve */
} seen;

static void count_rules(const answers_case *c, const cst_explanation *found) {
    int64_t cost = found->result->packages[0].criteria.cost_cents;
    for (size_t i = 0; i < found->n_rules; i++) {
        const cst_rule_cost *rule = &found->rules[i];
        bool other = rule->other.found && rule->other.package.criteria.cost_cents != cost;
        bool row = strchr(rule->name, ':') != NULL;
        seen.rows += row ? 1 : 0;
        seen.dear_rows += row && other ? 1 : 0;
        seen.impossible_without += !rule->idle && !rule->is_added && !rule->other.found ? 1 : 0;
        seen.added += rule->is_added ? 1 : 0;
        seen.added_impossible += rule->is_added && !rule->other.found ? 1 : 0;
        for (size_t k = 0; k < c->e->n_demands; k++) {
            bool same = !rule->is_added && strcmp(c->e->demands[k].pointer, rule->name) == 0;
            seen.dear[c->e->demands[k].kind] += same && other ? 1 : 0;
        }
    }
}

static void count_answers(const answers_case *c, const cst_explanation *found) {
    seen.tenders++;
    for (size_t i = 0; i < found->n_whys; i++) {
        const cst_why *why = &found->whys[i];
        (why->is_firm ? seen.firms : seen.standings)[why->standing]++;
        seen.last_chosen += why->standing == CST_STANDING_CHOSEN && !why->other.found ? 1 : 0;
    }
    for (size_t i = 0; i < found->n_dropouts; i++) {
        seen.members++;
        seen.critical += found->dropouts[i].critical ? 1 : 0;
    }
    for (size_t i = 0; i < found->n_curves; i++) {
        seen.steps[found->curves[i].criterion] += (long)found->curves[i].n_steps - 1;
    }
    count_rules(c, found);
}

/* ---------------------------------------------------------------- a seed */

static void compare_seed(report *r, const instance *it, const tender *t, uint64_t seed,
                         bool counts) {
    compare_tender(r, it, t, seed % 2 != 0, counts ? count_answers : NULL);
}

static void try_seed(uint64_t seed) {
    static const seed_check check = {"consort-explain", "CST_EXPLAIN", compare_seed};
    instance it = instance_feasible(seed, MOST_CHOICES);
    cst__case_patience = seed % 3 == 0 ? 1e-3 : 1; /* most searches for many are stopped then */
    seeds_try(&check, seed, &it);
    cst__case_patience = 1;
}

/* ---------------------------------------------------------------- all seeds */

static void print_seen(void) {
    print_message(
        "%ld tenders; offerings and firms refused %ld %ld, impossible %ld %ld, beaten "
        "%ld %ld, chosen %ld %ld\n",
        seen.tenders, seen.standings[0], seen.firms[0], seen.standings[1], seen.firms[1],
        seen.standings[2], seen.firms[2], seen.standings[3], seen.firms[3]);
    print_message("%ld chosen without whom nothing fits; of %ld members %ld are critical\n",
                  seen.last_chosen, seen.members, seen.critical);
    print_message(
        "%ld of %ld rows change the cost, without %ld nothing fits; content added %ld "
        "times, %ld times nothing fits\n",
        seen.dear_rows, seen.rows, seen.impossible_without, seen.added, seen.added_impossible);
    for (int kind = 0; kind < DEMAND_N_KINDS; kind++) {
        print_message("%-18s costs something %4ld times\n", demand_key((demand_kind)kind),
                      seen.dear[kind]);
    }
    for (int k = CST_CRITERION_COST + 1; k < CST_N_CRITERIA; k++) {
        print_message("%-18s %4ld steps beyond the first\n", cst_criterion_id((cst_criterion)k),
                      seen.steps[k]);
    }
}

static void test_seen(void **state) {
    (void)state;
    print_seen();
    if (seen.tenders < 300) {
        return;
    }
    for (int standing = 0; standing < CST_STANDING_UNDECIDED; standing++) {
        assert_true(seen.standings[standing] >= 20 && seen.firms[standing] >= 20);
    }
    assert_true(seen.last_chosen >= 20 && seen.critical >= 20 && seen.critical < seen.members);
    assert_true(seen.dear_rows >= 10 && seen.added - seen.added_impossible >= 10);
    for (int k = CST_CRITERION_COST + 1; k < CST_N_CRITERIA; k++) {
        assert_true(seen.steps[k] >= 20);
    }
}

int main(void) {
    static const seeded all = {.group = "explain_why",
                               .first_variable = "CST_EXPLAIN_FIRST",
                               .seeds_variable = "CST_EXPLAIN_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .after_name = "every kind of answer occurs",
                               .after = test_seen};
    return seeds_run(&all);
}
