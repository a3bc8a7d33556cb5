/*
 * result_json.h - a result as JSON and back. The writer is cst_result_to_json (consort/result.h).
 */
#ifndef CST_RESULT_JSON_H
#define CST_RESULT_JSON_H

#include "consort/result.h"

/* New result from a file of format consort-result/1, with the faults of its form in diagnostics.
 * Names and texts that the file does not hold (for instance offering_name when absent) are "". */
cst_error cst__result_read(const char *bytes, size_t size, const char *name,
                           const cst_limits *limits, cst_result **result,
                           cst_diagnostics *diagnostics);

#endif
