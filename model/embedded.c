/*
 * embedded.c - carries the default rules and the tables of countries and languages inside the
 * library.
 *
 * The assembler copies each file as it is (.incbin), so that what people read in model/rules and
 * model/data is what the library uses. Paths are relative to the root of the repository, where
 * make runs; the Makefile names the files as prerequisites of this one.
 */
#include "model/embedded.h"

/* clang-format off */
#define EMBED(symbol, file)               \
    __asm__(".pushsection .rodata\n"      \
            ".hidden " #symbol "_begin\n" \
            ".globl " #symbol "_begin\n"  \
            #symbol "_begin:\n"           \
            ".incbin \"" file "\"\n"      \
            ".hidden " #symbol "_end\n"   \
            ".globl " #symbol "_end\n"    \
            #symbol "_end:\n"             \
            ".byte 0\n"                   \
            ".popsection\n");             \
    extern const char symbol##_begin[] __attribute__((visibility("hidden"))); \
    extern const char symbol##_end[] __attribute__((visibility("hidden")))
/* clang-format on */

EMBED(cst__rules, "model/rules/us-ai-exports-2026-11.json");
EMBED(cst__iso_3166_1, "model/data/iso-3166-1.txt");
EMBED(cst__iso_639, "model/data/iso-639.txt");

cst__embedded cst__embedded_rules(void) {
    return (cst__embedded){cst__rules_begin, (size_t)(cst__rules_end - cst__rules_begin)};
}

cst__embedded cst__embedded_countries(void) {
    return (cst__embedded){cst__iso_3166_1_begin,
                           (size_t)(cst__iso_3166_1_end - cst__iso_3166_1_begin)};
}

cst__embedded cst__embedded_languages(void) {
    return (cst__embedded){cst__iso_639_begin, (size_t)(cst__iso_639_end - cst__iso_639_begin)};
}
