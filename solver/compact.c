/* compact.c - cells that are strengthened, searched, and parted. See compact.h. */
#include "solver/compact.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solver/cuts.h"
#include "solver/root.h"
#include "solver/tighten.h"

enum {
    TIE_NODES = 300,  /* searched once only ties are left to be broken */
    MOST_CELLS = 100, /* at a time, for the sake of memory: each has a program and a tree */
    MOST_KEPT = 6     /* times that a cell which stays gets twice as many nodes */
};

long cst__cell_nodes = 400;

/* A cell that gained in its last nodes this part of what is left goes on as it is. */
static const double promising = 1.0 / 8;

/* What is left of a cell stays one if the box around it closes this share of the gap. */
static const double much_smaller = 0.5;

/* A part is of use if its relaxation, strengthened, has regained this share of what the tree of the
 * cell had gained on the cell's: the tree is lost with it. */
double cst__part_regains = 0.25;

/* It is strengthened anew if an incumbent comes up that closes this share of it. */
static const double much_better = 0.2;

typedef struct cell {
    cst__program program; /* its bounds are those of the box */
    cst__search_task task;
    cst__search_state *search; /* NULL: not begun */
    double bound;
    double known;      /* the incumbent it was told of; HUGE_VAL: none */
    double worth;      /* what it was last strengthened for, or to be; HUGE_VAL: it was not ... */
    double relaxed;    /* ... what the linear program said of it then, without splits ... */
    double gap;        /* ... and how far its bound was below that worth */
    double bound_then; /* when nodes were last granted */
    int times_kept;    /* when it was to be parted */
    long nodes, nodes_left;
    double work;
} cell;

struct cst__compact {
    cst__search_task task;
    cell **cells;
    size_t n_cells, room;
    cst__gains *gains; /* [n_columns] */
    bool found;
    double incumbent;
    double *best;        /* [n_columns] */
    double closed_bound; /* lowest bound of what was closed within the gap of the incumbent */
    bool has_parted;
    bool has_tightened; /* all columns, once */
    const cell *current;
    long nodes;
    double work;
    long tie_nodes;   /* of them since only ties are left */
    const char *lost; /* see cst__search_result */
};

/* ---------------------------------------------------------------- cells */

static void free_cell(cell *it) {
    if (it != NULL) {
        cst__search_end(it->search);
        cst__program_clear(&it->program);
        free(it);
    }
}

static void remove_cell(cst__compact *c, size_t index) {
    free_cell(c->cells[index]);
    c->n_cells--;
    for (size_t i = index; i < c->n_cells; i++) {
        c->cells[i] = c->cells[i + 1];
    }
}

static bool make_room(cst__compact *c) {
    if (c->n_cells < c->room) {
        return true;
    }
    size_t room = 2 * c->room + 8;
    cell **cells = realloc(c->cells, room * sizeof(cell *));
    if (cells == NULL) {
        return false;
    }
    c->cells = cells;
    c->room = room;
    return true;
}

/* What is proven for a cell is for every part of it. */
static void narrow(cell *it, const cst__box *box, double proven) {
    for (size_t j = 0; j < it->program.n_columns; j++) {
        it->program.columns[j].lower = box->lower[j];
        it->program.columns[j].upper = box->upper[j];
    }
    it->bound = fmax(box->bound, proven);
}

/* A cell of the program as it is. */
static cst_error add_cell(cst__compact *c, const cst__program *program) {
    cell *it = calloc(1, sizeof *it);
    if (it == NULL || !make_room(c) || !cst__program_copy(&it->program, program)) {
        free(it);
        return CST_E_MEMORY;
    }
    it->bound = -HUGE_VAL;
    it->worth = HUGE_VAL;
    it->nodes_left = cst__cell_nodes;
    c->cells[c->n_cells++] = it;
    return CST_E_OK;
}

/* One of the box within another cell. */
static cst_error add_part(cst__compact *c, const cell *of, const cst__box *box) {
    cst_error error = add_cell(c, &of->program);
    if (error == CST_E_OK) {
        narrow(c->cells[c->n_cells - 1], box, of->bound);
    }
    return error;
}

/* No point above it is of interest. */
static double ceiling(const cst__compact *c) {
    if (cst__asks_many(&c->task)) {
        return cst__worth_beside(&c->task, false, HUGE_VAL);
    }
    return c->found ? fmin(c->incumbent, c->task.cutoff) : c->task.cutoff;
}

