/*
 * menu_tangents.h - planes under what each market costs, as a function of who is in a team
 * (probe.h): found where the program over firms asks, and kept for all its questions.
 */
#ifndef CST_MENU_TANGENTS_H
#define CST_MENU_TANGENTS_H

#include "solver/serve.h"

typedef struct cst__tangents cst__tangents;

/* New planes of the markets of a serving, none yet; the serving is borrowed until they are freed.
 */
cst_error cst__tangents_new(const cst__serving *serving, cst__tangents **tangents);
void cst__tangents_free(cst__tangents *tangents);

/* As if they were new. */
void cst__tangents_forget(cst__tangents *tangents);

/* Those that are known of a market, or of its twin. */
size_t cst__tangents_count(const cst__tangents *tangents, size_t market);
const cst__tangent *cst__tangents_at(const cst__tangents *tangents, size_t market, size_t i);

/* Finds the plane of a market that has been relaxed where each firm is a member by a share
 * [n_firms], and keeps it if it is new; NULL: nothing is known there, or time is up. By the thread
 * that asks until it rests. */
cst_error cst__tangents_touch(cst__tangents *tangents, size_t market, const double *share,
                              double deadline_s, const cst__tangent **found);

/* Finds higher planes of some markets (of which no two are twins) over a set of firms, from small
 * trees (probe.h), and keeps them; over all cores. The list is used up. */
cst_error cst__tangents_grow(cst__tangents *tangents, size_t *markets, size_t n,
                             const uint64_t *firms, double deadline_s);

/* The highest plane of a market over a set of firms: what a package of these costs at least.
 * -HUGE_VAL: none is known. */
double cst__tangents_height(const cst__tangents *tangents, size_t market, const uint64_t *firms);

/* Adds rows to the relaxation of a market that cut off its fractions where each firm is a member by
 * a share [n_firms], but for a market only a few times; planes that were found before hold as they
 * are. */
cst_error cst__tangents_sharpen(cst__tangents *tangents, size_t market, const double *share,
                                double deadline_s);

/* Adds what no package of these firms costs less than, whoever leads, as is proven: the new plane
 * is so high for every part of them; firms outside save what they do on the highest plane there,
 * and each as much more as that is too low by. So it is nowhere above that plane but over parts of
 * them (the integer L-shaped cut of Laporte and Louveaux 1993, Operations Research Letters 13(3),
 * with slopes of a plane). Nothing, where no plane is known or one is as high. */
cst_error cst__tangents_lift(cst__tangents *tangents, size_t market, const uint64_t *firms,
                             int64_t least_cents);

/* Frees the linear programs of this thread. */
void cst__tangents_rest(cst__tangents *tangents);

#endif
