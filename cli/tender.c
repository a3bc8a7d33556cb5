/*
 * tender.c - rules, catalog, assumptions and opportunity of a command line, read and checked. All
 * files are read even where one is bad, so that one run tells everything that is wrong.
 */
#include "cli/tender.h"

#include <stdlib.h>
#include <string.h>

#include "cli/digest.h"
#include "cli/faults.h"
#include "cli/input.h"
#include "cli/nearest.h"
#include "cli/talk.h"

/* A file that can not be read counts as bad input; input_read has said why. */

static uint64_t digest_file(uint64_t digest, const input *in) {
    return digest_bytes(digest, in->bytes == NULL ? "" : in->bytes, in->size);
}

/* The same, and adds what was read to a digest; those in the library by their version. */
static cst_error read_rules(cst_rules **rules, const char *path, const cst_limits *limits,
                            cst_diagnostics *faults, uint64_t *digest) {
    input in;
    if (path == NULL || strcmp(path, "default") == 0) {
        *digest = digest_text(*digest, cst_version());
        return cst_rules_default(rules);
    }
    cst_error error = CST_E_INPUT;
    if (input_read(&in, path, limits)) {
        error = cst_rules_read(in.bytes, in.size, in.name, in.limits, rules, faults);
    }
    *digest = digest_file(*digest, &in);
    input_clear(&in);
    return error;
}

cst_error tender_read_rules(cst_rules **rules, const char *path, const cst_limits *limits,
                            cst_diagnostics *faults) {
    uint64_t digest = digest_begin();
    return read_rules(rules, path, limits, faults, &digest);
}

/* The files of a tender beside its rules, read once however often they are looked at: one of them
 * may be standard input. */
typedef struct tender_files {
    input catalog, assumptions, opportunity;
    bool assume, tender; /* whether there are any */
    bool markets;        /* the tender is not an opportunity but markets */
    input kept;
    const cst_menu_ask *keep; /* what the menu that keeps teams asks; NULL: nothing is kept */
} tender_files;

/* 'menu' takes markets and nothing else, 'verify' what it is given. */
static bool takes_markets(const options *asked, const input *in) {
    unsigned bit = asked->verb == NULL ? 0 : asked->verb->bit;
    return bit == VERB_MENU || (bit == VERB_VERIFY && in->bytes != NULL &&
                                cst_kind_of(in->bytes, in->size) == CST_KIND_MARKETS);
}

static tender_files files_read(const options *asked) {
    tender_files files = {.assume = asked->assume != NULL};
    input_read(&files.catalog, asked->catalog, &asked->limits);
    if (files.assume) {
        input_read(&files.assumptions, asked->assume, &asked->limits);
    }
    files.tender = asked->n_files > 0;
    if (files.tender) {
        input_read(&files.opportunity, asked->files[0], &asked->limits);
        files.markets = takes_markets(asked, &files.opportunity);
    }
    if (asked->keep != NULL) {
        input_read(&files.kept, asked->keep, &asked->limits);
        files.keep = &asked->menu;
    }
    return files;
}

static uint64_t digest_files(uint64_t digest, const tender_files *files) {
    digest = digest_file(digest_file(digest, &files->catalog), &files->assumptions);
    return digest_file(digest_file(digest, &files->opportunity), &files->kept);
}

static void files_clear(tender_files *files) {
    input_clear(&files->kept);
    input_clear(&files->catalog);
    input_clear(&files->assumptions);
    input_clear(&files->opportunity);
}

static cst_error read_catalog(tender *t, const input *in, cst_diagnostics *faults) {
    if (in->bytes == NULL || t->rules == NULL) {
        return CST_E_INPUT;
    }
    return cst_catalog_read(in->bytes, in->size, in->name, t->rules, in->limits, &t->catalog,
                            faults);
}

/* Without a catalog, since that is bad, what the assumptions say by themselves is checked still. */
static cst_error read_assumptions(tender *t, const input *in, cst_diagnostics *faults) {
    cst_assumptions *assumptions = NULL;
    if (in->bytes == NULL || t->rules == NULL) {
        return CST_E_INPUT;
    }
    cst_error error = cst_assumptions_read(in->bytes, in->size, in->name, t->rules, in->limits,
                                           &assumptions, faults);
    if (error == CST_E_OK && t->catalog != NULL) {
        error = cst_catalog_assume(t->catalog, assumptions, faults);
    }
    cst_assumptions_free(assumptions);
    return error;
}

/* Without a catalog, since that is bad, what the opportunity says of itself is checked still. */
static cst_error read_opportunity(tender *t, const input *in, cst_diagnostics *faults) {
    if (in->bytes == NULL || t->rules == NULL) {
        return CST_E_INPUT;
    }
    return cst_opportunity_read(in->bytes, in->size, in->name, t->rules, t->catalog, in->limits,
                                &t->opportunity, faults);
}

static cst_error read_markets(tender *t, const input *in, cst_diagnostics *faults) {
    if (in->bytes == NULL || t->rules == NULL) {
        return CST_E_INPUT;
    }
    return cst_markets_read(in->bytes, in->size, in->name, t->rules, t->catalog, in->limits,
                            &t->markets, faults);
}

