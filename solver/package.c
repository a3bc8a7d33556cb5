/*
 * package.c - the parts of a package, one function each, in the order of the struct.
 */
#include "solver/package.h"

#include <stdlib.h>
#include <string.h>

/* What the parts are made from. */
typedef struct maker {
    cst_package *package;
    cst__arena *arena;
    const cst_opportunity *opportunity;
    const cst_catalog *catalog;
    const cst_rules *rules;
    const cst__screening *screening;
    const int64_t *units;
    size_t *chosen; /* offerings by slot in the order of the layers, then id */
    size_t n_chosen;
    bool ok;
} maker;

static void *room(maker *m, size_t n, size_t size) {
    void *memory = cst__arena_alloc(m->arena, n, size);
    m->ok = m->ok && memory != NULL;
    return memory;
}

static const char *text(maker *m, const char *it) {
    const char *copy = cst__arena_text(m->arena, it);
    m->ok = m->ok && copy != NULL;
    return copy;
}

/* Rules keep their slots in the order of the layers, the catalog its offerings by id. */
static void list_chosen(maker *m) {
    size_t n = 0;
    for (size_t o = 0; o < m->catalog->n_offerings; o++) {
        n += m->units[o] > 0;
    }
    m->chosen = room(m, n, sizeof *m->chosen);
    for (size_t s = 0; m->ok && s < m->rules->n_slots; s++) {
        for (size_t o = 0; o < m->catalog->n_offerings; o++) {
            if (m->units[o] > 0 && m->catalog->offerings[o].slot == s) {
                m->chosen[m->n_chosen++] = o;
            }
        }
    }
}

static int64_t value_of(const maker *m, size_t offering) {
    return cst__value_cents(&m->catalog->offerings[offering], m->units[offering],
                            m->opportunity->term_years);
}

/* ---------------------------------------------------------------- lines and members */

static void make_lines(maker *m) {
    cst_line *lines = room(m, m->n_chosen, sizeof *lines);
    for (size_t i = 0; m->ok && i < m->n_chosen; i++) {
        const cst__offering *o = &m->catalog->offerings[m->chosen[i]];
        const cst__slot *slot = &m->rules->slots[o->slot];
        lines[i] = (cst_line){
            .offering = text(m, o->id),
            .offering_name = text(m, o->name),
            .firm = text(m, m->catalog->firms[o->firm].id),
            .slot = text(m, slot->id),
            .layer = slot->layer == CST__NONE ? "" : text(m, m->rules->layers[slot->layer].id),
            .unit = text(m, o->unit),
            .units = m->units[m->chosen[i]],
            .value_cents = value_of(m, m->chosen[i])};
        m->package->gross_cents += lines[i].value_cents;
    }
    m->package->lines = lines;
    m->package->n_lines = m->n_chosen;
}

/* The gross value of each firm, -1 for firms that are no members. */
static int64_t *firm_values(maker *m) {
    int64_t *values = room(m, m->catalog->n_firms, sizeof *values);
    for (size_t f = 0; m->ok && f < m->catalog->n_firms; f++) {
        values[f] = -1;
    }
    for (size_t i = 0; m->ok && i < m->n_chosen; i++) {
        size_t firm = m->catalog->offerings[m->chosen[i]].firm;
        values[firm] = (values[firm] < 0 ? 0 : values[firm]) + value_of(m, m->chosen[i]);
    }
    return values;
}

static cst_member make_member(maker *m, size_t firm, int64_t value) {
    const cst__firm *it = &m->catalog->firms[firm];
    char country[3];
    cst__country_text(it->incorporated, country);
    int64_t gross = m->package->gross_cents;
    return (cst_member){.firm = text(m, it->id),
                        .name = text(m, it->name),
                        .incorporated = text(m, country),
                        .value_cents = value,
                        .share_bp = gross == 0 ? 0 : (int)cst__mul_div_ceil(value, CST__BP, gross)};
}

static void make_members(maker *m, size_t n_members) {
    int64_t *values = firm_values(m);
    cst_member *members = room(m, n_members, sizeof *members);
    size_t n = 0;
    for (size_t f = 0; m->ok && f < m->catalog->n_firms; f++) {
        if (values[f] >= 0) {
            members[n++] = make_member(m, f, values[f]);
        }
    }
    m->package->members = members;
    m->package->n_members = n;
}

static bool is_taken(const maker *m, const cst__bundle *bundle) {
    for (size_t i = 0; i < bundle->n_offerings; i++) {
        if (m->units[bundle->offerings[i]] == 0) {
            return false;
        }
    }
    return true;
}

