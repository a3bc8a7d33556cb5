/*
 * alloc_test.c - memory that runs out: the n-th allocation of a call fails, for n = 1, 2, 3 ...
 * until the call needs fewer. A call that fails says so, leaves nothing behind, and does what it
 * always did when it is made again. All allocations are meant, also those inside GLPK and jansson
 * and of threads, so this program has an allocator of its own that passes on to that of the C
 * library.
 */
#define _GNU_SOURCE /* dladdr */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/render_compare.h"
#include "cli/render_compare_menus.h"
#include "cli/render_explain.h"
#include "cli/render_find.h"
#include "cli/render_menu.h"
#include "cli/render_text.h"
#include "consort.h"
#include "solver/frontier_parts.h"
#include "tests/sanitized.h"
#include "tests/solver/cells_sample.h"
#include "tests/solver/compare_sample.h"
#include "tests/solver/explain_sample.h"
#include "tests/solver/instance.h"
#include "tests/support.h"
#include "tests/tree.h"

#if TEST_SANITIZED || !defined(__GLIBC__)

/* A sanitizer has an allocator of its own, and so may another C library. */
int main(void) {
    print_message("skipped: this build has an allocator of its own\n");
    return 0;
}

#else

#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>

/* ---------------------------------------------------------------- the allocator */

/* Of the C library, under the names that it keeps for the purpose. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

static atomic_long live;      /* blocks that are not freed */
static atomic_long countdown; /* allocations until one fails; 0 or less: none is to fail */
static atomic_bool stays_out; /* and all after it fail too */
static atomic_bool fired;
static atomic_long lost; /* blocks that GLPK has lost */

static bool runs_out(void) {
    if (atomic_load(&countdown) <= 0) {
        return atomic_load(&fired) && atomic_load(&stays_out);
    }
    if (atomic_fetch_sub(&countdown, 1) != 1) {
        return false;
    }
    atomic_store(&fired, true);
    return true;
}

static void *counted(void *block) {
    if (block != NULL) {
        atomic_fetch_add(&live, 1);
    }
    return block;
}

static void *none(void) {
    errno = ENOMEM;
    return NULL;
}

#define SEEN __attribute__((visibility("default")))

SEEN void *malloc(size_t size) {
    return runs_out() ? none() : counted(__libc_malloc(size));
}

SEEN void *calloc(size_t count, size_t size) {
    return runs_out() ? none() : counted(__libc_calloc(count, size));
}

SEEN void free(void *block) {
    if (block != NULL) {
        atomic_fetch_sub(&live, 1);
    }
    __libc_free(block);
}

/* GLPK forgets a block before it enlarges it, and so loses it when it can not (dma() in env/alloc.c
 * of GLPK 5.0). */
static void note_lost(const void *caller) {
    Dl_info info;
    if (dladdr(caller, &info) != 0 && strstr(info.dli_fname, "libglpk") != NULL) {
        atomic_fetch_add(&lost, 1);
    }
}

SEEN void *realloc(void *block, size_t size) {
    if (block == NULL) {
        return malloc(size);
    }
    if (size == 0) {
        free(block);
        return NULL;
    }
    if (runs_out()) {
        note_lost(__builtin_return_address(0));
        return none();
    }
    return __libc_realloc(block, size);
}

SEEN void *memalign(size_t alignment, size_t size);
SEEN void *memalign(size_t alignment, size_t size) {
    return runs_out() ? none() : counted(__libc_memalign(alignment, size));
}

SEEN void *aligned_alloc(size_t alignment, size_t size) {
    return memalign(alignment, size);
}

SEEN int posix_memalign(void **block, size_t alignment, size_t size) {
    void *made = memalign(alignment, size);
    *block = made != NULL ? made : *block;
    return made != NULL ? 0 : ENOMEM;
}

static void arm(long n, bool stay_out) {
    atomic_store(&fired, false);
    atomic_store(&stays_out, stay_out);
    atomic_store(&countdown, n);
}

/* Whether an allocation failed since. */
static bool disarm(void) {
    atomic_store(&countdown, 0);
    atomic_store(&stays_out, false);
    return atomic_load(&fired);
}

/* ---------------------------------------------------------------- what is called */

/* The files, and what was read from them. */
static struct world {
    char *text[4];               /* rules, catalog, opportunity, assumptions */
    char *faulty;                /* a catalog with faults */
    char *misplaced;             /* assumptions that do not go with the catalog */
    char *markets;               /* for a menu */
    tender read;                 /* with the assumptions */
    cst_catalog *plain;          /* without */
    cst_opportunity *impossible; /* nothing fits it */
    cst_result *result;
    char *result_text;
    size_t result_size;
    cst_result *further; /* with risk and resilience */
    char *further_text;
    char *explanation;        /* as text */
    cst_comparison *compared; /* of several tenders */
    char *nothing_fits;       /* a result with every kind of reason, as text */
    cst_likenesses *found;    /* by words */
    cst_proposal *proposal;
    cst_diagnostics *diagnostics; /* of the call */
} world;

/* What a call made: one of these, to be written down as text and freed. */
typedef struct made {
    cst_rules *rules;
    cst_catalog *catalog;
    cst_opportunity *opportunity;
    cst_assumptions *assumptions;
    cst_result *result;
    cst_findings *findings;
    cst_comparison *comparison;
    char *text;
} made;

static cst_error call_rules(made *m) {
    return cst_rules_read(world.text[0], strlen(world.text[0]), "rules", NULL, &m->rules,
                          world.diagnostics);
}

static cst_error call_default_rules(made *m) {
    return cst_rules_default(&m->rules);
}

