/*
 * seeds.h - a check on many seeded tenders, as tests that say which seeds they try; and laws, each
 * of which must hold on every one of some tenders.
 */
#ifndef CST_TESTS_SEEDS_H
#define CST_TESTS_SEEDS_H

#include <stddef.h>
#include <stdint.h>

#include "tests/solver/compare.h"
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

/* What is asked of a tender of a seed, and asked again while the tender is made smaller: then
 * nothing is to be counted. */
typedef struct seed_check {
    const char *folder;    /* the name of the one that a difference is written to */
    const char *variables; /* of the environment, less _SEEDS and _FIRST */
    void (*compare)(report *r, const instance *it, const tender *t, uint64_t seed, bool counts);
} seed_check;

/* Compares the tender of a seed, which is taken over; the test fails where they differ. */
void seeds_try(const seed_check *check, uint64_t seed, instance *it);

/* Reads an instance; the test fails where it can not be read. */
tender seeds_read(uint64_t seed, const instance *it);

/* Makes an instance that shows a difference smaller, writes it to a folder, and fails the test with
 * a message that says what differs, where that lies, and how the seed is tried again. */
void seeds_fail(const seed_check *check, uint64_t seed, instance *it, const report *r);

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