static void make_bundles(maker *m) {
    m->package->bundles = room(m, m->catalog->n_bundles, sizeof *m->package->bundles);
    for (size_t b = 0; m->ok && b < m->catalog->n_bundles; b++) {
        const cst__bundle *bundle = &m->catalog->bundles[b];
        if (is_taken(m, bundle)) {
            m->package->bundles[m->package->n_bundles++] = text(m, bundle->id);
            m->package->discount_cents += bundle->discount_cents;
        }
    }
}

/* ---------------------------------------------------------------- content */

static int known_or_zero(int share_bp) {
    return share_bp == CST__BP_UNKNOWN ? 0 : share_bp;
}

static int compare_down(const void *a, const void *b) {
    cst__wide x = *(const cst__wide *)a;
    cst__wide y = *(const cst__wide *)b;
    return (x < y) - (x > y);
}

/* Sums over the content slots, in basis points times cents. */
typedef struct content_sums {
    cst__wide by_method[CST_N_METHODS];
    cst__wide low;    /* every made share at made_low */
    cst__wide *falls; /* of each declared made share, the largest first */
    size_t n_falls;
    int64_t value;
} content_sums;

static content_sums sum_content(maker *m) {
    content_sums sums = {0};
    sums.falls = room(m, m->n_chosen, sizeof *sums.falls);
    for (size_t i = 0; m->ok && i < m->n_chosen; i++) {
        const cst__offering *o = &m->catalog->offerings[m->chosen[i]];
        if (!m->rules->slots[o->slot].content) {
            continue;
        }
        int64_t value = value_of(m, m->chosen[i]);
        int made = known_or_zero(o->us_bp[CST_METHOD_MADE]);
        int low = known_or_zero(o->us_made_low_bp);
        low = low < made ? low : made;
        sums.value += value;
        sums.low += (cst__wide)low * value;
        for (int k = 0; k < CST_N_METHODS; k++) {
            sums.by_method[k] += (cst__wide)known_or_zero(o->us_bp[k]) * value;
        }
        if (o->us_bp[CST_METHOD_MADE] != CST__BP_UNKNOWN) {
            sums.falls[sums.n_falls++] = (cst__wide)(made - low) * value;
        }
    }
    if (m->ok) {
        qsort(sums.falls, sums.n_falls, sizeof *sums.falls, compare_down);
    }
    return sums;
}

/* What the gamma shares whose fall hurts most take away together. */
static cst__wide sum_falls(const content_sums *sums, int64_t gamma) {
    cst__wide sum = 0;
    for (size_t i = 0; i < sums->n_falls && (int64_t)i < gamma; i++) {
        sum += sums->falls[i];
    }
    return sum;
}

/* The share of nothing is 1. */
static int share_of(cst__wide sum, int64_t value) {
    return value == 0 ? CST__BP : (int)(sum / value);
}

/* The share that is guaranteed when 0, 1, 2, ... of the declared shares fall: the worst that can
 * happen with that many is that those with the largest falls do (Bertsimas and Sim 2004, The price
 * of robustness, Operations Research 52(1)). */
static void make_guaranteed(maker *m, const content_sums *sums) {
    cst_content *content = &m->package->content;
    cst__wide left = sums->by_method[CST_METHOD_MADE];
    content->guaranteed_bp = room(m, sums->n_falls + 1, sizeof *content->guaranteed_bp);
    for (size_t g = 0; m->ok && g <= sums->n_falls; g++) {
        left -= g == 0 ? 0 : sums->falls[g - 1];
        content->guaranteed_bp[g] = share_of(left, sums->value);
        content->n_guaranteed = g + 1;
    }
}

static void make_content(maker *m) {
    cst_content *content = &m->package->content;
    *content = (cst_content){.mode = m->opportunity->content_mode,
                             .method = m->rules->content_method,
                             .threshold_bp = m->rules->content_threshold_bp,
                             .gamma = m->opportunity->content_gamma,
                             .met = true};
    if (content->mode == CST_MODE_IGNORE) {
        return;
    }
    content_sums sums = sum_content(m);
    content->value_cents = sums.value;
    for (int k = 0; k < CST_N_METHODS; k++) {
        content->share_bp[k] = share_of(sums.by_method[k], sums.value);
    }
    content->worst_case_bp = share_of(sums.low, sums.value);
    make_guaranteed(m, &sums);
    cst__wide guaranteed = sums.by_method[content->method] - sum_falls(&sums, content->gamma);
    cst__wide missing = (cst__wide)content->threshold_bp * sums.value - guaranteed;
    content->met = missing <= 0;
    content->shortfall_cents = missing <= 0 ? 0 : (int64_t)((missing + CST__BP - 1) / CST__BP);
}

