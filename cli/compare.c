/*
 * compare.c - `consort compare`: results side by side. Reads every file, so that one run tells what
 * is wrong with each, and writes what the library finds.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/compare_report.h"
#include "cli/faults.h"
#include "cli/input.h"
#include "cli/options.h"

/* The results of the command line, and their names without folders. */
typedef struct reading {
    size_t n;
    cst_result **results;
    const char **names; /* borrowed from the command line */
} reading;

static bool reading_begin(reading *r, size_t n) {
    r->n = n;
    r->results = calloc(n, sizeof(cst_result *));
    r->names = calloc(n, sizeof(const char *));
    return r->results != NULL && r->names != NULL;
}

static void reading_end(reading *r) {
    for (size_t i = 0; r->results != NULL && i < r->n; i++) {
        cst_result_free(r->results[i]);
    }
    free(r->results);
    free(r->names);
}

static cst_error read_result(const char *path, cst_result **result, cst_diagnostics *faults) {
    input in;
    cst_error error = CST_E_INPUT;
    if (input_read(&in, path)) {
        error = cst_result_read(in.bytes, in.size, in.name, NULL, result, faults);
    }
    input_clear(&in);
    return error;
}

static const char *base_name(const char *path) {
    if (strcmp(path, "-") == 0) {
        return "<stdin>";
    }
    const char *slash = strrchr(path, '/');
    return slash == NULL || slash[1] == '\0' ? path : slash + 1;
}

static cst_error read_results(reading *r, const options *asked, cst_diagnostics *faults) {
    cst_error worst = CST_E_OK;
    for (size_t i = 0; i < r->n; i++) {
        r->names[i] = base_name(asked->files[i]);
        cst_error error = read_result(asked->files[i], &r->results[i], faults);
        worst = worst == CST_E_OK || (worst == CST_E_INPUT && error != CST_E_OK) ? error : worst;
    }
    return worst;
}

static exit_code write_comparison(const reading *r, const options *asked) {
    compared what = {.results = (const cst_result *const *)r->results,
                     .short_names = r->names,
                     .full_names = (const char *const *)asked->files,
                     .n = r->n,
                     .verb = "compare"};
    return comparison_write(&what, asked);
}

exit_code run_compare(const options *asked) {
    reading r = {.n = 0};
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_error error = CST_E_MEMORY;
    if (faults != NULL && reading_begin(&r, (size_t)asked->n_files)) {
        error = read_results(&r, asked, faults);
        faults_print(faults, asked->colour);
    }
    exit_code code = error == CST_E_OK ? write_comparison(&r, asked) : faults_code(error);
    reading_end(&r);
    cst_diagnostics_free(faults);
    return code;
}
