/*
 * menu_choice.h - teams and what they serve, while a menu is being looked for.
 */
#ifndef CST_MENU_CHOICE_H
#define CST_MENU_CHOICE_H

#include "solver/menu_demands.h"
#include "solver/menu_kept.h"
#include "solver/menu_tangents.h"
#include "solver/serve.h"

typedef struct cst__menu_team {
    cst__firms firms;
    size_t anchor; /* CST__NONE: the team is empty */
    bool kept;     /* fixed, with whatever firms it has */
    bool open;     /* each of its packages has an open-weight model (menu_demands.h) */
} cst__menu_team;

/* What stays the same over all menus that are looked at. */
typedef struct cst__menu_ground {
    cst__serving *serving; /* borrowed */
    size_t most_teams;
    bool *open;                    /* [n_markets] not proven that no team can serve it */
    int64_t *alone_cents;          /* [n_markets] proven: no team serves it for less */
    bool *settled;                 /* [n_markets] by itself there is no more to be known of it */
    int64_t step_milli;            /* every weight is a multiple of it */
    int64_t open_milli;            /* the weight of all open markets */
    int teams_per_firm;            /* at most; 0: no limit */
    bool share_units, share_value; /* over all markets together (menu_capacity.h) */
    const cst_kept *kept; /* the first teams of every choice, fixed; NULL: none. Borrowed */
    cst__menu_demands demands;
    cst__tangents *tangents; /* planes under what markets cost (menu_tangents.h) */
} cst__menu_ground;

typedef struct cst__menu_choice {
    size_t n_teams;
    cst__menu_team *teams; /* [most_teams] */
    size_t *served_by;     /* [n_markets] team, CST__NONE: nobody */
    size_t *package;       /* [n_markets] among those of the market */
    int64_t weight_milli;
    int64_t cost_cents;
} cst__menu_choice;

size_t cst__menu_n_kept(const cst__menu_ground *ground);

/* New choice that serves nothing, of the kept teams alone. */
cst_error cst__menu_choice_new(const cst__menu_ground *ground, cst__menu_choice *choice);
void cst__menu_choice_clear(cst__menu_choice *choice, size_t most_teams);
void cst__menu_choice_copy(const cst__menu_ground *ground, const cst__menu_choice *from,
                           cst__menu_choice *to);

/* The question of the serving that a team asks about a market. */
size_t cst__menu_entry(const cst__menu_ground *ground, size_t market, const cst__menu_team *team);

/* The package of a market that is served. */
const cst__able *cst__menu_package(const cst__menu_ground *ground, const cst__menu_choice *choice,
                                   size_t market);

/* Of the members of a package, who may lead in most of the open markets; CST__NONE: nobody. */
size_t cst__menu_leader(const cst__menu_ground *ground, size_t market, const cst__able *able);

/* Whether all firms of a team are small. */
bool cst__menu_is_small(const cst__menu_ground *ground, const cst__menu_team *team);

/* Whether there are the teams that are asked for, and no firm is in more than it may. */
bool cst__menu_choice_fits(const cst__menu_ground *ground, const cst__menu_choice *choice);

/* Weight and cost of what is served. */
void cst__menu_sum_up(const cst__menu_ground *ground, cst__menu_choice *choice);

/* More weight, then less cost. */
bool cst__menu_choice_beats(const cst__menu_choice *a, const cst__menu_choice *b);

/* How well teams are tried. */
typedef enum cst__menu_care {
    CST__MENU_KNOWN, /* what is known already */
    CST__MENU_ANY,   /* is there a package at all */
    CST__MENU_QUICK, /* the cheapest, about */
    CST__MENU_CLOSE  /* the cheapest, as the settings ask */
} cst__menu_care;

/* Looks for a package of every team for every open market, and assigns each market to the team that
 * is known to serve it cheapest; one or two markets to others where a team that is asked for would
 * serve none, at the least further cost. */
cst_error cst__menu_evaluate(const cst__menu_ground *ground, cst__menu_care care,
                             cst__menu_choice *choice);

/* The same, with care for some markets [n_markets] only; for the others what is known will do. */
cst_error cst__menu_evaluate_some(const cst__menu_ground *ground, cst__menu_care care,
                                  const bool *some, cst__menu_choice *choice);

/* A question about a team and a market, asked with such care. */
cst__request cst__menu_request(const cst__menu_ground *ground, cst__menu_care care, size_t market,
                               const cst__menu_team *team);

/* Leaves out teams that serve nothing, and firms that take part in nothing; kept teams stay as they
 * are, and first. The others in the order in which they are shown. */
void cst__menu_trim(const cst__menu_ground *ground, cst__menu_choice *choice);

/* All teams in the order in which they are shown, the kept ones among the others: of a choice that
 * is finished. */
void cst__menu_order(const cst__menu_ground *ground, cst__menu_choice *choice);

#endif
