/*
 * dice.h - numbers that a seed decides, the same everywhere (splitmix64: Steele, Lea and Flood
 * 2014, Fast splittable pseudorandom number generators, OOPSLA).
 */
#ifndef CST_TESTS_DICE_H
#define CST_TESTS_DICE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct dice {
    uint64_t state;
} dice;

dice dice_new(uint64_t seed);

/* The next 64 bits. */
uint64_t dice_roll(dice *d);

/* A whole number from low to high, both included. */
int dice_from(dice *d, int low, int high);

/* True in so many of a hundred cases. */
bool dice_chance(dice *d, int percent);

/* One of the items of an array. */
#define DICE_PICK(d, array) \
    ((array)[dice_from((d), 0, (int)(sizeof(array) / sizeof((array)[0])) - 1)])

#endif
