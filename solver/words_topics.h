/*
 * words_topics.h - what a tender can ask for in the words of a catalog: its capabilities, its
 * ratings and the slots, and which words of a text may speak of them.
 */
#ifndef CST_WORDS_TOPICS_H
#define CST_WORDS_TOPICS_H

#include "solver/words_parts.h"

typedef enum cst__topic_kind {
    CST__TOPIC_TAG,
    CST__TOPIC_RATING,
    CST__TOPIC_SLOT,
    CST__TOPIC_LANGUAGE /* a name of the language that a tag stands for */
} cst__topic_kind;

typedef struct cst__topic {
    cst__topic_kind kind;
    const char *name; /* borrowed from catalog, rules or arena */
    size_t of;        /* the topic that it names: of a language its tag, else itself */
    size_t first;     /* its words have the places first, first + 1, ... among those of all */
    size_t n_words;   /* that name it; 0: only its whole name speaks of it */
    size_t n_kind;    /* words of the kind of a tag, "weights" of "weights:open", which follow */
    size_t twin;      /* the next tag with the same words, in a ring: "os:open" */
    size_t term;      /* of a tag: itself in the list of the index; else CST__NONE */
    size_t *n_have;   /* [n_slots] offerings that have it */
    size_t n_have_all, n_near; /* in all slots; offerings of those slots where something has it */
} cst__topic;

/* A place of a topic that a word takes. */
typedef struct cst__place_of_word {
    size_t word, topic, place;
} cst__place_of_word;

typedef struct cst__topics {
    cst__arena *arena; /* borrowed */
    cst__topic *item;  /* tags, ratings, slots, names of languages; tags and ratings by name */
    size_t n, n_tags, n_ratings, n_slots;
    cst__word_list words;       /* of all topics, sorted */
    cst__place_of_word *places; /* by word */
    size_t n_places;
    size_t *first_place; /* [words.n + 1] */
    double *meaning;     /* [n_tags][rank] tags in the space of meaning, of length 1 or 0 */
} cst__topics;

/* The topics of the catalog of an index. To be cleared in either case. */
cst_error cst__topics_find(const cst_words *words, cst__arena *arena, cst__topics *topics);
void cst__topics_clear(cst__topics *topics);

/* Whether an offering has the tag or the rating. */
bool cst__topic_of(const cst__topic *topic, const cst__offering *offering);

/* Whether the word is a kind of tag, "lang" of "lang:sw", and so says nothing of any one of them.
 */
bool cst__topics_kind(const cst__topics *topics, const char *word);

/* A tag of the topics by name, CST__NONE where there is none. */
size_t cst__topics_tag(const cst__topics *topics, const char *name);

/* What a text asks for, sentence by sentence (words_read.c). */
typedef struct cst__reading {
    const cst_words *words;
    const cst__topics *topics;
    cst__arena *arena;
    struct cst__read_topic {
        size_t n_sentences;    /* that speak of it */
        bool by_name;          /* one of them by its own words */
        bool *slots;           /* [n_slots] spoken of in one of these sentences */
        cst_mention *mentions; /* of the first of them */
        size_t n_mentions;
        size_t room;
    } * topic;               /* [topics.n] */
    cst_sentence *sentences; /* those of mentions */
    size_t n_sentences;
    size_t room;
} cst__reading;

cst_error cst__words_read(cst__reading *reading, const char *text, size_t size);

#endif
