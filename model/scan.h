/*
 * scan.h - JSON text (RFC 8259) cut into tokens, with the place of each.
 *
 * The scanner checks tokens: strings, escapes, numbers, words. Their order is the business of its
 * users: json.c builds values from them, locate.c looks for places. The bytes must be UTF-8.
 */
#ifndef CST_SCAN_H
#define CST_SCAN_H

#include <stdbool.h>
#include <stddef.h>

typedef enum cst__token {
    CST__TOKEN_END,   /* of the bytes */
    CST__TOKEN_FAULT, /* no token: see fault and fault_at */
    CST__TOKEN_OBJECT,
    CST__TOKEN_OBJECT_END,
    CST__TOKEN_LIST,
    CST__TOKEN_LIST_END,
    CST__TOKEN_COLON,
    CST__TOKEN_COMMA,
    CST__TOKEN_STRING,
    CST__TOKEN_NUMBER,
    CST__TOKEN_TRUE,
    CST__TOKEN_FALSE,
    CST__TOKEN_NULL
} cst__token;

typedef struct cst__scan {
    const char *bytes;
    size_t size;
    size_t begin; /* first byte of the last token */
    size_t at;    /* first byte after it */
    bool escaped; /* the last string has escapes */
    bool whole;   /* the last number has neither fraction nor exponent */
    const char *fault;
    size_t fault_at;
} cst__scan;

/* A scan that stands before the first token. Borrows the bytes. */
cst__scan cst__scan_of(const char *bytes, size_t size);

/* The next token, white space skipped. After the end or a fault it stays there. */
cst__token cst__scan_next(cst__scan *scan);

/* The text of the last token, a string: escapes resolved, without quotes, ending in NUL. It needs
 * room for at - begin bytes. Gives its length. */
size_t cst__scan_text(const cst__scan *scan, char *text);

/* Passes over the value that begins with the token just read; false when the bytes end first. */
bool cst__scan_skip(cst__scan *scan, cst__token token);

#endif
