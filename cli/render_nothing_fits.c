/*
 * render_nothing_fits.c - why nothing fits, and what would: the reasons that screening alone gives,
 * the demands that can not hold together, the single changes that let a package in, and, where none
 * does, the cheapest of the fewest changes.
 *
 * Demands are named as the tender writes them. Changes stand in the order of the demands: what is
 * easiest to change is for the people to say. What is not proven is called UNPROVEN where it
 * stands.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/demands.h"
#include "cli/figures.h"
#include "cli/render_text.h"
#include "cli/text.h"

#define ITEM 2 /* spaces before an item of a list, and before its further lines */
#define ITEM_REST 6
#define MOST_FACTS 6 /* of one reason; the result has them all */

/* Takes the text, which may be NULL when memory is out. */
static void put_item(page *p, style s, char *text) {
    p->failed = p->failed || text == NULL;
    page_style(p, s);
    page_wrapped(p, ITEM, ITEM_REST, text == NULL ? "" : text);
    page_style(p, STYLE_PLAIN);
    free(text);
}

static void put_remark(page *p, bool proven, const char *text) {
    page_line(p, proven ? STYLE_PLAIN : STYLE_CAUTION, text);
    page_newline(p);
}

/* ---------------------------------------------------------------- gaps */

/* How the offerings that a code refused are counted: "5 by CODE", "2 not hosted ...". */
typedef struct phrase {
    const char *code;
    const char *words;
    const char *facts; /* before them */
} phrase;

static const phrase *phrase_of(const char *code) {
    static const phrase phrases[] = {
        {"excluded", "excluded by the tender", ""},
        {"unavailable", "not available in the buyer's country", "only in "},
        {"residency", "not hosted where the tender asks", "but in "},
        {"capability", "without a tag that every offering of the slot must have", ""},
        {"deadline", "later than the deadline", ""},
    };
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
        if (strcmp(code, phrases[i].code) == 0) {
            return &phrases[i];
        }
    }
    return NULL;
}

/* " (CN, HK)"; facts that hold commas themselves stand apart by semicolons. */
static char *facts_words(const cst_refused_by *by, const char *before) {
    bool plain = true;
    for (size_t i = 0; i < by->n_facts; i++) {
        plain = plain && strchr(by->facts[i], ',') == NULL;
    }
    if (by->n_facts == 0) {
        return text_new("%s", "");
    }
    char *list = demand_list(by->facts, by->n_facts, plain ? ", " : "; ", MOST_FACTS);
    char *text = list == NULL ? NULL : text_new(" (%s%s)", before, list);
    free(list);
    return text;
}

static char *refused_by_words(const cst_refused_by *by) {
    const phrase *known = phrase_of(by->code);
    figure n = figure_count((int64_t)by->n_offerings);
    char *facts = facts_words(by, known == NULL ? "" : known->facts);
    char *text = NULL;
    if (facts != NULL) {
        text = known == NULL ? text_new("%s by %s%s", n.text, by->code, facts)
                             : text_new("%s %s%s", n.text, known->words, facts);
    }
    free(facts);
    return text;
}

/* "5 by ..., 2 not hosted ..." */
static char *refusals_words(const cst_gap *gap) {
    char *text = text_new("%s", "");
    for (size_t i = 0; i < gap->n_by && text != NULL; i++) {
        char *one = refused_by_words(&gap->by[i]);
        char *longer = one == NULL ? NULL : text_new("%s%s%s", text, i > 0 ? ", " : "", one);
        free(one);
        free(text);
        text = longer;
    }
    return text;
}

/* What is missing: "slot models", "slot models, tag lang:sw". */
static char *subject_words(const cst_gap *gap) {
    switch (gap->kind) {
        case CST_GAP_SLOT:
            return text_new("slot %s", gap->subject);
        case CST_GAP_LAYER:
            return text_new("layer %s", gap->subject);
        case CST_GAP_TAG:
            return text_new("slot %s, tag %s", gap->subject, gap->tag);
        case CST_GAP_ANCHOR:
            return text_new("anchor%s%s", *gap->subject == '\0' ? "" : " ", gap->subject);
        case CST_GAP_AMOUNT:
        case CST_GAP_PARTY:
        default:
            return text_new("%s", gap->subject);
    }
}

