/*
 * words_read.c - a text read sentence by sentence for what it speaks of.
 *
 *     sentence -> words -> by name: all words of a tag, a rating or a slot are there, or a tag
 * whole
 *                       -> by meaning: a word that in the texts of the catalog keeps the company of
 *                          a tag
 *
 * A word that comes again is looked up once. Of each topic only the first sentences are kept.
 */
#include <stdlib.h>
#include <string.h>

#include "solver/words_sentences.h"
#include "solver/words_topics.h"

/* Sentences that are kept of each topic. */
#define MOST_SENTENCES 5

/* From here on two words lie close together in the space of meaning, in basis points. A word that
 * one offering alone has says nothing: it stands beside all tags of it. Most that have the word
 * must have the tag, of more than one firm, and more often than those of its slots do anyway:
 * "models" stands beside every tag of models. Where none has both, all there is is that both keep
 * the same company, which must be the closer. */
#define CLOSE 5000
#define CLOSE_BY_NONE 8000

/* Of a word of the text and the one of the catalog by whose meaning it speaks. */
#define LEAST_KIN 8500

/* Letters of a word that can mean something else by its meaning. */
#define LEAST_LETTERS 4

/* What a distinct word of the text may speak of; lists begin and end in the two pools. */
typedef struct known {
    size_t kin, kin_end;     /* words of topics */
    size_t close, close_end; /* tags by meaning */
    size_t whole;            /* the tag that it is, CST__NONE: none */
    size_t term;             /* of the index */
} known;

typedef struct close_tag {
    size_t tag;
    int likeness_bp;
    size_t n_both;
} close_tag;

/* Where in the sentence a place of a topic was found. */
typedef struct hit {
    size_t sentence; /* number + 1 of the sentence for which this holds */
    size_t begin, end, word;
    int likeness_bp;
} hit;

/* A word of the sentence that speaks of a tag by meaning, or is the tag. */
typedef struct meaning {
    size_t topic, begin, end;
    size_t term; /* of the index; CST__NONE: the tag itself */
    close_tag by;
} meaning;

typedef struct reader {
    cst__reading *out;
    cst__word_list seen; /* distinct words of the text */
    known *known;
    size_t n_known, known_room;
    cst__kin *kin;
    size_t n_kin, kin_room;
    close_tag *close;
    size_t n_close, close_room;
    double *place;   /* [rank] of a word in the space of meaning */
    hit *hits;       /* [topics.n_places] */
    size_t *told;    /* [topics.n] the last sentence that named it */
    size_t *touched; /* topics of the sentence, each as often as one of its words comes */
    size_t n_touched, touched_room;
    meaning *meant; /* of words of the sentence */
    size_t n_meant, meant_room;
    cst__sentences cut;
    size_t number; /* of the sentence, from 1 */
    bool *spoken;  /* [n_slots] of in the sentence */
    size_t quoted; /* index of the sentence among those that are kept, CST__NONE: not yet */
} reader;

/* Room for one more of a list; false when out of memory. */
static bool grow(void *list, size_t n, size_t *room, size_t size) {
    if (n < *room) {
        return true;
    }
    void *old = NULL;
    memcpy(&old, list, sizeof old);
    size_t more = *room == 0 ? 64 : 2 * *room;
    void *longer = realloc(old, more * size);
    if (longer != NULL) {
        memcpy(list, &longer, sizeof longer);
        *room = more;
    }
    return longer != NULL;
}

/* ---------------------------------------------------------------- what a word may speak of */

static bool add_kin(reader *r, const char *text) {
    cst__kin kin[CST__MOST_KIN];
    size_t n = cst__word_list_kin(&r->out->topics->words, text, kin);
    for (size_t i = 0; i < n; i++) {
        if (!grow(&r->kin, r->n_kin, &r->kin_room, sizeof *r->kin)) {
            return false;
        }
        r->kin[r->n_kin++] = kin[i];
    }
    return true;
}

