/*
 * instance_parts.h - the parts that instance.c puts together, a file each.
 */
#ifndef CST_TESTS_INSTANCE_PARTS_H
#define CST_TESTS_INSTANCE_PARTS_H

#include "tests/solver/sketch.h"
#include "tests/tree.h"

json_t *instance_rules(sketch *s);       /* instance_rules.c */
json_t *instance_catalog(sketch *s);     /* instance_catalog.c */
json_t *instance_opportunity(sketch *s); /* instance_opportunity.c */

/* An unknown fact: null, or no key at all. */
void instance_put_unknown(dice *d, json_t *object, const char *key);

/* Text, or unknown where it is NULL. */
void instance_put_fact(dice *d, json_t *object, const char *key, const char *text);

/* New list of the tags that are set. */
json_t *instance_tags(unsigned tags);

#endif
