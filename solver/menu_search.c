/*
 * menu_search.c - the loop between the program over firms and the searches for packages.
 *
 *     alone     every market by itself: can any team serve it, and for how much at least
 *     weight    the program proposes teams and markets that weigh more than the best menu so far;
 *               each market is tried; who fails is grown to the largest set of firms that fails,
 *               which the program knows from then on
 *     cost      the same with what markets cost, at the weight that was found
 *
 * Every proposal is tried in full, so that it is also a menu that may be the best so far. The loop
 * ends when the program has nothing better to propose, which proves the best.
 */
#include "solver/menu_search.h"

#include <math.h>

#include "solver/menu_beside.h"
#include "solver/menu_capacity.h"
#include "solver/menu_improve.h"
#include "solver/menu_learn.h"

/* ---------------------------------------------------------------- every market by itself */

enum { ALONE_AT_ONCE = 8, MOST_SLOW = 2 };

/* Where time is limited: single markets need not be proven better than to this gap, and in the end,
 * as far as there is time, to this one. */
static const double alone_gap = 3e-3;
static const double sharp_gap = 3e-4;

/* Of the time that is left for the cost of a menu: for a draft of it; and for the program over
 * firms where the best is further than this above what is proven, which it does not make up for.
 * The rest is left to the other points of the curve. */
static const double draft_share = 0.4;
static const double far_above = 0.05;
static const double far_share = 0.2;
static const double exchange_above = 0.1;  /* of what the markets cost by themselves */
static const double least_progress = 1e-3; /* of the cost, by one proposal of one team */

/* Soon a bound for every market; twins share it. */
static cst_error relax_all(cst__serving *s) {
    size_t *markets = malloc((s->n_markets + 1) * sizeof *markets);
    size_t n = 0;
    if (markets == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t m = 0; m < s->n_markets; m++) {
        if (s->market[m].twin == m) {
            markets[n++] = m;
        }
    }
    cst_error error = cst__serving_relax(s, markets, n);
    free(markets);
    return error;
}

/* Of every market that is not settled; how many. */
static size_t ask_of_markets(const cst__menu_ground *g, const uint64_t *all,
                             cst__request *requests) {
    cst__serving *s = g->serving;
    double seconds = s->deadline_s < HUGE_VAL
                         ? 4 * (s->deadline_s - cst__clock()) / (double)(s->n_markets + 1)
                         : 0;
    size_t n = 0;
    for (size_t m = 0; m < s->n_markets; m++) {
        if (g->settled[m]) {
            continue;
        }
        requests[n] = cst__request_on(m, all, CST__NONE);
        requests[n].cheapest = true;
        requests[n].seconds = seconds;
        if (s->settings->time_limit_s > 0) { /* what is left open is left to the program */
            requests[n].gap = fmax(s->settings->gap, alone_gap);
        }
        n++;
    }
    return n;
}

static cst_error search_markets(cst__serving *s, cst__request *requests, size_t n) {
    cst_error error = relax_all(s);
    for (size_t i = 0; error == CST_E_OK && i < n; i += ALONE_AT_ONCE) {
        size_t left = n - i;
        error = cst__serving_ask(s, requests + i, left < ALONE_AT_ONCE ? left : ALONE_AT_ONCE);
        error = error == CST_E_OK ? cst__serving_share(s) : error;
    }
    return error;
}

static void note_alone(cst__menu_ground *g, const cst__request *q) {
    int64_t least = q->least_cents;
    g->open[q->market] = q->can != CST__CAN_NOT;
    g->alone_cents[q->market] = !g->open[q->market] ? 0
                                : least > INT64_MIN
                                    ? least
                                    : cst__trivial_bound(g->serving->markets->catalog);
    g->settled[q->market] = q->can == CST__CAN_NOT || q->proven;
}

