/*
 * country.c - ISO 3166-1 alpha-2 codes as small integers, and sets of them.
 *
 * Which codes are assigned stands in one place, the table model/data/iso-3166-1.txt that the
 * library carries. It is sorted by code, so a code is looked up in the text itself by halving, and
 * nothing has to be prepared before the first question.
 */
#include "model/country.h"

#include <stddef.h>
#include <string.h>

#include "model/embedded.h"
#include "model/letters.h"

#define LETTERS 26

/* The line of the table that holds the byte at, not before start. */
static const char *line_start(const char *start, const char *at) {
    while (at > start && at[-1] != '\n') {
        at--;
    }
    return at;
}

static const char *next_line(const char *at, const char *end) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    return newline ? newline + 1 : end;
}

/* The first line after the comment, and the end of the table. */
static const char *table(const char **end) {
    cst__embedded file = cst__embedded_countries();
    const char *line = file.bytes;
    *end = file.bytes + file.size;
    while (line < *end && *line == '#') {
        line = next_line(line, *end);
    }
    return line;
}

static bool is_assigned(const char code[2]) {
    const char *high;
    const char *start = table(&high);
    const char *low = start;
    while (low < high) {
        const char *line = line_start(low, low + (high - low) / 2);
        int order = memcmp(code, line, 2);
        if (order == 0) {
            return true;
        }
        if (order < 0) {
            high = line;
        } else {
            low = next_line(line, high);
        }
    }
    return false;
}

cst__country cst__country_parse(const char *text) {
    if (!cst__is_capital(text[0]) || !cst__is_capital(text[1]) || text[2] != '\0' ||
        !is_assigned(text)) {
        return CST__COUNTRY_UNKNOWN;
    }
    return (cst__country)(1 + LETTERS * (text[0] - 'A') + (text[1] - 'A'));
}

/* ASCII only: what lies beyond is compared as it is. */
static char lower(char c) {
    return cst__is_capital(c) ? (char)(c - 'A' + 'a') : c;
}

static bool same_name(const char *a, const char *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (lower(a[i]) != lower(b[i])) {
            return false;
        }
    }
    return true;
}

/* "ke" for "KE". */
static cst__country with_capitals(const char *code) {
    char capitals[3] = {0};
    for (size_t i = 0; i < 2 && code[i]; i++) {
        capitals[i] = cst__is_small(code[i]) ? (char)(code[i] - 'a' + 'A') : code[i];
    }
    return strlen(code) == 2 ? cst__country_parse(capitals) : CST__COUNTRY_UNKNOWN;
}

cst__country cst__country_named(const char *name) {
    const char *end;
    size_t n = strlen(name);
    for (const char *line = table(&end); line < end; line = next_line(line, end)) {
        size_t length = (size_t)(next_line(line, end) - line) - strlen("AD \n");
        if (length == n && same_name(name, line + 3, n)) {
            char code[3] = {line[0], line[1], '\0'};
            return cst__country_parse(code);
        }
    }
    return with_capitals(name);
}

void cst__country_text(cst__country country, char text[3]) {
    memset(text, 0, 3);
    if (country != CST__COUNTRY_UNKNOWN) {
        text[0] = (char)('A' + (country - 1) / LETTERS);
        text[1] = (char)('A' + (country - 1) % LETTERS);
    }
}

void cst__countries_add(cst__countries *set, cst__country country) {
    set->word[country / 64] |= UINT64_C(1) << (country % 64);
}

void cst__countries_add_all(cst__countries *set, const cst__countries *more) {
    for (size_t i = 0; i < sizeof set->word / sizeof set->word[0]; i++) {
        set->word[i] |= more->word[i];
    }
}

void cst__countries_fill(cst__countries *set) {
    memset(set, 0xff, sizeof *set);
}

void cst__countries_fill_assigned(cst__countries *set) {
    const char *end;
    memset(set, 0, sizeof *set);
    for (const char *line = table(&end); line < end; line = next_line(line, end)) {
        const char code[3] = {line[0], line[1], '\0'};
        cst__countries_add(set, cst__country_parse(code));
    }
}

bool cst__countries_has(const cst__countries *set, cst__country country) {
    return country != CST__COUNTRY_UNKNOWN && (set->word[country / 64] >> (country % 64) & 1) != 0;
}

bool cst__countries_meet(const cst__countries *a, const cst__countries *b) {
    uint64_t common = 0;
    for (size_t i = 0; i < sizeof a->word / sizeof a->word[0]; i++) {
        common |= a->word[i] & b->word[i];
    }
    return common != 0;
}
