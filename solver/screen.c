/*
 * screen.c - the tests that an offering passes before any optimisation.
 *
 * An offering meets the tests in the order of the contract: named exclusions and availability, the
 * jurisdiction rows, the export rows, then residency, capabilities and the deadline. All tests are
 * made, so that a refused offering shows every reason at once. A test answers PASS, FAIL (with the
 * value that failed) or UNKNOWN (with the name of the fact that is missing); what an answer leads
 * to, a refusal or an open question, is decided in one place: settle().
 */
#include "solver/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum answer_kind { PASS, FAIL, UNKNOWN } answer_kind;

typedef struct answer {
    answer_kind kind;
    const char *fact; /* FAIL: the value; UNKNOWN: the name of the missing fact */
} answer;

/* Everything the tests of one offering look at, and the lists they add to. */
typedef struct screener {
    const cst_opportunity *opportunity;
    const cst_catalog *catalog;
    const cst_rules *rules;
    cst__screening *out;
    const char **jurisdiction_codes; /* [n_jurisdiction] "jurisdiction:<row>" */
    const char **export_codes;       /* [n_exports] "export:<row>" */
    size_t room_refused, room_questions;
    bool out_of_memory;
} screener;

/* ---------------------------------------------------------------- the lists */

/* Room for one more item at the end of a list that lives in the arena. */
static void *grow(screener *s, void *list, size_t n, size_t *room, size_t size) {
    void *larger = cst__arena_grow(s->out->arena, list, n, room, size);
    s->out_of_memory = s->out_of_memory || larger == NULL;
    return larger;
}

static void refuse(screener *s, size_t offering, const char *code, const char *fact,
                   const char *source) {
    cst__screening *out = s->out;
    if (code == NULL) {
        s->out_of_memory = true;
        return;
    }
    for (size_t i = out->n_refused; i-- > 0 && out->refused[i].offering == offering;) {
        if (strcmp(out->refused[i].code, code) == 0) {
            return; /* each reason once */
        }
    }
    cst__refused *list =
        grow(s, out->refused, out->n_refused, &s->room_refused, sizeof *out->refused);
    if (list == NULL) {
        return;
    }
    out->refused = list;
    list[out->n_refused++] = (cst__refused){offering, code, fact, source};
}

static void ask(screener *s, size_t offering, const char *fact, const char *row,
                const char *source) {
    cst__screening *out = s->out;
    for (size_t i = out->n_questions; i-- > 0 && out->questions[i].offering == offering;) {
        if (strcmp(out->questions[i].row, row) == 0) {
            return; /* one for each offering and row */
        }
    }
    cst__question *list =
        grow(s, out->questions, out->n_questions, &s->room_questions, sizeof *out->questions);
    if (list == NULL) {
        return;
    }
    out->questions = list;
    list[out->n_questions++] = (cst__question){offering, fact, row, source};
}

/* A missing fact refuses only where the rules say so and the row itself would. */
static void settle_unknown(screener *s, size_t offering, const char *fact, cst__verdict verdict,
                           const char *row, const char *source) {
    if (verdict == CST__REFUSE && s->rules->unknown == CST__REFUSE) {
        refuse(s, offering, cst__arena_format(s->out->arena, "unknown:%s", fact), NULL, source);
    } else {
        ask(s, offering, fact, row, source);
    }
}

static void settle(screener *s, size_t offering, answer a, cst__verdict verdict, const char *code,
                   const char *row, const char *source) {
    if (a.kind == FAIL && a.fact == NULL) {
        s->out_of_memory = true;
    } else if (a.kind == FAIL && verdict == CST__REFUSE) {
        refuse(s, offering, code, a.fact, source);
    } else if (a.kind == FAIL) {
        ask(s, offering, a.fact, row, source);
    } else if (a.kind == UNKNOWN) {
        settle_unknown(s, offering, a.fact, verdict, row, source);
    }
}

/* ---------------------------------------------------------------- jurisdiction */

static const char *country_fact(screener *s, cst__country country) {
    char text[3];
    cst__country_text(country, text);
    return cst__arena_text(s->out->arena, text);
}

static answer test_country(screener *s, const cst__jurisdiction *row, cst__country country,
                           const char *name) {
    if (country == CST__COUNTRY_UNKNOWN) {
        return (answer){UNKNOWN, name};
    }
    if (!cst__countries_has(&row->in, country)) {
        return (answer){PASS, NULL};
    }
    return (answer){FAIL, country_fact(s, country)};
}

