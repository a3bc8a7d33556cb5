/* pool.c - threads that take the next task until none is left. */
#include "solver/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "solver/lp.h"

typedef struct pool {
    pthread_mutex_t lock;
    size_t next, n_tasks;
    cst__task_fn run;
    void *context;
    size_t failed; /* lowest task that failed; n_tasks: none */
    cst_error error;
} pool;

static size_t take_task(pool *p) {
    pthread_mutex_lock(&p->lock);
    size_t task = p->next < p->n_tasks ? p->next++ : p->n_tasks;
    pthread_mutex_unlock(&p->lock);
    return task;
}

static void note_failure(pool *p, size_t task, cst_error error) {
    pthread_mutex_lock(&p->lock);
    if (task < p->failed) {
        p->failed = task;
        p->error = error;
    }
    p->next = p->n_tasks; /* no use to go on */
    pthread_mutex_unlock(&p->lock);
}

static void *work(void *argument) {
    pool *p = argument;
    for (size_t task = take_task(p); task < p->n_tasks; task = take_task(p)) {
        cst_error error = p->run(p->context, task);
        if (error != CST_E_OK) {
            note_failure(p, task, error);
        }
    }
    cst__lp_leave_thread();
    return NULL;
}

static size_t thread_count(size_t asked, size_t n_tasks) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t n = asked > 0 ? asked : cores > 0 ? (size_t)cores : 1;
    return n < n_tasks ? n : n_tasks;
}

cst_error cst__pool_run(size_t n_threads, size_t n_tasks, cst__task_fn run, void *context) {
    pool p = {.n_tasks = n_tasks, .run = run, .context = context, .failed = n_tasks};
    size_t n = thread_count(n_threads, n_tasks);
    pthread_t *threads = malloc((n + 1) * sizeof *threads);
    if (threads == NULL || pthread_mutex_init(&p.lock, NULL) != 0) {
        free(threads);
        return CST_E_MEMORY;
    }
    size_t started = 0;
    while (started < n && pthread_create(&threads[started], NULL, work, &p) == 0) {
        started++;
    }
    for (size_t i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
    pthread_mutex_destroy(&p.lock);
    free(threads);
    return started == 0 && n > 0 ? CST_E_MEMORY : p.error;
}
