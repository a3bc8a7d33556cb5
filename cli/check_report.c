/*
 * check_report.c - the report of `consort check`: as text a line for each file that is good or was
 * left out (faults have their own place, standard error), as JSON an entry for each file with all
 * its faults, for an editor or a build to read.
 */
#include "cli/check_report.h"

#include "cli/report.h"

static const char *kind_word(cst_kind kind) {
    switch (kind) {
        case CST_KIND_CATALOG:
            return "catalog";
        case CST_KIND_OPPORTUNITY:
            return "opportunity";
        case CST_KIND_RULES:
            return "rules";
        case CST_KIND_RESULT:
            return "result";
        case CST_KIND_ASSUMPTIONS:
            return "assumptions";
        case CST_KIND_MARKETS:
            return "markets";
        case CST_KIND_MENU:
            return "menu";
        case CST_KIND_EXPLANATION:
            return "explanation";
        case CST_KIND_UNKNOWN:
        default:
            return "unknown";
    }
}

static const char *outcome_word(checked_outcome outcome) {
    switch (outcome) {
        case CHECKED_GOOD:
            return "ok";
        case CHECKED_SKIPPED:
            return "not checked";
        case CHECKED_UNREADABLE:
            return "unreadable";
        case CHECKED_FAULTY:
        case CHECKED_UNKNOWN:
        default:
            return "faulty";
    }
}

/* ---------------------------------------------------------------- text */

static void put_count(page *p, size_t n, const char *noun) {
    page_format(p, ", %zu %s%s", n, noun, n == 1 ? "" : "s");
}

static void put_good(page *p, const checked *file) {
    page_format(p, "ok: %s", kind_word(file->kind));
    if (file->id != NULL) {
        page_format(p, " %s", file->id);
    }
    if (file->catalog != NULL) {
        put_count(p, cst_catalog_firm_count(file->catalog), "firm");
        put_count(p, cst_catalog_offering_count(file->catalog), "offering");
    }
    if (file->n_catalogs > 0) {
        page_text(p, ", checked against");
        page_format(p, " %zu catalog%s", file->n_catalogs, file->n_catalogs == 1 ? "" : "s");
    } else if (file->kind == CST_KIND_OPPORTUNITY || file->kind == CST_KIND_ASSUMPTIONS ||
               file->kind == CST_KIND_MARKETS) {
        page_text(p, ", without a catalog");
    } else if (file->kind == CST_KIND_RESULT || file->kind == CST_KIND_MENU ||
               file->kind == CST_KIND_EXPLANATION) {
        page_text(p, ", its form ('consort verify' checks whether it holds)");
    }
}

static void put_file(page *p, const checked *file) {
    page_format(p, "%s: ", file->in.name);
    if (file->outcome == CHECKED_GOOD) {
        put_good(p, file);
    } else {
        page_format(p, "%s: %s, %s", outcome_word(file->outcome), kind_word(file->kind), file->why);
    }
    page_newline(p);
}

static exit_code write_text(const checked *files, size_t n, const options *asked) {
    page p = report_page(asked);
    for (size_t i = 0; i < n; i++) {
        if (files[i].outcome == CHECKED_GOOD || files[i].outcome == CHECKED_SKIPPED) {
            put_file(&p, &files[i]);
        }
    }
    exit_code code = report_write_page(&p, asked);
    page_clear(&p);
    return code;
}

/* ---------------------------------------------------------------- JSON */

static json_t *fault_json(const cst_diagnostic *fault) {
    return json_pack("{s:i, s:i, s:o, s:o}", "line", fault->line, "column", fault->column,
                     "pointer", report_string(fault->pointer), "message",
                     report_string(fault->message));
}

static json_t *no_format_json(const char *message) {
    return json_pack("{s:i, s:i, s:s, s:o}", "line", 1, "column", 1, "pointer", "", "message",
                     report_string(message));
}

/* New list, or NULL. */
static json_t *faults_json(const checked *file) {
    const cst_diagnostics *faults = file->faults;
    json_t *list = json_array();
    if (file->no_format != NULL && list != NULL) {
        json_array_append_new(list, no_format_json(file->no_format));
    }
    for (size_t i = 0; i < cst_diagnostics_count(faults); i++) {
        if (json_array_append_new(list, fault_json(cst_diagnostics_get(faults, i))) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *file_json(const checked *file) {
    json_t *object = json_pack(
        "{s:o, s:s, s:s, s:o?, s:s*, s:o, s:I}", "file", report_string(file->in.name), "kind",
        kind_word(file->kind), "outcome", outcome_word(file->outcome), "id",
        file->id != NULL ? report_string(file->id) : NULL, "why", file->why, "faults",
        faults_json(file), "more_faults", (json_int_t)cst_diagnostics_dropped(file->faults));
    if (file->catalog != NULL && object != NULL) {
        json_int_t firms = (json_int_t)cst_catalog_firm_count(file->catalog);
        json_int_t offerings = (json_int_t)cst_catalog_offering_count(file->catalog);
        json_object_set_new(object, "firms", json_integer(firms));
        json_object_set_new(object, "offerings", json_integer(offerings));
    }
    return object;
}

static json_t *files_json(const checked *files, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        if (json_array_append_new(list, file_json(&files[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return json_pack("{s:s, s:s, s:s, s:o}", "format", "consort-check/1", "consort", cst_version(),
                     "verb", "check", "files", list);
}

exit_code check_report(const checked *files, size_t n, const options *asked) {
    if (options_format(asked) == FORMAT_JSON) {
        return report_write_json(files_json(files, n), asked);
    }
    return write_text(files, n, asked);
}
