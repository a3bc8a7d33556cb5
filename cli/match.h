/* match.h - asking the library for packages, with what a person sees of it. */
#ifndef CLI_MATCH_H
#define CLI_MATCH_H

#include "cli/tender.h"

/* New result for a tender with the settings of the command line; an interrupt stops the search. */
cst_error match_search(const tender *t, const options *asked, cst_result **result);

/* Whether something of a result is unproven, because the search was stopped. */
bool match_is_open(const cst_result *result);

#endif
