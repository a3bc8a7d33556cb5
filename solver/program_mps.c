/*
 * program_mps.c - a program as free MPS.
 *
 * Names tell what a column or row stands for: the first letters of its kind, the index of that, and
 * for rows the number of the row, since several rows can state the same of the same thing.
 */
#include "solver/program_mps.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "consort/result.h"

/* One power of ten for each row and column: an entry is multiplied by both. */
enum {
    MONEY = 5,  /* cents to thousands */
    SHARE = 4,  /* basis points to fractions */
    AMOUNT = 3, /* thousandths to units */
    MOST = 15   /* decimal places that a number may get */
};

typedef struct writer {
    const cst__program *program;
    bool natural;
    cst__mps_sink sink;
    void *context;
    size_t *start; /* [n_columns + 1] entries by column */
    size_t *row;   /* [n_entries] */
    double *value;
    bool ok;
} writer;

/* ---------------------------------------------------------------- units */

static int places_of_limit(size_t criterion) {
    switch (criterion) {
        case CST_CRITERION_COST:
            return MONEY;
        case CST_CRITERION_US_CONTENT:
        case CST_CRITERION_LARGEST_SHARE:
            return MONEY + SHARE;
        case CST_CRITERION_MISFIT:
            return SHARE;
        default:
            return 0;
    }
}

/* How many decimal places a row moves to the right of its point. Kinds of row that are not named
 * count things: theirs are 0. */
static int places_of_row(const writer *w, const cst__row *row) {
    static const int places[] = {[CST__ROW_LEDGER] = AMOUNT,
                                 [CST__ROW_MIN_VALUE] = MONEY,
                                 [CST__ROW_MAX_VALUE] = MONEY,
                                 [CST__ROW_BUDGET] = MONEY,
                                 [CST__ROW_TOTAL] = MONEY,
                                 [CST__ROW_MEMBER_SHARE] = MONEY + SHARE,
                                 [CST__ROW_LOCAL_SHARE] = MONEY + SHARE,
                                 [CST__ROW_SMALL_SHARE] = MONEY + SHARE,
                                 [CST__ROW_CONTENT] = MONEY + SHARE,
                                 [CST__ROW_FALL] = MONEY + SHARE};
    if (!w->natural) {
        return 0;
    }
    if (row->kind == CST__ROW_LIMIT) {
        return places_of_limit(row->index);
    }
    return (size_t)row->kind < sizeof places / sizeof *places ? places[row->kind] : 0;
}

/* A column in money times share is counted in larger units. */
static int places_of_column(const writer *w, const cst__column *column) {
    bool falls = column->kind == CST__COLUMN_FALL || column->kind == CST__COLUMN_FALL_OF;
    return w->natural && falls ? MONEY + SHARE : 0;
}

static int places_of_cost(const writer *w) {
    return w->natural ? MONEY : 0;
}

/* ---------------------------------------------------------------- text */

__attribute__((format(printf, 2, 3))) static void say(writer *w, const char *format, ...) {
    char text[128];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    w->ok = w->ok && n >= 0 && (size_t)n < sizeof text && w->sink(w->context, text, (size_t)n);
}

/* " " and an integer moved by so many decimal places, without needless zeros. */
static void say_number(writer *w, double value, int places) {
    static const double exact = 9007199254740992.0; /* 2^53 */
    if (!(fabs(value) < exact) || value != floor(value) || places < -MOST || places > MOST) {
        w->ok = false;
        return;
    }
    int64_t size = (int64_t)fabs(value);
    const char *sign = value < 0 ? "-" : "";
    int64_t unit = 1;
    for (; places > 0 && size % 10 == 0 && size != 0; places--) {
        size /= 10;
    }
    for (int i = 0; i < places; i++) {
        unit *= 10;
    }
    if (size == 0) {
        say(w, " 0");
    } else if (places > 0) {
        say(w, " %s%" PRId64 ".%0*" PRId64, sign, size / unit, places, size % unit);
    } else {
        say(w, " %s%" PRId64 "%.*s", sign, size, -places, "000000000000000");
    }
}

