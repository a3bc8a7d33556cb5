/*
 * assumed.h - what the conclusion owes to each assumption: for every fact that a row fills, the
 * values under which there is a package, content is met and the members are the same.
 */
#ifndef CST_ASSUMED_H
#define CST_ASSUMED_H

#include "solver/session.h"

/* One entry for each row of the assumptions and fact that it fills. base: the answer to the tender
 * as it is. Memory of the entries from the arena. */
cst_error cst__assumed_find(cst__session *session, const cst__inquiry *base, cst__arena *arena,
                            cst_sensitivity **list, size_t *n);

#endif
