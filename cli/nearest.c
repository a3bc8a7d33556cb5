/*
 * nearest.c - the known word that a misspelt one was meant to be: the one with the fewest letters
 * added, dropped, changed or swapped with their neighbour (optimal string alignment distance),
 * where these are at most a third of its letters, and one at least. A word that begins a known one
 * is near as well.
 */
#include "cli/nearest.h"

#include <string.h>

#define LONGEST 32 /* letters; longer words are near to nothing */

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

static size_t distance(const char *a, const char *b) {
    size_t d[LONGEST + 1][LONGEST + 1];
    size_t n = strlen(a);
    size_t m = strlen(b);
    if (n > LONGEST || m > LONGEST) {
        return LONGEST;
    }
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            size_t changed = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            d[i][j] = least(changed, least(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[n][m];
}

const char *nearest_word(const char *word, const char *const *words, size_t n) {
    const char *best = NULL;
    size_t best_distance = LONGEST;
    size_t length = strlen(word);
    for (size_t i = 0; i < n; i++) {
        if (words[i] == NULL) {
            continue;
        }
        size_t apart = distance(word, words[i]);
        if (length >= 2 && strncmp(word, words[i], length) == 0) {
            apart = 1;
        }
        if (apart < best_distance && apart <= 1 + strlen(words[i]) / 3) {
            best = words[i];
            best_distance = apart;
        }
    }
    return best;
}