static cst_error call_catalog(made *m) {
    return cst_catalog_read(world.text[1], strlen(world.text[1]), "catalog", world.read.rules, NULL,
                            &m->catalog, world.diagnostics);
}

static cst_error call_faulty_catalog(made *m) {
    return cst_catalog_read(world.faulty, strlen(world.faulty), "catalog", world.read.rules, NULL,
                            &m->catalog, world.diagnostics);
}

static cst_error call_opportunity(made *m) {
    return cst_opportunity_read(world.text[2], strlen(world.text[2]), "opportunity",
                                world.read.rules, world.read.catalog, NULL, &m->opportunity,
                                world.diagnostics);
}

static cst_error read_assumptions(made *m, const char *text) {
    return cst_assumptions_read(text, strlen(text), "assumptions", world.read.rules, NULL,
                                &m->assumptions, world.diagnostics);
}

static cst_error call_assumptions(made *m) {
    return read_assumptions(m, world.text[3]);
}

/* A catalog that is read, and filled. */
static cst_error call_assume(made *m) {
    cst_error error = call_catalog(m);
    if (error == CST_E_OK) {
        error = read_assumptions(m, world.text[3]);
    }
    if (error == CST_E_OK) {
        error = cst_catalog_assume(m->catalog, m->assumptions, world.diagnostics);
    }
    cst_assumptions_free(m->assumptions);
    m->assumptions = NULL;
    if (error != CST_E_OK) {
        cst_catalog_free(m->catalog);
        m->catalog = NULL;
    }
    return error;
}

static cst_error call_misplaced(made *m) {
    cst_error error = read_assumptions(m, world.misplaced);
    if (error == CST_E_OK) {
        error = cst_assumptions_check(m->assumptions, world.plain, world.diagnostics);
    }
    cst_assumptions_free(m->assumptions);
    m->assumptions = NULL;
    return error;
}

/* On one thread, unless more are asked for. */
static cst_settings settings_by(cst_by by, int candidates) {
    cst_settings settings = cst_settings_default();
    settings.by = by;
    settings.candidates = candidates;
    settings.threads = 1;
    return settings;
}

static cst_error match(made *m, const cst_settings *settings) {
    return cst_match(world.read.rules, world.read.catalog, world.read.opportunity, settings,
                     &m->result);
}

static cst_error call_match_by_cost(made *m) {
    cst_settings settings = settings_by(CST_BY_COST, 2);
    return match(m, &settings);
}

static cst_error call_match_slate(made *m) {
    cst_settings settings = settings_by(CST_BY_SLATE, 2);
    settings.threads = 2;
    return match(m, &settings);
}

static cst_error call_match_frontier(made *m) {
    cst_settings settings = settings_by(CST_BY_FRONTIER, 2);
    settings.frontier = 1U << CST_CRITERION_COST | 1U << CST_CRITERION_MISFIT;
    settings.at_most = 2;
    return match(m, &settings);
}

/* All points, where zones are narrow enough in one search. */
static cst_error call_match_stairs(made *m) {
    cst_settings settings = settings_by(CST_BY_FRONTIER, 2);
    settings.frontier = 1U << CST_CRITERION_COST | 1U << CST_CRITERION_US_CONTENT;
    cst__narrowness before = cst__narrow;
    cst__narrow.width = 2000;
    cst__narrow.close = 0;
    cst_error error = match(m, &settings);
    cst__narrow = before;
    return error;
}

static cst_error call_match_diverse(made *m) {
    cst_settings settings = settings_by(CST_BY_DIVERSE, 3);
    settings.within = 1;
    return match(m, &settings);
}

static cst_error call_match_another(made *m) {
    cst_settings settings = settings_by(CST_BY_COST, 3);
    settings.differ_slot = cst_rules_slot_id(world.read.rules, 0);
    return match(m, &settings);
}

/* With all that is told only when it is asked for. */
static cst_error call_match_further(made *m) {
    cst_settings settings = settings_by(CST_BY_COST, 2);
    settings.risk = 1;
    settings.samples = 300;
    settings.resilience = 1;
    return match(m, &settings);
}

static cst_error call_further_to_json(made *m) {
    size_t size = 0;
    return cst_result_to_json(world.further, &m->text, &size);
}

static cst_error call_further_read(made *m) {
    return cst_result_read(world.further_text, strlen(world.further_text), "result", NULL,
                           &m->result, world.diagnostics);
}

static cst_error call_further_verify(made *m) {
    return cst_verify(world.read.rules, world.read.catalog, world.read.opportunity,
                      world.further_text, strlen(world.further_text), "result", NULL, &m->findings,
                      world.diagnostics);
}

static cst_error call_cells(made *m) {
    double cost = 0;
    cst_error error = sample_in_cells(&cost);
    if (error == CST_E_OK) {
        m->text = strdup(cost == 287 ? "287" : "wrong");
        error = m->text != NULL ? CST_E_OK : CST_E_MEMORY;
    }
    return error;
}

static cst_error call_to_json(made *m) {
    size_t size = 0;
    return cst_result_to_json(world.result, &m->text, &size);
}

static cst_error call_verify(made *m) {
    return cst_verify(world.read.rules, world.read.catalog, world.read.opportunity,
                      world.result_text, world.result_size, "result", NULL, &m->findings,
                      world.diagnostics);
}

static cst_error call_explanation_to_json(made *m) {
    size_t size = 0;
    return cst_explanation_to_json(sample_explanation(), &m->text, &size);
}

