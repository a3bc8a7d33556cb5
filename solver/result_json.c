/*
 * result_json.c - a result as text: the writer of consort-result/1.
 *
 * The text is the contract's section 5, key by key and in its order, one short function for each
 * JSON object; what a page or a later check needs beyond it (names, layers, values of members)
 * follows under further keys, and only where it is known. The reader, result_read.c, takes back
 * what is written here, so that writing, reading and writing again changes no byte.
 */

#include "model/model.h"
#include "solver/json_write.h"
#include "solver/result.h"

/* ---------------------------------------------------------------- parts of a package */

static json_t *write_member(writer *w, const cst_member *member) {
    json_t *object = json_object();
    put_text(w, object, "firm", member->firm);
    put_known(w, object, "name", member->name);
    put_known(w, object, "incorporated", member->incorporated);
    put_money(w, object, "value", member->value_cents);
    put_share(w, object, "share", member->share_bp);
    return object;
}

static json_t *write_member_values(writer *w, const cst_package *package) {
    json_t *members = json_array();
    for (size_t i = 0; i < package->n_members; i++) {
        add(w, members, write_member(w, &package->members[i]));
    }
    return members;
}

static json_t *write_line(writer *w, const cst_line *line) {
    json_t *object = json_object();
    put_text(w, object, "offering", line->offering);
    put_text(w, object, "firm", line->firm);
    put_text(w, object, "slot", line->slot);
    put_count(w, object, "units", line->units);
    put_money(w, object, "value", line->value_cents);
    put_known(w, object, "name", line->offering_name);
    put_known(w, object, "layer", line->layer);
    put_known(w, object, "unit", line->unit);
    return object;
}

static json_t *write_lines(writer *w, const cst_package *package) {
    json_t *lines = json_array();
    for (size_t i = 0; i < package->n_lines; i++) {
        add(w, lines, write_line(w, &package->lines[i]));
    }
    return lines;
}

static json_t *write_bundles(writer *w, const cst_package *package) {
    json_t *bundles = json_array();
    for (size_t i = 0; i < package->n_bundles; i++) {
        add(w, bundles, json_string(package->bundles[i]));
    }
    return bundles;
}

/* us_content stands only where content is computed. */
json_t *cst__write_criteria(writer *w, const cst_criteria *criteria) {
    json_t *object = json_object();
    put_money(w, object, "cost", criteria->cost_cents);
    if (criteria->us_content_bp >= 0) {
        put_share(w, object, "us_content", criteria->us_content_bp);
    }
    put_count(w, object, "delivery_weeks", criteria->delivery_weeks);
    put_count(w, object, "members", criteria->members);
    put_count(w, object, "licences", criteria->licences);
    put_share(w, object, "misfit", criteria->misfit_bp);
    put_share(w, object, "largest_share", criteria->largest_share_bp);
    return object;
}

static json_t *write_other_methods(writer *w, const cst_content *content) {
    json_t *object = json_object();
    for (int m = 0; m < CST_N_METHODS; m++) {
        if (m != (int)content->method) {
            put_share(w, object, cst_method_id((cst_method)m), content->share_bp[m]);
        }
    }
    return object;
}

/* What the worksheet was worked out with. */
static void put_frame(writer *w, json_t *object, const cst_content *content) {
    put_text(w, object, "mode", cst_mode_id(content->mode));
    put_share(w, object, "threshold", content->threshold_bp);
    put_count(w, object, "gamma", content->gamma);
    put_money(w, object, "value", content->value_cents);
}

static json_t *write_guaranteed(writer *w, const cst_content *content) {
    json_t *list = json_array();
    for (size_t g = 0; g < content->n_guaranteed; g++) {
        add(w, list, decimal(w, content->guaranteed_bp[g], CST__BP));
    }
    return list;
}

/* The frame is left out where a file that was read did not state it (threshold -1). */
static json_t *write_content(writer *w, const cst_content *content) {
    json_t *object = json_object();
    if (content->mode == CST_MODE_IGNORE) {
        put_text(w, object, "mode", cst_mode_id(content->mode));
        return object;
    }
    put_text(w, object, "method", cst_method_id(content->method));
    put_share(w, object, "share", content->share_bp[content->method]);
    put(w, object, "met", json_boolean(content->met));
    put_money(w, object, "shortfall", content->shortfall_cents);
    put(w, object, "by_method", write_other_methods(w, content));
    put_share(w, object, "worst_case", content->worst_case_bp);
    if (content->guaranteed_bp != NULL) {
        put(w, object, "guaranteed", write_guaranteed(w, content));
    }
    if (content->threshold_bp >= 0) {
        put_frame(w, object, content);
    }
    return object;
}

