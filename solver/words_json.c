/*
 * words_json.c - likenesses and proposals as text: the writers of consort-likeness/1 and
 * consort-proposal/1.
 *
 * Under "slots" of a proposal stands what is new in it, in the form of an opportunity, so that it
 * can be copied into one; under "proposed" how it came to be proposed and what would follow.
 */
#include "consort/words.h"
#include "solver/json_write.h"

static json_t *begin_file(writer *w, const char *format, const char *verb) {
    json_t *object = json_object();
    put_text(w, object, "format", format);
    put_text(w, object, "consort", CST_VERSION);
    put_text(w, object, "verb", verb);
    return object;
}

/* ---------------------------------------------------------------- likenesses */

static json_t *write_match(writer *w, const cst_word_match *match) {
    json_t *object = json_object();
    put_text(w, object, "word", match->word);
    put_text(w, object, "found", match->found);
    return object;
}

static json_t *write_likeness(writer *w, const cst_likeness *likeness) {
    json_t *object = json_object();
    json_t *matches = json_array();
    put_text(w, object, "offering", likeness->offering);
    put_known(w, object, "name", likeness->name);
    put_text(w, object, "firm", likeness->firm);
    put_text(w, object, "slot", likeness->slot);
    put_share(w, object, "by_words", likeness->words_bp);
    put_share(w, object, "by_meaning", likeness->meaning_bp);
    for (size_t i = 0; i < likeness->n_matches; i++) {
        add(w, matches, write_match(w, &likeness->matches[i]));
    }
    put(w, object, "matches", matches);
    return object;
}

cst_error cst_likenesses_to_json(const cst_likenesses *found, char **text, size_t *size) {
    writer w = {.digits = DIGITS_FAITHFUL};
    json_t *object = begin_file(&w, "consort-likeness/1", "find");
    json_t *proposals = json_array();
    for (size_t i = 0; i < found->n_items; i++) {
        add(&w, proposals, write_likeness(&w, &found->items[i]));
    }
    put(&w, object, "proposals", proposals);
    put_count(&w, object, "alike", (int64_t)found->n_alike);
    put(&w, object, "unknown_words", write_texts(&w, found->unknown, found->n_unknown));
    put(&w, object, "common_words", write_texts(&w, found->common, found->n_common));
    return print(&w, object, text, size);
}

/* ---------------------------------------------------------------- the fragment */

static json_t *write_wants(writer *w, const cst_slot_proposal *slot) {
    json_t *wants = json_object();
    for (size_t i = 0; i < slot->n_items; i++) {
        if (slot->items[i].asks == CST_ASKS_WANTS && !slot->items[i].asked) {
            put_count(w, wants, slot->items[i].name, 1);
        }
    }
    return wants;
}

static json_t *write_tags(writer *w, const cst_slot_proposal *slot, cst_asks asks) {
    json_t *tags = json_array();
    for (size_t i = 0; i < slot->n_items; i++) {
        if (slot->items[i].asks == asks && !slot->items[i].asked) {
            add(w, tags, json_string(slot->items[i].name));
        }
    }
    return tags;
}

/* Keys under which nothing stands are left out. */
static json_t *write_slot(writer *w, const cst_slot_proposal *slot) {
    json_t *object = json_object();
    for (int a = CST_ASKS_EVERY_HAS; a <= CST_ASKS_WANTS; a++) {
        cst_asks asks = (cst_asks)a;
        bool wants = asks == CST_ASKS_WANTS;
        json_t *value = wants ? write_wants(w, slot) : write_tags(w, slot, asks);
        if (wants ? json_object_size(value) > 0 : json_array_size(value) > 0) {
            put(w, object, cst_asks_id(asks), value);
        } else {
            w->out_of_memory = w->out_of_memory || value == NULL;
            json_decref(value);
        }
    }
    return object;
}

static json_t *write_fragment(writer *w, const cst_proposal *proposal) {
    json_t *slots = json_object();
    for (size_t i = 0; i < proposal->n_slots; i++) {
        json_t *slot = write_slot(w, &proposal->slots[i]);
        if (json_object_size(slot) > 0) {
            put(w, slots, proposal->slots[i].slot, slot);
        } else {
            w->out_of_memory = w->out_of_memory || slot == NULL;
            json_decref(slot);
        }
    }
    return slots;
}

/* ---------------------------------------------------------------- reasons and consequences */

static json_t *write_mention(writer *w, const cst_mention *mention) {
    json_t *object = json_object();
    put_count(w, object, "sentence", (int64_t)mention->sentence);
    put_text(w, object, "word", mention->word);
    put_text(w, object, "of", mention->of);
    put_text(w, object, "by", mention->by_meaning ? "meaning" : "name");
    put_share(w, object, "likeness", mention->likeness_bp);
    if (mention->by_meaning) {
        put_count(w, object, "offerings_with_word", (int64_t)mention->n_with);
        put_count(w, object, "of_these_with_tag", (int64_t)mention->n_both);
    }
    return object;
}

static json_t *write_item(writer *w, const cst_proposed *item) {
    json_t *object = json_object();
    json_t *mentions = json_array();
    put_text(w, object, "under", cst_asks_id(item->asks));
    put_text(w, object, "name", item->name);
    put(w, object, "asked", json_boolean(item->asked));
    put_count(w, object, "have", (int64_t)item->n_have);
    put_count(w, object, "remain", (int64_t)item->n_remain);
    put_count(w, object, "sentences", (int64_t)item->n_sentences);
    for (size_t i = 0; i < item->n_mentions; i++) {
        add(w, mentions, write_mention(w, &item->mentions[i]));
    }
    put(w, object, "mentions", mentions);
    return object;
}

static json_t *write_slot_proposal(writer *w, const cst_slot_proposal *slot) {
    json_t *object = json_object();
    json_t *items = json_array();
    put_text(w, object, "slot", slot->slot);
    put_count(w, object, "offerings", (int64_t)slot->n_offerings);
    put_count(w, object, "open", (int64_t)slot->n_open);
    put_count(w, object, "remain", (int64_t)slot->n_remain);
    for (size_t i = 0; i < slot->n_items; i++) {
        add(w, items, write_item(w, &slot->items[i]));
    }
    put(w, object, "items", items);
    return object;
}

static json_t *write_sentence(writer *w, const cst_sentence *sentence) {
    json_t *object = json_object();
    put_count(w, object, "line", (int64_t)sentence->line);
    put_count(w, object, "column", (int64_t)sentence->column);
    put_text(w, object, "text", sentence->text);
    return object;
}

cst_error cst_proposal_to_json(const cst_proposal *proposal, char **text, size_t *size) {
    writer w = {.digits = DIGITS_FAITHFUL};
    json_t *object = begin_file(&w, "consort-proposal/1", "match");
    json_t *proposed = json_array();
    json_t *sentences = json_array();
    put_known(&w, object, "opportunity", proposal->opportunity);
    put(&w, object, "slots", write_fragment(&w, proposal));
    for (size_t i = 0; i < proposal->n_slots; i++) {
        add(&w, proposed, write_slot_proposal(&w, &proposal->slots[i]));
    }
    put(&w, object, "proposed", proposed);
    for (size_t i = 0; i < proposal->n_sentences; i++) {
        add(&w, sentences, write_sentence(&w, &proposal->sentences[i]));
    }
    put(&w, object, "sentences", sentences);
    return print(&w, object, text, size);
}