/* Teams are firms of a catalog: without one there is nothing to check them against. */
static cst_error read_kept(tender *t, const input *in, const cst_menu_ask *ask,
                           cst_diagnostics *faults) {
    if (in->bytes == NULL || t->catalog == NULL) {
        return CST_E_INPUT;
    }
    return cst_kept_read(in->bytes, in->size, in->name, t->catalog, ask, in->limits, &t->kept,
                         faults);
}

/* What is worse: a failure of ours comes before a fault of the input. */
static cst_error worse(cst_error a, cst_error b) {
    bool serious = a != CST_E_OK && a != CST_E_INPUT;
    return serious || b == CST_E_OK ? a : b;
}

/* Everything but the rules, which stand in the tender already. */
static cst_error read_files(tender *t, const tender_files *files, cst_diagnostics *faults) {
    cst_error error = read_catalog(t, &files->catalog, faults);
    if (files->assume) {
        error = worse(error, read_assumptions(t, &files->assumptions, faults));
    }
    if (files->keep != NULL) {
        error = worse(error, read_kept(t, &files->kept, files->keep, faults));
    }
    if (!files->tender) {
        return error;
    }
    return worse(error, files->markets ? read_markets(t, &files->opportunity, faults)
                                       : read_opportunity(t, &files->opportunity, faults));
}

exit_code tender_read(tender *t, const options *asked) {
    *t = (tender){.rules = NULL, .digest = digest_begin()};
    cst_diagnostics *faults = cst_diagnostics_new(0);
    if (faults == NULL) {
        return faults_code(CST_E_MEMORY);
    }
    cst_error error = read_rules(&t->rules, asked->rules, &asked->limits, faults, &t->digest);
    tender_files files = files_read(asked);
    t->digest = digest_files(t->digest, &files);
    error = worse(error, read_files(t, &files, faults));
    files_clear(&files);
    faults_print(faults, asked->colour);
    if (t->rules == NULL && error == CST_E_INPUT) {
        talk("nothing could be checked against the rules: they have faults themselves");
    }
    cst_diagnostics_free(faults);
    return faults_code(error);
}

/* ---------------------------------------------------------------- under several rules */

static cst_error read_all_rules(tender *tenders, const options *asked, cst_diagnostics *faults) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; i < asked->n_regimes; i++) {
        error = worse(
            error, tender_read_rules(&tenders[i].rules, asked->regimes[i], &asked->limits, faults));
    }
    return error;
}

/* What is wrong with a tender under one rule file is mostly wrong under all: the first rules under
 * which something is are the last that are looked at. */
static cst_error read_under_all(tender *tenders, const options *asked, const tender_files *files,
                                cst_diagnostics *faults) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; i < asked->n_regimes && error == CST_E_OK; i++) {
        error = read_files(&tenders[i], files, faults);
        if (cst_diagnostics_count(faults) > 0) {
            talk("under the rules %s (%s):", cst_rules_id(tenders[i].rules), asked->regimes[i]);
        }
    }
    return error;
}

exit_code tenders_read(tender *tenders, const options *asked) {
    cst_diagnostics *faults = cst_diagnostics_new(0);
    for (size_t i = 0; i < asked->n_regimes; i++) {
        tenders[i] = (tender){.rules = NULL};
    }
    if (faults == NULL) {
        return faults_code(CST_E_MEMORY);
    }
    cst_error error = read_all_rules(tenders, asked, faults);
    tender_files files = files_read(asked);
    if (error == CST_E_INPUT) {
        talk("the tender is not checked: among the rules are some with faults");
    } else if (error == CST_E_OK) {
        error = read_under_all(tenders, asked, &files, faults);
    }
    files_clear(&files);
    faults_print(faults, asked->colour);
    cst_diagnostics_free(faults);
    return faults_code(error);
}

/* ---------------------------------------------------------------- slots */

exit_code tender_slot(const cst_rules *rules, const char *option, const char *slot) {
    enum { MOST_SLOTS = 64 }; /* that are looked through for the nearest */
    const char *slots[MOST_SLOTS];
    size_t n = 0;
    const char *id = slot == NULL ? NULL : cst_rules_slot_id(rules, 0);
    for (size_t i = 0; id != NULL && strcmp(id, slot) != 0; i++) {
        if (n < MOST_SLOTS) {
            slots[n++] = id;
        }
        id = cst_rules_slot_id(rules, i + 1);
    }
    if (slot == NULL || id != NULL) {
        return CODE_PROVEN;
    }
    const char *near = nearest_word(slot, slots, n);
    talk("option '--%s': the rules have no slot '%s'%s%s%s", option, slot,
         near == NULL ? "" : "; did you mean '", near == NULL ? "" : near,
         near == NULL ? "" : "'?");
    return CODE_USAGE;
}

/* ---------------------------------------------------------------- several tenders */