/* Whether the witness is between the bounds of the program, and still worth finding. */
static bool holds_witness(const cst__compact *c, const cst__program *program) {
    const double *x = c->task.witness;
    bool held = x != NULL &&
                c->task.witness_objective <= cst__worth_beside(&c->task, c->found, c->incumbent);
    for (size_t j = 0; j < program->n_columns && held; j++) {
        const cst__column *column = &program->columns[j];
        held = !column->integer || (x[j] >= column->lower && x[j] <= column->upper);
    }
    return held;
}

static cst_error relax(const cst__compact *c, cst__program *program, double *bound) {
    cst__root root;
    cst_error error = cst__root_init(&root, program, c->task.deadline_s, c->task.stop);
    *bound = -HUGE_VAL;
    if (error == CST_E_OK && cst__root_relax(&root)) {
        *bound = cst__root_bound(&root);
    }
    error = error == CST_E_OK ? root.error : error;
    cst__root_clear(&root);
    return error;
}

/* Once all columns, of the first cell; of later ones, and where any point will do, only the sums,
 * which is cheap. Where the proof is soon done all columns wait until it was not. */
static cst_error strengthen(cst__compact *c, cell *it) {
    it->worth = ceiling(c);
    if (it->worth == HUGE_VAL) { /* without a package cuts make it harder to come upon one */
        return CST_E_OK;
    }
    bool waits = c->task.is_near && c->nodes == 0;
    bool all = !c->has_tightened && !c->task.first && !waits;
    c->has_tightened = c->has_tightened || all;
    cst__tightened what = all ? CST__TIGHTEN_ALL : CST__TIGHTEN_SUMS;
    bool held = holds_witness(c, &it->program);
    cst_error error = cst__tighten(&it->program, what, it->worth, c->task.deadline_s, c->task.stop);
    if (held && !holds_witness(c, &it->program)) {
        c->lost = "strengthening";
    }
    if (error == CST_E_OK) {
        error = cst__add_cuts(&it->program, c->task.deadline_s, c->task.stop);
    }
    if (error == CST_E_OK) {
        error = relax(c, &it->program, &it->relaxed);
    }
    it->bound_then = fmax(it->bound, it->relaxed);
    it->gap = it->worth - it->bound_then;
    return error;
}

/* What a cell tells, as what the whole knows. */
static void tell(void *context, const cst__search_news *news) {
    const cst__compact *c = context;
    cst__search_news all = *news;
    all.nodes += c->nodes - c->current->nodes;
    for (size_t i = 0; i < c->n_cells; i++) {
        if (c->cells[i] != c->current) {
            all.bound = fmin(all.bound, c->cells[i]->bound);
        }
    }
    all.bound = fmin(all.bound, c->closed_bound);
    if (all.has_incumbent) {
        all.bound = fmin(all.bound, cst__worth_beside(&c->task, true, all.incumbent));
    }
    c->task.news(c->task.news_context, &all);
}

/* Whether the incumbent is so much better than what the cell was strengthened for. There may be no
 * gap: then what is left is a matter of rounding. */
static bool is_stale(const cst__compact *c, const cell *it) {
    return it->worth == HUGE_VAL ? ceiling(c) < HUGE_VAL
                                 : it->worth - ceiling(c) > much_better * fmax(it->gap, 0);
}

static cst_error begin_cell(cst__compact *c, cell *it) {
    cst_error error = is_stale(c, it) ? strengthen(c, it) : CST_E_OK;
    it->task = c->task;
    it->task.program = &it->program;
    it->task.start = c->found ? c->best : NULL;
    it->task.news = c->task.news != NULL ? tell : NULL;
    it->task.news_context = c;
    it->known = c->found ? c->incumbent : HUGE_VAL;
    if (error == CST_E_OK) {
        error = cst__search_begin(&it->task, &it->search);
    }
    it->task.start = NULL; /* looked at, and may change */
    if (error == CST_E_OK) {
        cst__search_teach(it->search, c->gains);
    }
    return error;
}

static void grant_nodes(cell *it) {
    it->nodes_left = cst__cell_nodes << it->times_kept;
    it->bound_then = it->bound;
}

