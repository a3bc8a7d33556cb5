/*
 * partners.c - `consort partners`: firms beside tenders. Reads, asks the library, and writes what
 * it found, as lines while it goes on or as a whole at its end; the exit code says whether all of
 * it is proven, and 1 that no firm fits anywhere.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/digest.h"
#include "cli/faults.h"
#include "cli/ids.h"
#include "cli/options.h"
#include "cli/partners_lines.h"
#include "cli/progress.h"
#include "cli/render_partners.h"
#include "cli/report.h"
#include "cli/talk.h"
#include "cli/tender.h"
#include "cli/text.h"

typedef struct call {
    const options *asked;
    tender_book book;
    id_list firms;
    const char **all; /* ids of all firms asked for, as the library will list them */
    size_t n_all;
} call;

/* ---------------------------------------------------------------- what is asked */

static cst_partner_questions questions_of(const call *c) {
    const options *asked = c->asked;
    return (cst_partner_questions){.firms = c->all,
                                   .n_firms = c->n_all,
                                   .needs = asked->needs,
                                   .needs_of_all = asked->needs_of_all,
                                   .prices_only = asked->prices,
                                   .recheck = asked->recheck,
                                   .weight_milli = c->book.weight_milli,
                                   .most_partners = asked->most_partners,
                                   .within_bp = (int)(asked->settings.within * 10000 + 0.5),
                                   .each_limit_s = asked->each_limit_s};
}

/* Those named first, then all others where every firm is asked for. */
static exit_code list_firms(call *c) {
    size_t n = cst_catalog_firm_count(c->book.catalog);
    size_t most = c->firms.n + (c->asked->every_firm ? n : 0);
    c->all = malloc((most + 1) * sizeof *c->all);
    if (c->all == NULL) {
        return faults_code(CST_E_MEMORY);
    }
    for (size_t i = 0; i < most; i++) {
        const char *id =
            i < c->firms.n ? c->firms.ids[i] : cst_catalog_firm_id(c->book.catalog, i - c->firms.n);
        bool listed = false;
        for (size_t k = 0; k < c->n_all && !listed; k++) {
            listed = strcmp(c->all[k], id) == 0;
        }
        if (!listed) {
            c->all[c->n_all++] = id;
        }
    }
    return CODE_PROVEN;
}

/* Where only the table is shown there is no use for further teams, nor for whom a firm needs. */
static cst_error ask(const call *c, cst_partner_questions *questions,
                     cst_partners_report **report) {
    watch w;
    watch_begin(&w, &c->asked->settings);
    if (c->asked->matrix && options_format(c->asked) == FORMAT_TEXT) {
        w.settings.candidates = 1;
        questions->needs = false;
        questions->needs_of_all = false;
    }
    cst_error error = cst_partners(c->book.rules, c->book.catalog, c->book.tenders, c->book.n,
                                   &w.settings, questions, report);
    watch_end(&w);
    return error;
}

/* ---------------------------------------------------------------- exit codes */

static exit_code code_of(bool complete, bool nowhere, bool said) {
    if (!complete) {
        if (!said) {
            talk("stopped at a limit before proof: some of it is UNPROVEN");
        }
        return CODE_LIMIT;
    }
    if (nowhere && !said) {
        talk("no firm that was asked for fits any of the tenders: proven");
    }
    return nowhere ? CODE_NONE : CODE_PROVEN;
}

/* ---------------------------------------------------------------- as a whole */

static exit_code write_json(const cst_partners_report *report, const options *asked) {
    char *text = NULL;
    size_t size = 0;
    cst_error error = cst_partners_to_json(report, &text, &size);
    return report_write_text(error, text, size, asked);
}

static exit_code write_text(const cst_partners_report *report, const options *asked) {
    page p = report_page(asked);
    render_partners(&p, report, asked->matrix);
    exit_code code = report_write_page(&p, asked);
    page_clear(&p);
    return code;
}

static exit_code run_whole(const call *c) {
    bool as_text = options_format(c->asked) == FORMAT_TEXT;
    cst_partner_questions questions = questions_of(c);
    cst_partners_report *report = NULL;
    cst_error error = ask(c, &questions, &report);
    if (error != CST_E_OK) {
        return faults_code(error);
    }
    exit_code code = as_text ? write_text(report, c->asked) : write_json(report, c->asked);
    if (code == CODE_PROVEN) {
        bool said = as_text && c->asked->output == NULL;
        code = code_of(report->complete, report->nowhere, said);
    }
    cst_partners_report_free(report);
    return code;
}

/* ---------------------------------------------------------------- line by line */

/* What was asked, less what can not change the answers. */
static json_t *asked_new(const call *c) {
    const options *asked = c->asked;
    const char *needs = asked->needs_of_all ? "all" : asked->needs ? "team" : "none";
    return json_pack("{s:i, s:i, s:f, s:s, s:b, s:i, s:f, s:b, s:f}", "candidates",
                     asked->settings.candidates, "differ", asked->settings.differ, "gap",
                     asked->settings.gap, "whom_i_need", needs, "prices", asked->prices,
                     "most_partners", asked->most_partners, "within", asked->settings.within,
                     "recheck", asked->recheck, "time_each", asked->each_limit_s);
}

