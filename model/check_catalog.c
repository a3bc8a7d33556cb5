/*
 * check_catalog.c - the bounds that keep every sum within 64 bits.
 *
 * Values: an offering is worth at most 1e13, all of a catalog together at most 9e16 (contract,
 * section 2). Amounts: all that a catalog can provide of a resource, and all that it can consume,
 * is at most 8e15 each; a site and a demand are at most 1e15. So site + provided and demand +
 * consumed stay below 9e15 units, 9e18 thousandths, and their difference fits as well.
 */
#include "model/check_catalog.h"

bool cst__totals_open(cst__reader *reader, const cst_catalog *catalog, cst__totals *totals) {
    size_t n = catalog->n_resources;
    *totals = (cst__totals){0, cst__scratch(reader, n, sizeof *totals->provided),
                            cst__scratch(reader, n, sizeof *totals->consumed)};
    return totals->provided && totals->consumed;
}

/* One map of amounts: the fault stands at the amount that is too much at the most units. */
static void add_amounts(cst__reader *reader, const cst__at *offering_at, const char *key,
                        const cst__amount *amounts, size_t n, const cst__offering *offering,
                        const cst_catalog *catalog, cst__wide *sums) {
    cst__at map = cst__get(offering_at, key);
    for (size_t i = 0; i < n; i++) {
        cst__wide most = (cst__wide)amounts[i].milli * offering->max_units;
        if (most > CST__AMOUNT_SUM_MAX) {
            cst__at at = cst__get(&map, catalog->resources[amounts[i].resource].id);
            cst__fault_at(reader, &at, "%s for each of up to %lld units is more than 8e15",
                          cst__found(reader, at.value), (long long)offering->max_units);
        } else {
            sums[amounts[i].resource] += most;
        }
    }
}

void cst__check_offering(cst__reader *reader, const cst__at *at, const cst__offering *offering,
                         const cst_catalog *catalog, cst__totals *totals) {
    int64_t value = cst__largest_value_cents(offering, 1);
    if (value > CST__MONEY_MAX) {
        cst__at price = cst__get(at, "price");
        cst__fault_at(reader, &price, "with up to %lld units the offering is worth more than 1e13",
                      (long long)offering->max_units);
    } else {
        totals->value_cents += value;
    }
    add_amounts(reader, at, "provides", offering->provides, offering->n_provides, offering, catalog,
                totals->provided);
    add_amounts(reader, at, "consumes", offering->consumes, offering->n_consumes, offering, catalog,
                totals->consumed);
}

void cst__check_totals(cst__reader *reader, const cst__at *top, const cst_catalog *catalog,
                       const cst__totals *totals) {
    if (totals->value_cents > CST__CATALOG_VALUE_MAX) {
        cst__at offerings = cst__get(top, "offerings");
        cst__fault_at(reader, &offerings,
                      "all offerings at their most units are worth more than 9e16 together");
    }
    cst__at resources = cst__get(top, "resources");
    for (size_t i = 0; i < catalog->n_resources; i++) {
        cst__at at = cst__get(&resources, catalog->resources[i].id);
        if (totals->provided[i] > CST__AMOUNT_SUM_MAX) {
            cst__fault_at(reader, &at, "all offerings together provide more than 8e15");
        }
        if (totals->consumed[i] > CST__AMOUNT_SUM_MAX) {
            cst__fault_at(reader, &at, "all offerings together consume more than 8e15");
        }
    }
}

void cst__check_term(cst__reader *reader, const cst__at *term, const cst_catalog *catalog,
                     int term_years) {
    cst__wide sum = 0;
    for (size_t i = 0; i < catalog->n_offerings; i++) {
        int64_t value = cst__largest_value_cents(&catalog->offerings[i], term_years);
        if (value > CST__MONEY_MAX) {
            cst__fault_at(reader, term, "over %d years the offering \"%s\" is worth more than 1e13",
                          term_years, catalog->offerings[i].id);
            return;
        }
        sum += value;
    }
    if (sum > CST__CATALOG_VALUE_MAX) {
        cst__fault_at(reader, term, "over %d years all offerings are worth more than 9e16 together",
                      term_years);
    }
}
