/*
 * menu_master.c - the program over firms: made stronger where it is of one team, searched, and what
 * the best point of it proposes.
 *
 *     shape     the linear relaxation, and planes under the cost of every market where that puts it
 *               (cutting planes of Kelley 1960, Journal of the SIAM 8(4)), until that gains nothing
 *     search    branch and bound; a point that a plane cuts off is none, and it is searched again
 *
 * Of several teams the relaxation takes a part of each: there it would gain little, and take long.
 */
#include "solver/menu_master.h"

#include <limits.h>
#include <math.h>

#include "solver/lp.h"
#include "solver/menu_master_parts.h"
#include "solver/pool.h"

/* Markets that are served by less are not looked at; planes that cut off less, of the cost or of a
 * whole, are left out; and a round that gains less, of the cost, is one of the last. */
static const double least_served = 0.05;
static const double least_cut = 1e-6;
static const double least_lack = 0.01;
static const double least_gain = 1e-4;
enum { LAST_ROUNDS = 3 };

/* Of the time that an ask has: for its shape. */
static const double shape_share = 0.3;

/* ---------------------------------------------------------------- judging a point */

/* Sum of a row over the whole columns; *extra is its column of another kind, -1: none. */
static double row_sum(const cst__master *w, const cst__row *row, const double *x, int *extra) {
    double sum = 0;
    *extra = -1;
    for (size_t i = row->start; i < row->start + row->n; i++) {
        int j = w->program.entry_column[i];
        if (w->program.columns[j].integer) {
            sum += w->program.entry_value[i] * x[j];
        } else {
            *extra = j;
        }
    }
    return sum;
}

/* The least that the rows ask of what markets cost more; false where another row does not hold. */
static bool settle_point(const cst__master *w, const double *x, double *point) {
    for (size_t j = 0; j < w->program.n_columns; j++) {
        point[j] = w->program.columns[j].integer ? round(x[j]) : 0;
    }
    for (size_t i = 0; i < w->program.n_rows; i++) {
        const cst__row *row = &w->program.rows[i];
        int extra = -1;
        double sum = row_sum(w, row, point, &extra);
        if (extra >= 0) {
            point[extra] = fmax(point[extra], row->lower - sum);
        } else if (sum < row->lower || sum > row->upper) {
            return false;
        }
    }
    return true;
}

static bool judge(void *context, const double *x, double *objective) {
    cst__master *w = context;
    if (!settle_point(w, x, w->point)) {
        return false;
    }
    *objective = 0;
    for (size_t j = 0; j < w->program.n_columns; j++) {
        *objective += w->program.columns[j].cost * w->point[j];
    }
    return true;
}

/* ---------------------------------------------------------------- planes */

typedef struct shaping {
    cst__master *master;
    cst__lp *lp;   /* NULL: a point of the program is looked at */
    double *x;     /* [n_columns] */
    double *share; /* [n_firms] scratch */
    double deadline_s;
    bool sharp; /* relaxations are made stronger where they are touched */
    size_t n_added;
} shaping;

/* How much of each firm is behind a market that is served in part. */
static void set_shares(const shaping *p, size_t m) {
    const cst__master *w = p->master;
    double served = p->x[*cst__master_served_at(w, m, 0)];
    for (size_t f = 0; f < w->n_firms; f++) {
        int j = *cst__master_member_at(w, 0, f);
        p->share[f] = j >= 0 ? fmin(1, fmax(0, p->x[j]) / served) : 0;
    }
}

/* Whether the last row of the program cuts off the point by enough. */
static bool cuts_off(const shaping *p, bool of_none, double cost) {
    const cst__program *program = &p->master->program;
    const cst__row *row = &program->rows[program->n_rows - 1];
    double sum = 0;
    for (size_t i = row->start; i < row->start + row->n; i++) {
        sum += program->entry_value[i] * p->x[program->entry_column[i]];
    }
    return -sum > (of_none ? least_lack * CST__TANGENT_WHOLE : 1 + least_cut * fabs(cost));
}

static cst_error add_to_lp(shaping *p) {
    size_t last = p->master->program.n_rows - 1;
    p->n_added++;
    return p->lp == NULL ? CST_E_OK : cst__lp_add_rows(p->lp, &last, 1);
}

/* The plane of a market at the point, if that cuts it off. */
static cst_error touch(shaping *p, size_t m, double cost) {
    cst__master *w = p->master;
    const cst__tangent *found = NULL;
    cst__tangents *tangents = w->ask->ground->tangents;
    set_shares(p, m);
    cst_error error =
        p->sharp ? cst__tangents_sharpen(tangents, m, p->share, p->deadline_s) : CST_E_OK;
    if (error == CST_E_OK) {
        error = cst__tangents_touch(tangents, m, p->share, p->deadline_s, &found);
    }
    size_t before = w->program.n_rows;
    if (error != CST_E_OK || found == NULL) {
        return error;
    }
    cst__master_add_tangent(w, m, 0, found);
    if (w->program.out_of_memory) {
        return CST_E_MEMORY;
    }
    if (w->program.n_rows > before && !cuts_off(p, found->of_none, cost)) {
        cst__program_drop_row(&w->program);
    }
    return w->program.n_rows > before ? add_to_lp(p) : CST_E_OK;
}

