/*
 * match.c - `consort match`: candidate packages for one opportunity. Reads, asks the library, and
 * writes what it found; the exit code says whether that is proven.
 */
#include "cli/match.h"

#include "cli/faults.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/render_text.h"
#include "cli/report.h"
#include "cli/talk.h"
#include "cli/tender.h"

cst_error match_search(const tender *t, const options *asked, cst_result **result) {
    watch w;
    watch_begin(&w, &asked->settings);
    cst_error error = cst_match(t->rules, t->catalog, t->opportunity, &w.settings, result);
    watch_end(&w);
    return error;
}

bool match_is_open(const cst_result *result) {
    for (size_t i = 0; i < result->n_packages; i++) {
        const cst_resilience *r = result->packages[i].resilience;
        if (r != NULL && r->one.open + r->two.open > 0) {
            return true;
        }
    }
    return result->status == CST_STATUS_LIMIT;
}

static exit_code write_json(const cst_result *result, const options *asked) {
    char *text = NULL;
    size_t size = 0;
    cst_error error = cst_result_to_json(result, &text, &size);
    return report_write_text(error, text, size, asked);
}

static exit_code write_text(const cst_result *result, const options *asked) {
    page p = report_page(asked);
    render_result(&p, result, asked->list_refused);
    exit_code code = report_write_page(&p, asked);
    page_clear(&p);
    return code;
}

/* What an exit code means is said as well, unless the person has it before the eyes as text. */
static exit_code code_of(const cst_result *result, bool said) {
    if (result->status == CST_STATUS_INFEASIBLE) {
        if (!said) {
            talk("no package satisfies the tender: proven");
        }
        return CODE_NONE;
    }
    if (!match_is_open(result)) {
        return CODE_PROVEN;
    }
    if (!said) {
        talk(result->status == CST_STATUS_LIMIT
                 ? "stopped at a limit before proof: what was found is UNPROVEN"
                 : "stopped at a limit before proof: some of the resilience is UNPROVEN");
    }
    return CODE_LIMIT;
}

static exit_code write_result(const cst_result *result, const options *asked) {
    bool as_text = options_format(asked) == FORMAT_TEXT;
    exit_code code = as_text ? write_text(result, asked) : write_json(result, asked);
    bool said = as_text && asked->output == NULL;
    return code == CODE_PROVEN ? code_of(result, said) : code;
}

exit_code run_match(const options *asked) {
    if (asked->text != NULL) {
        return run_propose(asked);
    }
    if (asked->n_regimes > 1) {
        return run_regimes(asked);
    }
    tender t;
    exit_code code = tender_read(&t, asked);
    if (code == CODE_PROVEN) {
        code = tender_slot(t.rules, "differ-slot", asked->settings.differ_slot);
    }
    if (code == CODE_PROVEN) {
        cst_result *result = NULL;
        cst_error error = match_search(&t, asked, &result);
        code = error == CST_E_OK ? write_result(result, asked) : faults_code(error);
        cst_result_free(result);
    }
    tender_clear(&t);
    return code;
}
