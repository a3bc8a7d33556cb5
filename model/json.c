/*
 * json.c - from bytes to a tree of jansson values, under limits.
 *
 * The values are jansson's; the loading is done here. jansson's own loader (2.14) stops at the
 * first repeated key, forgets places, has a fixed bound on nesting, wants the whole tree in memory,
 * and does not notice when its token buffer fails to grow: a byte is lost, so that a text comes out
 * changed or, where the byte is the closing quote, memory behind the text is overwritten. The
 * parser below checks every allocation, reports every repeated key, counts against cst_limits while
 * it goes, and leaves the items of long lists for later (json.h). What it accepts and what it
 * builds is what json_loadb accepts and builds; a test compares the two.
 *
 * A broken text is one fault, since nothing after it can be trusted; a repeated key is a fault
 * that hides nothing.
 */
#include "model/json.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "model/pointer.h"
#include "model/scan.h"

#define DEEPEST 1000 /* nesting beyond this could exhaust the stack, whatever the limits say */

#define LONG_LISTS 2 /* the depth of the lists right below the top of a file */

typedef struct parser {
    cst__scan scan;
    cst__token token; /* the one at hand */
    const cst_limits *limits;
    cst__faults *faults;
    char *text; /* the last string read */
    size_t room;
    int depth;
    bool build; /* false: check only, and give null for every value */
} parser;

/* ---------------------------------------------------------------- faults */

/* The one fault of a broken text; always NULL, to be returned. */
static json_t *broken(parser *p, size_t offset, const char *message) {
    cst__faults_add(p->faults, (cst__fault){"", message, offset, false});
    return NULL;
}

static json_t *no_memory(parser *p) {
    p->faults->out_of_memory = true;
    return NULL;
}

/* The token at hand is not what the grammar wants. */
static json_t *unexpected(parser *p, const char *wanted) {
    const cst__scan *scan = &p->scan;
    if (p->token == CST__TOKEN_FAULT) {
        return broken(p, scan->fault_at, scan->fault);
    }
    cst__arena *arena = p->faults->arena;
    const char *message;
    if (p->token == CST__TOKEN_END) {
        message = cst__arena_format(arena, "expected %s, found the end of the file", wanted);
    } else if (p->token == CST__TOKEN_STRING) {
        message = cst__arena_format(arena, "expected %s, found a string", wanted);
    } else {
        int n = (int)(scan->at - scan->begin < 20 ? scan->at - scan->begin : 20);
        message = cst__arena_format(arena, "expected %s, found \"%.*s\"", wanted, n,
                                    scan->bytes + scan->begin);
    }
    return broken(p, scan->begin, message);
}

/* ---------------------------------------------------------------- values

 * Each function gives the value that begins with the token at hand, or NULL after noting why there
 * is none. When only checking it gives null, which needs no memory. */

static void next(parser *p) {
    p->token = cst__scan_next(&p->scan);
}

/* The text of the string at hand in p->text; when only checking, no more than whether it is short
 * enough. */
static bool take_text(parser *p, size_t *length) {
    size_t needed = p->scan.at - p->scan.begin;
    *length = 0;
    if (!p->build && needed <= p->limits->max_text) {
        return true;
    }
    if (needed > p->room) {
        char *larger = realloc(p->text, 2 * needed);
        if (!larger) {
            p->faults->out_of_memory = true;
            return false;
        }
        p->text = larger;
        p->room = 2 * needed;
    }
    *length = cst__scan_text(&p->scan, p->text);
    if (*length > p->limits->max_text) {
        broken(p, p->scan.begin,
               cst__arena_format(p->faults->arena, "a string of %zu bytes: at most %zu are allowed",
                                 *length, p->limits->max_text));
        return false;
    }
    return true;
}

static json_t *parse_text(parser *p) {
    size_t length;
    if (!take_text(p, &length)) {
        return NULL;
    }
    json_t *value = p->build ? json_stringn_nocheck(p->text, length) : json_null();
    return value ? value : no_memory(p);
}

