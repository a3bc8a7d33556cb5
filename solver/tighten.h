/*
 * tighten.h - a program made stronger before it is searched, with the help of an incumbent.
 *
 * Optimality-based bound tightening: with the objective held to what is still worth finding, the
 * largest value that the relaxation allows a column is a bound on it (Gleixner, Berthold, Mueller
 * and Weltge 2017, Three enhancements for optimization-based bound tightening, Journal of Global
 * Optimization 67). Supply limits are far above what any good package takes, so that  n' <= (high -
 * low) z  hardly binds z; with the new bound as its coefficient it does. Every bound is safe
 * (bound.h), and no point worth finding is lost.
 */
#ifndef CST_TIGHTEN_H
#define CST_TIGHTEN_H

#include "solver/program.h"

/* What is tightened: choices, units and sums take some hundred linear programs, sums alone some
 * dozens. A program without sums is tightened in all. */
typedef enum cst__tightened { CST__TIGHTEN_ALL, CST__TIGHTEN_SUMS } cst__tightened;

/* Tightens the bounds of columns in the program and the rows that link them, for points with an
 * objective of at most worth. Stops early, but soundly, after deadline_s (on
 * cst__clock()) or when *stop becomes non-zero. */
cst_error cst__tighten(cst__program *program, cst__tightened what, double worth, double deadline_s,
                       const volatile int *stop);

#endif