static cst_error touch_all(shaping *p, double cost) {
    const cst__master *w = p->master;
    cst_error error = CST_E_OK;
    p->n_added = 0;
    for (size_t m = 0; error == CST_E_OK && m < w->n_markets; m++) {
        int j = *cst__master_served_at(w, m, 0);
        error = j >= 0 && p->x[j] > least_served ? touch(p, m, cost) : CST_E_OK;
    }
    return error;
}

/* ---------------------------------------------------------------- shape */

static cst_error solve(shaping *p, bool *solved) {
    cst__lp_limits limits = {
        .cutoff = HUGE_VAL, .seconds = cst__seconds_left(p->deadline_s), .iterations = INT_MAX};
    cst__lp_status status = CST__LP_TROUBLE;
    cst_error error = cst__lp_solve(p->lp, &limits, &status);
    *solved = error == CST_E_OK && status == CST__LP_OPTIMAL;
    if (*solved) {
        cst__lp_point(p->lp, p->x);
    }
    return error;
}

static cst_error run_rounds(shaping *p) {
    bool solved = false;
    cst_error error = solve(p, &solved);
    double cost = solved ? cst__lp_objective(p->lp) : 0;
    for (int last = 0; error == CST_E_OK && solved && last < LAST_ROUNDS;) {
        error = touch_all(p, cost);
        if (error != CST_E_OK || p->n_added == 0) {
            break;
        }
        error = solve(p, &solved);
        double now = solved ? cst__lp_objective(p->lp) : cost;
        last = now - cost <= least_gain * fabs(now) ? last + 1 : 0;
        cost = now;
    }
    return error;
}

/* Whether a row has room at the point: then a search mostly does without it. */
static bool is_slack(const cst__program *program, const cst__row *row, const double *x) {
    double sum = 0;
    double size = 0;
    for (size_t i = row->start; i < row->start + row->n; i++) {
        sum += program->entry_value[i] * x[program->entry_column[i]];
        size = fmax(size, fabs(program->entry_value[i]));
    }
    return sum - row->lower > least_cut * size;
}

/* Planes are many, and few of them hold the optimum. */
static void set_aside(shaping *p) {
    cst__program *program = &p->master->program;
    for (size_t i = 0; i < program->n_rows; i++) {
        cst__row *row = &program->rows[i];
        if (row->kind == CST__ROW_TANGENT) {
            row->lazy = is_slack(program, row, p->x);
        }
    }
}

static cst_error shape(shaping *p) {
    double now = cst__clock();
    double deadline_s = p->deadline_s;
    p->deadline_s = deadline_s < HUGE_VAL ? now + shape_share * (deadline_s - now) : HUGE_VAL;
    const cst__program *program = &p->master->program;
    cst_error error = cst__lp_new(program, &p->lp);
    error = error == CST_E_OK ? cst__lp_add_all_rows(p->lp, program) : error;
    error = error == CST_E_OK ? run_rounds(p) : error;
    if (error == CST_E_OK) {
        p->sharp = true;
        error = touch_all(p, cst__lp_objective(p->lp));
        p->sharp = false;
    }
    error = error == CST_E_OK ? run_rounds(p) : error;
    if (error == CST_E_OK) {
        set_aside(p);
    }
    cst__lp_free(p->lp);
    p->lp = NULL;
    p->deadline_s = deadline_s;
    return error;
}

/* ---------------------------------------------------------------- asking */

static void read_teams(const cst__master *w, cst__master_answer *answer) {
    for (size_t k = cst__master_n_kept(w); k < w->n_teams; k++) {
        cst__menu_team *team = &answer->teams[k];
        cst__firms_clear(team->firms, w->serving->words);
        team->anchor = CST__NONE;
        for (size_t f = 0; f < w->n_firms; f++) {
            int member = *cst__master_member_at(w, k, f);
            int lead = *cst__master_lead_at(w, k, f);
            if (member >= 0 && w->point[member] > 0) {
                cst__firms_put(team->firms, f);
            }
            team->anchor = lead >= 0 && w->point[lead] > 0 ? f : team->anchor;
        }
    }
    for (size_t k = 0; k < w->n_teams; k++) {
        answer->teams[k].open = w->open[k] >= 0 && w->point[w->open[k]] > 0;
    }
    for (size_t m = 0; m < w->n_markets; m++) {
        answer->served_by[m] = CST__NONE;
        answer->expected_cents[m] = 0;
        for (size_t k = 0; cst__master_is_open(w, m) && k < w->n_teams; k++) {
            if (w->point[*cst__master_served_at(w, m, k)] > 0) {
                answer->served_by[m] = k;
            }
        }
        if (w->extra[m] >= 0 && answer->served_by[m] != CST__NONE) {
            answer->expected_cents[m] =
                w->ask->ground->alone_cents[m] + (int64_t)w->point[w->extra[m]];
        }
    }
}

