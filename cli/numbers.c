/*
 * numbers.c - numbers of a command line, read strictly. The C library reads too much: " 7", "7x"
 * up to the x, "0x1p3", "nan". So the form is checked first and only then is the library asked.
 * The command never calls setlocale, so that the decimal point is a point everywhere.
 */
#include "cli/numbers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"

/* Moves on behind digits; false where there is none. */
static bool skip_digits(const char **text) {
    size_t n = strspn(*text, DIGITS);
    *text += n;
    return n > 0;
}

static void skip_one_of(const char **text, const char *set) {
    if (**text != '\0' && strchr(set, **text) != NULL) {
        (*text)++;
    }
}

static bool is_whole(const char *text) {
    skip_one_of(&text, "-");
    return skip_digits(&text) && *text == '\0';
}

static bool is_real(const char *text) {
    skip_one_of(&text, "-");
    bool digits = skip_digits(&text);
    if (*text == '.') {
        text++;
        digits = skip_digits(&text) || digits;
    }
    if (digits && (*text == 'e' || *text == 'E')) {
        text++;
        skip_one_of(&text, "+-");
        digits = skip_digits(&text);
    }
    return digits && *text == '\0';
}

bool number_whole(const char *text, long lowest, long highest, long *number) {
    if (!is_whole(text)) {
        return false;
    }
    errno = 0;
    long value = strtol(text, NULL, 10);
    if (errno != 0 || value < lowest || value > highest) {
        return false;
    }
    *number = value;
    return true;
}

bool number_real(const char *text, double lowest, double highest, double *number) {
    if (!is_real(text)) {
        return false;
    }
    double value = strtod(text, NULL);
    if (!(value >= lowest && value <= highest)) {
        return false;
    }
    *number = value;
    return true;
}