static json_t *texts_new(const char *const *texts, size_t n) {
    json_t *list = json_array();
    for (size_t i = 0; i < n; i++) {
        json_array_append_new(list, report_string(texts[i]));
    }
    return list;
}

/* The digest covers files, what was asked, and who asks. */
static json_t *head_new(const call *c, const char *const *tenders) {
    uint64_t digest = digest_text(c->book.digest, cst_version());
    char *text = text_new("%016llx", (unsigned long long)digest);
    json_t *head =
        text == NULL ? NULL
                     : json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "format",
                                 "consort-partners-lines/1", "consort", cst_version(), "inputs",
                                 text, "asked", asked_new(c), "firms", texts_new(c->all, c->n_all),
                                 "opportunities", texts_new(tenders, c->book.n));
    free(text);
    return head;
}

static exit_code ask_lines(const call *c, prospect_lines *l) {
    cst_partner_questions questions = questions_of(c);
    cst_partners_report *report = NULL;
    if (l->out.ended) {
        return code_of(!l->unproven, !l->somewhere, false);
    }
    questions.each = prospect_lines_write;
    questions.each_set = prospect_lines_write_set;
    questions.skip_sets = l->n_sets;
    questions.each_context = l;
    questions.skip = l->n_kept;
    questions.known = l->known;
    questions.n_known = l->n_tenders;
    cst_error error = ask(c, &questions, &report);
    exit_code code = l->out.failed ? CODE_INTERNAL : faults_code(error);
    if (code == CODE_PROVEN) {
        code = prospect_lines_finish(l);
    }
    if (code == CODE_PROVEN) {
        code = code_of(report->complete && !l->unproven, report->nowhere && !l->somewhere, false);
    }
    cst_partners_report_free(report);
    return code;
}

static exit_code run_lines(const call *c) {
    const char **tenders = malloc((c->book.n + 1) * sizeof *tenders);
    prospect_lines l = {.firms = c->all,
                        .n_firms = c->n_all,
                        .tenders = tenders,
                        .n_tenders = c->book.n,
                        .sets = c->asked->most_partners > 0,
                        .out = {.fd = -1}};
    if (tenders == NULL) {
        return faults_code(CST_E_MEMORY);
    }
    for (size_t t = 0; t < c->book.n; t++) {
        tenders[t] = cst_opportunity_id(c->book.tenders[t]);
    }
    exit_code code =
        prospect_lines_begin(&l, c->asked->output, c->asked->resume, head_new(c, tenders));
    if (code == CODE_PROVEN) {
        code = ask_lines(c, &l);
    }
    prospect_lines_end(&l);
    free(tenders);
    return code;
}

/* ---------------------------------------------------------------- the door */

static bool is_sound(const options *asked) {
    if (asked->slot != NULL || asked->most != OPTIONS_MOST) {
        talk("option '--%s' needs '--like'", asked->slot != NULL ? "slot" : "most");
        return false;
    }
    if (asked->n_firms == 0 && !asked->every_firm) {
        talk("'partners' needs '--firm ID' or '--every-firm'");
        return false;
    }
    if (asked->resume != NULL && asked->format != FORMAT_LINES) {
        talk("option '--resume' needs '--format jsonl'");
        return false;
    }
    if (asked->prices && asked->needs) {
        talk("'--prices' leaves out what '--whom-i-need' asks for");
        return false;
    }
    return true;
}

/* What was asked beside words; NULL: nothing. */
static const char *beside_words(const options *asked) {
    return asked->n_files > 0                   ? "tenders"
           : asked->n_firms > 0                 ? "--firm"
           : asked->every_firm                  ? "--every-firm"
           : asked->needs                       ? "--whom-i-need"
           : asked->prices                      ? "--prices"
           : asked->matrix                      ? "--matrix"
           : asked->most_partners > 0           ? "--most-partners"
           : asked->recheck                     ? "--recheck"
           : asked->each_limit_s > 0            ? "--time-each"
           : options_given(asked, "candidates") ? "--candidates"
           : options_given(asked, "differ")     ? "--differ"
           : asked->resume != NULL              ? "--resume"
           : asked->format == FORMAT_LINES      ? "jsonl"
                                                : NULL;
}

/* Partners by words: nothing of a firm or a tender is asked then. */
static exit_code find_partners(const options *asked) {
    const char *beside = beside_words(asked);
    if (beside != NULL) {
        talk("option '--like' stands for itself: it takes no %s", beside);
        return CODE_USAGE;
    }
    return run_find(asked);
}

exit_code run_partners(const options *asked) {
    call c = {.asked = asked};
    if (asked->like != NULL) {
        return find_partners(asked);
    }
    if (!is_sound(asked)) {
        return CODE_USAGE;
    }
    exit_code code = ids_split(&c.firms, asked->firms, asked->n_firms, "firm", "ids of firms");
    if (code == CODE_PROVEN) {
        code = book_read(&c.book, asked);
    }
    if (code == CODE_PROVEN) {
        code = ids_look_up(&c.firms, c.book.catalog, false);
    }
    if (code == CODE_PROVEN) {
        code = list_firms(&c);
    }
    if (code == CODE_PROVEN) {
        code = asked->format == FORMAT_LINES ? run_lines(&c) : run_whole(&c);
    }
    book_clear(&c.book);
    ids_free(&c.firms);
    free(c.all);
    return code;
}
