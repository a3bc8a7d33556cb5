/*
 * nothing_fits_read.c - why nothing fits, back from what nothing_fits_json.c wrote.
 *
 * A result written by hand after the contract has only "conflicts" and "remedies", and of a remedy
 * only change, from, to and cost. How its values are measured is then told from their form and from
 * the demand, and a remedy has a package without lines that knows nothing but its cost.
 */
#include <limits.h>
#include <string.h>

#include "solver/result.h"
#include "solver/result_read.h"

enum { UNSAID = -1 };

/* ---------------------------------------------------------------- values of demands */

static cst_measure measure_of_number(const char *pointer) {
    static const struct {
        const char *key;
        cst_measure measure;
    } known[] = {
        {"budget", CST_MEASURE_MONEY},           {"deadline_weeks", CST_MEASURE_WEEKS},
        {"min_members", CST_MEASURE_COUNT},      {"max_members", CST_MEASURE_COUNT},
        {"max_offerings", CST_MEASURE_COUNT},    {"gamma", CST_MEASURE_COUNT},
        {"max_member_share", CST_MEASURE_SHARE}, {"local_share", CST_MEASURE_SHARE},
        {"small_share", CST_MEASURE_SHARE},
    };
    const char *slash = strrchr(pointer, '/');
    const char *key = slash == NULL ? pointer : slash + 1;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(key, known[i].key) == 0) {
            return known[i].measure;
        }
    }
    return CST_MEASURE_AMOUNT;
}

/* Said by the file, or told from the value. */
static cst_measure read_measure(cst__reader *r, const cst__at *at, const char *pointer,
                                const json_t *value) {
    int said = cst__choice(r, at, "measure", CST__OPTIONAL, cst__measure_ids, UNSAID);
    if (said != UNSAID) {
        return (cst_measure)said;
    }
    if (json_is_number(value)) {
        return measure_of_number(pointer);
    }
    return json_is_string(value)  ? CST_MEASURE_WORD
           : json_is_array(value) ? CST_MEASURE_LIST
                                  : CST_MEASURE_YES;
}

static int64_t read_number(cst__reader *r, const cst__at *up, const char *key,
                           cst_measure measure) {
    switch (measure) {
        case CST_MEASURE_MONEY:
            return read_sum(r, up, key, CST__NULLABLE, &money, 0);
        case CST_MEASURE_SHARE:
            return read_sum(r, up, key, CST__NULLABLE, &shares, 0);
        case CST_MEASURE_AMOUNT:
            return read_sum(r, up, key, CST__NULLABLE, &amount, 0);
        case CST_MEASURE_WEEKS:
        case CST_MEASURE_COUNT:
            return cst__whole(r, up, key, CST__NULLABLE, 0, INT_MAX, 0);
        case CST_MEASURE_YES:
        case CST_MEASURE_WORD:
        case CST_MEASURE_LIST:
        default:
            return 0;
    }
}

static void read_word(cst__reader *r, const cst__at *up, const char *key, cst_level *level) {
    level->items = cst__room(r, 1, sizeof *level->items);
    if (level->items != NULL) {
        level->items[0] = cst__text(r, up, key, CST__NULLABLE);
        level->n_items = 1;
    }
}

static cst_level read_level(cst__reader *r, const cst__at *up, const char *key,
                            cst_measure measure) {
    cst_level level = {.measure = measure};
    cst__at at = cst__get(up, key);
    level.unit = cst__text(r, up, "unit", CST__OPTIONAL);
    level.dropped = !cst__present(r, &at, CST__NULLABLE);
    if (level.dropped) {
        return level;
    }
    if (measure == CST_MEASURE_YES) {
        level.dropped = !cst__boolean(r, up, key, CST__NULLABLE, true);
    } else if (measure == CST_MEASURE_WORD) {
        read_word(r, up, key, &level);
    } else if (measure == CST_MEASURE_LIST) {
        level.items = read_ids(r, up, key, &level.n_items);
    } else {
        level.number = read_number(r, up, key, measure);
    }
    return level;
}

cst_level cst__read_level(cst__reader *r, const cst__at *at, const char *pointer) {
    const json_t *value = json_object_get(at->value, "value");
    return read_level(r, at, "value", read_measure(r, at, pointer, value));
}

static cst_demand read_demand(cst__reader *r, const cst__at *at) {
    static const char *const keys[] = {"demand", "value", "measure", "unit", NULL};
    cst_demand demand = {.pointer = "", .level = {.measure = CST_MEASURE_YES, .unit = ""}};
    if (cst__as_object(r, at, keys)) {
        demand.pointer = cst__text(r, at, "demand", CST__REQUIRED);
        demand.level = cst__read_level(r, at, demand.pointer);
    }
    return demand;
}

