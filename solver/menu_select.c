/*
 * menu_select.c - one package for each market, of those that are known, within what all share.
 *
 *   columns   z_p in {0,1} for each known package p of a market and a team that it is of
 *   rows      one package for a market; units of each offering, value of each firm: at most what
 *             there is; some package of a team of each kind that is asked for
 *
 * First the greatest weight, then at that weight the least cost. Points are judged in integers. The
 * search begins with the heaviest markets each taking the cheapest package that is left.
 */
#include <limits.h>
#include <math.h>

#include "solver/menu_capacity.h"
#include "solver/pool.h"
#include "solver/search.h"

/* Of the packages of a market and a team: so many of the cheapest, and of those found last. */
enum { MOST_CHEAP = 16, MOST_NEW = 12 };

typedef struct candidate {
    size_t market, team, package;
    const cst__able *able;
} candidate;

typedef struct selecting {
    const cst__menu_ground *ground;
    const cst__serving *serving;
    const cst_catalog *catalog;
    cst__menu_choice *choice; /* the caller's */
    double deadline_s;
    candidate *list;
    size_t n, room;
    cst__taken taken; /* scratch of the judge */
    cst__program program;
    bool cost;            /* else weight */
    int64_t weight_milli; /* of the cost: at least */
    double *start;
    bool has_start;
} selecting;

/* ---------------------------------------------------------------- candidates */

static bool add_candidate(selecting *v, candidate it) {
    if (v->n == v->room) {
        size_t room = v->room == 0 ? 64 : 2 * v->room;
        candidate *list = realloc(v->list, room * sizeof *list);
        if (list == NULL) {
            return false;
        }
        v->list = list;
        v->room = room;
    }
    v->list[v->n++] = it;
    return true;
}

static int compare_candidates(const void *a, const void *b) {
    const candidate *x = a;
    const candidate *y = b;
    int64_t i = x->able->criteria.cost_cents;
    int64_t j = y->able->criteria.cost_cents;
    if (i != j) {
        return i < j ? -1 : 1;
    }
    return x->package < y->package ? -1 : x->package > y->package;
}

/* Those of one market and team. */
static bool add_of_team(selecting *v, size_t m, size_t k) {
    const cst__menu_team *team = &v->choice->teams[k];
    size_t entry = cst__menu_entry(v->ground, m, team);
    const cst__lore *lore = v->serving->market[entry].lore;
    size_t first = v->n;
    for (size_t i = 0; i < lore->n_able; i++) {
        const cst__able *able = &lore->able[i];
        if (cst__serving_serves(v->serving, entry, able, team->firms, team->anchor) &&
            !add_candidate(v, (candidate){m, k, i, able})) {
            return false;
        }
    }
    if (v->n > first + MOST_CHEAP + MOST_NEW) {
        qsort(v->list + first, v->n - first, sizeof *v->list, compare_candidates);
        size_t kept = first + MOST_CHEAP;
        for (size_t i = kept; i < v->n; i++) {
            if (v->list[i].package + MOST_NEW >= lore->n_able) {
                v->list[kept++] = v->list[i];
            }
        }
        v->n = kept;
    }
    return true;
}

static cst_error list_candidates(selecting *v) {
    for (size_t m = 0; m < v->serving->n_markets; m++) {
        for (size_t k = 0; v->ground->open[m] && k < v->choice->n_teams; k++) {
            if (v->choice->teams[k].anchor != CST__NONE && !add_of_team(v, m, k)) {
                return CST_E_MEMORY;
            }
        }
    }
    return CST_E_OK;
}

/* ---------------------------------------------------------------- the program */

static void add_columns(selecting *v) {
    for (size_t i = 0; i < v->n; i++) {
        const cst__market *market = v->serving->market[v->list[i].market].market;
        double cost =
            v->cost ? (double)v->list[i].able->criteria.cost_cents : -(double)market->weight_milli;
        cst__program_add_column(
            &v->program,
            (cst__column){
                .kind = CST__COLUMN_CHOSEN, .index = i, .integer = true, .upper = 1, .cost = cost});
    }
}

static void begin(selecting *v, double lower, double upper) {
    cst__program_begin_row(&v->program, CST__ROW_CUT, 0, lower, upper);
}

