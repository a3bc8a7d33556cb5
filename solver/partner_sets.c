/*
 * partner_sets.c - with which few partners alone a firm is competitive in the most tenders.
 *
 * More partners never hurt, since not every one need take part. So of each tender the sets of
 * partners that are enough are all those that hold one of some least sets, and equally all those
 * that meet each of some cuts: a cut is what is left out of a largest set that is not enough, and
 * of it at least one partner is needed. There are too many of either to list. The choice is an
 * integer program over the cuts known so far,
 *
 *     maximise   sum weight_t x_t, then the fewest partners
 *     subject to x_t <= sum of y_g over each cut of t,   sum y_g <= M
 *
 * which is a relaxation: what it promises no set of partners exceeds. Its answer is tried: each
 * tender that it counts is asked for a package of the firm and these partners alone. If all are
 * enough, the answer is proven. If one is not, the set is grown as long as it is not enough, and
 * what remains outside is a new cut. (Hooker and Ottosson 2003, Logic-based Benders decomposition,
 * Mathematical Programming 96.)
 */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/vary.h"
#include "solver/partners_parts.h"

/* At least one of these partners is needed to be competitive in a tender. */
typedef struct cut {
    size_t tender;
    const bool *one_of; /* [n_firms] */
} cut;

/* One tender. */
typedef struct field {
    cst__session session;
    bool is_open; /* the firm may be competitive there */
    int64_t limit_cents;
    bool *helps; /* [n_firms] others with something eligible */
} field;

typedef struct choosing {
    const cst__contest *contests;
    field *fields;
    size_t n;
    size_t firm, n_firms;
    int most;
    double deadline_s;
    const cst_settings *settings;
    cst__arena *arena; /* of what is shown, and of the cuts */
    cut *cuts;
    size_t n_cuts, room_cuts;
    bool *chosen;       /* [n_firms] what the program proposes */
    bool *counted;      /* [n] the tenders that it counts */
    int64_t promised;   /* weight: no set reaches more */
    bool *best;         /* [n_firms] the best set that was tried ... */
    bool *best_counted; /* ... and where it is enough */
    int64_t best_weight;
    bool stopped;
} choosing;

static const cst_catalog *catalog_of(const choosing *c) {
    return c->contests[0].tender->catalog;
}

/* ---------------------------------------------------------------- is a set enough */

/* New tender of the firm and a set alone, at no more than what is competitive. */
static cst_opportunity *tender_of_set(const choosing *c, size_t t, const bool *set) {
    cst_opportunity *tender = cst__tender_of_firm(c->contests[t].tender, c->firm);
    for (size_t f = 0; tender != NULL && f < c->n_firms; f++) {
        if (f != c->firm && c->fields[t].helps[f] && !set[f]) {
            tender->exclude_firm[f] = true;
        }
    }
    if (tender != NULL && c->fields[t].limit_cents < tender->budget_cents) {
        tender->budget_cents = c->fields[t].limit_cents;
    }
    return tender;
}

/* Any package of them; or the cheapest, whose cost is wanted. */
static cst_error ask(choosing *c, size_t t, const bool *set, cst_status *status, int64_t *cost) {
    cst__session *session = &c->fields[t].session;
    cst__asking a;
    cst__inquiry *q = cst__asking_one(&a, session, tender_of_set(c, t, set));
    if (q == NULL) {
        cst__asking_end(&a);
        return CST_E_MEMORY;
    }
    q->first = cost == NULL;
    q->gap = 0;
    session->task = "partner set";
    cst_error error = cst__session_ask(session, q, 1);
    *status = q->status;
    c->stopped = c->stopped || q->status == CST_STATUS_LIMIT;
    if (error == CST_E_OK && cost != NULL && q->best.found) {
        *cost = q->best.criteria.cost_cents;
    }
    cst__asking_end(&a);
    return error;
}

/* ---------------------------------------------------------------- cuts */

