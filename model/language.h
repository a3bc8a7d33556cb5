/*
 * language.h - what the languages are called whose codes stand in tags: "lang:sw" is Swahili.
 */
#ifndef CST_LANGUAGE_H
#define CST_LANGUAGE_H

#include <stddef.h>

/* Names of a language, "Catalan; Valencian; valencien": the first is English. Borrowed for
 * ever, not ending in NUL. */
typedef struct cst__language {
    const char *names; /* NULL: none */
    size_t size;
    size_t size_of_first;
} cst__language;

/* The language of a tag "lang:CODE" with a code of ISO 639; none for other tags. */
cst__language cst__language_of(const char *tag);

#endif
