/*
 * terms.h - the sums that the rows of formulate.c and the side rows of pose.c are made of: chosen
 * offerings Z_o, units N_o, values V. Each adds weight times its sum to the row being built.
 */
#ifndef CST_TERMS_H
#define CST_TERMS_H

#include "solver/formulate.h"

void cst__add(cst__formulation *f, int column, double value);

/* Moves the collected entries into a row of the program. */
void cst__end_row(cst__formulation *f, cst__program *program, cst__row_kind kind, size_t index,
                  double lower, double upper, bool lazy);

/* weight * Z_o */
void cst__add_chosen(cst__formulation *f, size_t offering, double weight);

/* weight * N_o */
void cst__add_units(cst__formulation *f, size_t offering, double weight);

/* weight * V_v */
void cst__add_variant_value(cst__formulation *f, const cst__variant *variant, double weight);

/* What all offerings of a package can be worth at most, the budget taken into account. */
double cst__most_value(const cst__formulation *f);

/* The same of a package that costs at most so much. */
double cst__most_value_for(const cst__formulation *f, int64_t cost_cents);

/* weight * V_f */
void cst__add_firm_value(cst__formulation *f, size_t firm, double weight);

/* weight * V_v of all variants */
void cst__add_all_values(cst__formulation *f, double weight);

/* weight * V by the column T */
void cst__add_total_value(cst__formulation *f, double weight);

bool cst__is_eligible(const cst__formulation *f, size_t offering);

/* V_f <= share_bp * V for every firm, in basis points times cents; or at most the excess above
 * that, where a column counts it in cents (-1: none). */
void cst__add_member_share_rows(cst__formulation *f, cst__program *program, cst__row_kind kind,
                                int64_t share_bp, int excess);

bool cst__counts_for_content(const cst__formulation *f, const cst__variant *variant);

/* The share of US content by the rules' method; unknown counts as 0. */
int cst__variant_share_bp(const cst__formulation *f, const cst__variant *variant);

/* How far the made share may fall; made_low unknown counts as 0. */
int cst__variant_fall_bp(const cst__formulation *f, const cst__variant *variant);

/* sign * sum (m_o - threshold) V_o over the content slots */
void cst__add_content_margin(cst__formulation *f, double sign, int threshold_bp);

/* cost = sum V_o - sum discount_b w_b */
void cst__add_cost(cst__formulation *f);

#endif
