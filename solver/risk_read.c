/*
 * risk_read.c - the way back from what risk_json.c wrote. As in result_read.c it is form that is
 * read, and not truth.
 */
#include <limits.h>
#include <string.h>

#include "solver/result.h"
#include "solver/result_read.h"

enum { MOST_WEEKS = 1000000, MOST_SAMPLES = 1000000, MOST_SEED = 1000000000, MILLION = 1000000 };

/* ---------------------------------------------------------------- risk */

static int read_ppm(cst__reader *r, const cst__at *up, const char *key) {
    static const unit_of millionths = {"a number from 0 to 1 with at most 6 decimal places",
                                       MILLION};
    cst__at at = cst__get(up, key);
    int64_t ppm = read_sum(r, up, key, CST__REQUIRED, &millionths, 0);
    if (ppm < 0 || ppm > MILLION) {
        cst__fault_found(r, &at, millionths.words);
        return 0;
    }
    return (int)ppm;
}

/* Null, where the tender has no such limit, is not asked. */
static void read_chance(cst__reader *r, const cst__at *up, const char *key, cst_chance *chance) {
    static const char *const keys[] = {"samples", "chance", "standard_error", NULL};
    cst__at at;
    if (cst__object(r, up, key, CST__NULLABLE, keys, &at)) {
        chance->asked = true;
        chance->count = cst__whole(r, &at, "samples", CST__REQUIRED, 0, MOST_SAMPLES, 0);
        chance->ppm = read_ppm(r, &at, "chance");
        chance->error_ppm = read_ppm(r, &at, "standard_error");
    }
}

/* A list of three under a key. */
static bool read_three(cst__reader *r, const cst__at *up, const char *key, cst__at *list) {
    size_t n = cst__list(r, up, key, CST__REQUIRED, list);
    if (n != 3 && json_is_array(list->value)) {
        cst__fault_at(r, list, "expected [p10, p50, p90], found a list of %zu", n);
    }
    return n == 3;
}

static void read_quantiles(cst__reader *r, const cst__at *up, cst_risk *risk) {
    cst__at list;
    bool costs = read_three(r, up, "cost", &list);
    for (size_t q = 0; costs && q < 3; q++) {
        cst__at at = cst__item(r, &list, q);
        risk->cost_cents[q] = as_sum(r, &at, &money, 0);
    }
    bool weeks = read_three(r, up, "delivery_weeks", &list);
    for (size_t q = 0; weeks && q < 3; q++) {
        cst__at at = cst__item(r, &list, q);
        risk->delivery_weeks[q] = (int)cst__as_whole(r, &at, 0, MOST_WEEKS, 0);
    }
}

static cst_risk *read_risk(cst__reader *r, const cst__at *up) {
    static const char *const keys[] = {"in_time",        "in_budget", "both",     "cost",
                                       "delivery_weeks", "stated",    "unshared", NULL};
    cst__at at;
    if (!cst__object(r, up, "risk", CST__OPTIONAL, keys, &at)) {
        return NULL;
    }
    cst_risk *risk = cst__room(r, 1, sizeof *risk);
    if (risk != NULL) {
        read_chance(r, &at, "in_time", &risk->in_time);
        read_chance(r, &at, "in_budget", &risk->in_budget);
        read_chance(r, &at, "both", &risk->both);
        read_quantiles(r, &at, risk);
        risk->n_stated = (size_t)cst__whole(r, &at, "stated", CST__REQUIRED, 0, INT_MAX, 0);
        risk->unshared = read_ids(r, &at, "unshared", &risk->n_unshared);
    }
    return risk;
}

/* ---------------------------------------------------------------- resilience */

