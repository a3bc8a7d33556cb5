/* sparse.c - columns that stand for long sums. */
#include "bench/sparse.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/terms.h"

/* ---------------------------------------------------------------- taking out */

static int compare_texts(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every tag that is needed, sorted, each once: a new list of borrowed texts. */
static cst__texts list_needs(const cst_catalog *catalog) {
    cst__texts list = {.n = 0};
    size_t n = 1;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        n += catalog->offerings[o].needs.n;
    }
    list.item = malloc(n * sizeof *list.item);
    if (list.item == NULL) {
        abort();
    }
    n = 0;
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        const cst__texts *needs = &catalog->offerings[o].needs;
        for (size_t i = 0; i < needs->n; i++) {
            list.item[n++] = needs->item[i];
        }
    }
    qsort(list.item, n, sizeof *list.item, compare_texts);
    for (size_t i = 0; i < n; i++) {
        if (list.n == 0 || strcmp(list.item[list.n - 1], list.item[i]) != 0) {
            list.item[list.n++] = list.item[i];
        }
    }
    return list;
}

void sparse_begin(cst_opportunity *copy) {
    copy->buyer_has = list_needs(copy->catalog);
}

void sparse_end(cst_opportunity *copy) {
    if (copy->catalog != NULL) {
        free(copy->buyer_has.item);
    }
}

/* ---------------------------------------------------------------- needs */

static bool lacks(const cst__formulation *f, size_t o, const char *tag) {
    const cst__offering *offering = &f->opportunity->catalog->offerings[o];
    return cst__is_eligible(f, o) && cst__texts_has(&offering->needs, tag) &&
           !cst__texts_has(&offering->capabilities, tag);
}

/* t_tag <= sum Z; gives the column. */
static int add_presence(cst__formulation *f, const char *tag, cst__program *program) {
    const cst_catalog *catalog = f->opportunity->catalog;
    int t = cst__program_add_column(program, (cst__column){.kind = CST__COLUMN_OTHER, .upper = 1});
    for (size_t o = 0; o < catalog->n_offerings; o++) {
        if (cst__is_eligible(f, o) && cst__texts_has(&catalog->offerings[o].capabilities, tag)) {
            cst__add_chosen(f, o, 1);
        }
    }
    cst__end_row(f, program, CST__ROW_NEEDS, 0, 0, HUGE_VAL, false);
    cst__program_add_entry(program, t, -1);
    return t;
}

static void add_needs(cst__formulation *f, const char *tag, cst__program *program) {
    int t = add_presence(f, tag, program);
    for (size_t o = 0; o < f->opportunity->catalog->n_offerings; o++) {
        if (lacks(f, o, tag)) {
            cst__add_chosen(f, o, -1);
            cst__end_row(f, program, CST__ROW_NEEDS, o, 0, HUGE_VAL, false);
            cst__program_add_entry(program, t, 1);
        }
    }
}

void sparse_add(cst__formulation *f, const cst_opportunity *asked, cst__program *program) {
    const cst__texts *tags = &f->opportunity->buyer_has;
    for (size_t i = 0; i < tags->n; i++) {
        if (!cst__texts_has(&asked->buyer_has, tags->item[i])) {
            add_needs(f, tags->item[i], program);
        }
    }
}
