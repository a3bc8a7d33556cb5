/* input.h - a file of the command line, read whole into memory. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include <consort.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct input {
    const char *name; /* for messages: the path, "<stdin>" for standard input; borrowed */
    char *bytes;      /* NULL when it could not be read */
    size_t size;
    const cst_limits *limits; /* what the file may ask of the reader, borrowed */
} input;

/* Reads the file, "-" being standard input; says on standard error why it can not. A file beyond
 * the limit on bytes is not read. To be cleared in either case. */
bool input_read(input *in, const char *path, const cst_limits *limits);
void input_clear(input *in);

#endif