static bool makes_planes(const cst__master_ask *ask) {
    return ask->cost && ask->n_teams == 1;
}

static cst__search_task task_of(cst__master *w) {
    const cst__master_ask *ask = w->ask;
    double step = ask->cost ? 1 : (double)ask->ground->step_milli;
    return (cst__search_task){
        .program = &w->program,
        .judge = judge,
        .judge_context = w,
        .step = step,
        .gap = ask->cost ? w->serving->settings->gap : 0,
        .cutoff = ask->cost ? (double)ask->most_cents : -((double)ask->weight_milli + step),
        .deadline_s = ask->deadline_s,
        .no_neighbours = makes_planes(ask), /* it is soon searched */
        .stop = w->serving->settings->stop};
}

static int64_t bound_of(const cst__master *w, double bound) {
    double step = (double)w->ask->ground->step_milli;
    double most = 4e18;
    double whole = w->ask->cost ? ceil(bound - 1e-3) : floor(-bound / step + 1e-6) * step;
    return (int64_t)fmin(fmax(whole, -most), most);
}

/* Planes that cut off the point of the judge, if need be of stronger relaxations. */
static cst_error cut_off(shaping *p, double cost) {
    memcpy(p->x, p->master->point, p->master->program.n_columns * sizeof *p->x);
    cst_error error = touch_all(p, cost);
    if (error == CST_E_OK && p->n_added == 0) {
        p->sharp = true;
        error = touch_all(p, cost);
        p->sharp = false;
    }
    return error;
}

/* Searches the program; how many planes cut off what was found. */
static cst_error search(shaping *p, cst__master_answer *answer) {
    cst__master *w = p->master;
    const cst__master_ask *ask = w->ask;
    cst__search_task task = task_of(w);
    cst__search_result result = {.bound = -HUGE_VAL};
    long nodes = ask->most_nodes > 0 ? ask->most_nodes : LONG_MAX;
    cst_error error = cst__search(&task, nodes, &result);
    p->n_added = 0;
    if (error == CST_E_OK) {
        answer->status = result.status;
        answer->found = result.found;
        int64_t bound = bound_of(w, result.bound);
        bool raises = ask->cost ? bound > answer->bound : bound < answer->bound;
        answer->bound = raises ? bound : answer->bound;
        if (result.found) {
            settle_point(w, result.x, w->point);
            read_teams(w, answer);
        }
        if (result.found && p->x != NULL) {
            error = cut_off(p, result.objective);
        }
    }
    cst__search_result_clear(&result);
    return error;
}

static cst_error shape_and_search(shaping *p, cst__master_answer *answer) {
    const cst__master_ask *ask = p->master->ask;
    cst_error error = makes_planes(ask) ? shape(p) : CST_E_OK;
    answer->bound = ask->cost ? INT64_MIN : INT64_MAX;
    do {
        error = error == CST_E_OK ? search(p, answer) : error;
    } while (error == CST_E_OK && p->n_added > 0 &&
             !cst__time_is_up(ask->deadline_s, p->master->serving->settings->stop));
    return error;
}

typedef struct asking {
    const cst__master_ask *ask;
    cst__master_answer *answer;
} asking;

static cst_error run_asking(void *context, size_t task) {
    (void)task;
    const asking *a = context;
    cst__master w;
    shaping p = {.master = &w, .deadline_s = a->ask->deadline_s};
    cst_error error = cst__master_build(a->ask, &w);
    if (error == CST_E_OK && makes_planes(a->ask)) {
        p.x = calloc(w.program.n_columns + 1, sizeof *p.x);
        p.share = calloc(w.n_firms + 1, sizeof *p.share);
        error = p.x == NULL || p.share == NULL ? CST_E_MEMORY : CST_E_OK;
    }
    if (error == CST_E_OK) {
        error = shape_and_search(&p, a->answer);
    }
    cst__tangents_rest(a->ask->ground->tangents);
    free(p.x);
    free(p.share);
    cst__master_clear(&w);
    return error;
}

/* Searches run on threads of the pool, this one too. */
cst_error cst__master_ask_for(const cst__master_ask *ask, cst__master_answer *answer) {
    asking a = {ask, answer};
    return cst__pool_run(1, 1, run_asking, &a);
}
