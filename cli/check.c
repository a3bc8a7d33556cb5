/*
 * check.c - `consort check`: files of any kind, in any order, each by itself and against the
 * others.
 *
 * The files are taken in the order in which they need each other: rules, then catalogs (against the
 * rules), assumptions, opportunities and markets (against each catalog), results (against the first
 * catalog and the first opportunity; their form alone, since whether a result holds is for `consort
 * verify`). What the others would be checked against, but which is bad itself, is left out, so that
 * no fault is reported that follows from another. Faults go to standard error; the report, one
 * entry for each file in the order of the command line, is the result of the verb.
 */
#include <jansson.h>
#include <stdlib.h>

#include "cli/check_report.h"
#include "cli/faults.h"
#include "cli/input.h"
#include "cli/nearest.h"
#include "cli/talk.h"
#include "cli/tender.h"
#include "cli/text.h"

/* All files, and the objects that the others are checked against. */
typedef struct checking {
    checked *files;
    size_t n;
    bool rules_are_bad; /* those among the files or of --rules: nothing else can be checked */
    tender first;       /* the rules, the first good catalog and opportunity */
    cst_error error;    /* a failure of ours */
} checking;

static void note(checking *all, cst_error error) {
    if (error != CST_E_OK && error != CST_E_INPUT) {
        all->error = error;
    }
}

/* ---------------------------------------------------------------- one file */

static cst_kind kind_of(const checked *file) {
    return file->in.bytes == NULL ? CST_KIND_UNKNOWN : cst_kind_of(file->in.bytes, file->in.size);
}

static void open_file(checking *all, checked *file, const char *path, const cst_limits *limits) {
    file->faults = cst_diagnostics_new(0);
    if (file->faults == NULL) {
        note(all, CST_E_MEMORY);
    }
    file->outcome = input_read(&file->in, path, limits) ? CHECKED_GOOD : CHECKED_UNREADABLE;
    file->kind = kind_of(file);
}

static void settle(checking *all, checked *file, cst_error error) {
    note(all, error);
    if (error != CST_E_OK) {
        file->outcome = CHECKED_FAULTY;
    }
}

static void check_rules(checking *all, checked *file) {
    cst_rules *rules = NULL;
    settle(all, file,
           cst_rules_read(file->in.bytes, file->in.size, file->in.name, file->in.limits, &rules,
                          file->faults));
    if (file->outcome != CHECKED_GOOD) {
        all->rules_are_bad = true;
        return;
    }
    file->id = text_new("%s", cst_rules_id(rules));
    if (all->first.rules == NULL) {
        all->first.rules = rules;
    } else {
        cst_rules_free(rules);
    }
}

static void check_catalog(checking *all, checked *file) {
    settle(all, file,
           cst_catalog_read(file->in.bytes, file->in.size, file->in.name, all->first.rules,
                            file->in.limits, &file->catalog, file->faults));
    if (file->outcome == CHECKED_GOOD && all->first.catalog == NULL) {
        all->first.catalog = file->catalog;
    }
}

/* Against one catalog, or against none (NULL): then only what the file says of itself. */
static void check_opportunity_with(checking *all, checked *file, const cst_catalog *catalog) {
    cst_opportunity *opportunity = NULL;
    settle(all, file,
           cst_opportunity_read(file->in.bytes, file->in.size, file->in.name, all->first.rules,
                                catalog, file->in.limits, &opportunity, file->faults));
    if (file->outcome == CHECKED_GOOD && file->id == NULL) {
        file->id = text_new("%s", cst_opportunity_id(opportunity));
    }
    if (catalog != NULL && catalog == all->first.catalog && all->first.opportunity == NULL) {
        all->first.opportunity = opportunity;
    } else {
        cst_opportunity_free(opportunity);
    }
}

static void check_opportunity(checking *all, checked *file) {
    check_opportunity_with(all, file, NULL);
    for (size_t i = 0; i < all->n && file->outcome == CHECKED_GOOD; i++) {
        if (all->files[i].catalog != NULL) {
            check_opportunity_with(all, file, all->files[i].catalog);
            file->n_catalogs++;
        }
    }
}

