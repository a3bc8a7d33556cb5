/*
 * scan.c - JSON text cut into tokens, with the place of each.
 *
 * Each kind of token has one function that starts at its first byte and stops after its last one.
 * Where the text breaks a rule the function records why and at which byte, and the scan ends.
 * Nothing is allocated: the text of a string is written out only when it is asked for.
 */
#include "model/scan.h"

#include <stdint.h>
#include <string.h>

cst__scan cst__scan_of(const char *bytes, size_t size) {
    return (cst__scan){.bytes = bytes, .size = size};
}

static bool fault(cst__scan *scan, size_t at, const char *why) {
    scan->fault = why;
    scan->fault_at = at;
    return false;
}

/* The byte at a place, NUL beyond the end. A NUL in the text itself is never part of a token. */
static unsigned char peek(const cst__scan *scan, size_t at) {
    return at < scan->size ? (unsigned char)scan->bytes[at] : 0;
}

static bool is_digit(unsigned char c) {
    return c >= '0' && c <= '9';
}

static int hex_digit(unsigned char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

/* ---------------------------------------------------------------- strings */

/* The number after "\u" at a place, -1 where four hexadecimal digits are missing. */
static int32_t hex_escape(const cst__scan *scan, size_t at) {
    int32_t code = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = hex_digit(peek(scan, at + i));
        if (digit < 0) {
            return -1;
        }
        code = code * 16 + digit;
    }
    return code;
}

static bool is_high_surrogate(int32_t code) {
    return code >= 0xd800 && code <= 0xdbff;
}

static bool is_low_surrogate(int32_t code) {
    return code >= 0xdc00 && code <= 0xdfff;
}

/* Checks "\uXXXX" at scan->at, or the two of them that make one character, and passes over. */
static bool pass_unicode_escape(cst__scan *scan) {
    size_t at = scan->at;
    int32_t code = hex_escape(scan, at + 2);
    if (code < 0) {
        return fault(scan, at, "expected four hexadecimal digits after \\u");
    }
    if (code == 0) {
        return fault(scan, at, "the character \\u0000 is not allowed in a string");
    }
    scan->at = at + 6;
    if (is_high_surrogate(code)) {
        bool paired = peek(scan, at + 6) == '\\' && peek(scan, at + 7) == 'u' &&
                      is_low_surrogate(hex_escape(scan, at + 8));
        scan->at = at + 12;
        return paired || fault(scan, at, "half of a surrogate pair without its other half");
    }
    return !is_low_surrogate(code) ||
           fault(scan, at, "half of a surrogate pair without its other half");
}

static bool pass_escape(cst__scan *scan) {
    unsigned char c = peek(scan, scan->at + 1);
    scan->escaped = true;
    if (c == 'u') {
        return pass_unicode_escape(scan);
    }
    if (c == 0 || !strchr("\"\\/bfnrt", c)) {
        return fault(scan, scan->at,
                     "unknown escape in a string: \\ stands before one of \" \\ / b f n r t u");
    }
    scan->at += 2;
    return true;
}

static bool pass_string(cst__scan *scan) {
    scan->escaped = false;
    scan->at++;
    while (scan->at < scan->size) {
        unsigned char c = (unsigned char)scan->bytes[scan->at];
        if (c == '"') {
            scan->at++;
            return true;
        }
        if (c == '\n' || c == '\r') {
            return fault(scan, scan->begin, "the string that begins here does not end on its line");
        }
        if (c < 0x20) {
            return fault(scan, scan->at,
                         "a control character in a string must be written as an escape");
        }
        if (c == '\\') {
            if (!pass_escape(scan)) {
                return false;
            }
        } else {
            scan->at++;
        }
    }
    return fault(scan, scan->begin, "the string that begins here does not end");
}

static size_t put_utf8(int32_t code, char *to) {
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        to[i] = (char)(0x80 | (code & 0x3f));
        code >>= 6;
    }
    static const int32_t lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    to[0] = (char)(lead[n] | code);
    return n;
}

static char short_escape(char c) {
    static const char names[] = "bfnrt";
    static const char values[] = "\b\f\n\r\t";
    const char *found = strchr(names, c);
    return found ? values[found - names] : c;
}

/* Writes the character of the escape at a place; gives the bytes that the escape takes. */
static size_t resolve_escape(const cst__scan *scan, size_t at, char *to, size_t *written) {
    if (scan->bytes[at + 1] != 'u') {
        *to = short_escape(scan->bytes[at + 1]);
        *written = 1;
        return 2;
    }
    int32_t code = hex_escape(scan, at + 2);
    size_t taken = 6;
    if (is_high_surrogate(code)) {
        code = 0x10000 + ((code - 0xd800) << 10) + (hex_escape(scan, at + 8) - 0xdc00);
        taken = 12;
    }
    *written = put_utf8(code, to);
    return taken;
}