static cst_error add_cut(choosing *c, size_t t, const bool *enough_without) {
    bool *one_of = cst__arena_alloc(c->arena, c->n_firms, sizeof *one_of);
    cut *cuts = cst__arena_grow(c->arena, c->cuts, c->n_cuts, &c->room_cuts, sizeof *cuts);
    if (one_of == NULL || cuts == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t f = 0; f < c->n_firms; f++) {
        one_of[f] = c->fields[t].helps[f] && !enough_without[f];
    }
    c->cuts = cuts;
    c->cuts[c->n_cuts++] = (cut){t, one_of};
    return CST_E_OK;
}

/* Adds partners from a list to a set that is not enough, as long as it is not: all of a part at
 * once, else each half by itself. */
static cst_error grow(choosing *c, size_t t, bool *set, const size_t *list, size_t n) {
    cst_status status = CST_STATUS_LIMIT;
    if (n == 0 || c->stopped) {
        return CST_E_OK;
    }
    for (size_t i = 0; i < n; i++) {
        set[list[i]] = true;
    }
    cst_error error = ask(c, t, set, &status, NULL);
    if (error != CST_E_OK || status == CST_STATUS_INFEASIBLE) {
        return error;
    }
    for (size_t i = 0; i < n; i++) {
        set[list[i]] = false;
    }
    if (n > 1 && status == CST_STATUS_SOLVED) {
        error = grow(c, t, set, list, n / 2);
        if (error == CST_E_OK) {
            error = grow(c, t, set, list + n / 2, n - n / 2);
        }
    }
    return error;
}

/* What a set that is not enough leaves out, after it has grown. */
static cst_error cut_off(choosing *c, size_t t, const bool *not_enough) {
    bool *set = malloc(c->n_firms + 1);
    size_t *list = malloc((c->n_firms + 1) * sizeof *list);
    size_t n = 0;
    cst_error error = set == NULL || list == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t f = 0; error == CST_E_OK && f < c->n_firms; f++) {
        set[f] = not_enough[f];
        if (c->fields[t].helps[f] && !set[f]) {
            list[n++] = f;
        }
    }
    if (error == CST_E_OK) {
        /* all of the list is known to be enough, so that its halves are asked about */
        error = grow(c, t, set, list, n / 2);
    }
    if (error == CST_E_OK) {
        error = grow(c, t, set, list + n / 2, n - n / 2);
    }
    if (error == CST_E_OK) {
        error = add_cut(c, t, set);
    }
    free(set);
    free(list);
    return error;
}

/* A slot that must be filled, and that the firm can not fill, needs one of those who can. */
static cst_error cut_by_slots(choosing *c, size_t t, const cst__screening *screening) {
    const cst_opportunity *tender = c->contests[t].tender;
    bool *cannot = malloc(c->n_firms + 1);
    cst_error error = cannot == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t s = 0; error == CST_E_OK && s < tender->rules->n_slots; s++) {
        memset(cannot, true, c->n_firms);
        for (size_t o = 0; o < tender->catalog->n_offerings; o++) {
            const cst__offering *it = &tender->catalog->offerings[o];
            if (screening->eligible[o] && it->slot == s) {
                cannot[it->firm] = false;
            }
        }
        if (tender->slots[s].required && cannot[c->firm]) {
            error = add_cut(c, t, cannot);
        }
    }
    free(cannot);
    return error;
}

/* ---------------------------------------------------------------- the program */

typedef struct posed {
    choosing *c;
    int *partner, *tender; /* columns [n_firms], [n]; -1: none */
    int64_t unit;          /* that divides all weights */
} posed;

static double weight_of(const posed *p, size_t t) {
    return (double)(p->c->contests[t].weight_milli / p->unit);
}

/* A whole point counts when it keeps every cut: told in integers. */
static bool judge(void *context, const double *x, double *objective) {
    const posed *p = context;
    const choosing *c = p->c;
    int n = 0;
    for (size_t f = 0; f < c->n_firms; f++) {
        n += p->partner[f] >= 0 && x[p->partner[f]] > 0.5;
    }
    for (size_t i = 0; i < c->n_cuts; i++) {
        int column = p->tender[c->cuts[i].tender];
        bool met = column < 0 || x[column] < 0.5;
        for (size_t f = 0; !met && f < c->n_firms; f++) {
            met = c->cuts[i].one_of[f] && p->partner[f] >= 0 && x[p->partner[f]] > 0.5;
        }
        if (!met) {
            return false;
        }
    }
    *objective = n;
    for (size_t t = 0; t < c->n; t++) {
        if (p->tender[t] >= 0 && x[p->tender[t]] > 0.5) {
            *objective -= (c->most + 1) * weight_of(p, t);
        }
    }
    return n <= c->most;
}