/* ---------------------------------------------------------------- ledger */

static void add_amounts(const cst__amount *amounts, size_t n, int64_t units, size_t resource,
                        int64_t *sum) {
    for (size_t i = 0; i < n; i++) {
        if (amounts[i].resource == resource) {
            *sum += amounts[i].milli * units;
        }
    }
}

static void make_ledger(maker *m) {
    size_t n = m->catalog->n_resources;
    cst_ledger_row *rows = room(m, n, sizeof *rows);
    for (size_t r = 0; m->ok && r < n; r++) {
        rows[r] = (cst_ledger_row){.resource = text(m, m->catalog->resources[r].id),
                                   .unit = text(m, m->catalog->resources[r].unit),
                                   .demand_milli = m->opportunity->demand_milli[r],
                                   .site_milli = m->opportunity->site_milli[r]};
        for (size_t i = 0; i < m->n_chosen; i++) {
            const cst__offering *o = &m->catalog->offerings[m->chosen[i]];
            int64_t units = m->units[m->chosen[i]];
            add_amounts(o->provides, o->n_provides, units, r, &rows[r].provided_milli);
            add_amounts(o->consumes, o->n_consumes, units, r, &rows[r].consumed_milli);
        }
        rows[r].slack_milli = rows[r].site_milli + rows[r].provided_milli - rows[r].consumed_milli -
                              rows[r].demand_milli;
    }
    m->package->ledger = rows;
    m->package->n_ledger = n;
}

/* ---------------------------------------------------------------- licences, questions */

static void make_licences(maker *m) {
    cst_licence *licences = room(m, m->n_chosen, sizeof *licences);
    size_t n = 0;
    for (size_t o = 0; m->ok && o < m->catalog->n_offerings; o++) {
        size_t row = m->screening->licence_row[o];
        if (m->units[o] == 0 || row == CST__NONE) {
            continue;
        }
        const cst__export_row *it = &m->rules->exports[row];
        licences[n++] = (cst_licence){.offering = text(m, m->catalog->offerings[o].id),
                                      .row = text(m, it->id),
                                      .posture = text(m, it->posture),
                                      .source = text(m, it->source),
                                      .weeks = it->weeks};
    }
    m->package->licences = licences;
    m->package->n_licences = n;
}

static void ask(maker *m, size_t offering, const char *fact, const char *row, const char *source) {
    m->package->questions[m->package->n_questions++] =
        (cst_open_question){.subject = text(m, m->catalog->offerings[offering].id),
                            .fact = text(m, fact),
                            .row = text(m, row),
                            .source = text(m, source)};
}

/* An unknown share of US content counts as 0, and is asked about. */
static void ask_about_content(maker *m, size_t offering) {
    const cst__offering *o = &m->catalog->offerings[offering];
    cst_method method = m->rules->content_method;
    if (m->opportunity->content_mode == CST_MODE_IGNORE || !m->rules->slots[o->slot].content) {
        return;
    }
    const char *source = m->rules->content_source == NULL ? "" : m->rules->content_source;
    if (o->us_bp[method] == CST__BP_UNKNOWN) {
        const char *fact = cst__arena_format(m->arena, "us_content.%s", cst_method_id(method));
        m->ok = m->ok && fact != NULL;
        if (m->ok) {
            ask(m, offering, fact, "content", source);
        }
    } else if (m->opportunity->content_gamma > 0 && o->us_made_low_bp == CST__BP_UNKNOWN) {
        ask(m, offering, "us_content.made_low", "content.gamma", source);
    }
}

static int compare_questions(const void *a, const void *b) {
    const cst_open_question *x = a;
    const cst_open_question *y = b;
    int order = strcmp(x->subject, y->subject);
    return order != 0 ? order : strcmp(x->row, y->row);
}

static void make_questions(maker *m) {
    const cst__screening *screening = m->screening;
    size_t most = m->n_chosen;
    for (size_t i = 0; i < screening->n_questions; i++) {
        most += m->units[screening->questions[i].offering] > 0;
    }
    m->package->questions = room(m, most, sizeof *m->package->questions);
    for (size_t i = 0; m->ok && i < screening->n_questions; i++) {
        const cst__question *it = &screening->questions[i];
        if (m->units[it->offering] > 0) {
            ask(m, it->offering, it->fact, it->row, it->source);
        }
    }
    for (size_t i = 0; m->ok && i < m->n_chosen; i++) {
        ask_about_content(m, m->chosen[i]);
    }
    if (m->ok) {
        qsort(m->package->questions, m->package->n_questions, sizeof *m->package->questions,
              compare_questions);
    }
}

