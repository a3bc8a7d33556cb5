/*
 * options.h - the command line, read into one struct.
 *
 * The options stand in one table, from which parsing and help are made; those for settings of the
 * library come from consort/settings.def, so that each setting stands once.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <consort.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/command.h"
#include "cli/terminal.h"

typedef enum output_format {
    FORMAT_BY_OUTPUT,
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_LINES /* a JSON value on each line, as soon as it is known */
} output_format;

/* All strings are borrowed from the command line. To be cleared. */
typedef struct options {
    const verb *verb;
    uint64_t given; /* a bit for each row of the table: whether the option stands there */
    cst_settings settings;
    const char *catalog;  /* NULL: not given */
    const char *rules;    /* NULL or "default": the rules in the library */
    const char **regimes; /* of 'match': each --rules in order, of which rules is the first */
    size_t n_regimes;
    const char *assume; /* NULL: nothing is assumed */
    const char *output; /* NULL: standard output */
    output_format format;
    colour_choice colour;
    bool list_refused;
    const char **why; /* of 'explain': each --why as it is written; ids with commas between */
    size_t n_why;
    bool why_all;
    bool rules_cost;
    bool drop_out;
    bool assumptions;
    bool curves[CST_N_CRITERIA];
    const char *text; /* of 'match': the file to read for proposals; NULL: match */
    const char *like; /* of 'find'; NULL: not given */
    const char *slot; /* NULL: all */
    long most;
    const char **firms; /* of 'partners': each --firm as it is written; ids with commas between */
    size_t n_firms;
    bool every_firm;
    bool needs;
    bool needs_of_all;
    bool prices;
    bool matrix;
    bool recheck;
    int most_partners;
    double each_limit_s;
    const char *resume; /* NULL: not given */
    cst_menu_ask menu;  /* of 'menu' */
    cst_limits limits;  /* of every input; lines to resume have none */
    const char *keep;   /* of 'menu': the file with teams to be kept */
    char **files;
    int n_files;
} options;

typedef struct option_row {
    const char *name;     /* without its dashes; NULL: a setting that has no option */
    char letter;          /* 0: none */
    const char *argument; /* NULL: takes none */
    const char *help;
    unsigned verbs; /* bits of the verbs that take it */
    bool (*set)(options *asked, const char *name, const char *text);
} option_row;

/* All options, in the order of the help. */
const option_row *options_table(size_t *n);

/* How many offerings 'find' lists when nothing is said. */
#define OPTIONS_MOST 10

/* Teams of a menu at most. */
#define OPTIONS_PACKAGES 3

/* What is so where nothing is asked for. */
options options_default(void);

#define OPTIONS_READ (-1)

/* Reads the command line. OPTIONS_READ when there is a verb to run; else all is done, be it help or
 * a word on what is wrong, and this is the exit code. */
int options_read(options *asked, int argc, char **argv);

/* Whether the option of this name was given, be it with the value that it has without. */
bool options_given(const options *asked, const char *name);

void options_clear(options *asked);

/* The format in which the result is to be written: text when a person looks, JSON otherwise. */
output_format options_format(const options *asked);

#endif
