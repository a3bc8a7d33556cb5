/* text.h - formatted text in memory of its own. */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdarg.h>

/* New text, to be freed with free(); NULL when out of memory. */
char *text_new(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *text_new_list(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

#endif
