/*
 * partners_lines.h - firms beside tenders as JSON lines: after the head one line for each firm and
 * tender, in the order of the library, then one for each partner set.
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
    bool sets;         /* partner sets are asked for, one of each firm */
    size_t n_kept;     /* prospects that an earlier run has written */
    size_t n_sets;     /* partner sets that it has written */
    cst_ground *known; /* [n_tenders] what their lines say of the tenders */
    bool somewhere;    /* one of them fits */
    bool unproven;     /* one of them is not wholly proven */
    bool cut_off;      /* from here on the run was over: nothing more is written */
} prospect_lines;

/* Begins the output, whose firms and tenders are set, and whether partner sets are asked for, with
 * the head, which is taken, and with what the file at resume (NULL: none) holds already. To be
 * ended. */
exit_code prospect_lines_begin(prospect_lines *l, const char *path, const char *resume,
                               json_t *head);

/* Writes one prospect, as cst_prospect_fn. */
bool prospect_lines_write(const cst_prospect *prospect, void *lines);

/* The same of one partner set, as cst_partner_set_fn. */
bool prospect_lines_write_set(const cst_partner_set *set, void *lines);

/* Writes the end, unless the run was cut off. */
exit_code prospect_lines_finish(prospect_lines *l);
void prospect_lines_end(prospect_lines *l);

#endif
