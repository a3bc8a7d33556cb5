/* tree.c - JSON trees for tests. */
#include "tests/tree.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/dice.h"

json_t *tree_decimal(int64_t amount, int64_t per_one) {
    return amount % per_one == 0 ? json_integer(amount / per_one)
                                 : json_real((double)amount / (double)per_one);
}

int64_t tree_amount(const json_t *number, int64_t per_one) {
    return json_is_integer(number) ? json_integer_value(number) * per_one
                                   : llround(json_real_value(number) * (double)per_one);
}

void tree_put(json_t *object, const char *key, json_t *value) {
    if (json_object_set_new(object, key, value) != 0) {
        abort();
    }
}

void tree_put_money(json_t *object, const char *key, int64_t cents) {
    tree_put(object, key, tree_decimal(cents, 100));
}

void tree_put_share(json_t *object, const char *key, int64_t bp) {
    tree_put(object, key, tree_decimal(bp, 10000));
}

void tree_put_amount(json_t *object, const char *key, int64_t milli) {
    tree_put(object, key, tree_decimal(milli, 1000));
}

void tree_put_text(json_t *object, const char *key, const char *text) {
    tree_put(object, key, json_string(text));
}

json_t *tree_list(const char *a, const char *b) {
    json_t *list = json_array();
    json_array_append_new(list, json_string(a));
    if (b != NULL) {
        json_array_append_new(list, json_string(b));
    }
    return list;
}

char *tree_text(const json_t *tree) {
    char *text = json_dumps(tree, JSON_INDENT(1) | JSON_REAL_PRECISION(15) | JSON_ENCODE_ANY);
    if (text == NULL) {
        abort();
    }
    return text;
}

/* ---------------------------------------------------------------- texts and pointers */

json_t *tree_of(const char *text) {
    char *quoted = strdup(text);
    for (char *c = quoted; c != NULL && *c != '\0'; c++) {
        *c = *c == '\'' ? '"' : *c;
    }
    json_error_t error;
    json_t *tree = quoted == NULL ? NULL : json_loads(quoted, JSON_DECODE_ANY, &error);
    if (tree == NULL) {
        fprintf(stderr, "no JSON: %s\n", text);
        abort();
    }
    free(quoted);
    return tree;
}

static void edit_here(json_t *holder, const char *step, json_t *value) {
    size_t i = (size_t)strtoul(step, NULL, 10);
    int failed = 0;
    if (json_is_array(holder) && strcmp(step, "-") == 0) {
        failed = json_array_append(holder, value);
    } else if (json_is_array(holder)) {
        failed = value == NULL ? json_array_remove(holder, i) : json_array_set(holder, i, value);
    } else {
        failed =
            value == NULL ? json_object_del(holder, step) : json_object_set(holder, step, value);
    }
    if (failed != 0) {
        fprintf(stderr, "nothing to edit at %s\n", step);
        abort();
    }
}

void tree_edit(json_t *tree, const char *pointer, const char *text) {
    json_t *value = text == NULL ? NULL : tree_of(text);
    char *way = strdup(pointer);
    char *rest = way;
    char *step = strtok_r(way, "/", &rest);
    for (char *next = strtok_r(NULL, "/", &rest); next != NULL; next = strtok_r(NULL, "/", &rest)) {
        tree = json_is_array(tree) ? json_array_get(tree, (size_t)strtoul(step, NULL, 10))
                                   : json_object_get(tree, step);
        step = next;
    }
    edit_here(tree, step, value);
    free(way);
    json_decref(value);
}

json_t *tree_at(json_t *tree, const char *pointer) {
    char *way = strdup(pointer);
    char *rest = way;
    for (char *step = strtok_r(way, "/", &rest); step != NULL; step = strtok_r(NULL, "/", &rest)) {
        tree = json_is_array(tree) ? json_array_get(tree, (size_t)strtoul(step, NULL, 10))
                                   : json_object_get(tree, step);
    }
    free(way);
    return tree;
}

/* ---------------------------------------------------------------- another order */

/* The numbers below n in an order of the dice. */
static size_t *draw_order(dice *d, size_t n) {
    size_t *order = calloc(n + 1, sizeof *order);
    if (order == NULL) {
        abort();
    }
    for (size_t i = 0; i < n; i++) {
        size_t k = (size_t)dice_from(d, 0, (int)i);
        order[i] = order[k];
        order[k] = i;
    }
    return order;
}

static json_t *shuffle(dice *d, json_t *tree, bool keep_order);

static json_t *shuffle_list(dice *d, json_t *list, bool keep_order) {
    size_t n = json_array_size(list);
    size_t *order = draw_order(d, n);
    json_t *out = json_array();
    for (size_t i = 0; i < n; i++) {
        json_array_append_new(out,
                              shuffle(d, json_array_get(list, keep_order ? i : order[i]), false));
    }
    free(order);
    return out;
}

static void put_shuffled(dice *d, json_t *out, const char *key, json_t *value) {
    json_object_set_new(out, key, shuffle(d, value, strcmp(key, "tiers") == 0));
}

static json_t *shuffle_object(dice *d, json_t *object) {
    size_t n = json_object_size(object);
    const char **keys = calloc(n + 1, sizeof *keys);
    size_t *order = draw_order(d, n);
    json_t *out = json_object();
    const char *key;
    json_t *value;
    size_t k = 0;
    json_object_foreach(object, key, value) {
        keys[k++] = key;
        if (strcmp(key, "format") == 0) {
            put_shuffled(d, out, key, value);
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (json_object_get(out, keys[order[i]]) == NULL) {
            put_shuffled(d, out, keys[order[i]], json_object_get(object, keys[order[i]]));
        }
    }
    free(keys);
    free(order);
    return out;
}

static json_t *shuffle(dice *d, json_t *tree, bool keep_order) {
    if (json_is_object(tree)) {
        return shuffle_object(d, tree);
    }
    return json_is_array(tree) ? shuffle_list(d, tree, keep_order) : json_deep_copy(tree);
}

json_t *tree_shuffled(json_t *tree, uint64_t seed) {
    dice d = dice_new(seed);
    return shuffle(&d, tree, false);
}

/* ---------------------------------------------------------------- numbers */

static bool is_one_of(const char *key, const char *const *keys) {
    while (*keys != NULL && strcmp(*keys, key) != 0) {
        keys++;
    }
    return *keys != NULL;
}

void tree_multiply(json_t *tree, const char *const *keys, int64_t factor, int64_t per_one) {
    const char *key;
    json_t *value;
    size_t i;
    json_array_foreach(tree, i, value) {
        tree_multiply(value, keys, factor, per_one);
    }
    void *next;
    json_object_foreach_safe(tree, next, key, value) {
        if (json_is_number(value) && is_one_of(key, keys)) {
            int64_t amount = factor * tree_amount(value, per_one);
            json_object_set_new(tree, key, tree_decimal(amount, per_one));
        } else {
            tree_multiply(value, keys, factor, per_one);
        }
    }
}
