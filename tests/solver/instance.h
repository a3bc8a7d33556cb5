/*
 * instance.h - tiny tenders from a seed, with every feature of the contract, small enough for an
 * oracle that tries every choice.
 */
#ifndef CST_TESTS_INSTANCE_H
#define CST_TESTS_INSTANCE_H

#include <jansson.h>
#include <stdint.h>

#include "consort.h"

/* The three files of a tender as trees. */
typedef struct instance {
    json_t *rules, *catalog, *opportunity;
} instance;

/* New instance of a seed; the same seed gives the same trees for ever. */
instance instance_new(uint64_t seed);
instance instance_copy(const instance *it);
void instance_clear(instance *it);

/* What the reader makes of the files. */
typedef struct tender {
    cst_rules *rules;
    cst_catalog *catalog;
    cst_opportunity *opportunity;
} tender;

/* Reads the files through their texts. False, with the faults as new text, when there are some;
 * *faults may be NULL. */
bool tender_read(const instance *it, tender *t, char **faults);
void tender_clear(tender *t);

/* Writes the files into a new folder of the name "<name>-XXXXXX" among the temporary ones, and
 * gives its path (to be freed). */
char *instance_write(const instance *it, const char *name);

#endif
