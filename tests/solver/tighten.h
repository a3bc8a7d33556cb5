/*
 * tighten.h - tenders in which nothing fits, or something just so, made from seeded ones: demand
 * after demand just beyond what some package comes to, until there is none left.
 */
#ifndef CST_TESTS_TIGHTEN_H
#define CST_TESTS_TIGHTEN_H

#include "tests/dice.h"
#include "tests/solver/explain_demands.h"
#include "tests/solver/instance.h"

/*
 * Changes one demand of a kind in the files so that a choice misses it by one step (a cent, a week,
 * a basis point, an item), or just meets it. The oracle is of the tender, or of what is left of it,
 * in its files as they are. False, and nothing changed, where there is no such demand.
 */
bool instance_tighten(instance *it, const oracle *o, const oracle_choice *around, demand_kind kind,
                      bool misses, dice *d);

/* New instance of a seed in which, almost always, nothing fits. */
instance instance_infeasible(uint64_t seed, size_t most_choices);

/* New instance of a seed in which something fits, mostly after some such steps. */
instance instance_feasible(uint64_t seed, size_t most_choices);

#endif
