/*
 * faults.h - the faults of one file while it is read: told by their JSON pointer, placed at the
 * end.
 *
 * Reading goes on after a fault, so that one run shows all of them. Only when the file is done are
 * the places looked up, all in one pass, and the faults handed over in the order of their places.
 */
#ifndef CST_FAULTS_H
#define CST_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/arena.h"
#include "model/diagnostics.h"

typedef struct cst__fault {
    const char *pointer;
    const char *message;
    size_t offset; /* CST__NOWHERE: to be found by the pointer */
    bool at_key;   /* stands at the key, not at the value */
} cst__fault;

typedef struct cst__faults {
    cst__arena *arena; /* borrowed; holds the strings */
    cst__fault *item;
    size_t n;
    size_t room;
    size_t dropped;     /* found after so many that the list was full */
    bool out_of_memory; /* something is missing: what was read must not be used */
} cst__faults;

/* Whether further faults are only counted, so that their words need not be made. */
bool cst__faults_full(const cst__faults *faults);

/* Pointer and message are borrowed and belong in the arena; NULL tells that memory was out. */
void cst__faults_add(cst__faults *faults, cst__fault fault);

/* Hands the faults to the diagnostics (may be NULL). False: out of memory. */
bool cst__faults_report(const cst__faults *faults, const cst__source *source,
                        cst_diagnostics *diagnostics);

#endif