/* An explanation of every assumption, written down. */
static cst_error call_explain_assumptions(made *m) {
    cst_settings settings = cst_settings_default();
    cst_questions questions = {.assumptions = true};
    cst_explanation *explanation = NULL;
    size_t size = 0;
    settings.threads = 1;
    settings.conflicts = 0;
    cst_error error = cst_explain(world.read.rules, world.read.catalog, world.read.opportunity,
                                  &settings, &questions, &explanation);
    if (error == CST_E_OK) {
        error = cst_explanation_to_json(explanation, &m->text, &size);
    }
    cst_explanation_free(explanation);
    return error;
}

static const char free_text[] =
    "Speed in SW. \u00c9t\u00e9 cool halls; sw of apps and chips, "
    "please";

/* An index, what is like a text, and that written down. */
static cst_error call_words_like(made *m) {
    cst_words *words = NULL;
    cst_likenesses *found = NULL;
    size_t size = 0;
    cst_error error = cst_words_new(world.read.catalog, &words);
    if (error == CST_E_OK) {
        error = cst_words_like(words, free_text, strlen(free_text), "text", NULL, 10, &found,
                               world.diagnostics);
    }
    if (error == CST_E_OK) {
        error = cst_likenesses_to_json(found, &m->text, &size);
    }
    cst_likenesses_free(found);
    cst_words_free(words);
    return error;
}

static cst_error call_words_propose(made *m) {
    cst_words *words = NULL;
    cst_proposal *proposal = NULL;
    size_t size = 0;
    cst_error error = cst_words_new(world.read.catalog, &words);
    if (error == CST_E_OK) {
        error = cst_words_propose(words, free_text, strlen(free_text), "text",
                                  world.read.opportunity, &proposal, world.diagnostics);
    }
    if (error == CST_E_OK) {
        error = cst_proposal_to_json(proposal, &m->text, &size);
    }
    cst_proposal_free(proposal);
    cst_words_free(words);
    return error;
}

/* A text that is none. */
static cst_error call_words_fault(made *m) {
    (void)m;
    cst_words *words = NULL;
    cst_likenesses *found = NULL;
    cst_error error = cst_words_new(world.read.catalog, &words);
    if (error == CST_E_OK) {
        error = cst_words_like(words, "\xff", 1, "text", NULL, 10, &found, world.diagnostics);
    }
    cst_words_free(words);
    return error;
}

/* Everything that can be asked beside the cheapest package. */
static cst_error call_explain(made *m) {
    cst_settings settings = cst_settings_default();
    cst_questions questions = {.every_firm = true,
                               .rules_cost = true,
                               .dropouts = true,
                               .curves = {[CST_CRITERION_DELIVERY] = true}};
    cst_explanation *explanation = NULL;
    size_t size = 0;
    settings.threads = 1;
    cst_error error = cst_explain(world.read.rules, world.read.catalog, world.read.opportunity,
                                  &settings, &questions, &explanation);
    if (error == CST_E_OK) {
        error = cst_explanation_to_json(explanation, &m->text, &size);
    }
    cst_explanation_free(explanation);
    return error;
}

/* What was explained, from its file: read, and verified anew. */
static cst_error call_verify_explanation(made *m) {
    return cst_explanation_verify(world.read.rules, world.read.catalog, world.read.opportunity,
                                  world.explanation, strlen(world.explanation), "explanation", NULL,
                                  &m->findings, world.diagnostics);
}

/* A tender in which nothing fits: gaps, conflicts, remedies, and the verifier on all of it. */
static cst_error call_nothing_fits(made *m) {
    cst_settings settings = cst_settings_default();
    size_t size = 0;
    settings.threads = 1;
    cst_error error =
        cst_match(world.read.rules, world.read.catalog, world.impossible, &settings, &m->result);
    if (error == CST_E_OK) {
        error = cst_result_to_json(m->result, &m->text, &size);
    }
    if (error == CST_E_OK) {
        error = cst_verify(world.read.rules, world.read.catalog, world.impossible, m->text, size,
                           "result", NULL, &m->findings, world.diagnostics);
    }
    if (error != CST_E_OK) {
        cst_result_free(m->result);
        free(m->text);
        m->result = NULL;
        m->text = NULL;
    }
    return error;
}

/* Firms beside two tenders, with all that can be asked, and written down whole and in lines. */
static cst_error call_partners(made *m) {
    const cst_opportunity *tenders[] = {world.read.opportunity, world.impossible};
    cst_settings settings = cst_settings_default();
    cst_partner_questions questions = {.every_firm = true,
                                       .needs_of_all = true,
                                       .recheck = true,
                                       .most_partners = 2,
                                       .within_bp = 1000};
    cst_partners_report *report = NULL;
    char *line = NULL;
    size_t size = 0;
    settings.threads = 1;
    settings.candidates = 2;
    cst_error error = cst_partners(world.read.rules, world.read.catalog, tenders, 2, &settings,
                                   &questions, &report);
    if (error == CST_E_OK) {
        error = cst_prospect_to_line(report->prospects[0], &line, &size);
        free(line);
    }
    if (error == CST_E_OK) {
        error = cst_partner_set_to_line(&report->sets[0], &line, &size);
        free(line);
    }
    if (error == CST_E_OK) {
        error = cst_partners_to_json(report, &m->text, &size);
    }
    cst_partners_report_free(report);
    return error;
}

/* What it is asked after an error it answers as ever, if there is memory by then. */
static void expect_to_go_on(cst_session *session) {
    const cst_session_question plain = {0};
    cst_session_answer *answer = NULL;
    if (cst_session_ask(session, &plain, &answer) == CST_E_OK) {
        assert_int_equal(answer->status, CST_STATUS_SOLVED);
        assert_int_equal(answer->package.proof, CST_PROOF_OPTIMAL);
    }
    cst_session_answer_free(answer);
}