static void put(selecting *v, size_t i, double value) {
    if (value != 0) {
        cst__program_add_entry(&v->program, (int)i, value);
    }
}

static void add_market_rows(selecting *v) {
    for (size_t m = 0; m < v->serving->n_markets; m++) {
        begin(v, -HUGE_VAL, 1);
        for (size_t i = 0; i < v->n; i++) {
            put(v, i, v->list[i].market == m);
        }
    }
}

static void add_offering_rows(selecting *v) {
    for (size_t o = 0; o < v->serving->n_offerings; o++) {
        int64_t most = cst__menu_most_units(v->ground, o);
        if (most == CST__NO_LIMIT) {
            continue;
        }
        begin(v, -HUGE_VAL, (double)most);
        for (size_t i = 0; i < v->n; i++) {
            put(v, i, (double)v->list[i].able->units[o]);
        }
    }
}

static int64_t value_of(const selecting *v, const candidate *it, size_t firm) {
    int64_t sum = 0;
    int years = v->serving->market[it->market].market->tender.term_years;
    for (size_t o = 0; o < v->serving->n_offerings; o++) {
        const cst__offering *offering = &v->catalog->offerings[o];
        if (offering->firm == firm && it->able->units[o] > 0) {
            sum += cst__value_cents(offering, it->able->units[o], years);
        }
    }
    return sum;
}

/* As shares of what the firm can carry; the judge counts in cents. */
static void add_firm_rows(selecting *v) {
    for (size_t f = 0; f < v->serving->n_firms; f++) {
        int64_t most = cst__menu_most_cents(v->ground, f);
        if (most == CST__NO_LIMIT || most == 0) {
            continue;
        }
        begin(v, -HUGE_VAL, 1 + 1e-9);
        for (size_t i = 0; i < v->n; i++) {
            if (cst__firms_has(v->list[i].able->members, f)) {
                put(v, i, (double)value_of(v, &v->list[i], f) / (double)most);
            }
        }
    }
}

static void add_demand_rows(selecting *v) {
    const cst__menu_demands *d = &v->ground->demands;
    if (d->small_team) {
        begin(v, 1, HUGE_VAL);
        for (size_t i = 0; i < v->n; i++) {
            put(v, i, cst__menu_is_small(v->ground, &v->choice->teams[v->list[i].team]));
        }
    }
    if (d->open_team) {
        begin(v, 1, HUGE_VAL);
        for (size_t i = 0; i < v->n; i++) {
            put(v, i, v->choice->teams[v->list[i].team].open);
        }
    }
}

static void add_weight_row(selecting *v) {
    begin(v, (double)v->weight_milli, HUGE_VAL);
    for (size_t i = 0; v->cost && i < v->n; i++) {
        put(v, i, (double)v->serving->market[v->list[i].market].market->weight_milli);
    }
}

static bool rows_hold(const selecting *v, const double *x) {
    for (size_t i = 0; i < v->program.n_rows; i++) {
        const cst__row *row = &v->program.rows[i];
        double sum = 0;
        for (size_t e = row->start; e < row->start + row->n; e++) {
            sum += v->program.entry_value[e] * round(x[v->program.entry_column[e]]);
        }
        if (sum < row->lower || sum > row->upper) {
            return false;
        }
    }
    return true;
}

static bool judge(void *context, const double *x, double *objective) {
    selecting *v = context;
    if (!rows_hold(v, x)) {
        return false;
    }
    cst__taken_none(v->serving, &v->taken);
    *objective = 0;
    for (size_t i = 0; i < v->n; i++) {
        if (x[i] > 0.5) {
            cst__taken_add(v->serving, &v->taken, v->list[i].market, v->list[i].able->units, 1);
            *objective += v->program.columns[i].cost;
        }
    }
    return cst__taken_holds(v->ground, &v->taken);
}

/* ---------------------------------------------------------------- asking */

/* What is served already, as a point. */
static void note_start(selecting *v) {
    const cst__menu_choice *c = v->choice;
    v->has_start = false;
    for (size_t i = 0; i < v->n; i++) {
        const candidate *it = &v->list[i];
        bool chosen = c->served_by[it->market] == it->team && c->package[it->market] == it->package;
        v->start[i] = chosen ? 1 : 0;
        v->has_start = v->has_start || chosen;
    }
}