static json_t *write_ledger_row(writer *w, const cst_ledger_row *row) {
    json_t *object = json_object();
    put_text(w, object, "resource", row->resource);
    put_amount(w, object, "demand", row->demand_milli);
    put_amount(w, object, "site", row->site_milli);
    put_amount(w, object, "provided", row->provided_milli);
    put_amount(w, object, "consumed", row->consumed_milli);
    put_amount(w, object, "slack", row->slack_milli);
    put_known(w, object, "unit", row->unit);
    return object;
}

static json_t *write_ledger(writer *w, const cst_package *package) {
    json_t *rows = json_array();
    for (size_t i = 0; i < package->n_ledger; i++) {
        add(w, rows, write_ledger_row(w, &package->ledger[i]));
    }
    return rows;
}

static json_t *write_licence(writer *w, const cst_licence *licence) {
    json_t *object = json_object();
    put_text(w, object, "offering", licence->offering);
    put_text(w, object, "row", licence->row);
    put_text(w, object, "posture", licence->posture);
    put_count(w, object, "weeks", licence->weeks);
    put_text(w, object, "source", licence->source);
    return object;
}

static json_t *write_licences(writer *w, const cst_package *package) {
    json_t *licences = json_array();
    for (size_t i = 0; i < package->n_licences; i++) {
        add(w, licences, write_licence(w, &package->licences[i]));
    }
    return licences;
}

static json_t *write_question(writer *w, const cst_open_question *question) {
    json_t *object = json_object();
    put_text(w, object, "subject", question->subject);
    put_text(w, object, "fact", question->fact);
    put_text(w, object, "row", question->row);
    put_text(w, object, "source", question->source);
    return object;
}

static json_t *write_questions(writer *w, const cst_package *package) {
    json_t *questions = json_array();
    for (size_t i = 0; i < package->n_questions; i++) {
        add(w, questions, write_question(w, &package->questions[i]));
    }
    return questions;
}

static json_t *write_assumed(writer *w, const cst_package *package) {
    json_t *list = json_array();
    for (size_t i = 0; i < package->n_assumed; i++) {
        const cst_assumed *assumed = &package->assumed[i];
        json_t *object = json_object();
        put_text(w, object, "subject", assumed->subject);
        put_text(w, object, "fact", assumed->fact);
        put_text(w, object, "value", assumed->value);
        put_text(w, object, "row", assumed->row);
        add(w, list, object);
    }
    return list;
}

static json_t *write_proof(writer *w, const cst_package *package) {
    json_t *object = json_object();
    put_text(w, object, "status", cst__proof_ids[package->proof]);
    put_money(w, object, "bound", package->bound_cents);
    return object;
}

static bool has_lead(const cst_package *package) {
    bool has = false;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        has = has || package->lead[c] > 0;
    }
    return has;
}

/* By how much it is best, where another value is listed. */
static json_t *write_leads(writer *w, const cst_package *package) {
    json_t *object = json_object();
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (package->lead[c] > 0) {
            put(w, object, cst_criterion_id((cst_criterion)c),
                write_criterion(w, (cst_criterion)c, package->lead[c]));
        }
    }
    return object;
}

json_t *cst__write_package(writer *w, const cst_package *package) {
    json_t *object = json_object();
    put_text(w, object, "id", package->id);
    put(w, object, "best_at", write_labels(w, package->best_at));
    if (has_lead(package)) {
        put(w, object, "best_by", write_leads(w, package));
    }
    put_text(w, object, "anchor", package->anchor);
    put(w, object, "members", write_member_ids(w, package));
    put(w, object, "member_values", write_member_values(w, package));
    put(w, object, "lines", write_lines(w, package));
    put(w, object, "bundles", write_bundles(w, package));
    put_money(w, object, "gross", package->gross_cents);
    put_money(w, object, "discount", package->discount_cents);
    put(w, object, "criteria", cst__write_criteria(w, &package->criteria));
    put(w, object, "content", write_content(w, &package->content));
    put(w, object, "ledger", write_ledger(w, package));
    put(w, object, "licences", write_licences(w, package));
    put(w, object, "open_questions", write_questions(w, package));
    if (package->assumed != NULL) {
        put(w, object, "assumptions", write_assumed(w, package));
    }
    cst__put_risk(w, object, package);
    put(w, object, "proof", write_proof(w, package));
    return object;
}

/* ---------------------------------------------------------------- the result */

