/*
 * menu.c - cst_menu_find: the whole way from markets to a menu.
 *
 *     serving -> every market by itself -> the best menu of one team, of two ... -> what is shown
 *
 * The best menu of one team more begins with the best so far. Where a further team brings neither
 * weight nor a lower cost, the menu keeps its fewer teams: that is what is left of ties.
 */
#include "consort/menu.h"

#include <math.h>

#include "solver/menu_capacity.h"
#include "solver/menu_draft.h"
#include "solver/menu_fill.h"
#include "solver/menu_past.h"
#include "solver/menu_search.h"
#include "solver/menu_steps.h"
#include "solver/verify.h"
#include "solver/verify_menu.h"

enum { MOST_PACKAGES = 100 };

/* Of the time that there is: until when single markets, and until when menus, are looked at. */
static const double alone_share = 0.2;
static const double curve_share = 0.8;
static const double sharp_share = 0.95; /* and the bounds of single markets once more */
static const double first_share = 0.25; /* of that for menus: for the first point of the curve */

typedef struct finding {
    const cst_markets *markets; /* those that are asked about */
    cst_markets region;         /* a part of what the caller has */
    const cst_settings *settings;
    cst_menu_ask ask;
    cst__serving serving;
    cst__menu_ground ground;
    cst__draft *draft;
    cst__menu_choice best, next;
    cst__menu_choice held;  /* where capacity is shared: the best that keeps to it */
    cst__menu_choice other; /* where capacity is shared: of an earlier run */
    cst__menu_marks marks;
    cst__menu_past past;
    bool short_alone;   /* time was up while single markets were looked at */
    bool cut_off;       /* ... and before a point was proven: those that follow are not final */
    bool told_last;     /* the last point that was looked at has a line */
    bool *open_weights; /* [n_offerings] where a team with them is asked for, else NULL */
    cst_menu *menu;
    double began_s;
} finding;

/* ---------------------------------------------------------------- time */

static double share_of_time(const finding *f, double share) {
    double limit = f->settings->time_limit_s;
    return limit > 0 ? f->began_s + share * limit : HUGE_VAL;
}

/* The curve begins with one team, or with those that are kept. */
static int first_point(const finding *f) {
    int kept = (int)cst__menu_n_kept(&f->ground);
    return kept > 1 ? kept : 1;
}

/* The time that is left for menus, shared among the points of the curve that are left; the first
 * gets more, since the others begin with what it finds. */
static double deadline_of_point(const finding *f, int k) {
    double end = share_of_time(f, curve_share);
    double now = cst__clock();
    double points = f->ask.packages - k + 1;
    double share = k == first_point(f) ? fmax(first_share, 1 / points) : 1 / points;
    return end < HUGE_VAL ? now + fmax(end - now, 0) * share : HUGE_VAL;
}

/* ---------------------------------------------------------------- shared capacity */

/* Of the time of a point, how much is for menus that share nothing. */
static const double unshared_share = 0.7;

static bool shares(const finding *f) {
    return f->ask.share_units || f->ask.share_value;
}

static cst__menu_choice *shown(finding *f) {
    return shares(f) ? &f->held : &f->best;
}

/* What the teams of a menu come to when the markets share, and whether that is the best so far. */
static cst_error try_to_hold(finding *f, const cst__menu_choice *from, int k, double deadline_s) {
    cst__menu_choice_copy(&f->ground, from, &f->next);
    cst_error error = cst__menu_hold(&f->ground, (size_t)k, deadline_s, &f->next);
    if (error == CST_E_OK && cst__menu_choice_fits(&f->ground, &f->next) &&
        cst__menu_choice_beats(&f->next, &f->held)) {
        cst__menu_trim(&f->ground, &f->next);
        cst__menu_choice_copy(&f->ground, &f->next, &f->held);
    }
    return error;
}

/* Bounds of menus that share nothing hold for those that do; what is proven of the best of the
 * former is proven of the latter where they come to the same. */
