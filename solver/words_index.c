/*
 * words_index.c - cst_words_new: the texts of a catalog as vectors over its words.
 *
 *     fields of an offering -> words, counted -> what they weigh -> vectors of length 1 -> meaning
 *
 * A word weighs (1 + ln c) ln((n + 1) / d): c is how often the offering has it, where a word of a
 * field counts as often as FIELDS says, d how many of the n offerings have it at all. Words that
 * more than half of them have are left out where there are enough offerings to say so: they tell
 * nothing apart. Names are short, so that most little words ("for", "mit", "des") stay rare. These
 * are told by their looks instead: of a few letters, and never seen but in small ones, as names and
 * abbreviations would be. They weigh a quarter. Neither needs a list of words of some language.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unistr.h>

#include "model/language.h"
#include "solver/words_parts.h"

/* How often a word counts, by the field in which it stands. */
enum {
    OF_NAME = 3,
    OF_CAPABILITY = 3,
    OF_LANGUAGE = 2,
    OF_SLOT = 2,
    OF_DESCRIPTION = 1,
    OF_FIRM = 1
};

#define ENOUGH_OFFERINGS 16 /* from here on a word can be too common */
#define LITTLE 3            /* letters of a little word */
#define OF_LITTLE 0.25      /* what it weighs of what it would */

/* Of the space of meaning: a hundred dimensions or so are what has proven good for thousands of
 * texts (Deerwester et al. 1990); fewer texts have less to say. */
enum { MOST_DIMENSIONS = 100, LEAST_DIMENSIONS = 2, TEXTS_PER_DIMENSION = 4 };

/* What is left of a length of 1 by rounding alone. */
#define NOTHING 1e-6

typedef struct entry {
    uint32_t word;
    uint32_t count;
    bool small; /* a short word in small letters, in running text */
} entry;

typedef struct builder {
    cst_words *out;
    entry *entries; /* of one offering after the other; first each word as it comes */
    size_t n, room;
    size_t *begin;     /* [n_offerings + 1] */
    const char *field; /* that is being read */
    uint32_t count;    /* of each of its words */
    bool running;      /* it is running text */
} builder;

/* ---------------------------------------------------------------- counting */

/* In a script that has small letters and others. */
static bool is_small(const builder *b, const cst__word *word) {
    size_t n = word->end - word->begin;
    ucs4_t first = 0;
    u8_mbtouc(&first, (const uint8_t *)b->field + word->begin, n);
    return b->running && cst__letters(word->text) <= LITTLE && uc_toupper(first) != first &&
           strlen(word->text) == n && memcmp(word->text, b->field + word->begin, n) == 0;
}

static bool take_word(void *context, const cst__word *word) {
    builder *b = context;
    if (b->n == b->room) {
        size_t room = b->room == 0 ? 1024 : 2 * b->room;
        entry *entries = realloc(b->entries, room * sizeof *entries);
        if (entries == NULL) {
            return false;
        }
        b->entries = entries;
        b->room = room;
    }
    size_t at = cst__word_list_add(&b->out->list, word->text);
    if (at == CST__NONE) {
        return false;
    }
    b->entries[b->n++] = (entry){(uint32_t)at, b->count, is_small(b, word)};
    return true;
}

static bool take_part(builder *b, const char *text, size_t size, uint32_t count, bool running) {
    b->field = text;
    b->count = count;
    b->running = running;
    return cst__words_of(text, size, take_word, b) == CST_E_OK;
}

static bool take_field(builder *b, const char *text, uint32_t count, bool running) {
    return take_part(b, text, strlen(text), count, running);
}

/* A language goes by its name as well. */
static bool take_tag(builder *b, const char *tag) {
    cst__language language = cst__language_of(tag);
    return take_field(b, tag, OF_CAPABILITY, false) &&
           (language.names == NULL ||
            take_part(b, language.names, language.size_of_first, OF_LANGUAGE, false));
}

static bool take_offering(builder *b, const cst__offering *offering) {
    const cst_catalog *catalog = b->out->catalog;
    bool ok = take_field(b, offering->name, OF_NAME, true) &&
              take_field(b, offering->description, OF_DESCRIPTION, true) &&
              take_field(b, catalog->rules->slots[offering->slot].id, OF_SLOT, false) &&
              take_field(b, catalog->firms[offering->firm].name, OF_FIRM, false);
    for (size_t i = 0; i < offering->capabilities.n && ok; i++) {
        ok = take_tag(b, offering->capabilities.item[i]);
    }
    return ok;
}

