/*
 * words_text_test.c - texts as words and as sentences: letters of many scripts, and what stands
 * between words; and which words are taken for forms of each other.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solver/words_parts.h"
#include "solver/words_sentences.h"
#include "tests/support.h"

/* ---------------------------------------------------------------- words */

typedef struct words_row {
    const char *name;
    const char *text;
    const char *words; /* with a star behind those that come in parts too */
} words_row;

static const words_row words_rows[] = {
    {"nothing", "", ""},
    {"no words", " - ... \t\n (!) ", ""},
    {"case", "Speech MODELS iPad", "speech models ipad"},
    {"accents of Latin", "\u00c9cole \u0130stanbul \u0142\u00f3d\u017a na\u00efve",
     "ecole istanbul \u0142odz naive"},
    {"accents that stand apart", "E\u0301cole", "ecole"},
    {"sharp s, ligature, full width", "Stra\u00dfe \ufb01ne \uff26\uff35\uff2c\uff2c",
     "strasse fine full"},
    {"Vietnamese", "Ti\u1ebfng Vi\u1ec7t", "tieng viet"},
    {"Greek, with a final sigma", "\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3",
     "\u03c3\u03b9\u03c3\u03c5\u03c6\u03bf\u03c3"},
    {"Cyrillic", "\u0428\u0451\u043b\u043a", "\u0448\u0435\u043b\u043a"},
    {"Arabic without points and hamza",
     "\u0623\u0646\u0638\u0645\u0629 \u0627\u0644\u0630\u0643\u0627\u0621\u064f",
     "\u0627\u0646\u0638\u0645\u0629 \u0627\u0644\u0630\u0643\u0627\u0621"},
    {"Hebrew without points", "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd",
     "\u05e9\u05dc\u05d5\u05dd"},
    {"Hindi keeps its vowels", "\u0939\u093f\u0928\u094d\u0926\u0940 \u092d\u093e\u0937\u093e",
     "\u0939\u093f\u0928\u094d\u0926\u0940 \u092d\u093e\u0937\u093e"},
    {"Korean", "\ud55c\uad6d\uc5b4 \ubaa8\ub378", "\ud55c\uad6d\uc5b4 \ubaa8\ub378"},
    {"Han in pairs", "\u4eba\u5de5\u667a\u80fd", "\u4eba\u5de5 \u5de5\u667a \u667a\u80fd"},
    {"one Han letter", "(\u6f22)", "\u6f22"},
    {"pairs end with what stands between", "\u4eba\u5de5 \u667a\u80fd",
     "\u4eba\u5de5 \u667a\u80fd"},
    {"Japanese, three scripts", "\u6771\u4eac\u304cABC\u30bf\u30ef\u30fc",
     "\u6771\u4eac \u4eac\u304c abc \u30bf\u30ef\u30fc"},
    {"half width Katakana", "\uff84\uff9e", "\u30c9"},
    {"hyphens", "on-premises, low-latency", "on-premises* on premises low-latency* low latency"},
    {"tags", "lang:sw cooling:liquid-loop.",
     "lang:sw* lang sw cooling:liquid-loop* cooling liquid loop"},
    {"the end of a sentence is no joint", "models. Models: end-", "models models end"},
    {"a hyphen between letters with accents", "\u00e9lan-vital", "elan vital"},
    {"figures", "1,000.5 TB in 2027, ISO-27001", "1,000.5 tb in 2027 iso-27001* iso 27001"},
    {"apostrophes", "l\u2019h\u00f4pital l'eau ministry's", "hopital eau ministry"},
    {"underscores and points", "foo_bar e.g. this", "foo_bar* foo bar e.g* this"},
    {"soft hyphen, no-width space", "co\u00adoperate mo\u200bdel", "cooperate mo del"},
    {"tatweel", "\u0633\u0640\u0644\u0627\u0645", "\u0633\u0644\u0627\u0645"},
    {"emoji are no words", "fast \U0001f680 models", "fast models"},
};

