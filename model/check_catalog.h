/*
 * check_catalog.h - what can only be judged over a whole offering or a whole catalog: the bounds
 * that keep every sum of section 3 of the contract within 64 bits.
 */
#ifndef CST_CHECK_CATALOG_H
#define CST_CHECK_CATALOG_H

#include "model/reader.h"

/* Sums over the offerings read so far, each at its most units. */
typedef struct cst__totals {
    cst__wide value_cents;
    cst__wide *provided; /* [n_resources] thousandths */
    cst__wide *consumed;
} cst__totals;

/* Empty totals for the resources of the catalog. False: out of memory. */
bool cst__totals_open(cst__reader *reader, const cst_catalog *catalog, cst__totals *totals);

/* Checks one offering, at its place in the file, and adds it to the totals. */
void cst__check_offering(cst__reader *reader, const cst__at *at, const cst__offering *offering,
                         const cst_catalog *catalog, cst__totals *totals);

/* Checks the totals, at the top of the file. */
void cst__check_totals(cst__reader *reader, const cst__at *top, const cst_catalog *catalog,
                       const cst__totals *totals);

/* Checks the values of a catalog once more for the years of an opportunity, at its term. */
void cst__check_term(cst__reader *reader, const cst__at *term, const cst_catalog *catalog,
                     int term_years);

#endif
