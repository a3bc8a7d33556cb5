/*
 * tree.h - JSON trees for tests: decimals, text, another order that means the same.
 */
#ifndef CST_TESTS_TREE_H
#define CST_TESTS_TREE_H

#include <jansson.h>
#include <stdint.h>

/* New number: so many units of which per_one make 1, whole where it can be. */
json_t *tree_decimal(int64_t amount, int64_t per_one);

/* The amount of a number, the other way round. */
int64_t tree_amount(const json_t *number, int64_t per_one);

/* Sets a key to a new value. */
void tree_put(json_t *object, const char *key, json_t *value);
void tree_put_money(json_t *object, const char *key, int64_t cents);
void tree_put_share(json_t *object, const char *key, int64_t bp);
void tree_put_amount(json_t *object, const char *key, int64_t milli);
void tree_put_text(json_t *object, const char *key, const char *text);

/* New list of one text, or of two. */
json_t *tree_list(const char *a, const char *b);

/* New tree of a JSON text with ' for ". Aborts where it is none. */
json_t *tree_of(const char *text);

/* Sets what a JSON pointer leads to, which may end in a new key or in "-" (the end of a list), to
 * the JSON of a text with ' for "; NULL takes it away. Ids in pointers need no escapes. */
void tree_edit(json_t *tree, const char *pointer, const char *text);

/* One such change. */
typedef struct tree_change {
    const char *pointer;
    const char *text;
} tree_change;

/* What a JSON pointer leads to, borrowed; NULL: nothing. */
json_t *tree_at(json_t *tree, const char *pointer);

/* New text of a tree, to be freed. */
char *tree_text(const json_t *tree);

/*
 * New tree with keys and lists in another order. The order of a list under the key "tiers" has a
 * meaning and stays; so does "format" as the first key.
 */
json_t *tree_shuffled(json_t *tree, uint64_t seed);

/* Multiplies in place every number below one of the keys (ending in NULL). */
void tree_multiply(json_t *tree, const char *const *keys, int64_t factor, int64_t per_one);

#endif
