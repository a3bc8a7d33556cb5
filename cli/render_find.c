/*
 * render_find.c - what was found by words. Likeness is said to be likeness: the page calls nothing
 * good, and shows with each proposal the words that led to it.
 */
#include "cli/render_find.h"

#include <stdlib.h>
#include <string.h>

#include "cli/figures.h"
#include "cli/table.h"
#include "cli/text.h"

/* The text with one more part behind a separator; NULL when out of memory. Takes both. */
static char *joined(char *text, const char *between, char *part) {
    bool both = text != NULL && part != NULL;
    char *more = both ? text_new("%s%s%s", text, *text == '\0' ? "" : between, part) : NULL;
    free(text);
    free(part);
    return more;
}

/* Takes the text. */
static void put_paragraph(page *p, int first, int indent, char *text) {
    p->failed = p->failed || text == NULL;
    page_wrapped(p, first, indent, text == NULL ? "" : text);
    free(text);
}

/* ---------------------------------------------------------------- offerings like a text */

/* "arabic, models (model)" */
static char *matches_new(const cst_likeness *likeness) {
    char *text = text_new("%s", "");
    for (size_t i = 0; i < likeness->n_matches; i++) {
        const cst_word_match *match = &likeness->matches[i];
        bool same = strcmp(match->word, match->found) == 0;
        char *part =
            same ? text_new("%s", match->word) : text_new("%s (%s)", match->word, match->found);
        text = joined(text, ", ", part);
    }
    return likeness->n_matches > 0 ? text : joined(text, "", text_new("none: by meaning alone"));
}

static void put_list(page *p, const char *label, const char *const *words, size_t n) {
    if (n == 0) {
        return;
    }
    char *text = text_new("%s ", label);
    for (size_t i = 0; i < n; i++) {
        text = joined(text, i == 0 ? "" : ", ", text_new("%s", words[i]));
    }
    put_paragraph(p, 0, 0, text);
}

static void put_likenesses(page *p, const cst_likenesses *found) {
    table t;
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "Proposal");
    table_column(&t, COLUMN_TEXT, "name");
    table_column(&t, COLUMN_TEXT, "firm");
    table_column(&t, COLUMN_TEXT, "slot");
    table_column(&t, COLUMN_FIGURE, "words");
    table_column(&t, COLUMN_FIGURE, "meaning");
    table_column(&t, COLUMN_TEXT, "words that matched");
    for (size_t i = 0; i < found->n_items; i++) {
        const cst_likeness *it = &found->items[i];
        table_cell(&t, it->offering);
        table_cell(&t, it->name);
        table_cell(&t, it->firm);
        table_cell(&t, it->slot);
        table_cell(&t, figure_decimal(it->words_bp).text);
        table_cell(&t, figure_decimal(it->meaning_bp).text);
        table_take(&t, matches_new(it));
    }
    table_print(&t, p, 0);
    table_clear(&t);
}

void render_likenesses(page *p, const cst_likenesses *found, const char *like) {
    put_paragraph(p, 0, 6, text_new("Like  %s", like));
    page_newline(p);
    if (found->n_items == 0) {
        page_wrapped(p, 0, 0, "No offering has a word of it, or one that keeps its company.");
    } else {
        put_likenesses(p, found);
    }
    page_newline(p);
    put_list(p, "No offering has:", found->unknown, found->n_unknown);
    put_list(p, "More than half of the offerings have, so that they tell nothing:", found->common,
             found->n_common);
    if (found->n_alike > found->n_items) {
        size_t more = found->n_alike - found->n_items;
        page_wrapped_format(p, 0, 0, "%zu more %s less alike (--most).", more,
                            more == 1 ? "is" : "are");
    }
    page_wrapped(p, 0, 0,
                 "These are proposals. They stand in the order of how like their texts are, by the "
                 "words that both have and by words that keep the same company in the catalog, and "
                 "of nothing else: it is no order of merit, and says neither that an offering is "
                 "eligible nor that it fits.");
}

/* ---------------------------------------------------------------- a tender's free text */

/* "open weights" stands for "Swahili (4 of the 5 offerings with swahili have it)". */
static char *mention_new(const cst_mention *mention) {
    if (mention->by_meaning) {
        return text_new("\"%s\" by meaning, %s: %zu of %zu with %s", mention->word,
                        figure_decimal(mention->likeness_bp).text, mention->n_both, mention->n_with,
                        mention->of);
    }
    return mention->likeness_bp == 10000 ? text_new("\"%s\"", mention->word)
                                         : text_new("\"%s\" for %s", mention->word, mention->of);
}

/* "[2] "open" "weights"; [5] "weights"" */
static char *mentions_new(const cst_proposed *item) {
    char *text = text_new("%s", "");
    for (size_t i = 0; i < item->n_mentions; i++) {
        const cst_mention *mention = &item->mentions[i];
        bool begins = i == 0 || mention[-1].sentence != mention->sentence;
        char *part = mention_new(mention);
        if (begins) {
            part = joined(text_new("[%zu]", mention->sentence + 1), " ", part);
        }
        text = joined(text, begins ? "; " : ", ", part);
    }
    return text;
}

