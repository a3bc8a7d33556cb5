/*
 * figures.c - numbers as an officer reads them. All of it is integer arithmetic on digits: no
 * floating point and no locale, so that the same result gives the same bytes everywhere.
 */
#include "cli/figures.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static uint64_t magnitude(int64_t number) {
    return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

/* Sign and whole part, with a comma after every third digit from the right. */
static figure grouped(uint64_t whole, bool negative) {
    char digits[24];
    figure f = {{0}};
    int n = snprintf(digits, sizeof digits, "%" PRIu64, whole);
    char *to = f.text;
    if (negative) {
        *to++ = '-';
    }
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0) {
            *to++ = ',';
        }
        *to++ = digits[i];
    }
    return f;
}

static void append_fraction(figure *f, int places, uint64_t fraction) {
    size_t used = strlen(f->text);
    snprintf(f->text + used, sizeof f->text - used, ".%0*" PRIu64, places, fraction);
}

static void append_text(figure *f, const char *text) {
    size_t used = strlen(f->text);
    snprintf(f->text + used, sizeof f->text - used, "%s", text);
}

/* number / 10^places with all its places. */
static figure fixed(int64_t number, int places, uint64_t unit) {
    figure f = grouped(magnitude(number) / unit, number < 0);
    append_fraction(&f, places, magnitude(number) % unit);
    return f;
}

figure figure_money(int64_t cents) {
    return fixed(cents, 2, 100);
}

figure figure_count(int64_t number) {
    return grouped(magnitude(number), number < 0);
}

figure figure_percent(int64_t basis_points) {
    figure f = fixed(basis_points, 2, 100);
    append_text(&f, "%");
    return f;
}

figure figure_decimal(int64_t basis_points) {
    return fixed(basis_points, 4, 10000);
}

figure figure_amount(int64_t milli) {
    uint64_t fraction = magnitude(milli) % 1000;
    int places = 3;
    figure f = grouped(magnitude(milli) / 1000, milli < 0);
    if (fraction == 0) {
        return f;
    }
    while (fraction % 10 == 0) {
        fraction /= 10;
        places--;
    }
    append_fraction(&f, places, fraction);
    return f;
}

figure figure_weeks(int64_t weeks) {
    figure f = grouped(magnitude(weeks), weeks < 0);
    append_text(&f, weeks == 1 ? " week" : " weeks");
    return f;
}

figure figure_signed(int64_t number, figure f) {
    if (number > 0) {
        memmove(f.text + 1, f.text, sizeof f.text - 2);
        f.text[0] = '+';
    }
    return f;
}

const char *plural(int64_t number) {
    return number == 1 ? "" : "s";
}

figure figure_points(int64_t basis_points) {
    figure percent = figure_percent(basis_points);
    figure f;
    int digits = (int)sizeof f.text - 16;
    for (int i = 0; percent.text[i] != '\0'; i++) {
        digits = percent.text[i] == '%' && i < digits ? i : digits;
    }
    snprintf(f.text, sizeof f.text, "%.*s points", digits, percent.text);
    return f;
}