static cst_error add_tender(tender_book *book, const cst_opportunity *opportunity,
                            int64_t weight_milli) {
    if (book->n == book->room) {
        size_t room = 2 * book->room + 16;
        const cst_opportunity **tenders = realloc(book->tenders, room * sizeof *tenders);
        book->tenders = tenders == NULL ? book->tenders : tenders;
        int64_t *weights = realloc(book->weight_milli, room * sizeof *weights);
        book->weight_milli = weights == NULL ? book->weight_milli : weights;
        if (tenders == NULL || weights == NULL) {
            return CST_E_MEMORY;
        }
        book->room = room;
    }
    book->tenders[book->n] = opportunity;
    book->weight_milli[book->n++] = weight_milli;
    return CST_E_OK;
}

/* What was read of a file, as tenders. */
static cst_error add_tenders(tender_book *book, const tender *t) {
    size_t n = t->markets == NULL ? 0 : cst_markets_count(t->markets);
    cst_error error = CST_E_OK;
    book->opportunities[book->n_files] = t->opportunity;
    book->markets[book->n_files++] = t->markets;
    if (t->opportunity != NULL) {
        error = add_tender(book, t->opportunity, 1000);
    }
    for (size_t i = 0; error == CST_E_OK && i < n; i++) {
        error = add_tender(book, cst_markets_opportunity(t->markets, i),
                           cst_markets_weight_milli(t->markets, i));
    }
    return error;
}

static cst_error read_one(tender *t, const char *path, const cst_limits *limits, tender_book *book,
                          cst_diagnostics *faults) {
    input in;
    input_read(&in, path, limits);
    t->opportunity = NULL;
    t->markets = NULL;
    bool markets = in.bytes != NULL && cst_kind_of(in.bytes, in.size) == CST_KIND_MARKETS;
    cst_error error = markets ? read_markets(t, &in, faults) : read_opportunity(t, &in, faults);
    book->digest = digest_file(book->digest, &in);
    input_clear(&in);
    return worse(error, add_tenders(book, t));
}

/* Two tenders of one id could not be told apart. */
static cst_error check_ids(const tender_book *book) {
    cst_error error = CST_E_OK;
    for (size_t i = 0; i < book->n; i++) {
        const char *id = cst_opportunity_id(book->tenders[i]);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(cst_opportunity_id(book->tenders[k]), id) == 0) {
                talk("two of the tenders have the id '%s'", id);
                error = CST_E_INPUT;
            }
        }
    }
    return error;
}

static cst_error read_tenders(tender_book *book, tender *t, const options *asked,
                              cst_diagnostics *faults) {
    size_t n = (size_t)asked->n_files + 1;
    cst_error error = CST_E_OK;
    book->opportunities = calloc(n, sizeof(cst_opportunity *));
    book->markets = calloc(n, sizeof(cst_markets *));
    if (book->opportunities == NULL || book->markets == NULL) {
        return CST_E_MEMORY;
    }
    for (int i = 0; i < asked->n_files; i++) {
        error = worse(error, read_one(t, asked->files[i], &asked->limits, book, faults));
    }
    if (error == CST_E_OK && book->n == 0) {
        talk("there is no tender among the markets");
        return CST_E_INPUT;
    }
    return worse(error, check_ids(book));
}

/* The rules are read by now, if they could be. */
static cst_error read_book(tender_book *book, const options *asked, cst_diagnostics *faults) {
    tender t = {.rules = book->rules};
    input catalog;
    input assumptions = {.bytes = NULL};
    input_read(&catalog, asked->catalog, &asked->limits);
    cst_error error = read_catalog(&t, &catalog, faults);
    if (asked->assume != NULL) {
        input_read(&assumptions, asked->assume, &asked->limits);
        error = worse(error, read_assumptions(&t, &assumptions, faults));
    }
    book->catalog = t.catalog;
    book->digest = digest_file(digest_file(book->digest, &catalog), &assumptions);
    input_clear(&catalog);
    input_clear(&assumptions);
    return worse(error, read_tenders(book, &t, asked, faults));
}

exit_code book_read(tender_book *book, const options *asked) {
    *book = (tender_book){.digest = digest_begin()};
    cst_diagnostics *faults = cst_diagnostics_new(0);
    if (faults == NULL) {
        return faults_code(CST_E_MEMORY);
    }
    cst_error error = read_rules(&book->rules, asked->rules, &asked->limits, faults, &book->digest);
    error = worse(error, read_book(book, asked, faults));
    faults_print(faults, asked->colour);
    cst_diagnostics_free(faults);
    return faults_code(error);
}

void book_clear(tender_book *book) {
    for (size_t i = 0; i < book->n_files; i++) {
        cst_opportunity_free(book->opportunities[i]);
        cst_markets_free(book->markets[i]);
    }
    free(book->opportunities);
    free(book->markets);
    free(book->tenders);
    free(book->weight_milli);
    cst_catalog_free(book->catalog);
    cst_rules_free(book->rules);
    *book = (tender_book){.n = 0};
}

void tender_clear(tender *t) {
    cst_opportunity_free(t->opportunity);
    cst_markets_free(t->markets);
    cst_kept_free(t->kept);
    cst_catalog_free(t->catalog);
    cst_rules_free(t->rules);
    *t = (tender){.rules = NULL};
}
