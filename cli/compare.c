/*
 * compare.c - `consort compare`: results, or menus, side by side. Reads every file, so that one run
 * tells what is wrong with each, and writes what the library finds.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/compare_report.h"
#include "cli/faults.h"
#include "cli/input.h"
#include "cli/options.h"
#include "cli/talk.h"

/* The results, or the menus, of the command line, and their names without folders. */
typedef struct reading {
    size_t n;
    cst_result **results;
    cst_menu **menus;
    const char **names; /* borrowed from the command line */
    size_t n_menus;     /* of the files */
} reading;

static bool reading_begin(reading *r, size_t n) {
    r->n = n;
    r->results = calloc(n, sizeof(cst_result *));
    r->menus = calloc(n, sizeof(cst_menu *));
    r->names = calloc(n, sizeof(const char *));
    return r->results != NULL && r->menus != NULL && r->names != NULL;
}

static void reading_end(reading *r) {
    for (size_t i = 0; r->results != NULL && r->menus != NULL && i < r->n; i++) {
        cst_result_free(r->results[i]);
        cst_menu_free(r->menus[i]);
    }
    free(r->results);
    free(r->menus);
    free(r->names);
}

/* As what it says that it is; anything that is no menu as a result, which tells what is wrong. */
static cst_error read_one(reading *r, size_t i, const char *path, const cst_limits *limits,
                          cst_diagnostics *faults) {
    input in;
    cst_error error = CST_E_INPUT;
    if (input_read(&in, path, limits)) {
        bool is_menu = cst_kind_of(in.bytes, in.size) == CST_KIND_MENU;
        r->n_menus += is_menu;
        error = is_menu ? cst_menu_read(in.bytes, in.size, in.name, in.limits, &r->menus[i], faults)
                        : cst_result_read(in.bytes, in.size, in.name, in.limits, &r->results[i],
                                          faults);
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

static cst_error read_all(reading *r, const options *asked, cst_diagnostics *faults) {
    cst_error worst = CST_E_OK;
    for (size_t i = 0; i < r->n; i++) {
        r->names[i] = base_name(asked->files[i]);
        cst_error error = read_one(r, i, asked->files[i], &asked->limits, faults);
        worst = worst == CST_E_OK || (worst == CST_E_INPUT && error != CST_E_OK) ? error : worst;
    }
    return worst;
}

static exit_code write_comparison(const reading *r, const options *asked) {
    if (r->n_menus > 0 && r->n_menus < r->n) {
        talk("%zu of the %zu files are menus: a menu is compared with menus alone", r->n_menus,
             r->n);
        return CODE_INPUT;
    }
    compared what = {.results = (const cst_result *const *)r->results,
                     .menus = r->n_menus > 0 ? (const cst_menu *const *)r->menus : NULL,
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
        error = read_all(&r, asked, faults);
        faults_print(faults, asked->colour);
    }
    exit_code code = error == CST_E_OK ? write_comparison(&r, asked) : faults_code(error);
    reading_end(&r);
    cst_diagnostics_free(faults);
    return code;
}