static bool is_close(const cst__topic *tag, int likeness_bp, cst__both both, size_t n_with) {
    if (both.n == 0) {
        return n_with >= 2 && likeness_bp >= CLOSE_BY_NONE;
    }
    bool mostly = 3 * both.n >= 2 * n_with;
    bool telling = both.n * tag->n_near >= 2 * tag->n_have_all * n_with;
    return likeness_bp >= CLOSE && mostly && telling && !both.of_one_firm;
}

static bool add_close(reader *r, size_t term) {
    const cst_words *w = r->out->words;
    const cst__topics *t = r->out->topics;
    size_t rank = w->meaning.rank;
    cst__words_place(w, term, r->place);
    for (size_t tag = 0; tag < t->n_tags; tag++) {
        double cosine = 0;
        for (size_t k = 0; k < rank; k++) {
            cosine += r->place[k] * t->meaning[tag * rank + k];
        }
        int likeness_bp = cst__words_likeness(cosine);
        if (likeness_bp < CLOSE || strstr(t->item[tag].name, w->list.item[term]) != NULL) {
            continue;
        }
        cst__both both = cst__words_both(w, term, t->item[tag].term);
        if (!is_close(&t->item[tag], likeness_bp, both, w->n_texts[term])) {
            continue;
        }
        if (!grow(&r->close, r->n_close, &r->close_room, sizeof *r->close)) {
            return false;
        }
        r->close[r->n_close++] = (close_tag){tag, likeness_bp, both.n};
    }
    return true;
}

/* The word of the index that speaks by its meaning; CST__NONE for one that does not. */
static size_t term_of(const reader *r, const cst__word *word) {
    const cst_words *w = r->out->words;
    cst__kin kin[CST__MOST_KIN];
    size_t letters = cst__letters(word->text);
    bool little = letters < LEAST_LETTERS && (unsigned char)word->text[0] < 0x80;
    bool kind = cst__topics_kind(r->out->topics, word->text);
    if (word->whole || little || kind || cst__word_list_kin(&w->list, word->text, kin) == 0) {
        return CST__NONE;
    }
    bool speaks = kin[0].likeness_bp >= LEAST_KIN && w->rarity[kin[0].word] > 0;
    return speaks ? kin[0].word : CST__NONE;
}

static bool look_up(reader *r, const cst__word *word) {
    known k = {.kin = r->n_kin, .close = r->n_close};
    bool ok = word->whole || add_kin(r, word->text);
    k.whole = cst__topics_tag(r->out->topics, word->text);
    k.term = r->n_kin > k.kin ? CST__NONE : term_of(r, word); /* a name means itself */
    ok = ok && (k.term == CST__NONE || add_close(r, k.term)) &&
         grow(&r->known, r->n_known, &r->known_room, sizeof *r->known);
    k.kin_end = r->n_kin;
    k.close_end = r->n_close;
    if (ok) {
        r->known[r->n_known++] = k;
    }
    return ok;
}

/* ---------------------------------------------------------------- words of a sentence */

static bool touch(reader *r, size_t topic) {
    if (!grow(&r->touched, r->n_touched, &r->touched_room, sizeof *r->touched)) {
        return false;
    }
    r->touched[r->n_touched++] = topic;
    return true;
}

/* The likest word takes the place, and of equals the first. */
static void take_place(reader *r, size_t place, const hit *found) {
    hit *h = &r->hits[place];
    if (h->sentence != found->sentence || h->likeness_bp < found->likeness_bp) {
        *h = *found;
    }
}

static bool take_names(reader *r, const known *k, const cst__word *word) {
    const cst__topics *t = r->out->topics;
    for (size_t i = k->kin; i < k->kin_end; i++) {
        hit found = {r->number, word->begin, word->end, r->kin[i].word, r->kin[i].likeness_bp};
        size_t end = t->first_place[found.word + 1];
        for (size_t p = t->first_place[found.word]; p < end; p++) {
            take_place(r, t->places[p].place, &found);
            if (!touch(r, t->places[p].topic)) {
                return false;
            }
        }
    }
    return true;
}

