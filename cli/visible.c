/*
 * visible.c - everything that comes from a file or a command line passes here before it is shown.
 *
 * A terminal obeys control characters: a firm whose name holds ESC could recolour, erase or forge
 * the lines around it, and a bidirectional override could make an id read as another. So each
 * character is decoded on its own and given a visible form: printable ones stand for themselves,
 * control characters become \n, \t, \u001b and the like, and bytes that are not UTF-8 become \xff.
 * Widths are display columns (Unicode East Asian Width, by libunistring), since a name in Han
 * characters takes two columns for each and a combining accent none.
 */
#include "cli/visible.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistr.h>
#include <uniwidth.h>

/* Control characters, and the format characters that reorder or hide what stands around them. */
static bool is_unsafe(ucs4_t c) {
    return c < 0x20 || (c >= 0x7f && c < 0xa0)          /* C0, DEL, C1 */
           || c == 0x061c || c == 0x200e || c == 0x200f /* marks of direction */
           || (c >= 0x2028 && c <= 0x202e)    /* line separators, overrides of direction */
           || (c >= 0x2066 && c <= 0x206f)    /* isolates, deprecated controls */
           || c == 0x200b || c == 0xfeff      /* spaces of no width */
           || (c >= 0xfff9 && c <= 0xfffb)    /* interlinear annotation */
           || (c >= 0xe0000 && c <= 0xe007f); /* invisible tags */
}

static void escape(glyph *next, ucs4_t c) {
    static const char *const letters = "abtnvfr"; /* \a is 7, \r is 13 */
    if (c >= 7 && c <= 13) {
        snprintf(next->form, sizeof next->form, "\\%c", letters[c - 7]);
    } else {
        snprintf(next->form, sizeof next->form, "\\u%04x", (unsigned)c);
    }
    next->width = (int)strlen(next->form);
}

static void escape_byte(glyph *next, unsigned char byte) {
    snprintf(next->form, sizeof next->form, "\\x%02x", (unsigned)byte);
    next->width = (int)strlen(next->form);
}

bool glyph_next(const char **text, glyph *next) {
    ucs4_t c = 0;
    int length = u8_strmbtouc(&c, (const uint8_t *)*text);
    if (length == 0) {
        return false;
    }
    *next = (glyph){.width = 0};
    if (length < 0) {
        escape_byte(next, (unsigned char)**text);
        length = 1;
    } else if (is_unsafe(c)) {
        escape(next, c);
    } else {
        memcpy(next->form, *text, (size_t)length);
        int width = uc_width(c, "UTF-8");
        next->width = width < 0 ? 0 : width;
        next->is_space = c == ' ';
        next->ends_part = c < 0x80 && strchr("-/,;:_.|", (int)c) != NULL;
    }
    *text += length;
    return true;
}

int visible_width(const char *text) {
    int width = 0;
    glyph next;
    while (glyph_next(&text, &next)) {
        width += next.width;
    }
    return width;
}

int visible_widest_word(const char *text) {
    int widest = 0;
    int width = 0;
    glyph next;
    while (glyph_next(&text, &next)) {
        width = next.is_space ? 0 : width + next.width;
        widest = width > widest ? width : widest;
    }
    return widest;
}

static const char *skip_spaces(const char *text) {
    while (*text == ' ') {
        text++;
    }
    return text;
}

static bool finish(const char **text, visible_line *line, const char *end, int width) {
    line->length = (size_t)(end - line->start);
    line->width = width;
    *text = skip_spaces(end);
    return true;
}

/* A place where the line may end, and the columns up to there. */
typedef struct cut {
    const char *at; /* NULL: none found */
    int width;
} cut;

bool visible_wrap(const char **text, int width, visible_line *line) {
    const char *at = skip_spaces(*text);
    cut space = {NULL, 0};
    cut part = {NULL, 0};
    int used = 0;
    bool spaces = false; /* the character before was a space */
    glyph next;

    *line = (visible_line){.start = at};
    for (const char *before = at; glyph_next(&at, &next); before = at) {
        if (next.is_space && !spaces) {
            space = (cut){before, used};
        }
        spaces = next.is_space;
        if (!next.is_space && used + next.width > width && before > line->start) {
            cut end = space.at != NULL ? space : part.at != NULL ? part : (cut){before, used};
            return finish(text, line, end.at, end.width);
        }
        used += next.width;
        if (next.ends_part) {
            part = (cut){at, used};
        }
    }
    if (at == line->start) {
        *text = at;
        return false;
    }
    return spaces ? finish(text, line, space.at, space.width) : finish(text, line, at, used);
}
