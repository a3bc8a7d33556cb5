/*
 * compare_json.c - a comparison as text: the writer of consort-comparison/1.
 *
 * Where something is said of each side it is a list with one entry for each, in the order of
 * `sides`; null where a side has nothing to say. Differences are to the first side that has a
 * value.
 */
#include "consort/compare.h"
#include "solver/json_write.h"
#include "solver/result.h"

/* ---------------------------------------------------------------- one entry for each side */

static json_t *write_flags(writer *w, const cst_comparison *c, const bool *flags) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        add(w, list, json_boolean(flags[i]));
    }
    return list;
}

/* The value less that of the first side that has one; null where these can not be compared. */
static json_t *write_difference(writer *w, const cst_comparison *c, cst_criterion criterion,
                                const cst_best *values, size_t first, size_t i) {
    int64_t difference = 0;
    bool comparable =
        values[i].known && cst_side_difference(&c->sides[first], &c->sides[i], criterion,
                                               values[first].value, values[i].value, &difference);
    return comparable ? write_criterion(w, criterion, difference) : json_null();
}

/* Values of a criterion, and what each differs in from the first of them. */
static void put_criterion(writer *w, json_t *object, const cst_comparison *c,
                          cst_criterion criterion, const cst_best *values) {
    json_t *list = json_array();
    json_t *differences = json_array();
    size_t first = c->n_sides;
    for (size_t i = 0; i < c->n_sides; i++) {
        bool known = values[i].known;
        first = known && first == c->n_sides ? i : first;
        add(w, list, known ? write_criterion(w, criterion, values[i].value) : json_null());
        add(w, differences, write_difference(w, c, criterion, values, first, i));
    }
    put(w, object, "values", list);
    put(w, object, "differences", differences);
}

/* ---------------------------------------------------------------- sides */

static json_t *write_side(writer *w, const cst_side *side) {
    const cst_result *result = side->result;
    const cst_package *cheapest = side->cheapest;
    json_t *object = json_object();
    put_text(w, object, "label", side->label);
    put_text(w, object, "status", cst__status_ids[result->status]);
    put_text(w, object, "opportunity", result->opportunity);
    put_text(w, object, "rules", result->rules);
    put_known(w, object, "assumptions", result->assumptions);
    put_known(w, object, "title", result->title);
    put_known(w, object, "currency", result->currency);
    put_text(w, object, "by", cst__by_ids[result->asked.by]);
    put_count(w, object, "packages", (int64_t)result->n_packages);
    put(w, object, "cheapest", cheapest == NULL ? json_null() : json_string(cheapest->id));
    put(w, object, "cheapest_proven", json_boolean(side->cheapest_proven));
    if (result->n_eligible != CST__NONE) {
        put_count(w, object, "eligible", (int64_t)result->n_eligible);
    }
    return object;
}

static json_t *write_sides(writer *w, const cst_comparison *c) {
    json_t *sides = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        add(w, sides, write_side(w, &c->sides[i]));
    }
    return sides;
}

static json_t *write_same(writer *w, const cst_comparison *c) {
    json_t *object = json_object();
    put(w, object, "opportunity", json_boolean(c->same_opportunity));
    put(w, object, "rules", json_boolean(c->same_rules));
    put(w, object, "assumptions", json_boolean(c->same_assumptions));
    put(w, object, "currency", json_boolean(c->same_currency));
    put(w, object, "settings", json_boolean(c->same_settings));
    return object;
}

/* ---------------------------------------------------------------- conclusions */

/* The value of a licence: what needs it, and by which row. */
static json_t *write_licence_ids(writer *w, const cst_package *package) {
    json_t *list = json_array();
    for (size_t i = 0; i < package->n_licences; i++) {
        json_t *object = json_object();
        put_text(w, object, "offering", package->licences[i].offering);
        put_text(w, object, "row", package->licences[i].row);
        add(w, list, object);
    }
    return list;
}

/* Of a side that has the value. */
static json_t *write_conclusion(writer *w, cst_conclusion conclusion, const cst_package *cheapest) {
    switch (conclusion) {
        case CST_CONCLUSION_FEASIBLE:
            return json_boolean(cheapest != NULL);
        case CST_CONCLUSION_COST:
            return decimal(w, cheapest->criteria.cost_cents, 100);
        case CST_CONCLUSION_ANCHOR:
            return json_string(cheapest->anchor);
        case CST_CONCLUSION_MEMBERS:
            return write_member_ids(w, cheapest);
        case CST_CONCLUSION_LICENCES:
            return write_licence_ids(w, cheapest);
        case CST_CONCLUSION_CONTENT_MET:
        case CST_N_CONCLUSIONS:
        default:
            return json_boolean(cheapest->content.met);
    }
}

