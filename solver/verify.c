/*
 * verify.c - a finished result, trusted in nothing.
 *
 * A result may come from the search of this library, from a file, or from anywhere. The verifier
 * takes from each package only which offerings it chooses and how many units of each; all else it
 * works out anew, in integers, from rules, catalog and opportunity (verify_recount.c), asks whether
 * the contract is kept (verify_rules.c), compares every figure (verify_figures.c), and holds the
 * packages against each other (verify_listing.c). What remains for this file is whose result it is,
 * who was refused, and the way through all of it.
 */
#include "solver/verify.h"

#include <string.h>

#include "solver/verify_parts.h"

/* More than can be asked for: the most points of a frontier (settings.def), or candidates and one
 * for each criterion. Pairs of packages are compared, so a file must not list without end. */
enum { MOST_PACKAGES = 10000 + CST_N_CRITERIA };

void *cst__verifier_alloc(cst__verifier *v, size_t count, size_t size) {
    void *memory = cst__arena_alloc(v->arena, count, size);
    if (memory == NULL) {
        v->out_of_memory = true;
    }
    return memory;
}

/* ---------------------------------------------------------------- whose result it is */

static void check_identity(cst__verifier *v) {
    const cst_opportunity *p = v->opportunity;
    const char *currency = p->currency[0] != '\0' ? p->currency : v->catalog->currency;
    cst__expect_text(v, CST__AT("opportunity"), p->id, v->result->opportunity);
    cst__expect_text(v, CST__AT("rules"), v->rules->id, v->result->rules);
    cst__expect_text(v, CST__AT("assumptions"),
                     v->catalog->assumptions == NULL ? "" : v->catalog->assumptions,
                     v->result->assumptions);
    cst__expect_stated(v, CST__AT("title"), p->title, v->result->title);
    cst__expect_stated(v, CST__AT("currency"), currency, v->result->currency);
}

/* ---------------------------------------------------------------- who was refused */

static const char *fact_text(const char *fact) {
    return fact == NULL ? "null" : fact;
}

static void pair_refused(cst__verifier *v, const void *context, size_t expected, size_t found) {
    (void)context;
    const cst__refused *refused = &v->screening->refused[expected];
    const cst_refusal *said = &v->result->refused[found];
    const cst__offering *offering = &v->catalog->offerings[refused->offering];
    cst__expect_text(v, CST__AT("refused", offering->id, refused->code, "firm"),
                     v->catalog->firms[offering->firm].id, said->firm);
    cst__expect_text(v, CST__AT("refused", offering->id, refused->code, "fact"),
                     fact_text(refused->fact), fact_text(said->fact));
    cst__expect_stated(v, CST__AT("refused", offering->id, refused->code, "source"),
                       refused->source, said->source);
}

static void check_refused(cst__verifier *v) {
    const cst__screening *s = v->screening;
    cst__lists lists = {.name = "refused", .pair = pair_refused};
    if (!cst__lists_room(v, &lists, s->n_refused, v->result->n_refused)) {
        return;
    }
    for (size_t i = 0; i < s->n_refused; i++) {
        const char *id = v->catalog->offerings[s->refused[i].offering].id;
        cst__lists_expect(&lists, id, s->refused[i].code, i);
    }
    for (size_t i = 0; i < v->result->n_refused; i++) {
        cst__lists_find(&lists, v->result->refused[i].offering, v->result->refused[i].code);
    }
    cst__lists_match(v, &lists);
    if (v->result->n_eligible != CST__NONE) {
        cst__expect_count(v, CST__AT("eligible"), (cst__wide)s->n_eligible,
                          (int64_t)v->result->n_eligible);
    }
}

/* ---------------------------------------------------------------- one package after the other */

