/*
 * result_read.c - the reader of consort-result/1, the way back from what result_json.c wrote.
 *
 * It reads form, not truth: every figure is taken as it stands, for the verifier to judge. Keys are
 * those of the contract's section 5, in its order, and the further keys of the writer, which may be
 * missing: a result written by hand after the contract can be read. What such a result leaves out
 * and its lines tell (gross value, values of members) is summed from them, so that it can be shown;
 * what nothing tells stays unknown, and the comments below say how unknown is held.
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/reader.h"
#include "solver/result.h"
#include "solver/result_read.h"

enum { MOST_WEEKS = 2 * CST__WEEKS_MAX, MOST_CANDIDATES = 1000, MOST_AT_MOST = 10000 };

#define MOST_UNITS INT64_C(1000000000000)

/* ---------------------------------------------------------------- figures */

static int read_count(cst__reader *r, const cst__at *up, const char *key, int most) {
    return (int)cst__whole(r, up, key, CST__REQUIRED, 0, most, 0);
}

/* ---------------------------------------------------------------- labels and lines */

/* A list of ids of criteria, as flags. */
static void read_labels(cst__reader *r, const cst__at *up, const char *key, bool *labels) {
    cst__at list;
    size_t n = cst__list(r, up, key, CST__REQUIRED, &list);
    for (size_t i = 0; i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        const char *text = json_string_value(at.value);
        int c = 0;
        while (c < CST_N_CRITERIA && (text == NULL || strcmp(text, cst__criterion_ids[c]) != 0)) {
            c++;
        }
        if (c == CST_N_CRITERIA) {
            cst__fault_found(r, &at, "the id of a criterion");
        } else {
            labels[c] = true;
        }
    }
}

static cst_line read_line(cst__reader *r, const cst__at *at) {
    static const char *const keys[] = {"offering", "firm",  "slot", "units", "value",
                                       "name",     "layer", "unit", NULL};
    if (!cst__as_object(r, at, keys)) {
        return (cst_line){"", "", "", "", "", "", 0, 0};
    }
    return (cst_line){
        .offering = cst__text(r, at, "offering", CST__REQUIRED),
        .offering_name = cst__text(r, at, "name", CST__OPTIONAL),
        .firm = cst__text(r, at, "firm", CST__REQUIRED),
        .slot = cst__text(r, at, "slot", CST__REQUIRED),
        .layer = cst__text(r, at, "layer", CST__OPTIONAL),
        .unit = cst__text(r, at, "unit", CST__OPTIONAL),
        .units = cst__whole(r, at, "units", CST__REQUIRED, 0, MOST_UNITS, 0),
        .value_cents = cst__money_cents(r, at, "value", CST__REQUIRED, 0),
    };
}

static void read_lines(cst__reader *r, const cst__at *up, cst_package *package) {
    cst__at list;
    size_t n = cst__list(r, up, "lines", CST__REQUIRED, &list);
    package->lines = cst__room(r, n, sizeof *package->lines);
    for (size_t i = 0; package->lines != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        package->lines[package->n_lines++] = read_line(r, &at);
    }
}

/* ---------------------------------------------------------------- sums that may be left out */

/* A sum of values that are not negative, held at the largest a catalog can be worth. */
static int64_t plus(int64_t sum, int64_t value) {
    return value > MOST_SUM - sum ? MOST_SUM : sum + value;
}

static void read_sums(cst__reader *r, const cst__at *up, cst_package *package) {
    int64_t gross = 0;
    for (size_t i = 0; i < package->n_lines; i++) {
        gross = plus(gross, package->lines[i].value_cents);
    }
    package->gross_cents = read_sum(r, up, "gross", CST__OPTIONAL, &money, gross);
    /* Between two sums of at most 9e18 the difference can leave 64 bits. */
    int64_t discount = 0;
    if (__builtin_sub_overflow(package->gross_cents, package->criteria.cost_cents, &discount)) {
        discount = 0;
    }
    package->discount_cents = read_sum(r, up, "discount", CST__OPTIONAL, &money, discount);
}

static int compare_firms(const void *a, const void *b) {
    const cst_member *x = a;
    const cst_member *y = b;
    return strcmp(x->firm, y->firm);
}

