/* report.h - how a verb writes what it has to say, as text or as JSON. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <jansson.h>

#include "cli/options.h"
#include "cli/page.h"

/* An empty page as wide and as coloured as the output that was asked for; to be cleared. */
page report_page(const options *asked);

/* Writes a page. CODE_PROVEN or CODE_INTERNAL. */
exit_code report_write_page(const page *p, const options *asked);

/* New JSON string; bytes that are not UTF-8 (in the name of a file) appear as \xff. */
json_t *report_string(const char *text);

/* Takes the value and writes it. CODE_PROVEN or CODE_INTERNAL. NULL means out of memory. */
exit_code report_write_json(json_t *value, const options *asked);

/* Takes a text that the library made, with what the library said, and writes it. The code for the
 * error, else CODE_PROVEN or CODE_INTERNAL. */
exit_code report_write_text(cst_error error, char *text, size_t size, const options *asked);

#endif
