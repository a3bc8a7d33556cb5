/* faults.h - what is wrong with the input, and what went wrong with a call, said to a person. */
#ifndef CLI_FAULTS_H
#define CLI_FAULTS_H

#include <consort.h>

#include "cli/command.h"
#include "cli/terminal.h"

/* Prints every fault of the list on standard error, and how many more there are. */
void faults_print(const cst_diagnostics *faults, colour_choice colour);

/* Says what went wrong (nothing for CST_E_OK and for CST_E_INPUT, whose faults say it) and gives
 * the exit code for it. */
exit_code faults_code(cst_error error);

#endif
