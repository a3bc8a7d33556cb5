/*
 * compare_menus.h - menus side by side: of the same markets under other rules or with other teams,
 * or of other regions; what is the same, what differs, market by market and criterion by criterion.
 *
 * Nothing is solved here and nothing is ranked: the sides stand in the order in which they are
 * given, and differences are to the first of them. Menus are taken as they stand (cst_menu_verify
 * judges one).
 */
#ifndef CONSORT_COMPARE_MENUS_H
#define CONSORT_COMPARE_MENUS_H

#include "consort/menu.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One of the menus. */
typedef struct cst_menu_side {
    const char *label;    /* borrowed from the caller */
    const cst_menu *menu; /* borrowed from the caller */
} cst_menu_side;

/* Teams of different sides that answer to each other: by their firms. */
typedef struct cst_team_group {
    const cst_menu_team **teams; /* for each side; NULL: it has none */
    size_t n_teams;              /* that are not NULL */
    const char **firms;          /* of any of them, by id */
    size_t n_firms;
    bool same; /* two teams or more, all of the same anchor and firms */
} cst_team_group;

typedef enum cst_market_verdict {
    CST_MARKET_SAME,    /* served by the same package, or by nobody for the same reason */
    CST_MARKET_DIFFERS, /* by another package, or by nobody for another reason */
    CST_MARKET_FLIPS,   /* served in one side and not in another */
    CST_MARKET_ONLY     /* fewer than two sides ask about it */
} cst_market_verdict;

/* Identifier in files ("same", "differs", "flips", "only"), borrowed for ever. */
CST_API const char *cst_market_verdict_id(cst_market_verdict verdict);

/* A market by its id. */
typedef struct cst_market_row {
    const char *id;
    const cst_menu_market **markets; /* for each side; NULL: it does not ask about it */
    size_t *groups;   /* for each side: the group of the team that serves it; SIZE_MAX: nobody */
    bool same_market; /* of the same country, title and weight in all sides that ask about it */
    cst_market_verdict verdict;
} cst_market_row;

/* In how many markets that a side and the first one both serve the value of a criterion is lower,
 * the same or higher than in the first one. */
typedef struct cst_tally {
    size_t lower, same, higher;
} cst_tally;

typedef struct cst_firm_row {
    const char *id;
    const cst_menu_firm **firms; /* for each side; NULL: it is in no team */
} cst_firm_row;

typedef struct cst_menu_comparison {
    cst_menu_side *sides; /* in the order given */
    size_t n_sides;
    bool same_markets, same_region, same_rules, same_assumptions, same_currency, same_settings;
    int first_point, last_point; /* the fewest and the most teams of a point of some curve */
    cst_team_group *groups;      /* in the order in which they first appear, side by side */
    size_t n_groups;
    cst_market_row *markets; /* by id */
    size_t n_markets;
    cst_tally *tallies[CST_N_CRITERIA]; /* for each side */
    size_t n_common;                    /* markets that all sides serve */
    int64_t *common_cents;              /* for each side: what its packages there cost */
    cst_firm_row *firms;                /* by id */
    size_t n_firms;
    struct cst__arena *arena; /* owns everything above but what is borrowed */
} cst_menu_comparison;

/*
 * New comparison of so many menus, at least two, each with a label. Menus and labels are borrowed
 * until the comparison is freed. CST_E_SETTING for fewer than two.
 */
CST_API cst_error cst_menus_compare(const cst_menu *const *menus, const char *const *labels,
                                    size_t n, cst_menu_comparison **comparison);
CST_API void cst_menu_comparison_free(cst_menu_comparison *comparison);

/* The value of a criterion in one package less that in another, of these sides; false where the two
 * can not be compared: costs in different currencies, US content by different methods. */
CST_API bool cst_menus_difference(const cst_menu_comparison *comparison, cst_criterion criterion,
                                  size_t from_side, const cst_package *from, size_t to_side,
                                  const cst_package *to, int64_t *difference);

/* New text as JSON (consort-comparison/1, of menus), ending in a newline and NUL; to be freed with
 * free(). */
CST_API cst_error cst_menu_comparison_to_json(const cst_menu_comparison *comparison, char **text,
                                              size_t *size);

#ifdef __cplusplus
}
#endif
#endif
