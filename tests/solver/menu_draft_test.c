/*
 * menu_draft_test.c - drafts of menus by themselves, beside all menus that there are.
 *
 * What a draft makes is a menu like any other: its kept teams are as they were given and in their
 * places, no team is too large, no firm in too many; and it is no better than the best there is.
 * That it is good is counted: where some menu has the kinds of team that are asked for a draft
 * mostly has them, and mostly it is the best. What it rests on was searched for: what is known of
 * its teams then is what they come to. A draft goes by the teams that were tried and by what is
 * known, so that one which is told of both makes the same.
 *
 * Teams that are exchanged (menu_beside.h), from a draft of fewer teams on, serve no less and cost
 * no more, and mostly the least for what they serve.
 *
 * CST_MENU_DRAFT_SEEDS=N tries N seeds, CST_MENU_DRAFT_FIRST=S begins with seed S.
 */
#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/menu_beside.h"
#include "solver/menu_search.h"
#include "tests/sanitized.h"
#include "tests/solver/menu_brute.h"
#include "tests/solver/seeds.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 300 : 600, SEEDS_IN_A_ROW = 25 };

/* All that a draft stands on. */
typedef struct drafting {
    const menu_world *world;
    cst_settings settings;
    bool *open_weights;
    cst__serving serving;
    cst__menu_ground ground;
    cst__menu_choice choice, again;
    cst__draft *draft;
} drafting;

static void begin(drafting *d, const menu_world *w) {
    *d = (drafting){.world = w, .settings = cst_settings_default()};
    d->settings.gap = 0;
    d->settings.threads = 1;
    if (w->open_weight_team) {
        d->open_weights = calloc(w->catalog->n_offerings + 1, sizeof *d->open_weights);
        cst__open_weights(w->catalog, d->open_weights);
    }
    assert_int_equal(
        cst__serving_begin(&d->serving, w->markets, w->max_members, d->open_weights, &d->settings),
        CST_E_OK);
    assert_int_equal(cst__menu_ground_new(&d->serving, (size_t)w->packages, &d->ground), CST_E_OK);
    d->ground.teams_per_firm = w->teams_per_firm;
    d->ground.kept = w->kept;
    assert_int_equal(
        cst__menu_demands_new(&d->serving, w->small_team, d->open_weights, &d->ground.demands),
        CST_E_OK);
    assert_int_equal(cst__menu_ground_search(&d->ground), CST_E_OK);
    assert_int_equal(cst__menu_demands_search(&d->serving, d->ground.open, &d->ground.demands),
                     CST_E_OK);
    assert_int_equal(cst__menu_choice_new(&d->ground, &d->choice), CST_E_OK);
    assert_int_equal(cst__menu_choice_new(&d->ground, &d->again), CST_E_OK);
    assert_int_equal(cst__draft_new(&d->ground, &d->draft), CST_E_OK);
}

static void end(drafting *d) {
    cst__draft_free(d->draft);
    cst__menu_choice_clear(&d->choice, d->ground.most_teams);
    cst__menu_choice_clear(&d->again, d->ground.most_teams);
    cst__menu_demands_clear(&d->ground.demands);
    cst__menu_ground_clear(&d->ground);
    cst__serving_end(&d->serving);
    free(d->open_weights);
}

/* ---------------------------------------------------------------- what holds of every draft */

static uint32_t firms_of(const drafting *d, const cst__menu_team *team) {
    uint32_t set = 0;
    for (size_t f = 0; f < d->serving.n_firms; f++) {
        set |= cst__firms_has(team->firms, f) ? 1U << f : 0;
    }
    return set;
}

static void check_teams(const drafting *d, const cst__menu_choice *c, size_t most) {
    const menu_world *w = d->world;
    assert_true(c->n_teams <= most && c->n_teams >= (size_t)w->n_kept);
    uint32_t in_one = 0;
    for (size_t k = 0; k < c->n_teams; k++) {
        const cst__menu_team *team = &c->teams[k];
        uint32_t firms = firms_of(d, team);
        assert_int_equal(team->kept, k < (size_t)w->n_kept);
        assert_true(menu_bits(firms) <= w->max_members);
        assert_true((firms >> team->anchor & 1U) != 0);
        assert_true(!team->open || w->open_weight_team);
        assert_true(w->teams_per_firm == 0 || (in_one & firms) == 0);
        in_one |= firms;
        if (team->kept) {
            assert_int_equal(firms, w->kept_team[k]);
            assert_int_equal(team->anchor, w->kept_anchor[k]);
        }
    }
}

static long drafts, best, of_kinds, with_kinds, best_of_kinds, tried, searched;

/* Whether what is known of a draft is all that there is, within what searches of drafts leave open.
 * Of a market that was not searched for nothing would be known. */
static void check_searched(drafting *d) {
    cst__menu_choice *known = &d->again;
    cst__menu_choice_copy(&d->ground, &d->choice, known);
    assert_int_equal(cst__menu_evaluate(&d->ground, CST__MENU_KNOWN, known), CST_E_OK);
    assert_int_equal(cst__menu_evaluate(&d->ground, CST__MENU_CLOSE, &d->choice), CST_E_OK);
    double cost = (double)d->choice.cost_cents;
    double most = cost + 0.01 * fabs(cost);
    tried++;
    searched += known->weight_milli == d->choice.weight_milli && (double)known->cost_cents <= most;
}

