/*
 * firm_set.h - sets of firms as bits, for questions of the kind "is this package within that team".
 */
#ifndef CST_FIRM_SET_H
#define CST_FIRM_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* So many words as the catalog has firms by 64; whoever makes a set knows how many. */
typedef uint64_t *cst__firms;

static inline size_t cst__firms_words(size_t n_firms) {
    return n_firms / 64 + 1;
}

/* New empty set, to be freed with free(); NULL when out of memory. */
static inline cst__firms cst__firms_new(size_t words) {
    return calloc(words, sizeof(uint64_t));
}

static inline bool cst__firms_has(const uint64_t *set, size_t firm) {
    return (set[firm / 64] >> (firm % 64) & 1U) != 0;
}

static inline void cst__firms_put(uint64_t *set, size_t firm) {
    set[firm / 64] |= UINT64_C(1) << (firm % 64);
}

/* New set of all firms. */
static inline cst__firms cst__firms_all(size_t n_firms) {
    cst__firms set = cst__firms_new(cst__firms_words(n_firms));
    for (size_t f = 0; set != NULL && f < n_firms; f++) {
        cst__firms_put(set, f);
    }
    return set;
}

static inline void cst__firms_drop(uint64_t *set, size_t firm) {
    set[firm / 64] &= ~(UINT64_C(1) << (firm % 64));
}

static inline void cst__firms_copy(uint64_t *to, const uint64_t *from, size_t words) {
    memcpy(to, from, words * sizeof *to);
}

static inline void cst__firms_clear(uint64_t *set, size_t words) {
    memset(set, 0, words * sizeof *set);
}

static inline void cst__firms_add(uint64_t *to, const uint64_t *more, size_t words) {
    for (size_t i = 0; i < words; i++) {
        to[i] |= more[i];
    }
}

static inline bool cst__firms_same(const uint64_t *a, const uint64_t *b, size_t words) {
    return memcmp(a, b, words * sizeof *a) == 0;
}

static inline bool cst__firms_within(const uint64_t *few, const uint64_t *many, size_t words) {
    for (size_t i = 0; i < words; i++) {
        if ((few[i] & ~many[i]) != 0) {
            return false;
        }
    }
    return true;
}

static inline bool cst__firms_meet(const uint64_t *a, const uint64_t *b, size_t words) {
    for (size_t i = 0; i < words; i++) {
        if ((a[i] & b[i]) != 0) {
            return true;
        }
    }
    return false;
}

static inline size_t cst__firms_count(const uint64_t *set, size_t words) {
    size_t n = 0;
    for (size_t i = 0; i < words; i++) {
        for (uint64_t w = set[i]; w != 0; w &= w - 1) {
            n++;
        }
    }
    return n;
}

#endif
