/*
 * nearest_test.c - which known name a misspelt one is taken for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/nearest.h"
#include "tests/support.h"

typedef struct distance_row {
    const char *name;
    const char *a;
    const char *b;
    size_t limit;
    size_t distance;
} distance_row;

static const distance_row distances[] = {
    {"equal", "lead_weeks", "lead_weeks", 9, 0},
    {"empty", "", "", 9, 0},
    {"from nothing", "", "abc", 9, 3},
    {"to nothing", "abc", "", 9, 3},
    {"insertion", "chip", "chips", 9, 1},
    {"deletion", "chips", "chip", 9, 1},
    {"substitution", "chips", "ships", 9, 1},
    {"swap", "from", "form", 9, 1},
    {"swap at the beginning", "ab", "ba", 9, 1},
    {"swap and insertion", "ab", "bca", 9, 3},
    {"two swaps", "abcd", "badc", 9, 2},
    {"all different", "kitten", "sitting", 9, 3},
    {"the limit ends it", "kitten", "sitting", 2, 2},
    {"the limit is reached", "kitten", "sitting", 3, 3},
    {"a swap after two rows at the limit", "xyab", "xyba", 2, 1},
    {"too long", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a", 9, 9},
};

static void check_distance(void **state) {
    const distance_row *r = *state;
    assert_int_equal(cst__edit_distance(r->a, r->b, r->limit), r->distance);
    assert_int_equal(cst__edit_distance(r->b, r->a, r->limit), r->distance);
}

typedef struct nearest_row {
    const char *name;
    const char *text;
    const char *candidates[5];
    const char *best;
} nearest_row;

static const nearest_row names[] = {
    {"one letter off", "lead_week", {"eccn", "lead_weeks", "needs"}, "lead_weeks"},
    {"the nearest of two", "model", {"modem", "models", "mode"}, "modem"},
    {"a nearer one later", "modle", {"mole", "made", "modle2", "mode"}, "mole"},
    {"nothing near", "colour", {"unit", "kind"}, NULL},
    {"nothing at all", "colour", {NULL}, NULL},
    {"short names need one edit", "in", {"id"}, "id"},
    {"a short name too far off", "ab", {"cd"}, NULL},
    {"a beginning, where nothing is near",
     "deadline",
     {"demand", "deadline_weeks"},
     "deadline_weeks"},
    {"a beginning gives way to a near one",
     "deadline",
     {"deadline_weeks", "deadlines"},
     "deadlines"},
    {"two letters are no beginning", "de", {"deadline"}, NULL},
    {"a name that goes on", "description_text", {"description"}, "description"},
};

static void check_nearest(void **state) {
    const nearest_row *r = *state;
    cst__nearest nearest = cst__nearest_to(r->text);
    for (size_t i = 0; i < 5 && r->candidates[i]; i++) {
        cst__nearest_offer(&nearest, r->candidates[i]);
    }
    if (r->best) {
        assert_non_null(nearest.best);
        assert_string_equal(nearest.best, r->best);
    } else {
        assert_null(nearest.best);
    }
}

int main(void) {
    int failed = TEST_ROWS("nearest: distances", distances, check_distance);
    failed += TEST_ROWS("nearest: names", names, check_nearest);
    return failed;
}
