/*
 * verify_explanation.c - a finished explanation, trusted in nothing.
 *
 * An explanation is a result, and beside it many answers: each the cheapest package of a tender
 * that is changed in one thing, or the word that there is none. The result goes to the verifier of
 * results. Each package goes to the verifier of packages in the tender that is so changed here,
 * anew; what is said of it beside the cheapest one is worked out again from the two.
 *
 * That nothing is cheaper, or that there is nothing, only a search can tell. But every package of
 * the explanation that holds in the tender of an answer and costs less than its bound refutes it,
 * and so does any that holds where there is said to be none. So each is tried in each tender.
 */
#include "solver/verify_explanation.h"

#include <stdlib.h>
#include <string.h>

#include "solver/result.h"
#include "solver/verify.h"
#include "solver/verify_explanation_parts.h"

/* ---------------------------------------------------------------- shared by the files */

void cst__explanation_at(cst__explanation_check *c, const char *list, const char *entry) {
    const char *name = cst__arena_format(c->v.arena, "%s/%s", list, entry);
    c->v.out_of_memory = c->v.out_of_memory || name == NULL;
    c->v.package = name == NULL ? "" : name;
}

bool cst__explanation_is_proven(const cst__explanation_check *c) {
    return c->cheapest != NULL && c->cheapest->proof == CST_PROOF_OPTIMAL;
}

bool cst__explanation_has(const cst_package *package, const char *id, bool is_firm) {
    for (size_t i = 0; i < package->n_lines; i++) {
        const cst_line *line = &package->lines[i];
        if (strcmp(is_firm ? line->firm : line->offering, id) == 0) {
            return true;
        }
    }
    return false;
}

static void take_findings(cst__explanation_check *c, cst_error error, cst_findings *findings,
                          bool of_result) {
    c->v.out_of_memory = c->v.out_of_memory || error != CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < cst_findings_count(findings); i++) {
        const cst_finding *finding = cst_findings_get(findings, i);
        c->v.package = of_result ? finding->package : c->v.package;
        cst__wrong(&c->v, CST__AT(finding->check), "%s", finding->message);
    }
    cst_findings_free(findings);
}

/* ---------------------------------------------------------------- the packages of all answers */

static bool is_same_choice(const cst_package *a, const cst_package *b) {
    bool same = a->n_lines == b->n_lines && strcmp(a->anchor, b->anchor) == 0;
    for (size_t i = 0; same && i < a->n_lines; i++) {
        same = a->lines[i].units == b->lines[i].units &&
               strcmp(a->lines[i].offering, b->lines[i].offering) == 0;
    }
    return same;
}

static void add_package(cst__explanation_check *c, const cst_package *package) {
    for (size_t p = 0; p < c->n_packages; p++) {
        if (is_same_choice(c->packages[p], package)) {
            return;
        }
    }
    c->packages[c->n_packages++] = package;
}

static void add_outcome(cst__explanation_check *c, const cst_outcome *outcome) {
    if (outcome->found) {
        add_package(c, &outcome->package);
    }
}

static size_t count_answers(const cst_explanation *x) {
    size_t n = x->result->n_packages + x->n_whys + x->n_rules + x->n_dropouts;
    for (size_t i = 0; i < x->n_curves; i++) {
        n += x->curves[i].n_steps;
    }
    for (size_t i = 0; i < x->n_assumptions; i++) {
        n += x->assumptions[i].n_ranges;
    }
    return n;
}

