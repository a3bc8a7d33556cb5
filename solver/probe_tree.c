/*
 * probe_tree.c - a plane under what sets of firms cost, from the relaxation where some firms are
 * let in, or from a small tree there.
 *
 * At the multipliers of a linear program the bound is linear in the upper bounds of its columns, so
 * also in who is let in: it is worked out with everybody in, which is where rounding weighs most,
 * and taken back for those who are not.
 *
 * Each leaf of a tree that splits whole columns has a plane of its own: with the firms T that it is
 * grown for it comes to v, every other firm f saves at most s_f, and the lack of one of T costs
 * l_f. Whatever a set of firms costs, it costs what one of the leaves says, so at least
 *     least v  +  sum over T of those lacking of the least l_f  -  sum over others of the largest
 * s_f. A leaf without a point is no limit to T. It comes back when others give what it lacks with
 * T, or more; each then saves its part of the way from the plane, were all of T lacking, down to
 * what the market costs with all firms. (Disjunctive cuts for programs in two stages: Sen and Higle
 * 2005, The C3 theorem and a D2 algorithm, Mathematical Programming 104.)
 */
#include "solver/probe_parts.h"

#include <math.h>

/* Values of columns that are nearer to a whole number are whole. */
static const double whole_within = 1e-6;

typedef struct leaf {
    double *lower, *upper; /* [n_columns]; members as if all were let in */
    double *slope;         /* [n_firms] what each firm saves; of a leaf without a point: what it
                              gives of what is lacking */
    double value;          /* with the firms it is grown for; HUGE_VAL: there is no point */
    double lacking;        /* of a leaf without a point: with no firm let in, ... */
    double lacking_here;   /* ... and with those that it is grown for */
    int split;             /* a column that is not whole; -1: there is none, or none is known */
    double at;             /* its value */
} leaf;

typedef struct tree {
    cst__probe *probe;
    const double *share;
    double deadline_s;
    leaf *leaves; /* [most] */
    size_t n, most;
    double *x;
    bool failed; /* a leaf of which nothing is known */
} tree;

/* ---------------------------------------------------------------- one leaf */

static void clear_leaf(leaf *l) {
    free(l->lower);
    free(l->upper);
    free(l->slope);
    *l = (leaf){.lower = NULL};
}

static bool make_leaf(const tree *t, const leaf *parent, leaf *l) {
    const cst__relaxation *r = t->probe->relaxation;
    size_t n = r->program.n_columns;
    *l = (leaf){.lower = malloc((n + 1) * sizeof(double)),
                .upper = malloc((n + 1) * sizeof(double)),
                .slope = calloc(r->n_firms + 1, sizeof(double)),
                .split = -1};
    if (l->lower == NULL || l->upper == NULL || l->slope == NULL) {
        return false;
    }
    for (size_t j = 0; j < n; j++) {
        l->lower[j] = parent != NULL ? parent->lower[j] : r->program.columns[j].lower;
        l->upper[j] = parent != NULL ? parent->upper[j] : r->program.columns[j].upper;
    }
    return true;
}

static double share_of(const tree *t, size_t f) {
    return fmin(1, fmax(0, t->share[f]));
}

static cst_error set_bounds(cst__probe *p, size_t j, double lower, double upper) {
    if (p->lower[j] == lower && p->upper[j] == upper) {
        return CST_E_OK;
    }
    p->lower[j] = lower;
    p->upper[j] = upper;
    return cst__lp_set_bounds(p->lp, (int)j, lower, upper);
}

/* The bounds of the leaf, where firms are let in by their shares. */
static cst_error narrow(tree *t, const leaf *l) {
    const cst__relaxation *r = t->probe->relaxation;
    cst_error error = CST_E_OK;
    memcpy(t->x, l->upper, r->program.n_columns * sizeof *t->x);
    for (size_t f = 0; f < r->n_firms; f++) {
        int j = r->member[f];
        if (j >= 0) {
            t->x[j] = fmin(l->upper[j], share_of(t, f));
        }
    }
    for (size_t j = 0; error == CST_E_OK && j < r->program.n_columns; j++) {
        error = set_bounds(t->probe, j, l->lower[j], t->x[j]);
    }
    return error;
}

static bool lacks_firms(const tree *t, const leaf *l) {
    const cst__relaxation *r = t->probe->relaxation;
    bool lacks = false;
    for (size_t f = 0; f < r->n_firms && !lacks; f++) {
        int j = r->member[f];
        lacks = j >= 0 && fmin(l->upper[j], share_of(t, f)) < l->lower[j];
    }
    return lacks;
}

/* A leaf that needs a firm which is not let in. */
static void note_missing(const tree *t, leaf *l) {
    const cst__relaxation *r = t->probe->relaxation;
    l->value = HUGE_VAL;
    l->lacking = 1;
    l->lacking_here = 1;
    for (size_t f = 0; f < r->n_firms; f++) {
        int j = r->member[f];
        l->slope[f] = j >= 0 && share_of(t, f) < l->lower[j] ? 1 : 0;
    }
}

