/*
 * partners.c - firms beside tenders: the public call, and the sweep.
 *
 * Tenders are taken a few at a time: first the cheapest package of each, over all cores; then every
 * firm in each of them, over all cores again. Each prospect is a task of its own that knows nothing
 * of the others. They finish in any order and are handed out in one: by tender, then by firm.
 */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solver/partners_parts.h"
#include "solver/pool.h"

enum {
    WINDOW = 12, /* tenders at a time; not the number of threads: answers are the same for any */
    FIRMS_TO_SIFT = 4 /* from so many on it is worth while to ask about all firms at once */
};

static const double tell_every_s = 0.2;

typedef struct sweep {
    const cst_catalog *catalog;
    const cst_opportunity *const *tenders;
    size_t n_tenders;
    const cst_settings *settings;
    cst_settings inner; /* of the sessions: their news come through the sweep */
    const cst_partner_questions *questions;
    double began_s, deadline_s, told_s;
    size_t *firms;
    size_t n_firms;
    cst__ground *grounds; /* of the window */
    size_t first, n_window;
    pthread_mutex_t lock;
    bool has_lock;
    cst_prospect **made; /* [n_firms * WINDOW] finished, but not handed out */
    size_t n_handed;     /* of all */
    bool *set_made;      /* [n_firms] partner sets that are found */
    size_t n_sets_handed;
    char task[160];
    cst_partners_report *out;
} sweep;

/* ---------------------------------------------------------------- progress */

/* One line of news for the whole sweep, whichever session it comes from. */
static void tell(const cst_progress *news, void *context) {
    sweep *s = context;
    double now = cst__clock();
    pthread_mutex_lock(&s->lock);
    if (now - s->told_s >= tell_every_s) {
        size_t all = s->n_firms * s->n_tenders;
        cst_progress progress = *news;
        s->told_s = now;
        snprintf(s->task, sizeof s->task, "%s (%zu of %zu done)", news->task, s->n_handed, all);
        progress.task = s->task;
        progress.elapsed_s = now - s->began_s;
        progress.packages = (int)s->n_handed;
        s->settings->progress(&progress, s->settings->progress_context);
    }
    pthread_mutex_unlock(&s->lock);
}

/* ---------------------------------------------------------------- what is asked */

static cst_error list_firms(sweep *s) {
    const cst_partner_questions *asked = s->questions;
    size_t most = asked->n_firms + (asked->every_firm ? s->catalog->n_firms : 0);
    bool *listed = calloc(s->catalog->n_firms + 1, sizeof *listed);
    s->firms = malloc((most + 1) * sizeof *s->firms);
    cst_error error = listed == NULL || s->firms == NULL ? CST_E_MEMORY : CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < most; i++) {
        size_t f = i < asked->n_firms ? cst__catalog_firm(s->catalog, asked->firms[i])
                                      : i - asked->n_firms;
        if (f == CST__NONE) {
            error = CST_E_SETTING;
        } else if (!listed[f]) {
            listed[f] = true;
            s->firms[s->n_firms++] = f;
        }
    }
    free(listed);
    return error == CST_E_OK && s->n_firms == 0 ? CST_E_SETTING : error;
}

/* Whether a tender is done with before the sweep begins. */
static bool is_skipped(const sweep *s, size_t tender) {
    return (tender + 1) * s->n_firms <= s->questions->skip;
}

static bool is_known(const sweep *s, size_t tender) {
    return is_skipped(s, tender) && tender < s->questions->n_known;
}

/* ---------------------------------------------------------------- the report */

static cst_error fill_ground(sweep *s, size_t tender) {
    cst__arena *arena = s->out->arena;
    const cst_opportunity *p = s->tenders[tender];
    cst_ground *ground = &s->out->grounds[tender];
    ground->opportunity = cst__arena_text(arena, p->id);
    ground->title = cst__arena_text(arena, p->title);
    ground->currency =
        cst__arena_text(arena, p->currency[0] != '\0' ? p->currency : s->catalog->currency);
    ground->weight_milli =
        s->questions->weight_milli == NULL ? CST__MILLI : s->questions->weight_milli[tender];
    ground->status = CST_STATUS_LIMIT;
    if (is_known(s, tender)) {
        const cst_ground *known = &s->questions->known[tender];
        ground->status = known->status;
        ground->has_least = known->has_least;
        ground->least_cents = known->least_cents;
    }
    bool ok = ground->opportunity != NULL && ground->title != NULL && ground->currency != NULL;
    return ok ? CST_E_OK : CST_E_MEMORY;
}

