/*
 * json_test.c - from bytes to values: what is no JSON, what is too much, and whether the values are
 * those that jansson itself would load.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/json.h"
#include "tests/support.h"

/* The one fault of a text, as test_faults gives it; "" where it is JSON. */
static void expect(const char *bytes, size_t size, const cst_limits *limits, const char *faults) {
    cst__arena *arena = cst__arena_new();
    cst__faults found = {.arena = arena};
    cst__source source = {"x.json", bytes, size};
    cst_diagnostics *diagnostics = cst_diagnostics_new(0);
    json_t *root = cst__json_parse(bytes, size, limits, &found);
    assert_false(found.out_of_memory);
    assert_true(cst__faults_report(&found, &source, diagnostics));
    test_expect_faults(diagnostics, found.n > 0 ? CST_E_INPUT : CST_E_OK, faults);
    assert_true(root != NULL || found.n == 1);
    json_decref(root);
    cst_diagnostics_free(diagnostics);
    cst__arena_free(arena);
}

/* ---------------------------------------------------------------- broken texts */

typedef struct row {
    const char *name;
    const char *text;
    const char *faults;
} row;

static const row broken[] = {
    {"an object", "{}", ""},
    {"white space around", " \t\r\n{ \"a\" : [ ] } \n", ""},
    {"nothing", "", "1:1 : the file is empty\n"},
    {"only white space", " \n\n ", "1:1 : the file holds no value\n"},
    {"a list", "[]", "1:1 : expected an object, '{', found '['\n"},
    {"a string", "\"a\"", "1:1 : expected an object, '{', found a string\n"},
    {"a number", " 12", "1:2 : expected an object, '{', found '12'\n"},
    {"two objects", "{}\n{}", "2:1 : expected nothing after the end of the object, found '{'\n"},
    {"text after the object", "{} true",
     "1:4 : expected nothing after the end of the object, found 'true'\n"},
    {"cut after the brace", "{",
     "1:2 : expected a key in double quotes, found the end of the "
     "file\n"},
    {"cut after a key", "{ \"a\"", "1:6 : expected ':' after the key, found the end of the file\n"},
    {"cut after a colon", "{ \"a\":\n", "2:1 : expected a value, found the end of the file\n"},
    {"cut after a value", "{ \"a\": 1", "1:9 : expected ',' or '}', found the end of the file\n"},
    {"cut in a list", "{ \"a\": [ 1", "1:11 : expected ',' or ']', found the end of the file\n"},
    {"cut in a string", "{ \"a\": \"bcd", "1:8 : the string that begins here does not end\n"},
    {"cut in a word", "{ \"a\": tru",
     "1:8 : unknown word: expected true, false, null, a number or a string\n"},
    {"a line break in a string", "{ \"a\": \"b\nc\" }",
     "1:8 : the string that begins here does not end on its line\n"},
    {"a tab in a string", "{ \"a\": \"b\tc\" }",
     "1:10 : a control character in a string must be written as an escape\n"},
    {"no quotes around a key", "{ a: 1 }",
     "1:3 : unknown word: expected true, false, null, a number or a string\n"},
    {"a number as a key", "{ 1: 1 }", "1:3 : expected a key in double quotes, found '1'\n"},
    {"single quotes",
     "{ \x27"
     "a\x27: 1 }",
     "1:3 : a string stands in double quotes\n"},
    {"a comma at the end of an object", "{ \"a\": 1, }",
     "1:11 : expected a key in double quotes, found '}'\n"},
    {"a comma at the end of a list", "{ \"a\": [ 1, ] }", "1:13 : expected a value, found ']'\n"},
    {"two commas", "{ \"a\": 1,, \"b\": 2 }",
     "1:10 : expected a key in double quotes, found ','\n"},
    {"no comma", "{ \"a\": 1 \"b\": 2 }", "1:10 : expected ',' or '}', found a string\n"},
    {"no colon", "{ \"a\" 1 }", "1:7 : expected ':' after the key, found '1'\n"},
    {"the wrong bracket", "{ \"a\": [ 1 } }", "1:12 : expected ',' or ']', found '}'\n"},
    {"a bracket too many", "{ \"a\": ] }", "1:8 : expected a value, found ']'\n"},
    {"a comment", "{ // no\n }", "1:3 : JSON has no comments\n"},
    {"a comment with a hash", "{ # no\n }", "1:3 : JSON has no comments\n"},
    {"not a number", "{ \"a\": NaN }",
     "1:8 : unknown word: expected true, false, null, a number or a string\n"},
    {"a word in capitals", "{ \"a\": True }",
     "1:8 : unknown word: expected true, false, null, a number or a string\n"},
    {"a leading zero", "{ \"a\": 012 }", "1:8 : a number must not begin with 0\n"},
    {"a leading plus", "{ \"a\": +1 }", "1:8 : a number begins with a digit or a minus sign\n"},
    {"a leading point", "{ \"a\": .5 }", "1:8 : a number begins with a digit or a minus sign\n"},
    {"no digit after the point", "{ \"a\": 5. }",
     "1:8 : expected a digit after the decimal point\n"},
    {"no digit after the minus", "{ \"a\": - }", "1:8 : expected a digit after the minus sign\n"},
    {"no digit in the exponent", "{ \"a\": 1e+ }", "1:8 : expected a digit in the exponent\n"},
    {"an unknown escape", "{ \"a\": \"b\\x\" }",
     "1:10 : unknown escape in a string: \\ stands before one of \" \\ / b f n r t u\n"},
    {"a short unicode escape", "{ \"a\": \"\\u12\" }",
     "1:9 : expected four hexadecimal digits after \\u\n"},
    {"an escaped NUL", "{ \"a\": \"b\\u0000\" }",
     "1:10 : the character \\u0000 is not allowed in a string\n"},
    {"an escaped NUL in a key", "{ \"\\u0000\": 1 }",
     "1:4 : the character \\u0000 is not allowed in a string\n"},
    {"half a pair", "{ \"a\": \"\\ud800x\" }",
     "1:9 : half of a surrogate pair without its other half\n"},
    {"the second half first", "{ \"a\": \"\\udc00\" }",
     "1:9 : half of a surrogate pair without its other half\n"},
    {"two first halves", "{ \"a\": \"\\ud800\\ud800\" }",
     "1:9 : half of a surrogate pair without its other half\n"},
    {"a byte order mark", "\xef\xbb\xbf{}",
     "1:1 : the file begins with a byte order mark: save it as UTF-8 without one\n"},
    {"UTF-16", "\xff\xfe{", "1:1 : the file is UTF-16: save it as UTF-8\n"},
    {"Latin 1", "{ \"a\": \"\xe9t\xe9\" }", "1:9 : the text is not UTF-8 from here\n"},
    {"columns count characters", "{ \"\xc3\xa4\xf0\x9f\x98\x80\": x }",
     "1:9 : unknown word: expected true, false, null, a number or a string\n"},
    {"lines end in carriage returns too", "{\r\n \"a\": x }",
     "2:7 : unknown word: expected true, false, null, a number or a string\n"},
    {"an unexpected sign", "{ \"a\": ! }", "1:8 : unexpected character\n"},
    {"an unexpected control character", "{ \"a\": \x01 }", "1:8 : unexpected control character\n"},
    {"a fault deep in a list of the file", "{ \"a\": [ { \"b\": [ 1, x ] } ] }",
     "1:22 : unknown word: expected true, false, null, a number or a string\n"},
    {"repeated keys, all of them",
     "{ \"a\": 1, \"b\": { \"c\": 1, \"c\": 2, \"c\": 3 }, \"a\": 2 }",
     "1:26 /b/c: the key 'c' is given twice\n1:34 /b/c: the key 'c' is given twice\n"
     "1:44 /a: the key 'a' is given twice\n"},
    {"keys repeated by an escape", "{ \"a\": 1, \"\\u0061\": 2 }",
     "1:11 /a: the key 'a' is given twice\n"},
};