/* Owners from the group, and owners of unknown country who could be from it. */
static answer test_owned(screener *s, const cst__jurisdiction *row, const cst__firm *firm) {
    if (!firm->owners_known) {
        return (answer){UNKNOWN, "owners"};
    }
    int from_group = 0;
    int unknown = 0;
    for (size_t i = 0; i < firm->n_owners; i++) {
        const cst__owner *owner = &firm->owners[i];
        if (owner->country == CST__COUNTRY_UNKNOWN) {
            unknown += owner->share_bp;
        } else if (cst__countries_has(&row->in, owner->country)) {
            from_group += owner->share_bp;
        }
    }
    if (from_group >= row->threshold_bp) {
        return (answer){FAIL, cst__arena_format(s->out->arena, "%d.%02d %%", from_group / 100,
                                                from_group % 100)};
    }
    if (from_group + unknown >= row->threshold_bp) {
        return (answer){UNKNOWN, "owners"};
    }
    return (answer){PASS, NULL};
}

/* The first of the texts that is on a list, NULL when none is. */
static const char *first_common(const cst__texts *texts, const cst__texts *lists) {
    for (size_t i = 0; i < texts->n; i++) {
        if (cst__texts_has(lists, texts->item[i])) {
            return texts->item[i];
        }
    }
    return NULL;
}

static answer test_listed(const cst__jurisdiction *row, const cst__firm *firm) {
    const char *list = first_common(&firm->listed_as, &row->lists);
    return list == NULL ? (answer){PASS, NULL} : (answer){FAIL, list};
}

static answer test_lineage(const cst__jurisdiction *row, const cst__offering *o) {
    if (!o->lineage.known) {
        return (answer){UNKNOWN, "lineage"};
    }
    return cst__countries_meet(&row->in, &o->lineage.set) ? (answer){FAIL, o->lineage.text}
                                                          : (answer){PASS, NULL};
}

static answer test_jurisdiction(screener *s, const cst__jurisdiction *row, const cst__offering *o) {
    const cst__firm *firm = &s->catalog->firms[o->firm];
    switch (row->test) {
        case CST__TEST_INCORPORATED:
            return test_country(s, row, firm->incorporated, "incorporated");
        case CST__TEST_PRINCIPAL_PLACE:
            return test_country(s, row, firm->principal_place, "principal_place");
        case CST__TEST_PARENT:
            return test_country(s, row, firm->parent, "parent");
        case CST__TEST_MAKER_COUNTRY:
            return test_country(s, row, o->maker_country, "maker_country");
        case CST__TEST_LISTED:
            return test_listed(row, firm);
        case CST__TEST_OWNED:
            return test_owned(s, row, firm);
        case CST__TEST_WEIGHTS_ORIGIN:
            return o->has_weights ? test_country(s, row, o->weights_origin, "weights_origin")
                                  : (answer){PASS, NULL};
        case CST__TEST_LINEAGE:
            return o->has_weights ? test_lineage(row, o) : (answer){PASS, NULL};
        case CST__N_TESTS:
            break;
    }
    return (answer){PASS, NULL};
}

/* The fact that a test looks at; those of lists and owners can not be assumed. */
static cst__facts asked_by(const cst__jurisdiction *row, const cst__offering *o) {
    switch (row->test) {
        case CST__TEST_INCORPORATED:
            return CST__FACT_BIT(CST__FACT_INCORPORATED);
        case CST__TEST_PRINCIPAL_PLACE:
            return CST__FACT_BIT(CST__FACT_PRINCIPAL_PLACE);
        case CST__TEST_PARENT:
            return CST__FACT_BIT(CST__FACT_PARENT);
        case CST__TEST_MAKER_COUNTRY:
            return CST__FACT_BIT(CST__FACT_MAKER_COUNTRY);
        case CST__TEST_WEIGHTS_ORIGIN:
            return o->has_weights ? CST__FACT_BIT(CST__FACT_WEIGHTS_ORIGIN) : 0;
        case CST__TEST_LINEAGE:
            return o->has_weights ? CST__FACT_BIT(CST__FACT_LINEAGE) : 0;
        case CST__TEST_LISTED:
        case CST__TEST_OWNED:
        case CST__N_TESTS:
            break;
    }
    return 0;
}

