/*
 * pose.c - one question put to a formulation: an objective and side rows on a copy of its program,
 * and the way from a point of that program to chosen units and back.
 *
 * A limit on a criterion is a row over the same terms as the constraints; a limit on delivery only
 * closes columns. Packages differ from an earlier one in at least D members when
 *     sum over its members (1 - y_f) + sum over all other firms y_f >= D
 * (a no-good cut on the members alone: Balas and Jeroslow 1972, Canonical cuts on the unit
 * hypercube, SIAM Journal on Applied Mathematics 23(1), with the right-hand side D instead of 1).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/formulate.h"
#include "solver/terms.h"

cst__side cst__side_none(void) {
    cst__side side = {.differ = 1};
    for (int c = 0; c < CST_N_CRITERIA; c++) {
        side.limit[c] = CST__NO_LIMIT;
    }
    return side;
}

bool cst__limits_shares(const cst__side *side) {
    return side->limit[CST_CRITERION_LARGEST_SHARE] != CST__NO_LIMIT;
}

/* sum over chosen offerings that need a licence */
static void add_licences(cst__formulation *f) {
    for (size_t v = 0; v < f->n_variants; v++) {
        if (f->screening->licence_row[f->variants[v].offering] != CST__NONE) {
            cst__add(f, f->variants[v].chosen, 1);
        }
    }
}

static void add_misfit(cst__formulation *f) {
    for (size_t v = 0; v < f->n_variants; v++) {
        cst__add(f, f->variants[v].chosen, (double)f->misfit_bp[f->variants[v].offering]);
    }
}

static void add_members(cst__formulation *f) {
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        if (f->member[firm] >= 0) {
            cst__add(f, f->member[firm], 1);
        }
    }
}

/* The sum that an aim minimises, as the row being built. */
static void add_aim(cst__formulation *f, cst__objective objective) {
    switch (objective.aim) {
        case CST__AIM_COST:
            cst__add_cost(f);
            break;
        case CST__AIM_MEMBERS:
            add_members(f);
            break;
        case CST__AIM_LICENCES:
            add_licences(f);
            break;
        case CST__AIM_MISFIT:
            add_misfit(f);
            break;
        case CST__AIM_CONTENT:
            cst__add_content_margin(f, -1, objective.threshold_bp);
            break;
        case CST__AIM_SHARE:
            break; /* a column of its own */
    }
}

static void set_objective(cst__formulation *f, cst__objective objective, const cst__side *side,
                          cst__program *program) {
    add_aim(f, objective);
    bool has_gift = objective.aim == CST__AIM_COST && side->gift != NULL;
    for (size_t firm = 0; has_gift && firm < f->opportunity->catalog->n_firms; firm++) {
        if (side->gift[firm]) {
            cst__add_firm_value(f, firm, -1);
        }
    }
    for (size_t i = 0; i < f->n_touched; i++) {
        int column = f->touched[i];
        program->columns[column].cost = f->work[column];
    }
    for (size_t i = 0; i < f->n_touched; i++) {
        f->work[f->touched[i]] = 0;
    }
    f->n_touched = 0;
}

/* Where all of a package may be worth nothing, nobody has a share, however few they are. */
static bool all_are_worth(const cst__formulation *f) {
    for (size_t v = 0; v < f->n_variants; v++) {
        if (f->variants[v].least_cents <= 0) {
            return false;
        }
    }
    return true;
}

/* Shares of at most so much each make up the whole only if there are enough of them:
 * V = sum V_f <= share V sum y_f. In the relaxation a member may be a fraction, and its offerings
 * worth as much as a whole member's may be. */
static void require_sharers(cst__formulation *f, int64_t share_bp, cst__program *program) {
    if (share_bp <= 0 || !all_are_worth(f)) {
        return;
    }
    int64_t least = (CST__BP + share_bp - 1) / share_bp;
    add_members(f);
    cst__end_row(f, program, CST__ROW_LIMIT, CST_CRITERION_MEMBERS, (double)least, HUGE_VAL, false);
}