static cst_error ask_alone(cst__menu_ground *g, bool searching) {
    cst__serving *s = g->serving;
    cst__firms all = cst__firms_all(s->n_firms);
    cst__request *requests = calloc(s->n_markets + 1, sizeof *requests);
    cst_error error = all == NULL || requests == NULL ? CST_E_MEMORY : CST_E_OK;
    size_t n = error == CST_E_OK ? ask_of_markets(g, all, requests) : 0;
    s->task = "alone";
    if (error == CST_E_OK && searching) {
        error = search_markets(s, requests, n);
    }
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        if (!searching) {
            cst__serving_knows(s, &requests[i]);
        }
        note_alone(g, &requests[i]);
    }
    g->open_milli = 0;
    for (size_t m = 0; m < s->n_markets; m++) {
        g->open_milli += g->open[m] ? s->market[m].market->weight_milli : 0;
    }
    free(all);
    free(requests);
    return error;
}

cst_error cst__menu_ground_recall(cst__menu_ground *g) {
    return ask_alone(g, false);
}

cst_error cst__menu_ground_search(cst__menu_ground *g) {
    return ask_alone(g, true);
}

cst_error cst__menu_ground_new(cst__serving *serving, size_t most_teams, cst__menu_ground *g) {
    size_t n = serving->n_markets;
    *g = (cst__menu_ground){.serving = serving,
                            .most_teams = most_teams,
                            .open = calloc(n + 1, sizeof *g->open),
                            .settled = calloc(n + 1, sizeof *g->settled),
                            .alone_cents = calloc(n + 1, sizeof *g->alone_cents)};
    for (size_t m = 0; m < n; m++) {
        g->step_milli = cst__common_divisor(serving->market[m].market->weight_milli, g->step_milli);
    }
    g->step_milli = g->step_milli > 0 ? g->step_milli : 1;
    bool ok = g->open != NULL && g->settled != NULL && g->alone_cents != NULL;
    return ok ? cst__tangents_new(serving, &g->tangents) : CST_E_MEMORY;
}

/* By how much the bound of a market by itself may be too low; 0 for a twin of another. */
static int64_t open_gap(const cst__menu_ground *g, size_t m) {
    const cst__served_market *it = &g->serving->market[m];
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < it->lore->n_able; i++) {
        int64_t cost = it->lore->able[i].criteria.cost_cents;
        least = cost < least ? cost : least;
    }
    bool known = g->open[m] && it->twin == m && least < INT64_MAX;
    return known ? least - g->alone_cents[m] : 0;
}

/* Markets whose bounds are furthest off and that were not asked about again. */
static size_t list_furthest(const cst__menu_ground *g, bool *asked, cst__request *requests) {
    const cst__serving *s = g->serving;
    size_t n = 0;
    while (n < ALONE_AT_ONCE) {
        size_t worst = CST__NONE;
        for (size_t m = 0; m < s->n_markets; m++) {
            bool is_new =
                !asked[m] && (double)open_gap(g, m) > sharp_gap * (double)g->alone_cents[m];
            worst =
                is_new && (worst == CST__NONE || open_gap(g, m) > open_gap(g, worst)) ? m : worst;
        }
        if (worst == CST__NONE) {
            break;
        }
        asked[worst] = true;
        requests[n] = cst__request_on(worst, s->market[worst].useful, CST__NONE);
        requests[n].cheapest = true;
        requests[n].gap = fmax(s->settings->gap, sharp_gap);
        n++;
    }
    return n;
}

/* What was learned of a market holds for its twins. */
static void raise_alone(cst__menu_ground *g, const cst__request *q) {
    const cst__serving *s = g->serving;
    for (size_t m = 0; m < s->n_markets; m++) {
        bool same = s->market[m].twin == q->market && g->open[m];
        if (same && q->least_cents < INT64_MAX && q->least_cents > g->alone_cents[m]) {
            g->alone_cents[m] = q->least_cents;
        }
    }
}

