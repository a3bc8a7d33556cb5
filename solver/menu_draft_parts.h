/*
 * menu_draft_parts.h - what the files of a draft share: the teams that were tried, and the menu of
 * some of them.
 */
#ifndef CST_MENU_DRAFT_PARTS_H
#define CST_MENU_DRAFT_PARTS_H

#include "solver/menu_draft.h"

enum { CST__DRAFT_BATCH = 64 };

/* A team, and what it costs in each market; INT64_MAX: it has no package there. */
typedef struct cst__draft_row {
    cst__menu_team team;
    int64_t *cents; /* [n_markets] by searches where that is known, else as guessed */
    bool *known;    /* [n_markets] */
    int64_t *guess; /* [n_markets] by linear programs; INT64_MIN: not guessed yet */
} cst__draft_row;

struct cst__draft {
    const cst__menu_ground *ground;
    cst__serving *serving;
    cst__draft_row *pool; /* the kept teams first */
    size_t n_pool, room, n_fixed;
    size_t *menu;  /* [most_teams] of the pool */
    size_t *spare; /* [most_teams] another menu, to begin with */
    size_t n_teams;
    double value;       /* of the menu, by searches but where time is up */
    double estimate;    /* of the menu with the team at hand, as guessed */
    double weight_cent; /* that a thousandth of weight not served counts: more than all costs */
    cst__draft_row trial[CST__DRAFT_BATCH];
    bool *some;       /* [n_markets] that are asked about */
    bool small, open; /* of which kind the team at hand has to be */
    int64_t *worth;   /* [n_markets][n_firms] */
    double *gain;     /* [n_firms] */
    bool seeded;
};

/* New row of no team, which serves nothing; false when out of memory, to be cleared all the same.
 */
bool cst__draft_row_new(const cst__serving *serving, cst__draft_row *row);
void cst__draft_row_clear(cst__draft_row *row);

/* A row of which no cost is known or guessed. */
void cst__draft_forget(const cst__draft *draft, cst__draft_row *row);

/* Makes a row one of these firms; of those of a team but one (CST__NONE: of all). */
void cst__draft_set(const cst__draft *draft, cst__draft_row *row, const uint64_t *firms,
                    size_t anchor, bool open);
void cst__draft_set_without(const cst__draft *draft, cst__draft_row *row,
                            const cst__menu_team *team, size_t firm);

/* Who of these firms may lead in the greatest weight of open markets. */
size_t cst__draft_leader(const cst__draft *draft, const uint64_t *firms);

/* The cheapest package of a market that is known, whoever leads it, of the kind of the team at
 * hand; NULL: none is. */
const cst__able *cst__draft_cheapest(const cst__draft *draft, size_t market);

/* What a market counts that somebody serves for so much; INT64_MAX: that nobody does. */
double cst__draft_price(const cst__draft *draft, size_t market, int64_t cents);

/* The least that the teams of the menu but one (CST__NONE: all) take for a market; but two. */
int64_t cst__draft_least(const cst__draft *draft, size_t market, size_t but);
int64_t cst__draft_least_of_others(const cst__draft *draft, size_t market, size_t but, size_t nor);

/* Of the menu with another team, at its prices, in the place of one (NULL: without it), or with a
 * further one. Where only some markets are asked about, the others go to the other teams. */
double cst__draft_value(const cst__draft *draft, size_t k, const cst__draft_row *row,
                        const bool *some);
bool cst__draft_is_better(double value, double than);

/* Whether this team may take the place of one: a kept team is that, and no firm is in more teams
 * than it may be. */
bool cst__draft_fits(const cst__draft *draft, size_t k, const cst__menu_team *team);

/* What the first n trials cost in some markets, as guessed; in the others they have nothing. Worth
 * [n_markets][n_firms]: what each firm that is not in the first of them might save; NULL: not
 * asked.
 */
cst_error cst__draft_guess(cst__draft *draft, const bool *some, size_t n, int64_t *worth);

/* What one team costs in all markets, as guessed, whatever else was guessed before; forgotten where
 * time is up. */
cst_error cst__draft_guess_alone(cst__draft *draft, cst__draft_row *row);

/* What all teams of the pool cost, as is known or else as guessed. */
cst_error cst__draft_guess_pool(cst__draft *draft);

/* A row by what is known, and where too little is, as guessed; or by what is known alone. */
void cst__draft_look_up(const cst__draft *draft, cst__draft_row *row, bool guessing);

/* Searches for what is guessed only and would be used by the menu with a row in the place of a team
 * (as in cst__draft_value), until nothing is, or time is up. Whether nothing was to begin with. */
cst_error cst__draft_settle(cst__draft *draft, size_t k, cst__draft_row *row, bool *was_known);

/* A row's place in the pool, where it is put if it is new. CST__NONE: out of memory. */
size_t cst__draft_keep(cst__draft *draft, const cst__draft_row *row);

/* Guesses what those of the first n trials cost that are new, and puts them in the pool. */
cst_error cst__draft_keep_trials(cst__draft *draft, size_t n);

/* Whether a team is small, or else whether it is open. */
bool cst__draft_is_of_kind(const cst__draft *draft, const cst__menu_team *team, bool small);

/* Puts the members of the cheapest known package of each market in the pool, also of the kinds that
 * are asked for. */
cst_error cst__draft_seed(cst__draft *draft);

/* Makes the teams of a choice the menu, and puts them in the pool. */
cst_error cst__draft_take_in(cst__draft *draft, const cst__menu_choice *choice);

/* A team of the menu is at hand: marks the markets that it serves, and those that nobody does; and
 * of which kind it has to be, no other being so. */
void cst__draft_mark(cst__draft *draft, size_t k);

/* Teams for what each team of the menu serves, and for what costs most too much. */
cst_error cst__draft_build_some(cst__draft *draft);

/* Teams for each of the markets that cost most too much and those like it. */
cst_error cst__draft_build_around(cst__draft *draft);

/* Firms for firms, one team after the other, until none has an exchange that helps. */
cst_error cst__draft_exchange_firms(cst__draft *draft, int *turns);

#endif
