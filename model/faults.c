/*
 * faults.c - the faults of one file: collected, placed, sorted, handed over.
 */
#include "model/faults.h"

#include <stdlib.h>
#include <string.h>

/* More faults than anyone reads: the rest is only counted. */
#define MOST_FAULTS ((size_t)10000)

static bool make_room(cst__faults *faults) {
    if (faults->n < faults->room) {
        return true;
    }
    size_t room = faults->room == 0 ? 16 : 2 * faults->room;
    cst__fault *item = cst__arena_alloc(faults->arena, room, sizeof *item);
    if (!item) {
        return false;
    }
    if (faults->n > 0) {
        memcpy(item, faults->item, faults->n * sizeof *item);
    }
    faults->item = item;
    faults->room = room;
    return true;
}

bool cst__faults_full(const cst__faults *faults) {
    return faults->n >= MOST_FAULTS;
}

void cst__faults_add(cst__faults *faults, cst__fault fault) {
    if (cst__faults_full(faults)) {
        faults->dropped++;
    } else if (!fault.pointer || !fault.message || !make_room(faults)) {
        faults->out_of_memory = true;
    } else {
        faults->item[faults->n++] = fault;
    }
}

static int compare_offset(const void *a, const void *b) {
    const cst__sought *p = a;
    const cst__sought *q = b;
    if (p->offset != q->offset) {
        return p->offset < q->offset ? -1 : 1;
    }
    return p->tag < q->tag ? -1 : p->tag > q->tag; /* as they were found */
}

/* New list of the places of all faults in the order of the text; tag is the index of the fault. */
static cst__sought *places_of(const cst__faults *faults, const cst__source *source) {
    cst__sought *sought = calloc(faults->n, sizeof *sought);
    if (!sought) {
        return NULL;
    }
    for (size_t i = 0; i < faults->n; i++) {
        const cst__fault *fault = &faults->item[i];
        sought[i] = (cst__sought){fault->pointer, fault->at_key, fault->offset, i};
    }
    if (!cst__locate(source->bytes, source->size, sought, faults->n)) {
        free(sought);
        return NULL;
    }
    qsort(sought, faults->n, sizeof *sought, compare_offset);
    return sought;
}

bool cst__faults_report(const cst__faults *faults, const cst__source *source,
                        cst_diagnostics *diagnostics) {
    if (faults->n == 0 || !diagnostics) {
        return true;
    }
    cst__sought *sought = places_of(faults, source);
    if (!sought) {
        return false;
    }
    cst__place place = cst__place_start();
    bool done = true;
    for (size_t i = 0; done && i < faults->n; i++) {
        const cst__fault *fault = &faults->item[sought[i].tag];
        if (sought[i].offset != CST__NOWHERE) {
            cst__place_advance(&place, source->bytes, sought[i].offset);
        }
        done = cst__diagnostics_add(diagnostics, source, &place, fault->pointer, fault->message);
    }
    cst__diagnostics_drop(diagnostics, faults->dropped);
    free(sought);
    return done;
}