/* Against one catalog, or against none (NULL). */
static void check_markets_with(checking *all, checked *file, const cst_catalog *catalog) {
    cst_markets *markets = NULL;
    settle(all, file,
           cst_markets_read(file->in.bytes, file->in.size, file->in.name, all->first.rules, catalog,
                            file->in.limits, &markets, file->faults));
    if (file->outcome == CHECKED_GOOD && file->id == NULL) {
        file->id = text_new("%s", cst_markets_id(markets));
    }
    cst_markets_free(markets);
}

static void check_markets(checking *all, checked *file) {
    check_markets_with(all, file, NULL);
    for (size_t i = 0; i < all->n && file->outcome == CHECKED_GOOD; i++) {
        if (all->files[i].catalog != NULL) {
            check_markets_with(all, file, all->files[i].catalog);
            file->n_catalogs++;
        }
    }
}

static void check_assumptions(checking *all, checked *file) {
    cst_assumptions *assumptions = NULL;
    settle(all, file,
           cst_assumptions_read(file->in.bytes, file->in.size, file->in.name, all->first.rules,
                                file->in.limits, &assumptions, file->faults));
    if (file->outcome == CHECKED_GOOD) {
        file->id = text_new("%s", cst_assumptions_id(assumptions));
    }
    for (size_t i = 0; i < all->n && file->outcome == CHECKED_GOOD; i++) {
        if (all->files[i].catalog != NULL) {
            settle(all, file,
                   cst_assumptions_check(assumptions, all->files[i].catalog, file->faults));
            file->n_catalogs++;
        }
    }
    cst_assumptions_free(assumptions);
}

static void check_result(checking *all, checked *file) {
    cst_findings *findings = NULL;
    const tender *t = &all->first;
    if (t->catalog == NULL || t->opportunity == NULL) {
        file->outcome = CHECKED_SKIPPED;
        file->why = "its catalog and its opportunity are not both among the good files";
        return;
    }
    settle(all, file,
           cst_verify(t->rules, t->catalog, t->opportunity, file->in.bytes, file->in.size,
                      file->in.name, file->in.limits, &findings, file->faults));
    cst_findings_free(findings);
}

/* Its form alone, which takes no other file. */
static void check_menu(checking *all, checked *file) {
    cst_menu *menu = NULL;
    settle(all, file,
           cst_menu_read(file->in.bytes, file->in.size, file->in.name, file->in.limits, &menu,
                         file->faults));
    cst_menu_free(menu);
}

static void check_explanation(checking *all, checked *file) {
    cst_explanation *explanation = NULL;
    settle(all, file,
           cst_explanation_read(file->in.bytes, file->in.size, file->in.name, file->in.limits,
                                &explanation, file->faults));
    cst_explanation_free(explanation);
}

/* The formats that there are, for a file that names another. */
static const char *const formats[] = {
    "consort-catalog/1",     "consort-opportunity/1", "consort-rules/1", "consort-result/1",
    "consort-assumptions/1", "consort-markets/1",     "consort-menu/1",  "consort-explanation/1"};
enum { N_FORMATS = sizeof formats / sizeof formats[0] };

/* What is wrong with the key "format" of a JSON object. New text. */
static char *no_format_new(const json_t *root) {
    const char *format = json_string_value(json_object_get(root, "format"));
    const char *near = format == NULL ? NULL : nearest_word(format, formats, N_FORMATS);
    if (near != NULL) {
        return text_new("no format \"%s\" is known: did you mean \"%s\"?", format, near);
    }
    return text_new(
        "expected a key \"format\" with \"%s\", \"%s\", \"%s\", \"%s\", \"%s\", \"%s\", \"%s\" or "
        "\"%s\"",
        formats[0], formats[1], formats[2], formats[3], formats[4], formats[5], formats[6],
        formats[7]);
}

/* Either an object that names no known format, or no JSON object at all: then any reader of the
 * library tells where it goes wrong. */
static void check_unknown(checking *all, checked *file) {
    json_t *root = json_loadb(file->in.bytes, file->in.size, 0, NULL);
    cst_rules *rules = NULL;
    file->outcome = CHECKED_UNKNOWN;
    if (json_is_object(root)) {
        file->no_format = no_format_new(root);
        note(all, file->no_format == NULL ? CST_E_MEMORY : CST_E_OK);
    } else {
        note(all, cst_rules_read(file->in.bytes, file->in.size, file->in.name, file->in.limits,
                                 &rules, file->faults));
        cst_rules_free(rules);
    }
    json_decref(root);
}

/* ---------------------------------------------------------------- all files */