/* Packages are p1, p2, ...; beyond the number asked for only what is best at something stands. */
static void check_place(cst__verifier *v, const cst__listing *all, size_t i) {
    const char *id = cst__arena_format(v->arena, "p%zu", i + 1);
    if (id == NULL) {
        v->out_of_memory = true;
        return;
    }
    cst__expect_text(v, CST__AT("id"), id, all->item[i].package->id);
    int candidates = v->result->asked.by == CST_BY_FRONTIER ? 0 : v->result->asked.candidates;
    if (candidates > 0 && i >= (size_t)candidates && !cst__is_labelled(&all->item[i])) {
        cst__wrong(v, CST__AT("candidates"), "the package is one more than the %d asked for",
                   candidates);
    }
}

static bool check_packages(cst__verifier *v, cst__listing *all) {
    all->n = v->result->n_packages;
    if (all->n > MOST_PACKAGES) {
        all->n = MOST_PACKAGES;
        cst__wrong(v, CST__AT("packages"), "%zu packages are listed, only %zu are looked at",
                   v->result->n_packages, all->n);
    }
    all->item = cst__verifier_alloc(v, all->n, sizeof *all->item);
    for (size_t i = 0; all->item != NULL && i < all->n; i++) {
        cst__listed *item = &all->item[i];
        item->package = &v->result->packages[i];
        v->package = item->package->id;
        check_place(v, all, i);
        if (!cst__verify_recount(v, item->package, &item->recount)) {
            break;
        }
        cst__verify_rules(v, item->package, &item->recount);
        cst__verify_figures(v, item->package, &item->recount);
        cst__verify_risk(v, item->package, &item->recount);
        cst__verify_resilience(v, item->package);
    }
    v->package = "";
    return !v->out_of_memory;
}

/* ---------------------------------------------------------------- the whole */

static void check_result(cst__verifier *v) {
    cst__listing all = {0};
    check_identity(v);
    check_refused(v);
    cst__verify_shocks(v);
    if (check_packages(v, &all)) {
        cst__verify_listing(v, &all);
        cst__verify_whole(v, &all);
    }
    cst__verify_nothing_fits(v);
}

/* Makes a verifier for the tender and lets it check. */
static cst_error verify(const cst_opportunity *opportunity, const cst_result *result,
                        void (*check)(cst__verifier *v), cst_findings **findings) {
    *findings = NULL;
    cst__screening *screening = NULL;
    cst__verifier v = {.opportunity = opportunity,
                       .catalog = opportunity->catalog,
                       .rules = opportunity->rules,
                       .result = result,
                       .arena = cst__arena_new(),
                       .package = "",
                       .findings = cst__findings_new()};
    cst_error error =
        v.arena == NULL || v.findings == NULL ? CST_E_MEMORY : cst__screen(opportunity, &screening);
    if (error == CST_E_OK) {
        v.screening = screening;
        check(&v);
        error = v.out_of_memory ? CST_E_MEMORY : CST_E_OK;
    }
    if (error == CST_E_OK) {
        *findings = v.findings;
    } else {
        cst_findings_free(v.findings);
    }
    cst__screening_free(screening);
    cst__arena_free(v.arena);
    return error;
}

cst_error cst__verify_result(const cst_opportunity *opportunity, const cst_result *result,
                             cst_findings **findings) {
    return verify(opportunity, result, check_result, findings);
}

static void check_package_alone(cst__verifier *v) {
    cst__listing all = {0};
    if (check_packages(v, &all)) {
        cst__verify_listing(v, &all);
    }
}

cst_error cst__verify_package(const cst_opportunity *opportunity, const cst_package *package,
                              double gap, cst_findings **findings) {
    cst_package alone = *package;
    cst_result result = {.assumptions = "",
                         .packages = &alone,
                         .n_packages = 1,
                         .asked = {.by = CST_BY_COST, .candidates = 1, .differ = 1, .gap = gap}};
    alone.id = "p1";
    return verify(opportunity, &result, check_package_alone, findings);
}

static void check_nothing(cst__verifier *v) {
    check_refused(v);
    cst__verify_nothing_fits(v);
}