static bool list_packages(cst__explanation_check *c) {
    const cst_explanation *x = c->x;
    size_t most = count_answers(x);
    c->packages = cst__verifier_alloc(&c->v, most, sizeof(const cst_package *));
    c->elsewhere = cst__verifier_alloc(&c->v, most, sizeof *c->elsewhere);
    if (c->packages == NULL || c->elsewhere == NULL) {
        return false;
    }
    for (size_t i = 0; i < x->result->n_packages; i++) {
        add_package(c, &x->result->packages[i]);
    }
    for (size_t i = 0; i < x->n_whys; i++) {
        add_outcome(c, &x->whys[i].other);
    }
    for (size_t i = 0; i < x->n_dropouts; i++) {
        add_outcome(c, &x->dropouts[i].other);
    }
    for (size_t i = 0; i < x->n_curves; i++) {
        for (size_t k = 0; k < x->curves[i].n_steps; k++) {
            add_outcome(c, &x->curves[i].steps[k].outcome);
        }
    }
    c->n_plain = c->n_packages;
    for (size_t i = 0; i < x->n_rules; i++) {
        add_outcome(c, &x->rules[i].other);
    }
    for (size_t i = 0; i < x->n_assumptions; i++) {
        for (size_t k = 0; k < x->assumptions[i].n_ranges; k++) {
            add_outcome(c, &x->assumptions[i].ranges[k].outcome);
        }
    }
    return true;
}

/* ---------------------------------------------------------------- one answer */

static void check_status(cst__explanation_check *c, const cst_outcome *outcome) {
    bool proven = outcome->package.proof == CST_PROOF_OPTIMAL;
    if (outcome->status == CST_STATUS_SOLVED && !outcome->found) {
        cst__wrong(&c->v, CST__AT("status"), "solved, it is said, but there is no package");
    } else if (outcome->status == CST_STATUS_INFEASIBLE && outcome->found) {
        cst__wrong(&c->v, CST__AT("status"), "no package, it is said, but there is one");
    } else if (outcome->found && proven != (outcome->status == CST_STATUS_SOLVED)) {
        cst__wrong(&c->v, CST__AT("status"), "%s",
                   proven ? "the package is called proven, and yet this is not solved"
                          : "solved, it is said, but the package is not called proven");
    }
    c->open = c->open || outcome->status == CST_STATUS_LIMIT;
}

/* A package of an answer is the only one, and is not called best at anything. */
static void check_labels(cst__explanation_check *c, const cst_package *package) {
    cst__expect_text(&c->v, CST__AT("id"), "", package->id);
    for (int k = 0; k < CST_N_CRITERIA; k++) {
        if (package->best_at[k]) {
            cst__wrong(&c->v, CST__AT("best_at"), "the package of an answer is not called best");
            return;
        }
    }
}

static void check_package(cst__explanation_check *c, const cst_opportunity *tender,
                          const cst_package *package) {
    cst_findings *findings = NULL;
    check_labels(c, package);
    cst_error error = cst__verify_package(tender, package, c->x->result->asked.gap, &findings);
    take_findings(c, error, findings, false);
}

/* Whether a package stands beyond the step before of the curve at hand. Under other rules or facts
 * it has other values. */
static bool counts(const cst__explanation_check *c, size_t p) {
    if (c->elsewhere[p] == CST__UNFIT || (c->curve != NULL && p >= c->n_plain)) {
        return false;
    }
    if (c->reached == NULL) {
        return true;
    }
    int64_t value = cst_criteria_get(&c->packages[p]->criteria, c->curve->criterion);
    return c->curve->criterion == CST_CRITERION_US_CONTENT ? value > c->reached->at
                                                           : value < c->reached->at;
}

/* The packages of the explanation in the tender of the answer. */
static void try_packages(cst__explanation_check *c, const cst_opportunity *tender,
                         const cst_outcome *outcome) {
    cst__figure a;
    cst__figure b;
    cst__wide bound = outcome->package.bound_cents;
    cst_error error = cst__verify_elsewhere(tender, c->packages, c->n_packages, c->elsewhere);
    c->v.out_of_memory = c->v.out_of_memory || error != CST_E_OK;
    for (size_t p = 0; error == CST_E_OK && p < c->n_packages; p++) {
        cst__wide cost = c->elsewhere[p];
        if (!counts(c, p)) {
            continue;
        }
        if (outcome->status == CST_STATUS_INFEASIBLE) {
            cst__wrong(&c->v, CST__AT("status"),
                       "no package, it is said, but one of %s that stands here holds",
                       cst__money_text(&a, cost));
            return;
        }
        if (outcome->found && bound > cost + cst__gap_cents(&c->v, cost)) {
            cst__wrong(&c->v, CST__AT("proof", "bound"),
                       "nothing costs less than %s, it is said, but a package that stands here "
                       "costs %s",
                       cst__money_text(&a, bound), cst__money_text(&b, cost));
            return;
        }
    }
}

