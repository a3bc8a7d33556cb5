/*
 * faults.c - what is wrong with the input: `file:line:column: /pointer: message`, which editors can
 * follow, and for a person at a terminal the line itself with a caret under the place.
 */
#include "cli/faults.h"

#include <unistd.h>

#include "cli/page.h"
#include "cli/talk.h"
#include "cli/visible.h"

#define NUMBER 5 /* columns for the number of a line */
#define MARGIN (NUMBER + 3)

static void put_message(page *p, const cst_diagnostic *fault) {
    page_style(p, STYLE_STRONG);
    page_format(p, "%s:%d:%d: ", fault->file, fault->line, fault->column);
    page_style(p, STYLE_PLAIN);
    if (*fault->pointer != '\0') {
        page_format(p, "%s: ", fault->pointer);
    }
    page_style(p, STYLE_FAULT);
    page_text(p, fault->message);
    page_style(p, STYLE_PLAIN);
    page_newline(p);
}

/* The part of an excerpt that fits beside the number of its line, and the caret under it. */
typedef struct window {
    const char *text;
    int caret;
    bool is_cut; /* something before it is missing */
} window;

static window window_of(const cst_diagnostic *fault, int room) {
    window w = {fault->excerpt, fault->caret, false};
    int most = room * 2 / 3; /* columns before the caret */
    glyph next;
    if (visible_width(fault->excerpt) <= room) {
        return w;
    }
    while (w.caret > most && glyph_next(&w.text, &next)) {
        w.caret -= next.width;
        w.is_cut = true;
    }
    return w;
}

static void put_excerpt(page *p, const cst_diagnostic *fault) {
    int room = p->width - MARGIN - 1;
    window w = window_of(fault, room);
    page_format(p, "%*d | %s", NUMBER, fault->line, w.is_cut ? "…" : "");
    page_cut(p, w.text, room - w.is_cut);
    page_newline(p);
    page_repeat(p, " ", NUMBER);
    page_text(p, " | ");
    page_repeat(p, " ", w.caret + w.is_cut);
    page_style(p, STYLE_CARET);
    page_text(p, "^");
    page_style(p, STYLE_PLAIN);
    page_newline(p);
}

void faults_print(const cst_diagnostics *faults, colour_choice colour) {
    page p;
    bool person = terminal_is(STDERR_FILENO);
    page_init(&p, terminal_width(STDERR_FILENO), terminal_has_colour(STDERR_FILENO, colour));
    for (size_t i = 0; i < cst_diagnostics_count(faults); i++) {
        const cst_diagnostic *fault = cst_diagnostics_get(faults, i);
        put_message(&p, fault);
        if (person && *fault->excerpt != '\0') {
            put_excerpt(&p, fault);
        }
    }
    if (cst_diagnostics_dropped(faults) > 0) {
        page_format(&p, "and %zu more", cst_diagnostics_dropped(faults));
        page_newline(&p);
    }
    talk_page(&p);
    page_clear(&p);
}

exit_code faults_code(cst_error error) {
    if (error != CST_E_OK && error != CST_E_INPUT) {
        talk("%s", cst_error_text(error));
    }
    switch (error) {
        case CST_E_OK:
            return CODE_PROVEN;
        case CST_E_INPUT:
            return CODE_INPUT;
        case CST_E_SETTING:
            return CODE_USAGE;
        case CST_E_MEMORY:
        case CST_E_INTERNAL:
        case CST_E_ENGINE:
        default:
            return CODE_INTERNAL;
    }
}