static cst_error begin_report(sweep *s) {
    cst__arena *arena = cst__arena_new();
    cst_partners_report *out = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *out);
    if (out == NULL) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    s->out = out;
    out->arena = arena;
    out->settings = *s->settings;
    out->nowhere = true;
    out->complete = true;
    const char *assumptions = s->catalog->assumptions;
    out->rules = cst__arena_text(arena, s->catalog->rules->id);
    out->assumptions = cst__arena_text(arena, assumptions == NULL ? "" : assumptions);
    out->firms = cst__arena_alloc(arena, s->n_firms, sizeof *out->firms);
    out->grounds = cst__arena_alloc(arena, s->n_tenders, sizeof *out->grounds);
    out->prospects = cst__arena_alloc(arena, s->n_firms * s->n_tenders, sizeof(cst_prospect *));
    bool ok = out->rules != NULL && out->assumptions != NULL && out->firms != NULL &&
              out->grounds != NULL && out->prospects != NULL;
    for (size_t f = 0; ok && f < s->n_firms; f++) {
        out->firms[f] = cst__arena_text(arena, s->catalog->firms[s->firms[f]].id);
        ok = out->firms[f] != NULL;
        out->n_firms++;
    }
    cst_error error = ok ? CST_E_OK : CST_E_MEMORY;
    for (size_t t = 0; error == CST_E_OK && t < s->n_tenders; t++) {
        error = fill_ground(s, t);
        out->n_grounds++;
    }
    out->n_prospects = s->n_firms * s->n_tenders;
    return error;
}

void cst_partners_report_free(cst_partners_report *report) {
    if (report != NULL) {
        for (size_t i = 0; i < report->n_prospects; i++) {
            cst__prospect_free(report->prospects[i]);
        }
        for (size_t f = 0; f < report->n_sets; f++) {
            cst__arena_free(report->set_arenas[f]);
        }
        cst__arena_free(report->arena);
    }
}

const char *cst_room_end_id(cst_room_end end) {
    static const char *const ids[] = {"rival", "budget", "none"};
    return ids[end];
}

/* ---------------------------------------------------------------- handing out */

static bool hand_out(sweep *s, cst_prospect *prospect) {
    bool ok = true;
    bool fits =
        prospect->standing != CST_STANDING_REFUSED && prospect->standing != CST_STANDING_IMPOSSIBLE;
    s->out->nowhere = s->out->nowhere && !fits;
    s->out->complete = s->out->complete && prospect->complete;
    if (s->questions->each != NULL) {
        ok = s->questions->each(prospect, s->questions->each_context);
        cst__prospect_free(prospect);
    } else {
        s->out->prospects[s->n_handed] = prospect;
    }
    s->n_handed++;
    return ok;
}