static void read_choice(selecting *v, const double *x) {
    for (size_t m = 0; m < v->serving->n_markets; m++) {
        v->choice->served_by[m] = CST__NONE;
    }
    for (size_t i = 0; i < v->n; i++) {
        if (x[i] > 0.5) {
            v->choice->served_by[v->list[i].market] = v->list[i].team;
            v->choice->package[v->list[i].market] = v->list[i].package;
        }
    }
    cst__menu_sum_up(v->ground, v->choice);
}

/* Whether that is better than what is served so far; then it is served. */
static cst_error try_greedily(selecting *v) {
    cst__menu_choice trial;
    bool *done = calloc(v->serving->n_markets + 1, sizeof *done);
    cst_error error = cst__menu_choice_new(v->ground, &trial);
    error = done == NULL ? CST_E_MEMORY : error;
    if (error == CST_E_OK) {
        cst__menu_choice_copy(v->ground, v->choice, &trial);
        cst__taken_none(v->serving, &v->taken);
        for (size_t m; (m = cst__menu_heaviest(v->ground, done)) != CST__NONE; done[m] = true) {
            cst__menu_take_cheapest(v->ground, &v->taken, &trial, m);
        }
        cst__menu_sum_up(v->ground, &trial);
        if (cst__menu_choice_fits(v->ground, &trial) && cst__menu_choice_beats(&trial, v->choice)) {
            cst__menu_choice_copy(v->ground, &trial, v->choice);
        }
    }
    free(done);
    cst__menu_choice_clear(&trial, v->ground->most_teams);
    return error;
}

static cst_error search_once(selecting *v, bool cost) {
    v->cost = cost;
    v->weight_milli = cost ? v->choice->weight_milli : 0;
    cst__program_init(&v->program);
    add_columns(v);
    add_market_rows(v);
    add_offering_rows(v);
    add_firm_rows(v);
    add_demand_rows(v);
    if (cost) {
        add_weight_row(v);
    }
    note_start(v);
    cst__search_task task = {.program = &v->program,
                             .judge = judge,
                             .judge_context = v,
                             .step = cost ? 1 : (double)v->ground->step_milli,
                             .gap = cost ? v->serving->settings->gap : 0,
                             .cutoff = HUGE_VAL,
                             .start = v->has_start ? v->start : NULL,
                             .deadline_s = v->deadline_s,
                             .stop = v->serving->settings->stop};
    cst__search_result result = {.bound = -HUGE_VAL};
    cst_error error =
        v->program.out_of_memory ? CST_E_MEMORY : cst__search(&task, LONG_MAX, &result);
    if (error == CST_E_OK && result.found) {
        read_choice(v, result.x);
    }
    cst__search_result_clear(&result);
    cst__program_clear(&v->program);
    return error;
}

static cst_error select_both(void *context, size_t task) {
    (void)task;
    selecting *v = context;
    cst_error error = list_candidates(v);
    v->start = calloc(v->n + 1, sizeof *v->start);
    if (error != CST_E_OK || v->start == NULL) {
        return CST_E_MEMORY;
    }
    error = try_greedily(v);
    if (error == CST_E_OK && v->n > 0) {
        error = search_once(v, false);
    }
    if (error == CST_E_OK && v->n > 0 && v->choice->weight_milli > 0) {
        error = search_once(v, true);
    }
    return error;
}

cst_error cst__menu_select(const cst__menu_ground *g, double deadline_s, cst__menu_choice *c) {
    selecting v = {.ground = g,
                   .serving = g->serving,
                   .catalog = g->serving->markets->catalog,
                   .choice = c,
                   .deadline_s = deadline_s};
    cst_error error = cst__taken_new(g->serving, &v.taken);
    if (error == CST_E_OK) {
        error = cst__pool_run(1, 1, select_both, &v); /* searches run on threads of the pool */
    }
    cst__taken_clear(&v.taken);
    free(v.list);
    free(v.start);
    return error;
}
