/*
 * find.c - `consort find`: offerings whose words are like a text; and `match --text`: what a
 * tender's free text may be asking for. Both propose: they read, ask the library, write, and apply
 * nothing.
 */
#include "cli/find.h"

#include <string.h>

#include "cli/faults.h"
#include "cli/input.h"
#include "cli/render_find.h"
#include "cli/report.h"
#include "cli/talk.h"
#include "cli/tender.h"

/* ---------------------------------------------------------------- offerings like a text */

static exit_code write_likenesses(const cst_likenesses *found, const options *asked) {
    if (options_format(asked) == FORMAT_JSON) {
        char *text = NULL;
        size_t size = 0;
        cst_error error = cst_likenesses_to_json(found, &text, &size);
        return report_write_text(error, text, size, asked);
    }
    page p = report_page(asked);
    render_likenesses(&p, found, asked->like);
    exit_code code = report_write_page(&p, asked);
    page_clear(&p);
    return code;
}

static cst_error find(const options *asked, const cst_catalog *catalog, cst_likenesses **found,
                      cst_diagnostics *faults) {
    cst_words *words = NULL;
    cst_error error = cst_words_new(catalog, &words);
    if (error == CST_E_OK) {
        error = cst_words_like(words, asked->like, strlen(asked->like), "--like", asked->slot,
                               (size_t)asked->most, found, faults);
    }
    cst_words_free(words);
    return error;
}

exit_code find_by_words(const options *asked, const cst_rules *rules, const cst_catalog *catalog) {
    exit_code code = tender_slot(rules, "slot", asked->slot);
    if (code != CODE_PROVEN) {
        return code;
    }
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_likenesses *found = NULL;
    cst_error error = faults == NULL ? CST_E_MEMORY : find(asked, catalog, &found, faults);
    if (error == CST_E_INPUT) {
        faults_print(faults, asked->colour);
        code = CODE_USAGE; /* the text is the command line */
    } else {
        code = error == CST_E_OK ? write_likenesses(found, asked) : faults_code(error);
    }
    cst_likenesses_free(found);
    cst_diagnostics_free(faults);
    return code;
}

exit_code run_find(const options *asked) {
    if (asked->like == NULL) {
        talk("'find' needs words: --like TEXT");
        return CODE_USAGE;
    }
    tender t;
    exit_code code = tender_read(&t, asked);
    if (code == CODE_PROVEN) {
        code = find_by_words(asked, t.rules, t.catalog);
    }
    tender_clear(&t);
    return code;
}

/* ---------------------------------------------------------------- a tender's free text */

static exit_code write_proposal(const cst_proposal *proposal, const options *asked) {
    if (options_format(asked) == FORMAT_JSON) {
        char *text = NULL;
        size_t size = 0;
        cst_error error = cst_proposal_to_json(proposal, &text, &size);
        return report_write_text(error, text, size, asked);
    }
    page p = report_page(asked);
    render_proposal(&p, proposal);
    exit_code code = report_write_page(&p, asked);
    page_clear(&p);
    return code;
}

static cst_error propose(const tender *t, const input *in, cst_proposal **proposal,
                         cst_diagnostics *faults) {
    cst_words *words = NULL;
    cst_error error = cst_words_new(t->catalog, &words);
    if (error == CST_E_OK) {
        error = cst_words_propose(words, in->bytes, in->size, in->name, t->opportunity, proposal,
                                  faults);
    }
    cst_words_free(words);
    return error;
}

static exit_code propose_for(const tender *t, const input *in, const options *asked) {
    cst_diagnostics *faults = cst_diagnostics_new(0);
    cst_proposal *proposal = NULL;
    cst_error error = faults == NULL ? CST_E_MEMORY : propose(t, in, &proposal, faults);
    exit_code code = faults_code(error);
    if (error == CST_E_OK) {
        code = write_proposal(proposal, asked);
    } else if (error == CST_E_INPUT) {
        faults_print(faults, asked->colour);
    }
    cst_proposal_free(proposal);
    cst_diagnostics_free(faults);
    return code;
}

exit_code run_propose(const options *asked) {
    if (asked->n_regimes > 1) {
        talk("option '--text' goes with one '--rules' at most: nothing is compared");
        return CODE_USAGE;
    }
    tender t;
    input in;
    bool has_text = input_read(&in, asked->text, &asked->limits);
    exit_code code = tender_read(&t, asked);
    if (code == CODE_PROVEN) {
        code = has_text ? propose_for(&t, &in, asked) : CODE_INPUT;
    }
    tender_clear(&t);
    input_clear(&in);
    return code;
}
