/*
 * cuts.h - rows that follow from the ledger for whole units, and cut off what only fractions allow.
 *
 * Complemented mixed-integer rounding (Marchand and Wolsey 2001, Aggregation and mixed integer
 * rounding to solve MIPs, Operations Research 49(3)): ledger rows are added up so that a
 * consumption is replaced by what causes it, units are counted from their bounds or from  n' <=
 * upper z  down, the sum is divided by one of its coefficients, and every coefficient is rounded so
 * that the right-hand side may be rounded up. So 0.9 of a switch becomes one, and a site that is
 * needed is chosen.
 */
#ifndef CST_CUTS_H
#define CST_CUTS_H

#include "solver/program.h"

/* Adds cuts that the relaxation of the program violates, for some rounds. Every whole point of the
 * program satisfies them. */
cst_error cst__add_cuts(cst__program *program, double deadline_s, const volatile int *stop);

/* The same where columns have other upper bounds [n_columns], none below its lower one (NULL: those
 * of the program). The cuts hold without these, too. */
cst_error cst__add_cuts_at(cst__program *program, const double *upper, double deadline_s,
                           const volatile int *stop);

#endif
