/*
 * quantities.c - numbers, spreads, dates and currencies under a key of an object, each within the
 * range that the contract (section 2) gives it and in the integers in which it is held.
 */
#include <string.h>

#include "model/letters.h"
#include "model/reader.h"

/* ---------------------------------------------------------------- decimals and whole numbers */

/* A decimal quantity: what it is called, its range, how many places it may have. */
typedef struct quantity {
    const char *words; /* with the range */
    int64_t scale;
    int64_t most; /* scaled; the least is 0 */
    int places;
} quantity;

static const quantity share = {"a share from 0 to 1", CST__BP, CST__BP, 4};
static const quantity money = {"an amount of money from 0 to 1e13", 100, CST__MONEY_MAX, 2};

/* The scaled value at hand, or -1 where it is none. */
static int64_t as_quantity(cst__reader *reader, const cst__at *at, const quantity *q) {
    int64_t scaled = -1;
    if (!json_is_number(at->value)) {
        cst__fault_found(reader, at, q->words);
        return -1;
    }
    switch (cst__json_scaled(at->value, q->scale, &scaled)) {
        case CST__SCALED:
            if (scaled >= 0 && scaled <= q->most) {
                return scaled;
            }
            break;
        case CST__SCALED_TOO_FINE:
            if (scaled >= 0 && scaled <= q->most) {
                cst__fault_at(reader, at, "expected %s with at most %d decimal places, found %s",
                              q->words, q->places, cst__found(reader, at->value));
                return -1;
            }
            break;
        case CST__SCALED_TOO_LARGE:
            break;
    }
    cst__fault_found(reader, at, q->words);
    return -1;
}

/* The same under a key. */
static int64_t read_quantity(cst__reader *reader, const cst__at *up, const char *key,
                             cst__need need, const quantity *q) {
    cst__at at = cst__get(up, key);
    return cst__present(reader, &at, need) ? as_quantity(reader, &at, q) : -1;
}

int cst__as_share_bp(cst__reader *reader, const cst__at *at) {
    int64_t bp = as_quantity(reader, at, &share);
    return bp < 0 ? 0 : (int)bp;
}

int cst__share_bp(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                  int otherwise) {
    int64_t bp = read_quantity(reader, up, key, need, &share);
    return bp < 0 ? otherwise : (int)bp;
}

int64_t cst__money_cents(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                         int64_t otherwise) {
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

/* The whole number at hand. False, reported, where it is none or out of its range. */
static bool as_whole(cst__reader *reader, const cst__at *at, int64_t low, int64_t high,
                     int64_t *whole) {
    bool is_whole =
        json_is_number(at->value) && cst__json_scaled(at->value, 1, whole) == CST__SCALED;
    if (is_whole && *whole >= low && *whole <= high) {
        return true;
    }
    cst__fault_at(reader, at, "expected a whole number from %lld to %lld, found %s", (long long)low,
                  (long long)high, cst__found(reader, at->value));
    return false;
}

int64_t cst__whole(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                   int64_t low, int64_t high, int64_t otherwise) {
    cst__at at = cst__get(up, key);
    int64_t whole = 0;
    bool good = cst__present(reader, &at, need) && as_whole(reader, &at, low, high, &whole);
    return good ? whole : otherwise;
}

int64_t cst__as_whole(cst__reader *reader, const cst__at *at, int64_t low, int64_t high,
                      int64_t otherwise) {
    int64_t whole = 0;
    return as_whole(reader, at, low, high, &whole) ? whole : otherwise;
}

/* ---------------------------------------------------------------- spreads */

/* A list where three numbers may stand for one. */
static bool is_spread(cst__reader *reader, const cst__at *at) {
    size_t n = json_array_size(at->value);
    if (n == 3) {
        return true;
    }
    cst__fault_at(reader, at, "expected a number or [p10, p50, p90], found a list of %zu", n);
    return false;
}

/* What was read of the three: whether they rise, told at the first that does not. */
static bool rises(cst__reader *reader, const cst__at *list, const int64_t number[3]) {
    static const char *const names[] = {"p10", "p50", "p90"};
    for (size_t i = 1; i < 3; i++) {
        if (number[i] < number[i - 1]) {
            cst__at at = cst__item(reader, list, i);
            cst__at before = cst__item(reader, list, i - 1);
            cst__fault_at(reader, &at, "%s %s is below %s %s", names[i],
                          cst__found(reader, at.value), names[i - 1],
                          cst__found(reader, before.value));
            return false;
        }
    }
    return true;
}

/* The number, with its spread where one is stated; otherwise where there is none or a fault. */
static int64_t take_spread(cst__reader *reader, const cst__at *list, bool good,
                           const int64_t number[3], int64_t otherwise, cst__spread *spread) {
    if (!good || !rises(reader, list, number)) {
        return otherwise;
    }
    *spread = (cst__spread){true, number[0], number[2]};
    return number[1];
}

int64_t cst__money_spread(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                          int64_t otherwise, cst__spread *spread) {
    cst__at at = cst__get(up, key);
    *spread = (cst__spread){.stated = false};
    if (!json_is_array(at.value)) {
        return cst__money_cents(reader, up, key, need, otherwise);
    }
    int64_t cents[3] = {0};
    bool good = is_spread(reader, &at);
    for (size_t i = 0; good && i < 3; i++) {
        cst__at item = cst__item(reader, &at, i);
        cents[i] = as_quantity(reader, &item, &money);
        good = cents[i] >= 0;
    }
    return take_spread(reader, &at, good, cents, otherwise, spread);
}

int64_t cst__whole_spread(cst__reader *reader, const cst__at *up, const char *key, cst__need need,
                          int64_t low, int64_t high, int64_t otherwise, cst__spread *spread) {
    cst__at at = cst__get(up, key);
    *spread = (cst__spread){.stated = false};
    if (!json_is_array(at.value)) {
        return cst__whole(reader, up, key, need, low, high, otherwise);
    }
    int64_t whole[3] = {0};
    bool good = is_spread(reader, &at);
    for (size_t i = 0; good && i < 3; i++) {
        cst__at item = cst__item(reader, &at, i);
        good = as_whole(reader, &item, low, high, &whole[i]);
    }
    return take_spread(reader, &at, good, whole, otherwise, spread);
}

/* ---------------------------------------------------------------- dates and currencies */

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
        if (dash ? text[i] != '-' : !cst__is_digit(text[i])) {
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
    if (!text || !cst__is_capital(text[0]) || !cst__is_capital(text[1]) ||
        !cst__is_capital(text[2]) || text[3]) {
        cst__fault_found(reader, &at, "a currency code of three capital letters");
        return "";
    }
    return cst__keep(reader, text);
}
