/* frontier_parts.h - what the files of a frontier share. */
#ifndef CST_FRONTIER_PARTS_H
#define CST_FRONTIER_PARTS_H

#include "solver/frontier.h"

/* Whether a criterion is one of the axes. */
bool cst__axes_name(const cst__axes *axes, cst_criterion criterion);

/* Sets the limits of a side to losses [p]; CST__NO_BOUND: none. */
void cst__axes_limit(const cst__axes *axes, const int64_t *loss, cst__side *side);

/* Sets a point to a package; its units stay where they are. */
void cst__point_set(const cst__frontier *frontier, const cst_catalog *catalog, cst__point *point,
                    const cst__best *best);

/* Breaks the ties of all points on the criteria that were not named; with axes_too first on the
 * axes themselves. Takes what the points dominate then out of the open zones. */
cst_error cst__frontier_break_ties(cst__session *session, cst__frontier *frontier, bool axes_too);

#endif
