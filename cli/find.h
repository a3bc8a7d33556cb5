/* find.h - finding by words: what several verbs ask of it. */
#ifndef CLI_FIND_H
#define CLI_FIND_H

#include <consort.h>

#include "cli/options.h"

/* Offerings of the catalog that are like the text of the command line (--like, --slot, --most),
 * found and written. CODE_PROVEN when it is written, whatever was found. */
exit_code find_by_words(const options *asked, const cst_rules *rules, const cst_catalog *catalog);

#endif
