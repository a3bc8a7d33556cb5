/*
 * phases.c - where the time of one match goes, and how the answer grows.
 *
 *     phases [--limit SECONDS] [--threads N] [--rules FILE] CATALOG OPPORTUNITY
 *
 * Prints names and values, one line for each: seconds of reading, screening, fit, formulation,
 * search and verification; nodes; seconds until the first package and until the cost was within 1 %
 * and 0.1 % of the last one; what was found. Screening, fit and formulation are timed apart and
 * then taken off the whole match: the search is what remains. Progress is told a few times a
 * second, so that the last nodes can be missing and times are as coarse as that.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/options.h"
#include "cli/tender.h"
#include "solver/fit.h"
#include "solver/formulate.h"
#include "solver/screen.h"

enum { MOST_STEPS = 10000 };

typedef struct step {
    double at_s;
    int64_t cost_cents;
} step;

typedef struct story {
    step steps[MOST_STEPS]; /* each better package that was told */
    size_t n;
    long nodes;
    double bound_cents;
} story;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void say_seconds(const char *name, double seconds) {
    printf("%-14s %10.4f\n", name, seconds);
}

/* ---------------------------------------------------------------- before the search */

typedef struct before {
    cst__screening *screening;
    int64_t *misfit_bp;
    cst__formulation *formulation;
} before;

static cst_error prepare(const cst_opportunity *opportunity, before *b) {
    double began = now();
    cst_error error = cst__screen(opportunity, &b->screening);
    say_seconds("screen", now() - began);
    b->misfit_bp = calloc(opportunity->catalog->n_offerings + 1, sizeof *b->misfit_bp);
    if (error != CST_E_OK || b->misfit_bp == NULL) {
        return error != CST_E_OK ? error : CST_E_MEMORY;
    }
    began = now();
    error = cst__misfit(&opportunity, 1, b->misfit_bp);
    say_seconds("fit", now() - began);
    if (error == CST_E_OK) {
        began = now();
        error = cst__formulate(opportunity, b->screening, b->misfit_bp, &b->formulation);
        say_seconds("formulate", now() - began);
    }
    return error;
}

/* ---------------------------------------------------------------- the search */

static void hear(const cst_progress *progress, void *context) {
    story *s = context;
    s->nodes = progress->nodes;
    s->bound_cents = progress->bound_cents;
    int64_t last = s->n > 0 ? s->steps[s->n - 1].cost_cents : INT64_MAX;
    if (progress->has_incumbent && progress->incumbent_cents < last && s->n < MOST_STEPS) {
        s->steps[s->n++] = (step){progress->elapsed_s, progress->incumbent_cents};
    }
}

static void say_when(const char *name, const story *s, double most_cents) {
    for (size_t i = 0; i < s->n; i++) {
        if ((double)s->steps[i].cost_cents <= most_cents) {
            say_seconds(name, s->steps[i].at_s);
            return;
        }
    }
    printf("%-14s %10s\n", name, "-");
}

static void say_story(const story *s, const cst_result *result) {
    static const char *const statuses[] = {"optimal", "infeasible", "limit"};
    double cost =
        result->n_packages > 0 ? (double)result->packages[0].criteria.cost_cents : HUGE_VAL;
    printf("%-14s %10ld\n", "nodes", s->nodes);
    say_when("first", s, HUGE_VAL);
    say_when("within-1%", s, cost * 1.01);
    say_when("within-0.1%", s, cost * 1.001);
    printf("%-14s %10s\n", "status", statuses[result->status]);
    if (result->n_packages > 0) {
        printf("%-14s %10" PRId64 "\n", "cost-cents", result->packages[0].criteria.cost_cents);
        printf("%-14s %10" PRId64 "\n", "bound-cents", result->packages[0].bound_cents);
    }
}

static cst_error verify(const tender *t, const cst_result *result) {
    char *text = NULL;
    size_t size = 0;
    cst_findings *findings = NULL;
    cst_error error = cst_result_to_json(result, &text, &size);
    double began = now();
    if (error == CST_E_OK) {
        error = cst_verify(t->rules, t->catalog, t->opportunity, text, size, "result", NULL,
                           &findings, NULL);
    }
    say_seconds("verify", now() - began);
    cst_findings_free(findings);
    free(text);
    return error;
}

static cst_error match(const tender *t, const cst_settings *settings, double taken_off_s) {
    cst_result *result = NULL;
    double began = now();
    cst_error error = cst_match(t->rules, t->catalog, t->opportunity, settings, &result);
    say_seconds("search", fmax(now() - began - taken_off_s, 0));
    if (error == CST_E_OK) {
        error = verify(t, result);
        say_story(settings->progress_context, result);
    }
    cst_result_free(result);
    return error;
}

/* ---------------------------------------------------------------- the command line */

static cst_error run(const options *asked) {
    tender t;
    story *s = calloc(1, sizeof *s);
    before b = {.screening = NULL};
    double began = now();
    exit_code code = tender_read(&t, asked);
    cst_error error = code != CODE_PROVEN ? CST_E_INPUT : s == NULL ? CST_E_MEMORY : CST_E_OK;
    if (error == CST_E_OK) {
        say_seconds("read", now() - began);
        began = now();
        error = prepare(t.opportunity, &b);
        began = now() - began;
    }
    cst__formulation_free(b.formulation);
    cst__screening_free(b.screening);
    free(b.misfit_bp);
    if (error == CST_E_OK) {
        cst_settings settings = asked->settings;
        settings.by = CST_BY_COST;
        settings.candidates = 1;
        settings.progress = hear;
        settings.progress_context = s;
        error = match(&t, &settings, began);
    }
    free(s);
    tender_clear(&t);
    return error;
}

int main(int argc, char **argv) {
    options asked = options_default();
    int i = 1;
    for (; i + 2 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
        if (strcmp(argv[i], "--limit") == 0) {
            asked.settings.time_limit_s = strtod(argv[i + 1], NULL);
        } else if (strcmp(argv[i], "--threads") == 0) {
            asked.settings.threads = (int)strtol(argv[i + 1], NULL, 10);
        } else if (strcmp(argv[i], "--rules") == 0) {
            asked.rules = argv[i + 1];
        }
    }
    if (argc - i != 2) {
        fputs("usage: phases [--limit SECONDS] [--threads N] [--rules FILE] CATALOG OPPORTUNITY\n",
              stderr);
        return CODE_USAGE;
    }
    asked.catalog = argv[i];
    asked.files = &argv[i + 1];
    asked.n_files = 1;
    cst_error error = run(&asked);
    if (error != CST_E_OK) {
        fprintf(stderr, "phases: %s\n", cst_error_text(error));
    }
    return error == CST_E_OK ? 0 : CODE_INTERNAL;
}
