/*
 * program.h - a mixed-integer linear program as plain arrays.
 *
 *     minimise  sum cost_j x_j
 *     subject   row_lower_i <= sum a_ij x_j <= row_upper_i
 *               lower_j <= x_j <= upper_j,  x_j integer where asked
 *
 * No engine is named here: formulate.c writes programs, search.c and lp.h read them, and a test can
 * print and compare them. Every coefficient is an integer (cents, thousandths, basis points times
 * cents) held in a double, exact below 2^53; every column has finite bounds. A row that is lazy is
 * a part of the program like any other, but is rarely tight: the search leaves it out of its linear
 * programs until a solution violates it.
 */
#ifndef CST_PROGRAM_H
#define CST_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "consort/error.h"

/* What a column stands for; index is that of the firm, variant, bundle or form. Branching prefers
 * the earlier kinds: who is a member decides more than what is chosen, and that more than how many.
 */
typedef enum cst__column_kind {
    CST__COLUMN_MEMBER,  /* y: the firm is a member */
    CST__COLUMN_CHOSEN,  /* z: the variant (offering and tier) is chosen */
    CST__COLUMN_UNITS,   /* n': units beyond the least of the variant */
    CST__COLUMN_BUNDLE,  /* w: the discount of the bundle is taken */
    CST__COLUMN_FALL,    /* p: the price of the gamma-th largest fall of a share */
    CST__COLUMN_FALL_OF, /* q: what the fall of this variant exceeds p by */
    CST__COLUMN_TOTAL,   /* T: gross value, in CST__TOTAL_UNIT cents */
    CST__COLUMN_SUM,     /* S: what a slot provides or consumes of a resource (sums.h); whole where
                            its choices and units are */
    CST__COLUMN_RUNG,    /* 1: this rung of a limit is asked (search.h); index: the rung */
    CST__COLUMN_CASE,    /* 1: the point is meant for this case (search.h); index: the case */
    CST__COLUMN_OTHER
} cst__column_kind;

typedef struct cst__column {
    cst__column_kind kind;
    size_t index;
    size_t owner; /* of choices: the firm; of other columns: any number */
    bool integer;
    double lower, upper;
    double cost;
} cst__column;

/* What a row states; the numbers are those of section 3 of the contract. */
typedef enum cst__row_kind {
    CST__ROW_LEDGER,        /* (1) index: resource */
    CST__ROW_SLOT,          /* (2) index: slot */
    CST__ROW_LAYER,         /* (2) index: layer */
    CST__ROW_MAX_OFFERINGS, /* (2) index: slot */
    CST__ROW_SOME_HAS,      /* (3) index: slot */
    CST__ROW_NEEDS,         /* (4) index: offering */
    CST__ROW_RELATION,      /* (5) index: relation */
    CST__ROW_MEMBERS,       /* (6) least and most members */
    CST__ROW_INCLUDE,       /* (6) index: firm or offering */
    CST__ROW_ANCHOR,        /* (6) someone may lead */
    CST__ROW_MIN_VALUE,     /* (7) index: firm */
    CST__ROW_MAX_VALUE,     /* (7) index: firm */
    CST__ROW_TOTAL,         /* (7) T is the sum of values */
    CST__ROW_MEMBER_SHARE,  /* (7) index: firm */
    CST__ROW_LOCAL_SHARE,   /* (7) */
    CST__ROW_SMALL_SHARE,   /* (7) */
    CST__ROW_CONTENT,       /* (8) */
    CST__ROW_FALL,          /* (8) index: variant; p + q >= its fall */
    CST__ROW_BUDGET,        /* (9) */
    CST__ROW_ONE_TIER,      /* linking: at most one variant of an offering */
    CST__ROW_UNITS,         /* linking: units only where chosen */
    CST__ROW_MEMBER,        /* linking: member where chosen */
    CST__ROW_MEMBER_ONLY,   /* linking: no member without a chosen offering */
    CST__ROW_BUNDLE,        /* linking: discount only where all are chosen */
    CST__ROW_LIMIT,         /* side: a limit on a criterion; index: the criterion */
    CST__ROW_DIFFER,        /* side: members differ from an earlier package; index: which */
    CST__ROW_SUM,           /* a sum of a slot is what it is (sums.h); index: resource */
    CST__ROW_CASE,          /* of one case more is asked (search.h); index: the case */
    CST__ROW_TANGENT,       /* a plane under the cost of a market (menu_tangents.h) */
    CST__ROW_CUT            /* follows from the others for whole points (cuts.h) */
} cst__row_kind;

typedef struct cst__row {
    cst__row_kind kind;
    size_t index;
    bool lazy;
    double lower, upper; /* -HUGE_VAL, HUGE_VAL: none */
    size_t start, n;     /* entries */
} cst__row;

typedef struct cst__program {
    cst__column *columns;
    size_t n_columns, room_columns;
    cst__row *rows;
    size_t n_rows, room_rows;
    int *entry_column; /* rows one after the other */
    double *entry_value;
    size_t n_entries, room_entries;
    bool out_of_memory; /* an addition failed; the program is not to be used */
} cst__program;

void cst__program_init(cst__program *program);
void cst__program_clear(cst__program *program);

/* A deep copy into an initialised program; false when out of memory. */
bool cst__program_copy(cst__program *to, const cst__program *from);

/* The index of a new column. */
int cst__program_add_column(cst__program *program, cst__column column);

/* A row in parts: begin it, add its entries (zero values are dropped), each column at most once. */
void cst__program_begin_row(cst__program *program, cst__row_kind kind, size_t index, double lower,
                            double upper);
void cst__program_add_entry(cst__program *program, int column, double value);

/* Takes back the last row, for instance when it turned out to have no entries. */
void cst__program_drop_row(cst__program *program);

#endif
