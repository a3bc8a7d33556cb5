/*
 * table.c - rows and columns on a page, fitted to its width.
 *
 * Printing has three steps: measure every column (its natural width, and the least one that breaks
 * no word), fit them into the page by taking from the widest text column again and again, and then
 * write row by row, each row as many lines as its longest cell needs. On a page that is too narrow
 * for the figures each row becomes a record, its cells under each other.
 */
#include "cli/table.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/text.h"
#include "cli/visible.h"

#define GAP 2         /* spaces between two columns */
#define LEAST_WIDTH 8 /* of a text column, where words must be broken */

void table_init(table *t) {
    *t = (table){.n_columns = 0};
}

void table_clear(table *t) {
    for (int i = 0; i < t->n_cells; i++) {
        free(t->cells[i].text);
    }
    free(t->cells);
    table_init(t);
}

/* Takes the text, which may be NULL when memory ran out. */
static void take(table *t, char *text, bool is_section) {
    if (text != NULL && t->n_cells == t->capacity) {
        int capacity = 2 * t->capacity + 64;
        table_entry *cells = realloc(t->cells, (size_t)capacity * sizeof *cells);
        if (cells == NULL) {
            free(text);
            text = NULL;
        } else {
            t->cells = cells;
            t->capacity = capacity;
        }
    }
    if (text == NULL) {
        t->failed = true;
        return;
    }
    t->cells[t->n_cells++] = (table_entry){text, is_section};
}

void table_column(table *t, column kind, const char *header) {
    if (t->n_columns == TABLE_COLUMNS) {
        t->failed = true;
        return;
    }
    t->kinds[t->n_columns++] = kind;
    table_cell(t, header);
}

void table_cell(table *t, const char *text) {
    take(t, text_new("%s", text), false);
}

void table_take(table *t, char *text) {
    t->failed = t->failed || text == NULL;
    table_cell(t, text == NULL ? "" : text);
    free(text);
}

void table_format(table *t, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    take(t, text_new_list(format, arguments), false);
    va_end(arguments);
}

void table_section(table *t, const char *label) {
    take(t, text_new("%s", label), true);
    for (int c = 1; c < t->n_columns; c++) {
        table_cell(t, "");
    }
}

/* ---------------------------------------------------------------- measuring and fitting */

typedef struct layout {
    int indent;
    int total; /* columns of the terminal from the first to the last of the table */
    bool framed;
    int width[TABLE_COLUMNS];
    int word[TABLE_COLUMNS]; /* below this a word is broken */
} layout;

static int n_rows(const table *t) {
    return t->n_columns == 0 ? 0 : t->n_cells / t->n_columns;
}

static const char *cell(const table *t, int row, int c) {
    return t->cells[(size_t)row * (size_t)t->n_columns + (size_t)c].text;
}

static bool is_section(const table *t, int row) {
    return t->cells[(size_t)row * (size_t)t->n_columns].is_section;
}

static int larger(int a, int b) {
    return a > b ? a : b;
}

static void measure(const table *t, int first_row, layout *l) {
    for (int row = first_row; row < n_rows(t); row++) {
        for (int c = 0; c < t->n_columns && !is_section(t, row); c++) {
            bool whole = t->kinds[c] == COLUMN_FIGURE;
            int natural = visible_width(cell(t, row, c));
            int word = whole ? natural : visible_widest_word(cell(t, row, c));
            l->width[c] = larger(l->width[c], natural);
            l->word[c] = larger(l->word[c], word);
        }
    }
}

static int sum_of_widths(const table *t, const layout *l) {
    int sum = GAP * (t->n_columns - 1);
    for (int c = 0; c < t->n_columns; c++) {
        sum += l->width[c];
    }
    return sum;
}

/* The widest text column that may still give way, -1 for none. */
static int widest(const table *t, const layout *l, bool break_words) {
    int best = -1;
    for (int c = 0; c < t->n_columns; c++) {
        int least = break_words || l->word[c] < LEAST_WIDTH ? LEAST_WIDTH : l->word[c];
        if (t->kinds[c] == COLUMN_TEXT && l->width[c] > least &&
            (best < 0 || l->width[c] > l->width[best])) {
            best = c;
        }
    }
    return best;
}

static void fit(const table *t, layout *l, int room) {
    for (int pass = 0; pass < 2; pass++) {
        int c = 0;
        for (int over = sum_of_widths(t, l) - room; over > 0 && c >= 0; over--) {
            c = widest(t, l, pass == 1);
            if (c >= 0) {
                l->width[c]--;
            }
        }
    }
}

/* A frame is as wide as the page: the widest text column takes what is left. */
static void stretch(const table *t, layout *l, int room) {
    int best = 0;
    for (int c = 0; c < t->n_columns; c++) {
        if (t->kinds[c] == COLUMN_TEXT && l->width[c] >= l->width[best]) {
            best = c;
        }
    }
    l->width[best] += larger(0, room - sum_of_widths(t, l));
}