static void limit_shares(cst__formulation *f, int64_t share_bp, int excess, cst__program *program) {
    cst__add_member_share_rows(f, program, CST__ROW_LIMIT, share_bp, excess);
    require_sharers(f, share_bp, program);
}

/* Minimises t <= 0, where  V_f - threshold V <= t  for every firm. */
static void set_largest_excess(cst__formulation *f, int threshold_bp, cst__program *program) {
    double most = cst__most_value(f);
    int t = cst__program_add_column(
        program, (cst__column){.kind = CST__COLUMN_OTHER, .lower = -most, .upper = 0, .cost = 1});
    if (!program->out_of_memory) {
        limit_shares(f, threshold_bp, t, program);
    }
}

static void close_variant(const cst__variant *variant, cst__program *program) {
    program->columns[variant->chosen].upper = 0;
    if (variant->units >= 0) {
        program->columns[variant->units].upper = 0;
    }
}

/* Offerings that would come too late can not be chosen. */
static void limit_delivery(const cst__formulation *f, int64_t weeks, cst__program *program) {
    for (size_t v = 0; v < f->n_variants; v++) {
        if (f->screening->weeks[f->variants[v].offering] > weeks) {
            close_variant(&f->variants[v], program);
        }
    }
}

static void close_offerings(const cst__formulation *f, const bool *closed, cst__program *program) {
    for (size_t v = 0; closed != NULL && v < f->n_variants; v++) {
        if (closed[f->variants[v].offering]) {
            close_variant(&f->variants[v], program);
        }
    }
}

/* Where cost is what is minimised, this row becomes a cutoff (solve.c). */
static void limit_by_row(cst__formulation *f, cst_criterion criterion, cst__objective sum,
                         int64_t limit, cst__program *program) {
    add_aim(f, sum);
    cst__end_row(f, program, CST__ROW_LIMIT, (size_t)criterion, -HUGE_VAL, (double)limit, false);
}

static void add_limit(cst__formulation *f, cst_criterion criterion, int64_t limit,
                      cst__program *program) {
    switch (criterion) {
        case CST_CRITERION_COST:
            limit_by_row(f, criterion, (cst__objective){.aim = CST__AIM_COST}, limit, program);
            break;
        case CST_CRITERION_US_CONTENT:
            limit_by_row(f, criterion,
                         (cst__objective){.aim = CST__AIM_CONTENT, .threshold_bp = (int)limit}, 0,
                         program);
            break;
        case CST_CRITERION_DELIVERY:
            limit_delivery(f, limit, program);
            break;
        case CST_CRITERION_MEMBERS:
            limit_by_row(f, criterion, (cst__objective){.aim = CST__AIM_MEMBERS}, limit, program);
            break;
        case CST_CRITERION_LICENCES:
            limit_by_row(f, criterion, (cst__objective){.aim = CST__AIM_LICENCES}, limit, program);
            break;
        case CST_CRITERION_MISFIT:
            limit_by_row(f, criterion, (cst__objective){.aim = CST__AIM_MISFIT}, limit, program);
            break;
        case CST_CRITERION_LARGEST_SHARE:
            limit_shares(f, limit, -1, program);
            break;
        case CST_N_CRITERIA:
            break;
    }
}

/* ---------------------------------------------------------------- members that differ */

static void add_differ_row(cst__formulation *f, const bool *earlier, size_t which, int differ,
                           cst__program *program) {
    double least = differ;
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        if (earlier[firm]) {
            least -= 1;
        }
        if (f->member[firm] >= 0) {
            cst__add(f, f->member[firm], earlier[firm] ? -1 : 1);
        }
    }
    cst__end_row(f, program, CST__ROW_DIFFER, which, least, HUGE_VAL, false);
}