/* The cell with the lowest bound, the oldest of them. */
static size_t next_cell(const cst__compact *c) {
    size_t next = 0;
    for (size_t i = 1; i < c->n_cells; i++) {
        if (c->cells[i]->bound < c->cells[next]->bound) {
            next = i;
        }
    }
    return next;
}

/* ---------------------------------------------------------------- parting */

static bool make_boxes(cst__box boxes[3], size_t n) {
    bool ok = true;
    for (int k = 0; k < 3; k++) {
        boxes[k] = (cst__box){.lower = malloc((n + 1) * sizeof(double)),
                              .upper = malloc((n + 1) * sizeof(double))};
        ok = ok && boxes[k].lower != NULL && boxes[k].upper != NULL;
    }
    return ok;
}

static void clear_boxes(cst__box boxes[3]) {
    for (int k = 0; k < 3; k++) {
        free(boxes[k].lower);
        free(boxes[k].upper);
    }
}

/* The parts that might take over from a cell: one, or two; or none where neither would be of use.
 */
static cst_error add_parts(cst__compact *c, const cell *old, const cst__box boxes[3], int n_parts) {
    cst_error error = add_part(c, old, &boxes[0]);
    if (error != CST_E_OK || is_stale(c, old)) {
        return error;
    }
    double relaxed = 0;
    cell *new = c->cells[c->n_cells - 1];
    error = relax(c, &new->program, &relaxed);
    double gap = ceiling(c) - old->relaxed;
    if (error != CST_E_OK || fmin(relaxed, ceiling(c)) - old->relaxed > much_smaller * gap) {
        return error;
    }
    if (n_parts == 2) {
        narrow(new, &boxes[1], old->bound);
        return add_part(c, old, &boxes[2]);
    }
    remove_cell(c, c->n_cells - 1);
    return CST_E_OK;
}

/* Nothing is lost where the cell was not strengthened; nor where a part is empty, of which its
 * linear program says nothing; and of one that could not be solved nothing is known. */
static bool is_of_use(const cell *old, const cell *part) {
    return old->worth == HUGE_VAL || old->relaxed == -HUGE_VAL || part->relaxed == -HUGE_VAL ||
           part->relaxed - old->relaxed >= cst__part_regains * (old->bound - old->relaxed);
}

/* Strengthens a part of a cell; whether it is of use. All columns of another are tightened where
 * those of this one were for nothing. */
static cst_error try_part(cst__compact *c, const cell *old, cell *new, bool *of_use) {
    bool had_tightened = c->has_tightened;
    cst_error error = strengthen(c, new);
    *of_use = is_of_use(old, new);
    c->has_tightened = *of_use ? c->has_tightened : had_tightened;
    return error;
}

/* The cell stays, for twice as long as before. */
static void keep_cell(const cst__compact *c, cell *it) {
    it->times_kept += it->times_kept < MOST_KEPT;
    grant_nodes(it);
    it->worth = fmin(it->worth, ceiling(c)); /* to strengthen it for that is no good */
    it->gap = it->worth - it->bound_then;
}

/* One of two sides is a cell of its own now; the old one has what is open on the other. */
static void leave_to(cell *old, const cst__box *side, const cst__box *other) {
    cst__search_leave(old->search, side);
    old->bound = fmax(old->bound, other->bound);
}

/* Not all parts are of use. One of two sides that is goes on as a cell, and leaves the tree of the
 * old one, which stays. It may be a few nodes: without them another split is the first that parts
 * the rest, and may be a better one. */
static void part_off(cst__compact *c, cell *old, size_t first, const bool of_use[2],
                     const cst__box sides[2]) {
    for (size_t k = c->n_cells - first; k-- > 0;) {
        if (of_use[k]) {
            leave_to(old, &sides[k], &sides[1 - k]);
        } else {
            remove_cell(c, first + k);
        }
    }
}

/* Strengthens the parts of a cell, which are from the first on. Where all are of use they take over
 * from it; else it stays, and so do parts that took something from it. */