static int add_choice(cst__program *program, cst__column_kind kind, size_t index, double cost) {
    return cst__program_add_column(program, (cst__column){.kind = kind,
                                                          .index = index,
                                                          .owner = index,
                                                          .integer = true,
                                                          .upper = 1,
                                                          .cost = cost});
}

static bool is_candidate(const choosing *c, size_t firm) {
    for (size_t t = 0; t < c->n; t++) {
        if (c->fields[t].is_open && c->fields[t].helps[firm]) {
            return true;
        }
    }
    return false;
}

static void pose(posed *p, cst__program *program) {
    const choosing *c = p->c;
    for (size_t f = 0; f < c->n_firms; f++) {
        p->partner[f] = is_candidate(c, f) ? add_choice(program, CST__COLUMN_MEMBER, f, 1) : -1;
    }
    for (size_t t = 0; t < c->n; t++) {
        double cost = -(c->most + 1) * weight_of(p, t);
        p->tender[t] = c->fields[t].is_open ? add_choice(program, CST__COLUMN_OTHER, t, cost) : -1;
    }
    cst__program_begin_row(program, CST__ROW_MEMBERS, 0, -HUGE_VAL, c->most);
    for (size_t f = 0; f < c->n_firms; f++) {
        if (p->partner[f] >= 0) {
            cst__program_add_entry(program, p->partner[f], 1);
        }
    }
    for (size_t i = 0; i < c->n_cuts; i++) {
        if (p->tender[c->cuts[i].tender] < 0) {
            continue;
        }
        cst__program_begin_row(program, CST__ROW_NEEDS, i, -HUGE_VAL, 0);
        cst__program_add_entry(program, p->tender[c->cuts[i].tender], 1);
        for (size_t f = 0; f < c->n_firms; f++) {
            if (c->cuts[i].one_of[f] && p->partner[f] >= 0) {
                cst__program_add_entry(program, p->partner[f], -1);
            }
        }
    }
}

static void read_point(choosing *c, const posed *p, const double *x) {
    c->promised = 0;
    for (size_t f = 0; f < c->n_firms; f++) {
        c->chosen[f] = p->partner[f] >= 0 && x[p->partner[f]] > 0.5;
    }
    for (size_t t = 0; t < c->n; t++) {
        c->counted[t] = p->tender[t] >= 0 && x[p->tender[t]] > 0.5;
        c->promised += c->counted[t] ? c->contests[t].weight_milli : 0;
    }
}

static cst_error search_set(choosing *c, posed *p, cst__program *program) {
    cst__search_result found = {0};
    cst__search_task task = {.program = program,
                             .judge = judge,
                             .judge_context = p,
                             .step = 1,
                             .cutoff = HUGE_VAL,
                             .deadline_s = c->deadline_s,
                             .no_neighbours = true,
                             .stop = c->settings->stop};
    cst_error error = cst__search(&task, LONG_MAX, &found);
    c->stopped = c->stopped || (error == CST_E_OK && found.status != CST__SEARCH_OPTIMAL);
    if (error == CST_E_OK && found.status == CST__SEARCH_OPTIMAL) {
        read_point(c, p, found.x);
    }
    cst__search_result_clear(&found);
    return error;
}

/* The set that reaches the most weight as far as the cuts go. */
static cst_error propose(choosing *c) {
    posed p = {.c = c,
               .partner = malloc((c->n_firms + 1) * sizeof *p.partner),
               .tender = malloc((c->n + 1) * sizeof *p.tender)};
    cst__program program;
    cst__program_init(&program);
    cst_error error = p.partner == NULL || p.tender == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t t = 0; t < c->n; t++) {
        p.unit = cst__common_divisor(c->contests[t].weight_milli, p.unit);
    }
    p.unit = p.unit > 0 ? p.unit : 1;
    if (error == CST_E_OK) {
        pose(&p, &program);
        error = program.out_of_memory ? CST_E_MEMORY : search_set(c, &p, &program);
    }
    cst__program_clear(&program);
    free(p.partner);
    free(p.tender);
    return error;
}

