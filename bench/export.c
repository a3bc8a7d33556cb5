/*
 * export.c - a tender as the mixed-integer program that Consort poses itself, for other solvers.
 *
 *     export [--exact] [--rules FILE] CATALOG OPPORTUNITY >PROGRAM.mps
 *
 * The rows are those of solver/formulate.c with cost as the objective: the natural strong
 * formulation, with a binary for each price of each offering; but for the needs, see
 * sparse.h. Money is in thousands, see program_mps.h; --exact leaves it in cents.
 */
#include <stdio.h>
#include <string.h>

#include "bench/posed.h"
#include "bench/sparse.h"
#include "solver/program_mps.h"

static bool write_bytes(void *context, const char *bytes, size_t size) {
    return fwrite(bytes, 1, size, context) == size;
}

static bool write_program(posed *p, bool exact) {
    cst__side side = cst__side_none();
    cst__objective cost = {.aim = CST__AIM_COST};
    cst__program program;
    cst__program_init(&program);
    if (cst__pose(p->formulation, cost, &side, &program) != CST_E_OK) {
        return false;
    }
    sparse_add(p->formulation, p->tender.opportunity, &program);
    bool ok = cst__program_write_mps(&program, !exact, write_bytes, stdout) && fflush(stdout) == 0;
    cst__program_clear(&program);
    return ok;
}

int main(int argc, char **argv) {
    posed p;
    int next = 1;
    bool exact = argc > 1 && strcmp(argv[1], "--exact") == 0;
    next += exact ? 1 : 0;
    int code = posed_read(&p, argv, &next);
    if (code == 0 && !write_program(&p, exact)) {
        fputs("export: the program can not be written\n", stderr);
        code = CODE_INTERNAL;
    }
    posed_clear(&p);
    return code;
}
