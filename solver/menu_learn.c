/*
 * menu_learn.c - what a proposal of the program over firms teaches: searches say what its teams can
 * not do, or only at a higher cost, and the program knows from then on.
 */
#include "solver/menu_learn.h"

#include "solver/search.h"

enum { MOST_CORRECTED = 4, GROWN_AT_ONCE = 4 };

/* A plane that is too low by less, of the cost of all markets together, needs no tree. */
static const double worth_a_tree = 1e-4;

static bool is_over(const cst__lesson *l) {
    return cst__time_is_up(l->deadline_s, l->ground->serving->settings->stop);
}

/* A question about each market that was proposed; the list is the caller's. */
static cst_error list_served(const cst__lesson *l, cst__menu_care care, cst__request **requests,
                             size_t *n) {
    size_t n_markets = l->ground->serving->n_markets;
    *n = 0;
    *requests = calloc(n_markets + 1, sizeof **requests);
    for (size_t m = 0; *requests != NULL && m < n_markets; m++) {
        size_t k = l->answer->served_by[m];
        if (k != CST__NONE) {
            (*requests)[(*n)++] = cst__menu_request(l->ground, care, m, &l->teams[k]);
        }
    }
    return *requests == NULL ? CST_E_MEMORY : CST_E_OK;
}

/* Whether what a market costs at least is known. */
static bool is_cost(const cst__request *q) {
    return q->least_cents > INT64_MIN && q->least_cents < INT64_MAX;
}

/* ---------------------------------------------------------------- failures */

/* Tries on further failures what was grown for others: markets mostly fail for like reasons. Those
 * that are explained by it are left out; how many others there are. */
static cst_error explain_alike(cst__lesson *l, const cst__growth *grown, size_t n_grown,
                               cst__growth *failed, size_t *n) {
    cst__serving *s = l->ground->serving;
    size_t left = 0;
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < *n; i++) {
        bool alike = false;
        for (size_t j = 0; error == CST_E_OK && !alike && j < n_grown && !is_over(l); j++) {
            error = cst__serving_adopt(s, &failed[i].request, grown[j].request.market, &alike);
        }
        if (!alike) {
            failed[left++] = failed[i];
        }
    }
    *n = left;
    return error;
}

/* A few are grown side by side, then the others looked at in the light of these. */
static cst_error grow_failed(cst__lesson *l, cst__growth *failed, size_t n) {
    cst_error error = CST_E_OK;
    while (error == CST_E_OK && n > 0 && !is_over(l)) {
        size_t now = n < GROWN_AT_ONCE ? n : GROWN_AT_ONCE;
        error = cst__serving_grow(l->ground->serving, failed, now);
        size_t rest = n - now;
        if (error == CST_E_OK) {
            error = explain_alike(l, failed, now, failed + now, &rest);
        }
        memmove(failed, failed + now, rest * sizeof *failed);
        n = rest;
    }
    return error;
}

/* Which of the proposed markets their teams can not serve, and what keeps them from it. */
cst_error cst__learn_failures(cst__lesson *l) {
    cst__serving *s = l->ground->serving;
    cst__request *requests = NULL;
    cst__growth *failed = calloc(s->n_markets + 1, sizeof *failed);
    size_t n = 0;
    cst_error error = list_served(l, CST__MENU_ANY, &requests, &n);
    error = error == CST_E_OK && failed == NULL ? CST_E_MEMORY : error;
    error = error == CST_E_OK ? cst__serving_ask(s, requests, n) : error;
    l->n_learned = 0;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        bool first = true; /* what holds for a market holds for its twins */
        for (size_t j = 0; j < i; j++) {
            first = first &&
                    (s->market[requests[j].market].twin != s->market[requests[i].market].twin ||
                     requests[j].firms != requests[i].firms);
        }
        if (first && requests[i].can == CST__CAN_NOT) {
            failed[l->n_learned++] = (cst__growth){requests[i], INT64_MAX};
        }
    }
    if (error == CST_E_OK) {
        error = grow_failed(l, failed, l->n_learned);
    }
    free(requests);
    free(failed);
    return error;
}

