/*
 * compare_parts.h - what the parts of a comparison share: things of several sides put together with
 * their equals. Everything lies in the arena of the comparison.
 */
#ifndef CST_COMPARE_PARTS_H
#define CST_COMPARE_PARTS_H

#include "consort/compare.h"
#include "model/arena.h"

typedef int (*cst__order)(const void *a, const void *b);

/* A thing, and where it stands. */
typedef struct cst__entry {
    const void *item;
    size_t side, index;
    size_t first_side, first_index; /* where the first of its equals stands */
    cst__order order;               /* that of all entries: qsort hands nothing else on */
} cst__entry;

/* Sorts entries so that equals stand together, by side and index among themselves. Those that
 * appear first come first where by_appearance is set, else the order is that of the things. */
void cst__gather(cst__entry *entries, size_t n, cst__order order, bool by_appearance);

/* The end of the equals that begin at `at`. */
size_t cst__equals_end(const cst__entry *entries, size_t n, size_t at);

/* New array of flags, one for each side, set for the entries from `at` to before `end`; NULL when
 * memory is out. */
bool *cst__sides_of(const cst_comparison *c, const cst__entry *entries, size_t at, size_t end);

/* Each fills its part of a comparison whose sides are filled; false when memory is out. */
bool cst__compare_packages(cst_comparison *c); /* counterparts (compare_packages.c) */
bool cst__compare_reasons(cst_comparison *c);  /* refusals, gaps, conflicts (compare_reasons.c) */

#endif
