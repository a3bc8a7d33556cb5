/*
 * arena_test.c - memory that lives and dies together: zeroed, aligned, apart, and never too small.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/arena.h"

static void pieces_do_not_overlap(void **state) {
    enum { PIECES = 2000 };
    cst__arena *arena = cst__arena_new();
    unsigned char *piece[PIECES];
    (void)state;
    for (size_t i = 0; i < PIECES; i++) {
        size_t size = i * i % 997;
        piece[i] = cst__arena_alloc(arena, size, 1);
        assert_non_null(piece[i]);
        assert_int_equal((uintptr_t)piece[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < size; k++) {
            assert_int_equal(piece[i][k], 0);
        }
        memset(piece[i], (int)(i % 255) + 1, size);
    }
    for (size_t i = 0; i < PIECES; i++) {
        for (size_t k = 0; k < i * i % 997; k++) {
            assert_int_equal(piece[i][k], i % 255 + 1);
        }
    }
    cst__arena_free(arena);
}

static void large_pieces_stand_apart(void **state) {
    cst__arena *arena = cst__arena_new();
    (void)state;
    char *first = cst__arena_alloc(arena, 3000000, 1); /* before any block is open */
    char *small = cst__arena_alloc(arena, 16, 1);
    char *large = cst__arena_alloc(arena, 5000000, 1);
    char *next = cst__arena_alloc(arena, 16, 1);
    assert_non_null(first);
    assert_non_null(large);
    memset(first, 1, 3000000);
    memset(large, 2, 5000000);
    assert_ptr_equal(next, small + 16); /* the block that was open goes on */
    assert_int_equal(*small | *next, 0);
    cst__arena_free(arena);
}

static void sizes_that_overflow_are_refused(void **state) {
    cst__arena *arena = cst__arena_new();
    (void)state;
    assert_null(cst__arena_alloc(arena, SIZE_MAX, 2));
    assert_null(cst__arena_alloc(arena, 2, SIZE_MAX));
    assert_null(cst__arena_alloc(arena, SIZE_MAX, 1));
    assert_null(cst__arena_alloc(arena, SIZE_MAX - 64, 1));
    assert_null(cst__arena_alloc(arena, SIZE_MAX / 16 + 1, 16));
    assert_null(cst__arena_text_n(arena, "", SIZE_MAX));
    assert_non_null(cst__arena_alloc(arena, 0, SIZE_MAX));
    assert_non_null(cst__arena_alloc(arena, SIZE_MAX, 0));
    cst__arena_free(arena);
}

static void texts(void **state) {
    cst__arena *arena = cst__arena_new();
    (void)state;
    assert_string_equal(cst__arena_text(arena, "abc"), "abc");
    assert_string_equal(cst__arena_text(arena, ""), "");
    assert_string_equal(cst__arena_text_n(arena, "abc", 2), "ab");
    assert_string_equal(cst__arena_format(arena, "%d %s", 7, "x"), "7 x");
    assert_string_equal(cst__arena_format(arena, "%s", ""), "");
    cst__arena_free(arena);
    cst__arena_free(NULL);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(large_pieces_stand_apart),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(texts),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