/* Those furthest off first, eight at a time; they share what time is left. */
cst_error cst__menu_sharpen(cst__menu_ground *g, double deadline_s) {
    cst__serving *s = g->serving;
    cst__request requests[ALONE_AT_ONCE];
    bool *asked = calloc(s->n_markets + 1, sizeof *asked);
    cst_error error = asked == NULL ? CST_E_MEMORY : CST_E_OK;
    size_t n = ALONE_AT_ONCE;
    s->task = "alone";
    s->deadline_s = deadline_s;
    while (error == CST_E_OK && n > 0 && deadline_s < HUGE_VAL && !cst__serving_is_over(s)) {
        n = list_furthest(g, asked, requests);
        double side_by_side = s->settings->threads < 1 ? 1 : fmin(s->settings->threads, (double)n);
        for (size_t i = 0; i < n; i++) {
            requests[i].seconds = (deadline_s - cst__clock()) * side_by_side / (double)n;
        }
        error = cst__serving_ask(s, requests, n);
        for (size_t i = 0; error == CST_E_OK && i < n; i++) {
            raise_alone(g, &requests[i]);
        }
    }
    free(asked);
    return error;
}

void cst__menu_ground_clear(cst__menu_ground *g) {
    free(g->open);
    free(g->settled);
    free(g->alone_cents);
    cst__tangents_free(g->tangents);
    *g = (cst__menu_ground){0};
}

/* ---------------------------------------------------------------- proposals */

typedef struct looking {
    const cst__menu_ground *ground;
    cst__draft *draft;
    size_t n_teams;
    cst__menu_choice *best; /* the caller's */
    cst__menu_bounds *bounds;
    cst__menu_choice trial;
    cst__master_answer answer;
    size_t n_learned; /* from the last proposal */
    int n_slow;       /* proposals of one team that changed next to nothing, one after the other */
    bool improved;    /* the best, by the last proposal */
    double deadline_s;
} looking;

static bool is_over(const looking *l) {
    return cst__time_is_up(l->deadline_s, l->ground->serving->settings->stop);
}

static cst_error begin(looking *l) {
    size_t n = l->ground->serving->n_markets;
    cst_error error = cst__menu_choice_new(l->ground, &l->trial);
    l->answer.teams = l->trial.teams;
    l->answer.served_by = malloc((n + 1) * sizeof *l->answer.served_by);
    l->answer.expected_cents = malloc((n + 1) * sizeof *l->answer.expected_cents);
    bool ok = l->answer.served_by != NULL && l->answer.expected_cents != NULL;
    return error == CST_E_OK && !ok ? CST_E_MEMORY : error;
}

static void end(looking *l) {
    free(l->answer.served_by);
    free(l->answer.expected_cents);
    cst__menu_choice_clear(&l->trial, l->ground->most_teams);
}

static void keep_better(looking *l) {
    l->improved =
        cst__menu_choice_fits(l->ground, &l->trial) && cst__menu_choice_beats(&l->trial, l->best);
    if (l->improved) {
        cst__menu_choice_copy(l->ground, &l->trial, l->best);
    }
}

/* Teams that were proposed, tried on every market. */
static cst_error try_teams(looking *l, cst__menu_care care) {
    l->trial.n_teams = l->n_teams;
    cst_error error = cst__menu_evaluate(l->ground, care, &l->trial);
    l->improved = false;
    if (error == CST_E_OK) {
        keep_better(l);
    }
    return error;
}

static cst__lesson lesson_of(looking *l) {
    return (cst__lesson){.ground = l->ground,
                         .teams = l->trial.teams,
                         .answer = &l->answer,
                         .deadline_s = l->deadline_s};
}

/* Which of the proposed markets their teams can not serve, and what keeps them from it. */
static cst_error refute(looking *l) {
    cst__lesson lesson = lesson_of(l);
    cst_error error = cst__learn_failures(&lesson);
    l->n_learned = lesson.n_learned;
    return error;
}

/* Of one team what it costs everywhere, as planes. Of several, and where planes say nothing new
 * since they do not know who leads or what kind of team it is, where the program is furthest off.
 */