static const char *column_kind(cst__column_kind kind) {
    switch (kind) {
        case CST__COLUMN_MEMBER:
            return "y";
        case CST__COLUMN_CHOSEN:
            return "z";
        case CST__COLUMN_UNITS:
            return "n";
        case CST__COLUMN_BUNDLE:
            return "w";
        case CST__COLUMN_FALL:
            return "p";
        case CST__COLUMN_FALL_OF:
            return "q";
        case CST__COLUMN_TOTAL:
        case CST__COLUMN_RUNG:
            return "t";
        case CST__COLUMN_CASE:
            return "c";
        case CST__COLUMN_SUM:
            return "s";
        case CST__COLUMN_OTHER:
            break;
    }
    return "x";
}

static const char *row_kind(cst__row_kind kind) {
    static const char *const names[] = {[CST__ROW_LEDGER] = "ledger",
                                        [CST__ROW_SLOT] = "slot",
                                        [CST__ROW_LAYER] = "layer",
                                        [CST__ROW_MAX_OFFERINGS] = "most",
                                        [CST__ROW_SOME_HAS] = "some",
                                        [CST__ROW_NEEDS] = "needs",
                                        [CST__ROW_RELATION] = "relation",
                                        [CST__ROW_MEMBERS] = "members",
                                        [CST__ROW_INCLUDE] = "include",
                                        [CST__ROW_ANCHOR] = "anchor",
                                        [CST__ROW_MIN_VALUE] = "minvalue",
                                        [CST__ROW_MAX_VALUE] = "maxvalue",
                                        [CST__ROW_TOTAL] = "total",
                                        [CST__ROW_MEMBER_SHARE] = "share",
                                        [CST__ROW_LOCAL_SHARE] = "local",
                                        [CST__ROW_SMALL_SHARE] = "small",
                                        [CST__ROW_CONTENT] = "content",
                                        [CST__ROW_FALL] = "fall",
                                        [CST__ROW_BUDGET] = "budget",
                                        [CST__ROW_ONE_TIER] = "tier",
                                        [CST__ROW_UNITS] = "units",
                                        [CST__ROW_MEMBER] = "member",
                                        [CST__ROW_MEMBER_ONLY] = "only",
                                        [CST__ROW_BUNDLE] = "bundle",
                                        [CST__ROW_LIMIT] = "limit",
                                        [CST__ROW_DIFFER] = "differ",
                                        [CST__ROW_SUM] = "sum",
                                        [CST__ROW_CASE] = "case",
                                        [CST__ROW_TANGENT] = "tangent",
                                        [CST__ROW_CUT] = "cut"};
    bool known = (size_t)kind < sizeof names / sizeof *names && names[kind] != NULL;
    return known ? names[kind] : "row";
}

static void say_column(writer *w, size_t j) {
    const cst__column *column = &w->program->columns[j];
    say(w, " %s%zu", column_kind(column->kind),
        column->kind == CST__COLUMN_OTHER ? j : column->index);
}

static void say_row(writer *w, size_t i) {
    const cst__row *row = &w->program->rows[i];
    say(w, " %s%zu.%zu", row_kind(row->kind), row->index, i);
}

/* ---------------------------------------------------------------- by column */

/* MPS lists entries by column, a program has them by row: counted, then placed. */
static bool list_by_column(writer *w) {
    const cst__program *p = w->program;
    w->start = calloc(p->n_columns + 2, sizeof *w->start);
    w->row = malloc((p->n_entries + 1) * sizeof *w->row);
    w->value = malloc((p->n_entries + 1) * sizeof *w->value);
    if (w->start == NULL || w->row == NULL || w->value == NULL) {
        return false;
    }
    for (size_t e = 0; e < p->n_entries; e++) {
        w->start[p->entry_column[e] + 2]++;
    }
    for (size_t j = 0; j < p->n_columns; j++) {
        w->start[j + 2] += w->start[j + 1];
    }
    for (size_t i = 0; i < p->n_rows; i++) {
        for (size_t e = p->rows[i].start; e < p->rows[i].start + p->rows[i].n; e++) {
            size_t at = w->start[p->entry_column[e] + 1]++;
            w->row[at] = i;
            w->value[at] = p->entry_value[e];
        }
    }
    return true;
}

