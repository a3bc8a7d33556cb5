/*
 * words.h - offerings found by words, and what a tender's free text may be asking for.
 *
 * Both are proposals. How like two texts are says nothing of what an offering is worth, whether it
 * is eligible or whether it fits: nothing here filters, and nothing is applied to a match. With
 * each proposal stand the words that led to it, so that people can judge it.
 */
#ifndef CONSORT_WORDS_H
#define CONSORT_WORDS_H

#include "consort/model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes of the longest text that is looked at; a longer one is a fault. */
#define CST_WORDS_MAX_BYTES ((size_t)16 << 20)

/* The texts of a catalog, so that they can be searched. */
typedef struct cst_words cst_words;

/* New index of name, capabilities, slot, description and firm of all offerings. The catalog is
 * borrowed until the index is freed. */
CST_API cst_error cst_words_new(const cst_catalog *catalog, cst_words **words);
CST_API void cst_words_free(cst_words *words);

/* ---------------------------------------------------------------- offerings like a text */

/* A word of the text, and the word of the catalog that it was found as. */
typedef struct cst_word_match {
    const char *word;  /* folded: without case and accents */
    const char *found; /* the same, or with another ending */
} cst_word_match;

typedef struct cst_likeness {
    const char *offering;
    const char *name; /* "" when the catalog gives none */
    const char *firm;
    const char *slot;
    int words_bp;            /* likeness by words that both have: 0 to 10,000 */
    int meaning_bp;          /* likeness by words that keep the same company */
    cst_word_match *matches; /* that weigh most first */
    size_t n_matches;        /* 0: found by meaning alone */
} cst_likeness;

typedef struct cst_likenesses {
    cst_likeness *items; /* the most alike first, ties by id: no order of merit */
    size_t n_items;
    size_t n_alike;       /* how many there are, with those beyond the most that were asked for */
    const char **unknown; /* words of the text that no offering has, as they come */
    size_t n_unknown;
    const char **common; /* words that more than half of the offerings have: not looked at */
    size_t n_common;
    struct cst__arena *arena; /* owns everything; not for programs */
} cst_likenesses;

/*
 * New list of at most `most` offerings (of one slot; NULL: of all) that are like a text in UTF-8.
 * The name is for messages. CST_E_INPUT with diagnostics (may be NULL) where the text is not UTF-8
 * or too long; CST_E_SETTING where the rules know no such slot.
 */
CST_API cst_error cst_words_like(const cst_words *words, const char *text, size_t size,
                                 const char *name, const char *slot, size_t most,
                                 cst_likenesses **found, cst_diagnostics *diagnostics);
CST_API void cst_likenesses_free(cst_likenesses *found);

/* New text as JSON (consort-likeness/1), ending in a newline and NUL; to be freed with free(). */
CST_API cst_error cst_likenesses_to_json(const cst_likenesses *found, char **text, size_t *size);

/* ---------------------------------------------------------------- what a text may ask for */

typedef enum cst_asks { CST_ASKS_EVERY_HAS, CST_ASKS_SOME_HAS, CST_ASKS_WANTS } cst_asks;

/* Key of an opportunity: "every_has", "some_has", "wants". */
CST_API const char *cst_asks_id(cst_asks asks);

/* A sentence of the text, with white space made single. */
typedef struct cst_sentence {
    const char *text;
    size_t line, column; /* where it begins, from 1 */
} cst_sentence;

/* Words of a sentence that speak of a capability or a rating. */
typedef struct cst_mention {
    size_t sentence;  /* index */
    const char *word; /* as the text has it */
    const char *of;   /* the word of the catalog that it stands for */
    int likeness_bp;  /* of the two: 10,000 for the same word */
    bool by_meaning;  /* the word is none of the name, but keeps its company in the catalog: */
    size_t n_with;    /* so many offerings have the word in their texts ... */
    size_t n_both;    /* ... and so many of these the capability */
} cst_mention;

typedef struct cst_proposed {
    cst_asks asks;
    const char *name; /* tag or rating */
    bool asked;       /* the opportunity asks for it already */
    size_t n_have;    /* offerings of the slot that have it */
    size_t n_remain; /* of those open now (see the slot), these would stay if each had to have it */
    cst_mention *mentions; /* by sentence; of many the first */
    size_t n_mentions;
    size_t n_sentences; /* that speak of it */
} cst_proposed;

typedef struct cst_slot_proposal {
    const char *slot;
    size_t n_offerings;
    size_t n_open;   /* with an opportunity: not refused by screening; else all */
    size_t n_remain; /* of these, with everything proposed as every_has */
    cst_proposed *items;
    size_t n_items;
} cst_slot_proposal;

typedef struct cst_proposal {
    const char *opportunity;  /* id; "" without one */
    cst_slot_proposal *slots; /* with something proposed, in the order of the rules */
    size_t n_slots;
    cst_sentence *sentences; /* that speak of something proposed, in the order of the text */
    size_t n_sentences;
    struct cst__arena *arena; /* owns everything; not for programs */
} cst_proposal;

/*
 * New proposal: which capabilities and ratings of the catalog a text speaks of. The opportunity,
 * which may be NULL, is only looked at: what it asks already is marked, and counts are of what it
 * leaves open. Errors as those of cst_words_like; CST_E_SETTING where the opportunity was read with
 * another catalog.
 */
CST_API cst_error cst_words_propose(const cst_words *words, const char *text, size_t size,
                                    const char *name, const cst_opportunity *opportunity,
                                    cst_proposal **proposal, cst_diagnostics *diagnostics);
CST_API void cst_proposal_free(cst_proposal *proposal);

/* New text as JSON (consort-proposal/1), ending in a newline and NUL; to be freed with free(). */
CST_API cst_error cst_proposal_to_json(const cst_proposal *proposal, char **text, size_t *size);

#ifdef __cplusplus
}
#endif
#endif
