/*
 * menu_capacity.h - what all markets of a menu take together of an offering and of a firm, where
 * the menu may not sell more than there is (contract, section 2.5, shared capacity).
 */
#ifndef CST_MENU_CAPACITY_H
#define CST_MENU_CAPACITY_H

#include "solver/menu_choice.h"

/* What packages take. */
typedef struct cst__taken {
    cst__wide *units; /* [n_offerings] */
    cst__wide *cents; /* [n_firms] gross value */
} cst__taken;

/* Units of an offering, and value of a firm, that there are for all markets; CST__NO_LIMIT: nothing
 * is shared. An offering of which a package takes one at most is no amount: a platform, a licence.
 */
int64_t cst__menu_most_units(const cst__menu_ground *ground, size_t offering);
int64_t cst__menu_most_cents(const cst__menu_ground *ground, size_t firm);

cst_error cst__taken_new(const cst__serving *serving, cst__taken *taken);
void cst__taken_none(const cst__serving *serving, cst__taken *taken); /* nothing is taken yet */
void cst__taken_clear(cst__taken *taken);

/* Adds what a package takes in a market, so many times: 1, or -1 to take it out. */
void cst__taken_add(const cst__serving *serving, cst__taken *taken, size_t market,
                    const int64_t *units, int times);

/* Whether nobody sells more than there is. */
bool cst__taken_holds(const cst__menu_ground *ground, const cst__taken *taken);

/* Gives a market the cheapest known package of any team of the choice that fits beside what is
 * taken, and takes it; else nobody serves it. */
void cst__menu_take_cheapest(const cst__menu_ground *ground, cst__taken *taken,
                             cst__menu_choice *choice, size_t market);

/* The heaviest market that is not done, ties by id; CST__NONE: all are. */
size_t cst__menu_heaviest(const cst__menu_ground *ground, const bool *done);

/* For the teams of a choice: chooses among the packages that are known of each market so that
 * nobody sells more than there is: the greatest weight, then the least cost. What the choice serves
 * before is a place to begin from. Stopped by the deadline the choice is as good as it was. */
cst_error cst__menu_select(const cst__menu_ground *ground, double deadline_s,
                           cst__menu_choice *choice);

/*
 * A menu of at most n_teams whose markets share capacity: from the teams of a choice, which takes
 * what it finds. A heuristic: nothing is proven, and more markets may be possible.
 */
cst_error cst__menu_hold(const cst__menu_ground *ground, size_t n_teams, double deadline_s,
                         cst__menu_choice *choice);

/* Proven: menus that serve so much weight cost at least so many cents, whoever shares what. */
int64_t cst__menu_least_for(const cst__menu_ground *ground, int64_t weight_milli);

#endif