/* Values of firms over the lines, sorted by firm, one entry each. */
static cst_member *sum_firms(cst__reader *r, const cst_package *package, size_t *n) {
    cst_member *firms = cst__scratch(r, package->n_lines, sizeof *firms);
    *n = 0;
    if (firms == NULL || package->n_lines == 0) {
        return firms;
    }
    for (size_t i = 0; i < package->n_lines; i++) {
        firms[i].firm = package->lines[i].firm;
        firms[i].value_cents = package->lines[i].value_cents;
    }
    qsort(firms, package->n_lines, sizeof *firms, compare_firms);
    for (size_t i = 0; i < package->n_lines; i++) {
        if (*n > 0 && compare_firms(&firms[*n - 1], &firms[i]) == 0) {
            firms[*n - 1].value_cents = plus(firms[*n - 1].value_cents, firms[i].value_cents);
        } else {
            firms[(*n)++] = firms[i];
        }
    }
    return firms;
}

/* Where the file has no member_values. */
static void sum_members(cst__reader *r, cst_package *package) {
    size_t n = 0;
    cst_member *firms = sum_firms(r, package, &n);
    for (size_t i = 0; n > 0 && i < package->n_members; i++) {
        cst_member *member = &package->members[i];
        const cst_member *sum = bsearch(member, firms, n, sizeof *firms, compare_firms);
        int64_t gross = package->gross_cents;
        if (sum != NULL && gross >= sum->value_cents && gross > 0) {
            member->value_cents = sum->value_cents;
            member->share_bp = (int)cst__mul_div_ceil(sum->value_cents, CST__BP, gross);
        }
    }
}

/* ---------------------------------------------------------------- members */

static void read_member(cst__reader *r, const cst__at *at, cst_member *member) {
    static const char *const keys[] = {"firm", "name", "incorporated", "value", "share", NULL};
    if (!cst__as_object(r, at, keys)) {
        return;
    }
    const char *firm = cst__text(r, at, "firm", CST__REQUIRED);
    if (strcmp(firm, member->firm) != 0) {
        cst__fault_at(r, at, "expected the member \"%s\", found \"%s\"", member->firm, firm);
    }
    member->name = cst__text(r, at, "name", CST__OPTIONAL);
    member->incorporated = cst__text(r, at, "incorporated", CST__NULLABLE);
    member->value_cents = read_sum(r, at, "value", CST__REQUIRED, &money, 0);
    member->share_bp = cst__share_bp(r, at, "share", CST__REQUIRED, 0);
}

static void read_members(cst__reader *r, const cst__at *up, cst_package *package) {
    size_t n = 0;
    const char **ids = read_ids(r, up, "members", &n);
    package->members = cst__room(r, n, sizeof *package->members);
    if (package->members == NULL) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        package->members[i] = (cst_member){.firm = ids[i], .name = "", .incorporated = ""};
    }
    package->n_members = n;
    cst__at list = cst__get(up, "member_values");
    if (list.value == NULL) {
        sum_members(r, package);
        return;
    }
    size_t m = cst__list(r, up, "member_values", CST__OPTIONAL, &list);
    if (m != n && json_is_array(list.value)) {
        cst__fault_at(r, &list, "expected %zu members, found %zu", n, m);
    }
    for (size_t i = 0; i < n && i < m; i++) {
        cst__at at = cst__item(r, &list, i);
        read_member(r, &at, &package->members[i]);
    }
}

/* ---------------------------------------------------------------- criteria and content */

/* us_content is left out, and held as -1, where content is ignored. */
static void read_criteria(cst__reader *r, const cst__at *up, cst_criteria *criteria) {
    cst__at at;
    if (!cst__object(r, up, "criteria", CST__REQUIRED, cst__criterion_ids, &at)) {
        return;
    }
    criteria->cost_cents = read_sum(r, &at, "cost", CST__REQUIRED, &money, 0);
    criteria->us_content_bp = cst__share_bp(r, &at, "us_content", CST__NULLABLE, -1);
    criteria->delivery_weeks = read_count(r, &at, "delivery_weeks", MOST_WEEKS);
    criteria->members = read_count(r, &at, "members", INT_MAX);
    criteria->licences = read_count(r, &at, "licences", INT_MAX);
    criteria->misfit_bp = read_sum(r, &at, "misfit", CST__REQUIRED, &shares, 0);
    criteria->largest_share_bp = cst__share_bp(r, &at, "largest_share", CST__REQUIRED, 0);
}

