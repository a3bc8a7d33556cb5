/*
 * read_catalog.h - a catalog while it is read: what the files that read its parts share.
 *
 * read_catalog.c reads the file and its resources, read_firms.c, read_offerings.c and read_links.c
 * (bundles and relations) the lists, in this order: each refers to those before.
 */
#ifndef CST_READ_CATALOG_H
#define CST_READ_CATALOG_H

#include "model/check_catalog.h"
#include "model/reader.h"

typedef struct cst__catalog_reading {
    cst__reader *reader;
    cst_catalog *catalog;
    const cst_rules *rules;
    cst__ids ids;   /* of firms and offerings, one space */
    bool has_firms; /* whether the lists can be referred to */
    bool has_offerings;
    bool has_resources;
    cst__totals totals;
} cst__catalog_reading;

/* min_units of an offering whose units or price have faults: its value is not to be judged. */
#define CST__NO_UNITS 0

void cst__read_firms(cst__catalog_reading *r, const cst__at *list, size_t n);
void cst__read_offerings(cst__catalog_reading *r, const cst__at *list, size_t n);
void cst__read_bundles(cst__catalog_reading *r, const cst__at *top);
void cst__read_relations(cst__catalog_reading *r, const cst__at *top);

/* Sorts structs whose first member is their id. */
void cst__sort_by_id(void *items, size_t n, size_t size);

#endif