static void add_some_row(cst__formulation *f, const bool *some, cst__program *program) {
    for (size_t firm = 0; firm < f->opportunity->catalog->n_firms; firm++) {
        if (some[firm] && f->member[firm] >= 0) {
            cst__add(f, f->member[firm], 1);
        }
    }
    cst__end_row(f, program, CST__ROW_INCLUDE, 0, 1, HUGE_VAL, false);
}

/* What a layer asks, of any offerings. */
static void add_either_row(cst__formulation *f, const bool *either, cst__program *program) {
    for (size_t v = 0; v < f->n_variants; v++) {
        if (either[f->variants[v].offering]) {
            cst__add(f, f->variants[v].chosen, 1);
        }
    }
    cst__end_row(f, program, CST__ROW_INCLUDE, 0, 1, HUGE_VAL, false);
}

/* margin_k(x) = sum (m_o - from - k) V_o = margin_0(x) - k V is at least -k V where the limit of
 * the program is kept, so that nothing is asked at r_k = 0:  margin_k(x) - k V_most r_k >= -k
 * V_most. */
static void add_rung(cst__formulation *f, size_t k, int threshold_bp, double most,
                     cst__program *program) {
    double slack = (double)k * most;
    int r = cst__program_add_column(
        program, (cst__column){.kind = CST__COLUMN_RUNG, .index = k, .upper = 1});
    cst__add_content_margin(f, 1, threshold_bp);
    cst__end_row(f, program, CST__ROW_LIMIT, CST_CRITERION_US_CONTENT, -slack, HUGE_VAL, true);
    cst__program_add_entry(program, r, -slack);
}

/* The formulation is shared between threads; the scratch of the row being built is not. */
static bool own_scratch(const cst__formulation *formulation, cst__formulation *f) {
    *f = *formulation;
    f->n_touched = 0;
    f->work = calloc(f->room_work, sizeof *f->work);
    f->touched = malloc(2 * f->room_work * sizeof *f->touched);
    if (f->work != NULL && f->touched != NULL) {
        return true;
    }
    free(f->work);
    free(f->touched);
    return false;
}

cst_error cst__pose(const cst__formulation *formulation, cst__objective objective,
                    const cst__side *side, cst__program *program) {
    cst__formulation f;
    if (!own_scratch(formulation, &f)) {
        return CST_E_MEMORY;
    }
    bool ok = cst__program_copy(program, &formulation->program);
    if (ok) {
        set_objective(&f, objective, side, program);
        if (objective.aim == CST__AIM_SHARE) {
            set_largest_excess(&f, objective.threshold_bp, program);
        }
        for (int c = 0; c < CST_N_CRITERIA; c++) {
            if (side->limit[c] != CST__NO_LIMIT) {
                add_limit(&f, (cst_criterion)c, side->limit[c], program);
            }
        }
        close_offerings(&f, side->closed, program);
        if (side->some != NULL) {
            add_some_row(&f, side->some, program);
        }
        if (side->either != NULL) {
            add_either_row(&f, side->either, program);
        }
        for (size_t i = 0; i < side->n_earlier; i++) {
            add_differ_row(&f, side->earlier[i], i, side->differ, program);
        }
        ok = !program->out_of_memory;
    }
    free(f.work);
    free(f.touched);
    if (!ok) {
        cst__program_clear(program);
    }
    return ok ? CST_E_OK : CST_E_MEMORY;
}

cst_error cst__pose_rungs(const cst__formulation *formulation, int from_bp, size_t n,
                          int64_t most_cents, cst__program *program) {
    cst__formulation f;
    double most = cst__most_value_for(formulation, most_cents);
    if (!own_scratch(formulation, &f)) {
        return CST_E_MEMORY;
    }
    for (size_t k = 1; k < n && !program->out_of_memory; k++) {
        add_rung(&f, k, from_bp + (int)k, most, program);
    }
    free(f.work);
    free(f.touched);
    return program->out_of_memory ? CST_E_MEMORY : CST_E_OK;
}

