/* terminal.h - what the other end of a stream can show. */
#ifndef CLI_TERMINAL_H
#define CLI_TERMINAL_H

#include <stdbool.h>

/* What --color asks for. */
typedef enum colour_choice { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER } colour_choice;

/* Whether a person looks at the file descriptor. */
bool terminal_is(int fd);

/* Columns of a line: of the terminal, else of the variable COLUMNS, else 100; 40 to 1000. */
int terminal_width(int fd);

/* Whether colour is wanted there: as chosen, else on a terminal that has it, without NO_COLOR. */
bool terminal_has_colour(int fd, colour_choice choice);

/* Whether a line can be rewritten in place. */
bool terminal_can_rewrite(int fd);

#endif
