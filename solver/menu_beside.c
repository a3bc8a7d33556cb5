/*
 * menu_beside.c - one team of a menu after the other is given up, and the program over firms asked
 * for the best one beside those that stay.
 *
 * The others serve what they can at what is known of them; what they can not, the new team has to.
 * Since it is one team the program is sharp (menu_master.c), and what it proposes is mostly within
 * a few per cent of the truth. It is tried by searches; where it is no better these are learned
 * from, and it is asked again, a few times.
 */
#include "solver/menu_beside.h"

#include "solver/menu_learn.h"

enum { MOST_PROPOSALS = 4, MOST_NODES = 400 };

/* Where time is limited: for the search of one team, of what is left of it; and so many proposals
 * that are no better, one after the other, whatever teams they are for, are the last. */
static const double one_team_share = 0.25;
enum { MOST_IDLE = 3 };

typedef struct beside {
    const cst__menu_ground *ground;
    cst__menu_ground rest;  /* the same of one team, and of what is served */
    cst__menu_choice *best; /* the caller's */
    cst__menu_choice trial;
    cst__menu_choice single; /* the team that is proposed */
    cst__master_answer answer;
    int64_t *else_cents; /* [n_markets] */
    double deadline_s;
    bool improved;
    int n_idle; /* proposals that were no better, one after the other */
} beside;

/* ---------------------------------------------------------------- begin and end */

static cst_error begin(beside *b) {
    const cst__menu_ground *g = b->ground;
    size_t n = g->serving->n_markets;
    b->rest = *g;
    b->rest.kept = NULL;
    b->rest.most_teams = 1;
    b->rest.open = calloc(n + 1, sizeof *b->rest.open);
    b->else_cents = malloc((n + 1) * sizeof *b->else_cents);
    b->answer.served_by = malloc((n + 1) * sizeof *b->answer.served_by);
    b->answer.expected_cents = malloc((n + 1) * sizeof *b->answer.expected_cents);
    cst_error error = cst__menu_choice_new(g, &b->trial);
    error = error == CST_E_OK ? cst__menu_choice_new(&b->rest, &b->single) : error;
    b->answer.teams = b->single.teams;
    bool ok = b->rest.open != NULL && b->else_cents != NULL && b->answer.served_by != NULL &&
              b->answer.expected_cents != NULL;
    return error == CST_E_OK && !ok ? CST_E_MEMORY : error;
}

static void end(beside *b) {
    free(b->rest.open);
    free(b->else_cents);
    free(b->answer.served_by);
    free(b->answer.expected_cents);
    cst__menu_choice_clear(&b->trial, b->ground->most_teams);
    cst__menu_choice_clear(&b->single, 1);
}

/* ---------------------------------------------------------------- the others */

/* What a market costs with the teams but one, as far as is known; INT64_MAX: they do not serve it.
 */
static int64_t cost_with_others(const beside *b, size_t m, size_t k) {
    const cst__menu_ground *g = b->ground;
    int64_t least = INT64_MAX;
    for (size_t other = 0; other < b->best->n_teams; other++) {
        cst__request q = cst__menu_request(g, CST__MENU_QUICK, m, &b->best->teams[other]);
        if (other == k) {
            continue;
        }
        cst__serving_knows(g->serving, &q);
        if (q.can == CST__CAN) {
            int64_t cost = g->serving->market[q.market].lore->able[q.package].criteria.cost_cents;
            least = cost < least ? cost : least;
        }
    }
    return least;
}

static void price_others(beside *b, size_t k) {
    b->rest.open_milli = 0;
    for (size_t m = 0; m < b->ground->serving->n_markets; m++) {
        b->rest.open[m] = b->best->served_by[m] != CST__NONE;
        b->else_cents[m] = b->rest.open[m] ? cost_with_others(b, m, k) : INT64_MAX;
        b->rest.open_milli +=
            b->rest.open[m] ? b->ground->serving->market[m].market->weight_milli : 0;
    }
}

/* ---------------------------------------------------------------- one team */

static bool is_over(const beside *b) {
    bool is_idle = b->deadline_s < HUGE_VAL && b->n_idle >= MOST_IDLE;
    return is_idle || cst__time_is_up(b->deadline_s, b->ground->serving->settings->stop);
}

static cst_error ask(beside *b) {
    double now = cst__clock();
    double end_s = b->deadline_s;
    cst__master_ask ask = {
        .ground = &b->rest,
        .n_teams = 1,
        .cost = true,
        .most_cents = b->best->cost_cents - 1,
        .else_cents = b->else_cents,
        .most_nodes = MOST_NODES,
        .deadline_s = end_s < HUGE_VAL ? now + one_team_share * (end_s - now) : HUGE_VAL};
    return cst__master_ask_for(&ask, &b->answer);
}

/* The menu with the proposed team in the place of one. */
static cst_error try_proposal(beside *b, size_t k) {
    const cst__menu_ground *g = b->ground;
    const cst__menu_team *team = &b->single.teams[0];
    cst__menu_choice_copy(g, b->best, &b->trial);
    cst__firms_copy(b->trial.teams[k].firms, team->firms, g->serving->words);
    b->trial.teams[k].anchor = team->anchor;
    b->trial.teams[k].open = false;
    b->trial.n_teams = k < b->best->n_teams ? b->best->n_teams : k + 1;
    cst_error error = cst__menu_evaluate(g, CST__MENU_QUICK, &b->trial);
    if (error == CST_E_OK && cst__menu_choice_beats(&b->trial, b->best)) {
        cst__menu_choice_copy(g, &b->trial, b->best);
        b->improved = true;
    }
    b->n_idle = b->improved ? 0 : b->n_idle + 1;
    return error;
}

/* What is wrong with a proposal that is no better. */
static cst_error learn(beside *b, size_t *learned) {
    cst__lesson lesson = {.ground = b->ground,
                          .teams = b->single.teams,
                          .answer = &b->answer,
                          .deadline_s = b->deadline_s};
    cst_error error = cst__learn_failures(&lesson);
    if (error == CST_E_OK && lesson.n_learned == 0) {
        error = cst__learn_planes(&lesson);
    }
    *learned = lesson.n_learned;
    return error;
}

static cst_error exchange(beside *b, size_t k) {
    cst_error error = CST_E_OK;
    bool before = b->improved;
    size_t learned = 1;
    b->improved = false;
    price_others(b, k);
    for (int i = 0; i < MOST_PROPOSALS && error == CST_E_OK && !b->improved && learned > 0; i++) {
        error = is_over(b) ? CST_E_OK : ask(b);
        if (error != CST_E_OK || is_over(b) || !b->answer.found) {
            break;
        }
        error = try_proposal(b, k);
        if (error == CST_E_OK && !b->improved && !is_over(b)) {
            error = learn(b, &learned);
        }
    }
    b->improved = b->improved || before;
    return error;
}

cst_error cst__menu_exchange_teams(const cst__menu_ground *g, size_t n_teams, double deadline_s,
                                   cst__menu_choice *choice) {
    beside b = {.ground = g, .best = choice, .deadline_s = deadline_s, .improved = true};
    size_t n_kept = cst__menu_n_kept(g);
    if (g->teams_per_firm > 0 || g->demands.small_team || g->demands.open_team) {
        return CST_E_OK;
    }
    cst_error error = begin(&b);
    while (error == CST_E_OK && b.improved && !is_over(&b)) {
        b.improved = false;
        for (size_t k = n_kept; error == CST_E_OK && k < n_teams && k <= choice->n_teams; k++) {
            error = exchange(&b, k);
        }
    }
    end(&b);
    return error;
}
