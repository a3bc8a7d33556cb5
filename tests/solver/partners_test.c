/*
 * partners_test.c - hundreds of tiny tenders, each with two variants of it: every firm of the
 * catalog beside all packages. Teams, needs, the price to win, facts that would win, and the
 * partners that reach most are held against their definitions by trying everything. Then the same
 * with a time limit: what is claimed in spite of it holds.
 *
 * CST_PARTNERS_SEEDS=N tries N seeds, CST_PARTNERS_FIRST=S begins with seed S. A seed on which they
 * differ is made smaller and written to a folder that the message names.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "model/vary.h"
#include "tests/dice.h"
#include "tests/sanitized.h"
#include "tests/solver/partners_compare.h"
#include "tests/solver/seeds.h"
#include "tests/solver/tighten.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 20 : 160 };
enum { STOPPED_SEEDS = TEST_SANITIZED ? 20 : 60 };
enum { SEEDS_IN_A_ROW = 20, N_TENDERS = 3 };

/* ---------------------------------------------------------------- tenders of a seed */

/* The tender, the same without a deadline, and one of fewer members and less money. */
typedef struct trio {
    cst_opportunity *copies[N_TENDERS];
    const cst_opportunity *tenders[N_TENDERS];
    partners_ground grounds[N_TENDERS];
    bool small; /* every one can be tried out */
} trio;

static void vary_copy(cst_opportunity *copy, int which, uint64_t seed) {
    static const char *const ids[] = {"first", "second", "third"};
    copy->id = ids[which];
    if (which == 1) {
        copy->deadline_weeks = -1;
        copy->content_mode = seed % 3 == 0 ? CST_MODE_REQUIRE : copy->content_mode;
    } else if (which == 2) {
        copy->max_members =
            copy->max_members > 2 && copy->max_members < 99 ? copy->max_members - 1 : 3;
        copy->budget_cents =
            copy->budget_cents == CST__NO_LIMIT ? CST__NO_LIMIT : copy->budget_cents / 4 * 3;
        copy->deadline_weeks = seed % 2 == 0 ? copy->deadline_weeks / 2 : copy->deadline_weeks;
    }
}

static void trio_begin(trio *three, const cst_opportunity *original, uint64_t seed) {
    three->small = true;
    for (int i = 0; i < N_TENDERS; i++) {
        three->copies[i] = cst__opportunity_copy(original);
        assert_non_null(three->copies[i]);
        vary_copy(three->copies[i], i, seed);
        three->tenders[i] = three->copies[i];
        three->small = partners_ground_begin(&three->grounds[i], three->copies[i]) && three->small;
    }
}

static void trio_clear(trio *three) {
    for (int i = 0; i < N_TENDERS; i++) {
        partners_ground_clear(&three->grounds[i]);
        cst_opportunity_free(three->copies[i]);
    }
}

/* ---------------------------------------------------------------- asking */

static const int64_t weights[N_TENDERS] = {1000, 2500, 700};

static cst_settings settings_of(uint64_t seed) {
    cst_settings settings = cst_settings_default();
    settings.gap = 0;
    settings.threads = 1;
    settings.candidates = 1 + (int)(seed % 4);
    settings.differ = 1 + (int)(seed / 4 % 2);
    return settings;
}

static cst_partner_questions questions_of(uint64_t seed) {
    static const int within[] = {0, 500, 3000};
    return (cst_partner_questions){.every_firm = true,
                                   .needs = true,
                                   .needs_of_all = seed % 2 == 0,
                                   .prices_only = seed % 4 == 3,
                                   .recheck = seed % 5 == 0,
                                   .most_partners = 1 + (int)(seed % 3),
                                   .within_bp = within[seed / 3 % 3],
                                   .weight_milli = weights};
}

/* ---------------------------------------------------------------- what was seen */

static struct seen {
    long tenders, standings[CST_STANDING_UNDECIDED + 1], ties, over_budget, rebates, rises[3];
    long priced, shares, weeks, no_share, no_weeks, possible, critical, saved, never, sets,
        rechecked, facts_by_prices;
} seen;

static void count_prospect(const cst_prospect *p, const cst_partner_questions *asked) {
    const cst_lever *share = &p->levers[CST_LEVER_CONTENT];
    const cst_lever *weeks = &p->levers[CST_LEVER_LEAD];
    seen.standings[p->standing]++;
    seen.priced += p->has_gap && !p->gap_proven;
    seen.over_budget += p->price.over_budget;
    seen.rebates += p->price.has_rebate && p->price.rebate_cents > 0;
    seen.ties += p->price.has_room && p->price.room_cents == 0;
    seen.rises[p->price.room_end] += p->price.has_room;
    seen.shares += share->wins.found;
    seen.weeks += weeks->wins.found;
    seen.no_share += !share->idle && !share->wins.found;
    seen.no_weeks += !weeks->idle && !weeks->wins.found;
    seen.possible += share->possible.found + weeks->possible.found;
    seen.rechecked += p->n_rechecked;
    seen.facts_by_prices += asked->prices_only ? share->wins.found + weeks->wins.found : 0;
    for (size_t i = 0; i < p->n_needs; i++) {
        const cst_need *need = &p->needs[i];
        seen.critical += need->critical;
        seen.saved += need->has_saving && need->saving_cents > 0;
        seen.never += !need->on_team && !need->other.found;
    }
}

