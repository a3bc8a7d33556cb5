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
    size_t *able, *unable; /* [n_markets] */
} cst__menu_marks;

cst_error cst__menu_marks_new(const cst__serving *serving, cst__menu_marks *marks);
void cst__menu_marks_clear(cst__menu_marks *marks);

/* All that is known now stands in lines. */
void cst__menu_marks_set(const cst__serving *serving, cst__menu_marks *marks);

/* New text of a line: of a point of the curve with its menu, or (NULL) of single markets. */
cst_error cst__menu_step_write(const cst__serving *serving, const cst_menu_point *point,
                               const cst__menu_choice *best, cst__menu_marks *marks, char **text,
                               size_t *size);

/* Takes a line of an earlier run for true: what was learned, and where it is of a point (not NULL)
 * that point and its menu of at most so many teams. CST_E_INPUT where it is no such line, or a
 * package in it does not hold. */
cst_error cst__menu_step_read(cst__serving *serving, const char *line, size_t most_teams,
                              cst_menu_point *point, cst__menu_choice *best);

#endif