static void screen_jurisdiction(screener *s, size_t offering) {
    const cst__offering *o = &s->catalog->offerings[offering];
    size_t layer = s->rules->slots[o->slot].layer;
    for (size_t r = 0; r < s->rules->n_jurisdiction; r++) {
        const cst__jurisdiction *row = &s->rules->jurisdiction[r];
        bool applies = layer == CST__NONE ? row->other_slots : row->layers[layer];
        if (applies) {
            s->out->asked[offering] |= asked_by(row, o);
            settle(s, offering, test_jurisdiction(s, row, o), row->verdict,
                   s->jurisdiction_codes[r], row->id, row->source);
        }
    }
}

/* ---------------------------------------------------------------- export */

/* The most facts one export row can miss: eccn, buyer.parent_country, award_by. */
enum { MOST_MISSING = 3 };

typedef struct row_match {
    bool fails;                        /* a key that is known does not match */
    bool asks_eccn;                    /* no other key fails: it is for the number to say */
    const char *missing[MOST_MISSING]; /* facts that are asked for and unknown */
    size_t n_missing;
    const char *fact; /* the value that matched, for showing */
} row_match;

static bool has_prefix(const cst__texts *prefixes, const char *text) {
    for (size_t i = 0; i < prefixes->n; i++) {
        if (strncmp(prefixes->item[i], text, strlen(prefixes->item[i])) == 0) {
            return true;
        }
    }
    return false;
}

static void need(row_match *m, bool known, bool matches, const char *name) {
    if (!known) {
        m->missing[m->n_missing++] = name;
    } else if (!matches) {
        m->fails = true;
    }
}

static bool in_force(const cst__export_row *row, const char *date) {
    return (row->valid_from == NULL || strcmp(row->valid_from, date) <= 0) &&
           (row->valid_to == NULL || strcmp(date, row->valid_to) <= 0);
}

static row_match match_export(const cst_opportunity *p, const cst__export_row *row,
                              const cst__offering *o) {
    row_match m = {0};
    if (row->has_eccn) {
        need(&m, o->eccn != NULL, o->eccn != NULL && has_prefix(&row->eccn, o->eccn), "eccn");
    }
    bool eccn_fails = m.fails;
    m.fails = false;
    if (row->has_destination) {
        need(&m, true, cst__countries_has(&row->destination, p->buyer_country), "destination");
    }
    if (row->has_recipient_parent) {
        need(&m, p->buyer_parent != CST__COUNTRY_UNKNOWN,
             cst__countries_has(&row->recipient_parent, p->buyer_parent), "buyer.parent_country");
    }
    if (row->has_recipient_listed) {
        need(&m, true, cst__texts_meet(&row->recipient_listed, &p->buyer_listed_as), "listed_as");
    }
    if (row->has_buyer) {
        need(&m, true, cst__texts_has(&row->buyer, p->buyer_name), "buyer");
    }
    if (row->valid_from != NULL || row->valid_to != NULL) {
        need(&m, p->award_by != NULL, p->award_by != NULL && in_force(row, p->award_by),
             "award_by");
    }
    m.asks_eccn = row->has_eccn && !m.fails;
    m.fails = m.fails || eccn_fails;
    return m;
}

bool cst__export_asks_eccn(const cst_opportunity *opportunity, const cst__export_row *row) {
    static const cst__offering nothing_known;
    return match_export(opportunity, row, &nothing_known).asks_eccn;
}

/* The value that an export row decided on: the number, else who or where the buyer is. */
static const char *export_fact(screener *s, const cst__export_row *row, const cst__offering *o) {
    const cst_opportunity *p = s->opportunity;
    if (row->has_eccn) {
        return o->eccn;
    }
    if (row->has_recipient_listed) {
        return first_common(&p->buyer_listed_as, &row->recipient_listed);
    }
    if (row->has_buyer) {
        return p->buyer_name;
    }
    return country_fact(s, row->has_recipient_parent ? p->buyer_parent : p->buyer_country);
}

static void decide_export(screener *s, size_t offering, size_t r) {
    const cst__export_row *row = &s->rules->exports[r];
    if (row->status == CST__EXPORT_LICENCE) {
        s->out->licence_row[offering] = r;
        s->out->weeks[offering] += row->weeks;
    } else if (row->status != CST__EXPORT_NONE) {
        answer a = {FAIL, export_fact(s, row, &s->catalog->offerings[offering])};
        settle(s, offering, a, CST__REFUSE, s->export_codes[r], row->id, row->source);
    }
}

/* Rows in order; the first that matches decides, and so does, under "refuse", the first that could
 * match if a missing fact were known. */
