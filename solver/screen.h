/*
 * screen.h - which offerings may be chosen at all, and why the others may not (contract, section 3,
 * "Screening"). Needs no solver: every test is a lookup of a fact against a rule or the tender.
 */
#ifndef CST_SCREEN_H
#define CST_SCREEN_H

#include "model/model.h"

/* One reason why an offering is refused. */
typedef struct cst__refused {
    size_t offering;
    const char *code;   /* as in the contract, for instance "export:X7-D5" */
    const char *fact;   /* the value that failed; NULL for "unknown:" codes */
    const char *source; /* of the rule row, or the place in the tender */
} cst__refused;

/* A warning or an unknown fact that follows an offering into every package. */
typedef struct cst__question {
    size_t offering;
    const char *fact;
    const char *row; /* id of the rule row */
    const char *source;
} cst__question;

typedef struct cst__screening {
    cst__arena *arena; /* owns the strings and lists here */
    bool *eligible;    /* [n_offerings] */
    size_t n_eligible;
    size_t *licence_row;   /* [n_offerings] export row that asks for a licence, or CST__NONE */
    int *weeks;            /* [n_offerings] lead_weeks + licence weeks */
    cst__facts *asked;     /* [n_offerings] facts of it and its firm that its tests looked at */
    bool *may_anchor;      /* [n_firms] can_anchor and meets the anchor rule */
    cst__refused *refused; /* by offering, then code; each code once for an offering */
    size_t n_refused;
    cst__question *questions; /* by offering, then row; one for each offering and row */
    size_t n_questions;
} cst__screening;

/* New screening of the catalog of the opportunity. */
cst_error cst__screen(const cst_opportunity *opportunity, cst__screening **screening);
void cst__screening_free(cst__screening *screening);

/* Whether everybody whom `few` lets pass, or lead, `many` does as well: screenings of catalogs of
 * the same firms and offerings. */
bool cst__screening_within(const cst_catalog *catalog, const cst__screening *few,
                           const cst__screening *many);

/* Whether an export row asks for a number of export control in this tender: nothing else that it
 * asks fails. */
bool cst__export_asks_eccn(const cst_opportunity *opportunity, const cst__export_row *row);

#endif
