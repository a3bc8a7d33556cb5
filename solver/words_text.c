/*
 * words_text.c - a text cut into words, and words folded.
 *
 * Cutting follows Unicode Standard Annex 29 (word boundaries, by libunistring), which knows no
 * dictionary: Han, Hiragana, Thai and other scripts without spaces come out letter by letter.
 * Neighbouring letters of these are joined in overlapping pairs, which find nearly what words
 * would (Nie, Gao, Zhang and Zhou 2000, On the use of words and n-grams for Chinese information
 * retrieval, IRAL).
 *
 * Folding: full case folding and compatibility decomposition; then accents and points go, by their
 * canonical combining class: 10 to 36 are the points of Hebrew, Arabic and Syriac, 200 and above
 * the accents of Latin, Greek, Cyrillic and others. Signs of lower classes, and those of Thai, Lao
 * and Tibetan, are letters in all but name and stay. Nothing here knows a locale.
 */
#include "solver/words_text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwbrk.h>

#define LONGEST_WORD ((size_t)512) /* bytes before folding */

typedef struct cutter {
    const char *text;
    size_t size;
    char *breaks; /* [size]: whether a word may begin there */
    cst__word_fn take;
    void *context;
    size_t joined_end; /* a word with joints has been looked for up to here */
    size_t before;     /* the last letter of a script without spaces: begins, ends ... */
    size_t before_end;
    size_t run; /* ... and how many stood before it, with itself */
    bool failed;
} cutter;

/* ---------------------------------------------------------------- folding */

static bool is_dropped(ucs4_t c) {
    int class = uc_combining_class(c);
    bool accent = (class >= 10 && class <= 36) || class >= 200;
    return accent || c == 0x00ad || c == 0x0640                          /* soft hyphen, tatweel */
           || (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff /* no width */
           || (c >= 0xfe00 && c <= 0xfe0f);                              /* variation selectors */
}

static size_t drop_accents(uint8_t *text, size_t n) {
    size_t kept = 0;
    ucs4_t c = 0;
    for (size_t i = 0; i < n;) {
        size_t length = (size_t)u8_mbtouc(&c, text + i, n - i);
        if (!is_dropped(c)) {
            memmove(text + kept, text + i, length);
            kept += length;
        }
        i += length;
    }
    return kept;
}

static bool is_ascii(const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)text[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

/* Bytes of the folded word in to, which has room for CST__WORD_BYTES and a NUL; 0 where it is empty
 * or too long. */
static size_t fold_ascii(const char *text, size_t n, char *to) {
    if (n > CST__WORD_BYTES) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        to[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i]);
    }
    to[n] = '\0';
    return n;
}

static size_t fold_any(cutter *c, const char *text, size_t n, char *to) {
    uint8_t folded[4 * LONGEST_WORD];
    uint8_t composed[4 * LONGEST_WORD];
    size_t size = sizeof folded;
    size_t composed_size = sizeof composed;
    uint8_t *a = u8_casefold((const uint8_t *)text, n, NULL, UNINORM_NFKD, folded, &size);
    if (a == NULL) {
        c->failed = true;
        return 0;
    }
    size = drop_accents(a, size);
    uint8_t *b = u8_normalize(UNINORM_NFC, a, size, composed, &composed_size);
    c->failed = c->failed || b == NULL;
    bool fits = b != NULL && composed_size <= CST__WORD_BYTES;
    if (fits) {
        memcpy(to, b, composed_size);
        to[composed_size] = '\0';
    }
    if (a != folded) {
        free(a);
    }
    if (b != composed) {
        free(b);
    }
    return fits ? composed_size : 0;
}

static void give(cutter *c, size_t begin, size_t end, bool whole) {
    char folded[CST__WORD_BYTES + 1];
    const char *text = c->text + begin;
    size_t n = end - begin;
    if (n > LONGEST_WORD || c->failed) {
        return;
    }
    size_t length = is_ascii(text, n) ? fold_ascii(text, n, folded) : fold_any(c, text, n, folded);
    if (length > 0 && !c->failed) {
        cst__word word = {folded, begin, end, whole};
        c->failed = !c->take(c->context, &word);
    }
}

/* ---------------------------------------------------------------- words with joints */

static bool is_joint(char c) {
    return c == ':' || c == '-' || c == '.' || c == '_';
}