static void check_broken(void **state) {
    const row *r = *state;
    cst_limits limits = cst_limits_default();
    expect(r->text, strlen(r->text), &limits, r->faults);
}

static void nul_bytes_are_no_end(void **state) {
    static const char text[] = "{}\0{}";
    cst_limits limits = cst_limits_default();
    (void)state;
    expect(text, sizeof text - 1, &limits, "1:3 : unexpected control character\n");
}

/* ---------------------------------------------------------------- limits */

static void no_more_bytes_than_allowed(void **state) {
    cst_limits limits = cst_limits_default();
    (void)state;
    limits.max_bytes = 2;
    expect("{}", 2, &limits, "");
    expect("{ }", 3, &limits, "1:1 : the file has 3 bytes: at most 2 are allowed\n");
}

static void no_deeper_than_allowed(void **state) {
    static const char text[] = "{ \"a\": [ { \"b\": [] } ] }";
    cst_limits limits = cst_limits_default();
    (void)state;
    limits.max_depth = 4;
    expect(text, strlen(text), &limits, "");
    limits.max_depth = 3;
    expect(text, strlen(text), &limits, "1:17 : nested more than 3 deep, which is the limit\n");
}

/* A hundred thousand brackets must not exhaust the stack, whatever the limit says. */
static void never_too_deep_for_the_stack(void **state) {
    enum { DEPTH = 100000 };
    char *text = malloc(DEPTH + 6);
    cst_limits limits = cst_limits_default();
    (void)state;
    assert_non_null(text);
    memcpy(text, "{\"a\":", 5);
    memset(text + 5, '[', DEPTH);
    text[DEPTH + 5] = '\0';
    limits.max_depth = 1 << 30;
    expect(text, DEPTH + 5, &limits, "1:1005 : nested more than 1000 deep, which is the limit\n");
    free(text);
}

