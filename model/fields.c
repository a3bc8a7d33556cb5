/*
 * fields.c - text, names, lists of them, choices and flags: what stands under a key of an object.
 *
 * Every function looks under a key, reports what does not belong there ("expected X, found Y") and
 * gives the value in the form in which it is held. Numbers and dates are in quantities.c, countries
 * in places.c.
 */
#include <stdlib.h>
#include <string.h>

#include "model/letters.h"
#include "model/reader.h"

const char *cst__as_text(cst__reader *reader, const cst__at *at) {
    if (!json_is_string(at->value)) {
        cst__fault_found(reader, at, "text");
        return NULL;
    }
    return json_string_value(at->value);
}

const char *cst__text(cst__reader *reader, const cst__at *up, const char *key, cst__need need) {
    cst__at at = cst__get(up, key);
    const char *text = cst__present(reader, &at, need) ? cst__as_text(reader, &at) : NULL;
    return text && *text ? cst__keep(reader, text) : "";
}

const char *cst__free_text(cst__reader *reader, const cst__at *up, const char *key) {
    const char *text = json_string_value(json_object_get(up->value, key));
    return text && *text ? cst__keep(reader, text) : "";
}

static bool is_lower_or_digit(char c) {
    return cst__is_small(c) || cst__is_digit(c);
}

static bool fits_letters(const char *text, bool capitals, bool colons) {
    for (const char *c = text; *c; c++) {
        bool letter = is_lower_or_digit(*c) || (capitals && cst__is_capital(*c));
        bool sign = c > text && (strchr("._-", *c) || (colons && *c == ':'));
        if (!letter && !sign) {
            return false;
        }
    }
    return *text && strlen(text) <= 64;
}

/* A digit, a letter from A to E, three digits, and paragraphs such as ".a.1". */
static bool fits_eccn(const char *text) {
    if (strcmp(text, "EAR99") == 0) {
        return true;
    }
    static const char shape[] = "9E999";
    for (size_t i = 0; shape[i]; i++) {
        bool fits = shape[i] == '9' ? cst__is_digit(text[i]) : text[i] >= 'A' && text[i] <= 'E';
        if (!fits) {
            return false;
        }
    }
    for (const char *c = text + strlen(shape); *c; c++) {
        if (*c == '.' ? !is_lower_or_digit(c[1]) : !is_lower_or_digit(*c) || c == text + 5) {
            return false;
        }
    }
    return strlen(text) <= 64;
}

static bool fits_eccn_prefix(const char *text) {
    size_t n = 0;
    while (is_lower_or_digit(text[n]) || cst__is_capital(text[n]) || text[n] == '.') {
        n++;
    }
    return n > 0 && n <= 64 && text[n] == '\0';
}

static const char *pattern_words(cst__pattern pattern) {
    switch (pattern) {
        case CST__PATTERN_ID:
            return "an id of up to 64 of a-z 0-9 . _ - that begins with a letter or a digit";
        case CST__PATTERN_ROW:
            return "a row id of up to 64 of A-Z a-z 0-9 : . _ - that begins with a letter or a "
                   "digit";
        case CST__PATTERN_TAG:
            return "a tag of up to 64 of a-z 0-9 : . _ - that begins with a letter or a digit";
        case CST__PATTERN_ECCN:
            return "an export control number such as \"4A090\" or \"4A090.a\", or \"EAR99\"";
        case CST__PATTERN_ECCN_PREFIX:
            return "the beginning of an export control number such as \"4A090\"";
        case CST__PATTERN_GROUP:
            break;
    }
    return "a group name of up to 64 of A-Z a-z 0-9 : . _ - that begins with a letter or a digit "
           "and is not two capital letters";
}

static bool fits_pattern(const char *text, cst__pattern pattern) {
    bool two_capitals = cst__is_capital(text[0]) && cst__is_capital(text[1]) && text[2] == '\0';
    switch (pattern) {
        case CST__PATTERN_ID:
            return fits_letters(text, false, false);
        case CST__PATTERN_ROW:
            return fits_letters(text, true, true);
        case CST__PATTERN_TAG:
            return fits_letters(text, false, true);
        case CST__PATTERN_ECCN:
            return fits_eccn(text);
        case CST__PATTERN_ECCN_PREFIX:
            return fits_eccn_prefix(text);
        case CST__PATTERN_GROUP:
            break;
    }
    return fits_letters(text, true, true) && !two_capitals;
}

