/*
 * explain_json.c - an explanation as text: the writer of consort-explanation/1.
 *
 * The result that is explained stands in it whole, as a file of its own would hold it; then one
 * list for each kind of question. A list is empty where its question was not asked. Wherever
 * packages are told apart, `difference` is the other package less the cheapest one.
 */
#include "solver/json_write.h"
#include "solver/result.h"

/* The cheapest package, NULL where there is none. */
static const cst_package *cheapest(const cst_explanation *explanation) {
    const cst_result *result = explanation->result;
    return result->n_packages > 0 ? &result->packages[0] : NULL;
}

/* ---------------------------------------------------------------- packages told apart */

/* us_content stands only where both packages have it. */
static json_t *write_difference(writer *w, const cst_criteria *from, const cst_criteria *to) {
    json_t *object = json_object();
    put_money(w, object, "cost", to->cost_cents - from->cost_cents);
    if (from->us_content_bp >= 0 && to->us_content_bp >= 0) {
        put_share(w, object, "us_content", to->us_content_bp - from->us_content_bp);
    }
    put_count(w, object, "delivery_weeks", to->delivery_weeks - from->delivery_weeks);
    put_count(w, object, "members", to->members - from->members);
    put_count(w, object, "licences", to->licences - from->licences);
    put_share(w, object, "misfit", to->misfit_bp - from->misfit_bp);
    put_share(w, object, "largest_share", to->largest_share_bp - from->largest_share_bp);
    return object;
}

/* An outcome, and what it differs in from the cheapest package where there are both. */
static void put_other(writer *w, json_t *object, const cst_outcome *other,
                      const cst_package *cheapest_package) {
    cst__put_outcome(w, object, other);
    bool both = other->found && cheapest_package != NULL;
    put(w, object, "difference",
        both ? write_difference(w, &cheapest_package->criteria, &other->package.criteria)
             : json_null());
}

/* ---------------------------------------------------------------- why in, why not */

json_t *cst__write_bar(writer *w, const cst_bar *bar) {
    json_t *object = cst__write_refusal(w, &bar->refusal);
    put_text(w, object, "way_out", bar->way_out);
    return object;
}

static json_t *write_bars(writer *w, const cst_why *why) {
    json_t *bars = json_array();
    for (size_t i = 0; i < why->n_bars; i++) {
        add(w, bars, cst__write_bar(w, &why->bars[i]));
    }
    return bars;
}

/* Of what the package that contains it may cost less, or of what the cheapest may cost more. */
static json_t *write_cut(writer *w, const cst_why *why) {
    json_t *object = json_object();
    put_money(w, object, "amount", why->cut_cents);
    put_money(w, object, "at_least", why->cut_low_cents);
    return object;
}

static bool has_other(const cst_why *why) {
    return why->standing != CST_STANDING_REFUSED && why->standing != CST_STANDING_IMPOSSIBLE;
}

static json_t *write_why(writer *w, const cst_why *why, const cst_package *cheapest_package) {
    json_t *object = json_object();
    put_text(w, object, "id", why->id);
    put_known(w, object, "name", why->name);
    put_text(w, object, "kind", why->is_firm ? "firm" : "offering");
    put_text(w, object, "standing", cst_standing_id(why->standing));
    put(w, object, "refusals", write_bars(w, why));
    if (has_other(why)) {
        put_other(w, object, &why->other, cheapest_package);
    }
    if (why->has_cut) {
        bool chosen = why->standing == CST_STANDING_CHOSEN;
        put(w, object, chosen ? "room" : "rebate", write_cut(w, why));
    }
    return object;
}

static json_t *write_whys(writer *w, const cst_explanation *explanation) {
    json_t *whys = json_array();
    for (size_t i = 0; i < explanation->n_whys; i++) {
        add(w, whys, write_why(w, &explanation->whys[i], cheapest(explanation)));
    }
    return whys;
}

/* ---------------------------------------------------------------- what each rule costs */

static json_t *write_rule(writer *w, const cst_rule_cost *rule,
                          const cst_package *cheapest_package) {
    json_t *object = json_object();
    put_text(w, object, "name", rule->name);
    put_known(w, object, "source", rule->source);
    cst__put_value(w, object, "value", &rule->level);
    cst__put_measure(w, object, &rule->level);
    put(w, object, "idle", json_boolean(rule->idle));
    put(w, object, "added", json_boolean(rule->is_added));
    if (!rule->idle) {
        put_other(w, object, &rule->other, cheapest_package);
    }
    return object;
}

static json_t *write_rules(writer *w, const cst_explanation *explanation) {
    json_t *rules = json_array();
    for (size_t i = 0; i < explanation->n_rules; i++) {
        add(w, rules, write_rule(w, &explanation->rules[i], cheapest(explanation)));
    }
    return rules;
}

/* ---------------------------------------------------------------- if someone drops out */

static json_t *write_dropout(writer *w, const cst_dropout *dropout,
                             const cst_package *cheapest_package) {
    json_t *object = json_object();
    put_text(w, object, "firm", dropout->firm);
    put(w, object, "critical", json_boolean(dropout->critical));
    put(w, object, "slots", write_texts(w, dropout->slots, dropout->n_slots));
    put(w, object, "joins", write_texts(w, dropout->joins, dropout->n_joins));
    put(w, object, "leaves", write_texts(w, dropout->leaves, dropout->n_leaves));
    put_other(w, object, &dropout->other, cheapest_package);
    return object;
}

