/*
 * race.h - a question about cost, answered by branch and price and the compact engine in turn.
 * Which of the two is the faster can not be told before; the turns depend on nothing but the
 * question.
 */
#ifndef CST_RACE_H
#define CST_RACE_H

#include "solver/posing.h"

/* The program is that of the question, charged here where ties are to be broken. */
cst_error cst__race(const cst__solver *solver, cst__posing *posing, cst__program *program,
                    cst__answer *answer);

#endif
