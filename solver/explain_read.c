/*
 * explain_read.c - the reader of consort-explanation/1, the way back from what explain_json.c
 * wrote. As the reader of results it takes every figure as it stands, for the verifier to judge.
 */
#include "solver/explain_read.h"

#include <limits.h>
#include <string.h>

#include "model/reader.h"
#include "solver/result.h"
#include "solver/result_read.h"

/* ---------------------------------------------------------------- outcomes */

static int read_whole(cst__reader *r, const cst__at *at, const char *key) {
    return (int)cst__whole(r, at, key, CST__REQUIRED, -INT_MAX, INT_MAX, 0);
}

/* Of differences, which may be negative. */
static int read_shares(cst__reader *r, const cst__at *at, const char *key) {
    int64_t sum = read_sum(r, at, key, CST__REQUIRED, &shares, 0);
    return sum > INT_MAX ? INT_MAX : sum < -INT_MAX ? -INT_MAX : (int)sum;
}

static void read_difference(cst__reader *r, const cst__at *up, cst__told *told) {
    cst__at at;
    cst_criteria *d = &told->difference;
    if (!cst__object(r, up, "difference", CST__NULLABLE, cst__criterion_ids, &at)) {
        return;
    }
    told->has_difference = true;
    told->has_us_content = cst__get(&at, "us_content").value != NULL;
    d->cost_cents = read_sum(r, &at, "cost", CST__REQUIRED, &money, 0);
    d->us_content_bp = told->has_us_content ? read_shares(r, &at, "us_content") : 0;
    d->delivery_weeks = read_whole(r, &at, "delivery_weeks");
    d->members = read_whole(r, &at, "members");
    d->licences = read_whole(r, &at, "licences");
    d->misfit_bp = read_sum(r, &at, "misfit", CST__REQUIRED, &shares, 0);
    d->largest_share_bp = read_shares(r, &at, "largest_share");
}

/* What an entry has where its question was asked. */
static void read_outcome(cst__reader *r, const cst__at *at, cst_outcome *outcome, cst__told *told) {
    cst__at package = cst__get(at, "package");
    cst__at cost = cst__get(at, "cost");
    outcome->package.id = "";
    outcome->package.anchor = "";
    told->has_outcome = cst__get(at, "status").value != NULL;
    outcome->status =
        (cst_status)cst__choice(r, at, "status", CST__OPTIONAL, cst__status_ids, CST_STATUS_SOLVED);
    if (cst__present(r, &package, CST__NULLABLE)) {
        cst__read_package(r, &package, &outcome->package);
        outcome->found = true;
    }
    told->has_cost = cst__present(r, &cost, CST__NULLABLE);
    told->cost_cents = told->has_cost ? as_sum(r, &cost, &money, 0) : 0;
    read_difference(r, at, told);
}

/* ---------------------------------------------------------------- why in, why not */

static cst_bar read_bar(cst__reader *r, const cst__at *at) {
    static const char *const keys[] = {"offering", "firm", "code", "fact", "way_out", NULL};
    cst_bar bar = {.refusal = {"", "", "", NULL, ""}, .way_out = ""};
    if (cst__as_object(r, at, keys)) {
        bar.refusal = cst__read_refusal(r, at);
        bar.way_out = cst__text(r, at, "way_out", CST__REQUIRED);
    }
    return bar;
}

static void read_bars(cst__reader *r, const cst__at *up, cst_why *why) {
    cst__at list;
    size_t n = cst__list(r, up, "refusals", CST__REQUIRED, &list);
    why->bars = cst__room(r, n, sizeof *why->bars);
    for (size_t i = 0; why->bars != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        why->bars[why->n_bars++] = read_bar(r, &at);
    }
}

/* Under the one key or the other; which it is to be follows from the standing. */
static void read_cut(cst__reader *r, const cst__at *up, const char *key, bool *said, cst_why *why) {
    static const char *const keys[] = {"amount", "at_least", NULL};
    cst__at at;
    *said = cst__object(r, up, key, CST__OPTIONAL, keys, &at);
    if (*said) {
        why->has_cut = true;
        why->cut_cents = read_sum(r, &at, "amount", CST__REQUIRED, &money, 0);
        why->cut_low_cents = read_sum(r, &at, "at_least", CST__REQUIRED, &money, 0);
    }
}