static void no_longer_text_than_allowed(void **state) {
    static const char text[] = "{ \"abc\": \"def\" }";
    static const char escaped[] = "{ \"a\": \"\\u00e4\\u00e4\" }";
    static const char number[] = "{ \"a\": 1.2345 }";
    cst_limits limits = cst_limits_default();
    (void)state;
    limits.max_text = 3;
    expect(text, strlen(text), &limits, "");
    expect(escaped, strlen(escaped), &limits, "1:8 : a string of 4 bytes: at most 3 are allowed\n");
    expect(number, strlen(number), &limits,
           "1:8 : a number with more digits than a string may have\n");
    limits.max_text = 2;
    expect(text, strlen(text), &limits, "1:3 : a string of 3 bytes: at most 2 are allowed\n");
}

static void no_longer_text_in_a_list_of_the_file(void **state) {
    static const char text[] = "{ \"a\": [ { \"b\": \"cdefg\" } ] }";
    cst_limits limits = cst_limits_default();
    (void)state;
    limits.max_text = 4;
    expect(text, strlen(text), &limits, "1:17 : a string of 5 bytes: at most 4 are allowed\n");
}

/* ---------------------------------------------------------------- the values are jansson's */

/* Makes the items of the lists right below the top, which are offsets at first. */
static void make_items(json_t *root, const char *bytes, size_t size, cst__faults *faults) {
    const char *key;
    json_t *list;
    cst_limits limits = cst_limits_default();
    json_object_foreach(root, key, list) {
        for (size_t i = 0; json_is_array(list) && i < json_array_size(list); i++) {
            size_t offset = (size_t)json_integer_value(json_array_get(list, i));
            json_t *item = cst__json_item(bytes, size, offset, NULL, &limits, faults);
            assert_non_null(item);
            assert_int_equal(json_array_set_new(list, i, item), 0);
        }
    }
}

typedef struct text_row {
    const char *name; /* the text itself */
} text_row;