static layout lay_out(const table *t, const page *p, int indent, bool framed) {
    layout l = {.indent = indent, .framed = framed};
    int room = p->width - indent - (framed ? 4 : 0);
    measure(t, framed ? 1 : 0, &l);
    fit(t, &l, room);
    if (framed) {
        stretch(t, &l, room);
    }
    l.total = sum_of_widths(t, &l);
    return l;
}

/* ---------------------------------------------------------------- writing */

static void write_piece(page *p, const visible_line *line, int width, column kind) {
    int space = width - line->width;
    page_repeat(p, " ", kind == COLUMN_FIGURE ? space : 0);
    page_slice(p, line->start, line->length);
    page_repeat(p, " ", kind == COLUMN_FIGURE ? 0 : space);
}

/* One line of a row; false, with nothing written, when no cell has anything left. */
static bool write_line(const table *t, const layout *l, page *p, const char **rest) {
    visible_line lines[TABLE_COLUMNS];
    int last = -1;
    for (int c = 0; c < t->n_columns; c++) {
        int width = t->kinds[c] == COLUMN_FIGURE ? INT_MAX : l->width[c];
        if (visible_wrap(&rest[c], width, &lines[c])) {
            last = c;
        }
    }
    if (last < 0) {
        return false;
    }
    page_repeat(p, " ", l->indent);
    page_repeat(p, "│ ", l->framed);
    for (int c = 0; c < (l->framed ? t->n_columns : last + 1); c++) {
        page_repeat(p, " ", c > 0 ? GAP : 0);
        bool trailing = c == last && !l->framed && t->kinds[c] == COLUMN_TEXT;
        write_piece(p, &lines[c], trailing ? lines[c].width : l->width[c], t->kinds[c]);
    }
    page_repeat(p, " │", l->framed);
    return true;
}

static void write_row(const table *t, const layout *l, page *p, int row, style s) {
    const char *rest[TABLE_COLUMNS];
    for (int c = 0; c < t->n_columns; c++) {
        rest[c] = cell(t, row, c);
    }
    page_style(p, s);
    while (write_line(t, l, p, rest)) {
        page_newline(p);
    }
    page_style(p, STYLE_PLAIN);
}

/* A horizontal line from corner to corner, with a label near its left end. */
static void write_rule(const layout *l, page *p, const char *left, const char *label,
                       const char *right) {
    page_repeat(p, " ", l->indent);
    page_repeat(p, left, 1);
    int rest = l->total + 2;
    if (*label != '\0') {
        page_repeat(p, "─ ", 1);
        page_cut(p, label, rest - 4);
        page_repeat(p, " ", 1);
        rest -= 3 + (visible_width(label) > rest - 4 ? rest - 4 : visible_width(label));
    }
    page_repeat(p, "─", rest);
    page_repeat(p, right, 1);
    page_newline(p);
}

/* A row under each other, where its columns do not fit beside each other. */
static void write_record(const table *t, page *p, int indent, int row) {
    if (is_section(t, row)) {
        page_wrapped(p, indent, indent, cell(t, row, 0));
        return;
    }
    for (int c = 0; c < t->n_columns; c++) {
        const char *text = cell(t, row, c);
        int left = c == 0 ? indent : indent + 2;
        if (*text != '\0') {
            page_wrapped_format(p, left, left + 2, "%s  %s", cell(t, 0, c), text);
        }
    }
}

void table_print(const table *t, page *p, int indent) {
    if (t->failed) {
        p->failed = true;
    }
    if (p->failed || n_rows(t) < 2) {
        return;
    }
    layout l = lay_out(t, p, indent, false);
    bool fits = indent + l.total <= p->width;
    for (int row = fits ? 0 : 1; row < n_rows(t); row++) {
        if (fits) {
            write_row(t, &l, p, row, row == 0 ? STYLE_STRONG : STYLE_PLAIN);
        } else {
            write_record(t, p, indent, row);
        }
    }
}

void table_print_framed(const table *t, page *p, int indent) {
    if (t->failed) {
        p->failed = true;
    }
    if (p->failed || n_rows(t) < 2) {
        return;
    }
    layout l = lay_out(t, p, indent, true);
    for (int row = 1; row < n_rows(t); row++) {
        if (is_section(t, row)) {
            const char *label = cell(t, row, 0);
            write_rule(&l, p, row == 1 ? "┌" : "├", label, row == 1 ? "┐" : "┤");
        } else {
            write_row(t, &l, p, row, STYLE_PLAIN);
        }
    }
    write_rule(&l, p, "└", "", "┘");
}
