/* talk.h - what the command says to the person who runs it: one line on standard error. */
#ifndef CLI_TALK_H
#define CLI_TALK_H

#include "cli/page.h"

/* Says "consort: ..." in visible form, with a newline. */
void talk(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Writes a page to standard error. */
void talk_page(const page *p);

#endif