static cst_error correct_costs(looking *l) {
    cst__lesson lesson = lesson_of(l);
    cst_error error = l->n_teams == 1 ? cst__learn_planes(&lesson) : CST_E_OK;
    if (error == CST_E_OK && lesson.n_learned == 0) {
        error = cst__learn_worst_costs(&lesson);
    }
    l->n_learned += lesson.n_learned;
    return error;
}

/* ---------------------------------------------------------------- the two loops */

static cst__master_ask ask_of(const looking *l, bool cost, int64_t most_cents) {
    return (cst__master_ask){.ground = l->ground,
                             .n_teams = l->n_teams,
                             .cost = cost,
                             .weight_milli = l->best->weight_milli,
                             .most_cents = most_cents,
                             .deadline_s = l->deadline_s};
}

static cst_error raise_weight(looking *l) {
    cst_error error = CST_E_OK;
    while (error == CST_E_OK && l->bounds->weight_milli > l->best->weight_milli && !is_over(l)) {
        cst__master_ask ask = ask_of(l, false, INT64_MAX);
        error = cst__master_ask_for(&ask, &l->answer);
        if (error != CST_E_OK) {
            break;
        }
        if (l->answer.status == CST__SEARCH_NONE) {
            l->bounds->weight_milli = l->best->weight_milli;
            break;
        }
        if (l->answer.bound < l->bounds->weight_milli) {
            l->bounds->weight_milli = l->answer.bound;
        }
        if (!l->answer.found) {
            break;
        }
        error = try_teams(l, CST__MENU_ANY);
        error = error == CST_E_OK ? refute(l) : error;
        if (l->n_learned == 0 && !l->improved) { /* only when it was stopped */
            break;
        }
    }
    l->bounds->weight_proven = l->bounds->weight_milli <= l->best->weight_milli;
    return error;
}

/* The most that a menu may cost which is worth finding beside the best. */
static int64_t worth_cents(const looking *l) {
    double cost = (double)l->best->cost_cents;
    double step = fmax(1, floor(l->ground->serving->settings->gap * cost));
    return l->best->cost_cents - (int64_t)step;
}

static void note_cost(looking *l, int64_t bound) {
    bound = bound < l->best->cost_cents ? bound : l->best->cost_cents;
    l->bounds->cost_cents = bound > l->bounds->cost_cents ? bound : l->bounds->cost_cents;
}

/* Whether the last proposals of one team changed next to nothing, neither what is known nor what is
 * proven: then time is better spent on other points, where it is limited. */
static bool is_stalled(looking *l, int64_t apart_before) {
    double apart = (double)(l->best->cost_cents - l->bounds->cost_cents);
    bool slow = (double)apart_before - apart < least_progress * fabs((double)l->best->cost_cents);
    l->n_slow = slow ? l->n_slow + 1 : 0;
    return l->n_teams == 1 && l->deadline_s < HUGE_VAL && l->n_slow >= MOST_SLOW;
}

static cst_error lower_cost(looking *l) {
    cst_error error = CST_E_OK;
    while (error == CST_E_OK && l->bounds->cost_cents <= worth_cents(l) && !is_over(l)) {
        int64_t apart = l->best->cost_cents - l->bounds->cost_cents;
        cst__master_ask ask = ask_of(l, true, worth_cents(l));
        error = cst__master_ask_for(&ask, &l->answer);
        if (error != CST_E_OK) {
            break;
        }
        note_cost(l, l->answer.status == CST__SEARCH_NONE ? worth_cents(l) + 1 : l->answer.bound);
        if (!l->answer.found) {
            break;
        }
        error = refute(l);
        if (error == CST_E_OK && l->n_learned == 0) {
            error = try_teams(l, CST__MENU_CLOSE);
            error = error == CST_E_OK ? correct_costs(l) : error;
        }
        bool is_true =
            l->n_learned == 0 && !l->improved; /* all that was proposed, within the gap */
        if (is_true || is_stalled(l, apart)) {
            break;
        }
    }
    if (l->bounds->cost_cents > l->best->cost_cents) { /* by what the gap lets pass */
        l->bounds->cost_cents = l->best->cost_cents;
    }
    l->bounds->weight_proven = l->bounds->weight_milli <= l->best->weight_milli;
    l->bounds->cost_proven = l->bounds->weight_proven && l->bounds->cost_cents > worth_cents(l);
    return error;
}

