/*
 * members.c - closes what strangers offer, and has the compact engine search the rest.
 */
#include "solver/members.h"

#include <math.h>
#include <stdlib.h>

#include "solver/compact.h"

enum { NODES = 1000 };

/* Good enough to begin with: what is left is found with the proof. */
static const double precision = 1e-4;

typedef struct circle {
    const cst__formulation *formulation;
    bool *members; /* [n_firms] */
    bool *filled;  /* [n_slots] by offerings of theirs */
    double *lower; /* [n_columns] of the program */
    double *upper;
} circle;

static void list_members(circle *c, const int64_t *units) {
    const cst_opportunity *p = c->formulation->opportunity;
    for (size_t o = 0; o < p->catalog->n_offerings; o++) {
        size_t firm = p->catalog->offerings[o].firm;
        if (units[o] > 0 || p->include_offering[o] || p->include_firm[firm]) {
            c->members[firm] = true;
        }
    }
}

static const cst__offering *offering_of(const circle *c, size_t variant) {
    const cst__formulation *f = c->formulation;
    return &f->opportunity->catalog->offerings[f->variants[variant].offering];
}

static void list_filled(circle *c, const cst__program *program) {
    for (size_t v = 0; v < c->formulation->n_variants; v++) {
        const cst__offering *o = offering_of(c, v);
        bool open = program->columns[c->formulation->variants[v].chosen].upper > 0;
        c->filled[o->slot] = c->filled[o->slot] || (open && c->members[o->firm]);
    }
}

static void set_bounds(circle *c, const cst__program *program) {
    for (size_t j = 0; j < program->n_columns; j++) {
        const cst__column *column = &program->columns[j];
        c->lower[j] = column->lower;
        c->upper[j] = column->upper;
        if (column->kind == CST__COLUMN_CHOSEN) {
            const cst__offering *o = offering_of(c, column->index);
            bool open = c->members[o->firm] || !c->filled[o->slot];
            c->upper[j] = open ? column->upper : 0;
        }
    }
}

static cst_error circle_begin(circle *c, const cst__formulation *f, const cst__program *program,
                              const int64_t *units) {
    const cst_opportunity *p = f->opportunity;
    *c = (circle){.formulation = f};
    c->members = calloc(p->catalog->n_firms + 1, sizeof *c->members);
    c->filled = calloc(p->rules->n_slots + 1, sizeof *c->filled);
    c->lower = malloc((program->n_columns + 1) * sizeof *c->lower);
    c->upper = malloc((program->n_columns + 1) * sizeof *c->upper);
    if (c->members == NULL || c->filled == NULL || c->lower == NULL || c->upper == NULL) {
        return CST_E_MEMORY;
    }
    list_members(c, units);
    list_filled(c, program);
    set_bounds(c, program);
    return CST_E_OK;
}

static void circle_end(circle *c) {
    free(c->members);
    free(c->filled);
    free(c->lower);
    free(c->upper);
}

cst_error cst__search_members(const cst__formulation *formulation, const cst__search_task *task,
                              const int64_t *units, cst__search_result *found) {
    circle c;
    cst__compact *compact = NULL;
    cst_error error = circle_begin(&c, formulation, task->program, units);
    if (error == CST_E_OK) {
        cst__search_task small = cst__smaller_task(task, task->program, c.lower, c.upper);
        small.gap = fmax(small.gap, precision);
        small.tie = 0;
        small.is_near = true;
        error = cst__compact_begin(&small, &compact);
    }
    if (error == CST_E_OK) {
        error = cst__compact_go(compact, cst__so_many_nodes(NODES), found);
    }
    cst__compact_end(compact);
    circle_end(&c);
    return error;
}
