/*
 * faults.c - what is wrong with the input: `file:line:column: /pointer: message`, which editors can
 * follow, and for a person at a terminal the line itself with a caret under the place.
 */
#include "cli/faults.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/page.h"
#include "cli/talk.h"
#include "cli/text.h"

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

static void put_excerpt(page *p, const cst_diagnostic *fault) {
    char number[16];
    int width = snprintf(number, sizeof number, "%5d", fault->line);
    page_format(p, "%s | ", number);
    page_text(p, fault->excerpt);
    page_newline(p);
    page_repeat(p, " ", width);
    page_text(p, " | ");
    page_repeat(p, " ", fault->caret);
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
