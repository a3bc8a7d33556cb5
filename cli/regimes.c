/*
 * regimes.c - `consort match` with --rules given more than once: the same tender under several rule
 * files, one after the other, and what they come to side by side.
 */
#include <stdlib.h>

#include "cli/compare_report.h"
#include "cli/faults.h"
#include "cli/match.h"
#include "cli/talk.h"

/* The tender under each of the rules. */
typedef struct regimes {
    size_t n;
    tender *tenders;
    cst_result **results;
    const char **ids; /* of the rules */
} regimes;

static bool regimes_begin(regimes *r, size_t n) {
    r->n = n;
    r->tenders = calloc(n, sizeof *r->tenders);
    r->results = calloc(n, sizeof(cst_result *));
    r->ids = calloc(n, sizeof(const char *));
    return r->tenders != NULL && r->results != NULL && r->ids != NULL;
}

static void regimes_end(regimes *r) {
    for (size_t i = 0; r->results != NULL && i < r->n; i++) {
        cst_result_free(r->results[i]);
    }
    for (size_t i = 0; r->tenders != NULL && i < r->n; i++) {
        tender_clear(&r->tenders[i]);
    }
    free(r->tenders);
    free(r->results);
    free(r->ids);
}

/* Something unproven outweighs all else; where there is a package under some of the rules there is
 * something to compare. */
static exit_code code_of(const regimes *r) {
    bool limit = false;
    bool solved = false;
    for (size_t i = 0; i < r->n; i++) {
        limit = limit || match_is_open(r->results[i]);
        solved = solved || r->results[i]->status == CST_STATUS_SOLVED;
    }
    return limit ? CODE_LIMIT : solved ? CODE_PROVEN : CODE_NONE;
}

/* What the code means is said as well, unless the person has it before the eyes as text. */
static void say(exit_code code, const options *asked) {
    if (options_format(asked) == FORMAT_TEXT && asked->output == NULL) {
        return;
    }
    if (code == CODE_NONE) {
        talk("no package satisfies the tender under any of the rules: proven");
    } else if (code == CODE_LIMIT) {
        talk("stopped at a limit before proof: something in the comparison is UNPROVEN");
    }
}

static exit_code match_all(regimes *r, const options *asked) {
    for (size_t i = 0; i < r->n; i++) {
        cst_error error = match_search(&r->tenders[i], asked, &r->results[i]);
        if (error != CST_E_OK) {
            return faults_code(error);
        }
        r->ids[i] = cst_rules_id(r->tenders[i].rules);
    }
    compared what = {.results = (const cst_result *const *)r->results,
                     .short_names = r->ids,
                     .full_names = asked->regimes,
                     .n = r->n,
                     .verb = "match",
                     .whole_results = true};
    exit_code code = comparison_write(&what, asked);
    if (code == CODE_PROVEN) {
        code = code_of(r);
        say(code, asked);
    }
    return code;
}

/* A slot must be one under each of the rules. */
static exit_code check_slot(const regimes *r, const options *asked) {
    exit_code code = CODE_PROVEN;
    for (size_t i = 0; code == CODE_PROVEN && i < r->n; i++) {
        code = tender_slot(r->tenders[i].rules, "differ-slot", asked->settings.differ_slot);
    }
    return code;
}

exit_code run_regimes(const options *asked) {
    regimes r = {.n = 0};
    exit_code code = CODE_INTERNAL;
    if (!regimes_begin(&r, asked->n_regimes)) {
        code = faults_code(CST_E_MEMORY);
    } else {
        code = tenders_read(r.tenders, asked);
        code = code == CODE_PROVEN ? check_slot(&r, asked) : code;
        code = code == CODE_PROVEN ? match_all(&r, asked) : code;
    }
    regimes_end(&r);
    return code;
}
