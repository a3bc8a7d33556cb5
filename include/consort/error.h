/*
 * error.h - did the call work (cst_error), and what is wrong with the data (cst_diagnostics).
 *
 * What a search found (solved, infeasible, stopped at a limit) is neither: see cst_status in
 * result.h. An infeasible opportunity is an answer, not an error.
 */
#ifndef CONSORT_ERROR_H
#define CONSORT_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include "consort/version.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Published numbers are never reused. */
#define CST_ERROR_MAP(X)                                                  \
    X(OK, 0, "no error")                                                  \
    X(MEMORY, 1, "out of memory")                                         \
    X(INPUT, 2, "the input has faults: see the diagnostics")              \
    X(SETTING, 3, "a setting is out of its range")                        \
    X(INTERNAL, 4, "internal error: a result did not pass its own check") \
    X(ENGINE, 5, "the linear programming engine failed")

typedef enum cst_error {
#define CST_ERROR_ENUM(name, number, text) CST_E_##name = number,
    CST_ERROR_MAP(CST_ERROR_ENUM)
#undef CST_ERROR_ENUM
} cst_error;

/* A sentence for the error, borrowed for ever. */
CST_API const char *cst_error_text(cst_error error);

/* One fault of an input file. All strings are borrowed from the list that holds the fault. */
typedef struct cst_diagnostic {
    const char *file;    /* name given to the reader, for instance a path */
    const char *pointer; /* RFC 6901 JSON pointer of the faulty value, "" for the whole file */
    const char *message; /* lower case, no full stop */
    const char *excerpt; /* the source line, or a window of it when it is long; may be empty */
    int line;            /* from 1 */
    int column;          /* from 1, in Unicode characters */
    int caret;           /* columns of a terminal before the caret under the excerpt */
    size_t offset;       /* bytes from the start of the file */
} cst_diagnostic;

/* A list of faults, in the order of their files and places, with a cap on how many are kept. */
typedef struct cst_diagnostics cst_diagnostics;

/* New empty list that keeps at most cap faults (0: 100). NULL when out of memory. */
CST_API cst_diagnostics *cst_diagnostics_new(size_t cap);
CST_API void cst_diagnostics_free(cst_diagnostics *diagnostics);

/* How many faults are kept, and how many more were found beyond the cap. */
CST_API size_t cst_diagnostics_count(const cst_diagnostics *diagnostics);
CST_API size_t cst_diagnostics_dropped(const cst_diagnostics *diagnostics);

/* Fault i, borrowed until the list is freed or added to. */
CST_API const cst_diagnostic *cst_diagnostics_get(const cst_diagnostics *diagnostics, size_t i);

#ifdef __cplusplus
}
#endif
#endif
