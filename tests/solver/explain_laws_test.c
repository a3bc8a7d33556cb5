/*
 * explain_laws_test.c - what must not matter to an explanation does not, and one that was stopped
 * says nothing wrong: on seeded tenders in which something fits, and others in which nothing does.
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
#include "tests/tree.h"

enum { SEEDS = TEST_SANITIZED ? 8 : 40, MOST_CHOICES = 4000, MOST_CONFLICTS = 1000 };

/* Every second one has a package. */
static instance take(uint64_t i) {
    uint64_t seed = UINT64_C(0x6c617773) + i;
    return i % 2 == 0 ? instance_feasible(seed, MOST_CHOICES)
                      : instance_infeasible(seed, MOST_CHOICES);
}

/* ---------------------------------------------------------------- asking */

static cst_settings exact(void) {
    cst_settings settings = cst_settings_default();
    settings.threads = 1;
    settings.gap = 0;
    settings.conflicts = MOST_CONFLICTS;
    return settings;
}

/* Everything, about every firm. */
static cst_questions everything(const cst_opportunity *p) {
    cst_questions questions = {.every_firm = true, .rules_cost = true, .dropouts = true};
    for (int k = CST_CRITERION_COST + 1; k < CST_N_CRITERIA; k++) {
        questions.curves[k] = k != CST_CRITERION_US_CONTENT || p->content_mode != CST_MODE_IGNORE;
    }
    return questions;
}

static tender read_tender(const instance *it) {
    tender t;
    char *faults = NULL;
    if (!tender_read(it, &t, &faults)) {
        fail_msg("%s", faults);
    }
    return t;
}

static cst_explanation *explain(const tender *t, const cst_settings *settings) {
    cst_questions questions = everything(t->opportunity);
    cst_explanation *found = NULL;
    assert_int_equal(
        cst_explain(t->rules, t->catalog, t->opportunity, settings, &questions, &found), CST_E_OK);
    return found;
}

/* New text of all that is said. */
static char *answer(const instance *it, int threads) {
    tender t = read_tender(it);
    cst_settings settings = exact();
    char *text = NULL;
    size_t size = 0;
    settings.threads = threads;
    cst_explanation *found = explain(&t, &settings);
    assert_int_equal(cst_explanation_to_json(found, &text, &size), CST_E_OK);
    assert_int_equal(strlen(text), size);
    cst_explanation_free(found);
    tender_clear(&t);
    return text;
}

/* ---------------------------------------------------------------- what must not matter */

static void law_order(const instance *it) {
    char *expected = answer(it, 1);
    for (uint64_t seed = 1; seed <= 2; seed++) {
        instance other = {json_incref(it->rules), tree_shuffled(it->catalog, seed),
                          tree_shuffled(it->opportunity, seed)};
        char *found = answer(&other, 1);
        assert_string_equal(found, expected);
        free(found);
        instance_clear(&other);
    }
    free(expected);
}

static void law_threads(const instance *it) {
    char *expected = answer(it, 1);
    for (int threads = 2; threads <= 3; threads++) {
        char *found = answer(it, threads);
        assert_string_equal(found, expected);
        free(found);
    }
    free(expected);
}

/* ---------------------------------------------------------------- what must be true */

/* What was said, beside all packages. */
static void compare(report *r, const instance *it, const tender *t, const cst_explanation *found,
                    bool complete) {
    cst_questions questions = everything(t->opportunity);
    oracle *o = oracle_new(t->opportunity, MOST_CHOICES);
    explain_oracle *e = explain_oracle_new(it, t, MOST_CHOICES);
    if (o != NULL) {
        answers_case answers = {it, t, o, e, &questions, complete};
        compare_answers(r, &answers, found);
    }
    if (o != NULL && o->n_feasible == 0 && complete) {
        expect(r, "result", "status", (int64_t)found->result->status, CST_STATUS_INFEASIBLE);
        expect(r, "result", "why nothing fits", found->result->nothing_fits != NULL, true);
    }
    if (o != NULL && found->result->nothing_fits != NULL) {
        explain_case why = {it, e, o, MOST_CONFLICTS, complete};
        compare_infeasibility(r, &why, found->result);
    }
    explain_oracle_free(e);
    oracle_free(o);
}

/* However soon it was stopped. */
static void law_stopped(const instance *it) {
    static const double limits[] = {0.000001, 0.0005, 0.002, 0.01};
    tender t = read_tender(it);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        report r = {.text = ""};
        cst_settings settings = exact();
        settings.time_limit_s = limits[i];
        cst_explanation *found = explain(&t, &settings);
        compare(&r, it, &t, found, found->complete);
        if (!agrees(&r)) {
            fail_msg("stopped after %g s: %s", limits[i], r.text);
        }
        cst_explanation_free(found);
    }
    tender_clear(&t);
}

/* The gap that is allowed by default is less than a cent where no package costs 10,000. */
static void law_gap(const instance *it) {
    tender t = read_tender(it);
    explain_oracle *e = explain_oracle_new(it, &t, MOST_CHOICES);
    int64_t most = 0;
    for (size_t i = 0; e != NULL && i < e->ground->n_feasible; i++) {
        int64_t cost = e->ground->feasible[i].criteria[CST_CRITERION_COST];
        most = cost > most ? cost : most;
    }
    if (e != NULL && most < 900000) {
        report r = {.text = ""};
        cst_settings settings = exact();
        settings.gap = cst_settings_default().gap;
        cst_explanation *found = explain(&t, &settings);
        compare(&r, it, &t, found, true);
        assert_string_equal(r.text, "");
        cst_explanation_free(found);
    }
    explain_oracle_free(e);
    tender_clear(&t);
}

/* ---------------------------------------------------------------- the table */

static const law laws[] = {
    {"the order of the files does not matter", law_order},
    {"the number of threads does not matter", law_threads},
    {"what is said when stopped is true", law_stopped},
    {"the gap does not matter where it is less than a cent", law_gap},
};

int main(void) {
    static const law_ground ground = {"explain_laws", "consort-explain-laws", take, SEEDS};
    return laws_run(&ground, laws, sizeof laws / sizeof *laws);
}