static void screen_export(screener *s, size_t offering) {
    const cst__offering *o = &s->catalog->offerings[offering];
    for (size_t r = 0; r < s->rules->n_exports; r++) {
        const cst__export_row *row = &s->rules->exports[r];
        row_match m = match_export(s->opportunity, row, o);
        s->out->asked[offering] |= m.asks_eccn ? CST__FACT_BIT(CST__FACT_ECCN) : 0;
        if (m.fails) {
            continue;
        }
        if (m.n_missing == 0) {
            decide_export(s, offering, r);
            return;
        }
        for (size_t i = 0; i < m.n_missing; i++) {
            settle_unknown(s, offering, m.missing[i], CST__REFUSE, row->id, row->source);
        }
        if (s->rules->unknown == CST__REFUSE) {
            return;
        }
    }
}

/* ---------------------------------------------------------------- the tender */

static void screen_named(screener *s, size_t offering) {
    const cst_opportunity *p = s->opportunity;
    const cst__offering *o = &s->catalog->offerings[offering];
    const char *source = "opportunity /consortium/exclude";
    if (p->exclude_offering[offering]) {
        refuse(s, offering, "excluded", o->id, source);
    } else if (p->exclude_firm[o->firm]) {
        refuse(s, offering, "excluded", s->catalog->firms[o->firm].id, source);
    }
    if (!cst__countries_has(&o->available_in.set, p->buyer_country)) {
        refuse(s, offering, "unavailable", o->available_in.text, "catalog available_in");
    }
}

static void screen_residency(screener *s, size_t offering) {
    const cst_opportunity *p = s->opportunity;
    const cst__offering *o = &s->catalog->offerings[offering];
    if (!p->has_residency || !p->residency_slots[o->slot]) {
        return;
    }
    answer a = {PASS, NULL};
    s->out->asked[offering] |= CST__FACT_BIT(CST__FACT_HOSTED_IN);
    if (!o->hosted_in.known) {
        a = (answer){UNKNOWN, "hosted_in"};
    } else if (!cst__countries_meet(&o->hosted_in.set, &p->residency_in.set)) {
        a = (answer){FAIL, o->hosted_in.text};
    }
    settle(s, offering, a, CST__REFUSE, "residency", "residency", "opportunity /residency");
}

/* The capabilities asked of every offering of the slot and lacking here, joined by ", ". */
static const char *lacking(screener *s, const cst__texts *asked, const cst__texts *have) {
    const char *joined = "";
    for (size_t i = 0; i < asked->n && joined != NULL; i++) {
        if (!cst__texts_has(have, asked->item[i])) {
            joined = cst__arena_format(s->out->arena, "%s%s%s", joined,
                                       joined[0] == '\0' ? "" : ", ", asked->item[i]);
        }
    }
    return joined;
}

static void screen_capability(screener *s, size_t offering) {
    const cst__offering *o = &s->catalog->offerings[offering];
    const char *missing = lacking(s, &s->opportunity->slots[o->slot].every_has, &o->capabilities);
    if (missing == NULL) {
        s->out_of_memory = true;
    } else if (missing[0] != '\0') {
        const char *source = cst__arena_format(s->out->arena, "opportunity /slots/%s/every_has",
                                               s->rules->slots[o->slot].id);
        refuse(s, offering, "capability", missing, source);
    }
}

static void screen_deadline(screener *s, size_t offering) {
    int deadline = s->opportunity->deadline_weeks;
    int weeks = s->out->weeks[offering];
    if (deadline < 0 || weeks <= deadline) {
        return;
    }
    int lead = s->catalog->offerings[offering].lead_weeks;
    answer a = {FAIL, cst__arena_format(s->out->arena, "%d weeks (%d lead, %d licence)", weeks,
                                        lead, weeks - lead)};
    settle(s, offering, a, CST__REFUSE, "deadline", "deadline", "opportunity /deadline_weeks");
}

/* ---------------------------------------------------------------- the whole */

static void screen_offering(screener *s, size_t offering) {
    size_t before = s->out->n_refused;
    s->out->licence_row[offering] = CST__NONE;
    s->out->weeks[offering] = s->catalog->offerings[offering].lead_weeks;
    screen_named(s, offering);
    screen_jurisdiction(s, offering);
    screen_export(s, offering);
    screen_residency(s, offering);
    screen_capability(s, offering);
    screen_deadline(s, offering);
    if (s->out->n_refused == before) {
        s->out->eligible[offering] = true;
        s->out->n_eligible++;
    }
}