static bool take_offerings(builder *b) {
    const cst_catalog *catalog = b->out->catalog;
    bool ok = true;
    for (size_t o = 0; o < catalog->n_offerings && ok; o++) {
        b->begin[o] = b->n;
        ok = take_offering(b, &catalog->offerings[o]);
    }
    b->begin[catalog->n_offerings] = b->n;
    return ok;
}

static int by_word(const void *a, const void *b) {
    uint32_t x = ((const entry *)a)->word;
    uint32_t y = ((const entry *)b)->word;
    return (x > y) - (x < y);
}

/* Words of an offering sorted, each once; what is left moves to the front of the whole list. */
static void merge(builder *b, size_t offering, size_t *n) {
    size_t from = b->begin[offering];
    size_t to = b->begin[offering + 1];
    size_t first = *n;
    qsort(b->entries + from, to - from, sizeof *b->entries, by_word);
    for (size_t i = from; i < to; i++) {
        if (*n > first && b->entries[*n - 1].word == b->entries[i].word) {
            b->entries[*n - 1].count += b->entries[i].count;
            b->entries[*n - 1].small = b->entries[*n - 1].small && b->entries[i].small;
        } else {
            b->entries[(*n)++] = b->entries[i];
        }
    }
    b->begin[offering] = first;
}

static bool sort_words(builder *b) {
    uint32_t *new_index = cst__word_list_sort(&b->out->list);
    if (new_index == NULL) {
        return false;
    }
    for (size_t i = 0; i < b->n; i++) {
        b->entries[i].word = new_index[b->entries[i].word];
    }
    free(new_index);
    size_t n = 0;
    for (size_t o = 0; o < b->out->catalog->n_offerings; o++) {
        merge(b, o, &n);
    }
    b->begin[b->out->catalog->n_offerings] = n;
    b->n = n;
    return true;
}

/* ---------------------------------------------------------------- weighing */

static double rarity_of(size_t n_texts, size_t n_offerings, bool little) {
    bool common = n_offerings >= ENOUGH_OFFERINGS && 2 * n_texts > n_offerings;
    double rarity = common ? 0 : log((double)(n_offerings + 1) / (double)n_texts);
    return little ? rarity * OF_LITTLE : rarity;
}

static bool weigh_words(builder *b) {
    cst_words *w = b->out;
    w->n_texts = cst__arena_alloc(w->arena, w->list.n, sizeof *w->n_texts);
    w->rarity = cst__arena_alloc(w->arena, w->list.n, sizeof *w->rarity);
    size_t *n_small = calloc(w->list.n + 1, sizeof *n_small);
    bool ok = w->n_texts != NULL && w->rarity != NULL && n_small != NULL;
    for (size_t i = 0; i < b->n && ok; i++) {
        w->n_texts[b->entries[i].word]++;
        n_small[b->entries[i].word] += b->entries[i].small;
    }
    for (size_t t = 0; t < w->list.n && ok; t++) {
        bool little = n_small[t] == w->n_texts[t];
        w->rarity[t] = rarity_of(w->n_texts[t], w->catalog->n_offerings, little);
    }
    free(n_small);
    return ok;
}

void cst__words_scale(double *values, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += values[i] * values[i];
    }
    double length = sqrt(sum);
    for (size_t i = 0; i < n; i++) {
        values[i] = length > NOTHING ? values[i] / length : 0;
    }
}

static void fill_row(const builder *b, size_t offering, size_t *n) {
    cst__sparse *texts = &b->out->texts;
    texts->begin[offering] = *n;
    for (size_t i = b->begin[offering]; i < b->begin[offering + 1]; i++) {
        double rarity = b->out->rarity[b->entries[i].word];
        if (rarity > 0) {
            texts->column[*n] = b->entries[i].word;
            texts->value[(*n)++] = (1 + log((double)b->entries[i].count)) * rarity;
        }
    }
    cst__words_scale(texts->value + texts->begin[offering], *n - texts->begin[offering]);
}

