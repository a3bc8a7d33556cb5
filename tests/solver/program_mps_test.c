/*
 * program_mps_test.c - a small program as MPS, in the units of the program and in natural ones, and
 * what can not be written.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "consort/result.h"
#include "solver/program_mps.h"
#include "tests/support.h"

typedef struct text {
    char bytes[4096];
    size_t size, room;
} text;

static bool collect(void *context, const char *bytes, size_t size) {
    text *t = context;
    if (t->size + size >= t->room) {
        return false;
    }
    memcpy(t->bytes + t->size, bytes, size);
    t->size += size;
    t->bytes[t->size] = '\0';
    return true;
}

/* A chosen offering with units, a fall, and one row of each type. */
static void fill(cst__program *p) {
    cst__program_init(p);
    int z = cst__program_add_column(
        p,
        (cst__column){
            .kind = CST__COLUMN_CHOSEN, .index = 4, .integer = true, .upper = 1, .cost = 1234567});
    int n = cst__program_add_column(p, (cst__column){.kind = CST__COLUMN_UNITS,
                                                     .index = 4,
                                                     .integer = true,
                                                     .lower = 2,
                                                     .upper = 30,
                                                     .cost = -100000});
    int q = cst__program_add_column(
        p, (cst__column){.kind = CST__COLUMN_FALL_OF, .index = 4, .upper = 5e12});
    cst__program_begin_row(p, CST__ROW_LEDGER, 3, 12500, HUGE_VAL);
    cst__program_add_entry(p, n, 5);
    cst__program_begin_row(p, CST__ROW_MEMBERS, 0, 2, 10);
    cst__program_add_entry(p, z, 1);
    cst__program_begin_row(p, CST__ROW_FALL, 4, -HUGE_VAL, 0);
    cst__program_add_entry(p, z, -250);
    cst__program_add_entry(p, q, 1);
    cst__program_begin_row(p, CST__ROW_LIMIT, CST_CRITERION_COST, 700, 700);
    cst__program_add_entry(p, z, 1);
}

typedef struct row {
    const char *name;
    bool natural;
    const char *expected;
} row;

static const row rows[] = {
    {"as the program has it", false,
     "NAME consort FREE\nROWS\n N cost\n G ledger3.0\n L members0.1\n L fall4.2\n E limit0.3\n"
     "COLUMNS\n M0 'MARKER' 'INTORG'\n z4 cost 1234567\n z4 members0.1 1\n z4 fall4.2 -250\n"
     " z4 limit0.3 1\n n4 cost -100000\n n4 ledger3.0 5\n M1 'MARKER' 'INTEND'\n q4 cost 0\n"
     " q4 fall4.2 1\nRHS\n rhs ledger3.0 12500\n rhs members0.1 10\n rhs limit0.3 700\n"
     "RANGES\n range members0.1 8\n"
     "BOUNDS\n UP bound z4 1\n LO bound n4 2\n UP bound n4 30\n UP bound q4 5000000000000\n"
     "ENDATA\n"},
    {"in natural units", true,
     "NAME consort FREE\nROWS\n N cost\n G ledger3.0\n L members0.1\n L fall4.2\n E limit0.3\n"
     "COLUMNS\n M0 'MARKER' 'INTORG'\n z4 cost 12.34567\n z4 members0.1 1\n"
     " z4 fall4.2 -0.00000025\n z4 limit0.3 0.00001\n n4 cost -1\n n4 ledger3.0 0.005\n"
     " M1 'MARKER' 'INTEND'\n q4 cost 0\n q4 fall4.2 1\nRHS\n rhs ledger3.0 12.5\n"
     " rhs members0.1 10\n rhs limit0.3 0.007\nRANGES\n range members0.1 8\n"
     "BOUNDS\n UP bound z4 1\n LO bound n4 2\n UP bound n4 30\n UP bound q4 5000\nENDATA\n"},
};

static void test_text(void **state) {
    const row *r = *state;
    text found = {.room = sizeof found.bytes};
    cst__program p;
    fill(&p);
    assert_true(cst__program_write_mps(&p, r->natural, collect, &found));
    assert_string_equal(found.bytes, r->expected);
    cst__program_clear(&p);
}

static void test_full_sink(void **state) {
    (void)state;
    cst__program p;
    fill(&p);
    text whole = {.room = sizeof whole.bytes};
    assert_true(cst__program_write_mps(&p, true, collect, &whole));
    for (size_t room = 0; room <= whole.size; room++) {
        text found = {.room = room};
        assert_false(cst__program_write_mps(&p, true, collect, &found));
    }
    cst__program_clear(&p);
}

static void test_inexact(void **state) {
    static const double bad[] = {0.5, 9007199254740992.0, HUGE_VAL};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        text found = {.room = sizeof found.bytes};
        cst__program p;
        fill(&p);
        p.columns[0].cost = bad[i];
        assert_false(cst__program_write_mps(&p, false, collect, &found));
        cst__program_clear(&p);
    }
}

int main(void) {
    const struct CMUnitTest others[] = {cmocka_unit_test(test_full_sink),
                                        cmocka_unit_test(test_inexact)};
    int failed = TEST_ROWS("text", rows, test_text);
    return failed + cmocka_run_group_tests_name("what can not be written", others, NULL, NULL);
}
