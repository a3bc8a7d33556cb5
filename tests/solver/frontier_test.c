/*
 * frontier_test.c - hundreds of tiny tenders: the frontier of every pair and triple of criteria (in
 * turns) beside all packages, on every other seed with zones that are asked about as a whole.
 * Complete ones must have the same points and, of all packages with a point, the same one; ones of
 * at most a few points must hold nothing that is beaten, and keep what they say of all that is not
 * listed.
 *
 * CST_FRONTIER_SEEDS=N tries N seeds, CST_FRONTIER_FIRST=S begins with seed S, CST_FRONTIER_ALL=1
 * tries all pairs and triples on every seed. A seed on which they differ is made smaller and
 * written to a folder that the message names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "solver/frontier_parts.h"
#include "tests/sanitized.h"
#include "tests/solver/compare.h"
#include "tests/solver/oracle.h"
#include "tests/solver/seeds.h"
#include "tests/solver/tighten.h"

enum { DEFAULT_SEEDS = TEST_SANITIZED ? 30 : 240 };
enum { SEEDS_IN_A_ROW = 20, MOST_CHOICES = 4000, MASKS_OF_A_SEED = 5 };

/* ---------------------------------------------------------------- what all packages say */

static const cst_criterion tie_order[] = {CST_CRITERION_COST,         CST_CRITERION_MEMBERS,
                                          CST_CRITERION_US_CONTENT,   CST_CRITERION_DELIVERY,
                                          CST_CRITERION_LICENCES,     CST_CRITERION_MISFIT,
                                          CST_CRITERION_LARGEST_SHARE};

static int64_t loss(const int64_t *criteria, int c) {
    return c == CST_CRITERION_US_CONTENT ? -criteria[c] : criteria[c];
}

static bool names(unsigned mask, int c) {
    return (mask >> c & 1U) != 0;
}

static bool ignores(const oracle *o, int c) {
    return c == CST_CRITERION_US_CONTENT && o->opportunity->content_mode == CST_MODE_IGNORE;
}

/* -1: a beats b on the named criteria; 1: b beats a; 0: neither; 2: the same point. */
static int compare_named(const int64_t *a, const int64_t *b, unsigned mask) {
    bool first = false;
    bool second = false;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        first = first || (names(mask, c) && loss(a, c) < loss(b, c));
        second = second || (names(mask, c) && loss(b, c) < loss(a, c));
    }
    return !first && !second ? 2 : first && second ? 0 : first ? -1 : 1;
}

/* Whether a is to be listed rather than b, which has the same point. */
static bool wins_tie(const oracle *o, const int64_t *a, const int64_t *b) {
    for (int i = 0; i < CST_N_CRITERIA; i++) {
        int c = (int)tie_order[i];
        if (!ignores(o, c) && loss(a, c) != loss(b, c)) {
            return loss(a, c) < loss(b, c);
        }
    }
    return false;
}

static unsigned sorted_by; /* mask */

static int compare_choices(const void *a, const void *b) {
    const oracle_choice *x = *(const oracle_choice *const *)a;
    const oracle_choice *y = *(const oracle_choice *const *)b;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (names(sorted_by, c) && loss(x->criteria, c) != loss(y->criteria, c)) {
            return loss(x->criteria, c) < loss(y->criteria, c) ? -1 : 1;
        }
    }
    return 0;
}

/* Whether some package beats it, or has its point and is to be listed in its place. */
static bool is_left_out(const oracle *o, size_t i, unsigned mask) {
    const int64_t *it = o->feasible[i].criteria;
    for (size_t k = 0; k < o->n_feasible; k++) {
        const int64_t *other = o->feasible[k].criteria;
        int stands = compare_named(other, it, mask);
        bool wins = wins_tie(o, other, it) || (k < i && !wins_tie(o, it, other));
        if (k != i && (stands == -1 || (stands == 2 && wins))) {
            return true;
        }
    }
    return false;
}

/* New list of the choices of the frontier, in order. */
static const oracle_choice **frontier_of(const oracle *o, unsigned mask, size_t *n) {
    const oracle_choice **list = calloc(o->n_feasible + 1, sizeof *list);
    *n = 0;
    for (size_t i = 0; list != NULL && i < o->n_feasible; i++) {
        if (!is_left_out(o, i, mask)) {
            list[(*n)++] = &o->feasible[i];
        }
    }
    if (list == NULL) {
        abort();
    }
    sorted_by = mask;
    qsort(list, *n, sizeof *list, compare_choices);
    return list;
}