static void read_demands(cst__reader *r, const cst__at *top, cst_infeasibility *why) {
    cst__at list;
    size_t n = cst__list(r, top, "demands", CST__OPTIONAL, &list);
    why->demands = cst__room(r, n, sizeof *why->demands);
    for (size_t i = 0; why->demands != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        why->demands[why->n_demands++] = read_demand(r, &at);
    }
}

/* ---------------------------------------------------------------- gaps */

static size_t read_size(cst__reader *r, const cst__at *up, const char *key) {
    return (size_t)cst__whole(r, up, key, CST__REQUIRED, 0, INT_MAX, 0);
}

static cst_refused_by read_refused_by(cst__reader *r, const cst__at *at) {
    static const char *const keys[] = {"code", "offerings", "facts", NULL};
    cst_refused_by by = {.code = ""};
    if (cst__as_object(r, at, keys)) {
        by.code = cst__text(r, at, "code", CST__REQUIRED);
        by.n_offerings = read_size(r, at, "offerings");
        by.facts = read_ids(r, at, "facts", &by.n_facts);
    }
    return by;
}

static void read_refusals(cst__reader *r, const cst__at *up, cst_gap *gap) {
    cst__at list;
    size_t n = cst__list(r, up, "refused_by", CST__REQUIRED, &list);
    gap->by = cst__room(r, n, sizeof *gap->by);
    for (size_t i = 0; gap->by != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        gap->by[gap->n_by++] = read_refused_by(r, &at);
    }
}

static cst_gap read_gap(cst__reader *r, const cst__at *at) {
    static const char *const keys[] = {"kind", "subject",   "tag",        "demand", "asked",
                                       "most", "offerings", "refused_by", NULL};
    cst_gap gap = {.subject = "", .tag = "", .pointer = ""};
    if (!cst__as_object(r, at, keys)) {
        return gap;
    }
    gap.kind = (cst_gap_kind)cst__choice(r, at, "kind", CST__REQUIRED, cst__gap_ids, CST_GAP_SLOT);
    gap.subject = cst__text(r, at, "subject", CST__REQUIRED);
    gap.tag = cst__text(r, at, "tag", CST__OPTIONAL);
    gap.pointer = cst__text(r, at, "demand", CST__OPTIONAL);
    gap.n_offerings = read_size(r, at, "offerings");
    cst__need need = gap.kind == CST_GAP_AMOUNT ? CST__REQUIRED : CST__OPTIONAL;
    gap.demand_milli = read_sum(r, at, "asked", need, &amount, 0);
    gap.most_milli = read_sum(r, at, "most", need, &amount, 0);
    read_refusals(r, at, &gap);
    return gap;
}

static void read_gaps(cst__reader *r, const cst__at *top, cst_infeasibility *why) {
    cst__at list;
    size_t n = cst__list(r, top, "gaps", CST__OPTIONAL, &list);
    why->gaps = cst__room(r, n, sizeof *why->gaps);
    for (size_t i = 0; why->gaps != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        why->gaps[why->n_gaps++] = read_gap(r, &at);
    }
}

/* ---------------------------------------------------------------- conflicts */

static cst_conflict read_conflict(cst__reader *r, const cst__at *list) {
    cst_conflict conflict = {.n_demands = 0};
    if (!json_is_array(list->value)) {
        cst__fault_found(r, list, "a list of demands");
        return conflict;
    }
    size_t n = json_array_size(list->value);
    conflict.demands = cst__room(r, n, sizeof *conflict.demands);
    for (size_t i = 0; conflict.demands != NULL && i < n; i++) {
        cst__at at = cst__item(r, list, i);
        const char *text = cst__as_text(r, &at);
        conflict.demands[conflict.n_demands++] = cst__keep(r, text == NULL ? "" : text);
    }
    return conflict;
}

static void read_conflicts(cst__reader *r, const cst__at *top, cst_infeasibility *why) {
    cst__at list;
    size_t n = cst__list(r, top, "conflicts", CST__OPTIONAL, &list);
    why->conflicts = cst__room(r, n, sizeof *why->conflicts);
    for (size_t i = 0; why->conflicts != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        why->conflicts[why->n_conflicts++] = read_conflict(r, &at);
    }
}

/* ---------------------------------------------------------------- remedies */

static void read_change(cst__reader *r, const cst__at *at, cst_change *change) {
    const json_t *from = json_object_get(at->value, "from");
    const json_t *to = json_object_get(at->value, "to");
    change->pointer = cst__text(r, at, "change", CST__REQUIRED);
    const json_t *telling = from == NULL || json_is_null(from) ? to : from;
    cst_measure measure = read_measure(r, at, change->pointer, telling);
    change->from = read_level(r, at, "from", measure);
    change->to = read_level(r, at, "to", measure);
}

/* Where nothing is said of the proof the contract's words hold: it is the least, at the least cost.
 */
