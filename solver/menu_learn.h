/*
 * menu_learn.h - what a proposal of the program over firms (menu_master.h) teaches.
 */
#ifndef CST_MENU_LEARN_H
#define CST_MENU_LEARN_H

#include "solver/menu_master.h"

/* Teams that were proposed, and what for; all borrowed. */
typedef struct cst__lesson {
    const cst__menu_ground *ground;
    const cst__menu_team *teams;
    const cst__master_answer *answer;
    double deadline_s;
    size_t n_learned; /* things that the program did not know */
} cst__lesson;

/* Which markets their teams can not serve: grown to as large sets of firms as can be. */
cst_error cst__learn_failures(cst__lesson *lesson);

/* The few markets about whose cost the program is furthest off: grown in the same way. */
cst_error cst__learn_worst_costs(cst__lesson *lesson);

/* Of a single team: what it costs at least wherever it serves, as planes (menu_tangents.h). */
cst_error cst__learn_planes(cst__lesson *lesson);

#endif
