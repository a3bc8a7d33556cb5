/* nearest.h - the known word that a misspelt one was meant to be. */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

/* The nearest of n words (entries may be NULL), borrowed; NULL where none is near. */
const char *nearest_word(const char *word, const char *const *words, size_t n);

#endif
