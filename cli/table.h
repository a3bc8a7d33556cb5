/*
 * table.h - rows and columns on a page, fitted to its width.
 *
 * Figures are never cut, and in columns never wrapped. Texts wrap within their column; where a
 * table is too wide its widest text columns give way first, and words are broken only when nothing
 * else helps; where even that is too wide, the cells of a row stand under each other, each behind
 * its header (not within frames). Cells are copied. Out of memory marks the page on which the table
 * is printed as failed.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stdbool.h>

#include "cli/page.h"

typedef enum column { COLUMN_TEXT, COLUMN_FIGURE } column;

#define TABLE_COLUMNS 16

typedef struct table_entry {
    char *text;
    bool is_section; /* first cell of a section row, whose other cells are empty */
} table_entry;

typedef struct table {
    int n_columns;
    column kinds[TABLE_COLUMNS];
    table_entry *cells; /* row by row; the first row is the header */
    int n_cells;
    int capacity;
    bool failed;
} table;

/* An empty table; to be cleared. */
void table_init(table *t);
void table_clear(table *t);

/* Adds a column with its header; all columns come before the first cell. */
void table_column(table *t, column kind, const char *header);

/* Adds a cell, from left to right and from top to bottom. */
void table_cell(table *t, const char *text);
void table_take(table *t, char *text); /* freed; NULL: memory was out, and the table has failed */
void table_format(table *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Instead of the cells of a row: a line across the table with a label, which begins a section. */
void table_section(table *t, const char *label);

/* Prints a table with its header after so many spaces; nothing for a table without rows. */
void table_print(const table *t, page *p, int indent);

/* Prints a table without its header in a frame of lines, as wide as the page. */
void table_print_framed(const table *t, page *p, int indent);

#endif
