/*
 * nearest.c - the known name that a misspelt one was probably meant to be.
 *
 * A name is near when it is at most a third of its letters away, and three edits at most: more
 * than that and the suggestion misleads. Where none is, one that begins alike will do ("deadline"
 * for "deadline_weeks"). Of equally near names the one offered first is kept.
 */
#include "model/nearest.h"

#include <stdbool.h>
#include <string.h>

#define FARTHEST ((size_t)3)

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* One row of the table of distances between the first i letters of a and all prefixes of b, from
 * the two rows before it. */
static void next_row(const char *a, size_t i, const char *b, size_t m, const size_t *before,
                     const size_t *last, size_t *row) {
    row[0] = i;
    for (size_t j = 1; j <= m; j++) {
        size_t substituted = last[j - 1] + (a[i - 1] != b[j - 1]);
        row[j] = least(substituted, 1 + least(last[j], row[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
            row[j] = least(row[j], before[j - 2] + 1);
        }
    }
}

static size_t least_of(const size_t *row, size_t n) {
    size_t lowest = row[0];
    for (size_t i = 1; i < n; i++) {
        lowest = least(lowest, row[i]);
    }
    return lowest;
}

size_t cst__edit_distance(const char *a, const char *b, size_t limit) {
    size_t n = strlen(a);
    size_t m = strlen(b);
    if (n > CST__NEAREST_LONGEST || m > CST__NEAREST_LONGEST) {
        return limit;
    }
    size_t rows[3][CST__NEAREST_LONGEST + 1];
    for (size_t j = 0; j <= m; j++) {
        rows[0][j] = j;
        rows[2][j] = 0;
    }
    for (size_t i = 1; i <= n; i++) {
        next_row(a, i, b, m, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);
        bool hopeless =
            least_of(rows[i % 3], m + 1) >= limit && least_of(rows[(i + 2) % 3], m + 1) >= limit;
        if (hopeless) { /* distances never fall, but a swap looks back two rows */
            return limit;
        }
    }
    return least(rows[n % 3][m], limit);
}

cst__nearest cst__nearest_to(const char *text) {
    size_t length = strlen(text);
    size_t allowed = least(FARTHEST, length < 3 ? 1 : length / 3);
    return (cst__nearest){.text = text, .length = length, .distance = allowed + 1};
}

/* Whether one is the beginning of the other, and more than a letter or two. */
static bool begins(const char *a, size_t n, const char *b, size_t m) {
    size_t shorter = least(n, m);
    return shorter >= 3 && memcmp(a, b, shorter) == 0;
}

void cst__nearest_offer(cst__nearest *nearest, const char *candidate) {
    size_t length = strlen(candidate);
    if (!nearest->best && begins(nearest->text, nearest->length, candidate, length)) {
        nearest->best = candidate; /* any that is near in letters replaces it */
    }
    size_t gap = length > nearest->length ? length - nearest->length : nearest->length - length;
    if (gap >= nearest->distance) {
        return;
    }
    size_t distance = cst__edit_distance(nearest->text, candidate, nearest->distance);
    if (distance < nearest->distance) {
        nearest->best = candidate;
        nearest->distance = distance;
    }
}