static cst_error try_parts(cst__compact *c, cell *old, size_t first, const cst__box boxes[3],
                           bool *stays) {
    size_t n = c->n_cells - first;
    bool had_tightened = c->has_tightened;
    bool of_use[2] = {n > 0, n > 0};
    cst_error error = CST_E_OK;
    for (size_t k = 0; error == CST_E_OK && k < n; k++) {
        error = try_part(c, old, c->cells[first + k], &of_use[k]);
    }
    *stays = error == CST_E_OK && !(of_use[0] && of_use[1]);
    if (*stays) {
        c->has_tightened = had_tightened; /* the old cell was not */
        part_off(c, old, first, of_use, boxes + 1);
        keep_cell(c, old);
    }
    return error;
}

/* A cell of which nothing is open goes. */
static cst_error part_into(cst__compact *c, size_t index, cst__box boxes[3]) {
    int n_parts = 0;
    bool stays = false;
    size_t first = c->n_cells;
    cell *old = c->cells[index];
    cst_error error = cst__search_part(old->search, boxes, &n_parts);
    if (error == CST_E_OK && n_parts > 0) {
        error = add_parts(c, old, boxes, n_parts);
    }
    if (error == CST_E_OK && n_parts > 0) {
        error = try_parts(c, old, first, boxes, &stays);
    }
    if (error == CST_E_OK) {
        c->has_parted = c->has_parted || !stays || c->n_cells > first;
    }
    if (error == CST_E_OK && !stays) {
        remove_cell(c, index);
    }
    return error;
}

static cst_error part(cst__compact *c, size_t index) {
    cst__box boxes[3];
    bool ok = make_boxes(boxes, c->task.program->n_columns);
    cst_error error = ok ? part_into(c, index, boxes) : CST_E_MEMORY;
    clear_boxes(boxes);
    return error;
}

/* ---------------------------------------------------------------- the loop */

static void take_point(cst__compact *c, const double *x, double objective) {
    if (!c->found || objective < c->incumbent) {
        c->found = true;
        c->incumbent = objective;
        memcpy(c->best, x, c->task.program->n_columns * sizeof *x);
    }
}

/* What becomes of a cell whose search has been at it for a while. */
static cst_error go_on(cst__compact *c, size_t index) {
    cell *it = c->cells[index];
    bool stale = is_stale(c, it);
    if (it->nodes_left > 0 && !stale) {
        return CST_E_OK;
    }
    double gained = it->bound - it->bound_then;
    bool promises = ceiling(c) == HUGE_VAL || gained >= promising * (ceiling(c) - it->bound);
    if (!stale && (promises || c->n_cells >= MOST_CELLS)) {
        grant_nodes(it);
        return CST_E_OK;
    }
    cst__search_learned(it->search, c->gains);
    return part(c, index);
}

/* Takes over what the search of a cell says. */
static cst_error note(cst__compact *c, size_t index, const cst__search_result *result) {
    cell *it = c->cells[index];
    c->nodes += result->nodes - it->nodes;
    it->nodes_left -= result->nodes - it->nodes;
    it->nodes = result->nodes;
    c->work += result->work - it->work;
    it->work = result->work;
    it->bound = fmax(it->bound, result->bound);
    c->lost = result->lost != NULL ? result->lost : c->lost;
    if (result->found) {
        take_point(c, result->x, result->objective);
        it->known = fmin(it->known, result->objective);
    }
    if (result->status == CST__SEARCH_LIMIT) {
        return go_on(c, index);
    }
    c->closed_bound = fmin(c->closed_bound, result->bound);
    remove_cell(c, index);
    return CST_E_OK;
}

static cst_error work_on(cst__compact *c, size_t index, cst__grant grant) {
    cell *it = c->cells[index];
    cst_error error = it->search == NULL ? begin_cell(c, it) : CST_E_OK;
    if (error != CST_E_OK) {
        return error;
    }
    if (c->found && c->incumbent < it->known) {
        cst__search_offer(it->search, c->best);
        it->known = c->incumbent;
    }
    cst__search_result result = {0};
    c->current = it;
    grant.nodes = grant.nodes < it->nodes_left ? grant.nodes : it->nodes_left;
    error = cst__search_go(it->search, grant, &result);
    if (error == CST_E_OK) {
        error = note(c, index, &result);
    }
    cst__search_result_clear(&result);
    return error;
}

/* Proven: no point that counts is below it. */
static double bound(const cst__compact *c) {
    double open = c->n_cells > 0 ? c->cells[next_cell(c)]->bound : HUGE_VAL;
    open = fmin(open, c->closed_bound);
    if (c->found && c->has_parted) { /* what was closed then was not worth finding */
        open = fmin(open, cst__worth_beside(&c->task, true, c->incumbent));
    }
    return c->found ? fmin(open, c->incumbent) : open;
}

