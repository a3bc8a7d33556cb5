/*
 * judge.c - what another solver found, judged in integers.
 *
 *     judge [--rules FILE] CATALOG OPPORTUNITY SOLUTION
 *
 * SOLUTION has a line for each column of the exported program that is not 0: name and value. Only
 * the chosen offerings and their units (z and n) are looked at, rounded to whole numbers. Or it has
 * a line for each chosen offering: id and units, as generated opportunities have in x-planted.
 * Prints the cost in whole cents when every constraint of the contract holds; else `violated`.
 * Solvers in floating point have been seen to call a point optimal that breaks a rule by their
 * tolerance.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/posed.h"
#include "solver/choice.h"

/* The column that a name stands for; -1 for other columns. */
static int column_of(const cst__formulation *f, const char *name) {
    char *end = NULL;
    if ((name[0] != 'z' && name[0] != 'n') || name[1] < '0' || name[1] > '9') {
        return -1;
    }
    size_t v = strtoul(name + 1, &end, 10);
    if (*end != '\0' || v >= f->n_variants) {
        return -1;
    }
    return name[0] == 'z' ? f->variants[v].chosen : f->variants[v].units;
}

/* Fills x by column, planned by offering. */
static bool read_solution(const cst__formulation *f, const char *path, double *x,
                          int64_t *planned) {
    char name[80];
    char value[80];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return false;
    }
    while (fscanf(file, "%79s %79s", name, value) == 2) {
        int column = column_of(f, name);
        size_t offering = cst__catalog_offering(f->opportunity->catalog, name);
        if (column >= 0) {
            x[column] = strtod(value, NULL);
        } else if (offering != CST__NONE) {
            planned[offering] = strtoll(value, NULL, 10);
        }
    }
    return fclose(file) == 0;
}

/* The judge asks the opportunity as it was. */
static int judge(const posed *p, const double *x, const int64_t *planned, int64_t *units) {
    cst__judge *it = NULL;
    cst_criteria criteria;
    cst__side side = cst__side_none();
    if (cst__judge_new(p->tender.opportunity, p->screening, p->misfit_bp, &it) != CST_E_OK) {
        return CODE_INTERNAL;
    }
    cst__decode(p->formulation, x, units);
    for (size_t o = 0; o < p->tender.catalog->n_offerings; o++) {
        units[o] += planned[o];
    }
    bool holds = cst__choice_holds(it, units, &side, &criteria);
    if (holds) {
        printf("%" PRId64 "\n", criteria.cost_cents);
    } else {
        puts("violated");
    }
    cst__judge_free(it);
    return holds ? 0 : CODE_NONE;
}

int main(int argc, char **argv) {
    posed p;
    int next = 1;
    int code = posed_read(&p, argv, &next);
    if (code == 0 && argc != next + 1) {
        fputs("usage: judge [--rules FILE] CATALOG OPPORTUNITY SOLUTION\n", stderr);
        code = CODE_USAGE;
    }
    if (code == 0) {
        size_t n = p.tender.catalog->n_offerings + 1;
        double *x = calloc(p.formulation->program.n_columns + 1, sizeof *x);
        int64_t *units = calloc(2 * n, sizeof *units);
        bool ok =
            x != NULL && units != NULL && read_solution(p.formulation, argv[next], x, units + n);
        code = ok ? judge(&p, x, units + n, units) : CODE_INPUT;
        free(x);
        free(units);
    }
    posed_clear(&p);
    return code;
}
