/*
 * menu_past.h - the lines of an earlier run: which of them are final, and where the others leave
 * off.
 *
 * Lines stand in the order in which they were written, each on what was learned in those before. A
 * run that is cut off writes lines that are not final; a run that goes on with them writes others
 * about the same numbers of teams behind.
 */
#ifndef CST_MENU_PAST_H
#define CST_MENU_PAST_H

#include <jansson.h>

#include "consort/menu.h"

typedef struct cst__menu_past {
    json_t **lines;
    size_t n_lines;
    size_t n_alone; /* lines up to the last about the single markets */
    size_t n_final; /* steps with a final line: the single markets, then so many points */
    size_t *last;   /* [n_steps] the last line about each, CST__NONE: there is none */
} cst__menu_past;

/* New past of what is asked, with a curve of so many points that begins with so many teams.
 * CST_E_INPUT where the lines can not be those of such a run; to be cleared in any case. */
cst_error cst__menu_past_new(const cst_menu_ask *ask, int first, size_t n_points,
                             cst__menu_past *past);
void cst__menu_past_clear(cst__menu_past *past);

/* The last line about a point of the curve, from 0 on; NULL: there is none. */
const json_t *cst__menu_past_line(const cst__menu_past *past, size_t point);
bool cst__menu_past_is_final(const cst__menu_past *past, size_t point);

#endif
