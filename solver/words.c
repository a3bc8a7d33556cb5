/*
 * words.c - cst_words_like: the offerings whose texts are like another text.
 *
 *     text -> words -> the same words and their forms in the index -> two likenesses for each
 *
 * By words: the cosine of the two vectors. By meaning: the cosine of what remains of them in the
 * space of meaning. Both are rounded to four places before anything is compared, and ties fall to
 * the smaller id, so that the last bits of an addition decide nothing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "model/faults.h"
#include "solver/words_parts.h"

/* Offerings without a word of the text are listed from here on, in basis points. */
#define LEAST_MEANING 3000

/* ---------------------------------------------------------------- texts */

static cst_error report(const char *message, size_t offset, const cst__source *source,
                        cst_diagnostics *diagnostics) {
    cst__arena *arena = cst__arena_new();
    if (arena == NULL) {
        return CST_E_MEMORY;
    }
    cst__faults faults = {.arena = arena};
    cst__faults_add(&faults, (cst__fault){"", message, offset, false});
    bool told = !faults.out_of_memory && cst__faults_report(&faults, source, diagnostics);
    cst__arena_free(arena);
    return told ? CST_E_INPUT : CST_E_MEMORY;
}

cst_error cst__words_check(const char *text, size_t size, const char *name,
                           cst_diagnostics *diagnostics) {
    cst__source source = {name, text, size};
    if (size > CST_WORDS_MAX_BYTES) {
        return report("the text is longer than 16 MiB, the most that is looked at", 0, &source,
                      diagnostics);
    }
    const uint8_t *bad = size == 0 ? NULL : u8_check((const uint8_t *)text, size);
    if (bad != NULL) {
        return report("the text is not UTF-8 from here", (size_t)((const char *)bad - text),
                      &source, diagnostics);
    }
    return CST_E_OK;
}

int cst__words_likeness(double value) {
    return value <= 0 ? 0 : value >= 1 ? CST__BP : (int)floor(value * CST__BP + 0.5);
}

/* ---------------------------------------------------------------- the text as a question */

/* A word of the text, a word of the index that it may be. */
typedef struct pair {
    size_t asked, found;
} pair;

typedef struct question {
    const cst_words *words;
    cst__arena *arena;    /* of the answer */
    cst__word_list asked; /* distinct, as they come */
    size_t *times;        /* [asked.room] how often */
    bool *whole;          /* [asked.room] comes in parts too */
    size_t room;
    pair *pairs;
    size_t n_pairs;
    double *weights; /* [list.n] of the index; length 1, or 0 */
    double *meaning; /* [rank] likewise */
    cst_likenesses *out;
} question;

static bool make_room(question *q) {
    if (q->asked.n < q->room) {
        return true;
    }
    size_t room = q->room == 0 ? 64 : 2 * q->room;
    size_t *times = realloc(q->times, room * sizeof *times);
    q->times = times != NULL ? times : q->times;
    bool *whole = realloc(q->whole, room * sizeof *whole);
    q->whole = whole != NULL ? whole : q->whole;
    q->room = times != NULL && whole != NULL ? room : q->room;
    return times != NULL && whole != NULL;
}

static bool take_word(void *context, const cst__word *word) {
    question *q = context;
    size_t n = q->asked.n;
    size_t at = make_room(q) ? cst__word_list_add(&q->asked, word->text) : CST__NONE;
    if (at == CST__NONE) {
        return false;
    }
    q->times[at] = at == n ? 1 : q->times[at] + 1;
    q->whole[at] = word->whole;
    return true;
}

/* The word and its forms in the index, but those that are too common. */
static void find_word(question *q, size_t asked) {
    const cst_words *w = q->words;
    cst__kin kin[CST__MOST_KIN];
    size_t n = cst__word_list_kin(&w->list, q->asked.item[asked], kin);
    bool same = n > 0 && kin[0].likeness_bp == CST__BP;
    if (same && w->rarity[kin[0].word] <= 0) {
        q->out->common[q->out->n_common++] = q->asked.item[asked];
        return;
    }
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        if (w->rarity[kin[i].word] > 0) {
            q->weights[kin[i].word] +=
                (double)q->times[asked] * kin[i].likeness_bp / (double)CST__BP;
            q->pairs[q->n_pairs++] = (pair){asked, kin[i].word};
            found = true;
        }
    }
    if (!found && !q->whole[asked]) {
        q->out->unknown[q->out->n_unknown++] = q->asked.item[asked];
    }
}