/* What was asked, less what can not change the answer (threads). */
static json_t *write_settings(writer *w, const cst_asked *asked) {
    json_t *object = json_object();
    put_text(w, object, "by", cst__by_ids[asked->by]);
    put_count(w, object, "candidates", asked->candidates);
    put_count(w, object, "differ", asked->differ);
    if (asked->differ_slot != NULL) {
        put_text(w, object, "differ_slot", asked->differ_slot);
    }
    if (asked->by == CST_BY_DIVERSE) {
        put(w, object, "within", real(asked->within));
    }
    if (asked->at_most > 0) {
        put_count(w, object, "at_most", asked->at_most);
    }
    put(w, object, "gap", real(asked->gap));
    put(w, object, "time_limit", asked->time_limit_s > 0 ? real(asked->time_limit_s) : json_null());
    cst__put_risk_asked(w, object, asked);
    return object;
}

/* For a slate: on which criteria the best value is proven. */
static json_t *write_criteria_proven(writer *w, const cst_result *result) {
    json_t *object = json_object();
    bool ignore = result->packages[0].content.mode == CST_MODE_IGNORE;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (c != CST_CRITERION_US_CONTENT || !ignore) {
            put(w, object, cst_criterion_id((cst_criterion)c),
                json_boolean(result->criteria_proven[c]));
        }
    }
    return object;
}

/* The limits of a region by the criteria that have one. */
static json_t *write_region(writer *w, const cst_open_region *region) {
    json_t *object = json_object();
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (region->has_limit[c]) {
            put(w, object, cst_criterion_id((cst_criterion)c),
                write_criterion(w, (cst_criterion)c, region->limit[c]));
        }
    }
    return object;
}

static json_t *write_frontier(writer *w, const cst_frontier *frontier) {
    json_t *object = json_object();
    json_t *open = json_array();
    put(w, object, "criteria", write_labels(w, frontier->named));
    put(w, object, "complete", json_boolean(frontier->complete));
    if (frontier->coverage_bp >= 0) {
        put_share(w, object, "coverage", frontier->coverage_bp);
    }
    for (size_t i = 0; i < frontier->n_open; i++) {
        add(w, open, write_region(w, &frontier->open[i]));
    }
    put(w, object, "open", open);
    return object;
}

static json_t *write_diversity(writer *w, const cst_diversity *diversity) {
    json_t *object = json_object();
    put_money(w, object, "limit", diversity->limit_cents);
    put_count(w, object, "differ", diversity->least);
    put(w, object, "bound", diversity->bound < 0 ? json_null() : json_integer(diversity->bound));
    return object;
}

static json_t *write_packages(writer *w, const cst_result *result) {
    json_t *packages = json_array();
    for (size_t i = 0; i < result->n_packages; i++) {
        add(w, packages, cst__write_package(w, &result->packages[i]));
    }
    return packages;
}

json_t *cst__write_refusal(writer *w, const cst_refusal *refusal) {
    json_t *object = json_object();
    put_text(w, object, "offering", refusal->offering);
    put_text(w, object, "firm", refusal->firm);
    put_text(w, object, "code", refusal->code);
    put(w, object, "fact", refusal->fact == NULL ? json_null() : json_string(refusal->fact));
    put_text(w, object, "source", refusal->source);
    return object;
}

static json_t *write_refused(writer *w, const cst_result *result) {
    json_t *refused = json_array();
    for (size_t i = 0; i < result->n_refused; i++) {
        add(w, refused, cst__write_refusal(w, &result->refused[i]));
    }
    return refused;
}

json_t *cst__write_result(writer *w, const cst_result *result) {
    json_t *object = json_object();
    put_text(w, object, "format", "consort-result/1");
    put_text(w, object, "consort", CST_VERSION);
    put_text(w, object, "verb", result->verb);
    put_text(w, object, "status", cst__status_ids[result->status]);
    put_text(w, object, "opportunity", result->opportunity);
    put_text(w, object, "rules", result->rules);
    put_known(w, object, "assumptions", result->assumptions);
    if (result->asked.candidates > 0) {
        put(w, object, "settings", write_settings(w, &result->asked));
    }
    cst__put_shocks(w, object, result);
    put_known(w, object, "title", result->title);
    put_known(w, object, "currency", result->currency);
    if (result->n_eligible != CST__NONE) {
        put_count(w, object, "eligible", (int64_t)result->n_eligible);
    }
    if (result->asked.by == CST_BY_SLATE && result->n_packages > 0) {
        put(w, object, "criteria_proven", write_criteria_proven(w, result));
    }
    if (result->frontier != NULL) {
        put(w, object, "frontier", write_frontier(w, result->frontier));
    }
    if (result->diversity != NULL) {
        put(w, object, "diversity", write_diversity(w, result->diversity));
    }
    put(w, object, "packages", write_packages(w, result));
    put(w, object, "refused", write_refused(w, result));
    cst__put_nothing_fits(w, object, result->nothing_fits);
    return object;
}

cst_error cst_result_to_json(const cst_result *result, char **text, size_t *size) {
    writer w = {.digits = DIGITS_FAITHFUL};
    return print(&w, cst__write_result(&w, result), text, size);
}