/* The member, then the choice, then the units furthest from a whole number. */
static void choose_split(const tree *t, leaf *l) {
    const cst__program *program = &t->probe->relaxation->program;
    double best = whole_within;
    cst__lp_point(t->probe->lp, t->x);
    for (size_t j = 0; j < program->n_columns; j++) {
        double apart = fabs(t->x[j] - round(t->x[j]));
        bool earlier = l->split >= 0 && program->columns[j].kind < program->columns[l->split].kind;
        bool later = l->split >= 0 && program->columns[j].kind > program->columns[l->split].kind;
        if (program->columns[j].integer && apart > whole_within && !later &&
            (earlier || apart > best)) {
            best = apart;
            l->split = (int)j;
            l->at = t->x[j];
        }
    }
}

static void note_optimum(tree *t, leaf *l) {
    cst__probe *p = t->probe;
    const cst__relaxation *r = p->relaxation;
    cst__lp_duals(p->lp, p->y);
    l->value = cst__safe_bound(&r->program, p->lp, p->y, l->lower, l->upper, p->work);
    for (size_t f = 0; f < r->n_firms; f++) {
        int j = r->member[f];
        bool may_leave = j >= 0 && p->work[j] < 0 && l->lower[j] == 0;
        l->slope[f] = may_leave ? (double)-p->work[j] * l->upper[j] : 0;
        l->value += l->slope[f] * (1 - share_of(t, f));
    }
    choose_split(t, l);
}

/* Of a leaf without a point: what is lacking with the firms it is grown for. */
static double lacking_here(const tree *t, const leaf *l) {
    double lacking = l->lacking;
    double size = fabs(lacking);
    for (size_t f = 0; f < t->probe->relaxation->n_firms; f++) {
        lacking -= share_of(t, f) * l->slope[f];
        size += l->slope[f];
    }
    return lacking - size * cst__sum_error;
}

static bool note_none(tree *t, leaf *l) {
    cst__probe *p = t->probe;
    const cst__relaxation *r = p->relaxation;
    if (!cst__lp_certificate(p->lp, p->y)) {
        return false;
    }
    const cst__program *program = &r->program;
    int sign =
        cst__infeasibility(program, p->lp, p->y, 1, p->lower, p->upper, p->work) > 0 ? 1 : -1;
    bool proven = cst__infeasibility(program, p->lp, p->y, sign, p->lower, p->upper, p->work) > 0;
    l->value = HUGE_VAL;
    l->lacking = cst__infeasibility(program, p->lp, p->y, sign, l->lower, l->upper, p->work);
    double size = fabs(l->lacking);
    for (size_t f = 0; f < r->n_firms; f++) {
        int j = r->member[f];
        bool may_leave = j >= 0 && p->work[j] < 0 && l->lower[j] == 0;
        l->slope[f] = may_leave ? (double)-p->work[j] * l->upper[j] : 0;
        l->lacking += l->slope[f];
        size += l->slope[f];
    }
    l->lacking -= size * cst__sum_error;
    l->lacking_here = lacking_here(t, l);
    return proven && l->lacking_here > 0;
}

static cst_error solve_leaf(tree *t, leaf *l) {
    cst_error error = CST_E_OK;
    cst__lp_limits limits = {
        .cutoff = HUGE_VAL, .seconds = cst__seconds_left(t->deadline_s), .iterations = INT_MAX};
    cst__lp_status status = CST__LP_TROUBLE;
    if (lacks_firms(t, l)) {
        note_missing(t, l);
        return error;
    }
    error = narrow(t, l);
    error = error == CST_E_OK ? cst__lp_solve(t->probe->lp, &limits, &status) : error;
    if (error == CST_E_OK && status == CST__LP_OPTIMAL) {
        note_optimum(t, l);
    } else if (error == CST_E_OK && (status != CST__LP_INFEASIBLE || !note_none(t, l))) {
        t->failed = true;
    }
    return error;
}

/* ---------------------------------------------------------------- the tree */

static size_t lowest(const tree *t) {
    size_t best = 0;
    for (size_t i = 1; i < t->n; i++) {
        best = t->leaves[i].value < t->leaves[best].value ? i : best;
    }
    return best;
}

/* Both sides of a leaf's split in its place. */
static cst_error split(tree *t, size_t at) {
    leaf parent = t->leaves[at];
    cst_error error = CST_E_OK;
    bool made = true;
    size_t places[2] = {at, t->n};
    for (int side = 0; side < 2; side++) {
        leaf *l = &t->leaves[places[side]];
        made = make_leaf(t, &parent, l) && made;
        if (made && side == 0) {
            l->upper[parent.split] = floor(parent.at);
        } else if (made) {
            l->lower[parent.split] = floor(parent.at) + 1;
        }
    }
    t->n++;
    for (int side = 0; made && error == CST_E_OK && side < 2; side++) {
        error = solve_leaf(t, &t->leaves[places[side]]);
    }
    clear_leaf(&parent);
    return made ? error : CST_E_MEMORY;
}