static void settle_bounds(finding *f, cst__menu_bounds *bounds) {
    const cst__menu_choice *held = &f->held;
    bounds->weight_proven = held->weight_milli >= bounds->weight_milli;
    if (held->weight_milli != f->best.weight_milli) {
        bounds->cost_cents = cst__menu_least_for(&f->ground, held->weight_milli);
    }
    if (bounds->cost_cents > held->cost_cents) {
        bounds->cost_cents = held->cost_cents;
    }
    double apart = (double)(held->cost_cents - bounds->cost_cents);
    bounds->cost_proven =
        bounds->weight_proven && apart <= f->settings->gap * fabs((double)held->cost_cents);
}

static cst_error share_capacity(finding *f, int k, double deadline_s, cst__menu_bounds *bounds) {
    f->serving.deadline_s = deadline_s;
    f->serving.task = "capacity";
    cst_error error = try_to_hold(f, &f->best, k, deadline_s);
    if (error == CST_E_OK && f->held.weight_milli > 0 &&
        f->held.weight_milli < f->best.weight_milli) {
        error = try_to_hold(f, &f->held, k, deadline_s);
    }
    settle_bounds(f, bounds);
    return error;
}

/* ---------------------------------------------------------------- the curve */

/* What a menu comes to, as the best that is known at a point. */
static void note_found(const finding *f, const cst__menu_choice *best, cst_menu_point *point) {
    point->weight_milli = best->weight_milli;
    point->cost_cents = best->cost_cents;
    point->n_teams = (int)best->n_teams;
    point->n_served = 0;
    for (size_t m = 0; m < f->serving.n_markets; m++) {
        point->n_served += best->served_by[m] != CST__NONE;
    }
}

static void note_point(finding *f, int k, const cst__menu_bounds *bounds) {
    cst_menu_point *point = &f->menu->curve[f->menu->n_curve++];
    *point = (cst_menu_point){.packages = k,
                              .weight_bound_milli = bounds->weight_milli,
                              .cost_bound_cents = bounds->cost_cents,
                              .weight_proven = bounds->weight_proven,
                              .cost_proven = bounds->cost_proven};
    note_found(f, shown(f), point);
}

/* What is known before: of menus of one team. */
static cst__menu_bounds first_bounds(const finding *f, int k) {
    cst__menu_bounds bounds = {.weight_milli = INT64_MAX, .cost_cents = INT64_MIN};
    bool alike = f->ask.keep == NULL && !f->ask.small_team && !f->ask.open_weight_team;
    if (k > 1 && alike && f->menu->curve[0].weight_bound_milli < INT64_MAX / k) {
        bounds.weight_milli = k * f->menu->curve[0].weight_bound_milli;
    }
    return bounds;
}

/* Begins with the best menu so far, of fewer teams; or with that of an earlier run which had not
 * come to its end, and with its bounds. */
static cst_error begin_point(finding *f, cst__menu_bounds *bounds) {
    const json_t *line = cst__menu_past_line(&f->past, f->menu->n_curve);
    cst_menu_point point;
    cst__menu_step step = {.point = &point, .best = &f->next, .held = shares(f) ? &f->other : NULL};
    cst_error error = CST_E_OK;
    if (line != NULL) {
        error = cst__menu_step_read(&f->ground, line, &step);
    }
    if (error != CST_E_OK) {
        return error;
    }
    if (line == NULL || !cst__menu_choice_fits(&f->ground, &f->next) ||
        !cst__menu_choice_beats(&f->next, &f->best)) {
        cst__menu_choice_copy(&f->ground, &f->best, &f->next);
    }
    if (line != NULL && shares(f) && cst__menu_choice_beats(&f->other, &f->held)) {
        cst__menu_choice_copy(&f->ground, &f->other, &f->held);
    }
    if (line != NULL && point.weight_bound_milli < bounds->weight_milli) {
        bounds->weight_milli = point.weight_bound_milli;
    }
    if (line != NULL && f->next.weight_milli >= point.weight_milli) {
        bounds->cost_cents = point.cost_bound_cents;
    }
    return CST_E_OK;
}

