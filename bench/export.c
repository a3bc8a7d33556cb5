/*
 * export.c - a tender as the mixed-integer program that Consort poses itself, for other solvers.
 *
 *     export [--rules FILE] [--exact] CATALOG OPPORTUNITY >PROGRAM.mps
 *
 * The rows are those of solver/formulate.c with cost as the objective: the natural strong
 * formulation, with a binary for each price of each offering. One thing is put otherwise: the limits
 * on members' shares stand on a column for the whole value, T = V, as anybody would write them who
 * has to pass a matrix on; spelt out they repeat V in the row of each firm, which is 10^8 entries at
 * 100,000 offerings. Money is in thousands, see program_mps.h; --exact leaves it in cents.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/options.h"
#include "cli/tender.h"
#include "solver/fit.h"
#include "solver/formulate.h"
#include "solver/program_mps.h"
#include "solver/screen.h"
#include "solver/terms.h"

/* T counts in units of this many cents, so that its own row has coefficients of one size. */
static const double unit_cents = 1e5;

typedef struct request {
    options asked;
    bool exact;
} request;

static int fail(const char *why) {
    fprintf(stderr, "export: %s\n", why);
    return CODE_INTERNAL;
}

/* False where the command line is wrong. */
static bool read_request(request *r, int argc, char **argv) {
    int i = 1;
    *r = (request){.exact = false};
    for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        if (strcmp(argv[i], "--exact") == 0) {
            r->exact = true;
        } else if (strcmp(argv[i], "--rules") == 0 && i + 1 < argc) {
            r->asked.rules = argv[++i];
        } else {
            return false;
        }
    }
    if (argc - i != 2) {
        return false;
    }
    r->asked.catalog = argv[i];
    r->asked.files = &argv[i + 1];
    r->asked.n_files = 1;
    return true;
}

/* ---------------------------------------------------------------- shares by way of the whole */

/* sum V - unit T = 0 */
static int add_whole(cst__formulation *f, cst__program *program) {
    double most = 0;
    for (size_t v = 0; v < f->n_variants; v++) {
        const cst__variant *variant = &f->variants[v];
        most += (double)variant->least_cents +
                (double)variant->unit_cents * (double)(variant->high - variant->low);
    }
    most = fmin(most, (double)f->opportunity->budget_cents * 2);
    int whole = cst__program_add_column(
        program, (cst__column){.kind = CST__COLUMN_OTHER, .upper = ceil(most / unit_cents)});
    cst__add_total_value(f, 1);
    cst__end_row(f, program, CST__ROW_LIMIT, CST_CRITERION_COST, 0, 0, false);
    cst__program_add_entry(program, whole, -unit_cents);
    return whole;
}

/* V_f - share T <= 0 */
static void add_shares(cst__formulation *f, int share_bp, cst__program *program) {
    int whole = add_whole(f, program);
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        if (f->member[firm] >= 0 && !program->out_of_memory) {
            cst__add_firm_value(f, firm, CST__BP);
            cst__end_row(f, program, CST__ROW_MEMBER_SHARE, firm, -HUGE_VAL, 0, false);
            cst__program_add_entry(program, whole, -(double)share_bp * unit_cents);
        }
    }
}

/* ---------------------------------------------------------------- the way */

static bool write_bytes(void *context, const char *bytes, size_t size) {
    return fwrite(bytes, 1, size, context) == size;
}

static int write_program(cst__formulation *f, int share_bp, bool exact) {
    cst__side side = cst__side_none();
    cst__program program;
    cst__program_init(&program);
    if (cst__pose(f, (cst__objective){.aim = CST__AIM_COST}, &side, &program) != CST_E_OK) {
        return fail("out of memory");
    }
    if (share_bp < CST__BP) {
        add_shares(f, share_bp, &program);
    }
    bool ok = cst__program_write_mps(&program, !exact, write_bytes, stdout);
    cst__program_clear(&program);
    return ok && fflush(stdout) == 0 ? 0 : fail("the program can not be written");
}

static int export(const tender *t, bool exact) {
    cst_opportunity opportunity = *t->opportunity;
    const cst_opportunity *asked = &opportunity;
    cst__screening *screening = NULL;
    cst__formulation *f = NULL;
    int64_t *misfit_bp = malloc((t->catalog->n_offerings + 1) * sizeof *misfit_bp);
    opportunity.max_member_share_bp = CST__BP; /* comes by way of the whole */
    int code = CODE_INTERNAL;
    if (misfit_bp == NULL || cst__screen(asked, &screening) != CST_E_OK ||
        cst__misfit(&asked, 1, misfit_bp) != CST_E_OK ||
        cst__formulate(asked, screening, misfit_bp, &f) != CST_E_OK) {
        fail("out of memory");
    } else {
        code = write_program(f, t->opportunity->max_member_share_bp, exact);
    }
    cst__formulation_free(f);
    cst__screening_free(screening);
    free(misfit_bp);
    return code;
}

int main(int argc, char **argv) {
    request r;
    if (!read_request(&r, argc, argv)) {
        fputs("usage: export [--rules FILE] [--exact] CATALOG OPPORTUNITY >PROGRAM.mps\n", stderr);
        return CODE_USAGE;
    }
    tender t;
    int code = (int)tender_read(&t, &r.asked);
    if (code == CODE_PROVEN) {
        code = export(&t, r.exact);
    }
    tender_clear(&t);
    return code;
}
