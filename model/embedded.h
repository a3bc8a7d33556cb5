/*
 * embedded.h - files that are carried inside the library. Each is bytes with a size; a NUL that is
 * not counted follows.
 */
#ifndef CST_EMBEDDED_H
#define CST_EMBEDDED_H

#include <stddef.h>

typedef struct cst__embedded {
    const char *bytes; /* borrowed for ever */
    size_t size;
} cst__embedded;

cst__embedded cst__embedded_rules(void);     /* the default rules, consort-rules/1 */
cst__embedded cst__embedded_countries(void); /* ISO 3166-1: "AD Andorra" a line, sorted by code */
cst__embedded cst__embedded_languages(void); /* ISO 639: "ab Abkhazian; abkhaze" a line */

#endif
