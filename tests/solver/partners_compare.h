/*
 * partners_compare.h - firms beside tenders, held against all packages of tiny ones: as they are
 * defined, by trying everything, to the cent.
 */
#ifndef CST_TESTS_PARTNERS_COMPARE_H
#define CST_TESTS_PARTNERS_COMPARE_H

#include "consort.h"
#include "tests/solver/compare.h"
#include "tests/solver/oracle.h"

enum { PARTNERS_MOST_CHOICES = 4000 };

/* A tender with all packages, and all there are whatever the budget. */
typedef struct partners_ground {
    const cst_opportunity *tender; /* borrowed */
    oracle *within, *at_any_price;
    cst_opportunity *unlimited;
    int64_t least; /* INT64_MAX: nothing fits */
} partners_ground;

/* False: too many choices. To be cleared either way. */
bool partners_ground_begin(partners_ground *g, const cst_opportunity *tender);
void partners_ground_clear(partners_ground *g);

/* Everything that a prospect says, all of it proven. */
void compare_prospect(report *r, const partners_ground *g, const cst_prospect *prospect,
                      const cst_settings *settings, const cst_partner_questions *questions);

/* The same of one that may have been stopped: whatever it claims to be proven, or to be so. */
void compare_claims(report *r, const partners_ground *g, const cst_prospect *prospect,
                    const cst_settings *settings, const cst_partner_questions *questions);

/* The partners that a firm is told to choose, beside all sets of so many. */
void compare_set(report *r, const partners_ground *grounds, size_t n, size_t firm,
                 const cst_partner_questions *questions, const cst_partner_set *set);

/* The same of one that may have been stopped. Tenders whose least cost is unproven weigh nothing.
 */
void compare_set_claims(report *r, const partners_ground *grounds, size_t n, size_t firm,
                        const cst_partner_questions *questions, const cst_partner_set *set);

#endif
