/* compare.c - refusals and packages beside what the oracle says of them. */
#include "tests/solver/compare.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---------------------------------------------------------------- what differs */

bool agrees(const report *r) {
    return r->text[0] == '\0';
}

void differ(report *r, const char *format, ...) {
    if (agrees(r)) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(r->text, sizeof r->text, format, arguments);
        va_end(arguments);
    }
}

void expect(report *r, const char *package, const char *what, int64_t found, int64_t expected) {
    if (found != expected) {
        differ(r, "%s: %s is %lld, the oracle says %lld", package, what, (long long)found,
               (long long)expected);
    }
}

/* ---------------------------------------------------------------- screening */

void compare_refused(report *r, const oracle *o, const cst_result *result) {
    const cst__offering *offerings = o->opportunity->catalog->offerings;
    size_t n_eligible = 0;
    for (size_t i = 0; i < o->opportunity->catalog->n_offerings; i++) {
        n_eligible += o->eligible[i] ? 1 : 0;
    }
    expect(r, "screening", "the number of eligible offerings", (int64_t)result->n_eligible,
           (int64_t)n_eligible);
    for (size_t i = 0; i < result->n_refused && i < o->n_refused; i++) {
        const cst_refusal *it = &result->refused[i];
        const char *id = offerings[o->refused[i].offering].id;
        if (strcmp(it->offering, id) != 0 || strcmp(it->code, o->refused[i].text) != 0) {
            differ(r, "refusal %zu is %s %s, the oracle says %s %s", i, it->offering, it->code, id,
                   o->refused[i].text);
        }
        if ((it->fact == NULL) != (strncmp(it->code, "unknown:", 8) == 0)) {
            differ(r, "refusal %s %s has no fitting fact", it->offering, it->code);
        }
    }
    expect(r, "screening", "the number of refusals", (int64_t)result->n_refused,
           (int64_t)o->n_refused);
}

/* ---------------------------------------------------------------- one package */

/* The questions of screening that follow the chosen offerings, in their order; questions on content
 * are compared by compare_content. */
static void compare_questions(report *r, const oracle *o, const cst_package *package,
                              const oracle_choice *choice) {
    size_t k = 0;
    for (size_t i = 0; i < o->n_questions; i++) {
        const oracle_note *note = &o->questions[i];
        if (choice->units[note->offering] == 0) {
            continue;
        }
        while (k < package->n_questions && strncmp(package->questions[k].row, "content", 7) == 0) {
            k++;
        }
        const char *id = o->opportunity->catalog->offerings[note->offering].id;
        if (k == package->n_questions || strcmp(package->questions[k].subject, id) != 0 ||
            strcmp(package->questions[k].row, note->text) != 0) {
            differ(r, "%s: the open question %s %s is missing", package->id, id, note->text);
            return;
        }
        k++;
    }
    for (; k < package->n_questions; k++) {
        if (strncmp(package->questions[k].row, "content", 7) != 0) {
            differ(r, "%s: the open question %s %s is too much", package->id,
                   package->questions[k].subject, package->questions[k].row);
        }
    }
}

static int known_or_zero(int share_bp) {
    return share_bp == CST__BP_UNKNOWN ? 0 : share_bp;
}

/* The made share of the content slots when the declared shares of some chosen offerings fall, given
 * as bits. */
static int share_when(const oracle *o, const oracle_choice *choice, uint32_t fallen) {
    const cst_opportunity *p = o->opportunity;
    int64_t us = 0; /* of tiny tenders 64 bits hold it */
    int64_t value = 0;
    for (size_t i = 0; i < p->catalog->n_offerings; i++) {
        const cst__offering *it = &p->catalog->offerings[i];
        if (choice->units[i] == 0 || !p->rules->slots[it->slot].content) {
            continue;
        }
        int made = known_or_zero(it->us_bp[CST_METHOD_MADE]);
        int low = known_or_zero(it->us_made_low_bp);
        int64_t worth = oracle_value(it, choice->units[i], p->term_years);
        us += worth * ((fallen >> i & 1U) != 0 && low < made ? low : made);
        value += worth;
    }
    return value == 0 ? CST__BP : (int)(us / value);
}