/* The columns that are 1 where a party is in a package, at most one of them at a time. */
static void add_party(const cst__formulation *f, const cst__party_id *party,
                      cst__program *program) {
    if (party->firm != CST__NONE) {
        if (f->member[party->firm] >= 0) {
            cst__program_add_entry(program, f->member[party->firm], 1);
        }
        return;
    }
    for (size_t v = 0; v < f->n_variants; v++) {
        if (f->variants[v].offering == party->offering) {
            cst__program_add_entry(program, f->variants[v].chosen, 1);
        }
    }
}

/* in - c_k >= 0, or in + c_k <= 1. */
static void add_case(const cst__formulation *f, const cst__extra *extra, size_t k, int column,
                     cst__program *program) {
    double lower = extra->included ? 0 : -HUGE_VAL;
    double upper = extra->included ? HUGE_VAL : 1;
    cst__program_begin_row(program, CST__ROW_CASE, k, lower, upper);
    add_party(f, &extra->party, program);
    cst__program_add_entry(program, column, extra->included ? -1 : 1);
}

cst_error cst__pose_cases(const cst__formulation *formulation, const cst__extra *extras, size_t n,
                          cst__program *program) {
    size_t first = program->n_columns;
    for (size_t k = 0; k < n && !program->out_of_memory; k++) {
        int column = cst__program_add_column(
            program,
            (cst__column){.kind = CST__COLUMN_CASE, .index = k, .integer = true, .upper = 1});
        add_case(formulation, &extras[k], k, column, program);
    }
    cst__program_begin_row(program, CST__ROW_CASE, n, 1, 1);
    for (size_t k = 0; k < n && !program->out_of_memory; k++) {
        cst__program_add_entry(program, (int)(first + k), 1);
    }
    return program->out_of_memory ? CST_E_MEMORY : CST_E_OK;
}

void cst__decode(const cst__formulation *formulation, const double *x, int64_t *units) {
    memset(units, 0, formulation->opportunity->catalog->n_offerings * sizeof *units);
    for (size_t v = 0; v < formulation->n_variants; v++) {
        const cst__variant *variant = &formulation->variants[v];
        if (x[variant->chosen] > 0.5) {
            int64_t more = variant->units >= 0 ? llround(x[variant->units]) : 0;
            units[variant->offering] += variant->low + more;
        }
    }
}

static bool is_taken(const cst__bundle *bundle, const int64_t *units) {
    for (size_t i = 0; i < bundle->n_offerings; i++) {
        if (units[bundle->offerings[i]] == 0) {
            return false;
        }
    }
    return true;
}

double cst__total_value(const cst__formulation *f, const double *x) {
    double sum = 0;
    for (size_t v = 0; v < f->n_variants; v++) {
        const cst__variant *it = &f->variants[v];
        sum += (double)it->least_cents * x[it->chosen];
        sum += it->units < 0 ? 0 : (double)it->unit_cents * x[it->units];
    }
    return sum;
}

void cst__encode(const cst__formulation *formulation, const int64_t *units, double *x) {
    const cst__program *program = &formulation->program;
    const cst_catalog *catalog = formulation->opportunity->catalog;
    memset(x, 0, program->n_columns * sizeof *x);
    for (size_t v = 0; v < formulation->n_variants; v++) {
        const cst__variant *variant = &formulation->variants[v];
        int64_t n = units[variant->offering];
        if (n < variant->low || n > variant->high) {
            continue;
        }
        x[variant->chosen] = 1;
        if (variant->units >= 0) {
            x[variant->units] = (double)(n - variant->low);
        }
        x[formulation->member[catalog->offerings[variant->offering].firm]] = 1;
    }
    for (size_t j = 0; j < program->n_columns; j++) {
        const cst__column *column = &program->columns[j];
        if (column->kind == CST__COLUMN_BUNDLE) {
            x[j] = is_taken(&catalog->bundles[column->index], units) ? 1 : 0;
        }
    }
    x[formulation->total] = cst__total_value(formulation, x) / CST__TOTAL_UNIT;
}
