/*
 * partners_lines.h - firms beside tenders as JSON lines: after the head one line for each firm and
 * tender, in the order of the library, then what stands across tenders.
 */
#ifndef CLI_PARTNERS_LINES_H
#define CLI_PARTNERS_LINES_H

#include "cli/lines.h"

typedef struct prospect_lines {
    lines out;
    const char *const *firms; /* borrowed */
    size_t n_firms;
    const char *const *tenders; /* borrowed */
    size_t n_tenders;
    size_t n_kept;     /* prospects that an earlier run has written */
    cst_ground *known; /* [n_tenders] what their lines say of the tenders */
    bool somewhere;    /* one of them fits */
    bool unproven;     /* one of them is not wholly proven */
    bool cut_off;      /* from here on the run was over: nothing more is written */
} prospect_lines;

/* Begins the output, whose firms and tenders are set, with the head, which is taken, and with what
 * the file at resume (NULL: none) holds already. To be ended. */
exit_code prospect_lines_begin(prospect_lines *l, const char *path, const char *resume,
                               json_t *head);

/* Writes one prospect, as cst_prospect_fn. */
bool prospect_lines_write(const cst_prospect *prospect, void *lines);

/* Writes what stands across tenders and the end, unless the run was cut off. */
exit_code prospect_lines_finish(prospect_lines *l, const cst_partners_report *report);
void prospect_lines_end(prospect_lines *l);

#endif
