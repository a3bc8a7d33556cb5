/*
 * memory_test.c - the n-th allocation fails, for n = 1, 2, ... until the call succeeds; once only
 * that one, once all from there on. Every reader must then say CST_E_MEMORY and leave nothing
 * behind, whether the file is right or full of faults.
 *
 * The program replaces malloc and its kin for everybody, jansson too. Under a sanitizer or
 * valgrind, which replace them as well, the readers simply succeed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "consort.h"
#include "tests/support.h"

/* ---------------------------------------------------------------- allocations that fail */

static long until_failure; /* allocations left; 0: none fails */
static bool fail_on;       /* after the first failure all fail */
static long live;          /* allocations that are not yet freed */

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#endif

#ifndef SANITIZED
#define VISIBLE __attribute__((visibility("default")))

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *room);
VISIBLE void *malloc(size_t size);
VISIBLE void *calloc(size_t count, size_t size);
VISIBLE void *realloc(void *old, size_t size);
VISIBLE void free(void *room);

static bool fails(void) {
    if (until_failure == 0) {
        return false;
    }
    if (until_failure > 1) {
        until_failure--;
        return false;
    }
    until_failure = fail_on ? 1 : 0;
    return true;
}

static void *counted(void *room) {
    live += room != NULL;
    return room;
}

void *malloc(size_t size) {
    return fails() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size) {
    return fails() ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *old, size_t size) {
    if (fails()) {
        return NULL;
    }
    void *room = __libc_realloc(old, size);
    return old ? room : counted(room);
}

void free(void *room) {
    live -= room != NULL;
    __libc_free(room);
}
#endif

/* ---------------------------------------------------------------- readers */

/* Strings are longer than the first buffer of any reader, so that buffers must grow. */
static const char rules_text[] =
    "{ 'format': 'consort-rules/1', 'id': 'rules-with-a-rather-long-name',\n"
    "  'groups': { 'a-group-of-countries': [ 'US', 'CA' ] },\n"
    "  'layers': [ { 'id': 'hardware', 'slots': [ 'chips' ], 'required': true } ],\n"
    "  'required_slots': [ 'chips' ],\n"
    "  'content': { 'slots': [ 'chips' ], 'threshold': 0.51, 'method': 'made', 'mode': 'require' "
    "},\n"
    "  'jurisdiction': [ { 'id': 'J1', 'test': 'parent', 'in': [ 'CN' ], 'verdict': 'warn' },\n"
    "                    { 'id': 'J2', 'test': 'listed', 'lists': [ 'l' ], 'verdict': 'warn' } ],\n"
    "  'export': [ { 'id': 'X1', 'eccn': [ '4A090' ], 'buyer': [ 'b' ], 'status': 'none',\n"
    "                'valid_from': '2026-01-01', 'posture': 'p', 'source': 's' } ],\n"
    "  'anchor': { 'incorporated_in': 'US' } }\n";

static const char catalog_text[] =
    "{ 'format': 'consort-catalog/1', 'resources': { 'power-kw': { 'unit': 'kW' } },\n"
    "  'firms': [ { 'id': 'firm-with-a-rather-long-name', 'name': 'n', 'listed_as': [ 'l' ],\n"
    "               'owners': [ { 'name': 'somebody', 'country': 'US', 'share': 0.5 } ] },\n"
    "             { 'id': 'beta' } ],\n"
    "  'offerings': [ { 'id': 'o', 'firm': 'firm-with-a-rather-long-name', 'slot': 'chips',\n"
    "      'lead_weeks': 1, 'price': { 'fixed': 0.12340000000000000000e4, 'tiers': [ { 'from': 2,\n"
    "      'per_unit': 1 } ] }, 'provides': { 'power-kw': 1 }, 'ratings': { 'speed': 0.5 },\n"
    "      'capabilities': [ 'c', 'a' ], 'weights': 'open', 'available_in': [ 'US' ],\n"
    "      'lineage': 'a-group-of-countries', 'description': 'words \\u2013 and more words' } ],\n"
    "  'bundles': [ { 'id': 'b', 'offerings': [ 'o' ], 'discount': 0 } ],\n"
    "  'relations': [ { 'kind': 'excludes', 'a': 'firm-with-a-rather-long-name', 'b': 'beta' } ] "
    "}\n";

static const char opportunity_text[] =
    "{ 'format': 'consort-opportunity/1', 'id': 'opportunity-with-a-rather-long-name',\n"
    "  'buyer': { 'name': 'b', 'country': 'KE', 'listed_as': [ 'l' ] }, 'award_by': '2027-03-01',\n"
    "  'demand': { 'power-kw': 1 }, 'site': { 'power-kw': 1 }, 'buyer_has': [ 'b' ],\n"
    "  'slots': { 'chips': { 'every_has': [ 'c' ], 'wants': { 'speed': 1 } } },\n"
    "  'residency': { 'in': 'KE', 'slots': [ 'chips' ] }, 'currency': 'USD', 'title': 't',\n"
    "  'consortium': { 'include': [ 'o' ], 'anchor': 'firm-with-a-rather-long-name' } }\n";