static void read_other_methods(cst__reader *r, const cst__at *up, cst_content *content) {
    const char *keys[CST_N_METHODS] = {NULL}; /* one less than methods, and NULL */
    size_t n = 0;
    for (int m = 0; m < CST_N_METHODS; m++) {
        if (m != (int)content->method) {
            keys[n++] = cst__method_ids[m];
        }
    }
    cst__at at;
    if (!cst__object(r, up, "by_method", CST__REQUIRED, keys, &at)) {
        return;
    }
    for (int m = 0; m < CST_N_METHODS; m++) {
        if (m != (int)content->method) {
            content->share_bp[m] = cst__share_bp(r, &at, cst__method_ids[m], CST__REQUIRED, 0);
        }
    }
}

/* The shares of a list. Without the key nothing is said: NULL. */
static void read_guaranteed(cst__reader *r, const cst__at *up, cst_content *content) {
    cst__at list;
    size_t n = cst__list(r, up, "guaranteed", CST__OPTIONAL, &list);
    content->guaranteed_bp =
        list.value == NULL ? NULL : cst__room(r, n, sizeof *content->guaranteed_bp);
    for (size_t g = 0; content->guaranteed_bp != NULL && g < n; g++) {
        cst__at at = cst__item(r, &list, g);
        content->guaranteed_bp[g] = cst__as_share_bp(r, &at);
        content->n_guaranteed = g + 1;
    }
}

/* What the worksheet was worked out with: mode, threshold, gamma and value, all or none of them.
 * Where there is none threshold_bp is -1, and the others say nothing. */
static void read_frame(cst__reader *r, const cst__at *at, cst_content *content) {
    static const char *const keys[] = {"mode", "threshold", "gamma", "value"};
    cst__need need = CST__OPTIONAL;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        need = json_object_get(at->value, keys[i]) == NULL ? need : CST__REQUIRED;
    }
    content->mode = (cst_mode)cst__choice(r, at, "mode", need, cst__mode_ids, CST_MODE_PRESUMPTION);
    content->threshold_bp = cst__share_bp(r, at, "threshold", need, -1);
    content->gamma = (int)cst__whole(r, at, "gamma", need, 0, INT_MAX, 0);
    content->value_cents = read_sum(r, at, "value", need, &money, 0);
}

/* The worksheet of a rule that is not ignored. */
static void read_worksheet(cst__reader *r, const cst__at *at, cst_content *content) {
    content->method =
        (cst_method)cst__choice(r, at, "method", CST__REQUIRED, cst__method_ids, CST_METHOD_MADE);
    content->share_bp[content->method] = cst__share_bp(r, at, "share", CST__REQUIRED, 0);
    content->met = cst__boolean(r, at, "met", CST__REQUIRED, false);
    content->shortfall_cents = read_sum(r, at, "shortfall", CST__REQUIRED, &money, 0);
    read_other_methods(r, at, content);
    content->worst_case_bp = cst__share_bp(r, at, "worst_case", CST__REQUIRED, 0);
    read_guaranteed(r, at, content);
    read_frame(r, at, content);
}

static void read_content(cst__reader *r, const cst__at *up, cst_content *content) {
    static const char *const keys[] = {"method",    "share",      "met",        "shortfall",
                                       "by_method", "worst_case", "mode",       "threshold",
                                       "gamma",     "value",      "guaranteed", NULL};
    cst__at at;
    content->mode = CST_MODE_IGNORE;
    if (!cst__object(r, up, "content", CST__NULLABLE, keys, &at)) {
        return;
    }
    const char *mode = json_string_value(json_object_get(at.value, "mode"));
    if (mode == NULL || strcmp(mode, cst__mode_ids[CST_MODE_IGNORE]) != 0) {
        read_worksheet(r, &at, content);
    }
}

/* ---------------------------------------------------------------- ledger, licences, questions */

