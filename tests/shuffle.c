/*
 * shuffle.c - a catalog or an opportunity with everything in another order that has no meaning: the
 * keys of every object (but "format", which comes first) and the items of every list (but the tiers
 * of a price and the numbers of a spread, which rise).
 *
 *     shuffle SEED FILE >SHUFFLED
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/dice.h"

static json_t *shuffled(json_t *value, const char *key, dice *d);

/* A random order of 0 .. n - 1 (Fisher and Yates), in new memory. */
static size_t *order_of(size_t n, dice *d) {
    size_t *order = malloc((n + 1) * sizeof *order);
    if (order == NULL) {
        exit(EXIT_FAILURE);
    }
    for (size_t i = 0; i < n; i++) {
        size_t j = (size_t)dice_from(d, 0, (int)i);
        order[i] = order[j];
        order[j] = i;
    }
    return order;
}

static json_t *shuffled_list(json_t *list, const char *key, dice *d) {
    size_t n = json_array_size(list);
    size_t *order = order_of(n, d);
    bool keep = strcmp(key, "tiers") == 0 || json_is_number(json_array_get(list, 0));
    json_t *copy = json_array();
    for (size_t i = 0; i < n; i++) {
        json_array_append_new(copy, shuffled(json_array_get(list, keep ? i : order[i]), key, d));
    }
    free(order);
    return copy;
}

/* The keys of an object in their order, in new memory; the keys themselves are borrowed. */
static const char **keys_of(json_t *object) {
    const char **keys = calloc(json_object_size(object) + 1, sizeof *keys);
    size_t n = 0;
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        if (keys == NULL) {
            exit(EXIT_FAILURE);
        }
        keys[n++] = key;
    }
    return keys;
}

static json_t *shuffled_object(json_t *object, dice *d) {
    size_t n = json_object_size(object);
    size_t *order = order_of(n, d);
    const char **keys = keys_of(object);
    json_t *copy = json_object();
    if (json_object_get(object, "format") != NULL) {
        json_object_set(copy, "format", json_object_get(object, "format"));
    }
    for (size_t i = 0; i < n; i++) {
        const char *key = keys[order[i]];
        if (strcmp(key, "format") != 0) {
            json_object_set_new(copy, key, shuffled(json_object_get(object, key), key, d));
        }
    }
    free(order);
    free(keys);
    return copy;
}

/* New value. */
static json_t *shuffled(json_t *value, const char *key, dice *d) {
    if (json_is_array(value)) {
        return shuffled_list(value, key, d);
    }
    return json_is_object(value) ? shuffled_object(value, d) : json_deep_copy(value);
}

int main(int argc, char **argv) {
    json_error_t error;
    json_t *root = argc == 3 ? json_load_file(argv[2], 0, &error) : NULL;
    if (root == NULL) {
        fprintf(stderr, "usage: shuffle SEED FILE (a file of JSON)\n");
        return EXIT_FAILURE;
    }
    dice d = dice_new(strtoull(argv[1], NULL, 10));
    json_t *copy = shuffled(root, "", &d);
    int written = json_dumpf(copy, stdout, JSON_INDENT(1));
    json_decref(copy);
    json_decref(root);
    return written == 0 && fclose(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
