/*
 * language.c - names of languages by their codes (ISO 639), in English and in French, which are
 * the languages of that standard. The table is a file that the library carries; it is short, and
 * read from its beginning.
 */
#include "model/language.h"

#include <string.h>

#include "model/embedded.h"

static const char kind[] = "lang:";

static cst__language language_in(const char *line, size_t size, size_t code) {
    cst__language language = {line + code + 1, size - code - 1, size - code - 1};
    const char *end = memchr(language.names, ';', language.size);
    language.size_of_first = end != NULL ? (size_t)(end - language.names) : language.size;
    return language;
}

cst__language cst__language_of(const char *tag) {
    cst__language none = {NULL, 0, 0};
    if (strncmp(tag, kind, strlen(kind)) != 0) {
        return none;
    }
    const char *code = tag + strlen(kind);
    size_t length = strlen(code);
    cst__embedded file = cst__embedded_languages();
    const char *end = file.bytes + file.size;
    for (const char *line = file.bytes; line < end;) {
        const char *newline = memchr(line, '\n', (size_t)(end - line));
        size_t size = (size_t)((newline != NULL ? newline : end) - line);
        if (size > length + 1 && line[length] == ' ' && memcmp(line, code, length) == 0) {
            return language_in(line, size, length);
        }
        line += size + 1;
    }
    return none;
}
