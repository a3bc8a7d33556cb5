/*
 * text.c - formatted text in memory of its own, of the length that it needs.
 */
#include "cli/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

char *text_new_list(const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *text = length < 0 ? NULL : malloc((size_t)length + 1);
    if (text != NULL) {
        vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

char *text_new(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char *text = text_new_list(format, arguments);
    va_end(arguments);
    return text;
}

char *text_join(char *text, char *part) {
    bool both = text != NULL && part != NULL;
    const char *between = both && *text != '\0' && *part != '\0' ? "; " : "";
    char *joined = both ? text_new("%s%s%s", text, between, part) : NULL;
    free(text);
    free(part);
    return joined;
}