static cst_error find_point(finding *f, int k, bool *is_final) {
    cst__menu_bounds bounds = first_bounds(f, k);
    double deadline_s = deadline_of_point(f, k);
    double unshared_s = deadline_s;
    if (shares(f) && deadline_s < HUGE_VAL) {
        double now = cst__clock();
        unshared_s = now + (deadline_s - now) * unshared_share;
    }
    cst_error error = begin_point(f, &bounds);
    if (error == CST_E_OK) {
        error = cst__menu_search(&f->ground, f->draft, (size_t)k, unshared_s, &f->next, &bounds);
    }
    bool whole = f->settings->time_limit_s <= 0 || (bounds.weight_proven && bounds.cost_proven);
    if (error == CST_E_OK && cst__menu_choice_beats(&f->next, &f->best)) {
        cst__menu_trim(&f->ground, &f->next);
        cst__menu_choice_copy(&f->ground, &f->next, &f->best);
    }
    if (error == CST_E_OK && shares(f)) {
        error = share_capacity(f, k, deadline_s, &bounds);
    }
    *is_final = whole && !cst__time_is_up(deadline_s, f->settings->stop);
    if (error == CST_E_OK) {
        note_point(f, k, &bounds);
    }
    return error;
}

/* ---------------------------------------------------------------- line by line */

/* Of a point of the curve (NULL: of the single markets). Where nothing is shared, what is shown is
 * the best. */
static cst_error tell_step(finding *f, cst_menu_point *point) {
    if (f->ask.step == NULL) {
        return CST_E_OK;
    }
    char *text = NULL;
    size_t size = 0;
    cst__menu_step step = {point, &f->best, shares(f) ? &f->held : NULL, !f->cut_off};
    cst_error error = cst__menu_step_write(&f->ground, &step, f->draft, &f->marks, &text, &size);
    if (error == CST_E_OK && !f->ask.step(text, size, f->ask.step_context)) {
        error = CST_E_INTERNAL;
    }
    free(text);
    return error;
}

/* What an earlier run says of a point; it stays as it is. */
static cst_error take_point(finding *f) {
    const json_t *line = cst__menu_past_line(&f->past, f->menu->n_curve);
    cst_menu_point *point = &f->menu->curve[f->menu->n_curve++];
    cst__menu_step step = {point, &f->best, shares(f) ? &f->held : NULL, true};
    return cst__menu_step_read(&f->ground, line, &step);
}

/* All that earlier runs have learned, and nothing else: of the single markets, what was known when
 * they were final. */
static cst_error recall(finding *f) {
    const cst__menu_past *past = &f->past;
    cst_error error = CST_E_OK;
    for (size_t i = 0; error == CST_E_OK && i < past->n_lines; i++) {
        error = cst__menu_step_learn(&f->ground, past->lines[i], f->draft);
        if (error == CST_E_OK && i + 1 == past->n_alone) {
            error = cst__menu_ground_recall(&f->ground);
        }
    }
    cst__menu_marks_set(&f->serving, f->draft, &f->marks);
    return error;
}

/* ---------------------------------------------------------------- the curve, once more */

/* A bound on the cost of a point, and whether that proves it. */
static void note_bound(const finding *f, int64_t bound_cents, cst_menu_point *point) {
    double most = f->settings->gap * fabs((double)point->cost_cents);
    point->cost_bound_cents = bound_cents < point->cost_cents ? bound_cents : point->cost_cents;
    point->cost_proven =
        point->weight_proven && (double)(point->cost_cents - point->cost_bound_cents) <= most;
}

/* Whether what is known at a point is worse than a menu of so much weight at so much cost. */
static bool is_beaten(const cst_menu_point *point, int64_t weight_milli, int64_t cost_cents) {
    cst__menu_choice known = {.weight_milli = point->weight_milli, .cost_cents = point->cost_cents};
    cst__menu_choice other = {.weight_milli = weight_milli, .cost_cents = cost_cents};
    return cst__menu_choice_beats(&other, &known);
}

/* What is proven of a point at which a better menu is known now. */
static void note_better(const finding *f, cst_menu_point *point) {
    point->weight_proven = point->weight_milli >= point->weight_bound_milli;
    note_bound(f, point->cost_bound_cents, point);
}

