/*
 * teller.h - news of running searches as progress: at most a few times a second, from one thread at
 * a time.
 */
#ifndef CST_TELLER_H
#define CST_TELLER_H

#include <pthread.h>

#include "consort/settings.h"
#include "solver/search.h"

typedef struct cst__teller {
    const cst_settings *settings; /* borrowed; NULL: has not begun */
    double began_s, told_s;       /* on cst__clock() */
    pthread_mutex_t lock;
} cst__teller;

/* Begins a teller of a call that began then; to be ended, also where this fails. */
cst_error cst__teller_begin(cst__teller *teller, const cst_settings *settings, double began_s);
void cst__teller_end(cst__teller *teller);

/* Tells what is being solved, how far it is, and how many packages are finished. */
void cst__teller_tell(cst__teller *teller, const char *task, int packages,
                      const cst__search_news *news);

#endif
