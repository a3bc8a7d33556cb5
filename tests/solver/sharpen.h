/*
 * sharpen.h - makes a tender harder for its own cheapest package: one more demand that the package
 * just meets, or just fails.
 */
#ifndef CST_TESTS_SHARPEN_H
#define CST_TESTS_SHARPEN_H

#include "tests/dice.h"
#include "tests/solver/instance.h"
#include "tests/solver/oracle.h"

/* Changes one thing in the files, drawn from the dice, around the cheapest package of the oracle,
 * which must have one. */
void instance_sharpen(instance *it, const oracle *o, dice *d);

#endif