static json_t *write_dropouts(writer *w, const cst_explanation *explanation) {
    json_t *dropouts = json_array();
    for (size_t i = 0; i < explanation->n_dropouts; i++) {
        add(w, dropouts, write_dropout(w, &explanation->dropouts[i], cheapest(explanation)));
    }
    return dropouts;
}

/* ---------------------------------------------------------------- curves */

static json_t *write_curve(writer *w, const cst_curve *curve) {
    json_t *object = json_object();
    json_t *steps = json_array();
    put_text(w, object, "criterion", cst_criterion_id(curve->criterion));
    put(w, object, "complete", json_boolean(curve->complete));
    if (curve->has_limit) {
        put(w, object, "limit", write_criterion(w, curve->criterion, curve->limit));
    }
    for (size_t i = 0; i < curve->n_steps; i++) {
        json_t *step = json_object();
        put(w, step, "at", write_criterion(w, curve->criterion, curve->steps[i].at));
        cst__put_outcome(w, step, &curve->steps[i].outcome);
        add(w, steps, step);
    }
    put(w, object, "steps", steps);
    return object;
}

static json_t *write_curves(writer *w, const cst_explanation *explanation) {
    json_t *curves = json_array();
    for (size_t i = 0; i < explanation->n_curves; i++) {
        add(w, curves, write_curve(w, &explanation->curves[i]));
    }
    return curves;
}

/* ---------------------------------------------------------------- what an assumption decides */

/* A share with where it begins and ends, any other value with what names it. */
static void put_values(writer *w, json_t *object, const cst_value_range *range) {
    if (range->low_bp >= 0) {
        put_share(w, object, "from", range->low_bp);
        put_share(w, object, "to", range->high_bp);
        put_share(w, object, "at", range->at_bp);
        return;
    }
    put(w, object, "value", range->value == NULL ? json_null() : json_string(range->value));
    put(w, object, "among", write_texts(w, range->among, range->n_among));
    put(w, object, "countries", write_texts(w, range->countries, range->n_countries));
}

static json_t *write_range(writer *w, const cst_value_range *range,
                           const cst_package *cheapest_package) {
    const cst_outcome *outcome = &range->outcome;
    json_t *object = json_object();
    bool has_content = outcome->found && outcome->package.content.mode != CST_MODE_IGNORE;
    put_values(w, object, range);
    put(w, object, "assumed", json_boolean(range->assumed));
    put(w, object, "same", json_boolean(range->same));
    put(w, object, "same_members", json_boolean(range->same_members));
    put(w, object, "met", has_content ? json_boolean(outcome->package.content.met) : json_null());
    if (range->low_bp >= 0 && outcome->found) {
        put_money(w, object, "cost_from", range->cost_low_cents);
        put_money(w, object, "cost_to", range->cost_high_cents);
    }
    put_other(w, object, outcome, cheapest_package);
    return object;
}

static json_t *write_sensitivity(writer *w, const cst_sensitivity *it,
                                 const cst_package *cheapest_package) {
    json_t *object = json_object();
    json_t *ranges = json_array();
    put_text(w, object, "row", it->row);
    put_text(w, object, "fact", it->fact);
    put_text(w, object, "value", it->value);
    put(w, object, "subjects", write_texts(w, it->subjects, it->n_subjects));
    put(w, object, "idle", json_boolean(it->idle));
    if (it->least_bp >= 0) {
        put_share(w, object, "least", it->least_bp);
        put_share(w, object, "most", it->most_bp);
    }
    for (size_t i = 0; i < it->n_ranges; i++) {
        add(w, ranges, write_range(w, &it->ranges[i], cheapest_package));
    }
    put(w, object, "ranges", ranges);
    return object;
}

static json_t *write_sensitivities(writer *w, const cst_explanation *explanation) {
    json_t *list = json_array();
    for (size_t i = 0; i < explanation->n_assumptions; i++) {
        add(w, list, write_sensitivity(w, &explanation->assumptions[i], cheapest(explanation)));
    }
    return list;
}

/* ---------------------------------------------------------------- the explanation */

static json_t *write_explanation(writer *w, const cst_explanation *explanation) {
    json_t *object = json_object();
    put_text(w, object, "format", "consort-explanation/1");
    put_text(w, object, "consort", CST_VERSION);
    put_text(w, object, "verb", "explain");
    put(w, object, "complete", json_boolean(explanation->complete));
    put(w, object, "result", cst__write_result(w, explanation->result));
    put(w, object, "whys", write_whys(w, explanation));
    put(w, object, "rules_cost", write_rules(w, explanation));
    put(w, object, "dropouts", write_dropouts(w, explanation));
    put(w, object, "curves", write_curves(w, explanation));
    put(w, object, "assumptions", write_sensitivities(w, explanation));
    return object;
}

cst_error cst_explanation_to_json(const cst_explanation *explanation, char **text, size_t *size) {
    writer w = {.digits = DIGITS_FAITHFUL};
    return print(&w, write_explanation(&w, explanation), text, size);
}