static bool take_meaning(reader *r, const cst__word *word, size_t term, close_tag by) {
    if (!grow(&r->meant, r->n_meant, &r->meant_room, sizeof *r->meant)) {
        return false;
    }
    r->meant[r->n_meant++] = (meaning){by.tag, word->begin, word->end, term, by};
    return true;
}

static bool take_word(void *context, const cst__word *word) {
    reader *r = context;
    size_t at = cst__word_list_add(&r->seen, word->text);
    if (at == CST__NONE || (at == r->n_known && !look_up(r, word))) {
        return false;
    }
    const known *k = &r->known[at];
    bool ok = word->whole || take_names(r, k, word);
    if (ok && k->whole != CST__NONE) {
        ok = take_meaning(r, word, CST__NONE, (close_tag){k->whole, CST__BP, 0});
    }
    for (size_t i = k->close; i < k->close_end && ok; i++) {
        ok = take_meaning(r, word, k->term, r->close[i]);
    }
    return ok;
}

/* ---------------------------------------------------------------- the end of a sentence */

/* Whether the sentence has n words from a place on; true for none. */
static bool has_words(const reader *r, size_t place, size_t n) {
    bool all = true;
    for (size_t i = 0; i < n && all; i++) {
        all = r->hits[place + i].sentence == r->number;
    }
    return all;
}

static bool has_kind(const reader *r, const cst__topic *topic) {
    return topic->n_kind > 0 && has_words(r, topic->first + topic->n_words, topic->n_kind);
}

/* "Open weights" names weights:open and not os:open, of which the sentence has only half. */
static bool is_named(const reader *r, const cst__topic *topic) {
    const cst__topic *items = r->out->topics->item;
    if (topic->n_words == 0 || !has_words(r, topic->first, topic->n_words)) {
        return false;
    }
    bool outdone = false;
    for (const cst__topic *it = &items[topic->twin]; it != topic; it = &items[it->twin]) {
        outdone = outdone || has_kind(r, it);
    }
    return !outdone || has_kind(r, topic);
}

/* Whether the words of one topic are among those of another with more of them, its kind included:
 * "data" in "data center", "weights" in "open weights". */
static bool is_within(const reader *r, const cst__topic *one, const cst__topic *other) {
    size_t n_other = other->n_words + (has_kind(r, other) ? other->n_kind : 0);
    size_t n = 0;
    for (size_t i = 0; i < one->n_words; i++) {
        bool found = false;
        for (size_t k = 0; k < n_other; k++) {
            found = found || r->hits[one->first + i].begin == r->hits[other->first + k].begin;
        }
        n += found;
    }
    return n_other > one->n_words && n == one->n_words;
}

static void find_spoken_slots(reader *r) {
    const cst__topics *t = r->out->topics;
    const cst__topic *slots = t->item + t->n_tags + t->n_ratings;
    size_t n = t->n_slots;
    for (size_t s = 0; s < n; s++) {
        r->spoken[s] = is_named(r, &slots[s]);
        for (size_t other = 0; other < n && r->spoken[s]; other++) {
            bool within = is_named(r, &slots[other]) && is_within(r, &slots[s], &slots[other]);
            r->spoken[s] = !within;
        }
    }
}

/* New text of a part of the text, with white space made single and nothing that is no text. */
static const char *quote(const reader *r, size_t begin, size_t end) {
    char *copy = cst__arena_alloc(r->out->arena, end - begin + 1, 1);
    size_t n = 0;
    for (size_t i = begin; i < end && copy != NULL; i++) {
        unsigned char c = (unsigned char)r->cut.text[i];
        bool space = c <= ' ';
        if (!space || (n > 0 && copy[n - 1] != ' ')) {
            copy[n++] = (char)(space ? ' ' : (char)c);
        }
    }
    return copy;
}

