/*
 * menu_steps.h - what a menu that is being looked for has come to, as lines of text; and the way
 * back, so that a run that was interrupted goes on where it was.
 *
 * A line follows when the single markets are known, and one when the best menu of one team is, of
 * two, and so on. Each says what was found, all that was learned on the way since the line before
 * (serve.h), and the teams that were tried (menu_draft.h): the search of the next menu starts from
 * that and from nothing else, which is why a run that is gone on with finds what an uninterrupted
 * one does. A line that is not final, since time was up, has what was found so far: the search that
 * is gone on with begins there.
 */
#ifndef CST_MENU_STEPS_H
#define CST_MENU_STEPS_H

#include <jansson.h>

#include "consort/menu.h"
#include "solver/menu_draft.h"

/* How much of what is known of each market stands in lines already. */
typedef struct cst__menu_marks {
    size_t *able, *unable; /* [n_entries] */
    size_t tried;          /* of the teams that were tried */
} cst__menu_marks;

cst_error cst__menu_marks_new(const cst__serving *serving, cst__menu_marks *marks);
void cst__menu_marks_clear(cst__menu_marks *marks);

/* All that is known now stands in lines. */
void cst__menu_marks_set(const cst__serving *serving, const cst__draft *draft,
                         cst__menu_marks *marks);

/* What a line is about. */
typedef struct cst__menu_step {
    cst_menu_point *point;  /* of the curve; NULL: the single markets, and no menu */
    cst__menu_choice *best; /* the best menu if nothing were shared */
    cst__menu_choice *held; /* the best that keeps to what is shared; NULL: nothing is */
    bool is_final;          /* written only: else it is what was found until time was up */
} cst__menu_step;

/* New text of a line. */
cst_error cst__menu_step_write(const cst__menu_ground *ground, const cst__menu_step *step,
                               const cst__draft *draft, cst__menu_marks *marks, char **text,
                               size_t *size);

/* Takes a line of an earlier run for true: what was learned and tried. CST_E_INPUT where it is no
 * such line, or a package in it does not hold. */
cst_error cst__menu_step_learn(const cst__menu_ground *ground, const json_t *line,
                               cst__draft *draft);

/* Takes the point and its menus; after what was learned until then. */
cst_error cst__menu_step_read(const cst__menu_ground *ground, const json_t *line,
                              const cst__menu_step *step);

#endif
