/*
 * result.c - results: made, freed, and the names of what they hold.
 *
 * A result lies in one arena together with every string and list it owns, so that freeing it is one
 * call whatever was filled in. The identifiers below are those of the files; the labels are for
 * people.
 */
#include "solver/result.h"

#include "consort/explain.h"
#include "model/arena.h"

cst_result *cst__result_new(void) {
    cst__arena *arena = cst__arena_new();
    cst_result *result = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *result);
    if (result == NULL) {
        cst__arena_free(arena);
        return NULL;
    }
    result->verb = "";
    result->opportunity = "";
    result->title = "";
    result->rules = "";
    result->assumptions = "";
    result->currency = "";
    result->arena = arena;
    return result;
}

void cst_result_free(cst_result *result) {
    if (result != NULL) {
        cst__arena_free(result->arena);
    }
}

/* ---------------------------------------------------------------- names */

#define CRITERION_ID(name, id, label) [CST_CRITERION_##name] = id,
const char *const cst__criterion_ids[] = {CST_CRITERION_MAP(CRITERION_ID) NULL};
#undef CRITERION_ID

const char *const cst__method_ids[] = {
    [CST_METHOD_MADE] = "made", [CST_METHOD_VALUE_ADDED] = "value_added", [CST_N_METHODS] = NULL};

const char *const cst__mode_ids[] = {[CST_MODE_PRESUMPTION] = "presumption",
                                     [CST_MODE_REQUIRE] = "require",
                                     [CST_MODE_IGNORE] = "ignore",
                                     NULL};

const char *const cst__status_ids[] = {[CST_STATUS_SOLVED] = "solved",
                                       [CST_STATUS_INFEASIBLE] = "infeasible",
                                       [CST_STATUS_LIMIT] = "limit",
                                       NULL};

const char *const cst__proof_ids[] = {
    [CST_PROOF_OPTIMAL] = "optimal", [CST_PROOF_UNPROVEN] = "unproven", NULL};

const char *const cst__measure_ids[] = {
    [CST_MEASURE_MONEY] = "money", [CST_MEASURE_WEEKS] = "weeks",   [CST_MEASURE_COUNT] = "count",
    [CST_MEASURE_SHARE] = "share", [CST_MEASURE_AMOUNT] = "amount", [CST_MEASURE_YES] = "yes",
    [CST_MEASURE_WORD] = "word",   [CST_MEASURE_LIST] = "list",     NULL};

const char *const cst__gap_ids[] = {[CST_GAP_SLOT] = "slot",
                                    [CST_GAP_LAYER] = "layer",
                                    [CST_GAP_TAG] = "tag",
                                    [CST_GAP_AMOUNT] = "amount",
                                    [CST_GAP_PARTY] = "party",
                                    [CST_GAP_ANCHOR] = "anchor",
                                    NULL};

const char *const cst__by_ids[] = {[CST_BY_SLATE] = "slate",
                                   [CST_BY_COST] = "cost",
                                   [CST_BY_FRONTIER] = "frontier",
                                   [CST_BY_DIVERSE] = "diverse",
                                   NULL};

const char *cst_criterion_id(cst_criterion criterion) {
    return (size_t)criterion < CST_N_CRITERIA ? cst__criterion_ids[criterion] : "";
}

const char *cst_criterion_label(cst_criterion criterion) {
#define CRITERION_LABEL(name, id, label) [CST_CRITERION_##name] = label,
    static const char *const labels[] = {CST_CRITERION_MAP(CRITERION_LABEL)};
#undef CRITERION_LABEL
    return (size_t)criterion < CST_N_CRITERIA ? labels[criterion] : "";
}

const char *cst_method_id(cst_method method) {
    return (size_t)method < CST_N_METHODS ? cst__method_ids[method] : "";
}

const char *cst_mode_id(cst_mode mode) {
    return (size_t)mode <= CST_MODE_IGNORE ? cst__mode_ids[mode] : "";
}

const char *const cst__standing_ids[] = {"refused", "impossible", "beaten",
                                         "chosen",  "undecided",  NULL};

const char *cst_standing_id(cst_standing standing) {
    return (size_t)standing <= CST_STANDING_UNDECIDED ? cst__standing_ids[standing] : "";
}

int64_t cst_criteria_get(const cst_criteria *criteria, cst_criterion criterion) {
    switch (criterion) {
        case CST_CRITERION_COST:
            return criteria->cost_cents;
        case CST_CRITERION_US_CONTENT:
            return criteria->us_content_bp;
        case CST_CRITERION_DELIVERY:
            return criteria->delivery_weeks;
        case CST_CRITERION_MEMBERS:
            return criteria->members;
        case CST_CRITERION_LICENCES:
            return criteria->licences;
        case CST_CRITERION_MISFIT:
            return criteria->misfit_bp;
        case CST_CRITERION_LARGEST_SHARE:
            return criteria->largest_share_bp;
        case CST_N_CRITERIA:
            break;
    }
    return 0;
}

int64_t cst__loss(cst_criterion criterion, int64_t value) {
    return criterion == CST_CRITERION_US_CONTENT ? -value : value;
}

int64_t cst__criteria_loss(const cst_criteria *criteria, cst_criterion criterion) {
    return cst__loss(criterion, cst_criteria_get(criteria, criterion));
}

bool cst__is_preferred(const cst_criteria *a, const cst_criteria *b, cst_criterion criterion) {
    int64_t x = cst__criteria_loss(a, criterion);
    int64_t y = cst__criteria_loss(b, criterion);
    if (x != y) {
        return x < y;
    }
    return a->cost_cents != b->cost_cents ? a->cost_cents < b->cost_cents : a->members < b->members;
}