/* ---------------------------------------------------------------- sections */

/* A row with both limits is of type L with a range; one with none is left out by its type N. */
static char type_of_row(const cst__row *row) {
    if (row->lower == row->upper) {
        return 'E';
    }
    if (row->upper < HUGE_VAL) {
        return 'L';
    }
    return row->lower > -HUGE_VAL ? 'G' : 'N';
}

static void write_rows(writer *w) {
    say(w, "ROWS\n N cost\n");
    for (size_t i = 0; i < w->program->n_rows && w->ok; i++) {
        say(w, " %c", type_of_row(&w->program->rows[i]));
        say_row(w, i);
        say(w, "\n");
    }
}

static void write_marker(writer *w, size_t number, bool begin) {
    say(w, " M%zu 'MARKER' '%s'\n", number, begin ? "INTORG" : "INTEND");
}

static void write_column(writer *w, size_t j) {
    const cst__program *p = w->program;
    int own = places_of_column(w, &p->columns[j]);
    say_column(w, j);
    say(w, " cost");
    say_number(w, p->columns[j].cost, places_of_cost(w) - own);
    say(w, "\n");
    for (size_t e = w->start[j]; e < w->start[j + 1] && w->ok; e++) {
        say_column(w, j);
        say_row(w, w->row[e]);
        say_number(w, w->value[e], places_of_row(w, &p->rows[w->row[e]]) - own);
        say(w, "\n");
    }
}

static void write_columns(writer *w) {
    const cst__program *p = w->program;
    size_t markers = 0;
    bool integer = false;
    say(w, "COLUMNS\n");
    for (size_t j = 0; j < p->n_columns && w->ok; j++) {
        if (p->columns[j].integer != integer) {
            integer = !integer;
            write_marker(w, markers++, integer);
        }
        write_column(w, j);
    }
    if (integer) {
        write_marker(w, markers, false);
    }
}

static void write_right_hand_sides(writer *w) {
    say(w, "RHS\n");
    for (size_t i = 0; i < w->program->n_rows && w->ok; i++) {
        const cst__row *row = &w->program->rows[i];
        double side = row->upper < HUGE_VAL ? row->upper : row->lower;
        if (side != 0 && fabs(side) < HUGE_VAL) {
            say(w, " rhs");
            say_row(w, i);
            say_number(w, side, places_of_row(w, row));
            say(w, "\n");
        }
    }
}

static void write_ranges(writer *w) {
    bool any = false;
    for (size_t i = 0; i < w->program->n_rows && w->ok; i++) {
        const cst__row *row = &w->program->rows[i];
        if (row->lower > -HUGE_VAL && row->upper < HUGE_VAL && row->lower != row->upper) {
            say(w, any ? " range" : "RANGES\n range");
            say_row(w, i);
            say_number(w, row->upper - row->lower, places_of_row(w, row));
            say(w, "\n");
            any = true;
        }
    }
}

static void write_bound(writer *w, const char *type, size_t j, double value) {
    say(w, " %s bound", type);
    say_column(w, j);
    say_number(w, value, places_of_column(w, &w->program->columns[j]));
    say(w, "\n");
}

static void write_bounds(writer *w) {
    say(w, "BOUNDS\n");
    for (size_t j = 0; j < w->program->n_columns && w->ok; j++) {
        const cst__column *column = &w->program->columns[j];
        if (column->lower != 0) {
            write_bound(w, "LO", j, column->lower);
        }
        write_bound(w, "UP", j, column->upper);
    }
}

bool cst__program_write_mps(const cst__program *program, bool natural, cst__mps_sink sink,
                            void *context) {
    writer w = {.program = program,
                .natural = natural,
                .sink = sink,
                .context = context,
                .ok = !program->out_of_memory};
    w.ok = w.ok && list_by_column(&w);
    if (w.ok) {
        say(&w, "NAME consort FREE\n");
        write_rows(&w);
        write_columns(&w);
        write_right_hand_sides(&w);
        write_ranges(&w);
        write_bounds(&w);
        say(&w, "ENDATA\n");
    }
    free(w.start);
    free(w.row);
    free(w.value);
    return w.ok;
}