static cst_ledger_row read_ledger_row(cst__reader *r, const cst__at *at) {
    static const char *const keys[] = {"resource", "demand", "site", "provided",
                                       "consumed", "slack",  "unit", NULL};
    if (!cst__as_object(r, at, keys)) {
        return (cst_ledger_row){.resource = "", .unit = ""};
    }
    return (cst_ledger_row){
        .resource = cst__text(r, at, "resource", CST__REQUIRED),
        .unit = cst__text(r, at, "unit", CST__OPTIONAL),
        .demand_milli = read_sum(r, at, "demand", CST__REQUIRED, &amount, 0),
        .site_milli = read_sum(r, at, "site", CST__REQUIRED, &amount, 0),
        .provided_milli = read_sum(r, at, "provided", CST__REQUIRED, &amount, 0),
        .consumed_milli = read_sum(r, at, "consumed", CST__REQUIRED, &amount, 0),
        .slack_milli = read_sum(r, at, "slack", CST__REQUIRED, &amount, 0),
    };
}

static void read_ledger(cst__reader *r, const cst__at *up, cst_package *package) {
    cst__at list;
    size_t n = cst__list(r, up, "ledger", CST__REQUIRED, &list);
    package->ledger = cst__room(r, n, sizeof *package->ledger);
    for (size_t i = 0; package->ledger != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        package->ledger[package->n_ledger++] = read_ledger_row(r, &at);
    }
}

static cst_licence read_licence(cst__reader *r, const cst__at *at) {
    static const char *const keys[] = {"offering", "row", "posture", "weeks", NULL};
    if (!cst__as_object(r, at, keys)) {
        return (cst_licence){.offering = "", .row = "", .posture = "", .source = ""};
    }
    return (cst_licence){
        .offering = cst__text(r, at, "offering", CST__REQUIRED),
        .row = cst__text(r, at, "row", CST__REQUIRED),
        .posture = cst__text(r, at, "posture", CST__REQUIRED),
        .source = cst__free_text(r, at, "source"),
        .weeks = read_count(r, at, "weeks", MOST_WEEKS),
    };
}

static void read_licences(cst__reader *r, const cst__at *up, cst_package *package) {
    cst__at list;
    size_t n = cst__list(r, up, "licences", CST__REQUIRED, &list);
    package->licences = cst__room(r, n, sizeof *package->licences);
    for (size_t i = 0; package->licences != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        package->licences[package->n_licences++] = read_licence(r, &at);
    }
}

static cst_open_question read_question(cst__reader *r, const cst__at *at) {
    static const char *const keys[] = {"subject", "fact", "row", NULL};
    if (!cst__as_object(r, at, keys)) {
        return (cst_open_question){"", "", "", ""};
    }
    return (cst_open_question){
        .subject = cst__text(r, at, "subject", CST__REQUIRED),
        .fact = cst__text(r, at, "fact", CST__REQUIRED),
        .row = cst__text(r, at, "row", CST__REQUIRED),
        .source = cst__free_text(r, at, "source"),
    };
}

static void read_questions(cst__reader *r, const cst__at *up, cst_package *package) {
    cst__at list;
    size_t n = cst__list(r, up, "open_questions", CST__REQUIRED, &list);
    package->questions = cst__room(r, n, sizeof *package->questions);
    for (size_t i = 0; package->questions != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        package->questions[package->n_questions++] = read_question(r, &at);
    }
}

static cst_assumed read_assumed_one(cst__reader *r, const cst__at *at) {
    static const char *const keys[] = {"subject", "fact", "value", "row", NULL};
    if (!cst__as_object(r, at, keys)) {
        return (cst_assumed){"", "", "", ""};
    }
    return (cst_assumed){
        .subject = cst__text(r, at, "subject", CST__REQUIRED),
        .fact = cst__text(r, at, "fact", CST__REQUIRED),
        .value = cst__text(r, at, "value", CST__REQUIRED),
        .row = cst__text(r, at, "row", CST__REQUIRED),
    };
}

/* Without the key no assumptions were used: NULL. */
static void read_assumed(cst__reader *r, const cst__at *up, cst_package *package) {
    cst__at list;
    size_t n = cst__list(r, up, "assumptions", CST__OPTIONAL, &list);
    package->assumed = list.value == NULL ? NULL : cst__room(r, n, sizeof *package->assumed);
    for (size_t i = 0; package->assumed != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        package->assumed[package->n_assumed++] = read_assumed_one(r, &at);
    }
}

