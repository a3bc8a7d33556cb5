/*
 * words_sentences.c - a text cut into sentences: they end with a full stop, a question or an
 * exclamation mark before white space, with their like in other scripts wherever these stand, and
 * with an empty line or the mark of an item of a list. An abbreviation may cut one in two, which
 * costs no more than a shorter quotation.
 */
#include "solver/words_sentences.h"

#include <string.h>

cst__sentences cst__sentences_of(const char *text, size_t size) {
    return (cst__sentences){.text = text, .size = size, .at_line = 1, .at_column = 1};
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes of a mark that ends a sentence by itself: 。 ！ ？ ؟ । ; else 0. */
static size_t full_stop(const char *text, size_t n) {
    static const char *const marks[] = {"\xe3\x80\x82", "\xef\xbc\x81", "\xef\xbc\x9f", "\xd8\x9f",
                                        "\xe0\xa5\xa4"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = strlen(marks[i]);
        if (n >= length && memcmp(text, marks[i], length) == 0) {
            return length;
        }
    }
    return 0;
}

/* A mark that does so before white space, with what it closes. */
static size_t stop_before_space(const char *text, size_t n) {
    if (text[0] != '.' && text[0] != '!' && text[0] != '?') {
        return 0;
    }
    size_t length = 1;
    while (length < n && strchr(".!?\"')]", text[length]) != NULL && text[length] != '\0') {
        length++;
    }
    return length == n || is_space(text[length]) ? length : 0;
}

/* "- ", "* ", "• ", "# ", "3. ", "b) " at the start of a line. */
static bool is_item(const char *text, size_t n) {
    size_t i = n >= 3 && memcmp(text, "\xe2\x80\xa2", 3) == 0 ? 3 : 0;
    if (i == 0 && n > 0 && strchr("-*#", text[0]) != NULL && text[0] != '\0') {
        i = 1;
    }
    if (i == 0) {
        while (i < n && i < 3 && text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        i += i == 0 && n > 0 && text[0] >= 'a' && text[0] <= 'z';
        if (i == 0 || i >= n || (text[i] != '.' && text[i] != ')')) {
            return false;
        }
        i++;
    }
    return i < n && is_space(text[i]);
}

/* At the end of a line: whether the next one begins something else. */
static bool line_ends_it(const char *text, size_t n) {
    size_t i = 1;
    while (i < n && is_space(text[i]) && text[i] != '\n') {
        i++;
    }
    return i == n || text[i] == '\n' || is_item(text + i, n - i);
}

static void step(cst__sentences *s, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) {
        char c = s->text[s->at++];
        if (c == '\n') {
            s->at_line++;
            s->at_column = 1;
        } else {
            s->at_column += ((unsigned char)c & 0xc0) != 0x80;
        }
    }
}

/* Bytes of what ends the sentence here; 0 where nothing does. The mark of an item ends none. */
static size_t stop_at(const cst__sentences *s) {
    const char *here = s->text + s->at;
    size_t left = s->size - s->at;
    size_t stop = stop_before_space(here, left);
    stop = stop > 0 ? stop : full_stop(here, left);
    bool mark = s->at - s->begin < 4 && is_item(s->text + s->begin, s->size - s->begin);
    return mark ? 0 : stop;
}

bool cst__sentences_next(cst__sentences *s) {
    while (s->at < s->size && is_space(s->text[s->at])) {
        step(s, 1);
    }
    s->begin = s->end = s->at;
    s->line = s->at_line;
    s->column = s->at_column;
    while (s->at < s->size) {
        const char *here = s->text + s->at;
        if (here[0] == '\n' && line_ends_it(here, s->size - s->at)) {
            break;
        }
        size_t stop = stop_at(s);
        bool space = is_space(here[0]);
        step(s, stop > 0 ? stop : 1);
        s->end = space ? s->end : s->at;
        if (stop > 0) {
            break;
        }
    }
    return s->end > s->begin;
}