static cst_error grow(tree *t) {
    cst_error error = make_leaf(t, NULL, &t->leaves[0]) ? CST_E_OK : CST_E_MEMORY;
    t->n = 1;
    error = error == CST_E_OK ? solve_leaf(t, &t->leaves[0]) : error;
    while (error == CST_E_OK && !t->failed && t->n < t->most) {
        size_t at = lowest(t);
        if (t->leaves[at].value == HUGE_VAL || t->leaves[at].split < 0) {
            break;
        }
        error = split(t, at);
    }
    return error;
}

/* ---------------------------------------------------------------- its plane */

/* What the lack of a firm costs at least, on every leaf that has a point. */
static double least_lost(const tree *t, size_t f) {
    double least = HUGE_VAL;
    for (size_t i = 0; i < t->n; i++) {
        least = t->leaves[i].value == HUGE_VAL ? least : fmin(least, t->leaves[i].slope[f]);
    }
    return least == HUGE_VAL ? 0 : floor(least);
}

/* What a firm outside saves at most, on any leaf; all: what has to be saved where a leaf comes back
 * that had no point. */
static double most_saved(const tree *t, size_t f, double all) {
    double most = 0;
    for (size_t i = 0; i < t->n; i++) {
        const leaf *l = &t->leaves[i];
        double saved = l->slope[f];
        if (l->value == HUGE_VAL) {
            double part = fmin(1, saved / l->lacking_here * (1 + cst__sum_error));
            saved = saved > 0 ? ceil(part * all) + 1 : 0;
        }
        most = fmax(most, saved);
    }
    return ceil(most);
}

/* Of one leaf both slopes are the same but for rounding, so that firms may be in by a part. */
static void plane_of_cost(const tree *t, double least, double floor_cents, cst__tangent *plane) {
    size_t n_firms = t->probe->relaxation->n_firms;
    double base = least;
    double size = fabs(least);
    plane->of_none = false;
    for (size_t f = 0; f < n_firms; f++) {
        plane->saves[f] = share_of(t, f) > 0 ? least_lost(t, f) : 0;
        base += share_of(t, f) * plane->saves[f];
        size += plane->saves[f];
    }
    base = floor(base + size * cst__sum_error) + 1;
    for (size_t f = 0; f < n_firms; f++) {
        bool is_in = share_of(t, f) == 1;
        plane->saves[f] = is_in ? plane->saves[f] : most_saved(t, f, base - floor_cents);
    }
    plane->base_cents = floor(base - 2 * size * cst__sum_error) - 3;
}

static void plane_of_none(const tree *t, cst__tangent *plane) {
    plane->of_none = true;
    for (size_t f = 0; f < t->probe->relaxation->n_firms; f++) {
        double most = 0;
        for (size_t i = 0; i < t->n; i++) {
            most = fmax(most, t->leaves[i].slope[f] / t->leaves[i].lacking);
        }
        most *= 1 + cst__sum_error;
        plane->saves[f] = fmin(CST__TANGENT_WHOLE, ceil(most * CST__TANGENT_WHOLE));
    }
}

cst_error cst__probe_touch(cst__probe *p, const double *share, size_t most_leaves,
                           double floor_cents, double deadline_s, cst__tangent *plane,
                           bool *known) {
    const cst__program *program = &p->relaxation->program;
    tree t = {.probe = p,
              .share = share,
              .deadline_s = deadline_s,
              .leaves = calloc(most_leaves + 1, sizeof *t.leaves),
              .most = most_leaves,
              .x = malloc((program->n_columns + 1) * sizeof *t.x)};
    cst_error error = t.leaves == NULL || t.x == NULL ? CST_E_MEMORY : CST_E_OK;
    bool is_empty = p->relaxation->is_empty;
    p->priced = false;
    if (error == CST_E_OK && !is_empty) {
        error = grow(&t);
    }
    *known = error == CST_E_OK && !t.failed;
    if (*known) {
        double least = is_empty ? HUGE_VAL : t.leaves[lowest(&t)].value;
        if (least == HUGE_VAL) {
            plane_of_none(&t, plane);
        } else {
            plane_of_cost(&t, least, floor_cents, plane);
        }
    }
    for (size_t i = 0; t.leaves != NULL && i < t.n; i++) {
        clear_leaf(&t.leaves[i]);
    }
    for (size_t j = 0; error == CST_E_OK && j < program->n_columns; j++) {
        error = set_bounds(p, j, program->columns[j].lower, program->columns[j].upper);
    }
    free(t.leaves);
    free(t.x);
    return error;
}
