/*
 * pool.h - independent tasks over a few threads.
 *
 * Tasks are numbered; each writes its result to a place of its own, so that what comes out never
 * depends on how many threads there are or which was first. Searches always run here, even a single
 * one: GLPK keeps an environment for each thread, and that of the caller's thread is the caller's.
 */
#ifndef CST_POOL_H
#define CST_POOL_H

#include <stddef.h>

#include "consort/error.h"

typedef cst_error (*cst__task_fn)(void *context, size_t task);

/* Runs tasks 0 .. n_tasks-1 on at most n_threads threads (0: one for each core) and waits for all.
 * The error of the lowest task that failed, CST_E_OK when none did. */
cst_error cst__pool_run(size_t n_threads, size_t n_tasks, cst__task_fn run, void *context);

#endif