static json_t *write_flip(writer *w, const cst_comparison *c, cst_conclusion conclusion) {
    const cst_flip *flip = &c->flips[conclusion];
    json_t *object = json_object();
    json_t *values = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        add(w, values,
            flip->known[i] ? write_conclusion(w, conclusion, c->sides[i].cheapest) : json_null());
    }
    put_text(w, object, "conclusion", cst_conclusion_id(conclusion));
    put_text(w, object, "verdict", cst_verdict_id(flip->verdict));
    put(w, object, "proven", json_boolean(flip->proven));
    put(w, object, "values", values);
    put(w, object, "values_proven", write_flags(w, c, flip->proofs));
    return object;
}

static json_t *write_flips(writer *w, const cst_comparison *c) {
    json_t *flips = json_array();
    for (int k = 0; k < CST_N_CONCLUSIONS; k++) {
        add(w, flips, write_flip(w, c, (cst_conclusion)k));
    }
    return flips;
}

/* ---------------------------------------------------------------- best values */

static json_t *write_best(writer *w, const cst_comparison *c, cst_criterion criterion) {
    const cst_best *best = c->best[criterion];
    json_t *object = json_object();
    json_t *proven = json_array();
    put_text(w, object, "criterion", cst_criterion_id(criterion));
    put_criterion(w, object, c, criterion, best);
    for (size_t i = 0; i < c->n_sides; i++) {
        add(w, proven, json_boolean(best[i].known && best[i].proven));
    }
    put(w, object, "values_proven", proven);
    return object;
}

static json_t *write_bests(writer *w, const cst_comparison *c) {
    json_t *list = json_array();
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        add(w, list, write_best(w, c, (cst_criterion)k));
    }
    return list;
}

/* ---------------------------------------------------------------- packages that answer to each
 * other
 */

static json_t *write_package_ids(writer *w, const cst_comparison *c,
                                 const cst_counterparts *group) {
    json_t *ids = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_package *package = group->packages[i];
        add(w, ids, package == NULL ? json_null() : json_string(package->id));
    }
    return ids;
}

static json_t *write_group_criteria(writer *w, const cst_comparison *c,
                                    const cst_counterparts *group, cst_best *values) {
    json_t *object = json_object();
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        json_t *criterion = json_object();
        for (size_t i = 0; i < c->n_sides; i++) {
            const cst_package *package = group->packages[i];
            int64_t value =
                package == NULL ? -1 : cst_criteria_get(&package->criteria, (cst_criterion)k);
            bool absent = package == NULL || (k == CST_CRITERION_US_CONTENT && value < 0);
            values[i] = (cst_best){!absent, false, value};
        }
        put_criterion(w, criterion, c, (cst_criterion)k, values);
        put(w, object, cst_criterion_id((cst_criterion)k), criterion);
    }
    return object;
}

static json_t *write_content(writer *w, const cst_package *package) {
    json_t *object = json_object();
    const cst_content *content = &package->content;
    put_text(w, object, "method", cst_method_id(content->method));
    put(w, object, "met", json_boolean(content->met));
    put_money(w, object, "shortfall", content->shortfall_cents);
    for (int m = 0; m < CST_N_METHODS; m++) {
        put_share(w, object, cst_method_id((cst_method)m), content->share_bp[m]);
    }
    return object;
}

static json_t *write_contents(writer *w, const cst_comparison *c, const cst_counterparts *group) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        const cst_package *package = group->packages[i];
        bool asked = package != NULL && package->content.mode != CST_MODE_IGNORE;
        add(w, list, asked ? write_content(w, package) : json_null());
    }
    return list;
}

/* Units of offerings; of members and licences whether they are there. Null: no package. */
static json_t *write_amounts(writer *w, const cst_comparison *c, const cst_counterparts *group,
                             const cst_presence *presence, bool counted) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        int64_t amount = presence->amounts[i];
        add(w, list,
            group->packages[i] == NULL ? json_null()
            : counted                  ? json_integer(amount)
                                       : json_boolean(amount > 0));
    }
    return list;
}

static json_t *write_presences(writer *w, const cst_comparison *c, const cst_counterparts *group,
                               const cst_presences *things, const char *name) {
    bool counted = things == &group->offerings;
    json_t *list = json_array();
    for (size_t i = 0; i < things->n; i++) {
        const cst_presence *presence = &things->items[i];
        json_t *object = json_object();
        put_text(w, object, name, presence->id);
        put_known(w, object, "slot", presence->slot);
        put_known(w, object, "row", presence->row);
        put_known(w, object, "source", presence->source);
        put(w, object, "same", json_boolean(presence->same));
        put(w, object, counted ? "units" : "here", write_amounts(w, c, group, presence, counted));
        add(w, list, object);
    }
    return list;
}

