/*
 * digest.h - a number by which the same bytes are known again (FNV-1a, 64 bits). It tells a
 * mistaken file from the right one; it protects against nobody who means to deceive.
 */
#ifndef CLI_DIGEST_H
#define CLI_DIGEST_H

#include <stddef.h>
#include <stdint.h>

uint64_t digest_begin(void);

/* The digest with one more piece, whose length counts as well. */
uint64_t digest_bytes(uint64_t digest, const char *bytes, size_t size);
uint64_t digest_text(uint64_t digest, const char *text);

#endif
