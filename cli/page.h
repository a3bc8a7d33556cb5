/*
 * page.h - text for a person, gathered in memory line by line.
 *
 * Invariant: of control characters the bytes of a page hold only what page_newline and page_style
 * put there; all other text is put in its visible form (visible.h). Running out of memory sets
 * failed, after which nothing more is added; it is asked once, at the end.
 */
#ifndef CLI_PAGE_H
#define CLI_PAGE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum style { STYLE_PLAIN, STYLE_STRONG, STYLE_FAULT, STYLE_CAUTION, STYLE_CARET } style;

typedef struct page {
    char *bytes; /* ends in NUL, as long as it holds anything; NULL before */
    size_t size; /* without the NUL */
    size_t capacity;
    int width; /* columns that a line may take */
    bool colour;
    style now;   /* the style that holds */
    bool failed; /* out of memory */
} page;

/* An empty page; to be cleared. */
void page_init(page *p, int width, bool colour);
void page_clear(page *p);

/* Adds a text, a part of a text, a formatted text, in visible form. */
void page_text(page *p, const char *text);
void page_slice(page *p, const char *text, size_t length);
void page_format(page *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds a piece several times, for lines and spaces. */
void page_repeat(page *p, const char *piece, int times);

/* Begins a style, which holds until the next; nothing where there is no colour. */
void page_style(page *p, style s);

void page_newline(page *p);

/* A line in a style of its own. */
void page_line(page *p, style s, const char *text);

/* Adds a text as lines, the first after `first` spaces (-1: the line is already begun at column
 * `indent`), the others after `indent` spaces. */
void page_wrapped(page *p, int first, int indent, const char *text);
void page_wrapped_format(page *p, int first, int indent, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Text cut to so many columns, with an ellipsis where something is missing. */
void page_cut(page *p, const char *text, int width);

#endif
