/*
 * gaps.c - slots, layers, tags, amounts, parties and anchors that nothing eligible serves; each
 * with the offerings that could serve, grouped by what screening refused them for.
 */
#include "solver/gaps.h"

#include <stdlib.h>
#include <string.h>

typedef struct finder {
    const cst_opportunity *p;
    const cst_catalog *catalog;
    const cst__screening *screening;
    cst__arena *arena;
    size_t *first_refused; /* [n_offerings + 1] into the refusals */
    bool *serves;          /* [n_offerings] scratch: would serve if it were not refused */
    cst_gap *gaps;
    size_t n, room;
    bool failed;
} finder;

/* ---------------------------------------------------------------- grouped by reason */

static int compare_texts(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Two refusals by code; within a code the order does not matter. */
static int compare_codes(const void *a, const void *b) {
    const cst__refused *const *x = a;
    const cst__refused *const *y = b;
    return strcmp((*x)->code, (*y)->code);
}

static int compare_groups(const void *a, const void *b) {
    const cst_refused_by *x = a;
    const cst_refused_by *y = b;
    if (x->n_offerings != y->n_offerings) {
        return x->n_offerings > y->n_offerings ? -1 : 1;
    }
    return strcmp(x->code, y->code);
}

/* One group from refusals of the same code; an offering has each code once. */
static void make_group(finder *g, const cst__refused *const *refused, size_t n,
                       cst_refused_by *group) {
    const char **facts = cst__arena_alloc(g->arena, n, sizeof *facts);
    *group = (cst_refused_by){
        .code = cst__arena_text(g->arena, refused[0]->code), .n_offerings = n, .facts = facts};
    if (facts == NULL || group->code == NULL) {
        g->failed = true;
        return;
    }
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (refused[i]->fact != NULL) {
            facts[count++] = refused[i]->fact;
        }
    }
    if (count > 0) {
        qsort(facts, count, sizeof *facts, compare_texts);
    }
    for (size_t i = 0; i < count && !g->failed; i++) {
        if (i == 0 || strcmp(facts[i], facts[i - 1]) != 0) {
            facts[group->n_facts++] = facts[i];
        }
    }
    for (size_t i = 0; i < group->n_facts; i++) {
        facts[i] = cst__arena_text(g->arena, facts[i]);
        g->failed = g->failed || facts[i] == NULL;
    }
}

static void group_refused(finder *g, const cst__refused **refused, size_t n, cst_gap *gap) {
    gap->by = cst__arena_alloc(g->arena, n, sizeof *gap->by);
    if (gap->by == NULL) {
        g->failed = true;
        return;
    }
    if (n > 0) {
        qsort(refused, n, sizeof(const cst__refused *), compare_codes);
    }
    for (size_t i = 0, next; i < n && !g->failed; i = next) {
        for (next = i + 1; next < n && strcmp(refused[next]->code, refused[i]->code) == 0;) {
            next++;
        }
        make_group(g, refused + i, next - i, &gap->by[gap->n_by++]);
    }
    if (gap->n_by > 0) {
        qsort(gap->by, gap->n_by, sizeof *gap->by, compare_groups);
    }
}

/* The refusals of every offering that would serve. */
static void explain_refused(finder *g, cst_gap *gap) {
    const cst__refused **refused = malloc((g->screening->n_refused + 1) * sizeof *refused);
    size_t n = 0;
    if (refused == NULL) {
        g->failed = true;
        return;
    }
    for (size_t o = 0; o < g->catalog->n_offerings; o++) {
        if (!g->serves[o]) {
            continue;
        }
        gap->n_offerings++;
        for (size_t i = g->first_refused[o]; i < g->first_refused[o + 1]; i++) {
            refused[n++] = &g->screening->refused[i];
        }
    }
    group_refused(g, refused, n, gap);
    free(refused);
}

/* ---------------------------------------------------------------- adding a gap */