/* Keeps the sentence, once. */
static bool keep_sentence(reader *r) {
    cst__reading *out = r->out;
    if (r->quoted != CST__NONE) {
        return true;
    }
    cst_sentence *list =
        cst__arena_grow(out->arena, out->sentences, out->n_sentences, &out->room, sizeof *list);
    const char *text = list == NULL ? NULL : quote(r, r->cut.begin, r->cut.end);
    if (text == NULL) {
        return false;
    }
    out->sentences = list;
    list[out->n_sentences] = (cst_sentence){text, r->cut.line, r->cut.column};
    r->quoted = out->n_sentences++;
    return true;
}

static bool add_mention(reader *r, struct cst__read_topic *to, cst_mention mention, size_t begin,
                        size_t end) {
    cst_mention *list =
        cst__arena_grow(r->out->arena, to->mentions, to->n_mentions, &to->room, sizeof *list);
    if (list == NULL || !keep_sentence(r)) {
        return false;
    }
    mention.sentence = r->quoted;
    mention.word = quote(r, r->cut.begin + begin, r->cut.begin + end);
    to->mentions = list;
    list[to->n_mentions++] = mention;
    return mention.word != NULL && mention.of != NULL;
}

/* The topic is spoken of in the sentence; true in *keep where that is to be written down. */
static struct cst__read_topic *speak_of(reader *r, size_t topic, bool *keep) {
    struct cst__read_topic *to = &r->out->topic[topic];
    to->n_sentences++;
    *keep = to->n_sentences <= MOST_SENTENCES;
    size_t n_slots = r->out->words->catalog->rules->n_slots;
    for (size_t s = 0; s < n_slots; s++) {
        to->slots[s] = to->slots[s] || r->spoken[s];
    }
    return to;
}

static bool end_named(reader *r, size_t topic) {
    const cst__topics *t = r->out->topics;
    const cst__topic *it = &t->item[topic];
    bool keep = false;
    if (r->told[it->of] == r->number) {
        return true;
    }
    r->told[it->of] = r->number;
    struct cst__read_topic *to = speak_of(r, it->of, &keep);
    to->by_name = true;
    for (size_t i = 0; i < it->n_words && keep; i++) {
        const hit *h = &r->hits[it->first + i];
        cst_mention mention = {.of = cst__arena_text(r->out->arena, t->words.item[h->word]),
                               .likeness_bp = h->likeness_bp};
        if (!add_mention(r, to, mention, h->begin, h->end)) {
            return false;
        }
    }
    return true;
}

static cst_mention mention_of(const reader *r, const meaning *m) {
    const cst_words *w = r->out->words;
    bool is_tag = m->term == CST__NONE;
    const char *of = is_tag ? r->out->topics->item[m->topic].name : w->list.item[m->term];
    return (cst_mention){.of = cst__arena_text(r->out->arena, of),
                         .likeness_bp = m->by.likeness_bp,
                         .by_meaning = !is_tag,
                         .n_with = is_tag ? 0 : w->n_texts[m->term],
                         .n_both = m->by.n_both};
}

static bool end_meant(reader *r, const meaning *meant, size_t n) {
    bool keep = false;
    struct cst__read_topic *to = speak_of(r, meant[0].topic, &keep);
    for (size_t i = 0; i < n; i++) {
        to->by_name = to->by_name || meant[i].term == CST__NONE;
        bool again = i > 0 && meant[i - 1].term == meant[i].term;
        if (keep && !again &&
            !add_mention(r, to, mention_of(r, &meant[i]), meant[i].begin, meant[i].end)) {
            return false;
        }
    }
    return true;
}

static int by_number(const void *a, const void *b) {
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;
    return (x > y) - (x < y);
}

static int by_topic(const void *a, const void *b) {
    const meaning *x = a;
    const meaning *y = b;
    if (x->topic != y->topic) {
        return x->topic < y->topic ? -1 : 1;
    }
    if (x->term != y->term) {
        return x->term < y->term ? -1 : 1;
    }
    return x->begin < y->begin ? -1 : x->begin > y->begin;
}