static void count_report(const cst_partners_report *found, const cst_partner_questions *asked) {
    seen.tenders += N_TENDERS;
    for (size_t i = 0; i < found->n_prospects; i++) {
        count_prospect(found->prospects[i], asked);
    }
    for (size_t i = 0; i < found->n_sets; i++) {
        seen.sets += found->sets[i].n_partners > 1;
    }
}

/* ---------------------------------------------------------------- a seed */

static void compare_all(report *r, const trio *three, const cst_settings *settings,
                        const cst_partner_questions *asked, const cst_partners_report *found) {
    size_t n_firms = found->n_firms;
    for (size_t i = 0; i < found->n_prospects && agrees(r); i++) {
        const cst_prospect *p = found->prospects[i];
        compare_prospect(r, &three->grounds[i / n_firms], p, settings, asked);
        if (!agrees(r)) {
            char text[sizeof r->text];
            snprintf(text, sizeof text, "%s", r->text);
            snprintf(r->text, sizeof r->text, "%.60s in %.30s: %.300s", p->firm, p->opportunity,
                     text);
        }
    }
    for (size_t f = 0; f < found->n_sets && agrees(r); f++) {
        compare_set(r, three->grounds, N_TENDERS, f, asked, &found->sets[f]);
    }
    if (agrees(r) && !found->complete) {
        differ(r, "the report is called unproven");
    }
}

/* What is said of the three tenders; NULL where brute force can not follow, or the call failed. */
static cst_partners_report *ask_trio(report *r, const tender *t, const trio *three,
                                     const cst_settings *settings,
                                     const cst_partner_questions *asked) {
    cst_partners_report *found = NULL;
    if (three->small) {
        cst_error error =
            cst_partners(t->rules, t->catalog, three->tenders, N_TENDERS, settings, asked, &found);
        if (error != CST_E_OK) {
            differ(r, "cst_partners failed: %s", cst_error_text(error));
        }
    }
    return found;
}

static void compare_seed(report *r, const instance *it, const tender *t, uint64_t seed,
                         bool counts) {
    (void)it;
    trio three;
    cst_settings settings = settings_of(seed);
    cst_partner_questions asked = questions_of(seed);
    trio_begin(&three, t->opportunity, seed);
    cst_partners_report *found = ask_trio(r, t, &three, &settings, &asked);
    if (found != NULL) {
        compare_all(r, &three, &settings, &asked, found);
    }
    if (counts && found != NULL) {
        count_report(found, &asked);
    }
    cst_partners_report_free(found);
    trio_clear(&three);
}

static void try_seed(uint64_t seed) {
    static const seed_check check = {"consort-partners", "CST_PARTNERS", compare_seed};
    instance it = seed % 7 == 0 ? instance_infeasible(seed, PARTNERS_MOST_CHOICES)
                                : instance_feasible(seed, PARTNERS_MOST_CHOICES);
    seeds_try(&check, seed, &it);
}

/* ---------------------------------------------------------------- stopped somewhere */

static struct stopped { long prospects, open, found_open, sets, sets_open, complete; } stopped;

/* A limit between a moment and what all of it takes, on the whole or on each firm. */
static void limit_by(uint64_t seed, cst_settings *settings, cst_partner_questions *asked) {
    dice d = dice_new(seed);
    double limit = 1e-6 * pow(10, 5 * dice_from(&d, 0, 1000) / 1000.0);
    if (seed % 3 == 0) {
        asked->each_limit_s = limit / 4;
    } else {
        settings->time_limit_s = limit;
    }
}

static void count_stopped(const cst_partners_report *found) {
    stopped.complete += found->complete;
    for (size_t i = 0; i < found->n_prospects; i++) {
        const cst_prospect *p = found->prospects[i];
        stopped.prospects++;
        stopped.open += !p->complete;
        stopped.found_open += !p->complete && p->has_gap;
    }
    for (size_t i = 0; i < found->n_sets; i++) {
        stopped.sets++;
        stopped.sets_open += found->sets[i].status == CST_STATUS_LIMIT;
    }
}