static void check_difference(cst__explanation_check *c, const cst_criteria *other,
                             const cst__told *told) {
    const cst_criteria *from = &c->cheapest->criteria;
    const cst_criteria *d = &told->difference;
    cst__verifier *v = &c->v;
    bool both = from->us_content_bp >= 0 && other->us_content_bp >= 0;
    cst__expect_money(v, CST__AT("difference", "cost"),
                      (cst__wide)other->cost_cents - from->cost_cents, d->cost_cents);
    if (both != told->has_us_content) {
        cst__wrong(v, CST__AT("difference", "us_content"),
                   both ? "both packages have it" : "not both packages have it");
    } else if (both) {
        cst__expect_share(v, CST__AT("difference", "us_content"),
                          other->us_content_bp - from->us_content_bp, d->us_content_bp);
    }
    cst__expect_count(v, CST__AT("difference", "delivery_weeks"),
                      other->delivery_weeks - from->delivery_weeks, d->delivery_weeks);
    cst__expect_count(v, CST__AT("difference", "members"), other->members - from->members,
                      d->members);
    cst__expect_count(v, CST__AT("difference", "licences"), other->licences - from->licences,
                      d->licences);
    cst__expect_share(v, CST__AT("difference", "misfit"),
                      (cst__wide)other->misfit_bp - from->misfit_bp, d->misfit_bp);
    cst__expect_share(v, CST__AT("difference", "largest_share"),
                      other->largest_share_bp - from->largest_share_bp, d->largest_share_bp);
}

/* What the file tells beside the package. Of the steps of a curve no difference is told. */
static void check_told(cst__explanation_check *c, const cst_outcome *outcome,
                       const cst__told *told) {
    bool both = c->curve == NULL && outcome->found && c->cheapest != NULL;
    if (!told->has_outcome) {
        cst__wrong(&c->v, CST__AT("status"), "the answer is missing");
        return;
    }
    if (told->has_cost != outcome->found) {
        cst__wrong(&c->v, CST__AT("cost"), "%s",
                   outcome->found ? "there is a package, but no cost" : "there is no package");
    } else if (outcome->found) {
        cst__expect_money(&c->v, CST__AT("cost"), outcome->package.criteria.cost_cents,
                          told->cost_cents);
    }
    if (told->has_difference != both) {
        cst__wrong(&c->v, CST__AT("difference"), "%s",
                   both ? "two packages, but no difference" : "there are no two packages");
    } else if (both) {
        check_difference(c, &outcome->package.criteria, told);
    }
}

void cst__explanation_outcome(cst__explanation_check *c, const cst_opportunity *tender,
                              const cst_outcome *outcome, const cst__told *told) {
    if (tender == NULL) {
        c->v.out_of_memory = true;
        return;
    }
    check_status(c, outcome);
    if (outcome->found) {
        check_package(c, tender, &outcome->package);
    }
    if (told != NULL) {
        check_told(c, outcome, told);
    }
    try_packages(c, tender, outcome);
}

void cst__explanation_no_outcome(cst__explanation_check *c, const cst_outcome *outcome,
                                 const cst__told *told) {
    if (outcome->found ||
        (told != NULL && (told->has_outcome || told->has_cost || told->has_difference))) {
        cst__wrong(&c->v, CST__AT("status"), "nothing was asked, and yet there is an answer");
    }
}

