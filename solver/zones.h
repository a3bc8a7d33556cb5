/*
 * zones.h - what is still unknown of a nondominated set: the search region of multi-objective
 * optimization, as the list of its local upper bounds (Klamroth, Lacour and Vanderpooten 2015, On
 * the representation of the search region in multi-objective optimization, European Journal of
 * Operational Research 245(3)).
 *
 * Everything is minimised. A point is a vector of p whole numbers. A zone is an upper bound u: all
 * vectors z with z < u in every component. The zones together hold exactly the vectors that no
 * point added so far weakly dominates, less the zones that were closed because they are proven
 * empty. No zone lies within another.
 */
#ifndef CST_ZONES_H
#define CST_ZONES_H

#include "consort/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CST__NO_BOUND INT64_MAX

typedef struct cst__zones {
    size_t p;
    int64_t *upper; /* [n][p] */
    size_t n, room;
} cst__zones;

/* Begins with the one zone without bounds. To be ended either way. */
cst_error cst__zones_begin(cst__zones *zones, size_t p);
void cst__zones_end(cst__zones *zones);

/* The upper bound of a zone [p]; good until points are added or zones closed. */
const int64_t *cst__zone(const cst__zones *zones, size_t i);

/* Whether a vector lies in a zone. */
bool cst__zone_holds(const cst__zones *zones, size_t i, const int64_t *z);

/* Takes out all that a point [p] weakly dominates. */
cst_error cst__zones_add(cst__zones *zones, const int64_t *point);

/* Takes a zone out. The others keep their order. */
void cst__zones_close(cst__zones *zones, size_t i);

#endif
