/* teller.c - from the news of a search to what a caller is told. */
#include "solver/teller.h"

#include <math.h>

static const double tell_every_s = 0.2;

cst_error cst__teller_begin(cst__teller *teller, const cst_settings *settings, double began_s) {
    *teller = (cst__teller){.began_s = began_s};
    if (pthread_mutex_init(&teller->lock, NULL) != 0) {
        return CST_E_MEMORY;
    }
    teller->settings = settings;
    return CST_E_OK;
}

void cst__teller_end(cst__teller *teller) {
    if (teller->settings != NULL) {
        pthread_mutex_destroy(&teller->lock);
    }
    teller->settings = NULL;
}

void cst__teller_tell(cst__teller *teller, const char *task, int packages,
                      const cst__search_news *news) {
    double now = cst__clock();
    pthread_mutex_lock(&teller->lock);
    if (now - teller->told_s >= tell_every_s) {
        teller->told_s = now;
        cst_progress progress = {.task = task,
                                 .elapsed_s = now - teller->began_s,
                                 .has_incumbent = news->has_incumbent,
                                 .incumbent_cents = (int64_t)news->incumbent,
                                 .bound_cents = news->bound,
                                 .gap = 1,
                                 .nodes = news->nodes,
                                 .packages = packages};
        if (news->has_incumbent) {
            double above = news->incumbent - fmin(news->bound, news->incumbent);
            progress.gap = above / fmax(fabs(news->incumbent), 1);
        }
        teller->settings->progress(&progress, teller->settings->progress_context);
    }
    pthread_mutex_unlock(&teller->lock);
}
