/*
 * number.c - decimal numbers of JSON: text to double, double to text, double to scaled integer.
 *
 * The functions of the C library follow the decimal point of the locale, which a library must
 * neither change nor trust. Numbers of up to 15 digits, which is nearly all of them, are converted
 * without it: a whole number below 2^53 times or over a power of ten up to 10^22 is rounded once
 * and so is exact to the last bit (Clinger 1990, How to read floating point numbers accurately,
 * PLDI). The others go through strtod with the point replaced.
 */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/json.h"

#define EXACT 9007199254740992.0 /* 2^53: whole numbers up to here are doubles */
#define MOST_DIGITS 15           /* any number of so many digits is below 2^53 */
#define MOST_POWER 22            /* the largest power of ten that is a double */

/* A number as digits times a power of ten. */
typedef struct decimal {
    uint64_t digits;
    long power;
    int n; /* digits, without leading zeros; more than fit: see MOST_DIGITS */
} decimal;

static void add_digit(decimal *d, char c) {
    if (d->n > 0 || c != '0') {
        d->n++;
    }
    if (d->n <= MOST_DIGITS) {
        d->digits = d->digits * 10 + (uint64_t)(c - '0');
    }
}

/* The exponent after "e", held where it would overflow. */
static long exponent(const char *text, const char *end) {
    bool minus = *text == '-';
    text += *text == '-' || *text == '+';
    long value = 0;
    for (; text < end && value < 100000; text++) {
        value = value * 10 + (*text - '0');
    }
    return minus ? -value : value;
}

static decimal split(const char *text, const char *end) {
    decimal d = {0, 0, 0};
    bool fraction = false;
    for (; text < end && *text != 'e' && *text != 'E'; text++) {
        if (*text == '.') {
            fraction = true;
        } else {
            add_digit(&d, *text);
            d.power -= fraction;
        }
    }
    if (text < end) {
        d.power += exponent(text + 1, end);
    }
    return d;
}

static double power_of_ten(long power) {
    double value = 1;
    for (; power > 0; power--) {
        value *= 10; /* exact up to 10^22 */
    }
    return value;
}

/* The text with the decimal point of the locale, converted by the C library. */
static bool convert_in_locale(const char *digits, size_t n, double *number) {
    const char *point = localeconv()->decimal_point;
    size_t extra = strlen(point);
    char *text = malloc(n + extra + 1);
    if (!text) {
        return false;
    }
    const char *dot = memchr(digits, '.', n);
    size_t before = dot ? (size_t)(dot - digits) : n;
    size_t length = before;
    memcpy(text, digits, before);
    if (dot) {
        memcpy(text + length, point, extra);
        length += extra;
        memcpy(text + length, dot + 1, n - before - 1);
        length += n - before - 1;
    }
    text[length] = '\0';
    *number = strtod(text, NULL);
    free(text);
    return true;
}

bool cst__json_number(const char *digits, size_t n, double *number) {
    bool minus = *digits == '-';
    decimal d = split(digits + minus, digits + n);
    if (d.n <= MOST_DIGITS && d.power >= -MOST_POWER && d.power <= MOST_POWER) {
        double value = (double)d.digits;
        value = d.power < 0 ? value / power_of_ten(-d.power) : value * power_of_ten(d.power);
        *number = minus ? -value : value;
        return true;
    }
    if (!convert_in_locale(digits, n, number)) {
        return false;
    }
    if (isinf(*number)) {
        *number = minus ? -DBL_MAX : DBL_MAX;
    }
    return true;
}

void cst__json_number_text(double number, char text[CST__NUMBER_TEXT]) {
    for (int precision = 15; precision <= 17; precision++) {
        snprintf(text, CST__NUMBER_TEXT, "%.*g", precision, number);
        if (strtod(text, NULL) == number) { /* in the same locale */
            break;
        }
    }
    const char *point = localeconv()->decimal_point;
    char *found = strstr(text, point);
    if (found) {
        *found = '.';
        memmove(found + 1, found + strlen(point), strlen(found + strlen(point)) + 1);
    }
}

cst__scaled cst__json_scaled(const json_t *number, int64_t scale, int64_t *scaled) {
    if (json_is_integer(number)) {
        bool over = __builtin_mul_overflow((int64_t)json_integer_value(number), scale, scaled);
        return over ? CST__SCALED_TOO_LARGE : CST__SCALED;
    }
    double x = json_real_value(number);
    if (fabs(x) >= EXACT) {
        return CST__SCALED_TOO_LARGE;
    }
    if (x == floor(x)) {
        bool over = __builtin_mul_overflow((int64_t)x, scale, scaled);
        return over ? CST__SCALED_TOO_LARGE : CST__SCALED;
    }
    double k = nearbyint(x * (double)scale);
    *scaled = (int64_t)k;
    return fabs(k) < EXACT && k / (double)scale == x ? CST__SCALED : CST__SCALED_TOO_FINE;
}