static void read_proof(cst__reader *r, const cst__at *up, cst_package *package) {
    static const char *const keys[] = {"status", "bound", NULL};
    cst__at at;
    if (cst__object(r, up, "proof", CST__REQUIRED, keys, &at)) {
        package->proof = (cst_proof)cst__choice(r, &at, "status", CST__REQUIRED, cst__proof_ids,
                                                CST_PROOF_UNPROVEN);
        package->bound_cents = read_sum(r, &at, "bound", CST__REQUIRED, &money, 0);
    }
}

/* ---------------------------------------------------------------- packages */

/* A value of a criterion, where it may be left out. */
static int64_t read_criterion(cst__reader *r, const cst__at *at, int c) {
    const char *key = cst__criterion_ids[c];
    switch ((cst_criterion)c) {
        case CST_CRITERION_COST:
            return read_sum(r, at, key, CST__OPTIONAL, &money, 0);
        case CST_CRITERION_US_CONTENT:
        case CST_CRITERION_MISFIT:
        case CST_CRITERION_LARGEST_SHARE:
            return read_sum(r, at, key, CST__OPTIONAL, &shares, 0);
        case CST_CRITERION_DELIVERY:
        case CST_CRITERION_MEMBERS:
        case CST_CRITERION_LICENCES:
        case CST_N_CRITERIA:
            break;
    }
    return cst__whole(r, at, key, CST__OPTIONAL, 0, INT_MAX, 0);
}

static void read_leads(cst__reader *r, const cst__at *up, cst_package *package) {
    cst__at at;
    bool said = cst__object(r, up, "best_by", CST__OPTIONAL, cst__criterion_ids, &at);
    for (int c = 0; said && c < CST_N_CRITERIA; c++) {
        package->lead[c] = read_criterion(r, &at, c);
    }
}

void cst__read_package(cst__reader *r, const cst__at *at, cst_package *package) {
    static const char *const keys[] = {"id",      "best_at",       "best_by",        "anchor",
                                       "members", "member_values", "lines",          "bundles",
                                       "gross",   "discount",      "criteria",       "content",
                                       "ledger",  "licences",      "open_questions", "assumptions",
                                       "risk",    "resilience",    "proof",          NULL};
    package->id = "";
    package->anchor = "";
    if (!cst__as_object(r, at, keys)) {
        return;
    }
    package->id = cst__text(r, at, "id", CST__REQUIRED);
    read_labels(r, at, "best_at", package->best_at);
    read_leads(r, at, package);
    package->anchor = cst__text(r, at, "anchor", CST__REQUIRED);
    read_lines(r, at, package);
    read_criteria(r, at, &package->criteria);
    read_sums(r, at, package);
    read_members(r, at, package);
    package->bundles = read_ids(r, at, "bundles", &package->n_bundles);
    read_content(r, at, &package->content);
    read_ledger(r, at, package);
    read_licences(r, at, package);
    read_questions(r, at, package);
    read_assumed(r, at, package);
    cst__read_risk(r, at, package);
    read_proof(r, at, package);
}

static void read_packages(cst__reader *r, const cst__at *top, cst_result *result) {
    cst__at list;
    size_t n = cst__list(r, top, "packages", CST__REQUIRED, &list);
    result->packages = cst__room(r, n, sizeof *result->packages);
    for (size_t i = 0; result->packages != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        cst__read_package(r, &at, &result->packages[result->n_packages++]);
    }
}

/* ---------------------------------------------------------------- the frontier */

static void read_region(cst__reader *r, const cst__at *at, cst_open_region *region) {
    if (!cst__as_object(r, at, cst__criterion_ids)) {
        return;
    }
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        region->has_limit[c] = cst__get(at, cst__criterion_ids[c]).value != NULL;
        region->limit[c] = read_criterion(r, at, c);
    }
}

