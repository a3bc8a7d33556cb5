/*
 * vary.h - copies of a tender, of rules and of a catalog that ask for something else: the ground of
 * every "what if". A copy shares with its original whatever can not be varied; the original must
 * outlive it.
 */
#ifndef CST_VARY_H
#define CST_VARY_H

#include "model/model.h"

/* New copy whose limits, demands, slots (with their lists of tags, but not the tags), residency,
 * include and exclude may be changed until it is first used. NULL when out of memory. */
cst_opportunity *cst__opportunity_copy(const cst_opportunity *original);

/* A catalog of its own for such a copy, which owns it: a copy of the one it has, whose firms and
 * offerings may have other facts (cst__catalog_suppose). NULL when out of memory. */
cst_catalog *cst__opportunity_own_catalog(cst_opportunity *copy);

/* New copy whose rows may be taken out and whose verdict on unknown facts may be changed. */
cst_rules *cst__rules_copy(const cst_rules *original);

/* Takes one row out of such a copy; those after it move up. */
void cst__rules_drop_jurisdiction(cst_rules *copy, size_t row);
void cst__rules_drop_export(cst_rules *copy, size_t row);

#endif
