/*
 * letters.h - classes of ASCII letters, whatever the locale.
 */
#ifndef CST_LETTERS_H
#define CST_LETTERS_H

#include <stdbool.h>

static inline bool cst__is_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline bool cst__is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

static inline bool cst__is_small(char c) {
    return c >= 'a' && c <= 'z';
}

#endif