/* NULL where the file has none. */
static cst_frontier *read_frontier(cst__reader *r, const cst__at *top) {
    static const char *const keys[] = {"criteria", "complete", "coverage", "open", NULL};
    cst__at at;
    cst__at list;
    if (!cst__object(r, top, "frontier", CST__OPTIONAL, keys, &at)) {
        return NULL;
    }
    cst_frontier *frontier = cst__room(r, 1, sizeof *frontier);
    if (frontier == NULL) {
        return NULL;
    }
    read_labels(r, &at, "criteria", frontier->named);
    frontier->complete = cst__boolean(r, &at, "complete", CST__REQUIRED, false);
    int64_t coverage = read_sum(r, &at, "coverage", CST__OPTIONAL, &shares, -1);
    frontier->coverage_bp = coverage > INT_MAX ? INT_MAX : (int)coverage;
    size_t n = cst__list(r, &at, "open", CST__REQUIRED, &list);
    frontier->open = cst__room(r, n, sizeof *frontier->open);
    for (size_t i = 0; frontier->open != NULL && i < n; i++) {
        cst__at item = cst__item(r, &list, i);
        read_region(r, &item, &frontier->open[frontier->n_open++]);
    }
    return frontier;
}

/* NULL where the file has none. */
static cst_diversity *read_diversity(cst__reader *r, const cst__at *top) {
    static const char *const keys[] = {"limit", "differ", "bound", NULL};
    cst__at at;
    if (!cst__object(r, top, "diversity", CST__OPTIONAL, keys, &at)) {
        return NULL;
    }
    cst_diversity *diversity = cst__room(r, 1, sizeof *diversity);
    if (diversity != NULL) {
        diversity->limit_cents = read_sum(r, &at, "limit", CST__REQUIRED, &money, 0);
        diversity->least = read_count(r, &at, "differ", INT_MAX);
        diversity->bound = (int)cst__whole(r, &at, "bound", CST__NULLABLE, 0, INT_MAX, -1);
    }
    return diversity;
}

/* ---------------------------------------------------------------- the result */

/* Without settings the defaults hold, and how many packages were asked for is unknown: 0. */
static void read_settings(cst__reader *r, const cst__at *top, cst_asked *asked) {
    static const char *const keys[] = {"by",     "candidates", "differ", "differ_slot",
                                       "within", "at_most",    "gap",    "time_limit",
                                       "risk",   "resilience", NULL};
    cst_settings defaults = cst_settings_default();
    *asked = (cst_asked){.by = defaults.by, .differ = defaults.differ, .gap = defaults.gap};
    cst__at at;
    if (!cst__object(r, top, "settings", CST__OPTIONAL, keys, &at)) {
        return;
    }
    asked->by = (cst_by)cst__choice(r, &at, "by", CST__REQUIRED, cst__by_ids, CST_BY_SLATE);
    asked->candidates = (int)cst__whole(r, &at, "candidates", CST__REQUIRED, 1, MOST_CANDIDATES, 1);
    asked->differ = (int)cst__whole(r, &at, "differ", CST__REQUIRED, 1, MOST_CANDIDATES, 1);
    const char *slot = cst__text(r, &at, "differ_slot", CST__OPTIONAL);
    asked->differ_slot = *slot == '\0' ? NULL : slot;
    asked->within = read_real(r, &at, "within", CST__OPTIONAL, 1);
    asked->at_most = (int)cst__whole(r, &at, "at_most", CST__OPTIONAL, 1, MOST_AT_MOST, 0);
    asked->gap = read_real(r, &at, "gap", CST__REQUIRED, 1);
    asked->time_limit_s = read_real(r, &at, "time_limit", CST__NULLABLE, 1e9);
    cst__read_risk_asked(r, &at, asked);
}

/* Where the file does not say, a solved result has proven them all. */
static void read_criteria_proven(cst__reader *r, const cst__at *top, cst_result *result) {
    cst__at at;
    bool said = cst__object(r, top, "criteria_proven", CST__OPTIONAL, cst__criterion_ids, &at);
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        result->criteria_proven[c] =
            said ? cst__boolean(r, &at, cst__criterion_ids[c], CST__OPTIONAL, false)
                 : result->status == CST_STATUS_SOLVED;
    }
}