static void read_why(cst__reader *r, const cst__at *at, cst_why *why, cst__told *told) {
    static const char *const keys[] = {"id",         "name",   "kind",   "standing",
                                       "refusals",   "status", "cost",   "package",
                                       "difference", "room",   "rebate", NULL};
    static const char *const kinds[] = {"firm", "offering", NULL};
    *why = (cst_why){.id = "", .name = "", .other = {.package = {.id = "", .anchor = ""}}};
    if (!cst__as_object(r, at, keys)) {
        return;
    }
    why->id = cst__text(r, at, "id", CST__REQUIRED);
    why->name = cst__text(r, at, "name", CST__OPTIONAL);
    why->is_firm = cst__choice(r, at, "kind", CST__REQUIRED, kinds, 0) == 0;
    why->standing = (cst_standing)cst__choice(r, at, "standing", CST__REQUIRED, cst__standing_ids,
                                              CST_STANDING_UNDECIDED);
    read_bars(r, at, why);
    read_outcome(r, at, &why->other, told);
    read_cut(r, at, "room", &told->is_room, why);
    read_cut(r, at, "rebate", &told->is_rebate, why);
    if (why->standing == CST_STANDING_IMPOSSIBLE && !told->has_outcome) {
        why->other.status = CST_STATUS_INFEASIBLE;
    }
}

/* ---------------------------------------------------------------- rules and members */

static void read_rule(cst__reader *r, const cst__at *at, cst_rule_cost *rule, cst__told *told) {
    static const char *const keys[] = {"name",   "value", "measure", "unit",       "idle", "added",
                                       "status", "cost",  "package", "difference", NULL};
    *rule = (cst_rule_cost){.name = "", .source = "", .level = {.unit = ""}};
    if (!cst__as_object(r, at, keys)) {
        return;
    }
    rule->name = cst__text(r, at, "name", CST__REQUIRED);
    rule->source = cst__free_text(r, at, "source");
    rule->level = cst__read_level(r, at, rule->name);
    rule->idle = cst__boolean(r, at, "idle", CST__REQUIRED, false);
    rule->is_added = cst__boolean(r, at, "added", CST__REQUIRED, false);
    read_outcome(r, at, &rule->other, told);
}

static void read_dropout(cst__reader *r, const cst__at *at, cst_dropout *dropout, cst__told *told) {
    static const char *const keys[] = {"firm",   "critical", "slots",   "joins",      "leaves",
                                       "status", "cost",     "package", "difference", NULL};
    *dropout = (cst_dropout){.firm = "", .other = {.package = {.id = "", .anchor = ""}}};
    if (!cst__as_object(r, at, keys)) {
        return;
    }
    dropout->firm = cst__text(r, at, "firm", CST__REQUIRED);
    dropout->critical = cst__boolean(r, at, "critical", CST__REQUIRED, false);
    dropout->slots = read_ids(r, at, "slots", &dropout->n_slots);
    dropout->joins = read_ids(r, at, "joins", &dropout->n_joins);
    dropout->leaves = read_ids(r, at, "leaves", &dropout->n_leaves);
    read_outcome(r, at, &dropout->other, told);
}

/* ---------------------------------------------------------------- curves */

/* A value of a criterion under a key of another name. */
static int64_t read_value(cst__reader *r, const cst__at *at, const char *key, cst__need need,
                          cst_criterion criterion) {
    bool is_share = criterion == CST_CRITERION_US_CONTENT || criterion == CST_CRITERION_MISFIT ||
                    criterion == CST_CRITERION_LARGEST_SHARE;
    return is_share ? read_sum(r, at, key, need, &shares, 0)
                    : cst__whole(r, at, key, need, 0, INT_MAX, 0);
}

static void read_step(cst__reader *r, const cst__at *at, cst_criterion criterion, cst_step *step,
                      cst__told *told) {
    static const char *const keys[] = {"at", "status", "cost", "package", NULL};
    *step = (cst_step){.outcome = {.package = {.id = "", .anchor = ""}}};
    if (cst__as_object(r, at, keys)) {
        step->at = read_value(r, at, "at", CST__REQUIRED, criterion);
        read_outcome(r, at, &step->outcome, told);
    }
}

static void read_steps(cst__reader *r, const cst__at *up, cst_curve *curve, cst__told **told) {
    cst__at list;
    size_t n = cst__list(r, up, "steps", CST__REQUIRED, &list);
    curve->steps = cst__room(r, n, sizeof *curve->steps);
    *told = cst__room(r, n, sizeof **told);
    for (size_t i = 0; curve->steps != NULL && *told != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        read_step(r, &at, curve->criterion, &curve->steps[i], &(*told)[i]);
        curve->n_steps = i + 1;
    }
}

static void read_curve(cst__reader *r, const cst__at *at, cst_curve *curve, cst__told **told) {
    static const char *const keys[] = {"criterion", "complete", "limit", "steps", NULL};
    *curve = (cst_curve){.criterion = CST_CRITERION_MEMBERS};
    if (!cst__as_object(r, at, keys)) {
        return;
    }
    curve->criterion = (cst_criterion)cst__choice(r, at, "criterion", CST__REQUIRED,
                                                  cst__criterion_ids, CST_CRITERION_MEMBERS);
    curve->complete = cst__boolean(r, at, "complete", CST__REQUIRED, false);
    curve->has_limit = cst__get(at, "limit").value != NULL;
    curve->limit = read_value(r, at, "limit", CST__OPTIONAL, curve->criterion);
    read_steps(r, at, curve, told);
}

