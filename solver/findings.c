/*
 * findings.c - the list of what a verifier found wrong, and the words it is said in.
 *
 * A finding names the package, the check as a short path ("ledger/power-kw", "criteria/cost") and
 * what was expected and found, in the units a person uses. The expect functions below are the only
 * places where a figure of a result is compared with the figure it should be.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/verify.h"
#include "solver/verify_parts.h"

/* More findings than anyone reads; a hostile file shall not fill the memory. */
enum { MOST_FINDINGS = 1000 };

struct cst_findings {
    cst__arena *arena; /* owns the list and its strings */
    cst_finding *item; /* [MOST_FINDINGS + 1]: the last place says that there are more */
    size_t n;
};

cst_findings *cst__findings_new(void) {
    cst__arena *arena = cst__arena_new();
    cst_findings *findings = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *findings);
    if (findings != NULL) {
        findings->arena = arena;
        findings->item = cst__arena_alloc(arena, MOST_FINDINGS + 1, sizeof *findings->item);
    }
    if (findings == NULL || findings->item == NULL) {
        cst__arena_free(arena);
        return NULL;
    }
    return findings;
}

void cst_findings_free(cst_findings *findings) {
    if (findings != NULL) {
        cst__arena_free(findings->arena);
    }
}

size_t cst_findings_count(const cst_findings *findings) {
    return findings->n;
}

const cst_finding *cst_findings_get(const cst_findings *findings, size_t i) {
    return &findings->item[i];
}

/* ---------------------------------------------------------------- adding */

static void add(cst__verifier *v, const cst__where *where, const char *message) {
    cst_findings *findings = v->findings;
    const char *check = cst__arena_text(findings->arena, where->part[0]);
    for (size_t i = 1; check != NULL && i < 4 && where->part[i] != NULL; i++) {
        check = cst__arena_format(findings->arena, "%s/%s", check, where->part[i]);
    }
    const char *package = cst__arena_text(findings->arena, v->package);
    if (check == NULL || package == NULL || message == NULL) {
        v->out_of_memory = true;
        return;
    }
    findings->item[findings->n++] = (cst_finding){package, check, message};
}

cst_error cst__findings_verdict(cst_findings *findings) {
    bool clean = cst_findings_count(findings) == 0;
    cst_findings_free(findings);
    return clean ? CST_E_OK : CST_E_INTERNAL;
}

