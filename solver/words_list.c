/*
 * words_list.c - distinct words: added through a hash while they come in, sorted when all are
 * there, so that no order of a hash is ever seen; and words that are forms of each other.
 */
#include <stdlib.h>
#include <string.h>

#include "solver/words_parts.h"

/* ---------------------------------------------------------------- growing */

/* FNV-1a (Fowler, Noll and Vo). */
static size_t hash_of(const char *word) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *word != '\0'; word++) {
        hash = (hash ^ (unsigned char)*word) * UINT64_C(1099511628211);
    }
    return (size_t)hash;
}

/* The place of a word, or the empty one where it belongs. */
static uint32_t *place_of(const cst__word_list *list, const char *word) {
    size_t at = hash_of(word) & (list->n_buckets - 1);
    while (list->buckets[at] != 0 && strcmp(list->item[list->buckets[at] - 1], word) != 0) {
        at = (at + 1) & (list->n_buckets - 1);
    }
    return &list->buckets[at];
}

/* At most half of the places are taken. */
static bool make_places(cst__word_list *list) {
    if (2 * (list->n + 1) <= list->n_buckets) {
        return true;
    }
    size_t n = list->n_buckets == 0 ? 256 : 2 * list->n_buckets;
    uint32_t *buckets = n > UINT32_MAX ? NULL : calloc(n, sizeof *buckets);
    if (buckets == NULL) {
        return false;
    }
    free(list->buckets);
    list->buckets = buckets;
    list->n_buckets = n;
    for (size_t i = 0; i < list->n; i++) {
        *place_of(list, list->item[i]) = (uint32_t)i + 1;
    }
    return true;
}

static bool make_room(cst__word_list *list) {
    if (list->n < list->room) {
        return true;
    }
    size_t room = list->room == 0 ? 256 : 2 * list->room;
    const char **item = realloc(list->item, room * sizeof *item);
    list->item = item != NULL ? item : list->item;
    list->room = item != NULL ? room : list->room;
    return item != NULL;
}

size_t cst__word_list_add(cst__word_list *list, const char *word) {
    if (!make_places(list)) {
        return CST__NONE;
    }
    uint32_t *place = place_of(list, word);
    if (*place != 0) {
        return *place - 1;
    }
    const char *copy = make_room(list) ? cst__arena_text(list->arena, word) : NULL;
    if (copy == NULL) {
        return CST__NONE;
    }
    list->item[list->n++] = copy;
    *place = (uint32_t)list->n;
    return list->n - 1;
}

void cst__word_list_clear(cst__word_list *list) {
    free(list->buckets);
    free(list->item);
    *list = (cst__word_list){.arena = list->arena};
}

/* ---------------------------------------------------------------- sorting */

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

uint32_t *cst__word_list_sort(cst__word_list *list) {
    uint32_t *new_index = malloc((list->n + 1) * sizeof *new_index);
    const char **old = malloc((list->n + 1) * sizeof *old);
    if (new_index == NULL || old == NULL) {
        free(new_index);
        free(old);
        return NULL;
    }
    if (list->n > 0) {
        memcpy(old, list->item, list->n * sizeof *old);
        qsort(list->item, list->n, sizeof *list->item, by_text);
    }
    for (size_t i = 0; i < list->n; i++) {
        new_index[i] = (uint32_t)cst__word_list_find(list, old[i]);
    }
    free(old);
    free(list->buckets);
    list->buckets = NULL;
    list->n_buckets = 0;
    return new_index;
}

/* The first word that is not before this one. */
static size_t lower_bound(const cst__word_list *list, const char *word) {
    size_t low = 0;
    size_t high = list->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(list->item[middle], word) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

size_t cst__word_list_find(const cst__word_list *list, const char *word) {
    size_t at = lower_bound(list, word);
    return at < list->n && strcmp(list->item[at], word) == 0 ? at : CST__NONE;
}

/* ---------------------------------------------------------------- kin */

/* Twice the letters shared from the beginning, of the letters of both (Dice 1945). Where both words
 * go on behind what they share ("clinics", "clinical") more is asked than where one only adds to
 * the other: "speech" and "speed" begin alike too. */
enum { SHARED = 4, ALIKE = 7000, SHARED_BOTH_GO_ON = 5, ALIKE_BOTH_GO_ON = 7500 };

/* Figures, keys and words with joints are what they are. */
static bool has_forms(const char *word) {
    return strpbrk(word, "0123456789:._-,") == NULL;
}

/* 0: no kin. */
static int likeness(const char *a, const char *b) {
    if (strcmp(a, b) == 0) {
        return CST__BP;
    }
    size_t shared = cst__letters_shared(a, b);
    size_t of_a = cst__letters(a);
    size_t of_b = cst__letters(b);
    bool both_go_on = shared < of_a && shared < of_b;
    int alike = (int)(2 * CST__BP * shared / (of_a + of_b));
    bool kin = shared >= (both_go_on ? SHARED_BOTH_GO_ON : SHARED) &&
               alike >= (both_go_on ? ALIKE_BOTH_GO_ON : ALIKE);
    return kin && has_forms(b) ? alike : 0;
}

/* Keeps the list the most alike first, and of equals the first. */
static size_t insert(cst__kin *kin, size_t n, cst__kin one) {
    size_t at = n;
    while (at > 0 && kin[at - 1].likeness_bp < one.likeness_bp) {
        at--;
    }
    if (at == CST__MOST_KIN) {
        return n;
    }
    n = n < CST__MOST_KIN ? n + 1 : n;
    memmove(kin + at + 1, kin + at, (n - at - 1) * sizeof *kin);
    kin[at] = one;
    return n;
}

size_t cst__word_list_kin(const cst__word_list *list, const char *word,
                          cst__kin kin[CST__MOST_KIN]) {
    size_t n = 0;
    size_t prefix = cst__letters_bytes(word, SHARED);
    if (!has_forms(word) || cst__letters(word) < SHARED) {
        size_t at = cst__word_list_find(list, word);
        return at == CST__NONE ? 0 : insert(kin, 0, (cst__kin){at, CST__BP});
    }
    char beginning[CST__WORD_BYTES + 1];
    memcpy(beginning, word, prefix);
    beginning[prefix] = '\0';
    for (size_t i = lower_bound(list, beginning);
         i < list->n && strncmp(list->item[i], beginning, prefix) == 0; i++) {
        int alike = likeness(word, list->item[i]);
        if (alike > 0) {
            n = insert(kin, n, (cst__kin){i, alike});
        }
    }
    return n;
}