/* A session that is begun, asked for much at once and then alone, and each answer in short. */
static cst_error call_session(made *m) {
    const char *firm = cst_catalog_firm_id(world.read.catalog, 0);
    cst_new_price price = {cst_catalog_offering_id(world.read.catalog, 0), CST_PRICE_FIXED, 12300};
    const cst_session_question questions[] = {{0},
                                              {.without = &firm, .n_without = 1},
                                              {.with = &firm, .n_with = 1},
                                              {.aim = CST_CRITERION_MEMBERS},
                                              {.prices = &price, .n_prices = 1},
                                              {.new_budget = true, .budget_cents = 100}};
    enum { N = sizeof questions / sizeof questions[0] };
    cst_session_answer *answers[N + 1] = {0};
    cst_settings settings = settings_by(CST_BY_COST, 1);
    cst_session *session = NULL;
    char text[64 * (N + 1)] = "";
    cst_error error = cst_session_new(world.read.rules, world.read.catalog, world.read.opportunity,
                                      &settings, &session);
    if (error == CST_E_OK) {
        error = cst_session_ask_all(session, questions, N, answers);
    }
    if (error == CST_E_OK) {
        error = cst_session_ask(session, &questions[0], &answers[N]);
    }
    if (error != CST_E_OK && session != NULL) {
        expect_to_go_on(session);
    }
    for (size_t i = 0; error == CST_E_OK && i <= N; i++) {
        const cst_session_answer *a = answers[i];
        snprintf(text + strlen(text), 64, "%d %lld %d\n", a->status,
                 (long long)a->package.criteria.cost_cents, a->searched);
    }
    for (size_t i = 0; i <= N; i++) {
        cst_session_answer_free(answers[i]);
    }
    cst_session_free(session);
    m->text = error == CST_E_OK ? strdup(text) : NULL;
    return error == CST_E_OK && m->text == NULL ? CST_E_MEMORY : error;
}

static cst_error call_nothing_fits_to_json(made *m) {
    size_t size = 0;
    return cst_result_to_json(sample_nothing_fits(), &m->text, &size);
}

static cst_error call_nothing_fits_read(made *m) {
    return cst_result_read(world.nothing_fits, strlen(world.nothing_fits), "result", NULL,
                           &m->result, world.diagnostics);
}

/* A page that memory ran out for says so and is thrown away. */
static cst_error take_page(page *p, made *m) {
    if (p->failed) {
        page_clear(p);
        return CST_E_MEMORY;
    }
    m->text = p->bytes;
    return CST_E_OK;
}

static cst_error call_explanation_page(made *m) {
    static const char *const ids[] = {"elm", "dogwood", "alder"};
    explain_view view = {ids, 3, false};
    page p;
    page_init(&p, 100, false);
    render_explanation(&p, sample_explanation(), &view);
    return take_page(&p, m);
}

static cst_error call_nothing_fits_page(made *m) {
    page p;
    page_init(&p, 100, false);
    render_result(&p, sample_nothing_fits(), true);
    return take_page(&p, m);
}

/* Found and proposed outside of what is counted, and shown. */
static cst_error call_likenesses_page(made *m) {
    page p;
    page_init(&p, 100, false);
    render_likenesses(&p, world.found, "speed in SW");
    return take_page(&p, m);
}

static cst_error call_proposal_page(made *m) {
    page p;
    page_init(&p, 100, false);
    render_proposal(&p, world.proposal);
    return take_page(&p, m);
}

static cst_error call_further_page(made *m) {
    page p;
    page_init(&p, 100, false);
    render_result(&p, world.further, true);
    return take_page(&p, m);
}

static cst_error call_compare(made *m) {
    compare_sample sample = sample_markets();
    return cst_compare(sample.results, sample.labels, sample.n, &m->comparison);
}

static cst_error call_comparison_to_json(made *m) {
    size_t size = 0;
    return cst_comparison_to_json(world.compared, true, &m->text, &size);
}

static cst_error call_comparison_page(made *m) {
    page p;
    page_init(&p, 100, false);
    render_comparison(&p, world.compared, false);
    return take_page(&p, m);
}

/* The text of a menu is read and verified. */
static cst_error verify_menu(const cst_markets *markets, const char *text, size_t size) {
    cst_findings *findings = NULL;
    cst_error error = cst_menu_verify(world.read.rules, world.read.catalog, markets, text, size,
                                      "menu", NULL, &findings, world.diagnostics);
    if (error == CST_E_OK) {
        assert_int_equal(cst_findings_count(findings), 0);
    }
    cst_findings_free(findings);
    return error;
}

/* A menu is put beside itself, written and shown. */
static cst_error compare_menu(const cst_menu *menu) {
    const cst_menu *menus[] = {menu, menu};
    const char *const labels[] = {"one", "two"};
    cst_menu_comparison *comparison = NULL;
    char *text = NULL;
    size_t size = 0;
    cst_error error = cst_menus_compare(menus, labels, 2, &comparison);
    if (error == CST_E_OK) {
        error = cst_menu_comparison_to_json(comparison, &text, &size);
    }
    if (error == CST_E_OK) {
        page p;
        page_init(&p, 100, false);
        render_menu_comparison(&p, comparison);
        error = p.failed ? CST_E_MEMORY : CST_E_OK;
        page_clear(&p);
    }
    free(text);
    cst_menu_comparison_free(comparison);
    return error;
}