static bool fill_matrix(const builder *b) {
    cst_words *w = b->out;
    cst__sparse *texts = &w->texts;
    texts->n_rows = w->catalog->n_offerings;
    texts->n_columns = w->list.n;
    texts->begin = cst__arena_alloc(w->arena, texts->n_rows + 1, sizeof *texts->begin);
    texts->column = cst__arena_alloc(w->arena, b->n, sizeof *texts->column);
    texts->value = cst__arena_alloc(w->arena, b->n, sizeof *texts->value);
    if (texts->begin == NULL || texts->column == NULL || texts->value == NULL) {
        return false;
    }
    size_t n = 0;
    for (size_t o = 0; o < texts->n_rows; o++) {
        fill_row(b, o, &n);
    }
    texts->begin[texts->n_rows] = n;
    return true;
}

/* The offerings of each word, those too that are too common to be in the matrix. */
static bool turn_round(const builder *b) {
    cst_words *w = b->out;
    w->first = cst__arena_alloc(w->arena, w->list.n + 2, sizeof *w->first);
    w->offering = cst__arena_alloc(w->arena, b->n, sizeof *w->offering);
    if (w->first == NULL || w->offering == NULL) {
        return false;
    }
    for (size_t t = 0; t < w->list.n; t++) {
        w->first[t + 2] = w->first[t + 1] + w->n_texts[t];
    }
    for (size_t o = 0; o < w->catalog->n_offerings; o++) {
        for (size_t i = b->begin[o]; i < b->begin[o + 1]; i++) {
            w->offering[w->first[b->entries[i].word + 1]++] = (uint32_t)o;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- meaning */

static size_t dimensions_for(size_t n_texts) {
    size_t n = n_texts / TEXTS_PER_DIMENSION;
    return n < LEAST_DIMENSIONS ? LEAST_DIMENSIONS : n > MOST_DIMENSIONS ? MOST_DIMENSIONS : n;
}

static cst_error find_meaning(cst_words *w) {
    cst__lsa *m = &w->meaning;
    cst_error error = cst__lsa_find(&w->texts, dimensions_for(w->texts.n_rows), w->arena, m);
    for (size_t o = 0; o < w->texts.n_rows && error == CST_E_OK && m->rank > 0; o++) {
        cst__words_scale(m->texts + o * m->rank, m->rank);
    }
    return error;
}

void cst__words_place(const cst_words *words, size_t word, double *place) {
    const cst__lsa *m = &words->meaning;
    for (size_t k = 0; k < m->rank; k++) {
        place[k] = word == CST__NONE ? 0 : m->words[word * m->rank + k] * m->values[k];
    }
    cst__words_scale(place, m->rank);
}

/* ---------------------------------------------------------------- the door */

static cst_error build(builder *b) {
    size_t n = b->out->catalog->n_offerings;
    b->begin = calloc(n + 1, sizeof *b->begin);
    bool ok = b->begin != NULL && take_offerings(b) && sort_words(b) && weigh_words(b) &&
              fill_matrix(b) && turn_round(b);
    return ok ? find_meaning(b->out) : CST_E_MEMORY;
}

cst_error cst_words_new(const cst_catalog *catalog, cst_words **words) {
    *words = NULL;
    cst__arena *arena = cst__arena_new();
    cst_words *w = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *w);
    if (w == NULL) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    w->arena = arena;
    w->catalog = catalog;
    w->list.arena = arena;
    builder b = {.out = w};
    cst_error error = build(&b);
    free(b.entries);
    free(b.begin);
    if (error != CST_E_OK) {
        cst_words_free(w);
        return error;
    }
    *words = w;
    return CST_E_OK;
}

void cst_words_free(cst_words *words) {
    if (words != NULL) {
        cst__word_list_clear(&words->list);
        cst__arena_free(words->arena);
    }
}

bool cst__words_has(const cst_words *words, size_t offering, size_t word) {
    size_t low = words->first[word];
    size_t high = words->first[word + 1];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (words->offering[middle] < offering) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < words->first[word + 1] && words->offering[low] == offering;
}

cst__both cst__words_both(const cst_words *words, size_t a, size_t b) {
    cst__both both = {0, true};
    const cst__offering *offerings = words->catalog->offerings;
    size_t firm = CST__NONE;
    size_t j = words->first[b];
    for (size_t i = words->first[a]; i < words->first[a + 1]; i++) {
        size_t offering = words->offering[i];
        while (j < words->first[b + 1] && words->offering[j] < offering) {
            j++;
        }
        if (j < words->first[b + 1] && words->offering[j] == offering) {
            both.of_one_firm =
                both.n == 0 || (both.of_one_firm && offerings[offering].firm == firm);
            firm = offerings[offering].firm;
            both.n++;
        }
    }
    return both;
}