/* ---------------------------------------------------------------- trying */

static void keep_if_better(choosing *c, const bool *enough, int64_t weight) {
    if (weight > c->best_weight) {
        c->best_weight = weight;
        memcpy(c->best, c->chosen, c->n_firms * sizeof *c->best);
        memcpy(c->best_counted, enough, c->n * sizeof *c->best_counted);
    }
}

/* Asks each tender that is counted; a new cut for each in which the set is not enough. */
static cst_error try_set(choosing *c, bool *enough, bool *all) {
    cst_error error = CST_E_OK;
    int64_t weight = 0;
    *all = true;
    for (size_t t = 0; error == CST_E_OK && t < c->n && !c->stopped; t++) {
        cst_status status = CST_STATUS_LIMIT;
        enough[t] = false;
        if (!c->counted[t]) {
            continue;
        }
        error = ask(c, t, c->chosen, &status, NULL);
        enough[t] = status == CST_STATUS_SOLVED;
        weight += enough[t] ? c->contests[t].weight_milli : 0;
        *all = *all && enough[t];
        if (error == CST_E_OK && status == CST_STATUS_INFEASIBLE) {
            error = cut_off(c, t, c->chosen);
        }
    }
    if (error == CST_E_OK && !c->stopped) {
        keep_if_better(c, enough, weight);
    }
    return error;
}

static cst_error choose(choosing *c) {
    bool *enough = calloc(c->n + 1, sizeof *enough);
    bool all = false;
    cst_error error = enough == NULL ? CST_E_MEMORY : CST_E_OK;
    while (error == CST_E_OK && !all && !c->stopped) {
        error = propose(c);
        if (error == CST_E_OK && !c->stopped) {
            error = try_set(c, enough, &all);
        }
    }
    if (error == CST_E_OK && all && !c->stopped) { /* also where it reaches nothing */
        memcpy(c->best, c->chosen, c->n_firms * sizeof *c->best);
        memcpy(c->best_counted, c->counted, c->n * sizeof *c->best_counted);
    }
    free(enough);
    return error;
}

/* ---------------------------------------------------------------- begin */

static int64_t competitive_cents(const cst__contest *contest, int within_bp) {
    int64_t least = contest->least_cents;
    int64_t more = least > 0 ? cst__mul_div_floor(least, within_bp, CST__BP) : 0;
    return least + more;
}

/* With everybody, is the firm competitive at all? If not, the tender is out of it. */
static cst_error open_field(choosing *c, size_t t, int within_bp) {
    const cst_opportunity *tender = c->contests[t].tender;
    field *it = &c->fields[t];
    cst__screening *screening = NULL;
    cst_status status = CST_STATUS_LIMIT;
    it->helps = cst__arena_alloc(c->arena, c->n_firms, sizeof *it->helps);
    it->is_open = c->contests[t].has_least && c->contests[t].weight_milli > 0;
    it->limit_cents = it->is_open ? competitive_cents(&c->contests[t], within_bp) : 0;
    cst_error error = it->helps == NULL ? CST_E_MEMORY : cst__screen(tender, &screening);
    for (size_t o = 0; error == CST_E_OK && o < tender->catalog->n_offerings; o++) {
        size_t f = tender->catalog->offerings[o].firm;
        it->helps[f] = it->helps[f] || (screening->eligible[o] && f != c->firm);
    }
    if (error == CST_E_OK) {
        error = cst__session_begin(&it->session, tender, c->settings);
        it->session.deadline_s = c->deadline_s;
    }
    if (error == CST_E_OK && it->is_open) {
        error = ask(c, t, it->helps, &status, NULL);
        it->is_open = status != CST_STATUS_INFEASIBLE;
    }
    if (error == CST_E_OK && it->is_open) {
        error = cut_by_slots(c, t, screening);
    }
    cst__screening_free(screening);
    return error;
}

