/*
 * compare_report.c - a comparison made and written, as text or as JSON.
 *
 * Labels go into JSON, so they are made valid UTF-8: bytes of a file name that are none appear as
 * \xff. A name is short where that tells the sides apart, since a result holds no path.
 */
#include "cli/compare_report.h"

#include <stdlib.h>
#include <string.h>

#include "cli/faults.h"
#include "cli/render_compare.h"
#include "cli/render_compare_menus.h"
#include "cli/report.h"

/* ---------------------------------------------------------------- labels */

static bool all_differ(const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++) {
            if (strcmp(names[i], names[k]) == 0) {
                return false;
            }
        }
    }
    return true;
}

static char *visible_new(const char *name) {
    page p;
    page_init(&p, 0, false);
    page_text(&p, name);
    page_repeat(&p, "", 1); /* of an empty name too there are bytes */
    if (p.failed) {
        page_clear(&p);
    }
    return p.bytes;
}

static void labels_free(char **labels, size_t n) {
    for (size_t i = 0; labels != NULL && i < n; i++) {
        free(labels[i]);
    }
    free(labels);
}

static char **labels_new(const compared *what) {
    bool clear = all_differ(what->short_names, what->n);
    char **labels = calloc(what->n, sizeof *labels);
    for (size_t i = 0; labels != NULL && i < what->n; i++) {
        labels[i] = visible_new(clear ? what->short_names[i] : what->full_names[i]);
        if (labels[i] == NULL) {
            labels_free(labels, what->n);
            return NULL;
        }
    }
    return labels;
}

/* ---------------------------------------------------------------- writing */

static exit_code write_json(const cst_comparison *comparison, const compared *what,
                            const options *asked) {
    char *text = NULL;
    size_t size = 0;
    cst_error error = cst_comparison_to_json(comparison, what->whole_results, &text, &size);
    return report_write_text(error, text, size, asked);
}

static exit_code write_text(const cst_comparison *comparison, const options *asked) {
    page p = report_page(asked);
    render_comparison(&p, comparison, asked->list_refused);
    exit_code code = report_write_page(&p, asked);
    page_clear(&p);
    return code;
}

static exit_code write_results(const compared *what, const char *const *labels,
                               const options *asked) {
    cst_comparison *comparison = NULL;
    cst_error error = cst_compare(what->results, labels, what->n, &comparison);
    exit_code code = faults_code(error);
    if (error == CST_E_OK) {
        comparison->verb = what->verb;
        code = options_format(asked) == FORMAT_TEXT ? write_text(comparison, asked)
                                                    : write_json(comparison, what, asked);
    }
    cst_comparison_free(comparison);
    return code;
}

static exit_code write_menus_json(const cst_menu_comparison *comparison, const options *asked) {
    char *text = NULL;
    size_t size = 0;
    cst_error error = cst_menu_comparison_to_json(comparison, &text, &size);
    return report_write_text(error, text, size, asked);
}

static exit_code write_menus_text(const cst_menu_comparison *comparison, const options *asked) {
    page p = report_page(asked);
    render_menu_comparison(&p, comparison);
    exit_code code = report_write_page(&p, asked);
    page_clear(&p);
    return code;
}

static exit_code write_menus(const compared *what, const char *const *labels,
                             const options *asked) {
    cst_menu_comparison *comparison = NULL;
    cst_error error = cst_menus_compare(what->menus, labels, what->n, &comparison);
    exit_code code = faults_code(error);
    if (error == CST_E_OK) {
        code = options_format(asked) == FORMAT_TEXT ? write_menus_text(comparison, asked)
                                                    : write_menus_json(comparison, asked);
    }
    cst_menu_comparison_free(comparison);
    return code;
}

exit_code comparison_write(const compared *what, const options *asked) {
    char **labels = labels_new(what);
    if (labels == NULL) {
        return faults_code(CST_E_MEMORY);
    }
    const char *const *called = (const char *const *)labels;
    exit_code code =
        what->menus != NULL ? write_menus(what, called, asked) : write_results(what, called, asked);
    labels_free(labels, what->n);
    return code;
}
