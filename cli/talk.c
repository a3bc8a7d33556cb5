/*
 * talk.c - what the command says to the person who runs it. Names of files and arguments are
 * foreign bytes too and pass through a page. A failure to write here is not reported: there is
 * nowhere left to report it.
 */
#include "cli/talk.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/text.h"

void talk(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = text_new_list(format, arguments);
    va_end(arguments);

    page p;
    page_init(&p, INT_MAX, false);
    page_text(&p, "consort: ");
    page_text(&p, text == NULL ? "out of memory" : text);
    page_newline(&p);
    talk_page(&p);
    page_clear(&p);
    free(text);
}

void talk_page(const page *p) {
    if (p->size > 0) {
        fwrite(p->bytes, 1, p->size, stderr);
        fflush(stderr);
    }
}
