/* progress.h - one line on standard error that says how a long search fares, and the interrupt that
 * stops it. */
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

/* A call of the library that a person watches, and may interrupt. */
typedef struct watch {
    cst_settings settings; /* for the call */
    progress_line line;
} watch;

/* Begins to watch, with settings as asked for; the watch must stay where it is until it ends. */
void watch_begin(watch *w, const cst_settings *asked);
void watch_end(watch *w);

#endif