/* The menu of another point counts at this one too, where it has no more teams than that. */
static void carry_over(const finding *f, const cst_menu_point *other, cst_menu_point *point) {
    if (other->n_teams <= point->packages &&
        is_beaten(point, other->weight_milli, other->cost_cents)) {
        point->weight_milli = other->weight_milli;
        point->cost_cents = other->cost_cents;
        point->n_teams = other->n_teams;
        point->n_served = other->n_served;
        note_better(f, point);
    }
}

/* A menu of as many teams as a point has at most, which may be better. */
static bool take_better(finding *f, const cst__menu_choice *menu, cst_menu_point *point) {
    if (!is_beaten(point, menu->weight_milli, menu->cost_cents) ||
        !cst__menu_choice_fits(&f->ground, menu)) {
        return false;
    }
    note_found(f, menu, point);
    note_better(f, point);
    if (cst__menu_choice_beats(menu, &f->best)) { /* of the last point */
        cst__menu_choice_copy(&f->ground, menu, &f->best);
    }
    return true;
}

/* Since the first points were found more teams were tried: the best menus of these, which takes no
 * further search. */
static cst_error take_from_pool(finding *f) {
    cst_error error = CST_E_OK;
    cst__draft_begin(f->draft);
    for (size_t i = 0; error == CST_E_OK && i < f->menu->n_curve; i++) {
        cst_menu_point *point = &f->menu->curve[i];
        if (i > 0) {
            carry_over(f, point - 1, point);
        }
        error = cst__draft_from_pool(f->draft, (size_t)point->packages, &f->next);
        if (error == CST_E_OK) {
            error = cst__menu_evaluate(&f->ground, CST__MENU_KNOWN, &f->next);
        }
        if (error == CST_E_OK) {
            cst__menu_trim(&f->ground, &f->next);
            take_better(f, &f->next, point);
        }
    }
    return error;
}

/* The time that is left for a point and those behind it: more teams take longer. */
static double deadline_of_redraft(const finding *f, size_t i, double end_s) {
    double all = 0;
    for (size_t j = i; j < f->menu->n_curve; j++) {
        all += f->menu->curve[j].cost_proven ? 0 : f->menu->curve[j].packages;
    }
    double now = cst__clock();
    return now + (end_s - now) * f->menu->curve[i].packages / all;
}

/* What the points have left of their time is for those that are not proven once more, in the light
 * of all teams that were tried since; as long as one gets better. */
static cst_error draft_again(finding *f) {
    double end_s = share_of_time(f, curve_share);
    cst_error error = CST_E_OK;
    bool goes_on = true;
    while (error == CST_E_OK && goes_on) {
        goes_on = false;
        for (size_t i = 0; error == CST_E_OK && i < f->menu->n_curve; i++) {
            cst_menu_point *point = &f->menu->curve[i];
            if (point->cost_proven || cst__time_is_up(end_s, f->settings->stop)) {
                continue;
            }
            error = cst__menu_redraft(&f->ground, f->draft, (size_t)point->packages,
                                      deadline_of_redraft(f, i, end_s), &f->next);
            if (error == CST_E_OK) {
                cst__menu_trim(&f->ground, &f->next);
                goes_on = take_better(f, &f->next, point) || goes_on;
            }
        }
    }
    return error;
}

/* Where drafts get no better before their time is up, the rest is for the proof of the last point.
 */
static cst_error close_last(finding *f) {
    cst_menu_point *last = &f->menu->curve[f->menu->n_curve - 1];
    double end_s = share_of_time(f, curve_share);
    if (last->cost_proven || !last->weight_proven || cst__time_is_up(end_s, f->settings->stop)) {
        return CST_E_OK;
    }
    cst__menu_bounds bounds = {.weight_milli = last->weight_bound_milli,
                               .cost_cents = last->cost_bound_cents};
    cst__menu_choice_copy(&f->ground, &f->best, &f->next);
    cst_error error = cst__menu_close(&f->ground, (size_t)last->packages, end_s, &f->next, &bounds);
    if (error == CST_E_OK) {
        cst__menu_trim(&f->ground, &f->next);
        take_better(f, &f->next, last);
        note_bound(f, bounds.cost_cents, last);
    }
    return error;
}

