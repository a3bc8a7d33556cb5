/*
 * options.c - the command line, read into one struct. getopt_long cuts it into options and files;
 * everything it would say itself is said here instead, since a person who misspelt an option is
 * helped by the name of the nearest one.
 *
 * Order of reading: options_read finds the verb, read_options its options, check_files the files.
 */
#include "cli/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/help.h"
#include "cli/nearest.h"
#include "cli/option_pairs.h"
#include "cli/talk.h"

#define MOST_ROWS 64
#define FIRST_CODE 256 /* getopt codes of long options: above every letter */

/* ---------------------------------------------------------------- wrong command lines */

static int usage(const verb *about) {
    if (about == NULL) {
        talk("try 'consort --help'");
    } else {
        talk("usage: consort %s [options] %s", about->name, about->synopsis);
        talk("try 'consort %s --help'", about->name);
    }
    return CODE_USAGE;
}

static int unknown_verb(const char *word) {
    const char *names[MOST_ROWS];
    size_t n = 0;
    const verb *verbs = verbs_table(&n);
    for (size_t i = 0; i < n; i++) {
        names[i] = verbs[i].name;
    }
    const char *near = nearest_word(word, names, n);
    if (near != NULL) {
        talk("unknown verb '%s'; did you mean '%s'?", word, near);
    } else {
        talk("unknown verb '%s'", word);
    }
    return usage(NULL);
}

/* The name of an option as it was written, without dashes and value; true for a long one. */
static bool written_name(char **argv, char *name, size_t size) {
    const char *word = argv[optind - 1];
    if (optopt != 0 || strncmp(word, "--", 2) != 0) {
        name[0] = (char)optopt;
        name[1] = '\0';
        return false;
    }
    size_t length = strcspn(word + 2, "=");
    length = length < size ? length : size - 1;
    memcpy(name, word + 2, length);
    name[length] = '\0';
    return true;
}

static const option_row *row_named(const char *name) {
    size_t n = 0;
    const option_row *rows = options_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].name != NULL && strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static uint64_t bit_of(const option_row *row) {
    size_t n = 0;
    return UINT64_C(1) << (row - options_table(&n));
}

bool options_given(const options *asked, const char *name) {
    const option_row *row = row_named(name);
    return row != NULL && (asked->given & bit_of(row)) != 0;
}

static int unknown_option(const verb *about, char **argv) {
    char name[64];
    const char *names[MOST_ROWS];
    size_t n = 0;
    const option_row *rows = options_table(&n);
    bool is_long = written_name(argv, name, sizeof name);
    for (size_t i = 0; i < n; i++) {
        names[i] = (rows[i].verbs & about->bit) != 0 ? rows[i].name : NULL;
    }
    const char *near = is_long ? nearest_word(name, names, n) : NULL;
    if (is_long && row_named(name) != NULL) {
        talk("'%s' does not take the option '--%s'", about->name, name);
    } else if (near != NULL) {
        talk("unknown option '--%s'; did you mean '--%s'?", name, near);
    } else {
        talk("unknown option '%s%s'", is_long ? "--" : "-", name);
    }
    return usage(about);
}

/* ---------------------------------------------------------------- options */

/* What getopt wants to know, and back from its codes to the rows. */
typedef struct getopt_form {
    struct option longs[MOST_ROWS];
    const option_row *rows[MOST_ROWS];
    int n;
    char shorts[2 * MOST_ROWS + 2];
} getopt_form;

static void add_short(getopt_form *form, const option_row *row) {
    size_t used = strlen(form->shorts);
    form->shorts[used] = row->letter;
    form->shorts[used + 1] = row->argument != NULL ? ':' : '\0';
}

static getopt_form form_for(const verb *about) {
    getopt_form form = {.shorts = ":"}; /* a missing value is told apart */
    size_t n = 0;
    const option_row *rows = options_table(&n);
    for (size_t i = 0; i < n && form.n < MOST_ROWS - 1; i++) {
        if (rows[i].name == NULL || (rows[i].verbs & about->bit) == 0) {
            continue;
        }
        int takes = rows[i].argument != NULL ? required_argument : no_argument;
        form.longs[form.n] = (struct option){rows[i].name, takes, NULL, FIRST_CODE + form.n};
        form.rows[form.n++] = &rows[i];
        if (rows[i].letter != 0) {
            add_short(&form, &rows[i]);
        }
    }
    return form;
}

static const option_row *row_of(const getopt_form *form, int code) {
    if (code >= FIRST_CODE) {
        return form->rows[code - FIRST_CODE];
    }
    for (int i = 0; i < form->n; i++) {
        if (form->rows[i]->letter == code) {
            return form->rows[i];
        }
    }
    return NULL;
}