static cst_error begin(choosing *c, int within_bp) {
    c->fields = calloc(c->n + 1, sizeof *c->fields);
    c->chosen = cst__arena_alloc(c->arena, c->n_firms, sizeof *c->chosen);
    c->best = cst__arena_alloc(c->arena, c->n_firms, sizeof *c->best);
    c->counted = cst__arena_alloc(c->arena, c->n, sizeof *c->counted);
    c->best_counted = cst__arena_alloc(c->arena, c->n, sizeof *c->best_counted);
    bool ok = c->fields != NULL && c->chosen != NULL && c->best != NULL && c->counted != NULL &&
              c->best_counted != NULL;
    cst_error error = ok ? CST_E_OK : CST_E_MEMORY;
    for (size_t t = 0; error == CST_E_OK && t < c->n; t++) {
        error = open_field(c, t, within_bp);
        c->promised += c->fields[t].is_open ? c->contests[t].weight_milli : 0;
    }
    return error;
}

/* ---------------------------------------------------------------- what is shown */

static cst_error show_tender(choosing *c, size_t t, cst_partner_set *set) {
    cst_status status = CST_STATUS_LIMIT;
    size_t i = set->n_opportunities;
    set->opportunities[i] = cst__arena_text(c->arena, c->contests[t].tender->id);
    set->limits_cents[i] = c->fields[t].limit_cents;
    set->costs_cents[i] = c->fields[t].limit_cents;
    set->n_opportunities++;
    set->weight_milli += c->contests[t].weight_milli;
    return set->opportunities[i] == NULL ? CST_E_MEMORY
                                         : ask(c, t, c->best, &status, &set->costs_cents[i]);
}

static cst_error show(choosing *c, cst_partner_set *set) {
    set->firm = cst__arena_text(c->arena, catalog_of(c)->firms[c->firm].id);
    set->partners = cst__arena_alloc(c->arena, c->n_firms, sizeof *set->partners);
    set->opportunities = cst__arena_alloc(c->arena, c->n, sizeof *set->opportunities);
    set->costs_cents = cst__arena_alloc(c->arena, c->n, sizeof *set->costs_cents);
    set->limits_cents = cst__arena_alloc(c->arena, c->n, sizeof *set->limits_cents);
    bool ok = set->firm != NULL && set->partners != NULL && set->opportunities != NULL &&
              set->costs_cents != NULL && set->limits_cents != NULL;
    for (size_t f = 0; ok && f < c->n_firms; f++) {
        if (c->best[f]) {
            set->partners[set->n_partners] = cst__arena_text(c->arena, catalog_of(c)->firms[f].id);
            ok = set->partners[set->n_partners++] != NULL;
        }
    }
    cst_error error = ok ? CST_E_OK : CST_E_MEMORY;
    for (size_t t = 0; error == CST_E_OK && t < c->n; t++) {
        error = c->best_counted[t] ? show_tender(c, t, set) : CST_E_OK;
    }
    set->status = c->stopped ? CST_STATUS_LIMIT : CST_STATUS_SOLVED;
    set->most_weight_milli = c->promised;
    set->cut_off = c->stopped;
    return error;
}

cst_error cst__partner_set_find(const cst__contest *contests, size_t n, size_t firm,
                                const cst_partner_questions *questions,
                                const cst_settings *settings, double deadline_s, cst__arena *arena,
                                cst_partner_set *set) {
    choosing c = {.contests = contests,
                  .n = n,
                  .firm = firm,
                  .n_firms = contests[0].tender->catalog->n_firms,
                  .most = questions->most_partners,
                  .deadline_s = deadline_s,
                  .settings = settings,
                  .arena = arena};
    cst_error error = begin(&c, questions->within_bp);
    if (error == CST_E_OK) {
        error = choose(&c);
    }
    if (error == CST_E_OK) {
        error = show(&c, set);
    }
    for (size_t t = 0; c.fields != NULL && t < n; t++) {
        cst__session_end(&c.fields[t].session);
    }
    free(c.fields);
    return error;
}
