/*
 * menu_search.h - the best menu of so many teams: proposals of the program over firms, tried by
 * searches for packages, until nothing better is left or time is up.
 */
#ifndef CST_MENU_SEARCH_H
#define CST_MENU_SEARCH_H

#include "solver/menu_draft.h"

/* What is proven of the menus of at most so many teams. */
typedef struct cst__menu_bounds {
    int64_t weight_milli; /* none serves more */
    int64_t cost_cents;   /* none that serves as much as the choice costs less */
    bool weight_proven, cost_proven;
} cst__menu_bounds;

/* New ground of which nothing is known yet. */
cst_error cst__menu_ground_new(cst__serving *serving, size_t most_teams, cst__menu_ground *ground);

/* What single markets come to that are not settled: which can be served at all, and for how much at
 * least. From what is known alone; or by searches, with the relaxation of every market. */
cst_error cst__menu_ground_recall(cst__menu_ground *ground);
cst_error cst__menu_ground_search(cst__menu_ground *ground);
void cst__menu_ground_clear(cst__menu_ground *ground);

/* Where time is limited: raises what the markets cost at least by themselves, those first that are
 * furthest from the cheapest package known. */
cst_error cst__menu_sharpen(cst__menu_ground *ground, double deadline_s);

/* Makes a choice of at most so many teams as good as it can, beginning with what it is; half of the
 * time until the deadline is for its weight. The draft is for menus of any number of teams. The
 * bounds begin with what is known: INT64_MAX and INT64_MIN, where nothing is. */
cst_error cst__menu_search(const cst__menu_ground *ground, cst__draft *draft, size_t n_teams,
                           double deadline_s, cst__menu_choice *choice, cst__menu_bounds *bounds);

/* Another look for a good menu of at most so many teams, by a draft from nothing but the kept teams
 * and those that were tried, until the deadline. Nothing is proven. */
cst_error cst__menu_redraft(const cst__menu_ground *ground, cst__draft *draft, size_t n_teams,
                            double deadline_s, cst__menu_choice *choice);

/* The program over firms once more, until it proves a menu the cheapest of its weight, or finds a
 * better one, or the deadline: raises the bound on its cost. */
cst_error cst__menu_close(const cst__menu_ground *ground, size_t n_teams, double deadline_s,
                          cst__menu_choice *choice, cst__menu_bounds *bounds);

#endif