/* What was learned of single markets since a point was found is a bound for it too; so is the bound
 * of more teams where these serve no more. */
static void tighten_curve(finding *f) {
    for (size_t i = f->menu->n_curve; i > 0; i--) {
        cst_menu_point *point = &f->menu->curve[i - 1];
        const cst_menu_point *more = i < f->menu->n_curve ? point + 1 : NULL;
        if (more != NULL) {
            carry_over(f, more, point);
        }
        int64_t bound = cst__menu_least_for(&f->ground, point->weight_milli);
        if (more != NULL && more->weight_milli == point->weight_milli &&
            more->cost_bound_cents > bound) {
            bound = more->cost_bound_cents;
        }
        if (bound > point->cost_bound_cents) {
            note_bound(f, bound, point);
        }
    }
}

static void fill_gains(cst_menu *menu) {
    for (size_t i = 0; i < menu->n_curve; i++) {
        int64_t before = i > 0 ? menu->curve[i - 1].weight_milli : 0;
        menu->curve[i].gain_milli = menu->curve[i].weight_milli - before;
    }
}

/* A point that an earlier run has left open, or has not come to. No line where time is up before it
 * is begun. */
static cst_error find_and_tell(finding *f, int k) {
    bool is_final = false;
    bool begins = !cst__time_is_up(share_of_time(f, curve_share), f->settings->stop);
    cst_error error = find_point(f, k, &is_final);
    cst_menu_point *point = &f->menu->curve[f->menu->n_curve - 1];
    is_final = is_final || (error == CST_E_OK && point->weight_proven && point->cost_proven);
    f->cut_off = f->cut_off || !is_final;
    f->told_last = begins;
    return error == CST_E_OK && begins ? tell_step(f, point) : error;
}

static cst_error find_curve(finding *f) {
    f->menu->curve =
        cst__arena_alloc(f->menu->arena, (size_t)f->ask.packages, sizeof *f->menu->curve);
    cst_error error = f->menu->curve == NULL ? CST_E_MEMORY : CST_E_OK;
    for (int k = first_point(f); error == CST_E_OK && k <= f->ask.packages; k++) {
        bool taken = cst__menu_past_is_final(&f->past, f->menu->n_curve);
        error = taken ? take_point(f) : find_and_tell(f, k);
    }
    bool is_limited = f->settings->time_limit_s > 0;
    if (error == CST_E_OK && is_limited && !shares(f)) {
        error = draft_again(f);
    }
    if (error == CST_E_OK && is_limited && !shares(f)) {
        error = close_last(f);
    }
    if (error == CST_E_OK) {
        error = cst__menu_sharpen(&f->ground, share_of_time(f, sharp_share));
    }
    if (error == CST_E_OK && !shares(f)) {
        error = take_from_pool(f);
    }
    if (error == CST_E_OK) {
        tighten_curve(f);
    }
    bool goes_on = is_limited && f->cut_off && f->told_last;
    if (error == CST_E_OK && goes_on) { /* what was learned since the last line */
        error = tell_step(f, &f->menu->curve[f->menu->n_curve - 1]);
    }
    if (error == CST_E_OK) {
        fill_gains(f->menu);
    }
    return error;
}

/* What stays the same over all menus. */
static cst_error begin_ground(finding *f) {
    cst_error error = cst__menu_ground_new(&f->serving, (size_t)f->ask.packages, &f->ground);
    f->ground.teams_per_firm = f->ask.teams_per_firm;
    f->ground.kept = f->ask.keep;
    f->ground.share_units = f->ask.share_units;
    f->ground.share_value = f->ask.share_value;
    if (error == CST_E_OK) {
        error = cst__menu_demands_new(&f->serving, f->ask.small_team, f->open_weights,
                                      &f->ground.demands);
    }
    if (error == CST_E_OK) {
        error = cst__draft_new(&f->ground, &f->draft);
    }
    return error == CST_E_OK ? cst__menu_marks_new(&f->serving, &f->marks) : error;
}