/* What there is, before what was refused is counted. */
static char *state_words(const cst_gap *gap) {
    switch (gap->kind) {
        case CST_GAP_AMOUNT:
            return text_new("%s asked for, at most %s can be had from what is eligible; ",
                            figure_amount(gap->demand_milli).text,
                            figure_amount(gap->most_milli).text);
        case CST_GAP_PARTY:
            return text_new("must be included, and nothing of it is eligible; ");
        case CST_GAP_ANCHOR:
            return text_new("%s; ", *gap->subject == '\0' ? "nobody eligible may lead"
                                                          : "is not eligible, or may not lead");
        case CST_GAP_SLOT:
        case CST_GAP_LAYER:
        case CST_GAP_TAG:
        default:
            return text_new("%s", "");
    }
}

/* Offerings that could serve: refused, or not there at all. */
static char *offerings_words(const cst_gap *gap) {
    int64_t n = (int64_t)gap->n_offerings;
    if (n == 0) {
        return text_new("no offering of the catalog %s",
                        gap->kind == CST_GAP_TAG ? "has it there" : "could serve");
    }
    char *refusals = refusals_words(gap);
    char *text = refusals == NULL ? NULL
                                  : text_new("%s offering%s refused%s%s", figure_count(n).text,
                                             plural(n), *refusals == '\0' ? "" : ": ", refusals);
    free(refusals);
    return text;
}

static char *gap_words(const cst_gap *gap) {
    char *subject = subject_words(gap);
    char *state = state_words(gap);
    char *offerings = offerings_words(gap);
    bool by_rules = *gap->pointer == '\0';
    char *text = NULL;
    if (subject != NULL && state != NULL && offerings != NULL) {
        text = text_new("%s (asked for by %s): %s%s", subject,
                        by_rules ? "the rules" : gap->pointer, state, offerings);
    }
    free(subject);
    free(state);
    free(offerings);
    return text;
}

static bool counts_twice(const cst_infeasibility *why) {
    for (size_t i = 0; i < why->n_gaps; i++) {
        size_t sum = 0;
        for (size_t k = 0; k < why->gaps[i].n_by; k++) {
            sum += why->gaps[i].by[k].n_offerings;
        }
        if (sum > why->gaps[i].n_offerings) {
            return true;
        }
    }
    return false;
}

static void put_gaps(page *p, const cst_infeasibility *why) {
    page_line(p, STYLE_STRONG, "What screening leaves empty");
    if (why->n_gaps == 0) {
        put_remark(p, true, "Nothing: screening alone is no reason why nothing fits.");
        return;
    }
    for (size_t i = 0; i < why->n_gaps; i++) {
        put_item(p, STYLE_PLAIN, gap_words(&why->gaps[i]));
    }
    if (counts_twice(why)) {
        page_line(p, STYLE_PLAIN, "An offering refused for several reasons counts under each.");
    }
    page_newline(p);
}

/* ---------------------------------------------------------------- conflicts */

static const cst_level *level_of(const cst_infeasibility *why, const char *pointer) {
    for (size_t i = 0; i < why->n_demands; i++) {
        if (strcmp(why->demands[i].pointer, pointer) == 0) {
            return &why->demands[i].level;
        }
    }
    return NULL;
}

/* "a, b and c" */
static char *demands_words(const cst_infeasibility *why, const cst_conflict *conflict) {
    char *text = text_new("%s", "");
    for (size_t i = 0; i < conflict->n_demands && text != NULL; i++) {
        const char *pointer = conflict->demands[i];
        char *words = demand_words(pointer, level_of(why, pointer));
        const char *between = i == 0 ? "" : i + 1 < conflict->n_demands ? ", " : " and ";
        char *longer = words == NULL ? NULL : text_new("%s%s%s", text, between, words);
        free(words);
        free(text);
        text = longer;
    }
    return text;
}

static char *conflict_words(const cst_infeasibility *why, const cst_conflict *conflict) {
    if (conflict->n_demands == 0) {
        return text_new("catalog and rules alone allow no package, whatever the tender drops");
    }
    char *demands = demands_words(why, conflict);
    char *text = demands == NULL ? NULL
                                 : text_new("%s can not hold%s", demands,
                                            conflict->n_demands == 1 ? "" : " together");
    free(demands);
    return text;
}

static void put_conflicts(page *p, const cst_infeasibility *why) {
    bool complete = why->conflicts_complete;
    page_line(p, STYLE_STRONG, "What can not hold together");
    if (why->n_conflicts == 0) {
        put_remark(p, complete,
                   complete ? "Nothing." : "UNPROVEN: no such set of demands is known.");
        return;
    }
    for (size_t i = 0; i < why->n_conflicts; i++) {
        put_item(p, STYLE_PLAIN, conflict_words(why, &why->conflicts[i]));
    }
    if (why->conflicts[0].n_demands > 0) {
        page_line(p, STYLE_PLAIN,
                  "Proven of each: a tender that asks for nothing else has no package, and has one "
                  "as soon as any one of these demands is dropped.");
    }
    put_remark(p, complete,
               complete ? "There are no others: proven." : "UNPROVEN: there may be others.");
}