/* A whole number that fits 64 bits, else a real one. */
static json_t *parse_number(parser *p) {
    const char *digits = p->scan.bytes + p->scan.begin;
    size_t n = p->scan.at - p->scan.begin;
    if (n > p->limits->max_text) {
        return broken(p, p->scan.begin, "a number with more digits than a string may have");
    }
    if (!p->build) {
        return json_null();
    }
    if (p->scan.whole) {
        bool minus = *digits == '-';
        json_int_t value = 0;
        bool fits = true;
        for (size_t i = minus; i < n && fits; i++) {
            int digit = minus ? '0' - digits[i] : digits[i] - '0';
            fits = !__builtin_mul_overflow(value, 10, &value) &&
                   !__builtin_add_overflow(value, digit, &value);
        }
        if (fits) {
            json_t *whole = json_integer(value);
            return whole ? whole : no_memory(p);
        }
    }
    double number;
    json_t *real = cst__json_number(digits, n, &number) ? json_real(number) : NULL;
    return real ? real : no_memory(p);
}

static json_t *parse_value(parser *p, const cst__way *way);

/* A key that the object has already: the first value stays, this one is dropped. */
static void report_repeated(parser *p, const cst__way *way, size_t offset) {
    cst__fault fault = {.pointer = "", .message = "", .offset = offset, .at_key = true};
    if (!cst__faults_full(p->faults)) {
        fault.pointer = cst__way_text(way, p->faults->arena);
        fault.message =
            cst__arena_format(p->faults->arena, "the key \"%s\" is given twice", way->key);
    }
    cst__faults_add(p->faults, fault);
}

/* The colon after a key, and the value. */
static json_t *parse_value_of(parser *p, const cst__way *way) {
    next(p);
    if (p->token != CST__TOKEN_COLON) {
        return unexpected(p, "\":\" after the key");
    }
    next(p);
    return parse_value(p, way);
}

/* Takes the value. */
static bool add_member(parser *p, json_t *object, const cst__way *way, size_t key_at,
                       json_t *value) {
    if (json_object_get(object, way->key)) {
        report_repeated(p, way, key_at);
        json_decref(value);
        return true;
    }
    return json_object_set_new_nocheck(object, way->key, value) == 0 || no_memory(p) != NULL;
}

/* One key, its colon and its value. */
static bool parse_member(parser *p, json_t *object, const cst__way *up) {
    size_t key_at = p->scan.begin;
    size_t length;
    if (p->token != CST__TOKEN_STRING) {
        unexpected(p, "a key in double quotes");
        return false;
    }
    if (!take_text(p, &length)) {
        return false;
    }
    if (!p->build) {
        return parse_value_of(p, NULL) != NULL;
    }
    char *key = malloc(length + 1);
    if (!key) {
        no_memory(p);
        return false;
    }
    memcpy(key, p->text, length + 1);
    cst__way way = {.up = up, .key = key};
    json_t *value = parse_value_of(p, &way);
    bool done = value && add_member(p, object, &way, key_at, value);
    free(key);
    return done;
}

static bool parse_members(parser *p, json_t *object, const cst__way *way) {
    next(p);
    if (p->token == CST__TOKEN_OBJECT_END) {
        return true;
    }
    while (parse_member(p, object, way)) {
        next(p);
        if (p->token == CST__TOKEN_OBJECT_END) {
            return true;
        }
        if (p->token != CST__TOKEN_COMMA) {
            unexpected(p, "\",\" or \"}\"");
            return false;
        }
        next(p);
    }
    return false;
}

/* Checks an item, and gives the offset at which it begins. */
static json_t *parse_later(parser *p) {
    size_t offset = p->scan.begin;
    p->build = false;
    json_t *checked = parse_value(p, NULL);
    p->build = true;
    json_t *later = checked ? json_integer((json_int_t)offset) : NULL;
    return later || !checked ? later : no_memory(p);
}

static bool parse_items(parser *p, json_t *list, const cst__way *up) {
    bool in_long_list = p->build && p->depth == LONG_LISTS;
    next(p);
    if (p->token == CST__TOKEN_LIST_END) {
        return true;
    }
    for (cst__way way = {.up = up};; way.index++) {
        json_t *value = in_long_list ? parse_later(p) : parse_value(p, &way);
        if (!value) {
            return false;
        }
        if (p->build && json_array_append_new(list, value) != 0) {
            no_memory(p);
            return false;
        }
        next(p);
        if (p->token == CST__TOKEN_LIST_END) {
            return true;
        }
        if (p->token != CST__TOKEN_COMMA) {
            unexpected(p, "\",\" or \"]\"");
            return false;
        }
        next(p);
    }
}

