/*
 * words_propose.c - cst_words_propose: what a tender's free text may be asking for, slot by slot.
 *
 *     text -> topics it speaks of -> slots they belong to -> a key of the opportunity -> counts
 *
 * Which key. `some_has` asks least of a tag: that something chosen has it. `every_has` is proposed
 * where the text names the tag itself, names no other of its kind for the slot (of "lang:sw" and
 * "lang:en" each may be had from another offering), and something is left in the slot that has all
 * tags proposed so. Ratings are wanted, each alike: how much one matters is for people to say.
 *
 * Which slots. Of those where something has the tag the ones that a sentence which speaks of it
 * speaks of too; where none is, all.
 */
#include <stdlib.h>
#include <string.h>

#include "solver/screen.h"
#include "solver/words_topics.h"

typedef struct proposing {
    const cst_words *words;
    const cst_catalog *catalog;
    const cst_opportunity *opportunity; /* NULL: none */
    cst__screening *screening;          /* NULL: none */
    cst__arena *arena;                  /* of the proposal */
    cst__topics topics;
    cst__reading reading;
    cst_proposal *out;
    size_t *picked; /* topics of the slot that is being filled */
    size_t n_picked;
} proposing;

const char *cst_asks_id(cst_asks asks) {
    static const char *const ids[] = {[CST_ASKS_EVERY_HAS] = "every_has",
                                      [CST_ASKS_SOME_HAS] = "some_has",
                                      [CST_ASKS_WANTS] = "wants"};
    return (size_t)asks < sizeof ids / sizeof *ids ? ids[asks] : "";
}

/* ---------------------------------------------------------------- which topics of a slot */

static bool has_a_slot(const proposing *p, size_t topic) {
    const struct cst__read_topic *read = &p->reading.topic[topic];
    for (size_t s = 0; s < p->catalog->rules->n_slots; s++) {
        if (read->slots[s] && p->topics.item[topic].n_have[s] > 0) {
            return true;
        }
    }
    return false;
}

static bool belongs(const proposing *p, size_t topic, size_t slot) {
    const struct cst__read_topic *read = &p->reading.topic[topic];
    if (read->n_sentences == 0 || p->topics.item[topic].n_have[slot] == 0) {
        return false;
    }
    return read->slots[slot] || !has_a_slot(p, topic);
}

static void pick_topics(proposing *p, size_t slot) {
    p->n_picked = 0;
    for (size_t i = 0; i < p->topics.n_tags + p->topics.n_ratings; i++) {
        if (belongs(p, i, slot)) {
            p->picked[p->n_picked++] = i;
        }
    }
}

/* ---------------------------------------------------------------- what is asked already */

static bool is_wanted(const cst__slot_ask *ask, const char *name) {
    bool wanted = false;
    for (size_t i = 0; i < ask->n_wants; i++) {
        wanted = wanted || strcmp(ask->wants[i].name, name) == 0;
    }
    return wanted;
}

/* True, and where, for what the opportunity asks. */
static bool is_asked(const proposing *p, const cst__topic *topic, size_t slot, cst_asks *asks) {
    if (p->opportunity == NULL) {
        return false;
    }
    const cst__slot_ask *ask = &p->opportunity->slots[slot];
    if (topic->kind == CST__TOPIC_RATING) {
        *asks = CST_ASKS_WANTS;
        return is_wanted(ask, topic->name);
    }
    bool every = cst__texts_has(&ask->every_has, topic->name);
    *asks = every ? CST_ASKS_EVERY_HAS : CST_ASKS_SOME_HAS;
    return every || cst__texts_has(&ask->some_has, topic->name);
}

/* ---------------------------------------------------------------- counting */

static bool is_open(const proposing *p, size_t offering, size_t slot) {
    return p->catalog->offerings[offering].slot == slot &&
           (p->screening == NULL || p->screening->eligible[offering]);
}

/* Offerings of the slot that are open and have everything that the items ask of each, and the topic
 * (NULL: none) as well. */
static size_t count_open(const proposing *p, size_t slot, const cst_slot_proposal *with,
                         const cst__topic *topic) {
    size_t n = 0;
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        const cst__offering *offering = &p->catalog->offerings[o];
        bool counts = is_open(p, o, slot) && (topic == NULL || cst__topic_of(topic, offering));
        for (size_t i = 0; with != NULL && i < with->n_items && counts; i++) {
            counts = with->items[i].asks != CST_ASKS_EVERY_HAS ||
                     cst__texts_has(&offering->capabilities, with->items[i].name);
        }
        n += counts;
    }
    return n;
}

/* ---------------------------------------------------------------- which key */

static size_t kind_length(const char *tag) {
    return strcspn(tag, ":");
}

static bool is_alone(const proposing *p, size_t topic) {
    const char *name = p->topics.item[topic].name;
    size_t length = kind_length(name);
    for (size_t i = 0; i < p->n_picked; i++) {
        const char *other = p->topics.item[p->picked[i]].name;
        bool named = p->topics.item[p->picked[i]].kind == CST__TOPIC_TAG &&
                     p->reading.topic[p->picked[i]].by_name;
        if (named && p->picked[i] != topic && kind_length(other) == length &&
            memcmp(name, other, length) == 0) {
            return false;
        }
    }
    return true;
}