static bool find_words(question *q) {
    const cst_words *w = q->words;
    q->pairs = malloc((q->asked.n * CST__MOST_KIN + 1) * sizeof *q->pairs);
    q->weights = calloc(w->list.n + 1, sizeof *q->weights);
    q->out->unknown = cst__arena_alloc(q->arena, q->asked.n, sizeof *q->out->unknown);
    q->out->common = cst__arena_alloc(q->arena, q->asked.n, sizeof *q->out->common);
    if (q->pairs == NULL || q->weights == NULL || q->out->unknown == NULL ||
        q->out->common == NULL) {
        return false;
    }
    for (size_t i = 0; i < q->asked.n; i++) {
        find_word(q, i);
    }
    for (size_t t = 0; t < w->list.n; t++) {
        double times = q->weights[t];
        q->weights[t] = (times > 1 ? 1 + log(times) : times) * w->rarity[t];
    }
    cst__words_scale(q->weights, w->list.n);
    return true;
}

static bool find_meaning(question *q) {
    const cst__lsa *m = &q->words->meaning;
    q->meaning = calloc(m->rank + 1, sizeof *q->meaning);
    for (size_t t = 0; q->meaning != NULL && t < q->words->list.n; t++) {
        for (size_t k = 0; q->weights[t] > 0 && k < m->rank; k++) {
            q->meaning[k] += q->weights[t] * m->words[t * m->rank + k];
        }
    }
    if (q->meaning != NULL) {
        cst__words_scale(q->meaning, m->rank);
    }
    return q->meaning != NULL;
}

/* ---------------------------------------------------------------- likeness */

typedef struct candidate {
    size_t offering;
    int words_bp, meaning_bp;
} candidate;

static candidate compare_with(const question *q, size_t offering) {
    const cst__sparse *texts = &q->words->texts;
    const cst__lsa *m = &q->words->meaning;
    double by_words = 0;
    double by_meaning = 0;
    for (size_t i = texts->begin[offering]; i < texts->begin[offering + 1]; i++) {
        by_words += q->weights[texts->column[i]] * texts->value[i];
    }
    for (size_t k = 0; k < m->rank; k++) {
        by_meaning += q->meaning[k] * m->texts[offering * m->rank + k];
    }
    return (candidate){offering, cst__words_likeness(by_words), cst__words_likeness(by_meaning)};
}

/* Offerings stand in the order of their ids. */
static int by_likeness(const void *a, const void *b) {
    const candidate *x = a;
    const candidate *y = b;
    int of_x = x->words_bp + x->meaning_bp;
    int of_y = y->words_bp + y->meaning_bp;
    if (of_x != of_y) {
        return of_x > of_y ? -1 : 1;
    }
    if (x->words_bp != y->words_bp) {
        return x->words_bp > y->words_bp ? -1 : 1;
    }
    return x->offering < y->offering ? -1 : x->offering > y->offering;
}

/* New list of all that are alike, in order. */
static candidate *list_candidates(const question *q, size_t slot, size_t *n) {
    const cst_catalog *catalog = q->words->catalog;
    candidate *list = malloc((catalog->n_offerings + 1) * sizeof *list);
    *n = 0;
    for (size_t o = 0; list != NULL && o < catalog->n_offerings; o++) {
        if (slot == CST__NONE || catalog->offerings[o].slot == slot) {
            candidate one = compare_with(q, o);
            list[*n] = one;
            *n += one.words_bp > 0 || one.meaning_bp >= LEAST_MEANING;
        }
    }
    if (list != NULL) {
        qsort(list, *n, sizeof *list, by_likeness);
    }
    return list;
}

/* ---------------------------------------------------------------- the words that matched */

typedef struct match {
    double weight;
    pair words;
} match;

static int by_weight(const void *a, const void *b) {
    const match *x = a;
    const match *y = b;
    if (x->weight < y->weight || x->weight > y->weight) {
        return x->weight > y->weight ? -1 : 1;
    }
    if (x->words.asked != y->words.asked) {
        return x->words.asked < y->words.asked ? -1 : 1;
    }
    return x->words.found < y->words.found ? -1 : x->words.found > y->words.found;
}