static bool is_joinable(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_foreign(const cutter *c, size_t at) {
    return at < c->size && (unsigned char)c->text[at] >= 0x80;
}

/* The whole of "lang:sw" or "on-premises", where one begins here. */
static void give_joined(cutter *c, size_t begin) {
    if (begin < c->joined_end || !is_joinable(c->text[begin]) ||
        (begin > 0 && is_foreign(c, begin - 1))) {
        return;
    }
    size_t end = begin;
    while (end < c->size && (is_joinable(c->text[end]) || is_joint(c->text[end]))) {
        end++;
    }
    c->joined_end = end;
    bool cut = is_foreign(c, end);
    while (is_joint(c->text[end - 1])) {
        end--;
    }
    bool has_joint = false;
    for (size_t i = begin; i < end; i++) {
        has_joint = has_joint || is_joint(c->text[i]);
    }
    if (has_joint && !cut) {
        give(c, begin, end, true);
    }
}

/* ---------------------------------------------------------------- words */

/* Bytes of what parts a word that is one for the annex: : . _ ' and the apostrophe U+2019; else 0.
 */
static size_t parting(const char *text, size_t n) {
    if (is_joint(text[0]) || text[0] == '\'') {
        return 1;
    }
    return n >= 3 && memcmp(text, "\xe2\x80\x99", 3) == 0 ? 3 : 0;
}

/* A single letter that is left between partings is no word: "l'eau", "ministry's". */
static void give_part(cutter *c, size_t begin, size_t end, bool parted) {
    size_t letters = (size_t)u8_mbsnlen((const uint8_t *)c->text + begin, end - begin);
    if (letters > (parted ? 1U : 0U)) {
        give(c, begin, end, false);
    }
}

static void give_parts(cutter *c, size_t begin, size_t end) {
    bool number = c->text[begin] >= '0' && c->text[begin] <= '9';
    bool parted = false;
    size_t from = begin;
    for (size_t i = begin; i < end && !number;) {
        size_t length = parting(c->text + i, end - i);
        if (length > 0) {
            give_part(c, from, i, true);
            from = i + length;
            parted = true;
        }
        i += length > 0 ? length : 1;
    }
    give_part(c, from, end, parted);
}

/* Letters of scripts without spaces have no property that would hold them together. */
static bool is_unspaced(ucs4_t c) {
    return uc_wordbreak_property(c) == WBP_OTHER && uc_is_general_category(c, UC_CATEGORY_L);
}

static void end_run(cutter *c) {
    if (c->run == 1) {
        give(c, c->before, c->before_end, false);
    }
    c->run = 0;
}

static void take_unspaced(cutter *c, size_t begin, size_t end) {
    if (c->run > 0 && c->before_end != begin) {
        end_run(c);
    }
    if (c->run > 0) {
        give(c, c->before, end, false);
    }
    c->run++;
    c->before = begin;
    c->before_end = end;
}

static bool has_letter(const char *text, size_t n) {
    ucs4_t c = 0;
    for (size_t i = 0; i < n;) {
        i += (size_t)u8_mbtouc(&c, (const uint8_t *)text + i, n - i);
        if (uc_is_general_category(c, UC_CATEGORY_L) || uc_is_general_category(c, UC_CATEGORY_N)) {
            return true;
        }
    }
    return false;
}

static void take_piece(cutter *c, size_t begin, size_t end) {
    ucs4_t first = 0;
    u8_mbtouc(&first, (const uint8_t *)c->text + begin, end - begin);
    if (is_unspaced(first)) {
        take_unspaced(c, begin, end);
        return;
    }
    end_run(c);
    give_joined(c, begin);
    if (has_letter(c->text + begin, end - begin)) {
        give_parts(c, begin, end);
    }
}

cst_error cst__words_of(const char *text, size_t size, cst__word_fn take, void *context) {
    cutter c = {.text = text, .size = size, .take = take, .context = context};
    c.breaks = malloc(size + 1);
    if (c.breaks == NULL) {
        return CST_E_MEMORY;
    }
    u8_wordbreaks((const uint8_t *)text, size, c.breaks);
    for (size_t begin = 0; begin < size && !c.failed;) {
        size_t end = begin + 1;
        while (end < size && !c.breaks[end]) {
            end++;
        }
        take_piece(&c, begin, end);
        begin = end;
    }
    end_run(&c);
    free(c.breaks);
    return c.failed ? CST_E_MEMORY : CST_E_OK;
}

/* ---------------------------------------------------------------- letters */

static bool begins_letter(char c) {
    return ((unsigned char)c & 0xc0) != 0x80;
}

size_t cst__letters(const char *word) {
    size_t n = 0;
    for (; *word != '\0'; word++) {
        n += begins_letter(*word);
    }
    return n;
}

size_t cst__letters_bytes(const char *word, size_t n) {
    size_t i = 0;
    for (; word[i] != '\0'; i++) {
        if (begins_letter(word[i]) && n-- == 0) {
            break;
        }
    }
    return i;
}

size_t cst__letters_shared(const char *a, const char *b) {
    size_t i = 0;
    size_t n = 0;
    while (a[i] != '\0' && a[i] == b[i]) {
        n += begins_letter(a[i]);
        i++;
    }
    bool within = !begins_letter(a[i]) || !begins_letter(b[i]);
    return within && n > 0 ? n - 1 : n;
}
