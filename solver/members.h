/*
 * members.h - the cheapest package of those who are members of one that is known: a small program,
 * soon searched, whose package mostly is the best there is of a question that differs in little.
 */
#ifndef CST_MEMBERS_H
#define CST_MEMBERS_H

#include "solver/formulate.h"
#include "solver/search.h"

/*
 * Searches the task's program for packages of the members of a choice [n_offerings], of who is
 * asked for, and, in slots that would be empty, of anyone, for a thousand nodes at most. The choice
 * need not hold. The program is one of the formulation, perhaps with further columns. What is found
 * is a point of the task; that nothing is, and the bound, say nothing of it.
 */
cst_error cst__search_members(const cst__formulation *formulation, const cst__search_task *task,
                              const int64_t *units, cst__search_result *found);

#endif
