/*
 * lines.h - a long answer as JSON lines, each written as soon as it is known, and gone on with
 * after an interruption.
 *
 * The first line says what was asked, with a digest of the inputs; then one line for each firm and
 * tender, in the order of the library; then what stands across tenders; then a line that says it is
 * the end. A file of lines that ends anywhere can be resumed: what is whole is written again as it
 * stands, what is missing is asked for.
 */
#ifndef CLI_LINES_H
#define CLI_LINES_H

#include <consort.h>
#include <jansson.h>

#include "cli/command.h"

typedef struct lines {
    int fd;
    const char *path; /* of the output, for messages; NULL: standard output */
    size_t n_firms;
    size_t n_kept;     /* prospects that an earlier run has written */
    bool sets;         /* partner sets are asked for, one of each firm */
    size_t n_sets;     /* of these that it has written */
    cst_ground *known; /* [n_tenders] what their lines say of the tenders */
    size_t n_tenders;
    bool somewhere; /* one of them fits */
    bool unproven;  /* one of them is not wholly proven */
    bool ended;     /* the earlier run came to its end, and nothing is left to do */
    bool cut_off;   /* from here on the run was over: nothing more is written */
    bool failed;    /* a write failed, which has been said */
} lines;

/* Begins the output at path (NULL: standard output) with the head line, which is taken, and with
 * what the file at resume (NULL: none) holds already of the firms and tenders, and of the partner
 * sets where these are asked for. To be ended. */
exit_code lines_begin(lines *l, const char *path, const char *resume, json_t *head,
                      const char *const *firms, size_t n_firms, const char *const *tenders,
                      size_t n_tenders, bool sets);

/* Writes one prospect, as cst_prospect_fn. */
bool lines_write(const cst_prospect *prospect, void *lines);

/* The same of one partner set, as cst_partner_set_fn. */
bool lines_write_set(const cst_partner_set *set, void *lines);

/* Writes the end, unless the run was cut off. */
exit_code lines_finish(lines *l);
void lines_end(lines *l);

#endif