static bool may_anchor(const cst_rules *rules, const cst__firm *firm) {
    if (!firm->can_anchor) {
        return false;
    }
    if (!rules->has_anchor_rule) {
        return true;
    }
    if (firm->incorporated == CST__COUNTRY_UNKNOWN) {
        return rules->unknown == CST__WARN;
    }
    return cst__countries_has(&rules->anchor_incorporated_in, firm->incorporated);
}

static int compare_refused(const void *a, const void *b) {
    const cst__refused *x = a;
    const cst__refused *y = b;
    if (x->offering != y->offering) {
        return x->offering < y->offering ? -1 : 1;
    }
    return strcmp(x->code, y->code);
}

static int compare_questions(const void *a, const void *b) {
    const cst__question *x = a;
    const cst__question *y = b;
    if (x->offering != y->offering) {
        return x->offering < y->offering ? -1 : 1;
    }
    return strcmp(x->row, y->row);
}

/* The codes of the rows, made once and shared by all refusals. */
static bool make_codes(screener *s) {
    const cst_rules *rules = s->rules;
    cst__arena *arena = s->out->arena;
    s->jurisdiction_codes = cst__arena_alloc(arena, rules->n_jurisdiction, sizeof(char *));
    s->export_codes = cst__arena_alloc(arena, rules->n_exports, sizeof(char *));
    if (s->jurisdiction_codes == NULL || s->export_codes == NULL) {
        return false;
    }
    for (size_t r = 0; r < rules->n_jurisdiction; r++) {
        s->jurisdiction_codes[r] =
            cst__arena_format(arena, "jurisdiction:%s", rules->jurisdiction[r].id);
    }
    for (size_t r = 0; r < rules->n_exports; r++) {
        s->export_codes[r] = cst__arena_format(arena, "export:%s", rules->exports[r].id);
    }
    return true;
}

static bool make_room(screener *s) {
    cst__arena *arena = s->out->arena;
    size_t n = s->catalog->n_offerings;
    s->out->eligible = cst__arena_alloc(arena, n, sizeof(bool));
    s->out->licence_row = cst__arena_alloc(arena, n, sizeof(size_t));
    s->out->weeks = cst__arena_alloc(arena, n, sizeof(int));
    s->out->asked = cst__arena_alloc(arena, n, sizeof(cst__facts));
    s->out->may_anchor = cst__arena_alloc(arena, s->catalog->n_firms, sizeof(bool));
    return s->out->eligible != NULL && s->out->licence_row != NULL && s->out->weeks != NULL &&
           s->out->asked != NULL && s->out->may_anchor != NULL && make_codes(s);
}

static void screen_all(screener *s) {
    for (size_t f = 0; f < s->catalog->n_firms; f++) {
        s->out->may_anchor[f] = may_anchor(s->rules, &s->catalog->firms[f]);
    }
    for (size_t o = 0; o < s->catalog->n_offerings && !s->out_of_memory; o++) {
        screen_offering(s, o);
    }
    if (s->out->n_refused > 0) {
        qsort(s->out->refused, s->out->n_refused, sizeof *s->out->refused, compare_refused);
    }
    if (s->out->n_questions > 0) {
        qsort(s->out->questions, s->out->n_questions, sizeof *s->out->questions, compare_questions);
    }
}

cst_error cst__screen(const cst_opportunity *opportunity, cst__screening **screening) {
    *screening = NULL;
    cst__arena *arena = cst__arena_new();
    cst__screening *out = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *out);
    if (out == NULL) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    out->arena = arena;
    screener s = {.opportunity = opportunity,
                  .catalog = opportunity->catalog,
                  .rules = opportunity->rules,
                  .out = out};
    if (make_room(&s)) {
        screen_all(&s);
    } else {
        s.out_of_memory = true;
    }
    if (s.out_of_memory) {
        cst__screening_free(out);
        return CST_E_MEMORY;
    }
    *screening = out;
    return CST_E_OK;
}

void cst__screening_free(cst__screening *screening) {
    if (screening != NULL) {
        cst__arena_free(screening->arena);
    }
}

bool cst__screening_within(const cst_catalog *catalog, const cst__screening *few,
                           const cst__screening *many) {
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (few->eligible[o] && !many->eligible[o]) {
            return false;
        }
    }
    for (size_t f = 0; f < catalog->n_firms; f++) {
        if (few->may_anchor[f] && !many->may_anchor[f]) {
            return false;
        }
    }
    return true;
}
