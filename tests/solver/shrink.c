/*
 * shrink.c - takes out keys and items of lists, one after the other, largest first, until nothing
 * more can go.
 */
#include "tests/solver/shrink.h"

/* Takes the item with a number out of the tree, counted from the top; the number that is left goes
 * down by the items passed, and is below 0 once the item is gone. */
static void take_out(json_t *tree, long *number) {
    size_t i;
    void *next;
    const char *key;
    json_t *value;
    for (i = 0; i < json_array_size(tree) && *number >= 0; i++) {
        if ((*number)-- == 0) {
            json_array_remove(tree, i);
        } else {
            take_out(json_array_get(tree, i), number);
        }
    }
    json_object_foreach_safe(tree, next, key, value) {
        if (*number < 0) {
            return;
        }
        if ((*number)-- == 0) {
            json_object_del(tree, key);
        } else {
            take_out(value, number);
        }
    }
}

/* Goes once through one of the files; true when something went. */
static bool shrink_file(instance *it, int which, bool (*shows)(const instance *it)) {
    bool went = false;
    for (long number = 0;; number++) {
        long left = number;
        instance trial = instance_copy(it);
        json_t *files[3] = {trial.rules, trial.catalog, trial.opportunity};
        take_out(files[which], &left);
        if (left >= 0) { /* there are no more */
            instance_clear(&trial);
            return went;
        }
        if (shows(&trial)) {
            instance_clear(it);
            *it = trial;
            went = true;
            number--;
        } else {
            instance_clear(&trial);
        }
    }
}

void instance_shrink(instance *it, bool (*shows)(const instance *it)) {
    bool went = true;
    while (went) {
        went = false;
        for (int which = 0; which < 3; which++) {
            went = shrink_file(it, which, shows) || went;
        }
    }
}
