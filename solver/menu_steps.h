/*
 * menu_steps.h - what a menu that is being looked for has come to, as lines of text; and the way
 * back, so that a run that was interrupted goes on where it was.
 *
 * A line follows when the single markets are known, and one when the best menu of one team is, of
 * two, and so on. Each says what was found and all that was learned on the way since the line
 * before (serve.h): the search of the next menu starts from that and from nothing else, which is
 * why a run that is gone on with finds what an uninterrupted one does.
 */
#ifndef CST_MENU_STEPS_H
#define CST_MENU_STEPS_H

#include "consort/menu.h"
#include "solver/menu_choice.h"

/* How much of what is known of each market stands in lines already. */
typedef struct cst__menu_marks {
    size_t *able, *unable; /* [n_entries] */
} cst__menu_marks;

cst_error cst__menu_marks_new(const cst__serving *serving, cst__menu_marks *marks);
void cst__menu_marks_clear(cst__menu_marks *marks);

/* All that is known now stands in lines. */
void cst__menu_marks_set(const cst__serving *serving, cst__menu_marks *marks);

/* What a line is about. */
typedef struct cst__menu_step {
    cst_menu_point *point;  /* of the curve; NULL: the single markets, and no menu */
    cst__menu_choice *best; /* the best menu if nothing were shared */
    cst__menu_choice *held; /* the best that keeps to what is shared; NULL: nothing is */
} cst__menu_step;

/* New text of a line. */
cst_error cst__menu_step_write(const cst__menu_ground *ground, const cst__menu_step *step,
                               cst__menu_marks *marks, char **text, size_t *size);

/* Takes a line of an earlier run for true: what was learned, and where a step is asked for (not
 * NULL, with its ground) the point and its menus. CST_E_INPUT where it is no such line, or a
 * package in it does not hold. */
cst_error cst__menu_step_read(cst__serving *serving, const char *line,
                              const cst__menu_ground *ground, const cst__menu_step *step);

#endif
