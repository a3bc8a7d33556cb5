/* text.h - formatted text in memory of its own. */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

#include <stdarg.h>

/* New text, to be freed with free(); NULL when out of memory. */
char *text_new(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *text_new_list(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* New text of two with "; " between them where neither is empty; both are freed. NULL where one is
 * NULL, for want of memory. */
char *text_join(char *text, char *part);

#endif
