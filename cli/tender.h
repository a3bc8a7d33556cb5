/* tender.h - rules, catalog and opportunity of a command line, read and checked. */
#ifndef CLI_TENDER_H
#define CLI_TENDER_H

#include <consort.h>
#include <stdint.h>

#include "cli/options.h"

typedef struct tender {
    cst_rules *rules;
    cst_catalog *catalog;
    cst_opportunity *opportunity; /* of verbs on one tender */
    cst_markets *markets;         /* of 'menu', and of 'verify' where it was given markets */
    cst_kept *kept;               /* of 'menu', where teams are kept; else NULL */
    uint64_t digest;              /* of all files, as they were read */
} tender;

/* Reads what --rules, --catalog and --assume name (assumptions go into the catalog), and the first
 * file, where there is one, as the opportunity, or as markets. CODE_PROVEN when all
 * is there and without fault; else every fault of every file has been said. To be cleared. */
exit_code tender_read(tender *t, const options *asked);
void tender_clear(tender *t);

/* The same under each of several rules: asked->n_regimes tenders, all of them to be cleared. */
exit_code tenders_read(tender *tenders, const options *asked);

/* Whether the rules have the slot that an option names (NULL: none is named), so that a misspelt
 * one is answered at once and with the one meant. CODE_PROVEN or, having said so, CODE_USAGE. */
exit_code tender_slot(const cst_rules *rules, const char *option, const char *slot);

/* Several tenders beside one catalog, with what each weighs. */
typedef struct tender_book {
    cst_rules *rules;
    cst_catalog *catalog;
    const cst_opportunity **tenders; /* in the order of the files; those of markets by id */
    int64_t *weight_milli;           /* [n]; 1 of an opportunity */
    size_t n, room;
    cst_opportunity **opportunities; /* [n_files] what was read of each file: one of the two, or */
    cst_markets **markets;           /* neither where it has faults */
    size_t n_files;
    uint64_t digest; /* of rules, catalog, assumptions and tenders, as they were read */
} tender_book;

/* Reads all files of a command line, each an opportunity or markets, as tender_read does the first.
 * To be cleared. */
exit_code book_read(tender_book *book, const options *asked);
void book_clear(tender_book *book);

/* New rules from the file, or those in the library for a path of NULL or "default". */
cst_error tender_read_rules(cst_rules **rules, const char *path, const cst_limits *limits,
                            cst_diagnostics *faults);

#endif
