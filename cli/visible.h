/*
 * visible.h - foreign text as it may appear on a terminal, measured in columns.
 */
#ifndef CLI_VISIBLE_H
#define CLI_VISIBLE_H

#include <stdbool.h>
#include <stddef.h>

/* One character in its visible form. */
typedef struct glyph {
    char form[12];  /* UTF-8, ends in NUL */
    int width;      /* columns it takes; 0 for a mark that sits on the character before it */
    bool is_space;  /* a line may break here, and the space then vanishes */
    bool ends_part; /* a line may break behind it where there is no space: after - / , and so on */
} glyph;

/* The next character of *text, which moves on behind it; false at the end. */
bool glyph_next(const char **text, glyph *next);

/* Columns of the visible form of a text. */
int visible_width(const char *text);

/* Columns of the longest word, that is: the least width at which wrapping breaks no word. */
int visible_widest_word(const char *text);

/* One line of a text that is being wrapped: length bytes from start, width columns. */
typedef struct visible_line {
    const char *start;
    size_t length;
    int width;
} visible_line;

/*
 * The next line of at most width columns of *text, which moves on behind it; false at the end.
 * Breaks at the last space that fits, else behind the last hyphen, slash or comma, else anywhere.
 * A line has at least one character, even where that is wider than width.
 */
bool visible_wrap(const char **text, int width, visible_line *line);

#endif
