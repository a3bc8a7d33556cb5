/*
 * verify_recount.c - from the lines of a package back to the choice that they state.
 *
 * A line names an offering and its units; everything else of a package follows from these two. Here
 * each line is looked up in the catalog, checked on its own, and valued again; the picks are then
 * sorted, and members, bundles, ledger, content and criteria are summed over them from the catalog
 * alone. What the package says of itself is not used: verify_figures.c compares it with these sums.
 *
 *     lines -> picks (offering, units, value) -> mates (firm, value)
 *                                             -> bundles, provided, consumed, content, criteria
 */
#include <stdlib.h>
#include <string.h>

#include "solver/verify_parts.h"

/* ---------------------------------------------------------------- lines */

static int64_t check_units(cst__verifier *v, const cst__offering *offering, const cst_line *line) {
    if (line->units >= offering->min_units && line->units <= offering->max_units) {
        return line->units;
    }
    cst__wrong(v, CST__AT("lines", line->offering, "units"), "expected %lld to %lld, found %lld",
               (long long)offering->min_units, (long long)offering->max_units,
               (long long)line->units);
    return line->units < offering->min_units ? offering->min_units : offering->max_units;
}

static void check_line_texts(cst__verifier *v, const cst__offering *offering,
                             const cst_line *line) {
    const cst__slot *slot = &v->rules->slots[offering->slot];
    const char *layer = slot->layer == CST__NONE ? "" : v->rules->layers[slot->layer].id;
    cst__expect_text(v, CST__AT("lines", line->offering, "firm"),
                     v->catalog->firms[offering->firm].id, line->firm);
    cst__expect_text(v, CST__AT("lines", line->offering, "slot"), slot->id, line->slot);
    cst__expect_stated(v, CST__AT("lines", line->offering, "name"), offering->name,
                       line->offering_name);
    cst__expect_stated(v, CST__AT("lines", line->offering, "layer"), layer, line->layer);
    cst__expect_stated(v, CST__AT("lines", line->offering, "unit"), offering->unit, line->unit);
}

/* The pick that a line stands for; false when it stands for none. */
static bool read_line(cst__verifier *v, const cst_line *line, cst__pick *pick) {
    size_t index = cst__catalog_offering(v->catalog, line->offering);
    if (index == CST__NONE) {
        cst__wrong(v, CST__AT("lines", line->offering), "the catalog has no such offering");
        return false;
    }
    const cst__offering *offering = &v->catalog->offerings[index];
    check_line_texts(v, offering, line);
    int64_t units = check_units(v, offering, line);
    int64_t value = cst__value_cents(offering, units, v->opportunity->term_years);
    cst__expect_money(v, CST__AT("lines", line->offering, "value"), value, line->value_cents);
    *pick = (cst__pick){index, units, value};
    return true;
}

/* Lines go by slot in the order of the layers, then by id. */
static void check_line_order(cst__verifier *v, const cst__recount *recount) {
    const cst__offering *offerings = v->catalog->offerings;
    for (size_t i = 1; i < recount->n_picks; i++) {
        size_t a = recount->picks[i - 1].offering;
        size_t b = recount->picks[i].offering;
        if (offerings[a].slot > offerings[b].slot ||
            (offerings[a].slot == offerings[b].slot && a > b)) {
            cst__wrong(v, CST__AT("lines", "order"), "\"%s\" stands after \"%s\"", offerings[b].id,
                       offerings[a].id);
            return;
        }
    }
}

static int compare_picks(const void *a, const void *b) {
    const cst__pick *x = a;
    const cst__pick *y = b;
    return (x->offering > y->offering) - (x->offering < y->offering);
}

static void drop_repeated_picks(cst__verifier *v, cst__recount *recount) {
    size_t n = 0;
    for (size_t i = 0; i < recount->n_picks; i++) {
        if (n > 0 && recount->picks[n - 1].offering == recount->picks[i].offering) {
            const char *id = v->catalog->offerings[recount->picks[i].offering].id;
            cst__wrong(v, CST__AT("lines", id), "the offering is listed more than once");
        } else {
            recount->picks[n++] = recount->picks[i];
        }
    }
    recount->n_picks = n;
}

static bool collect_picks(cst__verifier *v, const cst_package *package, cst__recount *recount) {
    recount->picks = cst__verifier_alloc(v, package->n_lines, sizeof *recount->picks);
    if (recount->picks == NULL) {
        return false;
    }
    for (size_t i = 0; i < package->n_lines; i++) {
        if (read_line(v, &package->lines[i], &recount->picks[recount->n_picks])) {
            recount->n_picks++;
        }
    }
    check_line_order(v, recount);
    if (recount->n_picks > 0) {
        qsort(recount->picks, recount->n_picks, sizeof *recount->picks, compare_picks);
    }
    drop_repeated_picks(v, recount);
    return true;
}

