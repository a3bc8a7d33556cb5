/*
 * words_parts.h - what finding by words and proposing share: the words of a catalog, its offerings
 * as sparse vectors over them, and the space of their meaning.
 */
#ifndef CST_WORDS_PARTS_H
#define CST_WORDS_PARTS_H

#include "consort/words.h"
#include "model/model.h"
#include "solver/lsa.h"
#include "solver/words_text.h"

/* ---------------------------------------------------------------- words (words_list.c) */

/* Distinct words, which become sorted when all are there. */
typedef struct cst__word_list {
    cst__arena *arena; /* borrowed; holds the texts */
    const char **item;
    size_t n, room;
    uint32_t *buckets; /* while it grows: hashed places, each an index + 1 */
    size_t n_buckets;
} cst__word_list;

/* The index of a word, which is added where it is new; CST__NONE when out of memory. */
size_t cst__word_list_add(cst__word_list *list, const char *word);

/* Sorts the list, after which it does not grow. New array, to be freed: the new index of each old
 * one; NULL when out of memory. */
uint32_t *cst__word_list_sort(cst__word_list *list);

/* Frees what is not in the arena. */
void cst__word_list_clear(cst__word_list *list);

/* Index in a sorted list, CST__NONE when it is not there. */
size_t cst__word_list_find(const cst__word_list *list, const char *word);

/* A word of the list that is, or may be a form of, another. */
typedef struct cst__kin {
    size_t word;
    int likeness_bp;
} cst__kin;

#define CST__MOST_KIN 16

/*
 * The word itself and its kin in a sorted list, the most alike first: words with the same first
 * letters, at least four, that have most of their letters in common. That takes "model" and
 * "models", "clinics" and "clinical" for forms of one word, in any language that bends its words
 * at the end; it is wrong at times, so what was found is shown.
 */
size_t cst__word_list_kin(const cst__word_list *list, const char *word,
                          cst__kin kin[CST__MOST_KIN]);

/* ---------------------------------------------------------------- the index (words_index.c) */

struct cst_words {
    cst__arena *arena;
    const cst_catalog *catalog; /* borrowed */
    cst__word_list list;
    size_t *n_texts;   /* [list.n] offerings that have the word */
    double *rarity;    /* [list.n] what the word weighs; 0: too common to tell offerings apart */
    cst__sparse texts; /* of offerings: words as they weigh, of length 1 */
    size_t *first;     /* [list.n + 1] the other way round: where the offerings of a word begin */
    uint32_t *offering;
    cst__lsa meaning; /* its texts too have length 1, or 0 */
};

/* Whether the text of an offering has the word. */
bool cst__words_has(const cst_words *words, size_t offering, size_t word);

/* Offerings that have two words. */
typedef struct cst__both {
    size_t n;
    bool of_one_firm; /* whose name, or manner of speaking, may be all there is to it */
} cst__both;

cst__both cst__words_both(const cst_words *words, size_t a, size_t b);

/* Makes a vector one of length 1; one that is nothing but rounding becomes 0. */
void cst__words_scale(double *values, size_t n);

/* Where a word lies in the space of meaning [rank], at length 1; all 0 for CST__NONE. */
void cst__words_place(const cst_words *words, size_t word, double *place);

/* ---------------------------------------------------------------- texts (words.c) */

/* Whether a text from outside is one: CST_E_INPUT, with the fault, where it is not. */
cst_error cst__words_check(const char *text, size_t size, const char *name,
                           cst_diagnostics *diagnostics);

/* A likeness from 0 to 1 in basis points, rounded. */
int cst__words_likeness(double value);

#endif