static bool note_word(void *context, const cst__word *word) {
    char *to = context;
    strcat(to, *to == '\0' ? "" : " ");
    strcat(to, word->text);
    strcat(to, word->whole ? "*" : "");
    return true;
}

static void cuts_words(void **state) {
    const words_row *row = *state;
    char found[1000] = "";
    assert_int_equal(cst__words_of(row->text, strlen(row->text), note_word, found), CST_E_OK);
    assert_string_equal(found, row->words);
}

/* ---------------------------------------------------------------- places, limits */

static bool check_place(void *context, const cst__word *word) {
    const char *text = context;
    size_t n = word->end - word->begin;
    assert_int_equal(n, 6);
    assert_memory_equal(text + word->begin, "\u00c9cole", 6);
    return true;
}

static void knows_places(void **state) {
    (void)state;
    char text[] = "  \u00c9cole (\u00c9cole) ";
    assert_int_equal(cst__words_of(text, strlen(text), check_place, text), CST_E_OK);
}

static bool refuse(void *context, const cst__word *word) {
    (void)word;
    ++*(int *)context;
    return false;
}

static void ends_when_refused(void **state) {
    (void)state;
    int calls = 0;
    assert_int_equal(cst__words_of("two words", 9, refuse, &calls), CST_E_MEMORY);
    assert_int_equal(calls, 1);
}

static void drops_long_words(void **state) {
    (void)state;
    char text[700];
    char found[1000] = "";
    memset(text, 'x', sizeof text);
    memcpy(text + 690, " short", 6);
    assert_int_equal(cst__words_of(text, 696, note_word, found), CST_E_OK);
    assert_string_equal(found, "short");
    found[0] = '\0';
    assert_int_equal(cst__words_of(text, CST__WORD_BYTES, note_word, found), CST_E_OK);
    assert_int_equal(strlen(found), CST__WORD_BYTES);
    found[0] = '\0';
    assert_int_equal(cst__words_of(text, CST__WORD_BYTES + 1, note_word, found), CST_E_OK);
    assert_string_equal(found, "");
}

/* ---------------------------------------------------------------- kin */

typedef struct kin_row {
    const char *name; /* two words */
    int likeness_bp;  /* 0: no kin */
} kin_row;

static const kin_row kin_rows[] = {
    {"model model", 10000},
    {"model models", 9090},
    {"government govern", 7500},
    {"health healthcare", 7500},
    {"arabic arab", 8000},
    {"speech speed", 0}, /* four letters of eleven */
    {"cool cooling", 7272},
    {"data database", 0}, /* of twelve */
    {"sea seas", 0},
    {"iso2700 iso27001", 0}, /* short; figures */
    {"low-cost low-costs", 0},
    {"\u00e9t\u00e9s \u00e9t\u00e9", 0},
    {"\u043c\u043e\u0434\u0435\u043b\u044c \u043c\u043e\u0434\u0435\u043b\u0438", 8333},
};

static void finds_kin(void **state) {
    const kin_row *row = *state;
    char one[100];
    char other[100];
    cst__kin kin[CST__MOST_KIN];
    assert_int_equal(sscanf(row->name, "%99s %99s", one, other), 2);
    cst__word_list list = {.arena = cst__arena_new()};
    cst__word_list_add(&list, other);
    cst__word_list_add(&list, "zebra");
    free(cst__word_list_sort(&list));
    size_t n = cst__word_list_kin(&list, one, kin);
    assert_int_equal(n > 0 ? kin[0].likeness_bp : 0, row->likeness_bp);
    cst__arena *arena = list.arena;
    cst__word_list_clear(&list);
    cst__arena_free(arena);
}