/* ---------------------------------------------------------------- members */

static int compare_mates(const void *a, const void *b) {
    const cst__mate *x = a;
    const cst__mate *y = b;
    return (x->firm > y->firm) - (x->firm < y->firm);
}

static bool collect_mates(cst__verifier *v, cst__recount *recount) {
    cst__mate *mates = cst__verifier_alloc(v, recount->n_picks, sizeof *mates);
    if (mates == NULL) {
        return false;
    }
    for (size_t i = 0; i < recount->n_picks; i++) {
        const cst__pick *pick = &recount->picks[i];
        mates[i] = (cst__mate){v->catalog->offerings[pick->offering].firm, pick->value_cents};
        recount->gross_cents += pick->value_cents;
    }
    if (recount->n_picks > 0) {
        qsort(mates, recount->n_picks, sizeof *mates, compare_mates);
    }
    size_t n = 0;
    for (size_t i = 0; i < recount->n_picks; i++) {
        if (n > 0 && mates[n - 1].firm == mates[i].firm) {
            mates[n - 1].value_cents += mates[i].value_cents;
        } else {
            mates[n++] = mates[i];
        }
    }
    recount->mates = mates;
    recount->n_mates = n;
    return true;
}

bool cst__recount_has(const cst__recount *recount, size_t offering) {
    cst__pick key = {.offering = offering};
    return recount->n_picks > 0 &&
           bsearch(&key, recount->picks, recount->n_picks, sizeof key, compare_picks) != NULL;
}

const cst__mate *cst__recount_mate(const cst__recount *recount, size_t firm) {
    cst__mate key = {.firm = firm};
    return recount->n_mates == 0
               ? NULL
               : bsearch(&key, recount->mates, recount->n_mates, sizeof key, compare_mates);
}

/* ---------------------------------------------------------------- bundles and ledger */

static bool has_bundle(const cst__recount *recount, const cst__bundle *bundle) {
    for (size_t i = 0; i < bundle->n_offerings; i++) {
        if (!cst__recount_has(recount, bundle->offerings[i])) {
            return false;
        }
    }
    return true;
}

static bool collect_bundles(cst__verifier *v, cst__recount *recount) {
    const cst_catalog *catalog = v->catalog;
    recount->bundles = cst__verifier_alloc(v, catalog->n_bundles, sizeof *recount->bundles);
    if (recount->bundles == NULL) {
        return false;
    }
    for (size_t b = 0; b < catalog->n_bundles; b++) {
        if (has_bundle(recount, &catalog->bundles[b])) {
            recount->bundles[recount->n_bundles++] = b;
            recount->discount_cents += catalog->bundles[b].discount_cents;
        }
    }
    return true;
}