void cst__wrong(cst__verifier *v, const cst__where *where, const char *format, ...) {
    if (v->findings->n > MOST_FINDINGS) {
        return;
    }
    if (v->findings->n == MOST_FINDINGS) {
        add(v, CST__AT("findings"), "more faults were found than are listed");
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    const char *message = cst__arena_vformat(v->findings->arena, format, arguments);
    va_end(arguments);
    add(v, where, message);
}

/* ---------------------------------------------------------------- figures in words */

/* Figures beyond 64 bits occur only in faults, where the nearest that fits says enough. */
static const char *decimal_text(cst__figure *figure, cst__wide amount, int64_t per_one,
                                int places) {
    int64_t held = amount > INT64_MAX    ? INT64_MAX
                   : amount < -INT64_MAX ? -INT64_MAX
                                         : (int64_t)amount;
    int64_t size = held < 0 ? -held : held;
    const char *sign = held < 0 ? "-" : "";
    if (size % per_one == 0) {
        snprintf(figure->text, sizeof figure->text, "%s%lld", sign, (long long)(size / per_one));
    } else {
        snprintf(figure->text, sizeof figure->text, "%s%lld.%0*lld", sign,
                 (long long)(size / per_one), places, (long long)(size % per_one));
    }
    return figure->text;
}

const char *cst__money_text(cst__figure *figure, cst__wide cents) {
    return decimal_text(figure, cents, 100, 2);
}

const char *cst__share_text(cst__figure *figure, cst__wide bp) {
    return decimal_text(figure, bp, CST__BP, 4);
}

const char *cst__amount_text(cst__figure *figure, cst__wide milli) {
    return decimal_text(figure, milli, CST__MILLI, 3);
}

static const char *count_text(cst__figure *figure, cst__wide count) {
    return decimal_text(figure, count, 1, 0);
}

/* ---------------------------------------------------------------- expected and found */

typedef const char *(*figure_text)(cst__figure *figure, cst__wide amount);

static void expect(cst__verifier *v, const cst__where *where, cst__wide expected, int64_t found,
                   figure_text text) {
    if (expected != found) {
        cst__figure a;
        cst__figure b;
        cst__wrong(v, where, "expected %s, found %s", text(&a, expected), text(&b, found));
    }
}

void cst__expect_money(cst__verifier *v, const cst__where *where, cst__wide expected,
                       int64_t found) {
    expect(v, where, expected, found, cst__money_text);
}

void cst__expect_share(cst__verifier *v, const cst__where *where, cst__wide expected,
                       int64_t found) {
    expect(v, where, expected, found, cst__share_text);
}

void cst__expect_amount(cst__verifier *v, const cst__where *where, cst__wide expected,
                        int64_t found) {
    expect(v, where, expected, found, cst__amount_text);
}

void cst__expect_count(cst__verifier *v, const cst__where *where, cst__wide expected,
                       int64_t found) {
    expect(v, where, expected, found, count_text);
}

void cst__expect_text(cst__verifier *v, const cst__where *where, const char *expected,
                      const char *found) {
    if (strcmp(expected, found) != 0) {
        cst__wrong(v, where, "expected \"%s\", found \"%s\"", expected, found);
    }
}

void cst__expect_stated(cst__verifier *v, const cst__where *where, const char *expected,
                        const char *found) {
    if (found[0] != '\0') {
        cst__expect_text(v, where, expected, found);
    }
}

/* ---------------------------------------------------------------- lists */

static int compare_keys(const cst__entry *a, const cst__entry *b) {
    int order = strcmp(a->key[0], b->key[0]);
    return order != 0 ? order : strcmp(a->key[1], b->key[1]);
}

/* Entries of one key keep their order, so that equal lists pair entry by entry. */
static int compare_entries(const void *a, const void *b) {
    const cst__entry *x = a;
    const cst__entry *y = b;
    int order = compare_keys(x, y);
    return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static void check_order(cst__verifier *v, const cst__lists *lists) {
    for (size_t i = 1; i < lists->n_found; i++) {
        if (compare_keys(&lists->found[i - 1], &lists->found[i]) > 0) {
            cst__wrong(v, CST__AT(lists->name, "order"), "\"%s\" stands after \"%s\"",
                       lists->found[i].key[0], lists->found[i - 1].key[0]);
            return;
        }
    }
}

bool cst__lists_room(cst__verifier *v, cst__lists *lists, size_t n_expected, size_t n_found) {
    lists->expected = cst__verifier_alloc(v, n_expected, sizeof *lists->expected);
    lists->found = cst__verifier_alloc(v, n_found, sizeof *lists->found);
    return lists->expected != NULL && lists->found != NULL;
}

void cst__lists_expect(cst__lists *lists, const char *first, const char *second, size_t index) {
    lists->expected[lists->n_expected++] = (cst__entry){{first, second}, index};
}

void cst__lists_find(cst__lists *lists, const char *first, const char *second) {
    lists->found[lists->n_found] = (cst__entry){{first, second}, lists->n_found};
    lists->n_found++;
}

static void unpaired(cst__verifier *v, const char *name, const cst__entry *entry,
                     const char *message) {
    const char *second = entry->key[1][0] == '\0' ? NULL : entry->key[1];
    cst__wrong(v, CST__AT(name, entry->key[0], second), "%s", message);
}

void cst__lists_match(cst__verifier *v, cst__lists *lists) {
    check_order(v, lists);
    if (lists->n_found > 0) {
        qsort(lists->found, lists->n_found, sizeof *lists->found, compare_entries);
    }
    size_t e = 0;
    size_t f = 0;
    while (e < lists->n_expected || f < lists->n_found) {
        int order = e == lists->n_expected ? 1
                    : f == lists->n_found  ? -1
                                           : compare_keys(&lists->expected[e], &lists->found[f]);
        if (order < 0) {
            unpaired(v, lists->name, &lists->expected[e++], "expected, but not listed");
        } else if (order > 0) {
            unpaired(v, lists->name, &lists->found[f++], "listed, but not expected");
        } else {
            if (lists->pair != NULL) {
                lists->pair(v, lists->context, lists->expected[e].index, lists->found[f].index);
            }
            e++;
            f++;
        }
    }
}