/* ---------------------------------------------------------------- the whole */

/* The best team for what nobody serves yet, beside the teams that there are: a good place to begin
 * from, and no more. */
static cst_error add_team(const cst__menu_ground *g, double deadline_s, cst__menu_choice *choice) {
    cst__menu_ground rest = *g;
    cst__menu_choice single;
    cst__menu_bounds bounds = {.weight_milli = INT64_MAX};
    looking l = {.ground = &rest, .n_teams = 1, .best = &single, .bounds = &bounds};
    size_t n = g->serving->n_markets;
    l.deadline_s = deadline_s;
    rest.open = calloc(n + 1, sizeof *rest.open);
    rest.open_milli = 0;
    rest.kept = NULL;
    rest.demands.small_team = false;
    rest.demands.open_team = false;
    cst_error error = cst__menu_choice_new(&rest, &single);
    error = rest.open == NULL ? CST_E_MEMORY : error;
    for (size_t m = 0; error == CST_E_OK && m < n; m++) {
        rest.open[m] = g->open[m] && choice->served_by[m] == CST__NONE;
        rest.open_milli += rest.open[m] ? g->serving->market[m].market->weight_milli : 0;
    }
    if (error == CST_E_OK) {
        error = begin(&l);
        bounds.weight_milli = rest.open_milli;
        error = error == CST_E_OK ? raise_weight(&l) : error;
        end(&l);
    }
    if (error == CST_E_OK && single.weight_milli > 0) {
        cst__menu_team *team = &choice->teams[choice->n_teams++];
        cst__firms_copy(team->firms, single.teams[0].firms, g->serving->words);
        team->anchor = single.teams[0].anchor;
        team->open = false;
        error = cst__menu_evaluate(g, CST__MENU_ANY, choice);
    }
    free(rest.open);
    cst__menu_choice_clear(&single, rest.most_teams);
    return error;
}

/* A draft may be better than the best so far. */
static cst_error draft(looking *l, double deadline_s) {
    cst__serving *s = l->ground->serving;
    double now = cst__clock();
    s->deadline_s = deadline_s < HUGE_VAL ? now + draft_share * (deadline_s - now) : HUGE_VAL;
    cst__menu_choice_copy(l->ground, l->best, &l->trial);
    cst_error error = cst__draft_menu(l->draft, l->n_teams, &l->trial);
    s->deadline_s = deadline_s;
    if (error == CST_E_OK) {
        error = cst__menu_evaluate(l->ground, CST__MENU_QUICK, &l->trial);
    }
    if (error == CST_E_OK) {
        keep_better(l);
    }
    return error;
}

/* Exchanges teams of a menu of several. Where time is limited and the menu is near what the markets
 * cost by themselves, proposals are mostly off by more than there is to gain. */
static cst_error exchange(const cst__menu_ground *g, size_t n_teams, double deadline_s,
                          cst__menu_choice *choice) {
    int64_t floor_cents = cst__menu_least_for(g, choice->weight_milli);
    double above = (double)(choice->cost_cents - floor_cents);
    bool is_near = above <= exchange_above * fabs((double)floor_cents);
    return n_teams == 1 || (is_near && deadline_s < HUGE_VAL)
               ? CST_E_OK
               : cst__menu_exchange_teams(g, n_teams, deadline_s, choice);
}

/* Leaves the rest of the time to the other points, where the bound is far and of several teams,
 * which the program over firms does not make up for. */
static void limit_cost(looking *l) {
    double above = (double)(l->best->cost_cents - l->bounds->cost_cents);
    double now = cst__clock();
    if (l->n_teams > 1 && l->deadline_s < HUGE_VAL &&
        above > far_above * fabs((double)l->best->cost_cents)) {
        l->deadline_s = now + far_share * (l->deadline_s - now);
        l->ground->serving->deadline_s = l->deadline_s;
    }
}

