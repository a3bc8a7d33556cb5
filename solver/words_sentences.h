/*
 * words_sentences.h - a text cut into sentences, with the place of each.
 */
#ifndef CST_WORDS_SENTENCES_H
#define CST_WORDS_SENTENCES_H

#include <stdbool.h>
#include <stddef.h>

/* Where a cut stands, and the sentence that it gave last. */
typedef struct cst__sentences {
    const char *text; /* borrowed; UTF-8 */
    size_t size;
    size_t begin, end;   /* the sentence, without white space around it */
    size_t line, column; /* where it begins, from 1 */
    size_t at, at_line, at_column;
} cst__sentences;

cst__sentences cst__sentences_of(const char *text, size_t size);

/* Moves to the next sentence; false at the end. */
bool cst__sentences_next(cst__sentences *sentences);

#endif
