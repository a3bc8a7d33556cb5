/*
 * formulate_test.c - the rows of the formulation alone, without a judge, say of a choice what the
 * oracle says of it. Tried are packages of hundreds of tiny tenders and what becomes of them when
 * the units of one offering change: mostly one rule is broken then, and only its row can tell.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/solver/oracle.h"
#include "tests/solver/posed.h"
#include "tests/support.h"

enum { N_SEEDS = 4000, MOST_CHOICES = 1000, EVERY = 5, ENOUGH = 50 };

typedef struct tally {
    size_t broken[ORACLE_N_RULES]; /* choices that break this rule and no other */
    size_t kept;
} tally;

typedef struct trial {
    posed *p;
    const oracle *o;
    double *x; /* [n_columns] */
    tally *n;
} trial;

/* ---------------------------------------------------------------- falls of shares */

static bool is_of_falls(const cst__row *row) {
    return row->kind == CST__ROW_CONTENT || row->kind == CST__ROW_FALL;
}

/* What the row of a fall asks of p and q together. */
static double need_of(const trial *t, const cst__row *row) {
    const cst__program *program = &t->p->formulation->program;
    return row->lower - posed_activity(program, row, t->x);
}

static void clear_falls(const trial *t) {
    const cst__program *program = &t->p->formulation->program;
    for (size_t j = 0; j < program->n_columns; j++) {
        cst__column_kind kind = program->columns[j].kind;
        if (kind == CST__COLUMN_FALL || kind == CST__COLUMN_FALL_OF) {
            t->x[j] = 0;
        }
    }
}

/* Whether the rows on content hold where the price of the gamma-th fall is so much, and what
 * exceeds it is told. */
static bool content_holds_at(const trial *t, double price) {
    const cst__program *program = &t->p->formulation->program;
    double *excess = calloc(program->n_columns + 1, sizeof *excess);
    bool holds = true;
    assert_non_null(excess);
    clear_falls(t);
    for (size_t i = 0; i < program->n_rows; i++) {
        const cst__row *row = &program->rows[i];
        for (size_t e = row->start; row->kind == CST__ROW_FALL && e < row->start + row->n; e++) {
            size_t j = (size_t)program->entry_column[e];
            if (program->columns[j].kind == CST__COLUMN_FALL_OF) {
                excess[j] = fmax(need_of(t, row) - price, 0);
            }
        }
    }
    for (size_t j = 0; j < program->n_columns; j++) {
        t->x[j] += excess[j] + (program->columns[j].kind == CST__COLUMN_FALL ? price : 0);
    }
    for (size_t i = 0; i < program->n_rows; i++) {
        const cst__row *row = &program->rows[i];
        holds = holds && (!is_of_falls(row) || posed_keeps(program, row, t->x));
    }
    free(excess);
    clear_falls(t);
    return holds;
}

/* Whether any price will do: nothing, or what one of the shares falls by. */
static bool content_holds(const trial *t) {
    const cst__program *program = &t->p->formulation->program;
    bool holds = content_holds_at(t, 0);
    for (size_t i = 0; i < program->n_rows && !holds; i++) {
        double need = program->rows[i].kind == CST__ROW_FALL ? need_of(t, &program->rows[i]) : 0;
        holds = need > 0 && content_holds_at(t, need);
    }
    return holds;
}

/* ---------------------------------------------------------------- a choice */

static bool rows_hold(const trial *t) {
    const cst__program *program = &t->p->formulation->program;
    bool hold = content_holds(t);
    for (size_t i = 0; i < program->n_rows && hold; i++) {
        const cst__row *row = &program->rows[i];
        hold = is_of_falls(row) || posed_keeps(program, row, t->x);
    }
    return hold;
}

static void count(const trial *t, uint32_t broken) {
    t->n->kept += broken == 0;
    for (int rule = 0; rule < ORACLE_N_RULES; rule++) {
        t->n->broken[rule] += broken == UINT32_C(1) << rule;
    }
}

static void try_units(const trial *t, const int64_t *units) {
    oracle_choice choice;
    oracle_judge(t->o, units, &choice);
    cst__encode(t->p->formulation, units, t->x);
    bool hold = rows_hold(t);
    if (hold != (choice.broken == 0)) {
        print_message("rows %s, broken %x\n", hold ? "hold" : "do not", (unsigned)choice.broken);
    }
    assert_int_equal(hold, choice.broken == 0);
    count(t, choice.broken);
}

static void try_changed(const trial *t, const int64_t *units) {
    int64_t changed[ORACLE_MOST_OFFERINGS];
    const cst_catalog *catalog = t->p->opportunity->catalog;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        const cst__offering *it = &catalog->offerings[o];
        const int64_t others[] = {0, it->min_units, units[o] - 1, units[o] + 1, it->max_units};
        for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
            bool in_range =
                others[k] == 0 || (others[k] >= it->min_units && others[k] <= it->max_units);
            if (t->o->eligible[o] && in_range && others[k] != units[o]) {
                memcpy(changed, units, sizeof changed);
                changed[o] = others[k];
                try_units(t, changed);
            }
        }
    }
}

static void try_tender(posed *p, const oracle *o, uint64_t seed, void *context) {
    (void)seed;
    trial t = {.p = p, .o = o, .n = context};
    t.x = calloc(p->formulation->program.n_columns + 1, sizeof *t.x);
    assert_non_null(t.x);
    for (size_t i = 0; i < o->n_feasible; i += EVERY) {
        try_units(&t, o->feasible[i].units);
        try_changed(&t, o->feasible[i].units);
    }
    free(t.x);
}

static void rows_as_oracle(void **state) {
    (void)state;
    tally n = {.kept = 0};
    posed_each(&(posed_seeds){N_SEEDS, MOST_CHOICES, NULL, try_tender, &n});
    for (int rule = 0; rule < ORACLE_N_RULES; rule++) {
        print_message("%s %zu\n", oracle_rule_name((oracle_rule)rule), n.broken[rule]);
        assert_true(n.broken[rule] >= ENOUGH);
    }
    assert_true(n.kept > 1000);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_as_oracle)};
    return cmocka_run_group_tests_name("formulate", tests, NULL, NULL);
}