static const text_row texts[] = {
    {"{}"},
    {"{ \"a\": null, \"b\": true, \"c\": false }"},
    {"{ \"a\": [ 1, [ 2, { \"b\": [ 3 ] } ], {}, [], \"x\", null ], \"c\": { \"d\": [ 4 ] } }"},
    {"{ \"a\": 0, \"b\": -0, \"c\": -12, \"d\": 9223372036854775807, \"e\": -9223372036854775808 "
     "}"},
    {"{ \"a\": 0.1, \"b\": 1e3, \"c\": 1E-3, \"d\": -2.5e+2, \"e\": 1.7976931348623157e308 }"},
    {"{ \"a\": 0.1234567890123456789, \"b\": 123456789012345678.5, \"c\": 5e-324, \"d\": 1e-400 }"},
    {"{ \"a\": 9007199254740993.0, \"b\": 1e22, \"c\": 1e23, \"d\": 123456789012345e22 }"},
    {"{ \"a\": \"\\\"\\\\\\/\\b\\f\\n\\r\\t\" }"},
    {"{ \"a\": \"\\u0001\\u007f\\u0080\\u07ff\\u0800\\uffff\\ud800\\udc00\\udbff\\udfff\" }"},
    {"{ \"\\u00e4\\n\": \"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\", \"\": \"\" }"},
    {"[]"},
    {"{ \"a\": 01 }"},
    {"{ \"a\": 1 } x"},
    {"{ \"a\": \"\\uD800\" }"},
    {"{ \"a\": \"\\u0000\" }"},
    {"{ \"a\": [ 1, ] }"},
    {"{ \"a\": \"\x7f\" }"},
    {"{ \"a\": \"\x1f\" }"},
    {"{ \"a\": \"\xc0\x80\" }"},
    {"{ \"a\": \"\xed\xa0\x80\" }"},
    {"{ \"a\": \"\xf4\x90\x80\x80\" }"},
};

static void check_same_as_jansson(void **state) {
    const text_row *r = *state;
    size_t size = strlen(r->name);
    json_t *theirs = json_loadb(r->name, size, JSON_REJECT_DUPLICATES, NULL);
    cst_limits limits = cst_limits_default();
    cst__arena *arena = cst__arena_new();
    cst__faults faults = {.arena = arena};
    json_t *ours = cst__json_parse(r->name, size, &limits, &faults);
    if (json_is_object(theirs)) {
        assert_non_null(ours);
        make_items(ours, r->name, size, &faults);
        assert_true(json_equal(ours, theirs));
        assert_int_equal(faults.n, 0);
    } else { /* no JSON to jansson, or a list, which is none of our files */
        assert_null(ours);
    }
    json_decref(ours);
    json_decref(theirs);
    cst__arena_free(arena);
}

/* Numbers beyond what jansson loads stay numbers, to be refused by who expects a smaller one. */
static void large_numbers_stay_numbers(void **state) {
    static const char text[] = "{ \"a\": 1e999, \"b\": -1e999, \"c\": 99999999999999999999 }";
    cst_limits limits = cst_limits_default();
    cst__arena *arena = cst__arena_new();
    cst__faults faults = {.arena = arena};
    (void)state;
    json_t *root = cst__json_parse(text, strlen(text), &limits, &faults);
    assert_non_null(root);
    assert_true(json_real_value(json_object_get(root, "a")) > 1e308);
    assert_true(json_real_value(json_object_get(root, "b")) < -1e308);
    assert_true(json_real_value(json_object_get(root, "c")) == 1e20);
    json_decref(root);
    cst__arena_free(arena);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(nul_bytes_are_no_end),
        cmocka_unit_test(no_more_bytes_than_allowed),
        cmocka_unit_test(no_deeper_than_allowed),
        cmocka_unit_test(never_too_deep_for_the_stack),
        cmocka_unit_test(no_longer_text_than_allowed),
        cmocka_unit_test(no_longer_text_in_a_list_of_the_file),
        cmocka_unit_test(large_numbers_stay_numbers),
    };
    int failed = TEST_ROWS("json: broken texts", broken, check_broken);
    failed += cmocka_run_group_tests_name("json: limits", tests, NULL, NULL);
    failed += TEST_ROWS("json: the same as jansson", texts, check_same_as_jansson);
    return failed;
}
