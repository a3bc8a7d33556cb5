/*
 * explain.c - `consort explain`: why a firm or an offering is in or out, what each rule costs, why
 * nothing fits and what would. Reads, asks the library, and writes what it found; the exit code
 * says whether all of it is proven.
 */
#include <string.h>

#include "cli/faults.h"
#include "cli/ids.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/render_explain.h"
#include "cli/report.h"
#include "cli/talk.h"
#include "cli/tender.h"

/* ---------------------------------------------------------------- asking and writing */

static cst_error ask(const tender *t, const options *asked, const id_list *list,
                     cst_explanation **explanation) {
    cst_questions questions = {.ids = list->ids,
                               .n_ids = list->n,
                               .every_firm = asked->why_all,
                               .rules_cost = asked->rules_cost,
                               .dropouts = asked->drop_out,
                               .assumptions = asked->assumptions};
    memcpy(questions.curves, asked->curves, sizeof questions.curves);
    watch w;
    watch_begin(&w, &asked->settings);
    cst_error error =
        cst_explain(t->rules, t->catalog, t->opportunity, &w.settings, &questions, explanation);
    watch_end(&w);
    return error;
}

static exit_code write_json(const cst_explanation *explanation, const options *asked) {
    char *text = NULL;
    size_t size = 0;
    cst_error error = cst_explanation_to_json(explanation, &text, &size);
    return report_write_text(error, text, size, asked);
}

static exit_code write_text(const cst_explanation *explanation, const id_list *list,
                            const options *asked) {
    page p = report_page(asked);
    explain_view view = {list->ids, list->n, asked->list_refused};
    render_explanation(&p, explanation, &view);
    exit_code code = report_write_page(&p, asked);
    page_clear(&p);
    return code;
}

/* Something unproven outweighs a proof that nothing fits. What the code means is said as well,
 * unless the person has it before the eyes as text. */
static exit_code code_of(const cst_explanation *explanation, bool said) {
    cst_status status = explanation->result->status;
    if (status == CST_STATUS_LIMIT || !explanation->complete) {
        if (!said) {
            talk("stopped at a limit before proof: something in the explanation is UNPROVEN");
        }
        return CODE_LIMIT;
    }
    if (status == CST_STATUS_INFEASIBLE) {
        if (!said) {
            talk("no package satisfies the tender: proven");
        }
        return CODE_NONE;
    }
    return CODE_PROVEN;
}

static exit_code write_explanation(const cst_explanation *explanation, const id_list *list,
                                   const options *asked) {
    bool as_text = options_format(asked) == FORMAT_TEXT;
    exit_code code =
        as_text ? write_text(explanation, list, asked) : write_json(explanation, asked);
    bool said = as_text && asked->output == NULL;
    return code == CODE_PROVEN ? code_of(explanation, said) : code;
}

static exit_code explain(const tender *t, const options *asked, const id_list *list) {
    cst_explanation *explanation = NULL;
    exit_code code = ids_look_up(list, t->catalog, true);
    if (code != CODE_PROVEN) {
        return code;
    }
    cst_error error = ask(t, asked, list, &explanation);
    code = error == CST_E_OK ? write_explanation(explanation, list, asked) : faults_code(error);
    cst_explanation_free(explanation);
    return code;
}

exit_code run_explain(const options *asked) {
    tender t;
    id_list list = {.n = 0};
    if (asked->assumptions && asked->assume == NULL) {
        talk("option '--assumptions' needs '--assume FILE': there is nothing assumed");
        return CODE_USAGE;
    }
    exit_code code = ids_split(&list, asked->why, asked->n_why, "why", "ids of firms or offerings");
    if (code == CODE_PROVEN) {
        code = tender_read(&t, asked);
        if (code == CODE_PROVEN) {
            code = explain(&t, asked, &list);
        }
        tender_clear(&t);
    }
    ids_free(&list);
    return code;
}