/* Whether another tag that the sentence names has all words of this one. */
static bool is_covered(const reader *r, const cst__topic *topic) {
    const cst__topic *items = r->out->topics->item;
    for (size_t i = 0; i < r->n_touched; i++) {
        const cst__topic *other = &items[r->touched[i]];
        bool another = other != topic && other->kind == CST__TOPIC_TAG;
        if (another && is_named(r, other) && is_within(r, topic, other)) {
            return true;
        }
    }
    return false;
}

static bool end_names(reader *r) {
    const cst__topics *t = r->out->topics;
    bool ok = true;
    if (r->n_touched > 0) {
        qsort(r->touched, r->n_touched, sizeof *r->touched, by_number);
    }
    for (size_t i = 0; i < r->n_touched && ok; i++) {
        size_t topic = r->touched[i];
        bool again = i > 0 && r->touched[i - 1] == topic;
        bool slot = t->item[topic].kind == CST__TOPIC_SLOT;
        bool tag = t->item[topic].kind == CST__TOPIC_TAG;
        if (!again && !slot && is_named(r, &t->item[topic]) &&
            !(tag && is_covered(r, &t->item[topic]))) {
            ok = end_named(r, topic);
        }
    }
    return ok;
}

/* Of tags that are not named in the sentence. */
static bool end_meanings(reader *r) {
    bool ok = true;
    if (r->n_meant > 0) {
        qsort(r->meant, r->n_meant, sizeof *r->meant, by_topic);
    }
    for (size_t i = 0; i < r->n_meant && ok;) {
        size_t n = 1;
        while (i + n < r->n_meant && r->meant[i + n].topic == r->meant[i].topic) {
            n++;
        }
        if (r->told[r->meant[i].topic] != r->number) {
            ok = end_meant(r, r->meant + i, n);
        }
        i += n;
    }
    return ok;
}

static cst_error read_sentence(reader *r) {
    r->number++;
    r->n_touched = 0;
    r->n_meant = 0;
    r->quoted = CST__NONE;
    cst_error error =
        cst__words_of(r->cut.text + r->cut.begin, r->cut.end - r->cut.begin, take_word, r);
    if (error != CST_E_OK) {
        return error;
    }
    find_spoken_slots(r);
    return end_names(r) && end_meanings(r) ? CST_E_OK : CST_E_MEMORY;
}

/* ---------------------------------------------------------------- the door */

static bool make_room(reader *r) {
    cst__reading *out = r->out;
    size_t n_slots = out->words->catalog->rules->n_slots;
    r->place = calloc(out->words->meaning.rank + 1, sizeof *r->place);
    r->hits = calloc(out->topics->n_places + 1, sizeof *r->hits);
    r->told = calloc(out->topics->n + 1, sizeof *r->told);
    r->spoken = calloc(n_slots + 1, sizeof *r->spoken);
    out->topic = cst__arena_alloc(out->arena, out->topics->n, sizeof *out->topic);
    bool ok = r->place != NULL && r->hits != NULL && r->told != NULL && r->spoken != NULL &&
              out->topic != NULL;
    for (size_t i = 0; i < out->topics->n && ok; i++) {
        out->topic[i].slots = cst__arena_alloc(out->arena, n_slots, sizeof *out->topic[i].slots);
        ok = out->topic[i].slots != NULL;
    }
    return ok;
}

static void clear(reader *r) {
    cst__word_list_clear(&r->seen);
    free(r->known);
    free(r->kin);
    free(r->close);
    free(r->place);
    free(r->hits);
    free(r->told);
    free(r->touched);
    free(r->meant);
    free(r->spoken);
}

cst_error cst__words_read(cst__reading *reading, const char *text, size_t size) {
    reader r = {.out = reading, .cut = cst__sentences_of(text, size)};
    r.seen.arena = reading->arena;
    cst_error error = make_room(&r) ? CST_E_OK : CST_E_MEMORY;
    while (error == CST_E_OK && cst__sentences_next(&r.cut)) {
        error = read_sentence(&r);
    }
    clear(&r);
    return error;
}