/* A list or an object with all that is in it. */
static json_t *parse_nested(parser *p, const cst__way *way) {
    bool is_object = p->token == CST__TOKEN_OBJECT;
    int deepest = p->limits->max_depth < DEEPEST ? p->limits->max_depth : DEEPEST;
    if (p->depth >= deepest) {
        return broken(p, p->scan.begin,
                      cst__arena_format(p->faults->arena,
                                        "nested more than %d deep, which is the limit", deepest));
    }
    json_t *nested = !p->build ? json_null() : is_object ? json_object() : json_array();
    if (!nested) {
        return no_memory(p);
    }
    p->depth++;
    bool done = is_object ? parse_members(p, nested, way) : parse_items(p, nested, way);
    p->depth--;
    if (!done) {
        json_decref(nested);
        return NULL;
    }
    return nested;
}

static json_t *parse_value(parser *p, const cst__way *way) {
    switch (p->token) {
        case CST__TOKEN_OBJECT:
        case CST__TOKEN_LIST:
            return parse_nested(p, way);
        case CST__TOKEN_STRING:
            return parse_text(p);
        case CST__TOKEN_NUMBER:
            return parse_number(p);
        case CST__TOKEN_TRUE:
            return json_true();
        case CST__TOKEN_FALSE:
            return json_false();
        case CST__TOKEN_NULL:
            return json_null();
        case CST__TOKEN_END:
        case CST__TOKEN_FAULT:
        case CST__TOKEN_OBJECT_END:
        case CST__TOKEN_LIST_END:
        case CST__TOKEN_COLON:
        case CST__TOKEN_COMMA:
            break;
    }
    return unexpected(p, "a value");
}

/* ---------------------------------------------------------------- the whole text */

/* What can be said before the first token: size, encoding. */
static bool is_text(parser *p) {
    const char *bytes = p->scan.bytes;
    size_t size = p->scan.size;
    size_t most = p->limits->max_bytes < INT_MAX ? p->limits->max_bytes : INT_MAX;
    if (size > most) {
        broken(p, 0,
               cst__arena_format(p->faults->arena,
                                 "the file has %zu bytes: at most %zu are allowed", size, most));
        return false;
    }
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        broken(p, 0, "the file begins with a byte order mark: save it as UTF-8 without one");
        return false;
    }
    if (size >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) {
        broken(p, 0, "the file is UTF-16: save it as UTF-8");
        return false;
    }
    const uint8_t *bad = u8_check((const uint8_t *)bytes, size);
    if (bad) {
        broken(p, (size_t)(bad - (const uint8_t *)bytes), "the text is not UTF-8 from here");
        return false;
    }
    return true;
}

static json_t *parse_file(parser *p) {
    next(p);
    if (p->token == CST__TOKEN_END) {
        return broken(p, 0, p->scan.size == 0 ? "the file is empty" : "the file holds no value");
    }
    if (p->token != CST__TOKEN_OBJECT) {
        return unexpected(p, "an object, \"{\"");
    }
    json_t *root = parse_value(p, NULL);
    if (!root) {
        return NULL;
    }
    next(p);
    if (p->token != CST__TOKEN_END) {
        json_decref(root);
        return unexpected(p, "nothing after the end of the object");
    }
    return root;
}

json_t *cst__json_parse(const char *bytes, size_t size, const cst_limits *limits,
                        cst__faults *faults) {
    parser p = {
        .scan = cst__scan_of(bytes, size), .limits = limits, .faults = faults, .build = true};
    json_t *root = is_text(&p) ? parse_file(&p) : NULL;
    free(p.text);
    return root;
}

json_t *cst__json_item(const char *bytes, size_t size, size_t offset, const cst__way *way,
                       const cst_limits *limits, cst__faults *faults) {
    parser p = {.scan = cst__scan_of(bytes, size),
                .limits = limits,
                .faults = faults,
                .depth = LONG_LISTS,
                .build = true};
    p.scan.at = offset;
    next(&p);
    json_t *item = parse_value(&p, way);
    free(p.text);
    return item;
}