static void put_slot(page *p, const cst_slot_proposal *slot) {
    table t;
    page_style(p, STYLE_STRONG);
    page_text(p, slot->slot);
    page_style(p, STYLE_PLAIN);
    page_format(p, ": %zu offering%s, %zu open, of which %zu would remain with every_has below",
                slot->n_offerings, plural((int64_t)slot->n_offerings), slot->n_open,
                slot->n_remain);
    page_newline(p);
    table_init(&t);
    table_column(&t, COLUMN_TEXT, "under");
    table_column(&t, COLUMN_TEXT, "name");
    table_column(&t, COLUMN_FIGURE, "have");
    table_column(&t, COLUMN_FIGURE, "remain");
    table_column(&t, COLUMN_TEXT, "[sentence] words that speak of it");
    for (size_t i = 0; i < slot->n_items; i++) {
        const cst_proposed *item = &slot->items[i];
        table_format(&t, "%s%s", cst_asks_id(item->asks), item->asked ? ", asked" : "");
        table_cell(&t, item->name);
        table_cell(&t, figure_count((int64_t)item->n_have).text);
        table_cell(&t, figure_count((int64_t)item->n_remain).text);
        table_take(&t, mentions_new(item));
    }
    table_print(&t, p, 2);
    table_clear(&t);
    page_newline(p);
}

static void put_sentences(page *p, const cst_proposal *proposal) {
    page_line(p, STYLE_STRONG, "Sentences, by line and column");
    for (size_t i = 0; i < proposal->n_sentences; i++) {
        const cst_sentence *sentence = &proposal->sentences[i];
        put_paragraph(
            p, 2, 6,
            text_new("[%zu] %zu:%zu %s", i + 1, sentence->line, sentence->column, sentence->text));
    }
    page_newline(p);
}

/* ---- the fragment, as a file would have it */

/* The names under one key; "" where there are none. Wants have weights. */
static char *names_new(const cst_slot_proposal *slot, cst_asks asks) {
    bool wants = asks == CST_ASKS_WANTS;
    char *names = text_new("%s", "");
    for (size_t i = 0; i < slot->n_items; i++) {
        const cst_proposed *item = &slot->items[i];
        if (item->asks == asks && !item->asked) {
            names = joined(names, ", ", text_new("\"%s\"%s", item->name, wants ? ": 1" : ""));
        }
    }
    bool none = names != NULL && *names == '\0';
    char *text = names == NULL || none ? NULL
                                       : text_new("\"%s\": %c %s %c", cst_asks_id(asks),
                                                  wants ? '{' : '[', names, wants ? '}' : ']');
    if (none) {
        return names;
    }
    free(names);
    return text;
}

/* "models": { "every_has": [ "weights:open" ] }; "" where nothing is new. */
static char *slot_new(const cst_slot_proposal *slot) {
    char *keys = text_new("%s", "");
    for (int a = CST_ASKS_EVERY_HAS; a <= CST_ASKS_WANTS; a++) {
        char *names = names_new(slot, (cst_asks)a);
        bool none = names != NULL && *names == '\0';
        keys = joined(keys, none ? "" : ", ", names);
    }
    bool none = keys == NULL || *keys == '\0';
    char *text = none ? keys : text_new("\"%s\": { %s }", slot->slot, keys);
    if (!none) {
        free(keys);
    }
    return text;
}

/* A comma goes behind a slot when the next one comes. */
static void put_fragment(page *p, const cst_proposal *proposal) {
    char *last = NULL;
    page_line(p, STYLE_STRONG, "What is new in it, to copy into an opportunity");
    page_wrapped(p, 2, 2, "\"slots\": {");
    for (size_t i = 0; i < proposal->n_slots; i++) {
        char *slot = slot_new(&proposal->slots[i]);
        p->failed = p->failed || slot == NULL;
        if (slot != NULL && *slot != '\0') {
            if (last != NULL) {
                put_paragraph(p, 4, 6, joined(last, "", text_new(",")));
            }
            last = slot;
        } else {
            free(slot);
        }
    }
    if (last != NULL) {
        put_paragraph(p, 4, 6, last);
    }
    page_wrapped(p, 2, 2, "}");
    page_newline(p);
}

void render_proposal(page *p, const cst_proposal *proposal) {
    if (*proposal->opportunity != '\0') {
        page_format(p, "Beside opportunity  %s", proposal->opportunity);
        page_newline(p);
        page_newline(p);
    }
    if (proposal->n_slots == 0) {
        page_wrapped(
            p, 0, 0,
            "The text names no capability or rating of the catalog, and no word that keeps "
            "the company of one.");
        return;
    }
    for (size_t i = 0; i < proposal->n_slots; i++) {
        put_slot(p, &proposal->slots[i]);
    }
    put_sentences(p, proposal);
    put_fragment(p, proposal);
    page_wrapped(p, 0, 0,
                 "These are proposals for people to judge: words say what a sentence speaks of, "
                 "not whether it asks for it. Nothing is applied to a match. 'have' counts the "
                 "offerings of the slot that have it, 'remain' those that are open now and would "
                 "stay if each had to have it. Under some_has one offering with it is enough, and "
                 "something of the slot must then be chosen.");
}