static void read_losses(cst__reader *r, const cst__at *up, const char *key, cst_losses *losses) {
    static const char *const keys[] = {"losses", "left", "none", "unproven", "share_left", NULL};
    cst__at at;
    if (cst__object(r, up, key, CST__REQUIRED, keys, &at)) {
        losses->n = cst__whole(r, &at, "losses", CST__REQUIRED, 0, INT_MAX, 0);
        losses->left = cst__whole(r, &at, "left", CST__REQUIRED, 0, INT_MAX, 0);
        losses->none = cst__whole(r, &at, "none", CST__REQUIRED, 0, INT_MAX, 0);
        losses->open = cst__whole(r, &at, "unproven", CST__REQUIRED, 0, INT_MAX, 0);
        losses->left_bp = cst__share_bp(r, &at, "share_left", CST__NULLABLE, -1);
    }
}

static const char *read_firm(cst__reader *r, const cst__at *pair, size_t i) {
    cst__at at = cst__item(r, pair, i);
    const char *text = cst__as_text(r, &at);
    return cst__keep(r, text == NULL ? "" : text);
}

static cst_pair read_pair(cst__reader *r, const cst__at *at) {
    if (!json_is_array(at->value) || json_array_size(at->value) != 2) {
        cst__fault_found(r, at, "a list of two firms");
        return (cst_pair){"", ""};
    }
    return (cst_pair){read_firm(r, at, 0), read_firm(r, at, 1)};
}

static cst_resilience *read_resilience(cst__reader *r, const cst__at *up) {
    static const char *const keys[] = {"one", "two", "critical_members", "critical_pairs", NULL};
    cst__at at;
    cst__at list;
    if (!cst__object(r, up, "resilience", CST__OPTIONAL, keys, &at)) {
        return NULL;
    }
    cst_resilience *told = cst__room(r, 1, sizeof *told);
    if (told == NULL) {
        return NULL;
    }
    read_losses(r, &at, "one", &told->one);
    read_losses(r, &at, "two", &told->two);
    told->critical = read_ids(r, &at, "critical_members", &told->n_critical);
    size_t n = cst__list(r, &at, "critical_pairs", CST__REQUIRED, &list);
    told->pairs = cst__room(r, n, sizeof *told->pairs);
    for (size_t i = 0; told->pairs != NULL && i < n; i++) {
        cst__at pair = cst__item(r, &list, i);
        told->pairs[told->n_pairs++] = read_pair(r, &pair);
    }
    return told;
}

/* ---------------------------------------------------------------- where they stand */

void cst__read_risk(cst__reader *r, const cst__at *at, cst_package *package) {
    package->risk = read_risk(r, at);
    package->resilience = read_resilience(r, at);
}

void cst__read_risk_asked(cst__reader *r, const cst__at *settings, cst_asked *asked) {
    static const char *const keys[] = {"samples", "seed", NULL};
    cst__at at;
    if (cst__object(r, settings, "risk", CST__OPTIONAL, keys, &at)) {
        asked->samples = (int)cst__whole(r, &at, "samples", CST__REQUIRED, 1, MOST_SAMPLES, 1);
        asked->seed = (int)cst__whole(r, &at, "seed", CST__REQUIRED, 0, MOST_SEED, 0);
    }
    asked->resilience = cst__boolean(r, settings, "resilience", CST__OPTIONAL, false);
}

void cst__read_shocks(cst__reader *r, const cst__at *top, cst_shocks *shocks) {
    static const char *const keys[] = {"maker_country", "layer", "licence_row", "time_price", NULL};
    cst__at at;
    if (cst__object(r, top, "shocks", CST__OPTIONAL, keys, &at)) {
        shocks->maker_country_bp = cst__share_bp(r, &at, "maker_country", CST__REQUIRED, 0);
        shocks->layer_bp = cst__share_bp(r, &at, "layer", CST__REQUIRED, 0);
        shocks->licence_row_bp = cst__share_bp(r, &at, "licence_row", CST__REQUIRED, 0);
        shocks->time_price_bp = cst__share_bp(r, &at, "time_price", CST__REQUIRED, 0);
    }
}