/* Every market by itself, and for the kinds of team that are asked for. Their line is written once:
 * what is not settled then is looked at by whoever goes on with it. */
static cst_error look_at_markets(finding *f) {
    size_t n_points = (size_t)f->ask.packages - (size_t)first_point(f) + 1;
    cst_error error = cst__menu_past_new(&f->ask, first_point(f), n_points, &f->past);
    if (error == CST_E_OK) {
        error = recall(f);
    }
    f->serving.deadline_s = share_of_time(f, alone_share);
    if (error == CST_E_OK) {
        error = cst__menu_ground_search(&f->ground);
    }
    if (error == CST_E_OK) {
        error = cst__menu_demands_search(&f->serving, f->ground.open, &f->ground.demands);
    }
    f->short_alone = cst__serving_is_over(&f->serving);
    return error == CST_E_OK && f->past.n_final == 0 ? tell_step(f, NULL) : error;
}

/* ---------------------------------------------------------------- the markets */

/* Those of the region, if one is asked for; they share everything with those of the caller. */
static cst_error choose_markets(finding *f, const cst_markets *all) {
    f->region = *all;
    f->region.n_markets = 0;
    f->region.markets = calloc(all->n_markets + 1, sizeof *f->region.markets);
    f->markets = &f->region;
    if (f->region.markets == NULL) {
        return CST_E_MEMORY;
    }
    for (size_t m = 0; m < all->n_markets; m++) {
        if (f->ask.region == NULL || strcmp(all->markets[m].region, f->ask.region) == 0) {
            f->region.markets[f->region.n_markets++] = all->markets[m];
        }
    }
    return f->region.n_markets > 0 || f->ask.region == NULL ? CST_E_OK : CST_E_SETTING;
}

/* ---------------------------------------------------------------- the menu */

static cst_error begin_menu(finding *f) {
    cst__arena *arena = cst__arena_new();
    cst_menu *menu = arena == NULL ? NULL : cst__arena_alloc(arena, 1, sizeof *menu);
    if (menu == NULL) {
        cst__arena_free(arena);
        return CST_E_MEMORY;
    }
    const cst_catalog *catalog = f->markets->catalog;
    f->menu = menu;
    menu->arena = arena;
    menu->markets_id = cst__arena_text(arena, f->markets->id);
    menu->title = cst__arena_text(arena, f->markets->title);
    menu->rules = cst__arena_text(arena, f->markets->rules->id);
    menu->assumptions =
        cst__arena_text(arena, catalog->assumptions == NULL ? "" : catalog->assumptions);
    menu->currency = cst__arena_text(arena, catalog->currency);
    menu->asked = f->ask;
    menu->asked.step = NULL; /* what is borrowed by the call alone */
    menu->asked.step_context = NULL;
    menu->asked.steps = NULL;
    menu->asked.n_steps = 0;
    menu->asked.keep = NULL;
    menu->n_kept = f->ask.keep != NULL ? f->ask.keep->n_teams : 0;
    menu->asked.region = f->ask.region != NULL ? cst__arena_text(arena, f->ask.region) : NULL;
    menu->gap = f->settings->gap;
    menu->time_limit_s = f->settings->time_limit_s;
    bool ok = menu->markets_id != NULL && menu->title != NULL && menu->rules != NULL &&
              menu->assumptions != NULL && menu->currency != NULL &&
              (menu->asked.region != NULL) == (f->ask.region != NULL);
    return ok ? CST_E_OK : CST_E_MEMORY;
}

/* Proven where every point of the curve is. */
static void fill_status(cst_menu *menu) {
    const cst_menu_point *last = &menu->curve[menu->n_curve - 1];
    menu->status = last->weight_milli > 0 ? CST_STATUS_SOLVED : CST_STATUS_INFEASIBLE;
    for (size_t i = 0; i < menu->n_curve; i++) {
        if (!menu->curve[i].weight_proven || !menu->curve[i].cost_proven) {
            menu->status = CST_STATUS_LIMIT;
        }
    }
}