bool cst__fits(cst__reader *reader, const cst__at *at, bool as_key, const char *text,
               cst__pattern pattern) {
    if (fits_pattern(text, pattern)) {
        return true;
    }
    if (as_key) {
        json_t *name = json_string_nocheck(text);
        reader->faults.out_of_memory |= !name;
        cst__fault_key(reader, at, "expected %s, found %s", pattern_words(pattern),
                       cst__found(reader, name));
        json_decref(name);
    } else {
        cst__fault_found(reader, at, pattern_words(pattern));
    }
    return false;
}

const char *cst__name(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                      cst__pattern pattern) {
    cst__at at = cst__get(up, key);
    const char *text = cst__present(reader, &at, need) ? cst__as_text(reader, &at) : NULL;
    if (!text) {
        return NULL;
    }
    cst__fits(reader, &at, false, text, pattern);
    return cst__keep(reader, text);
}

static int compare_texts(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void cst__settle_texts(cst__texts *texts) {
    if (texts->n == 0) {
        return;
    }
    qsort(texts->item, texts->n, sizeof *texts->item, compare_texts);
    size_t n = 1;
    for (size_t i = 1; i < texts->n; i++) {
        if (strcmp(texts->item[i], texts->item[n - 1]) != 0) {
            texts->item[n++] = texts->item[i];
        }
    }
    texts->n = n;
}

static cst__texts read_texts(cst__reader *reader, const cst__at *up, const char *key,
                             cst__need need, const cst__pattern *pattern) {
    cst__texts texts = {NULL, 0};
    cst__at list;
    size_t n = cst__list(reader, up, key, need, &list);
    texts.item = n > 0 ? cst__room(reader, n, sizeof *texts.item) : NULL;
    for (size_t i = 0; texts.item && i < n; i++) {
        cst__at at = cst__item(reader, &list, i);
        const char *text = cst__as_text(reader, &at);
        if (text && (!pattern || cst__fits(reader, &at, false, text, *pattern))) {
            texts.item[texts.n++] = cst__keep(reader, text);
        }
    }
    cst__settle_texts(&texts);
    return texts;
}

cst__texts cst__tags(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                     cst__pattern pattern) {
    return read_texts(reader, up, key, need, &pattern);
}

cst__texts cst__texts_read(cst__reader *reader, const cst__at *up, const char *key,
                           cst__need need) {
    return read_texts(reader, up, key, need, NULL);
}

void cst__texts_add(cst__reader *reader, cst__texts *texts, const char *text) {
    const char **item = cst__room(reader, texts->n + 1, sizeof *item);
    if (!item) {
        return;
    }
    if (texts->n > 0) {
        memcpy(item, texts->item, texts->n * sizeof *item);
    }
    item[texts->n] = text;
    *texts = (cst__texts){item, texts->n + 1};
    cst__settle_texts(texts);
}

/* "a", "b" or "c". */
static const char *choice_words(cst__reader *reader, const char *const *names) {
    const char *words = "";
    for (size_t i = 0; names[i]; i++) {
        const char *joint = i == 0 ? "" : names[i + 1] ? ", " : " or ";
        words = cst__words(reader, "%s%s\"%s\"", words, joint, names[i]);
    }
    return words;
}

int cst__choice(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                const char *const *names, int otherwise) {
    cst__at at = cst__get(up, key);
    if (!cst__present(reader, &at, need)) {
        return otherwise;
    }
    const char *text = json_string_value(at.value); /* NULL where it is no string */
    for (int i = 0; text && names[i]; i++) {
        if (strcmp(text, names[i]) == 0) {
            return i;
        }
    }
    cst__fault_found(reader, &at, choice_words(reader, names));
    return otherwise;
}

cst_mode cst__mode(cst__reader *reader, const cst__at *up, cst__need need, cst_mode otherwise) {
    static const char *const modes[] = {"presumption", "require", "ignore", NULL};
    return (cst_mode)cst__choice(reader, up, "mode", need, modes, (int)otherwise);
}

bool cst__boolean(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                  bool otherwise) {
    cst__at at = cst__get(up, key);
    if (!cst__present(reader, &at, need)) {
        return otherwise;
    }
    if (!json_is_boolean(at.value)) {
        cst__fault_found(reader, &at, "true or false");
        return otherwise;
    }
    return json_is_true(at.value);
}
