/* check_report.h - what `consort check` found out about each file, and how it is written. */
#ifndef CLI_CHECK_REPORT_H
#define CLI_CHECK_REPORT_H

#include <consort.h>

#include "cli/input.h"
#include "cli/options.h"

typedef enum checked_outcome {
    CHECKED_GOOD,
    CHECKED_FAULTY,
    CHECKED_UNKNOWN,    /* not JSON, or names no known format */
    CHECKED_UNREADABLE, /* input_read has said why */
    CHECKED_SKIPPED /* what it would be checked against is missing or bad; no fault of its own */
} checked_outcome;

typedef struct checked {
    input in;
    cst_kind kind;
    checked_outcome outcome;
    cst_diagnostics *faults;
    cst_catalog *catalog; /* when it is a good catalog */
    char *id;             /* new, of good rules, assumptions and opportunities; else NULL */
    size_t n_catalogs;    /* that assumptions or an opportunity were checked against */
    const char *why;      /* it was skipped */
    char *no_format;      /* new: what is wrong with its key "format"; else NULL */
} checked;

/* Writes the report. CODE_PROVEN or CODE_INTERNAL. */
exit_code check_report(const checked *files, size_t n, const options *asked);

#endif