/* What it comes to, beside the best of all. */
static void check_worth(const drafting *d, const menu_brute *b, const cst__menu_choice *c, int k) {
    const menu_world *w = d->world;
    bool asked = w->small_team || w->open_weight_team;
    bool fits = cst__menu_choice_fits(&d->ground, c);
    if (fits) {
        assert_true(c->weight_milli <= b->weight[k]);
        assert_true(c->weight_milli < b->weight[k] || c->cost_cents >= b->cost[k]);
    }
    if (b->weight[k] == 0) {
        assert_true(!fits || c->weight_milli == 0);
        return;
    }
    bool is_best = fits && c->weight_milli == b->weight[k] && c->cost_cents == b->cost[k];
    drafts++;
    best += is_best;
    of_kinds += asked;
    with_kinds += asked && fits;
    best_of_kinds += asked && is_best;
}

/* ---------------------------------------------------------------- told of another's teams */

/* A draft that begins with what another has tried, where all is known that this one knew. */
static void check_told(drafting *d, size_t k) {
    cst__draft *other = NULL;
    assert_int_equal(cst__draft_new(&d->ground, &other), CST_E_OK);
    for (size_t i = 0; i < cst__draft_n_tried(d->draft); i++) {
        assert_int_equal(cst__draft_recall(other, cst__draft_tried(d->draft, i)), CST_E_OK);
    }
    cst__draft_recall_seeded(other, cst__draft_is_seeded(d->draft));
    cst__draft *both[] = {d->draft, other};
    cst__menu_choice *choices[] = {&d->choice, &d->again};
    for (int i = 0; i < 2; i++) {
        cst__draft_begin(both[i]);
        assert_int_equal(cst__draft_from_pool(both[i], k, choices[i]), CST_E_OK);
    }
    assert_int_equal(d->choice.n_teams, d->again.n_teams);
    for (size_t i = 0; i < d->choice.n_teams; i++) {
        const cst__menu_team *a = &d->choice.teams[i];
        const cst__menu_team *c = &d->again.teams[i];
        assert_true(a->anchor == c->anchor && a->open == c->open && a->kept == c->kept);
        assert_int_equal(firms_of(d, a), firms_of(d, c));
    }
    check_teams(d, &d->again, k);
    cst__draft_free(other);
}

/* ---------------------------------------------------------------- teams exchanged */

static long exchanged, cheaper, least_of_all;

static int64_t least_for(const menu_brute *b, int k, int64_t weight) {
    int64_t least = INT64_MAX;
    for (int i = 0; i < b->n_least[k]; i++) {
        least = b->least[k][i].weight == weight ? b->least[k][i].cost : least;
    }
    return least;
}

/* From the menu of the first draft to one of as many teams as there may be. */
static void check_exchanged(drafting *d, const menu_brute *b) {
    const menu_world *w = d->world;
    cst__menu_choice *c = &d->again;
    bool alone = w->teams_per_firm > 0 || w->small_team || w->open_weight_team;
    cst__menu_choice_copy(&d->ground, &d->choice, c);
    assert_int_equal(cst__menu_exchange_teams(&d->ground, (size_t)w->packages, HUGE_VAL, &d->again),
                     CST_E_OK);
    check_teams(d, c, (size_t)w->packages);
    assert_true(c->weight_milli >= d->choice.weight_milli);
    if (c->weight_milli == d->choice.weight_milli) {
        assert_true(c->cost_cents <= d->choice.cost_cents);
    }
    if (alone || c->weight_milli == 0) {
        return;
    }
    int64_t least = least_for(b, w->packages, c->weight_milli);
    assert_true(c->cost_cents >= least);
    exchanged++;
    cheaper += c->cost_cents < d->choice.cost_cents;
    least_of_all += c->cost_cents == least;
}

static void try_seed(uint64_t seed) {
    menu_world w;
    assert_true(menu_world_make(seed, 0, &w));
    w.share_units = false; /* of which drafts know nothing */
    w.share_value = false;
    menu_brute *b = menu_brute_new(&w);
    drafting d;
    if (b != NULL) {
        begin(&d, &w);
        for (int k = w.n_kept > 1 ? w.n_kept : 1; k <= w.packages; k++) {
            assert_int_equal(cst__draft_menu(d.draft, (size_t)k, &d.choice), CST_E_OK);
            check_teams(&d, &d.choice, (size_t)k);
            check_searched(&d);
            check_worth(&d, b, &d.choice, k);
            if (k == (w.n_kept > 1 ? w.n_kept : 1)) {
                check_exchanged(&d, b);
            }
        }
        check_told(&d, (size_t)w.packages);
        end(&d);
    }
    menu_brute_free(b);
    menu_world_clear(&w);
}

/* Drafts are of use. */
static void test_worth(void **state) {
    (void)state;
    print_message("# %ld drafts, %ld are the best; %ld of %ld rest on no guess\n", drafts, best,
                  searched, tried);
    print_message(
        "# kinds of team are possible in %ld, and there in %ld, which is the best in %ld\n",
        of_kinds, with_kinds, best_of_kinds);
    print_message("# %ld times teams were exchanged, %ld got cheaper, %ld cost the least\n",
                  exchanged, cheaper, least_of_all);
    assert_true(cheaper * 30 > exchanged && least_of_all * 10 > exchanged * 7);
    assert_true(drafts > 0 && best * 10 > drafts * 8 && searched == tried);
    assert_true(of_kinds > 0 && with_kinds * 10 > of_kinds * 9 &&
                best_of_kinds * 10 > of_kinds * 6);
}

int main(void) {
    static const seeded all = {.group = "drafts of seeded menus",
                               .first_variable = "CST_MENU_DRAFT_FIRST",
                               .seeds_variable = "CST_MENU_DRAFT_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .after_name = "drafts are of use",
                               .after = test_worth};
    return seeds_run(&all);
}