static bool has_only_ties(const cst__compact *c) {
    return c->found && c->incumbent - bound(c) < c->task.tie;
}

static bool is_done(const cst__compact *c) {
    return c->n_cells == 0 || c->tie_nodes >= TIE_NODES || (c->task.first && c->found);
}

static void report(const cst__compact *c, cst__search_result *result) {
    if (c->found) {
        memcpy(result->x, c->best, c->task.program->n_columns * sizeof *result->x);
    }
    result->found = c->found;
    result->objective = c->incumbent;
    result->nodes = c->nodes;
    result->work = c->work;
    result->lost = c->lost;
    result->bound = bound(c);
    result->status = !is_done(c) ? CST__SEARCH_LIMIT
                     : c->found  ? CST__SEARCH_OPTIMAL
                                 : CST__SEARCH_NONE;
}

/* The cell with the lowest bound is worked on, or closed where nothing in it is worth finding. */
static cst_error take_step(cst__compact *c, cst__grant grant) {
    size_t index = next_cell(c);
    if (c->cells[index]->bound > cst__worth_beside(&c->task, c->found, c->incumbent)) {
        c->closed_bound = fmin(c->closed_bound, c->cells[index]->bound);
        remove_cell(c, index);
        return CST_E_OK;
    }
    long before = c->nodes;
    bool only_ties = has_only_ties(c);
    cst_error error = work_on(c, index, grant);
    c->tie_nodes += only_ties ? c->nodes - before : 0;
    return error;
}

cst_error cst__compact_go(cst__compact *c, cst__grant grant, cst__search_result *result) {
    cst_error error = cst__search_result_new(c->task.program, result);
    long end = grant.nodes < LONG_MAX - c->nodes ? c->nodes + grant.nodes : LONG_MAX;
    double end_of_work = c->work + grant.work;
    while (error == CST_E_OK && c->nodes < end && c->work < end_of_work && !is_done(c) &&
           !cst__time_is_up(c->task.deadline_s, c->task.stop)) {
        error = take_step(c, (cst__grant){end - c->nodes, end_of_work - c->work});
    }
    if (error == CST_E_OK) {
        report(c, result);
    }
    return error;
}

void cst__compact_offer(cst__compact *c, const double *x, double objective) {
    take_point(c, x, objective);
}

/* ---------------------------------------------------------------- life */

cst_error cst__compact_begin(const cst__search_task *task, cst__compact **compact) {
    cst__compact *c = calloc(1, sizeof *c);
    *compact = c;
    if (c == NULL) {
        return CST_E_MEMORY;
    }
    size_t n = task->program->n_columns + 1;
    c->task = *task;
    c->task.start = NULL;
    c->closed_bound = HUGE_VAL;
    c->gains = calloc(n, sizeof *c->gains);
    c->best = malloc(n * sizeof *c->best);
    cst_error error = c->gains == NULL || c->best == NULL ? CST_E_MEMORY : CST_E_OK;
    double objective = 0;
    if (error == CST_E_OK && task->start != NULL) {
        memcpy(c->best, task->start, (n - 1) * sizeof *c->best);
        if (task->judge(task->judge_context, c->best, &objective) && objective <= task->cutoff) {
            c->found = true;
            c->incumbent = objective;
        }
    }
    if (error == CST_E_OK) {
        error = add_cell(c, task->program);
    }
    for (size_t j = 0; error == CST_E_OK && task->lower != NULL && j < n - 1; j++) {
        c->cells[0]->program.columns[j].lower = task->lower[j];
        c->cells[0]->program.columns[j].upper = task->upper[j];
    }
    c->task.lower = NULL; /* cells have their own */
    c->task.upper = NULL;
    if (error != CST_E_OK) {
        cst__compact_end(c);
        *compact = NULL;
    }
    return error;
}

void cst__compact_end(cst__compact *c) {
    if (c == NULL) {
        return;
    }
    while (c->n_cells > 0) {
        remove_cell(c, c->n_cells - 1);
    }
    free(c->cells);
    free(c->gains);
    free(c->best);
    free(c);
}