static json_t *write_group(writer *w, const cst_comparison *c, const cst_counterparts *group,
                           cst_best *values) {
    json_t *object = json_object();
    json_t *labels = write_labels(w, group->best_at);
    const char *by = json_array_size(labels) > 0 ? "best_at" : "members";
    put(w, object, "best_at", labels);
    put(w, object, "matched_by", group->n_packages > 1 ? json_string(by) : json_null());
    put(w, object, "packages", write_package_ids(w, c, group));
    put(w, object, "same", json_boolean(group->same));
    put(w, object, "criteria", write_group_criteria(w, c, group, values));
    put(w, object, "content", write_contents(w, c, group));
    put(w, object, "members", write_presences(w, c, group, &group->members, "firm"));
    put(w, object, "offerings", write_presences(w, c, group, &group->offerings, "offering"));
    put(w, object, "licences", write_presences(w, c, group, &group->licences, "offering"));
    return object;
}

static json_t *write_groups(writer *w, const cst_comparison *c) {
    json_t *list = json_array();
    cst_best *values = malloc(c->n_sides * sizeof *values);
    for (size_t i = 0; values != NULL && i < c->n_counterparts; i++) {
        add(w, list, write_group(w, c, &c->counterparts[i], values));
    }
    w->out_of_memory = w->out_of_memory || values == NULL;
    free(values);
    return list;
}

/* ---------------------------------------------------------------- why not */

static json_t *write_refusal(writer *w, const cst_comparison *c, const cst_refusal_change *change) {
    json_t *object = json_object();
    put_text(w, object, "offering", change->offering);
    put_text(w, object, "firm", change->firm);
    put_text(w, object, "code", change->code);
    put(w, object, "fact", change->fact == NULL ? json_null() : json_string(change->fact));
    put_text(w, object, "source", change->source);
    put(w, object, "here", write_flags(w, c, change->here));
    put(w, object, "refused", write_flags(w, c, change->refused));
    return object;
}

static json_t *write_refusals(writer *w, const cst_comparison *c) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_refusals; i++) {
        add(w, list, write_refusal(w, c, &c->refusals[i]));
    }
    return list;
}

static json_t *write_gaps(writer *w, const cst_comparison *c) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_gaps; i++) {
        const cst_gap *gap = c->gaps[i].gap;
        json_t *object = json_object();
        put_text(w, object, "kind", cst__gap_ids[gap->kind]);
        put_text(w, object, "subject", gap->subject);
        put_known(w, object, "tag", gap->tag);
        put_known(w, object, "demand", gap->pointer);
        put(w, object, "here", write_flags(w, c, c->gaps[i].here));
        add(w, list, object);
    }
    return list;
}

static json_t *write_conflicts(writer *w, const cst_comparison *c) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_conflicts; i++) {
        const cst_conflict *conflict = c->conflicts[i].conflict;
        json_t *object = json_object();
        put(w, object, "demands", write_texts(w, conflict->demands, conflict->n_demands));
        put(w, object, "here", write_flags(w, c, c->conflicts[i].here));
        add(w, list, object);
    }
    return list;
}

/* ---------------------------------------------------------------- the comparison */

static json_t *write_results(writer *w, const cst_comparison *c) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->n_sides; i++) {
        add(w, list, cst__write_result(w, c->sides[i].result));
    }
    return list;
}

cst_error cst_comparison_to_json(const cst_comparison *comparison, bool whole_results, char **text,
                                 size_t *size) {
    writer w = {.digits = DIGITS_FAITHFUL};
    json_t *object = json_object();
    put_text(&w, object, "format", "consort-comparison/1");
    put_text(&w, object, "consort", CST_VERSION);
    put_text(&w, object, "verb", comparison->verb);
    put(&w, object, "sides", write_sides(&w, comparison));
    put(&w, object, "same", write_same(&w, comparison));
    put(&w, object, "conclusions", write_flips(&w, comparison));
    put(&w, object, "best", write_bests(&w, comparison));
    put(&w, object, "counterparts", write_groups(&w, comparison));
    put(&w, object, "refusals", write_refusals(&w, comparison));
    put(&w, object, "gaps", write_gaps(&w, comparison));
    put(&w, object, "conflicts", write_conflicts(&w, comparison));
    if (whole_results) {
        put(&w, object, "results", write_results(&w, comparison));
    }
    return print(&w, object, text, size);
}
