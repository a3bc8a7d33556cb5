/*
 * main.c - the command `consort`: parse, dispatch, report.
 *
 * Order of reading: verbs.c and option_table.c (what can be asked), options.c (how it is asked),
 * one file for each verb (match.c, explain.c, check.c, verify.c), and what they share: input.c and
 * output.c (files), faults.c (what is wrong with a file), render_text.c and the render_*.c beside
 * it (the result for a person). Below these lie table.c, page.c and visible.c, through which every
 * foreign byte passes on its way to a terminal. The command decides nothing: it uses the library
 * through consort.h alone.
 */
#include "cli/options.h"
#include "cli/output.h"

int main(int argc, char **argv) {
    options asked;
    int outcome = options_read(&asked, argc, argv);
    if (outcome == OPTIONS_READ) {
        outcome = output_check(asked.output) ? (int)asked.verb->run(&asked) : CODE_INTERNAL;
    }
    options_clear(&asked);
    return outcome;
}