static bool fill_matches(const question *q, size_t offering, cst_likeness *to) {
    const cst_words *w = q->words;
    match *matches = malloc((q->n_pairs + 1) * sizeof *matches);
    size_t n = 0;
    for (size_t i = 0; matches != NULL && i < q->n_pairs; i++) {
        if (cst__words_has(w, offering, q->pairs[i].found)) {
            matches[n++] = (match){q->weights[q->pairs[i].found], q->pairs[i]};
        }
    }
    to->matches = matches == NULL ? NULL : cst__arena_alloc(q->arena, n, sizeof *to->matches);
    if (to->matches != NULL) {
        qsort(matches, n, sizeof *matches, by_weight);
        for (size_t i = 0; i < n; i++) {
            const char *found = cst__arena_text(q->arena, w->list.item[matches[i].words.found]);
            to->matches[i] = (cst_word_match){q->asked.item[matches[i].words.asked], found};
            to->matches = found == NULL ? NULL : to->matches;
            if (to->matches == NULL) {
                break;
            }
        }
        to->n_matches = n;
    }
    free(matches);
    return to->matches != NULL;
}

/* The answer outlives index and catalog, so that it has copies of its texts. */
static bool fill_item(const question *q, const candidate *from, cst_likeness *to) {
    const cst_catalog *catalog = q->words->catalog;
    const cst__offering *offering = &catalog->offerings[from->offering];
    to->offering = cst__arena_text(q->arena, offering->id);
    to->name = cst__arena_text(q->arena, offering->name);
    to->firm = cst__arena_text(q->arena, catalog->firms[offering->firm].id);
    to->slot = cst__arena_text(q->arena, catalog->rules->slots[offering->slot].id);
    to->words_bp = from->words_bp;
    to->meaning_bp = from->meaning_bp;
    return to->offering != NULL && to->name != NULL && to->firm != NULL && to->slot != NULL &&
           fill_matches(q, from->offering, to);
}

static bool fill_items(const question *q, size_t slot, size_t most) {
    size_t n = 0;
    candidate *list = list_candidates(q, slot, &n);
    size_t listed = n < most ? n : most;
    q->out->n_alike = n;
    q->out->items = list == NULL ? NULL : cst__arena_alloc(q->arena, listed, sizeof *q->out->items);
    bool ok = q->out->items != NULL;
    for (size_t i = 0; i < listed && ok; i++) {
        ok = fill_item(q, &list[i], &q->out->items[i]);
        q->out->n_items = i + 1;
    }
    free(list);
    return ok;
}

/* ---------------------------------------------------------------- the door */

static cst_error ask(question *q, const char *text, size_t size, size_t slot, size_t most) {
    cst_error error = cst__words_of(text, size, take_word, q);
    if (error != CST_E_OK) {
        return error;
    }
    bool ok = find_words(q) && find_meaning(q) && fill_items(q, slot, most);
    return ok ? CST_E_OK : CST_E_MEMORY;
}

static cst_error answer(const cst_words *words, const char *text, size_t size, size_t slot,
                        size_t most, cst_likenesses **found) {
    cst__arena *arena = cst__arena_new();
    cst_likenesses *out = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *out);
    if (out == NULL) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    out->arena = arena;
    question q = {.words = words, .arena = arena, .out = out, .asked = {.arena = arena}};
    cst_error error = ask(&q, text, size, slot, most);
    cst__word_list_clear(&q.asked);
    free(q.times);
    free(q.whole);
    free(q.pairs);
    free(q.weights);
    free(q.meaning);
    if (error != CST_E_OK) {
        cst_likenesses_free(out);
        out = NULL;
    }
    *found = out;
    return error;
}

cst_error cst_words_like(const cst_words *words, const char *text, size_t size, const char *name,
                         const char *slot, size_t most, cst_likenesses **found,
                         cst_diagnostics *diagnostics) {
    *found = NULL;
    size_t only = slot == NULL ? CST__NONE : cst__rules_slot(words->catalog->rules, slot);
    if (slot != NULL && only == CST__NONE) {
        return CST_E_SETTING;
    }
    cst_error error = cst__words_check(text, size, name, diagnostics);
    return error == CST_E_OK ? answer(words, text, size, only, most, found) : error;
}

void cst_likenesses_free(cst_likenesses *found) {
    if (found != NULL) {
        cst__arena_free(found->arena);
    }
}
