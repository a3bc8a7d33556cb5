/*
 * words_topics.c - the topics of a catalog and the words that name them. A tag like "sector:health"
 * is named by the words behind its colon, all of them; one like "lang:sw" or "lang:no" only by its
 * whole name, since words of two letters are in every text, and by what the language is called. The
 * words before the colon tell tags apart that are named alike.
 */
#include <stdlib.h>
#include <string.h>

#include "model/language.h"
#include "solver/words_topics.h"

#define LEAST_LETTERS 3 /* of a word that names a topic */

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static size_t distinct(const char **names, size_t n) {
    size_t kept = 0;
    if (n > 0) {
        qsort(names, n, sizeof *names, by_text);
    }
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || strcmp(names[kept - 1], names[i]) != 0) {
            names[kept++] = names[i];
        }
    }
    return kept;
}

/* ---------------------------------------------------------------- names */

static bool add_topics(cst__topics *t, cst__topic_kind kind, const char **names, size_t n,
                       size_t n_slots) {
    for (size_t i = 0; i < n; i++) {
        size_t *n_have = cst__arena_alloc(t->arena, n_slots, sizeof *n_have);
        t->item[t->n] = (cst__topic){.kind = kind, .name = names[i], .of = t->n, .n_have = n_have};
        t->n++;
        if (n_have == NULL) {
            return false;
        }
    }
    return true;
}

static size_t count_names(const cst__language *language) {
    if (language->names == NULL) {
        return 0;
    }
    size_t n = 1;
    for (size_t i = 0; i < language->size; i++) {
        n += language->names[i] == ';';
    }
    return n;
}

/* A topic for each name of the language of a tag. */
static bool add_languages(cst__topics *t, size_t tag) {
    cst__language language = cst__language_of(t->item[tag].name);
    const char *at = language.names;
    for (size_t left = count_names(&language); left > 0; left--) {
        size_t rest = language.size - (size_t)(at - language.names);
        const char *end = memchr(at, ';', rest);
        size_t size = end != NULL ? (size_t)(end - at) : rest;
        const char *name = cst__arena_text_n(t->arena, at, size);
        if (name == NULL) {
            return false;
        }
        t->item[t->n++] = (cst__topic){.kind = CST__TOPIC_LANGUAGE, .name = name, .of = tag};
        at += size + 1;
    }
    return true;
}

static bool list_topics(cst__topics *t, const cst_rules *rules, const char **tags,
                        const char **ratings) {
    size_t n = t->n_tags + t->n_ratings + rules->n_slots;
    for (size_t i = 0; i < t->n_tags; i++) {
        cst__language language = cst__language_of(tags[i]);
        n += count_names(&language);
    }
    t->item = cst__arena_alloc(t->arena, n, sizeof *t->item);
    bool ok = t->item != NULL && add_topics(t, CST__TOPIC_TAG, tags, t->n_tags, rules->n_slots) &&
              add_topics(t, CST__TOPIC_RATING, ratings, t->n_ratings, rules->n_slots);
    for (size_t s = 0; s < rules->n_slots && ok; s++) {
        const char *name = rules->slots[s].id;
        ok = add_topics(t, CST__TOPIC_SLOT, &name, 1, 0);
    }
    t->n_slots = rules->n_slots;
    for (size_t i = 0; i < t->n_tags && ok; i++) {
        ok = add_languages(t, i);
    }
    return ok;
}

static bool list_names(cst__topics *t, const cst_catalog *catalog, const char **tags,
                       const char **ratings) {
    size_t n_tags = 0;
    size_t n_ratings = 0;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        const cst__offering *offering = &catalog->offerings[o];
        for (size_t i = 0; i < offering->capabilities.n; i++) {
            tags[n_tags++] = offering->capabilities.item[i];
        }
        for (size_t i = 0; i < offering->n_ratings; i++) {
            ratings[n_ratings++] = offering->ratings[i].name;
        }
    }
    t->n_tags = distinct(tags, n_tags);
    t->n_ratings = distinct(ratings, n_ratings);
    return list_topics(t, catalog->rules, tags, ratings);
}

