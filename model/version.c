/*
 * version.c - the version of the library that was linked. The number stands in version.h alone.
 */
#include "consort/version.h"

const char *cst_version(void) {
    return CST_VERSION;
}
