/*
 * shrink.h - makes an instance smaller as long as it shows the same.
 */
#ifndef CST_TESTS_SHRINK_H
#define CST_TESTS_SHRINK_H

#include <stdbool.h>

#include "tests/solver/instance.h"

/* Takes out of the three files whatever can go while shows(instance) stays true. What can no longer
 * be read does not show anything. */
void instance_shrink(instance *it, bool (*shows)(const instance *it));

#endif