/* ---------------------------------------------------------------- the whole */

static void check_result(cst__explanation_check *c) {
    const cst_result *result = c->x->result;
    cst_findings *findings = NULL;
    cst_error error = cst__verify_result(c->v.opportunity, result, &findings);
    take_findings(c, error, findings, true);
    c->v.package = "";
    cst__expect_text(&c->v, CST__AT("verb"), "explain", result->verb);
    cst__expect_text(&c->v, CST__AT("settings", "by"), cst__by_ids[CST_BY_COST],
                     cst__by_ids[result->asked.by]);
    cst__expect_count(&c->v, CST__AT("settings", "candidates"), 1, result->asked.candidates);
    cst_outcome least = {.status = result->status, .found = c->cheapest != NULL};
    if (least.found) {
        least.package = *c->cheapest;
    }
    c->open = result->status == CST_STATUS_LIMIT;
    try_packages(c, c->v.opportunity, &least);
}

/* Why nothing fits may be open for want of time, and a file does not say so. */
static void check_complete(cst__explanation_check *c) {
    bool told_all = c->x->result->nothing_fits == NULL;
    c->v.package = "";
    if (c->x->complete && c->open) {
        cst__wrong(&c->v, CST__AT("complete"), "something in it is not proven");
    } else if (!c->x->complete && !c->open && told_all) {
        cst__wrong(&c->v, CST__AT("complete"), "all of it is called proven");
    }
}

static void check(cst__explanation_check *c) {
    if (!list_packages(c)) {
        return;
    }
    check_result(c);
    cst__verify_whys(c);
    cst__verify_rules_cost(c);
    cst__verify_dropouts(c);
    cst__verify_curves(c);
    cst__verify_sensitivities(c);
    check_complete(c);
}

cst_error cst__verify_explanation(const cst_opportunity *opportunity,
                                  const cst_explanation *explanation,
                                  const cst__explanation_told *told, cst_findings **findings) {
    *findings = NULL;
    cst__screening *screening = NULL;
    const cst_result *result = explanation->result;
    cst__explanation_check c = {.x = explanation,
                                .told = told,
                                .cheapest = result->n_packages > 0 ? &result->packages[0] : NULL,
                                .v = {.opportunity = opportunity,
                                      .catalog = opportunity->catalog,
                                      .rules = opportunity->rules,
                                      .result = result,
                                      .arena = cst__arena_new(),
                                      .package = "",
                                      .findings = cst__findings_new()}};
    bool ready = c.v.arena != NULL && c.v.findings != NULL;
    cst_error error = ready ? cst__screen(opportunity, &screening) : CST_E_MEMORY;
    if (error == CST_E_OK) {
        c.v.screening = screening;
        check(&c);
        error = c.v.out_of_memory ? CST_E_MEMORY : CST_E_OK;
    }
    if (error == CST_E_OK) {
        *findings = c.v.findings;
    } else {
        cst_findings_free(c.v.findings);
    }
    cst__screening_free(screening);
    cst__arena_free(c.v.arena);
    return error;
}

cst_error cst_explanation_verify(const cst_rules *rules, const cst_catalog *catalog,
                                 const cst_opportunity *opportunity, const char *bytes, size_t size,
                                 const char *name, const cst_limits *limits,
                                 cst_findings **findings, cst_diagnostics *diagnostics) {
    *findings = NULL;
    if (!cst__belong_together(rules, catalog, opportunity)) {
        return CST_E_SETTING;
    }
    const cst__source source = {name, bytes, size};
    cst_explanation *explanation = NULL;
    cst__explanation_told told;
    cst_error error = cst__explanation_read(&source, limits, &explanation, &told, diagnostics);
    if (error == CST_E_OK) {
        error = cst__verify_explanation(opportunity, explanation, &told, findings);
    }
    cst_explanation_free(explanation);
    return error;
}
