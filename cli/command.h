/*
 * command.h - the verbs of the command and its exit codes.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

typedef enum exit_code {
    CODE_PROVEN = 0,   /* done and proven */
    CODE_NONE = 1,     /* proven that there is none; verify found a fault */
    CODE_USAGE = 2,    /* the command line is wrong */
    CODE_INPUT = 3,    /* a file can not be read, or has faults */
    CODE_LIMIT = 4,    /* stopped at a limit before proof */
    CODE_INTERNAL = 5, /* internal error, out of memory, or the output can not be written */
} exit_code;

struct options;

/* One bit for each verb, for the table of options. */
enum {
    VERB_MATCH = 1,
    VERB_CHECK = 2,
    VERB_VERIFY = 4,
    VERB_EXPLAIN = 8,
    VERB_COMPARE = 16,
    VERB_PARTNERS = 32,
    VERB_MENU = 64,
    VERB_FIND = 128,
    VERB_TENDER = 15 | VERB_PARTNERS | VERB_MENU, /* those that read the files of a tender */
    VERB_ALL = 63 | VERB_MENU | VERB_FIND
};

typedef struct verb {
    unsigned bit;
    const char *name;
    const char *synopsis; /* what follows the name */
    const char *summary;  /* one line */
    const char *help;     /* paragraphs */
    bool needs_catalog;
    int least_files;
    int most_files;
    exit_code (*run)(const struct options *asked);
} verb;

/* All verbs, in the order of the help. */
const verb *verbs_table(size_t *n);

exit_code run_match(const struct options *asked);
exit_code run_explain(const struct options *asked);
exit_code run_check(const struct options *asked);
exit_code run_verify(const struct options *asked);
exit_code run_menu(const struct options *asked);
exit_code run_compare(const struct options *asked);
exit_code run_find(const struct options *asked);
exit_code run_partners(const struct options *asked);

/* `match` under several rules. */
exit_code run_regimes(const struct options *asked);

/* `match --text`: what a tender's free text may be asking for. */
exit_code run_propose(const struct options *asked);

#endif