static bool sum_ledger(cst__verifier *v, cst__recount *recount) {
    size_t n = v->catalog->n_resources;
    recount->provided = cst__verifier_alloc(v, n, sizeof *recount->provided);
    recount->consumed = cst__verifier_alloc(v, n, sizeof *recount->consumed);
    if (recount->provided == NULL || recount->consumed == NULL) {
        return false;
    }
    for (size_t i = 0; i < recount->n_picks; i++) {
        cst__wide units = recount->picks[i].units;
        const cst__offering *o = &v->catalog->offerings[recount->picks[i].offering];
        for (size_t a = 0; a < o->n_provides; a++) {
            recount->provided[o->provides[a].resource] += units * o->provides[a].milli;
        }
        for (size_t a = 0; a < o->n_consumes; a++) {
            recount->consumed[o->consumes[a].resource] += units * o->consumes[a].milli;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- content */

static int known_or_zero(int share_bp) {
    return share_bp == CST__BP_UNKNOWN ? 0 : share_bp;
}

/* What the share of an offering is when it falls; one that nobody stated counts 0 already. */
static int fallen_bp(const cst__offering *offering) {
    int made = known_or_zero(offering->us_bp[CST_METHOD_MADE]);
    int low = known_or_zero(offering->us_made_low_bp);
    return low < made ? low : made;
}

static int largest_first(const void *a, const void *b) {
    const cst__wide *x = a;
    const cst__wide *y = b;
    return (*x < *y) - (*x > *y);
}

/* US content that stands even if the gamma shares whose fall hurts most all fall: Bertsimas and
 * Sim 2004, The price of robustness, Operations Research 52(1). For a fixed choice their inner
 * maximum is the sum of the gamma largest falls; gamma is 0 where the method is not "made". */
static void guarantee(const cst__verifier *v, cst__content_sums *sums, cst__wide *falls, size_t n) {
    sums->guaranteed = sums->us[v->rules->content_method];
    if (n > 0) {
        qsort(falls, n, sizeof *falls, largest_first);
    }
    for (size_t i = 0; i < n && (cst__wide)i < v->opportunity->content_gamma; i++) {
        sums->guaranteed -= falls[i];
    }
}

static bool sum_content(cst__verifier *v, cst__recount *recount) {
    cst__wide *falls = cst__verifier_alloc(v, recount->n_picks, sizeof *falls);
    if (falls == NULL) {
        return false;
    }
    size_t n = 0;
    cst__content_sums *sums = &recount->content;
    for (size_t i = 0; i < recount->n_picks; i++) {
        const cst__offering *o = &v->catalog->offerings[recount->picks[i].offering];
        cst__wide value = recount->picks[i].value_cents;
        if (!v->rules->slots[o->slot].content) {
            continue;
        }
        sums->value_cents += value;
        for (int m = 0; m < CST_N_METHODS; m++) {
            sums->us[m] += known_or_zero(o->us_bp[m]) * value;
        }
        sums->worst += fallen_bp(o) * value;
        sums->n_declared += o->us_bp[CST_METHOD_MADE] != CST__BP_UNKNOWN;
        falls[n++] = (known_or_zero(o->us_bp[CST_METHOD_MADE]) - fallen_bp(o)) * value;
    }
    guarantee(v, sums, falls, n);
    sums->falls = falls;
    return true;
}

/* ---------------------------------------------------------------- criteria */

static int rating_bp(const cst__offering *offering, const char *name) {
    for (size_t i = 0; i < offering->n_ratings; i++) {
        if (strcmp(offering->ratings[i].name, name) == 0) {
            return offering->ratings[i].share_bp;
        }
    }
    return 0;
}

/* 1 - fit: fit is the weighted mean of the ratings that the slot wants, rounded down. */
static cst__wide misfit_bp(const cst__verifier *v, const cst__offering *offering) {
    const cst__slot_ask *ask = &v->opportunity->slots[offering->slot];
    cst__wide weights = 0;
    cst__wide sum = 0;
    for (size_t i = 0; i < ask->n_wants; i++) {
        weights += ask->wants[i].weight_milli;
        sum += (cst__wide)ask->wants[i].weight_milli * rating_bp(offering, ask->wants[i].name);
    }
    return weights == 0 ? 0 : CST__BP - sum / weights;
}

static cst__wide largest_share_bp(const cst__recount *recount) {
    int64_t largest = 0;
    for (size_t i = 0; i < recount->n_mates; i++) {
        if (recount->mates[i].value_cents > largest) {
            largest = recount->mates[i].value_cents;
        }
    }
    return recount->gross_cents == 0 ? 0
                                     : cst__mul_div_ceil(largest, CST__BP, recount->gross_cents);
}

static cst__wide us_content_bp(const cst__verifier *v, const cst__content_sums *sums) {
    if (v->opportunity->content_mode == CST_MODE_IGNORE) {
        return -1;
    }
    return sums->value_cents == 0 ? CST__BP
                                  : sums->us[v->rules->content_method] / sums->value_cents;
}

static void sum_criteria(const cst__verifier *v, cst__recount *recount) {
    cst__wide *criterion = recount->criterion;
    for (size_t i = 0; i < recount->n_picks; i++) {
        size_t index = recount->picks[i].offering;
        const cst__offering *offering = &v->catalog->offerings[index];
        size_t row = v->screening->licence_row[index];
        cst__wide weeks = offering->lead_weeks;
        if (row != CST__NONE) {
            weeks += v->rules->exports[row].weeks;
            criterion[CST_CRITERION_LICENCES]++;
        }
        if (weeks > criterion[CST_CRITERION_DELIVERY]) {
            criterion[CST_CRITERION_DELIVERY] = weeks;
        }
        criterion[CST_CRITERION_MISFIT] += misfit_bp(v, offering);
    }
    criterion[CST_CRITERION_COST] = recount->gross_cents - recount->discount_cents;
    criterion[CST_CRITERION_US_CONTENT] = us_content_bp(v, &recount->content);
    criterion[CST_CRITERION_MEMBERS] = (cst__wide)recount->n_mates;
    criterion[CST_CRITERION_LARGEST_SHARE] = largest_share_bp(recount);
}

bool cst__verify_recount(cst__verifier *v, const cst_package *package, cst__recount *recount) {
    *recount = (cst__recount){0};
    if (!collect_picks(v, package, recount) || !collect_mates(v, recount) ||
        !collect_bundles(v, recount) || !sum_ledger(v, recount) || !sum_content(v, recount)) {
        return false;
    }
    sum_criteria(v, recount);
    return true;
}
