/*
 * lines.h - a long answer as JSON lines, each written as soon as it is known, and gone on with
 * after an interruption.
 *
 * The first line says what was asked, with a digest of the inputs; what follows is for the verb to
 * say, and the last line says that it is the end. A file of lines that ends anywhere can be
 * resumed: what is whole is written again as it stands, what is missing is asked for.
 */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <consort.h>
#include <jansson.h>

#include "cli/command.h"

/* What a whole line of an earlier run, without its newline, is to the verb that wrote it. */
typedef enum line_kind {
    LINE_KEPT,   /* it stands, and all before it */
    LINE_PASSED, /* it stands only where the end follows */
    LINE_END,    /* nothing is left to do */
    LINE_OTHER   /* it is not what comes next: nothing from here on stands */
} line_kind;

typedef line_kind (*line_reader)(const char *line, void *context);

typedef struct lines {
    int fd;
    const char *path; /* of the output, for messages; NULL: standard output */
    bool ended;       /* the earlier run came to its end, and nothing is left to do */
    bool failed;      /* a write failed, which has been said */
} lines;

/* Where lines of an earlier run come from, and who reads them. */
typedef struct lines_source {
    const char *path; /* NULL: there are none */
    const char *same; /* what must be the same: "files and options" */
    line_reader read;
    void *context;
} lines_source;

/* Begins the output at path (NULL: standard output) with the head line, which is taken, and with
 * what an earlier run has written already. To be ended. */
exit_code lines_begin(lines *l, const char *path, json_t *head, const lines_source *earlier);

/* Takes a text that the library made, with what the library said, and writes it. */
exit_code lines_take(lines *l, cst_error error, char *text, size_t size);

bool lines_put(lines *l, const char *bytes, size_t size);

/* The line that says that it is the end. */
exit_code lines_put_end(lines *l);
void lines_end(lines *l);

/* The text under a key of a line, "" where there is none. */
const char *line_text(const json_t *object, const char *key);

#endif
