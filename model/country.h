/*
 * country.h - ISO 3166-1 alpha-2 codes as small integers, and sets of them.
 */
#ifndef CST_COUNTRY_H
#define CST_COUNTRY_H

#include <stdbool.h>
#include <stdint.h>

/* 1 + 26 * first letter + second letter; 0: unknown. */
typedef uint16_t cst__country;

#define CST__COUNTRY_UNKNOWN ((cst__country)0)
#define CST__COUNTRY_LAST ((cst__country)676) /* ZZ, which is assigned to none */

/* A set of countries as a bitmap over all two-letter codes. */
typedef struct cst__countries {
    uint64_t word[11];
} cst__countries;

/* The code of an assigned ISO 3166-1 alpha-2 country; 0 when the text is none. */
cst__country cst__country_parse(const char *text);

/* The country that a person may have meant: by its name in the table ("Kenya") or its code,
 * whatever the case; 0: none. */
cst__country cst__country_named(const char *name);

/* The two letters, NUL-terminated; "" when unknown. */
void cst__country_text(cst__country country, char text[3]);

void cst__countries_add(cst__countries *set, cst__country country);
void cst__countries_add_all(cst__countries *set, const cst__countries *more);
void cst__countries_fill(cst__countries *set);          /* "*": everywhere */
void cst__countries_fill_assigned(cst__countries *set); /* every country of ISO 3166-1 */
bool cst__countries_has(const cst__countries *set, cst__country country); /* false for unknown */
bool cst__countries_meet(const cst__countries *a, const cst__countries *b);

#endif
