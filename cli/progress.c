/*
 * progress.c - one line on standard error that says how a long search fares: time, what is being
 * solved, the best package so far, what is proven, and how many packages are finished. It is shown
 * only to a person, only after a second, and is erased at the end.
 */
#include "cli/progress.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/figures.h"
#include "cli/page.h"
#include "cli/stop.h"
#include "cli/terminal.h"

#define SILENT_S 1.0
#define ERASE "\r\033[K"

progress_line progress_begin(const volatile int *stop) {
    return (progress_line){.possible = terminal_can_rewrite(STDERR_FILENO), .stop = stop};
}

/* A bound beyond every amount of money says nothing. */
static bool is_money(double cents) {
    return isfinite(cents) && fabs(cents) < 9e18;
}

static void describe(page *p, const cst_progress *now, bool stopping) {
    page_format(p, "%.0f s  %s %s", now->elapsed_s, stopping ? "stopping" : "solving", now->task);
    if (now->has_incumbent) {
        page_format(p, "  found %s", figure_money(now->incumbent_cents).text);
    }
    if (is_money(now->bound_cents) && now->bound_cents > 0) {
        page_format(p, "  bound %s", figure_money((int64_t)now->bound_cents).text);
    }
    if (now->has_incumbent && isfinite(now->gap)) {
        page_format(p, "  gap %.2f%%", 100 * now->gap);
    }
    page_format(p, "  packages %d", now->packages);
}

/* Cut so that the cursor stays on the line. */
static void show(const page *described) {
    page cut;
    page_init(&cut, terminal_width(STDERR_FILENO), false);
    page_cut(&cut, described->bytes, cut.width - 1);
    fprintf(stderr, ERASE "%.*s", (int)cut.size, cut.bytes);
    fflush(stderr);
    page_clear(&cut);
}

void progress_show(const cst_progress *progress, void *context) {
    progress_line *line = context;
    if (!line->possible || progress->elapsed_s < SILENT_S) {
        return;
    }
    page p;
    page_init(&p, 0, false);
    describe(&p, progress, line->stop != NULL && *line->stop != 0);
    if (!p.failed) {
        show(&p);
        line->shown = true;
    }
    page_clear(&p);
}

void progress_end(progress_line *line) {
    if (line->shown) {
        fputs(ERASE, stderr);
        fflush(stderr);
        line->shown = false;
    }
}

/* ---------------------------------------------------------------- watching */

void watch_begin(watch *w, const cst_settings *asked) {
    w->settings = *asked;
    w->settings.stop = stop_catch();
    w->line = progress_begin(w->settings.stop);
    w->settings.progress = progress_show;
    w->settings.progress_context = &w->line;
}

void watch_end(watch *w) {
    progress_end(&w->line);
    stop_release();
}
