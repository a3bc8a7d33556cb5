/*
 * verify.c - `consort verify`: a result or an explanation against its catalog and opportunity, or a
 * menu against its catalog and markets, without a solver. The library finds; this file reads the
 * files and writes the findings.
 */
#include "cli/faults.h"
#include "cli/input.h"
#include "cli/options.h"
#include "cli/report.h"
#include "cli/table.h"
#include "cli/tender.h"

static json_t *finding_json(const cst_finding *finding) {
    return json_pack("{s:o, s:o, s:o}", "package", report_string(finding->package), "check",
                     report_string(finding->check), "message", report_string(finding->message));
}

static json_t *findings_json(const cst_findings *findings) {
    json_t *list = json_array();
    for (size_t i = 0; i < cst_findings_count(findings); i++) {
        if (json_array_append_new(list, finding_json(cst_findings_get(findings, i))) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return json_pack("{s:s, s:s, s:s, s:b, s:o}", "format", "consort-verify/1", "consort",
                     cst_version(), "verb", "verify", "holds", cst_findings_count(findings) == 0,
                     "findings", list);
}

/* ---------------------------------------------------------------- what is verified */

typedef cst_error verify_fn(const tender *t, const input *in, cst_findings **findings,
                            cst_diagnostics *faults);

/* A kind of file: what it is called, what a finding is of, how it is verified, and what is right
 * where nothing is wrong, with what was not looked at. */
typedef struct sort {
    const char *name, *part;
    verify_fn *verify;
    const char *holds;
} sort;

static cst_error verify_menu(const tender *t, const input *in, cst_findings **findings,
                             cst_diagnostics *faults) {
    return cst_menu_verify(t->rules, t->catalog, t->markets, in->bytes, in->size, in->name,
                           in->limits, findings, faults);
}

static cst_error verify_result(const tender *t, const input *in, cst_findings **findings,
                               cst_diagnostics *faults) {
    return cst_verify(t->rules, t->catalog, t->opportunity, in->bytes, in->size, in->name,
                      in->limits, findings, faults);
}

static cst_error verify_explanation(const tender *t, const input *in, cst_findings **findings,
                                    cst_diagnostics *faults) {
    return cst_explanation_verify(t->rules, t->catalog, t->opportunity, in->bytes, in->size,
                                  in->name, in->limits, findings, faults);
}

static const sort menu_sort = {
    "menu", "market", verify_menu,
    "The menu holds: every package satisfies its market's tender with nobody but its team, every "
    "figure is right, and no package of the menu contradicts what is said of another market. What "
    "takes a search, that no better menu exists, is not checked here."};
static const sort result_sort = {
    "result", "package", verify_result,
    "The result holds: every constraint is met and every figure is right. What takes a search, "
    "that nothing better exists or nothing at all, is not checked here."};
static const sort explanation_sort = {
    "explanation", "part", verify_explanation,
    "The explanation holds: every package satisfies the tender that it answers to, every figure "
    "and difference is right, and no package of the explanation contradicts what is said of "
    "another tender. What takes a search, that nothing is cheaper or nothing fits, is not checked "
    "here."};

/* Markets go with a menu. */
static const sort *sort_of(const tender *t, const input *in) {
    return t->markets != NULL                                         ? &menu_sort
           : cst_kind_of(in->bytes, in->size) == CST_KIND_EXPLANATION ? &explanation_sort
                                                                      : &result_sort;
}

/* ---------------------------------------------------------------- what is written */

static void put_findings(page *p, const cst_findings *findings, const sort *of) {
    size_t n = cst_findings_count(findings);
    table t;
    if (n == 0) {
        page_wrapped(p, 0, 0, of->holds);
        return;
    }
    page_style(p, STYLE_FAULT);
    page_format(p, "The %s does not hold: %zu finding%s.", of->name, n, n == 1 ? "" : "s");
    page_style(p, STYLE_PLAIN);
    page_newline(p);
    page_newline(p);
    table_init(&t);
    table_column(&t, COLUMN_TEXT, of->part);
    table_column(&t, COLUMN_TEXT, "check");
    table_column(&t, COLUMN_TEXT, "finding");
    for (size_t i = 0; i < n; i++) {
        const cst_finding *finding = cst_findings_get(findings, i);
        table_cell(&t, *finding->package != '\0' ? finding->package : "all");
        table_cell(&t, finding->check);
        table_cell(&t, finding->message);
    }
    table_print(&t, p, 0);
    table_clear(&t);
}

static exit_code write_findings(const cst_findings *findings, const sort *of,
                                const options *asked) {
    exit_code code;
    if (options_format(asked) == FORMAT_JSON) {
        code = report_write_json(findings_json(findings), asked);
    } else {
        page p = report_page(asked);
        put_findings(&p, findings, of);
        code = report_write_page(&p, asked);
        page_clear(&p);
    }
    bool holds = cst_findings_count(findings) == 0;
    return code == CODE_PROVEN && !holds ? CODE_NONE : code;
}

static exit_code verify(const tender *t, const input *in, const options *asked) {
    cst_findings *findings = NULL;
    const sort *of = sort_of(t, in);
    cst_diagnostics *faults = cst_diagnostics_new(0);
    if (faults == NULL) {
        return faults_code(CST_E_MEMORY);
    }
    cst_error error = of->verify(t, in, &findings, faults);
    faults_print(faults, asked->colour);
    exit_code code = error == CST_E_OK ? write_findings(findings, of, asked) : faults_code(error);
    cst_findings_free(findings);
    cst_diagnostics_free(faults);
    return code;
}

exit_code run_verify(const options *asked) {
    tender t;
    input in;
    exit_code code = tender_read(&t, asked);
    if (!input_read(&in, asked->files[1], &asked->limits)) {
        code = code == CODE_PROVEN ? CODE_INPUT : code;
    }
    if (code == CODE_PROVEN) {
        code = verify(&t, &in, asked);
    }
    input_clear(&in);
    tender_clear(&t);
    return code;
}