/* The least share over all sets of so many declared shares that fall, for each number of them. */
static void compare_guaranteed(report *r, const oracle *o, const cst_package *package,
                               const oracle_choice *choice) {
    const cst_opportunity *p = o->opportunity;
    uint32_t declared = 0;
    int least[ORACLE_MOST_OFFERINGS + 1];
    int n = 0;
    for (size_t i = 0; i < p->catalog->n_offerings; i++) {
        const cst__offering *it = &p->catalog->offerings[i];
        bool counts = choice->units[i] > 0 && p->rules->slots[it->slot].content &&
                      it->us_bp[CST_METHOD_MADE] != CST__BP_UNKNOWN;
        declared |= counts ? UINT32_C(1) << i : 0;
        n += counts;
    }
    for (int g = 0; g <= n; g++) {
        least[g] = CST__BP;
    }
    for (uint32_t fallen = declared;; fallen = (fallen - 1) & declared) { /* every subset */
        int share = share_when(o, choice, fallen);
        int g = __builtin_popcount(fallen);
        least[g] = share < least[g] ? share : least[g];
        if (fallen == 0) {
            break;
        }
    }
    expect(r, package->id, "the length of the curve", (int64_t)package->content.n_guaranteed,
           n + 1);
    for (int g = 0; g <= n && (size_t)g < package->content.n_guaranteed; g++) {
        expect(r, package->id, "the guaranteed share", package->content.guaranteed_bp[g], least[g]);
    }
    expect(r, package->id, "the end of the curve", least[n], choice->worst_case_bp);
}

static void compare_content(report *r, const oracle *o, const cst_package *package,
                            const oracle_choice *choice) {
    const cst_content *content = &package->content;
    if (content->mode == CST_MODE_IGNORE) {
        expect(r, package->id, "us_content where content is ignored",
               package->criteria.us_content_bp, -1);
        return;
    }
    for (int m = 0; m < CST_N_METHODS; m++) {
        expect(r, package->id, cst_method_id((cst_method)m), content->share_bp[m],
               choice->share_bp[m]);
    }
    expect(r, package->id, "content met", content->met, choice->content_met);
    expect(r, package->id, "the shortfall", content->shortfall_cents, choice->shortfall_cents);
    expect(r, package->id, "the worst case", content->worst_case_bp, choice->worst_case_bp);
    compare_guaranteed(r, o, package, choice);
}

static void compare_criteria(report *r, const cst_package *package, const oracle_choice *choice) {
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        bool is_ignored = c == CST_CRITERION_US_CONTENT && package->content.mode == CST_MODE_IGNORE;
        if (!is_ignored) {
            expect(r, package->id, cst_criterion_id((cst_criterion)c),
                   cst_criteria_get(&package->criteria, (cst_criterion)c), choice->criteria[c]);
        }
    }
}

static void name_broken(report *r, const cst_package *package, const oracle_choice *choice) {
    for (int rule = 0; rule < ORACLE_N_RULES; rule++) {
        if ((choice->broken >> rule & 1U) != 0) {
            differ(r, "%s breaks %s", package->id, oracle_rule_name((oracle_rule)rule));
        }
    }
    differ(r, "%s has an offering that is refused or units out of range", package->id);
}

void compare_package(report *r, const oracle *o, const cst_package *package,
                     oracle_choice *choice) {
    const cst_catalog *catalog = o->opportunity->catalog;
    int64_t units[ORACLE_MOST_OFFERINGS] = {0};
    for (size_t i = 0; i < package->n_lines; i++) {
        units[cst__catalog_offering(catalog, package->lines[i].offering)] = package->lines[i].units;
    }
    if (!oracle_judge(o, units, choice)) {
        name_broken(r, package, choice);
        return;
    }
    compare_criteria(r, package, choice);
    compare_content(r, o, package, choice);
    compare_questions(r, o, package, choice);
    if (strcmp(package->anchor, catalog->firms[choice->anchor].id) != 0) {
        differ(r, "%s: the anchor is %s, the oracle says %s", package->id, package->anchor,
               catalog->firms[choice->anchor].id);
    }
}
