/*
 * tender.c - rules, catalog, assumptions and opportunity of a command line, read and checked. All
 * files are read even where one is bad, so that one run tells everything that is wrong.
 */
#include "cli/tender.h"

#include "cli/faults.h"
#include "cli/input.h"
#include "cli/talk.h"

/* A file that can not be read counts as bad input; input_read has said why. */

cst_error tender_read_rules(cst_rules **rules, const char *path, cst_diagnostics *faults) {
    input in;
    if (path == NULL) {
        return cst_rules_default(rules);
    }
    cst_error error = CST_E_INPUT;
    if (input_read(&in, path)) {
        error = cst_rules_read(in.bytes, in.size, in.name, NULL, rules, faults);
    }
    input_clear(&in);
    return error;
}

static cst_error read_catalog(tender *t, const char *path, cst_diagnostics *faults) {
    input in;
    cst_error error = CST_E_INPUT;
    if (input_read(&in, path) && t->rules != NULL) {
        error = cst_catalog_read(in.bytes, in.size, in.name, t->rules, NULL, &t->catalog, faults);
    }
    input_clear(&in);
    return error;
}

/* Without a catalog, since that is bad, what the assumptions say by themselves is checked still. */
static cst_error read_assumptions(tender *t, const char *path, cst_diagnostics *faults) {
    input in;
    cst_assumptions *assumptions = NULL;
    cst_error error = CST_E_INPUT;
    if (path == NULL) {
        return CST_E_OK;
    }
    if (input_read(&in, path) && t->rules != NULL) {
        error =
            cst_assumptions_read(in.bytes, in.size, in.name, t->rules, NULL, &assumptions, faults);
    }
    if (error == CST_E_OK && t->catalog != NULL) {
        error = cst_catalog_assume(t->catalog, assumptions, faults);
    }
    cst_assumptions_free(assumptions);
    input_clear(&in);
    return error;
}

/* Without a catalog, since that is bad, what the opportunity says of itself is checked still. */
static cst_error read_opportunity(tender *t, const char *path, cst_diagnostics *faults) {
    input in;
    cst_error error = CST_E_INPUT;
    if (input_read(&in, path) && t->rules != NULL) {
        error = cst_opportunity_read(in.bytes, in.size, in.name, t->rules, t->catalog, NULL,
                                     &t->opportunity, faults);
    }
    input_clear(&in);
    return error;
}

/* What is worse: a failure of ours comes before a fault of the input. */
static cst_error worse(cst_error a, cst_error b) {
    bool serious = a != CST_E_OK && a != CST_E_INPUT;
    return serious || b == CST_E_OK ? a : b;
}

exit_code tender_read(tender *t, const options *asked) {
    *t = (tender){.rules = NULL};
    cst_diagnostics *faults = cst_diagnostics_new(0);
    if (faults == NULL) {
        return faults_code(CST_E_MEMORY);
    }
    cst_error error = tender_read_rules(&t->rules, asked->rules, faults);
    error = worse(error, read_catalog(t, asked->catalog, faults));
    error = worse(error, read_assumptions(t, asked->assume, faults));
    error = worse(error, read_opportunity(t, asked->files[0], faults));
    faults_print(faults, asked->colour);
    if (t->rules == NULL && error == CST_E_INPUT) {
        talk("nothing could be checked against the rules: they have faults themselves");
    }
    cst_diagnostics_free(faults);
    return faults_code(error);
}

void tender_clear(tender *t) {
    cst_opportunity_free(t->opportunity);
    cst_catalog_free(t->catalog);
    cst_rules_free(t->rules);
    *t = (tender){.rules = NULL};
}