/* Hands out all that are finished and have none before them that is not. */
static cst_error finish(sweep *s, size_t task, cst_prospect *prospect) {
    size_t begins = s->first * s->n_firms;
    bool ok = true;
    pthread_mutex_lock(&s->lock);
    s->made[task] = prospect;
    while (ok && s->n_handed - begins < s->n_window * s->n_firms &&
           s->made[s->n_handed - begins] != NULL) {
        size_t next = s->n_handed - begins;
        prospect = s->made[next];
        s->made[next] = NULL;
        ok = hand_out(s, prospect);
    }
    pthread_mutex_unlock(&s->lock);
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* ---------------------------------------------------------------- a window of tenders */

static cst_error run_ground(void *context, size_t task) {
    sweep *s = context;
    if (is_skipped(s, s->first + task)) {
        return CST_E_OK;
    }
    cst_error error =
        cst__ground_begin(s->tenders[s->first + task], &s->inner, s->deadline_s, &s->grounds[task]);
    return error == CST_E_OK && s->n_firms >= FIRMS_TO_SIFT
               ? cst__ground_sift(&s->grounds[task], s->firms, s->n_firms,
                                  s->questions->each_limit_s)
               : error;
}

static cst_error run_prospect(void *context, size_t task) {
    sweep *s = context;
    size_t tender = task / s->n_firms;
    size_t firm = task % s->n_firms;
    cst_prospect *prospect = NULL;
    if (s->first * s->n_firms + task < s->questions->skip) {
        return CST_E_OK;
    }
    cst_error error = cst__prospect_make(&s->grounds[tender], s->questions, &s->inner,
                                         s->deadline_s, s->firms[firm], &prospect);
    if (error != CST_E_OK) {
        return error;
    }
    prospect->firm_at = firm;
    prospect->tender_at = s->first + tender;
    return finish(s, task, prospect);
}

static void note_ground(sweep *s, size_t i) {
    const cst__inquiry *base = &s->grounds[i].base;
    cst_ground *shown = &s->out->grounds[s->first + i];
    if (!is_skipped(s, s->first + i)) {
        shown->status = base->status;
        shown->has_least = base->best.found;
        shown->least_cents = base->best.found ? base->best.criteria.cost_cents : 0;
    }
}

static cst_error run_window(sweep *s) {
    size_t n_tasks = s->n_window * s->n_firms;
    size_t threads = (size_t)s->settings->threads;
    cst_error error = cst__pool_run(threads, s->n_window, run_ground, s);
    for (size_t i = 0; error == CST_E_OK && i < s->n_window; i++) {
        note_ground(s, i);
    }
    if (s->questions->skip > s->n_handed) { /* those before are handed out already */
        size_t end = s->first * s->n_firms + n_tasks;
        s->n_handed = s->questions->skip < end ? s->questions->skip : end;
    }
    if (error == CST_E_OK) {
        s->inner.threads = n_tasks > 1 ? 1 : s->settings->threads;
        error = cst__pool_run(threads, n_tasks, run_prospect, s);
    }
    for (size_t i = 0; i < n_tasks; i++) { /* of a call that failed */
        cst__prospect_free(s->made[i]);
        s->made[i] = NULL;
    }
    for (size_t i = 0; i < s->n_window; i++) {
        cst__ground_end(&s->grounds[i]);
    }
    return error;
}

static cst_error run_windows(sweep *s) {
    cst_error error = CST_E_OK;
    s->grounds = calloc(WINDOW, sizeof *s->grounds);
    s->made = calloc(WINDOW * s->n_firms, sizeof(cst_prospect *));
    if (s->grounds == NULL || s->made == NULL) {
        return CST_E_MEMORY;
    }
    for (s->first = 0; error == CST_E_OK && s->first < s->n_tenders; s->first += WINDOW) {
        size_t left = s->n_tenders - s->first;
        s->n_window = left < WINDOW ? left : WINDOW;
        error = run_window(s);
    }
    return error;
}

/* ---------------------------------------------------------------- partner sets */

typedef struct choosing {
    sweep *s;
    cst__contest *contests;
} choosing;

/* Hands out all sets that are found and have none before them that is not. */
static cst_error finish_set(sweep *s, size_t task) {
    bool ok = true;
    pthread_mutex_lock(&s->lock);
    s->set_made[task] = true;
    while (ok && s->n_sets_handed < s->n_firms && s->set_made[s->n_sets_handed]) {
        const cst_partner_set *set = &s->out->sets[s->n_sets_handed++];
        s->out->complete = s->out->complete && set->status == CST_STATUS_SOLVED;
        ok = s->questions->each_set == NULL ||
             s->questions->each_set(set, s->questions->each_context);
    }
    pthread_mutex_unlock(&s->lock);
    return ok ? CST_E_OK : CST_E_MEMORY;
}

static cst_error run_set(void *context, size_t task) {
    choosing *c = context;
    sweep *s = c->s;
    size_t firm = s->questions->skip_sets + task;
    cst__arena *arena = cst__arena_new();
    s->out->set_arenas[firm] = arena;
    cst_error error = arena == NULL ? CST_E_MEMORY : CST_E_OK;
    if (error == CST_E_OK) {
        error = cst__partner_set_find(c->contests, s->n_tenders, s->firms[firm], s->questions,
                                      &s->inner, s->deadline_s, arena, &s->out->sets[firm]);
    }
    return error == CST_E_OK ? finish_set(s, firm) : error;
}

static cst_error choose_partners(sweep *s) {
    cst_partners_report *out = s->out;
    choosing c = {s, calloc(s->n_tenders + 1, sizeof *c.contests)};
    out->sets = cst__arena_alloc(out->arena, s->n_firms, sizeof *out->sets);
    out->set_arenas = cst__arena_alloc(out->arena, s->n_firms, sizeof(cst__arena *));
    s->set_made = calloc(s->n_firms + 1, sizeof *s->set_made);
    if (c.contests == NULL || out->sets == NULL || out->set_arenas == NULL || s->set_made == NULL) {
        free(c.contests);
        return CST_E_MEMORY;
    }
    out->n_sets = s->n_firms;
    for (size_t t = 0; t < s->n_tenders; t++) {
        const cst_ground *ground = &out->grounds[t];
        bool proven = ground->status == CST_STATUS_SOLVED;
        c.contests[t] = (cst__contest){s->tenders[t], ground->weight_milli,
                                       proven && ground->has_least, ground->least_cents};
    }
    size_t skipped = s->questions->skip_sets < s->n_firms ? s->questions->skip_sets : s->n_firms;
    size_t n = s->n_firms - skipped;
    s->n_sets_handed = skipped;
    s->inner.threads = n > 1 ? 1 : s->settings->threads;
    cst_error error = cst__pool_run((size_t)s->settings->threads, n, run_set, &c);
    free(c.contests);
    return error;
}

/* ---------------------------------------------------------------- the door */

static cst_error run(sweep *s) {
    cst_error error = list_firms(s);
    if (error == CST_E_OK) {
        error = pthread_mutex_init(&s->lock, NULL) != 0 ? CST_E_MEMORY : CST_E_OK;
        s->has_lock = error == CST_E_OK;
    }
    if (error == CST_E_OK) {
        error = begin_report(s);
    }
    if (error == CST_E_OK) {
        error = run_windows(s);
    }
    for (size_t t = 0; error == CST_E_OK && t < s->n_tenders; t++) {
        s->out->complete = s->out->complete && s->out->grounds[t].status != CST_STATUS_LIMIT;
    }
    if (error == CST_E_OK && s->questions->most_partners > 0) {
        error = choose_partners(s);
    }
    return error;
}

static bool belong_together(const cst_rules *rules, const cst_catalog *catalog,
                            const cst_opportunity *const *tenders, size_t n) {
    bool together = n > 0;
    for (size_t t = 0; together && t < n; t++) {
        together = cst__belong_together(rules, catalog, tenders[t]);
    }
    return together;
}

cst_error cst_partners(const cst_rules *rules, const cst_catalog *catalog,
                       const cst_opportunity *const *opportunities, size_t n_opportunities,
                       const cst_settings *settings, const cst_partner_questions *questions,
                       cst_partners_report **report) {
    *report = NULL;
    cst_settings used = settings == NULL ? cst_settings_default() : *settings;
    const char *field = NULL;
    if (cst_settings_check(&used, &field) != CST_E_OK || questions == NULL ||
        questions->most_partners < 0 || questions->within_bp < 0 || questions->each_limit_s < 0 ||
        !belong_together(rules, catalog, opportunities, n_opportunities)) {
        return CST_E_SETTING;
    }
    double now = cst__clock();
    sweep s = {.catalog = catalog,
               .tenders = opportunities,
               .n_tenders = n_opportunities,
               .settings = &used,
               .inner = used,
               .questions = questions,
               .began_s = now,
               .deadline_s = used.time_limit_s > 0 ? now + used.time_limit_s : HUGE_VAL};
    s.inner.threads = 1;
    s.inner.time_limit_s = 0;
    if (used.progress != NULL) {
        s.inner.progress = tell;
        s.inner.progress_context = &s;
    }
    cst_error error = run(&s);
    free(s.firms);
    free(s.grounds);
    free(s.made);
    free(s.set_made);
    if (s.has_lock) {
        pthread_mutex_destroy(&s.lock);
    }
    if (error != CST_E_OK) {
        cst_partners_report_free(s.out);
        s.out = NULL;
    }
    *report = s.out;
    return error;
}
