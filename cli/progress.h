/* progress.h - one line on standard error that says how a long search fares. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <consort.h>
#include <stdbool.h>

typedef struct progress_line {
    bool possible; /* standard error is a terminal that can rewrite a line */
    bool shown;    /* the line stands there now */
    const volatile int *stop;
} progress_line;

progress_line progress_begin(const volatile int *stop);

/* To be given to the library, with the line as its context. */
void progress_show(const cst_progress *progress, void *line);

/* Erases the line. */
void progress_end(progress_line *line);

#endif