size_t cst__scan_text(const cst__scan *scan, char *text) {
    size_t n = 0;
    size_t at = scan->begin + 1;
    size_t end = scan->at - 1;
    while (at < end) {
        const char *escape = scan->escaped ? memchr(scan->bytes + at, '\\', end - at) : NULL;
        size_t plain = escape ? (size_t)(escape - scan->bytes) - at : end - at;
        memcpy(text + n, scan->bytes + at, plain);
        n += plain;
        at += plain;
        if (escape) {
            size_t written;
            at += resolve_escape(scan, at, text + n, &written);
            n += written;
        }
    }
    text[n] = '\0';
    return n;
}

/* ---------------------------------------------------------------- numbers, words, signs */

static size_t digits(const cst__scan *scan, size_t at) {
    while (is_digit(peek(scan, at))) {
        at++;
    }
    return at;
}

static bool pass_number(cst__scan *scan) {
    size_t at = scan->begin + (peek(scan, scan->begin) == '-');
    size_t end = digits(scan, at);
    if (end == at) {
        return fault(scan, scan->begin, "expected a digit after the minus sign");
    }
    if (peek(scan, at) == '0' && end > at + 1) {
        return fault(scan, scan->begin, "a number must not begin with 0");
    }
    scan->whole = true;
    if (peek(scan, end) == '.') {
        scan->whole = false;
        at = end + 1;
        end = digits(scan, at);
        if (end == at) {
            return fault(scan, scan->begin, "expected a digit after the decimal point");
        }
    }
    if (peek(scan, end) == 'e' || peek(scan, end) == 'E') {
        scan->whole = false;
        at = end + 1;
        at += peek(scan, at) == '+' || peek(scan, at) == '-';
        end = digits(scan, at);
        if (end == at) {
            return fault(scan, scan->begin, "expected a digit in the exponent");
        }
    }
    scan->at = end;
    return true;
}

static bool is_letter(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static cst__token word(cst__scan *scan) {
    static const struct {
        const char *text;
        cst__token token;
    } words[] = {{"true", CST__TOKEN_TRUE}, {"false", CST__TOKEN_FALSE}, {"null", CST__TOKEN_NULL}};
    while (is_letter(peek(scan, scan->at)) || is_digit(peek(scan, scan->at))) {
        scan->at++;
    }
    size_t n = scan->at - scan->begin;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (n == strlen(words[i].text) &&
            memcmp(scan->bytes + scan->begin, words[i].text, n) == 0) {
            return words[i].token;
        }
    }
    fault(scan, scan->begin, "unknown word: expected true, false, null, a number or a string");
    return CST__TOKEN_FAULT;
}

static cst__token sign(cst__scan *scan, cst__token token) {
    scan->at++;
    return token;
}

static cst__token other(cst__scan *scan, unsigned char c) {
    if (is_letter(c)) {
        return word(scan);
    }
    const char *why = "unexpected character";
    if (c == '/' || c == '#') {
        why = "JSON has no comments";
    } else if (c == '\'') {
        why = "a string stands in double quotes";
    } else if (c == '+' || c == '.') {
        why = "a number begins with a digit or a minus sign";
    } else if (c < 0x20 || c == 0x7f) {
        why = "unexpected control character";
    }
    fault(scan, scan->begin, why);
    return CST__TOKEN_FAULT;
}

static void skip_space(cst__scan *scan) {
    while (scan->at < scan->size) {
        char c = scan->bytes[scan->at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
            return;
        }
        scan->at++;
    }
}

cst__token cst__scan_next(cst__scan *scan) {
    if (scan->fault) {
        return CST__TOKEN_FAULT;
    }
    skip_space(scan);
    scan->begin = scan->at;
    if (scan->at == scan->size) {
        return CST__TOKEN_END;
    }
    unsigned char c = (unsigned char)scan->bytes[scan->at];
    switch (c) {
        case '{':
            return sign(scan, CST__TOKEN_OBJECT);
        case '}':
            return sign(scan, CST__TOKEN_OBJECT_END);
        case '[':
            return sign(scan, CST__TOKEN_LIST);
        case ']':
            return sign(scan, CST__TOKEN_LIST_END);
        case ':':
            return sign(scan, CST__TOKEN_COLON);
        case ',':
            return sign(scan, CST__TOKEN_COMMA);
        case '"':
            return pass_string(scan) ? CST__TOKEN_STRING : CST__TOKEN_FAULT;
        default:
            if (is_digit(c) || c == '-') {
                return pass_number(scan) ? CST__TOKEN_NUMBER : CST__TOKEN_FAULT;
            }
            return other(scan, c);
    }
}

bool cst__scan_skip(cst__scan *scan, cst__token token) {
    size_t depth = 0;
    do {
        if (token == CST__TOKEN_END || token == CST__TOKEN_FAULT) {
            return false;
        }
        depth += token == CST__TOKEN_OBJECT || token == CST__TOKEN_LIST;
        if (token == CST__TOKEN_OBJECT_END || token == CST__TOKEN_LIST_END) {
            if (depth == 0) {
                return false;
            }
            depth--;
        }
        if (depth > 0) {
            token = cst__scan_next(scan);
        }
    } while (depth > 0);
    return true;
}
