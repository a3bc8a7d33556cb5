/*
 * nothing_fits_json.c - why nothing fits, as part of a result: the writer of the keys "conflicts"
 * and "remedies" of the contract's section 5, and of what is known beyond them.
 *
 * A result that has packages, or none for want of time, holds the two keys with empty lists and
 * nothing else. nothing_fits_read.c takes back what is written here.
 */
#include "solver/json_write.h"
#include "solver/result.h"

/* ---------------------------------------------------------------- demands */

static json_t *write_value(writer *w, const cst_level *level) {
    if (level->dropped) {
        return json_null();
    }
    switch (level->measure) {
        case CST_MEASURE_MONEY:
            return decimal(w, level->number, 100);
        case CST_MEASURE_SHARE:
            return decimal(w, level->number, CST__BP);
        case CST_MEASURE_AMOUNT:
            return decimal(w, level->number, CST__MILLI);
        case CST_MEASURE_WEEKS:
        case CST_MEASURE_COUNT:
            return json_integer(level->number);
        case CST_MEASURE_WORD:
            return json_string(level->items[0]);
        case CST_MEASURE_LIST:
            return write_texts(w, level->items, level->n_items);
        case CST_MEASURE_YES:
        default:
            return json_true();
    }
}

void cst__put_value(writer *w, json_t *object, const char *key, const cst_level *level) {
    put(w, object, key, write_value(w, level));
}

void cst__put_measure(writer *w, json_t *object, const cst_level *level) {
    put_text(w, object, "measure", cst__measure_ids[level->measure]);
    put_known(w, object, "unit", level->unit);
}

static json_t *write_demand(writer *w, const cst_demand *demand) {
    json_t *object = json_object();
    put_text(w, object, "demand", demand->pointer);
    cst__put_value(w, object, "value", &demand->level);
    cst__put_measure(w, object, &demand->level);
    return object;
}

static json_t *write_demands(writer *w, const cst_infeasibility *why) {
    json_t *demands = json_array();
    for (size_t i = 0; i < why->n_demands; i++) {
        add(w, demands, write_demand(w, &why->demands[i]));
    }
    return demands;
}

/* ---------------------------------------------------------------- gaps */

static json_t *write_refused_by(writer *w, const cst_refused_by *by) {
    json_t *object = json_object();
    put_text(w, object, "code", by->code);
    put_count(w, object, "offerings", (int64_t)by->n_offerings);
    put(w, object, "facts", write_texts(w, by->facts, by->n_facts));
    return object;
}

static json_t *write_gap(writer *w, const cst_gap *gap) {
    json_t *object = json_object();
    json_t *refused = json_array();
    put_text(w, object, "kind", cst__gap_ids[gap->kind]);
    put_text(w, object, "subject", gap->subject);
    put_known(w, object, "tag", gap->tag);
    put_known(w, object, "demand", gap->pointer);
    if (gap->kind == CST_GAP_AMOUNT) {
        put_amount(w, object, "asked", gap->demand_milli);
        put_amount(w, object, "most", gap->most_milli);
    }
    put_count(w, object, "offerings", (int64_t)gap->n_offerings);
    for (size_t i = 0; i < gap->n_by; i++) {
        add(w, refused, write_refused_by(w, &gap->by[i]));
    }
    put(w, object, "refused_by", refused);
    return object;
}

static json_t *write_gaps(writer *w, const cst_infeasibility *why) {
    json_t *gaps = json_array();
    for (size_t i = 0; i < why->n_gaps; i++) {
        add(w, gaps, write_gap(w, &why->gaps[i]));
    }
    return gaps;
}

/* ---------------------------------------------------------------- conflicts and remedies */

static json_t *write_conflicts(writer *w, const cst_infeasibility *why) {
    json_t *conflicts = json_array();
    for (size_t i = 0; i < why->n_conflicts; i++) {
        const cst_conflict *conflict = &why->conflicts[i];
        add(w, conflicts, write_texts(w, conflict->demands, conflict->n_demands));
    }
    return conflicts;
}

/* A package without lines is one of which a file told the cost only. */
void cst__put_outcome(writer *w, json_t *object, const cst_outcome *outcome) {
    bool whole = outcome->found && outcome->package.n_lines > 0;
    int64_t cost = outcome->package.criteria.cost_cents;
    put_text(w, object, "status", cst__status_ids[outcome->status]);
    put(w, object, "cost", outcome->found ? decimal(w, cost, 100) : json_null());
    put(w, object, "package", whole ? cst__write_package(w, &outcome->package) : json_null());
}

static void put_change(writer *w, json_t *object, const cst_change *change) {
    put_text(w, object, "change", change->pointer);
    cst__put_value(w, object, "from", &change->from);
    cst__put_value(w, object, "to", &change->to);
    cst__put_measure(w, object, &change->from);
}

static json_t *write_remedy(writer *w, const cst_remedy *remedy) {
    json_t *object = json_object();
    put_change(w, object, &remedy->changes[0]);
    put(w, object, "proven", json_boolean(remedy->proven));
    cst__put_outcome(w, object, &remedy->outcome);
    return object;
}

static json_t *write_remedies(writer *w, const cst_infeasibility *why) {
    json_t *remedies = json_array();
    for (size_t i = 0; i < why->n_remedies; i++) {
        add(w, remedies, write_remedy(w, &why->remedies[i]));
    }
    return remedies;
}

static json_t *write_combination(writer *w, const cst_remedy *remedy) {
    if (remedy == NULL) {
        return json_null();
    }
    json_t *object = json_object();
    json_t *changes = json_array();
    for (size_t i = 0; i < remedy->n_changes; i++) {
        json_t *change = json_object();
        put_change(w, change, &remedy->changes[i]);
        add(w, changes, change);
    }
    put(w, object, "changes", changes);
    put(w, object, "proven", json_boolean(remedy->proven));
    cst__put_outcome(w, object, &remedy->outcome);
    return object;
}

void cst__put_nothing_fits(writer *w, json_t *object, const cst_infeasibility *why) {
    if (why == NULL) {
        put(w, object, "conflicts", json_array());
        put(w, object, "remedies", json_array());
        return;
    }
    put(w, object, "conflicts", write_conflicts(w, why));
    put(w, object, "remedies", write_remedies(w, why));
    put(w, object, "conflicts_complete", json_boolean(why->conflicts_complete));
    put(w, object, "remedies_complete", json_boolean(why->remedies_complete));
    put(w, object, "combination", write_combination(w, why->combination));
    put(w, object, "gaps", write_gaps(w, why));
    put(w, object, "demands", write_demands(w, why));
}
