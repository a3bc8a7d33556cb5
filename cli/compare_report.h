/* compare_report.h - a comparison made and written: what `compare` and `match` under several rules
 * have in common. */
#ifndef CLI_COMPARE_REPORT_H
#define CLI_COMPARE_REPORT_H

#include "cli/options.h"

/* What is compared, and how its sides are called: by short names where these tell them apart, else
 * by the full ones. */
typedef struct compared {
    const cst_result *const *results;
    const cst_menu *const *menus; /* instead of results; NULL: results */
    const char *const *short_names;
    const char *const *full_names;
    size_t n;
    const char *verb;   /* that did it */
    bool whole_results; /* in JSON: each result stands in it whole */
} compared;

/* CODE_PROVEN when it is written. */
exit_code comparison_write(const compared *what, const options *asked);

#endif
