/*
 * menu_brute.h - all menus of a world: every team, every anchor, every set of teams; where markets
 * share, every package of every market beside every other.
 */
#ifndef CST_TESTS_MENU_BRUTE_H
#define CST_TESTS_MENU_BRUTE_H

#include "tests/solver/menu_world.h"
#include "tests/solver/oracle.h"

enum { MENU_KINDS = 4096, MENU_WEIGHTS = 1 << MENU_MARKETS };

/* What a team can do: its least cost in each market, INT64_MAX where it serves it not. */
typedef struct ability {
    int64_t cost[MENU_MARKETS];
    uint64_t team; /* bit by firm, where firms may be in one team only; else 0 */
} ability;

typedef struct menu_brute {
    const menu_world *world;
    oracle *oracles[MENU_MARKETS + 1]; /* NULL behind the last */
    size_t n_markets;
    ability kinds[MENU_KINDS];
    size_t n_kinds;
    int64_t weight[MENU_TEAMS + 1], cost[MENU_TEAMS + 1]; /* best of at most so many teams */
    int fewest;                                           /* teams of the best of all */
    struct {
        int64_t weight, cost; /* the least cost of a menu of just this weight */
    } least[MENU_TEAMS + 1][MENU_WEIGHTS];
    int n_least[MENU_TEAMS + 1];
} menu_brute;

/* New list of the best of all menus; NULL where there are too many to try. The world is borrowed.
 */
menu_brute *menu_brute_new(const menu_world *w);
void menu_brute_free(menu_brute *b);

/* The least cost of a team's packages in a market, of all or of those with an open-weight model;
 * INT64_MAX: it has none. */
int64_t menu_brute_least(const oracle *o, uint32_t team, size_t anchor);
int64_t menu_brute_least_open(const oracle *all, uint32_t team, size_t anchor);

#endif