/* ---------------------------------------------------------------- comparing */

typedef struct frontier_case {
    const oracle *o;
    const cst_result *result;
    unsigned mask;
} frontier_case;

static void compare_point(report *r, const frontier_case *f, size_t i,
                          const oracle_choice *expected) {
    const cst_package *package = &f->result->packages[i];
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        if (!ignores(f->o, c)) {
            expect(r, package->id, cst_criterion_id((cst_criterion)c),
                   cst_criteria_get(&package->criteria, (cst_criterion)c), expected->criteria[c]);
        }
    }
    oracle_choice choice;
    compare_package(r, f->o, package, &choice);
    expect(r, package->id, "proof", (int64_t)package->proof, CST_PROOF_OPTIMAL);
    if (package->bound_cents > package->criteria.cost_cents) {
        differ(r, "%s costs less than its bound", package->id);
    }
}

static void compare_complete(report *r, const frontier_case *f, const oracle_choice **expected,
                             size_t n) {
    expect(r, "frontier", "points", (int64_t)f->result->n_packages, (int64_t)n);
    expect(r, "frontier", "complete", f->result->frontier->complete, true);
    expect(r, "frontier", "coverage", f->result->frontier->coverage_bp, 0);
    expect(r, "frontier", "open", (int64_t)f->result->frontier->n_open, 0);
    for (size_t i = 0; i < n && agrees(r); i++) {
        compare_point(r, f, i, expected[i]);
    }
}

static int64_t range_of(const frontier_case *f, int c) {
    int64_t low = INT64_MAX;
    int64_t high = INT64_MIN;
    for (size_t i = 0; i < f->result->n_packages; i++) {
        int64_t value = cst_criteria_get(&f->result->packages[i].criteria, (cst_criterion)c);
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    return high > low ? high - low : 1;
}

/* In basis points of the range, rounded up. */
static int64_t error_beside(const frontier_case *f, const cst_package *listed,
                            const oracle_choice *choice) {
    int64_t worst = 0;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        int64_t value = cst_criteria_get(&listed->criteria, (cst_criterion)c);
        int64_t more = c == CST_CRITERION_US_CONTENT ? choice->criteria[c] - value
                                                     : value - choice->criteria[c];
        if (names(f->mask, c) && more > 0) {
            int64_t range = range_of(f, c);
            int64_t bp = (more * CST__BP + range - 1) / range;
            worst = bp > worst ? bp : worst;
        }
    }
    return worst;
}

/* Every point that is not listed is near enough to one that is, and in an open region. */
static void compare_coverage(report *r, const frontier_case *f, const oracle_choice *point) {
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < f->result->n_packages; i++) {
        int64_t error = error_beside(f, &f->result->packages[i], point);
        least = error < least ? error : least;
    }
    if (least > f->result->frontier->coverage_bp) {
        differ(r, "a package is %lld from all that are listed, said is %d", (long long)least,
               f->result->frontier->coverage_bp);
    }
    bool inside = least == 0;
    for (size_t i = 0; i < f->result->frontier->n_open && !inside; i++) {
        const cst_open_region *region = &f->result->frontier->open[i];
        inside = true;
        for (int c = 0; c < CST_N_CRITERIA; c++) {
            int64_t limit = c == CST_CRITERION_US_CONTENT ? -region->limit[c] : region->limit[c];
            inside = inside && (!region->has_limit[c] || loss(point->criteria, c) < limit);
        }
    }
    if (!inside) {
        differ(r, "a package that none listed weakly beats lies in no open region");
    }
}

static void compare_few(report *r, const frontier_case *f, const oracle_choice **points, size_t n,
                        size_t at_most) {
    size_t listed = f->result->n_packages;
    expect(r, "few", "points", (int64_t)listed, (int64_t)(n < at_most ? n : at_most));
    for (size_t i = 0; i < listed && agrees(r); i++) {
        bool same = false;
        for (size_t k = 0; k < n && !same; k++) {
            same = true;
            for (int c = 0; c < CST_N_CRITERIA; c++) {
                int64_t value =
                    cst_criteria_get(&f->result->packages[i].criteria, (cst_criterion)c);
                same = same && (ignores(f->o, c) || value == points[k]->criteria[c]);
            }
        }
        if (!same) {
            differ(r, "%s of at most %zu is no point of the frontier", f->result->packages[i].id,
                   at_most);
        }
    }
    for (size_t k = 0; k < n && agrees(r); k++) {
        compare_coverage(r, f, points[k]);
    }
}