/* ---------------------------------------------------------------- assumptions */

static void read_values(cst__reader *r, const cst__at *at, cst_value_range *range) {
    bool is_share = cst__get(at, "from").value != NULL;
    range->low_bp = range->high_bp = range->at_bp = -1;
    if (is_share) {
        range->low_bp = cst__share_bp(r, at, "from", CST__REQUIRED, 0);
        range->high_bp = cst__share_bp(r, at, "to", CST__REQUIRED, 0);
        range->at_bp = cst__share_bp(r, at, "at", CST__REQUIRED, 0);
        return;
    }
    cst__at value = cst__get(at, "value");
    bool known = cst__present(r, &value, CST__NULLABLE);
    range->value = known ? cst__text(r, at, "value", CST__NULLABLE) : NULL;
    range->among = read_ids(r, at, "among", &range->n_among);
    range->countries = read_ids(r, at, "countries", &range->n_countries);
}

static void read_range(cst__reader *r, const cst__at *at, cst_value_range *range, cst__told *told) {
    static const char *const keys[] = {"from",       "to",      "at",     "value", "among",
                                       "countries",  "assumed", "same",   "met",   "same_members",
                                       "cost_from",  "cost_to", "status", "cost",  "package",
                                       "difference", NULL};
    *range = (cst_value_range){.outcome = {.package = {.id = "", .anchor = ""}}};
    if (!cst__as_object(r, at, keys)) {
        return;
    }
    read_values(r, at, range);
    cst__at met = cst__get(at, "met");
    range->assumed = cst__boolean(r, at, "assumed", CST__REQUIRED, false);
    range->same = cst__boolean(r, at, "same", CST__REQUIRED, false);
    range->same_members = cst__boolean(r, at, "same_members", CST__REQUIRED, false);
    told->has_met = cst__present(r, &met, CST__NULLABLE);
    told->met = told->has_met && cst__boolean(r, at, "met", CST__NULLABLE, false);
    told->has_costs = cst__get(at, "cost_from").value != NULL;
    cst__need need = told->has_costs ? CST__REQUIRED : CST__OPTIONAL;
    range->cost_low_cents = read_sum(r, at, "cost_from", need, &money, 0);
    range->cost_high_cents = read_sum(r, at, "cost_to", need, &money, 0);
    read_outcome(r, at, &range->outcome, told);
}

static void read_ranges(cst__reader *r, const cst__at *up, cst_sensitivity *it, cst__told **told) {
    cst__at list;
    size_t n = cst__list(r, up, "ranges", CST__REQUIRED, &list);
    it->ranges = cst__room(r, n, sizeof *it->ranges);
    *told = cst__room(r, n, sizeof **told);
    for (size_t i = 0; it->ranges != NULL && *told != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        read_range(r, &at, &it->ranges[i], &(*told)[i]);
        it->n_ranges = i + 1;
    }
}

static void read_sensitivity(cst__reader *r, const cst__at *at, cst_sensitivity *it,
                             cst__told **told) {
    static const char *const keys[] = {"row",   "fact", "value",  "subjects", "idle",
                                       "least", "most", "ranges", NULL};
    *it = (cst_sensitivity){.row = "", .fact = "", .value = ""};
    if (!cst__as_object(r, at, keys)) {
        return;
    }
    it->row = cst__text(r, at, "row", CST__REQUIRED);
    it->fact = cst__text(r, at, "fact", CST__REQUIRED);
    it->value = cst__text(r, at, "value", CST__REQUIRED);
    it->subjects = read_ids(r, at, "subjects", &it->n_subjects);
    it->idle = cst__boolean(r, at, "idle", CST__REQUIRED, false);
    it->least_bp = cst__share_bp(r, at, "least", CST__OPTIONAL, -1);
    it->most_bp = cst__share_bp(r, at, "most", CST__OPTIONAL, -1);
    read_ranges(r, at, it, told);
}

/* ---------------------------------------------------------------- the explanation */

typedef struct reading {
    cst_explanation *x;
    cst__explanation_told *told;
} reading;

static void add_why(cst__reader *r, const cst__at *at, const reading *e) {
    size_t i = e->x->n_whys++;
    read_why(r, at, &e->x->whys[i], &e->told->whys[i]);
}

static void add_rule(cst__reader *r, const cst__at *at, const reading *e) {
    size_t i = e->x->n_rules++;
    read_rule(r, at, &e->x->rules[i], &e->told->rules[i]);
}

static void add_dropout(cst__reader *r, const cst__at *at, const reading *e) {
    size_t i = e->x->n_dropouts++;
    read_dropout(r, at, &e->x->dropouts[i], &e->told->dropouts[i]);
}