/* A menu is found that keeps a team, written, verified, compared and shown. */
static cst_error find_menu_with(cst_menu_ask ask, const cst_markets *markets, made *m) {
    cst_settings settings = cst_settings_default();
    cst_menu *menu = NULL;
    size_t size = 0;
    settings.threads = 1;
    settings.conflicts = 1;
    cst_error error =
        cst_menu_find(world.read.rules, world.read.catalog, markets, &settings, &ask, &menu);
    if (error == CST_E_OK) {
        error = cst_menu_to_json(menu, &m->text, &size);
    }
    if (error == CST_E_OK) {
        error = verify_menu(markets, m->text, size);
    }
    if (error == CST_E_OK) {
        error = compare_menu(menu);
    }
    if (error == CST_E_OK) {
        page p;
        page_init(&p, 100, false);
        render_menu(&p, menu);
        error = p.failed ? CST_E_MEMORY : CST_E_OK;
        page_clear(&p);
    }
    cst_menu_free(menu);
    if (error != CST_E_OK) {
        free(m->text);
        m->text = NULL;
    }
    return error;
}

/* A team of one firm is kept. */
static cst_error find_menu(cst_menu_ask ask, const cst_markets *markets, made *m) {
    cst_kept *kept = NULL;
    char text[512];
    const char *firm = cst_catalog_firm_id(world.read.catalog, 0);
    snprintf(text, sizeof text,
             "{\"format\":\"consort-menu/1\",\"teams\":[{\"anchor\":\"%s\",\"members\":[\"%s\"]}]}",
             firm, firm);
    cst_error error = cst_kept_read(text, strlen(text), "menu", world.read.catalog, &ask, NULL,
                                    &kept, world.diagnostics);
    ask.keep = kept;
    if (error == CST_E_OK) {
        error = find_menu_with(ask, markets, m);
    }
    cst_kept_free(kept);
    return error;
}

/* Markets are read, and a menu of them is found. */
static cst_error read_and_find(cst_menu_ask ask, made *m) {
    cst_markets *markets = NULL;
    cst_error error =
        cst_markets_read(world.markets, strlen(world.markets), "markets", world.read.rules,
                         world.read.catalog, NULL, &markets, world.diagnostics);
    if (error == CST_E_OK) {
        error = find_menu(ask, markets, m);
    }
    cst_markets_free(markets);
    return error;
}

static cst_error call_menu(made *m) {
    return read_and_find(
        (cst_menu_ask){.packages = 2, .max_members = 3, .share_units = true, .share_value = true},
        m);
}

static cst_error call_menu_of_kinds(made *m) {
    return read_and_find(
        (cst_menu_ask){
            .packages = 2, .max_members = 3, .small_team = true, .open_weight_team = true},
        m);
}

/* Lines of a menu, in room of their own. */
typedef struct menu_lines {
    char text[4][1 << 15];
    const char *line[4];
    size_t n;
} menu_lines;

static bool note_line(const char *line, size_t size, void *context) {
    menu_lines *l = context;
    assert_true(l->n < 4 && size < sizeof l->text[0]);
    memcpy(l->text[l->n], line, size + 1);
    l->line[l->n] = l->text[l->n];
    l->n++;
    return true;
}

/* A menu in lines, which is gone on with behind its first two. */
static cst_error find_in_lines(cst_menu_ask ask, const cst_markets *markets, made *m) {
    static menu_lines told;
    cst_settings settings = cst_settings_default();
    settings.threads = 1;
    settings.conflicts = 1;
    cst_error error = CST_E_OK;
    told.n = 0;
    ask.step = note_line;
    ask.step_context = &told;
    for (int i = 0; error == CST_E_OK && i < 2; i++) {
        cst_menu *menu = NULL;
        size_t size = 0;
        told.n = i == 0 ? 0 : 2;
        ask.steps = told.line;
        ask.n_steps = told.n;
        error =
            cst_menu_find(world.read.rules, world.read.catalog, markets, &settings, &ask, &menu);
        if (error == CST_E_OK && i == 1) {
            error = cst_menu_to_json(menu, &m->text, &size);
        }
        cst_menu_free(menu);
    }
    return error;
}

static cst_error call_menu_in_lines(made *m) {
    cst_markets *markets = NULL;
    cst_menu_ask ask = {.packages = 2, .max_members = 3};
    cst_error error =
        cst_markets_read(world.markets, strlen(world.markets), "markets", world.read.rules,
                         world.read.catalog, NULL, &markets, world.diagnostics);
    if (error == CST_E_OK) {
        error = find_in_lines(ask, markets, m);
    }
    cst_markets_free(markets);
    return error;
}

/* New text of what was made. */
static char *write_down(const made *m) {
    size_t size = 0;
    char *text = NULL;
    if (m->result != NULL) {
        assert_int_equal(cst_result_to_json(m->result, &text, &size), CST_E_OK);
        return text;
    }
    if (m->comparison != NULL) {
        assert_int_equal(cst_comparison_to_json(m->comparison, false, &text, &size), CST_E_OK);
        return text;
    }
    if (m->rules != NULL) {
        return strdup(cst_rules_id(m->rules));
    }
    if (m->opportunity != NULL) {
        return strdup(cst_opportunity_id(m->opportunity));
    }
    if (m->assumptions != NULL) {
        return strdup(cst_assumptions_id(m->assumptions));
    }
    if (m->findings != NULL) {
        return strdup(cst_findings_count(m->findings) == 0 ? "holds" : "does not hold");
    }
    if (m->text != NULL) {
        return strdup(m->text);
    }
    return m->catalog != NULL ? strdup("a catalog") : test_faults(world.diagnostics);
}

static void clear(made *m) {
    cst_rules_free(m->rules);
    cst_catalog_free(m->catalog);
    cst_opportunity_free(m->opportunity);
    cst_assumptions_free(m->assumptions);
    cst_result_free(m->result);
    cst_findings_free(m->findings);
    cst_comparison_free(m->comparison);
    free(m->text);
}

/* ---------------------------------------------------------------- the checker */