static struct seen { long frontiers, points, most_points, few, open, forged, threads; } seen;

static cst_result *ask(report *r, const tender *t, unsigned mask, int at_most, int threads) {
    cst_settings settings = cst_settings_default();
    cst_result *result = NULL;
    settings.by = CST_BY_FRONTIER;
    settings.frontier = mask;
    settings.at_most = at_most;
    settings.threads = threads;
    settings.gap = 0;
    cst_error error = cst_match(t->rules, t->catalog, t->opportunity, &settings, &result);
    if (error != CST_E_OK) {
        differ(r, "cst_match failed: %s", cst_error_text(error));
    } else if (result->status != CST_STATUS_SOLVED || result->frontier == NULL) {
        differ(r, "the frontier is not solved");
    }
    return result;
}

static void try_forgeries(report *r, const tender *t, const cst_result *result);

/* Two threads say the same, to the byte. */
static void compare_threads(report *r, const tender *t, const cst_result *result, unsigned mask,
                            int at_most) {
    cst_result *other = ask(r, t, mask, at_most, 2);
    char *texts[2] = {NULL, NULL};
    size_t sizes[2] = {0, 0};
    if (agrees(r) && (cst_result_to_json(result, &texts[0], &sizes[0]) != CST_E_OK ||
                      cst_result_to_json(other, &texts[1], &sizes[1]) != CST_E_OK ||
                      sizes[0] != sizes[1] || memcmp(texts[0], texts[1], sizes[0]) != 0)) {
        differ(r, "two threads say something else");
    }
    seen.threads++;
    free(texts[0]);
    free(texts[1]);
    cst_result_free(other);
}

static void compare_mask(report *r, const tender *t, const oracle *o, unsigned mask, int at_most) {
    size_t n = 0;
    const oracle_choice **expected = frontier_of(o, mask, &n);
    cst_result *result = ask(r, t, mask, at_most, 1);
    frontier_case f = {o, result, mask};
    if (agrees(r) && mask % 3 == 0) {
        compare_threads(r, t, result, mask, at_most);
    }
    if (agrees(r) && at_most == 0) {
        compare_complete(r, &f, expected, n);
        seen.frontiers++;
        seen.points += (long)n;
        seen.most_points = (long)n > seen.most_points ? (long)n : seen.most_points;
        if (names(mask, CST_CRITERION_COST) && agrees(r) && seen.forged < 30) {
            try_forgeries(r, t, result);
        }
    } else if (agrees(r)) {
        compare_few(r, &f, expected, n, (size_t)at_most);
        seen.few++;
        seen.open += result->frontier->n_open > 0 ? 1 : 0;
    }
    if (!agrees(r)) {
        char before[sizeof r->text];
        memcpy(before, r->text, sizeof before);
        snprintf(r->text, sizeof r->text, "mask %u, at most %d: %.300s", mask, at_most, before);
    }
    cst_result_free(result);
    free(expected);
}

/* ---------------------------------------------------------------- forged */

static size_t count_findings(const tender *t, json_t *tree) {
    char *text = json_dumps(tree, JSON_INDENT(1));
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_findings *findings = NULL;
    size_t n = 0;
    if (text == NULL || faults == NULL ||
        cst_verify(t->rules, t->catalog, t->opportunity, text, strlen(text), "forged", NULL,
                   &findings, faults) != CST_E_OK) {
        abort();
    }
    n = cst_findings_count(findings);
    cst_findings_free(findings);
    cst_diagnostics_free(faults);
    free(text);
    return n;
}

static void swap_first(json_t *tree) {
    json_t *packages = json_object_get(tree, "packages");
    json_t *first = json_incref(json_array_get(packages, 0));
    json_array_set(packages, 0, json_array_get(packages, 1));
    json_array_set_new(packages, 1, first);
    json_object_set_new(json_array_get(packages, 0), "id", json_string("p1"));
    json_object_set_new(json_array_get(packages, 1), "id", json_string("p2"));
}

static void forge(json_t *tree, int how) {
    json_t *frontier = json_object_get(tree, "frontier");
    switch (how) {
        case 0:
            swap_first(tree);
            break;
        case 1:
            json_object_set_new(frontier, "complete", json_false());
            break;
        case 2: /* a region without limits, which holds every package */
            json_array_append_new(json_object_get(frontier, "open"), json_object());
            json_object_set_new(frontier, "complete", json_false());
            break;
        case 3: /* of one criterion all but the best are beaten */
            json_array_clear(json_object_get(frontier, "criteria"));
            json_array_append_new(json_object_get(frontier, "criteria"), json_string("cost"));
            break;
        default:
            json_object_set_new(json_object_get(tree, "settings"), "at_most", json_integer(1));
            break;
    }
}