static cst_gap *grow(finder *g) {
    cst_gap *gaps = cst__arena_grow(g->arena, g->gaps, g->n, &g->room, sizeof *gaps);
    if (gaps == NULL) {
        g->failed = true;
        return NULL;
    }
    g->gaps = gaps;
    return &g->gaps[g->n++];
}

/* A gap that the offerings marked in g->serves would fill. */
static void add(finder *g, cst_gap_kind kind, const char *subject, const char *tag,
                const char *pointer) {
    cst_gap *gap = g->failed || pointer == NULL ? NULL : grow(g);
    if (gap == NULL) {
        g->failed = true;
        return;
    }
    *gap = (cst_gap){.kind = kind,
                     .subject = cst__arena_text(g->arena, subject),
                     .tag = cst__arena_text(g->arena, tag),
                     .pointer = pointer};
    g->failed = gap->subject == NULL || gap->tag == NULL;
    if (!g->failed) {
        explain_refused(g, gap);
    }
}

/* Marks nothing as serving, for a new question. */
static void clear_marks(finder *g) {
    memset(g->serves, 0, g->catalog->n_offerings * sizeof *g->serves);
}

/* Marks an offering that would serve; whether it may. */
static bool mark(finder *g, size_t o) {
    g->serves[o] = true;
    return g->screening->eligible[o];
}

/* ---------------------------------------------------------------- slots, layers, tags */

static bool is_slot_served(finder *g, size_t slot, const char *tag) {
    bool served = false;
    clear_marks(g);
    for (size_t o = 0; o < g->catalog->n_offerings; o++) {
        const cst__offering *offering = &g->catalog->offerings[o];
        if (offering->slot == slot &&
            (tag == NULL || cst__texts_has(&offering->capabilities, tag))) {
            served = mark(g, o) || served;
        }
    }
    return served;
}

static const char *slot_pointer(finder *g, size_t slot) {
    const char *id = g->p->rules->slots[slot].id;
    if (g->p->rules->slots[slot].required) {
        return "";
    }
    return cst__arena_format(g->arena, "slots/%s/%s", id,
                             g->p->slots[slot].required_here ? "required" : "some_has");
}

static void find_slots(finder *g) {
    for (size_t s = 0; s < g->p->rules->n_slots; s++) {
        if (g->p->slots[s].required && !is_slot_served(g, s, NULL)) {
            add(g, CST_GAP_SLOT, g->p->rules->slots[s].id, "", slot_pointer(g, s));
        }
    }
}

static void find_layers(finder *g) {
    const cst_rules *rules = g->p->rules;
    for (size_t l = 0; l < rules->n_layers; l++) {
        bool served = !rules->layers[l].required;
        clear_marks(g);
        for (size_t o = 0; o < g->catalog->n_offerings; o++) {
            if (rules->slots[g->catalog->offerings[o].slot].layer == l) {
                served = mark(g, o) || served;
            }
        }
        if (!served) {
            add(g, CST_GAP_LAYER, rules->layers[l].id, "", "");
        }
    }
}

/* Tags in slots that are served at all. */
static void find_tags(finder *g) {
    for (size_t s = 0; s < g->p->rules->n_slots; s++) {
        const cst__texts *tags = &g->p->slots[s].some_has;
        const char *id = g->p->rules->slots[s].id;
        for (size_t t = 0; t < tags->n; t++) {
            if (is_slot_served(g, s, NULL) && !is_slot_served(g, s, tags->item[t])) {
                add(g, CST_GAP_TAG, id, tags->item[t],
                    cst__arena_format(g->arena, "slots/%s/some_has", id));
            }
        }
    }
}

/* ---------------------------------------------------------------- amounts */

/* What an offering adds to a resource at its best. */
static cst__wide most_added(const cst__offering *o, size_t resource) {
    cst__wide unit = 0;
    for (size_t a = 0; a < o->n_provides; a++) {
        unit += o->provides[a].resource == resource ? o->provides[a].milli : 0;
    }
    for (size_t a = 0; a < o->n_consumes; a++) {
        unit -= o->consumes[a].resource == resource ? o->consumes[a].milli : 0;
    }
    return unit > 0 ? unit * o->max_units : 0;
}

