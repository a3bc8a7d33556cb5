/* output.h - the result of a verb, to standard output or to a file: whole or not at all. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a file could be written at path (NULL: standard output), asked before long work; says on
 * standard error why not. */
bool output_check(const char *path);

/* Writes the bytes to the file at path (NULL: standard output); says on standard error what
 * failed. Standard output is closed afterwards, so this is done once. */
bool output_write(const char *path, const char *bytes, size_t size);

#endif