/* What the verifier can see of a frontier without a solver it sees. */
static void try_forgeries(report *r, const tender *t, const cst_result *result) {
    char *text = NULL;
    size_t size = 0;
    if (result->n_packages < 2 || cst_result_to_json(result, &text, &size) != CST_E_OK) {
        return;
    }
    for (int how = 0; how < 5 && agrees(r); how++) {
        json_t *tree = json_loads(text, 0, NULL);
        if (how == 0 && count_findings(t, tree) != 0) {
            differ(r, "the verifier finds something in the result as it is");
        }
        forge(tree, how);
        if (count_findings(t, tree) == 0) {
            differ(r, "the verifier finds nothing in forgery %d", how);
        }
        json_decref(tree);
    }
    seen.forged++;
    free(text);
}

/* ---------------------------------------------------------------- a seed */

static int count_bits(unsigned mask) {
    int n = 0;
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        n += names(mask, c);
    }
    return n;
}

/* Some masks of two to four criteria, others for each seed; or all of two and three. */
static bool takes_part(uint64_t seed, unsigned mask) {
    int bits = count_bits(mask);
    if (getenv("CST_FRONTIER_ALL") != NULL) {
        return bits == 2 || bits == 3;
    }
    return bits >= 2 && bits <= 4 && (mask * 37 + seed * 11) % 127 < MASKS_OF_A_SEED * 127 / 91;
}

/* What is seen is counted while a seed is made smaller, too: the test has failed then. */
static void compare_tender(report *r, const instance *it, const tender *t, uint64_t seed,
                           bool counts) {
    (void)it;
    (void)counts;
    oracle *o = oracle_new(t->opportunity, MOST_CHOICES);
    for (unsigned mask = 1; o != NULL && o->n_feasible > 0 && mask < 1U << CST_N_CRITERIA; mask++) {
        bool content = names(mask, CST_CRITERION_US_CONTENT);
        if (agrees(r) && takes_part(seed, mask) &&
            !(content && ignores(o, CST_CRITERION_US_CONTENT))) {
            compare_mask(r, t, o, mask, 0);
        }
        if (agrees(r) && takes_part(seed + 5, mask) && (seed + mask) % 2 == 0 &&
            !(content && ignores(o, CST_CRITERION_US_CONTENT))) {
            compare_mask(r, t, o, mask, 1 + (int)((seed + mask) / 2 % 7));
        }
    }
    oracle_free(o);
}

static void try_seed(uint64_t seed) {
    static const seed_check check = {"consort-frontier", "CST_FRONTIER", compare_tender};
    instance it = instance_feasible(seed, MOST_CHOICES);
    cst__narrowness before = cst__narrow;
    if (seed % 2 != 0) {
        cst__narrow = (cst__narrowness){.width = 20 + (int64_t)(seed * 7919 % 1000),
                                        .many_nodes = seed % 8 == 3 ? 3 : 1000,
                                        .most_nodes = seed % 8 == 5 ? 5 : 1000,
                                        .together = 1};
    }
    seeds_try(&check, seed, &it);
    cst__narrow = before;
}

static void test_seen(void **state) {
    (void)state;
    print_message(
        "%ld frontiers of %ld points, at most %ld; %ld of few points, %ld with open "
        "regions\n",
        seen.frontiers, seen.points, seen.most_points, seen.few, seen.open);
    assert_true(seen.frontiers < 500 ||
                (2 * seen.points > 3 * seen.frontiers && seen.most_points > 10));
    assert_true(seen.frontiers < 500 || seen.threads > 50);
    assert_true(seen.few < 100 || (seen.open > 20 && seen.forged >= 10));
}

int main(void) {
    static const seeded all = {.group = "frontier",
                               .first_variable = "CST_FRONTIER_FIRST",
                               .seeds_variable = "CST_FRONTIER_SEEDS",
                               .seeds = DEFAULT_SEEDS,
                               .in_a_row = SEEDS_IN_A_ROW,
                               .try_seed = try_seed,
                               .after_name = "frontiers have points, few leave regions open",
                               .after = test_seen};
    return seeds_run(&all);
}