static void add_curve(cst__reader *r, const cst__at *at, const reading *e) {
    size_t i = e->x->n_curves++;
    read_curve(r, at, &e->x->curves[i], &e->told->steps[i]);
}

static void add_sensitivity(cst__reader *r, const cst__at *at, const reading *e) {
    size_t i = e->x->n_assumptions++;
    read_sensitivity(r, at, &e->x->assumptions[i], &e->told->ranges[i]);
}

static void read_list(cst__reader *r, const cst__at *top, const char *key, const reading *e,
                      void (*read)(cst__reader *, const cst__at *, const reading *)) {
    cst__at list;
    size_t n = cst__list(r, top, key, CST__REQUIRED, &list);
    for (size_t i = 0; !r->faults.out_of_memory && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        read(r, &at, e);
    }
}

static void read_lists(cst__reader *r, const cst__at *top, const reading *e) {
    cst_explanation *x = e->x;
    cst__explanation_told *told = e->told;
    x->whys = cst__room_for(r, top, "whys", sizeof *x->whys);
    told->whys = cst__room_for(r, top, "whys", sizeof *told->whys);
    x->rules = cst__room_for(r, top, "rules_cost", sizeof *x->rules);
    told->rules = cst__room_for(r, top, "rules_cost", sizeof *told->rules);
    x->dropouts = cst__room_for(r, top, "dropouts", sizeof *x->dropouts);
    told->dropouts = cst__room_for(r, top, "dropouts", sizeof *told->dropouts);
    x->curves = cst__room_for(r, top, "curves", sizeof *x->curves);
    told->steps = cst__room_for(r, top, "curves", sizeof *told->steps);
    x->assumptions = cst__room_for(r, top, "assumptions", sizeof *x->assumptions);
    told->ranges = cst__room_for(r, top, "assumptions", sizeof *told->ranges);
    read_list(r, top, "whys", e, add_why);
    read_list(r, top, "rules_cost", e, add_rule);
    read_list(r, top, "dropouts", e, add_dropout);
    read_list(r, top, "curves", e, add_curve);
    read_list(r, top, "assumptions", e, add_sensitivity);
}

static void read_the_result(cst__reader *r, const cst__at *top, cst_result *result) {
    static const char wanted[] = "consort-result/1";
    cst__at at = cst__get(top, "result");
    if (!cst__present(r, &at, CST__REQUIRED)) {
        return;
    }
    const char *format = json_string_value(json_object_get(at.value, "format"));
    if (json_is_object(at.value) && (format == NULL || strcmp(format, wanted) != 0)) {
        cst__at form = cst__get(&at, "format");
        cst__fault_found(r, &form, "\"consort-result/1\"");
    }
    cst__read_result(r, &at, result);
}

static void read_explanation(cst__reader *r, const cst__at *top, cst_explanation *x,
                             cst__explanation_told *told) {
    static const char *const keys[] = {"format", "consort",     "verb",       "complete",
                                       "result", "whys",        "rules_cost", "dropouts",
                                       "curves", "assumptions", NULL};
    if (!cst__as_object(r, top, keys)) {
        return;
    }
    cst__text(r, top, "consort", CST__OPTIONAL);
    cst__text(r, top, "verb", CST__OPTIONAL);
    x->complete = cst__boolean(r, top, "complete", CST__REQUIRED, false);
    read_the_result(r, top, x->result);
    read_lists(r, top, &(reading){x, told});
}

cst_error cst__explanation_read(const cst__source *source, const cst_limits *limits,
                                cst_explanation **explanation, cst__explanation_told *told,
                                cst_diagnostics *diagnostics) {
    *explanation = NULL;
    *told = (cst__explanation_told){NULL, NULL, NULL, NULL, NULL};
    cst_result *result = cst__result_new();
    cst_explanation *read =
        result == NULL ? NULL : cst__arena_alloc(result->arena, 1, sizeof *read);
    if (read == NULL) {
        cst_result_free(result);
        return CST_E_MEMORY;
    }
    read->result = result;
    cst__reader reader;
    cst__at top;
    if (cst__reader_open(&reader, source, limits, "consort-explanation/1", result->arena,
                         diagnostics, &top)) {
        read_explanation(&reader, &top, read, told);
    }
    cst_error error = cst__reader_close(&reader);
    if (error != CST_E_OK) {
        cst_explanation_free(read);
        return error;
    }
    *explanation = read;
    return CST_E_OK;
}

cst_error cst_explanation_read(const char *bytes, size_t size, const char *name,
                               const cst_limits *limits, cst_explanation **explanation,
                               cst_diagnostics *diagnostics) {
    const cst__source source = {name, bytes, size};
    cst__explanation_told told;
    return cst__explanation_read(&source, limits, explanation, &told, diagnostics);
}