cst_refusal cst__read_refusal(cst__reader *r, const cst__at *at) {
    cst__at fact = cst__get(at, "fact");
    return (cst_refusal){
        .offering = cst__text(r, at, "offering", CST__REQUIRED),
        .firm = cst__text(r, at, "firm", CST__REQUIRED),
        .code = cst__text(r, at, "code", CST__REQUIRED),
        .fact =
            cst__present(r, &fact, CST__NULLABLE) ? cst__text(r, at, "fact", CST__NULLABLE) : NULL,
        .source = cst__free_text(r, at, "source"),
    };
}

static cst_refusal read_refused_one(cst__reader *r, const cst__at *at) {
    static const char *const keys[] = {"offering", "firm", "code", "fact", NULL};
    return cst__as_object(r, at, keys) ? cst__read_refusal(r, at)
                                       : (cst_refusal){"", "", "", NULL, ""};
}

cst_refusal *cst__read_refused(cst__reader *r, const cst__at *up, const char *key, size_t *n) {
    cst__at list;
    size_t length = cst__list(r, up, key, CST__OPTIONAL, &list);
    cst_refusal *refused = cst__room(r, length, sizeof *refused);
    *n = 0;
    for (size_t i = 0; refused != NULL && i < length; i++) {
        cst__at at = cst__item(r, &list, i);
        refused[(*n)++] = read_refused_one(r, &at);
    }
    return refused;
}

/* Without the key the number of eligible offerings is unknown: CST__NONE. */
static size_t read_eligible(cst__reader *r, const cst__at *top) {
    int64_t n = cst__whole(r, top, "eligible", CST__OPTIONAL, 0, INT_MAX, -1);
    return n < 0 ? CST__NONE : (size_t)n;
}

void cst__read_result(cst__reader *r, const cst__at *top, cst_result *result) {
    static const char *const keys[] = {"format",
                                       "consort",
                                       "verb",
                                       "status",
                                       "opportunity",
                                       "rules",
                                       "settings",
                                       "title",
                                       "currency",
                                       "eligible",
                                       "criteria_proven",
                                       "frontier",
                                       "diversity",
                                       "packages",
                                       "refused",
                                       "conflicts",
                                       "remedies",
                                       "conflicts_complete",
                                       "remedies_complete",
                                       "combination",
                                       "gaps",
                                       "demands",
                                       "assumptions",
                                       "shocks",
                                       NULL};
    if (!cst__as_object(r, top, keys)) {
        return;
    }
    cst__text(r, top, "consort", CST__OPTIONAL);
    result->verb = cst__text(r, top, "verb", CST__REQUIRED);
    result->status =
        (cst_status)cst__choice(r, top, "status", CST__REQUIRED, cst__status_ids, CST_STATUS_LIMIT);
    result->opportunity = cst__text(r, top, "opportunity", CST__REQUIRED);
    result->rules = cst__text(r, top, "rules", CST__REQUIRED);
    result->assumptions = cst__text(r, top, "assumptions", CST__OPTIONAL);
    read_settings(r, top, &result->asked);
    cst__read_shocks(r, top, &result->shocks);
    result->title = cst__text(r, top, "title", CST__OPTIONAL);
    result->currency = cst__currency(r, top, "currency");
    result->n_eligible = read_eligible(r, top);
    read_criteria_proven(r, top, result);
    result->frontier = read_frontier(r, top);
    result->diversity = read_diversity(r, top);
    read_packages(r, top, result);
    result->refused = cst__read_refused(r, top, "refused", &result->n_refused);
    cst__read_nothing_fits(r, top, result);
}

cst_error cst_result_read(const char *bytes, size_t size, const char *name,
                          const cst_limits *limits, cst_result **result,
                          cst_diagnostics *diagnostics) {
    *result = NULL;
    cst_result *read = cst__result_new();
    if (read == NULL) {
        return CST_E_MEMORY;
    }
    cst__source source = {name, bytes, size};
    cst__reader reader;
    cst__at top;
    if (cst__reader_open(&reader, &source, limits, "consort-result/1", read->arena, diagnostics,
                         &top)) {
        cst__read_result(&reader, &top, read);
    }
    cst_error error = cst__reader_close(&reader);
    if (error != CST_E_OK) {
        cst_result_free(read);
        return error;
    }
    *result = read;
    return CST_E_OK;
}