/* ---------------------------------------------------------------- costs */

/* By how much the program is off about the least cost of a market that it proposed. */
static int64_t error_of(const cst__lesson *l, const cst__request *q) {
    size_t m = cst__serving_market(l->ground->serving, q->market);
    return is_cost(q) ? q->least_cents - l->answer->expected_cents[m] : 0;
}

/* The markets about whose cost the program is furthest off: grown, all at once. */
cst_error cst__learn_worst_costs(cst__lesson *l) {
    cst__serving *s = l->ground->serving;
    cst__request *requests = NULL;
    cst__growth wrong[MOST_CORRECTED];
    size_t n = 0;
    cst_error error = list_served(l, CST__MENU_CLOSE, &requests, &n);
    error = error == CST_E_OK ? cst__serving_ask(s, requests, n) : error;
    l->n_learned = 0;
    while (error == CST_E_OK && l->n_learned < MOST_CORRECTED) {
        size_t at = 0;
        for (size_t i = 1; i < n; i++) {
            at = error_of(l, &requests[i]) > error_of(l, &requests[at]) ? i : at;
        }
        if (n == 0 || error_of(l, &requests[at]) <= 0) {
            break;
        }
        wrong[l->n_learned++] = (cst__growth){requests[at], requests[at].least_cents - 1};
        requests[at].least_cents = INT64_MIN;
    }
    if (error == CST_E_OK && !is_over(l)) {
        error = cst__serving_grow(s, wrong, l->n_learned);
    }
    free(requests);
    return error;
}

/* ---------------------------------------------------------------- one team, everywhere */

/* By how much planes fall short of what a market is known to cost at least; 0 where there is none.
 */
static double shortfall(const cst__lesson *l, const cst__request *q) {
    double height = cst__tangents_height(l->ground->tangents, q->market, q->firms);
    return is_cost(q) && height > -HUGE_VAL ? (double)q->least_cents - height : 0;
}

/* Trees where planes are too low by enough of the whole cost. */
static cst_error grow_trees(const cst__lesson *l, const cst__request *requests, size_t n) {
    const cst__serving *s = l->ground->serving;
    size_t *markets = malloc((n + 1) * sizeof *markets);
    bool *listed = calloc(s->n_markets + 1, sizeof *listed);
    cst_error error = markets == NULL || listed == NULL ? CST_E_MEMORY : CST_E_OK;
    double all = 0;
    size_t n_trees = 0;
    for (size_t i = 0; i < n; i++) {
        all += is_cost(&requests[i]) ? (double)requests[i].least_cents : 0;
    }
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        size_t twin = s->market[requests[i].market].twin;
        if (!listed[twin] && shortfall(l, &requests[i]) > worth_a_tree * all) {
            listed[twin] = true;
            markets[n_trees++] = twin;
        }
    }
    if (error == CST_E_OK) {
        error = cst__tangents_grow(l->ground->tangents, markets, n_trees, l->teams[0].firms,
                                   l->deadline_s);
    }
    free(markets);
    free(listed);
    return error;
}

cst_error cst__learn_planes(cst__lesson *l) {
    const cst__menu_ground *g = l->ground;
    cst__request *requests = NULL;
    size_t n = 0;
    cst_error error = list_served(l, CST__MENU_CLOSE, &requests, &n);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        requests[i].market = cst__serving_market(g->serving, requests[i].market);
        requests[i].anchor = CST__NONE; /* planes are for any package, whoever leads */
    }
    l->n_learned = 0;
    error = error == CST_E_OK ? cst__serving_ask(g->serving, requests, n) : error;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        l->n_learned += shortfall(l, &requests[i]) > 0;
    }
    error = error == CST_E_OK ? grow_trees(l, requests, n) : error;
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        if (shortfall(l, &requests[i]) > 0) {
            error = cst__tangents_lift(g->tangents, requests[i].market, l->teams[0].firms,
                                       requests[i].least_cents);
        }
    }
    free(requests);
    return error;
}