/* More kin than are kept: the likest stay, and they stand in order. */
static void keeps_the_likest_kin(void **state) {
    (void)state;
    char word[40] = "modelling";
    cst__kin kin[CST__MOST_KIN];
    cst__word_list list = {.arena = cst__arena_new()};
    for (char a = 'a'; a <= 'z'; a++) {
        snprintf(word, sizeof word, "model%c%c", a, a);
        cst__word_list_add(&list, word);
    }
    cst__word_list_add(&list, "models");
    cst__word_list_add(&list, "model");
    cst__word_list_add(&list, "models");
    assert_int_equal(list.n, 28);
    free(cst__word_list_sort(&list));
    assert_int_equal(cst__word_list_kin(&list, "model", kin), CST__MOST_KIN);
    assert_string_equal(list.item[kin[0].word], "model");
    assert_string_equal(list.item[kin[1].word], "models");
    assert_string_equal(list.item[kin[2].word], "modelaa");
    assert_string_equal(list.item[kin[15].word], "modelnn");
    cst__arena *arena = list.arena;
    cst__word_list_clear(&list);
    cst__arena_free(arena);
}

/* ---------------------------------------------------------------- sentences */

typedef struct sentence_row {
    const char *name;
    const char *text;
    const char *sentences; /* "line:column text|" of each */
} sentence_row;

static const sentence_row sentence_rows[] = {
    {"nothing", "", ""},
    {"white space", " \n\t \r\n", ""},
    {"one without an end", "a text", "1:1 a text|"},
    {"full stops", "One. Two!  Three? Four", "1:1 One.|1:6 Two!|1:12 Three?|1:19 Four|"},
    {"a point in a number is none", "At 3.5 TB. Next", "1:1 At 3.5 TB.|1:12 Next|"},
    {"what closes goes along", "He said \"yes.\" Then (no.) end",
     "1:1 He said \"yes.\"|1:16 Then (no.)|1:27 end|"},
    {"a line goes on", "one\ntwo. three", "1:1 one\ntwo.|2:6 three|"},
    {"an empty line", "one\n \ntwo", "1:1 one|3:1 two|"},
    {"a list", "need:\n- one\n- two\n  more\n* three",
     "1:1 need:|2:1 - one|3:1 - two\n  more|5:1 * three|"},
    {"a numbered list", "1. One. 2\n2. Two\n10) Ten", "1:1 1. One.|1:9 2|2:1 2. Two|3:1 10) Ten|"},
    {"Chinese", "\u4e00\u3002\u4e8c\uff01\u4e09", "1:1 \u4e00\u3002|1:3 \u4e8c\uff01|1:5 \u4e09|"},
    {"Arabic, Hindi", "\u0645\u0627\u061f\u0646 \u0964 x",
     "1:1 \u0645\u0627\u061f|1:4 \u0646 \u0964|1:8 x|"},
    {"columns are letters", "\u00e9\u00e9. x", "1:1 \u00e9\u00e9.|1:5 x|"},
    {"Windows lines", "one\r\n\r\ntwo\r\n", "1:1 one|3:1 two|"},
};

static void cuts_sentences(void **state) {
    const sentence_row *row = *state;
    char found[1000] = "";
    size_t n = 0;
    cst__sentences s = cst__sentences_of(row->text, strlen(row->text));
    while (cst__sentences_next(&s)) {
        n += (size_t)snprintf(found + n, sizeof found - n, "%zu:%zu %.*s|", s.line, s.column,
                              (int)(s.end - s.begin), row->text + s.begin);
    }
    assert_string_equal(found, row->sentences);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_places),
        cmocka_unit_test(ends_when_refused),
        cmocka_unit_test(drops_long_words),
        cmocka_unit_test(keeps_the_likest_kin),
    };
    return TEST_ROWS("words", words_rows, cuts_words) + TEST_ROWS("kin", kin_rows, finds_kin) +
           TEST_ROWS("sentences", sentence_rows, cuts_sentences) +
           cmocka_run_group_tests_name("words and their places", tests, NULL, NULL);
}
