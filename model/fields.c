/*
 * fields.c - the quantities and names of the contract (section 2), one function each.
 *
 * Every function looks under a key, reports what does not belong there ("expected X, found Y") and
 * gives the value in the form in which it is held: cents, basis points, thousandths, sets.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/reader.h"

/* ---------------------------------------------------------------- text and names */

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
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool fits_letters(const char *text, bool capitals, bool colons) {
    for (const char *c = text; *c; c++) {
        bool letter = is_lower_or_digit(*c) || (capitals && is_capital(*c));
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
        bool fits = shape[i] == '9' ? is_digit(text[i]) : text[i] >= 'A' && text[i] <= 'E';
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
    while (is_lower_or_digit(text[n]) || is_capital(text[n]) || text[n] == '.') {
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
    bool two_capitals = is_capital(text[0]) && is_capital(text[1]) && text[2] == '\0';
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

/* Sorts and keeps each text once. */
static void make_set(cst__texts *texts) {
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
    make_set(&texts);
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
    make_set(texts);
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

/* ---------------------------------------------------------------- numbers */

/* A decimal quantity: what it is called, its range, how many places it may have. */
typedef struct quantity {
    const char *words; /* with the range */
    int64_t scale;
    int64_t most; /* scaled; the least is 0 */
    int places;
} quantity;

/* The scaled value, or -1 where there is none. */
static int64_t read_quantity(cst__reader *reader, const cst__at *up, const char *key,
                             cst__need need, const quantity *q) {
    cst__at at = cst__get(up, key);
    if (!cst__present(reader, &at, need)) {
        return -1;
    }
    int64_t scaled = -1;
    if (!json_is_number(at.value)) {
        cst__fault_found(reader, &at, q->words);
        return -1;
    }
    switch (cst__json_scaled(at.value, q->scale, &scaled)) {
        case CST__SCALED:
            if (scaled >= 0 && scaled <= q->most) {
                return scaled;
            }
            break;
        case CST__SCALED_TOO_FINE:
            if (scaled >= 0 && scaled <= q->most) {
                cst__fault_at(reader, &at, "expected %s with at most %d decimal places, found %s",
                              q->words, q->places, cst__found(reader, at.value));
                return -1;
            }
            break;
        case CST__SCALED_TOO_LARGE:
            break;
    }
    cst__fault_found(reader, &at, q->words);
    return -1;
}

int cst__share_bp(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                  int otherwise) {
    static const quantity share = {"a share from 0 to 1", CST__BP, CST__BP, 4};
    int64_t bp = read_quantity(reader, up, key, need, &share);
    return bp < 0 ? otherwise : (int)bp;
}

int64_t cst__money_cents(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                         int64_t otherwise) {
    static const quantity money = {"an amount of money from 0 to 1e13", 100, CST__MONEY_MAX, 2};
    int64_t cents = read_quantity(reader, up, key, need, &money);
    return cents < 0 ? otherwise : cents;
}

int64_t cst__amount_milli(cst__reader *reader, const cst__at *up, const char *key, cst__need need) {
    static const quantity amount = {"an amount from 0 to 1e15", CST__MILLI, CST__AMOUNT_MAX, 3};
    int64_t milli = read_quantity(reader, up, key, need, &amount);
    return milli < 0 ? 0 : milli;
}

int64_t cst__weight_milli(cst__reader *reader, const cst__at *up, const char *key, cst__need need) {
    static const quantity weight = {"a weight from 0 to 1e6", CST__MILLI, INT64_C(1000000000), 3};
    int64_t milli = read_quantity(reader, up, key, need, &weight);
    return milli < 0 ? 0 : milli;
}

int64_t cst__whole(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                   int64_t low, int64_t high, int64_t otherwise) {
    cst__at at = cst__get(up, key);
    if (!cst__present(reader, &at, need)) {
        return otherwise;
    }
    int64_t whole = 0;
    bool is_whole =
        json_is_number(at.value) && cst__json_scaled(at.value, 1, &whole) == CST__SCALED;
    if (!is_whole || whole < low || whole > high) {
        cst__fault_at(reader, &at, "expected a whole number from %lld to %lld, found %s",
                      (long long)low, (long long)high, cst__found(reader, at.value));
        return otherwise;
    }
    return whole;
}

/* ---------------------------------------------------------------- dates */

static int two_digits(const char *text) {
    return 10 * (text[0] - '0') + (text[1] - '0');
}

static int days_of_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

static bool is_date(const char *text) {
    if (strlen(text) != strlen("YYYY-MM-DD")) {
        return false;
    }
    for (size_t i = 0; text[i]; i++) {
        bool dash = i == 4 || i == 7;
        if (dash ? text[i] != '-' : !is_digit(text[i])) {
            return false;
        }
    }
    int year = 100 * two_digits(text) + two_digits(text + 2);
    int month = two_digits(text + 5);
    int day = two_digits(text + 8);
    return month >= 1 && month <= 12 && day >= 1 && day <= days_of_month(year, month);
}

const char *cst__date(cst__reader *reader, const cst__at *up, const char *key, cst__need need) {
    cst__at at = cst__get(up, key);
    if (!cst__present(reader, &at, need)) {
        return NULL;
    }
    const char *text = json_string_value(at.value);
    if (!text || !is_date(text)) {
        cst__fault_found(reader, &at, "a date of the calendar, \"YYYY-MM-DD\"");
        return NULL;
    }
    return cst__keep(reader, text);
}

const char *cst__currency(cst__reader *reader, const cst__at *up, const char *key) {
    cst__at at = cst__get(up, key);
    if (!cst__present(reader, &at, CST__OPTIONAL)) {
        return "";
    }
    const char *text = json_string_value(at.value);
    if (!text || !is_capital(text[0]) || !is_capital(text[1]) || !is_capital(text[2]) || text[3]) {
        cst__fault_found(reader, &at, "a currency code of three capital letters");
        return "";
    }
    return cst__keep(reader, text);
}

/* ---------------------------------------------------------------- countries */

/* The end of a message about a text that is no country: the code of the country of that name. */
static const char *suggest_country(cst__reader *reader, const char *text) {
    char code[3];
    cst__country_text(cst__country_named(text), code);
    return *code ? cst__words(reader, ": did you mean \"%s\"?", code) : "";
}

static cst__country as_country(cst__reader *reader, const cst__at *at) {
    const char *text = json_string_value(at->value);
    cst__country country = text ? cst__country_parse(text) : CST__COUNTRY_UNKNOWN;
    if (country == CST__COUNTRY_UNKNOWN) {
        cst__fault_at(reader, at, "expected a country code of ISO 3166-1, found %s%s",
                      cst__found(reader, at->value), text ? suggest_country(reader, text) : "");
    }
    return country;
}

cst__country cst__country_field(cst__reader *reader, const cst__at *up, const char *key,
                                cst__need need) {
    cst__at at = cst__get(up, key);
    return cst__present(reader, &at, need) ? as_country(reader, &at) : CST__COUNTRY_UNKNOWN;
}

/* What is no country may be "*" or a group. */
static void add_group(cst__reader *reader, const cst__at *at, const cst_rules *rules,
                      const char *text, cst__countries *set) {
    if (strcmp(text, "*") == 0) {
        cst__countries_fill(set);
        return;
    }
    size_t group = cst__rules_group(rules, text);
    if (group != CST__NONE) {
        cst__countries_add_all(set, &rules->groups[group].countries);
        return;
    }
    if (reader->no_groups) {
        return;
    }
    cst__nearest nearest = cst__nearest_to(text);
    for (size_t i = 0; i < rules->n_groups && cst__suggests(reader, 1); i++) {
        cst__nearest_offer(&nearest, rules->groups[i].name);
    }
    const char *end = nearest.best ? cst__suggest(reader, &nearest) : suggest_country(reader, text);
    cst__fault_at(reader, at,
                  "%s is neither a country code of ISO 3166-1 nor a group of the rules%s",
                  cst__found(reader, at->value), end);
}

/* One country or group; gives its text, NULL where it is none. */
static const char *add_place(cst__reader *reader, const cst__at *at, const cst_rules *rules,
                             cst__countries *set) {
    const char *text = json_string_value(at->value);
    cst__country country = text ? cst__country_parse(text) : CST__COUNTRY_UNKNOWN;
    if (country != CST__COUNTRY_UNKNOWN) {
        cst__countries_add(set, country);
    } else if (!text || !rules) {
        as_country(reader, at); /* reports it */
    } else {
        add_group(reader, at, rules, text, set);
    }
    return text;
}

/* The texts sorted and joined by ", ". */
static const char *join(cst__reader *reader, cst__texts *texts) {
    make_set(texts);
    size_t bytes = 1;
    for (size_t i = 0; i < texts->n; i++) {
        bytes += strlen(texts->item[i]) + 2;
    }
    char *joined = cst__room(reader, bytes, 1);
    if (!joined) {
        return "";
    }
    size_t n = 0;
    for (size_t i = 0; i < texts->n; i++) {
        if (i > 0) {
            memcpy(joined + n, ", ", 2);
            n += 2;
        }
        size_t length = strlen(texts->item[i]);
        memcpy(joined + n, texts->item[i], length);
        n += length;
    }
    return joined;
}

static void read_place_list(cst__reader *reader, const cst__at *list, const cst_rules *rules,
                            cst__places *places) {
    size_t n = json_array_size(list->value);
    if (n > reader->limits.max_items) {
        cst__fault_at(reader, list, "a list of %zu items: at most %zu are allowed", n,
                      reader->limits.max_items);
        return;
    }
    cst__texts texts = {cst__scratch(reader, n, sizeof *texts.item), 0};
    for (size_t i = 0; texts.item && i < n; i++) {
        cst__at at = cst__item(reader, list, i);
        const char *text = add_place(reader, &at, rules, &places->set);
        if (text) {
            texts.item[texts.n++] = text;
        }
    }
    places->text = join(reader, &texts);
}

cst__places cst__places_field(cst__reader *reader, const cst__at *up, const char *key,
                              cst__need need, const cst_rules *rules) {
    cst__places places = {.text = ""};
    cst__at at = cst__get(up, key);
    if (!cst__present(reader, &at, need)) {
        return places;
    }
    places.known = true;
    if (json_is_array(at.value)) {
        read_place_list(reader, &at, rules, &places);
    } else if (json_is_string(at.value)) {
        const char *text = add_place(reader, &at, rules, &places.set);
        places.text = cst__keep(reader, text);
    } else {
        cst__fault_found(reader, &at, "a country code, a group or a list of them");
    }
    return places;
}
