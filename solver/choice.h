/*
 * choice.h - chosen units, judged in integers while the search is still running.
 *
 * A choice is an array of units by offering of the catalog, 0 for not chosen. Every incumbent of a
 * search passes cst__choice_holds() before it counts, so that rounding in the linear programs can
 * cost time but never lets a wrong package in. (The verifier does it once more and independently,
 * on finished results.)
 */
#ifndef CST_CHOICE_H
#define CST_CHOICE_H

#include "solver/formulate.h"

/* Scratch for judging choices of one opportunity; not to be shared between threads. */
typedef struct cst__judge cst__judge;

cst_error cst__judge_new(const cst_opportunity *opportunity, const cst__screening *screening,
                         const int64_t *misfit_bp, cst__judge **judge);
void cst__judge_free(cst__judge *judge);

/* Whether the choice meets constraints (1) to (9) and the side; fills the criteria if it does.
 * us_content_bp is filled in every mode, also where content is ignored. */
bool cst__choice_holds(cst__judge *judge, const int64_t *units, const cst__side *side,
                       cst_criteria *criteria);

/* Of the choice that was judged last and holds: what the objective comes to. */
double cst__judge_objective(const cst__judge *judge, cst__objective objective,
                            const cst_criteria *criteria);

/* Of the choice that was judged last: who leads, the one named, else of those who may the one with
 * the largest value, then the smallest id. CST__NONE when there is none. */
size_t cst__judge_anchor(const cst__judge *judge);

/* Marks the firms [n_firms] of which a choice has an offering. */
void cst__choice_members(const cst_catalog *catalog, const int64_t *units, bool *members);

/* Whether a firm has an offering of a choice, in a slot or (CST__NONE) in any. */
bool cst__choice_fills(const cst_catalog *catalog, const int64_t *units, size_t firm, size_t slot);

/* Whether an offering belongs to a party; and whether any of a choice does. */
bool cst__party_has(const cst_catalog *catalog, const cst__party_id *party, size_t offering);
bool cst__choice_has(const cst_catalog *catalog, const cst__party_id *party, const int64_t *units);

#endif
