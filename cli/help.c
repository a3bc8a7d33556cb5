/*
 * help.c - what the command says about itself: made from the tables of verbs and options, so that
 * help and parsing can not disagree.
 */
#include "cli/help.h"

#include <unistd.h>

#include "cli/options.h"
#include "cli/output.h"
#include "cli/page.h"
#include "cli/table.h"
#include "cli/talk.h"

#define MOST_WIDTH 100 /* longer lines are hard to read */

static page new_page(void) {
    page p;
    int width = terminal_width(STDOUT_FILENO);
    page_init(&p, width < MOST_WIDTH ? width : MOST_WIDTH,
              terminal_has_colour(STDOUT_FILENO, COLOUR_AUTO));
    return p;
}

static exit_code finish(page *p) {
    if (p->failed) {
        talk("out of memory");
    }
    bool written = !p->failed && output_write(NULL, p->bytes, p->size);
    page_clear(p);
    return written ? CODE_PROVEN : CODE_INTERNAL;
}

static void begin_columns(table *t) {
    table_init(t);
    table_column(t, COLUMN_TEXT, "");
    table_column(t, COLUMN_TEXT, "");
}

static void print_columns(table *t, page *p) {
    table_print(t, p, 2);
    table_clear(t);
    page_newline(p);
}

static void put_verbs(page *p) {
    size_t n = 0;
    const verb *verbs = verbs_table(&n);
    table t;
    begin_columns(&t);
    for (size_t i = 0; i < n; i++) {
        table_cell(&t, verbs[i].name);
        table_cell(&t, verbs[i].summary);
    }
    page_line(p, STYLE_STRONG, "Verbs");
    print_columns(&t, p);
}

static void put_exit_codes(page *p) {
    static const char *const meanings[] = {
        "done and proven",
        "proven that there is no package; verify found a fault",
        "the command line is wrong",
        "a file can not be read, or has faults",
        "stopped at a limit before proof: what was found is written, and said to be unproven",
        "internal error, out of memory, or the output can not be written",
    };
    table t;
    begin_columns(&t);
    for (int code = CODE_PROVEN; code <= CODE_INTERNAL; code++) {
        table_format(&t, "%d", code);
        table_cell(&t, meanings[code]);
    }
    page_line(p, STYLE_STRONG, "Exit codes");
    print_columns(&t, p);
}

exit_code help_command(void) {
    page p = new_page();
    page_text(&p, "usage: consort VERB [options] FILE...");
    page_newline(&p);
    page_newline(&p);
    page_wrapped(&p, 0, 0,
                 "Assembles consortium packages for AI exports: firms' offerings chosen for a full "
                 "AI stack, for one foreign opportunity, by integer programming. People decide; "
                 "consort proposes, proves and explains.");
    page_newline(&p);
    put_verbs(&p);
    put_exit_codes(&p);
    page_text(&p, "'consort VERB --help' tells more of a verb, 'consort --version' the version.");
    page_newline(&p);
    return finish(&p);
}

static void put_options(page *p, const verb *about) {
    size_t n = 0;
    const option_row *rows = options_table(&n);
    table t;
    begin_columns(&t);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].name == NULL || (rows[i].verbs & about->bit) == 0) {
            continue;
        }
        char letter[] = {'-', rows[i].letter, ',', ' ', '\0'};
        table_format(&t, "%s--%s%s%s", rows[i].letter != 0 ? letter : "", rows[i].name,
                     rows[i].argument != NULL ? " " : "",
                     rows[i].argument != NULL ? rows[i].argument : "");
        table_cell(&t, rows[i].help);
    }
    page_line(p, STYLE_STRONG, "Options");
    print_columns(&t, p);
}

exit_code help_verb(const verb *about) {
    page p = new_page();
    page_format(&p, "usage: consort %s [options] %s", about->name, about->synopsis);
    page_newline(&p);
    page_newline(&p);
    page_format(&p, "%s: %s.", about->name, about->summary);
    page_newline(&p);
    page_newline(&p);
    page_wrapped(&p, 0, 0, about->help);
    page_newline(&p);
    put_options(&p, about);
    put_exit_codes(&p);
    return finish(&p);
}

exit_code help_version(void) {
    page p = new_page();
    page_format(&p, "consort %s", cst_version());
    page_newline(&p);
    return finish(&p);
}