static void find_amount(finder *g, size_t r) {
    cst__wide most = g->p->site_milli[r];
    clear_marks(g);
    for (size_t o = 0; o < g->catalog->n_offerings; o++) {
        cst__wide added = most_added(&g->catalog->offerings[o], r);
        if (added > 0 && g->screening->eligible[o]) {
            most += added;
        } else if (added > 0) {
            g->serves[o] = true;
        }
    }
    if (most < g->p->demand_milli[r]) {
        const char *id = g->catalog->resources[r].id;
        add(g, CST_GAP_AMOUNT, id, "", cst__arena_format(g->arena, "demand/%s", id));
        if (!g->failed) {
            g->gaps[g->n - 1].demand_milli = g->p->demand_milli[r];
            g->gaps[g->n - 1].most_milli = (int64_t)most;
        }
    }
}

/* ---------------------------------------------------------------- parties */

static bool is_firm_served(finder *g, size_t firm) {
    bool served = false;
    for (size_t o = 0; o < g->catalog->n_offerings; o++) {
        if (g->catalog->offerings[o].firm == firm) {
            served = mark(g, o) || served;
        }
    }
    return served;
}

static void find_parties(finder *g) {
    for (size_t f = 0; f < g->catalog->n_firms; f++) {
        clear_marks(g);
        if (g->p->include_firm[f] && !is_firm_served(g, f)) {
            add(g, CST_GAP_PARTY, g->catalog->firms[f].id, "", "consortium/include");
        }
    }
    for (size_t o = 0; o < g->catalog->n_offerings; o++) {
        clear_marks(g);
        if (g->p->include_offering[o] && !mark(g, o)) {
            add(g, CST_GAP_PARTY, g->catalog->offerings[o].id, "", "consortium/include");
        }
    }
}

static void find_anchor(finder *g) {
    size_t named = g->p->anchor;
    bool served = false;
    clear_marks(g);
    for (size_t f = 0; f < g->catalog->n_firms; f++) {
        if (g->screening->may_anchor[f] && (named == CST__NONE || named == f)) {
            served = is_firm_served(g, f) || served;
        }
    }
    if (!served) {
        add(g, CST_GAP_ANCHOR, named == CST__NONE ? "" : g->catalog->firms[named].id, "",
            named == CST__NONE ? "" : "consortium/anchor");
    }
}

/* ---------------------------------------------------------------- the whole */

static bool make_room(finder *g) {
    size_t n = g->catalog->n_offerings;
    g->first_refused = calloc(n + 2, sizeof *g->first_refused);
    g->serves = malloc((n + 1) * sizeof *g->serves);
    if (g->first_refused == NULL || g->serves == NULL) {
        return false;
    }
    for (size_t i = 0; i < g->screening->n_refused; i++) {
        g->first_refused[g->screening->refused[i].offering + 1]++;
    }
    for (size_t o = 0; o < n; o++) {
        g->first_refused[o + 1] += g->first_refused[o];
    }
    return true;
}

bool cst__gaps_list(const cst_opportunity *opportunity, const cst__screening *screening,
                    cst__arena *arena, cst_gap **gaps, size_t *n_gaps) {
    finder g = {
        .p = opportunity, .catalog = opportunity->catalog, .screening = screening, .arena = arena};
    g.failed = !make_room(&g);
    if (!g.failed) {
        find_slots(&g);
        find_layers(&g);
        find_tags(&g);
        for (size_t r = 0; r < g.catalog->n_resources && !g.failed; r++) {
            find_amount(&g, r);
        }
        find_parties(&g);
        find_anchor(&g);
    }
    free(g.first_refused);
    free(g.serves);
    *gaps = g.gaps;
    *n_gaps = g.n;
    return !g.failed;
}