typedef struct row {
    const char *name;
    cst_error (*call)(made *m);
    cst_error otherwise; /* what it gives with memory */
    bool engine;         /* where GLPK can not say why it failed */
} row;

/* One call; gives what it said, and as new text what it made. */
static cst_error call_once(const row *r, char **text, long n, bool stay_out, bool *failed) {
    made m = {0};
    world.diagnostics = cst_diagnostics_new(0);
    arm(n, stay_out);
    cst_error error = r->call(&m);
    *failed = disarm();
    *text = error == r->otherwise ? write_down(&m) : NULL;
    if (error != CST_E_OK) {
        assert_true(m.rules == NULL && m.catalog == NULL && m.opportunity == NULL);
        assert_true(m.assumptions == NULL && m.result == NULL && m.findings == NULL &&
                    m.comparison == NULL && m.text == NULL);
    }
    clear(&m);
    cst_diagnostics_free(world.diagnostics);
    return error;
}

static void expect_as_always(const row *r, const char *expected) {
    bool failed = false;
    char *text = NULL;
    assert_int_equal(call_once(r, &text, 0, false, &failed), r->otherwise);
    assert_string_equal(text, expected);
    free(text);
}

/* The call without the n-th allocation; false when it needs fewer. A call that can do without (a
 * thread less, for instance) must give what it always gives. */
static bool call_without(const row *r, long n, bool stay_out, const char *expected) {
    bool failed = false;
    char *text = NULL;
    atomic_store(&lost, 0);
    long before = atomic_load(&live);
    cst_error error = call_once(r, &text, n, stay_out, &failed);
    if (error == r->otherwise) {
        assert_string_equal(text, expected);
    } else if (error != CST_E_MEMORY && !(r->engine && error == CST_E_ENGINE)) {
        fail_msg("without allocation %ld: %s", n, cst_error_text(error));
    }
    free(text);
    long left = atomic_load(&live) - before - atomic_load(&lost);
    if (left != 0) {
        fail_msg("without allocation %ld%s: %ld blocks are left", n,
                 stay_out ? " and all after" : "", left);
    }
    return failed;
}

/* Every allocation at the beginning, then wider and wider apart. */
static long step_after(long n) {
    return n < 200 ? 1 : n / 100;
}

static void test_row(void **state) {
    const row *r = *state;
    bool failed = false;
    char *expected = NULL;
    for (int warm = 0; warm < 3; warm++) { /* what libraries keep for later is there by then */
        free(expected);
        assert_int_equal(call_once(r, &expected, 0, false, &failed), r->otherwise);
    }
    long n = 1;
    while (call_without(r, n, false, expected)) {
        if (n % 4 == 0) {
            call_without(r, n, true, expected);
        }
        if (n % 16 == 0) {
            expect_as_always(r, expected);
        }
        n += step_after(n);
    }
    expect_as_always(r, expected);
    assert_true(n > 1);
    free(expected);
}

/* ---------------------------------------------------------------- the table */

static const row rows[] = {
    {"rules are read", call_rules, CST_E_OK, false},
    {"the rules of the library are read", call_default_rules, CST_E_OK, false},
    {"a catalog is read", call_catalog, CST_E_OK, false},
    {"a catalog with faults is read", call_faulty_catalog, CST_E_INPUT, false},
    {"an opportunity is read", call_opportunity, CST_E_OK, false},
    {"assumptions are read", call_assumptions, CST_E_OK, false},
    {"a catalog is filled by assumptions", call_assume, CST_E_OK, false},
    {"assumptions that do not go with the catalog", call_misplaced, CST_E_INPUT, false},
    {"the cheapest packages", call_match_by_cost, CST_E_OK, true},
    {"a slate on two threads", call_match_slate, CST_E_OK, true},
    {"a few points of a frontier", call_match_frontier, CST_E_OK, true},
    {"all points of a frontier", call_match_stairs, CST_E_OK, true},
    {"diverse packages", call_match_diverse, CST_E_OK, true},
    {"the same with another slot", call_match_another, CST_E_OK, true},
    {"risk and resilience", call_match_further, CST_E_OK, true},
    {"everything is explained", call_explain, CST_E_OK, true},
    {"nothing fits", call_nothing_fits, CST_E_OK, true},
    {"assumptions are explained", call_explain_assumptions, CST_E_OK, true},
    {"firms are put beside tenders", call_partners, CST_E_OK, true},
    {"a program is searched in cells", call_cells, CST_E_OK, true},
    {"many questions in a session", call_session, CST_E_OK, true},
    {"an explanation is verified", call_verify_explanation, CST_E_OK, false},
    {"a result is written", call_to_json, CST_E_OK, false},
    {"a result is verified", call_verify, CST_E_OK, false},
    {"risk and resilience are written", call_further_to_json, CST_E_OK, false},
    {"risk and resilience are read", call_further_read, CST_E_OK, false},
    {"risk and resilience are verified", call_further_verify, CST_E_OK, false},
    {"risk and resilience are shown", call_further_page, CST_E_OK, false},
    {"an explanation is written", call_explanation_to_json, CST_E_OK, false},
    {"why nothing fits is written", call_nothing_fits_to_json, CST_E_OK, false},
    {"why nothing fits is read", call_nothing_fits_read, CST_E_OK, false},
    {"an explanation is shown", call_explanation_page, CST_E_OK, false},
    {"why nothing fits is shown", call_nothing_fits_page, CST_E_OK, false},
    {"results are compared", call_compare, CST_E_OK, false},
    {"a comparison is written", call_comparison_to_json, CST_E_OK, false},
    {"a comparison is shown", call_comparison_page, CST_E_OK, false},
    {"offerings are found by words", call_words_like, CST_E_OK, false},
    {"a text is read for proposals", call_words_propose, CST_E_OK, false},
    {"a text that is none", call_words_fault, CST_E_INPUT, false},
    {"what was found is shown", call_likenesses_page, CST_E_OK, false},
    {"a proposal is shown", call_proposal_page, CST_E_OK, false},
    {"a menu of markets", call_menu, CST_E_OK, true},
    {"a menu with kinds of team", call_menu_of_kinds, CST_E_OK, true},
    {"a menu in lines, gone on with", call_menu_in_lines, CST_E_OK, true},
};

