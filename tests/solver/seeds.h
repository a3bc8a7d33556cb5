/*
 * seeds.h - a check on many seeded tenders, as tests that say which seeds they try; and laws, each
 * of which must hold on every one of some tenders.
 */
#ifndef CST_TESTS_SEEDS_H
#define CST_TESTS_SEEDS_H

#include <stddef.h>
#include <stdint.h>

#include "tests/solver/instance.h"

typedef struct seeded {
    const char *group;
    const char *first_variable, *seeds_variable; /* of the environment: the first seed (1) ... */
    uint64_t seeds;                              /* ... and how many there are, unless it says so */
    uint64_t in_a_row;                           /* of one test */
    void (*try_seed)(uint64_t seed);
    const char *before_name, *after_name; /* one more test each; NULL: none */
    void (*before)(void **state);
    void (*after)(void **state);
} seeded;

/* Runs them all; gives the number of failures. */
int seeds_run(const seeded *all);

typedef struct law {
    const char *name;
    void (*check)(const instance *it);
} law;

/* Tenders by number. Where a law stops on one, it is written to a folder of this name, for a person
 * to look at. */
typedef struct law_ground {
    const char *group, *folder;
    instance (*take)(uint64_t i);
    uint64_t n;
} law_ground;

/* Runs at most 16 laws, each as a test of its own; gives the number of failures. */
int laws_run(const law_ground *ground, const law *laws, size_t n);

#endif