cst_error cst__menu_search(const cst__menu_ground *g, cst__draft *drafts, size_t n_teams,
                           double deadline_s, cst__menu_choice *choice, cst__menu_bounds *bounds) {
    double now = cst__clock();
    looking l = {
        .ground = g, .draft = drafts, .n_teams = n_teams, .best = choice, .bounds = bounds};
    cst_error error = begin(&l);
    if (deadline_s == HUGE_VAL) { /* else a run that is gone on with would know less */
        cst__tangents_forget(g->tangents);
    }
    bounds->weight_milli =
        bounds->weight_milli < g->open_milli ? bounds->weight_milli : g->open_milli;
    l.deadline_s = deadline_s < HUGE_VAL ? now + (deadline_s - now) / 2 : HUGE_VAL;
    g->serving->deadline_s = l.deadline_s;
    g->serving->task = "weight";
    bool free_firms = g->teams_per_firm == 0; /* else the teams depend on each other */
    while (error == CST_E_OK && free_firms && cst__menu_choice_fits(g, choice) &&
           choice->n_teams > 0 && choice->n_teams < n_teams &&
           choice->weight_milli < bounds->weight_milli && !is_over(&l)) {
        size_t before = choice->n_teams;
        error = add_team(g, now + (l.deadline_s - now) / 2, choice);
        if (choice->n_teams == before) {
            break;
        }
    }
    if (error == CST_E_OK) {
        error = raise_weight(&l);
    }
    l.deadline_s = deadline_s;
    g->serving->deadline_s = deadline_s;
    g->serving->task = "cost";
    if (error == CST_E_OK) {
        error = draft(&l, deadline_s);
    }
    if (error == CST_E_OK) {
        error = exchange(g, n_teams, deadline_s, choice);
    }
    if (error == CST_E_OK && cst__menu_choice_fits(g, choice)) {
        error = cst__menu_improve(g, n_teams, choice);
    }
    if (error == CST_E_OK) {
        error = cst__draft_learn(drafts, choice);
    }
    note_cost(&l, cst__menu_least_for(g, choice->weight_milli));
    limit_cost(&l);
    if (error == CST_E_OK) {
        error = lower_cost(&l);
    }
    g->serving->deadline_s = deadline_s;
    if (error == CST_E_OK) { /* what was found by the way counts as well */
        cst__menu_choice_copy(g, choice, &l.trial);
        error = cst__menu_evaluate(g, CST__MENU_KNOWN, &l.trial);
        keep_better(&l);
    }
    end(&l);
    return error;
}

cst_error cst__menu_redraft(const cst__menu_ground *g, cst__draft *drafts, size_t n_teams,
                            double deadline_s, cst__menu_choice *choice) {
    g->serving->deadline_s = deadline_s;
    g->serving->task = "cost";
    choice->n_teams = cst__menu_n_kept(g);
    cst_error error = cst__draft_menu(drafts, n_teams, choice);
    if (error == CST_E_OK) {
        error = cst__menu_evaluate(g, CST__MENU_QUICK, choice);
    }
    if (error == CST_E_OK && cst__menu_choice_fits(g, choice)) {
        error = cst__menu_improve(g, n_teams, choice);
    }
    if (error == CST_E_OK) {
        error = exchange(g, n_teams, deadline_s, choice);
    }
    return error == CST_E_OK ? cst__draft_learn(drafts, choice) : error;
}

cst_error cst__menu_close(const cst__menu_ground *g, size_t n_teams, double deadline_s,
                          cst__menu_choice *choice, cst__menu_bounds *bounds) {
    looking l = {.ground = g,
                 .n_teams = n_teams,
                 .best = choice,
                 .bounds = bounds,
                 .deadline_s = deadline_s};
    g->serving->deadline_s = deadline_s;
    g->serving->task = "cost";
    cst_error error = begin(&l);
    if (error == CST_E_OK) {
        error = lower_cost(&l);
    }
    end(&l);
    return error;
}
