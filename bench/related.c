/*
 * related.c - what a related question costs beside a fresh solve.
 *
 *     related [--threads N] CATALOG OPPORTUNITY
 *
 * Asks for the cheapest package of the tender, and then for the cheapest without each demand,
 * without each member of that package, and with each of the first firms that are not in it: once in
 * one session, which begins every question with what it has found, and once each in a session of
 * its own. Prints for each kind how many questions there were, how many seconds of the processor a
 * question took either way, and their ratio. Both answers must agree within the gap.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/options.h"
#include "cli/tender.h"
#include "model/vary.h"
#include "solver/demands.h"
#include "solver/session.h"

enum { MOST_JOINING = 12 };

typedef struct tally {
    const char *name;
    int n;
    double in_session_s, fresh_s;
    int disagree;
} tally;

static double processor_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The cheapest package of a tender, to which the inquiry belongs afterwards. */
static double ask(cst__session *session, const cst_opportunity *changed, int64_t floor_cents,
                  cst__inquiry *inquiry) {
    *inquiry = cst__inquiry_on(session, changed);
    inquiry->floor_cents = floor_cents;
    double began = processor_s();
    if (cst__session_ask(session, inquiry, 1) != CST_E_OK) {
        abort();
    }
    return processor_s() - began;
}

static bool agree(const cst__inquiry *a, const cst__inquiry *b) {
    double x = (double)a->best.criteria.cost_cents;
    double y = (double)b->best.criteria.cost_cents;
    return a->status == b->status && (!a->best.found || fabs(x - y) <= 2 * a->gap * fabs(x));
}

/* Asks both ways; takes the tender. floor_cents: what the session knows of its cost. */
static void compare(cst__session *session, cst_opportunity *changed, int64_t floor_cents,
                    tally *t) {
    cst__session fresh;
    cst__inquiry known;
    cst__inquiry anew;
    if (changed == NULL || cst__session_begin(&fresh, changed, session->settings) != CST_E_OK) {
        abort();
    }
    t->in_session_s += ask(session, changed, floor_cents, &known);
    t->fresh_s += ask(&fresh, changed, INT64_MIN, &anew);
    t->n++;
    t->disagree += !agree(&known, &anew);
    cst__inquiry_clear(&known);
    cst__inquiry_clear(&anew);
    cst__session_end(&fresh);
    cst_opportunity_free(changed);
}

static void without_demands(cst__session *session, tally *t) {
    const cst_opportunity *p = session->opportunity;
    cst__arena *arena = cst__arena_new();
    cst__demands demands;
    if (arena == NULL || !cst__demands_list(p, arena, &demands)) {
        abort();
    }
    for (size_t d = 0; d < demands.n; d++) {
        cst_opportunity *changed = cst__opportunity_copy(p);
        if (changed != NULL) {
            cst__demand_drop(&demands.list[d], changed);
        }
        compare(session, changed, INT64_MIN, t);
    }
    cst__arena_free(arena);
}

static void with_and_without_firms(cst__session *session, const cst__best *best, tally *with,
                                   tally *without) {
    const cst_opportunity *p = session->opportunity;
    bool *member = calloc(p->catalog->n_firms + 1, sizeof *member);
    if (member == NULL) {
        abort();
    }
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        member[p->catalog->offerings[o].firm] |= best->units[o] > 0;
    }
    for (size_t f = 0; f < p->catalog->n_firms; f++) {
        cst_opportunity *changed = cst__opportunity_copy(p);
        if (changed != NULL && member[f]) {
            changed->exclude_firm[f] = true;
            compare(session, changed, best->bound_cents, without);
        } else if (changed != NULL && with->n < MOST_JOINING) {
            changed->include_firm[f] = true;
            compare(session, changed, best->bound_cents, with);
        } else {
            cst_opportunity_free(changed);
        }
    }
    free(member);
}

static void say(const tally *t) {
    double n = t->n > 0 ? t->n : 1;
    printf("%-16s %4d %10.3f %10.3f %8.2f%s\n", t->name, t->n, t->in_session_s / n, t->fresh_s / n,
           t->fresh_s / fmax(t->in_session_s, 1e-9), t->disagree > 0 ? "  DISAGREE" : "");
}

static int run(const tender *t, const cst_settings *settings) {
    tally tallies[] = {{.name = "without-demand"}, {.name = "with-firm"}, {.name = "without-firm"}};
    cst__session session;
    cst__inquiry base;
    if (cst__session_begin(&session, t->opportunity, settings) != CST_E_OK) {
        return CODE_INTERNAL;
    }
    double base_s = ask(&session, t->opportunity, INT64_MIN, &base);
    printf("%-16s %4s %10s %10s %8s\n", "question", "n", "session", "fresh", "ratio");
    printf("%-16s %4d %10s %10.3f\n", "cheapest", 1, "", base_s);
    without_demands(&session, &tallies[0]);
    if (base.best.found) {
        with_and_without_firms(&session, &base.best, &tallies[1], &tallies[2]);
    }
    int disagree = 0;
    for (size_t i = 0; i < sizeof tallies / sizeof tallies[0]; i++) {
        say(&tallies[i]);
        disagree += tallies[i].disagree;
    }
    cst__inquiry_clear(&base);
    cst__session_end(&session);
    return disagree > 0 ? CODE_NONE : CODE_PROVEN;
}

int main(int argc, char **argv) {
    options asked = options_default();
    tender t;
    if (argc == 5 && strcmp(argv[1], "--threads") == 0) {
        asked.settings.threads = (int)strtol(argv[2], NULL, 10);
    } else if (argc != 3) {
        fputs("usage: related [--threads N] CATALOG OPPORTUNITY\n", stderr);
        return CODE_USAGE;
    }
    asked.catalog = argv[argc - 2];
    asked.files = argv + argc - 1;
    asked.n_files = 1;
    exit_code code = tender_read(&t, &asked);
    int result = code == CODE_PROVEN ? run(&t, &asked.settings) : (int)code;
    tender_clear(&t);
    return result;
}