static bool find_names(cst__topics *t, const cst_catalog *catalog) {
    size_t n_tags = 0;
    size_t n_ratings = 0;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        n_tags += catalog->offerings[o].capabilities.n;
        n_ratings += catalog->offerings[o].n_ratings;
    }
    const char **tags = malloc((n_tags + 1) * sizeof *tags);
    const char **ratings = malloc((n_ratings + 1) * sizeof *ratings);
    bool ok = tags != NULL && ratings != NULL && list_names(t, catalog, tags, ratings);
    free(tags);
    free(ratings);
    return ok;
}

/* ---------------------------------------------------------------- who has them */

/* The first of n topics by name that is not before a name. */
static size_t lower_bound(const cst__topics *t, size_t first, size_t n, const char *name) {
    size_t low = first;
    size_t high = first + n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(t->item[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static size_t named(const cst__topics *t, size_t first, size_t n, const char *name) {
    size_t at = lower_bound(t, first, n, name);
    return at < first + n && strcmp(t->item[at].name, name) == 0 ? at : CST__NONE;
}

size_t cst__topics_tag(const cst__topics *topics, const char *name) {
    return named(topics, 0, topics->n_tags, name);
}

bool cst__topics_kind(const cst__topics *topics, const char *word) {
    char kind[CST__WORD_BYTES + 2];
    size_t length = strlen(word);
    memcpy(kind, word, length);
    memcpy(kind + length, ":", 2);
    size_t at = lower_bound(topics, 0, topics->n_tags, kind);
    return at < topics->n_tags && strncmp(topics->item[at].name, kind, length + 1) == 0;
}

static void count_in_slot(const cst__topics *t, size_t slot, size_t n_offerings) {
    for (size_t i = 0; i < t->n_tags + t->n_ratings; i++) {
        cst__topic *topic = &t->item[i];
        topic->n_have_all += topic->n_have[slot];
        topic->n_near += topic->n_have[slot] > 0 ? n_offerings : 0;
    }
}

static void count_offerings(const cst__topics *t, const cst_catalog *catalog) {
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        const cst__offering *offering = &catalog->offerings[o];
        for (size_t i = 0; i < offering->capabilities.n; i++) {
            size_t tag = cst__topics_tag(t, offering->capabilities.item[i]);
            t->item[tag].n_have[offering->slot]++;
        }
        for (size_t i = 0; i < offering->n_ratings; i++) {
            size_t rating = named(t, t->n_tags, t->n_ratings, offering->ratings[i].name);
            t->item[rating].n_have[offering->slot]++;
        }
    }
    for (size_t s = 0; s < catalog->rules->n_slots; s++) {
        size_t n = 0;
        for (size_t o = 0; o < catalog->n_offerings; o++) {
            n += catalog->offerings[o].slot == s;
        }
        count_in_slot(t, s, n);
    }
}

bool cst__topic_of(const cst__topic *topic, const cst__offering *offering) {
    if (topic->kind == CST__TOPIC_TAG) {
        return cst__texts_has(&offering->capabilities, topic->name);
    }
    bool has = false;
    for (size_t i = 0; i < offering->n_ratings; i++) {
        has = has || strcmp(offering->ratings[i].name, topic->name) == 0;
    }
    return has;
}

/* ---------------------------------------------------------------- words */

typedef struct naming {
    cst__topics *topics;
    size_t topic;
    size_t room;
    size_t longest; /* letters of the longest word of the topic */
} naming;

static bool take_word(void *context, const cst__word *word) {
    naming *n = context;
    cst__topics *t = n->topics;
    if (word->whole) {
        return true;
    }
    cst__place_of_word *places =
        cst__arena_grow(t->arena, t->places, t->n_places, &n->room, sizeof *places);
    size_t at = cst__word_list_add(&t->words, word->text);
    if (places == NULL || at == CST__NONE) {
        return false;
    }
    size_t letters = cst__letters(word->text);
    n->longest = letters > n->longest ? letters : n->longest;
    t->places = places;
    t->places[t->n_places] = (cst__place_of_word){at, n->topic, t->n_places};
    t->n_places++;
    return true;
}

/* Adds the words of a part of the name; how many there are. */
static bool take_words(naming *n, const char *text, size_t size, size_t *n_words) {
    size_t before = n->topics->n_places;
    bool ok = cst__words_of(text, size, take_word, n) == CST_E_OK;
    *n_words = n->topics->n_places - before;
    return ok;
}

static const char *value_of(const cst__topic *topic) {
    const char *colon = topic->kind == CST__TOPIC_TAG ? strchr(topic->name, ':') : NULL;
    return colon != NULL ? colon + 1 : topic->name;
}

static bool name_topic(naming *n, size_t topic) {
    cst__topics *t = n->topics;
    cst__topic *it = &t->item[topic];
    const char *value = value_of(it);
    n->topic = topic;
    n->longest = 0;
    it->first = t->n_places;
    if (!take_words(n, value, strlen(value), &it->n_words)) {
        return false;
    }
    if (n->longest < LEAST_LETTERS) {
        t->n_places = it->first;
        it->n_words = 0;
        return true;
    }
    return take_words(n, it->name, (size_t)(value - it->name), &it->n_kind);
}

static int by_word(const void *a, const void *b) {
    const cst__place_of_word *x = a;
    const cst__place_of_word *y = b;
    if (x->word != y->word) {
        return x->word < y->word ? -1 : 1;
    }
    return x->place < y->place ? -1 : x->place > y->place;
}

static bool sort_places(cst__topics *t) {
    uint32_t *new_index = cst__word_list_sort(&t->words);
    t->first_place = cst__arena_alloc(t->arena, t->words.n + 1, sizeof *t->first_place);
    if (new_index == NULL || t->first_place == NULL) {
        free(new_index);
        return false;
    }
    for (size_t i = 0; i < t->n_places; i++) {
        t->places[i].word = new_index[t->places[i].word];
        t->first_place[t->places[i].word + 1]++;
    }
    free(new_index);
    if (t->n_places > 0) {
        qsort(t->places, t->n_places, sizeof *t->places, by_word);
    }
    for (size_t i = 0; i < t->words.n; i++) {
        t->first_place[i + 1] += t->first_place[i];
    }
    return true;
}

static bool find_words(cst__topics *t) {
    naming n = {.topics = t};
    for (size_t i = 0; i < t->n; i++) {
        if (!name_topic(&n, i)) {
            return false;
        }
    }
    return sort_places(t);
}

/* ---------------------------------------------------------------- twins */

typedef struct value {
    const char *text;
    size_t topic;
} value;

static int by_value(const void *a, const void *b) {
    const value *x = a;
    const value *y = b;
    int order = strcmp(x->text, y->text);
    return order != 0 ? order : (x->topic > y->topic) - (x->topic < y->topic);
}

static bool find_twins(cst__topics *t) {
    value *values = malloc((t->n + 1) * sizeof *values);
    if (values == NULL) {
        return false;
    }
    for (size_t i = 0; i < t->n; i++) {
        values[i] = (value){value_of(&t->item[i]), i};
        t->item[i].twin = i;
    }
    qsort(values, t->n_tags, sizeof *values, by_value);
    for (size_t i = 0; i + 1 < t->n_tags; i++) {
        if (strcmp(values[i].text, values[i + 1].text) == 0) {
            cst__topic *one = &t->item[values[i].topic];
            cst__topic *next = &t->item[values[i + 1].topic];
            next->twin = one->twin;
            one->twin = values[i + 1].topic;
        }
    }
    free(values);
    return true;
}

/* ---------------------------------------------------------------- meaning */

/* A word lies where the texts that have it pull it: its singular vectors by their values. */
static bool find_meaning(cst__topics *t, const cst_words *words) {
    const cst__lsa *m = &words->meaning;
    t->meaning = cst__arena_alloc(t->arena, t->n_tags * m->rank, sizeof *t->meaning);
    for (size_t i = 0; i < t->n; i++) {
        bool tag = t->item[i].kind == CST__TOPIC_TAG;
        t->item[i].term = tag ? cst__word_list_find(&words->list, t->item[i].name) : CST__NONE;
    }
    for (size_t i = 0; t->meaning != NULL && i < t->n_tags; i++) {
        cst__words_place(words, t->item[i].term, t->meaning + i * m->rank);
    }
    return t->meaning != NULL;
}

cst_error cst__topics_find(const cst_words *words, cst__arena *arena, cst__topics *topics) {
    *topics = (cst__topics){.arena = arena, .words = {.arena = arena}};
    if (!find_names(topics, words->catalog) || !find_words(topics) || !find_twins(topics) ||
        !find_meaning(topics, words)) {
        return CST_E_MEMORY;
    }
    count_offerings(topics, words->catalog);
    return CST_E_OK;
}

void cst__topics_clear(cst__topics *topics) {
    cst__word_list_clear(&topics->words);
}