cst_error cst__verify_nothing(const cst_opportunity *opportunity, const cst_result *said,
                              cst_findings **findings) {
    cst_result result = *said;
    result.status = CST_STATUS_INFEASIBLE;
    result.assumptions = "";
    result.n_eligible = CST__NONE;
    return verify(opportunity, &result, check_nothing, findings);
}

/* ---------------------------------------------------------------- packages of other tenders */

/* The lines of a package as they would stand in the tender at hand; false when memory is out. */
static bool move_lines(cst__verifier *v, const cst_package *from, cst_package *to) {
    *to = (cst_package){.id = "", .anchor = from->anchor};
    to->lines = cst__verifier_alloc(v, from->n_lines, sizeof *to->lines);
    for (size_t i = 0; to->lines != NULL && i < from->n_lines; i++) {
        size_t index = cst__catalog_offering(v->catalog, from->lines[i].offering);
        cst_line *line = &to->lines[to->n_lines++];
        *line = from->lines[i];
        if (index != CST__NONE) {
            const cst__offering *offering = &v->catalog->offerings[index];
            int64_t units = line->units < offering->min_units   ? offering->min_units
                            : line->units > offering->max_units ? offering->max_units
                                                                : line->units;
            line->value_cents = cst__value_cents(offering, units, v->opportunity->term_years);
        }
    }
    return to->lines != NULL;
}

/* A package fits where nothing is found wrong with its choice. */
static bool fits(cst__verifier *v, const cst_package *package, int64_t *cost_cents) {
    cst_package moved;
    cst__recount recount;
    *cost_cents = CST__UNFIT;
    if (!move_lines(v, package, &moved) || !cst__verify_recount(v, &moved, &recount)) {
        return false;
    }
    cst__verify_rules(v, &moved, &recount);
    if (cst_findings_count(v->findings) == 0) {
        *cost_cents = (int64_t)recount.criterion[CST_CRITERION_COST];
    }
    return true;
}

/* Each with memory of its own, since most fail. */
static cst_error try_elsewhere(const cst_opportunity *opportunity, const cst__screening *screening,
                               const cst_package *package, int64_t *cost_cents) {
    cst_opportunity tender = *opportunity;
    size_t anchor = cst__catalog_firm(opportunity->catalog, package->anchor);
    bool other = tender.anchor != CST__NONE && tender.anchor != anchor;
    *cost_cents = CST__UNFIT;
    if (anchor == CST__NONE || other) {
        return CST_E_OK;
    }
    tender.anchor = anchor;
    cst__verifier v = {.opportunity = &tender,
                       .catalog = tender.catalog,
                       .rules = tender.rules,
                       .screening = screening,
                       .arena = cst__arena_new(),
                       .package = "",
                       .findings = cst__findings_new()};
    bool ready = v.arena != NULL && v.findings != NULL;
    bool ok = ready && fits(&v, package, cost_cents) && !v.out_of_memory;
    cst_findings_free(v.findings);
    cst__arena_free(v.arena);
    return ok ? CST_E_OK : CST_E_MEMORY;
}

cst_error cst__verify_elsewhere(const cst_opportunity *opportunity,
                                const cst_package *const *packages, size_t n, int64_t *cost_cents) {
    cst__screening *screening = NULL;
    cst_error error = cst__screen(opportunity, &screening);
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        error = try_elsewhere(opportunity, screening, packages[i], &cost_cents[i]);
    }
    cst__screening_free(screening);
    return error;
}

cst_error cst_verify(const cst_rules *rules, const cst_catalog *catalog,
                     const cst_opportunity *opportunity, const char *bytes, size_t size,
                     const char *name, const cst_limits *limits, cst_findings **findings,
                     cst_diagnostics *diagnostics) {
    *findings = NULL;
    if (!cst__belong_together(rules, catalog, opportunity)) {
        return CST_E_SETTING;
    }
    cst_result *result = NULL;
    cst_error error = cst_result_read(bytes, size, name, limits, &result, diagnostics);
    if (error == CST_E_OK) {
        error = cst__verify_result(opportunity, result, findings);
    }
    cst_result_free(result);
    return error;
}
