/* digest.c - FNV-1a (Fowler, Noll and Vo; draft-eastlake-fnv), byte by byte. */
#include "cli/digest.h"

#include <string.h>

static const uint64_t offset_basis = 14695981039346656037U;
static const uint64_t prime = 1099511628211U;

uint64_t digest_begin(void) {
    return offset_basis;
}

static uint64_t one_byte(uint64_t digest, unsigned char byte) {
    return (digest ^ byte) * prime;
}

uint64_t digest_bytes(uint64_t digest, const char *bytes, size_t size) {
    for (size_t left = size, i = 0; i < sizeof size; i++, left >>= 8) {
        digest = one_byte(digest, (unsigned char)(left & 0xFF));
    }
    for (size_t i = 0; i < size; i++) {
        digest = one_byte(digest, (unsigned char)bytes[i]);
    }
    return digest;
}

uint64_t digest_text(uint64_t digest, const char *text) {
    return digest_bytes(digest, text, strlen(text));
}
