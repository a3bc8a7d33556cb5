/* help.h - what the command says about itself, on standard output. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "cli/command.h"

/* The help of the command, of one verb, and the version. CODE_PROVEN or CODE_INTERNAL. */
exit_code help_command(void);
exit_code help_verb(const verb *about);
exit_code help_version(void);

#endif