static void read_outcome(cst__reader *r, const cst__at *at, cst_remedy *remedy) {
    cst_outcome *outcome = &remedy->outcome;
    cst__at cost = cst__get(at, "cost");
    cst__at package = cst__get(at, "package");
    remedy->proven = cst__boolean(r, at, "proven", CST__OPTIONAL, true);
    outcome->status =
        (cst_status)cst__choice(r, at, "status", CST__OPTIONAL, cst__status_ids, CST_STATUS_SOLVED);
    outcome->package.id = "";
    outcome->package.anchor = "";
    if (cst__present(r, &package, CST__NULLABLE)) {
        cst__read_package(r, &package, &outcome->package);
        outcome->found = true;
    }
    if (cst__present(r, &cost, CST__NULLABLE)) {
        int64_t otherwise = outcome->package.criteria.cost_cents;
        outcome->package.criteria.cost_cents =
            read_sum(r, at, "cost", CST__NULLABLE, &money, otherwise);
        outcome->found = true;
    }
}

static void read_remedy(cst__reader *r, const cst__at *at, cst_remedy *remedy) {
    static const char *const keys[] = {"change", "from",   "to",   "measure", "unit",
                                       "proven", "status", "cost", "package", NULL};
    remedy->changes = cst__room(r, 1, sizeof *remedy->changes);
    remedy->outcome.package.id = "";
    remedy->outcome.package.anchor = "";
    if (remedy->changes == NULL) {
        return;
    }
    remedy->changes[0] = (cst_change){.pointer = "", .from.unit = "", .to.unit = ""};
    remedy->n_changes = 1;
    if (cst__as_object(r, at, keys)) {
        read_change(r, at, &remedy->changes[0]);
        read_outcome(r, at, remedy);
    }
}

static void read_remedies(cst__reader *r, const cst__at *top, cst_infeasibility *why) {
    cst__at list;
    size_t n = cst__list(r, top, "remedies", CST__OPTIONAL, &list);
    why->remedies = cst__room(r, n, sizeof *why->remedies);
    for (size_t i = 0; why->remedies != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        read_remedy(r, &at, &why->remedies[why->n_remedies++]);
    }
}

static void read_changes(cst__reader *r, const cst__at *up, cst_remedy *remedy) {
    static const char *const keys[] = {"change", "from", "to", "measure", "unit", NULL};
    cst__at list;
    size_t n = cst__list(r, up, "changes", CST__REQUIRED, &list);
    remedy->changes = cst__room(r, n, sizeof *remedy->changes);
    for (size_t i = 0; remedy->changes != NULL && i < n; i++) {
        cst__at at = cst__item(r, &list, i);
        cst_change *change = &remedy->changes[remedy->n_changes++];
        *change = (cst_change){.pointer = "", .from.unit = "", .to.unit = ""};
        if (cst__as_object(r, &at, keys)) {
            read_change(r, &at, change);
        }
    }
}

static cst_remedy *read_combination(cst__reader *r, const cst__at *top) {
    static const char *const keys[] = {"changes", "proven", "status", "cost", "package", NULL};
    cst__at at;
    if (!cst__object(r, top, "combination", CST__NULLABLE, keys, &at)) {
        return NULL;
    }
    cst_remedy *remedy = cst__room(r, 1, sizeof *remedy);
    if (remedy != NULL) {
        read_changes(r, &at, remedy);
        read_outcome(r, &at, remedy);
    }
    return remedy;
}

/* ---------------------------------------------------------------- all of it */

static bool is_empty_list(const json_t *value) {
    return json_is_array(value) && json_array_size(value) == 0;
}

/* A result with packages has the two lists of the contract, both empty, or none. */
static bool says_anything(const cst__at *top) {
    static const char *const keys[] = {"conflicts_complete", "remedies_complete", "combination",
                                       "gaps", "demands"};
    const json_t *conflicts = json_object_get(top->value, "conflicts");
    const json_t *remedies = json_object_get(top->value, "remedies");
    bool says = (conflicts != NULL && !is_empty_list(conflicts)) ||
                (remedies != NULL && !is_empty_list(remedies));
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        says = says || json_object_get(top->value, keys[i]) != NULL;
    }
    return says;
}

void cst__read_nothing_fits(cst__reader *r, const cst__at *top, cst_result *result) {
    cst_infeasibility *why = says_anything(top) ? cst__room(r, 1, sizeof *why) : NULL;
    if (why == NULL) {
        return;
    }
    read_conflicts(r, top, why);
    read_remedies(r, top, why);
    why->conflicts_complete = cst__boolean(r, top, "conflicts_complete", CST__OPTIONAL, false);
    why->remedies_complete = cst__boolean(r, top, "remedies_complete", CST__OPTIONAL, false);
    why->combination = read_combination(r, top);
    read_gaps(r, top, why);
    read_demands(r, top, why);
    result->nothing_fits = why;
}