static void check_all_of(checking *all, cst_kind kind, void (*check)(checking *, checked *)) {
    for (size_t i = 0; i < all->n && all->error == CST_E_OK; i++) {
        checked *file = &all->files[i];
        if (file->kind != kind || file->outcome != CHECKED_GOOD) {
            continue;
        }
        if (kind != CST_KIND_RULES && kind != CST_KIND_UNKNOWN && all->rules_are_bad) {
            file->outcome = CHECKED_SKIPPED;
            file->why = "the rules have faults";
        } else {
            check(all, file);
        }
    }
}

/* Where there are no rules among the files: those of --rules, or of the library. */
static void provide_rules(checking *all, const options *asked) {
    cst_diagnostics *faults = cst_diagnostics_new(0);
    if (faults == NULL) {
        note(all, CST_E_MEMORY);
        return;
    }
    cst_error error = tender_read_rules(&all->first.rules, asked->rules, &asked->limits, faults);
    note(all, error);
    all->rules_are_bad = error != CST_E_OK;
    faults_print(faults, asked->colour);
    cst_diagnostics_free(faults);
}

static bool has_rules(const checking *all) {
    for (size_t i = 0; i < all->n; i++) {
        if (all->files[i].kind == CST_KIND_RULES) {
            return true;
        }
    }
    return false;
}

static void check_files(checking *all, const options *asked) {
    size_t n_named = (size_t)asked->n_files;
    for (size_t i = 0; i < all->n; i++) {
        open_file(all, &all->files[i], i < n_named ? asked->files[i] : asked->assume,
                  &asked->limits);
    }
    if (all->n > n_named && all->files[n_named].in.bytes != NULL) {
        all->files[n_named].kind = CST_KIND_ASSUMPTIONS; /* whatever it says that it is */
    }
    if (all->error == CST_E_OK && !has_rules(all)) {
        provide_rules(all, asked);
    }
    check_all_of(all, CST_KIND_RULES, check_rules);
    check_all_of(all, CST_KIND_CATALOG, check_catalog);
    check_all_of(all, CST_KIND_ASSUMPTIONS, check_assumptions);
    check_all_of(all, CST_KIND_OPPORTUNITY, check_opportunity);
    check_all_of(all, CST_KIND_MARKETS, check_markets);
    check_all_of(all, CST_KIND_RESULT, check_result);
    check_all_of(all, CST_KIND_MENU, check_menu);
    check_all_of(all, CST_KIND_EXPLANATION, check_explanation);
    check_all_of(all, CST_KIND_UNKNOWN, check_unknown);
}

static void print_faults(const checked *file, const options *asked) {
    faults_print(file->faults, asked->colour);
    if (file->no_format != NULL) {
        page p;
        page_init(&p, 0, false);
        page_format(&p, "%s:1:1: %s", file->in.name, file->no_format);
        page_newline(&p);
        talk_page(&p);
        page_clear(&p);
    }
}

static exit_code conclude(const checking *all, const options *asked) {
    bool good = !all->rules_are_bad;
    if (all->error != CST_E_OK) {
        return faults_code(all->error);
    }
    for (size_t i = 0; i < all->n; i++) {
        checked_outcome outcome = all->files[i].outcome;
        print_faults(&all->files[i], asked);
        good = good && (outcome == CHECKED_GOOD || outcome == CHECKED_SKIPPED);
    }
    exit_code code = check_report(all->files, all->n, asked);
    return code == CODE_PROVEN && !good ? CODE_INPUT : code;
}

static void clear(checking *all) {
    cst_opportunity_free(all->first.opportunity);
    for (size_t i = 0; i < all->n; i++) {
        checked *file = &all->files[i];
        cst_catalog_free(file->catalog);
        cst_diagnostics_free(file->faults);
        input_clear(&file->in);
        free(file->id);
        free(file->no_format);
    }
    cst_rules_free(all->first.rules);
    free(all->files);
}

/* The file of --assume is one more, behind the others. */
exit_code run_check(const options *asked) {
    checking all = {.n = (size_t)asked->n_files + (asked->assume != NULL ? 1 : 0)};
    all.files = calloc(all.n, sizeof *all.files);
    if (all.files == NULL) {
        return faults_code(CST_E_MEMORY);
    }
    check_files(&all, asked);
    exit_code code = conclude(&all, asked);
    clear(&all);
    return code;
}