/* A file, and what is said of it when there is memory enough. */
typedef struct row {
    const char *name;
    cst_kind kind;
    const char *text;
    const char *from; /* a change that makes it right, or wrong */
    const char *to;
    size_t faults;
} row;

static const row rows[] = {
    {"rules", CST_KIND_RULES, rules_text, "'US', 'CA'", "'US'", 0},
    {"rules with faults", CST_KIND_RULES, rules_text, "'id': 'J2', 'test'",
     "'id': 'J1', 'id': 3, 'tset'", 3},
    {"rules that are no JSON", CST_KIND_RULES, rules_text, "'warn' } ]", "'warn' ]", 1},
    {"catalog", CST_KIND_CATALOG, catalog_text, "'name': 'n'", "'name': 'another'", 0},
    {"catalog with faults", CST_KIND_CATALOG, catalog_text, "'lead_weeks': 1",
     "'lead_weeks': 1.5, 'slt': 1, 'maker_country': 'Kenya'", 3},
    {"opportunity", CST_KIND_OPPORTUNITY, opportunity_text, "'t'", "'another'", 0},
    {"opportunity with faults", CST_KIND_OPPORTUNITY, opportunity_text, "'include': [ 'o' ]",
     "'include': [ 'oo', 'firm-with-a-rather-long-nam' ], 'inclde': {}", 3},
};

/* What the readers need before. */
typedef struct ground {
    cst_rules *rules;
    cst_catalog *catalog;
} ground;

static cst_error read_one(const row *r, const ground *on, const char *text,
                          cst_diagnostics *diagnostics) {
    size_t size = strlen(text);
    cst_rules *rules = NULL;
    cst_catalog *catalog = NULL;
    cst_opportunity *opportunity = NULL;
    cst_error error = CST_E_OK;
    if (r->kind == CST_KIND_RULES) {
        error = cst_rules_read(text, size, "f", NULL, &rules, diagnostics);
    } else if (r->kind == CST_KIND_CATALOG) {
        error = cst_catalog_read(text, size, "f", on->rules, NULL, &catalog, diagnostics);
    } else {
        error = cst_opportunity_read(text, size, "f", on->rules, on->catalog, NULL, &opportunity,
                                     diagnostics);
    }
    until_failure = 0;
    assert_int_equal(rules || catalog || opportunity, error == CST_E_OK);
    cst_rules_free(rules);
    cst_catalog_free(catalog);
    cst_opportunity_free(opportunity);
    return error;
}

static void check_failures(const row *r, const ground *on, const char *text) {
    cst_error expected = r->faults > 0 ? CST_E_INPUT : CST_E_OK;
    for (long n = 1;; n++) {
        long before = live;
        cst_diagnostics *diagnostics = cst_diagnostics_new(0);
        until_failure = n;
        cst_error error = read_one(r, on, text, diagnostics);
        size_t faults = cst_diagnostics_count(diagnostics);
        cst_diagnostics_free(diagnostics);
        assert_int_equal(live, before);
        if (error == expected) {
            assert_int_equal(faults, r->faults);
            return;
        }
        assert_int_equal(error, CST_E_MEMORY);
    }
}

static void check_row(void **state) {
    const row *r = *state;
    char *text = test_change(r->text, r->from, r->to);
    ground on = {.rules = test_rules(rules_text)};
    on.catalog = test_catalog(catalog_text, on.rules);
    fail_on = false;
    check_failures(r, &on, text);
    fail_on = true;
    check_failures(r, &on, text);
    cst_catalog_free(on.catalog);
    cst_rules_free(on.rules);
    free(text);
}

/* The rules that the library carries, and the list of faults itself. */
static void other_allocations(void **state) {
    bool done = false;
    (void)state;
    for (long n = 1; !done; n++) {
        long before = live;
        until_failure = n;
        cst_diagnostics *diagnostics = cst_diagnostics_new(0);
        cst_rules *rules = NULL;
        cst_error error = diagnostics ? cst_rules_default(&rules) : CST_E_MEMORY;
        until_failure = 0;
        assert_true(error == CST_E_MEMORY || error == CST_E_OK);
        assert_int_equal(rules != NULL, error == CST_E_OK);
        cst_diagnostics_free(diagnostics);
        cst_rules_free(rules);
        assert_int_equal(live, before);
        done = error == CST_E_OK;
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(other_allocations)};
    int failed = TEST_ROWS("memory: readers", rows, check_row);
    failed += cmocka_run_group_tests_name("memory", tests, NULL, NULL);
    return failed;
}
