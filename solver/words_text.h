/*
 * words_text.h - a text as words that can be compared, whatever language it is written in.
 *
 * A word is folded: case, accents and forms of the same letter (full width, ligatures, final sigma)
 * make no difference. In scripts that put no spaces between words two neighbouring letters count as
 * one. A word with joints, "on-premises" or "lang:sw", comes whole and in its parts.
 */
#ifndef CST_WORDS_TEXT_H
#define CST_WORDS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "consort/error.h"

#define CST__WORD_BYTES 96 /* a longer word, folded, is none: a key, a picture, a trick */

typedef struct cst__word {
    const char *text; /* folded, ends in NUL; borrowed for the call */
    size_t begin;     /* where it stands: bytes from the start of the text ... */
    size_t end;       /* ... up to here */
    bool whole;       /* it has joints, and its parts follow */
} cst__word;

/* Takes the next word; false: out of memory. */
typedef bool (*cst__word_fn)(void *context, const cst__word *word);

/* Hands over the words of a text in UTF-8 in the order in which they begin. */
cst_error cst__words_of(const char *text, size_t size, cst__word_fn take, void *context);

/* How many letters of two folded words in UTF-8 are the same from their beginning. */
size_t cst__letters_shared(const char *a, const char *b);
size_t cst__letters(const char *word);

/* Bytes of the first n letters. */
size_t cst__letters_bytes(const char *word, size_t n);

#endif