/* ---------------------------------------------------------------- assumptions */

/* What the package rests on of the facts of a chosen offering: what its tests looked at, and what
 * the content worksheet adds up. */
static cst__facts offering_facts(const maker *m, size_t offering) {
    cst__facts facts = m->screening->asked[offering];
    bool counts = m->rules->slots[m->catalog->offerings[offering].slot].content;
    if (counts && m->opportunity->content_mode != CST_MODE_IGNORE) {
        facts |= CST__FACT_BIT(CST__FACT_MADE) | CST__FACT_BIT(CST__FACT_MADE_LOW) |
                 CST__FACT_BIT(CST__FACT_VALUE_ADDED);
    }
    return facts;
}

/* Likewise of a firm, none where it is no member. A member is shown with its country, and small
 * firms are counted where they have to reach a share. */
static cst__facts firm_facts(const maker *m, size_t firm) {
    cst__facts facts = 0;
    for (size_t i = 0; i < m->n_chosen; i++) {
        if (m->catalog->offerings[m->chosen[i]].firm == firm) {
            facts |= m->screening->asked[m->chosen[i]] | CST__FACT_BIT(CST__FACT_INCORPORATED);
        }
    }
    bool counts = facts != 0 && m->opportunity->small_share_bp > 0;
    return counts ? facts | CST__FACT_BIT(CST__FACT_SIZE) : facts;
}

static void add_assumed(maker *m, const char *id, const cst__filled *filled, size_t n,
                        cst__facts facts) {
    for (size_t i = 0; i < n; i++) {
        if ((facts & CST__FACT_BIT(filled[i].fact)) != 0) {
            m->package->assumed[m->package->n_assumed++] =
                (cst_assumed){.subject = text(m, id),
                              .fact = cst__fact_ids[filled[i].fact],
                              .value = text(m, filled[i].value),
                              .row = text(m, filled[i].row)};
        }
    }
}

static int compare_assumed(const void *a, const void *b) {
    const cst_assumed *x = a;
    const cst_assumed *y = b;
    int order = strcmp(x->subject, y->subject);
    return order != 0 ? order : strcmp(x->fact, y->fact);
}

static void make_assumed(maker *m) {
    const cst_catalog *catalog = m->catalog;
    if (catalog->assumptions == NULL) {
        return;
    }
    size_t most = 0;
    for (size_t i = 0; m->ok && i < m->n_chosen; i++) {
        const cst__offering *o = &catalog->offerings[m->chosen[i]];
        most += o->n_filled + catalog->firms[o->firm].n_filled;
    }
    m->package->assumed = room(m, most, sizeof *m->package->assumed);
    for (size_t i = 0; m->ok && i < m->n_chosen; i++) {
        const cst__offering *o = &catalog->offerings[m->chosen[i]];
        add_assumed(m, o->id, o->filled, o->n_filled, offering_facts(m, m->chosen[i]));
    }
    for (size_t f = 0; m->ok && f < catalog->n_firms; f++) {
        const cst__firm *it = &catalog->firms[f];
        if (it->n_filled > 0) {
            add_assumed(m, it->id, it->filled, it->n_filled, firm_facts(m, f));
        }
    }
    if (m->ok && m->package->n_assumed > 0) {
        qsort(m->package->assumed, m->package->n_assumed, sizeof *m->package->assumed,
              compare_assumed);
    }
}

bool cst__package_fill(cst_package *package, cst__arena *arena, const cst_opportunity *opportunity,
                       const cst__screening *screening, const cst__chosen *chosen) {
    maker m = {.package = package,
               .arena = arena,
               .opportunity = opportunity,
               .catalog = opportunity->catalog,
               .rules = opportunity->rules,
               .screening = screening,
               .units = chosen->units,
               .ok = true};
    package->criteria = chosen->criteria;
    if (opportunity->content_mode == CST_MODE_IGNORE) {
        package->criteria.us_content_bp = -1;
    }
    package->anchor = text(&m, m.catalog->firms[chosen->anchor].id);
    list_chosen(&m);
    make_lines(&m);
    make_members(&m, (size_t)chosen->criteria.members);
    make_bundles(&m);
    make_content(&m);
    make_ledger(&m);
    make_licences(&m);
    make_questions(&m);
    make_assumed(&m);
    return m.ok;
}
