/*
 * terminal.c - what the other end of a stream can show: is it a terminal, how wide, with colour?
 *
 * The width of a pipe is 100 unless the caller exports COLUMNS, so that text in a file does not
 * depend on the window it was made in. NO_COLOR is honoured as https://no-color.org asks: when it
 * is set and not empty.
 */
#include "cli/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/numbers.h"

#define DEFAULT_WIDTH 100
#define LEAST_WIDTH 40
#define MOST_WIDTH 1000

bool terminal_is(int fd) {
    return isatty(fd) == 1;
}

static long asked_width(int fd) {
    struct winsize size;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        return size.ws_col;
    }
    const char *columns = getenv("COLUMNS");
    long width = 0;
    if (columns != NULL && number_whole(columns, 1, 100000, &width)) {
        return width;
    }
    return DEFAULT_WIDTH;
}

int terminal_width(int fd) {
    long width = asked_width(fd);
    return width < LEAST_WIDTH ? LEAST_WIDTH : width > MOST_WIDTH ? MOST_WIDTH : (int)width;
}

static bool is_dumb(void) {
    const char *term = getenv("TERM");
    return term == NULL || *term == '\0' || strcmp(term, "dumb") == 0;
}

bool terminal_has_colour(int fd, colour_choice choice) {
    const char *no_colour = getenv("NO_COLOR");
    if (choice != COLOUR_AUTO) {
        return choice == COLOUR_ALWAYS;
    }
    return terminal_is(fd) && !is_dumb() && (no_colour == NULL || *no_colour == '\0');
}

bool terminal_can_rewrite(int fd) {
    return terminal_is(fd) && !is_dumb();
}