/* Whatever the report claims holds. */
static void check_claims(report *r, const trio *three, const cst_settings *settings,
                         const cst_partner_questions *asked, const cst_partners_report *found) {
    int64_t counted[N_TENDERS];
    cst_partner_questions as_counted = *asked;
    bool complete = true;
    as_counted.weight_milli = counted;
    for (size_t t = 0; t < N_TENDERS; t++) {
        bool proven = found->grounds[t].status == CST_STATUS_SOLVED;
        counted[t] = proven ? weights[t] : 0;
        complete = complete && found->grounds[t].status != CST_STATUS_LIMIT;
    }
    for (size_t i = 0; i < found->n_prospects && agrees(r); i++) {
        const cst_prospect *p = found->prospects[i];
        compare_claims(r, &three->grounds[i / found->n_firms], p, settings, asked);
        complete = complete && p->complete;
    }
    for (size_t f = 0; f < found->n_sets && agrees(r); f++) {
        compare_set_claims(r, three->grounds, N_TENDERS, f, &as_counted, &found->sets[f]);
        complete = complete && found->sets[f].status == CST_STATUS_SOLVED;
    }
    if (agrees(r) && found->complete != complete) {
        differ(r, "the report is called proven");
    }
}

static void compare_stopped(report *r, const instance *it, const tender *t, uint64_t seed,
                            bool counts) {
    (void)it;
    trio three;
    cst_settings settings = settings_of(seed);
    cst_partner_questions asked = questions_of(seed);
    limit_by(seed, &settings, &asked);
    trio_begin(&three, t->opportunity, seed);
    cst_partners_report *found = ask_trio(r, t, &three, &settings, &asked);
    if (found != NULL) {
        check_claims(r, &three, &settings, &asked, found);
    }
    if (counts && found != NULL) {
        count_stopped(found);
    }
    cst_partners_report_free(found);
    trio_clear(&three);
}

static void try_stopped(uint64_t seed) {
    static const seed_check check = {"consort-partners-stopped", "CST_STOPPED_PARTNERS",
                                     compare_stopped};
    instance it = instance_feasible(seed, PARTNERS_MOST_CHOICES);
    seeds_try(&check, seed, &it);
}

static void test_stopped_seen(void **state) {
    (void)state;
    print_message(
        "%ld prospects, %ld stopped, of these %ld with a package; %ld sets, %ld stopped\n",
        stopped.prospects, stopped.open, stopped.found_open, stopped.sets, stopped.sets_open);
    assert_true(stopped.prospects < 100 || stopped.open > 0);
}

/* ---------------------------------------------------------------- all seeds */

static void test_seen(void **state) {
    (void)state;
    print_message(
        "%ld tenders; refused %ld, impossible %ld, beaten %ld, chosen %ld, of these ties "
        "%ld\n",
        seen.tenders, seen.standings[0], seen.standings[1], seen.standings[2], seen.standings[3],
        seen.ties);
    print_message(
        "rebates %ld, over the budget %ld; rises to a rival %ld, the budget %ld, without "
        "end %ld\n",
        seen.rebates, seen.over_budget, seen.rises[0], seen.rises[1], seen.rises[2]);
    print_message("shares that win %ld, none that does %ld; weeks %ld, %ld; possible %ld\n",
                  seen.shares, seen.no_share, seen.weeks, seen.no_weeks, seen.possible);
    print_message("by price alone: gaps left open %ld, facts that win %ld\n", seen.priced,
                  seen.facts_by_prices);
    print_message(
        "critical %ld, saving %ld, never together %ld; sets of two and more %ld; "
        "rechecked %ld\n",
        seen.critical, seen.saved, seen.never, seen.sets, seen.rechecked);
    if (seen.tenders < 360) {
        return;
    }
    for (int standing = 0; standing < CST_STANDING_UNDECIDED; standing++) {
        assert_true(seen.standings[standing] >= 50);
    }
    assert_true(seen.ties >= 5 && seen.rebates >= 50 && seen.over_budget >= 8);
    assert_true(seen.rises[0] >= 50 && seen.rises[1] >= 10 && seen.rises[2] >= 10);
    assert_true(seen.shares >= 6 && seen.weeks >= 6 && seen.no_share >= 10 && seen.no_weeks >= 10 &&
                seen.possible >= 10);
    assert_true(seen.critical >= 50 && seen.saved >= 50 && seen.never >= 10 && seen.sets >= 10);
    assert_true(seen.rechecked >= 100 && seen.priced >= 3 && seen.facts_by_prices >= 3);
}

int main(void) {
    static const seeded all = {.group = "partners",
                               .first_variable = "CST_PARTNERS_FIRST",
                               .seeds_variable = "CST_PARTNERS_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .after_name = "every kind of answer occurs",
                               .after = test_seen};
    static const seeded some = {.group = "partners, stopped",
                                .first_variable = "CST_STOPPED_PARTNERS_FIRST",
                                .seeds_variable = "CST_STOPPED_PARTNERS_SEEDS",
                                .seeds = STOPPED_SEEDS,
                                .in_a_row = SEEDS_IN_A_ROW,
                                .try_seed = try_stopped,
                                .after_name = "where it was stopped",
                                .after = test_stopped_seen};
    int failed = seeds_run(&all);
    return failed + seeds_run(&some);
}
