/*
 * explain.c - `consort explain`: why a firm or an offering is in or out, what each rule costs, why
 * nothing fits and what would. Reads, asks the library, and writes what it found; the exit code
 * says whether all of it is proven.
 *
 * Ids are looked up here before anything is searched, so that a misspelt one is answered at once
 * and with the id that was meant.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/faults.h"
#include "cli/nearest.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/render_explain.h"
#include "cli/report.h"
#include "cli/talk.h"
#include "cli/tender.h"

/* ---------------------------------------------------------------- ids */

/* The ids of --why, each once, in the order in which they were given. To be freed. */
typedef struct id_list {
    char *text; /* all of them, each ending in NUL */
    const char **ids;
    size_t n;
} id_list;

static void free_ids(id_list *list) {
    free(list->text);
    free(list->ids);
}

static bool add_id(id_list *list, const char *id) {
    if (*id == '\0') {
        talk("option '--why' needs ids of firms or offerings, with commas between them");
        return false;
    }
    for (size_t i = 0; i < list->n; i++) {
        if (strcmp(list->ids[i], id) == 0) {
            return true;
        }
    }
    list->ids[list->n++] = id;
    return true;
}

/* Room for all that is asked for, which is copied behind one another. */
static bool make_room(id_list *list, const options *asked) {
    size_t bytes = 1;
    size_t n = 1;
    for (size_t i = 0; i < asked->n_why; i++) {
        bytes += strlen(asked->why[i]) + 1;
        for (const char *c = asked->why[i]; *c != '\0'; c++) {
            n += *c == ',';
        }
        n++;
    }
    list->text = malloc(bytes);
    list->ids = malloc(n * sizeof *list->ids);
    return list->text != NULL && list->ids != NULL;
}

static exit_code split_ids(id_list *list, const options *asked) {
    if (!make_room(list, asked)) {
        return faults_code(CST_E_MEMORY);
    }
    char *to = list->text;
    for (size_t i = 0; i < asked->n_why; i++) {
        strcpy(to, asked->why[i]);
        for (char *comma; (comma = strchr(to, ',')) != NULL; to = comma + 1) {
            *comma = '\0';
            if (!add_id(list, to)) {
                return CODE_USAGE;
            }
        }
        if (!add_id(list, to)) {
            return CODE_USAGE;
        }
        to += strlen(to) + 1;
    }
    return CODE_PROVEN;
}

/* ---------------------------------------------------------------- ids in the catalog */

/* New list of all ids of the catalog, *n of them. */
static const char **known_ids(const cst_catalog *catalog, size_t *n) {
    size_t firms = cst_catalog_firm_count(catalog);
    size_t offerings = cst_catalog_offering_count(catalog);
    const char **ids = malloc((firms + offerings + 1) * sizeof *ids);
    *n = 0;
    for (size_t i = 0; ids != NULL && i < firms; i++) {
        ids[(*n)++] = cst_catalog_firm_id(catalog, i);
    }
    for (size_t i = 0; ids != NULL && i < offerings; i++) {
        ids[(*n)++] = cst_catalog_offering_id(catalog, i);
    }
    return ids;
}

static bool is_known(const char *id, const char *const *known, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (strcmp(id, known[i]) == 0) {
            return true;
        }
    }
    const char *near = nearest_word(id, known, n);
    if (near != NULL) {
        talk("the catalog has no firm or offering '%s'; did you mean '%s'?", id, near);
    } else {
        talk("the catalog has no firm or offering '%s'", id);
    }
    return false;
}

/* Says of every id that the catalog does not have. */
static exit_code look_up(const id_list *list, const cst_catalog *catalog) {
    size_t n = 0;
    const char **known = known_ids(catalog, &n);
    exit_code code = known == NULL ? faults_code(CST_E_MEMORY) : CODE_PROVEN;
    for (size_t i = 0; known != NULL && i < list->n; i++) {
        code = is_known(list->ids[i], known, n) ? code : CODE_USAGE;
    }
    free(known);
    return code;
}

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
    exit_code code = look_up(list, t->catalog);
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
    exit_code code = split_ids(&list, asked);
    if (code == CODE_PROVEN) {
        code = tender_read(&t, asked);
        if (code == CODE_PROVEN) {
            code = explain(&t, asked, &list);
        }
        tender_clear(&t);
    }
    free_ids(&list);
    return code;
}