/* A menu that does not pass the verifier is an error, never an answer. */
static cst_error verify(const cst_markets *markets, const cst_menu *menu, const cst_kept *keep) {
    cst_findings *findings = NULL;
    cst_error error = cst__verify_menu(markets, menu, keep, &findings);
    return error == CST_E_OK ? cst__findings_verdict(findings) : error;
}

static cst_error mark_open_weights(finding *f) {
    const cst_catalog *catalog = f->markets->catalog;
    if (!f->ask.open_weight_team) {
        return CST_E_OK;
    }
    f->open_weights = calloc(catalog->n_offerings + 1, sizeof *f->open_weights);
    if (f->open_weights == NULL) {
        return CST_E_MEMORY;
    }
    cst__open_weights(catalog, f->open_weights);
    return CST_E_OK;
}

static cst_error find(finding *f, const cst_markets *all) {
    cst_error error = choose_markets(f, all);
    if (error == CST_E_OK) {
        error = begin_menu(f);
    }
    if (error == CST_E_OK) {
        error = mark_open_weights(f);
    }
    if (error == CST_E_OK) {
        error = cst__serving_begin(&f->serving, f->markets, f->ask.max_members, f->open_weights,
                                   f->settings);
    }
    if (error == CST_E_OK) {
        error = begin_ground(f);
    }
    cst__menu_choice *const choices[] = {&f->best, &f->next, &f->held, &f->other};
    for (size_t i = 0; error == CST_E_OK && i < sizeof choices / sizeof *choices; i++) {
        error = cst__menu_choice_new(&f->ground, choices[i]);
    }
    if (error == CST_E_OK) {
        error = look_at_markets(f);
    }
    if (error == CST_E_OK) {
        error = find_curve(f);
    }
    f->serving.deadline_s = share_of_time(f, 1);
    f->serving.task = "filling";
    if (error == CST_E_OK) {
        cst__menu_order(&f->ground, shown(f));
        error = cst__menu_fill(&f->ground, shown(f), f->menu);
        f->menu->is_whole = !f->cut_off && !f->short_alone && !cst__serving_is_over(&f->serving);
    }
    if (error == CST_E_OK) {
        fill_status(f->menu);
        error = verify(f->markets, f->menu, f->ask.keep);
    }
    return error;
}

cst_error cst_menu_find(const cst_rules *rules, const cst_catalog *catalog,
                        const cst_markets *markets, const cst_settings *settings,
                        const cst_menu_ask *ask, cst_menu **menu) {
    *menu = NULL;
    cst_settings used = settings == NULL ? cst_settings_default() : *settings;
    const char *field = NULL;
    if (cst_settings_check(&used, &field) != CST_E_OK || markets->rules != rules ||
        markets->catalog != catalog || catalog == NULL || ask->packages < 1 ||
        ask->packages > MOST_PACKAGES || ask->max_members < 0 || ask->teams_per_firm < 0 ||
        (ask->keep != NULL &&
         (ask->keep->catalog != catalog || ask->keep->n_teams > (size_t)ask->packages))) {
        return CST_E_SETTING;
    }
    finding f = {.settings = &used, .ask = *ask, .began_s = cst__clock()};
    f.ask.max_members = ask->max_members == 0 ? CST__MENU_MEMBERS : ask->max_members;
    cst_error error = find(&f, markets);
    cst__menu_choice_clear(&f.best, f.ground.most_teams);
    cst__menu_choice_clear(&f.next, f.ground.most_teams);
    cst__menu_choice_clear(&f.held, f.ground.most_teams);
    cst__menu_choice_clear(&f.other, f.ground.most_teams);
    cst__menu_demands_clear(&f.ground.demands);
    cst__draft_free(f.draft);
    cst__menu_ground_clear(&f.ground);
    cst__menu_marks_clear(&f.marks);
    cst__menu_past_clear(&f.past);
    cst__serving_end(&f.serving);
    free(f.open_weights);
    free(f.region.markets);
    if (error != CST_E_OK) {
        cst_menu_free(f.menu);
        f.menu = NULL;
    }
    *menu = f.menu;
    return error;
}

void cst_menu_free(cst_menu *menu) {
    if (menu != NULL) {
        cst__arena_free(menu->arena);
    }
}