/* Code '?' or ':' of getopt. */
static int wrong_option(const options *asked, const getopt_form *form, int code, char **argv) {
    const option_row *row = optopt != 0 ? row_of(form, optopt) : NULL;
    if (row == NULL) {
        return unknown_option(asked->verb, argv);
    }
    talk(code == ':' ? "option '--%s' needs a value" : "option '--%s' takes no value", row->name);
    return usage(asked->verb);
}

/* argv[0] is the verb. */
static int read_options(options *asked, int argc, char **argv) {
    getopt_form form = form_for(asked->verb);
    optind = 0; /* glibc: begin anew */
    opterr = 0;
    for (int code; (code = getopt_long(argc, argv, form.shorts, form.longs, NULL)) != -1;) {
        if (code == '?' || code == ':') {
            return wrong_option(asked, &form, code, argv);
        }
        const option_row *row = row_of(&form, code);
        if (row == NULL || row->set == NULL) {
            return (int)help_verb(asked->verb);
        }
        if (!row->set(asked, row->name, optarg)) {
            return usage(asked->verb);
        }
        asked->given |= bit_of(row);
    }
    asked->files = argv + optind;
    asked->n_files = argc - optind;
    return option_pairs_hold(asked) ? OPTIONS_READ : usage(asked->verb);
}

/* ---------------------------------------------------------------- files */

static bool is_stdin(const char *path) {
    return path != NULL && strcmp(path, "-") == 0;
}

static int check_files(const options *asked) {
    const verb *about = asked->verb;
    int from_stdin = is_stdin(asked->catalog) + is_stdin(asked->rules) + is_stdin(asked->assume) +
                     is_stdin(asked->text) + is_stdin(asked->keep);
    for (size_t i = 1; i < asked->n_regimes; i++) {
        from_stdin += is_stdin(asked->regimes[i]);
    }
    for (int i = 0; i < asked->n_files; i++) {
        from_stdin += is_stdin(asked->files[i]);
    }
    bool by_words = asked->text != NULL || asked->like != NULL; /* a text takes a tender's place */
    int least = by_words ? 0 : about->least_files;
    if (about->needs_catalog && asked->catalog == NULL) {
        talk("'%s' needs a catalog: -c FILE", about->name);
    } else if (asked->n_files < least) {
        bool any = about->least_files == 1 && about->most_files > 2;
        talk("'%s' needs %s", about->name, any ? "a file" : about->synopsis);
    } else if (asked->n_files > about->most_files) {
        talk("'%s' has no use for '%s'", about->name, asked->files[about->most_files]);
    } else if (from_stdin > 1) {
        talk("standard input ('-') can be read only once");
    } else {
        return OPTIONS_READ;
    }
    return usage(about);
}

/* ---------------------------------------------------------------- verb */

static const verb *verb_named(const char *name) {
    size_t n = 0;
    const verb *verbs = verbs_table(&n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(verbs[i].name, name) == 0) {
            return &verbs[i];
        }
    }
    return NULL;
}

static bool is_one_of(const char *word, const char *a, const char *b, const char *c) {
    return strcmp(word, a) == 0 || strcmp(word, b) == 0 || strcmp(word, c) == 0;
}

/* The first word is no verb: help, version, or a mistake. */
static int without_verb(int argc, char **argv) {
    if (is_one_of(argv[1], "--version", "-V", "version")) {
        return (int)help_version();
    }
    if (is_one_of(argv[1], "--help", "-h", "help")) {
        const verb *about = argc > 2 ? verb_named(argv[2]) : NULL;
        return (int)(about != NULL ? help_verb(about) : help_command());
    }
    if (argv[1][0] == '-') {
        talk("'%s' comes before a verb: consort VERB [options] FILE...", argv[1]);
        return usage(NULL);
    }
    return unknown_verb(argv[1]);
}

options options_default(void) {
    return (options){.settings = cst_settings_default(),
                     .limits = cst_limits_default(),
                     .most = OPTIONS_MOST,
                     .menu = {.packages = OPTIONS_PACKAGES}};
}

int options_read(options *asked, int argc, char **argv) {
    *asked = options_default();
    if (argc < 2) {
        talk("a verb is missing: consort VERB [options] FILE...");
        return usage(NULL);
    }
    asked->verb = verb_named(argv[1]);
    if (asked->verb == NULL) {
        return without_verb(argc, argv);
    }
    int outcome = read_options(asked, argc - 1, argv + 1);
    return outcome == OPTIONS_READ ? check_files(asked) : outcome;
}

void options_clear(options *asked) {
    free(asked->regimes);
    asked->regimes = NULL;
    asked->n_regimes = 0;
    free(asked->why);
    asked->why = NULL;
    asked->n_why = 0;
    free(asked->firms);
    asked->firms = NULL;
    asked->n_firms = 0;
}

output_format options_format(const options *asked) {
    if (asked->format != FORMAT_BY_OUTPUT) {
        return asked->format;
    }
    bool person = asked->output == NULL && terminal_is(STDOUT_FILENO);
    return person ? FORMAT_TEXT : FORMAT_JSON;
}
