/*
 * twins.c - two tenders beside each other, constraint by constraint of section 3 of the contract.
 *
 * What a buyer's country decides is in the screening, but for the local share; what a deadline
 * decides is there as well.
 */
#include "solver/twins.h"

#include <string.h>

static bool same_texts(const cst__texts *a, const cst__texts *b) {
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++) {
        same = strcmp(a->item[i], b->item[i]) == 0;
    }
    return same;
}

static bool same_screening(const cst_catalog *catalog, const cst__screening *a,
                           const cst__screening *b) {
    return memcmp(a->eligible, b->eligible, catalog->n_offerings * sizeof *a->eligible) == 0 &&
           memcmp(a->may_anchor, b->may_anchor, catalog->n_firms * sizeof *a->may_anchor) == 0;
}

/* (1) to (4) */
static bool same_stack(const cst_opportunity *a, const cst_opportunity *b) {
    size_t amounts = a->catalog->n_resources * sizeof *a->demand_milli;
    bool same = memcmp(a->demand_milli, b->demand_milli, amounts) == 0 &&
                memcmp(a->site_milli, b->site_milli, amounts) == 0 &&
                same_texts(&a->buyer_has, &b->buyer_has);
    for (size_t s = 0; same && s < a->rules->n_slots; s++) {
        same = a->slots[s].required == b->slots[s].required &&
               a->slots[s].max_offerings == b->slots[s].max_offerings &&
               same_texts(&a->slots[s].some_has, &b->slots[s].some_has);
    }
    return same;
}

/* (6) and (7) */
static bool same_consortium(const cst_opportunity *a, const cst_opportunity *b) {
    const cst_catalog *catalog = a->catalog;
    bool local = a->local_share_bp > 0;
    return a->min_members == b->min_members && a->max_members == b->max_members &&
           a->anchor == b->anchor && a->max_member_share_bp == b->max_member_share_bp &&
           a->local_share_bp == b->local_share_bp && a->small_share_bp == b->small_share_bp &&
           (!local || a->buyer_country == b->buyer_country) &&
           memcmp(a->include_firm, b->include_firm, catalog->n_firms * sizeof(bool)) == 0 &&
           memcmp(a->include_offering, b->include_offering, catalog->n_offerings * sizeof(bool)) ==
               0;
}

/* (8), (9), and what units are worth */
static bool same_money(const cst_opportunity *a, const cst_opportunity *b) {
    return a->term_years == b->term_years && a->budget_cents == b->budget_cents &&
           a->content_mode == b->content_mode && a->content_gamma == b->content_gamma;
}

bool cst__are_twins(const cst_opportunity *a, const cst__screening *of_a, const cst_opportunity *b,
                    const cst__screening *of_b) {
    return same_screening(a->catalog, of_a, of_b) && same_stack(a, b) && same_consortium(a, b) &&
           same_money(a, b);
}
