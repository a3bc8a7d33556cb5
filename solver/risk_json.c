/*
 * risk_json.c - what is told of a package only where it is asked for, as part of a result: the risk
 * that it runs, and what is left when its members are lost. The way back is risk_read.c.
 */
#include "solver/json_write.h"
#include "solver/result.h"

enum { MILLION = 1000000 };

/* ---------------------------------------------------------------- risk */

/* Null where the tender has no such limit. */
static json_t *write_chance(writer *w, const cst_chance *chance) {
    if (!chance->asked) {
        return json_null();
    }
    json_t *object = json_object();
    put_count(w, object, "samples", chance->count);
    put(w, object, "chance", decimal(w, chance->ppm, MILLION));
    put(w, object, "standard_error", decimal(w, chance->error_ppm, MILLION));
    return object;
}

static json_t *write_risk(writer *w, const cst_risk *risk) {
    json_t *object = json_object();
    json_t *cost = json_array();
    json_t *weeks = json_array();
    for (int q = 0; q < 3; q++) {
        add(w, cost, decimal(w, risk->cost_cents[q], 100));
        add(w, weeks, json_integer(risk->delivery_weeks[q]));
    }
    put(w, object, "in_time", write_chance(w, &risk->in_time));
    put(w, object, "in_budget", write_chance(w, &risk->in_budget));
    put(w, object, "both", write_chance(w, &risk->both));
    put(w, object, "cost", cost);
    put(w, object, "delivery_weeks", weeks);
    put_count(w, object, "stated", (int64_t)risk->n_stated);
    put(w, object, "unshared", write_texts(w, risk->unshared, risk->n_unshared));
    return object;
}

/* ---------------------------------------------------------------- resilience */

static json_t *write_losses(writer *w, const cst_losses *losses) {
    json_t *object = json_object();
    put_count(w, object, "losses", losses->n);
    put_count(w, object, "left", losses->left);
    put_count(w, object, "none", losses->none);
    put_count(w, object, "unproven", losses->open);
    put(w, object, "share_left",
        losses->left_bp < 0 ? json_null() : decimal(w, losses->left_bp, CST__BP));
    return object;
}

static json_t *write_resilience(writer *w, const cst_resilience *resilience) {
    json_t *object = json_object();
    json_t *pairs = json_array();
    for (size_t i = 0; i < resilience->n_pairs; i++) {
        const char *firms[] = {resilience->pairs[i].a, resilience->pairs[i].b};
        add(w, pairs, write_texts(w, firms, 2));
    }
    put(w, object, "one", write_losses(w, &resilience->one));
    put(w, object, "two", write_losses(w, &resilience->two));
    put(w, object, "critical_members",
        write_texts(w, resilience->critical, resilience->n_critical));
    put(w, object, "critical_pairs", pairs);
    return object;
}

/* ---------------------------------------------------------------- where they stand */

void cst__put_risk(writer *w, json_t *object, const cst_package *package) {
    if (package->risk != NULL) {
        put(w, object, "risk", write_risk(w, package->risk));
    }
    if (package->resilience != NULL) {
        put(w, object, "resilience", write_resilience(w, package->resilience));
    }
}

void cst__put_risk_asked(writer *w, json_t *settings, const cst_asked *asked) {
    if (asked->samples > 0) {
        json_t *risk = json_object();
        put_count(w, risk, "samples", asked->samples);
        put_count(w, risk, "seed", asked->seed);
        put(w, settings, "risk", risk);
    }
    if (asked->resilience) {
        put(w, settings, "resilience", json_true());
    }
}

void cst__put_shocks(writer *w, json_t *object, const cst_result *result) {
    if (result->asked.samples == 0) {
        return;
    }
    json_t *shocks = json_object();
    put_share(w, shocks, "maker_country", result->shocks.maker_country_bp);
    put_share(w, shocks, "layer", result->shocks.layer_bp);
    put_share(w, shocks, "licence_row", result->shocks.licence_row_bp);
    put_share(w, shocks, "time_price", result->shocks.time_price_bp);
    put(w, object, "shocks", shocks);
}