/* ---------------------------------------------------------------- remedies */

/* "498,000,000.00 USD, 7 members, 34 weeks" */
static char *package_words(const cst_result *result, const cst_package *package) {
    const cst_criteria *criteria = &package->criteria;
    figure cost = figure_money(criteria->cost_cents);
    const char *space = *result->currency == '\0' ? "" : " ";
    if (package->n_lines == 0) {
        return text_new("%s%s%s", cost.text, space, result->currency);
    }
    return text_new("%s%s%s, %s member%s, %s", cost.text, space, result->currency,
                    figure_count(criteria->members).text, plural(criteria->members),
                    figure_weeks(criteria->delivery_weeks).text);
}

static char *outcome_words(const cst_result *result, const cst_outcome *outcome) {
    if (!outcome->found) {
        return text_new("%s", outcome->status == CST_STATUS_INFEASIBLE
                                  ? "no package even then: proven"
                                  : "UNPROVEN whether there is a package then");
    }
    char *package = package_words(result, &outcome->package);
    bool proven = outcome->status == CST_STATUS_SOLVED;
    char *text = package == NULL ? NULL
                                 : text_new("a package for %s%s", package,
                                            proven ? "" : " (UNPROVEN that none is cheaper)");
    free(package);
    return text;
}

static bool is_proven(const cst_remedy *remedy) {
    return remedy->proven && remedy->outcome.status != CST_STATUS_LIMIT;
}

static void put_remedy(page *p, const cst_result *result, const cst_remedy *remedy) {
    char *change = demand_change(&remedy->changes[0]);
    char *outcome = outcome_words(result, &remedy->outcome);
    char *text = NULL;
    if (change != NULL && outcome != NULL) {
        text = text_new("%s: %s%s", change, outcome,
                        remedy->proven ? "" : "; UNPROVEN that no lesser change will do");
    }
    put_item(p, is_proven(remedy) ? STYLE_PLAIN : STYLE_CAUTION, text);
    free(change);
    free(outcome);
}

static void put_remedies(page *p, const cst_result *result, const cst_infeasibility *why) {
    bool complete = why->remedies_complete;
    page_line(p, STYLE_STRONG, "What a change of one demand would buy");
    for (size_t i = 0; i < why->n_remedies; i++) {
        put_remedy(p, result, &why->remedies[i]);
    }
    if (why->n_remedies == 0) {
        put_remark(p, complete,
                   complete ? "Proven: no change of a single demand lets a package in."
                            : "UNPROVEN: no change of a single demand is known to help.");
        return;
    }
    page_line(p, STYLE_PLAIN,
              "Each is, unless it says otherwise, the least change of its value that will do, with "
              "the cheapest package after it. They stand in the order of the demands, which is no "
              "ranking.");
    put_remark(p, complete,
               complete ? "No change of another single demand will do: proven."
                        : "UNPROVEN: a change of another single demand may do as well.");
}

static void put_combination(page *p, const cst_result *result, const cst_remedy *remedy) {
    page_line(p, STYLE_STRONG, "What several changes together would buy");
    for (size_t i = 0; i < remedy->n_changes; i++) {
        put_item(p, STYLE_PLAIN, demand_change(&remedy->changes[i]));
    }
    put_item(p, remedy->outcome.status == CST_STATUS_LIMIT ? STYLE_CAUTION : STYLE_PLAIN,
             outcome_words(result, &remedy->outcome));
    put_remark(p, remedy->proven,
               remedy->proven
                   ? "Fewer changes will not do: proven. Each goes as far as the cheapest package "
                     "after them needs; for a dearer one less may do."
                   : "UNPROVEN that fewer or lesser changes will not do.");
}

/* Catalog and rules alone allow nothing: no change of the tender would help. */
static bool is_hopeless(const cst_infeasibility *why) {
    return why->n_conflicts > 0 && why->conflicts[0].n_demands == 0;
}

void render_nothing_fits(page *p, const cst_result *result) {
    const cst_infeasibility *why = result->nothing_fits;
    put_gaps(p, why);
    put_conflicts(p, why);
    put_remedies(p, result, why);
    if (why->combination != NULL) {
        put_combination(p, result, why->combination);
    } else if (why->n_remedies == 0 && !is_hopeless(why)) {
        page_line(
            p, STYLE_CAUTION,
            "UNPROVEN: several changes together may let a package in; the search was stopped.");
        page_newline(p);
    }
}