/* ---------------------------------------------------------------- a tender with some of everything
 */

static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'r', 'groups': { 'east': [ 'CN', 'RU' ] },"
    "  'layers': [ { 'id': 'iron', 'slots': [ 'chips', 'hall' ], 'required': true },"
    "              { 'id': 'soft', 'slots': [ 'apps' ], 'required': true } ],"
    "  'content': { 'slots': [ 'chips', 'hall' ], 'threshold': 0.3, 'method': 'made',"
    "               'mode': 'require', 'gamma': 1 },"
    "  'jurisdiction': [ { 'id': 'J1', 'test': 'incorporated', 'in': 'east', 'verdict': 'refuse' },"
    "                    { 'id': 'J2', 'test': 'parent', 'in': 'east', 'verdict': 'warn' } ],"
    "  'export': [ { 'id': 'X1', 'eccn': [ '3A090' ], 'status': 'licence', 'weeks': [ 1, 2, 6 ] } "
    "],"
    "  'anchor': { 'incorporated_in': [ 'US', 'KE' ] }, 'risk': { 'layer': 0.4 } }";

static const char catalog_text[] =
    "{ 'format': 'consort-catalog/1', 'currency': 'USD', 'resources': { 'flops': {}, 'watts': {} },"
    "  'firms': [ { 'id': 'a', 'incorporated': 'US', 'can_anchor': true, 'min_value': 5 },"
    "             { 'id': 'b', 'incorporated': 'US', 'can_anchor': true, 'max_value': 900.5 },"
    "             { 'id': 'c', 'incorporated': 'KE', 'can_anchor': true, 'size': 'small' },"
    "             { 'id': 'd', 'incorporated': 'CN' } ],"
    "  'offerings': ["
    "    { 'id': 'a1', 'firm': 'a', 'slot': 'chips', 'lead_weeks': [ 4, 5, 9 ], 'units': { 'max': "
    "6 },"
    "      'price': { 'fixed': 7, 'per_unit': 30.25, 'tiers': [ { 'from': 3, 'per_unit': 28 } ] },"
    "      'provides': { 'flops': 3 }, 'consumes': { 'watts': 1.5 }, 'eccn': '3A090.a',"
    "      'needs': [ 'cool' ], 'us_content': { 'made': 0.5, 'made_low': 0.4 } },"
    "    { 'id': 'b1', 'firm': 'b', 'slot': 'chips', 'lead_weeks': 3, 'units': { 'max': 6 },"
    "      'price': { 'per_unit': [ 25, 27, 30 ], 'per_unit_year': 1.5 }, 'provides': { 'flops': 2 "
    "},"
    "      'consumes': { 'watts': 1 }, 'eccn': 'EAR99', 'us_content': { 'made': 0.6 } },"
    "    { 'id': 'c1', 'firm': 'c', 'slot': 'hall', 'lead_weeks': 8, 'units': { 'max': 3 },"
    "      'price': { 'per_unit': 40 }, 'provides': { 'watts': 5 }, 'capabilities': [ 'cool' ],"
    "      'eccn': 'EAR99', 'us_content': { 'made': 0.9, 'made_low': 0.2 } },"
    "    { 'id': 'b2', 'firm': 'b', 'slot': 'apps', 'lead_weeks': 1, 'price': { 'fixed': 60 },"
    "      'eccn': 'EAR99', 'ratings': { 'speed': 0.9 }, 'capabilities': [ 'sw' ] },"
    "    { 'id': 'c2', 'firm': 'c', 'slot': 'apps', 'lead_weeks': 2, 'price': { 'fixed': 65 },"
    "      'eccn': 'EAR99', 'ratings': { 'speed': 0.5 }, 'capabilities': [ 'sw' ] },"
    "    { 'id': 'd1', 'firm': 'd', 'slot': 'apps', 'lead_weeks': 2, 'price': { 'fixed': 5 } } ],"
    "  'bundles': [ { 'id': 'k', 'offerings': [ 'b1', 'b2' ], 'discount': 9 } ],"
    "  'relations': [ { 'kind': 'excludes', 'a': 'a1', 'b': 'b2' },"
    "                 { 'kind': 'requires', 'a': 'a', 'b': 'c' } ] }";

static const char opportunity_text[] =
    "{ 'format': 'consort-opportunity/1', 'id': 'o', 'currency': 'USD', 'term_years': 2,"
    "  'buyer': { 'name': 'Ministry', 'country': 'KE' }, 'deadline_weeks': 20, 'budget': 2000,"
    "  'demand': { 'flops': 9 }, 'site': { 'watts': 2 },"
    "  'slots': { 'apps': { 'some_has': [ 'sw' ], 'wants': { 'speed': 2 } },"
    "             'chips': { 'max_offerings': 2 } },"
    "  'consortium': { 'max_members': 3, 'max_member_share': 0.8, 'local_share': 0.05 } }";