static cst_asks key_for(const proposing *p, size_t topic, size_t slot,
                        const cst_slot_proposal *so_far) {
    const cst__topic *it = &p->topics.item[topic];
    if (it->kind == CST__TOPIC_RATING) {
        return CST_ASKS_WANTS;
    }
    bool every = p->reading.topic[topic].by_name && is_alone(p, topic) &&
                 count_open(p, slot, so_far, it) > 0;
    return every ? CST_ASKS_EVERY_HAS : CST_ASKS_SOME_HAS;
}

/* ---------------------------------------------------------------- a slot */

static bool fill_item(const proposing *p, size_t topic, size_t slot, cst_slot_proposal *to) {
    const cst__topic *it = &p->topics.item[topic];
    const struct cst__read_topic *read = &p->reading.topic[topic];
    cst_proposed item = {.name = cst__arena_text(p->arena, it->name),
                         .n_have = it->n_have[slot],
                         .n_remain = count_open(p, slot, NULL, it),
                         .mentions = read->mentions,
                         .n_mentions = read->n_mentions,
                         .n_sentences = read->n_sentences};
    item.asked = is_asked(p, it, slot, &item.asks);
    item.asks = item.asked ? item.asks : key_for(p, topic, slot, to);
    to->items[to->n_items++] = item;
    return item.name != NULL;
}

static int by_key(const void *a, const void *b) {
    const cst_proposed *x = a;
    const cst_proposed *y = b;
    return x->asks != y->asks ? (x->asks > y->asks) - (x->asks < y->asks)
                              : strcmp(x->name, y->name);
}

/* Topics of which more sentences speak come first to every_has. */
static void order_picked(proposing *p) {
    for (size_t i = 1; i < p->n_picked; i++) {
        size_t topic = p->picked[i];
        size_t n = p->reading.topic[topic].n_sentences;
        size_t at = i;
        while (at > 0 && p->reading.topic[p->picked[at - 1]].n_sentences < n) {
            p->picked[at] = p->picked[at - 1];
            at--;
        }
        p->picked[at] = topic;
    }
}

static bool fill_slot(proposing *p, size_t slot) {
    pick_topics(p, slot);
    if (p->n_picked == 0) {
        return true;
    }
    order_picked(p);
    cst_slot_proposal *to = &p->out->slots[p->out->n_slots++];
    to->slot = cst__arena_text(p->arena, p->catalog->rules->slots[slot].id);
    to->items = cst__arena_alloc(p->arena, p->n_picked, sizeof *to->items);
    bool ok = to->slot != NULL && to->items != NULL;
    for (size_t i = 0; i < p->n_picked && ok; i++) {
        ok = fill_item(p, p->picked[i], slot, to);
    }
    if (ok) {
        for (size_t o = 0; o < p->catalog->n_offerings; o++) {
            to->n_offerings += p->catalog->offerings[o].slot == slot;
        }
        to->n_open = count_open(p, slot, NULL, NULL);
        to->n_remain = count_open(p, slot, to, NULL);
        qsort(to->items, to->n_items, sizeof *to->items, by_key);
    }
    return ok;
}

static cst_error fill(proposing *p) {
    const cst_rules *rules = p->catalog->rules;
    p->picked = malloc((p->topics.n + 1) * sizeof *p->picked);
    p->out->slots = cst__arena_alloc(p->arena, rules->n_slots, sizeof *p->out->slots);
    p->out->sentences = p->reading.sentences;
    p->out->n_sentences = p->reading.n_sentences;
    const char *id = p->opportunity == NULL ? "" : p->opportunity->id;
    p->out->opportunity = cst__arena_text(p->arena, id);
    bool ok = p->picked != NULL && p->out->slots != NULL && p->out->opportunity != NULL;
    for (size_t s = 0; s < rules->n_slots && ok; s++) {
        ok = fill_slot(p, s);
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* ---------------------------------------------------------------- the door */

static cst_error propose(proposing *p, const char *text, size_t size) {
    cst_error error = CST_E_OK;
    if (p->opportunity != NULL) {
        error = cst__screen(p->opportunity, &p->screening);
    }
    if (error == CST_E_OK) {
        error = cst__topics_find(p->words, p->arena, &p->topics);
    }
    if (error == CST_E_OK) {
        p->reading = (cst__reading){.words = p->words, .topics = &p->topics, .arena = p->arena};
        error = cst__words_read(&p->reading, text, size);
    }
    return error == CST_E_OK ? fill(p) : error;
}

cst_error cst_words_propose(const cst_words *words, const char *text, size_t size, const char *name,
                            const cst_opportunity *opportunity, cst_proposal **proposal,
                            cst_diagnostics *diagnostics) {
    *proposal = NULL;
    if (opportunity != NULL && opportunity->catalog != words->catalog) {
        return CST_E_SETTING;
    }
    cst_error error = cst__words_check(text, size, name, diagnostics);
    if (error != CST_E_OK) {
        return error;
    }
    cst__arena *arena = cst__arena_new();
    cst_proposal *out = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *out);
    if (out == NULL) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    out->arena = arena;
    proposing p = {.words = words,
                   .catalog = words->catalog,
                   .opportunity = opportunity,
                   .arena = arena,
                   .out = out};
    error = propose(&p, text, size);
    cst__screening_free(p.screening);
    cst__topics_clear(&p.topics);
    free(p.picked);
    if (error != CST_E_OK) {
        cst_proposal_free(out);
        out = NULL;
    }
    *proposal = out;
    return error;
}

void cst_proposal_free(cst_proposal *proposal) {
    if (proposal != NULL) {
        cst__arena_free(proposal->arena);
    }
}