static const char assumptions_text[] =
    "{ 'format': 'consort-assumptions/1', 'id': 's',"
    "  'assume': [ { 'id': 'S1', 'match': { 'slot': [ 'chips', 'hall' ], 'incorporated': '*' },"
    "                'set': { 'us_content.made_low': 0.1, 'us_content.value_added': 0.6 } },"
    "              { 'id': 'S2', 'match': { 'firm': 'd' }, 'set': { 'eccn': 'EAR99' } },"
    "              { 'id': 'S3', 'match': { 'firm': 'a' }, 'set': { 'parent': 'US', 'hosted_in': "
    "'east' } } ] }";

/* The catalog with the assumptions takes the place of the one without. */
static bool assume_in_world(void) {
    made m = {0};
    world.diagnostics = NULL;
    if (call_catalog(&m) != CST_E_OK) {
        return false;
    }
    world.plain = m.catalog;
    json_t *tree = tree_of(assumptions_text);
    world.text[3] = tree_text(tree);
    tree_edit(tree, "/assume/0/set/us_content.made_low", "0.99");
    tree_edit(tree, "/assume/1/match/firm", "[ 'a', 'nobody' ]");
    world.misplaced = tree_text(tree);
    json_decref(tree);
    cst_opportunity_free(world.read.opportunity);
    cst_catalog_free(world.read.catalog);
    m = (made){0};
    if (call_assume(&m) != CST_E_OK) {
        return false;
    }
    world.read.catalog = m.catalog;
    m = (made){0};
    bool read = call_opportunity(&m) == CST_E_OK;
    world.read.opportunity = m.opportunity;
    return read;
}

static bool find_in_world(void) {
    cst_words *words = NULL;
    size_t size = strlen(free_text);
    bool found =
        cst_words_new(world.read.catalog, &words) == CST_E_OK &&
        cst_words_like(words, free_text, size, "text", NULL, 10, &world.found, NULL) == CST_E_OK &&
        cst_words_propose(words, free_text, size, "text", NULL, &world.proposal, NULL) == CST_E_OK;
    cst_words_free(words);
    return found && world.found->n_items > 0 && world.proposal->n_slots > 0;
}

/* New text: the tender in two countries, and one that nobody can serve. */
static char *make_markets(const json_t *opportunity) {
    json_t *markets = tree_of(
        "{ 'format': 'consort-markets/1', 'id': 'm', 'markets': ["
        "  { 'id': 'x', 'region': 'here', 'weight': 2 },"
        "  { 'id': 'y', 'region': 'there' }, { 'id': 'z' } ] }");
    for (size_t i = 0; i < 3; i++) {
        json_t *copy = json_deep_copy(opportunity);
        json_object_del(copy, "format");
        json_object_del(copy, "id");
        tree_put(json_array_get(json_object_get(markets, "markets"), i), "opportunity", copy);
    }
    tree_edit(markets, "/markets/1/opportunity/demand/flops", "4");
    tree_edit(markets, "/markets/2/opportunity/budget", "1");
    char *text = tree_text(markets);
    json_decref(markets);
    return text;
}

static void make_world(void) {
    instance it = {tree_of(rules_text), tree_of(catalog_text), tree_of(opportunity_text)};
    world.text[0] = tree_text(it.rules);
    world.text[1] = tree_text(it.catalog);
    world.text[2] = tree_text(it.opportunity);
    bool read = tender_read(&it, &world.read, NULL) && assume_in_world();
    world.markets = make_markets(it.opportunity);
    tree_edit(it.opportunity, "/budget", "1");
    tree_edit(it.opportunity, "/deadline_weeks", "1");
    char *impossible = tree_text(it.opportunity);
    read =
        read && cst_opportunity_read(impossible, strlen(impossible), "impossible", world.read.rules,
                                     world.read.catalog, NULL, &world.impossible, NULL) == CST_E_OK;
    free(impossible);
    tree_edit(it.catalog, "/firms/0/incorporatde", "'US'");
    tree_edit(it.catalog, "/offerings/1/firm", "'nobody'");
    world.faulty = tree_text(it.catalog);
    instance_clear(&it);
    made m = {0};
    size_t size = 0;
    if (!read || call_match_slate(&m) != CST_E_OK || m.result->n_packages < 2 ||
        m.result->packages[0].n_assumed == 0 ||
        cst_result_to_json(m.result, &world.result_text, &world.result_size) != CST_E_OK ||
        cst_result_to_json(sample_nothing_fits(), &world.nothing_fits, &size) != CST_E_OK) {
        print_error("the tender has no packages\n");
        abort();
    }
    world.result = m.result;
    m = (made){0};
    if (call_match_further(&m) != CST_E_OK || m.result->packages[0].risk->n_stated == 0 ||
        cst_result_to_json(m.result, &world.further_text, &size) != CST_E_OK) {
        print_error("the tender has no risk\n");
        abort();
    }
    world.further = m.result;
    m = (made){0};
    if (call_explain(&m) != CST_E_OK) {
        print_error("the tender is not explained\n");
        abort();
    }
    world.explanation = m.text;
    world.compared = sample_compared(sample_markets());
    if (!find_in_world()) {
        print_error("nothing is found by words\n");
        abort();
    }
}

int main(void) {
    make_world();
    int failed = TEST_ROWS("memory runs out", rows, test_row);
    cst_result_free(world.result);
    cst_result_free(world.further);
    free(world.further_text);
    free(world.explanation);
    cst_comparison_free(world.compared);
    cst_likenesses_free(world.found);
    cst_proposal_free(world.proposal);
    cst_opportunity_free(world.impossible);
    tender_clear(&world.read);
    cst_catalog_free(world.plain);
    free(world.result_text);
    free(world.nothing_fits);
    free(world.faulty);
    free(world.misplaced);
    free(world.markets);
    for (size_t i = 0; i < 4; i++) {
        free(world.text[i]);
    }
    return failed;
}

#endif
